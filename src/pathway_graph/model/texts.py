"""What a text may hold, how long it may be, and how an error shows it."""

from __future__ import annotations

import re
from typing import Any, Final

MAX_KEY: Final = 2_000
"""Longest identifier, name or CURIE, in characters: an index key of a Neo4j server holds 8,167 bytes."""
MAX_TEXT: Final = 1_000_000
"""Longest text of any other field, in characters."""
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What stands in no text: C0 and C1 control characters but tab and line feed, half characters, noncharacters."""
BREAK: Final = re.compile("[\t\n\u2028\u2029]")
NOT_IN_ID: Final = re.compile(f"\\s|{CONTROL.pattern}")
NOT_IN_NAME: Final = re.compile(f"{CONTROL.pattern}|{BREAK.pattern}")
_BLANKS: Final = re.compile("(?:[^\\S\x0b-\x1f\x85]|\r\n)+")
_CONTROL_NAMES: Final = {0: "NUL", 7: "BEL", 8: "BS", 13: "CR", 27: "ESC", 127: "DEL", 0x9B: "CSI", 0x9D: "OSC"}

Wrong = tuple[str, str]
"""What is wrong, and the way out."""


def one_line(text: str) -> str:
    r"""Return *text* with every run of blanks and line breaks as one blank; control characters stay, to be refused.

    >>> one_line("  MAP kinase\n  1 ")
    'MAP kinase 1'
    >>> one_line("a\x1b b")
    'a\x1b b'
    """
    return " ".join(text.split()) if text.isprintable() else _BLANKS.sub(" ", text).strip(" ")


def brief(value: Any) -> str:
    """Return a value as an error shows it: control characters escaped, cut where it is long.

    >>> brief("BDNF"), brief("x" * 100)[-19:]
    ("'BDNF'", "'… (100 characters)")
    """
    if isinstance(value, str) and len(value) > 60:
        return f"{value[:60]!r}… ({len(value):,} characters)"
    return repr(value)


def without_controls(text: str) -> str:
    r"""Return *text* without the characters that stand in no text.

    >>> without_controls("L\x83pez\x00")
    'Lpez'
    """
    return CONTROL.sub("", text)


def why_no_text(text: str, *, limit: int = MAX_TEXT, breaks: bool = True) -> Wrong | None:
    r"""Return why *text* cannot be the text of a field, or None where it can.

    Args:
        text: The value.
        limit: Longest length, in characters.
        breaks: Whether tabs and line breaks may stand in it.

    >>> why_no_text("CREB1") is None
    True
    >>> why_no_text("CR\x1bEB")
    ("'CR\\x1bEB' holds the control character U+001B (ESC)", 'remove it')
    """
    if len(text) > limit:
        return f"{brief(text)} is longer than {limit:,} characters", "shorten it; a long text belongs in a file"
    match = CONTROL.search(text) or (None if breaks else BREAK.search(text))
    if match is None:
        return None
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:
        return f"{brief(text)} holds half a character (U+{code:04X})", "write both halves, or UTF-8"
    name = f" ({_CONTROL_NAMES[code]})" if code in _CONTROL_NAMES else ""
    what = "line break or tab" if BREAK.match(match[0]) else "control character"
    return f"{brief(text)} holds the {what} U+{code:04X}{name}", "remove it"
