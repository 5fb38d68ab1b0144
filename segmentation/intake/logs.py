"""Order and invoice logs become one row per order; payments and tickets become events with a day."""

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import quote, run
from segmentation.intake.files.sheet import Note, Unreadable, some
from segmentation.intake.lines import (
    blank_note,
    blanks_as_none,
    charged,
    discounted,
    join_lines,
    rate_of,
    with_unit_costs,
)
from segmentation.intake.mapping import CLIENT_KEYS, Mapped
from segmentation.intake.orders import prepared_columns
from segmentation.intake.statuses import sales_only, worth

OUR_FAULT_WORDS = (
    "our error", "our fault", "wrong", "damag", "faulty", "defect", "broken", "missing", "late", "delay", "deliver",
    "complain", "discriminat", "rights", "disab", "accessib", "refund not received",
)  # fmt: skip
"""Words in a ticket's topic by which it may be our own doing or somebody's right: never counted against a client."""
RENAMED = {
    "due date": "due",
    "paid date": "paid",
    "days late": "days_late",
    "required date": "required",
    "shipped date": "shipped",
    "quantity": "quantity",
}
"""Roles that stand in an order table as they are, and their names there."""
FOLDS = {
    "cost": "CASE WHEN COUNT({0}) = COUNT(*) THEN SUM({0}) END",
    "quantity": "SUM({0})",
    "disputed": "BOOL_OR({0})",
}
MONEY = ("amount", "discount", "refund")


@dataclass
class OrderLog:
    """The orders of a book, one row each in the columns of `orders.ORDER_COLUMNS`, and what was understood."""

    table: pa.Table
    named: pa.Table
    """`client`: everybody the log names, also in rows that are no sales."""
    names: dict[str, str] = field(default_factory=dict)
    """The name written beside a client's id, where the log has both."""
    closed: pa.Table | None = None
    """`client`, `day`, `won`: closed offers, where the log tells won from lost."""
    notes: list[Note] = field(default_factory=list)


def order_log(orders: Mapped, lines: Mapped | None, products: Mapped | None, key: str) -> OrderLog:
    """One row per order, from an order file and, where they are there, its lines and the products' costs.

    `key` is the role that names the client (`mapping.CLIENT_KEYS`). Raises `Unreadable` where nothing says what an
    order was worth.
    """
    file = orders.sheet.name
    rows, blank = blanks_as_none(with_unit_costs(orders.picked(), products), "discount")
    notes = blank_note(blank, orders)
    if lines is not None and "order id" in rows.column_names:
        rows, said = join_lines(rows, lines, products, file)
        notes += said
    if not {"amount", "unit price"} & set(rows.column_names):
        raise Unreadable(
            f"{file} names no amount for its rows: add a column headed Amount, or load the file with the order lines."
        )
    rows = _charged_rows(rows, orders)
    notes.append(Note("understood", f"{file}: {some(len(rows), 'row')}{worth(rows)} in all.", file, count=len(rows)))
    rows, gone = _with_client(rows, orders, key)
    named = pa.table({"client": pc.unique(rows["client"])})
    closed = None
    if "status" in rows.column_names:
        rows, closed, left = sales_only(rows, file, orders.roles["status"])
        gone += left
    names = _names(rows) if key != "client name" and "client name" in rows.column_names else {}
    table, said = _one_row_per_order(_standard(rows), file, "amount" in orders.roles)
    priceless = table["amount"].null_count if lines is None else 0
    if priceless:
        unknown = f"Without an amount: {some(priceless, 'order')} in {file}, counted as orders of unknown worth."
        said.append(Note("doubt", unknown, file, count=priceless))
    return OrderLog(
        table, named, names, closed, [*notes, *gone, *said, *_payment_notes(table, file, word_for_orders(orders))]
    )


def payment_events(payments: Mapped, key: str) -> tuple[pa.Table, list[Note]]:
    """`client`, `day`, `amount`: one row per payment."""
    rows, file = payments.picked(), payments.sheet.name
    said = f"{file}: {some(len(rows), 'payment')}{worth(rows)} in all."
    return _events(rows, key, {"amount": rows["amount"]}), [Note("understood", said, file, count=len(rows))]


