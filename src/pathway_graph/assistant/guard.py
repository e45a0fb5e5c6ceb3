"""Who may talk to the server over HTTP: this machine, through its own address, with the token; no page of a browser."""

from __future__ import annotations

import hmac
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Guard:
    """Middleware that refuses every request but those that name this machine and carry the token.

    Args:
        app: What lies behind.
        token: What clients send as ``Authorization: Bearer TOKEN``.
        port: Where the server listens.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        refusal = self.refusal(scope) if scope["type"] == "http" else None
        if scope["type"] not in ("http", "lifespan"):
            return
        await (refusal or self.app)(scope, receive, send)

    def refusal(self, scope: Scope) -> Response | None:
        """Return the refusal that a request gets, or None if it may pass."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self.hosts]:
            return _refused("This server answers under its own address only.", 421)
        if headers.get("origin") not in (None, *(f"http://{host}" for host in self.hosts)):
            return _refused("Requests of web pages are refused.", 403)
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return _refused("Requests of web pages are refused.", 403)
        given = headers.getlist("authorization")
        if len(given) != 1 or not self.is_token(given[0]):
            answer = _refused(
                "Send the token that `pathway-graph mcp --http` printed: Authorization: Bearer TOKEN.", 401
            )
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        return None

    def is_token(self, given: str) -> bool:
        """Whether a header holds the token, compared in constant time."""
        scheme, _, key = given.partition(" ")
        return scheme.casefold() == "bearer" and hmac.compare_digest(key.strip().encode(), self.token.encode())


def _refused(message: str, status: int) -> Response:
    return PlainTextResponse(message, status, headers=_HEADERS)
