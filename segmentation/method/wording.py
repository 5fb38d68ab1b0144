"""Values, days and names in plain words: the one formatter that screen, reasons and files share."""

import math
from dataclasses import replace
from datetime import date

from segmentation.intake.files.sheet import day_words
from segmentation.intake.traits import Trait

Value = str | float | bool | date | None
MARKS = "€$£¥₹₩₺₽₫₱₴₪"
"""Currency marks that stand before the number; a code ("CHF") stands before it with a blank."""
TWO_YEARS = 730
"""Days from which on people count in years."""
DIGITS = {"days": 1, "number": 2, "count": 2, "rating": 2}
"""Decimals worth showing, by kind of trait."""


def format_value(value: Value, trait: Trait | None) -> str:
    """A value in words and units: "€1,200", "12 %", "38 days", "1.4 times", "yes", "3 March 2027", "not known"."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _format_number(float(value), trait)
    return day_words(value) if isinstance(value, date) else str(value)


def bare_value(value: Value, trait: Trait | None) -> str:
    """A value for a phrase that names its trait already: "60 days", where `format_value` says "60 days late"."""
    named = trait is not None and trait.kind in ("days", "share", "count")
    return format_value(value, replace(trait, unit="") if trait and named else trait)


def figures(number: float) -> str:
    """A number to three significant digits, every digit before the point kept: "1,234", "12.3", "0.0457"."""
    if not math.isfinite(number):
        return str(number)
    if abs(number) >= 1e15:
        return f"{number:.3g}"
    whole_digits = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    text = f"{number:,.{max(3 - whole_digits, 0)}f}" if whole_digits else f"{float(f'{number:.3g}'):.12f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def name_of(key: str, trait: Trait | None = None, label: str = "") -> str:
    """What a line of a policy is called: its own label, else the trait's, else its key in words."""
    return label or (trait.label if trait else "") or key.replace("_", " ").capitalize()


def spoken(label: str) -> str:
    """A label inside a sentence: "Days paid late" is "days paid late", while "NPS" stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def one_line(text: str) -> str:
    """A text without line breaks and other unprintable marks, for a comment."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _format_number(number: float, trait: Trait | None) -> str:
    if trait is None:
        return figures(number)
    if trait.kind == "money":
        return _money(number, trait.unit)
    if trait.kind == "days" and abs(number) >= TWO_YEARS:
        return f"{_short(number / 365.25, 1)} {(trait.unit or 'days').replace('days', 'years')}"
    if trait.kind == "share":
        return f"{_short(number * 100, 1)} % {trait.unit}".rstrip()
    shown = _short(number, DIGITS.get(trait.kind, 2))
    unit = trait.unit or ("days" if trait.kind == "days" else "")
    if trait.kind == "rating" and number > 0 and (trait.low or 0) < 0:
        shown = f"+{shown}"  # on a scale with two sides the side is said
    first, _, rest = unit.partition(" ")
    if shown == "1" and first != "times":
        first = first.removesuffix("s") if not rest or first == "days" else first
    return f"{shown} {first} {rest}".rstrip()


def _short(number: float, digits: int) -> str:
    """A number with few decimals, unless nothing would be left of it."""
    return figures(round(number, digits) or number)


def _money(number: float, unit: str) -> str:
    digits = 0 if abs(number) >= 100 or number == int(number) else 2
    amount = f"{abs(number):,.{digits}f}"
    sign = "-" if number < 0 and amount.strip("0.,") else ""
    return f"{sign}{unit}{amount}" if unit in MARKS else f"{sign}{unit} {amount}"
