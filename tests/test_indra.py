"""INDRA statements: each class has the right ends and sign; what evidence denies or supposes is not asserted."""

from __future__ import annotations

import json
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.formats import indra
from pathway_graph.formats.indra_classes import READERS, WHY_NOT
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import detect, parse
from pathway_graph.formats.report import Report
from pathway_graph.model import Network

MEK = {"name": "MAP2K1", "db_refs": {"HGNC": "6840", "UP": "Q02750", "TEXT": "MEK1"}}
ERK = {"name": "MAPK1", "db_refs": {"HGNC": "6871", "UP": "P28482"}}
RAS = {"name": "RAS", "db_refs": {"FPLX": "RAS"}}
SOS = {"name": "SOS1", "db_refs": {"HGNC": "11187"}}
MISSING = "an agent, a place or a form is missing: no claim about two things"
DRUG = {"name": "imipramine", "db_refs": {"CHEBI": "CHEBI:47499", "PUBCHEM": "3696"}}


def evidence(pmid: str = "1", **epistemics: Any) -> dict[str, Any]:
    return {"source_api": "reach", "pmid": pmid, "text": "A sentence of a paper.", "epistemics": epistemics}


def raw(document: Any, name: str = "s.json") -> Decoded:
    return Decoded(name, name, json.dumps(document).encode())


def read(*statements: dict[str, Any]) -> tuple[Network, Report]:
    return indra.parse(raw(list(statements)))


def said(network: Network) -> list[tuple[str, str, str]]:
    return [(network.name(claim.subject), claim.relation, network.name(claim.object)) for claim in network.claims]


def losses(report: Report) -> dict[str, int]:
    return {f"{loss.what}: {loss.why}": loss.count for loss in (*report.left_out, *report.changed)}


CONCEPTS: Any = [{"type": "Event", "concept": {"name": name, "db_refs": {}}, "delta": {"polarity": polarity}}
                 for name, polarity in (("stress", None), ("sleep", -1), ("mood", 1))]  # fmt: skip
CLASSES: list[tuple[dict[str, Any], list[tuple[str, str, str]], int | None]] = [
    ({"type": "Phosphorylation", "enz": MEK, "sub": ERK, "residue": "T", "position": "185"},
     [("MAP2K1", "phosphorylates", "MAPK1")], 0),
    ({"type": "Dephosphorylation", "enz": MEK, "sub": ERK}, [("MAP2K1", "dephosphorylates", "MAPK1")], 0),
    ({"type": "Ubiquitination", "enz": MEK, "sub": ERK}, [("MAP2K1", "modifies", "MAPK1")], 0),
    ({"type": "Geranylgeranylation", "enz": MEK, "sub": ERK}, [("MAP2K1", "modifies", "MAPK1")], 0),
    ({"type": "Deribosylation", "enz": MEK, "sub": ERK}, [("MAP2K1", "modifies", "MAPK1")], 0),
    ({"type": "Activation", "subj": MEK, "obj": ERK}, [("MAP2K1", "activates", "MAPK1")], 1),
    ({"type": "Inhibition", "subj": DRUG, "obj": ERK}, [("imipramine", "inhibits", "MAPK1")], -1),
    ({"type": "GtpActivation", "subj": RAS, "obj": ERK}, [("RAS", "activates", "MAPK1")], 1),
    ({"type": "IncreaseAmount", "subj": MEK, "obj": ERK}, [("MAP2K1", "increases", "MAPK1")], 1),
    ({"type": "DecreaseAmount", "subj": MEK, "obj": ERK}, [("MAP2K1", "decreases", "MAPK1")], -1),
    ({"type": "Gef", "gef": SOS, "ras": RAS}, [("SOS1", "acts_on", "RAS")], 0),
    ({"type": "Gap", "gap": SOS, "ras": RAS}, [("SOS1", "acts_on", "RAS")], 0),
    ({"type": "Autophosphorylation", "enz": MEK, "residue": "S", "position": "218"},
     [("MAP2K1", "phosphorylates", "MAP2K1")], 0),
    ({"type": "Transphosphorylation", "enz": {**MEK, "bound_conditions": [{"agent": ERK, "is_bound": True}]}},
     [("MAP2K1", "phosphorylates", "MAPK1")], 0),
    ({"type": "Complex", "members": [MEK, ERK]}, [("MAP2K1", "binds", "MAPK1")], None),
    ({"type": "Complex", "members": [MEK, ERK, SOS]},
     [("MAP2K1", "part_of", "SOS1-MAP2K1-MAPK1"), ("MAPK1", "part_of", "SOS1-MAP2K1-MAPK1"),
      ("SOS1", "part_of", "SOS1-MAP2K1-MAPK1")], None),
    ({"type": "Translocation", "agent": ERK, "from_location": "cytoplasm", "to_location": "nucleus"},
     [("MAPK1", "translocated_to", "nucleus")], None),
    ({"type": "Conversion", "subj": None, "obj_from": [DRUG], "obj_to": [RAS]},
     [("imipramine", "converted_to", "RAS")], None),
    ({"type": "ActiveForm", "agent": {**MEK, "mods": [{"mod_type": "phosphorylation", "residue": "S", "position": "218",
                                                      "is_modified": True}]}, "activity": "kinase", "is_active": True},
     [("MAP2K1 phosphorylated (Ser218)", "activates", "MAP2K1 kinase activity")], 1),
    ({"type": "ActiveForm", "agent": {**MEK, "mutations": [{"position": "56", "residue_from": "Q", "residue_to": "P"}]},
      "activity": "activity", "is_active": False},
     [("MAP2K1 Q56P", "variant_of", "MAP2K1"), ("MAP2K1 Q56P", "inhibits", "MAP2K1 activity")], None),
    ({"type": "HasActivity", "agent": MEK, "activity": "kinase", "has_activity": True},
     [("MAP2K1 kinase activity", "activity_of", "MAP2K1")], None),
    ({"type": "Influence", "subj": CONCEPTS[0], "obj": CONCEPTS[1]}, [("stress", "decreases", "sleep")], -1),
    ({"type": "Influence", "subj": CONCEPTS[1], "obj": CONCEPTS[2]}, [("sleep", "decreases", "mood")], -1),
    ({"type": "Influence", "subj": CONCEPTS[2], "obj": CONCEPTS[0]}, [("mood", "regulates", "stress")], 0),
    ({"type": "Association", "members": [CONCEPTS[1], CONCEPTS[2]]}, [("sleep", "anticorrelates_with", "mood")], None),
    ({"type": "Association", "members": [CONCEPTS[0], CONCEPTS[2]]}, [("stress", "linked_to", "mood")], None),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "expected", "sign"), CLASSES)
