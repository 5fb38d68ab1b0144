"""Text files become rows of cells: which encoding, which delimiter, which quotes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from segmentation.intake.files.sheet import Note, Unreadable

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = ",;\t|"
NO_DELIMITER = "\x1f"
"""Stands for none in a file of one column."""
ENCODINGS = {
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "mac_roman": "old Macintosh (Mac Roman)",
    "cp1251": "Cyrillic (Windows-1251)",
}
"""What is tried where a file is not Unicode, the likeliest first."""
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""The bytes a Unicode file may open with."""
FEW_LETTERS = 4
"""Accented letters below which no encoding can be told by them."""
SIGN_IN_WORD = re.compile(
    r"[^\W\d_][^\w\s\x00-\x7f’]|[^\w\s\x00-\x7f“„«‘¿¡][^\W\d_]|[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]"
)
"""What no word has inside: a sign, or letters of two scripts."""
SAMPLE_LINES = 500
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
    lines = islice(re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data), SAMPLE_LINES)
    sample = b"\n".join(line[0][:1000] for line in lines)
    for encoding in _ranked(sample):
        try:
            text = _checked(name, data.decode(encoding))
        except UnicodeDecodeError:
            continue
        note = f"{name} is not in Unicode; it was read as {ENCODINGS[encoding]} text, so look at names with accents."
        return text, [Note("understood", note, name)]
    raise _binary(name)


def _ranked(sample: bytes) -> list[str]:
    """The encodings that make sense of the sample, the most plausible first.

    Signs inside words ("\u00a3ukasz", "Pe\u2013a") tell most against one, then disorder; where too few
    letters tell anything, the likeliest encoding has the benefit of the doubt.
    """
    disorder = {
        encoding: round(match.chaos, 1)
        for match in from_bytes(sample, cp_isolation=list(ENCODINGS))
        for encoding in match.could_be_from_charset
        if encoding in ENCODINGS
    }
    likeliest = next(iter(ENCODINGS))
    few = len(re.findall(rb"[\x80-\xff]", sample)) < FEW_LETTERS
    disorder.setdefault(likeliest, 0.0 if few else 1.0)
    signs = {encoding: len(SIGN_IN_WORD.findall(sample.decode(encoding, "replace"))) for encoding in disorder}
    order = list(ENCODINGS)
    return sorted(disorder, key=lambda encoding: (signs[encoding], disorder[encoding], order.index(encoding)))


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
    """The mark that cuts the start of the file most regularly into several cells; "" for a single column."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best, delimiter = (0.5, 0, 0), ""
    for mark in DELIMITERS:
        records = [record for record in _parse(sample, mark) if "".join(record).strip()]
        if not records:
            return mark
        if len(text) > SAMPLE:
            records = records[:-1] or records
        regularity = _regularity(records)
        if regularity > best and not _is_prose(records):
            best, delimiter = regularity, mark
    return delimiter


def _regularity(records: list[list[str]]) -> tuple[float, int, int]:
    """The share of rows with the usual number of cells above one, minus the rows above them, and that number.

    Titles above the rows are not counted, but of two marks the one that also cuts the headings is the better: amounts
    may hold a comma in every row, headings do not.
    """
    first = next((index for index, record in enumerate(records) if len(record) > 1), None)
    if first is None:
        return 0.0, 0, 1
    width, count = Counter(len(record) for record in records if len(record) > 1).most_common(1)[0]
    return count / (len(records) - first), -first, width


def _is_prose(records: list[list[str]]) -> bool:
    """A list of "Smith, Jane" or "12,5" under a heading without the mark: one column, not two."""
    if len(records[0]) > 1:
        return False
    first = next(record for record in records if len(record) > 1)
    return all(cell[:1] == " " for cell in first[1:]) or any(FIGURE.fullmatch(cell) for cell in first)


def _parse(text: str, delimiter: str, tidy: bool = False) -> "Reader":
    csv.field_size_limit(LARGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or NO_DELIMITER, skipinitialspace=tidy)


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
        for _ in csv.reader(tail, delimiter=delimiter or NO_DELIMITER, strict=True):
            pass
    except csv.Error as problem:
        return "unexpected end" in str(problem)
    return False


def _place(note: Note, cells: list[list[str]], rows: list[int]) -> Note:
    """The note with the first row that holds a character nobody could read."""
    row = next((row for row, record in zip(rows, cells, strict=True) if "\ufffd" in "".join(record)), None)
    return Note(note.kind, note.text, note.file, row, count=note.count)
