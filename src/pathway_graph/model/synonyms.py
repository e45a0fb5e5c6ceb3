"""Words that people write for those of the closed vocabularies: the word here that means the same, for error messages.

They are named, never read in silence: whoever writes ``reduces`` is told to write ``decreases``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.text.spelling import ranked

_ROWS: Final[dict[str, str]] = {
    "relation": """
increases: raises elevates augments boosts heightens amplifies upregulates up_regulates sensitizes sensitises
increases: elevation augmentation
increases, activates_transcription: induces
enhances: potentiates strengthens intensifies reinforces
activates: agonizes agonises agonist_of agonist turns_on switches_on transactivates disinhibits
initiates, causes: triggers provokes evokes elicits
promotes: facilitates favours favors supports drives fosters encourages
causes: leads_to results_in brings_about
produces: generates forms makes creates
releases: secretes
decreases: reduces lowers attenuates diminishes lessens weakens dampens blunts impairs downregulates down_regulates
decreases: depletes depresses desensitizes desensitises alleviates ameliorates mitigates minimizes curbs knocks_down
decreases: protects_from protects_against reduction attenuation
decreases, inhibits: suppresses abolishes abrogates eliminates prevents disrupts
inhibits: antagonizes antagonises antagonist_of antagonist blocks inactivates deactivates hinders turns_off switches_off
inhibits: interferes_with impedes
represses: silences transrepresses
degrades: hydrolyzes hydrolyses breaks_down proteolyzes metabolizes metabolises
clears: removes takes_up reuptakes
opposes: counteracts reverses
normalizes: restores rescues
regulates: controls governs transcription translation expression
modulates: affects influences alters changes
modifies: acetylates methylates ubiquitinates sumoylates glycosylates
binds: interacts_with associates_with complexes_with attaches_to
part_of: member_of component_of subunit_of belongs_to
has_part: contains includes
is_a: subclass_of type_of kind_of instance_of isa
located_in: expressed_in found_in
leaves_unchanged: does_not_change no_effect unaffected does_not_affect unchanged
converted_to: metabolized_to metabolised_to
linked_to: related_to connected_to
""",
    "kind": """
SmallMolecule: drug compound chemical molecule metabolite ion neurotransmitter agonist antagonist inhibitor
ChemicalClass: drug_class
Combination: mixture cocktail
Protein: peptide polypeptide enzyme receptor kinase transporter channel transcription_factor gene_product ligand
Transcript: rna mrna mirna microrna lncrna ncrna
Gene: dna locus
ProteinState: phosphoprotein phospho_protein modified_protein
ProteinFamily: family gene_family
Complex: dimer heterodimer multimer assembly
AnatomicalStructure: tissue organ region brain_region anatomy
CellType: cell
Species: organism
BiologicalProcess: process biological_process bioprocess
Phenotype: symptom behaviour behavior trait outcome
Disease: disorder syndrome illness
Variant: mutation mutant isoform polymorphism snp
RegulatoryRegion: promoter enhancer
Pathway: cascade signaling_pathway signalling_pathway axis
CellularComponent: organelle compartment
MolecularActivity: activity function molecular_function
Unspecified: unknown other entity
causal: effect regulation
""",
    "aspect": """
abundance: level levels amount concentration quantity protein_level
expression: mrna mrna_level transcription gene_expression
activity: function enzyme_activity
phosphorylation: phospho phosphorylation_state
density: receptor_density bmax
affinity: kd
""",
    "link": """
part_of: member_of component_of subunit_of belongs_to
is_a: subclass_of type_of kind_of instance_of isa
product_of: encoded_by
transcribed_from: transcript_of
state_of: form_of phosphorylated_form_of
""",
    "species": """
human: homo_sapiens man humans h_sapiens
mouse: mus_musculus mice m_musculus
rat: rattus_norvegicus rats r_norvegicus
""",
    "certainty": """
asserted: certain sure established known
hypothesis: speculative speculation proposed putative suggested
one_study: single_study
""",
    "field": """
subject: source from source_id regulator
object: target to target_id
name: label title
synonyms: synonym alias aliases
relation: predicate interaction effect
region: tissue
species: organism
duration: time
kind: type
curie: identifier xref
""",
    "prefix": """
ncbigene: entrez entrezgene entrez_gene geneid ncbi_gene egid
uniprot: uniprotkb swissprot swiss_prot up
pubmed: pmid
chembl.compound: chembl
pubchem.compound: pubchem cid
hgnc.symbol: symbol gene_symbol
ncbitaxon: taxon taxonomy
""",
    "command": """