def test_each_class_has_its_ends_and_its_sign(statement: Any, expected: Any, sign: int | None) -> None:
    network, report = read({**statement, "id": "u", "evidence": [evidence()]})
    assert sorted(said(network)) == sorted(expected)
    assert {claim.sign for claim in network.claims if claim.kind == "causal"} <= {sign, 1, -1, 0}
    if sign is not None:
        assert [claim.sign for claim in network.claims] == [sign]
    assert report.kept["statements"] == 1


def test_the_classes_are_all_that_indra_has() -> None:
    tried = {statement["type"] for statement, _, _ in CLASSES}
    groups = {name for name in READERS if name.endswith("ylation") or name.endswith("tination")}
    assert len(groups) == 26  # 12 modifications and their removals, and what acts on itself
    more = {"Modification", "AddModification", "RemoveModification", "SelfModification", "RegulateActivity",
            "RegulateAmount"}  # fmt: skip
    assert READERS.keys() - groups - more - {"Ubiquitination", "Deubiquitination"} == tried - groups - {
        "Ubiquitination"
    }
    assert WHY_NOT.keys() == {"Event", "Migration", "Unresolved"}


def test_a_statement_keeps_identifiers_site_evidence_and_belief() -> None:
    statement = {
        "type": "Phosphorylation", "enz": {**MEK, "activity": {"activity_type": "kinase", "is_active": True}},
        "sub": ERK, "residue": "Y", "position": "187", "belief": 0.93, "matches_hash": "-123", "id": "4697a750",
        "supports": ["x"], "supported_by": [],
        "evidence": [
            {**evidence("8388392", direct=True, section_type="results"), "source_hash": 5},
            {"source_api": "signor", "source_id": "SIGNOR-1", "epistemics": {"direct": True},
             "text_refs": {"DOI": "10.1000/xyz"}, "annotations": {"NOTES": None},
             "context": {"type": "bio", "species": {"name": None, "db_refs": {"TAXONOMY": "10116"}},
                         "cell_type": {"name": "neuron", "db_refs": {"CL": "CL:0000540"}}}},
        ],
    }  # fmt: skip
    network, report = read(statement)
    (claim,) = network.claims
    assert (claim.id, claim.subject, claim.object) == ("s/4697a750", "prot:hgnc:6840", "prot:hgnc:6871")
    assert (claim.site, claim.mechanism, claim.qualifier) == ("Tyr187", "phosphorylation", "direct")
    assert (network.entity[claim.species].curie, network.name(claim.cell)) == ("ncbitaxon:10116", "neuron")
    assert dict(claim.attributes) == {
        "belief": 0.93, "enz_activity": "kinase active", "enz_text": "MEK1", "indra_type": "Phosphorylation",
        "matches_hash": "-123", "section_types": "results", "source_api": "reach (1), signor (1)",
        "source_ids": "SIGNOR-1", "evidence_sentences": ("reach, PubMed 8388392: A sentence of a paper.",),
    }  # fmt: skip
    assert {(one.pmid, one.doi) for one in network.publications} == {("8388392", ""), ("", "10.1000/xyz")}
    assert losses(report)["annotations of evidence: notes of INDRA's readers"] == 1
    assert losses(report)["relations between statements: no claim says what refines it"] == 1
    assert (report.read, report.kept["evidence"]) == ({"statements": 1, "evidence": 2}, 2)
    assert repr(network).count("A sentence of a paper.") == 1


