"""What a person is told of a column: how it was read, what did not fit, and what is in doubt."""

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.formats import FORMATS, SAME_MARKS, Choice, Counts, fitting
from segmentation.intake.files.sheet import Column, ColumnKind, Note

WORDS: dict[ColumnKind, str] = {
    "number": "number",
    "money": "amount",
    "percent": "percentage",
    "date": "date of 1900 to 2100",
    "yes/no": "yes or no",
}
LONGEST_SHOWN = 60
"""Characters of a cell that a note quotes."""


def describe(heading: str, choice: Choice, values: pa.ChunkedArray, counts: Counts) -> Column:
    """The column as it was read; numbers among which a currency mark is written are money."""
    if choice.format is None:
        return Column(heading, "text", "text" if pc.count(values).as_py() else "empty")
    kind, reading = choice.format.kind, choice.format.name
    doubt = choice.rival.name if choice.rival else ""
    if kind != "number":
        return Column(heading, kind, reading, doubt=doubt)
    whole = not choice.rival and _are_whole(values)
    units = _units(counts)
    if not units:
        return Column(heading, kind, "whole numbers" if whole else reading, doubt=doubt)
    amounts = "money in whole numbers" if whole else reading.replace("numbers", "money")
    unit = units[0] if len(units) == 1 else "mixed"
    return Column(heading, "money", f"{amounts}, in {' and '.join(units)}", unit, doubt)


def remarks(
    column: Column,
    choice: Choice,
    counts: Counts,
    cells: tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray],
    rows: pa.Array,
) -> list[Note]:
    """What there is to tell of one column; `cells` are its cells as written, as text and as values."""
    if choice.format is None:
        return _left_as_text(column, counts)
    written, text, values = cells
    notes = [*_doubts(column, choice, counts)]
    row, count, cell = _first(pc.and_(pc.is_null(text), pc.not_equal(written, "")), written, rows)
    if count:
        told = f"“{column.heading}” says “{cell}” or the like in {_cells(count)}, read as not known."
        notes.append(Note("understood", told, row=row, count=count))
    row, count, cell = _first(pc.and_(pc.is_valid(text), pc.is_null(values)), text, rows)
    if count:
        told = f"“{column.heading}” in row {row} says “{cell}”, which is no {WORDS[column.kind]}; "
        told += f"{_cells(count)} like it read as not known."
        notes.append(Note("left out", told, row=row, count=count))
    return notes


def _doubts(column: Column, choice: Choice, counts: Counts) -> list[Note]:
    notes = []
    if choice.rival:
        told = f"“{column.heading}” was read as {column.reading}; "
        told += f"its cells, such as “{choice.example}”, would also fit {choice.rival.name}."
        notes.append(Note("doubt", told, count=counts["known"]))
    if column.unit == "mixed":
        told = f"“{column.heading}” mixes {' and '.join(_units(counts))}; amounts in several currencies do not add up."
        notes.append(Note("doubt", told, count=counts["known"]))
    return notes


def _left_as_text(column: Column, counts: Counts) -> list[Note]:
    """A note where half the cells or more would have made the column something better than text."""
    known = counts.get("known", 0)
    best = max(FORMATS, key=lambda format_: fitting(counts, format_))
    many = fitting(counts, best)
    if not known or counts["codes"] or 2 * many < known:
        return []
    told = f"“{column.heading}” was left as text: {many:,} of its {known:,} cells look like {best.name}, "
    return [Note("doubt", told + "the others do not.", count=known - many)]


def _units(counts: Counts) -> list[str]:
    """The currency marks in a column; "EUR" beside "€" is one and the same."""
    marks = {str(mark) for mark in counts.get("marks") or () if mark}
    return sorted(marks if len(marks) == 1 else {SAME_MARKS.get(mark.upper(), mark) for mark in marks})


def _are_whole(values: pa.ChunkedArray) -> bool:
    return bool(pc.all(pc.equal(values, pc.trunc(values))).as_py())


def _first(which: pa.ChunkedArray, cells: pa.ChunkedArray, rows: pa.Array) -> tuple[int | None, int, str]:
    """File row of the first cell that is so, how many are, and what the first says."""
    count = pc.sum(which).as_py() or 0
    if not count:
        return None, 0, ""
    at = pc.index(which, True).as_py()
    cell = cells[at].as_py()
    return rows[at].as_py(), count, cell if len(cell) <= LONGEST_SHOWN else cell[:LONGEST_SHOWN] + "…"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
