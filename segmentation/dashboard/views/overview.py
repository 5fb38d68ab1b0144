"""Overview: what each segment brings and takes, where the lines run, and what to do next."""

from collections.abc import Callable

import streamlit as st

from segmentation import Sorting, to_csv
from segmentation.dashboard.heading import DATA_PAGE, head, opened_or_stop
from segmentation.dashboard.palette import MARKS, SEGMENTS, WORDS
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import count, percent, plain
from segmentation.dashboard.views.downloads import all_lists_button
from segmentation.dashboard.views.overview_charts import draw_map, draw_scores
from segmentation.dashboard.views.overview_words import (
    CLIENTS_PAGE,
    first_sentence,
    in_doubt,
    next_steps,
    second_sentence,
)
from segmentation.exporting import file_name
from segmentation.insight.shares import Share, shares
from segmentation.method.drafting import ONLY_MONEY

ADVICE = {"star": "Honour them", "mid-range": "Develop or accept", "dud": "Let go kindly"}
HOW_TO_RATE = (
    " To do so, add a column headed Energy, from -2 (drains) to +2 (energises), to your list and load it again."
)


def show() -> None:
    """Draw the page."""
    book = opened_or_stop()
    parts = shares(book.sorting)
    head(book, first_sentence(book.sorting, parts))
    warnings(book)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(plain(second_sentence(book.sorting, parts)), width="stretch")
        all_lists_button(book, "Export all (zip)", "export-all")
    cards(book, parts)
    left, right = st.columns([11, 9], gap="medium")
    with left, st.container(border=True, height="stretch"):
        draw_map(book)
    with right, st.container(border=True, height="stretch"):
        draw_scores(book)
    what_next(book)


def warnings(book: Opened) -> None:
    """What the policy rests on, what of it could not be checked, and what in the files is in doubt."""
    if book.policy.note:
        how = HOW_TO_RATE if book.policy.note == ONLY_MONEY else ""
        st.warning(plain(book.policy.note[:1].upper() + book.policy.note[1:] + "." + how))
    if book.sorting.notes:
        st.warning("  \n".join(plain(note.text) for note in book.sorting.notes), title="What could not be checked")
    doubts = sum(note.kind == "doubt" for note in book.book.notes)
    if doubts:
        with st.container(key="in-doubt"):
            st.page_link(DATA_PAGE, label=in_doubt(doubts))


def cards(book: Opened, parts: dict[str, Share]) -> None:
    """One card per segment; "not enough known" has a smaller one where it has anybody."""
    for column, segment in zip(st.columns(3, gap="medium"), SEGMENTS[:3], strict=True):
        with column:
            card(book, segment, parts[segment])
    if parts["unrated"].clients:
        with st.container(border=True, key="card-unrated", horizontal=True, vertical_alignment="center"):
            number = count(parts["unrated"].clients, book.book.word)
            st.markdown(f"**{MARKS['unrated']} {WORDS['unrated']}:** {plain(number)}", width="stretch")
            with st.container(horizontal=True, vertical_alignment="center", width="content", wrap=False):
                actions(book.sorting, "unrated")


def card(book: Opened, segment: str, part: Share) -> None:
    """A segment's count and shares, its list and its file."""
    with st.container(border=True, key=f"card-{segment}", height="stretch"):
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            st.header(f"{MARKS[segment]} {WORDS[segment]}", anchor=False, width="content")
            st.caption(ADVICE[segment], width="content")
        with st.container(horizontal=True, gap="small", wrap=False):
            st.metric(plain(book.book.word.capitalize()), f"{part.clients:,}")
            if book.book.worth is not None and part.worth is not None:
                st.metric(plain(book.book.worth.label), percent(part.worth))
            if part.hours is not None:
                st.metric("Hours", percent(part.hours))
        with st.container(horizontal=True, vertical_alignment="center"):
            actions(book.sorting, segment)


def actions(sorting: Sorting, segment: str) -> None:
    """Open a segment's list, or take it home as a file."""
    st.page_link(CLIENTS_PAGE, label="Open list", query_params={"segment": segment})
    st.download_button(
        "Export CSV",
        csv_of(sorting, segment),
        file_name=file_name(segment, sorting.book.as_of),
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        key=f"export-{segment}",
    )


def csv_of(sorting: Sorting, segment: str) -> Callable[[], bytes]:
    """Writes the file when it is asked for; session state is empty by then, so the sorting comes along."""
    return lambda: to_csv(sorting, segment)


def what_next(book: Opened) -> None:
    """Up to three things worth doing now."""
    steps = next_steps(book.sorting, drafted=book.version == 1 and not book.edited)
    with st.container(border=True, key="what-next"):
        st.header("What to do next", anchor=False)
        for column, step in zip(st.columns(len(steps), gap="medium"), steps, strict=True):
            with column:
                st.markdown(f"**{plain(step.lead)}** {plain(step.text)}")
                st.page_link(step.page, label=step.link, query_params=step.query)


show()
