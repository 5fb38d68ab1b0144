"""Who would be where under an edited policy, fast enough for a slider: the points are kept, the mean is taken anew."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from segmentation.method.policy import Policy
from segmentation.method.scoring import BY_RULE, SEGMENT_KEYS, matrix, score, segments
from segmentation.method.sorting import Sorting

_SEGMENTS = np.array(["", *(BY_RULE[rule] for rule in range(1, 6))])
_RANKS = np.array([{"dud": 0, "unrated": 1, "mid-range": 2, "star": 3, "": 0}[name] for name in _SEGMENTS])


@dataclass(frozen=True)
class Preview:
    """Every client's score (NaN: nothing known) and the line of the method that decides, in the book's order."""

    scores: npt.NDArray[np.float64]
    decided: npt.NDArray[np.int8]

    @property
    def segments(self) -> npt.NDArray[np.str_]:
        """Every client's proposed segment."""
        named: npt.NDArray[np.str_] = _SEGMENTS[self.decided]
        return named

    def counts(self) -> dict[str, int]:
        """How many clients are in each segment."""
        by_rule = np.bincount(self.decided, minlength=6)
        return {key: int(sum(by_rule[rule] for rule, name in BY_RULE.items() if name == key)) for key in SEGMENT_KEYS}


@dataclass(frozen=True)
class Moves:
    """How many clients change segment between two previews of one book."""

    up: int
    down: int


def shape_of(policy: Policy) -> Policy:
    """The policy without what a slider moves: importances, lines, minimum evidence, and its words.

    Two policies of one shape give every client the same points and checks, which are therefore computed once.
    """
    level = tuple(criterion.model_copy(update={"weight": 1.0, "label": ""}) for criterion in policy.criteria)
    return Policy(dud_line=0, star_line=100, red_lines=policy.red_lines, must_haves=policy.must_haves, criteria=level)


def preview(shape: Sorting, policy: Policy) -> Preview:
    """Score and segment of every client under `policy`; `shape` is the book sorted by `shape_of(policy)`."""
    points = matrix(shape.table, [f"points {i}" for i in range(1, len(policy.criteria) + 1)])
    decided = segments(points, _any(shape, "red line"), _all(shape, "must-have"), policy)
    return Preview(score(points, policy.weights)[0], decided)


def moves(before: Preview, now: Preview) -> Moves:
    """Who moves, counted by direction: dud, not enough known, mid-range, star."""
    difference = _RANKS[now.decided] - _RANKS[before.decided]
    return Moves(up=int((difference > 0).sum()), down=int((difference < 0).sum()))


def _any(shape: Sorting, prefix: str) -> npt.NDArray[np.bool_]:
    """Whether some rule of this kind is known to hold."""
    result = np.zeros(len(shape), bool)
    for name in shape.table.column_names:
        if name.startswith(f"{prefix} "):
            result |= _true(shape, name)
    return result


def _all(shape: Sorting, prefix: str) -> npt.NDArray[np.bool_]:
    """Whether every rule of this kind is known to hold."""
    result = np.ones(len(shape), bool)
    for name in shape.table.column_names:
        if name.startswith(f"{prefix} "):
            result &= _true(shape, name)
    return result


def _true(shape: Sorting, name: str) -> npt.NDArray[np.bool_]:
    values: npt.NDArray[np.bool_] = pc.fill_null(shape.table[name], False).to_numpy().astype(bool)
    return values
