"""Say what a picture shows: its view, its filters, its data sets, and where its arrows contradict one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge
from pathway_graph.evidence.opposition import NO_CHANGE
from pathway_graph.identifiers.term_labels import place_name
from pathway_graph.model import Claim, Entity, Network
from pathway_graph.model.vocabulary import NOT_SPECIFIED, STRUCTURAL
from pathway_graph.text.counts import how_many
from pathway_graph.trace.filters import Filters

Pair = tuple[str, str]
"""Source and target of edges."""
_PAIRS_NAMED = 3
_CONTEXTS_NAMED = 3


def view_words(drawing: Drawing) -> str:
    """Say the view that a picture was drawn in, and whether there is any background in it.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> view_words(select_diagram(read_guide(), "camp", view="expanded"))
    'expanded view: background in grey'
    """
    if drawing.view == "guide":
        return "guide view: what the source says"
    views = {node.view for node in drawing.nodes} | {edge.view for edge in drawing.edges}
    return "expanded view: " + ("background in grey" if "background" in views else "there is no background in it")


def filter_words(filters: Filters) -> list[str]:
    """Say what filters leave out, a phrase each; nothing of the view, which `view_words` says.

    >>> filter_words(Filters(species="rat", unstated_species=True, certainties=("asserted",)))
    ['only claims on rat or no stated species', 'only claims of certainty asserted']
    """
    said = []
    if filters.cascades:
        said.append(f"only edges of diagram {', '.join(filters.cascades)}")
    if filters.species:
        said.append(f"only claims on {filters.species}{' or no stated species' if filters.unstated_species else ''}")
    if filters.certainties:
        said.append(f"only claims of certainty {', '.join(filters.certainties)}")
    if filters.kinds:
        said.append(f"only routes to or from kind {', '.join(filters.kinds)}")
    if filters.count_hypotheses:
        said.append("hypotheses count as claims")
    return said


def takes_side(edge: DrawnEdge) -> bool:
    """Whether an edge says which way its target goes: up, down, or tested and nowhere."""
    return bool(edge.sign) or edge.relation == NO_CHANGE


def contradicted(edges: Iterable[DrawnEdge]) -> set[Pair]:
    """Return the pairs of entities between which edges of a picture take different sides.

    >>> contradicted([DrawnEdge("a", "increases", "b", 1), DrawnEdge("a", "inhibits", "b", -1)])
    {('a', 'b')}
    """
    sides: dict[Pair, set[int | None]] = defaultdict(set)
    for edge in edges:
        if takes_side(edge):
            sides[edge.source, edge.target].add(edge.sign)
    return {pair for pair, found in sides.items() if len(found) > 1}


def circumstances(network: Network, claims: Sequence[Claim]) -> str:
    """Say where, for how long and under which condition claims hold, so that edges that disagree can be told apart.

    Claims that state none of it have words too: an arrow without a label may be drawn upon its opposite.

    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> circumstances(guide, [guide.claim["T2.2"]])
    'dorsal horn of spinal cord, P21D, given injury (kind not stated)'
    """
    said = list(dict.fromkeys(_circumstance(network, claim) or "no context stated" for claim in claims))
    more = f" and {len(said) - _CONTEXTS_NAMED} more" if len(said) > _CONTEXTS_NAMED else ""
    return " / ".join(said[:_CONTEXTS_NAMED]) + more


def _circumstance(network: Network, claim: Claim) -> str:
    place = claim.region or claim.cell or claim.species
    duration = claim.duration if claim.duration != NOT_SPECIFIED else ""
    words = [place_name(network, place) if place else "", duration or claim.regimen]
    words += [f"with {place_name(network, given)}" for given in claim.co_treatment]
    words += [f"given {place_name(network, claim.condition)}"] if claim.condition else []
    return ", ".join(filter(None, words))


def disagreement(drawing: Drawing, pairs: Collection[Pair]) -> Iterator[str]:
    """Say between which entities arrows contradict one another, and where others were added; nothing if neither."""
    added = [edge for edge in drawing.edges if edge.against]
    sides = {*pairs, *((edge.source, edge.target) for edge in added if takes_side(edge))}
    if sides:
        yield f"Claims disagree, all sides are drawn: {_listed(drawing, sides)}"
    unsigned = {(edge.source, edge.target) for edge in added if not takes_side(edge)}
    if unsigned:
        yield f"Other claims, without a direction, are drawn too: {_listed(drawing, unsigned)}"


def _listed(drawing: Drawing, pairs: Collection[Pair]) -> str:
    names = {node.id: node.name for node in drawing.nodes}
    said = sorted({f"{names[source]} on {names[target]}" for source, target in pairs})
    more = f" and {how_many(len(said) - _PAIRS_NAMED, 'more pair')}" if len(said) > _PAIRS_NAMED else ""
    return f"{'; '.join(said[:_PAIRS_NAMED])}{more}"


def sources_of(network: Network, drawing: Drawing) -> set[str]:
    """Return the data sets that what is drawn comes from: of the claims, else the links and diagrams, behind its edges.

    A picture without edges comes from the data sets that define its nodes.
    """
    found: set[str] = set()
    for edge in drawing.edges:
        found |= {network.claim[claim].source for claim in edge.claims if claim in network.claim}
        if not edge.claims:
            found |= _linking(network, edge) or _drawing_it(network, edge)
    linked = {end for edge in drawing.edges for end in (edge.source, edge.target)}
    for node in drawing.nodes:
        if node.id not in linked and node.id in network.entity:
            found |= set(network.entity[node.id].sources)
    return found


def version_of(network: Network, sources: Collection[str]) -> str:
    """Say data sets with their versions, for the foot of a title.

    >>> from pathway_graph.formats.native import read_guide
    >>> version_of(read_guide(), {"imipramine"})
    'imipramine 2026.11'
    """
    return ", ".join(f"{one.id} {one.version}".strip() for one in network.sources if one.id in sources)


def _linking(network: Network, edge: DrawnEdge) -> set[str]:
    ends = [network.entity[end] for end in (edge.source, edge.target) if end in network.entity]
    return {source for entity in ends for source, said in _definitions(entity) if _links(said, edge)}


def _definitions(entity: Entity) -> Iterable[tuple[str, Entity]]:
    return zip(entity.sources, entity.definitions or (entity,) * len(entity.sources), strict=True)


def _links(entity: Entity, edge: DrawnEdge) -> bool:
    for link in entity.links:
        relation, downwards = STRUCTURAL[link.relation]
        ends = (link.target, entity.id) if downwards else (entity.id, link.target)
        if (relation, *ends) == (edge.relation, edge.source, edge.target):
            return True
    return False


def _drawing_it(network: Network, edge: DrawnEdge) -> set[str]:
    stored = network.edge.get(f"{edge.source} {edge.relation} {edge.target}")
    shown = set(stored.cascades) if stored else set()
    return {diagram.source for diagram in network.diagrams if diagram.id in shown}
