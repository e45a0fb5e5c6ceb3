"""Find the columns of names, changes and p-values by their headers, and say which kind of number a header promises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pathway_graph.errors import did_you_mean, nearest

ROW_NAMES = "row names"
"""What a first column without a header is called: R writes the names of rows so."""

NAMES = (
    "gene symbol", "symbol", "hgnc symbol", "mgi symbol", "rgd symbol", "hugo symbol", "approved symbol",
    "gene symbols", "external gene name", "ext gene", "gene names", "gene name", "gene short name", "genesymbol",
    "gene", "genes", "feature name", "name", "names", "id", "identifier", "entity", "target", "node", "feature",
    "row", "gene id", "geneid", "ensembl", "ensembl id", "ensembl gene id", "ensemblid", "ensembl gene", "entrez",
    "entrezid", "entrez id", "entrez gene id", "ncbi gene id", "uniprot", "uniprot id", "accession", "protein",
    "proteins", "protein id", "protein ids", "majority protein ids", "leading proteins", "ens gene", "target id",
    "feature id", "site", "phosphosite", "psite", "site id", "rowname", "rownames", "index", "x",
    "v1", "unnamed 0", "1", ROW_NAMES,
)  # fmt: skip
"""Symbols first: beside them stand descriptions (``name``) and numbers (``gene_id``)."""

ENTREZ = frozenset({"entrez", "entrezid", "entrez id", "entrez gene id", "ncbi gene id"})

CHANGES = (
    "log2fc", "log2 fc", "log2foldchange", "log2 fold change", "log2 foldchange", "log2 ratio", "log2ratio",
    "log2 difference",
    "avg log2fc", "avg log2 fc", "l2fc", "lfc", "logfc", "log fc", "logfoldchange", "logfoldchanges", "log fold change",
    "avg logfc", "lnfc", "ln fc", "log10fc", "log10 fc", "log10 fold change",
    "fold change", "foldchange", "fc", "ratio", "linear fc", "linear fold change", "signed fold change",
    "change", "sign", "direction", "regulation", "value", "score",
)  # fmt: skip
"""Logarithms first, then ratios, then what does not say what it is."""

_ADJUSTED = (
    "padj", "adj p val", "p adj", "p val adj", "pvals adj", "pval adj", "pvalue adj", "p value adj", "adj p value",
    "adj p", "adj pval", "adj pvalue", "adjusted p value", "adjusted p", "p adjust", "fdr", "qvalue", "q value", "qval",
    "q val", "q",
)  # fmt: skip
_PLAIN = ("p value", "pvalue", "p val", "pval", "pvals", "pvalues", "p values", "p")
_P_WORD = re.compile(r"^(pvals?|pvalues?|pval(ue)?s?adj\w*|padj\w*|qvals?|qvalues?|fdr\w*|adj(usted)?p\w*)$")
_BESIDE_P = re.compile(r"^(val|vals|value|values|adj\w*)$")
_LOGARITHM = re.compile(r"log ?(10|2)? ?(p|q|adjp|padj|fdr)( ?val| ?value| ?adj)?s?( |$)")
_LOG_WORD = re.compile(r"\b(neg|minus|m|n|nl)?(log(10|2|e)?|ln)\b")
_NATURAL = re.compile(r"\b(ln|loge)(\b|fc|fold|ratio)|\bnatural.*\blog|\blog.*\b(natural|base e)\b")
_FOLD = re.compile(r"fc\b|fold|lfc|ratio")
_NO_CHANGE = frozenset({
    "se", "sem", "sd", "std", "stderr", "stdev", "error", "var", "variance", "lower", "upper", "ci", "threshold",
    "cutoff", "abs", "absolute",
})  # fmt: skip
"""Words of headers beside a fold change: its error, its bounds, its size without the sign."""
_ADJUSTED_WORD = re.compile(
    r"^(padj\w*|pval(ue)?s?adj\w*|q|qval\w*|fdr\w*|adj\w*|bh|bonferroni|holm|benjamini|corrected|corr)$"
)

PKind = Literal["adjusted", "plain", "logarithm", "perhaps", ""]
Kind = Literal["log2", "ln", "log10", "log", "ratio", "percent", "sign", ""]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands.

    Attributes:
        name, change: Places of the columns.
        p: Place of the column of p-values; None where none is taken.
        p_is_adjusted: Whether they are adjusted for many tests.
        passed_over: Headers that look like p-values, where none was taken and none refused.
        p_is_log: Whether they are written as -log10.
    """

    name: int
    change: int
    p: int | None = None
    p_is_adjusted: bool = False
    passed_over: tuple[str, ...] = ()
    p_is_log: bool = False


def plain(header: str) -> str:
    """Return a header's words in lower case, without what stands between them.

    >>> plain("adj.P.Val"), plain("log2(fold_change)"), plain("avg_log2FC")
    ('adj p val', 'log2 fold change', 'avg log2fc')
    """
    return " ".join(re.findall(r"[^\W_]+", header.casefold()))


