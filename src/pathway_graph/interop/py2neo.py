"""A bridge to py2neo, which is at its end of life, for code that still uses it (extra ``py2neo``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway_graph.errors import MissingPackage
from pathway_graph.model import Network
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import KEY_LABELS, LinkRow, NodeRow, Records, all_labels, to_records

if TYPE_CHECKING:
    import py2neo


def to_subgraph(network: Network) -> py2neo.Subgraph:
    """Return *network* as a py2neo ``Subgraph`` in the graph schema, ready for ``Graph.create``.

    It holds the same nodes and relationships that a store would. ``create`` adds: on a database that holds some of
    them already, use `Neo4jStore.write`, which merges. A large network takes py2neo minutes.

    Raises:
        MissingPackage: py2neo is not installed.

    >>> from pathway_graph.formats.native import read_guide
    >>> subgraph = to_subgraph(read_guide())
    >>> sorted(subgraph.labels())[:3]
    ['AnatomicalStructure', 'Assay', 'Background']
    """
    py2neo = _py2neo()
    records = to_records(network)
    nodes = {
        (row.labels[0], row.id): py2neo.Node(*row.labels, **{**row.properties, "id": row.id}) for row in records.nodes
    }
    links = [
        py2neo.Relationship(nodes[link.start], link.type, nodes[link.end], **link.properties) for link in records.links
    ]
    return py2neo.Subgraph(nodes.values(), links)


def from_subgraph(subgraph: py2neo.Subgraph) -> Network:
    """Rebuild a network from a py2neo ``Subgraph`` in the graph schema, for instance of ``Cursor.to_subgraph``.

    Nodes that are not of the schema are left out, and so are links at their ends.

    Raises:
        MissingPackage: py2neo is not installed.

    >>> from pathway_graph.formats.native import read_guide
    >>> from_subgraph(to_subgraph(read_guide())) == read_guide()
    True
    """
    _py2neo()
    known, ours = frozenset(all_labels()), frozenset(KEY_LABELS)
    nodes: dict[tuple[str, str], NodeRow] = {}
    for node in subgraph.nodes:
        labels = sorted(known.intersection(node.labels), key=lambda label: (label not in ours, label))
        properties = dict(node)
        identifier = properties.pop("id", None)
        if identifier is None or not labels or labels[0] not in ours:
            continue
        nodes[labels[0], identifier] = NodeRow(tuple(labels), identifier, properties)
    links = {}
    for link in subgraph.relationships:
        ends = [_key(node, ours) for node in (link.start_node, link.end_node)]
        if all(end in nodes for end in ends):
            row = LinkRow(type(link).__name__, ends[0], ends[1], dict(link))
            links[row.type, row.start, row.end] = row
    return from_records(Records(list(nodes.values()), list(links.values())))


def _key(node: py2neo.Node, ours: frozenset[str]) -> tuple[str, str]:
    return next((label for label in node.labels if label in ours), ""), str(node["id"])


def _py2neo() -> Any:
    try:
        import py2neo
    except ImportError as error:
        raise MissingPackage("py2neo", "py2neo") from error
    return py2neo
