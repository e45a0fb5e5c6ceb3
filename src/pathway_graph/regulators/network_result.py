"""The causal network behind changes, as it is shown: its nodes, its edges, what it explains and what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pathway_graph.evidence import support
from pathway_graph.model import Edge, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators.changes import Change, Measurements
from pathway_graph.trace.filters import Filters

if TYPE_CHECKING:
    import pandas as pd

Standing = Literal["every optimum", "alternates", "not tested"]
Verdict = Literal["explained", "contradicted", "left out", "other sign only", "too far", "no way"]
EDGE_FIELDS = (
    "source", "source_name", "source_sign", "relations", "sign", "target", "target_name", "target_sign", "measured",
    "step", "standing", "instead", "random_share", "claims", "works",
)  # fmt: skip
"""The columns of the edges, in tables and files."""


@dataclass(frozen=True, slots=True)
class CausalNode:
    """An entity of the network.

    Attributes:
        id, name, kind: The entity.
        sign: +1 raised, -1 lowered: measured so, or inferred.
        role: ``source``, ``measured`` or ``inferred``.
        measured: What was measured of it: +1, -1, 0 (not changed), or None.
        step: Edges from the source.
    """

    id: str
    name: str
    kind: str
    sign: int
    role: Literal["source", "measured", "inferred"]
    measured: int | None
    step: int

    def to_dict(self) -> dict[str, Any]:
        """Return the node as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CausalEdge:
    """An edge of the network; edges of the same ends and sign are one.

    Attributes:
        source, target: Ends.
        sign: +1 or -1.
        edges: Edges of the network it stands for, with the claims that count.
        step: How many edges it is from the source, 1 for the first.
        standing: Whether ``every optimum`` has it, or it ``alternates``: another optimum does without.
        instead: Where it alternates, what one such optimum has that this one has not, as ``A -> B`` or ``A -| B``.
        random_share: Share of the runs with random signs whose network has it too; None without such runs.
    """

    source: CausalNode
    target: CausalNode
    sign: int
    edges: tuple[Edge, ...]
    step: int
    standing: Standing = "not tested"
    instead: tuple[str, ...] = ()
    random_share: float | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """Claims it rests on, sorted."""
        return tuple(sorted({claim for edge in self.edges for claim in edge.claims}))

    def works(self, network: Network) -> tuple[str, ...]:
        """Return the publications behind its claims, each with its status, sorted."""
        return tuple(sorted({work for row in support(network, self.claims) for work in row["publications"]}))

    def to_dict(self, network: Network) -> dict[str, Any]:
        """Return the edge as plain data; the keys are `EDGE_FIELDS`."""
        return {
            "source": self.source.id, "source_name": self.source.name, "source_sign": self.source.sign,
            "relations": sorted({edge.relation for edge in self.edges}), "sign": self.sign,
            "target": self.target.id, "target_name": self.target.name, "target_sign": self.target.sign,
            "measured": self.target.measured, "step": self.step, "standing": self.standing,
            "instead": list(self.instead), "random_share": self.random_share, "claims": list(self.claims),
            "works": list(self.works(network)),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """A changed gene, and what the network makes of it.

    Attributes:
        change: What was measured.
        verdict: ``explained``; ``contradicted``: it is in the network with the other sign; ``left out``: it could be
            reached, but not at a price worth paying, or only against what explains others; ``other sign only``: every
            way to it within the steps has the other sign; ``too far``: it takes more steps; ``no way``: nothing leads
            to it.
        steps: Edges of the shortest way with the sign measured; None where there is none.
        entities: Its forms in the network.
    """

    change: Change
    verdict: Verdict
    steps: int | None
    entities: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"name": self.change.name, "measured": self.change.sign, "value": self.change.value,
                "verdict": self.verdict, "steps": self.steps, "entities": list(self.entities)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RandomSigns:
    """What networks of the same changes with their signs permuted are like.

    Attributes:
        asked: Permutations asked for.
        runs: Those made in time.
        as_good: Runs whose network costs no more than that of the true signs, or may do so as far as it was proven.
        explained: Changes explained in each run, sorted.
        is_idle: Whether all changes have one sign, so that a permutation changes nothing.
    """

    asked: int
    runs: int
    as_good: int
    explained: tuple[int, ...]
    is_idle: bool = False

    @property
    def p_value(self) -> float | None:
        """(as_good + 1) / (runs + 1), one-sided; None where nothing can be said."""
        return None if self.is_idle or not self.runs else (self.as_good + 1) / (self.runs + 1)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"asked": self.asked, "runs": self.runs, "as_good": self.as_good, "p_value": self.p_value,
                "explained": list(self.explained), "one_sign_only": self.is_idle}  # fmt: skip


@dataclass(frozen=True)
class CausalNetwork:
    """The smallest signed network from sources to changed genes; see `causal_network`.

    Attributes:
        network: Where the edges are.
        changes: The measurements.
        sources: What was asked for, as ``(name, sign)``; the sign is the one found where none was given, else 0.
        nodes, edges: The network, in order of step and name.
        genes: Every changed gene that was to be explained, the explained ones first.
        objective: Misfit and penalty together.
        bound: What no network costs less than.
        max_steps, penalty, weights, filters: As asked.
        random: Runs with random signs; None if none were asked for.
        account: What was left out, and why, as counts.
        notes: What a reader must know, a sentence each.
    """

    network: Network
    changes: Measurements
    sources: tuple[tuple[str, int], ...]
    nodes: tuple[CausalNode, ...]
    edges: tuple[CausalEdge, ...]
    genes: tuple[Explained, ...]
    objective: float
    bound: float
    max_steps: int
    penalty: float
    weights: str
    filters: Filters
    random: RandomSigns | None
    account: Mapping[str, int] = field(hash=False)
    notes: tuple[str, ...]

    @property
    def gap(self) -> float:
        """How far the objective may be from the best there is; 0 where it is proven."""
        return self.objective - self.bound if self.objective - self.bound > 1e-6 else 0.0

    def with_verdict(self, verdict: Verdict) -> tuple[Explained, ...]:
        """Return the changed genes of which the network says so."""
        return tuple(gene for gene in self.genes if gene.verdict == verdict)

    @refuses_bad_data
    def edge_rows(self) -> list[dict[str, Any]]:
        """Return one row an edge; the keys are `EDGE_FIELDS`."""
        return [edge.to_dict(self.network) for edge in self.edges]

    @refuses_bad_data
    def to_frame(self) -> pd.DataFrame:
        """Return the edges as a ``pandas.DataFrame``; needs the extra ``pandas``."""
        import pandas as pd

        return pd.DataFrame(self.edge_rows(), columns=list(EDGE_FIELDS))

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "summary": self.summary(),
            "nodes": [node.to_dict() for node in self.nodes],
            "edges": self.edge_rows(),
            "genes": [gene.to_dict() for gene in self.genes],
        }

    @refuses_bad_data
    def summary(self) -> dict[str, Any]:
        """Return what was asked and how well it was answered, as plain data."""
        return {
            "sources": [{"name": name, "sign": sign} for name, sign in self.sources],
            "objective": self.objective, "bound": self.bound, "gap": self.gap, "is_proven": self.gap == 0,
            "explained": len(self.with_verdict("explained")), "to_explain": len(self.genes),
            "max_steps": self.max_steps, "penalty": self.penalty, "weights": self.weights,
            "random_signs": self.random.to_dict() if self.random else None,
            "account": dict(self.account), "notes": list(self.notes),
        }  # fmt: skip
