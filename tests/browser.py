"""A real Chromium for the tests: the system's own, driven by Playwright, which downloads nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pathway_graph.diagrams import Drawing, select_diagram
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Edge, Network
from patience import HUNG_S

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GUIDE = read_guide()
Opener = Callable[..., "Page"]
"""Opens a drawing, of the guide or of another network, as a page."""
VIEWER = "document.querySelector('.pg-viewer').viewer"
"""What a page lets a test ask, in its own language."""
NAMES = ("chromium", "chromium-browser", "google-chrome")


class BrowserMissing(Exception):
    """No browser can be started on this machine; the message says what is missing."""


@contextlib.contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium, yield it, and stop it whatever happens.

    Raises:
        BrowserMissing: There is no Chromium or no Playwright.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise BrowserMissing("no Chromium on this machine; install the system's package chromium to run these tests")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise BrowserMissing("no Playwright; install the extra 'test' to run these tests") from error
    # root has no user namespace to build the sandbox in
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield running
        finally:
            running.close()


def camp() -> Drawing:
    """The guide's first diagram: 11 nodes, 12 arrows."""
    return select_diagram(GUIDE, "camp")


def place(drawing: Drawing, identifier: str) -> int:
    return [node.id for node in drawing.nodes].index(identifier)


def drawn_only(drawing: Drawing, network: Network = GUIDE) -> Network:
    """The network with the drawn edges alone, as sure as they are drawn."""
    edges = [
        Edge(e.source, e.relation, e.target, e.claims, certainty="hypothesis" if e.hypothesis else "asserted")
        for e in drawing.edges
    ]
    return replace(network, edges=tuple(sorted(edges, key=lambda edge: edge.id)))


def wait_until(page: Page, code: str) -> None:
    """Wait until JavaScript is true; Playwright's own way evaluates text in the page, which our pages forbid."""
    ends = time.monotonic() + HUNG_S
    while not page.evaluate(code):
        if time.monotonic() > ends:
            raise AssertionError(f"waited in vain for {code}")
        page.wait_for_timeout(20)


def names(page: Page, selector: str) -> set[str]:
    found = page.locator(f"#picture {selector}").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    return {label.split(";")[0] for label in found}


def heading(page: Page) -> str:
    return page.locator("#chosen h2").inner_text()


def said(page: Page) -> str:
    return page.locator("#said").inner_text()


def view_box(page: Page) -> list[float]:
    return [float(n) for n in (page.locator("#picture > svg").get_attribute("viewBox") or "").split()]
