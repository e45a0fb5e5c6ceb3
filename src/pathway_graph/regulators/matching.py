"""Place a file of changes in a network: names in a cell, sites, several rows a gene, and too few names found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isinf
from os import PathLike

from pathway_graph.errors import AmbiguousName, InputError, Problem
from pathway_graph.identifiers.named_gene import UNKNOWN
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators.changes import HowRead, Measurement, Measurements, place_changes
from pathway_graph.regulators.hints import way_to_match
from pathway_graph.regulators.naming import (
    NOT_HELD,
    ColumnNames,
    is_understood,
    names_remark,
    reasons_said,
    with_reasons,
)
from pathway_graph.regulators.options import ColumnOptions
from pathway_graph.regulators.sites import site_of, states_at
from pathway_graph.regulators.table import Entry, Listed, read_list
from pathway_graph.text.counts import how_many

_OPPOSED = ("gene has rows up and rows down and was left out", "genes have rows up and rows down and were left out")
_SEVERAL = re.compile(r"\s*(?:///?|;|\|)\s*")
_FASTA = re.compile(r"(?:sp|tr)\|([A-Z0-9]{6,10}(?:-[0-9]+)?)\|\S*")


def read_changes(network: Network, path: str | PathLike[str], reading: ColumnOptions | None = None) -> Measurements:
    """Read a delimited file of changes and place them in *network*; `read_list` and `place_list` are its halves.

    The first line names the columns; a file of two columns may go without. A change is -1, 0, +1, a word (``up``,
    ``down``), a logarithm, a ratio or a signed fold change, as header and values say. Rows without a value or a name
    are listed, rows without a p-value count as not changed. ``Measurements.how`` says what was taken for what.

    Raises:
        InputError: The file cannot be read, a column is missing or may be several, a row has too few or too many
            cells, a cell is no number, a gene has several rows, or no name is in the network; all problems at once,
            with their lines.
    """
    return place_list(network, read_list(path, reading))


def place_list(network: Network, listed: Listed) -> Measurements:
    """Look the names of a file of changes up.

    Of several names in a cell (``A;B``, a group of proteins) the first that the network knows is taken; ``A///B``, a
    probe of both, is ambiguous where the network knows both. A row about a residue is about the states in which it is
    phosphorylated, or with ``sites="genes"`` about the gene.

    Raises:
        InputError: With ``keep="error"`` a gene has several rows; less than half of the names are in the network, and
            that is not allowed; or none is.
    """
    how = listed.how
    names = ColumnNames.of(network, (entry.name for entry in listed.entries if entry.name), how.name_column)
    entries, probes, said = _looked_up(names, listed)
    measured = [
        Measurement(entry.name, _sign(entry, how), entry.value, entry.line)
        for entry in entries
        if entry.name and entry.value is not None
    ]
    if not measured and not probes:
        raise InputError([Problem(how.file, 0, "no row has a name and a change", "look at the columns")])
    changes = place_changes(
        network, _sized(measured, how.threshold), source=how.file, keep=listed.keep,
        without_value=[entry.name for entry in entries if entry.name and entry.value is None],
        without_name=[entry.line for entry in entries if not entry.name], find=names.find,
    )  # fmt: skip
    changes = with_reasons(changes, names)
    changes = _with(_as_given(changes, listed), probes, listed.set_aside)
    orthologs = sum(names.meant(change.name).way.endswith("ortholog") for change in changes.changes)
    remarks = (*how.remarks, *names_remark(names.column, orthologs), *said, *_repeats(changes, listed))
    warnings = (*how.warnings, *_unmatched(names, listed, changes))
    return replace(changes, how=replace(how, remarks=remarks, warnings=warnings))


def _with(changes: Measurements, probes: Sequence[str], set_aside: int) -> Measurements:
    """Count what was not looked up: probes of several genes, which are ambiguous, and rows set aside."""
    counts = replace(
        changes.rows, rows=changes.rows.rows + len(probes) + set_aside,
        ambiguous=changes.rows.ambiguous + len(probes), set_aside=set_aside,
    )  # fmt: skip
    return replace(changes, rows=counts, ambiguous=tuple(sorted({*changes.ambiguous, *probes})))


def _sign(entry: Entry, how: HowRead) -> Sign:
    value = entry.value or 0.0
    if value == 0 or abs(value) < how.threshold or (entry.p is not None and entry.p > (how.max_p or 0.0)):
        return 0
    return 1 if value > 0 else -1


def _sized(measured: Sequence[Measurement], threshold: float) -> list[Measurement]:
    """Give infinite changes the largest finite size, so that sums over sizes stay finite."""
    largest = max((abs(row.value) for row in measured if not isinf(row.value)), default=0.0)
    largest = max(largest, threshold, 1.0)
    return [replace(row, value=largest if row.value > 0 else -largest) if isinf(row.value) else row for row in measured]


def _looked_up(names: ColumnNames, listed: Listed) -> tuple[list[Entry], list[str], list[str]]:
    """Return the entries under names by which the network knows them, probes of several genes, and what was done."""
    done: Counter[str] = Counter()
    found, probes = [], []
    for entry in listed.entries:
        if not entry.name:
            found.append(entry)
            continue
        name, how = _site(names, entry.name, listed) if listed.sites else _one_of(names, entry.name)
        done[how] += 1
        if how == "probe":
            probes.append(name)
        else:
            found.append(entry._replace(name=name))
    texts = {
        "first": "with several names in a cell (A;B): the first that the network knows was taken",
        "probe": "of several genes of the network at once (A///B): ambiguous",
        "state": "about a residue: found as states of proteins",
        "gene": "about a residue: read as changes of the gene, as --sites genes says",
    }
    return found, probes, [f"{how_many(done[how], 'row')} {text}" for how, text in texts.items() if done[how]]


def _one_of(names: ColumnNames, text: str) -> tuple[str, str]:
    """Return the one of several names in a cell that counts, and how it was chosen."""
    prefix, text = _prefixed(text)
    fasta = _FASTA.fullmatch(text)
    if fasta:
        return f"uniprot:{fasta[1]}", ""
    parts = [f"{prefix}{part}" for part in _SEVERAL.split(text) if part and ("|" not in text or not part.isdigit())]
    if len(parts) < 2 or _known(names, prefix + text):
        return prefix + text, ""
    known = [(part, entities) for part in parts if (entities := _known(names, part))]
    if not known:
        return prefix + text, ""
    if "//" in text and len({entities for _, entities in known}) > 1:
        return prefix + text, "probe"
    return known[0][0], "first"


def _prefixed(text: str) -> tuple[str, str]:
    found = re.match(r"[a-z][a-z.]*:(?=\S)", text)
    return (found[0], text[found.end() :]) if found else ("", text)


def _known(names: ColumnNames, name: str) -> tuple[str, ...]:
    try:
        return tuple(entity.id for entity in names.find(name))
    except AmbiguousName:
        return ()


def _site(names: ColumnNames, name: str, listed: Listed) -> tuple[str, str]:
    site = site_of(name)
    if site is None or _known(names, name):
        return name, ""
    if listed.sites == "genes":
        return site.gene, "gene"
    states = states_at(names.network, site)
    return (states[0], "state") if states else (name, "")


def _as_given(changes: Measurements, listed: Listed) -> Measurements:
    """Call what was found as a state by the name that the file has."""
    if listed.sites != "states":
        return changes
    names = {entry.line: entry.name for entry in listed.entries}
    renamed = tuple(replace(change, name=names.get(change.line, change.name)) for change in changes.changes)
    return replace(changes, changes=renamed)


def _repeats(changes: Measurements, listed: Listed) -> Iterator[str]:
    """Say which rule was used where a gene has several rows."""
    rules = {"first": "the first counts", "strongest": "the strongest counts"}
    if changes.rows.repeated:
        rule = rules.get(listed.keep, "the strongest counts, and identical rows are one")
        yield (
            f"of genes with several rows {rule}: {how_many(changes.rows.repeated, 'row was', 'rows were')} "
            "passed over (--keep)"
        )
    if changes.opposed:
        shown = ", ".join(changes.opposed[:5]) + (", …" if len(changes.opposed) > 5 else "")
        yield (f"{how_many(len(changes.opposed), *_OPPOSED)}: {shown} "
               "(--keep strongest or first would choose)")  # fmt: skip


def _unmatched(names: ColumnNames, listed: Listed, changes: Measurements) -> Iterator[str]:
    """Refuse a file of which nothing is in the network, or of whose names less than half are understood; else warn.

    A human gene that the network does not hold is understood: a network of pathways holds few of a transcriptome.
    """
    counts, how = changes.rows, listed.how
    looked_up = counts.rows - counts.without_value - counts.without_name - counts.set_aside
    is_known = bool(changes.changes or changes.opposed)
    if 2 * counts.unmatched <= looked_up and is_known:
        return
    hint = way_to_match(names.network, listed.cells, how.name_column, changes)
    if listed.sites == "states":
        genes = sum(bool(site and _known(names, site.gene)) for site in map(site_of, changes.unmatched))
        of_residues = how_many(genes, "of these is", "of these are")
        hint = f"{of_residues} about a residue whose gene is there: --sites genes reads them as its changes"
    elsewhere = sum(one.reason == NOT_HELD for one in changes.unfound)
    are = "is" if counts.unmatched == 1 else "are"
    missing = f"{counts.unmatched} of {how_many(looked_up, 'name')} {are} not in the network"
    understood = sum(map(is_understood, changes.unfound))
    if is_known and 2 * (counts.unmatched - understood) <= looked_up:
        yield f"{missing}; {how_many(elsewhere, 'of them is a human gene', 'of them are human genes')}"
        return
    if elsewhere:
        human = f"{how_many(elsewhere, 'is a human gene', 'are human genes')} that the network does not hold"
        hint = f"{hint}; {human}" if hint else human
    if is_known and listed.allow_unmatched:
        yield missing + (f"; {hint}" if hint else "")
        return
    column = f" of column {how.name_column!r}" if how.name_column else ""
    first = ", ".join(repr(name) for name in (*changes.unmatched, *changes.ambiguous)[:3])
    if is_known:
        what = f"{counts.unmatched} of {how_many(looked_up, 'name')}{column} {are} not in the network ({first}, …)"
        hint += ("; " if hint else "") + "--allow-unmatched goes on with the others"
    else:
        what = f"none of the {looked_up} names{column} is in the network ({first}, …)"
    why = [one for one in changes.unfound if one.reason not in (NOT_HELD, UNKNOWN)]
    if why:
        what += f"; {reasons_said(why, 2)}"
    if counts.ambiguous:
        what += f"; {how_many(counts.ambiguous, 'fits', 'fit')} several things"
    raise InputError([Problem(how.file, 0, what, hint or "look at the names, and at what is loaded")])
