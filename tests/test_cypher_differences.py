"""The list of differences is true of both engines, and what is made at random differs in nothing that is not on it.

``python tests/cypher_differential.py --seed N`` tries other seeds than the one that is tried here.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import cypher_excuses
from cypher_differential import report
from cypher_excuses import EXCUSES, excuse
from cypher_outcomes import (
    BOTH_REFUSE,
    DIFFER,
    EMBEDDED_REFUSES,
    EQUAL,
    NEO4J_REFUSES,
    Engines,
    Outcome,
    Pair,
    answer,
    engines,
    outcome,
    raw,
    verdict,
)
from cypher_queries import FUNCTIONS, queries
from neo4j_server import Server
from pathway_graph.cypher.allowed_words import FUNCTIONS as ALLOWED
from pathway_graph.cypher.difference import REFUSED, REWRITTEN, STAYS, Difference
from pathway_graph.cypher.differences import DIFFERENCES
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.registry import read_file
from pathway_graph.model.build import merge
from pathway_graph.stores.base import Table
from pathway_graph.stores.embedded.store import EmbeddedStore

SEED, NUMBER = 13, 900
OWN_GRAMMAR = {"all", "any", "none", "single", "reduce", "shortestpath", "allshortestpaths"}
"""No functions in the tree, and tried like them."""


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(tmp_path_factory.mktemp("differences") / "store")
    store.write(read_guide())
    yield store
    store.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, new_neo4j_server: Server) -> Iterator[Engines]:
    with engines(tmp_path_factory.mktemp("both") / "store", new_neo4j_server, read_guide()) as pair:
        yield pair


def short(entry: Difference) -> str:
    return entry.id


@pytest.mark.parametrize("entry", DIFFERENCES, ids=short)
def test_the_engine_itself_still_answers_as_the_list_says(entry: Difference, embedded: EmbeddedStore) -> None:
    """Asked twice, for some answers change when the engine has seen the text before."""
    answers = [answer(outcome(lambda: raw(embedded, entry.example))) for _ in range(2)]
    assert entry.neo4j not in answers[:1], f"the engine answers {entry.id} as Neo4j does: the entry may be dropped"
    assert entry.embedded in answers


@pytest.mark.parametrize("entry", [entry for entry in DIFFERENCES if entry.instead], ids=short)
def test_what_the_list_says_to_write_instead_gives_the_answer_of_neo4j(
    entry: Difference, embedded: EmbeddedStore
) -> None:
    for _ in range(2):
        assert answer(outcome(lambda: raw(embedded, entry.instead))) == entry.neo4j


@pytest.mark.parametrize("entry", [entry for entry in DIFFERENCES if entry.in_force], ids=short)
def test_what_is_in_force_is_at_work(entry: Difference, embedded: EmbeddedStore) -> None:
    wanted = entry.neo4j if entry.treatment == REWRITTEN else "refused"
    for _ in range(2):
        assert answer(outcome(lambda: embedded.run(entry.example))) == wanted


def test_every_entry_is_whole_and_can_be_known() -> None:
    assert len({entry.id for entry in DIFFERENCES}) == len(DIFFERENCES)
    assert {entry.id for entry in DIFFERENCES} == EXCUSES.keys()
    for entry in DIFFERENCES:
        assert entry.treatment in (REWRITTEN, REFUSED, STAYS)
        assert all(dataclasses.asdict(entry)[name] for name in ("construct", "example", "embedded", "neo4j", "how"))
        assert entry.embedded != entry.neo4j
        assert not (entry.treatment == STAYS and entry.is_awaited)


def test_every_function_that_a_query_may_use_is_tried() -> None:
    assert {name.lower() for name, *_ in FUNCTIONS} - OWN_GRAMMAR == ALLOWED.keys()
    tried = "\n".join(queries(SEED, NUMBER))
    wanted = {name for name, _, kind, rule in FUNCTIONS if rule is None and kind != "-"}
    assert {name for name in wanted if f"{name}(" not in tried} == set()


def test_the_same_seed_gives_the_same_queries() -> None:
    assert queries(5, 80) == queries(5, 80) != queries(6, 80)


@pytest.mark.parametrize(
    ("query", "ours", "theirs", "is_so"),
    [
        ("RETURN 1 AS v", 1, 1, EQUAL), ("RETURN 1 AS v", 1, 1.0, DIFFER), ("RETURN 1 AS v", 1, True, DIFFER),
        ("RETURN 1 AS v", 1, "1", DIFFER), ("RETURN 1 AS v", 0.1 + 0.2, 0.3, EQUAL),
        ("RETURN 1 AS v", None, [], DIFFER),
        ("RETURN 1 AS v", {"a": 1, "b": 2}, {"b": 2, "a": 1}, EQUAL), ("RETURN 1 AS v", [1, 2], [2, 1], DIFFER),
        ("RETURN 1 AS v", float("nan"), float("nan"), EQUAL), ("RETURN 1 AS v", -0.0, 0.0, DIFFER),
    ],
)  # fmt: skip
def test_values_are_compared_with_their_types(query: str, ours: object, theirs: object, is_so: str) -> None:
    one, two = (Outcome(Table(("v",), ((value,),))) for value in (ours, theirs))
    assert verdict(query, one, two) == is_so


@pytest.mark.parametrize(
    ("query", "is_so"),
    [
        ("UNWIND [1, 2] AS v RETURN v", EQUAL), ("UNWIND [1, 2] AS v RETURN v ORDER BY v", DIFFER),
        ("RETURN COLLECT { UNWIND [1] AS x RETURN x ORDER BY x } AS v", EQUAL),
        ("UNWIND [1, 2] AS v WITH v ORDER BY v RETURN v", EQUAL),
    ],
)  # fmt: skip
def test_rows_are_compared_in_order_where_the_last_return_sorts(query: str, is_so: str) -> None:
    one, two = (Outcome(Table(("v",), rows)) for rows in (((1,), (2,)), ((2,), (1,))))
    assert verdict(query, one, two) == is_so


def test_an_excuse_falls_away_when_its_treatment_is_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, right = (Outcome(Table(("v",), ((value,),))) for value in ("ab", "x"))
    query = "RETURN trim('xabx', 'x') AS v"
    pair = Pair(query, wrong, right, verdict(query, wrong, right))
    entry = next(entry for entry in DIFFERENCES if entry.id == "trim-arguments")
    monkeypatch.setattr(cypher_excuses, "DIFFERENCES", (dataclasses.replace(entry, is_awaited=True),))
    assert excuse(pair) == "trim-arguments"
    monkeypatch.setattr(cypher_excuses, "DIFFERENCES", (entry,))
    assert entry.in_force
    assert excuse(pair) is None
    for says, reason in (("trim() of Neo4j 5 takes one text: …", "trim-arguments"), ("the engine failed", None)):
        refused = dataclasses.replace(pair, embedded=Outcome(refusal=says), verdict=EMBEDDED_REFUSES)
        assert excuse(refused) == reason


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("entry", DIFFERENCES, ids=short)
def test_neo4j_answers_as_the_list_says(entry: Difference, both: Engines) -> None:
    theirs = outcome(lambda: both.remote._ask(entry.example, None, 30.0, 1000, write=False))
    assert answer(theirs) == entry.neo4j


@pytest.mark.neo4j
@pytest.mark.slow
def test_nothing_that_is_not_on_the_list_differs(both: Engines) -> None:
    found = report(both, queries(SEED, NUMBER))
    assert found.unlisted == []
    assert found.counts[EQUAL] > NUMBER / 2, found.counts
    assert found.counts[BOTH_REFUSE] < NUMBER / 4, found.counts
    assert NEO4J_REFUSES not in found.counts


@pytest.mark.neo4j
@pytest.mark.slow
def test_nor_does_anything_over_an_imported_network(both: Engines, new_neo4j_server: Server, tmp_path: Path) -> None:
    """300 edges of a table, some both up and down, between genes of which the guide knows a few."""
    draw = random.Random(SEED)
    genes = "BDNF CREB1 NTRK2 AKT1 GSK3B TP53 MYC JUN FOS EGFR STAT3 RELA ESR1 SP1 NR3C1 PTK2B SRC GRIN1 IL6".split()
    pairs = [draw.sample(genes, 2) for _ in range(300)]
    rows = [f"{source}\t{target}\t{draw.choice(['1', '-1', '-1', '0'])}" for source, target in pairs]
    (tmp_path / "edges.tsv").write_text("\n".join(["source\ttarget\tsign", *rows, ""]))
    imported = read_file(tmp_path / "edges.tsv", namespace="hgnc.symbol")[0]
    try:
        with engines(tmp_path / "store", new_neo4j_server, merge([read_guide(), imported])) as larger:
            found = report(larger, queries(SEED + 1, 250))
    finally:
        both.remote.clear()
        both.remote.write(read_guide())
    assert found.unlisted == []
    assert found.counts[EQUAL] > 125, found.counts
