"""What stands under a name: `find` the things that words fit, `show` one of them on a screen.

May import: `text`, `errors`, `model`, `identifiers`, `index`, `evidence`.
Not here: answers over several edges, and how a terminal prints them.
"""

from __future__ import annotations

from pathway_graph.look.cards import ClaimCard, DataSetCard, DiagramCard, EntityCard, PublicationCard
from pathway_graph.look.find import Found, Match, find
from pathway_graph.look.show import show

__all__ = [
    "ClaimCard",
    "DataSetCard",
    "DiagramCard",
    "EntityCard",
    "Found",
    "Match",
    "PublicationCard",
    "find",
    "show",
]
