"""The words of other resources for relations, kinds of things and databases, and what they are here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pathway_graph.model.curie import PATTERNS, normalize, why_malformed
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.vocabulary import KINDS, RELATIONS

_RELATION_ROWS = """
activates           activation activate activator activated active arrow stimulation mim-stimulation agonist
activates           mim-necessary-stimulation up-regulates-activity pp-activation + -> --> positive positive-regulation
activates           plus up ↑ upregulate upregulation up-regulation upregulated up-regulated induces induction induce
inhibits            inhibition inhibit inhibitor inhibited inactivates inactivation tbar t-bar mim-inhibition antagonist
inhibits            - −  – -| --| negative negative-regulation minus down ↓ downregulate downregulation down-regulation
inhibits            downregulated down-regulated down-regulates down-regulates-activity suppresses suppression blocks
inhibits            antagonizes pp-inhibition inhibitory deactivates deactivation blocker channel-blocker suppressor
inhibits            inverse-agonist negative-allosteric-modulator negatively-regulates decreases-activity ⊣
inhibits            neg suppress tee
activates           stimulatory stimulator inducer partial-agonist positive-allosteric-modulator positively-regulates
activates           increases-activity → pos promote
increases           up-regulates-quantity up-regulates-quantity-by-stabilization increaseamount directlyincreases
increases           upregulates increases-amount increase increased
decreases           down-regulates-quantity down-regulates-quantity-by-destabilization decreaseamount
decreases           directlydecreases downregulates decreases-amount decrease decreased
activates_transcription  upregulates-expression increases-expression expression-activation
activates_transcription  up-regulates-quantity-by-expression
represses           repression repress repressor transcriptional-repression downregulates-expression
represses           decreases-expression expression-repression down-regulates-quantity-by-repression
promotes            up-regulates
binds               complex in-complex-with interacts-with pp physical physical-association binding/association
binds               mim-binding mim-covalent-bond
regulates           regulation regulate unknown pd affects controls-expression-of controls-transport-of -/-
regulates           transcriptional-regulation modulation-unknown transcription translation expression
regulates           dual both +- -+ +/- -/+ ± ambiguous bifunctional activator/repressor activation/repression
regulates           activation/inhibition up/down positive/negative activation;inhibition activation|inhibition
regulates           catalysis-precedes expression-regulates functional-mti functional-mti-(weak)
modulates           modulation controls-production-of controls-transport-of-chemical controls-consumption-of
acts_on             controls-state-change-of chemical-affects
modifies            controls-phosphorylation-of
cleaves             mim-cleavage
catalyzes           mim-catalysis catalysis
converted_to        mim-conversion conversion used-to-produce
translated_to       translatedto
transcribed_to      transcribedto
linked_to           neighbor-of association related undirected link edge interaction reacts-with
part_of             partof component member-of memberof form-complex
is_a                isa
treats              treatment
leaves_unchanged    no-effect no-effect-on has-no-effect-on no-change nochange unaffected unchanged not-affected
leaves_unchanged    non-functional-mti non-functional-mti-(weak)
leaves_unchanged    causesnochange cnc no-regulation not-regulated not-changed no-change-in not-significant
correlates_with     positivecorrelation
anticorrelates_with negativecorrelation
"""
RELATION_WORDS: Final[dict[str, str]] = {
    word: row.split()[0] for row in _RELATION_ROWS.strip().splitlines() for word in row.split()[1:]
}
"""Words for relations and effects outside the project's own, of every resource, in lower case with hyphens."""

