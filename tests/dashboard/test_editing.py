"""Edits of a policy give a new policy or a sentence, and offer only what may be judged by."""

import pytest

from segmentation import Criterion, Policy, PolicyRefused, Rule, Trait
from segmentation.dashboard import editing
from tests.books import make_book

ENERGY = Criterion(trait="energy", weight=4, worst=-2, best=2)
POLICY = Policy(dud_line=30, star_line=70, criteria=(ENERGY,), red_lines=(Rule(trait="days_late", op=">=", value=60),))


def test_fields_are_replaced_and_the_rest_stays():
    assert editing.revised(POLICY, dud_line=10) == POLICY.model_copy(update={"dud_line": 10.0})
    assert editing.with_criterion(POLICY, "energy", weight=1).criteria[0].weight == 1
    assert editing.with_rule(POLICY, "red_lines", 0, value=90.0).red_lines[0].value == 90
    assert editing.without_rule(POLICY, "red_lines", 0).red_lines == ()
    added = editing.add_rule(POLICY, "must_haves", "energy", ">=", 1.0)
    assert added.must_haves == (Rule(trait="energy", op=">=", value=1),)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda: editing.revised(POLICY, star_line=30), "The dud line"),
        (lambda: editing.with_criterion(POLICY, "energy", worst=2.0), "must differ"),
        (lambda: editing.without_criterion(POLICY, "energy"), "importance above 0"),
        (lambda: editing.add_criterion(POLICY, ENERGY), "Two criteria"),
        (lambda: editing.add_rule(POLICY, "red_lines", "gender", "is", "x"), "No policy may rest on"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(edit, sentence):
    with pytest.raises(PolicyRefused, match=sentence):
        edit()


def test_only_what_people_do_is_offered():
    traits = [
        Trait("city", "City", "category", "place"),
        Trait("wait", "Our waits", "number", "ours", "low"),
        Trait("met", "Met on", "date", "conduct"),
    ]
    columns = {"energy": [1], "revenue": [5], "city": ["Oslo"], "wait": [2], "met": [None]}
    assert [trait.key for trait in editing.judging_traits(make_book(columns, traits))] == ["energy"]


def test_comparisons_fit_the_kind_of_the_trait():
    assert editing.ops_for(Trait("a", "A", "days", "conduct")) == [">=", "<=", ">", "<"]
    assert editing.ops_for(Trait("a", "A", "yes/no", "conduct")) == ["is", "is not"]
