"""A policy is a document people can read, and refuses what cannot or must not be judged by, in one sentence."""

from datetime import date

import pytest
from pydantic import ValidationError

from segmentation.intake.traits import CATALOGUE
from segmentation.method.policy import Criterion, Policy, PolicyRefused, Rule, refusal

ENERGY = "[[criteria]]\ntrait = 'energy'\nweight = 5\nworst = -2\nbest = 2\n"
LINES = "dud_line = 40\nstar_line = 70\n"

REFUSED = {
    LINES + "criteria = []": "At least one criterion needs an importance above 0.",
    LINES + ENERGY.replace("5", "0"): "At least one criterion needs an importance above 0.",
    LINES + ENERGY.replace("5", "6"): "The importance of criterion 1 must be at most 5.",
    LINES + ENERGY.replace("-2", "2"): "The worst and the best of “energy” are both 2; they must differ.",
    LINES + ENERGY.replace("-2", "nan"): "The worst of criterion 1 must be a plain number.",
    LINES + ENERGY.replace("worst = -2\n", ""): "“energy” needs a scale from worst to best, or a table of points, "
    "and not both.",
    LINES + ENERGY * 2: "Two criteria rest on “energy”: keep one of them.",
    LINES + ENERGY.replace("energy", "date_of_birth"): "No policy may rest on “date_of_birth”: it says who people are; "
    "a policy judges what they do.",
    LINES + ENERGY.replace("energy", "year_birth"): "No policy may rest on “year_birth”: it says who people are; "
    "a policy judges what they do.",
    LINES + ENERGY.replace("energy", "postal_code"): "No policy may rest on “postal_code”: it says where people live; "
    "place is shown and never judged.",
    LINES + ENERGY.replace("energy", "country") + "label = 'Trust'": "No policy may rest on “country”: it says where "
    "people live; place is shown and never judged.",
    LINES + ENERGY.replace("energy", "late_deliveries"): "No policy may rest on “late_deliveries”: it is our own part, "
    "which is never held against a client.",
    LINES + ENERGY + "[[red_lines]]\ntrait = 'days_late'\nop = '>='\nvalue = inf": "The value of red line 1 must be a "
    "number, true or false, or a text.",
    LINES + ENERGY + "[[must_haves]]\ntrait = 'days_late'\nop = '<'\nvalue = 'few'": "The rule on “days_late” compares "
    "by < and needs a number.",
    LINES + ENERGY + "[[must_haves]]\ntrait = 'days_late'\nop = '='\nvalue = 1": "The op of must-have 1 must be one of "
    "'<', '<=', '>', '>=', 'is' or 'is not'.",
    "star_line = 70\n" + ENERGY: "The dud line is missing.",
    "colour = 'red'\n" + LINES + ENERGY: "The colour is nothing that a policy can say: check the spelling.",
    LINES.replace("40", "70") + ENERGY: "The dud line (70) must be under the star line (70), both between 0 and 100.",
    LINES.replace("70", "101") + ENERGY: "The dud line (40) must be under the star line (101), both between 0 and 100.",
    "dud_line =": "The policy file cannot be read: Invalid value (at end of document).",
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items())
def test_a_policy_that_cannot_be_used_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(PolicyRefused) as refused:
        Policy.from_toml(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "label", ["Age", "Address issues politely", "Faith in us", "Speaks our language", "Late deliveries"]
)
def test_the_trait_decides_what_a_policy_may_rest_on_and_its_label_does_not(label: str) -> None:
    criterion = Criterion(trait="trust", label=label, weight=5, worst=1, best=5)
    rule = Rule(trait="trust", label=label, op=">=", value=3)
    policy = Policy(dud_line=40, star_line=70, criteria=(criterion,), red_lines=(rule,), must_haves=(rule,))
    assert [line.label for line in policy.lines] == [label] * 3


def test_the_same_sentence_explains_a_policy_made_in_code() -> None:
    with pytest.raises(ValidationError) as refused:
        Policy(dud_line=1, star_line=2, criteria=())
    assert refusal(refused.value) == "At least one criterion needs an importance above 0."


def test_the_document_says_in_words_what_every_line_means() -> None:
    policy = Policy(
        made_on=date(2026, 11, 14),
        dud_line=41,
        star_line=74.5,
        red_lines=(Rule(trait="days_late", op=">=", value=60),),
        must_haves=(Rule(trait="abusive", op="is", value=False),),
        criteria=(
            Criterion(trait="days_late", label="Pays late by", weight=5, worst=60, best=0),
            Criterion(trait="channel", weight=1, points={"web": 1, "fax ": 0.25}),
        ),
    )
    assert (
        policy.to_toml()
        == """\
# A Red Velvet Rope Policy. Lines that begin with # explain; the others count.
name = "First rope"
version = 1
made_on = 2026-11-14
note = ""
# Who would stay under this score even with full points for everything unknown is a dud (0 to 100).
dud_line = 41
# Who reaches this score and meets every must-have is a star (0 to 100).
star_line = 74.5
# The share of the importance that must be known before a client is placed (0 to 1).
minimum_evidence = 0.5

# Red lines: what is not tolerated. Crossing one makes a dud.

[[red_lines]]
trait = "days_late"
op = ">=" # pays 60 days late or more
value = 60

# Must-haves: no star without every one of them.

[[must_haves]]
trait = "abusive"
op = "is" # not abusive to staff
value = false

# Criteria: what counts, and how much (0 to 5).

[[criteria]]
trait = "days_late"
label = "Pays late by"
weight = 5 # 5 points of importance; worst at 60, best at 0
worst = 60
best = 0

[[criteria]]
trait = "channel"
weight = 1 # 1 point of importance; points from 0 to 1 for each of these
points = {web = 1, "fax " = 0.25}
"""
    )
    assert Policy.from_toml(policy.to_toml()) == policy


PHRASES = {
    Rule(trait="days_late", op=">=", value=60): "pays 60 days late or more",
    Rule(trait="days_late", op="<", value=1): "pays less than 1 day late",
    Rule(trait="disputed_share", op=">=", value=0.5): "disputes 50 % of orders or more",
    Rule(trait="energy", op=">=", value=1): "energy at least +1",
    Rule(trait="revenue", op=">", value=1000): "revenue above 1,000",
    Rule(trait="abusive", op="is", value=True): "abusive to staff",
    Rule(trait="abusive", op="is not", value=True): "not abusive to staff",
    Rule(trait="trade", op="is not", value="law"): "trade: not law",
    Rule(trait="energy", op=">=", value=1, label="Leaves us happy"): "leaves us happy",
}


@pytest.mark.parametrize(("rule", "phrase"), PHRASES.items())
def test_a_rule_reads_as_plain_words(rule: Rule, phrase: str) -> None:
    assert rule.phrase(CATALOGUE.get(rule.trait)) == phrase


def test_lines_have_no_more_decimals_than_scores() -> None:
    policy = Policy(dud_line=100 / 3, star_line=200 / 3, minimum_evidence=1 / 3, criteria=CRITERIA)
    assert (policy.dud_line, policy.star_line, policy.minimum_evidence) == (33.333333, 66.666667, 0.333333)


CRITERIA = (Criterion(trait="energy", weight=5, worst=-2, best=2),)
