"""Pictures: they show what the data say, in order, readable, and the same on every run."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.diagrams import Drawing, DrawnEdge, draw_network, render, select_diagram, style, to_dot
from pathway_graph.diagrams.engine import draw
from pathway_graph.errors import RenderError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import COMPARTMENTS, LAYERS, RELATIONS
from pathway_graph.trace import Filters, upstream
from patience import soon

GUIDE = read_guide()
GOLDEN = Path(__file__).parent / "golden"
CASCADES = [diagram.id for diagram in GUIDE.diagrams if diagram.kind == "cascade"]
ALL = [diagram.id for diagram in GUIDE.diagrams]
VIEWS: list[tuple[Any, Any]] = [(view, layers) for view in ("guide", "expanded") for layers in (LAYERS[:2], LAYERS)]


def layout(drawing: Drawing) -> dict[str, Any]:
    """Lay a drawing out and return Graphviz's own account of it."""
    found: dict[str, Any] = json.loads(draw(to_dot(drawing), timeout_s=60, form="json"))
    return found


@pytest.mark.parametrize(
    ("diagram", "view", "layers", "count"),
    [
        ("D1", "guide", LAYERS[:2], (11, 12)), ("D1", "guide", LAYERS, (17, 19)), ("D1", "expanded", LAYERS, (25, 40)),
        ("D1", "expanded", LAYERS[:1], (12, 14)),
        ("D2", "guide", LAYERS[:2], (10, 10)), ("D2", "guide", LAYERS, (10, 11)), ("D2", "expanded", LAYERS, (34, 44)),
        ("D3", "guide", LAYERS[:2], (7, 7)), ("D3", "guide", LAYERS, (7, 7)), ("D3", "expanded", LAYERS, (19, 29)),
        ("D3", "expanded", LAYERS[:1], (7, 8)),
        ("D4", "guide", LAYERS[:2], (6, 5)), ("D4", "guide", LAYERS, (7, 6)), ("D4", "expanded", LAYERS, (14, 17)),
        ("D5", "guide", LAYERS[:2], (10, 10)), ("D6", "guide", LAYERS[:2], (5, 4)), ("D7", "guide", LAYERS[:2], (8, 7)),
    ],
)  # fmt: skip
def test_a_view_shows_the_curated_nodes_and_edges(diagram: str, view: Any, layers: Any, count: tuple[int, int]) -> None:
    drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
    listed = [edge for edge in drawing.edges if not edge.against]  # what stands against them: test_drawn_truth.py
    assert (len(drawing.nodes), len(listed)) == count


@pytest.mark.parametrize("diagram", CASCADES)
@pytest.mark.parametrize(("view", "layers"), VIEWS)
def test_every_drawn_edge_is_an_edge_of_the_network(diagram: str, view: Any, layers: Any) -> None:
    for drawn in select_diagram(GUIDE, diagram, view=view, layers=layers).edges:
        edge = GUIDE.edge[f"{drawn.source} {drawn.relation} {drawn.target}"]
        assert drawn.sign == edge.sign
        assert set(drawn.claims) <= set(edge.claims)
        assert (diagram in edge.cascades) != drawn.against
        assert drawn.structural == (not drawn.claims)
        if drawn.hypothesis:
            assert edge.certainty == "hypothesis"


@pytest.mark.parametrize("diagram", CASCADES)
def test_every_edge_is_written_with_its_sign_and_certainty(diagram: str) -> None:
    drawing = select_diagram(GUIDE, diagram, view="expanded", layers=LAYERS)
    names = {node.id: f"n{i}" for i, node in enumerate(drawing.nodes)}
    lines = [line for line in to_dot(drawing).splitlines() if re.match(r"\s*n\d+ -> n\d+ ", line)]
    assert len(lines) == len(drawing.edges)
    for edge, line in zip(drawing.edges, lines, strict=True):
        assert f"{names[edge.source]} -> {names[edge.target]} " in line
        head = re.search(r"arrowhead=(\w+)", line)
        assert head is not None
        raises = "onormal" if edge.view == "background" else "normal"
        expected = {1: raises, -1: "tee", 0: "odiamond", None: "vee"}[edge.sign]
        # a state that stands beside what it is a state of needs no arrow
        assert head[1].startswith(expected) or (edge.relation, head[1]) == ("state_of", "none")
        assert ("style=dotted" in line) == edge.hypothesis
        assert ("hypothesis" in line) >= edge.hypothesis


