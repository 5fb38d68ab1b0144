"""Files become sheets: encodings, delimiters, workbooks, layout, and what is refused."""

import csv
import gzip
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.intake.files.layout import MAX_COLUMNS
from segmentation.intake.files.reading import read_sheet, worksheets
from segmentation.intake.files.sheet import Sheet, Unreadable

SHARED = Path(__file__).parents[4] / "shared"


def sheet(data: str | bytes, name: str = "clients.csv") -> Sheet:
    return read_sheet((name, data.encode() if isinstance(data, str) else data))


def text(of: Sheet) -> list[list[str | None]]:
    return [list(row.values()) for row in of.text.to_pylist()]


def told(of: Sheet) -> list[tuple[str, int | None, int]]:
    return [(note.kind, note.row, note.count) for note in of.notes]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        worksheet = book.create_sheet(title)
        for row in rows:
            worksheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    rows = [["Name", "City", "Orders"], ["Ann", "Oslo", "3"], ["Bo", '"a;b,c\t|d"', "4"], ["Cy", "", "5"]]
    read = sheet(end.join(delimiter.join(row) for row in rows) + end)
    assert text(read) == [["Ann", "Oslo", "3"], ["Bo", "a;b,c |d", "4"], ["Cy", None, "5"]]
    assert read.values["Orders"].to_pylist() == [3.0, 4.0, 5.0]
    assert read.rows.to_pylist() == [2, 3, 4]
    assert read.notes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_unicode_needs_no_note(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    read = sheet(mark + '"Name",City\nMüller,Łódź\n'.encode(encoding))
    assert read.text.to_pylist() == [{"Name": "Müller", "City": "Łódź"}]
    assert read.notes == ()


@pytest.mark.parametrize(
    ("encoding", "names", "called"),
    [
        ("cp1252", "Müller;Köln\nCafé Réné;Nîmes\nJosé Peña;León", "Western European (Windows-1252)"),
        ("cp1250", "Łukasz Wiśniewski;Gdańsk\nŽižek;Łódź\nDvořák;Plzeň", "Central European (Windows-1250)"),
        ("mac_roman", "José Peña, señor;León\nMüller & Söhne;Köln", "old Macintosh (Mac Roman)"),
        ("cp1251", "Иван Петров;Москва\nАнна Смирнова;Казань", "Cyrillic (Windows-1251)"),
    ],
)
def test_old_encodings_are_named(encoding: str, names: str, called: str) -> None:
    read = sheet(f"Name;City\n{names}\n".encode(encoding))
    assert text(read) == [line.split(";") for line in names.split("\n")]
    assert [note.kind for note in read.notes] == ["understood"]
    assert called in read.notes[0].text


def test_a_damaged_byte_is_shown_and_told() -> None:
    read = sheet("Name,City\nMüller,Köln\nS".encode() + b"\xf6" + b"hne,Bonn\n")
    assert text(read) == [["Müller", "Köln"], ["S\ufffdhne", "Bonn"]]
    assert told(read) == [("changed", 3, 1)]


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    read = sheet("sep=;\nName;Sum, net\nAnn;1,5\nBo;2,5\n")
    assert read.text.column_names == ["Name", "Sum, net"]
    assert read.values["Sum, net"].to_pylist() == [1.5, 2.5]
    assert read.rows.to_pylist() == [2, 3]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Name\nAnn\nBo\n", [["Ann"], ["Bo"]]),
        ("Name\nSmith, Ann\nJones, Bo\n", [["Smith, Ann"], ["Jones, Bo"]]),
        ("Revenue\n12,5\n13,75\n", [["12,5"], ["13,75"]]),
        ("Note\none\nhello,world\ntwo\nthree\n", [["one"], ["hello,world"], ["two"], ["three"]]),
    ],
)
def test_one_column_stays_one(data: str, expected: list[list[str]]) -> None:
    assert text(sheet(data)) == expected


def test_quoted_newlines_quotes_and_delimiters() -> None:
    read = sheet('Name,Note\n"Ann ""A"" Lee","one\ntwo, three"\nBo,x\n')
    assert text(read) == [['Ann "A" Lee', "one two, three"], ["Bo", "x"]]
    assert read.rows.to_pylist() == [2, 3]


