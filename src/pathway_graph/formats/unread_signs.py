"""Signs of an edge that stand beside the one that counts, and are not read: each is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.term_mapping import is_directed, number_in, signed
from pathway_graph.model.vocabulary import RELATIONS

_WEIGHT: Final = "weight"
_GEPHI: Final = "gephi_type"
_DIRECTED: Final = ("directed", "is_directed", "is_directional", "consensus_direction")
_NO: Final = frozenset(("0", "0.0", "false", "f", "no", "n", "undirected"))
_DIRECTIONS: Final = ("direction", "directionality")
_NO_DIRECTION: Final = re.compile(r"(?i)(mi:2001\()?(undirected|non-?directional|no direction|---?)\)?")
_SIZES: Final = ("label", "type")
"""Names under which a number is no sign beside another word: a score shown on the edge."""
DIRECTED: Final = (*_DIRECTED, *_DIRECTIONS, _GEPHI)
"""Names of columns or attributes that say whether an edge has a direction."""
_NO_SIGNS: Final = (_WEIGHT, *_DIRECTED, _GEPHI)


def tell_of_unread_signs(collection: Collection, others: Mapping[str, str], stated: str, position: str) -> None:
    """Count an edge of which another column or attribute says the opposite, or whose weight alone says a sign.

    Args:
        collection: What counts it.
        others: The columns or attributes that may say a sign and were not taken, with the weight.
        stated: What was taken, a sign or else a word.
        position: Where the edge stands.
    """
    said = signed(stated)
    for name, text in others.items():
        is_size = name in _SIZES and number_in(text) is not None
        is_arrow = name in _DIRECTIONS and re.fullmatch(r"\W+", text) is not None  # it says which way, not what
        other = signed(text) if text and not is_size and not is_arrow and name not in _NO_SIGNS else ""
        if is_directed(said) and is_directed(other) and RELATIONS[other].sign != RELATIONS[said].sign:
            why = "two signs are stated, which differ: the sign replaces the other, which is kept as an attribute"
            collection.tally.changed("edges", why, f"{position}: {stated}, {name} {text}")
        elif is_directed(other) and not is_directed(said):
            why = "a sign stands in another column or attribute, which is not read: --sign-column reads that of a table"
            collection.tally.changed("edges", why, f"{position}: {name} {text}")
    undirected = next((name for name in _DIRECTED if others.get(name, "").strip().lower() in _NO), "")
    undirected = undirected or next(
        (name for name in _DIRECTIONS if _NO_DIRECTION.fullmatch(others.get(name, "").strip())), ""
    )
    if is_directed(said) and (undirected or others.get(_GEPHI, "").strip().lower() == "undirected"):
        why = "they are called undirected and have a sign: read from the first end to the second"
        collection.tally.changed("edges", why, f"{position}: {undirected or _GEPHI} {others[undirected or _GEPHI]}")
    weight = number_in(others.get(_WEIGHT, ""))
    if weight is not None and weight < 0 and not is_directed(said):
        why = "their weight below 0 is not read as a sign beside other words: --sign-column weight reads it"
        collection.tally.changed("edges", why, f"{position}: {others[_WEIGHT]}")
