"""What the attributes of any node or edge mean, by their usual names: entities, claims, evidence; the rest is noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from pathway_graph.formats.attribute_names import names_of as names_of
from pathway_graph.formats.builder import Cited, Collection, Said, cited, note
from pathway_graph.formats.convert import WrongText, convert_text
from pathway_graph.formats.denied import denied, take_negation
from pathway_graph.formats.gene_names import add_named, is_absent, is_joined
from pathway_graph.formats.species_words import taxon_of
from pathway_graph.formats.term_mapping import (
    curie_in,
    curie_of,
    database_of,
    number_in,
    relation_of,
    sign_beside,
    signed,
    turned,
)
from pathway_graph.formats.unread_signs import DIRECTED, tell_of_unread_signs
from pathway_graph.identifiers.minting import GENE_PRODUCTS, PREFIXES, mint_entity
from pathway_graph.model import Claim, Entity
from pathway_graph.model.attributes import (
    AttributeValue,
    attribute_value,
    attributes_of,
    map_texts,
    why_no_value,
)
from pathway_graph.model.declaration import declared
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.validate import wrong_experiment
from pathway_graph.model.values import one_line
from pathway_graph.model.vocabulary import CERTAINTIES, RELATIONS

_KINDS: Final = {prefix: kind for kind, prefix in PREFIXES.items()} | {"sys": "Pathway"}
"""Kinds by the first part of an id of this project; the guide's systems are pathways."""
_KIND_OF_CURIE: Final = {
    "chebi": "SmallMolecule", "pubchem.compound": "SmallMolecule", "hmdb": "SmallMolecule", "drugbank": "SmallMolecule",
    "cas": "SmallMolecule", "kegg.compound": "SmallMolecule", "hgnc": "Protein", "hgnc.symbol": "Protein",
    "uniprot": "Protein", "ncbigene": "Protein", "ensembl": "Protein", "mgi": "Protein", "rgd": "Protein",
    "go": "BiologicalProcess", "reactome": "Pathway", "wikipathways": "Pathway", "fplx": "ProteinFamily",
    "mirbase": "Transcript", "mirbase.mature": "Transcript", "complexportal": "Complex", "doid": "Disease",
    "mondo": "Disease", "hp": "Phenotype",
}  # fmt: skip
NAME_KEYS: Final = ("name", "shared name", "shared_name", "label", "n", "node_name", "display_name", "text")
KIND_KEYS: Final = ("kind", "type", "node_type", "nodetype", "class", "entity_type")
CURIE_KEYS: Final = ("curie", "represents", "r", "xref", "identifier", "uniprot", "alias", "id", "database_id")
RELATION_KEYS: Final = ("relation", "interaction", "i", "shared interaction", "shared_interaction", "interaction_type",
                        "type", "edge_type", "label", "predicate", "mode_of_regulation", "mode of regulation",
                        "regulation", "relationship", "relationship_type")  # fmt: skip
SIGN_KEYS: Final = ("sign", "effect", "consensus_sign", "mor", "weight_sign")
WEIGHT: Final = "weight"
"""What says a sign where `formats.weights` finds that the weights of the whole file do."""
CITATION_KEYS: Final = ("pmid", "pmids", "pubmed", "pubmed_id", "pubmed id", "pubmed_ids", "pubmedid", "citation",
                        "citations", "ndex:citation", "reference", "references")  # fmt: skip
_INTERNAL = re.compile(r"(n|v|id|node|suid)?[_-]?\d+(\.\d+)?", re.IGNORECASE)
"""Ids that a program gives to nodes: 95, n12, node_7."""
CELL: Final = "context.cell"
"""Key of the cell that a claim is about, as readers of known layouts set it; no file has such a column."""
MAX_ATTRIBUTE: Final = 300
"""Longest text that is taken over as an attribute, in characters."""


