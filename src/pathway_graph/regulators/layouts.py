"""The known layouts of tables of changes, as data: whose they are, how to tell them, what their columns mean."""

from __future__ import annotations

from dataclasses import dataclass

from pathway_graph.regulators.scales import Scale


@dataclass(frozen=True, slots=True)
class PColumn:
    """A column of p-values: its header, whether they are adjusted, whether they are written as -log10."""

    header: str
    is_adjusted: bool = True
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows that the writer itself marks as no result: a column, the marks, and what they say."""

    header: str
    marks: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of a table of changes. ``*`` in a header stands for the contrast, or, unless ``_`` follows, for nothing.

    Attributes:
        name: Whose it is.
        writer: What writes it.
        signature: Headers that are all there, and tell it from others.
        change: Headers of the changes, the best first; without any, *missing* is said.
        p: Headers of the p-values, the best first.
        names: Headers of the names, the best first, before those that are usual.
        scale: What the changes are; None where header and values must say.
        groups: Columns that tell contrasts apart row by row; joined by ``vs`` where they are two.
        aside: Rows that are no result.
        others: Headers that look like the above and are something else.
        missing: What to say where there are no changes; a layout that has no other use is refused with it.
        note: What is particular about it.
    """

    name: str
    writer: str
    signature: tuple[str, ...]
    change: tuple[str, ...] = ()
    p: tuple[PColumn, ...] = ()
    names: tuple[str, ...] = ()
    scale: Scale | None = "log2"
    groups: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    others: tuple[str, ...] = ()
    missing: str = ""
    note: str = ""


def _p(adjusted: str = "", plain: str = "", *, log: str = "") -> tuple[PColumn, ...]:
    """Return columns of p-values: headers split by ``|``, adjusted before plain before logarithms."""
    return (
        *(PColumn(header) for header in adjusted.split("|") if header),
        *(PColumn(header, is_adjusted=False) for header in plain.split("|") if header),
        *(PColumn(header, is_adjusted=False, is_log=True) for header in log.split("|") if header),
    )


_PLUS = frozenset({"+", "TRUE", "true", "True"})
_MAXQUANT = (
    Aside("Reverse", _PLUS, "reversed sequences"),
    Aside("Potential contaminant", _PLUS, "contaminants"),
    Aside("Contaminant", _PLUS, "contaminants"),
    Aside("Only identified by site", _PLUS, "identified by a site alone"),
)
_PROTEINS = ("Gene names", "Gene name", "Genes", "PG.Genes", "Majority protein IDs", "Leading proteins",
             "Protein IDs", "Protein.Group")  # fmt: skip
_RATIOS = tuple(f"Ratio {pair} normalized*" for pair in ("H/L", "M/L", "H/M"))

