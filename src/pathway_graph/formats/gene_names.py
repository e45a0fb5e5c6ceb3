"""What a name means where names are symbols of genes: a gene, a complex, a family, a microRNA; one rule for all.

Every reader of tables, SIF files and graphs asks here, so that one name is one thing in all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase, digits
from typing import Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.term_mapping import curie_of, database_of
from pathway_graph.identifiers.gene_table import HumanGene, approved_symbols, gene_of_symbol, human_gene, is_approved
from pathway_graph.identifiers.minting import GENE_PRODUCTS, slug
from pathway_graph.identifiers.name_column import NameColumn
from pathway_graph.identifiers.name_forms import form_of, number_in
from pathway_graph.identifiers.named_gene import DATE, SEVERAL, gene_meant
from pathway_graph.identifiers.rodents import PREFIXES, rodents
from pathway_graph.model import Entity

NO_GENE: Final = "an end is NA or the like, which is no gene"
"""Why a row is left out."""

_GROUPS = """
Complex        AP1 AP-1 NFKB NF-KB NFKAPPAB NF-KAPPAB NF-KAPPA-B HIF1 HIF-1 AMPK PI3K MTORC1 MTORC2 PRC1 PRC2 NFY IKK
ProteinFamily  AKT PKB PKC PKA PKG ERK ERK1/2 JNK P38 P38MAPK MAPK MEK MEK1/2 RAF RAS RHO RAC CAMK2 CAMKII STAT5 STAT
ProteinFamily  CREB HDAC SMAD SMAD2/3 E2F NFAT TCF LEF/TCF PPAR RXR RAR GSK3 SRC-FAMILY CK1 CK2 PLC PLA2 PP1 PP2A PDE
ProteinFamily  AP-2 PDGF
"""
GROUPS: Final[dict[str, str]] = {
    name: row.split()[0] for row in _GROUPS.strip().splitlines() for name in row.split()[1:]
}
"""Usual names of complexes and families, in capitals, and their kind: HGNC lists some as aliases of one member."""

MICRO_RNA: Final = re.compile(r"(?i)(?:[a-z]{3}-)?(?:mir|let|mirlet)-?\d+\w*(?:-\w+)*(?:\*)?")
"""What names of microRNAs look like."""
_ABSENT = re.compile(r"(?i:na|n/a|nan|<na>|none|null|#(n/a|name\?|ref!|value!|div/0!|null!|num!)|-+|\.|\?)")
"""What programs write for nothing, and the errors of a spreadsheet."""
_WORD = re.compile(r"[A-Za-z]?[a-z]{5,}(?:-[a-z]+)*")
"""What no symbol of a gene looks like that no table knows: small letters alone, six of them at least."""
_BETWEEN = re.compile(r"_|::|/|&|\+")
_FALLBACK: Final = (
    "uniprot",
    "ensembl",
    "ensembl protein",
    "ensembl transcript",
    "ncbigene",
    "hgnc",
    "mgi",
    "rgd",
    "refseq",
)
_SYMBOLS: Final = {
    species: NameColumn("symbol", species, "option", 1.0, {}) for species in ("", "human", "mouse", "rat")
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name means.

    Attributes:
        kind: Kind of the entity; empty where the name stands for nothing.
        name: Its name.
        curies: Its identifiers.
        members: Genes of a complex.
        gene: The gene that it is a product of, where it is of one.
        why: What is to be reported of it, of all names alike; empty for an approved symbol.
        example: The name, with what it was taken for or may be.
    """

    kind: str
    name: str
    curies: tuple[str, ...] = ()
    members: tuple[HumanGene, ...] = ()
    why: str = ""
    example: str = ""
    gene: HumanGene | None = None


def is_absent(name: str) -> bool:
    """Tell whether a cell stands for no name at all, as programs write it.

    >>> [is_absent(name) for name in ("NA", "nan", "-", "", "#NAME?", "NAT1")]
    [True, True, True, True, True, False]
    """
    text = name.strip()
    return not text or _ABSENT.fullmatch(text) is not None


