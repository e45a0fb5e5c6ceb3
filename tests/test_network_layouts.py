"""Networks, stars and given places are laid out so that nothing lies on anything, and the same each time."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.diagrams import DrawnNode, draw_network, select_diagram, style, to_dot
from pathway_graph.diagrams.laid import LaidWriter
from pathway_graph.diagrams.layout import fan, force, given
from pathway_graph.diagrams.layout.choose import kind_of
from pathway_graph.diagrams.layout.geometry import Layout, Line, Link, Request, Size
from pathway_graph.diagrams.layout.hubs import star_of
from pathway_graph.diagrams.layout.pack import packed
from pathway_graph.diagrams.layout.spread import spread
from pathway_graph.diagrams.layout.springs import crossings, places_by_force
from pathway_graph.diagrams.layout.ways import Router
from pathway_graph.diagrams.layout.words import labelled
from pathway_graph.diagrams.select import place_nodes
from pathway_graph.errors import InputError
from pathway_graph.formats.kept_layout import read_places
from pathway_graph.model import DiagramPlace
from pathway_graph.model.plane import Box


def links_of(pairs: Sequence[tuple[str, str]], sign: int | None = 1) -> tuple[Link, ...]:
    return tuple(Link(f"l{n}", a, b, bundle=str(sign), sign=sign) for n, (a, b) in enumerate(pairs))


def request_of(pairs: Sequence[tuple[str, str]], alone: Sequence[str] = (), wide: float = 50.0) -> Request:
    names = dict.fromkeys([*itertools.chain.from_iterable(pairs), *alone])
    return Request(dict.fromkeys(names, Size(wide, 22.0)), links_of(pairs), {})


def some_network(count: int, seed: int = 5) -> Request:
    """Return a network in which each node is linked to one or two of those before it, and three nodes to none."""
    chance = random.Random(seed)
    pairs = [
        (f"n{chance.randrange(max(1, number // 2))}", f"n{number}")
        for number in range(1, count)
        for _ in range(1 + number % 2)
    ]
    return request_of(list(dict.fromkeys(pairs)), ["x", "y", "z"])


def overlapping(boxes: Mapping[str, Box]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, one), (b, other) in itertools.combinations(boxes.items(), 2)
        if abs(one.x - other.x) < (one.width + other.width) / 2 - 0.01
        and abs(one.y - other.y) < (one.height + other.height) / 2 - 0.01
    ]


def run_through(layout: Layout, request: Request) -> list[tuple[str, str]]:
    """Return each line with a node that is not its end and that it passes, found by points along the line."""
    found = []
    for link in request.links:
        for name, box in layout.boxes.items():
            if name in (link.source, link.target):
                continue
            if any(box.left < x < box.right and box.top < y < box.bottom for x, y in walked(layout.lines[link.id])):
                found.append((link.id, name))
    return found


def walked(line: Line) -> list[tuple[float, float]]:
    return [
        (a[0] + (b[0] - a[0]) * step / 20, a[1] + (b[1] - a[1]) * step / 20)
        for a, b in itertools.pairwise(line.straight())
        for step in range(21)
    ]


@pytest.mark.parametrize("count", [5, 60])
def test_a_network_has_no_box_on_another_no_line_through_one_and_the_shape_of_a_page(count: int) -> None:
    request = some_network(count)
    found = force.lay_out(request)
    assert overlapping(found.boxes) == []
    assert run_through(found, request) == []
    assert 0.5 <= found.width / found.height <= 2
    assert set(found.boxes) == set(request.sizes)
    assert set(found.lines) == {link.id for link in request.links}


def test_all_of_a_network_lies_within_its_width_and_height() -> None:
    found = force.lay_out(some_network(20))
    assert all(box.left >= 0 and box.right <= found.width for box in found.boxes.values())
    assert all(box.top >= 0 and box.bottom <= found.height for box in found.boxes.values())


def test_the_same_network_is_laid_out_the_same() -> None:
    assert force.lay_out(some_network(25)) == force.lay_out(some_network(25))


def test_nodes_without_a_link_stand_in_rows_below_the_others() -> None:
    found = force.lay_out(some_network(12)).boxes
    lowest = max(box.bottom for name, box in found.items() if name not in "xyz")
    assert all(found[name].top > lowest for name in "xyz")
    assert found["x"].y == found["y"].y
    assert found["x"].x < found["y"].x


def test_three_nodes_in_a_line_are_not_stretched_beyond_measure() -> None:
    """Their places have no height at all, by which a stretch to a ratio would divide."""
    found = force.lay_out(request_of([("a", "b"), ("c", "b")]))
    assert found.width < 400
    assert found.height < 200


def test_a_line_there_and_one_back_do_not_lie_on_each_other() -> None:
    lines = Router({"a": Box(0, 0, 20, 20), "b": Box(100, 0, 20, 20)}).lines(links_of([("a", "b"), ("b", "a")]))
    there, back = lines["l0"].points, lines["l1"].points
    assert there[0] == (10.0, 4.0)
    assert back[0] == (90.0, -4.0)


def test_a_line_runs_round_a_box_in_its_way_and_straight_without_one() -> None:
    boxes = {"a": Box(0, 0, 20, 20), "wall": Box(100, 0, 20, 60), "b": Box(200, 0, 20, 20)}
    (line,) = Router(boxes).lines(links_of([("a", "b")])).values()
    assert max(abs(y) for _, y in line.straight()) > 30
    assert not any(90 < x < 110 and abs(y) < 30 for x, y in walked(line))
    (straight,) = Router(boxes, around=["wall"]).lines(links_of([("a", "b")])).values()
    assert straight.points == ((10.0, 0.0), (190.0, 0.0))


def test_a_box_that_is_walled_in_is_reached_through_as_few_walls_as_can_be() -> None:
    walls = {f"w{n}": Box(x, y, 40, 40) for n, (x, y) in enumerate([(0, -40), (0, 40), (-40, 0), (40, 0)])}
    boxes = {"a": Box(0, 0, 40, 40), "b": Box(200, 0, 20, 20), "far": Box(120, 0, 20, 20)} | walls
    (line,) = Router(boxes).lines(links_of([("a", "b")])).values()
    passed = {name for name, box in boxes.items() for x, y in walked(line) if abs(x - box.x) < 9 and abs(y - box.y) < 9}
    assert "far" not in passed


def test_a_line_from_a_node_to_itself_stands_beside_it() -> None:
    (line,) = Router({"a": Box(0, 0, 20, 20)}).lines(links_of([("a", "a")])).values()
    assert all(x >= 10 for x, _ in line.straight())


def test_words_stand_off_nodes_and_lines_where_there_is_room() -> None:
    boxes = {"a": Box(0, 0, 20, 20), "b": Box(200, 0, 20, 20), "c": Box(100, -14, 60, 20)}
    link = Link("l0", "a", "b", Size(60, 10))
    (line,) = labelled({"l0": Line(((10, 0), (190, 0)))}, [link], boxes).values()
    assert line.label is not None
    assert line.label[1] > 0  # above it is a node
    assert line.label[0] == 100.0


def test_boxes_that_are_given_stay_and_the_others_give_way() -> None:
    moved = spread([(0, 0), (3, 0), (100, 0)], [Size(20, 20)] * 3, fixed=[True, False, True])
    assert moved[0] == (0.0, 0.0)
    assert moved[2] == (100.0, 0.0)
    assert math.dist(moved[0], moved[1]) == pytest.approx(20.0)


def test_boxes_that_met_in_the_original_may_do_so_and_others_are_moved_apart() -> None:
    spots, sizes = [(0.0, 0.0), (8.0, -8.0), (0.0, 25.0)], [Size(20, 20), Size(10, 10), Size(20, 34)]
    moved = spread(spots, sizes, drawn=[Size(20, 20), Size(10, 10), Size(20, 20)])
    assert math.dist(moved[0], moved[1]) < 15  # a mark on its corner
    assert moved[2][1] - moved[0][1] == pytest.approx(27.0)  # half of 20 and half of 34


def test_rectangles_are_packed_none_on_another_near_four_to_three() -> None:
    sizes = [Size(10.0 + number * 7 % 23, 8.0 + number * 5 % 19) for number in range(40)]
    spots, whole = packed(sizes, 2)
    boxes = {
        str(n): Box(*spot, *(size.width, size.height)) for n, (spot, size) in enumerate(zip(spots, sizes, strict=True))
    }
    assert overlapping(boxes) == []
    assert 1.0 <= whole.width / whole.height <= 1.8
    assert sum(size.width * size.height for size in sizes) > 0.6 * whole.width * whole.height


def test_places_by_force_cross_no_more_than_a_circle_would() -> None:
    pairs = [(0, n) for n in range(1, 8)] + [(1, 2), (3, 4)]
    assert crossings(places_by_force(8, pairs), pairs) == 0


def star(sources: int, targets: int, *, down: int = 0, both: int = 0) -> Request:
    ends = [(f"s{n}", "hub", 1) for n in range(sources)] + [("hub", f"t{n:03}", 1) for n in range(targets)]
    ends += [("hub", f"d{n:03}", -1) for n in range(down)]
    ends += [pair for n in range(both) for pair in ((f"b{n}", "hub", 1), ("hub", f"b{n}", 1))]
    links = tuple(Link(f"l{n}", a, b, bundle=str(sign), sign=sign) for n, (a, b, sign) in enumerate(ends))
    names = dict.fromkeys(itertools.chain.from_iterable((a, b) for a, b, _ in ends))
    return Request(dict.fromkeys(names, Size(50.0, 22.0)), links, {})


@pytest.mark.parametrize("request_", [star(3, 5, down=2), star(25, 20, down=22, both=3), star(0, 70)])
def test_a_star_is_a_fan_without_overlaps_with_a_ratio_of_a_page(request_: Request) -> None:
    assert kind_of(request_) == "fan"
    found = fan.lay_out(request_)
    assert overlapping(found.boxes) == []
    assert run_through(found, request_) == []
    assert 0.5 <= found.width / found.height <= 2.1
    assert all(found.boxes[name].x < found.boxes["hub"].x for name in request_.sizes if name.startswith("s"))
    assert all(found.boxes[name].x > found.boxes["hub"].x for name in request_.sizes if name[0] in "td")


def test_what_a_hub_raises_stands_above_what_it_lowers_each_by_name() -> None:
    request = replace(star(0, 3, down=2), names={"t000": "Zif268", "t001": "arc", "t002": "Bdnf"})
    found = fan.lay_out(request).boxes
    order = sorted((name for name in found if name != "hub"), key=lambda name: found[name].y)
    assert order == ["t001", "t002", "t000", "d000", "d001"]


def test_lines_of_a_fan_cross_nowhere() -> None:
    found = fan.lay_out(star(20, 30, down=12))
    pieces = [(name, a, b) for name, line in found.lines.items() for a, b in itertools.pairwise(line.points)]
    level = [(n, a, b) for n, a, b in pieces if a[1] == b[1]]
    upright = [(n, a, b) for n, a, b in pieces if a[0] == b[0]]
    looks = {link.id: (link.bundle, link.target == "hub") for link in star(20, 30, down=12).links}
    for (one, a, b), (other, c, d) in itertools.product(level, upright):
        if looks[one] != looks[other] and min(a[0], b[0]) < c[0] < max(a[0], b[0]):
            assert not min(c[1], d[1]) < a[1] < max(c[1], d[1]), (one, other)


def test_a_chain_and_a_net_are_no_stars() -> None:
    assert star_of(request_of([("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")])) is None
    assert star_of(some_network(30)) is None


# Given places ----------------------------------------------------------------------------------------------------


def test_given_places_are_kept_and_a_node_without_one_stands_near_those_it_is_linked_to() -> None:
    request = replace(request_of([("a", "b"), ("b", "c"), ("c", "new")], ["far"]))
    found = given.lay_out(replace(request, places={"a": (0.0, 0.0), "b": (300.0, 0.0), "c": (300.0, 200.0)}))
    assert overlapping(found.boxes) == []
    boxes = found.boxes
    assert (boxes["b"].x - boxes["a"].x, boxes["c"].y - boxes["b"].y) == (300.0, 200.0)
    assert math.dist((boxes["new"].x, boxes["new"].y), (boxes["c"].x, boxes["c"].y)) < 80
    assert boxes["far"].top > boxes["c"].bottom


def test_compartments_of_given_places_are_bands_and_one_that_would_hold_strangers_is_left_out() -> None:
    sizes = dict.fromkeys("abcd", Size(40.0, 20.0))
    request = Request(
        sizes, (), {"a": "membrane", "b": "membrane", "c": "nucleus", "d": "nucleus"}, ("membrane", "nucleus"),
        dict.fromkeys(("membrane", "nucleus"), Size(40.0, 12.0)),
    )  # fmt: skip
    apart = given.lay_out(replace(request, places={"a": (0, 0), "b": (90, 0), "c": (40, 80), "d": (70, 160)}))
    upper, lower = apart.frames["membrane"], apart.frames["nucleus"]
    assert (upper.left, upper.right) == (lower.left, lower.right)
    assert upper.bottom <= lower.top
    mixed = given.lay_out(replace(request, places={"a": (0, 0), "b": (90, 160), "c": (40, 80), "d": (70, 240)}))
    assert "membrane" not in mixed.frames


def test_a_compartment_without_a_frame_is_said_and_its_nodes_are_drawn() -> None:
    drawing = select_diagram(pg.read_guide(), "camp")
    places = [DiagramPlace(node.id, 120.0 * (n % 4), 300.0 - 90 * (n % 3)) for n, node in enumerate(drawing.nodes)]
    dot = to_dot(place_nodes(drawing, places))
    assert "Drawn without their frames: " in dot
    assert all(node.name.split()[0] in dot for node in drawing.nodes)


def kept(drawing: pg.Drawing) -> str:
    """Return the block that a page keeps of a picture, with the places that it has as it is computed."""
    writer = LaidWriter(drawing, style)
    writer.write()
    rows = [
        f'- {{node: "{name}", x: {box.x:.1f}, y: {box.y:.1f}, width: {box.width:.1f}, height: {box.height:.1f}}}'
        for name, box in writer.layout.boxes.items()
    ]
    return "\n".join(["places:", *rows, ""])


def test_a_layout_that_a_page_keeps_is_drawn_again_point_for_point(tmp_path: Path) -> None:
    drawing = select_diagram(pg.read_guide(), "camp")
    file = tmp_path / "layout.yaml"
    file.write_text(kept(drawing))
    places = read_places(file, [node.id for node in drawing.nodes])
    again = place_nodes(drawing, places)
    found = LaidWriter(drawing, style)
    found.write()
    dot = to_dot(again)
    for one, other in itertools.pairwise(drawing.nodes):
        before = [found.layout.boxes[node.id] for node in (one, other)]
        after = [place(dot, drawing, node.id) for node in (one, other)]
        assert after[1][0] - after[0][0] == pytest.approx(before[1].x - before[0].x, abs=0.6)
        assert after[1][1] - after[0][1] == pytest.approx(before[0].y - before[1].y, abs=0.6)


def place(dot: str, drawing: pg.Drawing, name: str) -> tuple[float, float]:
    number = [node.id for node in drawing.nodes].index(name)
    (line,) = (line for line in dot.splitlines() if line.strip().startswith(f"n{number} ["))
    x, y = line.partition('pos="')[2].partition('"')[0].split(",")
    return float(x), float(y)


def test_a_place_of_what_is_not_drawn_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "layout.yaml"
    file.write_text(
        '# kept\nplaces:\n- {node: "prot:A", x: 1, y: 2}\n- {node: "prot:B", x: 1, y: far}\n- {node: "prot:C"}\n'
    )
    with pytest.raises(InputError) as refused:
        read_places(file, ["prot:B"])
    assert [problem.line for problem in refused.value.problems] == [3, 4, 5, 5]
    assert "'prot:A' has a place and is not drawn" in str(refused.value)
    file.write_text("nodes: []\n")
    with pytest.raises(InputError, match="this is no layout; write places:"):
        read_places(file, [])


@pytest.mark.slow
def test_the_command_draws_by_a_file_and_says_what_it_lacks(tmp_path: Path) -> None:
    store, file, out = str(tmp_path / "store"), tmp_path / "layout.yaml", tmp_path / "camp.dot"
    assert CliRunner().invoke(cli, ["load", "--store", store]).exit_code == 0
    file.write_text('places:\n- {node: "chem:imipramine", x: 300, y: 40, width: 83, height: 23}\n')
    command = ["diagram", "camp", "--store", store, "-o", str(out), "--layout"]
    done = CliRunner().invoke(cli, [*command, str(file)])
    assert done.exit_code == 0, done.output
    assert "10 nodes have no place" in done.stderr
    assert "layout=nop" in out.read_text()
    wrong = CliRunner().invoke(cli, [*command, "orginal"])
    assert wrong.exit_code == 2
    assert "did you mean 'original'?" in wrong.stderr


def test_a_data_set_is_drawn_as_a_network_and_says_the_same_as_its_claims() -> None:
    """Forty proteins without compartments: every node and every edge of the data stands in the text."""
    names = [f"P{number:02}" for number in range(40)]
    entities = [pg.Entity(f"prot:{name}", "Protein", name) for name in names]
    claims = [
        pg.Claim(
            f"c{n}", f"prot:P{n * 7 % 40:02}", "activates" if n % 3 else "inhibits", f"prot:P{(n * 11 + 1) % 40:02}"
        )
        for n in range(60)
    ]
    network = pg.build_network(pg.Source("net"), entities=entities, claims=claims)
    drawing = draw_network(network, network.edges, title="Net")
    assert LaidWriter(drawing, style).kind == "force"
    dot = to_dot(drawing)
    assert all(f"label={name} " in dot or f'label="{name}"' in dot for name in {n.name for n in drawing.nodes})
    assert dot.count(" -> ") >= len(drawing.edges)
    assert dot == to_dot(drawing)


def test_a_large_net_with_compartments_is_laid_out_by_forces_and_says_that_their_frames_are_not_drawn() -> None:
    entities = [
        pg.Entity(f"prot:P{n:03}", "Protein", f"P{n:03}", compartment="nucleus" if n % 2 else "") for n in range(110)
    ]
    claims = [pg.Claim(f"c{n}", f"prot:P{n:03}", "activates", f"prot:P{(n * 3 + 1) % 110:03}") for n in range(110)]
    network = pg.build_network(pg.Source("net"), entities=entities, claims=claims)
    drawing = draw_network(network, network.edges, title="Net")
    dot = to_dot(drawing)
    assert LaidWriter(drawing, style).kind == "force"
    assert "Drawn without their frames: Nucleus" in dot
    assert dot.index("node [") < dot.index("unframed")  # else it, and on a page all names, stand in another font
    assert (
        len([line for line in dot.splitlines() if line.strip().startswith("n") and " [" in line and "->" not in line])
        >= 110
    )


def test_a_node_with_marks_on_it_keeps_its_name_and_the_marks_say_only_what_they_add() -> None:
    nodes = (DrawnNode("a", "AKT1", "Protein"), DrawnNode("s", "AKT1 S473", "ProteinState"))
    places = (DiagramPlace("a", 0, 0, 60, 20), DiagramPlace("s", 25, -8, 15, 15))
    dot = to_dot(pg.Drawing("d", "D", "", "cascade", "guide", nodes, (), places=places))
    assert [
        line.partition("label=")[2].split()[0] for line in dot.splitlines() if line.strip().startswith(("n0 ", "n1 "))
    ] == [
        "AKT1",
        "S473",
    ]
