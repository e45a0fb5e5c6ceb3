"""Files as analysts have them: what is not read right is told where the user looks, by every command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.regulators.options import ColumnOptions
from pathway_graph.regulators.table import read_list


def signs_of(network: pg.Network) -> dict[tuple[str, str], int | None]:
    """The sign between two things, by their names."""
    name = {one.id: one.name for one in network.entities}
    return {(name[one.subject], name[one.object]): one.sign for one in network.claims}


def imported(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments, "--store", str(tmp_path / "store")])


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_import_says_which_signs_were_not_read_without_being_asked(tmp_path: Path, options: list[str]) -> None:
    file = tmp_path / "effects.tsv"
    file.write_text(
        "source\ttarget\tinteraction\tsign\nTP53\tMDM2\tsings to\t\nTP53\tCDKN1A\tactivates\t\nMYC\tNA\tactivates\t\n"
        "MYC\tTERT\t\twhatever\n"
    )
    done = imported(tmp_path, *options, str(file))
    assert done.exit_code == 0, done.output
    told = [line for line in done.stderr.splitlines() if "effects.tsv: " in line]
    assert f"{file}: 2 edges: their relation is not known: read as linked_to (line 2: sings to; line 5)" in told
    assert f"{file}: 1 edge: their stated sign is not understood and passed over (line 5: whatever)" in told
    assert any(line.startswith(f"{file}: 1 row left out: ") and "line 4: MYC - NA" in line for line in told), told


def test_what_is_said_of_signs_is_in_the_report_once(tmp_path: Path) -> None:
    file = tmp_path / "effects.tsv"
    file.write_text("source\ttarget\tinteraction\nTP53\tMDM2\tsings to\n")
    done = imported(tmp_path, "--report", "--dry-run", str(file))
    assert "read as linked_to" in done.stdout
    assert "linked_to" not in done.stderr


@pytest.mark.parametrize("header", ["source\tinteraction\ttarget", "Source\tSign\tTarget", "node1\tinteraction\tnode2"])
def test_a_header_of_sif_is_no_edge(tmp_path: Path, header: str) -> None:
    file = tmp_path / "pkn.sif"
    file.write_text(f"{header}\nTP53\t1\tCDKN1A\nMYC\t-1\tCDKN1A\n")
    network, report = pg.read_file(file)
    assert sorted(one.name for one in network.entities) == ["CDKN1A", "MYC", "TP53"]
    assert [(one.what, one.count) for one in report.left_out] == [("headers", 1)]
    assert report.read == {"lines": 2}


def test_a_node_called_source_is_one_below_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "net.sif"
    file.write_text("TP53\tactivates\tCDKN1A\nsource\tinteraction\ttarget\n")
    network, _ = pg.read_file(file)
    assert {one.name for one in network.entities} == {"TP53", "CDKN1A", "source", "target"}


CX_NODES = [{"@id": 1, "n": "TP53"}, {"@id": 2, "n": "CDKN1A"}]
CX_EDGES = [{"@id": 3, "s": 1, "t": 2, "i": "inhibits"}]
CX: list[Any] = [{"numberVerification": [{"longNumber": 1}]}, {"nodes": CX_NODES}, {"edges": CX_EDGES}]
CX2: list[Any] = [
    {"CXVersion": "2.0"},
    {"nodes": [{"id": 1, "v": {"name": "TP53"}}, {"id": 2, "v": {"name": "CDKN1A"}}]},
    {"edges": [{"id": 3, "s": 1, "t": 2, "v": {"interaction": "inhibits"}}]},
]


@pytest.mark.parametrize("aspects", [CX, CX2])
def test_cx_whose_writer_failed_is_refused(tmp_path: Path, aspects: list[Any]) -> None:
    file = tmp_path / ("net.cx2" if aspects is CX2 else "net.cx")
    file.write_text(json.dumps([*aspects, {"status": [{"error": "", "success": True}]}]))
    assert signs_of(pg.read_file(file)[0]) == {("TP53", "CDKN1A"): -1}
    file.write_text(json.dumps([*aspects, {"status": [{"error": "timed out", "success": False}]}]))
    with pytest.raises(pg.InputError, match="writing it failed"):
        pg.read_file(file)


GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns"
 xmlns:y="http://www.yworks.com/xml/graphml">{keys}<graph edgedefault="directed">{body}</graph></graphml>"""


