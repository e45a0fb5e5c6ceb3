"""Say in sentences what was read from a file of changes, what was left out of it, and what a ranking rests on."""

from __future__ import annotations

from collections.abc import Sequence

from pathway_graph.regulators.causal import parted
from pathway_graph.regulators.changes import Measurements
from pathway_graph.regulators.naming import reasons_said
from pathway_graph.regulators.network_result import CausalNetwork, RandomSigns
from pathway_graph.regulators.result import Regulators
from pathway_graph.regulators.scales import MEANINGS, SCALES, Scale
from pathway_graph.text.counts import how_many

_NAMED = 10


def describe_reading(changes: Measurements) -> list[str]:
    r"""Say in sentences how a file was read and what became of its rows; nothing where there was no file.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators.example import example_changes
    >>> print(*describe_reading(example_changes(read_guide())), sep="\n")
    names from column 'name'; changes from column 'change': signs alone, no sizes (by its values); no p-values
    11 rows: 4 up, 7 down, 0 unchanged
    """
    how, rows = changes.how, changes.rows
    if how is None:
        return []
    scale: Scale = next(scale for scale in SCALES if scale == how.scale)
    names = f"column {how.name_column!r}" if how.name_column else "the first column"
    values = f"column {how.change_column!r}" if how.change_column else "the second column"
    p = "no p-values"
    if how.p_column:
        p = f"p-values from column {how.p_column!r}, {'adjusted' if how.p_are_adjusted else 'unadjusted'}"
    taken = f"names from {names}; changes from {values}: {MEANINGS[scale]} ({how.scale_from}); {p}"
    if not how.name_column and not how.change_column and how.layout:
        taken = how.layout
    elif how.layout:
        taken = f"read as {how.layout}: {taken}"
    said = [f"{taken}; contrast {how.contrast!r}" if how.contrast else taken]
    if how.scale != "sign" or how.p_column or how.threshold:
        size = f"{how.threshold:g} log2 up or down ({2**how.threshold:.3g}-fold)" if how.threshold else "any size"
        said.append(f"counted as changed: from {size}" + (f", p up to {how.max_p:g}" if how.p_column else ""))
    parts = (
        (rows.repeated, f"further {'row' if rows.repeated == 1 else 'rows'} of the same genes"),
        (rows.unmatched, "not in the network"),
        (rows.ambiguous, "ambiguous"), (rows.opposed, "of genes both up and down"),
        (rows.without_value, "without a value"), (rows.without_name, "without a name"),
        (rows.set_aside, "no result by the file's own marks"),
    )  # fmt: skip
    out = ", ".join(f"{count} {what}" for count, what in parts if count)
    counted = f"{how_many(rows.rows, 'row')}: {rows.up} up, {rows.down} down, {rows.unchanged} unchanged"
    return [*said, counted + (f"; left out: {out}" if out else ""), *how.remarks]


def describe_left_out(changes: Measurements) -> list[str]:
    """Say which names and rows of a list of changes play no part, by name and with the reason.

    >>> from pathway_graph.formats.native import read_guide
    >>> from pathway_graph.regulators.changes import Measurement, place_changes
    >>> describe_left_out(place_changes(read_guide(), [Measurement("BDNF", 1, 1.0), Measurement("NOSUCH", -1, -1.0)]))
    ['1 name not in the network: NOSUCH']
    """
    said = []
    if changes.unfound:
        said.append(f"{how_many(len(changes.unmatched), 'name')} not in the network: {reasons_said(changes.unfound)}")
    else:
        said += _listed("name", " not in the network", changes.unmatched)
    said += _listed(
        "name", f" that {'fits' if len(changes.ambiguous) == 1 else 'fit'} several things", changes.ambiguous
    )
    said += _listed("name", " with rows up and rows down, left out", changes.opposed)
    said += _listed("row", " without a value", changes.without_value)
    return said + _listed(
        "row", f" without a name, in {'line' if len(changes.without_name) == 1 else 'lines'}", changes.without_name
    )


