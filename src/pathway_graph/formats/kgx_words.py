"""Words of the Biolink Model: predicates with their qualifiers, categories, prefixes, and what they are here.

The words are those of Biolink 4.4, and predicates of older versions that stated a direction by themselves
(Unni et al. 2022, Clinical and Translational Science 15:1848).
"""

from __future__ import annotations

import re
from typing import Final

from pathway_graph.formats.term_mapping import relation_of
from pathway_graph.model.vocabulary import RELATIONS

_PREDICATE_ROWS: Final = """
linked_to            related_to related_to_at_instance_level related_to_at_concept_level associated_with interacts_with
linked_to            coexists_with colocalizes_with overlaps similar_to has_phenotype correlated_with
linked_to            gene_associated_with_condition treats_or_applied_or_studied_to_treat
linked_to            genetically_associated_with genetically_interacts_with
binds                physically_interacts_with directly_physically_interacts_with
correlates_with      positively_correlated_with coexpressed_with
anticorrelates_with  negatively_correlated_with
regulates            affects affects_likelihood_of affects_response_to
increases            exacerbates_condition
decreases            ameliorates_condition
inhibits             disrupts
promotes             positively_regulates process_positively_regulates_process entity_positively_regulates_entity
inhibits             negatively_regulates process_negatively_regulates_process entity_negatively_regulates_entity
regulates            process_regulates_process entity_regulates_entity
is_a                 subclass_of
product_of           gene_product_of
translated_to        translates_to
located_in           expressed_in active_in occurs_in
biomarker_of         biomarker_for
homologous_to        orthologous_to paralogous_to xenologous_to
variant_of           is_sequence_variant_of
converted_to         derives_into has_metabolite
has_role             enables capable_of
involved_in          participates_in actively_involved_in
"""
PREDICATES: Final[dict[str, str]] = {
    word: row.split()[0] for row in _PREDICATE_ROWS.strip().splitlines() for word in row.split()[1:]
}
"""Predicates of Biolink that are no relations of the project, or mean less than the word elsewhere."""
INVERSES: Final[dict[str, str]] = {
    "affected_by": "affects", "regulated_by": "regulates", "caused_by": "causes", "treated_by": "treats",
    "produced_by": "produces", "disrupted_by": "disrupts", "contribution_from": "contributes_to",
    "superclass_of": "subclass_of", "has_gene_product": "gene_product_of", "location_of": "located_in",
    "expresses": "expressed_in", "has_biomarker": "biomarker_for", "has_sequence_variant": "is_sequence_variant_of",
    "transcribed_from": "transcribed_to", "translation_of": "translates_to", "derives_from": "derives_into",
    "has_participant": "participates_in", "has_active_component": "active_in", "enabled_by": "enables",
    "condition_ameliorated_by": "ameliorates_condition", "condition_exacerbated_by": "exacerbates_condition",
    "positively_regulated_by": "positively_regulates", "negatively_regulated_by": "negatively_regulates",
    **{f"{kind}_{way}regulated_by_{kind}": f"{kind}_{way}regulates_{kind}"
       for kind in ("entity", "process") for way in ("", "positively_", "negatively_")},
}  # fmt: skip
"""Predicates that run from the object to the subject of another one."""
_DIRECTIONS: Final = {"increased": 1, "upregulated": 1, "increases": 1, "decreased": -1, "downregulated": -1,
                      "decreases": -1}  # fmt: skip
_ASPECTS: Final[dict[str, tuple[str, str, str]]] = {
    "": ("promotes", "inhibits", ""),
    "activity_or_abundance": ("promotes", "inhibits", ""),
    "amount_or_activity": ("promotes", "inhibits", ""),
    "activity": ("activates", "inhibits", "activity"),
    "abundance": ("increases", "decreases", "abundance"),
    "amount": ("increases", "decreases", "abundance"),
    "expression": ("increases", "decreases", "expression"),
    "synthesis": ("increases", "decreases", "abundance"),
    "stability": ("increases", "decreases", "abundance"),
    "degradation": ("decreases", "increases", "abundance"),  # more of it leaves less
    "release": ("stimulates", "inhibits", ""),
    "secretion": ("stimulates", "inhibits", ""),
}
"""Aspects of the object: the relation where it is raised, where it is lowered, and the aspect of the claim."""
_QUALIFIABLE: Final = ("regulates", "causes", "contributes_to")
"""Relations whose sign is that of the qualifiers, where there are some: ``causes`` *decreased activity of*."""
_OLD: Final = re.compile(r"(increases|decreases|affects)_(\w+?)_of")
"""Predicates of Biolink 1 and 2 that say direction and aspect themselves: ``increases_expression_of``."""


