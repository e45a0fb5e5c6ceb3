"""Whether a file is what was asked for: no web page, no other table, whole to its end; and the header it lacks."""

from __future__ import annotations

import re
import zipfile
import zlib
from itertools import islice
from pathlib import Path
from typing import Final

from pathway_graph.errors import NotFetched
from pathway_graph.resources.catalogue import Resource
from pathway_graph.text.counts import how_many

_SAMPLE: Final = 500
"""Lines by which columns are known."""
_MOST_MEMBERS: Final = 100_000
_LOOK: Final = "look at the page of the resource; nothing was kept"


def check_content(resource: Resource, path: Path) -> None:
    """Refuse a file that is not what a resource serves.

    Raises:
        NotFetched: It is empty, a web page, another table or archive, cut off or damaged.
    """
    with path.open("rb") as file:
        head = file.read(65536)
    if not head.strip():
        raise NotFetched(f"{resource.name} sent an empty file", hint=_LOOK)
    start = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        title = re.search(r"<title[^>]*>\s*(.{1,80}?)\s*</title>", start, re.IGNORECASE | re.DOTALL)
        called = f" called {title[1]!r}" if title else ""
        raise NotFetched(f"{resource.name} sent a web page{called} in place of its file", hint=_LOOK)
    if resource.members:
        _check_archive(resource, path)
    else:
        with path.open(encoding="utf-8", errors="replace", newline="") as text:
            _check_table(resource, list(islice(text, _SAMPLE)), path)


def completed(resource: Resource, data: bytes) -> bytes:
    """Return a table with the header that it is served without.

    Raises:
        NotFetched: Its columns are not those of the resource.
    """
    if not resource.header:
        return data
    sample = data.decode("utf-8", "replace").split("\n", _SAMPLE)[:_SAMPLE]
    header = _header_of(resource, sample)
    return ("\t".join(header) + "\n").encode() + data if header else data


def _check_table(resource: Resource, lines: list[str], path: Path) -> None:
    first = _cells(lines[0])
    if resource.header:
        _header_of(resource, lines)
    elif missing := [name for name in resource.check if name not in first]:
        raise _other(resource, lines[0], f"no column {missing[0]!r}")
    if len(lines) < 2 and not resource.header:
        raise NotFetched(f"{resource.name} sent a table without a row", hint=_LOOK)
    _check_end(resource, len(first), path)


def _check_end(resource: Resource, cells: int, path: Path) -> None:
    """Refuse a table whose last line has neither an end nor as many cells as the first."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65536))
        last = file.read().decode("utf-8", "replace").rpartition("\n")[2]
    if last and len(_cells(last)) < cells:
        what = f"its last line has {len(_cells(last))} of {how_many(cells, 'cell')} and no end"
        raise NotFetched(f"what {resource.name} sent is cut off: {what}", hint="try again; nothing was kept")


def _header_of(resource: Resource, lines: list[str]) -> list[str]:
    """Return the names of the columns; none where the table names them itself."""
    rows = [_cells(line) for line in lines if line.strip()]
    if rows[0][: len(resource.header)] == list(resource.header):
        return []
    width = len(rows[0])
    known = len(resource.header)
    if width < known + len(resource.told_apart):
        raise _other(resource, lines[0], f"{how_many(width, 'column')} and not {known + len(resource.told_apart)}")
    whole = [row for row in rows if len(row) == width]
    for name, form in resource.forms.items():
        at = resource.header.index(name)
        if other := next((row[at] for row in whole if row[at] and not re.fullmatch(form, row[at])), ""):
            raise _other(resource, lines[0], f"{other!r} in column {at + 1}, which is {name}")
    names = [f"COLUMN_{number}" for number in range(known + 1, width + 1)]
    for name, form in resource.told_apart.items():
        names[_place_of(resource, name, form, whole) - known] = name
    return [*resource.header, *names]


def _place_of(resource: Resource, name: str, form: str, rows: list[list[str]]) -> int:
    """Return the column after those known in which every cell that says something has a form."""
    for at in range(len(resource.header), len(rows[0])):
        said = [row[at].strip() for row in rows if row[at].strip()]
        if said and all(re.fullmatch(form, cell) for cell in said):
            return at
    raise _other(resource, "\t".join(rows[0]), f"no column {name}")


def _cells(line: str) -> list[str]:
    return line.rstrip("\r\n").removeprefix("\ufeff").split("\t")


def _other(resource: Resource, line: str, why: str) -> NotFetched:
    shown = " ".join(line.split())[:80]
    return NotFetched(
        f"what {resource.name} sent is not the table that is known: {why}; it begins {shown!r}", hint=_LOOK
    )


def _check_archive(resource: Resource, path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > _MOST_MEMBERS or sum(info.file_size for info in members) > resource.most_bytes:
                raise NotFetched(f"the archive of {resource.name} holds more than {resource.most_mb} MB", hint=_LOOK)
            if not any(info.filename.lower().endswith(resource.members) for info in members):
                raise NotFetched(f"the archive of {resource.name} holds no file {resource.members}", hint=_LOOK)
            damaged = archive.testzip()
            tables = [info for info in members if resource.check and info.filename.lower().endswith(resource.members)]
            for info in tables:
                with archive.open(info) as member:
                    first = member.readline().decode("utf-8", "replace")
                if missing := [name for name in resource.check if name not in _cells(first)]:
                    raise _other(resource, first, f"no column {missing[0]!r}")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotFetched(f"what {resource.name} sent is no whole archive: {error}", hint=_LOOK) from error
    if damaged:
        raise NotFetched(f"in the archive of {resource.name} {damaged} is damaged", hint="try again; nothing was kept")
