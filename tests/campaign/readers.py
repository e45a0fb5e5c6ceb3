"""Read in other processes while data sets are loaded: never empty, never a part of one state and a part of another."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.trials import Bench, Trial
from test_embedded import load, middling, python, result

READER = """
    import sys
    from pathway_graph.errors import StoreError
    from pathway_graph.stores.embedded.store import EmbeddedStore
    from test_embedded import middling
    known = {version: middling(version) for version in "12"}
    print("ready", flush=True)
    for _ in range(int(sys.argv[2])):
        store = EmbeddedStore(sys.argv[1])
        try:
            ((version, claims),) = store.run(
                "MATCH (s:Source) MATCH (c:Statement) WHERE c.statement = s.version RETURN s.version, count(c)"
            ).rows
            problem = "" if claims == 4000 else f"{claims} claims of version {version}"
            network = store.read()
            if network != known[network.sources[0].version]:
                problem = "what is read is no state that was loaded"
        except (StoreError, ValueError) as error:
            problem = f"{type(error).__name__}: {error}"
        finally:
            store.close()
        print(problem or "right", flush=True)
"""


def trials(bench: Bench) -> Iterator[Trial]:
    """Let two processes read as often as is wanted, while the two versions are loaded in turn until they have."""
    store = bench.where / "store"
    load(store, middling("1"))
    readers = [python(READER, store, (bench.count + 1) // 2) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    loads = 0
    while any(reader.poll() is None for reader in readers) and loads < 1000:
        loads += 1
        load(store, middling("21"[loads % 2]))
    for number, reader in enumerate(readers, 1):
        code, out, err = result(reader)
        for line in out.splitlines():
            yield Trial(f"read by process {number} during {loads} loads", "" if line == "right" else line)
        if code:
            yield Trial(f"process {number}", err[-500:])
