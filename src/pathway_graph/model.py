"""The network: entities, claims about them, where the claims come from, and the edges derived from claims.

Everything here is frozen and compares by value. An arrow always runs source -> target in causal direction:
a claim's subject is the source of its edge, its object the target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pathway_graph.vocabulary import (
    NOT_SPECIFIED,
    REGIMENS,
    RELATIONS,
    Certainty,
    Layer,
    Sign,
    View,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that was loaded as one piece: a guide, a paper, an analyst's own cascade.

    Attributes:
        id: Short name, unique in a store, e.g. ``imipramine``.
        title: Its title.
        version: The version of the curated files, e.g. ``2026.11``.
        citation: How to cite what the claims were taken from.
        license: Licence of the curated files, as an SPDX identifier.
        note: What a reader must know before trusting it.
    """

    id: str
    title: str = ""
    version: str = ""
    citation: str = ""
    license: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Xref:
    """An identifier of something near an entity; *note* says what the difference is."""

    curie: str
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Ortholog:
    """The same gene in another species: its symbol there and its identifiers there."""

    species: str
    symbol: str = ""
    curies: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A structural link from an entity to its parent, e.g. ``state_of prot:CREB1``."""

    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that claims are about.

    Attributes:
        id: Key within the network, ``kind:name``, e.g. ``prot:BDNF``.
        kind: One of `vocabulary.KINDS`.
        name: Name to show.
        terms: The words by which the source calls it.
        synonyms: Other names; for genes the official symbol and its aliases.
        exact_case: Names found only when typed in exactly this case, since another case means another thing.
        curie: ``prefix:identifier`` of this very thing, or empty.
        xrefs: Identifiers of things near it.
        orthologs: The gene in other species.
        bel: The entity as a BEL 2 term.
        biolink: Biolink Model class.
        sbgn: SBGN glyph class.
        role: One of `vocabulary.ROLES`, or empty.
        compartment: One of `vocabulary.COMPARTMENTS`, or empty.
        members: What a family or complex holds: identifiers of the network or ``SYMBOL (curie)``.
        links: Links to parents.
        lines: Lines of the source that name it.
        view: ``guide`` where the source names it, ``background`` where it only fills in a diagram.
        verification: Who or what confirmed its identifiers.
        note: What a reader should know.
        sources: Data sets that define it, sorted.
        definitions: Where several define it, what each said, in the order of *sources*; else empty.
    """

    id: str
    kind: str
    name: str
    terms: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    exact_case: tuple[str, ...] = ()
    curie: str = ""
    xrefs: tuple[Xref, ...] = ()
    orthologs: tuple[Ortholog, ...] = ()
    bel: str = ""
    biolink: str = ""
    sbgn: str = ""
    role: str = ""
    compartment: str = ""
    members: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    lines: str = ""
    view: View = "guide"
    verification: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    definitions: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: who changes what, in which context, on whose word.

    Attributes:
        id: Unique in a store.
        subject: Entity that acts (source).
        relation: One of `vocabulary.RELATIONS`; it fixes the sign.
        object: Entity acted on (target).
        statement: The claim in a sentence of the curator's own.
        kind: One of `vocabulary.CLAIM_KINDS`.
        aspect: What of the object changes, one of `vocabulary.ASPECTS`.
        measure: What was measured, in more words than *aspect*.
        effect_percent: Size of the change in percent of the untreated value, signed; None if not given.
        mechanism: By what means.
        site: Residue or place the claim is limited to, e.g. ``Ser133`` or an entity identifier.
        species, region, cell: Entities of the context; empty if not stated.
        duration: ISO 8601 duration of treatment, ``not specified`` where the source says so, empty if silent.
        regimen: One of `vocabulary.REGIMENS`, or empty.
        co_treatment: Entities given besides.
        condition: Entity that is the background the treatment meets.
        condition_effect: What the condition by itself does to the object: -1, 0 (direction not given), +1, None.
        direction: The source's own word for the change.
        certainty: ``asserted``, ``one_study`` or ``hypothesis``.
        qualifier: Wording that weakens or narrows the claim.
        citations: Reference numbers as printed in the source.
        restates: Claims it repeats.
        section: Part of the source.
        table, row: Table and row of the source, from 1; None for prose.
        lines: Lines of the source.
        bel: The claim as a BEL 2 statement.
        view: ``guide`` for what the source says, ``background`` for what was added to complete a diagram.
        reference: What a background statement rests on: a CURIE or a work.
        reference_status: One of `vocabulary.REFERENCE_STATUS`, or empty.
        note: What a reader should know.
        source: Data set it belongs to.
    """

    id: str
    subject: str
    relation: str
    object: str
    statement: str = ""
    kind: str = "causal"
    aspect: str = ""
    measure: str = ""
    effect_percent: float | None = None
    mechanism: str = ""
    site: str = ""
    species: str = ""
    region: str = ""
    cell: str = ""
    duration: str = ""
    regimen: str = ""
    co_treatment: tuple[str, ...] = ()
    condition: str = ""
    condition_effect: Sign | None = None
    direction: str = ""
    certainty: Certainty = "asserted"
    qualifier: str = ""
    citations: tuple[int, ...] = ()
    restates: tuple[str, ...] = ()
    section: str = ""
    table: int | None = None
    row: int | None = None
    lines: str = ""
    bel: str = ""
    view: View = "guide"
    reference: str = ""
    reference_status: str = ""
    note: str = ""
    source: str = ""

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0 (direction not stated) or None (not causal), given by the relation."""
        return RELATIONS[self.relation].sign

    @property
    def duration_days(self) -> float | None:
        """Length of treatment in days, or None where it is not stated."""
        return duration_in_days(self.duration) if self.duration not in ("", NOT_SPECIFIED) else None

    @property
    def course(self) -> str:
        """``acute`` or ``chronic`` as the regimen's wording says; empty where it is silent."""
        return REGIMENS.get(self.regimen, "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one printed reference is worth for the claims that cite it.

    Attributes:
        claims: Claims it is cited for.
        verdict: Whether it supports them, in a few words.
        better: Printed references that fit better.
        publications: Publications the claims truly seem to rest on.
        reason: Why.
    """

    claims: tuple[str, ...]
    verdict: str
    better: tuple[int, ...] = ()
    publications: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a source's reference list, exactly as printed.

    Attributes:
        number: Its number in the list.
        text: The entry.
        domain: The web address it names.
        entry_kind: ``titled`` or ``bare domain``.
        cited_at: Lines of the source that cite it.
        verdicts: What it is worth, for each group of claims that cite it.
        note: What the entry is.
        source: Data set it belongs to.
    """

    number: int
    text: str
    domain: str = ""
    entry_kind: str = "titled"
    cited_at: str = ""
    verdicts: tuple[Verdict, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def id(self) -> str:
        """Key in a store: the data set and the printed number."""
        return f"{self.source}/{self.number}"


@dataclass(frozen=True, slots=True)
class Publication:
    """A study that a curator holds to stand behind claims, and how sure that is.

    Attributes:
        status: One of `vocabulary.SOURCE_STATUS`.
        claims: Claims it stands behind.
        verification: What was looked up, and where.
        fit: How well it fits the claims.
    """

    id: str
    title: str
    status: str
    authors: str = ""
    journal: str = ""
    year: int | None = None
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    claims: tuple[str, ...] = ()
    verification: str = ""
    fit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a protocol.

    Attributes:
        number: Place in the protocol, from 1.
        name: Short name.
        action: What is done.
        materials: Materials as the text lists them, alternatives within one entry.
        uses: Entities (reagents, equipment, assays, techniques) that the materials name.
        parameters: Settings as given, e.g. ``overnight``, ``4 °C``.
        output: What the step yields.
        assay: CURIE of the assay it performs.
        gaps: What the text leaves out.
        lines: Lines of the source.
    """

    number: int
    name: str
    action: str = ""
    materials: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    output: str = ""
    assay: str = ""
    gaps: str = ""
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """A laboratory protocol: an objective and ordered steps.

    Attributes:
        assay: Entity that the protocol performs; what it measures hangs on that.
        assay_curie: CURIE of the assay.
    """

    id: str
    name: str
    objective: str = ""
    assay: str = ""
    assay_curie: str = ""
    lines: str = ""
    steps: tuple[Step, ...] = ()
    source: str = ""

    def step_id(self, step: Step) -> str:
        """Key of a step in a store and in diagrams, e.g. ``step:WB-pCREB/7``."""
        return f"step:{self.id}/{step.number}"


@dataclass(frozen=True, slots=True)
class DiagramNode:
    """An entity or step that a diagram shows, in which layer, as the guide's or as background."""

    entity: str
    layer: Layer = "core"
    view: View = "guide"


@dataclass(frozen=True, slots=True)
class DiagramEdge:
    """An edge that a diagram shows.

    Attributes:
        source, relation, target: The edge (source -> target).
        claims: Claims it rests on; empty for a structural link or a workflow's order.
        layer: ``core`` what the figure must show, ``chronic`` what chronic treatment does to it, ``detail`` more.
        view: ``guide`` or ``background``.
        hypothesis: Drawn dashed: no claim asserts it.
        lines: Lines of the source, where no claim stands behind it.
        note: What a reader should know.
    """

    source: str
    relation: str
    target: str
    claims: tuple[str, ...] = ()
    layer: Layer = "core"
    view: View = "guide"
    hypothesis: bool = False
    lines: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A pathway diagram or a workflow: which entities and edges it shows.

    Attributes:
        id: e.g. ``D1``.
        key: Short name for the command line, e.g. ``camp``.
        title: Title to print.
        caption: What the source says of its figure; empty where it has none.
        kind: ``cascade`` or ``workflow``.
        depicts: Entity (pathway or assay) it is a picture of.
    """

    id: str
    key: str
    title: str
    caption: str = ""
    kind: str = "cascade"
    depicts: str = ""
    nodes: tuple[DiagramNode, ...] = ()
    edges: tuple[DiagramEdge, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two entities, derived from claims (source -> target).

    Attributes:
        claims: Every claim that says it, sorted; empty for a structural link.
        site: Residue or place, where all its claims name the same.
        mechanism: Mechanism, where all its claims name the same.
        view: ``guide`` if any claim of a source says it, else ``background``.
        certainty: The best of its claims: ``asserted``, ``one_study``, ``hypothesis``.
        structural: A link of an entity to its parent, not a claim.
        cascades: Diagrams that show it, sorted.
    """

    source: str
    relation: str
    target: str
    claims: tuple[str, ...] = ()
    site: str = ""
    mechanism: str = ""
    view: View = "guide"
    certainty: Certainty = "asserted"
    structural: bool = False
    cascades: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Key: ``source relation target``."""
        return f"{self.source} {self.relation} {self.target}"

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0 (direction not stated) or None (not causal), given by the relation."""
        return RELATIONS[self.relation].sign


@dataclass(frozen=True)
class Network:
    """Entities, claims, their origins, and the edges derived from them; immutable, equal by value.

    Build one with `pathway_graph.build.build_network`, `pathway_graph.read` or a store's ``read``; every
    tuple is sorted by key, so that the same content is the same value whatever order it came in.
    """

    sources: tuple[Source, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    references: tuple[Reference, ...] = ()
    publications: tuple[Publication, ...] = ()
    protocols: tuple[Protocol, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    edges: tuple[Edge, ...] = ()

    @cached_property
    def entity(self) -> Mapping[str, Entity]:
        """Entities by identifier."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by identifier."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def edge(self) -> Mapping[str, Edge]:
        """Edges by identifier."""
        return {edge.id: edge for edge in self.edges}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """Causal edges by target, in order of their identifiers."""
        return _grouped((edge.target, edge) for edge in self.edges if edge.sign is not None)

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """Causal edges by source, in order of their identifiers."""
        return _grouped((edge.source, edge) for edge in self.edges if edge.sign is not None)

    def name(self, identifier: str) -> str:
        """Return the name to show for an entity or a protocol step; the identifier itself if there is none."""
        entity = self.entity.get(identifier)
        if entity is not None:
            return entity.name
        return self._step_names.get(identifier, identifier)

    @cached_property
    def _step_names(self) -> Mapping[str, str]:
        return {
            protocol.step_id(step): step.name for protocol in self.protocols for step in protocol.steps
        }


def _grouped(pairs: Iterable[tuple[str, Edge]]) -> dict[str, tuple[Edge, ...]]:
    groups: dict[str, list[Edge]] = {}
    for key, edge in pairs:
        groups.setdefault(key, []).append(edge)
    return {key: tuple(edges) for key, edges in groups.items()}


_DURATION = re.compile(
    r"P(?=.)(?:(?P<W>\d+(?:\.\d+)?)W|(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<D>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=.)(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)S)?)?)"
)
_DAYS = {"W": 7.0, "Y": 365.25, "M": 30.4375, "D": 1.0, "h": 1 / 24, "m": 1 / 1440, "s": 1 / 86400}


def duration_in_days(text: str) -> float:
    """Convert an ISO 8601 duration to days; a year counts 365.25 days, a month a twelfth of it.

    Raises:
        ValueError: *text* is not an ISO 8601 duration.

    >>> duration_in_days("P3W"), duration_in_days("P21D"), duration_in_days("PT12H")
    (21.0, 21.0, 0.5)
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 duration such as P21D, P3W or PT4H")
    return round(sum(float(value) * _DAYS[unit] for unit, value in match.groupdict().items() if value), 6)
