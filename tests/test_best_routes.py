"""The best routes: the first of all routes, their bounds and defaults, and what the work of a search counts."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest

from pathway_graph.errors import UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Link, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.trace import Filters, Route, best_routes, paths
from trace_oracle import random_network

GUIDE = read_guide()
EXPANDED = Filters(view="expanded")
EVERYTHING = Filters(view="expanded", count_hypotheses=True)


@pytest.mark.parametrize("seed", range(120))
def test_the_best_routes_are_the_first_of_all_routes(seed: int) -> None:
    network = random_network(seed)
    for source, target, sign in (("n0", "n5", None), ("n7", "m1", 1), ("m2", "n8", -1), ("n3", "n1", 0)):
        ends = paths(network, source, target, max_steps=6, filters=EVERYTHING).ends
        every = in_order((route for end in ends for route in end.routes), sign)
        for count in (1, 4, 1000):
            found = best_routes(network, source, target, count=count, sign=sign, max_steps=6, filters=EVERYTHING)  # type: ignore[arg-type]
            assert list(found.routes) == every[:count]
            assert not found.is_cut


def ladder(seed: int) -> Network:
    """Twelve proteins in a row, with signed edges to the next one and the one after it, and some back."""
    chance = random.Random(seed)
    steps = [(i, i + 1) for i in range(11)] + [(i, i + 2) for i in range(10) if chance.random() < 0.3]
    steps += [(i + 3, i) for i in range(9) if chance.random() < 0.3]
    words = [chance.sample(["activates", "inhibits", "modulates"], chance.choice([1, 1, 2])) for _ in steps]
    edges = [(a, word, b) for (a, b), some in zip(steps, words, strict=True) for word in some]
    return build_network(
        Source("ladder"),
        entities=[Entity(f"n{i:02}", "Protein", f"N{i}") for i in range(12)],
        claims=[Claim(f"c{k}", f"n{a:02}", word, f"n{b:02}") for k, (a, word, b) in enumerate(edges)],
    )


def in_order(routes: Iterable[Route], sign: int | None = None) -> list[Route]:
    kept = [route for route in routes if sign is None or route.sign == sign]
    return sorted(kept, key=lambda route: (len(route.edges), route.nodes, [edge.relation for edge in route.edges]))


@pytest.mark.parametrize("seed", range(12))
def test_the_best_routes_over_many_steps_are_the_first_of_all_routes(seed: int) -> None:
    network = ladder(seed)
    for target, longest in (("n05", 5), ("n07", 6), ("n08", 8), ("n11", 9)):
        every = paths(network, "n00", target, max_steps=longest, filters=EXPANDED).routes
        for sign in (None, 1, -1, 0):
            for count in (1, 5, 1000):
                found = best_routes(network, "n00", target, count=count, sign=sign, max_steps=longest, filters=EXPANDED)
                assert list(found.routes) == in_order(every, sign)[:count]
                assert not found.is_cut


@pytest.mark.parametrize("seed", range(40))
def test_the_best_routes_between_genes_are_those_between_their_forms(seed: int) -> None:
    network = random_network(seed)
    for source, target, form in (("G0", "G1", None), ("G2", "G0", "protein"), ("G1", "n8", None), ("G1", "G1", None)):
        every = paths(network, source, target, max_steps=7, form=form, filters=EVERYTHING).routes
        found = best_routes(network, source, target, count=9999, max_steps=7, form=form, filters=EVERYTHING)
        assert list(found.routes) == in_order(every)


def row_of(size: int) -> Network:
    return build_network(
        Source("row"),
        entities=[Entity(f"n{i:03}", "Protein", f"N{i}") for i in range(size)],
        claims=[Claim(f"c{i:03}", f"n{i:03}", "activates", f"n{i + 1:03}") for i in range(size - 1)],
    )


def test_the_best_routes_are_ten_of_at_most_twelve_edges_if_nothing_else_is_asked() -> None:
    fan = [Claim(f"{way}{i}", *ends) for i in range(11) for way, ends in (
        ("to", ("a", "activates", f"x{i:02}")), ("from", (f"x{i:02}", "inhibits", "b"))
    )]  # fmt: skip
    names = sorted({end for claim in fan for end in (claim.subject, claim.object)})
    network = build_network(Source("fan"), entities=[Entity(n, "Protein", n) for n in names], claims=fan)
    found = best_routes(network, "a", "b")
    assert [route.nodes[1] for route in found.routes] == [f"x{i:02}" for i in range(10)]
    assert not found.is_cut
    row = row_of(14)
    assert [len(route.edges) for route in best_routes(row, "n000", "n012").routes] == [12]
    assert best_routes(row, "n000", "n013").routes == ()


def test_a_best_route_has_from_one_to_a_hundred_edges() -> None:
    row = row_of(102)
    for steps in (1, 99, 100):
        (route,) = best_routes(row, "n000", f"n{steps:03}", count=1, max_steps=steps).routes
        assert len(route.edges) == steps
        assert best_routes(row, "n000", f"n{steps + 1:03}", max_steps=steps).routes == ()
    for count, steps, said in ((0, 4, "count"), (1, 0, "max_steps"), (1, 101, "max_steps"), (0, 0, "count")):
        with pytest.raises(ValueError, match=f"{said} cannot be {0 if said == 'count' else steps}"):
            best_routes(row, "n000", "n001", count=count, max_steps=steps)


def test_the_work_of_a_search_is_the_partial_routes_it_looked_at() -> None:
    row = row_of(3)  # the first entity alone, then with the second, then all three
    whole = best_routes(row, "n000", "n002", max_work=3)
    assert (len(whole.routes), whole.is_cut, whole.work) == (1, False, 3)
    cut = best_routes(row, "n000", "n002", max_work=2)
    assert (cut.routes, cut.is_cut, cut.work) == ((), True, 2)


@pytest.mark.parametrize(("relation", "sign"), [("activates", 1), ("inhibits", -1)])
def test_a_search_looks_at_nothing_that_cannot_come_to_the_sign_asked_for(relation: str, sign: Any) -> None:
    """Two steps to a -> c, past a ~ b ~ c, which has lost its sign; three to that, past a -> c, which has one."""
    network = build_network(
        Source("s"),
        entities=[Entity(name, "Protein", name) for name in "abc"],
        claims=[Claim("1", "a", relation, "c"), Claim("2", "a", "modulates", "b"), Claim("3", "b", "modulates", "c")],
    )
    found = [best_routes(network, "a", "c", sign=asked) for asked in (sign, 0, -sign)]
    assert [[route.nodes for route in one.routes] for one in found] == [[("a", "c")], [("a", "b", "c")], []]
    assert [one.work for one in found] == [2, 3, 0]


def test_a_search_looks_at_nothing_where_no_route_is_short_enough() -> None:
    row = row_of(14)
    assert [best_routes(row, start, "n013").work for start in ("n000", "n001")] == [0, 13]


@pytest.mark.parametrize("edges", range(2, 13))
def test_a_short_route_hides_no_long_one(edges: int) -> None:
    """The near bounds reach the short one; what lies beyond them is farther, and no less there."""
    row = row_of(edges + 1)
    end = f"n{edges:03}"
    network = build_network(
        Source("s"), entities=row.entities, claims=[*row.claims, Claim("short", "n000", "inhibits", end)]
    )
    for sign, lengths in ((None, [1, edges]), (-1, [1]), (1, [edges])):
        found = best_routes(network, "n000", end, sign=sign, max_steps=edges)  # type: ignore[arg-type]
        assert [len(route.edges) for route in found.routes] == lengths


def test_a_search_begins_at_the_form_that_is_nearest() -> None:
    network = build_network(
        Source("s"),
        entities=[
            Entity("m", "Transcript", "M", synonyms=("G",)),
            Entity("n", "Protein", "N", synonyms=("G",), links=(Link("translated_from", "m"),)),
            *(Entity(name, "Protein", name) for name in "xz"),
        ],
        claims=[
            Claim("1", "m", "activates", "x"),
            Claim("2", "x", "activates", "z"),
            Claim("3", "n", "activates", "z"),
        ],
    )
    found = best_routes(network, "G", "z", count=1)
    assert ([route.nodes for route in found.routes], found.work) == ([("n", "z")], 2)


def test_the_best_routes_know_no_unknown_filter() -> None:
    with pytest.raises(UnknownName, match="did you mean 'Protein'"):
        best_routes(GUIDE, "NE", "BDNF", filters=Filters(kinds=("Protien",)))


def test_the_best_routes_meet_no_gene_twice_where_a_doubled_graph_would() -> None:
    """a -| b -> c and b -| a: a walk of sign +1 from a to c exists only by going round through a again."""
    network = build_network(
        Source("s"),
        entities=[Entity(name, "Protein", name) for name in "abc"],
        claims=[Claim("1", "a", "inhibits", "b"), Claim("2", "b", "activates", "c"), Claim("3", "b", "inhibits", "a"),
                Claim("4", "a", "activates", "a")],
    )  # fmt: skip
    assert [route.sign for route in best_routes(network, "a", "c").routes] == [-1]
    assert best_routes(network, "a", "c", sign=1).routes == ()


def test_a_search_for_the_best_routes_says_when_it_cut() -> None:
    found = best_routes(GUIDE, "imipramine", "BDNF", filters=EXPANDED, max_work=3)
    assert (found.is_cut, found.work) == (True, 3)


def test_the_best_routes_rest_on_hypotheses_only_when_asked() -> None:
    assert all(not route.rests_on_hypothesis for route in best_routes(GUIDE, "imipramine", "BDNF", count=99).routes)
    counted = best_routes(GUIDE, "imipramine", "BDNF", count=99, filters=Filters(count_hypotheses=True))
    assert any(route.rests_on_hypothesis for route in counted.routes)
