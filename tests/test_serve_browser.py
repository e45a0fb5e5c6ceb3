"""The explorer in a real browser: driven by keyboard, no console error, no request to anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer_process import Running, serving
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.embedded.store import EmbeddedStore


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("browser") / "store"
    store = EmbeddedStore(folder)
    store.write(read_guide())
    store.close()
    with serving(folder, "--no-browser") as process:
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
    assert [text for text in said if "status of 400" not in text] == []
    assert [url for url in asked if not url.startswith(running.base)] == []
    opened.close()


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
    assert page.locator("figure svg text", has_text="imipramine").count() > 0
    page.get_by_role("link", name="Upstream").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/trace*")
    assert page.locator("tbody tr").count() > 0


def test_cypher_is_sent_and_drawn(page: Any) -> None:
    page.get_by_role("link", name="Cypher").click()
    page.get_by_label("draw").check()
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("table")
    assert page.locator("figure svg").count() == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert Path(download.value.path()).read_text().startswith("a,r,b\n")


def test_a_refusal_is_announced(page: Any) -> None:
    page.get_by_role("link", name="Cypher").click()
    page.get_by_label("Cypher").fill("MATCH (n) DETACH DELETE n")
    with page.expect_response("**/cypher") as answer:
        page.get_by_role("button", name="Run").click()
    assert answer.value.status == 400
    assert "may only read" in page.get_by_role("alert").inner_text()


def test_the_page_fits_a_narrow_screen(page: Any) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(page.url + "trace?name=BDNF")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
