from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import traits_sql
from segmentation.engines import run
from segmentation.intake.orders import FORMULAS
from segmentation.intake.traits import CATALOGUE

AS_OF = date(2024, 12, 31)


def traits_of(rows: list[dict], as_of: date = AS_OF) -> dict[str, dict]:
    schema = pa.schema(
        [(name, pa.string()) for name in ("client", "order_id")]
        + [(name, pa.date32()) for name in ("day", "due", "paid", "required", "shipped")]
        + [(name, pa.float64()) for name in ("amount", "discount", "refund", "cost", "quantity")]
        + [("disputed", pa.bool_())]
    )
    log = pa.Table.from_pylist(rows, schema.remove(schema.get_field_index("order_id")))
    found = run(traits_sql("log", as_of, columns=log.column_names), {"log": log}).to_pylist()
    return {row.pop("client"): row for row in found}


def order(client: str, day: date | None, amount: float | None, **more) -> dict:
    return {"client": client, "day": day, "amount": amount, **more}


def test_every_trait_of_one_client_by_hand():
    rows = [
        order("a", date(2024, 1, 1), 100.0, discount=0.0, cost=60.0, due=date(2024, 1, 31), paid=date(2024, 3, 1),
              required=date(2024, 1, 5), shipped=date(2024, 1, 8), disputed=True, quantity=2.0, refund=0.0),
        order("a", date(2024, 3, 1), 90.0, discount=10.0, cost=50.0, due=date(2024, 3, 31), paid=date(2024, 3, 30),
              required=date(2024, 3, 5), shipped=date(2024, 3, 5), disputed=False, quantity=1.0, refund=30.0),
        order("a", date(2024, 12, 1), 200.0, discount=0.0, cost=80.0, due=date(2024, 12, 31), paid=None,
              required=date(2024, 12, 9), shipped=None, disputed=None, quantity=4.0, refund=0.0),
    ]  # fmt: skip
    assert traits_of(rows)["a"] == {
        "frequency": 3.0,
        "recency": 30.0,
        "tenure": 365.0,
        "typical_gap": 167.5,
        "overdue": pytest.approx(30 / 167.5, abs=1e-15),
        "trend": pytest.approx((200 - 60) / (200 + 60), abs=1e-15),
        "revenue": 360.0,
        "revenue_year": 260.0,
        "average_order": 120.0,
        "return_rate": pytest.approx(30 / 390, abs=1e-15),
        "discount_rate": 10 / 400,
        "full_price_share": pytest.approx(2 / 3, abs=1e-15),
        "contribution": 170.0,
        "contribution_year": 130.0,
        "days_late": 15.0,
        "late_share": 0.5,
        "disputed_share": 0.5,
        "disputes": 1.0,
        "late_deliveries": 1.0,
        "quantity": 7.0,
    }


def test_one_order_has_no_gap_and_nothing_to_compare():
    found = traits_of([order("a", date(2024, 12, 1), 50.0)])["a"]
    assert (found["frequency"], found["recency"], found["typical_gap"], found["overdue"], found["trend"]) == (
        1.0, 30.0, None, None, None,
    )  # fmt: skip


def test_refunds_are_money_and_no_orders():
    found = traits_of(
        [order("a", date(2024, 6, 1), -20.0), order("b", date(2024, 6, 1), 80.0), order("b", date(2024, 7, 1), -20.0)]
    )
    assert (found["a"]["frequency"], found["a"]["recency"], found["a"]["revenue"]) == (0.0, None, -20.0)
    assert (found["b"]["frequency"], found["b"]["revenue"], found["b"]["return_rate"]) == (1.0, 60.0, 0.25)
    assert found["b"]["recency"] == 213.0


def test_what_happens_later_has_not_happened_yet():
    rows = [
        order("a", date(2024, 1, 1), 10.0, due=date(2024, 1, 10), paid=date(2024, 6, 1)),
        order("a", date(2024, 9, 1), 10.0),
    ]
    found = traits_of(rows, date(2024, 2, 1))["a"]
    assert (found["frequency"], found["days_late"]) == (1.0, None)


def test_a_blank_payment_is_unknown_and_not_late():
    rows = [order("a", date(2020, 1, 1), 10.0, due=date(2020, 1, 31), paid=None)]
    assert (traits_of(rows)["a"]["days_late"], traits_of(rows)["a"]["late_share"]) == (None, None)


def test_a_missing_cost_leaves_the_contribution_unknown():
    rows = [order("a", date(2024, 1, 1), 10.0, cost=4.0), order("a", date(2024, 1, 2), 10.0)]
    assert traits_of(rows)["a"]["contribution"] is None


def test_orders_of_nobody_are_nobodys():
    assert traits_of([order(None, date(2024, 1, 1), 10.0)]) == {}


def test_every_formula_is_in_the_catalogue():
    assert set(FORMULAS) <= set(CATALOGUE)


def test_traits_whose_columns_are_missing_are_not_in_the_text():
    text = traits_sql("log", AS_OF, columns=["client", "day", "amount"])
    assert '"revenue"' in text
    assert "days_late" not in text
    assert "discount" not in text


def test_an_unknown_dialect_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="No SQL can be written for 'oracle'; known: duckdb"):
        traits_sql("log", AS_OF, dialect="oracle")


LOGS = st.lists(
    st.builds(
        order,
        st.sampled_from("abc"),
        st.dates(date(2022, 1, 1), AS_OF) | st.none(),
        st.integers(-50_000, 200_000).map(lambda cents: cents / 100),
        discount=st.integers(0, 5000).map(lambda cents: cents / 100) | st.none(),
        paid=st.dates(date(2023, 1, 1), AS_OF) | st.none(),
        due=st.dates(date(2023, 1, 1), AS_OF) | st.none(),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=40)
@given(LOGS, st.randoms())
def test_the_order_of_the_rows_never_matters(rows, random):
    shuffled = rows.copy()
    random.shuffle(shuffled)
    assert traits_of(shuffled) == traits_of(rows)


@settings(deadline=None, max_examples=40)
@given(LOGS)
def test_the_text_agrees_with_counting_by_hand(rows):
    for client, found in traits_of(rows).items():
        mine = [row for row in rows if row["client"] == client]
        sales = [row for row in mine if row["amount"] >= 0]
        days = [row["day"] for row in sales if row["day"]]
        late = [max(0, (r["paid"] - r["due"]).days) for r in mine if r["paid"] and r["due"]]
        assert found["frequency"] == len(sales)
        assert found["revenue"] == pytest.approx(sum(round(row["amount"] * 100) for row in mine) / 100)
        assert found["recency"] == (min((AS_OF - day).days for day in days) if days else None)
        assert found["days_late"] == (pytest.approx(sum(late) / len(late)) if late else None)


def test_thousandths_add_up_exactly():
    rows = [order("a", AS_OF - timedelta(days=n), 0.1) for n in range(10)]
    assert traits_of(rows)["a"]["revenue"] == 1.0
