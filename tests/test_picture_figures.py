"""What `scripts/measure_pictures.py` says of a picture, against values worked out by hand on small drawings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from measure_pictures import table
from picture_figures import crossing, figures
from picture_ornaments import faults
from picture_reading import Area


def svg(*groups: str, width: float = 200, height: float = 100, moved: str = "translate(0 0)") -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" viewBox="0 0 {width} {height}">'
    return f'{head}<g class="graph" transform="{moved}">{"".join(groups)}</g></svg>'


def node(name: str, x: float, y: float, text: str = "", size: float = 11) -> str:
    """Return a box of 20 by 10 about a place."""
    corners = " ".join(f"{x + a},{y + b}" for a, b in ((-10, -5), (10, -5), (10, 5), (-10, 5)))
    label = f'<text text-anchor="middle" x="{x}" y="{y}" font-size="{size}">{text}</text>' if text else ""
    return f'<g class="node"><title>{name}</title><polygon points="{corners}"/>{label}</g>'


def edge(source: str, target: str, path: str, label: str = "") -> str:
    return f'<g class="edge"><title>{source}-&gt;{target}</title><path d="{path}"/>{label}</g>'


CORNERS = [node("n0", 10, 10), node("n1", 190, 90), node("n2", 10, 90), node("n3", 190, 10)]


def test_two_diagonals_cross_once() -> None:
    found = figures(svg(*CORNERS, edge("n0", "n1", "M20,10 L180,90"), edge("n2", "n3", "M20,90 L180,10")))
    assert (found["crossings"], found["nodes"], found["edges"], found["ratio"]) == (1, 4, 2, 2.0)


def test_lines_that_run_together_or_meet_in_their_shared_node_do_not_cross() -> None:
    trunk = [edge("n0", "n1", "M20,10 L100,10 L100,90 L180,90"), edge("n0", "n3", "M20,10 L100,10 L180,10")]
    inside = [edge("n2", "n1", "M5,88 L180,92"), edge("n2", "n0", "M15,93 L5,86 L10,15")]
    assert figures(svg(*CORNERS, *trunk))["crossings"] == 0
    assert figures(svg(*CORNERS, *inside))["crossings"] == 0


def test_a_curve_is_followed() -> None:
    """A cubic from (20, 10) with both handles at y = 50 reaches y = 40 in its middle, by de Casteljau."""
    curve, level = edge("n0", "n3", "M20,10C20,50 180,50 180,10"), edge("n2", "n1", "M0,39 L199,39")
    assert figures(svg(*CORNERS, curve, level))["crossings"] == 2
    assert figures(svg(*CORNERS, curve, edge("n2", "n1", "M0,41 L199,41")))["crossings"] == 0


def test_an_edge_through_a_node_that_is_not_its_end_is_counted() -> None:
    across = edge("n0", "n3", "M20,10 L180,10")
    assert figures(svg(*CORNERS, node("n4", 100, 10), across))["through_nodes"] == 1
    assert figures(svg(*CORNERS, node("n4", 100, 16), across))["through_nodes"] == 0


def test_an_edge_over_a_label_of_another_is_counted_and_its_own_is_not() -> None:
    label = '<text text-anchor="middle" x="100" y="53" font-size="10">hippocampus</text>'
    labelled, other = edge("n2", "n1", "M20,90 L180,50", label), edge("n0", "n1", "M20,10 L180,90")
    assert figures(svg(*CORNERS, labelled))["through_labels"] == 0
    assert figures(svg(*CORNERS, labelled, other))["through_labels"] == 1


def test_an_edge_over_the_title_of_a_frame_is_counted() -> None:
    frame = (
        '<g class="cluster"><title>cluster_0</title><text x="90" y="13" font-size="10">Cytosol</text>'
        '<path d="M0,0L50,0"/></g>'
    )
    assert figures(svg(*CORNERS, frame, edge("n0", "n3", "M20,10 L180,10")))["over_titles"] == 1


def test_a_detour_is_told_against_the_distance_of_the_borders() -> None:
    """From x = 20 to x = 180 straight is 160; over y = 90 the line is 160 + 2 * 80 long, twice as far."""
    assert figures(svg(*CORNERS, edge("n0", "n3", "M20,10 L20,90 L180,90 L180,10")))["worst_detour"] == 2.0
    assert figures(svg(*CORNERS, edge("n0", "n3", "M20,10 L180,10")))["worst_detour"] == 1.0


def test_the_type_is_as_large_as_the_sheet_allows() -> None:
    """902 by 1400 fits 451 by 700 at half its size, a column of 244 points at 244 / 902, a slide at 440 / 1400."""
    found = figures(svg(node("n0", 50, 50, "A", 11), width=902, height=1400))
    assert (found["type_a4"], found["type_column"], found["type_slide"]) == (5.5, 2.98, 3.46)


def test_nodes_overlap_where_they_share_an_area_and_none_stands_in_the_other() -> None:
    assert figures(svg(node("n0", 50, 50), node("n1", 65, 53)))["node_overlaps"] == 1
    assert figures(svg(node("n0", 50, 50), node("n1", 70, 50)))["node_overlaps"] == 0
    whole = '<g class="node"><title>n1</title><polygon points="0,0 90,0 90,90 0,90"/></g>'
    assert figures(svg(node("n0", 50, 50), whole))["node_overlaps"] == 0


def test_the_legend_is_measured_and_its_samples_are_no_nodes() -> None:
    frame = '<g class="cluster"><title>cluster_legend</title><polygon points="0,80 100,80 100,100 0,100"/></g>'
    found = figures(svg(node("n0", 50, 50), node("shape_kinase", 20, 90), frame))
    assert (found["nodes"], found["legend_share"]) == (1, 0.1)


def test_what_graphviz_moves_as_a_whole_is_measured_where_it_stands() -> None:
    found = figures(svg(*CORNERS, edge("n0", "n1", "M20,10 L180,90"), node("n5", 100, 50), moved="translate(4 1000)"))
    assert (found["through_nodes"], found["crossings"]) == (1, 0)


def test_a_picture_that_is_made_smaller_on_a_sheet_is_measured_as_it_is_printed() -> None:
    """At half size the name of 11 points has 5.5, and fills a column of 244 points from 122 wide at twice that."""
    found = figures(svg(node("n0", 50, 50, "A", 11), width=122, moved="translate(4 9) scale(0.5)"))
    assert found["type_column"] == 11.0


def test_groups_that_are_named_for_people_are_known_by_what_they_were_drawn_as() -> None:
    named = '<g class="node" data-drawn="n7"><title>a protein</title><polygon points="90,0 110,0 110,20 90,20"/></g>'
    assert figures(svg(*CORNERS, named, edge("n0", "n3", "M20,10 L180,10")))["through_nodes"] == 1


@pytest.mark.parametrize(("start", "end", "meets"), [((0, 0), (9, 9), True), ((0, 6), (3, 9), False)])
def test_a_straight_line_meets_an_area_or_misses_it(
    start: tuple[float, float], end: tuple[float, float], meets: bool
) -> None:
    assert Area(3, 3, 6, 6).meets(start, end) is meets


def test_parallel_lines_cross_nowhere() -> None:
    assert crossing((0, 0), (2, 2), (1, 0), (3, 2)) is None


def test_an_earlier_figure_stands_before_the_new_one() -> None:
    text = table({"D1": {"crossings": 1, "nodes": 11}}, {"D1": {"crossings": 4, "nodes": 11}})
    assert "| 4 → 1 |" in text
    assert "| D1 | 11 |" in text


def test_what_covers_something_is_told_and_what_stands_beside_it_is_not() -> None:
    head = '<polygon points="180,86 180,94 190,90"/>'
    words = '<text text-anchor="middle" x="{}" y="60" font-size="9">words</text>'
    site = '<g class="node"><title>site_n0</title><polygon points="{},{} 40,0 40,8 {},8"/></g>'
    frame = '<g class="cluster"><title>cluster_0</title><polygon points="5,40 195,40 195,99 5,99"/>{}</g>'
    line = f'<g class="edge"><title>n0-&gt;n1</title><path d="M10 10 L190 90"/>{head}{{}}</g>'
    fine = [node("n0", 10, 20, "A"), node("n1", 190, 90, ""), line.format(words.format(100)), frame.format("")]
    assert faults(svg(*fine)) == []
    assert faults(svg(*fine[:2], line.format(words.format(188).replace("60", "92")))) == [
        "words of n0->n1 covers end of n0->n1"
    ]
    assert faults(svg(*fine[:2], line.format(words.format(100).replace("60", "42")), fine[3])) == [
        "words of n0->n1 lies across border of cluster_0"
    ]
    assert faults(svg(fine[0], site.format(5, 16, 5))) == ["site of site_n0 covers letters of n0"]
    title = '<text text-anchor="start" x="150" y="88" font-size="10">Cytosol</text>'
    assert faults(svg(fine[1], frame.format(title))) == ["title of cluster_0 touches box of n1"]
    tab = '<g class="cluster"><title>cluster_0_tab</title><polygon points="{0},60 {0},90 195,90 195,60"/></g>'
    assert faults(svg(*fine[:3], tab.format(185))) == ["border of cluster_0_tab touches end of n0->n1"]
    assert faults(svg(*fine[:3], tab.format(192))) == []


def test_a_round_head_is_covered_wherever_something_lies_on_it() -> None:
    head = '<ellipse cx="100" cy="50" rx="10" ry="10"/>'
    line = f'<g class="edge"><title>n0-&gt;n1</title><path d="M10 50 L90 50"/>{head}</g>'
    site = '<g class="node"><title>site_n1</title><polygon points="{0},{1} 130,{1} 130,46 {0},46"/></g>'
    assert faults(svg(line, site.format(104, 40))) == ["site of site_n1 covers end of n0->n1"]
    assert faults(svg(line, site.format(109, 40))) == []  # at 9 to the right the circle is 4.4 high
