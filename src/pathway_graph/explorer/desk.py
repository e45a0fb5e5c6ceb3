"""What all pages share: the store as it was read, the templates, pasted lists, and what was worked out of them."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from pathway_graph.explorer import child, links, search
from pathway_graph.explorer.given import Given, address
from pathway_graph.explorer.menu import MENU
from pathway_graph.explorer.rows import pieces
from pathway_graph.explorer.tables import brief
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.stores.history import History, number_of_last
from pathway_graph.stores.open import open_store
from pathway_graph.text.counts import how_many
from pathway_graph.text.printable import cell

ROWS: Final = 1000
"""Most rows of a query on a page and in its exports."""
_MOST_KEPT: Final = 32
"""Results of long work that are kept."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table that was pasted or uploaded.

    Attributes:
        name: File name that it came with; empty where it was pasted.
        data: Its bytes.
    """

    name: str
    data: bytes


class Shelf:
    """Things that are kept while the explorer runs, the longest unused ones thrown out beyond a size.

    >>> shelf = Shelf(most=2, most_bytes=10)
    >>> keys = [shelf.put(Pasted("", text)) for text in (b"one", b"two", b"three")]
    >>> [shelf.get(key) is not None for key in keys]
    [False, True, True]
    """

    def __init__(self, *, most: int = 20, most_bytes: int = 100_000_000) -> None:
        self.most, self.most_bytes = most, most_bytes
        self._kept: OrderedDict[str, Pasted] = OrderedDict()
        self._guard = threading.Lock()

    def put(self, pasted: Pasted) -> str:
        """Keep a table; return the key by which it is had again, the same for the same table."""
        key = hashlib.sha256(pasted.name.encode() + b"\0" + pasted.data).hexdigest()[:24]
        with self._guard:
            self._kept[key] = pasted
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and (
                len(self._kept) > self.most or sum(len(one.data) for one in self._kept.values()) > self.most_bytes
            ):
                self._kept.popitem(last=False)
        return key

    def get(self, key: str) -> Pasted | None:
        """Return what is kept under a key."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)


@dataclass(frozen=True)
class Stored:
    """The store as it was read: a page sees one state of it from its beginning to its end."""

    network: Network
    history: History
    read_at: str


class Desk:
    """What all pages share.

    Args:
        location: The store, as for `open_store`.
        timeout_s: The longest a page or a query may take, in seconds.
        stored: What it holds, where that is known already.

    Raises:
        StoreUnavailable: It cannot be opened.
    """

    def __init__(self, location: str, timeout_s: float, *, stored: Stored | None = None) -> None:
        self.location = location
        self.timeout_s = timeout_s
        self.lists = Shelf()
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._templates = Environment(
            loader=PackageLoader("pathway_graph.explorer"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._templates.filters |= {
            "cell": cell, "brief": brief, "address": address, "outside": links.outside, "web": links.web,
            "pieces": pieces, "how_many": how_many,
        }  # fmt: skip
        if stored is None:
            self.read()
        else:
            self.stored = stored

    def read(self) -> None:
        """Read the store, whose content the pages then show."""
        store = open_store(self.location)
        try:
            network = store.read()
            history = store.history()
        finally:
            store.close()
        go_on()
        with self._guard:
            self.stored = Stored(network, history, datetime.now().strftime("%H:%M"))
            self._kept.clear()

    def warm(self) -> None:
        """Work out what the first page would wait for."""
        search.suggest(self.stored.network, "a")

    def kept(self, stored: Stored, make: Callable[[], Result], *key: Hashable) -> Result:
        """Return what *make* does of a state of the store, kept for the next that asks by the same key of that state.

        Two pages that ask at once both work: whoever waits for another could not be stopped.
        """
        with self._guard:
            if self.stored is stored and key in self._kept:
                self._kept.move_to_end(key)
                found: Result = self._kept[key]
                return found
        made = make()
        with self._guard:
            if self.stored is stored:
                self._kept[key] = made
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return made

    def look_up(self, stored: Stored, *key: Hashable) -> Any:
        """Return what is kept of a state of the store under a key, or None."""
        with self._guard:
            return self._kept.get(key) if self.stored is stored else None

    def ask(self, text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Run a query in a process of its own; a note says where the store is no longer what the pages show."""
        answer = child.ask(self.location, text, parameters, timeout_s=self.timeout_s, limit=ROWS)
        if answer["load"] == number_of_last(self.stored.history):
            return answer
        note = (f"The store has changed since {self.stored.read_at}: these rows are of what it holds now, all other "
                "pages of what it held then. “Read again” below brings them up to date.")  # fmt: skip
        return {**answer, "notes": [*answer["notes"], note]}

    def fill(self, template: str, *, status: int = 200, path: str = "", **values: Any) -> HTMLResponse:
        """Fill a template."""
        values.setdefault("given", Given({}, path))
        text = self._templates.get_template(template).render(
            read_at=self.stored.read_at, menu=MENU, path=path, timeout_s=self.timeout_s, Markup=Markup, **values
        )
        return HTMLResponse(text, status)

    def too_long(self, limit_s: float, path: str = "", query: str = "") -> HTMLResponse:
        """Say that a page took longer than it may."""
        message = (
            f"The page took longer than {limit_s:g} s and was ended. Ask for fewer steps, or narrow it; "
            "`pathway-graph serve --timeout` gives pages more time."
        )
        again = f"{path}?{query}" if query else path
        return self.fill("error.html", status=503, path=path, title="That took too long", message=message, again=again)
