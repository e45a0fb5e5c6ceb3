"""``pathway-graph import``: read files of pathway resources, let their entities meet the stored ones, store them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, note, progress, say, store_option
from pathway_graph.text.counts import how_many, of_several
from pathway_graph.text.secrets import shown_place

if TYPE_CHECKING:
    from pathway_graph.errors import InputError, Problem
    from pathway_graph.formats.report import Report
    from pathway_graph.model import Network
    from pathway_graph.stores.history import Origin

OWN_FORMATS = ("native", "document")
"""Formats in which ids are the project's own, chosen by a person or stored before."""
_COLUMNS = (
    ("source", "Column of a table of edges that holds what acts; a number counts columns of a table without a header."),
    ("target", "Column of what is acted on."),
    ("relation", "Column of relations in words: activates, phosphorylation."),
    ("sign", "Column of signs: numbers or words; none: no column says a sign."),
    ("reference", "Column of PubMed numbers or DOIs."),
    ("species", "Column of species, by name or NCBI taxonomy number."),
)


def _column_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for role, said in reversed(_COLUMNS):
        command = click.option(f"--{role}-column", role, default="", metavar="HEADER", help=said)(command)
    return command


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
@click.option(
    "--min-score",
    type=float,
    metavar="SCORE",
    help="Least score of a row of STRING or Reactome FI, as the file counts: 700, or 0.7.",
)
@click.option("--allow-unmatched", is_flag=True, help="Go on where under half of the names are of --names-are.")
@_column_options
@click.option("--report", is_flag=True, help="Print what became of every file: read, kept, changed, left out.")
@click.option("--keep-going", is_flag=True, help="Store the good files although others have problems.")
@click.option("--dry-run", is_flag=True, help="Read and report; the store is not touched.")
@click.option("--retracted", multiple=True, metavar="LIST",
              help="A list of retracted works to store with them, as `retractions` takes it.")  # fmt: skip
@store_option
def import_command(
    files: tuple[str, ...],
    format_: str | None,
    namespace: str,
    min_score: float | None,
    allow_unmatched: bool,
    report: bool,
    keep_going: bool,
    dry_run: bool,
    retracted: tuple[str, ...],
    store: str | None,
    **columns: str,
) -> None:
    """Import files of pathway resources beside what is stored.

    Formats: SIF, tables of edges, SIGNOR, OmniPath, MITAB, GPML, KGML, BioPAX, SBML-qual, SBGN-ML, BNET, BEL
    (scripts and JSON), INDRA, JGIF, KGX, node-link JSON, CX, CX2, GraphML, Cytoscape.js, the project's own YAML and
    JSON. Tables of TRRUST, RegNetwork, Reactome FI, Pathway Commons, PhosphoSitePlus, DoRothEA, CollecTRI, STRING,
    BioGRID, LIANA, CellChat, CellPhoneDB and NicheNet are read as they come, others by their headers or by
    --source-column and the like; what was taken for what is said on standard error. A file may be compressed (.gz,
    .xz, .bz2); folders and archives (.zip, .tar) are read member by member. Each file is one data set, named after
    it; importing it again replaces it. Entities that are stored already are recognised by their identifiers, never
    by name.

    If a file has problems nothing is stored and the exit code is 3; with --keep-going the others are stored. Names of
    which under half are what --names-are says are such a problem, but with --allow-unmatched.

    \b
    Examples:
      pathway-graph import signor.csv WP4532.gpml
      pathway-graph import --report wikipathways.tar.xz
      pathway-graph import --names-are hgnc.symbol network.sif
      pathway-graph import \\
        --source-column TF --target-column Gene --sign-column Effect edges.csv
      pathway-graph import --keep-going --dry-run downloads/
    """
    from pathway_graph.formats.term_mapping import database_of

    if namespace and not database_of(namespace):
        raise click.UsageError(f"no database {namespace!r} is known; for gene symbols say hgnc.symbol")
    named = {role: name for role, name in columns.items() if name}
    batch = _Batch(namespace, named, min_score, allow_unmatched)
    batch.read_lists(retracted)
    with progress() as step:
        for number, file in enumerate(files):
            batch.read(Path(file), format_, step, waiting=len(files) - number)
    for problem in batch.problems:
        note(f"error: {problem}")
    if batch.problems and not keep_going:
        _refuse("nothing was stored; --keep-going stores the files without problems")
    if not batch.reports and not batch.problems:
        from pathway_graph.errors import InputError, Problem

        raise InputError(batch.left or [Problem(", ".join(files), 0, "no file of a known format", "say --format")])
    if batch.reports and not dry_run:
        _store(batch, store)
    _emit(batch, report)
    if batch.problems:
        sys.stdout.flush()
        _refuse(
            f"{how_many(len(batch.seen), 'data set')} {'read' if dry_run else 'stored'}, "
            f"{how_many(batch.failed, 'file')} not"
        )


