"""Time rivals in turn, round after round, so that a busy machine is unfair to none; medians and ratios."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

ROUNDS = 5


@dataclass
class Job:
    """One line of work and those who do it.

    Attributes:
        name: What is done.
        goal: What was aimed at.
        runs: Who -> a function that does it once. The first is ours.
        extrapolated: Who -> factor from the sample that is run to the whole job.
        rounds: How often each is run.
        notes: What a reader must know.
    """

    name: str
    goal: str
    runs: dict[str, Callable[[], object]]
    extrapolated: dict[str, float] = field(default_factory=dict)
    rounds: int = ROUNDS
    notes: list[str] = field(default_factory=list)


@dataclass
class Result:
    """Median seconds of one rival in one job, and how many times as long as ours that is."""

    job: str
    who: str
    seconds: float
    ratio: float
    goal: str
    note: str


def measure(job: Job) -> list[Result]:
    """Run all rivals of *job* in turn, *rounds* times, and return their medians."""
    times: dict[str, list[float]] = {who: [] for who in job.runs}
    for _ in range(job.rounds):
        for who, run in job.runs.items():
            gc.collect()
            begun = time.perf_counter()
            run()
            times[who].append(time.perf_counter() - begun)
    medians = {who: median(taken) * job.extrapolated.get(who, 1.0) for who, taken in times.items()}
    ours = next(iter(medians.values()))
    notes = {who: "extrapolated" for who in job.extrapolated}
    return [
        Result(job.name, who, seconds, seconds / ours, job.goal, notes.get(who, "")) for who, seconds in medians.items()
    ]
