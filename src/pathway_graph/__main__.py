"""The command ``pathway-graph``, also as ``python -m pathway_graph``."""

from __future__ import annotations

from pathway_graph.cli import main

if __name__ == "__main__":
    main()
