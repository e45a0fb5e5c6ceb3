"""Species as tables write them, by common or scientific name or by number, and their NCBI taxonomy numbers."""

from __future__ import annotations

import re
from typing import Final

_SPECIES: Final = (
    ("9606", "Homo sapiens", "human"), ("10090", "Mus musculus", "mouse"), ("10116", "Rattus norvegicus", "rat"),
    ("9913", "Bos taurus", "cow"), ("9986", "Oryctolagus cuniculus", "rabbit"), ("9823", "Sus scrofa", "pig"),
    ("9615", "Canis lupus familiaris", "dog"), ("9940", "Ovis aries", "sheep"), ("9031", "Gallus gallus", "chicken"),
    ("9796", "Equus caballus", "horse"), ("9685", "Felis catus", "cat"), ("9925", "Capra hircus", "goat"),
    ("10141", "Cavia porcellus", "guinea pig"), ("8355", "Xenopus laevis", "frog"),
    ("7955", "Danio rerio", "zebrafish"), ("7227", "Drosophila melanogaster", "fruit fly"),
    ("6239", "Caenorhabditis elegans", "worm"),
    ("559292", "Saccharomyces cerevisiae S288C", "yeast"), ("4932", "Saccharomyces cerevisiae", "baker's yeast"),
)  # fmt: skip
_ALSO: Final = {"drosophila": "7227", "fly": "7227", "c.elegans": "6239", "e. coli": "562", "escherichia coli": "562",
                "arabidopsis": "3702", "arabidopsis thaliana": "3702", "mice": "10090", "rats": "10116",
                "humans": "9606", "hsa": "9606", "mmu": "10090", "rno": "10116", "dme": "7227", "dre": "7955",
                "cel": "6239", "sce": "559292", "bta": "9913", "ssc": "9823", "gga": "9031", "canis familiaris": "9615",
                "canis lupus": "9615"}  # fmt: skip
"""Other words, and the codes of KEGG and miRBase."""
TAXON_NAMES: Final = {number: name for number, name, _ in _SPECIES}
"""Scientific name by number."""
_NUMBERS: Final = {
    **{f"{name[0]}. {name.partition(' ')[2]}".lower(): number for number, name, _ in reversed(_SPECIES)},
    **{word.lower(): number for number, *words in _SPECIES for word in words},
    **_ALSO,
}

GENES_KNOWN: Final = {"9606": "human", "10090": "mouse", "10116": "rat"}
"""Species whose symbols of genes are known here, by number."""


TWO_SPECIES: Final = "their ends are of two species: both are attributes, none is the claim's"


def taxon_of(text: str) -> str:
    """Return the NCBI taxonomy number that a cell means; nothing for one that is not understood.

    >>> taxon_of("mouse"), taxon_of("Homo sapiens"), taxon_of("9606"), taxon_of("taxid:10116"), taxon_of("guinea pig")
    ('10090', '9606', '9606', '10116', '10141')
    >>> taxon_of("H. sapiens"), taxon_of("Homo sapiens (Human)"), taxon_of("9606.0"), taxon_of("human; 9606")
    ('9606', '9606', '9606', '9606')
    >>> taxon_of("Saccharomyces cerevisiae (strain ATCC 204508 / S288c)"), taxon_of("human (9606); mouse (10090)")
    ('4932', '')
    >>> taxon_of("unicorn"), taxon_of("human; mouse")
    ('', '')
    """
    found = set(taxa_of(text))
    return found.pop() if len(found) == 1 else ""


def taxa_of(text: str) -> list[str]:
    """Return the NCBI taxonomy numbers of all species in a cell; an empty one for each that is not understood.

    >>> taxa_of("human; mouse"), taxa_of("human / unicorn"), taxa_of("")
    (['9606', '10090'], ['9606', ''], [])
    """
    if whole := _taxon(text):
        return [whole]
    return [_taxon(part) for part in re.split(r"[;,|/&+]|\band\b", text) if part.strip()]


def _taxon(text: str) -> str:
    plain = " ".join(text.strip().lower().replace("_", " ").split())
    if named := re.fullmatch(r"([^();,|]+?)\s*\(([^()]*)\)", plain):
        return _taxon(named[1]) or _taxon(named[2])
    number = re.fullmatch(r"(?:.*:)?\s*([1-9]\d*)(\.0*)?", plain)
    return number[1] if number else _NUMBERS.get(plain, "")
