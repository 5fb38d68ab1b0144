"""The draft a manager starts from."""

from dataclasses import replace

import pytest

from segmentation.intake.traits import CATALOGUE, Trait
from segmentation.method.drafting import draft_policy
from segmentation.method.sorting import sort
from tests.books import AS_OF, make_book

TEN = [float(i) for i in range(11)]
"""Eleven values whose 5th and 95th percentiles are 0.5 and 9.5."""


def drafted(columns: dict[str, list[float | None]], traits: tuple[Trait, ...] = ()) -> list[tuple[object, ...]]:
    policy = draft_policy(make_book(columns, traits))
    return [(each.trait, each.weight, each.worst, each.best) for each in policy.criteria]


def test_a_firm_that_rates_its_clients_puts_energy_first_on_the_natural_scale() -> None:
    trust = Trait("trust", "Trust", "rating", "quality", "high", low=1, high=5)
    columns = {"trust": [4.0, 5.0] * 5 + [3.0], "days_late": TEN, "energy": [-1.0, 1.0] * 5 + [None], "referrals": TEN}
    assert drafted(columns, (trust,)) == [
        ("energy", 5, -2, 2),
        ("days_late", 4, 10, 0),
        ("referrals", 4, 0, 10),
        ("trust", 3, 1, 5),
    ]


def test_a_shop_goes_by_what_customers_do() -> None:
    columns = {"tenure": TEN, "frequency": TEN, "recency": TEN, "overdue": TEN, "return_rate": TEN, "revenue": TEN}
    assert [line[0] for line in drafted(columns)] == ["overdue", "frequency"]
    since = replace(CATALOGUE["tenure"], heading="Customer since")
    assert [line[0] for line in drafted(columns, (since,))] == ["overdue", "frequency", "tenure"]


def test_of_near_duplicates_one_is_drafted() -> None:
    pairs = ["days_late", "late_share", "disputed_share", "disputes", "full_price_share", "discount_rate"]
    expected = ["full_price_share", "days_late", "disputed_share"]
    assert [line[0] for line in drafted(dict.fromkeys(pairs, TEN))] == expected


def test_recency_stands_in_where_being_overdue_is_seldom_known() -> None:
    seldom = [1.0, 2.0, 3.0, 4.0, 5.0, *[None] * 6]
    assert [line[0] for line in drafted({"overdue": seldom, "recency": TEN})] == ["recency"]
    assert [line[0] for line in drafted({"overdue": seldom})] == ["overdue"]


def test_scales_fall_back_to_the_extremes_and_then_to_nothing() -> None:
    mostly_zero = [0.0] * 40 + [7.0]
    assert drafted({"referrals": mostly_zero}) == [("referrals", 4, 0, 7)]
    assert drafted({"referrals": [3.0] * 5, "frequency": [1.0, 2.0, 3.0, 4.0, 5.0]}) == [("frequency", 4, 1, 5)]


def test_scales_are_readable_and_never_collapse() -> None:
    assert drafted({"frequency": [1234.0, 5678.0]}) == [("frequency", 4, 1456, 5456)]
    assert drafted({"trend": [0.50001, 0.50002]}) == [("trend", 3, 0.50001, 0.50002)]


def test_counts_and_days_that_hardly_differ_tell_nobody_apart() -> None:
    assert drafted({"frequency": [6.0, 7.0], "referrals": [0.0, 9.0]}) == [("referrals", 4, 0, 9)]
    assert drafted({"frequency": [8.0, 12.0], "reply_days": [663.0, 736.0]}) == [("frequency", 4, 8, 12)]


def test_a_thin_basis_is_said_to_be_one() -> None:
    policy = draft_policy(make_book({"referrals": TEN, "recency": TEN}))
    assert policy.note.startswith("only this is known of how they are to work with: ordered lately, refers others; ")
    assert draft_policy(make_book({"referrals": TEN, "recency": TEN, "reviews": TEN})).note == ""


def test_energy_on_a_scale_without_draining_is_no_must_have() -> None:
    one_sided = replace(CATALOGUE["energy"], low=0.0, high=5.0)
    policy = draft_policy(make_book({"energy": [1.0, 2.0, 3.0, 5.0]}, (one_sided,)))
    assert (policy.must_haves, policy.criteria[0].worst, policy.criteria[0].best) == ((), 0, 5)


def test_yes_or_no_counts_where_both_were_seen() -> None:
    signed = Trait("prepays", "Prepays", "yes/no", "conduct", "high")
    rude = Trait("rude", "Rude", "yes/no", "conduct", "low")
    columns = {"prepays": [True, False, None], "rude": [True, False, True]}
    assert drafted(columns, (signed, rude)) == [("prepays", 2, 0, 1), ("rude", 2, 1, 0)]
    assert drafted({"rude": [True, None], "frequency": [1.0, 3.0]}, (rude,)) == [("frequency", 4, 1.1, 2.9)]


