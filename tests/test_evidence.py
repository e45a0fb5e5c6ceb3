"""What claims rest on: the audit of citations, the selection by context, conflicts, weight."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

import pytest

from pathway_graph.errors import QueryError, UnknownName
from pathway_graph.evidence.audit import audit
from pathway_graph.evidence.circumstances import differences
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.findings import Finding
from pathway_graph.evidence.printed import is_same_work
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.evidence.weight import weigh, weigh_edges
from pathway_graph.formats.native import read, read_guide
from pathway_graph.model import Claim, Entity, Network, Publication, Reference, Source, Verdict
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import RULES

GUIDE = read_guide()
AUDIT = audit(GUIDE)
CONFLICTS = find_conflicts(GUIDE)
FAULTY = """
format: pathway-graph/1
source: {id: faulty, title: How A acts}
entities:
  - {id: chem:A, kind: SmallMolecule, name: A, role: drug}
  - {id: prot:B, kind: Protein, name: B}
  - {id: prot:C, kind: Protein, name: C}
claims:
  - {id: f1, subject: chem:A, relation: increases, object: prot:B, aspect: expression, citations: [1]}
  - {id: f2, subject: chem:A, relation: decreases, object: prot:B, aspect: expression, citations: [1, 9]}
  - {id: f3, subject: chem:A, relation: decreases, object: prot:C}
references:
  - {number: 1, text: A trial of A in rats - PubMed}
  - {number: 2, text: "A trial of A, in rats - PMC"}
  - {number: 3, text: researchgate.net}
