"""Attributes of a claim: names and typed values, what a value may be, and how it is written as text."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from pathway_graph.model.plain import plain

AttributeValue = str | int | float | bool | tuple[str | int | float | bool, ...]
"""A text, a whole number of 64 bits, a finite number, a truth value, or a list of one of these."""
Attributes = tuple[tuple[str, AttributeValue], ...]
"""Names and values, sorted by name."""

ATTRIBUTE: Final = re.compile(r"[A-Za-z_][\w.-]{0,99}")
"""The name of an attribute of a claim."""
_SCALARS: Final = frozenset((str, int, float, bool))
_WAY_OUT: Final = "write a text, a number, true or false, or a list of one of these"
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def attributes_of(values: Mapping[str, Any]) -> Attributes:
    """Return the attributes of a claim in the form that `Claim` holds; those without a value are left out.

    Lists become tuples; a list of whole numbers and numbers is one of numbers.

    >>> attributes_of({"score": 0.5, "direct": "", "codes": ["ECO:1", "ECO:2"], "curated": False})
    (('codes', ('ECO:1', 'ECO:2')), ('curated', False), ('score', 0.5))
    """
    found = {name: attribute_value(value) for name, value in values.items()}
    return tuple((name, found[name]) for name in sorted(found) if found[name] not in ("", None, ()))


def plain_attributes(attributes: Attributes) -> dict[str, Any]:
    """Return attributes as plain data: a dictionary, with lists for tuples.

    >>> plain_attributes((("codes", ("ECO:1", "ECO:2")), ("score", 0.5)))
    {'codes': ['ECO:1', 'ECO:2'], 'score': 0.5}
    """
    return {name: list(value) if type(value) is tuple else value for name, value in attributes}


def attribute_value(value: Any) -> Any:
    """Return a value of plain data as an attribute holds it: lists as tuples, of numbers where one is no whole number.

    Whether an attribute may hold it is not looked at; see `why_no_value`.

    >>> attribute_value([1, 2.5]), attribute_value([1, 2]), attribute_value("0.50")
    ((1.0, 2.5), (1, 2), '0.50')
    """
    if not isinstance(value, list | tuple):
        return plain(value)
    items = tuple(map(plain, value))
    if {int, float} == set(map(type, items)) and not any(map(why_no_value, items)):
        return tuple(map(float, items))
    return items


def why_no_value(value: Any) -> tuple[str, str] | None:
    """Return why no attribute holds *value*, and the way out; None where one does.

    >>> why_no_value(0.5), why_no_value((True, 1))[0]
    (None, 'is a list of several types (bool, int)')
    >>> why_no_value(float("nan"))[0], why_no_value(None)[0], why_no_value(1 << 63)[0]
    ('is nan, which is no number', 'is None, which is no value', 'is a whole number of more than 64 bits')
    """
    if type(value) is tuple:
        if not value:
            return "is an empty list", "remove it"
        kinds = sorted({type(item).__name__ for item in value})
        if len(kinds) > 1 and all(type(item) in _SCALARS for item in value):
            return f"is a list of several types ({', '.join(kinds)})", "give all of them one type"
        wrong = next(filter(None, map(_why_no_scalar, value)), None)
        return wrong and (f"holds what {wrong[0]}", wrong[1])
    return _why_no_scalar(value)


def _why_no_scalar(value: Any) -> tuple[str, str] | None:
    if value is None:
        return "is None, which is no value", "remove it"
    if type(value) not in _SCALARS:
        return f"is of type {type(value).__name__}", _WAY_OUT
    if type(value) is int and abs(value) >= 1 << 63:
        return "is a whole number of more than 64 bits", "write it as text"
    if type(value) is float and not math.isfinite(value):
        return f"is {value}, which is no number", "remove it, or write it as text"
    return None


def are_alike(one: Attributes, other: Attributes) -> bool:
    """Tell whether attributes are equal, and of the same types: to Python 1, 1.0 and True are equal.

    >>> are_alike((("a", 1),), (("a", 1),)), are_alike((("a", 1),), (("a", True),)), are_alike((), (("a", ""),))
    (True, False, False)
    """
    return one is other or (one == other and have_same_types(one, other))


def have_same_types(one: Attributes, other: Attributes) -> bool:
    """Tell whether attributes that are equal to Python are of the same types."""
    try:
        for (_, value), (_, second) in zip(one, other, strict=True):
            if type(value) is not type(second):
                return False
            if isinstance(value, tuple) and list(map(type, value)) != list(map(type, second)):  # type: ignore[arg-type]
                return False
    except (TypeError, ValueError):  # no names and values: refused where it is looked at
        return type(one) is type(other)
    return True


def differs(name: str, one: Any, other: Any) -> bool:
    """Tell whether two values of a field of that name differ, those of attributes in their types too.

    >>> differs("attributes", (("a", 1),), (("a", 1.0),)), differs("dose", 1, 1.0)
    (True, False)
    """
    return bool(one != other or (name == "attributes" and not are_alike(one, other)))


def why_no_names(attributes: Attributes) -> tuple[str, str] | None:
    """Return why these are not names and values as `attributes_of` makes them, and the way out; None where they are.

    >>> why_no_names((("a b", "x"),))[0], why_no_names((("b", 1), ("a", 2)))[0], why_no_names((("a", ""),))[0]
    (": 'a b' is no name", ' are not sorted, or hold a name twice', ": 'a' is empty")
    """
    names = [name for name, _ in attributes]
    if names != sorted(set(names)):
        return " are not sorted, or hold a name twice", "make them with pathway_graph.model.claims.attributes_of"
    for name, value in attributes:
        if not ATTRIBUTE.fullmatch(name):
            shown = repr(name) if len(name) <= 60 else f"{name[:60]!r}… ({len(name):,} characters)"
            return f": {shown} is no name", "begin with a letter; go on with letters, digits and ._-"
        if value == "":
            return f": {name!r} is empty", "remove it"
    return None


def texts_in(value: AttributeValue) -> Iterator[str]:
    """Yield the text that a value is, or those that a list holds.

    >>> list(texts_in("x")), list(texts_in(1)), list(texts_in(("y", "z")))
    (['x'], [], ['y', 'z'])
    """
    items: Iterable[Any] = value if type(value) is tuple else (value,)
    yield from (item for item in items if isinstance(item, str))


def map_texts(change: Callable[[str], str], value: AttributeValue) -> AttributeValue:
    """Return a value with its text, or those in its list, changed.

    >>> map_texts(str.upper, "x"), map_texts(str.upper, ("y", "z")), map_texts(str.upper, 1)
    ('X', ('Y', 'Z'), 1)
    """
    if type(value) is tuple:
        return tuple(change(item) if isinstance(item, str) else item for item in value)
    return change(value) if isinstance(value, str) else value


def value_text(value: AttributeValue) -> str:
    """Return a value as text: a text as it is, anything else as JSON writes it.

    >>> value_text("a b"), value_text(0.5), value_text(True), value_text(("ECO:1", "ECO:2"))
    ('a b', '0.5', 'true', '["ECO:1", "ECO:2"]')
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def value_shown(value: AttributeValue) -> str:
    """Return a value as a message shows it: a text that looks like a value of another type in quotation marks.

    >>> value_shown("a b"), value_shown("1"), value_shown(1), value_shown("true")
    ('a b', '"1"', '1', '"true"')
    """
    looks_typed = isinstance(value, str) and (read_plain(value) != value or value[:1] in ("[", '"'))
    return json.dumps(value, ensure_ascii=False) if looks_typed else value_text(value)


def read_plain(text: str) -> str | int | float | bool | None:
    """Return the value that a text without quotation marks writes: what JSON calls a number, true or false is that.

    >>> read_plain("0.50"), read_plain("8"), read_plain("false"), read_plain("007"), read_plain("NO"), read_plain("~")
    (0.5, 8, False, '007', 'NO', None)
    """
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~"):
        return None
    if len(text) > 400 or not (match := _NUMBER.fullmatch(text)):
        return text
    return float(text) if match[2] or match[3] else int(text)
