"""Signs: one edge's as text, and the one that several routes share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

NetSign = Literal["+1", "-1", "0", "ambiguous"]
"""A net sign is a text wherever it stands, for it may be ``ambiguous``; the sign of an edge or a route is a number."""


def net_sign(signs: Iterable[int]) -> NetSign:
    """Return the sign that all signed routes share; ``ambiguous`` where they disagree, ``0`` where none is signed.

    >>> net_sign([1, 0, 1]), net_sign([1, -1]), net_sign([0]), net_sign([])
    ('+1', 'ambiguous', '0', '0')
    """
    found = set(signs) - {0}
    if len(found) > 1:
        return "ambiguous"
    return "0" if not found else "+1" if 1 in found else "-1"


def sign_text(sign: int | None) -> str:
    """Write a sign as text.

    >>> sign_text(1), sign_text(-1), sign_text(0), sign_text(None)
    ('+1', '-1', '0', 'none')
    """
    return "none" if sign is None else f"{sign:+d}" if sign else "0"
