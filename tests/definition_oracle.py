"""Tracing worked out anew from the sentences of docs/tracing.md and docs/evidence.md, over claims and links alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import networkx as nx

from pathway_graph.model import Claim, Entity, Link, Network, Publication, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.trace import Filters

SIGNS: Final = {"activates": 1, "increases": 1, "inhibits": -1, "modulates": 0, "transcribed_to": 1, "translated_to": 1}
DOWN: Final = {"transcribed_from": "transcribed_to", "translated_from": "translated_to"}
SURE: Final = ("asserted", "one_study", "hypothesis")
Step = tuple[str, str, str]
"""Source, relation and target of an edge."""


def defined(seed: int) -> Network:
    """Forms of two genes, a drug, a process; claims of each sort in up to three data sets, studies, retractions."""
    chance = random.Random(seed)

    def view() -> Any:
        return chance.choice(("guide", "guide", "guide", "background"))

    entities = [Entity(f"sp:{name}", "Species", name) for name in ("rat", "mouse")]
    entities += [Entity("chem:d", "SmallMolecule", "drug d", role="drug"), Entity("bp:x", "BiologicalProcess", "x")]
    for gene in ("A", "B", "C"):
        entities += [
            Entity(f"gene:{gene}", "Gene", f"{gene} gene", synonyms=(gene,)),
            Entity(f"rna:{gene}", "Transcript", f"{gene} mRNA", synonyms=(gene,), view=view(),
                   links=(Link("transcribed_from", f"gene:{gene}"),)),
            Entity(f"prot:{gene}", "Protein", f"{gene} protein", synonyms=(gene,), view=view(),
                   links=(Link(*chance.choice((("translated_from", f"rna:{gene}"), ("product_of", f"gene:{gene}")))),)),
            Entity(f"state:{gene}", "ProteinState", f"phospho-{gene}", links=(Link("state_of", f"prot:{gene}"),)),
        ]  # fmt: skip
    ids = [entity.id for entity in entities[2:]]
    ids += ["chem:d", "bp:x"] * 2
    parts = []
    for name in ("one", "two", "three")[: chance.randint(1, 3)]:
        claims = [_claim(chance, f"{name}-c{number}", ids) for number in range(chance.randint(4, 9))]
        known = [claim.id for claim in claims if claim.view == "guide"]
        publications = [
            Publication(
                f"{name}-S{number}", f"A study number {number} of {name}", chance.choice(("verified", "candidate")),
                claims=tuple(sorted(chance.sample(known, min(len(known), 2)))), doi=chance.choice(("", "10.1/a")),
                notice=chance.choice(("", "retracted", "concern")),
            )
            for number in range(3)
        ]  # fmt: skip
        parts.append(build_network(Source(name), entities=entities, claims=claims, publications=publications))
    return merge(parts)


def _claim(chance: random.Random, name: str, ids: list[str]) -> Claim:
    ends, relation = chance.choices(ids, k=2), chance.choice(["activates", "increases", "inhibits", "modulates"])
    if chance.random() < 0.3:
        gene = chance.choice("ABC")
        ends, relation = [f"gene:{gene}", f"rna:{gene}"], "transcribed_to"
    certainty: Any = chance.choice(("asserted", "asserted", "one_study", "hypothesis"))
    is_silent = chance.random() < 0.2
    return Claim(
        name, ends[0], relation, ends[1], species=chance.choice(("", "sp:rat", "sp:mouse")), certainty=certainty,
        kind="hypothesis" if certainty == "hypothesis" else "causal", view="background" if is_silent else "guide",
        reference="pmid:1" if is_silent else "",
    )  # fmt: skip


class Definition:
    """The claims and links of a network, and what follows from them by the definitions.

    Args:
        network: None of its edges is looked at.
    """

    def __init__(self, network: Network) -> None:
        self.claims = {claim.id: claim for claim in network.claims}
        self.views = {entity.id: entity.view for entity in network.entities}
        forms: nx.Graph[str] = nx.Graph()
        works: nx.Graph[str] = nx.Graph()
        forms.add_nodes_from(self.views)
        self.links: set[Step] = set()
        for entity in network.entities:
            for link in entity.links:
                forms.add_edge(entity.id, link.target)
                if link.relation in DOWN:
                    self.links.add((link.target, DOWN[link.relation], entity.id))
        self.gene = {one: min(some) for some in nx.connected_components(forms) for one in some}
        for one in network.publications:
            works.add_edge(one.id, f"doi {one.doi}" if one.doi else one.id)
        self.work = {name: min(some) for some in nx.connected_components(works) for name in some}
        self.behind = {
            name: {self.work[p.id] for p in network.publications if name in p.claims} for name in self.claims
        }
        self.retracted = {self.work[one.id] for one in network.publications if one.notice == "retracted"}
        self.steps: dict[Step, set[str]] = {step: set() for step in self.links}
        for claim in network.claims:
            self.steps.setdefault((claim.subject, claim.relation, claim.object), set()).add(claim.id)

    def followed(self, filters: Filters) -> dict[Step, bool]:
        """Return the edges that may be followed, and whether each rests on a hypothesis."""
        lost = {self.work[name] for name in filters.without} | (set() if filters.count_retracted else self.retracted)
        found = {}
        for step, names in self.steps.items():
            said = [self.claims[name] for name in names if not self.behind[name] or self.behind[name] - lost]
            said = [claim for claim in said if filters.view == "expanded" or claim.view == "guide"]
            if filters.species:
                wanted = {f"sp:{filters.species}", ""} if filters.unstated_species else {f"sp:{filters.species}"}
                said = [claim for claim in said if claim.species in wanted]
            if filters.certainties:
                said = [claim for claim in said if claim.certainty in filters.certainties]
            is_named = all(self.views[end] == "guide" for end in (step[0], step[2]))
            holds = step in self.links and (is_named or (filters.view == "expanded" and not said))
            if said or holds:
                found[step] = not holds and all(claim.certainty == "hypothesis" for claim in said)
        return found

    def ends(self, homes: set[str], filters: Filters, steps: int, *, upstream: bool) -> dict[str, dict[str, Any]]:
        """Return of asserted and of other routes each end with its net sign, least steps and routes by sign."""
        edges = self.followed(filters)
        found: dict[str, dict[str, Any]] = {"asserted": {}, "hypothetical": {}}
        for route in self._routes(list(edges), homes, steps, upstream=upstream):
            is_apart = any(edges[step] for step in route) and not filters.count_hypotheses
            sign = 1
            for step in route:
                sign *= SIGNS[step[1]]
            end = route[-1][0] if upstream else route[-1][2]
            group = found["hypothetical" if is_apart else "asserted"]
            group.setdefault(end, []).append((len(route), sign))
        return {kind: {end: _told(some) for end, some in group.items()} for kind, group in found.items()}

    def _routes(self, edges: list[Step], homes: set[str], steps: int, *, upstream: bool) -> Iterator[tuple[Step, ...]]:
        """Yield every route, the step at home first."""
        open_: list[tuple[tuple[Step, ...], tuple[str, ...]]] = [((), (home,)) for home in homes]
        while open_:
            route, nodes = open_.pop()
            for step in edges:
                here, there = (step[2], step[0]) if upstream else (step[0], step[2])
                if here != nodes[-1] or there in nodes or there in homes:
                    continue
                met = [gene for gene, _ in groupby(self.gene[node] for node in (*nodes, there))]
                if len(met) == len(set(met)):  # one gene once, its forms side by side
                    yield (*route, step)
                    if len(route) + 1 < steps:
                        open_.append(((*route, step), (*nodes, there)))


def _told(routes: list[tuple[int, int]]) -> tuple[str, int, int, int, int]:
    signs = [sign for _, sign in routes]
    net = {(True, True): "ambiguous", (True, False): "+1", (False, True): "-1"}.get((1 in signs, -1 in signs), "0")
    return net, min(length for length, _ in routes), signs.count(1), signs.count(-1), signs.count(0)
