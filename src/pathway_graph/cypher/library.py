"""The Cypher library, and a folder of one's own: one query per file, with name, sentence, typed parameters, example.

A file begins with comments and goes on with one statement::

    // name: direct-regulators
    // Entities one causal step upstream of a target.
    // param targets: entities = BDNF -- whose regulators
    MATCH ...

Types are ``entity`` (one identifier), ``entities`` (a list of them; any name, a gene's stands for all its forms),
``integer``, ``number``, ``text`` and ``flag``. The value after ``=`` is the default, and the example that the tests
run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pathway_graph.cypher.files import queries_folder
from pathway_graph.errors import InputError, Problem, QueryError, UnknownName, did_you_mean, nearest

Resolver = Callable[[str], Sequence[str]]
"""Turns a name into identifiers of entities."""

TYPES: Final = ("entity", "entities", "integer", "number", "text", "flag")
_NAME = re.compile(r"// name: (?P<name>[a-z0-9-]+)")
_PARAM = re.compile(r"// param (?P<name>\w+): (?P<type>\w+) = (?P<default>.*?)(?: -- (?P<meaning>.+))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a library query; *default* is text, as on the command line."""

    name: str
    type: str
    default: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A library query.

    Attributes:
        name: Name of the query and of its file.
        sentence: What it answers.
        parameters: In the order of the file.
        text: The Cypher statement.
        source: The whole file.
    """

    name: str
    sentence: str
    parameters: tuple[Parameter, ...]
    text: str
    source: str

    @property
    def needs_names(self) -> bool:
        """Whether a parameter is an entity, so that names must be resolved."""
        return any(parameter.type in ("entity", "entities") for parameter in self.parameters)


OWN: Final = "PATHWAY_GRAPH_QUERIES"
"""The environment variable that names a folder of one's own queries."""


@cache
def library() -> Mapping[str, Query]:
    """Return every query of the packaged library by name, sorted.

    Raises:
        InputError: A file of the library is broken; file and line are named.

    >>> library()["table-2"].sentence
    'Table 2 of the guide, row for row: signaling molecules.'
    """
    return read_folder(queries_folder())


def queries(own: str | Path | None = None) -> Mapping[str, Query]:
    """Return every query by name, sorted: those of the library, and those of a folder of one's own.

    Args:
        own: The folder; if not given, the one that ``PATHWAY_GRAPH_QUERIES`` names, if any.

    Raises:
        InputError: The folder cannot be read, a file of it is broken, or has the name of a library query; all that
            is wrong is told at once, with file and line.
    """
    folder = own if own is not None else os.environ.get(OWN, "")
    if not str(folder):
        return library()
    return dict(sorted({**library(), **read_folder(Path(folder).expanduser(), taken=library())}.items()))


def read_folder(folder: Path, taken: Mapping[str, Query] | None = None) -> dict[str, Query]:
    """Return the queries of a folder by name, sorted; each stands in a file ``NAME.cypher``.

    Args:
        folder: Where the files are.
        taken: Queries whose names are not free.

    Raises:
        InputError: As for `queries`.
    """
    if not folder.is_dir():
        raise InputError(
            [Problem(str(folder), 0, "this is no folder", f"give a folder of NAME.cypher files, or unset {OWN}")]
        )
    problems: list[Problem] = []
    found: dict[str, Query] = {}
    for file in sorted(folder.glob("*.cypher")):
        try:
            source = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            problems.append(Problem(str(file), 0, "this is no readable text in UTF-8", "save it as such"))
            continue
        query = parse(source, file, problems)
        if query is not None and query.name in (taken or {}):
            hint = "give file and query another name"
            problems.append(Problem(str(file), 1, f"the library has a query {query.name!r} already", hint))
        elif query is not None:
            found[query.name] = query
    if problems:
        raise InputError(problems)
    return dict(sorted(found.items()))


def find(name: str, own: str | Path | None = None) -> Query:
    """Return the query called *name*, of the library or of the folder *own*, as `queries` takes it.

    Raises:
        UnknownName: There is none; the nearest names are suggested.
        InputError: As for `queries`.

    >>> find("hubs").name
    'hubs'
    """
    known = queries(own)
    if name not in known:
        hint = "'pathway-graph query --list' shows all"
        raise UnknownName("library query", name, nearest(name, known), hint=hint)
    return known[name]


