"""Sheets become a Book: which file is what, how they join, what was left out and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import quote, run
from segmentation.intake.book import CLIENT, NAME, Book
from segmentation.intake.clients import ClientColumns, client_traits
from segmentation.intake.derived import add_derived, with_costs
from segmentation.intake.directory import Directory, directory
from segmentation.intake.files.reading import read_sheet
from segmentation.intake.files.sheet import Note, Unreadable, some
from segmentation.intake.files.stacking import stacked
from segmentation.intake.headings import CURRENCIES, currency
from segmentation.intake.logs import OrderLog, client_key, order_log, paid_totals, ticket_counts
from segmentation.intake.mapping import NUMBER_KINDS, Mapped, SheetKind, map_sheet
from segmentation.intake.orders import traits_sql
from segmentation.intake.traits import CATALOGUE, Trait

File = str | Path | tuple[str, bytes]
Counter = Callable[[Mapped, str], tuple[pa.Table, list[Note]]]
COUNTED_DATES = {"client since": "tenure", "last order": "recency"}
"""Dates of a client list and the trait that counts the days since."""
ZERO_WHERE_ABSENT = {"orders": ("frequency", "revenue", "revenue_year"), "tickets": ("tickets", "our_faults")}
"""Known to be nothing for a client of the list whom the log does not name."""


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
    mapped = [map_sheet(sheet, meanings) for sheet in stacked([read_sheet(file) for file in files])]
    parts = _parts(mapped)
    notes = [note for one in mapped for note in one.sheet.notes]
    listed = _listed(parts.get("clients"), meanings, notes)
    log = _log(parts, listed, notes)
    day = _as_of(as_of, log, listed, notes)
    tables = _trait_tables(parts, listed, log, day, notes)
    table = _joined(tables, notes)
    traits = _traits(table, listed, tables, notes)
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


@dataclass(frozen=True)
class _Listed:
    """The client list: who is on it, and what its columns tell."""

    who: Directory
    columns: ClientColumns
    file: str


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


def _listed(clients: Mapped | None, meanings: Mapping[str, str] | None, notes: list[Note]) -> _Listed | None:
    if clients is None:
        return None
    who, said = directory(clients)
    columns = client_traits(clients, meanings)
    notes += said + columns.notes
    return _Listed(who, columns, clients.sheet.name)


def _log(parts: Mapping[SheetKind, Mapped], listed: _Listed | None, notes: list[Note]) -> OrderLog | None:
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


def _as_of(asked: date | None, log: OrderLog | None, listed: _Listed | None, notes: list[Note]) -> date:
    """The newest record not after today; what is dated later is reported."""
    today = date.today()
    dates = [] if log is None else [log.table[k] for k in ("day", "paid", "shipped") if k in log.table.column_names]
    dates += list(listed.columns.dates.values()) if listed else []
    newest = [pc.max(array.filter(pc.less_equal(array, today))).as_py() for array in dates]
    known = [value for value in newest if value is not None]
    day = asked or max(known, default=today)
    how = "the day you asked for" if asked else "the newest record" if known else "today: the files hold no dates"
    notes.append(Note("understood", f"Everything is counted as of {day:%-d %B %Y}, {how}."))
    later = 0 if log is None else pc.sum(pc.greater(log.table["day"], day)).as_py() or 0
    if later:
        notes.append(
            Note("left out", f"Dated after {day:%-d %B %Y}: {some(later, 'order')}, not counted yet.", count=later)
        )
    undated = 0 if log is None else log.table["day"].null_count
    if undated:
        notes.append(
            Note("doubt", f"Without a date: {some(undated, 'order')}, counted as money but not in time.", count=undated)
        )
    return day


def _trait_tables(
    parts: Mapping[SheetKind, Mapped], listed: _Listed | None, log: OrderLog | None, day: date, notes: list[Note]
) -> dict[str, pa.Table]:
    """Tables with the column `client` and one column per trait, the most trusted source first."""
    tables: dict[str, pa.Table] = {}
    if listed:
        tables["since"] = _counted_days(listed, day, ("client since",))
    if log is not None:
        tables["orders"] = _order_traits(log, day)
        if log.won is not None:
            tables["won"] = log.won
    counters: dict[SheetKind, Counter] = {"payments": paid_totals, "tickets": ticket_counts}
    for kind, counted in counters.items():
        if kind in parts:
            there, here = listed.who.pointer(parts[kind]) if listed else (client_key(parts[kind]), "")
            table, said = counted(parts[kind], there)
            tables[kind] = listed.who.translated(table, here) if listed else table
            notes += said
    if listed:
        arrays = {key: array.take(listed.who.rows) for key, array in listed.columns.arrays.items()}
        tables["list"] = pa.table({CLIENT: listed.who.ids, NAME: listed.who.names, **arrays})
        tables["last"] = _counted_days(listed, day, ("last order",))
    return tables


def _order_traits(log: OrderLog, day: date) -> pa.Table:
    table = run(traits_sql("log", day, columns=log.table.column_names), {"log": log.table})
    if "refund" not in log.table.column_names and not pc.any(pc.less(log.table["amount"], 0)).as_py():
        table = table.drop_columns(["return_rate"])  # a log without any refund does not say that nothing came back
    names = pa.array([log.names.get(client) for client in table[CLIENT].to_pylist()], pa.string())
    return table.append_column(NAME, names)


def _counted_days(listed: _Listed, day: date, names: tuple[str, ...]) -> pa.Table:
    columns = {CLIENT: listed.who.ids}
    for name in names:
        if name in listed.columns.dates:
            since = listed.columns.dates[name].take(listed.who.rows)
            days = pc.days_between(since, pa.scalar(day))
            columns[COUNTED_DATES[name]] = pc.cast(pc.if_else(pc.greater_equal(days, 0), days, None), pa.float64())
    return pa.table(columns)


def _joined(tables: Mapping[str, pa.Table], notes: list[Note]) -> pa.Table:
    """One row per client that is listed or has ordered, in order of id; per trait the most trusted source."""
    anchors = [name for name in ("list", "orders") if name in tables]
    everyone = " UNION ".join(f"SELECT client FROM {quote(name)}" for name in anchors)
    keys = dict.fromkeys(key for table in tables.values() for key in table.column_names if key != CLIENT)
    shown = []
    for key in keys:
        sources = [f"{quote(name)}.{quote(key)}" for name, table in tables.items() if key in table.column_names]
        sources = sources[:1] if key != NAME else sources
        value = f"COALESCE({', '.join(sources)})" if len(sources) > 1 else sources[0]
        log = next((name for name, absent in ZERO_WHERE_ABSENT.items() if key in absent and name in tables), "")
        if log:
            value = f"CASE WHEN {quote(log)}.client IS NULL THEN 0 ELSE {value} END"
        shown.append(f"{value} AS {quote(key)}")
    joins = "\n".join(f"LEFT JOIN {quote(name)} ON {quote(name)}.client = everyone.client" for name in tables)
    text = (
        f"WITH everyone AS ({everyone})\nSELECT everyone.client, {', '.join(shown)}\nFROM everyone\n{joins}\nORDER BY 1"
    )
    table = run(text, tables)
    if NAME not in table.column_names:
        table = table.append_column(NAME, pa.nulls(len(table), pa.string()))
    _membership_notes(tables, notes)
    return table


def _membership_notes(tables: Mapping[str, pa.Table], notes: list[Note]) -> None:
    """Who is listed but never ordered, who ordered but is not listed, and what belongs to nobody."""
    listed, ordered = (
        set(tables[name][CLIENT].to_pylist()) if name in tables else set() for name in ("list", "orders")
    )
    never, unlisted = sorted(listed - ordered), sorted(ordered - listed)
    if never and ordered:
        said = f"Never ordered: {len(never):,} of the list ({_few(never)}), kept with 0 orders."
        notes.append(Note("understood", said, count=len(never)))
    if unlisted and listed:
        said = f"Not on the list: {len(unlisted):,} who ordered ({_few(unlisted)}), added to it."
        notes.append(Note("doubt", said, count=len(unlisted)))
    for name in ("payments", "tickets"):
        if name in tables:
            strangers = sorted(set(tables[name][CLIENT].to_pylist()) - listed - ordered)
            if strangers:
                said = f"Of nobody on the list: the {name} of {len(strangers):,} ({_few(strangers)}), left out."
                notes.append(Note("left out", said, count=len(strangers)))


def _few(ids: list[str]) -> str:
    return ", ".join(ids[:3]) + (", …" if len(ids) > 3 else "")


def _traits(table: pa.Table, listed: _Listed | None, tables: Mapping[str, pa.Table], notes: list[Note]) -> list[Trait]:
    """What is known of at least one client: the file's own columns as they described themselves, else the catalogue."""
    own = {trait.key: trait for trait in listed.columns.traits} if listed else {}
    traits = []
    for key in table.column_names:
        if key in (CLIENT, NAME) or table[key].null_count == len(table):
            continue
        source = next(name for name, one in tables.items() if key in one.column_names)
        if source != "list" and key in own:
            said = f"{own[key].heading} of the client list was not used: the other files tell it more surely."
            notes.append(Note("changed", said, column=own[key].heading))
        traits.append(own[key] if source == "list" else CATALOGUE[key])
    return traits


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
