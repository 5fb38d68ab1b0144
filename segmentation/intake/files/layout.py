"""Rows of cells become a table: which row holds the headings, which rows are no records, which columns are empty."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.delimited import Grid
from segmentation.intake.files.sheet import NoRows, Note, Unreadable
from segmentation.intake.files.texts import clean
from segmentation.intake.files.totals import without_totals

MAX_COLUMNS = 1000
TITLE_ROWS = 50
"""How far down the headings are looked for."""
SAMPLE_ROWS = 1000
"""About how many rows, evenly spread, tell how many cells of a row are usually filled."""
DECIMAL = re.compile(r"\D?-?\d[\d.,' ]*[.,]\d+\W?")
DAY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?")
GAP = re.compile(r"\S {2,}(?=\S)")


@dataclass(frozen=True)
class Layout:
    """The records of a grid: text columns under unique headings, "" where a cell is empty."""

    table: pa.Table
    rows: pa.Array
    typed: frozenset[str]
    """Headings of the columns whose numbers came as numbers."""
    notes: tuple[Note, ...]


def lay_out(name: str, grid: Grid) -> Layout:
    """Headings and records of a grid; raises Unreadable where there is nothing to read."""
    if not grid.cells:
        raise Unreadable(f"{name} is empty: it has no rows; choose a file with headings and a row per client.")
    top = _heading_row(grid.cells)
    notes = list(grid.notes)
    start = top + 1
    if _is_record(grid.cells[top], grid.cells[start : start + 1]):
        start = top
        text = f"{name} has no headings; row {grid.rows[top]} was read as a record, and the columns are numbered."
        notes.append(Note("doubt", text, name, grid.rows[top]))
    if top:
        text = f"What stands above the headings in row {grid.rows[top]} was left out."
        notes.append(Note("left out", text, name, grid.rows[0], count=top))
    cells, rows = without_totals(name, grid.cells[start:], grid.rows[start:], notes)
    headings = grid.cells[top] if start > top else [""] * len(grid.cells[top])
    width = max(len(headings), Counter(map(len, cells)).most_common(1)[0][0]) if cells else len(headings)
    if width > MAX_COLUMNS:
        raise Unreadable(f"{name} has {width:,} columns; at most {MAX_COLUMNS:,} can be read, so delete some of them.")
    cells, rows = _even(name, cells, rows, width, notes)
    if not cells:
        raise NoRows(f"{name} has headings but no rows; choose a file with a row per client.")
    if width == 1 and len(GAP.findall(headings[0])) > 1:
        raise Unreadable(f"{name} lines its columns up with blanks; open it in a spreadsheet and save it as CSV.")
    table, kept = _table(headings + [""] * (width - len(headings)), cells)
    if not kept:
        raise Unreadable(f"{name} is empty: none of its cells holds anything that can be read.")
    typed = frozenset(table.column_names[at] for at, index in enumerate(kept) if index in grid.typed)
    return Layout(table, pa.array(rows, pa.int64()), typed, tuple(notes))


def _filled(record: list[str]) -> int:
    return sum(1 for cell in record if cell and not cell.isspace())


def _heading_row(cells: list[list[str]]) -> int:
    """The first row with as many filled cells as most rows have, or the row of words just above it."""
    spread = cells[:: len(cells) // SAMPLE_ROWS + 1]
    filled = [count for count in map(_filled, spread) if count > 1] or [1]
    usual = Counter(filled).most_common(1)[0][0]
    top = next((index for index, record in enumerate(cells[:TITLE_ROWS]) if _filled(record) >= usual), 0)
    if top and _has_figures(cells[top]) and _may_be_headings(cells[top - 1]):
        return top - 1
    return top


def _may_be_headings(record: list[str]) -> bool:
    """Several words, or one that leaves the first cell free; a title fills just the first."""
    return not _has_figures(record) and (_filled(record) > 1 or not record[0].strip())


def _has_figures(record: list[str]) -> bool:
    return any(_shape(cell) for cell in record)


def _shape(cell: str) -> str:
    """ "decimal" or "day" where a cell is written as one, else ""; whole numbers may be headings (2023)."""
    cell = cell.strip()
    return "day" if DAY.fullmatch(cell) else "decimal" if DECIMAL.fullmatch(cell) else ""


def _is_record(headings: list[str], following: list[list[str]]) -> bool:
    """Whether the supposed headings are a record like the next one: a decimal above a decimal, a day above a day."""
    below = following[0] if following else []
    return any(_shape(cell) and _shape(cell) == _shape(under) for cell, under in zip(headings, below, strict=False))


def _even(
    name: str, cells: list[list[str]], rows: list[int], width: int, notes: list[Note]
) -> tuple[list[list[str]], list[int]]:
    """The records with `width` cells each: short ones filled up, overlong ones left out; both are told."""
    if all(len(record) == width for record in cells):
        return cells, rows
    even, kept, short, long = [], [], [], []
    for record, row in zip(cells, rows, strict=True):
        if len(record) < width:
            short.append(row)
        elif any(map(str.strip, record[width:])):
            long.append(row)
            continue
        even.append((record + [""] * (width - len(record)))[:width])
        kept.append(row)
    if short:
        text = f"{_told(short)} fewer cells than there are columns; what is missing is not known."
        notes.append(Note("changed", text, name, short[0], count=len(short)))
    if long:
        text = f"{_told(long)} more cells than there are columns, so where each belongs cannot be told; left out."
        notes.append(Note("left out", text, name, long[0], count=len(long)))
    return even, kept


def _told(rows: list[int]) -> str:
    return f"Row {rows[0]} has" if len(rows) == 1 else f"{len(rows):,} rows, the first of them row {rows[0]}, have"


def _table(headings: list[str], cells: list[list[str]]) -> tuple[pa.Table, list[int]]:
    """The cleaned columns under unique headings, and which of the grid's columns they are."""
    names = clean(pa.array(headings, pa.string())).to_pylist()
    every = clean(pa.array(list(chain.from_iterable(cells)), pa.string()))
    columns: dict[str, pa.Array] = {}
    kept = []
    for index, name in enumerate(names):
        column = every.take(np.arange(index, len(every), len(names)))
        if name or pc.max(pc.binary_length(column)).as_py():
            columns[_unique(name or f"Column {index + 1}", columns)] = column
            kept.append(index)
    return pa.table(columns), kept


def _unique(name: str, taken: dict[str, pa.Array]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name} ({number})"
    return candidate
