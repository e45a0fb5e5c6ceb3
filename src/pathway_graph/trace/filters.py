"""Which edges a trace may follow, and an account of those it may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pathway_graph.errors import UnknownName
from pathway_graph.evidence.basis import basis_of
from pathway_graph.evidence.opposition import edges_of_diagrams
from pathway_graph.evidence.retractions import retracted_works
from pathway_graph.evidence.works import fallen_claims, require_works, retracted_claims
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Edge, Network
from pathway_graph.model.arguments import require_word
from pathway_graph.model.diagram_lookup import diagram_ids
from pathway_graph.model.synonyms import suggestions
from pathway_graph.model.vocabulary import ASKED_VIEWS, CERTAINTIES, KINDS, Certainty, View


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
        without: Leave these works out, with the claims that no other work carries: publications, references as
            ``source/number``, data sets.
        count_retracted: Let claims count of which every work was retracted; by default they are left out.
        count_hypotheses: Let hypotheses enter the net sign instead of listing their routes apart.
    """

    view: Literal["guide", "expanded"] = "guide"
    cascades: tuple[str, ...] = ()
    species: str = ""
    unstated_species: bool = False
    kinds: tuple[str, ...] = ()
    certainties: tuple[Certainty, ...] = ()
    count_hypotheses: bool = False
    without: tuple[str, ...] = ()
    count_retracted: bool = False


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
    left_out = claims_left_out(network, filters)
    return lambda edge: _admitted(network, edge, filters, shown, species, left_out)


def claims_left_out(network: Network, filters: Filters) -> Mapping[str, str]:
    """Return the claims that count for nothing, for the works that carry them are left out, each with the reason."""
    found = dict.fromkeys(fallen_claims(network, filters.without), "left out") if filters.without else {}
    if not filters.count_retracted:
        retracted = retracted_works(network)
        if filters.without and retracted:  # the one may take what the other leaves
            found = dict.fromkeys(fallen_claims(network, {*filters.without, *retracted}), "left out")
        found |= dict.fromkeys(retracted_claims(network), "retracted")
    return found


def _admitted(
    network: Network,
    edge: Edge,
    filters: Filters,
    shown: frozenset[str] | None,
    species: set[str],
    left_out: Mapping[str, str],
) -> Edge | str:
    if filters.view == "guide" and edge.view == "background":
        return "background"
    if shown is not None and edge.id not in shown:
        return "in another cascade"
    holds = holds_by_itself(network, edge, filters)
    if left_out and not left_out.keys().isdisjoint(edge.claims):
        kept = tuple(claim for claim in edge.claims if claim not in left_out)
        if not kept and not holds:
            reasons = {left_out[claim] for claim in edge.claims}
            return "left out" if "left out" in reasons else "retracted"
        edge = _narrowed(network, edge, kept)
        if filters.view == "guide" and edge.view == "background":
            return "background"
    if not edge.claims or not (species or filters.certainties or filters.view == "guide"):
        return edge
    claims = [network.claim[claim] for claim in edge.claims]
    if filters.view == "guide":
        claims = [claim for claim in claims if claim.view == "guide"]
    if species:
        stated = [claim for claim in claims if claim.species in species]
        unstated = [claim for claim in claims if not claim.species]
        claims = stated + unstated if filters.unstated_species else stated
        if not claims and not holds:
            return "species not stated" if unstated else "in another species"
    if filters.certainties:
        claims = [claim for claim in claims if claim.certainty in filters.certainties]
        if not claims and not holds:
            return "of another certainty"
    names = tuple(sorted(claim.id for claim in claims))
    if names == edge.claims:
        return edge
    return _narrowed(network, edge, names)


def holds_by_itself(network: Network, edge: Edge, filters: Filters) -> bool:
    """Whether an edge is a link that may be followed whatever claims say of the same step.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> holds_by_itself(guide, guide.edge["gene:BDNF transcribed_to rna:BDNF"], Filters())
    True
    """
    return edge.structural and (filters.view == "expanded" or _names_both(network, edge))


def lost_already(network: Network, filters: Filters) -> frozenset[str]:
    """Return the works that filters leave out, and those that were retracted; of names of one work the first."""
    lost = set(require_works(network, filters.without))
    if not filters.count_retracted:
        lost |= retracted_works(network)
    return frozenset(basis_of(network).firsts(lost)) if lost else frozenset()


def _names_both(network: Network, edge: Edge) -> bool:
    """Whether the sources name both ends of an edge, so that a link between them is no background."""
    return all(network.entity[end].view == "guide" for end in (edge.source, edge.target))


def _narrowed(network: Network, edge: Edge, names: tuple[str, ...]) -> Edge:
    """Return an edge with some of its claims; a link holds by itself, and alone where there is none."""
    claims = [network.claim[name] for name in names]
    if edge.structural and (not claims or _names_both(network, edge)):
        view: View = "guide" if _names_both(network, edge) else "background"
        return replace(edge, claims=names, certainty="asserted", view=view)
    best: Certainty = CERTAINTIES[min((CERTAINTIES.index(claim.certainty) for claim in claims), default=0)]
    is_guide = any(claim.view == "guide" for claim in claims) if claims else edge.view == "guide"
    return replace(edge, claims=names, certainty=best, view="guide" if is_guide else "background")
