"""Say in sentences what was read from a file of changes."""

from __future__ import annotations

from pathway_graph.regulators.changes import Measurements
from pathway_graph.regulators.scales import MEANINGS, SCALES, Scale


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
        (rows.repeated, "further rows of the same genes"), (rows.unmatched, "not in the network"),
        (rows.ambiguous, "ambiguous"), (rows.opposed, "of genes both up and down"),
        (rows.without_value, "without a value"), (rows.without_name, "without a name"),
        (rows.set_aside, "no result by the file's own marks"),
    )  # fmt: skip
    out = ", ".join(f"{count} {what}" for count, what in parts if count)
    counted = f"{rows.rows} rows: {rows.up} up, {rows.down} down, {rows.unchanged} unchanged"
    return [*said, counted + (f"; left out: {out}" if out else ""), *how.remarks]
