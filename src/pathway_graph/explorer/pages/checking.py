"""What an import of a file would keep, change and leave out: its report, without touching the store."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from starlette.responses import Response

from pathway_graph.errors import InputError
from pathway_graph.explorer.pages.gene_lists import NOTHING, kept_list, of_the_form
from pathway_graph.explorer.sent import sent
from pathway_graph.explorer.tables import columns_of
from pathway_graph.explorer.visit import Visit
from pathway_graph.formats.registry import format_named, read_all
from pathway_graph.formats.report import Report
from pathway_graph.model.stopping import go_on
from pathway_graph.text.counts import of_several

_LOSSES = columns_of(("data_set", "what", "why", "count", "places"), why="long", count="number", places="long")
_SETS = columns_of(("data_set", "format", "how", "read", "kept"), how="long")


def check(visit: Visit) -> Response:
    """Read a file as an import would, and show the report."""
    if visit.body:
        _, files = sent(visit.body, visit.content_type, visit.given.path)
        if "file" not in files:
            return visit.go("/check", list=NOTHING)
        return visit.go("/check", list=visit.desk.lists.put(files["file"]))
    key = visit.given.name("list")

    def work() -> dict[str, Any]:
        pasted = kept_list(visit, key)
        sets, losses, problems = visit.kept(lambda: _read(pasted.name or "file", pasted.data), "check", key)
        return {
            "file": pasted.name, "sets": visit.table("Data sets", _SETS, sets, key="s"), "problems": problems,
            "losses": visit.table("Changed or left out", _LOSSES, losses),
        }  # fmt: skip

    return visit.answer("check.html", "Check a file", work if key else None)


def _read(name: str, data: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    """Return a row for each data set of a file, one for each loss, and what is wrong."""
    sets: list[dict[str, Any]] = []
    losses: list[dict[str, Any]] = []
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        for item in read_all(file):
            go_on()
            if isinstance(item, InputError):
                problems += [str(problem) for problem in of_the_form(item, folder).problems]
                continue
            network, report = item
            names = ", ".join(source.id for source in network.sources)
            sets.append({"data_set": names, **_said(report)})
            losses += [
                {"data_set": names, **loss.to_dict(), "what": f"{loss.what} {word}"}
                for word, some in (("changed", report.changed), ("left out", report.left_out))
                for loss in some
            ]
    return sets, losses, problems


def _said(report: Report) -> dict[str, Any]:
    counts = {
        word: ", ".join(of_several(count, what) for what, count in some.items())
        for word, some in (("read", report.read), ("kept", report.kept))
    }
    return {"format": format_named(report.format).title, "how": report.how, **counts}
