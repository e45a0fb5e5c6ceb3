"""Turn the model's objects into plain data and back, strictly: unknown fields and wrong types are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from pathway_graph.model.attributes import ATTRIBUTE, Attributes, attribute_value, plain_attributes, why_no_value
from pathway_graph.model.declaration import Field, declared
from pathway_graph.model.values import brief


class WrongData(ValueError):
    """Plain data does not fit the model.

    Attributes:
        messages: Everything that is wrong, each with where.
        fields: The fields that have something wrong.
        good: The values of the others.
        made: The object without these fields; None where one of them must be there.
    """

    def __init__(
        self,
        messages: Sequence[str],
        fields: Iterable[str] = (),
        good: Mapping[str, Any] | None = None,
        made: Any = None,
    ) -> None:
        self.messages, self.fields, self.good, self.made = tuple(messages), frozenset(fields), good or {}, made
        super().__init__("; ".join(messages))


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
        raise WrongData([f"{cls.__name__}: an object is wanted, not {type(data).__name__}"])
    label = f"{cls.__name__} {brief(str(data.get('id', data.get('number', ''))))}"
    known = _declared(cls)
    messages = [f"{label}: field {name!r} is unknown" for name in data if name not in known]
    values: dict[str, Any] = {}
    wrong = []
    for name, field in known.items():
        if name in data:
            told: list[str] = []
            values[name] = _value(field, data[name], label, told)
            if told:
                wrong.append(name)
                messages += told
        elif field.default is MISSING:
            wrong.append(name)
            messages.append(f"{label}: {name!r} is missing")
    if not messages:
        return cls(**values)
    good = {name: value for name, value in values.items() if name not in wrong}
    is_whole = all(name in good for name, field in known.items() if field.default is MISSING)
    raise WrongData(messages, wrong, good, cls(**good) if is_whole else None)


def _value(field: Field, value: Any, label: str, told: list[str]) -> Any:
    """Return the value of a field; everything that is wrong with it is told."""
    if not field.holds_many:
        return None if value is None and field.default is None else _one(field, value, label, told)
    if field.type == "map":
        return _map(field, value, label, told)
    if not isinstance(value, list):
        told.append(f"{label}: {field.name!r} is a list, not {brief(value)}")
        return ()
    return tuple([_one(field, one, label, told) for one in value])


def _map(field: Field, value: Any, label: str, told: list[str]) -> Attributes:
    if not isinstance(value, dict):
        told.append(f"{label}: {field.name!r} is an object, not {brief(value)}")
        return ()
    found = {name: attribute_value(one) for name, one in value.items()}
    for name, one in found.items():
        if not ATTRIBUTE.fullmatch(name):
            told.append(f"{label}: {field.name}: {brief(name)} is no name")
        if why := why_no_value(one):
            told.append(f"{label}: {field.name}: {brief(name)} {why[0]}: {why[1]}")
    return tuple((name, found[name]) for name in sorted(found))


def _one(field: Field, value: Any, label: str, told: list[str]) -> Any:
    """Check the type of a value; whether its field takes it is seen with the whole network, all problems at once."""
    if field.python not in _CALLED:
        try:
            return from_data(field.python, value)
        except WrongData as error:
            told += error.messages
            return None
    if field.python is float and type(value) is int and abs(value) < 1 << 63:
        return float(value)
    if type(value) is not field.python:
        told.append(f"{label}: {field.name!r} is {_CALLED[field.python]}, not {brief(value)}")
    return value


_CALLED: dict[Any, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        if value and type(value[0]) is tuple:  # names and values
            return plain_attributes(value)
        return [_plain(one) for one in value]
    return to_data(value) if hasattr(value, "__dataclass_fields__") else value


@cache
def _fields(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(cls))


@cache
def _declared(cls: Any) -> dict[str, Field]:
    return {field.name: field for field in declared(cls)}
