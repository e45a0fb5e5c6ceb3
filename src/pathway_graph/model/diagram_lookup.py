"""Find a diagram by what a person calls it."""

from __future__ import annotations

from collections.abc import Iterable

from pathway_graph.errors import AmbiguousName, UnknownName, nearest
from pathway_graph.model.documents import Diagram
from pathway_graph.model.network import Network


def diagram_ids(network: Network, names: Iterable[str]) -> set[str]:
    """Return the identifiers of diagrams; names and errors as for `diagram_named`.

    >>> from pathway_graph.formats.native import read_guide
    >>> diagram_ids(read_guide(), ["camp"])
    {'D1'}
    """
    return {diagram.id for name in names if (diagram := diagram_named(network, name)) is not None}


def diagram_named(network: Network, name: str, *, besides: Iterable[str] = ()) -> Diagram | None:
    """Return the diagram of that identifier or, if there is none, of that key; letter case is ignored.

    Args:
        network: Where to look.
        name: Identifier, e.g. ``D1``, or key, e.g. ``camp``.
        besides: Other names that may stand there, e.g. of data sets; for one of these the answer is None.

    Raises:
        UnknownName: No diagram is called so.
        AmbiguousName: Diagrams of several data sets have that key.

    >>> from pathway_graph.formats.native import read_guide
    >>> found = diagram_named(read_guide(), "Camp")
    >>> found.id, found.key
    ('D1', 'camp')
    """
    wanted = name.casefold()
    by_id = [diagram for diagram in network.diagrams if diagram.id.casefold() == wanted]
    found = by_id or [diagram for diagram in network.diagrams if diagram.key.casefold() == wanted]
    if len(found) > 1:
        raise AmbiguousName(name, [(one.id, f"{one.title}, data set {one.source}") for one in found])
    if found:
        return found[0]
    others = list(besides)
    if wanted in {other.casefold() for other in others}:
        return None
    known = [*(word for diagram in network.diagrams for word in (diagram.key, diagram.id)), *others]
    keys = sorted(diagram.key for diagram in network.diagrams)
    hint = "" if keys else "the network holds no diagram: draw a data set, or what lies around an entity"
    raise UnknownName("diagram", name, nearest(name, known), known=keys, hint=hint)
