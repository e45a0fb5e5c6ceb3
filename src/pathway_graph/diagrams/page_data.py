"""What an interactive page knows about a drawing: nodes, edges, the claims behind them, measured changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from pathway_graph.diagrams.drawing import Drawing, DrawnEdge, DrawnNode
from pathway_graph.diagrams.overlay import change_badge, measured_changes, treatments_of
from pathway_graph.diagrams.select import in_scope
from pathway_graph.evidence import context, sentence, support
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.identifiers.gene_forms import gene_of
from pathway_graph.identifiers.term_labels import in_words, place_name
from pathway_graph.model import Claim, Entity, Network, Publication, Step
from pathway_graph.model.attributes import value_text
from pathway_graph.model.vocabulary import RELATIONS, STRUCTURAL
from pathway_graph.model.walk import distances

_CAPITAL: Final = re.compile("[A-Z]")


def page_data(drawing: Drawing, network: Network, asked: ClaimFilter | None = None) -> dict[str, Any]:
    """Return plain data for a page about *drawing*; nodes and edges in its order, nothing from beyond its data sets.

    Args:
        drawing: A picture of entities of *network*.
        network: Where its claims are.
        asked: A context whose measured changes the page shows first, see `overlay`.

    Raises:
        UnknownName, AmbiguousName: A name in the context means nothing, or several things.

    >>> from pathway_graph.diagrams.select import select_diagram
    >>> from pathway_graph.formats.native import read_guide
    >>> guide = read_guide()
    >>> data = page_data(select_diagram(guide, "camp"), guide)
    >>> len(data["nodes"]), len(data["edges"]), data["claims"]["P24"]["certainty"]
    (11, 13, 'one_study')
    """
    network = in_scope(drawing, network)
    places = {node.id: place for place, node in enumerate(drawing.nodes)}
    overlays = _overlays(network, places, asked)
    about = _claims_about(network, places)
    names = [claim for edge in drawing.edges for claim in edge.claims if claim in network.claim]
    names += [claim for claims in about.values() for claim in claims]
    names += [claim for found in overlays["found"].values() for claim in found["silent"]]
    return {
        "nodes": [_node(network, node, about.get(node.id, []), places) for node in drawing.nodes],
        "edges": [_edge(edge, places, retracted_claims(network)) for edge in drawing.edges],
        "claims": {row["claim"]: _claim(network, row) for row in sorted(support(network, names), key=_by_claim)},
        "publications": {
            work.id: _work(network, work) for work in network.publications if set(work.claims) & set(names)
        },
        "references": {
            entry.id: entry.text
            for entry in network.references
            if any(f"{network.claim[n].source}/{c}" == entry.id for n in names for c in network.claim[n].citations)
        },
        "overlays": overlays,
        "hasBold": any(edge.is_bold for edge in drawing.edges),
    }


def _by_claim(row: dict[str, Any]) -> str:
    return str(row["claim"])


def _node(network: Network, node: DrawnNode, claims: list[str], places: dict[str, int]) -> dict[str, Any]:
    entity = network.entity.get(node.id)
    step = None if entity else _step(network, node.id)
    facts = _entity_facts(network, entity) if entity else _step_facts(step) if step else iter(())
    kind = _CAPITAL.sub(r" \g<0>", node.kind).strip().lower()
    return {
        "id": node.id,
        "name": node.name,
        "kind": node.kind,
        "what": "; ".join(filter(None, (node.role, kind, node.compartment))),
        "gene": gene_of(network).get(node.id, node.id),
        "background": node.view == "background",
        "parts": [places[member] for member in (entity.members if entity else ()) if member in places],
        "badges": list(node.badges),
        "find": sorted({*(entity.terms + entity.synonyms + (entity.curie,) if entity else ())} - {"", node.name}),
        "facts": [[label, values] for label, values in facts if values],
        "claims": claims,
    }


def _entity_facts(network: Network, entity: Entity) -> Iterator[tuple[str, list[str]]]:
    yield "In the source", [term for term in entity.terms if term != entity.name]
    yield "Also called", [name for name in entity.synonyms if name != entity.name and name not in entity.terms]
    yield "Identifier", [text for text in (entity.id, entity.curie) if text]
    yield "Near it", [f"{xref.curie} ({xref.note})" if xref.note else xref.curie for xref in entity.xrefs]
    yield (
        "In other species",
        [f"{o.species}: {' '.join(filter(None, (o.symbol, ', '.join(o.curies))))}" for o in entity.orthologs],
    )
    yield "Members", [place_name(network, member) for member in entity.members]
    yield "Note", [entity.note] if entity.note else []
    yield "Lines", [entity.lines] if entity.lines else []


def _step(network: Network, identifier: str) -> Step | None:
    steps = ((p.step_id(step), step) for p in network.protocols for step in p.steps)
    return next((step for name, step in steps if name == identifier), None)


def _step_facts(step: Step) -> Iterator[tuple[str, list[str]]]:
    yield "What is done", [step.action] if step.action else []
    yield "Materials", list(step.materials)
    yield "Settings", list(step.parameters)
    yield "Yields", [step.output] if step.output else []
    yield "Not given", [step.gaps] if step.gaps else []
    yield "Lines", [step.lines] if step.lines else []


def _edge(edge: DrawnEdge, places: dict[str, int], fallen: Collection[str]) -> dict[str, Any]:
    marks = {
        "every work behind it was retracted: it enters no sign here": bool(edge.claims) and {*edge.claims} <= {*fallen},
        "background, not stated by a source": edge.view == "background",
        "a hypothesis: no claim asserts it": edge.hypothesis,
        "stands for steps that are not drawn": edge.indirect,
        "structure, not a claim": edge.structural,
        "on the route shown bold": edge.is_bold,
        "drawn since it speaks against another arrow": edge.against,
    }
    return {
        "source": places[edge.source],
        "target": places[edge.target],
        "relation": edge.relation,
        "phrase": RELATIONS[edge.relation].phrase,
        "meaning": RELATIONS[edge.relation].meaning,
        "sign": edge.sign,
        "hypothesis": edge.hypothesis,
        "background": edge.view == "background",
        "bold": edge.is_bold,
        "marks": [words for words, holds in marks.items() if holds],
        "note": " ".join(filter(None, (edge.site and f"Site {edge.site}.", edge.note))),
        "claims": list(edge.claims),
    }


def _claim(network: Network, row: dict[str, Any]) -> dict[str, Any]:
    claim = network.claim[row["claim"]]
    place = f"table {claim.table}, row {claim.row}" if claim.table else claim.section
    lines = f"lines {claim.lines}" if claim.lines else ""
    attributes = ", ".join(f"{name}: {value_text(value)}" for name, value in claim.attributes)
    return {
        "subject": place_name(network, claim.subject),
        "object": place_name(network, claim.object),
        "says": sentence(network, claim, place_name),
        "sign": row["sign"],
        "context": context(network, claim, place_name),
        "species": [place_name(network, claim.species)] if claim.species else [],
        "regions": _wholes(network, claim.region),
        "certainty": row["certainty"],
        "background": row["view"] == "background",
        "retracted": claim.id in retracted_claims(network),
        "source": claim.source,
        "numbers": list(claim.citations),
        "citations": row["citations"],
        "publications": row["publications"],
        "reference": " ".join(
            filter(None, (claim.reference, claim.reference_status and f"({claim.reference_status})"))
        ),
        "where": ", ".join(filter(None, (claim.source, place, lines))),
        "note": in_words(" ".join(filter(None, (claim.qualifier, claim.note, attributes)))),
    }


def _wholes(network: Network, region: str) -> list[str]:
    """Return the name of a region and of all it is part of: what is asked of a whole is asked of its parts."""

    def wholes(part: str) -> Iterator[str]:
        links = network.entity[part].links if part in network.entity else ()
        return (link.target for link in links if STRUCTURAL[link.relation][0] in ("part_of", "is_a"))

    found = distances([region] if region else [], wholes)
    return [place_name(network, name) for name in sorted(found, key=lambda name: (found[name], name))]


def _work(network: Network, work: Publication) -> str:
    ids = [f"doi:{work.doi}" if work.doi else "", f"pmid:{work.pmid}" if work.pmid else ""]
    notice = notices_of(network).get(work.id)
    said = f"{notice.word.upper()} {notice.date} {notice.reason}".strip() if notice else ""
    parts = (work.authors, str(work.year or ""), work.title, work.journal, work.pages, *ids, said)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _claims_about(network: Network, places: Iterable[str]) -> dict[str, list[str]]:
    """Return, by entity, what claims say that a treatment or anything drawn does to it."""
    drawn = set(places)
    acting = drawn | treatments_of(network)
    found: dict[str, list[str]] = {}
    for claim in network.claims:
        if claim.object in drawn and claim.subject in acting and claim.sign is not None and claim.view == "guide":
            found.setdefault(claim.object, []).append(claim.id)
    return found


# Measured changes: every species by every region that claims about the drawn entities name ------------------


def _overlays(network: Network, places: dict[str, int], asked: ClaimFilter | None) -> dict[str, Any]:
    measured, _ = measured_changes(network, places, ClaimFilter())
    claims = [claim for found in measured.values() for claim in found]
    species = _named(network, (claim.species for claim in claims))
    regions = _named(network, (claim.region for claim in claims))
    found = {
        f"{one}|{other}": _overlay(network, places, ClaimFilter(species=one, region=other))
        for one in ("", *(name for name, _ in species))
        for other in ("", *(name for name, _ in regions))
    }
    if asked is not None:
        found["asked"] = _overlay(network, places, asked)
    return {
        "treatments": sorted(place_name(network, name) for name in treatments_of(network)),
        "species": species,
        "regions": regions,
        "asked": _words(asked) if asked is not None else "",
        "found": found,
        "exempt": [places[name] for name in sorted(treatments_of(network, asked.subject if asked else ""))
                   if name in places],
    }  # fmt: skip


def _overlay(network: Network, places: dict[str, int], wanted: ClaimFilter) -> dict[str, Any]:
    measured, silent = measured_changes(network, places, wanted)
    changes = {str(places[name]): [_change(network, claim) for claim in claims] for name, claims in measured.items()}
    return {"changes": changes, "silent": sorted(claim.id for claim in silent)}


def _change(network: Network, claim: Claim) -> list[Any]:
    return [claim.id, claim.sign, change_badge(network, claim)]


def _named(network: Network, ids: Iterable[str]) -> list[list[str]]:
    return sorted(([name, place_name(network, name)] for name in {*ids} - {""}), key=lambda pair: (pair[1], pair[0]))


def _words(asked: ClaimFilter) -> str:
    given = ((name, getattr(asked, name)) for name in asked.__slots__)
    return ", ".join(f"{name} {value}" for name, value in given if value and name != "view") or "any context"
