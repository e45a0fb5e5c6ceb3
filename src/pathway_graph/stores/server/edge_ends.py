"""The ends of all edges on a Neo4j server, read as columns of whole numbers."""

from __future__ import annotations

from array import array
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from pathway_graph.index.build import columns_of_packed
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.stores.server.fetcher import Fetch

NAMES: Final = sorted(RELATIONS)
"""Names of relations, in the order by which their numbers go."""
TYPES: Final = "|".join(sorted(relation.type for relation in RELATIONS.values()))
_ENTITIES = "MATCH (n:Entity) WHERE n.sources IS NOT NULL RETURN n.id, id(n)"
_READERS: Final = 2
"""Connections over which edges are read: the server works for one while what another brought is decoded."""
_EDGES = (
    f"MATCH (a:Entity) WHERE id(a) % {_READERS} = $turn CALL (a) {{ MATCH (a)-[r:{TYPES}]->(b:Entity) "
    "RETURN collect(id(b) * 512 + $codes[type(r)] * 4 + CASE WHEN r.view = 'background' "
    "OR ($silent <> [] AND any(c IN r.claims WHERE c IN $silent)) THEN 2 ELSE 0 END "
    "+ CASE r.certainty WHEN 'hypothesis' THEN 1 ELSE 0 END) AS ends, collect(id(r)) AS keys } "
    "WITH a, ends, keys WHERE keys <> [] RETURN id(a), ends, keys"
)
"""Two whole numbers an edge, by source: what takes the driver most time is to decode values one by one."""


@gc_paused()
def edge_columns(ids: tuple[str, ...], silent: list[str], fetch: Fetch) -> dict[str, Any]:
    """Return the edges between entities as the columns that `index_of_columns` takes."""
    numbers = {identifier: number for number, identifier in enumerate(ids)}
    by_key = {key: numbers[identifier] for identifier, key in fetch(_ENTITIES) if identifier in numbers}
    codes = {RELATIONS[name].type: number for number, name in enumerate(NAMES)}

    def read(turn: int) -> tuple[array[int], array[int], array[int]]:
        source, end, key = array("i"), array("q"), array("q")
        for start, ends, keys in fetch(_EDGES, turn=turn, codes=codes, silent=silent):
            if start in by_key:
                source.extend([by_key[start]] * len(keys))
                end.extend(ends)
                key.extend(keys)
        return source, end, key

    with ThreadPoolExecutor(_READERS) as pool:
        source, end, key = zip(*pool.map(read, range(_READERS)), strict=True)
    return columns_of_packed(by_key, source, end, key)