def ticket_events(tickets: Mapped, key: str) -> tuple[pa.Table, list[Note]]:
    """`client`, `day`, `ours`: one row per ticket, and whether its topic says that it may be our own doing."""
    rows, file = tickets.picked(), tickets.sheet.name
    topics = rows["topic"].to_pylist() if "topic" in rows.column_names else [None] * len(rows)
    ours = [bool(topic) and any(word in str(topic).casefold() for word in OUR_FAULT_WORDS) for topic in topics]
    said = f"{file}: {some(len(rows), 'ticket')}, of which {sum(ours):,} may be our own doing and count against nobody."
    return _events(rows, key, {"ours": pa.array(ours)}), [Note("understood", said, file, count=len(rows))]


def _events(rows: pa.Table, key: str, more: dict[str, pa.Array]) -> pa.Table:
    day = next((rows[name] for name in ("order date", "paid date") if name in rows.column_names), None)
    day = pa.nulls(len(rows), pa.date32()) if day is None else day
    table = pa.table({"client": rows[key], "day": day, **more})
    return table.filter(pc.is_valid(table["client"]))


def word_for_orders(orders: Mapped) -> str:
    """What the file calls one of its rows: "invoice" or "order"."""
    said = " ".join(orders.roles.get(name, "") for name in ("order id", "order date", "amount")).casefold()
    return "invoice" if "invoice" in said else "order"


def client_key(mapped: Mapped) -> str:
    """The surest role by which a log names its clients."""
    return next(name for name in CLIENT_KEYS if name in mapped.roles)


def _charged_rows(rows: pa.Table, orders: Mapped) -> pa.Table:
    """The rows with `amount` and `discount` in money."""
    has, rate = rows.column_names, rate_of(orders)
    extra = {"amount": charged(has, rate)} if "amount" not in has else {}
    if "discount" in orders.roles:
        extra["discount"] = discounted(has, rate)
    if not extra:
        return rows
    kept = ", ".join(quote(name) for name in has if name not in extra)
    listed = ", ".join(f"{text} AS {name}" for name, text in extra.items())
    return run(f"SELECT {kept}, {listed} FROM rows ORDER BY row", {"rows": rows})


def _with_client(rows: pa.Table, orders: Mapped, key: str) -> tuple[pa.Table, list[Note]]:
    """Leave out the rows that name no client, and say so."""
    missing = rows.filter(pc.is_null(rows[key]))
    rows = rows.filter(pc.is_valid(rows[key]))
    rows = rows.append_column("client", pc.utf8_lower(rows[key]) if key == "email" else rows[key])
    if not len(missing):
        return rows, []
    file, heading = orders.sheet.name, orders.roles[key]
    said = (
        f"Nothing under {heading}: {some(len(missing), 'row')} of {file}{worth(missing)}; nobody can tell whose, so "
        "nothing of it was merged."
    )
    return rows, [Note("left out", said, file, missing["row"][0].as_py(), heading, len(missing))]


def _names(rows: pa.Table) -> dict[str, str]:
    pairs = run('SELECT client, MIN("client name") AS name FROM rows GROUP BY 1', {"rows": rows})
    return dict(zip(pairs["client"].to_pylist(), pairs["name"].to_pylist(), strict=True))


