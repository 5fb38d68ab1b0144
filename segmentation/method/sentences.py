"""One plain sentence per client: which line of the policy decided, with value and unit, and what to ask.

Sentences are put together column by column, because an export writes a million of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.book import CLIENT, Book
from segmentation.intake.traits import Trait
from segmentation.method.policy import Policy, Rule
from segmentation.method.scoring import Floats, matrix
from segmentation.method.wording import format_value, name_of, plain, spoken

if TYPE_CHECKING:
    from segmentation.method.sorting import Sorting

__all__ = ["ask", "format_value", "format_values", "reason", "reasons"]
SEGMENT_WORDS = {"star": "star", "mid-range": "mid-range", "dud": "dud", "unrated": "not enough known"}
"""What one client of a segment is called inside a sentence."""
ASK_AT_MOST = 3
"""A sentence names the most important unknowns only; an explanation names all."""
Flags = npt.NDArray[np.bool_]


def reasons(sorting: Sorting, rows: Sequence[int] | pa.Array | None = None, dud_word: str = "dud") -> pa.Array:
    """The reasons of many clients, as strings in the order of `rows` (row numbers of the sorting; None for all).

    `dud_word` is what an override to, or a proposal of, a dud is called.
    """
    keys = [rule.trait for rule in _rules(sorting.policy) if sorting.book.trait(rule.trait)]
    decided, values = sorting.table, sorting.book.table.select(list(dict.fromkeys(keys)))
    if rows is not None:
        picked = pa.array(rows, pa.int64())
        decided, values = decided.take(picked), values.take(picked)
    return _write(_Rows(decided, values, sorting.policy, sorting.book), dud_word)


def reason(row: Mapping[str, Any], policy: Policy, book: Book) -> str:
    """The reason of one client, from its row of a sorting of this book (`Sorting.row`)."""
    decided = pa.table({name: pa.array([value], _type_of(name)) for name, value in row.items()})
    position = pc.index(book.table[CLIENT], row[CLIENT]).as_py()
    text: str = _write(_Rows(decided, book.table.slice(position, 1), policy, book), "dud")[0].as_py()
    return text


def ask(row: Mapping[str, Any], policy: Policy, book: Book) -> list[str]:
    """The names of the traits that stand between one client and another segment, the most important first."""
    decided = pa.table({name: pa.array([value], _type_of(name)) for name, value in row.items()})
    wanted = _Rows(decided, book.table.slice(0, 0), policy, book).wanted
    return [name for name, flags in wanted.items() if flags[0]]


def format_values(values: pa.ChunkedArray | pa.Array, trait: Trait | None) -> pa.Array:
    """A column of values in words, each different value formatted once."""
    column = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = column.dictionary_encode()
    words = pa.array([format_value(value, trait) for value in encoded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(words.take(encoded.indices), format_value(None, trait))


@dataclass(frozen=True)
class _Rows:
    """Some rows of a sorting with the values their rules look at, and what sentences need of them."""

    table: pa.Table
    values: pa.Table
    policy: Policy
    book: Book

    def take(self, flags: Flags) -> _Rows:
        picked = pa.array(np.flatnonzero(flags))
        return _Rows(self.table.take(picked), self.values.take(picked), self.policy, self.book)

    def column(self, name: str) -> Floats:
        return matrix(self.table, [name])[:, 0]

    def flags(self, name: str, value: bool | None) -> Flags:
        """Where a check came out true, false, or (None) unknown."""
        column = self.table[name]
        found = pc.is_null(column) if value is None else pc.fill_null(pc.equal(column, value), False)
        flags: Flags = found.to_numpy().astype(bool)
        return flags

    def any_flag(self, prefix: str, rules: Sequence[Rule], value: bool | None) -> Flags:
        result = np.zeros(self.table.num_rows, bool)
        for position in range(1, len(rules) + 1):
            result |= self.flags(f"{prefix} {position}", value)
        return result

    @cached_property
    def points(self) -> Floats:
        return matrix(self.table, [f"points {i}" for i in range(1, len(self.policy.criteria) + 1)])

    @cached_property
    def wanted(self) -> dict[str, Flags]:
        """What to ask, by the name of the trait, must-haves first, then by importance: for which clients."""
        policy, (any_criterion, any_must_have) = self.policy, _what_matters(self)
        found: dict[str, Flags] = {}
        keys: dict[str, str] = {}

        def add(key: str, label: str, flags: Flags) -> None:
            name = keys.setdefault(key, spoken(name_of(key, self.book.trait(key), label)))
            found[name] = found.get(name, False) | flags

        for i, rule in enumerate(policy.must_haves, 1):
            add(rule.trait, "", any_must_have & self.flags(f"must-have {i}", None))
        unknown = np.isnan(self.points)
        for i in sorted(range(len(policy.criteria)), key=lambda i: -policy.weights[i]):
            if policy.weights[i] > 0:
                add(policy.criteria[i].trait, policy.criteria[i].label, any_criterion & unknown[:, i])
        return found


def _write(rows: _Rows, dud_word: str) -> pa.Array:
    decided = rows.table["decided_by"].to_numpy()
    writers: dict[int, Callable[[_Rows], pa.Array]] = {1: _crossed, 2: _unknown, 3: _under, 4: _over, 5: _between}
    text = _spread(len(decided), [(decided == rule, writer) for rule, writer in writers.items()], rows)
    words = dict(SEGMENT_WORDS, dud=dud_word)
    by_hand = pc.is_valid(rows.table["decision"]).to_numpy().astype(bool)
    if not by_hand.any():
        return text
    own = rows.table.filter(pa.array(by_hand))
    begun = text.filter(pa.array(by_hand))
    said = [
        f"Your decision: {words[segment]}{decision[len(segment) :]}; the policy says {words[proposed]}: {spoken(why)}"
        for segment, decision, proposed, why in zip(
            *(own[name].to_pylist() for name in ("segment", "decision", "proposed")), begun.to_pylist(), strict=True
        )
    ]
    return pc.replace_with_mask(text, pa.array(by_hand), pa.array(said, pa.string()))


def _spread(size: int, parts: list[tuple[Flags, Callable[[_Rows], pa.Array]]], rows: _Rows) -> pa.Array:
    """One text per row, each part written for its rows by its writer; the parts must not overlap."""
    places, texts = [np.zeros(0, np.int64)], [pa.array([], pa.string())]
    for flags, writer in parts:
        if flags.any():
            places.append(np.flatnonzero(flags))
            texts.append(writer(rows.take(flags)))
    order = np.empty(size, np.int64)
    order[np.concatenate(places)] = np.arange(size)
    return pa.concat_arrays(texts).take(pa.array(order))


def _crossed(rows: _Rows) -> pa.Array:
    return _join("Crosses a red line: ", _named(rows, "red line", rows.policy.red_lines, True), ".")


def _unknown(rows: _Rows) -> pa.Array:
    evidence = format_values(pa.array(rows.column("evidence")), Trait("", "", "share", "about"))
    begun = pc.if_else(pc.is_null(rows.table["score"]).combine_chunks(), "Nothing", _join("Only ", evidence))
    return _join(begun, " of what counts is known", _asked(rows))


def _under(rows: _Rows) -> pa.Array:
    line = plain(rows.policy.dud_line)
    known = pa.array(~np.isnan(rows.points).any(axis=1))
    words = pc.if_else(known, f", under the line of {line}", f", under the line of {line} whatever is still unknown")
    return _join("Scores ", _scores(rows), words, "; loses most on ", _loses(rows), ".")


def _over(rows: _Rows) -> pa.Array:
    at = pa.array(rows.column("score") == rows.policy.star_line)
    words = pc.if_else(at, ", at the star line of ", ", over the star line of ")
    met = ", and meets every must-have" if rows.policy.must_haves else ""
    gained = np.nan_to_num(rows.points * rows.policy.weights, nan=-1.0)
    strongest = _names(rows).take(pa.array(gained.argmax(axis=1)))
    line = plain(rows.policy.star_line)
    return _join("Scores ", _scores(rows), words, f"{line}{met}; strongest on ", strongest, ".")


def _between(rows: _Rows) -> pa.Array:
    high = rows.column("score") >= rows.policy.star_line
    missed = rows.any_flag("must-have", rows.policy.must_haves, False)
    low = rows.column("score") < rows.policy.dud_line
    return _spread(
        len(high),
        [
            (high & missed, _misses),
            (high & ~missed, _must_have_unknown),
            (low, _perhaps_under),
            (~high & ~low, _in_the_middle),
        ],
        rows,
    )


def _misses(rows: _Rows) -> pa.Array:
    missed = _named(rows, "must-have", rows.policy.must_haves, False)
    return _join("Scores ", _scores(rows), ", enough for a star, but misses a must-have: ", missed, _asked(rows))


def _must_have_unknown(rows: _Rows) -> pa.Array:
    unknown = _named(rows, "must-have", rows.policy.must_haves, None)
    return _join(
        "Scores ", _scores(rows), ", enough for a star, but nobody knows about a must-have: ", unknown, _asked(rows)
    )


def _perhaps_under(rows: _Rows) -> pa.Array:
    line = f", under the line of {plain(rows.policy.dud_line)}, but too much is unknown to say so; loses most on "
    return _join("Scores ", _scores(rows), line, _loses(rows), _asked(rows))


def _in_the_middle(rows: _Rows) -> pa.Array:
    line = f", between {plain(rows.policy.dud_line)} and {plain(rows.policy.star_line)}; loses most on "
    return _join("Scores ", _scores(rows), line, _loses(rows), _asked(rows))


def _named(rows: _Rows, prefix: str, rules: Sequence[Rule], value: bool | None) -> pa.Array:
    """The rules that came out as `value`, each with what the client has: "pays 60 days late or more (72 days)"."""
    said = []
    for position, rule in enumerate(rules, 1):
        flags = rows.flags(f"{prefix} {position}", value)
        if flags.any():
            trait = rows.book.trait(rule.trait)
            words: str | pa.Array = rule.phrase(trait)
            if value is not None and not isinstance(rule.value, bool) and trait:
                mine = pc.if_else(pa.array(flags), rows.values[rule.trait].combine_chunks(), None)
                words = _join(f"{words} (", format_values(mine, trait), ")")
            said.append((flags, words))
    return _list(said, "; ")


def _asked(rows: _Rows) -> pa.Array:
    """The end of a sentence: ". Ask: energy, referrals." or just "."."""
    so_far = np.zeros(rows.table.num_rows, np.int64)
    said: list[tuple[Flags, str | pa.Array]] = []
    for name, flags in rows.wanted.items():
        so_far += flags
        said.append((flags & (so_far <= ASK_AT_MOST), name))
    return pc.if_else(pa.array(so_far > 0), _join(". Ask: ", _list(said, ", "), "."), ".")


def _list(items: Sequence[tuple[Flags, str | pa.Array]], separator: str) -> pa.Array:
    """Per row, the texts whose flag is set, with separators between them."""
    parts, begun = [], np.zeros(len(items[0][0]), bool)
    for flags, text in items:
        later = separator + text if isinstance(text, str) else _join(separator, text)
        parts.append(pc.if_else(pa.array(flags), pc.if_else(pa.array(begun), later, text), ""))
        begun |= flags
    return _join(*parts)


def _what_matters(rows: _Rows) -> tuple[Flags, Flags]:
    """For which clients unknown criteria, and unknown must-haves, stand between them and another segment."""
    policy, decided = rows.policy, rows.table["decided_by"].to_numpy()
    fit, ceiling, evidence = (rows.column(name) for name in ("score", "ceiling", "evidence"))
    missed = rows.any_flag("must-have", policy.must_haves, False)
    may_rise = (decided == 5) & (ceiling >= policy.star_line) & ~missed
    may_fall = (decided == 5) & (fit * evidence < policy.dud_line)  # what is unknown may earn no points
    return (decided == 2) | may_fall | (may_rise & (fit < policy.star_line)), may_rise


def _scores(rows: _Rows) -> pa.Array:
    """Scores in words: whole points, or as many decimals as it takes to stay on the right side of both lines."""
    fit, lines = rows.column("score"), (rows.policy.dud_line, rows.policy.star_line)
    shown = np.rint(fit)
    digits = np.zeros(len(fit), np.int64)
    for more in range(1, 7):
        wrong = np.logical_or.reduce([(shown >= line) != (fit >= line) for line in lines])
        shown[wrong], digits[wrong] = np.round(fit[wrong], more), more
    whole = pa.array(shown.astype(np.int64)).cast(pa.string())
    if not digits.any():
        return whole
    close = digits > 0
    exact = [f"{value:.{count}f}" for value, count in zip(shown[close], digits[close], strict=True)]
    return pc.replace_with_mask(whole, pa.array(close), pa.array(exact, pa.string()))


def _loses(rows: _Rows) -> pa.Array:
    lost = np.nan_to_num(rows.policy.weights * (1.0 - rows.points), nan=-1.0)
    return _names(rows).take(pa.array(lost.argmax(axis=1)))


def _names(rows: _Rows) -> pa.Array:
    return pa.array([name_of(each.trait, rows.book.trait(each.trait), each.label) for each in rows.policy.criteria])


def _join(*parts: str | pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def _rules(policy: Policy) -> tuple[Rule, ...]:
    return (*policy.red_lines, *policy.must_haves)


def _type_of(name: str) -> pa.DataType:
    if name.startswith(("red line ", "must-have ")):
        return pa.bool_()
    if name.startswith("points ") or name in ("score", "ceiling", "evidence"):
        return pa.float64()
    return pa.int32() if name == "decided_by" else pa.string()
