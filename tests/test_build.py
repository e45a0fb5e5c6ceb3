"""Building, merging and splitting networks: order never matters, nothing is lost."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace

import pytest

from pathway_graph.errors import MergeConflict
from pathway_graph.formats.native import read_guide
from pathway_graph.interop.networkx import from_networkx, to_networkx
from pathway_graph.model import Claim, Edge, Entity, Link, Network, Source, duration_in_days
from pathway_graph.model.build import build_network, merge, split
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import Records, to_records


def part(name: str, *claims: Claim, **changes: object) -> Network:
    shared = Entity("prot:A", "Protein", f"A of {name}", synonyms=("A", name), note=f"note of {name}")
    return build_network(
        Source(name, title=name.title()),
        entities=[replace(shared, **changes), Entity(f"prot:{name}", "Protein", name)],  # type: ignore[arg-type]
        claims=claims,
    )


ONE = part("one", Claim("1", "prot:A", "activates", "prot:one"), Claim("1b", "prot:A", "inhibits", "prot:A"))
TWO = part("two", Claim("2", "prot:two", "inhibits", "prot:A"), Claim("2b", "prot:A", "inhibits", "prot:A"))
THREE = part("three", Claim("3", "prot:A", "modulates", "prot:three"))


@pytest.mark.parametrize("order", list(itertools.permutations([ONE, TWO, THREE])))
def test_merging_in_any_order_and_grouping_is_the_same(order: tuple[Network, ...]) -> None:
    expected = merge([ONE, TWO, THREE])
    assert merge(order) == expected
    assert merge([order[0], merge(order[1:])]) == expected
    assert merge([merge(order[:2]), order[2]]) == expected


def test_merging_twice_changes_nothing() -> None:
    once = merge([ONE, TWO])
    assert merge([once, once]) == once
    assert merge([once, TWO]) == once


def test_splitting_gives_back_what_was_merged() -> None:
    assert split(merge([TWO, ONE, THREE])) == [ONE, THREE, TWO]


def test_a_shared_entity_becomes_one_with_all_names() -> None:
    entity = merge([TWO, ONE]).entity["prot:A"]
    assert entity.name == "A of one"
    assert set(entity.synonyms) == {"A", "one", "two", "A of two"}
    assert entity.sources == ("one", "two")


def test_an_edge_of_two_sources_carries_the_claims_of_both() -> None:
    assert merge([ONE, TWO]).edge["prot:A inhibits prot:A"].claims == ("1b", "2b")


def test_a_data_set_given_again_replaces_the_old_one() -> None:
    smaller = part("one")
    assert merge([merge([ONE, TWO]), smaller]) == merge([smaller, TWO])


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (part("two", kind="Gene"), r"entity 'prot:A' has several values of kind: Gene in 'two', Protein in 'one'"),
        (part("two", Claim("1", "prot:two", "inhibits", "prot:A")), "claim id '1' is already used by 'one'"),
    ],
    ids=["kind", "claim"],
)
def test_sources_that_disagree_are_refused(other: Network, message: str) -> None:
    with pytest.raises(MergeConflict, match=message):
        merge([ONE, other])


def test_who_comes_later_is_told_to_take_another_id_whatever_the_names() -> None:
    stored = part("zeta", Claim("1", "prot:A", "inhibits", "prot:A"))
    with pytest.raises(MergeConflict, match="alpha: claim id '1' is already used by 'zeta'"):
        merge([stored, part("alpha", Claim("1", "prot:A", "inhibits", "prot:A"))])
    with pytest.raises(MergeConflict, match="zeta: claim id '1' is already used by 'alpha'"):
        merge([stored, part("alpha", Claim("1", "prot:A", "inhibits", "prot:A")), stored])


def test_two_curies_for_one_entity_are_refused() -> None:
    with pytest.raises(MergeConflict, match="several values of curie"):
        merge([part("one", curie="hgnc:1"), part("two", curie="hgnc:2")])


def test_an_edge_is_as_certain_as_its_best_claim() -> None:
    network = build_network(
        Source("s"),
        entities=[Entity("a", "Protein", "A"), Entity("b", "Protein", "B")],
        claims=[
            Claim("1", "a", "activates", "b", certainty="hypothesis", kind="hypothesis"),
            Claim("2", "a", "activates", "b", certainty="one_study"),
        ],
    )
    assert network.edge["a activates b"].certainty == "one_study"


def test_a_transcript_becomes_an_edge_from_its_gene() -> None:
    network = build_network(
        Source("s"),
        entities=[
            Entity("g", "Gene", "G"),
            Entity("r", "Transcript", "R", links=(Link("transcribed_from", "g"),)),
            Entity("f", "ProteinFamily", "F"),
            Entity("p", "Protein", "P", links=(Link("is_a", "f"),)),
        ],
    )
    assert [(edge.id, edge.sign, edge.structural) for edge in network.edges] == [
        ("g transcribed_to r", 1, True),
        ("p is_a f", None, True),
    ]


@pytest.mark.parametrize(
    "network", [Network(), ONE, merge([ONE, TWO]), read_guide()], ids=["empty", "one", "two", "guide"]
)
def test_mirror_and_records_lose_nothing(network: Network) -> None:
    assert from_networkx(to_networkx(network)) == network
    assert from_records(to_records(network)) == network


def test_the_mirror_carries_every_field_of_an_edge() -> None:
    graph = to_networkx(read_guide())
    expected = {field.name for field in fields(Edge)} - {"source", "target"} | {"sign"}
    assert all(set(data) == expected for *_, data in graph.edges(data=True))


def test_records_may_come_in_any_order() -> None:
    records = to_records(read_guide())
    shuffled = Records(records.nodes[::-1], records.links[::-1])
    assert from_records(shuffled) == read_guide()


def test_records_have_unique_keys_and_no_loose_ends() -> None:
    records = to_records(merge([read_guide(), ONE]))
    keys = [(row.labels[0], row.id) for row in records.nodes]
    links = [(link.type, link.start, link.end) for link in records.links]
    assert len(set(keys)) == len(keys)
    assert len(set(links)) == len(links)
    assert {end for link in records.links for end in (link.start, link.end)} <= set(keys)


@pytest.mark.slow
def test_every_claim_of_the_guide_is_linked_to_all_it_names() -> None:
    guide = read_guide()
    linked = {(link.type, link.start[1], link.end[1]) for link in to_records(guide).links}
    for claim in guide.claims:
        assert ("SUBJECT", claim.id, claim.subject) in linked
        assert ("OBJECT", claim.id, claim.object) in linked
        for type_, target in (("IN_SPECIES", claim.species), ("IN_REGION", claim.region), ("IN_CELL", claim.cell)):
            assert not target or (type_, claim.id, target) in linked
        for number in claim.citations:
            assert ("CITES", claim.id, f"imipramine/{number}") in linked


@pytest.mark.parametrize("text", ["", "P", "21D", "P21", "PT", "P3W2D", "p21d", "P-3D"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 duration"):
        duration_in_days(text)


@pytest.mark.parametrize(("text", "days"), [("P1Y", 365.25), ("P1M", 30.4375), ("PT90M", 0.0625), ("P1DT12H", 1.5)])
def test_durations_in_days(text: str, days: float) -> None:
    assert duration_in_days(text) == days
