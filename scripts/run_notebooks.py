"""Run the worked notebooks and keep them with their outputs: ``python scripts/run_notebooks.py``, then read the diff.

Kept is what a reader sees: text, tables and pictures. Times, paths, the version of Python and the numbers of objects in
memory are not, so that the same code gives the same file.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

NOTEBOOKS: Final = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
_SHOWN: Final = ("text/plain", "text/html", "image/svg+xml", "image/png")
_LONG: Final = 200
_OBJECT: Final = re.compile(r" at 0x[0-9a-f]+")


def executed(path: Path, folder: Path) -> dict[str, Any]:
    """Return a notebook as it is after running it in *folder*, with the outputs that are kept.

    Raises:
        CellExecutionError: A cell failed.
    """
    import nbformat
    from nbclient import NotebookClient

    warnings.simplefilter("ignore")
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    plain: dict[str, Any] = json.loads(nbformat.writes(book))
    number = 0
    for cell in plain["cells"]:
        cell.pop("metadata", None)
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            number += 1
            cell["execution_count"] = number
            cell["outputs"] = [kept for one in cell["outputs"] if (kept := _kept(one, number, str(folder)))]
    plain["metadata"].get("language_info", {}).pop("version", None)
    return plain


def _kept(output: dict[str, Any], number: int, folder: str) -> dict[str, Any] | None:
    if output["output_type"] == "stream":
        return {**output, "text": _clean(output["text"], folder)} if output["name"] == "stdout" else None
    data = {kind: _clean(text, folder) for kind, text in output.get("data", {}).items() if kind in _SHOWN}
    if not data:
        return None
    if len(data) > 1 and len("".join(data["text/plain"])) > _LONG:
        data["text/plain"] = "".join(data["text/plain"])[:_LONG] + " …"
    found = {"output_type": output["output_type"], "data": data, "metadata": {}}
    return found | ({"execution_count": number} if output["output_type"] == "execute_result" else {})


def _clean(text: Any, folder: str) -> Any:
    if isinstance(text, list):
        return [_clean(line, folder) for line in text]
    return _OBJECT.sub("", text.replace(f"{folder}/", "").replace(folder, "."))


def text_of(book: dict[str, Any]) -> str:
    """Return a notebook as it is written to its file."""
    return json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> None:
    """Run all of them, or those that are named, and write them back."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if len(sys.argv) < 2 or path.stem in sys.argv[1:]:
            with TemporaryDirectory() as folder:
                path.write_text(text_of(executed(path, Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
