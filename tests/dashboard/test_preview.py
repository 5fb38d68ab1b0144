"""The preview of the Policy page agrees with the sorting it previews, client by client."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import Criterion, Policy, Rule, sort
from segmentation.dashboard.preview import Moves, moves, preview, shape_of
from tests.books import make_book

VALUES = st.one_of(st.none(), st.integers(-2, 2).map(float))
WEIGHTS = st.integers(0, 10).map(lambda half: half / 2)


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=12),
    weights=st.tuples(WEIGHTS, WEIGHTS.filter(bool)),
    lines=st.tuples(st.integers(0, 49), st.integers(50, 100)),
    minimum=st.integers(0, 4),
)
def test_preview_and_sorting_agree(rows, weights, lines, minimum):
    book = make_book(dict(zip(("energy", "calm", "late"), zip(*rows, strict=True), strict=True)))
    policy = Policy(
        dud_line=lines[0],
        star_line=lines[1],
        minimum_evidence=minimum / 4,
        red_lines=(Rule(trait="late", op=">=", value=2),),
        must_haves=(Rule(trait="calm", op=">=", value=0),),
        criteria=(
            Criterion(trait="energy", weight=weights[0], worst=-2, best=2),
            Criterion(trait="calm", weight=weights[1], worst=2, best=-2),
        ),
    )
    seen, real = preview(sort(book, shape_of(policy)), policy), sort(book, policy)
    assert seen.segments.tolist() == real.table["proposed"].to_pylist()
    assert seen.counts() == real.counts()
    np.testing.assert_array_equal(seen.scores, real.table["score"].to_numpy())


def test_moves_are_counted_by_direction():
    book = make_book({"energy": [2, 1, 0, -2, None]})
    criterion = Criterion(trait="energy", weight=4, worst=-2, best=2)
    loose = Policy(dud_line=30, star_line=70, criteria=(criterion,))
    strict = Policy(dud_line=60, star_line=80, criteria=(criterion,))
    before, now = (preview(sort(book, shape_of(policy)), policy) for policy in (loose, strict))
    assert before.counts() == {"star": 2, "mid-range": 1, "dud": 1, "unrated": 1}
    assert now.counts() == {"star": 1, "mid-range": 1, "dud": 2, "unrated": 1}
    assert moves(before, now) == Moves(up=0, down=2)
    assert moves(now, before) == Moves(up=2, down=0)


def test_policies_that_differ_by_sliders_share_their_points():
    one = Policy(dud_line=30, star_line=70, criteria=(Criterion(trait="energy", weight=4, worst=-2, best=2),))
    other = Policy(
        name="Other",
        dud_line=10,
        star_line=20,
        minimum_evidence=0,
        criteria=(Criterion(trait="energy", label="E", weight=1, worst=-2, best=2),),
    )
    assert shape_of(one) == shape_of(other)
