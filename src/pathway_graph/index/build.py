"""Build the index of a network."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pathway_graph.index.arrays import ARRAYS, Index
from pathway_graph.model import Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.vocabulary import RELATIONS

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


def index_of(network: Network) -> Index:
    """Return the index of *network*, built on first use and kept with it.

    A network read from a store of this machine takes it from the snapshot beside the database.

    >>> from pathway_graph.formats.native import read_guide
    >>> index = index_of(read_guide())
    >>> trkb = index.number["prot:NTRK2"]
    >>> [index.ids[index.target[e]] for e in range(index.out_start[trkb], index.out_start[trkb + 1])]
    ['cplx:PI3K', 'path:AKT', 'prot:PLCG1', 'prot:SHC1']
    """
    return cached_on(network, build_index)


def build_index(network: Network) -> Index:
    """Return the index of *network*, worked out anew."""
    ids = tuple(entity.id for entity in network.entities)
    arrays = _arrays(network, ids)
    for array in arrays.values():
        array.flags.writeable = False
    return Index(ids, **arrays)


def _arrays(network: Network, ids: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    import numpy as np

    number = {identifier: place for place, identifier in enumerate(ids)}
    edges = network.edges
    count = len(edges)
    code = {name: 2 if relation.sign is None else relation.sign for name, relation in RELATIONS.items()}
    sign = np.fromiter(map(code.__getitem__, map(attrgetter("relation"), edges)), np.int8, count)
    place = np.flatnonzero(sign != 2).astype(np.int32)
    causal = edges if len(place) == count else [edges[i] for i in place.tolist()]
    source = np.fromiter(map(number.__getitem__, map(attrgetter("source"), causal)), np.int32, len(place))
    target = np.fromiter(map(number.__getitem__, map(attrgetter("target"), causal)), np.int32, len(place))
    if len(source) and bool((source[1:] < source[:-1]).any()):
        order = np.argsort(source, kind="stable")
        place, source, target = place[order], source[order], target[order]
    silent = {claim.id for claim in network.claims if claim.view == "background"}
    background = np.fromiter((e.view == "background" or not silent.isdisjoint(e.claims) for e in edges), bool, count)
    hypothesis = np.fromiter((e.certainty == "hypothesis" for e in edges), bool, count)
    return _compressed(len(ids), (source, target, sign[place], place, background[place], hypothesis[place]))


def _compressed(entities: int, columns: tuple[NDArray[Any], ...]) -> dict[str, NDArray[Any]]:
    """Return the arrays of causal edges, in order of source, whose columns are the first of `ARRAYS`."""
    import numpy as np

    source, target, _, place, *_ = columns
    # Within one target the network's order is kept, by which routes are listed.
    by_target = np.lexsort((place, target)).astype(np.int32)
    starts = [
        np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=entities))]).astype(np.int32)
        for ends in (source, target)
    ]
    return dict(zip(ARRAYS, [*columns, by_target, *starts], strict=True))


def columns_of_packed(
    numbers: Mapping[int, int], source: Sequence[array[int]], end: Sequence[array[int]], key: Sequence[array[int]]
) -> dict[str, NDArray[Any]]:
    """Return the columns that `index_of_columns` takes of edges as a server sends them.

    Args:
        numbers: The number of each entity, by the server's own; edges that end elsewhere are left out.
        source: Numbers of entities, in pieces.
        end: Of each edge the server's number of its target times 512, plus the place of the relation's name times 4,
            plus 2 for background and 1 for a hypothesis.
        key: Any number of each edge.
    """
    import numpy as np

    ends = np.concatenate([np.asarray(piece, np.int64) for piece in end])
    known = np.array(sorted(numbers), dtype=np.int64)
    there = np.array([numbers[one] for one in known.tolist()], dtype=np.int32)
    at = np.searchsorted(known, ends >> 9)
    is_ours = np.isin(ends >> 9, known)
    flags = (ends & 511).astype(np.int16)[is_ours]
    return {
        "source": np.concatenate([np.asarray(piece, np.int32) for piece in source])[is_ours],
        "relation": (flags >> 2).astype(np.int32),
        "target": there[at[is_ours]],
        "key": np.concatenate([np.asarray(piece, np.int64) for piece in key])[is_ours],
        "background": (flags >> 1) & 1,
        "hypothesis": flags & 1,
    }


def index_of_columns(ids: tuple[str, ...], columns: Mapping[str, Any]) -> tuple[Index, dict[str, bytes]]:
    """Return the index of edges that come as columns in any order, and their ends in the network's order.

    Args:
        ids: Identifiers of all entities, in order.
        columns: Of each edge ``source`` and ``target`` as numbers of entities, ``relation`` as the place of its name
            among all in order, ``background`` and ``hypothesis`` as 0 or 1, and ``key``, any number.

    Returns:
        The index, and ``source``, ``relation``, ``target`` (32 bits each) and ``key`` (64) of all edges, in order;
        of edges that agree in source, relation and target the first.
    """
    import numpy as np

    of = {name: np.asarray(column) for name, column in columns.items()}
    order = np.lexsort((of["target"], of["relation"], of["source"]))
    ends = np.stack([of[name][order] for name in ("source", "relation", "target")])
    is_first = np.ones(len(order), bool)
    is_first[1:] = (ends[:, 1:] != ends[:, :-1]).any(axis=0)
    order = order[is_first]
    of = {name: column[order] for name, column in of.items()}
    code = np.array(
        [2 if RELATIONS[name].sign is None else RELATIONS[name].sign for name in sorted(RELATIONS)], np.int8
    )
    sign = code[of["relation"]]
    place = np.flatnonzero(sign != 2).astype(np.int32)
    flags = [of[name][place].astype(bool) for name in ("background", "hypothesis")]
    numbers = (of["source"][place].astype(np.int32), of["target"][place].astype(np.int32), sign[place], place)
    found = Index(ids, **_compressed(len(ids), (*numbers, *flags)))
    kinds = {"source": np.int32, "relation": np.int32, "target": np.int32, "key": np.int64}
    return found, {name: of[name].astype(kind).tobytes() for name, kind in kinds.items()}
