"""What a format reads, the bytes of one file decoded strictly; and what it writes, put down whole or not at all."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.files import disk
from pathway_graph.files.atomic import write_whole
from pathway_graph.files.delimited import decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.table import ENDINGS
from pathway_graph.identifiers.minting import slug
from pathway_graph.model.values import CONTROL, why_no_text
from pathway_graph.text.counts import how_many
from pathway_graph.text.json_pieces import json_pieces

MAX_DEPTH = 200
MAX_ELEMENTS = 6_000_000
"""Most elements of an XML document: one costs about 130 bytes of memory; the largest drawings have some 10,000."""
MAX_VALUES = 40_000_000
"""Most values of a JSON document, as its commas tell."""
MOST_PROBLEMS = 20
"""Most problems of a file that are told."""


class Unrecognised(InputError):
    """A file is in no format that is known: a licence, a picture, a workbook without a table of edges."""


_SPLIT = "split it, or check where it comes from"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The content of a file.

    Attributes:
        shown: The file as the user knows it, with the archive it is in: ``all.zip!WP1.gpml``.
        name: Its own name, without folders.
        data: Its bytes, uncompressed.
        source: Name for the data set; made from *name* where it is empty.
        namespace: Database whose identifiers the names of nodes are, as the user says, e.g. ``hgnc.symbol``.
        beside: Another file that belongs to it, where a data set stands in two.
        columns: Headers of a table of edges by what they are, as the user says: ``{"source": "TF", "sign": "none"}``.
        min_score: Least score of a row of a table that is read; None for all.
    """

    shown: str
    name: str
    data: bytes = field(repr=False)
    source: str = ""
    namespace: str = ""
    beside: Decoded | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    min_score: float | None = None

    def with_data(self, data: bytes) -> Decoded:
        """Return the same file with other content."""
        return replace(self, data=data)

    @property
    def source_id(self) -> str:
        """Name of the data set: the file's name without its endings.

        >>> Decoded("x/WP4532.gpml", "WP4532.gpml", b"").source_id
        'WP4532'
        """
        return self.source or slug(stem(self.name))

    def wrong(self, line: int, message: str, hint: str = "") -> InputError:
        """Return the error that says what is wrong at a line (0: the file itself)."""
        return InputError([Problem(self.shown, line, message, hint)])

    def errors(self, problems: Iterable[Problem]) -> InputError:
        """Return the error of several problems: the first ones, and how many more there are."""
        found = sorted(set(problems))
        more = len(found) - MOST_PROBLEMS
        rest = (
            [Problem(self.shown, 0, f"{how_many(more, 'more problem')} of these kinds", "mend these first")]
            if more > 0
            else []
        )
        return InputError([*found[:MOST_PROBLEMS], *rest])

    def text(self) -> str:
        """Return the content as text, line ends as line feeds.

        Raises:
            InputError: It is empty, not UTF-8, or holds control characters.
        """
        text = self.decoded()
        if "\r" in text:
            text = text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")
        if CONTROL.search(text) is not None:
            raise self.errors(
                Problem(self.shown, number, *why)
                for number, line in enumerate(text.split("\n"), 1)
                if (why := why_no_text(line))
            )
        return text

    def decoded(self) -> str:
        """Return the content as text, as it is.

        Raises:
            InputError: It is empty, not UTF-8, or holds a zero byte.
        """
        return decoded(self.data, self.shown)

    def json(self) -> Any:
        """Return the content as JSON, strictly: no duplicate keys, no NaN or infinity, nesting capped.

        Raises:
            InputError: It is not such JSON.
        """
        for what, count, limit in (
            ("lists and objects", self.data.count(b"{") + self.data.count(b"["), MAX_ELEMENTS),
            ("values", self.data.count(b","), MAX_VALUES),
        ):
            if count > limit:
                raise self.wrong(0, f"it has {count:,} {what}; the limit is {limit:,}", _SPLIT)
        text = self.decoded()
        try:
            value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_finite)
        except json.JSONDecodeError as error:
            what = f"not valid JSON at column {error.colno}: {error.msg}"
            hint = "the file seems to be cut off" if error.pos >= len(text.rstrip()) - 1 else "see that character"
            raise self.wrong(error.lineno, what, hint) from error
        except RecursionError as error:
            raise self.wrong(0, "nested too deeply", f"nothing useful nests deeper than {MAX_DEPTH}") from error
        except _Strict as error:
            raise self.wrong(
                _line_of(text, error.token), str(error), "write each key once, and finite numbers"
            ) from None
        except ValueError as error:
            raise self.wrong(0, f"not valid JSON: {error}", "export the file again") from error
        if not _is_flat_enough(value):
            raise self.wrong(0, f"nested more than {MAX_DEPTH} deep", "nothing useful nests so deeply")
        if re.search(r"\\u[dD][89a-fA-F]", text):
            message, hint = "a \\u escape stands for half a character", "write both halves, or UTF-8"
            halves = [Problem(self.shown, 0, message, hint, path) for path in _halves(value)]
            if halves:
                raise self.errors(halves)
        return value

    def xml(self, *, limit: int = MAX_ELEMENTS, doctype: bool = False) -> Any:
        """Return the root element of the content as XML, of *limit* elements at most; every element knows its line.

        With *doctype*, for formats whose files all have one, a DOCTYPE that only names a DTD is passed over; the DTD
        is not fetched.

        Raises:
            InputError: It is not well-formed, or has another DOCTYPE (which is how entities come in).
        """
        from lxml import etree

        if not self.data or self.data.isspace():
            raise self.wrong(0, "the file is empty", "give a file with content")
        elements = self.data.count(b"<") - self.data.count(b"</")
        limit = min(limit, MAX_ELEMENTS)
        if elements > limit:
            raise self.wrong(0, f"it has {elements:,} elements; the limit is {limit:,}", _SPLIT)
        at = self.data.find(b"<!DOCTYPE")
        named = doctype and re.match(rb"<!DOCTYPE[^\[<>]*>", self.data[at : at + 1000]) is not None
        if at >= 0 and not named:
            line = self.data.count(b"\n", 0, at) + 1
            raise self.wrong(line, "a DOCTYPE is not allowed", "remove it: no pathway format needs one")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root: Any = etree.fromstring(self.data, parser)
        except etree.XMLSyntaxError as error:
            raise self.wrong(error.lineno or 0, f"not well-formed XML: {error.msg}", "see that line") from error
        except ValueError as error:
            raise self.wrong(0, f"not XML: {error}", "export the file again") from error
        if root.getroottree().docinfo.doctype and not named:
            raise self.wrong(1, "a DOCTYPE is not allowed", "remove it: no pathway format needs one")
        return root


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a format wrote: files by name (the empty name: the file itself), the report, and advice for the user."""

    files: Mapping[str, bytes]
    report: Report
    advice: str = ""


def shown_path(path: str | os.PathLike[str]) -> str:
    r"""Return a path as text that can be printed and hashed, also where its name is not UTF-8.

    >>> print(shown_path(os.fsdecode(b"bad\xff.sif")))
    bad\xff.sif
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def stem(name: str) -> str:
    """Return a file's name without the endings of formats.

    >>> stem("17397959.bel.nodelink.json.gz")
    '17397959'
    """
    changed = True
    while changed:
        changed = False
        for ending in ENDINGS:
            if name.lower().endswith(ending) and len(name) > len(ending):
                name, changed = name[: -len(ending)], True
    return name


