"""Exported lists, read back with the same policy, give the same clients in the same segments."""

import csv
import io
import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import Book, draft_policy, read, sort, to_csv
from segmentation.exporting import to_zip
from tests.books import make_book

RUNS = tuple("=+-@|%＝＋－＠")
"""First signs of a cell that make a spreadsheet run it."""
SEPARATORS = ",;\t"
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?$")
HOSTILE = [
    "=HYPERLINK(\"http://evil.example\",\"x\")", "+49 30 1234", "-2+3", "@SUM(A1)", "'=1", "＝1+1", "|calc", "%0A",
    "NA", "null", "n/a", "007", "1e5", "O'Brien", "a;b,c\"d", "<b>x</b>", "![p](https://evil.example/p.png)",
    "Łódź", "é", "foo;=1+1;bar", "foo; \"-1\"", "a;;+1", "a;'=1", "a;''=1", "a;' '@x", "'';=1", "=1;=2", "x;", ";=1",
    "; + 1", "x;－1", "x;\u00a0=1", "';'=1;'=2", "a; b", "a,=1", "a;\",\"=1",
]  # fmt: skip
BROKEN = ["a\t=1", "a\n=1", "a\r\n@x;=2", "\n=1", "a;\t=1", 'a\n"=1"', "a\t'|x\n'=1"]
"""Texts that no file gives a book, because reading makes one line of each cell, but that a caller may."""


def listing(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(
        [["Client ID", "Client", "Industry", "Energy", "Trust", "Days late", "Referrals"], *rows]
    )
    return text.getvalue().encode()


def segments(book: Book, policy) -> dict[str, tuple]:
    rows = sort(book, policy).table.select(["client", "segment", "score", "evidence"]).to_pylist()
    return {row["client"]: (row["segment"], row["score"], row["evidence"]) for row in rows}


def lists_of(book: Book, policy) -> list[tuple[str, bytes]]:
    sorting = sort(book, policy)
    return [(f"{key}.csv", to_csv(sorting, key)) for key in ("star", "mid-range", "dud", "unrated")]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def spreadsheet(data: bytes, separator: str) -> list[str]:
    """Every cell as a spreadsheet that separates by this sign sees it: only a quote that opens a cell binds it."""
    cell = re.compile(rf'((?:"(?:[^"]|"")*(?:"|$))?[^{separator}\r\n]*)(?:[{separator}\r\n]|$)')
    return cell.findall(data.decode("utf-8-sig"))


def what_runs(data: bytes) -> list[str]:
    """The cells that some spreadsheet would run, whichever separator it goes by."""
    every = [cell for separator in SEPARATORS for cell in spreadsheet(data, separator)]
    bare = [re.sub(r'^[\s\x00\ufeff"]+', "", cell) for cell in every]
    return [cell for cell in bare if cell.startswith(RUNS) and not NUMBER.match(cell)]


def test_the_check_sees_what_a_spreadsheet_would_run():
    assert what_runs(b'"a","foo;=1+1;bar",-5\n') == ["=1+1"]
    assert what_runs(b'"a","foo\t=1",2\n') == ['=1",2']
    assert what_runs(b'"a","f""oo;"" =1"\n') == ['=1"']
    assert what_runs(b'"a","foo\n=1"\n') == ['=1"', '=1"']
    assert what_runs(b'"a",=1\n') == ["=1"]
    assert what_runs(b'"a,=1;=2","foo;\'=1"\n') == []


@pytest.mark.parametrize("text", BROKEN)
def test_no_line_break_or_tab_lets_a_formula_run(text):
    book = make_book({"client": ["a", text], "name": [text, "b"], "energy": [1.0, 2.0]})
    assert what_runs(to_csv(sort(book, draft_policy(book)))) == []


def test_hostile_texts_stay_what_they_are_and_run_nowhere():
    rows = [[f"c{n:02}", text, text, str(n % 5 - 2), str(n % 5), str(n), "1"] for n, text in enumerate(HOSTILE)]
    book = read(("clients.csv", listing(rows)))
    policy = draft_policy(book)
    lists = lists_of(book, policy)
    assert [what_runs(data) for _, data in lists] == [[], [], [], []]
    again = read(*lists)
    assert segments(again, policy) == segments(book, policy)
    assert again.frame["name"].to_dict() == book.frame["name"].to_dict()
    assert len(book) == len(HOSTILE)


PIECES = st.lists(st.sampled_from([";", "'", "=", "-", '"', " ", "a", ",", "\u00a0", "|"]), max_size=8).map("".join)


@settings(deadline=None, max_examples=6)
@given(st.lists(PIECES, min_size=1, max_size=60))
def test_any_name_made_of_risky_signs_is_safe_and_comes_back(names):
    names = [f"x{name}x" if not name.strip(" \u00a0-") else name.strip() for name in names]
    book = make_book({"client": [f"c{n:02}" for n in range(len(names))], "name": names, "energy": [1.0] * len(names)})
    data = to_csv(sort(book, draft_policy(book)))
    assert what_runs(data) == []
    assert read(("list.csv", data)).frame["name"].to_dict() == book.frame["name"].to_dict()


ANSWER = st.sampled_from(["", "-2", "-1", "0", "1", "2"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Bakery", "Garage", ""]),
        ANSWER,
        st.sampled_from(["", "0", "1", "2", "3", "4"]),
        st.floats(0, 200).map(repr) | st.just(""),
        st.integers(0, 9).map(str) | st.just(""),
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=6)
@given(ROWS)
def test_every_client_is_in_one_list_and_reads_back_into_it(rows):
    book = read(("clients.csv", listing([[f"c{n}", f"Client {n}", *row] for n, row in enumerate(rows)])))
    policy = draft_policy(book)
    lists = lists_of(book, policy)
    ids = [row[0] for _, data in lists for row in cells(data)[1:]]
    assert sorted(ids) == sorted(f"c{n}" for n in range(len(rows)))
    assert segments(read(*lists), policy) == segments(book, policy)
    for one in (one for one in lists if len(cells(one[1])) > 1):
        alone = segments(read(one), policy)
        assert alone == {client: segments(book, policy)[client] for client in alone}


def test_the_zip_is_the_same_each_time():
    book = read(("clients.csv", listing([["1", "Ash", "Bakery", "2", "4", "0", "1"]])))
    sorting = sort(book, draft_policy(book))
    assert to_zip(sorting) == to_zip(sorting)


@pytest.mark.parametrize("columns", [["Client", "Energy"], ["Client ID", "Energy"]])
def test_lists_without_names_or_without_ids_read_back_too(columns):
    data = "\n".join([",".join(columns), "a,2", "b,-2", "c,", "d,1"]).encode()
    book = read(("clients.csv", data))
    policy = draft_policy(book)
    assert segments(read(*lists_of(book, policy)), policy) == segments(book, policy)


def test_only_the_rows_asked_for_are_written_in_their_order():
    book = read(("clients.csv", listing([[str(n), f"Client {n}", "Bakery", "1", "3", "0", "1"] for n in range(5)])))
    data = to_csv(sort(book, draft_policy(book)), rows=pa.array([3, 1]))
    assert [row[0] for row in cells(data)] == ["Client id", "3", "1"]
