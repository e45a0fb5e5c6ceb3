"""The interactive page in a real Chromium: what it shows, how it is operated, and that it asks nobody for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hostile import HOSTILE
from pathway_graph.build import build_network
from pathway_graph.diagrams import Drawing, draw_network, mark_route, read_context, select_diagram, to_html
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.explanation import explain, told
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Edge, Entity, Network, Source
from pathway_graph.trace import Filters, downstream, upstream
from pathway_graph.vocabulary import LAYERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GUIDE = read_guide()
Opener = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open drawings as pages, the network cut; at the end no page may have complained or asked for anything."""
    complaints: list[str] = []
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    context.set_default_timeout(5000)

    def open_page(
        drawing: Drawing, network: Network = GUIDE, *, wanted: ClaimFilter | None = None, theme: Any = "light"
    ) -> Page:
        file = tmp_path / f"page{len(context.pages)}.html"
        file.write_text(to_html(drawing, network, context=wanted), encoding="utf-8")
        page = context.new_page()
        page.emulate_media(color_scheme=theme)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_page
    context.close()
    assert complaints == []
    assert all(url.startswith("file:") and url.endswith(".html") for url in asked)
    assert len(asked) == len({*asked})


def camp() -> Drawing:
    return select_diagram(GUIDE, "camp")


def place(drawing: Drawing, identifier: str) -> int:
    return [node.id for node in drawing.nodes].index(identifier)


def names(page: Page, selector: str) -> set[str]:
    found = page.locator(f"#picture {selector}").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    return {label.split(";")[0] for label in found}


def heading(page: Page) -> str:
    return page.locator("#chosen h2").inner_text()


def said(page: Page) -> str:
    return page.locator("#said").inner_text()


# What lies up- and downstream ----------------------------------------------------------------------------------


def test_a_click_lights_up_what_is_upstream_with_the_net_sign(opened: Opener) -> None:
    page = opened(camp())
    page.locator(f"#n{place(camp(), 'state:CREB1_pS133')}").click()
    assert heading(page) == "phospho-CREB (Ser133)"
    assert names(page, ".node.on") == {"phospho-CREB (Ser133)", "imipramine", "protein kinase A"}
    assert page.locator("#picture .mark.sign").all_text_contents() == ["+1", "+1"]
    assert said(page) == "Upstream of phospho-CREB (Ser133): 2. raises it: imipramine, protein kinase A."
    page.get_by_role("button", name="Downstream").click()
    assert "genes involved in neuroplasticity" in said(page)
    assert "direction not stated" in said(page)
    assert page.locator("#ends b").all_inner_texts() == ["0"]


def test_what_has_nothing_upstream_shows_its_downstream_and_says_so(opened: Opener) -> None:
    page = opened(camp())
    page.locator(f"#n{place(camp(), 'chem:imipramine')}").click()
    assert said(page).startswith("Downstream of imipramine: ")
    page.keyboard.press("u")
    assert said(page) == ("Nothing lies upstream of imipramine in this picture; press d for the other direction.")


def disagreeing() -> Network:
    return build_network(
        Source("s", title="Disagreeing"),
        entities=[Entity(name, "Protein", name.upper()) for name in "abcdz"],
        claims=[
            Claim("1", "a", "activates", "b"),
            Claim("2", "a", "inhibits", "b"),
            Claim("3", "b", "modulates", "c"),
            Claim("4", "b", "activates", "d", certainty="hypothesis"),
            Claim("5", "z", "binds", "a"),
        ],
    )


def test_disagreement_missing_direction_and_hypotheses_are_said_apart(opened: Opener) -> None:
    network = disagreeing()
    page = opened(draw_network(network, network.edges, title="Signs"), network)
    page.locator("#n0").click()
    assert said(page) == (
        "Downstream of A: 3. ambiguous: B; direction not stated: C; ambiguous, only by a hypothesis: D."
    )
    assert sorted(page.locator("#picture .mark.sign").all_text_contents()) == ["0", "\u00b1", "\u00b1 ?"]
    assert "D" in names(page, ".node.maybe")


