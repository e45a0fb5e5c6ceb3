"""Tables for people: columns wide enough for their words, or else a block of lines per row."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, TextIO

import click

from pathway_graph.text.printable import Guarded, cell, printable

_MARGIN: Final = 2
"""Blanks between two columns of a table."""
_UNBROKEN: Final = 12
"""Words up to this length are never broken; longer ones only after a slash, and identifiers never."""
_IDENTIFIER: Final = re.compile(
    r"[\w.+-]+/[0-9a-f]{8,}[.,;:]?|[a-z][\w.]*:(?!//)\S+|[\w.+-]+/\d[\w.-]*[.,;:]?|10\.\d{4,}/\S+"
)
"""An identifier: of a claim (``data set/number``), a CURIE, a DOI. Broken, it could not be copied."""


def print_table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, title: str = "", spare: Sequence[str] = ()
) -> list[str]:
    """Print rows as a table, as blocks of lines where the columns do not fit without cutting words.

    Args:
        rows: Values by column.
        columns: What to show, in order.
        title: What stands above.
        spare: Columns that may be left out where the table then fits, the first to go first.

    Returns:
        The columns that were left out.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    screen = terminal(sys.stdout)
    for count in range(len(spare) + 1):
        shown = [column for column in columns if column not in spare[:count]]
        names = [printable(column.replace("_", " ")) for column in shown]
        cells = [[printable(cell(row.get(column))) for column in shown] for row in rows]
        widths = column_widths([names, *cells], screen.width)
        if widths is not None:
            break
    else:
        names = [printable(column.replace("_", " ")) for column in columns]
        cells = [[printable(cell(row.get(column))) for column in columns] for row in rows]
        _print_blocks(names, cells, printable(title), screen.width)
        return []
    # a Text is shown as it is, where a bare str could be markup with a link in it
    heading = Text(printable(title)) if title else None
    table = Table(
        box=box.SIMPLE_HEAD, title=heading, title_justify="left", title_style="bold", show_edge=False, pad_edge=False,
        padding=(0, 1, 0, 0),
    )  # fmt: skip
    for name, width in zip(names, widths, strict=True):
        table.add_column(Text("\n".join(wrapped(name, width))), overflow="fold", width=width)
    for row in cells:
        table.add_row(*(Text("\n".join(wrapped(text, width))) for text, width in zip(row, widths, strict=True)))
    with screen.capture() as captured:
        screen.print(table)
    _print([*captured.get().splitlines(), ""])
    return [column for column in columns if column not in shown]


def column_widths(cells: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return the width of each column of a table, so that no word is cut; None where that takes more than *width*.

    Each column has its longest word; what is left goes to the columns that have most to wrap.

    >>> column_widths([["name", "what"], ["BDNF", "brain-derived neurotrophic factor"]], 30)
    [4, 24]
    >>> column_widths([["name", "what"], ["BDNF", "brain-derived neurotrophic factor"]], 15) is None
    True
    """
    from rich.cells import cell_len

    columns = list(zip(*cells, strict=True))
    most = [max(cell_len(line) for text in column for line in text.split("\n")) for column in columns]
    least = [max((cell_len(piece) for text in column for piece, _ in _pieces(text)), default=1) for column in columns]
    room = width - _MARGIN * (len(columns) - 1)
    if sum(most) <= room:
        return most
    left = room - sum(least)
    if left < 0:
        return None
    wanted = [high - low for high, low in zip(most, least, strict=True)]
    return [low + min(want, left * want // max(sum(wanted), 1)) for low, want in zip(least, wanted, strict=True)]


def wrapped(text: str, width: int) -> list[str]:
    """Return *text* in lines of *width*, broken between words and after the slashes of long ones, never in identifiers.

    >>> wrapped("signed_A/f511fed1fb8d and 14 more", 14)
    ['signed_A/f511fed1fb8d', 'and 14 more']
    >>> wrapped("astrocytes/microglia in prot:hgnc:2345", 14)
    ['astrocytes/', 'microglia in', 'prot:hgnc:2345']
    """
    from rich.cells import cell_len

    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, gap = "", ""
        for piece, ends_word in _pieces(paragraph):
            if line and cell_len(line) + len(gap) + cell_len(piece) > width:
                lines.append(line)
                line, gap = "", ""
            line += gap + piece
            gap = " " if ends_word else ""
        lines.append(line)
    return lines


def folded(text: str, width: int) -> str:
    """Return *text* with lines of *width* where words allow it; what goes on stands two blanks further in.

    >>> print(folded("1 route:\\n  imipramine increases BDNF mRNA (+1; T2.4)", 32))
    1 route:
      imipramine increases BDNF
        mRNA (+1; T2.4)
    """
    from rich.cells import cell_len

    lines = []
    for line in text.split("\n"):
        if cell_len(line) <= width:
            lines.append(line)
            continue
        margin = line[: len(line) - len(line.lstrip())]
        first, *rest = wrapped(line, width - len(margin) - _MARGIN)
        lines += [margin + first, *(margin + " " * _MARGIN + one for one in rest)]
    return "\n".join(lines)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return what is never broken, and whether a blank follows each."""
    found = []
    for word in text.split():
        is_whole = len(word) <= _UNBROKEN or _IDENTIFIER.fullmatch(word) is not None
        parts = [word] if is_whole else re.findall(r"[^/]*/+|[^/]+", word)
        found += [(part, place == len(parts)) for place, part in enumerate(parts, 1)]
    return found


def _print_blocks(names: Sequence[str], cells: Sequence[Sequence[str]], title: str, width: int) -> None:
    """Print each row as lines ``name  value``, with an empty line between rows."""
    indent = max(map(len, names)) + 2
    lines = ["", title, ""] if title else [""]
    for row in cells:
        for name, value in zip(names, row, strict=True):
            values = wrapped(value, max(width - indent, 20))
            lines += [f"{'' if place else name:{indent}}{line}" for place, line in enumerate(values)]
        lines.append("")
    _print(lines)


def _print(lines: Sequence[str]) -> None:
    own = own_stream(sys.stdout)
    click.echo("\n".join(line.rstrip() for line in lines), file=None if own is sys.stdout else own)


def own_stream(stream: TextIO) -> TextIO:
    """Return the stream behind its guard, for what is printable already and holds the styles of a table or a bar."""
    return stream.stream if isinstance(stream, Guarded) else stream


def terminal(stream: TextIO) -> Any:
    """Return a rich console for *stream* that wraps nothing where it is no terminal."""
    from rich.console import Console

    own = own_stream(stream)
    width = None if own.isatty() else int(os.environ.get("COLUMNS") or 160)
    return Console(file=own, width=width, highlight=False, soft_wrap=False)
