"""Start ``pathway-graph serve`` as a process of its own, and end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from patience import HUNG_S


@dataclass(frozen=True)
class Running:
    """A process that serves: what it printed, and where it answers."""

    process: subprocess.Popen[str]
    lines: tuple[str, ...]

    @property
    def address(self) -> str:
        """The address with its token."""
        return self.lines[0]

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.address.partition("/?")[0]

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C; return the exit code and what was said on standard error."""
        self.process.send_signal(signal.SIGINT)
        _, err = self.process.communicate(timeout=HUNG_S)
        return self.process.returncode, err


@contextmanager
def serving(store: Path, *options: str, lines: int = 1, first: str = "") -> Iterator[Running]:
    """Serve a store; *lines* is how much is printed once it is ready, *first* is Python to run before."""
    program = f"{first}\nfrom pathway_graph.__main__ import main\nmain()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", *options, "--store", str(store)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = tuple(process.stdout.readline().strip() for _ in range(lines))
        if not said[-1]:
            raise AssertionError(process.communicate(timeout=HUNG_S)[1])
        yield Running(process, said)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