def save(files: Mapping[str, bytes], path: Path) -> None:
    """Write a file, or the files of a folder, each whole or not at all (`files.atomic`).

    Raises:
        InputError: The place cannot be written to.
    """
    try:
        if list(files) != [""]:
            path.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            write_whole(path / name if name else path, data)
    except OSError as error:
        message = f"cannot be written: {disk.reason(error)}"
        problem = Problem(shown_path(path), 0, message, disk.way_out(error, path))
        raise InputError([problem]) from error


def json_bytes(value: Any) -> bytes:
    """Return JSON as bytes, the same for the same value; iterators in it are read as `json_pieces` does."""
    return b"".join([*map(str.encode, json_pieces(value, indent=1, allow_nan=False)), b"\n"])


class _Strict(ValueError):
    def __init__(self, message: str, token: str) -> None:
        super().__init__(message)
        self.token = token


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Strict(f"key {twice!r} stands twice in one object", f'"{twice}"')
    return found


def _no_constant(name: str) -> Any:
    raise _Strict(f"{name} is not a number of JSON", name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _Strict(f"{text} is too large a number", text)
    return value


def _line_of(text: str, token: str) -> int:
    at = text.find(token)
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def _is_flat_enough(value: Any) -> bool:
    """Tell whether lists and objects nest at most `MAX_DEPTH` deep; a level at a time, however long the texts are."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False


def _halves(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of each text that holds half a character."""
    if isinstance(value, str):
        if _HALF.search(value):
            yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            if _HALF.search(key):
                yield f"{path}: a key"
            yield from _halves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _halves(inner, f"{path}[{number}]")


_HALF = re.compile("[\ud800-\udfff]")
