"""Write a drawing as one self-contained interactive page: no network, no framework, data that stays data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Final

from pathway_graph.diagrams.dot import legend_dot, picture_dot
from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.page_data import page_data
from pathway_graph.diagrams.render import TIMEOUT_S
from pathway_graph.diagrams.saying import view_words
from pathway_graph.diagrams.size import require_picturable
from pathway_graph.diagrams.svg import inline_svg
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_number
from pathway_graph.model.border import refuses_bad_data

_SCRIPTS: Final = ("trace.js", "picture.js", "panel.js", "page.js")
_SIGNS: Final = {1: "raises", -1: "lowers", 0: "direction not stated", None: "not causal"}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPES: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


@refuses_bad_data
def to_html(
    drawing: Drawing, network: Network, *, context: ClaimFilter | None = None, timeout_s: float = TIMEOUT_S
) -> str:
    """Return *drawing* as an HTML page in one file, the same text for the same drawing.

    The page works without a network and allows none: its content-security policy refuses everything but its own
    script and style sheet, which it names by hash. Data go in as JSON in which no character can end the element.

    Args:
        drawing: A picture of entities of *network*.
        network: Where its claims are.
        context: A context whose measured changes the page shows first.
        timeout_s: Give Graphviz so many seconds.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.
        RenderError: Graphviz is missing, failed or took too long, or there are more than 3,000 edges to lay out.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> page = to_html(select_diagram(guide, "D4"), guide)
    >>> page[:15], "default-src 'none'" in page, "unsafe" in page
    ('<!DOCTYPE html>', True, False)
    """
    require_number("timeout_s", timeout_s, above=0)
    require_picturable(drawing)
    picture = inline_svg(picture_dot(drawing), timeout_s=timeout_s, keep_ids=True)
    legend = legend_dot(drawing)
    style, script = _resource("page.css"), "\n".join(map(_resource, _SCRIPTS))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "title": _text(drawing.title),
        "notes": "".join(f"<p>{_text(note)}</p>" for note in _notes(drawing)),
        "style": style,
        "script": script,
        "picture": picture,
        "legend": inline_svg(legend, timeout_s=timeout_s) if legend else "<p>A workflow: steps from top to bottom.</p>",
        "table": _table(drawing, network),
        "data": json_text(page_data(drawing, network, context)),
    }
    page = _resource("page.html")
    pieces = page.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}}", 1)
        filled += [parts[name], rest]
    return "".join(filled)


def json_text(data: Any) -> str:
    r"""Return data as JSON that may stand inside a ``<script>``: no label can become markup or end the element.

    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@cache
def _resource(name: str) -> str:
    return (files("pathway_graph.diagrams") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _notes(drawing: Drawing) -> Iterable[str]:
    if drawing.caption:
        yield f"Redrawn from captions and text: {drawing.caption}"
    if drawing.kind == "cascade":
        words = view_words(drawing)
        yield f"{words[:1].upper()}{words[1:]}."
    yield from drawing.notes
    yield f"{drawing.version} - content {drawing.digest}"


def _table(drawing: Drawing, network: Network) -> str:
    """Return the picture as table rows, for readers without a pointer, a picture or scripts."""
    names = {node.id: node.name for node in drawing.nodes}
    rows = []
    for edge in drawing.edges:
        phrase = edge.relation.replace("_", " ")
        marks = [mark for mark, holds in (("hypothesis", edge.hypothesis), ("background", edge.view == "background"))
                 if holds]  # fmt: skip
        cells = (names[edge.source], phrase, names[edge.target], _SIGNS[edge.sign], ", ".join(marks),
                 ", ".join(edge.claims))  # fmt: skip
        rows.append("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>")
    linked = {end for edge in drawing.edges for end in (edge.source, edge.target)}
    alone = [node for node in drawing.nodes if node.id not in linked]
    rows += [f'<tr><td>{_text(node.name)}</td><td colspan="5"></td></tr>' for node in alone]
    return "".join(rows)


def _text(text: str) -> str:
    """Escape text for HTML, and show what HTML cannot hold as such."""
    shown = "".join(c if c.isprintable() or c in "\n\t" or ord(c) > 0xA0 else "\N{REPLACEMENT CHARACTER}" for c in text)
    return escape(shown.encode(errors="replace").decode())
