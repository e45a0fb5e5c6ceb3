"""What ends of a table are that are no symbols: numbers of a database, words of unknown kind, Gephi's nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.report import Report
from pathway_graph.model import Network


def read(folder: Path, text: str, **options: object) -> tuple[Network, Report]:
    (folder / "t.csv").write_text(text)
    return pg.read_file(folder / "t.csv", **options)  # type: ignore[arg-type]


def curies(network: Network) -> set[str]:
    return {entity.id.removeprefix("prot:") for entity in network.entities if entity.kind == "Protein"}


def test_numbers_under_a_header_that_says_whose_they_are_are_genes(tmp_path: Path) -> None:
    # NCBI Gene: 627 BDNF (hgnc:1033), 4915 NTRK2 (hgnc:8032)
    network, report = read(tmp_path, "entrez_a,entrez_b,sign\n627,4915,1\n", columns={
        "source": "entrez_a", "target": "entrez_b"})  # fmt: skip
    assert curies(network) == {"hgnc:1033", "hgnc:8032"}
    assert "NCBI Gene numbers" in report.how


def test_numbers_that_leave_no_doubt_together_are_genes(tmp_path: Path) -> None:
    many = [(627, 4915), (1385, 627), (7157, 4193), (100130733, 2353), (100287932, 3725), (101927745, 5594),
            (102723631, 5595), (105369140, 4609)]  # fmt: skip
    rows = "".join(f"{one},{other},1\n" for one, other in many)
    network, report = read(tmp_path, f"source,target,sign\n{rows}")
    assert {"hgnc:1033", "hgnc:8032", "hgnc:2345", "hgnc:11998", "hgnc:6973"} <= curies(network)
    assert "known from values" in report.how


def test_numbers_of_two_databases_are_asked_about_with_both_readings(tmp_path: Path) -> None:
    text = "source,target,sign\n627,4915,1\n1385,627,1\n7157,4193,-1\n"
    with pytest.raises(InputError, match=r"NCBI Gene \(627 = BDNF; 5 of 5.*HGNC \(4915 = HIPK3; 4 of 5.*--names-are"):
        read(tmp_path, text)
    network, _ = read(tmp_path, text, namespace="ncbigene")
    assert {"hgnc:1033", "hgnc:8032"} <= curies(network)


def test_numbers_that_count_nodes_stay_names(tmp_path: Path) -> None:
    network, report = read(tmp_path, "source,target,sign\n1,2,1\n2,3,1\n")
    assert curies(network) == set()
    assert "just names" in report.how


DRUGS = "source,target,sign\nimipramine,BDNF,1\nBDNF,NTRK2,1\nCREB1,BDNF,1\nTP53,MDM2,1\nIL6,STAT3,1\n"


def test_a_drug_among_symbols_is_no_protein_and_is_told(tmp_path: Path) -> None:
    network, report = read(tmp_path, DRUGS)
    (drug,) = (entity for entity in network.entities if entity.name == "imipramine")
    assert (drug.kind, drug.curie) == ("Unspecified", "")
    assert [(one.count, one.places) for one in report.changed if "no gene symbols" in one.why] == [(1, ("imipramine",))]
    assert {entity.kind for entity in network.entities if entity.name == "BDNF"} == {"Protein"}


GEPHI = """Source,Target,Type,Id,Label,Weight
BDNF,NTRK2,Directed,0,,1.0
CREB1,BDNF,Directed,1,activates,1.0
FOS,JUN,Undirected,2,activates,1.0
"""


def test_gephis_type_and_weight_are_no_relation_and_no_sign(tmp_path: Path) -> None:
    network, report = read(tmp_path, GEPHI)
    assert {(network.name(one.subject), one.relation, one.sign) for one in network.claims} == {
        ("BDNF", "linked_to", None), ("CREB1", "activates", 1), ("FOS", "linked_to", None)
    }  # fmt: skip
    assert report.how.startswith("Gephi's edges")


def test_gephis_weights_below_zero_are_signs(tmp_path: Path) -> None:
    text = "Source,Target,Type,Id,Label,Weight\nBDNF,NTRK2,Directed,0,,1.0\nCREB1,BDNF,Directed,1,,-1.0\n"
    network, _ = read(tmp_path, text)
    assert {(network.name(one.subject), one.sign) for one in network.claims} == {("BDNF", 1), ("CREB1", -1)}
