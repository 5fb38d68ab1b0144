"""Values in words."""

from datetime import date
from typing import Any

import pytest

from segmentation.intake.traits import CATALOGUE, Trait
from segmentation.method.wording import figures, format_value

EURO, FRANC = (Trait("revenue", "Revenue", "money", "money", "high", unit) for unit in ("€", "CHF"))
TIMES = Trait("overdue", "Overdue", "number", "loyalty", "low", "times")

CASES = [
    (None, EURO, "not known"),
    (float("nan"), EURO, "not known"),
    (1234.5, EURO, "€1,234"),
    (12.5, EURO, "€12.50"),
    (-40.0, EURO, "-€40"),
    (-0.001, EURO, "€0.00"),
    (1200.0, FRANC, "CHF 1,200"),
    (0.12, CATALOGUE["disputed_share"], "12 % disputed"),
    (0.1234, CATALOGUE["disputed_share"], "12.3 % disputed"),
    (38.0, CATALOGUE["days_late"], "38 days late"),
    (1.0, CATALOGUE["days_late"], "1 day late"),
    (38.25, CATALOGUE["days_late"], "38.2 days late"),
    (1.0, CATALOGUE["referrals"], "1 referral"),
    (2.0, CATALOGUE["referrals"], "2 referrals"),
    (1.4, TIMES, "1.4 times"),
    (1.0, TIMES, "1 times"),
    (-2.0, CATALOGUE["energy"], "-2"),
    (True, CATALOGUE["abusive"], "yes"),
    (False, CATALOGUE["abusive"], "no"),
    (date(2027, 3, 3), None, "3 March 2027"),
    ("law", None, "law"),
]


@pytest.mark.parametrize(("value", "trait", "words"), CASES)
def test_a_value_in_words(value: Any, trait: Trait | None, words: str) -> None:
    assert format_value(value, trait) == words


NUMBERS = {
    -0.0: "0", 1.0: "1", 0.04567: "0.0457", 12.345: "12.3", 123.456: "123", 999.96: "1,000",
    1234567.8: "1,234,568", 100.0: "100", 1e20: "1e+20", 1e-20: "0", -3.5: "-3.5",
}  # fmt: skip


@pytest.mark.parametrize(("number", "words"), NUMBERS.items())
def test_a_plain_number(number: float, words: str) -> None:
    assert figures(number) == words
