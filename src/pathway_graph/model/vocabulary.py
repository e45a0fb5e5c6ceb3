"""The closed vocabularies: what an entity, a relation, an aspect, a context may be called.

Labels and relationship types in the database come from here and from nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Sign = Literal[-1, 0, 1]
View = Literal["guide", "background"]
Layer = Literal["core", "chronic", "detail"]
Certainty = Literal["asserted", "one_study", "hypothesis"]

VIEWS: Final = ("guide", "background")
ASKED_VIEWS: Final = ("guide", "expanded")
"""What may be asked for: what sources state, or background as well."""
LAYERS: Final = ("core", "chronic", "detail")
FRAME_KINDS: Final = ("group", "complex", "compartment", "shape", "text")
"""What a drawing shows beside its nodes: what belongs together, places in a cell, mere shapes, words."""
OUTLINES: Final = ("rectangle", "rounded", "oval", "none")
"""How a frame of a drawing looks."""
CERTAINTIES: Final[tuple[Certainty, ...]] = ("asserted", "one_study", "hypothesis")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity: its name (also its database label), its family and what it is."""

    name: str
    family: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from a subject (source) to an object (target).

    Attributes:
        name: Lower case with underscores, as written in files.
        sign: +1 raises the target, -1 lowers it, 0 acts on it without a stated direction,
            None where the relation is not causal. One relation has one sign.
        phrase: The words between source and target in a sentence.
        meaning: What it says.
    """

    name: str
    sign: Sign | None
    phrase: str
    meaning: str

    @property
    def type(self) -> str:
        """The relationship type in the database."""
        return self.name.upper()


def _kinds(family: str, rows: str) -> list[Kind]:
    pairs = (row.strip().split(None, 1) for row in rows.strip().splitlines())
    return [Kind(name, family, meaning) for name, meaning in pairs]


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in [
        *_kinds(
            "chemical",
            """
            SmallMolecule      a single compound, ion or metabolite
            ChemicalClass      compounds that share a role or structure
            Combination        compounds given together, as one subject
            """,
        ),
        *_kinds(
            "gene product",
            """
            Gene               a gene; its symbol stands for the gene, its transcript, protein and states
            Transcript         an RNA transcribed from a gene
            Protein            a protein, total amount unless a state is named
            ProteinState       a protein with a modification at a residue, e.g. phospho-CREB (Ser133)
            ProteinFamily      proteins of one family where the text names no member
            Complex            an assembly of several proteins
            BindingSite        a site on a protein or complex that binds a ligand
            MolecularActivity  an activity of a protein, apart from its amount
            HistoneMark        a modification of a histone residue
            RegulatoryRegion   a promoter, an enhancer or a response element
            GeneSet            genes named together without their members
            Variant            a form of a gene or protein with another sequence: a mutation, a fragment, a fusion
            """,
        ),
        *_kinds(
            "process",
            """
            BiologicalProcess  a process of a cell or tissue
            Pathway            a named signaling pathway or physiological axis
            Phenotype          a measured trait or an outcome
            Disease            a disease
            Reaction           a reaction, with its reactants and products as parts
            """,
        ),
        *_kinds(
            "context",
            """
            Condition          the state of the animal or cell that a treatment meets: stress, injury, a model
            AnatomicalStructure  an organ, a brain region or a layer of one
            CellularComponent  a part of a cell
            CellType           a type of cell
            CellLine           a cell line
            Species            a species
            Stimulus           an influence from outside the cell: radiation, a nutrient, a mechanical force
            """,
        ),
        *_kinds(
            "method",
            """
            Assay              a way to measure something
            Technique          a way to treat a sample
            Reagent            a substance or kit that a protocol uses
            Equipment          a device that a protocol uses
            """,
        ),
        *_kinds(
            "unspecified",
            """
            Unspecified        a thing whose kind the source does not say
            """,
        ),
        *_kinds(
            "document",
            """
            Document           a text that claims are taken from
            Figure             a figure of a document
            Table              a table of a document
            """,
        ),
    ]
}


def _relations(sign: Sign | None, rows: str) -> list[Relation]:
    cells = ([cell.strip() for cell in row.split("|")] for row in rows.strip().splitlines())
    return [Relation(name, sign, phrase, meaning) for name, phrase, meaning in cells]


RELATIONS: Final[dict[str, Relation]] = {
    relation.name: relation
    for relation in [
        *_relations(
            +1,
            """
            activates | activates | raises the activity of the target
            activates_transcription | activates transcription of | raises transcription of the target gene
            catalyzes | catalyzes the making of | speeds the reaction that makes the target
            causes | causes | brings the target about
            cleaved_to | is cleaved to | the target is cut out of the source
            coactivates | coactivates | raises the activity of a transcription factor it binds
            conducts | conducts | lets the target through a channel
            contributes_to | contributes to | is one cause of the target
            enhances | enhances | strengthens the target
            increases | increases | raises the amount, number or level of the target
            initiates | initiates | starts the target
            mediates | mediates | passes an effect on to the target
            produces | produces | makes the target
            promotes | promotes | favours the target
            recruits | recruits | brings the target to its place of action
            releases | releases | sets the target free
            required_for | is required for | the target does not happen without the source
            responsible_for | is responsible for | is the cause of the target
            stimulates | stimulates | raises the activity or release of the target
            synthesizes | synthesizes | makes the target by catalysis
            transcribed_to | is transcribed to | a gene and its transcript
            translated_to | is translated to | a transcript and its protein
            """,
        ),
        *_relations(
            -1,
            """
            clears | clears | removes the target from its place
            decreases | decreases | lowers the amount, number or level of the target
            degrades | degrades | breaks the target down by catalysis
            inhibits | inhibits | lowers the activity of the target
            represses | represses transcription of | lowers transcription of the target gene
            """,
        ),
        *_relations(
            0,
            """
            acts_on | acts on | changes the state of the target, direction not stated
            cleaves | cleaves | cuts the target, effect not stated
            dephosphorylates | dephosphorylates | removes a phosphate of the target, effect not stated
            important_for | is important for | matters for the target, direction not stated
            involved_in | is involved in | takes part in the target, direction not stated
            modifies | modifies | adds or removes a chemical group of the target, effect not stated
            modulates | modulates | changes the target, direction not stated
            normalizes | normalizes | brings the target back to normal, from a side not stated
            opposes | opposes a change of | reverses a change of the target whose direction is not stated
            phosphorylates | phosphorylates | adds a phosphate to the target, effect not stated
            regulates | regulates | controls the target, direction not stated
            underlies | underlies | is the ground of the target, direction not stated
            """,
        ),
        *_relations(
            None,
            """
            activity_of | is an activity of | an activity and the protein that has it
            anticorrelates_with | correlates negatively with | one is high where the other is low
            binds | binds | forms a complex with the target
            biomarker_of | is a biomarker of | its level tells of the target
            chaperones | chaperones | folds or holds the target
            compensates_for | compensates for | makes up for a loss of the target
            correlates_with | correlates with | both are high or low together
            converted_to | is converted to | substrate and product of a reaction
            hallmark_of | is a hallmark of | a sign by which the target is known
            has_part | has as a part | a whole and its part
            has_role | has the role of | a function or role
            homologous_to | is homologous to | shares descent
            is_a | is a | a thing and its class
            linked_to | is linked to | related, how is not stated
            located_at | is located at | a mark and its place on a gene
            located_in | is located in | a thing and its place
            leaves_unchanged | does not change | tested, no effect on the target was found
            loops_to | loops back to | a step that starts an earlier one again
            measures | measures | an assay and what it measures
            next | is followed by | a step and the next one
            normalizes_to | is normalized to | an assay and what its value is divided by
            part_of | is part of | a part and its whole
            product_of | is the product of | a protein and its gene, where no transcript stands between
            prognostic_of | is a prognostic marker of | its level foretells the course of the target
            state_of | is a state of | a modified form and the protein it is a form of
            translocated_to | is translocated to | the same thing at another place
            treats | treats | a drug and a disease
            variant_of | is a variant of | a form with another sequence and what it is a form of
            """,
        ),
    ]
}

STRUCTURAL: Final[dict[str, tuple[str, bool]]] = {
    # link as written on the child: (relation of the edge, whether the edge runs parent -> child)
    "activity_of": ("activity_of", False),
    "cleaved_from": ("cleaved_to", True),
    "is_a": ("is_a", False),
    "located_at": ("located_at", False),
    "part_of": ("part_of", False),
    "product_of": ("product_of", False),
    "state_of": ("state_of", False),
    "transcribed_from": ("transcribed_to", True),
    "translated_from": ("translated_to", True),
}
"""Links an entity may have to its parent, and the edge each becomes."""

GENE_LINKS: Final = frozenset(
    {"activity_of", "cleaved_from", "product_of", "state_of", "transcribed_from", "translated_from"}
)
"""Links that join the forms of one gene."""

GENE_FORMS: Final[dict[str, str]] = {
    "Gene": "gene",
    "Transcript": "transcript",
    "Protein": "protein",
    "ProteinState": "state",
    "MolecularActivity": "activity",
}
"""The forms of one gene that a symbol stands for, by kind."""

ASPECTS: Final[dict[str, str]] = {
    "abundance": "how much of it there is",
    "activity": "how active it is, apart from its amount",
    "affinity": "how tightly a site binds its ligand",
    "binding": "that two things bind",
    "binding sites": "how many sites bind a ligand",
    "density": "how many receptors a tissue holds",
    "expression": "how much of a gene product is made",
    "histone mark": "how much of a histone carries a modification",
    "number": "a count of cells, synapses or other things",
    "phosphorylation": "how much of a protein carries a phosphate",
    "process": "how far a process goes on",
    "sensitivity": "how strongly a receptor answers, apart from its number",
}

CLAIM_KINDS: Final[dict[str, str]] = {
    "causal": "the subject changes the object",
    "class": "the subject belongs to a class",
    "clinical": "an effect on patients",
    "definition": "what the subject does by its nature",
    "fact": "a relation that is not causal",
    "general": "a summary without a single measurement",
    "hypothesis": "put forward, not asserted",
    "interaction": "the two bind",
    "measurement": "an assay measures the object",
}

REGIMENS: Final[dict[str, str]] = {
    "acute": "acute",
    "rapid": "acute",
    "short-term": "acute",
    "chronic": "chronic",
    "long-term": "chronic",
    "prolonged": "chronic",
    "sustained": "chronic",
}
"""Words for the length of a treatment, and the course (acute or chronic) each stands for."""

COMPARTMENTS: Final = ("extracellular", "membrane", "cytosol", "nucleus")
"""Where an entity is drawn, from the outside in."""

ROLES: Final[dict[str, str]] = {
    "drug": "a compound given as a treatment",
    "enzyme": "an enzyme that is not a kinase",
    "kinase": "a protein or lipid kinase",
    "receptor": "a receptor",
    "transcription factor": "a transcription factor or its coactivator",
    "transporter": "a transporter or channel",
}
"""What an entity does, where its picture depends on it."""

SOURCE_STATUS: Final[dict[str, str]] = {
    "verified": "the study was looked up and is the one meant",
    "cited": "the resource that the claims were read from cites it; not looked up here",
    "candidate": "a study that fits; whether it is the one meant is not known",
    "unknown": "no study was found",
}

NOTICES: Final[dict[str, str]] = {
    "retracted": "the work was retracted",
    "concern": "an expression of concern stands against it",
    "corrected": "it was corrected",
    "reinstated": "a retraction was taken back",
}
"""What a journal may say of a work afterwards."""

REFERENCE_STATUS: Final[dict[str, str]] = {
    "verified": "identifier and name were looked up",
    "from memory": "textbook knowledge, not looked up",
    "inferred": "follows from a claim of the guide, is not said by it",
}

ENTRY_KINDS: Final = ("titled", "bare domain")
NOT_SPECIFIED: Final = "not specified"
"""A duration that the text itself calls not specified; an empty one is simply not given."""

SPECIES_WORDS: Final[dict[str, str]] = {"human": "9606", "mouse": "10090", "rat": "10116"}
"""Species that orthologs are given for, and their NCBI taxonomy numbers."""

VERDICT_WORDS: Final[dict[str, str]] = {
    "supported": "the printed entry is on what it is cited for",
    "off-topic": "the printed entry is a work on something else",
    "bare link": "the printed entry names a site and no work",
}
"""What a printed entry is worth for a group of claims that cite it."""

RULES: Final[dict[str, str]] = {
    "opposite-signs": "claims of opposite sign about the same subject, object and aspect",
    "related-objects": "claims of opposite sign about two entities of one family, complex or protein",
    "pathway-against-parts": "a pathway is said to change one way and what its diagram shows the other way",
    "route-against-measurement": "a causal step or route implies another sign than the claims state",
    "one-citation-both-signs": "one reference number cited for opposite signs",
    "acute-behind-chronic": "a reference cited for a chronic claim whose other claim on the same gene is acute",
    "acute-in-chronic-source": "an acute claim in a source whose title says chronic",
    "citation-drift": "a claim that repeats another one and cites other numbers",
    "title-weaker": "the title of the supporting entry says partially, the claim does not",
    "table-only": "a claim of a table that the prose does not make",
    "prose-without-species": "a causal claim of the prose that names no species and no table repeats",
    "no-effect-size": "a claim of a table without the size of the change",
    "cell-as-place": "a claim of a table whose place is a cell, not a region",
    "not-significant": "a claim of a change whose p-value is above 0.05",
    "bare-domain": "a printed entry that names a web site and no work",
    "duplicate-entry": "two printed entries that are one work",
    "never-cited": "a printed entry that no claim cites",
    "uncited-claim": "a claim that cites nothing",
    "number-out-of-range": "a cited number that the reference list does not hold",
    "unsupported-mark": "a citation mark whose entry does not support its claims",
}
"""The general rules that `pathway_graph.evidence` applies to any network."""
