"""The command line, run as a user runs it: in a process of its own, on a store of its own."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from patience import HUNG_S, soon, wait_for_work

EXAMPLE = Path(__file__).parents[1] / "docs" / "data-format.md"


def run(*arguments: str, store: Path | str | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "PATHWAY_GRAPH_"))}
    env |= environ
    if store is not None:
        env["PATHWAY_GRAPH_STORE"] = str(store)
    return subprocess.run(
        [sys.executable, "-m", "pathway_graph", *arguments],
        capture_output=True, text=True, encoding="utf-8", env=env, timeout=HUNG_S,
    )  # fmt: skip


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("cli") / "store"
    loaded = run("load", store=store)
    assert loaded.returncode == 0, loaded.stderr
    return store


def answer(*arguments: str, store: Path) -> Any:
    done = run(*arguments, "--format", "json", store=store)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_loading_says_what_was_loaded(tmp_path: Path) -> None:
    done = run("load", store=tmp_path / "store")
    (row,) = json.loads(done.stdout)
    assert (row["source"], row["entities"], row["claims"], row["background_statements"]) == ("imipramine", 216, 119, 87)


@pytest.mark.slow
def test_stats_are_those_of_the_guide(guide: Path) -> None:
    counts = answer("stats", store=guide)
    assert (counts["claims"], counts["entities"], counts["steps"], counts["diagrams"]) == (119, 216, 23, 7)


@pytest.mark.slow
def test_upstream_lists_asserted_and_hypothetical_regulators_apart(guide: Path) -> None:
    found = answer("upstream", "BDNF", store=guide)
    assert [(row["id"], row["net_sign"]) for row in found["ends"]] == [("chem:imipramine", "+1")]
    assert "cplx:PKA" in [row["id"] for row in found["hypothetical"]]
    assert {row["claim"] for row in found["evidence"]} >= {"P38", "P39", "T2.4"}


@pytest.mark.slow
def test_upstream_as_a_table_names_both_groups(guide: Path) -> None:
    done = run("upstream", "BDNF", "--format", "table", "--evidence", store=guide)
    assert "Regulators upstream of BDNF" in done.stdout
    assert "Only by routes that rest on a hypothesis" in done.stdout
    assert "10 (off-topic)" in done.stdout


@pytest.mark.slow
def test_paths_and_downstream_answer(guide: Path) -> None:
    assert len(answer("paths", "imipramine", "BDNF", store=guide)["ends"][0]["routes"]) == 3
    assert [row["id"] for row in answer("downstream", "TrkB", "-k", "1", store=guide)["ends"]] == ["path:AKT"]


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_csv_and_tsv_have_one_header_and_the_same_rows(guide: Path, format_: str) -> None:
    done = run("upstream", "BDNF", "--format", format_, store=guide)
    rows = list(csv.DictReader(done.stdout.splitlines(), delimiter="," if format_ == "csv" else "\t"))
    assert [row["rests_on_hypothesis"] for row in rows] == ["false"] + ["true"] * 5


def test_jsonl_is_one_row_a_line(guide: Path) -> None:
    done = run("query", "-e", "MATCH (s:Species) RETURN s.id AS id ORDER BY id", "--format", "jsonl", store=guide)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": "sp:human"}, {"id": "sp:mouse"}, {"id": "sp:rat"},
    ]  # fmt: skip


@pytest.mark.slow
def test_a_query_from_a_file_takes_parameters(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "q.cypher").write_text("MATCH (e:Entity {id: $id}) RETURN e.name AS name, $n + 1 AS n")
    done = run("query", "-f", str(tmp_path / "q.cypher"), "-P", "id=prot:BDNF", "-P", "n=1", store=guide)
    assert json.loads(done.stdout) == [{"name": "BDNF protein", "n": 2}]


@pytest.mark.slow
def test_a_query_that_is_wrong_is_shown_with_a_caret_and_a_slip_with_a_note(guide: Path) -> None:
    wrong = run("query", "-e", "MATCH (e)\nWHERE e.name LIKE 'x' RETURN e", store=guide)
    assert wrong.returncode == 1
    assert wrong.stderr.splitlines() == [
        "error: line 2, column 14: Cypher has no LIKE; use CONTAINS, STARTS WITH, ENDS WITH, or =~ with a regular "
        "expression",
        "  WHERE e.name LIKE 'x' RETURN e",
        "               ^",
    ]
    slip = run("query", "-e", "MATCH (e:Protien) RETURN e.name", "--format", "json", store=guide)
    assert (slip.returncode, slip.stdout.strip()) == (0, "[]")
    assert slip.stderr == "note: line 1, column 10: no label is called 'Protien'; did you mean 'Protein'?\n"


def test_a_library_query_takes_an_entity_by_any_name(guide: Path) -> None:
    by_symbol = answer("query", "upstream-regulators", "-P", "targets=gr", store=guide)
    assert by_symbol == answer("query", "upstream-regulators", "-P", "targets=hgnc:7978", store=guide)
    assert by_symbol


def test_the_library_is_listed_with_a_sentence_each() -> None:
    done = run("query", "--list", "--format", "json")
    rows = json.loads(done.stdout)
    assert len(rows) >= 25
    assert all(row["what"].endswith(".") for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("upstream", "BDNFF"), 1, "no entity is called 'BDNFF'; did you mean 'BDNF'"),
        (("upstream", "CAMP"), 1, "did you mean 'cAMP'?"),
        (("upstream", "TORC1"), 1, "'TORC1' fits 2 different things"),
        (("query", "table-9"), 1, "did you mean"),
        (("query", "-e", "MATCH (n RETURN n"), 1, "error: "),
        (("query", "-e", "CREATE (n:Entity {id: 'x'}) RETURN n"), 1, "error: "),
        (("diagram", "camo"), 1, "did you mean 'camp'"),
        (("query",), 2, "give a query's NAME"),
        (("query", "table-1", "-P", "x"), 2, "-P takes KEY=VALUE"),
        (("upstraem", "BDNF"), 2, "did you mean 'upstream'"),
        (("load", "nothing.yaml"), 3, "nothing.yaml: there is no such file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_an_error_is_a_sentence_and_a_code(guide: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = run(*arguments, store=guide)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_no_store_is_exit_4_and_says_to_load(tmp_path: Path) -> None:
    done = run("stats", store=tmp_path / "nowhere")
    assert done.returncode == 4
    assert "pathway-graph load" in done.stderr


@pytest.mark.slow
def test_a_server_that_is_down_is_exit_4_within_five_seconds() -> None:
    with soon(5):
        done = run("stats", "--store", "bolt://127.0.0.1:9", NEO4J_PASSWORD="not-shown")
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert "not-shown" not in done.stderr


@pytest.mark.parametrize("store", ["mongo://x", "bolt://127.0.0.1:9"])
def test_a_store_that_cannot_be_opened_says_why(store: str) -> None:
    done = run("stats", "--store", store)
    assert done.returncode == 4
    assert "use a folder path" in done.stderr or "NEO4J_PASSWORD" in done.stderr


@pytest.mark.slow
def test_a_broken_file_lists_all_errors_and_changes_nothing(guide: Path, tmp_path: Path) -> None:
    before = answer("stats", store=guide)
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        "format: pathway-graph/1\nsource: {id: b}\nentities:\n  - {id: a, kind: Protien, name: A}\n"
        "claims:\n  - {id: c, subject: a, relation: actvates, object: z}\n"
    )
    done = run("load", str(broken), store=guide)
    assert done.returncode == 3
    assert [line.split(": ")[0 if "error" not in line else 1] for line in done.stderr.splitlines()] == [
        f"{broken}:4", f"{broken}:6", f"{broken}:6",
    ]  # fmt: skip
    assert answer("stats", store=guide) == before


def test_a_dry_run_checks_and_writes_nothing(tmp_path: Path) -> None:
    done = run("load", "--dry-run", store=tmp_path / "store")
    assert done.returncode == 0
    assert not (tmp_path / "store").exists()


@pytest.mark.slow
def test_the_example_of_the_format_loads_traces_and_draws(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    example = text[text.index("```yaml\n") + 8 :].split("```")[0]
    (tmp_path / "mine.yaml").write_text(example, encoding="utf-8")
    store = tmp_path / "store"
    assert run("load", str(tmp_path / "mine.yaml"), store=store).returncode == 0
    found = {row["id"]: row["net_sign"] for row in answer("upstream", "CK", store=store)["ends"]}
    assert found == {"prot:B": "-1", "chem:A": "+1"}
    assert answer("upstream", "D", store=store)["ends"] == []
    picture = tmp_path / "mine.svg"
    drawn = run("diagram", "mine", "-o", str(picture), store=store)
    assert drawn.returncode == 0, drawn.stderr
    assert "kinase C" in picture.read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_data_sets_share_a_store_and_their_entities(guide: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "format: pathway-graph/1\nsource: {id: mine}\nentities:\n"
        "  - {id: prot:NTRK2, kind: Protein, name: TRKB}\n  - {id: prot:X, kind: Protein, name: X}\n"
        "claims:\n  - {id: mine-1, subject: prot:NTRK2, relation: activates, object: prot:X}\n"
    )
    run("load", str(mine), store=store)
    run("load", store=store)
    assert [row["id"] for row in answer("upstream", "X", "-k", "2", store=store)["ends"]] == [
        "prot:NTRK2", "prot:BDNF",
    ]  # fmt: skip


@pytest.mark.slow
def test_pictures_go_to_files_folders_and_standard_output(guide: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    assert run("diagram", "-o", str(folder), store=guide).returncode == 0
    assert len(list(folder.glob("*.svg"))) == 7
    for ending, magic in (("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph")):
        file = tmp_path / f"camp.{ending}"
        assert run("diagram", "camp", "-o", str(file), store=guide).returncode == 0
        assert magic in file.read_bytes()[:200]
    assert run("diagram", "D1", "-o", "-", store=guide).stdout == (tmp_path / "camp.dot").read_text(encoding="utf-8")
    around = tmp_path / "trkb.svg"
    assert run("diagram", "--around", "TrkB", "-o", str(around), store=guide).returncode == 0
    assert "Akt" in around.read_text(encoding="utf-8")
    traced = tmp_path / "traced.svg"
    assert run("upstream", "BDNF", "--diagram", str(traced), store=guide).returncode == 0
    assert "imipramine" in traced.read_text(encoding="utf-8")


def test_help_takes_less_than_three_tenths_of_a_second() -> None:
    """Of processor time, which a busy machine stretches little: what counts is what is not imported."""
    times = []
    for _ in range(5):
        started = children_cpu_s()
        assert run("--help").returncode == 0
        times.append(children_cpu_s() - started)
    assert min(times) < 0.3


def children_cpu_s() -> float:
    used = os.times()
    return used.children_user + used.children_system


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts_print(shell: str) -> None:
    assert "_PATHWAY_GRAPH_COMPLETE" in run("completion", shell).stdout


def test_completion_completes_commands() -> None:
    done = run(COMP_WORDS="pathway-graph up", COMP_CWORD="1", _PATHWAY_GRAPH_COMPLETE="bash_complete")
    assert "upstream" in done.stdout


@pytest.mark.slow
def test_ctrl_c_ends_a_long_query_cleanly(guide: Path) -> None:
    slow = "UNWIND range(1, 6000000) AS a UNWIND range(1, 6000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n"
    process = subprocess.Popen(
        [sys.executable, "-m", "pathway_graph", "query", "-e", slow, "--store", str(guide)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for_work(process, 3.0)  # starting takes about one second of work
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=HUNG_S)
    assert (process.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr


@pytest.mark.slow
def test_a_long_query_ends_at_its_time_limit(guide: Path) -> None:
    slow = "UNWIND range(1, 6000000) AS a UNWIND range(1, 6000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n"
    done = run("query", "-e", slow, "--timeout", "1", store=guide)
    assert done.returncode == 1
    assert "longer than 1 s" in done.stderr


@pytest.mark.slow
def test_the_demo_does_the_main_job(tmp_path: Path) -> None:
    done = run("demo", "--output", str(tmp_path / "drawn"), store=tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "drawn").glob("*.svg"))) == 7
    for expected in ("119 claims", "Tyrosine", "imipramine", "Only through a hypothesis", "P38"):
        assert expected in done.stdout or expected.lower() in done.stdout


@pytest.fixture
def changes(tmp_path: Path) -> Path:
    file = tmp_path / "changes.tsv"
    file.write_text("gene\tlog2FC\tpadj\nBdnf\t1.4\t0.001\ncAMP\t-1.2\t0.01\nTrkB\t0.1\t0.9\nno such gene\t2\t0.01\n")
    return file


@pytest.mark.slow
def test_regulators_of_a_file_as_json_state_what_they_rest_on(guide: Path, changes: Path) -> None:
    found = answer("regulators", str(changes), store=guide)
    assert found["regulators"][0]["id"] == "chem:imipramine"
    assert 0 < found["regulators"][0]["p_value"] <= 1
    summary = found["summary"]
    assert (summary["background"], summary["up"], summary["down"]) == ("measured", 1, 1)
    assert summary["unmatched"] == ["no such gene"]


@pytest.mark.slow
def test_regulators_as_a_table_say_background_and_unmatched_names(guide: Path, changes: Path) -> None:
    done = run("regulators", "--example", "--format", "table", store=guide)
    assert "imipramine" in done.stdout
    assert "warning: no unchanged genes are listed" in done.stderr
    done = run("regulators", str(changes), "--format", "table", store=guide)
    assert "1 name not in the network: not known: 1 (no such gene)" in done.stderr
    assert "p-values are exact, one-sided" in done.stderr


@pytest.mark.slow
def test_regulators_as_csv_have_every_statistic(guide: Path, changes: Path) -> None:
    done = run("regulators", str(changes), "--format", "csv", store=guide)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert {"p_value", "fdr", "enrichment_p", "concordance_p", "z", "t"} <= set(rows[0])
    assert len(rows) == 2 * len({row["id"] for row in rows})


@pytest.mark.slow
def test_a_regulator_is_explained_and_drawn(guide: Path, changes: Path, tmp_path: Path) -> None:
    found = answer(
        "regulators", str(changes), "--explain", "imipramine", "--diagram", str(tmp_path / "r.svg"), store=guide
    )
    assert [(target["name"], target["verdict"]) for target in found["targets"]] == [("cAMP", "for"), ("Bdnf", "for")]
    drawn = (tmp_path / "r.svg").read_text(encoding="utf-8")
    assert "measured down" in drawn
    assert "imipramine raised: 2 for, 0 against" in drawn


def test_bad_changes_name_file_and_line(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("gene,change\nBDNF,1\nBdnf,-1\ncAMP,lots\n")
    done = run("regulators", str(tmp_path / "bad.csv"), store=guide)
    assert done.returncode == 3
    assert "bad.csv:4: 'lots' is no change" in done.stderr
    assert run("regulators", store=guide).returncode == 2
