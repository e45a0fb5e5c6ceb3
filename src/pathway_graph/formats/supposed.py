"""An edge that its file only supposes: predicted, possible or speculative, it is a hypothesis and no finding."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.formats.attribute_values import text_of
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.gene_names import is_absent
from pathway_graph.model.vocabulary import CERTAINTIES

_SUPPOSED: Final = frozenset("""
hypothesis hypothetical hypothesized hypothesised speculative speculated speculation supposed suspected putative
possible possibly predicted prediction computational uncertain unproven unconfirmed tentative
""".split())  # fmt: skip
_CERTAIN: Final = frozenset("certain known validated verified established confirmed proven experimental".split())
_MARKS: Final = frozenset("hypothesis hypothetical speculative speculation putative predicted prediction".split())
"""Attributes that say by yes or no, by themselves or behind ``is_``, whether an edge is supposed."""
_TRUE: Final = frozenset({"true", "t", "yes", "y", "1", "1.0"})


def certainty_in(collection: Collection, rest: dict[str, Any], position: str) -> str:
    """Return how certain an edge is by its attributes; nothing where they do not say.

    What says it in a word of this project is taken out; any other word stays an attribute.

    Args:
        collection: What counts edges that are read as hypotheses, and words that are not understood.
        rest: The edge's attributes.
        position: Where it stands.
    """
    stated = text_of(rest.get("certainty")).strip()
    word = "_".join(stated.lower().split())
    if word in CERTAINTIES:
        del rest["certainty"]
        return word
    marks = {key for key in rest if key.lower().removeprefix("is_") in _MARKS}
    supposed = next((key for key in sorted(marks) if text_of(rest[key]).strip().lower() in _TRUE), "")
    if word in _SUPPOSED or supposed:
        why = "they are supposed, predicted or uncertain: read as hypotheses"
        collection.tally.changed("edges", why, f"{position}: {supposed or stated}")
        return "hypothesis"
    if stated and word not in _CERTAIN and not is_absent(stated):
        why = "their certainty is not understood: read as asserted, and kept as an attribute"
        collection.tally.changed("edges", why, f"{position}: {stated}")
    return ""
