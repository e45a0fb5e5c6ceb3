"""Charts of measured changes and their regulators: what stands in them, and that files are what they are called."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.charts import CHARTS, bars, heat_map, save_chart, target_bars, volcano
from pathway_graph.charts.volcano import STATES
from pathway_graph.errors import InputError, MissingPackage, RenderError, UnknownName, WrongArgument
from pathway_graph.formats.native import read_guide
from pathway_graph.model.vocabulary import Sign
from pathway_graph.regulators import (
    Measurement,
    Regulators,
    example_changes,
    explain_regulator,
    place_changes,
    rank_regulators,
    read_list,
    read_lists,
)
from test_index import signed_network

TABLE = """gene,log2FC,padj
UP1,2.0,0.01
UP2,inf,0.001
DOWN1,-3.0,0
SMALL,0.5,0.0001
UNSURE,4.0,0.2
NONE,NA,0.01
"""


@pytest.fixture(scope="module")
def found() -> Regulators:
    guide = read_guide()
    return rank_regulators(guide, example_changes(guide))


def rows_of(chart: Any, layer: int | None = None) -> list[dict[str, Any]]:
    drawn = chart.to_dict()
    return list(values_of(drawn, drawn if layer is None else drawn["layer"][layer]))


def values_of(drawn: dict[str, Any], part: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a part of a specification, in which equal data stand once, under a name."""
    data = part["data"] if "data" in part else drawn["data"]
    return list(drawn["datasets"][data["name"]])


def table(folder: Path, text: str = TABLE) -> Any:
    file = folder / "changes.csv"
    file.write_text(text)
    return read_list(file)


def test_a_volcano_has_a_point_per_row_with_a_number_where_it_belongs(tmp_path: Path) -> None:
    points = {row["name"]: row for row in rows_of(volcano(table(tmp_path)), 0)}
    assert {name: row["state"] for name, row in points.items()} == {
        "UP1": "up", "UP2": "up", "DOWN1": "down", "SMALL": STATES[2], "UNSURE": STATES[2],
    }  # fmt: skip
    assert points["UP1"]["height"] == pytest.approx(2.0)
    assert points["UP2"]["change"] == 4.0, "infinite: at the widest finite change"
    assert points["DOWN1"]["height"] == pytest.approx(4.0 * 1.05), "a p-value of 0: above the highest"
    assert points["UNSURE"]["height"] == pytest.approx(-math.log10(0.2), abs=1e-5)


def test_a_volcano_shows_its_thresholds_and_counts_what_it_leaves_out(tmp_path: Path) -> None:
    chart = volcano(table(tmp_path)).to_dict()
    lines = [value for layer in chart["layer"][1:-1] for value in values_of(chart, layer)]
    assert lines == [{"y": pytest.approx(1.30103)}, {"x": -1.0}, {"x": 1.0}]
    assert chart["title"]["subtitle"] == ["2 up, 1 down of 5 rows", "1 row without a number left out"]


def test_what_is_infinite_stands_beyond_the_line_that_it_passed_and_lines_stand_on_the_chart(tmp_path: Path) -> None:
    text = "gene,log2FC,padj\nA,2.1,0\nB,inf,0.001\nC,-0.3,0.6\n"
    points = {row["name"]: row for row in rows_of(volcano(table(tmp_path, text.replace("0.001", "0.4"))), 0)}
    assert points["A"]["height"] > -math.log10(0.05), "p = 0, where all others are large"
    chart = volcano(table(tmp_path, text.replace("A,2.1", "A,0.1"))).to_dict()
    infinite = next(row for row in values_of(chart, chart["layer"][0]) if row["name"] == "B")
    assert infinite["change"] == 1.0, "at the threshold, which is further out than what is finite"
    low, high = chart["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -1 < 1 < high, "both dashed lines stand on the chart"


def test_a_volcano_names_what_is_asked_for_and_no_name_covers_another(tmp_path: Path) -> None:
    same = "gene,log2FC,padj\n" + "".join(f"GENE{n},{3 + n / 1000},0.001\n" for n in range(30)) + "FAR,-3,0.001\n"
    named = [row["name"] for row in rows_of(volcano(table(tmp_path, same), highlight=["gene7"]), -1)]
    assert named == ["GENE7", "FAR"]


def test_a_volcano_of_lists_without_sizes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "up.txt").write_text("BDNF\nCREB1\n")
    with pytest.raises(InputError, match="no p-values"):
        volcano(read_lists(tmp_path / "up.txt", None))
    with pytest.raises(InputError, match="signs without sizes"):
        volcano(table(tmp_path, "gene,change,p\nBDNF,up,0.01\nCREB1,down,0.02\n"))


