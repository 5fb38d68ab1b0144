"""The SQL text of a policy: what it says, and how it treats values that do not fit."""

import pyarrow as pa
import pytest

from segmentation.engines import run
from segmentation.intake.traits import Trait
from segmentation.method.policy import Criterion, Policy, Rule
from segmentation.method.scoring import policy_sql
from segmentation.method.sorting import sort
from tests.books import make_book

POLICY = Policy(
    name="Rope\nof 'mine'",
    version=2,
    dud_line=40,
    star_line=70,
    red_lines=(Rule(trait="days_late", op=">=", value=60),),
    must_haves=(Rule(trait="energy", op=">=", value=1),),
    criteria=(
        Criterion(trait="days_late", weight=5, worst=60, best=0),
        Criterion(trait="trade", weight=1, points={"law": 1, "men's": 0.5}),
    ),
)


def test_the_text_reads_as_the_method() -> None:
    assert (
        policy_sql(POLICY, "my clients")
        == """\
-- Rope of 'mine', version 2
-- Null is unknown, never zero. Scores are rounded to six decimals before they meet a line.
WITH checked AS (
  -- points from 0 (worst) to 1 (best) for each criterion; each red line: crossed? each must-have: met?
  SELECT
    c.*,
    CASE
      WHEN NOT ABS(CAST(c."days_late" AS DOUBLE)) <= 1.7976931348623157e+308 THEN NULL  -- not a number, or infinite
      WHEN CAST(c."days_late" AS DOUBLE) >= 60.0e0 THEN 0e0
      WHEN CAST(c."days_late" AS DOUBLE) <= 0.0e0 THEN 1e0
      ELSE (CAST(c."days_late" AS DOUBLE) - 60.0e0) / -60.0e0
    END AS "points 1",
    CASE c."trade"
      WHEN 'law' THEN 1.0e0
      WHEN 'men''s' THEN 0.5e0
    END AS "points 2",
    CASE WHEN ABS(c."days_late") <= 1.7976931348623157e+308 THEN c."days_late" >= 60.0e0 END AS "red line 1",
    CASE WHEN ABS(c."energy") <= 1.7976931348623157e+308 THEN c."energy" >= 1.0e0 END AS "must-have 1"
  FROM "my clients" AS c
),
scored AS (
  SELECT
    checked.*,
    -- the weighted mean of the points that are known
    FLOOR((100e0 * (COALESCE(5.0e0 * "points 1", 0e0)
      + COALESCE(1.0e0 * "points 2", 0e0)) / NULLIF(CASE WHEN "points 1" IS NULL THEN 0e0 ELSE 5.0e0 END
      + CASE WHEN "points 2" IS NULL THEN 0e0 ELSE 1.0e0 END, 0e0)) * 1e6 + 0.5e0) / 1e6 AS score,
    -- the same with full points for everything unknown: the best this client could turn out to be
    FLOOR((100e0 * (COALESCE(5.0e0 * "points 1", 5.0e0)
      + COALESCE(1.0e0 * "points 2", 1.0e0)) / 6.0e0) * 1e6 + 0.5e0) / 1e6 AS ceiling,
    -- the share of the importance that is known
    FLOOR(((CASE WHEN "points 1" IS NULL THEN 0e0 ELSE 5.0e0 END
      + CASE WHEN "points 2" IS NULL THEN 0e0 ELSE 1.0e0 END) / 6.0e0) * 1e6 + 0.5e0) / 1e6 AS evidence
  FROM checked
),
decided AS (
  SELECT
    scored.*,
    CASE
      WHEN "red line 1" IS TRUE THEN 1  -- a red line is known to be crossed
      WHEN score IS NULL OR evidence < 0.5e0 THEN 2  -- not enough known
      WHEN ceiling < 40.0e0 THEN 3  -- under the dud line whatever is still unknown
      WHEN score >= 70.0e0 AND "must-have 1" IS TRUE THEN 4  -- at the star line, and every must-have is met
      ELSE 5
    END AS decided_by
  FROM scored
)
SELECT
  decided.*,
  CASE decided_by
    WHEN 1 THEN 'dud'
    WHEN 2 THEN 'unrated'
    WHEN 3 THEN 'dud'
    WHEN 4 THEN 'star'
    WHEN 5 THEN 'mid-range'
  END AS proposed
FROM decided"""
    )


def test_it_runs_on_a_table_as_it_is_and_keeps_its_columns() -> None:
    table = pa.table(
        {"id": [1, 2, 3], "days_late": [0, 90, 30], "energy": [2.0, 2.0, None], "trade": ["law", "?", "men's"]}
    )
    result = run(policy_sql(POLICY, "t"), {"t": table})
    assert result.column_names[:4] == ["id", "days_late", "energy", "trade"]
    assert result.select(["score", "evidence", "proposed"]).to_pylist() == [
        {"score": 100.0, "evidence": 1.0, "proposed": "star"},
        {"score": 0.0, "evidence": 0.833333, "proposed": "dud"},
        {"score": 50.0, "evidence": 1.0, "proposed": "mid-range"},
    ]


def test_a_trait_outside_the_columns_is_unknown_for_everybody() -> None:
    text = policy_sql(POLICY, "t", columns=["id", "days_late"])
    result = run(text, {"t": pa.table({"id": ["a"], "days_late": [0.0]})}).to_pylist()[0]
    assert (result["points 1"], result["points 2"], result["must-have 1"]) == (1.0, None, None)
    assert (result["ceiling"], result["decided_by"]) == (100.0, 5)


def test_a_column_of_the_result_must_not_be_there_already() -> None:
    with pytest.raises(ValueError, match="already has a column “score”"):
        policy_sql(POLICY, "t", columns=["days_late", "score"])
    with pytest.raises(ValueError, match="No SQL can be written for 'abacus'"):
        policy_sql(POLICY, "t", dialect="abacus")


ODD = [
    Trait("odd", "Odd", "number", "conduct", "high"),
    Trait("odd", "Odd", "yes/no", "conduct", "high"),
    Trait("odd", "Odd", "category", "conduct"),
]


@pytest.mark.parametrize(
    ("trait", "values", "points"),
    [
        (ODD[0], [0.0, 5.0, 20.0, None, float("nan"), float("inf")], [0.0, 0.5, 1.0, None, None, None]),
        (ODD[1], [True, False, None], [0.1, 0.0, None]),
        (ODD[2], ["5", "law", None], [None, None, None]),
    ],
)
def test_a_scale_counts_numbers_and_yes_or_no_and_nothing_else(trait: Trait, values: list, points: list) -> None:  # type: ignore[type-arg]
    policy = Policy(dud_line=1, star_line=2, criteria=(Criterion(trait="odd", weight=1, worst=0, best=10),))
    sorting = sort(make_book({"odd": values}, [trait]), policy)
    assert sorting.table["points 1"].to_pylist() == points


def test_a_trait_may_be_called_like_a_column_of_the_result() -> None:
    policy = Policy(dud_line=1, star_line=2, criteria=(Criterion(trait="score", weight=1, worst=0, best=10),))
    assert sort(make_book({"score": [5.0]}), policy).table["score"].to_pylist() == [50.0]
