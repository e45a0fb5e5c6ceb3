"""KGX as two files of JSON lines in a folder, ``nodes.jsonl`` and ``edges.jsonl``."""

from pathway_graph.formats.kgx import parse
from pathway_graph.formats.kgx_write import as_lines as dump

__all__ = ["dump", "parse"]