def test_what_graphml_states_by_default_is_stated(tmp_path: Path) -> None:
    file = tmp_path / "net.graphml"
    keys = (
        '<key id="d0" for="edge" attr.name="interaction" attr.type="string"><default>inhibits</default></key>'
        '<key id="d1" for="node" attr.name="species" attr.type="string"><default>human</default></key>'
    )
    body = (
        '<node id="TP53"/><node id="CDKN1A"/><node id="MYC"/><edge source="TP53" target="CDKN1A"/>'
        '<edge source="MYC" target="CDKN1A"><data key="d0">activates</data></edge>'
    )
    file.write_text(GRAPHML.format(keys=keys, body=body))
    assert signs_of(pg.read_file(file)[0]) == {("TP53", "CDKN1A"): -1, ("MYC", "CDKN1A"): 1}


def test_a_drawing_of_yed_keeps_its_labels(tmp_path: Path) -> None:
    def node(number: int, label: str) -> str:
        place = '<y:Geometry height="30.0" width="60.0" x="1.0" y="2.0"/>'
        drawn = f"<y:ShapeNode>{place}<y:NodeLabel>{label}</y:NodeLabel></y:ShapeNode>"
        return f'<node id="n{number}"><data key="d5"/><data key="d6">{drawn}</data></node>'

    def edge(ends: tuple[int, int], head: str, label: str) -> str:
        said = f"<y:EdgeLabel>{label}<y:LabelModel/></y:EdgeLabel>" if label else ""
        drawn = f'<y:PolyLineEdge><y:Arrows source="none" target="{head}"/>{said}</y:PolyLineEdge>'
        return f'<edge source="n{ends[0]}" target="n{ends[1]}"><data key="d9">{drawn}</data></edge>'

    keys = (
        '<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>'
        '<key attr.name="description" attr.type="string" for="node" id="d5"/>'
    )
    body = "".join([*map(node, range(4), ("TP53", "MDM2", "MYC", "TERT")), edge((1, 0), "t_shape", ""),
                    edge((0, 1), "standard", "activates"), edge((2, 3), "standard", "")])  # fmt: skip
    file = tmp_path / "drawing.graphml"
    file.write_text(GRAPHML.format(keys=keys, body=body))
    network, report = pg.read_file(file)
    assert signs_of(network) == {("MDM2", "TP53"): -1, ("TP53", "MDM2"): 1, ("MYC", "TERT"): None}
    assert any("relation is not known" in one.why and one.count == 1 for one in report.changed)


YED = (
    '<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>'
    '<key for="edge" id="d1" attr.name="interaction" attr.type="string"/>'
    '<key for="edge" id="d2" attr.name="sign" attr.type="int"/>'
)


@pytest.mark.parametrize(
    ("heads", "label", "stated", "expected"),
    [
        (("none", "standard"), "inhibits", "", {("TP53", "MDM2"): -1}),
        (("standard", "none"), "inhibits", "", {("MDM2", "TP53"): -1}),
        (("t_shape", "none"), "", "", {("MDM2", "TP53"): -1}),
        (("none", "t_shape"), "phosphorylation", "", {("TP53", "MDM2"): -1}),
        (("none", "none"), "inhibits", "", {("TP53", "MDM2"): None}),
        (("standard", "standard"), "activates", "", {("TP53", "MDM2"): None}),
        (("none", "none"), "x", '<data key="d1">inhibits</data>', {("TP53", "MDM2"): -1}),
        (("none", "t_shape"), "", '<data key="d2">1</data>', {("TP53", "MDM2"): 1}),
    ],
)  # fmt: skip
def test_heads_that_yed_draws_say_which_way_an_edge_runs(
    tmp_path: Path, heads: tuple[str, str], label: str, stated: str, expected: dict[tuple[str, str], int | None]
) -> None:
    drawn = f'<y:Arrows source="{heads[0]}" target="{heads[1]}"/><y:EdgeLabel>{label}</y:EdgeLabel>'
    edge = f'<data key="d9"><y:PolyLineEdge>{drawn}</y:PolyLineEdge></data>{stated}'
    body = f'<node id="TP53"/><node id="MDM2"/><edge source="TP53" target="MDM2">{edge}</edge>'
    file = tmp_path / "drawing.graphml"
    file.write_text(GRAPHML.format(keys=YED, body=body))
    assert signs_of(pg.read_file(file)[0]) == expected


