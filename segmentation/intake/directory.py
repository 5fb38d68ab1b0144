"""Who the clients are: the id and name of every client in the list, and how other files point at them."""

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import run
from segmentation.intake.files.sheet import Note, some
from segmentation.intake.mapping import CLIENT_KEYS, Mapped


@dataclass(frozen=True)
class Directory:
    """The clients of a list: parallel arrays, one element per client that is kept."""

    ids: pa.Array
    names: pa.Array
    keys: dict[str, pa.Array] = field(default_factory=dict)
    """What the list writes under each role by which another file may point at a client, folded for comparison."""
    rows: pa.Array | None = None
    """The position in the sheet of each client that is kept."""
    stable: bool = True
    """False where the list has neither ids nor names: clients are only "row N"."""

    def pointer(self, log: Mapped) -> tuple[str, str]:
        """The role by which a log points at clients and the role it means here: the pair that matches most."""
        seen = {role: set(pc.unique(_folded(log.picked()[role])).to_pylist()) for role in _key_roles(log)}
        known = {role: set(array.to_pylist()) for role, array in self.keys.items()}
        pairs = [
            (len(seen[there] & known[here]) / max(1, len(seen[there] - {None})), there == here, there, here)
            for there in seen
            for here in known
        ]
        best = max(pairs, key=lambda pair: pair[:2], default=(0.0, False, _key_roles(log)[0], ""))
        return best[2], best[3]

    def unsure(self, here: str, table: pa.Table) -> pa.Table:
        """`client`: whose orders in another file cannot be told, for want of a key that is theirs alone.

        Where that file names nobody on this list, that is everybody. `table`: that file, after `translated`.
        """
        if not here or not pc.any(pc.is_in(table["client"], pa.array(self.ids))).as_py():
            return pa.table({"client": self.ids})
        keys = self.keys[here].to_pylist()
        counts = Counter(keys)
        shared = [key is None or counts[key] > 1 for key in keys]
        return pa.table({"client": self.ids.filter(pa.array(shared, pa.bool_()))})

    def translated(self, table: pa.Table, here: str) -> pa.Table:
        """A table whose `client` is what another file wrote, with the ids of this list where it is known."""
        if not here or table.num_rows == 0:
            return table
        book = pa.table({"key": self.keys[here], "id": self.ids})
        rows = pa.table(
            {"key": _folded(table["client"]), "client": table["client"], "position": pa.array(range(len(table)))}
        )
        text = "SELECT COALESCE(first_id, client) AS client FROM rows LEFT JOIN"
        text += " (SELECT key AS known, MIN(id) AS first_id FROM book WHERE key IS NOT NULL GROUP BY key"
        text += " HAVING COUNT(*) = 1) ON key = known"
        found = run(f"{text} ORDER BY position", {"rows": rows, "book": book})
        return table.set_column(table.column_names.index("client"), "client", found["client"])


def directory(mapped: Mapped) -> tuple[Directory, list[Note]]:
    """Name every client of a list once; rows that repeat a client are left out and reported."""
    picked, file = mapped.picked(), mapped.sheet.name
    notes: list[Note] = []
    names = _names(picked)
    role = _id_role(picked)
    if role is None and names.null_count < len(names):
        ids, stable = names, True
        ids = _numbered(ids, mapped, notes)
    elif role is None:
        ids, stable = pa.nulls(len(picked), pa.string()), False
        said = (
            f"{file} has no ids and no names, so its clients are called by their row; nothing that you type about them "
            "carries over to the next load."
        )
        notes.append(Note("doubt", said, file, count=len(picked)))
    else:
        ids, stable = picked[role].combine_chunks(), True
    nameless = ids.null_count
    if nameless and stable:
        said = f"Without a number or name of their own: {some(nameless, 'row')} of {file}, called by the row."
        notes.append(Note("doubt", said, file, count=nameless))
    ids = pc.coalesce(
        ids, pc.binary_join_element_wise("row", pc.cast(picked["row"].combine_chunks(), pa.string()), " ")
    )
    keep = _one_of_each(ids, mapped, notes)
    keys = {name: _folded(picked[name]).take(keep) for name in _key_roles(mapped)}
    if not keys or names.null_count < len(names):
        keys["client name"] = _folded(names).take(keep)
    return Directory(ids.take(keep), names.take(keep), keys, keep, stable and not nameless), notes


