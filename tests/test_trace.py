"""Tracing: the guide's answers worked out by hand, and every route equal to a plain networkx enumeration."""

from __future__ import annotations

import itertools
import tracemalloc
from dataclasses import replace
from math import prod
from typing import Any

import networkx as nx
import pytest

from cited_networks import cited
from pathway_graph.errors import UnknownName
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.interop.networkx import to_networkx
from pathway_graph.model import Claim, Entity, Link, Network, Publication, Source
from pathway_graph.model.build import build_network
from pathway_graph.trace import Filters, Trace, downstream, paths, upstream
from pathway_graph.trace.search import _search
from pathway_graph.trace.usable import edge_view
from trace_oracle import plain_best_first, plain_trace, random_network

GUIDE = read_guide()
EXPANDED = Filters(view="expanded")


def listed(ends: object) -> dict[str, str]:
    return {end.entity: end.net_sign for end in ends}  # type: ignore[attr-defined]


def test_upstream_of_bdnf_names_imipramine_and_apart_the_creb_cascade() -> None:
    found = upstream(GUIDE, "BDNF")
    assert listed(found.ends) == {"chem:imipramine": "+1"}
    assert listed(found.hypothetical) == {
        "state:CREB1_pS133": "+1",
        "chem:imipramine": "ambiguous",  # raises pCREB (P30, P31, T2.3), lowers it in injured mice (T2.2)
        "combo:imipramine_zinc": "+1",
        "cond:injury": "+1",
        "cplx:PKA": "+1",
    }


def test_the_guide_view_meets_no_background() -> None:
    background = {entity.id for entity in GUIDE.entities if entity.view == "background"}
    for name in ("BDNF", "pCREB", "synaptic plasticity", "HPA axis"):
        found = upstream(GUIDE, name, max_steps=8)
        assert not {node for route in found.routes for node in route.nodes} & background
        assert all(claim.startswith(("P", "T")) for route in found.routes for claim in route.claims)


def test_the_expanded_view_has_the_textbook_chain() -> None:
    found = paths(GUIDE, "NE", "BDNF", max_steps=9, filters=EXPANDED)
    chain = ("chem:norepinephrine", "fam:ADRB", "cplx:Gs", "fam:ADCY", "chem:camp", "cplx:PKA", "state:CREB1_pS133")
    assert any(route.nodes[:7] == chain and route.sign == 1 for route in found.routes)


def test_names_of_one_gene_trace_alike() -> None:
    results = [upstream(GUIDE, name).to_dict() for name in ("gr", "NR3C1", "hgnc:7978", "Nr3c1")]
    for result in results:
        del result["name"]
    assert all(result == results[0] for result in results)


def test_each_route_ends_at_the_first_form_it_meets() -> None:
    found = upstream(GUIDE, "BDNF", max_steps=8, filters=EXPANDED)
    forms = {entity.id for entity in found.entities}
    for route in found.routes:
        assert route.nodes[-1] in forms
        assert not forms & set(route.nodes[:-1])


def test_an_inhibitor_of_a_remover_raises() -> None:
    found = paths(GUIDE, "imipramine", "NE", filters=EXPANDED)
    through = [route for route in found.routes if "prot:SLC6A2" in route.nodes]
    assert [(route.nodes, route.sign) for route in through] == [
        (("chem:imipramine", "prot:SLC6A2", "chem:norepinephrine"), 1)
    ]


def test_an_unsigned_edge_gives_sign_zero() -> None:
    found = paths(GUIDE, "imipramine", "genes involved in neuroplasticity")
    assert {route.sign for route in found.routes} == {0}


def test_fak_does_not_reach_bdnf_in_the_guide() -> None:
    assert paths(GUIDE, "FAK", "BDNF", max_steps=10).routes == ()


def test_hypotheses_count_only_when_asked() -> None:
    found = upstream(GUIDE, "BDNF", filters=Filters(count_hypotheses=True))
    assert found.hypothetical == ()
    assert listed(found.ends)["cplx:PKA"] == "+1"


def test_the_species_filter_accounts_for_what_it_leaves_out() -> None:
    found = upstream(GUIDE, "pCREB", filters=Filters(species="mouse"))
    assert {(route.nodes[0], route.sign, route.claims) for route in found.routes} == {
        ("chem:imipramine", -1, ("T2.2",)),
        ("cond:injury", 1, ("T2.2b",)),
    }
    assert found.left_out["species not stated"] > 0
    assert found.left_out["in another species"] > 0


