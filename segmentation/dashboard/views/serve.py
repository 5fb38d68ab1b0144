"""Who we serve: two columns in the policy's own words, each sentence with what this list shows."""

import pyarrow as pa
import streamlit as st

from segmentation.dashboard.heading import head, opened_or_stop
from segmentation.dashboard.palette import MARKS
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import count, joined, one_of, plain
from segmentation.insight.serving import Serving, crossings, serves, serves_not

SHOWN_CROSSINGS = 200
MOST_BAD_ENDS = 6
"""The bad ends of the criteria mirror the other column, so the most important are enough."""


def show() -> None:
    """Draw the page."""
    book = opened_or_stop()
    word = book.book.word
    good, bad = serves(book.sorting), serves_not(book.sorting)
    head(book, sentence(word, good))
    st.text("By your own policy. Beside each line stands what this list shows today.")
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True, height="stretch", key="we-serve"):
        st.header(f"{MARKS['star']} We serve {plain(word)}", anchor=False)
        lines(good)
    with right, st.container(border=True, height="stretch", key="we-dont"):
        st.header(f"{MARKS['dud']} We don’t serve {plain(word)}", anchor=False)
        lines(shortened(bad))
    who_crosses(book)


def sentence(word: str, good: list[Serving]) -> str:
    """The page's answer: the two clauses that count most."""
    first = [each.clause for each in good if each.source == "criterion"][:2] or [each.clause for each in good[:2]]
    if len(first) == 2 and all(clause.startswith("who ") for clause in first):
        first[1] = first[1].removeprefix("who ")
    return f"We serve {word} {joined(first)}" if first else f"Your policy does not say yet which {word} you serve"


def shortened(bad: list[Serving]) -> list[Serving]:
    """The red lines, and the bad ends that matter most."""
    ends = [each for each in bad if each.source == "criterion" and each.agrees]
    return [each for each in bad if each.source == "red line"] + ends[:MOST_BAD_ENDS]


def lines(found: list[Serving]) -> None:
    """Each sentence with its evidence below; what makes no difference in this list is said last."""
    for each in (each for each in found if each.agrees):
        kind = f" ({each.source})" if each.source != "criterion" else ""
        st.markdown(f"**…{plain(each.clause)}**{kind}  \n{plain(each.evidence)}")
    doubtful = [each for each in found if not each.agrees]
    if doubtful:
        st.caption("Your policy counts these too, but in this list the stars are no better here than the duds:")
        for each in doubtful:
            st.markdown(f"…{plain(each.clause)}  \n{plain(each.evidence)}")


def who_crosses(book: Opened) -> None:
    """The clients who cross a red line today, with the evidence."""
    word, policy = book.book.word, book.policy
    if not policy.red_lines:
        st.header("Your policy has no red line yet", anchor=False)
        st.text("Name what you do not tolerate, and this page lists who does it.")
        with st.container(key="no-red-line"):
            st.page_link("views/policy.py", label="Add a red line")
        return
    found = crossings(book.sorting, SHOWN_CROSSINGS)
    people = len({each.client for each in found})
    if not found:
        st.header("Nobody crosses a red line today", anchor=False)
        st.text(f"Checked for all {word} of whom it is known.")
        return
    st.header(plain(f"{count(people, word)} {'crosses' if people == 1 else 'cross'} a red line today"), anchor=False)
    st.dataframe(
        pa.table(
            {
                one_of(word).capitalize(): [each.name or each.client for each in found],
                "Number": [each.client for each in found],
                "Red line": [each.line[:1].upper() + each.line[1:] for each in found],
                "What the files say": [each.value for each in found],
            }
        ),
        hide_index=True,
        height="content" if len(found) <= 15 else 560,
        key="crossings",
        alt="Who crosses which red line, with the value that does",
    )


show()
