"""Clients: find people by name, segment or trait, page by page, and read one client's card beside the list."""

import hashlib
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from segmentation import to_csv
from segmentation.dashboard.heading import head, opened_or_stop
from segmentation.dashboard.listing import BY_NAME, SCORE, WIDTHS, WORTH, Filters, Rows, Shown, matching, page_of
from segmentation.dashboard.palette import MARKS, SEGMENTS, WORDS, palette
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import count, one_of, plain
from segmentation.dashboard.views.client_card import draw_card
from segmentation.dashboard.views.client_filters import trait_filter
from segmentation.dashboard.views.downloads import all_lists_button
from segmentation.exporting import file_name
from segmentation.intake.book import CLIENT, NAME

ALL = "all"
PAGE_SIZES = (25, 50)
ORDERS = {
    "Best score first": (SCORE, True),
    "Lowest score first": (SCORE, False),
    "Most worth first": (WORTH, True),
    "Least worth first": (WORTH, False),
    "Name, A to Z": (BY_NAME, False),
}


def show() -> None:
    """Draw the page."""
    book = opened_or_stop()
    remembered = st.session_state.get("segment") or st.query_params.get("segment")
    segment = remembered if remembered in SEGMENTS else ALL
    head(book, sentence(book, segment))
    st.session_state["segment"] = segment
    st.segmented_control(
        "Segment",
        [ALL, *SEGMENTS],
        format_func=lambda key: "All" if key == ALL else f"{MARKS[key]} {WORDS[key]}",
        required=True,
        key="segment",
        on_change=remember_segment,
        label_visibility="collapsed",
    )
    body()


def sentence(book: Opened, segment: str) -> str:
    """What the chosen list holds."""
    counts, word = book.sorting.counts(), book.book.word
    if segment == ALL:
        parts = [count(counts["star"], "stars"), f"{counts['mid-range']:,} mid-range", count(counts["dud"], "duds")]
        return f"{count(len(book.book), word)}: {', '.join(parts)}"
    number = counts[segment]
    return {
        "star": f"{count(number, 'stars')} to honour",
        "mid-range": f"{count(number, word)} in the middle",
        "dud": f"{count(number, 'duds')} to let go kindly",
        "unrated": f"{count(number, word)} of whom not enough is known",
    }[segment]


def remember_segment() -> None:
    """Keep the chosen segment in the address, so that a refresh shows the same list."""
    segment = st.session_state["segment"]
    if segment == ALL:
        st.query_params.pop("segment", None)
    else:
        st.query_params["segment"] = segment


@st.fragment
def body() -> None:
    """The filters, the list and the card; only this part is drawn again while the manager looks around."""
    book = opened_or_stop()
    filters = asked(book)
    rows = matching(book.sorting, filters)
    listed, card = st.columns([2, 1], gap="medium")
    with listed:
        shown = list_of(book, filters, rows)
        exports(book, filters, rows)
    with card, st.container(border=True, key="client-card"):
        chosen = st.query_params.get("client") or (shown[0] if shown else None)
        if chosen is None:
            st.text("The card of a client shows here.")
        elif is_in(book, chosen):
            draw_card(book, chosen)
        else:
            st.text(f"There is no {one_of(book.book.word)} “{chosen}” in this list.")


def asked(book: Opened) -> Filters:
    """What the controls above the list ask for."""
    segment = st.session_state["segment"]
    filters = Filters(segment=None if segment == ALL else segment)
    orders = [label for label, (order, _) in ORDERS.items() if order != WORTH or book.book.worth]
    find, sort_by, narrow = st.columns(3, gap="small")
    search = find.text_input("Find", key="search", placeholder="Name or number", live="300ms", type="search")
    order, descending = ORDERS[sort_by.selectbox("Sort by", orders, key="order")]
    with narrow:
        filters = trait_filter(book, filters)
    return replace(filters, search=search or "", order=order, descending=descending)


