"""Weight: the count of independent studies against brute force on random networks, and its documented figures."""

from __future__ import annotations

import random

import pytest

from cited_networks import cited
from pathway_graph.errors import UnknownName
from pathway_graph.evidence.weight import HYPOTHESIS_FACTOR, STUDY_WEIGHTS, Weight, weigh, weigh_edges
from pathway_graph.evidence.works import fallen_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Network, Publication, Reference, Source, Verdict
from pathway_graph.model.build import build_network
from weight_oracle import Answer, plain_weigh

LONG = "A long study of imipramine"
OTHER = "Another trial of it in rats"


def answer(found: Weight) -> Answer:
    studies = [(study.works, study.status, study.claims, study.weight) for study in found.studies]
    assert len(studies) == len(set(studies))
    assert studies == sorted(studies, key=lambda study: (-study[3], study[0]))
    assert found.score == pytest.approx(sum(study[3] for study in studies), abs=1e-6)
    return set(studies), found.mentions, found.left_out


@pytest.mark.parametrize("block", range(6))
def test_studies_are_counted_as_by_brute_force(block: int) -> None:
    statuses: set[str] = set()
    joined = left = 0
    for seed in range(block * 100, block * 100 + 100):
        network = cited(seed)
        choice = random.Random(seed)
        claims = choice.choices([claim.id for claim in network.claims], k=9)
        known = [*(p.id for p in network.publications), *(r.id for r in network.references)]
        known += [*(s.id for s in network.sources), *(c.reference for c in network.claims if c.reference)]
        without = frozenset(choice.sample(known, min(len(known), choice.choice([0, 0, 1, 2]))))
        found = answer(weigh(network, claims, without=without))
        assert found == plain_weigh(network, claims, without), seed
        statuses |= {study[1] for study in found[0]}
        joined += any(len(study[0]) > 1 for study in found[0])
        left += bool(found[2])
    assert statuses == STUDY_WEIGHTS.keys()
    assert min(joined, left) > 10


def study(*publications: Publication, claims: tuple[Claim, ...], references: tuple[Reference, ...] = ()) -> Network:
    entities = [Entity(name, "Protein", name) for name in "AB"]
    return build_network(
        Source("s"), entities=entities, claims=claims, publications=publications, references=references
    )


C1, C2 = Claim("1", "A", "activates", "B", citations=(5,)), Claim("2", "A", "activates", "B", citations=(3,))


def test_the_documented_weights() -> None:
    assert STUDY_WEIGHTS == {
        "verified": 1.0, "cited": 0.5, "candidate": 0.5, "unknown": 0.25, "as cited": 0.25, "background": 0.25,
        "unresolved": 0.1, "uncited": 0.1,
    }  # fmt: skip
    assert list(STUDY_WEIGHTS.values()) == sorted(STUDY_WEIGHTS.values(), reverse=True)
    assert HYPOTHESIS_FACTOR == 0.25


def test_entries_that_are_one_article_through_a_third_are_one_study() -> None:
    """p1 and p3 share a DOI, p2 and p3 a title: two studies were counted, or one, by the order of the entries."""
    parts = [
        Publication("p1", OTHER, "verified", doi="10.1/x", claims=("1",)),
        Publication("p2", LONG, "verified", claims=("2",)),
        Publication("p3", LONG, "verified", doi="10.1/X"),
    ]
    for order in ("p1 p2 p3", "p3 p2 p1", "p2 p1 p3"):
        renamed = [
            Publication(f"q{place}", p.title, p.status, doi=p.doi, claims=p.claims)
            for place, p in enumerate(sorted(parts, key=lambda p: order.split().index(p.id)))
        ]
        found = weigh(study(*renamed, claims=(C1, C2)), ["1", "2"])
        assert [(s.works, s.claims, s.weight) for s in found.studies] == [(("q0",), ("1", "2"), 1.0)]