def bare(word: str) -> str:
    """Return a word of Biolink without prefix, in lower case with underscores.

    >>> bare("biolink:related_to"), bare("Related to")
    ('related_to', 'related_to')
    """
    return re.sub(r"[\s-]+", "_", re.sub(r"^(biolink|bl):", "", word.strip(), flags=re.IGNORECASE)).lower()


def meaning_of(predicate: str, aspect: str, direction: str) -> tuple[str, str, str]:
    """Return relation and aspect of the claim that a predicate with its qualifiers makes, and what was not understood.

    >>> meaning_of("biolink:affects", "activity", "increased"), meaning_of("affects", "degradation", "increased")
    (('activates', 'activity', ''), ('decreases', 'abundance', ''))
    >>> meaning_of("biolink:affects", "", ""), meaning_of("biolink:regulates", "", "downregulated")
    (('regulates', '', ''), ('inhibits', '', ''))
    >>> meaning_of("biolink:affects", "localization", "increased")[0], meaning_of("biolink:sings_to", "", "")[2]
    ('modulates', 'their predicate is not known: linked_to')
    """
    word, aspect, direction = bare(predicate), bare(aspect), bare(direction)
    old = _OLD.fullmatch(word)
    if old is not None:
        word, aspect, direction = "affects", old[2], "" if old[1] == "affects" else old[1]
    relation = PREDICATES.get(word) or relation_of(word)
    if not relation:
        return "linked_to", "", "their predicate is not known: linked_to"
    sign, told = RELATIONS[relation].sign, _DIRECTIONS.get(direction)
    named = _ASPECTS.get(aspect, ("", "", ""))[2]
    if not direction and (not sign or (aspect in ("", *_ASPECTS) and aspect != "degradation")):
        return relation, named, ""
    if sign is None or (sign == 0 and relation != "regulates"):
        return relation, "", "a direction says nothing of what the predicate states: no sign"
    if direction and told is None:
        return "modulates", named, "their direction is not known: no sign"
    if aspect not in _ASPECTS or (aspect == "degradation" and sign):
        return "modulates", "", "a change of that aspect says nothing of amount or activity: no sign"
    if relation in _QUALIFIABLE:
        return _ASPECTS[aspect][0 if told == 1 else 1], named, ""
    if told != sign:
        return "modulates", named, "predicate and direction contradict each other: no sign"
    return relation, named, ""


# Writing ----------------------------------------------------------------------------------------------

_WRITTEN: Final[dict[str, str]] = {
    "anticorrelates_with": "negatively_correlated_with", "binds": "physically_interacts_with",
    "biomarker_of": "biomarker_for", "catalyzes": "catalyzes", "causes": "causes", "contributes_to": "contributes_to",
    "converted_to": "derives_into", "correlates_with": "positively_correlated_with", "has_part": "has_part",
    "has_role": "capable_of", "homologous_to": "homologous_to", "involved_in": "actively_involved_in",
    "is_a": "subclass_of", "located_at": "located_in", "located_in": "located_in", "part_of": "part_of",
    "produces": "produces", "product_of": "gene_product_of", "regulates": "regulates",
    "transcribed_to": "transcribed_to", "translated_to": "translates_to", "treats": "treats",
    "variant_of": "is_sequence_variant_of",
}  # fmt: skip
"""Relations that Biolink has a predicate for."""
_QUALIFIED: Final[dict[str, str]] = {
    "activates": "activity", "coactivates": "activity", "inhibits": "activity", "stimulates": "activity",
    "activates_transcription": "expression", "represses": "expression", "synthesizes": "synthesis",
    **dict.fromkeys(("increases", "decreases", "degrades", "clears"), "abundance"),
}  # fmt: skip
"""The aspect of the object that a relation changes, where it says which."""


def predicate_of(relation: str) -> dict[str, str]:
    """Return predicate and qualifiers that a relation is written as; read back, they have its sign.

    >>> predicate_of("binds")
    {'predicate': 'biolink:physically_interacts_with'}
    >>> [value for name, value in predicate_of("represses").items() if name.startswith("object")]
    ['expression', 'decreased']
    """
    if relation in _WRITTEN:
        return {"predicate": f"biolink:{_WRITTEN[relation]}"}
    sign = RELATIONS[relation].sign
    if relation == "leaves_unchanged" or sign == 0:
        return {"predicate": "biolink:affects"}
    if sign is None:
        return {"predicate": "biolink:related_to"}
    return {
        "predicate": "biolink:affects", "qualified_predicate": "biolink:causes",
        "object_aspect_qualifier": _QUALIFIED.get(relation, "activity_or_abundance"),
        "object_direction_qualifier": "increased" if sign > 0 else "decreased",
    }  # fmt: skip