def test_a_quotation_mark_never_closed_is_refused_with_its_row() -> None:
    with pytest.raises(Unreadable, match="quotation mark in row 3 that is never closed"):
        sheet('Name,City\nAnn,Oslo\n"Bo,Rome\nCy,Bonn\n')


def test_ragged_rows_are_told() -> None:
    read = sheet("Name,City,Orders\nAnn,Oslo,1\nBo,Rome\nCy,Bonn,3,4\nDi,Kiel,5,\nEd,Graz,6\n")
    assert text(read) == [["Ann", "Oslo", "1"], ["Bo", "Rome", None], ["Di", "Kiel", "5"], ["Ed", "Graz", "6"]]
    assert read.rows.to_pylist() == [2, 3, 5, 6]
    assert told(read) == [("changed", 3, 1), ("left out", 4, 1)]


def test_empty_rows_and_columns_go_silently() -> None:
    read = sheet("Name,,Orders,\n\nAnn,,1,\n , ,,\nBo,,2,\n")
    assert read.text.column_names == ["Name", "Orders"]
    assert read.rows.to_pylist() == [3, 5]
    assert read.notes == ()


def test_headings_are_tidied_filled_and_unique() -> None:
    read = sheet(" Name ,Sum,Sum,,Sum (2)\nAnn,1,2,x,3\n")
    assert read.text.column_names == ["Name", "Sum", "Sum (2)", "Column 4", "Sum (2) (2)"]
    assert [column.heading for column in read.columns] == read.text.column_names


def test_titles_above_and_totals_below_are_left_out() -> None:
    read = sheet("Sales 2024,,\nPrinted today,,\n,,\nName,City,Sum\nAnn,Oslo,1.5\nBo,Rome,2.5\nTotal,,4.0\n")
    assert text(read) == [["Ann", "Oslo", "1.5"], ["Bo", "Rome", "2.5"]]
    assert read.rows.to_pylist() == [5, 6]
    assert told(read) == [("left out", 1, 2), ("left out", 7, 1)]


def test_a_long_preamble_does_not_hide_the_table() -> None:
    read = sheet("Report\nby us\nfor you\nof today\n\nName,Sum\nAnn,1.5\nBo,2.5\n")
    assert text(read) == [["Ann", "1.5"], ["Bo", "2.5"]]
    assert read.text.column_names == ["Name", "Sum"]
    assert told(read) == [("left out", 1, 4)]


def test_gaps_in_the_headings_do_not_cost_a_record() -> None:
    read = sheet(",Name,,Sum,\nC1,Ann,Oslo,1.5,2024-01-02\nC2,Bo,Rome,2.5,2024-01-03\n")
    assert read.text.column_names == ["Column 1", "Name", "Column 3", "Sum", "Column 5"]
    assert read.rows.to_pylist() == [2, 3]


def test_a_file_without_headings_keeps_its_first_record() -> None:
    read = sheet("C1,Ann,1.5\nC2,Bo,2.5\n")
    assert text(read) == [["C1", "Ann", "1.5"], ["C2", "Bo", "2.5"]]
    assert read.text.column_names == ["Column 1", "Column 2", "Column 3"]
    assert told(read) == [("doubt", 1, 1)]


def test_what_cannot_be_seen_is_removed() -> None:
    read = sheet("Na\u202eme\nev\u202eil\u2066\x07\nx\u200ey\n")
    assert read.text.to_pylist() == [{"Name": "evil"}, {"Name": "xy"}]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("'=1+1", "=1+1"),
        ("'@x", "@x"),
        ("' -x", "-x"),
        ("'|x", "|x"),
        ("'＝x", "＝x"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("''=x", "'=x"),
        ("a;'=x", "a;=x"),
        ("a;''=x", "a;'=x"),
        ("a;' 'x", "a;' 'x"),
        ("a;'s-Hertogenbosch", "a;'s-Hertogenbosch"),
        ("'=1;'-2", "=1;-2"),
    ],
)
def test_the_guard_of_our_own_export_is_taken_off(cell: str, expected: str) -> None:
    assert text(sheet(f"Name,City\n{cell},Oslo\n")) == [[expected, "Oslo"]]


