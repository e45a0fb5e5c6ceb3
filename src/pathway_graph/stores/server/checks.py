"""Check a Neo4j server step by step: address, DNS, TCP, TLS, protocol, authentication, database, version, schema."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from pathway_graph.errors import Diagnosis
from pathway_graph.stores import deadline
from pathway_graph.stores.embedded.checks import expected_keys
from pathway_graph.stores.server.driver import NEEDED, OLDEST
from pathway_graph.stores.server.errors import store_error
from pathway_graph.stores.server.handshake import shake_hands
from pathway_graph.text.secrets import holds_user_info, shown_place

_STEP_S = 1.0


def check_server(uri: str, environ: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Check a server, each step resting on the one before; the first that fails ends the check.

    Args:
        uri: ``bolt://`` or ``neo4j://``, each with ``+s`` or ``+ssc`` for TLS.
        environ: Where ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE`` stand.
    """
    if holds_user_info(uri):
        yield Diagnosis("address", "wrong", f"user or password stand in the address {shown_place(uri)}",
                    "take them out; set NEO4J_USERNAME and NEO4J_PASSWORD")  # fmt: skip
        return
    parts = urlsplit(uri)
    try:
        host, port = parts.hostname or "", parts.port or 7687
    except ValueError:
        yield Diagnosis("address", "wrong", "the port in the address is no number", "write bolt://host:7687")
        return
    for step in (_dns, _tcp, shake_hands):
        check = step(parts.scheme, host, port)
        yield check
        if check.state == "wrong":
            return
    password = environ.get("NEO4J_PASSWORD")
    if not password:
        yield Diagnosis("authentication", "wrong", "NEO4J_PASSWORD is not set", "set it to the password of the user")
        return
    yield from _inside(f"{parts.scheme}://{parts.netloc}", password, environ)


def _dns(scheme: str, host: str, port: int) -> Diagnosis:
    try:
        found = deadline.run_with_deadline(_STEP_S, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return Diagnosis("DNS", "wrong", f"no host is called {host!r}", "check the name in the address")
    except deadline.DeadlineExceeded:
        return Diagnosis("DNS", "wrong", f"looking up {host!r} takes longer than {_STEP_S:g} s", "check the network")
    return Diagnosis("DNS", "ok", f"{host} is {found[0][4][0]}")


def _tcp(scheme: str, host: str, port: int) -> Diagnosis:
    try:
        socket.create_connection((host, port), timeout=_STEP_S).close()
    except ConnectionRefusedError:
        return Diagnosis("TCP", "wrong", f"nothing listens on {host}:{port}",
                     "start the server (docker compose up), or check the port; Bolt is normally 7687")  # fmt: skip
    except OSError as error:
        reason = "no answer" if isinstance(error, TimeoutError) else (error.strerror or str(error)).lower()
        return Diagnosis(
            "TCP", "wrong", f"{host}:{port}: {reason}", "check the port, a firewall, and whether the host is up"
        )
    return Diagnosis("TCP", "ok", f"{host}:{port} is open")


def _inside(uri: str, password: str, environ: Mapping[str, str]) -> Iterator[Diagnosis]:
    user, database = environ.get("NEO4J_USERNAME", "neo4j"), environ.get("NEO4J_DATABASE") or None
    try:
        with neo4j.GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_timeout=_STEP_S,
            connection_acquisition_timeout=2 * _STEP_S,
            max_transaction_retry_time=0.0,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
        ) as driver:
            yield from _questions(driver, user, database)
    except (Neo4jError, DriverError, OSError, ValueError) as error:
        yield _refusal(error, uri, user, database)


def _questions(driver: neo4j.Driver, user: str, database: str | None) -> Iterator[Diagnosis]:
    with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS) as session:
        row = session.run("CALL dbms.components() YIELD versions, edition RETURN versions[0] AS v, edition").single(
            True
        )
        yield Diagnosis("authentication", "ok", f"as {user}")
        name = session.run("CALL db.info() YIELD name").single(True)["name"]
        yield Diagnosis("database", "ok", str(name))
        numbers = tuple(map(int, re.findall(r"\d+", row["v"])[:2]))
        if numbers < OLDEST:
            yield Diagnosis("version", "wrong", f"Neo4j {row['v']}", NEEDED)
        else:
            yield Diagnosis("version", "ok", f"Neo4j {row['v']} {row['edition']}")
        found = session.run(
            "SHOW INDEXES YIELD labelsOrTypes AS l, properties AS p WHERE l IS NOT NULL RETURN l[0] AS l, p[0] AS p"
        )
        missing = expected_keys("CONSTRAINT") - {(record["l"], record["p"]) for record in found}
        loaded = [str(record["id"]) for record in session.run("MATCH (s:Source) RETURN s.id AS id ORDER BY id")]
        if missing and not loaded:
            yield Diagnosis("keys", "warning", "nothing is loaded yet", "run `pathway-graph load`")
        elif missing:
            names = ", ".join(sorted(f"{label}.{key}" for label, key in missing))
            yield Diagnosis("keys", "wrong", f"missing: {names}", "run `pathway-graph load`, which makes them")
        else:
            yield Diagnosis("keys", "ok", f"{len(expected_keys('CONSTRAINT'))} indexed")
            yield Diagnosis("content", "ok" if loaded else "warning", f"data sets: {', '.join(loaded) or 'none'}",
                        "" if loaded else "run `pathway-graph load`")  # fmt: skip


def _refusal(error: Exception, uri: str, user: str, database: str | None) -> Diagnosis:
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    if isinstance(error, AuthError) or code.startswith("Neo.ClientError.Security."):
        if "RateLimit" in code:
            return Diagnosis("authentication", "wrong", "too many wrong passwords", "wait a little, then try again")
        if "CredentialsExpired" in code:
            return Diagnosis(
                "authentication", "wrong", f"the password of {user} has expired", "change it in Neo4j's own shell"
            )
        return Diagnosis("authentication", "wrong", f"the server refuses {user} with this password",
                     "check NEO4J_USERNAME and NEO4J_PASSWORD")  # fmt: skip
    if code.startswith("Neo.ClientError.Database."):
        absent = f"there is no database {database!r}"
        return Diagnosis("database", "wrong", absent, "set NEO4J_DATABASE to one that exists")
    said = store_error(error, uri)
    return Diagnosis("connection", "wrong", said.message, said.hint or "look into the server's log")
