"""Check a network as a whole: identifiers, ends, context, diagrams; every problem at once, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from pathway_graph.errors import Problem, did_you_mean, nearest
from pathway_graph.model import Claim, Diagram, Entity, Network, Protocol
from pathway_graph.model.circles import circles
from pathway_graph.model.curie import SPECIES_OF_PREFIX, normalize
from pathway_graph.model.edges import wrong_edges
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.figures import wrong_experiment
from pathway_graph.model.network import OWNED, PARTS
from pathway_graph.model.placing import wrong_nodes
from pathway_graph.model.signs import sign_text
from pathway_graph.model.values import Sample, brief, why_no_word, wrong_values
from pathway_graph.model.vocabulary import CERTAINTIES, RELATIONS, STRUCTURAL
from pathway_graph.text.counts import how_many

SourceLocation = Callable[[str, str, str], tuple[str, int] | tuple[str, int, str]]
"""``place(section, identifier, field)`` gives the file, the line and (or) the path in it where that stands."""


def nowhere(section: str, identifier: str, field: str) -> tuple[str, int]:
    """Place the parts of a network that was built in Python.

    >>> nowhere("claims", "c1", "object")
    ("claims 'c1'", 0)
    """
    return f"{section} {identifier!r}", 0


def check_network(
    network: Network, *, place: SourceLocation = nowhere, also_known: Iterable[str] = (),
    sample: Sample | None = None,
) -> list[Problem]:  # fmt: skip
    """Return everything wrong with *network*; an empty list means that a store will take it.

    Args:
        network: The network of one data set or several.
        place: Tells where a part stands in its file.
        also_known: Identifiers of parts that have problems of their own and so are not in *network*.
        sample: What stands for all of it, see `pathway_graph.model.values.Sample`; else everything is looked at.

    >>> from pathway_graph.model.build import build_network
    >>> from pathway_graph.model import Claim, Entity, Source
    >>> tiny = build_network(
    ...     Source("tiny"),
    ...     entities=[Entity("prot:A", "Protein", "A")],
    ...     claims=[Claim("c1", "prot:A", "inhibits", "prot:B")],
    ... )
    >>> print(check_network(tiny)[0])
    claims 'c1': object 'prot:B' is not among the entities; did you mean 'prot:A'?
    """
    wrong = list(wrong_values(network, sample))
    checker = _Checker(network, place, frozenset(also_known), sample)
    problems = {checker.problem(one.section, one.identifier, one.field, one.message, one.hint) for one in wrong}
    of_no_type = any(one.mistyped for one in wrong)  # of what is no text at all nothing more can be said
    return sorted(problems if of_no_type else problems | set(checker.run()))


@dataclass
class _Checker:
    network: Network
    place: SourceLocation
    also_known: frozenset[str]
    sample: Sample | None
    kinds: dict[str, str] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    publications: set[str] = field(default_factory=set)

    def run(self) -> Iterator[Problem]:
        self.kinds = {entity.id: entity.kind for entity in self.network.entities}
        self.steps = {protocol.step_id(step) for protocol in self.network.protocols for step in protocol.steps}
        self.publications = {publication.id for publication in self.network.publications}
        for entity in self.entities:
            yield from self.entity(entity)
        yield from self.circles()
        yield from self.owners()
        yield from self.used_twice()
        yield from self.edges()
        for claim in () if self.claims_are_plainly_right() else self.network.claims:
            yield from self.one_claim(claim)
        for reference in self.network.references:
            for verdict in reference.verdicts:
                for claim_id in verdict.claims:
                    yield from self.known_claim("references", str(reference.number), "verdicts", claim_id)
                for publication_id in verdict.publications:
                    yield from self.known(
                        "references", str(reference.number), "verdicts", publication_id, self.publications,
                        "publications",
                    )  # fmt: skip
        for publication in self.network.publications:
            for claim_id in publication.claims:
                yield from self.known_claim("publications", publication.id, "claims", claim_id)
        for protocol in self.network.protocols:
            yield from self.protocol(protocol)
        for tension in self.network.tensions:
            for claim_id in tension.claims:
                yield from self.known_claim("tensions", tension.id, "claims", claim_id)
        for diagram in self.network.diagrams:
            yield from self.diagram(diagram)

    @property
    def entities(self) -> Sequence[Entity]:
        return self.network.entities if self.sample is None else self.sample.entities

    @property
    def claims(self) -> Sequence[Claim]:
        return self.network.claims if self.sample is None else self.sample.claims

    def problem(self, section: str, identifier: str, where: str, message: str, hint: str = "") -> Problem:
        file, line, *path = self.place(section, identifier, where)
        return Problem(file, line, message, hint, *path)

    def used_twice(self) -> Iterator[Problem]:
        for part in PARTS:
            items = getattr(self.network, part)
            if len(items) != len(set(map(_ID, items))):
                for identifier in sorted(one for one, count in Counter(item.id for item in items).items() if count > 1):
                    yield self.problem(part, identifier, "id", f"id {brief(identifier)} is used twice", "change one")

    def owners(self) -> Iterator[Problem]:
        known = {source.id for source in self.network.sources}
        if not known:
            return
        hint = f"data sets are {', '.join(sorted(known))}"
        for entity in self.entities:
            for used in sorted(set(entity.sources) - known):
                message = f"data set {brief(used)} is not among the sources"
                yield self.problem("entities", entity.id, "sources", message, hint)
            if not entity.sources:
                yield self.problem("entities", entity.id, "sources", "it belongs to no data set", hint)
            if not has_its_definitions(entity):
                message = (
                    f"definitions are not one each of its {how_many(len(entity.sources), 'data set')}, in their order"
                )
                yield self.problem("entities", entity.id, "definitions", message, "unite data sets with merge")
        for part in OWNED:
            items = getattr(self.network, part)
            owners = set(map(attrgetter("source"), self.claims if part == "claims" else items))
            for item in items if owners - known else ():
                if item.source not in known:
                    message = f"data set {brief(item.source)} is not among the sources"
                    yield self.problem(part, item.id, "source", message, hint)

    def edges(self) -> Iterator[Problem]:
        """Hold that the edges are those that claims, links and diagrams make; of others, tell what they name."""
        for edge, where, message, hint in wrong_edges(self.network):
            yield self.problem("edges", edge.id, where, message, hint)
            if why := why_no_word("relation", edge.relation, RELATIONS):
                yield self.problem("edges", edge.id, "relation", *why)
            for end in (edge.source, edge.target):
                yield from self.known("edges", edge.id, "end", end, self.kinds, "entities")
            for used in edge.claims:
                yield from self.known_claim("edges", edge.id, "claims", used)

    def known(
        self, section: str, identifier: str, where: str, used: str, known: Iterable[str], what: str
    ) -> Iterator[Problem]:
        if used not in known and used not in self.also_known:
            near = [one for one in nearest(used, known) if _digits(one) == _digits(used)]
            hint = did_you_mean(near) if near else f"add it under {what}:"
            yield self.problem(section, identifier, where, f"{where} {brief(used)} is not among the {what}", hint)

    def known_claim(self, section: str, identifier: str, where: str, used: str) -> Iterator[Problem]:
        return self.known(section, identifier, where, used, self.network.claim, "claims")

    def entity(self, entity: Entity) -> Iterator[Problem]:
        if entity.id in self.steps:
            yield self.problem(
                "entities", entity.id, "id", f"id {entity.id!r} is that of a protocol's step too", "change it"
            )
        for link in entity.links:
            yield from self.known("entities", entity.id, "links", link.target, self.kinds, "entities")
            if link.target == entity.id:
                yield self.problem("entities", entity.id, "links", "an entity cannot be its own parent")
        own = normalize(entity.curie)
        for ortholog in entity.orthologs:
            for curie in ortholog.curies:
                prefix = normalize(curie).partition(":")[0]
                species = SPECIES_OF_PREFIX.get(prefix, ortholog.species)
                if species != ortholog.species:
                    yield self.problem(
                        "entities", entity.id, "orthologs",
                        f"{curie!r} is the identifier of a {species} gene, not of a {ortholog.species} one",
                        f"move it under {species}: or look up the {ortholog.species} identifier",
                    )  # fmt: skip
                elif ortholog.species != "human" and normalize(curie) == own:
                    yield self.problem(
                        "entities", entity.id, "orthologs",
                        f"{curie!r} is the entity's own identifier, not that of its {ortholog.species} ortholog",
                    )  # fmt: skip

    def circles(self) -> Iterator[Problem]:
        parents = {
            entity.id: sorted({link.target for link in entity.links if link.relation in ("is_a", "part_of")})
            for entity in self.entities
        }
        for circle in circles(parents):
            yield self.problem(
                "entities", circle[0], "links", "is_a and part_of links run in a circle: " + " -> ".join(circle),
                "remove one of them",
            )  # fmt: skip

    def claims_are_plainly_right(self) -> bool:
        """Look at all ends at once, and at one of the claims that say the same beside their ends and sentences."""
        ends = self.sample.ends if self.sample is not None else {
            *map(attrgetter("subject"), self.claims), *map(attrgetter("object"), self.claims)
        }  # fmt: skip
        alike = dict(zip(map(_LOOKED_AT, self.claims), self.claims, strict=True))
        return (
            ends <= self.kinds.keys()
            and not any(claim.inferred_from for claim in alike.values())  # which is compared with its own id
            and next((problem for claim in alike.values() for problem in self.one_claim(claim)), None) is None
        )

    def one_claim(self, claim: Claim) -> Iterator[Problem]:
        for where in ("subject", "object"):
            used = getattr(claim, where)
            yield from self.known("claims", claim.id, where, used, self.kinds, "entities")
        for where, kinds in CONTEXT_KINDS.items():
            used = getattr(claim, where)
            if not used:
                continue
            yield from self.known("claims", claim.id, where, used, self.kinds, "entities")
            kind = self.kinds.get(used, kinds[0])
            if kind not in kinds:
                yield self.problem(
                    "claims", claim.id, where, f"{where} {used!r} is {_a(kind)}, not {_a(' or '.join(kinds))}",
                    "put it in the field it belongs to",
                )  # fmt: skip
        for used in claim.co_treatment:
            yield from self.known("claims", claim.id, "co_treatment", used, self.kinds, "entities")
        for used in claim.restates:
            yield from self.known_claim("claims", claim.id, "restates", used)
        if claim.condition_effect is not None and not claim.condition:
            yield self.problem(
                "claims", claim.id, "condition_effect", "condition_effect without a condition",
                "say in condition: which background it is",
            )  # fmt: skip
        if claim.view == "background" and not claim.reference:
            yield self.problem(
                "claims", claim.id, "view", "a background statement needs a reference",
                "add reference: with a CURIE or a work",
            )  # fmt: skip
        if (claim.certainty == "hypothesis") != (claim.kind == "hypothesis"):
            yield self.problem(
                "claims", claim.id, "certainty",
                f"kind {claim.kind!r} and certainty {claim.certainty!r} do not agree",
                "a hypothesis has both: kind: hypothesis and certainty: hypothesis",
            )  # fmt: skip
        if (claim.dose, claim.dose_unit, claim.sample_size, claim.statistic, claim.statistic_value) != _NO_FIGURES:
            for where, message, hint in wrong_experiment(claim):
                yield self.problem("claims", claim.id, where, message, hint)
        yield from self.inferred(claim)
        if claim.row is not None and claim.table is None:
            yield self.problem("claims", claim.id, "row", "row without a table", "add table:")

    def inferred(self, claim: Claim) -> Iterator[Problem]:
        """Hold that what is inferred says from what, and is no surer than that."""
        if claim.reference_status == "inferred" and not claim.inferred_from:
            yield self.problem(
                "claims", claim.id, "reference_status", "an inferred statement does not say what it follows from",
                "name the claims in inferred_from: [...]",
            )  # fmt: skip
        if claim.inferred_from and claim.reference_status != "inferred":
            yield self.problem(
                "claims", claim.id, "inferred_from", "inferred_from without reference_status: inferred",
                "add reference_status: inferred",
            )  # fmt: skip
        for used in claim.inferred_from:
            yield from self.known_claim("claims", claim.id, "inferred_from", used)
            if used == claim.id:
                yield self.problem("claims", claim.id, "inferred_from", "a statement cannot follow from itself")
            ground = self.network.claim.get(used)
            if ground is not None and _is_surer(claim, ground):
                beside = " and kind: hypothesis" if ground.certainty == "hypothesis" else ""
                yield self.problem(
                    "claims", claim.id, "certainty" if claim.certainty != "asserted" else "inferred_from",
                    f"certainty {claim.certainty!r} is stronger than that of {used} ({ground.certainty}), "
                    "from which it is inferred",
                    f"write certainty: {ground.certainty}{beside}, or give a source of its own",
                )  # fmt: skip

    def protocol(self, protocol: Protocol) -> Iterator[Problem]:
        if protocol.assay:
            yield from self.known("protocols", protocol.id, "assay", protocol.assay, self.kinds, "entities")
        for number, step in enumerate(protocol.steps, start=1):
            if step.number != number:
                yield self.problem(
                    "protocols", protocol.id, "steps", f"step {step.number} stands where step {number} should",
                    "number the steps 1, 2, 3, … in order",
                )  # fmt: skip
                break
        for step in protocol.steps:
            for used in step.uses:
                yield from self.known("protocols", protocol.id, "uses", used, self.kinds, "entities")

    def diagram(self, diagram: Diagram) -> Iterator[Problem]:
        yield from (self.problem("diagrams", diagram.id, *wrong) for wrong in wrong_nodes(diagram))
        shown = {node.entity for node in diagram.nodes}
        for node in diagram.nodes:
            if node.entity not in self.steps:
                yield from self.known("diagrams", diagram.id, "entity", node.entity, self.kinds, "entities")
        if diagram.depicts:
            yield from self.known("diagrams", diagram.id, "depicts", diagram.depicts, self.kinds, "entities")
        links = self.structural_links()
        for edge in diagram.edges:
            name = f"edge {edge.source} {edge.relation} {edge.target}"
            for end in (edge.source, edge.target):
                if end not in shown:
                    yield self.problem(
                        "diagrams", diagram.id, "edges", f"{name}: {end!r} is not a node of the diagram",
                        "add it under nodes:",
                    )  # fmt: skip
            for used in edge.claims:
                yield from self.known_claim("diagrams", diagram.id, "edges", used)
            of_steps = edge.source in self.steps
            if not edge.claims and not of_steps and (edge.source, edge.relation, edge.target) not in links:
                yield self.problem(
                    "diagrams", diagram.id, "edges", f"{name}: neither a claim nor a link stands behind it",
                    "name the claims it rests on",
                )  # fmt: skip
            yield from self.same_sign(diagram, name, edge.relation, edge.claims)
            stated = [self.network.claim[used].certainty for used in edge.claims if used in self.network.claim]
            if stated and set(stated) == {"hypothesis"} and not edge.hypothesis:
                yield self.problem(
                    "diagrams", diagram.id, "edges", f"{name} rests on hypotheses only and is drawn as asserted",
                    "write hypothesis: true",
                )  # fmt: skip

    def same_sign(self, diagram: Diagram, name: str, relation: str, claims: tuple[str, ...]) -> Iterator[Problem]:
        sign = RELATIONS[relation].sign if relation in RELATIONS else None
        for used in claims:
            claim = self.network.claim.get(used)
            if claim is not None and claim.relation in RELATIONS and relation in RELATIONS and claim.sign != sign:
                yield self.problem(
                    "diagrams", diagram.id, "edges",
                    f"{name} has sign {sign_text(sign)}, its claim {used} ({claim.relation}) {sign_text(claim.sign)}",
                    "draw the relation that the claim states",
                )  # fmt: skip

    def structural_links(self) -> set[tuple[str, str, str]]:
        links = set()
        for entity in self.network.entities:
            for link in entity.links:
                if link.relation not in STRUCTURAL:
                    continue
                relation, downwards = STRUCTURAL[link.relation]
                ends = (link.target, entity.id) if downwards else (entity.id, link.target)
                links.add((ends[0], relation, ends[1]))
        return links


def has_its_definitions(entity: Entity) -> bool:
    """Whether an entity of several data sets holds what each says of it, in their order; of one, nothing beside."""
    said = tuple(one.sources for one in entity.definitions)
    return said == (tuple((name,) for name in entity.sources) if len(entity.sources) > 1 else ())


_ID: Final = attrgetter("id")
_LOOKED_AT: Final = attrgetter(
    *CONTEXT_KINDS, "co_treatment", "restates", "condition", "condition_effect", "view", "reference", "kind",
    "certainty", "dose", "dose_unit", "sample_size", "statistic", "statistic_value", "inferred_from",
    "reference_status", "row", "table",
)  # fmt: skip
"""What `_Checker.one_claim` looks at beside the ends."""
_NO_FIGURES: Final = (None, "", None, "", None)


def _a(noun: str) -> str:
    return f"{'an' if noun.startswith(tuple('AEIOU')) else 'a'} {noun}"


def _is_surer(claim: Claim, ground: Claim) -> bool:
    known = {claim.certainty, ground.certainty} <= set(CERTAINTIES)  # an unknown word is told as such
    return known and CERTAINTIES.index(claim.certainty) < CERTAINTIES.index(ground.certainty)


def _digits(identifier: str) -> str:
    """Return the digits of an identifier: one with others names another thing, however alike it looks."""
    return "".join(filter(str.isdigit, identifier))
