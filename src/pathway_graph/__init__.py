"""A graph database of signaling pathways: typed, signed, with the evidence and its context.

The public names, each imported when it is first used:

>>> import pathway_graph as pg
>>> guide = pg.read_guide()
>>> [(end.entity, end.net_sign) for end in pg.upstream(guide, "BDNF").ends]
[('chem:imipramine', '+1')]
"""

from __future__ import annotations

from typing import Any

from lazy_loader import attach_stub

_imported, _, _names = attach_stub(__name__, __file__)
__all__ = sorted(["__version__", *_names])  # the stub file beside this one is the list


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("pathway-graph")
    if name in __all__:
        return _imported(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
