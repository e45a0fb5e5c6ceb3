"""An answer as an RO-Crate: whole, with what it rests on, read by others, without secrets."""

from __future__ import annotations

import hashlib
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.bibliography.crate import METADATA, Asked, Input, crate
from pathway_graph.cli import cli
from pathway_graph.evidence.subset import subnetwork, subnetwork_of_answer
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Diagram, DiagramEdge, DiagramNode, Entity, Source
from pathway_graph.model.build import build_network
from pathway_graph.stores.open import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("crate") / "store"
    opened = open_store(place)
    opened.write(read_guide())
    opened.close()
    return str(place)


def run(*arguments: str) -> Any:
    done = CliRunner().invoke(cli, list(arguments))
    assert done.exit_code == 0, done.output
    return done


def entities(document: bytes) -> dict[str, dict[str, Any]]:
    return {one["@id"]: one for one in json.loads(document)["@graph"]}


def test_a_crate_holds_the_answer_and_what_it_rests_on(store: str, tmp_path: Path) -> None:
    place = tmp_path / "crate"
    answer = run("upstream", "BDNF", "--store", store, "--crate", str(place), "--format", "json",
                 "--author", "A. Name (0000-0002-1825-0097)").stdout  # fmt: skip
    assert json.loads((place / "answer.json").read_text(encoding="utf-8")) == json.loads(answer)
    found = entities((place / METADATA).read_bytes())
    for name in ("answer.json", "claims.json", "references.bib"):
        content = (place / name).read_bytes()
        assert (found[name]["sha256"], found[name]["contentSize"]) == (
            hashlib.sha256(content).hexdigest(), str(len(content))
        )  # fmt: skip
    assert found["./"]["author"] == {"@id": "https://orcid.org/0000-0002-1825-0097"}
    assert found["https://orcid.org/0000-0002-1825-0097"]["name"] == "A. Name"
    assert found["#data-set-imipramine"]["version"] == "2026.11"
    assert found["#run"]["object"] == {"@id": "#data-set-imipramine"}
    part = pg.read(place / "claims.json")
    assert {"P38", "T2.4"} <= part.claim.keys()
    assert "KittelSchneider2012_S16" in (place / "references.bib").read_text(encoding="utf-8")


def test_every_reference_inside_a_crate_leads_somewhere(store: str, tmp_path: Path) -> None:
    run("explain", "imipramine", "BDNF", "--store", store, "--crate", str(tmp_path / "why.zip"))
    with zipfile.ZipFile(tmp_path / "why.zip") as archive:
        found = entities(archive.read(METADATA))
        assert {name for name in archive.namelist() if name != METADATA} <= found.keys()

    def referred(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {value["@id"]} if value.keys() == {"@id"} else set().union(*map(referred, value.values()))
        return set().union(*map(referred, value)) if isinstance(value, list) else set()

    outside = set().union(*(referred({**one, "@id": ""}) for one in found.values())) - found.keys()
    assert outside == {"https://w3id.org/ro/crate/1.1", "http://schema.org/CompletedActionStatus"}
    assert found["./"]["name"] == "why imipramine would change BDNF"


def test_a_folder_with_something_in_it_is_never_written_into(store: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = CliRunner().invoke(cli, ["upstream", "BDNF", "--store", store, "--crate", str(tmp_path)])
    assert (done.exit_code, "not empty" in done.stderr) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_data_set_without_licence_gets_none() -> None:
    asked = Asked("pathway-graph upstream X", "X", "2026-01-01T00:00:00+00:00", "1")
    found = entities(crate(asked, [Input("a b"), Input("c", license="my own terms")], {})[METADATA])
    assert "license" not in found["#data-set-a%20b"]
    assert {"@id": "#licence-not-stated"} in found["./"]["license"]  # what one data set states is not said of the other
    assert len(found["./"]["license"]) == 2
    assert found[found["#data-set-c"]["license"]["@id"]]["name"] == "my own terms"
    bare = entities(crate(asked, [Input("a")], {})[METADATA])
    assert bare["./"]["license"] == {"@id": "#licence-not-stated"}
    assert "author" not in bare["./"]


def test_names_and_data_sets_that_look_alike_are_two() -> None:
    asked = Asked("pathway-graph upstream X", "X", "2026-01-01T00:00:00+00:00", "1", ("李明", "王", "王"))
    graph = json.loads(crate(asked, [Input("a b"), Input("a-b")], {})[METADATA])["@graph"]
    names = [one["@id"] for one in graph]
    assert len(names) == len(set(names))
    assert {one["name"] for one in graph if one["@type"] == "Person"} == {"李明", "王"}
    assert {one["identifier"] for one in graph if "identifier" in one} == {"a b", "a-b"}


@pytest.mark.parametrize("name", ["prot:NTRK2", "bp:synaptic_plasticity", "bp:HPA_feedback", "prot:BDNF"])
def test_the_claims_of_a_crate_alone_give_the_answer_again(store: str, name: str, tmp_path: Path) -> None:
    """Links too: what raises BDNF protein acts on its gene and its transcript, of which no claim need be on the way."""
    run("upstream", name, "--store", store, "--max-steps", "3", "--crate", str(tmp_path / "crate"))
    part = pg.read(tmp_path / "crate" / "claims.json")
    found, again = (pg.upstream(network, name, max_steps=3) for network in (read_guide(), part))
    assert [(one.entity, one.net_sign, one.steps) for one in again.ends] == [
        (one.entity, one.net_sign, one.steps) for one in found.ends
    ]


def test_an_edge_that_a_diagram_alone_states_comes_along() -> None:
    """The claim is about the transcript, and the diagram draws it to the gene."""
    ends = [Entity("d", "SmallMolecule", "D"), Entity("g", "Gene", "G"), Entity("r", "Transcript", "G mRNA")]
    nodes = tuple(map(DiagramNode, ("d", "g", "r")))
    edges = (DiagramEdge("d", "increases", "g", ("c",)), DiagramEdge("d", "increases", "r", ("c",)))
    network = build_network(
        Source("s"), entities=ends, claims=[Claim("c", "d", "increases", "r")],
        diagrams=[Diagram("D", "d", "Two arrows", nodes=nodes, edges=edges)],
    )  # fmt: skip
    wanted = network.edge["d increases g"]
    assert wanted.id not in subnetwork(network, claims=wanted.claims, entities=["d", "g"]).edge
    part = subnetwork_of_answer(network, [wanted], wanted.claims)
    assert part.edge[wanted.id] == wanted
    assert [(one.source, one.target) for one in part.diagrams[0].edges] == [("d", "g")]
    assert [one.entity for one in part.diagrams[0].nodes] == ["d", "g"]


def test_the_package_rocrate_reads_a_crate(store: str, tmp_path: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate", reason="rocrate is not installed (extra oracles)")
    run("paths", "imipramine", "BDNF", "--store", store, "--crate", str(tmp_path / "answer"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = rocrate.ROCrate(str(tmp_path / "answer"))
        assert read.name == "routes from imipramine to BDNF"
        assert {one.id for one in read.data_entities} >= {"answer.json", "claims.json", "references.bib"}
        assert read.get("#run").type == "CreateAction"
        assert read.get("#run")["instrument"].id == "#pathway-graph"
