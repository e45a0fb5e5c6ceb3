"""SBML-qual, logical models: a claim for each input of a transition, its sign as stated and as its function has it.

Read and written with lxml alone. Where the stated sign and the function disagree, the claim has no sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathway_graph.formats.attribute_graph import unique_ids
from pathway_graph.formats.bnet import RELATION_OF
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.logic import Direction, Rule, directions
from pathway_graph.formats.miriam import curies_in, resources_in, studies_in
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.plain_data import WrongData, from_data
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.sbml_qual_write import OWN, QUAL, SBO, dump
from pathway_graph.model import Entity, Network

__all__ = ["dump", "parse"]
_SIGNS: Final[dict[str, Direction]] = {"positive": "+", "negative": "-", "dual": "both"}
_KIND_OF_SBO: Final = {f"SBO:{number}": kind for kind, number in SBO.items()} | {
    "SBO:0000245": "Protein", "SBO:0000297": "Complex", "SBO:0000278": "Transcript", "SBO:0000354": "Gene",
    "SBO:0000247": "SmallMolecule", "SBO:0000327": "SmallMolecule", "SBO:0000014": "Protein",
}  # fmt: skip
_LOGIC: Final = {"and", "or", "not", "xor", "implies", "eq", "neq", "geq", "gt", "leq", "lt"}


@dataclass(frozen=True, slots=True)
class _Species:
    """A qualitative species: its entity, and its highest level if that is stated."""

    entity: str
    highest: int


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a model: entities with their identifiers, and a claim for each input of a transition.

    Raises:
        InputError: It is not SBML, has no qualitative species, or a transition names one that is not there.
    """
    root = raw.xml()
    if _local(root) != "sbml":
        raise raw.wrong(root.sourceline or 1, f"the root is {root.tag!r}, not sbml", "say another --format")
    model = root.find("{*}model")
    species = [] if model is None else list(model.iter(f"{{{QUAL}}}qualitativeSpecies"))
    if model is None or not species:
        what = "it is SBML without the package qual: reactions and rate laws are not read"
        raise raw.wrong(root.sourceline or 1, what, "export a logical model (SBML-qual), or the network as SBGN or SIF")
    unique_ids(raw, ((_get(one, "id"), one.sourceline or 0, "") for one in species), "species")
    collection = Collection(raw, "sbml-qual", model.get("name") or model.get("id") or "")
    return _Builder(collection, model, species).build()


