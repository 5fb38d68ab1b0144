"""What is unknown where it matters: what stands between a client and another segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.book import CLIENT, Book
from segmentation.intake.traits import CATALOGUE, Trait
from segmentation.method.policy import Policy, Rule
from segmentation.method.scoring import Floats, matrix
from segmentation.method.wording import name_of, spoken

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Wanted:
    """A trait that is unknown where it matters."""

    name: str
    askable: bool
    """Whether somebody can be asked; False for what only time can show, like a trend."""
    flags: Flags
    """For which clients."""


@dataclass(frozen=True)
class Rows:
    """Some rows of a sorting, with their traits."""

    table: pa.Table
    """As `Sorting.table`."""
    values: pa.Table
    """The same clients' rows of the book."""
    policy: Policy
    book: Book

    @classmethod
    def one(cls, row: Mapping[str, Any], policy: Policy, book: Book) -> Rows:
        """A single client, from its row of a sorting (`Sorting.row`)."""
        table = pa.table({name: pa.array([value], _type_of(name)) for name, value in row.items()})
        position = pc.index(book.table[CLIENT], row[CLIENT]).as_py()
        return cls(table, book.table.slice(position, 1), policy, book)

    def take(self, flags: Flags) -> Rows:
        """The flagged rows."""
        picked = pa.array(np.flatnonzero(flags))
        return Rows(self.table.take(picked), self.values.take(picked), self.policy, self.book)

    def column(self, name: str) -> Floats:
        """A number column of the sorting, NaN for null."""
        return matrix(self.table, [name])[:, 0]

    def flags(self, name: str, value: bool | None) -> Flags:
        """Where a check came out true, false, or (None) unknown."""
        column = self.table[name]
        found = pc.is_null(column) if value is None else pc.fill_null(pc.equal(column, value), False)
        flags: Flags = found.to_numpy().astype(bool)
        return flags

    def any_flag(self, prefix: str, rules: Sequence[Rule], value: bool | None) -> Flags:
        """Where some red line ("red line") or must-have ("must-have") came out as `value`."""
        result = np.zeros(self.table.num_rows, bool)
        for position in range(1, len(rules) + 1):
            result |= self.flags(f"{prefix} {position}", value)
        return result

    @cached_property
    def points(self) -> Floats:
        """Points of the criteria, NaN where unknown."""
        return matrix(self.table, [f"points {i}" for i in range(1, len(self.policy.criteria) + 1)])

    @cached_property
    def wanted(self) -> list[Wanted]:
        """What stands between clients and another segment: must-haves first, then by importance."""
        policy, (any_criterion, any_must_have) = self.policy, _what_matters(self)
        found: dict[str, Wanted] = {}

        def add(key: str, label: str, flags: Flags) -> None:
            before = found.get(key)
            trait = self.book.trait(key) or CATALOGUE.get(key)
            # "referrals" can be asked for, "refers others" cannot
            own = "" if trait and label == trait.praise else label
            name = before.name if before else spoken(name_of(key, trait, own))
            found[key] = Wanted(name, _askable(self.book.trait(key)), before.flags | flags if before else flags)

        for i, rule in enumerate(policy.must_haves, 1):
            add(rule.trait, "", any_must_have & self.flags(f"must-have {i}", None))
        unknown = np.isnan(self.points)
        for i in sorted(range(len(policy.criteria)), key=lambda i: -policy.weights[i]):
            if policy.weights[i] > 0:
                add(policy.criteria[i].trait, policy.criteria[i].label, any_criterion & unknown[:, i])
        return list(found.values())


def _askable(trait: Trait | None) -> bool:
    """Whether somebody could say it; what is counted from orders shows only with time."""
    return trait is None or bool(trait.heading) or trait.kind in ("rating", "yes/no") or trait.family == "advocacy"


def _what_matters(rows: Rows) -> tuple[Flags, Flags]:
    """For which clients unknown criteria, and unknown must-haves, stand between them and another segment."""
    policy, decided = rows.policy, rows.table["decided_by"].to_numpy()
    fit, ceiling, evidence = (rows.column(name) for name in ("score", "ceiling", "evidence"))
    missed = rows.any_flag("must-have", policy.must_haves, False)
    may_rise = (decided == 5) & (ceiling >= policy.star_line) & ~missed
    may_fall = (decided == 5) & (fit * evidence < policy.dud_line)  # what is unknown may earn no points
    return (decided == 2) | may_fall | (may_rise & (fit < policy.star_line)), may_rise


def _type_of(name: str) -> pa.DataType:
    if name.startswith(("red line ", "must-have ")):
        return pa.bool_()
    if name.startswith("points ") or name in ("score", "ceiling", "evidence"):
        return pa.float64()
    return pa.int32() if name == "decided_by" else pa.string()
