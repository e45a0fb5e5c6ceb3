"""Make claims that say the same of other ends: a table has few things to say, of many pairs."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from pathway_graph.model.claims import Claim
from pathway_graph.model.copies import draft_of

_NAMES: Final = [field.name for field in fields(Claim)]
_OWN: Final = ("id", "subject", "relation", "object")
_REST: Final = attrgetter(*_NAMES[len(_OWN) :])
_Draft: Final = draft_of(Claim)


class Alike:
    """What a claim says beside its id, ends and relation, for others that say the same.

    >>> first = Claim("c1", "a", "activates", "b", site="Ser133")
    >>> second = Alike(first).claim("c2", "a", "inhibits", "d")
    >>> second == Claim("c2", "a", "inhibits", "d", site="Ser133"), second.sign
    (True, -1)
    """

    __slots__ = ("_rest",)

    def __init__(self, first: Claim) -> None:
        self._rest: tuple[Any, ...] = _REST(first)

    def claim(self, identifier: str, subject: str, relation: str, object_: str) -> Claim:
        """Return the claim of these ends; it is a `Claim` as any other."""
        claim = _Draft(identifier, subject, relation, object_, *self._rest)
        claim.__class__ = Claim  # their slots are the same, which Python checks
        made: Claim = claim
        return made
