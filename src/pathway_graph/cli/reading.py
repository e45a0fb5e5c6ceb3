"""Read the stored network, for the commands that work on it."""

from __future__ import annotations

from pathway_graph.errors import StoreUnavailable
from pathway_graph.model import Network
from pathway_graph.stores.base import Store
from pathway_graph.stores.open import default_location, open_store


def stored_before(opened: Store) -> Network:
    """Return what a store that is about to be written holds; nothing where it is new.

    Raises:
        StoreUnavailable: The store cannot be used.
    """
    try:
        return opened.read()
    except StoreUnavailable as error:
        if "nothing is loaded" not in str(error):
            raise
        return Network()


def stored_network(store: str | None) -> Network:
    """Return everything in the store.

    Raises:
        StoreUnavailable: There is no store, or nothing is in it.
    """
    opened = open_store(store)
    try:
        network = opened.read()
    finally:
        opened.close()
    if not network.sources:
        raise StoreUnavailable(f"the store {store or default_location()} is empty; run 'pathway-graph load' first")
    return network
