"""The history of a Neo4j store: one node in the database, and what loads replaced on the machine that loaded.

The node ``PathwayGraphHistory`` is written in the transaction of the load. It is made by the first load that says where
its data come from, as the commands do; a program that only writes networks leaves no node but theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import neo4j

from pathway_graph.files.private import is_mine
from pathway_graph.stores.changes import News
from pathway_graph.stores.history import History, dump_load, read_load
from pathway_graph.stores.history_files import prune, state_file

LABEL: Final = "PathwayGraphHistory"
READ: Final = f"MATCH (h:{LABEL} {{id: 'loads'}}) RETURN h.loads AS loads"
CLEAR: Final = f"MATCH (h:{LABEL}) DELETE h RETURN count(*) AS n"
_WRITE: Final = f"MERGE (h:{LABEL} {{id: 'loads'}}) SET h.loads = $loads"

Ask = Callable[[str, Mapping[str, Any]], list[list[Any]]]
"""Runs a Cypher text with parameters and returns its rows."""


def asking(tx: neo4j.ManagedTransaction) -> Ask:
    """Return what runs a Cypher text in a transaction."""
    return lambda text, values: tx.run(text, dict(values)).values()


def read_log(ask: Ask) -> History | None:
    """Return what the database records; None where it records nothing."""
    rows = ask(READ, {})
    if not rows:
        return None
    try:
        return History(tuple(map(read_load, rows[0][0])))
    except (TypeError, ValueError):
        return History(note=f"the node {LABEL} is damaged: the history begins anew with the next load")


def write_log(ask: Ask, history: History, news: News) -> tuple[History, dict[str, bytes]]:
    """Record a load in its own transaction; return the history then, and what is to be kept of what it replaced."""
    load, states = news.record(history)
    if load is None:
        return history, {}
    history = history.with_load(load, {source.id for source in news.after.sources})
    ask(_WRITE, {"loads": [dump_load(one) for one in history.loads]})
    return history, states


def keep_states(folder: Path | None, history: History, states: Mapping[str, bytes]) -> None:
    """Keep what a load replaced on this machine, for this user alone; where that cannot be done it is not kept."""
    if folder is None or not states:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_mine(folder.stat(), 0o022):
            for name, packed in states.items():
                state_file(folder, name).write_bytes(packed)
            prune(folder, history)
