"""What the attributes of any node or edge mean, by their usual names: entities, claims, evidence; the rest is noted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import count
from typing import Any, Final

from pathway_graph.formats.builder import Cited, Collection, cited, note
from pathway_graph.formats.term_mapping import (
    curie_in,
    curie_of,
    database_of,
    relation_of,
    sign_beside,
    signed,
)
from pathway_graph.identifiers.minting import PREFIXES, mint_entity
from pathway_graph.model import Entity
from pathway_graph.model.claims import ATTRIBUTE, attributes_of
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.mechanisms import mechanism_of
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
RELATION_KEYS: Final = ("relation", "interaction", "i", "shared interaction", "shared_interaction", "type", "edge_type",
                        "label", "predicate")  # fmt: skip
SIGN_KEYS: Final = ("sign", "effect", "consensus_sign", "mor", "weight_sign")
CITATION_KEYS: Final = ("pmid", "pmids", "pubmed", "citation", "citations", "ndex:citation", "reference", "references")
_INTERNAL = re.compile(r"(n|v|id|node|suid)?[_-]?\d+(\.\d+)?", re.IGNORECASE)
"""Ids that a program gives to nodes: 95, n12, node_7."""
_LONGEST = 300


def node_entity(
    made: Collection,
    identifier: str,
    name: str = "",
    kind: str = "",
    curies: list[str] | None = None,
    *,
    line: int = 0,
    rest: Mapping[str, Any] | None = None,
) -> str:
    """Add the entity that a node stands for; the node's own id may be a CURIE or an id of this project."""
    prefix, colon, local = identifier.partition(":")
    own = curie_in(identifier)
    found = [*([own] if own else []), *(curies or []), *([curie_in(name)] if curie_in(name) else [])]
    place = f"line {line}: {identifier}" if line else identifier
    if not found and made.raw.namespace:
        found = _by_namespace(made, identifier, name, place)
    if not found and colon and local and prefix in _KINDS and not re.search(r"\s", identifier):
        return _own_entity(made, identifier, kind or _KINDS[prefix], one_line(name))
    if not kind:
        kind = next((_KIND_OF_CURIE[c.partition(":")[0]] for c in found if c.partition(":")[0] in _KIND_OF_CURIE), "")
    if not kind:
        kind = "Unspecified"
        made.tally.changed("nodes", "their kind is not stated: read as Unspecified", place)
    if not found:
        made.tally.changed("nodes", "no identifier: known within this data set only", place)
    extra = note(rest_of(made, rest or {}, "attributes of nodes", "a note"))
    return made.entity(kind, name or identifier, found, **({"note": extra} if extra else {}))


def _own_entity(made: Collection, identifier: str, kind: str, name: str) -> str:
    """Add the entity of an id of this project; one that was made from an identifier has that identifier again."""
    local = identifier.partition(":")[2] or identifier
    found = mint_entity(kind, name or local, [local], scope=made.source.id) if curie_in(local) else None
    return made.add(found if found and found.id == identifier else Entity(identifier, kind, name or local))


def _by_namespace(made: Collection, identifier: str, name: str, place: str) -> list[str]:
    """Return the identifier that a node's name is, as the user says (``--names-are``).

    The name comes before the node's own id, which is often a number of the program that wrote the file: a Cytoscape
    SUID, a GraphML ``n12``. Such an id counts only where it is the name.
    """
    database = made.raw.namespace
    for text in (name, identifier):
        if text and (text == name or not (name and _INTERNAL.fullmatch(text))):
            curie = curie_of(database, text)
            if curie:
                return [curie]
    why = f"{name or identifier} in {place}" if name else place
    made.tally.changed("nodes", f"their names are no identifiers of {database_of(database) or database}", why)
    return []


def add_edge(made: Collection, source: str, target: str, data: Mapping[str, Any], line: int = 0) -> str:
    """Add the claim that an edge with these attributes states; return its id."""
    rest = dict(data)
    word = take(rest, RELATION_KEYS)
    stated = take(rest, SIGN_KEYS)
    sign, said = sign_beside(word, stated)
    if not sign and not word and str(rest.get("weight", "")) in ("1", "-1"):
        sign = signed(str(rest.pop("weight")))
    place = f"line {line}: {word}" if line else word
    mechanism = take(rest, ("mechanism",)) or said
    if stated and not signed(stated) and stated.strip().lower() not in ("none", "na", "nan", "null"):
        where = f"{place or source}: {stated}"
        made.tally.changed("edges", "their stated sign is not understood and passed over", where)
    relation, how = _relation(made, word, sign, target, place or source)
    citations = [text for key in CITATION_KEYS for text in texts(rest.pop(key, ""))]
    taxon = take(rest, ("taxon", "tax_id", "taxonomy", "organism_id"))
    more: dict[str, Any] = {
        "species": made.species(taxon),
        "mechanism": mechanism or how,
        "site": take(rest, ("residue", "site")),
        "direction": word if relation_of(word) != word else "",
    }
    certainty = rest.get("certainty")
    if certainty in CERTAINTIES:
        more["certainty"] = rest.pop("certainty")
    if relation in ("linked_to", "binds", "part_of", "is_a"):
        more["kind"] = "interaction" if relation == "binds" else "fact"
    if certainty == "hypothesis":
        more["kind"] = "hypothesis"
    others = attributes_of(rest_of(made, rest, "attributes of edges"))
    claim = made.claim("", source, relation, target, attributes=others, **more)
    made.tally.kept("edges")
    for citation in dict.fromkeys(citations):
        publication: Cited = cited(citation)
        made.cite(claim, publication)
    return claim


