"""Check an installation and its store: name what is wrong, and the remedy."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

from pathway_graph.diagrams import render
from pathway_graph.errors import PathwayGraphError
from pathway_graph.health import Check
from pathway_graph.secrets import holds_user_info, shown_place

_RENDER_S = 3.5
_OLDEST = (3, 11)
_LETTERS = ("MMMM", "WiWi")
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9_.-]+)(?:\[[^\]]*\])?(?P<bounds>[^;]*)(?:;\s*extra == ['\"](?P<extra>\w+)['\"])?"
)
_DEVELOPING = frozenset({"dev", "test"})


def examine(
    location: str | os.PathLike[str] | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Check, ...]:
    """Check Python, packages, rendering, fonts and the store, in under five seconds; nothing is changed.

    Args:
        location: The store, as for `open_store`; a server's user and password come from *environ*.
        environ: The environment to look at.

    >>> [check.state for check in examine("no-such-folder") if check.name in ("Python", "store")]
    ['ok', 'warning']
    """
    with ThreadPoolExecutor(2 + len(_LETTERS)) as pool:
        pictures = pool.submit(lambda: tuple(_pictures(pool)))
        store = pool.submit(lambda: tuple(_store(location, environ)))
        return (_python(), *_packages(), *pictures.result(), *store.result())


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST:
        return Check("Python", "wrong", version, f"use Python {_OLDEST[0]}.{_OLDEST[1]} or later")
    return Check("Python", "ok", f"{version} on {sys.platform}")


def _packages() -> Iterator[Check]:
    """Compare what is installed with what the package's metadata ask for."""
    extras: dict[str, list[str]] = {}
    there, wrong = [], []
    for requirement in metadata.requires("pathway-graph") or ():
        match = _REQUIREMENT.match(requirement)
        if match is None or match["name"] == "pathway-graph" or match["extra"] in _DEVELOPING:
            continue
        problem, version = _installed(match["name"], match["bounds"].strip())
        if match["extra"]:
            extras.setdefault(match["extra"], []).append(problem)
        elif problem:
            wrong.append(problem)
        else:
            there.append(f"{match['name']} {version}")
    own = metadata.version("pathway-graph")
    if wrong:
        yield Check("packages", "wrong", ", ".join(wrong), "run `pip install --upgrade pathway-graph`")
    else:
        yield Check("packages", "ok", f"pathway-graph {own}; {', '.join(there)}")
    for extra, problems in sorted(extras.items()):
        missing = [problem for problem in problems if problem]
        state = f"extra {extra}"
        if missing:
            yield Check(state, "warning", ", ".join(missing), f"if you need it: pip install 'pathway-graph[{extra}]'")
        else:
            yield Check(state, "ok", "installed")


def _installed(name: str, bounds: str) -> tuple[str, str]:
    """Return what is wrong with a package, or nothing, and its version."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is not installed", ""
    least = re.search(r">=\s*([0-9.]+)", bounds)
    if least and _numbers(version) < _numbers(least[1]):
        return f"{name} {version} is older than {least[1]}", version
    return "", version


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", re.split(r"[a-z]", version)[0])))


def _pictures(pool: ThreadPoolExecutor) -> Iterator[Check]:
    """Draw two words of one length: where the pictures are the same, no letters are drawn."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            drawn = list(pool.map(lambda word: _draw(word, Path(folder)), _LETTERS))
        except PathwayGraphError as error:
            yield Check("rendering", "wrong", str(error), "run `pip install --upgrade pygraphviz`, or install Graphviz")
            return
    try:
        which = f"bundled with pygraphviz {metadata.version('pygraphviz')}"
    except metadata.PackageNotFoundError:
        which = "the system's Graphviz"
    yield Check("rendering", "ok", which)
    if drawn[0] == drawn[1]:
        yield Check("fonts", "wrong", "no letters are drawn: fontconfig finds no sans-serif font",
                    "install one (Debian: fonts-dejavu-core); look at FONTCONFIG_FILE if it is set")  # fmt: skip
    else:
        yield Check("fonts", "ok", "letters are drawn")


def _draw(word: str, folder: Path) -> bytes:
    dot = f'digraph {{ node [fontname="sans-serif" shape=box fixedsize=true]; a [label="{word}"] }}'
    return render(dot, "png", folder / f"{word}.png", timeout_s=_RENDER_S).read_bytes()


def _store(location: str | os.PathLike[str] | None, environ: Mapping[str, str]) -> Iterator[Check]:
    from pathway_graph.stores.open import NEO4J_SCHEMES, default_location

    where = os.fspath(location) if location else default_location(environ)
    scheme, separator, _ = where.partition("://")
    if holds_user_info(where):
        yield Check("address", "wrong", f"user or password stand in the address {shown_place(where)}",
                    "take them out; set NEO4J_USERNAME and NEO4J_PASSWORD")  # fmt: skip
    elif not separator:
        from pathway_graph.stores.folder_checks import check_folder

        yield from check_folder(Path(where).expanduser())
    elif scheme in NEO4J_SCHEMES:
        from pathway_graph.stores.server_checks import check_server

        yield from check_server(where, environ)
    else:
        yield Check("store", "wrong", f"unknown scheme {scheme!r}", "use a folder path, bolt:// or neo4j://")
