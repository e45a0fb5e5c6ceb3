"""A number with its word, which fits it: 1 claim, 2,000 claims."""

from __future__ import annotations

import re
from typing import Final

_WITH_ES: Final = re.compile(r"(?:s|x|z|ch|sh)$")
_WITH_IES: Final = re.compile(r"(?<=[^aeiou])y$")
_FROM_ES: Final = re.compile(r"(?:ss|x|z|ch|sh)es$")
_HEAD: Final = re.compile(r"(.*?)((?: (?:of|in|with|without|that|between|from|by|to|not|for)\b.*)?)$")


def how_many(count: int, one: str, several: str = "") -> str:
    """Return a count with its word.

    Args:
        count: How many there are.
        one: The word for one; what follows it may stand there too, where *several* is given.
        several: The words for none or several, where they are not the plain plural of *one*.

    >>> how_many(1, "claim"), how_many(2000, "claim"), how_many(0, "study"), how_many(2, "match")
    ('1 claim', '2,000 claims', '0 studies', '2 matches')
    >>> how_many(1, "hypothesis is", "hypotheses are"), how_many(3, "hypothesis is", "hypotheses are")
    ('1 hypothesis is', '3 hypotheses are')
    """
    return f"{count:,} {one if count == 1 else several or plural(one)}"


def plural(one: str) -> str:
    """Return the plain plural of a word, or of several words of which the last is the noun.

    >>> plural("data set"), plural("entity"), plural("key")
    ('data sets', 'entities', 'keys')
    """
    if _WITH_ES.search(one):
        return f"{one}es"
    return _WITH_IES.sub("ies", one) if _WITH_IES.search(one) else f"{one}s"


def of_several(count: int, several: str) -> str:
    """Return a count with a word that is given for several, such as the heading of what was counted.

    >>> of_several(1, "ends of claims"), of_several(1, "statements not understood"), of_several(2, "entries")
    ('1 end of claims', '1 statement not understood', '2 entries')
    """
    return how_many(count, singular(several), several)


def singular(several: str) -> str:
    """Return a plain plural for one: of its first noun alone, where more words say which are meant.

    >>> singular("data sets"), singular("processes"), singular("hypotheses"), singular("evidence")
    ('data set', 'process', 'hypothesis', 'evidence')
    >>> singular("tissues, cells and regions")
    'of the tissues, cells and regions'
    """
    if "," in several:
        return f"of the {several}"
    head, rest = _HEAD.match(several).groups()  # type: ignore[union-attr]
    if head.endswith("ypotheses"):
        return f"{head[:-2]}is{rest}"
    if head.endswith("ies") and not head.endswith("species"):
        return f"{head[:-3]}y{rest}"
    cut = 2 if _FROM_ES.search(head) else 1 if head.endswith("s") and not head.endswith(("ss", "species")) else 0
    return f"{head[: len(head) - cut]}{rest}"