def node_entity(
    collection: Collection,
    identifier: str,
    name: str = "",
    kind: str = "",
    curies: list[str] | None = None,
    *,
    line: int = 0,
    rest: Mapping[str, Any] | None = None,
) -> str:
    """Add the entity that a node stands for; the node's own id may be a CURIE or an id of this project.

    A node of that many attributes and no *rest*, which many rows of a table name, is worked out once.
    """
    if not line or rest:
        return _node(collection, identifier, name, kind, curies or (), line, rest or {})
    key = (identifier, name, kind, *(curies or ()))
    return collection.once(key, lambda: _node(collection, identifier, name, kind, curies or (), line, {}))


def _node(
    collection: Collection,
    identifier: str,
    name: str,
    kind: str,
    curies: Sequence[str],
    line: int,
    rest: Mapping[str, Any],
) -> str:
    prefix, colon, local = identifier.partition(":")
    own = curie_in(identifier)
    identifiers = [*([own] if own else []), *curies, *([curie_in(name)] if curie_in(name) else [])]
    position = f"line {line}: {identifier}" if line else identifier
    if not identifiers and collection.raw.namespace:
        identifiers = _by_namespace(collection, identifier, name, position)
        symbol = identifiers[0].partition(":")[2] if identifiers and identifiers[0].startswith("hgnc.symbol:") else ""
        if is_absent(symbol or "x"):
            identifiers = []
        elif symbol and kind in ("", *GENE_PRODUCTS) and not rest and (own := add_named(collection, symbol, kind)):
            return own
    if not identifiers and colon and local and prefix in _KINDS and not re.search(r"\s", identifier):
        return _own_entity(collection, identifier, kind or _KINDS[prefix], one_line(name))
    if not kind:
        kind = next(
            (_KIND_OF_CURIE[c.partition(":")[0]] for c in identifiers if c.partition(":")[0] in _KIND_OF_CURIE), ""
        )
    if not kind:
        kind = "Unspecified"
        collection.tally.changed("nodes", "their kind is not stated: read as Unspecified", position)
    if not identifiers:
        collection.tally.changed("nodes", "no identifier: known within this data set only", position)
    extra = note(rest_of(collection, rest, "attributes of nodes", "a note"))
    return collection.entity(kind, name or identifier, identifiers, **({"note": extra} if extra else {}))


def _own_entity(collection: Collection, identifier: str, kind: str, name: str) -> str:
    """Add the entity of an id of this project; one that was made from an identifier has that identifier again."""
    local = identifier.partition(":")[2] or identifier
    entity = mint_entity(kind, name or local, [local], scope=collection.source.id) if curie_in(local) else None
    return collection.add(entity if entity and entity.id == identifier else Entity(identifier, kind, name or local))


def _by_namespace(collection: Collection, identifier: str, name: str, position: str) -> list[str]:
    """Return the identifier that a node's name is, as the user says (``--names-are``).

    The name comes before the node's own id, which is often a number of the program that wrote the file: a Cytoscape
    SUID, a GraphML ``n12``. Such an id counts only where it is the name.
    """
    database = collection.raw.namespace
    for text in (name, identifier):
        if text and (text == name or not (name and _INTERNAL.fullmatch(text))):
            curie = curie_of(database, text)
            if not curie and database_of(database) in ("hgnc.symbol", "hgnc") and is_joined(text):
                curie = f"hgnc.symbol:{text}"
            if curie:
                return [curie]
    why = f"{name or identifier} in {position}" if name else position
    collection.tally.changed("nodes", f"their names are no identifiers of {database_of(database) or database}", why)
    return []


def add_edge(collection: Collection, source: str, target: str, data: Mapping[str, Any], line: int = 0) -> str:
    """Add the claim that an edge with these attributes states; return its id, nothing for one that denies a link."""
    rest = dict(data)
    citations = citations_of(rest)
    is_turned, relation, said = _said(collection, rest, source, target, line)
    return state(collection, (target, source) if is_turned else (source, target), relation, said, citations)


def add_row(collection: Collection, source: str, target: str, data: Mapping[str, str], line: int) -> str:
    """Add the claim that a row of a table states, as `add_edge` does; what many rows say alike is worked out once."""
    (is_turned, relation, said), citations, _ = said_by_row(collection, source, target, data, line)
    return state(collection, (target, source) if is_turned else (source, target), relation, said, citations)


