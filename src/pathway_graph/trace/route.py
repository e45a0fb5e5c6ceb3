"""One causal route: its edges, its sign, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pathway_graph.model import Edge, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.vocabulary import Sign


@dataclass(frozen=True, slots=True)
class Route:
    """A causal route, source first.

    Attributes:
        edges: Its edges, each edge's target the next one's source.
    """

    edges: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Identifiers of the entities on it, source first."""
        return (self.edges[0].source, *(edge.target for edge in self.edges))

    @property
    def sign(self) -> Sign:
        """+1 raises the end, -1 lowers it, 0 if an edge on the way states no direction."""
        product = 1
        for edge in self.edges:
            product *= edge.sign or 0
        return 1 if product > 0 else -1 if product < 0 else 0

    @property
    def rests_on_hypothesis(self) -> bool:
        """Whether an edge on the way has no better word than a hypothesis."""
        return any(edge.certainty == "hypothesis" for edge in self.edges)

    @property
    def uses_background(self) -> bool:
        """Whether an edge on the way is not stated by a source."""
        return any(edge.view == "background" for edge in self.edges)

    @property
    def claims(self) -> tuple[str, ...]:
        """Claims that the route rests on, in order of its edges."""
        return tuple(dict.fromkeys(claim for edge in self.edges for claim in edge.claims))

    @refuses_bad_data
    def to_dict(self, network: Network) -> dict[str, Any]:
        """Return the route as plain data, names included."""
        return {
            "nodes": list(self.nodes),
            "names": [network.name(node) for node in self.nodes],
            "sign": self.sign,
            "steps": len(self.edges),
            "rests_on_hypothesis": self.rests_on_hypothesis,
            "uses_background": self.uses_background,
            "hops": [
                {
                    "source": edge.source,
                    "relation": edge.relation,
                    "target": edge.target,
                    "sign": edge.sign,
                    "certainty": edge.certainty,
                    "view": edge.view,
                    "claims": list(edge.claims),
                }
                for edge in self.edges
            ],
        }
