"""How values show themselves in a notebook: by a module of a higher room, known by name and imported when asked."""

from __future__ import annotations

from importlib import import_module

_home: list[str] = ["pathway_graph.interop.notebook"]


def register(module: str) -> None:
    """Let *module* show values: it has ``html_of(value)`` and ``svg_of(value)``; the last one registered counts."""
    _home[:] = [module]


class NotebookDisplay:
    """Something that a notebook shows as more than its ``repr``."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return _ask("html_of", self)

    def _repr_svg_(self) -> str | None:
        return _ask("svg_of", self)


def _ask(function: str, value: object) -> str | None:
    if not _home:
        return None
    found: str | None = getattr(import_module(_home[0]), function)(value)
    return found
