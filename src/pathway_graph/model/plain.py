"""Take numbers, texts and flags of NumPy, as the cells of a data frame hold them, for those of Python."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from operator import attrgetter
from typing import Any


def plain(value: Any) -> Any:
    """Return the Python number, text or flag that a single value of NumPy stands for; any other value as it is.

    >>> import numpy as np
    >>> plain(np.float64(2.5)), type(plain(np.int64(3))), plain(np.str_("x")), plain([1])
    (2.5, <class 'int'>, 'x', [1])
    """
    return value.item() if type(value).__module__ == "numpy" and getattr(value, "shape", None) == () else value


def plain_items(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return items of the model whose fields hold no value of NumPy; where none did, *items* itself.

    >>> import numpy as np
    >>> from pathway_graph.model import Claim
    >>> claim = Claim("c", "a", "activates", "b", dose=np.float64(10.0), citations=(np.int64(7),))
    >>> (same,) = plain_items((claim,))
    >>> type(same.dose), type(same.citations[0])
    (<class 'float'>, <class 'int'>)
    """
    if "numpy" not in sys.modules or not _hold_numpy(items):
        return items
    return tuple(map(_plain, items))


def _hold_numpy(values: Iterable[Any]) -> bool:
    """Whether any of the values, or what it consists of, is NumPy's; a field of all items at once, for speed."""
    listed = values if isinstance(values, list | tuple) else list(values)
    kinds: set[Any] = set(map(type, listed))
    if any(kind.__module__ == "numpy" for kind in kinds):
        return True
    for kind in kinds:
        if kind is not tuple and not is_dataclass(kind):
            continue
        same: Sequence[Any] = listed if len(kinds) == 1 else [value for value in listed if type(value) is kind]
        if kind is tuple:
            if _hold_numpy(chain.from_iterable(same)):
                return True
        elif any(_hold_numpy(list(map(attrgetter(field.name), same))) for field in fields(kind)):  # type: ignore[arg-type]
            return True
    return False


def _plain(value: Any) -> Any:
    if type(value) is tuple:
        return tuple(map(_plain, value))
    if not is_dataclass(value) or isinstance(value, type):
        return plain(value)
    return replace(value, **{field.name: _plain(getattr(value, field.name)) for field in fields(value)})
