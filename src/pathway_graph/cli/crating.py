"""An answer with all it rests on as an RO-Crate: ``--crate FOLDER`` or ``--crate answer.zip``."""

from __future__ import annotations

import io
import shlex
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import note
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.bibliography.crate import Input
    from pathway_graph.model import Edge, Network


def crate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--crate`` and ``--author``; the command gets ``crate`` and ``authors``."""
    author = click.option(
        "--author", "authors", multiple=True, metavar="NAME", help="With --crate: who asks, e.g. 'A. Name (0000-...)'."
    )(command)
    return click.option(
        "--crate", metavar="FOLDER|ZIP", callback=_free, help="Write the answer and what it rests on as an RO-Crate."
    )(author)  # fmt: skip


def _free(_ctx: click.Context, option: click.Parameter, given: str | None) -> str | None:
    """Refuse a folder in which something is: what is there is never written over."""
    if given and Path(given).is_dir() and any(Path(given).iterdir()):
        raise click.BadParameter(f"the folder {given} is not empty; name another one", param=option)
    return given


def save_crate(
    network: Network, given: dict[str, Any], title: str, answer: Any, claims: Iterable[str], edges: Iterable[Edge]
) -> None:
    """Write a crate where one is asked for: the answer, what it rests on, its citations, how it was made.

    Args:
        network: Where the answer is from.
        given: The options of the command.
        title: What was asked.
        answer: The answer as plain data.
        claims: Identifiers of the claims that it rests on.
        edges: The steps of its routes.
    """
    if not given["crate"]:
        return
    from datetime import UTC, datetime
    from importlib.metadata import version

    from pathway_graph.bibliography import bibtex, cite
    from pathway_graph.bibliography.crate import Asked, crate
    from pathway_graph.evidence.subset import subnetwork_of_answer
    from pathway_graph.formats import document
    from pathway_graph.text.json_pieces import json_pieces
    from pathway_graph.text.secrets import without_secrets

    named = list(dict.fromkeys(claims))
    part = subnetwork_of_answer(network, edges, named)
    files = {
        "answer.json": (
            "".join(json_pieces(answer)).encode(),
            "The answer, as the command gives it with --format json",
        ),
        "claims.json": (
            document.dump(part).files[""],
            "The claims and links it rests on, a part of their data sets: load it into a store of its own",
        ),
        "references.bib": (bibtex(cite(network, named).works).encode(), "The works behind these claims, with status"),
    }
    command = without_secrets(shlex.join(["pathway-graph", *sys.argv[1:]]))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    asked = Asked(command, title, now, version("pathway-graph"), tuple(given["authors"]))
    _write(Path(given["crate"]), crate(asked, _inputs(part, given.get("store")), files))
    note(f"wrote {given['crate']}: an RO-Crate of {how_many(len(named), 'claim')}")


def _inputs(network: Network, store: str | None) -> list[Input]:
    """Return the data sets of an answer, with what the store has recorded of their files."""
    from pathway_graph.bibliography.crate import Input
    from pathway_graph.errors import StoreError
    from pathway_graph.stores.listing import data_sets
    from pathway_graph.stores.open import open_store

    rows: dict[str, dict[str, Any]] = {}
    try:
        opened = open_store(store)
        try:
            rows = {row["source"]: row for one in data_sets(network, opened.history()) if (row := one.to_dict())}
        finally:
            opened.close()
    except StoreError:
        pass  # an answer from files: nothing is recorded of them
    return [
        Input(
            one.id, one.title, one.version, one.license, one.citation,
            rows.get(one.id, {}).get("url", ""), rows.get(one.id, {}).get("checksum", ""),
        )
        for one in network.sources
    ]  # fmt: skip


def _write(place: Path, files: dict[str, bytes]) -> None:
    """Write a folder, or a zip in which all files have one date: the same crate is the same bytes."""
    from pathway_graph.files.atomic import write_whole

    if place.suffix.lower() == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        write_whole(place, packed.getvalue())
        return
    place.mkdir(parents=True, exist_ok=True)
    metadata, *others = files
    for name in (*others, metadata):  # the metadata last: a folder without it is no crate
        write_whole(place / name, files[name])
