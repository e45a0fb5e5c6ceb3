"""A mechanism is no direction, and what is inferred is no surer than what it is inferred from: in every reader."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pathway_graph.errors import InputError
from pathway_graph.formats.native import read, read_guide
from pathway_graph.formats.registry import read_file, write
from pathway_graph.formats.report import Report
from pathway_graph.model import Claim, Diagram, DiagramEdge, DiagramNode, Entity, Network, Source
from pathway_graph.model.build import build_network, merge, split
from pathway_graph.model.validate import check_network
from pathway_graph.model.vocabulary import RELATIONS
from pathway_graph.trace import Filters, upstream

GUIDE = read_guide()
MECHANISM_ONLY = "they state a mechanism without a direction: sign 0"
SET_FREE = "their relation is a mechanism: the stated sign stands, by that mechanism"


def read_text(folder: Path, name: str, text: str) -> tuple[Network, Report]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_file(file)


def only(network: Network) -> Claim:
    (claim,) = network.claims
    return claim


def changed(report: Report, why: str) -> int:
    return sum(loss.count for loss in report.changed if loss.why == why)


# Stated signs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["-1", "-1.0", "−1", "-0.56", "down", "Down", "↓", "−", "negative", "inhibition"])
@pytest.mark.parametrize("word", ["phosphorylates", "activates", "regulates", ""])
def test_a_sign_is_read_however_it_is_written(tmp_path: Path, word: str, sign: str) -> None:
    network, _ = read_text(tmp_path, "a.tsv", f"source\trelation\ttarget\tsign\nA\t{word}\tB\t{sign}\n")
    assert only(network).sign == -1


def test_a_sign_that_is_not_understood_is_reported(tmp_path: Path) -> None:
    text = "source\trelation\ttarget\tsign\nA\tphosphorylates\tB\twhatever\nA\tinhibits\tC\tNA\n"
    network, report = read_text(tmp_path, "a.tsv", text)
    assert sorted(claim.sign or 0 for claim in network.claims) == [-1, 0]
    assert changed(report, "their stated sign is not understood and passed over") == 1


@pytest.mark.parametrize("effect", ["phosphorylation", "unknown", "binding"])
def test_an_effect_without_direction_takes_no_sign_away(tmp_path: Path, effect: str) -> None:
    network, _ = read_text(tmp_path, "a.tsv", f"source\trelation\ttarget\teffect\nA\tinhibits\tB\t{effect}\n")
    assert (only(network).relation, only(network).sign) == ("inhibits", -1)
    assert only(network).mechanism == {"unknown": ""}.get(effect, effect)


# Mechanism words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "relation", "mechanism"),
    [
        ("phosphorylates", "phosphorylates", ""),
        ("phosphorylation", "phosphorylates", ""),
        ("dephosphorylates", "dephosphorylates", ""),
        ("Dephosphorylation", "dephosphorylates", ""),
        ("ubiquitinates", "modifies", "ubiquitination"),
        ("polyubiquitination", "modifies", "ubiquitination"),
        ("deubiquitination", "modifies", "deubiquitination"),
        ("acetylates", "modifies", "acetylation"),
        ("deacetylation", "modifies", "deacetylation"),
        ("methylation", "modifies", "methylation"),
        ("demethylates", "modifies", "demethylation"),
        ("sumoylates", "modifies", "sumoylation"),
        ("de-sumoylation", "modifies", "desumoylation"),
        ("palmitoylation", "modifies", "palmitoylation"),
        ("s-nitrosylation", "modifies", "nitrosylation"),
        ("cleavage", "cleaves", ""),
        ("modification", "modifies", ""),
        ("controls-phosphorylation-of", "modifies", ""),
        ("catalysis-precedes", "regulates", ""),
        ("transcription", "regulates", ""),
    ],
)
def test_a_mechanism_word_of_a_sif_file_has_sign_0(tmp_path: Path, word: str, relation: str, mechanism: str) -> None:
    """GSK3B, FOXO3, eEF2 and Src are shut off by their phosphorylation: the word alone says no sign."""
    claim = only(read_text(tmp_path, "a.sif", f"AKT1\t{word}\tGSK3B\n")[0])
    assert (claim.relation, claim.sign, claim.mechanism) == (relation, 0, mechanism)


def test_the_report_counts_the_rows_that_state_a_mechanism_only(tmp_path: Path) -> None:
    text = "AKT1 phosphorylates GSK3B\nAKT1 phosphorylation FOXO3\nMDM2 ubiquitinates TP53\nA activates B\nA binds C\n"
    _, report = read_text(tmp_path, "a.sif", text)
    assert changed(report, MECHANISM_ONLY) == 3


@pytest.mark.parametrize(
    ("sign", "relation"), [("-1", "inhibits"), ("+1", "activates"), ("1.0", "activates"), ("0", "phosphorylates")]
)
def test_a_stated_sign_stands_and_the_mechanism_stays(tmp_path: Path, sign: str, relation: str) -> None:
    text = f"source\trelation\tsign\ttarget\nAKT1\tphosphorylates\t{sign}\tGSK3B\n"
    network, report = read_text(tmp_path, "a.tsv", text)
    claim = only(network)
    assert (claim.relation, claim.sign) == (relation, RELATIONS[relation].sign)
    assert claim.mechanism == ("phosphorylation" if claim.sign else "")
    assert changed(report, SET_FREE) == (1 if claim.sign else 0)


@pytest.mark.parametrize("word", ["ubiquitination", "binds", "cleavage", "dephosphorylation"])
def test_every_mechanism_stays_beside_a_stated_sign(tmp_path: Path, word: str) -> None:
    text = f"source\trelation\teffect\ttarget\nA\t{word}\tdown-regulates\tB\n"
    claim = only(read_text(tmp_path, "a.tsv", text)[0])
    names = {"binds": "binding"}
    assert (claim.sign, claim.mechanism) == (-1, names.get(word, word))


STATES = "state:GSK3B_pS9"


@pytest.mark.parametrize(("word", "sign"), [("phosphorylates", 1), ("dephosphorylation", -1), ("ubiquitinates", 0)])
def test_a_modification_onto_the_modified_form_has_its_sign(tmp_path: Path, word: str, sign: int) -> None:
    claim = only(read_text(tmp_path, "a.sif", f"prot:AKT1\t{word}\t{STATES}\n")[0])
    assert claim.sign == sign
    assert RELATIONS[claim.relation].sign == sign


GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="i" for="edge" attr.name="interaction"
 attr.type="string"/><graph edgedefault="directed"><node id="AKT1"/><node id="GSK3B"/>
<edge source="AKT1" target="GSK3B"><data key="i">phosphorylates</data></edge></graph></graphml>"""
CYTOSCAPE = {
    "elements": {
        "nodes": [{"data": {"id": "AKT1"}}, {"data": {"id": "GSK3B"}}],
        "edges": [{"data": {"source": "AKT1", "target": "GSK3B", "interaction": "phosphorylates"}}],
    }
}
CX = [
    {"nodes": [{"@id": 1, "n": "AKT1"}, {"@id": 2, "n": "GSK3B"}]},
    {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "phosphorylates"}]},
]
CX2 = [
    {"CXVersion": "2.0", "hasFragments": False},
    {"nodes": [{"id": 1, "v": {"name": "AKT1"}}, {"id": 2, "v": {"name": "GSK3B"}}]},
    {"edges": [{"id": 3, "s": 1, "t": 2, "v": {"interaction": "phosphorylates"}}]},
    {"status": [{"success": True}]},
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.graphml", GRAPHML),
        ("a.cyjs", json.dumps(CYTOSCAPE)),
        ("a.cx", json.dumps(CX)),
        ("a.cx2", json.dumps(CX2)),
        ("a.csv", "source,interaction_type,relation,target\nAKT1,x,phosphorylates,GSK3B\n"),
    ],
    ids=["graphml", "cytoscape", "cx", "cx2", "table"],
)
def test_every_reader_of_graphs_reads_phosphorylates_without_a_sign(tmp_path: Path, name: str, text: str) -> None:
    network, report = read_text(tmp_path, name, text)
    assert (only(network).relation, only(network).sign) == ("phosphorylates", 0)
    assert changed(report, MECHANISM_ONLY) == 1