def test_what_evidence_denies_or_supposes_is_a_claim_of_its_own() -> None:
    found = [evidence("1"), evidence("2", negated=True), evidence("3", hypothesis=True), evidence("4", negated=True)]
    network, report = read({"type": "Activation", "subj": MEK, "obj": ERK, "id": "u", "evidence": found})
    claims = {claim.id: claim for claim in network.claims}
    assert {key: (one.relation, one.sign, one.certainty, one.kind) for key, one in claims.items()} == {
        "s/u": ("activates", 1, "asserted", "causal"),
        "s/u-negated": ("leaves_unchanged", None, "asserted", "fact"),
        "s/u-hypothesis": ("activates", 1, "hypothesis", "hypothesis"),
    }
    backed = {one.pmid: one.claims for one in network.publications}
    assert backed == {"1": ("s/u",), "2": ("s/u-negated",), "3": ("s/u-hypothesis",), "4": ("s/u-negated",)}
    assert losses(report)["evidence: negated: a claim of its own, leaves_unchanged"] == 2


def test_a_negated_binding_is_left_out() -> None:
    other = {"type": "Complex", "members": [MEK, SOS], "evidence": [evidence("2")]}
    network, report = read({"type": "Complex", "members": [MEK, ERK], "evidence": [evidence(negated=True)]}, other)
    assert said(network) == [("MAP2K1", "binds", "SOS1")]
    assert losses(report)["evidence: negated: what is not causal is not claimed"] == 1
    assert (report.read["statements"], report.kept["statements"]) == (2, 1)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ({"type": "Activation", "subj": None, "obj": ERK}, MISSING),
        ({"type": "Phosphorylation", "enz": None, "sub": ERK}, MISSING),
        ({"type": "ActiveForm", "agent": MEK, "activity": "kinase", "is_active": True}, MISSING),
        ({"type": "Event", "concept": {"name": "rain", "db_refs": {}}}, "an event is about one thing: no claim"),
        ({"type": "Unresolved", "evidence": []}, "it stands for a statement that is not in the file"),
        ({"type": "Sings", "subj": MEK, "obj": ERK}, "their class is not known"),
    ],
)  # fmt: skip
def test_what_is_no_claim_about_two_things_is_left_out_with_its_reason(statement: dict[str, Any], why: str) -> None:
    _, report = read({"type": "Activation", "subj": MEK, "obj": ERK}, statement)
    (loss,) = report.left_out
    assert (loss.what, loss.why, loss.count) == ("statements", why, 1)
    assert loss.places == (f"[1]: {statement['type']}",)


