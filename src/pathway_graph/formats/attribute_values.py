"""Attributes as a file gives them: taken by their names, read as texts, and what is left, which the model notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.builder import Collection
from pathway_graph.model.attributes import AttributeValue, attribute_value, map_texts, why_no_value

MAX_ATTRIBUTE: Final = 300
"""Longest text that is taken over as an attribute, in characters."""


def take(data: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Remove the first of *keys* that has a value (blanks are none); return it as text.

    Letter case does not matter; of two names that differ in it only, the one in small letters comes first.
    """
    folded = {key.lower(): key for key in data}
    for key in keys:
        for name in (key, folded.get(key, key)):
            if text_of(data.get(name)).strip():
                return text_of(data.pop(name))
    return ""


def text_of(value: Any) -> str:
    """Return an attribute's value as one text, of a list its first; nothing for none."""
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return "" if value is None else str(value)


def texts(value: Any) -> list[str]:
    """Return an attribute's values as texts, blank ones left out; a text is split at commas, semicolons and bars.

    >>> texts(["a ", ""]), texts("")
    (['a'], [])
    """
    if isinstance(value, list):
        return [str(item).strip() for item in value if str(item).strip()]
    return [part.strip() for part in re.split(r"[;|]", str(value)) if part.strip()] if value not in (None, "") else []


def rest_of(collection: Collection, data: Mapping[str, Any], what: str, holder: str = "an attribute") -> dict[str, Any]:
    """Return what of *data* the model has no field for, each value of the type that the file gives it.

    What its *holder* cannot hold is left out and counted. A note holds texts only.
    """
    kept: dict[str, Any] = {}
    for key in sorted(data):
        value = data[key]
        if value in ("", None, [], {}):
            continue
        items = value if isinstance(value, list) else [value]
        text = ", ".join(map(str, items))
        if any(isinstance(item, dict | list) for item in items):
            collection.tally.left_out(what, f"nested, which {holder} does not hold", key)
        elif len(text) > MAX_ATTRIBUTE:
            collection.tally.left_out(what, f"longer than {holder} holds", key)
        elif name := collection.attribute_names.get(key) or names_of([key])[key]:
            typed = value if isinstance(value, str) or holder == "a note" else _typed(collection, value, what, key)
            kept[name] = map_texts(_without_breaks, typed if typed is not None else text)
        else:
            collection.tally.left_out(what, "their name has neither letter nor digit", key)
    return kept


def _without_breaks(text: str) -> str:
    return " ".join(text.split())


def _typed(collection: Collection, value: Any, what: str, key: str) -> AttributeValue | None:
    """Return a value that is no text as an attribute holds it; None, which is counted, for one that is to be text."""
    if key in collection.doubles:  # programs write a number without fraction as a whole number
        value = [float(item) if type(item) is int else item for item in value] if isinstance(value, list) else value
        value = float(value) if type(value) is int else value
    found: AttributeValue = attribute_value(value)
    if (why := why_no_value(found)) is None:
        return found
    collection.tally.changed(what, f"kept as text: the value {why[0]}", key)
    return None
