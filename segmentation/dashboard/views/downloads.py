"""The button that hands over all lists at once, wherever it stands."""

from typing import Literal

import streamlit as st

from segmentation.dashboard.state import Opened
from segmentation.exporting import to_zip


def all_lists_button(book: Opened, label: str, key: str, kind: Literal["secondary", "tertiary"] = "secondary") -> None:
    """All four lists and the policy in one file, made when it is asked for."""
    sorting = book.sorting
    st.download_button(
        label,
        lambda: to_zip(sorting),
        file_name=f"segments-{book.book.as_of.isoformat()}.zip",
        mime="application/zip",
        on_click="ignore",
        type=kind,
        key=key,
    )
