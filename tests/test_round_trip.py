"""Exported lists, read back with the same policy, give the same clients in the same segments."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import Book, draft_policy, read, sort, to_csv
from segmentation.exporting import to_zip

FORMULA = re.compile(r"^[\s\x00'\"]*[=+\-@\t\r\n|%＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?$")
HOSTILE = [
    "=HYPERLINK(\"http://evil.example\",\"x\")", "+49 30 1234", "-2+3", "@SUM(A1)", "'=1", "＝1+1", "|calc", "%0A",
    "NA", "null", "n/a", "007", "1e5", "O'Brien", "a;b,c\"d", "<b>x</b>", "![p](https://evil.example/p.png)",
    "Łódź", "é",
]  # fmt: skip


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


def test_hostile_texts_stay_what_they_are_and_run_nowhere():
    rows = [[f"c{n:02}", text, text, str(n % 5 - 2), str(n % 5), str(n), "1"] for n, text in enumerate(HOSTILE)]
    book = read(("clients.csv", listing(rows)))
    policy = draft_policy(book)
    lists = lists_of(book, policy)
    for _, data in lists:
        for row in cells(data):
            assert [cell for cell in row if FORMULA.match(cell) and not NUMBER.match(cell) and cell[0] != "'"] == []
    again = read(*lists)
    assert segments(again, policy) == segments(book, policy)
    assert again.frame["name"].to_dict() == book.frame["name"].to_dict()
    assert len(book) == len(HOSTILE)


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


@settings(deadline=None, max_examples=12)
@given(ROWS)
def test_every_client_is_in_one_list_and_reads_back_into_it(rows):
    book = read(("clients.csv", listing([[f"c{n}", f"Client {n}", *row] for n, row in enumerate(rows)])))
    policy = draft_policy(book)
    lists = lists_of(book, policy)
    ids = [row[0] for _, data in lists for row in cells(data)[1:]]
    assert sorted(ids) == sorted(f"c{n}" for n in range(len(rows)))
    filled = [one for one in lists if len(cells(one[1])) > 1]
    assert segments(read(*filled), policy) == segments(book, policy)
    for one in filled:
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
    assert segments(read(*[one for one in lists_of(book, policy) if len(cells(one[1])) > 1]), policy) == (
        segments(book, policy)
    )
