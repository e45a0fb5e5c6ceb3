"""Open the store that a location names: a folder for the embedded database, a URI for a Neo4j server."""

from __future__ import annotations

import os
import re
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
    if variable := _variable(environ):
        return environ[variable]
    return str(data_folder(environ) / "store")


def open_store(location: str | os.PathLike[str] | None = None, *, only_loads: bool = False) -> Store:
    """Open a store; the caller closes it.

    Args:
        location: A folder (made on the first write; one to which stores are published is read as it stands there), or
            a URI ``bolt://``, ``neo4j://``, each with ``+s`` or
            ``+ssc`` for TLS. A server's user, password and database come from ``NEO4J_USERNAME``,
            ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE``, never from the URI; ``PATHWAY_GRAPH_COPY_LIMIT`` says of how many
            claims it is copied to this machine. Default: `default_location`.
        only_loads: The process loads and asks little: an embedded database keeps less of what it writes in memory.

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
        refuse_address(where)
        from pathway_graph.stores.embedded.store import EmbeddedStore

        _require_engine(where, is_chosen=bool(location or os.environ.get("PATHWAY_GRAPH_STORE")))
        if only_loads:
            from pathway_graph.stores.embedded import engine

            engine.only_loads()
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


def _variable(environ: Mapping[str, str]) -> str:
    """Return the variable that says where the store is; nothing where none does."""
    return next((name for name in ("PATHWAY_GRAPH_STORE", "NEO4J_URI") if environ.get(name)), "")


def refuse_address(where: str, environ: Mapping[str, str] = os.environ) -> None:
    """Refuse the address of a server that lacks its scheme: taken for a folder, it would be an empty store.

    ``NEO4J_URI`` names a server and nothing else. Elsewhere an address is what is written as one, unless it is there.

    Raises:
        StoreUnavailable: *where* is no folder.
    """
    variable = _variable(environ)
    variable = variable if environ.get(variable) == where else ""
    said = f"{variable} is {shown_place(where)!r}" if variable else f"the store {shown_place(where)!r}"
    bare = _HALF_SCHEME.sub("", where, count=1) if _HALF_SCHEME.match(where) else where
    written_so = _HOST_AND_PORT.fullmatch(bare) or (bare != where and not Path(where).exists())
    if variable == "NEO4J_URI":
        what = "which has no scheme"
    elif written_so and not Path(where).expanduser().exists():
        what = "an address without its scheme" if variable else "is an address without its scheme"
    else:
        return
    hint = f"write bolt://{bare}, or neo4j://{bare} for a cluster"
    if variable != "NEO4J_URI":
        hint += f"; a folder of that name is ./{where}"
    raise StoreUnavailable(f"{said}, {what}" if variable else f"{said} {what}", hint=hint)


_HOST_AND_PORT = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}(/[\w.-]*)?")
"""``localhost:7687``, ``db.example.org:7687/neo4j``; a single letter before the colon is a drive."""
_HALF_SCHEME = re.compile(r"(?:bolt|neo4j)(?:\+s|\+ssc)?:/?", re.IGNORECASE)
"""A scheme whose two slashes are not whole."""


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