SIGNOR = (
    "ENTITYA;TYPEA;IDA;DATABASEA;ENTITYB;TYPEB;IDB;DATABASEB;EFFECT;MECHANISM\n"
    "AKT1;protein;P31749;UNIPROT;GSK3B;protein;P49841;UNIPROT;{effect};phosphorylation\n"
)


@pytest.mark.parametrize(("effect", "sign", "count"), [("down-regulates activity", -1, 0), ("unknown", 0, 1)])
def test_signors_effect_is_the_sign_and_its_mechanism_is_none(
    tmp_path: Path, effect: str, sign: int, count: int
) -> None:
    network, report = read_text(tmp_path, "a.signor.csv", SIGNOR.format(effect=effect))
    assert (only(network).sign, only(network).mechanism) == (sign, "phosphorylation")
    assert changed(report, MECHANISM_ONLY) == count


def bel(target: dict[str, object]) -> str:
    concept = {"namespace": "HGNC", "name": "AKT1", "identifier": "391"}
    document = {
        "directed": True, "multigraph": True, "graph": {"document_metadata": {"name": "x"}, "annotation_url": {}},
        "nodes": [{"function": "Protein", "concept": concept}, target],
        "links": [{"source": 0, "target": 1, "relation": "directlyIncreases", "key": "k"}],
    }  # fmt: skip
    return json.dumps(document)


