"""What a claim says beside its ends and relation: its fields, and the text of them that is hashed for its id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Final

from pathway_graph.model import Claim
from pathway_graph.model.alike import Alike
from pathway_graph.model.attributes import AttributeValue

_SEPARATOR: Final = " | "


@dataclass(slots=True)
class Said:
    """What a claim says beside its ends and its relation.

    Attributes:
        fields: Fields of the claim by name.
        text: What of the text that is hashed for its id is said by them.
        first: The first claim of a data set that says it.
        alike: What makes further claims like that one, from the second on.
    """

    fields: Mapping[str, Any]
    text: str
    first: Claim | None = None
    alike: Alike | None = field(default=None, repr=False)

    @classmethod
    def of(cls, more: Mapping[str, Any]) -> Said:
        """Write down what these fields say."""
        return cls(more, _content(more))

    def again(self, first: Claim) -> Alike:
        """Return what makes further claims like *first*."""
        if self.alike is None:
            self.alike = Alike(first)
        return self.alike


def note(pairs: Mapping[str, str]) -> str:
    """Write what the model has no field for as ``key=value | key=value``; empty values are left out.

    >>> note({"score": "0.5", "direct": "", "annotator": "x"})
    'score=0.5 | annotator=x'
    """
    return _SEPARATOR.join(f"{key}={value}" for key, value in pairs.items() if value)


_FIRST_FIELDS: Final = (
    "id", "subject", "relation", "object", "statement", "kind", "aspect", "measure", "effect_percent", "mechanism",
    "site", "species", "region", "cell", "duration", "regimen", "co_treatment", "condition", "condition_effect",
    "direction", "certainty", "qualifier", "citations", "restates", "section", "table", "row", "lines", "bel", "view",
    "reference", "reference_status", "inferred_from", "note", "source",
)  # fmt: skip
_PLACE_OF: Final = {name: place for place, name in enumerate(_FIRST_FIELDS)}
_UNSAID: Final = [f"{one.name}={'' if one.default is MISSING else one.default!r}" for one in sorted(
    (one for one in fields(Claim) if one.name in _PLACE_OF), key=lambda one: _PLACE_OF[one.name]
)]  # fmt: skip


def _content(more: Mapping[str, Any]) -> str:
    """Write down what a claim says, for the hash in its id: as its first version did, so that ids stay the same.

    The text goes on from the claim's id, subject, relation and object.
    """
    texts = _UNSAID.copy()
    said = dict(more)
    attributes = said.pop("attributes", ())
    if attributes and not said.get("note"):
        texts_then = [(name, _text_then(value)) for name, value in attributes]
        first = {re.sub(r"[^a-z_]+", "_", name.lower()).strip("_"): text for name, text in texts_then}
        said["note"] = note(dict(sorted(first.items()) if len(first) == len(attributes) else texts_then))
    for name, value in said.items():
        if name in _PLACE_OF:
            texts[_PLACE_OF[name]] = f"{name}={value!r}"
        elif value not in ("", None, ()):
            texts.append(f"{name}={value!r}")
    return f"{', '.join(texts[4:])})"


def _text_then(value: AttributeValue) -> str:
    """Return the text that a value was before values had types."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def note_pairs(text: str) -> dict[str, str]:
    """Read back what `note` wrote; other text gives nothing.

    >>> note_pairs("score=0.5 | annotator=x")
    {'score': '0.5', 'annotator': 'x'}
    """
    pairs = (part.partition("=") for part in text.split(_SEPARATOR))
    return {key: value for key, equals, value in pairs if equals and re.fullmatch(r"[a-z_]+", key)}
