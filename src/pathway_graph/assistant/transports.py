"""How a client reaches the server: standard input and output, or HTTP on this machine behind a token."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

import anyio
import anyio.to_thread
import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from pathway_graph.assistant.guard import Guard
from pathway_graph.errors import StoreError, WrongArgument
from pathway_graph.explorer import child
from pathway_graph.explorer.guard import new_token

MOST_BYTES: Final = 4_000_000
"""Of one request."""
TOKEN: Final = "PATHWAY_GRAPH_MCP_TOKEN"
"""The environment variable that holds a token to keep, for clients whose configuration is written down."""
SHORTEST_TOKEN: Final = 32
_ID: Final = re.compile(rb'"id"\s*:\s*(\d{1,18}|"[^"\\]{1,80}")')


def serve_stdio(server: Server[Any]) -> None:
    """Serve one client over standard input and output until it closes them.

    Standard output belongs to the protocol: whatever else prints goes to standard error.
    """
    lines = _Lines(os.fdopen(os.dup(0), "rb"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # children and libraries read nothing of the protocol
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        anyio.run(_stdio, server, lines)
    finally:
        child.end_all()


async def _stdio(server: Server[Any], lines: _Lines) -> None:
    async with stdio_server(stdin=lines) as (received, sent):  # type: ignore[arg-type]
        await server.run(received, sent, server.create_initialization_options())


def _leave(number: int, _frame: object) -> None:
    """End at once, with the queries that run: a thread that reads would keep the process alive."""
    child.end_all()
    os._exit(128 + number)


class _Lines:
    """The lines of standard input, none longer than `MOST_BYTES`; a longer one is passed over, and answered so."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __aiter__(self) -> _Lines:
        return self

    async def __anext__(self) -> str:
        line = await anyio.to_thread.run_sync(self._next, abandon_on_cancel=True)
        if not line:
            raise StopAsyncIteration
        return line.decode("utf-8", "replace")

    def _next(self) -> bytes:
        line = self._stream.readline(MOST_BYTES + 1)
        if len(line) <= MOST_BYTES or line.endswith(b"\n"):
            return line
        head = line[:2_000]
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(MOST_BYTES)
        found = _ID.search(head)
        number = found[1] if found else b"null"
        print(f"a request of more than {MOST_BYTES:,} bytes was passed over", file=sys.stderr)  # noqa: T201
        return b'{"jsonrpc":"2.0","id":' + number + b',"method":"request/too-long"}\n'


@dataclass(frozen=True)
class Listening:
    """A server that is ready to be reached over HTTP.

    Attributes:
        address: Where.
        token: What a client sends: ``Authorization: Bearer TOKEN``.
        app: The application behind its guard.
        listener: The socket, bound to this machine alone.
    """

    address: str
    token: str = field(repr=False)
    app: ASGIApp
    listener: socket.socket


def prepare_http(server: Server[Any], *, port: int = 0, token: str = "") -> Listening:
    """Bind a port of this machine.

    Args:
        server: What to serve.
        port: Where to listen; 0 for a free port.
        token: What clients must send; made anew where it is empty.

    Raises:
        StoreError: The port is taken.
        WrongArgument: The token is too short to be a secret.
    """
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token):
        message = f"the token in {TOKEN} is no secret: it has {len(token)} characters"
        raise WrongArgument(TOKEN, "", message=message, hint=f"give at least {SHORTEST_TOKEN} letters and digits")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        hint = "choose another, or none"
        raise StoreError(f"port {port} of this machine cannot be used: {error.strerror}", hint=hint) from error
    taken = listener.getsockname()[1]
    hosts = [f"127.0.0.1:{taken}", f"localhost:{taken}"]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts]
    )
    app = server.streamable_http_app(
        json_response=True, max_request_body_size=MOST_BYTES, max_sessions=20, session_idle_timeout=1800,
        transport_security=security,
    )  # fmt: skip
    key = token or new_token()
    return Listening(f"http://127.0.0.1:{taken}/mcp", key, Guard(app, key, taken), listener)


def serve_http(listening: Listening, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C, which ends it in order; queries that run are ended."""

    class Uvicorn(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            ready()

    config = uvicorn.Config(
        listening.app, log_level="error", access_log=False, server_header=False, date_header=False,
        timeout_graceful_shutdown=1, use_colors=False, limit_concurrency=50, ws="none", lifespan="on",
        h11_max_incomplete_event_size=100_000,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _leave)  # uvicorn shuts down first, and then passes the signal on
    try:
        Uvicorn(config).run(sockets=[listening.listener])
    except KeyboardInterrupt:  # uvicorn has shut down and passes the signal on
        pass
    finally:
        child.end_all()
        listening.listener.close()
