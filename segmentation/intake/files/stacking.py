"""Files with the same headings, such as one order log per year, become one sheet."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.sheet import Note, Sheet
from segmentation.intake.files.values import understand


def stacked(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, those with the same headings put under each other and understood again as one."""
    alike: dict[tuple[str, ...], list[Sheet]] = {}
    for sheet in sheets:
        alike.setdefault(tuple(sorted(sheet.text.column_names)), []).append(sheet)
    return [group[0] if len(group) == 1 else _one(group) for group in alike.values()]


def _one(sheets: list[Sheet]) -> Sheet:
    headings = sheets[0].text.column_names
    columns = {
        heading: pc.fill_null(pa.chunked_array([c for s in sheets for c in s.text[heading].chunks], pa.string()), "")
        for heading in headings
    }
    name = " + ".join(sheet.name for sheet in sheets)
    rows = pa.chunked_array([pa.array(sheet.rows) for sheet in sheets]).combine_chunks()
    understood = understand(pa.table(columns).combine_chunks(), rows, name)
    said = f"{' and '.join(sheet.name for sheet in sheets)} have the same headings and were read as one list."
    notes = [note for sheet in sheets for note in sheet.notes if note.kind != "doubt"]
    return Sheet(
        name, understood.columns, understood.values, understood.text, rows,
        (Note("understood", said, name, count=len(rows)), *notes, *understood.notes),
    )  # fmt: skip
