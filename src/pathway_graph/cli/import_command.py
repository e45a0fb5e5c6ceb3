"""``pathway-graph import``: read files of pathway resources, let their entities meet the stored ones, store them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, note, progress, say, store_option
from pathway_graph.secrets import shown_place

if TYPE_CHECKING:
    from pathway_graph.errors import InputError, Problem
    from pathway_graph.model import Network
    from pathway_graph.report import Report


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|ARCHIVE...")
@click.option("--format", "format_", metavar="NAME", help="Format of the files; recognised where it is not given.")
@click.option(
    "--names-are",
    "namespace",
    default="",
    metavar="DATABASE",
    help="Names in SIF files, tables and graphs are identifiers of this database, e.g. hgnc.symbol.",
)
@click.option("--report", is_flag=True, help="Print what became of every file: read, kept, changed, left out.")
@click.option("--keep-going", is_flag=True, help="Store the good files although others have problems.")
@click.option("--dry-run", is_flag=True, help="Read and report; the store is not touched.")
@store_option
def import_command(
    files: tuple[str, ...],
    format_: str | None,
    namespace: str,
    report: bool,
    keep_going: bool,
    dry_run: bool,
    store: str | None,
) -> None:
    """Import files of pathway resources beside what is stored.

    Formats: SIF, tables of edges, SIGNOR, OmniPath, GPML, BEL (PyBEL JSON), CX, CX2, GraphML, Cytoscape.js, the
    project's own YAML and JSON. A file may be compressed (.gz, .xz); folders and archives (.zip, .tar) are read
    member by member. Each file is one data set, named after it; importing it again replaces it. Entities that are
    stored already are recognised by their identifiers, never by name.

    If a file has problems nothing is stored and the exit code is 3; with --keep-going the others are stored.

    \b
    Examples:
      pathway-graph import signor.csv WP4532.gpml
      pathway-graph import --report wikipathways.tar.xz
      pathway-graph import --names-are hgnc.symbol network.sif
      pathway-graph import --keep-going --dry-run downloads/
    """
    from pathway_graph.formats.words import database_of

    if namespace and not database_of(namespace):
        raise click.UsageError(f"no database {namespace!r} is known; for gene symbols say hgnc.symbol")
    batch = _Batch(namespace)
    with progress() as step:
        for file in files:
            batch.read(Path(file), format_, step)
    for problem in batch.problems:
        note(f"error: {problem}")
    if batch.problems and not keep_going:
        _refuse(batch, "nothing was stored; --keep-going stores the files without problems")
    if batch.networks and not dry_run:
        _store(batch, store)
    _emit(batch, report)
    if batch.problems:
        sys.stdout.flush()
        _refuse(batch, f"{len(batch.networks)} data sets {'read' if dry_run else 'stored'}, {batch.failed} files not")
    if not batch.networks:
        from pathway_graph.errors import InputError, Problem

        raise InputError([Problem(", ".join(files), 0, "no file of a known format", "say --format")])


def _refuse(batch: _Batch, message: str) -> None:
    note(message)
    raise click.exceptions.Exit(3)


@dataclass
class _Batch:
    """What has been read so far."""

    namespace: str = ""
    networks: dict[str, Network] = field(default_factory=dict)
    curated: dict[str, Network] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
    failed: int = 0
    seconds: float = 0.0

    def read(self, path: Path, format_: str | None, step: Callable[[str, int, int], None] | None) -> None:
        from pathway_graph.errors import InputError
        from pathway_graph.formats.table import Unrecognised, read_all

        started = time.perf_counter()
        for item in read_all(path, format_, namespace=self.namespace):
            if isinstance(item, Unrecognised) and self._is_inside(item, path):
                self.skipped += 1
            elif isinstance(item, InputError):
                self.problems += item.problems
                self.failed += 1
            else:
                self.take(*item)
            if step is not None:
                done = len(self.reports) + self.failed + self.skipped
                step("files", done, done + 1)
        self.seconds += time.perf_counter() - started

    def _is_inside(self, error: InputError, path: Path) -> bool:
        return error.problems[0].file != str(path)

    def take(self, network: Network, report: Report) -> None:
        from pathway_graph.errors import Problem

        for source in network.sources:
            if source.id in self.networks or source.id in self.curated:
                hint = "rename the file, or import the two one after the other"
                self.problems.append(
                    Problem(report.file, 0, f"another file of this import is data set {source.id!r} too", hint)
                )
                self.failed += 1
                return
        self.reports.append(report)
        home = self.curated if report.format in ("native", "json") else self.networks
        for source in network.sources[:1]:
            home[source.id] = network


def _store(batch: _Batch, store: str | None) -> None:
    from pathway_graph.cli.reading import stored_before
    from pathway_graph.meeting import together
    from pathway_graph.stores.open import default_location, open_store

    started = time.perf_counter()
    opened = open_store(store)
    try:
        stored = stored_before(opened)
        united, met = together(list(batch.networks.values()), list(batch.curated.values()), stored)
        with progress() as step:
            opened.write(united, progress=step)
    finally:
        opened.close()
    took = time.perf_counter() - started
    rate = len(batch.reports) / batch.seconds if batch.seconds else 0.0
    note(f"read {len(batch.reports)} files in {batch.seconds:.1f} s ({rate:.0f} files/s)")
    note(f"{met} entities met stored ones by identifier")
    note(f"stored in {shown_place(store or default_location())} in {took:.1f} s")


def _emit(batch: _Batch, full: bool) -> None:
    from pathway_graph.report import total

    if not batch.reports:
        return
    whole = total(batch.reports)
    if batch.skipped:
        note(f"{batch.skipped} files in archives or folders are in no known format and were left out")
    if full and chosen(None) == "json":
        emit_document({"files": [one.to_json() for one in batch.reports], "total": whole.to_json()})
    elif full:
        for one in batch.reports[:20] if len(batch.reports) > 1 else []:
            say(str(one))
        say(str(whole if len(batch.reports) > 1 else batch.reports[0]))
    else:
        rows: list[dict[str, Any]] = []
        for name in sorted({one.format for one in batch.reports}):
            some = [one for one in batch.reports if one.format == name]
            part = total(some)
            rows.append({
                "format": name, "files": len(some), "entities": part.kept.get("entities", 0),
                "claims": part.kept.get("claims", 0), "publications": part.kept.get("publications", 0),
                "changed": sum(loss.count for loss in part.changed),
                "left_out": sum(loss.count for loss in part.left_out),
            })  # fmt: skip
        emit_rows(rows, list(rows[0]), chosen(None))
