"""Tables for people: no word is cut at 80 columns, long results are counted, data stays whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.cli.tables import column_widths, print_table, wrapped
from terminal import on_a_terminal
from test_cli import run


def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "protein kinase B (alpha serine/threonine kinase) phosphorylates its substrate"
    for width in range(30, 130, 7):
        monkeypatch.setenv("COLUMNS", str(width))
        print_table([{"what": text, "id": "prot:AKT1", "n": 3}], ("what", "id", "n"))
        shown = capsys.readouterr().out
        assert max(map(len, shown.splitlines())) <= width
        words = shown.replace("/\n", "/").split()
        assert [
            word for word in text.replace("/", "/ ").split() if word not in " ".join(words).replace("/", "/ ")
        ] == []


def test_spare_columns_go_before_the_table_falls_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "34")
    rows = [{"name": "BDNF", "id": "prot:hgnc.symbol:BDNF", "reaches": "gene:hgnc.symbol:BDNF", "n": "1"}]
    assert print_table(rows, ("name", "id", "reaches", "n"), spare=("reaches",)) == ["reaches"]
    assert "reaches" not in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "24")
    assert print_table(rows, ("name", "id", "reaches", "n"), spare=("reaches",)) == []
    assert capsys.readouterr().out.splitlines()[1:5] == [
        "name     BDNF",
        "id       prot:hgnc.symbol:BDNF",
        "reaches  gene:hgnc.symbol:BDNF",
        "n        1",
    ]


def test_a_wide_terminal_shows_each_cell_on_one_line() -> None:
    assert column_widths([["a", "b"], ["one two", "three four five"]], 80) == [7, 15]
    assert column_widths([["a", "b"], ["one two", "three four five"]], 7 + 2 + 15) == [7, 15]
    assert column_widths([["a", "b"], ["one two", "three four five"]], 7 + 2 + 14) is not None
    assert column_widths([["a", "b"], ["one two", "three four five"]], 3 + 2 + 4) is None


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("a b\nc", 10, ["a b", "c"]),
        ("2/0/2", 3, ["2/0/2"]),
        ("imipramine/13 10.1038/s41586-021-03210", 12, ["imipramine/13", "10.1038/s41586-021-03210"]),
        (
            "signed_A/f511fed1fb8d, cplx:omnipath/P01100_P05412",
            20,
            ["signed_A/f511fed1fb8d,", "cplx:omnipath/P01100_P05412"],
        ),
        ("https://example.org/a/b", 12, ["https://", "example.org/", "a/b"]),
        ("日本語 日本", 7, ["日本語", "日本"]),
    ],
)
def test_lines_break_between_words_and_after_slashes_of_long_ones(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@pytest.mark.slow
def test_a_table_shows_twenty_rows_and_counts_the_rest_and_data_has_all(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("load", store=store).returncode == 0
    ask = ("claims", "--format")
    table, short, whole = (run(*ask, "table", *more, store=store) for more in ((), ("--limit", "2"), ("--limit", "0")))
    ids = [claim["claim"] for claim in json.loads(run(*ask, "json", store=store).stdout)["claims"]]
    assert len(ids) > 20
    assert f"{len(ids) - 20} more rows: --limit 0 shows all" in table.stderr
    assert f"{len(ids) - 2} more rows" in short.stderr
    assert "more rows" not in whole.stderr
    shown = [set(found.stdout.split()) for found in (table, short, whole)]
    assert [sum(one in words for one in ids) for words in shown] == [20, 2, len(ids)]
    assert run(*ask, "csv", store=store).stdout.count("\n") > len(ids)


PROSE = (
    "demo --output drawn", "explain imipramine BDNF", "explain imipramine BDNF --knock-out PKA", "doctor",
    "fragile imipramine BDNF", "conflicts pCREB", "import edges.tsv --dry-run",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", PROSE)
def test_sentences_are_broken_between_words_on_a_terminal(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", "store")
    Path("edges.tsv").write_text("source\ttarget\teffect\nTP53\tCDKN1A\tsings to\nMARCH1\tNO_SUCH_GENE\tup\n")
    assert CliRunner().invoke(cli, ["load"]).exit_code == 0
    code, shown = on_a_terminal(*command.split(), COLUMNS="80", PATHWAY_GRAPH_STORE="store")
    assert code == 0, shown
    assert [line for line in shown.splitlines() if len(line) > 80 and " " in line.strip()] == []
    _, whole = on_a_terminal(*command.split(), COLUMNS="400", PATHWAY_GRAPH_STORE="store")
    if command.startswith(("explain", "import")):  # the others have tables, which become others
        assert shown.split() == whole.split(), "nothing is lost"
