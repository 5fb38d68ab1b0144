"""Text files become rows of cells: which encoding, which delimiter, which quotes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from charset_normalizer import CharsetMatch, from_bytes

from segmentation.intake.sheet import Note, Unreadable

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
ENCODINGS = {
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "mac_roman": "old Macintosh (Mac Roman)",
    "cp1251": "Cyrillic (Windows-1251)",
}
"""What is tried where a file is not Unicode, the likeliest first."""
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""The bytes a Unicode file may open with."""
SAMPLE = 64 * 1024
"""Characters that the delimiter is judged by."""
LARGEST_CELL = 1 << 30
FIGURE = re.compile(r"\s*[-+(]?[\d.,]*\d[\d.,]*\)?\s*")
"""A number, in whatever notation."""
HINT = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line by which a spreadsheet is told the delimiter; it is not counted as a row."""


@dataclass(frozen=True)
class Grid:
    """The cells of a file or worksheet as they were written, without its wholly empty rows."""

    cells: list[list[str]]
    rows: list[int]
    """The file's row number of each, counted from 1."""
    delimiter: str = ""
    typed: frozenset[int] = frozenset()
    """Columns whose numbers come as numbers, so that their decimals are beyond doubt."""
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows):
            raise ValueError("Every row needs its number.")


def read_text(name: str, data: bytes) -> Grid:
    """The rows of a delimited text file; raises Unreadable where it is none."""
    text, notes = _decode(name, data)
    hint = HINT.match(text)
    if hint:
        text = text[hint.end() :]
    delimiter = hint[1] if hint else _delimiter(text)
    cells: list[list[str]] = []
    rows: list[int] = []
    for number, record in enumerate(_records(name, text, delimiter), 1):
        if record and "".join(record).strip():
            cells.append(record)
            rows.append(number)
    if any("\ufffd" in note.text for note in notes):
        notes = [_place(note, cells, rows) for note in notes]
    return Grid(cells, rows, delimiter, notes=tuple(notes))


def _decode(name: str, data: bytes) -> tuple[str, list[Note]]:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            try:
                return _checked(name, data.decode(encoding)), []
            except UnicodeError:
                break
    if b"\0" in data:
        raise _binary(name)
    try:
        return _checked(name, data.decode("utf-8")), []
    except UnicodeDecodeError:
        return _decode_doubtful(name, data)


def _decode_doubtful(name: str, data: bytes) -> tuple[str, list[Note]]:
    """Text that is not clean Unicode: damaged UTF-8 where many of its accents are whole,
    since that hardly happens by chance; else the likeliest old encoding.
    """
    repaired = data.decode("utf-8", errors="replace")
    lost = repaired.count("\ufffd")
    if lost <= 4 * len(re.findall(r"[^\x00-\x7f\ufffd]", repaired)):
        told = "1 character" if lost == 1 else f"{lost:,} characters"
        note = f"{name} has {told} that cannot be read, shown as \ufffd; save it again as UTF-8 to mend this."
        return _checked(name, repaired), [Note("changed", note, name, count=lost)]
    lines = islice(re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data), 500)
    found = from_bytes(b"\n".join(line[0][:1000] for line in lines), cp_isolation=list(ENCODINGS))
    for match in sorted(found, key=_implausible):
        encoding = min(_encodings(match), key=list(ENCODINGS).index)
        try:
            text = _checked(name, data.decode(encoding))
        except UnicodeDecodeError:
            continue
        note = f"{name} is not in Unicode; it was read as {ENCODINGS[encoding]} text, so look at names with accents."
        return text, [Note("understood", note, name)]
    raise _binary(name)


def _encodings(match: CharsetMatch) -> list[str]:
    """The encodings under which the text reads the same."""
    return [encoding for encoding in match.could_be_from_charset if encoding in ENCODINGS]


def _implausible(match: CharsetMatch) -> tuple[int, float, int]:
    """Signs inside words ("\u00a3ukasz", "Pe\u2013a") tell of a wrong encoding; then disorder, then rarity."""
    inside = len(re.findall(r"[^\W\d_][^\w\s\x00-\x7f’]|[^\w\s\x00-\x7f“„«‘¿¡][^\W\d_]", str(match)))
    return inside, match.chaos, min(map(list(ENCODINGS).index, _encodings(match)))


def _checked(name: str, text: str) -> str:
    if "\0" in text:
        raise _binary(name)
    start = text[:SAMPLE].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise Unreadable(f"{name} is a web page or XML, not a table; open it in a spreadsheet and save it as CSV.")
    if start.startswith(("{", "[{", "[\n")):
        raise Unreadable(f"{name} holds JSON, not a table; save it as CSV or Excel and load that.")
    strange = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text[:SAMPLE]))
    if strange > 10 and strange > len(text[:SAMPLE]) / 50:
        raise _binary(name)
    return text


def _binary(name: str) -> Unreadable:
    return Unreadable(f"{name} is not a table of text; save it as Excel or as CSV in UTF-8 and load that.")


def _delimiter(text: str) -> str:
    """The mark that cuts most rows of the start of the file into the same number of cells, above one."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best, delimiter = (0.0, 0), ","
    for mark in DELIMITERS:
        records = [record for record in _parse(sample, mark) if "".join(record).strip()]
        if len(text) > SAMPLE:
            records = records[:-1] or records
        width, share = _regularity(records)
        if width > 1 and (share, width) > best and not _is_prose(records):
            best, delimiter = (share, width), mark
    return delimiter


def _regularity(records: list[list[str]]) -> tuple[int, float]:
    """The usual number of cells, and the share of the rows that have it."""
    if not records:
        return 0, 0.0
    width, count = Counter(map(len, records)).most_common(1)[0]
    return width, count / len(records)


def _is_prose(records: list[list[str]]) -> bool:
    """A list of "Smith, Jane" or "12,5" under a heading without the mark: one column, not two."""
    cut = [record for record in records if len(record) > 1]
    if len(records[0]) > 1 or not cut:
        return False
    first = cut[0]
    return all(cell[:1] == " " for cell in first[1:]) or any(FIGURE.fullmatch(cell) for cell in first)


def _parse(text: str, delimiter: str, tidy: bool = False) -> "Reader":
    csv.field_size_limit(LARGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=tidy)


def _records(name: str, text: str, delimiter: str) -> Iterator[list[str]]:
    reader = _parse(text, delimiter, tidy=True)
    row = start = ended = 0
    for record in reader:
        row, start, ended = row + 1, ended, reader.line_num
        yield record
    if ended > start + 1 and _is_unclosed(text, start, delimiter):
        raise Unreadable(
            f"{name} has a quotation mark in row {row} that is never closed, "
            "so the rows after it run together; close or delete it and load the file again."
        )


def _is_unclosed(text: str, line: int, delimiter: str) -> bool:
    tail = islice(io.StringIO(text, newline=""), line, None)
    try:
        for _ in csv.reader(tail, delimiter=delimiter, strict=True):
            pass
    except csv.Error as problem:
        return "unexpected end" in str(problem)
    return False


def _place(note: Note, cells: list[list[str]], rows: list[int]) -> Note:
    """The note with the first row that holds a character nobody could read."""
    row = next((row for row, record in zip(rows, cells, strict=True) if "\ufffd" in "".join(record)), None)
    return Note(note.kind, note.text, note.file, row, count=note.count)
