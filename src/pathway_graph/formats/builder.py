"""Collect the entities, claims and publications of a bulk file into a Network, counting what becomes of everything."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import Any, Final, TypeVar

from pathway_graph.errors import InputError, Problem
from pathway_graph.formats.citations import Cited as Cited
from pathway_graph.formats.citations import cited as cited
from pathway_graph.formats.findings import note_nameless, note_undirected
from pathway_graph.formats.raw import MOST_PROBLEMS, Decoded
from pathway_graph.formats.report import Noted, Report, Result, Tally
from pathway_graph.formats.said import Said as Said
from pathway_graph.formats.said import note as note
from pathway_graph.formats.said import note_pairs as note_pairs
from pathway_graph.formats.species_words import TAXON_NAMES, taxon_of
from pathway_graph.formats.telling import Telling
from pathway_graph.identifiers.gene_table import HumanGene
from pathway_graph.identifiers.minting import GENE_PRODUCTS, mint_entity, product_of, slug
from pathway_graph.model import Claim, Diagram, Entity, Link, Network, Publication, Source
from pathway_graph.model.attributes import map_texts, texts_in
from pathway_graph.model.build import build_later
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.copies import copied, made
from pathway_graph.model.validate import check_network
from pathway_graph.model.values import CONTROL, Sample, brief, without_controls

_KEPT_AT_FIRST: Final = 10_000
MAX_THINGS = 3_000_000
"""Most entities and claims of one file."""
_CITED = ("text", "title", "authors", "journal", "pages")
Readable = TypeVar("Readable", Entity, Claim)


def _hashed(said: Said, subject: str, relation: str, object_: str) -> str:
    text = f"Claim(id='', subject={subject!r}, relation={relation!r}, object={object_!r}, {said.text}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _not_in(items: Sequence[Readable], others: Iterable[Readable]) -> list[Readable]:
    """Return the items that are none of the others, by identity: all are held, so that no two have the same one."""
    numbers = set(map(id, items)).difference(map(id, others))
    return [item for item in items if id(item) in numbers] if numbers else []


class Collection:
    """The parts of one data set while its file is read.

    Args:
        raw: The file.
        format_: Name of the format.
        title: Title of the data set; further fields of `Source` by name.

    Attributes:
        here: Line, or path, of what is being read now; what is added remembers it.
        problems: What is wrong so far; `finish` raises all of it.
        attribute_names: The attribute of a claim that each key of the file's own becomes.
        doubles: Keys whose values the file declares to be numbers, those written without a fraction too.
        weights_are_signs: Whether the weights of edges say signs, see `pathway_graph.formats.weights`.
        names_species: Species whose symbols the names are, where they are symbols: ``human``, ``mouse``, ``rat``.
        names_said: What the names were taken for, for the line that says how the file was read.
        named: Entities by name, kind and species, see `pathway_graph.formats.gene_names`.
    """

    def __init__(self, raw: Decoded, format_: str, title: str = "", **about: str) -> None:
        self.raw, self.format = raw, format_
        self.source = Source(raw.source_id, title=title or raw.source_id, **about)
        self.tally = Tally()
        self.entities: dict[str, Entity] = {}
        self.claims: dict[str, Claim] = {}
        self.diagrams: list[Diagram] = []
        self.problems: list[Problem] = []
        self.here: tuple[int, str] = (0, "")
        self.attribute_names: dict[str, str] = {}
        self.doubles: set[str] = set()
        self.weights_are_signs = False
        self.names_species = ""
        self.names_said = ""
        self.named: dict[tuple[str, str, str], str] = {}
        self._places: dict[str, dict[str, tuple[int, str]]] = {"entities": {}, "claims": {}, "publications": {}}
        self._once: dict[Hashable, tuple[Any, Sequence[Noted]]] = {}
        self._served = 0
        self._firsts: list[Claim] = []
        self._copies: list[Claim] = []
        self._ends: set[str] = set()
        self._relations: set[str] = set()
        self._products: list[Entity] = []
        self._telling = Telling(self.tally)
        self._publications: dict[str, Publication] = {}
        self._backed: dict[str, dict[str, None]] = {}

    def once(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return ``make()``, worked out once for rows that say the same; what it counts is counted for each of them.

        Args:
            key: All that *make* depends on but the line, which it tells to the tally only. What it adds to this
                collection adds nothing when it is added again.
            make: What is worked out.
        """
        known = self._once.get(key)
        if known is not None and (not known[1] or self.tally.again(known[1])):
            self._served += 1
            result: Result = known[0]
            return result
        result, noted = self.tally.watched(make)
        if len(self._once) < _KEPT_AT_FIRST + self._served:  # where every row says something else, nothing is kept
            self._once[key] = result, noted
        return result

    def is_settled(self, key: Hashable) -> bool:
        """Whether `once` keeps what it made for *key*, which counted nothing: who has it need not ask again."""
        known = self._once.get(key)
        return known is not None and not known[1]

    def served(self) -> None:
        """Count a use of what is settled, as `once` does: what is used may be kept."""
        self._served += 1

    def entity(self, kind: str, name: str, curies: Sequence[str] = (), **more: Any) -> str:
        """Add an entity by its identifiers, see `pathway_graph.identifiers.minting.mint_entity`; return its id."""
        curies = self.current(kind, curies)
        entity = mint_entity(kind, name, curies, scope=self.source.id)
        if kind in GENE_PRODUCTS and (said := self._telling.misnamed(name, entity, curies, self._place)):
            entity = copied(mint_entity(kind, name, scope=self.source.id), note=said)
        if entity.id not in self.entities:
            self.tell(entity, curies)
        return self.add(copied(entity, **more) if more else entity)

    def product(self, kind: str, gene: HumanGene) -> str:
        """Add a product of a gene, as `entity` does by its HGNC number; return its id."""
        entity = product_of(kind, gene, scope=self.source.id)
        self._products.append(entity)
        return self.add(entity)

    def current(self, kind: str, curies: Sequence[str]) -> Sequence[str]:
        """Return identifiers of a thing of *kind* with the gene in place of a symbol that it had before."""
        return self._telling.current(curies) if kind in GENE_PRODUCTS else curies

    def tell(self, entity: Entity, curies: Sequence[str]) -> None:
        """Report an entity whose identifiers do not say for sure which gene it is of."""
        self._telling.entity(entity, curies)

    def add(self, entity: Entity) -> str:
        """Add an entity; a second one of that id adds its lists. Return its id."""
        there = self.entities.get(entity.id)
        if there is None:
            self.refuse_more(1)
            self.entities[entity.id] = self._readable(entity)
            self._places["entities"][entity.id] = self.here
        elif there is not entity and there != entity:
            if entity.note not in ("", there.note) and there.note:
                place = f"{self.here[1] or f'line {self.here[0]}'}: {entity.id}"
                self.tally.left_out("notes of entities", "one of that id has another note already", place)
            self.entities[entity.id] = copied(
                there,
                links=tuple(dict.fromkeys(there.links + entity.links)),
                members=tuple(dict.fromkeys(there.members + entity.members)),
                xrefs=tuple(dict.fromkeys(there.xrefs + entity.xrefs)),
                note=there.note or entity.note,
                bel=there.bel or entity.bel,
            )
        return entity.id

    def species(self, taxon: str) -> str:
        """Add a species by its NCBI taxonomy number, or a word for it; return its id, or nothing for none."""
        number = taxon_of(taxon)
        if not number:
            return ""
        return self.entity("Species", TAXON_NAMES.get(number, f"taxon {number}"), [f"ncbitaxon:{number}"])

    def link(self, child: str, relation: str, parent: str) -> None:
        """Add a structural link from an entity to its parent."""
        entity = self.entities[child]
        link = Link(relation, parent)
        if child != parent and link not in entity.links:
            self.entities[child] = copied(entity, links=(*entity.links, link))

    def claim(self, key: str, subject: str, relation: str, object_: str, **more: Any) -> str:
        """Add a claim; return its id.

        *key* is what the file calls it; where it is empty, a hash of the claim's content stands in. *more* are
        further fields of the claim.
        """
        return self.claim_saying(Said.of(more), subject, relation, object_, slug(key) if key else "")

    def claim_saying(self, said: Said, subject: str, relation: str, object_: str, key: str = "") -> str:
        """Add a claim as `claim` does; what many rows say alike is written down once, in *said*."""
        if not key:
            key = _hashed(said, subject, relation, object_)
        own = self.source.id  # named here, it need not be copied later: half of the time of a large table
        identifier = f"{own}/{key}"
        self._ends.update((subject, object_))
        self._relations.add(relation)
        if said.first is not None:
            claim = said.again(said.first).claim(identifier, subject, relation, object_)
            self._copies.append(claim)
        else:
            stated = made(Claim, identifier, subject, relation, object_, source=own, **said.fields)
            claim = self._readable(stated) if stated.note or stated.attributes else stated
            if claim is stated:  # what had to be cleaned is counted for each
                said.first = claim
                self._firsts.append(claim)
        there, number = self.claims.get(identifier), 1
        while there is not None and there != claim:
            number += 1
            identifier = f"{own}/{key}.{number}"
            claim = copied(claim, id=identifier)
            there = self.claims.get(identifier)
        if there is not None:
            self.tally.changed("claims", "stated again in the same words, kept once", identifier)
        else:
            self.refuse_more(1)
            self._places["claims"][identifier] = self.here
        self.claims[identifier] = claim
        return identifier

    def claims_again(self, stated: Iterable[tuple[int, str, str, str, Said]]) -> int:
        """Add claims that say what other rows said, as `claim_saying` does; return how many rows stated one.

        Args:
            stated: Line, subject, relation, object and the rest. While it is asked for the next one it may itself add.
        """
        own, claims, places = f"{self.source.id}/", self.claims, self._places["claims"]
        ends, relations, count = self._ends, self._relations, 0
        for line, subject, relation, object_, said in stated:
            count += 1
            identifier = own + _hashed(said, subject, relation, object_)
            self._served += 1
            self.here = here = (line, "")
            if said.first is None or identifier in claims:
                self.claim_saying(said, subject, relation, object_)
                continue
            if len(claims) + len(self.entities) >= MAX_THINGS:
                self.refuse_more(1)
            claim = (said.alike or said.again(said.first)).claim(identifier, subject, relation, object_)
            self._copies.append(claim)
            ends.add(subject)
            ends.add(object_)
            relations.add(relation)
            places[identifier] = here
            claims[identifier] = claim
        return count

    def refuse_more(self, coming: int) -> None:
        """Refuse a file that states more than memory holds, before the work is done.

        Raises:
            InputError: With *coming* more things there are too many.
        """
        count = len(self.entities) + len(self.claims) + coming
        if count > MAX_THINGS:
            what = f"it holds more than {MAX_THINGS:,} entities and claims, which need about 1 kB of memory each"
            raise self.raw.wrong(self.here[0], what, "split it into several files")

    def _readable(self, item: Readable) -> Readable:
        """Return an entity or claim whose note and attributes hold no control characters: others wrote them."""
        if item.note and CONTROL.search(item.note) is not None:
            self.tally.changed("notes", "control characters were removed", self._place())
            item = copied(item, note=without_controls(item.note))
        if isinstance(item, Claim) and any(
            CONTROL.search(text) for _, one in item.attributes for text in texts_in(one)
        ):
            self.tally.changed("attributes", "control characters were removed", self._place())
            cleaned = {name: map_texts(without_controls, value) for name, value in item.attributes}
            item = copied(item, attributes=attributes_of(cleaned))
        return item

    def _place(self) -> str:
        line, path = self.here
        return f"line {line}" if line else path

    def cite(self, claim: str, publication: Cited) -> None:
        """Let a publication stand behind a claim, if it is one."""
        if publication == Cited():
            return
        texts: dict[str, Any] = {name: text for name in _CITED if CONTROL.search(text := getattr(publication, name))}
        if texts:
            self.tally.changed("publications", "control characters were removed", self._place())
            texts = {name: without_controls(text) for name, text in texts.items()}
            publication = copied(publication, **texts)
        identifier = f"{self.source.id}/{publication.key}"
        if identifier not in self._publications:
            self._places["publications"][identifier] = self.here
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
            copied(publication, claims=tuple(sorted(self._backed[identifier])))
            for identifier, publication in self._publications.items()
        ]

    def wrong(self, line: int, message: str, hint: str = "") -> InputError:
        """Return the error that says what is wrong at a line."""
        return self.raw.wrong(line, message, hint)

    def problem(self, message: str, hint: str = "") -> None:
        """Note that something is wrong `here`; reading goes on, so that everything wrong is told at once."""
        line, path = self.here
        self.problems.append(Problem(self.raw.shown, line, message, hint, path))
        if len(self.problems) > MOST_PROBLEMS:
            raise self.raw.errors(self.problems)

    def place(self, section: str, identifier: str, field: str) -> tuple[str, int, str]:
        """Tell where an entity, a claim or a publication was first stated, as a `model.validate.SourceLocation`."""
        line, path = self._places.get(section, {}).get(identifier, (0, f"{section} {brief(identifier)}"))
        return self.raw.shown, line, path

    def _sample(self, network: Network) -> Sample | None:
        """Return what stands for all of the network: without what is made alike, and made of the table of genes."""
        if not self._copies:
            return None
        others = _not_in(network.claims, chain(self._copies, self._firsts))
        for claim in others:
            self._ends.update((claim.subject, claim.object))
            self._relations.add(claim.relation)
        entities = _not_in(network.entities, self._products)
        return Sample([*self._firsts, *others], self._ends, self._relations, entities)

    def finish(self) -> tuple[Network, Report]:
        """Return the network and what became of the file.

        Raises:
            InputError: Something in the file is wrong, or the parts do not fit together.
        """
        publications = self.publications()
        if self.problems:
            raise self.raw.errors(self.problems)
        network = build_later(
            self.source,
            entities=self.entities.values(),
            claims=self.claims.values(),
            publications=publications,
            diagrams=self.diagrams,
        )
        problems = check_network(network, place=self.place, sample=self._sample(network))
        if problems:
            raise self.raw.errors(problems)
        for what, count in (
            ("entities", len(network.entities)),
            ("claims", len(network.claims)),
            ("publications", len(publications)),
            ("links", sum(len(entity.links) for entity in network.entities)),
        ):
            if count:
                self.tally.kept(what, count)
        note_undirected(self.tally, network)
        note_nameless(self.tally, network)
        return network, self.tally.report(self.raw.shown, self.format)
