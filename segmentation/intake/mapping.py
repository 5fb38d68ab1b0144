"""What a sheet is, and which of its columns plays which role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.files.sheet import Column, Sheet
from segmentation.intake.fitting import NUMBER_KINDS
from segmentation.intake.headings import ROLES, family_by_words, role, trait_key

SheetKind = Literal["clients", "orders", "lines", "products", "payments", "tickets", "other"]
CLIENT_KEYS = ("client id", "email", "client name")
"""The roles that say who a row is about, the surest first."""
DATE_ROLES = frozenset({"order date", "due date", "paid date", "required date", "shipped date"})
NUMBER_ROLES = frozenset(
    {"amount", "quantity", "unit price", "list price", "unit cost", "cost", "discount", "refund", "days late"}
)
TEXT_ROLES = frozenset(
    {"client id", "client name", "first name", "last name", "email", "order id", "payment id", "ticket id", "status"}
    | {"product id", "topic", "currency"}
)
"""Roles read as they were written, so that identifiers keep their leading zeros."""


@dataclass(frozen=True)
class Mapped:
    """A sheet, what it is, and the heading that plays each role."""

    sheet: Sheet
    kind: SheetKind
    roles: dict[str, str]

    def column(self, role_name: str) -> Column:
        """What was understood of the column that plays this role."""
        return next(c for c in self.sheet.columns if c.heading == self.roles[role_name])

    def picked(self) -> pa.Table:
        """The columns that play a role, under the role's name, and `row`, the row number in the file."""
        arrays = {
            name: (self.sheet.text if name in TEXT_ROLES else self.sheet.values)[heading]
            for name, heading in self.roles.items()
        }
        return pa.table({**arrays, "row": self.sheet.rows})


def map_sheet(sheet: Sheet, meanings: Mapping[str, str] | None = None) -> Mapped:
    """Find the roles of a sheet's columns and what kind of file it is.

    `meanings` says what a heading means, where the words of the heading do not: a role of `ROLES`, a trait key, or
    "ignore".
    """
    said = meanings or {}
    best: dict[str, tuple[int, str]] = {}
    for column in sheet.columns:
        if column.heading in said:
            found = (said[column.heading], -1) if said[column.heading] in ROLES else None
        else:
            found = role(column.heading, tuple(name for name in ROLES if _suits(name, column)))
        if found is not None and found[1] < best.get(found[0], (len(ROLES) * 99, ""))[0]:
            best[found[0]] = (found[1], column.heading)
    roles = {name: heading for name, (_, heading) in best.items()}
    if "order id" not in roles and _id_names_the_order(roles):
        roles["order id"] = roles.pop("client id")
    return Mapped(sheet, _kind(sheet, roles), roles)


def _id_names_the_order(roles: Mapping[str, str]) -> bool:
    """Whether a bare "id" names the order, since another column names the client of each row of a log."""
    bare = roles.get("client id", "").casefold() == "id"
    return bare and "order date" in roles and "amount" in roles and ("email" in roles or "client name" in roles)


def _suits(name: str, column: Column) -> bool:
    if name in DATE_ROLES:
        return column.kind == "date"
    if name in NUMBER_ROLES:
        return column.kind in NUMBER_KINDS
    if name == "disputed":
        return column.kind in NUMBER_KINDS | {"yes/no"}
    if name == "returned":
        return column.kind == "yes/no"
    return column.kind not in ("date", "percent", "money") if name in TEXT_ROLES else True


def _kind(sheet: Sheet, roles: Mapping[str, str]) -> SheetKind:
    has = roles.keys()
    key = next((name for name in CLIENT_KEYS if name in has), None)
    if key is None:
        return _keyless_kind(sheet, roles)
    if "ticket id" in has and "amount" not in has:
        return "tickets"
    once = _unique(sheet, roles[key], share=1.0)
    if "order id" in has and has & {"order date", "amount", "unit price"} and not (once and _rates_people(sheet)):
        return "orders"
    if "amount" in has and "paid date" in has and not has & {"order date", "due date"}:
        return "payments"
    if {"order date", "amount"} <= has and _comes_back(sheet, roles[key], roles["order date"]):
        return "orders"
    if has & {"order date", "amount"} and not _unique(sheet, roles[key]) and not _rates_people(sheet):
        return "orders"
    return "clients"


def _keyless_kind(sheet: Sheet, roles: Mapping[str, str]) -> SheetKind:
    has = roles.keys()
    if "order id" in has and has & {"quantity", "unit price", "amount"}:
        return "lines"
    if "product id" in has and _unique(sheet, roles["product id"]) and has & {"unit cost", "list price", "unit price"}:
        return "products"
    return "clients" if {"first name", "last name"} <= has else "other"


def _unique(sheet: Sheet, heading: str, share: float = 0.9) -> bool:
    """Whether a column names each row once, but for a few rows that may be mistakes."""
    known = pc.drop_null(sheet.text[heading])
    return len(known) > 0 and pc.count_distinct(known).as_py() >= share * len(known)


def _comes_back(sheet: Sheet, key: str, date: str) -> bool:
    """Whether somebody stands there with more than one date, as in a log of what happened."""
    pairs = pa.table({"key": sheet.text[key], "date": sheet.values[date]}).drop_null().group_by("key")
    return bool(pc.any(pc.greater(pairs.aggregate([("date", "count_distinct")])["date_count_distinct"], 1)).as_py())


def _rates_people(sheet: Sheet) -> bool:
    """Whether columns say what people are like or recommend, as only a list of clients does."""
    keys = {trait_key(column.heading) for column in sheet.columns}
    rated = any(family_by_words(column.heading) == "quality" for column in sheet.columns)
    return rated or bool(keys & {"energy", "referrals", "reviews", "nps"})
