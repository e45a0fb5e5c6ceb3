"""Small pictures of diagrams: made once, kept by what they show, in memory and in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Final

from pathway_graph.diagrams import Drawing, select_diagram
from pathway_graph.errors import RenderError
from pathway_graph.explorer import pictures
from pathway_graph.files.private import is_mine, kept_folder
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.text.counts import how_many

AT_ONCE: Final = 2
"""Small pictures that are drawn at the same time."""
MOST_EDGES: Final = 120
"""Of a diagram with more edges nothing can be seen in a small picture; it says how many there are."""
_MOST_KEPT: Final = 300
_MOST_FILES: Final = 3000
_WAIT_S: Final = 0.2
_IN_WORDS: Final = "<!-- in words --></svg>"
"""How a picture ends that was not drawn: the next start tries again."""
_slots = threading.BoundedSemaphore(AT_ONCE)
_guard = threading.Lock()
_kept: OrderedDict[str, str] = OrderedDict()


def thumbnail(network: Network, name: str) -> str:
    """Return a small picture of a diagram as SVG.

    Raises:
        UnknownName: There is no such diagram.
        Stopped: Nobody waits for it any more.
    """
    drawing = select_diagram(network, name)
    key = stamp_of(drawing)
    with _guard:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    text = _read(key)
    if text is None:
        while not _slots.acquire(timeout=_WAIT_S):
            go_on()
        try:
            text = _made(drawing)
        finally:
            _slots.release()
        if drawing.nodes and not text.endswith(_IN_WORDS):
            _write(key, text)
    with _guard:
        _kept[key] = text
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return text


def stamp_of(drawing: Drawing) -> str:
    """Return what tells a picture from every other: what is shown, and the version that draws it."""
    return hashlib.sha256(
        f"{metadata.version('pathway-graph')}\0{drawing.key}\0{drawing.digest}\0{drawing!r}".encode()
    ).hexdigest()[:32]


def _made(drawing: Drawing) -> str:
    go_on()
    if len(drawing.edges) > (pictures.MAX_PLACED if drawing.places else MOST_EDGES):
        return _words(_size(drawing), "too many to draw small")
    try:
        return pictures.bare_svg(drawing)
    except RenderError:
        return _words(_size(drawing), "not drawn")


def _size(drawing: Drawing) -> str:
    return f"{how_many(len(drawing.nodes), 'node')}, {how_many(len(drawing.edges), 'edge')}"


def _words(*lines: str) -> str:
    """Return a picture of nothing but words."""
    said = "".join(
        f'<text x="150" y="{85 + 26 * place}" text-anchor="middle">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 190" width="300" height="190" '
        f'font-family="sans-serif" font-size="17" fill="#444">{said}{_IN_WORDS}'
    )


def _folder() -> Path | None:
    folder = kept_folder()
    return None if folder is None else folder / "thumbnails"


def _read(key: str) -> str | None:
    """Return what an earlier start drew, where nobody else can have written it."""
    folder = _folder()
    if folder is None:
        return None
    file = folder / f"{key}.svg"
    try:
        if not is_mine(file.stat(), 0o022) or not is_mine(folder.stat(), 0o022):
            return None
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.startswith("<svg") and text.endswith("</svg>") else None


def _write(key: str, text: str) -> None:
    """Keep a picture for the next start; where that fails it is drawn again then."""
    folder = _folder()
    if folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_mine(folder.stat(), 0o022):
            return
        if sum(1 for _ in folder.iterdir()) >= _MOST_FILES:
            for old in folder.iterdir():
                old.unlink(missing_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, folder / f"{key}.svg")
    except OSError:
        return
