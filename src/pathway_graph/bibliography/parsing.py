"""Read authors and pages as curators write them, strictly: what cannot be read is kept in a remark, not guessed."""

from __future__ import annotations

import re
from typing import Final

from pathway_graph.bibliography.entries import Author

_INITIALS: Final = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.?-?){1,4}")
_SUFFIXES: Final = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "2nd", "3rd"))
_ET_AL: Final = re.compile(r"[,;]?\s*\bet\.?\s+al\.?,?\s*$", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"(?:(?P<volume>\d+[A-Za-z]?(?:-\d+)?)\s*(?:\((?P<issue>[\w\s./-]+)\))?\s*:\s*)?"
    r"(?P<pages>[A-Za-z]{0,2}\d+[A-Za-z]?(?:\s*[-\u2013]+\s*[A-Za-z]{0,2}\d+[A-Za-z]?)?)"
)


def read_authors(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of a string, and whether it ends in "et al.".

    >>> read_authors("von Frijtag JC, Chen F, et al.")
    ((Author(family='von Frijtag', initials='JC', suffix=''), Author(family='Chen', initials='F', suffix='')), True)
    >>> read_authors("The Brain Consortium")[0]
    (Author(family='The Brain Consortium', initials='', suffix=''),)
    """
    bare, cut = _ET_AL.subn("", text.strip())
    names = [one.strip() for one in bare.split(";" if ";" in bare else ",")]
    return tuple(_author(name) for name in names if name), bool(cut)


def _author(name: str) -> Author:
    if "," in name:  # Family, Given: of lists with semicolons
        family, _, given = (part.strip() for part in name.partition(","))
        return Author(family, given)
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in _SUFFIXES and _INITIALS.fullmatch(words[-2]) else ""
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        return Author(" ".join(words[:-1]), words[-1].replace(".", ""), suffix)
    return Author(name)


def dotted(initials: str) -> str:
    """Return initials with points; a given name as it is.

    >>> dotted("JC"), dotted("Y-L"), dotted("Maria J")
    ('J. C.', 'Y.-L.', 'Maria J')
    """
    if not _INITIALS.fullmatch(initials):
        return initials
    return "-".join(" ".join(f"{letter}." for letter in part) for part in initials.replace(".", "").split("-") if part)


def read_pages(text: str) -> tuple[str, str, str] | None:
    """Return volume, issue and pages of ``volume(issue):pages``; None where it is anything else.

    >>> read_pages("20(12):1376-1384"), read_pages("3:33"), read_pages("69-77 (vol 752 from memory)")
    (('20', '12', '1376-1384'), ('3', '', '33'), None)
    """
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return None
    pages = re.sub(r"\s*[-\u2013]+\s*", "-", found["pages"])
    return found["volume"] or "", (found["issue"] or "").strip(), pages
