"""Nothing in a picture covers the end of a line, letters of a name, or a mark; what finds no room is said."""

from __future__ import annotations

import re
import sys
import tarfile
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from test_layout import GPML2013, read

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from picture_ornaments import faults, marks_of

from pathway_graph.diagrams import Drawing, DrawnEdge, DrawnNode, draw_trace, select_diagram, sheet_of, to_dot
from pathway_graph.diagrams.boxes import frame_of
from pathway_graph.diagrams.callouts import NO_ROOM, Callout
from pathway_graph.diagrams.clear import Field, across, end_of, field_of, worded
from pathway_graph.diagrams.compose import Composed
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.layout.geometry import Layout, Line, Link, Request, Size
from pathway_graph.diagrams.numbers import numbered
from pathway_graph.diagrams.sheet import Sheet
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, DiagramPlace, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.plane import Box
from pathway_graph.model.vocabulary import LAYERS
from pathway_graph.trace import Filters, upstream

SVG = "{http://www.w3.org/2000/svg}"
GUIDE = read_guide()
GALLERY = Path(__file__).parents[1] / "docs" / "gallery" / "WP254.gpml"
WIKIPATHWAYS = Path(__file__).parents[2] / "shared" / "networks" / "wikipathways_human_gpml.tar.xz"
slow = pytest.mark.slow


@cache
def picture(diagram: str, view: Any, purpose: Any = "") -> Composed:
    layers: Any = LAYERS if view == "expanded" else LAYERS[:2]
    drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
    return sheet_of(drawing, GUIDE, Sheet(purpose, callouts=not purpose))


@pytest.mark.parametrize(
    ("diagram", "view", "purpose"),
    [
        *product((f"D{number}" for number in range(1, 8)), ("guide",), ("", "column")),
        *(pytest.param(f"D{number}", "expanded", "", marks=slow) for number in range(1, 8)),
    ],
)
def test_nothing_covers_a_sign_a_name_or_a_mark_in_a_diagram(diagram: str, view: Any, purpose: Any) -> None:
    svg = picture(diagram, view, purpose).svg
    assert faults(svg) == []
    marks = marks_of(svg)
    assert len(marks.letters) >= 6, "names are found"
    if diagram in ("D1", "D2", "D3", "D4"):
        assert len(marks.ends) >= 5, "heads are found"
        assert {mark.sort for mark in marks.ornaments} >= {"title", "words", *(() if purpose else ("number",))}


@pytest.mark.parametrize("view", ["guide", pytest.param("expanded", marks=slow)])
def test_nothing_covers_anything_in_a_trace_with_counts(view: Any) -> None:
    drawing = draw_trace(upstream(GUIDE, "BDNF", filters=Filters(view=view)))
    svg = sheet_of(drawing, GUIDE, Sheet(callouts=True)).svg
    assert "count" in {mark.sort for mark in marks_of(svg).ornaments}
    assert faults(svg) == []


@pytest.mark.parametrize(
    "text", [GPML2013, pytest.param(GALLERY.read_text(encoding="utf-8"), marks=slow)], ids=["small", "WP254"]
)
def test_nothing_covers_anything_in_a_drawing_with_places(text: str) -> None:
    network = read(text)
    assert faults(sheet_of(select_diagram(network, network.diagrams[0].id), network, Sheet(callouts=True)).svg) == []


@slow
def test_short_arrows_between_hand_placed_boxes_have_their_numbers_beside_them_or_it_is_said() -> None:
    if not WIKIPATHWAYS.is_file():
        pytest.skip(f"{WIKIPATHWAYS} is absent: WP732 is not drawn")
    with tarfile.open(WIKIPATHWAYS) as archive:
        member = archive.extractfile("pathways/WP732/WP732.gpml")
        assert member
        network = read(member.read().decode(), "WP732.gpml")
    root = ET.fromstring(svg := sheet_of(select_diagram(network, "WP732"), network, Sheet(callouts=True)).svg)
    assert faults(svg) == []
    marked, unmarked = numbers(root)
    assert marked | unmarked == {str(number) for number in range(1, 38)}
    assert len(marked) >= 35
    assert not marked & unmarked


