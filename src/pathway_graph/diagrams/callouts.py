"""Callouts: below the picture every claim that an arrow rests on, by the number that stands on the arrow."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge
from pathway_graph.diagrams.fonts import width
from pathway_graph.diagrams.setting import LEADING, broken, words
from pathway_graph.evidence import context, sentence
from pathway_graph.identifiers.term_labels import place_name
from pathway_graph.model import Network, Publication
from pathway_graph.model.caching import cached_on
from pathway_graph.text.counts import how_many

NO_ROOM: Final = "(its arrow has no room for this number) "
_LINKING: Final = frozenset({"is", "are", "a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Callout:
    """What an arrow rests on.

    Attributes:
        number: From 1, in the order of the picture.
        edge: Place of the edge in the drawing, from 0.
        says: What the arrow says.
        claims: Each claim behind it: its sentence, where it holds, its identifier and its publications.
    """

    number: int
    edge: int
    says: str
    claims: tuple[str, ...]

    @property
    def text(self) -> str:
        """What stands behind the number; where a claim has no words of its own, the arrow's are said once.

        >>> Callout(1, 0, "A required for B", ("A is required for B. [c1]",)).text
        'A is required for B. [c1]'
        >>> Callout(1, 0, "A increases B", ("Long-term A raises B. [c1]",)).text
        'A increases B: Long-term A raises B. [c1]'
        """
        told = " ".join(self.claims)
        first = re.split(r" [\[(]", told, maxsplit=1)[0].casefold().rstrip(".").split()
        if [word for word in first if word not in _LINKING] == [
            word for word in self.says.casefold().split() if word not in _LINKING
        ]:
            return told
        return f"{self.says}: {told}"


def callouts_of(drawing: Drawing, network: Network) -> list[Callout]:
    """Return a callout for each edge of a drawing that rests on claims.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> found = callouts_of(select_diagram(guide, "camp"), guide)
    >>> found[0].number, found[0].claims[0]
    (1, 'Imipramine blocks the work of the norepinephrine transporter. [P12]')
    """
    names = {node.id: node.name for node in drawing.nodes}
    found: list[Callout] = []
    for place, edge in enumerate(drawing.edges):
        if edge.claims:
            says = f"{names[edge.source]} {edge.relation.replace('_', ' ')} {names[edge.target]}"
            found.append(Callout(len(found) + 1, place, says, tuple(_told(network, edge))))
    return found


def _told(network: Network, edge: DrawnEdge) -> Iterator[str]:
    works = cached_on(network, _publications)
    for name in edge.claims:
        claim = network.claim.get(name)
        if claim is None:
            yield f"[{name}]"
            continue
        where = context(network, claim, place_name)
        cited = [_work(work) for work in works.get(name, ())] or ([claim.reference] if claim.reference else [])
        hypothesis = "hypothesis; " if claim.certainty == "hypothesis" else ""
        basis = "; ".join([name, *cited])
        yield f"{sentence(network, claim, place_name)}{f' ({where})' if where else ''} [{hypothesis}{basis}]"


def _publications(network: Network) -> dict[str, list[Publication]]:
    found: dict[str, list[Publication]] = {}
    for work in network.publications:
        for claim in work.claims:
            found.setdefault(claim, []).append(work)
    return found


def _work(work: Publication) -> str:
    """Return where a publication is found: its PubMed number, else its DOI, else its first author, year and journal.

    What nobody has verified says so: a number in print looks like proof.

    >>> _work(Publication("S1", "T", "candidate", "Paul IA, Layer RT", "Eur J Pharmacol", 1993))
    'Paul IA, 1993, Eur J Pharmacol (S1) candidate'
    >>> _work(Publication("S1", "T", "verified", pmid="11514064"))
    'PMID 11514064'
    """
    printed = ", ".join(filter(None, (work.authors.partition(",")[0], str(work.year or ""), work.journal)))
    named = f"{printed} ({work.id})" if printed else work.id
    address = f"PMID {work.pmid}" if work.pmid else f"doi:{work.doi}" if work.doi else named
    return address if work.status == "verified" else f"{address} {work.status}"


@dataclass(slots=True)
class Listed:
    """The list of callouts as it is set, from 0, 0."""

    elements: list[ET.Element] = field(default_factory=list)
    height: float = 0.0


def listed(
    callouts: Sequence[Callout], most: float, size: float, room: float | None, unmarked: Collection[int] = ()
) -> Listed:
    """Set the list of callouts in lines of *most* points; where *room* is too little, say how many are left out.

    Args:
        callouts: What to list.
        most: Width in points.
        size: Of the type.
        room: The most height, in points; None for no limit.
        unmarked: Numbers that found no room in the picture, which is said.
    """
    found = Listed()
    line = size * LEADING
    indent = width("000", size) + size * 0.8
    for place, callout in enumerate(callouts):
        said = f"{NO_ROOM}{callout.text}" if callout.number in unmarked else callout.text
        text = broken(said, size, most - indent)
        later = line if place + 1 < len(callouts) else 0.0
        if room is not None and found.height + len(text) * line + later > room:
            found.height += line
            left = len(callouts) - place
            rest = f"{how_many(left, 'more arrow')} not listed here: no room on this sheet"
            found.elements.append(words(rest, 0, found.height - size * 0.3, size, colour="#333333"))
            break
        number = words(str(callout.number), 0, found.height + line - size * 0.3, size, is_bold=True)
        found.elements.append(number)
        for piece in text:
            found.height += line
            found.elements.append(words(piece, indent, found.height - size * 0.3, size, colour="#333333"))
    return found
