"""Delimited text: a lone quote swallows no row, a cell with a line break opens none, no cell is run as a formula."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from pathway_graph.errors import InputError
from pathway_graph.files.delimited import MOST_PROBLEMS, delimiter_of, read_rows, safe_cell, write_rows
from pathway_graph.formats.registry import read_all


def lines_refused(text: str, delimiter: str = "\t") -> list[int]:
    with pytest.raises(InputError) as caught:
        read_rows(text, "t", delimiter)
    return [problem.line for problem in caught.value.problems]


def test_a_lone_quote_is_refused_in_its_own_line_and_not_at_the_end() -> None:
    assert lines_refused('a\tb\tc\n1\t"x\t2\n3\ty\t4\n5\tz\t6\n') == [2]


def test_two_lone_quotes_that_swallow_whole_rows_are_refused() -> None:
    """Read as CSV, lines 2 to 4 are one row of three cells, as many as the header has."""
    text = 'a\tb\tc\n1\t"x\t2\n3\ty\t4\n5\tz"\t6\n7\tw\t8\n'
    swallowed = list(csv.reader(io.StringIO(text), delimiter="\t", strict=True))
    assert [len(row) for row in swallowed] == [3, 3, 3]
    assert lines_refused(text) == [2]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_breaks(ends: str) -> None:
    text = ends.join(["a,b,c", '1,"x, ""y""",2', '3,"first', 'second, line",4', ""])
    assert read_rows(text, "t", ",")[1:] == [(2, ["1", 'x, "y"', "2"]), (3, ["3", f"first{ends}second, line", "4"])]


def test_a_quote_amid_a_cell_is_a_letter() -> None:
    assert read_rows('gene\tnote\nMYC\t5" UTR\n', "t", "\t")[1] == (2, ["MYC", '5" UTR'])


def test_a_separator_of_unicode_lines_is_no_line_end() -> None:
    assert read_rows("a,b\nx\u2028y,\x0cz\x85\n", "t", ",")[1] == (2, ["x\u2028y", "\x0cz\x85"])


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [("a\tb (x, y, z)", "\t"), ("a;b", ";"), ("a,b;c,d", ","), ('"a;b;c",d', ","), ("a", "\t"), ("MYC;1,5", ";")],
)
def test_the_delimiter_is_what_splits_and_not_what_stands_in_a_header(line: str, delimiter: str) -> None:
    assert delimiter_of(line) == delimiter


def test_many_problems_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("source,relation,target\n" + "A,activates,B,C\n" * 500)
    (found,) = read_all(tmp_path / "e.csv")
    assert isinstance(found, InputError)
    assert [problem.line for problem in found.problems] == list(range(2, MOST_PROBLEMS + 3))
    assert "and 460 more problems" in str(found)


def test_a_lone_carriage_return_opens_no_row_in_what_is_written() -> None:
    written = write_rows([["name", "n"], ["\r=1+1", 1], ["a\r\nb", 2]], ",", excel_safe=True)
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["name", "n"], ["'\r=1+1", "1"], ["a\r\nb", "2"]]


@pytest.mark.parametrize(
    "cell", ["=1", "+x", "-x", "@x", "\t=1", "\r=1", "\n=1", " =1", "\x1b=1", "\xa0=1", "\u202e=1", "\ufeff=1", "＝1"]
)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1", "+0.5", "1e-5", "-1.5E+3", "-.5", "BDNF", "a=b", "5%", -0.25, -3, ""])
def test_numbers_and_names_are_left_as_they_are(cell: object) -> None:
    assert safe_cell(cell) == cell


@pytest.mark.parametrize("seed", range(60))
def test_what_is_written_is_read_back_cell_for_cell(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = ["a", "b", '"', "'", ",", "\t", ";", "\r", "\n", "\r\n", " ", "=", "é", "\u2028"]
    delimiter = chance.choice([",", "\t", ";"])
    rows = [["".join(chance.choices(alphabet, k=chance.randint(0, 4))) for _ in range(6)] + ["x"] for _ in range(20)]
    text = write_rows(rows, delimiter)
    assert [cells for _, cells in read_rows(text, "t", delimiter)] == rows
