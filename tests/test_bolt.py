"""A copy of the embedded store over Bolt: the neo4j driver and py2neo connect, and the store never changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import neo4j
import pytest

from addresses import own_addresses
from explorer_process import Running, serving
from neo4j_server import Server
from networks import TINY
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.embedded import bolt_calls, bolt_copy, sealing
from pathway_graph.stores.embedded.packstream import Structure, Wire, WireError, pack, unpack
from pathway_graph.stores.embedded.store import EmbeddedStore
from patience import HUNG_S, soon, wait_for_work, worked_s
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
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HUNG_S, check=True)
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


# What clients are told ----------------------------------------------------------------------------------

_MISSING = (
    "There is no procedure with the name `{}` registered for this database instance. Please ensure you've spelled "
)
_MISSING += "the procedure name correctly and that the procedure is properly deployed."
TOLD = [
    ("RETURN 1 +", "Statement.SyntaxError",
     "Invalid input '': expected an expression (line 1, column 11 (offset: 10))\n\"RETURN 1 +\"\n           ^"),
    ("MATCH (n)\nRETURN x", "Statement.SyntaxError",
     "Variable `x` not defined (line 2, column 8 (offset: 17))\n\"RETURN x\"\n        ^"),
    ("RETURN foo(1)", "Statement.SyntaxError",
     "Unknown function 'foo' (line 1, column 8 (offset: 7))\n\"RETURN foo(1)\"\n        ^"),
    ("RETURN gds.version()", "Statement.SyntaxError",
     "Unknown function 'gds.version' (line 1, column 8 (offset: 7))\n\"RETURN gds.version()\"\n        ^"),
    ("RETURN toInteger(1, 2)", "Statement.SyntaxError", "Too many parameters for function 'toInteger' (line 1, column "
     "8 (offset: 7))\n\"RETURN toInteger(1, 2)\"\n        ^"),
    ("RETURN 'abc", "Statement.SyntaxError", "Failed to parse string literal. The query must contain an even number of "
     "non-escaped quotes. (line 1, column 8 (offset: 7))\n\"RETURN 'abc\"\n        ^"),
    ("MATCH (n) RETURN n LIMIT -1", "Statement.SyntaxError", "Invalid input. '-1' is not a valid value. Must be a "
     "non-negative integer. (line 1, column 26 (offset: 25))\n\"MATCH (n) RETURN n LIMIT -1\"\n" + " " * 26 + "^"),
    ("MATCH (n) RETURN n.id, count(*) ORDER BY n.name", "Statement.SyntaxError", "In a WITH/RETURN with DISTINCT or an "
     "aggregation, it is not possible to access variables declared before the WITH/RETURN: n (line 1, column 42 "
     "(offset: 41))\n\"MATCH (n) RETURN n.id, count(*) ORDER BY n.name\"\n" + " " * 42 + "^"),
    ("RETURN $p", "Statement.ParameterMissing", "Expected parameter(s): p"),
    ("RETURN 1/0", "Statement.ArithmeticError", "/ by zero"),
    ("RETURN date('x')", "Statement.SyntaxError", "Text cannot be parsed to a Date\n\"x\"\n ^"),
    ("RETURN date({year: 2020, month: 13})", "Statement.ArgumentError",
     "Invalid value for MonthOfYear (valid values 1 - 12): 13"),
    ("CALL foo.bar()", "Procedure.ProcedureNotFound", _MISSING.format("foo.bar")),
    ("CALL gds.graph.list()", "Procedure.ProcedureNotFound", _MISSING.format("gds.graph.list")),
    ("CALL db.schema()", "Procedure.ProcedureNotFound", _MISSING.format("db.schema")),
    ("MATCH (n)\nWHERE n.id = 'a'", "Statement.SyntaxError", "Query cannot conclude with MATCH (must be a RETURN "
     "clause, a FINISH clause, an update clause, a unit subquery call, or a procedure call with no YIELD). (line 1, "
     "column 1 (offset: 0))\n\"MATCH (n)\"\n ^"),
    ("WITH 1 RETURN 1", "Statement.SyntaxError", "Expression in WITH must be aliased (use AS) (line 1, column 6 "
     "(offset: 5))\n\"WITH 1 RETURN 1\"\n      ^"),
    ("RETURN 1 UNION RETURN 2 UNION ALL RETURN 3", "Statement.SyntaxError", "Invalid combination of UNION and UNION "
     "ALL (line 1, column 25 (offset: 24))\n\"RETURN 1 UNION RETURN 2 UNION ALL RETURN 3\"\n" + " " * 25 + "^"),
    ("RETURN /* x", "Statement.SyntaxError", "Failed to parse comment. A comment starting on `/*` must have a closing "
     "`*/`. (line 1, column 8 (offset: 7))\n\"RETURN /* x\"\n        ^"),
    ("UNWIND [3] AS x RETURN x AS a, x AS a", "Statement.SyntaxError", "Multiple result columns with the same name are "
     "not supported (line 1, column 24 (offset: 23))\n\"UNWIND [3] AS x RETURN x AS a, x AS a\"\n" + " " * 24 + "^"),
    ("RETURN *", "Statement.SyntaxError", "RETURN * is not allowed when there are no variables in scope (line 1, "
     "column 1 (offset: 0))\n\"RETURN *\"\n ^"),
    ("RETURN 1_000 + y", "Statement.SyntaxError",
     "Variable `y` not defined (line 1, column 16 (offset: 15))\n\"RETURN 1_000 + y\"\n                ^"),
    ("USE other RETURN 1", "Database.DatabaseNotFound", "Graph not found: other"),
]  # fmt: skip
"""Statement, code and text, as a Neo4j 5.26 gave them; the test on the server asks one that runs."""


def told(driver: neo4j.Driver, query: str, database: str) -> tuple[str, str]:
    with pytest.raises(neo4j.exceptions.Neo4jError) as caught:
        driver.execute_query(query, database_=database)
    return str(caught.value.code), str(caught.value.message)


@pytest.mark.parametrize(("query", "code", "message"), TOLD, ids=[query for query, _, _ in TOLD])
def test_an_error_has_the_code_and_the_words_of_neo4j(
    driver: neo4j.Driver, query: str, code: str, message: str
) -> None:
    assert told(driver, query, "pathways") == (f"Neo.ClientError.{code}", message)


@pytest.mark.parametrize(
    ("query", "message"),
    [("MATCH (n) WHERE n.id LIKE 'x' RETURN n", "Invalid input 'LIKE': Cypher has no LIKE; use CONTAINS, STARTS WITH, "
      "ENDS WITH, or =~ with a regular expression (line 1, column 22 (offset: 21))"),
     ("CREATE (n:A", "Invalid input '': the ( is not closed; close it with ) (line 1, column 12 (offset: 11))"),
     ("RETURN 1 AS 'a'", "Invalid input ''a'': expected a name (line 1, column 13 (offset: 12))"),
      ("CREATE (n:$($x))", "labels and relationship types made from values, such as :$(name), do not work here; write "
      "them out (line 1, column 11 (offset: 10))"),
     ("RETURN 'a' < 'b',\n  duration('P1D') < duration('P2D')", "durations have no order: on Neo4j the comparison is "
      "null, on the embedded store a guess; compare one of its parts, as in duration(x).days > 14, or a number such as "
      "c.duration_days (line 2, column 3 (offset: 20))"),
     ("CALL db.labels() YIELD name RETURN 1", "this call yields no column 'name'; there are label (line 1, column 24 "
      "(offset: 23))")],
)  # fmt: skip
def test_what_the_engine_does_not_say_is_told_at_the_place_neo4j_names(
    driver: neo4j.Driver, query: str, message: str
) -> None:
    code, said = told(driver, query, "pathways")
    assert (code, said.partition("\n")[0]) == ("Neo.ClientError.Statement.SyntaxError", message)


ANSWERED = [
    ("UNWIND [3, 1] AS x RETURN count(x) > 1 AND max(x) > 2", ["count(x) > 1 AND max(x) > 2"], [[True]]),
    ("UNWIND [3, 1] AS x RETURN NOT max(x) > 2 OR count(x) > 1 AS v", ["v"], [[True]]),
    ("CALL db.labels() YIELD label RETURN count(label) > 0 AND max(label) > 'A' AS v", ["v"], [[True]]),
    ("RETURN 1 AS b, 2 AS a UNION RETURN 3 AS a, 4 AS b", ["b", "a"], [[1, 2], [4, 3]]),
    ("UNWIND [1] AS x RETURN *, x+1", ["x", "x+1"], [[1, 2]]),
    ("UNWIND [{id: 1}] AS n RETURN n {.id}, `n`.id", ["n", "`n`.id"], [[{"id": 1}, 1]]),
    ("CYPHER 5 RETURN 1_000 AS `a``b`", ["a`b"], [[1000]]),
]
"""Statement, columns and rows, as Neo4j gives them and the engine by itself mostly does not."""


@pytest.mark.parametrize(("query", "keys", "rows"), ANSWERED, ids=[query for query, _, _ in ANSWERED])
def test_a_statement_that_reads_is_answered_as_by_neo4j(
    driver: neo4j.Driver, query: str, keys: list[str], rows: list[list[Any]]
) -> None:
    found = driver.execute_query(query, database_="pathways")
    assert (found.keys, [record.values() for record in found.records]) == (keys, rows)


@pytest.mark.slow
def test_neo4j_answers_so_too(neo4j_server: Server) -> None:
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        for query, keys, rows in ANSWERED:
            if "db.labels" not in query:  # an empty server has none
                found = driver.execute_query(query, database_="neo4j")
                assert (found.keys, [record.values() for record in found.records]) == (keys, rows), query


def test_what_our_reading_refuses_and_the_engine_takes_is_answered(driver: neo4j.Driver) -> None:
    deep = f"RETURN {'(' * 60}1{')' * 60} AS n"  # deeper than `parse` goes
    assert driver.execute_query(deep, database_="pathways").records[0]["n"] == 1
    with driver.session(database="pathways") as session, session.begin_transaction() as transaction:
        made = transaction.run("CREATE (n:Scribble {id: 1}) SET n.x = 2 RETURN n.x AS `x y`").single(strict=True)
        assert made.data() == {"x y": 2}
        transaction.rollback()


@pytest.mark.slow
def test_neo4j_itself_says_the_same(neo4j_server: Server) -> None:
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver:
        for query, code, message in TOLD:
            assert told(driver, query, "neo4j") == (f"Neo.ClientError.{code}", message), query


def test_a_place_is_that_of_the_statement_the_client_sent(driver: neo4j.Driver) -> None:
    query = "CALL db.propertyKeys() YIELD propertyKey\nRETURN nowhere"
    assert told(driver, query, "pathways")[1].startswith(
        "Variable `nowhere` not defined (line 2, column 8 (offset: 48))"
    )


@pytest.mark.parametrize(
    ("query", "keys"),
    [("MATCH (n:Nope) RETURN n.id AS id, n.name", ["id", "n.name"]),
     ("EXPLAIN MATCH (n:Entity) RETURN n.id", ["n.id"]),
     ("MATCH (b:Entity)-[r:INCREASES]->(a) RETURN * LIMIT 1", ["a", "b", "r"])],
)  # fmt: skip
def test_a_result_has_its_columns_even_if_it_is_empty(driver: neo4j.Driver, query: str, keys: list[str]) -> None:
    found = driver.execute_query(query, database_="pathways")
    assert found.keys == keys
    for record in found.records:
        assert record["a"] == record["r"].end_node
        assert record["b"] == record["r"].start_node


OPENING = [
    "CALL db.labels()", "CALL db.relationshipTypes()", "CALL db.propertyKeys()", "CALL db.schema.nodeTypeProperties()",
    "CALL db.schema.relTypeProperties()", "CALL db.schema.visualization()", "CALL db.info()", "CALL db.ping()",
    "CALL dbms.components()", "CALL dbms.listConfig()", "CALL dbms.clientConfig()", "CALL dbms.info()",
    "CALL dbms.showCurrentUser()", "CALL dbms.routing.getRoutingTable({})", "SHOW DATABASES", "SHOW DEFAULT DATABASE",
    "SHOW HOME DATABASE", "SHOW DATABASE neo4j", "SHOW SETTINGS", "SHOW FUNCTIONS", "SHOW PROCEDURES", "SHOW INDEXES",
    "SHOW CONSTRAINTS", "SHOW CURRENT USER", "SHOW USERS", "SHOW INDEXES YIELD *", "SHOW FUNCTIONS YIELD *",
    "SHOW PROCEDURES YIELD *", "SHOW CONSTRAINTS YIELD *",
    "SHOW SETTINGS YIELD name, value WHERE name = 'server.bolt.enabled' RETURN value",
    "CALL db.labels() YIELD label RETURN {name: 'labels', data: COLLECT(label)[..1000]} AS result UNION ALL "
    "CALL db.relationshipTypes() YIELD relationshipType RETURN {name: 'types', data: COLLECT(relationshipType)} AS "
    "result",
]  # fmt: skip


@pytest.mark.parametrize("query", OPENING)
def test_what_clients_ask_first_is_answered(driver: neo4j.Driver, query: str) -> None:
    found = driver.execute_query(query, database_="pathways")
    assert found.keys
    assert found.records
    assert all(any(value is not None for value in record.values()) for record in found.records)


@pytest.mark.slow
def test_what_clients_ask_first_has_the_columns_of_neo4j(driver: neo4j.Driver, neo4j_server: Server) -> None:
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as theirs:
        for query in OPENING:
            ours = driver.execute_query(query, database_="pathways").keys
            assert ours == theirs.execute_query(query, database_="neo4j").keys, query


def test_every_call_of_the_catalog_has_an_answer(driver: neo4j.Driver) -> None:
    for name, shape in bolt_calls.CALLS.items():
        query = name if name.startswith("SHOW") else f"CALL {name}()"
        assert tuple(driver.execute_query(query, database_="pathways").keys) == shape.columns


def test_the_picture_of_the_schema_is_made_of_nodes(driver: neo4j.Driver) -> None:
    (record,) = driver.execute_query("CALL db.schema.visualization()", database_="pathways").records
    names = {node.element_id: next(iter(node.labels)) for node in record["nodes"]}
    assert "Claim" in names.values()
    shown = {
        (names[link.start_node.element_id], link.type, names[link.end_node.element_id])
        for link in record["relationships"]
    }
    assert ("Claim", "SUBJECT", "Entity") in shown


# Who may connect, and how long --------------------------------------------------------------------------


def test_wrong_passwords_never_lock_out_the_right_one(running: Running) -> None:
    uri, user, password = login(running)
    for number in range(30):
        with neo4j.GraphDatabase.driver(uri, auth=(user, f"guess {number}")) as opened:
            with pytest.raises(neo4j.exceptions.AuthError) as caught:
                opened.verify_connectivity()
            assert caught.value.code == "Neo.ClientError.Security.Unauthorized"
    with neo4j.GraphDatabase.driver(uri, auth=(user, password)) as opened:
        opened.verify_connectivity()


class Client:
    """A client that sends its messages by hand, in version 5.4 of the protocol."""

    def __init__(self, running: Running) -> None:
        uri, self.user, self.password = login(running)
        link = socket.create_connection(("127.0.0.1", int(uri.rpartition(":")[2])), timeout=HUNG_S)
        link.sendall(b"\x60\x60\xb0\x17" + bytes((0, 0, 4, 5)) + bytes(12))
        assert link.recv(4) == bytes((0, 0, 4, 5))
        self.wire = Wire(link, 1 << 20)

    def say(self, tag: int, *fields: Any) -> None:
        self.wire.write(pack(Structure(tag, fields)))
        self.wire.flush()

    def hear(self) -> Structure:
        answer: Structure = unpack(self.wire.read())
        return answer

    def close(self) -> None:
        self.wire.close()

    def enter(self) -> None:
        self.say(0x01, {"user_agent": "test/1"})
        assert self.hear().tag == 0x70
        self.say(0x6A, {"scheme": "basic", "principal": self.user, "credentials": self.password})
        assert self.hear().tag == 0x70


def test_nothing_is_asked_before_the_password(running: Running) -> None:
    with closing(Client(running)) as client:
        client.say(0x10, "RETURN 1", {}, {})
        assert client.hear().tag == 0x7F
        with pytest.raises(ConnectionError):
            client.wire.read()


@pytest.mark.slow
def test_a_client_may_give_up_what_runs_and_its_transaction_is_gone(running: Running) -> None:
    with closing(Client(running)) as client:
        client.enter()
        client.say(0x11, {})
        client.say(0x10, "CREATE (:Gone)", {}, {})
        client.say(0x3F, {"n": -1})
        assert [client.hear().tag for _ in range(3)] == [0x70] * 3
        client.say(0x10, "UNWIND range(1, 5000000) AS a UNWIND range(1, 2000) AS b RETURN sum(a * b)", {}, {})
        client.say(0x3F, {"n": -1})
        wait_for_work(running.process, worked_s(running.process) + 2.0)  # it runs
        with soon(5):
            client.say(0x0F)
            assert [client.hear().tag for _ in range(3)] == [0x7F, 0x7E, 0x70]
        client.say(0x10, "MATCH (n:Gone) RETURN count(n) AS n", {}, {})
        client.say(0x3F, {"n": -1})
        assert [client.hear() for _ in range(3)][1].fields == ([0],)


@pytest.mark.slow
def test_the_time_a_client_allows_is_kept(driver: neo4j.Driver) -> None:
    slow = "UNWIND range(1, 5000000) AS a UNWIND range(1, 2000) AS b RETURN sum(a * b)"
    with soon(20), driver.session(database="pathways") as session:
        with pytest.raises(neo4j.exceptions.ClientError, match="longer than the client allows"):
            session.run(neo4j.Query(slow, timeout=1.0)).consume()
        with pytest.raises(neo4j.exceptions.ClientError, match="longer than the client allows"):
            _run_within(session, 1.0, "CREATE (:Late)", slow)
    assert driver.execute_query("MATCH (n:Late) RETURN count(n)", database_="pathways").records[0].value() == 0


def _run_within(session: neo4j.Session, limit_s: float, *queries: str) -> None:
    transaction = session.begin_transaction(timeout=limit_s)
    for query in queries:
        transaction.run(query).consume()


@pytest.mark.parametrize("raw", [b"\xd0\x05ab", b"\xc7", b"\x01\x02", b"\x91" * 200 + b"\x01", b"\xd6\xff\xff\xff\xff"])
def test_bytes_that_are_no_value_are_refused(raw: bytes) -> None:
    with pytest.raises(WireError):
        unpack(raw)


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -16, -17, 127, 128, -(2**63), 2**63 - 1, 1.5, "", "ä" * 300, b"\x00" * 70_000, list(range(20)),
     {"k" * 20: [{"a": None}] * 17}, Structure(0x44, (19_000,))],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert unpack(pack(value)) == value


# What is left behind ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_leaves_nothing_behind(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(folder, "--bolt", lines=3) as running:
        assert len(list(tmp_path.glob(f"{bolt_copy.PREFIX}*"))) == 1
        running.process.send_signal(getattr(signal, name))
        running.process.communicate(timeout=HUNG_S)
        assert running.process.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_next_start_sweeps_what_a_kill_left_and_nothing_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    new = tmp_path / f"{bolt_copy.PREFIX}new"  # of a process that has not locked it yet
    new.mkdir()
    with serving(folder, "--bolt", lines=3) as running:
        running.process.kill()
        running.process.communicate(timeout=HUNG_S)
    assert len(list(tmp_path.iterdir())) == 2
    with serving(folder, "--bolt", lines=3):
        (own,) = set(tmp_path.iterdir()) - {new}
        assert bolt_copy.sweep() == 0
        assert (own / "databases").is_dir()


# Other clients ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_py2neo_reads_writes_and_is_told_what_is_wrong(running: Running) -> None:
    py2neo = pytest.importorskip("py2neo")
    uri, user, password = login(running)
    graph = py2neo.Graph(uri, auth=(user, password), name="pathways")
    assert graph.schema.node_labels >= {"Entity", "Claim"}
    transaction = graph.begin()
    transaction.create(py2neo.Node("Scribble", number=1))
    graph.rollback(transaction)
    assert graph.nodes.match("Scribble").count() == 0
    with pytest.raises(py2neo.errors.ClientError, match="Variable `x` not defined"):
        graph.run("RETURN x")
    graph.service.connector.close()


SHELL = """<project><modelVersion>4.0.0</modelVersion><groupId>shell</groupId><artifactId>shell</artifactId>
<version>1</version><dependencies><dependency><groupId>org.neo4j</groupId><artifactId>cypher-shell</artifactId>
<version>5.26.0</version></dependency></dependencies></project>"""


@pytest.mark.slow
@pytest.mark.neo4j
def test_cypher_shell_works(running: Running, tmp_path: Path) -> None:
    """Neo4j's own shell, from its public artifact (GPL: it is run here, and nothing of it is kept)."""
    if not shutil.which("mvn") or not shutil.which("java"):
        pytest.skip("no Java or no Maven on this machine; cypher-shell comes from there")
    (tmp_path / "pom.xml").write_text(SHELL)
    fetch = ["mvn", "-q", "-B", "-f", str(tmp_path / "pom.xml"), "dependency:build-classpath"]
    subprocess.run([*fetch, f"-Dmdep.outputFile={tmp_path / 'path'}"], check=True, capture_output=True, timeout=900)
    uri, user, password = login(running)
    shell = ["java", "-cp", (tmp_path / "path").read_text(), "org.neo4j.shell.Main", "-a", uri, "-u", user,
             "-p", password, "--format", "plain"]  # fmt: skip
    asked = "SHOW DATABASES YIELD name, home; MATCH (e:Entity) RETURN count(e) AS n; :sysinfo"
    done = subprocess.run(shell, input=asked, capture_output=True, text=True, timeout=HUNG_S, check=False)
    assert done.stderr == ""
    assert {'"pathways", TRUE', str(len(GUIDE.entities))} <= set(done.stdout.splitlines())
    failed = subprocess.run(shell, input="RETURN x;", capture_output=True, text=True, timeout=HUNG_S, check=False)
    assert failed.stderr.startswith("Variable `x` not defined (line 1, column 8 (offset: 7))")
