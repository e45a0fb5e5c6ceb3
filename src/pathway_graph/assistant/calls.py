"""Run a question in a thread, with a limit of time, and stop it when nobody waits any more; a few at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeVar

import anyio
import anyio.to_thread

from pathway_graph.errors import PathwayGraphError
from pathway_graph.model.stopping import Stopped, stoppable
from pathway_graph.text.counts import how_many

AT_ONCE: Final = 4
"""Calls that run at the same time; each may hold as much memory as its answer takes."""
MOST_WAITING: Final = 32
"""Calls that wait for one of these to end; clients ask several things at once."""
_LOOK_S: Final = 0.05
T = TypeVar("T")


class TooMuch(PathwayGraphError):
    """A call took too long, or too many run already."""


class _Place:
    """A place among those that run: given back once, by whoever comes to it first."""

    def __init__(self, places: threading.Semaphore) -> None:
        self._places = places
        self._guard = threading.Lock()
        self._state = "waiting"

    def take(self) -> bool:
        """Whether the thread may begin: nobody gave up before."""
        with self._guard:
            begins = self._state == "waiting"
            self._state = "running" if begins else self._state
            return begins

    def leave(self) -> None:
        """Give it back: the thread has ended."""
        with self._guard:
            self._state = "left"
        self._places.release()

    def give_up(self) -> None:
        """Give it back now if the thread never began, else when it ends: nobody waits."""
        with self._guard:
            never_began = self._state == "waiting"
            self._state = "given up" if never_began else self._state
        if never_began:
            self._places.release()


class Calls:
    """The calls of one server.

    Args:
        timeout_s: The longest a call may take, in seconds.
        at_once: Calls that run at the same time; further ones wait.
    """

    def __init__(self, timeout_s: float, at_once: int = AT_ONCE) -> None:
        self.timeout_s, self.at_once = timeout_s, at_once
        self._places = threading.Semaphore(at_once)
        self._waiting = 0

    async def run(self, work: Callable[[], T], limit_s: float | None = None) -> T:
        """Return what *work* does.

        What is cancelled or takes too long ends at the next place where it looks (`pathway_graph.model.stopping`), and
        keeps its place among those that run until it does.

        Args:
            work: What to do.
            limit_s: The longest it may take, if not what all may.

        Raises:
            TooMuch: It took too long, too many wait already, or none of those that run ended in time.
        """
        await self._find_place()
        stop, place = threading.Event(), _Place(self._places)

        def guarded() -> T:
            if not place.take():
                raise Stopped
            try:
                with stoppable(stop):
                    return work()
            finally:
                place.leave()

        longest = limit_s or self.timeout_s
        try:
            with anyio.fail_after(longest):
                return await anyio.to_thread.run_sync(guarded, abandon_on_cancel=True, limiter=anyio.CapacityLimiter(1))
        except TimeoutError:
            hint = "ask for fewer steps or rows, or narrow it to a data set"
            raise TooMuch(f"this took longer than {longest:g} s and was ended", hint=hint) from None
        finally:
            stop.set()
            place.give_up()

    async def _find_place(self) -> None:
        """Wait for a place, not for ever, and not in a long row."""
        if self._places.acquire(blocking=False):
            return
        hint = "wait for one of them to end, and call again"
        if self._waiting >= MOST_WAITING:
            raise TooMuch(
                f"{how_many(self.at_once, 'call is', 'calls are')} running and {self._waiting} "
                f"{'waits' if self._waiting == 1 else 'wait'}",
                hint=hint,
            )
        self._waiting += 1
        try:
            with anyio.fail_after(self.timeout_s):
                while not self._places.acquire(blocking=False):
                    await anyio.sleep(_LOOK_S)
        except TimeoutError:
            raise TooMuch(
                f"{how_many(self.at_once, 'call is', 'calls are')} running, and none ended in time", hint=hint
            ) from None
        finally:
            self._waiting -= 1