def drawn_only(drawing: Drawing) -> Network:
    """The guide with the drawn edges alone, as sure as they are drawn."""
    edges = [
        Edge(e.source, e.relation, e.target, e.claims, certainty="hypothesis" if e.hypothesis else "asserted")
        for e in drawing.edges
    ]
    return replace(GUIDE, edges=tuple(sorted(edges, key=lambda edge: edge.id)))


@pytest.mark.parametrize("diagram", ["D1", "D2", "D3", "D4"])
def test_the_page_traces_as_the_package_does(opened: Opener, diagram: str) -> None:
    drawing = select_diagram(GUIDE, diagram, view="expanded", layers=LAYERS)
    page = opened(drawing)
    network = drawn_only(drawing)
    for start, node in enumerate(drawing.nodes):
        for direction, run in (("upstream", upstream), ("downstream", downstream)):
            found = page.evaluate(
                "([start, way]) => [...trace(NODES, EDGES, start, way).ends].map(([place, end]) => "
                "[NODES[place].id, end.sign, end.isApart, end.counts.routes, end.steps])",
                [start, direction],
            )
            expected = run(network, node.id, max_steps=8, filters=Filters(view="expanded"))
            asserted = {end.entity for end in expected.ends}
            rows = [(end, False) for end in expected.ends]
            rows += [(end, True) for end in expected.hypothetical if end.entity not in asserted]
            assert sorted(found) == sorted(
                [end.entity, end.net_sign, apart, len(end.routes), end.steps] for end, apart in rows
            )


# Arrows and their claims ---------------------------------------------------------------------------------------


def test_an_arrow_shows_the_claims_behind_it(opened: Opener) -> None:
    drawing = camp()
    (edge,) = [
        number for number, edge in enumerate(drawing.edges)
        if (edge.source, edge.target) == ("chem:imipramine", "chem:camp")
    ]  # fmt: skip
    page = opened(drawing)
    page.locator(f"#e{edge}").focus()
    page.keyboard.press("Enter")
    assert heading(page) == "imipramine decreases 3',5'-cyclic AMP"
    cards = page.locator("#chosen article.claim")
    assert cards.locator("h4").all_inner_texts() == ["P24", "T2.1"]
    text = cards.nth(0).inner_text()
    claim = GUIDE.claim["P24"]
    for words in (claim.statement, "Rattus norvegicus", "hippocampus", "one study", f"lines {claim.lines}"):
        assert words in text
    assert f"[{claim.citations[0]}" in text
    assert "2 claims in the details" in said(page)


def test_publications_stand_with_their_status_and_references_with_their_verdict(opened: Opener) -> None:
    drawing = select_diagram(GUIDE, "bdnf")
    page = opened(drawing)
    page.evaluate("choose('edge', EDGES.findIndex(edge => edge.claims.includes('P38')))")
    text = page.locator("article", has=page.get_by_text("P38", exact=True)).inner_text()
    assert "S23 (unknown)" in text
    assert "[10 (off-topic)]" in text
    assert "[11 (bare link)]" in text


def test_a_node_shows_its_names_identifiers_and_note(opened: Opener) -> None:
    page = opened(camp())
    page.locator(f"#n{place(camp(), 'prot:SLC6A2')}").click()
    text = page.locator("#chosen").inner_text()
    for words in ("SLC6A2", "uniprot:P23975", "hgnc:11048", "Slc6a2", "alias NET also belongs to ELK3"):
        assert words in text


def test_an_explanation_keeps_its_bold_route_and_its_contradictions(opened: Opener) -> None:
    answer = explain(GUIDE, "imipramine", "pCREB")
    edges = {edge.id: edge for item in told(answer, 5) for edge in item.route.edges}
    drawing = mark_route(draw_network(GUIDE, edges.values(), title="Why?"), answer)
    page = opened(drawing)
    assert page.locator("#picture .edge.bold").count() == sum(edge.is_bold for edge in drawing.edges) > 0
    page.locator(f"#n{place(drawing, 'chem:camp')}").click()
    assert page.locator("#chosen .badge").inner_text() == "! needed up, claimed down \u25bc P24, T2.1"
    assert "Bold: route 1 of" in page.locator(".notes").inner_text()


