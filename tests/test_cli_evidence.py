"""The evidence commands, run as a user runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from test_cli import answer, guide, run
from test_evidence import FAULTY

__all__ = ["guide"]  # the fixture: a store with the packaged guide


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY.lstrip())
    return file


@pytest.mark.slow
def test_the_audit_is_a_report_and_a_document(guide: Path) -> None:
    data = answer("audit", store=guide)
    assert (data["summary"]["marks"], len(data["marks"]), len(data["entries"])) == (53, 53, 24)
    report = run("audit", "--format", "md", store=guide).stdout
    assert "| marks supported as printed | 2 |" in report
    assert "\n\n**Printed entries**\n\n" in report


@pytest.mark.slow
def test_a_strict_audit_of_a_file_exits_1_on_faults_alone(faulty: Path, guide: Path) -> None:
    done = run("audit", str(faulty), "--strict")
    assert (done.returncode, done.stderr) == (1, "7 faults\n")
    assert run("audit", str(faulty)).returncode == 0
    clean = faulty.with_name("clean.yaml")
    clean.write_text("format: pathway-graph/1\nsource: {id: clean}\nentities: [{id: a, kind: Gene, name: A}]\n")
    assert run("audit", str(clean), "--strict").returncode == 0


@pytest.mark.slow
def test_claims_list_what_is_unknown_and_count_what_is_left_out(guide: Path) -> None:
    done = run("claims", "--region", "hippocampus", "--at-least", "P14D", "--format", "md", store=guide)
    assert "T3.3" in done.stdout
    assert "do not state all that was asked for" in done.stdout
    assert "left out of 206: 87 by background" in done.stderr


@pytest.mark.slow
def test_conflicts_show_both_sides_and_the_curators_reading(guide: Path) -> None:
    done = run("conflicts", "pCREB", "--format", "table", store=guide)
    assert "differ in species, tissue, baseline" in done.stdout
    assert "K02" in done.stdout


@pytest.mark.slow
def test_explain_tells_draws_and_knocks_out(guide: Path, tmp_path: Path) -> None:
    picture = tmp_path / "why.svg"
    done = run(
        "explain", "imipramine", "pCREB", "--format", "table", "--knock-out", "cAMP", "--diagram", str(picture),
        "--route", "20", store=guide,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "3',5'-cyclic AMP up; claimed down: P24, T2.1" in done.stdout
    assert "Without 3',5'-cyclic AMP: " in done.stdout
    assert "needed up, claimed down" in picture.read_text(encoding="utf-8")
    assert (
        run("explain", "imipramine", "pCREB", "--diagram", str(picture), "--route", "99", store=guide).returncode == 2
    )


@pytest.mark.slow
def test_weights_leave_a_work_out(guide: Path) -> None:
    (down, up) = answer("weight", "imipramine", "pCREB", "--without", "S05", store=guide)
    assert (down["score"], up["score"], up["left_out"]) == (1.0, 0, ["P30", "P31", "T2.3"])


@pytest.mark.slow
def test_an_overlay_is_drawn_with_its_context(guide: Path, tmp_path: Path) -> None:
    picture = tmp_path / "camp.dot"
    context = "species=rat,region=hippocampus"
    assert run("diagram", "camp", "--overlay", context, "-o", str(picture), store=guide).returncode == 0
    assert "Measured changes: species rat, region hippocampus" in picture.read_text(encoding="utf-8")
    done = run("diagram", "camp", "--overlay", "specis=rat", store=guide)
    assert done.returncode == 1
    assert done.stderr.startswith("error: an overlay has no 'specis'; did you mean 'species'")


@pytest.mark.slow
def test_a_difference_is_listed_and_can_be_an_exit_code(guide: Path, faulty: Path) -> None:
    revised = faulty.with_name("revised.yaml")
    revised.write_text(faulty.read_text().replace("relation: increases", "relation: decreases"))
    done = run("diff", str(faulty), str(revised), "--exit-code", "--format", "csv")
    assert done.returncode == 1
    assert 'sign changes,chem:A -> prot:B,"[-1, 1] became [-1]"' in done.stdout
    assert run("diff", "imipramine", str(guide), "--exit-code").returncode == 0


@pytest.mark.slow
def test_files_alone_need_no_store(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    for command in (["claims"], ["conflicts", "pCREB"], ["weight", "imipramine", "pCREB"],
                    ["explain", "imipramine", "BDNF"]):  # fmt: skip
        assert run(*command, "--file", "imipramine", store=nowhere).returncode == 0
    assert not nowhere.exists()


@pytest.mark.slow
def test_conflicts_are_asked_for_by_what_acts_too(guide: Path) -> None:
    (conflict,) = answer("conflicts", "imipramine", store=guide)["conflicts"]
    assert (conflict["subject"], conflict["object"]) == ("chem:imipramine", "state:CREB1_pS133")


def test_a_null_result_is_a_side_of_its_own_in_the_report(tmp_path: Path) -> None:
    file = tmp_path / "null.yaml"
    file.write_text(
        "format: pathway-graph/1\nsource: {id: null}\n"
        "entities: [{id: d, kind: SmallMolecule, name: D}, {id: p, kind: Protein, name: P}]\n"
        "claims:\n  - {id: n1, subject: d, relation: decreases, object: p}\n"
        "  - {id: n2, subject: d, relation: leaves_unchanged, object: p}\n"
    )
    report = run("conflicts", "--file", str(file), "--format", "md").stdout
    assert report.startswith("1 sign against no effect (1 unexplained)\n")
    assert "raised in 0, lowered in 1, no effect in 1 study; no stated context differs" in report
    assert "**D, P: aspect not stated, lowering (1 independent study" in report
    assert "| n1 | n2 | UNEXPLAINED: no stated context differs |" in report
    assert "raises" not in report.partition("Explained by context?")[2]


def test_rows_of_conflicts_tell_the_annotations_that_differ(tmp_path: Path) -> None:
    file = tmp_path / "said.bel"
    file.write_text(
        'SET DOCUMENT Name = "said"\nSET DOCUMENT Version = "1"\n'
        'DEFINE NAMESPACE HGNC AS URL "https://example.org/hgnc.belns"\nDEFINE ANNOTATION Timeline AS PATTERN ".*"\n'
        'SET Citation = {"PubMed", "t", "123"}\nSET Evidence = "x"\nSET Timeline = "10 h"\n'
        "p(HGNC:AKT1) increases p(HGNC:TP53)\n"
        'SET Timeline = "3 days"\np(HGNC:AKT1) causesNoChange p(HGNC:TP53)\np(HGNC:AKT1) increases p(HGNC:MDM2)\n'
        "UNSET Timeline\np(HGNC:AKT1) decreases p(HGNC:MDM2)\n"
    )
    rows = list(csv.DictReader(run("conflicts", "--file", str(file), "--format", "csv").stdout.splitlines()))
    assert [row["annotated"] for row in rows] == ["Timeline (10 h / 3 days)", ""]
    lines = run("conflicts", "--file", str(file), "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["annotated"] for line in lines] == [{"Timeline": "10 h / 3 days"}, {}]


@pytest.mark.slow
def test_routes_with_background_steps_are_not_headed_asserted(guide: Path) -> None:
    shown = run("paths", "PKA", "pCREB", "--view", "expanded", "--format", "md", "-k", "1", store=guide).stdout
    asserted, background = shown.split("**Routes with background steps, which no source states**")
    assert "**Asserted routes**" in asserted
    assert "is required for phospho-CREB" in asserted
    assert "increases phospho-CREB" not in asserted
    assert "increases phospho-CREB" in background


@pytest.mark.slow
def test_loading_says_how_many_claims_state_a_mechanism_only(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "format: pathway-graph/1\nsource: {id: mine}\n"
        "entities: [{id: k, kind: Protein, name: K}, {id: p, kind: Protein, name: P}]\n"
        "claims: [{id: c1, subject: k, relation: phosphorylates, object: p}]\n"
    )
    done = run("load", "--dry-run", str(file))
    assert "claims that state a mechanism without a direction, so with sign 0: 1 (c1)" in done.stderr
    assert "mechanism" not in run("load", "--dry-run").stderr
