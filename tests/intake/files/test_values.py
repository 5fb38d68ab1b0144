"""Columns become values: notations, doubts, misfits and missing marks, each with a literal answer."""

from datetime import date

import pyarrow as pa
import pytest

from segmentation.intake.files.sheet import Column, Note
from segmentation.intake.files.values import Understood, understand


def read(delimiter: str = ",", typed: frozenset[str] = frozenset(), **columns: list[str]) -> Understood:
    table = pa.table({heading.replace("_", " "): pa.array(cells, pa.string()) for heading, cells in columns.items()})
    return understand(table, pa.array(range(2, table.num_rows + 2)), "x.csv", delimiter, typed)


def one(*cells: str, heading: str = "x", delimiter: str = ",") -> tuple[Column, list[object], tuple[Note, ...]]:
    done = read(delimiter, **{heading: list(cells)})
    return done.columns[0], done.values.column(0).to_pylist(), done.notes


@pytest.mark.parametrize(
    ("cell", "other", "value"),
    [
        ("1234", "1.5", 1234.0),
        ("-1234.5", "1.5", -1234.5),
        ("1,234.50", "1.5", 1234.5),
        ("1,234,567", "1.5", 1234567.0),
        ("1.234,50", "1,5", 1234.5),
        ("1.234.567", "1,5", 1234567.0),
        ("1 234,50", "1,5", 1234.5),
        ("1\u00a0234,50", "1,5", 1234.5),
        ("1\u202f234,50", "1,5", 1234.5),
        ("1'234.50", "1.5", 1234.5),
        ("1’234.50", "1.5", 1234.5),
        ("1,82,450.75", "1.5", 182450.75),
        ("(250)", "1.5", -250.0),
        ("(1.250,5)", "1,5", -1250.5),
        ("250-", "1.5", -250.0),
        ("+250", "1.5", 250.0),
        ("−250", "1.5", -250.0),
        ("1e-05", "1.5", 1e-05),
        ("1E+6", "1.5", 1e6),
        (".5", "1.5", 0.5),
        (",5", "1,5", 0.5),
        ("1e299", "1.5", 1e299),
    ],
)  # fmt: skip
def test_numbers(cell: str, other: str, value: float) -> None:
    column, values, notes = one(cell, other)
    assert (column.kind, values, notes) == ("number", [value, 1.5], ())


def test_how_numbers_were_read_is_said() -> None:
    assert one("1", "250")[0].reading == "whole numbers"
    assert one("1.5", "250")[0].reading == "numbers with a decimal point"
    assert one("1,5", "250")[0].reading == "numbers with a decimal comma"


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["€5.50", "6"], "€", [5.5, 6.0]),
        (["5,50 €", "1.234,00 €"], "€", [5.5, 1234.0]),
        (["$1,250.00", "($1,250.50)"], "$", [1250.0, -1250.5]),
        (["-£5", "£-6"], "£", [-5.0, -6.0]),
        (["CHF 1'234.50", "2.00"], "CHF", [1234.5, 2.0]),
        (["EUR 5", "6 EUR"], "EUR", [5.0, 6.0]),
        (["€ 5", "6 EUR"], "€", [5.0, 6.0]),
        (["100 kr", "1 200 kr"], "kr", [100.0, 1200.0]),
        (["¥500", "1,234,500 ¥"], "¥", [500.0, 1234500.0]),
    ],
)
def test_money(cells: list[str], unit: str, values: list[float]) -> None:
    column, found, notes = one(*cells)
    assert (column.kind, column.unit, found, notes) == ("money", unit, values, ())


def test_money_says_its_mark_and_a_mix_is_a_doubt() -> None:
    assert one("5,50 €", "7,25 €")[0].reading == "money with a decimal comma, in €"
    column, _, notes = one("€5.50", "$6.50")
    assert (column.unit, [note.kind for note in notes]) == ("mixed", ["doubt"])


def test_percent() -> None:
    assert one("12 %", "7.5%", "-3%")[:2] == (Column("x", "percent", "percentages"), [0.12, 0.075, -0.03])
    assert one("12,5 %", "7%")[1] == [0.125, 0.07]
    assert one("12 %", "7")[0].kind == "text"