def kind_of(header: str) -> Kind:
    """Return the kind of number that a header of changes promises; nothing where it does not say.

    ``avg_logFC`` is what Seurat called its natural logarithms before it wrote ``avg_log2FC``.

    >>> [kind_of(text) for text in ("log2FoldChange", "logFC", "avg_logFC", "Fold Change", "FC", "direction", "value")]
    ['log2', 'log', 'ln', 'ratio', 'ratio', 'sign', '']
    """
    text = plain(header)
    if re.search(r"log ?2|\bl2fc\b|\blfc\b", text):
        return "log2"
    if re.search(r"log ?10(\b|fc|fold|ratio)|\blog.*\bbase 10\b", text):
        return "log10"
    if text == "avg logfc" or _NATURAL.search(text):
        return "ln"
    if re.search(r"\blog(1p|ged|arithm\w*)?\b|\blog(fc|fold|ratio)", text):
        return "log"
    if is_percent(header):
        return "percent"
    if re.search(r"\bfc\b|fold|\bratios?\b|^fc|fc$", text):
        return "ratio"
    return "sign" if text in ("sign", "direction", "regulation") else ""


def is_percent(header: str) -> bool:
    """Whether a header says that its numbers are per cent.

    >>> [is_percent(text) for text in ("% change", "q-value(%)", "percent change", "FC (10% serum)")]
    [True, True, True, False]
    """
    return re.search(r"(^|[^0-9\s])\s*%|\bper[\s_]?cent(age)?\b", header.casefold().replace("_", " ")) is not None


def is_beside_change(header: str) -> bool:
    """Whether a header names what stands beside a change: its error, bounds, p-value, negative, or size without a sign.

    >>> [is_beside_change(text) for text in ("log2FC_se", "|log2FC|", "-log2FC", "FC (abs)", "FC p-value", "log2FC")]
    [True, True, True, True, True, False]
    """
    words = plain(header).split()
    return (
        header.strip().startswith(("-", "−")) or "|" in header or not _NO_CHANGE.isdisjoint(words)
        or any(re.match(r"abs(olute)?(log|fc|fold|lfc)|.*fcabs", word) for word in words)
        or p_kind(header) in ("adjusted", "plain", "logarithm")
    )  # fmt: skip


def p_kind(header: str) -> PKind:
    """Return whether a header names p-values, and which; ``perhaps`` where only the letter p or q says so.

    >>> [p_kind(text) for text in ("p_val_adj", "P.Value", "-log10(p)", "padj_drugA", "pct.1", "P site")]
    ['adjusted', 'plain', 'logarithm', 'adjusted', '', 'perhaps']
    """
    text = plain(header)
    words = text.split()
    if _LOGARITHM.search(text):
        return "logarithm"
    bare = {"p", "q"} & set(words)
    if _LOG_WORD.search(text) and not _FOLD.search(text) and (bare or any(_P_WORD.match(word) for word in words)):
        return "logarithm"
    if not any(_P_WORD.match(word) for word in words) and text not in (*_ADJUSTED, *_PLAIN):
        if not bare:
            return ""
        if not any(_BESIDE_P.match(word) for word in words):
            return "perhaps"
    return "adjusted" if any(_ADJUSTED_WORD.match(word) for word in words) else "plain"


def find_columns(
    header: Sequence[str], *, name: str = "", change: str = "", p: str = ""
) -> tuple[Columns | None, list[tuple[str, str]]]:
    """Find the columns, each by the header given or by its usual ones; return them, or what is wrong and the way out.

    Args:
        header: The headers.
        name: Header of the names; empty to look for a usual one.
        change: Header of the changes, likewise.
        p: Header of the p-values, likewise; ``none`` takes none.

    >>> find_columns(["gene", "logFC", "PValue", "FDR"])[0]
    Columns(name=0, change=1, p=3, p_is_adjusted=True, passed_over=(), p_is_log=False)
    """
    problems: list[tuple[str, str]] = []

    def refuse(message: str, hint: str) -> None:
        problems.append((message, hint))

    names = find_names(header, name, refuse)
    sought = _Sought(CHANGES, "changes", "--change-column", _is_fold_change, is_beside_change)
    changes = _find(header, change, sought, refuse)
    found = find_p_values(header, p, refuse)
    if names is None or changes is None or problems:
        return None, problems
    return Columns(names, changes, *found), []


def find_names(header: Sequence[str], given: str, refuse: Refuse) -> int | None:
    """Return the column of names, by the header given or by its usual ones."""
    return _find(header, given, _Sought(NAMES, "names", "--name-column"), refuse)


def find_p_values(header: Sequence[str], given: str, refuse: Refuse) -> tuple[int | None, bool, tuple[str, ...], bool]:
    """Return the column of p-values, whether adjusted, the headers passed over, and whether it holds -log10 of them."""
    place, adjusted, passed = _p_values(header, given, refuse)
    is_log = place is not None and is_log10(header[place])
    logs = [text for text in passed if is_log10(text)]
    if place is None and len(logs) == 1:
        words = plain(logs[0]).split()
        adjusted = any(_ADJUSTED_WORD.match(word) for word in words)
        return header.index(logs[0]), adjusted, tuple(text for text in passed if text not in logs), True
    return place, adjusted, passed, is_log


