"""Ask what is not to be asked, of every door: the text is refused, nothing is written, and the door stays open."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import httpx
import neo4j

from attempts import REFUSED
from campaign.trials import Bench, Missing, Trial, pick, tried
from explorer_process import Running, serving
from pathway_graph.errors import PathwayGraphError, QueryError, QueryTimeout
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.base import Store
from pathway_graph.stores.embedded.store import EmbeddedStore
from test_bolt import login
from test_embedded import load

Ask = Callable[[str], None]
PARAMETERS = {"x": 1, "id": "x", "key": "name", "url": "file:///etc/passwd"}


def disguised(query: str, chance: random.Random) -> str:
    """Return a query in another dress: other letters' case, comments and blanks of many kinds between its words."""
    if len(query) > 2_000 or chance.random() < 0.3:
        return query
    gaps = (" ", "\n", "\t", "  ", " /* x */ ", "\r\n", "\u00a0", "\u2003", " // x\n")
    parts = query.split(" ")
    if any(mark in query for mark in ("'", '"', "`", "//")):  # a blank within a text is not to be changed
        return query
    text = parts[0]
    for part in parts[1:]:
        text += chance.choice(gaps) + part
    return chance.choice((str, str.lower, str.swapcase))(text)


def trials(bench: Bench) -> Iterator[Trial]:
    """Ask each door the same share of the texts; in the end each is asked something good, and the content compared."""
    store = bench.where / "store"
    load(store, read_guide())
    before = content(store)
    with ExitStack() as open_doors:
        doors = {
            "embedded": _of_store(EmbeddedStore(store), open_doors),
            "explorer": _of_explorer(
                open_doors.enter_context(serving(store, "--no-browser", "--timeout", "3")), open_doors
            ),
            "mcp": _of_assistant(store),
        }
        texts = pick(bench.chance, list(REFUSED), bench.count)
        for number, query in enumerate(texts):
            name = list(doors)[number % len(doors)]
            text = disguised(query, bench.chance)
            what = f"{name}: {' '.join(ascii(text).split())[:80]}"
            yield tried(what, lambda name=name, text=text: doors[name](text))  # type: ignore[misc]
    yield Trial("the store after all of them", changed(before, content(store)))


def content(store: Path) -> dict[str, str]:
    """Return a hash of each file of a store, but for the marks that its files were looked at."""
    files = (file for file in sorted(store.rglob("*")) if file.is_file() and not file.name.endswith("checked"))
    return {str(file.relative_to(store)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def changed(before: dict[str, str], after: dict[str, str]) -> str:
    """Return what differs, as the problem of a trial; the engine's own statistics and a snapshot come by reading."""
    names = sorted(name for name in before | after if before.get(name) != after.get(name))
    return f"changed: {', '.join(names)}" if names else ""


def over_bolt(bench: Bench) -> Iterator[Trial]:
    """Ask the copy that ``serve --bolt`` serves; writes reach the copy alone, files and connections nothing."""
    store = bench.where / "store"
    load(store, read_guide())
    before = content(store)
    with serving(store, "--bolt", lines=3) as running:
        uri, user, password = login(running)
        with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as driver:
            for query in pick(bench.chance, [one for one in REFUSED if len(one) < 5_000], bench.count):

                def ask(query: str = query) -> None:
                    try:
                        driver.execute_query(neo4j.Query(query, timeout=3.0), PARAMETERS, database_="pathways")
                    except (neo4j.exceptions.Neo4jError, neo4j.exceptions.ResultFailedError):
                        pass
                    assert running.process.poll() is None, "the server has ended"

                yield tried(f"bolt: {' '.join(ascii(query).split())[:80]}", ask)
    yield Trial("the store after all of them", changed(before, content(store)))


def on_neo4j(bench: Bench) -> Iterator[Trial]:
    """Ask a Neo4j server through our store."""
    from pathway_graph.stores.server.store import Neo4jStore

    server = bench.server()
    remote = Neo4jStore(server.uri, user=server.user, password=server.password)
    try:
        remote.clear()
        remote.write(read_guide())
        ask = _asking(remote)
        for query in pick(bench.chance, list(REFUSED), bench.count):
            text = disguised(query, bench.chance)
            yield tried(f"neo4j: {' '.join(ascii(text).split())[:80]}", lambda text=text: ask(text))  # type: ignore[misc]
        yield Trial("the database after all of them", "" if remote.read() == read_guide() else "it was changed")
    finally:
        remote.clear()
        remote.close()


def _asking(store: Store) -> Ask:
    def ask(query: str) -> None:
        try:
            store.run(query, PARAMETERS, timeout_s=2)
        except (QueryError, QueryTimeout) as error:
            said = str(error)
        else:
            raise AssertionError("it was run")
        assert "\n" not in said, "it is refused in several lines"
        assert "Exception" not in said, f"a raw error: {said}"

    return ask


def _of_store(store: EmbeddedStore, open_doors: ExitStack) -> Ask:
    open_doors.callback(store.close)
    return _asking(store)


def _of_explorer(running: Running, open_doors: ExitStack) -> Ask:
    client = open_doors.enter_context(httpx.Client(base_url=running.base, follow_redirects=True, timeout=60))
    assert client.get(running.address).status_code == 200

    def ask(query: str) -> None:
        answer = client.post("/cypher", data={"text": query, "parameters": '{"x": 1}'})
        assert answer.status_code == 400, f"it answered {answer.status_code}"
        assert running.process.poll() is None, "the explorer has ended"

    return ask


def _of_assistant(store: Path) -> Ask:
    """Ask by the tool that assistants have, as its server does."""
    if find_spec("mcp") is None:
        raise Missing("the extra mcp is not installed")
    from pathway_graph.assistant.session import Session
    from pathway_graph.assistant.tools import TOOLS

    session = Session(str(store), 3.0)

    def ask(query: str) -> None:
        try:
            TOOLS["query"].ask(session, {"text": query, "parameters": PARAMETERS})
        except PathwayGraphError as error:
            said = str(error)
        else:
            raise AssertionError("it was run")
        assert "Exception" not in said, f"a raw error: {said}"

    return ask
