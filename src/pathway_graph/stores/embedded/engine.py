"""The embedded engine in this process: start it safely, share open databases, bound queries, phrase its errors.

The engine cannot stop a query on demand, and ending a process while it computes crashes with a screenful. So each
query runs in a thread of its own, the caller stops waiting when the limit or Ctrl-C says so, and a program that ends
while a query still runs leaves through `leave`.
"""

from __future__ import annotations

import atexit
import math
import os
import re
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from pathway_graph.cypher.limits import RowLimiter
from pathway_graph.errors import MissingEngine, QueryError, QueryTimeout, StoreError, StoreUnavailable
from pathway_graph.stores import deadline
from pathway_graph.stores.embedded import engine_place

T = TypeVar("T")
GRACE_S = 0.5
"""The engine, which frees its memory when it stops a query, may be this much late before the caller gives up on it."""

_ARGUMENTS, _CONSOLE, _LOG = "ARCADEDB_NATIVE_ISOLATE_ARGS", "ARCADEDB_LOG_CONSOLE", "ARCADEDB_LOG_DIR"
_PAGES_MB: Final = 64
"""Memory for pages of databases where a process only loads, which needs each page once or a few times."""
_guard = threading.Lock()
_started = False
_only_loads = False
_engine_limit_s = math.inf  # until the engine starts, it ends nothing
_open: dict[str, SharedReader] = {}


def only_loads() -> None:
    """Say that this process loads and asks little: what it writes need not stay in memory, where queries look for it.

    It holds for an engine that starts later.
    """
    global _only_loads
    _only_loads = True


def start(limit_s: float) -> Any:
    """Load the engine and return its module; the first call in a process sets what no query may exceed.

    Its log goes to a file of the engine's own folder, never to the console or the working directory; reading files
    and addresses from Cypher is off.

    Raises:
        StoreUnavailable: There is no engine for this platform.
    """
    global _started, _engine_limit_s
    arcadedb = find()
    with _guard:
        if not _started:
            try:
                _start_engine(arcadedb, limit_s)
            except (arcadedb.ArcadeDBError, OSError) as error:
                raise _no_engine(error) from error
            atexit.register(_at_exit)
            _engine_limit_s = limit_s
            _started = True
    return arcadedb


def is_installed() -> bool:
    """Whether the engine is here; whether it starts is seen when a query or a load needs it."""
    try:
        return find_spec("arcadedb") is not None
    except (ImportError, ValueError):  # what is in the way of looking is in the way of importing
        return False


def find() -> Any:
    """Return the engine's module, which is not started by that.

    Raises:
        MissingEngine: It is not installed, for instance because there is none for this platform.
    """
    try:
        import arcadedb
    except ImportError as error:
        what, way_out = engine_place.missing(sentence(error))
        raise MissingEngine("arcadedb", message=what, hint=way_out) from error
    except OSError as error:
        raise _no_engine(error) from error
    return arcadedb


