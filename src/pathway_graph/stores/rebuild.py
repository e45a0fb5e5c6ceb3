"""Rebuild a network from stored rows, which someone may have changed."""

from __future__ import annotations

from pathway_graph.errors import StoreError
from pathway_graph.model import Network
from pathway_graph.model.caching import gc_paused
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import Records


@gc_paused()
def rebuild(records: Records, place: str, way_out: str) -> Network:
    """Return the network whose rows *records* are.

    Args:
        records: The rows.
        place: Where they are stored, for the message.
        way_out: What to do where they are no network.

    Raises:
        StoreError: They are none: a property is missing, or holds what this package never writes.

    >>> from pathway_graph.stores.records import NodeRow
    >>> rebuild(Records([NodeRow(("Entity", "Gene"), "a", {"name": "A", "links": ["x"]})], []), "here", "load again")
    Traceback (most recent call last):
    pathway_graph.errors.StoreError: here holds rows that are no network of ours (TypeError: ...); load again
    """
    try:
        return from_records(records)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        why = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        raise StoreError(f"{place} holds rows that are no network of ours ({why})", hint=way_out) from error
