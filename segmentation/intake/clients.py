"""A sheet with one row per client becomes traits, column by column; what may not judge is set aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake import headings
from segmentation.intake.files.sheet import Column, Note, Sheet
from segmentation.intake.fitting import NUMBER_KINDS, fitted, scale_of
from segmentation.intake.mapping import Mapped
from segmentation.intake.traits import CATALOGUE, Family, Kind, Trait

IDENTITY = ("client id", "client name", "first name", "last name", "email")
ARITHMETIC = ("quantity", "unit price", "list price")
"""Roles that are no traits themselves, but that revenue and discount can be computed from."""
MOST_CATEGORIES = 60
CODES = 20
"""A column of whole numbers with at most this many values, under a heading that describes, holds codes."""
SPEND_WORDS = frozenset("mnt spend spent spending".split())
NOT_SPEND = frozenset("price cost limit stock employees score rating rank count num number year id days z".split())
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "sir", "madam", "herr", "frau", "monsieur", "madame"})
PLACE_NAMES = frozenset("country city town state region province county territory location district".split())
"""Places worth showing in a table; the rest of an address is a contact detail."""


@dataclass
class ClientColumns:
    """What the columns of a client sheet became: arrays by trait key, dates by name, and the notes."""

    traits: list[Trait] = field(default_factory=list)
    arrays: dict[str, pa.Array] = field(default_factory=dict)
    dates: dict[str, pa.Array] = field(default_factory=dict)
    date_headings: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    spend: list[str] = field(default_factory=list)
    """Headings of columns that may be money spent, in no other meaning."""
    claims: dict[str, str] = field(default_factory=dict)
    """The heading that names each trait of the catalogue most plainly."""
    exported: bool = False
    """Whether the sheet is one of our own lists: then even a column that says one thing only is kept."""

    def add(self, trait: Trait, values: pa.Array) -> None:
        """Take a trait into the book; a key that is taken gets a number."""
        if trait.key in self.arrays:
            number = next(n for n in range(2, len(self.arrays) + 3) if f"{trait.key}_{n}" not in self.arrays)
            trait = replace(trait, key=f"{trait.key}_{number}")
        self.traits.append(trait)
        self.arrays[trait.key] = values


def client_traits(mapped: Mapped, meanings: Mapping[str, str] | None = None) -> ClientColumns:
    """Turn every column of a client sheet into a trait, a date, or a note saying why not.

    `meanings` maps headings to trait keys, roles, or "ignore".
    """
    sheet = mapped.sheet
    exported = {"score", "evidence", "reason"} <= {headings.words(c.heading) for c in sheet.columns}
    found = ClientColumns(claims=_claims(sheet, meanings or {}), exported=exported)
    identity = {mapped.roles[name] for name in IDENTITY if name in mapped.roles}
    aside: dict[str, list[str]] = {"protected": [], "contact": [], "unused": [], "exported": []}
    for column in sheet.columns:
        if column.heading in identity:
            continue
        fate = _fate(found, mapped, column, (meanings or {}).get(column.heading))
        if fate in aside:
            aside[fate].append(column.heading)
    found.notes += _aside_notes(sheet.name, aside)
    _arithmetic(found, mapped)
    return found


def _claims(sheet: Sheet, meanings: Mapping[str, str]) -> dict[str, str]:
    """Per trait of the catalogue the heading that names it most plainly; what a person said wins."""
    best: dict[str, tuple[int, str]] = {}
    for column in sheet.columns:
        said = meanings.get(column.heading)
        claim = (said, -1) if said else headings.trait_claim(column.heading)
        if claim and claim[0] in CATALOGUE and claim[1] < best.get(claim[0], (999, ""))[0]:
            best[claim[0]] = (claim[1], column.heading)
    return {key: heading for key, (_, heading) in best.items()}


def _fate(found: ClientColumns, mapped: Mapped, column: Column, said: str | None) -> str:
    """Put one column where it belongs: the heap it was set aside on, or "taken"."""
    heading, text = column.heading, mapped.sheet.text[column.heading].combine_chunks()
    words = headings.words(heading)
    worth = words.removeprefix("worth ") if found.exported else words
    if said == "ignore":
        return "unused"
    if found.exported and (
        words in headings.EXPORTED or (worth != words and headings.trait_key(worth) in found.arrays)
    ):
        return "exported"
    if said is None and _protected(heading, text):
        return "protected"
    if any(mapped.roles.get(name) == heading for name in ARITHMETIC):
        return "taken"
    key = said if said in CATALOGUE or said in headings.DATES else headings.trait_key(worth)
    if key and found.claims.get(key, heading) != heading:
        twin = f"{heading} and {found.claims[key]} seem to say the same; {found.claims[key]} was taken."
        found.notes.append(Note("doubt", twin, mapped.sheet.name, column=heading))
        key = None
    if _take_known(found, mapped, column, key):
        return "taken"
    family = headings.family_by_words(heading)
    if family != "quality" and not found.exported and len(pc.unique(pc.drop_null(text))) <= (len(text) > 1):
        return "unused"
    if family == "contact" or (family == "place" and not PLACE_NAMES & set(words.split())):
        return "contact"
    return "taken" if _take_unknown(found, mapped, column, family) else "unused"


def _take_known(found: ClientColumns, mapped: Mapped, column: Column, key: str | None) -> bool:
    """Take a column that names a trait of the catalogue or a date; False where its values are of another kind."""
    values = mapped.sheet.values[column.heading].combine_chunks()
    if key in headings.DATES and column.kind == "date":
        if key not in found.dates:
            found.dates[key], found.date_headings[key] = values, column.heading
        return True
    fit = fitted(values, column, CATALOGUE[key], found.exported) if key in CATALOGUE else None
    if fit is None or fit[0].key in found.arrays:
        return False
    trait, numbers, assumed = fit
    found.add(replace(trait, heading=column.heading), numbers)
    if assumed:
        found.notes.append(Note("doubt", assumed, mapped.sheet.name, column=column.heading))
    return True


def _take_unknown(found: ClientColumns, mapped: Mapped, column: Column, family: str | None) -> bool:
    """A column that nobody knows is described, never judged, unless managers rate qualities in it."""
    values, text = (table[column.heading].combine_chunks() for table in (mapped.sheet.values, mapped.sheet.text))
    words = set(headings.words(column.heading).split())
    if family == "quality" and column.kind == "number" and (scale := scale_of(values)):
        rating = _own(column.heading, "rating", "quality")
        good: Literal["high", "low"] = "low" if words & headings.DREADED else "high"
        found.add(replace(rating, good=good, low=scale[0], high=scale[1]), values)
        return True
    kinds = len(pc.unique(pc.drop_null(text)))
    described: Family = "place" if family == "place" else "about"
    if column.kind in NUMBER_KINDS and not (family and column.kind == "number" and _are_codes(values)):
        kind: Kind = "money" if column.kind == "money" else "share" if column.kind == "percent" else "number"
        found.add(_own(column.heading, kind, described), pc.cast(values, pa.float64()))
        if not family and not words & NOT_SPEND and _may_be_spend(values):
            found.spend.append(column.heading)
        return True
    if column.kind in ("date", "yes/no"):
        found.add(_own(column.heading, "date" if column.kind == "date" else "yes/no", described), values)
        return True
    if not found.exported and kinds > min(MOST_CATEGORIES, max(2, pc.count(text).as_py() // 2)):
        return False
    found.add(_own(column.heading, "category", described), text)
    return True


def _own(heading: str, kind: Kind, family: Family) -> Trait:
    key = headings.slug(heading)
    key = f"{key}_as_written" if key in CATALOGUE else key
    return Trait(key, headings.label(heading), kind, family, how="A column of your file.", heading=heading)


def _protected(heading: str, text: pa.ChunkedArray) -> bool:
    if headings.family_by_words(heading) == "protected":
        return True
    said = headings.words(heading)
    if said == "partner":
        return {value.casefold() for value in pc.unique(pc.drop_null(text)).to_pylist()} <= {"yes", "no"}
    if said.split()[-1:] != ["title"]:
        return False
    titles = {value.casefold().strip(" .") for value in pc.unique(pc.drop_null(text)).to_pylist()}
    return bool(titles) and len(titles & TITLES) >= len(titles) / 2


def _are_codes(values: pa.Array) -> bool:
    known = pc.unique(pc.drop_null(values)).to_pylist()
    return len(known) <= CODES and all(value == int(value) for value in known)


def _may_be_spend(values: pa.Array) -> bool:
    ends = pc.min_max(values).as_py()
    return (
        ends["min"] is not None
        and ends["min"] >= 0
        and ends["max"] >= 100
        and pc.count_distinct(values).as_py() > CODES
    )


def _arithmetic(found: ClientColumns, mapped: Mapped) -> None:
    """Revenue from units times price, the discount from the list price, and money spent by kind of goods."""
    values, roles = mapped.sheet.values, mapped.roles
    if "quantity" in roles and "quantity" not in found.arrays:
        found.add(replace(CATALOGUE["quantity"], heading=roles["quantity"]), _floats(values[roles["quantity"]]))
    if {"quantity", "unit price"} <= roles.keys() and "revenue" not in found.arrays:
        quantity, price = _floats(values[roles["quantity"]]), _floats(values[roles["unit price"]])
        found.add(CATALOGUE["revenue"], pc.multiply(quantity, price))
        said = f"Revenue is {roles['quantity']} times {roles['unit price']}."
        found.notes.append(Note("understood", said, mapped.sheet.name))
        if "list price" in roles and "discount_rate" not in found.arrays:
            full = _floats(values[roles["list price"]])
            off = pc.divide(pc.subtract(full, price), pc.if_else(pc.greater(full, 0.0), full, None))
            found.add(CATALOGUE["discount_rate"], off)
    if "revenue" not in found.arrays and not found.exported:
        _spend_by_kind(found, mapped)


def _spend_by_kind(found: ClientColumns, mapped: Mapped) -> None:
    named = [h for h in found.spend if set(headings.words(h).split()) & SPEND_WORDS]
    spend = named if len(named) > 1 else found.spend
    if len(spend) < 3:
        return
    total = _floats(mapped.sheet.values[spend[0]])
    for heading in spend[1:]:
        total = pc.add(total, _floats(mapped.sheet.values[heading]))
    found.add(replace(CATALOGUE["revenue"], how="The sum of " + ", ".join(spend) + "."), total)
    said = f"{', '.join(spend)} were taken as money spent by kind of goods; their sum is the revenue."
    found.notes.append(Note("doubt", said, mapped.sheet.name, count=len(spend)))


def _floats(values: pa.ChunkedArray) -> pa.Array:
    return pc.cast(values.combine_chunks(), pa.float64())


def _aside_notes(file: str, aside: dict[str, list[str]]) -> list[Note]:
    sentences = {
        "protected": "{} set aside: who people are never counts, so nothing of it is in the book.",
        "contact": "{} not used: contact details say nothing about how they are to work with.",
        "unused": "{} not used: nothing to compare in it (the same everywhere, or a different text for each).",
        "exported": "{} not used: results of an earlier sort, not facts about the client.",
    }
    return [
        Note(
            "left out" if heap == "protected" else "understood",
            sentences[heap].format(_verb(listed)),
            file,
            count=len(listed),
        )
        for heap, listed in aside.items()
        if listed
    ]


def _verb(listed: list[str]) -> str:
    return f"{', '.join(listed)} {'was' if len(listed) == 1 else 'were'}"
