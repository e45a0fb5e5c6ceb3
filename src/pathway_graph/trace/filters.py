"""Which edges a trace may follow, and an account of those it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from pathway_graph.errors import UnknownName
from pathway_graph.evidence.opposition import edges_of_diagrams
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Edge, Network
from pathway_graph.model.arguments import require_word
from pathway_graph.model.diagram_lookup import diagram_ids
from pathway_graph.model.synonyms import suggestions
from pathway_graph.model.vocabulary import ASKED_VIEWS, CERTAINTIES, KINDS, Certainty


@dataclass(frozen=True, slots=True)
class Filters:
    """Which edges and ends a trace may use.

    Attributes:
        view: ``guide`` uses only edges that a source states, ``expanded`` the background as well.
        cascades: Only edges that one of these diagrams (identifier or key) shows: those it lists, and what its data
            set holds against them.
        species: Only claims stated for this species (a name or an entity); structural links stay.
        unstated_species: With *species*, keep claims that state none.
        kinds: Only list ends (regulators or targets) of these kinds.
        certainties: Only claims of these certainties.
        count_hypotheses: Let hypotheses enter the net sign instead of listing their routes apart.
    """

    view: Literal["guide", "expanded"] = "guide"
    cascades: tuple[str, ...] = ()
    species: str = ""
    unstated_species: bool = False
    kinds: tuple[str, ...] = ()
    certainties: tuple[Certainty, ...] = ()
    count_hypotheses: bool = False


def check_filters(filters: Filters) -> None:
    """Refuse a view, kind or certainty that does not exist.

    Raises:
        UnknownName: A kind or certainty does not.
        WrongArgument: The view does not.
    """
    require_word("view", filters.view, ASKED_VIEWS)
    for kind in filters.kinds:
        if kind not in KINDS:
            raise UnknownName("kind of entity", kind, suggestions("kind", kind, KINDS))
    for certainty in filters.certainties:
        require_word("certainty", certainty, CERTAINTIES)


def admission(network: Network, filters: Filters) -> Callable[[Edge], Edge | str]:
    """Return the function that gives an edge with the claims that pass *filters*, or the reason why it is left out.

    Raises:
        UnknownName: A diagram, species, view, kind or certainty of the filters does not exist.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> admit = admission(guide, Filters(species="mouse"))
    >>> admit(guide.edge["chem:imipramine increases state:CREB1_pS133"])
    'species not stated'
    """
    check_filters(filters)
    shown = edges_of_diagrams(network, diagram_ids(network, filters.cascades)) if filters.cascades else None
    species = {entity.id for entity in resolve(network, filters.species)} if filters.species else set()
    return lambda edge: _admitted(network, edge, filters, shown, species)


def _admitted(
    network: Network, edge: Edge, filters: Filters, shown: frozenset[str] | None, species: set[str]
) -> Edge | str:
    if filters.view == "guide" and edge.view == "background":
        return "background"
    if shown is not None and edge.id not in shown:
        return "in another cascade"
    if not edge.claims or not (species or filters.certainties or filters.view == "guide"):
        return edge
    claims = [network.claim[claim] for claim in edge.claims]
    if filters.view == "guide":
        claims = [claim for claim in claims if claim.view == "guide"]
    if species:
        stated = [claim for claim in claims if claim.species in species]
        unstated = [claim for claim in claims if not claim.species]
        claims = stated + unstated if filters.unstated_species else stated
        if not claims:
            return "species not stated" if unstated else "in another species"
    if filters.certainties:
        claims = [claim for claim in claims if claim.certainty in filters.certainties]
        if not claims:
            return "of another certainty"
    names = tuple(sorted(claim.id for claim in claims))
    if names == edge.claims:
        return edge
    best: Certainty = CERTAINTIES[min(CERTAINTIES.index(claim.certainty) for claim in claims)]
    return replace(edge, claims=names, certainty=best)
