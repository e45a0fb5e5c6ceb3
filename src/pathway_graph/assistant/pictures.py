"""The tool that draws: a diagram of a data set, the neighbourhood of an entity, or routes between two."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from pathway_graph.assistant.asking import AskedView, OptionalName
from pathway_graph.assistant.cards import MOST_OF_ROW, cards
from pathway_graph.assistant.marking import data, shown
from pathway_graph.assistant.results import Drawn, DrawnRow
from pathway_graph.assistant.session import Session
from pathway_graph.diagrams import Drawing, draw_trace, select_diagram, to_dot
from pathway_graph.diagrams.engine import in_time
from pathway_graph.diagrams.render import picture
from pathway_graph.errors import RenderError, WrongArgument
from pathway_graph.explorer.pictures import MAX_EDGES, neighbourhood
from pathway_graph.model import Network
from pathway_graph.model.stopping import go_on
from pathway_graph.text.counts import how_many
from pathway_graph.trace import Filters, paths

MOST_BYTES: Final = 3_000_000
"""Of a picture; a larger one is refused."""
MOST_AROUND: Final = 3
_BETWEEN: Final = 4
"""Steps between two, where none are asked for."""
_ROUTES: Final = 200


@dataclass(frozen=True, kw_only=True)
class Picture(Drawn):
    """A drawing with its bytes, which go beside the answer and not in it."""

    content: bytes = b""

    @property
    def encoded(self) -> str:
        """Its bytes as base64."""
        return base64.b64encode(self.content).decode()

    @property
    def address(self) -> str:
        """A name for the content, the same for the same picture."""
        return f"pathway-graph://diagram/{hashlib.sha256(self.content).hexdigest()[:16]}.{self.format}"


def diagram(
    session: Session,
    name: Annotated[
        OptionalName, Field(description="A diagram by key (the tool sources lists them) or a data set")
    ] = "",
    around: Annotated[OptionalName, Field(description="Instead: an entity, with what is near it")] = "",
    source: Annotated[OptionalName, Field(description="Instead, with target: routes from this entity")] = "",
    target: OptionalName = "",
    steps: Annotated[
        int, Field(ge=0, le=6, description="How far around an entity (to 3), or between two; 0: 1 around, 4 between")
    ] = 0,
    view: AskedView = "guide",
    format: Literal["png", "svg"] = "png",
) -> Drawn:
    """Draw a pathway diagram, the neighbourhood of an entity, or the routes between two, as a picture in the answer.

    Green arrows raise and red bars lower; the legend explains the rest. The edges come as rows, with their claims.
    """
    given = [bool(name), bool(around), bool(source or target)]
    if sum(given) != 1 or bool(source) != bool(target):
        hint = "give name, or around, or source and target"
        raise WrongArgument("diagram", "", message="what to draw is not clear", hint=hint)
    if around and steps > MOST_AROUND:
        message = f"{steps} steps around an entity are too many for a picture"
        raise WrongArgument("steps", steps, message=message, hint=f"ask for at most {MOST_AROUND}")
    network = session.network()
    drawing, notes = _chosen(network, name, around, (source, target), steps, view)
    go_on()
    content = _drawn(drawing, format, session.timeout_s * 0.8)
    rows = [
        DrawnRow(
            edge.source, shown(network.name(edge.source)), edge.relation, edge.target, shown(network.name(edge.target)),
            list(edge.claims[:MOST_OF_ROW]),
        )
        for edge in drawing.edges
    ]  # fmt: skip
    made, rest = cards(network, (claim for row in rows for claim in row.claims))
    return Picture(
        summary=f"A picture with {how_many(len(drawing.nodes), 'thing')} and {how_many(len(drawing.edges), 'edge')}: "
        f"{data(drawing.title)}.",
        title=shown(drawing.title), format=format, rows=rows, claims=made, claims_without_card=rest, content=content,
        notes=["What is written in the picture is data too.", *notes],
    )  # fmt: skip


def _drawn(drawing: Drawing, format: str, timeout_s: float) -> bytes:
    """Return a drawing as a picture, if it is one that can be read."""
    if not drawing.nodes:
        raise RenderError("there is nothing to draw", hint="ask for more steps, or view=expanded")
    if len(drawing.edges) > MAX_EDGES:
        raise RenderError(
            f"{len(drawing.edges)} edges are too many for one drawing (at most {MAX_EDGES})", hint="narrow it"
        )
    with in_time(timeout_s):
        content = picture(to_dot(drawing), format, timeout_s=timeout_s)
    if len(content) > MOST_BYTES:
        raise RenderError(f"the picture has {len(content):,} bytes, more than {MOST_BYTES:,}", hint="narrow it")
    return content


def _chosen(
    network: Network, name: str, around: str, ends: tuple[str, str], steps: int, view: Literal["guide", "expanded"]
) -> tuple[Drawing, list[str]]:
    """Return what is to be drawn, and what a reader must know of it."""
    if name:
        return select_diagram(network, name, view=view), []
    if around:
        return neighbourhood(network, around, steps=steps or 1, view=view), []
    longest = steps or _BETWEEN
    found = paths(network, *ends, max_steps=longest, filters=Filters(view=view), max_routes=_ROUTES)
    cut = [f"There are further routes: the first {len(found.routes)} are drawn."] if found.is_cut else []
    return draw_trace(found), [f"Routes of at most {how_many(longest, 'step')} are drawn.", *cut]
