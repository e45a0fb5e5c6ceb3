"""Read the network that a command works on: the stored one, or files alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from pathway_graph.errors import InputError, Problem, StoreEmpty
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import ASKED_VIEWS, CERTAINTIES
from pathway_graph.text.counts import how_many
from pathway_graph.text.secrets import shown_place

if TYPE_CHECKING:
    from pathway_graph.stores.base import Store
    from pathway_graph.trace import Filters


def file_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--file``: work on files alone, without a store."""
    return click.option(
        "--file", "files", multiple=True, metavar="FILE|FOLDER",
        help="Work on these files alone, without a store; 'imipramine' is the packaged guide.",
    )(command)  # fmt: skip


def source_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--source``; the command gets the data sets as ``sources``."""
    return click.option(
        "--source", "sources", multiple=True, metavar="DATA-SET", help="Only what this data set states; several add up."
    )(command)


def retracted_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--include-retracted``; the command gets ``include_retracted``."""
    return click.option(
        "--include-retracted", is_flag=True, help="Count claims whose every work was retracted."
    )(command)  # fmt: skip


FILTER_OPTIONS: Final = (
    click.option("--view", type=click.Choice(ASKED_VIEWS), default="guide", show_default=True,
                 help="expanded adds the background that the sources do not state."),
    click.option("--cascade", "cascades", multiple=True, metavar="DIAGRAM", help="Only edges of this diagram."),
    click.option("--species", default="", metavar="NAME", help="Only claims stated for this species."),
    click.option("--unstated-species", is_flag=True, help="With --species, keep claims that state none."),
    click.option("--certainty", "certainties", multiple=True, type=click.Choice(CERTAINTIES),
                 help="Only claims of this certainty."),
    click.option("--without", multiple=True, metavar="WORK",
                 help="Leave out a publication, a reference (SOURCE/NUMBER) or data set, and what it alone carries."),
    retracted_option,
)  # fmt: skip
"""What lets edges through, of every command that follows them; ``--kind`` and ``--count-hypotheses`` are its own."""


def filters_of(given: Mapping[str, Any]) -> Filters:
    """Return the filters that the options of a command make."""
    from pathway_graph.trace import Filters

    return Filters(
        view=given["view"],
        cascades=given["cascades"],
        species=given["species"],
        unstated_species=given["unstated_species"],
        kinds=given.get("kinds", ()),
        certainties=given["certainties"],
        count_hypotheses=given["count_hypotheses"],
        without=given.get("without", ()),
        count_retracted=given.get("include_retracted", False),
    )


def of_sources(network: Network, sources: Sequence[str]) -> Network:
    """Return what the data sets asked for state, everything if none was.

    Raises:
        UnknownName: No data set is called so.
    """
    from pathway_graph.evidence.subset import subnetwork_of_sources

    return subnetwork_of_sources(network, sources) if sources else network


def source_note(sources: Sequence[str]) -> list[str]:
    """Return the line that a picture of some data sets alone shows under its title."""
    return [f"Only what {', '.join(sources)} states"] if sources else []


def stored_before(opened: Store) -> Network:
    """Return what a store that is about to be written holds; nothing where it is new.

    Raises:
        StoreUnavailable: The store cannot be used.
    """
    try:
        return opened.read()
    except StoreEmpty:
        return Network()


def stored_network(store: str | None) -> Network:
    """Return everything in the store.

    Raises:
        StoreUnavailable: There is no store, or (`StoreEmpty`) nothing is in it.
    """
    from pathway_graph.stores.open import default_location, open_store

    opened = open_store(store)
    try:
        network = opened.read()
    finally:
        opened.close()
    if not network.sources:
        raise StoreEmpty(
            f"the store {shown_place(store or default_location())} is empty", hint="run 'pathway-graph load' first"
        )
    return network


def read_files(files: Sequence[str], *, own_only: bool = False) -> Network:
    """Return the network of several files of any format or folders, each a data set; the guide has its name for a file.

    Args:
        files: The files.
        own_only: Refuse what is not written in the project's own formats, whose ids somebody chose.

    Raises:
        InputError: Anything is wrong with any of them; every problem is listed.
    """
    from pathway_graph.model.build import merge

    return merge([network for _, network in read_each(files, own_only=own_only)])


def read_each(files: Sequence[str], *, own_only: bool = False) -> list[tuple[str, Network]]:
    """Return the network of each of several files or folders, with the file.

    Raises:
        InputError: Anything is wrong with any of them, or two are one data set; every problem is listed.
    """
    problems: list[Problem] = []
    networks: list[tuple[str, Network]] = []
    seen: dict[str, str] = {}
    for file in files:
        try:
            networks.append((file, _read_one(file, own_only)))
        except InputError as error:
            problems += error.problems
            continue
        for source in networks[-1][1].sources:
            first = seen.setdefault(source.id, file)
            if first != file:
                hint = f"the first is {first}; rename one of them, or load them one after the other"
                problems.append(Problem(file, 0, f"another of the files is data set {source.id!r} too", hint))
    if problems:
        raise InputError(problems)
    return networks


def _read_one(file: str, own_only: bool) -> Network:
    from pathlib import Path

    from pathway_graph.formats.native import GUIDE, SUFFIXES, read, read_guide

    path = Path(file)
    if file == GUIDE and not path.exists():
        return read_guide()
    if not path.is_file() or path.suffix.lower() in SUFFIXES:
        return read(file)
    from pathway_graph.formats.registry import format_named, read_file

    network, report = read_file(file)
    if own_only and report.format not in ("native", "document"):
        what = f"this is in another format ({format_named(report.format).title}) than 'load' takes"
        raise InputError([Problem(file, 0, what, f"`pathway-graph import {file}` takes it")])
    from pathway_graph.cli.output import note

    if report.how:
        note(f"{file}: {report.how}")
    changed, left = (sum(loss.count for loss in losses) for losses in (report.changed, report.left_out))
    if changed or left:
        title = format_named(report.format).title
        way = f"`pathway-graph import --dry-run --report {file}` lists them"
        note(f"{file} is read as {title}: {how_many(changed, 'thing')} changed, {left} left out; {way}")
    return network


def say_choices(network: Network, *names: str | None) -> None:
    """Say on standard error what a name was read as, where something of the background is called so too."""
    from pathway_graph.cli.output import note
    from pathway_graph.identifiers.lookup import choice_of

    for name in names:
        if name and (choice := choice_of(network, name)):
            note(choice)


def chosen_network(store: str | None, files: Sequence[str]) -> Network:
    """Return the network of *files* if there are any, else what the store holds."""
    return read_files(files) if files else stored_network(store)


def say_retracted(network: Network, *, counted: bool | None = None) -> None:
    """Say on standard error which claims are left out, or counted all the same, for their works were retracted."""
    from pathway_graph.cli.output import note
    from pathway_graph.evidence.works import retracted_said

    said = retracted_said(network, counted=bool(counted))
    if not said:
        return
    option = ", --include-retracted counts them" if counted is False else ""
    note(said + ("" if counted else f"; `pathway-graph retractions` says more{option}"))
