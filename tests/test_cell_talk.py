"""Tables of ligands and receptors between cells: the molecules are the ends, the cells the context, no sign is made up.

Each small table has the columns that the tool writes; the right values stand beside it, worked out by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.cell_talk import with_subunits
from pathway_graph.formats.report import Report
from pathway_graph.model import Network

Said = tuple[str, str, str, str, str, str]


def read(folder: Path, text: str, name: str = "t.csv", **options: object) -> tuple[Network, Report]:
    (folder / name).write_text(text)
    return pg.read_file(folder / name, **options)  # type: ignore[arg-type]


def said(network: Network) -> set[Said]:
    """Return subject, relation, object, the claim's cell, the sending and the receiving cell of each claim."""
    return {
        (
            network.name(one.subject), one.relation, network.name(one.object),
            network.name(one.cell) if one.cell else "",
            str(dict(one.attributes).get("sending_cell", "")), str(dict(one.attributes).get("receiving_cell", "")),
        )
        for one in network.claims
    }  # fmt: skip


def members(network: Network, name: str) -> set[str]:
    (own,) = (entity for entity in network.entities if entity.name == name)
    return {network.name(one) for one in own.members}


LIANA = """,source,target,ligand_complex,receptor_complex,lr_means,cellphone_pvals
0,Neuron,Microglia,CX3CL1,CX3CR1,1.2,0.01
1,Astro,Neuron,TGFB1,TGFBR1_TGFBR2,0.4,0.0
"""


def test_liana_has_molecules_as_ends_and_cells_as_context(tmp_path: Path) -> None:
    network, report = read(tmp_path, LIANA)
    assert said(network) == {
        ("CX3CL1", "acts_on", "CX3CR1", "Microglia", "Neuron", "Microglia"),
        ("TGFB1", "acts_on", "TGFBR1-TGFBR2", "Neuron", "Astro", "Neuron"),
    }
    assert {claim.sign for claim in network.claims} == {0}
    assert members(network, "TGFBR1-TGFBR2") == {"TGFBR1", "TGFBR2"}
    assert {(dict(one.attributes)["lr_means"], dict(one.attributes)["cellphone_pvals"]) for one in network.claims} == {
        ("1.2", "0.01"), ("0.4", "0.0")
    }  # fmt: skip
    assert report.how.startswith("read as LIANA")
    assert {entity.kind for entity in network.entities if entity.name in ("Neuron", "Microglia")} == {"CellType"}


def test_liana_of_r_takes_the_complex_before_its_subunit(tmp_path: Path) -> None:
    text = (
        "ligand\treceptor\tligand.complex\treceptor.complex\tsource\ttarget\taggregate_rank\n"
        "Cd40lg\tItgb1\tCd40lg\tItga5_Itgb1\tB\tT\t0.1\n"
    )
    network, _ = read(tmp_path, text, "t.tsv")
    assert said(network) == {("CD40LG", "acts_on", "ITGA5-ITGB1", "T", "B", "T")}


CELLCHAT = """"","source","target","ligand","receptor","prob","interaction_name","interaction_name_2","class","evidence"
"1","FIB","DC","TGFB1","TGFbR1_R2",0.01,"TGFB1_TGFBR1_TGFBR2","TGFB1 - (TGFBR1+TGFBR2)","Secreted","KEGG: hsa04350"
"2","FIB","FIB","SPP1","CD44",0.02,"SPP1_CD44","SPP1 - CD44","ECM-Receptor","PMID: 23209302; PMC123"
"""


def test_cellchat_has_the_parts_of_its_complexes_and_the_publications_of_its_evidence(tmp_path: Path) -> None:
    network, report = read(tmp_path, CELLCHAT)
    assert said(network) == {
        ("TGFB1", "acts_on", "TGFBR1-TGFBR2", "DC", "FIB", "DC"), ("SPP1", "acts_on", "CD44", "FIB", "FIB", "FIB"),
    }  # fmt: skip
    assert [one.pmid for one in network.publications] == ["23209302"]
    assert "relation from" not in report.how


def test_cellchat_complexes_are_known_without_the_second_name_too() -> None:
    row = {"source": "TGFB1", "target": "TGFbR1_R2", "interaction_name": "TGFB1_TGFBR1_TGFBR2"}
    assert with_subunits(row)["target"] == "TGFBR1_TGFBR2"
    assert with_subunits({"source": "SPP1", "target": "CD44", "interaction_name": "SPP1_CD44"})["target"] == "CD44"


