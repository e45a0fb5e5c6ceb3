"""The claim that an edge of any file states, by the usual names of attributes: relation, sign, citations, the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from pathway_graph.formats.attribute_values import rest_of, take, text_of, texts
from pathway_graph.formats.backwards import backwards_in
from pathway_graph.formats.builder import Cited, Collection, Said, cited
from pathway_graph.formats.denied import denied, take_negation
from pathway_graph.formats.experiment_attributes import experiment_of
from pathway_graph.formats.gene_names import is_absent
from pathway_graph.formats.sign_pairs import sign_in
from pathway_graph.formats.species_words import taxon_of
from pathway_graph.formats.supposed import certainty_in
from pathway_graph.formats.term_mapping import number_in, relation_of, sign_beside, signed, turned
from pathway_graph.formats.unread_signs import DIRECTED, tell_of_unread_signs
from pathway_graph.model.attributes import attributes_of
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.values import one_line
from pathway_graph.model.vocabulary import RELATIONS

RELATION_KEYS: Final = ("relation", "interaction", "i", "shared interaction", "shared_interaction", "interaction_type",
                        "type", "edge_type", "label", "predicate", "mode_of_regulation", "mode of regulation",
                        "regulation", "relationship", "relationship_type")  # fmt: skip
SIGN_KEYS: Final = ("sign", "effect", "consensus_sign", "mor", "weight_sign")
SIGN_WORDS: Final = ("mode", "regulation_type", "type_of_regulation", "edge_sign", "interaction_sign", "effect_sign",
                     "mode_of_action", "action", "direction", "stimulation_inhibition", "moa",
                     "polarity", "action_type")  # fmt: skip
"""Names that say a sign where no other does: of a table's columns if every cell is one, else only told."""
_HEADS: Final = ("arrow", "arrowhead", "arrow_shape", "target_arrow", "target_arrow_shape", "target-arrow-shape")
SPECIES_KEYS: Final = ("taxon", "tax_id", "taxonomy", "organism_id", "ncbi_tax_id", "species", "organism")
WEIGHT: Final = "weight"
"""What says a sign where `formats.weights` finds that the weights of the whole file do."""
CITATION_KEYS: Final = ("pmid", "pmids", "pubmed", "pubmed_id", "pubmed id", "pubmed_ids", "pubmedid", "pubmedids",
                        "citation", "citations", "ndex:citation", "reference", "references",
                        "references_(pmid)")  # fmt: skip
_TOLD: Final = (*RELATION_KEYS, *SIGN_KEYS, *SIGN_WORDS, *_HEADS, WEIGHT, *DIRECTED)
"""Names of what may say a sign beside the one that counts, or that there is no direction."""
_JOINED: Final = frozenset(("mechanism", "residue", "site"))
"""Fields that hold several values of a list in one text."""
CELL: Final = "context.cell"
"""Key of the cell that a claim is about, as readers of known layouts set it; no file has such a column."""


def add_edge(collection: Collection, source: str, target: str, data: Mapping[str, Any], line: int = 0) -> str:
    """Add the claim that an edge with these attributes states; return its id, nothing for one that denies a link."""
    rest = dict(data)
    is_said = any(text_of(value).strip() for key, value in rest.items() if key.lower() in (*RELATION_KEYS, *SIGN_KEYS))
    if not is_said and (sign := sign_in(rest)):
        rest["sign"] = sign
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
    bare = [re.sub(r"[\[\](){}'\"]", "", text) if _LIST.fullmatch(text) else text for text in found]
    return [one for text in bare for one in (re.split(r"[,\s]+", text) if _NUMBERS.fullmatch(text) else [text])]


_NUMBERS: Final = re.compile(r"\d{5,9}(\.0)?([,\s]+\d{5,9}(\.0)?)+")
_LIST: Final = re.compile(r"[\[({].*[\])}]")
"""A list as Python writes it into a cell."""


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
    rest |= {key: "; ".join(texts(rest[key])) for key in _JOINED & rest.keys() if isinstance(rest[key], list)}
    word, stated = take(rest, RELATION_KEYS), take(rest, SIGN_KEYS)
    position = ": ".join(filter(None, (f"line {line}" if line else "", word)))
    is_null = relation_of(word) == "leaves_unchanged"
    is_negated = take_negation(rest) or (bool(relation_of(word)) and signed(stated) == "leaves_unchanged")
    if (is_negated or is_null) and stated:  # it says which effect was looked for, or that none was found
        rest["negated_sign"] = stated
        stated = "" if is_null or signed(stated) == "leaves_unchanged" else stated
    if turning := backwards_in({key: text_of(value) for key, value in rest.items()}):
        why = "an attribute says that they run backwards, or both ways: linked_to, without a sign"
        collection.tally.changed("edges", why, f"{position or source}: {turning} {text_of(rest[turning])}")
        rest |= {name: text for name, text in (("stated_relation", word), ("stated_sign", stated)) if text}
        word, stated = "linked_to", ""
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
    others = {key: text_of(rest.get(key)) for key in _TOLD}
    tell_of_unread_signs(collection, others, stated or sign or word, position or source)
    mechanism = take(rest, ("mechanism",)) or said
    if stated and not signed(stated) and stated.strip().lower() not in ("none", "na", "nan", "null"):
        where = f"{position or source}: {stated}"
        collection.tally.changed("edges", "their stated sign is not understood and passed over", where)
    relation, how = _relation(collection, word, sign, target, position or source)
    if is_negated:
        relation = denied(collection, relation, position or source)
    taxon = _taxon(collection, rest, position or source)
    more: dict[str, Any] = {
        "species": collection.species(taxon),
        "mechanism": mechanism or how,
        "site": take(rest, ("residue", "site")),
        "cell": collection.entity("CellType", one_line(cell)) if (cell := rest.pop(CELL, "")) else "",
        "direction": word if relation_of(word) != word else "",
    }
    more |= experiment_of(collection, rest, "edges", position)
    certainty = certainty_in(collection, rest, position or source)
    if certainty:
        more["certainty"] = certainty
    if relation in ("linked_to", "binds", "part_of", "is_a", "leaves_unchanged"):
        more["kind"] = "interaction" if relation == "binds" else "fact"
    if certainty == "hypothesis":
        more["kind"] = "hypothesis"
    more["attributes"] = attributes_of(rest_of(collection, rest, "attributes of edges"))
    return is_turned, relation, Said.of(more)


def _taxon(collection: Collection, rest: dict[str, Any], position: str) -> str:
    """Take the species out of an edge's attributes, by number or by name; what is not one of them stays there."""
    folded = {key.lower(): key for key in rest}
    for key in (folded[name] for name in SPECIES_KEYS if name in folded):
        stated = "; ".join(texts(rest[key]))
        if taxon := taxon_of(stated):
            del rest[key]
            return taxon
        if not is_absent(stated):
            why = "their species is none that is known, or several: it stays an attribute, and the claim has none"
            collection.tally.changed("edges", why, f"{position}: {stated}")
    return ""


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


def _tell_of_capitals(collection: Collection, data: Mapping[str, Any], position: str) -> None:
    """Count an edge whose relation or sign stands twice, under names that differ in capitals only, and differs too."""
    if len({key.lower() for key in data}) == len(data):
        return
    for name in (*RELATION_KEYS, *SIGN_KEYS):
        values = {text_of(value).strip().lower() for key, value in data.items() if key.lower() == name} - {""}
        if len(values) > 1:
            why = f"{name} stands twice, with and without capitals: one counts, the other is kept as an attribute"
            collection.tally.changed("edges", why, f"{position}: {', '.join(sorted(values))}".lstrip(": "))
