"""The explorer in a real browser: by keyboard, with and without scripts, no console error, no request elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from browser import wait_until
from explorer_client import load
from explorer_process import Running, serving
from pathway_graph.formats.native import read_guide
from pathway_graph.trace import upstream
from patience import HUNG_S

PAGES = (
    "/", "/entity?id=state:CREB1_pS133", "/trace?name=BDNF", "/explain?source=imipramine&target=pCREB&view=guide",
    "/claims?object=BDNF", "/claim?id=T2.2", "/publications", "/conflicts", "/audit", "/sources", "/diagram?name=camp",
    "/regulators", "/network", "/queries", "/cypher", "/history", "/check", "/nothing",
)  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = load(tmp_path_factory.mktemp("browser") / "store", read_guide())
    with serving(store, "--no-browser", "--timeout", str(HUNG_S)) as process:
        yield process


@pytest.fixture
def page(browser: Any, running: Running) -> Iterator[Any]:
    said: list[str] = []
    asked: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(running.address)
    yield opened
    assert [text for text in said if "status of 40" not in text] == []
    assert [url for url in asked if not url.startswith((running.base, "blob:"))] == []
    opened.close()


def settle(page: Any) -> None:
    """Wait until what a page draws of its own accord is drawn, and its viewer runs."""
    viewers = "[...document.querySelectorAll('.pg-viewer')].every((one) => one.viewer)"
    wait_until(page, f"!document.querySelector('[aria-busy]') && {viewers}")


def test_the_token_is_gone_from_the_address(page: Any, running: Running) -> None:
    assert page.url == running.base + "/"
    assert page.evaluate("document.cookie") == ""


def test_an_entity_is_found_and_traced_by_keyboard_alone(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("pCREB")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity*")
    assert page.locator("h1").inner_text() == "phospho-CREB (Ser133)"
    page.wait_for_selector(".pg-viewer svg g.node")
    assert page.locator(".pg-viewer svg text", has_text="imipramine").count() > 0
    page.get_by_role("link", name="Upstream").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/trace*")
    assert page.locator("tbody tr").count() > 0


def test_suggestions_come_while_one_types_and_are_chosen_by_arrows(page: Any) -> None:
    field = page.get_by_role("combobox", name="Find an entity")
    field.click()
    page.keyboard.insert_text("gluco")  # at once: no answer to the first letters comes between
    options = page.get_by_role("listbox").get_by_role("option")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options.nth(1)
    assert field.get_attribute("aria-activedescendant") == second.get_attribute("id")
    assert second.get_attribute("aria-selected") == "true"
    wanted = second.evaluate("option => option.firstChild.textContent")
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity*")
    assert page.locator("h1").inner_text() == wanted


def test_a_suggestion_fills_a_field_of_a_form_that_is_then_sent(page: Any) -> None:
    page.get_by_label("Why would").fill("imipramine")
    field = page.get_by_role("combobox", name="change")
    field.click()
    page.keyboard.type("trkb")
    page.get_by_role("listbox").get_by_role("option").first.filter(has_text="TrkB receptor").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "TrkB receptor"
    page.keyboard.press("Enter")
    page.wait_for_url("**/explain?source=imipramine&target=TrkB+receptor")


def suggestions(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"x:{name}", "name": name, "also": "", "kind": "RNA", "claims": 1, "value": name} for name in names]


def wait_for_one(page: Any, held: list[Any]) -> None:
    """Wait until the page has asked what a test holds back."""
    while not held:
        page.wait_for_timeout(20)


def test_what_is_marked_stays_so_when_a_later_answer_comes(page: Any) -> None:
    """One who types on and chooses before the last answer gets what was marked, not what was typed."""
    held: list[Any] = []

    def answer(route: Any) -> None:
        if route.request.url.endswith("=ab"):
            route.fulfill(json=suggestions("abc", "abg", "abe"))
        elif route.request.url.endswith("=a"):
            route.fulfill(json=[])
        else:
            held.append(route)

    page.route("**/suggest*", answer)
    field = page.get_by_role("combobox", name="change")
    field.click()
    page.keyboard.type("ab")
    options = page.get_by_role("listbox").get_by_role("option")
    options.nth(2).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("g")
    wait_for_one(page, held)
    held.pop().fulfill(json=suggestions("abgx", "abg"))
    options.first.filter(has_text="abgx").wait_for()
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("Enter")
    assert field.input_value() == "abg"


def test_suggestions_closed_with_escape_do_not_come_back(page: Any) -> None:
    held: list[Any] = []

    def answer(route: Any) -> None:
        if route.request.url.endswith("=abc"):
            held.append(route)
        else:
            route.fulfill(json=suggestions("abc"))

    page.route("**/suggest*", answer)
    field = page.get_by_role("combobox", name="change")
    field.click()
    page.keyboard.insert_text("ab")
    page.get_by_role("listbox").get_by_role("option").first.wait_for()
    page.keyboard.insert_text("c")
    wait_for_one(page, held)
    page.keyboard.press("Escape")
    held.pop().fulfill(json=suggestions("abc", "abcd"))
    page.evaluate("fetch('/suggest?q=later').then((answer) => answer.text())")  # what came before is dealt with
    assert field.get_attribute("aria-expanded") == "false"


def test_the_viewer_leads_from_a_node_to_its_card(page: Any, running: Running) -> None:
    page.goto(f"{running.base}/diagram?name=camp")
    settle(page)
    page.locator(".pg-viewer g.node", has_text="protein kinase A").first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".pg-viewer .panel a[href^='/entity?id=']").first
    assert link.get_attribute("href") == "/entity?id=cplx%3APKA"


def test_a_table_is_sorted_narrowed_and_copied(page: Any, running: Running) -> None:
    page.goto(f"{running.base}/claims")
    page.get_by_role("link", name="claim", exact=True).click()
    page.wait_for_url("**sort=claim*")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("claim")
    page.get_by_label("Rows with").fill("rat astrocytes")
    page.get_by_role("button", name="Narrow").click()
    page.wait_for_url("**has=rat+astrocytes*")
    assert page.locator("tbody tr td:first-child").all_inner_texts() == ["T2.4"]
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("copied").or_(page.get_by_text("copy by keyboard")).wait_for()


def test_cypher_is_sent_and_drawn(page: Any) -> None:
    page.get_by_text("Ask", exact=True).first.click()
    page.get_by_role("link", name="Cypher").click()
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector(".pg-viewer svg g.node")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert Path(download.value.path()).read_text().startswith("a,r,b\n")


def test_a_refusal_is_announced(page: Any, running: Running) -> None:
    page.goto(f"{running.base}/cypher")
    page.get_by_label("Cypher", exact=True).fill("MATCH (n) DETACH DELETE n")
    with page.expect_response("**/cypher") as answer:
        page.get_by_role("button", name="Run").click()
    assert answer.value.status == 400
    assert "may only read" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_every_page_fits_its_screen(page: Any, running: Running, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(running.base + path)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [820, 390])
def test_on_a_small_screen_the_details_below_a_picture_can_be_seen(page: Any, running: Running, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{running.base}/diagram?name=camp")
    settle(page)
    page.evaluate("document.querySelector('.pg-viewer').viewer.choose('edge', 0)")
    frame, card = page.locator(".view .frame").bounding_box(), page.locator(".pg-viewer .claim").first.bounding_box()
    assert card["y"] > frame["y"]
    assert card["y"] + card["height"] < frame["y"] + frame["height"], "the frame cuts off what stands out of it"


@pytest.mark.parametrize("path", [*PAGES, "/trace?name=BDNF&max_steps=2", "/explain?source=imipramine&target=BDNF"])
def test_nothing_is_cut_at_the_edge_of_the_paper(page: Any, running: Running, path: str) -> None:
    """A4 with the usual margins is 718 pixels wide; the picture comes on the page that its heading is on."""
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    page.goto(running.base + path)
    if page.locator("figure.view").count():
        page.wait_for_selector(".pg-viewer svg")
        assert page.evaluate("getComputedStyle(document.querySelector('figure.view')).breakInside") == "auto"
    edges = "[...document.querySelectorAll('main *:not(svg *)')].map(one => one.getBoundingClientRect().right)"
    assert page.evaluate(f"Math.max(...{edges})") <= 718.5


def test_what_matters_of_the_first_page_fits_on_one_screen(page: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    for place in ("#find", ".counts", ".questions", "form[aria-label]", ".gallery"):
        assert page.locator(place).bounding_box()["y"] + page.locator(place).bounding_box()["height"] <= 800, place


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_fault_in_any_page(browser: Any, running: Running, width: int, scheme: Any) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    try:
        opened = context.new_page()
        opened.goto(running.address)
        for path in PAGES:
            opened.goto(running.base + path)
            settle(opened)
            opened.evaluate(axe)
            found = opened.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
    finally:
        context.close()


def test_without_scripts_everything_can_be_read_and_drawn(browser: Any, running: Running) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        opened = context.new_page()
        opened.goto(running.address)
        opened.goto(f"{running.base}/trace?name=BDNF&max_steps=2")
        rows = opened.locator("#table-main tbody tr td:first-child").all_inner_texts()
        assert rows == [row["name"] for row in upstream(read_guide(), "BDNF", max_steps=2).end_rows()]
        opened.get_by_role("link", name="Draw it").click()
        assert opened.locator(".pg-viewer svg text", has_text="imipramine").count() > 0
        opened.locator("summary", has_text="Evidence").click()
        opened.get_by_role("link", name="Publications").click()
        opened.wait_for_url("**/publications")
    finally:
        context.close()