def said_by_row(
    collection: Collection, source: str, target: str, data: Mapping[str, str], line: int
) -> tuple[tuple[bool, str, Said], list[str], bool]:
    """Return what a row says, as `_said` does, what it cites, and whether the first is settled for all rows like it."""
    rest = {name: text for name, text in data.items() if text}
    citations = citations_of(rest)
    key = (*(collection.entities[end].kind == "ProteinState" for end in (source, target)), tuple(rest.items()))
    said = collection.once(key, lambda: _said(collection, rest, source, target, line))
    return said, citations, collection.is_settled(key)


def citations_of(rest: dict[str, Any]) -> list[str]:
    """Take the citations out of what an edge says."""
    found = [text for key in CITATION_KEYS if key in rest for text in texts(rest.pop(key))]
    return [one for text in found for one in (re.split(r"[,\s]+", text) if _NUMBERS.fullmatch(text) else [text])]


_NUMBERS: Final = re.compile(r"\d{5,9}([,\s]+\d{5,9})+")


def state(collection: Collection, ends: tuple[str, str], relation: str, said: Said, citations: Sequence[str]) -> str:
    """Add the claim of these ends; return its id, nothing where it has no relation: it denies a link."""
    if not relation:
        return ""
    claim = collection.claim_saying(said, ends[0], relation, ends[1])
    collection.tally.kept("edges")
    for citation in dict.fromkeys(citations):
        publication: Cited = cited(citation)
        collection.cite(claim, publication)
    return claim


def _said(collection: Collection, rest: dict[str, Any], source: str, target: str, line: int) -> tuple[bool, str, Said]:
    """Return whether an edge with these attributes runs from its second end to its first, its relation, and the rest.

    Of the ends it depends on whether one is a protein in a state; *source* and *line* tell where it stands.
    """
    given = dict(rest)
    word, stated = take(rest, RELATION_KEYS), take(rest, SIGN_KEYS)
    position = f"line {line}: {word}" if line else word
    if is_negated := take_negation(rest):
        rest |= {"negated_sign": stated} if stated else {}
    is_turned = bool(turned(word))
    if is_turned:
        collection.tally.changed("edges", "their relation is passive: read from the second end to the first", position)
        source, target, word = target, source, turned(word)
    sign, said = sign_beside(word, stated)
    if not sign and not word and collection.weights_are_signs and signed(str(rest.get(WEIGHT, ""))):
        stated = str(rest.pop(WEIGHT))
        sign = signed(stated)
    if (number := number_in(stated)) is not None and abs(number) not in (0, 1):
        rest.setdefault(WEIGHT, stated)  # a size beside the sign stays an attribute
    _tell_of_capitals(collection, given, position)
    others = {key: _text(rest.get(key)) for key in (*RELATION_KEYS, *SIGN_KEYS, WEIGHT, *DIRECTED)}
    tell_of_unread_signs(collection, others, stated or sign or word, position or source)
    mechanism = take(rest, ("mechanism",)) or said
    if stated and not signed(stated) and stated.strip().lower() not in ("none", "na", "nan", "null"):
        where = f"{position or source}: {stated}"
        collection.tally.changed("edges", "their stated sign is not understood and passed over", where)
    relation, how = _relation(collection, word, sign, target, position or source)
    if is_negated:
        relation = denied(collection, relation, position or source)
    taxon = _taxon(rest)
    more: dict[str, Any] = {
        "species": collection.species(taxon),
        "mechanism": mechanism or how,
        "site": take(rest, ("residue", "site")),
        "cell": collection.entity("CellType", one_line(cell)) if (cell := rest.pop(CELL, "")) else "",
        "direction": word if relation_of(word) != word else "",
    }
    more |= experiment_of(collection, rest, "edges", position)
    certainty = rest.get("certainty")
    if certainty in CERTAINTIES:
        more["certainty"] = rest.pop("certainty")
    if relation in ("linked_to", "binds", "part_of", "is_a", "leaves_unchanged"):
        more["kind"] = "interaction" if relation == "binds" else "fact"
    if certainty == "hypothesis":
        more["kind"] = "hypothesis"
    more["attributes"] = attributes_of(rest_of(collection, rest, "attributes of edges"))
    return is_turned, relation, Said.of(more)


