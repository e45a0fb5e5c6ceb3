"""Public resources, fetched when they are asked for, checked, and kept with date, release and checksum.

May import: `errors`, `files`, `formats`, `model`, `text`.
Not here: what a file of a resource says: that is for `formats`.
"""

from pathway_graph.resources.catalogue import Resource, Wanted, resource_named, resources
from pathway_graph.resources.fetch import copy_to, fetch_to, fetched
from pathway_graph.resources.kept import Kept, find_kept, keep, list_kept
from pathway_graph.resources.reading import read_kept

__all__ = [
    "Kept",
    "Resource",
    "Wanted",
    "copy_to",
    "fetch_to",
    "fetched",
    "find_kept",
    "keep",
    "list_kept",
    "read_kept",
    "resource_named",
    "resources",
]
