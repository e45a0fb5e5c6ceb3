"""The Neo4j store under what can go wrong: no server, wrong words, killed and concurrent loads, others' data."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from neo4j_server import Server
from networks import OTHER, TINY
from pathway_graph.errors import QueryTimeout, StoreError, StoreUnavailable
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.stores.server.rows import STAGED
from pathway_graph.stores.server.store import Neo4jStore
from patience import HUNG_S, soon, until

TESTS = Path(__file__).parent
ENDLESS = "UNWIND range(1, 5000000) AS a UNWIND range(1, 2000) AS b RETURN sum(a * b)"
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range' RETURN 1"


def middling(version: str) -> Network:
    """Return a network of some ten thousand rows, another one for each version."""
    return build_network(
        Source("middling", version=version),
        entities=[Entity(f"prot:{i}", "Protein", f"P{i} {version}") for i in range(1000)],
        claims=[
            Claim(f"m{version}-{i}", f"prot:{i % 1000}", "activates", f"prot:{(i * 7 + 1) % 1000}") for i in range(2000)
        ],
    )


def open_on(server: Server, **options: Any) -> Neo4jStore:
    return Neo4jStore(server.uri, user=server.user, password=server.password, **options)


@pytest.fixture
def store(neo4j_server: Server) -> Iterator[Neo4jStore]:
    opened = open_on(neo4j_server, stage_above=20)
    opened.clear()
    yield opened
    opened.close()


@pytest.fixture
def driver(neo4j_server: Server) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as opened:
        yield opened


def ask(driver: neo4j.Driver, text: Any, **parameters: Any) -> list[list[Any]]:
    return [list(record.values()) for record in driver.execute_query(text, parameters).records]


def wait_until_alone(driver: neo4j.Driver) -> None:
    """Wait until the server has ended what a killed client left: it may still commit it, or takes it back."""
    until(lambda: len(ask(driver, "SHOW TRANSACTIONS")) == 1)  # this one


# No server, or not ours -------------------------------------------------------------------------------


def unavailable(uri: str, **options: Any) -> str:
    with soon(5), pytest.raises(StoreUnavailable) as caught:
        Neo4jStore(uri, password=options.pop("password", "secret-word"), **options)
    assert "secret-word" not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
def test_a_server_that_is_down_is_told_within_five_seconds(scheme: str) -> None:
    assert "no Neo4j server answers at" in unavailable(f"{scheme}://127.0.0.1:9")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["bolt", "bolt+s"])
def test_a_port_that_never_answers_is_told_within_five_seconds(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert unavailable(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}")


def test_a_name_that_is_no_host_is_told() -> None:
    assert "no host has the name" in unavailable("bolt://no-such-host.invalid:7687")


def test_a_wrong_password_is_told_without_showing_it(neo4j_server: Server) -> None:
    assert "check NEO4J_USERNAME and NEO4J_PASSWORD" in unavailable(neo4j_server.uri)


def test_a_database_that_is_not_there_is_told(neo4j_server: Server) -> None:
    message = unavailable(neo4j_server.uri, password=neo4j_server.password, database="nowhere")
    assert "nowhere" in message
    assert "NEO4J_DATABASE" in message


def test_tls_on_a_server_without_it_is_told(neo4j_server: Server) -> None:
    assert "TLS" in unavailable(neo4j_server.uri.replace("bolt://", "bolt+ssc://"))


# Loads ------------------------------------------------------------------------------------------------


def test_a_staged_load_gives_the_same_as_a_direct_one(store: Neo4jStore, driver: neo4j.Driver) -> None:
    steps: list[tuple[str, int, int]] = []
    store.write(TINY, progress=lambda *step: steps.append(step))
    store.write(OTHER)
    assert store.read() == merge([TINY, OTHER])
    assert ask(driver, f"MATCH (n:{STAGED}) RETURN count(n)") == [[0]]
    assert steps[-1][1] == steps[-1][2]
    labels = ask(driver, "MATCH (n:Entity {id: 'prot:A'}) RETURN labels(n)")
    assert sorted(labels[0][0]) == ["Entity", "Protein"]
    assert store.remove("tiny") == store.read() == OTHER


LOAD = """
    import sys
    from test_neo4j import Server, middling, open_on
    store = open_on(Server(*sys.argv[1:4]), stage_above=20)
    print("ready", flush=True)
    store.write(middling(sys.argv[4]))
    print("done", flush=True)
