"""Explain a ranking: which measurements speak for and against one hypothesis, and by which routes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pathway_graph.errors import UnknownName
from pathway_graph.model.arguments import require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators.changes import Change
from pathway_graph.regulators.result import Regulator, Regulators
from pathway_graph.regulators.sentences import VERDICTS, Agreement, Sentences
from pathway_graph.trace.route import Route


@dataclass(frozen=True)
class Target:
    """A changed unit within reach of a regulator.

    Attributes:
        change: What was measured.
        entity: The form reached first.
        predicted: +1, -1, or 0 where ambiguous or of unknown sign.
        verdict: ``for``, ``against``, ``ambiguous`` or ``sign unknown``.
        steps: Edges of the shortest walk; 0 for the regulator itself.
        routes: A shortest route of each sign, none for the regulator itself.
        why: The verdict in a sentence: the route, how many independent works hold each step, what was found.
    """

    change: Change
    entity: str
    predicted: int
    verdict: Agreement
    steps: int
    routes: tuple[Route, ...]
    why: str = ""


@dataclass(frozen=True)
class RegulatorEvidence:
    """One hypothesis and the changed units it predicts, those for it first.

    Attributes:
        found: The ranking.
        regulator: The hypothesis.
        targets: In order of verdict, steps and entity.
        max_steps: Longest walk, in edges.
    """

    found: Regulators
    regulator: Regulator
    targets: tuple[Target, ...]
    max_steps: int = 0

    def with_verdict(self, verdict: Agreement) -> tuple[Target, ...]:
        """Return the targets that speak so."""
        return tuple(target for target in self.targets if target.verdict == verdict)

    @refuses_bad_data
    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        network = self.found.network
        return {
            "summary": self.found.summary(),
            "regulator": self.regulator.to_dict(),
            "max_steps": self.max_steps,
            "targets": [
                {
                    "name": target.change.name,
                    "id": target.entity,
                    "measured": target.change.sign,
                    "value": target.change.value,
                    "predicted": target.predicted,
                    "verdict": target.verdict,
                    "steps": target.steps,
                    "why": target.why,
                    "routes": [route.to_dict(network) for route in target.routes],
                }
                for target in self.targets
            ],
        }


@refuses_bad_data
def explain_regulator(
    found: Regulators, name: str, *, sign: int | None = None, max_steps: int | None = None
) -> RegulatorEvidence:
    """Return what speaks for and against a regulator.

    Args:
        found: A ranking.
        name: Any name of the regulator; where it has several forms, the best ranked is explained.
        sign: +1 raised, -1 lowered; the better ranked if not given.
        max_steps: Longest walk, in edges; if not given, that by which the regulator explains most (its ``depth``) in a
            ranking by ``combined_p``, else that of the ranking.

    Raises:
        UnknownName: Nothing is called so, or it is no possible regulator.
        AmbiguousName: Several different things are called so.
        WrongArgument: *sign* is neither +1 nor -1, or *max_steps* is more than the ranking's.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, rank_regulators
    >>> guide = read_guide()
    >>> found = explain_regulator(rank_regulators(guide, example_changes(guide), max_steps=1), "imipramine")
    >>> len(found.with_verdict("for")), len(found.with_verdict("against"))
    (11, 0)
    """
    require_word("sign", sign, (1, -1, None))
    hypotheses = [row for row in found.of(name) if sign is None or row.sign == sign]
    if not hypotheses:
        raise UnknownName(
            "possible regulator",
            name,
            note="no edge that is followed leads out of it",
            hint="rank with every_entity=True",
        )
    best = hypotheses[0]
    if max_steps is None:
        max_steps = best.depth if found.rank_by == "combined_p" else found.max_steps
    require_whole("max_steps", max_steps, high=found.max_steps)
    targets = list(_targets(found, best, max_steps))
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    targets.sort(key=lambda target: (order[target.verdict], target.steps, target.entity))
    return RegulatorEvidence(found, best, tuple(targets), max_steps)


def _targets(found: Regulators, regulator: Regulator, max_steps: int) -> Iterable[Target]:
    walks = _walks(found, regulator, max_steps)
    said = Sentences(found.network, regulator.name, regulator.sign)
    for change in found.universe.changes:
        if change is not None and change.sign:
            reached = {entity: walks[entity] for entity in change.entities if entity in walks}
            if reached:
                target = _target(change, reached, regulator.sign)
                yield replace(target, why=said.of(target.change, target.entity, target.verdict, target.routes))


State = tuple[int, int]
"""An entity by number, and the sign of a walk to it."""
Walks = dict[int, Route | None]
"""By sign (+1, -1, 0), a shortest walk that reaches an entity first; None for the regulator itself."""


def _target(change: Change, reached: dict[str, Walks], sign: int) -> Target:
    steps = min(_steps(walks) for walks in reached.values())
    first = {entity: walks for entity, walks in sorted(reached.items()) if _steps(walks) == steps}
    signs = {walk_sign for walks in first.values() for walk_sign in walks}
    signed = signs - {0}
    predicted = sign * signed.pop() if len(signed) == 1 else 0
    verdict: Agreement
    if predicted:
        verdict = "for" if predicted == change.sign else "against"
    else:
        verdict = "ambiguous" if signed else "sign unknown"
    routes = [route for walks in first.values() for _, route in sorted(walks.items(), reverse=True) if route]
    return Target(change, next(iter(first)), predicted, verdict, steps, tuple(routes))


def _steps(walks: Walks) -> int:
    return min(len(route.edges) if route else 0 for route in walks.values())


def _walks(found: Regulators, regulator: Regulator, max_steps: int) -> dict[str, Walks]:
    """Search breadth first over (entity, sign), as the ranking does, and keep how each entity was first reached."""
    edges, index = found.edges, found.edges.index
    start = index.number[regulator.id]
    root = (-1, 1)  # apart from the regulator as a node, which a walk may come back to
    parents: dict[State, tuple[State, int] | None] = {root: None}
    first: dict[int, dict[int, int]] = {}
    if found.predict_itself:
        parents[start, 1] = None
        first[start] = {1: 0}
    front = [root]
    for step in range(1, max_steps + 1):
        following = []
        for state in front:
            node = start if state == root else state[0]
            for number in range(int(index.out_start[node]), int(index.out_start[node + 1])):
                reached = (int(index.target[number]), state[1] * int(index.sign[number]))
                if edges.mask[number] and reached not in parents:
                    parents[reached] = (state, number)
                    following.append(reached)
                    if step <= min(first.get(reached[0], {0: step}).values()):
                        first.setdefault(reached[0], {})[reached[1]] = step
        front = following
    return {index.ids[node]: {s: _route(found, parents, (node, s)) for s in signs} for node, signs in first.items()}


def _route(found: Regulators, parents: dict[State, tuple[State, int] | None], state: State) -> Route | None:
    numbers: list[int] = []
    step = parents[state]
    while step is not None:
        numbers.append(step[1])
        step = parents[step[0]]
    return Route(tuple(found.edges.edge(number) for number in reversed(numbers))) if numbers else None
