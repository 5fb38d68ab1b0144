"""Workbooks (Excel and OpenDocument) become the same rows of text cells that a text file gives."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from segmentation.intake.files.delimited import Grid
from segmentation.intake.files.sheet import Note, Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 1 << 30
"""Bytes a workbook may unpack to."""
STEEPEST = 200
"""How many times its size a workbook may unpack to, once that is over `HARMLESS` bytes."""
HARMLESS = 10 << 20
MEMBERS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
"""A zip with none of these is no workbook."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Excel keeps a workbook that has a password."""
MOST_CELLS = 50_000_000
Cell = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(data: bytes) -> bool:
    """Whether the content is a workbook or claims to be one; the file's name has no say."""
    return data.startswith((ZIP, OLE))


def open_workbook(name: str, data: bytes) -> CalamineWorkbook:
    """The workbook, checked before it is unpacked; raises Unreadable."""
    if data.startswith(ZIP):
        _check_zip(name, data)
    elif ENCRYPTED in data:
        raise _locked(name)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise _locked(name) from None
    except CalamineError:
        raise _broken(name) from None


def visible_worksheets(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """The names of the worksheets that a person sees, in order; all where none is visible."""
    seen = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    return tuple(seen or workbook.sheet_names)


def read_worksheet(name: str, workbook: CalamineWorkbook, worksheet: str) -> tuple[str, Grid]:
    """The worksheet's name and its rows; with worksheet "" the first that holds a table. Raises Unreadable."""
    known = visible_worksheets(workbook)
    if worksheet:
        for title in workbook.sheet_names:
            if title.casefold() == worksheet.casefold():
                return title, _grid(name, workbook, title)
        raise Unreadable(f"{name} has no worksheet {worksheet}; it has {_listed(known)}.")
    grids = ((title, _grid(name, workbook, title)) for title in known)
    first, chosen = None, None
    for title, grid in grids:
        first = first or ((title, grid) if grid.cells else None)
        if sum(sum(map(bool, record)) > 1 for record in grid.cells) > 1:
            chosen = title, grid
            break
    title, grid = chosen or first or (known[0], Grid([], []))
    others = [other for other in known if other != title]
    if not others:
        return title, grid
    text = (
        f"{name} also holds the worksheet{'s' * (len(others) > 1)} {_listed(others)}; "
        f"write {PurePath(name).name}#{others[-1]} to read another."
    )
    return title, Grid(grid.cells, grid.rows, typed=grid.typed, notes=(Note("understood", text, name),))


def _check_zip(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise _broken(name) from None
    if not MEMBERS & {member.filename for member in members}:
        raise Unreadable(f"{name} is a zip archive, not a workbook; unpack it and load the files inside.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST or (unpacked > HARMLESS and unpacked > STEEPEST * len(data)):
        raise Unreadable(
            f"{name} would unpack to {unpacked / 1e6:,.0f} MB, which no ordinary list does; "
            "save the worksheet as CSV and load that."
        )


def _grid(name: str, workbook: CalamineWorkbook, worksheet: str) -> Grid:
    try:
        sheet: CalamineSheet = workbook.get_sheet_by_name(worksheet)
        if (sheet.total_height + 1) * (sheet.total_width + 1) > MOST_CELLS:
            raise Unreadable(
                f"{name} marks more than {MOST_CELLS:,} cells as used; delete the empty rows and columns and save it."
            )
        records = sheet.to_python(skip_empty_area=False)
    except PasswordError:
        raise _locked(name) from None
    except CalamineError:
        raise _broken(name) from None
    cells: list[list[str]] = []
    rows: list[int] = []
    typed: set[int] = set()
    for number, record in enumerate(records, 1):
        if any(cell != "" for cell in record):
            typed.update(index for index, cell in enumerate(record) if type(cell) in (int, float))
            texts = [cell if type(cell) is str else _as_text(cell) for cell in record]
            if "".join(texts).strip():
                cells.append(texts)
                rows.append(number)
    return Grid(cells, rows, typed=frozenset(typed))


def _as_text(cell: Cell) -> str:
    """A typed cell as a person would write it in a text file."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _locked(name: str) -> Unreadable:
    return Unreadable(f"{name} is protected by a password; save it without one and load it again.")


def _broken(name: str) -> Unreadable:
    return Unreadable(f"{name} is broken or not a workbook; open it in a spreadsheet, save it again and load that.")
