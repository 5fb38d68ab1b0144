"""Bytes become a Sheet: a file is told by its content, laid out as a table, and its columns are understood."""

import re
from pathlib import Path, PurePath

from segmentation.intake.files.delimited import Grid, read_text
from segmentation.intake.files.layout import lay_out
from segmentation.intake.files.sheet import Sheet, Unreadable
from segmentation.intake.files.values import understand
from segmentation.intake.files.workbooks import is_workbook, open_workbook, read_worksheet, visible_worksheets

CHOSEN = re.compile(r"(.*?\.(?:xlsx|xlsm|xlsb|xls|ods|csv|txt|tsv))#(.+)", re.IGNORECASE | re.DOTALL)
"""A file name followed by the worksheet that is wanted."""
FOREIGN = {
    b"%PDF": "a PDF document; load the spreadsheet it was made from",
    b"SQLite format 3\0": "a database; export its table of clients as CSV and load that",
    b"\x1f\x8b": "compressed; unpack it and load the file inside",
}
"""What the first bytes tell of files that are no tables, and what to do then."""


def read_sheet(file: str | Path | tuple[str, bytes]) -> Sheet:
    """Read one table of a file.

    `file` is a path, or a name with the content. A name may end in `#Worksheet`; without it the first
    worksheet that holds a table is read, and a note names the others.

    Raises
    ------
    Unreadable
        The file is missing, empty, broken, locked or no table.
    """
    name, worksheet, data = _content(file)
    if is_workbook(data):
        workbook = open_workbook(name, data)
        title, grid = read_worksheet(name, workbook, worksheet)
        label = f"{name}#{title}" if len(visible_worksheets(workbook)) > 1 or worksheet else name
    elif worksheet:
        raise Unreadable(f"{name} is a text file, which has no worksheets; leave out #{worksheet}.")
    else:
        grid, label = read_text(name, data), name
    return _understood(label, name, grid)


def worksheets(name: str, data: bytes) -> tuple[str, ...]:
    """The names of a workbook's visible worksheets; () for a text file. Raises Unreadable where it is broken."""
    return visible_worksheets(open_workbook(PurePath(name).name, data)) if is_workbook(data) else ()


def _understood(label: str, name: str, grid: Grid) -> Sheet:
    layout = lay_out(name, grid)
    understood = understand(layout.table, layout.rows, name, grid.delimiter, layout.typed)
    return Sheet(
        name=label,
        columns=understood.columns,
        values=understood.values,
        text=understood.text,
        rows=layout.rows,
        notes=layout.notes + understood.notes,
    )


def _content(file: str | Path | tuple[str, bytes]) -> tuple[str, str, bytes]:
    """The base name, the worksheet asked for ("" if none), and the bytes."""
    path, data = file if isinstance(file, tuple) else (str(file), None)
    worksheet = ""
    chosen = CHOSEN.fullmatch(path)
    if chosen and (data is not None or not Path(path).exists()):
        path, worksheet = chosen[1], chosen[2]
    name = re.split(r"[/\\]", path)[-1]
    if data is None:
        try:
            data = Path(path).read_bytes()
        except (OSError, ValueError):
            raise Unreadable(f"{path} cannot be opened; check its name and that nothing else holds it.") from None
    if not data.strip():
        raise Unreadable(f"{name} is empty: it has no rows; choose a file with headings and a row per client.")
    for start, what in FOREIGN.items():
        if data.startswith(start):
            raise Unreadable(f"{name} is {what}.")
    return name, worksheet, data
