"""Rows and cells of MITAB 2.5 to 2.8: ``psi-mi:"MI:0407"(direct interaction)|…``, told apart and unquoted.

The columns are those of the HUPO Proteomics Standards Initiative; 2.8, called CausalTAB, has the last four
(Perfetto et al. 2019, Bioinformatics 35:3779).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


def items_of(cell: str) -> list[Item]:
    r"""Return the values of a cell; a dash, or nothing, is none.

    >>> for item in items_of('psi-mi:"MI:0407"(direct interaction)|uniprotkb:P01116-2'):
    ...     print(item)
    Item(database='psi-mi', value='MI:0407', text='direct interaction')
    Item(database='uniprotkb', value='P01116-2', text='')
    >>> items_of('comment:"a | b: \\"c\\""'), items_of("-")
    ([Item(database='comment', value='a | b: "c"', text='')], [])
    """
    cell = cell.strip()
    if cell in ("", "-"):
        return []
    if '"' not in cell:  # by far the most
        return [_item(part) for part in cell.split("|") if part.strip(" -")]
    parts, at = [""], 0
    while at < len(cell):
        quoted = _QUOTED.match(cell, at)
        if quoted is not None:
            parts[-1] += quoted[0]
            at = quoted.end()
        elif cell[at] == "|":
            parts.append("")
            at += 1
        else:
            parts[-1] += cell[at]
            at += 1
    return [_item(part) for part in parts if part.strip(" -")]


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