def _refuse(message: str) -> None:
    note(message)
    raise click.exceptions.Exit(3)


@dataclass
class _Batch:
    """What has been read so far.

    Attributes:
        allow_unmatched: Take files of which under half of the names are of the namespace.
        imported: Networks of other programs' files, whose entities take the ids of stored ones.
        curated: Networks of the project's own formats, whose ids somebody chose: stored ones take theirs too.
        seen: The file of each data set.
        formats: Its format.
        doubled: BEL scripts and graphs left out beside the graph or script of the same name.
        origins: Where each data set comes from, for the history.
        left: What members of folders and archives are that are no networks.
    """

    namespace: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    min_score: float | None = None
    allow_unmatched: bool = False
    imported: list[Network] = field(default_factory=list)
    curated: list[Network] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    doubled: int = 0
    reports: list[Report] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    left: list[Problem] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    def read_lists(self, files: Sequence[str]) -> None:
        """Read lists of retracted works, each a data set besides; what is wrong with one is a problem of the import."""
        from pathway_graph.cli.origins import origin_of
        from pathway_graph.errors import InputError
        from pathway_graph.formats.notices import read_notices

        for file in files:
            try:
                listed = read_notices(file)
            except InputError as error:
                self.problems += error.problems
                self.failed += 1
                continue
            self.imported.append(listed)
            self.origins |= {source.id: origin_of(file, "retractions") for source in listed.sources}
            note(f"{file}: {how_many(len(listed.publications), 'notice')}")

    @property
    def done(self) -> int:
        """Files that have been read, refused or left out."""
        return len(self.reports) + self.failed + len(self.left) + self.doubled

    def read(
        self, path: Path, format_: str | None, step: Callable[[str, int, int], None] | None, *, waiting: int
    ) -> None:
        """Read one file, folder or archive; *waiting* paths are still to be read, this one included."""
        from pathway_graph.errors import InputError
        from pathway_graph.formats.registry import Unrecognised, read_all
        from pathway_graph.model.caching import gc_paused

        started = time.perf_counter()
        if step is not None:
            step("files", self.done, self.done + waiting)
        with gc_paused():
            for item in read_all(
                path, format_, namespace=self.namespace, columns=self.columns, min_score=self.min_score
            ):
                if isinstance(item, Unrecognised) and self._is_inside(item, path):
                    self.left += item.problems
                elif isinstance(item, InputError):
                    self.problems += item.problems
                    self.failed += 1
                else:
                    self.take(*item)
                if step is not None:
                    step("files", self.done, self.done + waiting - 1)
        self.seconds += time.perf_counter() - started

    def _is_inside(self, error: InputError, path: Path) -> bool:
        from pathway_graph.formats.raw import shown_path

        return error.problems[0].file != shown_path(path)

    def take(self, network: Network, report: Report) -> None:
        """Add what one file holds, unless a file before it holds a data set of the same name."""
        from pathway_graph.cli.origins import origin_of, report_kept
        from pathway_graph.errors import Problem

        twice = [source.id for source in network.sources if source.id in self.seen]
        if twice and report.format == "kgx" and self.seen[twice[0]] == report.file:
            return  # the other file of a pair, which was read with the first
        if twice and {report.format, self.formats[twice[0]]} == {"bel", "bel-script"}:
            self.doubled += 1  # one is compiled from the other: both would count every statement twice
            if report.format == "bel-script":
                return
            self.imported = [one for one in self.imported if one.sources[0].id != twice[0]]
            self.reports = [one for one in self.reports if one.file != self.seen[twice[0]]]
            twice = []
        if twice:
            hint = f"the first is {self.seen[twice[0]]}; rename one of them: imported later, it would replace the other"
            message = f"another file of this import is data set {twice[0]!r} too"
            self.problems.append(Problem(report.file, 0, message, hint))
            self.failed += 1
            return
        if self.namespace and (strange := _strange_names(network, self.namespace)):
            if not self.allow_unmatched:
                self.problems.append(Problem(report.file, 0, *strange))
                self.failed += 1
                return
            note(f"warning: {report.file}: {strange[0]}")
        self.reports.append(report)
        self.seen |= dict.fromkeys((source.id for source in network.sources), report.file)
        self.formats |= dict.fromkeys((source.id for source in network.sources), report.format)
        origin = replace(origin_of(report.file, report.format, report.checksum), report=report_kept(report))
        self.origins |= dict.fromkeys((source.id for source in network.sources), origin)
        (self.curated if report.format in OWN_FORMATS else self.imported).append(network)