diagram: draw picture figure
diff: compare
doctor: check diagnose
regulators: rank enrich enrichment
export: save write dump
import: add read
sources: datasets data-sets
history: log versions
upstream: regulators_of causes
downstream: targets effects
paths: path route routes trace
explain: why
conflicts: contradictions contradict
query: cypher
ask: question questions saved
find: search grep lookup look_up locate
show: info card describe view get_info
cite: bibliography references bibtex ris citation
stats: count list ls summary
serve: web ui browse explorer
claims: evidence
""",
}


def _plain(word: str) -> str:
    return re.sub(r"[\s\-]+", "_", word.strip().casefold())


def _read(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in text.strip().splitlines():
        meant, _, words = row.partition(": ")
        found |= dict.fromkeys(words.split(), tuple(meant.split(", ")))
    return found


SYNONYMS: Final[dict[str, dict[str, tuple[str, ...]]]] = {what: _read(text) for what, text in _ROWS.items()}
"""By vocabulary: a word, and the words here that mean it."""

_ENDINGS = re.compile(r"(es|ed|ing|ion|ions|or|ors|s|e)$")


def way_out(what: str, word: str, choices: Iterable[str]) -> str:
    """Return what to write for *word*, as the end of a message; nothing where no word here is near it.

    A known synonym is named with its meaning. A near misspelling, of a synonym too, is asked for; where it is as near
    to relations of several signs, none is.

    Args:
        what: A vocabulary of `SYNONYMS`; for any other there are misspellings alone.
        word: What was written.
        choices: The words allowed there.

    >>> way_out("relation", "reduces", RELATIONS)
    "for 'reduces' write 'decreases'"
    >>> way_out("relation", "inactivats", RELATIONS), way_out("relation", "actvates", RELATIONS)
    ("for 'inactivats' write 'inhibits'", "did you mean 'activates'?")
    >>> way_out("relation", "quiesces", RELATIONS)
    ''
    """
    said, near = _meant(what, word, choices)
    if said:
        return f"for {word!r} write {' or '.join(map(repr, said))}"
    return f"did you mean {' or '.join(map(repr, near))}?" if near else ""


def suggestions(what: str, word: str, choices: Iterable[str]) -> list[str]:
    """Return the words that `way_out` names.

    >>> suggestions("kind", "drug", ["SmallMolecule", "Protein"]), suggestions("kind", "Protien", ["Protein"])
    (['SmallMolecule'], ['Protein'])
    """
    said, near = _meant(what, word, choices)
    return said or near


def _meant(what: str, word: str, choices: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the choices that *word* means, and else those it may be a misspelling of."""
    known = {_plain(choice): choice for choice in choices}
    there = set(known.values())
    words = {word: [one for one in meant if one in there] for word, meant in SYNONYMS.get(what, {}).items()}
    plain = _plain(word)
    said = [known[plain]] if plain in known else words.get(plain) or _same_verb(plain, known, words)
    if said:
        return said, []
    pool = {word: meant for word, meant in words.items() if meant} | {one: [choice] for one, choice in known.items()}
    if what == "relation":  # other forms of the verbs, so that each misspelling is nearest to its own
        pool = {form: meant for word, meant in pool.items() for form in _forms(word)} | pool
    near = [(steps, one) for steps, hit in ranked(plain, pool) for one in pool[hit]]
    if what == "relation" and near:
        signs = {RELATIONS[one].sign for steps, one in near if steps == near[0][0]}
        near = [(steps, one) for steps, one in near if {RELATIONS[one].sign} == signs]
    return [], list(dict.fromkeys(one for _, one in near))[:3]


def _forms(verb: str) -> list[str]:
    stem = verb[:-2] if verb.endswith("es") else verb[:-1]
    return [f"{stem}{ending}" for ending in ("ion", "ed", "ing", "or")]


def _same_verb(plain: str, known: dict[str, str], words: dict[str, list[str]]) -> list[str]:
    """Return what another form of a verb means: ``inhibited``, ``inhibition``, ``inhibitor``."""
    stem = _ENDINGS.sub("", plain)
    if len(stem) < 4:
        return []
    for other, meant in [*((one, [choice]) for one, choice in known.items()), *words.items()]:
        if _ENDINGS.sub("", other) == stem:
            return meant
    return []
