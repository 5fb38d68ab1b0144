"""Charts escape names, keep every segment when they thin out, and cut nothing that they should show."""

import numpy as np

from segmentation.dashboard import charts
from segmentation.dashboard.palette import LIGHT

SEGMENTS = np.array(["star"] * 50 + ["dud"] * 5 + ["mid-range"] * 9945)


def test_a_big_list_is_thinned_evenly_and_keeps_small_segments():
    rows = charts.sample_of(SEGMENTS)
    assert len(rows) <= charts.MOST_MARKS + 60
    assert len(set(rows.tolist())) == len(rows)
    drawn = SEGMENTS[rows].tolist()
    assert (drawn.count("star"), drawn.count("dud")) == (20, 5)
    assert charts.sample_of(SEGMENTS[:100]).tolist() == list(range(100))


def test_names_in_hover_texts_are_literal():
    points = charts.Points(
        np.array([50.0]), np.array([10.0]), np.array(["star"]), ['<a href="https://evil.example">x</a>']
    )
    corners = charts.corners(points.worths)
    figure = charts.fit_and_worth(points, corners, "Revenue <b>", (30, 70), LIGHT)
    assert figure.data[0].customdata[0][0] == '&lt;a href="https://evil.example"&gt;x&lt;/a&gt;'
    assert figure.layout.yaxis.title.text == "Revenue &lt;b&gt;"


def test_corners_speak_of_profit_only_where_somebody_makes_a_loss():
    assert charts.corners(np.array([-1.0, 5.0])).lower_right == "Loved but<br>unprofitable:<br>reprice"
    assert charts.corners(np.array([-1.0, 5.0])).divide == 0
    assert charts.corners(np.array([1.0, 5.0, 9.0])).lower_right == "Loved,<br>still small"
    assert charts.corners(np.array([1.0, 5.0, 9.0])).divide == 5


def test_the_histogram_counts_every_score_once_and_leaves_out_the_unknown():
    scores = np.array([0.0, 50.0, 100.0, np.nan])
    segments = np.array(["dud", "mid-range", "star", "unrated"])
    figure = charts.score_histogram(scores, segments, (30, 70), "clients", LIGHT)
    assert sum(sum(bar.y) for bar in figure.data) == 3
    assert {note.text for note in figure.layout.annotations} == {"✕ Dud line 30", "★ Star line 70"}
