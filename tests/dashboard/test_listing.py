"""Search, filters and order of the client list."""

import pytest

from segmentation import Criterion, Policy, sort
from segmentation.dashboard.listing import BY_NAME, WORTH, Filters, Shown, matching, page_of
from tests.books import make_book

BOOK = make_book(
    {
        "client": ["K1", "K2", "K3", "K4", "K5"],
        "name": ["Zoë Ångström", "O'Brien; DROP", "Ada", None, "ada lovelace"],
        "energy": [2.0, 1.0, 0.0, -2.0, None],
        "contribution": [10.0, -5.0, 30.0, None, 20.0],
        "abusive": [False, None, True, None, False],
    }
)
POLICY = Policy(dud_line=30, star_line=70, criteria=(Criterion(trait="energy", weight=4, worst=-2, best=2),))


@pytest.fixture(scope="module")
def sorting():
    return sort(BOOK, POLICY)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), "K1 K2 K3 K4 K5"),
        (Filters(descending=False), "K4 K3 K2 K1 K5"),
        (Filters(order=WORTH), "K3 K5 K1 K2 K4"),
        (Filters(order=BY_NAME, descending=False), "K3 K4 K2 K1 K5"),
        (Filters(order="energy", descending=False), "K4 K3 K2 K1 K5"),
        (Filters(segment="star"), "K1 K2"),
        (Filters(search="zoe angstrom"), "K1"),
        (Filters(search="ADA"), "K3 K5"),
        (Filters(search="k4"), "K4"),
        (Filters(search="'"), "K2"),
        (Filters(search="%"), ""),
        (Filters(marked="reprice"), "K2"),
        (Filters(trait="energy", low=0.0), "K1 K2 K3"),
        (Filters(trait="energy", low=0.0, high=1.0), "K2 K3"),
        (Filters(trait="energy", unknown=True), "K5"),
        (Filters(trait="abusive", value=False), "K1 K5"),
        (Filters(trait="no such trait", low=1.0), "K1 K2 K3 K4 K5"),
    ],
    ids=str,
)
def test_who_is_found_in_which_order(sorting, filters, found):
    ids = sorting.table["client"].to_pylist()
    assert " ".join(ids[row] for row in matching(sorting, filters)) == found


def test_a_page_shows_names_marks_worth_and_reasons(sorting):
    page = page_of(sorting, [3, 1])
    assert page[Shown.CLIENT].to_pylist() == ["K4", "O'Brien; DROP"]
    assert page[Shown.SEGMENT].to_pylist() == ["✕ Dud", "★ Star"]
    assert page[Shown.SCORE].to_pylist() == [0.0, 75.0]
    assert page[Shown.WORTH].to_pylist()[0] == "not known"
    assert all(reason.endswith(".") for reason in page[Shown.REASON].to_pylist())
