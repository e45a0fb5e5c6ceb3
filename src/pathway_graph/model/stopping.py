"""Stopping: long work looks from time to time whether anybody still waits for it, and ends where it stands if not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event

_asked: ContextVar[Event | None] = ContextVar("asked to stop", default=None)


class Stopped(Exception):
    """Nobody waits for the answer any more."""


@contextmanager
def stoppable(stop: Event) -> Iterator[None]:
    """Let the work of this thread end at its next `go_on` once *stop* is set.

    >>> stop = Event()
    >>> with stoppable(stop):
    ...     go_on()
    ...     stop.set()
    ...     go_on()
    Traceback (most recent call last):
    pathway_graph.model.stopping.Stopped
    """
    before = _asked.set(stop)
    try:
        yield
    finally:
        _asked.reset(before)


def go_on() -> None:
    """Return where the work is still wanted; for places at which nothing is half done.

    Raises:
        Stopped: It is not.
    """
    stop = _asked.get()
    if stop is not None and stop.is_set():
        raise Stopped
