"""``pathway-graph mcp`` as clients start it: stdio, HTTP, twenty questions, attempts to make it do more than read."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml

from attempts import ADMINISTER, FILES_AND_CONNECTIONS, SLOW, WRITE
from patience import HUNG_S

pytest.importorskip("mcp", reason="needs the extra mcp")

import httpx2
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from assistant_client import ask, over_stdio, run
from assistant_payloads import AUDIT, arguments_that_try, payloads
from pathway_graph import open_store, read_guide
from pathway_graph.assistant.queries import MOST_ROWS
from pathway_graph.cypher.files import queries_folder
from pathway_graph.cypher.library import library
from pathway_graph.stores.server.store import Neo4jStore

pytestmark = pytest.mark.slow
PACKAGED = Path(__file__).parents[1] / "src" / "pathway_graph" / "data" / "imipramine"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assistant") / "store"
    opened = open_store(folder)
    opened.write(read_guide())
    opened.close()
    return folder


TABLE = "gene,change\nBDNF,1\nNR3C1,1\nGRIN2B,1\nCRTC1,1\n"
TWENTY: list[tuple[str, dict[str, Any], list[str]]] = [  # the claims that must be behind the answer
    ("find", {"name": "CREB"}, []),
    ("describe", {"name": "CRTC1"}, ["P65", "P65b"]),
    ("describe", {"name": "BDNF mRNA"}, ["T2.4"]),
    ("claims", {"ids": ["T1.5"]}, ["T1.5"]),
    ("upstream", {"name": "BDNF"}, ["P38", "T2.4", "P60"]),
    ("upstream", {"name": "pCREB", "max_steps": 1}, ["P30", "P31", "T2.2", "T2.3", "P33"]),
    ("downstream", {"name": "TrkB", "max_steps": 1}, ["P42"]),
    ("downstream", {"name": "imipramine", "max_steps": 1, "species": "mouse"}, ["T2.2", "T3.3"]),
    ("paths", {"source": "TrkB", "target": "synaptic plasticity"}, ["P42", "P44"]),
    ("paths", {"source": "imipramine", "target": "BDNF"}, ["P38"]),
    ("explain", {"source": "imipramine", "target": "BDNF"}, ["P38", "T2.4"]),
    ("explain", {"source": "imipramine", "target": "pCREB", "max_steps": 3}, ["P30", "T2.2"]),
    ("conflicts", {"name": "pCREB"}, ["P30", "P31", "T2.3", "T2.2"]),
    ("contrast", {"first": "dorsal horn", "second": "Jurkat", "about": "pCREB"}, ["T2.2", "T2.3"]),
    ("contrast", {"first": "acute", "second": "chronic", "about": "BDNF"}, ["T2.4", "P38"]),
    ("regulators", {"table": TABLE, "regulator": "imipramine"}, ["P38", "P65"]),
    ("network", {"table": TABLE, "regulators": ["imipramine:+"], "permutations": 0}, ["P67"]),
    ("query", {"text": "opposite-claims"}, []),
    ("query", {"text": "MATCH (c:Claim {table: 2, row: 4}) RETURN c.id AS id"}, ["T2.4"]),
    ("verify", {"text": "Imipramine lowers tyrosine hydroxylase activity (T2.8a)."}, ["T2.8a"]),
]


def lines_of_claims() -> dict[str, tuple[str, int, dict[str, Any]]]:
    """Return where each curated claim stands: file, line, and what the file says."""
    found = {}
    for name in ("claims.yaml", "background.yaml"):
        text = (PACKAGED / name).read_text(encoding="utf-8")
        numbers = {row.removeprefix("  - id: "): n for n, row in enumerate(text.splitlines(), 1)
                   if row.startswith("  - id: ")}  # fmt: skip
        for item in yaml.safe_load(text)["claims"]:
            found[item["id"]] = (name, numbers[item["id"]], item)
    return found


def test_twenty_questions_lead_to_claims_and_each_claim_to_its_line(store: Path) -> None:
    where, guide = lines_of_claims(), read_guide()

    async def work() -> None:
        async with over_stdio(store) as client:
            assert len((await client.list_tools()).tools) == 16
            for tool, arguments, expected in TWENTY:
                found = await ask(client, tool, **arguments)
                assert not found.is_error, (tool, arguments, found.text)
                cards = {card["id"]: card for card in found.data["claims"]}
                assert set(expected) <= cards.keys() | set(found.data["claims_without_card"]), (tool, arguments)
                for identifier, card in cards.items():
                    name, line, item = where[identifier]
                    assert (PACKAGED / name).read_text(encoding="utf-8").splitlines()[line - 1].endswith(identifier)
                    assert card["relation"] == item["relation"]
                    assert card["subject"] == guide.name(item["subject"])
                    assert card["object"] == guide.name(item["object"])

    run(work)


def test_standard_output_belongs_to_the_protocol_alone(store: Path) -> None:
    """Whatever prints, in this process or one that it starts, every line is a message."""
    code = (
        "import sys, os\n"
        "from pathway_graph.assistant import entities\n"
        "from pathway_graph.assistant.asking import Tool\n"
        "from pathway_graph.assistant import tools\n"
        "def noisy(session) -> entities.DataSets:\n"
        "    '''Print.'''\n"
        "    print('noise'); os.write(1, b'raw noise\\n'); os.system('echo noise of a child')\n"
        "    return entities.sources(session)\n"
        "tools.TOOLS['noisy'] = Tool(noisy, 'Noisy')\n"
        "from pathway_graph.cli import main\n"
        f"main(['mcp', '--store', {str(store)!r}])\n"
    )
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    sent: list[dict[str, Any]] = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "noisy", "arguments": {}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "x" * 5_000_000, "arguments": {}}},
        {"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "find", "arguments": {"name": "BDNF"}}},
    ]  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    answers: dict[int, Any] = {}
    try:
        for message in sent:
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()
            if "id" in message:
                answer = json.loads(process.stdout.readline())
                answers[answer["id"]] = answer
        process.stdin.write(b"this is no message\n")
        out, err = process.communicate(timeout=HUNG_S)
    finally:
        process.kill()
        process.communicate()
    assert [json.loads(line)["jsonrpc"] for line in out.splitlines()] == ["2.0"] * len(out.splitlines())
    assert answers[2]["result"]["structuredContent"]["rows"][0]["source"] == "imipramine"
    assert "error" in answers[3]  # too long, passed over
    assert answers[4]["result"]["structuredContent"]["is_exact"]
    assert b"raw noise" in err
    assert process.returncode == 0


@pytest.mark.neo4j
def test_it_serves_a_neo4j_server_as_well(neo4j_server: Any) -> None:
    remote = Neo4jStore(neo4j_server.uri, password=neo4j_server.password)
    remote.clear()
    remote.write(read_guide())
    remote.close()

    async def work() -> None:
        async with over_stdio(neo4j_server.uri, NEO4J_PASSWORD=neo4j_server.password) as client:
            found = await ask(client, "upstream", name="BDNF")
            assert {"P38", "T2.4"} <= {card["id"] for card in found.data["claims"]}
            found = await ask(
                client, "query", text="MATCH (c:Claim {id: 'P38'}) RETURN c.id AS id, 9007199254740993 AS n"
            )
            assert found.data["rows"] == [{"id": "P38", "n": "9007199254740993"}]
            assert (await ask(client, "query", text="CREATE (n:Owned)")).is_error

    run(work)


def test_a_call_ends_at_its_limit_can_be_cancelled_and_others_go_on(store: Path) -> None:
    async def work() -> None:
        async with over_stdio(store, "--timeout", "10") as client:
            answers: list[Any] = []

            async def slowly() -> None:
                answers.append(await ask(client, "query", text=SLOW[0]))

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(slowly)
                for _ in range(3):
                    assert not (await ask(client, "find", name="BDNF")).is_error
            assert answers[0].is_error
            assert "longer than 10 s" in answers[0].text
            for _ in range(6):  # cancelled ones give their place back: there are two for queries, four in all
                with anyio.move_on_after(0.3):
                    await ask(client, "query", text=SLOW[0])
            for _ in range(200):
                found = await ask(client, "query", text="RETURN 1 AS one")
                if not found.is_error:
                    break
                await anyio.sleep(0.1)
            assert found.data["rows"] == [{"one": 1}]

    run(work)


@contextmanager
def over_http(store: Path, **environ: str) -> Iterator[tuple[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pathway_graph", "mcp", "--http", "--store", str(store)], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, **environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        address, header = process.stdout.readline().strip(), process.stdout.readline().strip()
        yield address, header.partition(": ")[2]
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=HUNG_S)
        assert process.returncode == 0
        assert "Traceback" not in err
    finally:
        process.kill()
        process.communicate()


def test_over_http_the_token_the_host_and_the_origin_are_asked(store: Path) -> None:
    with over_http(store) as (address, token):
        port = address.partition("127.0.0.1:")[2].partition("/")[0]

        async def work() -> None:
            async with (
                httpx2.AsyncClient(headers={"Authorization": token}) as http,
                Client(streamable_http_client(address, http_client=http)) as client,
            ):
                assert (await ask(client, "find", name="BDNF")).data["is_exact"]
                assert (await ask(client, "query", text="hubs", parameters={"limit": 2})).data["rows"]

        run(work)
        good = {
            "Authorization": token,
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
        }
        ping = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
        for change, status in (
            ({"Authorization": ""}, 401), ({"Authorization": "Bearer x"}, 401), ({"Authorization": token + "x"}, 401),
            ({"Host": "evil.example"}, 421), ({"Host": f"evil.example:{port}"}, 421),
            ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403),
            ({"Origin": f"http://evil.example:{port}"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "same-site"}, 403),
        ):  # fmt: skip
            assert httpx2.post(address, headers=good | change, content=ping).status_code == status, change
        assert httpx2.post(address, headers=good, content=b'"' + b"x" * 5_000_000 + b'"').status_code == 413
        assert httpx2.get(f"{address}?token={token}", headers={"Authorization": ""}).status_code == 401


def test_a_token_of_ones_own_is_not_printed_and_a_short_one_refused(store: Path) -> None:
    own = "k" * 40
    with over_http(store, PATHWAY_GRAPH_MCP_TOKEN=own) as (address, said):
        assert own not in said
        assert httpx2.get(address, headers={"Authorization": f"Bearer {own}"}).status_code != 401
    short = subprocess.run(
        [sys.executable, "-m", "pathway_graph", "mcp", "--http", "--store", str(store)], capture_output=True, text=True,
        env={**os.environ, "PATHWAY_GRAPH_MCP_TOKEN": "short"}, timeout=HUNG_S,
    )  # fmt: skip
    assert short.returncode == 1
    assert "at least 32" in short.stderr


# The red team


def hashes(folder: Path) -> dict[str, str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """Serve on this machine, and list what asks."""
    asked: list[str] = []

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/canary.json", asked
    finally:
        server.shutdown()
        server.server_close()


def test_the_red_team_writes_nothing_reads_no_file_and_reaches_no_network(store: Path, tmp_path: Path) -> None:
    """Audited in the server and in the processes that it starts: what is opened, written, connected, started."""
    home, work_in, hooks = (tmp_path / name for name in ("home", "work", "hooks"))
    for folder in (home, work_in, hooks):
        folder.mkdir()
    (hooks / "sitecustomize.py").write_text(AUDIT, encoding="utf-8")
    secret, log = tmp_path / "secret.json", tmp_path / "audit.log"
    secret.write_text('{"word": "open sesame"}', encoding="utf-8")
    environ = {
        "PYTHONPATH": os.pathsep.join([str(hooks), str(PACKAGED.parents[2])]), "AUDIT_LOG": str(log), "HOME": str(home),
        "TMPDIR": str(work_in), "XDG_CACHE_HOME": str(home), "XDG_DATA_HOME": str(home), "PATHWAY_GRAPH_CACHE": "",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    time.sleep(2.1)  # of files newer than that the store keeps no mark that they were compared: it would come later
    said: list[str] = []
    before: dict[str, str] = {}
    refused = 0

    async def work(address: str) -> None:
        nonlocal refused
        async with over_stdio(store, "--timeout", "10", **environ) as client:
            await ask(client, "query", text="RETURN 1 AS one")  # what is loaded once is loaded now
            await ask(client, "diagram", name="camp")
            before.update(hashes(store))
            log.write_text("", encoding="utf-8")
            for text in dict.fromkeys([*payloads(secret, address), *WRITE, *ADMINISTER, *FILES_AND_CONNECTIONS]):
                found = await ask(client, "query", text=text)
                assert found.is_error, text
                said.append(found.text)
                refused += 1
            for tool, arguments in arguments_that_try(secret, address):
                found = await ask(client, tool, **arguments)
                said.append(found.text)
                assert len(found.text) < 400_000, tool
            assert (await ask(client, "find", name="BDNF")).data["is_exact"]

    with canary() as (address, asked):
        run(lambda: work(address))
        assert asked == []
    assert refused > 250
    assert not any("open sesame" in text for text in said)
    assert hashes(store) == before
    written = [file for folder in (work_in, home) for file in folder.rglob("*") if file.is_file()]
    assert [
        file for file in written if "arcadedb" not in file.parts
    ] == []  # the embedded engine keeps a log of its own
    events = [line.split("\t", 1) for line in log.read_text(encoding="utf-8").splitlines()]
    assert len(events) > 10
    odd = not_allowed(events, store)
    assert odd == [], odd


def not_allowed(events: list[list[str]], store: Path) -> list[tuple[str, str]]:
    """Return what was done beside reading the store and the program's own files, and starting the query process."""
    places = {
        sys.prefix,
        sys.base_prefix,
        *filter(None, sys.path),
        str(PACKAGED.parents[1]),
        str(queries_folder()),
        str(store),
    }
    own = tuple(places | {str(Path(place).resolve()) for place in places})
    found = []
    for event, told in events:
        if f"{os.sep}arcadedb{os.sep}" in told:
            continue  # the embedded engine keeps a log of its own
        if event == "open":
            path, mode, flags = _opened(told)
            is_read = not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and not set(mode) & set("wax+")
            if is_read and (
                path.startswith((*own, "/dev/null", "/proc/", "/sys/", "/etc/localtime")) or path.isdigit()
            ):
                continue
            if path in ("/dev/null", "nul") or path.isdigit():  # a number: an end of a pipe that is open
                continue
        elif event == "subprocess.Popen" and "pathway_graph.explorer.child" in told:
            continue
        elif event in ("ctypes.dlopen", "os.posix_spawn", "os.fork"):
            continue  # of the embedded engine, and of the query process
        found.append((event, told))
    return found


