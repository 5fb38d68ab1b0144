"""What a row's status says: which orders are sales, and which were cancelled, lost, refunded or disputed."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.sheet import Note, some

STATUSES = {
    "disputed": r"(in )?disputed?|disputes?\b.*|chargebacks?\b.*",
    "refunded": r"(fully )?refunded|returned|reversed",
    "cancelled": r"cancel\w*|void(ed)?|fail(ed|ure)|declined|rejected|expired|abandoned|draft|deleted",
    "lost": r"(closed )?lost|no deal",
    "won": r"(closed )?won",
    "open": r"prospect\w*|engag\w*|quoted?|proposal\b.*|negotiat\w*|qualif\w*|(new )?lead|open",
}
"""What a status says, as a pattern for the whole of it; every other status is an ordinary order."""
NOT_SALES = {"cancelled": "Cancelled or failed", "lost": "Lost", "open": "Still open"}


def sales_only(rows: pa.Table, file: str, heading: str) -> tuple[pa.Table, pa.Table | None, list[Note]]:
    """The rows that are sales, marked `disputed` and `given back` where their status says so.

    Where deals are won and lost, only the won ones are sales. Returns the rows, a table `client`, `day`, `won` of the
    closed deals (None where won and lost are not told apart), and a note per reason for which rows were left out.
    """
    kinds = {said: _kind(said) for said in pc.unique(pc.drop_null(rows["status"])).to_pylist()}
    deals = "won" in kinds.values() and bool({"lost", "open"} & set(kinds.values()))
    kind = pa.array([kinds.get(said, "") for said in rows["status"].to_pylist()], pa.string())
    if deals:
        kind = pc.if_else(pc.equal(kind, ""), "open", kind)
    rows = rows.append_column("kind", kind)
    left = ("cancelled", "lost", "open") if deals else ("cancelled",)
    notes = []
    for reason in left:
        gone = rows.filter(pc.equal(rows["kind"], reason))
        if len(gone):
            said = f"{NOT_SALES[reason]}: {some(len(gone), 'row')} of {file}{worth(gone)}, not counted as sales."
            notes.append(Note("left out", said, file, gone["row"][0].as_py(), heading, len(gone)))
    closed = _closed(rows) if deals else None
    rows = rows.filter(pc.invert(pc.is_in(rows["kind"], pa.array(left))))
    if "disputed" not in rows.column_names and "disputed" in kinds.values():
        rows = rows.append_column("disputed", pc.equal(rows["kind"], "disputed"))
    if "refunded" in kinds.values() and "refund" not in rows.column_names:
        rows = rows.append_column("given back", pc.equal(rows["kind"], "refunded"))
    return rows.drop_columns(["kind"]), closed, notes


def worth(rows: pa.Table) -> str:
    """What some rows are worth together, as a phrase; "" where nothing is."""
    total = pc.sum(rows["amount"]).as_py() if "amount" in rows.column_names else None
    return f", worth {total:,.2f}" if total else ""


def _kind(said: str) -> str:
    lowered = " ".join(re.findall(r"[^\W_]+", said.casefold()))
    return next((kind for kind, pattern in STATUSES.items() if re.fullmatch(pattern, lowered)), "")


def _closed(rows: pa.Table) -> pa.Table:
    closed = rows.filter(pc.is_in(rows["kind"], pa.array(["won", "lost"])))
    day = closed["order date"] if "order date" in rows.column_names else pa.nulls(len(closed), pa.date32())
    return pa.table({"client": closed["client"], "day": day, "won": pc.equal(closed["kind"], "won")})
