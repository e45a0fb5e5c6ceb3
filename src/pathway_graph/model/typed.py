"""Tell whether values are of the Python types that the model declares, one field of all items at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from pathway_graph.model.declaration import Field, declared


def distinct_values(items: Sequence[Any], names: Sequence[str]) -> list[set[Any]]:
    """Return the distinct values of each attribute; some hundred items at a time stay in the processor's cache."""
    distinct: list[set[Any]] = [set() for _ in names]
    take = attrgetter(*names)
    for begin in range(0, len(items), 256):
        columns = zip(*map(take, items[begin : begin + 256]), strict=True)
        for values, column in zip(distinct, columns, strict=True):
            try:
                values.update(column)
            except TypeError:
                values.update(map(hashable, column))
    return distinct


@dataclass(frozen=True, slots=True)
class _Unhashable:
    """Stands for a list or another value that no field takes."""


def hashable(value: Any) -> Any:
    """Return a value that can stand in a set: itself, or what stands for a list."""
    try:
        hash(value)
    except TypeError:
        return _Unhashable()
    return value


def are_typed(field: Field, values: set[Any]) -> bool:
    """Tell whether all values are of the type that the model declares; whether the field takes them is seen later."""
    if not field.holds_many:
        return all(issubclass(one, _python_types(field)) for one in set(map(type, values)))
    if not set(map(type, values)) <= {tuple}:
        return False
    inner: set[Any] = set()
    for value in values:
        inner.update(value)
    if not all(issubclass(one, _python_types(field)) for one in set(map(type, inner))):
        return False
    if field.type == "map":
        return all(len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in inner)
    if field.type not in ("xref", "link", "orthologs"):
        return True
    return all(are_typed(one, {getattr(value, one.name) for value in inner}) for one in declared(field.python))


def _python_types(field: Field) -> tuple[type, ...]:
    types: tuple[type, ...] = (float, int) if field.python is float else (field.python,)
    return (*types, type(None)) if field.default is None else types


def kind_of(field: Field) -> str:
    """Say what a field holds: ``a text``, ``a tuple of numbers``."""
    name = {"str": "text", "int": "whole number", "float": "number", "bool": "flag"}.get(
        field.python.__name__, field.python.__name__
    )
    return f"a tuple of {name}s" if field.holds_many else f"a {name}"
