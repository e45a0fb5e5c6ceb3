"""``pathway-graph retractions``: which works behind the claims were retracted, and which answers change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, limit_option, note, store_option
from pathway_graph.text.counts import how_many
from pathway_graph.text.secrets import shown_place

if TYPE_CHECKING:
    from pathway_graph.model import Network

_COLUMNS = (
    "publication", "title", "notice", "date", "reason", "notice_doi", "listed_in", "claims_left_out", "claims_that_stay"
)  # fmt: skip
_SHOWN = ("publication", "notice", "date", "reason", "claims_left_out", "claims_that_stay")


@click.command("retractions")
@click.argument("lists", nargs=-1, metavar="[LIST]...")
@click.option("--name", default="", metavar="DATA-SET", help="Name for the data set that LIST becomes.")
@click.option("--dry-run", is_flag=True, help="Say what the lists would mark, and leave the store as it is.")
@click.option("--effects", is_flag=True, help="Say which edges fall and which net signs change.")
@click.option("--max-steps", "-k", type=click.IntRange(1, 12), default=4, show_default=True,
              help="Longest route of a net sign, for --effects.")  # fmt: skip
@store_option
@limit_option
@format_option
def retractions_command(
    lists: tuple[str, ...], name: str, dry_run: bool, effects: bool, max_steps: int, store: str | None,
    format_: str | None,
) -> None:  # fmt: skip
    """Tell which publications were retracted and what that takes; with LIST, store what it says first.

    LIST is a text of PubMed numbers or DOIs, one a line, or the table of Retraction Watch. It is a data set like
    others: it holds for what is imported later too, and `remove` takes it back. A claim is left out of net signs and
    weights when every work behind it was retracted; concerns and corrections are marks alone. Nothing is fetched.

    \b
    Examples:
      pathway-graph retractions
      pathway-graph retractions retracted.txt
      pathway-graph retractions retraction_watch.csv --effects
    """
    from pathway_graph.cli.reading import stored_network
    from pathway_graph.evidence.retractions import not_compared
    from pathway_graph.formats.notices import read_notices
    from pathway_graph.model.build import merge

    if name and len(lists) != 1:
        raise click.UsageError("--name is for one list")
    listed = merge([read_notices(one, name=name) for one in lists])  # first: a wrong file costs no waiting
    network = stored_network(store)
    if lists:
        network = merge([network, listed]) if dry_run else _stored(listed, lists, store)
        words = Counter(work.notice for work in listed.publications)
        note(
            f"{how_many(len(listed.publications), 'notice')}: "
            + ", ".join(f"{n:,} {word}" for word, n in sorted(words.items()))
        )
    if effects:
        _effects(network, max_steps, chosen(format_))
    else:
        _marks(network, chosen(format_))
    for said in not_compared(network):
        note(said)


def _stored(listed: Network, files: tuple[str, ...], store: str | None) -> Network:
    from pathway_graph.cli.asking import tell_changed
    from pathway_graph.cli.origins import last_load, origin_of, tell_load
    from pathway_graph.stores.open import default_location, open_store

    opened = open_store(store)
    try:
        number = last_load(opened)
        origins = (
            {source.id: origin_of(files[0], "retractions") for source in listed.sources} if len(files) == 1 else {}
        )
        after = opened.write(listed, origins=origins)
        tell_load(opened, number, [source.id for source in listed.sources])
    finally:
        opened.close()
    note(f"stored in {shown_place(store or default_location())}; `pathway-graph remove` takes a list back")
    tell_changed(store)
    return after


def _marks(network: Network, form: str) -> None:
    from pathway_graph.evidence.works import retracted_rows

    rows = retracted_rows(network)
    if form in ("table", "md"):
        if rows:
            emit_rows(rows, _SHOWN, form, title=f"{how_many(len(rows), 'publication')} with a notice")
    else:
        emit_rows(rows, _COLUMNS, form)


def _effects(network: Network, max_steps: int, form: str) -> None:
    from pathway_graph.trace.effects import retraction_effects, rows_of

    found = retraction_effects(network, max_steps=max_steps)
    data = found.to_dict()
    starts = how_many(len(found.starts), "entity on all it reaches", "entities on all they reach")
    note(f"compared were the net signs of {starts}; rankings of regulators, explanations and weights were not: ask for "
         "each with and without --include-retracted")  # fmt: skip
    if form == "json":
        emit_document(data)
        return
    rows = rows_of(found, network)
    emit_rows(rows, ("what", "which", "counted", "left_out"), form, title="What changes without what was retracted")
    note(f"{how_many(len(found.claims), 'claim')} left out, {how_many(len(found.edges_lost), 'edge')} lost, "
         f"{how_many(len(found.signs), 'net sign changes', 'net signs change')} within "
         f"{how_many(max_steps, 'step')} of {how_many(len(found.starts), 'entity')}")  # fmt: skip
    if found.starts_left_out:
        note(
            "not compared: "
            f"{how_many(found.starts_left_out, 'more entity that reaches', 'more entities that reach')} what is lost"
        )
    if found.undecided:
        note(
            f"not known: whether {how_many(len(found.undecided), 'net sign changes', 'net signs change')}, for "
            "the search was cut"
        )
