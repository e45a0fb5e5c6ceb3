"""The lines of a drawing: read as its author drew them, kept wherever a network goes, and drawn so."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import pathway_graph as pg
from neo4j_server import Server
from pathway_graph.diagrams.dot import to_dot
from pathway_graph.diagrams.layout.geometry import Way
from pathway_graph.diagrams.layout.kept import kept
from pathway_graph.diagrams.led import shared
from pathway_graph.diagrams.narrow import narrowed
from pathway_graph.diagrams.select import place_nodes, select_diagram
from pathway_graph.formats import cx, gpml, sbgn_read
from pathway_graph.formats.gpml_ways import elbow
from pathway_graph.formats.raw import Decoded
from pathway_graph.model import DiagramPlace, DiagramWay, Network
from pathway_graph.model.plane import Box
from pathway_graph.model.validate import check_network
from pathway_graph.stores.server.store import Neo4jStore

EAST, WEST, NORTH, SOUTH = (1, 0), (-1, 0), (0, -1), (0, 1)


def node(name: str, x: float, y: float, more: str = "") -> str:
    return (
        f'<DataNode TextLabel="{name}" GraphId="{name}" Type="Protein" {more}><Graphics CenterX="{x}" CenterY="{y}" '
        f'Width="60" Height="20"/><Xref Database="HGNC" ID="{name}"/></DataNode>'
    )


def point(ref: str, rel: str = "", head: str = "", at: str = "0,0") -> str:
    x, y = at.split(",")
    on = 'RelX="{}" RelY="{}"'.format(*rel.split(",")) if rel else ""
    return f'<Point X="{x}" Y="{y}" GraphRef="{ref}" {on} ArrowHead="{head}"/>'


def line(name: str, kind: str, *points: str, anchor: str = "") -> str:
    return (
        f'<Interaction GraphId="{name}"><Graphics ConnectorType="{kind}">{"".join(points)}{anchor}</Graphics>'
        "</Interaction>"
    )


def read(*parts: str, version: str = "2013a") -> Network:
    head = f'<Pathway xmlns="http://pathvisio.org/GPML/{version}" Name="D" Organism="Homo sapiens">'
    text = f"{head}{''.join(parts)}</Pathway>"
    return gpml.parse(Decoded("d.gpml", "d.gpml", text.encode()))[0]


def ways(network: Network) -> dict[str, str]:
    """Return the points of each way by what its claims say; several by the first."""
    (diagram,) = network.diagrams
    claims = {claim.id: f"{network.name(claim.subject)} {claim.relation} {network.name(claim.object)}"
              for claim in network.claims}  # fmt: skip
    return {", ".join(sorted(claims[name] for name in way.claims)): way.points for way in diagram.ways}


A, B = node("TP53", 100, 50), node("MDM2", 300, 250)
"""Two boxes of 60 by 20: TP53 from (70, 40) to (130, 60), MDM2 from (270, 240) to (330, 260)."""


@pytest.mark.parametrize(
    ("kind", "inner", "wanted"),
    [
        ("Straight", [], "130,50 300,240"),
        ("Straight", ["200,90"], "130,50 300,240"),  # PathVisio draws no corner of a straight line
        ("Segmented", ["200,90", "210,120"], "130,50 200,90 210,120 300,240"),
        ("Elbow", [], "130,50 300,50 300,240"),
        ("Elbow", ["200,90"], "130,50 300,50 300,240"),  # one corner too many for these sides: not used
        ("Curved", [], "130,50 300,50 300,240 300,240"),
    ],
)
def test_a_line_of_gpml_runs_as_pathvisio_draws_it(kind: str, inner: list[str], wanted: str) -> None:
    points = [point("TP53", "1,0"), *(point("", at=at) for at in inner), point("MDM2", "0,-1", "mim-inhibition")]
    network = read(A, B, line("i", kind, *points))
    assert ways(network) == {"TP53 inhibits MDM2": wanted}
    assert network.diagrams[0].ways[0].curved == (kind == "Curved")
    assert check_network(network) == []


@pytest.mark.parametrize(
    ("points", "sides", "wanted"),
    [
        ([(0, 0), (50, 25), (100, 50)], (EAST, WEST), [(0, 0), (50, 0), (50, 50), (100, 50)]),
        ([(0, 0), (100, 50)], (SOUTH, NORTH), [(0, 0), (0, 20), (100, 20), (100, 50)]),
        ([(0, 0), (100, 50)], (EAST, EAST), [(0, 0), (20, 0), (20, 50), (100, 50)]),
        ([(0, 0), (100, 50)], (WEST, NORTH), [(0, 0), (-20, 0), (-20, 30), (100, 30), (100, 50)]),
        ([(0, 0), (100, 50)], (WEST, EAST), [(0, 0), (-20, 0), (-20, 25), (120, 25), (120, 50), (100, 50)]),
        ([(100, 50), (0, 0)], (WEST, EAST), [(100, 50), (80, 50), (80, 0), (0, 0)]),
    ],
)
def test_a_line_at_right_angles_turns_where_pathvisio_turns_it(
    points: list[tuple[float, float]], sides: tuple[tuple[int, int], tuple[int, int]], wanted: list[tuple[float, float]]
) -> None:
    corners = elbow(points, *sides)
    assert corners == wanted
    assert all(x == end_x or y == end_y for (x, y), (end_x, end_y) in pairwise(corners))


def test_a_line_onto_another_goes_on_to_what_our_arrow_acts_on() -> None:
    other = line("i", "Elbow", point("TP53", "1,0"), point("MDM2", "0,-1", "mim-conversion"),
                 anchor='<Anchor Position="0.25" GraphId="x"/>')  # fmt: skip
    network = read(A, B, node("BAX", 200, 200), other,
                   line("j", "Straight", point("BAX", "0,-1"), point("x", "0,0", "mim-catalysis")))  # fmt: skip
    # the line is 170 + 190 long: the anchor is 90 from its start
    assert ways(network) == {
        "TP53 converted_to MDM2": "130,50 300,50 300,240",
        "BAX catalyzes MDM2": "200,190 220,50 300,50 300,240",
    }


def test_a_line_from_an_anchor_begins_where_the_other_one_does() -> None:
    other = line("i", "Straight", point("TP53", "1,0"), point("MDM2", "-1,0", "mim-conversion"),
                 anchor='<Anchor Position="0.5" GraphId="x"/>')  # fmt: skip
    network = read(A, B, node("BAX", 200, 300), other,
                   line("j", "Straight", point("x", "0,0"), point("BAX", "0,-1", "mim-inhibition")))  # fmt: skip
    assert ways(network)["TP53 inhibits BAX"] == "130,50 200,150 200,290"


def test_a_line_between_groups_is_one_way_of_all_its_arrows() -> None:
    members = [node("TP53", 100, 50, 'GroupRef="g"'), node("MDM2", 100, 70, 'GroupRef="g"')]
    network = read(*members, node("BAX", 300, 60), '<Group GroupId="g" GraphId="gg" Style="Group"/>',
                   line("i", "Straight", point("gg", "1,0"), point("BAX", "-1,0", "mim-inhibition")))  # fmt: skip
    # round both, with a margin of 8: from 62 to 138
    assert ways(network) == {"MDM2 inhibits BAX, TP53 inhibits BAX": "138,60 270,60"}
    dot = to_dot(select_diagram(network, "d", layout="original"))
    lines = re.findall(r'\tn\d -> n\d \[.*pos="(e,[^"]+)"', dot)
    assert len(lines) == 2
    assert len(set(lines)) == 1
    assert 'label="×2"' in dot
    assert shared(select_diagram(network, "d", layout="original")) is not None


def test_ends_that_say_no_place_on_their_node_are_where_they_are_stated_and_not_off_it() -> None:
    network = read(A, B, line("i", "Straight", point("TP53", at="130,55"), point("MDM2", "", "mim-inhibition", "0,0")))
    assert ways(network) == {"TP53 inhibits MDM2": "130,55 270,240"}


def test_a_line_that_states_no_points_is_led_by_us() -> None:
    ends = '<Point GraphRef="TP53"/><Point GraphRef="MDM2" ArrowHead="TBar"/>'
    nowhere = '<DataNode TextLabel="MDM2" GraphId="MDM2" Type="Protein"/>'
    text = read(A, nowhere, f'<Interaction GraphId="i"><Graphics>{ends}</Graphics></Interaction>')
    assert ways(text) == {}
    assert " -> " in to_dot(select_diagram(text, "d"))


def test_gpml_2021_has_the_same_ways() -> None:
    old = read(A, B, line("i", "Elbow", point("TP53", "1,0"), point("MDM2", "0,-1", "mim-inhibition")))
    box = '<Graphics centerX="{}" centerY="{}" width="60" height="20"/>'
    nodes = "".join(
        f'<DataNode elementId="{name}" textLabel="{name}" type="Protein"><Xref identifier="{name}" dataSource="HGNC"/>'
        f"{box.format(x, y)}</DataNode>"
        for name, x, y in (("TP53", 100, 50), ("MDM2", 300, 250))
    )
    ends = "".join(
        f'<Point elementId="p{name}" x="0" y="0" elementRef="{name}" relX="{x}" relY="{y}" arrowHead="{head}"/>'
        for name, x, y, head in (("TP53", 1, 0, "Undirected"), ("MDM2", 0, -1, "Inhibition"))
    )
    drawn = f'<Interaction elementId="i"><Waypoints>{ends}</Waypoints><Graphics connectorType="Elbow"/></Interaction>'
    text = (
        '<Pathway xmlns="http://pathvisio.org/GPML/2021" title="D" organism="Homo sapiens">'
        f"<DataNodes>{nodes}</DataNodes><Interactions>{drawn}</Interactions></Pathway>"
    )
    assert ways(gpml.parse(Decoded("d.gpml", "d.gpml", text.encode()))[0]) == ways(old) != {}


# They go wherever a network goes ------------------------------------------------------------------------------


def elbowed() -> Network:
    return read(A, B, line("i", "Curved", point("TP53", "1,0"), point("MDM2", "0,-1", "mim-inhibition")))


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.cx2", "a.cyjs", "a.graphml"])
def test_ways_come_back_from_files(tmp_path: Path, name: str) -> None:
    network = elbowed()
    pg.write(network, tmp_path / name)
    assert pg.read(tmp_path / name).diagrams == network.diagrams
    assert network.diagrams[0].ways


def test_ways_come_back_from_the_store_and_its_snapshot(tmp_path: Path) -> None:
    network = elbowed()
    for is_first in (True, False):
        store = pg.open_store(str(tmp_path / "store"))
        try:
            if is_first:
                store.write(network)
            assert store.read().diagrams == network.diagrams
        finally:
            store.close()


def test_ways_come_back_from_neo4j(neo4j_server: Server) -> None:
    network = elbowed()
    store = Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
    try:
        store.write(network)
        assert store.read().diagrams == network.diagrams
    finally:
        store.close()


def test_a_line_that_is_moved_is_a_difference() -> None:
    network = elbowed()
    (diagram,) = network.diagrams
    moved = replace(diagram, ways=(replace(diagram.ways[0], points="130,50 300,240", curved=False),))
    found = pg.compare(network, replace(network, diagrams=(moved,)))
    assert [change.id for change in found.diagrams_changed] == ["d"]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (DiagramWay(("d/none",), "1,2 3,4"), "no arrow of the diagram rests on claim 'd/none'"),
        (DiagramWay(("d/i",), "1,2"), "'1,2' are no corners of a line"),
        (DiagramWay(("d/i",), "1,2 3,4,5"), "are no corners of a line"),
        (DiagramWay(("d/i",), "1,2 nan,4"), "are no corners of a line"),
        (DiagramWay(("d/i",), "1,2 3,4 5,6", curved=True), "a curve has 3 points"),
    ],
)
def test_a_wrong_way_is_a_problem(way: DiagramWay, said: str) -> None:
    network = elbowed()
    wrong = replace(network, diagrams=(replace(network.diagrams[0], ways=(way,)),))
    assert any(said in problem.message for problem in check_network(wrong))


# The picture --------------------------------------------------------------------------------------------------


def test_a_line_is_drawn_from_border_to_border_with_the_corner_it_had() -> None:
    network = read(A, B, line("i", "Elbow", point("TP53", "1,0"), point("MDM2", "0,-1", "mim-inhibition")))
    dot = to_dot(select_diagram(network, "d", layout="original"))
    at = {name: (float(x), float(y)) for name, x, y in re.findall(r'label=(\w+) .*pos="([\d.-]+),([\d.-]+)"', dot)}
    (course,) = re.findall(r'\tn\d -> n\d \[.*pos="e,([^"]+)"', dot)
    tip, start, *_ = ((float(x), float(y)) for x, y in (spot.split(",") for spot in course.split()))
    assert start[1] == pytest.approx(at["TP53"][1], abs=0.1)  # it leaves level
    assert start[0] > at["TP53"][0] + 20
    assert tip[0] == pytest.approx(at["MDM2"][0], abs=0.1)  # and comes in from above
    assert tip[1] > at["MDM2"][1] + 5


def test_a_line_goes_with_a_box_that_moved_and_ends_where_one_begins_that_grew() -> None:
    way = {"l": Way(((10, 0), (50, 0), (50, 90)), "a", "b")}
    was, now = {"a": Box(0, 0, 0, 0), "b": Box(50, 100, 0, 0)}, {"a": Box(0, 5, 40, 20), "b": Box(50, 100, 30, 30)}
    assert kept(way, was, now, {"a", "b"})["l"].points == ((20, 5), (50, 5), (50, 85))


def test_heads_of_lines_that_come_to_one_end_along_each_other_stand_apart() -> None:
    boxes = {"a": Box(0, 0, 20, 20), "b": Box(0, 200, 60, 20), "c": Box(-90, 100, 20, 20), "d": Box(90, 50, 20, 20)}
    trunk, end = ((0, 10), (0, 190)), (0, 190)
    given = {
        "own": Way(trunk, "a", "b"),
        "left": Way(((-80, 100), (0, 100), end), "c", "b"),
        "right": Way(((80, 50), (0, 50), end), "d", "b"),
    }
    found = {name: one.points for name, one in kept(given, boxes, boxes, boxes).items()}
    assert found["own"] == trunk
    assert found["left"] == ((-80, 100), (-11, 100), (-11, 190))
    assert found["right"] == ((80, 50), (11, 50), (11, 190))


def test_an_arrow_that_is_drawn_twice_is_drawn_twice() -> None:
    copies = [
        node("TP53", 100, 50),
        node("MDM2", 300, 250),
        node("TP53", 100, 450).replace('GraphId="TP53"', 'GraphId="t"'),
    ]
    network = read(*copies, line("i", "Straight", point("TP53", "1,0"), point("MDM2", "-1,0", "mim-inhibition")),
                   line("j", "Straight", point("t", "1,0"), point("MDM2", "-1,0", "mim-inhibition")))  # fmt: skip
    assert len(network.edges) == 1
    drawing = select_diagram(network, "d", layout="original")
    assert len(re.findall(r"\tn\d(?:_\d)? -> n\d", to_dot(drawing))) == 2


def test_a_part_of_a_picture_has_its_lines_and_a_moved_one_has_none() -> None:
    lines = [
        line(f"i{name}", "Elbow", point(name, on), point("MDM2", "0,-1", "mim-inhibition"))
        for name, on in (("TP53", "1,0"), ("BAX", "-1,0"))
    ]
    network = read(A, B, node("BAX", 500, 50), *lines)
    drawing = select_diagram(network, "d", layout="original")
    assert len(drawing.ways) == 2
    assert to_dot(narrowed(drawing, network, without=["BAX"])).count("-> n") == 1
    moved = place_nodes(drawing, [DiagramPlace(one.id, 100.0 * n, 0) for n, one in enumerate(drawing.nodes)])
    assert moved.ways == ()


@pytest.mark.parametrize("format_", ["sbgn", "gpml"])
def test_a_line_that_leads_out_of_every_drawing_is_left_out_and_its_claim_read(format_: str) -> None:
    """It was refused as a way that the file does not state, and the file with it."""
    if format_ == "gpml":
        network = read(A, node("MDM2", 2e10, 50), line("l1", "Straight", point("TP53"), point("MDM2", "1,0")))
    else:
        glyphs = "".join(
            f'<glyph id="{name}" class="biological activity"><label text="{name}"/>'
            f'<bbox x="{x}" y="0" w="9" h="9"/></glyph>'
            for name, x in (("TP53", "0"), ("MDM2", "2e10"))
        )
        ends = '<start x="5" y="5"/><end x="2e10" y="5"/>'
        arc = f'<arc id="c" class="positive influence" source="TP53" target="MDM2">{ends}</arc>'
        text = f'<sbgn xmlns="http://sbgn.org/libsbgn/0.2"><map language="activity flow">{glyphs}{arc}</map></sbgn>'
        network, _ = sbgn_read.parse(Decoded("a.sbgn", "a.sbgn", text.encode()))
    assert (len(network.claims), network.diagrams[0].ways) == (1, ())
    assert len(network.diagrams[0].places) == 2
    assert check_network(network) == []


# Bends of Cytoscape -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "wanted", "is_curved"),
    [
        ({"EDGE_BEND": "0.0,1.0,0.5", "EDGE_CURVED": "false"}, "0,0 0,50 100,0", False),
        ({"EDGE_BEND": "0.6,-0.8,0.5|1.0,0.0,0.9", "EDGE_CURVED": "false"}, "0,0 30,-40 90,0 100,0", False),
        ({"EDGE_BEND": "40,70", "EDGE_CURVED": "false"}, "0,0 40,70 100,0", False),
        ({"EDGE_BEND": "0.0,1.0,0.6"}, "0,0 0,40 33.33,40 100,0", True),
        ({"EDGE_BEND": "what,is,it"}, "", False),
        ({"EDGE_BEND": "1e300,1e300,1e300"}, "", False),  # no number comes of that
        ({"EDGE_BEND": "2000000000,7"}, "", False),
    ],
)
def test_bends_of_cx_are_where_cytoscape_has_them(style: dict[str, str], wanted: str, is_curved: bool) -> None:
    parts: list[dict[str, object]] = [
        {"nodes": [{"@id": 1, "n": "TP53"}, {"@id": 2, "n": "MDM2"}]},
        {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "inhibits"}]},
        {"cartesianLayout": [{"node": 1, "x": 0, "y": 0}, {"node": 2, "x": 100, "y": 0}]},
        {"cyVisualProperties": [{"properties_of": "edges", "applies_to": 3, "properties": style}]},
    ]
    network, _ = cx.parse(Decoded("a.cx", "a.cx", json.dumps(parts).encode()))
    assert [(way.points, way.curved) for way in network.diagrams[0].ways] == ([(wanted, is_curved)] if wanted else [])
    assert check_network(network) == []
    assert "-> n" in to_dot(select_diagram(network, "a"))