def test_a_comma_before_three_digits_is_read_as_thousands_with_a_doubt() -> None:
    column, values, notes = one("1,234", "5,678")
    assert (values, column.doubt) == ([1234.0, 5678.0], "numbers with a decimal comma")
    assert [(note.kind, note.column, note.count) for note in notes] == [("doubt", "x", 2)]


def test_a_point_before_three_digits_is_read_as_decimal_with_a_doubt() -> None:
    column, values, notes = one("1.234", "5.678")
    assert (values, column.doubt) == ([1.234, 5.678], "numbers with a decimal comma")
    assert [note.kind for note in notes] == ["doubt"]


def test_another_column_with_a_decimal_comma_turns_the_reading() -> None:
    point = read(a=["1.234", "5.678"], b=["1,5", "2,25"])
    assert point.values["a"].to_pylist() == [1234.0, 5678.0]
    assert point.columns[0].doubt == "numbers with a decimal point"
    assert read(";", a=["1,234"], b=["1,5"]).values["a"].to_pylist() == [1.234]
    assert read(",", a=["1,234"], b=["1,5"]).values["a"].to_pylist() == [1234.0]


def test_numbers_that_came_as_numbers_are_beyond_doubt() -> None:
    done = read(typed=frozenset({"a"}), a=["1.234"], b=["1,5"])
    assert (done.values["a"].to_pylist(), done.columns[0].doubt) == ([1.234], "")


@pytest.mark.parametrize(
    "cells", [["007", "12"], ["0", "0123"], ["1234567890123456", "5"], ["12E34", "A1"], ["3-11", "4-12"]]
)
def test_identifiers_stay_text(cells: list[str]) -> None:
    column, values, _ = one(*cells)
    assert (column.kind, column.reading, values) == ("text", "text", cells)


@pytest.mark.parametrize(
    ("cells", "reading", "value"),
    [
        (["2024-11-28"], "dates written year-month-day", date(2024, 11, 28)),
        (["2024-11-28 23:45:01.5+02:00", "2024-11-28T23:45Z"], "dates written year-month-day", date(2024, 11, 28)),
        (["2024/11/8"], "dates written year-month-day", date(2024, 11, 8)),
        (["03.04.2024"], "dates written day/month/year", date(2024, 4, 3)),
        (["3/4/2024", "13/4/2024"], "dates written day/month/year", date(2024, 4, 3)),
        (["3/4/2024 10:30 AM", "3/14/2024"], "dates written month/day/year", date(2024, 3, 4)),
        (["28/11/24"], "dates written day/month/year", date(2024, 11, 28)),
        (["28/11/99"], "dates written day/month/year", date(1999, 11, 28)),
        (["14 Nov 2026"], "dates written day, month's name, year", date(2026, 11, 14)),
        (["14-Sep-26"], "dates written day, month's name, year", date(2026, 9, 14)),
        (["Nov 14, 2026"], "dates written month's name, day, year", date(2026, 11, 14)),
        (["December 1st 2026"], "dates written month's name, day, year", date(2026, 12, 1)),
    ],
)
def test_dates(cells: list[str], reading: str, value: date) -> None:
    column, values, notes = one(*cells)
    assert (column.kind, column.reading, column.doubt, values[0], notes) == ("date", reading, "", value, ())


def test_eight_digits_are_a_date_only_under_such_a_heading() -> None:
    assert one("20241128", heading="Order_date")[1] == [date(2024, 11, 28)]
    assert one("20241128", heading="Number")[1] == [20241128.0]
    assert one("20241128", heading="Days_late")[1] == [20241128.0]


def test_a_doubtful_order_of_day_and_month() -> None:
    column, values, notes = one("3/4/2024", "5/6/2024")
    assert values == [date(2024, 4, 3), date(2024, 6, 5)]
    assert column.doubt == "dates written month/day/year"
    assert [(note.kind, note.count) for note in notes] == [("doubt", 2)]
    both = read(a=["3/4/2024", "5/6/2024"], b=["3/14/2024", "1/2/2024"])
    assert both.values["a"].to_pylist() == [date(2024, 3, 4), date(2024, 5, 6)]
    assert both.columns[0].doubt == "dates written day/month/year"
    assert one("4/4/2024", "5/5/2024")[0].doubt == ""


