"""Give random queries to both engines and report what differs; the test runs one seed, this command any other.

``python tests/cypher_differential.py --seed 7`` starts a Neo4j of its own; ``--file`` takes queries, one a line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cypher_excuses import excuse
from cypher_outcomes import BOTH_REFUSE, EQUAL, Engines, Pair, engines
from cypher_queries import queries
from neo4j_server import running_server
from pathway_graph.formats.native import read_guide


@dataclass(slots=True)
class Report:
    """What became of many queries.

    Attributes:
        counts: How many ended with each verdict, and how many each entry of the list accounts for.
        unlisted: What no entry accounts for, in words.
    """

    counts: Counter[str] = field(default_factory=Counter)
    unlisted: list[str] = field(default_factory=list)
    seconds: float = 0.0


def report(both: Engines, texts: Iterable[str], *, is_loud: bool = False) -> Report:
    """Ask both engines and sort the outcomes."""
    found = Report()
    begun = time.monotonic()
    for text in texts:
        pair = both.ask(text)
        if pair.verdict in (EQUAL, BOTH_REFUSE):
            found.counts[pair.verdict] += 1
        elif pair.embedded.is_slow or pair.neo4j.is_slow:
            found.counts["too slow"] += 1
        else:
            reason = excuse(pair)
            found.counts[f"listed: {reason}" if reason else f"not listed: {pair.verdict}"] += 1
            if reason is None:
                found.unlisted.append(told(pair))
                if is_loud:
                    sys.stdout.write(f"{found.unlisted[-1]}\n\n")
    found.seconds = time.monotonic() - begun
    return found


def told(pair: Pair) -> str:
    """Return a difference for people."""
    return f"{pair.verdict}: {pair.query}\n  embedded {pair.embedded.text()}\n  Neo4j    {pair.neo4j.text()}"


def main(arguments: list[str] | None = None) -> int:
    """Run the queries of a seed, or of a file; return 1 if any difference is not on the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=1500)
    parser.add_argument("--file", type=Path, help="queries, one a line")
    parser.add_argument("--raw", action="store_true", help="ask the embedded engine itself: no fence, no rewriting")
    options = parser.parse_args(arguments)
    texts = queries(options.seed, options.number)
    if options.file is not None:
        lines = options.file.read_text(encoding="utf-8").splitlines()
        texts = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        with engines(Path(folder) / "store", server, read_guide(), is_raw=options.raw) as both:
            found = report(both, texts, is_loud=True)
    for what, number in found.counts.most_common():
        sys.stdout.write(f"{number:6} {what}\n")
    sys.stdout.write(f"{len(texts)} queries in {found.seconds:.0f} s\n")
    return 1 if found.unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