def _taxon(rest: dict[str, Any]) -> str:
    """Take the species out of an edge's attributes, by number or by name; a name that is not known stays there."""
    stated = take(rest, ("taxon", "tax_id", "taxonomy", "organism_id", "ncbi_tax_id"))
    if not stated:
        key = next((key for key in ("species", "organism") if taxon_of(_text(rest.get(key)))), "")
        stated = _text(rest.pop(key)) if key else ""
    return taxon_of(stated) or stated


def _relation(collection: Collection, word: str, sign: str, target: str, position: str) -> tuple[str, str]:
    """Return what an edge's word and stated sign make together, and the mechanism that the relation does not say.

    A mechanism says nothing of the direction: a stated sign adds it, and the mechanism stays beside it.
    """
    relation, how = relation_of(word) or sign, mechanism_of(word)
    if not relation:
        collection.tally.changed("edges", "their relation is not known: read as linked_to", position)
        return "linked_to", ""
    if not sign or relation in _agreeing(sign):
        return relation, how.name if how and how.code and how.relation == "modifies" else ""
    if how is None:
        collection.tally.changed("edges", "their stated sign replaces a relation of another sign", position)
        return sign, ""
    collection.tally.changed(
        "edges", "their relation is a mechanism: the stated sign stands, by that mechanism", position
    )
    if collection.entities[target].kind == "ProteinState":
        sign = {"activates": "increases", "inhibits": "decreases"}.get(sign, sign)
    return sign, how.name


@cache
def _agreeing(relation: str) -> set[str]:
    sign = RELATIONS[relation].sign
    return {other.name for other in RELATIONS.values() if other.sign == sign}


def take(data: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Remove the first of *keys* that has a value (blanks are none); return it as text.

    Letter case does not matter; of two names that differ in it only, the one in small letters comes first.
    """
    folded = {key.lower(): key for key in data}
    for key in keys:
        for name in (key, folded.get(key, key)):
            if _text(data.get(name)).strip():
                return _text(data.pop(name))
    return ""


def _tell_of_capitals(collection: Collection, data: Mapping[str, Any], position: str) -> None:
    """Count an edge whose relation or sign stands twice, under names that differ in capitals only, and differs too."""
    if len({key.lower() for key in data}) == len(data):
        return
    for name in (*RELATION_KEYS, *SIGN_KEYS):
        values = {_text(value).strip().lower() for key, value in data.items() if key.lower() == name} - {""}
        if len(values) > 1:
            why = f"{name} stands twice, with and without capitals: one counts, the other is kept as an attribute"
            collection.tally.changed("edges", why, f"{position}: {', '.join(sorted(values))}".lstrip(": "))


def _text(value: Any) -> str:
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
        values[name] = _named(collection, name, values[name])
    return values


_BY_NAME: Final = tuple(field for field in declared(Claim) if field.by_name)
EXPERIMENT: Final = tuple(field.name for field in _BY_NAME)
"""Fields of a claim that say how an experiment was done."""


def _named(collection: Collection, field: str, text: str) -> str:
    """Add the entity of a claim's context that a file names by an id of this project, a CURIE or just a name."""
    if _KINDS.get(text.partition(":")[0], "") in CONTEXT_KINDS[field] and not re.search(r"\s", text):
        return context_entity(collection, field, text)
    curie = curie_in(text)
    return collection.entity(CONTEXT_KINDS[field][0], text, [curie] if curie else [])


def context_entity(collection: Collection, field: str, identifier: str) -> str:
    """Add the entity of a claim's context by its id, which may say its kind; nothing, which is reported, for no id."""
    if re.search(r"\s", identifier):
        collection.tally.left_out("contexts", f"{field} is no id", identifier)
        return ""
    kind = _KINDS.get(identifier.partition(":")[0], "Unspecified")
    kinds = CONTEXT_KINDS.get(field, (kind,))
    if kind not in kinds or kind == "Unspecified":
        kind = kinds[0]
        if len(kinds) > 1 or kind == "Unspecified":
            collection.tally.changed("contexts", f"their id does not say their kind: read as {kind}", identifier)
    return _own_entity(collection, identifier, kind, "")


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
