"""One plain sentence per client: which line of the policy decided, with value and unit, and what to ask.

Sentences are put together column by column, because an export writes a million of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.book import Book
from segmentation.intake.traits import Trait
from segmentation.method.asking import Flags, Rows
from segmentation.method.policy import Policy, Rule
from segmentation.method.segments import SEGMENT_WORDS
from segmentation.method.wording import figures, format_value, name_of, spoken

if TYPE_CHECKING:
    from segmentation.method.sorting import Sorting

__all__ = ["format_value", "format_values", "reason", "reasons"]
NAMED_AT_MOST = 3
"""A sentence names the most important unknowns only; an explanation names all."""


def reasons(sorting: Sorting, rows: Sequence[int] | pa.Array | None = None, dud_word: str = "dud") -> pa.Array:
    """The reasons of many clients, as strings in the order of `rows` (row numbers of the sorting; None for all).

    `dud_word` is what an override to, or a proposal of, a dud is called.
    """
    keys = [key for key in sorting.policy.trait_keys if sorting.book.trait(key)]
    decided, values = sorting.table, sorting.book.table.select(keys)
    if rows is not None:
        picked = pa.array(rows, pa.int64())
        decided, values = decided.take(picked), values.take(picked)
    return _write(Rows(decided, values, sorting.policy, sorting.book), dud_word)


def reason(row: Mapping[str, Any], policy: Policy, book: Book) -> str:
    """The reason of one client, from its row of a sorting of this book (`Sorting.row`)."""
    text: str = _write(Rows.one(row, policy, book), "dud")[0].as_py()
    return text


def format_values(values: pa.ChunkedArray | pa.Array, trait: Trait | None) -> pa.Array:
    """A column of values in words, each different value formatted once."""
    column = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = column.dictionary_encode()
    words = pa.array([format_value(value, trait) for value in encoded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(words.take(encoded.indices), format_value(None, trait))


def _write(rows: Rows, dud_word: str) -> pa.Array:
    decided = rows.table["decided_by"].to_numpy()
    writers: dict[int, Callable[[Rows], pa.Array]] = {1: _crossed, 2: _unknown, 3: _under, 4: _over, 5: _between}
    text = _spread(len(decided), [(decided == rule, writer) for rule, writer in writers.items()], rows)
    words = dict(SEGMENT_WORDS, dud=dud_word)
    by_hand = pc.is_valid(rows.table["decision"]).to_numpy().astype(bool)
    if not by_hand.any():
        return text
    own = rows.table.filter(pa.array(by_hand))
    begun = text.filter(pa.array(by_hand))
    said = [
        f"Your decision: {words[segment]}{decision[len(segment) :]}; the policy says {words[proposed]}, {spoken(why)}"
        for segment, decision, proposed, why in zip(
            *(own[name].to_pylist() for name in ("segment", "decision", "proposed")), begun.to_pylist(), strict=True
        )
    ]
    return pc.replace_with_mask(text, pa.array(by_hand), pa.array(said, pa.string()))


def _spread(size: int, parts: list[tuple[Flags, Callable[[Rows], pa.Array]]], rows: Rows) -> pa.Array:
    """One text per row, each part written for its rows by its writer; the parts must not overlap."""
    places, texts = [np.zeros(0, np.int64)], [pa.array([], pa.string())]
    for flags, writer in parts:
        if flags.any():
            places.append(np.flatnonzero(flags))
            texts.append(writer(rows.take(flags)))
    order = np.empty(size, np.int64)
    order[np.concatenate(places)] = np.arange(size)
    return pa.concat_arrays(texts).take(pa.array(order))


def _crossed(rows: Rows) -> pa.Array:
    return _join("Crosses a red line: ", _named(rows, "red line", rows.policy.red_lines, True), ".")


def _unknown(rows: Rows) -> pa.Array:
    evidence = format_values(pa.array(rows.column("evidence")), Trait("", "", "share", "about"))
    begun = pc.if_else(pc.is_null(rows.table["score"]).combine_chunks(), "Nothing", _join("Only ", evidence))
    return _join(begun, " of what counts is known", _asked(rows))


def _under(rows: Rows) -> pa.Array:
    line = figures(rows.policy.dud_line)
    known = pa.array(rows.column("evidence") == 1)
    words = pc.if_else(known, f", under the line of {line}", f", under the line of {line} whatever is still unknown")
    return _join("Weakest: ", _loses(rows), "; scores ", _scores(rows), words, ".")


def _over(rows: Rows) -> pa.Array:
    at = pa.array(rows.column("score") == rows.policy.star_line)
    words = pc.if_else(at, ", at the star line of ", ", over the star line of ")
    met = ", and meets every must-have" if rows.policy.must_haves else ""
    gained = np.nan_to_num(rows.points * rows.policy.weights, nan=-1.0)
    line = figures(rows.policy.star_line)
    best = _criteria(rows, gained.argmax(axis=1))
    return _join("Strongest: ", best, "; scores ", _scores(rows), words, f"{line}{met}.")


def _between(rows: Rows) -> pa.Array:
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


def _misses(rows: Rows) -> pa.Array:
    missed = _named(rows, "must-have", rows.policy.must_haves, False)
    return _join("Misses a must-have: ", missed, "; scores ", _scores(rows), ", enough for a star", _asked(rows))


def _must_have_unknown(rows: Rows) -> pa.Array:
    unknown = _named(rows, "must-have", rows.policy.must_haves, None)
    return _join(
        "Nobody knows about a must-have: ", unknown, "; scores ", _scores(rows), ", enough for a star", _asked(rows)
    )


def _perhaps_under(rows: Rows) -> pa.Array:
    line = f", under the line of {figures(rows.policy.dud_line)}, but too much is unknown to say so"
    return _join("Weakest: ", _loses(rows), "; scores ", _scores(rows), line, _asked(rows))


def _in_the_middle(rows: Rows) -> pa.Array:
    line = f", between {figures(rows.policy.dud_line)} and {figures(rows.policy.star_line)}"
    return _join("Weakest: ", _loses(rows), "; scores ", _scores(rows), line, _asked(rows))


def _named(rows: Rows, prefix: str, rules: Sequence[Rule], value: bool | None) -> pa.Array:
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


def _asked(rows: Rows) -> pa.Array:
    """The end of a sentence: ". Ask: energy, referrals. Not known yet: half-year trend." or just "."."""
    return _join(".", _ending(rows, " Ask: ", True), _ending(rows, " Not known yet: ", False))


def _ending(rows: Rows, begun: str, askable: bool) -> pa.Array | str:
    wanted = [each for each in rows.wanted if each.askable == askable]
    so_far = np.zeros(rows.table.num_rows, np.int64)
    said: list[tuple[Flags, str | pa.Array]] = []
    for each in wanted:
        so_far += each.flags
        said.append((each.flags & (so_far <= NAMED_AT_MOST), each.name))
    return pc.if_else(pa.array(so_far > 0), _join(begun, _list(said, ", "), "."), "") if wanted else ""


def _list(items: Sequence[tuple[Flags, str | pa.Array]], separator: str) -> pa.Array:
    """Per row, the texts whose flag is set, with separators between them."""
    parts, begun = [], np.zeros(len(items[0][0]), bool)
    for flags, text in items:
        later = separator + text if isinstance(text, str) else _join(separator, text)
        parts.append(pc.if_else(pa.array(flags), pc.if_else(pa.array(begun), later, text), ""))
        begun |= flags
    return _join(*parts)


def _scores(rows: Rows) -> pa.Array:
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


def _loses(rows: Rows) -> pa.Array:
    lost = np.nan_to_num(rows.policy.weights * (1.0 - rows.points), nan=-1.0)
    return _criteria(rows, lost.argmax(axis=1))


def _criteria(rows: Rows, which: npt.NDArray[np.intp]) -> pa.Array:
    """One criterion per row, by its number, with what the client has: "Referrals (3 referrals)"."""

    def writer(number: int) -> Callable[[Rows], pa.Array]:
        criterion = rows.policy.criteria[number]
        trait = rows.book.trait(criterion.trait)
        name = spoken(name_of(criterion.trait, trait, criterion.label))
        return lambda some: _join(f"{name} (", format_values(some.values[criterion.trait], trait), ")")

    numbers = range(len(rows.policy.criteria))
    return _spread(len(which), [(which == number, writer(number)) for number in numbers], rows)


def _join(*parts: str | pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")