def thing_called(name: str, species: str = "") -> Thing:
    """Return what a symbol means; *species* is that of all names: ``human``, ``mouse``, ``rat`` or not known.

    >>> one = thing_called("SEPT2")
    >>> one.kind, one.curies, one.example
    ('Protein', ('hgnc:7729',), 'SEPT2 = SEPTIN2')
    >>> [thing_called(name).kind for name in ("FOS_JUN", "hsa-miR-21-5p", "MIR21", "AKT", "NFKB")]
    ['Complex', 'Transcript', 'Transcript', 'ProteinFamily', 'Complex']
    >>> thing_called("Trp53", "mouse").curies, thing_called("H2-Ab1", "mouse").curies, thing_called("NA").kind
    (('hgnc:11998',), ('mgi:103070',), '')
    """
    text = name.strip()
    if is_absent(text):
        return Thing("", text, why="no name", example=text)
    approved = gene_of_symbol(text)
    if approved is not None and species in ("", "human"):
        return _gene(approved)
    form = form_of(text)
    if form in _FALLBACK:
        return _numbered(text, form)
    if text.upper() in GROUPS and approved is None:
        kind = GROUPS[text.upper()]
        return Thing(kind, text, why=f"names of {_PLURAL[kind]}: none of their members is taken", example=text)
    return _symbol(text, species)


_PLURAL: Final = {"Complex": "complexes", "ProteinFamily": "families"}


def _product_kind(gene: HumanGene) -> str:
    """Return the kind of a gene's product: a protein, or a transcript where UniProt knows no protein of it."""
    return "Protein" if gene.uniprot else "Transcript"


def _gene(gene: HumanGene, why: str = "", example: str = "") -> Thing:
    """Return the product of a gene."""
    return Thing(_product_kind(gene), gene.symbol, (f"hgnc:{gene.hgnc}",), (), why, example, gene)


def _numbered(text: str, form: str) -> Thing:
    database = form.partition(" ")[0]
    curie = curie_of(database, number_in(text))
    gene = human_gene(curie) if curie else None
    if gene is not None and not (form == "uniprot" and "-" in curie):
        return _gene(gene, "numbers among symbols: read as what they are", f"{text} = {gene.symbol}")
    return Thing("Protein", text, (curie,) if curie else (), (), "numbers among symbols: read as what they are", text)


def _symbol(text: str, species: str) -> Thing:
    meant = gene_meant(text, _SYMBOLS[species])
    if meant.gene is not None:
        return _named(text, meant.gene, meant.way)
    if meant.form == "date" or meant.reason == DATE:
        why = "dates that a spreadsheet made of symbols: none is taken"
        return Thing("Unspecified", text, (), (), why, _with(text, meant.candidates))
    if MICRO_RNA.fullmatch(text):
        return Thing("Transcript", text, (), (), "microRNAs: transcripts, known within this data set only", text)
    members = _members(text, species)
    if members:
        names = "-".join(gene.symbol for gene in members)
        return Thing("Complex", names, (), members, "several genes joined: complexes of them", text)
    if _is_partly_known(text, species):
        why = "complexes with parts that are no known genes: known within this data set only"
        return Thing("Complex", text, (), (), why, text)
    own = _rodent(text, species)
    if own:
        why = "mouse or rat genes without one human ortholog: known by their own number"
        return Thing("Protein", text, (own,), (), why, f"{text} = {own}")
    if meant.reason == SEVERAL:
        why = "symbols of several genes: none of them is taken"
        return Thing("Protein", text, (), (), why, _with(text, meant.candidates))
    if _WORD.fullmatch(text):
        return Thing(
            "Unspecified", text, (), (), "words that are no gene symbols: drugs or others, of unknown kind", text
        )
    curie = curie_of("hgnc.symbol", text) if meant.form == "symbol" else ""
    kind = "Protein" if curie else "Unspecified"
    return Thing(kind, text, (curie,) if curie else (), (), "" if curie else "no symbols: just names", text)


def _named(text: str, gene: HumanGene, way: str) -> Thing:
    if way == "alias" and _is_family(text):
        why = "names of families: none of their members is taken"
        return Thing("ProteinFamily", text, (), (), why, f"{text}: {gene.symbol} and others")
    if way in ("previous symbol", "alias", "withdrawn symbol"):
        return _gene(gene, f"{way.replace('alias', 'aliase')}s: read as the approved ones", f"{text} = {gene.symbol}")
    if text.upper() == gene.symbol and way == "approved symbol":
        return _gene(gene)
    return _gene(gene, "symbols of mouse and rat: read as their human orthologs", f"{text} = {gene.symbol}")


def _is_family(text: str) -> bool:
    """Whether several approved symbols are a name and a number, or a letter after its number: HDAC1, STAT5A.

    HGNC has HDAC as an alias of HDAC9 alone. GRN and GRP are no members of GR.
    """
    return _stems()[text.upper()] > 1


@cache
def _stems() -> Counter[str]:
    capitals = frozenset(ascii_uppercase)
    found = []
    for one in approved_symbols():
        stem = one.rstrip(digits)
        if stem == one and one[-1] in capitals:
            stem = one[:-1]
            found += [stem] if stem[-1:].isdigit() else []
        elif stem != one and stem[-1:] in capitals:
            found.append(stem)
    return Counter(found)


