"""Rows of a table of edges that name ends and say things met in rows before: worked out once, then looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def add_all(self, rows: Sequence[Row]) -> None:
        """Add the claim of each row, but of those without a name, which are counted.

        Raises:
            InputError: A row has no source or no target.
        """
        collection, known, said = self._collection, self._ends.get, self._said.get
        kept = again = 0
        for line, raw in rows:
            collection.here = (line, "")
            cells = tuple(map(str.strip, raw))
            names = self._pair(cells)
            source, target = known(names[0]), known(names[1])
            if source is None or target is None:
                if any(name and is_absent(name) for name in names):
                    collection.tally.left_out("rows", NO_GENE, f"line {line}: {names[0]} - {names[1]}")
                    continue
                source, target = self._end(0, names[0], line), self._end(1, names[1], line)
            kept += 1
            key = (source[1], target[1], self._saying(cells))
            found = said(key)
            if found is None or self._citing or not found[1]:
                self._add(cells, key, source[0], target[0])
                continue
            again += 1
            if found[0]:
                source, target = target, source
            collection.claim_again(found[2], source[0], found[1], target[0])
        if again:
            collection.tally.kept("edges", again)
        if kept:
            collection.tally.kept("rows", kept)

    def _end(self, place: int, name: str, line: int) -> tuple[str, bool]:
        if not name:
            what = ("source", "target")[place]
            raise self._collection.wrong(line, f"the row has no {what}", "fill it in or remove the row")
        identifier = node_entity(self._collection, name, line=line)
        end = identifier, self._collection.entities[identifier].kind == "ProteinState"
        if self._collection.is_settled((name, "", "")):
            self._ends[name] = end
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