LAYOUTS: tuple[Layout, ...] = (
    Layout("DESeq2", "`results()`, `lfcShrink()`; PyDESeq2", ("baseMean", "log2FoldChange"), ("log2FoldChange",),
           _p("padj|svalue", "pvalue"), note="`NA` in padj: filtered or an outlier, counts as not changed"),
    Layout("DESeq2, tidy", "`biobroom::tidy()`", ("baseMean", "estimate", "statistic"), ("estimate",),
           _p("p.adjusted", "p.value"), ("gene",), groups=("term",), note="`estimate` is log2"),
    Layout("DESeq2 in Galaxy", "DESeq2 tool of Galaxy, with its header", ("Base mean", "log2(FC)", "P-adj"),
           ("log2(FC)",), _p("P-adj", "P-value"), note="older versions write no header: it is asked for"),
    Layout("edgeR", "`topTags()`", ("logFC*", "logCPM"), ("logFC*",), _p("FDR|FWER", "PValue"),
           note="`logFC` is log2; one p-value for several coefficients is of all together"),
    Layout("limma", "`topTable()`", ("logFC", "P.Value", "adj.P.Val"), ("logFC",), _p("adj.P.Val", "P.Value"),
           groups=("contrast", "comparison", "coef"), note="`logFC` is log2"),
    Layout("limma, fit", "`write.fit()`", ("Coef*", "t*", "p.value*"), ("Coef*",), _p("p.value.adj*", "p.value*"),
           ("Genes.SYMBOL", "Genes.Symbol", "Genes.GeneName", "Genes"), others=("F.p.value",),
           note="a contrast for each coefficient"),
    Layout("limma, F test", "`topTable()` over several coefficients", ("AveExpr", "F", "adj.P.Val"),
           missing="an F test over several contrasts says that something changed, not which way; write "
                   "topTable(fit, coef = ...) of one contrast"),
    Layout("GEO2R", "GEO2R, arrays", ("ID", "adj.P.Val", "P.Value", "logFC"), ("logFC",), _p("adj.P.Val", "P.Value"),
           ("Gene.symbol", "GENE_SYMBOL", "Gene Symbol", "Symbol", "ILMN_Gene", "ORF", "GeneID",
            "gene_assignment"),
           note="probes, several a gene; `A///B` is a probe of both"),
    Layout("GEO2R, RNA-seq", "GEO2R, counts", ("GeneID", "log2FoldChange", "Symbol"), ("log2FoldChange",),
           _p("padj", "pvalue"), ("Symbol",)),
    Layout("Seurat", "`FindMarkers()`, `FindAllMarkers()`, `FindConservedMarkers()`", ("*avg_log2FC", "*pct.1"),
           ("*avg_log2FC",), _p("*p_val_adj", "*p_val"), ("gene",), groups=("cluster",),
           others=("max_pval", "minimump_p_val"), note="a contrast for each cluster, or each group of cells"),
    Layout("Seurat before 4", "`FindMarkers()`, `FindAllMarkers()`", ("*avg_logFC", "*pct.1"), ("*avg_logFC",),
           _p("*p_val_adj", "*p_val"), ("gene",), "ln", groups=("cluster",), others=("max_pval", "minimump_p_val"),
           note="natural logarithms"),
    Layout("scanpy", "`rank_genes_groups_df()`", ("names", "logfoldchanges"), ("logfoldchanges",),
           _p("pvals_adj", "pvals"), ("gene_symbols", "symbol", "gene_name", "names"), groups=("group",),
           note="a contrast for each group"),
    Layout("scanpy, wide", "`uns['rank_genes_groups']`, a column for each group and key",
           ("*names", "*logfoldchanges"), ("*logfoldchanges",), _p("*pvals_adj", "*pvals"), ("*names",),
           note="every contrast has names of its own"),
    Layout("scanpy, wide, one letter", "the same with keys cut to one letter", ("*_n", "*_l"), ("*_l",),
           _p("", "*_p"), ("*_n",), note="`_p` may be either p-value; taken as not adjusted"),
    Layout("scanpy, names and p", "the same without fold changes", ("*_n", "*_p"),
           missing="names and p-values without fold changes do not say which way; add logfoldchanges"),
    Layout("cuffdiff", "`gene_exp.diff`, `isoform_exp.diff`", ("sample_1", "sample_2", "log2(fold_change)"),
           ("log2(fold_change)",), _p("q_value", "p_value"), ("gene", "gene_id"), groups=("sample_2", "sample_1"),
           aside=(Aside("status", frozenset({"NOTEST", "LOWDATA", "HIDATA", "FAIL"}), "not tested"),),
           note="`inf` is a change; sample_2 against sample_1"),
    Layout("sleuth", "`sleuth_results()` of a Wald test", ("target_id", "qval", "b"), ("b",), _p("qval", "pval"),
           ("ext_gene", "gene_name", "ens_gene", "target_id"), "ln",
           note="`b` is a natural logarithm, as sleuth transforms by default; transcripts, several a gene"),
    Layout("sleuth, likelihood ratio", "`sleuth_results()` of a likelihood ratio test", ("target_id", "qval", "rss"),
           missing="a likelihood ratio test has no effect size and no direction; write the Wald test (sleuth_wt)"),
    Layout("Perseus", "matrix export after a two-sample test", ("*T-test Difference*",),
           ("Student's T-test Difference*", "Welch's T-test Difference*", "*T-test Difference*"),
           _p("Student's T-test q-value*|Welch's T-test q-value*|*T-test q-value*",
              "Student's T-test p-value*|Welch's T-test p-value*",
              log="-Log Student's T-test p-value*|-Log Welch's T-test p-value*|-Log *T-test p-value*"), _PROTEINS,
           aside=_MAXQUANT, others=("*T-test Test statistic*", "*T-test Significant*"),
           note="type row `#!{Type}`; differences of log2; -Log p is -log10; `A;B` is one group of proteins"),
    Layout("MaxQuant", "`proteinGroups.txt` with SILAC ratios", ("Majority protein IDs", "Ratio * normalized*"),
           _RATIOS, names=_PROTEINS, scale=None, aside=_MAXQUANT, note="ratios, no p-values; `A;B` as in Perseus"),
    Layout("MaxQuant, sites", "`Phospho (STY)Sites.txt` with SILAC ratios",
           ("Localization prob", "Amino acid", "Ratio * normalized*"), _RATIOS, names=_PROTEINS, scale=None,
           aside=_MAXQUANT, note="each row a site"),
    Layout("MaxQuant, intensities", "`proteinGroups.txt` without ratios", ("Majority protein IDs", "Intensity*"),
           missing="MaxQuant's intensities are of samples, not changes; compare the groups first, e.g. in Perseus, "
                   "limma or MSstats"),
    Layout("Proteome Discoverer", "proteins, with log2 ratios", ("Accession", "Abundance Ratio (log2)*"),
           ("Abundance Ratio (log2)*",), _p("Abundance Ratio Adj. P-Value*", "Abundance Ratio P-Value*"),
           ("Gene Symbol", "Accession")),
    Layout("Proteome Discoverer, ratios", "proteins, without logarithms", ("Accession", "Abundance Ratio*"),
           ("Abundance Ratio*",), _p("Abundance Ratio Adj. P-Value*", "Abundance Ratio P-Value*"),
           ("Gene Symbol", "Accession"), None, others=("Abundance Ratio Variability [%]*", "Abundance Ratio Weight*")),
    Layout("MSstats", "`groupComparison()`", ("Protein", "Label", "log2FC"), ("log2FC",),
           _p("adj.pvalue", "pvalue"), ("GeneName", "Gene", "Protein"), groups=("Label",),
           note="`Inf`: found in one condition alone"),
    Layout("Spectronaut", "Candidates", ("Comparison (group1/group2)", "AVG Log2 Ratio"), ("AVG Log2 Ratio",),
           _p("Qvalue", "Pvalue"), ("Genes", "PG.Genes", "ProteinGroups"), groups=("Comparison (group1/group2)",)),
    Layout("DEP", "`get_results()`", ("name", "ID", "*_p.adj", "*_ratio"), ("*_ratio",), _p("*_p.adj", "*_p.val"),
           ("name",), note="`ratio` is log2 there"),
    Layout("LFQ-Analyst", "results", ("*_log2 fold change", "*_p.adj", "*significant"), ("*_log2 fold change",),
           _p("*_p.adj", "*_p.val"), ("Gene Name", "Protein ID")),
    Layout("Cell Ranger", "`differential_expression.csv`", ("Feature Name", "* Log2 fold change"),
           ("* Log2 fold change",), _p("* Adjusted p value"), ("Feature Name",), note="a contrast for each cluster"),
    Layout("KSEA", "KSEAapp's input", ("Gene", "Residue.Both", "p", "FC"), ("FC",), _p("", "p"), ("Gene",), None,
           note="each row a site; ratios, unless the values say otherwise"),
)  # fmt: skip

