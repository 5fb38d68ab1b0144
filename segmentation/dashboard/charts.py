"""The pictures of the whole list: plain numbers and names become Plotly figures in the theme's colours.

Names come from uploaded files and Plotly reads a kind of HTML, so every name is escaped here.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from segmentation.dashboard.palette import MARKS, SEGMENTS, SHAPES, WORDS, Palette

CONFIG = {"displayModeBar": False, "scrollZoom": False}
"""Charts are read, not operated: no tool bar, no zoom that gets in the way of scrolling."""
MANY_MARKS = 400
"""From here on marks are drawn smaller."""
MOST_MARKS = 2000
"""A browser draws this many marks without a pause; beyond, each segment shows its share of them."""

Numbers = npt.NDArray[np.float64]
Names = npt.NDArray[np.str_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Points:
    """The clients that a map draws: one entry per client in each."""

    scores: Numbers
    worths: Numbers
    segments: Names
    names: Sequence[str]


@dataclass(frozen=True)
class Corners:
    """What the four corners of the map are called, and the worth that divides upper from lower."""

    upper_left: str
    upper_right: str
    lower_left: str
    lower_right: str
    divide: float


def score_histogram(  # noqa: PLR0913, PLR0917 - a picture's parts, each named at the call
    scores: Numbers, segments: Names, lines: tuple[float, float], word: str, colours: Palette, height: int = 300
) -> go.Figure:
    """How many clients have which score, by segment, with the dud and the star line; no score, no mark."""
    figure = empty_figure(height, top=34)
    width = 2.0 if len(scores) > 1000 else 4.0
    edges = np.arange(0, 100 + width, width)
    tallest = np.zeros(len(edges) - 1)
    for segment in SEGMENTS:
        edge = 1 if segment == "unrated" else 0
        heights, _ = np.histogram(scores[(segments == segment) & ~np.isnan(scores)], bins=edges)
        tallest += heights
        if heights.any():
            figure.add_bar(
                x=edges[:-1] + width / 2,
                y=heights,
                width=width * 0.88,
                name=f"{MARKS[segment]} {WORDS[segment]}",
                marker={"color": colours.fill[segment], "line": {"color": colours.outline[segment], "width": edge}},
                hovertemplate="%{y:,} at a score near %{x:.0f}",
            )
    figure.update_layout(barmode="stack", bargap=0)
    figure.update_xaxes(range=[-1, 101], title_text="Score (0 to 100)", dtick=20)
    figure.update_yaxes(title_text=html.escape(word.capitalize()), rangemode="tozero", tickformat=",d")
    figure.update_yaxes(tickvals=_ticks(0, float(tallest.max(initial=1)), least=1.0))
    for line, segment, side in zip(lines, ("dud", "star"), ("right", "left"), strict=True):
        if line > 0:
            _draw_line(figure, line, segment, side, colours)
    return figure


def fit_and_worth(  # noqa: PLR0913, PLR0917
    points: Points, corners: Corners, worth_title: str, lines: tuple[float, float], colours: Palette, height: int = 440
) -> go.Figure:
    """Each client by score and worth. Marks beyond the 99th percentile of worth are drawn at the edge."""
    figure = empty_figure(height, top=44)
    low, high = worth_range(points.worths)
    drawn = np.clip(points.worths, low, high)
    size, opacity = (8, 1.0) if len(drawn) <= MANY_MARKS else (6, 0.8)
    for segment in SEGMENTS[:3]:
        rows = np.flatnonzero(points.segments == segment)
        figure.add_scatter(
            x=points.scores[rows],
            y=drawn[rows],
            mode="markers",
            name=WORDS[segment],
            customdata=[
                (html.escape(points.names[int(row)], quote=False), f"{points.worths[row]:,.0f}") for row in rows
            ],
            hovertemplate="%{customdata[0]}<br>score %{x:.0f}, worth %{customdata[1]}<extra></extra>",
            marker={
                "symbol": SHAPES[segment],
                "size": size + 2 if segment == "star" else size - 1,
                "opacity": opacity,
                "color": colours.fill[segment],
                "line": {"color": colours.outline[segment], "width": 0.8},
            },
        )
    for line, segment in zip(lines, ("dud", "star"), strict=True):
        if line > 0:
            figure.add_vline(x=line, line={"color": colours.outline[segment], "width": 1.4, "dash": "dot"})
    figure.add_hline(y=corners.divide, line={"color": colours.quiet, "width": 1})
    _name_corners(figure, corners)
    # Room for the corners' names, so that they hide nobody.
    below, above = (high - low) * 0.26, (high - low) * 0.18
    figure.update_xaxes(title_text="Fit: the score (0 to 100)", range=[-2, 102], dtick=20)
    figure.update_yaxes(title_text=html.escape(worth_title), range=[low - below, high + above])
    figure.update_yaxes(tickvals=_ticks(low, high), tickformat="~s")
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 13}}
    figure.update_layout(showlegend=True, legend=legend)
    return figure


def corners(worths: Numbers) -> Corners:
    """The four corners' names: about profit where somebody costs more than they bring, else about size."""
    if (worths < 0).any():
        return Corners(
            "Profitable<br>but draining", "Honour", "Let go kindly", "Loved but<br>unprofitable:<br>reprice", 0
        )
    middle = float(np.median(worths))
    return Corners("Valuable<br>but draining", "Honour", "Let go kindly", "Loved,<br>still small", middle)


