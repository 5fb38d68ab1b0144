"""Random books and policies for properties: few different values, so that ties, unknowns and edges are common."""

import math

from hypothesis import strategies as st

from segmentation.intake.book import Book
from segmentation.intake.traits import Trait
from segmentation.method.policy import Criterion, Policy, Rule
from tests.books import make_book

WARMTH = Trait("warmth", "Warmth", "number", "quality", "high")
TRADE = Trait("trade", "Trade", "category", "about")
TRAITS = (WARMTH, TRADE)
NUMBERS = ("days_late", "energy", "referrals", "warmth")
TRADES = ("law", "retail", "=cmd", "'quoted'", "línea\nnueva")

quantities = st.one_of(st.sampled_from([-2.0, 0.0, 0.1, 0.3, 1.0, 60.0]), st.floats(-1e6, 1e6))
values = {
    **dict.fromkeys(NUMBERS, quantities),
    "abusive": st.booleans(),
    "trade": st.sampled_from(TRADES),
}
importances = st.one_of(st.sampled_from([0.0, 0.1, 0.3, 1.0, 2.5, 5.0]), st.floats(0, 5))
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@st.composite
def books(draw: st.DrawFn, smallest: int = 1) -> Book:
    size = draw(st.integers(smallest, 25))
    keys = draw(st.lists(st.sampled_from(sorted(values)), unique=True, max_size=6))
    columns = {key: draw(st.lists(st.none() | values[key], min_size=size, max_size=size)) for key in keys}
    return make_book({"client": [f"c{i:02}" for i in range(size)], **columns}, TRAITS)


@st.composite
def scales(draw: st.DrawFn) -> dict[str, float]:
    worst, best = draw(st.tuples(quantities, quantities).filter(lambda ends: ends[0] != ends[1]))
    return {"worst": worst, "best": best}


@st.composite
def criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    made = []
    for key in draw(st.lists(st.sampled_from(sorted(values)), unique=True, min_size=1, max_size=6)):
        if key == "trade":
            table = st.dictionaries(st.sampled_from(TRADES), st.floats(0, 1), min_size=1)
            extent = {"points": draw(table)}
        else:
            extent = draw(scales()) if key != "abusive" else {"worst": 1.0, "best": 0.0}
        made.append(Criterion(trait=key, weight=draw(importances), **extent))
    if not any(criterion.weight for criterion in made):
        made[0] = made[0].model_copy(update={"weight": 1.0})
    return tuple(made)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    key = draw(st.sampled_from(sorted(values)))
    op = draw(st.sampled_from(["<", "<=", ">", ">=", "is", "is not"] if key in NUMBERS else ["is", "is not"]))
    return Rule(trait=key, op=op, value=draw(values[key]))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    dud = draw(st.one_of(st.integers(0, 99), st.floats(0, 99).map(lambda line: round(line, 3))))
    star = draw(st.one_of(st.integers(math.floor(dud) + 1, 100), st.floats(dud + 0.001, 100)))
    return Policy(
        dud_line=dud,
        star_line=star,
        minimum_evidence=draw(st.one_of(st.sampled_from([0.0, 0.5, 1 / 3, 1.0]), st.floats(0, 1))),
        red_lines=draw(st.lists(rules(), max_size=2)),
        must_haves=draw(st.lists(rules(), max_size=2)),
        criteria=draw(criteria()),
        name=draw(words),
    )
