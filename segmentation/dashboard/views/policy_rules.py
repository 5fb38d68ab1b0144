"""Red lines and must-haves: what they say, and how to change, add and remove them."""

from typing import Any

import pyarrow.compute as pc
import streamlit as st

from segmentation import Policy, Rule, Trait
from segmentation.dashboard import changes
from segmentation.dashboard.editing import OPS, Rules, add_rule, judging_traits, ops_for, with_rule, without_rule
from segmentation.dashboard.state import Opened
from segmentation.dashboard.text import plain
from segmentation.dashboard.views.units import from_screen, on_screen, unit_of
from segmentation.intake.traits import NUMERIC

MANY_MUST_HAVES = 5
MOST_VALUES = 200
HEADINGS = {"red_lines": "Red lines", "must_haves": "Must-haves"}
ABOUT = {
    "red_lines": "What you do not tolerate. Whoever is known to cross one is a dud.",
    "must_haves": "No star without every one of these.",
}
ADD = {"red_lines": "Add a red line", "must_haves": "Add a must-have"}
NONE_YET = {"red_lines": "There is no red line yet.", "must_haves": "There is no must-have yet."}


def draw_rules(book: Opened, where: Rules) -> None:
    """One of the two lists of rules."""
    rules = book.policy.red_lines if where == "red_lines" else book.policy.must_haves
    st.header(HEADINGS[where], anchor=False)
    st.caption(ABOUT[where])
    if where == "must_haves" and len(rules) > MANY_MUST_HAVES:
        st.warning(f"{len(rules)} must-haves leave few stars. Keep those that you would turn somebody away for.")
    for position, rule in enumerate(rules):
        draw_rule(book, where, position, rule)
    if not rules:
        st.text(NONE_YET[where])
    draw_adding(book, where)


def draw_rule(book: Opened, where: Rules, position: int, rule: Rule) -> None:
    """One rule in words, with a way to change it."""
    trait = book.book.trait(rule.trait)
    phrase = rule.phrase(trait)
    name = f"{where}-{position}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"rule-{name}"):
        st.markdown(plain(phrase[:1].upper() + phrase[1:]), width="stretch")
        with st.popover("Change", key=f"rule-popover-{name}"):
            fields = {part: changes.key(f"{name}-{part}") for part in ("op", "value", "label")}
            arguments = (where, position, trait, fields)
            draw_comparison(book, trait, rule.op, rule.value, fields, change_rule, arguments)
            st.text_input(
                "In your words",
                rule.label,
                max_chars=120,
                key=fields["label"],
                on_change=change_rule,
                args=arguments,
                placeholder="Leave empty to say it as above",
            )
            st.button("Remove", type="tertiary", key=f"remove-{name}", on_click=remove_rule, args=(where, position))
    changes.show_refusal(name)


def draw_comparison(  # noqa: PLR0913, PLR0917
    book: Opened,
    trait: Trait | None,
    op: str,
    value: Any,
    fields: dict[str, str],
    on_change: Any = None,
    arguments: tuple[Any, ...] = (),
) -> None:
    """The comparison and the value of a rule, by the kind of its trait."""
    ops = ops_for(trait)
    st.selectbox(
        "Comparison",
        ops,
        index=ops.index(op) if op in ops else 0,
        format_func=OPS.__getitem__,
        key=fields["op"],
        on_change=on_change,
        args=arguments,
    )
    options = values_of(book, trait)
    if options is not None:
        shown = value if value in options else options[0]
        st.selectbox(
            "Value",
            options,
            index=options.index(shown),
            format_func=lambda each: {True: "yes", False: "no"}.get(each, each),
            key=fields["value"],
            on_change=on_change,
            args=arguments,
        )
        return
    unit = unit_of(trait)
    number = float(value) if isinstance(value, (int, float)) else 0.0
    st.number_input(
        plain(f"Value ({unit})" if unit else "Value"),
        value=on_screen(number, trait),
        format="%0.6g",
        key=fields["value"],
        on_change=on_change,
        args=arguments,
    )


def values_of(book: Opened, trait: Trait | None) -> list[Any] | None:
    """The answers to choose from, None for a number."""
    if trait is None or trait.kind in NUMERIC:
        return None
    if trait.kind == "yes/no":
        return [True, False]
    found = pc.unique(book.book.table[trait.key]).to_pylist()
    return sorted(value for value in found if value is not None)[:MOST_VALUES]


def draw_adding(book: Opened, where: Rules) -> None:
    """A form for one rule more."""
    offered = {trait.key: trait for trait in judging_traits(book.book) if values_of(book, trait) != []}
    if not offered:
        return
    with st.popover(ADD[where], key=f"add-{where}"):
        chosen = st.selectbox(
            "On what?",
            list(offered),
            format_func=lambda key: offered[key].label,
            key=changes.key(f"add-{where}-trait"),
        )
        trait = offered[chosen]
        fields = {part: changes.key(f"add-{where}-{chosen}-{part}") for part in ("op", "value")}
        draw_comparison(book, trait, first_op(where, trait), None, fields)
        st.button("Add", type="primary", key=f"do-add-{where}", on_click=add, args=(where, trait, fields))
    changes.show_refusal(f"add-{where}")


def first_op(where: Rules, trait: Trait) -> str:
    """The comparison that is most likely meant: a red line on the bad side, a must-have on the good side."""
    if trait.kind not in NUMERIC:
        return "is"
    return ">=" if (trait.good == "high") == (where == "must_haves") else "<="


def change_rule(where: Rules, position: int, trait: Trait | None, fields: dict[str, str]) -> None:
    """Keep a changed rule."""
    said = _said(fields, trait) | {"label": st.session_state[fields["label"]].strip()}
    changes.change(f"{where}-{position}", lambda policy: with_rule(policy, where, position, **said))


def remove_rule(where: Rules, position: int) -> None:
    """Take a rule out."""
    changes.change(f"{where}-{position}", lambda policy: without_rule(policy, where, position), structural=True)


def add(where: Rules, trait: Trait, fields: dict[str, str]) -> None:
    """Add the rule that the form says."""
    said = _said(fields, trait)

    def edited(policy: Policy) -> Policy:
        return add_rule(policy, where, trait.key, said["op"], said["value"])

    changes.change(f"add-{where}", edited, structural=True)


def _said(fields: dict[str, str], trait: Trait | None) -> dict[str, Any]:
    value = st.session_state[fields["value"]]
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {"op": st.session_state[fields["op"]], "value": from_screen(value, trait) if number else value}
