"""A policy becomes one SQL text that gives every client points, a score and a proposed segment; and its numpy twin.

The rule is written once, as SQL. Numpy repeats only the weighted mean over the points matrix, for previews.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation.engines import PLACE, literal, quote, run_in_place
from segmentation.method.checking import check_text, kinds_of, points_text
from segmentation.method.policy import Policy
from segmentation.method.segments import KEYS
from segmentation.method.wording import one_line

SEGMENT_KEYS = KEYS
BY_RULE = {1: "dud", 2: "unrated", 3: "dud", 4: "star", 5: "mid-range"}
"""What each of the five lines of the method decides."""
Floats = npt.NDArray[np.float64]
Columns = Mapping[str, str] | Iterable[str] | None


def policy_sql(
    policy: Policy, source: str, dialect: str = "duckdb", columns: Columns = None, keep: Sequence[str] | None = None
) -> str:
    """The text that adds points, score and proposed segment to a table of clients.

    Parameters
    ----------
    source
        The name of the table: one row per client, a column per trait under its key.
    columns
        The columns it has, or their kinds by name (`kinds_of`); a trait outside is unknown for everybody, and so
        is one of a kind that its line cannot use. None: it has every trait, each of the kind that its line needs.
    keep
        The columns of the source that the result keeps; None for all.

    The result has, after these: `points 1`, `points 2`... in the order of the criteria (0 to 1), `red line 1`...,
    `must-have 1`... (true: crossed, met), `score` and `ceiling` (0 to 100; the ceiling counts full points for
    everything unknown), `evidence` (0 to 1), `decided_by` (1 to 5, the line that decided) and `proposed`.
    Null is unknown throughout.

    Raises
    ------
    ValueError
        A column of the source that is kept has a name of the result, or the dialect is unknown.
    """
    kinds = dict(columns) if isinstance(columns, Mapping) else None if columns is None else dict.fromkeys(columns, "")
    clash = {*(kinds or ()), *(keep or ())} & set(added(policy)) if keep is None else set(keep) & set(added(policy))
    if clash:
        raise ValueError(f"The table already has a column “{min(clash)}”: rename it before you sort.")
    kept = ["c.*"] if keep is None else [f"c.{quote(name)}" for name in keep]
    known = ",\n    ".join([*kept, *_line_columns(policy, kinds, dialect)])
    named = "\n    ".join(f"WHEN {rule} THEN {literal(segment)}" for rule, segment in BY_RULE.items())
    return f"""-- {one_line(f"{policy.name}, version {policy.version}")}
-- Null is unknown, never zero. Scores are rounded to six decimals before they meet a line.
WITH checked AS (
  -- points from 0 (worst) to 1 (best) for each criterion; each red line: crossed? each must-have: met?
  SELECT
    {known}
  FROM {quote(source)} AS c
),
scored AS (
  SELECT
    checked.*,
    -- the weighted mean of the points that are known
    {_rounded(f"100e0 * ({_earned(policy, '0e0')}) / NULLIF({_known(policy)}, 0e0)")} AS score,
    -- the same with full points for everything unknown: the best this client could turn out to be
    {_rounded(f"100e0 * ({_earned(policy, '{weight}')}) / {literal(total(policy.weights))}")} AS ceiling,
    -- the share of the importance that is known
    {_rounded(f"({_known(policy)}) / {literal(total(policy.weights))}")} AS evidence
  FROM checked
),
decided AS (
  SELECT
    scored.*,
    CASE
      {_decision(policy)}
    END AS decided_by
  FROM scored
)
SELECT
  decided.*,
  CASE decided_by
    {named}
  END AS proposed
