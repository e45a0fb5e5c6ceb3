"""What is listed as a conflict is one when it is looked at: rows in the form of SIGNOR, and real networks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.evidence.conflicts import Conflicts, find_conflicts
from pathway_graph.evidence.measured import is_measurement
from pathway_graph.evidence.opposites import implied_aspect
from pathway_graph.formats.registry import read_file
from pathway_graph.formats.signor import COLUMNS
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network

UP, DOWN = "up-regulates activity", "down-regulates activity"
MORE, LESS = "up-regulates quantity by expression", "down-regulates quantity by destabilization"


def signor(folder: Path, *rows: str) -> Path:
    """Write rows ``A > B: effect; mechanism; residue; PMID`` as SIGNOR's table; ``chem X`` is a small molecule."""
    lines = [";".join(COLUMNS)]
    for number, row in enumerate(rows):
        ends, _, rest = row.partition(": ")
        effect, mechanism, residue, pmid = (part.strip() for part in rest.split("|"))
        cells = dict.fromkeys(COLUMNS, "")
        for side, name in zip("AB", ends.split(" > "), strict=True):
            kind, _, own = name.rpartition(" ")
            cells |= {f"ENTITY{side}": own, f"TYPE{side}": kind or "protein", f"ID{side}": f"SIGNOR-PF{own}",
                      f"DATABASE{side}": "SIGNOR"}  # fmt: skip
        cells |= {"EFFECT": effect, "MECHANISM": mechanism, "RESIDUE": residue, "PMID": pmid, "DIRECT": "YES",
                  "TAX_ID": "9606", "CELL_DATA": "BTO:0000007", "SIGNOR_ID": f"SIGNOR-{number}"}  # fmt: skip
        lines.append(";".join(cells[column] for column in COLUMNS))
    file = folder / "signor.csv"
    file.write_text("\n".join(lines) + "\n")
    return file


def told(found: Conflicts) -> list[tuple[str, str, bool, float]]:
    name = found.network.name
    return [(name(c.subject), name(c.object), c.is_apparent, c.score) for c in found.conflicts]


def test_opposite_effects_by_one_means_are_a_conflict_and_the_weightiest_comes_first(
    tmp_path: Path,
) -> None:
    file = signor(
        tmp_path,
        f"K1 > S1: {UP} | phosphorylation | Ser10 | 1", f"K1 > S1: {DOWN} | phosphorylation | Ser10 | 2",
        f"K2 > S2: {UP} | binding | | 3", f"K2 > S2: {DOWN} | binding | | 4",
        f"K2 > S2: {UP} | binding | | 5", f"K2 > S2: {DOWN} | binding | | 6",
    )  # fmt: skip
    found = find_conflicts(read_file(file)[0])
    assert told(found) == [("K2", "S2", False, 1.0), ("K1", "S1", False, 0.5)]
    assert found.summary() == {"opposite-signs": 2, "unexplained": 2}


def test_effects_at_two_sites_or_by_two_means_are_told_last_and_counted_apart(tmp_path: Path) -> None:
    file = signor(
        tmp_path,
        f"A > B: {UP} | phosphorylation | Ser10 | 1", f"A > B: {DOWN} | phosphorylation | Thr187 | 2",
        f"A > B: {UP} | phosphorylation | Ser10 | 3", f"A > B: {DOWN} | phosphorylation | Thr187 | 4",
        f"E > F: {UP} | ubiquitination | | 5", f"E > F: {DOWN} | binding | | 6",
        f"G > H: {UP} | binding | | 7", f"G > H: {DOWN} | binding | | 8",
    )  # fmt: skip
    found = find_conflicts(read_file(file)[0])
    assert told(found) == [("G", "H", False, 0.5), ("A", "B", True, 1.0), ("E", "F", True, 0.5)]
    assert [{pair.differs for pair in conflict.pairs} for conflict in found.conflicts] == [
        {()}, {("site",)}, {("mechanism",)},
    ]  # fmt: skip
    assert found.summary() == {"opposite-signs": 3, "unexplained": 1, "two-actions": 2}


def test_more_of_it_and_less_active_are_two_things(tmp_path: Path) -> None:
    file = signor(tmp_path, f"A > B: {MORE} | transcriptional regulation | | 1", f"A > B: {DOWN} | binding | | 2")
    assert find_conflicts(read_file(file)[0]).conflicts == ()


