"""Turn the model's objects into plain data and back, strictly: unknown fields and wrong types are told."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from pathway_graph.model.declaration import Field, declared
from pathway_graph.model.values import brief


class WrongData(ValueError):
    """Plain data does not fit the model; the message says where."""


def to_data(item: Any) -> dict[str, Any]:
    """Return an object of the model as plain data; fields at their default are left out.

    >>> from pathway_graph.model import Entity, Xref
    >>> to_data(Entity("prot:A", "Protein", "A", xrefs=(Xref("hgnc:1"),)))
    {'id': 'prot:A', 'kind': 'Protein', 'name': 'A', 'xrefs': [{'curie': 'hgnc:1'}]}
    """
    data = {}
    for name, default in _fields(item.__class__):
        value = getattr(item, name)
        if default is MISSING or value != default:
            data[name] = _plain(value)
    return data


def from_data(cls: Any, data: Any) -> Any:
    """Rebuild the object of class *cls* that `to_data` was given.

    Raises:
        WrongData: A field is unknown, missing or of a wrong type.

    >>> from pathway_graph.model import Xref
    >>> from_data(Xref, {"curie": "hgnc:1"})
    Xref(curie='hgnc:1', note='')
    """
    if not isinstance(data, dict):
        raise WrongData(f"{cls.__name__}: an object is wanted, not {type(data).__name__}")
    label = f"{cls.__name__} {brief(str(data.get('id', data.get('number', ''))))}"
    known = _declared(cls)
    for name in data:
        if name not in known:
            raise WrongData(f"{label}: field {name!r} is unknown")
    values = {}
    for name, field in known.items():
        if name in data:
            values[name] = _value(field, data[name], label)
        elif field.default is MISSING:
            raise WrongData(f"{label}: {name!r} is missing")
    return cls(**values)


def text_of(value: Any) -> str | None:
    """Return a text or a number of JSON as the text that an attribute holds; None for anything else.

    >>> text_of("x"), text_of(1), text_of(0.61), text_of(True), text_of([1])
    ('x', '1', '0.61', None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _value(field: Field, value: Any, label: str) -> Any:
    if not field.holds_many:
        if value is None and field.default is None:
            return None
        return _one(field, value, label)
    if field.type == "map":
        if not isinstance(value, dict):
            raise WrongData(f"{label}: {field.name!r} is an object, not {brief(value)}")
        told = {name: text_of(one) for name, one in value.items()}
        for name, text in told.items():
            if text is None:
                raise WrongData(f"{label}: {field.name!r} holds texts and numbers, not {brief(value[name])}")
        return tuple(sorted(told.items()))
    if not isinstance(value, list):
        raise WrongData(f"{label}: {field.name!r} is a list, not {brief(value)}")
    return tuple(_one(field, one, label) for one in value)


def _one(field: Field, value: Any, label: str) -> Any:
    """Check the type of a value; whether its field takes it is seen with the whole network, all problems at once."""
    if field.python not in _CALLED:
        return from_data(field.python, value)
    if field.python is float and type(value) is int and abs(value) < 1 << 63:
        return float(value)
    if type(value) is not field.python:
        raise WrongData(f"{label}: {field.name!r} is {_CALLED[field.python]}, not {brief(value)}")
    return value


_CALLED: dict[Any, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        if value and type(value[0]) is tuple:  # names and values
            return dict(value)
        return [_plain(one) for one in value]
    return to_data(value) if hasattr(value, "__dataclass_fields__") else value


@cache
def _fields(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(cls))


@cache
def _declared(cls: Any) -> dict[str, Field]:
    return {field.name: field for field in declared(cls)}
