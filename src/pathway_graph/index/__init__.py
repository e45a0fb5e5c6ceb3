"""A compact, immutable view of a network for heavy work: numbers for names, edges as arrays in both directions.

May import: `text`, `errors`, `model`.
Not here: names, claims and words: those stay with the network.
"""

from pathway_graph.index.arrays import Index
from pathway_graph.index.build import index_of
from pathway_graph.index.reach import Reach, signed_reach

__all__ = ["Index", "Reach", "index_of", "signed_reach"]
