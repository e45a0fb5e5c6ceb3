"""Make many objects of the model's frozen classes: claims that say the same of other ends, copies with a new owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, field, fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Final

from pathway_graph.model.claims import Claim

_OWN: Final = ("id", "subject", "relation", "object")
_REST: Final = attrgetter(*(one.name for one in fields(Claim)[len(_OWN) :]))


@cache
def maker(cls: type) -> Callable[..., Any]:
    """Return what makes objects of a frozen class as the class does, at a third of the time.

    A draft, which is not frozen, has the same slots, each set without the detour by which a frozen one sets its own;
    then it becomes one of the class, for which Python checks that their slots are the same.

    >>> maker(Claim)("c1", "a", "activates", "b", site="Ser133") == Claim("c1", "a", "activates", "b", site="Ser133")
    True
    """
    if cls.__bases__ != (object,):  # a subclass may have other slots, or none
        return cls
    draft = _draft(cls)

    def make(*values: Any, **more: Any) -> Any:
        made = draft(*values, **more)
        made.__class__ = cls
        return made

    return make


def _draft(cls: type) -> Any:
    slots = [
        (one.name, Any) if one.default is MISSING else (one.name, Any, field(default=one.default))
        for one in fields(cls)
    ]
    return make_dataclass(f"{cls.__name__}Draft", slots, slots=True, eq=False)


@cache
def replacer(cls: Any, *names: str) -> Callable[..., Any]:
    """Return what copies an object with other values of the fields *names*, as `dataclasses.replace` does.

    >>> replacer(Claim, "source")(Claim("c1", "a", "activates", "b"), "mine").source
    'mine'
    """
    every = [one.name for one in fields(cls)]
    places = [every.index(name) for name in names]
    make, values_of = maker(cls), attrgetter(*every)

    def replaced(item: Any, *changes: Any) -> Any:
        values = list(values_of(item))
        for place, change in zip(places, changes, strict=True):
            values[place] = change
        return make(*values)

    return replaced


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
        claim = _CLAIM_DRAFT(identifier, subject, relation, object_, *self._rest)
        claim.__class__ = Claim
        made: Claim = claim
        return made


_CLAIM_DRAFT: Final = _draft(Claim)
