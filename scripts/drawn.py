"""A part of the Sphinx site: a block `drawn` runs its commands when the site is built, and shows what they drew.

So the picture under a command is what the command draws, and no picture is kept in the repository. A command that fails
is an error of the page. They run in a folder of their own with a store of the packaged guide, beside `changes.csv` of
the guide and the files of `docs/gallery/`; only the output folder of the site is written to.
"""

from __future__ import annotations

import html
import posixpath
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from terminal_picture import guide_store

import pathway_graph

CHANGES = Path(pathway_graph.__file__).parent / "data" / "imipramine" / "changes.csv"


class Workshop:
    """A folder with a store of the guide, in which commands are run: made when the first one is."""

    def __init__(self, files: Path) -> None:
        self._folder = TemporaryDirectory(prefix="drawn-")
        self.path = Path(self._folder.name)
        self._environ = guide_store(self.path)
        for file in [CHANGES, *sorted(files.glob("*"))]:
            shutil.copy(file, self.path)

    def run(self, command: str) -> None:
        """Run *command*, a line that begins with `pathway-graph`.

        Raises:
            ValueError: If it fails; with its own words.
        """
        program, *words = shlex.split(command)
        if program != "pathway-graph":
            raise ValueError(f"only pathway-graph is run here, not {program}")
        line = [sys.executable, "-m", "pathway_graph", *words]
        done = subprocess.run(line, env=self._environ, cwd=self.path, capture_output=True, encoding="utf-8")
        if done.returncode:
            raise ValueError(f"{command} ended with {done.returncode}: {done.stderr}")

    def close(self) -> None:
        """Throw the folder away."""
        self._folder.cleanup()


class Drawn(SphinxDirective):
    """The directive `drawn`: its argument says what the picture shows, for those who do not see it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Run the commands and return them with the picture that the last of them drew."""
        found = re.search(r"[\w-]+\.svg", self.content[-1])
        if found is None:
            raise self.error("the last command names no .svg file")
        shop = workshop(self.env.app)
        try:
            for command in self.content:
                shop.run(command)
        except ValueError as problem:
            raise self.error(str(problem)) from problem
        pictures = Path(self.env.app.outdir) / "_images"
        pictures.mkdir(parents=True, exist_ok=True)
        shutil.copy(shop.path / found[0], pictures / f"drawn-{found[0]}")
        shown = "\n".join(f"$ {command}" for command in self.content)
        top = posixpath.dirname(self.env.app.builder.get_relative_uri(self.env.docname, "index"))
        address = posixpath.join(top, "_images", f"drawn-{found[0]}")
        image = f'<img src="{address}" alt="{html.escape(self.arguments[0])}" loading="lazy">'
        block = nodes.literal_block(shown, shown, language="console")
        return [block, nodes.raw("", f'<p class="drawn"><a href="{address}">{image}</a></p>', format="html")]


_OPEN: dict[int, Workshop] = {}


def workshop(app: Sphinx) -> Workshop:
    """Return the workshop of this build."""
    if id(app) not in _OPEN:
        _OPEN[id(app)] = Workshop(Path(app.srcdir) / "gallery")
    return _OPEN[id(app)]


def close(app: Sphinx, exception: Exception | None) -> None:
    """Throw the workshop of this build away, if it had one."""
    if id(app) in _OPEN:
        _OPEN.pop(id(app)).close()


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directive."""
    app.add_directive("drawn", Drawn)
    app.connect("build-finished", close)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
