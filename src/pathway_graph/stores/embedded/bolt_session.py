"""One client of the Bolt server: its messages go to the engine's own server and come back, mended on both ways.

The engine's server speaks Bolt and keeps transactions and types. What it lacks is done here: who may connect, what it
answers of itself, columns where there are no rows, the words of errors, and an end of a query that a client gives up.
Each message of a client gets one answer (after records), so messages are taken one after the other.
"""

from __future__ import annotations

import hmac
import math
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.stores.embedded import bolt_calls, bolt_errors, engine
from pathway_graph.stores.embedded.bolt_errors import Refusal, Sent
from pathway_graph.stores.embedded.bolt_statements import Prepared, prepare
from pathway_graph.stores.embedded.packstream import Structure, Wire, WireError, pack, unpack
from pathway_graph.stores.embedded.schema_calls import Asked

HELLO, GOODBYE, RESET, RUN, BEGIN, COMMIT, ROLLBACK = 0x01, 0x02, 0x0F, 0x10, 0x11, 0x12, 0x13
DISCARD, PULL, TELEMETRY, ROUTE, LOGON, LOGOFF = 0x2F, 0x3F, 0x54, 0x66, 0x6A, 0x6B
SUCCESS, RECORD, IGNORED, FAILURE = 0x70, 0x71, 0x7E, 0x7F
VERSIONS: Final = ((5, 4), (5, 3), (5, 2), (5, 1), (5, 0), (4, 4), (4, 0), (3, 0))
"""Versions of the protocol that the engine's server speaks, the newest first."""
MAGIC: Final = b"\x60\x60\xb0\x17"
_FIRST_LIMIT: Final = 1 << 16
_LIMIT: Final = 1 << 26
"""The longest message of a client, in bytes, before and after its password was right."""

Metadata = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    """What all sessions share.

    Attributes:
        connect: Opens a connection to the engine's server.
        password, inner: Of this server, and user and password of the engine's.
        users: Names that may connect.
        databases: Names under which the one database is known.
    """

    connect: Callable[[], socket.socket]
    about: bolt_calls.About
    asked: Asked
    password: str
    users: frozenset[str]
    databases: frozenset[str]
    inner: tuple[str, str]


class _Interrupted(Exception):
    """The client gave up what runs, with RESET."""


