"""Derive edges: one for each (source, relation, target) that claims, links or diagrams state; and compare with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from pathway_graph.model import Claim, Diagram, Edge, Entity, Network
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.vocabulary import CERTAINTIES, STRUCTURAL, Certainty, View

_NOBODY = -1
"""In place of a claim: an edge that a link or a diagram states by itself."""
_KEY: Final = attrgetter("source", "relation", "target")
_ANEW: Final = "edges follow from claims, links and diagrams: make the network with build_network or merge"


def derive_edges(entities: Iterable[Entity], claims: Iterable[Claim], diagrams: Sequence[Diagram]) -> tuple[Edge, ...]:
    """Derive the edges: one for each (source, relation, target) that a claim, a link or a diagram states.

    A diagram may read a claim as an edge with other ends (a claim on expression drawn to the gene); that edge
    carries the claim's identifier too. Order between protocol steps is not an edge between entities.
    """
    known = {entity.id: entity for entity in entities}
    ordered = sorted(claims, key=attrgetter("id"))
    said = [(claim.subject, claim.relation, claim.object, place) for place, claim in enumerate(ordered)]
    structural = set()
    for entity in known.values():
        for link in entity.links:
            if link.relation not in STRUCTURAL:  # told by `check_network`, beside all else that is wrong
                continue
            relation, downwards = STRUCTURAL[link.relation]
            ends = (link.target, relation, entity.id) if downwards else (entity.id, relation, link.target)
            structural.add(ends)
            said.append((*ends, _NOBODY))
    cascades: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    places = {claim.id: place for place, claim in enumerate(ordered)} if diagrams else {}
    for diagram in diagrams:
        for drawn in diagram.edges:
            if drawn.source in known and drawn.target in known:
                key = (drawn.source, drawn.relation, drawn.target)
                said += [(*key, places.get(identifier, _NOBODY)) for identifier in (*drawn.claims, "")]
                cascades[key].add(diagram.id)
    said.sort()
    edges = []
    begin, last = 0, len(said)
    drawn_or_linked = structural | cascades.keys()
    while begin < last:
        source, relation, target, place = said[begin]
        end = begin + 1
        while end < last and said[end][2] == target and said[end][1] == relation and said[end][0] == source:
            end += 1
        key = (source, relation, target)
        if end == begin + 1 and place != _NOBODY and key not in drawn_or_linked:  # as most edges are
            only = ordered[place]
            edges.append(
                Edge(source, relation, target, (only.id,), only.site, only.mechanism, only.view, only.certainty)
            )
        else:
            stating = sorted({other for *_, other in said[begin:end]} - {_NOBODY})
            drawn_in = tuple(sorted(cascades.get(key, ())))
            edges.append(_edge(key, [ordered[other] for other in stating], key in structural, drawn_in, known))
        begin = end
    return tuple(edges)


def _edge(
    key: tuple[str, str, str],
    claims: list[Claim],
    structural: bool,
    cascades: tuple[str, ...],
    known: dict[str, Entity],
) -> Edge:
    source, relation, target = key
    named = all(known[end].view == "guide" for end in (source, target) if end in known)
    if len(claims) == 1 and not (structural and named):
        (only,) = claims
        return Edge(
            source, relation, target, (only.id,), only.site, only.mechanism, only.view, only.certainty, structural,
            cascades,
        )  # fmt: skip
    if claims and not (structural and named):
        guide = any(claim.view == "guide" for claim in claims)
        best = min((CERTAINTIES.index(one.certainty) for one in claims if one.certainty in CERTAINTIES), default=-1)
    else:  # what holds by itself does so whatever claims say besides
        guide, best = named, 0
    view: View = "guide" if guide else "background"
    certainty: Certainty = CERTAINTIES[best]
    return Edge(
        source,
        relation,
        target,
        claims=tuple(claim.id for claim in claims),
        site=_common(claim.site for claim in claims),
        mechanism=_common(claim.mechanism for claim in claims),
        view=view,
        certainty=certainty,
        structural=structural,
        cascades=cascades,
    )


def _common(values: Iterable[str]) -> str:
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""


WrongEdge = tuple[Edge, str, str, str]
"""An edge, its field, what is wrong with it, and the way out."""


def are_derived(network: Network) -> bool:
    """Whether the edges of a network are those that its claims, links and diagrams make.

    Edges that were given are compared; those that the network derives by itself need not be derived a second time.
    """
    return network.has_own_edges or _derived(network) == network.edges


def wrong_edges(network: Network) -> Iterator[WrongEdge]:
    """Yield where the edges of a network are not those that its claims, links and diagrams make.

    >>> from dataclasses import replace
    >>> from pathway_graph.model import Source
    >>> from pathway_graph.model.build import build_network
    >>> right = build_network(
    ...     Source("s"),
    ...     entities=[Entity("a", "Gene", "A"), Entity("b", "Gene", "B")],
    ...     claims=[Claim("c", "a", "activates", "b")],
    ... )
    >>> wrong = replace(right, edges=(replace(right.edges[0], relation="inhibits"),))
    >>> [(edge.id, message) for edge, _, message, _ in wrong_edges(wrong)]
    [('a inhibits b', 'no claim, link or diagram states it'), ('a activates b', "it is missing, though 'c' states it")]
    """
    if network.has_own_edges:
        return
    derived = _derived(network)
    if derived == network.edges:
        return
    if not network.edges:
        yield derived[0], "relation", f"it is missing, like all of the {len(derived):,} edges", _ANEW
        return
    right = dict(zip(map(_KEY, derived), derived, strict=True))
    counts = Counter(map(_KEY, network.edges))
    found = 0
    for edge in dict(zip(map(_KEY, network.edges), network.edges, strict=True)).values():
        for where, message in _against(edge, right.get(_KEY(edge)), counts[_KEY(edge)]):
            found += 1
            yield edge, where, message, _ANEW
    for edge in derived:
        if _KEY(edge) not in counts:
            found += 1
            by = f"{edge.claims[0]!r} states it" if edge.claims else "a link or a diagram does"
            yield edge, "relation", f"it is missing, though {by}", _ANEW
    if not found:
        yield network.edges[0], "source", "the edges are not in order of source, relation and target", _ANEW


def mistyped_edges(edges: Sequence[Edge]) -> Iterator[WrongEdge]:
    """Yield what of edges is not of its type, which what is declared of their class does not say: they are derived."""
    for field in fields(Edge):
        kind = str if field.default is MISSING else type(field.default)
        take = attrgetter(field.name)
        if set(map(type, map(take, edges))) <= {kind} and (
            kind is not tuple or set(map(type, chain.from_iterable(map(take, edges)))) <= {str}
        ):
            continue
        what = {bool: "a flag", tuple: "a tuple of texts"}.get(kind, "a text")
        for edge in edges:
            value = take(edge)
            if type(value) is not kind or (kind is tuple and not set(map(type, value)) <= {str}):
                yield edge, field.name, f"{field.name} {value!r} is not {what}", "make the network with build_network"


def _derived(network: Network) -> tuple[Edge, ...]:
    with gc_paused():
        return derive_edges(network.entities, network.claims, network.diagrams)


def _against(edge: Edge, right: Edge | None, count: int) -> Iterator[tuple[str, str]]:
    if right is None:
        yield "relation", "no claim, link or diagram states it"
    elif edge != right:
        for field in fields(Edge):
            stated, known = getattr(edge, field.name), getattr(right, field.name)
            if stated != known:
                yield field.name, f"{field.name} is not as derived: {_both(stated, known)}"
    if count > 1:
        yield "source", f"it stands there {count} times"


def _both(stated: Any, known: Any) -> str:
    if not isinstance(known, tuple):
        return f"{stated!r}, not {known!r}"
    lacking, beyond = sorted({*known} - {*stated}), sorted({*stated} - {*known})
    parts = [f"{what} {one[0]!r}" + (f" and {len(one) - 1} more" if len(one) > 1 else "")
             for what, one in (("without", lacking), ("with", beyond)) if one]  # fmt: skip
    return " and ".join(parts) or "in another order, or one twice"
