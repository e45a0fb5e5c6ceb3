"""A Neo4j database that others use too: nothing of theirs is touched; and what is recorded of loads there."""

from __future__ import annotations

import os
import signal
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
from click.testing import CliRunner

import pathway_graph as pg
from neo4j_server import Server
from networks import OTHER
from pathway_graph.cli import cli
from pathway_graph.errors import StoreError, UnknownName
from pathway_graph.model.build import merge
from pathway_graph.stores.history import Origin
from pathway_graph.stores.reading_reports import Lost, shortened
from test_neo4j import ask, middling, open_on, wait_until_alone

pytestmark = pytest.mark.slow
TESTS = Path(__file__).parent
GUIDE = pg.read_guide()
THEIRS = (
    "CREATE (:Publication {id: 'S06', title: 'one'}), (:Publication {id: 'S06', title: 'two'}), "
    "(:Publication {id: 'P1', source: 'elsewhere'}), (:Step {id: 'x'}), (:Step {id: 'x', protocol: 'none of ours'}), "
    "(:Source {id: 'imipramine', url: 'theirs'}), (:Staged {id: 's'}), (:Statement {id: 'c001'}), (:Reference), "
    "(:Protocol {id: 'WB-pCREB'}), (:Tension {id: 'K02'}), "
    "(:Diagram {id: 'D1'})-[:SHOWS]->(:Entity {id: 'prot:BDNF', name: 'theirs'}), (:Entity {id: 'prot:BDNF'})"
)


@pytest.fixture
def driver(new_neo4j_server: Server) -> Iterator[neo4j.Driver]:
    """A connection to a database that nothing was ever loaded into."""
    server = new_neo4j_server
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as opened:
        ask(opened, "MATCH (n) DETACH DELETE n")
        for (name,) in ask(opened, "SHOW CONSTRAINTS YIELD name"):
            ask(opened, f"DROP CONSTRAINT {name}")
        for (name,) in ask(opened, "SHOW INDEXES YIELD name, type WHERE type = 'RANGE' RETURN name"):
            ask(opened, f"DROP INDEX {name}")
        yield opened


def everything(driver: neo4j.Driver, but: str = "") -> list[list[Any]]:
    where = f"WHERE NOT {but} " if but else ""
    return ask(driver, f"MATCH (n) {where}RETURN labels(n), properties(n), COUNT {{ (n)--() }} ORDER BY elementId(n)")


@pytest.mark.parametrize("stage_above", [50_000, 20], ids=["direct", "staged"])
def test_nodes_of_others_under_our_labels_with_our_ids_stay_as_they_are(
    driver: neo4j.Driver, new_neo4j_server: Server, stage_above: int
) -> None:
    ask(driver, THEIRS)
    before = everything(driver)
    store = open_on(new_neo4j_server, stage_above=stage_above)
    store.write(GUIDE)
    assert store.read() == GUIDE
    store.write(OTHER)
    assert store.read() == merge([GUIDE, OTHER])
    theirs = {tuple(map(str, row)) for row in before}
    assert theirs <= {tuple(map(str, row)) for row in everything(driver)}
    assert store.remove("other") == GUIDE == store.read()
    store.clear()
    assert everything(driver) == before
    store.close()


def test_nobody_is_bound_by_our_keys(driver: neo4j.Driver, new_neo4j_server: Server) -> None:
    store = open_on(new_neo4j_server)
    store.write(GUIDE)
    ask(driver, "CREATE (:Publication {id: 'own'}), (:Publication {id: 'own'}), (:Entity {id: 'prot:BDNF'})")
    assert ask(driver, "SHOW CONSTRAINTS YIELD labelsOrTypes AS l RETURN l") == [[["PathwayGraphLock"]]]
    assert store.read() == GUIDE
    store.write(OTHER)
    assert store.read() == merge([GUIDE, OTHER])
    store.close()


def test_properties_that_others_put_on_our_nodes_stay(driver: neo4j.Driver, new_neo4j_server: Server) -> None:
    store = open_on(new_neo4j_server)
    store.write(GUIDE)
    ask(driver, "MATCH (n:Entity {id: 'prot:BDNF'}) SET n.stars = 5, n.name = 'wrong'")
    store.write(GUIDE)
    assert ask(driver, "MATCH (n:Entity {id: 'prot:BDNF'}) RETURN n.stars, n.name") == [[5, GUIDE.name("prot:BDNF")]]
    store.close()


def test_what_would_be_taken_for_ours_stops_the_first_load_with_the_way_out(
    driver: neo4j.Driver, new_neo4j_server: Server
) -> None:
    ask(driver, "CREATE (:Source {id: 'pubmed'}), (:Publication {id: 'P1', source: 'pubmed', title: 'x', extra: 1})")
    before = everything(driver)
    store = open_on(new_neo4j_server)
    with pytest.raises(StoreError, match=r"nothing was changed: .*Publication 'P1', Source 'pubmed'; .*NEO4J_DATABASE"):
        store.write(OTHER)
    with pytest.raises(StoreError, match="nothing was changed"):
        store.clear()
    assert everything(driver) == before
    assert ask(driver, "SHOW CONSTRAINTS YIELD name") == []
    ask(driver, "MATCH (n:Source) SET n:Database REMOVE n:Source")
    store.write(OTHER)
    assert store.read() == OTHER
    store.close()


def test_a_node_of_ours_that_is_there_twice_is_told_and_never_chosen(
    driver: neo4j.Driver, new_neo4j_server: Server
) -> None:
    store = open_on(new_neo4j_server)
    store.write(OTHER)
    ask(driver, "MATCH (n:Entity) WITH n LIMIT 1 CREATE (m:Entity:Protein) SET m = properties(n)")
    for work in (store.read, lambda: store.write(OTHER)):
        with pytest.raises(StoreError, match="1 node of pathway-graph twice: Entity 'prot:"):
            work()
    store.close()


