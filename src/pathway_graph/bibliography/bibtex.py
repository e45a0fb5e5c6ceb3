"""A bibliography as BibTeX: LaTeX's own characters escaped, names of genes kept in their letter case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pathway_graph.bibliography.entries import Author, CitedWork
from pathway_graph.bibliography.parsing import dotted

_TYPES: Final = {"article": "article", "record": "misc", "dataset": "misc", "software": "misc"}
_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_ESCAPED: Final = str.maketrans(
    {
        # BibTeX counts braces behind a backslash, too: a lone one would swallow the entries after it
        "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "&": r"\&", "%": r"\%",
        "$": r"\$", "#": r"\#", "_": r"\_",
        "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\u2013": "--", "\u2014": "---", "\u2212": "$-$",
        "\u2192": r"{$\rightarrow$}", "<": "{$<$}", ">": "{$>$}", "\n": " ", "\r": " ",
    }
    | {letter: f"{{$\\{name}$}}" for letter, name in _GREEK.items()}
)  # fmt: skip
_EDGE: Final = re.compile(r"^([(\[\"'“]*)(.*?)([)\]\"'”,.;:!?]*)$", re.DOTALL)


def bibtex(works: Iterable[CitedWork]) -> str:
    r"""Return works as a BibTeX file. What a reader must know stands in ``note``, which styles print.

    >>> print(bibtex([CitedWork("A1_x", "x", "article", "Loss of BDNF & 5-HT", (Author("von Ab", "JC"),), True)]))
    @article{A1_x,
      author = {von Ab, J. C. and others},
      title = {Loss of {BDNF} \& {5-HT}}
    }
    <BLANKLINE>
    """
    return "\n".join(_entry(work) for work in works)


def _entry(work: CitedWork) -> str:
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(work) if value)
    return f"@{_TYPES[work.kind]}{{{work.key},\n{fields}\n}}\n" if fields else f"@{_TYPES[work.kind]}{{{work.key}}}\n"


def _fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    names = [_author(one) for one in work.authors] + (["others"] if work.is_cut and work.authors else [])
    yield "author", " and ".join(names)
    yield "title", protected(work.title)
    yield "journal", escaped(work.journal)
    yield "year", str(work.year or "")
    yield "volume", escaped(work.volume)
    yield "number", escaped(work.issue).replace("-", "--")
    yield "pages", escaped(work.pages).replace("-", "--")
    yield "doi", re.sub(r"[{}\s]", "", work.doi)
    yield "pmid", work.pmid
    yield "url", work.url
    yield "version", escaped(work.version)
    if work.kind in ("dataset", "software"):
        yield "howpublished", "Data set" if work.kind == "dataset" else "Software"
    yield "note", escaped(_sentences(work.remarks))
    known = [f"status {work.status}"] if work.status else []
    known += [f"claims {', '.join(work.claims)}"] if work.claims else []
    known += [f"licence {work.license}"] if work.license else []
    yield "annote", escaped("; ".join(known))


def _sentences(remarks: Iterable[str]) -> str:
    return " ".join(f"{remark[:1].upper()}{remark[1:].rstrip('.')}." for remark in remarks)


def _author(one: Author) -> str:
    if not one.initials:
        return f"{{{escaped(one.family)}}}"  # a group: braces keep it whole
    parts = [escaped(one.family), escaped(one.suffix), escaped(dotted(one.initials))]
    return ", ".join(part for part in parts if part)


def escaped(text: str) -> str:
    r"""Return a text with what LaTeX would take for its own escaped.

    >>> escaped("5% of α2_{x}–y & z")
    '5\\% of {$\\alpha$}2\\_{\\textbraceleft}x{\\textbraceright}--y \\& z'
    """
    return text.translate(_ESCAPED)


def protected(title: str) -> str:
    """Return a title in which styles leave the case of genes, abbreviations and proper names alone.

    >>> protected("Imipramine and cAMP in Wistar rats: (BDNF) mRNA")
    'Imipramine and {cAMP} in {Wistar} rats: ({BDNF}) {mRNA}'
    """
    words = []
    for place, word in enumerate(title.split()):
        found = _EDGE.match(word)
        before, core, after = found.groups() if found else ("", word, "")
        capital = any(letter.isupper() for letter in (core[1:] if place == 0 else core))
        inner = f"{{{escaped(core)}}}" if capital and core else escaped(core)
        words.append(f"{escaped(before)}{inner}{escaped(after)}")
    return " ".join(words)
