"""GraphML: nodes and edges with typed attributes; everything of the model goes out and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pathway_graph.formats.attribute_graph import (
    PlainEdge,
    PlainGraph,
    PlainNode,
    graph_of,
    network_from,
    unique_ids,
    written,
)
from pathway_graph.formats.raw import Decoded, Encoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.usual_attributes import RELATION_KEYS, SIGN_KEYS
from pathway_graph.model import Network

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TYPES: Final = {"int": int, "long": int, "float": float, "double": float}


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read GraphML: a network that was written here without loss, any other graph by its usual attribute names.

    Raises:
        InputError: It is not GraphML, not well-formed, or an edge has no such node.
    """
    root = raw.xml()
    if _local(root) != "graphml":
        raise raw.wrong(root.sourceline or 1, f"the root is {_local(root)!r}, not graphml", "say another --format")
    keys = _Keys(_all(root, "key"))
    graph, tally = PlainGraph(), Tally()
    found = _all(root, "graph")
    if len(found) > 1:
        tally.left_out("graphs", "only the first graph of a file is read", count=len(found) - 1)
    for element in found[:1]:
        graph.data = _data(raw, element, keys)
        unique_ids(raw, ((one.get("id", ""), one.sourceline or 0, "") for one in _all(element, "node")), "node")
        for node in _all(element, "node"):
            identifier = node.get("id", "")
            if _all(node, "graph"):
                tally.left_out("graphs", "a graph within a node (a group) is not read", f"line {node.sourceline or 0}")
            graph.nodes[identifier] = PlainNode(identifier, _data(raw, node, keys), node.sourceline or 0)
        for hyper in _all(element, "hyperedge"):
            why = "they join more than two ends, or name no direction: not read"
            tally.left_out("hyperedges", why, f"line {hyper.sourceline or 0}")
        is_directed = element.get("edgedefault") != "undirected"
        for edge in _all(element, "edge"):
            directed = edge.get("directed", "true" if is_directed else "false").strip().lower() not in ("false", "0")
            ends = edge.get("source", ""), edge.get("target", "")
            data = _data(raw, edge, keys)
            if heads := keys.heads(edge):
                ends, directed = _led_by_heads(tally, ends, heads, edge.sourceline or 0, directed=directed)
            for end in ends:
                if end not in graph.nodes:
                    raise raw.wrong(edge.sourceline or 0, f"the edge's end {end!r} is no node", "add the node")
            line = edge.sourceline or 0
            graph.edges.append(PlainEdge(*ends, data, line, is_directed=directed))
    return network_from(raw, "graphml", graph, tally)