def test_days_that_are_none_and_far_years_do_not_fit() -> None:
    assert one("31/02/2024", "14/02/2024")[0].kind == "text"
    assert one("2024-01-01", "9999-12-31")[0].kind == "text"
    column, values, notes = one(*["2024-01-01"] * 39, "9999-12-31")
    assert (column.kind, values[-1]) == ("date", None)
    assert [(note.kind, note.row, note.column, note.count) for note in notes] == [("left out", 41, "x", 1)]
    assert "“9999-12-31”" in notes[0].text


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["yes", "No", "Y", "n"], [True, False, True, False]),
        (["TRUE", "false"], [True, False]),
        (["ja", "nein"], [True, False]),
        (["oui", "non"], [True, False]),
        (["sí", "no", "si"], [True, False, True]),
    ],
)
def test_yes_and_no(cells: list[str], values: list[bool]) -> None:
    column, found, _ = one(*cells)
    assert (column.kind, found) == ("yes/no", values)


def test_neither_ones_nor_crosses_are_yes() -> None:
    assert one("1", "0")[:2] == (Column("x", "number", "whole numbers"), [1.0, 0.0])
    assert one("x", "")[0].kind == "text"


def test_few_misfits_become_unknown_and_are_told() -> None:
    column, values, notes = one(*["5"] * 38, "five", "six")
    assert (column.kind, values[-3:]) == ("number", [5.0, None, None])
    assert [(note.kind, note.row, note.count) for note in notes] == [("left out", 40, 2)]
    assert "“five”" in notes[0].text


@pytest.mark.parametrize("fitting", [7, 10, 18, 19, 38])
def test_one_misfit_costs_a_list_of_eight_or_more_one_cell(fitting: int) -> None:
    column, values, notes = one(*["2"] * fitting, "very, very good", "", heading="Energy")
    assert (column.kind, values) == ("number", [2.0] * fitting + [None, None])
    assert [(note.kind, note.row, note.column, note.count) for note in notes] == [
        ("left out", fitting + 2, "Energy", 1)
    ]
    assert "“very, very good”" in notes[0].text


def test_many_misfits_or_few_cells_leave_text_with_a_doubt() -> None:
    column, values, notes = one(*["5"] * 17, "five", "six")
    assert (column.kind, values[-1]) == ("text", "six")
    assert [(note.kind, note.count) for note in notes] == [("doubt", 2)]
    assert one(*["5"] * 6, "five")[0].kind == "text"
    assert one(*["5"] * 90, *["five"] * 10)[0].kind == "text"
    assert one("Oslo", "Rome", "5")[2] == ()


def test_missing_marks_among_numbers() -> None:
    marks = ["", "n/a", "NA", "#N/A", "null", "None", "-", "--", "unknown", "?", "NaN", "inf", "-inf"]
    done = read(x=["5", *marks])
    assert done.values["x"].to_pylist() == done_text(done, 5.0)
    assert done.text["x"].to_pylist() == done_text(done, "5")
    assert [(note.kind, note.row, note.count) for note in done.notes] == [("understood", 4, 12)]


def done_text(done: Understood, first: object) -> list[object]:
    return [first] + [None] * (done.text.num_rows - 1)


def test_missing_marks_among_names() -> None:
    done = read(x=["Ann", "NA", "Null", "None", "unknown", "?", "nan", "n/a", "#N/A", "-", "--", ""])
    expected = ["Ann", "NA", "Null", "None", "unknown", "?", "nan", None, None, None, None, None]
    assert done.values["x"].to_pylist() == done.text["x"].to_pylist() == expected


def test_an_empty_column_is_empty() -> None:
    assert one("", "")[:2] == (Column("x", "text", "empty"), [None, None])
    assert read(x=[]).values.num_rows == 0


def test_types_of_the_values() -> None:
    done = read(a=["1"], b=["5 €"], c=["5%"], d=["2024-01-02"], e=["yes"], f=["Ann"])
    assert done.values.schema.types == [
        pa.float64(), pa.float64(), pa.float64(), pa.date32(), pa.bool_(), pa.string(),
    ]  # fmt: skip
    assert done.text.schema.types == [pa.string()] * 6


def test_the_sample_does_not_decide() -> None:
    cells = ["5"] * 3000
    cells[1] = "1.234,5"
    cells[2] = "€6"
    column, values, notes = one(*cells)
    assert (column.kind, column.unit, values[:4]) == ("money", "€", [5.0, 1234.5, 6.0, 5.0])
    assert notes == ()
    cells[1501] = "007"
    assert one(*cells)[0].kind == "text"