def list_of(book: Opened, filters: Filters, rows: Rows) -> list[str]:
    """One page of the list; gives the ids it shows."""
    word = book.book.word
    if not len(rows):
        st.info(plain(f"Nobody matches. Search for less, or show all {word}."))
        return []
    # Everything that decides which row is where is part of the keys, so a choice never points at somebody else.
    look = repr((book.book.digest, book.policy.to_toml(), filters)).encode()
    view = hashlib.sha256(look).hexdigest()[:16]
    size = st.session_state.get("size", PAGE_SIZES[0])
    pages = -(-len(rows) // size)
    page = min(st.session_state.get(f"page-{view}-{size}", 1), pages)
    on_page = rows[(page - 1) * size : page * size]
    people = book.sorting.table.select([CLIENT, NAME]).take(pa.array(on_page))
    ids: list[str] = people[CLIENT].to_pylist()
    open_box(dict(zip(ids, people[NAME].to_pylist(), strict=True)), book.book.word, f"{view}-{size}-{page}")
    grid(book, on_page, ids, f"{view}-{size}-{page}")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first = (page - 1) * size + 1
        st.caption(f"{first:,}–{first + len(on_page) - 1:,} of {len(rows):,}", width="content")
        if pages > 1:
            st.pagination(pages, key=f"page-{view}-{size}", max_visible_pages=5)
        st.segmented_control(
            "Rows on a page",
            PAGE_SIZES,
            default=PAGE_SIZES[0],
            required=True,
            key="size",
            format_func=lambda rows: f"{rows} rows",
            label_visibility="collapsed",
        )
    return ids


def open_box(names: dict[str, str | None], word: str, view: str) -> None:
    """Open a client of this page by keyboard; the grid does the same with the mouse."""
    key = f"open-{view}"
    chosen = st.query_params.get("client")
    st.session_state[key] = chosen if chosen in names else None

    def choose() -> None:
        if st.session_state[key] is not None:
            st.query_params["client"] = st.session_state[key]
            mark_row(view, list(names).index(st.session_state[key]))

    st.selectbox(
        f"Open a {plain(one_of(word))} of this page",
        list(names),
        index=None,
        format_func=lambda client: f"{names[client]} ({client})" if names.get(client) else client,
        placeholder="Choose, or select a row below",
        key=key,
        on_change=choose,
    )


def mark_row(view: str, row: int) -> None:
    """Show the opened client's row as chosen in the grid, too."""
    st.session_state[f"grid-{view}"] = {"selection": {"rows": [row], "columns": [], "cells": []}}


def grid(book: Opened, on_page: Rows, ids: list[str], view: str) -> None:
    """The page as a grid; choosing a row opens its client at once, by id."""
    key = f"grid-{view}"

    def choose() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen and chosen[0] < len(ids):
            st.query_params["client"] = ids[chosen[0]]

    worth = book.book.worth
    st.dataframe(
        page_of(book.sorting, on_page),
        key=key,
        on_select=choose,
        selection_mode="single-row",
        hide_index=True,
        height="content",
        alt=f"{book.book.word.capitalize()} with segment, score, worth and reason",
        column_config={
            Shown.CLIENT: st.column_config.TextColumn(one_of(book.book.word).capitalize(), width=WIDTHS[Shown.CLIENT]),
            Shown.SEGMENT: st.column_config.TextColumn("Segment", width=WIDTHS[Shown.SEGMENT]),
            Shown.SCORE: st.column_config.ProgressColumn(
                "Score", min_value=0, max_value=100, format="%.0f", width=WIDTHS[Shown.SCORE], color=palette().accent
            ),
            Shown.WORTH: st.column_config.TextColumn(
                worth.label if worth else "Worth",
                width=WIDTHS[Shown.WORTH],
                alignment="right",
                help=plain(worth.how) if worth and worth.how else None,
            ),
            Shown.REASON: st.column_config.TextColumn("Why", width=WIDTHS[Shown.REASON]),
        },
    )


def exports(book: Opened, filters: Filters, rows: Rows) -> None:
    """Exactly the clients that are listed as a file, and all lists."""
    sorting, segment, number = book.sorting, filters.segment, len(rows)
    whole = number == (len(sorting) if segment is None else sorting.counts()[segment])
    what = (
        count(number, book.book.word)
        if segment in (None, "mid-range", "unrated")
        else count(number, WORDS[segment].lower())
    )
    with st.container(horizontal=True, key="exports"):
        st.download_button(
            f"Export {plain(what)} (CSV)",
            lambda: to_csv(sorting, segment, rows=None if whole else pa.array(rows)),
            file_name=("" if whole else "some-") + file_name(segment, book.book.as_of),
            disabled=not number,
            mime="text/csv",
            on_click="ignore",
            key=f"export-{segment or ALL}",
        )
        all_lists_button(book, "Export all lists (zip)", "export-lists", "tertiary")


def is_in(book: Opened, client: str) -> bool:
    """Whether the open book has a client with this id."""
    return bool(pc.index(book.sorting.table[CLIENT], client).as_py() >= 0)


show()
