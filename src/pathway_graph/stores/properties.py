"""The fields of an item as properties of a row, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from itertools import compress
from operator import attrgetter, is_not
from typing import Any, Final, TypeVar

from pathway_graph.model.attributes import Attributes, attribute_value, plain_attributes, value_text

Properties = dict[str, Any]
T = TypeVar("T")


def written(item: Any, skip: tuple[str, ...] = ()) -> Properties:
    """Return what an item states by the names of its fields, but for its id and the fields to *skip*."""
    names, take, unstated = _COLUMNS.get((type(item), skip)) or _columns(type(item), skip)
    values = take(item)
    return stated(compress(zip(names, values, strict=True), map(is_not, values, unstated)))


Columns = tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[Any, ...]]
_COLUMNS: dict[tuple[type, tuple[str, ...]], Columns] = {}


def _columns(cls: type, skip: tuple[str, ...]) -> Columns:
    """Return the fields of a type that are properties, and what takes their values (two or more) out of an item.

    With them comes the default of each, where that is not stated: most fields of most items hold that very object.
    """
    names = tuple(name for name, _ in _fields(cls) if name != "id" and name not in skip)
    defaults = {one.name: one.default for one in fields(cls)}
    unstated = tuple(defaults[name] if stated([(name, defaults[name])]) == {} else _NEVER for name in names)
    _COLUMNS[cls, skip] = names, attrgetter(*names), unstated
    return _COLUMNS[cls, skip]


_NEVER: Final = object()
"""Stands for the default of a field that has none, or one that is a property like any other value."""


_UNSTATED = frozenset((type(None), str, tuple, list))


def stated(properties: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Properties:
    """Drop what is not stated (None, empty text, empty list) and turn tuples into lists."""
    pairs = properties.items() if isinstance(properties, Mapping) else properties
    return {
        key: _list(value) if type(value) is tuple else value
        for key, value in pairs
        if value or type(value) not in _UNSTATED
    }


def _list(value: tuple[Any, ...]) -> list[Any]:
    """Return a tuple as a property holds it: names and values as ``name=value``."""
    return [f"{name}={value_text(one)}" for name, one in value] if value and type(value[0]) is tuple else list(value)


TYPED: Final = "attribute_"
"""What the name of a property begins with that holds an attribute in its type."""


def typed_attributes(attributes: Attributes) -> Properties:
    """Return a property for each attribute that is no text: its number, truth value or list, to be asked for.

    >>> typed_attributes((("code", "ECO:1"), ("score", 0.5), ("seen", (1, 2))))
    {'attribute_score': 0.5, 'attribute_seen': [1, 2]}
    """
    plain = plain_attributes(attributes)
    return {f"{TYPED}{name}": value for name, value in plain.items() if not isinstance(value, str)}


def _attributes(stored: Iterable[str], properties: Mapping[str, Any]) -> Attributes:
    """Return attributes from ``name=value``: a text, or JSON where there is a property of that type besides.

    Stores of earlier versions have none: there all are texts. The texts are exact, while a column of a CSV file that
    Neo4j imports has one type for all its values.
    """
    pairs = (text.split("=", 1) for text in stored)
    return tuple((name, _typed(text) if f"{TYPED}{name}" in properties else text) for name, text in pairs)


def _typed(text: str) -> Any:
    try:
        return attribute_value(json.loads(text))
    except ValueError:  # somebody else gave the node a property of that name
        return text


def json_list(name: str, items: Iterable[Any]) -> Properties:
    """Return items as one property, a list of JSON texts; nothing for none."""
    texts = [json.dumps(_dictionary(item), ensure_ascii=False, sort_keys=True) for item in items]
    return {name: texts} if texts else {}


def _dictionary(item: Any) -> dict[str, Any]:
    """Return what `dataclasses.asdict` would, without its copies: a store of many data sets holds many definitions."""
    found = {}
    for name, _ in _fields(type(item)):
        value = getattr(item, name)
        if type(value) is tuple:
            value = [_dictionary(one) if is_dataclass(one) else one for one in value]
        found[name] = value
    return found


def read_item(cls: type[T], properties: Mapping[str, Any], **known: Any) -> T:
    """Return the item of a class that has these properties; *known* fields are taken as they are."""
    values = dict(known)
    for name, required in _fields(cls):
        if name in values:
            continue
        if name in properties:
            value = properties[name]
            values[name] = tuple(value) if isinstance(value, list) else value
            if name == "attributes":
                values[name] = _attributes(value, properties)
        elif required:
            values[name] = ""
    return cls(**values)


_FIELDS: dict[type, tuple[tuple[str, bool], ...]] = {}


def _fields(cls: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a type of the model, and whether each must be given; looked up once."""
    if cls not in _FIELDS:
        _FIELDS[cls] = tuple((item.name, item.default is MISSING) for item in fields(cls))
    return _FIELDS[cls]
