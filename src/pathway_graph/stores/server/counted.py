"""What a Neo4j server counts and checks of claims that are too many to copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from pathway_graph.errors import StoreError
from pathway_graph.model import Claim, Network
from pathway_graph.model.signs import sign_text
from pathway_graph.model.statistics import count_all
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.server.edge_ends import TYPES
from pathway_graph.stores.server.fetcher import Fetch

OURS: Final = "c.source IS NOT NULL"
"""What tells a claim of ours from a node of somebody else under the same label."""
_IS_SILENT = "c.view = 'background'"
_IS_NULL = "c.relation = 'leaves_unchanged'"
_SILENT_OR_NULL = (
    f"MATCH (c:Statement) WHERE {OURS} AND ({_IS_SILENT} OR {_IS_NULL}) "
    f"RETURN c.id, coalesce({_IS_SILENT}, false), coalesce({_IS_NULL}, false)"
)
_SPOKEN = (
    "UNWIND $ids AS i MATCH (e:Entity {id: i}) WHERE EXISTS { (e)<-[:SUBJECT|OBJECT]-(c:Statement) "
    f"WHERE {OURS} AND NOT coalesce({_IS_SILENT}, false) }} RETURN DISTINCT i"
)
"""Those about which a claim speaks that is no background; the server stops at the first of each."""
_ABOUT = (
    f"UNWIND $ids AS i MATCH (c:Statement {{id: i}})-[:SUBJECT|OBJECT]->(e:Entity) WHERE {OURS} RETURN DISTINCT e.id"
)
_BATCH: Final = 5_000
_COUNTS = (
    f"MATCH (c:Statement) WHERE {OURS} RETURN coalesce({_IS_SILENT}, false), coalesce(c.kind, 'causal'), "
    "coalesce(c.certainty, 'asserted'), c.relation, c.table IS NOT NULL, c.citations IS NULL, count(*)"
)
"""The sign follows from the relation: whoever changes that by hand may forget the property ``sign``."""
_COUNTED = f"MATCH (a:Entity)-[r:{TYPES}]->(b:Entity) WHERE a.sources IS NOT NULL AND b.sources IS NOT NULL "
_VIEW = "coalesce(r.view, 'guide')"
_EDGE_COUNTS = f"{_COUNTED} RETURN {_VIEW}, type(r), count(*)"
_DISTINCT_COUNTS = f"{_COUNTED} WITH a, b, type(r) AS t, head(collect({_VIEW})) AS v RETURN v, t, count(*)"
"""The same where somebody drew an edge twice, which takes the server more memory."""
_LINKED = (
    f"MATCH (c:Statement)-[r:SUBJECT|OBJECT]->(e:Entity) WHERE {OURS} RETURN count(*), "
    "count(CASE WHEN e.id = CASE type(r) WHEN 'SUBJECT' THEN c.subject ELSE c.object END THEN 1 END)"
)
_TABLE_ROWS = (
    f"MATCH (c:Statement) WHERE {OURS} AND c.table IS NOT NULL AND NOT coalesce({_IS_SILENT}, false) "
    "RETURN DISTINCT c.source, c.table, c.row"
)


def silent_and_null_claims(fetch: Fetch) -> tuple[list[str], list[str]]:
    """Name the claims that are background, and those that are null results, both in order."""
    found = sorted(tuple(row) for row in fetch(_SILENT_OR_NULL))
    return [name for name, is_silent, _ in found if is_silent], [name for name, _, is_null in found if is_null]


def background_alone(network: Network, silent: list[str], fetch: Fetch) -> frozenset[str]:
    """Name the entities that background alone knows, as `lookup.find_background_only` would.

    Args:
        network: The content of the database without claims and edges.
        silent: The claims that are background.
        fetch: Asks the database.
    """
    mute = {entity.id for entity in network.entities if entity.view == "background"}
    for batch in batches(silent):
        mute.update(identifier for (identifier,) in fetch(_ABOUT, ids=batch))
    for batch in batches(sorted(mute)):
        mute.difference_update(identifier for (identifier,) in fetch(_SPOKEN, ids=batch))
    return frozenset(mute)


def batches(items: list[Any]) -> Iterator[list[Any]]:
    """Yield items in lists of what one query takes."""
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def require_linked(fetch: Fetch) -> None:
    """Make sure that each claim is linked to its subject and its object, and to nothing else in their place."""
    ((claims,),) = fetch(f"MATCH (c:Statement) WHERE {OURS} RETURN count(*)")
    ((links, right),) = fetch(_LINKED)
    if not links == right == 2 * claims:
        raise StoreError(
            "somebody changed claims on the server by hand: their links SUBJECT and OBJECT are not what they state",
            hint="run `pathway-graph load` with any of its files, which puts them right",
        )


def _edges_counted(fetch: Fetch, total: int) -> dict[str, Any]:
    rows = list(fetch(_EDGE_COUNTS))
    if sum(count for *_, count in rows) != total:
        rows = list(fetch(_DISTINCT_COUNTS))
    views: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for view, type_, count in rows:
        views[view] += count
        signs[sign_text(RELATIONS[type_.lower()].sign)] += count
    return {
        "edges": views.total(),
        "edges_by_view": dict(sorted(views.items())),
        "edges_by_sign": dict(sorted(signs.items())),
    }


def counted(network: Network, fetch: Fetch, edges: int, pick: Callable[[list[str]], list[Claim]]) -> dict[str, Any]:
    """Return what `count_all` would, claims and edges counted by the server.

    Args:
        network: The content of the database without claims and edges.
        fetch: Asks the database.
        edges: How many edges there are.
        pick: Returns claims by their identifiers.
    """
    shown = {claim for diagram in network.diagrams for edge in diagram.edges for claim in edge.claims}
    found = count_all(replace(network, claims=tuple(pick(sorted(shown)))))
    background = total = from_tables = uncited = 0
    groups: dict[str, Counter[str]] = {"kind": Counter(), "certainty": Counter(), "sign": Counter()}
    for is_background, kind, certainty, relation, has_table, has_none, count in fetch(_COUNTS):
        if is_background:
            background += count
            continue
        total += count
        sign = sign_text(Claim("", "", relation, "").sign)
        for group, value in (("kind", kind), ("certainty", certainty), ("sign", sign)):
            groups[group][value] += count
        from_tables += count if has_table else 0
        uncited += count if has_none else 0
    counts = {
        "claims": total,
        **{f"claims_by_{group}": dict(sorted(counted.items())) for group, counted in groups.items()},
        "claims_from_tables": from_tables,
        "claims_without_citation": uncited,
        "table_rows": sum(1 for _ in fetch(_TABLE_ROWS)),
        "background_statements": background,
        **_edges_counted(fetch, edges),
    }
    return {name: counts.get(name, value) for name, value in found.items()}
