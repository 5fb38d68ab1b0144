"""The four segments and what each is called: the one table that screen, sentences and files take their words from."""

from typing import NamedTuple


class Segment(NamedTuple):
    """One segment under its key, and its words."""

    key: str
    plural: str
    """A heading on the screen: "Stars"."""
    one: str
    """What one client of it is called inside a sentence: "star"."""
    file: str
    """How its exported list is named: "stars", "not-a-fit"."""


ALL = (
    Segment("star", "Stars", "star", "stars"),
    Segment("mid-range", "Mid-range", "mid-range", "mid-range"),
    Segment("dud", "Duds", "dud", "not-a-fit"),
    Segment("unrated", "Not enough known", "not enough known", "not-enough-known"),
)
"""In the order in which they are shown."""
KEYS = tuple(segment.key for segment in ALL)
SEGMENT_WORDS = {segment.key: segment.one for segment in ALL}
FILE_WORDS = {segment.key: segment.file for segment in ALL}
