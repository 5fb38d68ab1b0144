"""The filter by one trait: a range for numbers, a choice for words and yes or no."""

import math
from dataclasses import replace

import pyarrow.compute as pc
import streamlit as st

from segmentation.dashboard.listing import Filters
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import plain
from segmentation.intake.traits import NUMERIC, Trait
from segmentation.method.sorting import REPRICE

MOST_VALUES = 60
"""A category with more values than this is found by searching, not by choosing."""
ANY, UNKNOWN = "any", "not known"
FIELD = "filter-trait"


def trait_filter(book: Opened, filters: Filters) -> Filters:
    """The filters with what the manager asks of one trait."""
    offered = {trait.key: trait for trait in book.book.traits if _offered(book, trait)}
    at_loss = [REPRICE] if book.sorting.table["mark"].null_count < len(book.sorting) else []
    if FIELD not in st.session_state and st.query_params.get("marked") in at_loss:
        st.session_state[FIELD] = REPRICE
    key = st.selectbox(
        "Only where",
        [*at_loss, *offered],
        index=None,
        format_func=lambda key: offered[key].label if key in offered else "Served at a loss",
        placeholder="Choose something known about them",
        key=FIELD,
    )
    if key is None:
        return filters
    if key == REPRICE and key not in offered:
        return replace(filters, marked=REPRICE)
    trait = offered[key]
    filters = replace(filters, trait=key)
    return _range(book, trait, filters) if trait.kind in NUMERIC else _choice(book, trait, filters)


def _offered(book: Opened, trait: Trait) -> bool:
    if trait.family == "protected":
        return False
    if trait.kind in NUMERIC:
        return _ends(book, trait) is not None
    return trait.kind == "yes/no" or (
        trait.kind in ("category", "text") and 1 < len(_values(book, trait)) <= MOST_VALUES
    )


def _range(book: Opened, trait: Trait, filters: Filters) -> Filters:
    ends = _ends(book, trait)
    if ends is None:
        return filters
    low, high, step, scale = ends
    unit = "%" if scale == 100 else trait.unit or ("days" if trait.kind == "days" else "")
    chosen = st.slider(
        plain(f"{trait.label} ({unit})" if unit else trait.label),
        low,
        high,
        (low, high),
        step,
        key=f"range-{trait.key}",
    )
    if st.checkbox("Only where it is not known", key=f"unknown-{trait.key}"):
        return replace(filters, unknown=True)
    # An end that was not moved asks for nothing, so that people of whom it is not known stay.
    return replace(
        filters,
        low=chosen[0] / scale if chosen[0] > low else None,
        high=chosen[1] / scale if chosen[1] < high else None,
    )


def _choice(book: Opened, trait: Trait, filters: Filters) -> Filters:
    words = ["yes", "no"] if trait.kind == "yes/no" else _values(book, trait)
    options = [ANY, *(f"is {word}" for word in words), UNKNOWN]
    chosen = st.selectbox(plain(trait.label), options, key=f"value-{trait.key}")
    if chosen == ANY:
        return filters
    if chosen == UNKNOWN:
        return replace(filters, unknown=True)
    word = chosen.removeprefix("is ")
    return replace(filters, value=word == "yes" if trait.kind == "yes/no" else word)


def _values(book: Opened, trait: Trait) -> list[str]:
    values = pc.unique(book.book.table[trait.key].slice(0, 100_000)).to_pylist()
    return sorted(str(value) for value in values if value is not None)


def _ends(book: Opened, trait: Trait) -> tuple[float, float, float, float] | None:
    """Low and high end, step and scale of a slider over a trait; None where there is nothing to choose."""
    found = pc.min_max(book.book.table[trait.key]).as_py()
    if found["min"] is None or not math.isfinite(found["max"] - found["min"]) or found["min"] == found["max"]:
        return None
    scale = 100.0 if trait.kind == "share" else 1.0
    low, high = found["min"] * scale, found["max"] * scale
    step = 10.0 ** math.floor(math.log10((high - low) / 50))
    if trait.kind in ("count", "days") or scale == 100:
        step = max(step, 1.0)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step, scale
