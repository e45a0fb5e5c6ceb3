"""The symbols of STRING's proteins: links have numbers alone, and a table of names may lie beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pathway_graph.formats.archives import opened
from pathway_graph.formats.raw import Decoded

INFO_HEADERS: Final = ("string_protein_id", "protein_external_id")
"""First header of a table of names, by version."""


def is_info(data: bytes) -> bool:
    r"""Whether a file is STRING's table of the names of proteins.

    >>> is_info(b"#string_protein_id\tpreferred_name\tprotein_size\tannotation\n"), is_info(b"protein1 protein2\n")
    (True, False)
    """
    return data[:64].lstrip(b"\xef\xbb\xbf#").decode("utf-8", "replace").split("\t")[0] in INFO_HEADERS


def names_beside(raw: Decoded, taxon: str) -> tuple[str, Mapping[str, str]]:
    """Return the table of names in the folder of a file of links, and the symbol of each protein; nothing without one.

    Args:
        raw: The file of links.
        taxon: Number of its species, with which the name of the other file begins.
    """
    here = Path(raw.shown)
    if not taxon.isdigit() or not here.is_file():
        return "", {}
    for path in sorted(here.parent.glob(f"{taxon}.protein.info.*")):
        for item in opened(path):
            if isinstance(item, Decoded) and is_info(item.data):
                rows = (line.split("\t") for line in item.decoded().splitlines()[1:])
                return path.name, {row[0]: row[1] for row in rows if len(row) > 1}
    return "", {}
