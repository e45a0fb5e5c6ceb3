"""``pathway-graph show``: what is known of one thing, on one screen where it can be."""

from __future__ import annotations

from typing import Final

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, note, say, store_option
from pathway_graph.cli.reading import chosen_network, file_option

_CARDS: Final = ("entity", "claim", "diagram", "data-set", "publication")


@click.command("show")
@click.argument("name")
@click.option("--as", "what", type=click.Choice(_CARDS), default=None, help="Take NAME for this alone.")
@click.option("--all", "everything", is_flag=True, help="Every entry of every line, however long that gets.")
@file_option
@store_option
@format_option
def show_command(
    name: str, what: str | None, everything: bool, files: tuple[str, ...], store: str | None, format_: str | None
) -> None:
    """Show what is known of NAME: an entity, a claim, a diagram, a data set, a publication.

    Of an entity: what it is, its identifiers with links, the forms of the gene, what raises and lowers it and what it
    raises and lowers (the weightiest first), how many contradictions there are, diagrams, publications, data sets. Each
    line that is cut says how many more there are and which command lists them. (bg) is background, which no source
    states, (hyp.) a hypothesis; '!' marks what other claims between the same two state otherwise.

    \b
    Examples:
      pathway-graph show BDNF
      pathway-graph show P38
      pathway-graph show imipramine --as data-set
      pathway-graph show camp --as diagram --format json
    """
    from pathway_graph.cli.cards import card_lines
    from pathway_graph.look import show

    network = chosen_network(store, files)
    card = show(network, name, what=what or "")
    form = chosen(format_)
    if form == "json":
        emit_document(card.to_dict())
    elif form == "table":
        for line in card_lines(card, everything=everything):
            say(line)
    else:
        emit_rows(_rows(card.to_dict()), ("field", "value"), form)
    if remark := getattr(card, "remark", ""):
        note(remark)
    if card.also:
        note(f"{name!r} is also the name of something else: {', '.join(f'show {name} {other}' for other in card.also)}")


def _rows(card: dict[str, object]) -> list[dict[str, object]]:
    """Return a card as rows of a field and a value, a row for each entry of a list."""
    rows: list[dict[str, object]] = []
    for field, value in card.items():
        rows += [{"field": field, "value": _text(item)} for item in (value if isinstance(value, list) else [value])]
    return rows


def _text(value: object) -> object:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items() if item not in ("", [], 0, False, None))
    return ", ".join(str(_text(item)) for item in value) if isinstance(value, list) else value
