"""GPML 2008a to 2021, the drawings of WikiPathways: arrows that end on arrows, groups or nothing are accounted for.

An arrow that ends on another arrow acts on what that one leads to; one that starts at another arrow starts where that
one does. An arrow at a group stands for each of its members, or for the complex or family that the group is. The plain
arrow says no sign: it is read as ``regulates``, between two metabolites as ``converted_to``.
"""

from __future__ import annotations

import re
from typing import Final

from pathway_graph.formats.builder import Cited, Collection, note
from pathway_graph.formats.gpml_layout import DrawnPlaces
from pathway_graph.formats.gpml_parts import GpmlDrawing, Line, Thing, parts_of
from pathway_graph.formats.gpml_ways import Ends, reached
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.term_mapping import curie_of, kind_of
from pathway_graph.identifiers.minting import GENE_PRODUCTS, PREFIXES, slug
from pathway_graph.model import Diagram, DiagramEdge, DiagramNode, Entity, Network
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.copies import copied
from pathway_graph.model.vocabulary import RELATIONS

ARROWS: Final = {
    "arrow": "regulates", "directed": "regulates", "mim-conversion": "converted_to", "conversion": "converted_to",
    "mim-catalysis": "catalyzes", "catalysis": "catalyzes", "mim-stimulation": "activates", "stimulation": "activates",
    "mim-necessary-stimulation": "required_for", "mim-inhibition": "inhibits", "inhibition": "inhibits",
    "tbar": "inhibits", "mim-binding": "binds", "binding": "binds", "mim-covalent-bond": "binds",
    "mim-transcription-translation": "activates_transcription", "transcriptiontranslation": "activates_transcription",
    "mim-modification": "modifies", "mim-cleavage": "cleaves", "mim-translocation": "translocated_to",
    "translocation": "translocated_to", "receptor": "binds", "receptorround": "binds", "receptorsquare": "binds",
    "ligandround": "binds", "ligandsquare": "binds", "mim-gap": "linked_to", "mim-branching-left": "linked_to",
    "mim-branching-right": "linked_to",
}  # fmt: skip
"""Arrowheads, and the relation of each."""
TAXA: Final = {
    "homo sapiens": "9606", "mus musculus": "10090", "rattus norvegicus": "10116", "danio rerio": "7955",
    "drosophila melanogaster": "7227", "caenorhabditis elegans": "6239", "saccharomyces cerevisiae": "559292",
    "bos taurus": "9913", "sus scrofa": "9823", "canis familiaris": "9615", "gallus gallus": "9031",
    "arabidopsis thaliana": "3702", "escherichia coli": "562",
}  # fmt: skip
MOST_PAIRS = 150
"""Above so many pairs of members, a group stands for itself."""


