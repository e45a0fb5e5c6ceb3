"""How long a test waits: what must be quick is measured beside what the machine does else, since it may be busy.

No test compares a wall clock with a bare number of seconds: on a machine that runs ten other things it would fail for
no fault of the program.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

HUNG_S = 120.0
"""After so many seconds a process that should have ended hangs; no busy machine takes so long."""
_STARTS = 20


@contextmanager
def soon(limit_s: float) -> Iterator[None]:
    """Fail if what is done here takes longer than *limit_s* seconds and twenty starts of Python, measured now.

    A start takes 0.02 s on an idle machine, so that the limit is *limit_s* there, and grows with the load elsewhere.
    """
    unit = _start()
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    limit = limit_s + _STARTS * max(unit, _start())
    assert took < limit, f"it took {took:.1f} s; {limit:.1f} s would be long on this machine now"


def wait_for_work(process: subprocess.Popen[str], cpu_s: float) -> None:
    """Wait until a process has worked for *cpu_s* seconds of processor time, or fail if it ends before."""
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() - begun < HUNG_S:
        if _worked(process.pid) >= cpu_s:
            return
        time.sleep(0.1)
    raise AssertionError(f"the process did not work for {cpu_s} s: {process.communicate()}")


def _start() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-S", "-c", "pass"], check=True)
    return time.monotonic() - begun


def _worked(pid: int) -> float:
    """Return the processor time of a process in seconds, as ``ps`` tells it: ``[[dd-]hh:]mm:ss``."""
    text = subprocess.run(["ps", "-o", "time=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    seconds = 0.0
    for part in text.replace("-", ":").split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds
