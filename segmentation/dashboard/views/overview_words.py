"""What the Overview says, from numbers alone: its two sentences, its chart titles, and what to do next."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from segmentation.dashboard.charts import Numbers
from segmentation.dashboard.text import count, joined, percent
from segmentation.insight.shares import Share
from segmentation.method.sorting import REPRICE, Sorting
from segmentation.method.wording import spoken

CLIENTS_PAGE, POLICY_PAGE = "views/clients.py", "views/policy.py"
STEPS = 3
NEAR = 3.0
"""Points of the score that count as near a line."""


@dataclass(frozen=True)
class Step:
    """One thing worth doing, and the page where it can be done now."""

    lead: str
    text: str
    link: str
    page: str
    query: dict[str, str] = field(default_factory=dict)


def first_sentence(sorting: Sorting, parts: dict[str, Share]) -> str:
    """The page's answer: what the stars bring and take."""
    word, stars = sorting.book.word, parts["star"]
    if not len(sorting):
        return f"This list has no {word}"
    if not stars.clients:
        return f"None of your {len(sorting):,} {word} is a star yet"
    said = brings_and_takes(sorting, stars)
    return f"{count(stars.clients, 'stars')} {said or 'among ' + count(len(sorting), word)}"


def second_sentence(sorting: Sorting, parts: dict[str, Share]) -> str:
    """What the duds bring and take, and how many are in between or not yet known."""
    word, duds = sorting.book.word, parts["dud"]
    middle, unknown = parts["mid-range"].clients, parts["unrated"].clients
    said = brings_and_takes(sorting, duds)
    sentences = [
        f"{count(duds.clients, 'duds')} {said}.".replace(" .", ".") if duds.clients else "There are no duds.",
        f"{count(middle, word) if middle else 'Nobody'} {'are' if middle > 1 else 'is'} in between.",
        f"Of {count(unknown, word)} not enough is known." if unknown else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def brings_and_takes(sorting: Sorting, part: Share) -> str:
    """ "bring 31 % of contribution and take 22 % of your hours", as far as it is known."""
    worth, verb_end = sorting.book.worth, "s" if part.clients == 1 else ""
    said = []
    if worth is not None and part.worth is not None:
        said.append(f"bring{verb_end} {percent(part.worth)} of {spoken(worth.label)}")
    if part.hours is not None:
        said.append(f"take{verb_end} {percent(part.hours)} of your hours")
    return joined(said)


def in_doubt(number: int) -> str:
    """How much in the files should be checked before anybody acts on the sorting."""
    return f"{count(number, 'things')} in your files {'is' if number == 1 else 'are'} in doubt"


def map_title(sorting: Sorting, worths: Numbers) -> str:
    """What the map of fit and worth shows, as a finding."""
    segments = sorting.table["segment"].to_numpy()
    at_loss = int(((segments == "star") & (worths < 0)).sum())
    if at_loss:
        return "1 star costs more than it brings" if at_loss == 1 else f"{at_loss:,} stars cost more than they bring"
    known = worths[~np.isnan(worths)]
    if not len(known):
        return "Fit and worth"
    top = np.nan_to_num(worths, nan=-np.inf) >= np.quantile(known, 0.9)
    best, duds, stars = int(top.sum()), *(int((top & (segments == each)).sum()) for each in ("dud", "star"))
    who = count(duds, "duds") if duds else count(stars, "stars")
    return f"{who} {'is' if (duds or stars) == 1 else 'are'} among the {count(best, sorting.book.word)} worth most"


def scores_title(sorting: Sorting) -> str:
    """How many are near the star line."""
    near = np.abs(sorting.table["score"].to_numpy() - sorting.policy.star_line) <= NEAR
    number = int(near.sum())
    if not number:
        return "Nobody is near the star line"
    return f"{count(number, sorting.book.word)} within {NEAR:.0f} points of the star line"


def next_steps(sorting: Sorting, drafted: bool) -> list[Step]:
    """Up to three things worth doing now, the most useful first; `drafted`: nobody has touched the policy yet."""
    word, counts = sorting.book.word, sorting.counts()
    at_loss = int(pc.sum(pc.equal(sorting.table["mark"], REPRICE)).as_py() or 0)
    asking = Step(
        f"Of {count(counts['unrated'], word)} not enough is known.",
        "Each one's card says what to ask first.",
        "Open those not enough known",
        CLIENTS_PAGE,
        {"segment": "unrated"},
    )
    repricing = Step(
        f"{count(at_loss, word)} {'is' if at_loss == 1 else 'are'} served at a loss.",
        "Talk about price before anything else; their segment does not change.",
        "Open those served at a loss",
        CLIENTS_PAGE,
        {"marked": REPRICE},
    )
    letting_go = Step(
        f"{count(counts['dud'], 'duds')} {'does' if counts['dud'] == 1 else 'do'} not fit your policy.",
        "Read the reasons before you let anybody go, and do it kindly.",
        "Read why",
        CLIENTS_PAGE,
        {"segment": "dud"},
    )
    editing = Step(
        "The policy is a draft from your data." if drafted else "The policy is yours to change.",
        f"Say what counts to you, and see at once which {word} move.",
        "Go to the policy",
        POLICY_PAGE,
    )
    worthwhile = [
        editing if drafted else None,
        asking if counts["unrated"] else None,
        repricing if at_loss else None,
        letting_go if counts["dud"] else None,
        None if drafted else editing,
    ]
    return [step for step in worthwhile if step][:STEPS]
