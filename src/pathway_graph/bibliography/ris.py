"""A bibliography as RIS: a tag, two blanks, a hyphen, a blank and a value on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pathway_graph.bibliography.entries import Author, CitedWork
from pathway_graph.bibliography.parsing import dotted

_TYPES: Final = {"article": "JOUR", "record": "GEN", "dataset": "DATA", "software": "COMP"}


def ris(works: Iterable[CitedWork]) -> str:
    """Return works as a RIS file.

    >>> print(ris([CitedWork("A1_x", "x", "article", "T", (Author("Ab", "JC"),), pages="3-9")]))
    TY  - JOUR
    ID  - A1_x
    AU  - Ab, J. C.
    TI  - T
    SP  - 3
    EP  - 9
    ER  -
    <BLANKLINE>
    """
    return "\n".join("".join(f"{tag}  - {_line(value)}\n" for tag, value in _tags(work)) for work in works)


def _line(value: str) -> str:
    return " ".join(value.split())


def _tags(work: CitedWork) -> Iterator[tuple[str, str]]:
    start, _, end = work.pages.partition("-")
    known = [f"Status: {work.status}"] if work.status else []
    known += ["Further authors are not listed here"] if work.is_cut else []
    known += [f"Claims: {', '.join(work.claims)}"] if work.claims else []
    known += [f"Licence: {work.license}"] if work.license else []
    pairs = [
        ("ID", work.key), *(("AU", _author(one)) for one in work.authors), ("TI", work.title), ("JO", work.journal),
        ("PY", str(work.year or "")), ("VL", work.volume), ("IS", work.issue), ("SP", start), ("EP", end),
        ("DO", work.doi), ("AN", work.pmid and f"PMID:{work.pmid}"), ("UR", work.url), ("ET", work.version),
        *(("N1", remark) for remark in (*work.remarks, *known)),
    ]  # fmt: skip
    yield "TY", _TYPES[work.kind]
    yield from ((tag, value) for tag, value in pairs if value)
    yield "ER", ""


def _author(one: Author) -> str:
    parts = (one.family, dotted(one.initials), one.suffix)
    return ", ".join(part for part in parts if part).replace("*", "")  # RIS allows no asterisk in a name
