"""A share read as a store: what is published is copied to this machine and read there, the share stays untouched."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from pathway_graph.errors import StoreUnavailable
from pathway_graph.model import Network
from pathway_graph.stores.base import Progress
from pathway_graph.stores.embedded.engine import SharedReader
from pathway_graph.stores.embedded.pulling import mirror_of, pull
from pathway_graph.stores.embedded.share import Share
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.history import Origin

T = TypeVar("T")
_LOOK_S: Final = 10.0
"""A store that stays open looks this often whether something else is published."""


class SharedStore(EmbeddedStore):
    """What is published in a shared folder; it is read, and changes by `publish` alone.

    Args:
        path: The share.
    """

    def __init__(self, path: str | Path, *, query_limit_s: float = 60.0, lock_wait_s: float = 60.0) -> None:
        self.share = Share(Path(path))
        copy, self._passing = mirror_of(self.share.root)
        super().__init__(copy, query_limit_s=query_limit_s, lock_wait_s=lock_wait_s)
        self._looked_s = -_LOOK_S

    def write(
        self, network: Network, *, progress: Progress | None = None, origins: Mapping[str, Origin] | None = None
    ) -> Network:
        """Refuse: a share changes by `publish` alone.

        Raises:
            StoreUnavailable: Always.
        """
        self._refuse()

    def remove(self, source: str) -> Network:
        """Refuse: a share changes by `publish` alone.

        Raises:
            StoreUnavailable: Always.
        """
        self._refuse()

    def read(self) -> Network:
        """Return everything that is published as one network.

        Raises:
            StoreUnavailable: The share cannot be read, or is damaged.
        """
        self._look()
        return super().read()

    def close(self) -> None:
        """Release the database, and remove the copy where none is to be kept."""
        super().close()
        if self._passing is not None:
            self._passing.cleanup()
            self._looked_s = -_LOOK_S

    def _of_current(self, work: Callable[[Path], T]) -> T:
        self._look()
        return super()._of_current(work)

    def _lease(self, limit_s: float = 0.0) -> SharedReader:
        self._look()
        return super()._lease(limit_s)

    def _look(self) -> None:
        """Copy what is published, unless that is what was copied last."""
        if time.monotonic() - self._looked_s >= _LOOK_S:
            pull(self.share, self.path, replace=True, wait_s=self._lock_wait_s)
            self._looked_s = time.monotonic()

    def _refuse(self) -> NoReturn:
        raise StoreUnavailable(
            f"{self.share.root} is shared with readers, and changes by `pathway-graph publish` alone",
            hint="load into a store of your own with --store, and publish that",
        )