class _Loose(Exception):
    """An end that leads to no entity; the message says why."""


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a drawing: one data set, one diagram, one claim for each pair that an interaction joins.

    Raises:
        InputError: It is not GPML, or not well-formed.
    """
    drawing = parts_of(raw)
    if not drawing.lines and not drawing.nodes:
        raise raw.wrong(0, "the drawing is empty: no node, no line", "check where the file comes from")
    cited_as = f"WikiPathways {drawing.release}" if drawing.pathway else ""
    collection = Collection(raw, "gpml", drawing.title, version=drawing.release, citation=cited_as)
    return _Builder(collection, drawing).build()


class _Builder:
    def __init__(self, collection: Collection, drawing: GpmlDrawing) -> None:
        self.made, self.drawing, self.tally = collection, drawing, collection.tally
        self.ids: dict[str, str] = {}
        self.shown: dict[str, None] = {}
        self.members: dict[str, list[Thing]] = {}
        self.resolving: set[int] = set()
        self.edges: dict[DiagramEdge, None] = {}
        self.species = ""
        self.placed = DrawnPlaces(drawing, self.members)

    def build(self) -> tuple[Network, Report]:
        self.species = self.made.species(TAXA.get(self.drawing.organism.lower(), ""))
        for thing in self.drawing.nodes:
            self.node(thing)
        for thing in (*self.drawing.things.values(), *self.drawing.unnamed):
            if thing.group:
                self.members.setdefault(self.drawing.groups.get(thing.group, thing.group), []).append(thing)
        for thing in list(self.drawing.things.values()):
            if thing.tag == "State":
                self.state(thing)
            elif thing.tag == "Group":
                self.tally.read("groups")
                if _style(thing) in ("complex", "analog", "paralog"):
                    try:
                        self.group_entity(thing)
                    except _Loose:
                        self.tally.left_out("groups", "no node is in them", f"line {thing.line}: {thing.label}")
        for line in self.drawing.lines:
            if line.is_interaction:
                self.interaction(line)
        self.picture()
        self.leave_out()
        return self.made.finish()

    # Entities

    def node(self, thing: Thing) -> None:
        self.made.here = (thing.line, "")
        self.tally.read("nodes")
        database, identifier = thing.xref
        curie = curie_of(database, identifier)
        position = f"line {thing.line}: {thing.label}"
        if identifier and not curie:
            self.tally.changed("nodes", "the identifier's database is not known or it is malformed: left out",
                               f"{position} ({database or 'no database'}:{identifier})")  # fmt: skip
        kind = kind_of(thing.type)
        if kind == "Protein" and curie.startswith(("mirbase", "mirbase.mature")):
            kind = "Transcript"
        if not kind:
            kind = "Unspecified"
            self.tally.changed("nodes", "their type is not stated or not known: read as Unspecified", position)
        if kind == "Protein" and thing.type == "GeneProduct":
            self.tally.changed("nodes", "type GeneProduct is read as Protein")
        if not curie:
            self.tally.changed("nodes", "no identifier: known within this pathway only", position)
        label = thing.label or ("" if curie else thing.id or f"line {thing.line}")  # two without a label are not one
        name = self.made.entity(kind, label, [curie] if curie else [])
        if kind in GENE_PRODUCTS and curie and thing.label != self.made.entities[name].name:
            self.tally.changed("nodes", "their label gives way to the approved symbol", position)
        self.tally.kept("nodes")
        self.shown[name] = None
        self.placed.add(name, thing)
        if thing.id:
            self.ids[thing.id] = name

    def state(self, thing: Thing) -> None:
        self.made.here = (thing.line, "")
        self.tally.read("states")
        parent = self.ids.get(thing.parent)
        if parent is None:
            self.tally.left_out("states", "they sit on nothing", f"line {thing.line}: {thing.label}")
            return
        stated = dict(re.findall(r"(\w+)=([^;\s]+)", thing.comment))
        words = [thing.label or stated.get("ptm", ""), stated.get("position", "")]
        label = " ".join(word for word in words if word) or "state"
        name = f"{self.made.entities[parent].name} {label}"
        kind = "ProteinState" if self.made.entities[parent].kind in GENE_PRODUCTS else "Unspecified"
        own = f"{PREFIXES[kind]}:{parent.partition(':')[2]}-{slug(label)}"
        self.made.add(Entity(own, kind, name, note=note({"comment": thing.comment[:200]})))
        self.made.link(own, "state_of", parent)
        self.tally.kept("states")
        self.shown[own] = None
        self.placed.add(own, thing)
        self.ids[thing.id] = own

    def flat(self, group: str, seen: frozenset[str] = frozenset()) -> list[str]:
        """Return the entities in a group, those of groups within it included."""
        names: dict[str, None] = {}
        for thing in self.members.get(group, []):
            if thing.tag == "Group" and thing.id not in seen:
                names |= dict.fromkeys(self.flat(thing.id, seen | {group}))
            elif thing.tag == "DataNode":
                name = self.ids.get(thing.id) or self.made.entity(
                    kind_of(thing.type) or "Unspecified", thing.label, [curie_of(*thing.xref)]
                )
                names[name] = None
        return list(names)

    def group_entity(self, thing: Thing) -> str:
        """Return the entity that a group is: a complex, a family, or a set for any other group."""
        if thing.id in self.ids:
            return self.ids[thing.id]
        self.made.here = (thing.line, "")
        style = _style(thing)
        kind = {"complex": "Complex", "analog": "ProteinFamily", "paralog": "ProteinFamily"}.get(style, "GeneSet")
        members = sorted(self.flat(thing.id))
        names = [self.made.entities[one].name for one in members]
        curie = curie_of(*thing.xref)
        if not curie and not members:
            raise _Loose("is a group without members")
        label = thing.label if thing.label and thing.label.lower() != "new group" else "-".join(names)
        name = self.made.entity(kind, label, [curie] if curie else [], members=tuple(members))
        for member in members if kind != "GeneSet" else ():
            self.made.link(member, "part_of" if kind == "Complex" else "is_a", name)
        self.ids[thing.id] = name
        self.shown[name] = None
        return name

    # Lines

    def interaction(self, line: Line) -> None:
        self.made.here = (line.line, "")
        self.tally.read("interactions")
        try:
            claims, through = self.claims(line)
        except _Loose as error:
            self.loose(line, f"an end {error}")
            return
        except RecursionError:
            self.loose(line, "arrows end on one another in a circle")
            return
        if not claims:
            self.loose(line, "both ends are the same thing")
            return
        how = " and ".join(sorted(through))
        self.tally.kept(f"interactions resolved through {how}" if how else "interactions joined directly")
        for claim in claims:
            for reference in line.citations:
                self.made.cite(claim, self.drawing.literature.get(reference) or Cited(text=reference))

    def loose(self, line: Line, why: str) -> None:
        """Report an interaction that joins nothing: its line, and each end that leads nowhere."""
        ends = []
        for name, ref in (("start", line.ends[0]), ("end", line.ends[1])):
            try:
                self.end(ref, as_source=name == "start")
            except (_Loose, RecursionError) as error:
                ends.append(f"its {name} {error}")
        position = f"{self.place(line)} ({', '.join(ends)})" if ends else self.place(line)
        self.tally.left_out("interactions", f"unconnected: {why}", position, every=True)

    def place(self, line: Line) -> str:
        return f"line {line.line}" + (f": {line.id}" if line.id else "")

    def claims(self, line: Line) -> tuple[list[str], set[str]]:
        claims: list[str] = []
        through: set[str] = set()
        for source, target, relation in self.directions(line):
            subjects, objects = self.end(source, as_source=True), self.end(target, as_source=False)
            through |= subjects.through | objects.through
            if objects.is_reversible and RELATIONS[relation].sign:
                why = "they end on an arrow with two heads, which may go either way: modulates, without a sign"
                self.tally.changed("interactions", why, self.place(line))
            if len(subjects.entities) * len(objects.entities) > MOST_PAIRS:
                for ends in (subjects, objects):
                    if ends.groups:
                        ends.entities = [self.group_entity(self.drawing.things[group]) for group in ends.groups]
            is_back = (source, target) != line.ends
            for subject in subjects.entities:
                for object_ in objects.entities:
                    if subject != object_ or "a group" not in through:
                        claims.append(self.one(line, subject, object_, relation, subjects, objects, len(claims)))
                        hops = subjects.way(subject), objects.way(object_)
                        self.placed.ways.note(line, claims[-1], hops, is_back=is_back)
        return claims, through

    def one(
        self, line: Line, subject: str, object_: str, relation: str, subjects: Ends, objects: Ends, number: int
    ) -> str:
        kinds = {self.made.entities[end].kind for end in (subject, object_)}
        if relation == "regulates" and kinds == {"SmallMolecule"} and not objects.on:
            relation = "converted_to"
        if objects.on:
            relation = on_a_line(relation, objects.on_relation)
        sign = RELATIONS[relation].sign
        kind = "causal" if sign is not None else "interaction" if relation == "binds" else "fact"
        key = f"{line.id or f'line{line.line}'}{f'.{number}' if number else ''}"
        claim = self.made.claim(
            key, subject, relation, object_, kind=kind, species=self.species,
            direction=" ".join(filter(None, line.arrows)), lines=str(line.line), section=self.drawing.pathway,
            attributes=attributes_of({"acts_on": objects.on, "starts_at": subjects.on}),
        )  # fmt: skip
        self.edges[DiagramEdge(subject, relation, object_, (claim,))] = None
        return claim

    def directions(self, line: Line) -> list[tuple[str, str, str]]:
        (first, last), (start, end) = line.ends, line.arrows
        directions = []
        if end or not start:
            directions.append((first, last, self.relation(line, end)))
        if start:
            directions.append((last, first, self.relation(line, start)))
        return directions

    def relation(self, line: Line, arrow: str) -> str:
        if not arrow:
            return "linked_to"
        relation = ARROWS.get(arrow.lower())
        if relation is None:
            self.tally.changed("interactions", "their arrowhead is not known: read as regulates", self.place(line))
            return "regulates"
        return relation

    def end(self, ref: str, *, as_source: bool) -> Ends:
        if not ref:
            raise _Loose("touches nothing")
        thing = self.drawing.things.get(ref)
        if thing is not None and thing.tag == "Group":
            if _style(thing) in ("complex", "analog", "paralog"):
                return Ends([self.group_entity(thing)], {"a group"})
            members = self.flat(thing.id)
            if not members:
                raise _Loose("is a group without members")
            return Ends(members, {"a group"}, [thing.id])
        if ref in self.ids:
            return Ends([self.ids[ref]])
        if ref in self.drawing.anchors:
            return self.anchor(self.drawing.anchors[ref], ref, as_source=as_source)
        if ref in self.drawing.decoration:
            raise _Loose(f"is a {self.drawing.decoration[ref]}")
        raise _Loose("refers to nothing in the file" if thing is None else "is a state of nothing")

    def anchor(self, line: Line, ref: str, *, as_source: bool) -> Ends:
        """Resolve an end on another line: its sources for an arrow that starts there, else its targets."""
        if line.line in self.resolving:
            raise _Loose("is an anchor of a line that ends on this one")
        self.resolving.add(line.line)
        try:
            source, target, relation = self.directions(line)[0]
            both = not any(line.arrows)
            found = [(source, self.end(source, as_source=True))] if as_source or both else []
            found += [(target, self.end(target, as_source=False))] if not as_source or both else []
        except _Loose as error:
            raise _Loose("is an anchor of a line that is not connected itself") from error
        finally:
            self.resolving.discard(line.line)
        ends = [end for _, end in found]
        entities = list(dict.fromkeys(entity for end in ends for entity in end.entities))
        through = {"an anchor"}.union(*(end.through for end in ends))
        inner = next((end for end in ends if end.on), None)
        if inner is not None and not as_source:
            relation = on_a_line(relation, inner.on_relation)
        is_reversible = all(line.arrows) and not as_source
        if is_reversible:  # what speeds a reaction that goes both ways raises neither end
            relation = "linked_to"
        groups = [group for end in ends for group in end.groups]
        hops = reached(line, ref, found)
        return Ends(entities, through, groups, line.id or f"line{line.line}", relation, hops, is_reversible)

    # The rest

    def leave_out(self) -> None:
        tally, drawing = self.tally, self.drawing
        joinable = drawing.things.keys() | drawing.anchors.keys()
        self.placed.report(tally)
        why = "texts of comments and descriptions are not copied"
        tally.left_out("comments", why, count=drawing.counts.get("Comment", 0))
        drawn = [line for line in drawing.lines if not line.is_interaction]
        joining = [line for line in drawn if joinable.issuperset(line.ends)]
        for line in joining:
            why = "they join two things, but the drawing has them as graphical lines, not as interactions"
            tally.left_out("graphical lines", why, self.place(line), every=True)
        tally.left_out("graphical lines", "lines that are only drawn", count=len(drawn) - len(joining))
        on_nodes = sum(len(thing.citations) for thing in [*drawing.things.values(), *drawing.unnamed])
        tally.left_out("citations of nodes", "literature stands behind claims only", count=on_nodes)
        tally.read("publications", len(drawing.literature))
        unused = max(0, len(drawing.literature) - len(self.made.publications()))
        tally.left_out("publications", "they stand behind no interaction that is kept", count=unused)

    def picture(self) -> None:
        curie = f"wikipathways:{self.drawing.pathway}" if self.drawing.pathway else ""
        title = self.drawing.title or self.made.source.id
        depicts = self.made.entity("Pathway", title, [curie] if curie else [])
        shown = {end for edge in self.edges for end in (edge.source, edge.target)} | set(self.shown)
        merged: dict[tuple[str, str, str], DiagramEdge] = {}
        for edge in self.edges:
            key = (edge.source, edge.relation, edge.target)
            there = merged.get(key)
            merged[key] = copied(edge, claims=tuple(sorted({*there.claims, *edge.claims}))) if there else edge
        places, frames, ways = self.placed.of(shown, self.ids, self.flat)
        self.made.diagrams.append(
            Diagram(
                self.made.source.id, self.made.source.id, title, depicts=depicts,
                nodes=tuple(DiagramNode(identifier) for identifier in sorted(shown)),
                edges=tuple(merged[key] for key in sorted(merged)), places=places, frames=frames,
                ways=ways,
            )
        )  # fmt: skip


def _style(thing: Thing) -> str:
    return thing.type.lower()


def on_a_line(relation: str, other: str) -> str:
    """Return the relation to the target of a line of which an arrow ends on it.

    >>> on_a_line("catalyzes", "converted_to"), on_a_line("inhibits", "catalyzes"), on_a_line("inhibits", "inhibits")
    ('catalyzes', 'inhibits', 'promotes')
    >>> on_a_line("activates", "binds"), on_a_line("converted_to", "converted_to")
    ('modulates', 'converted_to')
    """
    sign = RELATIONS[relation].sign
    if sign is None:
        return relation
    makes = ("converted_to", "translocated_to")
    through = 1 if other in makes else RELATIONS[other].sign
    if through is None:
        return "modulates"
    if relation == "catalyzes" and through == 1:
        return "catalyzes"
    product = sign * through
    return "promotes" if product > 0 else "inhibits" if product < 0 else "modulates"
