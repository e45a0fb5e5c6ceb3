"""Give a thing of a bulk data set its identifier, made so that the same thing of another data set has the same one.

An identifier is ``kind:prefix:identifier``, for instance ``chem:chebi:47499``. Gene products of one human gene are
known by its HGNC number, whichever database names them: ``prot:hgnc:1033``. A thing that a file gives no
identifier is known within its data set only, ``prot:WP4532/CREB``: a name alone never joins two data sets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pathway_graph.identifiers.gene_table import HumanGene, genes_sharing, human_gene
from pathway_graph.identifiers.term_labels import term_label
from pathway_graph.model import Entity, Ortholog, Xref
from pathway_graph.model.copies import made
from pathway_graph.model.curie import normalize, why_malformed
from pathway_graph.model.values import one_line

PREFIXES: Final[dict[str, str]] = {
    "AnatomicalStructure": "an", "Assay": "assay", "BindingSite": "site", "BiologicalProcess": "bp", "CellLine": "cl",
    "CellType": "ct", "CellularComponent": "cc", "ChemicalClass": "class", "Combination": "combo", "Complex": "cplx",
    "Condition": "cond", "Disease": "dis", "Document": "doc", "Equipment": "eq", "Figure": "fig", "Gene": "gene",
    "GeneSet": "set", "HistoneMark": "mark", "MolecularActivity": "act", "Pathway": "path", "Phenotype": "phen",
    "Protein": "prot", "ProteinFamily": "fam", "ProteinState": "state", "Reaction": "rxn", "Reagent": "rg",
    "RegulatoryRegion": "reg", "SmallMolecule": "chem", "Species": "sp", "Stimulus": "stim", "Table": "tab",
    "Technique": "tech", "Transcript": "rna", "Unspecified": "thing", "Variant": "var",
}  # fmt: skip
"""First part of the identifiers of each kind; no two kinds share one."""

GENE_PRODUCTS: Final = ("Gene", "Transcript", "Protein")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.+-]+")


def slug(text: str, limit: int = 48) -> str:
    """Turn any text into a part of an identifier; different texts give different parts.

    >>> slug("CREB1"), slug("cell growth")
    ('CREB1', 'cell_growth-1b21')
    """
    short = _UNSAFE.sub("_", text).strip("_")[:limit]
    if short == text and short:
        return short
    return f"{short or 'x'}-{hashlib.sha256(text.encode(errors='surrogateescape')).hexdigest()[:4]}"


def mint_entity(kind: str, name: str, curies: Sequence[str] = (), *, scope: str) -> Entity:
    """Return the entity of *kind* that has these identifiers, the first good one naming it.

    Args:
        kind: One of `vocabulary.KINDS`.
        name: What the file calls it; of a human gene product the approved symbol is shown instead, of a tissue or
            cell that is called by its identifier the name of that term.
        curies: Its identifiers, best first; malformed ones are passed over.
        scope: Data set within which a thing without an identifier is known.

    >>> mint_entity("Protein", "CREB", ["ensembl:ENSG00000118260"], scope="WP1").id
    'prot:hgnc:2345'
    >>> mint_entity("SmallMolecule", "imipramine", ["chebi:47499"], scope="WP1").id
    'chem:chebi:47499'
    >>> mint_entity("CellType", "bto:0000165", ["bto:0000165"], scope="signor").name
    'C2C12 cell'
    >>> mint_entity("Protein", "CREB", scope="WP1").id
    'prot:WP1/CREB'
    """
    good = tuple(normalize(curie) for curie in curies if curie and why_malformed(curie) is None)
    label = one_line(name) or (good[0] if good else "unnamed")
    if kind in GENE_PRODUCTS:
        genes = {gene.hgnc: gene for gene in map(human_gene, good) if gene is not None}
        if len(genes) == 1:
            return _gene_product(kind, next(iter(genes.values())), good)
        if len(genes) > 1:  # a family: it is none of its members
            return Entity(f"{PREFIXES[kind]}:{scope}/{slug(label)}", kind, label, members=good)
    prefix = PREFIXES[kind]
    if good:
        if normalize(label) == good[0]:  # a tissue or cell that the file names by number alone
            label = term_label(good[0]) or label
        others = tuple(Xref(curie) for curie in dict.fromkeys(good[1:]) if curie != good[0])
        return Entity(f"{prefix}:{good[0]}", kind, label, curie=good[0], xrefs=others)
    return Entity(f"{prefix}:{scope}/{slug(label)}", kind, label)


def product_of(kind: str, gene: HumanGene, *, scope: str) -> Entity:
    """Return what `mint_entity` does for a product of a gene that is known by its HGNC number; it belongs to *scope*.

    >>> from dataclasses import replace
    >>> minted = mint_entity("Protein", "BDNF", ["hgnc:1033"], scope="mine")
    >>> product_of("Protein", human_gene("hgnc:1033"), scope="mine") == replace(minted, sources=("mine",))
    True
    """
    return _gene_product(kind, gene, (), (scope,))


@lru_cache(maxsize=10_000)
def _gene_product(kind: str, gene: HumanGene, curies: tuple[str, ...], sources: tuple[str, ...] = ()) -> Entity:
    """Return a product of a gene; an ortholog or an accession that other genes have too does not identify it."""
    accession = next((curie for curie in curies if curie.startswith("uniprot:")), "")
    protein = accession.partition(":")[2].partition("-")[0]
    if protein in gene.shared or protein not in gene.uniprot:  # of several genes; of the ortholog
        accession = ""
    isoform = "-" in accession
    named = [f"hgnc:{gene.hgnc}"]
    named += [f"ncbigene:{gene.ncbigene}"] if gene.ncbigene else []
    named += [f"ensembl:{gene.ensembl}"] if gene.ensembl else []
    orthologs = [Ortholog("mouse", "", (f"mgi:{gene.mouse}",))] if gene.mouse else []
    orthologs += [Ortholog("rat", "", (f"rgd:{gene.rat}",))] if gene.rat else []
    own, curie = f"{PREFIXES[kind]}:{named[0]}", named[0]
    xrefs = [Xref(one) for one in named[1:]]
    if kind == "Protein" and gene.uniprot:
        shared = [Xref(f"uniprot:{one}", "of several genes") for one in gene.shared]
        if accession and (isoform or len(gene.uniprot) > 1):
            own, curie, xrefs = f"prot:{accession}", accession, [Xref(named[0]), *xrefs]
        elif len(gene.uniprot) == 1 and not shared:
            curie, xrefs = f"uniprot:{gene.uniprot[0]}", [Xref(named[0]), *xrefs]
        xrefs += shared
    return made(
        Entity, own, kind, gene.symbol, curie=curie, synonyms=(gene.symbol,), xrefs=tuple(xrefs),
        orthologs=tuple(orthologs), sources=sources,
    )  # fmt: skip


def several_genes(curies: Sequence[str]) -> str:
    """Say which human genes *curies* may mean where it is not one for sure; nothing where it is clear.

    >>> several_genes(["mgi:98260"])
    'mgi:98260: CCL18, CCL3, CCL3L1, CCL3L3'
    >>> several_genes(["mgi:98260", "hgnc:10627"]), several_genes(["mgi:88145"])
    ('', '')
    """
    good = [normalize(curie) for curie in curies if curie and why_malformed(curie) is None]
    meant = {gene.hgnc: (curie, gene) for curie in good if (gene := human_gene(curie)) is not None}
    if len(meant) == 1:
        return ""
    named = [curie for curie, _ in meant.values()]
    genes = [gene for _, gene in meant.values()]
    if not genes:
        named = [next((curie for curie in good if genes_sharing(curie)), "")]
        genes = list(genes_sharing(named[0]))
    listed = ", ".join(gene.symbol for gene in genes[:6]) + (f" and {len(genes) - 6} more" if len(genes) > 6 else "")
    return f"{', '.join(named)}: {listed}" if genes else ""


def is_from_identifier(entity: Entity) -> bool:
    """Tell whether an entity's id was made from its identifier by `mint_entity`.

    >>> [is_from_identifier(Entity(identifier, "Protein", "")) for identifier in ("prot:hgnc:1033", "prot:BDNF")]
    [True, False]
    """
    return entity.id.count(":") >= 2 and "/" not in entity.id.partition(":")[2].partition(":")[0]


def is_local(entity: Entity) -> bool:
    """Tell whether an entity is known within one data set only, because its file gave it no identifier.

    >>> is_local(Entity("prot:WP1/CREB", "Protein", "CREB"))
    True
    """
    return not entity.curie and "/" in entity.id
