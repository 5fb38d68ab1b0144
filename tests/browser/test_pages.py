"""Every page in both themes and on a phone: no accessibility violation, nothing cut off sideways, a picture kept."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from segmentation.dashboard.listing import WIDTHS, Shown
from tests.browser.steps import delete, go, load, shoot, turn_to

PAGES = {"overview": "", "clients": "clients", "policy": "policy", "serve": "serve", "data": "data"}
SPENDERS = "\n".join(["Revenue,Sector", *(f"{i * i * 100},{('Law', 'Dental', 'Retail')[i % 3]}" for i in range(1, 31))])
BOXES = """notes => notes.map(note => {
    const box = note.querySelector("text").getBoundingClientRect();
    return {text: note.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom};
})"""
BOX, FORTY_LETTERS = 34, 260
"""Pixels: the column of boxes in a grid, and the beginning of a reason."""
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(open_page, width, theme):
    window = open_page(width, theme)
    found = []
    for name, path in PAGES.items():
        go(window, path)
        expect(window.get_by_text("Made-up sample.")).to_be_visible()
        found += faults(window, name)
        shoot(window, f"{name}-{width}-{theme}")
    assert not found, "\n".join(found)


def test_a_list_of_our_own_is_accessible_and_fits(open_page):
    load(open_page(), ("spenders.csv", SPENDERS))
    found = []
    for theme in ("light", "dark"):
        window = open_page(1280, theme)
        go(window)
        expect(window.get_by_role("alert")).to_contain_text("Only money is known")
        expect(window.get_by_test_id("stMetric").get_by_text("Hours")).to_have_count(0)
        expect(window.get_by_role("link", name="1 thing in your files is in doubt")).to_be_visible()
        for name in ("Overview", "Clients", "Data"):
            turn_to(window, name)
            found += faults(window, f"{name}, {theme}")
            shoot(window, f"own-{name.lower()}-1280-{theme}")
        expect(window.get_by_text("its clients are called by their row")).to_be_visible()
    delete(window)
    assert not found, "\n".join(found)


def test_the_list_shows_how_each_reason_begins(page):
    go(page, "clients")
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid.locator("canvas").first).to_be_visible()
    before_why = BOX + sum(width for column, width in WIDTHS.items() if column != Shown.REASON)
    assert grid.bounding_box()["width"] >= before_why + FORTY_LETTERS


def test_no_label_of_the_points_is_cut_or_covered(open_page):
    for width in (1280, 390):
        window = open_page(width)
        go(window, "clients?client=H001")
        labels = window.locator(".st-key-points .annotation")
        expect(labels.first).to_be_visible()
        boxes = labels.evaluate_all(BOXES)
        assert len(boxes) > 10
        chart = window.locator(".st-key-points").bounding_box()
        for box in boxes:
            assert box["left"] >= chart["x"] - 1
            assert box["right"] <= chart["x"] + chart["width"] + 1
            assert "…" not in box["text"]
        overlapping = [
            (one["text"], other["text"])
            for place, one in enumerate(boxes)
            for other in boxes[place + 1 :]
            if one["left"] < other["right"] - 1
            and other["left"] < one["right"] - 1
            and one["top"] < other["bottom"] - 1
            and other["top"] < one["bottom"] - 1
        ]
        assert not overlapping


def faults(window, name):
    """What is wrong with the page that is open: an error, an accessibility violation, something cut off sideways."""
    window.wait_for_timeout(500)
    expect(window.get_by_test_id("stException")).to_have_count(0)
    violations = Axe().run(window, options=WCAG).response["violations"]
    found = [f"{name}: {each['id']} {[node['html'][:200] for node in each['nodes']]}" for each in violations]
    wide = window.get_by_test_id("stMain").evaluate("element => element.scrollWidth - element.clientWidth")
    return [*found, f"{name}: {wide} pixels wider than the window"] if wide > 1 else found


def test_fonts_are_our_own_and_the_metrics_are_closed(page, server):
    go(page)
    for name in ("fraunces-latin-wght-normal.woff2", "source-sans-3-latin-ext-wght-normal.woff2", "favicon.svg"):
        assert page.request.get(f"{server}/app/static/{name}").status == 200
    assert page.request.get(f"{server}/_stcore/metrics").status == 404
    heading = page.get_by_role("heading", level=1)
    assert "Fraunces" in heading.evaluate("element => getComputedStyle(element).fontFamily")
    used = page.evaluate("Array.from(document.fonts).filter(font => font.status === 'loaded').map(font => font.family)")
    assert {"Fraunces", "SourceSans"} <= {name.strip('"') for name in used}
