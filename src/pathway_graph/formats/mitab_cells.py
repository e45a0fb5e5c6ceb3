"""Rows and cells of MITAB 2.5 to 2.8: ``psi-mi:"MI:0407"(direct interaction)|…``, told apart and unquoted.

The columns are those of the HUPO Proteomics Standards Initiative; 2.8, called CausalTAB, has the last four
(Perfetto et al. 2019, Bioinformatics 35:3779).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pathway_graph.formats.raw import MAX_ELEMENTS, Decoded

COLUMNS: Final = (
    "id_a", "id_b", "alt_a", "alt_b", "alias_a", "alias_b", "detection_method", "first_author", "publication",
    "taxid_a", "taxid_b", "interaction_type", "source_database", "interaction_id", "confidence",
    "expansion", "biological_role_a", "biological_role_b", "experimental_role_a", "experimental_role_b", "type_a",
    "type_b", "xref_a", "xref_b", "interaction_xref", "annotation_a", "annotation_b", "interaction_annotation",
    "host_organism", "parameters", "creation_date", "update_date", "checksum_a", "checksum_b", "interaction_checksum",
    "negative",
    "feature_a", "feature_b", "stoichiometry_a", "stoichiometry_b", "identification_a", "identification_b",
    "effect_a", "effect_b", "causal_mechanism", "causal_statement",
)  # fmt: skip
"""The columns, by names of our own."""
WIDTHS: Final = {15: "2.5", 36: "2.6", 42: "2.7", 46: "2.8"}
"""Numbers of columns, and the version of each."""
_HEADER: Final = re.compile(r'#|"?id(\(s\))? interactor a', re.IGNORECASE)
_MARK: Final = re.compile(r'\\.|["|]')
_LONGEST_KEPT: Final = 200
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a cell: the database (or the kind of value), the value, and the text in brackets."""

    database: str
    value: str
    text: str = ""

    @property
    def word(self) -> str:
        """What a term is called; its number where the text is missing."""
        return self.text or self.value


def looks_like_mitab(first_line: str) -> bool:
    r"""Tell whether a table is MITAB by its first line, a header or a row.

    >>> looks_like_mitab("#ID(s) interactor A\tID(s) interactor B\tAlt. ID(s) interactor A")
    True
    >>> looks_like_mitab("a\tb")
    False
    """
    cells = first_line.split("\t")
    if re.match(r'#?\s*"?id(\(s\))? interactor a', cells[0], re.IGNORECASE):
        return True
    return len(cells) in WIDTHS and all(":" in cell for cell in cells[:1]) and "psi-mi:" in first_line


def rows_of(raw: Decoded) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, however wide, each with its line; header, comments and blank lines are none.

    Raises:
        InputError: It is no text, or has too many lines.
    """
    text = raw.text()
    if (count := text.count("\n")) > MAX_ELEMENTS:
        raise raw.wrong(0, f"it has {count:,} lines; the limit is {MAX_ELEMENTS:,}", "split it into several files")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not _HEADER.match(line):
            yield number, line.split("\t")


def items_of(cell: str) -> tuple[Item, ...]:
    r"""Return the values of a cell; a dash, or nothing, is none.

    >>> for item in items_of('psi-mi:"MI:0407"(direct interaction)|uniprotkb:P01116-2'):
    ...     print(item)
    Item(database='psi-mi', value='MI:0407', text='direct interaction')
    Item(database='uniprotkb', value='P01116-2', text='')
    >>> items_of('comment:"a | b: \\"c\\""'), items_of("-")
    ((Item(database='comment', value='a | b: "c"', text=''),), ())
    """
    if cell in ("-", ""):
        return ()
    return _items(cell) if len(cell) <= _LONGEST_KEPT else _items.__wrapped__(cell)


@lru_cache(maxsize=1 << 16)
def _items(cell: str) -> tuple[Item, ...]:
    """Take a cell apart; the same ones come again and again."""
    return tuple(_item(part) for part in _split(cell) if part.strip(" -"))


def _split(cell: str) -> list[str]:
    """Split a cell at bars; one within quotes is none, unless the quotes never close."""
    if '"' not in cell:  # by far the most
        return cell.split("|")
    parts, begins, is_quoted = [], 0, False
    for mark in _MARK.finditer(cell):
        if mark[0] == '"':
            is_quoted = not is_quoted
        elif mark[0] == "|" and not is_quoted:
            parts.append(cell[begins : mark.start()])
            begins = mark.end()
    return cell.split("|") if is_quoted else [*parts, cell[begins:]]


def _item(part: str) -> Item:
    database, colon, rest = part.strip().partition(":")
    if database.startswith('"') and (quoted := _QUOTED.match(part.strip())) is not None:
        database, rest = quoted[1], part.strip()[quoted.end() :].removeprefix(":")
        colon = ":"
    if not colon:
        return Item("", _bare(database))
    quoted = _QUOTED.match(rest)
    if quoted is not None:
        value, text = _bare(quoted[0]), rest[quoted.end() :]
    else:
        value, bracket, text = rest.partition("(")
        text = bracket + text
    text = text.strip().removeprefix("(").removesuffix(")")
    return Item(database.strip(), value.strip(), _bare(text.strip()))


def _bare(text: str) -> str:
    whole = _QUOTED.fullmatch(text)
    return re.sub(r"\\(.)", r"\1", whole[1]) if whole is not None else text
