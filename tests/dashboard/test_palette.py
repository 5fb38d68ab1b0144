"""Every mark and word has enough contrast with its page, in both themes."""

import tomllib
from pathlib import Path

import pytest

from segmentation.dashboard.palette import SEGMENTS, THEMES

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())


def luminance(colour):
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says():
    assert round(contrast("#000000", "#FFFFFF"), 6) == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("segment", SEGMENTS)
def test_every_mark_stands_out(theme, segment):
    colours = THEMES[theme]
    assert contrast(colours.outline[segment], colours.page) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_readable(theme):
    colours = THEMES[theme]
    assert contrast(colours.text, colours.page) >= 7
    assert contrast(colours.quiet, colours.page) >= 4.5
    assert contrast(colours.text, colours.banner) >= 4.5
    assert contrast(colours.accent, colours.page) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_charts_and_pages_share_their_colours(theme):
    said, colours = CONFIG["theme"][theme], THEMES[theme]
    assert (said["backgroundColor"], said["textColor"]) == (colours.page, colours.text)
    assert (said["primaryColor"], said["borderColor"]) == (colours.accent, colours.line)
