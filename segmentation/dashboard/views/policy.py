"""Policy: what counts, where the lines run, and who moves with every change."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from segmentation import Policy, PolicyRefused, draft_policy
from segmentation.dashboard import changes
from segmentation.dashboard.heading import head, opened_or_stop
from segmentation.dashboard.palette import MARKS, SEGMENTS, WORDS
from segmentation.dashboard.preview import Moves, Preview, moves
from segmentation.dashboard.state import Opened, opened, save_version, store
from segmentation.dashboard.text import count, plain
from segmentation.dashboard.views.policy_criteria import draw_criteria
from segmentation.dashboard.views.policy_lines import draw_lines, draw_minimum
from segmentation.dashboard.views.policy_rules import draw_rules
from segmentation.intake.files.sheet import day_words

POLICY_FILE_LIMIT = 1
"""Megabytes; a policy is a page of text."""


def show() -> None:
    """Draw the page."""
    book = opened_or_stop()
    changes.follow(book)
    before, now = book.preview(book.saved), book.preview(book.policy)
    moved = moves(before, now)
    head(book, sentence(book, now, moved))
    effect(before, now, moved, book.book.word)
    actions(book)
    left, right = st.columns(2, gap="large")
    with left:
        draw_criteria(book)
    with right:
        draw_lines(book, now)
        draw_rules(book, "red_lines")
        draw_rules(book, "must_haves")
        draw_minimum(book)
        versions(book)


def sentence(book: Opened, now: Preview, moved: Moves) -> str:
    """What the policy does, or what the edits change."""
    counts, word = now.counts(), book.book.word
    if book.edited:
        number = moved.up + moved.down
        return f"{count(number, word)} would move" if number else f"Edited, and none of your {word} moves"
    return f"Your rope lets in {count(counts['star'], 'stars')} and turns away {count(counts['dud'], 'duds')}"


def effect(before: Preview, now: Preview, moved: Moves, word: str) -> None:
    """Each segment before and now, and how many move."""
    was, is_now = before.counts(), now.counts()
    with st.container(border=True, key="effect"):
        with st.grid(4, min_column_width=130, key="effect-counts"):
            for segment in SEGMENTS:
                difference = is_now[segment] - was[segment]
                st.metric(
                    f"{MARKS[segment]} {WORDS[segment]}",
                    f"{is_now[segment]:,}",
                    f"{difference:+,} from {was[segment]:,}" if difference else None,
                    delta_color="off",
                )
        number = moved.up + moved.down
        still = f"Move anything below: these numbers follow at once. None of your {word} has moved yet."
        moving = f"Against the saved version {count(number, word)} move: {moved.up:,} up, {moved.down:,} down."
        st.text(moving if number else still)


def actions(book: Opened) -> None:
    """Save, go back, take home, bring in."""
    with st.container(horizontal=True, key="policy-actions"):
        save(book)
        if book.edited:
            st.button("Undo all changes", on_click=put, args=("undo", lambda book: book.saved), key="undo")
        st.button(
            "Back to the draft from the data",
            on_click=put,
            args=("draft", lambda book: draft_policy(book.book)),
            key="redraft",
        )
        st.download_button(
            "Download policy",
            book.policy.to_toml().encode(),
            file_name="policy.toml",
            mime="application/toml",
            on_click="ignore",
            key="download-policy",
        )
        with st.popover("Upload a policy", key="upload-popover"):
            uploader = changes.key("policy-file")
            st.file_uploader(
                "A policy file (.toml)",
                type="toml",
                key=uploader,
                on_change=take_upload,
                args=(uploader,),
                max_upload_size=POLICY_FILE_LIMIT,
            )
    for field in ("undo", "draft", "upload"):
        changes.show_refusal(field)


def save(book: Opened) -> None:
    """Keep the edited policy as a version, with a note why."""
    with st.popover(
        f"Save as version {book.version + 1}", type="primary", disabled=not book.edited, key="save-popover"
    ):
        st.text_input("Name of the policy", book.policy.name, max_chars=80, key=changes.key("save-name"))
        st.text_input(
            "Why this change?", max_chars=300, key=changes.key("save-note"), placeholder="So that you know in a year"
        )
        st.button("Save", type="primary", on_click=keep_version, key="save")


def keep_version() -> None:
    """Save the draft under the typed name and note."""
    name, note = (st.session_state.get(changes.key(field), "") for field in ("save-name", "save-note"))
    book = opened()
    if book.edited:
        number = save_version(book, name.strip(), note.strip(), date.today())
        st.toast(f"Saved as version {number}.")


def put(field: str, make: Callable[[Opened], Policy]) -> None:
    """Replace the whole policy."""
    book = opened()
    changes.change(field, lambda _: make(book), structural=True)


def take_upload(uploader: str) -> None:
    """Use an uploaded policy; where it cannot be used, everything stays as it was."""
    file = st.session_state.get(uploader)
    if file is None:
        return
    try:
        policy = Policy.from_toml(file.getvalue().decode("utf-8-sig"))
    except UnicodeDecodeError:
        changes.refuse("upload", f"{file.name} is no text in UTF-8: save it as UTF-8 and try again.")
    except PolicyRefused as refused:
        changes.refuse("upload", str(refused))
    else:
        changes.change("upload", lambda _: policy, structural=True)


def versions(book: Opened) -> None:
    """Every saved version, with its day and note."""
    saved = store().versions(book.workspace)
    with st.expander(f"Versions ({len(saved)})", key="versions"):
        for version in saved:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(
                    f"**Version {version.number}** · {day_words(version.saved_at.date())}  \n{plain(version.note)}",
                    width="stretch",
                )
                if version.number != book.version:
                    st.button(
                        "Use again",
                        on_click=put,
                        args=(f"version {version.number}", lambda _, text=version.toml: Policy.from_toml(text)),
                        key=f"use-{version.number}",
                    )


show()
