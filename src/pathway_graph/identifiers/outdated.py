"""Gene symbols that are not approved: the gene that one means for sure, or why it means none, and what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pathway_graph.identifiers.gene_table import human_gene
from pathway_graph.identifiers.name_column import NameColumn
from pathway_graph.identifiers.named_gene import UNKNOWN, Meant, gene_meant
from pathway_graph.identifiers.symbols import known_symbols
from pathway_graph.text.spelling import nearest_name

_COLUMN: Final = NameColumn("symbol", "human", "option", 1.0, {})
_PREFIX: Final = "hgnc.symbol:"


@lru_cache(maxsize=50_000)
def meant_by(symbol: str) -> Meant:
    """Return the human gene that a symbol of HGNC means, approved or former, or why it means none.

    >>> meant_by("SEPT2").gene.symbol, meant_by("SEPT2").way, meant_by("2-Sep").reason
    ('SEPTIN2', 'previous symbol', 'date made by a spreadsheet')
    """
    return gene_meant(symbol, _COLUMN)


def updated(curies: Sequence[str]) -> tuple[list[str], str]:
    """Return identifiers with the gene in place of a symbol that it had before, and what was done, for a report.

    Only what HGNC calls a previous symbol, of one gene alone, is replaced; an alias says less.

    >>> updated(["hgnc.symbol:SEPT2"]), updated(["hgnc.symbol:BDNF"])
    ((['hgnc:7729'], 'SEPT2 = SEPTIN2'), (['hgnc.symbol:BDNF'], ''))
    """
    said = ""
    found = []
    for curie in curies:
        symbol = curie[len(_PREFIX) :] if curie.startswith(_PREFIX) else ""
        if symbol and human_gene(curie) is None:
            meant = meant_by(symbol)
            if meant.gene is not None and meant.way == "previous symbol":
                curie, said = f"hgnc:{meant.gene.hgnc}", f"{symbol} = {meant.gene.symbol}"
        found.append(curie)
    return found, said


def why_not_approved(symbol: str, *, near: bool = True) -> tuple[str, str]:
    """Return why a symbol is not approved, and the symbol with what it may be.

    Args:
        symbol: The symbol.
        near: Look for the nearest of a misspelt one, which takes a sixth of a second.

    >>> why_not_approved("2-Sep")
    ('date made by a spreadsheet', '2-Sep, perhaps SEPT2 (SEPTIN2) or SEP2 (SEPTIN6) or SEP2 (SEPTIN8)')
    >>> why_not_approved("Crebb1"), why_not_approved("Crebb1", near=False)
    (('not known', 'Crebb1, perhaps CREB1 or CREBL1 or CRYBB1'), ('not known', 'Crebb1'))
    """
    meant = meant_by(symbol)
    if meant.gene is not None:
        return meant.way, f"{symbol}, perhaps {meant.gene.symbol}"
    candidates = meant.candidates or (_near(symbol) if near and meant.reason == UNKNOWN else ())
    return meant.reason, f"{symbol}, perhaps {' or '.join(candidates[:3])}" if candidates else symbol


@lru_cache(maxsize=200)
def _near(symbol: str) -> tuple[str, ...]:
    return tuple(nearest_name(symbol, known_symbols()))
