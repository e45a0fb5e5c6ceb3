"""Bound what a query makes out of nothing: ``range()`` and lists that grow in ``reduce()``.

Engines stop most work at a time limit, but not all of it: lists inside lists are built to the end. What a text shows
beforehand is therefore refused beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pathway_graph.cypher.tokens import Token
from pathway_graph.errors import QueryError

MAX_LIST: Final = 1_000_000
"""Longest list that ``range()`` may make, and the most for all that stand inside one another."""
MAX_UNWOUND: Final = 10_000_000
"""Longest ``UNWIND range()``, whose rows are made one by one."""


def check_ranges(query_tokens: list[Token], parameters: Mapping[str, Any]) -> None:
    """Refuse ranges that are too long, or whose length the text does not show, and texts that double in ``reduce()``.

    Raises:
        QueryError: One is.

    >>> from pathway_graph.cypher.tokens import tokens
    >>> check_ranges(tokens("UNWIND range(0, size(nodes(p)) - 1) AS i RETURN i"), {})
    >>> check_ranges(tokens("RETURN [x IN range(1, 9999) | range(1, 9999)]"), {})
    Traceback (most recent call last):
        ...
    pathway_graph.errors.QueryError: lists made by range() inside one another hold up to 99980001 values, ...
    """
    nested: list[tuple[int, int]] = []  # (depth, length) of the ranges around here
    for position, token in enumerate(query_tokens):
        while nested and token.depth < nested[-1][0]:
            nested.pop()
        if token.is_word("REDUCE") and _calls(query_tokens, position):
            _check_reduce(query_tokens, position)
        if not (_plain(token) == "range" and _calls(query_tokens, position)):
            continue
        length = _length(list(_arguments(query_tokens, position)), parameters)
        if position and query_tokens[position - 1].is_word("UNWIND") and token.depth == 0:
            if length > MAX_UNWOUND:
                raise QueryError(f"range() over {length} values is too long", hint=f"at most {MAX_UNWOUND} in UNWIND")
            continue
        product = length
        for _, around in nested:
            product *= max(around, 1)
        if product > MAX_LIST:
            what = "lists made by range() inside one another hold" if nested else "a list made by range() holds"
            raise QueryError(
                f"{what} up to {product} values, more than {MAX_LIST}", hint="unwind them, or make them shorter"
            )
        if token.depth > 0:
            nested.append((token.depth, length))


def _plain(token: Token) -> str:
    text = token.text.strip("`") if token.kind in ("word", "name") else ""
    return text.lower()


def _calls(query_tokens: list[Token], position: int) -> bool:
    return position + 1 < len(query_tokens) and query_tokens[position + 1].text == "("


def _arguments(query_tokens: list[Token], position: int) -> Iterator[Token]:
    """Return the tokens between the brackets that follow *place*."""
    depth = query_tokens[position + 1].depth
    for token in query_tokens[position + 2 :]:
        if token.depth <= depth:
            return
        yield token


def _length(inside: list[Token], parameters: Mapping[str, Any]) -> int:
    """Return how many values a range makes at most, from the tokens of its arguments."""
    ends = [0]
    skip_to = -1
    for position, token in enumerate(inside):
        if position <= skip_to:
            continue
        if token.is_word("SIZE", "LENGTH") and _calls(inside, position):
            skip_to = position + 1 + len(list(_arguments(inside, position))) + 1
            ends[-1] += 1000  # not known before; the engine bounds what it measures
        elif token.kind == "word" and token.text.isdigit():
            ends[-1] += int(token.text[:20])
        elif token.kind == "word" and isinstance(parameters.get(token.text.removeprefix("$")), int):
            ends[-1] += abs(parameters[token.text.removeprefix("$")])
        elif token.text == ",":
            ends.append(0)
        elif token.text not in ("-", "+"):
            raise QueryError(
                f"the ends of range() must be numbers, parameters or size(), not {token.text[:40]!r}",
                hint="write its ends so that its length shows, or UNWIND a parameter",
            )
    first, last = (*ends, 0)[:2]
    return first + last if any(token.text == "-" for token in inside) else max(last - first, first - last) + 1


def _check_reduce(query_tokens: list[Token], position: int) -> None:
    inside = list(_arguments(query_tokens, position))
    bar = next((at for at, token in enumerate(inside) if token.text == "|" and token.depth == inside[0].depth), None)
    if bar is None or not inside:
        return
    name = inside[0].text
    part: list[Token] = []
    for token in [*inside[bar + 1 :], inside[0]]:  # of CASE, each step takes one branch
        if token.is_word("WHEN", "THEN", "ELSE", "END") or token is inside[0]:
            _check_part(name, part)
            part = []
        else:
            part.append(token)


def _check_part(name: str, part: list[Token]) -> None:
    uses = sum(token.text == name and (at == 0 or part[at - 1].text != ".") for at, token in enumerate(part))
    words = {_plain(token) or token.text for token in part}
    in_list, depth = False, 0
    for token in part:
        depth += (token.text == "[") - (token.text == "]")
        in_list = in_list or (depth > 0 and token.text == name)
    copies = "replace" in words or (in_list and "in" in words)
    if (uses > 1 and words & {"+", "["}) or (uses and copies):
        raise QueryError(
            f"reduce() would multiply {name} with every step, which fills the memory",
            hint=f"use {name} once, or collect()",
        )
