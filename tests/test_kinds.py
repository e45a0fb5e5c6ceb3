"""A file of a known kind that is not read says what it is and what to do, whatever command it is given to."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.errors import InputError
from pathway_graph.formats.registry import Unrecognised, read_all, read_file
from pathway_graph.regulators import read_list, read_lists, read_names


def zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


KINDS = {
    "paper.pdf": (b"%PDF-1.7\n\xe2\xe3", "a PDF"),
    "paper.docx": (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "Word"),
    "slides.pptx": (zipped({"ppt/presentation.xml": ""}), "PowerPoint"),
    "sheet.ods": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "LibreOffice"),
    "session.cys": (zipped({"CytoscapeSession-1/cysession.xml": ""}), "session of Cytoscape"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Excel before 2007"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Word before 2007"),
    "cells.h5ad": (b"\x89HDF\r\n\x1a\n" + bytes(99), "AnnData"),
    "object.rds": (gzip.compress(b"X\n\0\0\0\3"), "data of R"),
    "workspace.RData": (gzip.compress(b"RDX3\nX\n"), "data of R"),
    "page.html": (b"<!DOCTYPE html>\n<html></html>", "a web page"),
    "page.csv": (b"\n<html><body>404</body></html>", "a web page"),
    "seq.fasta": (b">sp|P04637\nMEEPQSDPSVEPPLSQE\n", "sequences"),
    "reads.fastq": (b"@r\nACGTN\n+\nIIIII\n", "reads"),
    "genes.gtf": (b'#!x\n1\thavana\tgene\t11\t14\t.\t+\t.\tgene_id "E";\n', "annotation of a genome"),
    "variants.vcf": (b"##fileformat=VCFv4.2\n#CHROM\tPOS\n", "variants"),
    "peaks.bed": (b"chr1\t100\t200\tpeak\n", "regions of a genome"),
    "matrix.gct": (b"#1.2\n2\t2\nName\tDescription\tA\tB\n", "GCT"),
    "matrix.mtx": (b"%%MatrixMarket matrix\n", "Matrix Market"),
    "GSE1_series_matrix.txt": (b'!Series_title\t"x"\n!Series_x\t"y"\n', "GEO"),
    "terms.obo": (b"format-version: 1.2\n\n[Term]\n", "ontology"),
    "figure.png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG"),
    "figure.svg": (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "SVG"),
    "table.parquet": (b"PAR1" + bytes(20), "Parquet"),
    "object.pkl": (b"\x80\x04\x95\x10", "pickle"),
    "base.sqlite": (b"SQLite format 3\0" + bytes(20), "SQLite"),
    "packed.rar": (b"Rar!\x1a\x07\x01\0", "RAR"),
    "packed.csv.zst": (b"(\xb5/\xfd" + bytes(9), "zstd"),
    "pointer.csv": (b"version https://git-lfs.github.com/spec/v1\noid sha256:a\n", "Git LFS"),
    "noise.bin": (bytes(range(256)) * 3, "binary"),
    "graph.gml": (b"graph [\n  node [ id 1 ]\n]\n", "GML"),
    "graph.gxl": (b'<?xml version="1.0"?>\n<gxl xmlns:xlink="x"><graph id="g"><node id="a"/></graph></gxl>', "GXL"),
    "graph.net": (b'*Vertices 2\n1 "A"\n2 "B"\n*Arcs\n1 2 1\n', "Pajek"),
    "graph.dl": (b"DL N = 2\nFormat = edgelist1\nLabels:\nA,B\nData:\n1 2\n", "UCINET"),
    "graph.dot": (b"digraph { a -> b }\n", "Graphviz"),
    "graph.xgmml": (b'<graph label="x" xmlns="http://www.cs.rpi.edu/XGMML"/>', "XGMML"),
    "script.R": (b"library(DESeq2)\nres <- results(dds)\n", "script"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_is_no_network_says_what_it_is_when_it_is_imported(tmp_path: Path, name: str) -> None:
    data, what = KINDS[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unrecognised, match=what) as caught:
        read_file(tmp_path / name)
    (problem,) = caught.value.problems
    assert problem.hint
    assert "--format" not in problem.hint


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_is_no_table_of_changes_says_what_it_is_to_regulators(tmp_path: Path, name: str) -> None:
    data, what = KINDS[name]
    (tmp_path / name).write_bytes(data)
    for read in (read_list, lambda path: read_lists(path, None), read_names):
        with pytest.raises(InputError, match=what) as caught:
            read(tmp_path / name)
        assert all(problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize("name", [name for name in KINDS if not name.startswith("pointer")])
def test_names_says_what_a_file_is_that_holds_none(tmp_path: Path, name: str) -> None:
    data, what = KINDS[name]
    (tmp_path / name).write_bytes(data)
    run = CliRunner().invoke(cli, ["names", str(tmp_path / name)])
    assert what in str(run.exception)


@pytest.mark.parametrize(
    ("name", "text", "said", "way"),
    [
        ("genes.txt", "MYC\nTP53\nJUN\n", "a list of 3 names", "pathway-graph names genes.txt"),
        ("genes.csv", "MYC, TP53, JUN, FOS\n", "a list of 4 names", "pathway-graph names"),
        ("de.csv", "gene,log2FoldChange,padj\nMYC,2,0.01\n", "a table of measured changes", "regulators de.csv"),
        ("de.csv", '"","p_val","avg_log2FC","p_val_adj"\n"MYC",1,2,1\n', "a table of measured changes", "regulators"),
        ("ranked.tsv", "MYC\t2.1\nTP53\t-1\nJUN\t0\n", "names with a number each", "pathway-graph regulators"),
        ("counts.tsv", "gene\ta\tb\tc\nMYC\t1\t2\t3\n", "a table of values", "compare the samples first"),
        ("read.txt", "This file holds the data of our paper.\nSee there for what they mean.\n", "a text", "give SIF"),
        ("net.tsv", "MYC\tTP53\t1\nTP53\tJUN\t-1\n", "header is missing: .* 'MYC', 'TP53', '1'", "name the columns"),
        ("net.tsv", "MYC\tup\tTP53\nTP53\tup\tMYC\n", "the header is missing", "--format sif"),
        ("signor.tsv", "FOS\tprotein\tP01100\tUNIPROT\tMYC\tprotein\tP01106\tUNIPROT\tup-regulates\t0.4\n",
         "the header is missing", "name the columns"),
        ("net.txt", "MYC activates TP53\nTP53 inhibits JUN\n", "three words", "--format sif"),
        ("answer.json", '{"error": "no such network"}', "a server's message.*no such network", "fetch"),
        ("some.json", '{"name": "x", "version": "1"}', "JSON of no kind that is known", "--format"),
        ("rows.json", '[{"source": "MYC", "target": "TP53", "sign": 1}]', "a table of edges in JSON", "read_json"),
        ("rows.jsonl", '{"tf": "MYC", "target": "TP53"}\n{"tf": "JUN", "target": "FOS"}\n', "in JSON", "lines=True"),
        ("adj.json", '{"nodes": [{"id": "A"}], "adjacency": [[]]}', "adjacency JSON of networkx", "node_link_data"),
    ],
)  # fmt: skip
def test_what_is_no_network_says_what_it_is_and_which_command_takes_it(
    tmp_path: Path, name: str, text: str, said: str, way: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=said) as caught:
        read_file(tmp_path / name)
    assert way in caught.value.hint


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("net.sif", "MYC\tactivates\tTP53\n", "SIF, a network"),
        ("net.gpml", '<Pathway xmlns="http://pathvisio.org/GPML/2021"/>', "GPML, a network"),
        ("net.cx2", '[{"CXVersion": "2.0"}]', "CX2, a network"),
        ("net.xml", '<?xml version="1.0"?>\n<sbml xmlns="x"/>', "SBML, a network"),
        ("net.xml", '<!DOCTYPE pathway SYSTEM "https://www.kegg.jp/kegg/xml/KGML_v0.7.2_.dtd">', "KGML, .*a network"),
        ("net.owl", '<rdf:RDF xmlns:bp="http://www.biopax.org/release/biopax-level3.owl#"/>', "BioPAX, a network"),
        ("net.bel", 'SET DOCUMENT Name = "x"', "a BEL script, a network"),
        ("net.bnet", "targets, factors\nA, B\n", "a Boolean network .*a network"),
        ("net.tsv", "source\ttarget\tweight\nMYC\tTP53\t1\n", "a table of edges"),
        ("net.tsv", "source\ttarget\tscore\nMYC\tTP53\t1.5\n", "a table of edges"),
        ("net.tsv", "MYC\tup\tTP53\nTP53\tup\tMYC\n", "the header is missing"),
        ("counts.tsv", "gene\ta\tb\tc\nMYC\t1\t2\t3\n", "values per sample"),
        ("any.json", '[{"a": 1}]', "this is JSON"),
        ("genes.txt", "MYC, TP53, JUN, FOS\n", "4 names stand in one line"),
    ],
)
def test_what_is_no_table_of_changes_says_what_it_is(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=said):
        read_list(tmp_path / name)


def test_a_table_of_changes_is_no_list_of_names_that_went_up(tmp_path: Path) -> None:
    (tmp_path / "de.csv").write_text("gene,log2FC\nMYC,2\nTP53,-2\n")
    with pytest.raises(InputError, match="takes every name in it for up"):
        read_lists(tmp_path / "de.csv", None)
    (tmp_path / "up.csv").write_text("gene,log2FC\nMYC,2\nJUN,3\n")  # markers that went up, as Seurat lists them
    assert [(entry.name, entry.value) for entry in read_lists(tmp_path / "up.csv", None).entries] == [
        ("MYC", 1.0), ("JUN", 1.0),
    ]  # fmt: skip
    with pytest.raises(InputError, match="takes every name in it for down"):
        read_lists(None, tmp_path / "up.csv")


def test_a_list_in_one_line_and_one_in_a_column_of_a_table_are_read_whole(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text("MYC, TP53, JUN\n")
    assert read_names(tmp_path / "line.txt") == ["MYC", "TP53", "JUN"]
    (tmp_path / "table.csv").write_text("number,gene\n1,MYC\n2,TP53\n")
    assert read_names(tmp_path / "table.csv") == ["MYC", "TP53"]


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("is_named", [True, False], ids=["by its ending", "without one"])
def test_what_is_packed_is_read_whatever_its_name(tmp_path: Path, ending: str, is_named: bool) -> None:
    place = tmp_path / (f"x.tsv.{ending}" if is_named else "x.tsv")
    place.write_bytes(PACKERS[ending](b"source\ttarget\nhgnc:1\thgnc:2\n"))
    network, _ = read_file(place)
    assert (len(network.claims), network.sources[0].id) == (1, "x")
    place.write_bytes(PACKERS[ending](b"gene\tlog2FC\nMYC\t2\nTP53\t-2\n"))
    assert [entry.value for entry in read_list(place).entries] == [2.0, -2.0]


def test_a_table_alone_in_an_archive_is_read_and_of_several_files_none(tmp_path: Path) -> None:
    place = tmp_path / "x.zip"
    place.write_bytes(zipped({"de.csv": "gene,log2FC\nMYC,2\n"}))
    listed = read_list(place)
    assert [entry.name for entry in listed.entries] == ["MYC"]
    assert "de.csv of the archive" in listed.how.remarks
    place.write_bytes(zipped({"a.csv": "x", "b.csv": "y"}))
    with pytest.raises(InputError, match=r"an archive \(zip\) with a\.csv, b\.csv"):
        read_list(place)


def test_an_archive_tells_what_its_members_are_that_are_no_networks(tmp_path: Path) -> None:
    place = tmp_path / "x.zip"
    place.write_bytes(
        zipped({"de.csv": "gene,log2FC\nMYC,2\n", "read.txt": "MYC\nTP53\n", "net.sif": "A\tinhibits\tB\n"})
    )
    assert sum(isinstance(item, Unrecognised) for item in read_all(place)) == 2
    run = CliRunner().invoke(cli, ["import", "--dry-run", str(place)])
    assert run.exit_code == 0
    assert "2 files in archives or folders are no networks and were left out" in run.stderr
    assert "de.csv: this is a table of measured changes" in run.stderr


def test_names_reads_what_has_no_header_in_full(tmp_path: Path) -> None:
    (tmp_path / "ranked.tsv").write_text("MYC\t2.1\nTP53\t-1.9\n")
    run = CliRunner().invoke(cli, ["names", str(tmp_path / "ranked.tsv"), "--format", "csv"])
    assert [line.split(",")[1] for line in run.stdout.splitlines()] == ["symbol", "MYC", "TP53"]
    (tmp_path / "line.txt").write_text("MYC, TP53; JUN\n".replace(";", ","))
    run = CliRunner().invoke(cli, ["names", str(tmp_path / "line.txt"), "--format", "csv"])
    assert len(run.stdout.splitlines()) == 4


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "md", "table"])
def test_names_fails_in_every_format_where_most_names_are_unknown(tmp_path: Path, form: str) -> None:
    (tmp_path / "genes.txt").write_text("MYC\nnonsense1\nnonsense2\n")
    arguments = ["names", str(tmp_path / "genes.txt"), "--format", form]
    run = CliRunner().invoke(cli, arguments)
    assert run.exit_code == 3
    assert "nonsense2" in run.stdout
    assert "of 3 names only 1 is found" in run.stderr
    assert CliRunner().invoke(cli, [*arguments, "--allow-unmatched"]).exit_code == 0


def test_an_ontology_as_an_obo_graph_is_no_network_and_says_so(tmp_path: Path) -> None:
    for edges in ('[{"sub": "A", "pred": "is_a", "obj": "B"}]', "[]"):
        (tmp_path / "terms.json").write_text(
            f'{{"graphs": [{{"nodes": [{{"id": "http://x/A", "lbl": "a"}}], "edges": {edges}, "id": "x"}}]}}'
        )
        with pytest.raises(InputError, match=r"an ontology \(OBO graph in JSON\)"):
            read_file(tmp_path / "terms.json")
