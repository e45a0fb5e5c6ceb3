"""What a column of names is as a whole: by the form of most of them, and the species whose genes most of them are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pathway_graph.identifiers.gene_table import genes_sharing, human_gene
from pathway_graph.identifiers.name_forms import ensembl_species, form_of, number_in, said_by
from pathway_graph.identifiers.rodents import rodent_called, rodents
from pathway_graph.identifiers.symbols import symbol

COLUMN_KINDS: Final = ("symbol", "ncbigene", "ensembl", "uniprot", "hgnc", "mgi", "rgd")
"""What the names of a column can be said to be."""

NUMBERED: Final = ("ncbigene", "hgnc", "mgi", "rgd")
"""Those of them whose bare identifiers are numbers."""

_WORDS: Final = {
    "symbol": "symbols", "ncbigene": "NCBI Gene numbers", "ensembl": "Ensembl genes", "uniprot": "UniProt accessions",
    "hgnc": "HGNC numbers", "mgi": "MGI numbers", "rgd": "RGD numbers", "number": "numbers of no known database",
    "phrase": "names in words",
}  # fmt: skip
_FEW = 10  # bare numbers below that many say nothing about their database
_MOST = 57_000 * 1.05  # HGNC numbers end there; NCBI Gene numbers do not


@dataclass(frozen=True, slots=True)
class NameColumn:
    """What a column of names is.

    Attributes:
        kind: Kind of identifier: one of `COLUMN_KINDS`, or the form that most names have.
        species: ``human``, ``mouse`` or ``rat``, as far as the names tell; else empty.
        known_from: Where the kind is known from: ``option``, ``header``, ``values``.
        share: Share of the names that have that form, missing ones left out.
        forms: How many names have each form.
    """

    kind: str
    species: str
    known_from: str
    share: float
    forms: Mapping[str, int]

    def words(self) -> str:
        """Say it in words.

        >>> judge_column(["Trp53", "Il6ra", "Bdnf"]).words()
        'mouse symbols'
        """
        kind = _WORDS.get(self.kind, f"{self.kind}s" if self.kind else "nothing")
        return f"{self.species} {kind}" if self.species and self.kind not in ("hgnc", "mgi", "rgd") else kind

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self) | {"forms": dict(self.forms)}


def judge_column(names: Iterable[str], *, header: str = "", kind: str = "", species: str = "") -> NameColumn:
    """Tell what most of *names* are; what is known already comes first.

    >>> column = judge_column(["ENSMUSG00000059552.14", "ENSMUSG00000048482", "n/a"])
    >>> (column.kind, column.species, column.share, column.known_from)
    ('ensembl', 'mouse', 1.0, 'values')
    >>> judge_column(["627", "1385"]).kind, judge_column(["627", "1385"], header="Entrez").kind
    ('number', 'ncbigene')
    """
    given = list(names)
    by_form: dict[str, list[str]] = {}
    for name in given:
        by_form.setdefault(form_of(name), []).append(name)
    forms = Counter({form: len(some) for form, some in by_form.items()})
    real = sum(count for form, count in forms.items() if form != "missing")
    most = max((form for form in forms if form not in ("missing", "date")), key=lambda f: forms[f], default="symbol")
    known_from = "option" if kind else "values"
    if not kind and most == "number":
        kind = said_by(header)
        known_from = "header" if kind else "values"
        kind = kind or _database([number_in(name) for name in by_form["number"]])
    kind = kind or most
    own = by_form.get("number" if most == "number" else kind, [])
    share = round(len(own) / real, 4) if real else 0.0
    return NameColumn(kind, species or _species(kind, own), known_from, share, dict(forms.most_common()))


def _database(numbers: Sequence[str]) -> str:
    """Return the database whose numbers these are without doubt, else ``number``."""
    if len(numbers) < _FEW:
        return "number"
    shares = {prefix: sum(_is_known(prefix, one) for one in numbers) / len(numbers) for prefix in NUMBERED}
    if sum(int(one) > _MOST for one in numbers) > 0.02 * len(numbers):
        shares["hgnc"] = 0.0
    best, second, *_ = sorted(shares, key=lambda prefix: -shares[prefix])
    return best if shares[best] >= 0.5 and shares[second] <= 0.75 * shares[best] else "number"


def _is_known(prefix: str, number: str) -> bool:
    curie = f"{prefix}:{number}"
    return human_gene(curie) is not None or bool(genes_sharing(curie))


def _species(kind: str, names: Sequence[str]) -> str:
    """Return the species of which most names are genes; of mouse and rat that of more of them, nothing for a draw."""
    counted: Counter[str] = Counter()
    for name in names:
        counted.update(_species_of(kind, name))
    if not counted:
        return ""
    (best, most), *others = counted.most_common()
    return best if not others or others[0][1] < most else ""


def _species_of(kind: str, name: str) -> list[str]:
    if kind == "ensembl":
        return [ensembl_species(name)] if ensembl_species(name) else []
    number = number_in(name)
    if kind == "symbol":
        known = symbol(name.strip())
        human = ["human"] if known.approved or known.previous or known.alias else []
        return [*human, *rodent_called(name.strip())]
    if kind == "ncbigene":
        gene = human_gene(f"ncbigene:{number}")
        if gene is not None and gene.ncbigene == number:
            return ["human"]
        return [species for species in ("mouse", "rat") if number in rodents(species).numbers]
    if kind == "uniprot":
        gene = human_gene(f"uniprot:{number}")
        return [] if gene is None else ["human" if number.partition("-")[0] in gene.uniprot else "mouse"]
    return {"hgnc": ["human"], "mgi": ["mouse"], "rgd": ["rat"]}.get(kind, [])
