"""Whole commands, started from the shell, beside the scripts that a user would write instead.

``python benchmarks/commands.py`` measures and writes the first table of ``docs/performance.md``; ``--network B`` takes
the larger network. Measured are CPU seconds of the whole process and the most memory it held: what a user waits for,
and what the machine must have. The start of Python, imports and reading are part of the time.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import os
import random
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from data import SHARED, scratch

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
MARK = "<!-- measured by benchmarks/commands.py -->"
FILES = {"A": SHARED / "networks" / "signed_A.tsv", "B": SHARED / "networks" / "signed_B.tsv.xz"}
COMMAND = Path(sys.executable).with_name("pathway-graph")

PEERS = Path(__file__).parent / "peers"
BEL = SHARED / "networks" / "covid19kg.tar.xz"
GPML = SHARED / "networks" / "wikipathways_human_gpml.tar.xz"
GROWTH_MARK = "<!-- growth, by benchmarks/commands.py -->"


@dataclass(frozen=True)
class Question:
    """What is asked, by a command of ours, and by scripts in ``peers`` that answer the same or nearly the same."""

    name: str
    command: Sequence[str]
    scripts: dict[str, str]


@dataclass(frozen=True)
class Cost:
    """CPU seconds and MB of a whole process."""

    cpu_s: float
    memory_mb: float


def questions(changes: Path) -> list[Question]:
    """Return the questions of the table."""
    return [
        Question("upstream of BDNF, 2 steps", ("upstream", "BDNF", "-k", "2"),
                 {"csv and networkx": "upstream_networkx", "csv and igraph": "upstream_igraph",
                  "ladybug, COPY and query": "upstream_ladybug"}),
        Question("paths from TP53 to MYC, 3 steps", ("paths", "TP53", "MYC", "-k", "3"),
                 {"csv and networkx": "paths_networkx", "NeKo, shortest paths": "paths_neko"}),
        Question("what the store holds", ("stats",), {}),
        Question("regulators of 3,000 measured genes", ("regulators", str(changes)),
                 {"pandas and decoupler's ulm": "regulators_decoupler"}),
        Question("conflicts around BDNF", ("conflicts", "BDNF"), {}),
        Question("why MYC would change BDNF", ("explain", "MYC", "BDNF", "--format", "md"), {}),
        Question("claims on BDNF", ("claims", "--object", "BDNF"), {}),
    ]  # fmt: skip


def run(command: Sequence[str], environ: dict[str, str]) -> Cost:
    """Run a process to its end and return what it cost.

    Raises:
        RuntimeError: It failed.
    """
    wrapped = (
        "import os, resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", wrapped, *command], capture_output=True, text=True, env=environ, check=True
    )
    code, cpu_s, memory_mb = found.stdout.split()
    if code != "0":
        raise RuntimeError(f"{' '.join(command[:4])} ended with {code}")
    return Cost(float(cpu_s), float(memory_mb))


def load(command: Sequence[str], environ: dict[str, str]) -> tuple[Cost, Cost]:
    """Run a large load; return what it cost when its content was published (Linux says that), and in all.

    Raises:
        RuntimeError: It failed.
    """
    pointer = Path(environ["PATHWAY_GRAPH_STORE"], "CURRENT")
    before, first = pointer.read_text(), None
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ) as process:
        last = _so_far(process.pid)
        while process.poll() is None:
            last = _so_far(process.pid) or last
            if first is None and pointer.read_text() != before:
                first = last
            time.sleep(0.02)
    if process.returncode or first is None or last is None:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {process.returncode}")
    return first, last


def _so_far(pid: int) -> Cost | None:
    """Return what a running process has cost so far; None once it has ended."""
    try:
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        peak = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return None
    return Cost((int(user) + int(system)) / os.sysconf("SC_CLK_TCK"), int(peak[1]) / 1024) if peak else None


def plain(file: Path, folder: Path) -> Path:
    """Return the table without compression, as the scripts read it."""
    if file.suffix != ".xz":
        return file
    target = folder / file.stem
    target.write_bytes(lzma.decompress(file.read_bytes()))
    return target


def write_changes(file: Path, folder: Path) -> Path:
    """Write changes of 3,000 genes of the network, from a fixed seed."""
    chance = random.Random(7)
    with file.open(encoding="utf-8") as rows:
        genes = sorted({row["target"] for row in csv.DictReader(rows, delimiter="\t")})
    target = folder / "changes.csv"
    lines = [
        f"{gene},{chance.gauss(0, 1):.3f},{chance.random():.4f}" for gene in chance.sample(genes, min(3000, len(genes)))
    ]
    target.write_text("\n".join(["gene,log2FC,padj", *lines]) + "\n", encoding="utf-8")
    return target


def store_in(folder: Path) -> dict[str, str]:
    """Return the environment of commands whose store lies in a folder of its own."""
    return {**os.environ, "PATHWAY_GRAPH_STORE": str(folder / "store"), "PYTHONDONTWRITEBYTECODE": ""}


def importing(which: str, folder: Path) -> list[str]:
    """Return the command that imports network A, B or WikiPathways."""
    if which == "WikiPathways":
        return [str(COMMAND), "import", str(unpacked(GPML, folder))]
    return [str(COMMAND), "import", str(plain(FILES[which], folder)), "--names-are", "hgnc.symbol"]


def unpacked(archive: Path, folder: Path) -> Path:
    """Return the folder with the files of an archive."""
    target = folder / archive.name.partition(".")[0]
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    return target


def table(which: str, rounds: int) -> str:
    """Load the network, ask all questions in turn, and return the table."""
    folder = scratch()
    network = plain(FILES[which], folder)
    changes = write_changes(network, folder)
    environ = store_in(folder)
    lines = ["| question | who | CPU | memory |", "|---|---|--:|--:|"]
    run([str(COMMAND), "load"], environ)
    for what, cost in zip(
        ("until the commands answer", "until Cypher does"), load(importing(which, folder), environ), strict=True
    ):
        name = f"load of {which} beside the guide, {what}"
        lines.append(f"| {name} | pathway-graph | {cost.cpu_s:.1f} s | {cost.memory_mb:.0f} MB |")
    for question in questions(changes):
        ours = [str(COMMAND), *question.command]
        rivals = {
            who: [sys.executable, str(PEERS / f"{script}.py"), str(network), str(changes)]
            for who, script in question.scripts.items()
        }
        lines += compared(question.name, ours, rivals, environ, rounds)
    scripts = unpacked(BEL, folder)
    reading = [str(COMMAND), "import", "--dry-run", *sorted(str(file) for file in scripts.rglob("*.bel"))]
    peer = {"PyBEL": [sys.executable, str(PEERS / "bel_pybel.py"), str(scripts)]}
    return "\n".join(lines + compared("read 163 BEL scripts", reading, peer, environ, 1))


def compared(
    name: str, ours: list[str], rivals: dict[str, list[str]], environ: dict[str, str], rounds: int
) -> list[str]:
    """Run our command and its rivals in turn; return a row for each, the medians."""
    costs: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for who, command in {"pathway-graph": ours, **rivals}.items():
            costs.setdefault(who, []).append(run(command, environ))
    lines = []
    for who, some in costs.items():
        cpu_s, memory_mb = median(cost.cpu_s for cost in some), median(cost.memory_mb for cost in some)
        shown = name if who == "pathway-graph" else ""
        lines.append(f"| {shown} | {who} | {cpu_s:.2f} s | {memory_mb:.0f} MB |")
        print(lines[-1], file=sys.stderr, flush=True)  # noqa: T201
    return lines


def growth(rounds: int) -> str:
    """Return what loads and commands cost beside the guide alone, on A, on B and on all human WikiPathways."""
    changes = write_changes(FILES["A"], scratch())
    asked = {question.name: question.command for question in questions(changes)}
    columns: dict[str, list[str]] = {}
    for which in ("the guide", "A", "B", "WikiPathways"):
        folder = scratch()
        environ = store_in(folder)
        first = run([str(COMMAND), "load"], environ)
        answers = cypher = first
        if which != "the guide":
            answers, cypher = load(importing(which, folder), environ)
        cells = [shown(answers), shown(cypher)]
        for command in asked.values():
            cells.append(middle([str(COMMAND), *command], environ, rounds))
        columns[which] = cells
        print(which, cells, file=sys.stderr, flush=True)  # noqa: T201
    named = ["load, until the commands answer", "load, until Cypher does", *asked]
    rows = [f"| question | {' | '.join(columns)} |", "|---|" + "--:|" * len(columns)]
    for place, name in enumerate(named):
        rows.append(f"| {name} | {' | '.join(cells[place] for cells in columns.values())} |")
    return "\n".join(rows)


def middle(command: list[str], environ: dict[str, str], rounds: int) -> str:
    """Return the median cost of a command; a dash where the network does not hold what is asked for."""
    try:
        some = [run(command, environ) for _ in range(rounds)]
    except RuntimeError:
        return "–"
    return shown(Cost(median(cost.cpu_s for cost in some), median(cost.memory_mb for cost in some)))


def shown(cost: Cost) -> str:
    """Return a cost as a cell of a table."""
    return f"{cost.cpu_s:.2f} s, {cost.memory_mb:.0f} MB"


def between(mark: str, text: str) -> None:
    """Write a table between two marks of the page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(mark)
    _, _, after = rest.partition(mark)
    PAGE.write_text(f"{before}{mark}\n\n{text}\n\n{mark}{after}", encoding="utf-8")


def main() -> None:
    """Measure, and write or print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=sorted(FILES), default="A")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="our commands on the guide, A, B and WikiPathways")
    parser.add_argument("--print", action="store_true", help="print the table, write nothing")
    given = parser.parse_args()
    if not SHARED.exists():
        sys.exit(f"the networks are not there: {SHARED}")
    text = growth(given.rounds) if given.growth else table(given.network, given.rounds)
    print(text)  # noqa: T201
    if not given.print and given.network == "A":
        between(GROWTH_MARK if given.growth else MARK, text)


if __name__ == "__main__":
    main()
