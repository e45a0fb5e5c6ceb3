"""INDRA statements in JSON: all classes of statements, with their evidence; what is negated or supposed stays so.

A statement is one claim. Where some of its evidence supposes it or denies it, these are claims of their own: a
hypothesis, and *leaves unchanged* (Gyori et al. 2017, Molecular Systems Biology 13:954).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pathway_graph.errors import Problem
from pathway_graph.formats.attribute_graph import SYMMETRIC
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.indra_agents import place_of
from pathway_graph.formats.indra_classes import READERS, WHY_NOT, Said, Statement
from pathway_graph.formats.indra_evidence import about, context, count_unread, directness, publication, standing_of
from pathway_graph.formats.json_lines import are_json_lines, json_lines
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.formats.shapes import NULL, check_shape, misshapen
from pathway_graph.model import Network
from pathway_graph.model.attributes import attributes_of
from pathway_graph.model.vocabulary import RELATIONS

_AGENT: Final[dict[str, Any]] = {
    "name": (str, NULL), "db_refs": ({}, NULL), "mods": ([{}], NULL), "mutations": ([{}], NULL), "activity": ({}, NULL),
}  # fmt: skip
_AGENT["bound_conditions"] = ([{"agent": (_AGENT, NULL)}], NULL)
_AGENT.update(concept=(_AGENT, NULL), delta=({}, NULL))  # an event, which stands where an agent may
_STATEMENT: Final = {
    **dict.fromkeys(("enz", "sub", "agent", "gef", "gap", "ras"), (_AGENT, NULL)),
    "subj": (_AGENT, NULL), "obj": (_AGENT, NULL), "members": ([(_AGENT, NULL)], NULL),
    "obj_from": ([_AGENT], NULL), "obj_to": ([_AGENT], NULL), "type": str,
    "evidence": ([{"epistemics": ({}, NULL), "text_refs": ({}, NULL), "annotations": ({}, NULL)}], NULL),
    "concept": (_AGENT, NULL), "belief": (int, float, NULL),
}  # fmt: skip
_READ: Final = {*_STATEMENT, "id", "matches_hash", "supports", "supported_by", "residue", "position", "obj_activity",
                "activity", "is_active", "has_activity", "from_location", "to_location"}  # fmt: skip
_NOBODY: Final = "an agent, a place or a form is missing: no claim about two things"


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the statements, a list of them or an object with ``statements``.

    Raises:
        InputError: It is no list of statements, or parts of statements are of another shape; all of them are told.
    """
    collection = Collection(raw, "indra")
    for line, path, statement in _statements(raw):
        collection.here = (line, path)
        collection.tally.read("statements")
        collection.tally.read("evidence", len(statement.get("evidence") or []))
        _take(collection, statement)
    return collection.finish()


def _statements(raw: Decoded) -> list[tuple[int, str, Statement]]:
    """Return the statements with line or path: of a list, of JSON lines, or of an answer of INDRA DB, by hash."""
    if are_json_lines(raw.decoded(), but=frozenset({"statements"})):
        lines = json_lines(raw)
        problems = [Problem(raw.shown, line, message, hint, path) for line, statement in lines
                    for path, message, hint in misshapen(statement, _STATEMENT)]  # fmt: skip
        if problems:
            raise raw.errors(problems)
        return [(line, "", statement) for line, statement in lines]
    document = raw.json()
    statements = document.get("statements") if isinstance(document, dict) else document
    root = "statements" if isinstance(document, dict) else ""
    paths = [f"{root}[{key!r}]" for key in (statements if isinstance(statements, dict) else range(0))]
    if isinstance(statements, dict):
        statements = list(statements.values())
    if not isinstance(statements, list):
        raise raw.wrong(1, "there is no list of statements", "write it with indra.statements.stmts_to_json_file")
    check_shape(raw, {root: statements} if root else statements, {root: [_STATEMENT]} if root else [_STATEMENT])
    paths = paths or [f"{root}[{number}]" for number in range(len(statements))]
    return [(0, path, statement) for path, statement in zip(paths, statements, strict=True)]


def _take(collection: Collection, statement: Statement) -> None:
    type_ = str(statement.get("type", ""))
    reader = READERS.get(type_)
    place = f"{place_of(collection)}: {type_ or 'no type'}"
    if reader is None:
        collection.tally.left_out("statements", WHY_NOT.get(type_, "their class is not known"), place)
        return
    said = reader(collection, statement)
    if not said:
        collection.tally.left_out("statements", _NOBODY, place)
        return
    for name in sorted(statement.keys() - _READ):
        collection.tally.left_out("fields of statements", "no claim has them", f"{place_of(collection)}: {name}")
    for name in ("supports", "supported_by"):
        count = len(statement.get(name) or [])
        collection.tally.left_out("relations between statements", "no claim says what refines it", place, count)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for one in statement.get("evidence") or []:
        groups.setdefault(standing_of(one), []).append(one)
        count_unread(collection, one)
    own = str(statement.get("id") or statement.get("matches_hash") or "")
    made = 0
    for standing, evidence in (groups or {"": []}).items():
        for number, one_said in enumerate(said, 1):
            parts = (own, "" if len(said) == 1 else str(number), standing)
            key = "-".join(filter(None, parts)) if own else ""
            made += _claim(collection, statement, one_said, evidence, key=key)
        if made and evidence:
            collection.tally.kept("evidence", len(evidence))
    if made:
        collection.tally.kept("statements")


def _claim(
    collection: Collection, statement: Statement, said: Said, evidence: Sequence[Mapping[str, Any]], *, key: str
) -> int:
    """Add the claim that evidence of one standing makes; return how many there are of it, 1 or 0."""
    subject, relation, object_, more = said
    standing = standing_of(evidence[0]) if evidence else ""
    place = f"{place_of(collection)}: {relation}"
    more = {"kind": "causal" if RELATIONS[relation].sign is not None else "fact", **more}
    if standing == "negated":
        if relation in SYMMETRIC or RELATIONS[relation].sign is None:
            collection.tally.left_out("evidence", "negated: what is not causal is not claimed", place, len(evidence))
            return 0
        collection.tally.changed("evidence", "negated: a claim of its own, leaves_unchanged", place, len(evidence))
        relation, more["kind"] = "leaves_unchanged", "fact"
    elif standing == "hypothesis":
        more |= {"kind": "hypothesis", "certainty": "hypothesis"}
    attributes = attributes_of({**more.pop("attributes", {}), **about(collection, statement, evidence)})
    fields = {**context(collection, evidence), **more, "qualifier": directness(evidence), "attributes": attributes}
    claim = collection.claim(key, subject, relation, object_, **fields)
    for one in evidence:
        publication_ = publication(one)
        if publication_ is not None:
            collection.cite(claim, publication_)
    return 1