def test_what_does_not_say_whether_it_means_amount_or_activity_may_mean_either(tmp_path: Path) -> None:
    file = signor(tmp_path, f"A > B: {MORE} | | | 1", "A > B: down-regulates | | | 2", f"A > B: {UP} | | | 3")
    found = find_conflicts(read_file(file)[0])
    pairs = [(c.aspect, p.raises[-1], p.lowers[-1], "aspect" in p.not_stated) for c in found.conflicts for p in c.pairs]
    assert sorted(pairs) == [("abundance", "0", "1", False), ("activity", "2", "1", False)]


@pytest.mark.parametrize("kind", ["smallmolecule", "stimulus", "phenotype", "protein"])
def test_a_feed_forward_loop_in_the_form_of_signor_is_no_finding(tmp_path: Path, kind: str) -> None:
    file = signor(
        tmp_path,
        f"{kind} D > B: up-regulates quantity | | | 1", f"B > C: {UP} | binding | | 2",
        f"{kind} D > C: down-regulates quantity | | | 3",
    )  # fmt: skip
    found = find_conflicts(read_file(file)[0])
    assert (found.conflicts, found.findings) == ((), ())


@pytest.mark.parametrize(
    ("more", "expected"),
    [({}, False), ({"species": "human", "cell": "hela"}, False), ({"aspect": "expression"}, False),
     ({"duration": "PT4H"}, True), ({"dose": 10.0, "dose_unit": "mg/kg"}, True), ({"sample_size": 8}, True),
     ({"effect_percent": -16.0}, True), ({"duration": "PT4H", "qualifier": "direct"}, False)],
)  # fmt: skip
def test_a_row_of_a_resource_is_a_measurement_if_it_tells_of_an_experiment(
    more: dict[str, Any], expected: bool
) -> None:
    claim = Claim("s/1", "D", "decreases", "P", **more)
    ends = [Entity("D", "SmallMolecule", "D", role="drug"), Entity("P", "Protein", "P")]
    network = build_network(Source("s"), entities=ends, claims=[claim])
    assert is_measurement(network, network.claim["s/1"]) is expected


def test_a_start_that_was_measured_both_ways_says_so() -> None:
    ends = [Entity("D", "SmallMolecule", "D", role="drug"), Entity("A", "Protein", "A"), Entity("B", "Protein", "B")]
    claims = [
        Claim("1", "D", "increases", "A"), Claim("2", "D", "decreases", "A"), Claim("3", "A", "activates", "B"),
        Claim("4", "D", "decreases", "B"),
    ]  # fmt: skip
    found = find_conflicts(build_network(Source("s"), entities=ends, claims=claims))
    (finding,) = [f for f in found.findings if f.rule == "route-against-measurement"]
    assert finding.message == "D raises A (though also the other way: 2), and A activates B; yet it lowers B"


@pytest.mark.parametrize(
    ("relation", "direction", "aspect"),
    [("inhibits", "", ""), ("increases", "", ""), ("represses", "", "expression"), ("degrades", "", "abundance"),
     ("increases", "up-regulates quantity", "abundance"), ("activates", "up-regulates activity", "activity")],
)  # fmt: skip
def test_an_aspect_is_implied_only_where_a_word_says_it(relation: str, direction: str, aspect: str) -> None:
    assert implied_aspect(Claim("c", "x", relation, "y", direction=direction)) == aspect


def test_a_screen_shows_the_summary_and_the_weightiest_and_counts_the_rest(tmp_path: Path) -> None:
    rows = [f"K{n} > S{n}: {effect} | binding | | {n}{effect[0]}" for n in range(30) for effect in (UP, DOWN)]
    file = signor(tmp_path, *rows)
    runner = CliRunner(env={"COLUMNS": "80"})
    short = runner.invoke(cli, ["conflicts", "--file", str(file), "--format", "table"])
    assert short.stdout.startswith("30 opposite signs (30 unexplained)\n")
    assert short.stdout.count("\n") <= 24
    assert all(len(line) <= 80 for line in short.stdout.splitlines())
    assert "24 more: --limit 0 for all" in short.stderr
    full = runner.invoke(cli, ["conflicts", "--file", str(file), "--format", "table", "--limit", "0"])
    assert full.stdout.count("Explained by context?") == 30