def test_states_of_agents_are_entities_of_their_own() -> None:
    modified = {
        **ERK,
        "mods": [
            {"mod_type": "phosphorylation", "residue": "T", "position": "185", "is_modified": True},
            {"mod_type": "phosphorylation", "residue": "Y", "position": "187", "is_modified": True},
        ],
    }
    bound = {**MEK, "bound_conditions": [{"agent": RAS, "is_bound": True}, {"agent": SOS, "is_bound": False}]}
    network, _ = read({"type": "Activation", "subj": bound, "obj": modified, "obj_activity": "kinase"})  # fmt: skip
    (claim,) = network.claims
    state, whole = network.entity[claim.object], network.entity[claim.subject]
    assert (state.kind, state.name) == ("ProteinState", "MAPK1 phosphorylated (Thr185) phosphorylated (Tyr187)")
    assert [(link.relation, link.target) for link in state.links] == [("state_of", "prot:hgnc:6871")]
    assert (whole.kind, set(whole.members)) == ("Complex", {"prot:hgnc:6840", "fam:fplx:RAS"})
    assert dict(claim.attributes)["obj_activity"] == "kinase"
    assert dict(claim.attributes)["subj_not_bound"] == "SOS1"


def test_a_modified_substrate_is_no_product_of_the_modification() -> None:
    substrate = {**ERK, "mods": [{"mod_type": "phosphorylation", "is_modified": True}]}
    network, report = read({"type": "Phosphorylation", "enz": MEK, "sub": substrate, "residue": "T", "position": "185"})
    assert [(claim.relation, claim.sign) for claim in network.claims] == [("phosphorylates", 0)]
    assert sum("condition of the substrate" in why for why in losses(report)) == 1


def test_everything_of_a_wrong_shape_is_told_at_once_with_its_path() -> None:
    with pytest.raises(pg.InputError) as caught:
        read({"type": "Activation", "subj": "MEK", "obj": ERK}, {"type": "Complex", "members": {}, "evidence": {}})
    assert [problem.path for problem in caught.value.problems] == ["[0].subj", "[1].evidence", "[1].members"]
    with pytest.raises(pg.InputError, match="an agent has no name"):
        read({"type": "Activation", "subj": {"db_refs": {}}, "obj": ERK})


def test_deep_nesting_is_refused() -> None:
    agent: dict[str, Any] = {"name": "A"}
    for _ in range(120):
        agent = {"name": "A", "bound_conditions": [{"agent": agent, "is_bound": True}]}
    with pytest.raises(pg.InputError, match="nested more than 200 deep"):
        read({"type": "Activation", "subj": agent, "obj": ERK})


def test_statements_in_json_lines_are_recognised_and_told_by_line() -> None:
    good = json.dumps({"type": "Activation", "subj": MEK, "obj": ERK, "evidence": []})
    document = Decoded("s.jsonl", "s.jsonl", f'{good}\n\n{good[:-1]}, "id": "u"}}\n'.encode())
    assert detect(document).name == "indra"
    network, report = parse(document)
    assert (len(network.claims), report.read["statements"]) == (2, 2)
    bad = '{"type": "Activation", "subj": 5}\n{"type": 7}\n'
    with pytest.raises(pg.InputError) as caught:
        indra.parse(Decoded("s.jsonl", "s.jsonl", f"{good}\n{bad}".encode()))
    assert [(one.line, one.path) for one in caught.value.problems] == [(2, "subj"), (3, "type")]


@pytest.mark.parametrize("wrap", [lambda s: s, lambda s: {"statements": s}, lambda s: {"statements": {"-12": s[0]}}])
def test_lists_and_answers_of_the_web_service_are_recognised(wrap: Any) -> None:
    document = raw(wrap([{"type": "Activation", "subj": MEK, "obj": ERK, "evidence": []}]))
    assert detect(document).name == "indra"
    network, report = parse(document)
    assert (said(network), report.format) == ([("MAP2K1", "activates", "MAPK1")], "indra")


def test_sentences_of_evidence_are_bounded_in_length_and_number() -> None:
    many = [{**evidence(str(number)), "text": f"Sentence {number}."} for number in range(1, 8)]
    network, report = read({"type": "Activation", "subj": MEK, "obj": ERK, "evidence": many})
    kept = dict(network.claims[0].attributes)["evidence_sentences"]
    assert kept == tuple(f"reach, PubMed {number}: Sentence {number}." for number in range(1, 6))
    assert losses(report)["sentences of evidence: more than 5 for one claim"] == 2
    long = {**evidence("1"), "text": "word " * 100}
    network, report = read({"type": "Activation", "subj": MEK, "obj": ERK, "evidence": [long]})
    sentences = dict(network.claims[0].attributes)["evidence_sentences"]
    assert isinstance(sentences, tuple)
    assert [(len(str(one)), str(one)[:26], str(one)[-1]) for one in sentences] == [
        (300, "reach, PubMed 1: word word", "…")
    ]
    assert losses(report)["sentences of evidence: cut at 300 characters"] == 1
