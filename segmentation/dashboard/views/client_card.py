"""One client's card: where they stand, where their points come from, the lines they cross, and all that is known."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from segmentation import Explanation, explain
from segmentation.dashboard import charts, charts_client
from segmentation.dashboard.palette import MARKS, ONE, palette
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import joined, one_of, plain
from segmentation.insight.reasons import Check, whole_points
from segmentation.intake.traits import Family
from segmentation.method.wording import format_value, spoken

SHOWN_FAMILIES: tuple[Family, ...] = (
    "quality", "conduct", "advocacy", "loyalty", "ours", "money", "about", "place",
)  # fmt: skip
HOLDS = {True: "✓", False: "✕", None: "?"}
YEAR = 365.25


def draw_card(book: Opened, client: str) -> None:
    """Draw the card of one client of the open book."""
    who = explain(book.sorting, client)
    st.caption(plain(about(book, who)))
    st.header(plain(who.name or who.client), anchor=False)
    st.markdown(f"**{MARKS[who.segment]} {ONE[who.segment]}.** {plain(who.reason)}")
    if who.mark:
        st.markdown("**Served at a loss:** talk about price before anything else.")
    if who.ask:
        st.markdown(f"**What to ask:** {plain(joined(list(who.ask)))}.")
    points(who)
    checks(who)
    orders_over_time(book, client)
    everything(book, client)


def about(book: Opened, who: Explanation) -> str:
    """The id line: which client, and for how long."""
    said = [f"{one_of(book.book.word).capitalize()} {who.client}"]
    tenure = _value(book, who.client, "tenure")
    if isinstance(tenure, float) and tenure >= 0:
        years = tenure / YEAR
        said.append(
            f"with you for {years:.0f} years" if years >= 1.5 else f"with you for {tenure / (YEAR / 12):.0f} months"
        )
    said.append(f"{who.evidence * 100:.0f} % of what counts is known")
    return " · ".join(said)


def points(who: Explanation) -> None:
    """Where the points come from; what is not known has no part in them."""
    known = [part for part in who.parts if part.points is not None and part.weight > 0]
    if who.score is None or not known:
        return
    title = "What is known so far" if who.proposed == "unrated" else f"Where the {who.score:.0f} points come from"
    st.subheader(title, anchor=False)
    whole = zip(whole_points([p.contribution for p in known]), whole_points([p.possible for p in known]), strict=True)
    bars = [
        charts_client.PointsBar(
            f"{part.label}: {part.shown}", part.contribution, part.possible, f"{earned} of {max(earned, possible)}"
        )
        for part, (earned, possible) in zip(known, whole, strict=True)
    ]
    alt = "; ".join(f"{bar.label}, {bar.earned} points" for bar in bars)
    st.plotly_chart(charts_client.points_chart(bars, palette()), config=charts.CONFIG, alt=alt, key="points")
    unknown = [spoken(part.label) for part in who.parts if part.points is None and part.weight > 0]
    if unknown:
        st.caption(f"Not known, so left out: {plain(joined(unknown))}.")


def checks(who: Explanation) -> None:
    """Red lines and must-haves, each with a mark, a word and the client's value."""
    if not (who.red_lines or who.must_haves):
        return
    with st.container(gap="xsmall", key="checks"):
        for check in who.red_lines:
            said = {True: "Red line crossed", False: "Red line not crossed", None: "Red line, not known"}[check.holds]
            mark = HOLDS[None if check.holds is None else not check.holds]
            _check_line(mark, said, check)
        for check in who.must_haves:
            said = {True: "Must-have met", False: "Must-have missed", None: "Must-have, not known"}[check.holds]
            _check_line(HOLDS[check.holds], said, check)


def _check_line(mark: str, said: str, check: Check) -> None:
    shown = "" if check.value is None or isinstance(check.value, bool) else f" ({plain(check.shown)})"
    st.markdown(f"{mark} **{said}:** {plain(check.phrase)}{shown}")


def orders_over_time(book: Opened, client: str) -> None:
    """What they bought, month by month, where the files hold orders."""
    orders = book.book.orders
    if orders is None:
        return
    mine = orders.filter(pc.and_(pc.equal(orders["client"], client), pc.is_valid(orders["day"])))
    if mine.num_rows < 2:
        return
    months = mine["day"].to_numpy().astype("datetime64[M]")
    first, place = np.unique(months, return_inverse=True)
    sums = np.bincount(place, weights=np.nan_to_num(mine["amount"].cast(pa.float64()).to_numpy()))
    st.subheader("What they bought, by month", anchor=False)
    figure = charts_client.money_over_time(
        first.astype("datetime64[D]").astype(str).tolist(), sums.tolist(), book.book.currency, palette()
    )
    alt = f"{mine.num_rows} orders from {first[0]} to {first[-1]}"
    st.plotly_chart(figure, config=charts.CONFIG, alt=alt, key="orders")


def everything(book: Opened, client: str) -> None:
    """Every trait with its value; cells of a grid show text as it is."""
    row = book.book.table.slice(book.sorting.position(client), 1).to_pylist()[0]
    shown = [trait for family in SHOWN_FAMILIES for trait in book.book.traits if trait.family == family]
    with st.expander("Everything known about them"):
        st.dataframe(
            pa.table(
                {
                    "What": [trait.label for trait in shown],
                    "Value": [format_value(row[trait.key], trait) for trait in shown],
                }
            ),
            hide_index=True,
            height="content",
            key=f"traits-{client}",
            alt="Every trait of this client with its value",
        )


def _value(book: Opened, client: str, key: str) -> object:
    if book.book.trait(key) is None:
        return None
    return book.book.table[key][book.sorting.position(client)].as_py()
