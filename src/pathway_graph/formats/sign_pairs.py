"""Signs that a table states in two columns, one of what raises and one of what lowers, brought into one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathway_graph.files.delimited import Row

_PAIRS: Final = (
    ("is_stimulation", "is_inhibition"), ("consensus_stimulation", "consensus_inhibition"),
    ("stimulation", "inhibition"), ("activation", "inhibition"), ("activation", "repression"),
    ("positive", "negative"),
)  # fmt: skip
_SAYS: Final = dict.fromkeys(("1", "1.0", "true", "yes"), True) | dict.fromkeys(
    ("0", "0.0", "false", "no", "", "na", "nan"), False
)


def with_sign(header: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row], str]:
    """Return a table with its signs in a last column ``sign``, and from which two columns they were made.

    Nothing is made, and the last is empty, where no such columns are there, or cells say other than yes and no. Both
    at once is 0, neither is no sign.

    >>> header, rows, _ = with_sign(["source", "target", "stimulation", "inhibition"], [(2, ["A", "B", "0", "1"])])
    >>> header[-1], rows
    ('sign', [(2, ['A', 'B', '0', '1', '-1'])])
    """
    small = [name.strip().lower().replace(" ", "_").replace(".", "_") for name in header]
    for pair in _PAIRS:
        if not set(pair) <= set(small):
            continue
        up, down = map(small.index, pair)
        said = [[_SAYS.get(cells[place].strip().lower()) for place in (up, down)] for _, cells in rows]
        if any(None in both for both in said) or not any(map(any, said)):
            continue
        signs = ["0" if all(both) else "1" if both[0] else "-1" if both[1] else "" for both in said]
        signed = [(line, [*cells, sign]) for (line, cells), sign in zip(rows, signs, strict=True)]
        return [*header, "sign"], signed, f"sign from {header[up]!r} and {header[down]!r}"
    return list(header), list(rows), ""
