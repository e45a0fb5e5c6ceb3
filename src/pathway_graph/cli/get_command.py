"""``pathway-graph get``: fetch a public resource, keep it, and import it with its origin."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.import_command import _Batch, _emit, _refuse, _store
from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, note, progress, store_option
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.resources import Kept, Wanted
    from pathway_graph.resources.download import Limits

Step = Callable[[str, int, int], None]


def _names(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Return the resources whose names begin so, for the completion of the shell."""
    from pathway_graph.resources.catalogue import resources

    return [name for name in resources() if name.startswith(begun.lower())]


@click.command("get")
@click.argument("name", required=False, default="", metavar="[RESOURCE]", shell_complete=_names)
@click.option("--list", "listing", is_flag=True, help="Show the resources, their licences and terms, and what is kept.")
@click.option("--organism", default="human", show_default=True, metavar="NAME", help="human, mouse or rat.")
@click.option(
    "--use", default="academic", show_default=True, metavar="WORD",
    help="What you use it for: academic or commercial; OmniPath leaves out what forbids it.",
)  # fmt: skip
@click.option("--release", default="", metavar="NAME", help="This release; by default the newest.")
@click.option("--offline", is_flag=True, help="Use what is kept; no server is asked.")
@click.option("--to", "target", type=click.Path(path_type=Path), metavar="FILE", help="Only fetch, into this file.")
@click.option("--sha256", default="", metavar="HEX", help="Refuse a file with another checksum.")
@click.option(
    "--timeout", default=1800.0, show_default=True, type=click.FloatRange(1), metavar="SECONDS",
    help="Longest time for the fetching.",
)  # fmt: skip
@click.option("--report", is_flag=True, help="Print what became of the content: read, kept, changed, left out.")
@click.option("--keep-going", is_flag=True, help="Store the good pathways although others have problems.")
@click.option("--dry-run", is_flag=True, help="Fetch, keep and read; the store is not touched.")
@store_option
@format_option
def get_command(
    name: str, listing: bool, organism: str, use: str, release: str, offline: bool, target: Path | None, sha256: str,
    timeout: float, report: bool, keep_going: bool, dry_run: bool, store: str | None, format_: str | None,
) -> None:  # fmt: skip
    """Fetch a public resource when you ask for it, keep it, and import it with its origin.

    RESOURCE is omnipath, collectri, signor, wikipathways or reactome. The file is kept in your cache folder with its
    address, date, release and checksum, and these, its licence and its citation stand in the data set. Nothing is
    ever fetched but by this command. If anything goes wrong, what was kept and what is stored stay as they were.
    It needs the extra get: pip install 'pathway-graph[get]'.

    \b
    Examples:
      pathway-graph get --list
      pathway-graph get signor
      pathway-graph get signor --offline           # what is kept, without network
      pathway-graph get wikipathways --organism mouse --release 20261110
      pathway-graph get omnipath --use commercial --dry-run --report
      pathway-graph get collectri --to collectri.omnipath.tsv
    """
    from pathway_graph.resources.catalogue import wanted
    from pathway_graph.resources.download import Limits

    _check_options(name, listing=listing, offline=offline, sha256=sha256, target=target, dry_run=dry_run)
    if listing:
        _emit_list(chosen(format_))
        return
    asked = wanted(name, organism=organism.lower(), use=use.lower(), release=release)
    if target is not None:
        _only_fetch(asked, target, Limits(total_s=timeout), sha256, offline, format_)
        return
    with progress() as step, _file(asked, Limits(total_s=timeout), sha256, offline, step) as (kept, keep):
        batch = _read(kept, step)
        if batch.reports and (keep_going or not batch.problems):
            keep()
    for problem in batch.problems:
        note(f"error: {problem}")
    if not batch.reports:
        _refuse("nothing was kept or stored")
    if batch.problems and not keep_going:
        _refuse("nothing was kept or stored; --keep-going stores the pathways without problems")
    if not dry_run:
        _store(batch, store)
    _emit(batch, report, format_)
    if batch.problems:
        _refuse(
            f"{how_many(len(batch.seen), 'data set')} {'read' if dry_run else 'stored'}, "
            f"{how_many(batch.failed, 'file')} not"
        )


def _check_options(name: str, *, listing: bool, offline: bool, sha256: str, target: Path | None, dry_run: bool) -> None:
    from pathway_graph.resources.catalogue import resources

    if not name and not listing:
        raise click.UsageError(f"name a resource: {', '.join(resources())}; --list says what each is")
    if name and listing:
        raise click.UsageError("--list shows all of them; leave the name out")
    if sha256 and (len(sha256) != 64 or set(sha256.lower()) - set("0123456789abcdef")):
        raise click.UsageError("--sha256 takes the 64 digits of a checksum")
    if target is not None and dry_run:
        raise click.UsageError("--to imports nothing in any case; leave --dry-run out")


@contextlib.contextmanager
def _file(
    asked: Wanted, limits: Limits, sha256: str, offline: bool, step: Step | None
) -> Iterator[tuple[Kept, Callable[[], None]]]:
    """Give the file to read, and what keeps it once it has been read."""
    from pathway_graph.files.private import VARIABLE
    from pathway_graph.resources import fetched, find_kept, keep
    from pathway_graph.resources.kept import own_folder, resources_folder

    if offline:
        yield _offline(asked, sha256), lambda: None
        return
    folder = resources_folder()
    before = find_kept(asked)
    with contextlib.ExitStack() as stack:
        place = own_folder(folder) if folder else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(_explained(before))
        found = stack.enter_context(fetched(asked, place, limits=limits, sha256=sha256, step=step))
        _tell(found, before)

        def keep_it() -> None:
            if folder is None:
                note(f"nothing is kept, as {VARIABLE} is empty")
            else:
                note(f"kept in {keep(found, folder).path}")

        yield found, keep_it


