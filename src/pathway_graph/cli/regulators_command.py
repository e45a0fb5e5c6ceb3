"""``pathway-graph regulators``: rank the upstream regulators that explain measured changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, note, store_option, with_options
from pathway_graph.cli.picture_options import ENDINGS, draw_as_asked, picture_options, require_picture
from pathway_graph.cli.reading import FILTER_OPTIONS, filters_of, say_choices, say_retracted, stored_network
from pathway_graph.model.vocabulary import KINDS
from pathway_graph.text.counts import how_many

if TYPE_CHECKING:
    from pathway_graph.model import Network
    from pathway_graph.regulators import Listed, Measurements, Regulator, RegulatorEvidence, Regulators

SCALES = ("log2", "ln", "log10", "ratio", "signed-ratio", "sign")
"""As in `pathway_graph.regulators`, which is imported when the command runs."""

SHOWN = ("name", "direction", "score", "correct", "incorrect", "ambiguous", "p_value", "fdr", "enrichment_p", "z")
"""Of a ranking by a column of walks up to ``--max-steps``."""
SHOWN_COMBINED = (
    "name",
    "direction",
    "steps",
    "for",
    "against",
    "overlap_p",
    "sign_p",
    "combined_p",
    "fdr",
    "through it",
)
SPARE = ("sign_p", "overlap_p")
RANK_BY = ("combined_p", "p_value", "enrichment_p", "concordance_p", "z", "z_unbiased", "t", "t_p")
"""As in `pathway_graph.regulators`."""
NAMED_THROUGH = 2
"""Regulators that the table names of those that explain only through one; the rest is counted."""
_CONTRAST = click.option(
    "--contrast", default="", metavar="NAME", help="Which contrast to read where a file holds several."
)
_CONTRASTS = click.option(
    "--contrast", multiple=True, metavar="NAME", help="Which contrast to read where a file holds several; repeatable."
)
_READING = (
    click.option("--name-column", default="", metavar="HEADER", help="Column of names; found by its usual headers."),
    click.option("--change-column", default="", metavar="HEADER", help="Column of changes; found likewise."),
    click.option("--p-column", default="", metavar="HEADER",
                 help="Column of p-values of the changes, or none; adjusted ones are found first."),
    click.option("--scale", type=click.Choice(["auto", *SCALES]), default="auto", show_default=True,
                 help="What the changes are; auto goes by header and values. signed-ratio: -2 is twofold down."),
    click.option("--threshold", type=click.FloatRange(0), help="Smallest absolute log2 fold change. Default: 1."),
    click.option("--max-p", type=click.FloatRange(0, 1), default=0.05, show_default=True, help="Largest p-value."),
    click.option("--ratio", is_flag=True, help="Short for --scale ratio."),
    _CONTRAST,
    click.option("--sheet", default="", metavar="NAME", help="Which sheet of a workbook, where several hold a table."),
    click.option("--sites", type=click.Choice(["states", "genes"]), default="states", show_default=True,
                 help="What a row about a residue is about: the modified protein, or its gene."),
    click.option("--allow-unmatched", is_flag=True,
                 help="Go on where less than half of the names are known."),
    click.option("--prefix", default="", metavar="WORD", help="Put before each name, e.g. ncbigene."),
    click.option("--keep", type=click.Choice(["auto", "error", "first", "strongest"]), default="auto",
                 show_default=True, help="Where a gene has several rows; auto: strongest, none if they disagree."),
)  # fmt: skip
RANKING = (
    click.option("--max-steps", "-k", type=click.IntRange(1, 12), default=2, show_default=True,
                 help="Longest walk, in edges. Each regulator counts by the number of steps that suits it best."),
    click.option("--rank-by", type=click.Choice(RANK_BY), default="combined_p", show_default=True,
                 help="What to sort by; combined_p is overlap and signs at the best number of steps."),
    click.option("--background", default="auto", show_default=True, metavar="WHICH|FILE",
                 help="measured, network, targets, or a file of names: what could have changed."),
    click.option("--method", type=click.Choice(["ternary", "quaternary"]), default="ternary", show_default=True,
                 help="quaternary counts changed targets of unknown sign as correct."),
    click.option("--without-itself", is_flag=True,
                 help="A regulator's own change is no evidence for it, unless a walk leads back to it."),
    click.option("--every-entity", is_flag=True, help="Also test what acts on nothing, and explains itself at most."),
    click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), metavar="KIND",
                 help="Only rank regulators of this kind."),
    *FILTER_OPTIONS,
    click.option("--count-hypotheses", is_flag=True, help="Follow edges that only a hypothesis states."),
)  # fmt: skip
"""How a ranking is made; `rank` takes what they give."""
_OPTIONS = (
    *_READING,
    *RANKING,
    click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Rows of the table."),
    click.option("--explain", "regulator", metavar="REGULATOR", help="Show what speaks for and against a regulator."),
    click.option("--diagram", "picture", metavar="FILE",
                 help=f"Draw a regulator and its measured targets ({ENDINGS})."),
)  # fmt: skip


def reading_options(command: Callable[..., Any], *, of_contrasts: bool = False) -> Callable[..., Any]:
    """Add the options that say how a file of changes is to be read; `OF_FILES` are their names.

    Args:
        command: What they are added to.
        of_contrasts: Take several contrasts, as a tuple.
    """
    return with_options(command, (_CONTRASTS if of_contrasts and one is _CONTRAST else one for one in _READING))


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    return format_option(store_option(with_options(picture_options(command), _OPTIONS)))


@click.command("regulators")
@click.argument("changes", required=False, type=click.Path())
@click.option("--example", is_flag=True, help="Use what Tables 1 and 2 of the packaged guide report.")
@click.option("--up", type=click.Path(), metavar="FILE", help="A list of names that went up, instead of CHANGES.")
@click.option("--down", type=click.Path(), metavar="FILE", help="A list of names that went down, likewise.")
@_options
def regulators_command(changes: str | None, example: bool, up: str | None, down: str | None, **given: Any) -> None:
    """Rank every regulator in the store by how well it explains the measured CHANGES.

    CHANGES is a table as DESeq2, edgeR, limma, Seurat, scanpy, cuffdiff, GEO2R, sleuth, Perseus, MaxQuant and others
    write it, as text or .xlsx; or any of names, and -1, 0, +1 or fold changes, perhaps with p-values. List unchanged
    genes too (0, or below the threshold): they are the background. Each entity is tested raised and lowered. What was
    read from the file is said on standard error: layout, columns, scale, threshold, and what became of the rows.

    \b
    Examples:
      pathway-graph regulators --example
      pathway-graph regulators changes.csv -k 3 --explain CREB
      pathway-graph regulators markers.csv --contrast "T cells"
      pathway-graph regulators --up up.txt --down down.txt
      pathway-graph regulators deseq2.tsv --p-column padj \\
        --threshold 0.58 --diagram top.svg
    """
    if bool(changes) + example + bool(up or down) != 1:
        raise click.UsageError("give a file of CHANGES, or lists by --up and --down, or --example")
    require_picture(given, given["picture"])
    if given["ratio"] and given["scale"] not in ("auto", "ratio"):
        raise click.UsageError(f"--ratio and --scale {given['scale']} contradict each other")
    listed = (
        _lists(up, down, given) if up or down else listed_in(changes, given)
    )  # before the store is read: a wrong file costs no waiting
    background = background_of(given)
    network = stored_network(given["store"])
    found = rank(network, changes_of(network, listed), background, given)
    say_retracted(network, counted=given["include_retracted"])
    format_ = chosen(given["format_"])
    explanation = _explanation(found, given)
    if given["regulator"] and explanation:
        _emit_explanation(explanation, format_)
    else:
        _emit_ranking(found, format_, given["top"])
    _account(found)
    if given["picture"] and explanation:
        _draw(explanation, given)


def listed_in(changes: str | None, given: dict[str, Any]) -> Listed | None:
    """Return what a file of changes says, read as its options say; None without a file, which then have no use."""
    from pathway_graph.regulators import ColumnOptions, read_list

    if changes is None:
        require_no_reading("--example has none")
        return None
    return read_list(changes, ColumnOptions(**{name: given[name] for name in OF_FILES}))


def require_no_reading(why: str) -> None:
    """Refuse options that say how a file of changes is read, where there is none.

    Raises:
        UsageError: One was given.
    """
    context = click.get_current_context()
    said = [name for name in OF_FILES if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
    if said:
        raise click.UsageError(f"--{said[0].replace('_', '-')} is about a file of CHANGES; {why}")


OF_FILES = (
    "name_column", "change_column", "p_column", "scale", "threshold", "max_p", "ratio", "prefix", "keep", "contrast",
    "sheet", "sites", "allow_unmatched",
)  # fmt: skip
_OF_LISTS = ("prefix", "keep", "sheet", "allow_unmatched")


def _lists(up: str | None, down: str | None, given: dict[str, Any]) -> Listed:
    from pathway_graph.regulators import ColumnOptions, read_lists

    context = click.get_current_context()
    for name in OF_FILES:
        if name not in _OF_LISTS and context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"--{name.replace('_', '-')} is about a table of CHANGES; --up and --down are lists")
    return read_lists(up, down, ColumnOptions(**{name: given[name] for name in _OF_LISTS}))


def changes_of(network: Network, listed: Listed | None) -> Measurements:
    """Return the changes of a file, or those of the example, placed in a network."""
    from pathway_graph.regulators import example_changes, place_list

    return example_changes(network) if listed is None else place_list(network, listed)


def background_of(given: dict[str, Any]) -> Any:
    """Return the background that ``--background`` names, read where it is a file."""
    from pathway_graph.regulators import read_names
    from pathway_graph.regulators.universe import BACKGROUNDS

    background = given["background"]
    return background if background in ("auto", *BACKGROUNDS) else read_names(background, given["prefix"])


def rank(network: Network, changes: Measurements, background: Any, given: dict[str, Any]) -> Regulators:
    """Rank as the options of `RANKING` say; *background* by `background_of`."""
    from pathway_graph.regulators import rank_regulators

    return rank_regulators(
        network, changes, max_steps=given["max_steps"], background=background, method=given["method"],
        filters=filters_of(given), predict_itself=not given["without_itself"], every_entity=given["every_entity"],
        allow_unmatched=given["allow_unmatched"], rank_by=given["rank_by"],
    )  # fmt: skip


def _explanation(found: Regulators, given: dict[str, Any]) -> RegulatorEvidence | None:
    from pathway_graph.regulators import explain_regulator

    if given["regulator"]:
        say_choices(found.network, given["regulator"])
        return explain_regulator(found, given["regulator"])
    if given["picture"] and len(found):
        best = found.top(1)[0]
        return explain_regulator(found, best.id, sign=best.sign)
    return None


def _emit_ranking(found: Regulators, format_: str, top: int) -> None:
    from pathway_graph.regulators import FIELDS

    if format_ == "json":
        emit_document({"summary": found.summary(), "regulators": found.each_as_dict()})
    elif format_ in ("table", "md"):
        combined = found.rank_by == "combined_p"
        best = [row for row in found.top(top) if not combined or row.through is None]
        rows = [
            _rounded(_shown(found, row) if combined else row.to_dict() | {"direction": _word(row.sign)}) for row in best
        ]
        under = sum(row.listed for row in best)
        tail = f", and {under} through them" if under and combined else ""
        title = f"Regulators, the best {len(rows)} of {how_many(len(found), 'hypothesis', 'hypotheses')}{tail}"
        emit_rows(rows, SHOWN_COMBINED if combined else SHOWN, format_, title=title, spare=SPARE if combined else ())
    else:
        emit_rows(found.each_as_dict(), FIELDS, format_)


def _shown(found: Regulators, row: Regulator) -> dict[str, Any]:
    """Return a row of the table: the statistics of the best depth, and who explains only through this one."""
    return {
        "name": row.name, "direction": _word(row.sign), "steps": row.depth, "for": row.depth_correct,
        "against": row.depth_incorrect, "overlap_p": row.overlap_p, "sign_p": row.sign_p,
        "combined_p": row.combined_p, "fdr": row.combined_fdr, "through it": _through(found, row),
    }  # fmt: skip


def _through(found: Regulators, row: Regulator) -> str:
    """Name the first regulators that explain only through *row*, and count the rest."""
    if not row.listed:
        return ""
    names = list(dict.fromkeys(one.name for one in found.through(row.id, sign=row.sign)))
    more = len(names) - NAMED_THROUGH
    return ", ".join(names[:NAMED_THROUGH]) + (f", … {more} more" if more > 0 else "")


def _word(sign: int) -> str:
    return "raised" if sign > 0 else "lowered"


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {key: float(f"{value:.3g}") if isinstance(value, float) else value for key, value in row.items()}


def _emit_explanation(explanation: RegulatorEvidence, format_: str) -> None:
    from pathway_graph.regulators import FIELDS
    from pathway_graph.trace import describe

    if format_ == "json":
        emit_document(explanation.to_dict())
        return
    network, regulator = explanation.found.network, explanation.regulator
    rows = [
        {
            "verdict": target.verdict,
            "target": target.change.name,
            "measured": f"{target.change.value:+g}",
            "predicted": f"{target.predicted:+d}" if target.predicted else "0",
            "steps": target.steps,
            "why": target.why,
            "route": " | ".join("; ".join(describe(network, route)) for route in target.routes) or "itself",
        }
        for target in explanation.targets
    ]
    if format_ not in ("table", "md"):
        emit_rows(rows, ("verdict", "target", "measured", "predicted", "steps", "why", "route"), format_)
        return
    title = f"{regulator.name} {_word(regulator.sign)}: what speaks for and against"
    values = [_rounded({"statistic": name, "value": getattr(regulator, name)}) for name in FIELDS[4:]]
    emit_rows(values, ("statistic", "value"), format_, title=title)
    reach = how_many(explanation.max_steps, "step")
    emit_rows(rows, ("verdict", "target", "measured", "why"), format_, title=f"Changed targets, up to {reach}")


def _account(found: Regulators) -> None:
    """Say on standard error, in every format, what was read and what the numbers rest on."""
    from pathway_graph.regulators import describe_ranking

    for sentence in describe_ranking(found):
        note(sentence)


def say_reading(changes: Measurements) -> None:
    """Say how a file of changes was read, and what is wrong with it and its names."""
    from pathway_graph.regulators import describe_placed

    for sentence in describe_placed(changes):
        note(sentence)


def _draw(explanation: RegulatorEvidence, given: dict[str, Any]) -> None:
    from pathway_graph.diagrams.regulators import draw_explanation

    if not any(target.routes for target in explanation.targets):
        note(f"nothing to draw: {explanation.regulator.name} reaches no changed target")
        return
    draw_as_asked(draw_explanation(explanation), explanation.found.network, given["picture"], given)
