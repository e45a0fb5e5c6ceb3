"""A database too large to copy: what is asked of it is answered as on the whole, a part of it fetched."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Literal

import neo4j
import pytest

import pathway_graph as pg
from neo4j_server import Server
from pathway_graph.errors import StoreError, StoreUnavailable
from pathway_graph.evidence.prepared import claims_about
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.lookup import background_only
from pathway_graph.index import index_of
from pathway_graph.index.arrays import ARRAYS
from pathway_graph.index.build import build_index
from pathway_graph.model import Claim, Entity, Network, Publication, Reference, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.stores.open import open_store
from pathway_graph.stores.server.fetcher import Fetcher
from pathway_graph.stores.server.store import Neo4jStore
from test_neo4j import ask, open_on


def at_random(seed: int) -> Network:
    """Return a network of many short ways between few entities, some of it background or hypothesis."""
    chance = random.Random(seed)
    relations = ("activates", "inhibits", "increases", "decreases", "acts_on", "binds")
    pairs = [chance.sample(range(40), 2) for _ in range(300)]
    claims = []
    for number, (one, other) in enumerate(pairs):
        kind = chance.choice(("causal", "causal", "hypothesis"))
        views: tuple[Literal["guide", "background"], ...] = ("guide", "guide", "background")
        view = chance.choice(views)
        claims.append(
            Claim(
                f"c{number}", f"prot:{one:02}", chance.choice(relations), f"prot:{other:02}", view=view, kind=kind,
                certainty="hypothesis" if kind == "hypothesis" else "asserted",
                species=chance.choice(("", "sp:human", "sp:mouse")),
                reference="doi:10.1000/182" if view == "background" else "",
            )
        )  # fmt: skip
    species = [Entity(f"sp:{name}", "Species", name) for name in ("human", "mouse")]
    proteins = [Entity(f"prot:{i:02}", "Protein", f"P{i:02}") for i in range(40)]
    return build_network(Source("random"), entities=[*proteins, *species], claims=claims)


@pytest.fixture(params=["guide", "random", "retracted"])
def pair(
    request: pytest.FixtureRequest, neo4j_server: Server, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Network, Neo4jStore]]:
    """A network, and a store that holds it and takes it for too large to copy."""
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    network = at_random(7) if request.param == "random" else read_guide()
    if request.param == "retracted":
        gone = Publication("gone/1", "A listed work", "cited", doi="10.1002/HIPO.20718", notice="retracted")
        network = merge([network, build_network(Source("gone"), publications=[gone])])
    store = open_on(neo4j_server, copy_limit=10)
    store.clear()
    store.write(network)
    yield network, store
    store.clear()
    store.close()


def ends(network: Network) -> tuple[str, str]:
    return ("imipramine", "BDNF") if "chem:imipramine" in network.entity else ("P03", "P17")


QUESTIONS: dict[str, Callable[[Network], Any]] = {
    "upstream": lambda network: pg.upstream(network, ends(network)[1], max_steps=2).to_dict(),
    "expanded": lambda network: pg.upstream(
        network, ends(network)[1], max_steps=2, filters=pg.Filters(view="expanded")
    ).to_dict(),
    "asserted": lambda network: pg.downstream(
        network, ends(network)[0], max_steps=2, filters=pg.Filters(certainties=("asserted",))
    ).to_dict(),
    "paths": lambda network: pg.paths(network, *ends(network), max_steps=3).to_dict(),
    "explain": lambda network: pg.explain(network, *ends(network), max_steps=3).to_dict(),
    "conflicts": lambda network: pg.find_conflicts(network, ends(network)[1]).to_dict(),
    "claims": lambda network: pg.select_claims(network, pg.ClaimFilter(object=ends(network)[1])).to_dict(),
    "statistics": pg.statistics,
    "retracted": lambda network: (
        (pg.retracted_claims(network), pg.weigh(network, ["P76", "P79"]).to_dict()) if "P79" in network.claim else None
    ),
    "everything": lambda network: network,
    "by name": lambda network: (
        [network.claim[claim.id] for claim in network.claims] + [network.edge[edge.id] for edge in network.edges]
    ),
}


def test_what_is_asked_is_answered_as_on_the_whole(pair: tuple[Network, Neo4jStore]) -> None:
    network, store = pair
    for _ in range(2):
        for name, question in QUESTIONS.items():
            assert question(store.read()) == question(network), name


def test_every_entity_has_its_routes_and_its_claims(pair: tuple[Network, Neo4jStore]) -> None:
    network, store = pair
    found = store.read()
    index, whole = index_of(found), build_index(network)
    assert index.ids == whole.ids
    for name in ARRAYS:
        assert getattr(index, name).tolist() == getattr(whole, name).tolist(), name
    for entity in random.Random(3).sample(sorted(network.entity), 12):
        assert claims_about(found, [entity]) == claims_about(network, [entity])
        assert pg.upstream(found, entity, max_steps=2).to_dict() == pg.upstream(network, entity, max_steps=2).to_dict()


def busy(seed: int) -> Network:
    """Return a network of which a few entities have most edges, as the synthetic one of the benchmarks."""
    chance = random.Random(seed)
    relations = ("activates", "activates", "inhibits", "acts_on", "leaves_unchanged")
    names = [f"prot:{place:04}" for place in range(600)]
    claims = [
        Claim(
            f"busy/{number:05}", names[int(600 * chance.random() ** 2)], chance.choice(relations),
            names[int(600 * chance.random() ** 2)], source="busy", duration=chance.choice(("", "", "P1D", "P21D")),
            citations=chance.choice(((), (), (chance.randint(1, 9),))), regimen=chance.choice(("", "acute", "chronic")),
        )
        for number in range(3_000)
    ]  # fmt: skip
    printed = [Reference(number=number, source="busy", text=f"Work {number}") for number in range(1, 10)]
    proteins = [Entity(name, "Protein", f"P{name[5:]}") for name in names]
    return build_network(Source("busy"), entities=proteins, claims=claims, references=printed)


def test_a_busy_entity_has_the_answers_of_the_embedded_store(
    neo4j_server: Server, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    network, hub, other = busy(5), "P0000", "P0003"
    store = open_on(neo4j_server, copy_limit=10)
    store.clear()
    store.write(network)
    with closing(pg.open_store(str(tmp_path / "embedded"))) as embedded:
        embedded.write(network)
        near, far = embedded.read(), store.read()
        for cut in (100, 20_000):
            some = [pg.upstream(one, hub, max_steps=2, max_routes=cut) for one in (near, far)]
            assert some[0].is_cut is (cut == 100)
            assert "claims" not in vars(far)
            assert some[0].end_rows() == some[1].end_rows()
            assert some[0].to_dict() == some[1].to_dict()
        for name, question in BUSY.items():
            assert question(near, hub, other) == question(far, hub, other), name
            assert {"claims", "edges"}.isdisjoint(vars(far)), name
    store.clear()
    store.close()


BUSY: dict[str, Callable[[Network, str, str], Any]] = {
    "downstream": lambda network, hub, _: pg.downstream(network, hub, max_steps=2).to_dict(),
    "paths": lambda network, hub, other: pg.paths(network, other, hub, max_steps=2).to_dict(),
    "explain": lambda network, hub, other: pg.explain(network, other, hub, max_steps=2).to_dict(),
    "object": lambda network, hub, _: pg.select_claims(network, pg.ClaimFilter(object=hub)).to_dict(),
    "both": lambda network, hub, other: pg.select_claims(
        network, pg.ClaimFilter(subject=other, object=hub, course="chronic", view="expanded")
    ).to_dict(),
    "conflicts": lambda network, hub, _: pg.find_conflicts(network, hub).to_dict(),
    "weight": lambda network, hub, other: [
        (edge.id, weight.to_dict()) for edge, weight in pg.weigh_edges(network, other, hub)
    ],
}


def test_a_trace_reads_neither_all_claims_nor_all_edges(pair: tuple[Network, Neo4jStore]) -> None:
    network, store = pair
    found = store.read()
    pg.upstream(found, ends(network)[1], max_steps=1)
    assert {"claims", "edges"}.isdisjoint(vars(found))
    assert len(vars(found)["_content"].claims) < len(network.claims)


def test_an_answer_is_refused_where_somebody_wrote_meanwhile(
    pair: tuple[Network, Neo4jStore], neo4j_server: Server
) -> None:
    network, store = pair
    found = store.read()
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        ask(driver, "MATCH (n:Entity) WITH n LIMIT 1 SET n.seen = true")
    with pytest.raises(StoreUnavailable, match="changed while it was asked; ask again"):
        pg.upstream(found, ends(network)[1], max_steps=1)
    pg.upstream(store.read(), ends(network)[1], max_steps=1)


BY_HAND = {
    "a view": "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 3 SET c.view = 'background'",
    "a relation": "MATCH (c:Claim {relation: 'increases'}) WITH c ORDER BY c.id LIMIT 1 SET c.relation = 'inhibits'",
    "a label": "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 REMOVE c:Claim",
    "an edge without properties": "MATCH (a:Entity), (b:Entity) WITH a, b ORDER BY a.id, b.id LIMIT 1 "
    "CREATE (a)-[:INHIBITS]->(b)",
    "an edge twice": "MATCH (a:Entity)-[r:INHIBITS]->(b:Entity) WITH a, r, b ORDER BY r.id LIMIT 1 "
    "CREATE (a)-[s:INHIBITS]->(b) SET s = properties(r)",
    "nodes of somebody else": "MATCH (e:Entity) WHERE e.sources IS NOT NULL WITH e ORDER BY e.id LIMIT 1 "
    "CREATE (:Statement:Claim {id: 'theirs', relation: 'inhibits'})-[:SUBJECT]->(e) "
    "CREATE (:Entity:Gene {id: 'theirs', name: 'theirs'})-[:INHIBITS]->(e)",
}


@pytest.mark.parametrize("what", BY_HAND)
def test_what_somebody_changed_by_hand_is_counted_and_shown_as_on_the_whole(
    pair: tuple[Network, Neo4jStore], neo4j_server: Server, what: str
) -> None:
    _, store = pair
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        ask(driver, BY_HAND[what])
        whole = open_on(neo4j_server)
        expected, found = whole.read(), store.read()
        whole.close()
        assert pg.statistics(found) == pg.statistics(expected)
        assert background_only(found) == background_only(expected)
        for name in ARRAYS:
            assert getattr(index_of(found), name).tolist() == getattr(index_of(expected), name).tolist(), name
        for entity in expected.entity:
            assert claims_about(found, [entity]) == claims_about(expected, [entity])
        assert found == expected
        ask(driver, "MATCH (n {id: 'theirs'}) DETACH DELETE n")


@pytest.mark.parametrize(
    "change",
    [
        "MATCH (c:Claim)-[r:SUBJECT]->() WITH r LIMIT 1 DELETE r",
        "MATCH (c:Claim), (e:Entity) WHERE c.object <> e.id WITH c, e LIMIT 1 SET c.object = e.id",
        "MATCH (e:Entity) WITH e LIMIT 1 "
        "CREATE (:Statement:Claim {id: 'bare', source: 'guide', subject: e.id, relation: 'inhibits', object: e.id})",
    ],
    ids=["a link goes", "an object changes", "a claim without links"],
)
def test_claims_that_would_not_be_found_are_told(
    pair: tuple[Network, Neo4jStore], neo4j_server: Server, change: str
) -> None:
    network, store = pair
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        ask(driver, change)
        with pytest.raises(StoreError, match="SUBJECT and OBJECT are not what they state; run `pathway-graph load`"):
            claims_about(store.read(), sorted(network.entity)[:1])
        pg.upstream(store.read(), ends(network)[1], max_steps=1)  # goes by edges, which are as they were
        ask(driver, "MATCH (c {id: 'bare'}) DELETE c")
    assert store.write(network) == store.read() == network


def test_what_the_server_counted_and_checked_is_asked_once_for_each_state(
    pair: tuple[Network, Neo4jStore], neo4j_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, store = pair
    asked: list[str] = []
    rows = Fetcher.rows

    def watched(self: Fetcher, query: str, **parameters: Any) -> Iterator[Any]:
        asked.append(query)
        return rows(self, query, **parameters)

    monkeypatch.setattr(Fetcher, "rows", watched)
    entity = ends(network)[1]
    for _ in range(2):
        pg.find_conflicts(store.read(), entity)
        assert pg.statistics(store.read()) == pg.statistics(network)
    whole = [query for query in asked if query.startswith("MATCH (c:Statement)") and "labels(c)" not in query]
    assert len(whole) == len(set(whole))  # each question about all claims once
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        ask(driver, "MATCH (c:Claim) WITH c ORDER BY c.id LIMIT 1 SET c.certainty = 'hypothesis'")
    fresh = open_on(neo4j_server)
    assert pg.statistics(store.read()) == pg.statistics(fresh.read())
    fresh.close()


def test_what_is_kept_of_a_part_is_never_taken_for_the_whole(
    pair: tuple[Network, Neo4jStore], neo4j_server: Server
) -> None:
    network, store = pair
    store.read()
    whole = open_on(neo4j_server)
    assert whole.read() == network
    assert store.read() == network
    whole.close()


def test_what_cannot_be_kept_is_said(pair: tuple[Network, Neo4jStore], monkeypatch: pytest.MonkeyPatch) -> None:
    _, store = pair
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", "")
    with pytest.raises(StoreUnavailable, match="name a folder of your own in PATHWAY_GRAPH_CACHE"):
        store.read()


def test_a_limit_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHWAY_GRAPH_COPY_LIMIT", "many")
    monkeypatch.setenv("NEO4J_PASSWORD", "any")
    with pytest.raises(StoreUnavailable, match="set it to a number of claims"):
        open_store("bolt://127.0.0.1:9")
