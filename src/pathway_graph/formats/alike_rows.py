"""Rows of a table of edges that name ends and say things met in rows before: worked out once, then looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from pathway_graph.files.delimited import Row
from pathway_graph.formats.builder import Collection, Said
from pathway_graph.formats.gene_names import NO_GENE, is_absent
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.usual_attributes import CITATION_KEYS, citations_of, said_by_row, state


class AlikeRows:
    """Adds rows whose ends are named by one cell each.

    What is looked up is only what `Collection.once` keeps and what told nothing to the tally: it bounds the memory, and
    every loss is counted where it stands.

    Args:
        collection: Where to.
        keys: What the cells of a row are, each once.
        ends: Keys of the source and the target.
        usual: What a row says where it has no such cell.
    """

    def __init__(
        self, collection: Collection, keys: Sequence[str], ends: tuple[str, str], usual: Mapping[str, str]
    ) -> None:
        self._collection, self._keys, self._names, self._usual = collection, keys, ends, usual
        self._pair = itemgetter(*map(keys.index, ends))
        self._citing = [(keys.index(key), key) for key in keys if key in CITATION_KEYS]
        said = [place for place, key in enumerate(keys) if key not in (*ends, *CITATION_KEYS)]
        self._saying = itemgetter(*said) if said else len
        self._ends: dict[str, tuple[str, bool]] = {}
        self._said: dict[Any, tuple[bool, str, Said]] = {}
        self._kept = 0

    def add_all(self, rows: Sequence[Row]) -> None:
        """Add the claim of each row, but of those without a name, which are counted.

        Raises:
            InputError: A row has no source or no target.
        """
        again = self._collection.claims_again(self._met(rows))
        if again:
            self._collection.tally.kept("edges", again)
        if again + self._kept:
            self._collection.tally.kept("rows", again + self._kept)

    def _met(self, rows: Sequence[Row]) -> Iterator[tuple[int, str, str, str, Said]]:
        """Yield line, ends, relation and the rest of each row whose cells were met before; add the claim of any other.

        Cells are looked up as they stand in the file, with the blanks around them.
        """
        end, said, pair, saying = self._ends.get, self._said.get, self._pair, self._saying
        for line, cells in rows:
            names = pair(cells)
            source, target = end(names[0]), end(names[1])
            if source is not None and target is not None and not self._citing:
                found = said((source[1], target[1], saying(cells)))
                if found is not None and found[1]:
                    is_turned, relation, rest = found
                    first, second = (target, source) if is_turned else (source, target)
                    yield line, first[0], relation, second[0], rest
                    continue
            self._add_first(line, cells)

    def _add_first(self, line: int, row: Sequence[str]) -> None:
        """Add the claim of a row not all of which is settled, and settle what can be."""
        self._collection.here = (line, "")
        cells = tuple(map(str.strip, row))
        names = self._pair(cells)
        if any(name and is_absent(name) for name in names):
            self._collection.tally.left_out("rows", NO_GENE, f"line {line}: {names[0]} - {names[1]}")
            return
        if missing := next((what for what, name in zip(("source", "target"), names, strict=True) if not name), ""):
            self._collection.problem(f"the row has no {missing}", "fill it in or remove the row")
            return
        source, target = (self._end(cell, line) for cell in self._pair(row))
        self._kept += 1
        self._add(cells, (source[1], target[1], self._saying(row)), source[0], target[0])

    def _end(self, cell: str, line: int) -> tuple[str, bool]:
        """Return the entity that a cell names, and whether it is a protein in a state."""
        known = self._ends.get(cell)
        if known is not None:
            self._collection.served()
            return known
        name = cell.strip()
        identifier = node_entity(self._collection, name, line=line)
        end = identifier, self._collection.entities[identifier].kind == "ProteinState"
        if self._collection.is_settled((name, "", "")):
            self._ends[cell] = end
        return end

    def _add(self, cells: tuple[str, ...], key: Any, source: str, target: str) -> None:
        found = self._said.get(key)
        if found is not None:
            self._collection.served()
            citations = citations_of({key: cells[at] for at, key in self._citing}) if self._citing else []
        else:
            data = {**self._usual, **dict(zip(self._keys, cells, strict=True))}
            for name in self._names:
                del data[name]
            if data.get("sign") == "none":
                data["sign"] = ""
            line, _ = self._collection.here
            found, citations, is_settled = said_by_row(self._collection, source, target, data, line)
            if is_settled:
                self._said[key] = found
        is_turned, relation, said = found
        ends = (target, source) if is_turned else (source, target)
        state(self._collection, ends, relation, said, citations)
