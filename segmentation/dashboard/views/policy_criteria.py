"""The criteria: how much each counts, and which value earns nothing and which everything."""

import streamlit as st

from segmentation import Criterion, Policy, Trait
from segmentation.dashboard import changes
from segmentation.dashboard.editing import add_criterion, judging_traits, with_criterion, without_criterion
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import plain
from segmentation.dashboard.views.units import from_screen, on_screen, unit_of
from segmentation.intake.traits import NUMERIC
from segmentation.method.drafting import draft_criterion
from segmentation.method.wording import figures, format_value, name_of

IMPORTANCE_STEP = 0.5
SCALE_WIDTH, LONGEST_UNIT = 150, 10


def draw_criteria(book: Opened) -> None:
    """Every criterion with its slider and scale, and a way to add one."""
    st.header("What counts, and how much", anchor=False)
    st.caption("0 counts for nothing, 5 counts most. The button holds the scale: from no points to all points.")
    for criterion in book.policy.criteria:
        draw_criterion(book, criterion)
    draw_adding(book)


def draw_criterion(book: Opened, criterion: Criterion) -> None:
    """One criterion on one line: its importance, and its scale behind a button."""
    trait = book.book.trait(criterion.trait)
    key = criterion.trait
    slider = changes.key(f"weight-{key}")
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"criterion-{key}"):
        st.slider(
            plain(name_of(key, trait, criterion.label)),
            0.0,
            5.0,
            float(criterion.weight),
            IMPORTANCE_STEP,
            format="%.1f",
            key=slider,
            help=plain(trait.how) if trait and trait.how else None,
            on_change=change_weight,
            args=(key, slider),
        )
        with st.popover(plain(short_scale(criterion, trait)), key=f"scale-{key}", width=SCALE_WIDTH):
            st.text(scale_in_words(criterion, trait))
            if criterion.points:
                draw_points(criterion)
            else:
                draw_scale(criterion, trait)
            changes.show_refusal(f"scale-{key}")
            st.button("Remove this criterion", on_click=remove, args=(key,), key=f"remove-{key}", type="tertiary")
    if trait is None:
        st.caption("Nothing in this book says it, so it is unknown for everybody.")
    for field in ("weight", "scale", "remove"):
        changes.show_refusal(f"{field}-{key}")


def short_scale(criterion: Criterion, trait: Trait | None) -> str:
    """From worst to best, as short as a button needs it: "24.2 to 0 days"."""
    if criterion.points or criterion.worst is None or criterion.best is None:
        return "By answer"
    worst, best = (figures(on_screen(end, trait)) for end in (criterion.worst, criterion.best))
    unit = unit_of(trait)
    return f"{worst} to {best} {unit if len(unit) <= LONGEST_UNIT else ''}".strip()


def scale_in_words(criterion: Criterion, trait: Trait | None) -> str:
    """ "No points at 48 days, all points at 0 days."."""
    if criterion.points:
        best = max(criterion.points, key=lambda word: criterion.points[word])
        return f"Points by answer; most for “{best}”."
    return f"No points at {format_value(criterion.worst, trait)}, all points at {format_value(criterion.best, trait)}."


def draw_scale(criterion: Criterion, trait: Trait | None) -> None:
    """The two ends in the trait's unit."""
    unit = unit_of(trait)
    for end, label in (("worst", "No points at"), ("best", "All points at")):
        value = getattr(criterion, end)
        st.number_input(
            plain(f"{label} ({unit})" if unit else label),
            value=float(on_screen(value, trait)),
            step=None,
            format="%0.6g",
            key=changes.key(f"{end}-{criterion.trait}"),
            on_change=change_scale,
            args=(criterion.trait, trait),
        )


def draw_points(criterion: Criterion) -> None:
    """The points of each answer."""
    for position, (word, points) in enumerate(criterion.points.items()):
        field = changes.key(f"points-{criterion.trait}-{position}")
        st.number_input(
            plain(word),
            0.0,
            1.0,
            float(points),
            0.25,
            key=field,
            on_change=change_points,
            args=(criterion.trait, word, field),
        )


def change_weight(trait: str, slider: str) -> None:
    """Keep a moved importance."""
    weight = st.session_state[slider]
    changes.change(f"weight-{trait}", lambda policy: with_criterion(policy, trait, weight=weight))


def change_scale(key: str, trait: Trait | None) -> None:
    """Keep both ends together: moving one past the other is fine once the second follows."""
    worst, best = (from_screen(st.session_state[changes.key(f"{end}-{key}")], trait) for end in ("worst", "best"))
    changes.change(f"scale-{key}", lambda policy: with_criterion(policy, key, worst=worst, best=best))


def change_points(trait: str, word: str, field: str) -> None:
    """Keep the points of one answer."""
    points = st.session_state[field]

    def edited(policy: Policy) -> Policy:
        table = next(each.points for each in policy.criteria if each.trait == trait)
        return with_criterion(policy, trait, points={**table, word: points})

    changes.change(f"scale-{trait}", edited)


def remove(trait: str) -> None:
    """Take a criterion out."""
    changes.change(f"remove-{trait}", lambda policy: without_criterion(policy, trait), structural=True)


def draw_adding(book: Opened) -> None:
    """Offer what the book knows and the policy does not use yet."""
    used = {criterion.trait for criterion in book.policy.criteria}
    offered = {
        trait.key: trait
        for trait in judging_traits(book.book)
        if trait.key not in used and (trait.kind in NUMERIC or trait.kind == "yes/no")
    }
    if not offered:
        st.caption("Everything in your files that says how people are to work with is used above.")
        return
    field = changes.key("add-criterion")
    st.selectbox(
        "Add a criterion",
        list(offered),
        index=None,
        format_func=lambda key: offered[key].label,
        placeholder="What else counts?",
        key=field,
        on_change=add,
        args=(book, field),
    )
    changes.show_refusal("add-criterion")


def add(book: Opened, field: str) -> None:
    """Add the chosen trait with the scale that a draft would give it."""
    key = st.session_state[field]
    trait = book.book.trait(key) if key else None
    if trait is None:
        return
    criterion = draft_criterion(book.book, trait)
    if criterion is None:
        changes.refuse(
            "add-criterion", f"{trait.label} is the same for everybody of whom it is known: nothing to sort by."
        )
        return
    changes.change("add-criterion", lambda policy: add_criterion(policy, criterion), structural=True)