@pytest.mark.parametrize("diagram", CASCADES)
def test_the_guide_view_shows_no_background(diagram: str) -> None:
    drawing = select_diagram(GUIDE, diagram)
    assert {node.view for node in drawing.nodes} | {edge.view for edge in drawing.edges} == {"guide"}


def test_background_looks_different_from_what_the_guide_says() -> None:
    dot = to_dot(select_diagram(GUIDE, "D1", view="expanded", layers=LAYERS))
    (node,) = [line for line in dot.splitlines() if 'label="Gs heterotrimer"' in line]
    assert 'color="#767676"' in node
    assert "dashed" in node


@pytest.mark.slow
@pytest.mark.parametrize("diagram", ALL)
def test_dot_is_the_same_on_every_run(diagram: str) -> None:
    """Regenerate with ``python tests/test_diagrams.py`` and look at the pictures before you commit."""
    dot = to_dot(select_diagram(GUIDE, diagram))
    assert dot == to_dot(select_diagram(read_guide(), diagram))
    assert dot == (GOLDEN / f"{diagram}.dot").read_text(encoding="utf-8")


@pytest.mark.parametrize("diagram", ALL)
def test_no_two_nodes_overlap_and_compartments_stand_in_order(diagram: str) -> None:
    for view, layers in VIEWS:
        drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
        objects = layout(drawing)["objects"]
        boxes = []
        for item in objects:
            if re.fullmatch(r"n\d+", item["name"]):
                x, y = map(float, item["pos"].split(","))
                width, height = float(item["width"]) * 72, float(item["height"]) * 72
                boxes.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
        assert len(boxes) == len(drawing.nodes)
        for one, other in combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (diagram, view, layers)
        bands = [
            [float(number) for number in item["bb"].split(",")]
            for item in objects
            if re.fullmatch(r"cluster_\d+|cluster_legend", item["name"]) and "bb" in item
        ]
        bands.sort(key=lambda band: -band[3])
        assert all(above[1] >= below[3] for above, below in pairwise(bands))


def test_compartments_run_from_the_outside_in() -> None:
    drawing = select_diagram(GUIDE, "D2", view="expanded", layers=LAYERS)
    titles = {item["label"]: float(item["bb"].split(",")[3]) for item in layout(drawing)["objects"] if "bb" in item}
    heights = [titles[style.COMPARTMENT_FILLS[compartment][0]] for compartment in COMPARTMENTS]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("diagram", CASCADES)
def test_pictures_fit_a_page_with_readable_text(diagram: str) -> None:
    """At the width of an A4 page (595 pt less margins) the names, 11 pt, are printed in at least 5.5 pt."""
    drawing = select_diagram(GUIDE, diagram)
    width = float(layout(drawing)["bb"].split(",")[2])
    assert 11 * min(1.0, 540 / width) >= 5.5


