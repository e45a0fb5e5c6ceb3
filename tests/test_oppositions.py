"""What does not agree: opposite claims, opposite kin, pathways against their parts, each against brute force."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest

from opposition_oracle import Told, compared, plain_opposites, plain_pathways, plain_related
from pathway_graph.evidence.conflicts import Conflicts, find_conflicts
from pathway_graph.evidence.onwards import MAX_STEPS
from pathway_graph.evidence.opposition import edges_against, edges_of_diagrams
from pathway_graph.model import Claim, Diagram, DiagramEdge, DiagramNode, Entity, Link, Network, Source, Tension
from pathway_graph.model.build import build_network, merge


def strained(seed: int) -> Network:
    """A small network of treatments, kin and a pathway with its diagram; equal seeds, equal networks."""
    choice = random.Random(seed)
    above = {"A": "ABEF", "B": "CEF", "C": "DEF", "D": "EF", "E": "F", "F": ""}  # upwards only: no circle
    entities = [
        Entity(
            name,
            choice.choice(["Protein", "Protein", "ProteinFamily", "Complex", "Gene"]),
            f"the {name}",
            links=tuple(
                Link(choice.choice(["is_a", "part_of", "state_of", "activity_of", "product_of"]), parent)
                for parent in above[name]
                if parent != name and choice.random() < 0.5
            ),
        )
        for name in above
    ]
    entities += [
        Entity("P", "Pathway", "the pathway"),
        Entity("T", "SmallMolecule", "the drug", role="drug"),
        Entity("U", "Condition", "the condition"),
        *(Entity(name, "Species", name) for name in ("rat", "mouse")),
        *(Entity(name, "BrainRegion", name) for name in ("cortex", "striatum")),
        Entity("neuron", "CellType", "neuron"),
    ]
    claims = [_claim(choice, f"c{number:02}") for number in range(choice.randint(8, 22))]
    nodes = [DiagramNode(name, layer=choice.choice(["core", "chronic", "detail"])) for name in "ABC"] + [
        DiagramNode("P")
    ]
    diagrams = [Diagram("d", "d", "D", depicts="P", nodes=tuple(nodes))]
    diagrams.append(Diagram("e", "e", "E", nodes=(DiagramNode("A"),)))
    return build_network(Source("s"), entities=entities, claims=claims, diagrams=diagrams)


def _claim(choice: random.Random, name: str) -> Claim:
    relation = choice.choice(["increases", "decreases", "activates", "inhibits", "leaves_unchanged", "modulates"])
    claim = Claim(name, choice.choice("TTTUA"), relation, choice.choice("BCDEFPP"))
    claim = replace(claim, aspect=choice.choice(["", "", "expression", "activity"]))
    claim = replace(claim, duration=choice.choice(["", "P1D", "P21D"]), species=choice.choice(["", "rat", "mouse"]))
    claim = replace(claim, region=choice.choice(["", "cortex", "striatum"]), condition=choice.choice(["", "stress"]))
    claim = replace(claim, regimen=choice.choice(["", "", "acute", "chronic"]), cell=choice.choice(["", "", "neuron"]))
    if choice.random() < 0.2:
        claim = replace(claim, kind="hypothesis", certainty="hypothesis")
    if choice.random() < 0.15:
        claim = replace(claim, view="background", reference="r")
    return claim


def told(found: Conflicts, rule: str) -> list[Told]:
    return [(f.message, f.claims, f.entities, f.explained_by) for f in found.findings if f.rule == rule]


@pytest.mark.parametrize("block", range(4))
def test_the_rules_agree_with_brute_force(block: int) -> None:
    counts = {"pairs": 0, "related-objects": 0, "pathway-against-parts": 0}
    for seed in range(block * 100, block * 100 + 100):
        network = strained(seed)
        found = find_conflicts(network)
        pairs = [
            (*[name for name in (pair.raises, pair.lowers, pair.unchanged) if name], pair.differs, pair.not_stated)
            for conflict in found.conflicts
            for pair in conflict.pairs
        ]
        assert len(pairs) == len(set(pairs))
        assert set(pairs) == plain_opposites(network), seed
        related, pathways = told(found, "related-objects"), told(found, "pathway-against-parts")
        assert set(related) == plain_related(network), seed
        assert set(pathways) == plain_pathways(network), seed
        assert len(related) + len(pathways) == len({*related, *pathways})
        assert len({(c.subject, c.object, c.aspect) for c in found.conflicts}) == len(found.conflicts)
        scores = [conflict.score for conflict in found.conflicts]
        assert scores == sorted(scores, reverse=True)
        counts["pairs"] += len(pairs)
        counts["related-objects"] += len(related)
        counts["pathway-against-parts"] += len(pathways)
    assert min(counts.values()) > 5, counts


@pytest.mark.parametrize("seed", range(30))
def test_a_side_is_that_of_its_claims_and_is_explained_if_every_pair_is(seed: int) -> None:
    network = strained(seed)
    for conflict in find_conflicts(network).conflicts:
        sides = {1: conflict.raising, -1: conflict.lowering, 0: conflict.unchanged}
        weights = {1: conflict.weight_raising, -1: conflict.weight_lowering, 0: conflict.weight_unchanged}
        for sign, names in sides.items():
            assert {network.claim[name].sign or 0 for name in names} <= {sign}
            assert weights[sign].mentions == len(names)
            assert list(names) == sorted(names)
        assert conflict.is_explained == all(pair.differs for pair in conflict.pairs)
        assert [pair in conflict.unexplained for pair in conflict.pairs] == [not p.differs for p in conflict.pairs]


@pytest.mark.parametrize("seed", range(30))
def test_what_is_asked_of_an_entity_is_what_is_found_of_it_in_the_whole(seed: int) -> None:
    network = strained(seed)
    whole = find_conflicts(network)
    for name in ("T", "B", "P"):
        own = find_conflicts(network, name)
        assert own.conflicts == tuple(c for c in whole.conflicts if name in (c.subject, c.object))
        ends = {claim.id: {claim.subject, claim.object} for claim in network.claims}
        assert own.findings == tuple(f for f in whole.findings if any(name in ends[claim] for claim in f.claims))


def drawn(seed: int) -> Network:
    """Four genes with a protein and a transcript each, ``n2`` and ``m2`` of gene 2, and edges of every sort."""
    choice = random.Random(seed)
    entities = [Entity(f"m{i}", "Transcript", f"M{i}") for i in range(4)]
    entities += [Entity(f"n{i}", "Protein", f"N{i}", links=(Link("translated_from", f"m{i}"),)) for i in range(4)]
    names = [entity.id for entity in entities]
    relations = ["activates", "increases", "inhibits", "decreases", "modulates", "leaves_unchanged", "binds"]
    claims = [Claim(f"c{i}", choice.choice(names), choice.choice(relations), choice.choice(names)) for i in range(40)]
    return build_network(Source("s"), entities=entities, claims=claims)


@pytest.mark.parametrize("seed", range(25))
def test_against_an_edge_stands_what_a_look_at_every_pair_of_edges_finds(seed: int) -> None:
    """Between one pair every other effect, between other forms of two genes the opposite sign alone."""
    network = drawn(seed)
    given = random.Random(seed).sample(network.edges, 6)
    side = {"activates": 1, "increases": 1, "translated_to": 1, "inhibits": -1, "decreases": -1, "modulates": 0}
    found = set()
    for edge, other in product(given, network.edges):
        if "binds" in (edge.relation, other.relation) or other in given:
            continue
        told, answer = side.get(edge.relation), side.get(other.relation)  # None for no change
        if (edge.source, edge.target) == (other.source, other.target):
            against = told != answer
        else:
            genes = [(e.source[1:], e.target[1:]) for e in (edge, other)]
            opposite = told in (1, -1) and answer == -(told or 0)
            against = genes[0] == genes[1] and genes[0][0] != genes[0][1] and opposite
        if against:
            found.add(other.id)
    assert [edge.id for edge in edges_against(network, given)] == sorted(found)


def test_a_diagram_shows_what_its_own_data_set_holds_against_its_edges() -> None:
    entities = [Entity(name, "Protein", name) for name in "abc"]
    listed = (DiagramEdge("a", "activates", "b"), DiagramEdge("b", "activates", "c"))
    diagram = Diagram("d", "d", "D", nodes=tuple(DiagramNode(name) for name in "abc"), edges=listed)
    own = [Claim("1", "a", "activates", "b"), Claim("2", "a", "inhibits", "b"), Claim("3", "b", "activates", "c")]
    others = [Claim("4", "a", "modulates", "b"), Claim("5", "b", "inhibits", "c"), Claim("6", "a", "inhibits", "b")]
    network = merge([
        build_network(Source("s"), entities=entities, claims=own, diagrams=[diagram]),
        build_network(Source("t"), entities=entities, claims=others, diagrams=[Diagram("e", "e", "E")]),
    ])  # fmt: skip
    assert edges_of_diagrams(network, ["d"]) == {"a activates b", "a inhibits b", "b activates c"}
    assert edges_of_diagrams(network, ["e"]) == frozenset()
    assert edges_of_diagrams(network, ["d", "e"]) == edges_of_diagrams(network, ["e", "d"]) > {"a inhibits b"}


def test_routes_are_followed_over_four_steps() -> None:
    assert MAX_STEPS == 4
    for steps in (4, 5):
        chain = [Claim(f"s{n}", f"X{n}", "activates", f"X{n + 1}") for n in range(steps)]
        ends = [Claim("a", "T", "increases", "X0"), Claim("z", "T", "decreases", f"X{steps}")]
        entities = [Entity(f"X{n}", "Protein", f"X{n}") for n in range(steps + 1)]
        entities.append(Entity("T", "SmallMolecule", "T", role="drug"))
        network = build_network(Source("s"), entities=entities, claims=[*chain, *ends])
        found = [f for f in find_conflicts(network).findings if f.rule == "route-against-measurement"]
        assert [f.entities for f in found] == ([("X0", "X4")] if steps == 4 else [])


def test_every_difference_of_context_is_named_in_one_order() -> None:
    one = Claim("1", "T", "increases", "B", species="rat", region="cortex", duration="P1D", condition="stress")
    other = Claim("2", "T", "decreases", "B", species="mouse", region="striatum", duration="P21D")
    network = build_network(
        Source("s"),
        entities=[Entity("T", "SmallMolecule", "T"), Entity("B", "Protein", "B")],
        claims=[one, other],
        tensions=[Tension("K1", "w", ("1", "2"), reading="r", handling="h", found_by="opposite-signs",
                          why_no_rule="y")],
    )  # fmt: skip
    found = find_conflicts(network)
    ((pair,),) = [conflict.pairs for conflict in found.conflicts]
    assert pair.differs == ("species", "tissue", "baseline", "duration") == compared(one, other)[0]
    assert pair.not_stated == ("assay", "strain", "sex", "dose", "route")
    data = found.to_dict()
    assert data.keys() == {"summary", "conflicts", "findings", "tensions", "retracted"}
    assert data["conflicts"][0]["pairs"] == [
        {"raises": "1", "lowers": "2", "unchanged": "", "differs": ["species", "tissue", "baseline", "duration"],
         "not_stated": ["assay", "strain", "sex", "dose", "route"], "annotated": {}, "is_explained": True},
    ]  # fmt: skip
    assert data["conflicts"][0]["is_explained"] is True
    assert data["tensions"] == [
        {"id": "K1", "claims": ["1", "2"], "what": "w", "reading": "r", "handling": "h", "found_by": "opposite-signs",
         "why_no_rule": "y"},
    ]  # fmt: skip
    assert find_conflicts(network, "B").tensions == network.tensions
    assert data["findings"] == [finding.to_dict() for finding in found.findings]
