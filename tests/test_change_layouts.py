"""Tables of changes as each tool writes them: recognised by their headers and values, and read right without options.

The headers are those of the tools' documentation and source; the values are made up, and the right answers worked out
by hand. `GENES` are the genes of the network; what is named otherwise is not in it.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from math import inf, log, log2
from pathlib import Path

import openpyxl
import pytest

from pathway_graph.errors import InputError
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.registry import read_all
from pathway_graph.model import Network
from pathway_graph.regulators import ColumnOptions, Measurements, describe_reading, read_changes, read_list
from pathway_graph.regulators.layouts import LAYOUTS
from pathway_graph.regulators.recognise import recognise
from test_cli import run

GENES = ("MYC", "TP53", "JUN", "FOS", "STAT3", "IL6", "GSK3B", "AKT1")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    file = tmp_path_factory.mktemp("layouts") / "n.sif"
    file.write_text("".join(f"{gene}\tactivates\t{GENES[at - 1]}\n" for at, gene in enumerate(GENES)))
    (found,) = read_all(file, namespace="hgnc.symbol")
    assert not isinstance(found, InputError)
    return found[0]


def read(network: Network, folder: Path, text: str, **options: object) -> Measurements:
    (folder / "c.txt").write_bytes(text.encode())
    return read_changes(network, folder / "c.txt", ColumnOptions(**options))  # type: ignore[arg-type]


def signs(changes: Measurements) -> dict[str, int]:
    return {change.name: change.sign for change in changes.changes}


def sizes(changes: Measurements) -> dict[str, float]:
    return {change.name: change.value for change in changes.changes}


def tabs(*rows: str) -> str:
    """Return rows written with ``|`` between cells as tab-separated text."""
    return "".join("\t".join(cell.strip() for cell in row.split("|")) + "\n" for row in rows)


READ = {  # layout -> text, right signs, columns taken, name of the layout
    "DESeq2 write.csv": (
        '"","baseMean","log2FoldChange","lfcSE","stat","pvalue","padj"\n"MYC",100,2,0.2,10,1e-8,1e-6\n'
        '"TP53",90,-2.2,0.2,-11,1e-8,1e-6\n"JUN",70,3,0.2,0.5,0.01,NA\n"FOS",0,NA,NA,NA,NA,NA\n',
        {"MYC": 1, "TP53": -1, "JUN": 0}, ("row names", "log2FoldChange", "padj"), "DESeq2",
    ),
    "DESeq2 write.table": (
        '"baseMean"\t"log2FoldChange"\t"lfcSE"\t"stat"\t"pvalue"\t"padj"\n"MYC"\t100\t2\t0.2\t10\t1e-8\t1e-6\n'
        '"TP53"\t90\t-2.2\t0.2\t-11\t1e-8\t0.3\n',
        {"MYC": 1, "TP53": 0}, ("row names", "log2FoldChange", "padj"), "DESeq2",
    ),
    "DESeq2 results(tidy = TRUE)": (
        "row,baseMean,log2FoldChange,lfcSE,stat,pvalue,padj\nMYC,100,2,0.2,10,1e-8,1e-6\nTP53,9,-3,1,-3,1e-8,1e-6\n",
        {"MYC": 1, "TP53": -1}, ("row", "log2FoldChange", "padj"), "DESeq2",
    ),
    "DESeq2 of Ensembl numbers, annotated": (
        '"","baseMean","log2FoldChange","lfcSE","stat","pvalue","padj","symbol","entrez","genename"\n'
        '"ENSG1",100,2,0.2,10,1e-8,1e-6,"MYC",4609,"MYC proto-oncogene, bHLH"\n'
        '"ENSG2",9,-3,1,-3,1e-8,1e-6,"TP53",7157,"tumor protein p53"\n',
        {"MYC": 1, "TP53": -1}, ("symbol", "log2FoldChange", "padj"), "DESeq2",
    ),
    "DESeq2 by biobroom": (
        '"gene","baseMean","estimate","stderror","statistic","p.value","p.adjusted"\n"MYC",9,2,1,2,0.01,0.2\n'
        '"TP53",9,-2,1,-2,1e-4,1e-3\n',
        {"MYC": 0, "TP53": -1}, ("gene", "estimate", "p.adjusted"), "DESeq2, tidy",
    ),
    "DESeq2 in Galaxy": (
        tabs("GeneID|Base mean|log2(FC)|StdErr|Wald-Stats|P-value|P-adj", "MYC|9|2|1|2|0.01|0.2",
        "TP53|9|-2|1|-2|1e-4|1e-3"),
        {"MYC": 0, "TP53": -1}, ("GeneID", "log2(FC)", "P-adj"), "DESeq2 in Galaxy",
    ),
    "edgeR write.table": (
        tabs("logFC|logCPM|LR|PValue|FDR", "MYC|2|5|9|1e-6|1e-4", "TP53|-2|5|9|0.01|0.2", "JUN|0.4|5|9|1e-6|1e-4"),
        {"MYC": 1, "TP53": 0, "JUN": 0}, ("row names", "logFC", "FDR"), "edgeR",
    ),
    "edgeR with annotation": (
        tabs("symbol|length|logFC|logCPM|F|PValue|FDR", "1|MYC|2350|-2.1|5|9|1e-6|1e-4",
        "2|TP53|2512|1.9|5.1|9|1e-6|1e-4"),
        {"MYC": -1, "TP53": 1}, ("symbol", "logFC", "FDR"), "edgeR",
    ),
    "limma": (
        tabs("logFC|AveExpr|t|P.Value|adj.P.Val|B", "MYC|2|5|9|1e-9|1e-7|3", "TP53|-2|5|-9|0.001|0.4|3"),
        {"MYC": 1, "TP53": 0}, ("row names", "logFC", "adj.P.Val"), "limma",
    ),
    "limma write.fit of one coefficient": (
        tabs("|A|Coef|t|p.value|p.value.adj", "MYC|8|2|9|1e-9|1e-7", "TP53|7|-2|-9|0.001|0.4"),
        {"MYC": 1, "TP53": 0}, ("row names", "Coef", "p.value.adj"), "limma, fit",
    ),
    "Seurat FindMarkers": (
        '"","p_val","avg_log2FC","pct.1","pct.2","p_val_adj"\n"MYC",1e-4,1.8,0.9,0.2,1\n"TP53",1e-30,'
        '-1.2,0.3,0.8,1e-26\n',
        {"MYC": 0, "TP53": -1}, ("row names", "avg_log2FC", "p_val_adj"), "Seurat",
    ),
    "Seurat FindAllMarkers of one cluster": (
        '"","p_val","avg_log2FC","pct.1","pct.2","p_val_adj","cluster","gene"\n'
        '"MYC",1e-4,1.8,0.9,0.2,1e-3,"0","MYC"\n"TP531",1e-30,-1.2,0.3,0.8,1e-26,"0","TP53"\n',
        {"MYC": 1, "TP53": -1}, ("gene", "avg_log2FC", "p_val_adj"), "Seurat",
    ),
    "scanpy rank_genes_groups_df of one group": (
        ",names,scores,logfoldchanges,pvals,pvals_adj\n0,MYC,9,2.5,0.001,0.01\n1,TP53,-9,-2.5,0.001,0.1\n",
        {"MYC": 1, "TP53": 0}, ("names", "logfoldchanges", "pvals_adj"), "scanpy",
    ),
    "cuffdiff": (
        tabs("test_id|gene_id|gene|locus|sample_1|sample_2|status|value_1|value_2|log2(fold_change)|test_stat"
        "|p_value|q_value"
             "|significant",
             "X1|X1|MYC|1:1-2|q1|q2|OK|0|5|inf|-nan|1e-5|1e-4|yes", "X2|X2|TP53|1:1-2|q1|q2|OK|8|2|-2|3|1e-5|1e-4|yes",
             "X3|X3|JUN|1:1-2|q1|q2|NOTEST|0|0|0|0|1|1|no", "X4|X4|-|1:1-2|q1|q2|OK|8|2|-2|3|1e-5|1e-4|yes"),
        {"MYC": 1, "TP53": -1}, ("gene", "log2(fold_change)", "q_value"), "cuffdiff",
    ),
    "GEO2R": (
        tabs('"ID"|"adj.P.Val"|"P.Value"|"t"|"B"|"logFC"|"Gene.symbol"|"Gene.title"',
             '"1_at"|"0.01"|"1e-4"|"9"|"3"|"2.0"|"MYC"|"MYC proto-oncogene"',
             '"2_at"|"0.9"|"0.2"|"1"|"3"|"0.2"|"MYC"|"MYC proto-oncogene"',
             '"3_at"|"0.01"|"1e-4"|"-9"|"3"|"-2.0"|"TP53///WRAP53"|"tumor protein p53///WD repeat"',
             '"4_at"|"0.01"|"1e-4"|"-9"|"3"|"-2.0"|""|""'),
        {"MYC": 1, "TP53": -1}, ("Gene.symbol", "logFC", "adj.P.Val"), "GEO2R",
    ),
    "GEO2R, RNA-seq": (
        tabs("GeneID|padj|pvalue|lfcSE|stat|log2FoldChange|baseMean|Symbol|Description",
             "4609|0.01|1e-4|1|9|2|99|MYC|MYC proto-oncogene", "7157|0.2|1e-2|1|-9|-2|99|TP53|tumor protein p53"),
        {"MYC": 1, "TP53": 0}, ("Symbol", "log2FoldChange", "padj"), "GEO2R, RNA-seq",
    ),
    "sleuth": (
        "target_id,pval,qval,b,se_b,mean_obs,var_obs,tech_var,sigma_sq,smooth_sigma_sq,final_sigma_sq,ens_gene"
        ",ext_gene\n"
        "ENST1,1e-4,1e-3,0.8,1,1,1,1,1,1,1,ENSG1,MYC\nENST2,1e-4,1e-3,-0.6,1,1,1,1,1,1,1,ENSG2,TP53\n"
        "ENST3,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,ENSG2,TP53\n",
        {"MYC": 1, "TP53": 0}, ("ext_gene", "b", "qval"), "sleuth",
    ),
    "Perseus": (
        tabs("Student's T-test Significant A_B|-Log Student's T-test p-value A_B|Student's T-test q-value A_B"
             "|Student's T-test Difference A_B|Student's T-test Test statistic A_B|Protein IDs|Gene names",
             "#!{Type}C|N|N|N|N|T|T", "#!{C:Group1}A|||||", "+|5.1|0.001|2.4|9|P01106|MYC;MYCL",
             "|1.5|0.2|-2|-9|P04637|TP53",
             "+|5|0.001|-1.5|-9|P05412|JUN"),
        {"MYC": 1, "TP53": 0, "JUN": -1}, ("Gene names", "Student's T-test Difference A_B",
        "Student's T-test q-value A_B"),
        "Perseus",
    ),
    "Perseus with types in the headers, no q": (
        tabs("T: Gene names|N: Student's T-test Difference A_B|N: -Log Student's T-test p-value A_B", "MYC|2.4|5.1",
             "TP53|-2|1.2"),
        {"MYC": 1, "TP53": 0}, ("T: Gene names", "N: Student's T-test Difference A_B",
                                "N: -Log Student's T-test p-value A_B"), "Perseus",
    ),
    "MaxQuant": (
        tabs("Protein IDs|Majority protein IDs|Gene names|Ratio H/L|Ratio H/L normalized|Ratio H/L variability [%]"
             "|Intensity|Reverse|Potential contaminant|Only identified by site",
             "P1;P2|P1|MYC|9|4|3|9|||", "P3|P3|TP53|0.1|0.25|3|9|||", "P4|P4|JUN|1|1.2|3|9|||",
             "REV__P5|REV__P5|FOS|9|8|3|9|+||",
             "CON__P6|CON__P6|IL6|9|8|3|9||+|", "P7|P7|STAT3|NaN|NaN|NaN|9|||"),
        {"MYC": 1, "TP53": -1, "JUN": 0}, ("Gene names", "Ratio H/L normalized", ""), "MaxQuant",
    ),
    "Proteome Discoverer": (
        tabs("Accession|Description|Gene Symbol|Abundance Ratio: (a) / (b)|Abundance Ratio (log2): (a) / (b)"
             "|Abundance Ratio P-Value: (a) / (b)|Abundance Ratio Adj. P-Value: (a) / (b)",
             "P01106|Myc OS=Homo sapiens|MYC|4|2|1e-5|1e-4", "P04637|p53|TP53|0.25|-2|0.01|0.1"),
        {"MYC": 1, "TP53": 0}, ("Gene Symbol", "Abundance Ratio (log2): (a) / (b)",
                                "Abundance Ratio Adj. P-Value: (a) / (b)"), "Proteome Discoverer",
    ),
    "Proteome Discoverer, ratios": (
        tabs("Accession|Gene Symbol|Abundance Ratio: (a) / (b)|Abundance Ratio Adj. P-Value: (a) / (b)",
             "P01106|MYC|4|1e-4", "P04637|TP53|0.25|0.1", "P05412|JUN|0.2|0.01"),
        {"MYC": 1, "TP53": 0, "JUN": -1}, ("Gene Symbol", "Abundance Ratio: (a) / (b)",
                                           "Abundance Ratio Adj. P-Value: (a) / (b)"), "Proteome Discoverer, ratios",
    ),
    "MSstats": (
        "Protein,Label,log2FC,SE,Tvalue,DF,pvalue,adj.pvalue,issue\nMYC,A vs B,2,1,2,4,1e-4,1e-3,NA\n"
        "TP53,A vs B,-Inf,NA,NA,NA,0,0,oneConditionMissing\n",
        {"MYC": 1, "TP53": -1}, ("Protein", "log2FC", "adj.pvalue"), "MSstats",
    ),
    "Spectronaut": (
        tabs("Comparison (group1/group2)|AVG Log2 Ratio|Absolute AVG Log2 Ratio|% Change|Pvalue|Qvalue"
        "|ProteinGroups|Genes",
             "a / b|2|2|300|1e-5|1e-4|P01106|MYC", "a / b|-2|2|-75|1e-5|1e-4|P04637|TP53"),
        {"MYC": 1, "TP53": -1}, ("Genes", "AVG Log2 Ratio", "Qvalue"), "Spectronaut",
    ),
    "DEP": (
        "name,ID,A_vs_B_p.val,A_vs_B_p.adj,A_vs_B_significant,significant,A_vs_B_ratio\nMYC,P1,0.01,0.2,FALSE,FALSE"
        ",2.5\n"
        "TP53,P2,1e-5,1e-4,TRUE,TRUE,-1.4\n",
        {"MYC": 0, "TP53": -1}, ("name", "A_vs_B_ratio", "A_vs_B_p.adj"), "DEP",
    ),
    "LFQ-Analyst": (
        "Gene Name,Protein ID,A_vs_B_log2 fold change,A_vs_B_p.val,A_vs_B_p.adj,A_vs_B_significant\n"
        "MYC,P1,2.5,0.01,0.2,FALSE\nTP53,P2,-1.4,1e-5,1e-4,TRUE\n",
        {"MYC": 0, "TP53": -1}, ("Gene Name", "A_vs_B_log2 fold change", "A_vs_B_p.adj"), "LFQ-Analyst",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", READ)
def test_a_table_of_a_known_tool_is_recognised_and_read_without_options(
    network: Network, tmp_path: Path, layout: str
) -> None:
    text, right, columns, name = READ[layout]
    found = read(network, tmp_path, text)
    assert signs(found) == right
    assert found.how is not None
    assert (found.how.name_column, found.how.change_column, found.how.p_column) == columns
    assert found.how.layout == name
    assert describe_reading(found)[0].startswith(f"read as {name}: names from column {columns[0]!r}")
    rows = found.rows.to_dict()
    assert sum(count for what, count in rows.items() if what != "rows") == rows["rows"]


def _cells(text: str) -> list[list[str]]:
    """Return the cells of a case, a header one short with a nameless first one, as spreadsheets show it."""
    delimiter = "\t" if "\t" in text.split("\n")[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    width = max(len(row) for row in rows if not row[0].startswith("#"))
    return [[""] * (width - len(row) if at == 0 else 0) + row for at, row in enumerate(rows)]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", cell) is not None


def _as_text(rows: list[list[str]], delimiter: str, *, comma: bool) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell.replace(".", ",") if comma and _is_number(cell) else cell for cell in row])
    return written.getvalue()


@pytest.mark.parametrize("dress", ["xlsx", "semicolons and decimal commas", "sep=", "UTF-16", "quoted decimal commas"])
def test_every_layout_is_read_alike_after_a_spreadsheet_has_saved_it(
    network: Network, tmp_path: Path, dress: str
) -> None:
    wrong = []
    for layout, (text, right, _, name) in READ.items():
        rows, file = _cells(text), tmp_path / "c.csv"
        if dress == "xlsx":
            book = openpyxl.Workbook()
            assert book.active is not None
            for row in rows:
                book.active.append([float(cell) if at and _is_number(cell) else cell for at, cell in enumerate(row)])
            book.save(file)
        else:
            delimiter = {"UTF-16": "\t", "quoted decimal commas": ","}.get(dress, ";")
            first = "sep=;\r\n" if dress == "sep=" else ""
            coding = "utf-16" if dress == "UTF-16" else "utf-8-sig"
            file.write_bytes((first + _as_text(rows, delimiter, comma=True)).encode(coding))
        found = read_changes(network, file)
        if signs(found) != right or found.how is None or found.how.layout != name:
            wrong.append((layout, signs(found), found.how))
    assert wrong == []


def test_every_layout_that_is_read_alone_or_by_contrast_has_a_case() -> None:
    read_ones = {name for *_, name in READ.values()} | {name for _, name, _ in CONTRASTS.values()}
    refused = {name for _, name, _ in REFUSED.values()}
    of_sites = {"MaxQuant, sites", "KSEA"}
    assert (read_ones | refused | of_sites) - {""} == {layout.name for layout in LAYOUTS}


def test_a_sleuth_effect_is_a_natural_logarithm(network: Network, tmp_path: Path) -> None:
    """Of 0.8 as natural logarithm 0.8 / ln 2 = 1.154 is the log2: a change at twofold; 0.6 is 0.866: none."""
    found = read(network, tmp_path, READ["sleuth"][0])
    assert sizes(found) == pytest.approx({"MYC": 0.8 / log(2), "TP53": -0.6 / log(2)})
    assert found.rows.without_value == 1


def test_what_its_writer_did_not_test_is_set_aside_and_told(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, READ["cuffdiff"][0])
    assert (found.rows.set_aside, found.rows.rows) == (1, 4)
    assert "1 row is set aside, not tested (status NOTEST)" in describe_reading(found)
    assert found.rows.without_name == 1
    found = read(network, tmp_path, READ["MaxQuant"][0])
    assert (found.rows.set_aside, found.rows.without_value, found.rows.rows) == (2, 1, 6)
    assert "1 row is set aside, reversed sequences (Reverse +)" in describe_reading(found)
    assert sizes(found) == pytest.approx({"MYC": 2, "TP53": -2, "JUN": log2(1.2)})


def test_old_seurat_wrote_natural_logarithms(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "gene,p_val,avg_logFC,pct.1,pct.2,p_val_adj\nMYC,1e-9,0.8,1,1,1e-8\n")
    assert sizes(found) == pytest.approx({"MYC": 0.8 / log(2)})
    assert found.how is not None
    assert (found.how.layout, found.how.scale) == ("Seurat before 4", "ln")


CONTRASTS = {  # layout -> text, name of the layout, contrast -> right signs
    "Seurat FindAllMarkers": (
        "p_val,avg_log2FC,pct.1,pct.2,p_val_adj,cluster,gene\n1e-9,2,1,0,1e-6,T cells,MYC\n1e-9,-2,1,0,1e-6,B cells"
        ",MYC\n"
        "1e-9,2,1,0,1e-6,B cells,JUN\n", "Seurat", {"T cells": {"MYC": 1}, "B cells": {"MYC": -1, "JUN": 1}},
    ),
    "Seurat FindConservedMarkers": (
        ",CTRL_p_val,CTRL_avg_log2FC,CTRL_pct.1,CTRL_pct.2,CTRL_p_val_adj,STIM_p_val,STIM_avg_log2FC,STIM_pct.1"
        ",STIM_pct.2,"
        "STIM_p_val_adj,max_pval,minimump_p_val\nMYC,0.1,2,1,1,1,1e-9,-2,1,1,1e-6,0.1,1e-9\n",
        "Seurat", {"CTRL": {"MYC": 0}, "STIM": {"MYC": -1}},
    ),
    "Seurat before 4": (
        "p_val,avg_logFC,pct.1,pct.2,p_val_adj,cluster,gene\n1e-9,2,1,0,1e-6,0,MYC\n1e-9,-2,1,0,1e-6,1,MYC\n",
        "Seurat before 4", {"0": {"MYC": 1}, "1": {"MYC": -1}},
    ),
    "scanpy long": (
        "group,names,scores,logfoldchanges,pvals,pvals_adj\n0,MYC,9,2,1e-9,1e-6\n0,TP53,-9,-2,1e-9,1e-6\n1,MYC,-9"
        ",-2,1e-9,1e-6\n",
        "scanpy", {"0": {"MYC": 1, "TP53": -1}, "1": {"MYC": -1}},
    ),
    "scanpy wide": (
        "0_names,0_scores,0_logfoldchanges,0_pvals,0_pvals_adj,NK cells_names,NK cells_scores,NK cells_logfoldchanges,"
        "NK cells_pvals,NK cells_pvals_adj\nMYC,9,2,1e-9,1e-6,TP53,9,3,0.01,0.2\nJUN,9,-2,1e-9,1e-6,MYC,9,-3,0.01"
        ",0.02\n",
        "scanpy, wide", {"0": {"MYC": 1, "JUN": -1}, "NK cells": {"TP53": 0, "MYC": -1}},
    ),
    "scanpy wide, one letter": (
        "0_n,0_l,0_p,1_n,1_l,1_p\nMYC,2,1e-9,TP53,3,0.2\nJUN,-2,1e-9,MYC,-3,0.02\n",
        "scanpy, wide, one letter", {"0": {"MYC": 1, "JUN": -1}, "1": {"TP53": 0, "MYC": -1}},
    ),
    "cuffdiff of three samples": (
        tabs("test_id|gene_id|gene|locus|sample_1|sample_2|status|value_1|value_2|log2(fold_change)|test_stat"
        "|p_value|q_value",
             "X|X|MYC|1|a|b|OK|1|4|2|1|1e-9|1e-6", "X|X|MYC|1|a|c|OK|4|1|-2|1|1e-9|1e-6",
             "X|X|MYC|1|b|c|NOTEST|0|0|0|0|1|1",
             "Y|Y|TP53|1|b|c|OK|1|1|0|0|1|1"),
        "cuffdiff", {"b vs a": {"MYC": 1}, "c vs a": {"MYC": -1}, "c vs b": {"TP53": 0}},
    ),
    "limma write.fit": (
        tabs("A|Coef.drug|Coef.dose|t.drug|t.dose|p.value.drug|p.value.dose|p.value.adj.drug|p.value.adj.dose|F"
        "|F.p.value"
             "|Genes.SYMBOL", "7|2|-2|9|9|1e-4|1e-4|1e-3|0.2|9|1e-9|MYC", "7|-2|-2|9|9|1e-4|1e-4|1e-3|0.01|9|1e-9|JUN"),
        "limma, fit", {"drug": {"MYC": 1, "JUN": -1}, "dose": {"MYC": 0, "JUN": -1}},
    ),
    "edgeR of two coefficients": (
        tabs("logFC.drug|logFC.dose|logCPM|LR|PValue|FDR", "MYC|2|-2|5|9|1e-9|1e-6", "JUN|-2|0.1|5|9|1e-9|1e-6"),
        "edgeR", {"drug": {"MYC": 1, "JUN": -1}, "dose": {"MYC": -1, "JUN": 0}},
    ),
    "Perseus": (
        tabs("Gene names|Student's T-test Difference A_C|Student's T-test q-value A_C|Student's T-test Difference B_C"
             "|Student's T-test q-value B_C", "#!{Type}T|N|N|N|N", "MYC|2|0.01|-2|0.01", "JUN|-2|0.2|-2|0.01"),
        "Perseus", {"A_C": {"MYC": 1, "JUN": 0}, "B_C": {"MYC": -1, "JUN": -1}},
    ),
    "MaxQuant": (
        tabs("Majority protein IDs|Gene names|Ratio H/L normalized e1|Ratio H/L normalized e2|Ratio M/L normalized e1",
             "P1|MYC|4|0.25|1"), "MaxQuant",
        {"e1": {"MYC": 1}, "e2": {"MYC": -1}, "Ratio M/L normalized e1": {"MYC": 0}},
    ),
    "DEP": (
        "name,ID,A_vs_C_p.val,A_vs_C_p.adj,A_vs_C_ratio,B_vs_C_p.val,B_vs_C_p.adj,B_vs_C_ratio\nMYC,P1,0,0,2,1,1,2\n",
        "DEP", {"A_vs_C": {"MYC": 1}, "B_vs_C": {"MYC": 0}},
    ),
    "MSstats": (
        "Protein,Label,log2FC,SE,pvalue,adj.pvalue\nMYC,A-C,2,1,0,0\nMYC,B-C,-2,1,0,0\n",
        "MSstats", {"A-C": {"MYC": 1}, "B-C": {"MYC": -1}},
    ),
    "Cell Ranger": (
        "Feature ID,Feature Name,Cluster 1 Mean Counts,Cluster 1 Log2 fold change,Cluster 1 Adjusted p value"
        ",Cluster 2 Mean"
        " Counts,Cluster 2 Log2 fold change,Cluster 2 Adjusted p value\nENSG1,MYC,9,2,0.001,9,-2,0.001\n",
        "Cell Ranger", {"Cluster 1": {"MYC": 1}, "Cluster 2": {"MYC": -1}},
    ),
    "side by side, no tool known": (
        "gene,log2FC_drug,padj_drug,log2FC_dose,padj_dose\nMYC,2,0.01,-2,0.01\nJUN,2,0.2,-2,0.01\n",
        "", {"drug": {"MYC": 1, "JUN": 0}, "dose": {"MYC": -1, "JUN": -1}},
    ),
    "row by row, no tool known": (
        "gene,comparison,log2FC,padj\nMYC,drug,2,0.01\nMYC,dose,-2,0.01\nJUN,dose,-2,0.2\n",
        "", {"drug": {"MYC": 1}, "dose": {"MYC": -1, "JUN": 0}},
    ),
    "DESeq2 side by side": (
        "gene,A.log2FoldChange,A.lfcSE,A.pvalue,A.padj,B.log2FoldChange,B.lfcSE,B.pvalue,B.padj\nMYC,2,1,0,0.01,-2"
        ",1,0,0.2\n",
        "", {"A": {"MYC": 1}, "B": {"MYC": 0}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", CONTRASTS)
def test_of_several_contrasts_one_is_asked_for_and_read(network: Network, tmp_path: Path, layout: str) -> None:
    text, name, right = CONTRASTS[layout]
    with pytest.raises(InputError) as caught:
        read(network, tmp_path, text)
    said = str(caught.value)
    assert f"the file holds {len(right)} contrasts" in said
    assert "choose one with --contrast" in said
    assert all(f"{contrast!r} (" in said for contrast in right)
    for contrast, expected in right.items():
        found = read(network, tmp_path, text, contrast=contrast)
        assert signs(found) == expected
        assert found.how is not None
        assert (found.how.layout, found.how.contrast) == (name, contrast)
        assert describe_reading(found)[0].endswith(f"contrast {contrast!r}")


def test_rows_of_a_gene_under_a_column_of_no_contrasts_are_rows_of_one_contrast(
    network: Network, tmp_path: Path
) -> None:
    """A gene on two chromosomes, probes of one gene, a group for each gene: none of these is a contrast."""
    text = "gene,chromosome,probe,cluster,log2FC\nMYC,8,a,1,2\nMYC,8,b,1,3\nTP53,17,c,2,-2\nJUN,X,d,1,2\nJUN,Y,e,1,1\n"
    assert sizes(read(network, tmp_path, text)) == {"MYC": 3, "TP53": -2, "JUN": 2}


def test_a_column_under_any_header_may_tell_contrasts_apart(network: Network, tmp_path: Path) -> None:
    text = "gene,hours,log2FC\nMYC,6,2\nMYC,24,-2\nTP53,6,0.1\nTP53,24,-2\n"
    with pytest.raises(InputError, match=r"2 contrasts by 'hours': '6' \(2 rows\), '24' \(2 rows\)"):
        read(network, tmp_path, text)
    assert signs(read(network, tmp_path, text, contrast="24")) == {"MYC": -1, "TP53": -1}
    text = "baseMean,log2FoldChange,padj,symbol,comparison\n9,2,0,MYC,a\n9,-2,0,MYC,b\n9,3,0,MYC,b\n"
    with pytest.raises(InputError, match="2 contrasts by 'comparison'"):
        read(network, tmp_path, text)


def test_a_contrast_that_there_is_not_is_refused_with_those_there_are(network: Network, tmp_path: Path) -> None:
    text = CONTRASTS["Seurat FindAllMarkers"][0]
    for wanted, hint in (
        ("T cell", "did you mean 'T cells'"),
        ("zzz", "contrasts are 'T cells' (1 row), 'B cells' (2 rows)"),
    ):
        with pytest.raises(InputError) as caught:
            read(network, tmp_path, text, contrast=wanted)
        assert hint in str(caught.value)
    with pytest.raises(InputError, match="holds one alone, without a name"):
        read(network, tmp_path, READ["limma"][0], contrast="drug")


REFUSED = {  # what -> text, name of the layout, what is said
    "an F test": (tabs("ID|drug|dose|AveExpr|F|P.Value|adj.P.Val", "MYC|2|1|5|9|1e-9|1e-9"), "limma, F test",
    "coef = "),
    "a likelihood ratio test": (
        "target_id,pval,qval,test_stat,rss,degrees_free,ext_gene\nENST1,0,0,9,1,1,MYC\n", "sleuth, likelihood ratio",
        "sleuth_wt",
    ),
    "intensities": (
        tabs("Protein IDs|Majority protein IDs|Gene names|LFQ intensity a|LFQ intensity b|Intensity",
        "P1|P1|MYC|1|2|3"),
        "MaxQuant, intensities", "not changes",
    ),
    "names and p": ("0_n,0_p,1_n,1_p\nMYC,1e-9,TP53,0.2\n", "scanpy, names and p", "add logfoldchanges"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_known_table_without_changes_is_refused_with_what_it_is_and_the_way_out(
    network: Network, tmp_path: Path, what: str
) -> None:
    text, name, said = REFUSED[what]
    with pytest.raises(InputError) as caught:
        read(network, tmp_path, text)
    assert f"the layout is that of {name} (" in str(caught.value)
    assert said in str(caught.value)


def test_the_only_column_of_words_is_that_of_the_names(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "Biomarker,baseline,log2FC\nMYC,9,2\nTP53,NA,-2\n")
    assert signs(found) == {"MYC": 1, "TP53": -1}
    with pytest.raises(InputError, match="no column of names"):
        read(network, tmp_path, "Biomarker,batch,log2FC\nMYC,a,2\nTP53,b,-2\n")


@pytest.mark.parametrize("header", ["gene,log2FC,p,n", "gene,log2FC,p,l,n", "gene,log2FC,AveExpr,F,adj.P.Val"])
def test_a_table_that_looks_like_one_without_changes_but_has_some_is_read(
    network: Network, tmp_path: Path, header: str
) -> None:
    assert signs(read(network, tmp_path, f"{header}\nMYC,2{',0.01' * (header.count(',') - 1)}\n")) == {"MYC": 1}


@pytest.mark.parametrize("options", [{}, {"change_column": "log2FoldChange"}, {"p_column": "padj"}], ids=str)
def test_a_header_of_a_known_layout_that_stands_twice_is_refused(
    network: Network, tmp_path: Path, options: dict[str, str]
) -> None:
    text = "gene,baseMean,log2FoldChange,pvalue,padj,Log2FoldChange,padj\nMYC,9,2,0.01,0.01,-2,0.9\n"
    with pytest.raises(InputError) as raised:
        read(network, tmp_path, text, **options)
    named = "padj" if "p_column" in options else "log2FoldChange"
    assert f"'{named}'" in str(raised.value)
    assert "give each column a name of its own" in str(raised.value)


def test_a_second_column_that_is_not_read_may_have_a_header_of_another(network: Network, tmp_path: Path) -> None:
    text = "gene,baseMean,log2FoldChange,padj,lfcSE,lfcSE\nMYC,9,2,0.01,1,2\n"
    assert signs(read(network, tmp_path, text)) == {"MYC": 1}


def test_a_named_column_wins_over_the_layout(network: Network, tmp_path: Path) -> None:
    text = "gene,sym,p_val,avg_log2FC,pct.1,pct.2,p_val_adj\nx,MYC,0.01,2,1,1,1\n"
    assert signs(read(network, tmp_path, text, name_column="sym", p_column="p_val")) == {"MYC": 1}
    found = read(network, tmp_path, CONTRASTS["DEP"][0], change_column="B_vs_C_ratio", p_column="none")
    assert signs(found) == {"MYC": 1}
    assert found.how is not None
    assert (found.how.scale, found.how.contrast) == ("log2", "B_vs_C")


# Several rows of a gene, several names in a cell


def test_of_several_rows_the_strongest_counts_and_contradicting_ones_are_left_out(
    network: Network, tmp_path: Path
) -> None:
    text = (
        "gene,log2FC,padj\nMYC,1.5,0.01\nMYC,2.5,0.01\nMYC,9,0.9\nTP53,2,0.01\nTP53,-3,0.01\nJUN,2,0.01\nJUN,2,0.01\n"
        "FOS,2,0.9\nFOS,-3,0.9\n"
    )
    found = read(network, tmp_path, text)
    assert sizes(found) == {"MYC": 2.5, "JUN": 2, "FOS": -3}
    assert signs(found) == {"MYC": 1, "JUN": 1, "FOS": 0}
    assert found.opposed == ("TP53",)
    rows = found.rows
    assert (rows.rows, rows.up, rows.down, rows.unchanged, rows.repeated, rows.opposed) == (9, 2, 0, 1, 4, 2)
    said = " ".join(describe_reading(found))
    assert "the strongest counts, and identical rows are one: 4 rows were passed over" in said
    assert "1 gene has rows up and rows down and was left out: TP53" in said
    assert signs(read(network, tmp_path, text, keep="strongest"))["TP53"] == -1
    assert signs(read(network, tmp_path, text, keep="first"))["TP53"] == 1


def test_identical_rows_are_one_also_where_several_are_an_error(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "gene,log2FC\nMYC,2\nMYC,2\n", keep="error")
    assert (found.rows.up, found.rows.repeated) == (1, 1)
    with pytest.raises(InputError, match="means MYC, measured already in line 2"):
        read(network, tmp_path, "gene,log2FC\nMYC,2\nMYC,3\n", keep="error")


def test_of_several_names_in_a_cell_the_first_known_one_counts(network: Network, tmp_path: Path) -> None:
    text = "gene\tlog2FC\nMYC;MYCL\t2\nnone;TP53\t-2\nJUN;FOS\t2\nIL6///STAT3\t3\nno///GSK3B\t3\nno;none\t1\n"
    found = read(network, tmp_path, text)
    assert signs(found) == {"MYC": 1, "TP53": -1, "JUN": 1, "GSK3B": 1}
    assert (found.unmatched, found.ambiguous) == (("no;none",), ("IL6///STAT3",))
    rows = found.rows
    assert (rows.rows, rows.up, rows.down, rows.ambiguous, rows.unmatched) == (6, 3, 1, 1, 1)
    said = describe_reading(found)
    assert "4 rows with several names in a cell (A;B): the first that the network knows was taken" in said
    assert "1 row of several genes of the network at once (A///B): ambiguous" in said


def test_the_assignment_of_an_affymetrix_array_is_read_by_its_symbol(network: Network, tmp_path: Path) -> None:
    """GEO2R shows it where the platform has no column of symbols."""
    rows = tabs("ID|adj.P.Val|P.Value|t|B|logFC|SPOT_ID|gene_assignment",
                "1|0.01|0.01|9|3|2|x"
                "|NM_002467 // MYC // v-myc homolog // 8q24.21 // 4609 /// ENST00000259523 // MYC // x",
                "2|0.01|0.01|9|3|-2|x|---",
                "3|0.01|0.01|9|3|-2|x|NM_1 // OR4F5 // olfactory // 1p36 // 79501")  # fmt: skip
    found = read(network, tmp_path, rows)
    assert signs(found) == {"MYC": 1}
    assert (found.rows.without_name, found.rows.unmatched) == (1, 1)


def test_a_header_of_gencode_is_its_gene(network: Network, tmp_path: Path) -> None:
    """As salmon and kallisto name transcripts of GENCODE; the length is no name."""
    first = "ENST00000377970.6|ENSG00000136997.22|OTTHUMG00000128475|-|MYC-201|MYC|2365|protein_coding|"
    found = read(network, tmp_path, f"name,log2FC\n{first},2\n{first.replace('201', '202')},2.5\n")
    assert [(change.name, change.value) for change in found.changes] == [("ENSG00000136997.22", 2.5)]
    assert (found.rows.rows, found.rows.repeated) == (2, 1)


def test_a_fasta_header_is_its_accession(network: Network, tmp_path: Path) -> None:
    assert read(network, tmp_path, "protein\tlog2FC\nsp|P01106|MYC_HUMAN\t2\n").rows.up == 1


# Files of other kinds


def test_a_workbook_is_read_as_its_sheet(network: Network, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "read me"
    sheet.append(["This file was made by hand"])
    table = book.create_sheet("results")
    for row in (["Table S1. Changes by the drug"], [None], ["Gene", "log2FC", "padj", None], ["MYC", 2, 0.001, None],
                ["TP53", -2.25, 1e-5, None], ["JUN", 0.5, 0.9, None], ["FOS", None, None, None]):  # fmt: skip
        table.append(row)
    book.save(tmp_path / "c.xlsx")
    found = read_changes(network, tmp_path / "c.xlsx")
    assert signs(found) == {"MYC": 1, "TP53": -1, "JUN": 0}
    assert sizes(found) == {"MYC": 2, "TP53": -2.25, "JUN": 0.5}
    assert found.without_value == ("FOS",)
    assert {change.name: change.line for change in found.changes}["MYC"] == 4
    said = describe_reading(found)
    assert "sheet 'results' of the workbook" in said
    assert "lines above the header were passed over: 'Table S1. Changes by the drug'" in said


def test_headers_in_two_lines_are_joined(network: Network, tmp_path: Path) -> None:
    text = ",Drug vs control,,Dose vs control,\nGene,log2FC,padj,log2FC,padj\nMYC,2,0.01,-2,0.2\nTP53,-2,0.01,-2,0.01\n"
    assert signs(read(network, tmp_path, text, contrast="Drug vs control")) == {"MYC": 1, "TP53": -1}
    found = read(network, tmp_path, text, contrast="Dose vs control")
    assert signs(found) == {"MYC": 0, "TP53": -1}
    assert "the headers stand in two lines, and were joined" in describe_reading(found)


@pytest.mark.parametrize("header", ["Ratio drug/control", "log2 (drug/control)", "Fold change (drug vs control)"])
def test_a_ratio_of_two_groups_is_the_change(network: Network, tmp_path: Path, header: str) -> None:
    values = ("2", "-2") if "log2" in header else ("4", "0.25")
    found = read(network, tmp_path, f"Accession,Gene,S/N ratio,{header}\nP1,MYC,9,{values[0]}\nP2,TP53,8,{values[1]}\n"
                 .replace("S/N", "signal to noise"))  # fmt: skip
    assert sizes(found) == {"MYC": 2, "TP53": -2}


def test_decimal_commas_in_quotes_are_read(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, 'gene,log2FC,padj\n"MYC","1,5","0,001"\n"TP53","-2,25","0,2"\n')
    assert sizes(found) == {"MYC": 1.5, "TP53": -2.25}
    assert signs(found) == {"MYC": 1, "TP53": 0}


@pytest.mark.parametrize("header", ["X", "...1", "Unnamed: 0", "rowname", "V1"])
def test_what_programs_call_a_first_column_without_a_header_holds_the_names(
    network: Network, tmp_path: Path, header: str
) -> None:
    found = read(network, tmp_path, f"{header},baseMean,log2FoldChange,pvalue,padj\nMYC,9,2,0,0\n")
    assert signs(found) == {"MYC": 1}


def test_of_several_sheets_one_is_asked_for(network: Network, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, size in (("drug", 2), ("dose", -2)):
        sheet = book.create_sheet(name)
        sheet.append(["gene", "log2FC"])
        sheet.append(["MYC", size])
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(InputError, match=r"several sheets may be meant: 'drug' \(1 row\), 'dose' \(1 row\)"):
        read_changes(network, tmp_path / "c.xlsx")
    assert signs(read_changes(network, tmp_path / "c.xlsx", ColumnOptions(sheet="Dose"))) == {"MYC": -1}
    with pytest.raises(InputError, match="did you mean 'drug'"):
        read_changes(network, tmp_path / "c.xlsx", ColumnOptions(sheet="drugs"))
    counts = book.create_sheet("counts")
    counts.append(["gene", "s1", "s2"])
    counts.append(["MYC", 20, 30])
    del book["drug"]
    book.save(tmp_path / "c.xlsx")
    assert signs(read_changes(network, tmp_path / "c.xlsx")) == {"MYC": -1}
    with pytest.raises(InputError, match="it is no workbook"):
        read(network, tmp_path, "gene,log2FC\nMYC,2\n", sheet="drug")


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_text_of_excel_is_read_by_its_mark(network: Network, tmp_path: Path, coding: str) -> None:
    mark = "" if coding in ("utf-16", "utf-8-sig") else "\ufeff"
    (tmp_path / "c.txt").write_bytes((mark + "gene\tlog2FC\r\nMYC\t1,5\r\nTP53\t-2,25\r\n").encode(coding))
    assert sizes(read_changes(network, tmp_path / "c.txt")) == {"MYC": 1.5, "TP53": -2.25}


def test_text_of_excel_on_windows_is_read_and_told(network: Network, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes("gene;note;log2FC\nMYC;größer, 5 µg;1,5\n".encode("cp1252"))
    found = read_changes(network, tmp_path / "c.csv")
    assert sizes(found) == {"MYC": 1.5}
    assert any("read as Windows-1252" in said for said in describe_reading(found))
    (tmp_path / "c.csv").write_bytes(b"gene,log2FC\nMYC\x81,1\n")
    with pytest.raises(InputError, match="not UTF-8"):
        read_changes(network, tmp_path / "c.csv")


def test_a_packed_table_is_unpacked(network: Network, tmp_path: Path) -> None:
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"gene,log2FC\nMYC,2\n"))
    assert signs(read_changes(network, tmp_path / "c.csv.gz")) == {"MYC": 1}
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(b"gene,log2FC\nMYC,2\n" * 99)[:-9])
    with pytest.raises(InputError, match="not whole"):
        read_changes(network, tmp_path / "cut.csv.gz")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Excel before 2007"),
        (b"PK\x03\x04" + bytes(99), "cut off or damaged"),
        (b"\x89HDF\r\n\x1a\n" + bytes(99), "rank_genes_groups_df"),
        (b"RDX3\n" + bytes(99), "write.csv"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"PK\x03\x04" + b"xl/workbook.xml" + bytes(99), "not a workbook"),
    ],
)
def test_a_file_of_a_kind_that_is_not_read_says_what_it_is(
    network: Network, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "c").write_bytes(data)
    with pytest.raises(InputError, match=said):
        read_changes(network, tmp_path / "c")


@pytest.mark.parametrize(
    "text",
    ["MYC,2,0.01\nTP53,-2,0.01\n", "ENSG1,MYC,2.1,0.01\nENSG2,TP53,-2.5,0.03\n", "MYC\t9\t2.5\t1\t2\t1e-9\t1e-6\n"],
)
def test_a_header_that_is_missing_is_called_missing(network: Network, tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="the header is missing: the first line is data, '") as caught:
        read(network, tmp_path, text)
    assert ("Galaxy" in str(caught.value)) is (text.count("\t") == 6)


# Lists


def test_two_columns_headed_up_and_down_are_lists(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "Up-regulated genes;Down-regulated genes\nMYC;TP53\nJUN;\n")
    assert signs(found) == {"MYC": 1, "JUN": 1, "TP53": -1}
    assert describe_reading(found)[0] == "lists of names up and down"


def test_one_column_with_both_headings_is_two_lists(network: Network, tmp_path: Path) -> None:
    found = read(network, tmp_path, "UP:\nMYC\nJUN\n\nDown regulated:\nTP53\n")
    assert signs(found) == {"MYC": 1, "JUN": 1, "TP53": -1}
    with pytest.raises(InputError, match="names alone"):
        read(network, tmp_path, "up\nMYC\n")


def test_two_sets_of_a_gmt_file_are_lists(network: Network, tmp_path: Path) -> None:
    (tmp_path / "c.gmt").write_text("DRUG_UP\thttp://x\tMYC\tJUN\nDRUG_DN\thttp://x\tTP53\n")
    assert signs(read_changes(network, tmp_path / "c.gmt")) == {"MYC": 1, "JUN": 1, "TP53": -1}
    (tmp_path / "d.gmt").write_text("A\tx\tMYC\nB\tx\tTP53\n")
    with pytest.raises(InputError, match="holds 2 sets, and not one that ends in UP"):
        read_changes(network, tmp_path / "d.gmt")


def test_names_alone_are_asked_for_their_direction(network: Network, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"names alone.*--up FILE and --down FILE"):
        read(network, tmp_path, "gene\nMYC\nTP53\n")


def test_statistics_of_tests_are_no_changes_but_may_be_named(network: Network, tmp_path: Path) -> None:
    text = "ID,t_value_tumor_vs_healthy\nMYC,-7.7\nTP53,1.1\n"
    with pytest.raises(InputError) as caught:
        read(network, tmp_path, text)
    way = "--change-column 't_value_tumor_vs_healthy' --scale log2 --threshold 2"
    assert way in str(caught.value)
    options = {"change_column": "t_value_tumor_vs_healthy", "scale": "log2", "threshold": 2.0}
    assert signs(read(network, tmp_path, text, **options)) == {"MYC": -1, "TP53": 0}


# Sites

SITES = {
    "in the names": "site,log2FC,padj\nCREB1_S133,2,0.01\nPTK2-pY397,-2,0.01\nCREB1_S142,3,0.01\n",
    "in two columns": tabs("Gene names|Amino acid|Position|Localization prob|Ratio H/L normalized", "CREB1|S|133|1|4",
                           "PTK2;X|Y|397;12|1|0.25", "CREB1|S|142|1|8"),
    "in one column": "Protein,Gene,Peptide,Residue.Both,p,FC\nx,CREB1,x,S133,0.01,4\nx,PTK2,x,Y397,0.01,0.25\n"
                     "x,CREB1,x,S142,0.01,8\n",
}  # fmt: skip


@pytest.mark.parametrize("how", SITES)
def test_a_row_about_a_residue_is_about_the_state_with_it_phosphorylated(tmp_path: Path, how: str) -> None:
    """The guide has CREB at Ser133 and FAK (PTK2) at Tyr397; at Ser142 it has nothing."""
    guide = read_guide()
    found = read(guide, tmp_path, SITES[how])
    assert [(change.entities, change.sign) for change in found.changes] == [
        (("state:CREB1_pS133",), 1), (("state:PTK2_pY397",), -1),
    ]  # fmt: skip
    assert found.unmatched == ("CREB1_S142",)
    assert "2 rows about a residue: found as states of proteins" in describe_reading(found)
    of_genes = read(guide, tmp_path, SITES[how], sites="genes")
    assert {change.name: change.value for change in of_genes.changes} == {"CREB1": 3, "PTK2": -2}
    assert of_genes.rows.repeated == 1


def test_sites_that_the_network_lacks_are_asked_for_with_both_readings(network: Network, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(network, tmp_path, "site,log2FC\nMYC_S62,2\nTP53_S15,-2\nno_S1,2\n")
    said = str(caught.value)
    assert "none of the 3 names of column 'site' is in the network ('MYC_S62', 'TP53_S15', 'no_S1', …)" in said
    assert "2 of these are about a residue whose gene is there: --sites genes reads them" in said


def test_a_layout_is_told_by_its_headers_not_their_order_or_punctuation() -> None:
    found = recognise(["adj_P_Val", "gene", "LOGFC", "P value"])
    assert found is not None
    assert found.layout.name == "limma"
    assert recognise(["gene", "log2FC", "padj"]) is None


# Through the command


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("layouts-store")
    edges = "".join(f"{gene}\tactivates\t{GENES[at - 1]}\n" for at, gene in enumerate(GENES))
    (folder / "n.sif").write_text(edges)
    done = run("import", "--names-are", "hgnc.symbol", str(folder / "n.sif"), store=folder / "store")
    assert done.returncode == 0, done.stderr
    return folder / "store"


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["csv", "json", "md", "table"])
def test_what_was_read_and_what_is_wrong_is_said_in_every_format(store: Path, tmp_path: Path, format_: str) -> None:
    (tmp_path / "m.csv").write_text(CONTRASTS["Seurat FindAllMarkers"][0])
    done = run("regulators", str(tmp_path / "m.csv"), "--contrast", "B cells", "--format", format_, store=store)
    assert done.returncode == 0
    assert "read as Seurat: names from column 'gene'; changes from column 'avg_log2FC'" in done.stderr
    assert "contrast 'B cells'\n" in done.stderr
    done = run("regulators", str(tmp_path / "m.csv"), "--format", format_, store=store)
    assert (done.returncode, done.stdout) == (3, "")
    assert "2 contrasts by 'cluster': 'T cells' (1 row), 'B cells' (2 rows); choose one with --contrast" in done.stderr
    (tmp_path / "few.csv").write_text("gene,log2FC\nMYC,2\nGAPDH,1\nnothing,2\nnought,1\nnil,1\n")
    done = run("regulators", str(tmp_path / "few.csv"), "--format", format_, store=store)
    assert (done.returncode, done.stdout) == (3, "")
    assert "4 of 5 names of column 'gene' are not in the network ('GAPDH', 'nil', 'nothing', …)" in done.stderr
    assert "1 is a human gene that the network does not hold; --allow-unmatched goes on with the others" in done.stderr
    done = run("regulators", str(tmp_path / "few.csv"), "--allow-unmatched", "--format", format_, store=store)
    assert done.returncode == 0
    assert "warning: 4 of 5 names are not in the network" in done.stderr
    (tmp_path / "genes.csv").write_text("gene,log2FC\nMYC,2\nGAPDH,1\nACTB,2\nTUBB,1\n")
    done = run("regulators", str(tmp_path / "genes.csv"), "--format", format_, store=store)
    assert done.returncode == 0
    assert "warning: 3 of 4 names are not in the network; 3 of them are human genes" in done.stderr


@pytest.mark.slow
def test_lists_of_names_are_given_in_two_files(store: Path, tmp_path: Path) -> None:
    (tmp_path / "up.txt").write_text("gene\nMYC\nJUN\n")
    (tmp_path / "down.csv").write_text("symbol,note\nTP53,x\nFOS;FOSB,y\n")
    up, down = ("--up", str(tmp_path / "up.txt")), ("--down", str(tmp_path / "down.csv"))
    done = run("regulators", *up, *down, "--format", "csv", store=store)
    assert done.returncode == 0, done.stderr
    assert "lists of names up and down\n" in done.stderr
    assert "4 rows: 2 up, 2 down, 0 unchanged" in done.stderr
    done = run("regulators", *up, "--format", "csv", store=store)
    assert "2 rows: 2 up, 0 down, 0 unchanged" in done.stderr
    assert "--scale is about a table" in run("regulators", *up, "--scale", "log2", store=store).stderr
    assert "give a file of CHANGES, or lists" in run("regulators", *up, "--example", store=store).stderr


def test_a_table_as_r_prints_it_is_split_by_runs_of_blanks(tmp_path: Path) -> None:
    file = tmp_path / "printed.txt"
    file.write_text(
        "      gene log2FoldChange       pvalue       padj\n1      MYC     -1.4233218 4.105228e-07 0.01325373\n"
        "2      JUN      0.5951241 1.658592e-03 1.00000000\n10 HLA-DRA      2.0000000 1.000000e-04 0.03000000\n"
    )
    read = read_list(file)
    assert [(one.name, one.value, one.p) for one in read.entries] == [
        ("MYC", -1.4233218, 0.01325373), ("JUN", 0.5951241, 1.0), ("HLA-DRA", 2.0, 0.03),
    ]  # fmt: skip
    assert "as R prints a table" in " ".join(read.how.remarks)


def test_the_largest_number_that_old_cuffdiff_writes_is_infinite(tmp_path: Path) -> None:
    file = tmp_path / "gene_exp.diff"
    head = "test_id gene_id gene locus sample_1 sample_2 status value_1 value_2 log2(fold_change) test_stat p_value"
    rows = [
        f"{head} q_value significant",
        "X1 X1 MYC chr1:1-2 a b OK 0 3 1.79769e+308 1.79769e+308 0.001 0.01 yes",
        "X2 X2 JUN chr1:1-2 a b OK 3 0 -1.79769e+308 -1.79769e+308 0.001 0.01 yes",
        "X3 X3 FOS chr1:1-2 a b OK 1 4 2 3 0.001 0.01 yes",
    ]
    file.write_text("\n".join(row.replace(" ", "\t") for row in rows) + "\n")
    read = read_list(file)
    assert [(one.name, one.value) for one in read.entries] == [("MYC", inf), ("JUN", -inf), ("FOS", 2.0)]
