"""Small client books for tests: columns of values become a Book, traits from the catalogue or given."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.intake.book import Book
from segmentation.intake.traits import CATALOGUE, Trait

AS_OF = date(2026, 11, 14)
TYPES = {"yes/no": pa.bool_(), "date": pa.date32(), "category": pa.string(), "text": pa.string()}


def make_book(columns: Mapping[str, Sequence[Any]], traits: Sequence[Trait] = (), **fields: Any) -> Book:
    """A book of the given columns: `client` (default "c01", "c02"...), `name` (default null), and trait keys.

    A key that neither `traits` nor the catalogue has is a number that speaks for a client (family `conduct`).
    """
    given = {trait.key: trait for trait in traits}
    size = len(next(iter(columns.values()), ()))
    keys = [key for key in columns if key not in ("client", "name")]
    known = [
        given.get(key) or CATALOGUE.get(key) or Trait(key, key.capitalize(), "number", "conduct", "high")
        for key in keys
    ]
    table = {
        "client": pa.array(columns.get("client", [f"c{i:02}" for i in range(1, size + 1)]), pa.string()),
        "name": pa.array(columns.get("name", [None] * size), pa.string()),
    }
    for trait in known:
        table[trait.key] = pa.array(columns[trait.key], TYPES.get(trait.kind, pa.float64()))
    return Book(pa.table(table), tuple(known), fields.pop("as_of", AS_OF), **fields)
