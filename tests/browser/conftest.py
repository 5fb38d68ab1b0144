"""The real server and a real Chromium; a test fails on any foreign request, page error or console error."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 40
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    if not Path(CHROMIUM).exists():
        how = f"{CHROMIUM} is missing: install Debian's chromium, or name another in the variable CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(how)
        pytest.skip(how)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The app on a free port with empty records; each module has its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("records")
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    with log.open("w") as stream:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=os.environ | {"VELVET_ROPE_DATA": str(folder / "data")},
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture
def open_page(browser, server):
    """Opens a fresh browser window of a width and theme; all that went wrong in any of them fails the test."""
    contexts, wrong = [], []

    def open_window(width=1280, theme="light"):
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        window = context.new_page()
        window.on("request", lambda r: wrong.append(f"foreign: {r.url}") if _foreign(r.url, server) else None)
        window.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
        console = Console(server, wrong)
        window.on("request", console.seen)
        window.on("console", console.heard)
        return window

    yield open_window
    for context in contexts:
        context.close()
    assert not wrong


@pytest.fixture
def page(open_page):
    """A window of 1280 pixels in the light theme."""
    return open_page()


def _wait(url, process, log):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not start:\n{log.read_text()}")
            time.sleep(0.1)


def _foreign(url, server):
    return not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))


class Console:
    """What the browser's console says of one window; every error counts, but for two that Streamlit cannot avoid.

    Opened by the address of a page, Streamlit's script does not know whether `/clients` is a page or the folder that
    the app is served from, and asks for `/clients/_stcore/health` and `/clients/_stcore/host-config` beside the same
    two at the root. The first pair must be answered with 404: with any other answer it would look for everything
    else in that folder, too. Nothing but a script inside of Streamlit's own page could tell it beforehand.
    """

    def __init__(self, server, wrong):
        self.server, self.wrong, self.expected = server, wrong, set()

    def seen(self, request):
        """Take note of a page that was opened by its address; a click in the navigation is no such request."""
        page = urllib.parse.urlsplit(request.url).path.strip("/")
        if request.is_navigation_request() and page:
            self.expected |= {f"{self.server}/{page}/_stcore/{asked}" for asked in ("health", "host-config")}

    def heard(self, said):
        """Keep an error, unless it is one of the two."""
        where = said.location["url"]
        if said.type == "error" and not (where in self.expected and "status of 404" in said.text):
            self.wrong.append(f"console: {said.text} {where}")