def dump(network: Network) -> Encoded:
    """Write the network; lists are JSON text, claims and the other parts stand at the graph."""
    from lxml import etree

    graph = graph_of(network)
    root = etree.Element(f"{{{NAMESPACE}}}graphml", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    attributes: dict[tuple[str, str], str] = {}
    for domain, datas in (
        ("graph", [graph.data]),
        ("node", [node.data for node in graph.nodes.values()]),
        ("edge", [edge.data for edge in graph.edges]),
    ):
        types = {key: _type_of(value) for data in datas for key, value in data.items()}
        for name in sorted(types):
            identifier = attributes[domain, name] = f"d{len(attributes)}"
            parts = {"id": identifier, "for": domain, "attr.name": name, "attr.type": types[name]}
            etree.SubElement(root, f"{{{NAMESPACE}}}key", parts)
    body = etree.SubElement(root, f"{{{NAMESPACE}}}graph", {"id": "G", "edgedefault": "directed"})
    _put(etree, body, "graph", graph.data, attributes)
    for node in graph.nodes.values():
        _put(etree, etree.SubElement(body, f"{{{NAMESPACE}}}node", {"id": node.id}), "node", node.data, attributes)
    for number, edge in enumerate(graph.edges):
        ends = {"id": f"e{number}", "source": edge.source, "target": edge.target}
        _put(etree, etree.SubElement(body, f"{{{NAMESPACE}}}edge", ends), "edge", edge.data, attributes)
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    tally = Tally()
    datas = [graph.data, *(node.data for node in graph.nodes.values()), *(edge.data for edge in graph.edges)]
    unfit = sum(isinstance(value, str) and bool(_UNFIT.search(value)) for data in datas for value in data.values())
    tally.changed("texts", "control characters, which XML cannot hold, were dropped", count=unfit)
    return Encoded({"": text}, written(network, "graphml", tally))


def _put(etree: Any, element: Any, domain: str, data: dict[str, Any], attributes: dict[tuple[str, str], str]) -> None:
    for name in sorted(data):
        value = data[name]
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        child = etree.SubElement(element, f"{{{NAMESPACE}}}data", {"key": attributes[domain, name]})
        child.text = clean(text)


def clean(text: str) -> str:
    """Return *text* without the control characters that XML cannot hold.

    >>> clean("a" + chr(0) + "b")
    'ab'
    """
    return _UNFIT.sub("", text)


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "int" if isinstance(value, int) else "double" if isinstance(value, float) else "string"


class _Keys:
    """What the keys of a file are: name and type of each, values where none is given, drawings of yEd."""

    def __init__(self, elements: list[Any]) -> None:
        self.named: dict[str, tuple[str, str]] = {}
        self.drawings: set[str] = set()
        self.defaults: dict[str, list[Any]] = {}
        for key in elements:
            identifier = key.get("id", "")
            self.named[identifier] = (key.get("attr.name") or identifier, key.get("attr.type") or "string")
            if key.get("yfiles.type") in ("nodegraphics", "edgegraphics"):
                self.drawings.add(identifier)
            elif default := _all(key, "default"):
                default[0].set("key", identifier)
                self.defaults.setdefault(key.get("for", "all"), []).append(default[0])
        if "label" not in (name for name, _ in self.named.values()):
            self.named |= dict.fromkeys(self.drawings, ("label", "string"))

    def data(self, element: Any) -> Iterator[tuple[str, str, str, Any]]:
        """Yield name, type, text and place of each value of an element, stated or by default."""
        stated = [child for child in element if _local(child) == "data"]
        there = {child.get("key", "") for child in stated}
        usual = [*self.defaults.get(_local(element), ()), *self.defaults.get("all", ())]
        for child in (*stated, *(one for one in usual if one.get("key") not in there)):
            key = child.get("key", "")
            text = _drawn_text(child) if key in self.drawings else "".join(child.itertext())
            if text or key not in self.drawings:
                yield *self._name(key), text, child
        if _T in self.heads(element) and not self._names(element) & set(SIGN_KEYS):
            yield "sign", "string", "-1", element

    def _name(self, key: str) -> tuple[str, str]:
        return self.named.get(key, (key, "string"))

    def _names(self, element: Any) -> set[str]:
        """Return the names, in small letters, of what an element states besides its drawing."""
        stated = {child.get("key", "") for child in element if _local(child) == "data"} - self.drawings
        return {self._name(key)[0].lower() for key in stated}

    def heads(self, element: Any) -> tuple[str, str]:
        """Return what yEd draws at the start and at the end of an edge: *none*, *t_shape*, *standard* ...

        An edge without heads whose attributes state a relation or a sign was made by a program and is not drawn yet.
        """
        drawings = [child for child in element if _local(child) == "data" and child.get("key", "") in self.drawings]
        arrows = [one for drawing in drawings for one in drawing.iter() if _local(one) == "Arrows"]
        heads = (arrows[0].get("source", "none"), arrows[0].get("target", "none")) if arrows else ("", "")
        is_stated = bool(self._names(element) & {*RELATION_KEYS, *SIGN_KEYS})
        return ("", "") if heads == ("none", "none") and is_stated else heads


_T: Final = "t_shape"
"""The head of an inhibition."""


def _led_by_heads(
    tally: Tally, ends: tuple[str, str], heads: tuple[str, str], line: int, *, directed: bool
) -> tuple[tuple[str, str], bool]:
    """Return which way an edge runs that yEd has drawn, and whether it has a direction: its heads say so, not the file.

    yEd calls every edge directed; a head at its start alone leads back, none or two lead nowhere.
    """
    at_start, at_end = (head not in ("", "none") for head in heads)
    if not any(heads) or (at_end and not at_start):
        return ends, directed
    if at_start and not at_end:
        tally.changed("edges", "their head is drawn at their start: read from the end to the start", f"line {line}")
        return (ends[1], ends[0]), directed
    return ends, False


def _drawn_text(drawing: Any) -> str:
    """Return the label of a node or an edge as yEd draws it."""
    labels = ["".join(one.itertext()).strip() for one in drawing.iter() if _local(one) in ("NodeLabel", "EdgeLabel")]
    return " ".join(filter(None, labels))


def _data(raw: Decoded, element: Any, keys: _Keys) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, type_, text, child in keys.data(element):
        if name in found:  # else the last would win, be it the opposite
            raise raw.wrong(child.sourceline or 0, f"{name!r} stands twice in one {_local(element)}", "keep one")
        if type_ in _TYPES and text.strip():
            try:
                found[name] = _TYPES[type_](text)
            except ValueError as error:
                raise raw.wrong(child.sourceline or 0, f"{text!r} is no {type_}", "correct the value") from error
        elif type_ == "boolean":
            found[name] = text.strip().lower() in ("true", "1")
        else:
            found[name] = text
    return found


def _all(element: Any, name: str) -> list[Any]:
    return [child for child in element if _local(child) == name]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
