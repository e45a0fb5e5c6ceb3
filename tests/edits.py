"""Random data sets and edits of them, for loads one after the other that must end where one load of all would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pathway_graph.model import (
    Claim,
    Diagram,
    DiagramEdge,
    DiagramNode,
    Entity,
    Link,
    Network,
    Protocol,
    Publication,
    Reference,
    Source,
    Step,
    Tension,
    Verdict,
)
from pathway_graph.model.build import build_network

NAMES = ("one", "two", "three")
KINDS = ("Protein", "Gene", "SmallMolecule", "ProteinState", "Species", "Assay", "BiologicalProcess")
RELATIONS = ("activates", "inhibits", "increases", "binds", "phosphorylates")
"""The last one gets a sign where its object is a modified form, as the names that several data sets give it say."""


def edits(seed: int, count: int) -> Iterator[tuple[str, Network | None]]:
    """Yield names of data sets, each with what it is to hold next; None where it is to go."""
    chance = random.Random(seed)
    held: dict[str, dict[str, dict[str, Any]]] = {}
    for number in range(count):
        name = chance.choice(NAMES)
        if name in held and len(held) > 1 and chance.random() < 0.15:
            del held[name]
            yield name, None
            continue
        items = held.get(name) or {part: {} for part in PARTS}
        for part, make in PARTS.items():
            items[part] = dict(items[part])
            for _ in range(chance.randrange(4)):
                key = f"{chance.randrange(8)}"
                if items[part].pop(key, None) is None or chance.random() < 0.6:
                    items[part][key] = make(chance, name, key)
        held[name] = items
        yield name, _network(name, items, number)


def _network(name: str, items: dict[str, dict[str, Any]], number: int) -> Network:
    """Return a data set whose ends are all there: what speaks of something that is not is left out."""
    entities = {entity.id: entity for entity in items["entities"].values()}
    claims = [one for one in items["claims"].values() if {one.subject, one.object} <= entities.keys()]
    references = list(items["references"].values())
    numbers = {reference.number for reference in references}
    said = {claim.id for claim in claims}
    known = {*entities, ""}
    claims = [
        replace(
            claim,
            citations=tuple(one for one in claim.citations if one in numbers),
            species=claim.species if claim.species in known else "",
            co_treatment=tuple(one for one in claim.co_treatment if one in known),
            restates=tuple(one for one in claim.restates if one in said and one != claim.id),
        )
        for claim in claims
    ]
    entities = {
        key: replace(one, links=tuple(link for link in one.links if link.target in entities and link.target != key))
        for key, one in entities.items()
    }
    references = [
        replace(one, verdicts=tuple(replace(v, claims=tuple(c for c in v.claims if c in said)) for v in one.verdicts))
        for one in references
    ]
    protocols = [
        replace(
            one,
            assay=one.assay if one.assay in known else "",
            steps=tuple(replace(step, uses=tuple(u for u in step.uses if u in known)) for step in one.steps),
        )
        for one in items["protocols"].values()
    ]
    diagrams = []
    for one in items["diagrams"].values():
        nodes = tuple(node for node in one.nodes if node.entity in known)
        shown = {node.entity for node in nodes}
        edges = tuple(
            replace(edge, claims=tuple(c for c in edge.claims if c in said))
            for edge in one.edges
            if {edge.source, edge.target} <= shown
        )
        loops = [protocol for protocol in protocols if len(protocol.steps) > 1][:1]  # two diagrams draw the same loop
        for protocol in loops:
            ends = tuple(map(protocol.step_id, protocol.steps[:2]))
            nodes += tuple(map(DiagramNode, ends))
            edges += (DiagramEdge(ends[1], "loops_to", ends[0]),)
        diagrams.append(replace(one, depicts=one.depicts if one.depicts in known else "", nodes=nodes, edges=edges))
    return build_network(
        Source(name, version=f"{number}"),
        entities=entities.values(),
        claims=claims,
        references=references,
        publications=[
            replace(one, claims=tuple(c for c in one.claims if c in said)) for one in items["publications"].values()
        ],
        protocols=protocols,
        diagrams=diagrams,
        tensions=[replace(one, claims=tuple(c for c in one.claims if c in said)) for one in items["tensions"].values()],
    )


def _entity(chance: random.Random, name: str, key: str) -> Entity:
    kind = KINDS[int(key) % len(KINDS)]
    called = f"phospho-E{key}" if kind == "ProteinState" and chance.random() < 0.5 else f"E{key} {chance.randrange(3)}"
    return Entity(
        f"e:{key}",
        kind,
        called,
        synonyms=tuple(f"{name} {chance.randrange(3)}" for _ in range(chance.randrange(2))),
        curie=f"hgnc:{int(key) + 1}" if kind == "Gene" else "",
        view=chance.choice(("guide", "background")),
        links=tuple(Link("part_of", f"e:{chance.randrange(8)}") for _ in range(chance.randrange(2))),
    )


def _claim(chance: random.Random, name: str, key: str) -> Claim:
    return Claim(
        f"{name}:{key}",
        f"e:{chance.randrange(8)}",
        chance.choice(RELATIONS),
        f"e:{chance.randrange(8)}",
        f"said {chance.randrange(3)}",
        view="background" if key in "67" else "guide",
        citations=tuple(sorted(chance.sample(range(8), chance.randrange(3)))),
        species=f"e:{chance.randrange(8)}" if chance.random() < 0.5 else "",
        co_treatment=tuple(f"e:{one}" for one in sorted(chance.sample(range(8), chance.randrange(2)))),
        restates=tuple(f"{name}:{one}" for one in sorted(chance.sample(range(8), chance.randrange(2)))),
        dose=chance.choice((None, 10, 2.5)),
        dose_unit="mg/kg",
    )


def _claims(chance: random.Random, name: str) -> tuple[str, ...]:
    return tuple(f"{name}:{one}" for one in sorted(chance.sample(range(8), 3)))


def _reference(chance: random.Random, name: str, key: str) -> Reference:
    verdict = Verdict(_claims(chance, name), chance.choice(("supported", "off-topic")), (), (), "")
    return Reference(int(key), f"text {chance.randrange(2)}", "", verdicts=(verdict,) * chance.randrange(2))


def _publication(chance: random.Random, name: str, key: str) -> Publication:
    status = chance.choice(("verified", "cited"))
    return Publication(f"{name}:p{key}", f"Study {key}", status, claims=_claims(chance, name))


def _protocol(chance: random.Random, name: str, key: str) -> Protocol:
    steps = tuple(
        Step(number, f"step {chance.randrange(2)}", uses=(f"e:{chance.randrange(8)}",))
        for number in range(1, chance.randrange(2, 5))
    )
    return Protocol(f"{name}:P{key}", f"Protocol {key}", assay=f"e:{chance.randrange(8)}", steps=steps)


def _diagram(chance: random.Random, name: str, key: str) -> Diagram:
    shown = [f"e:{one}" for one in sorted(chance.sample(range(8), 5))]
    pairs = {(chance.choice(shown), chance.choice(RELATIONS[:4]), chance.choice(shown)) for _ in range(3)}
    return Diagram(
        f"{name}:D{key}",
        f"{name}{key}",
        f"Diagram {key}",
        depicts=chance.choice(shown),
        nodes=tuple(DiagramNode(one) for one in shown),
        edges=tuple(DiagramEdge(*ends, claims=_claims(chance, name)[:1]) for ends in sorted(pairs)),
    )


def _tension(chance: random.Random, name: str, key: str) -> Tension:
    return Tension(f"{name}:T{key}", f"Tension {chance.randrange(2)}", claims=_claims(chance, name))


PARTS: dict[str, Any] = {
    "entities": _entity,
    "claims": _claim,
    "references": _reference,
    "publications": _publication,
    "protocols": _protocol,
    "diagrams": _diagram,
    "tensions": _tension,
}
