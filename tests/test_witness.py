"""A trace that is cut has the ends and net signs of all routes: held against the trace that is not cut."""

from __future__ import annotations

import pickle
import random
from typing import Any, Literal

import numpy as np
import pytest

from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Link, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import CERTAINTIES
from pathway_graph.trace import Filters, Trace, TraceEnd, downstream, paths, upstream, witness
from pathway_graph.trace.straight import straight_routes
from pathway_graph.trace.usable import edge_view

RELATIONS = ("activates", "inhibits", "modulates")


def random_network(seed: int) -> Network:
    """Genes of one to three forms, signed and unsigned edges among them, some of them hypotheses only."""
    chance = random.Random(seed)
    entities = []
    for gene in range(chance.randint(4, 7)):
        entities.append(Entity(f"p{gene}", "Protein", f"P{gene}"))
        for state in range(chance.choice([0, 0, 1, 2])):
            links = (Link("state_of", f"p{gene}"),)
            entities.append(Entity(f"s{gene}_{state}", "ProteinState", f"S{gene} {state}", links=links))
    ids = [entity.id for entity in entities]
    claims = [
        Claim(f"c{number}", chance.choice(ids), chance.choice(RELATIONS), chance.choice(ids), certainty=certainty)
        for number, certainty in enumerate(chance.choices(CERTAINTIES, (5, 0, 2), k=chance.randint(6, 22)))
    ]
    return build_network(Source("random"), entities=entities, claims=claims)


def signs(trace: Trace) -> dict[str, tuple[str, int]]:
    """Return net sign and distance of each end."""
    return {end.entity: (end.net_sign, end.steps) for end in trace.ends}


def supposed(trace: Trace) -> dict[str, tuple[str, int]]:
    """Return the same of each end by routes that rest on a hypothesis."""
    return {end.entity: (end.net_sign, end.steps) for end in trace.hypothetical}


@pytest.mark.parametrize("block", range(4))
def test_ends_and_net_signs_of_a_cut_trace_are_those_of_all_routes(block: int) -> None:
    cut_ones = ends = apart = 0
    for seed in range(block * 60, block * 60 + 60):
        network = random_network(seed)
        chance = random.Random(-seed - 1)
        name = chance.choice(network.entities).id
        follow = chance.choice([upstream, downstream])
        given: dict[str, Any] = {
            "max_steps": chance.randint(1, 7),
            "filters": Filters(count_hypotheses=chance.random() < 0.3, kinds=chance.choice([(), (), ("Protein",)])),
        }
        whole = follow(network, name, **given)
        cut = follow(network, name, max_routes=chance.randint(1, 4), **given)
        assert not whole.is_cut
        assert cut.undecided == ()
        assert signs(cut) == signs(whole), seed
        assert supposed(cut) == supposed(whole), seed
        assert {route.nodes for route in cut.routes} <= {route.nodes for route in whole.routes}
        cut_ones += cut.is_cut
        ends += len(whole.ends)
        apart += len(whole.hypothetical) * cut.is_cut
    assert cut_ones > 15
    assert ends > 60
    assert apart > 20


def test_paths_that_are_cut_keep_to_their_start() -> None:
    guide = read_guide()
    whole = paths(guide, "imipramine", "BDNF", max_steps=8, filters=Filters(view="expanded"))
    cut = paths(guide, "imipramine", "BDNF", max_steps=8, filters=Filters(view="expanded"), max_routes=2)
    assert cut.is_cut
    assert signs(cut) == signs(whole)
    assert supposed(cut) == supposed(whole)
    assert {end.entity for end in cut.ends} == {"chem:imipramine"}


def test_what_is_not_decided_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Round a circle the sign turns, but no route goes round: that is seen after some work only."""
    entities = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B"), Entity("c", "Protein", "C")]
    claims = [
        Claim("1", "a", "activates", "c"),
        Claim("2", "c", "activates", "b"),
        Claim("3", "c", "inhibits", "a"),
    ]
    network = build_network(Source("s"), entities=entities, claims=claims)
    whole = upstream(network, "B", max_steps=6)
    assert signs(whole) == {"c": ("+1", 1), "a": ("+1", 2)}
    cut = upstream(network, "B", max_steps=6, max_routes=1)
    assert (signs(cut), cut.undecided) == (signs(whole), ())
    monkeypatch.setattr(witness, "_WORK", 1)
    assert upstream(network, "B", max_steps=6, max_routes=1).undecided == ("a", "c")


def test_an_end_that_only_a_hypothesis_connects_is_not_lost_by_a_cut() -> None:
    """The one way from c to b takes a hypothesis, and is longer than what the cap of one route lets through."""
    entities = [Entity(name, "Protein", name.upper()) for name in ("a", "b", "c", "d")]
    claims = [
        Claim("1", "a", "activates", "b"),
        Claim("2", "d", "inhibits", "b", certainty="hypothesis"),
        Claim("3", "c", "activates", "d"),
    ]
    network = build_network(Source("s"), entities=entities, claims=claims)
    cut = upstream(network, "B", max_steps=3, max_routes=1)
    assert cut.is_cut
    assert signs(cut) == {"a": ("+1", 1)}
    assert supposed(cut) == {"d": ("-1", 1), "c": ("-1", 2)}
    assert all(route.rests_on_hypothesis for end in cut.hypothetical for route in end.routes)
    assert cut.undecided == ()


@pytest.mark.parametrize("block", range(4))
def test_a_straight_walk_is_the_route_that_the_search_finds(block: int) -> None:
    straight = searched = 0
    for seed in range(block * 40, block * 40 + 40):
        network = random_network(seed)
        view = edge_view(network, Filters())
        direction: Literal["upstream", "downstream"] = "upstream" if seed % 2 else "downstream"
        homes = frozenset({seed % len(view.index.ids)})
        for left in (witness._left, witness._left_by_hypothesis):
            bounds = left(view, homes, direction, 6)
            search = witness._Search(view, homes, direction, 6, bounds)
            for sign in (1, -1, 0):
                ends = np.flatnonzero(bounds[-1][sign] <= 6)
                ends = ends[~np.isin(ends, sorted(homes))]
                found = straight_routes(view, bounds, ends, sign, is_upstream=direction == "upstream")
                for end, row, is_route in zip(ends.tolist(), found.edges.tolist(), found.is_route, strict=True):
                    route, _ = search.run(end, sign)
                    walk = tuple(edge for edge in row if edge >= 0)
                    searched += 1
                    if is_route:
                        straight += 1
                        assert route == (walk if direction == "upstream" else walk[::-1]), seed
    assert searched > straight > searched / 2


def test_routes_are_a_tuple_to_whoever_looks_at_them() -> None:
    network = random_network(3)
    (end, *_) = upstream(network, network.entities[0].id, max_steps=4).ends
    as_tuple = tuple(end.routes)
    assert end.routes == as_tuple
    assert as_tuple == end.routes
    assert hash(end) == hash(TraceEnd(end.entity, as_tuple))
    assert (end.routes[0], end.routes[-1], end.routes[1:], repr(end.routes)) == (
        as_tuple[0], as_tuple[-1], as_tuple[1:], repr(as_tuple),
    )  # fmt: skip
    assert end.net_sign == TraceEnd(end.entity, as_tuple).net_sign
    assert end.steps == TraceEnd(end.entity, as_tuple).steps
    copied = pickle.loads(pickle.dumps(end))
    assert (copied, type(copied.routes)) == (end, tuple)
