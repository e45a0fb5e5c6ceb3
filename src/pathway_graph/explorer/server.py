"""The server's connections: however many are open and however slowly they speak, the owner's browser is answered.

A connection that has asked nothing yet, or has its answer and is silent, may be closed at any time. So there is a limit
of time for the head of a request, and a number of idle connections beyond which one is closed: first those that were
refused, then the longest idle; none whose request lies there unread.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pathway_graph.explorer import child
from pathway_graph.explorer.guard import REFUSED

HEAD_S: Final = 10.0
"""Seconds in which the head of a request must have come."""
ANSWER_S: Final = 60.0
"""Seconds for which a reader may stand still while its answer waits to be sent."""
MOST_IDLE: Final = 100
"""Connections without a request that are kept open; a browser has six."""
_LONGEST_HEAD: Final = 100_000


class Patient(H11Protocol):
    """A connection that is closed when others need its place."""

    idle: OrderedDict[Patient, None]
    """Connections without a request, the first to be closed first; of each server its own."""

    _head: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, and close the longest idle connection where there are too many."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._go()
        self._unset_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes; once a whole head has come, the connection is no longer idle."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before or (self.cycle is not None and not self.cycle.response_complete):
            self._go()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._wait(is_stranger=bool(self.scope.get(REFUSED)))
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note that the reader does not read; it may not for ever."""
        super().pause_writing()
        self._unset_writing()
        self._writing = self.loop.call_later(ANSWER_S, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that it reads again."""
        self._unset_writing()
        super().resume_writing()

    def _wait(self, *, is_stranger: bool = False) -> None:
        self._go()
        self.idle[self] = None
        if is_stranger:
            self.idle.move_to_end(self, last=False)
        self._head = self.loop.call_later(HEAD_S, self._give_up)
        if len(self.idle) > MOST_IDLE:
            for one in self._silent()[: len(self.idle) - MOST_IDLE]:
                one._give_up()

    def _silent(self) -> list[Patient]:
        """Return the idle connections that have sent nothing which waits to be read, the first to be closed first."""
        with selectors.DefaultSelector() as look:
            for one in self.idle:
                if not one.transport.is_closing():
                    look.register(one.transport.get_extra_info("socket"), selectors.EVENT_READ, one)
            asking = {key.data for key, _ in look.select(0)}
        return [one for one in self.idle if one not in asking]

    def _go(self) -> None:
        self.idle.pop(self, None)
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _give_up(self) -> None:
        self._go()
        if not self.transport.is_closing():
            self.transport.abort()

    def _unset_writing(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None


def run(app: Any, listener: socket.socket, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C, which ends it in order; queries that run are ended.

    Args:
        app: The application.
        listener: The socket.
        ready: Called when the port answers.
    """

    class Own(Patient):
        idle: OrderedDict[Patient, None] = OrderedDict()  # noqa: RUF012 - shared by the connections of this server on purpose

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            ready()

    config = uvicorn.Config(
        app, http=Own, log_level="critical", access_log=False, server_header=False, date_header=False, lifespan="off",
        timeout_graceful_shutdown=1, use_colors=False, ws="none", h11_max_incomplete_event_size=_LONGEST_HEAD,
        backlog=512,
    )  # fmt: skip
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn has shut down and passes the signal on
        pass
    finally:
        child.end_all()
        listener.close()
