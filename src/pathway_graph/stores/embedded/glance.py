"""Look at what is stored without waiting: by the snapshot that is there, and not at all where there is none."""

from __future__ import annotations

from pathlib import Path

from pathway_graph.errors import StoreError
from pathway_graph.model import Network
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.snapshot import open_snapshot


def glance(folder: Path) -> Network | None:
    """Return what a store holds if its snapshot can be opened; no engine is started and nothing is written.

    >>> glance(Path("no such folder")) is None
    True
    """
    try:
        generation = Generations(folder).find()
        if generation is None:
            return None
        return open_snapshot(generation / sealing.SNAPSHOT, str(sealing.about(generation)["stamp"]))
    except (StoreError, OSError, KeyError):
        return None