class _Builder:
    def __init__(self, collection: Collection, model: Any, species: list[Any]) -> None:
        self.made, self.model, self.tally = collection, model, collection.tally
        self.elements = species
        self.species: dict[str, _Species] = {}
        self.taxon = ""

    def build(self) -> tuple[Network, Report]:
        taxa = curies_in(_annotations(self.model), "hasTaxon", "is", "occursIn")
        taxon = next((one.partition(":")[2] for one in taxa if one.startswith("ncbitaxon:")), "")
        self.taxon = self.made.species(taxon)
        for element in self.elements:
            self.tally.read("species")
            self.made.here = (element.sourceline or 0, "")
            highest = _get(element, "maxLevel")
            self.species[_get(element, "id")] = _Species(self.entity(element), int(highest) if highest.isdigit() else 0)
        self.tally.kept("species", len(self.species))
        for element in self.model.iter(f"{{{QUAL}}}transition"):
            self.transition(element)
        boxes = sum(_local(one) == "boundingBox" for one in self.model.iter() if isinstance(one.tag, str))
        self.tally.left_out("positions", "the layout of the drawing", count=boxes)
        others = [_local(one).removeprefix("listOf").lower() for one in self.model if _local(one).startswith("listOf")]
        for name in others:
            if name in ("reactions", "rules", "events", "initialassignments"):
                self.tally.left_out(name, "only the logical part of the model is read")
        return self.made.finish()

    def entity(self, element: Any) -> str:
        own = element.find(f"{{*}}annotation/{{{OWN}}}entity")
        if own is not None:
            try:
                return self.made.add(from_data(Entity, dict(own.attrib)))
            except WrongData as error:
                self.made.problem("; ".join(error.messages), "export the model again")
        annotated = _annotations(element)
        curies = curies_in(annotated, "is") or curies_in(annotated, "isEncodedBy")
        others = sum(len(found) for name, found in annotated.items() if name != "is")
        self.tally.left_out("annotations of species", "they say other than what it is (bqbiol:is)", count=others)
        name = _get(element, "name") or _get(element, "id")
        kind = _KIND_OF_SBO.get(element.get("sboTerm", ""), "")
        return node_entity(self.made, _get(element, "id"), name, kind, curies, line=element.sourceline or 0)

    def transition(self, element: Any) -> None:
        self.tally.read("transitions")
        self.made.here = (element.sourceline or 0, "")
        inputs = list(element.iter(f"{{{QUAL}}}input"))
        outputs = [self.known(one) for one in element.iter(f"{{{QUAL}}}output")]
        sources = [self.known(one) for one in inputs]
        if not outputs or not all([*outputs, *sources]):
            if not outputs:
                self.tally.left_out("transitions", "they have no output", f"line {element.sourceline}")
            return
        if not inputs:
            self.tally.left_out("transitions", "they have no input: nothing acts", f"line {element.sourceline}")
            return
        self.tally.kept("transitions")
        followed = self.followed(element, inputs)
        behind = studies_in(_annotations(element))
        grouped: dict[str, list[Any]] = {}
        for one in inputs:
            grouped.setdefault(_get(one, "qualitativeSpecies"), []).append(one)
        for name, same in grouped.items():
            self.made.here = (same[0].sourceline or 0, "")
            self.tally.read("inputs", len(same))
            relation = self.relation(name, same, followed)
            publications = [*behind, *(found for one in same for found in studies_in(_annotations(one)))]
            for output in outputs:
                claim = self.made.claim("", self.species[name].entity, relation, self.species[output].entity,
                                        species=self.taxon, lines=str(same[0].sourceline or ""))  # fmt: skip
                for publication in publications:
                    self.made.cite(claim, publication)
            self.tally.kept("inputs", len(same))

    def known(self, element: Any) -> str:
        """Return the species that an input or output names; nothing, and a problem, where there is no such one."""
        name = _get(element, "qualitativeSpecies")
        if name in self.species:
            return name
        self.made.here = (element.sourceline or 0, "")
        self.made.problem(f"species {name!r} is not in the model", "list it among the qualitative species")
        return ""

    def relation(self, name: str, same: list[Any], followed: Mapping[str, Direction] | None) -> str:
        """Return what one input does: as its sign says and its function does not deny, or as its function has it."""
        place = f"line {self.made.here[0]}: {name}"
        stated = {_SIGNS[_get(one, "sign")] for one in same if _get(one, "sign") in _SIGNS}
        if len(stated) > 1 or "both" in stated:
            self.tally.changed("inputs", "their sign is dual: read as regulates, without a sign", place)
            return "regulates"
        sign = next(iter(stated), None)
        function = followed.get(name, "none") if followed is not None else None
        if function is None:
            if sign is None:
                self.tally.changed("inputs", "no sign is stated and no function shows one: read as regulates", place)
            return RELATION_OF[sign] if sign else "regulates"
        if sign is None and function != "none":
            why = "no sign is stated: taken from the function" if function != "both" else (
                "no sign is stated, and the function follows them both ways: read as regulates")  # fmt: skip
            self.tally.changed("inputs", why, place)
            return RELATION_OF[function]
        if sign == function:
            return RELATION_OF[function]
        why = "they make no difference to the function" if function == "none" else "sign and function disagree"
        self.tally.changed("inputs", f"{why}: read as regulates, without a sign", place)
        return "regulates"

    # Functions

    def followed(self, element: Any, inputs: list[Any]) -> Mapping[str, Direction] | None:
        """Return how the function of a transition follows its inputs; None where there is none that can be tried."""
        terms = list(element.iter(f"{{{QUAL}}}functionTerm"))
        if not terms:
            return None
        thresholds = {_get(one, "id"): _get(one, "thresholdLevel") for one in inputs if _get(one, "id")}
        fixed = {name: int(level) if level.isdigit() else 1 for name, level in thresholds.items()}
        place = f"line {element.sourceline}"
        try:
            rules = [(_rule(_math(one), fixed), _level(one)) for one in terms]
            default = _level(next(iter(element.iter(f"{{{QUAL}}}defaultTerm")), None))
        except ValueError as error:
            self.tally.changed("functions", f"not understood, the stated signs alone count: {error}", place)
            return None
        names = list(dict.fromkeys(name for rule, _ in rules for name in rule.names()))
        if unknown := [name for name in names if name not in self.species]:
            self.tally.changed("functions", "they name what is no species: the stated signs alone count",
                               f"{place}: {unknown[0]}")  # fmt: skip
            return None
        seen: dict[str, int] = {}
        for rule, _ in rules:
            _compared(rule, seen)

        def outcome(levels: Mapping[str, int]) -> int:
            return next((level for rule, level in rules if rule.value(levels)), default)

        highest = {name: max(self.species[name].highest, seen.get(name, 1), 1) for name in names}
        found = directions(outcome, highest)
        if found is None:
            self.tally.changed("functions", "too large to try each state: the stated signs alone count", place)
        return found


def _rule(element: Any, fixed: Mapping[str, int], depth: int = 0) -> Rule:
    """Return the rule that MathML writes.

    Raises:
        ValueError: It uses what a logical rule does not.
    """
    tag = _local(element)
    text = (element.text or "").strip()
    if tag == "ci":
        return Rule("number", number=fixed[text]) if text in fixed else Rule("name", name=text)
    if tag == "cn" and re.fullmatch(r"-?\d+(\.0*)?", text):
        return Rule("number", number=int(float(text)))
    if tag in ("true", "false"):
        return Rule("number", number=int(tag == "true"))
    if tag != "apply" or not len(element) or depth > 100:
        raise ValueError(f"<{tag}> in line {element.sourceline}")
    operator = _local(element[0])
    parts = tuple(_rule(one, fixed, depth + 1) for one in element[1:])
    if operator not in _LOGIC or (operator not in ("and", "or") and not parts):
        raise ValueError(f"<{operator}> in line {element.sourceline}")
    return Rule(operator, parts)


def _math(term: Any) -> Any:
    math = term.find("{*}math")
    if math is None or not len(math):
        raise ValueError(f"a function term without math in line {term.sourceline}")
    return math[0]


def _level(term: Any) -> int:
    level = _get(term, "resultLevel") if term is not None else "0"
    if not level.isdigit():
        raise ValueError(f"result level {level!r}")
    return int(level)


def _compared(rule: Rule, highest: dict[str, int]) -> None:
    """Note the highest level that each name is compared with."""
    numbers = [part.number for part in rule.parts if part.operator == "number"]
    for part in rule.parts:
        if part.operator == "name" and numbers:
            highest[part.name] = max(highest.get(part.name, 1), *numbers)
        _compared(part, highest)


def _annotations(element: Any) -> dict[str, list[str]]:
    """Return what the annotation of an element itself says, not of those in it."""
    annotation = element.find("{*}annotation")
    return resources_in(annotation) if annotation is not None else {}


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _get(element: Any, name: str) -> str:
    """Return an attribute of the package qual, with or without its prefix."""
    return (element.get(f"{{{QUAL}}}{name}") or element.get(name) or "").strip()
