"""The query library: every query runs, on every engine alike, and answers what the guide says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.cypher.library import bind, find, library, parse
from pathway_graph.errors import Problem, QueryError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.stores.base import Store, Table
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.trace import Filters, upstream

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
