"""How an order log becomes traits: one SQL text, written from the tables below for any engine."""

from collections.abc import Collection
from datetime import date

from segmentation.engines import literal, quote, spelling

ORDER_COLUMNS = (
    "client", "order_id", "day", "amount", "discount", "refund", "cost", "due", "paid", "days_late", "disputed",
    "required", "shipped", "quantity",
)  # fmt: skip
"""The columns of an order table, one row per order or invoice.

`client` and `order_id` (text), `day` (date), `amount` (charged, after discount; below 0: money given back), `discount`
and `refund` (money, 0 or more), `cost` (money), `due`, `paid`, `required`, `shipped` (dates), `days_late` (used where
due and paid are not there), `disputed` (yes/no), `quantity` (units). `client`, `day` and `amount` are always needed.
"""
TREND_DAYS = 182
YEAR_DAYS = 365

PREPARED = {
    "day": "day",
    "amount": "CAST(amount AS {exact})",
    "discount": "CAST(discount AS {exact})",
    "refund": "CAST(refund AS {exact})",
    "cost": "CAST(cost AS {exact})",
    "quantity": "CAST(quantity AS {exact})",
    "disputed": "CASE WHEN disputed THEN 1 WHEN NOT disputed THEN 0 END",
}
"""Per order: money as exact decimals, because the sum of floats depends on the order of the rows."""

SUMS = {
    "orders": ((), "SUM(CASE WHEN amount < 0 THEN 0 ELSE 1 END)"),
    "dated": ((), "SUM(CASE WHEN amount < 0 OR day IS NULL THEN 0 ELSE 1 END)"),
    "first_day": ((), "MIN(CASE WHEN amount < 0 THEN NULL ELSE day END)"),
    "last_day": ((), "MAX(CASE WHEN amount < 0 THEN NULL ELSE day END)"),
    "money": ((), "SUM({net})"),
    "money_year": ((), "{if_dated} SUM(CASE WHEN {ago} < {year} THEN {net} ELSE 0 END) END"),
    "money_recent": ((), "{if_dated} SUM(CASE WHEN {ago} < {trend} THEN {net} ELSE 0 END) END"),
    "money_before": (
        (),
        "{if_dated} SUM(CASE WHEN {ago} >= {trend} AND {ago} < 2 * {trend} THEN {net} ELSE 0 END) END",
    ),
    "paying": ((), "SUM(CASE WHEN amount >= 0 THEN 1 ELSE 0 END)"),
    "bought": ((), "SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END)"),
    "given_back": ((), "SUM(CASE WHEN amount < 0 THEN -amount ELSE {refund} END)"),
    "discounts": (("discount",), "SUM(CASE WHEN amount >= 0 THEN discount END)"),
    "listed": (
        ("discount",),
        "SUM(CASE WHEN amount >= 0 AND discount IS NOT NULL THEN amount + discount END)",
    ),
    "full_priced": (("discount",), "SUM(CASE WHEN amount >= 0 AND discount = 0 THEN 1 ELSE 0 END)"),
    "priced": (("discount",), "SUM(CASE WHEN amount >= 0 AND discount IS NOT NULL THEN 1 ELSE 0 END)"),
    "margin": (("cost",), "CASE WHEN COUNT(cost) = COUNT(*) THEN SUM({net} - cost) END"),
    "margin_year": (
        ("cost",),
        "CASE WHEN COUNT(cost) = COUNT(*) AND COUNT(day) = COUNT(*)"
        " THEN SUM(CASE WHEN {ago} < {year} THEN {net} - cost ELSE 0 END) END",
    ),
    "days_late_sum": (("days_late",), "SUM(days_late)"),
    "late": (("days_late",), "SUM(CASE WHEN days_late > 0 THEN 1 ELSE 0 END)"),
    "settled": (("days_late",), "COUNT(days_late)"),
    "disputes": (("disputed",), "SUM(disputed)"),
    "judged": (("disputed",), "COUNT(disputed)"),
    "shipped_late": (("late_delivery",), "SUM(late_delivery)"),
    "units": (("quantity",), "SUM(quantity)"),
}
"""Per client: sums over the prepared orders, each with the columns it needs. Refund rows are money, not orders.

What belongs to a stretch of time is unknown for whoever has an order without a date.
"""

