"""One JSON document that holds a whole network, several data sets included, without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pathway_graph.errors import Problem
from pathway_graph.formats.plain_data import WrongData, from_data, to_data
from pathway_graph.formats.raw import Decoded, Encoded, json_bytes
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.unfinished import Unfinished
from pathway_graph.model import Claim, Network
from pathway_graph.model.build import assemble
from pathway_graph.model.network import PARTS
from pathway_graph.model.values import brief
from pathway_graph.text.json_pieces import whole

_WAY_OUT = "correct it, or export the file again"
FORMAT = "pathway-graph-document/1"


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the document; edges are derived anew.

    Raises:
        InputError: It is not such a document, or its parts do not fit together.
    """
    data = raw.json()
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise raw.wrong(1, f"the document does not say format {FORMAT!r}", f'begin with "format": "{FORMAT}"')
    unknown = sorted(data.keys() - PARTS.keys() - {"format", "edges"})
    if unknown:
        raise raw.wrong(0, f"part {unknown[0]!r} is unknown", f"parts are {', '.join(PARTS)}")
    network = network_of(raw, data)
    tally = Tally()
    for part in PARTS:
        if count := len(getattr(network, part)):
            tally.read(part, count)
            tally.kept(part, count)
    return network, tally.report(raw.shown, "document")


def dump(network: Network) -> Encoded:
    """Write everything; nothing is lost."""
    data: dict[str, Any] = {"format": FORMAT, **_parts(network)}
    data["edges"] = ({**to_data(edge), "sign": edge.sign} for edge in network.edges)
    tally = Tally()
    for part in (*PARTS, "edges"):
        if count := len(getattr(network, part)):
            tally.kept(part, count)
    return Encoded({"": json_bytes(data)}, tally.report("", "document"))


def parts_of(network: Network) -> dict[str, list[dict[str, Any]]]:
    """Return the content of a network as plain data, part by part; parts without content are left out."""
    found: dict[str, list[dict[str, Any]]] = whole(_parts(network))
    return found


def _parts(network: Network) -> dict[str, Iterator[dict[str, Any]]]:
    return {part: map(to_data, getattr(network, part)) for part in PARTS if getattr(network, part)}


def network_of(
    raw: Decoded, data: dict[str, Any], places: Mapping[str, Sequence[tuple[int, str]]] | None = None
) -> Network:
    """Rebuild a network from what `parts_of` gave.

    Args:
        raw: The file.
        data: The parts.
        places: Line and path of each item of a part, where it is not ``claims[3]``.

    Raises:
        InputError: A part is malformed, or the parts do not fit together.
    """
    parts: dict[str, list[Any]] = {}
    problems = []
    unread = Unfinished()
    where = _Places(raw, places or {})
    for part, cls in PARTS.items():
        items = data.get(part, [])
        if not isinstance(items, list):
            raise raw.wrong(0, f"part {part!r} is not a list", "write [ … ]")
        parts[part] = []
        for number, item in enumerate(items):
            try:
                made = from_data(cls, item)
            except WrongData as error:
                line, path = where.of(part, number)
                problems += [Problem(raw.shown, line, message, _WAY_OUT, path) for message in error.messages]
                made = error.made
                unread.left_out(error.fields, [(raw.shown, line, path)])
                if made is None:
                    unread.missing |= _ids_of(item)
                    if cls is not Claim:
                        continue
                    made = unread.stand_in(error.good)
            parts[part].append(made)
            problems += where.note(part, made, number)
    if not problems or (parts["sources"] and len(parts["sources"]) == len(data.get("sources", []))):
        network = assemble(parts)
        problems += unread.check(network, where.place)
    if problems:
        raise raw.errors(problems)
    return network


def _ids_of(item: Any) -> set[str]:
    """Return by what an item of which nothing can be made is known: its id, and those of its steps."""
    identifier = item.get("id") if isinstance(item, dict) else None
    if not isinstance(identifier, str):
        return set()
    steps = item.get("steps")
    numbers = range(1, len(steps) + 1) if isinstance(steps, list) else ()
    return {identifier, *(f"step:{identifier}/{number}" for number in numbers)}


class _Places:
    """Where the items of each part stand."""

    def __init__(self, raw: Decoded, given: Mapping[str, Sequence[tuple[int, str]]]) -> None:
        self.raw, self.given = raw, given
        self.numbers: dict[tuple[str, str], int] = {}

    def of(self, part: str, number: int) -> tuple[int, str]:
        return self.given[part][number] if part in self.given else (0, f"{part}[{number}]")

    def note(self, part: str, item: Any, number: int) -> list[Problem]:
        """Remember where an item stands; return the problem of another one of that id."""
        key = str(item.number) if part == "references" else item.id
        owned = f"{item.source}/{key}" if part == "references" else key
        first = self.numbers.setdefault((part, owned), number)
        self.numbers.setdefault((part, key), number)
        if first == number:
            return []
        (line, path), (there, other) = self.of(part, number), self.of(part, first)
        message = f"id {brief(key)} is used twice; the first is {other or f'in line {there}'}"
        return [Problem(self.raw.shown, line, message, "give one of them another id", path)]

    def place(self, section: str, identifier: str, field: str) -> tuple[str, int, str]:
        """Tell where an item stands, as `pathway_graph.model.validate.SourceLocation`."""
        part = "sources" if section == "source" else section
        line, path = self.of(part, self.numbers[part, identifier])
        return self.raw.shown, line, path
