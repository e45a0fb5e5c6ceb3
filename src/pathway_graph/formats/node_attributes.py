"""The entity that a node of any file stands for, by its id, its name and the usual names of attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pathway_graph.formats.attribute_values import rest_of, take, text_of, texts
from pathway_graph.formats.builder import Collection, note
from pathway_graph.formats.gene_names import add_named, is_absent, is_joined, is_plain_symbol
from pathway_graph.formats.term_mapping import curie_in, curie_of, database_of, kind_of
from pathway_graph.identifiers.minting import GENE_PRODUCTS, PREFIXES, mint_entity
from pathway_graph.model import Entity
from pathway_graph.model.fields import CONTEXT_KINDS
from pathway_graph.model.values import one_line

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
_INTERNAL = re.compile(r"(n|v|id|node|suid)?[_-]?\d+(\.\d+)?", re.IGNORECASE)
"""Ids that a program gives to nodes: 95, n12, node_7."""


def take_name(data: dict[str, Any], node: str) -> str:
    """Take the name of a node out of its attributes, else its id in the file, *node*.

    A name that is such an id gives way to another: networkx writes one for Cytoscape.js where there is none.

    >>> take_name({"name": "n3", "label": "nutlin-3"}, "n3"), take_name({"name": "TP53", "label": "p53"}, "TP53")
    ('nutlin-3', 'TP53')
    """
    name = take(data, NAME_KEYS)
    if name == node and _INTERNAL.fullmatch(node):
        name = take(data, NAME_KEYS)
    return name or node


def take_kind(data: dict[str, Any]) -> str:
    """Take the kind of a node out of its attributes: the first word of them that is one; others stay.

    >>> data = {"type": "transcription factor", "class": "protein"}
    >>> take_kind(data), data
    ('Protein', {'type': 'transcription factor'})
    """
    folded = {key.lower(): key for key in reversed(data)}
    for key in (folded[name] for name in KIND_KEYS if name in folded):
        if kind := kind_of(text_of(data[key])):
            del data[key]
            return kind
    return ""


def take_curies(data: dict[str, Any], node: str) -> list[str]:
    """Take the identifiers of a node out of its attributes; a value that is none stays, but for the node's own id.

    Args:
        data: The attributes.
        node: The node's id in the file.

    >>> data = {"uniprot": "P04637", "xref": "hgnc:11998|my:1", "id": "n1"}
    >>> take_curies(data, "n1"), data
    (['hgnc:11998', 'uniprot:P04637'], {'xref': 'hgnc:11998|my:1'})
    """
    found: list[str] = []
    for key in CURIE_KEYS:
        stated = texts(data.get(key, ""))
        curies = [curie_in(text) or curie_of(key, text) for text in stated]
        found += filter(None, curies)
        if all(curie or text == node for curie, text in zip(curies, stated, strict=True)):
            data.pop(key, None)
    return found


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
    if not (name or kind or curies or rest) and is_plain_symbol(collection, identifier):
        return add_named(collection, identifier)
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


def named_context(collection: Collection, field: str, text: str) -> str:
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