def test_hyperedges_of_graphml_are_told(tmp_path: Path) -> None:
    file = tmp_path / "net.graphml"
    hyper = '<hyperedge><endpoint node="A"/><endpoint node="B"/></hyperedge>'
    file.write_text(GRAPHML.format(keys="", body=f'<node id="A"/><node id="B"/>{hyper}<edge source="A" target="B"/>'))
    _, report = pg.read_file(file)
    assert [(one.what, one.count) for one in report.left_out] == [("hyperedges", 1)]


def test_what_a_node_says_is_understood_or_kept(tmp_path: Path) -> None:
    """An accession by itself, a kind that is none, an alias: none of them is lost."""
    names = ("uniprot", "type", "class", "alias")
    keys = "".join(f'<key id="{name}" for="node" attr.name="{name}" attr.type="string"/>' for name in names)
    data = dict(zip(names, ("P04637", "transcription factor", "protein", "p53"), strict=True))
    node = "".join(f'<data key="{name}">{text}</data>' for name, text in data.items())
    file = tmp_path / "net.graphml"
    body = f'<node id="a">{node}</node><node id="b"/><edge source="a" target="b"/>'
    file.write_text(GRAPHML.format(keys=keys, body=body))
    (entity,) = (one for one in pg.read_file(file)[0].entities if one.curie)
    assert (entity.curie, entity.kind, entity.note) == (
        "uniprot:P04637", "Protein", "alias=p53 | type=transcription factor",
    )  # fmt: skip


BIOPAX = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="http://x/"
 xmlns:bp="http://www.biopax.org/release/biopax-level3.owl#">
