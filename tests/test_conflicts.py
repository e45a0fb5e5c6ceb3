"""Conflicts: who is asked about, null results, what a measurement is, and routes against a brute-force oracle."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from conflict_oracle import Answer, plain_routes_against_measurements
from pathway_graph.evidence.conflicts import Conflicts, find_conflicts
from pathway_graph.evidence.measured import is_measurement, measurements
from pathway_graph.evidence.onwards import onwards
from pathway_graph.evidence.weight import weigh
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.registry import read_file
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Entity, Link, Network, Publication, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import RULES, Certainty
from pathway_graph.trace.explanation import explain
from pathway_graph.trace.narration import narrate

GUIDE = read_guide()
NETWORKS = Path(__file__).parents[2] / "shared" / "networks"


def small(*claims: Claim, kinds: str = "") -> Network:
    """D is a compound; A to H are proteins; *kinds* names further drugs."""
    names = sorted({end for claim in claims for end in (claim.subject, claim.object)})
    return build_network(
        Source("s"),
        entities=[
            Entity(name, "SmallMolecule" if name == "D" else "Protein", name, role="drug" if name in kinds else "")
            for name in names
        ],
        claims=claims,
    )


def routes(network: Network, **options: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = find_conflicts(network, **options)  # type: ignore[arg-type]
    return [(f.claims, f.entities) for f in found.findings if f.rule == "route-against-measurement"]


# Who is asked about -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["imipramine", "pCREB", "chem:imipramine"])
def test_a_conflict_is_found_by_its_subject_and_by_its_object(name: str) -> None:
    (conflict,) = find_conflicts(GUIDE, name).conflicts
    assert (conflict.subject, conflict.object) == ("chem:imipramine", "state:CREB1_pS133")


@pytest.mark.parametrize("name", sorted({claim.object for claim in GUIDE.claims})[::4])
def test_asking_for_one_entity_is_the_whole_answer_narrowed(name: str) -> None:
    whole, one = find_conflicts(GUIDE), find_conflicts(GUIDE, name)
    wanted = {entity.id for entity in resolve(GUIDE, name)}

    def about(claims: tuple[str, ...]) -> bool:
        return any({GUIDE.claim[c].subject, GUIDE.claim[c].object} & wanted for c in claims)

    assert one.findings == tuple(finding for finding in whole.findings if about(finding.claims))
    assert one.conflicts == tuple(c for c in whole.conflicts if {c.subject, c.object} & wanted)


# Null results -----------------------------------------------------------------------------------------


NULL = small(
    Claim("n1", "D", "increases", "P", aspect="expression"),
    Claim("n2", "D", "leaves_unchanged", "P", aspect="expression", species=""),
    Claim("n3", "D", "leaves_unchanged", "P", aspect="activity"),
    Claim("n4", "P", "activates", "Q"),
)


def test_a_null_result_stands_against_a_claim_of_change() -> None:
    (conflict,) = find_conflicts(NULL).conflicts
    assert (conflict.raising, conflict.lowering, conflict.unchanged) == (("n1",), (), ("n2",))
    assert [(p.raises, p.lowers, p.unchanged, p.differs) for p in conflict.pairs] == [("n1", "", "n2", ())]
    assert not conflict.is_explained


def test_an_explanation_names_the_null_result_on_its_way() -> None:
    answer = explain(NULL, "D", "Q")
    ((found, count),) = answer.contradictions
    assert (found.entity, found.needed, found.claims, found.unchanged, found.agreeing, count) == (
        "P", 1, (), ("n2", "n3"), ("n1",), 1,
    )  # fmt: skip
    assert any("P up; claimed unchanged: n2, n3 (as needed: n1)" in line for line in narrate(answer))
    assert {claim["claim"] for claim in answer.to_dict()["evidence"]} == {"n1", "n2", "n3", "n4"}


def test_a_null_result_speaks_against_a_route() -> None:
    network = small(
        Claim("1", "D", "increases", "A"), Claim("2", "A", "activates", "B"), Claim("3", "D", "leaves_unchanged", "B")
    )
    assert routes(network) == [(("1", "3"), ("A", "B"))]
    (finding,) = find_conflicts(network).findings
    assert finding.message == "D raises A, and A activates B; yet it does not change B"


def test_the_plain_data_of_conflicts_names_every_side() -> None:
    (data,) = find_conflicts(NULL).to_dict()["conflicts"]
    assert {key: data[key] for key in ("subject", "object", "aspect", "is_explained")} == {
        "subject": "D", "object": "P", "aspect": "expression", "is_explained": False,
    }  # fmt: skip
    assert [[row["claim"] for row in data[side]] for side in ("raising", "lowering", "unchanged")] == [
        ["n1"],
        [],
        ["n2"],
    ]
    assert [data[f"weight_{side}"]["mentions"] for side in ("raising", "lowering", "unchanged")] == [1, 0, 1]
    assert data["pairs"] == [
        {"raises": "n1", "lowers": "", "unchanged": "n2", "differs": [],
         "not_stated": ["species", "tissue", "duration", "assay", "strain", "sex", "dose", "route"],
         "annotated": {}, "is_explained": False},
    ]  # fmt: skip


# What a measurement is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "kind", "role", "expected"),
    [
        (Claim("c", "x", "activates", "y"), "Protein", "", False),
        (Claim("c", "x", "increases", "y"), "Protein", "", False),
        (Claim("c", "x", "increases", "y", aspect="activity"), "Protein", "", False),
        (Claim("c", "x", "increases", "y", aspect="expression"), "Protein", "", True),
        (Claim("c", "x", "increases", "y", duration="P7D"), "Protein", "", True),
        (Claim("c", "x", "decreases", "y", effect_percent=0.0), "Protein", "", True),
        (Claim("c", "x", "increases", "y", regimen="chronic"), "Protein", "", True),
        (Claim("c", "x", "increases", "y", condition="z"), "Protein", "", True),
        (Claim("c", "x", "increases", "y", co_treatment=("z",)), "Protein", "", True),
        (Claim("c", "x", "increases", "y", measure="cells"), "Protein", "", True),
        (Claim("c", "x", "activates", "y", duration="P7D"), "Protein", "", False),
        (Claim("c", "x", "increases", "y"), "SmallMolecule", "", True),
        (Claim("c", "x", "inhibits", "y"), "SmallMolecule", "", False),
        (Claim("c", "x", "inhibits", "y"), "SmallMolecule", "drug", True),
        (Claim("c", "x", "inhibits", "y"), "Condition", "", True),
        (Claim("c", "x", "inhibits", "y"), "Combination", "", True),
        (Claim("c", "x", "inhibits", "y"), "Disease", "", True),
        (Claim("c", "x", "inhibits", "y"), "Stimulus", "", True),
        (Claim("c", "x", "inhibits", "y"), "Technique", "", True),
        (Claim("c", "x", "inhibits", "y"), "ChemicalClass", "", False),
        (Claim("c", "x", "decreases", "y"), "ChemicalClass", "", True),
        (Claim("c", "x", "leaves_unchanged", "y"), "SmallMolecule", "", True),
        (Claim("c", "x", "modulates", "y"), "Condition", "", False),
        (Claim("c", "x", "binds", "y"), "SmallMolecule", "drug", False),
        (Claim("c", "x", "increases", "y", certainty="hypothesis", kind="hypothesis"), "Condition", "", False),
        (Claim("c", "x", "increases", "y", view="background", reference="r"), "Condition", "", False),
    ],
)
def test_a_measurement_is_what_an_intervention_changed(claim: Claim, kind: str, role: str, expected: bool) -> None:
    ends = [Entity("x", kind, "X", role=role), Entity("y", "Protein", "Y")]
    network = build_network(Source("s"), entities=ends, claims=[claim])
    assert is_measurement(network, claim) is expected


def test_a_subject_that_no_entity_describes_is_judged_by_its_claim() -> None:
    claims = [Claim("1", "x", "increases", "y", duration="P7D"), Claim("2", "x", "activates", "y", duration="P7D")]
    network = build_network(Source("s"), entities=[Entity("y", "Protein", "Y")], claims=claims)
    assert [is_measurement(network, claim) for claim in network.claims] == [True, False]


def test_what_a_question_asks_about_is_its_intervention() -> None:
    network = small(Claim("1", "A", "increases", "B"), Claim("2", "A", "activates", "C"))
    found = [is_measurement(network, claim, asked={"A"}) for claim in network.claims]
    assert found == [True, False]


def test_a_feed_forward_loop_of_a_resource_is_no_conflict() -> None:
    loop = [Claim("1", "A", "activates", "B"), Claim("2", "B", "activates", "C"), Claim("3", "A", "inhibits", "C")]
    assert routes(small(*loop)) == []
    assert routes(small(*loop, kinds="A")) == [(("1", "3"), ("B", "C"))]


@pytest.mark.slow
@pytest.mark.skipif(not NETWORKS.is_dir(), reason="real networks (../shared/networks) are not here")
def test_omnipath_has_one_conflict_and_no_measurement() -> None:
    found = find_conflicts(read_file(NETWORKS / "omnipath_carnival.tsv")[0])
    names = [(found.network.name(c.subject), found.network.name(c.object)) for c in found.conflicts]
    assert names == [("CASP3", "DFFA")]
    assert found.findings == ()


# Routes against measurements --------------------------------------------------------------------------


FORK = [
    Claim("1", "D", "increases", "A"),
    Claim("2", "A", "activates", "B"),
    Claim("3", "A", "inhibits", "B"),
    Claim("4", "D", "decreases", "B"),
]


@pytest.mark.parametrize("last", ["increases", "decreases"])
def test_parallel_edges_of_opposite_sign_imply_nothing(last: str) -> None:
    """Whichever sorts first was taken: with decreases a finding, with increases none."""
    assert routes(small(*FORK[:3], Claim("4", "D", last, "B"))) == []
    assert len(routes(small(FORK[0], FORK[1], Claim("4", "D", "decreases", "B")))) == 1
    assert len(routes(small(FORK[0], FORK[2], Claim("4", "D", "increases", "B")))) == 1


@pytest.mark.parametrize("last", ["increases", "decreases"])
def test_routes_of_one_length_and_opposite_sign_imply_nothing(last: str) -> None:
    both = [
        Claim("1", "D", "increases", "A"),
        Claim("2", "A", "activates", "B"), Claim("3", "B", "activates", "E"),
        Claim("4", "A", "activates", "C"), Claim("5", "C", "inhibits", "E"),
    ]  # fmt: skip
    assert routes(small(*both, Claim("6", "D", last, "E"))) == []


def test_the_shortest_route_counts_and_a_longer_one_does_not() -> None:
    network = small(
        Claim("1", "D", "increases", "A"), Claim("2", "A", "activates", "B"), Claim("3", "D", "decreases", "B"),
        Claim("4", "A", "activates", "C"), Claim("5", "C", "inhibits", "B"),
    )  # fmt: skip
    assert routes(network) == [(("1", "3"), ("A", "B"))]


def scrambled(seed: int) -> Network:
    """A small network of two interventions, a compound and proteins, with all that the rule must heed."""
    choice = random.Random(seed)
    ids = list("ABCDEFGH")
    entities = [Entity(name, "Protein", name) for name in ids[:6]]
    entities += [Entity("G", "SmallMolecule", "G", role=choice.choice(["", "drug"])), Entity("H", "Condition", "H")]
    claims = []
    relations = ["increases", "decreases", "activates", "inhibits", "modulates", "leaves_unchanged"]
    for number in range(choice.randint(14, 30)):
        subject, target = choice.choice([*ids, *"GGGHHH"]), choice.choice(ids[:7])
        if subject == target:
            continue
        certainty: Certainty = choice.choice(["asserted", "asserted", "one_study", "hypothesis"])
        claim = Claim(f"c{number:02}", subject, choice.choice(relations), target, certainty=certainty)
        claim = replace(claim, aspect=choice.choice(["", "", "expression", "activity"]))
        claim = replace(
            claim, duration=choice.choice(["", "", "", "P7D"]), regimen=choice.choice(["", "acute", "chronic"])
        )
        claim = replace(claim, species=choice.choice(["", "rat", "mouse"]), region=choice.choice(["", "cortex"]))
        claim = replace(claim, cell=choice.choice(["", "neuron"]), condition=choice.choice(["", "", "stress"]))
        if certainty == "hypothesis":
            claim = replace(claim, kind="hypothesis")
        if choice.random() < 0.25:
            claim = replace(claim, view="background", reference="r")
        claims.append(claim)
    return build_network(Source("s"), entities=entities, claims=claims)


def by_rule(found: Conflicts) -> Answer:
    network = found.network
    answer: Answer = {}
    every = measurements(network)
    for finding in found.findings:
        if finding.rule != "route-against-measurement":
            continue
        subject = network.claim[finding.claims[0]].subject
        start, end = finding.entities
        (route,) = onwards(network, start, subject, every[subject], "expanded")[end].values()
        answer[subject, start, end, finding.claims, finding.explained_by] = {tuple(edge.id for edge in route)}
    return answer


@pytest.mark.parametrize("block", [0, 1, *(pytest.param(block, marks=pytest.mark.slow) for block in range(2, 8))])
def test_the_rule_of_routes_agrees_with_brute_force(block: int) -> None:
    told = 0
    for seed in range(block * 100, block * 100 + 100):
        network = scrambled(seed)
        expected = plain_routes_against_measurements(network, "expanded")
        found = by_rule(find_conflicts(network))
        assert found.keys() == expected.keys(), seed
        for key, (route,) in found.items():
            assert route in expected[key], seed
        guide = {(f[0], f[1]) for f in routes(network, view="guide")}
        own = plain_routes_against_measurements(network, "guide")
        assert guide == {(claims, (start, end)) for _, start, end, claims, _ in own}, seed
        told += len(found)
    assert told > 20


def test_the_order_of_claims_changes_nothing() -> None:
    for order in permutations(FORK):
        renamed = [Claim(str(n), c.subject, c.relation, c.object) for n, c in enumerate(order)]
        assert routes(small(*renamed)) == []


def test_a_contradiction_says_which_way_and_what_would_explain_it() -> None:
    network = small(
        Claim("1", "D", "decreases", "A", duration="P1D", aspect="expression"),
        Claim("2", "A", "inhibits", "B", view="background", reference="r"),
        Claim("3", "D", "decreases", "B", duration="P7D", aspect="expression"),
        Claim("4", "D", "increases", "B"),
    )
    (finding,) = [f for f in find_conflicts(network).findings if f.rule == "route-against-measurement"]
    assert (
        finding.message == "D lowers A, and A inhibits B (background); yet it lowers B (though also the other way: 4)"
    )
    assert (finding.claims, finding.explained_by) == (("1", "3"), ("duration",))
    assert routes(network, view="guide") == []


def test_conflicts_do_not_show_their_whole_network() -> None:
    found = find_conflicts(NULL)
    assert "Network(" not in repr(found)
    assert repr(found).startswith("Conflicts(conflicts=(Conflict(subject='D', object='P', ")


def test_a_network_can_be_pickled_after_its_conflicts_were_found() -> None:
    network = small(*FORK)
    find_conflicts(network)
    assert pickle.loads(pickle.dumps(network)) == network


def test_annotations_of_bel_that_differ_are_told() -> None:
    """The sentence said that nothing stated explained it, where the rows said different timelines."""
    said = {"up": '{"Timeline":["10 h"],"Cohort":["a","b"]}', "down": '{"Timeline":["3 days"],"Cohort":["b"]}'}
    claims = [
        Claim(name, "a", relation, "b", attributes=(("bel_annotations", said[name]),))
        for name, relation in (("up", "increases"), ("down", "decreases"))
    ]
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    found = find_conflicts(build_network(Source("s"), entities=ends, claims=claims))
    (conflict,) = found.conflicts
    assert conflict.said(found.network).endswith("; they differ in Timeline (10 h / 3 days)")
    assert found.plain(conflict)["pairs"][0]["annotated"] == {"Timeline": "10 h / 3 days"}
    assert not conflict.is_explained


def test_findings_of_a_rule_come_by_weight() -> None:
    found = find_conflicts(GUIDE).findings
    seen = [(one.rule, weigh(GUIDE, one.claims).score) for one in found]
    by_rule = {rule: [score for name, score in seen if name == rule] for rule, _ in seen}
    assert max(map(len, by_rule.values())) > 1
    assert all(scores == sorted(scores, reverse=True) for scores in by_rule.values())
    assert list(dict.fromkeys(rule for rule, _ in seen)) == [rule for rule in RULES if rule in by_rule]


@pytest.mark.parametrize("few", [2_000, 0])
def test_the_guide_view_follows_no_step_that_a_source_only_supposes(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """D raises A and lowers B. That A activates B is a source's hypothesis and background's assertion."""
    monkeypatch.setattr("pathway_graph.evidence.onwards._FEW", few)
    claims = [
        Claim("m1", "D", "increases", "A"),
        Claim("m2", "D", "decreases", "B"),
        Claim("h", "A", "activates", "B", kind="hypothesis", certainty="hypothesis"),
        Claim("b", "A", "activates", "B", view="background", reference="pmid:1"),
    ]
    for view, rules in (("expanded", ["route-against-measurement"]), ("guide", [])):
        found = find_conflicts(small(*claims), view=view)  # type: ignore[arg-type]
        assert [finding.rule for finding in found.findings if "against" in finding.rule] == rules


@pytest.mark.parametrize("few", [2_000, 0])
def test_a_link_is_followed_though_the_claim_beside_it_was_retracted(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """D raises the gene X and lowers its transcript, which the gene gives rise to whatever was retracted."""
    monkeypatch.setattr("pathway_graph.evidence.onwards._FEW", few)
    made = build_network(
        Source("s"),
        entities=[
            Entity("D", "SmallMolecule", "D"),
            Entity("g", "Gene", "X gene"),
            Entity("r", "Transcript", "X mRNA", links=(Link("transcribed_from", "g"),)),
        ],
        claims=[
            Claim("m1", "D", "increases", "g"),
            Claim("m2", "D", "decreases", "r"),
            Claim("t", "g", "transcribed_to", "r"),
        ],
        publications=[Publication("S1", "A study of X", "verified", claims=("t",), notice="retracted")],
    )
    assert [one.claims for one in find_conflicts(made).findings if "route" in one.rule] == [("m1", "m2")]