def _strange_names(network: Network, namespace: str) -> tuple[str, str] | None:
    """Say that most names are none of the database that they are said to be of, and the way out; None where they are.

    Of the entities those count that a name of the database would have told: gene products, and what has no kind.
    """
    from pathway_graph.identifiers.identify import identify
    from pathway_graph.identifiers.minting import GENE_PRODUCTS

    named = [one for one in network.entities if one.kind in (*GENE_PRODUCTS, "Unspecified")]
    strange = [one.name for one in named if not one.curie or one.curie.startswith("hgnc.symbol:")]
    if 2 * len(strange) <= len(named):
        return None
    likely = identify(strange[:1000], suggest=0)
    taken = f"; they look like {likely.column.words()}" if 2 * len(likely.found) > len(likely.names) else ""
    shown = ", ".join(strange[:3]) + (", …" if len(strange) > 3 else "")
    what = (
        f"{len(strange)} of {how_many(len(named), 'name')} {'is' if len(strange) == 1 else 'are'} none of "
        f"{namespace} ({shown}){taken}"
    )
    return what, "name another database, leave --names-are out, or say --allow-unmatched: the others are just names"


def _store(batch: _Batch, store: str | None) -> None:
    from pathway_graph.cli.asking import tell_changed
    from pathway_graph.cli.origins import last_load, tell_clashes, tell_load
    from pathway_graph.cli.reading import stored_before
    from pathway_graph.identifiers.alignment import align_batch, realign_stored
    from pathway_graph.model.build import merge
    from pathway_graph.model.caching import gc_paused
    from pathway_graph.stores.open import default_location, open_store

    started = time.perf_counter()
    with closing(open_store(store, only_loads=True)) as opened, gc_paused():
        stored, number = stored_before(opened), last_load(opened)
        united, met = align_batch(batch.imported, batch.curated, stored)
        if batch.curated:  # as `load` does: the order of loading is indifferent
            united = merge([*realign_stored(stored, merge(batch.curated)), united])
        with progress() as step:
            after = opened.write(united, progress=step, origins=batch.origins)
        tell_load(opened, number, batch.origins)
        tell_clashes(stored, united, after)
    took = time.perf_counter() - started
    claims = sum(one.kept.get("claims", 0) for one in batch.reports)
    pace = _pace(len(batch.reports), claims, batch.seconds)
    note(f"read {how_many(len(batch.reports), 'file')} in {batch.seconds:.1f} s{pace}")
    note(f"{how_many(met, 'entity')} met stored ones by identifier")
    note(f"stored in {shown_place(store or default_location())} in {took:.1f} s")
    tell_changed(store)


