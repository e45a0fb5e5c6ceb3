"""An edge whose attributes deny it: what was looked for and not found is a null result, never an edge with a sign."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.formats.builder import Collection
from pathway_graph.model.vocabulary import RELATIONS


def take_negation(rest: dict[str, Any]) -> bool:
    """Take the attributes that deny an edge (``negated``, PSI-MI's ``negative``) out; tell whether one does."""
    of_signs = _SIGNS if any(key.lower() in ("positive", "is_positive") for key in rest) else ()
    found = [str(rest.pop(key)).strip().lower() for key in list(rest)
             if key.lower() in _NEGATIONS and key.lower() not in of_signs
             and str(rest[key]).strip().lower() in _NEGATIONS[key.lower()]]  # fmt: skip
    return any(text in _TRUE for text in found)


_TRUE: Final = frozenset({"true", "t", "yes", "y", "1"})
_SIGNS: Final = ("negative", "is_negative")
"""Beside ``positive`` they are the other of two columns of signs, and deny nothing."""
_EITHER: Final = _TRUE | {"false", "f", "no", "n", "0", ""}
_NEGATIONS: Final = {
    "negated": _EITHER, "is_negated": _EITHER, "negation": _EITHER,
    "negative": frozenset({"true", "false", ""}), "is_negative": frozenset({"true", "false", ""}),
}  # fmt: skip
"""Attributes that deny an edge, with the values that say so or not; numbers under ``negative`` may count anything."""


def denied(collection: Collection, relation: str, position: str) -> str:
    """Return what an edge says whose relation is denied; nothing where that is not causal."""
    if RELATIONS[relation].sign is None and relation != "leaves_unchanged":
        collection.tally.left_out("edges", "negated: what is not causal is not claimed", position)
        return ""
    collection.tally.changed("edges", "negated: no effect was found, leaves_unchanged", position)
    return "leaves_unchanged"
