"""Routes, the ends they reach, and a trace: what was found, ready to print, draw or count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pathway_graph.evidence.sides import null_results
from pathway_graph.evidence.words import support_rows
from pathway_graph.identifiers.lookup import called, choice_of, resolve
from pathway_graph.model import Claim, Edge, Entity, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.display import NotebookDisplay
from pathway_graph.model.signs import NetSign, net_sign, sign_text
from pathway_graph.model.vocabulary import RELATIONS, Sign
from pathway_graph.text.json_pieces import whole
from pathway_graph.trace.filters import Filters
from pathway_graph.trace.made_late import MadeLate
from pathway_graph.trace.numbered import Routes, edges_on, read_ahead
from pathway_graph.trace.route import Route
from pathway_graph.trace.usable import EdgeView

END_COLUMNS: Final = (
    "id", "name", "kind", "net_sign", "steps", "routes_positive", "routes_negative", "routes_unsigned", "reaches",
    "claims", "rests_on_hypothesis",
)  # fmt: skip
"""The columns of `Trace.end_rows`, wherever they are shown as data."""
_AT_ONCE: Final = 2_000
"""Routes whose edges are read together."""


@dataclass(frozen=True, slots=True)
class TraceEnd:
    """A regulator (upstream) or a target (downstream) with every route to it.

    Attributes:
        entity: Its identifier.
        routes: Shortest first; the best first where routes between two names were asked for. Equal to a tuple; those of
            a trace are made, and their edges read, when they are looked at.
    """

    entity: str
    routes: Sequence[Route]

    @property
    def steps(self) -> int:
        """Length of the shortest route, in edges."""
        if isinstance(self.routes, Routes):
            return self.routes.steps
        return min(len(route.edges) for route in self.routes)

    @property
    def signs(self) -> list[Sign]:
        """The sign of each route."""
        if isinstance(self.routes, Routes):
            return self.routes.signs
        return [route.sign for route in self.routes]

    def count(self, sign: Sign) -> int:
        """Return how many routes have that sign."""
        return self.signs.count(sign)

    @property
    def net_sign(self) -> NetSign:
        """The sign that all signed routes share; ``ambiguous`` where they disagree, ``0`` where none is signed."""
        return net_sign(self.signs)


@dataclass(frozen=True)
class Trace(NotebookDisplay):
    """What a trace found.

    Attributes:
        network: Where it was traced.
        name: The name asked for.
        entities: The entities it means: all forms of a gene.
        direction: ``upstream`` or ``downstream``.
        max_steps: Longest route sought, in edges.
        filters: What was let through.
        ends: Regulators or targets by asserted routes, nearest first.
        hypothetical: The same by routes that rest on a hypothesis.
        left_out: Edges not used, by reason.
        is_cut: Whether the search stopped at its cap: longer routes are missing, beside one for each further end and
            sign, and for each by routes that rest on a hypothesis. Ends and net signs of both kinds are those of all
            routes all the same, but for *undecided*.
        start: The name that routes were asked to start at, by `paths`; else empty.
        undecided: Ends of which it is not known, after a cut, whether a route of a further sign leads there, be it one
            that rests on a hypothesis.
    """

    network: Network = field(repr=False, hash=False)
    name: str
    entities: tuple[Entity, ...]
    direction: Literal["upstream", "downstream"]
    max_steps: int
    filters: Filters
    ends: tuple[TraceEnd, ...]
    hypothetical: tuple[TraceEnd, ...]
    left_out: Mapping[str, int] = field(hash=False)
    is_cut: bool = False
    start: str = ""
    undecided: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What was asked for, in a few words.

        >>> from pathway_graph.formats.native import read_guide
        >>> from pathway_graph.trace import paths
        >>> paths(read_guide(), "TrkB", "synaptic plasticity").title
        'Paths from TrkB to synaptic plasticity'
        """
        if self.start:
            return f"Paths from {called(self.network, self.start)} to {called(self.network, self.name)}"
        return f"{self.direction.capitalize()} of {called(self.network, self.name)}"

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge on a route, sorted: the sub-network to draw."""
        found = {edge.id: edge for edge in self._each_edge()}
        return tuple(found[key] for key in sorted(found))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Every route, asserted ones first."""
        return tuple(self.each_route())

    @property
    def is_empty(self) -> bool:
        """Whether no route was found."""
        return not (self.ends or self.hypothetical)

    def each_route(self) -> Iterator[Route]:
        """Yield what `routes` holds one by one."""
        for end in read_together((*self.ends, *self.hypothetical)):
            yield from end.routes

    @property
    def null_results(self) -> tuple[Claim, ...]:
        """Null results about steps of the routes, and about the entities asked for themselves.

        Nothing is followed over them and no sign is changed by them; they qualify what was found.
        """
        every = null_results(self.network, count_retracted=self.filters.count_retracted)
        if not every:
            return ()
        asked = {entity.id for entity in self.entities}
        starts = {entity.id for entity in resolve(self.network, self.start)} if self.start else None
        steps = self._steps()
        place = 0 if self.direction == "downstream" and starts is None else 1
        pairs = [p for p in every if p in steps or (p[place] in asked and (starts is None or p[0] in starts))]
        return tuple(sorted((claim for pair in pairs for claim in every[pair]), key=lambda claim: claim.id))

    @property
    @refuses_bad_data
    def choice(self) -> str:
        """What the name was read as, where something known from background only is called so too; else nothing."""
        return choice_of(self.network, self.name)

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the trace as plain data."""
        found: dict[str, Any] = whole(self.streamed())
        return found

    def streamed(self) -> dict[str, Any]:
        """Return what `to_dict` does, its long lists as iterators, each made when `json_pieces` reads it."""
        return {
            "name": self.name,
            "entities": [entity.id for entity in self.entities],
            "choice": self.choice,
            "direction": self.direction,
            "max_steps": self.max_steps,
            "view": self.filters.view,
            "ends": map(self._end, read_together(self.ends)),
            "hypothetical": map(self._end, read_together(self.hypothetical)),
            "evidence": support_rows(self.network, (claim for route in self.each_route() for claim in route.claims)),
            "null_results": support_rows(self.network, (claim.id for claim in self.null_results)),
            "edges_left_out": dict(self.left_out),
            "claims_left_out": self.claims_left_out,
            "is_cut": self.is_cut,
            "undecided": list(self.undecided),
        }

    @property
    def claims_left_out(self) -> dict[str, list[str]]:
        """Claims that the filters or a retraction took from edges of the routes that stay, by edge."""
        numbered = self._numbered()
        if numbered is None:
            used = {edge.id: edge for edge in self.edges if edge.id in self.network.edge}
            taken = {name: sorted({*self.network.edge[name].claims} - {*edge.claims}) for name, edge in used.items()}
        else:
            some = [(view, one) for view, numbers in numbered.items() for one in numbers if one in view.narrowed]
            places = [int(view.index.edge[one]) for view, one in some]
            pairs = zip(some, self.network.pick("edges", places), strict=True)
            taken = {edge.id: sorted({*edge.claims} - {*view.narrowed[one].claims}) for (view, one), edge in pairs}
        return {name: claims for name, claims in sorted(taken.items()) if claims}

    def _numbered(self) -> dict[EdgeView, list[int]] | None:
        """Return the edges on the routes by number; None where the routes were made elsewhere."""
        return edges_on(end.routes for end in (*self.ends, *self.hypothetical))

    def _each_edge(self) -> Iterator[Edge]:
        numbered = self._numbered()
        if numbered is None:
            yield from (edge for route in self.routes for edge in route.edges)
            return
        for view, numbers in numbered.items():
            view.fetch(numbers)
            yield from map(view.edge, numbers)

    def _steps(self) -> set[tuple[str, str]]:
        """Return the ends of the edges on the routes, source first."""
        numbered = self._numbered()
        if numbered is None:
            return {(edge.source, edge.target) for edge in self.edges}
        found: set[tuple[str, str]] = set()
        for view, numbers in numbered.items():
            source, target = (view.index.id_array[ends[numbers]] for ends in (view.index.source, view.index.target))
            found.update(zip(source.tolist(), target.tolist(), strict=True))
        return found

    @refuses_bad_data
    def end_rows(self) -> list[dict[str, Any]]:
        """Return a row for each regulator or target (`END_COLUMNS`); those that only a hypothesis connects come last.

        >>> from pathway_graph.formats.native import read_guide
        >>> from pathway_graph.trace import upstream
        >>> [(row["id"], row["rests_on_hypothesis"]) for row in upstream(read_guide(), "BDNF", max_steps=1).end_rows()]
        [('chem:imipramine', False), ('state:CREB1_pS133', True)]
        """
        return list(self.each_end())

    @property
    def rows_made_late(self) -> MadeLate[tuple[TraceEnd, bool]]:
        """What `end_rows` returns, each row made when it is looked at."""
        ends = [*((end, False) for end in self.ends), *((end, True) for end in self.hypothetical)]

        def made(some: Sequence[tuple[TraceEnd, bool]]) -> Iterator[dict[str, Any]]:
            for kind in (False, True):
                yield from self.rows_of([end for end, apart in some if apart is kind], apart=kind)

        return MadeLate(ends, made)

    def each_end(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of `end_rows` one by one."""
        yield from self.rows_of(self.ends)
        yield from self.rows_of(self.hypothetical, apart=True)

    def rows_of(self, ends: Iterable[TraceEnd], *, apart: bool = False) -> Iterator[dict[str, Any]]:
        """Yield the rows of some ends; *apart* says that they are among the hypothetical ones."""
        for row in map(self._row, read_together(ends)):
            yield {name: {**row, "rests_on_hypothesis": apart}[name] for name in END_COLUMNS}

    def _end(self, end: TraceEnd) -> dict[str, Any]:
        return {**self._row(end), "routes": (route.to_dict(self.network) for route in end.routes)}

    def _row(self, end: TraceEnd) -> dict[str, Any]:
        """Return what is known of an end, but for its routes."""
        entity = self.network.entity[end.entity]
        routes, signs = tuple(end.routes), Counter(end.signs)
        return {
            "id": entity.id,
            "name": entity.called,
            "kind": entity.kind,
            "net_sign": net_sign(signs),
            "steps": end.steps,
            "routes_positive": signs[1],
            "routes_negative": signs[-1],
            "routes_unsigned": signs[0],
            "reaches": sorted({self._other_end(route) for route in routes}),
            "claims": list(dict.fromkeys(claim for route in routes for edge in route.edges for claim in edge.claims)),
        }

    def _other_end(self, route: Route) -> str:
        return route.edges[-1].target if self.direction == "upstream" else route.edges[0].source


