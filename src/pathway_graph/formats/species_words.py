"""Species as tables write them, by common or scientific name or by number, and their NCBI taxonomy numbers."""

from __future__ import annotations

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
TAXON_NAMES: Final = {number: name for number, name, _ in _SPECIES}
"""Scientific name by number."""
_NUMBERS: Final = {word.lower(): number for number, *words in _SPECIES for word in words}

GENES_KNOWN: Final = {"9606": "human", "10090": "mouse", "10116": "rat"}
"""Species whose symbols of genes are known here, by number."""


def taxon_of(text: str) -> str:
    """Return the NCBI taxonomy number that a cell means; nothing for one that is not understood.

    >>> taxon_of("mouse"), taxon_of("Homo sapiens"), taxon_of("9606"), taxon_of("taxid:10116"), taxon_of("guinea pig")
    ('10090', '9606', '9606', '10116', '10141')
    >>> taxon_of("unicorn")
    ''
    """
    plain = text.strip().lower().replace("_", " ")
    bare = plain.rpartition(":")[2]
    return bare if bare.isdigit() else _NUMBERS.get(plain, "")
