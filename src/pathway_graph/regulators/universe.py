"""The universe of the statistics: the units that could have changed, each one gene, and what was seen of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pathway_graph.errors import AmbiguousName, InputError, Problem, UnknownName
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.model import Network
from pathway_graph.regulators.changes import Change, Measurements
from pathway_graph.regulators.naming import ColumnNames, is_understood, reasons_said
from pathway_graph.text.counts import how_many
from pathway_graph.trace.usable import EdgeView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

BACKGROUNDS = ("measured", "network", "targets")
Background = Literal["auto", "measured", "network", "targets"]


@dataclass(frozen=True, eq=False)
class Universe:
    """Units and what was seen of them.

    Attributes:
        kind: ``measured``, ``network``, ``targets`` or ``list``.
        changes: The measurement of each unit, None where it was not measured; measured ones first.
        members: Entities of the units, by number, in order of the units.
        unit_of_member: The unit of each.
        observed: +1, -1 or 0 of each unit.
        outside: Names of measurements that no edge touches, or that are not in the background, sorted.
        warning: What a reader must know of the background; may be empty.
    """

    kind: str
    changes: tuple[Change | None, ...]
    members: Ints
    unit_of_member: Ints
    observed: Ints
    outside: tuple[str, ...]
    warning: str

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.changes)


def universe_of(
    usable: EdgeView, changes: Measurements, background: Background | Sequence[str], *, allow_unmatched: bool = False
) -> Universe:
    """Return the units of a background, each a measurement or a gene of which nothing was measured.

    Args:
        usable: The edges that are followed; an entity that none touches could not have been predicted and is left out.
        changes: The measurements.
        background: ``measured`` (all measurements, changed or not), ``network`` (every entity an edge touches),
            ``targets`` (every entity an edge ends at), a list of names; ``auto`` is ``measured`` where unchanged
            genes are listed, else ``network``.
        allow_unmatched: Take a list of names of which less than half are known.

    Raises:
        InputError: Less than half of the names of the list are known, and that is not allowed.
        UnknownName: There is no such background, or no name of the list is known.
    """
    kind, allowed, said = _allowed(usable, changes, background, allow_unmatched)
    number = usable.index.number
    units: list[tuple[Change | None, list[int]]] = []
    taken: set[int] = set()
    outside = []
    for change in changes.changes:
        own = [number[entity] for entity in change.entities]
        taken.update(own)
        inside = [entity for entity in own if entity in allowed]
        if inside:
            units.append((change, inside))
        else:
            outside.append(change.name)
    if kind != "measured":
        units += [(None, group) for group in _genes(usable.network, usable.index.ids, allowed, taken)]
    return _assembled(kind, units, outside, said or _warning(kind, background))


def _assembled(
    kind: str, units: list[tuple[Change | None, list[int]]], outside: Iterable[str], warning: str
) -> Universe:
    import numpy as np

    if not any(change.sign for change, _ in units if change):
        nothing = "nothing in the background counts as changed: look at the threshold, the p-values and the names"
        warning = f"{nothing}; {warning}" if warning else nothing
    return Universe(
        kind,
        tuple(change for change, _ in units),
        np.array([entity for _, group in units for entity in group], dtype=np.int64),
        np.repeat(np.arange(len(units)), [len(group) for _, group in units]).astype(np.int64),
        np.array([change.sign if change else 0 for change, _ in units], dtype=np.int64),
        tuple(sorted(outside)),
        warning,
    )


def _allowed(
    usable: EdgeView, changes: Measurements, background: Background | Sequence[str], allow_unmatched: bool
) -> tuple[str, set[int], str]:
    """Return the kind of background, the entities in it, and what a reader must know of a list of names."""
    import numpy as np

    index, mask = usable.index, usable.mask
    is_target, is_source = np.zeros((2, len(index.ids)), dtype=bool)
    is_target[index.target[mask]] = is_source[index.source[mask]] = True
    targets, touched = (set(np.flatnonzero(chosen).tolist()) for chosen in (is_target, is_target | is_source))
    if not isinstance(background, str):
        listed, said = _listed(usable, background, allow_unmatched)
        return "list", listed & touched, said
    if background == "auto":
        background = "measured" if changes.has_unchanged else "network"
    if background not in BACKGROUNDS:
        raise UnknownName("background", background, BACKGROUNDS)
    return background, targets if background == "targets" else touched, ""


def _listed(usable: EdgeView, names: Sequence[str], allow_unmatched: bool) -> tuple[set[int], str]:
    column = ColumnNames.of(usable.network, names)
    found: set[int] = set()
    missing = []
    for name in dict.fromkeys(names):
        try:
            entities = column.find(name)
        except AmbiguousName:
            continue
        found.update(usable.index.number[entity.id] for entity in entities)
        if not entities:
            missing.append(name)
    if not found:
        raise UnknownName("entity of the background", names[0] if names else "", note="nor is any other of its names",
                          hint="give names of measured entities of this network")  # fmt: skip
    count, unfound = len(set(names)), column.unfound(missing)
    strange = [one for one in unfound if not is_understood(one)]
    if 2 * len(strange) > count and not allow_unmatched:
        what = (
            f"{len(strange)} of {how_many(count, 'name')} of the background "
            f"{'is' if len(strange) == 1 else 'are'} not known: {reasons_said(strange, 2)}"
        )
        raise InputError([Problem("background", 0, what, "give other names, or go on with --allow-unmatched")])
    are = "is" if len(missing) == 1 else "are"
    said = f"{len(missing)} of {how_many(count, 'name')} of the background {are} not in the network"
    return found, said if missing else ""


def _genes(network: Network, ids: Sequence[str], entities: set[int], taken: set[int]) -> list[list[int]]:
    """Group entities by their gene, in order of their numbers; other forms of a measured gene are left out."""
    genes = gene_of(network)
    measured = {genes[ids[entity]] for entity in taken}
    groups: dict[str, list[int]] = {}
    for entity in sorted(entities):
        gene = genes[ids[entity]]
        if gene not in measured:
            groups.setdefault(gene, []).append(entity)
    return list(groups.values())


def _warning(kind: str, background: Background | Sequence[str]) -> str:
    if kind == "network" and background == "auto":
        return (
            "no unchanged genes are listed, so the background is every entity of the network, measured or not; "
            "p-values are too small where only some could be measured"
        )
    return ""