def test_a_workbook_reads_like_a_text_file() -> None:
    rows: list[list[object]] = [
        ["Id", "Name", "Sum", "Share", "Since", "Paid", "Seen"],
        ["007", "Ann", 103.0, 1.234, date(2024, 2, 1), True, datetime(2024, 3, 4, 5, 6)],
        ["008", "Bo", 2.5, 2.345, date(2024, 2, 2), False, None],
    ]
    read = sheet(workbook(Clients=rows), "book.xlsx")
    assert read.name == "book.xlsx"
    assert text(read)[0] == ["007", "Ann", "103", "1.234", "2024-02-01", "yes", "2024-03-04 05:06:00"]
    assert [column.kind for column in read.columns] == ["text", "text", "number", "number", "date", "yes/no", "date"]
    assert read.values["Share"].to_pylist() == [1.234, 2.345]
    assert [column.doubt for column in read.columns] == [""] * 7
    assert read.notes == ()


def test_row_numbers_are_those_of_the_worksheet() -> None:
    read = sheet(workbook(S=[[], [], [None, "Name", "Sum"], [], [None, "Ann", 1], [None, "Bo", 2]]), "book.xlsx")
    assert text(read) == [["Ann", "1"], ["Bo", "2"]]
    assert read.rows.to_pylist() == [5, 6]


def test_the_worksheet_can_be_chosen() -> None:
    data = workbook(Notes=[["Read me"]], Clients=[["Name", "Sum"], ["Ann", 1]], Orders=[["Id", "Sum"], ["X1", 5]])
    assert worksheets("book.xlsx", data) == ("Notes", "Clients", "Orders")
    first = sheet(data, "folder/book.xlsx")
    assert (first.name, text(first)) == ("book.xlsx#Clients", [["Ann", "1"]])
    expected = "book.xlsx also holds the worksheets Notes and Orders; write book.xlsx#Orders to read another."
    assert [note.text for note in first.notes] == [expected]
    chosen = sheet(data, "book.xlsx#Orders")
    assert (chosen.name, text(chosen), chosen.notes) == ("book.xlsx#Orders", [["X1", "5"]], ())
    with pytest.raises(Unreadable, match="no worksheet Sales; it has Notes, Clients and Orders"):
        sheet(data, "book.xlsx#Sales")


def test_content_counts_and_not_the_name(tmp_path: Path) -> None:
    assert text(sheet(workbook(S=[["Name", "Sum"], ["Ann", 1]]), "book.csv")) == [["Ann", "1"]]
    assert text(sheet("Name\tSum\nAnn\t1\n".encode("utf-16"), "book.xls")) == [["Ann", "1"]]
    assert worksheets("book.xls", b"Name\nAnn\n") == ()
    path = tmp_path / "list #3.csv"
    path.write_text("Name,Sum\nAnn,1\n")
    assert read_sheet(path).name == "list #3.csv"
    assert text(read_sheet(str(path))) == [["Ann", "1"]]


def test_open_document() -> None:
    path = SHARED / "messy/files/xls_ods.ods"
    if not path.exists():
        pytest.skip("the shared files are not here")
    read = read_sheet(path)
    assert [column.kind for column in read.columns] == ["text", "text", "text", "number", "number", "date", "number"]
    assert list(read.values.to_pylist()[0].values()) == [
        "C001", "Acme Ltd", "Retail", 182450.75, 24.0, date(2024, 11, 28), 41.5,
    ]  # fmt: skip