def _pace(files: int, claims: int, seconds: float) -> str:
    """Say how fast files, or the claims in them, were read, where that says more than their number and the time.

    >>> _pace(1020, 12_000, 12.0), _pace(3, 60_000, 124.0), _pace(3, 20, 124.0), _pace(1, 20, 2.0)
    (' (85 files per second)', ' (484 claims per second)', ' (41.3 s per file)', '')
    >>> _pace(1, 62_104, 0.9)
    ' (69,004 claims per second)'
    """
    if not seconds:
        return ""
    if files >= 2 and files >= 10 * seconds:
        return f" ({files / seconds:,.0f} files per second)"
    if claims >= 1000 and claims >= seconds:
        return f" ({claims / seconds:,.0f} claims per second)"
    return f" ({seconds / files:.1f} s per file)" if files >= 2 else ""


_MOST_SAID = 10
_NO_NETWORKS = (
    "file in archives or folders is no network and was left out",
    "files in archives or folders are no networks and were left out",
)


def _say_how(reports: list[Report]) -> None:
    """Say of each table what was taken for what, and which names are none that are approved, by count and example."""
    said = [one for one in reports if one.how]
    for one in said[:_MOST_SAID]:
        note(f"{one.file}: {one.how}")
        for loss in (*one.changed, *one.left_out):
            if loss.what == "names" or loss.why.startswith("no approved human gene symbols"):
                note(f"  {of_several(loss.count, loss.what)}: {loss.why} ({'; '.join(loss.places)})")
    if len(said) > _MOST_SAID:
        note(f"and {how_many(len(said) - _MOST_SAID, 'more table')}; --report says it of all")


def _say_grave(report: Report) -> None:
    """Say which statements are not there, or have no sign though the file may state one; --report says it anyway."""
    from pathway_graph.formats.report import FIRST, grave

    losses = sorted(grave(report), key=lambda one: -one.count)
    for loss in losses[:_MOST_SAID]:
        places = f" ({'; '.join(loss.places[:FIRST])})" if loss.places else ""
        note(f"{report.file}: {of_several(loss.count, loss.what)}{' left out' if loss in report.left_out else ''}: "
             f"{loss.why}{places}")  # fmt: skip
    if len(losses) > _MOST_SAID:
        note(f"and {how_many(len(losses) - _MOST_SAID, 'more reason')}; --report says all of them")


def _emit(batch: _Batch, full: bool, format_: str | None = None) -> None:
    from pathway_graph.formats.report import total

    if not batch.reports:
        return
    whole = total(batch.reports)
    if batch.left:
        few = "; ".join(f"{one.file}: {one.message}" for one in batch.left[:3]) + (" …" if batch.left[3:] else "")
        note(f"{how_many(len(batch.left), *_NO_NETWORKS)}: {few}")
    if batch.doubled:
        note(f"{how_many(batch.doubled, 'BEL script')} left out: the graph compiled from each is the same data set")
    bare = [one.file for one in batch.reports if not one.kept.get("claims")]
    _say_how(batch.reports)
    if not full:
        _say_grave(whole if len(batch.reports) > 1 else batch.reports[0])
    if bare:
        note(f"no claim was read from {len(bare)} of {how_many(len(batch.reports), 'file')}: {', '.join(bare[:3])}"
             + (" …" if bare[3:] else ""))  # fmt: skip
    if full and chosen(format_) == "json":
        emit_document({"files": [one.to_dict() for one in batch.reports], "total": whole.to_dict()})
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
        emit_rows(rows, list(rows[0]), chosen(format_))
