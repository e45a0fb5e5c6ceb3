"""``pathway-graph query``: run a library query, or Cypher of one's own, against the store."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pathway_graph.cli.output import chosen, emit_rows, format_option, note, say, store_option
from pathway_graph.errors import InputError, Problem
from pathway_graph.model.values import brief
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.cypher.library import Query
    from pathway_graph.stores.base import Store, Table

_SAY_EVERY_S: Final = 5.0


@click.command("query")
@click.argument("name", required=False)
@click.option("-e", "text", metavar="CYPHER", help="Run this Cypher text instead of a library query.")
@click.option("-f", "file", type=click.Path(), help="Run the Cypher text of a file.")
@click.option("-P", "pairs", multiple=True, metavar="KEY=VALUE", help="A parameter; several are allowed.")
@click.option("--queries", metavar="FOLDER", help="Also take the queries of this folder; or set PATHWAY_GRAPH_QUERIES.")
@click.option("--list", "list_", is_flag=True, help="List the library.")
@click.option("--show", is_flag=True, help="Print the query's text and parameters instead of running it.")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True, help="Seconds.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, help="Most rows.")
@click.option("--write", is_flag=True, help="Let the text of -e or -f change a Neo4j server; nothing else may write.")
@store_option
@format_option
def query_command(
    name: str | None,
    text: str | None,
    file: str | None,
    pairs: tuple[str, ...],
    queries: str | None,
    list_: bool,
    show: bool,
    timeout: float,
    limit: int,
    write: bool,
    store: str | None,
    format_: str | None,
) -> None:
    """Run the library query NAME, or Cypher of your own; nothing is written without --write.

    Parameters of a library query are typed: an entity may be given by any of its names. Parameters of your own
    text are read as JSON where they are JSON, else as text.

    \b
    Examples:
      pathway-graph query --list
      pathway-graph query upstream-regulators -P targets=BDNF
      pathway-graph query -e 'MATCH (c:Claim) RETURN c.certainty, count(c)'
      pathway-graph query my-query --queries ~/queries
      pathway-graph query -e 'MATCH (e:Entity {id: $id}) RETURN e' -P id=prot:BDNF
    """
    from pathway_graph.cypher import library

    if list_:
        rows = [{"name": query.name, "what": query.sentence} for query in library.queries(queries).values()]
        emit_rows(rows, ("name", "what"), chosen(format_))
        return
    if sum(given is not None for given in (name, text, file)) != 1:
        raise click.UsageError("give a query's NAME, or -e CYPHER, or -f FILE; --list shows the library")
    if write and name is not None:
        raise click.UsageError("--write is for a text of your own, given with -e or -f")
    given = _pairs(pairs)
    if name is not None:
        query = library.find(name, queries)
        if show:
            _show(query)
            return
    else:
        cypher = text if text is not None else _text(str(file))  # first: a file that is not there costs no waiting
    from pathway_graph.stores.open import open_store

    opened = open_store(store)
    if hasattr(opened, "building"):
        opened.building = _Building()
    try:
        if name is not None:
            table = run_library(opened, query, given, timeout, limit)
        else:
            values = {key: _value(value) for key, value in given.items()}
            table = (
                opened.run_writing(cypher, values, timeout_s=timeout)
                if write
                else opened.run(cypher, values, timeout_s=timeout, limit=limit)
            )
    finally:
        opened.close()
    if name is not None and (taken := library.defaults_used(query, given)):
        note(f"parameters {taken} (-P NAME=VALUE sets another)")
    _emit(table, chosen(format_))


class _Building:
    """Says on standard error that a query waits for its database, and every few seconds how far that is."""

    def __init__(self) -> None:
        self._said_s = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._said_s:
            note("a large load has just been stored: its database for Cypher is built before the query is answered")
        elif now - self._said_s < _SAY_EVERY_S:
            return
        else:
            note(f"  {what}: {done:,} of {total:,}")
        self._said_s = now


def parameters(pairs: tuple[str, ...], *, raw: bool = False) -> dict[str, Any]:
    """Return the parameters given as ``KEY=VALUE``, read as JSON where they are JSON; *raw* leaves them text."""
    given = _pairs(pairs)
    return dict(given) if raw else {key: _value(value) for key, value in given.items()}


def _text(file: str) -> str:
    """Return the Cypher of a file; say what a file is that holds none.

    A text is Cypher where it begins, after comments, with a word that begins a query; what stands behind it is the
    parser's matter.
    """
    from pathway_graph.cypher.library import queries
    from pathway_graph.files.kinds import kind_of

    hint = "give a file of Cypher, such as: MATCH (e:Entity) RETURN e.name"
    if Path(file).is_dir():
        names = sorted(one.stem for one in Path(file).glob("*.cypher"))
        what = f"run one by its name with --queries {file}: {', '.join(names[:3])}" if names else hint
        raise InputError([Problem(file, 0, "this is a folder, not a file of Cypher", what)])
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        name = Path(file).name
        known = f"{name} is a library query: say it without -f" if name in queries() else hint
        raise InputError([Problem(file, 0, f"it cannot be read: {error.strerror}", known)]) from error
    kind = kind_of(data)
    if kind is not None:
        raise InputError([Problem(file, 0, f"this is {kind.what}, no Cypher", hint)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Problem(file, 0, "this is no text in UTF-8", f"save it as UTF-8, or {hint}")]) from error
    bare = re.sub(r"//[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL).split()
    if not bare:
        what = "only comments are in it" if text.strip() else "the file is empty"
        raise InputError([Problem(file, 0, what, hint)])
    if bare[0].strip("({;").upper() not in _BEGINNINGS:
        first = next(line for line in text.splitlines() if line.strip()).strip()
        cells = re.split(r"[,;\t]", first)
        looks = f"it looks like a table of {', '.join(cells[:3])}; " if len(cells) > 2 else ""
        what = f"this is no Cypher: {looks}it begins with {brief(first)}"
        raise InputError([Problem(file, 1, what, hint)])
    return text


_BEGINNINGS = frozenset(
    "MATCH OPTIONAL RETURN WITH UNWIND CALL CREATE MERGE DETACH DELETE SET REMOVE FOREACH LOAD USE SHOW EXPLAIN "
    "PROFILE CYPHER DROP ALTER START UNION ORDER WHERE".split()
)
"""Words with which a text is taken for Cypher: of queries, and of what the checks refuse with words of their own."""


def _pairs(pairs: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator or not key:
            raise click.UsageError(f"-P takes KEY=VALUE, not {pair!r}")
        given[key] = value
    return given


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def run_library(store: Store, query: Query, given: dict[str, str], timeout: float, limit: int | None = None) -> Table:
    """Run a query of the library; entities among its parameters may be given by any name."""
    from pathway_graph.cli.reading import say_choices
    from pathway_graph.cypher.library import bind
    from pathway_graph.identifiers.lookup import resolve

    network = store.read() if query.needs_names else None

    def identifiers(name: str) -> list[str]:
        assert network is not None  # read above for every query with an entity among its parameters
        say_choices(network, name)
        return [entity.id for entity in resolve(network, name)]

    return store.run(query.text, bind(query, given, identifiers), timeout_s=timeout, limit=limit)


def _show(query: Query) -> None:
    note(query.sentence)
    say(query.source, is_prose=False)


def _emit(table: Table, format_: str) -> None:
    emit_rows(table.each(), table.columns, format_)
    for text in table.notes:
        note(f"note: {text}")
    if table.is_cut:
        note(f"cut after {how_many(len(table.rows), 'row')}: there are more; --limit gives more of them")
    elif format_ == "table":
        note(how_many(len(table.rows), "row"))
