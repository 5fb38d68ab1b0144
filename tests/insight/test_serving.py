"""Whom we serve: the policy in sentences, and the evidence of the book beside them."""

from segmentation import Criterion, Policy, Rule, Trait, sort
from segmentation.insight.serving import Crossing, crossings, rule_clause, serves, serves_not
from segmentation.intake.traits import CATALOGUE
from tests.books import make_book

BOOK = make_book(
    {
        "client": ["K1", "K2", "K3", "K4"],
        "name": ["Ada", "Bo", None, "Di"],
        "energy": [2.0, 2.0, -2.0, -2.0],
        "days_late": [3.0, None, 48.0, 90.0],
        "abusive": [False, None, None, True],
        "trust": [1.0, 1.0, 3.0, 3.0],
    },
    [Trait("trust", "Trust", "rating", "quality", "high", low=0, high=4)],
)
POLICY = Policy(
    dud_line=40,
    star_line=70,
    red_lines=(Rule(trait="days_late", op=">=", value=60), Rule(trait="abusive", op="is", value=True)),
    must_haves=(Rule(trait="energy", op=">=", value=1),),
    criteria=(
        Criterion(trait="trust", weight=1, worst=0, best=4),
        Criterion(trait="energy", weight=5, worst=-2, best=2),
        Criterion(trait="days_late", weight=0, worst=60, best=0),
    ),
)
SORTING = sort(BOOK, POLICY)


def test_the_example_has_two_stars_and_two_duds():
    assert SORTING.table["segment"].to_pylist() == ["star", "star", "dud", "dud"]


def test_whom_we_serve_begins_with_must_haves_and_goes_by_importance():
    assert [(each.clause, each.evidence, each.source, each.agrees) for each in serves(SORTING)] == [
        ("with energy at least +1", "Met by 2 of 2 stars and 0 of 2 duds, where it is known", "must-have", True),
        ("who give us energy", "Energy, typically: stars +2, duds -2", "criterion", True),
        ("who are high on “trust”", "Trust, typically: stars 1, duds 3", "criterion", False),
    ]


def test_whom_we_do_not_serve_begins_with_red_lines():
    assert [(each.clause, each.evidence, each.source) for each in serves_not(SORTING)] == [
        ("who pay 60 days late or more", "1 crosses it today, of 3 of whom it is known", "red line"),
        ("who are abusive to staff", "1 crosses it today, of 2 of whom it is known", "red line"),
        ("who drain us", "Energy, typically: stars +2, duds -2", "criterion"),
        ("who are low on “trust”", "Trust, typically: stars 1, duds 3", "criterion"),
    ]


def test_who_crosses_is_listed_with_the_value():
    assert crossings(SORTING) == [
        Crossing("K4", "Di", "pays 60 days late or more", "90 days late"),
        Crossing("K4", "Di", "abusive to staff", "yes"),
    ]
    assert len(crossings(SORTING, most=0)) == 0


def test_without_stars_and_duds_nothing_is_compared():
    nobody = sort(BOOK, POLICY.model_copy(update={"dud_line": 0.0, "star_line": 100.0, "red_lines": ()}))
    middle = sort(make_book({"energy": [0.0]}), POLICY)
    assert serves(middle)[1].evidence == "There are neither stars nor duds to compare"
    assert serves(middle)[0].evidence == "Not known of any star or dud"
    assert serves_not(nobody)[0].source == "criterion"
    assert crossings(nobody) == []


def test_a_trait_that_the_book_lacks_is_said():
    lacking = sort(make_book({"energy": [2.0]}), POLICY)
    assert serves(lacking)[-1].evidence == "Nothing in this book says it"
    assert serves_not(lacking)[0].evidence == "Not known of anybody"


def test_rules_read_as_clauses():
    late, own = CATALOGUE["days_late"], Trait("vip", "Has contract", "yes/no", "conduct", "high")
    assert rule_clause(Rule(trait="days_late", op="<", value=5), late) == "who pay less than 5 days late"
    assert rule_clause(Rule(trait="vip", op="is", value=True), own) == "marked “has contract”"
    assert rule_clause(Rule(trait="vip", op="is not", value=True), own) == "not marked “has contract”"
    labelled = Rule(trait="days_late", op=">", value=60, label="Invoices over 60 days")
    assert rule_clause(labelled, late) == "of whom this holds: invoices over 60 days"
