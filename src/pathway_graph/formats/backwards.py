"""What an edge's other columns or attributes say of which way it runs: a mark of its own may turn it round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ARROWS: Final = frozenset(("direction", "directionality", "arrow", "arrows", "orientation", "interaction_direction",
                            "edge_direction"))  # fmt: skip
"""Names of what says which way an edge runs."""
_BACKWARDS: Final = frozenset("""
<- <-- <= <== ← |- |-- b->a b-a b_->_a b-to-a b_to_a b_a ba 2->1 2_to_1 reverse reversed backward backwards
from from;to to;from from,to target->source target_to_source <-> <--> ↔ both bidirectional
""".split())  # fmt: skip
"""What it says of an edge that runs from the second end, or from both."""
_TURNED: Final = frozenset({"inverse", "is_inverse", "inverted", "is_inverted", "reversed", "is_reversed"})
"""Names of what turns an edge round by saying yes."""
_TRUE: Final = frozenset({"true", "t", "yes", "y", "1"})


def can_turn(key: str) -> bool:
    """Whether what is called so, in small letters, may say that an edge runs backwards."""
    return key in _ARROWS or key in _TURNED


def runs_backwards(key: str, text: str) -> bool:
    """Whether a column or an attribute of this name, in small letters, says so of an edge, or that it runs both ways.

    >>> runs_backwards("direction", "B -> A"), runs_backwards("inverse", "True"), runs_backwards("direction", "->")
    (True, True, False)
    """
    word = "_".join(text.lower().split())
    return word.replace("_->_", "->") in _BACKWARDS if key in _ARROWS else key in _TURNED and word in _TRUE


def backwards_in(texts: Mapping[str, str]) -> str:
    """Return the name of the attribute by which an edge runs backwards; nothing where none says so."""
    return next((key for key, text in texts.items() if can_turn(key.lower()) and runs_backwards(key.lower(), text)), "")
