"""The index: entities numbered in order of their identifiers, causal edges as arrays in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pathway_graph.errors import UnknownName
from pathway_graph.index import cache
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.text.spelling import nearest_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Signs = NDArray[np.int8]

ARRAYS = ("source", "target", "sign", "edge", "by_target", "out_start", "in_start")
"""The arrays of an index, as a cache file names them."""


@dataclass(frozen=True, eq=False)
class Index:
    """A network's causal edges in compressed rows, source -> target; immutable.

    Edges are numbered in order of source, then of the network's own order. The edges out of entity ``i`` are
    ``out_start[i]`` to ``out_start[i + 1]``; those into it are ``by_target[in_start[i]:in_start[i + 1]]``, in the
    network's order.

    Attributes:
        ids: Identifiers by number, in the network's order.
        source, target: Ends of each edge, as numbers.
        sign: +1, -1 or 0 (direction not stated) of each edge.
        edge: Place of each edge in ``Network.edges``, and with it its claims.
        by_target: Edges in order of target.
        out_start, in_start: Where the edges of each entity begin.
    """

    ids: tuple[str, ...]
    source: Ints
    target: Ints
    sign: Signs
    edge: Ints
    by_target: Ints
    out_start: Ints
    in_start: Ints

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Numbers by identifier."""
        return {identifier: number for number, identifier in enumerate(self.ids)}

    @cached_property
    def id_array(self) -> NDArray[np.object_]:
        """Identifiers by number, as an array to pick from."""
        import numpy as np

        found = np.empty(len(self.ids), dtype=object)
        found[:] = self.ids
        return found

    def out_edges(self, node: int) -> Ints:
        """Return the numbers of the edges out of an entity."""
        import numpy as np

        return np.arange(self.out_start[node], self.out_start[node + 1], dtype=np.int32)

    def numbers(self, identifiers: tuple[str, ...]) -> list[int]:
        """Return the numbers of entities.

        Raises:
            UnknownName: An identifier is not in the network.
        """
        for identifier in identifiers:
            if identifier not in self.number:
                raise UnknownName("entity", identifier, nearest_name(identifier, self.number))
        return [self.number[identifier] for identifier in identifiers]


def index_of(network: Network) -> Index:
    """Return the index of *network*, built on first use and kept with it.

    A network read from a store of this machine takes the index from a file beside the database, if one of the same
    version is there; a missing, damaged or foreign file is replaced.

    >>> from pathway_graph.formats.native import read_guide
    >>> index = index_of(read_guide())
    >>> trkb = index.number["prot:NTRK2"]
    >>> [index.ids[index.target[e]] for e in range(index.out_start[trkb], index.out_start[trkb + 1])]
    ['cplx:PI3K', 'path:AKT', 'prot:PLCG1', 'prot:SHC1']
    """
    index: Index | None = network.__dict__.get("_index")
    if index is None:
        ids = tuple(entity.id for entity in network.entities)
        place = cache.place_of(network)
        arrays = cache.load(place, ids) if place else None
        if arrays is None:
            arrays = _arrays(network, ids)
            if place:
                cache.save(place, ids, arrays)
        for array in arrays.values():
            array.flags.writeable = False
        index = network.__dict__["_index"] = Index(ids, **arrays)
    return index


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
    # Within one target the network's order is kept, by which routes are listed.
    by_target = np.lexsort((place, target)).astype(np.int32)
    starts = [
        np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=len(ids)))]).astype(np.int32)
        for ends in (source, target)
    ]
    columns: list[NDArray[Any]] = [source, target, sign[place], place, by_target, *starts]
    return dict(zip(ARRAYS, columns, strict=True))
