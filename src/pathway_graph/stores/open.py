"""Open the store that a location names: a folder for the embedded database, a URI for a Neo4j server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pathway_graph.errors import MissingEngine, StoreUnavailable
from pathway_graph.files.places import data_folder
from pathway_graph.stores.base import Store
from pathway_graph.text.secrets import holds_user_info, shown_place

NEO4J_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def default_location(environ: Mapping[str, str] = os.environ) -> str:
    """Return where the store is if nothing else is said.

    ``PATHWAY_GRAPH_STORE`` comes first, then ``NEO4J_URI``, then a folder of the user's own data.

    >>> default_location({"NEO4J_URI": "bolt://127.0.0.1:7687"})
    'bolt://127.0.0.1:7687'
    """
    for variable in ("PATHWAY_GRAPH_STORE", "NEO4J_URI"):
        if environ.get(variable):
            return environ[variable]
    return str(data_folder(environ) / "store")


def open_store(location: str | os.PathLike[str] | None = None) -> Store:
    """Open a store; the caller closes it.

    Args:
        location: A folder (made on the first write; one to which stores are published is read as it stands there), or
            a URI ``bolt://``, ``neo4j://``, each with ``+s`` or
            ``+ssc`` for TLS. A server's user, password and database come from ``NEO4J_USERNAME``,
            ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE``, never from the URI; ``PATHWAY_GRAPH_COPY_LIMIT`` says of how many
            claims it is copied to this machine. Default: `default_location`.

    Raises:
        StoreUnavailable: The location names no store, holds a user or a password, or the database cannot be reached.
    """
    where = os.fspath(location) if location else default_location()
    scheme, separator, _ = where.partition("://")
    if holds_user_info(where):
        raise StoreUnavailable(
            f"user or password stand in the address {shown_place(where)}",
            hint="take them out, and set NEO4J_USERNAME and NEO4J_PASSWORD",
        )
    if not separator:
        from pathway_graph.stores.embedded.store import EmbeddedStore

        _require_engine(where, is_chosen=bool(location or os.environ.get("PATHWAY_GRAPH_STORE")))
        folder = Path(where).expanduser()
        if is_shared(folder):
            from pathway_graph.stores.embedded.mirror import SharedStore

            return SharedStore(folder)
        return EmbeddedStore(folder)
    if scheme not in NEO4J_SCHEMES:
        raise StoreUnavailable(f"unknown store {where!r}", hint="use a folder path, bolt:// or neo4j://")
    password = os.environ.get("NEO4J_PASSWORD")
    if not password:
        raise StoreUnavailable(f"no password for {where}", hint="set the environment variable NEO4J_PASSWORD")
    from pathway_graph.stores.server.store import COPY_LIMIT, Neo4jStore

    limit = os.environ.get("PATHWAY_GRAPH_COPY_LIMIT") or str(COPY_LIMIT)
    if not limit.isdecimal():
        raise StoreUnavailable(f"PATHWAY_GRAPH_COPY_LIMIT is {limit!r}", hint="set it to a number of claims")
    return Neo4jStore(
        where,
        user=os.environ.get("NEO4J_USERNAME", "neo4j"),
        password=password,
        database=os.environ.get("NEO4J_DATABASE") or None,
        copy_limit=int(limit),
    )


def is_shared(folder: Path) -> bool:
    """Whether stores are published to a folder, which no load may change."""
    from pathway_graph.stores.embedded.generations import SHARED

    return (folder / SHARED).exists()


def _require_engine(where: str, *, is_chosen: bool) -> None:
    """Say at once where a folder cannot be opened, for there is no embedded engine on this machine.

    That it is installed is seen without importing it, which takes longer than most answers.
    """
    from pathway_graph.stores.embedded import engine

    if engine.is_installed():
        return
    try:
        engine.find()
    except MissingEngine as error:
        raise MissingEngine(
            error.package, message=f"{_which(where, is_chosen)} cannot be opened: {error.message}", hint=error.hint
        ) from error
    except StoreUnavailable as error:
        raise StoreUnavailable(
            f"{_which(where, is_chosen)} cannot be opened: {error.message}", hint=error.hint
        ) from error


def _which(where: str, is_chosen: bool) -> str:
    return f"the store {where}" if is_chosen else f"the default store, the folder {where},"
