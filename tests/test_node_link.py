"""Node-link JSON of networkx and Cytoscape.js elements: found by content, read right, written and read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import pathway_graph as pg
from networks import OTHER, TINY
from pathway_graph.formats import graphml, json_kinds, node_link
from pathway_graph.formats import raw as raw_module
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import detect, parse
from pathway_graph.formats.report import Report
from pathway_graph.model import Network
from pathway_graph.model.build import merge

CASES = Path(__file__).parents[2] / "shared" / "cases" / "real-data"


def raw(value: Any, name: str = "g.json") -> Decoded:
    return Decoded(name, name, (value if isinstance(value, str) else json.dumps(value)).encode())


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(network.name(c.subject), c.relation, network.name(c.object)) for c in network.claims}


def losses(report: Report) -> dict[str, int]:
    return {f"{loss.what}: {loss.why}": loss.count for loss in (*report.left_out, *report.changed)}


def case(name: str) -> Path:
    if not (CASES / name).exists():
        pytest.skip(f"{name}, a case of ../shared, is not beside the checkout")
    return CASES / name


def test_the_node_link_case_is_one_inhibition() -> None:
    network, report = pg.read_file(case("21-networkx-node-link.json"))
    assert (report.format, said(network)) == ("node-link", {("TP53", "inhibits", "MDM2")})


def test_the_elements_only_case_is_one_activation() -> None:
    network, report = pg.read_file(case("22-cytoscapejs-elements-only.json"))
    assert (report.format, said(network)) == ("cytoscape", {("TP53", "activates", "MDM2")})


@pytest.mark.parametrize("spelling", ["edges", "links"])
@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiDiGraph])
def test_what_networkx_writes_is_read_in_both_spellings(spelling: str, kind: Any) -> None:
    graph = kind(name="mine")
    graph.add_node("HGNC:11998", name="TP53", type="protein", score=3)
    graph.add_node("HGNC:6973")
    graph.add_edge("HGNC:11998", "HGNC:6973", interaction="activates", pmid="8479525", weight=0.5)
    document = nx.node_link_data(graph, edges=spelling)
    network, report = parse(raw(document))
    assert report.format == "node-link"
    (claim,) = network.claims
    assert (claim.subject, claim.relation, claim.object) == ("prot:hgnc:11998", "activates", "prot:hgnc:6973")
    assert claim.attributes == (("weight", 0.5),)
    assert [publication.pmid for publication in network.publications] == ["8479525"]
    assert (report.read, report.kept["edges"]) == ({"nodes": 2, "edges": 1}, 1)


def test_parallel_edges_of_opposite_sign_stay_two() -> None:
    graph: Any = nx.MultiDiGraph([("A", "B", {"sign": 1}), ("A", "B", {"sign": -1})])
    assert said(parse(raw(nx.node_link_data(graph, edges="edges")))[0]) == {
        ("A", "activates", "B"), ("A", "inhibits", "B"),
    }  # fmt: skip


def test_an_undirected_graph_states_no_sign() -> None:
    graph: Any = nx.Graph()
    graph.add_edge("A", "B", interaction="activates", sign=1)
    graph.add_edge("C", "D", interaction="binds")
    graph.add_edge("E", "F", weight=-1)
    network, report = parse(raw(nx.node_link_data(graph, edges="edges")))
    assert {claim.sign for claim in network.claims} == {None}
    assert {claim.relation for claim in network.claims} == {"linked_to", "binds"}
    stated = {name: value for claim in network.claims for name, value in claim.attributes}
    assert stated == {"stated_relation": "activates", "stated_sign": "1", "weight": -1}
    assert losses(report)["edges: the file calls them undirected: linked_to, without a sign"] == 2


@pytest.mark.parametrize(("kind", "sign"), [(nx.Graph, None), (nx.DiGraph, -1)])
def test_elements_that_networkx_writes_are_directed_where_the_graph_is(kind: Any, sign: int | None) -> None:
    graph = kind()
    graph.add_edge("A", "B", interaction="inhibits")
    network, report = parse(raw(nx.cytoscape_data(graph)))
    assert (report.format, [claim.sign for claim in network.claims]) == ("cytoscape", [sign])


def test_an_undirected_edge_of_graphml_states_no_sign() -> None:
    graph: Any = nx.Graph()
    graph.add_edge("A", "B", interaction="inhibits")
    (claim,) = graphml.parse(raw("\n".join(nx.generate_graphml(graph)), "g.graphml"))[0].claims
    assert (claim.relation, claim.sign, claim.attributes) == ("linked_to", None, (("stated_relation", "inhibits"),))


def test_ends_may_be_places_in_the_list_of_nodes() -> None:
    document = {"nodes": [{"name": "A"}, {"name": "B"}], "links": [{"source": 1, "target": 0, "type": "inhibits"}]}
    network, report = parse(raw(document))
    assert said(network) == {("B", "inhibits", "A")}
    assert losses(report)["edges: their ends are places in the list of nodes, from 0"] == 1


def test_numbers_that_are_ids_are_no_places() -> None:
    document = {"nodes": [{"id": 1, "name": "A"}, {"id": 0, "name": "B"}], "edges": [{"source": 1, "target": 0}]}
    assert said(parse(raw(document))[0]) == {("A", "linked_to", "B")}


def test_every_wrong_edge_is_told_at_once_with_its_path() -> None:
    document = {"nodes": [{"id": "A"}], "edges": [{"source": "A", "target": "X"}, {"source": "A"}]}
    with pytest.raises(pg.InputError) as caught:
        parse(raw(document))
    assert [(problem.path, problem.message) for problem in caught.value.problems] == [
        ("edges[0]", "target 'X' is no node"), ("edges[1]", "the edge has no target"),
    ]  # fmt: skip
    cytoscape = {"nodes": [{"data": {"id": "A"}}], "edges": [{"data": {"source": "A", "target": "X"}}] * 2}
    with pytest.raises(pg.InputError) as caught:
        parse(raw(cytoscape))
    assert [problem.path for problem in caught.value.problems] == ["elements.edges[0]", "elements.edges[1]"]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"nodes": [{"id": "A"}], "edges": [], "links": []}, "both 'edges' and 'links'"),
        ({"nodes": [{"id": "A"}], "edges": {"a": 1}}, "is not a list"),
        ({"nodes": [{"id": "A"}, {"id": "A"}], "edges": []}, "stands twice"),
        ({"nodes": ["A"], "edges": []}, "is not an object"),
    ],
    ids=["both", "edges no list", "id twice", "node no object"],
)
def test_what_is_no_node_link_document_is_refused(document: Any, told: str) -> None:
    with pytest.raises(pg.InputError, match=told):
        node_link.parse(raw(document))


@pytest.mark.parametrize(
    ("document", "format_"),
    [
        ({"nodes": [{"id": "A"}], "links": []}, "node-link"),
        ({"directed": True, "graph": {}, "edges": [], "nodes": [{"id": "A"}]}, "node-link"),
        ({"elements": {"nodes": [{"data": {"id": "A"}}]}}, "cytoscape"),
        ([{"data": {"id": "A"}}], "cytoscape"),
        ([{"group": "edges", "data": {"source": "A", "target": "B"}}], "cytoscape"),
        ([{"nodes": [{"@id": 1, "n": "A"}]}], "cx"),
        ({"format": "pathway-graph-document/1", "entities": []}, "document"),
        ({"graph": {"document_metadata": {}}, "nodes": [], "links": []}, "bel"),
    ],
    ids=["links", "edges", "elements", "bare list", "bare edges", "cx", "document", "bel"],
)
def test_json_is_recognised_by_its_keys(document: Any, format_: str) -> None:
    assert detect(raw(document, "x.json")).name == format_


def test_json_of_too_many_values_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (json_kinds, raw_module):
        monkeypatch.setattr(module, "MAX_VALUES", 10)
    document = raw({"nodes": [{"id": str(number)} for number in range(20)], "edges": []})
    assert json_kinds.json_kind(document.data) == ""
    with pytest.raises(pg.InputError, match="the limit is 10"):
        parse(document)


def test_a_bare_list_of_elements_reads() -> None:
    elements = [{"data": {"id": "a", "label": "A"}}, {"data": {"id": "b", "label": "B"}},
                {"data": {"id": "e", "source": "a", "target": "b", "interaction": "inhibits"}}]  # fmt: skip
    assert said(parse(raw(elements))[0]) == {("A", "inhibits", "B")}


def test_an_entity_without_a_kind_is_a_problem_of_the_file() -> None:
    document = json.loads(node_link.dump(TINY).files[""])
    next(node for node in document["nodes"] if node["id"] == "species:rat")["kind"] = ""
    with pytest.raises(pg.InputError, match="kind"):
        parse(raw(document))


@pytest.mark.parametrize("network", [TINY, OTHER], ids=["tiny", "other"])
def test_node_link_comes_back_equal(tmp_path: Path, network: Network) -> None:
    report = pg.write(network, tmp_path / "x.node-link.json")
    assert not report.left_out
    assert pg.read(tmp_path / "x.node-link.json") == network


def test_the_guide_as_node_link_comes_back_equal_and_networkx_reads_it(tmp_path: Path) -> None:
    both = merge([pg.read_guide(), OTHER])
    pg.write(both, tmp_path / "x.node-link.json")
    assert pg.read(tmp_path / "x.node-link.json") == both
    graph = nx.node_link_graph(json.loads((tmp_path / "x.node-link.json").read_text(encoding="utf-8")), edges="edges")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(both.entities), len(both.edges))
    assert graph.nodes["prot:BDNF"]["curie"] == "uniprot:P23560"
    again, _ = parse(raw(nx.node_link_data(graph, edges="links"), "x.json"))
    assert again == both


def test_an_edge_that_states_several_signs_is_a_claim_for_each(tmp_path: Path) -> None:
    """Many edges made into one: 1 and -1 both stay, whichever came first; relation and sign go together."""
    links = [
        {"source": "TP53", "target": "MDM2", "sign": [-1, 1]},
        {"source": "TP53", "target": "BAX", "relation": ["binds", "activates"], "species": ["human", "mouse"]},
        {"source": "MDM2", "target": "BAX", "relation": ["inhibits", "binds"], "sign": [-1, None]},
        {"source": "MDM2", "target": "TP53", "sign": [-1, -1], "mechanism": ["binding", "ubiquitination"]},
    ]
    nodes = [{"id": name} for name in ("TP53", "MDM2", "BAX")]
    file = tmp_path / "net.json"
    file.write_text(json.dumps({"directed": True, "multigraph": False, "nodes": nodes, "links": links}))
    network, report = pg.read_file(file)
    assert {(network.name(one.subject), one.relation, network.name(one.object)) for one in network.claims} == {
        ("TP53", "inhibits", "MDM2"), ("TP53", "activates", "MDM2"), ("TP53", "binds", "BAX"),
        ("TP53", "activates", "BAX"), ("MDM2", "inhibits", "BAX"), ("MDM2", "binds", "BAX"),
        ("MDM2", "inhibits", "TP53"),
    }  # fmt: skip
    assert {one.species for one in network.claims} == {""}
    assert "binding; ubiquitination" in {one.mechanism for one in network.claims}
    told = {loss.why: loss.places for loss in report.changed}
    assert told["they state several relations or signs: a claim for each"] == ("links[0]", "links[1]", "links[2]")


def one_edge(tmp_path: Path, **data: Any) -> tuple[int | None, dict[str, Any], dict[str, int]]:
    file = tmp_path / "net.json"
    links = [{"source": "TP53", "target": "MDM2", **data}, {"source": "MDM2", "target": "BAX", "sign": 1}]
    nodes = [{"id": name} for name in ("TP53", "MDM2", "BAX")]
    file.write_text(json.dumps({"directed": True, "multigraph": False, "nodes": nodes, "links": links}))
    network, report = pg.read_file(file)
    (claim,) = (one for one in network.claims if network.name(one.object) == "MDM2")
    return claim.sign, dict(claim.attributes), {loss.why: loss.count for loss in report.changed}


@pytest.mark.parametrize(
    "mark", [{"inverse": True}, {"direction": "<-"}, {"direction": "B->A"}, {"directionality": "both"}], ids=str
)
def test_an_edge_that_says_it_runs_backwards_has_no_sign(tmp_path: Path, mark: dict[str, Any]) -> None:
    """In a table this is refused; in a graph the edge stays as a link, with what it states."""
    sign, attributes, told = one_edge(tmp_path, interaction="inhibits", **mark)
    assert (sign, attributes) == (None, {"stated_relation": "inhibits", **mark})
    assert told["an attribute says that they run backwards, or both ways: linked_to, without a sign"] == 1


DIFFER = "two signs are stated, which differ: the sign replaces the other, which is kept as an attribute"
UNREAD = "a sign stands in another column or attribute, which is not read: --sign-column reads that of a table"


@pytest.mark.parametrize(
    ("data", "sign", "why"),
    [
        ({"interaction": "activates", "polarity": "negative"}, 1, DIFFER), ({"mode": "inhibition"}, None, UNREAD),
        ({"target_arrow_shape": "tee"}, None, UNREAD), ({"interaction": "inhibits", "direction": "->"}, -1, ""),
    ],
    ids=str,
)  # fmt: skip
def test_a_sign_under_another_name_is_told(tmp_path: Path, data: dict[str, Any], sign: int | None, why: str) -> None:
    found, _, told = one_edge(tmp_path, **data)
    assert found == sign
    assert {DIFFER, UNREAD} & told.keys() == ({why} if why else set())


@pytest.mark.parametrize(
    ("data", "sign"),
    [
        ({"stimulation": 0, "inhibition": 1}, -1), ({"is_activator": True, "is_repressor": False}, 1),
        ({"activation": "1", "inhibition": "1"}, 0), ({"stimulation": 0, "inhibition": 0}, None),
        ({"stimulation": 1, "inhibition": 0, "interaction": "inhibits"}, -1), ({"up": 12, "down": 3}, None),
    ],
    ids=str,
)  # fmt: skip
def test_two_attributes_of_yes_and_no_are_a_sign(tmp_path: Path, data: dict[str, Any], sign: int | None) -> None:
    assert one_edge(tmp_path, **data)[0] == sign
