"""Strict headers around the web app: nothing foreign is loaded, framed or called, whatever a file holds."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = "; ".join(
    [
        "default-src 'self'",
        # The hash is Streamlit's one inline script; a test recomputes it, so no upgrade breaks the page.
        "script-src 'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
CLOSED_PATHS = ("/_stcore/metrics",)
"""Answered with 404: the metrics name cached functions and need no sign-in."""


class SecurityHeaders:
    """ASGI middleware that adds `HEADERS` to every answer and closes `CLOSED_PATHS`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or close the door."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        closed = scope["path"].rstrip("/").endswith(CLOSED_PATHS)
        answer: ASGIApp = PlainTextResponse("Not found", status_code=404) if closed else self._app
        await answer(scope, receive, send_with_headers)
