"""Signs that a table states in two columns, one of what raises and one of what lowers, brought into one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pathway_graph.files.delimited import Row

_PAIRS: Final = (
    ("stimulation", "inhibition"), ("consensus_stimulation", "consensus_inhibition"), ("activation", "inhibition"),
    ("activation", "repression"), ("activator", "repressor"), ("activator", "inhibitor"), ("activates", "inhibits"),
    ("activates", "represses"), ("activating", "inhibiting"), ("activating", "repressing"), ("positive", "negative"),
    ("up", "down"), ("upregulates", "downregulates"), ("up_regulates", "down_regulates"),
)  # fmt: skip
_SAYS: Final = dict.fromkeys(("1", "1.0", "true", "t", "yes", "y", "x"), True) | dict.fromkeys(
    ("0", "0.0", "false", "f", "no", "n", "", "na", "nan"), False
)


def with_sign(header: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row], str]:
    """Return a table with its signs in a last column ``sign``, and from which two columns they were made.

    Nothing is made, and the last is empty, where no such columns are there, or cells say other than yes and no. Both
    at once is 0, neither is no sign.

    >>> header, rows, _ = with_sign(["source", "target", "stimulation", "inhibition"], [(2, ["A", "B", "0", "1"])])
    >>> header[-1], rows
    ('sign', [(2, ['A', 'B', '0', '1', '-1'])])
    """
    small = list(map(_plain, header))
    for pair in _PAIRS:
        if not set(pair) <= set(small) or any(small.count(name) > 1 for name in pair):
            continue
        up, down = map(small.index, pair)
        said = [[_SAYS.get(cells[place].strip().lower()) for place in (up, down)] for _, cells in rows]
        if any(None in both for both in said) or not any(map(any, said)):
            continue
        signed = [(line, [*cells, _sign(*both)]) for (line, cells), both in zip(rows, said, strict=True)]
        return [*header, "sign"], signed, f"sign from {header[up]!r} and {header[down]!r}"
    return list(header), list(rows), ""


def sign_in(data: Mapping[str, Any]) -> str:
    """Return the sign that an edge of a graph states in two attributes of yes and no; nothing where it states none.

    >>> sign_in({"is_stimulation": False, "is_inhibition": True}), sign_in({"activation": 1, "inhibition": "yes"})
    ('-1', '0')
    >>> sign_in({"up": 12, "down": 3}), sign_in({"up": 1})
    ('', '')
    """
    plain = {_plain(key): str(value).strip().lower() for key, value in data.items()}
    for up, down in _PAIRS:
        if up in plain and down in plain and (plain[up] in _SAYS and plain[down] in _SAYS):
            return _sign(_SAYS[plain[up]], _SAYS[plain[down]])
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().lower()).removeprefix("is_")


def _sign(up: bool | None, down: bool | None) -> str:
    return "0" if up and down else "1" if up else "-1" if down else ""