def test_traits_that_do_not_judge_stay_out() -> None:
    traits = (Trait("size", "Size", "number", "about", "high"), Trait("gap", "Gap", "days", "conduct"))
    columns = {"size": TEN, "gap": TEN, "late_deliveries": TEN, "revenue": TEN, "frequency": TEN}
    assert [line[0] for line in drafted(columns, traits)] == ["frequency"]


def test_lines_are_whole_points_near_the_20th_and_80th_percentile() -> None:
    policy = draft_policy(make_book({"frequency": [float(i) for i in range(101)]}))
    assert (policy.dud_line, policy.star_line, policy.made_on) == (17, 83, AS_OF)


LITTLE = "little separates these clients, so this draft names no duds: rate them, or load what they do, before you sort"


@pytest.mark.parametrize(
    ("columns", "counts"),
    [
        ({"trend": [0.5] * 19 + [0.6]}, {"star": 1, "mid-range": 19, "dud": 0, "unrated": 0}),
        ({"energy": [1.0] * 20}, {"star": 0, "mid-range": 20, "dud": 0, "unrated": 0}),
        ({"energy": [-2.0] * 20}, {"star": 0, "mid-range": 20, "dud": 0, "unrated": 0}),
        ({"energy": [2.0] * 20}, {"star": 20, "mid-range": 0, "dud": 0, "unrated": 0}),
        ({"energy": [2.0]}, {"star": 1, "mid-range": 0, "dud": 0, "unrated": 0}),
    ],
)
def test_where_little_separates_clients_the_draft_says_so_and_names_no_duds(
    columns: dict[str, list[float]], counts: dict[str, int]
) -> None:
    book = make_book(columns)
    policy = draft_policy(book)
    assert (policy.dud_line, policy.star_line, policy.note, policy.made_on) == (0, 100, LITTLE, AS_OF)
    assert sort(book, policy).counts() == counts


def test_five_points_between_the_percentiles_are_enough_for_lines() -> None:
    nps = Trait("nps", "NPS", "rating", "advocacy", "high", low=0, high=100)
    policy = draft_policy(make_book({"nps": [50.0] * 5 + [55.0] * 5}, (nps,)))
    assert (policy.dud_line, policy.star_line, policy.note == LITTLE) == (50, 55, False)
    policy = draft_policy(make_book({"nps": [50.0] * 5 + [54.9] * 5}, (nps,)))
    assert (policy.dud_line, policy.star_line, policy.note) == (0, 100, LITTLE)


def test_where_little_money_separates_spenders_the_note_on_money_stays() -> None:
    book = make_book({"revenue": [5.0] * 19 + [6.0]})
    policy = draft_policy(book)
    assert (policy.dud_line, policy.star_line) == (0, 100)
    assert policy.note.startswith("only money is known")
    assert sort(book, policy).counts() == {"star": 1, "mid-range": 19, "dud": 0, "unrated": 0}


def test_red_lines_and_the_must_have_come_where_they_can_be_checked() -> None:
    book = make_book({"days_late": TEN, "abusive": [None] * 11, "energy": [1.0, -1.0] * 3 + [None] * 5})
    policy = draft_policy(book)
    assert [rule.phrase() for rule in policy.red_lines] == ["pays 60 days late or more", "abusive to staff"]
    assert [rule.phrase() for rule in policy.must_haves] == ["energy at least +1"]
    seldom = make_book({"days_late": TEN, "energy": [1.0, -1.0] + [None] * 9})
    assert draft_policy(seldom).must_haves == ()


def test_where_only_money_is_known_it_lists_spenders_and_names_no_duds() -> None:
    book = make_book({"revenue": TEN, "average_order": TEN})
    policy = draft_policy(book)
    assert [(each.trait, each.worst, each.best) for each in policy.criteria] == [("revenue", 0.5, 9.5)]
    assert (policy.dud_line, policy.star_line, policy.minimum_evidence) == (0, 83, 0.5)
    assert policy.note == (
        "only money is known, so this is a list of spenders, not of people you do your best work with: "
        "rate twenty of them"
    )
    assert sort(book, policy).counts() == {"star": 3, "mid-range": 8, "dud": 0, "unrated": 0}


def test_where_nothing_is_known_it_asks_for_energy() -> None:
    for book in (make_book({"client": ["a", "b"]}), make_book({"client": []}), make_book({"revenue": [5.0, 5.0]})):
        policy = draft_policy(book)
        assert [(each.trait, each.weight, each.worst, each.best) for each in policy.criteria] == [("energy", 5, -2, 2)]
        assert (policy.dud_line, policy.star_line) == (40, 70)
        assert policy.note.startswith("nothing is known yet that tells clients apart: rate")
        sorting = sort(book, policy)
        assert sorting.counts()["unrated"] == len(book)
        assert set(sorting.frame["reason"]) <= {"Nothing of what counts is known. Ask: energy."}
