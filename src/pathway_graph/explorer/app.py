"""Put the pages behind the guard and serve them on this machine until Ctrl-C."""

from __future__ import annotations

import socket
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import anyio
import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pathway_graph.errors import StoreError
from pathway_graph.explorer import child
from pathway_graph.explorer.guard import Guard, new_token
from pathway_graph.explorer.pages import Pages, errors
from pathway_graph.model.stopping import stoppable

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True)
class Explorer:
    """An explorer that is ready to be served.

    Attributes:
        address: What to open; it holds the token.
        app: The application behind its guard.
        listener: The socket; bound to this machine alone, unless another address was asked for.
    """

    address: str = field(repr=False)
    app: ASGIApp
    listener: socket.socket


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
    pages = Pages(location, timeout_s)
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
    return Explorer(f"http://127.0.0.1:{taken}/?token={token}", Guard(_routes(pages), token, taken), listener)


def _routes(pages: Pages) -> Starlette:
    for_page = pages.timeout_s
    for_query = 2 * for_page + child.GRACE_S  # for the query, which tells its own limit, and for a page of its rows

    def page(handler: Callable[[Request], Response], limit_s: float = for_page) -> _Answering:
        """Give a page no more time than it may have, and none once its browser has left."""

        async def limited(request: Request) -> Response:
            answer = await _while_wanted(lambda: handler(request), request, limit_s)
            return pages.too_long(limit_s) if answer is None else answer

        return limited

    def form(handler: Callable[[bytes], Response], limit_s: float) -> _Answering:
        """Give a form that is sent as a body the time that its answer may take."""

        async def sent(request: Request) -> Response:
            try:
                with anyio.fail_after(for_page):
                    body = await request.body() if request.method == "POST" else b""
            except (TimeoutError, ClientDisconnect):
                return pages.too_long(for_page)
            answer = await _while_wanted(lambda: handler(body), request, limit_s)
            return pages.too_long(limit_s) if answer is None else answer

        return sent

    routes = [
        Route("/", page(pages.home)),
        Route("/style.css", pages.style),
        Route("/favicon.ico", pages.icon),
        Route("/reload", page(pages.reload, _READING * for_page), methods=["POST"]),
        Route("/find", page(pages.find)),
        Route("/entity", page(pages.entity)),
        Route("/trace", page(pages.trace)),
        Route("/diagram", page(pages.diagram)),
        Route("/library", page(pages.library, for_query)),
        Route("/cypher", form(pages.cypher, for_query), methods=["GET", "POST"]),
        Route("/regulators", form(pages.regulators, for_query), methods=["GET", "POST"]),
    ]
    return Starlette(routes=routes, exception_handlers=errors(pages))


_Answering = Callable[[Request], Awaitable[Response]]
_READING = 10
"""How many times as long as a page reading the store anew may take: all of a server's, it is a matter of minutes."""


def serve(explorer: Explorer, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C or SIGTERM, which end it in order; queries that run are ended.

    uvicorn shuts down first, and then passes the signal on: to a handler that is set before, or the process dies of it.

    Args:
        explorer: From `prepare`.
        ready: Called when the port answers.
    """

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            ready()

    config = uvicorn.Config(
        explorer.app, log_level="error", access_log=False, server_header=False, date_header=False, lifespan="off",
        timeout_graceful_shutdown=1, use_colors=False, limit_concurrency=50, ws="none",
        h11_max_incomplete_event_size=100_000,
    )  # fmt: skip
    try:
        Server(config).run(sockets=[explorer.listener])
    except KeyboardInterrupt:  # uvicorn has shut down and passes the signal on
        pass
    finally:
        child.end_all()
        explorer.listener.close()


async def _while_wanted(make: Callable[[], Response], request: Request, timeout_s: float) -> Response | None:
    """Return what *make* does; None where that takes too long, or the browser leaves.

    Its thread then ends at the next place where it looks (`pathway_graph.model.stopping`). What it has worked out of
    the network by then is kept for the next request.
    """
    stop = threading.Event()
    outcome: list[Response | Exception] = []

    def work() -> Response:
        with stoppable(stop):
            return make()

    async def answer(scope: anyio.CancelScope) -> None:
        try:
            outcome.append(await anyio.to_thread.run_sync(work, abandon_on_cancel=True))
        except Exception as error:  # a group of errors would hide it
            outcome.append(error)
        scope.cancel()

    try:
        with anyio.move_on_after(timeout_s):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(answer, tasks.cancel_scope)
                while (await request.receive())["type"] != "http.disconnect":
                    continue
                tasks.cancel_scope.cancel()
    finally:
        stop.set()
    if not outcome:
        return None
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]
