"""The data sets of a store, each with what it holds and what is recorded of where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pathway_graph.model import Network
from pathway_graph.stores.history import History, Origin


@dataclass(frozen=True, slots=True)
class DataSet:
    """A stored data set.

    Attributes:
        source: Its name.
        title, version, license, citation: As it gives them.
        load: Number of the load in which it came as it is; 0 where nothing is recorded.
        loaded: When that was (UTC); empty where nothing is recorded.
        origin: Where it came from.
        counts: What it holds, by kind; background claims by themselves.
    """

    source: str
    title: str
    version: str
    license: str
    citation: str
    load: int
    loaded: str
    origin: Origin
    counts: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, flat, without the report of its reading."""
        found = asdict(self)
        origin, counts = found.pop("origin"), found.pop("counts")
        del origin["report"]
        return {**found, **origin, **counts}


def data_sets(network: Network, history: History) -> list[DataSet]:
    """Return the data sets of *network*, in order of their names.

    >>> from pathway_graph.model import Entity, Source
    >>> from pathway_graph.model.build import build_network
    >>> one = build_network(Source("one", "First"), entities=[Entity("a", "Gene", "A")])
    >>> [(found.source, found.loaded, found.counts["entities"]) for found in data_sets(one, History())]
    [('one', '', 1)]
    """
    counts = {
        source.id: {"entities": 0, "claims": 0, "background": 0, "publications": 0, "diagrams": 0}
        for source in network.sources
    }
    for entity in network.entities:
        for name in entity.sources:
            counts[name]["entities"] += 1
    for claim in network.claims:
        counts[claim.source]["background" if claim.view == "background" else "claims"] += 1
    for part in ("publications", "diagrams"):
        for item in getattr(network, part):
            counts[item.source][part] += 1
    found = []
    for source in network.sources:
        arrival = history.arrival(source.id)
        number, loaded, origin = 0, "", Origin()
        if arrival is not None:
            number, loaded, origin = arrival[0].number, arrival[0].time, arrival[1].origin
        facts = (source.id, source.title, source.version, source.license, source.citation)
        found.append(DataSet(*facts, number, loaded, origin, counts[source.id]))
    return found