<bp:Protein rdf:ID="p1"><bp:displayName>MYC</bp:displayName></bp:Protein>
<bp:TemplateReaction rdf:ID="t1"><bp:product rdf:resource="#p1"/></bp:TemplateReaction>
<bp:TemplateReactionRegulation rdf:ID="tr"><bp:controller rdf:resource="#p1"/><bp:controlled rdf:resource="#t1"/>
<bp:controlType>INHIBITION</bp:controlType></bp:TemplateReactionRegulation>
<bp:Degradation rdf:ID="d1"><bp:left rdf:resource="#p1"/></bp:Degradation>
<bp:Control rdf:ID="c2"><bp:controller rdf:resource="#p1"/><bp:controlled rdf:resource="#d1"/>
<bp:controlType>ACTIVATION</bp:controlType></bp:Control></rdf:RDF>"""


def test_a_factor_of_biopax_that_represses_itself_does_so_and_no_control_goes_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "auto.owl"
    file.write_text(BIOPAX)
    network, report = pg.read_file(file)
    assert [(one.relation, one.sign) for one in network.claims if one.subject == one.object] == [("represses", -1)]
    assert [one.places for one in report.left_out if "what controls" in one.why] == [("line 8: Control c2",)]


def test_two_signs_of_an_edge_that_differ_are_told(tmp_path: Path) -> None:
    file = tmp_path / "net.tsv"
    file.write_text("source\ttarget\teffect\tsign\nTP53\tCDKN1A\tactivation\t-1\nMYC\tTERT\tactivation\t1\n")
    network, _ = pg.read_file(file)
    assert signs_of(network) == {("TP53", "CDKN1A"): -1, ("MYC", "TERT"): 1}
    done = imported(tmp_path, "--dry-run", str(file))
    assert "1 edge: two signs are stated, which differ" in done.stderr
    assert "(line 2: -1, effect activation)" in done.stderr


def test_a_weight_below_0_beside_words_without_a_sign_is_told(tmp_path: Path) -> None:
    file = tmp_path / "net.tsv"
    file.write_text("source\ttarget\tinteraction\tweight\nTP53\tCDKN1A\tpd\t-1\nMYC\tTERT\tinhibits\t-0.5\n")
    assert signs_of(pg.read_file(file)[0]) == {("TP53", "CDKN1A"): 0, ("MYC", "TERT"): -1}
    done = imported(tmp_path, "--dry-run", str(file))
    assert "1 edge: their weight below 0 is not read as a sign beside other words: --sign-column weight" in done.stderr
    done = imported(tmp_path, "--dry-run", "--sign-column", "weight", str(file))
    assert "weight below 0" not in done.stderr
    assert signs_of(pg.read_file(file, columns={"sign": "weight"})[0]) == {("TP53", "CDKN1A"): -1, ("MYC", "TERT"): -1}


GENES = ("TP53", "CDKN1A", "MDM2", "MYC", "CREB1", "BDNF")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("log2FC (control/treated)", "control/treated"),
        ("logFC WT vs KO", "logFC WT vs KO"),
        ("log2(Vehicle/Imipramine)", "Vehicle/Imipramine"),
        ("log2(imipramine/vehicle)", ""),
        ("logFC KO vs WT", ""),
        ("log2FoldChange", ""),
        ("logFC wt_old/wt_young", ""),
    ],
)
def test_a_change_that_is_control_over_treated_is_told(tmp_path: Path, header: str, told: str) -> None:
    file = tmp_path / "changes.csv"
    file.write_text(f"Gene,{header},padj\n" + "".join(f"{gene},1.5,0.01\n" for gene in GENES))
    warnings = [one for one in read_list(file).how.warnings if "names the control first" in one]
    assert [one.partition(" names")[0] for one in warnings] == ([repr(told)] if told else [])


def test_a_contrast_of_control_against_treated_is_told(tmp_path: Path) -> None:
    file = tmp_path / "changes.csv"
    rows = "".join(
        f"{gene},{number},0.01,{contrast}\n"
        for gene in GENES
        for contrast, number in (("control_vs_imipramine", 1.5), ("fluoxetine_vs_control", -1.5))
    )
    file.write_text(f"gene,log2FoldChange,padj,contrast\n{rows}")
    for contrast, count in (("control_vs_imipramine", 1), ("fluoxetine_vs_control", 0)):
        warnings = read_list(file, ColumnOptions(contrast=contrast)).how.warnings
        assert sum("names the control first" in one for one in warnings) == count


@pytest.mark.parametrize(
    ("word", "ends", "sign"),
    [
        ("is inhibited by", "TS", -1), ("is_activated_by", "TS", 1), ("MI:0624(stimulation)", "ST", 1),
        ('psi-mi:"MI:0623"(inhibition)', "ST", -1), ("inverse agonist", "ST", -1), ("channel blocker", "ST", -1),
        ("partial agonist", "ST", 1), ("negatively regulates", "ST", -1), ("decreases^activity", "ST", -1),
        ("increases^expression", "ST", 1), ("increases^degradation", "ST", None), ("not inhibited", "ST", None),
        ("stimulatory", "ST", 1), ("inhibitory", "ST", -1), ("\N{RIGHTWARDS ARROW}", "ST", 1),
    ],
)  # fmt: skip
def test_effect_words_of_other_resources_keep_sign_and_direction(
    tmp_path: Path, word: str, ends: str, sign: int | None
) -> None:
    file = tmp_path / "net.tsv"
    file.write_text(f"source\ttarget\tinteraction\nS\tT\t{word}\n", encoding="utf-8")
    found = signs_of(pg.read_file(file)[0])
    assert found == {tuple(ends): sign} or (sign is None and set(found.values()) == {None})


SBGN = """<sbgn xmlns="http://sbgn.org/libsbgn/0.3"><map id="m" language="process description">
<glyph class="macromolecule" id="a"><label text="TP53"/><bbox x="0" y="0" w="9" h="9"/></glyph>
<glyph class="macromolecule" id="b"><label text="MDM2"/><bbox x="0" y="0" w="9" h="9"/></glyph>
<glyph class="phenotype" id="p"><label text="growth"/><bbox x="1" y="1" w="3" h="3"/></glyph>
<arc class="absolute inhibition" id="r1" source="a" target="p"><start x="1" y="1"/><end x="2" y="2"/></arc>
<arc class="strange arc" id="r2" source="b" target="p"><start x="1" y="1"/><end x="2" y="2"/></arc></map></sbgn>"""


def test_absolute_inhibition_of_sbgn_inhibits_and_an_arc_that_is_not_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "map.sbgn"
    file.write_text(SBGN)
    assert signs_of(pg.read_file(file)[0]) == {("TP53", "growth"): -1}
    done = imported(tmp_path, "--dry-run", str(file))
    assert "1 arc left out: strange arc is not read (line 6: r2)" in done.stderr


def test_a_line_of_sif_that_names_no_gene_is_told(tmp_path: Path) -> None:
    file = tmp_path / "net.sif"
    file.write_text("TP53\tactivates\tCDKN1A\nMYC\tactivates\tNA\n")
    done = imported(tmp_path, "--dry-run", "--names-are", "hgnc.symbol", str(file))
    assert "1 line left out: an end is NA" in done.stderr


@pytest.mark.parametrize(
    ("up", "down"),
    [("stimulation", "inhibition"), ("Positive", "Negative"), ("consensus_stimulation", "consensus_inhibition")],
)
def test_signs_in_two_columns_are_read(tmp_path: Path, up: str, down: str) -> None:
    file = tmp_path / "net.tsv"
    file.write_text(
        f"source\ttarget\t{up}\t{down}\nTP53\tCDKN1A\t1\t0\nMYC\tCDKN1A\t0\t1\nTP53\tMDM2\tTrue\tTRUE\n"
        "CREB1\tBDNF\t0\t0\n"
    )
    network, report = pg.read_file(file)
    signs = {("TP53", "CDKN1A"): 1, ("MYC", "CDKN1A"): -1, ("TP53", "MDM2"): 0, ("CREB1", "BDNF"): None}
    assert signs_of(network) == signs
    assert f"sign from {up!r} and {down!r}" in report.how


def test_two_columns_of_other_things_are_no_signs(tmp_path: Path) -> None:
    file = tmp_path / "net.tsv"
    file.write_text("source\ttarget\tpositive\tnegative\nTP53\tCDKN1A\t17\t3\n")
    assert signs_of(pg.read_file(file)[0]) == {("TP53", "CDKN1A"): None}
    file.write_text("source\ttarget\tsign\tpositive\tnegative\nTP53\tCDKN1A\t-1\t1\t0\n")
    assert signs_of(pg.read_file(file)[0]) == {("TP53", "CDKN1A"): -1}


def test_a_line_of_sif_split_by_blanks_among_tabs_is_read(tmp_path: Path) -> None:
    (tmp_path / "net.sif").write_text("A\t1\tB\nB 1 C D\nC\t-1\tE\nD -1 E\nbeta catenin\nnot a relation\n")
    network, report = pg.read_file(tmp_path / "net.sif")
    assert signs_of(network) == {("A", "B"): 1, ("B", "C"): 1, ("B", "D"): 1, ("C", "E"): -1, ("D", "E"): -1}
    assert {one.name for one in network.entities} == {*"ABCDE", "beta catenin", "not a relation"}
    told = [loss for loss in report.changed if loss.why.startswith("split by blanks where others are split by tabs")]
    assert [(loss.count, loss.places) for loss in told] == [(2, ("line 2: 'B 1 C D'", "line 4: 'D -1 E'"))]


def test_of_two_values_of_an_attribute_in_cx_the_first_counts_and_is_told(tmp_path: Path) -> None:
    """NDEx holds maps of SIGNOR so: DIRECT once as the table has it and once as a word."""
    attributes: list[dict[str, Any]] = [{"po": 1, "n": "DIRECT", "v": "t"}, {"po": 1, "n": "DIRECT", "v": "YES"}]
    edges = [{"@id": 1, "s": 10, "t": 11, "i": "down-regulates"}]
    nodes = [{"@id": 10, "n": "A"}, {"@id": 11, "n": "B"}]
    aspects: list[Any] = [{"nodes": nodes}, {"edges": edges}, {"edgeAttributes": attributes}]
    file = tmp_path / "net.cx"
    file.write_text(json.dumps([*aspects, {"status": [{"success": True, "error": ""}]}]))
    network, report = pg.read_file(file)
    assert signs_of(network) == {("A", "B"): -1}
    assert dict(network.claims[0].attributes)["DIRECT"] == "t"
    assert [(one.count, one.what) for one in report.changed if "stands twice" in one.why] == [(1, "attributes")]
    attributes[1]["n"] = attributes[0]["n"] = "interaction"
    file.write_text(json.dumps([*aspects, {"status": [{"success": True, "error": ""}]}]))
    with pytest.raises(pg.InputError, match="attribute 'interaction' of '1' stands twice with two values"):
        pg.read_file(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty; give a file of Cypher, such as: MATCH"),
        (b"// only this\n", "only comments are in it"),
        (b"gene,log2FC,padj\nTP53,1,0.01\n", "this is no Cypher: it looks like a table of gene, log2FC, padj"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "this is a picture (PNG), no Cypher"),
        ("MATCH (n) RETURN 'ä'".encode("latin-1"), "this is no text in UTF-8"),
    ],
    ids=["empty", "comments", "table", "picture", "Latin-1"],
)
def test_a_file_that_is_no_cypher_says_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "q.cypher").write_bytes(content)
    done = CliRunner().invoke(cli, ["query", "-f", str(tmp_path / "q.cypher"), "--store", str(tmp_path / "none")])
    assert isinstance(done.exception, pg.InputError)
    assert "q.cypher" in str(done.exception)
    assert said in str(done.exception)


def test_a_folder_a_missing_file_and_a_misspelt_query_say_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text("MATCH (n) RETURN n")

    def said(*arguments: str) -> str:
        return str(CliRunner().invoke(cli, ["query", *arguments, "--store", str(tmp_path / "none")]).exception)

    assert f"this is a folder, not a file of Cypher; run one by its name with --queries {tmp_path}: mine" in said(
        "-f", str(tmp_path)
    )
    assert "hubs is a library query: say it without -f" in said("-f", "hubs")
    assert "did you mean 'upstream-regulators'" in said("upstream-regulator")


@pytest.mark.parametrize("header", ["pValueAdjusted", "adjustedPValue", "PvalAdj", "adjustedPval"])
def test_adjusted_p_values_in_one_word_are_taken(tmp_path: Path, header: str) -> None:
    (tmp_path / "c.tsv").write_text(f"geneSymbol\tlog2FoldChange\t{header}\nTP53\t-1.5\t0.01\nMYC\t2.5\t0.9\n")
    listed = read_list(tmp_path / "c.tsv")
    assert (listed.how.p_column, listed.how.p_are_adjusted) == (header, True)
    assert [(entry.name, entry.value, entry.p) for entry in listed.entries] == [("TP53", -1.5, 0.01), ("MYC", 2.5, 0.9)]


def test_p_values_without_a_header_are_no_changes(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("ENSMUSG00000059552\t1.5e-9\nPkm\t0.003\nMyc\t0.2\n")
    with pytest.raises(pg.InputError, match="lie between 0 and 1, as p-values do"):
        read_list(tmp_path / "p.tsv")
    assert len(read_list(tmp_path / "p.tsv", ColumnOptions(scale="log2")).entries) == 3
    (tmp_path / "p.tsv").write_text("Myc\t0.003\nPkm\t-0.2\n")
    assert [entry.value for entry in read_list(tmp_path / "p.tsv").entries] == [0.003, -0.2]


def test_time_points_are_contrasts_and_labels_of_genes_are_none(tmp_path: Path) -> None:
    rows = [f"{gene},{gene}{at},2,{at},0.01" for at in (1, 6) for gene in ("TP53", "MYC", "JUN")]
    (tmp_path / "t.csv").write_text("\n".join(["gene,label,fold_change,time,p_value", *rows, "MYC,MYC_p,-3,6,0.01"]))
    with pytest.raises(pg.InputError, match=r"2 contrasts by 'time': '1' \(3 rows\), '6' \(4 rows\)"):
        read_list(tmp_path / "t.csv")
