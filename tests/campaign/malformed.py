"""Feed bad files to every reader: read, or refused with the file and the place, in little time and memory."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from campaign.mutations import generated, ways
from campaign.samples import read_formats, samples
from campaign.trials import Bench, Missing, Trial, pick
from networks import TINY
from test_embedded import load

FEEDING = Path(__file__).with_name("feeding.py")
SECONDS, MEGABYTES = 20, 1024
"""What one file of less than 400 KB may take; most take a hundredth of both."""


def trials(bench: Bench) -> Iterator[Trial]:
    """Make bad files of each format in turn, four of five from good ones, and feed them."""
    if not sys.platform.startswith("linux"):
        raise Missing("the limit of memory is that of Linux")
    made = list(_files(bench))
    store = bench.where / "store"
    load(store, TINY)
    before = _state(store)
    for path, problem in _fed([path for path, _ in made], store):
        yield Trial(dict(made)[path], problem)
    after = _state(store)
    yield Trial("the store after all of them", "" if before == after else "what was refused changed the store")


def _files(bench: Bench) -> Iterator[tuple[Path, str]]:
    names = [one.name for one in read_formats()]
    invented = {name: _invented(name, bench) for name in names}
    for number, name in enumerate(pick(bench.chance, names, bench.count)):
        folder = bench.where / f"{number:05}"
        folder.mkdir()
        good = bench.chance.choice(samples(name) if bench.chance.random() < 0.3 else samples(name)[:2])
        files = dict(good)
        spoiled = bench.chance.choice(sorted(files))
        made = next(invented[name], None) if bench.chance.random() < 0.2 else None
        files[spoiled] = made if made is not None else _spoiled(files[spoiled], bench.chance)
        for inner, data in files.items():
            (folder / inner).parent.mkdir(exist_ok=True)
            (folder / inner).write_bytes(data)
        yield folder / next(iter(files)).partition("/")[0], f"{name}, file {number} ({'made' if made else 'spoiled'})"


def _spoiled(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(ways(data))(data, chance)


def _invented(name: str, bench: Bench) -> Iterator[bytes]:
    contents = [data for good in samples(name) for data in good.values()]
    count = bench.count // len(read_formats()) // 4 + 1
    return iter(generated(contents, count, bench.chance.randrange(2**31)))


def _state(store: Path) -> list[tuple[str, int, int]]:
    return sorted((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in store.rglob("*"))


def _fed(paths: list[Path], store: Path) -> Iterator[tuple[Path, str]]:
    """Feed the files; a process that dies of one is followed by another, for the rest."""
    left = list(paths)
    while left:
        command = [sys.executable, str(FEEDING), str(store), str(SECONDS), str(MEGABYTES)]
        done = subprocess.run(
            command, input="".join(f"{path}\n" for path in left), capture_output=True, text=True, check=False
        )
        for line in done.stdout.splitlines():
            path, code, said = json.loads(line)
            yield left.pop(0), problem_of(path, code, said)
        if left:
            yield left.pop(0), f"the process ended with {done.returncode}: {done.stderr[-300:]}"


def problem_of(path: str, code: object, said: str) -> str:
    """Judge what came of a file: 0 and 3 are the only codes, and a refusal names the file and the place in it."""
    if code in ("slow", "memory"):
        return f"more than {SECONDS} s of processor time" if code == "slow" else f"more than {MEGABYTES} MB"
    if code not in (0, 3):
        return f"it ended with {code}: {said}"
    if "Traceback" in said:
        return f"a traceback: {said}"
    if code == 3:
        if path not in said:
            return f"the file is not named: {said}"
        if not _PLACE.search(said) and not _WHOLE.search(said):
            return f"no place is named: {said}"
    return ""


_PLACE = re.compile(
    r":\d+: |\bline \d|\boffset \d|\bcolumn \d|\[\d+\]|\bbyte \d|: [a-z_]+(\.\w+)*: |: source '[^']*': |part .* is"
)
_WHOLE = re.compile(
    r"the file is empty|nothing is in it that|of no kind that is known|which is not read; |a text in words"
    r"|the format is not recognised|there is no statement in it|this is a list of \d+ names, not a network"
)
"""What is said of a file as a whole, which is of another kind or holds nothing."""
