"""Entities: the things that claims are about, and their names and identifiers."""

from __future__ import annotations

from dataclasses import dataclass

from pathway_graph.model.vocabulary import View


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