def read_together(ends: Iterable[TraceEnd]) -> Iterator[TraceEnd]:
    """Yield ends, the edges of their routes read for many at once."""
    some: list[TraceEnd] = []
    count = 0
    for end in ends:
        some.append(end)
        count += len(end.routes)
        if count >= _AT_ONCE:
            read_ahead(one.routes for one in some)
            yield from some
            some, count = [], 0
    read_ahead(one.routes for one in some)
    yield from some


def describe(network: Network, route: Route) -> Iterator[str]:
    """Say a route in one sentence a hop, with its claims.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import paths
    >>> guide = read_guide()
    >>> print(*describe(guide, paths(guide, "TrkB", "Akt signalling").routes[0]), sep="; ")
    TrkB receptor activates Akt signalling (+1; P42)
    """
    for edge in route.edges:
        word = ", ".join(edge.claims) or "structure"
        marks = "".join(f", {mark}" for mark in _marks(edge))
        phrase = RELATIONS[edge.relation].phrase
        yield (
            f"{network.name(edge.source)} {phrase} {network.name(edge.target)} ({sign_text(edge.sign)}; {word}{marks})"
        )


def _marks(edge: Edge) -> Iterator[str]:
    if edge.certainty == "hypothesis":
        yield "hypothesis"
    if edge.view == "background":
        yield "background"