def test_bel_raises_the_phosphorylated_form_and_says_nothing_of_the_protein(tmp_path: Path) -> None:
    concept = {"namespace": "HGNC", "name": "GSK3B", "identifier": "4617"}
    variant = {"kind": "pmod", "concept": {"namespace": "bel", "name": "Ph"}, "code": "Ser", "pos": 9}
    network, _ = read_text(
        tmp_path, "a.bel.json", bel({"function": "Protein", "concept": concept, "variants": [variant]})
    )
    claim = only(network)
    assert (claim.sign, network.entity[claim.object].kind) == (1, "ProteinState")


# The project's own format -----------------------------------------------------------------------------

YAML = """format: pathway-graph/1
source: {{id: mine}}
entities:
  - {{id: prot:A, kind: Protein, name: A}}
  - {{id: prot:E, kind: Protein, name: EEF2}}
  - {{id: state:E_pT56, kind: ProteinState, name: phospho-EEF2 (Thr56), links: [state_of prot:E]}}
  - {{id: state:E_ub, kind: ProteinState, name: ubiquitinated EEF2, links: [state_of prot:E]}}
claims:
  - {{id: c1, subject: prot:A, {claim}}}
"""


@pytest.mark.parametrize(
    ("claim", "relation", "sign"),
    [
        ("relation: phosphorylates, object: prot:E", "phosphorylates", 0),
        ("relation: dephosphorylates, object: prot:E", "dephosphorylates", 0),
        ("relation: phosphorylates, object: prot:E, sign: 0", "phosphorylates", 0),
        ("relation: phosphorylates, object: 'state:E_pT56'", "increases", 1),
        ("relation: phosphorylates, object: 'state:E_pT56', sign: 1", "increases", 1),
        ("relation: phosphorylates, object: 'state:E_pT56', site: Thr56", "increases", 1),
        ("relation: phosphorylates, object: 'state:E_pT56', site: Ser14", "phosphorylates", 0),
        ("relation: dephosphorylates, object: 'state:E_pT56'", "decreases", -1),
        ("relation: phosphorylates, object: 'state:E_ub'", "phosphorylates", 0),
        ("relation: modifies, object: 'state:E_ub', mechanism: ubiquitination", "increases", 1),
        ("relation: modifies, object: 'state:E_ub', mechanism: deubiquitination", "decreases", -1),
        ("relation: modifies, object: 'state:E_ub'", "modifies", 0),
    ],
)
def test_a_mechanism_in_a_curated_file_has_a_sign_on_the_modified_form_only(
    tmp_path: Path, claim: str, relation: str, sign: int
) -> None:
    network, report = read_text(tmp_path, "mine.yaml", YAML.format(claim=claim))
    assert (network.claim["c1"].relation, network.claim["c1"].sign) == (relation, sign)
    assert {edge.sign for edge in network.edges if edge.claims} == {sign}
    assert changed(report, MECHANISM_ONLY) == (0 if sign else 1)
    write(network, tmp_path / "again.yaml")
    assert read(tmp_path / "again.yaml") == network


