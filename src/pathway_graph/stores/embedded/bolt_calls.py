"""What clients of Neo4j ask a server about itself when they connect: answers for the copy that is served over Bolt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.stores.embedded import schema_calls
from pathway_graph.stores.schema_query import SCHEMA, Call, Shape

Row = dict[str, Any]
NEO4J: Final = "5.26.0"
"""The version whose Cypher, columns and codes are spoken; clients choose by it what they ask."""
ALIAS: Final = "neo4j"
"""What clients call a database whose name they were not told."""


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of the server.

    Attributes:
        address: ``host:port``.
        since: When it started, as text with zone.
    """

    address: str
    database: str
    user: str
    since: str


def _shape(columns: str, more: str = "") -> Shape:
    return Shape(tuple(columns.split()), tuple(more.split()))


_DATABASE = "name type aliases access address role writer requestedStatus currentStatus statusMessage"
_SETTING = "name description value dynamic defaultValue startupValue explicitlySet validValues"
SERVER: Final[Mapping[str, Shape]] = {
    "db.info": _shape("id name creationDate"),
    "db.ping": _shape("success"),
    "dbms.clientConfig": _shape(_SETTING),
    "dbms.components": _shape("name versions edition"),
    "dbms.info": _shape("id name creationDate"),
    "dbms.listConfig": _shape(_SETTING),
    "dbms.queryJmx": _shape("name description attributes"),
    "dbms.routing.getRoutingTable": _shape("ttl servers"),
    "dbms.showCurrentUser": _shape("username roles flags"),
    "SHOW CURRENT USER": _shape("user roles passwordChangeRequired suspended home"),
    "SHOW DATABASES": _shape(f"{_DATABASE} default home constituents"),
    "SHOW DEFAULT DATABASE": _shape(f"{_DATABASE} constituents"),
    "SHOW HOME DATABASE": _shape(f"{_DATABASE} constituents"),
    "SHOW SETTINGS": _shape(
        "name value isDynamic defaultValue description", "startupValue isExplicitlySet validValues isDeprecated"
    ),
    "SHOW USERS": _shape("user roles passwordChangeRequired suspended home"),
}
CALLS: Final[Mapping[str, Shape]] = {**SCHEMA, **SERVER}
"""Every call that is answered over Bolt, with its columns."""

_MEANINGS: Final = {
    "db.info": "The database that is served.",
    "db.ping": "Whether the server answers.",
    "dbms.clientConfig": "The settings that a client may want to know.",
    "dbms.components": "What the server is, and whose Cypher it speaks.",
    "dbms.info": "The server.",
    "dbms.listConfig": "The settings of the server.",
    "dbms.queryJmx": "Counters of the server, of which there are none.",
    "dbms.routing.getRoutingTable": "Where to connect, which is here.",
    "dbms.showCurrentUser": "Who is connected.",
}


def rows_of(call: Call, asked: schema_calls.Asked, about: About) -> list[Row]:
    """Return the rows of one call of `CALLS`."""
    if call.name in SERVER:
        return list(_ANSWERS[call.name](call, about))
    rows = schema_calls.rows_of(call, asked)
    if call.name == "SHOW PROCEDURES":
        rows = sorted(
            [*rows, *schema_calls.procedure_rows(SERVER, _MEANINGS, "DBMS")], key=lambda row: str(row["name"])
        )
    return rows


def _info(_call: Call, about: About) -> Iterable[Row]:
    yield {"id": about.database, "name": about.database, "creationDate": about.since}


def _ping(_call: Call, _about: About) -> Iterable[Row]:
    yield {"success": True}


def _components(_call: Call, _about: About) -> Iterable[Row]:
    yield {"name": "Neo4j Kernel", "versions": [NEO4J], "edition": "community"}


def _routing(_call: Call, about: About) -> Iterable[Row]:
    yield {"ttl": 300, "servers": servers(about.address)}


def servers(address: str) -> list[Row]:
    """Return the routing table of one server."""
    return [{"addresses": [address], "role": role} for role in ("WRITE", "READ", "ROUTE")]


def _whoami(_call: Call, about: About) -> Iterable[Row]:
    yield {"username": about.user, "roles": None, "flags": []}


def _users(_call: Call, about: About) -> Iterable[Row]:
    yield {"user": about.user, "roles": None, "passwordChangeRequired": False, "suspended": False, "home": None}


def _databases(call: Call, about: About) -> Iterable[Row]:
    for name, kind in ((about.database, "standard"), ("system", "system")):
        is_home = kind == "standard"
        aliases = [ALIAS] if is_home else []
        if (call.detail and call.detail not in (name, *aliases)) or (call.name != "SHOW DATABASES" and not is_home):
            continue
        yield {"name": name, "type": kind, "aliases": aliases, "access": "read-write", "address": about.address,
               "role": "primary", "writer": True, "requestedStatus": "online", "currentStatus": "online",
               "statusMessage": "", "default": is_home, "home": is_home, "constituents": []}  # fmt: skip


def _settings(call: Call, about: About) -> Iterable[Row]:
    told = (
        ("db.transaction.timeout", "60s", "The longest a query may run."),
        ("dbms.default_database", about.database, "The database that is served."),
        ("dbms.security.auth_enabled", "true", "A password is asked for."),
        ("server.bolt.advertised_address", about.address, "Where clients connect."),
        ("server.bolt.enabled", "true", "Bolt is served."),
        ("server.bolt.tls_level", "DISABLED", "Connections stay on this machine and are not encrypted."),
        ("server.http.enabled", "false", "No page is served."),
    )
    wanted = set(filter(None, call.detail.split(",")))
    for name, value, meaning in told:
        if not wanted or name in wanted:
            yield {"name": name, "value": value, "description": meaning, "isDynamic": False, "dynamic": False,
                   "defaultValue": value, "startupValue": value, "isExplicitlySet": False, "explicitlySet": False,
                   "validValues": "", "isDeprecated": False}  # fmt: skip


_ANSWERS: Final[dict[str, Callable[[Call, About], Iterable[Row]]]] = {
    "db.info": _info, "dbms.info": _info, "db.ping": _ping, "dbms.clientConfig": _settings,
    "dbms.listConfig": _settings, "dbms.components": _components, "dbms.routing.getRoutingTable": _routing,
    "dbms.queryJmx": lambda _call, _about: (),
    "dbms.showCurrentUser": _whoami, "SHOW CURRENT USER": _users, "SHOW USERS": _users,
    "SHOW DATABASES": _databases, "SHOW DEFAULT DATABASE": _databases, "SHOW HOME DATABASE": _databases,
    "SHOW SETTINGS": _settings,
}  # fmt: skip
