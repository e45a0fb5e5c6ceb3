"""In which file and line each claim of a data set in YAML is written, so that what is said of it can be looked up."""

from __future__ import annotations

import os
from pathlib import Path

from pathway_graph.formats.native import GUIDE
from pathway_graph.formats.raw import shown_path
from pathway_graph.formats.yaml_tree import Mapping, Scalar, Sequence, parse, read_text


def data_lines(path: str | os.PathLike[str]) -> dict[str, str]:
    """Return ``file:line`` of every claim, by its identifier; nothing for what is not YAML.

    Args:
        path: A file, a folder of files, or the name of the packaged guide, whose files are shown by name.

    >>> data_lines("imipramine")["P24"].startswith("claims.yaml:")
    True
    """
    is_guide = str(path) == GUIDE and not Path(path).exists()
    place = Path(__file__).parent.parent / "data" / GUIDE if is_guide else Path(path)
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    found: dict[str, str] = {}
    for file in files:
        if file.suffix not in (".yaml", ".yml"):
            continue
        shown = file.name if is_guide else shown_path(file)
        text, problems = read_text(file, shown)
        tree = None if problems else parse(text, shown)[0]
        claims = tree.values.get("claims") if isinstance(tree, Mapping) else None
        for item in claims.items if isinstance(claims, Sequence) else ():
            identifier = item.values.get("id") if isinstance(item, Mapping) else None
            if isinstance(identifier, Scalar):
                found[identifier.text] = f"{shown}:{item.line}"
    return found
