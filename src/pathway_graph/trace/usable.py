"""The edges that filters let through, over the index of a network: worked out once, kept with the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pathway_graph.evidence.onwards import subjects_of
from pathway_graph.identifiers.gene_forms import gene_numbers
from pathway_graph.index import Index, index_of
from pathway_graph.model import Edge, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.trace.filters import Filters, admission, claims_left_out

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class EdgeView:
    """Which edges of an index may be followed.

    Attributes:
        network: The network of the index.
        index: The index.
        mask: Whether each of its edges may.
        narrowed: Edges, by number, of which only some claims count.
        left_out: How many may not, by reason.
        filters: What lets them through; nothing of ends and net signs.
    """

    network: Network
    index: Index
    mask: NDArray[np.bool_]
    narrowed: Mapping[int, Edge]
    left_out: Mapping[str, int]
    filters: Filters

    def edge(self, number: int) -> Edge:
        """Return an edge, with the claims that count."""
        found = self._edges.get(number)
        if found is None:
            found = self.narrowed.get(number) or self.network.pick("edges", [int(self.index.edge[number])])[0]
            self._edges[number] = found
        return found

    def fetch(self, numbers: Iterable[int]) -> None:
        """Read edges that `edge` is going to be asked for: those of a server together, not entity by entity."""
        missing = [one for one in dict.fromkeys(numbers) if one not in self._edges and one not in self.narrowed]
        places = self.index.edge[missing].tolist() if missing else []
        self._edges.update(zip(missing, self.network.pick("edges", places), strict=True))

    def without_hypotheses(self) -> EdgeView:
        """Return the same without the edges for which no claim is more than a hypothesis; the account says how many."""
        hypothesis = self.hypothesis
        count = int(hypothesis.sum())
        left_out = {**self.left_out, "hypothesis": count} if count else self.left_out
        found = replace(self, mask=self.mask & ~hypothesis, left_out=dict(sorted(left_out.items())))
        found.__dict__["genes"] = self.genes
        return found

    def masked(self, mask: NDArray[np.bool_]) -> EdgeView:
        """Return the same with another mask; what follows from the network alone is not worked out again."""
        found = replace(self, mask=mask)
        found.__dict__["genes"] = self.genes
        return found

    @cached_property
    def hypothesis(self) -> NDArray[np.bool_]:
        """Whether each edge may be followed, and no claim of it that counts is more than a hypothesis."""
        hypothesis = self.index.hypothesis.copy()
        for number, edge in self.narrowed.items():
            hypothesis[number] = edge.certainty == "hypothesis"
        found: NDArray[np.bool_] = hypothesis & self.mask
        return found

    @cached_property
    def genes(self) -> list[int]:
        """The gene of each entity, as the number of one of its forms."""
        return gene_numbers(self.network).tolist()

    def neighbours(self, node: int, backwards: bool) -> list[tuple[int, int]]:
        """Return the usable edges into (*backwards*) or out of an entity, each with its other end."""
        kept = self._into if backwards else self._out
        found = kept.get(node)
        if found is None:
            index = self.index
            if backwards:
                numbers = index.by_target[index.in_start[node] : index.in_start[node + 1]]
                ends = index.source
            else:
                numbers = index.out_edges(node)
                ends = index.target
            numbers = numbers[self.mask[numbers]]
            found = kept[node] = list(zip(numbers.tolist(), ends[numbers].tolist(), strict=True))
        return found

    def targets(self, node: int) -> list[int]:
        """Return the other ends of the usable edges out of an entity."""
        found = self._targets.get(node)
        if found is None:
            found = self._targets[node] = [there for _, there in self.neighbours(node, False)]
        return found

    def edges_out(self, node: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
        """Return the usable edges out of an entity as arrays: their numbers, other ends and signs."""
        numbers = self.index.out_edges(node)
        numbers = numbers[self.mask[numbers]]
        return numbers, self.index.target[numbers], self.index.sign[numbers]

    @cached_property
    def _edges(self) -> dict[int, Edge]:
        return {}

    @cached_property
    def _targets(self) -> dict[int, list[int]]:
        return {}

    @cached_property
    def _into(self) -> dict[int, list[tuple[int, int]]]:
        return {}

    @cached_property
    def _out(self) -> dict[int, list[tuple[int, int]]]:
        return {}


def edge_view(network: Network, filters: Filters, *, hypotheses: bool = True) -> EdgeView:
    """Return the edges that *filters* let through; without *hypotheses*, none that only a hypothesis states.

    Raises:
        UnknownName: A diagram or species of the filters does not exist.
    """
    return cached_on(network, _usable, replace(filters, kinds=(), count_hypotheses=False), hypotheses)


def _usable(network: Network, filters: Filters, hypotheses: bool) -> EdgeView:
    if not hypotheses:
        return cached_on(network, _usable, filters, True).without_hypotheses()
    import numpy as np

    index = index_of(network)
    mask = np.ones(len(index.edge), dtype=bool)
    left_out = claims_left_out(network, filters)
    plain = filters == Filters(view=filters.view, without=filters.without, count_retracted=filters.count_retracted)
    if plain:  # what background has no say in passes as it is
        numbers = np.flatnonzero(index.background).tolist() if filters.view == "guide" else []
        numbers = sorted({*numbers, *_edges_out_of(index, subjects_of(network, left_out))})
    else:
        numbers = list(range(len(index.edge)))
    admit = admission(network, filters)
    reasons: dict[str, int] = {}
    narrowed: dict[int, Edge] = {}
    for number, edge in zip(numbers, network.pick("edges", index.edge[numbers].tolist()), strict=True):
        used = admit(edge)
        if not isinstance(used, Edge):
            mask[number] = False
            reasons[used] = reasons.get(used, 0) + 1
        elif used is not edge:
            narrowed[number] = used
    return EdgeView(network, index, mask, narrowed, dict(sorted(reasons.items())), filters)


def _edges_out_of(index: Index, entities: Iterable[str]) -> list[int]:
    return [number for one in entities for number in index.out_edges(index.number[one]).tolist()]