class Session:
    """Serves one client that has agreed on a version of the protocol.

    Args:
        client: Its connection.
        version: Of the protocol.
        number: Of the connection.
        served: What all sessions share.
    """

    def __init__(self, client: socket.socket, version: tuple[int, int], number: int, served: Served) -> None:
        self.client = Wire(client, _FIRST_LIMIT)
        self.version = version
        self.number = number
        self.served = served
        self.hello: Metadata = {}
        self.engine: Wire | None = None
        self.is_failed = False
        self.running: Prepared | None = None
        self.deadline = math.inf
        self.is_in_transaction = False
        self.shapes: dict[int, tuple[Prepared, list[int]]] = {}
        self.shape: tuple[Prepared, list[int]] | None = None

    def serve(self) -> None:
        """Answer until the client says goodbye or is gone."""
        try:
            while True:
                message = self._message(self.client.read())
                if message.tag == GOODBYE or not self._answer(message):
                    return
                self.client.flush()
        except (WireError, OSError):
            return
        finally:
            self._leave_engine()
            self.client.close()

    def _message(self, raw: bytes) -> Structure:
        message = unpack(raw)
        if not isinstance(message, Structure):
            raise WireError("a message is a structure")
        return message

    def _answer(self, message: Structure) -> bool:
        """Answer one message; return whether to go on."""
        try:
            if self.engine is None:
                return self._greet(message)
            if message.tag == RESET:
                self._reset()
            elif self.is_failed:
                self._say(IGNORED)
            else:
                self._act(message)
        except Refusal as refusal:
            self._fail(refusal)
        except _Interrupted:
            self._fail(Refusal(bolt_errors.TERMINATED, "The transaction has been terminated by the client."))
        return True

    def _say(self, tag: int, metadata: Metadata | None = None) -> None:
        self.client.write(pack(Structure(tag, () if tag == IGNORED else (metadata or {},))))

    def _fail(self, refusal: Refusal) -> None:
        self.is_failed = True
        self._say(FAILURE, {"code": refusal.code, "message": refusal.message})

    # Who connects

    def _greet(self, message: Structure) -> bool:
        """Take HELLO and LOGON; anything else, and a wrong password, ends the connection, and locks nobody out."""
        given = message.fields[0] if message.fields and isinstance(message.fields[0], dict) else {}
        if message.tag == HELLO and not self.hello:
            self.hello = {
                key: value for key, value in given.items() if key not in ("scheme", "principal", "credentials")
            }
            if self.version >= (5, 1):
                self._say(SUCCESS, self._welcome())
                return True
        elif message.tag != LOGON or not self.hello:
            return self._refuse(bolt_errors.INVALID, "A client says HELLO and who it is before anything else.")
        right = hmac.compare_digest(str(given.get("credentials", "")).encode(), self.served.password.encode())
        if not right or given.get("scheme") != "basic" or given.get("principal") not in self.served.users:
            return self._refuse(bolt_errors.UNAUTHORIZED, "The client is unauthorized due to authentication failure.")
        self._enter_engine()
        self.client.limit = _LIMIT
        self._say(SUCCESS, {} if self.version >= (5, 1) else self._welcome())
        return True

    def _welcome(self) -> Metadata:
        told: Metadata = {"server": f"Neo4j/{bolt_calls.NEO4J}", "connection_id": f"bolt-{self.number}", "hints": {}}
        if self.version[0] == 4 and "utc" in self.hello.get("patch_bolt", ()):
            told["patch_bolt"] = ["utc"]
        return told

    def _refuse(self, code: str, words: str) -> bool:
        self._say(FAILURE, {"code": code, "message": words})
        self.client.flush()
        return False

    def _enter_engine(self) -> None:
        """Connect to the engine's server as its own user, with what the client said of itself."""
        link = self.served.connect()
        link.sendall(MAGIC + bytes((0, 0, self.version[1], self.version[0])) + bytes(12))
        if link.recv(4, socket.MSG_WAITALL) != bytes((0, 0, self.version[1], self.version[0])):
            raise WireError("the engine does not speak this version")
        self.engine = Wire(link, 1 << 31)
        user, password = self.served.inner
        secret = {"scheme": "basic", "principal": user, "credentials": password}
        told = {key: value for key, value in self.hello.items() if key != "routing"}
        steps = ((HELLO, told), (LOGON, secret)) if self.version >= (5, 1) else ((HELLO, {**told, **secret}),)
        for tag, metadata in steps:
            self._tell(Structure(tag, (metadata,)))
            if self._message(self.engine.read()).tag != SUCCESS:
                raise WireError("the engine does not let us in")

    def _leave_engine(self) -> None:
        if self.engine is not None:
            self.engine.close()
            self.engine = None

    def _tell(self, message: Structure) -> None:
        assert self.engine is not None  # `_answer` sees to it
        self.engine.write(pack(message))
        self.engine.flush()

    # What it asks

    def _act(self, message: Structure) -> None:
        if message.tag == RUN:
            self._run(message)
        elif message.tag in (PULL, DISCARD):
            self._pull(message)
        elif message.tag == ROUTE:
            self._route(message)
        elif message.tag == TELEMETRY:
            self._say(SUCCESS)
        elif message.tag == LOGOFF:
            self._leave_engine()
            self._say(SUCCESS)
        elif message.tag in (BEGIN, COMMIT, ROLLBACK):
            self._transact(message)
        else:
            raise Refusal(bolt_errors.INVALID, f"Message 0x{message.tag:02X} is not known.")

    def _at_home(self, extra: Metadata) -> Metadata:
        """Return what comes with a statement or transaction, its database named as the engine knows it."""
        name = extra.get("db")
        if name is not None and name not in self.served.databases:
            raise Refusal(bolt_errors.NO_DATABASE, f"Graph not found: {name}")
        kept = {key: value for key, value in extra.items() if key not in ("imp_user", "bookmarks")}
        return {**kept, "db": self.served.about.database} if self.version[0] >= 4 else kept

    def _transact(self, message: Structure) -> None:
        if message.tag == BEGIN:
            extra = self._at_home(message.fields[0])
            self._bound(extra)
            message = Structure(BEGIN, (extra,))
        self._tell(message)
        self._relay()
        self.is_in_transaction = message.tag == BEGIN
        if not self.is_in_transaction:
            self.deadline = math.inf

    def _bound(self, extra: Metadata) -> None:
        """Note until when a transaction may run, where the client says it; the engine's own limit holds besides."""
        limit_ms = extra.get("tx_timeout")
        self.deadline = time.monotonic() + limit_ms / 1000 if isinstance(limit_ms, int) and limit_ms > 0 else math.inf

    def _run(self, message: Structure) -> None:
        text, parameters, extra = (*message.fields, {}, {})[:3]
        extra = self._at_home(extra)
        if not self.is_in_transaction:
            self._bound(extra)
        self.running = prepared = self._prepared(text, parameters)
        self._tell(Structure(RUN, (prepared.text, prepared.parameters, extra)))
        told = self._relay(tell=False)
        if told is None:
            return
        given = list(told.get("fields", ()))
        wanted = given
        if prepared.columns == ("*",):
            wanted = sorted(given)  # the order in which Neo4j lists all variables
        elif not given or prepared.is_explained or prepared.record is not None:
            wanted = list(prepared.columns) or given
        elif _is_renamed(given, prepared.columns):
            wanted = list(prepared.columns)
        order = [given.index(name) for name in wanted] if sorted(wanted) == sorted(given) else []
        self.shape = self.shapes[told.get("qid", -1)] = prepared, order
        self._say(SUCCESS, {**told, "fields": wanted})

    def _prepared(self, text: str, parameters: Metadata) -> Prepared:
        try:
            return prepare(text, parameters, self.served.asked, self.served.about, self.version >= (5, 0))
        except Refusal:
            raise
        except Exception as error:  # the engine's own, of a schema call: nothing is sent yet, so the client goes on
            raise Refusal(bolt_errors.UNKNOWN, engine.sentence(error)) from error

    def _pull(self, message: Structure) -> None:
        asked = message.fields[0] if message.fields else {}
        shape = self.shapes.get(asked.get("qid", -1), self.shape) if asked.get("qid", -1) >= 0 else self.shape
        self.running = shape[0] if shape else None
        self._tell(message)
        told = self._relay(shape)
        if told is not None and not told.get("has_more") and not self.is_in_transaction:
            self.deadline = math.inf

    def _route(self, message: Structure) -> None:
        last = message.fields[-1] if message.fields else None
        self._at_home(last if isinstance(last, dict) else {"db": last})
        table = {"ttl": 300, "db": self.served.about.database, "servers": bolt_calls.servers(self.served.about.address)}
        self._say(SUCCESS, {"rt": table})

    def _reset(self) -> None:
        self.shapes.clear()
        self.shape = self.running = None
        self.deadline, self.is_in_transaction = math.inf, False
        self._tell(Structure(RESET, ()))
        self._relay()
        self.is_failed = False

    # What it gets

    def _relay(self, shape: tuple[Prepared, list[int]] | None = None, *, tell: bool = True) -> Metadata | None:
        """Pass on records and then the answer to one message; return what a success says, None if it is none."""
        while True:
            raw = self._next()
            tag = raw[1]
            if tag == RECORD:
                self.client.write(_shaped(raw, shape))
                continue
            message = self._message(raw)
            if tag == SUCCESS:
                told: Metadata = message.fields[0]
                if tell:
                    self._say(SUCCESS, told)
                return told
            if tag == IGNORED:
                self._say(IGNORED)
                return None
            raise self._told(message.fields[0])

    def _told(self, metadata: Metadata) -> Refusal:
        code, said = str(metadata.get("code", bolt_errors.UNKNOWN)), str(metadata.get("message", ""))
        asked = self.running
        sent = Sent(asked.text, asked.given, asked.place, asked.mistake) if asked is not None else Sent()
        return bolt_errors.translate(code, said, sent)

    def _next(self) -> bytes:
        """Return the engine's next message; meanwhile see whether the client gives up or is gone."""
        assert self.engine is not None  # `_answer` sees to it
        while (message := self.engine.next()) is None:
            self.client.flush()
            with selectors.DefaultSelector() as waiting:
                waiting.register(self.engine.socket, selectors.EVENT_READ)
                waiting.register(self.client.socket, selectors.EVENT_READ)
                left = None if self.deadline == math.inf else max(0.0, self.deadline - time.monotonic())
                ready = {key.fileobj for key, _ in waiting.select(left)}
            if not ready:
                self._leave_engine()
                self._enter_engine()
                raise Refusal(bolt_errors.TIMED_OUT_BY_CLIENT, "The transaction ran longer than the client allows it.")
            if self.engine.socket in ready:
                self.engine.fill()
            elif self.client.socket in ready:
                self.client.fill()
                if self.client.find(lambda raw: raw[1:2] == bytes((RESET,))):
                    self._leave_engine()
                    self._enter_engine()
                    raise _Interrupted
        return message


def _is_renamed(given: list[str], columns: tuple[str, ...]) -> bool:
    """Whether the engine's columns are these in another order, or some under another name at the same place."""
    if len(given) != len(columns):
        return False
    pairs = zip(given, columns, strict=True)
    return sorted(given) == sorted(columns) or all(its == ours or its not in columns for its, ours in pairs)


def _shaped(raw: bytes, shape: tuple[Prepared, list[int]] | None) -> bytes:
    """Return a record with its values in the order of the columns, or the one that stands for it."""
    if shape is None:
        return raw
    prepared, order = shape
    if prepared.record is not None:
        return pack(Structure(RECORD, (list(prepared.record),)))
    if order == sorted(order):
        return raw
    (values,) = unpack(raw).fields
    return pack(Structure(RECORD, ([values[place] for place in order],)))
