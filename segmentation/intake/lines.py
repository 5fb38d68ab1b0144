"""Order lines and product lists: what each order's lines were charged and cost, added up per order."""

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.engines import run
from segmentation.intake.files.sheet import Note, some
from segmentation.intake.mapping import Mapped


def charged(columns: list[str], is_rate: bool) -> str:
    """The SQL for what a row was charged: its own amount, else units times unit price, less the discount."""
    if "amount" in columns:
        return "amount"
    return f"{_full_price(columns)} - {discounted(columns, is_rate)}" if "discount" in columns else _full_price(columns)


def discounted(columns: list[str], is_rate: bool) -> str:
    """The SQL for the money taken off a row, from a discount in money or as a share of the price."""
    if not is_rate:
        return "ABS(COALESCE(discount, 0))"
    if "unit price" in columns:
        return f"{_full_price(columns)} * COALESCE(discount, 0)"
    return "CASE WHEN discount < 1 THEN amount * discount / (1 - discount) ELSE 0 END"


def is_rate(mapped: Mapped) -> bool:
    """Whether a sheet's discounts are shares of the price (12 %, 0.12) and not money."""
    if "discount" not in mapped.roles:
        return False
    highest = pc.max(mapped.sheet.values[mapped.roles["discount"]]).as_py()
    return mapped.column("discount").kind == "percent" or (highest is not None and 0 < highest <= 1)


def join_lines(rows: pa.Table, lines: Mapped, products: Mapped | None, file: str) -> tuple[pa.Table, list[Note]]:
    """The orders with the sums of their lines; what an order itself says wins over the sum of its lines."""
    items = with_unit_costs(lines.picked(), products)
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
    return joined, _line_notes(joined, items, lines.sheet.name, file)


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
    rate = is_rate(lines)
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