def test_an_entry_that_was_judged_off_topic_is_no_study_though_an_equal_entry_was_not_judged() -> None:
    printed = (Reference(3, LONG), Reference(5, f"{LONG} - PMC", verdicts=(Verdict(("1",), "off-topic"),)))
    (only,) = weigh(study(claims=(C1,), references=printed), ["1"]).studies
    assert (only.status, only.weight) == ("unresolved", 0.1)
    (other,) = weigh(study(claims=(C2,), references=printed), ["2"]).studies
    assert (other.works, other.status, other.weight) == (("s/3",), "as cited", 0.25)


def test_a_bare_link_is_no_study_whatever_its_kind_is_said_to_be() -> None:
    network = study(claims=(C1,), references=(Reference(5, "researchgate.net"),))
    assert [(s.status, s.weight) for s in weigh(network, ["1"]).studies] == [("unresolved", 0.1)]


def test_a_claim_of_two_studies_that_may_be_one_is_named_once() -> None:
    network = study(
        Publication("p1", LONG, "verified", claims=("1",)),
        Publication("p2", OTHER, "verified", claims=("1",)),
        Publication("p3", OTHER, "candidate", claims=("2",)),
        Publication("p4", LONG, "candidate", claims=("2",)),
        claims=(C1, C2),
    )
    (only,) = weigh(network, ["1", "2"]).studies
    assert (only.works, only.status, only.claims) == (("p1", "p2"), "verified", ("1", "2"))


@pytest.mark.parametrize(
    ("text", "is_one"), [("Letters ab c", True), ("Letters abc", False), ("(Letters ab c)", False)]
)
def test_titles_of_twelve_letters_make_one_work_and_shorter_ones_do_not(text: str, is_one: bool) -> None:
    network = study(claims=(C1, C2), references=(Reference(3, text), Reference(5, f"{text} - PubMed")))
    assert len(weigh(network, ["1", "2"]).studies) == (1 if is_one else 2)


def test_weight_as_data() -> None:
    network = study(
        Publication("p1", LONG, "verified", claims=("1",)), Publication("p2", OTHER, "cited", claims=("2",)),
        claims=(C1, C2, Claim("3", "A", "activates", "B", kind="hypothesis", certainty="hypothesis")),
    )  # fmt: skip
    found = weigh(network, ["3", "2", "1", "1"], without=["p2"])
    assert found.to_dict() == {
        "independent_studies": 2,
        "mentions": 2,
        "score": 1.025,
        "studies": [
            {"works": ["p1"], "status": "verified", "claims": ["1"], "weight": 1.0},
            {"works": ["s"], "status": "uncited", "claims": ["3"], "weight": 0.025},
        ],
        "left_out": ["2"],
    }
    assert [found.count(status) for status in ("verified", "uncited", "cited")] == [1, 1, 0]


def test_edges_of_opposite_sign_are_weighed_apart_and_those_without_a_sign_not_at_all() -> None:
    claims = (
        C1, Claim("2", "A", "inhibits", "B"), Claim("3", "A", "binds", "B"), Claim("4", "B", "activates", "A"),
        Claim("5", "A", "modulates", "B"),
    )  # fmt: skip
    network = study(Publication("p1", LONG, "verified", claims=("1",)), claims=claims)
    found = weigh_edges(network, "A", "B", without=["p1"])
    signed = {(edge.relation, edge.sign): (weight.score, weight.left_out) for edge, weight in found}
    assert signed.pop(("activates", 1)) == (0, ("1",))
    assert signed.pop(("inhibits", -1)) == (0.1, ())
    assert all(sign == 0 for _, sign in signed)


@pytest.mark.parametrize("name", ["p1", "s", "s/3", "pmid:1"])
def test_any_work_may_be_left_out_by_its_name(name: str) -> None:
    network = study(
        Publication("p1", LONG, "verified", claims=("1",)),
        claims=(C1, C2, Claim("3", "A", "activates", "B", view="background", reference="pmid:1")),
        references=(Reference(3, OTHER),),
    )
    left = {"p1": ("1",), "s": ("1", "2", "3"), "s/3": ("2",), "pmid:1": ("3",)}
    assert weigh(network, ["1", "2", "3"], without=[name]).left_out == left[name]