def _relation(made: Collection, word: str, sign: str, target: str, place: str) -> tuple[str, str]:
    """Return what an edge's word and stated sign make together, and the mechanism that the relation does not say.

    A mechanism says nothing of the direction: a stated sign adds it, and the mechanism stays beside it.
    """
    relation, how = relation_of(word) or sign, mechanism_of(word)
    if not relation:
        made.tally.changed("edges", "their relation is not known: read as linked_to", place)
        return "linked_to", ""
    if not sign or relation in _agreeing(sign):
        return relation, how.name if how and how.code and how.relation == "modifies" else ""
    if how is None:
        made.tally.changed("edges", "their stated sign replaces a relation of another sign", place)
        return sign, ""
    made.tally.changed("edges", "their relation is a mechanism: the stated sign stands, by that mechanism", place)
    if made.entities[target].kind == "ProteinState":
        sign = {"activates": "increases", "inhibits": "decreases"}.get(sign, sign)
    return sign, how.name


@cache
def _agreeing(relation: str) -> set[str]:
    sign = RELATIONS[relation].sign
    return {one.name for one in RELATIONS.values() if one.sign == sign}


def take(data: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Remove the first of *keys* that has a value (blanks are none), whatever its letter case; return it as text."""
    folded = {key.lower(): key for key in data}
    for key in keys:
        if key in folded and _text(data[folded[key]]).strip():
            return _text(data.pop(folded[key]))
    return ""


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
        return [str(one).strip() for one in value if str(one).strip()]
    return [part.strip() for part in re.split(r"[;|]", str(value)) if part.strip()] if value not in (None, "") else []


def context_entity(made: Collection, field: str, identifier: str) -> str:
    """Add the entity of a claim's context by its id, which may say its kind; nothing, which is reported, for no id."""
    if re.search(r"\s", identifier):
        made.tally.left_out("contexts", f"{field} is no id", identifier)
        return ""
    kinds = CONTEXT_KINDS[field]
    kind = _KINDS.get(identifier.partition(":")[0], "")
    if kind not in kinds:
        kind = kinds[0]
        if len(kinds) > 1:
            made.tally.changed("contexts", f"their id does not say their kind: read as {kind}", identifier)
    return _own_entity(made, identifier, kind, "")


def rest_of(made: Collection, data: Mapping[str, Any], what: str, holder: str = "an attribute") -> dict[str, str]:
    """Return what of *data* the model has no field for; what its *holder* cannot hold is left out and counted."""
    kept: dict[str, str] = {}
    for key in sorted(data):
        value = data[key]
        if value in ("", None, [], {}):
            continue
        items = value if isinstance(value, list) else [value]
        text = ", ".join(map(str, items))
        if any(isinstance(one, dict | list) for one in items):
            made.tally.left_out(what, f"nested, which {holder} does not hold", key)
        elif len(text) > _LONGEST:
            made.tally.left_out(what, f"longer than {holder} holds", key)
        elif name := made.attribute_names.get(key) or names_of([key])[key]:
            kept[name] = " ".join(text.split())
        else:
            made.tally.left_out(what, "their name has neither letter nor digit", key)
    return kept


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the attribute's name for each key of a file: the key itself where it may be one, else the nearest free.

    All keys of a file are named together, so that no two are one and each is called the same in every edge. What has
    neither letter nor digit has no name.

    >>> names_of(["p value", "p.value", "p_value", "ün", "%"])
    {'%': '', 'p value': 'p_value_2', 'p.value': 'p.value', 'p_value': 'p_value', 'ün': '_ün'}
    """
    found = {key: key if ATTRIBUTE.fullmatch(key) else "" for key in sorted(set(keys))}
    taken = set(found.values())
    for key in [key for key, name in found.items() if not name and re.search(r"[^\W_]", key)]:
        near = re.sub(r"[^\w.-]+", "_", key).strip("_.-")[:90]
        near = near if ATTRIBUTE.match(near) else f"_{near}"
        numbers = (f"{near}_{number}" for number in count(2))
        found[key] = near if near not in taken else next(one for one in numbers if one not in taken)
        taken.add(found[key])
    return found
