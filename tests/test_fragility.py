"""Fragility: the smallest sets of works behind a net sign, against every set tried by code of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from pathway_graph.errors import UnknownName
from pathway_graph.evidence.works import Carriers, fallen_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Link, Network, Publication, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.regulators import Measurement, place_changes, rank_regulators
from pathway_graph.regulators.fragile import regulator_fragility
from pathway_graph.trace.filters import Filters
from pathway_graph.trace.fragility import fragility

GUIDE = read_guide()
SIGNS = {name: relation.sign for name, relation in RELATIONS.items() if relation.sign is not None}


def small(claims: dict[str, str], works: dict[str, str], **further: str) -> Network:
    """Build a network of claims ``"a activates b"`` and publications with the claims they stand behind."""
    said = {name: text.split() for name, text in claims.items()}
    ends = sorted({end for source, _, target in said.values() for end in (source, target)})
    return build_network(
        Source("s"),
        entities=[Entity(end, "Protein", end) for end in ends],
        claims=[Claim(k, *ends, certainty=further.get(k, "asserted")) for k, ends in said.items()],  # type: ignore[misc, arg-type]
        publications=[
            Publication(k, f"Title of study {k}", "cited", claims=tuple(v.split())) for k, v in works.items()
        ],
    )


# An oracle of its own: routes by recursion over raw claims, sets of works one after the other ----------


Sets = dict[tuple[str, ...], set[int]]


def oracle(network: Network, carried: dict[str, set[str]], a: str, b: str, steps: int) -> tuple[set[int], Sets]:
    """Return the signs of all routes and, by smallest size up to three, the sets with what becomes of the signs."""
    routes = list(walks(network, a, b, steps))

    def signs(lost: set[str]) -> set[int]:
        left = {c.id for c in network.claims if not carried[c.id] or carried[c.id] - lost} | {"always"}
        return {sign for sign, hops in routes if all(left & hop for hop in hops)} - {0}

    before = signs(set())
    works = sorted(set().union(*(carried[c] for _, hops in routes for hop in hops for c in hop - {"always"}), set()))
    for size in (1, 2, 3):
        found = {some: after for some in combinations(works, size) if (after := signs(set(some))) != before}
        if found:
            return before, found
    return before, {}


def walks(network: Network, a: str, b: str, steps: int) -> Iterator[tuple[int, tuple[set[str], ...]]]:
    hops: dict[str, dict[tuple[str, str], set[str]]] = {}
    for claim in network.claims:
        if claim.relation in SIGNS and claim.certainty != "hypothesis" and claim.view == "guide":
            hops.setdefault(claim.subject, {}).setdefault((claim.relation, claim.object), set()).add(claim.id)

    for entity in network.entities:  # the steps from a gene to its transcript to its protein hold by themselves
        for link in entity.links:
            if link.relation in ("transcribed_from", "translated_from", "cleaved_from"):
                hops.setdefault(link.target, {})["increases", entity.id] = {"always"}

    def grow(here: str, met: tuple[str, ...], sign: int, taken: tuple[set[str], ...]) -> Any:
        for (relation, there), claims in hops.get(here, {}).items():
            if there not in met and len(taken) < steps:
                if there == b:
                    yield sign * SIGNS[relation], (*taken, claims)
                else:
                    yield from grow(there, (*met, there), sign * SIGNS[relation], (*taken, claims))

    yield from grow(a, (a,), 1, ())


def random_sub_network(seed: int) -> Network:
    chance = random.Random(seed)
    names = [f"n{i}" for i in range(chance.choice([5, 6, 7]))]
    claims = {}
    for number in range(chance.randint(8, 18)):
        a, b = chance.sample(names, 2)
        claims[f"c{number}"] = (
            f"{a} {chance.choice(['activates', 'activates', 'inhibits', 'increases', 'modulates'])} {b}"
        )
    works = {f"w{i}": " ".join(sorted(chance.sample(sorted(claims), chance.randint(1, 4)))) for i in range(9)}
    guesses = {name: "hypothesis" for name in claims if chance.random() < 0.1}
    return small(claims, works, **guesses)


@pytest.mark.slow
def test_sets_of_works_are_those_of_an_exhaustive_search_on_200_random_networks() -> None:
    decided = removed = several = 0
    for seed in range(200):
        network = random_sub_network(seed)
        carried = {c.id: {p.id for p in network.publications if c.id in p.claims} for c in network.claims}
        for target in ("n1", "n2", "n3"):
            before, sets = oracle(network, carried, "n0", target, 4)
            if {"n0", target} - network.entity.keys():
                continue
            found = fragility(network, "n0", target, max_steps=4, most=1000)
            assert found.is_exact
            if not before:
                assert found.net_sign in ("0", None)
            elif not sets:
                assert found.at_least is None or found.at_least > 3
            else:
                becomes = {frozenset(works): {"+1": {1}, "-1": {-1}, "0": set()}[found_sign]
                           for works, found_sign in ((loss.works, loss.becomes) for loss in found.losses)}  # fmt: skip
                assert becomes == {frozenset(some): after for some, after in sets.items()}, (seed, target)
                decided += any(becomes.values())
                removed += not all(becomes.values())
                several += len(found.losses[0].works) > 1
    assert min(decided, removed, several) > 20


@pytest.mark.slow
def test_sets_of_works_are_those_of_an_exhaustive_search_on_the_guide() -> None:
    printed = {entry.id for entry in GUIDE.references if not entry.text.startswith("http")}
    bad = {(entry.id, c) for entry in GUIDE.references for v in entry.verdicts for c in v.claims
           if v.verdict != "supported"}  # fmt: skip
    carried = {}
    for claim in GUIDE.claims:
        works = {p.id for p in GUIDE.publications if claim.id in p.claims}
        cited = {f"{claim.source}/{n}" for n in claim.citations} & printed
        carried[claim.id] = works or {entry for entry in cited if (entry, claim.id) not in bad}
    pairs = 0
    for a in sorted({c.subject for c in GUIDE.claims if c.view == "guide"}):
        for b in sorted({c.object for c in GUIDE.claims if c.view == "guide"} - {a}):
            before, sets = oracle(GUIDE, carried, a, b, 4)
            if not before:
                continue
            pairs += 1
            found = fragility(GUIDE, a, b, most=1000)
            assert {loss.works for loss in found.losses if len(loss.works) <= 3} == set(sets), (a, b)
    assert pairs > 60


# By hand ----------------------------------------------------------------------------------------------


def test_a_claim_with_two_works_stands_while_one_is_left() -> None:
    network = small(
        {"c1": "a activates b", "c2": "b inhibits c"}, {"w1": "c1", "w2": "c1", "w3": "c1", "w4": "c2", "w5": "c2"}
    )
    found = fragility(network, "a", "c")
    assert [loss.works for loss in found.losses] == [("w4", "w5")]
    assert (found.net_sign, found.losses[0].outcome, found.losses[0].is_cut_off) == ("-1", "removed", True)


def test_a_work_behind_both_routes_takes_both() -> None:
    claims = {"c1": "a activates b", "c2": "b activates d", "c3": "a activates c", "c4": "c activates d"}
    network = small(claims, {"w1": "c1", "w2": "c2 c3", "w3": "c4"})
    assert [loss.works for loss in fragility(network, "a", "d").losses] == [("w2",)]


def test_one_study_under_two_identifiers_is_one_work() -> None:
    base = small({"c1": "a activates b"}, {})
    works = [
        Publication("w1", "One study of a and b", "cited", doi="10.1/X", claims=("c1",)),
        Publication("w2", "The study, otherwise", "cited", doi="10.1/x", claims=("c1",)),
    ]
    network = build_network(Source("s"), entities=base.entities, claims=base.claims, publications=works)
    assert [loss.works for loss in fragility(network, "a", "b").losses] == [("w1",)]
    assert fallen_claims(network, ["w2"]) == {"c1"}


def test_an_ambiguous_sign_is_decided_by_the_loss_of_one_side() -> None:
    found = fragility(GUIDE, "imipramine", "pCREB")
    assert [(loss.works, loss.becomes, loss.outcome) for loss in found.losses] == [
        (("S04",), "+1", "decided"), (("S05",), "-1", "decided"),
    ]  # fmt: skip
    assert "it is + without S04 (Kusuda R 2013), or - without S05 (Koch JM 2003)" in found.sentence


def test_an_uncited_claim_does_not_fall_unless_it_is_taken_for_a_work() -> None:
    network = small({"c1": "a activates b", "c2": "b activates c"}, {})
    found = fragility(network, "a", "c")
    assert (found.at_least, found.uncited_claims, found.losses) == (None, ("c1", "c2"), ())
    assert "rests on no work that could fall" in found.sentence
    each = fragility(network, "a", "c", uncited="claim")
    assert [loss.works for loss in each.losses] == [("claim c1",), ("claim c2",)]
    assert [loss.works for loss in fragility(network, "a", "c", uncited="data set").losses] == [("s",)]


def test_what_is_inferred_falls_with_any_of_its_grounds() -> None:
    ends = [Entity(one, "Protein", one) for one in "abcd"]
    claims = [Claim("g1", "a", "activates", "b"), Claim("g2", "b", "activates", "c"),
              Claim("c1", "a", "activates", "d", inferred_from=("g1", "g2"))]  # fmt: skip
    works = [Publication("w1", "The first of the grounds", "cited", claims=("g1",)),
             Publication("w2", "The second of the grounds", "cited", claims=("g2",))]  # fmt: skip
    network = build_network(Source("s"), entities=ends, claims=claims, publications=works)
    assert [loss.works for loss in fragility(network, "a", "d").losses] == [("w1",), ("w2",)]
    assert Carriers(network).ways("c1") == {frozenset({"w1"}), frozenset({"w2"})}


def test_a_hypothesis_left_behind_does_not_hold_an_asserted_sign() -> None:
    network = small({"c1": "a activates b", "c2": "a activates b"}, {"w1": "c1"}, c2="hypothesis")
    assert [loss.works for loss in fragility(network, "a", "b").losses] == [("w1",)]
    assert fragility(network, "a", "b", filters=Filters(count_hypotheses=True)).at_least is None


def test_a_structural_link_holds_by_itself() -> None:
    ends = [Entity("gene:X", "Gene", "X"), Entity("a", "Protein", "A"),
            Entity("rna:X", "Transcript", "X mRNA", links=(Link("transcribed_from", "gene:X"),))]  # fmt: skip
    works = [Publication("w1", "What a does to the gene", "cited", claims=("c1",))]
    network = build_network(
        Source("s"), entities=ends, claims=[Claim("c1", "a", "activates", "gene:X")], publications=works
    )
    assert [loss.works for loss in fragility(network, "a", "rna:X").losses] == [("w1",)]
    assert fragility(network, "gene:X", "rna:X").at_least is None


def test_bounds_are_told_where_the_search_is_cut() -> None:
    middles = [f"m{i:02}" for i in range(12)]
    claims = {f"{way}{m}": f"{a} activates {b}" for m in middles for way, a, b in (("i", "a", m), ("o", m, "z"))}
    network = small(claims, {f"w{name}": name for name in claims})
    whole = fragility(network, "a", "z", most=7)
    assert (whole.at_least, whole.known, len(whole.losses), whole.is_cut, whole.is_exact) == (12, 12, 7, True, True)
    ring = {f"c{i}{j}": f"p{i} activates q{j}" for i in range(5) for j in range(5)}
    ring |= {f"s{i}": f"a activates p{i}" for i in range(5)} | {f"e{j}": f"q{j} activates z" for j in range(5)}
    works = {"u1": "s0 s1 c22", "u2": "s2 s3", "u3": "s4 e0", "u4": "s0 s2 e1", "u5": "s1 s3 e4", "u6": "e2 e3"}
    cut = fragility(small(ring, works), "a", "z", max_work=1)
    assert (cut.is_exact, cut.is_cut) == (False, True) or cut.at_least is None


# Regulators -------------------------------------------------------------------------------------------


MEASURED = [Measurement(f"t{i}", 1, 1.0) for i in range(8)] + [Measurement(f"u{i}", 0, 0.0) for i in range(10)]


def rivals() -> Network:
    """R explains eight of ten targets by two works, Q seven of them by one; both of its own."""
    claims = {f"r{i}": f"R activates t{i}" for i in range(8)} | {f"q{i}": f"Q activates t{i}" for i in range(7)}
    claims |= {f"x{i}": f"X{i} activates u{i}" for i in range(10)} | {"q9": "Q activates u9"}
    works = {"w1": "r0 r1 r2 r3", "w2": "r4 r5 r6 r7", "w3": " ".join(f"q{i}" for i in range(7)), "w4": "q9"}
    return small(claims, works | {f"y{i}": f"x{i}" for i in range(10)})


def test_the_first_regulator_falls_with_the_works_that_a_search_by_hand_finds() -> None:
    network = rivals()
    changes = place_changes(network, MEASURED)
    whole = rank_regulators(network, changes, max_steps=1)
    assert (whole.rows[0].id, whole.rows[0].sign) == ("R", 1)
    works = sorted(publication.id for publication in network.publications)
    by_hand: list[tuple[str, ...]] = []
    for size in (1, 2):
        for lost in combinations(works, size):
            gone = {claim for work in network.publications if work.id in lost for claim in work.claims}
            claims = [claim for claim in network.claims if claim.id not in gone]
            left = build_network(Source("s"), entities=network.entities, claims=claims)
            row = rank_regulators(left, place_changes(left, MEASURED), max_steps=1).rows[0]
            if (row.id, row.sign) != ("R", 1):
                by_hand.append(lost)
        if by_hand:
            break
    found = regulator_fragility(network, changes, "R", max_steps=1)
    assert [loss.works for loss in found.losses] == by_hand != []
    assert {"w1"} <= {work for loss in found.losses for work in loss.works}
    assert found.losses[0].first == ("Q", 1)
    assert "That R raised is first rests on 1 work" in found.sentence


def test_a_regulator_rests_on_no_work_that_was_retracted() -> None:
    """Behind the claims of w1 another work may stand that was retracted: they fall with w1 alone, as without it."""
    network = rivals()
    beside = next(one for one in network.publications if one.id == "w1")
    retracted = replace(beside, id="w0", title="A retracted study", doi="", pmid="", notice="retracted")
    both = build_network(
        Source("s"),
        entities=network.entities,
        claims=network.claims,
        publications=[*network.publications, retracted],
    )
    one, other = (
        regulator_fragility(some, place_changes(some, MEASURED), "R", max_steps=1) for some in (network, both)
    )
    assert [loss.works for loss in one.losses] == [loss.works for loss in other.losses]
    assert ("w1",) in [loss.works for loss in other.losses]


def test_a_regulator_that_is_not_first_is_not_asked_whether_it_stays_so() -> None:
    network = rivals()
    changes = place_changes(network, MEASURED)
    with pytest.raises(UnknownName):
        regulator_fragility(network, changes, "Q", max_steps=1, standing="first")
