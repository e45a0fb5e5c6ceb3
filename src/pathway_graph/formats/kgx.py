"""KGX, knowledge graphs in words of the Biolink Model: predicates and their qualifiers give relation and sign.

JSON, JSON lines and tables are read alike, nodes and edges in one file or in two. What was written here comes back
as it was, as far as no other program changed it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any, Final

from pathway_graph.formats.attribute_graph import id_text, unique_ids
from pathway_graph.formats.attribute_names import names_of
from pathway_graph.formats.attribute_values import rest_of
from pathway_graph.formats.builder import Collection, cited
from pathway_graph.formats.kgx_files import Record, records_of
from pathway_graph.formats.kgx_words import INVERSES, bare, kind_of_categories, meaning_of, predicate_of
from pathway_graph.formats.kgx_write import ORIGINAL, OWN, as_json
from pathway_graph.formats.losses import LINKS
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.plain_data import WrongData, from_data
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.formats.term_mapping import curie_in
from pathway_graph.identifiers.minting import slug
from pathway_graph.model import Claim, Entity, Network
from pathway_graph.model.attributes import attributes_of
from pathway_graph.model.declaration import referring
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.vocabulary import RELATIONS

__all__ = ["dump", "parse"]
dump = as_json
_SAME: Final = ("same_as", "equivalent_identifiers", "equivalent_curies")
"""Properties of a node that name it otherwise: used where its id is of no known database."""
_CONTEXTS: Final = tuple(
    field.name for field in referring(Claim, "entities") if field.name not in ("subject", "object")
)
_REFERENCES: Final = tuple(field.name for field in referring(Claim, "claims"))
_ANATOMY: Final = {
    "cl": ("cell", "CellType"),
    "cellosaurus": ("cell", "CellLine"),
    "uberon": ("region", "AnatomicalStructure"),
}


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read nodes and edges, of both files where they are two.

    Raises:
        InputError: A file is damaged, or nodes and edges lack what they must have; all of it is told.
    """
    nodes, edges = records_of(raw)
    collection = Collection(raw, "kgx")
    collection.tally.read("nodes", len(nodes))
    collection.tally.read("edges", len(edges))
    for one in (*nodes, *edges):
        if one.missing:
            collection.tally.changed("rows", "cells are missing at their end: taken for empty", _place(one))
    nodes = _once(nodes, collection.tally)
    unique_ids(raw, ((id_text(one.data.get("id")), one.line, one.path) for one in nodes), "node")
    collection.attribute_names = names_of(key for one in edges for key in one.data)
    graph = _Graph(collection, edges)
    for node in nodes:
        collection.here = (node.line, node.path)
        graph.add_node(node)
    for edge in edges:
        collection.here = (edge.line, edge.path)
        graph.add_edge(edge)
    graph.drop_references()
    return collection.finish()


def _place(record: Record) -> str:
    return record.path or f"line {record.line}"


def _once(nodes: Sequence[Record], tally: Tally) -> list[Record]:
    """Return the nodes without those that say again what was said; one that says something else stays, and is refused.

    What is empty says nothing, so that a row that lacks its last cells repeats one that has them empty.
    """
    first: dict[str, dict[str, Any]] = {}
    kept = []
    for one in nodes:
        content = {name: value for name, value in one.data.items() if value not in ("", None, [])}
        identifier = id_text(one.data.get("id"))
        if identifier and first.get(identifier) == content:
            tally.left_out("nodes", "they stand twice and say the same: read once", f"{_place(one)}: {identifier}")
            continue
        first.setdefault(identifier, content)
        kept.append(one)
    return kept


