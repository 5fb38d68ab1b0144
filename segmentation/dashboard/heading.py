"""What every page opens with: the banner of a sample, one line about the book, and the answer in one sentence."""

import streamlit as st

from segmentation.dashboard.state import NothingOpen, Opened, opened
from segmentation.dashboard.text import count, plain
from segmentation.intake.files.sheet import day_words

DATA_PAGE = "views/data.py"


def opened_or_stop() -> Opened:
    """The open book; where there is none, say what to do and draw nothing else."""
    try:
        return opened()
    except NothingOpen as problem:
        st.title(problem.title, anchor=False)
        st.text(str(problem))
        with st.container(key="go-to-data"):
            st.page_link(DATA_PAGE, label="Go to Data")
        st.stop()


def head(book: Opened, sentence: str) -> None:
    """The line about the book and the page's answer; `sentence` is plain text."""
    if book.sample is not None:
        with st.container(key="sample-banner", horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown("**Made-up sample.**", width="content")
            st.page_link(DATA_PAGE, label="Load your own file.")
    with st.container(key="about-book"):
        st.caption(plain(about(book)))
    st.title(plain(sentence), anchor=False)


def about(book: Opened) -> str:
    """One line: whose list, how many, as of when, and which policy."""
    version = f"version {book.version}" + (", edited" if book.edited else "")
    parts = [
        book.book.name,
        count(len(book.book), book.book.word),
        f"as of {day_words(book.book.as_of)}",
        f"policy “{book.policy.name}”, {version}",
    ]
    return " · ".join(part for part in parts if part)
