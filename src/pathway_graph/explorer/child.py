"""Run one query in a process of its own, which can be ended whatever the engine does.

The request is a JSON document on standard input, the answer one on standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pathway_graph.cypher.allow_list import check_query
from pathway_graph.cypher.limits import check_parameters
from pathway_graph.errors import PathwayGraphError, QueryError, QueryTimeout, StoreError
from pathway_graph.model.stopping import go_on
from pathway_graph.stores.embedded.unbuilt import require_built

AT_ONCE: Final = 2
"""Queries that run at the same time; a further one is refused."""
GRACE_S: Final = 4.0
"""Seconds that a query may take longer, for its process to start and for the rows to come."""
_LOOK_S: Final = 0.1
"""Seconds after which is looked again whether anybody waits for the query."""
_HEAP: Final = "-Xmx1g"
_slots = threading.BoundedSemaphore(AT_ONCE)
_running: set[subprocess.Popen[bytes]] = set()


def ask(location: str, query: str, parameters: Mapping[str, Any], *, timeout_s: float, limit: int) -> dict[str, Any]:
    """Run a query that only reads; return ``columns``, ``rows`` (plain data), ``is_cut``, ``notes``, ``load``.

    ``load`` is the number of the last load of what was asked, 0 where none is recorded.

    Raises:
        QueryError: It is wrong, or refused, or too many run already.
        QueryTimeout: It ran too long, and was ended.
        StoreError: The store refused it otherwise, or waits for its database, which takes longer than a page may.
        Stopped: Nobody waits for it any more (`pathway_graph.model.stopping`); it was ended.
    """
    check_query(query, parameters)  # refused here, it takes no process
    check_parameters(parameters)
    if "://" not in location:
        require_built(Path(location).expanduser())
    if not _slots.acquire(blocking=False):
        raise QueryError(f"{AT_ONCE} queries are running", hint="wait for one of them to end")
    try:
        return _in_child(
            {
                "location": location,
                "query": query,
                "parameters": dict(parameters),
                "timeout_s": timeout_s,
                "limit": limit,
            }
        )
    finally:
        _slots.release()


def end_all() -> None:
    """End every query that still runs."""
    for process in list(_running):
        process.kill()


def _in_child(request: dict[str, Any]) -> dict[str, Any]:
    environ = dict(os.environ)
    if "-Xmx" not in environ.get("ARCADEDB_NATIVE_ISOLATE_ARGS", ""):
        environ["ARCADEDB_NATIVE_ISOLATE_ARGS"] = f"{environ.get('ARCADEDB_NATIVE_ISOLATE_ARGS', '')} {_HEAP}".strip()
    process = subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environ, start_new_session=True,
    )  # fmt: skip
    _running.add(process)
    try:
        output = _output(process, json.dumps(request).encode(), request["timeout_s"])
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
        _running.discard(process)
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        raise StoreError(
            "the query ended without an answer, most likely for want of memory", hint="return less"
        ) from None
    if "error" in answer:
        kind = {"QueryError": QueryError, "QueryTimeout": QueryTimeout}.get(answer["kind"], StoreError)
        refused = kind(answer["error"], hint=answer["hint"])
        if isinstance(refused, QueryError):
            refused.excerpt = answer["excerpt"]
        raise refused
    return answer


def _output(process: subprocess.Popen[bytes], given: bytes, timeout_s: float) -> bytes:
    """Return what a process answers, as long as it may run and somebody waits."""
    ends = time.monotonic() + timeout_s + GRACE_S
    sent: bytes | None = given
    while True:
        go_on()
        try:
            return process.communicate(sent, timeout=_LOOK_S)[0]
        except subprocess.TimeoutExpired:
            sent = None  # what is left of it goes on with the next call
        if time.monotonic() > ends:
            raise QueryTimeout(f"the query ran longer than {timeout_s:g} s and was ended", hint="narrow it")


def _main() -> None:
    from pathway_graph.stores.history import number_of_last
    from pathway_graph.stores.open import open_store

    request = json.load(sys.stdin)
    try:
        store = open_store(request["location"])
        table = store.run(
            request["query"], request["parameters"], timeout_s=request["timeout_s"], limit=request["limit"]
        )
        answer: dict[str, Any] = {
            "columns": table.columns,
            "rows": table.to_dicts(),
            "is_cut": table.is_cut,
            "notes": table.notes,
            "load": number_of_last(store.history()),
        }
    except PathwayGraphError as error:
        kind = "QueryError" if isinstance(error, QueryError) else type(error).__name__
        answer = {"error": error.message, "hint": error.hint, "kind": kind, "excerpt": getattr(error, "excerpt", "")}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # a query that still runs in the engine must not hold the process


if __name__ == "__main__":
    _main()
