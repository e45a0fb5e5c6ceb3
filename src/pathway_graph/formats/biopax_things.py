"""Physical entities of BioPAX as entities: by their references' identifiers, with modifications, parts and members."""

from __future__ import annotations

from typing import Final

from pathway_graph.formats.biopax_parts import BioPaxModel, BioPaxObject
from pathway_graph.formats.builder import Cited, Collection
from pathway_graph.formats.miriam import curie_of_resource
from pathway_graph.formats.term_mapping import curie_of
from pathway_graph.identifiers.minting import GENE_PRODUCTS, PREFIXES, slug
from pathway_graph.model import Entity

KINDS: Final = {
    "Protein": "Protein", "SmallMolecule": "SmallMolecule", "Complex": "Complex", "Dna": "Gene", "DnaRegion": "Gene",
    "Rna": "Transcript", "RnaRegion": "Transcript", "Gene": "Gene", "PhysicalEntity": "Unspecified",
    "Pathway": "Pathway",
}  # fmt: skip
"""Classes of things, and the kind of each."""


class Things:
    """Makes the entity of each thing when it is first asked for.

    Args:
        collection: Where entities go.
        model: The file.
    """

    def __init__(self, collection: Collection, model: BioPaxModel) -> None:
        self.made, self.model, self.tally = collection, model, collection.tally
        self.ids: dict[str, str] = {}
        self.taxa: dict[str, str] = {}
        self._open: set[str] = set()

    def entity(self, thing: BioPaxObject) -> str:
        """Return the entity of a thing; nothing where its class is none of a thing."""
        if thing.cls not in KINDS or thing.id in self._open:
            return ""
        if thing.id not in self.ids:
            self._open.add(thing.id)
            before, self.made.here = self.made.here, (thing.line, "")
            self.ids[thing.id] = self._make(thing)
            self.made.here = before
            self._open.discard(thing.id)
        return self.ids[thing.id]

    def _make(self, thing: BioPaxObject) -> str:
        kind = KINDS[thing.cls]
        reference = self.model.first(thing, "entityReference")
        parts = self._all(thing, "component")
        members = self._all(thing, "memberPhysicalEntity")
        curies = self.curies(reference) if reference is not None else self.curies(thing)
        name = self.model.name(thing)
        if members:
            kind = {"Protein": "ProteinFamily", "SmallMolecule": "ChemicalClass"}.get(kind, kind)
            curies = [one for one in curies if not one.startswith("uniprot:")]
        elif reference is not None and not curies:
            name = self.model.name(reference)
        own = self.made.entity(kind, name, curies, members=tuple(sorted({*parts, *members})))
        for part in parts:
            self.made.link(part, "part_of", own)
        for member in members:
            self.made.link(member, "is_a", own)
        organism = self._organism(reference or thing)
        if organism:
            self.taxa[own] = organism
        if thing.refs.get("cellularLocation"):
            self.tally.left_out("places in the cell", "the same thing elsewhere is the same entity")
        state = self._state(thing, own, kind)
        if state != own and organism:
            self.taxa[state] = organism
        return state

    def _all(self, thing: BioPaxObject, name: str) -> list[str]:
        return [found for one in self.model.of(thing, name) if (found := self.entity(one))]

    def _state(self, thing: BioPaxObject, own: str, kind: str) -> str:
        """Return the modified form that the features of a thing make it; the thing itself where it has none."""
        shown = []
        for feature in self.model.of(thing, "feature"):
            if feature.cls != "ModificationFeature":
                self.tally.left_out("features", "they are no modification", f"line {feature.line}: {feature.cls}")
                continue
            term = self.model.first(feature, "modificationType")
            site = self.model.first(feature, "featureLocation")
            words = [
                term.value("term") if term is not None else "modified",
                site.value("sequencePosition") if site else "",
            ]
            shown.append(" ".join(" ".join(filter(None, words)).removeprefix("MOD_RES ").split()))
        if not shown:
            return own
        label = ", ".join(sorted(shown))
        stated = "ProteinState" if self.made.entities[own].kind in GENE_PRODUCTS else kind
        identifier = f"{PREFIXES[stated]}:{own.partition(':')[2]}-{slug(label)}"
        self.made.add(Entity(identifier, stated, f"{self.made.entities[own].name} {label}"))
        self.made.link(identifier, "state_of", own)
        return identifier

    def curies(self, thing: BioPaxObject) -> list[str]:
        """Return the identifiers of a thing: what it is, not what it is related to."""
        found = [curie_of_resource(thing.id)]
        for xref in self.model.of(thing, "xref"):
            if xref.cls == "UnificationXref":
                curie = curie_of(xref.value("db"), xref.value("id")) or curie_of_resource(xref.id)
                if not curie and xref.value("id"):
                    self.tally.changed("identifiers", "their database is not known or they are malformed: left out",
                                       f"line {xref.line}: {xref.value('db')} {xref.value('id')}")  # fmt: skip
                found.append(curie)
        return [one for one in dict.fromkeys(found) if one]

    def _organism(self, thing: BioPaxObject) -> str:
        source = self.model.first(thing, "organism")
        if source is None:
            return ""
        taxa = [one.partition(":")[2] for one in self.curies(source) if one.startswith("ncbitaxon:")]
        return taxa[0] if taxa else ""

    def studies(self, thing: BioPaxObject) -> list[Cited]:
        """Return the publications behind an interaction: its own, and those of its evidence."""
        owners = [thing, *self.model.of(thing, "evidence")]
        return [_cited(one) for owner in owners for one in self.model.of(owner, "xref") if one.cls == "PublicationXref"]


def _cited(xref: BioPaxObject) -> Cited:
    number, database = xref.value("id"), xref.value("db").lower()
    year = xref.value("year")
    return Cited(
        pmid=number if database in ("pubmed", "pmid") and number.isdigit() else "",
        doi=number if number.startswith("10.") and "/" in number else "",
        text=number if not number.isdigit() else xref.id,
        title=xref.value("title"),
        authors=", ".join(xref.values.get("author", ())),
        journal=xref.value("source"),
        year=int(year) if len(year) == 4 and year.isdigit() else None,
    )