def test_unstated_species_can_be_kept() -> None:
    found = upstream(GUIDE, "pCREB", filters=Filters(species="rat", unstated_species=True))
    assert "species not stated" not in found.left_out
    assert ("P30", "P31") in {route.claims for route in found.routes}


def test_the_cascade_filter_keeps_to_one_diagram() -> None:
    found = upstream(GUIDE, "pCREB", max_steps=8, filters=Filters(view="expanded", cascades=("camp",)))
    elsewhere = {edge.id: edge.claims for edge in found.edges if "D1" not in edge.cascades}
    assert elsewhere == {"chem:imipramine decreases state:CREB1_pS133": ("T2.2",)}  # against what the diagram draws
    assert "fam:RSK" not in listed(found.ends)


def test_a_cascade_gives_both_signs_of_a_pair() -> None:
    found = upstream(GUIDE, "pCREB", max_steps=1, filters=Filters(cascades=("camp",)))
    (imipramine,) = [end for end in found.ends if end.entity == "chem:imipramine"]
    assert imipramine.net_sign == "ambiguous"
    assert {claim for route in imipramine.routes for claim in route.claims} == {"P30", "P31", "T2.2", "T2.3"}
    assert "T2.2" in [claim.id for claim in select_claims(GUIDE, ClaimFilter(cascade="camp")).kept]


def test_a_workflow_as_cascade_lets_no_edge_through() -> None:
    assert upstream(GUIDE, "pCREB", filters=Filters(cascades=("D5",))).routes == ()


