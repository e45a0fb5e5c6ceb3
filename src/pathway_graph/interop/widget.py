"""A drawing as a widget of Jupyter, by anywidget: what is chosen in it is known in Python, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import anywidget
import traitlets

from pathway_graph.diagrams.drawing import Drawing
from pathway_graph.diagrams.viewer import parts_of_script, resource, viewer_style
from pathway_graph.errors import UnknownName, nearest
from pathway_graph.interop.notebook import svg_of

_SCRIPT: Final = f"{parts_of_script()}\n{resource('widget.js')}"


class DrawingWidget(anywidget.AnyWidget):
    """A drawing to work with in a notebook, made by `view`.

    Attributes:
        chosen: Id of the node that is chosen in it, empty if none is; set an id or a name of the picture to choose.
        highlight: Ids of nodes with a thick border; set ids or names.
        height_px: How high it is on the screen.
    """

    _esm = _SCRIPT
    _css = viewer_style()
    piece = traitlets.Unicode().tag(sync=True)
    height_px = traitlets.Int(600, min=200).tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)
    highlight = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, drawing: Drawing, piece: str, height_px: int) -> None:
        self.drawing = drawing
        self._ids = {node.id for node in drawing.nodes}
        super().__init__(piece=piece, height_px=height_px)

    @traitlets.validate("chosen")
    def _one(self, proposal: Mapping[str, Any]) -> str:
        return self._id(proposal["value"]) if proposal["value"] else ""

    @traitlets.validate("highlight")
    def _several(self, proposal: Mapping[str, Any]) -> list[str]:
        return [self._id(name) for name in proposal["value"]]

    def _id(self, name: str) -> str:
        if name in self._ids:
            return name
        found = [node.id for node in self.drawing.nodes if node.name == name]
        if len(found) != 1:
            known = [*self._ids, *(node.name for node in self.drawing.nodes)]
            raise UnknownName("node of this picture", name, nearest(name, known))
        return found[0]

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Show the picture as well where no widget is shown, as in a stored notebook on a web page."""
        made: Any = super()._repr_mimebundle_(**options)
        picture = svg_of(self.drawing)
        if made is None or picture is None:
            return made
        data, metadata = made if isinstance(made, tuple) else (made, {})
        return {**data, "image/svg+xml": picture}, metadata
