"""JSON Graph Format: BEL graphs in it (causal networks, PyBEL), a claim per evidence; and any other graph."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.formats.attribute_graph import PlainEdge, PlainGraph, PlainNode, network_from, unique_ids
from pathway_graph.formats.bel import annotations_of
from pathway_graph.formats.bel_records import Record
from pathway_graph.formats.bel_script import Reader
from pathway_graph.formats.bel_statements import Statement, statement_of
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.shapes import NULL, SCALAR, check_shape
from pathway_graph.formats.term_mapping import relation_of
from pathway_graph.formats.usual_attributes import RELATION_KEYS, SIGN_KEYS
from pathway_graph.model import Network
from pathway_graph.model.values import brief
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.text.counts import how_many

_TAXA: Final = {"human": "9606", "homo sapiens": "9606", "mouse": "10090", "mus musculus": "10090", "rat": "10116",
                "rattus norvegicus": "10116"}  # fmt: skip
_CONTEXT: Final = {"species_common_name": "Species", "species": "Species", "disease": "Disease", "cell": "Cell",
                   "cell_line": "CellLine", "tissue": "Anatomy"}  # fmt: skip
_LEGACY: Final = ("actsIn", "translocates")
"""Edges of old BEL graphs between a protein and its own activity or its own movement."""
_NODE: Final[dict[str, Any]] = {"label": (str, NULL), "metadata": ({}, NULL)}
_EVIDENCE: Final[dict[str, Any]] = {"citation": ({}, str, NULL), "experiment_context": ({}, NULL)}
_EDGE: Final[dict[str, Any]] = {
    "source": (str, int), "target": (str, int), "relation": (str, NULL), "label": (str, NULL),
    "directed": (bool, NULL), "metadata": ({"evidences": ([_EVIDENCE], NULL)}, NULL),
}  # fmt: skip
_GRAPH: Final[dict[str, Any]] = {
    "label": (str, NULL), "directed": (bool, NULL), "metadata": ({}, NULL), "edges": ([_EDGE], NULL),
}  # fmt: skip


_Placed = tuple[dict[str, Any], str, dict[str, tuple[dict[str, Any], str]]]
"""A graph, its path, and its nodes by id, each with its path."""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a graph; several BEL graphs of a file are one data set.

    Raises:
        InputError: It is no such document, an edge has no such node, or several graphs are not BEL.
    """
    document = raw.json()
    found = document.get("graphs", document.get("graph")) if isinstance(document, dict) else None
    graphs = found if isinstance(found, list) else [found]
    if any(map(_is_ontology, graphs)):
        hint = "it holds terms, not what acts on what: give SIF, a table of edges, GPML, CX2, …"
        raise raw.wrong(0, "this is an ontology (OBO graph in JSON), which is not read", hint)
    if not graphs or not all(isinstance(one, dict) for one in graphs):
        raise raw.wrong(1, "there is no 'graph'", "a document of JSON Graph Format has graph: {nodes, edges}")
    check_shape(raw, graphs, [_GRAPH])
    where = [f"graphs[{at}]" if isinstance(found, list) else "graph" for at in range(len(graphs))]
    placed = [(graph, path, _nodes(raw, graph, path)) for graph, path in zip(graphs, where, strict=True)]
    if any(_is_bel(graph, nodes) for graph, _, nodes in placed):
        return _bel(raw, placed)
    if len(placed) > 1:
        raise raw.wrong(0, f"it holds {how_many(len(placed), 'graph')}", "write each into a file of its own")
    return _plain(raw, *placed[0])


