"""Text that a terminal shows and never obeys: control sequences and marks of direction are spelled out."""

from __future__ import annotations

import json
import re
from typing import Any, TextIO

from pathway_graph.text.secrets import without_secrets

_BIDI_AND_LINES = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_HALVES = r"\ud800-\udfff"
_OBEYED = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI_AND_LINES}{_HALVES}]")
_RAW_IN_JSON = re.compile(rf"[\x7f-\x9f{_BIDI_AND_LINES}{_HALVES}]")


def printable(text: str) -> str:
    r"""Return *text* with everything spelled out that a terminal would obey instead of showing.

    That is: the control characters C0 (but for tab and line feed), DEL and C1, the marks and overrides of writing
    direction, line and paragraph separators, and the halves of characters by which Python writes names of files that
    are no UTF-8.

    >>> printable("BDNF\x1b]0;title\x07"), printable("a\u202egnp"), printable("naïve\tα\n")
    ('BDNF\\x1b]0;title\\x07', 'a\\u202egnp', 'naïve\tα\n')
    """
    return _OBEYED.sub(_spelled, text)


def encodable(text: str) -> str:
    r"""Return *text* with half characters spelled out, which no encoding takes, and nothing else changed.

    >>> encodable("bad\udcff.sif\x1b")
    'bad\\udcff.sif\x1b'
    """
    return re.sub(f"[{_HALVES}]", _spelled, text)


def json_text(value: Any, *, indent: int | None = None) -> str:
    r"""Return JSON that means the same value and holds no character that a terminal obeys.

    JSON itself escapes C0; DEL, C1, marks of direction and half characters are escaped here. They stand in texts
    alone, so that a reader gets them back as they were.

    >>> json_text({"a": "x\x1b\x9b\u202ey α"})
    '{"a": "x\\u001b\\u009b\\u202ey α"}'
    """
    return escaped_json(json.dumps(value, ensure_ascii=False, indent=indent))


def escaped_json(text: str) -> str:
    """Return JSON, or a piece of it, as `json_text` does: what a terminal obeys is escaped."""
    if text.isascii() and "\x7f" not in text:  # of ASCII, JSON itself escapes all the rest
        return text
    return _RAW_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def cell(value: Any) -> str:
    """Return a value as the text of one table cell; nothing for None.

    >>> cell(None), cell(["a", "b"]), cell(21.0), cell(True)
    ('', 'a, b', '21', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(cell, value))
    if isinstance(value, list | tuple | dict):
        return json_text(value)
    return str(value)


class Guarded:
    """A stream of text for people, through which neither control sequences nor passwords pass.

    Everything but `write` is the stream's own. What means to move the cursor, as a progress bar does, writes to
    ``stream``.

    Args:
        stream: Where to write.
        hidden: Texts to show nowhere, from `pathway_graph.text.secrets.secrets_in`.
    """

    def __init__(self, stream: TextIO, hidden: tuple[str, ...] = ()) -> None:
        self.stream = stream
        self._hidden = hidden

    def write(self, text: str) -> int:
        """Write *text*, made printable and without secrets."""
        if not isinstance(text, str):  # click asks with b"" whether a stream takes bytes
            raise TypeError("only text can be written")
        self.stream.write(printable(without_secrets(text, self._hidden)))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
