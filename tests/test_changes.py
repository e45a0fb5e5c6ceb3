"""Tables of changes: every layout read as its writer means it or refused, and what was read is told."""

from __future__ import annotations

import json
from dataclasses import replace
from math import log, log2
from pathlib import Path

import numpy as np
import pytest

from pathway_graph.cli import regulators_command
from pathway_graph.errors import InputError, WrongArgument
from pathway_graph.formats.registry import read_all
from pathway_graph.model import Network
from pathway_graph.regulators import (
    RANK_BY,
    SCALES,
    ColumnOptions,
    Measurement,
    Measurements,
    describe_reading,
    place_changes,
    rank_regulators,
    read_changes,
    read_list,
    read_names,
)
from pathway_graph.regulators.cells import number_of
from test_cli import run

CASES = Path(__file__).parents[2] / "shared" / "cases" / "real-data"
EDGES = "STAT3 MYC 1|STAT3 JUN 1|TP53 MYC -1|MYC TP53 -1|MYC FOS 1|IL6 STAT3 1|MYC IL1B 1|TP53 CDKN1A 1"
SIF = "".join(
    f"{a}\t{'activates' if sign == '1' else 'inhibits'}\t{b}\n" for a, b, sign in map(str.split, EDGES.split("|"))
)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Eight human genes with the identifiers that the packaged table of genes gives them."""
    file = tmp_path_factory.mktemp("changes") / "n.sif"
    file.write_text(SIF)
    (found,) = read_all(file, namespace="hgnc.symbol")
    assert not isinstance(found, InputError)
    return found[0]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("changes-store")
    (folder / "n.sif").write_text(SIF)
    done = run("import", "--names-are", "hgnc.symbol", str(folder / "n.sif"), store=folder / "store")
    assert done.returncode == 0, done.stderr
    return folder / "store"


def read(network: Network, folder: Path, text: str, **options: object) -> Measurements:
    (folder / "c.txt").write_bytes(text.encode())
    return read_changes(network, folder / "c.txt", ColumnOptions(**options))  # type: ignore[arg-type]


def signs(changes: Measurements) -> dict[str, int]:
    return {change.name: change.sign for change in changes.changes}


def refused(network: Network, folder: Path, text: str, **options: object) -> InputError:
    with pytest.raises(InputError) as caught:
        read(network, folder, text, **options)
    return caught.value


LAYOUTS = {  # layout -> text, right signs, the columns taken
    "limma write.table": (
        "logFC\tAveExpr\tt\tP.Value\tadj.P.Val\tB\nMYC\t2\t5\t9\t1e-9\t1e-7\t3\nTP53\t-2\t5\t-9\t1e-9\t1e-7\t3\n",
        {"MYC": 1, "TP53": -1}, ("row names", "logFC", "adj.P.Val"),
    ),
    "write.table with blanks": (
        '"baseMean" "log2FoldChange" "padj"\n"MYC" 100.5 2.5 1e-9\n"TP53" 90 -2 NA\n',
        {"MYC": 1, "TP53": 0}, ("row names", "log2FoldChange", "padj"),
    ),
    "Entrez row names": (
        "log2FC\tpadj\n4609\t2\t0.001\n7157\t-2\t0.001\n",
        {"ncbigene:4609": 1, "ncbigene:7157": -1}, ("row names", "log2FC", "padj"),
    ),
    "Entrez column": (
        "entrezgene,ENTREZID,logFC,P.Value\nx,4609,2,0.01\ny,7157,-2,0.2\n",
        {"ncbigene:4609": 1, "ncbigene:7157": 0}, ("ENTREZID", "logFC", "P.Value"),
    ),
    "pandas index": (
        ",gene,log2FC,padj\n0,MYC,2,0.01\n1,TP53,-2,0.01\n",
        {"MYC": 1, "TP53": -1}, ("gene", "log2FC", "padj"),
    ),
    "cuffdiff": (
        "test_id\tgene_id\tgene\tvalue_1\tvalue_2\tlog2(fold_change)\ttest_stat\tp_value\tq_value\tsignificant\n"
        "X1\tX1\tMYC\t0\t5\tinf\tnan\t1e-5\t1e-4\tyes\nX2\tX2\tTP53\t5\t0\t-inf\tnan\t1e-5\t0.3\tno\n",
        {"MYC": 1, "TP53": 0}, ("gene", "log2(fold_change)", "q_value"),
    ),
    "GEO2R": (
        '"ID","adj.P.Val","P.Value","t","B","logFC","Gene.symbol","Gene.title"\n'
        '"1_at","0.01","0.001","9","3","2.0","MYC","MYC proto-oncogene, bHLH"\n'
        '"2_at","0.9","0.001","-9","3","-2.0","TP53","tumor protein p53"\n',
        {"MYC": 1, "TP53": 0}, ("Gene.symbol", "logFC", "adj.P.Val"),
    ),
    "one contrast in the header": (
        "gene\tlog2FC_drug_vs_vehicle\tpadj_drug_vs_vehicle\nMYC\t2\t0.9\nTP53\t-2\t0.01\n",
        {"MYC": 0, "TP53": -1}, ("gene", "log2FC_drug_vs_vehicle", "padj_drug_vs_vehicle"),
    ),
    "words": ("gene,direction\nMYC,UP\nTP53,down\nJUN,unchanged\n", {"MYC": 1, "TP53": -1, "JUN": 0},
              ("gene", "direction", "")),
    "sizes before words": ("gene,direction,log2FC\nMYC,up,0.2\nTP53,down,-3\n", {"MYC": 0, "TP53": -1},
                           ("gene", "log2FC", "")),
    "Excel's first line": ("sep=;\ngene;log2FC\nMYC;1,5\nTP53;-2,25\n", {"MYC": 1, "TP53": -1}, ("gene", "log2FC", "")),
    "decimal commas in the first column": ("log2FC;gene\n1,5;MYC\n-2,25;TP53\n", {"MYC": 1, "TP53": -1},
                                           ("gene", "log2FC", "")),
    "comments": ("# made by x\n# \"quoted, and so on\ngene,log2FC\nMYC,2\n# end\nTP53,-2\n", {"MYC": 1, "TP53": -1},
                 ("gene", "log2FC", "")),
    "header behind a comment mark": ("#gene\tlog2FC\nMYC\t2\nTP53\t-2\n", {"MYC": 1, "TP53": -1},
                                     ("gene", "log2FC", "")),
    "bounds": ("gene,log2FC,pvalue\nMYC,2,<0.001\nTP53,-2,< 2.2e-16\n", {"MYC": 1, "TP53": -1},
               ("gene", "log2FC", "pvalue")),
    "blank lines and trailing delimiters": ("\n\ngene,log2FC,\n\nMYC,2,\n,,\nTP53,-2,\n\n", {"MYC": 1, "TP53": -1},
                                            ("gene", "log2FC", "")),
    "CRLF": ("gene,log2FC\r\nMYC,2\r\nTP53,-2\r\n", {"MYC": 1, "TP53": -1}, ("gene", "log2FC", "")),
    "CR": ("gene,log2FC\rMYC,2\rTP53,-2\r", {"MYC": 1, "TP53": -1}, ("gene", "log2FC", "")),
    "BOM": ("\ufeffgene,log2FC\nMYC,2\nTP53,-2\n", {"MYC": 1, "TP53": -1}, ("gene", "log2FC", "")),
    "header of two lines": ('gene,"log2FC\n"\nMYC,2\nTP53,-2\n', {"MYC": 1, "TP53": -1}, ("gene", "log2FC", "")),
    "quoted delimiters": ('gene,note,log2FC\nMYC,"a, b",2\nTP53,"c ""d"", e",-2\n', {"MYC": 1, "TP53": -1},
                          ("gene", "log2FC", "")),
    "no header": ("MYC,2\nTP53,-2\n", {"MYC": 1, "TP53": -1}, ("", "", "")),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_read_as_its_writer_means_it(network: Network, tmp_path: Path, layout: str) -> None:
    text, right, columns = LAYOUTS[layout]
    prefix = "ncbigene" if layout == "Entrez row names" else ""
    found = read(network, tmp_path, text, prefix=prefix)
    assert signs(found) == right
    assert found.how is not None
    assert (found.how.name_column, found.how.change_column, found.how.p_column) == columns


REFUSED = {
    "a row too long": ("gene,log2FC\nMYC,2\nTP53,-2,x\n", {3: "the row has 3 cells, the header 2"}),
    "rows too short and too long": ("gene,log2FC,padj\nMYC,2\nTP53,-2,0.1,x\nJUN,1,1\n",
                                    {2: "the row has 2 cells, the header 3", 3: "the row has 4 cells, the header 3"}),
    "most rows one longer": ("gene,log2FC\nMYC,2,x\nTP53,-2,y\nJUN,1\n",
                             {2: "the row has 3 cells, the header 2", 3: "the row has 3 cells, the header 2"}),
    "decimal commas in CSV": ("log2FC,gene\n1,5,MYC\n2,25,TP53\n0,1,JUN\n", {2: "no names of rows"}),
    "row names twice": ("gene,log2FC\nx,MYC,2\nx,TP53,-2\n", {2: "no names of rows"}),
    "rows that end in a delimiter": ("symbol,length,logFC\nMYC,MYC,2350,\nTP53,TP53,2512,\n",
                                     {2: "ends with an empty one"}),
    "a lone quote": ('gene\tnote\tlog2FC\nMYC\ta\t2\nTP53\t"b\t-2\nJUN\tc\t2\n', {3: "never closes"}),
    "two lone quotes": ('gene\tnote\tlog2FC\nMYC\t"a\t2\nTP53\tb\t-2\nJUN\tc"\t2\n', {2: "whole rows later"}),
    "two columns of changes": ("gene,log2FC,log2FC\nMYC,2,1\n", {1: "several columns could be the changes"}),
    "two contrasts": ("gene,log2FC_a,log2FC_b\nMYC,2,1\n", {1: "name one with --change-column"}),
    "two p-values": ("gene,log2FC,padj_a,padj_b\nMYC,2,1,1\n", {1: "--p-column none to use none"}),
    "no header of three": ("MYC,2,0.01\nTP53,-2,0.01\n", {1: "name the columns in the first line"}),
    "no number": ("gene,log2FC\nMYC,1_000\nTP53,35%\nJUN,٣\n",
                  {2: "'1_000' is no change", 3: "'35%' is no change", 4: "'٣' is no change"}),
    "a bound above": ("gene,log2FC,p\nMYC,2,<0.1\n", {2: "does not say whether"}),
    "a word as p": ("gene,log2FC,p\nMYC,2,up\n", {2: "'up' is no p-value"}),
    "thousands": ("gene;log2FC\nMYC;1,234\nTP53;2,345\n", {2: "may split thousands"}),
    "both decimal marks": ("gene;log2FC\nMYC;1,25\nTP53;2.5\n", {2: "other numbers of the file a decimal point"}),
    "words and sizes": ("gene,change\nMYC,up\nTP53,-2.5\n", {3: "no change beside words"}),
    "decimal commas behind names": ("gene,log2FC\nMYC,1,5\nTP53,-2,5\n", {2: "decimal commas split numbers"}),
    "per cent as p": ("gene,log2FC,q-value(%)\nMYC,2,0.5\nTP53,-2,0.9\n", {1: "'q-value(%)' holds per cent"}),
    "per cent as changes": ("gene,% change\nMYC,20\nTP53,-15\n", {1: "'% change' holds per cent"}),
    "sizes without a sign": ("gene,|log2FC|,padj\nMYC,2,0.01\nTP53,3,0.01\n", {1: "no column of changes"}),
    "absolute sizes": ("gene,abs_log2FC\nMYC,2\nTP53,3\n", {1: "no column of changes"}),
    "the error alone": ("gene,log2FC_se\nMYC,2\nTP53,3\n", {1: "no column of changes"}),
    "the negative": ("gene,-log2FC\nMYC,2\nTP53,-3\n", {1: "no column of changes"}),
    "a bound": ("gene,log2FC lower\nMYC,2\nTP53,-3\n", {1: "no column of changes"}),
    "a header alone": ("gene,log2FC\n", {1: "no rows"}),
}  # fmt: skip


@pytest.mark.parametrize("which", REFUSED)
def test_a_table_that_may_mean_two_things_is_refused_at_its_lines(network: Network, tmp_path: Path, which: str) -> None:
    text, right = REFUSED[which]
    found = refused(network, tmp_path, text)
    assert {problem.line for problem in found.problems} == set(right)
    for problem in found.problems:
        assert right[problem.line] in str(problem)


@pytest.mark.parametrize("word", ["down", "Down", "down-regulated"])
def test_sizes_beside_a_column_of_directions_are_not_taken_for_ups(network: Network, tmp_path: Path, word: str) -> None:
    """As GeneSpring writes: an absolute fold change, and which way in a column of its own."""
    text = f"Gene,Regulation,FC\nMYC,up,2.5\nTP53,{word},3.1\n"
    assert f"column 'Regulation' says '{word}' where 'FC' says '3.1'" in str(refused(network, tmp_path, text))
    found = read(network, tmp_path, text, change_column="FC")
    assert found.how is not None
    assert any("says '3.1'" in warning for warning in found.how.warnings)


def test_of_many_wrong_rows_the_first_are_listed_and_the_rest_counted(network: Network, tmp_path: Path) -> None:
    found = refused(network, tmp_path, "gene,log2FC,padj\nMYC,2,0.1\n" + "TP53,2\n" * 3000)
    assert len(found.problems) == 41
    assert "and 2,960 more problems" in str(found)


RATIOS = "gene,{}\nMYC,1.05\nTP53,0.25\nJUN,0.4\nFOS,2.5\n"


@pytest.mark.parametrize(
    "header", ["FC", "fold change", "FoldChange", "Fold.Change", "ratio", "foldchange", "linearFC", "Ratio H/L"]
)
def test_a_column_of_fold_changes_is_no_logarithm(network: Network, tmp_path: Path, header: str) -> None:
    named = {"change_column": header} if header in ("linearFC", "Ratio H/L") else {}
    found = read(network, tmp_path, RATIOS.format(header), **named)
    assert signs(found) == {"MYC": 0, "TP53": -1, "JUN": -1, "FOS": 1}
    assert {change.name: change.value for change in found.changes}["JUN"] == pytest.approx(log2(0.4))


def test_signed_fold_changes_are_told_from_ratios_by_their_values(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "gene,FC\nMYC,-1.1\nTP53,1.05\nJUN,-3.2\nFOS,2.4\n")
    assert {change.name: change.value for change in found.changes} == pytest.approx(
        {"MYC": -log2(1.1), "TP53": log2(1.05), "JUN": -log2(3.2), "FOS": log2(2.4)}
    )


@pytest.mark.parametrize("values", ["0.4,-2", "0,2", "1,-1", "-0.5,-0.7", "0,0"])
def test_what_is_neither_ratio_nor_signed_fold_change_is_asked_for(
    network: Network, tmp_path: Path, values: str
) -> None:
    rows = "".join(f"{gene},{value}\n" for gene, value in zip(("MYC", "TP53"), values.split(","), strict=True))
    assert "--scale log2, ln, log10, ratio, signed-ratio or sign" in str(refused(network, tmp_path, "gene,FC\n" + rows))
    assert signs(read(network, tmp_path, "gene,FC\n" + rows, scale="log2")).keys() == {"MYC", "TP53"}


@pytest.mark.parametrize(
    ("header", "scale", "factor"),
    [("log2FC", "log2", 1), ("logFC", "log2", 1), ("avg_logFC", "ln", 1 / log(2)), ("lnFC", "ln", 1 / log(2)),
     ("log FC (natural)", "ln", 1 / log(2)), ("logFC (base e)", "ln", 1 / log(2)), ("ln_FC", "ln", 1 / log(2)),
     ("log 10nM FC", "log2", 1), ("log10FC", "log10", log2(10)),
     ("log10 fold change", "log10", log2(10)), ("lfc", "log2", 1)],
)  # fmt: skip
def test_logarithms_of_every_base_become_log2(
    network: Network, tmp_path: Path, header: str, scale: str, factor: float
) -> None:
    found = read(network, tmp_path, f"gene,{header}\nMYC,0.8\nTP53,-0.4\n")
    assert {change.name: change.value for change in found.changes} == pytest.approx(
        {"MYC": 0.8 * factor, "TP53": -0.4 * factor}
    )
    assert found.how is not None
    assert found.how.scale == scale


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("gene,log2FC\nMYC,1.05\nTP53,0.25\nJUN,0.9\nFOS,2.5\nIL6,1.1\n", "if they are ratios, say --scale ratio"),
        ("gene,change\nMYC,1.5\nTP53,2.5\n", "if they are ratios, say --scale ratio"),
        ("MYC,1.5\nTP53,2.5\n", "if they are ratios, say --scale ratio"),
        ("gene,value\nMYC,-1.1\nTP53,1.5\nJUN,-3\nFOS,2\nIL6,4\n", "say --scale signed-ratio"),
        ("gene,log2FC\nMYC,2350\nTP53,2512\nJUN,-1200\n", "look whether it is the right column"),
        ("gene,FC\nMYC,1.5\nTP53,2.5\n", "if they are logarithms, say --scale log2"),
        ("gene,log2FC,-log(p)\nMYC,2,5\nTP53,-2,5\n", "'-log(p)' may hold p-values, but none were taken"),
        ("gene,log2FC,p drug\nMYC,2,0.5\nTP53,-2,0.1\n", "'p drug' may hold p-values, but none were taken"),
    ],
)
def test_what_looks_wrong_is_warned_of(network: Network, tmp_path: Path, text: str, warning: str) -> None:
    found = read(network, tmp_path, text)
    assert found.how is not None
    assert [warning in said for said in found.how.warnings] == [True]
    assert rank_regulators(network, found).summary()["warnings"][0] == found.how.warnings[0]


def test_a_column_beside_the_changes_is_read_only_when_named_and_warned_of(network: Network, tmp_path: Path) -> None:
    text = "gene,log2FC_drug,log2FC_drug_se,|log2FC|\nMYC,2,0.3,2\nTP53,-3,0.2,3\n"
    assert signs(read(network, tmp_path, text)) == {"MYC": 1, "TP53": -1}
    named = read(network, tmp_path, text, change_column="|log2FC|")
    assert named.how is not None
    assert "does not look like changes with a sign" in " ".join(named.how.warnings)


@pytest.mark.parametrize("header", ["-Log p-value", "log10 p", "-ln p"])
def test_logarithms_of_p_values_without_base_or_minus_are_never_taken_for_p_values(
    network: Network, tmp_path: Path, header: str
) -> None:
    found = read(network, tmp_path, f"gene,log2FC,{header}\nMYC,2,0.9\nTP53,-2,0.04\n")
    assert signs(found) == {"MYC": 1, "TP53": -1}
    assert found.how is not None
    assert "may hold p-values, but none were taken" in " ".join(found.how.warnings)


@pytest.mark.parametrize("header", ["-log10(adj.P.Val)", "neg_log10_pval", "Neg log10 p"])
def test_p_values_written_as_minus_log10_are_read_as_such(network: Network, tmp_path: Path, header: str) -> None:
    """10**-1.29 is 0.051, 10**-1.31 is 0.049."""
    found = read(network, tmp_path, f"gene,log2FC,{header}\nMYC,2,1.29\nTP53,-2,1.31\n")
    assert signs(found) == {"MYC": 0, "TP53": -1}
    assert "p-values are written as -log10" in describe_reading(found)
    assert "'-1' is no -log10" in str(refused(network, tmp_path, f"gene,log2FC,{header}\nMYC,2,-1\n"))


def test_a_fold_change_of_noncoding_genes_is_no_natural_logarithm(network: Network, tmp_path: Path) -> None:
    assert signs(read(network, tmp_path, "gene,lncRNA fold change\nMYC,2.5\nTP53,0.25\nJUN,1.2\n")) == {
        "MYC": 1, "TP53": -1, "JUN": 0,
    }  # fmt: skip


def test_a_plain_file_has_no_warning(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "gene,log2FC,padj\nMYC,2,0.01\nTP53,-2,0.01\nJUN,0.1,0.9\nFOS,-0.2,1\nIL6,0.3,1\n")
    assert found.how is not None
    assert (found.how.warnings, found.how.remarks) == ((), ())


@pytest.mark.parametrize(
    ("header", "p_column", "taken", "adjusted"),
    [
        ("p_val,p_val_adj", "", "p_val_adj", True),
        ("pvals,pvals_adj", "", "pvals_adj", True),
        ("PValue,FDR", "", "FDR", True),
        ("qvalue,pvalue", "", "qvalue", True),
        ("P.Value,adj.P.Val", "P.Value", "P.Value", False),
        ("pvalue,baseMean", "", "pvalue", False),
        ("padj_a,padj_b", "padj_b", "padj_b", True),
        ("padj,padj_b", "none", "", None),
    ],
)
def test_adjusted_p_values_are_preferred_and_said_to_be(
    network: Network, tmp_path: Path, header: str, p_column: str, taken: str, adjusted: bool | None
) -> None:
    found = read(network, tmp_path, f"gene,log2FC,{header}\nMYC,2,0.01,0.01\nTP53,0.1,1,1\n", p_column=p_column)
    assert found.how is not None
    assert (found.how.p_column, found.how.p_are_adjusted) == (taken, adjusted)


def test_ensembl_numbers_need_no_prefix_and_their_version_is_dropped(network: Network, tmp_path: Path) -> None:
    text = "gene_id,log2FC\nENSG00000136997,2\nENSG00000141510.18,-2\n"
    assert set(signs(read(network, tmp_path, text)).values()) == {1, -1}
    assert set(signs(read(network, tmp_path, text, prefix="ensembl")).values()) == {1, -1}


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("gene,log2FC\n4609,2\n7157,-2\n", "with --prefix ncbigene, 2 of 2 looked at are found"),
        ("gene,accession,log2FC\nx,P01106,2\ny,P04637,-2\n",
         "with --name-column 'accession', 2 of 2 looked at are found"),
        ("name,official,log2FC\nthe c-Myc gene,MYC,2\nthe p53 gene,TP53,-2\n",
         "with --name-column 'official', 2 of 2 looked at are found"),
        ("gene,log2FC\nno1,2\nno2,-2\n", "look at the names, and at what is loaded"),
    ],
    ids=["numbers", "accessions", "descriptions", "nothing"],
)  # fmt: skip
def test_a_file_of_which_nothing_is_known_is_refused_with_the_way_out(
    network: Network, tmp_path: Path, text: str, way: str
) -> None:
    found = refused(network, tmp_path, text)
    assert "none of the 2 names" in str(found)
    assert way in str(found)


def test_most_names_unknown_is_an_error_unless_allowed_with_the_way_out(network: Network, tmp_path: Path) -> None:
    text = "gene,log2FC\nMYC,0.1\n7157,-2\n3725,2\n"
    wrong = str(refused(network, tmp_path, text))
    assert "2 of 3 names of column 'gene' are not in the network ('3725', '7157', …)" in wrong
    assert "with --prefix ncbigene, 2 of 2 looked at are found; --allow-unmatched goes on with the others" in wrong
    found = read(network, tmp_path, text, allow_unmatched=True)
    assert found.how is not None
    assert found.how.warnings == (
        "2 of 3 names are not in the network; with --prefix ncbigene, 2 of 2 looked at are found",
    )


def test_every_row_is_counted_once(network: Network, tmp_path: Path) -> None:
    text = "gene,log2FC,padj\nMYC,2,0.01\nMYC,3,0.01\nTP53,-2,0.01\nJUN,0.1,1\nno,2,0.1\nFOS,NA,0.1\n,2,0.1\nNA,2,0.1\n"
    rows = read(network, tmp_path, text, keep="first").rows.to_dict()
    assert rows == {
        "rows": 8, "up": 1, "down": 1, "unchanged": 1, "repeated": 1, "unmatched": 1, "ambiguous": 0,
        "without_value": 1, "without_name": 2, "opposed": 0, "set_aside": 0,
    }  # fmt: skip
    assert sum(count for what, count in rows.items() if what != "rows") == rows["rows"]


def test_an_infinite_change_is_a_change_and_no_statistic_breaks(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "gene,log2FC\nMYC,Inf\nTP53,-Inf\nJUN,0.5\nFOS,3\n")
    assert {change.name: (change.sign, change.value) for change in found.changes} == {
        "MYC": (1, 3.0), "TP53": (-1, -3.0), "JUN": (0, 0.5), "FOS": (1, 3.0),
    }  # fmt: skip
    rows = rank_regulators(network, found).rows
    assert all(row.t is None or abs(row.t) < 1e9 for row in rows)
    assert any("2 infinite changes" in said for said in describe_reading(found))


def test_a_list_of_names_swallows_no_line(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("MYC\n5-HT receptor\n# a remark\nTP53\n")
    assert read_names(tmp_path / "n.txt") == ["MYC", "5-HT receptor", "TP53"]
    (tmp_path / "q.txt").write_text('MYC\n"TP53\nJUN"\nFOS\n')
    with pytest.raises(InputError, match=r"q\.txt:2: not a table"):
        read_names(tmp_path / "q.txt")


def test_the_scales_of_the_command_are_those_of_the_library() -> None:
    assert regulators_command.SCALES == SCALES
    assert regulators_command.RANK_BY == RANK_BY
    with pytest.raises(WrongArgument, match="scale cannot be 'log'; did you mean 'log2'"):
        read_list("no.csv", ColumnOptions(scale="log"))


@pytest.mark.parametrize("text", ["1", "-1.5", "+.5", "1e-300", "2.", "inf", "-Infinity", "−3"])
def test_numbers_are_numbers(text: str) -> None:
    assert number_of(text) is not None


# Through the command

RIGHT = {
    "01": {"MYC": -1, "TP53": -1, "JUN": 0},
    "03": {"MYC": 0, "TP53": -1, "JUN": -1, "FOS": 1, "IL6": -1, "STAT3": 0},
    "04": {"MYC": 0, "TP53": 0, "JUN": -1, "FOS": 1},
    "05": {"MYC": 1, "TP53": -1, "JUN": 0},
    "06": {"ENSG00000136997": 1, "ENSG00000141510.18": -1, "ENSG00000177606.7": 0},
    "07": {"MYC": 0, "TP53": 0, "JUN": 1, "FOS": 0},
    "08": {"MYC": 0, "TP53": 0, "JUN": 1},
    "09": {"MYC": 1, "TP53": -1, "JUN": 0},
    "10": {"MYC": 1, "TP53": -1},
    "11": {"MYC": 1, "TP53": -1, "JUN": 0},
    "12": {"MYC": 1, "TP53": -1, "JUN": 0},
}


@pytest.mark.slow
@pytest.mark.skipif(not CASES.exists(), reason="no files of other tools beside the repository")
@pytest.mark.parametrize("case", RIGHT)
def test_files_of_other_tools_come_out_right(network: Network, store: Path, case: str) -> None:
    (file,) = CASES.glob(f"{case}-*")
    assert signs(read_changes(network, file)) == RIGHT[case]
    done = run("regulators", str(file), "--format", "json", store=store)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["summary"]["rows"]
    counts = [list(RIGHT[case].values()).count(sign) for sign in (1, -1, 0)]
    assert [rows["up"], rows["down"], rows["unchanged"]] == counts
    assert rows["rows"] == len(RIGHT[case])


@pytest.mark.skipif(not CASES.exists(), reason="no files of other tools beside the repository")
def test_the_file_with_a_lone_quote_is_refused_at_its_line(store: Path) -> None:
    (file,) = CASES.glob("02-*")
    done = run("regulators", str(file), store=store)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{file}:3: not a table: a quote opens in this line and never closes" in done.stderr


SAID = [
    "names from column 'gene'; changes from column 'FC': plain ratios (2 is twofold up, 0.5 twofold down), turned into "
    "log2 (by its header, and every value is above 0); p-values from column 'pvalue', unadjusted",
    "counted as changed: from 0.5 log2 up or down (1.41-fold), p up to 0.1",
    "5 rows: 1 up, 1 down, 1 unchanged; left out: 1 not in the network, 1 without a value",
]


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "tsv", "md"])
@pytest.mark.parametrize("more", [[], ["--explain", "MYC"]], ids=["ranking", "explanation"])
def test_what_was_read_is_said_in_every_format(store: Path, tmp_path: Path, format_: str, more: list[str]) -> None:
    file = tmp_path / "c.csv"
    file.write_text("gene,FC,pvalue\nMYC,2,0.1\nTP53,0.5,0.01\nJUN,4,0.2\nno,4,0.01\nFOS,NA,0.1\n")
    options = ["--threshold", "0.5", "--max-p", "0.1", "--format", format_, *more]
    done = run("regulators", str(file), *options, store=store)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[:3] == SAID
    if format_ == "json":
        summary = json.loads(done.stdout)["summary"]
        assert summary["read"] == {
            "file": str(file), "name_column": "gene", "change_column": "FC", "p_column": "pvalue", "scale": "ratio",
            "scale_from": "by its header, and every value is above 0", "p_are_adjusted": False, "threshold": 0.5,
            "max_p": 0.1, "remarks": [], "warnings": [], "layout": "",
                "contrast": "",
        }  # fmt: skip
        assert summary["rows"]["rows"] == 5


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["table", "json", "csv", "md"])
def test_a_file_of_unknown_names_has_no_result_in_any_format(store: Path, tmp_path: Path, format_: str) -> None:
    (tmp_path / "c.csv").write_text("gene,log2FC\n4609,2\n7157,-2\n")
    done = run("regulators", str(tmp_path / "c.csv"), "--format", format_, store=store)
    assert (done.returncode, done.stdout) == (3, "")
    assert "with --prefix ncbigene, 2 of 2 looked at are found" in done.stderr


@pytest.mark.slow
def test_the_file_is_looked_at_before_the_store(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("gene,FC\nMYC,0.4\nTP53,-2\n")
    done = run("regulators", str(tmp_path / "c.csv"), store=tmp_path / "no store")
    assert done.returncode == 3
    assert "--scale" in done.stderr
    (tmp_path / "c.csv").write_text("gene,log2FC\nMYC,0.4\nTP53,-2\n")
    background = str(tmp_path / "no background")
    done = run("regulators", str(tmp_path / "c.csv"), "--background", background, store=tmp_path / "no store")
    assert (done.returncode, "no background: cannot be read" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    "options", [["--example", "--threshold", "2"], ["--example", "--ratio"], ["x.csv", "--ratio", "--scale", "ln"]]
)
def test_an_option_that_would_do_nothing_is_refused(tmp_path: Path, options: list[str]) -> None:
    done = run("regulators", *options, store=tmp_path / "store")
    assert done.returncode == 2


NO_MEASUREMENTS: dict[str, tuple[object, str]] = {
    "sign of another number": (Measurement("MYC", 5, 1.0), "c.csv: 'MYC' has the sign 5; write"),  # type: ignore[arg-type]
    "flag for a sign": (Measurement("MYC", True, 1.0), "'MYC' has the sign True"),  # type: ignore[arg-type]
    "sign that is missing": (Measurement("MYC", np.nan, 1.0), "'MYC' has the sign nan"),  # type: ignore[arg-type]
    "value of the other sign": (Measurement("MYC", 1, -1.0, 7), "c.csv:7: 'MYC' has the sign 1 and the value -1.0"),
    "value without a sign": (Measurement("MYC", -1, 0.0), "'MYC' has the sign -1 and the value 0.0"),
    "no number": (Measurement("MYC", 1, np.float64("nan")), "'MYC' has the value nan"),
    "infinite": (Measurement("MYC", 1, float("inf")), "'MYC' has the value inf"),
    "text for a value": (Measurement("MYC", 1, "1"), "'MYC' has the value '1'"),  # type: ignore[arg-type]
    "no name": (Measurement(None, 1, 1.0), "None is no name"),  # type: ignore[arg-type]
    "no measurement": (("MYC", 1, 1.0), r"\('MYC', 1, 1.0\) is no Measurement"),
}


@pytest.mark.parametrize("case", NO_MEASUREMENTS)
def test_what_is_no_measurement_is_refused_with_its_line(network: Network, case: str) -> None:
    given, told = NO_MEASUREMENTS[case]
    fine = Measurement("TP53", -1, -1.0)
    with pytest.raises(InputError, match=told) as caught:
        place_changes(network, [fine, given], source="c.csv")  # type: ignore[list-item]
    assert len(caught.value.problems) == 1


def test_numbers_of_numpy_are_taken_as_numbers(network: Network) -> None:
    given = [
        Measurement(np.str_("MYC"), np.int64(1), np.float32(2.5)),  # type: ignore[arg-type]
        Measurement("TP53", np.float64(-1.0), np.float64(-2.0), np.int64(3)),  # type: ignore[arg-type]
        Measurement("FOS", 0, np.float64(0.25)),
    ]
    placed = place_changes(network, given)
    assert {change.name: (change.sign, change.value) for change in placed.changes} == {
        "MYC": (1, 2.5), "TP53": (-1, -2.0), "FOS": (0, 0.25)
    }  # fmt: skip
    kinds = {
        type(value) for change in placed.changes for value in (change.name, change.sign, change.value, change.line)
    }
    assert kinds == {str, int, float}
    assert (placed.rows.up, placed.rows.down, placed.rows.unchanged) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sign": 5}, "'MYC' has the sign 5"),
        ({"value": float("nan")}, "'MYC' has the value nan"),
        ({"entities": ("prot:nowhere",)}, "'MYC' is about 'prot:nowhere', which is not among the entities"),
    ],
    ids=["sign", "value", "entity"],
)
def test_changes_made_by_hand_are_checked_where_they_are_used(
    network: Network, wrong: dict[str, object], told: str
) -> None:
    placed = place_changes(network, [Measurement("MYC", 1, 2.0)])
    made = replace(placed, changes=(replace(placed.changes[0], **wrong),))  # type: ignore[arg-type]
    with pytest.raises(InputError, match=told):
        rank_regulators(network, made)
