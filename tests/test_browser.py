"""The interactive page in a real Chromium: what it shows, how it is operated, and that it asks nobody for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import GUIDE, VIEWER, Opener, camp, drawn_only, heading, names, place, said, view_box
from pathway_graph.diagrams import draw_network, mark_route, read_context, select_diagram, to_html
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import LAYERS
from pathway_graph.trace import Filters, downstream, upstream
from pathway_graph.trace.explanation import explain, top_routes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What lies up- and downstream ----------------------------------------------------------------------------------


def test_a_click_lights_up_what_is_upstream_with_the_net_sign(opened: Opener) -> None:
    page = opened(camp())
    page.locator(f"#n{place(camp(), 'state:CREB1_pS133')}").click()
    assert heading(page) == "phospho-CREB (Ser133)"
    assert names(page, ".node.on") == {"phospho-CREB (Ser133)", "imipramine", "protein kinase A"}
    assert page.locator("#picture .mark.sign").all_text_contents() == ["+1", "±"]
    assert said(page) == "Upstream of phospho-CREB (Ser133): 2. ambiguous: imipramine; raises it: protein kinase A."
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


@pytest.mark.parametrize("diagram", ["D1", "D2", "D3", "D4"])
def test_the_page_traces_as_the_package_does(opened: Opener, diagram: str) -> None:
    drawing = select_diagram(GUIDE, diagram, view="expanded", layers=LAYERS)
    page = opened(drawing)
    network = drawn_only(drawing)
    for start, node in enumerate(drawing.nodes):
        for direction, run in (("upstream", upstream), ("downstream", downstream)):
            found = page.evaluate(
                f"([start, way]) => [...{VIEWER}.trace(start, way).ends].map(([place, end]) => "
                f"[{VIEWER}.v.nodes[place].id, end.sign, end.isApart, end.counts.routes, end.steps])",
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
    page.evaluate(f"{VIEWER}.choose('edge', {VIEWER}.v.edges.findIndex(edge => edge.claims.includes('P38')))")
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
    edges = {edge.id: edge for item in top_routes(answer, 5) for edge in item.route.edges}
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
    for _ in range(8 + 11 + 13):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert order[:7] == ["search", "closer", "farther", "whole", "theme", "print", "SUMMARY"]
    assert order[7] == f"n{place(camp(), 'chem:imipramine')}"
    assert {name for name in order if name[0] in "ne" and name[1:].isdigit()} == {
        *(f"n{i}" for i in range(11)), *(f"e{i}" for i in range(13)),
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
    assert page.evaluate("document.activeElement.id") == node.get_attribute("id")
    assert node.get_attribute("aria-pressed") == "false"
    assert page.locator("#picture .mark").count() == 0
    assert page.locator("#chosen").is_hidden()


def test_keys_and_pointer_move_and_zoom(opened: Opener) -> None:
    page = opened(camp())
    page.keyboard.press("0")
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
    page.mouse.move(870, 700)
    page.mouse.down()
    page.mouse.move(890, 690, steps=4)
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
    assert rows.count() == 13
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
    assert page.locator("#picture > svg").is_visible()
    assert page.locator("#table tbody tr").count() == 13
    context.close()


# Measured changes ------------------------------------------------------------------------------------------------


def test_an_overlay_shows_what_claims_measured_in_a_context(opened: Opener) -> None:
    page = opened(camp())
    page.locator("#changes summary").click()
    assert page.locator("#picture .mark.change").count() == 0
    page.get_by_label("Species", exact=True).select_option(label="Rattus norvegicus")
    page.get_by_label("Region", exact=True).select_option(label="hippocampus")
    marks = page.locator("#picture .mark.change").all_text_contents()
    assert marks.count("not measured") == 7
    assert sorted(mark for mark in marks if mark != "not measured") == ["\u25b2 P25", "\u25bc P24 T2.1", "\u25bc P26"]
    assert "3',5'-cyclic AMP down" in said(page)
    page.get_by_label("Species", exact=True).select_option(label="any species")
    page.get_by_label("Region", exact=True).select_option(label="any region")
    assert "phospho-CREB (Ser133) both up and down" in said(page)
    assert any(mark.startswith("\u25b2\u25bc") for mark in page.locator("#picture .mark.change").all_text_contents())
    page.get_by_label("Species", exact=True).select_option(label="do not show")
    assert page.locator("#picture .mark").count() == 0


def test_an_overlay_asked_for_is_shown_first_with_what_it_leaves_out(opened: Opener) -> None:
    page = opened(camp(), wanted=read_context("species=rat,course=chronic"))
    assert page.get_by_label("Species", exact=True).input_value() == "asked"
    assert page.locator("#species option:checked").inner_text() == "as asked: species rat, course chronic"
    assert "Not shown, since they do not state all of that" in page.locator("#measured").inner_text()
    assert page.locator("#picture .mark.change.down").count() > 0
