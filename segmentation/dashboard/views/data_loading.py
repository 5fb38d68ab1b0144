"""Loading files: choose them, choose worksheets where a workbook has several, read them."""

import streamlit as st

from segmentation import Policy, PolicyRefused, Unreadable
from segmentation.dashboard.state import File, Opened, open_files
from segmentation.dashboard.text import count, plain
from segmentation.intake.files.reading import worksheets

TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods"]
_ROUND, _PROBLEM = "load-round", "load-problem"


def draw_loading(open_now: Opened | None = None) -> None:
    """The uploader with its worksheets, the policy to sort by, and the button that reads."""
    st.header("Load your own files", anchor=False)
    st.text(
        "The list of your clients as CSV or workbook; with it, if you like, invoices or orders, payments and tickets. "
        "Choose them together."
    )
    loading = st.session_state.get(_ROUND, 0)
    uploaded = st.file_uploader(
        "Files", type=TYPES, accept_multiple_files=True, key=f"files-{loading}", label_visibility="collapsed"
    )
    if uploaded:
        st.session_state.pop(_PROBLEM, None)
        try:
            chosen = [part for file in uploaded for part in _parts(file.name, file.getvalue())]
        except Unreadable as unreadable:
            st.error(plain(unreadable))
        else:
            policy = _kept_policy(open_now)
            if st.button(f"Read {count(len(chosen), 'tables')}", type="primary", disabled=not chosen, key="read"):
                _load(chosen, policy)
    problem = st.session_state.get(_PROBLEM)
    if problem:
        st.error(plain(problem))


def _parts(name: str, data: bytes) -> list[File]:
    """A file as the tables to read from it."""
    sheets = worksheets(name, data)
    if len(sheets) < 2:
        return [(name, data)]
    wanted = st.multiselect(f"Worksheets of {plain(name)}", sheets, default=sheets[:1], key=f"sheets-{name}")
    return [(f"{name}#{sheet}", data) for sheet in wanted]


def _kept_policy(open_now: Opened | None) -> Policy | None:
    """The policy that is open, where the manager wants the new files sorted by it: next month's list, the same rope."""
    if open_now is None or open_now.sample is not None:
        return None
    shaped = open_now.version > 1 or open_now.edited
    label = f"Sort them by the policy that is open, “{open_now.policy.name}”, instead of a new draft"
    return open_now.policy if st.checkbox(plain(label), value=shaped, key="keep-policy") else None


def _load(files: list[File], policy: Policy | None) -> None:
    try:
        with st.spinner("Reading the files…"):
            open_files(files, policy)
    except (Unreadable, PolicyRefused) as problem:
        st.session_state[_PROBLEM] = str(problem)
    # A new uploader lets go of the bytes, which the records hold from here on.
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
