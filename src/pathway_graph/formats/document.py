"""One JSON document that holds a whole network, several data sets included, without loss."""

from __future__ import annotations

from typing import Any

from pathway_graph.build import assemble
from pathway_graph.check import check_network
from pathway_graph.errors import InputError, Problem
from pathway_graph.formats.plain_data import PARTS, WrongData, from_data, to_data
from pathway_graph.formats.raw import Raw, Written, json_bytes
from pathway_graph.model import Network
from pathway_graph.report import Report, Tally

FORMAT = "pathway-graph-document/1"


def parse(raw: Raw) -> tuple[Network, Report]:
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


def dump(network: Network) -> Written:
    """Write everything; nothing is lost."""
    data: dict[str, Any] = {"format": FORMAT, **parts_of(network)}
    data["edges"] = [{**to_data(edge), "sign": edge.sign} for edge in network.edges]
    tally = Tally()
    for part in (*PARTS, "edges"):
        if count := len(getattr(network, part)):
            tally.kept(part, count)
    return Written({"": json_bytes(data)}, tally.report("", "document"))


def parts_of(network: Network) -> dict[str, list[dict[str, Any]]]:
    """Return the content of a network as plain data, part by part; parts without content are left out."""
    return {part: [to_data(item) for item in getattr(network, part)] for part in PARTS if getattr(network, part)}


def network_of(raw: Raw, data: dict[str, Any]) -> Network:
    """Rebuild a network from what `parts_of` gave.

    Raises:
        InputError: A part is malformed, or the parts do not fit together.
    """
    parts: dict[str, list[Any]] = {}
    problems = []
    for part, cls in PARTS.items():
        items = data.get(part, [])
        if not isinstance(items, list):
            raise raw.wrong(0, f"part {part!r} is a list")
        parts[part] = []
        for item in items:
            try:
                parts[part].append(from_data(cls, item))
            except WrongData as error:
                problems.append(Problem(raw.shown, 0, f"{part}: {error}"))
    if not problems:
        network = assemble(*(parts[part] for part in PARTS))
        problems = [
            Problem(raw.shown, 0, f"{problem.file}: {problem.message}", problem.hint)
            for problem in check_network(network)
        ]
    if problems:
        raise InputError(problems[:20])
    return network