def test_the_kind_filter_narrows_what_is_listed_not_what_is_crossed() -> None:
    found = upstream(GUIDE, "BDNF", filters=Filters(view="expanded", kinds=("Complex",)), max_steps=5)
    assert {GUIDE.entity[end.entity].kind for end in (*found.ends, *found.hypothetical)} == {"Complex"}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(kinds=("Protien",)), "did you mean 'Protein'"),
        (Filters(cascades=("camo",)), "did you mean 'camp'"),
        (Filters(species="ratt"), "no entity is called 'ratt'"),
    ],
    ids=["kind", "cascade", "species"],
)
def test_an_unknown_filter_is_an_error(filters: Filters, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        upstream(GUIDE, "BDNF", filters=filters)


def test_a_feedback_loop_terminates() -> None:
    found = downstream(GUIDE, "BDNF", max_steps=12, filters=EXPANDED)
    assert "state:CREB1_pS133" in listed(found.ends)
    assert not found.is_cut


def test_a_search_that_is_cut_says_so_and_keeps_the_shortest() -> None:
    full = upstream(GUIDE, "BDNF", max_steps=8, filters=EXPANDED)
    cut = upstream(GUIDE, "BDNF", max_steps=8, filters=EXPANDED, max_routes=10)
    assert cut.is_cut
    assert not full.is_cut
    assert {end.entity: end.net_sign for end in cut.ends} == {end.entity: end.net_sign for end in full.ends}
    lengths = sorted(len(route.edges) for route in cut.routes)
    assert lengths[:10] == sorted(len(route.edges) for route in full.routes)[:10]
    assert len(lengths) < len(full.routes)


def test_opposite_edges_between_one_pair_are_ambiguous() -> None:
    network = build_network(
        Source("s"),
        entities=[Entity("a", "Protein", "A"), Entity("b", "Protein", "B")],
        claims=[Claim("1", "a", "activates", "b"), Claim("2", "a", "inhibits", "b")],
    )
    (end,) = upstream(network, "B").ends
    assert (end.net_sign, end.count(1), end.count(-1)) == ("ambiguous", 1, 1)


def enumerate_routes(
    network: Network, target: str, max_steps: int
) -> set[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """All routes by networkx, filtered to those that meet no gene again after leaving it."""
    causal: Any = to_networkx(network)
    causal.remove_edges_from([edge[:3] for edge in causal.edges(keys=True, data="sign") if edge[3] is None])
    genes = gene_of(network)
    found = set()
    for source in causal:
        if source == target:
            continue
        found_paths: Any = nx.all_simple_edge_paths(causal, source, target, cutoff=max_steps)
        for path in found_paths:
            nodes = (source, *(edge[1] for edge in path))
            blocks = [gene for gene, _ in itertools.groupby(genes[node] for node in nodes)]
            if len(blocks) == len(set(blocks)):
                signs = [causal.edges[edge]["sign"] for edge in path]
                found.add((nodes, tuple(edge[2] for edge in path), prod(signs)))
    return found


def as_set(found: Trace) -> set[tuple[tuple[str, ...], tuple[str, ...], int]]:
    return {(r.nodes, tuple(e.relation for e in r.edges), r.sign) for r in found.routes}


@pytest.mark.parametrize("seed", range(60))
def test_routes_equal_a_networkx_enumeration(seed: int) -> None:
    network = random_network(seed)
    for target in ("n0", "n5", "m1"):
        found = upstream(network, target, max_steps=5, filters=EXPANDED)
        assert as_set(found) == enumerate_routes(network, target, 5)
        assert not found.is_cut


@pytest.mark.parametrize("seed", range(30))
def test_paths_are_the_upstream_routes_from_that_source(seed: int) -> None:
    network = random_network(seed)
    every = upstream(network, "n5", max_steps=5, filters=EXPANDED)
    for source in ("n1", "n7"):
        wanted = {route for route in as_set(every) if route[0][0] == source}
        assert as_set(paths(network, source, "n5", max_steps=5, filters=EXPANDED)) == wanted


@pytest.mark.parametrize("seed", range(30))
def test_downstream_mirrors_upstream(seed: int) -> None:
    network = random_network(seed)
    down = {route for route in as_set(downstream(network, "n7", max_steps=4, filters=EXPANDED)) if route[0][-1] == "n5"}
    up = {route for route in as_set(upstream(network, "n5", max_steps=4, filters=EXPANDED)) if route[0][0] == "n7"}
    assert down == up


ALL_FILTERS = [
    Filters(),
    Filters(view="expanded"),
    Filters(species="rat"),
    Filters(view="expanded", species="mouse", unstated_species=True),
    Filters(cascades=("camp",)),
    Filters(certainties=("asserted",)),
    Filters(count_hypotheses=True, kinds=("Protein", "ProteinState")),
]


@pytest.mark.slow
@pytest.mark.parametrize("filters", ALL_FILTERS, ids=lambda filters: str(ALL_FILTERS.index(filters)))
@pytest.mark.parametrize("max_routes", [7, 20_000], ids=["cut", "whole"])
def test_the_index_gives_the_plain_search_everywhere_in_the_guide(filters: Filters, max_routes: int) -> None:
    for entity in GUIDE.entities:
        for name, trace in (("upstream", upstream), ("downstream", downstream)):
            fast = trace(GUIDE, entity.id, max_steps=3, filters=filters, max_routes=max_routes)
            given = (GUIDE, entity.id, name, 3, None, filters)
            require_same(fast, plain_trace(*given, max_routes), plain_trace(*given, 20_000))  # type: ignore[arg-type]


def require_same(fast: Trace, plain: Trace, whole: Trace) -> None:
    """Require the routes of the plain search; beside them, where it was cut, only what gives ends and signs of all."""
    if not plain.is_cut:
        assert fast == plain
        return
    assert (fast.is_cut, fast.left_out) == (True, plain.left_out)
    for kind in ("ends", "hypothetical"):
        some, before, every = (getattr(trace, kind) for trace in (fast, plain, whole))
        assert [(end.entity, end.net_sign) for end in some] == [(end.entity, end.net_sign) for end in every]
        listed = {route for end in before for route in end.routes}
        met = {(end.entity, route.sign) for end in before for route in end.routes}
        further = [(end.entity, route.sign) for end in some for route in end.routes if route not in listed]
        given = {route for end in some for route in end.routes}
        assert listed <= given <= {route for end in every for route in end.routes}
        assert len(set(further)) == len(further)
        assert met.isdisjoint(further)


@pytest.mark.parametrize("seed", range(60))
def test_the_index_gives_the_plain_paths(seed: int) -> None:
    network = random_network(seed)
    for source, target in itertools.product(("n0", "m2", "n7"), ("n1", "n8")):
        for cap in (3, 1000):
            fast = paths(network, source, target, max_steps=5, max_routes=cap)
            starts = frozenset({source})
            plain, whole = (
                replace(plain_trace(network, target, "upstream", 5, None, Filters(), most, starts=starts), start=source)
                for most in (cap, 20_000)
            )
            require_same(fast, plain_best_first(plain), whole)


@pytest.mark.parametrize("seed", range(60))
def test_paths_come_in_the_order_of_what_holds_their_weakest_step(seed: int) -> None:
    network = cited(seed)
    for source, target in itertools.permutations("ABCD", 2):
        found = paths(network, source, target, filters=EXPANDED)
        assert found.ends == plain_best_first(found).ends
        assert found.hypothetical == plain_best_first(found).hypothetical


def test_a_longer_route_that_more_works_hold_comes_before_a_shorter_one() -> None:
    """a -> d directly; a -> b -> c -> d, each step with two works; a -> e -> d with one work a step."""
    steps = ["ad", "ab", "bc", "cd", "ae", "ed"]
    network = build_network(
        Source("s"),
        entities=[Entity(name, "Protein", name.upper()) for name in "abcde"],
        claims=[Claim(step, step[0], "activates", step[1]) for step in steps],
        publications=[
            Publication(f"p{number}", f"The work of number {number}", "verified", claims=(step,))
            for number, step in enumerate([*steps, *steps[1:4]])
        ],
    )
    assert [route.claims for route in paths(network, "a", "d").routes] == [
        ("ad",), ("ab", "bc", "cd"), ("ae", "ed"),
    ]  # fmt: skip


def test_a_step_that_waits_for_its_turn_in_a_search_takes_little_memory() -> None:
    """Of 100,000 steps that wait when a search is cut, most have no turn: each waits as one pair, not as a route."""
    layers = [[f"{layer}_{place:02}" for place in range(50)] for layer in range(4)]
    layers = [["start"], *layers, ["end"]]
    ends = [pair for here, there in itertools.pairwise(layers) for pair in itertools.product(here, there)]
    network = build_network(
        Source("dense"),
        entities=[Entity(name, "Protein", name) for layer in layers for name in layer],
        claims=[Claim(f"c{n}", source, "activates", target) for n, (source, target) in enumerate(ends)],
    )
    edges = edge_view(network, Filters())
    starts = frozenset({"start"})
    _search(edges, (network.entity["end"],), True, 5, 10, starts)  # what is cached is there
    tracemalloc.start()
    found, is_cut = _search(edges, (network.entity["end"],), True, 5, 2000, starts)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert is_cut
    assert not found
    assert most < 100_000 * 130


@pytest.mark.parametrize(
    ("claim", "filters"),
    [
        (Claim("c", "gene:X", "transcribed_to", "rna:X", species="sp:rat"), Filters(species="mouse")),
        (Claim("c", "gene:X", "transcribed_to", "rna:X"), Filters(certainties=("hypothesis",))),
        (Claim("c", "gene:X", "transcribed_to", "rna:X", view="background", reference="pmid:1"), Filters()),
        (Claim("c", "gene:X", "transcribed_to", "rna:X", kind="hypothesis", certainty="hypothesis"), Filters()),
    ],
)
def test_a_link_holds_by_itself_whatever_claims_say_of_the_same_step(claim: Claim, filters: Filters) -> None:
    """A gene and its transcript are joined; a claim in rats, a hypothesis or background about it takes nothing away."""
    entities = [
        Entity("gene:X", "Gene", "X gene"),
        Entity("rna:X", "Transcript", "X mRNA", links=(Link("transcribed_from", "gene:X"),)),
        Entity("sp:rat", "Species", "rat"),
        Entity("sp:mouse", "Species", "mouse"),
    ]
    for claims in ([], [claim]):
        made = build_network(Source("mine"), entities=entities, claims=claims)
        found = downstream(made, "gene:X", max_steps=1, form="gene", filters=filters)
        assert listed(found.ends) == {"rna:X": "+1"}, claims
        assert not found.hypothetical


@pytest.mark.parametrize("max_routes", [1, 2, 20_000])
def test_routes_from_a_gene_pass_no_other_form_of_it_however_soon_the_search_is_cut(max_routes: int) -> None:
    """The protein X lowers its transcript, which lowers D: that route begins at the transcript, as -1."""
    made = build_network(
        Source("mine"),
        entities=[
            Entity("rna:X", "Transcript", "X mRNA", synonyms=("X",)),
            Entity("prot:X", "Protein", "X protein", synonyms=("X",), links=(Link("translated_from", "rna:X"),)),
            Entity("D", "Protein", "D"),
            Entity("E", "Protein", "E"),
        ],
        claims=[
            Claim("c1", "prot:X", "inhibits", "rna:X"),
            Claim("c2", "rna:X", "inhibits", "D"),
            Claim("c3", "prot:X", "activates", "E"),
            Claim("c4", "E", "inhibits", "D"),
        ],
    )
    found = paths(made, "X", "D", max_routes=max_routes)
    assert listed(found.ends) == {"rna:X": "-1", "prot:X": "-1"}
    assert found.is_cut is (max_routes == 1)
