"""Split a text into sentences; a full stop of an abbreviation, a number or a name in brackets ends none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

ABBREVIATIONS: Final = frozenset(
    "al approx b.i.d ca cf conc dr e.g eq eqs etc ex fig figs h i.c.v i.e i.m i.p i.v incl max min mr mrs ms no nos "
    "p.o prof q.d ref refs resp s.c sect spp ssp st suppl tab t.i.d viz vol vs wk wt yr".split()
)
"""What stands before a full stop that ends no sentence."""

_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•‣]|\d{1,3}[.)])[ \t])|\r")
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*•‣#]+|\d{1,3}[.)])[ \t]+")
_END: Final = re.compile(r"[.!?…]+[\"'”’»]*(?=\s|[\[(]|$)")
_NEXT: Final = re.compile(r"\s*([\[(]?[^\s]{0,40})")
_BEHIND: Final = re.compile(r"\s*(?:[\[(][^\[\]()]{0,200}[\])]\s*){1,5}(?=[A-Z0-9]|\S{0,20}[A-Z]|$|[.])\.?")
_LONGEST_WORD: Final = 40


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each in one line.

    A blank line and the mark of a list end a sentence too. What follows in small letters goes on, unless it is a name
    such as pCREB. Brackets that stand behind the full stop belong to the sentence before it.

    >>> sentences("It was given p.o., e.g. 5.0 mg (Fig. 2). BDNF rose. [P38] pCREB fell [T2.2].")
    ('It was given p.o., e.g. 5.0 mg (Fig. 2).', 'BDNF rose. [P38]', 'pCREB fell [T2.2].')
    """
    found: list[str] = []
    for paragraph in _PARAGRAPH.split(text.replace("\r\n", "\n")):
        plain = " ".join(_BULLET.sub("", paragraph).split())
        found += [piece for piece in _pieces(plain) if piece]
    return tuple(found)


def _pieces(text: str) -> Iterator[str]:
    begin = seen = depth = 0
    for match in _END.finditer(text):
        if match.end() <= begin:
            continue
        between = text[seen : match.start()]
        depth = max(0, depth + sum(map(between.count, "([{")) - sum(map(between.count, ")]}")))
        seen = match.start()
        if depth or not _ends(text, match):
            continue
        end = match.end()
        behind = _BEHIND.match(text, end)
        if behind and not re.search(r"[a-z]{3}", behind[0]):  # a citation behind the full stop, and no aside
            end = behind.end()
        yield text[begin:end].strip()
        begin = seen = end
    yield text[begin:].strip()


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence is one."""
    following = _NEXT.match(text, match.end())
    word = following[1] if following else ""
    if not word:
        return True
    if match[0].startswith("."):
        last = re.split(r"[\s(\[]", text[max(0, match.start() - _LONGEST_WORD) : match.start()])[-1]
        bare = last.casefold().strip("\"'“‘«,;")
        if bare in ABBREVIATIONS or re.fullmatch(r"[a-z]", bare) or re.fullmatch(r"(?:[a-z]\.)+[a-z]", bare):
            return False
    return any(letter.isupper() or letter.isdigit() for letter in word) or word[0] in "[("
