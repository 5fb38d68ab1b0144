"""The pictures of one client's card: every word of a label is there, literally, above its bar."""

from segmentation.dashboard.charts_client import PointsBar, points_chart
from segmentation.dashboard.palette import LIGHT

BARS = [PointsBar("Energy: 2", 13.6, 18.2, "14 of 18"), PointsBar("<b>Trust</b>", 0, 9, "0 of 9")]


def test_the_points_of_a_client_are_labelled_with_what_was_possible():
    figure = points_chart(BARS, LIGHT)
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["Energy: 2", "14 of 18", "&lt;b&gt;Trust&lt;/b&gt;", "0 of 9"]
    assert list(figure.data[1].hovertext) == ["Energy: 2: 14 of 18 points", "&lt;b&gt;Trust&lt;/b&gt;: 0 of 9 points"]


def test_a_long_label_goes_on_below_and_takes_its_room():
    long = PointsBar("Keeps to the agreed hours: 63.8 % over", 1, 9, "1 of 9")
    figure = points_chart([long, *BARS], LIGHT)
    assert figure.layout.annotations[0].text == "Keeps to the agreed hours: 63.8 %<br>over"
    assert figure.layout.height == points_chart(BARS, LIGHT).layout.height + 62
    tops = [note.y for note in figure.layout.annotations[::2]]
    assert tops == sorted(tops, reverse=True)


def test_a_label_without_end_is_cut_and_the_hover_holds_it_all():
    endless = "A " + "very " * 40 + "long heading: 3"
    figure = points_chart([PointsBar(endless, 1, 9, "1 of 9")], LIGHT)
    assert figure.layout.annotations[0].text.count("<br>") == 2
    assert figure.layout.annotations[0].text.endswith("…")
    assert endless in figure.data[1].hovertext[0]