# By keyboard alone -----------------------------------------------------------------------------------------------


def test_everything_is_reached_by_keyboard_in_order(opened: Opener) -> None:
    page = opened(camp())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip the picture"
    order = []
    for _ in range(7 + 11 + 12):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert order[:6] == ["search", "closer", "farther", "whole", "theme", "print"]
    assert order[6] == f"n{place(camp(), 'chem:imipramine')}"
    assert {name for name in order if name[0] in "ne" and name[1:].isdigit()} == {
        *(f"n{i}" for i in range(11)), *(f"e{i}" for i in range(12)),
    }  # fmt: skip


def test_a_node_is_chosen_and_let_go_by_keyboard(opened: Opener) -> None:
    page = opened(camp())
    node = page.locator(f"#n{place(camp(), 'cplx:PKA')}")
    node.focus()
    page.keyboard.press("Space")
    assert heading(page) == "protein kinase A"
    assert node.get_attribute("aria-pressed") == "true"
    page.keyboard.press("d")
    assert said(page).startswith("Downstream of protein kinase A")
    page.keyboard.press("i")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert node.get_attribute("aria-pressed") == "false"
    assert page.locator("#picture .mark").count() == 0
    assert page.locator("#chosen").is_hidden()


def view_box(page: Page) -> list[float]:
    return [float(n) for n in (page.locator("#picture svg").get_attribute("viewBox") or "").split()]


def test_keys_and_pointer_move_and_zoom(opened: Opener) -> None:
    page = opened(camp())
    start = view_box(page)
    page.keyboard.press("+")
    closer = view_box(page)
    assert closer[2] == pytest.approx(start[2] * 0.8, abs=0.1)
    page.keyboard.press("ArrowRight")
    assert view_box(page)[0] > closer[0]
    page.keyboard.press("ArrowUp")
    assert view_box(page)[1] < closer[1]
    page.keyboard.press("0")
    assert view_box(page) == start
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -100)
    assert view_box(page)[2] < start[2]
    page.keyboard.press("0")
    page.mouse.down()
    page.mouse.move(500, 340, steps=4)
    page.mouse.up()
    assert view_box(page)[0] < start[0]
    assert page.locator("#chosen").is_hidden()
    page.locator("#whole").click()
    assert view_box(page) == start


