"""The integer program of a causal network, and HiGHS, which solves it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Any, Final

from pathway_graph.errors import InternalError, MissingPackage
from pathway_graph.regulators.signed_arcs import Problem, sign_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

CLOSE: Final = 1e-6
"""Two objectives are the same if they are as close as this."""


class Clock:
    """Wall time that is left of a limit."""

    def __init__(self, limit_s: float) -> None:
        self.until = time.monotonic() + limit_s

    @property
    def left(self) -> float:
        """Seconds; 0 where none are."""
        return max(self.until - time.monotonic(), 0.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A network: the state arcs in it.

    Attributes:
        chosen: State arcs, by number, sorted; each on a way from a source to an aim that it explains.
        objective: What it costs, counted anew from the arcs.
        bound: What no network costs less than.
    """

    chosen: tuple[int, ...]
    objective: float
    bound: float

    @property
    def is_proven(self) -> bool:
        """Whether none costs less."""
        return self.objective - self.bound <= CLOSE


@dataclass(eq=False)
class _Rows:
    """Columns and rows of a program, as they come."""

    cost: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=lambda: [0])
    place: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, cost: float = 0.0, *, integer: bool = False) -> int:
        """Add a column from 0 to 1."""
        self.cost.append(cost)
        self.integer.append(integer)
        return len(self.cost) - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        """Add a row: ``low <= sum of value * column <= high``."""
        for place, value in terms:
            self.place.append(place)
            self.value.append(value)
        self.start.append(len(self.place))
        self.low.append(low)
        self.high.append(high)


