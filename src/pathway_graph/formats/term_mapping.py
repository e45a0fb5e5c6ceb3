"""The words of other resources for relations, kinds of things and databases, and what they are here."""

from __future__ import annotations

import re
from typing import Final

from pathway_graph.model.curie import PATTERNS, normalize, why_malformed
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.vocabulary import RELATIONS

_RELATION_ROWS = """
activates           activation activate activator active arrow stimulation mim-stimulation mim-necessary-stimulation
activates           up-regulates-activity pp-activation 1 +1 + -> --> positive
inhibits            inhibition inhibit inhibitor inactivates inactivation tbar t-bar mim-inhibition -1 - -| --| negative
inhibits            down-regulates down-regulates-activity suppresses blocks antagonizes
increases           up-regulates-quantity increaseamount directlyincreases upregulates increases-amount
decreases           down-regulates-quantity decreaseamount directlydecreases downregulates decreases-amount
activates_transcription  upregulates-expression increases-expression expression-activation
represses           repression transcriptional-repression downregulates-expression decreases-expression
promotes            up-regulates
binds               complex in-complex-with interacts-with pp physical physical-association
binds               mim-binding mim-covalent-bond
regulates           regulation regulate unknown 0 pd affects controls-expression-of controls-transport-of
regulates           transcriptional-regulation modulation-unknown transcription translation expression
regulates           catalysis-precedes
modulates           modulation controls-production-of controls-transport-of-chemical consumption-controlled-by
acts_on             controls-state-change-of chemical-affects
modifies            controls-phosphorylation-of
cleaves             mim-cleavage
catalyzes           mim-catalysis catalysis
converted_to        mim-conversion conversion used-to-produce reacts-with
translated_to       translatedto
transcribed_to      transcribedto
linked_to           neighbor-of association related undirected link edge interaction
part_of             partof component member-of memberof
is_a                isa
treats              treatment
correlates_with     positivecorrelation
anticorrelates_with negativecorrelation
"""
RELATION_WORDS: Final[dict[str, str]] = {
    word: row.split()[0] for row in _RELATION_ROWS.strip().splitlines() for word in row.split()[1:]
}
"""Words for relations outside the project's own, in lower case with hyphens."""

_KIND_ROWS = """
Protein        protein geneproduct gene-product enzyme receptor kinase polypeptide macromolecule fusion-protein
Gene           gene dna geneabundance
Transcript     rna mrna mirna transcript ncrna lncrna lincrna micrornaabundance rnaabundance
SmallMolecule  chemical smallmolecule small-molecule small_molecule metabolite compound drug ion simple-chemical
SmallMolecule  chemical-entity abundance
Complex        complex proteincomplex protein-complex
ProteinFamily  proteinfamily protein-family family protein_family
Pathway        pathway
BiologicalProcess  process biologicalprocess biological-process biological_process event key-event
Phenotype      phenotype trait outcome
Disease        disease pathology
Stimulus       stimulus
CellularComponent  cellularcomponent cellular-component
"""
KIND_WORDS: Final[dict[str, str]] = {
    word: row.split()[0] for row in _KIND_ROWS.strip().splitlines() for word in row.split()[1:]
}
"""Words for kinds of things outside the project's own, in lower case."""

_DATABASE_ROWS = """
aop.events; aop-wiki ke
cas
chebi; chebi compound
chembl.compound; chembl compound; chembl
chemspider
complexportal; complex portal
doid; do
drugbank
ec; enzyme nomenclature; brenda; eccode; ec number
efo
ensembl; ensembl human; ensembl gene
fplx; famplex
go; geneontology; gene ontology; gobp; gocc; gomf
hgnc; hgnc accession number
hgnc.symbol; hgnc symbol; gene symbol; hugo
hgnc.genegroup; hgnc family
hmdb
hp; hpo
inchikey
interpro
kegg.compound; kegg compound
kegg.drug; kegg drug
kegg.glycan; kegg glycan
kegg.pathway; kegg pathway
lipidmaps; lipid maps
mesh
mgi; mouse genome database
mim; omim
mirbase; mirbase sequence
mirbase.mature; mirbase mature sequence
ncbigene; entrezgene; entrez gene; entrez gene/locuslink; entrez; ncbi gene; egid; geneid
ncbitaxon; taxonomy; ncbi taxonomy; ncbi_taxonomy; newt
pfam
pubchem.compound; pubchem-compound; pubchem compound; pubchem; cid
pubchem.substance; pubchem-substance; pubchem substance
reactome; react
refseq; ncbi protein
rgd
rhea
signor
uniprot; uniprot-trembl; uniprot/trembl; uniprot/swiss-prot; uniprot isoform; uniprotkb
uniprot; uniprot knowledgebase; swissprot; swiss-prot; up
wikidata
wikipathways
"""
_DATABASES: Final[dict[str, str]] = {
    name.strip(): row.partition(";")[0] for row in _DATABASE_ROWS.strip().splitlines() for name in row.split(";")
}
"""Names of databases elsewhere, in lower case, and their CURIE prefix."""