FROM decided"""


def added(policy: Policy) -> list[str]:
    """The columns that `policy_sql` adds, in order."""
    return [
        *(f"points {i}" for i in range(1, len(policy.criteria) + 1)),
        *(f"red line {i}" for i in range(1, len(policy.red_lines) + 1)),
        *(f"must-have {i}" for i in range(1, len(policy.must_haves) + 1)),
        *("score", "ceiling", "evidence", "decided_by", "proposed"),
    ]


def points_matrix(table: pa.Table, policy: Policy) -> Floats:
    """The points of every client on every criterion: float64, clients x criteria, NaN where unknown.

    Depends on scales alone, so it can be kept while importances and lines move. `table` is the book's table.
    """
    names = [f"points {i}" for i in range(1, len(policy.criteria) + 1)]
    kinds = kinds_of(table.schema)
    listed = ",\n  ".join(_line_columns(policy.model_copy(update={"red_lines": (), "must_haves": ()}), kinds, "duckdb"))
    slim = table.select([key for key in policy.trait_keys if key in kinds] or table.column_names[:1])
    return matrix(run_in_place(f"SELECT\n  c.{quote(PLACE)},\n  {listed}\nFROM clients AS c", "clients", slim), names)


def matrix(table: pa.Table, names: Sequence[str]) -> Floats:
    """Number columns of a table as float64, rows x names in column order, NaN for null."""
    result = np.empty((table.num_rows, len(names)), order="F")
    for position, name in enumerate(names):
        result[:, position] = table[name].cast(pa.float64()).to_numpy()
    return result


def score(points: Floats, weights: Sequence[float] | Floats) -> tuple[Floats, Floats, Floats]:
    """Score (NaN where nothing is known), ceiling and evidence of every row of a points matrix, as in the SQL.

    Adds term by term in the order of the criteria, because sums of floats depend on their order and these must agree
    with the SQL to the last bit.
    """
    earned, most, known = (np.zeros(len(points)) for _ in range(3))
    for position, weight in enumerate(weights):
        column = points[:, position]
        there = ~np.isnan(column)
        gained = np.where(there, weight * column, 0.0)
        earned += gained
        most += np.where(there, gained, weight)
        known += np.where(there, weight, 0.0)
    whole = total(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known > 0, 100.0 * earned / known, np.nan)
    return _round(mean), _round(100.0 * most / whole), _round(known / whole)


def segments(
    points: Floats, crossed: npt.NDArray[np.bool_], met: npt.NDArray[np.bool_], policy: Policy
) -> npt.NDArray[np.int8]:
    """The line (1 to 5) that decides for every client, from a points matrix kept by the caller; see `BY_RULE`.

    `crossed`: some red line is known to be crossed; `met`: every must-have is known to be met.
    """
    fit, ceiling, evidence = score(points, policy.weights)
    rules = [
        crossed,
        np.isnan(fit) | (evidence < policy.minimum_evidence),
        ceiling < policy.dud_line,
        (fit >= policy.star_line) & met,
    ]
    return np.select(rules, [1, 2, 3, 4], 5).astype(np.int8)


def total(weights: Iterable[float]) -> float:
    """The sum of the importances, added in order like every other sum here (`sum` adds more cleverly)."""
    result = 0.0
    for weight in weights:
        result += float(weight)
    return result


def _line_columns(policy: Policy, kinds: dict[str, str] | None, dialect: str) -> list[str]:
    columns = [f'{points_text(each, kinds, dialect)} AS "points {i}"' for i, each in enumerate(policy.criteria, 1)]
    columns += [f'{check_text(rule, kinds)} AS "red line {i}"' for i, rule in enumerate(policy.red_lines, 1)]
    return columns + [f'{check_text(rule, kinds)} AS "must-have {i}"' for i, rule in enumerate(policy.must_haves, 1)]


def _earned(policy: Policy, unknown: str) -> str:
    """Points times importance, summed; `unknown` is the text for what is not known, over {weight}."""
    return _sum(
        f'COALESCE({literal(weight)} * "points {i}", {unknown.format(weight=literal(weight))})'
        for i, weight in enumerate(policy.weights, 1)
    )


def _known(policy: Policy) -> str:
    """The importance of what is known."""
    return _sum(
        f'CASE WHEN "points {i}" IS NULL THEN 0e0 ELSE {literal(weight)} END'
        for i, weight in enumerate(policy.weights, 1)
    )


def _sum(terms: Iterable[str]) -> str:
    return "\n      + ".join(terms)


def _decision(policy: Policy) -> str:
    """The five lines of the method; the first that applies decides."""
    crossed = " OR ".join(f'"red line {i}" IS TRUE' for i in range(1, len(policy.red_lines) + 1))
    met = "".join(f' AND "must-have {i}" IS TRUE' for i in range(1, len(policy.must_haves) + 1))
    lines = [
        f"WHEN {crossed} THEN 1  -- a red line is known to be crossed" if crossed else "",
        f"WHEN score IS NULL OR evidence < {literal(policy.minimum_evidence)} THEN 2  -- not enough known",
        f"WHEN ceiling < {literal(policy.dud_line)} THEN 3  -- under the dud line whatever is still unknown",
        f"WHEN score >= {literal(policy.star_line)}{met} THEN 4  -- at the star line, and every must-have is met",
        "ELSE 5",
    ]
    return "\n      ".join(line for line in lines if line)


def _rounded(expression: str) -> str:
    """Six decimals, spelled so that every engine and numpy round alike."""
    return f"FLOOR(({expression}) * 1e6 + 0.5e0) / 1e6"


def _round(values: Floats) -> Floats:
    rounded: Floats = np.floor(values * 1e6 + 0.5) / 1e6
    return rounded
