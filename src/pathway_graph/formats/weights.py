"""Whether the weights of edges say signs: what a single edge cannot tell, all of a file together do."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from pathway_graph.formats.term_mapping import number_in


class Weights(Enum):
    """What weights are: signs (activation above 0, inhibition below), strengths, either, or no numbers."""

    SIGNS = "signs"
    EITHER = "either"
    NONE = "none"


def judge_weights(texts: Iterable[str]) -> Weights:
    """Tell what the weights of a file are; blank ones say nothing.

    A negative weight makes all of them signs. Positive ones are strengths as well as they are sizes of activation, and
    programs write 1 where there is no weight: nothing in the file says which.

    >>> judge_weights(["1.0", "-0,75", ""]), judge_weights(["1", "1.0"])
    (<Weights.SIGNS: 'signs'>, <Weights.EITHER: 'either'>)
    >>> judge_weights(["0.9", "1"]), judge_weights(["high"])
    (<Weights.EITHER: 'either'>, <Weights.NONE: 'none'>)
    """
    numbers = {number_in(text) for text in set(texts) if text.strip() and text.strip().lower() not in _MISSING}
    if not numbers or None in numbers:
        return Weights.NONE
    known = {number for number in numbers if number is not None}
    return Weights.SIGNS if min(known) < 0 else Weights.EITHER


_MISSING = ("na", "nan", "none", "null")
