"""Show a drawing in a notebook as something to work with; a still picture where the extra ``notebook`` is missing."""

from __future__ import annotations

import warnings
from itertools import count
from typing import TYPE_CHECKING, Final

from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.render import TIMEOUT_S
from pathway_graph.diagrams.viewer import viewer
from pathway_graph.errors import RenderWarning
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.model import Network
from pathway_graph.model.border import refuses_bad_data

if TYPE_CHECKING:
    from pathway_graph.interop.widget import DrawingWidget

_numbers: Final = count(1)


@refuses_bad_data
def view(
    drawing: Drawing,
    network: Network | None = None,
    *,
    context: ClaimFilter | None = None,
    height_px: int = 600,
    timeout_s: float = TIMEOUT_S,
) -> DrawingWidget | Drawing:
    """Return *drawing* as a widget of Jupyter: the viewer of the interactive page, in both directions.

    ``widget.chosen`` is the id of the node that is chosen in the picture; set it, or ``widget.highlight``, to choose or
    mark nodes from Python. ``widget.observe(function, "chosen")`` calls a function whenever another one is chosen.

    Args:
        drawing: A picture of entities of *network*.
        network: Where its claims are; without it arrows name their claims, and these are not written out.
        context: A context whose measured changes are shown first; it needs the network.
        height_px: How high it is on the screen; in a narrow window its details follow below the picture.
        timeout_s: Give Graphviz so many seconds.

    Returns:
        The widget; *drawing* itself, which shows itself as a picture, where anywidget is not installed.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.
        RenderError: Graphviz is missing, failed or took too long, or the drawing is too large.

    Warns:
        RenderWarning: anywidget is not installed, and the picture is a still one.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> shown = view(select_diagram(guide, "camp"), guide)
    >>> shown.chosen = "imipramine"
    >>> shown.chosen
    'chem:imipramine'
    """
    try:
        from pathway_graph.interop.widget import DrawingWidget
    except ImportError:
        warnings.warn(
            "anywidget is not installed, so the picture is a still one; pip install 'pathway-graph[notebook]'",
            RenderWarning,
            stacklevel=3,
        )
        return drawing
    known = Network() if network is None else network
    piece = viewer(drawing, known, context=context, timeout_s=timeout_s, prefix=f"w{next(_numbers)}-")
    return DrawingWidget(drawing, piece, height_px)
