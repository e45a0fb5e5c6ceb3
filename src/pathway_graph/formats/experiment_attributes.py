"""What an experiment says (dose, sample size, assay), by attributes of the names of a claim's fields."""

from __future__ import annotations

from typing import Any, Final

from pathway_graph.formats.attribute_values import take
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.convert import WrongText, convert_text
from pathway_graph.formats.node_attributes import named_context
from pathway_graph.model import Claim
from pathway_graph.model.declaration import declared
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.figures import wrong_experiment
from pathway_graph.model.values import one_line

_BY_NAME: Final = tuple(field for field in declared(Claim) if field.by_name)
EXPERIMENT: Final = tuple(field.name for field in _BY_NAME)
"""Fields of a claim that say how an experiment was done."""


def experiment_of(collection: Collection, data: dict[str, Any], what: str, position: str = "") -> dict[str, Any]:
    """Take what an experiment says (dose, sample size, assay ...) out of columns or attributes of the fields' names.

    What a field does not take stays where it is, and is counted: others write ``10 mg/kg`` for a dose.
    """
    if not any(name.lower() in EXPERIMENT for name in data):
        return {}
    texts = {field.name: (field, take(data, (field.name,))) for field in _BY_NAME}
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, (field, text) in texts.items():
        try:
            if text:
                values[name] = one_line(text) if field.refers else convert_text(field, text)
        except WrongText as wrong:
            refused[name] = wrong.args[0]
    while wrong_parts := next(wrong_experiment(Claim("", "", "regulates", "", **values)), None):
        refused[wrong_parts[0]] = wrong_parts[1]
        del values[wrong_parts[0]]
    for name, why in refused.items():
        data[name] = texts[name][1]
        collection.tally.changed(
            what, f"their {name} is not understood: kept as an attribute", f"{position}: {why}".lstrip(": ")
        )
    for name in values.keys() & CONTEXT_KINDS.keys():
        values[name] = named_context(collection, name, values[name])
    return values
