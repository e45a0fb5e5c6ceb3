"""Print results: a table on a terminal, JSON in a pipe; data on standard output, everything else on standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")

Row = Mapping[str, Any]


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--store``."""
    return click.option(
        "--store", metavar="PLACE", help="Folder of the embedded store, or bolt://, neo4j://, neo4j+s:// URI."
    )(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``; the command gets None where it is not given."""
    return click.option(
        "--format", "format_", type=click.Choice(FORMATS), help="Default: table on a terminal, json in a pipe."
    )(command)


def chosen(format_: str | None) -> str:
    """Return the format to print in."""
    return format_ or ("table" if sys.stdout.isatty() else "json")


def note(message: str) -> None:
    """Say something to the person at the terminal, on standard error."""
    click.echo(message, err=True)


def emit_document(document: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def emit_rows(rows: Sequence[Row], columns: Sequence[str], format_: str, *, title: str = "") -> None:
    """Print rows in the format chosen."""
    if format_ == "json":
        emit_document([dict(row) for row in rows])
    elif format_ == "jsonl":
        for row in rows:
            click.echo(json.dumps(dict(row), ensure_ascii=False))
    elif format_ in ("csv", "tsv"):
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter="," if format_ == "csv" else "\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
        click.echo(buffer.getvalue(), nl=False)
    elif format_ == "md":
        if title:
            click.echo(f"**{title}**\n")
        click.echo(markdown(rows, columns) + ("\n" if title else ""))
    else:
        emit_table(rows, columns, title=title)


def markdown(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return rows as a Markdown table.

    >>> print(markdown([{"a": 1, "b": "x|y"}], ["a", "b"]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = (cell(row.get(column)).replace("|", "\\|").replace("\n", " ") for column in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


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
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def emit_table(rows: Sequence[Row], columns: Sequence[str], *, title: str = "") -> None:
    """Print rows as a table for people."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(row.get(column))) for column in columns))
    screen = console()
    with screen.capture() as captured:
        screen.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def console(stderr: bool = False) -> Any:
    """Return a rich console that wraps nothing where the output is no terminal."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else int(os.environ.get("COLUMNS") or 160)
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


@contextmanager
def progress(enabled: bool = True) -> Iterator[Callable[[str, int, int], None] | None]:
    """Give a callback ``(what, done, total)`` that draws a progress bar on standard error, if that is a terminal."""
    if not enabled or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step
