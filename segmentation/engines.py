"""Runs one SQL text on an engine; the only place that quotes names and spells literals.

The texts come from the trait catalogue and from a policy. DuckDB runs them in the process, over
Arrow tables. What an engine spells differently stands in `SPELLINGS`, one row per spelling.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import duckdb
import numpy as np
import pyarrow as pa

SPELLINGS = {
    "duckdb": {
        "days_between": "date_diff('day', {start}, {end})",
        "double": "DOUBLE",
        "exact": "DECIMAL(18, 4)",
    },
}
"""Per dialect: days from one date to another, the float type, and the exact type of sums.

Sums run over `exact` because adding floats depends on the order of the rows, and order never matters.
"""

PLACE = "row place"
"""The column by which `run_in_place` puts rows back in order."""


def spelling(dialect: str, name: str, **parts: str) -> str:
    """The text for `name` in `dialect`, with `parts` filled in.

    Raises
    ------
    ValueError
        No text can be written for this dialect.
    """
    if dialect not in SPELLINGS:
        raise ValueError(f"No SQL can be written for {dialect!r}; known: {', '.join(SPELLINGS)}.")
    return SPELLINGS[dialect][name].format(**parts)


def quote(name: str) -> str:
    """A column or table name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | float | bool | date | None) -> str:
    """A value as an SQL literal; floats get an exponent, because `1.5` is a decimal on some engines."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return f"{float(value)!r}" if "e" in repr(float(value)) else f"{float(value)!r}e0"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


@cache
def _database() -> duckdb.DuckDBPyConnection:
    # a query reads the tables it is given, and nothing else on this machine or beyond it
    closed = {"enable_external_access": False, "autoinstall_known_extensions": False}
    return duckdb.connect(":memory:", config={**closed})


def run(text: str, tables: Mapping[str, pa.Table] | None = None) -> pa.Table:
    """Run one query over Arrow tables, each under its name, and fetch all of the result.

    Rows come in any order unless the query says ORDER BY; see `run_in_place`. Safe to call from several threads: each
    call has a cursor of its own.
    """
    with _database().cursor() as cursor:
        for name, table in (tables or {}).items():
            cursor.register(name, table)
        return cursor.sql(text).to_arrow_table()


def run_in_place(text: str, name: str, table: pa.Table) -> pa.Table:
    """Run a query that keeps the rows of one table, and hand its rows back in the order of that table.

    The query finds the table under `name`, with a column `PLACE` more, and must select that column; it is not in the
    result. An engine with several threads may hand blocks of rows back in another order, even of a plain projection.
    """
    placed = table.append_column(PLACE, pa.array(np.arange(table.num_rows)))
    found = run(text, {name: placed})
    places = found[PLACE].to_numpy()
    found = found.drop_columns([PLACE])
    return found if (np.diff(places) > 0).all() else found.take(np.argsort(places))
