"""``pathway-graph ask``: save questions, ask them again, and say which answers changed and how."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, listing_options, note, say, store_option
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.cli.asking import Place

_COLUMNS = ("question", "what", "part", "row", "kinds", "change")


@click.group("ask")
def ask_command() -> None:
    """Save questions, ask them again, and see which answers changed with the data.

    A question is any command that reads. It is kept with the store and its answer, row by row; after each load,
    import, removal and pull you are told how many of your questions now answer otherwise.

    \b
    Examples:
      pathway-graph ask save bdnf -- upstream BDNF --max-steps 2
      pathway-graph ask run bdnf
      pathway-graph ask diff
      pathway-graph ask list
    """


@ask_command.command("save", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--replace", is_flag=True, help="Take the place of a question of the same name.")
@store_option
@click.argument("name")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND...")
def save(replace: bool, store: str | None, name: str, command: tuple[str, ...]) -> None:
    """Save a question: ask it once, and keep the answer to compare with. Options of `save` stand before NAME."""
    from pathway_graph.cli.asking import Place, require_saveable, require_whole
    from pathway_graph.stores.questions import Question
    from pathway_graph.stores.times import now

    words = command[1:] if command[:1] == ("--",) else command
    if words[:1] == ("pathway-graph",):
        words = words[1:]
    require_saveable(words)
    place = Place.of(store)
    if name in place.questions.names() and not replace:
        raise click.UsageError(f"there is a question {name!r}; say --replace before its name, or take another name")
    cwd = os.getcwd()
    answer = place.ask(words, cwd)
    require_whole(words, answer)
    place.questions.put(Question(name, words, cwd, now(), answer, answer, answer))
    note(f"saved {name}: {_sized(answer.parts)}; `pathway-graph ask run {name}` asks again")


@ask_command.command("run")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@listing_options
def run(names: tuple[str, ...], store: str | None, format_: str | None) -> None:
    """Ask questions again and show the answers, all of them without NAME; what is shown counts as looked at."""
    from pathway_graph.cli import cli
    from pathway_graph.cli.asking import NotAsked, Place, difference_of, refreshed, why

    place = Place.of(store)
    form = chosen(format_)
    missed = []
    for name in _named(place, names):
        try:
            question, _ = refreshed(place, name, 600.0)
        except NotAsked as error:
            note(f"{name} could not be asked: {error}")
            missed.append(name)
            continue
        note(f"{name}: pathway-graph {shlex.join(question.command)}")
        new = question.latest
        if found := difference_of(question.seen, new):
            note(f"{name}: {_counted(found)} since {question.seen.time} ({why(question.seen, new)})")
        if new.failed:
            note(f"{name}: {new.failed}")
            missed.append(name)
        elif form == "json":
            emit_document({"question": name, "command": list(question.command), "answer": new.parts})
        else:
            words = [question.command[0], "--store", place.location, "--format", form, *question.command[1:]]
            here = os.getcwd()
            try:
                os.chdir(question.cwd)
                cli.main(args=words, prog_name="pathway-graph", standalone_mode=False)
            finally:
                os.chdir(here)
        place.questions.put(question.with_seen(new))
    if missed:
        raise click.exceptions.Exit(1)


@ask_command.command("diff")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--last-load", is_flag=True, help="Compare with the answers before the store changed last, seen or not.")
@click.option("--exit-code", is_flag=True, help="Exit 1 if any answer changed.")
@listing_options
def diff(names: tuple[str, ...], last_load: bool, exit_code: bool, store: str | None, format_: str | None) -> None:
    """Say which answers changed since they were looked at, and how: rows added and gone, sign, certainty, evidence.

    Answers that were looked at are those of `ask save` and `ask run`.
    """
    from pathway_graph.cli.asking import NotAsked, Place, difference_of, refreshed, why

    place = Place.of(store)
    told: list[dict[str, Any]] = []
    missed = False
    for name in _named(place, names):
        try:
            question, _ = refreshed(place, name, 600.0)
        except NotAsked as error:
            note(f"{name} could not be asked: {error}")
            missed = True
            continue
        old = question.before if last_load else question.seen
        changes = difference_of(old, question.latest)
        entry = {"question": name, "command": list(question.command), "since": old.time, "changes": changes}
        told.append(entry | {"why": why(old, question.latest) if changes else ""})
        state = f"{_counted(changes)} since {old.time} ({told[-1]['why']})" if changes else f"as on {old.time}"
        note(f"{name}: {state}")
    form = chosen(format_)
    if form == "json":
        emit_document(told)
    elif rows := [_row(entry["question"], change) for entry in told for change in entry["changes"]]:
        emit_rows(rows, _COLUMNS, form)
    if missed or (exit_code and any(entry["changes"] for entry in told)):
        raise click.exceptions.Exit(1)


@ask_command.command("list")
@listing_options
def list_(store: str | None, format_: str | None) -> None:
    """List the saved questions; nothing is asked."""
    from pathway_graph.cli.asking import Place, unasked
    from pathway_graph.errors import StoreError

    place = Place.of(store)
    rows = []
    for name in place.questions.names():
        try:
            one = place.questions.get(name)
        except StoreError as error:
            note(f"warning: {error}")
            continue
        state = "answers as when it was looked at" if one.latest.digest == one.seen.digest else "answers otherwise"
        if since := unasked(place, one):
            state = f"not asked since: {since}"
        rows.append({"question": name, "command": shlex.join(one.command), "saved": one.saved,
                     "looked_at": one.seen.time, "asked": one.latest.time, "state": state})  # fmt: skip
    emit_rows(rows, ("question", "command", "saved", "looked_at", "asked", "state"), chosen(format_))


@ask_command.command("show")
@click.argument("name")
@store_option
def show(name: str, store: str | None) -> None:
    """Print the answer that was looked at last, as JSON, with its date and version; nothing is asked."""
    from dataclasses import asdict

    from pathway_graph.cli.asking import Place

    one = Place.of(store).questions.get(name)
    emit_document({"question": name, "command": list(one.command), "folder": one.cwd, **asdict(one.seen)})


@ask_command.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@store_option
def remove(names: tuple[str, ...], store: str | None) -> None:
    """Forget saved questions."""
    from pathway_graph.cli.asking import Place

    place = Place.of(store)
    for name in names:
        place.questions.remove(name)
        say(f"removed {name}")


def _named(place: Place, names: tuple[str, ...]) -> tuple[str, ...]:
    found = names or tuple(place.questions.names())
    if not found:
        note("no question is saved with this store: `pathway-graph ask save NAME -- COMMAND`")
    return found


def _sized(parts: dict[str, list[dict[str, Any]]]) -> str:
    """Return how many rows an answer has.

    >>> _sized({"ends": [{}, {}], "summary": [{}]})
    'ends 2'
    """
    return ", ".join(f"{name} {len(rows):,}" for name, rows in parts.items() if name != "summary") or "no rows"


def _counted(changes: list[dict[str, Any]]) -> str:
    """Return changes as numbers.

    >>> _counted([{"what": "added", "kinds": []}, {"what": "changed", "kinds": ["sign"]}])
    '1 row added, 1 changed (sign 1)'
    >>> _counted([{"what": "changed", "kinds": ["sign", "evidence"]}])
    '1 row changed (sign 1, evidence 1)'
    """
    counts = {what: sum(one["what"] == what for one in changes) for what in ("added", "gone", "changed")}
    kinds = {kind: sum(kind in one["kinds"] for one in changes) for kind in ("sign", "certainty", "evidence", "other")}
    said = [f"{how_many(count, 'row')} {what}" for what, count in counts.items() if count and what != "changed"]
    if counts["changed"]:
        few = ", ".join(f"{kind} {count}" for kind, count in kinds.items() if count)
        said.append(f"{counts['changed'] if said else how_many(counts['changed'], 'row')} changed ({few})")
    return ", ".join(said) or ", ".join(f"it {one['what']}: {one['row']}" for one in changes)


def _row(question: str, change: dict[str, Any]) -> dict[str, Any]:
    fields = "; ".join(
        f"{name}: {_short(one['old'])} became {_short(one['new'])}" for name, one in change["fields"].items()
    )
    return {**change, "question": question, "kinds": ", ".join(change["kinds"]), "change": fields}


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return (
            how_many(len(value), "entry")
            if any(isinstance(one, dict | list) for one in value)
            else ", ".join(map(str, value))
        )
    return how_many(len(value), "field") if isinstance(value, dict) else str(value)
