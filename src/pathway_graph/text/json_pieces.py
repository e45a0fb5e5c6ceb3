"""JSON in pieces, byte for byte what `json.dumps` gives with ``indent``; long lists are made while they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring
from math import isfinite
from typing import Any, Final

_PIECE: Final = 1 << 16
"""Characters of a piece, at least; the last one has the rest."""
_PLAIN: Final[dict[type, Callable[[Any], str]]] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: "null",
}
"""What writes values of a type that are always written alike."""
_TEXT: Final = frozenset({str})


def json_pieces(value: Any, *, indent: int = 2, allow_nan: bool = True) -> Iterator[str]:
    """Yield JSON of *value*, lines indented, in pieces of some 64,000 characters.

    Args:
        value: Plain data. Itself, a value of an object that is in no list, or an item of an iterator may be an iterator
            in place of a list; it is read when its turn comes, so that a long list is never whole in memory.
        indent: Blanks for each level.
        allow_nan: Whether numbers that JSON does not have are written as JavaScript does; refused if not.

    Raises:
        ValueError, TypeError: As `json.dumps` does, once the place is reached.

    >>> "".join(json_pieces({"a": iter([1, {"b": []}])})) == json.dumps({"a": [1, {"b": []}]}, indent=2)
    True
    """
    parts: list[str] = []
    length = 0
    for part in _Writer(indent, allow_nan).parts(value, "\n"):
        parts.append(part)
        length += len(part)
        if length >= _PIECE:
            yield "".join(parts)
            parts.clear()
            length = 0
    yield "".join(parts)


class _Writer:
    """Writes as `json.dumps` does with ``indent``, for which it has no encoder in C."""

    def __init__(self, indent: int, allow_nan: bool) -> None:
        self._step = " " * indent
        self._encode = json.JSONEncoder(ensure_ascii=False, allow_nan=allow_nan, indent=indent).encode

    def parts(self, value: Any, line: str) -> Iterator[str]:
        """Yield the parts of a value; *line* is the line feed with the blanks of its level."""
        if isinstance(value, Iterator):
            yield from self._list(value, line)
        elif _is_made_late(value):
            yield from self._object(value, line)
        else:
            yield self._whole(value, line)

    def _whole(self, value: Any, line: str) -> str:
        """Return what holds no iterator."""
        kind = type(value)
        if kind in _PLAIN:
            return _PLAIN[kind](value)
        inner = line + self._step
        if kind is dict and _TEXT.issuperset(map(type, value)):
            texts = self._each(value.values(), inner)
            pairs = [f"{encode_basestring(key)}: {text}" for key, text in zip(value, texts, strict=True)]
            return f"{{{inner}{f',{inner}'.join(pairs)}{line}}}" if pairs else "{}"
        if kind is list:
            items = self._each(value, inner)
            return f"[{inner}{f',{inner}'.join(items)}{line}]" if items else "[]"
        if kind is float and isfinite(value):
            return float.__repr__(value)
        return self._encode(value).replace("\n", line)  # texts hold no line feed

    def _each(self, values: Iterable[Any], line: str) -> list[str]:
        """Return what holds no iterator, one by one; plain values without a call of our own."""
        return [_PLAIN[type(one)](one) if type(one) in _PLAIN else self._whole(one, line) for one in values]

    def _list(self, items: Iterator[Any], line: str) -> Iterator[str]:
        before, inner = "[", line + self._step
        for item in items:
            yield before + inner
            yield from self.parts(item, inner)
            before = ","
        yield "[]" if before == "[" else f"{line}]"

    def _object(self, pairs: dict[str, Any], line: str) -> Iterator[str]:
        before, inner = "{", line + self._step
        for key, item in pairs.items():
            yield f"{before}{inner}{self._encode(key)}: "
            yield from self.parts(item, inner)
            before = ","
        yield f"{line}}}"


def _is_made_late(value: Any) -> bool:
    """Whether an object has iterators among its values, or in objects among them."""
    return isinstance(value, dict) and any(
        isinstance(inner, Iterator) or (isinstance(inner, dict) and _is_made_late(inner)) for inner in value.values()
    )


def whole(value: Any) -> Any:
    """Return *value* with a list for each iterator that `json_pieces` would read.

    >>> whole({"a": iter([{"b": iter([1])}]), "c": [2]})
    {'a': [{'b': [1]}], 'c': [2]}
    """
    if isinstance(value, Iterator):
        return [whole(item) for item in value]
    if _is_made_late(value):
        return {key: whole(inner) for key, inner in value.items()}
    return value
