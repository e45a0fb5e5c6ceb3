"""A compact, immutable view of a network for heavy work: numbers for names, edges as arrays in both directions."""

from pathway_graph.index.arrays import Index
from pathway_graph.index.build import index_of
from pathway_graph.index.cache import remember
from pathway_graph.index.reach import Reach, signed_reach

__all__ = ["Index", "Reach", "index_of", "remember", "signed_reach"]
