"""The audit against brute force on random networks, and its data by hand on one that has one of each."""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph
from audit_oracle import plain_entries, plain_marks, plain_summary, plain_unsupported
from cited_networks import cited
from pathway_graph.evidence.audit import audit, lines_of
from pathway_graph.evidence.findings import NOTES
from pathway_graph.formats.data_lines import data_lines
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Publication, Reference, Source, Verdict
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import SOURCE_STATUS


@pytest.mark.parametrize("block", range(6))
def test_marks_and_entries_are_those_of_brute_force(block: int) -> None:
    marks = split = repointed = 0
    for seed in range(block * 100, block * 100 + 100):
        network = cited(seed)
        found = audit(network)
        data = found.to_dict()
        shown = [{key: row[key] for key in row if key not in ("place", "data")} for row in data["marks"]]
        assert shown == plain_marks(network), seed
        assert [{key: row[key] for key in row if key != "groups"} for row in data["entries"]] == plain_entries(
            network
        ), seed
        counts = plain_summary(network)
        assert {key: found.summary()[key] for key in counts} == counts, seed
        rules = [finding for finding in found.findings if finding.rule == "unsupported-mark"]
        assert {(f.message, f.claims, f.references) for f in rules} == plain_unsupported(network), seed
        assert len(rules) == len(plain_unsupported(network))
        assert found.faults == tuple(finding for finding in found.findings if finding.rule not in NOTES)
        assert data["summary"]["faults"] + data["summary"]["notes"] == len(found.findings)
        assert data["uncited"] == list(found.uncited)
        assert data["findings"] == [finding.to_dict() for finding in found.findings]
        marks += len(found.marks)
        split += sum(entry.verdict == "split" for entry in found.entries)
        repointed += sum(mark.is_supported_when_repointed != mark.is_supported for mark in found.marks)
    assert marks > 100
    assert min(split, repointed) > 1


def test_what_an_entry_is_cited_for_as_data() -> None:
    network = build_network(
        Source("s"),
        entities=[Entity(name, "Protein", name) for name in "AB"],
        claims=[Claim("c1", "A", "activates", "B", citations=(1,)), Claim("c2", "A", "inhibits", "B")],
        publications=[Publication("p", "A study of B", "candidate", claims=("c1",))],
        references=[
            Reference(
                1, "A study of A", note="as printed",
                verdicts=(Verdict(("c1",), "off-topic", (2,), ("p", "not-there-any-more"), "it is about A"),),
            )
        ],
    )  # fmt: skip
    known = build_network(
        Source("s"), entities=network.entities, claims=[network.claim["c2"]], publications=network.publications,
        references=network.references,
    )  # fmt: skip
    (row,) = audit(known).to_dict()["entries"]
    assert row == {
        "source": "s", "number": 1, "text": "A study of A", "kind": "titled", "marks": 0, "claims": [],
        "verdict": "off-topic", "same_as": [], "note": "as printed",
        "groups": [{
            "claims": ["c1"],
            "verdict": "off-topic",
            "better": [2],
            "publications": [{"id": "p", "status": "candidate", "means": SOURCE_STATUS["candidate"]}],
            "reason": "it is about A",
        }],
    }  # fmt: skip
    assert [(finding.rule, finding.claims) for finding in audit(known).faults] == [
        ("never-cited", ()), ("uncited-claim", ("c2",)),
    ]  # fmt: skip
    assert audit(known).uncited == ("c2",)


def test_a_mark_that_nobody_judged_is_not_refuted_and_a_bare_link_is() -> None:
    network = build_network(
        Source("s"),
        entities=[Entity(name, "Protein", name) for name in "AB"],
        claims=[Claim("c1", "A", "activates", "B", citations=(1, 2))],
        references=[Reference(1, "A study of A"), Reference(2, "example.org")],
    )
    assert [(mark.number, mark.is_refuted, mark.is_supported) for mark in audit(network).marks] == [
        (1, False, False), (2, True, False),
    ]  # fmt: skip


def test_every_mark_of_the_guide_leads_to_its_place_and_to_the_line_of_its_claims() -> None:
    """The first line of the claim's item in the data file is the one that names it."""
    places = data_lines("imipramine")
    marks = audit(read_guide(), data_lines=places).marks
    folder = Path(pathway_graph.__file__).parent / "data" / "imipramine"
    text = (folder / "claims.yaml").read_text(encoding="utf-8").splitlines()
    assert len(marks) == 53
    for mark in marks:
        assert mark.line.isdigit()
        assert mark.place
        lines = [int(one.removeprefix("claims.yaml:")) for one in mark.data]
        assert [text[line - 1].strip() for line in lines] == [f"- id: {name}" for name in mark.claims]
    assert {mark.place for mark in marks if mark.claims == ("T2.2", "T2.2b")} == {"Table 2, row 2"}


@pytest.mark.parametrize(
    ("statistic", "value", "relation", "noted"),
    [("p-value", 0.2, "increases", True), ("adjusted p-value", 0.051, "decreases", True),
     ("p-value", 0.05, "increases", False), ("t", 0.2, "increases", False),
     ("p-value", 0.2, "leaves_unchanged", False), ("", None, "increases", False)],
)  # fmt: skip
def test_a_change_that_is_not_significant_is_a_note(
    statistic: str, value: float | None, relation: str, noted: bool
) -> None:
    claim = Claim("c", "A", relation, "B", statistic=statistic, statistic_value=value)
    network = build_network(Source("s"), entities=[Entity(n, "Protein", n) for n in "AB"], claims=[claim])
    found = [finding for finding in audit(network).findings if finding.rule == "not-significant"]
    assert bool(found) is noted
    assert all(finding.is_note for finding in found)


@pytest.mark.parametrize(
    ("lines", "found"), [("", set()), ("4", {4}), ("4-4", {4}), ("104-106;9", {9, 104, 105, 106}), ("7-6", set())]
)
def test_the_lines_of_a_claim(lines: str, found: set[int]) -> None:
    assert lines_of(Claim("c", "A", "activates", "B", lines=lines)) == found
