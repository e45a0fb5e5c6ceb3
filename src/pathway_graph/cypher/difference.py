"""What is said of a construct that the embedded engine answers otherwise than Neo4j."""

from __future__ import annotations

from dataclasses import dataclass

REWRITTEN, REFUSED, STAYS = "rewritten", "refused", "stays"
ENGINE = "26.11.1.dev2"
"""The version of `arcadedb` on which all entries were seen."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A construct that the embedded engine answers otherwise than Neo4j 5.

    Attributes:
        id: Its short name, for tests and messages.
        treatment: What becomes of it: ``rewritten`` before the engine sees it, ``refused`` with a way out, or
            ``stays``, and then `how` says why or what to write instead.
        construct: How it is recognised, in words.
        example: A query on the packaged guide.
        embedded: What the engine itself makes of the example: rows, or ``refused``.
        neo4j: What Neo4j 5.26 makes of it.
        how: The rewriting, the way out, or the reason.
        instead: A query that the engine answers as Neo4j answers the example; what a rewriting comes to.
        is_awaited: The treatment is not at work yet, and differences of this kind are still expected.
        engine: The version of the engine on which it was seen.
    """

    id: str
    treatment: str
    construct: str
    example: str
    embedded: str
    neo4j: str
    how: str
    instead: str = ""
    is_awaited: bool = False
    engine: str = ENGINE

    @property
    def in_force(self) -> bool:
        """Whether the treatment is at work. Then no difference of this kind is excused any more."""
        return self.treatment != STAYS and not self.is_awaited