def svg_of(drawing: Drawing, tmp_path: Path) -> str:
    return render(to_dot(drawing), "svg", tmp_path / "picture.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("diagram", ALL)
def test_an_svg_holds_every_name_title_version_and_evidence(diagram: str, tmp_path: Path) -> None:
    drawing = select_diagram(GUIDE, diagram)
    root = ET.fromstring(svg_of(drawing, tmp_path))
    squeezed = re.sub(r"\s+", " ", " ".join(root.itertext()))
    tooltips = " ".join(value for item in root.iter() for key, value in item.attrib.items() if key.endswith("title"))
    for words in (drawing.title, drawing.digest, "imipramine 2026.11"):
        assert words in squeezed
    for node in drawing.nodes:
        # a step has its number apart, a phosphate its site
        assert all(word.strip("()") in squeezed for word in node.name.replace(". ", " ").split())
    for edge in drawing.edges:
        assert all(f"{claim}: " in tooltips for claim in edge.claims)


def test_a_changed_sign_changes_the_digest() -> None:
    def drawn(relation: str) -> str:
        ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
        network = build_network(Source("s"), entities=ends, claims=[Claim("c", "a", relation, "b")])
        return select_diagram(network, "s").digest

    assert drawn("activates") != drawn("inhibits")
    assert drawn("activates") == drawn("activates")


HOSTILE = [
    '<b>bold</b> & "quoted"', "back\\slash \\N \\G", "{a|b} [x] ;", "<table>", "ü β → 日本", "a:b:c", "-->", "%s %n",
    "<b>x</b>", "&lt;b&gt; &#60;", "ends in \\",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_text(name: str, tmp_path: Path) -> None:
    network = build_network(
        Source(name.replace(" ", "_"), title=name),
        entities=[Entity(f"x:{name}", "Protein", name, note=name), Entity("b", "Gene", "B")],
        claims=[Claim("c", f"x:{name}", "activates", "b", statement=name, note=name)],
    )
    drawing = draw_network(network, network.edges, title=name)
    root = ET.fromstring(svg_of(drawing, tmp_path))
    texts = ["".join(item.itertext()) for item in root.iter("{http://www.w3.org/2000/svg}text")]
    squeezed = "".join(texts).replace(" ", "").replace("\xa0", "")
    assert squeezed.count(name.replace(" ", "")) >= 2  # the title and the node
    assert root.find(".//{http://www.w3.org/2000/svg}script") is None


def test_a_trace_can_be_drawn(tmp_path: Path) -> None:
    found = upstream(GUIDE, "BDNF", filters=Filters(view="expanded"), max_steps=5)
    drawing = draw_network(GUIDE, found.edges, title="Upstream of BDNF")
    assert {(e.source, e.relation, e.target) for e in drawing.edges} == {
        (e.source, e.relation, e.target) for route in found.routes for e in route.edges
    }
    assert "Upstream of BDNF" in svg_of(drawing, tmp_path)


def test_a_data_set_without_diagrams_is_one_picture() -> None:
    network = build_network(
        Source("mine", title="Mine"),
        entities=[Entity(x, "Protein", x.upper()) for x in "abc"],
        claims=[Claim("1", "a", "activates", "b"), Claim("2", "b", "binds", "c")],
    )
    drawing = select_diagram(network, "MINE")
    assert [(edge.source, edge.target) for edge in drawing.edges] == [("a", "b")]


@pytest.mark.parametrize(("name", "near"), [("camo", "camp"), ("D9", "camp"), ("imipramin", "imipramine")])
def test_an_unknown_diagram_is_an_error_with_a_suggestion(name: str, near: str) -> None:
    with pytest.raises(UnknownName, match=f"(?i)(did you mean|known are) .*{near}"):
        select_diagram(GUIDE, name)


def test_every_relation_and_kind_has_a_look() -> None:
    for relation in RELATIONS.values():
        edge = DrawnEdge("a", relation.name, "b", relation.sign)
        assert style.arrowhead_of(edge)
        assert style.meaning_of(edge)
        if relation.sign in (1, -1):
            assert style.arrowhead_of(edge).startswith("normal" if relation.sign == 1 else "tee")


def contrast(colour: str) -> float:
    """Contrast of a colour against white, after WCAG 2.2."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("colour", [style.RAISES, style.LOWERS, style.NEUTRAL, style.GREY])
def test_lines_stand_out_from_white(colour: str) -> None:
    assert contrast(colour) >= 3


def dense() -> str:
    edges = " ".join(f"a{i} -> a{(i * j + j) % 400};" for i in range(400) for j in range(2, 9))
    return f"digraph {{ {edges} }}"


@pytest.mark.slow
def test_rendering_gives_up_in_time_and_leaves_nothing(tmp_path: Path) -> None:
    with soon(5), pytest.raises(RenderError, match="longer than 1 s; draw less"):
        render(dense(), "svg", tmp_path / "dense.svg", timeout_s=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("dot", "format_", "name", "message"),
    [
        ("digraph {", "svg", "a.svg", "Graphviz failed"),
        ("digraph {}", "bmp", "a.bmp", "no picture format is called 'bmp'"),
        ("digraph {}", "svg", "missing/a.svg", "there is no folder"),
    ],
)
def test_what_cannot_be_rendered_says_why(tmp_path: Path, dot: str, format_: str, name: str, message: str) -> None:
    with pytest.raises((RenderError, UnknownName), match=message):
        render(dot, format_, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("format_", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph")]
)
def test_every_format_renders(tmp_path: Path, format_: str, magic: bytes) -> None:
    path = render(to_dot(select_diagram(GUIDE, "D4")), format_, tmp_path / f"p.{format_}")
    assert path.read_bytes().startswith(magic)


def test_an_svg_is_the_same_on_every_run(tmp_path: Path) -> None:
    drawing = select_diagram(GUIDE, "D1")
    assert svg_of(drawing, tmp_path) == svg_of(drawing, tmp_path)


def write_golden() -> None:
    """Write the golden files anew."""
    for diagram in ALL:
        (GOLDEN / f"{diagram}.dot").write_text(to_dot(select_diagram(GUIDE, diagram)), encoding="utf-8")


if __name__ == "__main__":
    write_golden()
