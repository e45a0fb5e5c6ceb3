"""The list of resources, one data file: where each is served, under which terms, and how its file is known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from pathway_graph.errors import UnknownName, WrongArgument, nearest

TABLE: Final = Path(__file__).parents[1] / "data" / "resources" / "resources.toml"
USUAL_ORGANISM: Final = "human"
USUAL_USE: Final = "academic"
_FREE: Final = {"CC0-1.0", "CC-BY-4.0"}
"""Licences that permit every use."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A public resource, as its own pages describe it.

    Attributes:
        name: What ``get`` calls it.
        title: What it holds, in a line.
        home: Its page, for people.
        address: Of its file, with places for organism, use and release.
        ending: Of the file.
        license: An SPDX identifier; ``LicenseRef-…`` where there is none.
        terms: What the licence means, in words.
        citation: How to cite it.
        most_mb: More than that (10⁶ bytes, unpacked) is not taken.
        organisms, uses: Words of ours, and what the address says for each.
        as_of: When what stands here was looked up.
        format: Name of the file's format; empty where it is recognised.
        names_are: Database whose identifiers the names in it are, where the file does not say.
        check: Columns that the first line of a table must name.
        header: Names of the columns of a table that is served without them.
        forms: Of some of them, the form of what stands in it, so that shifted columns are not taken for others.
        told_apart: Names of its last columns, each with the form of what stands in it, whatever their order.
        members: Ending of the files in an archive; empty where the file is none.
        data_sets: Form of the part of their names that stays the same from release to release.
        release: The one to fetch where none is named; empty for what has none, or has a listing.
        release_is, release_form: What names a release, in words and as a regular expression; empty for what has none.
        listing, listed: Page that names the newest release, and how.
    """

    name: str
    title: str
    home: str
    address: str
    ending: str
    license: str
    terms: str
    citation: str
    most_mb: int
    organisms: Mapping[str, str]
    as_of: str
    uses: Mapping[str, str] = field(default_factory=dict)
    format: str = ""
    names_are: str = ""
    check: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    told_apart: Mapping[str, str] = field(default_factory=dict)
    members: str = ""
    data_sets: str = ""
    release: str = ""
    release_is: str = ""
    release_form: str = ""
    listing: str = ""
    listed: str = ""

    @property
    def most_bytes(self) -> int:
        """The most bytes that are taken."""
        return self.most_mb * 1_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a resource is wanted.

    Attributes:
        resource: The resource.
        organism: ``human``, ``mouse`` or ``rat``.
        use: ``academic`` or ``commercial``, where the resource asks; else empty.
        release: As the resource names it; empty for the newest.
    """

    resource: Resource
    organism: str = USUAL_ORGANISM
    use: str = ""
    release: str = ""

    @property
    def key(self) -> str:
        """Name by which it is kept: the resource, and what differs from the usual.

        >>> wanted("omnipath").key, wanted("omnipath", organism="rat", use="commercial").key
        ('omnipath', 'omnipath-rat-commercial')
        """
        parts = (
            self.resource.name,
            self.organism if self.organism != USUAL_ORGANISM else "",
            self.use if self.use != USUAL_USE else "",
            self.release,
        )
        return "-".join(filter(None, parts))

    @property
    def data_set(self) -> str:
        """Name of the data set, which stays the same from release to release.

        >>> wanted("wikipathways", organism="mouse", release="20261110").data_set
        'wikipathways-mouse'
        """
        return Wanted(self.resource, self.organism, self.use).key

    def address(self, release: str) -> str:
        """Return where a release of it is served."""
        return self.resource.address.format_map(
            {
                "organism": self.resource.organisms[self.organism],
                "use": self.resource.uses.get(self.use, ""),
                "release": release,
            }
        )


@cache
def resources() -> Mapping[str, Resource]:
    """Return every resource by name, in the order of the data file.

    >>> list(resources())
    ['omnipath', 'collectri', 'signor', 'wikipathways', 'reactome']
    """
    table: dict[str, dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {name: Resource(name=name, **_frozen(row)) for name, row in table.items()}


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def resource_named(name: str) -> Resource:
    """Return the resource of that name, whatever its capitals.

    Raises:
        UnknownName: There is none.

    >>> resource_named("SIGNOR").license
    'CC-BY-NC-4.0'
    """
    known = resources()
    if name.lower() not in known:
        raise UnknownName("resource", name, nearest(name.lower(), known), known=known)
    return known[name.lower()]


def wanted(name: str, *, organism: str = USUAL_ORGANISM, use: str = USUAL_USE, release: str = "") -> Wanted:
    """Return what is wanted of a resource, each word checked.

    Raises:
        UnknownName: No resource is called *name*.
        WrongArgument: The resource has no such organism, use or release.

    >>> wanted("reactome", organism="rat")
    Traceback (most recent call last):
    pathway_graph.errors.WrongArgument: reactome has no organism 'rat'; there is human
    """
    resource = resource_named(name)
    if organism not in resource.organisms:
        raise _no_such(resource, "organism", organism, f"there is {', '.join(resource.organisms)}")
    if resource.uses and use not in resource.uses:
        raise _no_such(resource, "use", use, f"there is {', '.join(resource.uses)}")
    if not resource.uses and use != USUAL_USE and resource.license not in _FREE:
        raise _no_such(resource, "use", use, f"its licence is {resource.license}: {resource.terms}")
    if release and not resource.release_form:
        raise _no_such(resource, "release", release, "it serves what it holds today, and names no releases")
    if release and not re.fullmatch(resource.release_form, release):
        raise _no_such(resource, "release", release, f"give {resource.release_is}")
    return Wanted(resource, organism, use if resource.uses else "", release)


def _no_such(resource: Resource, what: str, value: str, hint: str) -> WrongArgument:
    return WrongArgument(what, value, message=f"{resource.name} has no {what} {value!r}", hint=hint)
