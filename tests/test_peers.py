"""What we compute or list ourselves, held against the packages that are the standard for it.

SciPy and Bioregistry come with the extra ``oracles``; networkx is there anyway.
"""

from __future__ import annotations

import random
import warnings
from itertools import pairwise
from math import exp
from typing import Any

import networkx as nx
import numpy as np
import pytest

from pathway_graph.identifiers.gene_forms import _Union
from pathway_graph.model import Entity, Link, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.curie import PATTERNS, why_malformed
from pathway_graph.model.validate import check_network
from pathway_graph.regulators import tails

OUR_NAMES = {"mim": "omim"}
"""Prefixes of ours that Bioregistry calls otherwise, as synonyms."""

NOT_TAKEN = {
    "ec": {"2.3.1.n12", "3.1.26.n2", "3.4.24.B15"},  # preliminary numbers
    "mesh": {"Q000473"},  # a qualifier
    "ncbitaxon": {"subclass"},
    "ncit": {"A14", "NHC0", "P320", "R123"},  # properties and associations
    "pmc": {"PMC7418728.1", "PMC7418728.2"},  # versions of one article
    "wikidata": {"L704278", "P675"},  # a lexeme, a property
}
"""Examples of Bioregistry that name no entity or work as a claim would; anything else that it knows is taken."""


def foreign(name: str) -> Any:
    """Import a package of the extra ``oracles``, or skip with the reason; its own warnings are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason=f"{name}, of the extra oracles, is not installed")


# Statistics -------------------------------------------------------------------------------------------


def test_the_hypergeometric_tail_is_scipys() -> None:
    stats = foreign("scipy.stats")
    choice = random.Random(1)
    for _ in range(400):
        total = choice.randint(1, 20_000)
        marked, drawn = choice.randint(0, total), choice.randint(0, total)
        hits = choice.randint(0, min(marked, drawn) + 1)
        mean = marked * drawn / total
        hits = min(hits, int(mean + choice.randint(-5, 60)), min(marked, drawn))  # where the tail is neither 1 nor 0
        ours = tails.log_hypergeometric_tail(*(np.array([n]) for n in (total, marked, drawn, hits)))[0]
        theirs = float(stats.hypergeom.logsf(hits - 1, total, marked, drawn))
        assert exp(ours) == pytest.approx(exp(theirs), rel=1e-7, abs=1e-300), (total, marked, drawn, hits)


def test_students_tail_and_the_incomplete_beta_are_scipys() -> None:
    stats, special = foreign("scipy.stats"), foreign("scipy.special")
    choice = random.Random(3)
    for _ in range(1000):
        freedom = choice.randint(1, 5000)
        t = choice.uniform(-40, 40) / choice.choice([1, 10, 1000])
        ours = float(tails.log_students_two_sided(np.array([t]), freedom)[0])
        assert exp(ours) == pytest.approx(2 * float(stats.t.sf(abs(t), freedom)), rel=1e-9), (t, freedom)
        a, b, x = choice.uniform(0.1, 300), choice.uniform(0.1, 300), choice.random()
        ours = exp(tails.log_incomplete_beta(a, b, x))
        assert ours == pytest.approx(float(special.betainc(a, b, x)), rel=1e-9, abs=1e-14), (a, b, x)


def test_false_discovery_rates_are_scipys() -> None:
    stats = foreign("scipy.stats")
    choice = random.Random(4)
    for size in (1, 2, 50, 700):
        p = np.array([choice.choice([choice.random(), choice.random() ** 8, 0.25]) for _ in range(size)])
        assert tails.adjusted(np.log(p)) == pytest.approx(stats.false_discovery_control(p), rel=1e-12)


# Identifiers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", sorted(PATTERNS))
def test_a_prefix_is_known_to_bioregistry_and_its_examples_are_taken(prefix: str) -> None:
    resource = foreign("bioregistry").get_resource(prefix)
    assert resource is not None
    assert resource.prefix == OUR_NAMES.get(prefix, prefix)
    examples = resource.get_examples()
    assert examples
    assert {example for example in examples if why_malformed(f"{prefix}:{example}")} == NOT_TAKEN.get(prefix, set())


# Graphs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_one_circle_of_links_is_named_for_each_strongly_connected_part(seed: int) -> None:
    choice = random.Random(seed)
    names = [f"e{number}" for number in range(9)]
    links = {(one, other) for one, other in (choice.sample(names, 2) for _ in range(choice.randint(4, 16)))}
    graph = nx.DiGraph(links)
    entities = [
        Entity(
            name, "Protein", name, links=tuple(Link("is_a", other) for one, other in sorted(links) if one == name)
        )
        for name in names
    ]  # fmt: skip
    told = [
        problem.message.removeprefix("is_a and part_of links run in a circle: ").split(" -> ")
        for problem in check_network(build_network(Source("s"), entities=entities))
        if "run in a circle" in problem.message
    ]
    parts = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    for circle in told:
        assert circle[0] == circle[-1] == min(circle)
        assert all(graph.has_edge(*step) for step in pairwise(circle))
    hit = [part for part in parts if any(set(circle) <= part for circle in told)]
    assert hit == parts


@pytest.mark.parametrize("seed", range(20))
def test_joined_things_are_the_connected_components(seed: int) -> None:
    choice = random.Random(seed)
    graph = nx.gnp_random_graph(30, 0.03, seed=seed)
    union = _Union(map(str, choice.sample(range(30), 30)))
    for one, other in graph.edges:
        union.join(str(one), str(other))
    found = {frozenset(members) for members in union.sets()}
    assert found == {frozenset(map(str, part)) for part in nx.connected_components(graph)}
    assert all(union.root(thing) == min(members) for members in found for thing in members)
