"""What is left to say of a set of files: their currency, their word for clients, and what was not used."""

from collections.abc import Mapping

import pyarrow.compute as pc

from segmentation.intake.files.sheet import Note
from segmentation.intake.fitting import NUMBER_KINDS
from segmentation.intake.headings import CURRENCIES, currency, family_by_words
from segmentation.intake.mapping import Mapped, SheetKind

MIXED = "mixed"


def left_unused(mapped: list[Mapped], parts: Mapping[SheetKind, Mapped]) -> list[Note]:
    """One note per file that was not used, and per log which of its columns were not."""
    needed = {"clients", "orders", "payments", "tickets"} | ({"lines", "products"} if "orders" in parts else set())
    used = [part.sheet for kind, part in parts.items() if kind in needed]
    notes = []
    for one in mapped:
        if one.kind == "clients":
            continue
        if any(one.sheet is sheet for sheet in used):
            notes += _unused_columns(one)
            continue
        twin = parts[one.kind].sheet.name if one is not parts.get(one.kind, one) else ""
        why = f"{twin} already plays its part, under other headings" if twin else "nothing in it tells of a customer"
        notes.append(
            Note("left out", f"{one.sheet.name} was not used: {why}.", one.sheet.name, count=len(one.sheet.rows))
        )
    return notes


def currency_of(mapped: list[Mapped]) -> tuple[str, list[Note]]:
    """The one currency that cells, headings or a currency column name; "" where they name none, or several."""
    columns = [column for one in mapped for column in one.sheet.columns if column.kind in NUMBER_KINDS]
    said = {column.unit or currency(column.heading) for column in columns}
    for one in mapped:
        if "currency" in one.roles:
            said |= set(pc.unique(one.sheet.text[one.roles["currency"]].drop_null()).to_pylist())
    named = {CURRENCIES.get(each.lower(), each) for each in said} - {""}
    if len(named) < 2 and MIXED not in named:
        return "".join(named), []
    listed = ", ".join(sorted(named - {MIXED}))
    text = f"Amounts in several currencies{f' ({listed})' if listed else ''} were counted as they stand, not converted."
    return "", [Note("doubt", text)]


def word_for_clients(mapped: list[Mapped]) -> str:
    """What the files call the people they list."""
    said = " ".join(column.heading for one in mapped for column in one.sheet.columns).casefold()
    return "customers" if said.count("customer") > said.count("client") else "clients"


def _unused_columns(log: Mapped) -> list[Note]:
    rest = [column.heading for column in log.sheet.columns if column.heading not in log.roles.values()]
    protected = [heading for heading in rest if family_by_words(heading) == "protected"]
    other = [heading for heading in rest if heading not in protected]
    file, notes = log.sheet.name, []
    if protected:
        said = f"Set aside of {file}: {', '.join(protected)}; who people are never counts."
        notes.append(Note("left out", said, file, count=len(protected)))
    if other:
        notes.append(Note("understood", f"Not used of {file}: {', '.join(other)}.", file, count=len(other)))
    return notes
