"""What one table of a file is once it is read: its columns, its cells, and what to know about them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyarrow as pa

NoteKind = Literal["understood", "changed", "left out", "doubt"]
ColumnKind = Literal["number", "money", "percent", "date", "yes/no", "text"]


@dataclass(frozen=True)
class Note:
    """One thing the reader of a file should know: an assumption, a change, a row left out, a doubt."""

    kind: NoteKind
    text: str
    """A whole sentence in plain words."""
    file: str = ""
    row: int | None = None
    """The first row concerned, as a spreadsheet counts: the heading row of a plain CSV is row 1."""
    column: str = ""
    count: int = 1
    """How many rows or cells are concerned."""


@dataclass(frozen=True)
class Column:
    """What was understood of one column of a sheet."""

    heading: str
    kind: ColumnKind
    reading: str
    """How the cells were read, as a phrase: "dates written day/month/year"."""
    unit: str = ""
    """The currency mark or code of a money column, "" where none is written."""
    doubt: str = ""
    """The other reading the values allow, "" where there is only one."""


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its cells as values, and as they were written."""

    name: str
    """File name, followed by "#worksheet" where the workbook has several."""
    columns: tuple[Column, ...]
    values: pa.Table
    """One row per record, a column per heading in the file's order. Types by kind: number, money and
    percent are float64 (12 % is 0.12), date is date32, yes/no is bool, text is string. Missing is null."""
    text: pa.Table
    """The same cells as text, stripped of surrounding blanks; null where the cell is empty or a missing-value mark."""
    rows: pa.Array
    """The file's row number of each record, counted as in `Note.row` (int64)."""
    notes: tuple[Note, ...] = ()


def some(number: int, what: str) -> str:
    """A count in words: "1 row", "2,466 rows"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def day_words(day: date) -> str:
    """A day as people write it: "3 March 2027"."""
    return f"{day.day} {day:%B} {day.year}"


class Unreadable(ValueError):
    """A file or option cannot be used; the message is one plain sentence for the person who chose it."""


class NoRows(Unreadable):
    """A file has headings and nothing under them: harmless beside other files."""
