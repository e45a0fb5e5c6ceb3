"""Make the SVG of a terminal that runs commands: each is really run, in a store of the packaged guide alone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from pathway_graph.formats.native import read_guide
from pathway_graph.stores.embedded.store import EmbeddedStore

COLUMNS: Final = 118
COMMANDS: Final = ("upstream BDNF", "explain imipramine BDNF --view guide --limit 1")
_PAGE: Final = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>Two commands of pathway-graph and their answers</title>
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, DejaVu Sans Mono, monospace; font-size: {char_height}px;
 line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: Helvetica, Arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def guide_store(folder: Path) -> dict[str, str]:
    """Make a store of the packaged guide in *folder*; return an environment in which commands use it alone."""
    store = EmbeddedStore(folder / "store")
    store.write(read_guide())
    store.close()
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "PATHWAY_GRAPH_"))}
    return environ | {"PATHWAY_GRAPH_STORE": str(store.path), "PYTHONUTF8": "1"}


def answers(commands: tuple[str, ...] = COMMANDS) -> dict[str, str]:
    """Return what each command prints on a terminal of :data:`COLUMNS` columns that shows colours."""
    found = {}
    with TemporaryDirectory() as folder:
        environ = guide_store(Path(folder)) | {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color"}
        environ.pop("NO_COLOR", None)
        for command in commands:
            line = [sys.executable, "-m", "pathway_graph", *command.split(), "--format", "table"]  # as on a terminal
            done = subprocess.run(
                line, env=environ, cwd=folder, encoding="utf-8", check=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            found[command] = done.stdout.strip("\n") + "\n"
    return found


def terminal_svg(commands: tuple[str, ...] = COMMANDS) -> str:
    """Return the picture of a terminal in which *commands* were run one after the other."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    for command, answer in answers(commands).items():
        console.print(Text.assemble(("$ ", "bold green"), (f"pathway-graph {command}", "bold")))
        console.print(Text.from_ansi(answer))
    drawn = console.export_svg(title="pathway-graph", theme=MONOKAI, code_format=_PAGE, unique_id="terminal")
    return "\n".join(line.strip() for line in drawn.splitlines() if line.strip()) + "\n"
