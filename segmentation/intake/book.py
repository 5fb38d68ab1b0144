"""The client book: one row per client, with every trait that is known."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.sheet import Note
from segmentation.intake.traits import Trait

if TYPE_CHECKING:
    import pandas as pd

CLIENT = "client"
"""The column that holds the client's id, as text."""
NAME = "name"
"""The column that holds the name people use; null where the files have none."""


@dataclass(frozen=True)
class Book:
    """Every client with every known trait, as of one day.

    `table` has one row per client in order of client id: the columns `client` and `name`, then one
    column per trait under its key. Numbers are float64, yes/no is bool, dates are date32, categories
    and text are strings; what is not known is null.
    """

    table: pa.Table
    traits: tuple[Trait, ...]
    as_of: date
    notes: tuple[Note, ...] = ()
    orders: pa.Table | None = None
    """One row per order (columns `client`, `order_id`, `day`, `amount` and what else the files had), or None."""
    name: str = ""
    """What the book is called on screen: the names of its files, or of the sample."""
    word: str = "clients"
    """What this business calls its clients, in the plural."""
    currency: str = ""
    """The mark or code written in the files; "" where none is."""
    stable_ids: bool = True
    """False where clients are only "row N": nothing typed about them carries over to the next load."""

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def trait(self, key: str) -> Trait | None:
        """The trait with this key, or None where the book lacks it."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Trait]:
        return {trait.key: trait for trait in self.traits}

    @property
    def worth(self) -> Trait | None:
        """The money trait that stands for worth: contribution where it is known, else revenue."""
        return self.trait("contribution") or self.trait("revenue")

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as pandas, indexed by client id."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame.set_index(CLIENT)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the as-of day, the trait definitions and the values in id order, as hexadecimal."""
        stream = hashlib.sha256(repr((self.as_of, [astuple(trait) for trait in self.traits])).encode())
        ordered = self.table.take(pc.sort_indices(self.table[CLIENT])).combine_chunks()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, ordered.schema) as writer:
            writer.write_table(ordered)
        stream.update(sink.getvalue())
        return stream.hexdigest()
