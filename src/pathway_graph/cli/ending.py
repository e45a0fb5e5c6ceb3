"""SIGTERM and a closed terminal end a command as Ctrl-C does: what it began is cleaned up, then it leaves."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_came: list[int] = []


def end_in_order() -> None:
    """Let SIGTERM and SIGHUP interrupt the command from now on, once; a signal that is ignored (nohup) stays so."""
    if threading.current_thread() is threading.main_thread():
        for number in _numbers("SIGTERM", "SIGHUP"):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _interrupt)


def code() -> int:
    """Return the exit code of a command that was interrupted: 128 and the number of the signal, as shells count."""
    return 128 + (_came[0] if _came else signal.SIGINT)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM, a closed terminal and Ctrl-C end the block, once: what follows cleans up undisturbed."""
    numbers = [one for one in _numbers("SIGTERM", "SIGHUP", "SIGINT") if signal.getsignal(one) is not signal.SIG_IGN]

    def end(_number: int, _frame: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, _frame: object) -> None:
    _came.append(number)
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _numbers(*names: str) -> list[signal.Signals]:
    return [getattr(signal, name) for name in names if hasattr(signal, name)]
