"""A copy of the embedded store over Bolt: the neo4j driver and py2neo connect, and the store never changes."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from addresses import own_addresses
from explorer_process import Running, serving
from networks import TINY
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.store import EmbeddedStore
from test_cli import run

GUIDE = read_guide()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bolt") / "store"
    store = EmbeddedStore(folder)
    store.write(GUIDE)
    store.close()
    return folder


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    with serving(folder, "--bolt", lines=3) as process:
        yield process


def login(running: Running) -> tuple[str, str, str]:
    found: dict[str, Any] = {}
    exec(running.lines[0], found)  # the line that is printed for pasting into Python
    return found["uri"], found["user"], found["password"]


@pytest.fixture(scope="module")
def driver(running: Running) -> Iterator[neo4j.Driver]:
    uri, user, password = login(running)
    with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as opened:
        yield opened


def content(folder: Path) -> str:
    """Return a hash of what the store holds; the mark that its files were looked at may come meanwhile."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != sealing.MARK:
            digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()


@pytest.mark.slow
def test_the_lines_printed_work_as_they_stand(running: Running) -> None:
    pytest.importorskip("py2neo")
    uri, driver, py2neo = running.lines
    code = (
        f"import neo4j, py2neo\n{uri}\nprint({driver}.records[0].values())\n"
        f"print({py2neo}.run('MATCH (e:Entity) RETURN count(e) AS n').evaluate())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["[1]", str(len(GUIDE.entities))]


def test_the_driver_reads_nodes_relationships_and_paths(driver: neo4j.Driver) -> None:
    query = "MATCH p = (a:Entity)-[r:INCREASES]->(b:Entity {id: $id}) RETURN a, r, p LIMIT 1"
    ((node, link, path),) = driver.execute_query(query, id="rna:BDNF", database_="pathways").records
    assert "Entity" in node.labels
    assert link.type == "INCREASES"
    assert len(path.relationships) == 1


@pytest.mark.slow
def test_what_a_client_writes_stays_out_of_the_store(folder: Path) -> None:
    before = content(folder)
    count = "MATCH (n:Entity) RETURN count(n) AS n"
    with serving(
        folder, "--bolt", lines=3
    ) as own:  # a copy of its own: other tests ask theirs for what is written over
        uri, user, password = login(own)
        with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as driver:
            with driver.session(database="pathways", default_access_mode=neo4j.READ_ACCESS) as session:
                session.execute_read(lambda tx: tx.run("CREATE (n:Evil {id: 'x'})").consume())
            driver.execute_query("MATCH (n:Entity) DETACH DELETE n", database_="pathways")
            assert driver.execute_query(count, database_="pathways").records[0]["n"] == 0
    assert content(folder) == before
    store = EmbeddedStore(folder)
    assert store.read() == GUIDE
    store.close()


def test_a_wrong_password_is_refused(running: Running) -> None:
    uri, user, _ = login(running)
    with neo4j.GraphDatabase.driver(uri, auth=(user, "wrong")) as opened, pytest.raises(neo4j.exceptions.Neo4jError):
        opened.verify_connectivity()


@pytest.mark.slow
def test_no_file_is_read_over_bolt(driver: neo4j.Driver) -> None:
    with pytest.raises(neo4j.exceptions.Neo4jError):
        driver.execute_query("LOAD CSV FROM 'file:///etc/hostname' AS l RETURN l", database_="pathways")


def test_it_listens_on_loopback_alone(running: Running) -> None:
    port = int(login(running)[0].rpartition(":")[2])
    for address in own_addresses():
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((address, port), timeout=2).close()


@pytest.mark.slow
def test_a_load_goes_on_beside_it_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    store.write(TINY)
    with serving(tmp_path / "store", "--bolt", lines=3) as running:
        store.remove("tiny")
        store.write(TINY)
        uri, user, password = login(running)
        with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as opened:
            found = opened.execute_query("MATCH (n:Entity) RETURN count(n) AS n", database_="pathways")
            assert found.records[0]["n"] == len(TINY.entities)
        code, err = running.interrupt()
    store.close()
    assert code == 0
    assert err.splitlines()[-1] == "ended"
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_port_in_use_and_a_server_and_no_store_are_told(folder: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--bolt", "--port", str(taken.getsockname()[1]), store=folder)
    assert (done.returncode, "is taken" in done.stderr) == (1, True)
    assert "speaks Bolt already" in run("serve", "--bolt", store="bolt://127.0.0.1:9").stderr
    assert run("serve", "--bolt", store=tmp_path / "nowhere").returncode == 4
