"""SIGTERM ends every command as Ctrl-C does: what it began is cleaned up, and the queries that run for it end."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from attempts import SLOW
from explorer_process import serving
from networks import OTHER, TINY
from patience import HUNG_S
from test_embedded import generations, load, python, read, result

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

LOADS = """
    import os, signal, sys
    from pathway_graph.cli import main
    from pathway_graph.stores.embedded import loading, patch, sealing
    from networks import OTHER
    import pathway_graph as pg
    pg.write(OTHER, sys.argv[2])
    if sys.argv[3] == "ignored":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    seal = sealing.seal
    def ended(*values, **named):
        seal(*values, **named)
        os.kill(os.getpid(), {"ignored": signal.SIGHUP}.get(sys.argv[3]) or getattr(signal, sys.argv[3]))
    sealing.seal = ended
    main(["load", sys.argv[2], "--store", sys.argv[1]])
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_load_that_is_told_to_end_leaves_the_old_content_and_no_debris(tmp_path: Path, name: str) -> None:
    store = tmp_path / "store"
    load(store, TINY)
    code, _, err = result(python(LOADS, store, tmp_path / "other.yaml", name))
    assert code == 128 + getattr(signal, name), err
    assert "Traceback" not in err
    assert read(store) == TINY
    assert len(generations(store)) == 1


def test_a_closed_terminal_that_is_to_be_ignored_is(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(store, TINY)
    assert result(python(LOADS, store, tmp_path / "other.yaml", "ignored"))[0] == 0
    assert {source.id for source in read(store).sources} == {"tiny", OTHER.sources[0].id}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for children in /proc")
def test_the_explorer_ends_the_queries_that_run_for_it(tmp_path: Path) -> None:
    load(tmp_path / "store", TINY)
    with serving(tmp_path / "store", "--no-browser", "--timeout", "300") as running:
        with httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as client:
            client.get(running.address)
            asking = threading.Thread(target=_ask, args=(client,), daemon=True)
            asking.start()
            children = Path(f"/proc/{running.process.pid}/task")
            begun = time.monotonic()
            while not (found := " ".join(file.read_text() for file in children.glob("*/children")).split()):
                assert running.process.poll() is None
                if time.monotonic() - begun > HUNG_S:
                    raise AssertionError("no query was begun")
                time.sleep(0.05)
            running.process.send_signal(signal.SIGTERM)
            _, err = running.process.communicate(timeout=HUNG_S)
            asking.join(HUNG_S)
    assert (running.process.returncode, err.splitlines()[-1]) == (0, "ended")
    for child in found:
        state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False).stdout
        assert state.strip()[:1] in ("", "Z"), f"the query {child} goes on"


def _ask(client: httpx.Client) -> None:
    try:
        client.post("/cypher", data={"text": SLOW[3]})
    except httpx.HTTPError:
        pass
