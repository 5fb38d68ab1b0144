"""A first policy from what a book knows, so that a manager edits instead of facing an empty form."""

import numpy as np
import pyarrow.compute as pc

from segmentation.intake.book import Book
from segmentation.intake.headings import refused_family
from segmentation.intake.traits import JUDGING, NUMERIC, Trait
from segmentation.method.policy import Criterion, Policy, Rule
from segmentation.method.scoring import Floats, points_matrix, score
from segmentation.method.wording import spoken

SERVICE = {
    "energy": 5, "days_late": 4, "late_share": 4, "referrals": 4, "disputed_share": 3, "disputes": 3, "scope_creep": 3,
    "reply_days": 2, "no_shows": 2, "full_price_share": 2, "discount_rate": 2, "tickets_per_order": 2, "reviews": 2,
    "nps": 2, "won_share": 2, "overdue": 1, "recency": 1, "frequency": 1, "tenure": 1, "trend": 1,
}  # fmt: skip
"""What counts for a firm that knows its clients in person: how they are to work with comes first."""
SHOP = {
    "overdue": 5, "recency": 5, "frequency": 4, "full_price_share": 4, "discount_rate": 4, "referrals": 4,
    "days_late": 3, "late_share": 3, "disputed_share": 3, "disputes": 3, "trend": 3, "tickets_per_order": 2,
    "no_shows": 2, "reviews": 2, "nps": 2, "tenure": 2, "won_share": 2, "reply_days": 1, "scope_creep": 1,
}  # fmt: skip
"""What counts where nobody can rate everybody: what customers do."""
QUALITY, OTHER = 3, 2
"""The importance of a rated quality, and of any other trait that a table does not name."""
INSTEAD_OF = {
    "late_share": "days_late",
    "disputes": "disputed_share",
    "discount_rate": "full_price_share",
    "recency": "overdue",
}
"""Near-duplicates: the first is drafted only where the second cannot be."""
ALIKE, ALIKE_KINDS = 0.2, ("count", "days", "number")
"""Counts and days that differ by less than this part of the largest tell nobody apart: 6 orders or 7, say."""
WHOLE = {"count": 0, "days": 0, "share": 2}
"""Decimals of a drafted scale where it is wide enough: whole things, whole days, whole per cent."""
SAID_ONLY = frozenset({"tenure"})
"""Drafted only from a date in the list: the first order of a log may tell no more than when the log begins."""
NEVER = frozenset({"return_rate", "abusive", "typical_gap"})
"""Never criteria of a draft: good customers return much; abuse is a red line."""
APART = 5
"""Points that must lie between the 20th and the 80th percentile of the scores before a draft sorts by them."""
RED_LINES = (
    Rule(trait="days_late", op=">=", value=60.0),
    Rule(trait="disputed_share", op=">=", value=0.5),
    Rule(trait="abusive", op="is", value=True),
)
MUST_HAVE = Rule(trait="energy", op=">=", value=1.0)
ONLY_MONEY = (
    "only money is known, so this is a list of spenders, not of people you do your best work with: rate twenty of them"
)
LITTLE = "little separates these clients, so this draft names no duds: rate them, or load what they do, before you sort"
FEW = 3
THIN = (
    "only this is known of how they are to work with: {}; take the lists as a first guess, and add what you know, such "
    "as a column headed Energy from -2 (drains) to +2 (energises)"
)
NOTHING = (
    "nothing is known yet that tells clients apart: rate how you feel before and after dealing with each of them, "
    "from -2 (drains) to +2 (energises)"
)


def draft_policy(book: Book) -> Policy:
    """A policy from what the book knows; its scales and lines are numbers from then on.

    Scales run from the 5th to the 95th percentile of what is known (by interpolation), or between the natural ends of
    a trait that has them, as ratings do; the lines are whole points near the 20th and the 80th percentile of the scores
    of clients of whom enough is known. Where these two lie close together, the draft names no duds, and only full
    points make a star. Money is in no line, except where nothing else is known. The note says so in either case.
    """
    red_lines = tuple(rule for rule in RED_LINES if _allowed(book.trait(rule.trait)))
    criteria = _judging(book)
    if criteria:
        note = THIN.format(", ".join(spoken(each.label) for each in criteria)) if len(criteria) < FEW else ""
        draft = Policy(
            dud_line=40, star_line=70, red_lines=red_lines, must_haves=_must_haves(book), criteria=criteria, note=note
        )
        return _with_lines(book, draft)
    money = _money(book)
    if money:
        draft = Policy(dud_line=0, star_line=70, red_lines=red_lines, criteria=(money,), note=ONLY_MONEY)
        return _with_lines(book, draft)
    energy = Criterion(trait="energy", label="Energy", weight=5, worst=-2, best=2)
    return Policy(dud_line=40, star_line=70, red_lines=red_lines, criteria=(energy,), note=NOTHING, made_on=book.as_of)