def test_bars_are_the_best_hypothesis_of_each_regulator_that_explains_by_itself(found: Regulators) -> None:
    rows = rows_of(bars(found, count=100), 0)
    own = [row for row in found.rows if row.through is None and row.combined_p < 1]
    best = {row.id: row for row in reversed(own)}
    assert len(rows) == len(best)
    assert rows[0]["height"] == pytest.approx(-found.rows[0].log10_combined_p, abs=1e-4)
    assert [row["height"] for row in rows] == sorted((row["height"] for row in rows), reverse=True)
    through = {row.name for row in found.rows if row.through is not None} - {row.name for row in own}
    assert not through & {row["name"] for row in rows}


def test_bars_are_in_order_where_p_values_are_too_small_for_a_number() -> None:
    edges = [(0, n, 1) for n in range(2, 1002)] + [(1, n, 1) for n in range(2, 1502)]
    network = signed_network(edges + [(2, n, 1) for n in range(1502, 6002)], 6002)
    signs: list[tuple[int, Sign]] = [(n, 1 if n < 1502 else 0) for n in range(2, 6002)]
    changes = place_changes(network, [Measurement(f"n{n}", sign, float(sign)) for n, sign in signs])
    ranking = rank_regulators(network, changes, max_steps=1)
    assert [row.combined_p for row in ranking.top(2)] == [5e-324, 5e-324], "both are the smallest number there is"
    assert [row["name"] for row in rows_of(bars(ranking), 0)] == ["N1", "N0"]


def test_a_chart_without_bars_says_so() -> None:
    guide = read_guide()
    ranking = rank_regulators(guide, place_changes(guide, [Measurement("BDNF", 0, 0.0), Measurement("CREB", 0, 0.0)]))
    drawn = bars(ranking).to_dict()
    assert "none explains any of them" in drawn["title"]["subtitle"]


def test_bars_of_another_statistic_show_that_one(found: Regulators) -> None:
    rows = rows_of(bars(found, statistic="enrichment_p"), 0)
    smallest = min(row.enrichment_p for row in found.rows)
    assert rows[0]["height"] == pytest.approx(-math.log10(smallest), abs=1e-4)
    with pytest.raises(WrongArgument):
        bars(found, statistic="score")


def test_targets_say_what_is_predicted_what_was_found_and_how_many_are_not_shown(found: Regulators) -> None:
    explained = explain_regulator(found, "imipramine", sign=-1)
    chart = target_bars(explained, count=4)
    rows = rows_of(chart)
    assert {row["verdict"] for row in rows} == {"against"}
    assert all((row["label"][0] == "▲") == (row["change"] < 0) for row in rows), "against: predicted the other way"
    shown, left = chart.to_dict()["title"]["subtitle"]
    assert shown.startswith("0 for, 11 against")
    assert left == f"{len(explained.targets) - 4} more are not shown"


def test_a_heat_map_has_a_cell_per_contrast_and_its_colour_has_the_sign(found: Regulators) -> None:
    rows = rows_of(heat_map({"all": found, "again": found}), 0)
    imipramine = [row for row in rows if row["name"] == "imipramine"]
    assert [row["contrast"] for row in imipramine] == ["all", "again"]
    assert all((row["height"] > 0) == (row["state"] == "raised") for row in rows if row["height"])
    assert max(abs(row["height"]) for row in rows) == pytest.approx(-found.rows[0].log10_combined_p, abs=1e-4)
    assert {row["name"] for row in rows} <= {row.name for row in found.rows if row.combined_p < 1}
    with pytest.raises(WrongArgument, match="rankings"):
        heat_map({})


BEGINNINGS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "html": b"<!DOCTYPE html>", "json": b"{"}


@pytest.mark.parametrize("form", CHARTS)
def test_a_chart_is_saved_as_what_its_name_says(form: str, found: Regulators, tmp_path: Path) -> None:
    written = save_chart(bars(found, count=3), tmp_path / f"top.{form}").read_bytes().lstrip()
    assert written.startswith(BEGINNINGS[form])
    assert [file.name for file in tmp_path.iterdir()] == [f"top.{form}"]
    if form == "html":
        assert not re.search(rb'(src|href)\s*=\s*"https?:', written), "a page asks no other machine for anything"
    if form == "svg":
        assert "imipramine" in written.decode()


def test_what_cannot_be_saved_says_why(found: Regulators, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = bars(found, count=3)
    with pytest.raises(UnknownName, match="gif"):
        save_chart(chart, tmp_path / "top.gif")
    with pytest.raises(RenderError, match="there is no folder"):
        save_chart(chart, tmp_path / "none" / "top.svg")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingPackage, match=r"pathway-graph\[plot\]"):
        save_chart(chart, tmp_path / "top.svg")
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingPackage, match=r"pathway-graph\[plot\]"):
        bars(found)
