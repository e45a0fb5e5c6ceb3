"""Tie the files of a generation to what was published: sizes and hashes in ``about.json``, checked when it is opened.

``about.json`` lists every file of ``graph/`` with its size and hash, and holds a hash of itself. Hashing a whole store
at each opening costs 40 ms for 40 MB. So the file ``checked`` beside it keeps one hash over name, inode, size and times
of all files: where that is as it was when the contents were last hashed, they are not hashed again. Whoever writes into
a file changes its ctime, which no program can set. A disk that rots changes no times: `check` with ``thoroughly``
hashes in any case.

Two files belong to readers: the engine replaces ``last-tx-id.bin`` and rewrites ``statistics.json`` whenever a process
closes a database that it only read. The first is not used for reading. The second holds counts that answers are made
from, so its counts are compared with those that were published, and a wrong file is removed: the engine then counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pathway_graph.errors import StoreUnavailable
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.text.counts import how_many

FORMAT = 2
"""Version of a generation: 1 had no hashes."""
ABOUT, MARK, GRAPH, SNAPSHOT = "about.json", "checked", "graph", "snapshot.bin"
UNBUILT = "unbuilt"
"""What ``about.json`` says of ``graph`` where there is only a snapshot so far."""
_STATISTICS = "statistics.json"
OF_READERS = frozenset({_STATISTICS, "last-tx-id.bin", "last-tx-id.bin.tmp"})
_SETTLED_NS = 2_000_000_000
"""The coarsest clock of a file system (FAT): a file younger than this may change again without changing its times."""
_SHOWN = 3

_verified: dict[str, str] = {}  # mark -> signature of the files when this process last hashed them


def is_unbuilt(about: Mapping[str, Any]) -> bool:
    """Whether a generation has no database yet, by what it says of itself: its snapshot answers all but Cypher."""
    return about.get("graph") == UNBUILT


def seal(generation: Path, facts: Mapping[str, Any]) -> None:
    """Write ``about.json``: *facts*, the size and hash of every file, the counts, and a hash of all that.

    It appears in one step, so that a generation that has one is complete. Facts that list the files are those of a
    copy, whose files were compared with them: nothing is hashed again.

    Raises:
        OSError: The disk refuses.
    """
    graph = generation / GRAPH
    listing = {} if is_unbuilt(facts) or "files" in facts else _listing(graph)
    about = {
        "format": FORMAT,
        "files": {
            name: [found.st_size, _hash(graph / name)]
            for name, found in sorted(listing.items())
            if name not in OF_READERS
        },
        "counts": _counts(graph / _STATISTICS) or {},
    } | dict(facts)
    text = json.dumps(about | {"seal": seal_of(about)}, indent=0, sort_keys=True) + "\n"
    write_whole(generation / ABOUT, text.encode())


def about(generation: Path) -> dict[str, Any]:
    """Return what a generation says of itself; of an older format it is not checked.

    Raises:
        StoreUnavailable: The file is missing or damaged, or of a newer format.
    """
    file = generation / ABOUT
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise damaged(generation, [f"{file} is missing"]) from error
    except OSError as error:
        raise damaged(generation, [f"{file} cannot be read: {disk.reason(error)}"]) from error
    except (ValueError, RecursionError) as error:
        raise damaged(generation, [f"{file} is damaged: it is no JSON"]) from error
    version = content.get("format") if isinstance(content, dict) else None
    if type(version) is not int or version < 1:
        raise damaged(generation, [f"{file} is damaged: it states no format"])
    if version > FORMAT:
        raise StoreUnavailable(
            f"the store {generation.parent} is of format {version}, and this pathway-graph knows {FORMAT}: a newer "
            "version wrote it",
            hint="install that version, or give another path with --store",
        )
    found: dict[str, Any] = content
    if version == FORMAT and found.get("seal") != seal_of({key: found[key] for key in found.keys() - {"seal"}}):
        raise damaged(generation, [f"{file} is damaged: its content is not what was written"])
    if version < FORMAT and "seal" in found:
        raise damaged(generation, [f"{file} is damaged: its format is not what was written"])
    return found


def damaged(generation: Path, problems: list[str], sources: Iterable[str] | None = None) -> StoreUnavailable:
    """Return the error that names what is wrong with a generation, and the way out.

    Args:
        generation: Its folder.
        problems: What is wrong.
        sources: The data sets that it held; None where what it says of itself is lost, without which no load goes on.
    """
    root, held = generation.parent, list(sources or ())
    more = len(problems) - _SHOWN
    said = ", ".join(problems[:_SHOWN]) + (
        f", and {how_many(more, 'more file is', 'more files are')} damaged" if more > 0 else ""
    )
    names = ", ".join(held[:10]) + (f" and {len(held) - 10} more" if len(held) > 10 else "")
    if sources is not None and (generation / SNAPSHOT).exists():  # a load sees whether it is sound
        return StoreUnavailable(
            said,
            hint=f"run `pathway-graph load` with any file: all of {root} is made anew from the snapshot beside it"
            + (f", with what it held: {names}" if held else ""),
        )
    return StoreUnavailable(
        said,
        hint=f"restore {root} from a copy, or delete it and run `pathway-graph load` again"
        + (f" for what it held: {names}" if held else ""),
    )


def check(generation: Path, *, thoroughly: bool = False) -> dict[str, Any]:
    """Make sure that a generation is what was published, and return what it says of itself.

    One without a database has nothing to check here: a snapshot checks itself.

    Args:
        generation: Its folder.
        thoroughly: Hash every file, also those that by their times did not change since they were hashed last.

    Raises:
        StoreUnavailable: A file is missing, too many, damaged or unreadable; or the format is not `FORMAT`.
    """
    known = about(generation)
    if known["format"] != FORMAT:
        raise StoreUnavailable(
            f"the store {generation.parent} was loaded by an earlier version, which kept no checksums",
            hint=(
                "run "
                "`pathway-graph load` with one of its files: all of it is brought up to date, and the rest of it stays"
            ),
        )
    if is_unbuilt(known):
        return known
    files: dict[str, list[Any]] = known["files"]
    try:
        found = _listing(generation / GRAPH)
    except OSError as error:
        raise damaged(
            generation, [f"{generation / GRAPH} cannot be read: {disk.reason(error)}"], known["sources"]
        ) from error
    problems = _misfits(generation / GRAPH, files, found)
    if not problems:
        problems = _wrong_counts(generation / GRAPH / _STATISTICS, known["counts"])
    if not problems and (thoroughly or not _is_noted(generation / MARK, _signature(known["seal"], files, found))):
        problems = _hash_all(generation, known, found, mark=not thoroughly)
    if problems:
        raise damaged(generation, problems, known["sources"])
    return known


def _listing(graph: Path) -> dict[str, os.stat_result]:
    with os.scandir(graph) as entries:
        return {entry.name: os.stat(entry.path) for entry in entries}  # entry.stat() knows no inode on Windows


def _misfits(graph: Path, files: Mapping[str, list[Any]], found: Mapping[str, os.stat_result]) -> list[str]:
    """Compare names and sizes; say which files are missing, too many, of another size or unreadable."""
    problems = []
    for name, (size, _) in files.items():
        there = found.get(name)
        if there is None:
            problems.append(f"{graph / name} is missing")
        elif not stat.S_ISREG(there.st_mode):
            problems.append(f"{graph / name} is damaged: it is no file")
        elif there.st_size != size:
            problems.append(f"{graph / name} is damaged: it has {how_many(there.st_size, 'byte')}, not {size:,}")
        elif not os.access(graph / name, os.R_OK):
            problems.append(f"{graph / name} cannot be read: permission denied")
    extra = sorted(name for name in found.keys() - files.keys() - OF_READERS if not _is_harmless(name))
    return problems + [f"{graph / name} does not belong there" for name in extra]


def _is_harmless(name: str) -> bool:
    """Whether a file comes from the system and not from a database: the engine reads names that end in its own way."""
    return name.lower() in ("thumbs.db", "desktop.ini", "icon\r") or (name[0] == "." and "." not in name[1:])


def _hash_all(
    generation: Path, known: Mapping[str, Any], found: Mapping[str, os.stat_result], *, mark: bool
) -> list[str]:
    """Hash every file and say which differ; note that none does, for the next opening."""
    graph, files = generation / GRAPH, known["files"]
    draft = generation / f"{MARK}.{uuid.uuid4().hex[:12]}"
    begun = _clock(draft) if mark else 0
    problems = []
    try:
        for name, (_, expected) in files.items():
            try:
                if _hash(graph / name) != expected:
                    problems.append(f"{graph / name} is damaged: its content is not what was loaded")
            except OSError as error:
                problems.append(f"{graph / name} cannot be read: {disk.reason(error)}")
        newest = max((max(found[name].st_mtime_ns, found[name].st_ctime_ns) for name in files), default=0)
        if mark and not problems and newest + _SETTLED_NS < begun:
            _note(generation / MARK, draft, _signature(known["seal"], files, found))
    finally:
        _remove(draft)
    return problems


def _hash(file: Path) -> str:
    with file.open("rb", buffering=0) as content:
        return hashlib.file_digest(content, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def seal_of(about: Mapping[str, Any]) -> str:
    """Return a hash of what is said of files, which is kept beside it."""
    text = json.dumps(about, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


# The mark that files were hashed ----------------------------------------------------------------------


def check_once(file: Path, check: Callable[[], object]) -> None:
    """Run *check* on a file beside the database, unless by inode, size and times it is as it was when it last passed.

    Raises:
        Exception: What *check* raises.
        OSError: The file is missing.
    """
    entry = file.stat()
    signature, mark = _signature("", [file.name], {file.name: entry}), file.with_name(f"{file.name}.{MARK}")
    if _is_noted(mark, signature):
        return
    draft = file.with_name(f"{file.name}.{MARK}.{uuid.uuid4().hex[:12]}")
    begun = _clock(draft)
    try:
        check()
        if max(entry.st_mtime_ns, entry.st_ctime_ns) + _SETTLED_NS < begun:
            _note(mark, draft, signature)
    finally:
        _remove(draft)


def _signature(seal: str, files: Iterable[str], found: Mapping[str, os.stat_result]) -> str:
    """Return one hash over what changes with any file, as far as the system says without reading it."""
    state = hashlib.blake2b(seal.encode(), digest_size=16)
    for name in sorted(files):
        entry = found[name]
        state.update(repr((name, entry.st_ino, entry.st_size, entry.st_mtime_ns, entry.st_ctime_ns)).encode())
    return state.hexdigest()


def _is_noted(mark: Path, signature: str) -> bool:
    if _verified.get(str(mark)) == signature:
        return True
    try:
        return mark.read_text(encoding="ascii").strip() == signature
    except (OSError, ValueError):
        return False


def _clock(draft: Path) -> int:
    """Make *draft* and return the time of the file system that holds it; where that is not possible, of this machine.

    Times are compared with those of files, so on a network drive the server's clock counts.
    """
    try:
        with draft.open("x"):
            return draft.stat().st_mtime_ns
    except OSError:
        return time.time_ns()


def _note(mark: Path, draft: Path, signature: str) -> None:
    """Note that these files were hashed and found right; in a folder that is not ours to write, for this process."""
    _verified[str(mark)] = signature
    try:
        draft.write_text(signature + "\n", encoding="ascii")
        os.replace(draft, mark)
    except OSError:
        return


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return


# The engine's statistics ------------------------------------------------------------------------------


def _wrong_counts(file: Path, published: Mapping[str, int]) -> list[str]:
    """Remove statistics that do not agree with the published counts; say so where they cannot be removed."""
    for _ in range(5):  # another process may be writing it just now
        try:
            if not file.exists() or _agree(_counts(file), published):
                return []
        except OSError:
            pass
        try:
            if file.is_dir():
                return [f"{file} is damaged: it is no file"]
            file.unlink(missing_ok=True)
            return []
        except OSError:
            time.sleep(0.05)
    return [f"{file} is damaged, and cannot be removed: its counts are not those of what was loaded"]


def _agree(counts: Mapping[str, int] | None, published: Mapping[str, int]) -> bool:
    return counts is not None and all(name in published and count in (-1, published[name])
                                      for name, count in counts.items())  # fmt: skip


def _counts(file: Path) -> dict[str, int] | None:
    """Return the number of records in each of the engine's buckets, -1 where it does not know; None if damaged."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_once)
        counts = {name: entry.get("count", -1) for name, entry in content.items() if not name.startswith("@")}
    except (ValueError, AttributeError, RecursionError):
        return None
    except FileNotFoundError:
        return {}
    return counts if all(type(count) is int for count in counts.values()) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found
