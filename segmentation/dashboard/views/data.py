"""Data: load files, see what was understood of them, open a sample, delete."""

import pyarrow as pa
import streamlit as st

from segmentation.dashboard.heading import head
from segmentation.dashboard.samples import samples
from segmentation.dashboard.state import (
    NothingOpen,
    Opened,
    delete_open_book,
    open_sample,
    open_workspace,
    opened,
    store,
)
from segmentation.dashboard.text import count, plain, size
from segmentation.dashboard.views.data_loading import draw_loading
from segmentation.intake.book import Book
from segmentation.intake.files.sheet import Note, day_words

NOTE_KINDS = {
    "doubt": "In doubt: please check",
    "left out": "Left out",
    "changed": "Changed",
    "understood": "Understood",
}
MOST_NOTES, MOST_ROWS = 40, 45
FAMILIES = {
    "quality": "how they are to work with",
    "conduct": "what they do",
    "advocacy": "whether they recommend you",
    "loyalty": "whether they stay",
    "ours": "our own part, never held against them",
    "money": "what they bring",
    "about": "describes them, does not judge",
    "place": "where they are, never judged",
    "protected": "who they are, never used",
}


def show() -> None:
    """Draw the page."""
    try:
        book = opened()
    except NothingOpen as problem:
        st.title(problem.title, anchor=False)
        st.text(str(problem))
        draw_loading()
        other_books(None)
        return
    head(book, sentence(book.book))
    draw_loading(book)
    other_books(book)
    understood(book.book)
    traits(book.book)
    kept(book)


def sentence(book: Book) -> str:
    """What the files gave, and whether there is anything to check."""
    doubts = sum(note.kind == "doubt" for note in book.notes)
    known = sum(trait.family != "protected" for trait in book.traits)
    left = sum(note.kind == "left out" for note in book.notes)
    said = [f"{count(doubts, 'things')} to check"] if doubts else []
    said += [f"{count(left, 'things')} left out"] if left else []
    return ", ".join([count(len(book), book.word), f"{count(known, 'things')} known about them", *said])


def other_books(open_now: Opened | None) -> None:
    """The samples, and the books that were loaded before."""
    available = samples()
    if available:
        st.header("Made-up samples", anchor=False)
        for column, sample in zip(st.columns(len(available), gap="medium"), available, strict=True):
            with column, st.container(border=True, height="stretch", key=f"sample-{sample.key}"):
                st.subheader(sample.name, anchor=False)
                st.text(sample.about)
                is_open = open_now is not None and open_now.sample == sample
                st.button(
                    "Open now" if is_open else "Open this sample",
                    disabled=is_open,
                    on_click=open_sample,
                    args=(sample,),
                    key=f"open-{sample.key}",
                )
    own = [workspace for workspace in store().own_workspaces() if not (open_now and workspace.id == open_now.workspace)]
    if own:
        st.header("Loaded before", anchor=False)
    for workspace in own:
        names = ", ".join(file.name for file in store().file_list(workspace.id))
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"book-{workspace.id}"):
            st.text(f"{names} (loaded {day_words(workspace.created_at.date())})", width="stretch")
            st.button("Open", on_click=open_workspace, args=(workspace.id,), key=f"reopen-{workspace.id}")


def understood(book: Book) -> None:
    """What the reader noted, what is in doubt first."""
    st.header("What was understood", anchor=False)
    if not book.notes:
        st.text("Nothing was changed, left out or in doubt.")
    for kind, title in NOTE_KINDS.items():
        notes = [note for note in book.notes if note.kind == kind]
        if notes:
            with st.expander(f"{title} ({len(notes)})", expanded=kind in ("doubt", "left out"), key=f"notes-{kind}"):
                st.table(
                    {
                        "What": [plain(note.text) for note in notes[:MOST_NOTES]],
                        "Where": [plain(where(note)) for note in notes[:MOST_NOTES]],
                    },
                    border="horizontal",
                    hide_index=True,
                    alt=title,
                )
                if len(notes) > MOST_NOTES:
                    st.text(f"And {len(notes) - MOST_NOTES:,} more of the same kind.")


def where(note: Note) -> str:
    """File, column, row and how many, as far as they apply."""
    said = [
        note.file,
        f"column “{note.column}”" if note.column else "",
        f"row {note.row:,}" if note.row is not None else "",
    ]
    return ", ".join(part for part in said if part)


def traits(book: Book) -> None:
    """Every trait: where it comes from, what it speaks of, and of how many it is known."""
    st.header("What is known about them", anchor=False)
    shown = [trait for family in FAMILIES for trait in book.traits if trait.family == family]
    known = [len(book) - book.table[trait.key].null_count for trait in shown]
    st.dataframe(
        pa.table(
            {
                "What": [trait.label for trait in shown],
                "From": [f"column “{trait.heading}”" if trait.heading else "computed" for trait in shown],
                "Speaks of": [FAMILIES[trait.family] for trait in shown],
                "Known for": [f"{number:,} of {len(book):,}" for number in known],
                "How": [trait.how for trait in shown],
            }
        ),
        hide_index=True,
        height="content" if len(shown) <= MOST_ROWS else 740,
        key="traits",
        alt="Every trait with its source, what it speaks of, and for how many it is known",
        column_config={
            "What": st.column_config.TextColumn(width=190),
            "From": st.column_config.TextColumn(width=190),
            "Speaks of": st.column_config.TextColumn(width=250),
            "Known for": st.column_config.TextColumn(width=110, alignment="right"),
        },
    )


def kept(book: Opened) -> None:
    """Where things are stored, and how to delete them."""
    st.header("Where this is kept", anchor=False)
    st.text(f"Only on this machine, in {store().path}. Nothing is sent anywhere.")
    if book.sample is not None:
        st.text("Of a sample, only your policy is kept.")
        return
    files = store().file_list(book.workspace)
    st.text("The files as you loaded them: " + ", ".join(f"{file.name} ({size(file.size)})" for file in files))
    st.text("They stay whole, with the columns that were set aside, until you delete the book.")
    if book.counted_on is not None:
        st.text(f"Everything stays counted as of {day_words(book.counted_on)}, on whatever day you open them.")
    with st.popover("Delete this book", key=f"delete-popover-{book.workspace}"):
        st.text("This deletes the files and every version of the policy from this machine. There is no way back.")
        st.button("Delete for good", type="primary", on_click=delete_open_book, key="delete")


show()
