"""A policy as a TOML document with comments, so that a manager can read and edit it without the tool."""

from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT, Table

from segmentation.method.wording import figures, one_line

if TYPE_CHECKING:
    from segmentation.method.policy import Criterion, Policy, Rule


def write(policy: "Policy") -> str:
    """The policy as TOML text; numbers, dates and strings come back exactly."""
    document = tomlkit.document()
    document.add(tomlkit.comment("A Red Velvet Rope Policy. Lines that begin with # explain; the others count."))
    head = policy.model_dump(exclude={"red_lines", "must_haves", "criteria"}, exclude_none=True)
    for field, value in head.items():
        if field in LINE_COMMENTS:
            document.add(tomlkit.comment(LINE_COMMENTS[field]))
        document.add(field, _number(value) if isinstance(value, float) else value)
    parts: tuple[tuple[str, str, list[Table]], ...] = (
        ("red_lines", "Red lines: what is not tolerated. Crossing one makes a dud.", _rules(policy.red_lines)),
        ("must_haves", "Must-haves: no star without every one of them.", _rules(policy.must_haves)),
        ("criteria", "Criteria: what counts, and how much (0 to 5).", [_criterion(each) for each in policy.criteria]),
    )
    for field, comment, tables in parts:
        if tables:
            document.add(tomlkit.nl())
            document.add(tomlkit.comment(comment))
            document.add(field, _array(tables))
    return tomlkit.dumps(document)


LINE_COMMENTS = {
    "dud_line": "Who would stay under this score even with full points for everything unknown is a dud (0 to 100).",
    "star_line": "Who reaches this score and meets every must-have is a star (0 to 100).",
    "minimum_evidence": "The share of the importance that must be known before a client is placed (0 to 1).",
}


def _rules(rules: "tuple[Rule, ...]") -> list[Table]:
    tables = []
    for rule in rules:
        table = tomlkit.table()
        table.add("trait", rule.trait)
        if rule.label:
            table.add("label", rule.label)
        table.add("op", rule.op)
        table.add("value", _number(rule.value) if isinstance(rule.value, float) else rule.value)
        table["op"].comment(one_line(rule.phrase()))
        tables.append(table)
    return tables


def _criterion(criterion: "Criterion") -> Table:
    table = tomlkit.table()
    table.add("trait", criterion.trait)
    if criterion.label:
        table.add("label", criterion.label)
    table.add("weight", _number(criterion.weight))
    importance = f"{figures(criterion.weight)} {'point' if criterion.weight == 1 else 'points'} of importance"
    if criterion.worst is not None and criterion.best is not None:
        table["weight"].comment(f"{importance}; worst at {figures(criterion.worst)}, best at {figures(criterion.best)}")
        table.add("worst", _number(criterion.worst))
        table.add("best", _number(criterion.best))
    else:
        table["weight"].comment(f"{importance}; points from 0 to 1 for each of these")
        points = tomlkit.inline_table()
        for category, share in criterion.points.items():
            points.append(category, _number(share))
        table.add("points", points)
    return table


def _array(tables: list[Table]) -> AoT:
    array = tomlkit.aot()
    for table in tables:
        array.append(table)
    return array


def _number(value: float) -> Any:
    """Whole numbers without a point, everything else by its shortest exact form."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
