"""Who lands where, on one day, with overrides, and what a sorting says it could not check."""

from datetime import date

import pytest

from segmentation.intake.traits import Trait
from segmentation.method.policy import Criterion, Policy, PolicyRefused, Rule
from segmentation.method.sorting import SEGMENTS, Override, sort
from tests.books import AS_OF, make_book

POLICY = Policy(
    dud_line=40,
    star_line=70,
    red_lines=(Rule(trait="abusive", op="is", value=True),),
    must_haves=(Rule(trait="referrals", op=">=", value=1),),
    criteria=(
        Criterion(trait="energy", weight=3, worst=-2, best=2),
        Criterion(trait="days_late", weight=2, worst=50, best=0),
    ),
)
BOOK = make_book(
    {
        "client": ["ann", "bob", "cem", "dee", "eva", "fay", "gus"],
        "energy": [2.0, 2.0, 2.0, None, -2.0, -2.0, 1.0],
        "days_late": [0.0, 0.0, 10.0, 5.0, 50.0, None, None],
        "referrals": [3.0, 0.0, None, 9.0, 9.0, 1.0, 1.0],
        "abusive": [None, None, None, True, None, False, None],
        "contribution": [10.0, -1.0, 0.0, None, -0.5, 1.0, 1.0],
    }
)


def between(client: str, segment: str, first: date, last: date) -> Override:
    return Override(client, segment, "we talked", "Mo", first, last)


def test_the_first_line_that_applies_decides() -> None:
    sorting = sort(BOOK, POLICY)
    assert sorting.table.select(["client", "proposed", "decided_by", "score", "ceiling", "evidence"]).to_pydict() == {
        "client": ["ann", "bob", "cem", "dee", "eva", "fay", "gus"],
        "proposed": ["star", "mid-range", "mid-range", "dud", "dud", "mid-range", "star"],
        "decided_by": [4, 5, 5, 1, 3, 5, 4],
        "score": [100.0, 100.0, 92.0, 90.0, 0.0, 0.0, 75.0],
        "ceiling": [100.0, 100.0, 92.0, 96.0, 0.0, 40.0, 85.0],
        "evidence": [1.0, 1.0, 1.0, 0.4, 1.0, 0.6, 0.6],
    }
    assert sorting.counts() == {"star": 2, "mid-range": 3, "dud": 2, "unrated": 0}
    assert list(sorting.counts()) == [key for key, _ in SEGMENTS]
    assert sorting.notes == ()


def test_too_little_evidence_is_not_enough_known() -> None:
    strict = POLICY.model_copy(update={"minimum_evidence": 0.7})
    assert sort(BOOK, strict).counts() == {"star": 1, "mid-range": 2, "dud": 2, "unrated": 2}


def test_a_loss_is_marked_and_moves_nobody() -> None:
    assert sort(BOOK, POLICY).table["mark"].to_pylist() == [None, "reprice", None, None, "reprice", None, None]


def test_an_override_in_force_replaces_the_result_and_both_are_kept() -> None:
    ours = (
        between("bob", "star", date(2026, 11, 1), date(2027, 3, 3)),
        between("ann", "dud", date(2026, 1, 1), date(2026, 11, 13)),
    )
    table = sort(BOOK, POLICY, ours).table
    assert table["segment"].to_pylist()[:2] == ["star", "star"]
    assert table["proposed"].to_pylist()[:2] == ["star", "mid-range"]
    assert table["decision"].to_pylist()[:2] == [None, "star, until 3 March 2027 (we talked)"]
    earlier = sort(BOOK, POLICY, ours, on=date(2026, 6, 1))
    assert earlier.table["segment"].to_pylist()[:2] == ["dud", "mid-range"]
    assert (earlier.on, sort(BOOK, POLICY).on) == (date(2026, 6, 1), AS_OF)


def test_of_two_overrides_the_later_begun_counts() -> None:
    ours = (
        between("ann", "dud", date(2026, 11, 2), date(2026, 12, 1)),
        between("ann", "mid-range", date(2026, 11, 1), date(2026, 12, 1)),
    )
    assert sort(BOOK, POLICY, ours).row("ann")["segment"] == "dud"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "Say why ann is decided by hand: the reason is missing."),
        ({"segment": "unrated"}, "ann can be put among star, mid-range or dud, not “unrated”."),
        ({"until": date(2025, 1, 1)}, "The decision on ann ends before it begins: change one of the two days."),
    ],
)
def test_an_override_needs_a_reason_a_place_and_an_end(change: dict[str, object], sentence: str) -> None:
    fields = {"client": "ann", "segment": "dud", "reason": "x", "by": "", "from_day": AS_OF, "until": AS_OF}
    with pytest.raises(ValueError, match="ann") as refused:
        Override(**(fields | change))  # type: ignore[arg-type]
    assert str(refused.value) == sentence


def test_what_cannot_be_checked_is_said_line_by_line() -> None:
    trade = Trait("trade", "Trade", "category", "about", heading="Branche")
    book = make_book({"trade": ["law", "fax", "fax", "tin", None], "energy": [None] * 5}, [trade])
    policy = Policy(
        dud_line=1,
        star_line=2,
        red_lines=(Rule(trait="trade", op=">", value=3), Rule(trait="days_late", op=">=", value=60)),
        must_haves=(Rule(trait="energy", op=">=", value=1),),
        criteria=(
            Criterion(trait="trade", weight=1, points={"law": 1}),
            Criterion(trait="respect", label="Respect for us", weight=1, worst=0, best=4),
        ),
    )
    sorting = sort(book, policy, (between("zoe", "dud", AS_OF, AS_OF),))
    assert [(note.kind, note.text, note.column, note.count) for note in sorting.notes] == [
        ("doubt", "The rule “trade above 3” could not be checked: Trade holds words here.", "Branche", 5),
        ("doubt", "The rule “pays 60 days late or more” could not be checked: nothing in this book says it.", "", 5),
        ("doubt", "The rule “energy at least +1” could not be checked: Energy is not known of anybody.", "", 5),
        ("doubt", "The criterion “Trade” gives no points to “fax”, “tin”: unknown for 3 clients.", "Branche", 3),
        ("doubt", "The criterion “Respect for us” could not be checked: nothing in this book says it.", "", 5),
        ("doubt", "The decision on “zoe” waits: this book has no such client.", "", 1),
    ]


@pytest.mark.parametrize("family", ["protected", "place", "ours"])
def test_no_line_may_rest_on_what_the_book_knows_to_be_out_of_bounds(family: str) -> None:
    trait = Trait("energy", "Area", "number", family)  # type: ignore[arg-type]
    with pytest.raises(PolicyRefused, match="No policy may rest on “Area”: it "):
        sort(make_book({"energy": [1.0]}, [trait]), POLICY)


def test_one_client_is_looked_up_by_id() -> None:
    sorting = sort(BOOK, POLICY)
    assert (sorting.row("cem")["score"], sorting.position("cem")) == (92.0, 2)
    with pytest.raises(KeyError, match="There is no client “zoe” in this book"):
        sorting.row("zoe")
    with pytest.raises(ValueError, match="There is no segment “best”"):
        sorting.rows_of("best")


def test_the_frame_is_indexed_by_client() -> None:
    frame = sort(BOOK, POLICY).frame
    assert list(frame.columns) == ["segment", "proposed", "score", "evidence", "reason"]
    assert frame.loc["eva", "segment"] == "dud"
