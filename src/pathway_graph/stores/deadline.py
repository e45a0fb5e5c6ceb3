"""Wait for a piece of work that cannot be interrupted: it runs in a thread, and the waiting ends when it should."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
_running: set[threading.Thread] = set()


class DeadlineExceeded(Exception):
    """The work did not end in time; it runs on in the background."""


def run_with_deadline(patience_s: float, work: Callable[[], T], *, is_counted: bool = False) -> T:
    """Run *work* in a thread of its own and wait at most *patience_s* seconds for it; Ctrl-C ends the wait at once.

    Args:
        patience_s: How long to wait, in seconds.
        work: What to run.
        is_counted: Whether `is_busy` tells of it: work whose thread must not be cut off when the process ends.

    Raises:
        NotYet: *work* did not end in time.

    >>> run_with_deadline(1.0, lambda: 2 + 2)
    4
    """
    job = _Job(work, is_counted)
    job.thread.start()
    give_up = time.monotonic() + patience_s
    while not job.done.wait(0.1):  # not longer: on Windows nothing else lets Ctrl-C in
        if time.monotonic() >= give_up:
            raise DeadlineExceeded
    return job.result()


def is_busy() -> bool:
    """Whether counted work that nobody waits for still runs."""
    return bool(_running)


def settle(patience_s: float) -> None:
    """Give each piece of work that still runs so many seconds to end."""
    for thread in list(_running):
        thread.join(patience_s)


class _Job(Generic[T]):
    def __init__(self, work: Callable[[], T], is_counted: bool) -> None:
        self._work = work
        self._is_counted = is_counted
        self._results: list[T] = []
        self._error: BaseException | None = None
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, name="pathway-graph query", daemon=True)

    def _run(self) -> None:
        if self._is_counted:
            _running.add(self.thread)
        try:
            self._results.append(self._work())
        except BaseException as error:
            self._error = error
        finally:
            _running.discard(self.thread)
            self.done.set()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._results[0]
