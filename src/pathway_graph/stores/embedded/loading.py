"""Make a network the content of a store: change a copy of the database where little changes, else build a new one.

Either way the work is done in a generation of its own, which nobody sees before it is published.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from pathway_graph import model, stores
from pathway_graph.cypher.files import schema_statements
from pathway_graph.errors import PathwayGraphError, StoreError
from pathway_graph.files import disk
from pathway_graph.files.clone import copy_folder
from pathway_graph.model import Network
from pathway_graph.model.caching import gc_paused
from pathway_graph.stores.base import Progress
from pathway_graph.stores.changes import News
from pathway_graph.stores.embedded import bulk, engine, record, sealing
from pathway_graph.stores.embedded.difference import Difference, Inexpressible, changed_items, difference
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.patch import patch
from pathway_graph.stores.embedded.stamps import carried_on, is_sum, stamp_of
from pathway_graph.stores.records import to_records
from pathway_graph.stores.snapshot import Unfit, save_snapshot

_EMPTY_MB, _ROW_BYTES = 45, 1000
"""What a database takes: its many small files, and each row."""
SMALL: Final = 5_000
SMALL_SHARE: Final = 0.25
LARGE: Final = 50_000
"""A load is small that touches no more rows than `SMALL` and that share of those there are, and never more than
`LARGE`: above, building anew is as fast."""


@dataclass(frozen=True, slots=True)
class Loading:
    """A load of one store, by whoever holds its lock.

    Args:
        generations: The store's folder.
        place: The store as the user names it.
        query_limit_s: What no query of this process may exceed.
        progress: Told what is written.
        news: What the history is to say of the load.
    """

    generations: Generations
    place: Path
    query_limit_s: float
    progress: Progress | None = None
    news: News | None = None

    def replace(self, before: Network | None, network: Network) -> None:
        """Make *network* the content.

        Args:
            before: What the current generation holds, if that is sound and can be built on; otherwise all is written
                anew, even where nothing changed.
            network: What it is to hold.

        Raises:
            StoreError: The load failed; what was stored is unchanged.
        """
        current = self.generations.find()
        self.generations.sweep(keep=current)
        with gc_paused():
            known = {} if current is None or before is None else sealing.about(current)
            if current is not None and before is not None and _can_go_on(known):
                todo = _small(before, network, int(known["rows"]))
                if todo is not None and (not todo or self._in_place(current, known, todo, (before, network))):
                    return
            self._anew(current, known, network)

    def _in_place(
        self, current: Path, known: dict[str, Any], todo: Difference, networks: tuple[Network, Network]
    ) -> bool:
        """Publish a copy of the current generation with the difference made; False where the engine does not."""
        arcadedb = engine.start(self.query_limit_s)
        generation = self.generations.begin()
        graph = generation / sealing.GRAPH
        try:
            try:
                copy_folder(current / sealing.GRAPH, graph, leave_out=sealing.OF_READERS)
                patch(arcadedb, graph, todo, schema_statements(), self.progress)
            except PathwayGraphError:
                raise
            except Exception as error:  # what the engine cannot change it may still be able to build
                if disk.refusal(error, generation) is not None:
                    raise
                return False
            stamp = carried_on(known["stamp"], removed=todo.removed(), added=todo.added())
            rows = int(known["rows"]) + len(todo.new_nodes) + len(todo.new_links)
            rows -= len(todo.old_nodes) + len(todo.old_links)
            self._publish(generation, networks, {"stamp": stamp, "rows": rows, "dropped": 0}, current)
        except PathwayGraphError:
            raise
        except Exception as error:
            raise self._failed(error, generation, int(known["rows"])) from error
        finally:
            self._sweep()
        return True

    def _anew(self, current: Path | None, known: dict[str, Any], network: Network) -> None:
        """Build a database of all rows, unless *known* says that these are what the current generation holds."""
        schema = schema_statements()
        records = to_records(network)
        stamp = stamp_of(records, schema)
        if known.get("stamp") == stamp and known.get("format") == sealing.FORMAT:
            return
        arcadedb = engine.start(self.query_limit_s)
        generation = self.generations.begin()
        rows = len(records.nodes) + len(records.links)
        try:
            bulk.build(arcadedb, generation / sealing.GRAPH, records, schema, self.progress)
            facts = {"stamp": stamp, "rows": rows, "dropped": records.dropped}
            self._publish(generation, (None, network), facts, current)
        except PathwayGraphError:
            raise
        except Exception as error:  # the engine's own errors, those of its Python side, and the system's
            raise self._failed(error, generation, rows) from error
        finally:
            self._sweep()

    def _publish(
        self, generation: Path, networks: tuple[Network | None, Network], facts: dict[str, Any], current: Path | None
    ) -> None:
        before, network = networks
        keep_snapshot(network, generation, facts["stamp"], before)
        record.pass_on(current, generation, self.news)
        facts |= {
            "engine": engine.find().ENGINE_VERSION,
            "rules": _rules(),
            "sources": sorted(source.id for source in network.sources),
        }
        self.generations.publish(generation, facts, replaced=current)

    def _sweep(self) -> None:
        """After Ctrl-C too, what is not the current generation goes."""
        self.generations.sweep(keep=self.generations.find())

    def _failed(self, error: Exception, generation: Path, rows: int) -> StoreError:
        """Say why a load failed: the disk, if it is the disk, in whatever words the engine puts that."""
        refused = disk.refusal(error, generation)
        if refused is None:
            return StoreError(f"{self.place} is unchanged, the load failed: {engine.sentence(error)}")
        needed_mb = _EMPTY_MB + rows * _ROW_BYTES // 1_000_000
        return StoreError(
            f"{self.place} is unchanged, the load failed: {disk.reason(refused)}",
            hint=disk.way_out(refused, self.place, needed_mb=needed_mb),
        )


def _small(before: Network, network: Network, rows: int) -> Difference | None:
    """Return how the rows of two networks differ, where that is little beside *rows* and can be written in place."""
    limit = min(LARGE, SMALL + SMALL_SHARE * rows)
    with suppress(Inexpressible):
        changes = changed_items(before, network)
        if len(changes) <= limit:
            todo = difference(before, network, changes)
            if len(todo) <= limit:
                return todo
    return None


def keep_snapshot(network: Network, generation: Path, stamp: str, before: Network | None = None) -> None:
    """Write the snapshot, see `save_snapshot`.

    A network with something wrong in it, which has no names or signs to keep, gets none.

    Raises:
        OSError: The disk refuses.
    """
    with suppress(Unfit):
        save_snapshot(network, generation / sealing.SNAPSHOT, stamp, before=before)


def _can_go_on(known: dict[str, Any]) -> bool:
    """Whether a generation was written as this version writes it, with every link that its network states."""
    return (
        known["format"] == sealing.FORMAT
        and is_sum(str(known["stamp"]))
        and known.get("engine") == engine.find().ENGINE_VERSION
        and known.get("rules") == _rules()
        and known.get("dropped") == 0
    )


def is_of_these_rules(generation: Path | None) -> bool:
    """Whether the network of a generation was merged, and its edges derived, as this version does that."""
    return generation is not None and sealing.about(generation).get("rules") == _rules()


@cache
def _rules() -> str:
    """Return what changes with the ways in which networks are merged and rows are made: the source files."""
    state = hashlib.blake2b(metadata.version("pathway-graph").encode(), digest_size=16)
    folders = [Path(folder) for room in (model, stores) for folder in room.__path__]
    folders += [folder / "embedded" for folder in map(Path, stores.__path__)]
    for file in (file for folder in folders for file in sorted(folder.glob("*.py"))):
        state.update(file.name.encode() + file.read_bytes())
    state.update(repr(schema_statements()).encode())
    return state.hexdigest()
