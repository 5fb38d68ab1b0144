"""Why one client stands where it stands: every line of the policy with the client's value and what it earned."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from segmentation.intake.book import NAME, Book
from segmentation.method.asking import Rows
from segmentation.method.policy import Policy, Rule
from segmentation.method.scoring import total
from segmentation.method.sentences import reason
from segmentation.method.sorting import Override, Sorting
from segmentation.method.wording import Value, format_value, name_of


@dataclass(frozen=True)
class Part:
    """What one criterion gave a client."""

    label: str
    trait: str
    value: Value
    """The client's value, None where unknown."""
    shown: str
    """The value in words and units."""
    points: float | None
    """0 to 1; None where unknown."""
    weight: float
    """The importance, 0 to 5."""
    contribution: float
    """What it adds to the score, in points of 100; 0 where unknown."""
    possible: float
    """What full points would add; 0 where unknown, because the score is the mean of what is known."""


@dataclass(frozen=True)
class Check:
    """How one red line or must-have came out."""

    phrase: str
    """The rule in plain words: "pays 60 days late or more"."""
    trait: str
    value: Value
    shown: str
    holds: bool | None
    """True: the red line is crossed, or the must-have is met. None: unknown."""


@dataclass(frozen=True)
class Explanation:
    """Everything behind one client's place; the contributions of its parts add up to the score."""

    client: str
    name: str | None
    segment: str
    """After overrides."""
    proposed: str
    """What the policy says."""
    score: float | None
    """0 to 100; None where nothing is known."""
    evidence: float
    """The share of the importance that is known, 0 to 1."""
    reason: str
    parts: tuple[Part, ...]
    red_lines: tuple[Check, ...]
    must_haves: tuple[Check, ...]
    ask: tuple[str, ...]
    """What to ask, because it stands between this client and another segment; the most important first."""
    not_known_yet: tuple[str, ...]
    """The same for what nobody can say and only time can show, like a trend."""
    mark: str | None
    """"reprice" for a client served at a loss."""
    override: Override | None
    """The decision in force, if there is one."""


def explain(sorting: Sorting, client: str) -> Explanation:
    """Explain one client's place.

    Raises
    ------
    KeyError
        The book has no such client.
    """
    position = sorting.position(client)
    row, policy, book = sorting.row(client), sorting.policy, sorting.book
    values = {key: book.table[key][position].as_py() for key in policy.trait_keys if book.trait(key)}
    missing = [each for each in Rows.one(row, policy, book).wanted if each.flags[0]]
    return Explanation(
        client=client,
        name=row[NAME],
        segment=row["segment"],
        proposed=row["proposed"],
        score=row["score"],
        evidence=row["evidence"],
        reason=reason(row, policy, book),
        parts=_parts(row, values, policy, book),
        red_lines=_checks("red line", policy.red_lines, row, values, book),
        must_haves=_checks("must-have", policy.must_haves, row, values, book),
        ask=tuple(each.name for each in missing if each.askable),
        not_known_yet=tuple(each.name for each in missing if not each.askable),
        mark=row["mark"],
        override=sorting.in_force.get(client),
    )


def whole_points(parts: Sequence[float]) -> list[int]:
    """Parts of a sum as whole numbers that add up to the rounded sum: the largest remainders are rounded up."""
    floors = [math.floor(part) for part in parts]
    missing = round(sum(parts)) - sum(floors)
    largest = sorted(range(len(parts)), key=lambda place: floors[place] - parts[place])
    return [floor + (place in largest[:missing]) for place, floor in enumerate(floors)]


def _parts(row: dict[str, Any], values: dict[str, Value], policy: Policy, book: Book) -> tuple[Part, ...]:
    points = [row[f"points {i}"] for i in range(1, len(policy.criteria) + 1)]
    known = total(weight for weight, earned in zip(policy.weights, points, strict=True) if earned is not None)
    parts = []
    for criterion, earned in zip(policy.criteria, points, strict=True):
        trait, value = book.trait(criterion.trait), values.get(criterion.trait)
        counts = earned is not None and known > 0
        parts.append(
            Part(
                label=name_of(criterion.trait, trait, criterion.label),
                trait=criterion.trait,
                value=value,
                shown=format_value(value, trait),
                points=earned,
                weight=criterion.weight,
                contribution=100.0 * (criterion.weight * earned) / known if counts else 0.0,
                possible=100.0 * criterion.weight / known if counts else 0.0,
            )
        )
    return tuple(parts)


def _checks(
    prefix: str, rules: tuple[Rule, ...], row: dict[str, Any], values: dict[str, Value], book: Book
) -> tuple[Check, ...]:
    checks = []
    for position, rule in enumerate(rules, 1):
        trait, value = book.trait(rule.trait), values.get(rule.trait)
        phrase, shown = rule.phrase(trait), format_value(value, trait)
        checks.append(Check(phrase, rule.trait, value, shown, row[f"{prefix} {position}"]))
    return tuple(checks)
