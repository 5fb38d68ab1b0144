"""The colours of each theme, and the word and shape that always stand beside a segment's colour."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from segmentation.method.segments import ALL, KEYS

SEGMENTS = KEYS
WORDS = {segment.key: segment.plural for segment in ALL}
ONE = {segment.key: segment.one.capitalize() for segment in ALL}
MARKS = {"star": "★", "mid-range": "●", "dud": "✕", "unrated": "○"}
SHAPES = {"star": "star", "mid-range": "circle", "dud": "x", "unrated": "circle-open"}
"""The same marks as Plotly names them."""
HOLLOW = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Palette:
    """The colours of one theme; a test holds every mark to a contrast of 3:1 against the page."""

    page: str
    text: str
    quiet: str
    """Captions and axis labels; 4.5:1 against the page."""
    line: str
    accent: str
    on_accent: str
    """Words on a button of the accent; 4.5:1 against it."""
    banner: str
    pale: str
    """What is possible but not reached, behind a bar of the accent."""
    fill: dict[str, str]
    outline: dict[str, str]


LIGHT = Palette(
    page="#FFFDFA",
    text="#16101A",
    quiet="#5F5661",
    line="#E7DED3",
    accent="#8E1F3B",
    on_accent="#FFFDFA",
    banner="#F6E9D8",
    pale="#E7DED3",
    fill={"star": "#E3A008", "mid-range": "#64748B", "dud": "#7A1F3D", "unrated": HOLLOW},
    outline={"star": "#A86E00", "mid-range": "#64748B", "dud": "#7A1F3D", "unrated": "#7C8798"},
)
DARK = Palette(
    page="#17121A",
    text="#F4EEF2",
    quiet="#B9AEBB",
    line="#3A2E40",
    accent="#E58CA3",
    on_accent="#17121A",
    banner="#33261C",
    pale="#4A3B50",
    fill={"star": "#E3A008", "mid-range": "#94A3B8", "dud": "#D4537A", "unrated": HOLLOW},
    outline={"star": "#E3A008", "mid-range": "#94A3B8", "dud": "#D4537A", "unrated": "#7C8798"},
)
THEMES: dict[Literal["light", "dark"], Palette] = {"light": LIGHT, "dark": DARK}


def palette() -> Palette:
    """The palette of the theme that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def marked(segment: str) -> str:
    """A segment's mark and word for one client: "★ Star"."""
    return f"{MARKS[segment]} {ONE[segment]}"