def numbers(root: ET.Element) -> tuple[set[str], set[str]]:
    """Return the numbers in the picture, and those of which the list says that they found no room."""
    layer = {group.get("id"): group for group in root.iter(f"{SVG}g") if group.get("id") in ("Callouts", "Evidence")}
    marked = {text.text or "" for text in layer["Callouts"].iter(f"{SVG}text")} if "Callouts" in layer else set()
    said = [text.text or "" for text in layer["Evidence"].iter(f"{SVG}text")]
    return marked, {said[place - 1] for place, text in enumerate(said) if text.startswith(NO_ROOM.strip()[:20])}


def placed(*spots: tuple[str, float, float]) -> tuple[Network, Drawing]:
    """Return a network and its drawing: a box of 60 by 20 for each spot, each raises the next one in some place."""
    names = [name for name, _, _ in spots]
    claims = [Claim(f"c{a}", a, "increases", b) for a, b in pairwise(names)]
    network = build_network(Source("s", version="1"), entities=[Entity(n, "Protein", n) for n in names], claims=claims)
    edges = tuple(
        DrawnEdge(claim.subject, "increases", claim.object, 1, context="prefrontal cortex", claims=(claim.id,))
        for claim in claims
    )
    nodes = tuple(DrawnNode(name, name, "Protein") for name in names)
    places = tuple(DiagramPlace(name, x, y, 60, 20) for name, x, y in spots)
    return network, Drawing("d", "D", "", "cascade", "guide", nodes, edges, places=places)


def test_a_number_without_room_on_its_arrow_has_a_leader_line() -> None:
    network, drawing = placed(("AA", 0, 0), ("BB", 0, 34))
    root = ET.fromstring(svg := sheet_of(drawing, network, Sheet(callouts=True)).svg)
    assert faults(svg) == []
    assert numbers(root) == ({"1"}, set())


def test_words_and_numbers_without_any_room_are_left_out_and_said() -> None:
    ring = [(f"N{x}{y}", 64.0 * x, 24.0 * y) for x in range(5) for y in range(5)]  # no gap is wider than some points
    network, drawing = placed(*ring)
    root = ET.fromstring(svg := sheet_of(drawing, network, Sheet(callouts=True)).svg)
    assert faults(svg) == []
    marked, unmarked = numbers(root)
    assert marked | unmarked == {str(number) for number in range(1, 25)}
    assert unmarked
    told = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "Without room in the picture: prefrontal cortex (N" in told


@pytest.mark.parametrize("diagram", ["D1", "D2", "D3", "D4"])
def test_all_type_in_a_column_is_as_large_as_journals_print(diagram: str) -> None:
    found = picture(diagram, "guide", "column")
    assert found.complaint == ""
    assert found.width == pytest.approx(86 * 72 / 25.4)
    root = ET.fromstring(found.svg)
    for layer in root.iter(f"{SVG}g"):
        scale = re.search(r"scale\(([\d.]+)", layer.get("transform", ""))
        if scale and layer.get("id") in ("Compartments", "Arrows", "Nodes"):
            sizes = {float(text.get("font-size", "0")) * float(scale[1]) for text in layer.iter(f"{SVG}text")}
            assert min(sizes) >= 6.45, layer.get("id")


def test_an_end_of_a_line_is_where_its_head_is_drawn() -> None:
    look = {"arrowhead": "tee", "arrowsize": "1", "penwidth": "1"}
    assert end_of(Line(((0, 0), (40, 0))), look) == Box(38.5, 0.0, 3.0, 11.0)
    assert end_of(Line(((0, 0), (0, 40))), look | {"arrowhead": "none"}) == Box(0.0, 40.0, 1.0, 0.0)


def test_words_lie_in_a_frame_or_beside_it() -> None:
    frame = Box(50, 50, 100, 100)
    assert not across(Box(50, 50, 20, 10), frame)
    assert not across(Box(50, 120, 20, 10), frame)
    assert across(Box(50, 100, 20, 10), frame)
    field = Field(Box(50, 50, 200, 200), [Box(50, 50, 20, 10)], [frame])
    spots = [Box(50, 52, 20, 10), Box(50, 100, 20, 10), Box(50, 70, 20, 10)]
    assert field.first(spots) == spots[2]
    assert field.first(spots) is None, "what was taken is taken"
    assert field.first(spots, is_bound=False) == spots[1]


