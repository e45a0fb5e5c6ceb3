"""Answer a request within its limits: no more time and no more bytes than it may have, none once nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pathway_graph.model.stopping import Stopped, stoppable

AT_ONCE: Final = 24
"""Pages that are worked out at the same time; further ones wait, as long as a page may take."""
_DRAIN_S: Final = 30.0
_SLOWEST: Final = 200_000
"""Bytes a second that a browser of this machine sends at least, beyond the time of a page."""


class TooLong(Exception):
    """What was sent is longer than the page takes; *most* bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)


class Late(Exception):
    """What was announced did not come in time."""


async def body_of(request: Request, most: int, limit_s: float) -> bytes:
    """Return what was sent, if it is no longer than it may be and comes in time.

    What is too long is read to its end and thrown away, for a browser hears no answer while it still sends.

    Raises:
        TooLong: It is longer than *most* bytes.
        Late: It did not come in time, or the browser left.
    """
    said = request.headers.get("content-length", "0")
    length = int(said) if said.isdigit() else 0
    if length > most:
        with anyio.move_on_after(_DRAIN_S):
            try:
                async for _ in request.stream():
                    continue
            except ClientDisconnect:
                raise Late from None
        raise TooLong(most)
    parts: list[bytes] = []
    count = 0
    try:
        with anyio.fail_after(limit_s + length / _SLOWEST):
            async for part in request.stream():
                count += len(part)
                if count > most:
                    raise TooLong(most)
                parts.append(part)
    except (TimeoutError, ClientDisconnect):
        raise Late from None
    return b"".join(parts)


async def while_wanted(
    make: Callable[[], Response], request: Request, timeout_s: float, slots: anyio.CapacityLimiter
) -> Response | None:
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
            outcome.append(await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=slots))
        except Stopped:
            pass
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
