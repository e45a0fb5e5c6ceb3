"""Read a printed reference: whether it names a work at all, and whether two titles are one work."""

from __future__ import annotations

import re

from pathway_graph.model import Reference

_SITE = re.compile(r"\s+[-–|]\s+(?:pubmed|pmc|europe pmc|researchgate|sciencedirect)\s*$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}/?(?:\s*\[[^\]]*\])?", re.IGNORECASE)


def is_bare(entry: Reference) -> bool:
    """Whether a printed entry names a web site and no work.

    >>> is_bare(Reference(3, "researchgate.net [researchgate.net]")), is_bare(Reference(4, "A trial - PMC"))
    (True, False)
    """
    return entry.entry_kind == "bare domain" or _DOMAIN.fullmatch(entry.text.strip()) is not None


def is_same_work(one: str, other: str) -> bool:
    """Whether two titles are one work, site names, letter case and punctuation apart.

    >>> is_same_work("A trial of X - PubMed", "A Trial of X. - PMC")
    True
    """
    return plain_title(one) == plain_title(other)


def plain_title(title: str) -> str:
    """Return a title without the name of its site, letter case and punctuation."""
    return " ".join(re.findall(r"\w+", _SITE.sub("", title).casefold()))
