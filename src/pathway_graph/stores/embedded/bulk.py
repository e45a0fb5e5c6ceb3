"""Move records into and out of the engine: the bulk API on the way in, pages of one type on the way out."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pathway_graph.model import Network
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.base import Progress
from pathway_graph.stores.embedded.bulk_links import BATCH, CACHED, STEP, LinkWriter, Rids
from pathway_graph.stores.embedded.bulk_links import storable as storable
from pathway_graph.stores.embedded.engine import SharedReader
from pathway_graph.stores.embedded.survey import Survey
from pathway_graph.stores.records import KEY_LABELS, LinkRow, NodeRow, Properties, Records, nodes_of

R = TypeVar("R")
K = TypeVar("K", bound=Hashable)

_HARDENING = ("opencypher.loadCsv.allowFileUrls", "opencypher.loadCsv.allowRemoteUrls")


def type_name(labels: Iterable[str]) -> str:
    """Return the engine's type for a set of labels.

    >>> type_name(("Entity", "Drug"))
    'Drug~Entity'
    """
    return "~".join(sorted(labels))


def digest(records: Records, schema: Sequence[str]) -> str:
    """Return a fingerprint of rows and schema: equal digests mean that rewriting would change nothing."""
    state = hashlib.sha256(repr(tuple(schema)).encode())
    for node in records.nodes:
        state.update(repr((node.labels, node.id, node.properties)).encode())
    for link in records.links:
        state.update(repr((link.type, link.start, link.end, link.properties)).encode())
    return state.hexdigest()


def build(
    arcadedb: Any, folder: Path, network: Network, plan: Survey, schema: Sequence[str], progress: Progress | None
) -> None:
    """Create a database in *folder* and write all rows of *network* to it, each made when it is written.

    Raises:
        StoreError: The engine refused a statement of the schema or a row.
    """
    database = arcadedb.create_database(str(folder))
    try:
        create_types(database, plan.labels, plan.types, schema)
        with database.graph_batch(batch_size=BATCH, chunk_cache_capacity=CACHED, use_wal=False) as batch:
            rids = _write_nodes(batch, nodes_of(network), plan.nodes, progress)
            LinkWriter(batch, rids, plan.links, progress).write(network)
        for name in _HARDENING:
            database.command("sql", f"ALTER DATABASE `arcadedb.{name}` false")
    finally:
        database.close()


def by_labels(rows: Iterable[NodeRow]) -> dict[tuple[str, ...], list[NodeRow]]:
    """Group nodes by their labels."""
    groups: dict[tuple[str, ...], list[NodeRow]] = defaultdict(list)
    for row in rows:
        groups[row.labels].append(row)
    return groups


def by_type(rows: Iterable[LinkRow]) -> dict[str, list[LinkRow]]:
    """Group links by their type."""
    groups: dict[str, list[LinkRow]] = defaultdict(list)
    for row in rows:
        groups[row.type].append(row)
    return groups


def create_types(database: Any, nodes: Iterable[tuple[str, ...]], links: Iterable[str], schema: Sequence[str]) -> None:
    """Create what is missing of the engine's types for combinations of labels and for links, and the *schema*."""
    combined = sorted(nodes)
    for label in sorted({*KEY_LABELS, *(label for labels in combined for label in labels)}):
        database.command("sql", f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS")
    for statement in schema:
        with database.transaction():
            database.command("opencypher", statement)
    for labels in combined:
        if len(labels) > 1:
            parents = ", ".join(f"`{label}`" for label in sorted(labels))
            database.command("sql", f"CREATE VERTEX TYPE `{type_name(labels)}` IF NOT EXISTS EXTENDS {parents}")
    for name in sorted(links):
        database.command("sql", f"CREATE EDGE TYPE `{name}` IF NOT EXISTS")


def _write_nodes(batch: Any, nodes: Iterable[NodeRow], total: int, progress: Progress | None) -> Rids:
    rids: dict[str, dict[str, str]] = defaultdict(dict)
    done = 0
    for labels, rows in _steps(nodes, lambda row: row.labels):
        made = batch.create_vertices(type_name(labels), [{**storable(row.properties), "id": row.id} for row in rows])
        rids[labels[0]].update(zip((row.id for row in rows), made, strict=True))
        done += len(rows)
        if progress is not None:
            progress("nodes", done, total)
    return rids


def _steps(rows: Iterable[R], kind: Callable[[R], K]) -> Iterator[tuple[K, list[R]]]:
    """Yield rows in steps, each of one kind, as soon as there are enough of it."""
    waiting: dict[K, list[R]] = defaultdict(list)
    for row in rows:
        some = waiting[kind(row)]
        some.append(row)
        if len(some) == STEP:
            yield kind(row), waiting.pop(kind(row))
    yield from waiting.items()


# Reading ----------------------------------------------------------------------------------------------


def read(reader: SharedReader) -> Records:
    """Return all nodes, and the links between entities, which are what a network is rebuilt from."""
    types = {row["name"]: row["type"] for row in reader.sql("SELECT name, type FROM schema:types")}
    parents = {label for name in types if "~" in name for label in name.split("~")}
    keys: dict[str, tuple[str, str]] = {}
    nodes: list[NodeRow] = []
    for name in sorted(name for name, kind in types.items() if kind == "vertex" and name not in parents):
        labels = sorted(name.split("~"), key=lambda label: (label not in KEY_LABELS, label))
        for row in _pages(reader, f"SELECT @this AS e FROM `{name}`"):
            properties = properties_of(row["e"])
            identifier = properties.pop("id")
            keys[row["e"]["@rid"]] = (labels[0], identifier)
            nodes.append(NodeRow(tuple(labels), identifier, properties))
    links: list[LinkRow] = []
    for name in sorted({relation.type for relation in RELATIONS.values()} & types.keys()):
        select = f"SELECT @this AS e, @out.asString() AS s, @in.asString() AS t FROM `{name}`"
        for row in _pages(reader, select):
            links.append(LinkRow(name, keys[row["s"]], keys[row["t"]], properties_of(row["e"])))
    return Records(nodes, links)


def _pages(reader: SharedReader, select: str) -> Iterator[dict[str, Any]]:
    """Yield all rows of one type, a page a query, so that no query comes near the engine's time limit."""
    after = ""
    while True:
        rows = reader.sql(f"{select}{after} ORDER BY @rid LIMIT {STEP}")
        yield from rows
        if len(rows) < STEP:
            return
        after = f" WHERE @rid > {rows[-1]['e']['@rid']}"


def properties_of(element: dict[str, Any]) -> Properties:
    """Return the properties of a node or link among the engine's rows."""
    return {key: value for key, value in element.items() if key[0] != "@"}
