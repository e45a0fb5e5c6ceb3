"""The query library: every query runs, on every engine alike, and answers what the guide says."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from pathway_graph.cypher.library import bind, find, library, parse, queries
from pathway_graph.errors import InputError, Problem, QueryError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Edge, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.stores.base import Store, Table
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.trace import Filters, upstream
from test_cli import run

GUIDE = read_guide()
NAMES = list(library())


def identifiers(name: str) -> list[str]:
    return [entity.id for entity in resolve(GUIDE, name)]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = EmbeddedStore(tmp_path_factory.mktemp("queries") / "store")
    store.write(GUIDE)
    yield store
    store.close()


@pytest.fixture(scope="module")
def neo4j(neo4j_server: Any) -> Iterator[Store]:
    from pathway_graph.stores.server.store import Neo4jStore

    store = Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)
    store.clear()
    store.write(GUIDE)
    yield store
    store.close()


@pytest.fixture(scope="module")
def driver(neo4j_server: Any) -> Iterator[Any]:
    import neo4j

    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as opened:
        yield opened


def answer(store: Store, name: str, **given: str) -> Table:
    query = find(name)
    return store.run(query.text, bind(query, given, identifiers))


def rows(store: Store, name: str, **given: str) -> list[dict[str, Any]]:
    return answer(store, name, **given).to_dicts()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_query_answers_its_example(embedded: Store, name: str) -> None:
    assert answer(embedded, name).rows


@pytest.mark.neo4j
@pytest.mark.parametrize("name", NAMES)
def test_both_engines_give_the_same_rows_in_the_same_order(embedded: Store, neo4j: Store, name: str) -> None:
    assert answer(embedded, name).to_dicts() == answer(neo4j, name).to_dicts()


@pytest.mark.neo4j
@pytest.mark.parametrize("name", NAMES)
def test_no_query_makes_the_server_warn(neo4j: Store, driver: Any, name: str) -> None:
    query = find(name)
    summary = driver.execute_query(query.text, bind(query, {}, identifiers)).summary
    fine = ("00000", "02000", "01N51")  # the last: a causal type of the vocabulary that the guide does not use
    assert [s.status_description for s in summary.gql_status_objects if s.gql_status not in fine] == []


@pytest.mark.parametrize("name", NAMES)
def test_queries_are_bounded_and_write_nothing(name: str) -> None:
    text = find(name).text
    words = set(text.upper().replace("(", " ").split())
    assert not words & {"CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DETACH", "LOAD", "DROP"}
    for length in re.findall(r"\*[^\]]*", text):
        assert not length.startswith("*]")
        if length.startswith("*") and length[1:2].isdigit():
            assert re.match(r"\*\d+\.\.\d+", length), length


def test_the_library_has_a_sentence_and_typed_parameters_throughout() -> None:
    assert len(NAMES) >= 25
    for query in library().values():
        assert query.sentence.endswith("."), query.name
        assert all(parameter.meaning for parameter in query.parameters), query.name


TABLE_1 = [  # receptor, place, species, duration, sign, aspect, effect, reference
    ("beta-adrenergic receptor", ["cerebral cortex"], "Rattus norvegicus", "P14D", -1, "density", None, [2]),
    ("5-HT2 receptor", ["cerebral cortex"], "Rattus norvegicus", "P14D", -1, "density", None, [2]),
    ("dopamine receptor D2", ["limbic system"], "Rattus norvegicus", "P3W", 1, "sensitivity", None, [3]),
    ("NMDA receptor glycine co-agonist site", ["cerebral cortex"], "Rattus norvegicus", "P14D", -1, "affinity", None,
     [12]),
    ("alpha2-adrenergic receptor", ["locus ceruleus"], "Rattus norvegicus", "P21D", -1, "density", -16.0, [23]),
]  # fmt: skip
TABLE_2 = [  # molecule, places, species, duration, sign, given, reference
    ("3',5'-cyclic AMP", ["hippocampus"], "Rattus norvegicus", "not specified", -1, None, [5]),
    ("phospho-CREB (Ser133)", ["dorsal horn of spinal cord"], "Mus musculus", "P21D", -1, "injury (kind not stated)",
     [7]),
    ("phospho-CREB (Ser133)", ["Jurkat"], "Homo sapiens", "P3W", 1, None, [6]),
    ("BDNF mRNA", ["astrocyte"], "Rattus norvegicus", "PT4H", 1, None, [11]),
    ("GR mRNA", ["hippocampus", "hypothalamus"], "Rattus norvegicus", "not specified", 1, None, [13]),
    ("phospho-FAK (Tyr397)", ["prefrontal cortex"], "Rattus norvegicus", "P21D", -1, None, [15]),
    ("phospho-PYK2 (Tyr402)", ["prefrontal cortex"], "Rattus norvegicus", "P21D", 1, None, [15]),
    ("tyrosine hydroxylase activity", ["ventral tegmental area", "substantia nigra"], "Rattus norvegicus", "P18D", -1,
     None, [24]),
]  # fmt: skip
TABLE_3 = [
    ("neuron number (GCL)", ["dentate gyrus granule cell layer"], "Rattus norvegicus", "not specified", 1, [20]),
    ("synapse number", ["CA1 field of hippocampus"], "Rattus norvegicus", "not specified", 1, [20]),
    ("cell proliferation", ["dentate gyrus"], "Mus musculus", "P4W", 1, [21]),
]


def test_table_1_is_the_guides_row_for_row(embedded: Store) -> None:
    keys = ("receptor", "places", "species", "duration", "sign", "aspect", "effect_percent", "citations")
    assert [tuple(row[key] for key in keys) for row in rows(embedded, "table-1")] == TABLE_1


def test_table_2_is_the_guides_row_for_row(embedded: Store) -> None:
    keys = ("molecule", "places", "species", "duration", "sign", "given", "citations")
    assert [tuple(row[key] for key in keys) for row in rows(embedded, "table-2")] == TABLE_2


def test_table_3_is_the_guides_row_for_row(embedded: Store) -> None:
    keys = ("process", "places", "species", "duration", "sign", "citations")
    assert [tuple(row[key] for key in keys) for row in rows(embedded, "table-3")] == TABLE_3


@pytest.mark.parametrize("view", ["guide", "expanded"])
@pytest.mark.parametrize("name", ["BDNF", "GR", "pCREB", "synaptic plasticity", "Src"])
def test_upstream_in_cypher_agrees_with_the_trace(embedded: Store, view: Any, name: str) -> None:
    found = upstream(GUIDE, name, filters=Filters(view=view))
    expected = {
        (end.entity, end.net_sign, end.steps, end.count(1), end.count(-1), end.count(0), apart)
        for ends, apart in ((found.ends, False), (found.hypothetical, True))
        for end in ends
    }
    keys = ("id", "net_sign", "steps", "positive", "negative", "unsigned", "rests_on_hypothesis")
    answered = {
        tuple(row[key] for key in keys) for row in rows(embedded, "upstream-regulators", targets=name, view=view)
    }
    assert answered == expected


def test_names_of_one_gene_ask_the_same(embedded: Store) -> None:
    answers = [rows(embedded, "upstream-regulators", targets=name) for name in ("gr", "NR3C1", "hgnc:7978")]
    assert answers[0] == answers[1] == answers[2]
    assert [(row["id"], row["net_sign"]) for row in answers[0]] == [("chem:imipramine", "+1")]


def test_opposite_claims_on_pcreb_keep_their_contexts(embedded: Store) -> None:
    found = {(row["raised_by_claim"], row["lowered_by_claim"]): row for row in rows(embedded, "opposite-claims")}
    row = found["T2.3", "T2.2"]
    assert (row["raised_in"], row["raised_where"], row["raised_after"]) == ("sp:human", "cl:Jurkat", "P3W")
    assert (row["lowered_in"], row["lowered_where"], row["lowered_given"]) == ("sp:mouse", "an:SDH", "cond:injury")


def test_counts_agree_with_the_guide(embedded: Store) -> None:
    kinds = rows(embedded, "counts-by-kind")
    assert sum(row["entities"] for row in kinds) == 216
    assert sum(row["background"] for row in kinds) == 46
    assert len(rows(embedded, "uncited-claims")) == 37
    assert len(rows(embedded, "claims-by-certainty", certainty="hypothesis")) == 10
    assert len(rows(embedded, "claims-by-certainty", certainty="one_study")) == 5
    assert len(rows(embedded, "references")) == 24
    assert [len(rows(embedded, "publications", status=s)) for s in ("verified", "candidate", "unknown")] == [10, 11, 3]
    protocols = ("WB-pCREB", "qRT-PCR-BDNF", "ChIP-H3K27ac")
    assert [len(rows(embedded, "protocol-steps", protocol=name)) for name in protocols] == [10, 5, 8]


def test_only_two_citation_marks_are_supported_as_printed(embedded: Store) -> None:
    found = {(row["cited_as"], row["claim"]) for row in rows(embedded, "supported-citations")}
    assert found == {(12, "T1.4"), (13, "P80"), (13, "P80b")}  # [13] stands once for the claim and its companion


def test_a_region_includes_its_parts(embedded: Store) -> None:
    places = {row["place"] for row in rows(embedded, "changes-in-region", region="hippocampus")}
    assert places == {
        "hippocampus", "dentate gyrus", "dentate gyrus granule cell layer", "CA1 field of hippocampus",
    }  # fmt: skip


def test_unknown_durations_are_named(embedded: Store) -> None:
    found = rows(embedded, "changes-after-days", days="21")
    unknown = {row["claim"] for row in found if row["duration_is"] == "unknown"}
    assert {"T2.1", "T2.5a", "T2.5b", "T3.1", "T3.2"} <= unknown
    assert {row["claim"] for row in found} - unknown == {"T1.3", "T1.5", "T2.2", "T2.3", "T2.6", "T2.7", "T3.3"}


def test_conditions_stand_beside_what_the_treatment_does(embedded: Store) -> None:
    found = {
        row["claim"]: (row["effect_of_condition"], row["effect_of_treatment"]) for row in rows(embedded, "conditions")
    }
    assert (found["T2.2b"], found["P65b"], found["P80b"], found["P74b"]) == ((1, -1), (-1, 1), (-1, 1), (0, 0))


@pytest.mark.parametrize(
    ("name", "given", "error", "message"),
    [
        ("hubs", {"limti": "3"}, QueryError, "did you mean 'limit'"),
        ("hubs", {"limit": "three"}, QueryError, "must be a whole number, not 'three'"),
        ("changes-after-days", {"days": "long"}, QueryError, "must be a number"),
        ("changes-in-species", {"species": "BDNF"}, QueryError, "takes one entity, and 'BDNF' means"),
        ("orthologs", {"entities": "BDNFF"}, UnknownName, "no entity is called"),
    ],
)
def test_a_wrong_parameter_is_told(name: str, given: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        bind(find(name), given, identifiers)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("// name: other\n// What.\nRETURN 1", "the name 'other' is not the file's"),
        ("// name: q\nRETURN 1", "needs a sentence"),
        ("// name: q\n// What.\n", "needs a sentence and a statement"),
        ("// name: q\n// What.\n// param x integer\nRETURN $x", "cannot be read"),
        ("// name: q\n// What.\n// param x: int = 1\nRETURN $x", "types are entity"),
        ("// name: q\n// What.\nRETURN $x", "parameter 'x' is used but not declared"),
        ("// name: q\n// What.\n// param x: text = a -- b\nRETURN 1", "parameter 'x' is declared but not used"),
    ],
)
def test_a_broken_library_file_is_told(source: str, message: str) -> None:
    problems: list[Problem] = []
    assert parse(source, Path("q.cypher"), problems) is None
    assert any(message in str(problem) for problem in problems)


# Each against what other code works out of the same network ----------------------------------------------

VIEWS = ("guide", "expanded")


def causal(view: str) -> list[Edge]:
    return [edge for edge in GUIDE.edges if edge.sign is not None and view in ("expanded", edge.view)]


def joined(view: str) -> Any:
    graph: Any = nx.Graph()
    graph.add_edges_from((edge.source, edge.target) for edge in causal(view) if edge.source != edge.target)
    return graph


@pytest.mark.parametrize("view", VIEWS)
def test_clustering_is_that_of_networkx(embedded: Store, view: str) -> None:
    graph = joined(view)
    found = {row["id"]: row for row in rows(embedded, "clustering", view=view, limit="1000")}
    several = {name for name in graph if graph.degree(name) > 1}
    assert found.keys() == several
    assert {name: row["clustering"] for name, row in found.items()} == pytest.approx(
        nx.clustering(graph, several), abs=1e-12
    )
    assert {name: row["triangles"] for name, row in found.items()} == nx.triangles(graph, several)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Network, Store]]:
    """A network in which 25 edges leave and reach each gene, some of them twice: 800 genes, 20,000 claims."""
    draw = random.Random(7)
    genes = [Entity(f"prot:g{number}", "Protein", f"g{number}") for number in range(800)]
    claims = [
        Claim(
            f"c{number}",
            draw.choice(genes).id,
            draw.choice(("activates", "inhibits", "part_of")),
            draw.choice(genes).id,
        )
        for number in range(20_000)
    ]
    network = build_network(Source("busy"), entities=genes, claims=claims)
    store = EmbeddedStore(tmp_path_factory.mktemp("busy") / "store")
    store.write(network)
    yield network, store
    store.close()


@pytest.mark.slow
def test_clustering_of_a_busy_network_is_found_in_the_time_of_a_query(busy: tuple[Network, Store]) -> None:
    network, store = busy
    graph: Any = nx.Graph()
    graph.add_edges_from((edge.source, edge.target) for edge in network.edges if edge.sign is not None)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    found = {row["id"]: (row["neighbours"], row["triangles"]) for row in rows(store, "clustering", limit="1000")}
    triangles: Any = nx.triangles(graph)
    assert found == {name: (graph.degree(name), triangles[name]) for name in graph}


@pytest.mark.slow
@pytest.mark.parametrize("max_steps", [3, 4])
def test_routes_to_a_gene_of_a_busy_network_are_found_in_the_time_of_a_query(
    busy: tuple[Network, Store], max_steps: int
) -> None:
    network, store = busy
    drug, targets = "prot:g1", ["prot:g2", "prot:g3"]
    asked = {"drug": drug, "targets": targets, "max_steps": max_steps}
    found = store.run(find("drug-to-gene").text, asked).to_dicts()
    expected = routes_to(network.edges, drug, targets, max_steps)
    assert len(expected) > 5
    assert sorted((tuple(row["route"]), row["sign"], tuple(map(tuple, row["claims"]))) for row in found) == expected


def routes_to(edges: Iterable[Edge], drug: str, targets: list[str], most: int) -> list[tuple[Any, ...]]:
    """Return names, sign and claims of all routes without a repeated entity, along causal edges, one edge at a time."""
    leaving: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.sign is not None:
            leaving.setdefault(edge.source, []).append(edge)
    found: list[tuple[Any, ...]] = []
    waiting: list[tuple[Edge, ...]] = [(edge,) for edge in leaving.get(drug, ())]
    while waiting:
        route = waiting.pop()
        seen = (drug, *(edge.target for edge in route))
        if len(set(seen)) < len(seen):
            continue
        if seen[-1] in targets:
            names = tuple(name.removeprefix("prot:") for name in seen)
            found.append((names, math.prod(edge.sign or 0 for edge in route), tuple(edge.claims for edge in route)))
        elif len(route) < most:
            waiting += [(*route, edge) for edge in leaving.get(seen[-1], ())]
    return sorted(found)


@pytest.mark.parametrize("view", VIEWS)
def test_centrality_is_that_of_networkx(embedded: Store, view: str) -> None:
    found = {row["id"]: row for row in rows(embedded, "centrality", view=view, limit="1000")}
    wanted = nx.degree_centrality(joined(view))
    assert {name: row["centrality"] for name, row in found.items()} == pytest.approx(wanted, abs=1e-12)
    directed = nx.DiGraph((edge.source, edge.target) for edge in causal(view) if edge.source != edge.target)
    assert {name: (row["regulators"], row["targets"]) for name, row in found.items()} == {
        name: (directed.in_degree(name), directed.out_degree(name)) for name in directed
    }


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["pCREB", "imipramine", "BDNF"])
def test_the_neighbourhood_is_that_of_networkx(embedded: Store, view: str, name: str) -> None:
    start, graph = [one for one in identifiers(name) if one in joined(view)], joined(view)
    steps: dict[str, int] = {}
    between: dict[str, set[str]] = {}
    for one in start:
        for other, length in nx.single_source_shortest_path_length(graph, one, cutoff=2).items():
            steps[other] = min(steps.get(other, 9), length)
            between.setdefault(other, set()).update(nx.common_neighbors(graph, one, other) if other != one else ())
    kinds = {entity.id: (entity.kind, entity.name) for entity in GUIDE.entities}
    found = rows(embedded, "neighbourhood", entities=name, view=view)
    wanted = {other: length for other, length in steps.items() if other not in identifiers(name)}
    assert {row["id"]: row["steps"] for row in found} == wanted
    for row in found:
        assert (row["kind"], row["name"]) == kinds[row["id"]]
        named = sorted({kinds[middle][1] for middle in between[row["id"]]}) if row["steps"] == 2 else []
        assert row["between"] == named


def test_claims_about_an_entity_are_all_that_name_it(embedded: Store) -> None:
    fields = {"subject": "subject", "object": "object", "in_species": "species", "in_region": "region",
              "in_cell": "cell", "under_condition": "condition", "by_assay": "assay"}  # fmt: skip
    claims = [claim for claim in GUIDE.claims if claim.view == "guide"]
    for name in ("BDNF", "hippocampus", "rat", "imipramine"):
        ids = set(identifiers(name))
        wanted = {(stands, claim.id) for claim in claims for stands, field in fields.items()
                  if getattr(claim, field) in ids}  # fmt: skip
        wanted |= {("with_treatment", claim.id) for claim in claims if ids & set(claim.co_treatment)}
        assert {(row["stands_as"], row["claim"]) for row in rows(embedded, "claims-about", entities=name)} == wanted
        assert wanted


@pytest.mark.parametrize("certainty", ["any", "asserted"])
def test_conflicting_claims_are_all_pairs_of_opposite_signs(embedded: Store, certainty: str) -> None:
    claims = [claim for claim in GUIDE.claims if claim.view == "guide" and certainty in ("any", claim.certainty)]
    wanted = [
        (up.id, down.id)
        for up in claims for down in claims
        if up.sign == 1 and down.sign == -1
        and (up.subject, up.object, up.aspect) == (down.subject, down.object, down.aspect)
    ]  # fmt: skip
    found = [(row["raised_by_claim"], row["lowered_by_claim"])
             for row in rows(embedded, "conflicting-claims", certainty=certainty)]  # fmt: skip
    assert sorted(found) == sorted(wanted)
    assert ("P31", "T2.2") in wanted or certainty != "any"


def test_drugs_on_a_target_are_those_with_a_signed_edge_to_it(embedded: Store) -> None:
    kinds = {entity.id: entity.kind for entity in GUIDE.entities}
    compounds = {"SmallMolecule", "ChemicalClass", "Combination", "Reagent"}
    for name in ("pCREB", "BDNF", "cAMP"):
        ids = set(identifiers(name))
        wanted = {
            ("raises" if edge.sign == 1 else "lowers", edge.source, edge.target, edge.relation, tuple(edge.claims))
            for edge in causal("expanded")
            if edge.target in ids and edge.sign and kinds[edge.source] in compounds
        }
        found = rows(embedded, "drugs-on-target", targets=name, view="expanded")
        assert {(row["effect"], row["drug"], row["target"], row["relation"], tuple(row["claims"]))
                for row in found} == wanted  # fmt: skip
        assert wanted


def test_a_publication_says_what_a_curator_holds_it_to_back(embedded: Store) -> None:
    wanted = {(one.id, one.status, claim) for one in GUIDE.publications for claim in one.claims}
    found = rows(embedded, "publication-claims")
    assert {(row["publication"], row["status"], row["claim"]) for row in found} == wanted
    one = next(one for one in GUIDE.publications if one.doi and one.claims)
    for given in (one.id, one.doi, one.title[:30].upper()):
        assert one.id in {row["publication"] for row in rows(embedded, "publication-claims", publication=given)}


def test_the_support_of_an_edge_is_its_claims_their_publications_and_verdicts(embedded: Store) -> None:
    backing: dict[str, set[str]] = {claim.id: set() for claim in GUIDE.claims}
    for one in GUIDE.publications:
        for backed in one.claims:
            backing[backed].add(f"{one.id} ({one.status})")
    verdicts = {(entry.id, judged): verdict.verdict for entry in GUIDE.references for verdict in entry.verdicts
                for judged in verdict.claims}  # fmt: skip
    claims = {claim.id: claim for claim in GUIDE.claims}
    edges = [edge for edge in GUIDE.edges if edge.source == "chem:imipramine" and edge.claims]
    for target in sorted({edge.target for edge in edges}):
        found = rows(embedded, "edge-support", sources="chem:imipramine", targets=target)
        wanted = {(edge.id, name) for edge in edges if edge.target == target for name in edge.claims}
        assert {(row["edge"], row["claim"]) for row in found} == wanted
        for row in found:
            claim = claims[row["claim"]]
            assert set(row["publications"]) == backing[claim.id]
            cited = {f"{claim.source}/{number}" for number in claim.citations}
            assert set(row["references"]) == {
                f"{entry}: {verdicts.get((entry, claim.id), 'not looked up')}" for entry in cited
            }


# A folder of one's own -----------------------------------------------------------------------------------

MINE = """// name: mine
// What I ask.
// param kind: text = Gene -- a kind
MATCH (e:Entity {kind: $kind}) RETURN count(e) AS n
"""


def test_queries_of_an_own_folder_stand_beside_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.cypher").write_text(MINE)
    assert set(queries(tmp_path)) == {*library(), "mine"}
    assert list(queries(tmp_path)) == sorted(queries(tmp_path))
    assert find("mine", tmp_path).parameters[0].default == "Gene"
    assert "mine" not in queries()
    monkeypatch.setenv("PATHWAY_GRAPH_QUERIES", str(tmp_path))
    assert find("mine").sentence == "What I ask."
    assert "mine" not in library()


def test_all_that_is_wrong_in_an_own_folder_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "hubs.cypher").write_text("// name: hubs\n// Mine.\nRETURN 1\n")
    (tmp_path / "odd.cypher").write_text("// name: odd\n// What.\n// param x integer\nRETURN $x\n")
    (tmp_path / "raw.cypher").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError) as caught:
        queries(tmp_path)
    said = str(caught.value)
    assert f"{tmp_path / 'hubs.cypher'}:1" in said
    assert "the library has a query 'hubs' already" in said
    assert f"{tmp_path / 'odd.cypher'}:3" in said
    assert "raw.cypher" in said
    with pytest.raises(InputError, match="this is no folder"):
        queries(tmp_path / "nowhere")


@pytest.mark.slow
def test_the_command_lists_shows_and_runs_them(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text(MINE)
    store = EmbeddedStore(tmp_path / "store")
    store.write(GUIDE)
    store.close()
    listed = run("query", "--list", "--queries", str(tmp_path), "--format", "csv", store=tmp_path / "store")
    assert "mine,What I ask." in listed.stdout.splitlines()
    assert run("query", "mine", "--queries", str(tmp_path), "--show", store=tmp_path / "store").stdout.startswith(
        "// name"
    )
    asked = run(
        "query", "mine", "--queries", str(tmp_path), "-P", "kind=Protein", "--format", "csv", store=tmp_path / "store"
    )
    proteins = sum(entity.kind == "Protein" for entity in GUIDE.entities)
    assert asked.stdout.splitlines() == ["n", str(proteins)]
