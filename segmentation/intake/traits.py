"""The catalogue of traits, and the one SQL text that turns an order log into traits."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["money", "count", "share", "days", "rating", "number", "yes/no", "category", "date", "text"]
Family = Literal["quality", "conduct", "advocacy", "loyalty", "ours", "money", "about", "place", "protected"]
NUMERIC: frozenset[Kind] = frozenset({"money", "count", "share", "days", "rating", "number"})
JUDGING: frozenset[Family] = frozenset({"quality", "conduct", "advocacy", "loyalty"})
"""The families that a drafted policy may use."""


@dataclass(frozen=True)
class Trait:
    """One thing known about every client: a column of the book."""

    key: str
    """The column's name in the book."""
    label: str
    """What the screen says, with a capital: "Pays late by"."""
    kind: Kind
    family: Family
    good: Literal["high", "low", ""] = ""
    """Which direction speaks for a client; "" where neither does."""
    unit: str = ""
    """What follows the number, if the kind does not say it: "orders", "hours", "€"."""
    how: str = ""
    """How it is computed, in one plain sentence."""
    heading: str = ""
    """The column of the user's file it comes from; "" where it is computed from several."""
    low: float | None = None
    high: float | None = None
    """The natural ends of a rating's scale."""
