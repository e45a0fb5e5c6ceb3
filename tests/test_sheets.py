"""Sheets: sizes that are asked for, type that is told, themes that differ, marks that are explained, nothing lost."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from pathway_graph.cli import cli
from pathway_graph.diagrams import (
    Drawing,
    DrawnEdge,
    DrawnNode,
    Sheet,
    draw_network,
    narrowed,
    overlay_changes,
    retitled,
    save_picture,
    select_diagram,
    sheet_of,
    style,
    to_dot,
)
from pathway_graph.diagrams.callouts import callouts_of, listed
from pathway_graph.diagrams.compose import composed
from pathway_graph.diagrams.dot import picture_dot
from pathway_graph.diagrams.legend import legend_entries
from pathway_graph.diagrams.legend_strip import set_legend
from pathway_graph.diagrams.outline import length_of_head
from pathway_graph.diagrams.render import render_svg
from pathway_graph.diagrams.sheet import MM, THEMES
from pathway_graph.diagrams.themes import LOOKS, themed
from pathway_graph.errors import RenderError, WrongArgument
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.regulators import Measurement, place_changes
from test_diagrams import HOSTILE

GUIDE = read_guide()
SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
PLAIN = Drawing("plain", "Plain", "", "cascade", "guide", (DrawnNode("a", "A", "Protein"),), (), version="v 1")


def of_width(width: float, height: float, size: float = 9.0) -> str:
    """Return a picture as Graphviz writes one: its size in points, and one label."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">'
        f'<g class="graph" transform="scale(1 1) rotate(0) translate(4 {height})"><g id="n0" class="node">'
        f'<text x="0" y="0" font-size="{size}">A</text></g></g></svg>'
    )


# Sizes and type ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "width", "height"),
    [
        (Sheet("column"), 243.78, None),  # 86 mm / 25.4 * 72
        (Sheet("page"), 504.57, None),  # 178 mm
        (Sheet("slide"), 960, 540),  # 13.33 by 7.5 inches
        (Sheet("poster"), 2383.94, 1683.78),  # A1, crosswise for a picture that is wider than high
        (Sheet(width_mm=100), 283.46, None),
    ],
)
def test_a_sheet_has_the_size_of_its_purpose(sheet: Sheet, width: float, height: float | None) -> None:
    found = composed(PLAIN, of_width(400, 300), sheet, style)
    root = ET.fromstring(found.svg)
    assert float(root.get("width", "").removesuffix("pt")) == pytest.approx(width, abs=0.01)
    if height is not None:
        assert float(root.get("height", "").removesuffix("pt")) == pytest.approx(height, abs=0.01)


def test_type_too_small_for_print_is_told_with_what_would_do() -> None:
    """A column has 243.78 - 2 * 2 = 239.78 points; a picture of 479.56 is halved, so 9 points become 4.5."""
    found = composed(PLAIN, of_width(479.56, 300), Sheet("column"), style)
    assert found.scale == pytest.approx(0.5, abs=1e-4)
    assert found.least == pytest.approx(4.5, abs=1e-3)
    assert "the smallest type of the picture is 4.5 pt and its names are 5.5 pt" in found.complaint
    # at 6.5 points the picture is 479.56 * 6.5 / 9 = 346.3 points wide: 122.2 mm, and 2 for the margins
    assert "a width of 124 mm would do" in found.complaint
    assert composed(PLAIN, of_width(479.56, 300), Sheet(width_mm=124), style).complaint == ""
    assert composed(PLAIN, of_width(479.56, 300), Sheet(), style).complaint == ""


def test_a_small_picture_is_not_blown_up_and_a_slide_is_filled() -> None:
    assert composed(PLAIN, of_width(100, 80), Sheet("page"), style).scale == 1
    assert composed(PLAIN, of_width(100, 80), Sheet("slide"), style).scale == pytest.approx(18 / 11)
    tall = composed(PLAIN, of_width(300, 3000), Sheet("slide"), style)
    assert 3000 * tall.scale < 540


def test_words_of_the_sheet_keep_their_size_whatever_the_picture_is_scaled_by() -> None:
    found = ET.fromstring(composed(PLAIN, of_width(2000, 300), Sheet("column"), style).svg)
    sizes = {name: layer(found, name) for name in ("Title", "Legend", "Footer")}
    for group in sizes.values():
        assert "scale" not in group.get("transform", "")
        for text in group.iter(f"{SVG}text"):
            assert float(text.get("font-size", "")) >= 6.5


