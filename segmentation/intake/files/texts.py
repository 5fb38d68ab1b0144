"""Texts on their way in and out of files: the guard against formulas, put on and taken off, and what cannot be seen."""

import pyarrow as pa
import pyarrow.compute as pc

SIGN = r"=+\-@|%\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}"
"""What a cell begins with that a spreadsheet may run as a formula."""
BREAK = r"\t\r\n\v\f\x{85}\x{2028}\x{2029}"
OVERLOOKED = r"\x{1c}-\x{1f}\p{Zs}\x{feff}\x00'\""
"""What a spreadsheet overlooks before such a sign: blanks, quotes, and signs that do not show."""
AT_START = rf"([{BREAK}{OVERLOOKED}]*[{SIGN}\t\r\n])"
INSIDE = rf"([{OVERLOOKED}]*[{SIGN}])"
"""After a semicolon, tab or line break, where the spreadsheets of many countries begin another cell."""
PUT_ON = ((rf"([;{BREAK}]){INSIDE}", r"\1'\2"), (rf"^{AT_START}", r"'\1"))
TAKE_OFF = ((rf"^'{AT_START}", r"\1"), (rf"([;{BREAK}])'{INSIDE}", r"\1\2"))
TIDY = (
    (rf"[{BREAK}]+", " "),
    (r"[\x00-\x1f\x7f-\x9f\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]", ""),
)
"""Line breaks; then control characters and those that turn the direction of writing: none may reach a screen."""


def guarded(texts: pa.Array) -> pa.Array:
    """Texts with an apostrophe before whatever a spreadsheet would run; `clean` takes the very same ones off."""
    return _replaced(texts, PUT_ON)


def clean(cells: pa.Array) -> pa.Array:
    """Text cells as one line each, without what cannot be seen and without the guard of an exported formula."""
    return pc.utf8_trim_whitespace(_replaced(cells, TAKE_OFF + TIDY))


def _replaced(texts: pa.Array, replacements: tuple[tuple[str, str], ...]) -> pa.Array:
    for pattern, replacement in replacements:
        if pc.any(pc.match_substring_regex(texts, pattern)).as_py():
            texts = pc.replace_substring_regex(texts, pattern, replacement)
    return texts
