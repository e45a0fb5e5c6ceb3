"""Rows of a table of edges with too low a score, passed over before anything else is made of them."""

from __future__ import annotations

import csv
import io
import math

from pathway_graph.errors import InputError
from pathway_graph.formats.edge_recognise import Recognised, headers_in
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Tally
from pathway_graph.formats.term_mapping import number_in


def with_best(raw: Decoded, found: Recognised, tally: Tally) -> Decoded:
    """Return a table with the rows alone whose score is at least that of ``--min-score``; the others are blank lines.

    Lines keep their numbers, and memory is that of the file and of the rows that stay.

    Raises:
        InputError: The table has no column of scores that is known; the least score is beyond all there are.
    """
    least = raw.min_score
    if least is None:
        return raw
    lines = io.BytesIO(raw.data)
    head = [lines.readline() for _ in range(found.header_line)]
    name, at = _column(raw, found, head[-1].decode("utf-8", "replace") if head else "")
    delimiter = found.delimiter.encode()
    kept, below, without, highest = bytearray(b"".join(head)), 0, 0, -math.inf
    for line in lines:
        score = _score(line, delimiter, at)
        if score is not None:
            highest = max(highest, score)
        if score is not None and score >= least:
            kept += line
            continue
        if line.strip():
            below += score is not None
            without += score is None
        kept += b"\n"
    if highest < least and highest > -math.inf:
        what = f"no row has a score of at least {least:g}: the highest in column {name!r} is {highest:g}"
        raise raw.wrong(found.header_line, what, "--min-score counts as the file does (STRING: 0 to 1000, or 0 to 1)")
    tally.read("rows", below + without)
    tally.left_out("rows", f"their score in column {name!r} is below {least:g} (--min-score)", count=below)
    tally.left_out("rows", f"they have no score in column {name!r} (--min-score)", count=without)
    return raw.with_data(bytes(kept))


def _column(raw: Decoded, found: Recognised, head: str) -> tuple[str, int]:
    header = [name.casefold() for name in headers_in(head.rstrip("\r\n"), found.delimiter)]
    for name in found.layout.scores:
        if name.casefold() in header:
            return name, header.index(name.casefold())
    raise no_scores(raw)


def _score(line: bytes, delimiter: bytes, at: int) -> float | None:
    if b'"' in line:
        quoted = next(csv.reader([line.decode("utf-8", "replace")], delimiter=delimiter.decode()), [])
        return number_in(quoted[at].strip()) if len(quoted) > at else None
    cells = line.split(delimiter)
    return number_in(cells[at].decode("utf-8", "replace").strip()) if len(cells) > at else None


def no_scores(raw: Decoded) -> InputError:
    """Return the error for a file that ``--min-score`` says nothing about."""
    return raw.wrong(0, "it has no column of scores that is known", "leave --min-score out, or filter the table before")
