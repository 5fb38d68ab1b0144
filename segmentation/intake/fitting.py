"""Whether the values of a column fit the trait its heading names, and what to do where they are on another scale."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.sheet import Column
from segmentation.intake.headings import words
from segmentation.intake.traits import CATALOGUE, NUMERIC, Trait

NUMBER_KINDS = frozenset({"number", "money", "percent"})
RATING_SCALES = ((-2.0, 2.0), (0.0, 4.0), (0.0, 5.0), (0.0, 10.0), (0.0, 100.0))
PER_CENT_WORDS = frozenset("percent percentage pct rate share".split())
COUNTED = {"disputed_share": "disputes"}
"""Shares whose heading may as well stand over a count, and the trait that counts."""

Fit = tuple[Trait, pa.Array, str]
"""The trait, its values, and what was assumed ("" for nothing)."""


def fitted(values: pa.Array, column: Column, trait: Trait, exported: bool = False) -> Fit | None:
    """The column as this trait, or None where its values are of another kind.

    `exported`: the column stands in one of our own lists, which hold shares as fractions.
    """
    known = pc.drop_null(values)
    if trait.kind == "yes/no":
        return _yes_no(values, known, column, trait)
    if trait.kind not in NUMERIC:
        return None
    if column.kind == "yes/no":
        return (trait, pc.cast(values, pa.float64()), "") if trait.kind == "count" else None
    if column.kind not in NUMBER_KINDS:
        return None
    numbers = pc.cast(values, pa.float64())
    if trait.kind == "share" and column.kind != "percent" and not exported:
        return _share(numbers, column, trait)
    if trait.kind == "rating":
        return _rating(numbers, trait)
    return trait, numbers, ""


def scale_of(values: pa.Array) -> tuple[float, float] | None:
    """The natural ends of a rating: the narrowest usual scale that holds every value, or None."""
    ends = pc.min_max(values).as_py()
    if ends["min"] is None:
        return None
    fits = (pair for pair in RATING_SCALES if pair[0] <= ends["min"] and ends["max"] <= pair[1])
    return next((pair for pair in fits if ends["min"] < 0 or pair[0] >= 0), None)


def is_percent(heading: str) -> bool:
    """Whether a heading says that its numbers are parts of a hundred or of one."""
    return "%" in heading or bool(set(words(heading).split()) & PER_CENT_WORDS)


def _yes_no(values: pa.Array, known: pa.Array, column: Column, trait: Trait) -> Fit | None:
    if column.kind == "yes/no":
        return trait, values, ""
    if column.kind == "number" and set(pc.unique(known).to_pylist()) <= {0.0, 1.0}:
        return trait, pc.equal(values, 1.0), ""
    return None


def _share(numbers: pa.Array, column: Column, trait: Trait) -> Fit | None:
    ends = pc.min_max(numbers).as_py()
    if ends["min"] is None or (ends["min"] >= -1 and ends["max"] <= 1):
        return trait, numbers, ""
    if is_percent(column.heading) and ends["min"] >= -100 and ends["max"] <= 100:
        return trait, pc.divide(numbers, 100.0), f"{column.heading} was read as per cent."
    whole = pc.all(pc.equal(numbers, pc.floor(numbers))).as_py()
    if trait.key in COUNTED and whole and ends["min"] >= 0:
        return CATALOGUE[COUNTED[trait.key]], numbers, f"{column.heading} was read as a count."
    return None


def _rating(numbers: pa.Array, trait: Trait) -> Fit | None:
    ends = pc.min_max(numbers).as_py()
    if ends["min"] is None or trait.low is None or trait.high is None:
        return trait, numbers, ""
    if trait.low <= ends["min"] and ends["max"] <= trait.high:
        return trait, numbers, ""
    scale = scale_of(numbers)
    if scale is None:
        return None
    said = (
        f"{trait.label} does not run from {trait.low:g} to {trait.high:g} in your file; {scale[0]:g} to "
        f"{scale[1]:g} was taken as its scale."
    )
    how = f"A rating from {scale[0]:g} to {scale[1]:g} in your file."
    return replace(trait, low=scale[0], high=scale[1], how=how), numbers, said
