"""Tell by its keys which format a JSON document is in."""

from __future__ import annotations

import json
from typing import Any

from pathway_graph.formats.raw import MAX_ELEMENTS, MAX_VALUES

_DECODER = json.JSONDecoder()


def json_kind(data: bytes) -> str:
    """Return the format of a JSON document whose content says it; nothing where it does not, or is damaged.

    >>> json_kind(b'{"nodes": [{"id": "A"}], "links": []}')
    'node-link'
    >>> json_kind(b'{"nodes": [{"data": {"id": "A"}}]}'), json_kind(b'[{"data": {"id": "A"}}]')
    ('cytoscape', 'cytoscape')
    """
    if data.count(b"{") + data.count(b"[") > MAX_ELEMENTS or data.count(b",") > MAX_VALUES:
        return ""  # too large to be looked at whole; the reader refuses it
    try:
        text = data.decode("utf-8-sig").lstrip()
        if text.startswith("["):
            return _of_list(_first(text, 0))
        found, end = _DECODER.raw_decode(text)
        if text[end:].strip():  # one object for each line
            return "indra" if _is_statement(found) else "kgx" if _is_kgx(found, found) else ""
    except (ValueError, RecursionError):  # the reader says what is wrong
        return ""
    return _of_object(found) if isinstance(found, dict) else ""


def _first(text: str, at: int) -> Any:
    """Return the first item of the list that begins there."""
    begins = text.find("{", at)
    return _DECODER.raw_decode(text, begins)[0] if text[at + 1 : begins].isspace() or begins == at + 1 else None


def _of_list(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    if isinstance(item.get("data"), dict) and {"id", "source"} & item["data"].keys():
        return "cytoscape"
    return "indra" if _is_statement(item) else ""


def _is_statement(item: Any) -> bool:
    """Whether it is a statement of INDRA: a class of one, and what only statements have."""
    named = isinstance(item, dict) and isinstance(item.get("type"), str) and item["type"][:1].isupper()
    return named and bool({"evidence", "matches_hash", "belief", "enz", "subj", "members", "agent"} & item.keys())


def _of_object(document: dict[str, Any]) -> str:
    statements = document.get("statements")
    statements = list(statements.values())[:1] if isinstance(statements, dict) else statements
    if _is_statement(_head(statements)):
        return "indra"
    if _is_kgx(document, document):
        return "kgx"
    nodes = document.get("nodes")
    edges = document.get("edges", document.get("links"))
    node, edge = (_head(one) for one in (nodes, edges))
    if not isinstance(nodes, list) and not isinstance(edges, list):
        return ""
    if _is_kgx(node, edge):
        return "kgx"
    if isinstance(node.get("data"), dict) or isinstance(edge.get("data"), dict):
        return "cytoscape"
    return "node-link" if isinstance(nodes, list) and isinstance(edges, list) else ""


def _is_kgx(node: Any, edge: Any) -> bool:
    """Whether a node or an edge has what the Biolink Model gives it."""
    if not isinstance(node, dict) or not isinstance(edge, dict):
        return False
    category = node.get("category")
    first = category[0] if isinstance(category, list) and category else category
    is_node = "id" in node and isinstance(first, str) and first.startswith("biolink:")
    return is_node or ({"subject", "object"} <= edge.keys() and bool({"predicate", "edge_label"} & edge.keys()))


def _head(items: Any) -> dict[str, Any]:
    return items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else {}
