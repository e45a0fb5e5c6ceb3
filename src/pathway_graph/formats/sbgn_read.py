"""Read SBGN-ML: influences of activity flow, and of process description what is certain.

A process turns what it consumes into what it produces; what stimulates or inhibits it raises or lowers its products.
From nothing something is made, into nothing it is broken down. A logical node hands on what leads into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.drawn import add_diagram
from pathway_graph.formats.gpml import on_a_line
from pathway_graph.formats.miriam import curies_in
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.sbgn_layout import Leg, MapPlaces
from pathway_graph.formats.sbgn_parts import LOGIC, PROCESSES, SINKS, Arc, Glyph, SbgnMap, maps_of
from pathway_graph.formats.term_mapping import curie_of
from pathway_graph.identifiers.minting import GENE_PRODUCTS, PREFIXES, slug
from pathway_graph.model import Entity, Network
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.vocabulary import RELATIONS

_INFLUENCES: Final = {
    "positive influence": "activates", "negative influence": "inhibits", "unknown influence": "regulates",
    "necessary stimulation": "required_for", "stimulation": "activates", "inhibition": "inhibits",
    "absolute inhibition": "inhibits",
    "catalysis": "catalyzes", "modulation": "modulates",
}  # fmt: skip
_NEGATED: Final = {
    "activates": "inhibits",
    "inhibits": "activates",
    "required_for": "inhibits",
    "catalyzes": "inhibits",
}
_KINDS: Final = {
    "macromolecule": "Protein", "simple chemical": "SmallMolecule", "nucleic acid feature": "Gene",
    "complex": "Complex", "unspecified entity": "Unspecified", "perturbation": "Stimulus",
    "perturbing agent": "Stimulus", "phenotype": "Phenotype", "biological activity": "Unspecified",
}  # fmt: skip
_UNITS: Final = {
    "mt:prot": "Protein", "ct:gene": "Gene", "ct:grr": "RegulatoryRegion", "ct:mRNA": "Transcript",
    "mt:rna": "Transcript", "ct:RNA": "Transcript", "mt:dna": "Gene", "macromolecule": "Protein",
    "simple chemical": "SmallMolecule", "nucleic acid feature": "Gene", "complex": "Complex",
    "perturbation": "Stimulus",
}  # fmt: skip


@dataclass(slots=True)
class _Process:
    """A process: what it consumes and makes and by which arcs, whether from nothing or into nothing, and its line."""

    line: int
    cls: str
    consumed: list[str] = field(default_factory=list)
    produced: dict[str, list[str]] = field(default_factory=dict)
    from_nothing: bool = False
    to_nothing: bool = False
    arcs: dict[tuple[str, bool], Arc] = field(default_factory=dict)

    def leg(self, thing: str, *, inwards: bool, is_back: bool = False) -> tuple[Leg, ...]:
        """Return the arc from a thing to the process, or from it to the thing, as part of a way."""
        arc = self.arcs.get((thing, inwards))
        return ((arc, is_back),) if arc else ()

    @property
    def is_reversible(self) -> bool:
        """Whether it makes something on both its sides and consumes nothing."""
        return len(self.produced) == 2 and not self.consumed and not self.from_nothing


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a file of one or more maps as one data set.

    Raises:
        InputError: It is not SBGN-ML, is in entity relationship, or names what is not there.
    """
    maps = maps_of(raw)
    languages = {one.language for one in maps}
    if not languages & {"activity flow", "process description"}:
        shown = ", ".join(sorted(filter(None, languages))) or "no language"
        raise raw.wrong(0, f"SBGN of {shown} is not read", "export the map as activity flow or process description")
    collection = Collection(raw, "sbgn")
    shown_ids: list[str] = []
    placed, read = MapPlaces(), []
    for one in maps:
        if one.language in ("activity flow", "process description"):
            builder = _Builder(collection, one)
            shown_ids += builder.build()
            placed.add(one, builder.ids, builder.led)
            read.append(one)
        else:
            collection.tally.left_out("maps", f"their language is not read: {one.language or 'not stated'}", one.id)
    drawn = placed.drawn()
    add_diagram(collection, collection.source.title, shown=shown_ids, drawn=drawn)
    placed.report(collection.tally, read)
    return collection.finish()


