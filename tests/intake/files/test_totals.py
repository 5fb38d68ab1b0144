"""Rows of totals are no clients, whatever they are called; a client who is called Total is one."""

import pytest

from segmentation.intake.files.reading import read_sheet
from segmentation.intake.files.sheet import Sheet

SMALL = "Client,Energy,Hours\nAnn,4,1\nBo,6,2\n"
WIDE = "Id,Client,City,Orders,Revenue\n1,Ann,Oslo,3,1.5\n2,Bo,Rome,4,2.5\n"


def sheet(data: str) -> Sheet:
    return read_sheet(("clients.csv", data.encode()))


def clients(of: Sheet) -> list[str | None]:
    names: list[str | None] = of.text["Client"].to_pylist()
    return names


def left_out(of: Sheet) -> list[tuple[int | None, int, str]]:
    return [(note.row, note.count, note.text) for note in of.notes if note.kind == "left out"]


SAID = "Row 4 holds totals, not a record, so it was left out."


@pytest.mark.parametrize(
    "row",
    [
        *(f"{label},10,3" for label in ("Total", "TOTALS", "total:", "Grand total", "Sum", "Sum of all:", "Overall")),
        "Subtotal :,10,3",
        "Total,10.00,3",
        "Total,10,1.5",  # the hours are an average
        "Total,9.995,",
        "Total,,",
        ",10,3",
        "-,10,3",
    ],
)
def test_a_row_that_adds_up_is_left_out_and_told(row: str) -> None:
    read = sheet(SMALL + row + "\n")
    assert clients(read) == ["Ann", "Bo"]
    assert left_out(read) == [(4, 1, SAID)]
    assert [column.kind for column in read.columns] == ["text", "number", "number"]


@pytest.mark.parametrize(
    "row",
    [
        "Total,,,7,4.0",
        "Total,,,,5",  # who leaves every name out is no client, whatever the numbers are
        ",Total,,7,4",
        ",,,7,4",
        ",,Total,7,4",
        "3,Total,,7,4",
    ],
)
def test_where_every_name_is_left_out_it_is_a_total(row: str) -> None:
    read = sheet(WIDE + row + "\n")
    kept = ["Ann", "Bo", "Total"] if row.startswith("3") else ["Ann", "Bo"]
    assert clients(read) == kept


@pytest.mark.parametrize(
    "rows",
    [
        "Total,2,1",
        "Total,10.02,2",
        "Total,2,2\nCy,1,1",
        "Total energy,10,3",
        "Total,ten,3",
        "Sum,10,much",
        ",10,4",
        ",9,3",
        ",10,",
        ",0,0",
    ],
)
def test_other_numbers_or_words_make_a_client(rows: str) -> None:
    read = sheet(SMALL + rows + "\n")
    assert clients(read) == ["Ann", "Bo", *(row.split(",")[0] or None for row in rows.split("\n"))]
    assert [text for _, _, text in left_out(read) if "totals" in text] == []


def test_a_client_called_total_in_another_city_stays() -> None:
    assert clients(sheet(WIDE + "3,Total,Bonn,7,4\n")) == ["Ann", "Bo", "Total"]
    assert clients(sheet(WIDE.replace("Id,", "").replace("\n1,", "\n").replace("\n2,", "\n") + "Total,Bonn,7,4\n")) == [
        "Ann", "Bo", "Total",
    ]  # fmt: skip


def test_a_client_called_total_in_the_middle_stays() -> None:
    rows = "".join(f"C{n},{n},1\n" for n in range(6))
    assert clients(sheet("Client,Energy,Hours\nAnn,1,1\nBo,2,1\nTotal,3,2\n" + rows))[2] == "Total"


def test_one_column_of_numbers_without_a_label_needs_three_rows() -> None:
    assert clients(sheet("Client,Orders\nAnn,2\nBo,3\n,5\n")) == ["Ann", "Bo", None]
    assert clients(sheet("Client,Orders\nAnn,2\nBo,3\nCy,4\n,9\n")) == ["Ann", "Bo", "Cy"]


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (("1.234,50", "2.000,00"), "3.234,50"),
        (("1,234", "2,000"), "3,234"),
        (("€1,234.50", "€2,000"), "€3,234.50"),
        (("1 234,50 €", "2 000,00 €"), "3 234,50 €"),
        (("(5)", "7.5"), "2.5"),
        (("12.5 %", "7.5 %"), "20 %"),
        (("12", "n/a"), "12"),
    ],
)
def test_amounts_add_up_however_they_are_written(cells: tuple[str, str], total: str) -> None:
    rows = "\n".join(f"{name};{cell};7" for name, cell in zip(("Ann", "Bo", "Total"), (*cells, total), strict=True))
    assert clients(sheet(f"Client;Revenue;Orders\n{rows}\n")) == ["Ann", "Bo"]


def test_several_rows_of_totals_and_what_stands_under_them_go() -> None:
    read = sheet(SMALL + "Subtotal,10,3\nGrand total,10,3\nAverage,5,1.5\nPrinted today,,\n")
    assert clients(read) == ["Ann", "Bo"]
    assert left_out(read) == [
        (4, 1, SAID),
        (5, 3, "Row 5 holds totals, not a record, so it was left out with what follows it."),
    ]


def test_a_client_under_a_subtotal_stays() -> None:
    read = sheet(SMALL + "Subtotal,10,3\nCy,3,2\nTotal,13,5\n")
    assert clients(read) == ["Ann", "Bo", "Cy"]
    assert [row for row, _, _ in left_out(read)] == [4, 6]
    assert read.rows.to_pylist() == [2, 3, 5]
