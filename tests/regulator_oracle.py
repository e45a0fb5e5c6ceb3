"""A plain Python version of the ranking, by sets and tables written out, to compare the fast one with."""

from __future__ import annotations

from collections import defaultdict
from math import comb
from typing import NamedTuple

SignedEdge = tuple[int, int, int]
"""Source, target, sign."""


class Hypothesis(NamedTuple):
    """What is compared: counts, score, causal p."""

    correct: int
    incorrect: int
    ambiguous: int
    unsigned: int
    score: int
    p: float


def predicted(edges: list[SignedEdge], start: int, depth: int, itself: bool) -> dict[int, str]:
    """Walk breadth first over (node, sign); what a node is reached by first is its prediction."""
    out = defaultdict(list)
    for source, target, sign in edges:
        out[source].append((target, sign))
    seen = {(start, 1)} if itself else set()
    result = {start: "+"} if itself else {}
    front = {(start, 1)}
    for _ in range(depth):
        reached = {(target, state * sign) for node, state in front for target, sign in out[node]} - seen
        seen |= reached
        by_node = defaultdict(set)
        for node, state in reached:
            by_node[node].add(state)
        for node, states in by_node.items():
            signed = states - {0}
            word = "?" if len(signed) > 1 else "u" if not signed else "+" if 1 in signed else "-"
            result.setdefault(node, word)
        front = reached
    return result


def causal_p(rows: list[tuple[int, int]], unchanged: int, columns: list[int], score: int) -> float:
    """P(score or more): every table of (raised, lowered, unsigned) by (up, down), unpredicted units the rest.

    Args:
        rows: Size and weight of an up in each row; a down weighs the opposite, but in the unsigned row the same.
        unchanged: Units without a prediction.
        columns: Units up, down, and all units.
        score: The score.
    """
    up, down, total = columns
    states = {(0, 0, 0): 1}
    for number, (size, weight) in enumerate(rows):
        grown: dict[tuple[int, int, int], int] = defaultdict(int)
        for (a, b, s), ways in states.items():
            for i in range(min(size, up - a) + 1):
                for j in range(min(size - i, down - b) + 1):
                    points = i + j if number == 2 else weight * (i - j)
                    grown[a + i, b + j, s + points] += ways * comb(size, i) * comb(size - i, j)
        states = grown
    good = 0
    for (a, b, s), ways in states.items():
        left_up, left_down = up - a, down - b
        if s >= score and left_up + left_down <= unchanged:
            good += ways * comb(unchanged, left_up) * comb(unchanged - left_up, left_down)
    return good / (comb(total, up) * comb(total - up, down))


def hypothesis(
    edges: list[SignedEdge], start: int, sign: int, observed: dict[int, int], depth: int, itself: bool, method: str
) -> Hypothesis:
    """Test "start has *sign*" over the units *observed*, every node one unit."""
    flip = {"+": "-", "-": "+"} if sign < 0 else {}
    words = {n: flip.get(w, w) for n, w in predicted(edges, start, depth, itself).items() if n in observed}
    correct = sum(observed[n] == {"+": 1, "-": -1}.get(w) for n, w in words.items())
    incorrect = sum(observed[n] == {"+": -1, "-": 1}.get(w) for n, w in words.items())
    ambiguous = sum(w == "?" and observed[n] != 0 for n, w in words.items())
    unsigned = sum(w == "u" and observed[n] != 0 for n, w in words.items())
    values = dict(observed)
    if method == "ternary":
        values = {n: v for n, v in observed.items() if words.get(n) != "u"}
    up, down = (sum(v == s for v in values.values()) for s in (1, -1))
    sizes = [sum(w == kind for n, w in words.items() if n in values) for kind in "+-u"]
    score = correct - incorrect + (unsigned if method == "quaternary" else 0)
    rows = [(sizes[0], 1), (sizes[1], -1), (sizes[2], 1)]
    p = causal_p(rows, len(values) - sum(sizes), [up, down, len(values)], score)
    return Hypothesis(correct, incorrect, ambiguous, unsigned, score, p)
