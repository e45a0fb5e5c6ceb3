"""Traces under every filter against the definitions of the documentation, worked out by code that shares nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest

from definition_oracle import Definition, defined
from pathway_graph.model import Network
from pathway_graph.trace import Filters, Trace, TraceEnd, downstream, upstream

HOMES = {"A": {f"{form}:A" for form in ("gene", "rna", "prot", "state")}, "drug d": {"chem:d"}, "x": {"bp:x"}}


def any_filters(chance: random.Random, network: Network) -> Filters:
    """Return some filters, each now and then."""
    certainties: Any = chance.choice(((), (), ("asserted",), ("one_study", "hypothesis")))
    view: Any = chance.choice(("guide", "expanded"))
    works = [one.id for one in network.publications]
    return Filters(
        view=view, species=chance.choice(("", "", "rat")), unstated_species=chance.random() < 0.5,
        certainties=certainties, count_hypotheses=chance.random() < 0.3, count_retracted=chance.random() < 0.3,
        without=tuple(chance.sample(works, chance.choice((0, 1, 2)))),
    )  # fmt: skip


def told(ends: tuple[TraceEnd, ...]) -> dict[str, Any]:
    return {one.entity: (one.net_sign, one.steps, one.count(1), one.count(-1), one.count(0)) for one in ends}


@pytest.mark.parametrize("seed", range(40))
def test_ends_signs_steps_and_counts_are_those_of_the_definitions(seed: int) -> None:
    network, chance = defined(seed), random.Random(seed)
    definition = Definition(network)
    for name, homes in HOMES.items():
        filters, steps, way = any_filters(chance, network), chance.randint(1, 4), chance.choice((upstream, downstream))
        found: Trace = way(network, name, max_steps=steps, filters=filters)
        assert {one.id for one in found.entities} == homes
        expected = definition.ends(homes, filters, steps, upstream=way is upstream)
        assert told(found.ends) == expected["asserted"], (name, filters)
        assert told(found.hypothetical) == expected["hypothetical"], (name, filters)
        cut = way(network, name, max_steps=steps, filters=filters, max_routes=2)
        assert not cut.undecided
        for ends, kind in ((cut.ends, "asserted"), (cut.hypothetical, "hypothetical")):
            assert {end: one[:2] for end, one in told(ends).items()} == {
                end: one[:2] for end, one in expected[kind].items()
            }, (name, filters)
