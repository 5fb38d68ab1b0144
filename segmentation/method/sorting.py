"""A book and a policy become a sorting: every client gets a segment, and what could not be checked is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import PLACE, run_in_place
from segmentation.intake.book import CLIENT, NAME, Book
from segmentation.intake.files.sheet import Note, day_words
from segmentation.intake.traits import Trait
from segmentation.method.checking import kinds_of, usable
from segmentation.method.policy import WHY_REFUSED, Criterion, Policy, PolicyRefused, Rule
from segmentation.method.scoring import SEGMENT_KEYS, added, policy_sql
from segmentation.method.segments import ALL
from segmentation.method.sentences import reasons
from segmentation.method.wording import name_of

if TYPE_CHECKING:
    import pandas as pd

SEGMENTS = tuple((segment.key, segment.plural) for segment in ALL)
"""Every segment and what the screen calls it, in the order in which they are shown."""
REPRICE = "reprice"
"""The mark of a client who is served at a loss."""


@dataclass(frozen=True)
class Override:
    """A manager's own decision on one client's segment; it replaces what the policy says while it is in force."""

    client: str
    segment: str
    reason: str
    by: str
    from_day: date
    until: date
    """The last day on which it counts."""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"Say why {self.client} is decided by hand: the reason is missing.")
        if self.segment not in ("star", "mid-range", "dud"):
            raise ValueError(f"{self.client} can be put among star, mid-range or dud, not “{self.segment}”.")
        if self.until < self.from_day:
            raise ValueError(f"The decision on {self.client} ends before it begins: change one of the two days.")


@dataclass(frozen=True)
class Sorting:
    """Every client of a book under one policy on one day.

    `table` has one row per client in the book's order: `client`, `name`, `segment` (after overrides), `proposed`,
    what `policy_sql` adds, `mark` ("reprice" or null) and `decision` (an override in words, or null).
    """

    book: Book
    policy: Policy
    table: pa.Table
    notes: tuple[Note, ...]
    """What of the policy and the overrides could not be checked on this book."""
    on: date
    """The day on which overrides are in force or not."""
    overrides: tuple[Override, ...] = ()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def counts(self) -> dict[str, int]:
        """How many clients are in each segment; all four, in the order star, mid-range, dud, unrated."""
        found = {each["values"]: each["counts"] for each in pc.value_counts(self.table["segment"]).to_pylist()}
        return {key: found.get(key, 0) for key in SEGMENT_KEYS}

    @cached_property
    def in_force(self) -> dict[str, Override]:
        """The override that counts on this day, by client."""
        return _in_force(self.overrides, self.on)

    def position(self, client: str) -> int:
        """The row number of a client.

        Raises
        ------
        KeyError
            The book has no such client.
        """
        found: int = pc.index(self.table[CLIENT], client).as_py()
        if found < 0:
            raise KeyError(f"There is no client “{client}” in this book.")
        return found

    def row(self, client: str) -> dict[str, Any]:
        """One client's row of the table. Raises KeyError if the book has no such client."""
        row: dict[str, Any] = self.table.slice(self.position(client), 1).to_pylist()[0]
        return row

    def rows_of(self, segment: str | None) -> pa.Array:
        """The row numbers of a segment's clients, of all clients for None.

        Raises
        ------
        ValueError
            There is no such segment.
        """
        if segment is None:
            return pa.array(range(len(self)), pa.int64())
        if segment not in SEGMENT_KEYS:
            raise ValueError(f"There is no segment “{segment}”: take one of {', '.join(SEGMENT_KEYS)}.")
        return pc.indices_nonzero(pc.equal(self.table["segment"], segment)).cast(pa.int64())

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The result as pandas, indexed by client id: segment, proposed, score, evidence, reason."""
        table = self.table.select([CLIENT, "segment", "proposed", "score", "evidence"])
        frame: pd.DataFrame = table.append_column("reason", reasons(self)).to_pandas()
        return frame.set_index(CLIENT)


def sort(book: Book, policy: Policy, overrides: Iterable[Override] = (), on: date | None = None) -> Sorting:
    """Give every client of the book a place under the policy.

    Parameters
    ----------
    overrides
        Decisions made by hand; of two in force for one client, the later begun counts, then the later listed.
    on
        The day on which overrides are looked at; the book's as-of day by default.

    Raises
    ------
    PolicyRefused
        A line of the policy rests on a trait that is protected, a place, or our own part in this book.
    """
    for line in policy.lines:
        trait = book.trait(line.trait)
        if trait and trait.family in WHY_REFUSED:
            raise PolicyRefused(f"No policy may rest on “{trait.label}”: it {WHY_REFUSED[trait.family]}.")
    on = on or book.as_of
    overrides = tuple(overrides)
    kinds = {key: kind for key, kind in kinds_of(book.table.schema).items() if book.trait(key)}
    slim = book.table.select([CLIENT, NAME, *(key for key in policy.trait_keys if key in kinds)])
    scored = run_in_place(policy_sql(policy, "clients", columns=kinds, keep=[PLACE, CLIENT, NAME]), "clients", slim)
    table = _decided(scored, policy, _in_force(overrides, on))
    table = table.append_column("mark", _mark(book))
    return Sorting(book, policy, table, (*_unchecked(book, policy), *_missing(book, overrides)), on, overrides)


def shown_scores(table: pa.Table) -> pa.ChunkedArray:
    """The scores of a sorting's table as people see them: null where the policy finds not enough known."""
    return pc.if_else(pc.equal(table["proposed"], "unrated"), None, table["score"])


