"""Read authors and pages as curators write them, strictly: what cannot be read is kept in a remark, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pathway_graph.bibliography.entries import Author

_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")
_SUFFIXES: Final = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "2nd", "3rd"))
_AND: Final = re.compile(r"(?:^|\s)(?:and|&)\s")
_ET_AL: Final = re.compile(r"[,;]?\s*\bet\.?\s+al\.?,?\s*$", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"(?:(?P<volume>\d+[A-Za-z]?(?:-\d+)?)\s*(?:\((?P<issue>[\w\s./-]+)\))?\s*:\s*)?"
    r"(?P<pages>[A-Za-z]{0,2}\d+[A-Za-z]?(?:\s*[-\u2013]+\s*[A-Za-z]{0,2}\d+[A-Za-z]?)?)"
)


def read_authors(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of a string, and whether it ends in "et al.".

    >>> read_authors("von Frijtag JC, Chen F, et al.")
    ((Author(family='von Frijtag', initials='JC', suffix=''), Author(family='Chen', initials='F', suffix='')), True)
    >>> read_authors("Łuk, Ż. A., Chen, F.")[0]
    (Author(family='Łuk', initials='Ż. A.', suffix=''), Author(family='Chen', initials='F.', suffix=''))
    >>> read_authors("The Brain Consortium")[0]
    (Author(family='The Brain Consortium', initials='', suffix=''),)
    """
    bare, cut = _ET_AL.subn("", text.strip())
    names = [name for one in bare.split(";" if ";" in bare else ",") if (name := one.strip())]
    if ";" not in bare:
        names = _with_initials(list(_without_and(names)))
    return tuple(_author(name) for name in names), bool(cut)


def _without_and(names: list[str]) -> Iterator[str]:
    """Yield names with "Chen F and Madsen T" taken apart; a group keeps its "and"."""
    for name in names:
        parts = [part.strip() for part in _AND.split(name) if part.strip()]
        are_people = all(_author(part).initials for part in parts) or bool(parts and _are_initials(parts[0]))
        yield from parts if are_people or len(parts) == 1 else [name]


def _with_initials(names: list[str]) -> list[str]:
    """Return "Chen", "F.", "Madsen", "T. M." as two names; what is no row of such pairs stays as it is."""
    families, initials = names[::2], names[1::2]
    is_row = len(families) == len(initials) and all(map(_are_initials, initials))
    is_row = is_row and not any(_author(name).initials or _are_initials(name) for name in families)
    return [f"{one}, {other}" for one, other in zip(families, initials, strict=True)] if is_row else names


def _are_initials(text: str) -> bool:
    return bool(_INITIALS.fullmatch(text)) and text == text.upper() != text.lower()


def _author(name: str) -> Author:
    if "," in name:  # Family, Given: of lists with semicolons
        family, _, given = (part.strip() for part in name.partition(","))
        return Author(family, given)
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in _SUFFIXES and _are_initials(words[-2]) else ""
    if len(words) > 1 and _are_initials(words[-1]):
        return Author(" ".join(words[:-1]), words[-1].replace(".", ""), suffix)
    return Author(name)


def dotted(initials: str) -> str:
    """Return initials with points; a given name as it is.

    >>> dotted("JC"), dotted("Y-L"), dotted("Maria J")
    ('J. C.', 'Y.-L.', 'Maria J')
    """
    if not _are_initials(initials):
        return initials
    bare = re.sub(r"[. ]", "", initials)
    return "-".join(" ".join(f"{letter}." for letter in part) for part in bare.split("-") if part)


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
