"""Rows of a table that say what rows before said are read as if each were read for itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.alike_rows import AlikeRows
from pathway_graph.formats.builder import Collection, Said
from pathway_graph.formats.report import Report
from pathway_graph.model import Claim, Network

GENES = ("MYC", "TP53", "JUN", "SEPT2", "FOS_JUN", "imipramine", "CREB1", "BDNF")
PAIRS = [(one, other) for one in GENES for other in GENES if one != other] * 2
ROWS = [
    f"{one}\t{other}\t{('1', '-1', 'inhibited by', 'phosphorylation')[place % 4]}\t{'ab'[place % 2]}"
    for place, (one, other) in enumerate(PAIRS)
]


def read(folder: Path, rows: list[str]) -> tuple[Network, Report]:
    file = folder / "mine.tsv"
    file.write_text("\n".join(["source\ttarget\teffect\tfrom_db", *rows, ""]), encoding="utf-8")
    return pg.read_file(file, namespace="hgnc.symbol")


def test_rows_met_before_give_the_claims_that_they_give_alone(tmp_path: Path) -> None:
    network, report = read(tmp_path, ROWS)
    alone: dict[str, Claim] = {}
    for row in dict.fromkeys(ROWS):
        some, _ = read(tmp_path, [row])
        alone |= some.claim
    assert {claim.id: claim for claim in network.claims} == alone
    assert report.kept["rows"] == len(ROWS)


def test_blanks_around_cells_change_nothing(tmp_path: Path) -> None:
    padded = [
        "\t".join(f" {cell}\u00a0" if at % 3 else cell for cell in row.split("\t")) for at, row in enumerate(ROWS)
    ]
    assert read(tmp_path, padded) == read(tmp_path, ROWS)


@pytest.mark.parametrize(
    ("row", "said"),
    [("\tJUN\t1\ta", "the row has no source"), ("MYC\t \t1\ta", "the row has no target")],
    ids=["source", "target"],
)
def test_a_row_without_an_end_is_told_at_its_line_after_many_that_were_met(
    tmp_path: Path, row: str, said: str
) -> None:  # fmt: skip
    with pytest.raises(InputError) as error:
        read(tmp_path, [*ROWS, row])
    assert [(one.line, one.message) for one in error.value.problems] == [(len(ROWS) + 2, said)]


def test_a_row_of_no_gene_is_left_out_and_counted_where_it_stands(tmp_path: Path) -> None:
    network, report = read(tmp_path, [*ROWS[:40], "NA\tJUN\t1\ta", *ROWS[40:]])
    assert [claim.id for claim in network.claims] == [claim.id for claim in read(tmp_path, ROWS)[0].claims]
    assert [(loss.count, loss.places) for loss in report.left_out] == [(1, ("line 42: NA - JUN",))]


def test_more_claims_than_memory_holds_are_refused_at_the_row_that_is_one_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{one}\t{other}\t1\ta" for one, other in PAIRS[: len(PAIRS) // 2]]
    assert len(read(tmp_path, rows)[0].claims) == 56
    monkeypatch.setattr("pathway_graph.formats.builder.MAX_THINGS", 30)
    with pytest.raises(InputError) as error:
        read(tmp_path, rows)
    # 7 rows name 9 entities (FOS too, a part of the complex): 16 things; then each row adds one, the 22nd the 31st
    assert error.value.problems[0].line == 22 + 1


def test_most_rows_of_a_table_are_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is worked out anew is counted: without that the other tests could hold with nothing looked up."""
    worked_out: list[int] = []
    looked_up: list[int] = []
    first, again = AlikeRows._add_first, Collection.claims_again

    def add_first(self: AlikeRows, line: int, row: Sequence[str]) -> None:
        worked_out.append(line)
        first(self, line, row)

    def claims_again(self: Collection, stated: Iterable[tuple[int, str, str, str, Said]]) -> int:
        looked_up.append(again(self, stated))
        return looked_up[0]

    monkeypatch.setattr(AlikeRows, "_add_first", add_first)
    monkeypatch.setattr(Collection, "claims_again", claims_again)
    read(tmp_path, [f"{one}\t{other}\t1\ta" for one, other in PAIRS])
    new = len(GENES) - 1  # the first row names two
    assert (len(worked_out), looked_up) == (new, [len(PAIRS) - new])
