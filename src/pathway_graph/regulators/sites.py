"""Rows about residues: which site of which protein a row names, and the states of the network that it is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pathway_graph.errors import AmbiguousName
from pathway_graph.model import Network
from pathway_graph.model.caching import cached_on
from pathway_graph.regulators.cells import Cells
from pathway_graph.regulators.changes import named
from pathway_graph.regulators.layouts import RESIDUES, SITES
from pathway_graph.regulators.recognise import contrast_in

_THREE = {"ser": "S", "thr": "T", "tyr": "Y", "his": "H"}
_RESIDUE = r"p?-?(?P<residue>[STYH]|Ser|Thr|Tyr|His)-?(?P<position>[0-9]{1,5})(?![0-9])"
_SITE = re.compile(rf"(?P<gene>.+?)[\s_:;@(/-]+{_RESIDUE}(?:-p)?[);]*(?:[_.;].*)?", re.IGNORECASE)
_ALONE = re.compile(rf"{_RESIDUE}.*", re.IGNORECASE)
_BEL = re.compile(r"pmod\(Ph(?:, *(?P<residue>[A-Z][a-z]{2})(?:, *(?P<position>[0-9]+))?)?\)")
_MOST = 0.8


class Site(NamedTuple):
    """A residue of the protein of a gene."""

    gene: str
    residue: str
    position: int


def site_of(name: str) -> Site | None:
    """Return the site that a name says.

    >>> site_of("CREB1_S133"), site_of("PTK2-pTyr397"), site_of("BDNF"), site_of("MT-ND6")
    (Site(gene='CREB1', residue='S', position=133), Site(gene='PTK2', residue='Y', position=397), None, None)
    >>> {site_of(name) for name in ("GSK3B_S9-p", "GSK3B (pS9)", "GSK3B_S9_1", "GSK3B@S9", "GSK3B_Ser9")}
    {Site(gene='GSK3B', residue='S', position=9)}
    """
    found = _SITE.fullmatch(name.strip())
    return None if found is None else Site(found["gene"].strip(), _letter(found["residue"]), int(found["position"]))


def _letter(residue: str) -> str:
    return _THREE.get(residue.casefold(), residue.upper())


def names_with_sites(cells: Cells, names: Sequence[str]) -> list[str] | None:
    """Return the names with their sites where the rows of a file are about residues; None where they are not.

    The site stands in columns of its own (residue and position), in one, or in the names, most of which then have it.

    Args:
        cells: The file.
        names: The name of each row.
    """
    if sum(site_of(name) is not None for name in names) >= _MOST * max(1, len(names)):
        return list(names)
    residue, position = (_place(cells, headers) for headers in SITES)
    if residue is not None and position is not None:
        sites = [_joined(row[residue], row[position]) for _, row in cells.rows]
    else:
        both = _place(cells, RESIDUES)
        if both is None:
            return None
        sites = [row[both] for _, row in cells.rows]
    found = [_ALONE.match(site.strip()) for site in sites]
    if sum(one is not None for one in found) < _MOST * max(1, len(found)):
        return None
    return [
        f"{name}_{_letter(one['residue'])}{one['position']}" if one and name.strip() else name
        for name, one in zip(map(_first, names), found, strict=True)
    ]


def _joined(residue: str, position: str) -> str:
    return f"{residue.strip()}{re.sub(r'[^0-9].*', '', position.strip())}"


def _first(name: str) -> str:
    return re.split(r"\s*;\s*", name.strip(), maxsplit=1)[0]


def _place(cells: Cells, headers: Sequence[str]) -> int | None:
    texts = [re.sub(r"^[TNCEM]: ", "", header) for header in cells.header]
    return next((at for one in headers for at, text in enumerate(texts) if contrast_in(text, one) == ""), None)


def states_at(network: Network, site: Site) -> tuple[str, ...]:
    """Return the states of the network in which a residue is phosphorylated, sorted.

    >>> from pathway_graph.formats.native import read_guide
    >>> states_at(read_guide(), Site("CREB1", "S", 133)), states_at(read_guide(), Site("CREB1", "S", 142))
    (('state:CREB1_pS133',), ())
    """
    try:
        forms = {entity.id for entity in named(network, site.gene)}
    except AmbiguousName:
        return ()
    states = cached_on(network, _find_states)
    there = states.get((site.residue, site.position), ())
    return tuple(sorted(state for state, parent in there if state in forms or parent in forms))


def _find_states(network: Network) -> Mapping[tuple[str, int], Sequence[tuple[str, str]]]:
    """Map residue and position to the states that are phosphorylated there, and the proteins they are states of."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for entity in network.entities:
        sites = list(_BEL.finditer(entity.bel))
        if len(sites) != 1 or not sites[0]["position"]:
            continue
        parents = [link.target for link in entity.links if link.relation == "state_of"] or [entity.id]
        key = (_letter(sites[0]["residue"]), int(sites[0]["position"]))
        found[key] += [(entity.id, parent) for parent in parents]
    return found
