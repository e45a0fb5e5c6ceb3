"""A publication that a file cites: by PubMed number, DOI or words, however programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pathway_graph.identifiers.minting import slug
from pathway_graph.model.curie import why_malformed


@dataclass(frozen=True, slots=True)
class Cited:
    """A publication that a file cites; one of *pmid*, *doi* and *text* is given."""

    pmid: str = ""
    doi: str = ""
    text: str = ""
    title: str = ""
    authors: str = ""
    journal: str = ""
    year: int | None = None
    pages: str = ""

    @property
    def key(self) -> str:
        """What it is known by."""
        if self.pmid:
            return f"pubmed:{self.pmid}"
        return f"doi:{self.doi.lower()}" if self.doi else slug(self.text or self.title)


_BEFORE_NUMBER: Final = re.compile(
    r"(?i)^(https?://(www\.)?(pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/"
    r"|(pubmed|pmid|doi|https?://(dx\.)?doi\.org/)\s*[:/]?\s*)"
)
_NO_CITATION: Final = re.compile(r"(?i)na|n/a|nan|<na>|none|null|nil|#n/a|unknown|-+|\.|\?|")
"""Cells that cite nothing: taken for a work, it would stand behind every claim without one."""


def cited(text: str) -> Cited:
    """Read a citation as tables write it: a PubMed number, a DOI, or anything else; nothing where it says none.

    >>> cited("PMID:19530226").pmid, cited("https://doi.org/10.1000/X").doi, cited("Other").text
    ('19530226', '10.1000/X', 'Other')
    >>> cited("19530226.0").pmid, cited("https://pubmed.ncbi.nlm.nih.gov/19530226/").pmid, cited("nan") == Cited()
    ('19530226', '19530226', True)
    """
    bare = _BEFORE_NUMBER.sub("", text.strip())
    if number := re.fullmatch(r"0*(\d{1,9})(\.0*|/)?", bare):  # pandas makes 19530226.0 of a column with a gap
        return Cited(pmid=number[1]) if int(number[1]) else Cited()
    if _NO_CITATION.fullmatch(bare):
        return Cited()
    if why_malformed(f"doi:{bare}") is None:
        return Cited(doi=bare)
    return Cited(text=text.strip())
