"""One row per client: what the list says and what the logs tell, each trait from its most trusted source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import quote, run
from segmentation.intake.book import CLIENT, NAME
from segmentation.intake.clients import ClientColumns
from segmentation.intake.directory import Directory
from segmentation.intake.files.sheet import Note
from segmentation.intake.logs import OrderLog, client_key, paid_totals, ticket_counts
from segmentation.intake.mapping import Mapped, SheetKind
from segmentation.intake.orders import traits_sql
from segmentation.intake.traits import CATALOGUE, Trait

Counter = Callable[[Mapped, str], tuple[pa.Table, list[Note]]]
COUNTED_DATES = {"client since": "tenure", "last order": "recency"}
"""Dates of a client list and the trait that counts the days since."""
ZERO_WHERE_ABSENT = {"orders": ("frequency", "revenue", "revenue_year"), "tickets": ("tickets", "our_faults")}
"""Known to be nothing for a client of the list whom the log does not name."""


@dataclass(frozen=True)
class Listed:
    """The client list: who is on it, and what its columns tell."""

    who: Directory
    columns: ClientColumns
    file: str


def trait_tables(
    parts: Mapping[SheetKind, Mapped], listed: Listed | None, log: OrderLog | None, day: date, notes: list[Note]
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


def _counted_days(listed: Listed, day: date, names: tuple[str, ...]) -> pa.Table:
    columns = {CLIENT: listed.who.ids}
    for name in names:
        if name in listed.columns.dates:
            since = listed.columns.dates[name].take(listed.who.rows)
            days = pc.days_between(since, pa.scalar(day))
            columns[COUNTED_DATES[name]] = pc.cast(pc.if_else(pc.greater_equal(days, 0), days, None), pa.float64())
    return pa.table(columns)


def joined(tables: Mapping[str, pa.Table], notes: list[Note]) -> pa.Table:
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


def traits_of(table: pa.Table, listed: Listed | None, tables: Mapping[str, pa.Table], notes: list[Note]) -> list[Trait]:
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