def test_words_stand_beside_the_line_that_they_are_of_and_not_beside_a_trunk() -> None:
    """From (100, 20) both lines run down to (100, 60); there one turns left, the other goes on."""
    links = (Link("left", "a", "b", Size(30, 10)), Link("on", "a", "c", Size(30, 10)))
    request = Request({name: Size(20, 20) for name in "abc"}, links, {})
    boxes = {"a": Box(100, 10, 20, 20), "b": Box(20, 150, 20, 20), "c": Box(100, 210, 20, 20)}
    lines = {
        "left": Line(((100, 20), (100, 60), (20, 60), (20, 140)), (118, 40)),
        "on": Line(((100, 20), (100, 200)), (82, 40)),
    }
    layout = Layout(200, 220, boxes, lines, {})
    placed, silent = worded(request, layout, field_of(request, layout, ()))
    assert not silent
    left, on = placed["left"].label, placed["on"].label
    assert left is not None
    assert on is not None
    assert on[1] > 60, "below the branch"
    assert left[1] > 60 or left[0] < 100 - 15, "beside the branch"
    crossing = {"on": lines["on"], "across": Line(((40, 48), (160, 48)))}
    request = Request(request.sizes, (links[1], Link("across", "b", "c")), {})
    layout = Layout(200, 220, boxes, crossing, {})
    moved, _ = worded(request, layout, field_of(request, layout, ()))
    assert moved["on"].label == (82, 40), "a line that crosses is no trunk"


def line_with(*marks: str) -> ET.Element:
    """Return a picture of an arrow from 0, 0 to 200, 0, and of marks of nodes."""
    arrow = '<g id="e0" class="edge"><path fill="none" d="M0,0C0,0 200,0 200,0"/></g>'
    drawn = "".join(f'<g class="node">{mark}</g>' for mark in marks)
    return ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg"><g class="graph">{arrow}{drawn}</g></svg>')


@pytest.mark.parametrize("number", [7, 42, 113, 1024])
def test_a_number_stands_within_its_disc(number: int) -> None:
    disc, figures = numbered([Callout(number, 0, "", ())], line_with(), 1.0, 8.0).elements
    left, top, right, bottom = frame_of(disc)
    wide = width(str(number), float(figures.get("font-size", "0")), True)
    assert wide < right - left
    assert (right - left) == pytest.approx(bottom - top)
    assert ((right - left) == pytest.approx(2 * 0.78 * 8, abs=0.02)) is (number < 100)


def test_a_number_stands_beside_a_count_and_not_on_its_rim() -> None:
    count = '<ellipse fill="#ffffff" cx="100" cy="0" rx="{0}" ry="{0}"/>'
    places = []
    for half in (1.0, 30.0):
        disc, _ = numbered([Callout(1, 0, "", ())], line_with(count.format(half)), 1.0, 8.0).elements
        left, _, right, _ = frame_of(disc)
        places.append((left, right))
        assert right < 100 - half or left > 100 + half
    assert places[0] != places[1]


def test_a_number_whose_arrow_is_not_drawn_is_said_to_have_no_room() -> None:
    found = numbered([Callout(1, 0, "", ()), Callout(2, 5, "", ())], line_with(), 1.0, 8.0)
    assert (len(found.elements), found.unmarked) == (2, {2})


@pytest.mark.parametrize("many", [9, 12, 105])
def test_a_count_stands_within_its_field(many: int) -> None:
    places = {"AA": "extracellular", "BB": "nucleus"}
    nodes = tuple(DrawnNode(name, name, "Protein", compartment=place) for name, place in places.items())
    edges = tuple(DrawnEdge("AA", "increases", "BB", 1, claims=(f"c{number}",)) for number in range(many))
    dot = to_dot(Drawing("d", "D", "", "cascade", "guide", nodes, edges))
    (count,) = [line for line in dot.splitlines() if f'label="×{many}"' in line]
    sides = {side: 72 * float(number) for side, number in re.findall(r"(width|height)=([\d.]+)", count)}
    assert width(f"×{many}", float(re.findall(r"fontsize=([\d.]+)", count)[0])) < sides["width"]
    assert (sides["width"] == sides["height"]) is (many < 10)
