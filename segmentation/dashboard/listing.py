"""Which clients a search and its filters find, in order, and one page of them as a table for the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.dashboard.palette import marked
from segmentation.engines import literal, quote, run
from segmentation.intake.book import CLIENT, NAME
from segmentation.method.sentences import reasons
from segmentation.method.sorting import Sorting, shown_scores
from segmentation.method.wording import format_value

Rows = npt.NDArray[np.int64]
SCORE, WORTH, BY_NAME = "score", "worth", "name"


class Shown(StrEnum):
    """The columns of a page of the list."""

    CLIENT = "Client"
    SEGMENT = "Segment"
    SCORE = "Score"
    WORTH = "Worth"
    REASON = "Why"


WIDTHS = {Shown.CLIENT: 150, Shown.SEGMENT: 105, Shown.SCORE: 90, Shown.WORTH: 95, Shown.REASON: 420}
"""Pixels; the first four leave the beginning of a reason, which says what matters, in sight on a laptop."""


@dataclass(frozen=True)
class Filters:
    """What the manager asks the list for; the defaults ask for everybody, the best first."""

    segment: str | None = None
    search: str = ""
    """Part of a name or id; case and accents do not matter."""
    marked: str | None = None
    trait: str | None = None
    low: float | None = None
    """The trait is a number from here..."""
    high: float | None = None
    """...to here, both included."""
    value: str | bool | None = None
    """The trait is exactly this word, or yes or no."""
    unknown: bool = False
    """The trait is not known."""
    order: str = SCORE
    """SCORE, WORTH, BY_NAME, or the key of a trait."""
    descending: bool = True


def matching(sorting: Sorting, filters: Filters) -> Rows:
    """Row numbers of the clients that pass every filter, in the order asked for; what is not known comes last."""
    book = sorting.book
    columns = {"row": pa.array(np.arange(len(sorting)))} | {
        key: sorting.table[key] for key in (CLIENT, NAME, "segment", "score", "mark")
    }
    for name, key in (("filtered", filters.trait), ("ordered", _order_key(sorting, filters.order))):
        if key is not None and book.trait(key) is not None:
            columns[name] = book.table[key]
    order = {SCORE: "score", BY_NAME: f"coalesce({quote(NAME)}, {quote(CLIENT)})"}.get(filters.order)
    order = order or ("ordered" if "ordered" in columns else "score")
    text = f"""
        SELECT row FROM listed WHERE {" AND ".join(_conditions(filters, columns)) or "TRUE"}
        ORDER BY {order} {"DESC" if filters.descending else "ASC"} NULLS LAST, row"""
    found: Rows = run(text, {"listed": pa.table(columns)})["row"].to_numpy()
    return found


def page_of(sorting: Sorting, rows: Sequence[int] | Rows) -> pa.Table:
    """What the screen shows of some clients; texts are as they are, for a grid that shows them literally."""
    picked = pa.array(rows, pa.int64())
    table, worth = sorting.table.take(picked), sorting.book.worth
    columns = {
        Shown.CLIENT: pc.coalesce(table[NAME], table[CLIENT]),
        Shown.SEGMENT: pa.array([marked(segment) for segment in table["segment"].to_pylist()], pa.string()),
        Shown.SCORE: shown_scores(table),
    }
    if worth is not None:
        values = sorting.book.table[worth.key].take(picked).to_pylist()
        columns[Shown.WORTH] = pa.array([format_value(value, worth) for value in values], pa.string())
    columns[Shown.REASON] = reasons(sorting, picked)
    return pa.table(columns)


def _order_key(sorting: Sorting, order: str) -> str | None:
    if order == WORTH:
        return sorting.book.worth.key if sorting.book.worth else None
    return None if order in (SCORE, BY_NAME) else order


def _conditions(filters: Filters, columns: dict[str, pa.Array]) -> list[str]:
    said = []
    if filters.segment:
        said.append(f"segment = {literal(filters.segment)}")
    if filters.marked:
        said.append(f"mark = {literal(filters.marked)}")
    if filters.search.strip():
        wanted = f"strip_accents(lower({literal(filters.search.strip())}))"
        said.append(f"contains(strip_accents(lower(concat_ws(' ', {quote(NAME)}, {quote(CLIENT)}))), {wanted})")
    if "filtered" in columns:
        if filters.unknown:
            said.append("filtered IS NULL")
        if filters.value is not None:
            said.append(f"filtered = {literal(filters.value)}")
        if filters.low is not None:
            said.append(f"filtered >= {literal(filters.low)}")
        if filters.high is not None:
            said.append(f"filtered <= {literal(filters.high)}")
    return said
