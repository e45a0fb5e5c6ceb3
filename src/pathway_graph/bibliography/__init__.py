"""Cite: the publications and data sets behind claims, as BibTeX, RIS and CSL-JSON; only what is known, never invented.

May import: `text`, `errors`, `model`, `evidence`.
Not here: which claims an answer rests on.
"""

from __future__ import annotations

from pathway_graph.bibliography.bibtex import bibtex
from pathway_graph.bibliography.csl import csl_json
from pathway_graph.bibliography.entries import Author, Bibliography, CitedWork
from pathway_graph.bibliography.gathering import cite
from pathway_graph.bibliography.ris import ris

__all__ = ["Author", "Bibliography", "CitedWork", "bibtex", "cite", "csl_json", "ris"]