def _in_force(overrides: tuple[Override, ...], on: date) -> dict[str, Override]:
    begun = sorted(overrides, key=lambda each: each.from_day)
    return {each.client: each for each in begun if each.from_day <= on <= each.until}


def _decided(scored: pa.Table, policy: Policy, decisions: dict[str, Override]) -> pa.Table:
    """The scored table with segments after overrides and the decisions in words, columns in their final order."""
    clients = list(decisions)
    said = [f"{each.segment}, until {day_words(each.until)} ({each.reason})" for each in decisions.values()]
    where = pc.index_in(scored[CLIENT], pa.array(clients, scored[CLIENT].type))
    decided = pa.array([each.segment for each in decisions.values()], pa.string()).take(where.combine_chunks())
    names = [CLIENT, NAME, "segment", "proposed", *(name for name in added(policy) if name != "proposed")]
    columns = scored.append_column("segment", pc.coalesce(decided, scored["proposed"].combine_chunks())).select(names)
    return columns.append_column("decision", pa.array(said, pa.string()).take(where.combine_chunks()))


def _mark(book: Book) -> pa.ChunkedArray:
    contribution = book.table["contribution"] if book.trait("contribution") else pa.nulls(len(book), pa.float64())
    return pc.if_else(pc.less(contribution, 0), REPRICE, pa.scalar(None, pa.string()))


def _unchecked(book: Book, policy: Policy) -> list[Note]:
    """One note per line of the policy that this book cannot answer, or not for everybody."""
    kinds = kinds_of(book.table.schema)
    notes = []
    for line in policy.lines:
        trait = book.trait(line.trait)
        said = _doubt(line, trait, book, kinds.get(line.trait, ""))
        if said:
            text, count = said
            notes.append(Note("doubt", text, column=trait.heading if trait else "", count=count))
    return notes


def _doubt(line: Rule | Criterion, trait: Trait | None, book: Book, kind: str) -> tuple[str, int] | None:
    """Why a line cannot be checked on a book, and for how many clients; None where it can."""
    everybody = len(book)
    what = f"The criterion “{name_of(line.trait, trait, line.label)}”" if isinstance(line, Criterion) else ""
    what = what or f"The rule “{line.phrase(trait)}”"  # type: ignore[union-attr]
    if trait is None:
        return f"{what} could not be checked: nothing in this book says it.", everybody
    if not usable(line, kind):
        return f"{what} could not be checked: {trait.label} holds {KIND_WORDS[kind]} here.", everybody
    values = book.table[line.trait]
    if everybody and values.null_count == everybody:
        return f"{what} could not be checked: {trait.label} is not known of anybody.", everybody
    return _unnamed(line, what, values) if isinstance(line, Criterion) and line.points else None


KIND_WORDS = {"number": "numbers", "yes/no": "yes or no", "date": "dates", "text": "words"}


def _unnamed(criterion: Criterion, what: str, values: pa.ChunkedArray) -> tuple[str, int] | None:
    """The categories that a table of points does not name."""
    met = {each["values"]: each["counts"] for each in pc.value_counts(values).to_pylist()}
    strange = {name: count for name, count in met.items() if name is not None and name not in criterion.points}
    if not strange:
        return None
    first = ", ".join(f"“{name}”" for name in sorted(strange)[:3]) + (", ..." if len(strange) > 3 else "")
    count = sum(strange.values())
    clients = "1 client" if count == 1 else f"{count:,} clients"
    return f"{what} gives no points to {first}: unknown for {clients}.", count


def _missing(book: Book, overrides: tuple[Override, ...]) -> list[Note]:
    """One note per override whose client is not in the book."""
    asked = pa.array([each.client for each in overrides], book.table[CLIENT].type)
    there = pc.is_in(asked, book.table[CLIENT]).to_pylist()
    return [
        Note("doubt", f"The decision on “{each.client}” waits: this book has no such client.")
        for each, found in zip(overrides, there, strict=True)
        if not found
    ]
