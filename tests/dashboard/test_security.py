"""The headers that keep the page to itself, and the settings that go with them."""

import base64
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
import streamlit

from segmentation.dashboard.security import CONTENT_POLICY, SecurityHeaders

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "segmentation" / "dashboard" / "static"
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


def test_every_inline_script_of_this_streamlit_is_allowed_and_no_other():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    digests = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    }
    assert set(re.findall(r"'sha256-(.*?)'", CONTENT_POLICY)) == digests
    assert "unsafe-eval" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY


async def fine(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"fine"})


def ask(path):
    """Status and headers that the app behind the middleware answers with."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    # Nothing in here waits for anything, so no event loop is needed, and the browser's may be running.
    with pytest.raises(StopIteration):
        SecurityHeaders(fine)({"type": "http", "method": "GET", "path": path}, receive, send).send(None)
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/_stcore/health", 200), ("/_stcore/metrics", 404), ("/base/_stcore/metrics/", 404)],
)
def test_answers_carry_the_headers_and_the_metrics_are_closed(path, status):
    answered, headers = ask(path)
    assert answered == status
    assert headers[b"content-security-policy"] == CONTENT_POLICY.encode()
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"


def test_the_settings_keep_everything_on_this_machine():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["disableDataExport"] is True
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_every_font_is_our_own_and_has_its_licence():
    for face in CONFIG["theme"]["fontFaces"]:
        assert (STATIC / face["url"].removeprefix("app/static/")).is_file()
    assert "SIL Open Font License" in (STATIC / "fraunces-LICENSE.txt").read_text()
    assert "SIL Open Font License" in (STATIC / "source-sans-LICENSE.txt").read_text()
