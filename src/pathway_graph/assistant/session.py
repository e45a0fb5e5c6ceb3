"""The store that an assistant asks: read when it changed, by one call at a time, and never written."""

from __future__ import annotations

import threading

from pathway_graph.errors import StoreEmpty
from pathway_graph.model import Network
from pathway_graph.stores.history import History
from pathway_graph.stores.open import open_store
from pathway_graph.text.secrets import shown_place


class Session:
    """One store, over which all calls of a server go.

    Args:
        location: As for `open_store`.
        timeout_s: The longest a call may take, in seconds.

    Raises:
        StoreUnavailable: It cannot be opened.
    """

    def __init__(self, location: str, timeout_s: float) -> None:
        self.location, self.timeout_s = location, timeout_s
        self._store = open_store(location)
        self._guard = threading.Lock()

    def network(self) -> Network:
        """Return what the store holds now: a load since the last call is seen.

        Raises:
            StoreUnavailable: It cannot be read, or (`StoreEmpty`) holds nothing.
        """
        with self._guard:
            network = self._store.read()
        if not network.sources:
            raise StoreEmpty(f"the store {shown_place(self.location)} is empty", hint="run 'pathway-graph load' first")
        return network

    def history(self) -> History:
        """Return what is recorded of its loads."""
        with self._guard:
            return self._store.history()

    def close(self) -> None:
        """Release it."""
        self._store.close()
