"""Make a network the content of a store: change a copy of the database where little changes, else build a new one.

Either way the work is done in a generation of its own, which nobody sees before it is published. A large load is
published in two steps: first a generation of the snapshot alone, from which every command but Cypher answers, then one
with the same snapshot and the database. Where a load ends between the two, the next Cypher query or load goes on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from pathway_graph import model, stores
from pathway_graph.cypher.files import schema_statements
from pathway_graph.errors import PathwayGraphError, StoreError, StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.files.clone import copy_folder
from pathway_graph.model import Network
from pathway_graph.model.caching import gc_paused
from pathway_graph.stores import history_files
from pathway_graph.stores.base import Progress
from pathway_graph.stores.changes import News
from pathway_graph.stores.embedded import bulk, engine, sealing, unbuilt
from pathway_graph.stores.embedded.difference import Inexpressible, SmallChange, changed_items, difference
from pathway_graph.stores.embedded.generations import Generations
from pathway_graph.stores.embedded.patch import patch
from pathway_graph.stores.embedded.stamps import ItemSum, carried_on, is_sum, stamp_of
from pathway_graph.stores.embedded.survey import Survey, survey
from pathway_graph.stores.snapshot import Unfit, save_snapshot

_EMPTY_MB, _ROW_BYTES = 45, 1000
"""What a database takes: its many small files, and each row."""
SMALL: Final = 5_000
SMALL_SHARE: Final = 0.25
LARGE: Final = 50_000
"""A load is small that touches no more rows than `SMALL` and that share of those there are, and never more than
`LARGE`: above, building anew is as fast."""
STAGED: Final = 50_000
"""A load of more rows is published twice: with its snapshot, which answers all but Cypher, and with its database."""


@dataclass(frozen=True, slots=True)
class Loading:
    """A load of one store, by whoever holds its lock.

    Args:
        generations: The store's folder.
        place: The store as the user names it.
        query_limit_s: What no query of this process may exceed.
        progress: Told what is written.
        news: What the history is to say of the load.
        rules: By which rules the network was merged and its edges derived; by those of this version where empty.
    """

    generations: Generations
    place: Path
    query_limit_s: float
    progress: Progress | None = None
    news: News | None = None
    rules: str = ""

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
                if todo is not None and (not todo.rows or self._in_place(current, known, todo, (before, network))):
                    return
            self._anew(current, known, network)

    def _in_place(
        self, current: Path, known: dict[str, Any], change: SmallChange, networks: tuple[Network, Network]
    ) -> bool:
        """Publish a copy of the current generation with the difference made; False where the engine does not."""
        arcadedb, todo = engine.start(self.query_limit_s), change.rows
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
            stamp = carried_on(known["stamp"], removed=change.items.old, added=change.items.new)
            rows = int(known["rows"]) + len(todo.new_nodes) + len(todo.new_links)
            rows -= len(todo.old_nodes) + len(todo.old_links)
            keep_snapshot(networks[1], generation, stamp, networks[0])
            self._publish(generation, networks[1], {"stamp": stamp, "rows": rows, "dropped": 0}, current)
        except PathwayGraphError:
            raise
        except Exception as error:
            raise self._failed(error, generation, int(known["rows"])) from error
        finally:
            self._sweep()
        return True

    def _anew(self, current: Path | None, known: dict[str, Any], network: Network) -> None:
        """Build a database of all rows, unless *known* says that these are what the current generation holds."""
        plan = survey(network)
        stamp = self._if_stored(known, network, plan)
        if stamp and not sealing.is_unbuilt(known):
            return
        engine.find()
        if not stamp and plan.rows > STAGED:
            stamp = self._publish_unbuilt(current, network, plan)
            current = self.generations.find()
        self._build(current, network, plan, stamp)

    def _if_stored(self, known: dict[str, Any], network: Network, plan: Survey) -> str:
        """Return the stamp of the current generation if it holds *network* in the rows of this version, else nothing.

        The stamp is one of the network; which rows that makes, the version says.
        """
        is_alike = known.get("format") == sealing.FORMAT and known.get("rules") == _rules()
        if is_alike and known["rows"] == plan.rows and known["stamp"] == stamp_of(network, schema_statements()):
            return str(known["stamp"])
        return ""

    def complete(self) -> None:
        """Build the database of the current generation, if a load ended after its snapshot was published.

        Raises:
            StoreUnavailable: Its snapshot is damaged.
            StoreError: The database cannot be built; what is stored is unchanged.
        """
        current = self.generations.current()
        known = sealing.about(current)
        if sealing.is_unbuilt(known):
            with gc_paused():
                network = unbuilt.network_of(current)
                self._by_rules(str(known.get("rules")))._build(current, network, survey(network), str(known["stamp"]))

    def _by_rules(self, rules: str) -> Loading:
        """Return the same load of a network that is as those rules made it: a later load may have to make it anew."""
        return replace(self, rules=rules)

    def _publish_unbuilt(self, current: Path | None, network: Network, plan: Survey) -> str:
        """Publish a generation of the snapshot alone.

        Returns:
            Its stamp; nothing where the network is none that a snapshot can hold.
        """
        generation = self.generations.begin()
        try:
            going = ItemSum(schema_statements())
            if not keep_snapshot(network, generation, going):
                return ""
            self._publish(generation, network, _facts(plan, going.stamp()) | {"graph": sealing.UNBUILT}, current)
        except PathwayGraphError:
            raise
        except Exception as error:
            raise self._failed(error, generation, plan.rows) from error
        finally:
            self._sweep()
        return going.stamp()

    def _build(self, current: Path | None, network: Network, plan: Survey, stored: str) -> None:
        """Publish a generation with a database of all rows.

        Args:
            current: The current generation.
            network: What to write.
            plan: How many rows that makes.
            stored: The stamp of the current generation if it holds the same but for the database; else empty.
        """
        arcadedb = engine.start(self.query_limit_s)
        generation = self.generations.begin()
        try:
            bulk.build(arcadedb, generation / sealing.GRAPH, network, plan, schema_statements(), self.progress)
            stamp = stored
            if not (stored and current is not None and _take_snapshot(current, generation)):
                stamp = _stamp_with_snapshot(network, generation, stored)
            self._publish(generation, network, _facts(plan, stamp), current)
        except PathwayGraphError:
            raise
        except Exception as error:  # the engine's own errors, those of its Python side, and the system's
            raise self._failed(error, generation, plan.rows, is_stored=bool(stored)) from error
        finally:
            self._sweep()

    def _publish(self, generation: Path, network: Network, facts: dict[str, Any], current: Path | None) -> None:
        known = {} if current is None else self.generations.about(current)
        is_told = sealing.is_unbuilt(known) and known["stamp"] == facts["stamp"]  # this load, in two steps
        history_files.pass_on(current, generation, None if is_told else self.news)
        facts |= {
            "engine": engine.find().ENGINE_VERSION,
            "rules": self.rules or _rules(),
            "sources": sorted(source.id for source in network.sources),
        }
        self.generations.publish(generation, facts, replaced=current)

    def _sweep(self) -> None:
        """After Ctrl-C too, what is not the current generation goes."""
        self.generations.sweep(keep=self.generations.find())

    def _failed(self, error: Exception, generation: Path, rows: int, *, is_stored: bool = False) -> StoreError:
        """Say why a load failed: the disk, if it is the disk, in whatever words the engine puts that."""
        what = f"{self.place} is unchanged, the load failed"
        if is_stored:
            what = f"{self.place} holds what was loaded, but its database for Cypher was not built"
        refused = disk.refusal(error, generation)
        if refused is None:
            return StoreError(f"{what}: {engine.sentence(error)}")
        needed_mb = _EMPTY_MB + rows * _ROW_BYTES // 1_000_000
        return StoreError(
            f"{what}: {disk.reason(refused)}",
            hint=disk.way_out(refused, self.place, needed_mb=needed_mb),
        )


def built(loading: Loading, wait_s: float) -> Path:
    """Return the folder of the current generation; its database is built first where no load has come to that.

    Args:
        loading: Of the store.
        wait_s: How long to wait for a load, which may be about to build it, in seconds.

    Raises:
        StoreUnavailable: There is none, the folder is not writable, or a load outlasted *wait_s*.
        StoreError: The database cannot be built.
    """
    generations = loading.generations
    current = generations.current()
    if not sealing.is_unbuilt(generations.about(current)):
        return current
    try:
        with generations.locked(wait_s, partial(_tell_waiting, loading.progress, wait_s)):
            loading.complete()
    except StoreUnavailable as error:
        raise StoreUnavailable(
            f"the database for Cypher of {loading.place} is not built yet: {error.message}", hint=error.hint
        ) from error
    return generations.current()


def _tell_waiting(progress: Progress | None, wait_s: float, waited_s: float) -> None:
    """Say how long a query has waited for the load that builds its database."""
    if progress is not None:
        progress("seconds waited for another load", int(waited_s), int(wait_s))


def _small(before: Network, network: Network, rows: int) -> SmallChange | None:
    """Return how two networks and their rows differ, where that is little beside *rows* and can be written in place."""
    limit = min(LARGE, SMALL + SMALL_SHARE * rows)
    with suppress(Inexpressible):
        changes = changed_items(before, network)
        if len(changes) <= limit:
            todo = difference(before, network, changes)
            if len(todo) <= limit:
                return SmallChange(changes, todo)
    return None


def keep_snapshot(network: Network, generation: Path, stamp: str | ItemSum, before: Network | None = None) -> bool:
    """Write the snapshot, see `save_snapshot`.

    A network with something wrong in it, which has no names or signs to keep, gets none.

    Returns:
        Whether there is one now.

    Raises:
        OSError: The disk refuses.
    """
    try:
        save_snapshot(network, generation / sealing.SNAPSHOT, stamp, before=before)
    except Unfit:
        return False
    return True


def store_unbuilt(network: Network, folder: Path) -> None:
    """Make *network* all that a new store holds, without a database for Cypher, which no engine is needed for.

    Raises:
        StoreError: The network is none that a snapshot can hold.
        OSError: The disk refuses.
    """
    generations = Generations(folder)
    with generations.locked(0.0):
        generation = generations.begin()
        stamp = stamp_of(network, schema_statements())
        if not keep_snapshot(network, generation, stamp):
            raise StoreError("what is stored cannot be kept in a file", hint="run `pathway-graph doctor`")
        facts = _facts(survey(network), stamp) | {"graph": sealing.UNBUILT, "engine": "", "rules": _rules()}
        generations.publish(generation, facts | {"sources": sorted(source.id for source in network.sources)})


def _stamp_with_snapshot(network: Network, generation: Path, stamp: str) -> str:
    """Write the snapshot, if there can be one; return *stamp*, or where that is empty the one that is worked out."""
    going = ItemSum(schema_statements())
    if keep_snapshot(network, generation, stamp or going):
        return stamp or going.stamp()
    return stamp or stamp_of(network, schema_statements())


def _take_snapshot(current: Path, generation: Path) -> bool:
    """Let a generation have the snapshot of the one before it, of the same content; False where there is none.

    The two share the file where the disk can do that.
    """
    there, here = current / sealing.SNAPSHOT, generation / sealing.SNAPSHOT
    try:
        os.link(there, here)
    except FileNotFoundError:
        return False
    except OSError:
        shutil.copyfile(there, here)
    return True


def _facts(plan: Survey, stamp: str) -> dict[str, Any]:
    return {"stamp": stamp, "rows": plan.rows, "dropped": plan.dropped}


def _can_go_on(known: dict[str, Any]) -> bool:
    """Whether a generation was written as this version writes it, with every link that its network states."""
    return (
        known["format"] == sealing.FORMAT
        and is_sum(str(known["stamp"]))
        and known.get("engine") == engine.find().ENGINE_VERSION
        and known.get("rules") == _rules()
        and known.get("dropped") == 0
        and not sealing.is_unbuilt(known)
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
