"""The shape of a JSON document: what is an object, a list or a text, told with the path where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.formats.raw import Decoded
from pathway_graph.model.values import brief

Shape = Any
"""An object (``{key: shape}``, keys that are not named are free), a list (``[shape]``), a type, or a tuple of these."""
NULL: Final = type(None)
SCALAR: Final = (str, int, float, bool, NULL)
ANYTHING: Final = object
_CALLED: Final = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", NULL: "null"}


def check_shape(raw: Decoded, value: Any, shape: Shape) -> None:
    """Refuse a document that is not built as its format is.

    Args:
        raw: The file.
        value: Its content.
        shape: What it must be.

    Raises:
        InputError: Everything that is of another shape, each with its path.
    """
    wrong = misshapen(value, shape)
    if wrong:
        raise raw.errors(Problem(raw.shown, 0, message, hint, path) for path, message, hint in wrong)


def misshapen(value: Any, shape: Shape) -> list[tuple[str, str, str]]:
    """Return what is of another shape: path, message and the way out.

    >>> misshapen({"a": 1}, {"a": str})
    [('a', '1 is not a text', 'export the file again, or say another --format')]
    """
    hint = "export the file again, or say another --format"
    return [(path, message, hint) for path, message in _misshapen(value, shape, "")]


def _misshapen(value: Any, shape: Shape, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(shape, tuple):
        found = [list(_misshapen(value, one, path)) for one in shape]
        if all(found):
            deepest = [one for one in found if one[0][0] != path]  # of the right kind, wrong further inside
            yield from deepest[0] if deepest else [(path, f"{brief(value)} is not {_named(shape)}")]
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            yield path, f"{brief(value)} is not {_named(shape)}"
            return
        for key, inner in shape.items():
            if key in value:
                yield from _misshapen(value[key], inner, f"{path}.{key}" if path else key)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield path, f"{brief(value)} is not {_named(shape)}"
            return
        for at, one in enumerate(value) if shape[0] is not ANYTHING else ():
            yield from _misshapen(one, shape[0], f"{path}[{at}]")
    elif not isinstance(value, shape):
        yield path, f"{brief(value)} is not {_named(shape)}"


def _named(shape: Shape) -> str:
    if isinstance(shape, tuple):
        return " or ".join(dict.fromkeys(_named(one) for one in shape))
    return "an object" if isinstance(shape, dict) else "a list" if isinstance(shape, list) else _CALLED[shape]
