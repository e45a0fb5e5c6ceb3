"""Where an identifier leads: the address of a page about it."""

from __future__ import annotations

from pathway_graph.model.curie import PATTERNS

_OWN = {
    "doi": "https://doi.org/{}",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "uniprot": "https://www.uniprot.org/uniprotkb/{}",
    "ncbigene": "https://www.ncbi.nlm.nih.gov/gene/{}",
    "ensembl": "https://www.ensembl.org/id/{}",
}


def link_of(curie: str) -> str:
    """Return the address behind a CURIE; that of the Bioregistry, which knows every prefix, for most.

    >>> link_of("uniprot:P23560"), link_of("chebi:47499"), link_of("mine:1")
    ('https://www.uniprot.org/uniprotkb/P23560', 'https://bioregistry.io/chebi:47499', '')
    """
    prefix, _, identifier = curie.partition(":")
    if prefix not in PATTERNS or not identifier:
        return ""
    return _OWN[prefix].format(identifier) if prefix in _OWN else f"https://bioregistry.io/{curie}"