def parse(source: str, file: Path, problems: list[Problem]) -> Query | None:
    """Parse one file of the library; note what is wrong in *problems* and return None then."""
    before = len(problems)
    name = ""
    sentence: list[str] = []
    parameters: list[Parameter] = []
    lines: list[str] = []
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.startswith("//") or lines:
            lines.append(line)
        elif match := _NAME.fullmatch(line):
            name = match["name"]
        elif line.startswith("// param "):
            match = _PARAM.fullmatch(line)
            if match is None or match["type"] not in TYPES:
                hint = f"write '// param name: type = default -- meaning'; types are {', '.join(TYPES)}"
                problems.append(Problem(str(file), number, "this parameter line cannot be read", hint))
            else:
                parameters.append(Parameter(match["name"], match["type"], match["default"], match["meaning"] or ""))
        else:
            sentence.append(line.removeprefix("//").strip())
    text = "\n".join(lines).strip().removesuffix(";")
    if name != file.stem:
        problems.append(Problem(str(file), 1, f"the name {name!r} is not the file's", f"write '// name: {file.stem}'"))
    if not sentence or not text:
        problems.append(
            Problem(str(file), 1, "a query needs a sentence and a statement", "write // Sentence. above it")
        )
    used = set(re.findall(r"\$(\w+)", text))
    for odd in sorted(used ^ {parameter.name for parameter in parameters}):
        where, hint = ("used but not declared", "declare it") if odd in used else ("declared but not used", "remove it")
        problems.append(Problem(str(file), 1, f"parameter {odd!r} is {where}", hint))
    if len(problems) > before:
        return None
    return Query(name, " ".join(sentence), tuple(parameters), text, source)


def bind(query: Query, given: Mapping[str, Any], resolve: Resolver) -> dict[str, Any]:
    """Return the values to run *query* with: what is given, else the defaults, each of its type.

    Args:
        query: A library query.
        given: Values by parameter; text is converted as on the command line.
        resolve: Turns the name of an entity into identifiers.

    Raises:
        QueryError: A parameter is unknown, or a value is not of its type.
        UnknownName, AmbiguousName: From *resolve*.

    >>> bind(find("hubs"), {"limit": "3"}, lambda name: [name])
    {'limit': 3, 'view': 'guide'}
    """
    known = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in known:
            near = nearest(name, known)
            hint = did_you_mean(near) if near else f"it takes {', '.join(known) or 'none'}"
            raise QueryError(f"query {query.name!r} has no parameter {name!r}", hint=hint)
    return {
        parameter.name: _value(query, parameter, given.get(parameter.name, parameter.default), resolve)
        for parameter in query.parameters
    }


def defaults_used(query: Query, given: Mapping[str, Any]) -> str:
    """Say which parameters have the value that the query brings along; empty where all are given.

    >>> defaults_used(find("hubs"), {"limit": 3}), defaults_used(find("hubs"), {"limit": 3, "view": "guide"})
    ('not given, and taken from the query: view=guide', '')
    """
    taken = [f"{one.name}={one.default}" for one in query.parameters if one.name not in given]
    return f"not given, and taken from the query: {', '.join(taken)}" if taken else ""


def _value(query: Query, parameter: Parameter, given: Any, resolve: Resolver) -> Any:
    try:
        if parameter.type == "entities":
            names = [given] if isinstance(given, str) else list(given)
            return sorted({identifier for name in names for identifier in resolve(name)})
        if parameter.type == "entity":
            return _single(query, parameter, given, resolve(given))
        if parameter.type == "integer":
            return int(given)
        if parameter.type == "number":
            return float(given)
        if parameter.type == "flag":
            return given if isinstance(given, bool) else {"true": True, "false": False}[str(given).lower()]
    except (ValueError, KeyError, TypeError) as error:
        raise QueryError(
            f"parameter {parameter.name!r} of {query.name!r} must be {_article(parameter.type)}, not {given!r}",
            hint=f"give for instance {parameter.name}={parameter.default}",
        ) from error
    return str(given)


def _single(query: Query, parameter: Parameter, given: str, found: Sequence[str]) -> str:
    if len(found) != 1:
        raise QueryError(
            f"parameter {parameter.name!r} of {query.name!r} takes one entity, and {given!r} means {', '.join(found)}",
            hint="give one of these identifiers",
        )
    return found[0]


def _article(type_: str) -> str:
    return {"integer": "a whole number", "number": "a number", "flag": "true or false"}.get(type_, f"of type {type_}")
