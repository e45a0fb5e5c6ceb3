"""JSON lines: one object in each line, read as strictly as a JSON document, every line that is none told at once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from pathway_graph.errors import InputError, Problem
from pathway_graph.formats.raw import MAX_ELEMENTS, Decoded


def are_json_lines(text: str, *, but: frozenset[str] = frozenset()) -> bool:
    r"""Whether a text is one object for each line, not a document or its beginning.

    Args:
        text: The text.
        but: Keys that a document has, whose only line is an object too.

    >>> are_json_lines('{"id": 1}\n{"id": 2}\n'), are_json_lines('{\n"id": 1}'), are_json_lines('[{"id": 1}]')
    (True, False, False)
    """
    line = text.lstrip().split("\n", 1)[0].strip()
    if not line.startswith("{") or re.match(r'\{\s*"(nodes|edges|statements)"\s*:', line):
        return False
    try:
        value = json.loads(line) if line.endswith("}") else None
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not but & value.keys()


def json_lines(raw: Decoded) -> list[tuple[int, dict[str, Any]]]:
    """Return the object of each line that is not blank.

    Raises:
        InputError: Lines are no objects, or there are too many; every one is told.
    """
    text = raw.decoded()
    if (count := text.count("\n")) > MAX_ELEMENTS:
        raise raw.wrong(0, f"it has {count:,} lines; the limit is {MAX_ELEMENTS:,}", "split it into several files")
    found: list[tuple[int, dict[str, Any]]] = []
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = Decoded(raw.shown, raw.name, line.encode()).json()
        except InputError as error:
            problems += [replace(problem, line=number) for problem in error.problems]
            continue
        if isinstance(value, dict):
            found.append((number, value))
        else:
            problems.append(Problem(raw.shown, number, "the line is no object", "write one object in each line"))
    if problems:
        raise raw.errors(problems)
    return found
