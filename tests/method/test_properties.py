"""What holds for every book and every policy."""

import io
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv

from segmentation.exporting import to_csv
from segmentation.insight.reasons import explain
from segmentation.intake.book import Book
from segmentation.method.drafting import draft_policy
from segmentation.method.policy import Criterion, Policy, Rule
from segmentation.method.scoring import BY_RULE, SEGMENT_KEYS, matrix, points_matrix, score, segments
from segmentation.method.sentences import reason, reasons
from segmentation.method.sorting import Sorting, sort
from tests.books import make_book
from tests.method.strategies import TRAITS, books, importances, policies, words

few = settings(deadline=None, max_examples=50)


def rebuilt(book: Book, columns: dict[str, list[Any]]) -> Book:
    return make_book({key: value for key, value in columns.items() if key != "name"}, TRAITS)


def flags(sorting: Sorting, prefix: str, rules: tuple[Rule, ...]) -> list[list[bool | None]]:
    return [sorting.table[f"{prefix} {i}"].to_pylist() for i in range(1, len(rules) + 1)]


@few
@given(books(), policies())
def test_contributions_add_up_to_the_score(book: Book, policy: Policy) -> None:
    sorting = sort(book, policy)
    for client in sorting.table["client"].to_pylist()[:5]:
        explanation = explain(sorting, client)
        assert sum(part.contribution for part in explanation.parts) == pytest.approx(explanation.score or 0, abs=1e-6)


@few
@given(books(), policies(), st.randoms(), books())
def test_order_and_other_clients_move_nobody(book: Book, policy: Policy, random: Any, more: Book) -> None:
    before = sort(book, policy).table.to_pylist()
    columns = book.table.to_pydict()
    size = len(more)
    others = {
        key: more.table[key].to_pylist() if key in more.table.column_names else [None] * size for key in columns
    } | {"client": [f"new {i}" for i in range(size)]}
    order = list(range(len(book) + size))
    random.shuffle(order)
    mixed = {key: [[*columns[key], *others[key]][i] for i in order] for key in columns}
    after = {row["client"]: row for row in sort(rebuilt(book, mixed), policy).table.to_pylist()}
    assert before == [after[row["client"]] for row in before]


@few
@given(books(), policies())
def test_equal_clients_never_differ(book: Book, policy: Policy) -> None:
    columns = {key: value + value for key, value in book.table.to_pydict().items()}
    columns["client"] = [f"c{i:02}" for i in range(2 * len(book))]
    table = sort(rebuilt(book, columns), policy).table.drop_columns("client")
    assert table.slice(0, len(book)).to_pylist() == table.slice(len(book)).to_pylist()


@few
@given(books(), policies(), st.data())
def test_blanking_answers_never_makes_a_dud(book: Book, policy: Policy, data: st.DataObject) -> None:
    columns = book.table.to_pydict()
    for key in [key for key in columns if key not in ("client", "name")]:
        kept = data.draw(st.lists(st.booleans(), min_size=len(book), max_size=len(book)))
        columns[key] = [value if keep else None for value, keep in zip(columns[key], kept, strict=True)]
    before, after = sort(book, policy).table, sort(rebuilt(book, columns), policy).table
    made = [
        client
        for client, was, now in zip(before["client"], before["proposed"], after["proposed"], strict=True)
        if now.as_py() == "dud" and was.as_py() != "dud"
    ]
    assert made == []


@few
@given(books(), policies(), st.data())
def test_no_importance_outvotes_a_red_line(book: Book, policy: Policy, data: st.DataObject) -> None:
    heavier = [each.model_copy(update={"weight": data.draw(importances) or 5.0}) for each in policy.criteria]
    sorting = sort(book, policy.model_copy(update={"criteria": tuple(heavier)}))
    for column in flags(sorting, "red line", policy.red_lines):
        assert {
            proposed for proposed, crossed in zip(sorting.table["proposed"].to_pylist(), column, strict=True) if crossed
        } <= {"dud"}


@few
@given(books(), policies())
def test_a_star_meets_every_must_have_and_crosses_no_red_line(book: Book, policy: Policy) -> None:
    sorting = sort(book, policy)
    stars = [i for i, proposed in enumerate(sorting.table["proposed"].to_pylist()) if proposed == "star"]
    assert all(column[i] is True for column in flags(sorting, "must-have", policy.must_haves) for i in stars)
    assert not any(column[i] for column in flags(sorting, "red line", policy.red_lines) for i in stars)


@few
@given(books(), policies())
def test_numpy_and_sql_agree_to_the_last_bit(book: Book, policy: Policy) -> None:
    table = sort(book, policy).table
    points = points_matrix(book.table, policy)
    np.testing.assert_array_equal(points, matrix(table, [f"points {i}" for i in range(1, len(policy.criteria) + 1)]))
    expected = matrix(table, ["score", "ceiling", "evidence"])
    np.testing.assert_array_equal(np.column_stack(score(points, policy.weights)), expected)
    crossed, met = np.zeros(len(book), bool), np.ones(len(book), bool)
    for i in range(1, len(policy.red_lines) + 1):
        crossed |= table[f"red line {i}"].fill_null(False).to_numpy()
    for i in range(1, len(policy.must_haves) + 1):
        met &= table[f"must-have {i}"].fill_null(False).to_numpy()
    decided = segments(points, crossed, met, policy)
    assert decided.tolist() == table["decided_by"].to_pylist()
    assert [BY_RULE[rule] for rule in decided.tolist()] == table["proposed"].to_pylist()


