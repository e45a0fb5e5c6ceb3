"""A drawing to work with: a piece of HTML, a style sheet and a script, for a file, the explorer and a notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Final

from pathway_graph.diagrams.dot import legend_dot, picture_dot
from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.engine import in_time
from pathway_graph.diagrams.page_data import page_data
from pathway_graph.diagrams.render import TIMEOUT_S
from pathway_graph.diagrams.saying import view_words
from pathway_graph.diagrams.size import require_picturable
from pathway_graph.diagrams.svg import inline_svg
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.model import Network
from pathway_graph.model.arguments import require_number

SCRIPTS: Final = (
    "trace.js", "scene.js", "levels.js", "moving.js", "arrows.js", "fold.js", "filters.js", "card.js", "panel.js",
    "details.js", "search.js", "changes.js", "theme.js", "address.js", "save.js", "start.js",
)  # fmt: skip
"""The files of the viewer's script, in the order in which they follow each other."""
_SIGNS: Final = {1: "raises", -1: "lowers", 0: "direction not stated", None: "not causal"}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPES: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
_ID: Final = re.compile(r' id="(?=[ne]\d+(?:_\d+)?")')


def viewer(
    drawing: Drawing,
    network: Network,
    *,
    context: ClaimFilter | None = None,
    timeout_s: float = TIMEOUT_S,
    prefix: str = "",
    entity_url: str = "",
    claim_url: str = "",
) -> str:
    """Return *drawing* as a piece of HTML that `viewer_script` brings to life and `viewer_style` dresses.

    The piece holds the picture, its table, its legend and what is known of it as JSON; without scripts the picture and
    the table are there. It has no inline style or script, so that a page with a strict content-security policy
    can hold it: it asks for ``script-src`` and ``style-src`` of the two files and, to save a PNG, ``img-src blob:``.

    Args:
        drawing: A picture of entities of *network*.
        network: Where its claims are.
        context: A context whose measured changes are shown first.
        timeout_s: Give the layout so many seconds.
        prefix: Stands before every ``id``, so that they do not meet others of the page.
        entity_url: Start of the address of a page about an entity; its id follows, encoded.
        claim_url: Start of the address of a page about a claim.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.
        RenderError: Graphviz is missing, failed or took too long, or there are more than 6,000 edges to lay out.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> piece = viewer(select_diagram(guide, "D4"), guide, prefix="v-")
    >>> 'id="v-n0"' in piece, "<script>" in piece, " style=" in piece
    (True, False, False)
    """
    require_number("timeout_s", timeout_s, above=0)
    require_picturable(drawing)
    with in_time(timeout_s):
        picture = inline_svg(picture_dot(drawing), timeout_s=timeout_s, keep_ids=True)
    legend = legend_dot(drawing)
    return filled(
        resource("viewer.html"),
        {
            "p": escape(prefix),
            "key": text(f"{drawing.key}/{drawing.digest}"),
            "name": text(drawing.key),
            "entity": text(entity_url),
            "claim": text(claim_url),
            "title": text(drawing.title),
            "notes": "".join(f"<p>{text(note)}</p>" for note in _notes(drawing)),
            "picture": _ID.sub(f' id="{escape(prefix)}', picture),
            "legend": inline_svg(legend, timeout_s=timeout_s) if legend else "<p>Steps from top to bottom.</p>",
            "table": _table(drawing),
            "data": json_text(page_data(drawing, network, context)),
        },
    )


@cache
def viewer_style() -> str:
    """Return the style sheet of the viewer; every rule begins at its own element.

    >>> viewer_style().count("@import")
    0
    """
    return _brief(resource("viewer.css"))


@cache
def viewer_script() -> str:
    """Return the script of the viewer; it brings every piece of the page to life and leaves no name behind.

    >>> viewer_script().startswith("(() => {")
    True
    """
    return f"(() => {{\n{parts_of_script()}\nstartAll();\n}})();\n"


def parts_of_script() -> str:
    """Return the functions of the script, as they follow each other."""
    return '"use strict";\n' + "\n".join(_brief(resource(name)) for name in SCRIPTS)


def _brief(code: str) -> str:
    """Return code without indents, empty lines and lines of comment: no text of ours runs over two lines."""
    lines = (line.strip() for line in code.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def filled(template: str, parts: dict[str, str]) -> str:
    """Return a template with each ``{{name}}`` in its place; what is put in is not looked at again.

    >>> filled("a {{b}} c", {"b": "{{b}}"})
    'a {{b}} c'
    """
    first, *pieces = template.split("{{")
    done = [first]
    for piece in pieces:
        name, rest = piece.split("}}", 1)
        done += [parts[name], rest]
    return "".join(done)


def json_text(data: Any) -> str:
    r"""Return data as JSON that may stand inside a ``<script>``: no label can become markup or end the element.

    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


@cache
def resource(name: str) -> str:
    """Return the text of a file of the page."""
    return (files("pathway_graph.diagrams") / "page" / name).read_text(encoding="utf-8")


def text(words: str) -> str:
    """Escape text for HTML, and show what HTML cannot hold as such.

    >>> text("a<b")
    'a&lt;b'
    """
    shown = "".join(
        c if c.isprintable() or c in "\n\t" or ord(c) > 0xA0 else "\N{REPLACEMENT CHARACTER}" for c in words
    )
    return escape(shown.encode(errors="replace").decode())


def _notes(drawing: Drawing) -> Iterable[str]:
    if drawing.caption:
        yield f"Redrawn from captions and text: {drawing.caption}"
    if drawing.kind == "cascade":
        words = view_words(drawing)
        yield f"{words[:1].upper()}{words[1:]}."
    yield from drawing.notes
    yield f"{drawing.version} - content {drawing.digest}"


def _table(drawing: Drawing) -> str:
    """Return the picture as table rows, for readers without a pointer, a picture or scripts."""
    names = {node.id: node.name for node in drawing.nodes}
    rows = []
    for edge in drawing.edges:
        phrase = edge.relation.replace("_", " ")
        marks = [mark for mark, holds in (("hypothesis", edge.hypothesis), ("background", edge.view == "background"))
                 if holds]  # fmt: skip
        cells = (names[edge.source], phrase, names[edge.target], _SIGNS[edge.sign], ", ".join(marks),
                 ", ".join(edge.claims))  # fmt: skip
        rows.append("<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>")
    linked = {end for edge in drawing.edges for end in (edge.source, edge.target)}
    alone = [node for node in drawing.nodes if node.id not in linked]
    rows += [f'<tr><td>{text(node.name)}</td><td colspan="5"></td></tr>' for node in alone]
    return "".join(rows)