def _standard(rows: pa.Table) -> pa.Table:
    """The columns of `orders.ORDER_COLUMNS`, still one row per row of the file."""
    has = rows.column_names
    day = next((quote(name) for name in ("order date", "paid date", "due date") if name in has), "CAST(NULL AS DATE)")
    columns = {"client": "client", "order_id": '"order id"' if "order id" in has else "CAST(row AS VARCHAR)"}
    columns |= {"day": day, "amount": "amount"}
    if "discount" in has:
        columns["discount"] = "discount"
    if "returned" in has:
        columns["refund"] = "CASE WHEN returned THEN ABS(amount) ELSE 0 END"
    elif "given back" in has:
        columns["refund"] = 'CASE WHEN "given back" THEN ABS(amount) ELSE 0 END'
    elif "refund" in has:
        columns["refund"] = "ABS(COALESCE(refund, 0))"
    if "cost" in has:
        columns["cost"] = "cost"
    elif "unit cost" in has:
        columns["cost"] = '"unit cost" * COALESCE(quantity, 1)' if "quantity" in has else '"unit cost"'
    columns |= {to: quote(name) for name, to in RENAMED.items() if name in has}
    if "disputed" in has:
        columns["disputed"] = "disputed" if pa.types.is_boolean(rows.schema.field("disputed").type) else "disputed <> 0"
    listed = ", ".join(f"{text} AS {name}" for name, text in columns.items())
    return run(f"SELECT {listed}, row FROM rows ORDER BY row", {"rows": rows})


def _one_row_per_order(rows: pa.Table, file: str, own_amount: bool) -> tuple[pa.Table, list[Note]]:
    """Fold the rows of a file that repeats its order numbers; a total repeated on each row counts once."""
    counted = (
        "WITH orders AS (SELECT COUNT(*) AS lines, MIN(amount) = MAX(amount) AS level FROM rows"
        " GROUP BY client, order_id)"
        " SELECT COUNT(*) AS orders, SUM(CASE WHEN lines > 1 THEN 1 ELSE 0 END) AS many,"
        " SUM(CASE WHEN lines > 1 AND level THEN 1 ELSE 0 END) AS same FROM orders"
    )
    folded = run(counted, {"rows": rows})
    orders, many, same = (int(folded[name][0].as_py() or 0) for name in ("orders", "many", "same"))
    if not many:
        return rows.drop_columns(["row"]), []
    once = own_amount and many > 1 and same == many
    folds = FOLDS | dict.fromkeys(MONEY, "MAX({0})" if once else "SUM({0})")
    listed = ", ".join(
        f"{_folded(name, folds)} AS {name}" for name in rows.column_names if name not in ("client", "order_id", "row")
    )
    table = run(f"SELECT client, order_id, {listed} FROM rows GROUP BY 1, 2 ORDER BY 1, 2", {"rows": rows})
    how = (
        "the same amount stands on every row of an order and was counted once"
        if once
        else "their amounts were added up"
    )
    said = f"{file} repeats its order numbers: {some(len(rows), 'row')} for {some(orders, 'order')}; {how}."
    return table, [Note("doubt" if once else "understood", said, file, count=len(rows))]


def _folded(name: str, folds: dict[str, str]) -> str:
    if name not in (*MONEY, "cost", "quantity"):
        return folds.get(name, "MIN({0})").format(name)
    return f"CAST({folds[name].format(f'CAST({name} AS DECIMAL(18, 4))')} AS DOUBLE)"


def _payment_notes(table: pa.Table, file: str, word: str) -> list[Note]:
    """How many orders were paid late and disputed, as far as the log tells."""
    notes, has = [], set(table.column_names)
    late = prepared_columns(has, date.max, "duckdb").get("days_late")
    if late:
        text = "SELECT SUM(CASE WHEN late > 0 THEN 1 ELSE 0 END) AS late, COUNT(late) AS known"
        text += f" FROM (SELECT {late} AS late FROM orders)"
        late_count, settled = (int(column[0].as_py() or 0) for column in run(text, {"orders": table}).columns)
        unpaid = len(table) - settled
        said = f"Paid late: {late_count:,} of {some(settled, word)} in {file}"
        said += f"; not known of {unpaid:,} more." if unpaid else "."
        notes.append(Note("understood", said, file, count=late_count))
    if "disputed" in has:
        disputed = int(pc.sum(table["disputed"]).as_py() or 0)
        notes.append(Note("understood", f"Disputed: {some(disputed, word)} in {file}.", file, count=disputed))
    return notes
