"""An edge whose attributes deny it: what was looked for and not found is a null result, never an edge with a sign."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.formats.builder import Collection
from pathway_graph.model.vocabulary import RELATIONS


def take_negation(rest: dict[str, Any]) -> bool:
    """Take the attributes that deny an edge (``negated``, PSI-MI's ``negative``) out; tell whether one does.

    >>> take_negation({"negated": "true"}), take_negation({"positive_negative": "NEGATIVE"})
    (True, True)
    """
    of_signs = _SIGNS if any(key.lower() in ("positive", "is_positive") for key in rest) else ()
    is_denied = False
    for key in [key for key in rest if key.lower() in _NEGATIONS and key.lower() not in of_signs]:
        denying, stating = _NEGATIONS[key.lower()]
        text = str(rest[key]).strip().lower()
        if text in denying | stating:
            del rest[key]
            is_denied |= text in denying
    return is_denied


_SIGNS: Final = ("negative", "is_negative")
"""Beside ``positive`` they are the other of two columns of signs, and deny nothing."""
_EITHER: Final = (frozenset({"true", "t", "yes", "y", "1"}), frozenset({"false", "f", "no", "n", "0", ""}))
_WORDS: Final = (frozenset({"true"}), frozenset({"false", ""}))
_NEGATIONS: Final = {
    "negated": _EITHER, "is_negated": _EITHER, "negation": _EITHER,
    "negative": _WORDS, "is_negative": _WORDS,
    "positive_negative": (frozenset({"negative"}), frozenset({"positive", ""})),
    "qualifier": (frozenset({"not"}), frozenset[str]()),
}  # fmt: skip
"""Attributes that deny an edge, with the values that do and those that do not; numbers under ``negative`` may count
anything, ``positive_negative`` is TarBase's, ``qualifier`` that of annotations."""


def denied(collection: Collection, relation: str, position: str) -> str:
    """Return what an edge says whose relation is denied; nothing where that is not causal."""
    if RELATIONS[relation].sign is None and relation != "leaves_unchanged":
        collection.tally.left_out("edges", "negated: what is not causal is not claimed", position)
        return ""
    collection.tally.changed("edges", "negated: no effect was found, leaves_unchanged", position)
    return "leaves_unchanged"
