"""Layouts in rows: what they promise of places and lines, checked by the geometry of the layouts themselves."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import combinations, pairwise, product
from typing import Any

import pytest

from pathway_graph.diagrams import Drawing, DrawnEdge, DrawnNode, select_diagram, style, to_dot
from pathway_graph.diagrams.cables import cables_of
from pathway_graph.diagrams.dot import picture_dot
from pathway_graph.diagrams.layout.choose import lay_out
from pathway_graph.diagrams.layout.geometry import Layout, Link, Request, Size
from pathway_graph.diagrams.layout.solve import FIRST, LAST, Axis
from pathway_graph.diagrams.request import request_of
from pathway_graph.formats.native import read_guide
from pathway_graph.model.plane import Box, Spot
from pathway_graph.model.vocabulary import LAYERS

GUIDE = read_guide()
EXPANDED = [pytest.param(name, "expanded", marks=pytest.mark.slow) for name in ("D1", "D2", "D3", "D4")]
PICTURES = [*product(("D1", "D2", "D3", "D4"), ("guide",)), *EXPANDED]
CROSSINGS = {"D1": (0, 11), "D2": (1, 23), "D3": (0, 32), "D4": (0, 6)}
"""Crossings in the pictures that Graphviz laid out, guide view and expanded, as they were counted in their SVGs."""


@cache
def laid(diagram: str, view: Any) -> tuple[Request, Layout]:
    """Return what is asked about a diagram, and its layout."""
    drawing = select_diagram(GUIDE, diagram, view=view, layers=LAYERS if view == "expanded" else LAYERS[:2])
    request = request_of(drawing, style, cables_of(drawing.edges, style))
    return request, lay_out(request)


def parts(layout: Layout, name: str) -> list[tuple[Spot, Spot]]:
    return [*pairwise(layout.lines[name].points)]


def enters(part: tuple[Spot, Spot], box: Box, rim: float = 0.5) -> bool:
    """Say whether a level or upright part runs inside a box."""
    (x, y), (end, level) = part
    across = min(max(x, end), box.right - rim) - max(min(x, end), box.left + rim)
    down = min(max(y, level), box.bottom - rim) - max(min(y, level), box.top + rim)
    return across >= 0 and down >= 0


def crossings(request: Request, layout: Layout) -> int:
    """Count where a level part of one line crosses an upright part of another; a trunk in common is no crossing."""
    count = 0
    for one, other in combinations([link.id for link in request.links], 2):
        for first, second in product(parts(layout, one), parts(layout, other)):
            level, upright = (first, second) if first[0][1] == first[1][1] else (second, first)
            if level[0][1] != level[1][1] or upright[0][0] != upright[1][0]:
                continue
            xs, ys = sorted((level[0][0], level[1][0])), sorted((upright[0][1], upright[1][1]))
            count += xs[0] + 1 < upright[0][0] < xs[1] - 1 and ys[0] + 1 < level[0][1] < ys[1] - 1
    return count


@pytest.mark.parametrize(("diagram", "view"), PICTURES)
def test_no_line_runs_through_a_node_or_a_title_and_no_two_nodes_meet(diagram: str, view: Any) -> None:
    request, layout = laid(diagram, view)
    assert set(layout.boxes) == set(request.sizes)
    for one, other in combinations(layout.boxes.values(), 2):
        apart = abs(one.x - other.x) >= (one.width + other.width) / 2
        assert apart or abs(one.y - other.y) >= (one.height + other.height) / 2
    sizes = request.titles or {}
    titles = [Box(*spot, sizes[name].width, sizes[name].height) for name, spot in (layout.titles or {}).items()]
    assert len(titles) == len(request.groups)
    for link in request.links:
        others = [box for node, box in layout.boxes.items() if node not in (link.source, link.target)]
        for part in parts(layout, link.id):
            assert part[0][0] == part[1][0] or part[0][1] == part[1][1], "upright or level"
            assert not any(enters(part, box) for box in others), link
            assert not any(enters(part, title, 1.5) for title in titles), link


@pytest.mark.parametrize(("diagram", "view"), PICTURES)
def test_lines_begin_and_end_on_the_borders_of_their_nodes(diagram: str, view: Any) -> None:
    request, layout = laid(diagram, view)
    for link in request.links:
        for node, spot in (
            (link.source, layout.lines[link.id].points[0]),
            (link.target, layout.lines[link.id].points[-1]),
        ):
            box = layout.boxes[node]
            upright = abs(abs(spot[1] - box.y) - box.height / 2) < 1e-6 and abs(spot[0] - box.x) < box.width / 2
            level = abs(abs(spot[0] - box.x) - box.width / 2) < 1e-6 and abs(spot[1] - box.y) < box.height / 2
            assert upright or level


@pytest.mark.parametrize(("diagram", "view"), PICTURES)
def test_crossings_are_half_of_what_they_were_and_no_way_is_far_round(diagram: str, view: Any) -> None:
    request, layout = laid(diagram, view)
    # a line that crosses a trunk crosses every line in it: one of them may count twice here
    assert crossings(request, layout) <= CROSSINGS[diagram][view == "expanded"] / 2 + (view == "expanded")
    for link in request.links:
        one, other = layout.boxes[link.source], layout.boxes[link.target]
        across = max(0.0, abs(one.x - other.x) - (one.width + other.width) / 2)
        gap = math.hypot(across, max(0.0, abs(one.y - other.y) - (one.height + other.height) / 2))
        # corners are counted as such here; as they are drawn, rounded, no line is longer than 2.5 times its gap
        assert sum(math.dist(*part) for part in parts(layout, link.id)) <= 2.6 * max(gap, 12.0)


@pytest.mark.parametrize(("diagram", "view"), PICTURES)
def test_names_are_large_enough_in_print(diagram: str, view: Any) -> None:
    """Names are 11 pt; title and legend take at most 170 pt above and below, 9 pt are free on each side."""
    _, layout = laid(diagram, view)
    wide, high = layout.width + 18, layout.height + 170
    assert 11 * min(451 / wide, 700 / high) >= 6.5
    assert wide / high > 0.45
    if view == "guide":
        assert 11 * 244 / wide >= 6.5, "a column of 86 mm"


def test_lines_share_a_part_only_with_the_same_source_or_target_and_the_same_look() -> None:
    request, layout = laid("D1", "guide")
    shared = 0
    for one, other in combinations(request.links, 2):
        for (a, b), (c, d) in product(parts(layout, one.id), parts(layout, other.id)):
            for axis in (0, 1):
                if a[axis] == b[axis] == c[axis] == d[axis]:
                    low = max(min(a[1 - axis], b[1 - axis]), min(c[1 - axis], d[1 - axis]))
                    if min(max(a[1 - axis], b[1 - axis]), max(c[1 - axis], d[1 - axis])) > low + 0.1:
                        assert one.bundle == other.bundle
                        assert one.source == other.source or one.target == other.target
                        shared += 1
    assert shared, "what imipramine lowers hangs on one trunk"


def test_a_trunk_branches_to_its_targets() -> None:
    targets = "abcdefgh"
    sizes = {name: Size(60, 24) for name in f"s{targets}"}
    layout = lay_out(Request(sizes, tuple(Link(target, "s", target, bundle="b") for target in targets), {}))
    assert len({layout.lines[target].points[0] for target in targets}) <= 4
    assert len({layout.lines[target].points[-1] for target in targets}) == 8
    apart = lay_out(Request(sizes, tuple(Link(target, "s", target, bundle=target) for target in targets), {}))
    assert len({apart.lines[target].points[0] for target in targets}) == 8


def test_the_title_above_a_thin_membrane_stands_in_a_tab_of_it_and_that_in_a_thick_one_needs_none() -> None:
    assert "_tab" not in to_dot(select_diagram(GUIDE, "D1"))
    dot = to_dot(select_diagram(GUIDE, "D2"))
    _, _, tab = dot.partition("_tab {")
    tab = tab[: tab.index("}")]
    assert 'label="Plasma membrane"' in tab
    assert dot.count('label="Plasma membrane"') == 1  # the tab alone is called so
    (fill,) = re.findall(r'fillcolor="(#\w+)"', tab)
    assert fill == style.COMPARTMENT_FILLS["membrane"][1]
    left, bottom, right, top = map(float, re.findall(r'bb="([^"]+)"', tab)[0].split(","))
    x, y = map(float, re.findall(r'lp="([^"]+)"', tab)[0].split(","))
    assert left < x < right
    assert bottom < y < top
    tops = [float(box.split(",")[3]) for box in re.findall(r'bb="([^"]+)"', dot)]
    assert tops.count(bottom) >= 1  # it stands on the upper border of the membrane


def test_a_membrane_that_stands_upright_has_its_tab_at_its_left() -> None:
    dot = picture_dot(select_diagram(GUIDE, "D2"), direction="right")
    boxes = {
        name: list(map(float, box.split(","))) for name, box in re.findall(r'cluster_(\w+) \{\s+bb="([^"]+)"', dot)
    }
    (tab,) = [name for name in boxes if name.endswith("_tab")]
    left, bottom, right, top = boxes[tab]
    membrane, before = boxes[tab.removesuffix("_tab")], boxes["0"]
    assert right == membrane[0]  # it ends at the membrane, in the compartment before this
    assert before[0] < left < right <= before[2]
    assert (membrane[1], membrane[3]) == (before[1], before[3])
    assert membrane[1] < bottom < top == membrane[3]


def test_a_membrane_is_a_strip_with_its_receptors_on_it_between_compartments_that_meet() -> None:
    sizes = {name: Size(60, 30) for name in ("out", "r1", "r2", "in")}
    groups = {"out": "extracellular", "r1": "membrane", "r2": "membrane", "in": "cytosol"}
    links = (Link("1", "out", "r1"), Link("2", "r1", "in"))
    order = ("extracellular", "membrane", "cytosol")
    layout = lay_out(Request(sizes, links, groups, order, thin=frozenset({"membrane"})))
    strip = layout.frames["membrane"]
    for receptor in ("r1", "r2"):
        assert layout.boxes[receptor].y == pytest.approx(strip.y)
        assert layout.boxes[receptor].height > strip.height
    assert layout.frames["extracellular"].bottom == pytest.approx(strip.top)
    assert layout.frames["cytosol"].top == pytest.approx(strip.bottom)
    assert {frame.width for frame in layout.frames.values()} == {layout.width}


def test_what_is_in_no_compartment_stands_outside_of_all() -> None:
    request, layout = laid("D2", "guide")
    free = [node for node in request.sizes if node not in request.group_of]
    assert free == ["bp:synaptic_plasticity", "bp:cell_survival"]
    lowest = max(frame.bottom for frame in layout.frames.values())
    assert all(layout.boxes[node].top > lowest for node in free)


def test_a_state_stands_beside_its_protein_and_needs_no_arrow() -> None:
    _, layout = laid("D1", "guide")
    state, protein = layout.boxes["state:CREB1_pS133"], layout.boxes["prot:CREB1"]
    assert state.y == protein.y
    assert abs(state.x - protein.x) - (state.width + protein.width) / 2 < 30
    dot = to_dot(select_diagram(GUIDE, "D1"))
    (line,) = [line for line in dot.splitlines() if "state_of" in line and " -> " in line]
    assert "arrowhead=none" in line
    assert "label" not in line.replace("labeltooltip", "")
    (site,) = [line for line in dot.splitlines() if re.match(r"\s*site_n\d+ \[", line)]
    assert "label=Ser133" in site


def test_the_same_is_laid_out_the_same() -> None:
    request, layout = laid("D2", "guide")
    assert lay_out(request) == layout


def test_places_keep_their_distances_and_weak_ones_give_way() -> None:
    axis = Axis([0.0, 100.0])
    one, other = axis.add(10), axis.add(20)
    axis.apart(FIRST, one, 5)
    axis.apart(one, other, 30)
    axis.apart(other, LAST, 5)
    assert axis.solve() == [0.0, 40.0, 5.0, 35.0]
    axis.apart(other, one, -20, is_weak=True)  # at most 20, which contradicts at least 30
    assert axis.solve() == [0.0, 40.0, 5.0, 35.0]
    assert axis.solve(least=60)[LAST] == 60


def test_lines_that_disagree_run_beside_each_other_and_their_words_say_which_is_which() -> None:
    lines = [line for line in to_dot(select_diagram(GUIDE, "D1")).splitlines() if re.match(r"\s*n0 -> n\d+ ", line)]
    labels = [
        found[1] for line in lines if (found := re.search(r'label="([\N{RIGHTWARDS ARROW}\N{LEFT TACK}][^"]*)"', line))
    ]
    assert [label[0] for label in labels] == ["\N{RIGHTWARDS ARROW}", "\N{LEFT TACK}"]
    assert "short-term" in labels[0]
    assert "P21D" in labels[1]


def test_edges_that_look_alike_are_one_line_that_says_how_many_they_are() -> None:
    edges = (DrawnEdge("a", "increases", "b", 1, claims=("1",)), DrawnEdge("a", "activates", "b", 1, claims=("2",)))
    nodes = (DrawnNode("a", "A", "Protein"), DrawnNode("b", "B", "Protein"))
    lines = to_dot(Drawing("t", "T", "", "cascade", "guide", nodes, edges)).splitlines()
    first, second = [re.search('pos="([^"]+)"', line) for line in lines if re.match(r"\s*n0 -> n1 ", line)]
    assert first is not None
    assert second is not None
    assert first[1] == second[1]
    (count,) = [line for line in lines if re.match(r"\s*count_", line)]
    assert "2 edges on one line" in count


def ends_at_sides(request: Request, layout: Layout) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Return where lines meet each side of each node, and how wide they are."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for link in request.links:
        points = layout.lines[link.id].points
        for node, (x, y) in ((link.source, points[0]), (link.target, points[-1])):
            box = layout.boxes[node]
            sides = {"left": x - box.left, "right": x - box.right, "top": y - box.top, "bottom": y - box.bottom}
            side = min(sides, key=lambda name: abs(sides[name]))
            found.setdefault((node, side), []).append((x if side in ("top", "bottom") else y, link.width))
    return found


@pytest.mark.parametrize(("diagram", "view"), PICTURES)
def test_lines_that_meet_a_side_of_a_node_stand_beside_each_other_for_their_width(diagram: str, view: Any) -> None:
    request, layout = laid(diagram, view)
    several = 0
    for side, lines in ends_at_sides(request, layout).items():
        for (at, wide), (other, its) in combinations(sorted(lines), 2):
            if other - at > 0.5:  # else they are one trunk
                several += 1
                assert other - at >= 7.5 + (wide + its) / 2, side
    assert several or view == "guide"
