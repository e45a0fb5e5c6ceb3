"""Identifiers as annotations of models write them: ``urn:miriam:uniprot:P31749``, an address of identifiers.org."""

from __future__ import annotations

import re
from urllib.parse import unquote

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
    found = found or re.fullmatch(r"(?:https?://)?(?:www\.)?identifiers\.org/([^/:]+)[/:](.+)", bare)
    if found is None:
        return ""
    database, identifier = found[1].lower().removeprefix("obo."), found[2]
    for known in (database, database.replace(".", " ")):
        if curie := curie_of(known, identifier):
            return curie
        if curie := curie_of(known, identifier.rpartition(":")[2]):
            return curie
    return ""