def sample_of(segments: Names, most: int = MOST_MARKS) -> npt.NDArray[np.int64]:
    """Row numbers of at most about `most` clients, every segment in its share, evenly through the rows."""
    if len(segments) <= most:
        return np.arange(len(segments))
    keep = []
    for segment in SEGMENTS:
        rows = np.flatnonzero(segments == segment)
        wanted = max(min(len(rows), 20), round(most * len(rows) / len(segments)))
        if len(rows):
            keep.append(rows[np.linspace(0, len(rows) - 1, min(wanted, len(rows))).astype(int)])
    return np.concatenate(keep)


def worth_range(worth: Numbers) -> tuple[float, float]:
    """The range that a map shows: its upper end is the 99th percentile, so that one giant flattens nobody."""
    known = worth[~np.isnan(worth)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(min(known.min(), 0)), float(np.quantile(known, 0.99) if len(known) >= 100 else known.max())
    low = max(low, float(np.quantile(known, 0.01)) * 2) if low < 0 else low
    return low, high if high > low else low + 1


def empty_figure(height: int, top: int, sides: int = 10) -> go.Figure:
    """An empty figure. Words and grid have no colour here: browser and style sheet follow the theme when it changes."""
    figure = go.Figure()
    axis = {
        "zeroline": False,
        "tickfont": {"size": 13},
        "title": {"font": {"size": 13}, "standoff": 8},
        "fixedrange": True,
        "automargin": True,
    }
    figure.update_layout(
        height=height,
        margin={"l": sides, "r": sides, "t": top, "b": sides},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "SourceSans, sans-serif", "size": 14},
        dragmode=False,
        showlegend=False,
        xaxis={**axis, "showgrid": False},
        yaxis=axis,
    )
    return figure


def _draw_line(figure: go.Figure, at: float, segment: str, side: str, colours: Palette) -> None:
    """A line of the policy with its name; near an edge the words would be cut, so they change sides."""
    figure.add_vline(x=at, line={"color": colours.outline[segment], "width": 2, "dash": "dot"})
    text = f"{MARKS[segment]} {'Dud' if segment == 'dud' else 'Star'} line {at:g}"
    side = "left" if at < 22 else "right" if at > 78 else side
    figure.add_annotation(
        text=text,
        x=at,
        xanchor=side,
        xshift=6 if side == "left" else -6,
        y=1.0,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        font={"size": 13},
    )


def _name_corners(figure: go.Figure, corners: Corners) -> None:
    for text, x, y in (
        (corners.upper_left, 0, 1),
        (corners.upper_right, 1, 1),
        (corners.lower_left, 0, 0),
        (corners.lower_right, 1, 0),
    ):
        figure.add_annotation(
            text=text,
            x=x,
            y=y,
            xref="paper",
            yref="paper",
            xanchor="right" if x else "left",
            yanchor="top" if y else "bottom",
            align="right" if x else "left",
            showarrow=False,
            font={"size": 13},
        )


def _ticks(low: float, high: float, least: float = 0.0) -> list[float]:
    """About six round numbers from low to high, at least `least` apart, and none beyond the data."""
    rough = max((high - low) / 6, least)
    power = 10.0 ** np.floor(np.log10(rough))
    step = float(next(power * part for part in (1, 2, 5, 10) if power * part >= rough))
    return [step * number for number in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]
