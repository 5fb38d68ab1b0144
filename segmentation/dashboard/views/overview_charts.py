"""The two pictures of the Overview: fit by worth, and the scores with the two lines."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from segmentation.dashboard import charts
from segmentation.dashboard.palette import WORDS, palette
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import count, one_of, plain
from segmentation.dashboard.views.overview_words import POLICY_PAGE, map_title, scores_title
from segmentation.intake.traits import Trait
from segmentation.method.sorting import Sorting, shown_scores
from segmentation.method.wording import format_value, spoken

HEIGHT = 440


def draw_map(book: Opened) -> None:
    """Fit by worth, with its four corners named; a plain sentence where worth is not known."""
    sorting, worth = book.sorting, book.book.worth
    if worth is None:
        st.header("What they are worth is not known", anchor=False)
        st.text(
            "No column of your files says what they pay or bring. With revenue or invoices, fit stands by worth here."
        )
        return
    scores = sorting.table["score"].to_numpy()
    worths = book.book.table[worth.key].cast(pa.float64()).to_numpy()
    drawable = np.flatnonzero(~np.isnan(scores) & ~np.isnan(worths))
    st.header(plain(map_title(sorting, worths)), anchor=False)
    if not len(drawable):
        st.text("There is nobody yet of whom both score and worth are known.")
        return
    segments = sorting.table["segment"].to_numpy()
    rows = drawable[charts.sample_of(segments[drawable])]
    corners = charts.corners(worths[drawable])
    at_edge = int((worths[rows] > charts.worth_range(worths[rows])[1]).sum())
    st.caption(plain(map_caption(book, worth, corners, (len(drawable), len(rows), at_edge))))
    points = charts.Points(scores[rows], worths[rows], segments[rows], shown_names(sorting, rows))
    title = f"{worth.label} ({worth.unit})" if worth.unit else worth.label
    lines = (book.policy.dud_line, book.policy.star_line)
    figure = charts.fit_and_worth(points, corners, title, lines, palette(), HEIGHT)
    alt = f"Each {one_of(book.book.word)} by score and {spoken(worth.label)}. {map_title(sorting, worths)}."
    st.plotly_chart(figure, config=charts.CONFIG, alt=alt, key="map")


def map_caption(book: Opened, worth: Trait, corners: charts.Corners, numbers: tuple[int, int, int]) -> str:
    """How to read the map, and what of the list it leaves out; `numbers`: can be drawn, are drawn, at the edge."""
    word, (drawable, drawn, at_edge) = book.book.word, numbers
    line = "Below the line they cost more than they bring."
    if corners.divide:
        line = f"The line is where half of them are worth more: {format_value(corners.divide, worth)}."
    said = [f"Each mark is one of your {word}. Right: a better fit. Up: worth more. {line}"]
    if at_edge:
        said.append(f"{at_edge:,} worth more still {'stands' if at_edge == 1 else 'stand'} at the upper edge.")
    if drawn < drawable:
        said.append(f"A fair sample of {drawn:,} is drawn.")
    if drawable < len(book.book):
        said.append(f"{count(len(book.book) - drawable, word)} without score or worth: not drawn.")
    return " ".join(said)


def shown_names(sorting: Sorting, rows: charts.Rows) -> list[str]:
    """The names people use, else the ids."""
    picked = sorting.table.select(["name", "client"]).take(pa.array(rows))
    names: list[str] = pc.coalesce(picked["name"], picked["client"]).to_pylist()
    return names


def draw_scores(book: Opened) -> None:
    """How the scores spread, and where the two lines cut."""
    sorting, policy, word = book.sorting, book.policy, book.book.word
    st.header(plain(scores_title(sorting)), anchor=False)
    st.caption(plain(f"How many {word} have which score, and where your two lines cut."))
    figure = charts.score_histogram(
        shown_scores(sorting.table).to_numpy(),
        sorting.table["segment"].to_numpy(),
        (policy.dud_line, policy.star_line),
        word,
        palette(),
        HEIGHT,
    )
    counts = ", ".join(f"{WORDS[key]} {number:,}" for key, number in sorting.counts().items())
    st.plotly_chart(figure, config=charts.CONFIG, alt=f"Scores from 0 to 100. {counts}.", key="scores")
    with st.container(key="move-lines"):
        st.page_link(POLICY_PAGE, label="Move the lines")
