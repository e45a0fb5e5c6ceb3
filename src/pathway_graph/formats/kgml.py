"""KGML, the drawings of KEGG: entries of one gene, of alternatives, of complexes; relations with their subtypes.

Numbers of genes of animals with Entrez numbers are these; several names in one entry are alternatives, a family, and
each is a member of it, not the same as it. A relation has a sign only where a subtype states one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pathway_graph.formats.attribute_graph import unique_ids
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.identifiers.gene_table import human_gene
from pathway_graph.identifiers.minting import PREFIXES, slug
from pathway_graph.model import Diagram, DiagramEdge, DiagramNode, Entity, Network
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.curie import why_malformed
from pathway_graph.model.vocabulary import RELATIONS

_TAXA: Final = {
    "hsa": "9606", "mmu": "10090", "rno": "10116", "dre": "7955", "dme": "7227", "cel": "6239", "sce": "559292",
    "bta": "9913", "ssc": "9823", "cfa": "9615", "gga": "9031", "ath": "3702", "ptr": "9598", "mcc": "9544",
}  # fmt: skip
_ENTREZ: Final = frozenset({"hsa", "mmu", "rno", "ptr", "mcc", "cfa", "bta", "ssc", "gga", "xtr", "dre"})
"""Organisms whose genes KEGG numbers as Entrez does; others have names of loci."""
_PREFIXES: Final = {"cpd": "kegg.compound", "gl": "kegg.glycan", "dr": "kegg.drug", "path": "kegg.pathway", "ec": "ec"}
_SIGNED: Final = {
    "activation": "activates", "inhibition": "inhibits", "expression": "activates_transcription",
    "repression": "represses",
}  # fmt: skip
_MECHANISMS: Final = ("phosphorylation", "dephosphorylation", "ubiquitination", "ubiquination", "glycosylation",
                      "methylation")  # fmt: skip
_RELATION_OF: Final = {"phosphorylation": "phosphorylates", "dephosphorylation": "dephosphorylates"}
_UNSIGNED: Final = (("indirect effect", "regulates"), ("state change", "acts_on"), ("binding/association", "binds"),
                    ("binding", "binds"), ("association", "binds"))  # fmt: skip
_COMPOUNDS: Final = ("compound", "hidden compound")
_MOST_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry: its names are alternatives, its parts the entries of a group."""

    type: str
    names: tuple[str, ...]
    label: str
    parts: tuple[str, ...]
    line: int


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read a drawing: one data set, one diagram, a claim per relation and per substrate and product of a reaction.

    Raises:
        InputError: It is not KGML, or a relation, a group or a reaction names an entry that is not there.
    """
    root = raw.xml(doctype=True)
    if root.tag != "pathway":
        raise raw.wrong(root.sourceline or 1, f"the root is {root.tag!r}, not a KGML pathway", "say another --format")
    entries = root.findall("entry")
    unique_ids(raw, ((one.get("id", ""), one.sourceline or 0, "") for one in entries), "entry")
    number = root.get("name", "").removeprefix("path:")
    collection = Collection(raw, "kgml", root.get("title") or number, citation=f"KEGG {number}" if number else "")
    return _Builder(collection, root, number).build()


def _entry(element: Any) -> _Entry:
    graphics = element.find("graphics")
    label = graphics.get("name", "") if graphics is not None else ""
    return _Entry(
        element.get("type", ""),
        tuple(dict.fromkeys(name for name in element.get("name", "").split() if name != "undefined")),
        re.sub(r"^TITLE:", "", label.partition(",")[0]).removesuffix("...").strip(),
        tuple(part.get("id", "") for part in element.findall("component")),
        element.sourceline or 0,
    )


class _Builder:
    def __init__(self, collection: Collection, root: Any, number: str) -> None:
        self.made, self.root, self.tally, self.number = collection, root, collection.tally, number
        self.entries = {one.get("id"): _entry(one) for one in root.findall("entry")}
        self.ids: dict[str, str] = {}
        self.edges: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self.species = ""

    def build(self) -> tuple[Network, Report]:
        self.species = self.made.species(_TAXA.get(self.root.get("org", ""), ""))
        for identifier, entry in self.entries.items():
            self.tally.read(f"entries of type {entry.type or 'not stated'}")
            self.made.here = (entry.line, "")
            self.entity(identifier, frozenset())
        self.tally.kept("entries", len(self.ids))
        for element in self.root.findall("relation"):
            self.relation(element)
        for element in self.root.findall("reaction"):
            self.reaction(element)
        self.tally.left_out("positions", "the layout of the drawing", count=len(self.root.findall("entry/graphics")))
        self.picture()
        return self.made.finish()

    # Entities

    def entity(self, identifier: str, above: frozenset[str]) -> str:
        """Return the entity of an entry, made when it is first asked for; nothing where there is no such entry."""
        entry = self.entries.get(identifier)
        if entry is None or identifier in above:
            what = "is in itself" if entry is not None else "is not in the file"
            self.made.problem(f"entry {identifier!r} {what}", "download the file again from KEGG")
            return ""
        if identifier not in self.ids:
            self.ids[identifier] = self.group(identifier, entry, above) if entry.parts else self.node(entry)
        return self.ids[identifier]

    def group(self, identifier: str, entry: _Entry, above: frozenset[str]) -> str:
        members = [self.entity(part, above | {identifier}) for part in entry.parts]
        return self.set_of("Complex", [one for one in dict.fromkeys(members) if one], entry, "part_of")

    def node(self, entry: _Entry) -> str:
        kinds = {"gene": "Protein", "compound": "SmallMolecule", "map": "Pathway", "reaction": "Reaction",
                 "enzyme": "ProteinFamily", "ortholog": "ProteinFamily", "group": "Complex"}  # fmt: skip
        kind = kinds.get(entry.type, "Unspecified")
        if kind == "Unspecified":
            self.tally.changed("entries", f"type {entry.type or 'not stated'}: read as Unspecified",
                               f"line {entry.line}: {entry.label}")  # fmt: skip
        if len(entry.names) < 2:
            return self.one(kind, entry.names[0] if entry.names else "", entry.label)
        members = [self.one(kind, name, "") for name in entry.names]
        self.tally.changed("entries", "several names are alternatives: read as a family or class of them",
                           f"line {entry.line}: {entry.label}")  # fmt: skip
        whole = {"Protein": "ProteinFamily", "SmallMolecule": "ChemicalClass"}.get(kind, kind)
        return self.set_of(whole, list(dict.fromkeys(members)), entry, "is_a")

    def one(self, kind: str, name: str, label: str) -> str:
        prefix, _, local = name.partition(":")
        curie = f"{_PREFIXES[prefix]}:{local}" if prefix in _PREFIXES else ""
        if kind == "Protein":
            curie = f"ncbigene:{local}" if prefix in _ENTREZ and local.isdigit() else f"kegg.genes:{name}"
            self.tally.changed("entries", "type gene is read as its product")
        if curie and why_malformed(curie):
            curie = ""
        gene = human_gene(curie) if kind == "Protein" and curie else None
        if gene is not None and re.match(r"MIR(\d|LET)", gene.symbol):  # a micro-RNA, and no protein
            kind = "Transcript"
        return self.made.entity(kind, label or local or "unnamed", [curie] if curie else [])

    def set_of(self, kind: str, members: Sequence[str], entry: _Entry, link: str) -> str:
        """Return the entity that several are together; the same ones are the same entity wherever they stand."""
        if not members:
            return self.made.entity(kind, entry.label or f"entry in line {entry.line}")
        if len(members) == 1:
            return members[0]
        names = sorted(self.made.entities[one].name for one in members)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        joined = ("-" if kind == "Complex" else "/").join(names[:_MOST_NAMED]) + more
        digest = hashlib.sha256(" ".join(sorted(members)).encode()).hexdigest()[:8]
        own = f"{PREFIXES[kind]}:{self.made.source.id}/{slug(joined)}-{digest}"
        self.made.add(Entity(own, kind, joined, members=tuple(sorted(members))))
        for member in members:
            self.made.link(member, link, own)
        return own

    # Relations and reactions

    def relation(self, element: Any) -> None:
        self.made.here = (element.sourceline or 0, "")
        self.tally.read("relations")
        ends = [self.entity(element.get(name, ""), frozenset()) for name in ("entry1", "entry2")]
        if not all(ends):
            return
        subtypes = {one.get("name", ""): one.get("value", "") for one in element.findall("subtype")}
        place = f"line {element.sourceline}: {', '.join(subtypes) or element.get('type', '')}"
        if "missing interaction" in subtypes:
            self.tally.left_out("relations", "missing interaction: drawn as what a mutation takes away", place)
            return
        relation = self.relation_of(subtypes, element.get("type", ""), place)
        means = [name for name in _MECHANISMS if name in subtypes]
        if "binding/association" in subtypes and relation != "binds":
            means.append("binding")
        through = [self.label_of(subtypes[name]) for name in _COMPOUNDS if name in subtypes]
        more = {
            "mechanism": ", ".join(one.replace("ubiquination", "ubiquitination") for one in means),
            "qualifier": "indirect effect" if "indirect effect" in subtypes else "",
            "direction": ", ".join(subtypes),
        }
        attributes = attributes_of({"kegg_relation": element.get("type", ""), "compound": ", ".join(through)})
        self.claim(ends[0], relation, ends[1], attributes=attributes, **more)
        self.tally.kept("relations")

    def relation_of(self, subtypes: dict[str, str], type_: str, place: str) -> str:
        """Return what the subtypes say together: a sign where one alone is stated, else a mechanism, else a link."""
        signed = [_SIGNED[name] for name in subtypes if name in _SIGNED]
        signs = {RELATIONS[one].sign for one in signed}
        if len(signs) > 1:
            self.tally.changed("relations", "they raise and lower: read as regulates", place)
            return "regulates"
        if signed:
            return max(signed, key=lambda one: one in ("activates_transcription", "represses"))
        for name in _MECHANISMS:
            if name in subtypes:
                return _RELATION_OF.get(name, "modifies")
        for name, relation in _UNSIGNED:
            if name in subtypes:
                return relation
        known = {"dissociation", *_COMPOUNDS}
        if unknown := [name for name in subtypes if name not in known]:
            self.tally.changed(
                "relations", f"their subtype {', '.join(unknown)!r} is not known: read as linked_to", place
            )
        else:
            self.tally.changed(
                "relations", f"{type_} without a subtype that says what it does: read as linked_to", place
            )
        return "linked_to"

    def label_of(self, value: str) -> str:
        """Return the name of a compound that a subtype refers to, by the number of its entry or by itself."""
        entry = self.entries.get(value)
        return " ".join(entry.names) if entry is not None else value

    def reaction(self, element: Any) -> None:
        """Read a reaction: each substrate becomes each product; the enzyme of that entry catalyzes, if one way."""
        self.made.here = (element.sourceline or 0, "")
        self.tally.read("reactions")
        sides = []
        for tag in ("substrate", "product"):
            sides.append([self.compound(one) for one in element.findall(tag)])
        if not all(sides):
            self.tally.left_out("reactions", "they have no substrate or no product", f"line {element.sourceline}")
            return
        number = element.get("name", "").replace("rn:", "")
        attributes = attributes_of({"reaction": number, "kegg_type": element.get("type", "")})
        for substrate in sides[0]:
            for product in sides[1]:
                self.claim(substrate, "converted_to", product, attributes=attributes)
        for identifier in dict.fromkeys(element.get("id", "").split()):
            if identifier not in self.entries:
                continue
            enzyme = self.entity(identifier, frozenset())
            one_way = element.get("type") == "irreversible"
            for product in sides[1] if enzyme else ():
                self.claim(enzyme, "catalyzes" if one_way else "modulates", product, attributes=attributes)
            if not one_way:
                self.tally.changed("reactions", "they go both ways: the enzyme modulates, without a sign",
                                   f"line {element.sourceline}: {number}")  # fmt: skip
        self.tally.kept("reactions")

    def compound(self, element: Any) -> str:
        """Return the compound of a substrate or product: the entry of that id, else what its name says."""
        if element.get("id") in self.entries:
            return self.entity(element.get("id"), frozenset())
        return self.one("SmallMolecule", element.get("name", "").split(" ")[0], "")

    def claim(self, source: str, relation: str, target: str, **more: Any) -> None:
        if source == target and relation == "converted_to":
            return
        sign = RELATIONS[relation].sign
        kind = "causal" if sign is not None else "interaction" if relation == "binds" else "fact"
        line = self.made.here[0]
        claim = self.made.claim(
            "", source, relation, target, kind=kind, species=self.species, lines=str(line), section=self.number, **more
        )
        key = (source, relation, target)
        self.edges[key] = tuple(sorted({*self.edges.get(key, ()), claim}))

    def picture(self) -> None:
        curie = f"kegg.pathway:{self.number}"
        title = self.root.get("title") or self.number or self.made.source.id
        depicts = self.made.entity("Pathway", title, [] if why_malformed(curie) else [curie])
        self.made.entities[depicts] = replace(self.made.entities[depicts], name=title)
        shown = {*self.ids.values(), *(end for source, _, target in self.edges for end in (source, target))}
        self.made.diagrams.append(
            Diagram(
                self.made.source.id, self.made.source.id, title, depicts=depicts,
                nodes=tuple(DiagramNode(one) for one in sorted(shown - {"", depicts})),
                edges=tuple(DiagramEdge(*key, claims) for key, claims in sorted(self.edges.items())),
            )
        )  # fmt: skip
