"""The rope itself: the two lines over the scores, and how much must be known."""

import streamlit as st

from segmentation.dashboard import changes, charts
from segmentation.dashboard.editing import revised
from segmentation.dashboard.palette import WORDS, palette
from segmentation.dashboard.preview import Preview
from segmentation.dashboard.state import Opened

LINE_STEP = 0.5


def draw_lines(book: Opened, now: Preview) -> None:
    """The histogram of the scores with both lines, and the slider that moves them."""
    policy = book.policy
    lines = (policy.dud_line, policy.star_line)
    st.header("The rope: where the two lines run", anchor=False)
    figure = charts.score_histogram(now.scores, now.segments, lines, book.book.word, palette(), height=250)
    counts = ", ".join(f"{WORDS[key]} {number:,}" for key, number in now.counts().items())
    st.plotly_chart(figure, config=charts.CONFIG, alt=f"Scores from 0 to 100. {counts}.", key="rope")
    field = changes.key("lines")
    st.slider(
        "Dud line and star line (score)",
        0.0,
        100.0,
        lines,
        LINE_STEP,
        format="%.1f",
        key=field,
        on_change=change_lines,
        args=(field,),
        help="Who would stay under the first even with full points for everything unknown is a dud. Who reaches the "
        "second and meets every must-have is a star.",
    )
    changes.show_refusal("lines")


def change_lines(field: str) -> None:
    """Keep the moved lines."""
    dud, star = st.session_state[field]
    changes.change("lines", lambda policy: revised(policy, dud_line=dud, star_line=star))


def draw_minimum(book: Opened) -> None:
    """How much of what counts must be known before anybody is placed."""
    st.header("How much must be known", anchor=False)
    field = changes.key("minimum")
    st.slider(
        "Least part of the importance that must be known",
        0,
        100,
        round(book.policy.minimum_evidence * 100),
        5,
        format="%d %%",
        key=field,
        on_change=change_minimum,
        args=(field,),
        help="Of whom less is known, the list says “not enough known” and what to ask, instead of guessing.",
    )
    changes.show_refusal("minimum")


def change_minimum(field: str) -> None:
    """Keep the moved minimum."""
    share = st.session_state[field] / 100
    changes.change("minimum", lambda policy: revised(policy, minimum_evidence=share))
