"""Sheets become a Book: which file is what, how they join, what was left out and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.book import CLIENT, NAME, Book
from segmentation.intake.clients import client_traits
from segmentation.intake.derived import add_derived, with_costs
from segmentation.intake.directory import Directory, directory
from segmentation.intake.files.reading import read_sheet
from segmentation.intake.files.sheet import NoRows, Note, Sheet, Unreadable, day_words, some
from segmentation.intake.files.stacking import stacked
from segmentation.intake.joining import Listed, Sources, joined, trait_tables, traits_of
from segmentation.intake.logs import client_key, order_log, payment_events, ticket_events
from segmentation.intake.mapping import CLIENT_KEYS, Mapped, SheetKind, map_sheet
from segmentation.intake.remainder import currency_of, left_unused, word_for_clients

File = str | Path | tuple[str, bytes]
Reader = Callable[[Mapped, str], tuple[pa.Table, list[Note]]]


def read(
    *files: File,
    as_of: date | None = None,
    meanings: Mapping[str, str] | None = None,
    costs: Mapping[str, float] | None = None,
) -> Book:
    """Read one or more files into a Book.

    Parameters
    ----------
    files
        Paths, or pairs of a name and the file's bytes: a list of clients, an order or invoice log, order lines,
        products, payments, tickets, in any order. "book.xlsx#Orders" names a worksheet.
    as_of
        The day on which everything is counted; by default the newest record not after today.
    meanings
        What a heading means where its words do not say so: heading -> trait key, role, or "ignore".
    costs
        Unit costs by name (`derived.COST_DRIVERS`: hour, order, visit, ...), in the currency of the files.

    Raises
    ------
    Unreadable
        A file or an option cannot be used; the message is one plain sentence.
    """
    if not files:
        raise Unreadable("No file was given: name the file that holds your customers.")
    notes: list[Note] = []
    mapped = [map_sheet(sheet, meanings) for sheet in stacked(_sheets(files, notes))]
    parts = _parts(mapped)
    notes += [note for one in mapped for note in one.sheet.notes]
    sources = _sources(mapped, parts, meanings, notes)
    day = _as_of(as_of, sources, notes)
    tables = trait_tables(sources, day, notes)
    table = joined(tables, sources.unsure, notes)
    traits = traits_of(table, sources.lists, tables, notes)
    table, traits = add_derived(table, traits)
    table, traits = with_costs(table, traits, costs or {}, notes)
    notes += left_unused(mapped, parts)
    mark, said = currency_of(mapped)
    notes += said
    traits = [replace(trait, unit=mark) if trait.kind == "money" else trait for trait in traits]
    return Book(
        table.select([CLIENT, NAME, *(trait.key for trait in traits)]),
        tuple(traits),
        day,
        tuple(notes),
        None if sources.log is None else sources.log.table.filter(pc.less_equal(sources.log.table["day"], day)),
        name=", ".join(one.sheet.name for one in mapped),
        word=word_for_clients(mapped),
        currency=mark,
        stable_ids=not sources.lists or sources.lists[0].who.stable,
    )


def _sheets(files: Sequence[File], notes: list[Note]) -> list[Sheet]:
    """The sheets of all files; one without rows is left out and reported, unless nothing else is there."""
    sheets: list[Sheet] = []
    empty: list[NoRows] = []
    for file in files:
        try:
            sheets.append(read_sheet(file))
        except NoRows as refused:
            empty.append(refused)
    if not sheets:
        raise empty[0]
    notes += [Note("left out", f"Not used: {refused}") for refused in empty]
    return sheets


def _parts(mapped: list[Mapped]) -> dict[SheetKind, Mapped]:
    """The sheet that plays each part: the one with the most rows, where several could; further lists come later."""
    parts: dict[SheetKind, Mapped] = {}
    for one in sorted(mapped, key=lambda m: (-len(m.sheet.rows), m.sheet.name)):
        parts.setdefault(one.kind, one)
    if "orders" not in parts and "clients" not in parts and "payments" in parts:
        parts["orders"] = parts.pop("payments")
    if not parts.keys() & {"orders", "clients"}:
        if len(mapped) > 1 or mapped[0].kind != "other":
            names = " and ".join(one.sheet.name for one in mapped)
            raise Unreadable(
                f"Nothing in {names} says who the customers are: add the file that lists them, or a "
                "column headed Customer."
            )
        parts["clients"] = Mapped(mapped[0].sheet, "clients", mapped[0].roles)
    return parts


def _sources(
    mapped: list[Mapped], parts: Mapping[SheetKind, Mapped], meanings: Mapping[str, str] | None, notes: list[Note]
) -> Sources:
    """The lists, the orders and the other events, all pointing at clients by the ids of the first list."""
    lists = _lists(mapped, parts, meanings, notes)
    who = lists[0].who if lists else None
    log, unsure = None, pa.table({CLIENT: pa.array([], pa.string())})
    if "orders" in parts:
        there, here = _pointer(parts["orders"], who)
        log = order_log(parts["orders"], parts.get("lines"), parts.get("products"), there)
        notes += log.notes
        if who:
            log.table, log.named = who.translated(log.table, here), who.translated(log.named, here)
            log.closed = None if log.closed is None else who.translated(log.closed, here)
            log.named = pa.table({CLIENT: pc.unique(log.named[CLIENT])})
            unsure = who.unsure(here, log.named)
    events: dict[SheetKind, pa.Table] = {}
    readers: dict[SheetKind, Reader] = {"payments": payment_events, "tickets": ticket_events}
    for kind, events_of in readers.items():
        if kind in parts:
            there, here = _pointer(parts[kind], who)
            table, said = events_of(parts[kind], there)
            events[kind] = who.translated(table, here) if who else table
            notes += said
    return Sources(lists, log, events, unsure)


def _pointer(log: Mapped, who: Directory | None) -> tuple[str, str]:
    """The role by which a log names clients, and the role of the list it means; "" where there is no list."""
    return who.pointer(log) if who else (client_key(log), "")


def _lists(
    mapped: list[Mapped], parts: Mapping[SheetKind, Mapped], meanings: Mapping[str, str] | None, notes: list[Note]
) -> list[Listed]:
    """The client lists, the largest first; the clients of the others go by its ids."""
    if "clients" not in parts:
        return []
    first = parts["clients"]
    others = [one for one in mapped if one.kind == "clients" and one.sheet is not first.sheet]
    lists: list[Listed] = []
    for one in (first, *sorted(others, key=lambda m: (-len(m.sheet.rows), m.sheet.name))):
        who, said = directory(one)
        if lists and any(role in one.roles for role in CLIENT_KEYS):
            there, here = lists[0].who.pointer(one)
            keys = pa.table({CLIENT: one.picked()[there].take(who.rows)})
            who = replace(who, ids=lists[0].who.translated(keys, here)[CLIENT].combine_chunks())
        columns = client_traits(one, meanings)
        notes += said + columns.notes
        lists.append(Listed(who, columns, one.sheet.name))
    return lists


def _as_of(asked: date | None, sources: Sources, notes: list[Note]) -> date:
    """The newest record not after today; what is dated later is reported."""
    today = date.today()
    log = sources.log.table if sources.log else pa.table({})
    dates = [log[name] for name in ("day", "paid", "shipped") if name in log.column_names]
    dates += [sources.log.closed["day"]] if sources.log and sources.log.closed is not None else []
    dates += [events["day"] for events in sources.events.values()]
    dates += [array for listed in sources.lists for array in listed.columns.dates.values()]
    newest = [pc.max(array.filter(pc.less_equal(array, today))).as_py() for array in dates]
    known = [value for value in newest if value is not None]
    day = asked or max(known, default=today)
    how = ", the newest record" if known else ", today: no column says when something happened"
    notes.append(Note("understood", f"Everything is counted as of {day_words(day)}{'' if asked else how}."))
    days = {"order": log["day"]} if sources.log else {}
    days |= {kind.removesuffix("s"): events["day"] for kind, events in sources.events.items()}
    for what, column in days.items():
        later = pc.sum(pc.greater(column, day)).as_py() or 0
        if later:
            said = f"Dated after {day_words(day)}: {some(later, what)}, not counted yet."
            notes.append(Note("left out", said, count=later))
    undated = log["day"].null_count if sources.log else 0
    if undated:
        said = f"Without a date: {some(undated, 'order')}, counted as money but not in time."
        notes.append(Note("doubt", said, count=undated))
    return day