def _nodes(raw: Decoded, graph: dict[str, Any], path: str) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the nodes by id, each with its path: a list in version 1 of the format, an object in version 2."""
    nodes = graph.get("nodes") or []
    if isinstance(nodes, dict):
        check_shape(raw, list(nodes.values()), [_NODE])
        return {key: (node, f"{path}.nodes.{key}") for key, node in nodes.items()}
    check_shape(raw, {"nodes": nodes}, {"nodes": [{**_NODE, "id": (str, int)}]})
    items = [(str(node.get("id", "")), f"{path}.nodes[{at}]") for at, node in enumerate(nodes)]
    unique_ids(raw, ((name, 0, place) for name, place in items), "node")
    return {name: (node, place) for node, (name, place) in zip(nodes, items, strict=True)}


def _is_bel(graph: dict[str, Any], nodes: dict[str, tuple[dict[str, Any], str]]) -> bool:
    for node, _ in nodes.values():
        if "bel_function_type" in node or "bel_function_type" in (node.get("metadata") or {}):
            return True
    return any(
        "bel_statement" in one
        for edge in graph.get("edges") or []
        for one in ((edge.get("metadata") or {}), *((edge.get("metadata") or {}).get("evidences") or []))
    )


# BEL --------------------------------------------------------------------------------------------------


def _bel(raw: Decoded, placed: list[_Placed]) -> tuple[Network, Report]:
    first = placed[0][0]
    about = first.get("metadata") or {}
    collection = Collection(
        raw, "jgif", str(first.get("label") or ""), version=str(about.get("version") or ""),
        license=str(about.get("licenses") or ""), citation=str(about.get("authors") or ""),
    )  # fmt: skip
    reader = Reader(collection, namespaces=None)
    for graph, path, nodes in placed:
        for name, (node, place) in nodes.items():
            collection.here = (0, place)
            collection.tally.read("nodes")
            if (statement := _statement(collection, "nodes", str(node.get("label") or name))) is not None:
                reader.entity(statement.subject.node)
                collection.tally.kept("nodes")
        for at, edge in enumerate(graph.get("edges") or []):
            collection.here = (0, f"{path}.edges[{at}]")
            _edge(reader, edge, nodes)
    return collection.finish()


def _statement(collection: Collection, what: str, text: str) -> Statement | None:
    """Return a statement of BEL; nothing where it is none, which is counted."""
    try:
        return statement_of(text)
    except ValueError as error:
        collection.tally.left_out(what, f"not understood: {error}", f"{collection.here[1]}: {text[:80]}", every=True)
        return None


def _edge(reader: Reader, edge: dict[str, Any], nodes: dict[str, tuple[dict[str, Any], str]]) -> None:
    """Add the claims of an edge: one for each evidence, or one without where none is told."""
    tally, place = reader.made.tally, reader.made.here[1]
    tally.read("statements")
    if edge.get("relation") in _LEGACY:
        tally.left_out("statements", f"{edge['relation']}: a thing and what it does itself", place)
        return
    metadata = edge.get("metadata") or {}
    if edge.get("directed") is False and str(edge.get("relation")) not in ("association", "correlation"):
        tally.changed("statements", "their edge is undirected: the statement says who acts", place)
    evidences: list[dict[str, Any]] = metadata.get("evidences") or [{}]
    tally.read("evidences", len(metadata.get("evidences") or []))
    kept = False
    for evidence in evidences:
        text = str(evidence.get("bel_statement") or metadata.get("bel_statement") or "") or _stated(edge, nodes)
        statement = _statement(reader.made, "statements", text)
        if statement is None:
            continue
        context = reader.context
        context.clear()
        citation = evidence.get("citation")
        if isinstance(citation, dict) and citation:
            number = str(citation.get("id") or "").strip()
            context.citation = {"reference": number, **citation} if number else citation
        context.evidence = str(evidence.get("summary_text") or "")
        context.annotations = _annotations(evidence.get("experiment_context") or {})
        kept = reader.state(statement, Record(0, 0, text)) or kept
        if evidence:
            tally.kept("evidences")
    tally.kept("statements", int(kept))


def _stated(edge: dict[str, Any], nodes: dict[str, tuple[dict[str, Any], str]]) -> str:
    """Return the statement of an edge without one of its own: its label, or its ends with its relation."""
    label = str(edge.get("label") or "")
    if label:
        return label
    ends = []
    for end in ("source", "target"):
        name = str(edge.get(end))
        ends.append(str(nodes[name][0].get("label") or name) if name in nodes else name)
    return f"{ends[0]} {edge.get('relation') or ''} {ends[1]}"


def _annotations(context: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, values in annotations_of({"annotations": {k: v for k, v in context.items() if v}}).items():
        name = _CONTEXT.get(key.strip().lower(), key)
        stripped = [value.strip() for value in values if value.strip()]
        if name == "Species":
            stripped = [_TAXA.get(value.lower(), value) for value in stripped]
        if stripped:
            found[name] = stripped
    return found


# Any other graph --------------------------------------------------------------------------------------


def _plain(
    raw: Decoded, graph: dict[str, Any], path: str, nodes: dict[str, tuple[dict[str, Any], str]]
) -> tuple[Network, Report]:
    tally = Tally()
    plain = PlainGraph(data={"name": str(graph.get("label") or "")})
    for name, (node, place) in nodes.items():
        own = {key: value for key, value in node.items() if key not in ("id", "metadata") and value is not None}
        plain.nodes[name] = PlainNode(name, {**own, **_flat(node.get("metadata"), tally)}, path=place)
    problems = []
    for at, edge in enumerate(graph.get("edges") or []):
        place = f"{path}.edges[{at}]"
        ends = str(edge.get("source", "")), str(edge.get("target", ""))
        for end in ends:
            if end not in plain.nodes:
                message = f"the edge's end {brief(end)} is no node"
                problems.append(Problem(raw.shown, 0, message, "add the node", place))
        data = {key: edge[key] for key in ("relation", "label") if edge.get(key) is not None}
        data |= _flat(edge.get("metadata"), tally)
        directed = edge.get("directed", graph.get("directed"))
        if directed is False:
            data = _undirected(data, tally, place)
        plain.edges.append(PlainEdge(*ends, data, path=place))
    if problems:
        raise raw.errors(problems)
    tally.left_out("hyperedges", "a claim has one subject and one object", count=len(graph.get("hyperedges") or []))
    return network_from(raw, "jgif", plain, tally)


def _flat(metadata: Any, tally: Tally) -> dict[str, Any]:
    """Return metadata that are values or lists of values."""
    items = list((metadata or {}).items())
    flat = {key: value for key, value in items if isinstance(value, SCALAR) or _is_list(value)}
    tally.left_out("attributes", "objects within objects", count=len(items) - len(flat))
    return {key: value for key, value in flat.items() if value is not None}


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, SCALAR) for one in value)


def _undirected(data: dict[str, Any], tally: Tally, place: str) -> dict[str, Any]:
    """Return what an undirected edge says: no sign, and no relation that says who acts."""
    word = next((str(data[key]) for key in RELATION_KEYS if data.get(key)), "")
    relation = relation_of(word)
    signed = [key for key in data if key.lower() in SIGN_KEYS]
    causal = relation in RELATIONS and RELATIONS[relation].sign is not None
    if not signed and not causal:
        return data
    tally.changed("edges", "they are undirected: the sign is not taken, read as linked_to", f"{place}: {word}")
    kept = {key: value for key, value in data.items() if key not in signed and key not in RELATION_KEYS}
    return {**kept, "relation": relation if relation and not causal else "linked_to", "stated_relation": word,
            **{f"stated_{key}": data[key] for key in signed}}  # fmt: skip


def _is_ontology(graph: Any) -> bool:
    """Whether it is a graph of OBO, whose nodes have an ``lbl`` and whose edges a ``pred``."""
    if not isinstance(graph, dict):
        return False
    items = [*_first(graph.get("nodes")), *_first(graph.get("edges"))]
    return any({"lbl"} & one.keys() or {"sub", "pred", "obj"} <= one.keys() for one in items)


def _first(items: Any) -> list[dict[str, Any]]:
    return [one for one in items[:20] if isinstance(one, dict)] if isinstance(items, list) else []
