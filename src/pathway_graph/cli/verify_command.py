"""``pathway-graph verify``: check a text sentence by sentence against the claims that it names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, limit_option, note, store_option
from pathway_graph.cli.reading import chosen_network, file_option
from pathway_graph.errors import InputError, Problem
from pathway_graph.files.kinds import kind_of

if TYPE_CHECKING:
    from pathway_graph.evidence.checking import Checked

_COLUMNS = ("verdict", "sentence", "why", "claims", "unknown", "against", "would_carry")


@click.command("verify")
@click.argument("text")
@click.option("--check", is_flag=True, help="Exit with 1 unless every sentence is carried.")
@file_option
@store_option
@limit_option
@format_option
def verify_command(text: str, check: bool, files: tuple[str, ...], store: str | None, format_: str | None) -> None:
    """Check TEXT, a file of that name, or standard input where it is -, against the claims that its sentences name.

    A sentence names claims by their identifiers in brackets: (P38), [T2.1, P30]. It is "carried" where subject, object
    and direction agree with each of them, and place, time and dose as far as it states them; "opposite" where one says
    the opposite; "not carried" where it names none, or one about something else, or one whose every work was retracted;
    else "not decided", which means that a person has to read it. Nothing is guessed: no model, no network.

    \b
    Examples:
      pathway-graph verify 'Imipramine raises BDNF (P38).'
      pathway-graph verify draft.txt --check
      pathway-graph verify - < draft.txt
    """
    from pathway_graph.evidence.checking import verify

    given = sys.stdin.read() if text == "-" else _text(text)
    found = verify(chosen_network(store, files), given)
    form = chosen(format_)
    if form == "json":
        emit_document(found.to_dict())
    else:
        shown = ("verdict", "sentence", "why", "against") if form in ("table", "md") else _COLUMNS
        emit_rows([_row(one) for one in found.sentences], shown, form)
    note(", ".join(f"{count} {verdict}" for verdict, count in found.summary().items()))
    if check and not found.is_carried:
        click.get_current_context().exit(1)


def _text(given: str) -> str:
    """Return a text, read from the file where it is the name of one.

    Raises:
        InputError: The file holds no text.
    """
    try:
        data = Path(given).read_bytes() if Path(given).is_file() else None
    except (OSError, ValueError):  # a text too long for a name, or with a character that no name has
        return given
    if data is None:
        return given
    note(f"read {given}")
    kind = kind_of(data)
    try:
        if kind is None:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    what = f"this is {kind.what}, no text" if kind is not None else "this is no text in UTF-8"
    raise InputError([Problem(given, 0, what, "save it as plain text in UTF-8")])


def _row(one: Checked) -> dict[str, Any]:
    return {
        "verdict": one.verdict, "sentence": one.text, "why": one.why,
        "claims": [claim.claim for claim in one.claims], "unknown": list(one.unknown), "against": list(one.against),
        "would_carry": list(one.would_carry),
    }  # fmt: skip
