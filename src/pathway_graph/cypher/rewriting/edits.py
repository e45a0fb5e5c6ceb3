"""Changes of a Cypher text by place, the inner ones first, so that a larger change takes in those within it."""

from __future__ import annotations

from pathway_graph.cypher.syntax import Node


class Edits:
    """What is to stand in place of parts of a text.

    >>> edits = Edits("RETURN 1_000 + x")
    >>> edits.put(7, 12, "1000")
    >>> edits.put(7, 16, f"({edits.text(7, 16)})")
    >>> edits.whole()
    'RETURN (1000 + x)'
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: dict[tuple[int, int], str] = {}
        self.is_crossed = False
        """Whether a name was to stand inside of what is put already: the text is not right then."""

    def put(self, start: int, end: int, new: str) -> None:
        """Have *new* stand from *start* to *end*; what was put within that part before is dropped."""
        for place in [place for place in self._edits if start <= place[0] and place[1] <= end]:
            del self._edits[place]
        self._edits[start, end] = new

    def text(self, start: int, end: int) -> str:
        """Return a part of the text as it is now."""
        pieces, at = [], start
        for (first, last), new in sorted(self._edits.items()):
            if start <= first and last <= end:
                pieces += [self._text[at:first], new]
                at = last
        return "".join([*pieces, self._text[at:end]])

    def of(self, node: Node) -> str:
        """Return what stands for a node now."""
        return self.text(node.start, node.end)

    def wrap(self, node: Node, before: str, after: str) -> None:
        """Put texts around a node."""
        self.put(node.start, node.end, f"{before}{self.of(node)}{after}")

    def with_names(self, node: Node, names: dict[tuple[int, int], str]) -> str:
        """Return what stands for a node, with names in place of some parts of it; nothing is put."""
        kept = dict(self._edits)
        for (start, end), name in names.items():
            around = ((first, last) for first, last in kept if node.start <= first and last <= node.end)
            self.is_crossed |= any(
                first <= start and end <= last and (first, last) != (start, end) for first, last in around
            )
            self.put(start, end, name)
        found = self.of(node)
        self._edits = kept
        return found

    def whole(self) -> str:
        """Return the whole text as it is now."""
        return self.text(0, len(self._text))

    def __bool__(self) -> bool:
        return bool(self._edits)