def _must_haves(book: Book) -> tuple[Rule, ...]:
    """No star who drains, where energy runs from draining to energising and is known of at least half."""
    energy = book.trait(MUST_HAVE.trait)
    two_sided = energy is not None and (energy.low is None or energy.low < 0)
    return (MUST_HAVE,) if two_sided and _known_share(book, MUST_HAVE.trait) >= 0.5 else ()


def _judging(book: Book) -> tuple[Criterion, ...]:
    """Criteria on every trait that may judge, the most important first."""
    service = any(trait.family == "quality" or trait.key == "hours" for trait in book.traits)
    table = SERVICE if service else SHOP
    places = {key: place for place, key in enumerate(table)}
    drafted = {}
    for trait in book.traits:
        of_the_log = trait.key in SAID_ONLY and not trait.heading
        if trait.family in JUDGING and trait.key not in NEVER and not of_the_log and _allowed(trait):
            weight = table.get(trait.key, QUALITY if trait.family == "quality" else OTHER)
            criterion = draft_criterion(book, trait, weight)
            if criterion:
                drafted[trait.key] = criterion
    for key, better in INSTEAD_OF.items():
        if {key, better} <= drafted.keys():
            del drafted[better if better == "overdue" and _known_share(book, better) < 0.5 else key]
    ordered = sorted(drafted.values(), key=lambda each: (-each.weight, places.get(each.trait, len(places)), each.trait))
    return tuple(ordered)


def draft_criterion(book: Book, trait: Trait, weight: float = OTHER) -> Criterion | None:
    """A criterion on the scale of what is known, or None where there is nothing to tell clients apart."""
    if not trait.good or trait.kind not in (*NUMERIC, "yes/no"):
        return None
    ends = _ends(trait, _known(book, trait.key))
    if ends is None:
        return None
    worst, best = ends if trait.good == "high" else (ends[1], ends[0])
    return Criterion(trait=trait.key, label=trait.praise or trait.label, weight=weight, worst=worst, best=best)


def _ends(trait: Trait, known: Floats) -> tuple[float, float] | None:
    """The low and the high end of a scale."""
    if not len(known):
        return None
    low, high = known.min(), known.max()
    if trait.kind == "yes/no":
        return (0.0, 1.0) if low < high else None
    if trait.low is not None and trait.high is not None and trait.low < trait.high:
        return trait.low, trait.high
    inner = np.quantile(known, [0.05, 0.95])
    if inner[0] < inner[1]:
        low, high = inner
    if not low < high or not np.isfinite(2 * (high - low)):
        return None
    if trait.kind in ALIKE_KINDS and low > 0 and high - low < ALIKE * high:
        return None
    decimals = WHOLE.get(trait.kind)
    if decimals is not None and high - low >= 2 * 10.0**-decimals:
        return round(float(low), decimals), round(float(high), decimals)
    return _readable(float(low), float(high))


def _readable(low: float, high: float) -> tuple[float, float]:
    """Both ends to three significant digits, or to as many more as keep them apart."""
    for digits in range(3, 17):
        shorter = float(f"{low:.{digits}g}"), float(f"{high:.{digits}g}")
        if shorter[0] < shorter[1]:
            return shorter
    return low, high


def _with_lines(book: Book, draft: Policy) -> Policy:
    """The draft of this day, with its lines at whole points; a dud line of 0 stays where it is."""
    fit, _, evidence = score(points_matrix(book.table, draft), draft.weights)
    placed = fit[evidence >= draft.minimum_evidence]
    if not len(placed):
        return draft.model_copy(update={"made_on": book.as_of})
    low, high = np.quantile(placed, [0.2, 0.8])
    if high - low < APART:
        note = ONLY_MONEY if draft.note == ONLY_MONEY else LITTLE
        return draft.model_copy(update={"dud_line": 0.0, "star_line": 100.0, "note": note, "made_on": book.as_of})
    dud = float(round(low)) if draft.dud_line else 0.0
    return draft.model_copy(update={"dud_line": dud, "star_line": float(round(high)), "made_on": book.as_of})


def _money(book: Book) -> Criterion | None:
    """A criterion on worth, else on the first money trait that tells clients apart."""
    listed = [
        book.worth,
        *sorted((trait for trait in book.traits if trait.family == "money"), key=lambda each: each.key),
    ]
    found = (draft_criterion(book, trait, 5.0) for trait in listed if trait and _allowed(trait))
    return next((criterion for criterion in found if criterion), None)


def _allowed(trait: Trait | None) -> bool:
    return trait is not None and not refused_family(trait.key) and not refused_family(trait.label)


def _known(book: Book, key: str) -> Floats:
    values = pc.drop_null(book.table[key].cast("float64")).to_numpy()
    finite: Floats = values[np.isfinite(values)]
    return finite


def _known_share(book: Book, key: str) -> float:
    return len(_known(book, key)) / len(book) if book.trait(key) and len(book) else 0.0