def test_search_finds_names_synonyms_and_claims(opened: Opener) -> None:
    page = opened(camp())
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("slc6")
    box = page.get_by_role("combobox", name="Search")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator("#hits li").all_inner_texts() == ["norepinephrine transporter"]
    page.keyboard.press("Enter")
    assert heading(page) == "norepinephrine transporter"
    assert page.evaluate("document.activeElement.id") == f"n{place(camp(), 'prot:SLC6A2')}"
    page.keyboard.press("/")
    page.keyboard.type("t2.1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert heading(page) == "imipramine decreases 3',5'-cyclic AMP"
    page.keyboard.press("/")
    page.keyboard.type("nowhere")
    assert said(page) == "Nothing in this picture is called nowhere."
    page.keyboard.press("Escape")
    assert page.locator("#hits").is_hidden()
    assert heading(page) == "imipramine decreases 3',5'-cyclic AMP"


def test_a_screen_reader_finds_roles_names_and_a_live_region(opened: Opener) -> None:
    page = opened(camp())
    assert page.get_by_role("group", name="Diagram: cAMP/PKA/CREB signaling under imipramine").count() == 1
    assert page.get_by_role("button", name="imipramine inhibits norepinephrine transporter; lowers").count() == 1
    assert page.get_by_role("button", name="protein kinase A; kinase").count() == 1
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    page.locator("#table summary").click()
    rows = page.locator("#table tbody tr")
    assert rows.count() == 12
    unnamed = page.locator("button, select, input").evaluate_all(
        "all => all.filter(e => !(e.textContent || e.ariaLabel || (e.labels && e.labels.length))).length"
    )
    assert unnamed == 0


def test_without_scripts_the_picture_and_its_table_are_there(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(to_html(camp(), GUIDE), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#picture svg").is_visible()
    assert page.locator("#table tbody tr").count() == 12
    context.close()


# Measured changes ------------------------------------------------------------------------------------------------


def test_an_overlay_shows_what_claims_measured_in_a_context(opened: Opener) -> None:
    page = opened(camp())
    page.locator("#changes summary").click()
    assert page.locator("#picture .mark.change").count() == 0
    page.get_by_label("Species").select_option(label="Rattus norvegicus")
    page.get_by_label("Region").select_option(label="hippocampus")
    marks = page.locator("#picture .mark.change").all_text_contents()
    assert marks.count("not measured") == 7
    assert sorted(mark for mark in marks if mark != "not measured") == ["\u25b2 P25", "\u25bc P24 T2.1", "\u25bc P26"]
    assert "3',5'-cyclic AMP down" in said(page)
    page.get_by_label("Species").select_option(label="any species")
    page.get_by_label("Region").select_option(label="any region")
    assert "phospho-CREB (Ser133) both up and down" in said(page)
    assert any(mark.startswith("\u25b2\u25bc") for mark in page.locator("#picture .mark.change").all_text_contents())
    page.get_by_label("Species").select_option(label="do not show")
    assert page.locator("#picture .mark").count() == 0


def test_an_overlay_asked_for_is_shown_first_with_what_it_leaves_out(opened: Opener) -> None:
    page = opened(camp(), wanted=read_context("species=rat,course=chronic"))
    assert page.get_by_label("Species").input_value() == "asked"
    assert page.locator("#species option:checked").inner_text() == "as asked: species rat, course chronic"
    assert "Not shown, since they do not state all of that" in page.locator("#measured").inner_text()
    assert page.locator("#picture .mark.change.down").count() > 0


# Light, dark, paper, small screens -------------------------------------------------------------------------------


def contrast(page: Page, selector: str) -> float:
    """Contrast of the words of an element against the page, after WCAG 2.2."""
    code = """selector => {
      const level = (text) => {
        const parts = text.match(/[\\d.]+/g).slice(0, 3).map((part) => {
          const value = part / 255;
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      };
      const element = document.querySelector(selector);
      let behind = element;
      const isClear = (one) => getComputedStyle(one).backgroundColor === "rgba(0, 0, 0, 0)";
      while (isClear(behind)) behind = behind.parentElement;
      const [one, other] = [level(getComputedStyle(element).color), level(getComputedStyle(behind).backgroundColor)];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }"""
    return float(page.evaluate(code, selector))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_light_and_dark_follow_the_reader_and_can_be_chosen(opened: Opener, theme: str) -> None:
    page = opened(camp(), theme=theme)
    assert page.locator("html").get_attribute("data-theme") == theme
    page.locator("#n0").click()
    for selector in (
        "h1",
        ".notes p",
        "#said",
        "#chosen h2",
        "#chosen .quiet",
        "#chosen .link",
        "#chosen b",
        "dt",
        "small",
    ):
        assert contrast(page, selector) >= 4.5, selector
    page.locator("#theme").click()
    assert page.locator("html").get_attribute("data-theme") == {"light": "dark", "dark": "light"}[theme]


def test_paper_shows_the_whole_picture_its_legend_and_its_table(opened: Opener) -> None:
    page = opened(camp(), theme="dark")
    page.keyboard.press("+")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert view_box(page) == page.evaluate("whole")
    assert page.locator(".tools").is_hidden()
    assert page.locator("#table table").is_visible()
    assert page.locator(".legend svg").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#table").get_attribute("open") is None


def test_on_a_small_screen_the_details_stand_below_the_picture(opened: Opener) -> None:
    page = opened(camp())
    page.set_viewport_size({"width": 400, "height": 800})
    picture, panel = page.locator("#picture").bounding_box(), page.locator("#panel").bounding_box()
    assert picture is not None
    assert panel is not None
    assert panel["y"] >= picture["y"] + picture["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_change_of_the_window_keeps_what_was_zoomed_in_on(opened: Opener) -> None:
    page = opened(camp())
    page.set_viewport_size({"width": 900, "height": 700})
    page.wait_for_function("view.isFitted && Math.abs(view.width / view.height - whole[2] / whole[3]) > 0")
    assert page.evaluate("document.querySelector('#n0').getBoundingClientRect().right < innerWidth")
    page.keyboard.press("+")
    zoomed = view_box(page)
    page.set_viewport_size({"width": 1000, "height": 800})
    page.wait_for_timeout(200)
    assert view_box(page) == zoomed


@pytest.mark.parametrize("diagram", ["D5", "D6", "D7"])
def test_workflows_open_too(opened: Opener, diagram: str) -> None:
    page = opened(select_diagram(GUIDE, diagram))
    page.locator("#n0").click()
    assert "What is done" in page.locator("#chosen").inner_text()
    assert "Upstream" not in page.locator("#chosen").inner_text()
    assert page.locator("#changes").is_hidden()
    assert page.locator(".signs").is_hidden()


def test_a_picture_of_nothing_opens(opened: Opener) -> None:
    page = opened(draw_network(GUIDE, [], title="Nothing"))
    assert said(page) == "0 nodes, 0 arrows. Choose one."


# Hostile labels --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(10))
def test_hostile_labels_are_shown_as_text(opened: Opener, part: int) -> None:
    assert len(HOSTILE) >= 500
    strings = [text.encode(errors="surrogatepass").decode(errors="replace") for text in HOSTILE[part::10]]
    network = build_network(
        Source("s", title=strings[0], version=strings[1]),
        entities=[
            Entity(f"x:{i:03}", "Protein", text, synonyms=(text,), note=text, curie=f"x:{text}", role=role(i))
            for i, text in enumerate(strings)
        ],
        claims=[
            Claim(
                f"{text} {i}",
                f"x:{i:03}",
                "activates",
                f"x:{(i + 1) % len(strings):03}",
                text,
                note=text,
                region=f"x:{i:03}",
            )
            for i, text in enumerate(strings)
            if i % 6
        ],
    )
    drawing = draw_network(network, network.edges, title=strings[2])
    page = opened(drawing, network)
    assert page.evaluate("typeof pwned") == "undefined"
    assert page.locator("script").count() == 2
    assert page.locator("style").count() == 1
    assert page.locator("meta").count() == 3
    assert page.locator("img, iframe, object, embed, link, base, form, a:not(.skip), math, noscript").count() == 0
    for number, node in enumerate(drawing.nodes):
        page.evaluate("place => choose('node', place)", number)
        assert page.locator("#chosen h2").text_content() == node.name
        shown = page.locator(f"#n{number} text").evaluate_all("all => all.map(e => e.textContent).join('')")
        assert squeezed(shown) == squeezed(node.name)
    for number, edge in enumerate(drawing.edges):
        page.evaluate("place => choose('edge', place)", number)
        (claim,) = edge.claims
        assert page.locator("#chosen article p").first.text_content() == network.claim[claim].statement
    assert page.evaluate("typeof pwned") == "undefined"
    assert page.locator("script").count() == 2


def role(number: int) -> str:
    return "drug" if number == 1 else ""


def squeezed(text: str) -> str:
    """Leave out blanks, and show what XML cannot hold as the page does."""
    kept = (c for c in text if c == "\xa0" or not c.isspace() or c < " ")
    return "".join("\ufffd" if c < " " or c in "\ufffe\uffff" else c for c in kept).replace("\xa0", "")
