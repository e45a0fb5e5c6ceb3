"""What a part of the campaign is given, and what it says: trial for trial, held or failed, and why."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from neo4j_server import Server


class Missing(Exception):
    """A part cannot be tried on this machine; the message says what is missing."""


@dataclass(frozen=True)
class Trial:
    """One attempt to break something: *what* was done, and the *problem* that came of it, if any."""

    what: str
    problem: str = ""


@dataclass(frozen=True)
class Bench:
    """What a part works with: an empty folder, chance, how many trials are wanted, and a Neo4j where it needs one."""

    where: Path
    chance: random.Random
    count: int
    server: Callable[[], Server]


@dataclass(frozen=True)
class Part:
    """One way to break things; *holds* says when a trial holds, *short* and *full* how many trials there are."""

    name: str
    title: str
    holds: str
    trials: Callable[[Bench], Iterator[Trial]]
    short: int
    full: int
    needs_server: bool = False


@dataclass(frozen=True)
class Figures:
    """How a part ended: how much was tried, what failed, or what was missing to try it."""

    tried: int = 0
    failed: tuple[Trial, ...] = ()
    missing: str = ""

    @property
    def held(self) -> int:
        """How many trials held."""
        return self.tried - len(self.failed)


def tried(what: str, work: Callable[[], None]) -> Trial:
    """Do *work*; whatever it raises is the problem of the trial."""
    try:
        work()
    except Missing:
        raise
    except Exception as error:
        return Trial(what, f"{type(error).__name__}: {' '.join(str(error).split())[:500]}")
    return Trial(what)


def run_part(part: Part, bench: Bench) -> Figures:
    """Try a part to its end, however much of it fails."""
    count = 0
    failed: list[Trial] = []
    try:
        for trial in part.trials(bench):
            count += 1
            if trial.problem:
                failed.append(trial)
    except Missing as reason:
        return Figures(missing=str(reason))
    except Exception as error:  # the other parts are tried all the same
        failed.append(Trial("the part itself", f"{type(error).__name__}: {error}"))
        count += 1
    return Figures(count, tuple(failed))


def pick(chance: random.Random, choices: list[str], count: int) -> Iterator[str]:
    """Choose *count* of *choices*, each once before any comes again."""
    left: list[str] = []
    for _ in range(count):
        if not left:
            left = chance.sample(choices, len(choices))
        yield left.pop()
