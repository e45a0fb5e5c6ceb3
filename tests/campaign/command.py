"""Run the campaign, or parts of it, and keep the figures: ``python -m tests.campaign``."""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from campaign.parts import PARTS
from campaign.trials import Bench, Figures, Missing, Part, run_part
from neo4j_server import Server, ServerMissing, running_server

FIGURES = Path(__file__).with_name("figures.json")


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; return 1 where anything failed."""
    options = _options(arguments)
    wanted = options.part or list(PARTS)
    if options.record and (options.short or options.scale < 1):
        sys.stderr.write("figures are kept of whole parts: no --short, no --scale below 1\n")
        return 2
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    failed = 0
    with ExitStack() as stack:
        server = _server_once(stack)
        for name in wanted:
            part = PARTS[name]
            count = part.short if options.short else max(1, round(part.full * options.scale))
            begun = time.process_time()
            found = tried_part(part, count, options.seed, server)
            sys.stdout.write(f"{name}: {told(found)} ({time.process_time() - begun:.0f} s of our own processor time)\n")
            for trial in found.failed:
                sys.stdout.write(f"  {trial.what}\n    {trial.problem}\n")
            sys.stdout.flush()
            failed += len(found.failed)
            if options.record:
                kept[name] = recorded(part, found, options.seed)
                FIGURES.write_text(json.dumps({one: kept[one] for one in PARTS if one in kept}, indent=1) + "\n")
    return 1 if failed else 0


def tried_part(part: Part, count: int, seed: int, server: Callable[[], Server]) -> Figures:
    """Try a part in an empty folder; the same seed tries the same things on the same version."""
    with tempfile.TemporaryDirectory(prefix="campaign-") as where:
        return run_part(part, Bench(Path(where), random.Random(f"{part.name} {seed}"), count, server))


def told(found: Figures) -> str:
    """Say how a part ended, in a line."""
    if found.missing:
        return f"not tried: {found.missing}"
    return f"{found.tried} tried, {found.held} held, {len(found.failed)} failed"


def recorded(part: Part, found: Figures, seed: int) -> dict[str, object]:
    """Return what is kept of a part: no time, which would be one of this machine."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {
        "title": part.title,
        "holds": part.holds,
        "tried": found.tried,
        "held": found.held,
        "failed": [asdict(one) for one in found.failed],
        "seed": seed,
        "date": day,
        "missing": found.missing,
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"parts to run; all if none: {', '.join(PARTS)}")
    parser.add_argument("--seed", type=int, default=1, help="another one tries other things (default 1)")
    parser.add_argument("--short", action="store_true", help="as few trials as in the tests")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many trials as the full number")
    parser.add_argument("--record", action="store_true", help="keep the figures for docs/reliability.md")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.part) - set(PARTS)):
        parser.error(f"no part {unknown[0]!r}; parts are {', '.join(PARTS)}")
    return options


def _server_once(stack: ExitStack) -> Callable[[], Server]:
    """Return what starts a Neo4j server when it is first needed, and stops it at the end."""
    running: list[Server] = []

    def server() -> Server:
        if not running:
            try:
                running.append(stack.enter_context(running_server()))
            except ServerMissing as reason:
                raise Missing(str(reason)) from reason
        return running[0]

    return server
