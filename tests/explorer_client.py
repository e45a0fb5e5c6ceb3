"""Ask the explorer's pages without a server: the application behind its guard, and a browser that has the token."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pathway_graph.explorer import app
from pathway_graph.explorer.desk import Desk, Stored
from pathway_graph.explorer.pages import PAGES, Handler
from pathway_graph.model import Network
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.history import History


def load(folder: Path, *networks: Network) -> Path:
    """Write networks into a store, one after the other."""
    store = EmbeddedStore(folder)
    for network in networks:
        store.write(network)
    store.close()
    return folder


@contextmanager
def signed_in(store: Path, *, timeout_s: float = 60.0) -> Iterator[TestClient]:
    """Give a browser that has the token of an explorer over a store."""
    explorer = app.prepare(str(store), timeout_s=timeout_s)
    explorer.listener.close()
    base, _, token = explorer.address.partition("/?token=")
    with TestClient(explorer.app, base_url=base, raise_server_exceptions=False) as client:
        assert client.get(f"/?token={token}").status_code == 200
        yield client


@contextmanager
def pages_over(network: Network, history: History | None = None) -> Iterator[TestClient]:
    """Give a browser of pages over a network that no store holds; queries and earlier states are not to be had."""
    desk = Desk("no store", 60.0, stored=Stored(network, history or History(), "12:00"))
    with TestClient(app.application(desk), raise_server_exceptions=False) as client:
        yield client


def replaced(monkeypatch: pytest.MonkeyPatch, path: str, handler: Handler) -> None:
    """Let another handler answer at an address."""
    pages = tuple(replace(page, handler=handler) if page.path == path else page for page in PAGES)
    monkeypatch.setattr(app, "PAGES", pages)


def rows_of(page: str, caption: str = "") -> list[list[str]]:
    """Return the cells of a table of a page, as they read; of the first one, or of that below a heading."""
    part = page[page.index(caption) :] if caption else page
    body = part[part.index("<tbody>") : part.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]


def words(markup: str) -> str:
    """Return what a piece of HTML reads."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def alert(page: str) -> str:
    """Return what a page says is wrong."""
    found = re.search(r'role="alert">(.*?)</(?:div|p)>', page, re.DOTALL)
    return words(found[1]) if found else ""
