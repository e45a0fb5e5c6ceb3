"""Put the pages behind the guard and serve them on this machine until Ctrl-C."""

from __future__ import annotations

import socket
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pathway_graph.diagrams.viewer import viewer_script, viewer_style
from pathway_graph.errors import PathwayGraphError, StoreError, UnknownName
from pathway_graph.explorer import server
from pathway_graph.explorer.desk import Desk
from pathway_graph.explorer.given import Given
from pathway_graph.explorer.guard import Guard, new_token
from pathway_graph.explorer.limits import AT_ONCE, Late, TooLong, body_of, while_wanted
from pathway_graph.explorer.pages import PAGES, Page
from pathway_graph.explorer.visit import Visit
from pathway_graph.model.stopping import Stopped, stoppable

LOOPBACK: Final = "127.0.0.1"
STATIC: Final = (
    "style.css",
    "page.js",
    "suggest.js",
    "editor.css",
    "editor.js",
    "completion.js",
    "asking.js",
    "saved.js",
)
"""Files of our own that pages refer to."""
_Answering = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Explorer:
    """An explorer that is ready to be served.

    Attributes:
        address: What to open; it holds the token.
        app: The application behind its guard.
        listener: The socket; bound to this machine alone, unless another address was asked for.
        desk: What its pages share.
    """

    address: str = field(repr=False)
    app: ASGIApp
    listener: socket.socket
    desk: Desk


def prepare(location: str, *, port: int = 0, timeout_s: float = 20.0, listen: str = LOOPBACK) -> Explorer:
    """Read the store and bind a port of this machine.

    Args:
        location: The store, as for `open_store`.
        port: Where to listen; 0 for a free port.
        timeout_s: The longest a query may run, in seconds.
        listen: The address of this machine to listen at. Whatever it is, only who asks for ``127.0.0.1`` or
            ``localhost`` and holds the token is answered: it is for a container, whose port the host publishes.

    Raises:
        StoreUnavailable: The store cannot be opened.
        StoreError: The port is taken.
    """
    desk = Desk(location, timeout_s)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((listen, port))
    except OSError as error:
        listener.close()
        raise StoreError(
            f"port {port} at {listen} cannot be used: {error.strerror or error}", hint="choose another, or none"
        ) from error
    taken = listener.getsockname()[1]
    token = new_token()
    return Explorer(f"http://127.0.0.1:{taken}/?token={token}", Guard(application(desk), token, taken), listener, desk)


def serve(explorer: Explorer, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C or SIGTERM, which end it in order; queries that run are ended.

    uvicorn shuts down first, and then passes the signal on: to a handler that is set before, or the process dies of it.

    Args:
        explorer: From `prepare`.
        ready: Called when the port answers.
    """
    stop = threading.Event()

    def warm() -> None:
        try:
            with stoppable(stop):
                explorer.desk.warm()
        except (Stopped, PathwayGraphError):
            return

    threading.Thread(target=warm, daemon=True).start()
    try:
        server.run(explorer.app, explorer.listener, ready)
    finally:
        stop.set()


def application(desk: Desk) -> Starlette:
    """Return the pages over a desk, without their guard."""

    @cache
    def slots() -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(AT_ONCE)  # of the loop that serves, which is not there before the first request

    routes = [Route(page.path, _answering(desk, page, slots), methods=_methods(page)) for page in PAGES]
    folder = files("pathway_graph.explorer") / "static"
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in STATIC}
    texts |= {"viewer.css": viewer_style(), "viewer.js": viewer_script()}
    routes += [Route(f"/{name}", _static(name, text)) for name, text in texts.items()]
    routes.append(Route("/favicon.ico", _icon))
    return Starlette(routes=routes, exception_handlers=_errors(desk))


def _methods(page: Page) -> list[str]:
    return ["POST"] if page.only_sent else ["GET", "POST"] if page.most else ["GET"]


def _answering(desk: Desk, page: Page, slots: Callable[[], anyio.CapacityLimiter]) -> _Answering:
    """Give a page no more time and bytes than it may have, and none once its browser has left."""
    limit_s = page.time * desk.timeout_s

    async def limited(request: Request) -> Response:
        query = str(request.url.query)

        def late() -> Response:
            return desk.too_long(limit_s, page.path, query if request.method == "GET" else "")

        try:
            body = await body_of(request, page.most, desk.timeout_s) if request.method == "POST" else b""
        except TooLong as error:
            return _too_long(desk, page.path, error.most)
        except Late:
            return late()
        content_type = request.headers.get("content-type", "")

        def make() -> Response:
            given = Given.of_text(query, page.path)
            return page.handler(Visit(desk, given, body, content_type, known=page.fields.split()))

        return await while_wanted(make, request, limit_s, slots()) or late()

    return limited


def _too_long(desk: Desk, path: str, most: int) -> HTMLResponse:
    message = (
        f"What was sent is longer than {most / 1e6:g} MB, which this page takes. Send less of it: for a gene list, the "
        "columns of names, changes and p-values are enough; `pathway-graph` on the command line has no such limit."
    )
    return desk.fill("error.html", status=413, path=path, title="That is too long", message=message, again=path)


def _static(name: str, text: str) -> _Answering:
    kind = "text/css" if name.endswith(".css") else "text/javascript"

    async def answer(request: Request) -> Response:
        return Response(text, media_type=kind)

    return answer


async def _icon(request: Request) -> Response:
    """Answer the browser's question for an icon: there is none."""
    return Response(status_code=204)


def _errors(desk: Desk) -> dict[Any, Any]:
    """Return what answers to errors."""

    def page(request: Request, status: int, title: str, message: str, **headers: str) -> Response:
        shown = desk.fill("error.html", status=status, path="", title=title, message=message, again="")
        shown.headers.update(headers)
        return shown

    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, PathwayGraphError)
        status = 404 if isinstance(error, UnknownName) else 400
        return page(request, status, "That did not work", str(error))

    def unknown(request: Request, error: Exception) -> Response:
        path = request.url.path
        if path != "/" and path.rstrip("/") in {one.path for one in PAGES} and path.endswith("/"):
            return RedirectResponse(path.rstrip("/") + (f"?{request.url.query}" if request.url.query else ""), 303)
        return page(request, 404, "No such page", "There is no page at this address; the menu above lists them all.")

    def wrong_method(request: Request, error: Exception) -> Response:
        allowed = (error.headers or {}).get("Allow", "GET") if isinstance(error, HTTPException) else "GET"
        message = f"This page does not answer to {request.method[:20]}; it answers to {allowed}."
        return page(request, 405, "That is not how to ask", message, Allow=allowed)

    def broken(request: Request, error: Exception) -> Response:
        traceback.print_exception(error, file=sys.stderr)
        message = f"The page failed ({type(error).__name__}); the terminal shows where. Please report it."
        try:
            return page(request, 500, "That did not work", message)
        except Exception:  # what shows pages is itself broken
            return PlainTextResponse(message, 500)

    return {PathwayGraphError: known, 404: unknown, 405: wrong_method, 500: broken}
