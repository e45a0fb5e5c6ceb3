"""Save a chart: SVG, PNG and PDF for papers, a page that needs no network, or its Vega-Lite specification."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from pathway_graph.charts.library import EXTRA
from pathway_graph.diagrams.render import save_file
from pathway_graph.errors import MissingPackage, UnknownName, nearest

CHARTS: Final = ("svg", "png", "pdf", "html", "json")
DPI: Final = 300


def save_chart(chart: Any, path: str | os.PathLike[str], form: str | None = None, *, dpi: int = DPI) -> Path:
    """Save a chart; the file appears whole or not at all, and nothing is fetched from a network.

    Args:
        chart: Any chart of Altair, those of this room among them.
        path: The file; its folder must exist.
        form: One of `CHARTS`; by default the file's ending.
        dpi: Dots per inch of a PNG, where 72 pixels of the chart are an inch.

    Raises:
        MissingPackage: The package ``vl-convert-python`` is not installed (extra ``plot``).
        RenderError: The file cannot be written.
        UnknownName: No such format.

    >>> import tempfile
    >>> from pathway_graph.charts import bars
    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, rank_regulators
    >>> guide = read_guide()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     chart = bars(rank_regulators(guide, example_changes(guide)))
    ...     save_chart(chart, Path(folder) / "top.svg").read_text()[:4]
    '<svg'
    """
    form = form or Path(path).suffix.lstrip(".").lower() or "svg"
    if form not in CHARTS:
        raise UnknownName("format of charts", form, nearest(form, CHARTS), known=CHARTS)
    return save_file(path, chart_bytes(chart, form, dpi=dpi))


def chart_bytes(chart: Any, form: str, *, dpi: int = DPI) -> bytes:
    """Return a chart as the bytes of a file of one of `CHARTS`.

    Raises:
        MissingPackage: The package ``vl-convert-python`` is not installed (extra ``plot``).

    >>> from pathway_graph.charts import bars
    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators import example_changes, rank_regulators
    >>> guide = read_guide()
    >>> chart_bytes(bars(rank_regulators(guide, example_changes(guide))), "pdf")[:4]
    b'%PDF'
    """
    specification = chart.to_dict()
    if form == "json":
        return (json.dumps(specification, ensure_ascii=False, indent=1) + "\n").encode()
    try:
        import vl_convert as converter
    except ImportError as error:
        raise MissingPackage("vl-convert-python", EXTRA) from error
    if form == "svg":
        return str(converter.vegalite_to_svg(specification)).encode()
    if form == "png":
        return bytes(converter.vegalite_to_png(specification, scale=dpi / 72, ppi=dpi))
    if form == "pdf":
        return bytes(converter.vegalite_to_pdf(specification))
    return str(converter.vegalite_to_html(specification, bundle=True)).encode()
