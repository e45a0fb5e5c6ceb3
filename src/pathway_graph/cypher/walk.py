"""Go through a tree: the children of a node, and every node below one, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from pathway_graph.cypher.syntax import Node

N = TypeVar("N", bound=Node)
_PLAIN: Final = frozenset({"str", "bool", "int", "float"})
_FIELDS: Final[dict[type[Node], tuple[str, ...]]] = {}


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes that stand right below a node, field by field.

    >>> from pathway_graph.cypher.parse import parse
    >>> [type(child).__name__ for child in children(parse("MATCH (n) RETURN n").body.parts[0])]
    ['Match', 'Return']
    """
    for value in map(node.__getattribute__, _fields(type(node))):
        if isinstance(value, Node):
            yield value
        elif value.__class__ is tuple:
            for item in value:
                if isinstance(item, Node):
                    yield item


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and every node below it; it goes as deep as the tree does and uses no stack for that.

    >>> from pathway_graph.cypher.parse import parse
    >>> from pathway_graph.cypher.syntax import Variable
    >>> [n.name for n in walk(parse("MATCH (a)-->(b) WHERE a.x = 1 RETURN b")) if isinstance(n, Variable)]
    ['a', 'b', 'a', 'b']
    """
    waiting = [node]
    pop, push, extend = waiting.pop, waiting.append, waiting.extend
    while waiting:
        node = pop()
        yield node
        for name in reversed(_FIELDS.get(node.__class__) or _fields(node.__class__)):
            value = getattr(node, name)
            if value.__class__ is tuple:
                if value and isinstance(value[0], Node):
                    extend(reversed(value))
            elif isinstance(value, Node):
                push(value)


def find(node: Node, kind: type[N]) -> Iterator[N]:
    """Yield every node of a kind in a tree, the node itself too.

    >>> from pathway_graph.cypher.parse import parse
    >>> from pathway_graph.cypher.syntax import FunctionCall
    >>> [call.name.value for call in find(parse("RETURN size(collect(1))"), FunctionCall)]
    ['size', 'collect']
    """
    return (found for found in walk(node) if isinstance(found, kind))


def rebuilt(node: N, change: Callable[[Node], Node | None]) -> N:
    """Return the tree with nodes exchanged: *change* gives another node for a node, or None to go into it.

    Places stay those of the text that was read: only what a node says changes.

    >>> from pathway_graph.cypher.parse import parse
    >>> from pathway_graph.cypher.syntax import Integer
    >>> tree = parse("RETURN [1, 2]").body
    >>> new = rebuilt(tree, lambda node: Integer(0, 0, node.value * 10) if isinstance(node, Integer) else None)
    >>> [number.value for number in find(new, Integer)]
    [10, 20]
    """
    new: dict[str, Any] = {}
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            other: Any = change(value) or rebuilt(value, change)
        elif isinstance(value, tuple) and any(isinstance(item, Node) for item in value):
            other = tuple((change(item) or rebuilt(item, change)) if isinstance(item, Node) else item for item in value)
        else:
            continue
        if other is not value:
            new[name] = other
    return replace(node, **new) if new else node


def _fields(kind: type[Node]) -> tuple[str, ...]:
    """Return the fields that may hold nodes."""
    found = _FIELDS.get(kind)
    if found is None:
        found = tuple(field.name for field in fields(kind) if field.type not in _PLAIN)
        _FIELDS[kind] = found
    return found
