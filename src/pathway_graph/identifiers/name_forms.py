"""What a name is by its form alone: an accession of a database, a bare number, a probe, a date, a symbol, a phrase."""

from __future__ import annotations

import re
from typing import Final

from pathway_graph.identifiers.excel_dates import days_meant
from pathway_graph.identifiers.gene_table import is_approved

ENSEMBL_SPECIES: Final = {"": "human", "MUS": "mouse", "RNO": "rat"}
"""What stands between ENS and G in identifiers of Ensembl, for species whose genes are known here."""

_ACCESSION = r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})"
_FORMS: Final = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("missing", r"|(?i:na|n/a|nan|none|null|-+|\.|\?|#n/a|#name\?|#value!|#ref!|unknown|unmapped|no match)"),
        ("ensembl", r"(?i:ensembl:)?ENS[A-Z]{0,6}G\d{11}(?:\.\d+)?(?:_PAR_Y)?"),
        ("ensembl transcript", r"(?i:ensembl:)?ENS[A-Z]{0,6}T\d{11}(?:\.\d+)?"),
        ("ensembl protein", r"(?i:ensembl:)?ENS[A-Z]{0,6}P\d{11}(?:\.\d+)?"),
        ("hgnc", r"(?i:hgnc:(?:hgnc:)?)\d+"),
        ("mgi", r"(?i:mgi:(?:mgi:)?)\d+"),
        ("rgd", r"(?i:rgd:(?:rgd:)?)\d+"),
        ("ncbigene", r"(?i:ncbigene|entrez(?:gene)?|geneid|ncbi_?gene|gene ?id|egid|loc):?[ _]?\d+"),
        ("uniprot", rf"(?i:uniprot(?:kb)?:)?{_ACCESSION}(?:-\d+)?"),
        ("uniprot", rf"(?:sp|tr)\|{_ACCESSION}(?:-\d+)?\|\w+"),
        ("uniprot entry name", r"[A-Z0-9]{2,10}_(?:HUMAN|MOUSE|RAT|BOVIN|PIG|YEAST|CHICK|DROME|XENLA|DANRE)"),
        ("refseq", r"(?i:refseq:)?[NX][MRP]_\d{6,9}(?:\.\d+)?"),
        ("probe of an array", r"\d+(?:_[a-z])?_at|\d+(?:_[a-z]+)?_st|AFFX-.+|ILMN_\d+|A_\d\d_P\d+|cg\d{8}"),
        ("spike-in", r"ERCC-?\d{5}"),
        ("count of reads", r"__\w+|N_(?:unmapped|multimapping|noFeature|ambiguous)"),
        ("microRNA", r"(?i:(?:hsa|mmu|rno)-(?:mir|let)-?\w+(?:-\w+)*)"),
        ("gene of another species", r"FBgn\d+|WBGene\d+|ZDB-GENE-[\d-]+|AT[1-5CM]G\d{5}(?:\.\d)?"),
        ("gene of another species", r"Y[A-P][LR]\d{3}[WC](?:-[A-Z])?"),
        ("clone", r"(?:RP\d+|CT[ABCD]|KB|XX|LL\w+)-\w+\.\d+|A[A-Z]\d{6}\.\d+"),
        ("number", r"\d+(?:\.0+)?"),
    )
)  # fmt: skip

_PATTERNS: Final = {form: [pattern for one, pattern in _FORMS if one == form] for form, _ in _FORMS}

HEADERS: Final = (
    ("ncbigene", re.compile(r"(?i)\b(entrez|ncbi|gene[ _.]?id|geneid|egid|locuslink)")),
    ("hgnc", re.compile(r"(?i)hgnc(?!.*symbol)")),
    ("mgi", re.compile(r"(?i)\bmgi")),
    ("rgd", re.compile(r"(?i)\brgd")),
)
"""What the header of a column of bare numbers says of them."""


def form_of(name: str) -> str:
    """Return what *name* is by its form: a kind of accession, ``number``, ``date``, ``phrase``, ``symbol``, ...

    >>> [form_of(name) for name in ("ENSG00000176697.20", "P23560-2", "hgnc:1033", "627", "1007_s_at", "2-Sep")]
    ['ensembl', 'uniprot', 'hgnc', 'number', 'probe of an array', 'date']
    >>> [form_of(name) for name in ("BDNF", "NM_001709.5", "glucocorticoid receptor", "n/a")]
    ['symbol', 'refseq', 'phrase', 'missing']
    """
    text = name.strip()
    for form, pattern in _FORMS:
        if pattern.fullmatch(text):
            return "symbol" if form == "uniprot" and is_approved(text) else form  # B3GAT1 is a symbol
    if days_meant(text):
        return "date"
    return "phrase" if " " in text else "symbol"


def has_form(name: str, form: str) -> bool:
    """Whether a name looks like *form*, by which `form_of` calls it if it looks like nothing that comes before.

    >>> has_form("P23560", "uniprot"), has_form("BDNF", "uniprot")
    (True, False)
    """
    text = name.strip()
    return any(pattern.fullmatch(text) for pattern in _PATTERNS[form])


def number_in(name: str) -> str:
    """Return the identifier in a name without its prefix, its version or a spreadsheet's ``.0``.

    >>> [number_in(name) for name in ("HGNC:HGNC:1033", "ENSG00000176697.20", "sp|P23560-2|BDNF_HUMAN", "627.0")]
    ['1033', 'ENSG00000176697', 'P23560-2', '627']
    >>> [number_in(name) for name in ("LOC627", "P23560", "uniprot:P23560", "gene id 627")]
    ['627', 'P23560', 'P23560', '627']
    """
    text = name.strip()
    if "|" in text:
        return text.split("|")[1]
    if digits := re.fullmatch(r"(?i:[a-z_ ]*[:_ ]|loc|gene ?id|egid)*?(\d+)(?:\.0+)?", text):
        return digits[1]
    return re.sub(r"(\.\d+|_PAR_Y)+$", "", text.rpartition(":")[2])


def ensembl_species(identifier: str) -> str:
    """Return the species of an identifier of Ensembl as far as its genes are known here, else nothing.

    >>> ensembl_species("ENSMUSG00000059552"), ensembl_species("ENSG00000141510"), ensembl_species("ENSDARG00000035559")
    ('mouse', 'human', '')
    """
    match = re.match(r"(?i:ensembl:)?ENS([A-Z]*?)[GTP]\d", identifier)
    return ENSEMBL_SPECIES.get(match[1], "") if match else ""


def said_by(header: str) -> str:
    """Return the database that the header of a column of numbers names, or nothing.

    >>> said_by("Entrez ID"), said_by("HGNC ID"), said_by("log2FC")
    ('ncbigene', 'hgnc', '')
    """
    return next((prefix for prefix, pattern in HEADERS if pattern.search(header)), "")
