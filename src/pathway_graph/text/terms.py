"""Names of tissues, cells and regions that are given by number only: terms of BTO, the Cell Ontology and UBERON."""

from __future__ import annotations

import lzma
import re
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parents[1] / "data" / "terms" / "labels.tsv.xz"
PREFIXES: Final = ("bto", "cl", "uberon")
"""Prefixes whose identifiers it names."""

_IN_WORDS: Final = {
    "AnatomicalStructure": "tissue or region without a name", "CellType": "cell type without a name",
    "CellLine": "cell line without a name",
}  # fmt: skip


def term_label(curie: str) -> str:
    """Return the name of a tissue, cell or region; nothing where it is not known here.

    >>> term_label("cl:0000540"), term_label("UBERON:0002421"), term_label("bto:0000007"), term_label("bto:9999999")
    ('neuron', 'hippocampal formation', 'HEK-293 cell', '')
    """
    return _labels().get(curie.lower(), "") if is_number(curie) else ""


def is_number(name: str) -> bool:
    """Say whether a name is the number of a tissue, cell or region and no word.

    >>> is_number("BTO:0000165"), is_number("BDNF"), is_number("cl:neuron"), is_number("go:0005634")
    (True, False, False, False)
    """
    prefix, colon, number = name.partition(":")
    return bool(colon) and number.isascii() and number.isdigit() and prefix.lower() in PREFIXES


def shown_name(name: str, kind: str) -> str:
    """Return what a picture calls a thing: its name, or that of the term or its kind in words where it is a number.

    >>> shown_name("bto:0000165", "CellType"), shown_name("bto:9999999", "CellType"), shown_name("BDNF", "Protein")
    ('C2C12 cell', 'cell type without a name', 'BDNF')
    """
    if not is_number(name):
        return name
    return term_label(name) or _IN_WORDS.get(kind, "place without a name")


def in_words(text: str) -> str:
    """Return a text in which names stand for the numbers of tissues, cells and regions.

    >>> in_words("cells: bto:0000165 bto:9999999"), in_words("see the erratum")
    ('cells: C2C12 cell, term without a name', 'see the erratum')
    """
    return _NUMBERS.sub(lambda found: ", ".join(map(_word, found[0].split())), text)


_NUMBERS: Final = re.compile(rf"\b(?:{'|'.join(PREFIXES)}):\d+(?: (?:{'|'.join(PREFIXES)}):\d+)*\b", re.IGNORECASE)


def _word(number: str) -> str:
    return term_label(number) or "term without a name"


@cache
def _labels() -> dict[str, str]:
    lines = lzma.decompress(TABLE.read_bytes()).decode().splitlines()
    return dict(line.split("\t", 1) for line in lines)
