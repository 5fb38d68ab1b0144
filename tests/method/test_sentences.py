"""Every client's reason, word for word."""

from datetime import date

from segmentation.intake.traits import Trait
from segmentation.method.policy import Criterion, Policy, Rule
from segmentation.method.sentences import reason, reasons
from segmentation.method.sorting import Override, sort
from tests.books import make_book

POLICY = Policy(
    dud_line=41,
    star_line=74,
    red_lines=(Rule(trait="days_late", op=">=", value=60), Rule(trait="abusive", op="is", value=True)),
    must_haves=(Rule(trait="energy", op=">=", value=1),),
    criteria=(
        Criterion(trait="referrals", weight=5, worst=0, best=10),
        Criterion(trait="days_late", label="Pays late by", weight=3, worst=60, best=0),
        Criterion(trait="trend", weight=2, worst=-1, best=1),
        Criterion(trait="tenure", weight=0, worst=0, best=1),
    ),
)
CASES = {
    # referrals, days late, trend, energy, abusive
    (5.0, 72.0, 0.0, None, None): "Crosses a red line: pays 60 days late or more (72 days).",
    (5.0, 72.0, 0.0, None, True): "Crosses a red line: pays 60 days late or more (72 days); abusive to staff.",
    (None, None, 1.0, None, None): "Only 20 % of what counts is known. Ask: referrals, pays late by.",
    (None, 1.0, None, None, None): "Only 30 % of what counts is known. Ask: referrals. Not known yet: half-year trend.",
    (None, None, None, None, None): "Nothing of what counts is known. Ask: referrals, pays late by. "
    "Not known yet: half-year trend.",
    (1.0, 50.0, -0.5, 2.0, None): "Weakest: referrals (1 referral); scores 15, under the line of 41.",
    (0.0, 55.0, None, 2.0, None): "Weakest: referrals (0 referrals); scores 3, under the line of 41 whatever is still "
    "unknown.",
    (9.0, 12.0, 0.0, 1.0, False): "Strongest: referrals (9 referrals); scores 79, over the star line of 74, and meets "
    "every must-have.",
    (8.0, 12.0, 0.0, 1.0, False): "Strongest: referrals (8 referrals); scores 74, at the star line of 74, and meets "
    "every must-have.",
    (10.0, 10.0, 0.1, 0.0, None): "Misses a must-have: energy at least +1 (0); scores 86, enough for a star.",
    (10.0, 10.0, 0.1, None, None): "Nobody knows about a must-have: energy at least +1; scores 86, enough for a "
    "star. Ask: energy.",
    (6.0, 30.0, 0.0, 2.0, None): "Weakest: referrals (6 referrals); scores 55, between 41 and 74.",
    (6.0, 30.0, 0.0, None, None): "Weakest: referrals (6 referrals); scores 55, between 41 and 74.",
    (7.99, 12.0, 0.0, 2.0, None): "Weakest: referrals (7.99 referrals); scores 73.95, between 41 and 74.",
    (7.0, 36.0, None, 0.0, None): "Weakest: pays late by (36 days); scores 59, between 41 and 74.",
    (5.0, None, None, None, None): "Weakest: referrals (5 referrals); scores 50, between 41 and 74. "
    "Ask: energy, pays late by. Not known yet: half-year trend.",
    (1.0, None, None, 1.0, None): "Weakest: referrals (1 referral); scores 10, under the line of 41, but too much is "
    "unknown to say so. Ask: pays late by. Not known yet: half-year trend.",
}
LATE = Trait("days_late", "Days paid late", "days", "conduct", "low", heading="Verzug")
KEYS = ("referrals", "days_late", "trend", "energy", "abusive")
BOOK = make_book({key: list(column) for key, column in zip(KEYS, zip(*CASES, strict=True), strict=True)}, [LATE])


def test_every_kind_of_reason() -> None:
    book = make_book(
        {**{key: BOOK.table[key].to_pylist() for key in KEYS}, "tenure": [1.0] * len(CASES)},
        [LATE],
    )
    assert reasons(sort(book, POLICY)).to_pylist() == list(CASES.values())


def test_a_decision_by_hand_comes_first_and_the_policy_keeps_its_say() -> None:
    ours = Override("c06", "star", "Port's cousin", "Mo", date(2026, 1, 1), date(2027, 3, 3))
    sorting = sort(BOOK, POLICY, [ours])
    expected = (
        "Your decision: star, until 3 March 2027 (Port's cousin); the policy says {}, "
        "weakest: referrals (1 referral); scores 15, under the line of 41."
    )
    assert reason(sorting.row("c06"), POLICY, BOOK) == expected.format("dud")
    assert reasons(sorting, [5], "not a fit").to_pylist() == [expected.format("not a fit")]


def test_reasons_follow_the_rows_asked_for() -> None:
    sorting = sort(BOOK, POLICY)
    every = reasons(sorting).to_pylist()
    assert reasons(sorting, [3, 0, 3]).to_pylist() == [every[3], every[0], every[3]]
    assert reasons(sorting, []).to_pylist() == []