@pytest.mark.parametrize(
    ("claim", "message", "way"),
    [
        ("relation: phosphorylates, object: prot:E, sign: -1", "says how and not in which direction",
         "write relation: inhibits or decreases, and mechanism: phosphorylation"),
        ("relation: dephosphorylates, object: prot:E, sign: 1", "says how and not in which direction",
         "write relation: activates or increases, and mechanism: dephosphorylation"),
        ("relation: dephosphorylates, object: 'state:E_pT56', sign: 1", "contradicts 'dephosphorylates'",
         "write sign: -1 or leave it out"),
        ("relation: ubiquitinates, object: prot:E", "relation 'ubiquitinates' is unknown",
         "write relation: modifies and mechanism: ubiquitination"),
    ],
)  # fmt: skip
def test_a_sign_beside_a_mechanism_is_told_with_line_and_way_out(
    tmp_path: Path, claim: str, message: str, way: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(YAML.format(claim=claim))
    with pytest.raises(InputError) as caught:
        read(file)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(file), 9)
    assert message in problem.message
    assert way in problem.hint


def test_the_same_holds_for_a_network_built_in_python() -> None:
    network = build_network(
        Source("s"),
        entities=[Entity("k", "Protein", "K"), Entity("t", "Protein", "T"), Entity("p", "ProteinState", "phospho-T")],
        claims=[Claim("c1", "k", "phosphorylates", "t"), Claim("c2", "k", "phosphorylates", "p", mechanism="directly")],
        diagrams=[
            Diagram("D", "d", "D", nodes=(DiagramNode("k"), DiagramNode("p")),
                    edges=(DiagramEdge("k", "phosphorylates", "p", ("c2",)),))
        ],
    )  # fmt: skip
    assert [(edge.id, edge.sign) for edge in network.edges] == [("k increases p", 1), ("k phosphorylates t", 0)]
    assert network.claim["c2"].mechanism == "phosphorylation: directly"
    assert network.diagrams[0].edges[0].relation == "increases"
    assert check_network(network) == []


@pytest.mark.parametrize("name", ["a.tsv", "a.json", "a.graphml", "a.cyjs", "a.cx2", "a.bel.json", "a.signor.csv"])
def test_signs_and_mechanisms_survive_every_format(tmp_path: Path, name: str) -> None:
    network = build_network(
        Source("s"),
        entities=[Entity("prot:K", "Protein", "K"), Entity("prot:T", "Protein", "T"),
                  Entity("state:T_pS9", "ProteinState", "phospho-T (Ser9)")],
        claims=[
            Claim("s/c1", "prot:K", "phosphorylates", "prot:T"),
            Claim("s/c2", "prot:K", "phosphorylates", "state:T_pS9"),
            Claim("s/c3", "prot:K", "inhibits", "prot:T", mechanism="phosphorylation"),
            Claim("s/c4", "prot:K", "modifies", "prot:T", mechanism="ubiquitination"),
            Claim("s/c5", "prot:K", "dephosphorylates", "prot:T"),
        ],
    )  # fmt: skip
    write(network, tmp_path / name)
    again, _ = read_file(tmp_path / name)

    def said(one: Network) -> list[tuple[object, ...]]:
        rows = [
            (c.subject, c.relation, c.object, c.sign,
             "" if c.relation.endswith("phosphorylates") else c.mechanism) for c in one.claims
        ]  # fmt: skip
        return sorted(rows)

    assert said(again) == said(network)


# The guide --------------------------------------------------------------------------------------------


def test_the_guides_phosphorylations_keep_their_signs() -> None:
    found = {claim.id: (claim.relation, claim.sign) for claim in GUIDE.claims if claim.mechanism == "phosphorylation"}
    onto_states = dict.fromkeys(("B06", "B17", "B37", "B46"), ("increases", 1))
    assert found == onto_states | dict.fromkeys(("B25", "B34", "B35", "B80"), ("activates", 1))


# Inferred statements ----------------------------------------------------------------------------------

