"""The causal network behind changes: the smallest signed network from sources to what changed, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pathway_graph.errors import WrongArgument
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_number, require_whole, require_word
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.regulators.changes import Change, Measurements, check_changes
from pathway_graph.regulators.network_result import (
    CausalEdge,
    CausalNetwork,
    CausalNode,
    Explained,
    RandomSigns,
    Verdict,
)
from pathway_graph.regulators.program import CLOSE, Answer, Clock, Program, misfit, require_solver
from pathway_graph.regulators.random_signs import permuted_runs
from pathway_graph.regulators.signed_arcs import FAR, Aim, Problem, sign_of, signed_arcs
from pathway_graph.text.counts import how_many
from pathway_graph.trace.filters import Filters, check_filters
from pathway_graph.trace.usable import EdgeView, edge_view

Weights = Literal["equal", "size"]
MAX_STEPS = 4
PENALTY = 0.2
MAX_GENES = 100
PERMUTATIONS = 100
TIME_LIMIT_S = 60.0


@dataclass(frozen=True, eq=False)
class _Asked:
    """The question, looked up."""

    network: Network
    changes: Measurements
    usable: EdgeView
    names: tuple[str, ...]
    units: tuple[Change, ...]
    problem: Problem
    weights: str
    account: dict[str, int]
    notes: list[str]


@refuses_bad_data
def causal_network(
    network: Network,
    changes: Measurements,
    sources: Sequence[str],
    *,
    max_steps: int = MAX_STEPS,
    penalty: float = PENALTY,
    weights: Weights = "equal",
    filters: Filters | None = None,
    max_genes: int = MAX_GENES,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    time_limit_s: float = TIME_LIMIT_S,
) -> CausalNetwork:
    """Return the smallest signed network that leads from *sources* to the changed genes; see ``docs/network.md``.

    It minimises misfit + *penalty* x edges: a changed gene costs nothing where the network gives it the sign measured,
    its weight where it is not reached, twice that where it has the other sign (Liu et al. 2019). Genes measured and
    not changed are free, as unmeasured ones are. Needs the extra ``network`` (HiGHS).

    Args:
        network: Where the edges are.
        changes: From `read_changes` or `place_changes`.
        sources: Names of regulators, perhaps with their sign: ``"EGFR"``, ``"EGFR:+"``, ``"EGFR:-"``. Without one,
            the sign that explains more is chosen.
        max_steps: Longest way from a source, in edges.
        penalty: What an edge costs, above 0; a change that takes more than weight / penalty edges of its own is not
            worth them.
        weights: ``equal``, 1 each, or ``size``, proportional to the absolute change, 1 on average.
        filters: Which edges to follow, as in a trace: by default what sources state, hypotheses left out.
        max_genes: Of more changed genes than this, only the strongest count.
        permutations: Runs with the signs permuted among the changed genes, for the p-value; 0 for none.
        seed: Of the permutations.
        time_limit_s: Wall time for each of three parts: the network, which of its edges alternate, the permutations.

    Raises:
        UnknownName: A source or a filter is not known.
        AmbiguousName: A source may be several different things.
        WrongArgument: An argument is out of range, no source is given, or there are more changed genes than
            *max_genes* and no sizes to choose by.
        InputError: A change is about an entity of another network.
        MissingPackage: HiGHS is not installed.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import Measurement, place_changes
    >>> guide = read_guide()
    >>> found = causal_network(guide, place_changes(guide, [Measurement("BDNF mRNA", 1, 1.0)]), ["imipramine:+"])
    >>> [(edge.source.name, edge.sign, edge.target.name, edge.standing) for edge in found.edges], found.gap
    ([('imipramine', 1, 'BDNF mRNA', 'every optimum')], 0.0)
    """
    _check(max_steps, penalty, weights, time_limit_s)
    for name, value in (("permutations", permutations), ("seed", seed)):
        require_whole(name, value, 0)
    require_whole("max_genes", max_genes)
    check_filters(filters or Filters())
    check_changes(network, changes)
    require_solver()
    asked = _asked(network, changes, sources, filters or Filters(), (max_steps, penalty, weights, max_genes))
    program = Program(asked.problem)
    answer = program.solve(time_limit_s)
    edges = _edges(asked, answer)
    edges = _with_standing(asked, program, answer, edges, Clock(time_limit_s))
    random = None
    if permutations and answer.chosen:
        arcs = [arc % len(asked.problem.arcs.source) for arc in answer.chosen]
        random, shares = permuted_runs(asked.problem, answer.objective, permutations, seed, Clock(time_limit_s))
        edges = [
            replace(edge, random_share=shares.get(arc, 0) / random.runs if random.runs else None)
            for edge, arc in zip(edges, arcs, strict=True)
        ]
    return _result(asked, answer, edges, random)


def _check(max_steps: int, penalty: float, weights: str, time_limit_s: float) -> None:
    require_whole("max_steps", max_steps, high=100)
    require_number("penalty", penalty, above=0)
    require_word("weights", weights, ("equal", "size"))
    require_number("time_limit_s", time_limit_s, above=0)


def _asked(
    network: Network, changes: Measurements, sources: Sequence[str], filters: Filters,
    options: tuple[int, float, str, int],
) -> _Asked:  # fmt: skip
    max_steps, penalty, weights, max_genes = options
    usable = edge_view(network, filters, hypotheses=filters.count_hypotheses)
    names, units = _sources(network, sources)
    own = {network.entities[form].id for forms, _ in units for form in forms}
    notes = []
    for change in changes.changes:
        if change.sign and own & set(change.entities):
            word = "up" if change.sign > 0 else "down"
            notes.append(f"{change.name} is a source, so that its own change ({word}) is not to be explained")
    changed = [change for change in changes.changes if change.sign and not own & set(change.entities)]
    chosen = _strongest(changed, max_genes, changes.has_sizes)
    if len(chosen) < len(changed):
        notes.append(
            f"of {how_many(len(changed), 'changed gene')} the "
            f"{how_many(len(chosen), 'strongest counts', 'strongest count')} (max_genes)"
        )
    if not changed:
        notes.append("no gene beside the sources changed, so there is nothing to explain")
    arcs = signed_arcs(usable, [form for forms, _ in units for form in forms])
    account = {
        "edges without a sign": arcs.unsigned, "edges from an entity to itself": arcs.loops,
        "changed genes beyond max_genes": len(changed) - len(chosen),
        "genes measured and not changed": changes.count(0),
        **{f"edges left out: {why}": count for why, count in usable.left_out.items()},
    }  # fmt: skip
    mean = sum(abs(change.value) for change in chosen) / len(chosen) if chosen else 1.0
    aims = [
        Aim(tuple(usable.index.number[entity] for entity in change.entities), change.sign,
            abs(change.value) / mean if weights == "size" else 1.0)
        for change in chosen
    ]  # fmt: skip
    problem = Problem(arcs, units, aims, max_steps, penalty)
    return _Asked(network, changes, usable, names, tuple(chosen), problem, weights, account, notes)


def _sources(network: Network, sources: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[tuple[int, ...], int]]]:
    """Return the names of the sources, and of each its forms by number with its sign, 0 where none is given."""
    given = [sources] if isinstance(sources, str) else list(sources)
    if not given:
        hint = "name a regulator, such as EGFR or EGFR:+"
        raise WrongArgument("sources", sources, message="no source is given", hint=hint)
    number = {entity.id: place for place, entity in enumerate(network.entities)}
    names, units, taken = [], [], dict[int, str]()
    for one in given:
        name, sign = parted(one)
        forms = tuple(number[entity.id] for entity in resolve(network, name))
        if twice := next((taken[form] for form in forms if form in taken), ""):
            message = f"the sources {twice!r} and {one!r} are the same entity"
            raise WrongArgument("sources", sources, message=message, hint="give each once, with one sign or none")
        taken |= dict.fromkeys(forms, one)
        names.append(name)
        units.append((forms, sign))
    return tuple(names), units


def parted(source: str) -> tuple[str, int]:
    """Return the name and the sign of a source as it was given.

    >>> parted("EGFR:+"), parted("prot:EGFR:-"), parted("prot:EGFR")
    (('EGFR', 1), ('prot:EGFR', -1), ('prot:EGFR', 0))
    """
    for ending, sign in ((":+", 1), (":-", -1), (":+1", 1), (":-1", -1)):
        if source.endswith(ending) and len(source) > len(ending):
            return source[: -len(ending)], sign
    return source, 0


def _strongest(changed: Sequence[Change], most: int, has_sizes: bool) -> list[Change]:
    """Return the strongest of the changed genes, in their order."""
    if len(changed) <= most:
        return list(changed)
    if not has_sizes:
        message = (
            f"{how_many(len(changed), 'gene')} changed, more than {most}, and they have no sizes to "
            "choose the strongest by"
        )
        raise WrongArgument("max_genes", most, message=message, hint="raise it, or give fewer genes")
    kept = {id(change) for change in sorted(changed, key=lambda c: (-abs(c.value), c.entities))[:most]}
    return [change for change in changed if id(change) in kept]


def _edges(asked: _Asked, answer: Answer) -> list[CausalEdge]:
    """Return the edges of an answer, in the order of its state arcs."""
    arcs = asked.problem.arcs
    steps = _steps(asked, answer)
    found = []
    for place in answer.chosen:
        arc = place % len(arcs.source)
        tail, head = int(arcs.tail[place]), int(arcs.head[place])
        ends = (_node(asked, tail, steps), _node(asked, head, steps))
        edges = tuple(asked.usable.edge(number) for number in arcs.edges[arc])
        found.append(CausalEdge(*ends, int(arcs.sign[arc]), edges, steps[head]))
    return found


def _steps(asked: _Asked, answer: Answer) -> dict[int, int]:
    """Return how far each state of an answer is from its source."""
    arcs = asked.problem.arcs
    before = {int(arcs.head[place]): int(arcs.tail[place]) for place in answer.chosen}
    found = {tail: 0 for tail in before.values() if tail not in before}
    for head in before:
        way = [head]
        while way[-1] not in found:
            way.append(before[way[-1]])
        for place in reversed(way[:-1]):
            found[place] = found[before[place]] + 1
    return found


def _node(asked: _Asked, place: int, steps: dict[int, int]) -> CausalNode:
    entity = asked.network.entities[place // 2]
    measured = {form: change.sign for change in asked.changes.changes for form in change.entities}.get(entity.id)
    role: Literal["source", "measured", "inferred"] = "measured" if measured else "inferred"
    if place in asked.problem.starts:
        role = "source"
    return CausalNode(entity.id, entity.called, entity.kind, sign_of(place), role, measured, steps[place])


def _with_standing(
    asked: _Asked, program: Program, answer: Answer, edges: list[CausalEdge], clock: Clock
) -> list[CausalEdge]:
    """Forbid each edge in turn: where the rest costs as little, another optimum does without it."""
    if not answer.is_proven:
        return edges
    arcs = len(asked.problem.arcs.source)
    own = [place % arcs for place in answer.chosen]
    others: list[tuple[int, ...]] = []
    found = []
    for arc, edge in zip(own, edges, strict=True):
        other = next((one for one in others if arc not in {place % arcs for place in one}), None)
        if other is None and clock.left > 0:
            tried = program.solve(clock.left, [arc], answer.objective)
            if tried.objective <= answer.objective + CLOSE:
                others.append(other := tried.chosen)
            elif tried.bound > answer.objective + CLOSE:
                edge = replace(edge, standing="every optimum")
        if other is not None:
            instead = [_said(asked, place % arcs) for place in other if place % arcs not in own]
            edge = replace(edge, standing="alternates", instead=tuple(sorted(instead)))
        found.append(edge)
    return found


def _said(asked: _Asked, arc: int) -> str:
    arcs, entities = asked.problem.arcs, asked.network.entities
    mark = "->" if arcs.sign[arc] > 0 else "-|"
    return f"{entities[arcs.source[arc]].called} {mark} {entities[arcs.target[arc]].called}"


def _result(asked: _Asked, answer: Answer, edges: list[CausalEdge], random: RandomSigns | None) -> CausalNetwork:
    nodes = {node.id: node for edge in edges for node in (edge.source, edge.target)}
    genes = list(_genes(asked, answer))
    order = ("explained", "contradicted", "left out", "other sign only", "too far", "no way")
    signs = {node.id: node.sign for node in nodes.values() if node.role == "source"}
    ids = [[asked.network.entities[form].id for form in forms] for forms, _ in asked.problem.sources]
    sources = [
        (name, given or next((signs[form] for form in forms if form in signs), 0))
        for name, forms, (_, given) in zip(asked.names, ids, asked.problem.sources, strict=True)
    ]
    return CausalNetwork(
        asked.network, asked.changes, tuple(sources),
        tuple(sorted(nodes.values(), key=lambda node: (node.step, node.name, node.id))),
        tuple(sorted(edges, key=lambda edge: (edge.step, edge.source.name, edge.target.name, edge.target.id))),
        tuple(sorted(genes, key=lambda gene: (order.index(gene.verdict), gene.change.name, gene.entities))),
        round(answer.objective, 9), round(min(answer.bound, answer.objective), 9), asked.problem.max_steps,
        asked.problem.penalty, asked.weights, asked.usable.filters, random, asked.account, tuple(asked.notes),
    )  # fmt: skip


def _genes(asked: _Asked, answer: Answer) -> Iterable[Explained]:
    problem = asked.problem
    heads = {int(problem.arcs.head[place]) for place in answer.chosen}
    everywhere = problem.arcs.steps_from(problem.starts, 2 * problem.arcs.entities)
    for aim, change in zip(problem.aims, asked.units, strict=True):
        right, wrong = aim.states(aim.sign), aim.states(-aim.sign)
        steps = int(everywhere[right].min())
        verdict: Verdict
        match misfit(right, wrong, heads):
            case 0:
                verdict = "explained"
            case 2:
                verdict = "contradicted"
            case _ if steps <= problem.max_steps:
                verdict = "left out"
            case _ if problem.distance(aim, -aim.sign) <= problem.max_steps:
                verdict = "other sign only"
            case _:
                verdict = "no way" if min(steps, int(everywhere[wrong].min())) == FAR else "too far"
        forms = tuple(entity for form, entity in zip(aim.forms, change.entities, strict=True)
                      if not heads.isdisjoint((2 * form, 2 * form + 1)))  # fmt: skip
        yield Explained(change, verdict, None if steps == FAR else steps, forms)