def test_leaving_one_candidate_out_leaves_the_others() -> None:
    guide = read_guide()
    behind = ["P17", "P18", "T1.1", "T1.2"]
    whole, less = weigh(guide, behind), weigh(guide, behind, without=["S15"])
    assert (whole.score, less.score, less.left_out) == (0.5, 0.5, ())
    assert [study.works for study in less.studies] == [("S13", "S14")]
    none = weigh(guide, behind, without=["S13", "S14", "S15"])
    assert (none.score, none.left_out) == (0, tuple(behind))


@pytest.mark.parametrize("seed", range(60))
def test_leaving_a_work_out_never_adds_to_the_score(seed: int) -> None:
    network = cited(seed)
    claims = [claim.id for claim in network.claims]
    whole = weigh(network, claims).score
    for name in [*(one.id for one in network.publications), *(one.id for one in network.references)]:
        assert weigh(network, claims, without=[name]).score <= whole


@pytest.mark.parametrize(
    ("gone", "status"), [(["s/3"], "unresolved"), (["s/4"], "unresolved"), (["s/3", "s/4"], "uncited")]
)
def test_marks_that_carry_nothing_take_no_claim_along(gone: list[str], status: str) -> None:
    """A bare link carries no claim: without both it is left with the word of its source, as `fragile` has it."""
    claim = Claim("1", "A", "activates", "B", citations=(3, 4))
    entries = (Reference(3, "researchgate.net"), Reference(4, "sciencedirect.com"))
    found = weigh(study(claims=(claim,), references=entries), ["1"], without=gone)
    assert ([s.status for s in found.studies], found.score, found.left_out) == ([status], 0.1, ())


def test_weights_and_traces_agree_on_which_claims_fall() -> None:
    """A claim with a verified study and other candidates fell in `weigh` without that study, and stood in `fragile`."""
    works = (
        Publication("w", LONG, "verified", claims=("1",)), Publication("x", OTHER, "candidate", claims=("1",)),
        Publication("y", "A third one, of mice", "unknown", claims=("1",)),
    )  # fmt: skip
    network = study(*works, claims=(C1,))
    scores = [
        (weigh(network, ["1"], without=gone).score, sorted(fallen_claims(network, gone)))
        for gone in ([], ["w"], ["w", "x"], ["w", "x", "y"])
    ]
    assert scores == [(1.0, []), (0.5, []), (0.25, []), (0.0, ["1"])]


@pytest.mark.parametrize("block", range(3))
def test_a_work_left_out_never_adds_to_the_score_and_both_rules_are_one(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        network, choice = cited(seed), random.Random(seed)
        names = [claim.id for claim in network.claims]
        known = [*(p.id for p in network.publications), *(r.id for r in network.references), network.sources[0].id]
        choice.shuffle(known)
        last = weigh(network, names).score
        for count in range(1, len(known) + 1):
            found = weigh(network, names, without=known[:count])
            assert set(found.left_out) == fallen_claims(network, known[:count]) & set(names), seed
            assert found.score <= last + 1e-9, seed
            last = found.score


def test_a_work_may_be_left_out_by_its_entry_in_a_list_of_notices() -> None:
    network = build_network(
        Source("s"),
        entities=[Entity("a", "Protein", "A"), Entity("b", "Protein", "B")],
        claims=[Claim("c", "a", "increases", "b")],
        publications=[
            Publication("p", "A study of a kind", "verified", doi="https://doi.org/10.1/X", claims=("c",)),
            Publication("listed", "", "verified", doi="10.1/x", notice="concern"),
            Publication("another", "", "verified", doi="10.1/y", notice="concern"),
        ],
    )
    assert weigh(network, ["c"], without=["another"]).score == 1.0
    assert weigh(network, ["c"], without=["listed"]) == weigh(network, ["c"], without=["p"])
    assert fallen_claims(network, ["listed"]) == {"c"}


def test_a_work_that_is_not_there_is_named_with_what_is_near() -> None:
    message = r"no publication, reference or data set is called 'p1x'; did you mean 'p1'\?"
    with pytest.raises(UnknownName, match=message):
        weigh(study(Publication("p1", LONG, "verified"), claims=(C1,)), ["1"], without=["p1x", "p1"])