class _Graph:
    """The entities of nodes by the nodes' ids, and the claims of ours by the ids that they had."""

    def __init__(self, collection: Collection, edges: Sequence[Record]) -> None:
        self.collection = collection
        self.ids: dict[str, str] = {}
        stated = [own for one in edges if (own := _stated(one.data)) is not None and "id" in own]
        sources = {str(own.get("source", "")) for own in stated}
        self.prefix = f"{sources.pop()}/" if len(sources) == 1 else ""
        self.claims = {str(own["id"]): f"{collection.source.id}/{slug(self._key(own))}" for own in stated}

    def _key(self, own: Mapping[str, Any]) -> str:
        return str(own["id"]).removeprefix(self.prefix)

    def place(self) -> str:
        line, path = self.collection.here
        return f"line {line}" if line else path

    # Nodes

    def add_node(self, record: Record) -> None:
        """Add the entity of a node."""
        identifier = id_text(record.data["id"])
        own = _stated(record.data)
        if own is not None:
            try:
                self.ids[identifier] = self.collection.add(from_data(Entity, own))
                return
            except WrongData as error:
                self.collection.tally.changed("nodes", "what was written of them is damaged: read as others'",
                                              f"{self.place()}: {error.messages[0]}")  # fmt: skip
        data = {
            name: value for name, value in record.data.items() if name not in ("id", OWN) and value not in ("", None)
        }
        name = str(data.pop("name", "") or "")
        kind = kind_of_categories(_many(data.pop("category", [])))
        own_curie = curie_in(identifier)
        others = (
            [] if own_curie else [curie for key in _SAME for one in _many(data.get(key)) if (curie := curie_in(one))]
        )
        curies = [own_curie] if own_curie else others[:1]
        line = record.line
        self.ids[identifier] = node_entity(self.collection, identifier, name, kind, curies, line=line, rest=data)

    def end(self, identifier: str) -> str:
        """Return the entity of an edge's end; one that no node describes is known by its id."""
        if identifier not in self.ids:
            self.collection.tally.changed("ends of edges", "no node describes them: known by their id", identifier)
            self.ids[identifier] = node_entity(self.collection, identifier)
        return self.ids[identifier]

    # Edges

    def add_edge(self, record: Record) -> None:
        """Add the claim of an edge, or the link that it is."""
        data = {name: value for name, value in record.data.items() if value not in ("", None, [])}
        word = str(data.pop("predicate", "") or data.pop("edge_label", "") or "")
        missing = [name for name, value in (("subject", data.get("subject")), ("predicate", word),
                                            ("object", data.get("object"))) if not value]  # fmt: skip
        if missing:
            self.collection.problem(f"the edge has no {' and no '.join(missing)}", "each edge has all three")
            return
        own = _stated(data)
        data.pop(OWN, None)
        if own is not None and self._restore(own, data, word):
            self.collection.tally.kept("edges")
            return
        if own is not None:
            why = "changed by another program: read as they are now"
            self.collection.tally.changed("edges", why, self.place())
            data["id"] = self._key(own) if "id" in own else data.get("id", "")
        self._add_foreign(data, word)

    def _restore(self, own: Mapping[str, Any], data: Mapping[str, Any], word: str) -> bool:
        """Add a claim or link of ours; return False where the edge does not say the same any more."""
        ends = self.end(id_text(data["subject"])), self.end(id_text(data["object"]))
        if "link" in own:
            source, relation, target = (*own["link"], "", "", "")[:3] if isinstance(own["link"], list) else ("", "", "")
            if (source, target) != ends or relation not in LINKS or predicate_of(relation)["predicate"] != word:
                return False
            name, downwards = LINKS[relation]
            self.collection.link(*((target, name, source) if downwards else (source, name, target)))
            return True
        try:
            claim: Claim = from_data(Claim, own)
        except WrongData:
            return False
        if (claim.subject, claim.object) != ends or claim.relation not in RELATIONS or not _agrees(claim, data, word):
            return False
        said = {one.name: getattr(claim, one.name) for one in dataclass_fields(Claim)}
        stated = {
            name: value for name, value in said.items() if name not in ("id", "subject", "relation", "object", "source")
        }
        for name in _CONTEXTS:
            stated[name] = self._known(name, stated[name])
        for name in _REFERENCES:
            stated[name] = tuple(self.claims.get(one, one) for one in stated[name])
        made = self.collection.claim(self._key(own), ends[0], claim.relation, ends[1], **stated)
        self._cite(made, data)
        return True

    def _known(self, name: str, value: Any) -> Any:
        """Return what of a context is there: another program may have taken its node away."""
        items = value if isinstance(value, tuple) else (value,) if value else ()
        good = tuple(one for one in items if one in self.collection.entities)
        place = f"{self.place()}: {name}"
        self.collection.tally.left_out("contexts", "they are no node", place, len(items) - len(good))
        return good if isinstance(value, tuple) else good[0] if good else ""

    def drop_references(self) -> None:
        """Take out what claims say of claims that are no edge any more."""
        claims = self.collection.claims
        for identifier, claim in claims.items():
            for name in _REFERENCES:
                items = getattr(claim, name)
                good = tuple(one for one in items if one in claims)
                if good != items:
                    why = "that claim is no edge any more"
                    self.collection.tally.left_out("references to claims", why, identifier, len(items) - len(good))
                    changes: Any = {name: good}
                    claims[identifier] = claim = replace(claim, **changes)

    def _add_foreign(self, data: dict[str, Any], word: str) -> None:
        source, target = self.end(id_text(data.pop("subject"))), self.end(id_text(data.pop("object")))
        for name in ("id", "negated"):
            data.setdefault(name, "")
        key, negated = str(data.pop("id")), str(data.pop("negated")).strip().lower() in ("true", "1", "yes")
        data |= _qualifiers(data)
        relation, more, is_inverse = self._meaning(data, word)
        source, target = (target, source) if is_inverse else (source, target)
        if negated and RELATIONS[relation].sign is None:
            self.collection.tally.left_out("edges", "negated: what is not causal is not claimed", self.place())
            return
        if negated:
            self.collection.tally.changed("edges", "negated: no effect was found, leaves_unchanged", self.place())
            relation = "leaves_unchanged"
        sign = RELATIONS[relation].sign
        more["kind"] = "causal" if sign is not None else "interaction" if relation == "binds" else "fact"
        if bare(str(data.get("knowledge_level", ""))) == "prediction":
            more |= {"kind": "hypothesis", "certainty": "hypothesis"}
        more |= self._context(data)
        publications = {"publications": data.pop("publications", [])}
        texts = _many(data.pop("supporting_text", []))
        self.collection.tally.left_out("supporting texts", "the text of others is not copied", self.place(), len(texts))
        for name in ("category", "type", "key"):
            data.pop(name, None)
        attributes = attributes_of(rest_of(self.collection, data, "attributes of edges"))
        claim = self.collection.claim(key, source, relation, target, direction=word, attributes=attributes, **more)
        self._cite(claim, publications)
        self.collection.tally.kept("edges")

    def _meaning(self, data: dict[str, Any], word: str) -> tuple[str, dict[str, Any], bool]:
        """Return relation, what else the claim says, and whether it runs from object to subject."""
        aspect, direction = (str(data.get(f"object_{name}_qualifier", "")) for name in ("aspect", "direction"))
        predicate, is_inverse = INVERSES.get(bare(word), word), bare(word) in INVERSES
        qualified = bare(str(data.get("qualified_predicate", "")))
        reasons = []
        if direction and is_inverse:
            reasons.append("their predicate runs backwards, so whose direction is stated is not clear: no sign")
        if direction and qualified not in ("", "causes", "contributes_to", "affects", "regulates", bare(word)):
            reasons.append("their qualified predicate does not say who causes it: no sign")
        if bare(str(data.get("subject_direction_qualifier", ""))) in ("decreased", "downregulated"):
            reasons.append("they state a fall of the subject: no sign of the subject itself")
        relation, named, why = meaning_of(predicate, "" if reasons else aspect, "" if reasons else direction)
        if reasons and RELATIONS[relation].sign:
            relation = "regulates"
        original = str(data.get("original_predicate", "")).removeprefix(ORIGINAL)
        if str(data.get("original_predicate", "")).startswith(ORIGINAL):
            del data["original_predicate"]
            if original in RELATIONS and RELATIONS[original].sign == RELATIONS[relation].sign and not reasons:
                relation, why = original, ""
        for reason in [*reasons, why] if why else reasons:
            self.collection.tally.changed("edges", reason, f"{self.place()}: {word}")
        how = mechanism_of(str(data.get("causal_mechanism_qualifier", "")).replace("_", " "))
        return relation, {"aspect": named, "mechanism": how.name if how else ""}, is_inverse

    def _context(self, data: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        species = str(data.get("species_context_qualifier", ""))
        if curie_in(species).startswith("ncbitaxon:"):
            del data["species_context_qualifier"]
            found["species"] = self.collection.species(curie_in(species).partition(":")[2])
        places = _many(data.get("anatomical_context_qualifier"))
        field, kind = _ANATOMY.get(curie_in(places[0]).partition(":")[0], ("", "")) if len(places) == 1 else ("", "")
        if field:
            del data["anatomical_context_qualifier"]
            found[field] = self.collection.entity(kind, places[0], [curie_in(places[0])])
        return found

    def _cite(self, claim: str, data: Mapping[str, Any]) -> None:
        for text in _many(data.get("publications")):
            self.collection.cite(claim, cited(text))


def _stated(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what was written here of a node or an edge; None where it was not, or is damaged."""
    text = data.get(OWN)
    try:
        value = json.loads(text) if isinstance(text, str) and text.startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _agrees(claim: Claim, data: Mapping[str, Any], word: str) -> bool:
    """Whether an edge still says what the claim says that it was made of."""
    written = predicate_of(claim.relation)
    qualifiers = ("object_aspect_qualifier", "object_direction_qualifier")
    same = all(str(data.get(name, "")) == written.get(name, "") for name in qualifiers)
    negated = str(data.get("negated", "")).lower() == "true"
    return word == written["predicate"] and same and negated == (claim.relation == "leaves_unchanged")


def _qualifiers(data: dict[str, Any]) -> dict[str, Any]:
    """Take out qualifiers that stand in a list, as in answers of Translator services."""
    found = {}
    for one in data.get("qualifiers", []) if isinstance(data.get("qualifiers"), list) else []:
        if isinstance(one, Mapping) and one.get("qualifier_type_id"):
            found[bare(str(one["qualifier_type_id"]))] = one.get("qualifier_value", "")
    if found:
        del data["qualifiers"]
    return found


def _many(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [] if value in (None, "") else str(value).split("|")
    return [str(one).strip() for one in items if str(one).strip()]
