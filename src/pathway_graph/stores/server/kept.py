"""What a Neo4j database holds, kept on this machine, and the stamp that says whether it still holds that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import neo4j
from neo4j.exceptions import ClientError

from pathway_graph.errors import StoreUnavailable
from pathway_graph.files.private import VARIABLE, is_mine, kept_folder
from pathway_graph.model import Network
from pathway_graph.stores.server.fetcher import Fetch
from pathway_graph.stores.server.partial import open_partial, save_partial
from pathway_graph.stores.snapshot import Unfit, open_snapshot, save_snapshot

_STATE: Final = (
    "CALL db.info() YIELD id, name, creationDate "
    "RETURN id, name, creationDate, COUNT { (n) } AS nodes, COUNT { ()-->() } AS links, "
    "COUNT { (n:Statement) } AS claims"
)
"""Counts come from the count store of the server, at the same cost whatever it holds."""
_STARTED: Final = "SHOW DATABASE $name YIELD serverID, databaseID, lastStartTime"
_SNAPSHOT: Final = "snapshot.bin"
_PARTIAL: Final = "partial "
"""Before the stamp of a snapshot without claims and edges, which is never taken for a whole one."""

Sessions = Callable[[str | None], neo4j.Session]
"""Opens a session for reading on the database of that name; None for the one of the store."""


@dataclass(frozen=True, slots=True)
class State:
    """In which state a database is.

    Attributes:
        database: Its name.
        claims: How many claims it holds.
        stamp: Another one after every transaction that anyone commits; empty where the server gives none.
        bookmarks: What names the last transaction to the server.
    """

    database: str
    claims: int
    stamp: str
    bookmarks: tuple[str, ...]


def read_state(sessions: Sessions) -> State:
    """Ask a server for the state of a database: two short round trips, whatever it holds and whoever asks.

    With every answer a server sends a bookmark, which names the last transaction that was committed before. It changes
    with each one, whoever wrote and whatever: a load of ours, one property of one node, a node of somebody else. Two
    different contents could share one only where the database itself was replaced, by a restored backup or a new
    import, for which it must be stopped: so the stamp also says since when it runs, and when it was made.
    """
    with sessions(None) as session:
        found = session.run(_STATE).single(strict=True)
        bookmarks = sorted(session.last_bookmarks().raw_values)
    started: list[str] = []
    with suppress(ClientError), sessions("system") as session:  # where that is not for this user to see
        started = sorted(map(str, session.run(_STARTED, name=found["name"]).values()))
    facts = (*found.values(), *bookmarks, *started)
    return State(found["name"], found["claims"], _hash(map(str, facts)) if bookmarks else "", tuple(bookmarks))


class Kept:
    """The snapshot of one database on this machine, for this user of both alone.

    Args:
        uri: The address of the server.
        user: As whom it is asked: who may see less gets a snapshot of their own.
        database: Name of the database.
    """

    def __init__(self, uri: str, user: str, database: str) -> None:
        base = kept_folder()
        self._folder = None if base is None else base / "servers" / _hash((uri, user, database))

    def find(self, stamp: str) -> Network | None:
        """Return what is kept under *stamp*, read as far as it is used; None where there is none of ours."""
        if self._folder is None or not stamp:
            return None
        try:
            if not is_mine(self._folder.stat(), 0o022) or not is_mine(self._file.stat(), 0o022):
                return None
        except OSError:
            return None
        return open_snapshot(self._file, stamp)

    def keep(self, network: Network, stamp: str) -> None:
        """Keep *network* under *stamp* in place of what was kept; where that cannot be done, nothing is kept."""
        if self._folder is None or not stamp:
            return
        with suppress(OSError, Unfit):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if is_mine(self._folder.stat(), 0o022):
                save_snapshot(network, self._file, stamp, is_private=True)

    def find_partial(self, stamp: str, fetch: Fetch) -> Network | None:
        """Return what is kept of a database too large to copy; None where nothing is."""
        light = self.find(_PARTIAL + stamp)
        return None if light is None or self._folder is None else open_partial(light, fetch, self._folder, stamp)

    def keep_partial(self, network: Network, stamp: str, fetch: Fetch) -> Network:
        """Keep the network without claims and edges, and the arrays of its edges; return it as `find_partial` does.

        Raises:
            StoreUnavailable: That cannot be kept here.
        """
        way_out = f"name a folder of your own in {VARIABLE}; what is asked of a database of this size needs it"
        if self._folder is None or not stamp:
            raise StoreUnavailable("nothing can be kept of the database on this machine", hint=way_out)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            save = partial(save_snapshot, file=self._file, stamp=_PARTIAL + stamp, is_private=True)
            save_partial(network, fetch, self._folder, stamp, save)
        except (OSError, Unfit) as error:
            raise StoreUnavailable(f"{self._folder} cannot be written", hint=way_out) from error
        found = self.find_partial(stamp, fetch)
        if found is None:
            raise StoreUnavailable(f"{self._folder} is not this user's alone", hint=way_out)
        return found

    @property
    def states(self) -> Path | None:
        """The folder for what loads from this machine replaced; None where nothing is kept."""
        return None if self._folder is None else self._folder / "states"

    @property
    def _file(self) -> Path:
        assert self._folder is not None
        return self._folder / _SNAPSHOT


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
