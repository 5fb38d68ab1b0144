"""The pictures on one client's card: where the points come from, and what was bought month by month.

Names come from uploaded files and Plotly reads a kind of HTML, so every name is escaped here.
"""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from segmentation.dashboard.charts import empty_figure
from segmentation.dashboard.palette import Palette

LINE = 34
"""Letters on one line above a bar: what a phone holds beside the points."""
MOST_LINES = 3
LINE_HEIGHT, BAR_HEIGHT, GAP = 18, 15, 11
"""Pixels."""


@dataclass(frozen=True)
class PointsBar:
    """One criterion of one client: how many of the score's points it brings, and how many it could."""

    label: str
    points: float
    possible: float
    earned: str
    """The points in words: "14 of 18"."""


def points_chart(bars: Sequence[PointsBar], colours: Palette) -> go.Figure:
    """Where one client's points come from; the words stand above each bar, on as many lines as they need."""
    words = [_lines(bar.label) for bar in bars]
    heights = [LINE_HEIGHT * len(lines) + BAR_HEIGHT + GAP for lines in words]
    total = sum(heights)
    figure = empty_figure(total + 4, top=2, sides=2)
    # One unit of the upright axis is one pixel, so that a label of two lines takes its room.
    floors = [total - sum(heights[: place + 1]) + GAP for place in range(len(bars))]
    middles = [floor + BAR_HEIGHT / 2 for floor in floors]
    hover = [html.escape(f"{bar.label}: {bar.earned} points", quote=False) for bar in bars]
    for values, colour in (
        ([bar.possible for bar in bars], colours.pale),
        ([bar.points for bar in bars], colours.accent),
    ):
        figure.add_bar(
            x=values,
            y=middles,
            orientation="h",
            width=BAR_HEIGHT,
            marker={"color": colour},
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for bar, lines, floor in zip(bars, words, floors, strict=True):
        _write(figure, "<br>".join(html.escape(line, quote=False) for line in lines), floor, "left")
        _write(figure, bar.earned, floor, "right")
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[0, max((bar.possible for bar in bars), default=1) or 1], visible=False)
    figure.update_yaxes(range=[0, total], visible=False)
    return figure


def money_over_time(days: Sequence[str], amounts: Sequence[float], currency: str, colours: Palette) -> go.Figure:
    """What one client bought, summed by month; `days` are the first days of the months, as ISO texts."""
    figure = empty_figure(200, top=10)
    figure.add_bar(
        x=list(days),
        y=list(amounts),
        marker={"color": colours.accent},
        hovertemplate="%{x|%B %Y}: %{y:,.0f}<extra></extra>",
    )
    figure.update_xaxes(title_text="Month", type="date")
    figure.update_yaxes(title_text=f"Amount ({html.escape(currency)})" if currency else "Amount", tickformat="~s")
    return figure


def _lines(label: str) -> list[str]:
    """A label on its lines; the hover and the alt text hold what three lines cannot."""
    return textwrap.wrap(label, LINE, max_lines=MOST_LINES, placeholder=" …") or [""]


def _write(figure: go.Figure, text: str, floor: float, side: str) -> None:
    """Words right above a bar, at its left or right end."""
    figure.add_annotation(
        text=text,
        x=0 if side == "left" else 1,
        xref="paper",
        xanchor=side,
        align=side,
        y=floor + BAR_HEIGHT,
        yanchor="bottom",
        showarrow=False,
        font={"size": 14},
    )
