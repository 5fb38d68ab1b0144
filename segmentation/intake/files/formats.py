"""The notations a cell may be written in: each a pattern to fit and the SQL that turns it into a value."""

import re
from dataclasses import dataclass
from typing import Any

from segmentation.engines import literal
from segmentation.intake.files.sheet import ColumnKind

BLANK = r"[ \x{a0}\x{202f}\x{2009}]"
MINUS = r"[-−‒–]"
MARK = r"(?:US\$|[ACR]\$|[€$£¥₹]|CHF|USD|EUR|GBP|JPY|CAD|AUD|NZD|INR|SEK|NOK|DKK|PLN|kr|zł)"
SAME_MARKS = {"EUR": "€", "USD": "$", "US$": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}
POWER = r"(?:e[-+]?\d{1,3})?"
POINT_CORE = (
    rf"(?:(?:[1-9]\d{{0,2}}(?:(?:,\d{{3}})+|(?:,\d{{2}})+,\d{{3}}|(?:{BLANK}\d{{3}})+|(?:['’]\d{{3}})+)|\d+)"
    rf"(?:\.\d*)?|\.\d+){POWER}"
)
COMMA_CORE = rf"(?:(?:[1-9]\d{{0,2}}(?:(?:\.\d{{3}})+|(?:{BLANK}\d{{3}})+|(?:['’]\d{{3}})+)|\d+)(?:,\d*)?|,\d+){POWER}"
YEAR, MONTH, DAY = r"(?P<y>19\d\d|20\d\d|2100|\d\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>[12]\d|3[01]|0?[1-9])"
LONG_YEAR = r"(?P<y>19\d\d|20\d\d|2100)"
NAMED_MONTH = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
CLOCK = r"(?:(?:T|,? +)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)? ?(?:[ap]m)?(?: ?(?:Z|UTC|GMT)| ?[-+]\d\d:?\d\d)?)?"
MISSING_IN_TEXT = ("", "n/a", "#n/a", "#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "-", "--", "–", "—")
MISSING = (
    *MISSING_IN_TEXT,
    "na",
    "null",
    "none",
    "unknown",
    "?",
    ".",
    "n.a.",
    "tbd",
    "nan",
    "inf",
    "-inf",
    "+inf",
    "infinity",
    "-infinity",
)
"""Written in small letters: what says that a value is not known, in any column and in those of numbers or days."""


@dataclass(frozen=True)
class Format:
    """One notation: what a fitting cell looks like, and its value as SQL over `{cell}`."""

    kind: ColumnKind
    name: str
    """As the report says it: "dates written day/month/year"."""
    pattern: str
    """RE2; must fit the whole cell, in capital or small letters alike."""
    sql: str
    heading: str = ""
    """Counts only under a heading in which this pattern is found."""

    def value(self, cell: str) -> str:
        """SQL for the value of a cell, NULL where the cell is not written so (or is no day: 31 February)."""
        fits = f"regexp_full_match({cell}, {literal('(?i)' + self.pattern)})"
        return f"CASE WHEN {fits} THEN {self.sql.replace('{cell}', cell)} END"


def _amount(core: str) -> str:
    """A number with its sign and currency mark: before, after, or in brackets for less than nothing."""
    sign = rf"(?:[+]|{MINUS}){BLANK}?"
    before, after = rf"(?:{MARK}{BLANK}?)", rf"(?:{BLANK}?{MARK})"
    return (
        rf"(?:(?:{sign})?{before}?{core}{after}?|{before}{sign}{core}|{core}{after}?{BLANK}?{MINUS}"
        rf"|{core}{MINUS}{after}|\({before}?{core}{after}?\)|{before}\({core}\))"
    )


def _number(decimal: str) -> str:
    """SQL for the number in a cell, with this decimal mark; infinite is unknown."""
    core = rf"regexp_extract({{cell}}, '[.,]?[0-9](?:[0-9.,''’]|{BLANK})*(?:[eE][-+]?[0-9]+)?')"
    bare = f"regexp_replace({core}, '[^0-9{decimal}eE+-]', '', 'g')"
    sign = f"CASE WHEN regexp_matches({{cell}}, '^[^0-9]*(?:{MINUS}|[(])|{MINUS}[^0-9]*$') THEN -1 ELSE 1 END"
    slow = f"{sign} * TRY_CAST(replace({bare}, ',', '.') AS DOUBLE)"
    quick = "TRY_CAST({cell} AS DOUBLE)"
    if decimal == ",":
        quick = f"CASE WHEN NOT contains({{cell}}, '.') THEN {quick} END"
    return f"nullif(nullif(coalesce({quick}, {slow}), 'inf'::DOUBLE), '-inf'::DOUBLE)"


def _date(name: str, pattern: str, month: str = "{m}", heading: str = "") -> Format:
    """A date format: the named parts of the pattern are put together as year-month-day."""
    order = re.findall(r"\(\?P<(\w)>", pattern)
    part = {
        letter: f"regexp_extract({{cell}}, {literal('(?i)^' + pattern)}, {at})" for at, letter in enumerate(order, 1)
    }
    year = f"CASE WHEN length({part['y']}) = 4 THEN '' WHEN {part['y']} < '69' THEN '20' ELSE '19' END || {part['y']}"
    month = month.replace("{m}", part["m"])
    sql = f"TRY_CAST(({year}) || '-' || ({month}) || '-' || {part['d']} AS DATE)"
    return Format("date", name, pattern, sql, heading)


MONTH_NUMBER = "((position(lower(left({m}, 3)) IN 'janfebmaraprmayjunjulaugsepoctnovdec') + 2) // 3)::VARCHAR"
YES_NO = {
    "yes or no": ("yes|y|true", "no|n|false"),
    "ja or nein": ("ja", "nein"),
    "oui or non": ("oui", "non"),
    "sí or no": ("si|sí|sì", "no"),
}

COMPACT = _date("dates written yyyymmdd", LONG_YEAR + r"(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])",
                heading="(?i)date|day(?!s)|since|last|first|created|joined")  # fmt: skip
YEAR_FIRST = _date("dates written year-month-day", rf"{LONG_YEAR}[-/.]{MONTH}[-/.]{DAY}{CLOCK}")
DAY_FIRST = _date("dates written day/month/year", rf"{DAY}(?:[-/.]){MONTH}(?:[-/.]){YEAR}{CLOCK}")
MONTH_FIRST = _date("dates written month/day/year", rf"{MONTH}(?:[-/]){DAY}(?:[-/]){YEAR}{CLOCK}")
DAY_NAMED = _date("dates written day, month's name, year",
                  rf"{DAY}(?:st|nd|rd|th|\.)?[- ]?{NAMED_MONTH}[-, ]*{YEAR}{CLOCK}", MONTH_NUMBER)  # fmt: skip
MONTH_NAMED = _date("dates written month's name, day, year",
                    rf"{NAMED_MONTH}[- ]?{DAY}(?:st|nd|rd|th)?(?:, ?| ){YEAR}{CLOCK}", MONTH_NUMBER)  # fmt: skip
POINT_PERCENT = Format("percent", "percentages", rf"{_amount(POINT_CORE)}{BLANK}?%", f"{_number('.')} / 100")
COMMA_PERCENT = Format("percent", "percentages with a decimal comma", rf"{_amount(COMMA_CORE)}{BLANK}?%",
                       f"{_number(',')} / 100")  # fmt: skip
POINT = Format("number", "numbers with a decimal point", _amount(POINT_CORE), _number("."))
COMMA = Format("number", "numbers with a decimal comma", _amount(COMMA_CORE), _number(","))

FORMATS = (
    COMPACT,
    YEAR_FIRST,
    DAY_FIRST,
    MONTH_FIRST,
    DAY_NAMED,
    MONTH_NAMED,
    *(
        Format("yes/no", f"yes/no ({name})", f"(?:{yes}|{no})", f"regexp_full_match({{cell}}, '(?i){yes}')")
        for name, (yes, no) in YES_NO.items()
    ),
    POINT_PERCENT,
    COMMA_PERCENT,
    POINT,
    COMMA,
)
"""Every notation; where several fit a column alike, the first is taken."""

RIVALS = ((DAY_FIRST, MONTH_FIRST), (POINT_PERCENT, COMMA_PERCENT), (POINT, COMMA))
"""Pairs that the same cell may fit with different values; which of them a column is in is decided by all its cells."""

Counts = dict[str, Any]
"""Of one column: known cells, cells that fit each format (f0, f1, ...), and what else the query in values.py counts."""


@dataclass(frozen=True)
class Choice:
    """How a column is read; no format means text."""

    format: Format | None = None
    rival: Format | None = None
    """The format that every cell fits as well, with other values."""
    example: str = ""
    """A cell that the two read differently."""


def fitting(counts: Counts, format_: Format) -> int:
    """How many of the known cells fit a format."""
    return int(counts.get(f"f{FORMATS.index(format_)}", 0))
