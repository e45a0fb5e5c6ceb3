"""The history of a store in files: of an embedded one in the folder of each generation, published with what it tells.

``history/loads.jsonl`` holds a record a line, and a hash of itself at the end; ``history/NAME.state`` what a load
replaced. A new generation takes them over from the current one and adds its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.files.clone import copy_folder
from pathway_graph.model import Network
from pathway_graph.stores.changes import News, unpack
from pathway_graph.stores.earlier import network_after
from pathway_graph.stores.history import (
    MOST_STATES,
    STATES_BYTES,
    History,
    dump_load,
    read_load,
)

FOLDER: Final = "history"
_LOADS: Final = "loads.jsonl"
_STATE: Final = ".state"
_HASH: Final = "blake2b "


def pass_on(current: Path | None, generation: Path, news: News | None) -> None:
    """Give a generation that is about to be published the history of the current one, and the record of this load.

    Args:
        current: The generation that readers open so far, if there is one.
        generation: The new one.
        news: What the load does; None where it changes nothing that is recorded.

    Raises:
        OSError: The disk refuses.
    """
    history = read_history(current)
    folder = generation / FOLDER
    if current is not None and (current / FOLDER).is_dir() and not folder.exists():
        copy_folder(current / FOLDER, folder)
    load, states = news.record(history) if news is not None else (None, {})
    if news is None or load is None:
        return
    folder.mkdir(exist_ok=True)
    for name, packed in states.items():
        state_file(folder, name).write_bytes(packed)
    history = history.with_load(load, {source.id for source in news.after.sources})
    _write(folder / _LOADS, [dump_load(one) for one in history.loads])
    prune(folder, history)


def prune(folder: Path, history: History) -> None:
    """Remove states that no record names, and of the others the oldest that are too many or too large."""
    kept, size = 0, 0
    stay = set()
    for name in dict.fromkeys(history.states()):
        file = state_file(folder, name)
        if not file.is_file():
            continue
        kept, size = kept + 1, size + file.stat().st_size
        if kept > MOST_STATES or size > STATES_BYTES:
            break
        stay.add(file.name)
    for file in folder.glob(f"*{_STATE}"):
        if file.name not in stay:
            file.unlink(missing_ok=True)


def read_history(generation: Path | None) -> History:
    """Return the history that a generation holds; of a damaged one only the note that it is.

    Raises:
        StoreUnavailable: The generation is gone.
    """
    if generation is None:
        return History()
    folder = generation / FOLDER
    try:
        lines = (folder / _LOADS).read_text(encoding="utf-8").splitlines()
        loads = tuple(map(read_load, lines[:-1]))
    except FileNotFoundError as error:
        if not generation.is_dir():  # a load has just replaced it
            raise StoreUnavailable(f"{generation} is gone") from error
        return History()
    except (OSError, ValueError):
        loads, lines = (), [""]
    if not lines or lines[-1] != _hashed(lines[:-1]):
        return History(note=f"{folder / _LOADS} is damaged: the history begins anew with the next load")
    return History(loads, states_in(folder))


def state_file(folder: Path, name: str) -> Path:
    """Return the file of a state."""
    return folder / f"{name}{_STATE}"


def states_in(folder: Path) -> frozenset[str]:
    """Name the states that are kept in a folder."""
    return frozenset(file.stem for file in folder.glob(f"*{_STATE}"))


def read_after(generation: Path, now: Network, number: int) -> Network:
    """Return what was stored after a load; *now* is what the generation holds.

    Raises:
        StoreError: It is no longer kept, or damaged.
    """
    return network_after(number, now, read_history(generation), partial(read_state, generation / FOLDER))


def read_state(folder: Path, name: str) -> Network:
    """Return a data set as it was before a load.

    Raises:
        StoreError: It is damaged, or no longer there.
    """
    file = state_file(folder, name)
    try:
        packed = file.read_bytes()
        if hashlib.sha256(packed).hexdigest()[:32] != name:
            raise ValueError("its hash is another")
        return unpack(packed)
    except FileNotFoundError as error:
        raise StoreError(f"{file} is no longer kept", hint="compare with a later load") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{file} is damaged ({error})", hint="compare with a later load") from error


def _write(file: Path, lines: Iterable[str]) -> None:
    content = list(lines)
    file.write_text("".join(f"{line}\n" for line in (*content, _hashed(content))), encoding="utf-8")


def _hashed(lines: Iterable[str]) -> str:
    state = hashlib.blake2b(digest_size=16)
    for line in lines:
        state.update(line.encode() + b"\n")
    return _HASH + state.hexdigest()