INFERRED = """format: pathway-graph/1
source: {{id: mine}}
entities:
  - {{id: prot:A, kind: Protein, name: A}}
  - {{id: prot:B, kind: Protein, name: B}}
claims:
  - {{id: h, subject: prot:A, relation: activates, object: prot:B, kind: hypothesis, certainty: hypothesis}}
  - {{id: o, subject: prot:A, relation: activates, object: prot:B, certainty: one_study}}
  - {{id: b, subject: prot:B, relation: activates, object: prot:A, view: background, reference: h,
     reference_status: inferred{more}}}
"""


@pytest.mark.parametrize(
    ("more", "message", "line"),
    [
        (", inferred_from: [h]", "certainty 'asserted' is stronger than that of h (hypothesis)", 10),
        (", inferred_from: [o]", "certainty 'asserted' is stronger than that of o (one_study)", 10),
        (", inferred_from: [o, h], certainty: one_study", "'one_study' is stronger than that of h (hypothesis)", 10),
        ("", "does not say what it follows from", 10),
        (", inferred_from: [x]", "inferred_from 'x' is not among the claims", 10),
        (", inferred_from: [b]", "cannot follow from itself", 10),
    ],
)
def test_what_is_inferred_is_no_surer_than_its_grounds(tmp_path: Path, more: str, message: str, line: int) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(INFERRED.format(more=more))
    with pytest.raises(InputError) as caught:
        read(file)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(file), line)
    assert message in problem.message
    assert problem.hint or "itself" in message


@pytest.mark.parametrize(
    "more",
    [", inferred_from: [h, o], certainty: hypothesis, kind: hypothesis", ", inferred_from: [o], certainty: one_study"],
)
def test_an_inferred_statement_as_sure_as_its_weakest_ground_passes(tmp_path: Path, more: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(INFERRED.format(more=more))
    assert read(file).claim["b"].inferred_from


def test_every_inferred_statement_of_the_guide_names_its_grounds() -> None:
    found = {c.id: (c.inferred_from, c.certainty) for c in GUIDE.claims if c.reference_status == "inferred"}
    assert found == {
        "B16": (("P39", "P40"), "hypothesis"), "B18": (("P40",), "asserted"), "B77": (("P57",), "hypothesis"),
    }  # fmt: skip


def test_creb_to_bdnf_is_a_hypothesis_in_the_expanded_view_too() -> None:
    """Through the CRE it netted +1, though the step itself is put forward only (README, P39)."""
    trace = upstream(GUIDE, "BDNF", max_steps=2, filters=Filters(view="expanded"))
    netted = {end.entity: end.net_sign for end in trace.ends}
    assert "state:CREB1_pS133" not in netted
    assert "state:CREB1_pS133" in {end.entity for end in trace.hypothetical}
    deep = upstream(GUIDE, "BDNF", max_steps=4, filters=Filters(view="expanded"))
    sure = {end.entity for end in deep.ends if end.net_sign in ("+1", "-1")}
    assert sure == {"chem:imipramine", "reg:BDNF_promoter_CRE"}


def test_a_diagram_does_not_draw_a_hypothesis_as_asserted() -> None:
    edge = next(e for d in GUIDE.diagrams for e in d.edges if "B16" in e.claims)
    assert edge.hypothesis
    diagram = next(d for d in GUIDE.diagrams if edge in d.edges)
    edges = tuple(replace(e, hypothesis=False) if e == edge else e for e in diagram.edges)
    wrong = replace(GUIDE, diagrams=tuple(replace(d, edges=edges) if d == diagram else d for d in GUIDE.diagrams))
    assert [p.message.partition(": ")[0] for p in check_network(wrong)] == [
        "edge state:CREB1_pS133 activates reg:BDNF_promoter_CRE rests on hypotheses only and is drawn as asserted"
    ]


def test_the_sign_of_a_claim_never_rests_on_another_data_set() -> None:
    """One calls the form "form of S", another "phospho-S": only the second says that the form is phosphorylated."""
    kinase = Entity("k", "Protein", "K")
    one, other = (
        build_network(
            Source(name),
            entities=[kinase, Entity("s", "ProteinState", called)],
            claims=[Claim(f"{name}-claim", "k", "phosphorylates", "s")],
        )
        for name, called in (("one", "form of S"), ("other", "phospho-S"))
    )
    both = merge([one, other])
    assert {claim.id: claim.sign for claim in both.claims} == {"one-claim": 0, "other-claim": 1}
    assert split(both) == [one, other]
