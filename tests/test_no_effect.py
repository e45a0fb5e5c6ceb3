"""No effect is a third side: it is read from every format, stands beside the others, and cancels no sign."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.diagrams import draw_network
from pathway_graph.diagrams.overlay import change_badge, overlay
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.evidence.sides import sides_of
from pathway_graph.evidence.weight import weigh_edges
from pathway_graph.explorer.content import card
from pathway_graph.formats.registry import read, write
from pathway_graph.formats.term_mapping import relation_of
from pathway_graph.model import Claim, Entity, Network, Publication, Source
from pathway_graph.model.build import build_network
from pathway_graph.trace import downstream, paths, upstream
from pathway_graph.trace.explanation import explain
from pathway_graph.trace.narration import narrate

UP, DOWN, NULL = "increases", "decreases", "leaves_unchanged"
MITAB = ["hgnc:CASP3", "hgnc:DFFA", "-", "-", "-", "-", "-", "-", "pubmed:12345678"]


def studies(*sides: str, **contexts: tuple[str, ...]) -> Network:
    """D on P, one study for each word of *sides*; a keyword gives one field of the context to each."""
    claims = []
    for number, relation in enumerate(sides):
        context = {field: values[number] for field, values in contexts.items()}
        claims.append(Claim(f"c{number}", "D", relation, "P", **context))  # type: ignore[arg-type]
    return build_network(
        Source("s"),
        entities=[Entity("D", "SmallMolecule", "D", role="drug"), Entity("P", "Protein", "P"),
                  Entity("Q", "Protein", "Q"), Entity("rat", "Species", "rat"), Entity("mouse", "Species", "mouse")],
        claims=[*claims, Claim("step", "P", "activates", "Q")],
        publications=[
            Publication(f"w{n}", f"Study {n}", "verified", claims=(f"c{n}",), pmid=str(1000 + n))
            for n in range(len(claims))
        ],
    )  # fmt: skip


# Reading ----------------------------------------------------------------------------------------------

CYJS = {"nodes": [{"data": {"id": "1", "name": "CASP3"}}, {"data": {"id": "2", "name": "DFFA"}}]}
BEL = "\n".join([
    *(f'SET DOCUMENT {key} = "x"' for key in ("Name", "Version", "Description", "Authors", "ContactInfo")),
    'DEFINE NAMESPACE HGNC AS LIST {"CASP3", "DFFA"}', 'SET Citation = {"PubMed", "12345678"}',
    'SET Evidence = "x"', "",
])  # fmt: skip


def graphml(value: str) -> str:
    keys = "".join(f'<key id="{k}" for="edge" attr.name="{k}" attr.type="string"/>' for k in ("interaction", "negated"))
    data = f'<data key="interaction">activates</data><data key="negated">{value}</data>'
    return (f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}<graph edgedefault="directed">'
            f'<node id="CASP3"/><node id="DFFA"/><edge source="CASP3" target="DFFA">{data}</edge>'
            "</graph></graphml>")  # fmt: skip


def kgx(*, negated: bool, predicate: str = "biolink:affects") -> str:
    nodes = [
        {"id": f"HGNC:{n}", "name": name, "category": ["biolink:Gene"]} for n, name in ((1504, "CASP3"), (2772, "DFFA"))
    ]
    edge = {"id": "e", "subject": "HGNC:1504", "predicate": predicate, "object": "HGNC:2772", "negated": negated,
            "object_direction_qualifier": "increased", "object_aspect_qualifier": "activity"}  # fmt: skip
    return json.dumps({"nodes": nodes, "edges": [edge]})


def indra(*, negated: bool) -> str:
    agents = {
        "subj": {"name": "CASP3", "db_refs": {"HGNC": "1504"}},
        "obj": {"name": "DFFA", "db_refs": {"HGNC": "2772"}},
    }
    evidence = [{"source_api": "reach", "pmid": "12345678", "epistemics": {"negated": negated}}]
    return json.dumps([{"type": "Activation", **agents, "id": "a", "evidence": evidence}])


DENIED = {
    "table-negated.tsv": "source\ttarget\trelation\tnegated\nCASP3\tDFFA\tinhibits\ttrue\n",
    "table-sign.tsv": "source\ttarget\tsign\tnegative\nCASP3\tDFFA\t1\tTRUE\nDFFA\tCASP3\t-1\ttrue\n",
    "tarbase.tsv": "source\ttarget\teffect\tpositive_negative\nCASP3\tDFFA\tdown\tNEGATIVE\n",
    "qualifier.tsv": "source\ttarget\trelation\tqualifier\nCASP3\tDFFA\tactivates\tNOT\n",
    "words.tsv": "source\ttarget\teffect\nCASP3\tDFFA\tno effect\nDFFA\tCASP3\tno change\n",
    "own.sif": "CASP3 leaves_unchanged DFFA\n",
    "words.sif": "CASP3 no_effect DFFA\n",
    "denial.sif": "CASP3 does_not_activate DFFA\n",
    "graph.cyjs": json.dumps({"elements": {**CYJS, "edges": [
        {"data": {"source": "1", "target": "2", "interaction": "activates", "negated": True}}]}}),
    "graph.graphml": graphml("True"),
    "net.node-link.json": json.dumps({"directed": True, "multigraph": False, "graph": {}, "nodes": [{"id": "CASP3"},
        {"id": "DFFA"}], "links": [{"source": "CASP3", "target": "DFFA", "relation": "inhibits", "negated": True}]}),
    "long.bel": BEL + "p(HGNC:CASP3) causesNoChange p(HGNC:DFFA)\n",
    "short.bel": BEL + "p(HGNC:CASP3) cnc act(p(HGNC:DFFA))\n",
    "net.kgx.json": kgx(negated=True),
    "net.indra.json": indra(negated=True),
}  # fmt: skip
ASSERTED = {
    "table.tsv": "source\ttarget\trelation\tnegated\nCASP3\tDFFA\tactivates\tfalse\n",
    "tarbase.tsv": "source\ttarget\teffect\tpositive_negative\nCASP3\tDFFA\tup\tPOSITIVE\n",
    "qualifier.tsv": "source\ttarget\trelation\tqualifier\nCASP3\tDFFA\tactivates\tin vitro\n",
    "graph.graphml": graphml("false"),
    "count.tsv": "source\ttarget\trelation\tnegative\nCASP3\tDFFA\tactivates\t1\n",
    "net.kgx.json": kgx(negated=False),
    "net.indra.json": indra(negated=False),
}


@pytest.mark.parametrize("name", DENIED)
def test_a_negative_statement_is_read_as_a_null_result_and_has_no_sign(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(DENIED[name], encoding="utf-8")
    claims = read(tmp_path / name).claims
    assert claims
    assert {(claim.relation, claim.sign) for claim in claims} == {(NULL, None)}


@pytest.mark.parametrize("name", ASSERTED)
def test_a_statement_that_is_not_denied_keeps_its_sign(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(ASSERTED[name], encoding="utf-8")
    assert [claim.sign for claim in read(tmp_path / name).claims] == [1]


def test_a_link_that_is_denied_and_not_causal_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_text("source\ttarget\trelation\tnegated\nCASP3\tDFFA\tbinds\tyes\n")
    assert read(file).claims == ()


@pytest.mark.parametrize(
    ("word", "relation"),
    [("No effect", NULL), ("unaffected", NULL), ("does not inhibit", NULL), ("fails to activate", NULL),
     ("no inhibition", NULL), ("does not bind", ""), ("not known", ""), ("negative", "inhibits")],
)  # fmt: skip
def test_a_word_that_denies_an_effect_is_no_effect(word: str, relation: str) -> None:
    assert relation_of(word) == relation


@pytest.mark.parametrize(
    "ending", [".yaml", ".json", ".tsv", ".bel.json", ".graphml", ".cyjs", ".node-link.json", ".kgx.json", ".kgx.tsv",
               ".cx2", ".indra.json", ".mitab.txt", ".sif"],
)  # fmt: skip
def test_a_null_result_is_written_back_as_one(tmp_path: Path, ending: str) -> None:
    ends = [Entity("prot:hgnc:1504", "Protein", "CASP3", curie="hgnc:1504"),
            Entity("prot:hgnc:2772", "Protein", "DFFA", curie="hgnc:2772")]  # fmt: skip
    network = build_network(Source("s"), entities=ends, claims=[Claim("s/1", ends[0].id, NULL, ends[1].id)])
    write(network, tmp_path / f"x{ending}")
    assert [claim.relation for claim in read(tmp_path / f"x{ending}").claims] == [NULL]


@pytest.mark.parametrize("ending", [".signor.csv", ".sbgn", ".sbml", ".bnet"])
def test_where_a_format_has_no_place_for_it_that_is_said(tmp_path: Path, ending: str) -> None:
    report = write(studies(UP, NULL), tmp_path / f"x{ending}")
    assert any(loss.what in ("claims", "edges") for loss in report.left_out)
    assert {claim.sign for claim in read(tmp_path / f"x{ending}").claims} <= {1}


ONE_TWO, PART = "raised in 1, lowered in 0, no effect in 2 studies", "what differs does not tell all apart"

# The sentence -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sides", "species", "said"),
    [
        ((UP, NULL, NULL), ("rat", "mouse", "mouse"), f"{ONE_TWO}; they differ in species"),
        ((UP, NULL), ("rat", "rat"), "raised in 1, lowered in 0, no effect in 1 study; no stated context differs"),
        ((UP, NULL, NULL), ("rat", "mouse", "rat"), f"{ONE_TWO}; {PART}"),
        ((DOWN, NULL), ("rat", "mouse"), "raised in 0, lowered in 1, no effect in 1 study; they differ in species"),
        ((UP, DOWN, NULL), ("rat", "mouse", ""), f"raised in 1, lowered in 1, no effect in 1 study; {PART}"),
        ((NULL, NULL), ("rat", "rat"), "raised in 0, lowered in 0, no effect in 2 studies"),
        ((UP,), ("rat",), "raised in 1, lowered in 0, no effect in 0 studies"),
    ],
)  # fmt: skip
def test_studies_are_counted_on_three_sides(sides: tuple[str, ...], species: tuple[str, ...], said: str) -> None:
    network = studies(*sides, species=species)
    claims = [network.claim[f"c{n}"] for n in range(len(sides))]
    assert sides_of(network, claims).said() == said
    conflicts = find_conflicts(network).conflicts
    assert [conflict.said(network) for conflict in conflicts] == ([said] if len(set(sides)) > 1 else [])


def test_the_sentence_counts_without_the_works_left_out() -> None:
    (conflict,) = find_conflicts(BOTH, without=["w1"]).conflicts
    assert conflict.said(BOTH).startswith("raised in 1, lowered in 0, no effect in 1 study")


def test_two_claims_of_one_study_are_one_on_their_side() -> None:
    network = studies(UP, NULL, NULL)
    shared = build_network(
        Source("s"), entities=network.entities, claims=network.claims,
        publications=[Publication("w", "", "verified", claims=("c1", "c2"), pmid="1"),
                      Publication("v", "", "verified", claims=("c0",), pmid="2")],
    )  # fmt: skip
    assert sides_of(shared, shared.claims[:3]).said().startswith("raised in 1, lowered in 0, no effect in 1 study")


# Answers ----------------------------------------------------------------------------------------------

BOTH = studies(UP, NULL, NULL, species=("rat", "mouse", "mouse"))
ONLY = studies(NULL, NULL)


def test_a_null_result_changes_no_net_sign_and_is_told_beside_it() -> None:
    for target in ("P", "Q"):
        (end,) = (end for end in upstream(BOTH, target).ends if end.entity == "D")
        assert end.net_sign == "+1"
    assert [claim.id for claim in upstream(BOTH, "Q").null_results] == ["c1", "c2"]  # of a step of the route
    assert [claim.id for claim in upstream(ONLY, "P").null_results] == ["c0", "c1"]  # on what was asked for
    assert [claim.id for claim in downstream(ONLY, "D").null_results] == ["c0", "c1"]
    assert [claim.id for claim in paths(BOTH, "D", "P").null_results] == ["c1", "c2"]
    assert upstream(studies(UP), "P").null_results == ()


def test_an_explanation_counts_the_three_sides_of_what_was_tested_itself() -> None:
    answer = explain(BOTH, "D", "P")
    said = "raised in 1, lowered in 0, no effect in 2 studies; they differ in species"
    assert answer.tested.said() == said
    assert f"What was tested of D on P itself: {said}." in list(narrate(answer))
    assert answer.net_sign() == "+1"


def test_where_only_null_results_are_an_explanation_says_so() -> None:
    lines = list(narrate(explain(ONLY, "D", "P")))
    assert lines[0] == "No source asserts a causal route of up to 8 steps from D to P."
    assert lines[1].startswith("What was tested of D on P itself: raised in 0, lowered in 0, no effect in 2 studies.")


def test_a_step_that_was_not_found_elsewhere_says_so() -> None:
    answer = explain(BOTH, "D", "Q")
    assert any("! no effect was found of this step: c1, c2" in line for line in narrate(answer))
    (route,) = answer.to_dict()["routes"]
    assert [hop["unchanged"] for hop in route["hops"]] == [["c1", "c2"], []]


def test_null_results_are_weighed_as_an_edge_of_their_own() -> None:
    assert [(edge.sign, weight.score) for edge, weight in weigh_edges(BOTH, "D", "P")] == [(1, 1.0), (None, 2.0)]


@pytest.mark.parametrize(
    ("network", "change", "marks"),
    [
        (BOTH, "up", ["▲", "=", "="]),
        (ONLY, "unchanged", ["=", "="]),
        (studies(UP, DOWN, NULL), "both", ["▲", "▼", "="]),
    ],
    ids=["raised", "only", "both"],
)
def test_an_overlay_shows_no_effect_beside_the_signs(network: Network, change: str, marks: list[str]) -> None:
    (node,) = (
        node
        for node in overlay(draw_network(network, network.edges, title="t"), network, ClaimFilter()).nodes
        if node.id == "P"
    )
    assert (node.change, [badge[0] for badge in node.badges]) == (change, marks)
    assert change_badge(ONLY, ONLY.claim["c0"]) == "= no effect (c0)"


def test_a_card_has_the_sentence_and_the_null_results() -> None:
    (conflict,) = card(BOTH, "P")["conflicts"]["conflicts"]
    assert conflict["said"].startswith("raised in 1, lowered in 0, no effect in 2 studies")
    assert [row["claim"] for row in conflict["unchanged"]] == ["c1", "c2"]


def test_the_command_weight_prints_the_sentence(tmp_path: Path) -> None:
    write(BOTH, tmp_path / "s.json")
    done = CliRunner().invoke(cli, ["weight", "D", "P", "--file", str(tmp_path / "s.json"), "--format", "md"])
    assert done.stdout.rstrip().endswith("raised in 1, lowered in 0, no effect in 2 studies; they differ in species")
