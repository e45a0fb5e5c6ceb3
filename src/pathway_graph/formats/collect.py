"""Collect the entities, claims and publications of a bulk file into a Network, counting what becomes of everything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pathway_graph.build import build_network
from pathway_graph.check import check_network
from pathway_graph.curie import why_malformed
from pathway_graph.errors import InputError, Problem
from pathway_graph.formats.raw import Raw
from pathway_graph.identity import GENE_PRODUCTS, identified, several_genes, slug
from pathway_graph.model import Claim, Diagram, Entity, Link, Network, Publication, Source
from pathway_graph.report import Report, Tally

_SPECIES = {"9606": "Homo sapiens", "10090": "Mus musculus", "10116": "Rattus norvegicus"}
_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Cited:
    """A publication that a file cites; one of *pmid*, *doi* and *text* is given."""

    pmid: str = ""
    doi: str = ""
    text: str = ""
    title: str = ""
    authors: str = ""
    journal: str = ""
    year: int | None = None
    pages: str = ""

    @property
    def key(self) -> str:
        """What it is known by."""
        if self.pmid:
            return f"pubmed:{self.pmid}"
        return f"doi:{self.doi.lower()}" if self.doi else slug(self.text or self.title)


def cited(text: str) -> Cited:
    """Read a citation as tables write it: a PubMed number, a DOI, or anything else.

    >>> cited("PMID:19530226").pmid, cited("https://doi.org/10.1000/X").doi, cited("Other").text
    ('19530226', '10.1000/X', 'Other')
    """
    bare = re.sub(r"(?i)^(pubmed|pmid|doi|https?://(dx\.)?doi\.org/)\s*[:/]?\s*", "", text.strip())
    if re.fullmatch(r"\d{1,9}", bare):
        return Cited(pmid=bare)
    if why_malformed(f"doi:{bare}") is None:
        return Cited(doi=bare)
    return Cited(text=text.strip())


class Collection:
    """The parts of one data set while its file is read.

    Args:
        raw: The file.
        format_: Name of the format.
        title: Title of the data set; further fields of `Source` by name.
    """

    def __init__(self, raw: Raw, format_: str, title: str = "", **about: str) -> None:
        self.raw, self.format = raw, format_
        self.source = Source(raw.source_id, title=title or raw.source_id, **about)
        self.tally = Tally()
        self.entities: dict[str, Entity] = {}
        self.claims: dict[str, Claim] = {}
        self.diagrams: list[Diagram] = []
        self._publications: dict[str, Publication] = {}
        self._backed: dict[str, dict[str, None]] = {}

    def entity(self, kind: str, name: str, curies: Sequence[str] = (), **more: Any) -> str:
        """Add an entity by its identifiers, see `pathway_graph.identity.identified`; return its id."""
        found = identified(kind, name, curies, scope=self.source.id)
        if found.id not in self.entities:
            self.tell(found, curies)
        return self.add(replace(found, **more) if more else found)

    def tell(self, entity: Entity, curies: Sequence[str]) -> None:
        """Report an entity whose identifiers do not say for sure which gene it is of."""
        if entity.kind not in GENE_PRODUCTS:
            return
        if entity.curie.startswith("hgnc.symbol:"):
            self.tally.changed(
                "entities", "not an approved human gene symbol: known by that name only", entity.curie[12:]
            )
        elif "hgnc:" not in entity.id and (several := several_genes(curies)):
            self.tally.changed("entities", "identifier of several human genes: kept apart from each of them", several)

    def add(self, entity: Entity) -> str:
        """Add an entity; a second one of that id adds its lists. Return its id."""
        there = self.entities.get(entity.id)
        if there is None:
            self.entities[entity.id] = entity
        elif there != entity:
            self.entities[entity.id] = replace(
                there,
                links=tuple(dict.fromkeys(there.links + entity.links)),
                members=tuple(dict.fromkeys(there.members + entity.members)),
                xrefs=tuple(dict.fromkeys(there.xrefs + entity.xrefs)),
                note=there.note or entity.note,
                bel=there.bel or entity.bel,
            )
        return entity.id

    def species(self, taxon: str) -> str:
        """Add a species by its NCBI taxonomy number; return its id, or nothing for no number."""
        if not taxon.isdigit():
            return ""
        return self.entity("Species", _SPECIES.get(taxon, f"taxon {taxon}"), [f"ncbitaxon:{taxon}"])

    def link(self, child: str, relation: str, parent: str) -> None:
        """Add a structural link from an entity to its parent."""
        entity = self.entities[child]
        link = Link(relation, parent)
        if child != parent and link not in entity.links:
            self.entities[child] = replace(entity, links=(*entity.links, link))

    def claim(self, key: str, subject: str, relation: str, object_: str, **more: Any) -> str:
        """Add a claim; return its id.

        *key* is what the file calls it; where it is empty, a hash of the claim's content stands in. *more* are
        further fields of the claim.
        """
        bare = Claim("", subject, relation, object_, **more)
        key = slug(key) if key else hashlib.sha256(repr(bare).encode()).hexdigest()[:12]
        identifier, number = f"{self.source.id}/{key}", 1
        while identifier in self.claims and self.claims[identifier] != replace(bare, id=identifier):
            number += 1
            identifier = f"{self.source.id}/{key}.{number}"
        if identifier in self.claims:
            self.tally.changed("claims", "stated again in the same words, kept once", identifier)
        self.claims[identifier] = replace(bare, id=identifier)
        return identifier

    def cite(self, claim: str, publication: Cited) -> None:
        """Let a publication stand behind a claim."""
        identifier = f"{self.source.id}/{publication.key}"
        if identifier not in self._publications:
            shown = f"PubMed {publication.pmid}" if publication.pmid else publication.doi or publication.text
            self._publications[identifier] = Publication(
                identifier,
                publication.title or shown or "untitled",
                "cited",
                authors=publication.authors,
                journal=publication.journal,
                year=publication.year,
                pages=publication.pages,
                doi=publication.doi,
                pmid=publication.pmid,
            )
        self._backed.setdefault(identifier, {})[claim] = None

    def publications(self) -> list[Publication]:
        """Return the publications with the claims they stand behind."""
        return [
            replace(publication, claims=tuple(sorted(self._backed[identifier])))
            for identifier, publication in self._publications.items()
        ]

    def wrong(self, line: int, message: str, hint: str = "") -> InputError:
        """Return the error that says what is wrong at a line."""
        return self.raw.wrong(line, message, hint)

    def finish(self) -> tuple[Network, Report]:
        """Return the network and what became of the file.

        Raises:
            InputError: The parts do not fit together.
        """
        publications = self.publications()
        network = build_network(
            self.source,
            entities=self.entities.values(),
            claims=self.claims.values(),
            publications=publications,
            diagrams=self.diagrams,
        )
        problems = check_network(network)
        if problems:
            raise InputError(Problem(self.raw.shown, 0, f"{p.file}: {p.message}", p.hint) for p in problems[:20])
        for what, count in (
            ("entities", len(network.entities)),
            ("claims", len(network.claims)),
            ("publications", len(publications)),
            ("links", sum(len(entity.links) for entity in network.entities)),
        ):
            if count:
                self.tally.kept(what, count)
        return network, self.tally.report(self.raw.shown, self.format)


def note(pairs: Mapping[str, str]) -> str:
    """Write what the model has no field for as ``key=value | key=value``; empty values are left out.

    >>> note({"score": "0.5", "direct": "", "annotator": "x"})
    'score=0.5 | annotator=x'
    """
    return _SEPARATOR.join(f"{key}={value}" for key, value in pairs.items() if value)


def note_pairs(text: str) -> dict[str, str]:
    """Read back what `note` wrote; other text gives nothing.

    >>> note_pairs("score=0.5 | annotator=x")
    {'score': '0.5', 'annotator': 'x'}
    """
    pairs = (part.partition("=") for part in text.split(_SEPARATOR))
    return {key: value for key, equals, value in pairs if equals and re.fullmatch(r"[a-z_]+", key)}


def members_text(names: Iterable[str]) -> tuple[str, ...]:
    """Return distinct member names, sorted."""
    return tuple(sorted(dict.fromkeys(names)))