def archive(content: bytes, name: str = "xl/workbook.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.csv is empty"),
        (b" \n\r\n", "x.csv is empty"),
        (b",,,\n,,,\n", "x.csv is empty"),
        (b"Name,Sum\n", "has headings but no rows"),
        (b"a,b\n1,\x002\n", "is not a table of text"),
        (bytes(range(1, 256)) * 9, "is not a table of text"),
        (b"%PDF-1.7 ...", "is a PDF document"),
        (b"SQLite format 3\0....", "is a database"),
        (gzip.compress(b"a,b\n1,2\n"), "is compressed"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b'[{"name": "Ann"}]', "holds JSON"),
        (b"ID   Name   City\n1    Ann    Oslo\n", "lines its columns up with blanks"),
        (archive(b"hello", "readme.txt"), "is a zip archive"),
        (archive(b"nonsense"), "is broken or not a workbook"),
        (b"PK\x03\x04 and no more", "is broken or not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "is broken or not a workbook"),
        (archive(b"0" * (11 << 20)), "would unpack to 12 MB"),
        (",".join(f"c{i}" for i in range(1001)).encode() + b"\n" + b"1," * 1000 + b"1\n", "has 1,001 columns"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        sheet(data, "x.csv")
    assert str(refused.value).startswith("x.csv ")
    assert message in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_missing_file_and_a_worksheet_of_a_text_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nowhere\.csv cannot be opened"):
        read_sheet(tmp_path / "nowhere.csv")
    with pytest.raises(Unreadable, match="leave out #Orders"):
        sheet("Name,Sum\nAnn,1\n", "clients.csv#Orders")


def test_a_password_is_named() -> None:
    path = SHARED / "messy/files/bad_password_xlsx.xlsx"
    if not path.exists():
        pytest.skip("the shared files are not here")
    with pytest.raises(Unreadable, match="protected by a password"):
        read_sheet(path)


def test_a_thousand_columns_are_read() -> None:
    read = sheet(",".join(f"c{i}" for i in range(1000)) + "\n" + ",".join("5" * 1000) + "\n")
    assert len(read.columns) == MAX_COLUMNS == 1000
    assert read.values["c999"].to_pylist() == [5.0]


def test_records_keep_their_places_in_a_long_file() -> None:
    rows = 300_000
    read = sheet("Id,Name,Half\n" + "".join(f"{i + 1},x,{i}.5\n" for i in range(rows)))
    assert read.values["Id"].to_pylist() == [float(i + 1) for i in range(rows)]
    assert read.values["Half"].to_pylist() == [i + 0.5 for i in range(rows)]


ANYTHING = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
NAMES = st.sampled_from(
    ["Müller & Söhne", "Café Réné", "José Peña", "Åse, Ørsted", "Straße; 5", 'Noël "N"', "Zoë|Chloé"]
)
NUMBERS = st.tuples(st.integers(-(10**14), 10**14), st.floats(allow_nan=False, allow_infinity=False))


def written(
    words: st.SearchStrategy[str], *encodings: str
) -> st.SearchStrategy[tuple[list[tuple[str, tuple[int, float]]], str]]:
    rows = st.lists(st.tuples(words, NUMBERS), min_size=1, max_size=6)
    return st.tuples(rows, st.sampled_from(encodings))


@settings(deadline=None, max_examples=20)
@given(written(ANYTHING, "utf-8", "utf-8-sig", "utf-16") | written(NAMES, "cp1252"), st.sampled_from(",;\t|"))
def test_what_is_written_is_read_back(table: tuple[list[tuple[str, tuple[int, float]]], str], delimiter: str) -> None:
    rows, encoding = table
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["Client name", "Count", "Size"])
    writer.writerows((f"x{word}", count, repr(size)) for word, (count, size) in rows)
    read = sheet(stream.getvalue().encode(encoding))
    assert read.text["Client name"].to_pylist() == [f"x{word}" for word, _ in rows]
    assert read.text["Count"].to_pylist() == [str(count) for _, (count, _) in rows]
    assert read.values["Count"].to_pylist() == [float(count) for _, (count, _) in rows]
    assert read.values["Size"].to_pylist() == [size for _, (_, size) in rows]


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest),
        st.binary(max_size=600).map(lambda rest: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rest),
        st.text("ab1,;\"\n\r\t|.'= ", max_size=60).map(str.encode),
    )
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read = sheet(data)
    except Unreadable:
        return
    assert read.values.num_rows == len(read.rows) > 0


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Client;Revenue\nA;1 234,50 €\nB;2 000,00 €\nC;50,25 €\n", [1234.5, 2000.0, 50.25]),
        ("Client;Revenue\nA;1,234,567.00\nB;2,345,678.00\n", [1234567.0, 2345678.0]),
        ("Client,Revenue\nA;x,12\nB;y,13\n", [12.0, 13.0]),
        ("Sales; June\nClient,Revenue\nA,12\nB,13\n", [12.0, 13.0]),
    ],
)
def test_the_mark_that_also_cuts_the_headings_is_the_delimiter(text: str, amounts: list[float]) -> None:
    read = read_sheet(("a.csv", text.encode()))
    assert [column.heading for column in read.columns] == ["Client", "Revenue"]
    assert read.values["Revenue"].to_pylist() == amounts
