"""What a picture calls tissues, cells and regions of a network: never by a number."""

from __future__ import annotations

from pathway_graph.model import Network
from pathway_graph.text.terms import PREFIXES as PREFIXES
from pathway_graph.text.terms import TABLE as TABLE
from pathway_graph.text.terms import in_words as in_words
from pathway_graph.text.terms import shown_name as shown_name
from pathway_graph.text.terms import term_label as term_label


def place_name(network: Network, identifier: str) -> str:
    """Return what a picture calls an entity of a network, see `shown_name`.

    >>> from pathway_graph.model import Entity
    >>> place_name(Network(entities=(Entity("ct:a", "CellType", "bto:9999999"),)), "ct:a")
    'cell type without a name'
    """
    entity = network.entity.get(identifier)
    return shown_name(entity.name, entity.kind) if entity is not None else network.name(identifier)
