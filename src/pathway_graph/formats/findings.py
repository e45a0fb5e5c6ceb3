"""What the report of every import says of the network that came of it: no direction stated, numbers for names."""

from __future__ import annotations

from pathway_graph.formats.report import Tally
from pathway_graph.model import Network
from pathway_graph.model.mechanisms import undirected
from pathway_graph.text.terms import is_number, term_label


def note_undirected(tally: Tally, network: Network) -> None:
    """Count the claims that state a mechanism without a direction."""
    for claim in undirected(network):
        statement = f"{claim.subject} {claim.relation} {claim.object}"
        tally.changed("claims", "they state a mechanism without a direction: sign 0", statement)


def note_nameless(tally: Tally, network: Network) -> None:
    """Count the tissues, cells and regions with a number and no name: neither file nor package knows one."""
    for entity in network.entities:
        if is_number(entity.name) and not term_label(entity.name):
            tally.changed("tissues, cells and regions", "no name is known: called by their number", entity.name)