def _members(text: str, species: str) -> tuple[HumanGene, ...]:
    """Return the genes that are joined in a name, or nothing unless every part is one."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) < 2:
        return ()
    found = [gene_meant(part, _SYMBOLS[species]).gene for part in parts]
    return tuple(gene for gene in found if gene is not None) if all(found) else ()


def _is_partly_known(text: str, species: str) -> bool:
    """Whether a joined name is a complex of genes and more: OmniPath has molecules, viral proteins, old symbols there.

    It is one if two of more parts are genes, or if all parts are genes, accessions or ChEBI numbers.
    """
    parts = [part for part in re.sub(r"CHEBI_(\d+)", r"CHEBI:\1", text).split("_") if part]
    genes = sum(gene_meant(part, _SYMBOLS[species]).gene is not None for part in parts)
    known = sum(part.startswith("CHEBI:") or form_of(part) == "uniprot" for part in parts)
    return len(parts) > 1 and ((genes > 1 and len(parts) > 2) or genes + known >= len(parts))


def is_joined(name: str) -> bool:
    """Tell whether a name joins several genes by a slash or colons, as no symbol does.

    >>> is_joined("MAX::MYC"), is_joined("FOS/JUN"), is_joined("NKX2-1"), is_joined("RET/PTC2")
    (True, True, False, False)
    """
    return bool(re.search("[:/&+]", name)) and bool(_members(name.strip(), ""))


def _rodent(text: str, species: str) -> str:
    """Return the CURIE of a mouse or rat gene of that symbol, in the one species where there is just one."""
    asked = (species,) if species in PREFIXES else () if species else tuple(PREFIXES)
    numbers = [f"{PREFIXES[one]}:{rodents(one).symbols[text]}" for one in asked if text in rodents(one).symbols]
    return numbers[0] if len(numbers) == 1 else ""


def _with(text: str, candidates: Sequence[str]) -> str:
    return f"{text}: {', '.join(candidates[:4])}" if candidates else text


# Entities ---------------------------------------------------------------------------------------------


def add_named(collection: Collection, name: str, kind: str = "", species: str = "") -> str:
    """Add the entity that a symbol means, once for each name; return its id, nothing where it stands for none.

    Args:
        collection: What it is added to; it counts the names that are no approved symbols.
        name: The name.
        kind: Kind of gene product, where the file states it.
        species: Species of the names; that of the collection's names where it is not given.
    """
    species = species or collection.names_species
    key = (name, kind, species)
    known = collection.named.get(key)
    if known is not None:
        return known
    if species in ("", "human") and kind in ("", *GENE_PRODUCTS) and (approved := gene_of_symbol(name)) is not None:
        identifier = collection.named[key] = collection.product(kind or _product_kind(approved), approved)
        return identifier
    thing = thing_called(name, species)
    if thing.why and thing.kind:
        collection.tally.changed("names", thing.why, thing.example, once=True)
    identifier = ""
    if thing.members and not kind:
        identifier = add_complex(collection, thing.members)
    elif thing.gene is not None and (kind or thing.kind) in GENE_PRODUCTS:
        identifier = collection.product(kind or thing.kind, thing.gene)
    elif thing.kind:
        identifier = collection.entity(kind or thing.kind, thing.name, thing.curies)
    collection.named[key] = identifier
    return identifier


def is_plain_symbol(collection: Collection, name: str) -> bool:
    """Tell whether the names of a data set are symbols and this one is approved: what `add_named` takes at once."""
    return database_of(collection.raw.namespace) in ("hgnc.symbol", "hgnc") and is_approved(name)


def add_complex(collection: Collection, genes: Iterable[HumanGene]) -> str:
    """Add a complex of genes' proteins; the same set is the same complex, in any file and as OmniPath writes it."""
    parts = list({gene.hgnc: gene for gene in genes}.values())
    members = [collection.product("Protein", gene) for gene in parts]
    accessions = [gene.uniprot[0] for gene in parts if len(gene.uniprot) == 1]
    if len(accessions) == len(parts):
        own = "cplx:omnipath/" + "_".join(sorted(accessions))
    else:
        own = "cplx:hgnc/" + slug("_".join(sorted((gene.hgnc for gene in parts), key=int)))
    collection.add(Entity(own, "Complex", "-".join(gene.symbol for gene in parts), members=tuple(sorted(members))))
    for member in members:
        collection.link(member, "part_of", own)
    return own
