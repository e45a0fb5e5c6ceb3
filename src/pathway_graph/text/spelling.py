"""Which known words a mistyped word may be a misspelling of: near ones only, never a word of another meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to *count* known words that *word* may be a misspelling of, best first, letter case ignored.

    One letter more, less, other or swapped with its neighbour is a misspelling; two in a word of six letters or
    more. A word that begins otherwise is another word (``reduces`` is not ``produces``, ``unload`` not ``load``),
    unless the first letter is the only one wrong. Of words that differ in case alone the one typed most alike is
    given.

    >>> nearest("actvates", ["inhibits", "activates"])
    ['activates']
    >>> nearest("reduces", ["produces"]), nearest("upregulates", ["regulates"]), nearest("attenuates", ["activates"])
    ([], [], [])
    """
    return [name for _, name in ranked(word, known)[:count]]


def ranked(word: str, known: Iterable[str]) -> list[tuple[int, str]]:
    """Return all that `nearest` would, each with the number of letters by which it differs.

    >>> ranked("cleaes", ["clears", "cleaves", "binds"])
    [(1, 'clears'), (1, 'cleaves')]
    """
    typed = _folded(word)
    most = _most(typed)
    by_fold: dict[str, list[str]] = {}
    for name in known:
        fold = _folded(name)
        if abs(len(fold) - len(typed)) <= most:
            by_fold.setdefault(fold, []).append(name)
    hits = sorted((steps, fold) for fold in by_fold if (steps := _steps(typed, fold, most)) <= most)
    return [(steps, max(by_fold[fold], key=lambda name: sum(map(str.__eq__, word, name)))) for steps, fold in hits]


