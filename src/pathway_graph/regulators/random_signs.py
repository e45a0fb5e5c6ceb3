"""Permute the signs of the changes: how well random signs are explained, and by which edges."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from pathway_graph.regulators.network_result import RandomSigns
from pathway_graph.regulators.program import CLOSE, Clock, Program
from pathway_graph.regulators.signed_arcs import Problem


def permuted_runs(
    problem: Problem, objective: float, runs: int, seed: int, clock: Clock
) -> tuple[RandomSigns, Counter[int]]:
    """Solve the problem with the signs of its aims permuted, and count in how many runs each arc is in the network.

    The score is the objective: unlike the number explained, it is the same in every optimum. The p-value is
    (b + 1) / (m + 1), with b of m runs as good as the true signs (Phipson & Smyth 2010); a run that was not solved
    to the end counts by its bound, and so rather for chance.

    Args:
        problem: With the true signs.
        objective: What the network of the true signs costs.
        runs: Permutations to make.
        seed: Of the permutations.
        clock: When to stop.
    """
    signs = [aim.sign for aim in problem.aims]
    if len(set(signs)) < 2:
        return RandomSigns(runs, 0, 0, (), is_idle=True), Counter()
    chance = random.Random(seed)
    as_good, made, explained, seen = 0, 0, [], Counter[int]()
    count = len(problem.arcs.source)
    for _ in range(runs):
        if clock.left <= 0:
            break
        chance.shuffle(signs)
        aims = [replace(aim, sign=sign) for aim, sign in zip(problem.aims, signs, strict=True)]
        shuffled = replace(problem, aims=aims)
        answer = Program(shuffled).solve(clock.left)
        made += 1
        as_good += min(answer.bound, answer.objective) <= objective + CLOSE
        heads = {int(problem.arcs.head[place]) for place in answer.chosen}
        if not answer.is_proven:
            break  # the time is up: it is counted, but shows nothing
        explained.append(sum(not heads.isdisjoint(aim.states(aim.sign)) for aim in aims))
        seen.update({place % count for place in answer.chosen})
    return RandomSigns(runs, made, as_good, tuple(sorted(explained))), seen
