"""What a row's status says: which orders are sales, which were cancelled, lost, disputed or are still open."""

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import quote, run
from segmentation.intake.files.sheet import Note, some

STATUS_WORDS = {
    "cancelled": ("cancel", "void", "fail", "declin", "reject", "expired", "abandon", "draft", "deleted"),
    "lost": ("lost", "no deal"),
    "open": ("prospect", "engag", "quoted", "proposal", "negotiat", "qualif", "lead"),
    "won": ("won",),
    "disputed": ("disput", "chargeback"),
}
"""What a status says, by the words in it; the first match counts, and every other status is an ordinary order."""
NOT_SALES = {"cancelled": "Cancelled or failed", "lost": "Lost", "open": "Still open"}


def sales_only(rows: pa.Table, file: str, heading: str) -> tuple[pa.Table, pa.Table | None, list[Note]]:
    """The rows that are sales, marked `disputed` where their status says so.

    Where some rows are won, as in a list of deals, only those are sales. Returns the rows, a table `client`,
    `won_share` where won and lost are told apart (else None), and a note per reason for which rows were left out.
    """
    kinds = {said: _kind(said) for said in pc.unique(pc.drop_null(rows["status"])).to_pylist()}
    deals = "won" in kinds.values()
    kind = pa.array([kinds.get(said, "") for said in rows["status"].to_pylist()])
    if deals:
        kind = pc.if_else(pc.equal(kind, ""), "open", kind)
    rows = rows.append_column("kind", kind)
    notes = []
    for reason, phrase in NOT_SALES.items():
        gone = rows.filter(pc.equal(rows["kind"], reason))
        if len(gone) and (deals or reason != "open"):
            said = f"{phrase}: {some(len(gone), 'row')} of {file}{worth(gone)}, not counted as sales."
            notes.append(Note("left out", said, file, gone["row"][0].as_py(), heading, len(gone)))
            rows = rows.filter(pc.not_equal(rows["kind"], reason)) if reason != "lost" else rows
    won = _won_share(rows) if deals else None
    rows = rows.filter(pc.not_equal(rows["kind"], "lost"))
    if "disputed" not in rows.column_names and "disputed" in kinds.values():
        rows = rows.append_column("disputed", pc.equal(rows["kind"], "disputed"))
    return rows.drop_columns(["kind"]), won, notes


def worth(rows: pa.Table) -> str:
    """What some rows are worth together, as a phrase; "" where nothing is."""
    total = pc.sum(rows["amount"]).as_py() if "amount" in rows.column_names else None
    return f", worth {total:,.2f}" if total else ""


def _kind(said: str) -> str:
    lowered = said.casefold()
    return next((kind for kind, words in STATUS_WORDS.items() if any(word in lowered for word in words)), "")


def _won_share(rows: pa.Table) -> pa.Table:
    share = "CAST(SUM(CASE WHEN kind = 'won' THEN 1 ELSE 0 END) AS DOUBLE) / COUNT(*)"
    text = f"SELECT client, {share} AS {quote('won_share')} FROM rows WHERE kind IN ('won', 'lost') GROUP BY 1"
    return run(text, {"rows": rows})