def _no_engine(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(
        f"the embedded database does not start here: {sentence(error)}",
        hint="run `pip install --force-reinstall --pre arcadedb`, or use a Neo4j server (--store bolt://…)",
    )


def _start_engine(arcadedb: Any, limit_s: float) -> None:
    """Start the engine, which takes its settings from the environment, and leave the environment as it was."""
    settings = {
        "command.timeout": str(math.ceil(limit_s * 1000)),
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
    }
    if _only_loads:
        settings["maxPageRAM"] = str(_PAGES_MB)
    before = {name: os.environ.get(name) for name in (_ARGUMENTS, _CONSOLE, _LOG)}
    own = before[_ARGUMENTS] or ""
    heap = [] if "-Xmx" in own else [f"-Xmx{_heap_mb()}m"]
    added = heap + [f"-Darcadedb.{name}={value}" for name, value in settings.items() if f".{name}=" not in own]
    os.environ[_ARGUMENTS] = " ".join([own, *added]).strip()
    os.environ.setdefault(_CONSOLE, "0")
    folder = engine_place.log_folder()
    if folder is not None:
        os.environ[_LOG] = folder
    try:
        arcadedb.database_exists(os.devnull)  # any call starts it
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _heap_mb() -> int:
    """Return what the engine may take of the memory, in MB: a quarter, so that a query fails and not the process."""
    try:
        total_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):
        total_mb = 8192  # where the system does not say
    return max(1024, total_mb // 4)


class SharedReader:
    """A database opened for reading; the engine opens one only once in a process, so all users share it."""

    def __init__(self, folder: Path, database: Any) -> None:
        self.folder = folder
        self.database = database
        self.users = 1
        self._node_types: frozenset[str] | None = None

    def sql(self, text: str) -> list[dict[str, Any]]:
        """Run a SQL text of this package (never of a user) and return its rows."""
        rows: list[dict[str, Any]] = self.database.query("sql", text).to_list()
        return rows

    def cypher(self, query: str, parameters: dict[str, Any], bounded: RowLimiter) -> list[dict[str, Any]]:
        """Run a Cypher text, which the engine refuses if it would write, and return the rows let through."""
        arguments = (parameters,) if parameters else ()
        with self.database.query("opencypher", query, *arguments) as result:
            return list(bounded.take(result.iter_dicts()))

    @property
    def node_types(self) -> frozenset[str]:
        """The engine types that hold nodes; a generation never changes, so asked once."""
        if self._node_types is None:
            rows = self.sql("SELECT name, type FROM schema:types")
            self._node_types = frozenset(row["name"] for row in rows if row["type"] == "vertex")
        return self._node_types


def acquire(folder: Path, limit_s: float) -> SharedReader:
    """Open a published database for reading, or share it where this process has it open.

    Raises:
        StoreUnavailable: It is gone, damaged, or of an engine that this one cannot read.
    """
    arcadedb = start(limit_s)
    key = str(folder)
    with _guard:
        reader = _open.get(key)
        if reader is not None:
            reader.users += 1
            return reader
        try:
            reader = SharedReader(folder, _opened(arcadedb, key))
        except Exception as error:  # the engine's errors, and those of its Python side
            raise StoreUnavailable(
                f"the database in {folder.parent.parent} cannot be opened: {sentence(error)}",
                hint="delete that folder and run `pathway-graph load` again",
            ) from error
        _open[key] = reader
        return reader


def _opened(arcadedb: Any, folder: str) -> Any:
    """Open a database for reading, once more where that fails: on a busy machine the engine failed at sound ones."""
    try:
        return arcadedb.open_database(folder, read_only=True)
    except Exception:
        return arcadedb.open_database(folder, read_only=True)


def require_known(version: object, folder: Path) -> None:
    """Make sure that this engine is not older than the one that wrote a store, which it might read wrongly.

    Raises:
        StoreUnavailable: It is.
    """
    own = str(find().ENGINE_VERSION)
    if _numbers(str(version)) > _numbers(own):
        raise StoreUnavailable(
            f"the store {folder} was written by engine {version}, and this one is {own}",
            hint="run `pip install --upgrade --pre arcadedb`, or give another path with --store",
        )


def _numbers(version: str) -> tuple[int, ...]:
    """Return year and month of a version: releases of one month read each other's files."""
    return tuple(map(int, re.findall(r"\d+", version)[:2]))


def release(reader: SharedReader) -> None:
    """Give a database back; the last user closes it."""
    with _guard:
        reader.users -= 1
        if reader.users == 0:
            del _open[str(reader.folder)]
            try:
                reader.database.close()
            except Exception:  # it only read: that its notes do not fit on a full disk is no one's loss
                pass


def run_with_deadline(limit_s: float, work: Callable[[], T]) -> T:
    """Run *work* in a thread of its own and wait at most *limit_s* seconds for it; Ctrl-C ends the wait at once.

    Raises:
        QueryTimeout: *work* did not end in time. It may run on in the background, see `deadline.is_busy`.
    """
    patience = limit_s if limit_s < _engine_limit_s else limit_s + GRACE_S
    try:
        return deadline.run_with_deadline(patience, work, is_counted=True)
    except deadline.DeadlineExceeded:
        raise too_slow(limit_s) from None


def leave(exit_code: int) -> NoReturn:
    """End the process; at once where a query still runs, which an ordinary end would turn into a crash."""
    sys.stdout.flush()
    sys.stderr.flush()
    if deadline.is_busy():
        os._exit(exit_code)
    raise SystemExit(exit_code)


def _at_exit() -> None:
    deadline.settle(1.0)
    if deadline.is_busy():
        leave(130 if getattr(sys, "last_type", None) is KeyboardInterrupt else 1)


# Errors -----------------------------------------------------------------------------------------------

_WRAPPING = re.compile(r"^(?:Query failed|Command failed|Reading the result set failed|Failed to [a-z ]+): ")
_CLASS = re.compile(r"\b(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): ")
_CAUSE = re.compile(r" \(caused by .*\)$", re.DOTALL)
_NOTHING = "the engine failed and does not say why"
_QUOTING = "Error executing Cypher query: "
_REFUSED_WRITES = ("QueryNotIdempotentException", "DatabaseIsReadOnlyException")


def sentence(error: Exception) -> str:
    """Return the part of an engine message that helps, on one line.

    >>> sentence(Exception("Query failed: com.arcadedb.exception.CommandParsingException: Syntax error at line 1:0"))
    'Syntax error at line 1:0'
    """
    text = _CLASS.sub("", _WRAPPING.sub("", _CAUSE.sub("", str(error))))
    text = " ".join(text.split())
    return _NOTHING if text in ("", "null", "None") else text


def too_slow(limit_s: float) -> QueryTimeout:
    """Return the error for a query that took longer than *limit_s* seconds."""
    return QueryTimeout(
        f"the query ran longer than {limit_s:g} s",
        hint="start its pattern at a node found by id, bound its lengths (*1..4), or allow more time",
    )


def query_error(error: Exception, limit_s: float, taken_s: float, query: str = "", sent: str = "") -> StoreError:
    """Phrase what the engine raised while it ran a query.

    Args:
        error: What it raised.
        limit_s: How long the query was allowed to run.
        taken_s: How long it ran.
        query: The user's text.
        sent: The text as the engine had it.
    """
    text = str(error)
    limit_s = min(limit_s, _engine_limit_s)
    if "regexTimeout" in text:
        return QueryTimeout(
            f"the engine gave up on a regular expression after {taken_s:.1f} s: the time to match it grows too fast "
            "with the text",
            hint="write it without repeats inside repeats, such as (a+)+, or use STARTS WITH or CONTAINS",
        )
    if "TimeoutException" in text or taken_s >= limit_s:
        return too_slow(limit_s)
    if any(name in text for name in _REFUSED_WRITES):
        return QueryError(
            "the statement would write, and a query may only read", hint="`pathway-graph load` changes a store"
        )
    if "LOAD CSV" in text:
        return QueryError("LOAD CSV is off: a query may not read files or addresses", hint="use `pathway-graph load`")
    if "Expected parameter(s):" in text:
        names = sentence(error).split(":", 1)[1].replace(",", " ").split()
        return QueryError(f"the query needs a value for {', '.join('$' + name for name in names)}")
    said = sentence(error)
    if said.startswith(_NOTHING):
        return QueryError(
            f"{said}",
            hint="put the query another way, and if others fail too, run `pathway-graph doctor` to check the store",
        )
    if said.startswith(_QUOTING) and (cause := re.search(r" \(caused by (.*)\)$", text, re.DOTALL)):
        said = sentence(Exception(cause[1]))
    if not query:
        return QueryError(said)
    from pathway_graph.stores.embedded import complaints  # it reads Cypher

    return complaints.told(said, query, is_as_sent=len(query) == len(sent) and query.endswith(sent.lstrip()))
