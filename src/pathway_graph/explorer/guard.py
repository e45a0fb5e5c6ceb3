"""Who may talk to the explorer: this machine, through its own address, with the token of this start."""

from __future__ import annotations

import hmac
import secrets
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REFUSED: Final = "pathway_graph.refused"
"""Key of a request's scope: whether the guard sent it away."""
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def new_token() -> str:
    """Return a token that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


class Guard:
    """Middleware that refuses every request but those of the browser that was given the address.

    A request must name this machine in ``Host`` (a foreign name that was pointed here is refused), must not come
    from a page of another origin, and must carry the token: once in the address, then in a cookie that scripts
    cannot read and other sites cannot send.

    Args:
        app: What lies behind.
        token: The token of this start.
        port: Where the explorer listens.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"pathway_graph_{port}"  # cookies know no ports

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        answer = self.answer(scope)
        target = self.app if answer is None else answer
        scope[REFUSED] = answer is not None and answer.status_code >= 400

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message["headers"], *given]
            await send(message)

        await target(scope, receive, with_headers)

    def answer(self, scope: Scope) -> Response | None:
        """Return the refusal or redirection that a request gets, or None if it may pass."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self.hosts]:
            return PlainTextResponse("This page answers under its own address only.", 421)
        if headers.get("origin") not in (None, *(f"http://{host}" for host in self.hosts)):
            return PlainTextResponse("Requests of other pages are refused.", 403)
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            return PlainTextResponse("Requests of other pages are refused.", 403)
        if not headers.get("content-length", "0").isascii() or not headers.get("content-length", "0").isdecimal():
            return PlainTextResponse("The length of the request is no number.", 400)
        if "transfer-encoding" in headers:
            return PlainTextResponse("Say how long the request is.", 411)
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in pairs if name == "token"]
        if given and self.is_token(given[0]):
            return self.welcome(scope["path"], [pair for pair in pairs if pair[0] != "token"])
        if self.is_token(cookie_parser(headers.get("cookie", "")).get(self.cookie, "")):
            return None
        return PlainTextResponse("Open the address that `pathway-graph serve` printed; it holds the key.", 403)

    def is_token(self, given: str) -> bool:
        """Whether *given* is the token, compared in constant time."""
        return hmac.compare_digest(given.encode(), self.token.encode())

    def welcome(self, path: str, rest: list[tuple[str, str]]) -> Response:
        """Move the token from the address into a cookie."""
        place = "/" + path.lstrip("/\\")
        answer = RedirectResponse(place + (f"?{urlencode(rest)}" if rest else ""), 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer
