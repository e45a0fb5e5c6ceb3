"""What is wrong with a Cypher text, and where: line, column, the line itself and a caret under the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pathway_graph.errors import QueryError

_WIDEST: Final = 160
"""Longest piece of a line that is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    r"""Where in a text.

    Attributes:
        line, column: Counted from 1, in characters.
        text: The line itself; of a very long one the piece around the place.
        caret: A line to stand below *text*, with a caret at the place.

    >>> place = Place.of("MATCH (n)\nRETRUN n", 10)
    >>> place.line, place.column
    (2, 1)
    >>> print(place.excerpt)
    RETRUN n
    ^
    """

    line: int
    column: int
    text: str
    caret: str

    @classmethod
    def of(cls, text: str, at: int) -> Place:
        """Return the place of the character *at* of *text*."""
        at = min(max(at, 0), len(text))
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        shown = text[start : end if end >= 0 else len(text)].rstrip("\r")
        cut = max(0, at - start - _WIDEST // 2) if len(shown) > _WIDEST else 0
        before = "".join(letter if letter == "\t" else " " for letter in shown[cut : at - start])
        return cls(text.count("\n", 0, at) + 1, at - start + 1, shown[cut : cut + _WIDEST], before + "^")

    @property
    def excerpt(self) -> str:
        """The line, and the caret below it."""
        return f"{self.text}\n{self.caret}"


class CypherError(QueryError):
    """Something in a Cypher text is wrong or not let through, at a place.

    Attributes:
        what: What is wrong, without the place; ``message`` begins with line and column.
        at: The place, in characters from the start of the text.
        place: Where; ``place.excerpt`` shows the line and a caret.

    >>> error = CypherError("RETURN 1 +", 10, "an operand is missing after +")
    >>> print(error)
    line 1, column 11: an operand is missing after +
    """

    def __init__(self, text: str, at: int, what: str, *, hint: str = "") -> None:
        self.what, self.at, self.place = what, at, Place.of(text, at)
        self.excerpt = self.place.excerpt
        super().__init__(f"line {self.place.line}, column {self.place.column}: {what}", hint=hint)


class CypherSyntaxError(CypherError):
    """A text is no Cypher."""


class CypherRefused(CypherError):
    """A text is Cypher, but holds something that is not let through."""
