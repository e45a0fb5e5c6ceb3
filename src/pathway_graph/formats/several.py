"""An edge that states several relations or signs, as one made of many does: each of them is a statement of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pathway_graph.formats.attribute_values import text_of


def statements_in(data: Mapping[str, Any], keys: Sequence[str]) -> list[dict[str, Any]]:
    """Return the attributes of an edge once for each of the different statements that it makes.

    Lists of one length belong together, place by place. Of lists that do not, the last of *keys* that has one counts,
    and the others stay attributes under another name, for which of their values belongs to which is not said.

    Args:
        data: The attributes.
        keys: Their names, in small letters, that say what is stated: a relation, a sign.

    >>> statements_in({"sign": [1, -1, 1], "score": 2}, ["relation", "sign"])
    [{'sign': 1, 'score': 2}, {'sign': -1, 'score': 2}]
    >>> statements_in({"relation": ["activates", "binds"], "sign": [1, None]}, ["relation", "sign"])
    [{'relation': 'activates', 'sign': 1}, {'relation': 'binds', 'sign': None}]
    >>> statements_in({"relation": ["activates", "binds"], "sign": [1, -1, 1]}, ["relation", "sign"])
    [{'stated_relation': ['activates', 'binds'], 'sign': 1}, {'stated_relation': ['activates', 'binds'], 'sign': -1}]
    """
    lists = {key: data[key] for name in keys for key in data if key.lower() == name and _says_several(data[key])}
    if not lists:
        return [dict(data)]
    if len(set(map(len, lists.values()))) > 1:
        kept = list(lists)[-1]
        data = {f"stated_{key}" if key in lists and key != kept else key: value for key, value in data.items()}
        lists = {kept: lists[kept]}
    each = dict.fromkeys(zip(*lists.values(), strict=True))
    return [{**data, **dict(zip(lists, values, strict=True))} for values in each]


def _says_several(value: Any) -> bool:
    if not isinstance(value, list) or any(isinstance(one, dict | list) for one in value):
        return False
    return len({text_of(one) for one in value}) > 1
