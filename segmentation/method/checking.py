"""One line of a policy as an SQL expression over a client's traits `c`, null where it cannot be known."""

from collections.abc import Mapping

import pyarrow as pa

from segmentation.engines import literal, quote, spelling
from segmentation.intake.traits import NUMERIC
from segmentation.method.policy import Criterion, Rule

LARGEST = 1.7976931348623157e308
"""The largest finite float: what is beyond it, or no number, is unknown."""
Kinds = Mapping[str, str] | None


def points_text(criterion: Criterion, kinds: Kinds, dialect: str) -> str:
    """The points of a criterion, 0 to 1; `kinds` as `policy_sql` has them."""
    double = spelling(dialect, "double")
    kind = _kind(criterion.trait, kinds)
    if not usable(criterion, kind):
        return f"CAST(NULL AS {double})"
    column = f"c.{quote(criterion.trait)}"
    if criterion.points:
        table = "".join(
            f"\n      WHEN {literal(category)} THEN {literal(points)}" for category, points in criterion.points.items()
        )
        return f"CASE {column}{table}\n    END"
    worst, best = criterion.worst, criterion.best
    assert worst is not None  # a criterion without a table has a scale
    assert best is not None
    column = f"CAST({column} AS INTEGER)" if kind == "yes/no" else column
    value = f"CAST({column} AS {double})"
    below, above = (">=", "<=") if worst > best else ("<=", ">=")
    return f"""CASE
      WHEN NOT ABS({value}) <= {literal(LARGEST)} THEN NULL  -- not a number, or infinite
      WHEN {value} {below} {literal(worst)} THEN 0e0
      WHEN {value} {above} {literal(best)} THEN 1e0
      ELSE ({value} - {literal(worst)}) / {literal(best - worst)}
    END"""


def check_text(rule: Rule, kinds: Kinds) -> str:
    """Whether a rule holds, as true, false or null; `kinds` as `policy_sql` has them."""
    if not usable(rule, _kind(rule.trait, kinds)):
        return "CAST(NULL AS BOOLEAN)"
    column = f"c.{quote(rule.trait)}"
    op = {"is": "=", "is not": "<>"}.get(rule.op, rule.op)
    compared = f"{column} {op} {literal(rule.value)}"
    if isinstance(rule.value, (bool, str)):
        return f"({compared})"
    return f"CASE WHEN ABS({column}) <= {literal(LARGEST)} THEN {compared} END"


def usable(line: Rule | Criterion, kind: str) -> bool:
    """Whether a line can be checked on a trait of this kind; "" stands for a kind that fits."""
    if kind == "":
        return True
    number, text = kind in NUMERIC, kind in ("category", "text")
    if isinstance(line, Criterion):
        return text if line.points else number or kind == "yes/no"
    if isinstance(line.value, bool):
        return kind == "yes/no"
    return text if isinstance(line.value, str) else number


def kinds_of(schema: pa.Schema) -> dict[str, str]:
    """What each column of a table holds, as a trait kind: number, yes/no, date or text."""
    return {field.name: _kind_of_type(field.type) for field in schema}


def _kind(trait: str, kinds: Kinds) -> str:
    return "" if kinds is None else kinds.get(trait, "absent")


def _kind_of_type(type_: pa.DataType) -> str:
    if pa.types.is_dictionary(type_):
        return _kind_of_type(type_.value_type)
    if pa.types.is_boolean(type_):
        return "yes/no"
    if pa.types.is_floating(type_) or pa.types.is_integer(type_) or pa.types.is_decimal(type_):
        return "number"
    return "date" if pa.types.is_date(type_) else "text"
