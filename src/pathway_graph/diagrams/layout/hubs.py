"""Find the one node that a picture is about: what links to what, and whether nearly all of it hangs on one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.diagrams.layout.geometry import Link, Request

LEAST: Final = 4
"""Neighbours that make a star."""
_BESIDES: Final = 0.1
"""The part of its links that may run past the hub."""
_ORDER: Final[dict[int | None, int]] = {1: 0, -1: 1, 0: 2, None: 3}


@dataclass(frozen=True, slots=True)
class Star:
    """A node and those linked to it, each of these once, sorted by what links them: sign, look, name.

    Attributes:
        hub: The node in the middle.
        sources: What only leads to it, by look.
        targets: What it only leads to, by look.
        both: What both leads to it and is led to.
        others: Nodes that are not linked to it.
    """

    hub: str
    sources: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    both: tuple[str, ...]
    others: tuple[str, ...]


def star_of(request: Request) -> Star | None:
    """Return the star that a picture is, None where it is none.

    >>> from pathway_graph.diagrams.layout.geometry import Size
    >>> sizes = dict.fromkeys("habcd", Size(1, 1))
    >>> ends = [("h", "a", 1), ("h", "b", -1), ("c", "h", 1), ("h", "d", 1)]
    >>> links = [Link(f"{a}{b}", a, b, bundle=str(sign), sign=sign) for a, b, sign in ends]
    >>> star = star_of(Request(sizes, tuple(links), {}))
    >>> star.hub, star.sources, star.targets
    ('h', (('c',),), (('a', 'd'), ('b',)))
    """
    links = [link for link in request.links if link.source != link.target]
    ends = Counter(end for link in links for end in (link.source, link.target))
    if not ends:
        return None
    hub = max(ends, key=lambda name: (ends[name], -list(request.sizes).index(name)))
    besides = [link for link in links if hub not in (link.source, link.target)]
    near = {end for link in links if hub in (link.source, link.target) for end in (link.source, link.target)} - {hub}
    if len(near) < LEAST or len(besides) > _BESIDES * len(links) or any(_beyond(link, near) for link in besides):
        return None
    names = request.names or {}
    into = {link.source: link for link in links if link.target == hub}
    out = {link.target: link for link in links if link.source == hub}
    both = sorted(set(into) & set(out), key=lambda name: (names.get(name, name), name))
    others = tuple(name for name in request.sizes if name not in near and name != hub)
    return Star(hub, _groups(into, both, names), _groups(out, both, names), tuple(both), others)


def _beyond(link: Link, near: set[str]) -> bool:
    return not {link.source, link.target} <= near


def _groups(links: Mapping[str, Link], without: Sequence[str], names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return nodes by the look of their links, in order of the sign, each group sorted by name."""
    groups: dict[tuple[int, str], list[str]] = {}
    for name, link in links.items():
        if name not in without:
            groups.setdefault((_ORDER[link.sign], link.bundle), []).append(name)
    return tuple(
        tuple(sorted(group, key=lambda name: (names.get(name, name).casefold(), name)))
        for _, group in sorted(groups.items())
    )
