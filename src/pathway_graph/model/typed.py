"""Tell whether values are of the Python types that the model declares, one field of all items at a time."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

from pathway_graph.model.declaration import Field, declared


def distinct_values(
    items: Sequence[Any], names: Sequence[str], *, types_alone: Container[str] = ()
) -> list[tuple[set[Any], set[type]]]:
    """Return the distinct values of each attribute, and the types of all values: 1, 1.0 and True are one in a set.

    Some hundred items at a time stay in the processor's cache.

    Args:
        items: What has the attributes.
        names: Two attributes or more.
        types_alone: Those of which no values are wanted: hashing long ones, definitions within entities, takes time.
    """
    found: list[tuple[set[Any], set[type]]] = [(set(), set()) for _ in names]
    are_wanted = [name not in types_alone for name in names]
    take = attrgetter(*names)
    for begin in range(0, len(items), 256):
        columns = zip(*map(take, items[begin : begin + 256]), strict=True)
        for (values, kinds), is_wanted, column in zip(found, are_wanted, columns, strict=True):
            kinds.update(map(type, column))
            if not is_wanted:
                continue
            try:
                values.update(column)
            except TypeError:
                values.update(map(_hashable, column))
    return found


@dataclass(frozen=True, slots=True)
class _Unhashable:
    """Stands for a list or another value that no field takes."""


def _hashable(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:
        return _Unhashable()
    return value


def are_typed(field: Field, values: Sequence[Any]) -> bool:
    """Tell whether all values are of the type that the model declares; whether the field takes them is seen later.

    A number of NumPy is none, nor is a flag: they compare equal to one, and no file and no store holds them.
    """
    kinds = set(map(type, values))
    if not field.holds_many:
        return kinds <= python_types(field)
    if not kinds <= {tuple}:
        return False
    inner = list(chain.from_iterable(values))
    if field.python in (str, int, float, bool, tuple):
        return _are_pairs(inner) if field.type == "map" else set(map(type, inner)) <= python_types(field)
    if not all(issubclass(kind, field.python) for kind in set(map(type, inner))):
        return False
    if field.type not in ("xref", "link", "orthologs"):
        return True
    return all(are_typed(one, list(map(attrgetter(one.name), inner))) for one in declared(field.python))


def _are_pairs(items: Sequence[Any]) -> bool:
    """Whether all are tuples of a name and a value; of which type the values are, is seen one by one."""
    if not (set(map(type, items)) <= {tuple} and set(map(len, items)) <= {2}):
        return False
    return {type(name) for name, _ in items} <= {str}


def python_types(field: Field) -> set[type]:
    """Return the types of a value of a field, of each of many."""
    types: set[type] = {float, int} if field.python is float else {field.python}
    return {*types, type(None)} if field.default is None else types


def kind_of(field: Field) -> str:
    """Say what a field holds: ``a text``, ``a tuple of numbers``."""
    name = {"str": "text", "int": "whole number", "float": "number", "bool": "flag"}.get(
        field.python.__name__, field.python.__name__
    )
    return f"a tuple of {name}s" if field.holds_many else f"a {name}"
