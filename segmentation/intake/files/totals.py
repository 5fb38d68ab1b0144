"""Rows of totals are no records: told by what they say, by the names they leave out and by what they add up to.

A client who is called Total, and whose numbers are not the sums of the others', stays.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation import engines
from segmentation.intake.files.formats import COMMA, COMMA_PERCENT, MISSING, POINT, POINT_PERCENT
from segmentation.intake.files.sheet import Note
from segmentation.intake.files.texts import clean

LAST = 5
"""How many rows at the foot of a table may be totals."""
LABELS = frozenset(
    ["total", "totals", "grand total", "sum", "sum of all", "overall", "subtotal", "gesamt", "summe", "gesamtsumme"]
)
UNDER_TOTALS = frozenset("average mean count durchschnitt mittelwert anzahl".split())
"""What the rows below are called that belong to the totals; alone, such a word leaves nothing out."""
SAMPLE_ROWS = 200
"""About how many rows, evenly spread, tell which columns are usually filled, and which with numbers."""
NEAR = 0.01
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def without_totals(
    name: str, cells: list[list[str]], rows: list[int], notes: list[Note]
) -> tuple[list[list[str]], list[int]]:
    """The records and their row numbers; rows of totals among the last five are left out, and told."""
    first = max(0, len(cells) - LAST)
    kept = list(range(first))
    found: dict[int, int] = {}  # where a row of totals stands, and how many rows go with it
    last = None
    for at in range(first, len(cells)):
        row = _Row(_tidy(cells[at]), cells, kept)
        if row.holds_totals():
            last = at
            found[at] = 1
        elif last is not None and row.belongs_to_totals():
            found[last] += 1
        else:
            last = None
            kept.append(at)
    for at, count in found.items():
        text = f"Row {rows[at]} holds totals, not a record, so it was left out"
        text += " with what follows it." if count > 1 else "."
        notes.append(Note("left out", text, name, rows[at], count=count))
    return ([cells[at] for at in kept], [rows[at] for at in kept]) if found else (cells, rows)


@dataclass
class _Row:
    """A row that may hold totals, as tidy cells, and the places of the records above it."""

    record: list[str]
    cells: list[list[str]]
    above: list[int]

    def __post_init__(self) -> None:
        self.filled: Flags = np.array([bool(cell) for cell in self.record])
        self.start = int(self.filled.argmax())
        self.label = self.record[self.start].casefold().rstrip(": ")

    def holds_totals(self) -> bool:
        if not self.above or not self.filled.any():
            return False
        if self.label in LABELS:
            return self.names_nobody() or self._one_adds_up()
        return not self.record[0] and self._all_add_up()

    def belongs_to_totals(self) -> bool:
        return self.label in UNDER_TOTALS or self.names_nobody()

    def names_nobody(self) -> bool:
        """Whether the other names and words are missing that records have; a lone cell is no record either."""
        usual, numeric = self._columns
        place = np.arange(len(self.record))
        others = usual & (place != self.start)
        names = others if self.filled.sum() == 1 else others & (~numeric | (place < self.start))
        return bool(names.any()) and not bool(self.filled[names].any())

    def _one_adds_up(self) -> bool:
        sums = self._sums(self.start + 1)
        added = np.nan_to_num(sums) != 0  # nothing adds up to nothing
        return bool(added.any() if len(self.above) > 1 else len(sums) and added.all())

    def _all_add_up(self) -> bool:
        sums = self._sums(0)
        few = len(self.above) < (2 if len(sums) > 1 else 3)
        if few or not np.isfinite(sums).all() or not sums.any():
            return False
        usual, _ = self._columns
        return not self.filled[usual.argmax()]

    def _sums(self, start: int) -> Numbers:
        """For each number from this column on, the sum of its column or NaN where it is another; none beside words."""
        columns = [at for at in range(start, len(self.record)) if self.filled[at]]
        here = _numbers([self.record[at] for at in columns])
        if np.isnan(here).all(axis=0).any():
            return np.array([])
        return np.array([self._sum(at, here[:, turn]) for turn, at in enumerate(columns)])

    def _sum(self, column: int, here: Numbers) -> float:
        above = _tidy([_cell(self.cells[row], column) for row in self.above])
        for numbers, number in zip(_numbers(above), here, strict=True):
            total = float(np.nansum(numbers))
            if abs(total - number) <= NEAR and 2 * np.isfinite(numbers).sum() > sum(map(bool, above)):
                return total
        return float("nan")

    @cached_property
    def _columns(self) -> tuple[Flags, Flags]:
        """Which columns are filled in most records above, and which hold numbers where they are."""
        width, step = len(self.record), len(self.above) // SAMPLE_ROWS + 1
        sample = [_cell(self.cells[row], at) for row in self.above[::step] for at in range(width)]
        tidy = _tidy(sample)
        filled = np.array([bool(cell) for cell in tidy]).reshape(-1, width)
        counted = np.isfinite(_numbers(tidy)).any(axis=0).reshape(-1, width)
        return 2 * filled.sum(axis=0) > len(filled), 2 * counted.sum(axis=0) > filled.sum(axis=0)


def _cell(record: list[str], at: int) -> str:
    return record[at] if at < len(record) else ""


def _tidy(cells: list[str]) -> list[str]:
    """Cells without blanks around them, "" where they say that nothing is known."""
    tidy: list[str] = clean(pa.array(cells, pa.string())).to_pylist()
    return ["" if cell.lower() in MISSING else cell for cell in tidy]


def _numbers(cells: list[str]) -> Numbers:
    """The numbers that cells hold, NaN for others: first with a decimal point, then with a decimal comma."""
    point = f"coalesce({POINT.value('cell')}, {POINT_PERCENT.value('cell')})"
    comma = f"coalesce({COMMA.value('cell')}, {COMMA_PERCENT.value('cell')})"
    sql = f"SELECT {engines.quote(engines.PLACE)}, {point} AS point, {comma} AS comma FROM cells"
    found = engines.run_in_place(sql, "cells", pa.table({"cell": pa.array(cells, pa.string())}))
    numbers: Numbers = np.array([found[name].to_numpy() for name in ("point", "comma")], float)
    return numbers