def describe_placed(changes: Measurements) -> list[str]:
    """Say how a list of changes was read, what is doubtful in it, and what of it plays no part."""
    warnings = [f"warning: {warning}" for warning in (changes.how.warnings if changes.how else ())]
    return [*describe_reading(changes), *warnings, *describe_left_out(changes)]


def describe_ranking(found: Regulators) -> list[str]:
    """Say what was read, what the numbers of a ranking rest on, and what is not counted in it."""
    summary = found.summary()
    said = [
        *describe_reading(found.changes),
        f"background: {summary['background']}, {how_many(summary['background_size'], 'unit')} of which "
        f"{summary['up']} up and {summary['down']} down; p-values are exact, one-sided; fdr is over "
        f"{how_many(summary['hypotheses_tested'], 'hypothesis', 'hypotheses')}",
    ]
    if through := int((found.columns.leader >= 0).sum()):
        said.append(f"{how_many(through, 'hypothesis explains', 'hypotheses explain')} only through another "
                    "that explains as well in fewer steps: "
                    "see 'through'")  # fmt: skip
    said += [f"warning: {warning}" for warning in summary["warnings"]]
    said += describe_left_out(found.changes)
    said += _listed("name", " that no edge followed touches", summary["outside_background"])
    if summary["edges_left_out"]:
        said.append("edges not followed: " + ", ".join(f"{n} {why}" for why, n in summary["edges_left_out"].items()))
    return said


def describe_network(found: CausalNetwork, asked: Sequence[str] = ()) -> list[str]:
    """Say how good a network is, what chance gives, and what was left out.

    Args:
        found: The network.
        asked: Its regulators as they were asked for, so that a sign that was chosen is told.
    """
    proof = "proven: no network costs less" if found.gap == 0 else f"not proven: one of {found.bound:g} may exist"
    cost = f"cost {found.objective:g} (changes not explained, and {found.penalty:g} an edge)"
    said = [f"{how_many(len(found.edges), 'edge')}, {cost}; gap {found.gap:g}, {proof}"]
    given = dict(map(parted, asked))
    said += [
        f"no sign was given of {name}: {_way(sign)} was chosen; the other costs as much or more"
        for name, sign in found.sources if sign and asked and not given.get(name)
    ]  # fmt: skip
    said += _chance(found.random)
    if any(edge.standing == "not tested" for edge in found.edges):
        said.append("which edges other optima do without was not told in full: raise --time-limit")
    said += found.notes
    if not found.edges:
        sources = ", ".join(f"{name} ({_way(sign)})" for name, sign in found.sources)
        said.append(f"no changed gene is worth a way of up to {how_many(found.max_steps, 'step')} from {sources}")
    return said + [f"{what}: {count}" for what, count in found.account.items() if count]


def _chance(random: RandomSigns | None) -> list[str]:
    if random and random.is_idle:
        return ["p-value: none, since all changes have one sign, and permuted they are the same"]
    if random and random.runs:
        few, most = (random.explained[0], random.explained[-1]) if random.explained else (0, 0)
        short = f" of {random.asked} asked for (time limit)" if random.runs < random.asked else ""
        return [f"p = {random.p_value:.3g}: {random.as_good} of {how_many(random.runs, 'run')}{short} with "
                f"permuted signs cost as little; they explain {few} to {how_many(most, 'change')}"]  # fmt: skip
    return ["p-value: none, no run with permuted signs ended within the time limit"] if random else []


def _way(sign: int) -> str:
    return {1: "up", -1: "down", 0: "unused"}[sign]


def _listed(one: str, which: str, found: Sequence[object]) -> list[str]:
    if not found:
        return []
    more = f" and {len(found) - _NAMED} more (see --format json)" if len(found) > _NAMED else ""
    return [f"{how_many(len(found), one)}{which}: {', '.join(map(str, found[:_NAMED]))}{more}"]
