"""Fixtures that several test files share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser import GUIDE, BrowserMissing, Opener, running_browser
from neo4j_server import Server, ServerMissing, empty, running_server
from pathway_graph.diagrams import Drawing, to_html
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.stores import deadline
from pathway_graph.stores.embedded.store import EmbeddedStore
from starting import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def running_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Neo4j, one for the whole session: ``uri``, ``user``, ``password``.

    What is kept of it on this machine is thrown away with it.

    Where Java or Maven are missing the test is skipped, with the reason; under CI it fails.
    """
    with started(running_server(), ServerMissing) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield running


@pytest.fixture(scope="module")
def neo4j_server(running_neo4j: Server) -> Server:
    """The one Neo4j of the session, emptied: what the tests of another file left there is gone, whoever wrote it."""
    empty(running_neo4j)
    return running_neo4j


@pytest.fixture(scope="module")
def new_neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j of one module's own, which never held anything else.

    A server lists the labels of a node in the order in which it first met them, whatever was removed since: only on a
    new one is that the order in which we make them.
    """
    with started(running_server(), ServerMissing) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium, one for the whole session.

    Where Chromium or Playwright are missing the test is skipped, with the reason; under CI it fails.
    """
    with started(running_browser(), BrowserMissing) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open drawings as pages, the network cut; at the end no page may have complained or asked for anything."""
    complaints: list[str] = []
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    context.set_default_timeout(30_000)  # a busy machine is no fault of the page

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
    asked = [url for url in asked if not url.startswith("blob:")]  # what a page made itself, to save it
    assert all(url.startswith("file:") and url.endswith(".html") for url in asked)
    assert len(asked) == len({*asked})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs the server or a browser, so that ``-m 'not neo4j'`` leaves it out.

    All that need the one, or the other, go to one process (``--dist=loadgroup``), so that there is one of each.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        for kind, fixtures in (("browser", ["browser"]), ("neo4j", ["running_neo4j", "new_neo4j_server"])):
            if not set(fixtures).isdisjoint(names):
                item.add_marker(kind)
            if item.get_closest_marker(kind):
                item.add_marker(pytest.mark.xdist_group(kind))
                break


@pytest.fixture(scope="session", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def stored_guide(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Network:
    """The packaged guide, written to a store and read back."""
    if request.param == "embedded":
        embedded = EmbeddedStore(tmp_path_factory.mktemp("guide") / "store")
        embedded.write(read_guide())
        network = embedded.read()
        embedded.close()
        return network
    from pathway_graph.stores.server.store import Neo4jStore

    server = request.getfixturevalue("running_neo4j")
    remote = Neo4jStore(server.uri, user=server.user, password=server.password)
    remote.clear()
    remote.write(read_guide())
    network = remote.read()
    remote.close()
    return network


def pytest_configure() -> None:
    """Let no width of the terminal that the tests run in, or of the worker processes, reach the commands."""
    os.environ.pop("COLUMNS", None)


_exit_status: list[int] = []


def pytest_sessionfinish(exitstatus: int) -> None:
    """Keep how the tests ended for `pytest_unconfigure`."""
    _exit_status.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End at once, with the code of the tests, where a query that the engine cannot stop still runs.

    An ordinary end would wait for it, and then leave with a code of its own
    (`pathway_graph.stores.embedded.engine.leave`).
    """
    if deadline.is_busy() and _exit_status:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_status[-1])
