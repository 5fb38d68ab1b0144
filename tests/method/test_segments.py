"""Every place that names a segment takes its word from one table."""

from segmentation import exporting
from segmentation.dashboard import palette
from segmentation.method import scoring, segments, sentences, sorting


def test_keys_and_words_are_these() -> None:
    assert segments.ALL == (
        ("star", "Stars", "star", "stars"),
        ("mid-range", "Mid-range", "mid-range", "mid-range"),
        ("dud", "Duds", "dud", "not-a-fit"),
        ("unrated", "Not enough known", "not enough known", "not-enough-known"),
    )


def test_scoring_sorting_sentences_files_and_screen_share_them() -> None:
    keys = ("star", "mid-range", "dud", "unrated")
    assert scoring.SEGMENT_KEYS == palette.SEGMENTS == keys
    assert (
        dict(sorting.SEGMENTS)
        == palette.WORDS
        == {"star": "Stars", "mid-range": "Mid-range", "dud": "Duds", "unrated": "Not enough known"}
    )
    assert sentences.SEGMENT_WORDS["unrated"] == "not enough known"
    assert exporting.FILE_WORDS["dud"] == "not-a-fit"
    assert palette.ONE == {"star": "Star", "mid-range": "Mid-range", "dud": "Dud", "unrated": "Not enough known"}