@contextlib.contextmanager
def _explained(before: Kept | None) -> Iterator[None]:
    """Add to an error of fetching that an earlier file is kept."""
    from pathway_graph.errors import NotFetched

    try:
        yield
    except NotFetched as error:
        if before is None:
            raise
        kept = f"--offline uses what was fetched on {before.retrieved[:10]}"
        hint = f"{error.hint}; {kept}" if error.hint else kept
        raise NotFetched(error.message, hint=hint, address=error.address, status=error.status) from error


def _offline(asked: Wanted, sha256: str) -> Kept:
    from pathway_graph.errors import NotFetched
    from pathway_graph.resources.kept import check_kept, find_kept

    kept = find_kept(asked)
    if kept is None:
        raise NotFetched(
            f"nothing is kept of {asked.key}", hint="fetch it once without --offline; get --list shows all"
        )
    check_kept(kept)
    if sha256 and kept.sha256 != sha256.lower():
        raise NotFetched(f"what is kept of {asked.key} has another checksum: {kept.sha256}", hint="leave --sha256 out")
    note(f"{kept.key}, {kept.version}, as it was fetched from {kept.address} on {kept.retrieved}")
    return kept


def _tell(found: Kept, before: Kept | None) -> None:
    """Say what came, from where, and whether it differs from what was kept."""
    resource = found.wanted.resource
    note(f"{found.key}, {found.version}: {_size(found.size)} from {found.answered}, sha256 {found.sha256}")
    note(f"licence {resource.license}: {resource.terms}")
    if not found.is_measured:
        note("the server did not say how long it is: that nothing is missing could not be checked")
    if before is not None and before.sha256 == found.sha256:
        note(f"it is what was fetched on {before.retrieved[:10]}")


def _size(count: int) -> str:
    """Say a number of bytes.

    >>> _size(416), _size(12_300_000)
    ('416 bytes', '12.3 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else how_many(count, "byte")


def _read(kept: Kept, step: Step | None) -> _Batch:
    """Read what was fetched, as `import` reads files."""
    from pathway_graph.cli.origins import report_kept
    from pathway_graph.errors import InputError
    from pathway_graph.resources import read_kept
    from pathway_graph.stores.history import Origin

    batch = _Batch(kept.wanted.resource.names_are)
    started = time.perf_counter()
    for item in read_kept(kept):
        if isinstance(item, InputError):
            batch.problems += item.problems
            batch.failed += 1
        else:
            batch.take(*item)
            checksum = item[1].checksum if kept.wanted.resource.members else f"sha256:{kept.sha256}"
            came = Origin(
                item[1].file, item[1].format, checksum, kept.address, kept.retrieved, report_kept(item[1])
            )  # fmt: skip
            batch.origins |= dict.fromkeys((source.id for source in item[0].sources), came)
        if step is not None:
            step("files", batch.done, batch.done)
    batch.seconds = time.perf_counter() - started
    return batch


def _only_fetch(asked: Wanted, target: Path, limits: Limits, sha256: str, offline: bool, format_: str | None) -> None:
    from pathway_graph.resources import copy_to, fetch_to, find_kept

    if offline:
        found = copy_to(_offline(asked, sha256), target)
    else:
        before = find_kept(asked)
        with progress() as step, _explained(before):
            found = fetch_to(asked, target, limits=limits, sha256=sha256, step=step)
        _tell(found, before)
    resource = asked.resource
    row = {**found.record(), "file": str(target), "version": found.version, "license": resource.license,
           "terms": resource.terms, "citation": resource.citation}  # fmt: skip
    if chosen(format_) == "json":
        emit_document(row)
    else:
        emit_rows([row], ["file", "version", "size", "sha256", "license"], chosen(format_))


_NOTHING_KEPT = {"kept": "", "version": "", "retrieved": "", "size": None, "sha256": "", "file": ""}


def _emit_list(format_: str) -> None:
    """Show every resource, in as many rows as are kept of it, or in one."""
    from pathway_graph.resources import list_kept, resources

    kept = list_kept()
    rows: list[dict[str, Any]] = []
    for resource in resources().values():
        own = [one for one in kept if one.resource == resource.name]
        about = {"resource": resource.name, "license": resource.license, "title": resource.title,
                 "organisms": list(resource.organisms), "terms": resource.terms, "home": resource.home,
                 "address": resource.address, "citation": resource.citation, "as_of": resource.as_of}  # fmt: skip
        rows += [
            {**about, "kept": one.key, "version": one.version, "retrieved": one.retrieved, "size": one.size,
             "sha256": one.sha256, "file": str(one.path)} for one in own
        ] or [{**about, **_NOTHING_KEPT}]  # fmt: skip
    if format_ == "json":
        emit_document(rows)
    elif format_ == "table":
        emit_rows(rows, ["resource", "title", "license", "terms", "kept", "version", "size"], format_,
                  spare=["terms", "size"])  # fmt: skip
    else:
        emit_rows(rows, list(rows[0]), format_)
