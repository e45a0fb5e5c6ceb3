"""Identifiers as annotations of models write them: ``urn:miriam:uniprot:P31749``, an address of identifiers.org."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from pathway_graph.formats.builder import Cited
from pathway_graph.formats.term_mapping import curie_of


def curie_of_resource(text: str) -> str:
    """Return the CURIE of a resource; nothing where it is none that is known.

    >>> curie_of_resource("urn:miriam:obo.chebi:CHEBI%3A47499"), curie_of_resource("http://identifiers.org/uniprot/P31749")
    ('chebi:47499', 'uniprot:P31749')
    >>> curie_of_resource("https://identifiers.org/hgnc:391"), curie_of_resource("https://identifiers.org/CHEBI:47499")
    ('hgnc:391', 'chebi:47499')
    >>> curie_of_resource("https://example.org/x"), curie_of_resource("urn:miriam:entrez.gene:627")
    ('', 'ncbigene:627')
    """
    bare = unquote(text.strip())
    found = re.fullmatch(r"urn:miriam:([^:]+):(.+)", bare)
    found = found or re.fullmatch(
        r"(?:https?://)?(?:www\.)?(?:identifiers\.org|bioregistry\.io)/([^/:]+)[/:](.+)", bare
    )
    if found is None:
        return ""
    database, identifier = found[1].lower().removeprefix("obo."), found[2]
    for known in (database, database.replace(".", " ")):
        if curie := curie_of(known, identifier):
            return curie
        if curie := curie_of(known, identifier.rpartition(":")[2]):
            return curie
    return ""


RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BQBIOL: Final = "http://biomodels.net/biology-qualifiers/"


def resources_in(element: Any) -> dict[str, list[str]]:
    """Return what RDF anywhere in an element says of it, resources by their biological qualifier (``is`` ...)."""
    found: dict[str, list[str]] = {}
    for resource in element.iter(f"{{{RDF}}}li"):
        qualifier = resource.getparent().getparent()
        if qualifier is not None and str(qualifier.tag).startswith(f"{{{BQBIOL}}}"):
            name = str(qualifier.tag).rpartition("}")[2]
            found.setdefault(name, []).append(resource.get(f"{{{RDF}}}resource") or "")
    return found


def curies_in(resources: Mapping[str, list[str]], *qualifiers: str) -> list[str]:
    """Return the CURIEs that resources under these qualifiers are, each once."""
    found = [curie_of_resource(one) for name in qualifiers for one in resources.get(name, [])]
    return [one for one in dict.fromkeys(found) if one]


def studies_in(resources: Mapping[str, list[str]]) -> list[Cited]:
    """Return the publications that describe an element: those with a PubMed number or a DOI."""
    curies = [one.partition(":") for one in curies_in(resources, "isDescribedBy")]
    return [Cited(pmid=number) if prefix == "pubmed" else Cited(doi=number)
            for prefix, _, number in curies if prefix in ("pubmed", "doi")]  # fmt: skip
