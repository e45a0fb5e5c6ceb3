"""Values of a query's rows as pieces of text, those that name something stored with the address of its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pathway_graph.explorer.given import address
from pathway_graph.explorer.tables import brief

_PAGES: Final = {
    "Entity": "/entity", "Statement": "/claim", "Publication": "/publication", "Source": "/source",
}  # fmt: skip
_MOST: Final = 60
"""Most pieces of one cell; JSON and the files have all."""
Piece = tuple[str, str]
"""What is said, and where it leads; nowhere where that is empty."""


def pieces(value: Any) -> list[Piece]:
    """Return a value in words, nodes, relationships and paths in it with links.

    >>> pieces({"labels": ["Entity", "Gene"], "properties": {"id": "gene:B", "name": "B"}})
    [('B (gene:B)', '/entity?id=gene%3AB')]
    >>> pieces({"type": "ACTIVATES", "start": "a", "end": "b", "properties": {"claims": ["T1"]}})[1:]
    [(' -[ACTIVATES]-> ', ''), ('b', '/entity?id=b'), (' by ', ''), ('T1', '/claim?id=T1')]
    """
    found = list(_pieces(value))
    return [*found[:_MOST], (" …", "")] if len(found) > _MOST else found


def _pieces(value: Any) -> Iterator[Piece]:
    if is_node(value):
        yield _node(value)
    elif is_link(value):
        yield from _link(value)
    elif is_path(value):
        yield from _path(value)
    elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        for number, one in enumerate(value):
            if number:
                yield "; ", ""
            yield from _pieces(one)
    else:
        yield brief(value), ""


def is_node(value: Any) -> bool:
    """Whether a value is a node."""
    return isinstance(value, Mapping) and value.keys() == {"labels", "properties"}


def is_link(value: Any) -> bool:
    """Whether a value is a relationship."""
    return isinstance(value, Mapping) and value.keys() == {"type", "start", "end", "properties"}


def is_path(value: Any) -> bool:
    """Whether a value is a path."""
    return isinstance(value, Mapping) and value.keys() == {"nodes", "relationships"}


def holds_things(value: Any) -> bool:
    """Whether a value is or holds a node, a relationship or a path."""
    if is_node(value) or is_link(value) or is_path(value):
        return True
    return isinstance(value, list | tuple) and any(holds_things(one) for one in value)


def _node(value: Mapping[str, Any]) -> Piece:
    said, identifier = brief(value), value["properties"].get("id")
    for label in value["labels"]:
        if label in _PAGES and isinstance(identifier, str):
            return said, address(_PAGES[label], id=identifier)
        if label == "Diagram" and isinstance(identifier, str):
            return said, address("/diagram", name=identifier)
    return said, ""


def _link(value: Mapping[str, Any]) -> Iterator[Piece]:
    claims = value["properties"].get("claims")
    is_edge = isinstance(claims, list)  # other relationships do not lead from entity to entity
    for side, said in (("start", ""), ("end", f" -[{value['type']}]-> ")):
        if said:
            yield said, ""
        yield str(value[side]), address("/entity", id=value[side]) if is_edge else ""
    if is_edge and claims:
        yield " by ", ""
        for number, claim in enumerate(claims):
            if number:
                yield ", ", ""
            yield str(claim), address("/claim", id=claim)


def _path(value: Mapping[str, Any]) -> Iterator[Piece]:
    nodes, links = value["nodes"], value["relationships"]
    for number, node in enumerate(nodes):
        if number:
            link = links[number - 1]
            is_forward = link["start"] == nodes[number - 1]["properties"].get("id")
            yield f" -[{link['type']}]-> " if is_forward else f" <-[{link['type']}]- ", ""
        yield _node(node)