def test_cellchats_pathways_between_cells_are_no_edges_of_molecules(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"its ends are cells.*subsetCommunication"):
        read(tmp_path, "source,target,pathway_name,prob,pval\nFIB,DC,TGFb,0.1,0\n")


HEAD = (
    "id_cp_interaction\tinteracting_pair\tpartner_a\tpartner_b\tgene_a\tgene_b\tsecreted\treceptor_a\treceptor_b"
    "\tannotation_strategy\tis_integrin"
)
PHONE = f"""{HEAD}\trank\tB|T\tT|B
CPI-1\tTNF_TNFRSF1A\tsimple:P01375\tsimple:P19438\tTNF\tTNFRSF1A\tTrue\tFalse\tTrue\tcurated\tFalse\t0.1\t1.5\t
CPI-2\tCD44_SPP1\tsimple:P16070\tsimple:P10451\tCD44\tSPP1\tTrue\tTrue\tFalse\tcurated\tFalse\t0.1\t0.7\t0.3
CPI-3\tCOL1A1_integrin_a1b1\tsimple:P02452\tcomplex:integrin_a1b1\tCOL1A1\t\tTrue\tFalse\tFalse\tcurated\tTrue\t0.1\t\t0.9
"""


def test_cellphonedb_has_a_claim_for_each_pair_of_cells_towards_the_receptor(tmp_path: Path) -> None:
    network, report = read(tmp_path, PHONE, "significant_means.txt")
    assert said(network) == {
        ("TNF", "acts_on", "TNFRSF1A", "T", "B", "T"),
        ("SPP1", "acts_on", "CD44", "B", "T", "B"),  # B|T: CD44 is on B, and is the receptor
        ("SPP1", "acts_on", "CD44", "T", "B", "T"),
        ("COL1A1", "binds", "integrin_a1b1", "", "", ""),
    }
    means = {(network.name(one.subject), one.cell and network.name(one.cell)): dict(one.attributes)["mean"]
             for one in network.claims}  # fmt: skip
    assert means == {("TNF", "T"): "1.5", ("SPP1", "B"): "0.7", ("SPP1", "T"): "0.3", ("COL1A1", ""): "0.9"}
    (binding,) = (one for one in network.claims if one.relation == "binds")
    assert (dict(binding.attributes)["cell_of_subject"], dict(binding.attributes)["cell_of_object"]) == ("T", "B")
    assert [loss.places for loss in report.changed if "complexes" in loss.why] == [("integrin_a1b1",)]


def test_cellphonedbs_means_of_all_pairs_say_which_file_to_take(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"significant or not.*significant_means"):
        read(tmp_path, f"{HEAD}\tB|T\nCPI-1\tTNF_TNFRSF1A\tsimple:P01375\tsimple:P19438\tTNF\tTNFRSF1A"
                       "\tTrue\tFalse\tTrue\tcurated\tFalse\t1.5\n", "means.txt")  # fmt: skip


def test_other_tables_with_ligand_receptor_and_cells_are_read_alike(tmp_path: Path) -> None:
    right = {("BDNF", "acts_on", "NTRK2", "N", "A", "N")}
    for header in ("Sending cluster,Ligand symbol,Receptor symbol,Target cluster", "sender,ligand,receptor,receiver",
                   "cell_from,ligand,receptor,cell_to", "source,ligand,receptor,target"):  # fmt: skip
        assert said(read(tmp_path, f"{header},score\nA,BDNF,NTRK2,N,0.3\n")[0]) == right, header


def test_two_readings_of_the_ends_are_asked_for_where_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'source' -> 'target' or 'ligand' -> 'receptor'"):
        read(tmp_path, "source,target,ligand,receptor,org\nA,N,BDNF,NTRK2,human\n", columns={"species": "org"})


def test_nichenets_weights_are_no_signs(tmp_path: Path) -> None:
    for header, start in (("ligand,target,weight", ""), ("from,to,weight", ""), ('"","from","to","weight"', '"1",')):
        network, _ = read(tmp_path, f"{header}\n{start}BDNF,FOS,0.12\n{start}TNF,JUN,0.3\n")
        found = {(network.name(one.subject), one.relation, one.sign, dict(one.attributes)["weight"])
                 for one in network.claims}  # fmt: skip
        assert found == {("BDNF", "regulates", 0, "0.12"), ("TNF", "regulates", 0, "0.3")}


def test_a_weight_below_zero_is_a_sign_whatever_the_columns_are_called(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "from,to,weight\nBDNF,FOS,-0.12\nTNF,JUN,0.3\n")
    assert {(network.name(one.subject), one.sign) for one in network.claims} == {("BDNF", -1), ("TNF", 1)}
