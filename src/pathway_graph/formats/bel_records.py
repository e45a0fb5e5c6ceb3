"""The records of a BEL script: lines put together, and the words of SET, UNSET and DEFINE in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_KEYWORD = re.compile(r"\s*(SET|UNSET|DEFINE)\s")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s,{}"]+)', re.DOTALL)
_ESCAPES = {"n": " ", "t": " ", "r": " ", "b": "", "f": " "}


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its first and last line, its text without line breaks, and what is wrong with it, if anything."""

    line: int
    last: int
    text: str
    wrong: str = ""


def records_of(text: str) -> Iterator[Record]:
    r"""Yield the records of a script; comments and empty lines are passed over.

    A record goes on behind a backslash at the end of a line, and as long as a quote or the braces of a list are
    open; never into the next SET, UNSET or DEFINE.

    >>> script = 'SET Evidence = "two \\\nlines"\n# no\nSET Evidence = "open\nSET Citation = {"PubMed","1"}'
    >>> [(one.line, one.text, one.wrong) for one in records_of(script)][:2]
    [(1, 'SET Evidence = "two lines"', ''), (4, 'SET Evidence = "open', 'a quote is not closed')]
    """
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        first, parts = at + 1, [lines[at].strip()]
        at += 1
        if not parts[0] or parts[0].startswith("#"):
            continue
        while at < len(lines) and (parts[-1].endswith("\\") or _is_open(" ".join(parts)) or _goes_on(parts)):
            if _KEYWORD.match(lines[at]):
                break
            parts[-1] = parts[-1].removesuffix("\\").rstrip()
            parts.append(lines[at].strip())
            at += 1
        parts[-1] = parts[-1].removesuffix("\\").rstrip()
        whole = _without_comment(" ".join(part for part in parts if part))
        if whole:
            yield Record(first, at, whole, "a quote is not closed" if _is_open(whole) else "")


def _goes_on(parts: list[str]) -> bool:
    """Whether a list in braces is not closed yet."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", " ".join(parts))
    return parts[0].startswith(("SET", "DEFINE")) and bare.count("{") > bare.count("}")


def _is_open(text: str) -> bool:
    return re.sub(r"\\.", "", text).count('"') % 2 == 1


def _without_comment(text: str) -> str:
    """Return the text before a comment, `` //``, that stands in no quotes."""
    at = text.find(" //")
    while at >= 0 and _is_open(text[:at]):
        at = text.find(" //", at + 1)
    return text[:at].rstrip() if at >= 0 else text


def values_in(text: str) -> list[str]:
    r"""Return the values of a SET record, in braces or not.

    >>> values_in('{"PubMed", "a \\"b\\"", "12"}'), values_in('"9606"'), values_in("Human")
    (['PubMed', 'a "b"', '12'], ['9606'], ['Human'])
    """
    return [
        re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), found[1]).strip()
        if found[1] is not None else found[2]
        for found in _QUOTED.finditer(text)
    ]  # fmt: skip
