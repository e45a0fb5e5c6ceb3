"""KGX as two tables in a folder, ``nodes.tsv`` and ``edges.tsv``."""

from pathway_graph.formats.kgx import parse
from pathway_graph.formats.kgx_write import as_tables as dump

__all__ = ["dump", "parse"]
