"""Whom a business serves and whom it does not, by its own policy, each sentence with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from segmentation.intake.book import CLIENT, NAME
from segmentation.intake.traits import Trait
from segmentation.method.policy import GENERIC, Criterion, Rule
from segmentation.method.sorting import Sorting
from segmentation.method.wording import bare_value, format_value, name_of, spoken

Source = Literal["must-have", "red line", "criterion"]

KNOWN_CLAUSES = {
    "energy": ("who give us energy", "who drain us"),
    "days_late": ("who pay on time", "who pay late"),
    "late_share": ("who pay on time", "who pay late"),
    "disputed_share": ("who accept what they are billed", "who dispute what they are billed"),
    "disputes": ("who accept what they are billed", "who dispute what they are billed"),
    "scope_creep": ("who keep to the hours agreed", "who take more hours than agreed"),
    "reply_days": ("who answer quickly", "who keep us waiting for an answer"),
    "no_shows": ("who keep their appointments", "who miss their appointments"),
    "full_price_share": ("who pay the full price", "who wait for a discount"),
    "discount_rate": ("who need no discount", "who wait for a deep discount"),
    "return_rate": ("who keep what they buy", "who send much of it back"),
    "tickets_per_order": ("who seldom need the help desk", "who need the help desk often"),
    "referrals": ("who refer others", "who refer nobody"),
    "reviews": ("who speak up for us", "who never speak up for us"),
    "nps": ("who would recommend us", "who would not recommend us"),
    "recency": ("who ordered lately", "who have not ordered for long"),
    "overdue": ("who order at their usual pace", "who are long overdue for an order"),
    "frequency": ("who come back", "who seldom come back"),
    "tenure": ("who stay", "who do not stay"),
    "trend": ("who grow with us", "who buy less and less"),
    "won_share": ("who accept our offers", "who turn our offers down"),
    "revenue": ("who spend much", "who spend little"),
    "contribution": ("who leave us something", "who cost what they bring"),
    "abusive": ("who are civil to staff", "who are abusive to staff"),
}
"""Per trait, how the good and the bad end are said after "clients"."""
RULE_CLAUSES = {
    "days_late": {
        ">=": "who pay {value} late or more",
        ">": "who pay more than {value} late",
        "<=": "who pay at most {value} late",
        "<": "who pay less than {value} late",
    },
    "disputed_share": {">=": "who dispute {value} of orders or more", ">": "who dispute more than {value} of orders"},
}
"""How a rule on a trait is said after "clients" where the general form would be clumsy."""


@dataclass(frozen=True)
class Serving:
    """One sentence about whom the business serves or not, and what speaks for it."""

    clause: str
    """What follows "We serve clients" or "We don't serve clients"."""
    evidence: str
    """What this book shows, in one line."""
    source: Source
    agrees: bool = True
    """False where the stars of this book are no better than its duds on a criterion."""


@dataclass(frozen=True)
class Crossing:
    """One client who crosses one red line today."""

    client: str
    name: str | None
    line: str
    value: str


def serves(sorting: Sorting) -> list[Serving]:
    """Whom the policy serves: must-haves, then criteria by importance."""
    must_haves = [
        Serving(rule_clause(rule, sorting.book.trait(rule.trait)), _met(sorting, number), "must-have")
        for number, rule in enumerate(sorting.policy.must_haves, 1)
    ]
    return must_haves + _by_criteria(sorting, good_end=True)


def serves_not(sorting: Sorting) -> list[Serving]:
    """Whom the policy does not serve: red lines, then the bad ends of the criteria by importance."""
    red_lines = [
        Serving(rule_clause(rule, sorting.book.trait(rule.trait)), _crossed(sorting, number), "red line")
        for number, rule in enumerate(sorting.policy.red_lines, 1)
    ]
    return red_lines + _by_criteria(sorting, good_end=False)


def crossings(sorting: Sorting, most: int = 200) -> list[Crossing]:
    """Who crosses a red line today, with the value that does; at most `most` per line."""
    found: list[Crossing] = []
    for number, rule in enumerate(sorting.policy.red_lines, 1):
        trait = sorting.book.trait(rule.trait)
        rows = pc.indices_nonzero(pc.fill_null(sorting.table[f"red line {number}"], False))[:most]
        if not len(rows):
            continue
        values = sorting.book.table[rule.trait].take(rows).to_pylist()
        people = sorting.table.select([CLIENT, NAME]).take(rows).to_pylist()
        found += [
            Crossing(person[CLIENT], person[NAME], rule.phrase(trait), format_value(value, trait))
            for person, value in zip(people, values, strict=True)
        ]
    return found


def rule_clause(rule: Rule, trait: Trait | None) -> str:
    """A rule after the word "clients": "with trust at least 3", "who are abusive to staff"."""
    if rule.label:
        return f"of whom this holds: {spoken(rule.label)}"
    name = spoken(name_of(rule.trait, trait))
    if isinstance(rule.value, bool):
        known = KNOWN_CLAUSES.get(rule.trait)
        holds = rule.value == (rule.op == "is")
        if known:
            return known[0 if (holds == (trait is not None and trait.good == "high")) else 1]
        return f"marked “{name}”" if holds else f"not marked “{name}”"
    known_form = RULE_CLAUSES.get(rule.trait, {}).get(rule.op)
    return (known_form or "with " + GENERIC[rule.op]).format(name=name, value=bare_value(rule.value, trait))


def criterion_clause(criterion: Criterion, trait: Trait | None, good_end: bool) -> str:
    """One end of a criterion after the word "clients": "who pay on time", "with high trust"."""
    name = spoken(name_of(criterion.trait, trait, criterion.label))
    if criterion.points:
        wanted = max(criterion.points.values()) if good_end else min(criterion.points.values())
        named = [f"“{value}”" for value, points in criterion.points.items() if points == wanted]
        return f"with {name} {' or '.join(named[:3])}"
    rising = (criterion.best or 0) > (criterion.worst or 0)
    known = KNOWN_CLAUSES.get(criterion.trait)
    if known and trait is not None and rising == (trait.good == "high"):
        return known[0 if good_end else 1]
    return f"who are {'high' if rising == good_end else 'low'} on “{name}”"


def _by_criteria(sorting: Sorting, good_end: bool) -> list[Serving]:
    weighted = sorted((each for each in sorting.policy.criteria if each.weight > 0), key=lambda each: -each.weight)
    found: list[Serving] = []
    for criterion in weighted:
        trait = sorting.book.trait(criterion.trait)
        clause = criterion_clause(criterion, trait, good_end)
        if clause not in {each.clause for each in found}:
            evidence, agrees = typical(sorting, criterion)
            found.append(Serving(clause, evidence, "criterion", agrees))
    return found


def typical(sorting: Sorting, criterion: Criterion) -> tuple[str, bool]:
    """What stars and duds are typically like on a criterion's trait, and whether the stars are the better ones.

    Typical is the median of what is known, the share that says yes, or the commonest word. Better is by the median
    points; where there is nothing to compare, nothing speaks against it.
    """
    trait = sorting.book.trait(criterion.trait)
    if trait is None:
        return "Nothing in this book says it", True
    points = sorting.table[f"points {1 + sorting.policy.criteria.index(criterion)}"]
    parts, earned = [], []
    for segment, word in (("star", "stars"), ("dud", "duds")):
        rows = sorting.rows_of(segment)
        if len(rows):
            parts.append(f"{word} {_middle(sorting.book.table[trait.key].take(rows).to_pylist(), trait)}")
            earned.append(pc.approximate_median(points.take(rows)).as_py())
    if not parts:
        return "There are neither stars nor duds to compare", True
    agrees = len(earned) < 2 or None in earned or earned[0] > earned[1]
    return f"{trait.label}, typically: {', '.join(parts)}", agrees


def _middle(values: Sequence[object], trait: Trait) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "not known"
    if trait.kind == "yes/no":
        return f"{100 * sum(map(bool, known)) / len(known):.0f} % yes"
    if isinstance(known[0], (int, float)):
        numbers: npt.NDArray[np.float64] = np.array(known, dtype=np.float64)
        # The sentence names the trait already: "Referrals: stars 2, duds 0".
        return format_value(float(np.median(numbers)), replace(trait, unit="") if trait.kind == "count" else trait)
    commonest = max(sorted({str(value) for value in known}), key=[str(value) for value in known].count)
    return f"mostly “{commonest}”"


def _met(sorting: Sorting, number: int) -> str:
    met = sorting.table[f"must-have {number}"]
    parts = []
    for segment, word in (("star", "stars"), ("dud", "duds")):
        of_segment = met.take(sorting.rows_of(segment))
        known = len(of_segment) - of_segment.null_count
        if known:
            parts.append(f"{pc.sum(of_segment).as_py():,} of {known:,} {word}")
    return f"Met by {' and '.join(parts)}, where it is known" if parts else "Not known of any star or dud"


def _crossed(sorting: Sorting, number: int) -> str:
    checks = sorting.table[f"red line {number}"]
    known = len(checks) - checks.null_count
    if not known:
        return "Not known of anybody"
    crossing = pc.sum(checks).as_py() or 0
    people = "Nobody crosses" if not crossing else "1 crosses" if crossing == 1 else f"{crossing:,} cross"
    return f"{people} it today, of {known:,} of whom it is known"
