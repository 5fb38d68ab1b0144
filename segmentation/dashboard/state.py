"""What is open in this session: the book, its policy and how they sort. The records are the truth.

Books and sortings are shared by all sessions and kept under digests; a session holds only the number
of its workspace, so a refresh, a crash or a second tab shows the same thing.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import streamlit as st

from segmentation import Book, Policy, PolicyRefused, Sorting, Unreadable, draft_policy, read, sort
from segmentation.dashboard.preview import Preview, preview, shape_of
from segmentation.dashboard.samples import Sample, sample_paths, samples
from segmentation.records.store import RecordsError, Store, data_folder, open_store
from segmentation.records.tables import PolicyVersion, Workspace

FIRST_NOTE = "Drafted from the data."
KEPT_NOTE = "Kept from the list that was open before."
NOT_KEPT_NOTE = "Drafted from the data: the policy that was open asks for what this list does not say."
MOST = 0.75
"""The share of a policy's importance that a list must be able to answer before the policy is kept for it."""

File = tuple[str, bytes]


class NothingOpen(Exception):
    """No book can be shown; the message is one plain sentence that says what to do."""

    title = "Load a list to begin"


class CannotOpen(NothingOpen):
    """The book that should be shown cannot be read or sorted any more; the message says why."""

    title = "This list cannot be opened"


@dataclass(frozen=True)
class Opened:
    """The open book with its policy."""

    workspace: int
    sample: Sample | None
    book: Book
    policy: Policy
    """As edited; equal to `saved` where nothing was."""
    saved: Policy
    """The newest saved version."""
    version: int
    counted_on: date | None = None
    """The as-of day that is kept with the user's own files; None for a sample, and for files kept before days were."""

    @property
    def edited(self) -> bool:
        """Whether the policy differs from its newest saved version."""
        return self.policy != self.saved

    @cached_property
    def sorting(self) -> Sorting:
        """The book, sorted by the policy as edited."""
        return _sorting(self.book.digest, self.policy.to_toml(), self.book, self.policy)

    def preview(self, policy: Policy) -> Preview:
        """Who would be where under this policy."""
        shape = shape_of(policy)
        return preview(_shape(self.book.digest, shape.to_toml(), self.book, shape), policy)


def store() -> Store:
    """The records on this machine."""
    return _store_in(str(data_folder()))


def opened() -> Opened:
    """The book that this session shows.

    Raises
    ------
    NothingOpen
        There is no book, or (CannotOpen) it cannot be read or sorted any more.
    """
    try:
        workspace = _workspace()
        if workspace is None:
            raise NothingOpen("No list is open yet. Load your own file on the Data page.")
        sample = _sample(workspace)
        book = _book_of(workspace, sample)
        newest = _newest_version(workspace.id, book)
        saved = Policy.from_toml(newest.toml)
        draft = Policy.from_toml(workspace.draft) if workspace.draft else saved
    except (RecordsError, Unreadable, PolicyRefused) as problem:
        raise CannotOpen(str(problem)) from problem
    return Opened(workspace.id, sample, book, draft, saved, newest.number, workspace.as_of)


def open_files(files: Sequence[File], policy: Policy | None = None) -> None:
    """Read the files, keep them and show them; where they cannot be used, what is open stays open.

    The same files again open the list they made before. New ones are sorted by `policy` as their first version where
    they say most of what it asks for, else by a draft from their own data.

    Raises
    ------
    Unreadable, PolicyRefused
        The files cannot be read, or hold nothing to sort by; one plain sentence.
    """
    before = store().find_import(files)
    if before is not None:
        open_workspace(before)
        return
    book = read(*files)
    first, note = draft_policy(book), FIRST_NOTE
    if policy is not None:
        first, note = (policy, KEPT_NOTE) if _answers(book, policy) >= MOST else (first, NOT_KEPT_NOTE)
    sort(book, first)
    workspace = store().save_import(files, book.as_of)
    _book(_files_key(files), book.as_of, lambda: book)
    store().save_first_policy(workspace, first.model_copy(update={"version": 1}).to_toml(), note)
    st.session_state["workspace"] = workspace