def _opened(told: str) -> tuple[str, str, int]:
    try:
        path, mode, flags = eval(told, {"__builtins__": {}})
    except (SyntaxError, NameError, ValueError, TypeError):
        return told, "?+", 0
    return str(path), str(mode or ""), int(flags or 0)


def test_queries_of_the_library_run_with_their_examples_and_words_of_cypher_are_names(store: Path) -> None:
    async def work() -> None:
        async with over_stdio(store, "--timeout", "60") as client:
            for name in list(library())[::9]:
                found = await ask(client, "query", text=name, limit=MOST_ROWS)
                assert not found.is_error, (name, found.text)
            words = ["SET", "REST", "MATCH", "CALL", "LOAD", "CREATE", "DELETE", "MERGE", "REMOVE", "DROP", "CSV"]
            listed = ", ".join(f"'{word}'" for word in words)
            found = await ask(client, "query", text=f"UNWIND [{listed}] AS symbol RETURN symbol")
            assert [row["symbol"] for row in found.data["rows"]] == words

    run(work)


@pytest.mark.skipif(shutil.which("npx") is None, reason="needs npx, which fetches the protocol's inspector")
@pytest.mark.skipif(
    "PATHWAY_GRAPH_INSPECTOR" not in os.environ, reason="names the inspector to start, or npx to fetch it"
)
def test_the_protocols_inspector_lists_and_calls(store: Path) -> None:
    command = os.environ["PATHWAY_GRAPH_INSPECTOR"]
    start = [command] if command != "npx" else ["npx", "--yes", "@modelcontextprotocol/inspector"]

    def inspect(*arguments: str) -> dict[str, Any]:
        run_ = subprocess.run(
            [*start, "--cli", sys.executable, "-m", "pathway_graph", "mcp", "--store", str(store), *arguments],
            capture_output=True, text=True, timeout=HUNG_S, check=True,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(run_.stdout)
        return found

    assert len(inspect("--method", "tools/list")["tools"]) == 16
    called = inspect("--method", "tools/call", "--tool-name", "find", "--tool-arg", "name=BDNF")
    assert called["structuredContent"]["is_exact"]
    assert len(inspect("--method", "resources/list")["resources"]) == 3
    assert inspect("--method", "prompts/list")["prompts"]
