"""BioPAX level 3: what controls a conversion acts on what it makes, with the sign of its control type and none else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pathway_graph.formats.attribute_values import MAX_ATTRIBUTE
from pathway_graph.formats.biopax_parts import BioPaxModel, BioPaxObject, local_of, model_of
from pathway_graph.formats.biopax_things import KINDS, Things
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.gpml import on_a_line
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Network
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.vocabulary import RELATIONS

CONVERSIONS: Final = ("BiochemicalReaction", "Transport", "TransportWithBiochemicalReaction", "ComplexAssembly",
                      "Degradation", "Conversion")  # fmt: skip
CONTROLS: Final = ("Control", "Catalysis", "Modulation", "TemplateReactionRegulation")
_DEEP: Final = 20


@dataclass(frozen=True, slots=True)
class _Target:
    """What a control comes to act on: a thing, how, and through which other control, if any."""

    entity: str
    relation: str
    aspect: str = ""
    through: str = ""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a file: claims of controls, conversions, expression and binding, with their publications.

    Raises:
        InputError: It is not BioPAX level 3, or an identifier is of two objects.
    """
    model = model_of(raw)
    pathways = list(model.all_of("Pathway"))
    title = model.name(pathways[0]) if len(pathways) == 1 else ""
    collection = Collection(raw, "biopax", title)
    return _Builder(collection, model, pathways).build()


