"""Positions, groups and compartments that a file carries are data of the diagram, and it is drawn as it was."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.diagrams import overlay, read_context, select_diagram, to_dot
from pathway_graph.diagrams.dot import legend_dot, picture_dot
from pathway_graph.diagrams.render import render_svg
from pathway_graph.errors import WrongArgument
from pathway_graph.formats import cx, cytoscape, document, gpml, native
from pathway_graph.formats.raw import Decoded
from pathway_graph.identifiers.alignment import align
from pathway_graph.identifiers.minting import mint_entity
from pathway_graph.model import Claim, DiagramFrame, DiagramPlace, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.diff import compare
from pathway_graph.model.validate import check_network
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.open import open_store
from pathway_graph.stores.records import to_records

GPML2013 = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="Small" Organism="Homo sapiens">
  <DataNode TextLabel="TP53" GraphId="a" Type="Protein" GroupRef="g1">
    <Graphics CenterX="100.0" CenterY="50.0" Width="80.0" Height="20.0"/><Xref Database="HGNC" ID="TP53"/></DataNode>
  <DataNode TextLabel="MDM2" GraphId="b" Type="Protein" GroupRef="g1">
    <Graphics CenterX="100.0" CenterY="70.0" Width="80.0" Height="20.0"/><Xref Database="HGNC" ID="MDM2"/></DataNode>
  <DataNode TextLabel="BAX" GraphId="c" Type="Protein">
    <Graphics CenterX="300.0" CenterY="250.004" Width="60.0" Height="20.0"/><Xref Database="HGNC" ID="BAX"/></DataNode>
  <DataNode TextLabel="BAX" GraphId="d" Type="Protein">
    <Graphics CenterX="20.0" CenterY="250.0" Width="60.0" Height="20.0"/><Xref Database="HGNC" ID="BAX"/></DataNode>
  <State TextLabel="p" GraphId="s" GraphRef="c"><Graphics RelX="1.0" RelY="-1.0" Width="15.0" Height="15.0"/></State>
  <Interaction GraphId="i"><Graphics><Point X="1" Y="1" GraphRef="a"/>
    <Point X="2" Y="2" GraphRef="c" ArrowHead="Arrow"/></Graphics></Interaction>
  <Group GroupId="g1" GraphId="g" Style="Complex"/>
  <Shape GraphId="h" TextLabel=""><Attribute Key="org.pathvisio.CellularComponentProperty" Value="Nucleus"/>
    <Graphics CenterX="200.0" CenterY="150.0" Width="400.0" Height="300.0" ShapeType="Oval"/></Shape>
  <Shape GraphId="k"><Graphics CenterX="1" CenterY="1" Width="9" Height="9" ShapeType="Arc"/></Shape>
  <Label TextLabel="Nice words" GraphId="l"><Graphics CenterX="200" CenterY="10" Width="90" Height="20"/></Label>
</Pathway>"""

