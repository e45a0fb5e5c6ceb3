"""Read what was fetched as data sets that name their origin: address, release, date, checksum, licence, citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace

from pathway_graph.errors import InputError, NotFetched, Problem
from pathway_graph.formats.archives import opened
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse
from pathway_graph.formats.report import Report
from pathway_graph.model import Network, Source
from pathway_graph.resources.content import completed
from pathway_graph.resources.kept import Kept


def read_kept(kept: Kept) -> Iterator[tuple[Network, Report] | InputError]:
    """Read a file that was fetched, one data set at a time; what fails comes as an error.

    A table is one data set, named after the resource; each file of an archive of pathways is one, named after itself.
    """
    resource = kept.wanted.resource
    label = f"{kept.key}{resource.ending}"
    for item in opened(kept.path):
        if isinstance(item, InputError):
            yield _labelled(item, kept, label)
        elif isinstance(item, Decoded) and item.name.lower().endswith(resource.members or resource.ending):
            shown = item.shown.replace(str(kept.path), label, 1)
            raw = replace(item, shown=shown, source=_data_set(item.name, kept), namespace=resource.names_are)
            try:
                raw = replace(raw, data=completed(resource, raw.data))
                network, report = parse(raw, resource.format or None)
            except InputError as error:
                yield error
            except NotFetched as error:
                yield InputError([Problem(shown, 0, error.message, error.hint)])
            else:
                yield _with_origin(network, kept), report


def _data_set(name: str, kept: Kept) -> str:
    """Return the name of the data set that a file is: the resource, or its pathway; empty where the file names it."""
    form = kept.wanted.resource.data_sets
    if not form:
        return kept.wanted.data_set
    found = re.search(rf"(?:^|_)({form})(?=_|\.)", name)
    return found[1] if found else ""


def _labelled(error: InputError, kept: Kept, label: str) -> InputError:
    return InputError([replace(one, file=one.file.replace(str(kept.path), label, 1)) for one in error.problems])


def _with_origin(network: Network, kept: Kept) -> Network:
    """Return the network with the origin in its data sets; what a file says of itself stays."""
    parts = {one.name: getattr(network, one.name) for one in fields(Network) if one.name != "edges"}
    parts["sources"] = tuple(_of_origin(source, kept) for source in network.sources)
    return Network.deriving(parts, lambda: network.edges)


def _of_origin(source: Source, kept: Kept) -> Source:
    resource = kept.wanted.resource
    is_whole = source.id == kept.wanted.data_set
    return replace(
        source,
        title=resource.title if is_whole else source.title,
        version=source.version or kept.version,
        citation=source.citation or resource.citation,
        license=source.license or resource.license,
        note=" ".join(filter(None, (source.note, origin(kept)))),
    )


def origin(kept: Kept) -> str:
    """Say where a file came from, in a line.

    >>> from pathway_graph.resources.kept import Kept
    >>> print(origin(Kept("signor", "signor", "human", "", "", "https://a.org/b", "https://a.org/b",
    ...                   "2026-11-27T08:15:00Z", "9f86d0", 4)))
    Fetched from https://a.org/b on 2026-11-27T08:15:00Z; 4 bytes, sha256 9f86d0. Terms: not for commercial use; ...
    """
    resource = kept.wanted.resource
    release = f" (release {kept.release})" if kept.release else ""
    by = f", answered by {kept.answered}" if kept.answered != kept.address else ""
    return (
        f"Fetched from {kept.address}{release}{by} on {kept.retrieved}; {kept.size:,} bytes, sha256 {kept.sha256}. "
        f"Terms: {resource.terms}."
    )
