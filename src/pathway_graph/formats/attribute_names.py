"""Names of attributes for the keys of a file: the key itself where it may be one, else the nearest that is free."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from pathway_graph.model.attributes import ATTRIBUTE


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the attribute's name for each key of a file: the key itself where it may be one, else the nearest free.

    All keys of a file are named together, so that no two are one and each is called the same in every edge. What has
    neither letter nor digit has no name.

    >>> names_of(["p value", "p.value", "p_value", "ün", "%"])
    {'%': '', 'p value': 'p_value_2', 'p.value': 'p.value', 'p_value': 'p_value', 'ün': '_ün'}
    """
    found = {key: key if ATTRIBUTE.fullmatch(key) else "" for key in sorted(set(keys))}
    taken = set(found.values())
    for key in [key for key, name in found.items() if not name and re.search(r"[^\W_]", key)]:
        near = re.sub(r"[^\w.-]+", "_", key).strip("_.-")[:90]
        near = near if ATTRIBUTE.match(near) else f"_{near}"
        numbers = (f"{near}_{number}" for number in count(2))
        found[key] = near if near not in taken else next(one for one in numbers if one not in taken)
        taken.add(found[key])
    return found