class _Builder:
    def __init__(self, collection: Collection, drawing: SbgnMap) -> None:
        self.made, self.drawing, self.tally = collection, drawing, collection.tally
        self.ids: dict[str, str] = {}
        self.processes: dict[str, _Process] = {}
        self.into: dict[str, list[Arc]] = {}
        self.led: list[tuple[str, tuple[Leg, ...]]] = []

    def build(self) -> list[str]:
        """Read the map; return what it shows."""
        for key, glyph in self.drawing.glyphs.items():
            if glyph.is_thing:
                self.tally.read("glyphs of things")
                self.ids[key] = self.entity(glyph)
            elif glyph.cls in PROCESSES:
                self.tally.read("processes")
                self.processes[key] = _Process(glyph.line, glyph.cls)
            elif glyph.cls not in (*LOGIC, *SINKS, "compartment"):
                self.tally.left_out(f"glyphs: {glyph.cls or 'without a class'}", "they are no thing and no process")
        self.tally.kept("glyphs of things", len(self.ids))
        for arc in self.drawing.arcs:
            self.into.setdefault(arc.target, []).append(arc)
        for arc in self.drawing.arcs:
            if arc.cls in ("consumption", "production"):
                self.flow(arc)
        for key, process in self.processes.items():
            self.process(process, self.drawing.glyphs[key])
        for arc in self.drawing.arcs:
            if arc.cls not in ("consumption", "production", "logic arc"):
                self.influence(arc)
        return list(dict.fromkeys(self.ids.values()))

    # Things

    def entity(self, glyph: Glyph) -> str:
        """Return the entity of a glyph; the same label, kind and state is the same thing wherever it is drawn."""
        self.made.here = (glyph.line, "")
        cls = glyph.cls.removesuffix(" multimer")
        kind = next((_UNITS[one] for one in glyph.units if one in _UNITS), "") or _KINDS.get(cls, "Unspecified")
        if cls == "complex":
            kind = "Complex"
        curies = curies_in(glyph.resources, "is")
        members = [self.entity(part) for part in glyph.parts if part.is_thing]
        joined = "-".join(sorted(self.made.entities[one].name for one in members))
        label = glyph.label or joined or glyph.id or f"line {glyph.line}"
        if not curies and kind in GENE_PRODUCTS and self.made.raw.namespace:
            curies = [curie_of(self.made.raw.namespace, label)]
        own = self.made.entity(kind, label, curies, members=tuple(sorted(set(members))))
        for member in members:
            self.made.link(member, "part_of", own)
        states = [" ".join(filter(None, state)) for state in glyph.states if state[0]]
        if not states:
            return own
        shown = " ".join(states)
        stated = "ProteinState" if self.made.entities[own].kind in GENE_PRODUCTS else kind
        identifier = f"{PREFIXES[stated]}:{own.partition(':')[2]}-{slug(shown)}"
        self.made.add(Entity(identifier, stated, f"{self.made.entities[own].name} {shown}"))
        self.made.link(identifier, "state_of", own)
        return identifier

    # Processes

    def flow(self, arc: Arc) -> None:
        """Note what a process consumes or makes."""
        self.tally.read("arcs")
        inwards = arc.cls == "consumption"
        at, end = (arc.target, arc.source) if inwards else (arc.source, arc.target)
        process, glyph = self.processes.get(at), self.drawing.glyphs.get(end)
        if process is None or (end not in self.ids and (glyph is None or glyph.cls not in SINKS)):
            self.lost(arc, "they join no process with a thing")
            return
        self.tally.kept("arcs")
        if end in self.ids:
            side = process.produced.setdefault(arc.ports[0], []) if not inwards else process.consumed
            side.append(self.ids[end])
            process.arcs.setdefault((self.ids[end], inwards), arc)
        elif inwards:
            process.from_nothing = True
        else:
            process.to_nothing = True

    def process(self, process: _Process, glyph: Glyph) -> None:
        """Add what a process says by itself: what becomes what, and what binds what."""
        self.made.here = (process.line, "")
        attributes = attributes_of({"process": process.cls if process.cls != "process" else ""})
        certain = {} if process.cls != "uncertain process" else {"certainty": "hypothesis", "kind": "hypothesis"}
        products = [one for side in process.produced.values() for one in side]
        count = len(self.made.claims)
        if process.is_reversible:
            first, second = process.produced.values()
            pairs = [*((one, other) for one in first for other in second), *((o, t) for t in first for o in second)]
        else:
            pairs = [(one, other) for one in process.consumed for other in products]
        inwards = not process.is_reversible
        if process.cls == "association" and len(process.consumed) == 2 and len(set(process.consumed)) == 2:
            one, other = process.consumed
            way = (*process.leg(one, inwards=True), *process.leg(other, inwards=True, is_back=True))
            self.claim(one, "binds", other, way, attributes=attributes)
        for source, target in pairs:
            if source == target:
                self.tally.left_out("processes", "the same thing before and behind: it moves or stays",
                                    f"line {process.line}: {self.made.entities[source].name}")  # fmt: skip
            else:
                before = process.leg(source, inwards=inwards, is_back=not inwards)
                way = (*before, *process.leg(target, inwards=False))
                self.claim(source, "converted_to", target, way, attributes=attributes, **certain)
        self.tally.kept("processes with a claim" if len(self.made.claims) > count else "processes without one")

    def influence(self, arc: Arc) -> None:
        """Add what an arc of influence or modulation says; its source may be a logical node."""
        self.tally.read("arcs")
        self.made.here = (arc.line, "")
        relation = _INFLUENCES.get(arc.cls)
        sources = list(self.sources(arc.source, frozenset()))
        if relation is None or not sources:
            self.lost(
                arc, f"{arc.cls or 'no class'} is not read" if relation is None else "nothing leads into their source"
            )
            return
        targets = list(self.targets(arc.target, relation))
        if not targets:
            self.lost(arc, "they end on nothing that is read")
            return
        self.tally.kept("arcs")
        for source, negated, through, before in sources:
            for target, onto, aspect, behind in targets:
                now = onto
                if now == "required_for" and "or" in through:
                    now = "promotes"  # any one of several will do
                if negated:
                    now = _negative(now)
                if source != target:
                    way = (*((one, False) for one in before), (arc, False), *behind)
                    self.claim(source, now, target, way, aspect=aspect, direction=arc.cls,
                               attributes=attributes_of({"logic": " ".join(through)}))  # fmt: skip

    def sources(self, key: str, above: frozenset[str]) -> Iterator[tuple[str, bool, tuple[str, ...], tuple[Arc, ...]]]:
        """Yield the things that an arc starts from, whether through a negation, and logical nodes and arcs between."""
        glyph = self.drawing.glyphs.get(key)
        if key in self.ids:
            yield self.ids[key], False, (), ()
        elif glyph is not None and glyph.cls in LOGIC and key not in above:
            for arc in self.into.get(key, []):
                for name, negated, through, arcs in self.sources(arc.source, above | {key}):
                    yield name, negated != (glyph.cls == "not"), (glyph.cls, *through), (*arcs, arc)

    def targets(self, key: str, relation: str) -> Iterator[tuple[str, str, str, tuple[Leg, ...]]]:
        """Yield the things that an arc acts on, with the relation to each, the aspect, and the way on from its end."""
        if key in self.ids:
            glyph = self.drawing.glyphs[key]
            yield self.ids[key], relation, "activity" if glyph.cls == "biological activity" else "", ()
            return
        process = self.processes.get(key)
        if process is None:
            return
        for side in process.produced.values():
            for one in side:
                way = process.leg(one, inwards=False)
                if process.is_reversible:
                    yield one, "modulates", "", way
                else:
                    same = relation if relation == "required_for" else on_a_line(relation, "converted_to")
                    yield one, same, "", way
        if process.to_nothing and not process.produced:
            sign = RELATIONS[relation].sign
            word = (
                "degrades" if relation == "catalyzes" else {1: "decreases", -1: "increases"}.get(sign or 0, "modulates")
            )
            for one in process.consumed:
                yield one, word, "", process.leg(one, inwards=True, is_back=True)

    def lost(self, arc: Arc, why: str) -> None:
        self.tally.left_out("arcs", why, f"line {arc.line}: {arc.id or arc.cls}", every=True)

    def claim(self, source: str, relation: str, target: str, way: tuple[Leg, ...], **more: Any) -> None:
        """Add a claim, and note by which arcs its line runs."""
        sign = RELATIONS[relation].sign
        kind = "causal" if sign is not None else "interaction" if relation == "binds" else "fact"
        stated = {"kind": kind, "lines": str(self.made.here[0]), **more}
        self.led.append((self.made.claim("", source, relation, target, **stated), way))


def _negative(relation: str) -> str:
    """Return what a relation is behind a negation: the opposite sign, or none where it has none."""
    if relation in _NEGATED:
        return _NEGATED[relation]
    return {1: "decreases", -1: "increases"}.get(RELATIONS[relation].sign or 0, relation)
