"""What each segment brings and takes: its share of the clients, of worth and of hours."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation.intake.book import Book
from segmentation.method.scoring import SEGMENT_KEYS
from segmentation.method.sorting import Sorting

HOURS = "hours"


@dataclass(frozen=True)
class Share:
    """One segment's part of the whole; None where the whole is not known or is not above zero."""

    clients: int
    worth: float | None
    """The share of all worth, 0.31 for 31 %; below zero for a segment that loses money."""
    hours: float | None
    """The share of all hours that are known."""


def shares(sorting: Sorting) -> dict[str, Share]:
    """Every segment's share, in the order star, mid-range, dud, unrated."""
    book = sorting.book
    segments = sorting.table["segment"].to_numpy()
    worth = _column(book, book.worth.key) if book.worth else None
    hours = _column(book, HOURS) if book.trait(HOURS) else None
    return {
        segment: Share(
            int((segments == segment).sum()),
            _part(worth, segments == segment),
            _part(hours, segments == segment),
        )
        for segment in SEGMENT_KEYS
    }


def _column(book: Book, key: str) -> npt.NDArray[np.float64]:
    values: npt.NDArray[np.float64] = np.nan_to_num(book.table[key].cast(pa.float64()).to_numpy())
    return values


def _part(values: npt.NDArray[np.float64] | None, inside: npt.NDArray[np.bool_]) -> float | None:
    whole = float(values.sum()) if values is not None else 0.0
    return float(values[inside].sum()) / whole if values is not None and whole > 0 else None
