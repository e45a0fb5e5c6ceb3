"""What a claim rests on, and what that is worth: words, selection, weight, audit, conflicts, opposition.

May import: `text`, `errors`, `model`, `identifiers`, `index`.
Not here: routes over several edges.
"""

from __future__ import annotations

from pathway_graph.evidence.words import context, sentence, support

__all__ = ["context", "sentence", "support"]