"""


def test_a_load_killed_at_any_moment_leaves_the_old_or_the_new_content(
    store: Neo4jStore, driver: neo4j.Driver, neo4j_server: Server
) -> None:
    known = {"1": middling("1")}
    store.write(known["1"])
    moments = random.Random(11)
    killed_midway = 0
    for version in ("2", "3", "4"):
        known[version] = middling(version)
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(LOAD), neo4j_server.uri, neo4j_server.user, neo4j_server.password,
             version],
            cwd=TESTS, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.2, 1.2))
        child.kill()
        out, _ = child.communicate(timeout=HUNG_S)
        killed_midway += "done" not in out
        wait_until_alone(driver)
        found = store.read()
        assert found == known[found.sources[0].version]
    assert killed_midway >= 1, "the kills came too late to prove anything"
    store.write(known["4"])
    assert store.read() == known["4"]
    assert ask(driver, f"MATCH (n:{STAGED}) RETURN count(n)") == [[0]], "debris of dead loads is left"


def test_readers_see_the_old_content_until_the_new_is_whole(store: Neo4jStore) -> None:
    store.write(TINY)
    query = "MATCH (c:Claim) RETURN count(c)"
    seen: set[tuple[Any, ...]] = set()
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            seen.update(store.run(query).rows)

    watcher = threading.Thread(target=watch)
    watcher.start()
    store.write(middling("1"))
    ended.set()
    watcher.join()
    assert (4,) in seen
    assert seen <= {(4,), (2004,)}


def test_two_loads_at_once_both_arrive(neo4j_server: Server, store: Neo4jStore) -> None:
    networks = [TINY, OTHER, middling("1")]
    stores = [open_on(neo4j_server, stage_above=20) for _ in networks]
    threads = [
        threading.Thread(target=one.write, args=(network,)) for one, network in zip(stores, networks, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in stores:
        one.close()
    assert store.read() == merge(networks)


def test_what_others_store_stays(store: Neo4jStore, driver: neo4j.Driver) -> None:
    ask(driver, "MATCH (n:Foreign) DETACH DELETE n")
    ask(driver, "CREATE (:Foreign {id: 'f'}), (:Entity:Foreign {id: 'theirs'})")
    store.write(TINY)
    ask(driver, "MATCH (n:Entity {id: 'prot:A'}), (f:Foreign {id: 'f'}) SET n:Favourite CREATE (f)-[:LIKES]->(n)")
    store.write(OTHER)
    assert store.read() == merge([TINY, OTHER])
    assert ask(driver, "MATCH (:Foreign)-[:LIKES]->(n:Favourite) RETURN n.id") == [["prot:A"]]
    store.clear()
    assert ask(driver, "MATCH (n:Foreign) RETURN n.id ORDER BY n.id") == [["f"], ["theirs"]]
    ask(driver, "MATCH (n:Foreign) DETACH DELETE n")


def test_a_change_made_by_hand_is_mended_by_the_next_load(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.write(TINY)
    ask(driver, "MATCH (n:Entity {id: 'prot:A'}) SET n.name = 'changed', n.sign = 1 REMOVE n:Protein")
    ask(driver, "MATCH (:Entity {id: 'prot:A'})-[r:ACTIVATES]->() DELETE r")
    ask(driver, "MATCH (a:Entity {id: 'prot:B'})-[r:INHIBITS]->(b) CREATE (a)-[s:INHIBITS]->(b) SET s = properties(r)")
    store.write(TINY)
    assert store.read() == TINY
    assert ask(driver, "MATCH (:Entity)-[r:INHIBITS]->(:Entity) RETURN count(r)") == [[2]]


# Long queries -----------------------------------------------------------------------------------------


def test_a_query_that_takes_too_long_is_stopped_on_the_server(store: Neo4jStore, driver: neo4j.Driver) -> None:
    with soon(10), pytest.raises(QueryTimeout, match="longer than 1 s"):
        store.run(ENDLESS, timeout_s=1.0)
    until(lambda: not ask(driver, RUNNING))


def test_ctrl_c_ends_a_long_query_with_code_130(store: Neo4jStore, driver: neo4j.Driver, neo4j_server: Server) -> None:
    environ = {**os.environ, "NEO4J_PASSWORD": neo4j_server.password, "NEO4J_USERNAME": neo4j_server.user}
    command = [sys.executable, "-m", "pathway_graph", "query", "--store", neo4j_server.uri, "-e", ENDLESS]
    child = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: ask(driver, RUNNING), pause_s=0.1)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=HUNG_S)
    assert (child.returncode, out) == (130, "")
    assert "Traceback" not in err


def test_rows_that_someone_changed_by_hand_are_a_store_error(store: Neo4jStore, driver: neo4j.Driver) -> None:
    store.write(TINY)
    ask(driver, "MATCH (e:Entity) SET e.links = ['nonsense']")
    for action in (store.read, lambda: store.write(OTHER)):
        with pytest.raises(
            StoreError, match=r"holds rows that are no network of ours .*; undo what changed them by hand"
        ):
            action()
    store.clear()