_TURNED_ROWS = """
controls-consumption-of  consumption-controlled-by
activates                activated-by <- <-- stimulated-by induced-by up-regulated-by upregulated-by
activates                positively-regulated-by
inhibits                 inhibited-by |- |-- inactivated-by suppressed-by blocked-by negatively-regulated-by
inhibits                 down-regulated-by downregulated-by
represses                repressed-by
regulates                regulated-by expression-regulated-by controlled-by modulated-by affected-by
catalyzes                catalyzed-by catalysed-by
phosphorylates           phosphorylated-by
dephosphorylates         dephosphorylated-by
ubiquitinates            ubiquitinated-by
cleaves                  cleaved-by
"""
TURNED_WORDS: Final[dict[str, str]] = {
    word: row.split()[0] for row in _TURNED_ROWS.strip().splitlines() for word in row.split()[1:]
}
"""Words that say what the second end does to the first, and the word that says it the other way round."""

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
    >>> relation_of("-1.0"), relation_of("0.9"), relation_of("up-regulates quantity by expression")
    ('inhibits', 'activates', 'activates_transcription')
    >>> relation_of("no effect"), relation_of("does not inhibit")
    ('leaves_unchanged', 'leaves_unchanged')
    >>> relation_of("sings to"), relation_of("12")
    ('', '')
    """
    plain = _bare_term(word)
    if plain.replace("-", "_").replace(" ", "_") in RELATIONS:
        return plain.replace("-", "_").replace(" ", "_")
    number = number_in(plain)
    if number is not None:
        return _of_number(number) if abs(number) <= 1 else ""
    how = mechanism_of(plain)
    return RELATION_WORDS.get(_hyphened(plain), "") or (how.relation if how else "") or _denied(_hyphened(plain))


_DENIALS: Final = re.compile(r"(?:does-not|do-not|did-not|doesn['’]t|didn['’]t|fails-to|failed-to|not|no)-(.+)")


def _denied(word: str) -> str:
    """Return what a word means that denies an effect; nothing where it denies what is not causal, or nothing.

    >>> _denied("does-not-activate"), _denied("no-inhibition"), _denied("does-not-bind"), _denied("notable")
    ('leaves_unchanged', 'leaves_unchanged', '', '')
    """
    found = _DENIALS.fullmatch(word)
    denied = relation_of(found[1]) if found else ""
    return "leaves_unchanged" if denied and RELATIONS[denied].sign is not None else ""


def turned(word: str) -> str:
    """Return the word for what *word* says from the second end to the first; nothing for a word that does not.

    >>> turned("consumption-controlled-by"), turned("inhibited by"), turned("|-"), turned("inhibits")
    ('controls-consumption-of', 'inhibits', 'inhibits', '')
    """
    return TURNED_WORDS.get(_hyphened(_bare_term(word)).removeprefix("is-"), "")


def _bare_term(word: str) -> str:
    """Return a word in small letters, a term of PSI-MI by its name: ``MI:0624(stimulation)``, as SignaLink has it."""
    plain = word.strip().lower()
    term = re.fullmatch(r"(?:psi-mi:)?\"?mi:\d{4}\"?\((.+)\)", plain)
    return term[1].strip('"') if term else plain


def _hyphened(text: str) -> str:
    return re.sub(r"[\s_^]+", "-", text)


def _of_number(number: float) -> str:
    return "activates" if number > 0 else "inhibits" if number < 0 else "regulates"


def is_directed(relation: str) -> bool:
    """Whether a relation raises or lowers.

    >>> is_directed("inhibits"), is_directed("phosphorylates"), is_directed("")
    (True, False, False)
    """
    return relation in RELATIONS and RELATIONS[relation].sign in (1, -1)


def number_in(text: str) -> float | None:
    """Return a stated sign or mode of regulation as a number, whichever minus and decimal sign it has; else None.

    >>> number_in("−1"), number_in("-0.56"), number_in("-0,56"), number_in("down")
    (-1.0, -0.56, -0.56, None)
    """
    bare = text.strip().replace("−", "-").replace("–", "-")
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?", bare):
        bare = bare.replace(",", ".")
    return float(bare) if re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", bare) else None


def signed(text: str) -> str:
    """Return the relation that a stated sign makes, by its number or word; nothing for one that is not understood.

    >>> signed("-1"), signed("up"), signed("0"), signed("inhibition"), signed("whatever")
    ('inhibits', 'activates', 'regulates', 'inhibits', '')
    """
    number = number_in(text)
    if number is not None:
        return _of_number(number)
    return relation_of(text) if text else ""


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
    is_long = len(database) + len(identifier) > _LONGEST_KEPT
    return (_curie_of.__wrapped__ if is_long else _curie_of)(database, identifier)


_LONGEST_KEPT: Final = 200


@lru_cache(maxsize=20_000)
def _curie_of(database: str, identifier: str) -> str:
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
