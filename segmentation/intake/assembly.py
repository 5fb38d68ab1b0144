"""Sheets become a Book: which file is what, how they join, what was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from segmentation.intake.book import CLIENT, NAME, Book
from segmentation.intake.clients import client_traits
from segmentation.intake.derived import add_derived, with_costs
from segmentation.intake.directory import directory
from segmentation.intake.files.reading import read_sheet
from segmentation.intake.files.sheet import NoRows, Note, Sheet, Unreadable, day_words, some
from segmentation.intake.files.stacking import stacked
from segmentation.intake.headings import CURRENCIES, currency
from segmentation.intake.joining import Listed, joined, trait_tables, traits_of
from segmentation.intake.logs import OrderLog, client_key, order_log
from segmentation.intake.mapping import NUMBER_KINDS, Mapped, SheetKind, map_sheet

File = str | Path | tuple[str, bytes]


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
    listed = _listed(parts.get("clients"), meanings, notes)
    log = _log(parts, listed, notes)
    day = _as_of(as_of, log, listed, notes)
    tables = trait_tables(parts, listed, log, day, notes)
    table = joined(tables, notes)
    traits = traits_of(table, listed, tables, notes)
    table, traits = add_derived(table, traits)
    table, traits = with_costs(table, traits, costs or {}, notes)
    _leftovers(mapped, parts, notes)
    mark = _currency(mapped, notes)
    traits = [replace(trait, unit=mark) if trait.kind == "money" else trait for trait in traits]
    return Book(
        table.select([CLIENT, NAME, *(trait.key for trait in traits)]),
        tuple(traits),
        day,
        tuple(notes),
        None if log is None else log.table.filter(pc.less_equal(log.table["day"], day)),
        name=", ".join(one.sheet.name for one in mapped),
        word=_word(mapped),
        currency=mark,
        stable_ids=listed is None or listed.who.stable,
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
    """The sheet that plays each part: the one with the most rows, where several could."""
    parts: dict[SheetKind, Mapped] = {}
    for one in sorted(mapped, key=lambda m: -len(m.sheet.rows)):
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


def _listed(clients: Mapped | None, meanings: Mapping[str, str] | None, notes: list[Note]) -> Listed | None:
    if clients is None:
        return None
    who, said = directory(clients)
    columns = client_traits(clients, meanings)
    notes += said + columns.notes
    return Listed(who, columns, clients.sheet.name)


def _log(parts: Mapping[SheetKind, Mapped], listed: Listed | None, notes: list[Note]) -> OrderLog | None:
    """The order log, with the list's client ids where there is a list."""
    if "orders" not in parts:
        return None
    orders = parts["orders"]
    there, here = listed.who.pointer(orders) if listed else (client_key(orders), "")
    log = order_log(orders, parts.get("lines"), parts.get("products"), there)
    notes += log.notes
    if listed:
        log.table = listed.who.translated(log.table, here)
        log.won = None if log.won is None else listed.who.translated(log.won, here)
    return log


def _as_of(asked: date | None, log: OrderLog | None, listed: Listed | None, notes: list[Note]) -> date:
    """The newest record not after today; what is dated later is reported."""
    today = date.today()
    dates = [] if log is None else [log.table[k] for k in ("day", "paid", "shipped") if k in log.table.column_names]
    dates += list(listed.columns.dates.values()) if listed else []
    newest = [pc.max(array.filter(pc.less_equal(array, today))).as_py() for array in dates]
    known = [value for value in newest if value is not None]
    day = asked or max(known, default=today)
    how = "the day you asked for" if asked else "the newest record" if known else "today: the files hold no dates"
    notes.append(Note("understood", f"Everything is counted as of {day_words(day)}, {how}."))
    later = 0 if log is None else pc.sum(pc.greater(log.table["day"], day)).as_py() or 0
    if later:
        notes.append(
            Note("left out", f"Dated after {day_words(day)}: {some(later, 'order')}, not counted yet.", count=later)
        )
    undated = 0 if log is None else log.table["day"].null_count
    if undated:
        notes.append(
            Note("doubt", f"Without a date: {some(undated, 'order')}, counted as money but not in time.", count=undated)
        )
    return day


def _leftovers(mapped: list[Mapped], parts: Mapping[SheetKind, Mapped], notes: list[Note]) -> None:
    used = {"clients", "orders", "payments", "tickets"} | ({"lines", "products"} if "orders" in parts else set())
    sheets = [part.sheet for kind, part in parts.items() if kind in used]
    for one in mapped:
        if not any(one.sheet is sheet for sheet in sheets):
            twin = parts[one.kind].sheet.name if one is not parts.get(one.kind, one) else ""
            said = f"{one.sheet.name} was not used: " + (
                f"{twin} already plays its part, under other headings."
                if twin
                else "nothing in it says something about a customer."
            )
            notes.append(Note("left out", said, one.sheet.name, count=len(one.sheet.rows)))


def _currency(mapped: list[Mapped], notes: list[Note]) -> str:
    """The one currency that cells or headings name; "" where they name none, or several."""
    columns = [column for one in mapped for column in one.sheet.columns if column.kind in NUMBER_KINDS]
    said = {CURRENCIES.get(column.unit.lower(), column.unit) or currency(column.heading) for column in columns} - {""}
    if said - {"mixed"} and len(said) > 1:
        named = ", ".join(sorted(said - {"mixed"}))
        notes.append(
            Note("doubt", f"Amounts in several currencies ({named}) were counted as they stand, not converted.")
        )
    return said.pop() if len(said) == 1 and "mixed" not in said else ""


def _word(mapped: list[Mapped]) -> str:
    """What the files call the people they list."""
    said = " ".join(column.heading for one in mapped for column in one.sheet.columns).casefold()
    return "customers" if said.count("customer") > said.count("client") else "clients"
