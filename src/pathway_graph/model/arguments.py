"""Refuse an argument of a public function that means nothing, before any work is done: one error, in one manner."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite, nan
from numbers import Integral, Real
from typing import Any

from pathway_graph.errors import WrongArgument, did_you_mean, nearest


def require_whole(argument: str, value: Any, low: int = 1, high: int | None = None) -> None:
    """Let a whole number pass that is not below *low* nor above *high*.

    Raises:
        WrongArgument: It is something else.

    >>> require_whole("max_steps", 0, high=100)
    Traceback (most recent call last):
    pathway_graph.errors.WrongArgument: max_steps cannot be 0; give a whole number from 1 to 100
    """
    if not isinstance(value, Integral) or int(value) < low or (high is not None and int(value) > high):
        upto = f" to {high}" if high is not None else " on"
        raise WrongArgument(argument, value, hint=f"give a whole number from {low}{upto}")


def require_number(argument: str, value: Any, *, above: float, high: float | None = None) -> None:
    """Let a number pass that is greater than *above* and not greater than *high*.

    Raises:
        WrongArgument: It is something else.

    >>> require_number("dpi", -1, above=0)
    Traceback (most recent call last):
    pathway_graph.errors.WrongArgument: dpi cannot be -1; give a number above 0
    """
    number = float(value) if isinstance(value, Real) else nan
    if not isfinite(number) or number <= above or (high is not None and number > high):
        upto = f" and not above {high:g}" if high is not None else ""
        raise WrongArgument(argument, value, hint=f"give a number above {above:g}{upto}")


def require_word(argument: str, value: Any, words: Iterable[Any]) -> None:
    """Let one of *words* pass.

    Raises:
        WrongArgument: It is something else.

    >>> require_word("view", "expandet", ["guide", "expanded"])
    Traceback (most recent call last):
    pathway_graph.errors.WrongArgument: view cannot be 'expandet'; did you mean 'expanded'?
    """
    known = tuple(words)
    if value not in known:
        texts = [word for word in known if isinstance(word, str)]
        near = nearest(value, texts) if isinstance(value, str) else []
        hint = did_you_mean(near) if near else f"give {' or '.join(map(repr, known))}"
        raise WrongArgument(argument, value, hint=hint)
