"""The fields of a claim as cells of a table: derived from the model's declaration, written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pathway_graph.formats.attribute_values import MAX_ATTRIBUTE
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.convert import WrongText, convert_text
from pathway_graph.formats.node_attributes import context_entity
from pathway_graph.model import Claim
from pathway_graph.model.declaration import Field, declared, referring
from pathway_graph.model.values import one_line

_OTHERWISE: Final = {"id", "subject", "relation", "object", "source", "attributes"}
"""Fields that a row says in columns of other names."""
FIELDS: Final[Mapping[str, Field]] = {one.name: one for one in declared(Claim) if one.name not in _OTHERWISE}
"""Fields of a claim that are columns, in the order of the model."""
CONTEXTS: Final = tuple(field.name for field in referring(Claim, "entities") if field.name in FIELDS)
"""Columns that name entities."""
CLAIMS: Final = tuple(field.name for field in referring(Claim, "claims"))
"""Columns that name other claims."""


def cells_of(claim: Claim) -> dict[str, str]:
    """Return a claim's fields as cells; one that says nothing has none. Texts stand in one line.

    >>> cells_of(Claim("c", "a", "inhibits", "b", dose=10.0, dose_unit="mg", restates=("c1", "c2")))
    {'dose': '10', 'dose_unit': 'mg', 'restates': 'c1; c2'}
    """
    cells = {}
    for name, field in FIELDS.items():
        value = getattr(claim, name)
        if value != field.default:
            cells[name] = "; ".join(map(str, value)) if field.holds_many else _cell(field, value)
    return cells


def _cell(field: Field, value: Any) -> str:
    if field.type == "sign":
        return f"{value:+d}" if value else "0"
    return one_line(str(value)) if isinstance(value, str) else repr(value).lower().removesuffix(".0")


def contexts_of(claim: Claim) -> list[str]:
    """Return the entities that a claim's columns name besides its ends."""
    return [used for name in CONTEXTS for used in _many(getattr(claim, name)) if used]


def is_one_line(claim: Claim) -> bool:
    """Tell whether the texts of a claim come back from their cells as they are."""
    texts = (getattr(claim, field.name) for field in FIELDS.values() if field.python is str and not field.holds_many)
    return all(text == one_line(text) for text in texts)


def values_in(collection: Collection, data: dict[str, str], known: Mapping[str, str]) -> dict[str, Any]:
    """Take the fields of a claim out of a row; what a field does not take is a problem of the row.

    Args:
        collection: What the claim goes to.
        data: The row's cells by column.
        known: Ids of entities by what the table calls them.
    """
    values = {}
    for name, field in FIELDS.items():
        text = data.pop(name, "")
        try:
            value = _values(field, text) if field.holds_many else convert_text(field, text) if text else field.default
        except WrongText as wrong:
            collection.problem(*wrong.args)
            continue
        if name in CONTEXTS and value:
            ids = [known.get(identifier) or context_entity(collection, name, identifier) for identifier in _many(value)]
            value = tuple(filter(None, ids)) if field.holds_many else ids[0]
        if value != field.default:
            values[name] = value
    return values


def _values(field: Field, text: str) -> tuple[Any, ...]:
    between = r"[;,\s]+" if field.type == "integer" else r";?\s+"
    return tuple(convert_text(field, part) for part in re.split(between, text.strip()) if part)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, tuple) else (value,)


def attribute_columns(claims: Iterable[Claim], taken: Iterable[str]) -> tuple[str, ...]:
    """Return the attributes of claims that can be columns under their own names, sorted: texts, as cells are.

    Args:
        claims: The claims of a table.
        taken: Columns that mean something else.

    >>> stated = (("Score", "1"), ("evidence", "ECO 1"), ("n", 3), ("site", "x"))
    >>> claim = Claim("c", "a", "inhibits", "b", attributes=stated)
    >>> attribute_columns([claim], ["site"])
    ('evidence',)
    """
    fits: dict[str, bool] = {}
    for claim in claims:
        for name, value in claim.attributes:
            plain = isinstance(value, str) and len(value) <= MAX_ATTRIBUTE and value == " ".join(value.split())
            fits[name] = plain and fits.get(name, _COLUMN.fullmatch(name) is not None)
    return tuple(sorted(name for name, does in fits.items() if does and name not in set(taken)))


_COLUMN: Final = re.compile(r"(?!source_|target_)[a-z]+(_+[a-z]+)*")
"""Names that reading leaves as they are, and takes for no part of an end."""