SEVERAL = Layout(
    "", "several contrasts side by side", (),
    ("*log2FoldChange*", "*log2 fold change*", "*avg_log2FC*", "*log2FC*", "*log2 ratio*", "*logFC*", "*lfc*",
     "*l2fc*"),
    _p("*padj*|*adj.P.Val*|*p_val_adj*|*p.adj*|*adj p value*|*adj.pvalue*|*FDR*|*qvalue*|*q_value*|*qval*|*q value*",
       "*pvalue*|*P.Value*|*p_val*|*pval*|*p*"), groups=(),
)  # fmt: skip
"""What is tried where several columns may be the changes: the same headers around the names of contrasts."""

GROUPS = ("contrast", "comparison", "cluster", "group", "coef", "coefficient", "label", "celltype", "cell type",
          "condition", "treatment", "timepoint", "time point", "time points", "time", "sample id",
          "tissue")  # fmt: skip
"""Usual headers of columns that tell contrasts apart where the layout says nothing of it."""

SITES = (("Amino acid", "Amino.acid"), ("Position", "Positions within proteins", "Positions"))
"""Columns that make each row a site: the residue, and where it stands."""
RESIDUES = ("Residue.Both", "Residue", "Site", "Phosphosite", "Psite")
"""Columns that hold both, as ``S9``."""


def markdown_layouts() -> str:
    """Return the known layouts as a table for the documentation."""
    rows = ["| layout | written by | changes | p-values | peculiarities |", "|---|---|---|---|---|"]
    for layout in LAYOUTS:
        changes = ", ".join(f"`{header}`" for header in layout.change) or "none: refused"
        p_values = ", ".join(f"`{column.header}`" for column in layout.p)
        scale = f" ({layout.scale})" if layout.change and layout.scale else ""
        said = [layout.note or layout.missing]
        said += [f"contrasts by {' and '.join(f'`{header}`' for header in layout.groups)}"] if layout.groups else []
        said += ["rows aside: " + ", ".join(dict.fromkeys(aside.why for aside in layout.aside))] if layout.aside else []
        rows.append(
            f"| {layout.name} | {layout.writer} | {changes}{scale} | {p_values} | {'; '.join(filter(None, said))} |"
        )
    return "\n".join(rows) + "\n"
