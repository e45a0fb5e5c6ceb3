"""Formats in general: the table, detection, reports, and the lossless ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph as pg
from networks import OTHER, TINY
from pathway_graph.errors import InputError, UnknownName
from pathway_graph.formats.registry import FORMATS
from pathway_graph.formats.report import Report, total
from pathway_graph.identifiers.alignment import align
from pathway_graph.identifiers.minting import PREFIXES, mint_entity
from pathway_graph.model import Claim, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.model.vocabulary import KINDS


def test_every_kind_has_its_own_prefix() -> None:
    assert set(PREFIXES) == set(KINDS)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_module(name: str) -> None:
    module = FORMATS[name].module
    assert hasattr(module, "parse") == FORMATS[name].reads
    assert hasattr(module, "dump") == FORMATS[name].writes


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_the_guide_comes_back_equal_from_its_own_formats(tmp_path: Path, ending: str) -> None:
    guide = pg.read_guide()
    file = tmp_path / f"guide.{ending}"
    report = pg.write(guide, file)
    assert report.kept["claims"] == len(guide.claims)
    assert not report.left_out
    assert not report.changed
    again, read = pg.read_file(file)
    assert again == guide == pg.read(file)
    assert read.kept["claims"] == len(guide.claims)


def test_a_document_holds_several_data_sets_without_loss(tmp_path: Path) -> None:
    both = merge([OTHER, pg.read_guide()])
    pg.write(both, tmp_path / "all.json")
    assert pg.read(tmp_path / "all.json") == both


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        pg.write(TINY, tmp_path / name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"inhibits"', '"inhibit"'), "relation 'inhibit' is unknown"),
        (('"kind": "Protein"', '"kind": "Protien"'), "kind 'Protien' is unknown"),
        (('"object": "prot:A"', '"object": "prot:Q"'), "object 'prot:Q' is not among the entities"),
        (('"subject"', '"subjekt"'), "field 'subjekt' is unknown"),
        (('"table": 1', '"table": "1"'), "'table' is a whole number"),
        (("pathway-graph-document/1", "pathway-graph-document/9"), "does not say format"),
    ],
)
def test_a_damaged_document_says_what_is_wrong(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "tiny.json"
    pg.write(TINY, file)
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match=r"tiny\.json") as caught:
        pg.read_file(file, "document")
    assert message in str(caught.value)


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"\.json"):
        pg.write(TINY, tmp_path / "tiny.docx")
    with pytest.raises(UnknownName, match="no format to write is called"):
        pg.write(TINY, tmp_path / "tiny.json", "jsn")
    assert list(tmp_path.iterdir()) == []


def test_reports_add_up() -> None:
    both = total([Report("a", "sif", {"lines": 2}, {"claims": 1}), Report("b", "sif", {"lines": 1})])
    assert (both.read, both.kept) == ({"lines": 3}, {"claims": 1})


# How data sets meet


def newcomer(curie: str, kind: str = "Protein", name: str = "x") -> str:
    """Return the id that an entity of this CURIE gets beside the guide."""
    entity = mint_entity(kind, name, [curie], scope="new")
    aligned, _ = align(build_network(Source("new"), entities=[entity]), pg.read_guide())
    return aligned.entities[0].id


@pytest.mark.parametrize(
    "curie",
    ["uniprot:P16220", "hgnc:2345", "ncbigene:1385", "ensembl:ENSG00000118260", "hgnc.symbol:CREB1", "mgi:88494"],
)
def test_a_protein_meets_the_guide_under_any_identifier(curie: str) -> None:
    assert newcomer(curie) == "prot:CREB1"


def test_a_name_alone_never_meets() -> None:
    entity = mint_entity("Protein", "CREB1", scope="new")
    aligned, renamed = align(build_network(Source("new"), entities=[entity]), pg.read_guide())
    assert (aligned.entities[0].id, renamed) == ("prot:new/CREB1", {})


def test_kinds_do_not_mix() -> None:
    assert newcomer("hgnc:2345", kind="Complex") == "cplx:hgnc:2345"
    assert newcomer("hgnc:1033", kind="Gene") == "gene:BDNF"
    assert newcomer("hgnc:1033", kind="Transcript") == "rna:BDNF"


def test_aligned_data_sets_merge_with_the_guide_and_disagree_side_by_side() -> None:
    creb = mint_entity("Protein", "CREB", ["ncbigene:1385"], scope="new")
    bdnf = mint_entity("Protein", "BDNF", ["uniprot:P23560"], scope="new")
    claims = [Claim("new/1", creb.id, "inhibits", bdnf.id), Claim("new/2", creb.id, "activates", bdnf.id)]
    guide = pg.read_guide()
    aligned, _ = align(build_network(Source("new"), entities=[creb, bdnf], claims=claims), guide)
    both = merge([guide, aligned])
    assert {edge.relation for edge in both.edges if (edge.source, edge.target) == ("prot:CREB1", "prot:BDNF")} >= {
        "activates", "inhibits",
    }  # fmt: skip
    assert both.entity["prot:CREB1"].sources == ("imipramine", "new")


def test_an_id_that_means_something_else_gets_the_name_of_its_data_set() -> None:
    clash = build_network(Source("new"), entities=[pg.Entity("prot:BDNF", "Gene", "not the protein")])
    aligned, _ = align(clash, pg.read_guide())
    assert aligned.entities[0].id == "prot:new/BDNF"
    merge([pg.read_guide(), aligned])
