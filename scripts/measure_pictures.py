"""Draw a set of named pictures by whole commands, measure each, and set the figures beside earlier ones.

``python scripts/measure_pictures.py`` draws and measures all; names choose some (``D1 omnipath-300``), ``--json FILE``
keeps the figures, ``--against FILE`` sets them beside kept ones, ``--keep FOLDER`` leaves the pictures there, and
``--svg FILE...`` measures pictures that exist. Real networks are read from ``../shared/networks`` and left out where
it is absent. Seconds are processor time of the whole command that draws.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parent))

from picture_figures import figures

NETWORKS: Final = Path(__file__).parents[2] / "shared" / "networks"
_COMMAND: Final = (sys.executable, "-m", "pathway_graph")
_PATHWAYS: Final = ("WP254", "WP382", "WP4172", "WP732", "WP2380")
_PARTS: Final = {30: 47, 100: 140, 300: 486, 2000: 4000}
"""Names and rows of the parts of OmniPath: the first rows whose ends are among the first so many names."""
_TIMEOUT_S: Final = 600


@dataclass(frozen=True)
class Wanted:
    """A picture: its name, the store that it is drawn from, and the command, to which the file's name is added."""

    name: str
    store: str
    command: tuple[str, ...]


def wanted() -> list[Wanted]:
    """Return the pictures of the set."""
    found = []
    for number in range(1, 5):
        for view, more in (("guide", ()), ("expanded", ("--detail",))):
            command = ("diagram", f"D{number}", "--view", view, *more, "-o")
            found.append(Wanted(f"D{number}{'-expanded' if view == 'expanded' else ''}", "guide", command))
    expanded = ("--view", "expanded", "--diagram")
    found += [
        Wanted("downstream", "guide", ("downstream", "imipramine", *expanded)),
        Wanted("upstream", "guide", ("upstream", "BDNF", *expanded)),
        Wanted("regulators", "guide", ("regulators", "--example", "--diagram")),
        Wanted("explain", "guide", ("explain", "imipramine", "pCREB", "--diagram")),
    ]
    if NETWORKS.is_dir():
        timeout = ("--timeout", str(_TIMEOUT_S))
        found += [Wanted(name, name, ("diagram", name, *timeout, "-o")) for name in _PATHWAYS]
        computed = ("--layout", "computed", *timeout, "-o")
        found += [Wanted(f"{name}-computed", name, ("diagram", name, *computed)) for name in _PATHWAYS]
        found += [
            Wanted(f"omnipath-{size}", f"omnipath-{size}", ("diagram", f"part{size}", *timeout, "-o"))
            for size in _PARTS
        ]
        found.append(Wanted("TP53", "omnipath", ("diagram", "--around", "TP53", "--steps", "1", *timeout, "-o")))
    return found


@cache
def store(name: str, folder: Path) -> Path:
    """Return a store in *folder* that holds what pictures are drawn from: the guide, a pathway, a part of OmniPath."""
    place = folder / f"store-{name}"
    if name == "guide":
        command: tuple[str, ...] = ("load",)
    elif name == "omnipath":
        command = ("import", "--names-are", "hgnc.symbol", str(NETWORKS / "omnipath_carnival.tsv"))
    elif name.startswith("omnipath"):
        command = ("import", "--names-are", "hgnc.symbol", str(_part(int(name.partition("-")[2]), folder)))
    else:
        with tarfile.open(NETWORKS / "wikipathways_human_gpml.tar.xz") as archive:
            archive.extract(f"pathways/{name}/{name}.gpml", folder, filter="data")
        command = ("import", str(folder / "pathways" / name / f"{name}.gpml"))
    run(command, place)
    return place


def _part(size: int, folder: Path) -> Path:
    """Write a part of OmniPath to a file and return it."""
    lines = (NETWORKS / "omnipath_carnival.tsv").read_text(encoding="utf-8").splitlines()
    names: dict[str, None] = {}
    rows: list[str] = []
    for line in lines[1:]:
        source, _, target = line.split("\t")
        new = {source, target} - set(names)
        if len(names) + len(new) <= size and len(rows) < _PARTS[size]:
            names |= dict.fromkeys(sorted(new))
            rows.append(line)
    file = folder / f"part{size}.tsv"
    file.write_text("\n".join([lines[0], *rows, ""]), encoding="utf-8")
    return file


def run(command: Sequence[str], place: Path) -> float:
    """Run a command on a store and return the processor seconds that it took.

    Raises:
        RuntimeError: It failed.
    """
    environ = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J")}
    before = os.times()
    done = subprocess.run(
        [*_COMMAND, *command], env=environ | {"PATHWAY_GRAPH_STORE": str(place)}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-300:]}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def drawn(names: Sequence[str], folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Draw and measure pictures, all for no names; what fails is said and left out."""
    known = {picture.name: picture for picture in wanted()}
    for name in names or known:
        if name not in known:
            raise SystemExit(f"no picture {name!r}; there are {', '.join(known)}")
        picture, file = known[name], folder / f"{name}.svg"
        try:
            seconds = run((*picture.command, str(file)), store(picture.store, folder))
            began = time.process_time()
            found = figures(file.read_text(encoding="utf-8"))
            print(f"{name}: {seconds:.1f} s; measured in {time.process_time() - began:.1f} s", file=sys.stderr)  # noqa: T201
            yield name, found | {"seconds": round(seconds, 1)}
        except RuntimeError as error:
            print(f"{name} failed: {error}", file=sys.stderr)  # noqa: T201


_COLUMNS: Final = {
    "nodes": "nodes", "edges": "edges", "width": "width", "height": "height", "ratio": "W:H", "type_a4": "pt A4",
    "type_column": "pt col.", "type_slide": "pt slide", "crossings": "cross.", "through_nodes": "nodes hit",
    "through_labels": "labels hit", "over_titles": "titles hit", "worst_detour": "detour",
    "node_overlaps": "overlaps", "labels_on_nodes": "labels on", "legend_share": "legend", "seconds": "CPU s",
}  # fmt: skip


def table(found: dict[str, dict[str, float]], earlier: dict[str, dict[str, float]]) -> str:
    """Return figures as a table of Markdown; an earlier figure that differs stands before an arrow."""
    rows = [["picture", *_COLUMNS.values()], ["---", *("---:" for _ in _COLUMNS)]]
    for name, new in found.items():
        old = earlier.get(name, {})
        rows.append([name, *(_cell(old.get(column), new.get(column)) for column in _COLUMNS)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(old: float | None, new: float | None) -> str:
    now = "" if new is None else f"{new:g}"
    return now if old is None or old == new else f"{old:g} → {now}"


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("names", nargs="*", help="pictures; all by default")
    asked.add_argument("--json", type=Path, help="keep the figures in this file")
    asked.add_argument("--against", type=Path, help="figures kept earlier, to stand beside the new ones")
    asked.add_argument("--keep", type=Path, help="a folder for the pictures and the stores that they are drawn from")
    asked.add_argument("--svg", nargs="+", type=Path, default=[], help="measure these files instead")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if options.svg:
            found = {file.stem: figures(file.read_text(encoding="utf-8")) for file in options.svg}
        else:
            found = dict(drawn(options.names, folder.resolve()))
    earlier = json.loads(options.against.read_text(encoding="utf-8")) if options.against else {}
    print(table(found, earlier))  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
