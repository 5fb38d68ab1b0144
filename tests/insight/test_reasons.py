"""Everything behind one client's place."""

from datetime import date

import pytest

from segmentation.insight.reasons import Check, Part, explain, whole_points
from segmentation.method.policy import Criterion, Policy, Rule
from segmentation.method.sorting import Override, sort
from tests.books import make_book

POLICY = Policy(
    dud_line=40,
    star_line=70,
    red_lines=(Rule(trait="days_late", op=">=", value=60), Rule(trait="abusive", op="is", value=True)),
    must_haves=(Rule(trait="energy", op=">=", value=1),),
    criteria=(
        Criterion(trait="days_late", label="Pays late by", weight=3, worst=60, best=0),
        Criterion(trait="respect", weight=1, worst=0, best=4),
        Criterion(trait="referrals", weight=2, worst=0, best=4),
    ),
)
BOOK = make_book(
    {
        "client": ["ann", "bob"],
        "name": ["Ann Ltd", None],
        "days_late": [15.0, None],
        "referrals": [2.0, None],
        "energy": [0.0, None],
        "contribution": [-5.0, None],
    }
)
DECISION = Override("ann", "star", "we talked", "Mo", date(2026, 11, 1), date(2027, 3, 3))


def test_an_explanation_holds_every_line_and_adds_up() -> None:
    told = explain(sort(BOOK, POLICY, [DECISION]), "ann")
    assert (told.name, told.segment, told.proposed, told.score, told.evidence) == (
        *("Ann Ltd", "star", "mid-range"),
        *(65.0, 0.833333),
    )
    assert told.parts == (
        Part("Pays late by", "days_late", 15.0, "15 days late", 0.75, 3, 45.0, 60.0),
        Part("Respect", "respect", None, "not known", None, 1, 0.0, 0.0),
        Part("Referrals", "referrals", 2.0, "2 referrals", 0.5, 2, 20.0, 40.0),
    )
    assert told.red_lines == (
        Check("pays 60 days late or more", "days_late", 15.0, "15 days late", False),
        Check("abusive to staff", "abusive", None, "not known", None),
    )
    assert told.must_haves == (Check("energy at least +1", "energy", 0.0, "0", False),)
    assert (told.ask, told.not_known_yet, told.mark, told.override) == ((), (), "reprice", DECISION)
    assert told.reason == (
        "Your decision: star, until 3 March 2027 (we talked); the policy says mid-range, "
        "weakest: referrals (2 referrals); scores 65, between 40 and 70."
    )


def test_of_a_client_nobody_knows_it_says_what_to_ask() -> None:
    told = explain(sort(BOOK, POLICY), "bob")
    assert (told.score, told.evidence, told.segment, told.mark, told.override) == (None, 0.0, "unrated", None, None)
    assert [part.contribution for part in told.parts] == [0.0, 0.0, 0.0]
    assert (told.ask, told.not_known_yet) == (("referrals", "respect"), ("pays late by",))


def test_a_stranger_is_no_client() -> None:
    with pytest.raises(KeyError, match="There is no client “zoe” in this book"):
        explain(sort(BOOK, POLICY), "zoe")


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([14.6, 11.7, 11.7], [14, 12, 12]),
        ([33.4, 33.3, 33.3], [34, 33, 33]),
        ([0.0, 0.0], [0, 0]),
        ([], []),
        ([56.9], [57]),
    ],
)
def test_whole_points_add_up_to_the_whole_score(parts, whole) -> None:
    assert whole_points(parts) == whole
    assert sum(whole) == round(sum(parts))
