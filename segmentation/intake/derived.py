"""Traits computed from other traits: hours over agreement, tickets per order, money per hour, and unit costs."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from segmentation.engines import literal, quote, run
from segmentation.intake.files.sheet import Note, Unreadable
from segmentation.intake.traits import CATALOGUE, Trait

COST_DRIVERS = {
    "hour": "hours",
    "order": "frequency",
    "visit": "visits",
    "delivery": "deliveries",
    "mile": "miles",
    "ticket": "tickets",
    "unit": "quantity",
    "expedite": "expedites",
}
"""What a unit cost may be given for, and the trait that counts it."""

WITHOUT_COSTS = ("hourly_rate", "contribution_year")
"""Figures that do not know the unit costs; they are dropped, or computed again from the contribution."""

AFTER_COSTS = "contribution after unit costs"
"""The column until it takes the place of the contribution it was counted from."""

FORMULAS = {
    "miles": ({"deliveries", "miles_per_delivery"}, "deliveries * miles_per_delivery"),
    "scope_creep": (
        {"hours", "agreed_hours"},
        "CASE WHEN agreed_hours > 0 THEN CASE WHEN hours > agreed_hours"
        " THEN (hours - agreed_hours) / agreed_hours WHEN hours <= agreed_hours THEN 0e0 END END",
    ),
    "tickets_per_order": (
        {"tickets", "frequency"},
        "CASE WHEN frequency > 0 THEN (tickets - {our_faults}) / frequency END",
    ),
    "hourly_rate": ({"hours", "{money}"}, "CASE WHEN hours > 0 THEN {money} / hours END"),
}
"""Per trait: the traits it needs and its formula; a trait that a file states itself is not computed."""


def add_derived(table: pa.Table, traits: list[Trait]) -> tuple[pa.Table, list[Trait]]:
    """The book's table and traits with every derived trait that can be computed."""
    has = {trait.key for trait in traits}
    worths = ("contribution_year", "contribution", "revenue_year", "revenue")
    words = {
        "money": next((key for key in worths if key in has), "revenue"),
        "our_faults": "COALESCE(our_faults, 0)" if "our_faults" in has and "tickets" in has else "0",
    }
    new = {
        key: formula.format(**words)
        for key, (needs, formula) in FORMULAS.items()
        if key not in has and {need.format(**words) for need in needs} <= has
    }
    return _with(table, new), traits + [CATALOGUE[key] for key in new]


def with_costs(
    table: pa.Table, traits: list[Trait], costs: Mapping[str, float], notes: list[Note]
) -> tuple[pa.Table, list[Trait]]:
    """Contribution less the unit costs that were given, times what the book counts.

    Raises `Unreadable` for a cost that has no name in `COST_DRIVERS` or that nothing in the book counts.
    """
    if not costs:
        return table, traits
    keys = {trait.key for trait in traits}
    for name, amount in costs.items():
        if name not in COST_DRIVERS:
            raise Unreadable(f"There is no unit cost called {name!r}: use {', '.join(COST_DRIVERS)}.")
        if not (math.isfinite(amount) and amount >= 0):
            raise Unreadable(f"The cost per {name} must be an amount of 0 or more, not {amount}.")
        if COST_DRIVERS[name] not in keys:
            what = CATALOGUE[COST_DRIVERS[name]].label.lower()
            raise Unreadable(f"A cost per {name} was given, but the files do not say the {what} of each client.")
    base = next((key for key in ("contribution", "revenue") if key in keys), None)
    if base is None:
        raise Unreadable("Unit costs were given, but the files hold no revenue to take them from.")
    terms = " - ".join(f"{literal(amount)} * {quote(COST_DRIVERS[name])}" for name, amount in costs.items())
    listed = ", ".join(f"{amount:g} per {name}" for name, amount in costs.items())
    said = f"Contribution is {CATALOGUE[base].label.lower()} less the unit costs given: {listed}."
    notes.append(Note("understood", said))
    trait = replace(CATALOGUE["contribution"], how=said)
    stale = ("contribution", *WITHOUT_COSTS)
    kept = [one for one in traits if one.key not in stale]
    computed = _with(table, {AFTER_COSTS: f"{base} - {terms}"})
    computed = computed.drop_columns([name for name in stale if name in computed.column_names])
    return add_derived(computed.rename_columns({AFTER_COSTS: "contribution"}), [*kept, trait])


def _with(table: pa.Table, new: Mapping[str, str]) -> pa.Table:
    if not new:
        return table
    listed = ", ".join(f"CAST({text} AS DOUBLE) AS {quote(key)}" for key, text in new.items())
    return run(f"SELECT *, {listed} FROM book ORDER BY client", {"book": table})
