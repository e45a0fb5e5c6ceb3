"""Compact identifiers (CURIEs), ``prefix:identifier``: which prefixes are known and what their identifiers look like.

Prefixes and patterns follow the Bioregistry (Hoyt et al. 2022, Scientific Data 9:714).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from pathway_graph.model.synonyms import way_out

PATTERNS: Final[dict[str, str]] = {
    "aop.events": r"\d+",
    "bto": r"\d{7}",
    "cas": r"\d{1,7}-\d{2}-\d",
    "cellosaurus": r"[A-Z0-9]{4}",
    "chebi": r"\d+",
    "chembl.compound": r"CHEMBL\d+",
    "chemspider": r"\d+",
    "cl": r"\d{7}",
    "complexportal": r"CPX-\d+",
    "dbsnp": r"rs\d+",
    "doi": r"10\.\d{2,9}/\S+",
    "doid": r"\d+",
    "drugbank": r"DB\d{5}",
    "ec": r"\d+(\.(\d+|-)){0,3}",
    "eco": r"\d{7}",
    "efo": r"\d{7}",
    "ensembl": r"ENS[A-Z]*[GTPEF]\d{11}(\.\d+)?",
    "fplx": r"[A-Za-z0-9][A-Za-z0-9_.-]*",
    "go": r"\d{7}",
    "hgnc": r"\d{1,5}",
    "hgnc.genegroup": r"\d+",
    "hgnc.symbol": r"(?=.*[A-Za-z])[A-Za-z0-9@_.-]+",
    "hmdb": r"HMDB\d+",
    "hp": r"\d{7}",
    "inchikey": r"[A-Z]{14}-[A-Z]{10}(-[A-Z])?",
    "interpro": r"IPR\d{6}",
    "kegg.compound": r"C\d+",
    "kegg.drug": r"D\d+",
    "kegg.genes": r"\S+",
    "kegg.glycan": r"G\d+",
    "kegg.pathway": r"[a-z]{2,4}\d{5}",
    "lipidmaps": r"LM[A-Z]{2}[A-Z0-9]+",
    "mesh": r"[CDM]\d+(\.\d+)*",
    "mgi": r"\d+",
    "mim": r"\d+",
    "mirbase": r"MI\d{7}",
    "mirbase.mature": r"MIMAT\d+",
    "mondo": r"\d{7}",
    "ncbigene": r"\d+",
    "ncbitaxon": r"\d+",
    "ncit": r"C\d+",
    "obi": r"\d{7}",
    "pfam": r"PF\d{5}",
    "pmc": r"PMC\d+",
    "pubchem.compound": r"\d+",
    "pubchem.substance": r"\d+",
    "pubmed": r"\d+",
    "reactome": r"R-[A-Z]{3}-\d+(-\d+)?(\.\d+)?",
    "refseq": r"[A-Z]{2}_\d+(\.\d+)?",
    "rgd": r"\d+",
    "rhea": r"\d+",
    "signor": r"SIGNOR-[A-Z]+\d+",
    "so": r"\d{7}",
    "uberon": r"\d{7}",
    "uniprot": r"([OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9]([A-Z][A-Z0-9]{2}[0-9]){1,2})(-\d+)?",
    "wikidata": r"Q\d+",
    "wikipathways": r"WP\d{1,5}(_r\d+)?",
}
"""Identifier patterns by prefix; ``uniprot`` includes an isoform suffix."""

SPECIES_OF_PREFIX: Final[dict[str, str]] = {"hgnc": "human", "mgi": "mouse", "rgd": "rat"}
"""Nomenclature authorities that name the genes of one species only."""


def normalize(text: str) -> str:
    """Return a CURIE with its prefix in lower case and without a doubled prefix.

    >>> normalize("HGNC:1033"), normalize("MGI:MGI:88145"), normalize("BDNF")
    ('hgnc:1033', 'mgi:88145', 'BDNF')
    """
    prefix, colon, identifier = text.partition(":")
    if not colon:
        return text
    prefix = prefix.lower()
    repeated = identifier.partition(":")
    if repeated[1] and repeated[0].lower() == prefix:
        identifier = repeated[2]
    return f"{prefix}:{identifier}"


def why_malformed(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a CURIE and the way out, or None for a good one.

    >>> why_malformed("chebi:47499") is None
    True
    >>> why_malformed("hgcn:1033")
    ("prefix 'hgcn' of 'hgcn:1033' is unknown", "did you mean 'hgnc'?")
    """
    return _why_malformed(text) if len(text) <= _LONGEST_KEPT else _why_malformed.__wrapped__(text)


def are_wellformed(curies: Iterable[str]) -> bool:
    """Tell whether CURIEs are all good, looked at prefix by prefix: where not, `why_malformed` says which and why.

    It may be False where all are good but one is written in an unusual way, ``MGI:MGI:88145``.

    >>> are_wellformed(["hgnc:1033", "hgnc:2345", "chebi:47499"]), are_wellformed(["hgnc:1033", "hgnc:x"])
    (True, False)
    """
    found: dict[str, list[str]] = defaultdict(list)
    for curie in curies:
        prefix, _, identifier = curie.partition(":")
        found[prefix].append(identifier)
    if not found.keys() <= PATTERNS.keys():
        return False
    return all(
        ":" not in (text := "\n".join(identifiers))
        and text.count("\n") == len(identifiers) - 1
        and _lines_of(prefix).fullmatch(text) is not None
        for prefix, identifiers in found.items()
    )


@cache
def _pattern_of(prefix: str) -> re.Pattern[str]:
    return re.compile(PATTERNS[prefix])


@cache
def _lines_of(prefix: str) -> re.Pattern[str]:
    """Return the pattern of identifiers in lines: none of them can hold a line break."""
    return re.compile(f"(?:(?:{PATTERNS[prefix]})\n)*(?:{PATTERNS[prefix]})")


_LONGEST_KEPT: Final = 40
"""Longest text whose answer is kept: identifiers of a file come again and again, and are short."""


@lru_cache(maxsize=1 << 17)
def _why_malformed(text: str) -> tuple[str, str] | None:
    prefix, colon, identifier = normalize(text).partition(":")
    if not colon or not identifier:
        return f"{text!r} is not a CURIE", "write prefix:identifier, for instance hgnc:1033"
    if prefix not in PATTERNS:
        hint = way_out("prefix", prefix, PATTERNS) or f"known prefixes: {', '.join(PATTERNS)}"
        return f"prefix {prefix!r} of {text!r} is unknown", hint
    if _pattern_of(prefix).fullmatch(identifier) is None:
        return f"{text!r} is malformed", f"identifiers of {prefix} look like /{PATTERNS[prefix]}/"
    return None
