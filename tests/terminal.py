"""Run a command as a person does, with a terminal on both its outputs, and return every byte that reached it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence

import pytest

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys or what changes the order of its letters, but for tabs and line ends."""

TERMINAL_ATTACKS = [
    "\x1b]0;owned\x07", "\x1b]8;;http://evil.example\x1b\\link", "\x1b[2J\x1b[31mred", "\x9b31mC1", "\x90q\x9c",
    "back\x08s", "over\rwritten", "\x7fdel", "a\u202egnp.exe", "\u2066x\u2069", "l\u200er\u200f", "\u061cx",
    "two\u2028lines\u2029",
    "[link=http://evil.example]x[/link]", "[/unbalanced]", "[bold]x",
]  # fmt: skip


def on_a_terminal(
    *arguments: str | bytes, term: str = "dumb", limit_s: float = 120.0, **environ: str
) -> tuple[int, str]:
    """Return the exit code and what the terminal was sent, its own line ends made plain."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "PATHWAY_GRAPH_"))}
    env |= {"TERM": term, "COLUMNS": "400", "PYTHONUTF8": "1"} | environ
    try:
        ours, theirs = pty.openpty()
    except OSError as error:  # a root without /dev/pts
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no terminal can be opened here: {error}")
    command: Sequence[str | bytes] = [sys.executable, "-m", "pathway_graph", *arguments]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=env, close_fds=True)
    os.close(theirs)
    sent, ends = b"", time.monotonic() + limit_s
    try:
        while time.monotonic() < ends:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # the other end is closed
                    break
                if not part:
                    break
                sent += part
            elif child.poll() is not None:
                break
        return child.wait(timeout=max(1.0, ends - time.monotonic())), sent.decode().replace("\r\n", "\n")
    finally:
        child.kill()
        child.wait()
        os.close(ours)


def obeyed_in(text: str) -> list[str]:
    """Return what of *text* a terminal would obey, each with what stands around it."""
    return [text[max(0, match.start() - 20) : match.end() + 20] for match in OBEYED.finditer(text)]
