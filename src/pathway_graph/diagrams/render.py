"""Render DOT text to a file, with the Graphviz that the pygraphviz wheel brings, under a time limit."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pathway_graph.disk import reason, way_out
from pathway_graph.errors import RenderError, UnknownName, nearest

FORMATS: Final = ("svg", "png", "pdf", "dot")
TIMEOUT_S: Final = 30.0

_CHILD = """
import sys, warnings
warnings.simplefilter("ignore")
import pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
graph.draw(sys.argv[1], format=sys.argv[2], prog="dot")
"""


def render(dot: str, format: str, path: str | os.PathLike[str], *, timeout_s: float = TIMEOUT_S) -> Path:
    """Render DOT text into a file, which appears whole or not at all.

    Args:
        dot: DOT text, e.g. of `to_dot`.
        format: ``svg``, ``png`` (144 dots an inch), ``pdf`` or ``dot`` (the text itself).
        path: The file; its folder must exist.
        timeout_s: Give up after so many seconds; dense graphs of some hundred edges take that long.

    Returns:
        The path.

    Raises:
        UnknownName: No such format.
        RenderError: Graphviz is missing, failed or took too long, or the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     picture = render('digraph { a [label="A"] }', "svg", Path(folder) / "a.svg")
    ...     print("</svg>" in picture.read_text())
    True
    """
    if format not in FORMATS:
        raise UnknownName("picture format", format, nearest(format, FORMATS) or FORMATS)
    if format == "dot":
        return write_whole(path, lambda draft: draft.write_text(dot, encoding="utf-8"))
    return write_whole(path, lambda draft: _layout(dot, format, draft, timeout_s))


def render_svg(dot: str, *, timeout_s: float = TIMEOUT_S) -> str:
    """Return DOT text rendered as the text of an SVG file; errors as for `render`.

    >>> render_svg('digraph { a [label="A"] }').startswith("<?xml")
    True
    """
    with tempfile.TemporaryDirectory(prefix="pathway-graph-") as folder:
        draft = Path(folder) / "picture.svg"
        draft.touch()
        _layout(dot, "svg", draft, timeout_s)
        return draft.read_text(encoding="utf-8")


def write_whole(path: str | os.PathLike[str], fill: Callable[[Path], object]) -> Path:
    """Write a file so that it appears whole or not at all, and return its path.

    Args:
        path: The file; its folder must exist.
        fill: Writes a draft beside it, which then takes its place.

    Raises:
        RenderError: The file cannot be written.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.txt", lambda draft: draft.write_text("whole")).read_text()
    'whole'
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise RenderError(f"cannot write {target}: there is no folder {target.parent}")
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=target.suffix)
    except OSError as error:
        raise _unwritable(target, error) from error
    os.close(handle)
    draft = Path(name)
    try:
        fill(draft)
        draft.chmod(0o644)
        os.replace(draft, target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def _unwritable(target: Path, error: OSError) -> RenderError:
    return RenderError(f"cannot write {target}: {reason(error)}; {way_out(error, target)}")


def _layout(dot: str, format: str, draft: Path, timeout_s: float) -> None:
    text = dot.replace("{", "{\n\tdpi=144", 1) if format == "png" else dot
    try:
        done = subprocess.run(
            _command(draft, format), input=text.encode(), capture_output=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            f"Graphviz took longer than {timeout_s:g} s; draw less (a cascade, fewer steps, the guide view), "
            "or allow more time"
        ) from error
    if done.returncode != 0 or not draft.stat().st_size:
        said = [line for line in done.stderr.decode(errors="replace").splitlines() if "Fontconfig" not in line]
        reason = said[-1] if said else f"it ended with code {done.returncode}"
        raise RenderError(f"Graphviz failed: {reason}")


def _command(draft: Path, format: str) -> list[str]:
    if importlib.util.find_spec("pygraphviz") is not None:
        return [sys.executable, "-I", "-c", _CHILD, str(draft), format]
    system = shutil.which("dot")
    if system is None:
        raise RenderError("no Graphviz: install the package pygraphviz, or Graphviz itself (its command dot)")
    return [system, f"-T{format}", "-o", str(draft)]