def layer(root: ET.Element, name: str) -> ET.Element:
    (found,) = [group for group in root.iter(f"{SVG}g") if group.get("id") == name]
    return found


def test_a_word_that_means_nothing_is_refused_with_a_suggestion() -> None:
    for wrong in ({"purpose": "slides"}, {"theme": "gray"}, {"legend": "stripe"}, {"direction": "left"}):
        with pytest.raises(WrongArgument):
            Sheet(**wrong)  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="width_mm"):
        Sheet(width_mm=0)


# Themes -----------------------------------------------------------------------------------------------------------


def lightness(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((lightness(one), lightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def painted(theme: str, **attributes: str) -> dict[str, str]:
    root = ET.fromstring(f'<svg xmlns="{SVG[1:-1]}"><g class="edge"><path/></g></svg>')
    root[0][0].attrib |= attributes
    themed(root, theme)
    return root[0][0].attrib


LINES = [DrawnEdge("a", "increases", "b", 1), DrawnEdge("a", "decreases", "b", -1), DrawnEdge("a", "binds", "b", None),
         DrawnEdge("a", "decreases", "b", -1, view="background")]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_lines_stand_out_from_the_sheet_and_from_every_compartment(theme: str) -> None:
    page = LOOKS[theme].page
    fills = [painted(theme, fill=fill)["fill"] for _, fill in style.COMPARTMENT_FILLS.values()]
    for edge in LINES:
        line = painted(theme, fill="none", stroke=style.colour_of(edge))["stroke"]
        assert min(contrast(line, fill) for fill in (page, *fills)) >= 3.0, (theme, edge)


@pytest.mark.parametrize("theme", ["print", "grey", "colour-blind"])
def test_background_and_what_lowers_differ_in_a_print_without_colours(theme: str) -> None:
    """Both were grey 118 and 119 of 255; now lightness, weight or both tell them apart."""
    lowers, background = LINES[1], LINES[3]
    asserted = painted(theme, fill="none", stroke=style.colour_of(lowers), **{"stroke-width": style.width_of(lowers)})
    added = painted(theme, fill="none", stroke=style.colour_of(background),
                    **{"stroke-width": style.width_of(background)})  # fmt: skip
    assert float(asserted["stroke-width"]) >= 1.8 * float(added["stroke-width"])
    assert contrast(asserted["stroke"], added["stroke"]) > (4 if theme == "grey" else 1.05)


DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""


def seen(colour: str) -> np.ndarray[Any, Any]:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    found = np.clip(DEUTERANOPIA @ linear, 0, 1)
    shown: np.ndarray[Any, Any] = np.where(found <= 0.0031308, found * 12.92, 1.055 * found ** (1 / 2.4) - 0.055) * 255
    return shown


@pytest.mark.parametrize("theme", ["print", "dark", "colour-blind"])
def test_signs_and_changes_stay_apart_without_red_and_green(theme: str) -> None:
    signs = [painted(theme, fill="none", stroke=style.colour_of(edge))["stroke"] for edge in LINES[:2]]
    assert np.linalg.norm(seen(signs[0]) - seen(signs[1])) > 90
    for one, other in ((style.RAISED, style.LOWERED), (style.STRONG["up"], style.STRONG["down"])):
        assert np.linalg.norm(seen(one) - seen(other)) > 60


def test_no_two_roles_have_the_same_stripe_and_picture() -> None:
    marked = {shape.meaning: shape.mark for shape in (*style.ROLE_SHAPES.values(), *style.KIND_SHAPES.values())
              if shape.mark}  # fmt: skip
    assert len(set(marked.values())) == len(marked)


def test_words_on_every_fill_of_the_scale_can_be_read() -> None:
    for level in (-1.0, -0.5, 0.01, 0.5, 1.0):
        node = DrawnNode("a", "A", "Protein", change="up" if level > 0 else "down", level=level)
        assert contrast(style.fill_of(node), style.words_colour_of(node)) >= 7
    pale = DrawnNode("a", "A", "Protein", change="none")
    assert contrast(style.fill_of(pale), style.words_colour_of(pale)) >= 4.5


def test_a_bar_is_wider_than_the_line_it_ends() -> None:
    """Graphviz draws a tee of size 1 ten points wide."""
    lowers = LINES[1]
    assert 10 * float(style.head_size_of(lowers)) >= 6 * float(style.width_of(lowers))
    assert length_of_head(style.arrowhead_of(lowers), float(style.head_size_of(lowers)), 1.7) > 3


# Legend -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [240.0, 500.0, 900.0])
def test_a_legend_stays_within_its_width_and_takes_few_lines(most: float) -> None:
    drawing = select_diagram(GUIDE, "camp")
    entries = legend_entries(drawing, style)
    strip = set_legend(drawing, entries, style, most=most, size=6.5, is_full=False)
    assert strip.height <= 6.5 * 1.75 * (2 if most > 400 else 5)  # 500 points are A4 between its margins
    from pathway_graph.diagrams.fonts import width

    for text in strip.elements:
        if text.tag == f"{SVG}text":
            assert float(text.get("x", "")) + width(text.text or "", 6.5) <= most + 0.01


def test_the_legend_can_be_left_out_or_have_headings() -> None:
    words = {kind: ET.fromstring(sheet_of(select_diagram(GUIDE, "D4"), sheet=Sheet(legend=kind)).svg)
             for kind in ("none", "strip", "full")}  # fmt: skip
    assert not [group for group in words["none"].iter(f"{SVG}g") if group.get("id") == "Legend"]
    said = {kind: " ".join(layer(root, "Legend").itertext()) for kind, root in words.items() if kind != "none"}
    assert "Arrows" in said["full"]
    assert "Arrows" not in said["strip"]
    for entry in legend_entries(select_diagram(GUIDE, "D4"), style):
        assert entry.words in said["full"]
        assert entry.words in said["strip"]


def test_what_a_picture_was_asked_about_has_a_border_that_is_explained() -> None:
    from pathway_graph.diagrams import draw_trace
    from pathway_graph.trace import upstream

    drawing = draw_trace(upstream(GUIDE, "BDNF", max_steps=1))
    asked = {node.id for node in drawing.nodes if node.is_receiver}
    assert asked
    assert asked <= {"gene:BDNF", "rna:BDNF", "prot:BDNF"}
    assert style.RECEIVER in {entry.words for entry in legend_entries(drawing, style)}
    assert style.RECEIVER not in {entry.words for entry in legend_entries(select_diagram(GUIDE, "camp"), style)}


# Callouts ---------------------------------------------------------------------------------------------------------


def test_every_claim_behind_every_arrow_is_in_the_list_and_every_number_on_its_arrow() -> None:
    drawing = select_diagram(GUIDE, "camp")
    found = sheet_of(drawing, GUIDE, Sheet(callouts=True))
    root = ET.fromstring(found.svg)
    told = " ".join(layer(root, "Evidence").itertext())
    claims = {claim for edge in drawing.edges for claim in edge.claims}
    assert claims
    assert {claim for claim in claims if not re.search(rf"\b{re.escape(claim)}\b", told)} == set()
    assert "doi:10.1016/j.jpain.2013.04.015" in told  # of T2.2
    assert "PMID 1647168 candidate" in told  # nobody has verified that this is the study
    numbers = [text.text for text in layer(root, "Callouts").iter(f"{SVG}text")]
    assert numbers == [str(number) for number in range(1, len(callouts_of(drawing, GUIDE)) + 1)]
    spots = [(text.get("x"), text.get("y")) for text in layer(root, "Callouts").iter(f"{SVG}text")]
    assert len(set(spots)) == len(spots)


def test_a_list_that_finds_no_room_says_how_much_is_missing() -> None:
    callouts = callouts_of(select_diagram(GUIDE, "camp"), GUIDE)
    short = listed(callouts, 300, 6.5, room=60)
    assert short.height <= 60
    said = [text.text or "" for text in short.elements]
    shown = [int(text) for text in said if text.isdigit()]
    assert said[-1] == f"{len(callouts) - len(shown)} more arrows not listed here: no room on this sheet"
    whole = listed(callouts, 300, 6.5, room=None)
    assert [int(text.text or "") for text in whole.elements if (text.text or "").isdigit()] == [
        callout.number for callout in callouts
    ]


# Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Network:
    return build_network(
        Source("s", version="1"),
        entities=[Entity("d", "SmallMolecule", "Drug", role="drug"), Entity("p", "Protein", "Kinase", role="kinase"),
                  Entity("q", "Protein", "Third")],
        claims=[Claim("c1", "d", "inhibits", "p"), Claim("c2", "p", "phosphorylates", "q")],
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawing(small: Network) -> Drawing:
    return draw_network(small, small.edges, title="Small")


def test_an_svg_has_named_layers_of_text_that_can_be_edited(small: Network, drawing: Drawing) -> None:
    root = ET.fromstring(sheet_of(drawing, small, Sheet(callouts=True)).svg)
    layers = [group.get(LABEL) for group in root if group.get(LABEL)]
    assert layers == ["Title", "Arrows", "Nodes", "Callouts", "Legend", "Evidence", "Footer"]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {group.get(LABEL) for group in layer(root, "Nodes")} == {"Drug", "Kinase", "Third"}
    assert {group.get(LABEL) for group in layer(root, "Arrows")} == {
        "Drug inhibits Kinase", "Kinase phosphorylates Third",
    }  # fmt: skip
    assert {"Drug", "Kinase", "Third"} <= {text.text for text in layer(root, "Nodes").iter(f"{SVG}text")}
    assert not list(root.iter(f"{SVG}a"))
    root = ET.fromstring(sheet_of(select_diagram(GUIDE, "D4"), GUIDE).svg)
    assert {group.get(LABEL) for group in layer(root, "Compartments")} == {"Extracellular", "Cytosol"}
    assert {group.get("id") for group in layer(root, "Nodes")} >= {"PYK2", "phosphate_at_Tyr397", "phosphate_at_Tyr402"}


@pytest.mark.parametrize(
    ("sheet", "dpi"),
    [(Sheet("column"), 600), (Sheet(), 144), (Sheet("column", dpi=300), 300), (Sheet(width_mm=40), 600)],
)
def test_png_and_tiff_have_the_dots_and_the_size_of_their_purpose(
    small: Network, drawing: Drawing, sheet: Sheet, dpi: int, tmp_path: Path
) -> None:
    png = save_picture(drawing, small, tmp_path / "a.png", sheet=sheet).read_bytes()
    wide, _ = struct.unpack(">II", png[16:24])
    place = png.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", png[place : place + 9])
    assert (across, down, unit) == (round(dpi / 0.0254), round(dpi / 0.0254), 1)
    if sheet.purpose == "column":
        assert wide == pytest.approx(86 / 25.4 * dpi, abs=2)
    from PIL import Image

    tiff = save_picture(drawing, small, tmp_path / "a.tif", sheet=sheet)
    with Image.open(BytesIO(tiff.read_bytes())) as image:
        assert image.format == "TIFF"
        assert image.size[0] == wide
        assert tuple(map(float, image.info["dpi"])) == (dpi, dpi)


def test_a_pdf_is_as_wide_as_asked_and_embeds_its_fonts(small: Network, drawing: Drawing, tmp_path: Path) -> None:
    pdf = save_picture(drawing, small, tmp_path / "a.pdf", sheet=Sheet("column", callouts=True)).read_bytes()
    (box,) = re.findall(rb"/MediaBox \[ ([\d. ]+) \]", pdf)
    assert float(box.split()[2]) == pytest.approx(86 * MM, abs=0.01)
    assert pdf.count(b"/FontFile2") == len(re.findall(rb"/BaseFont", pdf))


def test_a_font_of_ones_own_is_written_into_pdf_and_png(small: Network, drawing: Drawing, tmp_path: Path) -> None:
    from pathway_graph.diagrams.fonts import BOLD, font_file

    file = str(font_file(BOLD))
    pdf = save_picture(drawing, small, tmp_path / "a.pdf", sheet=Sheet(font=file)).read_bytes()
    assert b"BitstreamVera" in pdf
    plain = save_picture(drawing, small, tmp_path / "b.png").read_bytes()
    assert save_picture(drawing, small, tmp_path / "c.png", sheet=Sheet(font=file)).read_bytes() != plain
    svg = save_picture(drawing, small, tmp_path / "d.svg", sheet=Sheet(font="Inter")).read_text(encoding="utf-8")
    assert 'font-family="Inter,' in svg
    with pytest.raises(RenderError, match="cannot draw with"):
        save_picture(drawing, small, tmp_path / "e.pdf", sheet=Sheet(font=str(tmp_path / "none.ttf")))


@pytest.mark.parametrize("name", [*HOSTILE, "Legend", "Nodes", "\ud800", "A\x00B"])
def test_a_hostile_name_stays_text_and_no_identifier_is_given_twice(name: str) -> None:
    network = build_network(
        Source("s", title="s"),
        entities=[Entity("a", "Protein", name), Entity("b", "Protein", f"{name} 2")],
        claims=[Claim("c", "a", "activates", "b", statement=name)],
    )
    drawing = retitled(draw_network(network, network.edges, title="t"), name)
    root = ET.fromstring(sheet_of(drawing, network, Sheet(callouts=True)).svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    harmless = {"svg", "g", "path", "polygon", "text", "title", "ellipse", "polyline"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= harmless


def test_the_same_sheet_has_the_same_bytes(small: Network, drawing: Drawing) -> None:
    sheet = Sheet("page", theme="grey", callouts=True)
    assert sheet_of(drawing, small, sheet).svg == sheet_of(drawing, small, sheet).svg


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_changes_colours_and_no_word(small: Network, drawing: Drawing, theme: Any) -> None:
    plain, other = (ET.fromstring(sheet_of(drawing, small, Sheet(theme=one)).svg) for one in ("print", theme))
    assert "".join(plain.itertext()) == "".join(other.itertext())
    if theme == "grey":
        colours = {value for element in other.iter() for key in ("fill", "stroke") if (value := element.get(key))}
        for colour in colours - {"none", "transparent"}:
            assert colour[1:3] == colour[3:5] == colour[5:7], colour


def test_what_nothing_writes_says_so_with_a_way_out(small: Network, drawing: Drawing, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"eps.*pdftops"):
        save_picture(drawing, small, tmp_path / "a.eps")
    assert list(tmp_path.iterdir()) == []


# Parts of a picture, and measured changes -------------------------------------------------------------------------


def test_what_is_left_out_is_said(small: Network, drawing: Drawing) -> None:
    part = narrowed(drawing, small, without=["third"])
    assert [node.name for node in part.nodes] == ["Drug", "Kinase"]
    assert part.notes[-1] == "Left out: Third; with 1 arrow"
    assert part.digest != drawing.digest
    assert [node.name for node in narrowed(drawing, small, only=["q", "Kinase"]).nodes] == ["Kinase", "Third"]
    assert narrowed(drawing, small) is drawing
    with pytest.raises(WrongArgument, match="shows no 'Kinas'; did you mean 'Kinase'"):
        narrowed(drawing, small, without=["Kinas"])
    with pytest.raises(WrongArgument, match="nothing would be left"):
        narrowed(drawing, small, without=["d", "p", "q"])


def test_a_part_of_a_picture_says_of_itself_what_is_so_and_no_more() -> None:
    """With phospho-CREB the contradiction about it goes, and is not told any longer."""
    drawing = select_diagram(GUIDE, "camp")
    assert any(note.startswith("Claims disagree") for note in drawing.notes)
    part = narrowed(drawing, GUIDE, without=["pCREB"])
    assert not [note for note in part.notes if note.startswith("Claims disagree")]
    assert part.version == "imipramine 2026.11"
    kept = narrowed(drawing, GUIDE, without=["PDE"])
    assert [note for note in kept.notes if note.startswith("Claims disagree")]


def test_a_picture_without_a_title_keeps_its_notes(small: Network, drawing: Drawing) -> None:
    part = narrowed(drawing, small, without=["third"])
    texts = [text.text for text in layer(ET.fromstring(sheet_of(retitled(part, "")).svg), "Title")]
    assert "Small" not in texts
    assert "Left out: Third; with 1 arrow" in texts


def changed(**values: float) -> Any:
    return place_changes(
        GUIDE, [Measurement(name, 1 if value > 0 else -1 if value < 0 else 0, value) for name, value in values.items()]
    )


def test_measured_changes_fill_nodes_on_one_scale() -> None:
    """The largest change drawn is 2.6, so the scale ends at 3; 1.5 is half of it."""
    shown = overlay_changes(select_diagram(GUIDE, "bdnf"), GUIDE, changed(BDNF=1.5, NTRK2=-2.6, NR3C1=9.0, NOSUCH=1.0))
    assert shown.scale == (3.0, "log2 fold change")
    levels = {node.id: (node.change, node.level, node.badges) for node in shown.nodes if node.change != "none"}
    assert levels["prot:BDNF"] == ("up", 0.5, ("▲ +1.5",))
    assert levels["prot:NTRK2"][0] == "down"
    assert levels["prot:NTRK2"][1] == pytest.approx(-2.6 / 3)
    assert set(levels) == {"prot:BDNF", "rna:BDNF", "gene:BDNF", "prot:NTRK2"}
    assert shown.notes[-1] == (
        f"4 of {len(shown.nodes)} nodes measured; 1 changed gene not in the picture; 1 name not in the network"
    )
    assert style.fill_of(next(node for node in shown.nodes if node.id == "prot:BDNF")) == "#a3cbe8"
    """White and #5BA3D6, of which 0.12 + 0.88 * 0.5 = 0.56: 255 - 0.56 * (255 - 91) = 163 = a3."""


def test_a_change_of_a_gene_says_nothing_of_its_phosphorylated_protein() -> None:
    drawing = select_diagram(GUIDE, "camp")
    of_gene = {node.id: node.change for node in overlay_changes(drawing, GUIDE, changed(CREB1=2.0)).nodes}
    assert (of_gene["prot:CREB1"], of_gene["state:CREB1_pS133"]) == ("up", "none")
    of_state = {node.id: node.change for node in overlay_changes(drawing, GUIDE, changed(pCREB=2.0)).nodes}
    assert (of_state["prot:CREB1"], of_state["state:CREB1_pS133"]) == ("none", "up")


def test_measurements_of_nothing_that_is_drawn_are_refused() -> None:
    with pytest.raises(WrongArgument, match="measures nothing that is drawn here"):
        overlay_changes(select_diagram(GUIDE, "fak"), GUIDE, changed(BDNF=1.0))


# Workflows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [diagram.id for diagram in GUIDE.diagrams if diagram.kind == "workflow"])
def test_a_workflow_says_each_thing_once_and_fills_a_page(name: str) -> None:
    drawing = select_diagram(GUIDE, name)
    for node in drawing.nodes:
        parts = ["".join(part.casefold().split()) for part in (node.name, *node.details)]
        for one, other in combinations(range(len(parts)), 2):
            assert parts[other] not in parts[one], (node.name, node.details)
    found = sheet_of(drawing)
    assert 0.9 <= found.width / found.height <= 2.2
    on_page = sheet_of(drawing, sheet=Sheet("page"))
    assert on_page.complaint == ""


def test_a_way_back_runs_through_no_step() -> None:
    """On a slide the Western blot has three columns, and step 10 leads back to step 6 in the one before."""
    dot = picture_dot(select_diagram(GUIDE, "D5"), ratio=Sheet("slide").format.ratio)
    boxes = [
        tuple(map(float, found))
        for found in re.findall(r'\tn\d+ \[.*?height=([\d.]+).*?pos="([\d.]+),(-?[\d.]+)".*? width=([\d.]+)', dot)
    ]
    assert len(boxes) == 10
    assert len({x for _, x, _, _ in boxes}) == 3
    (back,) = re.findall(r'\tn9 -> n5 \[.*?pos="([^"]+)"', dot)
    spots = [tuple(map(float, spot.split(","))) for spot in back.split()[1:] if not spot.startswith("e")]
    for high, x, y, wide in boxes:
        for at_x, at_y in spots:
            assert not (abs(at_x - x) < wide * 36 - 1 and abs(at_y - y) < high * 36 - 1)


def test_a_way_back_stands_off_the_side_of_the_picture() -> None:
    svg = render_svg(picture_dot(select_diagram(GUIDE, "D5")))
    wide = float((re.search(r'viewBox="0.00 0.00 ([\d.]+)', svg) or ["", "0"])[1])
    back = (re.search(r'<title>n9(?:-|&#45;)&gt;n5</title>.*?<path [^>]*d="([^"]+)"', svg, re.DOTALL) or ["", ""])[1]
    assert wide - max(float(x) for x, _ in re.findall(r"([\d.]+),(-?[\d.]+)", back)) > 18


def test_steps_are_read_from_top_to_bottom_and_bear_their_numbers() -> None:
    drawing = select_diagram(GUIDE, "D5")
    places = [
        tuple(map(float, found)) for found in re.findall(r'\tn\d+ \[.*?pos="([\d.]+),(-?[\d.]+)"', to_dot(drawing))
    ]
    assert len(places) == 10
    assert places == sorted(places, key=lambda spot: (spot[0], -spot[1]))
    texts = [text.text for text in ET.fromstring(sheet_of(drawing).svg).iter(f"{SVG}text")]
    assert [text for text in texts if text and text.isdigit()] == [str(number) for number in range(1, 11)]
    assert sum("5 %" in (text or "") or "5%" in (text or "") for text in texts) == 1


# The command ------------------------------------------------------------------------------------------------------


def test_arrows_run_to_the_right_where_they_can_and_else_it_says_so(tmp_path: Path) -> None:
    camp = select_diagram(GUIDE, "camp")
    down, right = (sheet_of(camp, sheet=Sheet(direction=way)) for way in ("down", "right"))
    assert right.width / right.height > 1 > down.width / down.height
    with pytest.raises(WrongArgument, match="has no direction"):
        sheet_of(select_diagram(GUIDE, "D5"), sheet=Sheet(direction="right"))


def command(*words: str, store: Path) -> Result:
    return CliRunner().invoke(cli, [*words, "--store", str(store)])


def said_in(picture: Path) -> str:
    """Return the words of a picture, whatever lines they stand in."""
    return " ".join(text.text or "" for text in ET.fromstring(picture.read_text(encoding="utf-8")).iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("sheets") / "store"
    assert command("load", store=store).exit_code == 0
    return store


@pytest.mark.slow
def test_every_command_that_draws_takes_the_same_options(loaded: Path, tmp_path: Path) -> None:
    asked = ["--for", "page", "--theme", "grey", "--legend", "none", "--title", "Mine", "--without-node", "pCREB"]
    commands = {
        "upstream": ["upstream", "CREB", "--view", "expanded", "--diagram"],
        "explain": ["explain", "imipramine", "pCREB", "--diagram"],
        "diagram": ["diagram", "camp", "-o"],
        "regulators": ["regulators", "--example", "--diagram"],
    }
    for name, words in commands.items():
        file = tmp_path / f"{name}.svg"
        options = asked if name != "regulators" else asked[:-2]
        found = command(*words, str(file), *options, store=loaded)
        assert found.exit_code == 0, found.stderr
        svg = file.read_text(encoding="utf-8")
        assert 'width="504.57pt"' in svg
        assert ">Mine<" in svg
        assert "#0072b2" not in svg.lower()
    wrong = command("upstream", "BDNF", "--theme", "grey", store=loaded)
    assert wrong.exit_code == 2
    assert "--theme is about a picture; name its file with --diagram FILE" in wrong.stderr
    page = command("diagram", "camp", "-o", str(tmp_path / "a.html"), "--for", "page", store=loaded)
    assert page.exit_code == 2
    assert "has no sheet" in page.stderr


@pytest.mark.slow
def test_a_table_is_laid_over_a_diagram_with_the_thresholds_asked_for(loaded: Path, tmp_path: Path) -> None:
    table = tmp_path / "changes.tsv"
    table.write_text("gene\tlog2FoldChange\tpadj\nBDNF\t2.1\t0.001\nNTRK2\t-0.4\t0.01\nFOO1\t1\t0.01\n")
    picture = tmp_path / "a.svg"
    found = command("diagram", "bdnf", "--overlay", str(table), "-o", str(picture), store=loaded)
    assert found.exit_code == 0, found.stderr
    assert "1 name not in the network" in found.stderr
    assert "1 up, 0 down, 1 unchanged (at least 1 log2 and p up to 0.05)" in said_in(picture)
    again = command("diagram", "bdnf", "--overlay", str(table), "--threshold", "0.3", "-o", str(picture), store=loaded)
    assert again.exit_code == 0, again.stderr
    assert "1 up, 1 down, 0 unchanged (at least 0.3 log2 and p up to 0.05)" in said_in(picture)
    wrong = command("diagram", "bdnf", "--threshold", "1", "-o", str(picture), store=loaded)
    assert "--overlay names no file" in wrong.stderr