class _Builder:
    def __init__(self, collection: Collection, model: BioPaxModel, pathways: list[BioPaxObject]) -> None:
        self.made, self.model, self.tally = collection, model, collection.tally
        self.things = Things(collection, model)
        self.section: dict[str, str] = {}
        for pathway in pathways:
            for one in model.of(pathway, "pathwayComponent"):
                self.section.setdefault(one.id, model.name(pathway)[:MAX_ATTRIBUTE])

    def build(self) -> tuple[Network, Report]:
        """Read things, then interactions."""
        for one in self.model.all_of(*KINDS):
            self.tally.read("things")
            if self.things.entity(one):
                self.tally.kept("things")
        for one in self.model.objects.values():
            reader = {
                **dict.fromkeys(CONVERSIONS, self.conversion), **dict.fromkeys(CONTROLS, self.control),
                "TemplateReaction": self.expression, "MolecularInteraction": self.binding,
                "GeneticInteraction": self.unread, "Interaction": self.unread,
            }.get(one.cls)  # fmt: skip
            if reader is None:
                continue
            self.tally.read("interactions")
            self.made.here = (one.line, "")
            why = reader(one)
            if why:
                self.tally.left_out("interactions", why, f"line {one.line}: {one.cls} {local_of(one.id)}", every=True)
            else:
                self.tally.kept("interactions")
        return self.made.finish()

    # Interactions; each returns why it makes no claim, or nothing

    def conversion(self, one: BioPaxObject) -> str:
        """Read a conversion: what stands left becomes what stands right, or the other way."""
        left, right = self.sides(one)
        direction = self.direction(one)
        pairs = [(a, b) for a in left for b in right if a != b]
        if direction == "RIGHT-TO-LEFT":
            pairs = [(b, a) for a, b in pairs]
        elif direction == "REVERSIBLE":
            pairs += [(b, a) for a, b in pairs]
        if not pairs:
            if left and right:
                return "the same thing on both sides: it moves or stays"
            return "" if one.cls == "Degradation" and left else "nothing on one side"
        if not direction:
            self.tally.changed("interactions", "their direction is not stated: read from left to right",
                               f"line {one.line}: {local_of(one.id)}")  # fmt: skip
        for source, target in pairs:
            self.claim(one, source, "converted_to", target)
        return ""

    def control(self, one: BioPaxObject) -> str:
        """Read a control: each controller acts on what the controlled interaction makes."""
        sources = [found for thing in self.model.of(one, "controller") if (found := self.things.entity(thing))]
        if not sources:
            return "nothing that is read controls"
        targets = list(self.targets(one, 0))
        if not targets:
            return "nothing that is read is controlled"
        made = 0
        for source in sources:
            for target in targets:
                if source != target.entity or target.aspect == "expression":  # which a factor does to its own gene
                    more = {"acts_on": target.through} if target.through else {}
                    self.claim(one, source, target.relation, target.entity, target.aspect, **more)
                    made += 1
        return "" if made else "what controls is what comes of it: no claim about two things"

    def expression(self, one: BioPaxObject) -> str:
        """Read the making of a product from a template."""
        template = self.model.first(one, "template")
        source = self.things.entity(template) if template is not None else ""
        products = [found for thing in self.model.of(one, "product") if (found := self.things.entity(thing))]
        if not source or not products:
            return "" if products else "nothing is made"
        for product in products:
            kinds = self.made.entities[source].kind, self.made.entities[product].kind
            if kinds[1] == "Transcript":
                self.claim(one, source, "transcribed_to", product)
            elif kinds[0] == "Transcript":
                self.claim(one, source, "translated_to", product)
            else:
                self.claim(one, product, "product_of", source)
        return ""

    def binding(self, one: BioPaxObject) -> str:
        """Read an interaction of molecules: two of them bind."""
        found = [self.things.entity(thing) for thing in self.model.of(one, "participant")]
        several = [name for name in found if name]
        if len(several) != 2:
            return f"{'more' if len(several) > 2 else 'fewer'} than two take part: which of them meet is not said"
        self.claim(one, several[0], "binds", several[1])
        return ""

    def unread(self, one: BioPaxObject) -> str:
        """Say why an interaction of that class is not read."""
        return f"a {one.cls} says neither who acts nor with which sign"

    # What is controlled

    def targets(self, one: BioPaxObject, depth: int) -> Iterator[_Target]:
        """Yield what a control acts on, with the relation of its type to each."""
        if depth > _DEEP:
            return
        stated = one.value("controlType").upper()
        catalyses = one.cls == "Catalysis" and (not stated or stated.startswith("ACTIVATION"))
        relation = ("catalyzes" if catalyses else "activates" if stated.startswith("ACTIVATION")
                    else "inhibits" if stated.startswith("INHIBITION") else "modulates")  # fmt: skip
        if not stated and not catalyses:
            self.tally.changed("interactions", "their control type is not stated: read without a sign",
                               f"line {one.line}: {local_of(one.id)}")  # fmt: skip
        for controlled in self.model.of(one, "controlled"):
            if controlled.cls in CONTROLS:
                for inner in self.targets(controlled, depth + 1):
                    yield _Target(
                        inner.entity, on_a_line(relation, inner.relation), inner.aspect, local_of(controlled.id)
                    )
            elif controlled.cls == "TemplateReaction":
                word = {1: "activates_transcription", -1: "represses"}.get(RELATIONS[relation].sign or 0, "regulates")
                yield from self._each(self.model.of(controlled, "product"), word, "expression")
            elif controlled.cls in CONVERSIONS:
                yield from self.of_conversion(one, controlled, relation)
            elif controlled.cls == "Pathway":
                yield from self._each(iter([controlled]), on_a_line(relation, "converted_to"), "")
            elif controlled.cls == "MolecularInteraction":
                yield from self._each(self.model.of(controlled, "participant"), "modulates", "binding")

    def _each(self, things: Iterator[BioPaxObject], relation: str, aspect: str) -> Iterator[_Target]:
        for thing in things:
            if found := self.things.entity(thing):
                yield _Target(found, relation, aspect)

    def of_conversion(self, control: BioPaxObject, one: BioPaxObject, relation: str) -> Iterator[_Target]:
        """Yield what a control of a conversion acts on: its products; where it breaks things down, these."""
        left, right = self.sides(one)
        if one.cls == "Degradation" and not right:
            word = {1: "decreases", -1: "increases"}.get(RELATIONS[relation].sign or 0, "modulates")
            for name in left:
                yield _Target(name, "degrades" if relation == "catalyzes" else word)
            return
        direction = control.value("catalysisDirection").upper() or self.direction(one)
        if direction == "LEFT-TO-RIGHT":
            products, word = right, on_a_line(relation, "converted_to")
        elif direction == "RIGHT-TO-LEFT":
            products, word = left, on_a_line(relation, "converted_to")
        else:
            products, word = [*left, *right] if direction else right, "modulates"
            self.tally.changed("interactions", "what they control goes both ways, or is not said to go one: no sign",
                               f"line {control.line}: {local_of(control.id)}")  # fmt: skip
        same = {*left} & {*right}  # an enzyme that stands on both sides is no product
        for name in products:
            if name not in same:
                yield _Target(name, word)

    def sides(self, one: BioPaxObject) -> tuple[list[str], list[str]]:
        """Return what stands left and right in a conversion."""
        found = []
        for name in ("left", "right"):
            found.append([entity for thing in self.model.of(one, name) if (entity := self.things.entity(thing))])
        return found[0], found[1]

    def direction(self, one: BioPaxObject) -> str:
        """Return the direction of a conversion as it is stated; a breakdown goes one way."""
        stated = one.value("conversionDirection").upper().replace("_", "-")
        return stated or ("LEFT-TO-RIGHT" if one.cls in ("Degradation", "ComplexAssembly") else "")

    def claim(self, one: BioPaxObject, source: str, relation: str, target: str, aspect: str = "", **more: str) -> None:
        """Add a claim of an interaction, with its publications."""
        sign = RELATIONS[relation].sign
        kind = "causal" if sign is not None else "interaction" if relation == "binds" else "fact"
        taxa = {taxon for end in (source, target) if (taxon := self.things.taxa.get(end))}
        vocabulary = self.model.first(one, "interactionType")
        databases = [self.model.name(found) for found in self.model.of(one, "dataSource")]
        told = {"biopax": one.cls, "interaction_type": vocabulary.value("term") if vocabulary is not None else "",
                "data_source": ", ".join(databases), **more}  # fmt: skip
        claim = self.made.claim(
            "", source, relation, target, kind=kind, aspect=aspect, direction=one.value("controlType"),
            species=self.made.species(taxa.pop()) if len(taxa) == 1 else "", lines=str(one.line),
            section=self.section.get(one.id, ""),
            attributes=attributes_of({name: text[:MAX_ATTRIBUTE] for name, text in told.items() if text}),
        )  # fmt: skip
        for publication in self.things.studies(one):
            self.made.cite(claim, publication)
