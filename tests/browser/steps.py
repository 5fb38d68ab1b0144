"""What a person does: wait for the page, go somewhere, load files, take a file home."""

import re
from pathlib import Path

from playwright.sync_api import expect

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
PATHS = {"Overview": "", "Clients": "clients", "Policy": "policy", "Who we serve": "serve", "Data": "data"}
"""Where each page of the navigation is."""
PAUSE = 155
"""Milliseconds until a moved control is sent."""


def settle(page):
    """Wait until the page has drawn everything it was asked for."""
    page.wait_for_timeout(PAUSE)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)


def go(page, path=""):
    """Open a page by its address; without a path, the first one."""
    page.goto(f"/{path}")
    expect(answer(page)).to_be_visible(timeout=30_000)
    settle(page)


def turn_to(page, name):
    """Open a page by a click in the navigation."""
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(rf"/{PATHS[name]}(\?|$)"))
    expect(answer(page)).to_be_visible()


def answer(page):
    """The sentence that the page opens with."""
    return page.get_by_role("heading", level=1)


def load(page, *files):
    """Load files on the Data page; a file is a path, or (name, text)."""
    go(page)
    turn_to(page, "Data")
    chosen = [
        str(file) if isinstance(file, Path) else {"name": file[0], "mimeType": "text/csv", "buffer": file[1].encode()}
        for file in files
    ]
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(chosen)
    page.get_by_role("button", name="Read ").click()
    expect(page.get_by_role("button", name="Read ")).to_have_count(0)
    settle(page)


def delete(page):
    """Delete the open book; the Data page is open."""
    page.get_by_role("button", name="Delete this book").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("button", name="Delete for good")).to_have_count(0)
    settle(page)


def download(page, button):
    """The bytes and the name of the file that a button gives."""
    with page.expect_download() as started:
        button.click()
    return Path(started.value.path()).read_bytes(), started.value.suggested_filename


def shoot(page, name):
    """Keep a picture of the whole page."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    tall = page.get_by_test_id("stMain").evaluate("element => element.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall + 40)})
    page.wait_for_timeout(400)
    page.screenshot(path=SHOTS / f"{name}.png")
    page.set_viewport_size(size)
