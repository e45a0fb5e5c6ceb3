"""The interactive page in a real Chromium: light, dark, paper, small screens, odd drawings, hostile labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import GUIDE, VIEWER, Opener, camp, said, view_box, wait_until
from hostile import HOSTILE
from pathway_graph.diagrams import draw_network, select_diagram
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network

if TYPE_CHECKING:
    from playwright.sync_api import Page

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
    assert view_box(page) == page.evaluate(f"{VIEWER}.v.whole")
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
    page.keyboard.press("0")
    page.set_viewport_size({"width": 900, "height": 700})
    wait_until(page, f"{VIEWER}.v.stage.width < 600")
    assert page.evaluate("document.querySelector('#n0').getBoundingClientRect().right < innerWidth")
    page.keyboard.press("+")
    zoomed = view_box(page)
    page.set_viewport_size({"width": 1000, "height": 800})
    wait_until(page, f"{VIEWER}.v.stage.width === document.querySelector('#picture').clientWidth")
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
        page.evaluate(f"place => {VIEWER}.choose('node', place)", number)
        assert page.locator("#chosen h2").text_content() == node.name
        shown = page.locator(f"#n{number} text").evaluate_all("all => all.map(e => e.textContent).join('')")
        assert squeezed(shown) == squeezed(node.name)
    for number, edge in enumerate(drawing.edges):
        page.evaluate(f"place => {VIEWER}.choose('edge', place)", number)
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
