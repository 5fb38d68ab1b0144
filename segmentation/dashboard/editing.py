"""Edits of a policy, each giving a new policy or refusing with a sentence; nothing here draws."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import ValidationError

from segmentation.intake.book import Book
from segmentation.intake.traits import JUDGING, NUMERIC, Trait
from segmentation.method.policy import Criterion, Policy, PolicyRefused, Rule, refusal

Rules = Literal["red_lines", "must_haves"]
OPS = {">=": "at least", "<=": "at most", ">": "above", "<": "below", "is": "is", "is not": "is not"}


def revised(policy: Policy, **changes: Any) -> Policy:
    """The policy with some fields replaced, checked as a whole.

    Raises
    ------
    PolicyRefused
        The result cannot be used; one plain sentence.
    """
    return _checked(lambda: Policy.model_validate(policy.model_dump() | changes))


def with_criterion(policy: Policy, trait: str, **changes: Any) -> Policy:
    """The policy with one criterion's fields replaced. Raises PolicyRefused."""
    return revised(
        policy,
        criteria=[
            criterion.model_dump() | (changes if criterion.trait == trait else {}) for criterion in policy.criteria
        ],
    )


def without_criterion(policy: Policy, trait: str) -> Policy:
    """The policy without the criterion on this trait. Raises PolicyRefused where it was the last."""
    return revised(policy, criteria=[each.model_dump() for each in policy.criteria if each.trait != trait])


def add_criterion(policy: Policy, criterion: Criterion) -> Policy:
    """The policy with one criterion more. Raises PolicyRefused."""
    return revised(policy, criteria=[*(each.model_dump() for each in policy.criteria), criterion.model_dump()])


def with_rule(policy: Policy, where: Rules, position: int, **changes: Any) -> Policy:
    """The policy with the fields of one red line or must-have replaced. Raises PolicyRefused."""
    rules = [rule.model_dump() for rule in _rules(policy, where)]
    rules[position] |= changes
    return revised(policy, **{where: rules})


def without_rule(policy: Policy, where: Rules, position: int) -> Policy:
    """The policy without one red line or must-have. Raises PolicyRefused."""
    rules = [rule.model_dump() for rule in _rules(policy, where)]
    return revised(policy, **{where: rules[:position] + rules[position + 1 :]})


def add_rule(policy: Policy, where: Rules, trait: str, op: str, value: Any) -> Policy:
    """The policy with one red line or must-have more. Raises PolicyRefused."""
    rules = [rule.model_dump() for rule in _rules(policy, where)]
    return revised(policy, **{where: [*rules, {"trait": trait, "op": op, "value": value}]})


def judging_traits(book: Book) -> list[Trait]:
    """The traits of a book that a rule or criterion may rest on."""
    kinds = (*NUMERIC, "yes/no", "category")
    return [trait for trait in book.traits if trait.family in JUDGING and trait.kind in kinds]


def ops_for(trait: Trait | None) -> list[str]:
    """The comparisons that make sense for a trait."""
    numeric = trait is None or trait.kind in NUMERIC
    return [op for op in OPS if (op in ("is", "is not")) != numeric]


def _rules(policy: Policy, where: Rules) -> tuple[Rule, ...]:
    return policy.red_lines if where == "red_lines" else policy.must_haves


def _checked(make: Callable[[], Policy]) -> Policy:
    try:
        return make()
    except ValidationError as error:
        raise PolicyRefused(refusal(error)) from error
