"""Print results: a table on a terminal, JSON in a pipe; data on standard output, everything else on standard error."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, TextIO, cast

import click

from pathway_graph.cli.tables import folded, print_table, terminal
from pathway_graph.files.delimited import row_lines
from pathway_graph.model.signs import sign_text
from pathway_graph.text.counts import how_many
from pathway_graph.text.json_pieces import json_pieces
from pathway_graph.text.printable import Guarded, cell, encodable, escaped_json, json_text, printable
from pathway_graph.text.secrets import secrets_in, without_secrets

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")

Row = Mapping[str, Any]

SHOWN_ROWS, SHOWN_ENTRIES = 20, 3
"""What a table shows of many rows, and of a list with more entries than one more."""


def with_options(command: Callable[..., Any], options: Iterable[Callable[..., Any]]) -> Callable[..., Any]:
    """Add options to a command, whose help lists them in their order."""
    for option in reversed(tuple(options)):
        command = option(command)
    return command


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--store``."""
    return click.option(
        "--store", metavar="PLACE", help="Folder of the embedded store, or bolt://, neo4j://, neo4j+s:// URI."
    )(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format`` and ``--excel-safe``; the command gets None where no format is given."""
    safe = click.option(
        "--excel-safe", is_flag=True, expose_value=False, callback=_remember_safety,
        help="In csv and tsv, let no cell be taken for a formula.",
    )  # fmt: skip
    return click.option(
        "--format", "format_", type=click.Choice(FORMATS), help="Default: table on a terminal, json in a pipe."
    )(safe(command))


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--limit``: how many rows, and how many entries of a long list, a table for people shows."""
    return click.option(
        "--limit", type=click.IntRange(0), default=SHOWN_ROWS, show_default=True, expose_value=False,
        callback=_remember_limit, help="Most rows of a table; 0 for all, lists in full too. Data is never cut.",
    )(command)  # fmt: skip


def listing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--store``, ``--limit``, ``--format`` and ``--excel-safe``, in this order."""
    return store_option(limit_option(format_option(command)))


def _remember_limit(ctx: click.Context, option: click.Parameter, limit: int) -> None:
    ctx.meta[_LIMIT] = limit


def _limit() -> int:
    """Return the most rows of a table; 0 where there is no limit."""
    ctx = click.get_current_context(silent=True)
    return 0 if ctx is None else int(ctx.meta.get(_LIMIT, 0))


def _remember_safety(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    ctx.meta[_SAFE] = wanted


_SAFE, _LIMIT = f"{__name__}.excel_safe", f"{__name__}.limit"


def _is_excel_safe() -> bool:
    ctx = click.get_current_context(silent=True)
    return ctx is not None and bool(ctx.meta.get(_SAFE))


def chosen(format_: str | None) -> str:
    """Return the format to print in."""
    return format_ or ("table" if sys.stdout.isatty() else "json")


def guard_streams(arguments: Sequence[str]) -> None:
    """Let no control sequence and no password reach standard error, nor control sequences a terminal.

    Standard output that goes into a pipe or a file is left as it is: it may be data.

    Args:
        arguments: Of the command line; passwords in addresses among them are hidden.
    """
    places = (*arguments, *(os.environ.get(name, "") for name in ("PATHWAY_GRAPH_STORE", "NEO4J_URI")))
    os.environ.setdefault("PYTHON_COLORS", "0")  # Python 3.13 colours tracebacks, and the guard would spell that out
    hidden = secrets_in(places, os.environ.get("NEO4J_PASSWORD", ""))
    if not isinstance(sys.stderr, Guarded):
        sys.stderr = cast(TextIO, Guarded(sys.stderr, hidden))
    if sys.stdout.isatty() and not isinstance(sys.stdout, Guarded):
        sys.stdout = cast(TextIO, Guarded(sys.stdout, hidden))


def note(message: str) -> None:
    """Say something to the person at the terminal, on standard error."""
    click.echo(_fitting(printable(without_secrets(message)), sys.stderr), err=True)


def say(text: str, *, is_prose: bool = True) -> None:
    """Print text for people on standard output; names in it send nothing to the terminal.

    Args:
        text: The text.
        is_prose: Whether its lines may be broken between words where a terminal is narrower, which else cuts words.
    """
    click.echo(_fitting(printable(text), sys.stdout) if is_prose else printable(text))


def _fitting(text: str, stream: TextIO) -> str:
    return folded(text, shutil.get_terminal_size().columns) if stream.isatty() else text


def emit_document(document: Any) -> None:
    """Print one JSON document as it is made: where a list may stand, an iterator may, see `json_pieces`."""
    for piece in json_pieces(document):
        click.echo(escaped_json(piece), nl=False)
    click.echo()


def emit_rows(
    rows: Iterable[Row], columns: Sequence[str], format_: str, *, title: str = "", spare: Sequence[str] = ()
) -> None:
    """Print rows in the format chosen; a ``sign`` is a number in data, and ``+1``, ``-1`` or ``0`` in a table.

    CSV and TSV are data: into a file or a pipe they go as they are, on a terminal control characters are spelled out.
    Data are printed as *rows* gives them, and never whole in memory where it is an iterator.
    A table shows at most ``--limit`` rows, and leaves out columns of *spare* where the terminal is too narrow.
    """
    if format_ == "json":
        emit_document(dict(row) for row in rows)
    elif format_ == "jsonl":
        _print_lines(f"{json_text(dict(row))}\n" for row in rows)
    elif format_ in ("csv", "tsv"):
        lines = chain([columns], ([cell(row.get(column)) for column in columns] for row in rows))
        shown = printable if sys.stdout.isatty() else encodable
        _print_lines(map(shown, row_lines(lines, "," if format_ == "csv" else "\t", excel_safe=_is_excel_safe())))
    elif format_ == "md":
        if title:
            say(f"**{title}**\n")
        say(markdown(_signed(rows), columns) + ("\n" if title else ""), is_prose=False)
    else:
        _print_table(rows if isinstance(rows, Sequence) else list(rows), columns, title, spare)


def _print_lines(lines: Iterable[str]) -> None:
    """Print lines of data, many at once: each time something is printed, it is written out."""
    waiting = iter(lines)
    while some := "".join(islice(waiting, _AT_ONCE)):
        click.echo(some, nl=False, color=True)  # else click takes what looks like a colour out of the data


_AT_ONCE = 500
"""Lines that are printed together."""


def _print_table(rows: Sequence[Row], columns: Sequence[str], title: str, spare: Sequence[str]) -> None:
    limit = _limit()
    some = _signed(rows[:limit] if limit else rows)
    hidden = print_table([_short(row) for row in some] if limit else some, columns, title=title, spare=spare)
    if hidden:
        note(f"not shown for want of width: {', '.join(hidden).replace('_', ' ')}")
    if len(rows) > len(some):
        note(f"{how_many(len(rows) - len(some), 'more row')}: --limit 0 shows all")


def _signed(rows: Iterable[Row]) -> list[Row]:
    return [{**row, "sign": sign_text(row["sign"])} if isinstance(row.get("sign"), int) else row for row in rows]


def _short(row: Row) -> Row:
    """Return a row whose long lists are the first entries and a count.

    >>> _short({"claims": ["a", "b", "c", "d", "e"], "few": ["a", "b", "c", "d"]})
    {'claims': 'a, b, c and 2 more', 'few': ['a', 'b', 'c', 'd']}
    """
    return {
        name: f"{', '.join(map(str, value[:SHOWN_ENTRIES]))} and {len(value) - SHOWN_ENTRIES:,} more"
        if isinstance(value, list | tuple) and len(value) > SHOWN_ENTRIES + 1
        else value
        for name, value in row.items()
    }


def markdown(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return rows as a Markdown table.

    >>> print(markdown([{"a": 1, "b": "x|y"}], ["a", "b"]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    names = (printable(column).replace("|", "\\|").replace("\n", " ") for column in columns)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = (printable(cell(row.get(column))).replace("|", "\\|").replace("\n", " ") for column in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


@contextmanager
def progress(enabled: bool = True) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give a callback ``(what, done, total)`` that draws a progress bar on standard error, if that is a terminal."""
    if not enabled or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal(sys.stderr), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step
