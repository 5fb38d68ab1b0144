"""Text columns become numbers, money, shares, days and yes/no: decided per column by counting, and told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from segmentation import engines
from segmentation.intake.files.formats import (
    COMMA,
    COMMA_PERCENT,
    FORMATS,
    MARK,
    MISSING,
    MISSING_IN_TEXT,
    MONTH_FIRST,
    POINT,
    RIVALS,
    Choice,
    Counts,
    Format,
    fitting,
)
from segmentation.intake.files.remarks import describe, remarks
from segmentation.intake.files.sheet import Column, Note

FEWEST, ENOUGH = 8, 0.95
"""A format is taken where all known cells fit; of at least so many, also where all but one or this share of them do."""
SAMPLE_ROWS = 1000
"""Rows, evenly spread, that tell which formats are worth counting over all rows."""
NUMERIC: tuple[Format, ...] = (POINT, COMMA)


@dataclass(frozen=True)
class Understood:
    """Columns with their values and their text, and what there is to tell."""

    columns: tuple[Column, ...]
    values: pa.Table
    text: pa.Table
    notes: tuple[Note, ...]


def understand(
    table: pa.Table, rows: pa.Array, file: str, delimiter: str = "", typed: frozenset[str] = frozenset()
) -> Understood:
    """The values of text columns ("" where empty), the kind of each column, and notes on misfits and doubts.

    `rows` are the file's row numbers; columns in `typed` hold numbers that were never written as text,
    so their decimal mark is a point.
    """
    headings = table.column_names
    counts = _count(table)
    month_first, comma = _habits(counts, headings)
    choices = [
        _choose(counts.get(at, {}), month_first, comma and heading not in typed, delimiter, heading in typed)
        for at, heading in enumerate(headings)
    ]
    text, values = _convert(table, choices)
    columns: list[Column] = []
    notes: list[Note] = []
    for at, (heading, choice) in enumerate(zip(headings, choices, strict=True)):
        column = describe(heading, choice, values[heading], counts.get(at, {}))
        columns.append(column)
        told = remarks(column, choice, counts.get(at, {}), (table[heading], text[heading], values[heading]), rows)
        notes.extend(replace(note, file=file, column=heading) for note in told)
    return Understood(tuple(columns), values, text, tuple(notes))


def _count(table: pa.Table) -> dict[int, Counts]:
    """Per column, how many of its known cells fit each format; columns without a known cell are absent."""
    worth = {
        format_: [at for at, heading in enumerate(table.column_names) if re.search(format_.heading, heading)]
        for format_ in FORMATS
    }
    if table.num_rows <= SAMPLE_ROWS:
        return _tally(table, worth)
    sample = _tally(table.take(np.linspace(0, table.num_rows - 1, SAMPLE_ROWS).astype("int64")), worth)
    for at, format_ in enumerate(FORMATS):
        # a format that fits no cell of an even sample cannot fit nearly all of them
        worth[format_] = [
            column
            for column in worth[format_]
            if column not in sample or sample[column]["known"] < FEWEST or sample[column][f"f{at}"]
        ]
    return _tally(table, worth)


def _tally(table: pa.Table, worth: Mapping[Format, list[int]]) -> dict[int, Counts]:
    columns = sorted({column for some in worth.values() for column in some})
    if not columns:
        return {}
    which = pa.array(np.repeat(np.array(columns, "int32"), table.num_rows))
    long = pa.table({"col": which, "cell": _stacked(table, columns)})
    return {row["col"]: row for row in engines.run(_tally_sql(worth), {"cells": long}).to_pylist()}


def _tally_sql(worth: Mapping[Format, list[int]]) -> str:
    """The one query that counts: a row per column, over cells listed under the number of their column."""
    fits = [
        f"CASE WHEN col IN ({', '.join(map(str, worth[format_]))}) THEN {format_.value('cell')} END AS f{at}"
        if worth[format_]
        else f"NULL AS f{at}"
        for at, format_ in enumerate(FORMATS)
    ]
    number = " OR ".join(f"f{FORMATS.index(format_)} IS NOT NULL" for format_ in NUMERIC)
    rivals = [
        f"min(CASE WHEN f{FORMATS.index(one)} <> f{FORMATS.index(other)} THEN cell END) AS r{at}"
        for at, (one, other) in enumerate(RIVALS)
    ]
    marked = f"({number}) AND TRY_CAST(cell AS DOUBLE) IS NULL"
    return f"""
        SELECT col, count(*) AS known, {", ".join(f"count(f{at}) AS f{at}" for at in range(len(FORMATS)))},
               {", ".join(rivals)},
               count(CASE WHEN ({number}) AND (starts_with(cell, '0') OR length(cell) > 15)
                           AND regexp_full_match(cell, '0[0-9]+|[0-9]{{16,}}') THEN 1 END) AS codes,
               list(DISTINCT CASE WHEN {marked} THEN regexp_extract(cell, '(?i){MARK}') END) AS marks
        FROM (SELECT col, cell, {", ".join(fits)} FROM cells WHERE {_not_in("cell", MISSING)})
        GROUP BY col
    """


def _not_in(cell: str, marks: tuple[str, ...]) -> str:
    return f"lower({cell}) NOT IN ({', '.join(map(engines.literal, marks))})"


def _habits(counts: Mapping[int, Counts], headings: list[str]) -> tuple[bool, bool]:
    """What clear columns say for doubtful ones: is the month written first, is the decimal mark a comma?"""
    month = any(re.search(r"(?i)\bmm?[-/]dd?\b", heading) for heading in headings)
    comma = False
    for some in counts.values():
        for usual, other in RIVALS:
            many = fitting(some, other)
            if many > fitting(some, usual) and _enough(many, some["known"]) and not some["codes"]:
                month |= other is MONTH_FIRST
                comma |= other is not MONTH_FIRST
    return month, comma


def _enough(fitting: int, known: int) -> bool:
    return 0 < fitting == known or (known >= FEWEST and (fitting == known - 1 or fitting >= ENOUGH * known))


def _choose(counts: Counts, month_first: bool, comma: bool, delimiter: str, typed: bool) -> Choice:
    open_to = [
        format_
        for format_ in FORMATS
        if not (typed and format_ in (COMMA, COMMA_PERCENT)) and not (counts.get("codes") and format_ in NUMERIC)
    ]
    best = max(open_to, key=lambda format_: fitting(counts, format_))
    if not _enough(fitting(counts, best), counts.get("known", 0)):
        return Choice()
    for at, (usual, other) in enumerate(RIVALS):
        tied = fitting(counts, usual) == fitting(counts, other)
        if best is usual and tied and counts[f"r{at}"] and other in open_to:
            example = str(counts[f"r{at}"])
            comma_likely = comma and ("," not in example or delimiter == ";")
            turned = month_first if other is MONTH_FIRST else comma_likely
            return Choice(other, usual, example) if turned else Choice(usual, other, example)
    return Choice(best)


def _convert(table: pa.Table, choices: list[Choice]) -> tuple[pa.Table, pa.Table]:
    """The text with null for what is not known, and the values; one query per format, however many columns."""
    text: dict[int, pa.ChunkedArray] = {}
    values: dict[int, pa.ChunkedArray] = {}
    for format_ in {choice.format for choice in choices}:
        columns = [at for at, choice in enumerate(choices) if choice.format == format_]
        known = _not_in("cell", MISSING if format_ else MISSING_IN_TEXT)
        value = format_.value("cell") if format_ else "NULL"
        cells = pa.table({"cell": _stacked(table, columns)})
        place = engines.quote(engines.PLACE)
        sql = f"SELECT {place}, CASE WHEN {known} THEN cell END AS text, {value} AS value FROM cells"
        found = engines.run_in_place(sql, "cells", cells)
        for turn, at in enumerate(columns):
            cut = found.slice(turn * table.num_rows, table.num_rows)
            text[at] = cut["text"].cast(pa.string())
            values[at] = cut["value"] if format_ else text[at]
    names, order = table.column_names, range(table.num_columns)
    return pa.table([text[at] for at in order], names), pa.table([values[at] for at in order], names)


def _stacked(table: pa.Table, columns: list[int]) -> pa.ChunkedArray:
    """The cells of these columns, one column after the other."""
    return pa.chunked_array([chunk for at in columns for chunk in table.column(at).chunks], pa.string())