def is_log10(header: str) -> bool:
    """Whether a header says that p-values are written as -log10: the minus and the base both stand there.

    >>> [is_log10(text) for text in ("-log10(padj)", "neg_log10_pval", "Neg log10 p", "-ln p", "log10 p", "-log10FC")]
    [True, True, True, False, False, False]
    """
    minus = header.strip().startswith(("-", "−")) or re.match(r"(neg|negative|minus|m|n)[\W_]?l", header.strip(), re.I)
    return bool(minus) and re.search(r"log[\W_]?10", header, re.I) is not None and p_kind(header) == "logarithm"


Refuse = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class _Sought:
    """A column that is looked for: its usual headers, what it holds, its option, what else its header may be or not."""

    usual: Sequence[str]
    what: str
    option: str
    is_like: Callable[[str], bool] = lambda _: False
    is_not: Callable[[str], bool] = lambda _: False


def _is_fold_change(header: str) -> bool:
    """Whether a longer header is one of a change, as ``log2FC_drug_vs_control`` and ``log2 (drug/control)`` are."""
    kind, text = kind_of(header), plain(header)
    if kind in ("", "sign", "percent"):
        return False
    if re.search(r"fc\b|fold|lfc", text):
        return True
    if re.search(r"\bratios?\b", text):
        return re.search(r"\b(odds|hazard|noise|risk|count|variability|type)\b", text) is None
    return kind in ("log2", "ln", "log10") and re.search(r"[^\W_] */ *[^\W_]|\bvs\b", header, re.I) is not None


def _find(header: Sequence[str], given: str, sought: _Sought, refuse: Refuse) -> int | None:
    if given:
        return _given(header, given, sought.what, sought.option, refuse)
    words = ["" if sought.is_not(text) else plain(text) for text in header]
    usual = next((word for word in sought.usual if word in words), None)
    places = [at for at, word in enumerate(words) if word == usual]
    places = places or [at for at, text in enumerate(header) if words[at] and sought.is_like(text)]
    if len(places) == 1:
        return places[0]
    if places:
        several = ", ".join(repr(header[at]) for at in places)
        refuse(f"several columns could be the {sought.what}: {several}", _choose(header, places, sought.option))
    else:
        looked = f"any of {', '.join(sought.usual[:6])}, …"
        way = f"columns are {_listed(header)}; name one with {sought.option}"
        refuse(f"no column of {sought.what} ({looked})", way)
    return None


def _given(header: Sequence[str], given: str, what: str, option: str, refuse: Refuse) -> int | None:
    places = [at for at, text in enumerate(header) if text == given]
    places = places or [at for at, text in enumerate(header) if text.casefold() == given.casefold()]
    if len(places) == 1:
        return places[0]
    if places:
        refuse(f"column {given!r} stands twice", "give each column a name of its own")
        return None
    near = nearest(given, header)
    way = did_you_mean(near) if near else f"columns are {_listed(header)}; name one with {option}"
    refuse(f"no column of {what} ({given!r})", way)
    return None


def _p_values(header: Sequence[str], given: str, refuse: Refuse) -> tuple[int | None, bool, tuple[str, ...]]:
    """Return the place, whether adjusted, and the headers passed over; adjusted ones are preferred."""
    if given and not (given == "none" and "none" not in header):
        place = _given(header, given, "p-values", "--p-column", refuse)
        return place, place is not None and p_kind(header[place]) == "adjusted", ()
    if given:
        return None, False, ()
    kinds = [p_kind(text) for text in header]
    words = [plain(text) for text in header]
    for wanted, usual in (("adjusted", _ADJUSTED), ("plain", _PLAIN)):
        known = [at for word in usual for at, text in enumerate(words) if text == word]
        alike = [at for at, kind in enumerate(kinds) if kind == wanted]
        if known and words.count(words[known[0]]) == 1:
            return known[0], wanted == "adjusted", ()
        if len(alike) == 1:
            return alike[0], wanted == "adjusted", ()
        if alike:
            several = ", ".join(repr(header[at]) for at in alike)
            hint = f"{_choose(header, alike, '--p-column')}, or --p-column none to use none"
            refuse(f"several columns look like p-values: {several}", hint)
            return None, False, ()
    return None, False, tuple(header[at] for at, kind in enumerate(kinds) if kind in ("logarithm", "perhaps"))


def _choose(header: Sequence[str], places: Sequence[int], option: str) -> str:
    if any(count > 1 for count in Counter(header[at] for at in places).values()):
        return "give each column a name of its own"
    return f"name one with {option}"


def _listed(header: Sequence[str], most: int = 40) -> str:
    more = f" and {len(header) - most} more" if len(header) > most else ""
    return ", ".join(map(repr, header[:most])) + more
