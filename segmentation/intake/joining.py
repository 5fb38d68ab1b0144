"""One row per client: what the list says and what the logs tell, each trait from its most trusted source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import literal, quote, run
from segmentation.intake.book import CLIENT, NAME
from segmentation.intake.clients import ClientColumns
from segmentation.intake.directory import Directory
from segmentation.intake.files.sheet import Note, day_words, some
from segmentation.intake.logs import OrderLog
from segmentation.intake.mapping import SheetKind
from segmentation.intake.orders import traits_sql
from segmentation.intake.traits import CATALOGUE, Trait

COUNTED_DATES = {"client since": "tenure", "last order": "recency"}
"""Dates of a client list and the trait that counts the days since."""
ZERO_WHERE_ABSENT = {"orders": ("frequency", "revenue", "revenue_year"), "tickets": ("tickets", "our_faults")}
"""Known to be nothing for a client of the list whom the log does not name, though it could."""


@dataclass(frozen=True)
class Listed:
    """A client list: who is on it, by the ids of the first list, and what its columns tell."""

    who: Directory
    columns: ClientColumns
    file: str


@dataclass(frozen=True)
class Sources:
    """Everything that tells of clients: lists (the first one names them), orders, payments, tickets."""

    lists: list[Listed]
    log: OrderLog | None
    events: dict[SheetKind, pa.Table]
    unsure: pa.Table
    """`client`: listed clients whom the log cannot be shown to leave out."""


def trait_tables(sources: Sources, day: date, notes: list[Note]) -> dict[str, pa.Table]:
    """Tables with the column `client` and one column per trait, the most trusted source first."""
    tables: dict[str, pa.Table] = {}
    for number, listed in enumerate(sources.lists):
        tables[f"since {number}"] = _counted_days(listed, day, "client since", notes)
    if sources.log is not None:
        tables["orders"] = _order_traits(sources.log, day)
        tables["named"] = sources.log.named
        if sources.log.closed is not None:
            tables["won"] = _until(sources.log.closed, day, "AVG(CASE WHEN won THEN 1e0 ELSE 0e0 END) AS won_share")
    if "payments" in sources.events:
        total = "CAST(SUM(CAST(amount AS DECIMAL(18, 4))) AS DOUBLE) AS paid_total"
        tables["payments"] = _until(sources.events["payments"], day, total)
    if "tickets" in sources.events:
        counts = "CAST(COUNT(*) AS DOUBLE) AS tickets, SUM(CASE WHEN ours THEN 1e0 ELSE 0e0 END) AS our_faults"
        tables["tickets"] = _until(sources.events["tickets"], day, counts)
    for number, listed in enumerate(sources.lists):
        arrays = {key: array.take(listed.who.rows) for key, array in listed.columns.arrays.items()}
        tables[f"list {number}"] = pa.table({CLIENT: listed.who.ids, NAME: listed.who.names, **arrays})
        tables[f"last {number}"] = _counted_days(listed, day, "last order", notes)
    return tables


def _until(events: pa.Table, day: date, sums: str) -> pa.Table:
    """Sums per client over what happened by this day, or has no date."""
    text = f"SELECT client, {sums} FROM events WHERE day IS NULL OR day <= {literal(day)} GROUP BY 1"
    return run(text, {"events": events})


def _order_traits(log: OrderLog, day: date) -> pa.Table:
    table = run(traits_sql("log", day, columns=log.table.column_names), {"log": log.table})
    if "refund" not in log.table.column_names and not pc.any(pc.less(log.table["amount"], 0)).as_py():
        table = table.drop_columns(["return_rate"])  # a log without any refund does not say that nothing came back
    names = pa.array([log.names.get(client) for client in table[CLIENT].to_pylist()], pa.string())
    return table.append_column(NAME, names)


def _counted_days(listed: Listed, day: date, name: str, notes: list[Note]) -> pa.Table:
    columns = {CLIENT: listed.who.ids}
    if name in listed.columns.dates:
        days = pc.days_between(listed.columns.dates[name].take(listed.who.rows), pa.scalar(day))
        later = pc.sum(pc.less(days, 0)).as_py() or 0
        if later:
            said = f"“{name}” after {day_words(day)}: {some(later, 'client')} of {listed.file}, not counted yet."
            notes.append(Note("left out", said, listed.file, count=later))
        columns[COUNTED_DATES[name]] = pc.cast(pc.if_else(pc.greater_equal(days, 0), days, None), pa.float64())
    return pa.table(columns)


def joined(tables: Mapping[str, pa.Table], unsure: pa.Table, notes: list[Note]) -> pa.Table:
    """One row per client that is listed or named, in order of id; per trait the most trusted source.

    `unsure`: clients of whom a log that does not name them says nothing, see `Sources`.
    """
    anchors = [name for name in tables if name == "named" or name.startswith("list ")]
    everyone = " UNION ".join(f"SELECT client FROM {quote(name)} WHERE client IS NOT NULL" for name in anchors)
    keys = dict.fromkeys(key for table in tables.values() for key in table.column_names if key != CLIENT)
    shown = []
    for key in keys:
        sources = [f"{quote(name)}.{quote(key)}" for name, table in tables.items() if key in table.column_names]
        # of two lists the second fills what the first leaves blank; a log and a list are never mixed in one trait
        both = key == NAME or all(source.startswith('"list ') for source in sources)
        value = f"COALESCE({', '.join(sources)})" if both and len(sources) > 1 else sources[0]
        log = next((name for name, absent in ZERO_WHERE_ABSENT.items() if key in absent and name in tables), "")
        if log:
            known = f"{quote(log)}.client IS NULL AND unsure.client IS NULL"
            value = f"CASE WHEN {known} THEN 0 ELSE {value} END"
        shown.append(f"{value} AS {quote(key)}")
    joins = "\n".join(
        f"LEFT JOIN {quote(name)} ON {quote(name)}.client = everyone.client" for name in (*tables, "unsure")
    )
    text = (
        f"WITH everyone AS ({everyone})\nSELECT everyone.client, {', '.join(shown)}\nFROM everyone\n{joins}\nORDER BY 1"
    )
    table = run(text, {**tables, "unsure": unsure})
    if NAME not in table.column_names:
        table = table.append_column(NAME, pa.nulls(len(table), pa.string()))
    _membership_notes(tables, unsure, notes)
    return table


def _membership_notes(tables: Mapping[str, pa.Table], unsure: pa.Table, notes: list[Note]) -> None:
    """Who is listed but never ordered, who ordered but is not listed, and what belongs to nobody."""
    ids = {name: set(table[CLIENT].to_pylist()) - {None} for name, table in tables.items()}
    listed = ids.get("list 0", set())
    named = ids.get("named", set())
    doubtful = set(unsure[CLIENT].to_pylist())
    never = sorted((listed | named) - ids.get("orders", set()) - doubtful)
    if never and named:
        said = f"Never ordered: {len(never):,} ({_few(never)}), kept with 0 orders."
        notes.append(Note("understood", said, count=len(never)))
    if doubtful and named:
        said = (
            f"Whether they ordered is unknown: {len(doubtful):,} of the list ({_few(sorted(doubtful))}), whose "
            "number or name in the orders is missing, or somebody else's too."
        )
        notes.append(Note("doubt", said, count=len(doubtful)))
    if listed:
        unlisted = sorted(named - listed)
        if unlisted:
            said = f"Not on the list: {len(unlisted):,} who ordered ({_few(unlisted)}), added to it."
            notes.append(Note("doubt", said, count=len(unlisted)))
        for name in (name for name in ids if name.startswith("list ") and name != "list 0"):
            added = sorted(ids[name] - listed - named)
            if added:
                said = f"Only on a further list: {len(added):,} ({_few(added)}), added to the first."
                notes.append(Note("doubt", said, count=len(added)))
    for name in ("payments", "tickets"):
        strangers = sorted(
            ids.get(name, set()) - set().union(*(ids[one] for one in ids if one[:4] in ("list", "name")))
        )
        if strangers:
            said = f"Of nobody on the list: the {name} of {len(strangers):,} ({_few(strangers)}), left out."
            notes.append(Note("left out", said, count=len(strangers)))


def _few(ids: list[str]) -> str:
    return ", ".join(ids[:3]) + (", …" if len(ids) > 3 else "")


def traits_of(table: pa.Table, lists: list[Listed], tables: Mapping[str, pa.Table], notes: list[Note]) -> list[Trait]:
    """What is known of at least one client: the files' own columns as they described themselves, else the catalogue."""
    own = {f"list {n}": {trait.key: trait for trait in listed.columns.traits} for n, listed in enumerate(lists)}
    traits = []
    for key in table.column_names:
        if key in (CLIENT, NAME) or table[key].null_count == len(table):
            continue
        source = next(name for name, one in tables.items() if key in one.column_names)
        for name, mine in own.items():
            if key in mine and name != source and source not in own:
                said = f"{mine[key].heading} of the client list was not used: the other files tell it more surely."
                notes.append(Note("changed", said, column=mine[key].heading))
        dated = next(
            (x.columns.date_headings for n, x in enumerate(lists) if source in (f"since {n}", f"last {n}")), {}
        )
        heading = next((said for name, said in dated.items() if COUNTED_DATES[name] == key), "")
        traits.append(own[source][key] if source in own else replace(CATALOGUE[key], heading=heading))
    return traits
