"""The heads of arrows are seen: no site of a phosphate hides one, and no words stand on one."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pathway_graph.diagrams import select_diagram, sheet_of
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.layout.geometry import Layout, Line, Link, Request, Size
from pathway_graph.diagrams.select import LAYERS_SHOWN
from pathway_graph.diagrams.sites import site_spots
from pathway_graph.formats.native import read_guide
from pathway_graph.model.plane import Box
from pathway_graph.model.vocabulary import LAYERS

SVG = "{http://www.w3.org/2000/svg}"
GUIDE = read_guide()


@cache
def groups(diagram: str, view: Any, layers: Any = LAYERS_SHOWN) -> list[tuple[str, ET.Element]]:
    root = ET.fromstring(sheet_of(select_diagram(GUIDE, diagram, view=view, layers=layers)).svg)
    return [(group.get("data-drawn", ""), group) for group in root.iter(f"{SVG}g") if group.get("data-drawn")]


def bounds(shape: ET.Element) -> tuple[float, float, float, float]:
    text = shape.get("points") or re.sub("[A-Za-z]", " ", shape.get("d", ""))
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(("diagram", "view"), [("D1", "guide"), ("D2", "guide"), ("D1", "expanded")])
def test_the_mark_of_a_site_hides_no_head_of_an_arrow_and_its_type_is_as_large_as_can_be_read(
    diagram: str, view: Any
) -> None:
    found = groups(diagram, view)
    heads = [bounds(part) for name, group in found if "->" in name for part in group.iter(f"{SVG}polygon")]
    marks = [group for name, group in found if name.startswith("site_")]
    assert len(marks) == 1
    assert len(heads) >= 9
    (box,) = [bounds(part) for part in marks[0].iter() if part.tag in (f"{SVG}path", f"{SVG}polygon")]
    assert not [head for head in heads if meet(box, head)]
    (site,) = marks[0].iter(f"{SVG}text")
    names = {float(text.get("font-size", "0")) for name, group in found if re.fullmatch(r"n\d+", name)
             for text in group.iter(f"{SVG}text")}  # fmt: skip
    assert site.text == "Ser133"
    assert float(site.get("font-size", "0")) >= 0.8 * max(names)


@pytest.mark.parametrize("diagram", ["D1", "D2"])
def test_words_beside_an_arrow_stand_off_the_heads_of_all(diagram: str) -> None:
    edges = [group for name, group in groups(diagram, "expanded", LAYERS) if "->" in name]
    heads = [bounds(part) for group in edges for part in group.iter(f"{SVG}polygon")]
    words = [text for group in edges for text in group.iter(f"{SVG}text")]
    assert "hypothesis" in {text.text for text in words}
    for text in words:
        size, x, y = (float(text.get(name, "")) for name in ("font-size", "x", "y"))
        half = width(text.text or "", size) / 2 + 2  # two points between them: half of one is the outline of the head
        assert not [head for head in heads if meet((x - half, y - 0.75 * size, x + half, y + 0.22 * size), head)]


def test_a_mark_stands_on_its_corner_unless_it_would_hide_a_line_words_or_another_mark() -> None:
    size = Size(20.0, 10.0)
    box, far = Box(50.0, 50.0, 100.0, 20.0), Box(50.0, 200.0, 100.0, 20.0)
    asked = Request(
        {"a": Size(100.0, 20.0), "b": Size(100.0, 20.0)}, (Link("l", "a", "b", Size(30.0, 16.0), width=9.0),), {}
    )

    def spot(x: float, words: tuple[float, float]) -> tuple[float, float]:
        line = Line(((x, 60.0), (x, 190.0)), words)
        return site_spots(asked, Layout(100.0, 220.0, {"a": box, "b": far}, {"l": line}, {}), {"b": size})["b"]

    assert spot(20.0, (0.0, 120.0)) == (94.0, 188.0)  # the right upper corner, most of it outside
    assert spot(90.0, (0.0, 120.0)) == (94.0, 212.0)  # a line ends there
    assert spot(80.0, (0.0, 120.0)) == (94.0, 212.0)  # a cable is wider than its middle
    assert spot(20.0, (94.0, 186.0)) == (94.0, 212.0)  # words stand there
    assert spot(20.0, (94.0, 200.0)) == (62.0, 188.0)  # words stand over both corners: further left
