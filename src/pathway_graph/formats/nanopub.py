"""Nanopublications of claims as TriG: assertion, provenance and publication info of each; written, never read.

They carry temporary identifiers (``http://purl.org/nanopub/temp/``) until somebody signs and publishes them. A claim is
an association with its context, not a bare triple: what holds in one cell for 21 days is not said of all. The sign is a
triple of its own, and a null result is negated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from pathway_graph.evidence.basis import basis_of
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.words import sentence
from pathway_graph.evidence.works import retracted_claims, stated_title
from pathway_graph.formats.kgx_words import category_of, predicate_of
from pathway_graph.formats.raw import Encoded
from pathway_graph.formats.report import Tally
from pathway_graph.model import Claim, Entity, Network, Publication
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.text.spdx import spdx_address

BASE: Final = "http://purl.org/nanopub/temp/pathway-graph/"
_PREFIXES: Final = {
    "biolink": "https://w3id.org/biolink/vocab/", "dcterms": "http://purl.org/dc/terms/",
    "np": "http://www.nanopub.org/nschema#", "pg": f"{BASE}terms#", "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTEXT: Final = {
    "species": "biolink:species_context_qualifier", "region": "biolink:anatomical_context_qualifier",
    "cell": "biolink:anatomical_context_qualifier", "condition": "pg:condition", "assay": "pg:assay",
}  # fmt: skip
_WORDS: Final = (
    "aspect", "measure", "site", "mechanism", "strain", "sex", "duration", "regimen", "dose_unit", "route", "direction",
    "qualifier", "statistic",
)  # fmt: skip
_NUMBERS: Final = ("dose", "effect_percent", "statistic_value", "sample_size", "condition_effect")
_LEFT_OUT: Final = {
    "note": "notes of claims", "attributes": "attributes of claims", "restates": "links to claims that are repeated",
    "bel": "BEL statements of claims", "reference_status": "statuses of references",
}  # fmt: skip


def dump(network: Network) -> Encoded:
    """Write a nanopublication per claim; the advice says what is left to do before they are published."""
    tally, writer = Tally(), _Writer(network)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    text = head + "".join(writer.nanopublication(claim) for claim in network.claims)
    tally.kept("claims", len(network.claims))
    unknown = sum(one.status == "unknown" for one in network.publications)
    tally.left_out("publications", "nobody has found the study", count=unknown)
    tally.changed("publications", "named by the claims they stand behind", count=len(network.publications) - unknown)
    cited = sum(bool(claim.citations) for claim in network.claims)
    tally.left_out("printed citations", "a printed number is no support by itself", count=cited)
    for field, what in _LEFT_OUT.items():
        tally.left_out(what, "a nanopublication has no place for them", count=_count(network, field))
    alone = network.entity.keys() - {end for claim in network.claims for end in (claim.subject, claim.object)}
    tally.left_out("entities", "no claim is about them", count=len(alone))
    for part in (part for part in SPOKEN_OF if part not in ("publications", "references")):
        tally.left_out(part, "a nanopublication holds one claim", count=len(getattr(network, part)))
    advice = "the nanopublications have temporary identifiers and no author: sign them before they are published"
    return Encoded({"": text.encode()}, tally.report("", "nanopub"), advice)


def _count(network: Network, field: str) -> int:
    return sum(bool(getattr(claim, field)) for claim in network.claims)


class _Writer:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.shared = Counter(entity.curie for entity in network.entities if entity.curie)
        self.basis, self.notices, self.gone = basis_of(network), notices_of(network), retracted_claims(network)
        self.sources = {source.id: source for source in network.sources}

    def nanopublication(self, claim: Claim) -> str:
        """Return the four graphs of a claim."""
        here = f"{BASE}{quote(claim.source, safe='')}/{quote(claim.id, safe='')}"
        assertion = f"<{here}#assertion>"
        graphs: dict[str, Iterable[str]] = {
            "Head": (
                f"<{here}> a np:Nanopublication", f"<{here}> np:hasAssertion {assertion}",
                f"<{here}> np:hasProvenance <{here}#provenance>", f"<{here}> np:hasPublicationInfo <{here}#pubinfo>",
            ),
            "assertion": self._assertion(claim, f"<{here}#association>"),
            "provenance": self._provenance(claim, assertion),
            "pubinfo": self._about(claim, f"<{here}>"),
        }  # fmt: skip
        return "".join(
            f"\n<{here}#{name}> {{\n" + "".join(f"  {line} .\n" for line in lines) + "}\n"
            for name, lines in graphs.items()
        )

    def _assertion(self, claim: Claim, node: str) -> Iterator[str]:
        yield f"{node} a biolink:Association"
        yield f"{node} rdfs:label {_text(sentence(self.network, claim))}"
        for role, end in (("subject", claim.subject), ("object", claim.object)):
            yield f"{node} rdf:{role} {self._entity(end)}"
            yield from self._named(end)
        for name, value in predicate_of(claim.relation).items():
            what = "rdf:predicate" if name == "predicate" else f"biolink:{name}"
            is_term = value.startswith("biolink:")
            yield f"{node} {what} {value if is_term else _text(value)}"
        yield f"{node} pg:relation {_text(claim.relation)}"
        if claim.sign is not None:
            yield f'{node} pg:sign "{claim.sign}"^^xsd:integer'
        if claim.relation == "leaves_unchanged":
            yield f'{node} biolink:negated "true"^^xsd:boolean'
        for field, term in _CONTEXT.items():
            if place := getattr(claim, field):
                yield f"{node} {term} {self._entity(place)}"
                yield from self._named(place)
        for given in claim.co_treatment:
            yield f"{node} pg:coTreatment {self._entity(given)}"
            yield from self._named(given)
        yield from (f"{node} pg:{_camel(name)} {_text(value)}" for name in _WORDS if (value := getattr(claim, name)))
        for name in _NUMBERS:
            if (number := getattr(claim, name)) is not None:
                yield f'{node} pg:{_camel(name)} "{number!r}"^^xsd:{"integer" if isinstance(number, int) else "double"}'
        yield f"{node} pg:certainty {_text(claim.certainty)}"

    def _provenance(self, claim: Claim, assertion: str) -> Iterator[str]:
        yield f"{assertion} prov:wasDerivedFrom <{BASE}{quote(claim.source, safe='')}>"
        table = "" if claim.table is None else f"table {claim.table}"
        row = "" if claim.row is None else f"row {claim.row}"
        place = ", ".join(filter(None, (claim.section, table, row, claim.lines and f"lines {claim.lines}")))
        if place:
            yield f"{assertion} pg:standsIn {_text(place)}"
        for one in self.basis.publications(claim):
            if one.status != "unknown":
                yield from self._publication(one, assertion)
        if claim.reference:
            yield f"{assertion} pg:reference {_text(claim.reference)}"
        for grounds in claim.inferred_from:
            ground = self.network.claim.get(grounds)
            if ground is not None:
                path = f"{quote(ground.source, safe='')}/{quote(ground.id, safe='')}"
                yield f"{assertion} prov:wasDerivedFrom <{BASE}{path}#assertion>"
        if claim.view == "background":
            yield f"{assertion} pg:background {_text('no source states it: it was added to complete a picture')}"
        if claim.id in self.gone:
            yield f'{assertion} pg:retracted "true"^^xsd:boolean'

    def _publication(self, one: Publication, assertion: str) -> Iterator[str]:
        """Say what a claim rests on; a candidate is no source, and is not called one."""
        doi, pmid = quote(one.doi, safe="/:;.()_-"), quote(one.pmid, safe="")
        own = f"{BASE}{quote(one.source, safe='')}/publication/{quote(one.id, safe='')}"
        work = (
            f"<https://doi.org/{doi}>" if doi else f"<https://pubmed.ncbi.nlm.nih.gov/{pmid}/>" if pmid else f"<{own}>"
        )
        yield f"{assertion} {'pg:candidateSource' if one.status == 'candidate' else 'prov:hadPrimarySource'} {work}"
        yield f"{work} pg:status {_text(one.status)}"
        if title := stated_title(one):
            yield f"{work} dcterms:title {_text(title)}"
        if one.id in self.notices:
            yield f"{work} pg:notice {_text(self.notices[one.id].word)}"

    def _about(self, claim: Claim, node: str) -> Iterator[str]:
        source = self.sources.get(claim.source)
        yield f"{node} rdfs:label {_text(f'claim {claim.id} of {claim.source}')}"
        yield f"{node} dcterms:identifier {_text(claim.id)}"
        yield f"{node} dcterms:isPartOf <{BASE}{quote(claim.source, safe='')}>"
        if source is None:
            return
        if source.license:
            address = spdx_address(source.license)
            yield f"{node} dcterms:license {f'<{address}>' if address else _text(source.license)}"
        if source.version:
            yield f"{node} pg:dataVersion {_text(source.version)}"
        if source.citation:
            yield f"{node} dcterms:bibliographicCitation {_text(source.citation)}"

    def _entity(self, identifier: str) -> str:
        """Return the address of a thing: by its identifier, unless another thing here has it too."""
        entity: Entity | None = self.network.entity.get(identifier)
        if entity is not None and entity.curie and self.shared[entity.curie] == 1:
            return f"<https://bioregistry.io/{quote(entity.curie, safe=':/._-()')}>"
        return f"<{BASE}entity/{quote(identifier, safe='')}>"

    def _named(self, identifier: str) -> Iterator[str]:
        yield f"{self._entity(identifier)} rdfs:label {_text(self.network.name(identifier))}"
        entity = self.network.entity.get(identifier)
        if entity is not None:
            yield f"{self._entity(identifier)} a {category_of(entity.kind)}"


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _text(text: str) -> str:
    r"""Return a literal.

    >>> print(_text('a "b"\n'))
    "a \"b\"\n"
    """
    plain = "".join(letter for letter in text if letter >= " " or letter in "\n\r\t")
    return f'"{plain.translate(_ESCAPES)}"'
