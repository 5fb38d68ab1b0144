"""How a trait's numbers are typed: shares in percent, everything else as it is."""

from segmentation import Trait

DECIMALS = 10
"""More digits of a percentage are noise of the arithmetic."""


def unit_of(trait: Trait | None) -> str:
    """What is written after the number: "%", "days", "hours", "€"."""
    if trait is None:
        return ""
    return {"share": "%", "days": "days"}.get(trait.kind, trait.unit)


def on_screen(value: float, trait: Trait | None) -> float:
    """A trait's value as it is typed."""
    return round(value * 100, DECIMALS) if trait is not None and trait.kind == "share" else value


def from_screen(value: float | None, trait: Trait | None) -> float | None:
    """A typed number as the trait's value."""
    if value is None or trait is None or trait.kind != "share":
        return value
    return round(value / 100, DECIMALS + 2)
