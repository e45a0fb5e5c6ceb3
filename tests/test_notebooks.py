"""The worked notebooks run from the first cell to the last, and are kept without their outputs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

NOTEBOOKS = Path(__file__).parents[1] / "docs" / "notebooks"
SHOWS = {
    "guide-in-ten-minutes": (
        "cAMP/PKA/CREB signaling under imipramine",
        "'marks': 53",
        "needed up, claimed down",
        "P24",
    ),
    "gene-list-to-regulator": ("imipramine", "Xyz1", "verdict"),
    "your-own-pathway": ("did you mean 'inhibits'", "ambiguous", "route-against-measurement", "['imipramine', 'mine']"),
}
_RUN = """
import sys, warnings
warnings.simplefilter("ignore")
import nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": sys.argv[2]}}).execute()
nbformat.write(book, sys.argv[2] + "/executed.ipynb")
"""


@pytest.mark.parametrize("name", sorted(SHOWS))
def test_a_notebook_runs_and_shows_what_it_promises(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _RUN, str(NOTEBOOKS / f"{name}.ipynb"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    shown = "\n".join(outputs(json.loads((tmp_path / "executed.ipynb").read_text(encoding="utf-8"))))
    for words in SHOWS[name]:
        assert words in shown


def outputs(book: Any) -> list[str]:
    found = []
    for cell in book["cells"]:
        for output in cell.get("outputs", ()):
            texts = [output.get("text", ""), *output.get("data", {}).values()]
            found += ["".join(text) for text in texts]
    return found


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    assert path.stem in SHOWS
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