def _key_roles(mapped: Mapped) -> list[str]:
    return [role for role in CLIENT_KEYS if role in mapped.roles]


def _folded(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Text made comparable: letter case, the spelling of accents and the number of blanks are no difference."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    spaced = pc.replace_substring_regex(pc.utf8_normalize(array, form="NFC"), r"\s+", " ")
    return pc.utf8_lower(pc.utf8_trim_whitespace(spaced))


def _id_role(picked: pa.Table) -> str | None:
    for role in ("client id", "email"):
        if role in picked.column_names:
            known = pc.drop_null(picked[role])
            if len(known) > 0.5 * len(picked) and pc.count_distinct(known).as_py() >= 0.5 * len(known):
                return role
    return None


def _names(picked: pa.Table) -> pa.Array:
    """The client's name, else the person's first and last name, else the e-mail."""
    empty = pa.nulls(len(picked), pa.string())
    has = set(picked.column_names)
    parts = [picked[name].combine_chunks() for name in ("first name", "last name") if name in has]
    person = pc.binary_join_element_wise(*parts, " ", null_handling="skip") if parts else empty
    person = pc.if_else(pc.equal(pc.utf8_length(person), 0), None, person) if parts else empty
    company = picked["client name"].combine_chunks() if "client name" in has else empty
    email = picked["email"].combine_chunks() if "email" in has else empty
    return pc.coalesce(company, person, email)


def _numbered(names: pa.Array, mapped: Mapped, notes: list[Note]) -> pa.Array:
    """Names as ids; further clients of a name get a number, because two of a name may be two clients."""
    ids = names.to_pylist()
    shared = {name: places for name, places in _places(ids).items() if len(places) > 1}
    cells = _cells(mapped) if shared else []
    for name, places in shared.items():
        for number, place in enumerate(sorted(places, key=lambda place: cells[place]), 1):
            ids[place] = name if number == 1 else f"{name} ({number})"
    if shared:
        file = mapped.sheet.name
        said = f"On more than one row of {file}: {some(len(shared), 'name')}, kept apart with a number behind."
        notes.append(Note("doubt", said, file, count=len(shared)))
    return pa.array(ids, pa.string())


def _one_of_each(ids: pa.Array, mapped: Mapped, notes: list[Note]) -> pa.Array:
    """The position of one row per id, the one that knows most; what is left out is reported, and what it said."""
    if pc.count_distinct(ids).as_py() == len(ids):
        return pa.array(range(len(ids)), pa.int64())
    cells, kept = _cells(mapped), []
    repeated: dict[str, list[int]] = {"the same": [], "something else": []}
    for places in _places(ids.to_pylist()).values():
        best = min(places, key=lambda place: (cells[place].count(""), cells[place], place))
        kept.append(best)
        for place in places:
            if place != best:
                repeated["the same" if cells[place] == cells[best] else "something else"].append(place)
    for what, rows in repeated.items():
        if rows:
            said = f"The same id again, saying {what}: {some(len(rows), 'row')} of {mapped.sheet.name}, left out."
            row = mapped.sheet.rows[min(rows)].as_py()
            notes.append(Note("left out", said, mapped.sheet.name, row, count=len(rows)))
    return pa.array(sorted(kept), pa.int64())


def _places(ids: list[str | None]) -> dict[str, list[int]]:
    """Where each id stands."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(ids):
        if one is not None:
            places.setdefault(one, []).append(place)
    return places


def _cells(mapped: Mapped) -> list[tuple[str, ...]]:
    """Every row as text, so that what a row says decides between rows, and never where it stands."""
    columns = [pc.fill_null(column, "").to_pylist() for column in mapped.sheet.text.columns]
    return list(zip(*columns, strict=True))
