"""Stopping: long work looks from time to time whether somebody still waits for it and it has time left, else ends."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event

_asked: ContextVar[Event | None] = ContextVar("asked to stop", default=None)
_end: ContextVar[list[float] | None] = ContextVar("when its time is over", default=None)


class Stopped(Exception):
    """Nobody waits for the answer any more."""


class TimeOver(Exception):
    """The work took longer than it may."""


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


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the work of this thread end at its next `go_on` after so many seconds, or when a limit round it says so.

    >>> with within(1e-9):
    ...     go_on()
    Traceback (most recent call last):
    pathway_graph.model.stopping.TimeOver
    """
    before = _end.set([min(time.monotonic() + seconds, time.monotonic() + time_left())])
    try:
        yield
    finally:
        _end.reset(before)


def time_left() -> float:
    """Return how many seconds the work of this thread still has.

    >>> time_left()
    inf
    """
    end = _end.get()
    return math.inf if end is None else end[0] - time.monotonic()


def lengthen(seconds: float) -> None:
    """Give the work of this thread so much more time: what it waited for did not count."""
    end = _end.get()
    if end is not None:
        end[0] += seconds


def go_on() -> None:
    """Return where the work is still wanted; for places at which nothing is half done.

    Raises:
        Stopped: It is not.
        TimeOver: Its time is over.
    """
    stop = _asked.get()
    if stop is not None and stop.is_set():
        raise Stopped
    if time_left() <= 0:
        raise TimeOver
