"""Read the places of nodes that a page keeps: the field ``places`` of a diagram, as a file of its own."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

from pathway_graph.errors import InputError, Problem, did_you_mean, nearest
from pathway_graph.formats.convert import convert_item
from pathway_graph.formats.raw import shown_path
from pathway_graph.formats.yaml_tree import Mapping, Sequence, Tree, parse, read_text
from pathway_graph.model import DiagramPlace
from pathway_graph.model.fields import DIAGRAM_PLACES
from pathway_graph.model.values import brief

_SHAPE: Final = 'write places:, and under it lines like - {node: "prot:A", x: 120, y: 40}'


def read_places(path: str | os.PathLike[str], known: Collection[str]) -> tuple[DiagramPlace, ...]:
    r"""Return the places that a file gives.

    Args:
        path: A YAML file with the field ``places`` and nothing else.
        known: The nodes that may have a place.

    Raises:
        InputError: The file cannot be read, is no such block, or places what is not *known*; with the lines.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "layout.yaml"
    ...     _ = file.write_text('places:\n- {node: "prot:A", x: 12.5, y: 40}')
    ...     read_places(file, ["prot:A"])
    (DiagramPlace(node='prot:A', x=12.5, y=40.0, width=0.0, height=0.0),)
    """
    shown = shown_path(Path(path))
    text, problems = read_text(Path(path), shown)
    tree: Tree | None = None
    if not problems:
        tree, problems = parse(text, shown)
    if problems:
        raise InputError(problems)
    items = tree.values.get("places") if isinstance(tree, Mapping) and set(tree.values) == {"places"} else None
    if not isinstance(items, Sequence) or not items.items:
        raise InputError([Problem(shown, tree.line if tree else 1, "this is no layout", _SHAPE)])
    found = [_place(item, shown, known, problems) for item in items.items]
    if problems:
        raise InputError(problems)
    return tuple(place for place in found if place is not None)


def _place(item: Tree, shown: str, known: Collection[str], problems: list[Problem]) -> DiagramPlace | None:
    if not isinstance(item, Mapping):
        problems.append(Problem(shown, item.line, "a place must be a mapping", _SHAPE))
        return None
    before, wrong = len(problems), set[str]()
    values = convert_item(DIAGRAM_PLACES, item, shown, problems, wrong)
    if len(problems) > before:
        return None
    place = DiagramPlace(**values)
    if place.node not in known:
        hint = did_you_mean(near) if (near := nearest(place.node, known)) else "leave the line out"
        problems.append(Problem(shown, item.line, f"{brief(place.node)} has a place and is not drawn", hint))
    elif min(place.width, place.height) < 0:
        problems.append(Problem(shown, item.line, "a size is below 0", "write 0 where it is not known"))
    return place
