"""What the driver of Neo4j repeats, and what it is not to repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import neo4j
from neo4j.exceptions import TransientError

from pathway_graph.stores.server import errors

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]


def once_if_out_of_memory(work: Work[T], uri: str) -> Work[T]:
    """Let the driver not repeat what failed for want of memory, which it takes for a passing fault."""

    def wrapped(tx: neo4j.ManagedTransaction) -> T:
        try:
            return work(tx)
        except TransientError as error:
            if error.code == errors.OUT_OF_MEMORY:
                raise errors.store_error(error, uri) from error
            raise

    for name in ("timeout", "metadata"):  # what neo4j.unit_of_work has set
        if hasattr(work, name):
            setattr(wrapped, name, getattr(work, name))
    return wrapped