def nearest_name(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return what `nearest` does, of names of things: another number or another last letter is another thing.

    >>> nearest_name("imipramin", ["imipramine"]), nearest_name("CREBB1", ["CREB1"])
    (['imipramine'], ['CREB1'])
    >>> nearest_name("FKBP4", ["FKBP5"]), nearest_name("ADH1A", ["ADH1B"]), nearest_name("5-HT2", ["5-HT"])
    ([], [], [])
    """
    digits, typed = _numbers(word), _folded(word)
    last = word[-1:].casefold()
    some = (
        name
        for name in known
        if (len(name) != len(word) or name[-1:].casefold() == last)
        and _is_of_length(name, len(typed), _most(typed))  # what costs least comes first: there are 100,000 names
        and _numbers(name) == digits
    )
    return nearest(word, some, count)


def _is_of_length(name: str, length: int, most: int) -> bool:
    """Whether a name, folded, may be of about that length; of most names that is seen without folding them."""
    return not name.isascii() or "0" in name or abs(len(name) - length) <= most


_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "′": "'", "’": "'", "″": "''",
}  # fmt: skip
_ONE_WAY: Final = tuple(
    (re.compile(written), meant)
    for written, meant in (
        ("signalling", "signaling"), ("oestr", "estr"), ("oedem", "edem"), ("haem", "hem"), ("leukaem", "leukem"),
        ("tumour", "tumor"), ("behaviour", "behavior"), ("colour", "color"), ("fibre", "fiber"), ("centre", "center"),
        ("sulph", "sulf"), ("foet", "fet"), ("anaesth", "anesth"), ("oesoph", "esoph"), ("isation", "ization"),
        ("labell", "label"), ("otrophin", "otropin"), ("adrenaline", "epinephrine"),
        ("adreno(re)?ceptor", "adrenergic receptor"),
    )
)  # fmt: skip
"""What is written in two ways, British and American for the most part: one of them."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHEN = r"[\-\u2010-\u2014\u2212]"
_APART = r"[\s_/\-\u2010-\u2014\u2212]"
_BETWEEN = re.compile(rf"(?<!\d){_APART}+|{_APART}+(?!\d)")
_ENDS = re.compile(rf"^{_HYPHEN}+|{_HYPHEN}\s*/\s*{_HYPHEN}|{_HYPHEN}+$")
"""What is no way of writing a name: a lost allele (-/-), a minus, a charge."""
_CASCADE = re.compile(r"[\s-]+(signal(l)?ing(\s+(pathway|cascade))?|pathway|cascade)s?$")
_GREEK_WORD = re.compile(r"(alpha|beta|gamma|delta|kappa)(?![a-z])")


def loose(name: str) -> str:
    """Return a name without what writers differ in: case, hyphens, Greek, small digits, a plural, British spelling.

    >>> loose("β-Adrenergic Receptors") == loose("beta adrenoceptor"), loose("5-HT\u2082"), loose("11-1")
    (True, '5ht2', '11-1')
    >>> loose("noradrenaline transporter") == loose("Norepinephrine Transporters"), loose("oestrogen signalling")
    (True, 'estrogensignaling')
    >>> loose("BDNF-/-") == loose("Bdnf\u2212/\u2212"), loose("BDNF-/-") == loose("BDNF"), loose("Cl-") == loose("CL")
    (True, False, False)
    """
    return _joined(_one_way(name))


def looser(name: str) -> set[str]:
    """Return the spelling beside `loose` in which a name is found: a Greek letter as a Latin one.

    >>> looser("α2-adrenergic receptor"), looser("CAKβ"), looser("IP3 receptor")
    ({'a2adrenergicreceptor'}, {'cakb'}, set())
    """
    text = _one_way(name)
    short = _joined(_GREEK_WORD.sub(lambda word: word[0][0], text))
    return {short} - {_joined(text)} if len(short) >= 4 else set()


def _one_way(name: str) -> str:
    """Return a name in lower case, letters and words that are written in two ways in one of them."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()
    text = "".join(_GREEK.get(letter, letter) for letter in text)
    for written, meant in _ONE_WAY:
        text = written.sub(meant, text)
    return text


def _joined(text: str) -> str:
    """Return a text without blanks and hyphens but those between digits, in the singular."""
    text = _BETWEEN.sub("", _ENDS.sub("\u00ac", text.strip()))
    if len(text) > 5 and text.endswith("sses"):
        return text[:-2]
    if len(text) > 5 and text.endswith("ies"):
        return f"{text[:-3]}y"
    return text[:-1] if len(text) > 5 and text.endswith("s") and not text.endswith("ss") else text


def short_of_pathway(name: str) -> str:
    """Return the name of a pathway without the word, in lower case; nothing where it has none.

    >>> short_of_pathway("Akt signalling"), short_of_pathway("cAMP signaling pathway"), short_of_pathway("HPA axis")
    ('akt', 'camp', '')
    """
    short, count = _CASCADE.subn("", name.casefold())
    return short if count else ""


def is_symbol(name: str) -> bool:
    """Tell whether a name is written as a gene symbol is, where each hyphen counts: H2-AB1 is not H2AB1.

    >>> is_symbol("CREB1"), is_symbol("NKX2-1"), is_symbol("TrkB")
    (True, True, False)
    """
    return re.fullmatch(r"[A-Z0-9-]+", name) is not None


_BARE: Final = {
    "ensembl": r"ENS[A-Z]*[GTP]\d{11}(\.\d+)?",
    "uniprot": r"([OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9]([A-Z][A-Z0-9]{2}[0-9]){1,2})(-\d+)?",
    "drugbank": r"DB\d{5}",
    "chembl.compound": r"CHEMBL\d+",
}
"""Accessions that are plain without a prefix; a number never is."""


def identifiers_in(name: str) -> list[str]:
    """Return the CURIEs that a name may be: as it stands, and with the prefix that its form tells; without a version.

    >>> identifiers_in("ENSG00000176697.20"), identifiers_in("P23560"), identifiers_in("627"), identifiers_in("hgnc:1")
    (['ensembl:ENSG00000176697'], ['uniprot:P23560'], [], ['hgnc:1'])
    """
    prefix, colon, identifier = name.partition(":")
    found = [f"{prefix.lower()}:{identifier}"] if colon else []
    found += [f"{prefix}:{name}" for prefix, form in _BARE.items() if re.fullmatch(form, name)]
    return [re.sub(r"\.\d+$", "", curie) if curie.startswith("ensembl:") else curie for curie in found]


def _numbers(word: str) -> list[str]:
    return re.findall(r"\d+", _folded(word))


def _folded(word: str) -> str:
    """Return a word in lower case, its small digits plain, its numbers without leading zeros: S5 is S05."""
    plain = word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain) if "0" in plain or not plain.isascii() else plain


def _most(word: str) -> int:
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def _steps(one: str, other: str, most: int) -> int:
    """Return in how many steps one word becomes the other (Damerau's, no part edited twice); most + 1 for more."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    if one[:1] != other[:1] and one[:2] != other[1::-1]:
        most_here = min(most, 1)
    else:
        most_here = most
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, with_ in enumerate(other, 1):
            step = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != with_))
            if older and j > 1 and letter == other[j - 2] and one[i - 2] == with_:
                step = min(step, older[j - 2] + 1)
            row.append(step)
        if min(row) > most_here:
            return most + 1
    return row[-1] if row[-1] <= most_here else most + 1
