"""Write a network as a BEL graph in PyBEL's node-link JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from pathway_graph.formats.bel_terms import node_of, term_of
from pathway_graph.formats.losses import NOT_STATED, count_fields
from pathway_graph.formats.plain_data import to_data
from pathway_graph.formats.raw import Encoded, json_bytes
from pathway_graph.formats.report import Tally
from pathway_graph.model import Claim, Entity, Network, Publication
from pathway_graph.model.attributes import AttributeValue
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.model.vocabulary import RELATIONS

FROM_BEL: Final = {
    "increases": "increases", "directlyIncreases": "increases", "decreases": "decreases",
    "directlyDecreases": "decreases", "regulates": "regulates", "causesNoChange": "leaves_unchanged",
    "positiveCorrelation": "correlates_with", "negativeCorrelation": "anticorrelates_with",
    "association": "linked_to", "noCorrelation": "linked_to", "correlation": "linked_to", "binds": "binds",
    "partOf": "part_of", "isA": "is_a", "hasVariant": "variant_of", "hasComponent": "has_part", "hasMember": "has_part",
    "hasReactant": "has_part", "hasProduct": "has_part", "biomarkerFor": "biomarker_of",
    "prognosticBiomarkerFor": "prognostic_of", "transcribedTo": "transcribed_to", "translatedTo": "translated_to",
    "orthologous": "homologous_to", "equivalentTo": "linked_to", "rateLimitingStepOf": "required_for",
    "subProcessOf": "part_of", "analogousTo": "linked_to",
}  # fmt: skip
"""Relations of BEL, and the relation of each."""
OWN_FIELDS: Final = ("certainty", "kind", "aspect", "mechanism", "site", "species", "region", "cell", "condition",
                     "qualifier", "view", "reference")  # fmt: skip
"""Fields of claims that are written as annotations of our own, besides what BEL says in its own way."""
OWN_ATTRIBUTES: Final = ("bel_subject", "bel_object", "bel_annotations", "bel_line")
"""Attributes of a claim that hold what a BEL edge says besides: modifiers, annotations, the line of the script."""
_OTHERS: Final = {"variant_of": "hasVariant", "has_part": "hasComponent", "leaves_unchanged": "causesNoChange",
                  "state_of": "hasVariant"}  # fmt: skip
_FUNCTION: Final = {
    "Gene": "Gene", "Transcript": "RNA", "Protein": "Protein", "ProteinState": "Protein", "ProteinFamily": "Protein",
    "Variant": "Protein", "Complex": "Complex", "BiologicalProcess": "BiologicalProcess",
    "Pathway": "BiologicalProcess", "Phenotype": "Pathology", "Disease": "Pathology", "Condition": "Pathology",
}  # fmt: skip
_REVERSED: Final = {"hasVariant"}
_TURNED: Final = {
    "increases": "decreases", "decreases": "increases",
    "correlates_with": "anticorrelates_with", "anticorrelates_with": "correlates_with",
}  # fmt: skip


def turned(relation: str, modifiers: Iterable[Any]) -> str:
    """Return what a relation of BEL says of the things themselves where it speaks of their degradation.

    What increases the degradation of a protein decreases the protein.

    >>> turned("increases", [None, {"modifier": "Degradation"}]), turned("regulates", [{"modifier": "Degradation"}])
    ('decreases', 'regulates')
    """
    degraded = sum(isinstance(one, dict) and one.get("modifier") == "Degradation" for one in modifiers)
    return _TURNED.get(relation, relation) if degraded % 2 else relation


def dump(network: Network) -> Encoded:
    """Write one node per entity, one edge per claim and study behind it, and one per structural link."""
    tally = Tally()
    numbers: dict[str, int] = {}
    nodes: list[dict[str, Any]] = []
    used: set[str] = set()
    for entity in network.entities:
        numbers[entity.id] = len(nodes)
        nodes.append(_node(entity, tally, used))
    tally.kept("entities", len(nodes))
    studies: dict[str, list[Publication]] = defaultdict(list)
    for publication in network.publications:
        if publication.pmid or publication.doi:
            for identifier in publication.claims:
                studies[identifier].append(publication)
        else:
            tally.left_out("publications", "they have neither PubMed number nor DOI", publication.id)
    links = []
    for claim in network.claims:
        known: list[Publication | None] = [*sorted(studies[claim.id], key=lambda one: one.id)]
        for study in known or [None]:
            links.append(_link(network, claim, study, numbers))
        tally.kept("claims")
    for edge in network.edges:
        if edge.structural and not edge.claims:
            word = _word(edge.relation)
            ends = (edge.target, edge.source) if word in _REVERSED else (edge.source, edge.target)
            links.append(_keyed({"relation": word, "source": numbers[ends[0]], "target": numbers[ends[1]],
                                 "annotations": {"PathwayGraphRelation": {edge.relation: True}}}))  # fmt: skip
    count_fields(tally, "claims", network.claims, {*OWN_FIELDS, "note", "direction", "attributes"})
    for claim in network.claims:
        if claim.note:
            tally.left_out("notes", "BEL has no place for them", claim.id)
    numbered = sum(bool(one.pmid or one.doi) for one in network.publications)
    tally.changed("publications", "without title, status and verification", count=numbered)
    for part in (part for part in SPOKEN_OF if part != "publications"):
        tally.left_out(part, "BEL has no place for them", count=len(getattr(network, part)))
    document = {"directed": True, "multigraph": True, "graph": _about(network, links), "nodes": nodes, "links": links}
    return Encoded({"": json_bytes(document)}, tally.report("", "bel"))


def _about(network: Network, links: list[dict[str, Any]]) -> dict[str, Any]:
    names = sorted({name for link in links for name in link.get("annotations", {})})
    return {
        "annotation_list": {name: _values(links, name) for name in names}, "annotation_pattern": {},
        "annotation_url": {}, "namespace_pattern": {}, "namespace_url": {}, "path": None, "pybel_version": "0.15.5",
        "document_metadata": {
            "name": ", ".join(s.title or s.id for s in network.sources) or "network",
            "version": ", ".join(s.version for s in network.sources if s.version) or "1.0.0",
            "licenses": ", ".join(s.license for s in network.sources if s.license),
        },
    }  # fmt: skip


def _node(entity: Entity, tally: Tally, used: set[str]) -> dict[str, Any]:
    node = node_of(entity.bel) if entity.bel else None
    if node is None:
        node = {"function": _FUNCTION.get(entity.kind, "Abundance")}
        prefix, colon, local = entity.curie.partition(":")
        concept = {"namespace": prefix, "identifier": local, "name": entity.name}
        node["concept"] = concept if colon else {"namespace": "pathway_graph", "name": entity.id}
        if entity.bel:
            tally.changed("entities", "BEL cannot hold their term as a node: written by identifier", entity.bel)
    if term_of(node) in used:
        tally.changed(
            "entities", "another one has that BEL term: written by their own id", f"{entity.id}: {term_of(node)}"
        )
        node = {"function": node["function"], "concept": {"namespace": "pathway_graph", "name": entity.id}}
    term = term_of(node)
    used.add(term)
    own = {**to_data(replace(entity, sources=(), definitions=())), "bel": entity.bel}
    digest = hashlib.md5(term.encode(), usedforsecurity=False).hexdigest()
    return {"bel": term, **node, "id": digest, "pathway_graph": own}


def _word(relation: str, direction: str = "", modifiers: Iterable[Any] = ()) -> str:
    modifiers = list(modifiers)
    if turned("increases", modifiers) != "increases":  # BEL speaks of the degradation, the claim of the thing
        plain = {1: "increases", -1: "decreases"}.get(RELATIONS[relation].sign or 0, relation)
        relation = turned(plain, modifiers)
    if FROM_BEL.get(direction) == relation:
        return direction
    known = next((word for word, one in FROM_BEL.items() if one == relation), "") or _OTHERS.get(relation, "")
    sign = RELATIONS[relation].sign
    return known or {1: "increases", -1: "decreases", 0: "regulates", None: "association"}[sign]


def _link(network: Network, claim: Claim, study: Publication | None, numbers: dict[str, int]) -> dict[str, Any]:
    kept = {name: value for name, value in claim.attributes if isinstance(value, str) and _says_bel(name, value)}
    modifiers = [loads(kept.get(name)) for name in ("bel_subject", "bel_object")]
    word = _word(claim.relation, claim.direction, modifiers)
    source, target = numbers[claim.subject], numbers[claim.object]
    if word in _REVERSED:
        source, target = target, source
    annotations: dict[str, dict[str, bool]] = {}
    for name, values in loads(kept.get("bel_annotations")).items():
        annotations[name] = dict.fromkeys(values, True)
    if claim.species and "Species" not in annotations:
        taxon = network.entity[claim.species].curie.partition(":")[2]
        annotations["Species"] = {taxon or network.name(claim.species): True}
    for name, value in (("Cell", claim.cell), ("Anatomy", claim.region), ("Disease", claim.condition)):
        if value and not kept.get("bel_annotations"):
            annotations[name] = {network.name(value): True}
    annotations |= _own_annotations(claim, word)
    if kept.get("bel_annotations"):
        annotations["PathwayGraphAnnotated"] = {"true": True}
    if kept.get("bel_object"):
        annotations["PathwayGraphModified"] = {"true": True}
    if turned(FROM_BEL.get(word, ""), modifiers) != claim.relation:
        annotations["PathwayGraphRelation"] = {claim.relation: True}
    # PyBEL takes edges of one evidence and citation for the same edge: the claim's id keeps claims apart.
    link: dict[str, Any] = {"relation": word, "source": source, "target": target, "annotations": annotations,
                            "evidence": f"claim {claim.id}"}  # fmt: skip
    for modifier, key in zip(modifiers, ("source_modifier", "target_modifier"), strict=True):
        if modifier:
            link[key] = modifier
    if claim.aspect == "activity" and "target_modifier" not in link:
        link["target_modifier"] = {"modifier": "Activity"}
    if study is not None:
        database = ("PubMed", study.pmid) if study.pmid else ("DOI", study.doi)
        about = {"db_name": study.journal, "date": f"{study.year}-01-01" if study.year else "",
                 "authors": study.authors.split(", ") if study.authors else []}  # fmt: skip
        link["citation"] = {"db": database[0], "db_id": database[1], **{k: v for k, v in about.items() if v}}
    if "bel_line" in kept:
        link["line"] = int(kept["bel_line"])
    return _keyed(link)


def _own_annotations(claim: Claim, word: str) -> dict[str, dict[str, bool]]:
    """Return what BEL has no place for as annotations, so that reading restores it."""
    stated = {"Claim": claim.id.removeprefix(f"{claim.source}/")}
    stated |= {name.title(): value for name in OWN_FIELDS if (value := getattr(claim, name))}
    if others := {name: value for name, value in claim.attributes if not _says_bel(name, value)}:
        stated["Attributes"] = json.dumps(others, ensure_ascii=False, sort_keys=True)
    if claim.direction != word:
        stated["Direction"] = claim.direction or NOT_STATED
    return {f"PathwayGraph{name}": {value: True} for name, value in stated.items()}


def _says_bel(name: str, value: AttributeValue) -> bool:
    """Tell whether BEL says an attribute in its own way: it has such a name, and the form that reading gives it."""
    if name not in OWN_ATTRIBUTES or not isinstance(value, str):
        return False
    if name == "bel_line":
        return re.fullmatch(r"[1-9][0-9]{0,17}", value) is not None
    parts = loads(value)
    if name != "bel_annotations":
        return bool(parts)
    lists = [values for key, values in parts.items() if not key.startswith("PathwayGraph")]
    return 0 < len(parts) == len(lists) and all(
        isinstance(values, list) and values and all(isinstance(one, str) for one in values) for values in lists
    )


def loads(text: str | None) -> dict[str, Any]:
    """Return the JSON object that a text is; nothing for other text."""
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _keyed(link: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(link, sort_keys=True, ensure_ascii=False)
    return {**link, "key": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}


def _values(links: list[dict[str, Any]], name: str) -> list[str]:
    return sorted({value for link in links for value in link.get("annotations", {}).get(name, {})})
