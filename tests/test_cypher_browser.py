"""The editor for Cypher in a real browser: written, completed, run, cancelled and kept, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer_client import load
from explorer_process import Running, serving
from pathway_graph.formats.native import read_guide
from patience import HUNG_S

SLOW = "MATCH (a), (b), (c), (d), (e) WHERE a.id + b.id + c.id + d.id + e.id = 'x' RETURN count(*) AS n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = load(tmp_path_factory.mktemp("cypher") / "store", read_guide())
    with serving(store, "--no-browser", "--timeout", str(HUNG_S)) as process:
        yield process


@pytest.fixture
def page(browser: Any, running: Running) -> Iterator[Any]:
    said: list[str] = []
    asked: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    opened.goto(running.address)
    opened.goto(f"{running.base}/cypher")
    opened.asked = asked
    yield opened
    assert [text for text in said if "status of 40" not in text] == []
    assert [one for one in asked if running.base not in one and "blob:" not in one] == []
    opened.close()


def write(page: Any, text: str) -> Any:
    field = page.get_by_label("Cypher", exact=True)
    field.fill("")
    page.keyboard.type(text)
    return field


def test_a_query_is_completed_from_what_is_stored_and_coloured(page: Any) -> None:
    field = write(page, "MATCH (e:Prot")
    options = page.get_by_role("listbox", name="Completions").get_by_role("option")
    options.first.wait_for()
    assert [text.split()[0] for text in options.all_inner_texts()][:2] == ["Protein", "ProteinFamily"]
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.keyboard.type(")-[r:INCR")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("]->(f {cu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("$x}) RETURN e.na")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "MATCH (e:Protein)-[r:INCREASES]->(f {curie: $x}) RETURN e.name"
    layer = page.locator(".layer")
    assert layer.inner_text().strip() == field.input_value()
    kinds = {kind: layer.locator(f".{kind}").all_inner_texts() for kind in ("word", "label", "type", "key")}
    assert kinds == {"word": ["MATCH", "RETURN"], "label": ["Protein"], "type": ["INCREASES"], "key": ["curie", "name"]}
    page.get_by_label("$x", exact=True).wait_for()
    field.focus()
    page.keyboard.press("Enter")  # nothing is chosen: a new line
    assert field.input_value().endswith("e.name\n")


def test_what_is_wrong_is_underlined_and_the_caret_goes_there(page: Any) -> None:
    field = write(page, "MATCH (e:Gene)\nRETURN '\U0001f9e0', f")
    page.locator(".layer .wrong").wait_for()
    assert page.locator(".layer .wrong").inner_text() == "f"
    assert field.get_attribute("aria-invalid") == "true"
    page.get_by_role("button", name="line 2, column 13").click()
    assert field.evaluate("field => field.value.slice(field.selectionStart)") == "f"
    assert page.locator("#place").inner_text() == "Line 2, column 13."
    write(page, "MATCH (e:Gene) RETURN e.nam AS n")
    page.get_by_text("did you mean 'name'?").wait_for()
    assert page.locator(".layer .noted").inner_text() == "nam"


def test_a_query_runs_in_place_and_its_link_fills_the_form_only(page: Any, running: Running) -> None:
    write(page, "MATCH (e:Gene {id: $id}) RETURN e.id AS id, e.name AS name")
    page.get_by_label("$id", exact=True).fill("gene:BDNF")
    page.get_by_label("Cypher", exact=True).press("Control+Enter")
    page.locator("#result td").first.wait_for()
    assert page.locator("#result td a").first.get_attribute("href") == "/entity?id=gene%3ABDNF"
    link = page.get_by_role("link", name="Link to this query").get_attribute("href")
    page.asked.clear()
    page.goto(running.base + link)
    page.wait_for_load_state("networkidle")
    assert page.get_by_label("$id", exact=True).input_value() == "gene:BDNF"
    assert page.locator("#result table").count() == 0
    assert [one for one in page.asked if one.startswith("POST") and not one.endswith("/check")] == []
    page.locator("summary", has_text="History").click()
    page.locator("#past-list button").first.click()
    page.get_by_role("button", name="Run").click()
    page.locator("#result th a", has_text="name").click()
    page.wait_for_selector("#result th[aria-sort=ascending]")
    assert page.evaluate("document.activeElement.innerText").startswith("name")
    assert [one.partition("/cypher")[2] for one in page.asked if one.startswith("POST")].count("") == 1


def test_cancelling_ends_the_query(page: Any) -> None:
    write(page, SLOW)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled").wait_for()
    write(page, "RETURN 'free' AS x")
    for _ in range(3):  # as many as may run at once, and one more: none of them is taken by what was cancelled
        page.keyboard.press("Control+Enter")
        page.locator("#result td", has_text="free").wait_for()
        page.locator("#result").evaluate("result => result.replaceChildren()")


def test_queries_are_saved_exported_and_imported_as_text(page: Any, tmp_path: Path) -> None:
    write(page, "MATCH (e:Gene {id: $id})\nRETURN e LIMIT 7")
    page.get_by_label("$id", exact=True).fill("gene:BDNF")
    page.locator("summary", has_text="Saved").click()
    page.get_by_label("Name").fill("My Gene")
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    file = tmp_path / "queries.cypher"
    download.value.save_as(file)
    assert file.read_text().splitlines() == [
        "// name: my-gene", "// Own query my-gene.", "// param id: entity = gene:BDNF", "MATCH (e:Gene {id: $id})",
        "RETURN e LIMIT 7",
    ]  # fmt: skip
    page.get_by_role("button", name="Delete my-gene").click()
    assert page.locator("#saved-list button").count() == 0
    page.get_by_label("Import").set_input_files(file)
    write(page, "")
    page.get_by_role("button", name="my-gene", exact=True).click()
    assert page.get_by_label("Cypher", exact=True).input_value() == "MATCH (e:Gene {id: $id})\nRETURN e LIMIT 7"
    assert page.get_by_label("$id", exact=True).input_value() == "gene:BDNF"
