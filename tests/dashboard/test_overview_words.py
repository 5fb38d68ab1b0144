"""What the Overview says about lists of every kind, in correct English."""

import numpy as np
import pytest

from segmentation import Criterion, Policy, sort
from segmentation.dashboard.views.overview_words import (
    first_sentence,
    in_doubt,
    map_title,
    next_steps,
    scores_title,
    second_sentence,
)
from segmentation.insight.shares import shares
from tests.books import make_book

POLICY = Policy(dud_line=30, star_line=70, criteria=(Criterion(trait="energy", weight=4, worst=-2, best=2),))


def of(**columns):
    return sort(make_book(columns), POLICY)


@pytest.mark.parametrize(
    ("sorting", "first", "second"),
    [
        (of(energy=[2, 2]), "2 stars among 2 clients", "There are no duds. Nobody is in between."),
        (
            of(energy=[2, -2, 0], revenue=[50, 25, 25], hours=[1, 3, 0]),
            "1 star brings 50\u00a0% of revenue and takes 25\u00a0% of your hours",
            "1 dud brings 25\u00a0% of revenue and takes 75\u00a0% of your hours. 1 client is in between.",
        ),
        (of(energy=[0, None]), "None of your 2 clients is a star yet", "There are no duds. 1 client is in between. "
         "Of 1 client not enough is known."),
        (of(energy=[2], revenue=[-5]), "1 star among 1 client", "There are no duds. Nobody is in between."),
    ],
)  # fmt: skip
def test_sentences(sorting, first, second):
    assert first_sentence(sorting, shares(sorting)) == first
    assert second_sentence(sorting, shares(sorting)) == second


def test_titles_state_a_finding():
    sorting = of(energy=[2, 2, 0, -2], contribution=[-1, 5, 2, 9])
    worths = np.array([-1.0, 5, 2, 9])
    assert map_title(sorting, worths) == "1 star costs more than it brings"
    assert map_title(sorting, np.abs(worths)) == "1 dud is among the 1 client worth most"
    assert scores_title(sorting) == "Nobody is near the star line"
    assert scores_title(sort(sorting.book, POLICY.model_copy(update={"star_line": 98.0}))) == (
        "2 clients within 3 points of the star line"
    )


def test_doubts_are_counted_in_correct_english():
    assert in_doubt(1) == "1 thing in your files is in doubt"
    assert in_doubt(2) == "2 things in your files are in doubt"


def test_next_steps_are_at_most_three_and_begin_with_the_draft():
    sorting = of(energy=[2, 0, -2, None], contribution=[-1, 1, 1, 1])
    assert [step.link for step in next_steps(sorting, drafted=True)] == [
        "Go to the policy",
        "Open those not enough known",
        "Open those served at a loss",
    ]
    assert [step.link for step in next_steps(sorting, drafted=False)] == [
        "Open those not enough known",
        "Open those served at a loss",
        "Read why",
    ]
    assert [step.link for step in next_steps(of(energy=[2.0]), drafted=False)] == ["Go to the policy"]
