"""The viewer in a real Chromium: levels of detail, dragging, folding, filters, paths, links, files, notebooks."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser import GUIDE, VIEWER, Opener, camp, drawn_only, heading, place, said, view_box, wait_until
from pathway_graph.diagrams import Drawing, draw_network, select_diagram, to_html
from pathway_graph.formats.kept_layout import read_places
from pathway_graph.interop.viewing import view
from pathway_graph.model import Claim, DiagramPlace, Entity, Link, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.trace import downstream

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LETTERS = """() => {
  const all = [...document.querySelectorAll('#picture > svg text')].filter((one) => one.getClientRects().length);
  const shown = all.filter((one) => getComputedStyle(one).display !== 'none');
  return shown.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a);
}"""
"""How large the letters of the picture are on the screen, in pixels."""


AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "experimental"]


def spots(page: Page) -> dict[str, list[float]]:
    code = f"Object.fromEntries({VIEWER}.v.nodes.map((n, i) => [n.id, {VIEWER}.v.boxes[i]]).map(([id, b]) => "
    found: dict[str, list[float]] = page.evaluate(f"{code}[id, [b.x + b.width / 2, b.y + b.height / 2]]))")
    return found


def settle(page: Page) -> None:
    """Wait until a large picture is drawn again after it moved."""
    wait_until(page, f"((v) => v.drawn.width === v.view.width && v.drawn.x === v.view.x)({VIEWER}.v)")


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
    places = tuple(DiagramPlace(f"x:{i}", 90.0 * (i % 20), 50.0 * (i // 20), 60, 20) for i in numbers)
    return replace(drawing, places=places), network


def test_no_letter_is_too_small_to_read_however_far_away(opened: Opener) -> None:
    drawing, network = grid(400)
    page = opened(drawing, network)
    settle(page)
    assert min(page.evaluate(LETTERS)) >= 9
    assert page.locator("#map").is_visible()
    lead = page.locator(f"#n{place(drawing, 'x:7')}").bounding_box()
    assert lead is not None
    assert 0 < lead["x"] < 896
    page.keyboard.press("0")
    settle(page)
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
    settle(page)
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
    line = "v.edgeEls[i].querySelector('path:not(.hit)')"
    arrows = f"((v) => v.arrowsOf[{drug}].map((i) =>"
    lines = f"{arrows} {line}.getAttribute('d')))({VIEWER}.v)"
    first, before = spots(page), page.evaluate(lines)
    drag(page, f"#n{drug}", -100, 300)
    assert "imipramine belongs in Extracellular" in said(page)
    after = spots(page)
    scale = page.evaluate(f"{VIEWER}.v.scale")
    assert after["chem:imipramine"][0] - first["chem:imipramine"][0] == pytest.approx(-100 / scale, abs=0.2)
    assert {name for name in first if first[name] != after[name]} == {"chem:imipramine"}
    assert not set(before) & set(page.evaluate(lines))
    gaps = page.evaluate(f"""{arrows} {{ const at = {line}.getPointAtLength(0), b = v.boxes[{drug}];
      return Math.max(b.x - at.x, at.x - b.x - b.width, b.y - at.y, at.y - b.y - b.height); }}))({VIEWER}.v)""")
    assert max(gaps) <= 1, "every arrow begins at the border of the node"
    for name in ("keep", "save-layout"):
        page.locator("#menu summary").click()
        if name == "keep":
            page.locator("#keep").click()
    with page.expect_download() as download:
        page.locator("#save-layout").click()
    block = {place.node: place.x for place in read_places(download.value.path(), set(first))}
    assert set(block) == set(first)
    apart = [block[name] - block["chem:camp"] for name in ("chem:imipramine", "prot:CREB1")]
    assert apart == pytest.approx(
        [after[name][0] - after["chem:camp"][0] for name in ("chem:imipramine", "prot:CREB1")], abs=0.2
    )
    again = opened(camp())
    assert spots(again)["chem:imipramine"] == pytest.approx(after["chem:imipramine"], abs=0.2)
    again.locator("#menu summary").click()
    again.locator("#forget").click()
    assert spots(again) == first
    assert again.evaluate(lines) == before


def test_a_node_that_is_drawn_twice_is_one_wherever_it_is_clicked(opened: Opener) -> None:
    drawing, network = grid(31)
    again = replace(drawing, places=(*drawing.places, DiagramPlace("x:3", 200, 200, 60, 20)))
    page = opened(again, network)
    number = place(drawing, "x:3")
    page.keyboard.press("0")
    page.locator(f"#n{number}_1").click()
    assert heading(page) == "GENE3"
    chosen = page.locator("#picture .node.chosen").evaluate_all("all => all.map((one) => one.id)")
    assert sorted(chosen) == [f"n{number}", f"n{number}_1"]


# Folding, filters, paths ---------------------------------------------------------------------------------------


def shown(page: Page, kind: str) -> int:
    return int(page.evaluate(f"{VIEWER}.v.{kind}Els.filter((one) => one.getClientRects().length).length"))


def test_what_hangs_on_one_node_folds_by_double_click_and_signs_stay(opened: Opener) -> None:
    drawing, network = grid(40)
    page = opened(drawing, network)
    hub, end = place(drawing, "x:39"), place(drawing, "x:38")
    total = shown(page, "node")
    page.keyboard.press("0")
    page.locator(f"#n{end}").dblclick()
    assert said(page) == "1 node folded into GENE38; signs still count it."
    assert shown(page, "node") == total - 1
    assert page.locator("#picture .mark.fold").text_content() == "+1"
    assert page.locator(f"#n{hub}").is_hidden()
    found = page.evaluate(f"[...{VIEWER}.trace({place(drawing, 'x:0')}, 'downstream').ends.keys()]")
    assert len(found) == 8 + 10, "x:1 to x:8 by the chain, and what x:7 inhibits, in up to 8 steps"
    page.keyboard.press("x")
    assert shown(page, "node") == total
    assert page.locator("#picture .mark.fold").count() == 0


def test_a_compartment_folds_into_one_box_to_which_its_arrows_lead(opened: Opener) -> None:
    drawing = camp()
    page = opened(drawing)
    page.keyboard.press("0")
    inside = [number for number, node in enumerate(drawing.nodes) if node.compartment == "membrane"]
    within = sum(
        edge.source in {drawing.nodes[n].id for n in inside} and edge.target in {drawing.nodes[n].id for n in inside}
        for edge in drawing.edges
    )
    page.locator(f"#n{inside[0]}").click()
    page.get_by_role("button", name="Fold all in Plasma membrane").click()
    assert shown(page, "node") == len(drawing.nodes) - len(inside)
    assert shown(page, "edge") == len(drawing.edges) - within
    box = page.locator(".frame-box")
    assert box.text_content() == f"Plasma membrane +{len(inside)}"
    page.wait_for_url("**#*fold=*")  # noted a moment after
    link = page.url
    box.focus()
    page.keyboard.press("Enter")
    assert shown(page, "node") == len(drawing.nodes)
    page.evaluate("(to) => { location.hash = to }", link.split("#")[1] + "&way=downstream")
    box.wait_for()
    assert shown(page, "node") == len(drawing.nodes) - len(inside)


def contexts() -> Network:
    claims = [
        Claim("1", "a", "activates", "b", species="tax:9606", region="an:part"),
        Claim("2", "a", "inhibits", "c", species="tax:10090", certainty="hypothesis"),
        Claim("3", "b", "activates", "c", species="tax:10090"),
        Claim("4", "b", "activates", "c", species="tax:9606", certainty="hypothesis"),
        Claim("5", "c", "activates", "d"),
    ]
    species = [Entity("tax:9606", "Species", "human"), Entity("tax:10090", "Species", "mouse")]
    regions = [
        Entity("an:part", "Anatomy", "CA1", links=(Link("part_of", "an:whole"),)),
        Entity("an:whole", "Anatomy", "hippocampus"),
    ]
    proteins = [Entity(name, "Protein", name.upper()) for name in "abcd"]
    return build_network(Source("s", title="Contexts"), entities=[*species, *regions, *proteins], claims=claims)


def test_filters_leave_what_a_claim_fits_and_signs_follow(opened: Opener) -> None:
    network = contexts()
    drawing = draw_network(network, [edge for edge in network.edges if edge.sign is not None], title="Contexts")
    page, start = opened(drawing, network), place(drawing, "a")
    name = f"{VIEWER}.v.nodes[n].id"
    ends = f"[...{VIEWER}.trace({start}, 'downstream').ends].map(([n, row]) => [{name}, row.sign, row.isApart]).sort()"
    assert page.evaluate(ends) == [["b", "+1", False], ["c", "+1", False], ["d", "+1", False]]
    page.evaluate(f"{VIEWER}.choose('node', {start})")
    page.get_by_label("How far").select_option("1")
    assert said(page) == "Downstream of A, within 1 step: 2. is raised: B; is lowered, only by a hypothesis: C."
    page.get_by_label("How far").select_option("8")
    page.locator("#filters summary").click()
    chips = page.locator("#filters .chip")
    assert chips.filter(has_text="human").inner_text() == "human 2"
    chips.filter(has_text="human").click()
    assert said(page) == "2 of 4 arrows shown; signs are those of these alone."
    assert page.evaluate(ends) == [["b", "+1", False], ["c", "+1", True]], "b to c rests on a hypothesis in man"
    chips.filter(has_text="mouse").click()
    assert page.evaluate(ends) == [["b", "+1", False], ["c", "+1", False]]
    assert page.locator("#remarks").inner_text().startswith("Shown only: human or mouse; 3 of 4 arrows")
    page.locator("#unfilter").click()
    assert page.locator("#remarks").text_content() == ""
    chips.filter(has_text="hippocampus").click()
    assert page.evaluate(ends) == [["b", "+1", False]], "what was seen in a part was seen in the whole"
    assert page.locator("#picture .node.out").count() == 2


def test_an_arrow_whose_works_were_retracted_is_drawn_and_enters_no_sign(opened: Opener) -> None:
    works = tuple(replace(one, notice="retracted") if one.id == "S19" else one for one in GUIDE.publications)
    network = replace(GUIDE, publications=works)  # P24, P25, P26 and T2.1 fall
    drawing = select_diagram(network, "camp")
    page = opened(drawing, network)
    start = place(drawing, "chem:imipramine")
    name = f"(n) => {VIEWER}.v.nodes[n].id"
    ends = page.evaluate(f"[...{VIEWER}.trace({start}, 'downstream').ends.keys()].map({name})")
    found = downstream(drawn_only(drawing, network), "chem:imipramine", max_steps=8)
    assert sorted(ends) == sorted(end.entity for end in found.ends)
    assert "chem:camp" not in ends
    number = [edge.claims for edge in drawing.edges].index(("P24", "T2.1"))
    page.evaluate(f"{VIEWER}.choose('edge', {number})")
    assert page.locator("#chosen > .badge").all_inner_texts() == [
        "every work behind it was retracted: it enters no sign here"
    ]


def test_paths_between_two_nodes_have_a_net_sign_and_a_link_to_them(opened: Opener) -> None:
    page = opened(camp())
    page.keyboard.press("0")
    drug, target = place(camp(), "chem:imipramine"), place(camp(), "state:CREB1_pS133")
    page.locator(f"#n{drug}").click()
    page.locator(f"#n{target}").click(modifiers=["Shift"])
    assert heading(page) == "From imipramine to phospho-CREB (Ser133)"
    assert "ambiguous, routes: 1 raising, 1 lowering" in said(page)
    assert page.locator("#picture .edge.on").count() == 2
    assert page.locator("#chosen .routes li").count() == 2
    page.locator("#theme").click()
    page.wait_for_url("**#*theme=dark*")  # noted a moment after
    link = page.url
    assert "node=chem%3Aimipramine&to=state%3ACREB1_pS133" in link
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "node=" not in url)
    page.evaluate("(to) => { location.hash = to }", link.split("#")[1])
    page.locator("#picture .edge.on").first.wait_for()
    assert heading(page) == "From imipramine to phospho-CREB (Ser133)"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="The other way round").click()
    assert said(page).startswith("No path leads from phospho-CREB (Ser133) to imipramine")


# For everybody -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (390, "light")])
def test_axe_finds_no_fault_in_a_page(browser: Browser, tmp_path: Path, width: int, theme: Any) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    drawing = select_diagram(GUIDE, "D1", view="expanded")
    (tmp_path / "page.html").write_text(to_html(drawing, GUIDE), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.evaluate(axe)
    for act in ("v.choose('node', 0)", "v.choose('edge', 0)", "v.choose('node', 0, {to: 5})"):
        page.evaluate(f"((v) => {act})({VIEWER})")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = page.evaluate(f"axe.run({{runOnly: {AXE}}})")
        assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == [], act
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


# Files and notebooks -------------------------------------------------------------------------------------------


def test_what_is_seen_is_saved_as_svg_and_png(opened: Opener, tmp_path: Path) -> None:
    page = opened(camp(), theme="dark")
    page.keyboard.press("+")
    seen = view_box(page)
    for name in ("svg", "png"):
        page.locator("#menu summary").click()
        with page.expect_download() as download:
            page.locator(f"#save-{name}").click()
        assert download.value.suggested_filename == f"camp.{name}"
        download.value.save_as(tmp_path / f"seen.{name}")
    root = ET.parse(tmp_path / "seen.svg").getroot()
    assert [float(n) for n in root.attrib["viewBox"].split()] == seen
    assert "imipramine" in "".join(root.itertext())
    assert "class" not in root.attrib
    ground = root.find("{http://www.w3.org/2000/svg}rect")
    assert ground is not None
    assert ground.attrib["fill"] == "rgb(20, 24, 29)"
    picture = (tmp_path / "seen.png").read_bytes()
    wide, high = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    assert wide / high == pytest.approx(seen[2] / seen[3], rel=0.01)
    assert wide > 2000
    assert len(picture) > 20_000, "something is drawn"


MODEL = """async ([script, values]) => {
  const heard = {}, model = { sent: [], get: (name) => values[name], set: (name, value) => { values[name] = value; },
    save_changes: () => model.sent.push(values.chosen), on: (name, act) => { heard[name] = act; },
    put: (name, value) => { values[name] = value; heard[`change:${name}`](); } };
  window.model = model;
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ model, el });
  window.again = () => { widget.render({ model, el: document.body.appendChild(document.createElement("div")) }); };
}"""
"""Does what a notebook does with a widget."""


def test_a_notebook_knows_what_is_chosen_and_chooses(browser: Browser) -> None:
    shown: Any = view(camp(), GUIDE)
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("about:blank")
    page.add_style_tag(content=shown._css)
    values = {"piece": shown.piece, "height_px": 600, "chosen": "", "highlight": ["cplx:PKA"]}
    page.evaluate(MODEL, [shown._esm, values])
    prefix = page.locator(".pg-viewer").get_attribute("data-prefix")
    page.locator(f"#{prefix}tools").wait_for()  # the viewer runs once it has a size
    assert page.locator(".pg-viewer").bounding_box()["height"] == 600  # type: ignore[index]
    page.locator(f"#{prefix}n0").click()
    assert page.evaluate("model.sent") == ["chem:imipramine"]
    assert page.locator(".node.high").get_attribute("id") == f"{prefix}n{place(camp(), 'cplx:PKA')}"
    page.evaluate("model.put('chosen', 'chem:camp')")
    assert page.locator(f"#{prefix}chosen h2").inner_text() == "3',5'-cyclic AMP"
    page.evaluate("model.put('highlight', [])")
    assert page.locator(".node.high").count() == 0
    page.evaluate("again()")
    page.locator(".pg-viewer >> nth=1").locator(".node.chosen").wait_for()
    names = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(names) == len(set(names)), "the widget is shown in two cells"
    page.get_by_label("Search").nth(1).fill("imipramine")
    assert page.locator(".hits").nth(1).is_visible()
    page.set_viewport_size({"width": 800, "height": 700})  # the details stand below, and what comes after below them
    panel, whole = page.locator(f"#{prefix}panel").bounding_box(), page.locator(".pg-viewer").first.bounding_box()
    assert panel["y"] + panel["height"] <= whole["y"] + whole["height"]  # type: ignore[index]
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    page.locator(".pg-viewer[data-theme=dark] >> nth=1").wait_for()
    assert complaints == []
    page.close()