FORMULAS = {
    "frequency": ("orders", "{orders}"),
    "recency": ("orders", "{since_last}"),
    "tenure": ("orders", "{since_first}"),
    "typical_gap": ("orders", "CASE WHEN dated > 1 THEN {span} / ({dated} - 1) END"),
    "overdue": (
        "orders",
        "CASE WHEN dated > 1 AND last_day > first_day THEN {since_last} * ({dated} - 1) / {span} END",
    ),
    "trend": (
        "orders",
        "CASE WHEN {since_first} >= {trend} AND money_recent >= 0 AND money_before >= 0"
        " AND money_recent + money_before > 0"
        " THEN ({money_recent} - {money_before}) / ({money_recent} + {money_before}) END",
    ),
    "revenue": ("orders", "{money}"),
    "revenue_year": ("orders", "{money_year}"),
    "average_order": ("orders", "CASE WHEN paying > 0 THEN {money} / {paying} END"),
    "return_rate": ("orders", "CASE WHEN bought > 0 THEN {given_back} / {bought} END"),
    "discount_rate": ("discounts", "CASE WHEN listed > 0 THEN {discounts} / {listed} END"),
    "full_price_share": ("priced", "CASE WHEN priced > 0 THEN {full_priced} / {priced} END"),
    "contribution": ("margin", "{margin}"),
    "contribution_year": ("margin_year", "{margin_year}"),
    "days_late": ("settled", "CASE WHEN settled > 0 THEN {days_late_sum} / {settled} END"),
    "late_share": ("settled", "CASE WHEN settled > 0 THEN {late} / {settled} END"),
    "disputed_share": ("judged", "CASE WHEN judged > 0 THEN {disputes} / {judged} END"),
    "disputes": ("judged", "{disputes}"),
    "late_deliveries": ("shipped_late", "{shipped_late}"),
    "quantity": ("units", "{units}"),
}
"""Per trait: the sum that must be there, and the formula; every sum named in braces is a float.

The trend is unknown for whoever first bought within the last 182 days: there is nothing before to compare.
"""


def traits_sql(source: str, as_of: date, dialect: str = "duckdb", columns: Collection[str] = ORDER_COLUMNS) -> str:
    """The text that makes one row per client out of an order table.

    Parameters
    ----------
    source
        The order table's name, see `ORDER_COLUMNS`.
    as_of
        The day on which everything is counted; later orders and payments have not happened yet.
    columns
        The columns `source` has; a trait whose columns are missing is not in the text.

    Returns
    -------
    An SQL query with the column `client` and one column per trait key, in the units of the catalogue.

    Raises
    ------
    ValueError
        The dialect is not known.
    """
    prepared = prepared_columns(set(columns), as_of, dialect)
    day = literal(as_of)
    refund = "COALESCE(refund, 0)" if "refund" in prepared else "0"
    words = {
        "net": "(amount - COALESCE(refund, 0))" if "refund" in prepared else "amount",
        "refund": refund,
        "if_dated": "CASE WHEN COUNT(day) = COUNT(*) THEN",
        "ago": spelling(dialect, "days_between", start="day", end=day),
        "year": YEAR_DAYS,
        "trend": TREND_DAYS,
    }
    sums = {key: text.format(**words) for key, (needs, text) in SUMS.items() if set(needs) <= prepared.keys()}
    floats = {key: f"CAST({key} AS {spelling(dialect, 'double')})" for key in sums}
    spans = {
        "since_last": spelling(dialect, "days_between", start="last_day", end=day),
        "since_first": spelling(dialect, "days_between", start="first_day", end=day),
        "span": spelling(dialect, "days_between", start="first_day", end="last_day"),
    }
    floats |= {key: f"CAST({text} AS {spelling(dialect, 'double')})" for key, text in spans.items()}
    formulas = {key: text.format(**floats, trend=TREND_DAYS) for key, (need, text) in FORMULAS.items() if need in sums}
    return (
        f"-- One row per client, counted on {as_of.isoformat()}.\n"
        f"WITH orders AS (\n  SELECT client,{_list(prepared)}\n  FROM {quote(source)}\n"
        f"  WHERE client IS NOT NULL AND (day IS NULL OR day <= {day})\n),\n"
        f"sums AS (\n  SELECT client,{_list(sums)}\n  FROM orders\n  GROUP BY client\n)\n"
        f"SELECT client,{_list(formulas)}\nFROM sums"
    )


def prepared_columns(columns: set[str], as_of: date, dialect: str) -> dict[str, str]:
    """The expressions of an order's prepared columns by name, as far as the order table has what they need."""
    exact = spelling(dialect, "exact")
    prepared = {key: text.format(exact=exact) for key, text in PREPARED.items() if key in columns}
    day = literal(as_of)
    if {"due", "paid"} <= columns:
        days = spelling(dialect, "days_between", start="due", end="paid")
        prepared["days_late"] = (
            f"CASE WHEN paid > {day} OR due IS NULL THEN NULL WHEN paid > due THEN {days} WHEN paid <= due THEN 0 END"
        )
    elif "days_late" in columns:
        prepared["days_late"] = (
            f"CASE WHEN days_late > 0 THEN CAST(days_late AS {exact}) WHEN days_late <= 0 THEN 0 END"
        )
    if {"required", "shipped"} <= columns:
        prepared["late_delivery"] = "CASE WHEN shipped > required THEN 1 WHEN shipped <= required THEN 0 END"
    return prepared


def _list(texts: dict[str, str]) -> str:
    return ",".join(f"\n    {text} AS {quote(key)}" for key, text in texts.items())
