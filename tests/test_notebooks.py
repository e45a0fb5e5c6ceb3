"""The worked notebooks run from the first cell to the last, and show what they are kept with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

NOTEBOOKS = Path(__file__).parents[1] / "docs" / "notebooks"
SCRIPTS = Path(__file__).parents[1] / "scripts"
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
import sys
from pathlib import Path
import run_notebooks
book = run_notebooks.executed(Path(sys.argv[1]), Path(sys.argv[2]))
Path(sys.argv[2], "executed.ipynb").write_text(run_notebooks.text_of(book), encoding="utf-8")
"""
NOT_COMPARED = {"image/svg+xml", "image/png"}
"""Pictures, whose looks have tests of their own."""


@pytest.mark.parametrize("name", sorted(SHOWS))
def test_a_notebook_runs_and_shows_what_it_promises(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _RUN, str(NOTEBOOKS / f"{name}.ipynb"), str(tmp_path)]
    environ = {**os.environ, "PYTHONPATH": str(SCRIPTS)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, env=environ)
    assert done.returncode == 0, done.stderr[-3000:]
    shown = outputs(json.loads((tmp_path / "executed.ipynb").read_text(encoding="utf-8")))
    for words in SHOWS[name]:
        assert words in "\n".join(shown)
    kept = outputs(json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")))
    assert shown == kept, "run scripts/run_notebooks.py and read the difference"


def outputs(book: Any) -> list[str]:
    found = []
    for cell in book["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            texts = [output.get("text", ""), *(text for kind, text in data.items() if kind not in NOT_COMPARED)]
            found += ["".join(text) for text in texts]
    return found


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_outputs_that_say_nothing_of_a_machine(path: Path) -> None:
    assert path.stem in SHOWS
    text = path.read_text(encoding="utf-8")
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert any(cell["outputs"] for cell in cells)
    assert not re.findall(r"/(?:tmp|home|root|Users|var)/| at 0x[0-9a-f]+", text)
    assert len(text) < 300_000
