"""How long a test waits: what must be quick is measured beside what the machine does else, since it may be busy.

No test compares a wall clock with a bare number of seconds: on a machine that runs ten other things it would fail for
no fault of the program.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HUNG_S = 120.0
"""After so many seconds a process that should have ended hangs; no busy machine takes so long."""
_STARTS = 20
_IDLE_START_S = 0.02
_PAUSE_S = 0.2


@contextmanager
def soon(limit_s: float) -> Iterator[None]:
    """Fail if what is done here takes longer than *limit_s* seconds on an idle machine, and twenty starts of Python.

    A start takes 0.02 s on an idle machine. Starts are measured while the work is done: the longest of them says how
    many times longer than there everything takes now.
    """
    starts = [_start()]
    done = threading.Event()

    def measure() -> None:
        while not done.wait(_PAUSE_S):
            starts.append(_start())

    beside = threading.Thread(target=measure, daemon=True)
    begun = time.monotonic()
    beside.start()
    try:
        yield
        took = time.monotonic() - begun
    finally:
        done.set()
        beside.join()
    limit = limit_s * max(1.0, max(starts) / _IDLE_START_S) + _STARTS * max(starts)
    assert took < limit, f"it took {took:.1f} s; {limit:.1f} s would be long on this machine now"


def until(is_so: Callable[[], object], pause_s: float = 0.01) -> None:
    """Wait until something is so, asking again and again, or fail."""
    ends = time.monotonic() + HUNG_S
    while not is_so():
        if time.monotonic() > ends:
            raise AssertionError("it was waited for in vain")
        time.sleep(pause_s)


def wait_for_work(process: subprocess.Popen[str], cpu_s: float) -> None:
    """Wait until a process has worked for *cpu_s* seconds of processor time, or fail if it ends before."""
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() - begun < HUNG_S:
        if worked_s(process) >= cpu_s:
            return
        time.sleep(0.1)
    raise AssertionError(f"the process did not work for {cpu_s} s: {process.communicate()}")


def _start() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-S", "-c", "pass"], check=True)
    return time.monotonic() - begun


def worked_s(process: subprocess.Popen[str]) -> float:
    """Return the processor time of a process in whole seconds, as ``ps`` tells it: ``[[dd-]hh:]mm:ss``."""
    ps = ["ps", "-o", "time=", "-p", str(process.pid)]
    text = subprocess.run(ps, capture_output=True, text=True).stdout.strip()
    seconds = 0.0
    for part in text.replace("-", ":").split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds
