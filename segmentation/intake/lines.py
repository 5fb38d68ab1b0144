"""Order lines and product lists: what each order's lines were charged and cost, added up per order."""

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import literal, run
from segmentation.intake.files.sheet import Note, some
from segmentation.intake.fitting import is_percent
from segmentation.intake.mapping import Mapped


def charged(columns: list[str], rate: float | None) -> str:
    """The SQL for what a row was charged: its own amount, else units times unit price, less the discount."""
    if "amount" in columns:
        return "amount"
    if "discount" not in columns:
        return _full_price(columns)
    return f"{_full_price(columns)} - COALESCE({discounted(columns, rate)}, 0)"


def discounted(columns: list[str], rate: float | None) -> str:
    """The SQL for the money taken off a row; `rate` as `rate_of` gives it. A blank discount is unknown."""
    if rate is None:
        return "ABS(discount)"
    share = f"discount * {literal(rate)}"
    if "unit price" in columns:
        return f"{_full_price(columns)} * {share}"
    return f"CASE WHEN {share} < 1 THEN amount * {share} / (1 - {share}) END"


def rate_of(mapped: Mapped) -> float | None:
    """What a sheet's discounts are multiplied with to be shares of the price: 1 or 0.01; None where they are money."""
    if "discount" not in mapped.roles:
        return None
    heading = mapped.roles["discount"]
    highest = pc.max(mapped.sheet.values[heading]).as_py()
    if mapped.column("discount").kind == "percent":
        return 1.0
    if is_percent(heading) and highest is not None and highest > 1:
        return 0.01
    return 1.0 if is_percent(heading) or (highest is not None and 0 < highest <= 1) else None


def blanks_as_none(rows: pa.Table, name: str) -> tuple[pa.Table, int]:
    """Blank discounts as 0 in a file that never writes 0, and how many; where it does, a blank stays unknown."""
    blank = rows[name].null_count if name in rows.column_names else 0
    if not blank or blank == len(rows) or pc.any(pc.equal(rows[name], 0)).as_py():
        return rows, 0
    return rows.set_column(rows.column_names.index(name), name, pc.fill_null(rows[name], 0)), blank


def join_lines(rows: pa.Table, lines: Mapped, products: Mapped | None, file: str) -> tuple[pa.Table, list[Note]]:
    """The orders with the sums of their lines; what an order itself says wins over the sum of its lines."""
    items, blank = blanks_as_none(with_unit_costs(lines.picked(), products), "discount")
    sums = _sums(items.column_names, lines)
    sums = {name: text for name, text in sums.items() if name not in rows.column_names}
    if not sums:
        return rows, []
    totals = ", ".join(f"CAST(SUM(CAST({text} AS DECIMAL(18, 4))) AS DOUBLE) AS {name}" for name, text in sums.items())
    if "cost" in sums:
        totals += ', COUNT(*) - COUNT("unit cost") AS uncosted'
    summed = run(f'SELECT "order id" AS ref, {totals} FROM items GROUP BY 1', {"items": items})
    shown = ", ".join("CASE WHEN uncosted = 0 THEN cost END AS cost" if name == "cost" else name for name in sums)
    text = f'SELECT rows.*, {shown} FROM rows LEFT JOIN summed ON "order id" = ref ORDER BY row'
    joined = run(text, {"rows": rows, "summed": summed})
    notes = _line_notes(joined, items, lines.sheet.name, file)
    return joined, notes + blank_note(blank, lines)


def blank_note(blank: int, mapped: Mapped) -> list[Note]:
    """What was made of blank discounts."""
    if not blank:
        return []
    file, heading = mapped.sheet.name, mapped.roles["discount"]
    said = f"Blank under {heading}: {some(blank, 'row')} of {file}, taken as no discount, since 0 is never written."
    return [Note("doubt", said, file, column=heading, count=blank)]


def with_unit_costs(items: pa.Table, products: Mapped | None) -> pa.Table:
    """Rows that name a product, with the unit cost the product list gives for it."""
    if products is None or "product id" not in items.column_names or "unit cost" in items.column_names:
        return items
    goods = products.picked()
    if "unit cost" not in goods.column_names:
        return items
    text = 'SELECT items.*, "unit cost" FROM items LEFT JOIN goods ON items."product id" = goods."product id"'
    return run(f"{text} ORDER BY items.row", {"items": items, "goods": goods.select(["product id", "unit cost"])})


def _full_price(columns: list[str]) -> str:
    return 'COALESCE(quantity, 1) * "unit price"' if "quantity" in columns else '"unit price"'


def _sums(columns: list[str], lines: Mapped) -> dict[str, str]:
    rate = rate_of(lines)
    sums = {"amount": charged(columns, rate)} if {"amount", "unit price"} & set(columns) else {}
    if "discount" in columns:
        sums["discount"] = discounted(columns, rate)
    if {"unit cost", "quantity"} <= set(columns):
        sums["cost"] = 'quantity * "unit cost"'
    if "quantity" in columns:
        sums["quantity"] = "quantity"
    return sums


def _line_notes(joined: pa.Table, items: pa.Table, name: str, file: str) -> list[Note]:
    notes = [Note("understood", f"The {len(items):,} rows of {name} were added up for each order of {file}.", name)]
    text = 'SELECT COUNT(*) AS n FROM items ANTI JOIN rows ON items."order id" = rows."order id"'
    stray = run(text, {"items": items, "rows": joined})["n"][0].as_py()
    if stray:
        notes.append(Note("left out", f"Of no order in {file}: {some(stray, 'row')} of {name}.", name, count=stray))
    bare = joined.filter(pc.is_null(joined["amount"])) if "amount" in joined.column_names else joined.slice(0, 0)
    if len(bare):
        said = f"Without a row in {name}: {some(len(bare), 'order')} of {file}, of unknown worth."
        notes.append(Note("doubt", said, file, bare["row"][0].as_py(), count=len(bare)))
    return notes