GPML2021 = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2021" title="New" organism="Homo sapiens"><DataNodes>
  <DataNode elementId="a" textLabel="TP53" type="Protein" groupRef="g"><Xref identifier="11998" dataSource="HGNC"/>
    <Graphics centerX="10" centerY="20" width="30" height="10"/></DataNode></DataNodes>
  <Groups><Group elementId="g" textLabel="Both" type="Group">
    <Graphics centerX="12" centerY="22" width="50" height="40"/></Group></Groups></Pathway>"""


def read(text: str, name: str = "small.gpml") -> Network:
    return gpml.parse(Decoded(name, name, text.encode()))[0]


@pytest.fixture(scope="module")
def small() -> Network:
    return read(GPML2013)


def test_a_gpml_drawing_keeps_where_its_nodes_are(small: Network) -> None:
    (diagram,) = small.diagrams
    places = {(small.name(place.node), place.x, place.y): (place.width, place.height) for place in diagram.places}
    assert places == {
        ("TP53", 100.0, 50.0): (80.0, 20.0), ("MDM2", 100.0, 70.0): (80.0, 20.0),
        ("BAX", 300.0, 250.0): (60.0, 20.0), ("BAX", 20.0, 250.0): (60.0, 20.0),
        ("BAX p", 330.0, 240.0): (15.0, 15.0),  # at the upper right corner of the node it sits on
        ("TP53-MDM2", 100.0, 60.0): (96.0, 56.0),  # round both, with a margin of 8
    }  # fmt: skip


def test_a_gpml_drawing_keeps_groups_compartments_and_words(small: Network) -> None:
    frames = {frame.kind: frame for frame in small.diagrams[0].frames}
    assert frames["compartment"] == DiagramFrame("compartment", 200.0, 150.0, 400.0, 300.0, "Nucleus", "oval")
    assert frames["text"] == DiagramFrame("text", 200.0, 10.0, 90.0, 20.0, "Nice words", "none")
    assert frames["complex"].members == ("prot:hgnc:11998", "prot:hgnc:6973")
    assert (frames["complex"].width, frames["complex"].height) == (96.0, 56.0)
    _, report = gpml.parse(Decoded("small.gpml", "small.gpml", GPML2013.encode()))
    assert (report.kept["places"], report.kept["frames"]) == (6, 3)
    assert [(loss.what, loss.count) for loss in report.left_out] == [("shapes", 1)]


def test_gpml_2021_states_the_boxes_of_groups() -> None:
    (diagram,) = read(GPML2021).diagrams
    assert diagram.places == (DiagramPlace("prot:hgnc:11998", 10.0, 20.0, 30.0, 10.0),)
    assert diagram.frames == (DiagramFrame("group", 12.0, 22.0, 50.0, 40.0, "Both", "rounded", ("prot:hgnc:11998",)),)


CX: list[dict[str, object]] = [
    {"nodes": [{"@id": 1, "n": "TP53"}, {"@id": 2, "n": "MDM2"}]},
    {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "inhibits"}]},
    {"cartesianLayout": [{"node": 1, "x": -10.5, "y": 3}, {"node": 2, "x": 100, "y": "40"}]},
]  # fmt: skip
CX2 = [
    {"CXVersion": "2.0"}, {"nodes": [{"id": 1, "x": -10.5, "y": 3, "v": {"name": "TP53"}},
                                     {"id": 2, "x": 100, "y": 40, "z": 0, "v": {"name": "MDM2"}}]},
    {"edges": [{"id": 3, "s": 1, "t": 2, "v": {"interaction": "inhibits"}}]}, {"status": [{"success": True}]},
]  # fmt: skip
CYJS = {
    "data": {"name": "x"}, "elements": {
        "nodes": [{"data": {"id": "1", "name": "TP53", "parent": "9"}, "position": {"x": -10.5, "y": 3}},
                  {"data": {"id": "2", "name": "MDM2"}, "position": {"x": 100, "y": 40}},
                  {"data": {"id": "9", "name": "Nucleus"}}],
        "edges": [{"data": {"source": "1", "target": "2", "interaction": "inhibits"}}],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"), [(CX, "a.cx"), (CX2, "a.cx2"), (CYJS, "a.cyjs")], ids=["cx", "cx2", "cyjs"]
)
def test_graphs_with_positions_are_diagrams(tmp_path: Path, content: object, name: str) -> None:
    (tmp_path / name).write_text(json.dumps(content))
    network, report = pg.read_file(tmp_path / name)
    (diagram,) = network.diagrams
    places = {network.name(place.node): (place.x, place.y) for place in diagram.places}
    assert places == {"TP53": (-10.5, 3.0), "MDM2": (100.0, 40.0)}
    assert [(edge.relation, len(edge.claims)) for edge in diagram.edges] == [("inhibits", 1)]
    assert "positions" not in {loss.what for loss in report.left_out}
    frames = [(frame.name, [network.name(one) for one in frame.members]) for frame in diagram.frames]
    assert frames == ([("Nucleus", ["TP53"])] if name == "a.cyjs" else [])
    assert check_network(network) == []


def test_a_graph_without_positions_is_no_diagram() -> None:
    bare = [{key: value for key, value in part.items() if key != "cartesianLayout"} for part in CX]
    assert cx.parse(Decoded("a.cx", "a.cx", json.dumps(bare).encode()))[0].diagrams == ()


# They go wherever a network goes ------------------------------------------------------------------------------


def test_a_layout_comes_back_from_rows_documents_and_yaml(small: Network, tmp_path: Path) -> None:
    assert from_records(to_records(small)).diagrams == small.diagrams
    data = document.dump(small).files[""]
    assert document.parse(Decoded("a.json", "a.json", data))[0].diagrams == small.diagrams
    data = native.dump(small).files[""]
    assert native.parse(Decoded("a.yaml", "a.yaml", data))[0].diagrams == small.diagrams
    for name in ("a.cx2", "a.cyjs", "a.graphml"):
        pg.write(small, tmp_path / name)
        assert pg.read(tmp_path / name).diagrams == small.diagrams


def test_a_layout_comes_back_from_the_embedded_store_and_its_snapshot(small: Network, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    try:
        store.write(small)
        assert store.read().diagrams == small.diagrams
        rows = store.run("MATCH (d:Diagram) RETURN d.places AS places").rows
    finally:
        store.close()
    assert len(rows[0][0]) == 6


def test_exports_for_cytoscape_and_ndex_carry_the_places(small: Network, tmp_path: Path) -> None:
    pg.write(small, tmp_path / "a.cyjs")
    nodes = json.loads((tmp_path / "a.cyjs").read_text())["elements"]["nodes"]
    at = {node["data"]["name"]: node.get("position") for node in nodes}
    assert at["MDM2"] == {"x": 100.0, "y": 70.0}
    pg.write(small, tmp_path / "a.cx2")
    aspects = json.loads((tmp_path / "a.cx2").read_text())
    nodes = next(aspect["nodes"] for aspect in aspects if "nodes" in aspect)
    assert {(node["x"], node["y"]) for node in nodes if node["v"]["name"] == "TP53"} == {(100.0, 50.0)}
    assert cytoscape.parse(Decoded("a.cyjs", "a.cyjs", (tmp_path / "a.cyjs").read_bytes()))[0] == small


def test_a_node_that_takes_a_stored_id_keeps_its_place(small: Network) -> None:
    known = mint_entity("Protein", "TP53", ["hgnc:11998"], scope="g")
    guide = build_network(Source("g"), entities=[replace(known, id="prot:TP53")], claims=[])
    aligned, _ = align(small, guide)
    assert {place.node for place in aligned.diagrams[0].places} >= {"prot:TP53"}
    assert check_network(aligned) == []


def test_a_moved_node_is_a_difference_and_the_others_are_none(small: Network) -> None:
    (diagram,) = small.diagrams
    moved = replace(diagram, places=(replace(diagram.places[-1], x=1.5), *diagram.places[:-1]))
    found = compare(small, replace(small, diagrams=(moved,)))
    (change,) = found.to_dict()["diagrams_changed"]
    node = diagram.places[-1]
    assert change == {
        "id": "small",
        "fields": {
            "places": {"old": [f"{node.node} at {node.x:g}, {node.y:g}"], "new": [f"{node.node} at 1.5, {node.y:g}"]}
        },
    }
    assert not found.entities_changed
    assert not found.edges_changed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"places": (DiagramPlace("prot:none", 1.0, 2.0),)}, "'prot:none' has a place and is not a node"),
        ({"frames": (DiagramFrame("group", 1.0, 2.0, members=("prot:none",)),)}, "'prot:none' belongs to a frame"),
        ({"frames": (DiagramFrame("cell", 1.0, 2.0),)}, "cell"),
        ({"frames": (DiagramFrame("group", 1.0, 2.0, -1.0),)}, "a size is below 0"),
        ({"places": (DiagramPlace("prot:hgnc:11998", float("nan"), 2.0),)}, "x"),
    ],
)
def test_a_wrong_place_is_a_problem(small: Network, change: dict[str, object], said: str) -> None:
    (diagram,) = small.diagrams
    wrong = replace(diagram, **change)  # type: ignore[arg-type]
    assert any(said in problem.message for problem in check_network(replace(small, diagrams=(wrong,))))


# The picture --------------------------------------------------------------------------------------------------


def middles(svg: str) -> dict[str, tuple[float, float]]:
    """Return where the name of each node stands in a picture; of several of one name the last."""
    found = re.findall(r'<text [^>]*x="(-?[\d.]+)" y="(-?[\d.]+)"[^>]*>([^<]+)</text>', svg)
    return {text.replace("&#160;", " ").strip(): (float(x), float(y)) for x, y, text in found}


def test_a_picture_has_the_nodes_where_the_drawing_had_them(small: Network) -> None:
    drawing = select_diagram(small, "small", layout="original")
    at = middles(render_svg(to_dot(drawing)))
    scale = (at["p"][0] - at["TP53"][0]) / (330 - 100)
    assert scale >= 0.8
    assert at["MDM2"][1] - at["TP53"][1] == pytest.approx(
        scale * (70 - 50), abs=2.0
    )  # they touch, and must not overlap
    assert at["TP53"][0] == pytest.approx(at["MDM2"][0], abs=0.5)
    assert at["p"][1] - at["TP53"][1] == pytest.approx(scale * (240 - 50), abs=2.0)
    assert {"Nucleus", "Nice words", "Small"} <= at.keys()


def test_an_edge_without_a_line_runs_between_the_places_that_are_nearest_and_a_node_has_all_it_had(
    small: Network,
) -> None:
    (diagram,) = small.diagrams
    bare = replace(small, diagrams=(replace(diagram, ways=()),))
    led, nearest = (to_dot(select_diagram(one, "small", layout="original")) for one in (small, bare))
    for dot, wanted in ((led, 300.0), (nearest, 20.0)):  # its line ends at the right one; the left one is nearer
        at = {name: float(x) for name, x in re.findall(r"\t(n\d+(?:_\d+)?) \[label=BAX .*pos=\"([\d.]+),", dot)}
        assert len(at) == 2
        (line,) = re.findall(r"\tn\d+ -> (n\d+(?:_\d+)?) \[", dot.split("shape_")[0])[:1]
        assert at[line] == (max if wanted == 300.0 else min)(at.values())


def test_a_computed_layout_knows_no_places_and_without_a_word_the_places_are_kept(small: Network) -> None:
    (diagram,) = small.diagrams
    bare = replace(small, diagrams=(replace(diagram, places=(), frames=()),))
    computed = to_dot(select_diagram(small, "small", layout="computed"))
    assert computed == to_dot(select_diagram(bare, "small"))
    assert (
        computed != to_dot(select_diagram(small, "small", layout="original")) == to_dot(select_diagram(small, "small"))
    )


def test_a_diagram_without_places_cannot_be_drawn_as_it_was() -> None:
    with pytest.raises(WrongArgument, match="'camp' does not say where its nodes were drawn; leave the layout"):
        select_diagram(pg.read_guide(), "camp", layout="original")
    with pytest.raises(WrongArgument, match="layout cannot be 'file'"):
        select_diagram(pg.read_guide(), "camp", layout="file")  # type: ignore[arg-type]


def test_what_the_drawing_has_no_place_for_stands_below_it(small: Network) -> None:
    (diagram,) = small.diagrams
    fewer = replace(diagram, places=tuple(place for place in diagram.places if small.name(place.node) != "MDM2"))
    at = middles(render_svg(to_dot(select_diagram(replace(small, diagrams=(fewer,)), "small", layout="original"))))
    assert at["MDM2"][1] > max(at["BAX"][1], at["p"][1])


def test_the_page_and_its_legend_take_the_places_too(small: Network) -> None:
    drawing = select_diagram(small, "small", layout="original")
    bare = picture_dot(drawing)
    assert "layout=nop" in bare
    assert re.findall(r"\bid=(n\d+)\b", bare) == [f"n{i}" for i in _order(bare)]
    assert "protein or complex" in legend_dot(drawing)


def _order(dot: str) -> list[int]:
    """Return the numbers of nodes by their ids, in order; each once, further places (``n3_1``) left out."""
    numbers = [int(one) for one in re.findall(r"\bid=n(\d+)\b", dot)]
    assert len(numbers) == len(set(numbers))
    return numbers


def test_what_was_not_measured_is_said_by_the_legend_alone(small: Network) -> None:
    drawing = overlay(select_diagram(small, "small", layout="original"), small, read_context(""))
    assert {node.badges for node in drawing.nodes} == {()}
    assert to_dot(drawing).count('label="not measured"') <= 1


def test_the_command_draws_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "small.gpml").write_text(GPML2013)
    store = str(tmp_path / "store")
    assert CliRunner().invoke(cli, ["import", str(tmp_path / "small.gpml"), "--store", store]).exit_code == 0
    out = tmp_path / "a.dot"
    done = CliRunner().invoke(cli, ["diagram", "small", "--layout", "original", "-o", str(out), "--store", store])
    assert done.exit_code == 0, done.output
    assert "layout=nop" in out.read_text()
    wrong = CliRunner().invoke(cli, ["diagram", "--around", "TP53", "--layout", "original", "--store", store])
    assert wrong.exit_code == 2


def test_a_claim_of_a_hypothesis_alone_is_drawn_as_one() -> None:
    entities = [mint_entity("Protein", name, scope="h") for name in ("A", "B")]
    claim = Claim("h/1", entities[0].id, "activates", entities[1].id, certainty="hypothesis", kind="hypothesis")
    assert check_network(build_network(Source("h"), entities=entities, claims=[claim])) == []