# Things -----------------------------------------------------------------------------------------------

_CATEGORY_ROWS: Final = """
SmallMolecule      SmallMolecule Drug Food
Protein            Protein ProteinIsoform Polypeptide
Gene               Gene
Transcript         Transcript MicroRNA SiRNA NoncodingRNAProduct RNAProduct RNAProductIsoform
Complex            MacromolecularComplex
ProteinFamily      ProteinFamily GeneFamily ProteinDomain
RegulatoryRegion   RegulatoryRegion TranscriptionFactorBindingSite AccessibleDnaRegion
Variant            SequenceVariant Snv Haplotype Genotype
MolecularActivity  MolecularActivity
Pathway            Pathway
BiologicalProcess  BiologicalProcess PhysiologicalProcess
Phenotype          PhenotypicFeature BehavioralFeature ClinicalFinding ClinicalMeasurement Behavior
Disease            Disease
CellularComponent  CellularComponent
CellLine           CellLine
CellType           Cell
AnatomicalStructure  GrossAnatomicalStructure AnatomicalEntity
Species            OrganismTaxon
Technique          Procedure Treatment
Equipment          Device
Stimulus           EnvironmentalExposure ChemicalExposure EnvironmentalProcess EnvironmentalFeature
Combination        MolecularMixture ChemicalMixture ComplexMolecularMixture
Disease            DiseaseOrPhenotypicFeature
SmallMolecule      ChemicalEntity MolecularEntity
BiologicalProcess  BiologicalProcessOrActivity
Protein            GeneProductMixin
"""
CATEGORIES: Final[dict[str, str]] = {
    word: row.split()[0] for row in _CATEGORY_ROWS.strip().splitlines() for word in row.split()[1:]
}
"""Categories, the most specific first, and the kind of each."""
_CATEGORY_OF: Final[dict[str, str]] = {
    "ChemicalClass": "ChemicalEntity", "Combination": "MolecularMixture", "ProteinState": "Protein",
    "GeneSet": "NamedThing", "BindingSite": "ProteinDomain", "HistoneMark": "NamedThing",
    "Reaction": "MolecularActivity",
    "Condition": "DiseaseOrPhenotypicFeature", "Stimulus": "EnvironmentalExposure", "Assay": "Procedure",
    "Variant": "SequenceVariant", "Reagent": "ChemicalEntity",
}  # fmt: skip
_BY_KIND: Final[dict[str, str]] = {kind: word for word, kind in reversed(CATEGORIES.items())} | _CATEGORY_OF


def kind_of_categories(categories: list[str]) -> str:
    """Return the kind of a node by the most specific of its categories that is known; nothing where none is.

    >>> kind_of_categories(["biolink:NamedThing", "biolink:ChemicalEntity", "biolink:SmallMolecule"])
    'SmallMolecule'
    """
    given = {re.sub(r"^(biolink|bl):", "", one.strip(), flags=re.IGNORECASE) for one in categories}
    return next((kind for category, kind in CATEGORIES.items() if category in given), "")


def category_of(kind: str) -> str:
    """Return the category that a kind is written as.

    >>> category_of("Protein"), category_of("CellType"), category_of("Document")
    ('biolink:Protein', 'biolink:Cell', 'biolink:NamedThing')
    """
    return f"biolink:{_BY_KIND.get(kind, 'NamedThing')}"


_PREFIXES: Final[dict[str, str]] = {
    "ncbigene": "NCBIGene", "uniprot": "UniProtKB", "ncbitaxon": "NCBITaxon", "reactome": "REACT",
    "wikipathways": "WIKIPATHWAYS", "interpro": "InterPro", "mirbase": "miRBase", "cellosaurus": "Cellosaurus",
    "complexportal": "ComplexPortal", "fplx": "FamPlex", "hgnc.symbol": "HGNC.SYMBOL", "pubmed": "PMID", "pmc": "PMC",
}  # fmt: skip
"""Prefixes that the Biolink Model does not write in capitals."""


def biolink_curie(curie: str) -> str:
    """Return a CURIE with the prefix that the Biolink Model gives it.

    >>> biolink_curie("hgnc:391"), biolink_curie("uniprot:P31749"), biolink_curie("pubchem.compound:3696")
    ('HGNC:391', 'UniProtKB:P31749', 'PUBCHEM.COMPOUND:3696')
    """
    prefix, colon, identifier = curie.partition(":")
    return f"{_PREFIXES.get(prefix, prefix.upper())}{colon}{identifier}"