@few
@given(books(), policies())
def test_where_all_is_known_score_and_ceiling_are_one_number(book: Book, policy: Policy) -> None:
    rows = sort(book, policy).table.to_pylist()
    assert all(row["score"] == row["ceiling"] for row in rows if row["evidence"] == 1)


def by_the_book(row: dict[str, Any], policy: Policy) -> tuple[float | None, float, str]:
    """Section "How a client is sorted", written once more the slow way."""
    weighed = [(c.weight, points_of(c, row.get(c.trait))) for c in policy.criteria]
    whole = sum(weight for weight, _ in weighed)
    known = sum(weight for weight, points in weighed if points is not None)
    earned = sum(weight * points for weight, points in weighed if points is not None)
    most = sum(weight * (1 if points is None else points) for weight, points in weighed)
    fit = 100 * earned / known if known else None
    if any(holds(rule, row) for rule in policy.red_lines):
        return fit, known / whole, "dud"
    if fit is None or round(known / whole, 6) < policy.minimum_evidence:
        return fit, known / whole, "unrated"
    if round(100 * most / whole, 6) < policy.dud_line:
        return fit, known / whole, "dud"
    if round(fit, 6) >= policy.star_line and all(holds(rule, row) for rule in policy.must_haves):
        return fit, known / whole, "star"
    return fit, known / whole, "mid-range"


def points_of(criterion: Criterion, value: Any) -> float | None:
    if value is None:
        return None
    if criterion.points:
        return criterion.points.get(value)
    share = (float(value) - criterion.worst) / (criterion.best - criterion.worst)  # type: ignore[operator]
    return min(max(share, 0.0), 1.0)


def holds(rule: Rule, row: dict[str, Any]) -> bool:
    value = row.get(rule.trait)
    if value is None:
        return False
    return bool(
        {
            "<": lambda: value < rule.value,
            "<=": lambda: value <= rule.value,
            ">": lambda: value > rule.value,
            ">=": lambda: value >= rule.value,
            "is": lambda: value == rule.value,
            "is not": lambda: value != rule.value,
        }[rule.op]()
    )


@few
@given(books(), policies())
def test_the_method_to_the_letter(book: Book, policy: Policy) -> None:
    for client, sorted_ in zip(book.table.to_pylist(), sort(book, policy).table.to_pylist(), strict=True):
        fit, evidence, segment = by_the_book(client, policy)
        assert (sorted_["score"] is None) == (fit is None)
        assert sorted_["score"] == pytest.approx(fit, abs=2e-6)
        assert sorted_["evidence"] == pytest.approx(evidence, abs=2e-6)
        if far_from_lines(sorted_, policy):
            assert sorted_["proposed"] == segment


def far_from_lines(row: dict[str, Any], policy: Policy) -> bool:
    """Whether the last bit of a sum cannot decide."""
    distances = [abs(row["ceiling"] - policy.dud_line), abs((row["score"] or 0) - policy.star_line)]
    return min(*distances, abs(row["evidence"] - policy.minimum_evidence)) > 2e-6


@few
@given(policies(), words, words)
def test_a_policy_survives_its_document(policy: Policy, name: str, label: str) -> None:
    criterion = Criterion(trait=f"a{name}b", label="", weight=0.1, points={label: 1 / 3, name + "x": 1e-300})
    rule = Rule(trait="trade", op="is", value=label)
    policy = policy.model_copy(
        update={"note": label, "criteria": (*policy.criteria, criterion), "red_lines": (*policy.red_lines, rule)}
    )
    assert Policy.from_toml(policy.to_toml()) == policy


@few
@given(books(), policies())
def test_what_cannot_be_checked_is_said(book: Book, policy: Policy) -> None:
    missing = [line for line in policy.lines if line.trait not in book.table.column_names]
    said = [note.text for note in sort(book, policy).notes if "nothing in this book says it" in note.text]
    assert len(said) == len(missing)


@few
@given(books(), policies())
def test_the_lists_together_hold_every_client_once(book: Book, policy: Policy) -> None:
    sorting = sort(book, policy)
    ids: list[str] = []
    for segment in SEGMENT_KEYS:
        options = csv.ParseOptions(newlines_in_values=True)
        table = csv.read_csv(io.BytesIO(to_csv(sorting, segment)), parse_options=options)
        assert table.num_rows == sorting.counts()[segment]
        ids += table["Client id"].to_pylist()
    assert sorted(ids) == sorting.table["client"].to_pylist()


@few
@given(books(), policies())
def test_every_client_has_a_sentence_and_one_alone_reads_the_same(book: Book, policy: Policy) -> None:
    sorting = sort(book, policy)
    said = reasons(sorting)
    assert pc.all(pc.match_substring_regex(said, r"(?s)^[A-Z].*\.$")).as_py()
    last = sorting.table["client"][-1].as_py()
    assert reason(sorting.row(last), policy, book) == said[-1].as_py()
    assert reasons(sorting, [len(book) - 1]).to_pylist() == [said[-1].as_py()]


@few
@given(books(), st.randoms())
def test_a_draft_sorts_and_does_not_depend_on_the_order_of_rows(book: Book, random: Any) -> None:
    draft = draft_policy(book)
    assert Policy.model_validate(draft.model_dump()) == draft
    assert sum(sort(book, draft).counts().values()) == len(book)
    order = list(range(len(book)))
    random.shuffle(order)
    shuffled = Book(book.table.take(pa.array(order)), book.traits, book.as_of)
    assert draft_policy(shuffled) == draft
