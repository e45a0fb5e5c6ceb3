"""A bibliography as CSL-JSON, which citeproc, Zotero and pandoc read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pathway_graph.bibliography.entries import Author, CitedWork
from pathway_graph.bibliography.parsing import dotted

_TYPES: Final = {"article": "article-journal", "record": "document", "dataset": "dataset", "software": "software"}


def csl_json(works: Iterable[CitedWork]) -> list[dict[str, Any]]:
    """Return works as the items of a CSL-JSON file.

    >>> csl_json([CitedWork("A1_x", "x", "article", "T", (Author("Ab", "JC"),), year=1999)])
    [{'id': 'A1_x', 'type': 'article-journal', 'title': 'T', 'author': [{'family': 'Ab', 'given': 'J. C.'}],
      'issued': {'date-parts': [[1999]]}}]
    """
    return [{name: value for name, value in _item(work).items() if value} for work in works]


def _item(work: CitedWork) -> dict[str, Any]:
    known = [*work.remarks, *([f"status: {work.status}"] if work.status else [])]
    known += ["further authors are not listed here"] if work.is_cut else []
    known += [f"claims: {', '.join(work.claims)}"] if work.claims else []
    known += [f"licence: {work.license}"] if work.license else []
    return {
        "id": work.key,
        "type": _TYPES[work.kind],
        "title": work.title,
        "author": [_author(one) for one in work.authors],
        "container-title": work.journal,
        "issued": {"date-parts": [[work.year]]} if work.year is not None else None,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "DOI": work.doi,
        "PMID": work.pmid,
        "URL": work.url,
        "version": work.version,
        "note": "; ".join(known),
    }


def _author(one: Author) -> dict[str, str]:
    if not one.initials:
        return {"literal": one.family}
    name = {"family": one.family, "given": dotted(one.initials), "suffix": one.suffix}
    return {part: value for part, value in name.items() if value}
