"""CSV files for ``neo4j-admin database import``: typed headers, one file a set of labels, one a relationship type."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any, Final

from pathway_graph.files.delimited import write_rows
from pathway_graph.formats.raw import Encoded
from pathway_graph.formats.report import Tally
from pathway_graph.model import Network
from pathway_graph.stores.properties import TYPED
from pathway_graph.stores.records import LinkRow, NodeRow, to_records
from pathway_graph.stores.server.keys import server_statements

ARRAY_DELIMITER: Final = "\x1f"
"""Between the items of a list: the unit separator, which stands in no text."""


_SCRIPT: Final = """\
#!/bin/sh
# Imports these files into a new database, called neo4j; stop the server first.
# A database of that name that is there already stays as it is: the tool refuses. It would lose all that is
# not in these files. To replace it on purpose, dump it first, then: sh import.sh --overwrite-destination=true
set -e
cd "$(dirname "$0")"
given="$*"
run() { "$@" $given; }
run COMMAND
"""


def dump(network: Network) -> Encoded:
    """Write the records of a store; the advice says how to import them into a new database.

    Control characters are dropped from texts; nothing else is lost.
    """
    records = to_records(network)
    nodes: dict[tuple[str, ...], list[NodeRow]] = defaultdict(list)
    for row in records.nodes:
        nodes[row.labels].append(row)
    links: dict[tuple[str, str, str], list[LinkRow]] = defaultdict(list)
    for link in records.links:
        links[link.type, link.start[0], link.end[0]].append(link)
    files: dict[str, bytes] = {}
    arguments = []
    tally = Tally()
    for labels in sorted(nodes):
        name = f"nodes-{'-'.join(labels)}.csv"
        rows = nodes[labels]
        header = [f"id:ID({labels[0]})"]
        files[name] = _csv(header, [[row.id] for row in rows], [row.properties for row in rows], tally)
        arguments.append(f"--nodes={':'.join(labels)}={name}")
        tally.kept("nodes", len(rows))
    for type_, start, end in sorted(links):
        name = f"links-{type_}-{start}-{end}.csv"
        some = links[type_, start, end]
        header = [f":START_ID({start})", f":END_ID({end})"]
        ends = [[link.start[1], link.end[1]] for link in some]
        files[name] = _csv(header, ends, [link.properties for link in some], tally)
        arguments.append(f"--relationships={type_}={name}")
        tally.kept("relationships", len(some))
    files["schema.cypher"] = "".join(f"{statement};\n" for statement in server_statements()).encode()
    options = ["--array-delimiter=U+001F", "--multiline-fields=true"]
    command = " \\\n  ".join(["neo4j-admin database import full neo4j", *options, *arguments])
    files["import.sh"] = _SCRIPT.replace("COMMAND", command).encode()
    advice = (
        f"stop the server, then run in that folder:\n{command}\nor sh import.sh, which does the same; a database that "
        "is there already stays as it is (import.sh says how to replace it). Start the server and run schema.cypher"
    )
    return Encoded(files, tally.report("", "neo4j-admin"), advice)


def _csv(header: list[str], keys: list[list[str]], properties: list[dict[str, Any]], tally: Tally) -> bytes:
    names = sorted({name for one in properties for name in one})
    types = {name: _type([one[name] for one in properties if name in one]) for name in names}
    _tell_of_mixtures(types, properties, tally)
    rows = [[*header, *(f"{name}:{types[name]}" for name in names)]]
    for key, one in zip(keys, properties, strict=True):
        rows.append([*key, *(_cell(one.get(name), types[name], tally) for name in names)])
    return write_rows(rows, ",").encode()


def _tell_of_mixtures(types: dict[str, str], properties: list[dict[str, Any]], tally: Tally) -> None:
    """Count attributes whose column is of text, for claims state several types under one name."""
    for name in (name for name, type_ in types.items() if name.startswith(TYPED) and type_.startswith("string")):
        count = sum(name in one and not _is_of_texts(one[name], types[name]) for one in properties)
        why = "of several types under one name: their property is text (in the property attributes they are exact)"
        tally.changed("attributes", why, name, count=count)


def _is_of_texts(value: Any, type_: str) -> bool:
    return isinstance(value, list) and type_ == "string[]" and all(isinstance(item, str) for item in value)


def _type(values: list[Any]) -> str:
    """Return the header type of a property.

    >>> _type([1, 2]), _type([1, 2.5]), _type([["a"]]), _type([True]), _type([[1]]), _type([True, 1])
    ('long', 'double', 'string[]', 'boolean', 'long[]', 'string')
    """
    if all(isinstance(value, list) for value in values):
        return f"{_type([item for value in values for item in value])}[]"
    if any(isinstance(value, bool) for value in values):
        return "boolean" if all(isinstance(value, bool) for value in values) else "string"
    if all(isinstance(value, int) for value in values):
        return "long"
    return "double" if all(isinstance(value, int | float) for value in values) else "string"


def _cell(value: Any, type_: str, tally: Tally) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and type_ == "string":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return ARRAY_DELIMITER.join(_cell(item, type_.removesuffix("[]"), tally) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(float(value)) if type_ == "double" else str(value)
    cleaned = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    if cleaned != text:
        tally.changed("texts", "control characters were dropped", cleaned[:40])
    return cleaned
