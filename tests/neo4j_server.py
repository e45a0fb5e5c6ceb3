"""A real Neo4j server for the tests: Community Edition from its Maven artifacts, on a free port of this machine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

HERE = Path(__file__).parent / "server"
USER = "neo4j"
START_LIMIT_S = 120
MAVEN_LIMIT_S = 900
_OPENED = ("java.lang", "java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach a running server."""

    uri: str
    user: str
    password: str = field(repr=False)


class ServerMissing(Exception):
    """The server cannot be started on this machine; the message says what is missing."""


@contextlib.contextmanager
def running_server(imported: Path | None = None) -> Iterator[Server]:
    """Start a server, yield how to reach it, and stop it whatever happens.

    With *imported*, a folder of CSV files that ``pathway-graph export`` wrote for neo4j-admin, the server starts on
    the database that its own import tool made of them.

    A server that already runs is used instead if ``PATHWAY_GRAPH_TEST_NEO4J_URI`` names it, with ``_USER`` and
    ``_PASSWORD``; the tests then empty it, of everything.

    Raises:
        ServerMissing: There is no Java or no Maven.
        RuntimeError: They are there, but the server does not start.
    """
    prefix = "PATHWAY_GRAPH_TEST_NEO4J_"
    if imported is None and (uri := os.environ.get(f"{prefix}URI")):
        user, password = os.environ.get(f"{prefix}USER", USER), os.environ.get(f"{prefix}PASSWORD", "")
        yield Server(uri, user, password)
        return
    java = shutil.which("java")
    if java is None:
        raise ServerMissing("no Java on this machine; install Java 17 and Maven to run the tests on Neo4j")
    classpath = _classpath()
    home = Path(tempfile.mkdtemp(prefix="pathway-graph-neo4j-"))
    process = None
    try:
        for attempt in range(_ATTEMPTS):
            port = _free_port()
            shutil.rmtree(home / "data", ignore_errors=True)
            if imported is not None:
                _import(java, classpath, home, imported)
            process = _launch(java, classpath, home, port)
            server = Server(f"bolt://127.0.0.1:{port}", USER, secrets.token_hex(24))
            if _set_password(server, process):
                break
            if attempt == _ATTEMPTS - 1:
                raise RuntimeError(f"Neo4j did not start:\n{(home / 'console.log').read_text()[-4000:]}")
            _stop(process)  # most likely another process took the port meanwhile
        yield server
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(home, ignore_errors=True)


def empty(server: Server) -> None:
    """Remove everything from a server, whoever wrote it."""
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session() as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()


def _classpath() -> str:
    """Return the class path of the server; ask Maven only if the pom changed or a file is gone."""
    pom = HERE / "pom.xml"
    digest = hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    cache = HERE / "target" / f"classpath-{digest}.txt"
    if cache.is_file() and all(Path(jar).is_file() for jar in cache.read_text().split(os.pathsep)):
        return cache.read_text()
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissing("no Maven on this machine; install Java 17 and Maven to run the tests on Neo4j")
    cache.parent.mkdir(exist_ok=True)
    draft = cache.with_suffix(f".{os.getpid()}")
    command = [maven, "-q", "-B", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={draft}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MAVEN_LIMIT_S, check=False)
    if done.returncode:
        raise RuntimeError(f"Maven could not fetch Neo4j:\n{(done.stdout + done.stderr)[-4000:]}")
    os.replace(draft, cache)
    return cache.read_text()


def _import(java: str, classpath: str, home: Path, folder: Path) -> None:
    """Run the arguments of ``import.sh`` with the server's own command line, which its artifacts bring along."""
    (home / "conf").mkdir(exist_ok=True)
    (home / "conf" / "neo4j.conf").touch()
    script = (folder / "import.sh").read_text(encoding="utf-8").replace("\\\n", " ")
    arguments = script[script.index("neo4j-admin") :].split()[1:]
    command = [
        *(java, "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        *("-cp", classpath, "org.neo4j.cli.AdminTool", *arguments),
    ]
    environ = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=START_LIMIT_S, check=False
    )
    if done.returncode:
        raise RuntimeError(f"neo4j-admin did not import:\n{(done.stdout + done.stderr)[-4000:]}")


def _launch(java: str, classpath: str, home: Path, port: int) -> subprocess.Popen[bytes]:
    conf = home / "conf"
    conf.mkdir(exist_ok=True)
    settings = {
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.security.auth_max_failed_attempts": "0",  # the tests give wrong passwords on purpose
        "server.memory.pagecache.size": "128m",
        "db.tx_log.rotation.retention_policy": "keep_none",
        "server.config.strict_validation.enabled": "true",
    }
    (conf / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    command = [
        *(java, "-Xms128m", "-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"),
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        *("-cp", classpath, "org.neo4j.server.CommunityEntryPoint"),
        *(f"--home-dir={home}", f"--config-dir={conf}", "--console-mode"),
    ]
    with (home / "console.log").open("wb") as console:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, cwd=home)


def _set_password(server: Server, process: subprocess.Popen[bytes]) -> bool:
    """Wait for the server and replace the initial password; False if the process ended instead."""
    port = int(server.uri.rpartition(":")[2])
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, DriverError, Neo4jError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            with (
                neo4j.GraphDatabase.driver(server.uri, auth=(USER, "neo4j")) as driver,
                driver.session(database="system") as session,
            ):
                change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
                session.run(change, password=server.password).consume()
            return True
        time.sleep(0.1)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # its data is thrown away, and an orderly end takes ten seconds
    process.wait()
