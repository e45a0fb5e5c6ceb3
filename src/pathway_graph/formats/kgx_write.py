"""Write a network as nodes and edges of KGX: in words of the Biolink Model, and whole in a property of our own."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from pathway_graph.formats.kgx_words import biolink_curie, category_of, predicate_of
from pathway_graph.formats.plain_data import to_data
from pathway_graph.formats.raw import Encoded, json_bytes
from pathway_graph.formats.report import Tally
from pathway_graph.model import Claim, Entity, Network
from pathway_graph.model.mechanisms import mechanism_of
from pathway_graph.model.network import SPOKEN_OF
from pathway_graph.model.values import one_line

OWN: Final = "pathway_graph"
"""The property that holds an entity, a claim or a structural link as it is in the model."""
ORIGINAL: Final = "pathway_graph:"
"""Before a relation of the project, in the property ``original_predicate``."""
KEPT_COLUMNS: Final = ("primary_knowledge_source", "aggregator_knowledge_source", "knowledge_level", "agent_type")
"""Properties of edges that are attributes of claims here, and are written as what they were."""
MECHANISMS: Final = frozenset({
    "phosphorylation", "dephosphorylation", "ubiquitination", "deubiquitination", "acetylation", "deacetylation",
    "methylation", "demethylation", "sumoylation", "desumoylation", "neddylation", "deneddylation", "palmitoylation",
    "myristoylation", "lipidation", "glycosylation", "deglycosylation", "hydroxylation", "oxidation", "sulfation",
    "carboxylation", "tyrosination", "isomerization", "cleavage", "binding", "relocalization",
})  # fmt: skip
"""Mechanisms that are values of ``causal_mechanism_qualifier``, under the same name."""
Rows = list[dict[str, Any]]


def rows_of(network: Network) -> tuple[Rows, Rows, Tally]:
    """Return nodes, edges and the count of what became of the network."""
    tally = Tally()
    ids = _node_ids(network, tally)
    nodes = [_node(entity, ids[entity.id]) for entity in network.entities]
    tally.kept("entities", len(nodes))
    studies: dict[str, list[str]] = defaultdict(list)
    for publication in network.publications:
        number = f"PMID:{publication.pmid}" if publication.pmid else f"doi:{publication.doi}" if publication.doi else ""
        for claim in publication.claims if number else ():
            studies[claim].append(number)
        if number:
            tally.changed("publications", "known by PubMed number or DOI only")
        else:
            tally.left_out("publications", "they have neither PubMed number nor DOI", publication.id)
    edges = [_edge(network, claim, ids, sorted(studies[claim.id])) for claim in network.claims]
    tally.kept("claims", len(edges))
    for edge in network.edges:
        if edge.structural and not edge.claims:
            edges.append({
                "id": f"link:{edge.source} {edge.relation} {edge.target}", "subject": ids[edge.source],
                **predicate_of(edge.relation), "object": ids[edge.target], "category": ["biolink:Association"],
                "knowledge_level": "knowledge_assertion", "agent_type": "not_provided",
                "original_predicate": f"{ORIGINAL}{edge.relation}",
                OWN: _json({"link": [edge.source, edge.relation, edge.target]}),
            })  # fmt: skip
    if len(network.sources) > 1:
        tally.changed("data sets", "read back as one, which is named after the file", count=len(network.sources))
    told = [source.id for source in network.sources if source.license or source.version or source.citation]
    tally.left_out("details of data sets", "KGX has no place for title, version, licence and citation",
                   ", ".join(told[:3]), len(told))  # fmt: skip
    for part in (part for part in SPOKEN_OF if part != "publications"):
        tally.left_out(part, "KGX has no place for them", count=len(getattr(network, part)))
    return nodes, edges, tally


def _node_ids(network: Network, tally: Tally) -> dict[str, str]:
    """Return the id of each entity's node: its CURIE, unless another thing has it too."""
    shared = Counter(entity.curie for entity in network.entities if entity.curie)
    ids = {}
    for entity in network.entities:
        is_alone = bool(entity.curie) and shared[entity.curie] == 1
        ids[entity.id] = biolink_curie(entity.curie) if is_alone else entity.id
        if entity.curie and not is_alone:
            tally.changed("entities", "another one has that identifier: written by their own id", entity.id)
    return ids


def _node(entity: Entity, identifier: str) -> dict[str, Any]:
    others = [biolink_curie(one.curie) for one in entity.xrefs if not one.note]
    node: dict[str, Any] = {
        "id": identifier, "category": [_category(entity)], "name": entity.name,
        "synonym": [name for name in entity.synonyms if name != entity.name], "xref": others,
        OWN: _json(to_data(replace(entity, sources=(), definitions=()))),
    }  # fmt: skip
    return {name: value for name, value in node.items() if value}


def _category(entity: Entity) -> str:
    """Return the class that a curator gave, where it is one and not a remark, else that of the kind."""
    return entity.biolink if re.fullmatch(r"biolink:[A-Z][A-Za-z]+", entity.biolink) else category_of(entity.kind)


def _edge(network: Network, claim: Claim, ids: Mapping[str, str], studies: list[str]) -> dict[str, Any]:
    kept = {name: value for name, value in claim.attributes if name in KEPT_COLUMNS and isinstance(value, str)}
    usual = "prediction" if claim.certainty == "hypothesis" else "knowledge_assertion"
    how = mechanism_of(claim.mechanism)
    mechanism = how.name if how is not None and how.name in MECHANISMS else ""
    places = [ids[place] for place in (claim.region, claim.cell) if place]
    edge = {
        "id": claim.id, "subject": ids[claim.subject], **predicate_of(claim.relation), "object": ids[claim.object],
        "category": ["biolink:Association"], "negated": claim.relation == "leaves_unchanged",
        "causal_mechanism_qualifier": mechanism,
        "species_context_qualifier": ids[claim.species] if claim.species else "",
        "anatomical_context_qualifier": places, "publications": studies,
        "knowledge_level": usual, "agent_type": "not_provided", **kept,
        "original_predicate": f"{ORIGINAL}{claim.relation}", OWN: _json(to_data(claim)),
    }  # fmt: skip
    return {name: value for name, value in edge.items() if value}


def _json(value: Any) -> str:
    """Return JSON text in which no bar stands, with which KGX splits lists."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("|", "\\u007c")


# Files ------------------------------------------------------------------------------------------------


def as_json(network: Network) -> Encoded:
    """Write one JSON document with nodes and edges."""
    nodes, edges, tally = rows_of(network)
    return Encoded({"": json_bytes({"nodes": nodes, "edges": edges})}, tally.report("", "kgx"))


def as_lines(network: Network) -> Encoded:
    """Write two files of JSON lines."""
    nodes, edges, tally = rows_of(network)
    files = {f"{name}.jsonl": "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
             for name, rows in (("nodes", nodes), ("edges", edges))}  # fmt: skip
    return Encoded(files, tally.report("", "kgx-jsonl"))


def as_tables(network: Network) -> Encoded:
    """Write two tables with tabs; the cells of lists have bars between their values, and no cell is quoted."""
    nodes, edges, tally = rows_of(network)
    files = {f"{name}.tsv": _table(rows).encode() for name, rows in (("nodes", nodes), ("edges", edges))}
    return Encoded(files, tally.report("", "kgx-tsv"))


def _table(rows: Iterable[Mapping[str, Any]]) -> str:
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [*(name for name in names if name != OWN), *([OWN] if OWN in names else [])]
    lines = ["\t".join(columns), *("\t".join(_cell(row.get(name)) for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(one_line(str(part)).replace("|", "/") for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else one_line(str(value))
