"""Evidence of INDRA statements: where it is from, in which context, and whether it asserts, supposes or denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pathway_graph.formats.attribute_values import MAX_ATTRIBUTE
from pathway_graph.formats.builder import Cited, Collection, cited
from pathway_graph.formats.indra_agents import circumstances_of, curies_of, place_of
from pathway_graph.model.attributes import AttributeValue

MOST_SENTENCES: Final = 5
"""Most sentences of evidence that a claim keeps."""
Evidence = Mapping[str, Any]
Statement = Mapping[str, Any]
_PLACES: Final = (
    ("species", "Species", "species"), ("cell", "CellLine", "cell_line"), ("cell", "CellType", "cell_type"),
    ("region", "AnatomicalStructure", "organ"), ("condition", "Disease", "disease"),
)  # fmt: skip
"""Field of a claim, kind, and what INDRA calls it."""


def standing_of(evidence: Evidence) -> str:
    """Return how an evidence stands to the statement: ``negated``, ``hypothesis``, or nothing where it asserts it.

    >>> standing_of({"epistemics": {"negated": True}}), standing_of({"source_api": "reach"})
    ('negated', '')
    """
    epistemics = evidence.get("epistemics") or {}
    return "negated" if epistemics.get("negated") else "hypothesis" if epistemics.get("hypothesis") else ""


def about(collection: Collection, statement: Statement, evidence: Sequence[Evidence]) -> dict[str, AttributeValue]:
    """Return what INDRA says of a statement, its agents and where its evidence is from, as attributes."""
    sources = Counter(str(one.get("source_api") or "not stated") for one in evidence)
    numbers = sorted({str(one["source_id"]) for one in evidence if one.get("source_id")})
    sections = sorted({str(part) for one in evidence if (part := (one.get("epistemics") or {}).get("section_type"))})
    texts = {
        "indra_type": str(statement["type"]),
        "matches_hash": str(statement.get("matches_hash") or ""),
        "source_api": ", ".join(f"{name} ({count})" for name, count in sorted(sources.items())),
        "source_ids": " ".join(numbers), "section_types": " ".join(sections),
    }  # fmt: skip
    for side, agent in _agents(statement):
        for what, text in circumstances_of(agent.get("concept") or agent).items():
            texts[f"{side}_{what}"] = text
    found: dict[str, AttributeValue] = {}
    for name, text in texts.items():
        if len(text) > MAX_ATTRIBUTE:
            collection.tally.left_out("attributes", "longer than an attribute holds", f"{place_of(collection)}: {name}")
        else:
            found[name] = text
    if quoted := sentences(collection, evidence):
        found["evidence_sentences"] = quoted
    belief = statement.get("belief")
    return found | ({"belief": float(belief)} if isinstance(belief, int | float) else {})


def _agents(statement: Statement) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the agents, each with what it is called in the statement."""
    for side in ("subj", "obj", "enz", "sub", "agent", "gef", "gap", "ras"):
        if statement.get(side):
            yield side, statement[side]
    for many, side in (("members", "member"), ("obj_from", "obj_from"), ("obj_to", "obj_to")):
        for number, agent in enumerate(statement.get(many) or [], 1):
            if agent:
                yield f"{side}_{number}", agent


def count_unread(collection: Collection, evidence: Evidence) -> None:
    """Count what of an evidence no claim holds."""
    if evidence.get("annotations"):
        collection.tally.left_out("annotations of evidence", "notes of INDRA's readers", place_of(collection))


def sentences(collection: Collection, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return the first sentences of evidence, each behind its reader and publication; long ones are cut."""
    found: dict[str, None] = {}
    for one in evidence:
        text = " ".join(str(one.get("text") or "").split())
        if not text:
            continue
        cites = publication(one)
        where = f"PubMed {cites.pmid}" if cites and cites.pmid else (cites.doi or cites.text) if cites else ""
        said = ", ".join(filter(None, (str(one.get("source_api") or ""), where)))
        line = f"{said}: {text}" if said else text
        if len(line) > MAX_ATTRIBUTE:
            collection.tally.changed(
                "sentences of evidence", f"cut at {MAX_ATTRIBUTE} characters", place_of(collection)
            )
            line = f"{line[: MAX_ATTRIBUTE - 1]}…"
        found[line] = None
    rest = len(found) - MOST_SENTENCES
    if rest > 0:
        why = f"more than {MOST_SENTENCES} for one claim"
        collection.tally.left_out("sentences of evidence", why, place_of(collection), rest)
    return tuple(found)[:MOST_SENTENCES]


def directness(evidence: Sequence[Evidence]) -> str:
    """Return ``direct`` or ``indirect`` where all evidence that says so agrees."""
    said = {direct for one in evidence if (direct := (one.get("epistemics") or {}).get("direct")) is not None}
    return ("direct" if said.pop() else "indirect") if len(said) == 1 else ""


def publication(evidence: Evidence) -> Cited | None:
    """Return what an evidence cites, by PubMed number before DOI before PMC number; None for nothing."""
    references = evidence.get("text_refs") or {}
    pmid = str(evidence.get("pmid") or references.get("PMID") or "")
    if pmid.isdigit():
        return Cited(pmid=pmid)
    doi = str(references.get("DOI") or "")
    if doi:
        return cited(doi)
    other = pmid or str(references.get("PMCID") or "")
    return cited(other) if other else None


def context(collection: Collection, evidence: Sequence[Evidence]) -> dict[str, str]:
    """Return species, cell, organ and disease where all evidence that states one states the same."""
    stated: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for one in evidence:
        given = one.get("context")
        given = given if isinstance(given, Mapping) else {}
        for field, kind, name in _PLACES:
            if isinstance(given.get(name), Mapping):
                stated.setdefault(field, []).append((kind, given[name]))
    found = {}
    for field, values in stated.items():
        entities = {_place(collection, kind, value) for kind, value in values} - {""}
        if len(entities) > 1:
            collection.tally.left_out("contexts", f"several for {field}, one per evidence", place_of(collection))
        elif entities:
            found[field] = entities.pop()
    return found


def _place(collection: Collection, kind: str, value: Mapping[str, Any]) -> str:
    given = value.get("db_refs")
    references: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    if kind == "Species" and str(references.get("TAXONOMY") or "").isdigit():
        return collection.species(str(references["TAXONOMY"]))
    curies = curies_of(references)
    name = str(value.get("name") or (curies[0] if curies else ""))
    return collection.entity(kind, name, curies) if name else ""