# What is recorded ------------------------------------------------------------------------------------


def test_a_server_records_what_the_commands_load_and_gives_earlier_states_back(
    driver: neo4j.Driver, new_neo4j_server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = new_neo4j_server
    for name, value in (("URI", server.uri), ("USERNAME", server.user), ("PASSWORD", server.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    monkeypatch.delenv("PATHWAY_GRAPH_STORE", raising=False)
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))

    def run(*arguments: str) -> str:
        found = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
        assert found.exit_code == 0
        return found.stdout

    run("load")
    assert "imipramine" in run("sources", "--format", "csv")
    store = open_on(server)
    store.write(OTHER)
    run("remove", "imipramine")
    assert [(one.number, one.changes[0].source, one.changes[0].what) for one in store.history().loads] == [
        (1, "imipramine", "new"), (2, "other", "new"), (3, "imipramine", "removed"),
    ]  # fmt: skip
    assert store.read_after(2) == merge([GUIDE, OTHER])
    assert store.read_after(1) == GUIDE
    assert run("diff", "--against", "3", "--format", "csv") == "what,id,change\n"
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "another machine"))
    with pytest.raises(StoreError, match="the machine that loads keeps it"):
        store.read_after(2)
    assert len(store.history().loads) == 3
    store.close()


def test_a_program_that_only_writes_networks_leaves_no_node_but_theirs(
    driver: neo4j.Driver, new_neo4j_server: Server
) -> None:
    store = open_on(new_neo4j_server)
    store.write(OTHER)
    assert ask(driver, "MATCH (n:PathwayGraphHistory) RETURN count(n)") == [[0]]
    assert store.history().loads == ()
    origin = Origin("guide.yaml", report=shortened("as it is", {"claims": 206}, {}, [Lost("notes", "long", 2, True)]))
    store.write(GUIDE, origins={"imipramine": origin})
    assert [one.changes[0].origin for one in store.history().loads] == [origin]
    store.clear()
    assert everything(driver) == []
    store.close()


def test_an_unknown_data_set_is_told_and_two_removals_at_once_both_happen(
    driver: neo4j.Driver, new_neo4j_server: Server
) -> None:
    store = open_on(new_neo4j_server)
    store.write(merge([GUIDE, OTHER, middling("1")]), origins={})
    with pytest.raises(UnknownName, match="no data set is called 'othr'; did you mean 'other'"):
        store.remove("othr")
    both = [threading.Thread(target=_remove, args=(new_neo4j_server, name)) for name in ("other", "middling")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert store.read() == GUIDE
    assert [one.number for one in store.history().loads] == [1, 2, 3]
    store.close()


def _remove(server: Server, name: str) -> None:
    store = open_on(server)
    store.remove(name)
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_removal_killed_at_any_moment_leaves_all_or_the_rest_and_the_history_agrees(
    driver: neo4j.Driver, new_neo4j_server: Server
) -> None:
    server = new_neo4j_server
    code = """
        import sys
        from test_neo4j import open_on
        from neo4j_server import Server
        store = open_on(Server(*sys.argv[1:4]), stage_above=int(sys.argv[4]))
        print("ready", flush=True)
        store.remove("middling")
    """
    store = open_on(server)
    whole = merge([OTHER, middling("1")])
    killed = 0
    for after_s, above in ((0.1, 50_000), (0.3, 20), (0.5, 50_000), (0.7, 20), (0.9, 20)):
        store.write(whole, origins={})
        count = len(store.history().loads)
        given = [server.uri, server.user, server.password, str(above)]
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code), *given], cwd=TESTS, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after_s)
        child.kill()
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        wait_until_alone(driver)
        found = store.read()
        loads = store.history().loads
        assert found in (whole, OTHER)
        assert (len(loads) > count) == (found == OTHER)
    assert killed
    store.close()


# The import tool --------------------------------------------------------------------------------------


def test_the_script_of_the_export_never_names_overwriting_in_its_command(tmp_path: Path) -> None:
    pg.write(OTHER, tmp_path / "db.neo4j")
    script = (tmp_path / "db.neo4j" / "import.sh").read_text(encoding="utf-8")
    assert "overwrite" not in script[script.index("neo4j-admin") :]
    tool = tmp_path / "neo4j-admin"
    tool.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    tool.chmod(0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    for given in ([], ["--overwrite-destination=true"]):
        done = subprocess.run(
            ["sh", str(tmp_path / "db.neo4j" / "import.sh"), *given],
            env=path,
            capture_output=True,
            text=True,
            check=True,
        )
        arguments = done.stdout.split("\n")
        assert arguments[:4] == ["database", "import", "full", "neo4j"]
        assert ("--overwrite-destination=true" in arguments) == bool(given)


@pytest.mark.neo4j
def test_the_import_tool_refuses_a_database_that_is_there(tmp_path: Path) -> None:
    import shutil

    from neo4j_server import ServerMissing, _classpath, _import

    java = shutil.which("java")
    try:
        classpath = _classpath()
    except ServerMissing as missing:
        pytest.skip(str(missing))
    assert java is not None
    pg.write(OTHER, tmp_path / "db.neo4j")
    home = tmp_path / "home"
    home.mkdir()
    _import(java, classpath, home, tmp_path / "db.neo4j")
    with pytest.raises(RuntimeError, match="neo4j-admin did not import"):
        _import(java, classpath, home, tmp_path / "db.neo4j")
