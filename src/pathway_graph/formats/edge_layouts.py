"""The known layouts of tables of edges, as data: whose they are, how to tell them, what their columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

NAME: Final = r"\S.{0,80}"
"""What a cell of a name looks like, in a table without a header."""

OURS: Final = frozenset({"claim", "certainty", "aspect", "data_set"})
"""Columns of a table that was written here: its other columns mean what they mean there."""


@dataclass(frozen=True, slots=True)
class EdgeLayout:
    """A layout of a table of edges.

    Roles of columns are ``source`` and ``target`` (their names), ``source.uniprot`` and the like (their identifiers in
    a database, the best first), ``source.species``, ``source.label`` (a name where there is no symbol), and attributes
    of an edge by their usual names (``relation``, ``sign``, ``pmid``, ``species``, ``site``). A column without a role
    is an attribute of the claim under its own name.

    Attributes:
        name: Whose it is.
        writer: The file, or what writes it.
        columns: Role of each header that has one; ``a|b`` are two ways to write a header.
        signature: Headers that are all there, in any letter case, and tell it from others.
        cells: Roles of the columns of a table without a header, in order, and what their cells look like.
        rule: How a row becomes claims, of `pathway_graph.formats.edge_rules`; empty for the usual way.
        constant: Attributes that every row has.
        unread: Columns that are left out.
        states_species: Whether the claims are about the species whose symbols the names are.
        refused: Why it is not read, and the way out; empty for a table that is.
        scores: Columns of scores by which rows can be chosen, the first that is there counts.
        strengths: Column whose numbers must be positive and of several sizes; else it is not that table.
        is_all: Whether a table with further columns is another one.
        note: What is particular about it.
    """

    name: str
    writer: str
    columns: Mapping[str, str] = field(default_factory=dict)
    signature: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    constant: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    states_species: bool = False
    refused: tuple[str, str] = ("", "")
    scores: tuple[str, ...] = ()
    strengths: str = ""
    is_all: bool = False
    note: str = ""


_IDS = r"\d+|MI(?:MAT)?\d+|-|NA|"
_OF_A_AND_B = ("Synonyms", "Systematic Name", "BioGRID ID", "TREMBL Accessions", "REFSEQ Accessions")
_SCORES = "scores from 0 to 1 (to 1000 in downloads) stay attributes"

_SENDING = "source|sender|sending_cell|cell_from|sending cluster|source_cell"
_RECEIVING = "target|receiver|receiving_cell|cell_to|target cluster|target_cell"
_CELLS: Final = {_SENDING: "sending_cell", _RECEIVING: "receiving_cell"}
_TALK = (
    "ligand `acts_on` receptor, no sign; the cell of a claim is the one that has the receptor, both are the "
    "attributes `sending_cell` and `receiving_cell`; complexes have their parts; scores stay attributes"
)

LAYOUTS: Final = (
    EdgeLayout(
        "TRRUST", "`trrust_rawdata.human.tsv`, `.mouse.tsv`, without a header",
        cells=(("source", NAME), ("target", NAME), ("relation", "Activation|Repression|Unknown"),
               ("pmid", r"\d{1,9}(?:[;,]\d{1,9})*")), states_species=True,
        note="Activation `activates`, Repression `represses`, Unknown `regulates`; two rows of one pair stay two",
    ),
    EdgeLayout(
        "RegNetwork", "`human.source`, `mouse.source`, without a header",
        cells=(("source", NAME), ("source.regnetwork", _IDS), ("target", NAME), ("target.regnetwork", _IDS)),
        rule="regulates", states_species=True, note="no sign: `regulates`; NCBI Gene and miRBase numbers",
    ),
    EdgeLayout(
        "RegNetwork, directions", "`new_kegg.human.reg.direction.txt`",
        cells=(("source", NAME), ("source.regnetwork", _IDS), ("target", NAME), ("target.regnetwork", _IDS),
               ("relation", r"-->|--\||-/-|-p|->|-\|")), states_species=True,
        note="`-->` activates, `--|` inhibits, `-/-` regulates; its first line is no header, for it has other cells",
    ),
    EdgeLayout(
        "RegNetwork, export", "the table that its site exports",
        {"regulator_symbol": "source", "regulator_id": "source.regnetwork", "target_symbol": "target",
         "target_id": "target.regnetwork"},
        ("regulator_symbol", "regulator_id", "target_symbol", "target_id"), rule="regulates", states_species=True,
        note="no sign: `regulates`; database, evidence and confidence stay attributes",
    ),
    EdgeLayout(
        "Reactome FI", "`FIsInGene_*_with_annotations.txt`",
        {"Gene1": "source", "Gene2": "target", "Annotation": "annotation", "Direction": "arrow", "Score": "score"},
        ("Gene1", "Gene2", "Annotation", "Direction"), rule="reactome", scores=("Score",),
        note="`->` and `<-` say which acts, and `activates` only where the annotation does, else `regulates`, "
             "`acts_on` or a mechanism; `-|` and `|-` inhibit; `-` is `binds` for a complex or a binding, "
             "else `linked_to`; two arrows are two claims",
    ),
    EdgeLayout(
        "Pathway Commons", "extended SIF (`*.hgnc.txt`), with its table of nodes",
        {"PARTICIPANT_A": "source", "INTERACTION_TYPE": "relation", "PARTICIPANT_B": "target",
         "INTERACTION_PUBMED_ID": "pmid"},
        ("PARTICIPANT_A", "INTERACTION_TYPE", "PARTICIPANT_B"), rule="commons",
        note="`consumption-controlled-by` is read from the protein to the molecule; `in-complex-with` and "
             "`interacts-with` bind, `neighbor-of` and `reacts-with` are `linked_to`; the second table gives kind, "
             "name and identifiers",
    ),
    EdgeLayout(
        "PhosphoSitePlus", "`Kinase_Substrate_Dataset`",
        {"GENE|GENE_SYMB": "source", "KIN_ACC_ID": "source.uniprot", "KIN_ORGANISM|KIN_ORG": "source.species",
         "SUB_GENE|SUB_GENE_SYMB": "target", "SUB_ACC_ID": "target.uniprot", "SUB_GENE_ID": "target.ncbigene",
         "SUB_ORGANISM|SUB_ORG": "target.species", "SUB_MOD_RSD": "site", "KINASE": "source.label",
         "SUBSTRATE": "target.label"},
        ("KINASE", "KIN_ACC_ID", "SUBSTRATE", "SUB_ACC_ID", "SUB_MOD_RSD"), constant={"relation": "phosphorylates"},
        rule="phosphosite", unread=("CHR_LOC_HUM", "SUB_CHR_LOC_HUM", "HU_CHR_LOC", "CST_CAT#", "SITE_GRP_ID"),
        note="the lines above the header are passed over; `phosphorylates` has sign 0; species where kinase and "
             "substrate are of one, else both as attributes",
    ),
    EdgeLayout(
        "OmniPath, enzymes", "the web service's `enzsub`, pypath's and OmnipathR's `enzyme_substrate`",
        {"enzyme": "source.uniprot", "enzyme_genesymbol": "source", "substrate": "target.uniprot",
         "substrate_genesymbol": "target", "references": "pmid", "ncbi_tax_id": "species"},
        ("enzyme", "substrate", "residue_type", "residue_offset", "modification"), rule="enzymes",
        note="the modification, with its site and without a sign: `phosphorylates`, `dephosphorylates`, `cleaves`, "
             "else `modifies`; references as `PhosphoSite:12345`",
    ),
    EdgeLayout(
        "DoRothEA", "decoupler, decoupleR and the R package dorothea",
        {"source|tf": "source", "target": "target", "weight|mor": "sign", "confidence": "confidence"},
        ("confidence", "target", "mor|weight", "source|tf"), rule="signed",
        note="the sign of `mor` or `weight`; its size stays in the attribute `weight`",
    ),
    EdgeLayout(
        "CollecTRI", "decoupler 2 and decoupleR",
        {"source": "source", "target": "target", "weight|mor": "sign", "PMID|references": "pmid"},
        ("source", "target", "weight|mor", "resources|sign_decision|sign.decision|TF.category"), rule="signed",
        note="references as `ExTRI:12345` or `12345`; `AP1`, `NFKB` are complexes",
    ),
    EdgeLayout(
        "STRING, links", "`9606.protein.links.*.txt`, `.physical.links.`, split by blanks",
        {"protein1": "source.string", "protein2": "target.string", "combined_score": "combined_score"},
        ("protein1", "protein2", "combined_score"), rule="string", scores=("combined_score",),
        note=f"no direction, no sign: `linked_to`, in a file called physical `binds`; each pair once; {_SCORES}",
    ),
    EdgeLayout(
        "STRING, network", "`string_interactions.tsv` of its site",
        {"node1": "source", "node2": "target", "node1_string_id|node1_external_id": "source.string",
         "node2_string_id|node2_external_id": "target.string"},
        ("node1", "node2", "combined_score"), rule="string", scores=("combined_score",),
        unread=("node1_string_internal_id", "node2_string_internal_id"), note="the same, with symbols",
    ),
    EdgeLayout(
        "STRING, API", "`/api/tsv/network`",
        {"preferredName_A": "source", "preferredName_B": "target", "stringId_A": "source.string",
         "stringId_B": "target.string"},
        ("stringId_A", "stringId_B", "preferredName_A", "preferredName_B"), rule="string", unread=("ncbiTaxonId",),
        scores=("score", "combined_score"),
        note="the same",
    ),
    EdgeLayout(
        "STRING, actions", "`9606.protein.actions.v11.0.txt`",
        {"item_id_a": "source.string", "item_id_b": "target.string", "mode": "mode", "action": "action"},
        ("item_id_a", "item_id_b", "mode", "action"), rule="actions", scores=("score",),
        note="directed only where `is_directional` is `t`, from the acting end; activation and inhibition have a sign "
             "there, expression, catalysis and ptmod none; else `binds` or `linked_to`",
    ),
    EdgeLayout(
        "BioGRID", "`*.tab3.txt`, `*.tab2.txt`",
        {"Official Symbol Interactor A": "source", "Official Symbol Interactor B": "target",
         "Entrez Gene Interactor A": "source.ncbigene", "Entrez Gene Interactor B": "target.ncbigene",
         "SWISS-PROT Accessions Interactor A": "source.uniprot", "SWISS-PROT Accessions Interactor B": "target.uniprot",
         "Organism ID Interactor A|Organism Interactor A": "source.species",
         "Organism ID Interactor B|Organism Interactor B": "target.species",
         "Publication Source|Pubmed ID": "pmid", "Experimental System": "system",
         "Experimental System Type": "system_type", "Modification": "modification",
         "BioGRID Interaction ID": "biogrid_interaction"},
        ("Entrez Gene Interactor A", "Entrez Gene Interactor B", "Experimental System", "Experimental System Type"),
        rule="biogrid",
        unread=(*(f"{what} Interactor {end}" for what in _OF_A_AND_B for end in "AB"), "Author",
                "Organism Name Interactor A", "Organism Name Interactor B",
                "Ontology Term IDs", "Ontology Term Names", "Ontology Term Categories",
                "Ontology Term Qualifier IDs", "Ontology Term Qualifier Names", "Ontology Term Types"),
        note="physical: `binds`; genetic: `linked_to`; Biochemical Activity with a modification: from enzyme to "
             "substrate, without a sign; `-` is an empty cell",
    ),
    EdgeLayout(
        "LIANA", "results of liana-py and of the R package",
        {"ligand_complex|ligand.complex": "source", "receptor_complex|receptor.complex": "target", **_CELLS},
        (_SENDING, _RECEIVING, "ligand_complex|ligand.complex", "receptor_complex|receptor.complex"),
        rule="cells", states_species=True, note=_TALK,
    ),
    EdgeLayout(
        "CellChat", "`subsetCommunication`",
        {"ligand": "source", "receptor": "target", "source": "sending_cell", "target": "receiving_cell"},
        ("source", "target", "ligand", "receptor", "interaction_name|interaction_name_2"),
        rule="cells", states_species=True,
        note="the same; the parts of its complexes (`TGFbR1_R2`) are those of `interaction_name_2`",
    ),
    EdgeLayout(
        "CellChat, pathways", "`subsetCommunication(slot.name = \"netP\")`",
        signature=("source", "target", "pathway_name", "prob"),
        refused=("its ends are cells: it says which pathways are between them, and names no molecules",
                 "export ligands and receptors: subsetCommunication(cellchat)"),
        note="not read: it names cells and no molecules",
    ),
    EdgeLayout(
        "CellPhoneDB", "`significant_means`",
        {"gene_a": "source", "partner_a": "source.uniprot", "gene_b": "target", "partner_b": "target.uniprot",
         "cell_a": "sending_cell", "cell_b": "receiving_cell"},
        ("id_cp_interaction", "interacting_pair", "partner_a", "partner_b", "gene_a", "gene_b"),
        rule="cell-pairs", states_species=True,
        note="one claim for each pair of cells with a value; the end that is a receptor is acted on, two of one sort "
             "are `binds`; complexes are known by name; tables of all means and of p-values are refused",
    ),
    EdgeLayout(
        "NATMI, iTALK, Connectome, NicheNet", "tables with the columns ligand, receptor and both cells",
        {"ligand|ligand symbol": "source", "receptor|receptor symbol": "target", **_CELLS},
        (_SENDING, _RECEIVING, "ligand|ligand symbol", "receptor|receptor symbol"),
        rule="cells", states_species=True, note=_TALK,
    ),
    EdgeLayout(
        "NicheNet, targets", "`ligand, target, weight`",
        {"ligand": "source", "target": "target"}, ("ligand", "target", "weight"), rule="regulates",
        states_species=True, strengths="weight",
        note="no sign: `regulates`; the weight is the regulatory potential, an attribute",
    ),
    EdgeLayout(
        "NicheNet, networks", "`from, to, weight`, of these columns alone",
        {"from": "source", "to": "target"}, ("from", "to", "weight"), rule="regulates",
        states_species=True, strengths="weight", is_all=True,
        note="the same, where the weights are positive and of several sizes",
    ),
)  # fmt: skip
"""Every layout; a new one is one entry here, and a rule where its rows are read in another way than usual."""


def markdown_layouts() -> str:
    """Return the layouts as a table for the documentation."""
    rows = ["| resource | file | ends | peculiarities |", "|---|---|---|---|"]
    for layout in LAYOUTS:
        ends = [
            ", ".join(f"`{one.partition('|')[0]}`" for one, role in layout.columns.items() if role.startswith(side))
            for side in ("source", "target")
        ]
        said = " -> ".join(ends) if layout.columns else "by position"
        cells = (layout.name, layout.writer, said, layout.note)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows) + "\n"