def relation_of(word: str) -> str:
    """Return the relation that *word* means, the project's own words included; nothing for an unknown word.

    >>> relation_of("mim-inhibition"), relation_of("Phosphorylates"), relation_of("controls-state-change-of")
    ('inhibits', 'phosphorylates', 'acts_on')
    >>> relation_of("dephosphorylation"), relation_of("ubiquitination"), relation_of("cleavage")
    ('dephosphorylates', 'modifies', 'cleaves')
    >>> relation_of("sings to")
    ''
    """
    plain = word.strip().lower()
    if plain.replace("-", "_").replace(" ", "_") in RELATIONS:
        return plain.replace("-", "_").replace(" ", "_")
    how = mechanism_of(plain)
    return RELATION_WORDS.get(re.sub(r"[\s_]+", "-", plain), "") or (how.relation if how else "")


_SIGNED: Final[dict[str, str]] = {
    "+": "activates", "up": "activates", "↑": "activates", "increase": "activates", "increased": "activates",
    "plus": "activates", "-": "inhibits", "−": "inhibits", "–": "inhibits", "down": "inhibits", "↓": "inhibits",
    "decrease": "inhibits", "decreased": "inhibits", "minus": "inhibits",
}  # fmt: skip
"""Stated signs that are neither numbers nor relations."""


def is_directed(relation: str) -> bool:
    """Whether a relation raises or lowers.

    >>> is_directed("inhibits"), is_directed("phosphorylates"), is_directed("")
    (True, False, False)
    """
    return relation in RELATIONS and RELATIONS[relation].sign in (1, -1)


def number_in(text: str) -> float | None:
    """Return a stated sign or mode of regulation as a number, whichever minus it has; None where it is none.

    >>> number_in("−1"), number_in("-0.56"), number_in("down")
    (-1.0, -0.56, None)
    """
    bare = text.strip().replace("−", "-").replace("–", "-")
    return float(bare) if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", bare) else None


def signed(text: str) -> str:
    """Return the relation that a stated sign makes, by its number or word; nothing for one that is not understood.

    >>> signed("-1"), signed("up"), signed("0"), signed("inhibition"), signed("whatever")
    ('inhibits', 'activates', 'regulates', 'inhibits', '')
    """
    number = number_in(text)
    if number is not None:
        return "activates" if number > 0 else "inhibits" if number < 0 else "regulates"
    return _SIGNED.get(text.strip().lower()) or (relation_of(text) if text else "")


def sign_beside(word: str, stated: str) -> tuple[str, str]:
    """Return the relation that a sign stated beside *word* makes, and the mechanism where it is one instead.

    A mechanism, or ``unknown``, takes no direction away from a word that has one; the number 0 does.

    >>> sign_beside("phosphorylates", "-1"), sign_beside("inhibits", "phosphorylation"), sign_beside("inhibits", "0")
    (('inhibits', ''), ('', 'phosphorylation'), ('regulates', ''))
    """
    sign = signed(stated)
    if is_directed(relation_of(word)) and not is_directed(sign) and number_in(stated) is None:
        how = mechanism_of(stated)
        return "", how.name if how else ""
    return sign, ""


def kind_of(word: str) -> str:
    """Return the kind that *word* means, the project's own words included; nothing for an unknown word.

    >>> kind_of("GeneProduct"), kind_of("SmallMolecule"), kind_of("proteinfamily"), kind_of("dragon")
    ('Protein', 'SmallMolecule', 'ProteinFamily', '')
    """
    from pathway_graph.model.vocabulary import KINDS

    return word if word in KINDS else KIND_WORDS.get(word.strip().lower(), "")


def database_of(name: str) -> str:
    """Return the CURIE prefix of a database by any of its usual names; nothing for an unknown one.

    >>> database_of("Entrez Gene"), database_of("hgnc.symbol"), database_of("nowhere")
    ('ncbigene', 'hgnc.symbol', '')
    """
    plain = name.strip().lower()
    return _DATABASES.get(plain, plain if plain in PATTERNS else "")


def curie_of(database: str, identifier: str) -> str:
    """Return the CURIE of an identifier of a database by any of its usual names; nothing if it is not one.

    >>> curie_of("Entrez Gene", "1385"), curie_of("ChEBI", "CHEBI:47499"), curie_of("HGNC", "CREB1")
    ('ncbigene:1385', 'chebi:47499', 'hgnc.symbol:CREB1')
    >>> curie_of("Uniprot-TrEMBL", "P1"), curie_of("", "x"), curie_of("hgnc.symbol", "36951")
    ('', '', '')
    """
    prefix, identifier = database_of(database), identifier.strip()
    if not prefix or not identifier:
        return ""
    curie = normalize(f"{prefix}:{identifier}")
    if prefix == "hgnc" and why_malformed(curie):
        curie = f"hgnc.symbol:{identifier}"
    if prefix == "pubchem.compound":
        curie = re.sub(r":(CID:?|pubchem:)", ":", curie, flags=re.IGNORECASE)
    return curie if why_malformed(curie) is None else ""


def curie_in(text: str) -> str:
    """Return the CURIE that *text* is, its prefix by any usual name of the database; nothing if it is none.

    >>> curie_in("uniprot knowledgebase:P17612"), curie_in("HGNC:1033"), curie_in("BDNF")
    ('uniprot:P17612', 'hgnc:1033', '')
    """
    database, colon, identifier = text.strip().partition(":")
    return curie_of(database, identifier) if colon else ""
