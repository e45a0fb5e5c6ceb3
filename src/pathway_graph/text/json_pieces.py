"""JSON in pieces, byte for byte what `json.dumps` gives with ``indent``; long lists are made while they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

_PIECE: Final = 1 << 16
"""Characters of a piece, at least; the last one has the rest."""
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


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
    """Writes what holds no iterator as `json.dumps` does, and shifts it to where it stands: texts hold no line feed."""

    def __init__(self, indent: int, allow_nan: bool) -> None:
        self._step = " " * indent
        self._allow_nan = allow_nan
        self._encode = json.JSONEncoder(ensure_ascii=False, allow_nan=allow_nan, indent=indent).encode
        self._flat: dict[str, Callable[[Any], str]] = {}

    def parts(self, value: Any, line: str) -> Iterator[str]:
        """Yield the parts of a value; *line* is the line feed with the blanks of its level."""
        if isinstance(value, Iterator):
            yield from self._list(value, line)
        elif type(value) is dict and value and _PLAIN.issuperset(map(type, value.values())):
            yield self._row(value, line)  # asked first: most objects of a long list are such
        elif _is_made_late(value):
            yield from self._object(value, line)
        else:
            text = self._encode(value)
            yield text if line == "\n" else text.replace("\n", line)

    def _row(self, value: dict[Any, Any], line: str) -> str:
        """Return an object that holds no other, by the encoder in C, which knows no indentation but takes any comma."""
        inner = line + self._step
        if line not in self._flat:
            separators = (f",{inner}", ": ")
            self._flat[line] = json.JSONEncoder(
                ensure_ascii=False, allow_nan=self._allow_nan, separators=separators
            ).encode
        return f"{{{inner}{self._flat[line](value)[1:-1]}{line}}}"

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
