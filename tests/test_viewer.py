"""The viewer in a real Chromium: levels of detail, dragging, folding, filters, paths, links, files, notebooks."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from browser import GUIDE, VIEWER, Opener, camp, heading, place, said, view_box
from pathway_graph.diagrams import Drawing, draw_network, select_diagram
from pathway_graph.interop.viewing import view
from pathway_graph.model import Claim, DiagramPlace, Entity, Network, Source
from pathway_graph.model.build import build_network

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LETTERS = f"""() => {{
  const all = [...document.querySelectorAll('#picture > svg text')].filter((one) => one.getClientRects().length);
  const shown = all.filter((one) => getComputedStyle(one).display !== 'none');
  return shown.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a);
}}"""
"""How large the letters of the picture are on the screen, in pixels."""


def spots(page: Page) -> dict[str, list[float]]:
    code = f"Object.fromEntries({VIEWER}.v.nodes.map((n, i) => [n.id, {VIEWER}.v.boxes[i]]).map(([id, b]) => "
    found: dict[str, list[float]] = page.evaluate(f"{code}[id, [b.x + b.width / 2, b.y + b.height / 2]]))")
    return found


def drag(page: Page, selector: str, dx: float, dy: float) -> None:
    box = page.locator(selector).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=3)
    page.mouse.up()


def grid(count: int) -> tuple[Drawing, Network]:
    """A network of proteins that each activate the next, drawn at given places; the 7th activates ten others."""
    hub = [Claim(f"h{i}", "x:7", "inhibits", f"x:{i}") for i in range(20, 30)]
    network = build_network(
        Source("s", title="Grid"),
        entities=[Entity(f"x:{i}", "Protein", f"GENE{i}") for i in range(count)],
        claims=[*(Claim(f"c{i}", f"x:{i}", "activates", f"x:{i + 1}") for i in range(count - 1)), *hub],
    )
    drawing = draw_network(network, network.edges, title="Grid")
    numbers = [int(node.id.removeprefix("x:")) for node in drawing.nodes]
    places = tuple(DiagramPlace(f"x:{i}", 90.0 * (i % 40), 50.0 * (i // 40), 60, 20) for i in numbers)
    return replace(drawing, places=places), network


def test_no_letter_is_too_small_to_read_however_far_away(opened: Opener) -> None:
    drawing, network = grid(400)
    page = opened(drawing, network)
    assert min(page.evaluate(LETTERS)) >= 9
    assert page.locator("#map").is_visible()
    lead = page.locator(f"#n{place(drawing, 'x:7')}").bounding_box()
    assert lead is not None
    assert 0 < lead["x"] < 896
    page.keyboard.press("0")
    page.wait_for_function(f"{VIEWER}.v.drawn.width === {VIEWER}.v.view.width")
    assert page.locator("#map").is_hidden()
    names = page.locator("#picture .names text")
    assert "GENE7" in names.all_text_contents()
    assert 10 < names.count() < 400
    assert min(page.evaluate(LETTERS)) >= 9
    page.evaluate(f"{VIEWER}.choose('node', {place(drawing, 'x:399')}, {{way: 'downstream'}})")
    assert names.all_text_contents() == ["GENE399"]
    page.keyboard.press("/")
    page.keyboard.type("gene250")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{VIEWER}.v.drawn.width === {VIEWER}.v.view.width")
    assert page.locator(f"#n{place(drawing, 'x:250')} text").is_visible()


def test_nothing_moves_under_the_pointer_when_something_is_chosen(opened: Opener) -> None:
    page = opened(select_diagram(GUIDE, "D1", view="expanded"))
    before, box = view_box(page), page.locator("#picture").bounding_box()
    page.mouse.move(448, 350)
    for number in range(11):
        page.evaluate(f"{VIEWER}.choose('node', {number})")
        assert page.locator("#picture").bounding_box() == box
    assert view_box(page) == before


def test_a_node_that_is_dragged_takes_its_arrows_along_and_the_layout_is_kept(opened: Opener) -> None:
    page = opened(camp())
    page.evaluate("localStorage.clear()")
    drug = place(camp(), "chem:imipramine")
    lines = f"{VIEWER}.v.arrowsOf[{drug}].map((i) => {VIEWER}.v.edgeEls[i].querySelector('path:not(.hit)').getAttribute('d'))"
    first, before = spots(page), page.evaluate(lines)
    drag(page, f"#n{drug}", 160, 40)
    assert "imipramine belongs in Extracellular" in said(page)
    after = spots(page)
    scale = page.evaluate(f"{VIEWER}.v.scale")
    assert after["chem:imipramine"][0] - first["chem:imipramine"][0] == pytest.approx(160 / scale, abs=0.2)
    assert {name for name in first if first[name] != after[name]} == {"chem:imipramine"}
    assert not set(before) & set(page.evaluate(lines))
    gaps = page.evaluate(f"""{VIEWER}.v.arrowsOf[{drug}].map((i) => {{
      const v = {VIEWER}.v, line = v.edgeEls[i].querySelector('path:not(.hit)'), at = line.getPointAtLength(0), b = v.boxes[{drug}];
      return Math.max(b.x - at.x, at.x - b.x - b.width, b.y - at.y, at.y - b.y - b.height); }})""")
    assert max(gaps) <= 1, "every arrow begins at the border of the node"
    for name in ("keep", "save-layout"):
        page.locator("#menu summary").click()
        if name == "keep":
            page.locator("#keep").click()
    with page.expect_download() as download:
        page.locator("#save-layout").click()
    block = yaml.safe_load(Path(download.value.path()).read_text(encoding="utf-8"))["layout"]
    assert set(block) == set(first)
    moved = [block[name][0] - block["chem:camp"][0] for name in ("chem:imipramine", "prot:CREB1")]
    assert moved == pytest.approx([after[n][0] - after["chem:camp"][0] for n in ("chem:imipramine", "prot:CREB1")], abs=0.2)
    page.reload()
    assert spots(page) == pytest.approx(after, abs=0.2) or spots(page).keys() == after.keys()
    assert spots(page)["chem:imipramine"] == pytest.approx(after["chem:imipramine"], abs=0.2)
    page.locator("#menu summary").click()
    page.locator("#forget").click()
    assert spots(page)["chem:imipramine"] == pytest.approx(first["chem:imipramine"], abs=0.2)
    assert page.evaluate(lines) == before
