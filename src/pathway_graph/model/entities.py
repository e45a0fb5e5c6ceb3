"""Entities: the things that claims are about, and their names and identifiers."""

from dataclasses import dataclass
from typing import Annotated

from pathway_graph.model.declaration import About, documented
from pathway_graph.model.vocabulary import COMPARTMENTS, KINDS, ROLES, SPECIES_WORDS, STRUCTURAL, VIEWS, View
from pathway_graph.text.terms import term_label


@documented
@dataclass(frozen=True, slots=True, order=True)
class Xref:
    """An identifier of something near an entity; *note* says what the difference is."""

    curie: Annotated[str, About("its identifier", "curie")]
    note: Annotated[str, About("what the difference is")] = ""


@documented
@dataclass(frozen=True, slots=True, order=True)
class Ortholog:
    """The same gene in another species: its symbol there and its identifiers there."""

    species: Annotated[str, About("the species", words=SPECIES_WORDS)]
    symbol: Annotated[str, About("its symbol there")] = ""
    curies: Annotated[tuple[str, ...], About("its identifiers there", "curie")] = ()
    note: Annotated[str, About("what a reader should know")] = ""


@documented
@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A structural link from an entity to its parent, e.g. ``state_of prot:CREB1``."""

    relation: Annotated[str, About("what joins them", words=STRUCTURAL)]
    target: Annotated[str, About("the parent", "id", refers="entities")]


@documented
@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that claims are about."""

    id: Annotated[str, About("key within the network", "id", example="prot:BDNF")]
    kind: Annotated[str, About("what it is", words=KINDS, example="Protein")]
    name: Annotated[str, About("name to show", example="BDNF protein")]
    terms: Annotated[tuple[str, ...], About("the words by which the source calls it")] = ()
    synonyms: Annotated[
        tuple[str, ...], About("other names; for genes the official symbol first", example="[BDNF]")
    ] = ()
    exact_case: Annotated[
        tuple[str, ...], About("names found only when typed in exactly this case", example="[cAMP]")
    ] = ()
    curie: Annotated[str, About("identifier of this very thing", "curie", example="uniprot:P23560")] = ""
    xrefs: Annotated[
        tuple[Xref, ...], About("identifiers of things near it, the difference in brackets", example="[hgnc:1033]")
    ] = ()
    orthologs: Annotated[
        tuple[Ortholog, ...],
        About("the gene in other species", "orthologs", example="rat: {symbol: Bdnf, ids: [rgd:2202]}"),
    ] = ()
    bel: Annotated[str, About("the entity as a BEL 2 term", example="p(hgnc:BDNF)")] = ""
    biolink: Annotated[str, About("Biolink Model class", example="biolink:Protein")] = ""
    sbgn: Annotated[str, About("SBGN glyph class", example="macromolecule")] = ""
    role: Annotated[str, About("what it does, where its picture depends on it", words=ROLES, example="kinase")] = ""
    compartment: Annotated[str, About("where it is drawn", words=COMPARTMENTS, example="cytosol")] = ""
    members: Annotated[
        tuple[str, ...],
        About("what a family or complex holds: entity ids, or SYMBOL (curie)", example="[AKT1 (hgnc:391)]"),
    ] = ()
    links: Annotated[
        tuple[Link, ...],
        About("structural links to parents, relation and entity", example="[translated_from rna:BDNF]"),
    ] = ()
    lines: Annotated[str, About("lines of the source that name it", example="58;60")] = ""
    view: Annotated[View, About("whether the source names it", words=VIEWS, example="guide")] = "guide"
    verification: Annotated[str, About("what confirmed its identifiers")] = ""
    note: Annotated[str, About("what a reader should know")] = ""
    sources: Annotated[tuple[str, ...], About("data sets that define it, sorted", by_hand=False)] = ()
    definitions: Annotated[
        tuple["Entity", ...],
        About("where several define it, what each said, in the order of *sources*; else empty", by_hand=False),
    ] = ()

    @property
    def called(self) -> str:
        """Name to show: where it is a number of BTO, CL or UBERON that the package knows, the name of that term.

        >>> Entity("ct:a", "CellType", "bto:0000165").called, Entity("ct:b", "CellType", "bto:9999999").called
        ('C2C12 cell', 'bto:9999999')
        """
        return (self.name and term_label(self.name)) or self.name