def _answers(book: Book, policy: Policy) -> float:
    """The share of a policy's importance that rests on what this book knows."""
    known = sum(criterion.weight for criterion in policy.criteria if book.trait(criterion.trait))
    return known / sum(policy.weights)


def open_workspace(workspace_id: int) -> None:
    """Show a workspace that is kept in the records."""
    store().set_open(workspace_id)
    st.session_state["workspace"] = workspace_id


def open_sample(sample: Sample) -> None:
    """Show a made-up sample, with the policy it was left with."""
    open_workspace(store().sample_workspace(sample.key))


def delete_open_book() -> None:
    """Delete the open book with its files and policies from this machine."""
    store().delete_workspace(st.session_state.pop("workspace"))
    _book.clear()
    _sorting.clear()
    _shape.clear()


def edit(book: Opened, policy: Policy) -> str:
    """Keep an edited policy at once, and return its text; where it equals the saved version, there is no draft.

    Raises
    ------
    PolicyRefused
        A line of it may not be judged by in this book; nothing is kept.
    """
    # The app counts the versions, whatever number an uploaded file has.
    policy = policy.model_copy(update={"version": book.version, "made_on": book.saved.made_on})
    book.preview(policy)
    store().save_draft(book.workspace, None if policy == book.saved else policy.to_toml())
    return policy.to_toml()


def save_version(book: Opened, name: str, note: str, day: date) -> int:
    """Keep the policy as edited as the next version of its workspace, and return its number."""
    number = book.version + 1
    policy = book.policy.model_copy(update={"name": name or book.policy.name, "version": number, "made_on": day})
    return store().save_policy(book.workspace, policy.to_toml(), note)


def _workspace() -> Workspace | None:
    chosen = st.session_state.get("workspace")
    workspace = store().workspace(chosen) if chosen is not None else None
    workspace = workspace or store().latest_workspace()
    if workspace is None or (workspace.sample and _sample(workspace) is None):
        available = samples()
        own = store().own_workspaces()
        if own:
            workspace = own[0]
        elif available:
            workspace = store().workspace(store().sample_workspace(available[0].key))
        else:
            return None
    if workspace is not None:
        st.session_state["workspace"] = workspace.id
    return workspace


def _newest_version(workspace_id: int, book: Book) -> PolicyVersion:
    if not store().versions(workspace_id):
        store().save_first_policy(workspace_id, draft_policy(book).to_toml(), FIRST_NOTE)
    return store().versions(workspace_id)[0]


def _sample(workspace: Workspace) -> Sample | None:
    return next((sample for sample in samples() if sample.key == workspace.sample), None)


def _book_of(workspace: Workspace, sample: Sample | None) -> Book:
    if sample is None:
        listed = store().file_list(workspace.id)
        key = tuple((file.name, file.sha256) for file in listed)
        # Without the kept day, files without dates would be counted anew every day, and edits would sort differently.
        return _book(key, workspace.as_of, lambda: read(*store().files(workspace.id), as_of=workspace.as_of))
    paths = sample_paths(sample)
    key = tuple((str(path), str(path.stat().st_mtime_ns)) for path in paths)
    return _book(key, None, lambda: replace(read(*_named(paths)), name=sample.name))


def _named(paths: Sequence[Path]) -> list[File]:
    return [(path.name, path.read_bytes()) for path in paths]


def _files_key(files: Sequence[File]) -> tuple[tuple[str, str], ...]:
    return tuple((name, hashlib.sha256(data).hexdigest()) for name, data in files)


@st.cache_resource(show_spinner=False, on_release=Store.close)
def _store_in(folder: str) -> Store:
    return open_store(data_folder())


@st.cache_resource(max_entries=3, show_spinner="Reading the files…")
def _book(key: tuple[tuple[str, str], ...], as_of: date | None, _read: Callable[[], Book]) -> Book:
    return _read()


@st.cache_resource(max_entries=6, show_spinner=False)
def _sorting(book_digest: str, policy_text: str, _book: Book, _policy: Policy) -> Sorting:
    return sort(_book, _policy)


@st.cache_resource(max_entries=6, show_spinner=False)
def _shape(book_digest: str, policy_text: str, _book: Book, _policy: Policy) -> Sorting:
    return sort(_book, _policy)
