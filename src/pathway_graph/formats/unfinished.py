"""Check what was read although some of it is wrong, and tell what is wrong besides, but not what follows from that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.model import Claim, Network
from pathway_graph.model.validate import SourceLocation, check_network

_UNKNOWN: Final = "?"
"""In place of an entity that a claim does not name."""


@dataclass
class Unfinished:
    """What of a file could not be read, while reading goes on.

    Attributes:
        missing: Identifiers of items that lack what they cannot do without; they are there all the same.
        wrong: The fields that were left out of an item that was made without them, by each place of the item.
    """

    missing: set[str] = field(default_factory=set)
    wrong: dict[tuple[str, int, str], set[str]] = field(default_factory=dict)

    def left_out(self, fields: Iterable[str], places: Iterable[tuple[str, int, str]]) -> None:
        """Remember that *fields* of the item at *places* (file, line, path) were left out."""
        left_out = set(fields)
        for place in places if left_out else ():
            self.wrong.setdefault(place, set()).update(left_out)

    def stand_in(self, good: Mapping[str, Any]) -> Claim:
        """Return a claim that lacks fields it cannot do without, with others in their place, to look at its rest."""
        identifier = good.get("id") or f"?{len(self.missing)}"
        self.missing |= {identifier, _UNKNOWN}
        others = {"subject": _UNKNOWN, "relation": "linked_to", "object": _UNKNOWN}
        return Claim(**{**others, **good, "id": identifier})

    def check(self, network: Network, place: SourceLocation) -> Iterator[Problem]:
        """Yield what is wrong with the network that was made of the rest."""
        for problem in check_network(network, place=place, also_known=self.missing):
            if not self._follows(problem):
                yield problem

    def _follows(self, problem: Problem) -> bool:
        """Tell whether a problem would not be there had everything been read: it speaks of what was left out."""
        words = re.findall(r"\w+", f"{problem.message} {problem.hint}")
        if not self.wrong.get((problem.file, problem.line, problem.path), set()).isdisjoint(words):
            return True
        is_of_edge = "nor a link stands behind it" in problem.message or "its claim" in problem.message
        return is_of_edge and any(
            re.search(rf"(?<!\S){re.escape(name)}(?![^\s:])", problem.message) for name in self.missing
        )