class Program:
    """The program of a problem, which may be solved again with some arcs forbidden.

    A binary column for each state arc that lies on a way to an aim says whether it is in the network. An entity has
    at most one arc in, and so at most one sign. For each aim a flow of one unit from the sources, through arcs of the
    network alone and over no more than ``max_steps`` of them, says that it is explained: flows cannot circle without
    a source, which is why no order of the entities is needed.
    """

    def __init__(self, problem: Problem) -> None:
        import numpy as np

        self.problem = problem
        ways = problem.ways
        used = np.unique(np.concatenate([*ways.values()])) if ways else np.zeros(0, dtype=np.int64)
        self.columns: dict[int, int] = {}
        self._rows = _Rows()
        wrong = self._costs_of_wrong()
        for arc, head in zip(used.tolist(), problem.arcs.head[used].tolist(), strict=True):
            self.columns[arc] = self._rows.column(problem.penalty + wrong.get(head, 0.0), integer=True)
        self._into: dict[int, list[int]] = defaultdict(list)
        for arc in used.tolist():
            self._into[int(problem.arcs.head[arc])].append(self.columns[arc])
        self._one_way_in()
        self._roots = self._chosen_signs()
        for place, arcs in ways.items():
            self._flow(place, arcs)
        self._solvers: dict[int, Any] = {}

    def _costs_of_wrong(self) -> dict[int, float]:
        """Return the price of an arc into the wrong state of an aim of one form."""
        aims = [aim for aim in self.problem.aims if len(aim.forms) == 1]
        return {aim.states(-aim.sign)[0]: aim.weight for aim in aims}

    def _one_way_in(self) -> None:
        rows = self._rows
        for entity in sorted({place // 2 for place in self._into}):
            rows.row([(c, 1.0) for s in (2 * entity, 2 * entity + 1) for c in self._into.get(s, ())], -inf, 1.0)
        for aim in self.problem.aims:
            if len(aim.forms) > 1:  # the forms were measured as one, so they have one sign
                wrong = rows.column(aim.weight)
                for right, other in zip(aim.states(aim.sign), aim.states(-aim.sign), strict=True):
                    rows.row([(wrong, -1.0), *((c, 1.0) for c in self._into.get(other, ()))], -inf, 0.0)
                    rows.row([(wrong, 1.0), *((c, 1.0) for c in self._into.get(right, ()))], -inf, 1.0)

    def _chosen_signs(self) -> dict[tuple[int, int], int]:
        """Give each source without a sign the choice of one."""
        found = {}
        for place, (_, given) in enumerate(self.problem.sources):
            if not given:
                for sign in (1, -1):
                    found[place, sign] = self._rows.column(integer=True)
                self._rows.row([(found[place, 1], 1.0), (found[place, -1], 1.0)], -inf, 1.0)
        return found

    def _flow(self, place: int, arcs: Ints) -> None:
        """Let one unit flow to an aim, which is worth its weight."""
        problem, rows = self.problem, self._rows
        aim = problem.aims[place]
        ends = set(aim.states(aim.sign))
        arrived = rows.column(-aim.weight)
        balance: dict[int, list[tuple[int, float]]] = defaultdict(list)
        out_of: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
        along, reached = [(arrived, -float(problem.max_steps))], [(arrived, -1.0)]
        for arc in arcs.tolist():
            tail, head = int(problem.arcs.tail[arc]), int(problem.arcs.head[arc])
            flow = rows.column()
            along.append((flow, 1.0))
            rows.row([(flow, 1.0), (self.columns[arc], -1.0)], -inf, 0.0)
            (reached if head in ends else balance[head]).append((flow, 1.0))
            if tail not in problem.starts:
                balance[tail].append((flow, -1.0))
            elif (root := (problem.starts[tail], sign_of(tail))) in self._roots:
                out_of[root].append((flow, 1.0))
        rows.row(reached, 0.0, 0.0)
        rows.row(along, -inf, 0.0)
        for terms in balance.values():
            rows.row(terms, 0.0, 0.0)
        for root, terms in out_of.items():
            rows.row([*terms, (self._roots[root], -1.0)], -inf, 0.0)

    def solve(self, time_limit_s: float, forbidden: Sequence[int] = (), enough: float = -inf) -> Answer:
        """Return the best network, or the best found in time.

        Args:
            time_limit_s: Wall time.
            forbidden: Arcs (of `SignedArcs`) that must not be in it.
            enough: Stop at a network that costs no more.
        """
        if not self.columns:
            cost = sum(aim.weight for aim in self.problem.aims)
            return Answer((), cost, cost)
        arcs = len(self.problem.arcs.source)
        closed = [self.columns[s] for arc in forbidden for s in (arc, arc + arcs) if s in self.columns]
        clock = Clock(time_limit_s)
        answer = self._relaxed(closed, clock)
        if answer.is_proven or answer.objective <= enough + CLOSE or (enough > -inf and answer.bound > enough + CLOSE):
            return answer
        return better(answer, self._whole(closed, clock, enough))

    def _relaxed(self, closed: Sequence[int], clock: Clock) -> Answer:
        """Solve it without the demand for whole numbers, which gives the bound, and mostly whole numbers all the same.

        Where they are not, since there are several optima, costs that differ a little choose one of these.
        """
        bound, best = 0.0, Answer((), sum(aim.weight for aim in self.problem.aims), 0.0)
        for turn in (0, 1):
            solver = self._solvers.get(turn) or self._loaded(turn)
            status, values, least = _run(solver, closed, clock)
            if status != "Optimal":
                return best
            if not turn:
                bound = least
            best = better(best, self._answer(values, bound))
            if best.is_proven:
                break
        return best

    def _whole(self, closed: Sequence[int], clock: Clock, enough: float) -> Answer:
        """Solve it by branch and cut."""
        solver = self._solvers.get(2) or self._loaded(2)
        solver.setOptionValue("objective_target", enough + CLOSE if enough > -inf else -inf)
        status, values, bound = _run(solver, closed, clock)
        if status not in ("Optimal", "Time limit reached", "Target for objective reached"):
            raise InternalError("solving the integer program", RuntimeError(f"HiGHS says: {status}"))
        return self._answer(values, bound)

    def _answer(self, values: Sequence[float], bound: float) -> Answer:
        """Return the network of the columns above one half, of several into one entity the first."""
        chosen = [arc for arc, column in self.columns.items() if values and values[column] > 0.5 + CLOSE]
        kept = pruned(self.problem, chosen)
        return Answer(kept, cost_of(self.problem, kept), bound)

    def _loaded(self, kind: int) -> Any:
        """Return HiGHS with the program in it: relaxed (0), relaxed with costs a little off (1), or whole (2)."""
        import numpy as np

        highspy = _highspy()
        # the class above it prints a banner to standard output before it can be told not to
        solver = self._solvers[kind] = highspy.Highs.__base__()
        for name, value in {
            "output_flag": False, "parallel": "off", "mip_rel_gap": 0.0, "mip_abs_gap": CLOSE / 10,
        }.items():  # fmt: skip
            solver.setOptionValue(name, value)
        model = self._model(highspy)
        if kind < 2:
            model.integrality_ = []
        if kind == 1:
            off = np.random.default_rng(0).random(len(model.col_cost_)) * self.problem.penalty / 1000
            model.col_cost_ = np.array(model.col_cost_) + off * np.array(self._rows.integer)
        solver.passModel(model)
        return solver

    def _model(self, highspy: Any) -> Any:
        import numpy as np

        rows, model = self._rows, highspy.HighsLp()
        count = len(rows.cost)
        model.num_col_, model.num_row_ = count, len(rows.low)
        model.col_cost_, model.col_lower_, model.col_upper_ = np.array(rows.cost), np.zeros(count), np.ones(count)
        model.row_lower_, model.row_upper_ = np.array(rows.low), np.array(rows.high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(rows.start, dtype=np.int32)
        model.a_matrix_.index_ = np.array(rows.place, dtype=np.int32)
        model.a_matrix_.value_ = np.array(rows.value)
        model.offset_ = float(sum(aim.weight for aim in self.problem.aims))
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if integer else kinds.kContinuous for integer in rows.integer]
        return model


def _run(solver: Any, closed: Sequence[int], clock: Clock) -> tuple[str, Sequence[float], float]:
    """Solve with some columns at 0; return the status, the values (none without a solution) and the bound."""
    for column in closed:
        solver.changeColBounds(column, 0.0, 0.0)
    solver.setOptionValue("time_limit", max(clock.left, 0.01))
    solver.run()
    status, info = solver.modelStatusToString(solver.getModelStatus()), solver.getInfo()
    values = list(solver.getSolution().col_value) if info.primal_solution_status == 2 else []
    bound = float(info.mip_dual_bound if info.mip_node_count >= 0 else info.objective_function_value)
    for column in closed:
        solver.changeColBounds(column, 0.0, 1.0)
    return status, values, bound


def better(one: Answer, other: Answer) -> Answer:
    """Return the cheaper network of two, with the better bound."""
    best = one if one.objective <= other.objective + CLOSE / 10 else other
    return replace(best, bound=max(one.bound, other.bound))


def _highspy() -> Any:
    try:
        import highspy
    except ImportError as error:
        raise MissingPackage("highspy", "network") from error
    return highspy


def require_solver() -> None:
    """Say at once where HiGHS is not installed.

    Raises:
        MissingPackage: It is not.
    """
    _highspy()


def pruned(problem: Problem, chosen: Iterable[int]) -> tuple[int, ...]:
    """Return those of *chosen* state arcs that lie on the way to an aim that they explain."""
    arcs = problem.arcs
    into = {int(arcs.head[arc]): arc for arc in chosen}
    kept: set[int] = set()
    for aim in problem.aims:
        for end in aim.states(aim.sign):
            way: list[int] = []
            here = end
            while here in into and len(way) <= problem.max_steps:
                way.append(into[here])
                here = int(arcs.tail[into[here]])
            if way and here in problem.starts and len(way) <= problem.max_steps:
                kept.update(way)
    return tuple(sorted(kept))


def cost_of(problem: Problem, chosen: Iterable[int]) -> float:
    """Return what a network of state arcs costs: misfit and size."""
    arcs = list(chosen)
    heads = {int(problem.arcs.head[arc]) for arc in arcs}
    return problem.penalty * len(arcs) + sum(misfit(aim.states(aim.sign), aim.states(-aim.sign), heads) * aim.weight
                                             for aim in problem.aims)  # fmt: skip


def misfit(right: Iterable[int], wrong: Iterable[int], reached: set[int]) -> int:
    """Return 0 where a right state is reached, 2 where a wrong one is, 1 where neither.

    >>> misfit([4], [5], {4}), misfit([4], [5], {5}), misfit([4], [5], set())
    (0, 2, 1)
    """
    if not reached.isdisjoint(wrong):
        return 2
    return 0 if not reached.isdisjoint(right) else 1