"""


def findings(rule: str, found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


# Audit ------------------------------------------------------------------------------------------------


def test_the_guides_citations_are_counted() -> None:
    assert AUDIT.summary() | {"faults": 0, "notes": 0} == {
        "marks": 53, "marks_supported_as_printed": 2, "marks_supported_after_repointing": 10, "entries": 24,
        "bare_domains": 11, "titled_entries": 13, "distinct_titled_works": 12, "claims_without_citation": 37,
        "faults": 0, "notes": 0,
    }  # fmt: skip


def test_the_two_supported_marks_are_the_nmda_row_and_ltp() -> None:
    found = [(mark.number, mark.line, mark.claims) for mark in AUDIT.marks if mark.is_supported]
    assert found == [(12, "112", ("T1.4",)), (13, "100", ("P80", "P80b"))]


@pytest.mark.parametrize(
    ("number", "line", "better"),
    [(15, "76", (7,)), (15, "123", (7,)), (6, "50", (20,)), (6, "120", (20,)), (7, "119", (24,)), (7, "50", ())],
)
def test_a_better_entry_of_the_list_is_named_where_one_fits(number: int, line: str, better: tuple[int, ...]) -> None:
    marks = [mark for mark in AUDIT.marks if (mark.number, mark.line) == (number, line)]
    assert marks
    assert {mark.better for mark in marks} == {better}


def test_a_mark_names_the_true_source_of_its_own_claims_with_its_status() -> None:
    by_place = {(mark.number, mark.line): mark.publications for mark in AUDIT.marks}
    assert by_place[7, "119"] == ("S04 (verified)",)
    assert by_place[3, "38"] == ("S22 (unknown)",)
    assert by_place[11, "121"] == ("S16 (candidate)", "S24 (candidate)")


def test_entries_are_split_doubled_off_topic_or_bare() -> None:
    verdict = {entry.number: entry.verdict for entry in AUDIT.entries}
    assert (verdict[12], verdict[13], verdict[2], verdict[17]) == ("split", "split", "off-topic", "bare link")
    assert {entry.number: entry.same_as for entry in AUDIT.entries if entry.same_as} == {16: (18,), 18: (16,)}


def test_one_number_for_opposite_signs_is_reference_seven() -> None:
    (found,) = findings("one-citation-both-signs", AUDIT.findings)
    assert (found.references, found.claims) == (("imipramine/7",), ("P30", "P31", "T2.2"))


def test_planted_faults_of_a_small_file_are_found(tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY.lstrip())
    found = {(f.rule, f.claims, f.references) for f in audit(read(file)).findings}
    assert found == {
        ("one-citation-both-signs", ("f1", "f2"), ("faulty/1",)),
        ("bare-domain", (), ("faulty/3",)),
        ("duplicate-entry", (), ("faulty/1", "faulty/2")),
        ("never-cited", (), ("faulty/2",)),
        ("never-cited", (), ("faulty/3",)),
        ("uncited-claim", ("f3",), ()),
        ("number-out-of-range", ("f2",), ("faulty/9",)),
    }


def test_a_network_without_fault_has_no_finding() -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    clean = build_network(
        Source("clean"),
        entities=ends,
        claims=[Claim("c", "a", "activates", "b", citations=(1,))],
        references=[Reference(1, "A paper on A")],
    )
    assert audit(clean).findings == ()


# Selection --------------------------------------------------------------------------------------------


def select(**wanted: str) -> tuple[list[str], dict[str, tuple[str, ...]], dict[str, int]]:
    found = select_claims(GUIDE, ClaimFilter(**wanted))  # type: ignore[arg-type]
    return [c.id for c in found.kept], {c.id: missing for c, missing in found.unknown}, found.left_out


def test_unknown_durations_are_named_not_dropped() -> None:
    kept, unknown, _ = select(region="hippocampus", at_least="P14D")
    assert kept == ["T3.3"]
    assert {name for name, missing in unknown.items() if missing == ("duration",)} == {
        "P24", "P25", "P26", "P48", "P76", "P77", "P79", "P80", "P80b", "T2.1", "T2.5a", "T3.1", "T3.2",
    }  # fmt: skip


def test_a_region_includes_its_parts() -> None:
    kept, _, _ = select(region="hippocampus", species="mouse")
    assert kept == ["T3.3"]  # in the dentate gyrus


def test_the_four_hour_astrocyte_claim_is_acute() -> None:
    kept, _, left_out = select(object="BDNF", course="acute")
    assert kept == ["T2.4"]
    assert left_out["course"] == 2  # P38 and P60 are chronic
    assert select(cell="astrocyte", at_most="PT4H")[0] == ["T2.4"]


def test_every_claim_is_accounted_for() -> None:
    kept, unknown, left_out = select(species="rat", aspect="density", certainty="asserted")
    assert len(kept) + len(unknown) + sum(left_out.values()) == len(GUIDE.claims)
    assert kept == ["T1.1", "T1.2", "T1.5"]
    assert left_out["background"] == 87


def test_claims_are_found_by_cascade_and_by_printed_number() -> None:
    assert set(select(cascade="fak", species="rat")[0]) == {"P53", "P54", "T2.6", "T2.7"}
    assert select(reference="7")[0] == select(reference="imipramine/7")[0] == ["P30", "P31", "T2.2", "T2.2b"]
    assert select(condition="injury")[0] == ["T2.2"]


@pytest.mark.parametrize(
    ("wanted", "kept", "unknown"),
    [
        ({"dose": "10 mg/kg"}, ["rat", "both"], ["cells", "silent"]),  # what is given in cells cannot be compared
        ({"dose": "0.01 g/kg"}, ["rat", "both"], ["cells", "silent"]),
        ({"dose": "10 mg/kg/day"}, ["mouse"], ["cells", "silent"]),
        ({"dose": "1000 nM"}, ["cells"], ["rat", "mouse", "both", "silent"]),
        ({"dose": "1 \u03bcM"}, ["cells"], ["rat", "mouse", "both", "silent"]),
        ({"route": "oral"}, ["mouse"], ["both", "silent"]),
        ({"strain": "wistar"}, ["rat", "both"], ["mouse", "cells", "silent"]),
        ({"sex": "male"}, ["rat"], ["cells", "silent"]),
        ({"assay": "Western blot"}, ["rat"], ["mouse", "cells", "both", "silent"]),
        ({"co_treatment": "KT5720"}, ["both"], []),  # the others say by their silence that nothing was given besides
        ({"dose": "10 mg/kg", "sex": "male"}, ["rat"], ["cells", "silent"]),
    ],
)
def test_claims_are_found_by_how_the_experiment_was_done(
    wanted: dict[str, str], kept: list[str], unknown: list[str]
) -> None:
    ends = [Entity("a", "SmallMolecule", "A"), Entity("b", "Protein", "B"), Entity("kt", "SmallMolecule", "KT5720")]
    given = {
        "rat": {"dose": 10.0, "dose_unit": "mg/kg", "route": "intraperitoneal", "strain": "Wistar", "sex": "male"},
        "mouse": {"dose": 10.0, "dose_unit": "mg/kg/day", "route": "oral", "sex": "both"},
        "cells": {"dose": 1.0, "dose_unit": "\u00b5M", "route": "in medium"},
        "both": {"dose": 10.0, "dose_unit": "mg/kg", "strain": "WISTAR", "sex": "female", "co_treatment": ("kt",)},
        "silent": {},
    }
    given["rat"]["assay"] = "assay:WB"
    network = build_network(
        Source("s"),
        entities=[*ends, Entity("assay:WB", "Assay", "Western blot")],
        claims=[Claim(name, "a", "increases", "b", **fields) for name, fields in given.items()],  # type: ignore[arg-type]
    )
    found = select_claims(network, ClaimFilter(**wanted))  # type: ignore[arg-type]
    assert sorted(claim.id for claim in found.kept) == sorted(kept)
    assert sorted(claim.id for claim, _ in found.unknown) == sorted(unknown)


@pytest.mark.parametrize(
    ("wanted", "error", "message"),
    [
        ({"region": "hipocampus"}, UnknownName, "did you mean 'hippocampus'"),
        ({"at_least": "14 days"}, QueryError, "not an ISO 8601 duration"),
        ({"course": "cronic"}, QueryError, "did you mean 'chronic'"),
        ({"reference": "99"}, UnknownName, "no reference is called '99'"),
        ({"cascade": "camps"}, UnknownName, "did you mean 'camp'"),
        ({"sex": "man"}, QueryError, "no sex is 'man'"),
        ({"route": "orally"}, QueryError, "did you mean 'oral'"),
        ({"dose": "10"}, QueryError, "write an amount and a unit"),
        ({"dose": "10 mg/kilo"}, QueryError, "write an amount and a unit"),
        ({"dose": "nan mg"}, QueryError, "write an amount and a unit"),
        ({"assay": "western"}, UnknownName, "no entity is called 'western'"),
    ],
)
def test_a_filter_that_means_nothing_is_told(wanted: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        select_claims(GUIDE, ClaimFilter(**wanted))  # type: ignore[arg-type]


# Conflicts --------------------------------------------------------------------------------------------


SILENT = ("assay", "strain", "sex", "dose", "route")
"""Parts of the context that the claims of the guide do not state."""


def test_pcreb_shows_both_table_rows_and_the_prose_with_what_differs() -> None:
    (conflict,) = find_conflicts(GUIDE, "pCREB").conflicts
    assert (conflict.raising, conflict.lowering) == (("P30", "P31", "T2.3"), ("T2.2",))
    differs = {pair.raises: (pair.differs, pair.not_stated) for pair in conflict.pairs}
    assert differs == {
        "P30": (("baseline", "duration"), ("species", "tissue", *SILENT)),
        "P31": (("baseline",), ("species", "tissue", *SILENT)),
        "T2.3": (("species", "tissue", "baseline"), SILENT),
    }
    assert conflict.is_explained


def test_a_conflict_without_any_difference_is_unexplained() -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    claims = [
        Claim("up", "a", "increases", "b", aspect="expression", duration="P7D"),
        Claim("down", "a", "decreases", "b", aspect="expression", duration="P7D"),
        Claim("other", "a", "decreases", "b", aspect="activity"),
    ]
    (conflict,) = find_conflicts(build_network(Source("s"), entities=ends, claims=claims)).conflicts
    assert [(pair.raises, pair.lowers) for pair in conflict.unexplained] == [("up", "down")]


def test_a_condition_is_a_baseline_and_its_absence_another() -> None:
    one, other = Claim("x", "a", "increases", "b"), Claim("y", "a", "decreases", "b", condition="c")
    assert differences(one, other) == (("baseline",), ("species", "tissue", "duration", *SILENT))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("chronic", "P21D", "not stated"),
        ("chronic P21D", "P21D", "same"),
        ("chronic P21D", "P1D", "differs"),
        ("chronic P21D", "acute", "differs"),
        ("chronic P21D", "prolonged P28D", "same"),
        ("P21D", "P1D", "differs"),
        ("P1D", "PT24H", "same"),
        ("P1D", "", "not stated"),
    ],
)
def test_a_course_is_compared_with_a_course_and_days_with_days(one: str, other: str, expected: str) -> None:
    """A course against days was told to differ always, and so explained any conflict."""

    def lasting(text: str) -> Claim:
        regimen, _, duration = text.rpartition(" ") if "P" in text else (text, "", "")
        return Claim("x", "a", "increases", "b", regimen=regimen, duration=duration)

    for differs, not_stated in (differences(lasting(one), lasting(other)), differences(lasting(other), lasting(one))):
        assert ("duration" in differs, "duration" in not_stated) == (expected == "differs", expected == "not stated")


def test_a_work_left_out_weighs_on_no_side_of_a_conflict() -> None:
    """S05 is the candidate behind all that raises; what lowers rests on S04, which is verified."""
    (whole,), (without,) = (find_conflicts(GUIDE, "pCREB", without=left).conflicts for left in ((), ("S05",)))
    assert (whole.weight_raising.score, whole.weight_lowering.score) == (0.5, 1.0)
    assert (without.weight_raising.score, without.weight_lowering.score) == (0.0, 1.0)
    assert without.weight_raising.left_out == without.raising == whole.raising


@pytest.mark.parametrize("tension", GUIDE.tensions, ids=lambda tension: tension.id)
def test_every_curated_tension_is_found_by_its_rule_or_says_why_none_can(tension: object) -> None:
    assert hasattr(tension, "found_by")
    if not tension.found_by:
        assert tension.why_no_rule  # type: ignore[attr-defined]
        return
    every = [finding for finding in (*AUDIT.findings, *CONFLICTS.findings) if finding.rule == tension.found_by]
    wanted = set(tension.claims)  # type: ignore[attr-defined]
    found: set[str] = set().union(*(set(finding.claims) for finding in every)) & wanted
    partly = {"K01": {"P24", "P30", "P31"}, "K05": {"P17"}}  # the rest of each is general or a hypothesis
    assert found == partly.get(tension.id, wanted)  # type: ignore[attr-defined]


def test_fourteen_tensions_are_found_by_rules_and_seven_cannot_be() -> None:
    assert [len([t for t in GUIDE.tensions if bool(t.found_by) is found]) for found in (True, False)] == [14, 7]


def test_the_fall_of_camp_stands_against_the_rise_of_pcreb() -> None:
    found = [f for f in CONFLICTS.findings if f.entities == ("chem:camp", "state:CREB1_pS133")]
    assert [set(f.claims) for f in found] == [{"P24", "T2.1", "P30", "P31", "T2.3"}]
    assert find_conflicts(GUIDE, view="guide").findings != CONFLICTS.findings  # the guide never links cAMP to PKA


def test_every_finding_follows_a_documented_rule() -> None:
    assert {finding.rule for finding in (*AUDIT.findings, *CONFLICTS.findings)} <= set(RULES)


# Weight -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "studies", "score"),
    [
        (["P24", "T2.1"], 1, 0.5),  # the table repeats the prose: S19, a candidate
        (["T2.6", "P53"], 1, 1.0),  # S03, verified
        (["P53", "T2.2"], 2, 2.0),  # S03 and S04
        (["P39"], 1, 0.025),  # a hypothesis that cites a bare link: 0.1 x 0.25
        (["P20", "P21"], 1, 0.1),  # the guide's own word, twice
        (["T1.1", "T1.2"], 1, 0.5),  # S13, S14 and S15 are candidates for one study
    ],
)
def test_weight_counts_studies_not_mentions(claims: list[str], studies: int, score: float) -> None:
    found = weigh(GUIDE, claims)
    assert (len(found.studies), found.mentions, found.score) == (studies, len(claims), score)


def test_each_verified_publication_and_each_printed_work_counts_once() -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    network = build_network(
        Source("s"),
        entities=ends,
        claims=[
            Claim("two", "a", "activates", "b"),
            Claim("cited", "a", "activates", "b", citations=(1, 2, 3)),
            Claim("refuted", "a", "activates", "b", citations=(4,)),
        ],
        publications=[
            Publication("p1", "One study of A", "verified", doi="10.1/X", claims=("two",)),
            Publication("p2", "The same study", "verified", doi="10.1/x", claims=("two",)),
            Publication("p3", "Another study", "verified", pmid="3", claims=("two",)),
        ],
        references=[
            Reference(1, "A long trial of A in B - PubMed"),
            Reference(2, "A long trial of A in B - PMC"),
            Reference(3, "Something else on A and B"),
            Reference(4, "A study of C and of D", verdicts=(Verdict(("refuted",), "off-topic"),)),
        ],
    )
    assert [(s.works, s.status) for s in weigh(network, ["two"]).studies] == [
        (("p1",), "verified"), (("p3",), "verified"),
    ]  # fmt: skip
    assert [s.works for s in weigh(network, ["cited"]).studies] == [("s/1",), ("s/3",)]
    assert [s.status for s in weigh(network, ["refuted"]).studies] == ["unresolved"]
    assert weigh(network, ["two"], without=["p2"]).score == 1.0  # p1 is the same work


def test_a_source_left_out_takes_its_claims_along() -> None:
    whole = weigh(GUIDE, ["P30", "P31", "T2.2", "T2.3"])
    without = weigh(GUIDE, ["P30", "P31", "T2.2", "T2.3"], without=["S05"])
    assert (whole.score, without.score, without.left_out) == (1.5, 1.0, ("P30", "P31", "T2.3"))
    assert weigh(GUIDE, ["P30"], without=["imipramine"]).studies == ()
    with pytest.raises(UnknownName, match="S05"):
        weigh(GUIDE, ["P30"], without=["S5"])


def test_the_order_of_claims_does_not_matter() -> None:
    names = [claim.id for claim in GUIDE.claims]
    assert weigh(GUIDE, names).score == weigh(GUIDE, reversed(names)).score
    assert weigh(GUIDE, names).studies == weigh(GUIDE, reversed(names)).studies


def test_both_signs_of_an_edge_are_weighed_apart() -> None:
    found = {edge.sign: (len(weight.studies), weight.mentions) for edge, weight in weigh_edges(GUIDE, "IMI", "pCREB")}
    assert found == {-1: (1, 1), 1: (1, 3)}


def test_titles_are_one_work_whatever_site_and_punctuation() -> None:
    assert is_same_work(GUIDE.references[15].text, GUIDE.references[17].text)
    assert not is_same_work(GUIDE.references[0].text, GUIDE.references[5].text)


# Everywhere the same ----------------------------------------------------------------------------------


def test_stores_give_the_same_answers_as_files(stored_guide: Network) -> None:
    assert audit(stored_guide).to_dict() == AUDIT.to_dict()
    assert find_conflicts(stored_guide).to_dict() == CONFLICTS.to_dict()
    wanted = ClaimFilter(region="hippocampus", at_least="P14D")
    assert select_claims(stored_guide, wanted).to_dict() == select_claims(GUIDE, wanted).to_dict()


@pytest.mark.parametrize("view", ["guide", "expanded"])
@pytest.mark.parametrize("others", [{}, {"course": "acute"}, {"object": "pCREB"}], ids=["alone", "course", "object"])
def test_claims_that_a_subject_leaves_out_are_counted_as_if_each_was_looked_at(
    view: Literal["guide", "expanded"], others: dict[str, str]
) -> None:
    wanted = ClaimFilter(subject="imipramine", view=view, **others)
    found = select_claims(GUIDE, wanted)
    ends = {"subject": {"chem:imipramine"}} | ({"object": {"state:CREB1_pS133"}} if "object" in others else {})
    expected = Counter[str]()
    for claim in GUIDE.claims:
        if view == "guide" and claim.view == "background":
            expected["background"] += 1
        elif differs := next((name for name, ids in ends.items() if getattr(claim, name) not in ids), None):
            expected[differs] += 1
        elif "course" in others and claim.course not in ("", "acute"):
            expected["course"] += 1
    assert found.left_out == expected
    assert found.total == len(GUIDE.claims)
