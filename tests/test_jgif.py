"""JSON Graph Format: BEL graphs with a claim per evidence, other graphs by their usual names."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import jgif
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Network


def read(document: Any) -> tuple[Network, Report]:
    return jgif.parse(Decoded("m.jgif", "m.jgif", json.dumps(document).encode()))


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(network.name(one.subject), one.relation, network.name(one.object)) for one in network.claims}


def evidence(number: str, **more: Any) -> dict[str, Any]:
    return {"citation": {"type": "PubMed", "id": number, "name": "J"}, "summary_text": "A sentence", **more}


CBN = {
    "graph": {
        "label": "Causal",
        "metadata": {"version": "1.1"},
        "directed": True,
        "nodes": [
            {"id": "1", "label": "act(p(HGNC:AKT1))", "metadata": {"bel_function_type": "activity"}},
            {"id": "2", "label": "p(HGNC:BDNF)", "metadata": {"bel_function_type": "proteinAbundance"}},
        ],
        "edges": [
            {
                "source": "1", "target": "2", "relation": "increases", "directed": True,
                "label": "act(p(HGNC:AKT1)) increases p(HGNC:BDNF)",
                "metadata": {"evidences": [
                    evidence("11", experiment_context={"species_common_name": "Rat", "tissue": "Lung", "cell": ""}),
                    evidence("12", bel_statement="kin(p(HGNC:AKT1)) -> p(HGNC:BDNF)",
                             experiment_context={"species_common_name": "Human"}),
                ]},
            },
            {"source": "1", "target": "2", "relation": "decreases"},
            {"source": "2", "target": "1", "relation": "actsIn", "metadata": {}},
            {"source": "2", "target": "1", "relation": "increases", "label": "p(HGNC:BDNF increases"},
        ],
    }
}  # fmt: skip


def test_each_evidence_of_a_bel_edge_is_a_claim_in_its_context() -> None:
    network, report = read(CBN)
    assert said(network) == {("AKT1", "increases", "BDNF"), ("AKT1", "decreases", "BDNF")}
    cited = {
        one.pmid: [(network.claim[c].species, network.claim[c].region, network.claim[c].aspect) for c in one.claims]
        for one in network.publications
    }
    assert cited == {"11": [("sp:ncbitaxon:10116", "an:Anatomy/Lung", "")], "12": [("sp:ncbitaxon:9606", "", "")]}
    assert "sentence" not in repr(network)
    assert (report.read["statements"], report.kept["statements"]) == (4, 2)
    assert (report.read["evidences"], report.kept["evidences"]) == (2, 2)
    out = {loss.why: loss.places[0] for loss in report.left_out if loss.what == "statements"}
    assert out["actsIn: a thing and what it does itself"] == "graph.edges[2]"
    assert out["not understood: 'increases' stands where a comma or a bracket should"].startswith("graph.edges[3]")
    assert (network.sources[0].title, network.sources[0].version) == ("Causal", "1.1")


PLAIN: dict[str, Any] = {
    "graph": {
        "label": "Plain",
        "nodes": {
            "a": {"label": "AKT1", "metadata": {"curie": "hgnc:391", "type": "protein"}},
            "b": {"label": "B", "metadata": {"type": "protein", "deep": {"x": 1}}},
        },
        "edges": [
            {"source": "a", "target": "b", "relation": "inhibition", "metadata": {"pmid": ["5"], "score": 0.5}},
            {"source": "a", "target": "b", "relation": "activation", "directed": False},
            {"source": "a", "target": "b", "relation": "binds", "directed": False},
            {"source": "a", "target": "b", "directed": False, "metadata": {"sign": -1}},
        ],
    }
}


def test_any_other_graph_is_read_by_its_usual_names() -> None:
    network, report = read(PLAIN)
    assert said(network) == {("AKT1", "inhibits", "B"), ("AKT1", "linked_to", "B"), ("AKT1", "binds", "B")}
    (inhibits,) = [one for one in network.claims if one.relation == "inhibits"]
    assert inhibits.subject == "prot:hgnc:391"
    assert dict(inhibits.attributes)["score"] == 0.5
    assert [one.pmid for one in network.publications] == ["5"]
    changed = {loss.why: loss.count for loss in report.changed if loss.what == "edges"}
    assert changed["they are undirected: the sign is not taken, read as linked_to"] == 2
    stated = [dict(one.attributes) for one in network.claims if one.relation == "linked_to"]
    assert {"stated_relation": "activation"} in stated
    assert [loss.count for loss in report.left_out if loss.why == "objects within objects"] == [1]


def test_a_graph_that_is_undirected_as_a_whole_has_no_signs() -> None:
    graph = {**PLAIN["graph"], "directed": False, "edges": PLAIN["graph"]["edges"][:1]}
    network, _ = read({"graph": graph})
    assert [one.sign for one in network.claims] == [None]


def test_nodes_may_be_a_list_and_ends_must_be_there() -> None:
    nodes = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    network, _ = read({"graph": {"nodes": nodes, "edges": [{"source": "a", "target": "b", "relation": "activates"}]}})
    assert said(network) == {("A", "activates", "B")}
    with pytest.raises(InputError) as caught:
        read({"graph": {"nodes": nodes, "edges": [{"source": "a", "target": "c"}, {"source": "d", "target": "b"}]}})
    assert {one.message for one in caught.value.problems} == {
        "the edge's end 'c' is no node", "the edge's end 'd' is no node",
    }  # fmt: skip
    with pytest.raises(InputError, match=r"node 'a' stands twice; the first is graph\.nodes\[0\]"):
        read({"graph": {"nodes": [nodes[0], nodes[0]], "edges": []}})
    with pytest.raises(InputError, match="there is no 'graph'"):
        read({"nodes": []})
    with pytest.raises(InputError, match="it holds 2 graphs"):
        read({"graphs": [PLAIN["graph"], PLAIN["graph"]]})


def test_several_bel_graphs_of_a_file_are_one_data_set() -> None:
    network, report = read({"graphs": [CBN["graph"], CBN["graph"]]})
    assert report.read["statements"] == 8
    assert said(network) == {("AKT1", "increases", "BDNF"), ("AKT1", "decreases", "BDNF")}


@pytest.mark.parametrize("document", [CBN, PLAIN, {"graphs": [CBN["graph"]]}])
def test_it_is_recognised(document: Any, tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps(document))
    assert pg.read_file(path)[1].format == "jgif"


def test_what_pybel_writes_is_read_as_pybel_means_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pybel = pytest.importorskip("pybel", reason="pybel, of the extra oracles, is not installed")
        graph = pybel.BELGraph(name="G", version="1.0.0")
        akt, bdnf = (pybel.dsl.Protein(namespace="HGNC", name=name) for name in ("AKT1", "BDNF"))
        graph.add_increases(akt, bdnf, citation="11", evidence="x")
        graph.add_decreases(akt, bdnf, citation="12", evidence="y", target_modifier=pybel.dsl.degradation())
        document = pybel.to_jgif(graph)
    network, _ = read(json.loads(json.dumps(document)))
    assert said(network) == {("AKT1", "increases", "BDNF")}, "less degradation is more of it"
    assert sorted(one.pmid for one in network.publications) == ["11", "12"]
    assert len(network.claims) == 2
