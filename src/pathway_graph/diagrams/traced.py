"""Draw what was found: a trace, a neighbourhood, an explanation; each says what it is, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pathway_graph.diagrams.drawing import Drawing, received
from pathway_graph.diagrams.overlay import mark_route, require_route
from pathway_graph.diagrams.saying import filter_words
from pathway_graph.diagrams.select import draw_network
from pathway_graph.diagrams.size import MOST_EDGES as MOST_EDGES
from pathway_graph.diagrams.size import too_many
from pathway_graph.identifiers.term_labels import place_name, shown_name
from pathway_graph.model import Entity, Network
from pathway_graph.model.arguments import require_whole
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.text.counts import how_many
from pathway_graph.trace import MAX_ROUTES, Filters, Trace, downstream, upstream
from pathway_graph.trace.explanation import RouteExplanation, top_routes

CUT = "The search was cut at its cap: longer routes are missing"
ROUTES_TOLD = 5
"""Routes of each kind that an explanation draws, if nothing is said."""
_NAMES = 4


def require_drawable(found: Trace, most: int = MOST_EDGES) -> None:
    """Let a trace pass that is no larger than a picture can be; it takes no time to say so of one that is.

    Args:
        found: The trace.
        most: Most edges.

    Raises:
        RenderError: It has more edges. As each of its ends has an edge of its own, many ends alone say that.

    >>> from pathway_graph.formats.native import read_guide
    >>> require_drawable(upstream(read_guide(), "BDNF", max_steps=1), 1)
    Traceback (most recent call last):
    pathway_graph.errors.RenderError: 2 ends are too many for one drawing (at most 1); narrow it, or take fewer steps
    """
    ends = len({end.entity for end in (*found.ends, *found.hypothetical)})
    count, sort = (ends, "ends") if ends > most else (len(found.edges), "edges")
    if count > most:
        raise too_many(count, sort, most)


@refuses_bad_data
def draw_trace(found: Trace, *, notes: Sequence[str] = ()) -> Drawing:
    """Choose every edge on a route of a trace.

    Args:
        found: The trace.
        notes: Further lines under the title.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.trace import paths
    >>> drawing = draw_trace(paths(read_guide(), "imipramine", "pCREB"))
    >>> drawing.title, drawing.view, drawing.notes[0]
    ('Paths from imipramine to pCREB', 'guide', 'Every causal route of up to 4 steps')
    """
    said = [_words([f"Every causal route of up to {_steps(found.max_steps)}", *filter_words(found.filters)])]
    said += [*_meant(found.name, found.entities), *([CUT] if found.is_cut else []), *notes]
    drawing = draw_network(
        found.network, found.edges, title=found.title, key="trace", filters=found.filters, notes=said
    )  # fmt: skip
    return received(drawing, [entity.id for entity in found.entities])


@refuses_bad_data
def draw_around(
    network: Network,
    name: str,
    *,
    steps: int = 1,
    filters: Filters | None = None,
    max_routes: int = MAX_ROUTES,
    notes: Sequence[str] = (),
) -> Drawing:
    """Choose the causal edges within some steps of an entity, both ways.

    Args:
        network: Where they are.
        name: Any name of the entity; a gene stands for all its forms.
        steps: How far, in edges.
        filters: What to let through; by default what sources state.
        max_routes: Stop after so many routes each way; a line under the title then says so.
        notes: Further lines under the title.

    Raises:
        UnknownName: Nothing has that name.
        AmbiguousName: Several different things have it.

    >>> from pathway_graph.formats.native import read_guide
    >>> [edge.target for edge in draw_around(read_guide(), "TrkB").edges]
    ['prot:NTRK2', 'path:AKT']
    """
    require_whole("steps", steps)
    asked = filters or Filters()
    found = [
        trace(network, name, max_steps=steps, filters=asked, max_routes=max_routes) for trace in (upstream, downstream)
    ]
    edges = [edge for one in found for edge in one.edges]
    called = place_name(network, name)
    said = [_words([f"Every causal route of up to {_steps(steps)} to it or from it", *filter_words(asked)])]
    said += [*_meant(called, found[0].entities), *([CUT] if any(one.is_cut for one in found) else []), *notes]
    drawing = draw_network(network, edges, title=f"Around {called}", key="around", filters=asked, notes=said)
    return received(drawing, [entity.id for entity in found[0].entities])


@refuses_bad_data
def draw_answer(
    answer: RouteExplanation, *, limit: int = ROUTES_TOLD, place: int = 0, title: str = "", notes: Sequence[str] = ()
) -> Drawing:
    """Choose the best routes of an explanation, one of them bold, with what claims say against any of them.

    Args:
        answer: The explanation; it must have a route.
        limit: Routes of each kind to draw.
        place: The route to draw bold, from 0; it is drawn whether among the best or not.
        title: By default the names of both ends.
        notes: Further lines under the title.

    Raises:
        WrongArgument: The answer has no route, or none of that number.

    >>> from pathway_graph.trace.explanation import explain
    >>> from pathway_graph.formats.native import read_guide
    >>> drawing = draw_answer(explain(read_guide(), "imipramine", "pCREB", view="guide"))
    >>> drawing.title, drawing.view, drawing.notes[0]
    ('Why? imipramine to phospho-CREB (Ser133)', 'guide', 'Every causal route of up to 8 steps')
    """
    require_whole("limit", limit, 0)
    require_route(answer, place)
    chosen = list(dict.fromkeys([*top_routes(answer, limit), answer.routes[place]]))
    edges = [edge for item in chosen for edge in item.route.edges]
    reach = f"up to {_steps(answer.max_steps)}"
    if len(chosen) < len(answer.routes):
        said = [
            f"{len(chosen)} of {how_many(len(answer.routes), 'causal route')} of {reach}: the best {limit} of each kind"
        ]
    else:
        said = [f"Every causal route of {reach}"]
    said += [*([CUT] if answer.is_cut else []), *notes]
    ends = (", ".join(_called(side)) for side in (answer.source, answer.target))
    drawing = draw_network(
        answer.network, edges, title=f"Why? {title or ' to '.join(ends)}", key="why", filters=Filters(view=answer.view),
        notes=said,
    )  # fmt: skip
    return mark_route(received(drawing, [entity.id for entity in answer.target]), answer, place)


def _steps(count: int) -> str:
    return how_many(count, "step")


def _words(phrases: Sequence[str]) -> str:
    return "; ".join(phrases)


def _meant(name: str, entities: Sequence[Entity]) -> Iterator[str]:
    """Say what a name stands for where it is more than the entity called so."""
    names = _called(entities)
    if len(names) > 1 or names[0].casefold() != name.casefold():
        more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        yield f"{name} means {', '.join(names[:_NAMES])}{more}"


def _called(entities: Iterable[Entity]) -> list[str]:
    return [shown_name(entity.name, entity.kind) for entity in entities]
