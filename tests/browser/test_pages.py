"""Every page in both themes and on a phone: no accessibility violation, nothing cut off sideways, a picture kept."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.steps import go, shoot

PAGES = {"overview": "", "clients": "clients", "policy": "policy", "serve": "serve", "data": "data"}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(open_page, width, theme):
    window = open_page(width, theme)
    found = []
    for name, path in PAGES.items():
        go(window, path)
        window.wait_for_timeout(700)
        expect(window.get_by_text("Made-up sample.")).to_be_visible()
        expect(window.get_by_test_id("stException")).to_have_count(0)
        violations = Axe().run(window, options=WCAG).response["violations"]
        found += [f"{name}: {each['id']} {[node['html'][:200] for node in each['nodes']]}" for each in violations]
        wide = window.get_by_test_id("stMain").evaluate("element => element.scrollWidth - element.clientWidth")
        if wide > 1:
            found.append(f"{name}: {wide} pixels wider than the window")
        shoot(window, f"{name}-{width}-{theme}")
    assert not found, "\n".join(found)


def test_fonts_are_our_own_and_the_metrics_are_closed(page, server):
    go(page)
    for name in ("fraunces-latin-wght-normal.woff2", "source-sans-3-latin-ext-wght-normal.woff2", "favicon.svg"):
        assert page.request.get(f"{server}/app/static/{name}").status == 200
    assert page.request.get(f"{server}/_stcore/metrics").status == 404
    heading = page.get_by_role("heading", level=1)
    assert "Fraunces" in heading.evaluate("element => getComputedStyle(element).fontFamily")
    used = page.evaluate("Array.from(document.fonts).filter(font => font.status === 'loaded').map(font => font.family)")
    assert {"Fraunces", "SourceSans"} <= {name.strip('"') for name in used}
