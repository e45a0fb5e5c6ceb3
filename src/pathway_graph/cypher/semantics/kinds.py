"""What is known of a value before a query runs: its kind, as far as the text of the query tells.

A kind is a word, and a list of something is its kind in square brackets: ``[relationship]`` is what ``-[r*]-`` binds.
``any`` is what the text does not tell (a parameter, null, a function of many kinds), and ``stored`` a property of a
node or relationship, which may be anything but a node, a relationship, a path or a map.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

Kind = str
ANY: Final = "any"
STORED: Final = "stored"
LIST: Final = "[any]"
GRAPH: Final = frozenset({"node", "relationship", "path"})
_NAMES: Final = {
    "node": "a node", "relationship": "a relationship", "path": "a path", "number": "a number", "text": "a text",
    "boolean": "a truth value", "map": "a map", STORED: "the value of a property", "list": "a list",
}  # fmt: skip

_ELEMENT: Final = frozenset({"node", "relationship"})
_FIELDS: Final = _ELEMENT | {"map"}
_STORABLE: Final = frozenset({"text", "number", "boolean", "list", STORED})
_SIZED: Final = frozenset({"text", "list"})
ARGUMENTS: Final[dict[str, frozenset[Kind]]] = {
    "labels": frozenset({"node"}), "type": frozenset({"relationship"}), "startnode": frozenset({"relationship"}),
    "endnode": frozenset({"relationship"}), "nodes": frozenset({"path"}), "relationships": frozenset({"path"}),
    "length": frozenset({"path"}), "id": _ELEMENT, "elementid": _ELEMENT, "properties": _FIELDS, "keys": _FIELDS,
    "size": _SIZED, "reverse": _SIZED, "head": frozenset({"list"}), "last": frozenset({"list"}),
    "tail": frozenset({"list"}),
}  # fmt: skip
"""What the first argument of a function may be, where a graph's own kinds play a part; names in lower case."""

_NUMBERS: Final = "count size length id tointeger tofloat sign ceil floor round sqrt exp log log10 toint"
_TEXTS: Final = (
    "type elementid tostring toupper tolower upper lower trim btrim ltrim rtrim substring left right replace valuetype"
)
_SCALAR: Final = "abs sum avg stdev stdevp toboolean split"
RESULTS: Final[dict[str, Kind]] = {
    **dict.fromkeys(_NUMBERS.split(), "number"), **dict.fromkeys(_TEXTS.split(), "text"),
    "labels": "[text]", "keys": "[text]", "split": "[text]", "range": "[number]", "nodes": "[node]",
    "relationships": "[relationship]", "startnode": "node", "endnode": "node", "properties": "map", "exists": "boolean",
    "isempty": "boolean", "isnan": "boolean",
}  # fmt: skip
"""What a function gives, where it is one kind only."""

NO_GRAPH: Final = frozenset((*_NUMBERS.split(), *_TEXTS.split(), *_SCALAR.split())) - {
    "count", "valuetype", *ARGUMENTS,
}  # fmt: skip
"""Functions of numbers and texts, which take no node, relationship or path, and no list of these."""


def is_list(kind: Kind) -> bool:
    """Whether a kind is a list."""
    return kind[0] == "["


def member(kind: Kind) -> Kind:
    """Return the kind of what is in a list; of anything else the text does not tell.

    >>> member("[[node]]"), member("stored")
    ('[node]', 'any')
    """
    return kind[1:-1] if kind[0] == "[" else ANY


def holds_graph(kind: Kind) -> bool:
    """Whether a value is a node, a relationship or a path, or a list of these."""
    return kind.strip("[]") in GRAPH


def common(kinds: Iterable[Kind]) -> Kind:
    """Return the kind that all of some values have, or that nothing is known of them.

    >>> common(["node", "node"]), common(["node", "text"]), common([])
    ('node', 'any', 'any')
    """
    found = set(kinds)
    return found.pop() if len(found) == 1 else ANY


def fits(kind: Kind, accepted: frozenset[Kind]) -> bool:
    """Whether a value of a kind may be one of those accepted, as far as is known.

    >>> fits("[node]", frozenset({"list"})), fits("stored", frozenset({"node"})), fits("any", frozenset({"node"}))
    (True, False, True)
    """
    if kind == ANY or kind in accepted:
        return True
    if kind == STORED:
        return not accepted.isdisjoint(_STORABLE)
    return kind[0] == "[" and "list" in accepted


def said(kind: Kind) -> str:
    """Say a kind in words.

    >>> said("[relationship]"), said("[[node]]"), said("path")
    ('a list of relationships', 'a list', 'a path')
    """
    if is_list(kind):
        inner = member(kind)
        return f"a list of {inner}s" if inner in GRAPH | {"number", "text", "map"} else "a list"
    return _NAMES.get(kind, kind)
