"""Segment lists as CSV files: every client, at full precision, safe to open in a spreadsheet."""

import io
import zipfile
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from segmentation.intake.book import CLIENT, NAME, Book
from segmentation.intake.files.texts import guarded
from segmentation.method.policy import Policy
from segmentation.method.scoring import SEGMENT_KEYS
from segmentation.method.segments import FILE_WORDS, SEGMENT_WORDS
from segmentation.method.sentences import reasons
from segmentation.method.sorting import Sorting, shown_scores
from segmentation.method.wording import name_of, spoken

NOT_A_FIT = "not a fit"
"""What a dud is called outside the house."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it, Excel takes UTF-8 for the code page of the machine."""


def to_csv(
    sorting: Sorting, segment: str | None = None, dud_label: str = NOT_A_FIT, rows: pa.Array | None = None
) -> bytes:
    """Every client of a segment (of the book, for None) as CSV: commas, UTF-8 with a byte order mark.

    `rows`: only these rows of the sorting, in this order, whatever their segment.

    Columns: id, name, segment, score (0 to 100; empty where not enough is known), evidence (0 to 1), reason, worth,
    then every trait of the policy. Numbers have every digit, shares are plain fractions, dates are ISO, and what is not
    known is empty.

    Raises
    ------
    ValueError
        There is no such segment.
    """
    rows = sorting.rows_of(segment) if rows is None else rows
    table = _result(sorting, rows, dud_label)
    taken = list(table.column_names)
    columns = list(table.columns)
    for key in sorting.policy.trait_keys:
        taken.append(_heading(sorting.book, sorting.policy, key, taken))
        columns.append(_cells(sorting.book, key, rows))
    written = io.BytesIO()
    written.write(BYTE_ORDER_MARK)
    safe = [guarded(column) if pa.types.is_string(column.type) else column for column in columns]
    csv.write_csv(pa.table(safe, names=guarded(pa.array(taken)).to_pylist()), written)
    return written.getvalue()


def file_name(segment: str | None, day: date) -> str:
    """What a list is called: "stars-2026-11-14.csv"; the day is the book's as-of day."""
    return f"{FILE_WORDS[segment] if segment else 'all-clients'}-{day.isoformat()}.csv"


def to_zip(sorting: Sorting, dud_label: str = NOT_A_FIT) -> bytes:
    """The four lists and the policy they follow, as one ZIP file; the same sorting gives the same bytes."""
    day = sorting.book.as_of
    files = {file_name(segment, day): to_csv(sorting, segment, dud_label) for segment in SEGMENT_KEYS}
    files["policy.toml"] = sorting.policy.to_toml().encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # the same bytes on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=1)  # a million rows in seconds
    return written.getvalue()


def _result(sorting: Sorting, rows: pa.Array, dud_label: str) -> pa.Table:
    """Where each client stands and why."""
    table = sorting.table.select([CLIENT, NAME, "segment", "proposed", "score", "evidence"]).take(rows)
    words = pa.array([dud_label if key == "dud" else SEGMENT_WORDS[key] for key in SEGMENT_KEYS])
    segment = words.take(pc.index_in(table["segment"].combine_chunks(), pa.array(SEGMENT_KEYS)))
    worth = sorting.book.worth
    money = sorting.book.table[worth.key].take(rows) if worth else pa.nulls(len(rows), pa.float64())
    return pa.table(
        {
            "Client id": table[CLIENT],
            "Name": table[NAME],
            "Segment": segment,
            "Score": shown_scores(table),
            "Evidence": table["evidence"],
            "Reason": reasons(sorting, rows, dud_label),
            f"Worth ({', '.join(filter(None, (spoken(worth.label), worth.unit)))})" if worth else "Worth": money,
        }
    )


def _heading(book: Book, policy: Policy, key: str, taken: list[str]) -> str:
    """A trait's heading, with a number where another column has it already."""
    label = next((each.label for each in policy.criteria if each.trait == key), "")
    trait = book.trait(key)
    name = name_of(key, trait, "" if trait else label)
    if trait and trait.kind == "money" and trait.unit:
        name = f"{name} ({trait.unit})"
    number = next((n for n in range(2, len(taken) + 2) if f"{name} ({n})" not in taken), 2)
    return f"{name} ({number})" if name in taken else name


def _cells(book: Book, key: str, rows: pa.Array) -> pa.Array:
    if not book.trait(key):
        return pa.nulls(len(rows), pa.string())
    values = book.table[key].take(rows)
    if pa.types.is_floating(values.type):
        return pc.if_else(pc.is_finite(values), values, pa.scalar(None, values.type))
    return pc.if_else(values, "yes", "no") if pa.types.is_boolean(values.type) else values
