"""``pathway-graph audit``, ``claims``, ``conflicts`` and ``weight``: what the claims rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pathway_graph.cli.output import (
    chosen,
    emit_document,
    emit_rows,
    format_option,
    limit_option,
    note,
    say,
    store_option,
)
from pathway_graph.cli.reading import (
    chosen_network,
    file_option,
    read_files,
    retracted_option,
    say_choices,
    say_retracted,
)
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.evidence.audit import Audit
    from pathway_graph.model import Network

_without = click.option(
    "--without", multiple=True, metavar="WORK",
    help="Leave out a publication, a reference (SOURCE/NUMBER) or a data set, with the claims that rest on it.",
)  # fmt: skip


@click.command("audit")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--strict", is_flag=True, help="Exit 1 if anything is wrong; notes do not count.")
@store_option
@limit_option
@format_option
def audit_command(files: tuple[str, ...], strict: bool, store: str | None, format_: str | None) -> None:
    """Audit every citation mark and printed entry, of the store or of FILEs alone.

    Each mark is told with its line and place in the source, and the file and line where its claims are written.
    What an entry is worth for the claims that cite it is curated; bare domains, duplicates, numbers out of range,
    one number for opposite signs, entries never cited and claims that cite nothing are found in any network.
    Nothing is corrected.

    \b
    Examples:
      pathway-graph audit
      pathway-graph audit --format md > audit.md
      pathway-graph audit mine.yaml --strict
    """
    from pathway_graph.evidence.audit import audit

    network = read_files(files) if files else chosen_network(store, ())
    audited = audit(network, data_lines=_written_at(network, files))
    form = chosen(format_)
    if form == "json":
        emit_document(audited.to_dict())
    elif form in ("table", "md"):
        _audit_report(audited, form)
    else:
        columns = ("rule", "message", "claims", "references")
        emit_rows([finding.to_dict() for finding in audited.findings], columns, form)
    if strict and audited.faults:
        note(how_many(len(audited.faults), "fault"))
        raise click.exceptions.Exit(1)


def _written_at(network: Network, files: tuple[str, ...]) -> dict[str, str]:
    """Return file and line of claims: in FILES, else in those of the packaged guide, if that is stored."""
    from pathway_graph.formats.data_lines import data_lines
    from pathway_graph.formats.native import GUIDE

    places = files or ([GUIDE] if any(source.id == GUIDE for source in network.sources) else [])
    return {name: line for place in places for name, line in data_lines(place).items()}


def _audit_report(audited: Audit, form: str) -> None:
    counts = [{"what": name.replace("_", " "), "count": count} for name, count in audited.summary().items()]
    emit_rows(counts, ("what", "count"), form, title="Citations audited")
    data = audited.to_dict()
    entries = [
        {
            **entry,
            "entry": f"{entry['number']}. {entry['text']}",
            "better": sorted({number for group in entry["groups"] for number in group["better"]}),
            "true_source": sorted(
                {f"{p['id']} ({p['status']})" for group in entry["groups"] for p in group["publications"]}
            ),
            "reason": "; ".join(group["reason"] for group in entry["groups"] if group["reason"]),
        }
        for entry in data["entries"]
    ]
    entry_columns = ("entry", "marks", "verdict", "same_as", "better", "true_source", "claims", "reason")
    emit_rows(entries, entry_columns, form, title="Printed entries")
    marks = [  # where no line is known, the claim stands for the place, and has a column of its own
        {**mark, "mark": f"[{mark['number']}]" + (f" l.{mark['line']}" if mark["line"][:1].isdigit() else "")}
        for mark in data["marks"]
    ]
    columns = (
        "mark", "place", "verdicts", "is_supported", "is_supported_when_repointed", "better", "publications", "claims",
        "data",
    )  # fmt: skip
    emit_rows(marks, columns, form, title="Citation marks", spare=("publications", "place"))
    findings = [finding.to_dict() for finding in audited.findings if finding.rule != "unsupported-mark"]
    emit_rows(findings, ("rule", "message"), form, title="What the rules found")


def _duration(ctx: click.Context, option: click.Parameter, given: str) -> str:
    """Refuse what is no duration, as a wrong value of its option."""
    from pathway_graph.model import duration_in_days

    try:
        if given:
            duration_in_days(given)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, option) from error
    return given


def _word(ctx: click.Context, option: click.Parameter, given: str) -> str:
    """Refuse what is no word of the vocabulary, as a wrong value of its option."""
    from pathway_graph.evidence.selection import WORDS
    from pathway_graph.model.synonyms import way_out

    words = WORDS[str(option.name)]
    if given and given not in words:
        hint = way_out(str(option.name), given, words) or f"it is one of {', '.join(words)}"
        raise click.BadParameter(f"no {option.name} is {given!r}; {hint}", ctx, option)
    return given


@click.command("claims")
@click.option("--subject", default="", metavar="NAME")
@click.option("--object", "object_", default="", metavar="NAME")
@click.option("--species", default="", metavar="NAME")
@click.option("--region", default="", metavar="NAME", help="Its parts count too.")
@click.option("--cell", default="", metavar="NAME")
@click.option("--at-least", default="", metavar="DURATION", callback=_duration, help="ISO 8601, e.g. P14D.")
@click.option("--at-most", default="", metavar="DURATION", callback=_duration, help="ISO 8601, e.g. PT4H.")
@click.option("--course", type=click.Choice(["acute", "chronic"]), default=None)
@click.option("--condition", default="", metavar="NAME")
@click.option("--assay", default="", metavar="NAME")
@click.option("--co-treatment", default="", metavar="NAME", help="Given besides.")
@click.option("--dose", default="", metavar="DOSE", help="Amount and unit, e.g. '10 mg/kg'.")
@click.option("--route", default="", metavar="ROUTE", callback=_word, help="E.g. oral or intraperitoneal.")
@click.option("--strain", default="", metavar="NAME", help="Of the animals, e.g. Wistar.")
@click.option("--sex", default="", metavar="SEX", callback=_word, help="female, male or both.")
@click.option("--aspect", default="", metavar="ASPECT", callback=_word)
@click.option("--certainty", default="", metavar="CERTAINTY", callback=_word, help="asserted, one_study or hypothesis.")
@click.option("--cascade", default="", metavar="DIAGRAM", help="Claims behind the edges of this diagram.")
@click.option("--reference", default="", metavar="NUMBER", help="A printed number, or SOURCE/NUMBER.")
@click.option("--view", type=click.Choice(["guide", "expanded"]), default="guide", show_default=True)
@file_option
@store_option
@limit_option
@format_option
def claims_command(
    object_: str, course: str | None, files: tuple[str, ...], store: str | None, format_: str | None, **given: Any
) -> None:
    """List claims by what they state, and account for those that are left out.

    A claim that does not state something asked for is listed apart, as unknown.

    \b
    Examples:
      pathway-graph claims --region hippocampus --at-least P14D
      pathway-graph claims --object BDNF --course acute
      pathway-graph claims --dose '10 mg/kg' --route intraperitoneal --sex male
    """
    from pathway_graph.evidence.selection import ClaimFilter, select_claims
    from pathway_graph.evidence.words import CLAIM_COLUMNS, CLAIM_COLUMNS_SHOWN

    network = chosen_network(store, files)
    selection = select_claims(network, ClaimFilter(object=object_, course=course or "", **given))
    say_choices(network, object_, *(given.get(what) for what in ("subject", "condition", "assay", "co_treatment")))
    form = chosen(format_)
    if form == "json":
        emit_document(selection.streamed())
    elif form not in ("table", "md"):
        emit_rows(selection.streamed_rows(), (*CLAIM_COLUMNS, "not_stated"), form)
    else:
        data = selection.to_dict()
        emit_rows(data["claims"], CLAIM_COLUMNS_SHOWN, form, title=how_many(len(data["claims"]), "claim"))
        if data["unknown"]:
            title = f"{len(data['unknown'])} unknown: they do not state all that was asked for"
            emit_rows(data["unknown"], ("claim", "says", "sign", "context", "not_stated"), form, title=title)
    reasons = ", ".join(f"{count} by {reason}" for reason, count in selection.left_out.items())
    note(f"left out of {selection.total}: {reasons or 'none'}")


@click.command("conflicts")
@click.argument("entity", required=False)
@click.option("--view", type=click.Choice(["guide", "expanded"]), default="expanded", show_default=True,
              help="guide compares measurements over the sources' own edges only.")  # fmt: skip
@_without
@retracted_option
@file_option
@store_option
@limit_option
@format_option
def conflicts_command(
    entity: str | None, view: str, without: tuple[str, ...], include_retracted: bool, files: tuple[str, ...],
    store: str | None, format_: str | None,
) -> None:  # fmt: skip
    """Show claims that contradict or strain each other, with their contexts; of ENTITY or of everything.

    Claims about one subject, object and aspect that do not agree (up, down, no change) stand side by side, explained by
    a difference of context or not; they are never averaged. Other rules and the curator's own notes follow. A summary
    comes first, then the weightiest; claims of two actions, at other sites or by other mechanisms, come last.

    \b
    Examples:
      pathway-graph conflicts pCREB
      pathway-graph conflicts --limit 0
      pathway-graph conflicts --format md > conflicts.md
    """
    from pathway_graph.cli.conflict_report import annotations_said, conflict_report
    from pathway_graph.evidence.conflicts import find_conflicts

    network = chosen_network(store, files)
    conflicts = find_conflicts(
        network,
        entity,
        view=view,  # type: ignore[arg-type]
        without=without,
        count_retracted=include_retracted,
    )
    say_choices(network, entity)
    say_retracted(network, counted=include_retracted)
    form = chosen(format_)
    if form == "json":
        emit_document(conflicts.streamed())
    elif form in ("table", "md"):
        conflict_report(conflicts, form)
    else:
        rows = (pair for conflict in conflicts.streamed()["conflicts"] for pair in conflict["pairs"])
        if form != "jsonl":
            rows = ({**pair, "annotated": annotations_said(pair)} for pair in rows)
        emit_rows(rows, ("raises", "lowers", "unchanged", "differs", "not_stated", "is_explained", "annotated"), form)
        apart = len(conflicts.findings) + len(conflicts.tensions)
        if apart:
            note(f"{apart} findings of other rules and notes of curators have no rows here: see --format json or md")
    if not (conflicts.conflicts or conflicts.findings or conflicts.tensions):
        note("nothing found")


@click.command("weight")
@click.argument("source")
@click.argument("target")
@_without
@retracted_option
@file_option
@store_option
@limit_option
@format_option
def weight_command(
    source: str, target: str, without: tuple[str, ...], include_retracted: bool, files: tuple[str, ...],
    store: str | None, format_: str | None,
) -> None:  # fmt: skip
    """Count the independent studies behind each causal edge from SOURCE to TARGET, and weigh them.

    Null results stand beside them as a third side; the sentence that counts all three comes last.

    \b
    Examples:
      pathway-graph weight imipramine pCREB
      pathway-graph weight imipramine pCREB --without S05
    """
    from pathway_graph.evidence.sides import sides_of
    from pathway_graph.evidence.weight import weigh_edges

    network = chosen_network(store, files)
    weights = weigh_edges(network, source, target, without=without, count_retracted=include_retracted)
    say_choices(network, source, target)
    say_retracted(network, counted=include_retracted)
    rows = [
        {"edge": edge.id, "sign": edge.sign, "claims": list(edge.claims), **weight.to_dict()}
        for edge, weight in weights
    ]
    if not rows:
        note("no causal edge runs from the one to the other; `pathway-graph explain` looks for routes")
    if chosen(format_) == "json":
        emit_document(rows)
        return
    for row in rows:
        row["studies"] = [f"{' or '.join(s['works'])} ({s['status']}, {s['weight']:g})" for s in row["studies"]]
    columns = ("edge", "sign", "independent_studies", "score", "mentions", "studies", "left_out")
    emit_rows(rows, columns, chosen(format_))
    if rows and chosen(format_) in ("table", "md"):
        named = (name for edge, _ in weights for name in edge.claims)
        some = [network.claim[name] for name in named]
        say(sides_of(network, some, without=without, count_retracted=include_retracted).said())
