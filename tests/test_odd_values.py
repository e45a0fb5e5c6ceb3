"""Whatever stands in any place of a file of INDRA, KGX, networkx, Cytoscape.js or MITAB is read or refused."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

import pathway_graph as pg
from networks import TINY
from pathway_graph.formats import cytoscape, kgx, node_link
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse

AGENT: Any = {
    "name": "MAPK1", "db_refs": {"HGNC": "6871", "CHEBI": ["CHEBI:1", "CHEBI:2"]}, "location": "nucleus",
    "mods": [{"mod_type": "phosphorylation", "residue": "T", "position": "185", "is_modified": True}],
    "mutations": [{"position": "1", "residue_from": "M", "residue_to": "A"}],
    "bound_conditions": [{"agent": {"name": "A", "db_refs": {}}, "is_bound": True}],
    "activity": {"activity_type": "kinase", "is_active": True},
}  # fmt: skip
EVENT: Any = {"type": "Event", "concept": {"name": "rain", "db_refs": {}}, "delta": {"polarity": 1}}
EVIDENCE: Any = {
    "source_api": "reach", "pmid": "1", "epistemics": {"direct": True, "negated": False}, "annotations": {"a": 1},
    "text_refs": {"DOI": "10.1000/x"}, "context": {"species": {"db_refs": {"TAXONOMY": "9606"}}},
}  # fmt: skip
EDGE: Any = {
    "id": "e", "subject": "CHEBI:1", "predicate": "biolink:affects", "object": "NCBIGene:207", "negated": False,
    "object_aspect_qualifier": "activity", "object_direction_qualifier": "increased", "publications": ["PMID:1"],
    "qualifiers": [{"qualifier_type_id": "biolink:qualified_predicate", "qualifier_value": "biolink:causes"}],
}  # fmt: skip
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "statements": ("indra", [
        {"type": "Activation", "subj": AGENT, "obj": AGENT, "belief": 0.5, "id": "u", "evidence": [EVIDENCE]},
        {"type": "Phosphorylation", "enz": AGENT, "sub": AGENT, "residue": "S", "position": "1", "supports": ["x"]},
        {"type": "Complex", "members": [AGENT, AGENT, AGENT]}, {"type": "Influence", "subj": EVENT, "obj": EVENT},
        {"type": "ActiveForm", "agent": AGENT, "activity": "kinase", "is_active": True},
        {"type": "Conversion", "subj": AGENT, "obj_from": [AGENT], "obj_to": [AGENT]},
        {"type": "Translocation", "agent": AGENT, "to_location": "nucleus"},
    ]),
    "biolink": ("kgx", {"nodes": [{"id": "CHEBI:1", "category": ["biolink:Drug"], "xref": ["a:b"]}], "edges": [EDGE]}),
    "kgx of ours": ("kgx", json.loads(kgx.dump(TINY).files[""])),
    "node-link": ("node-link", {"directed": True, "multigraph": True, "graph": {"name": "x"},
                                "nodes": [{"id": "A", "type": "protein"}, {"id": "B"}],
                                "edges": [{"source": "A", "target": "B", "sign": -1, "key": 0}]}),
    "node-link of ours": ("node-link", json.loads(node_link.dump(TINY).files[""])),
    "cytoscape of ours": ("cytoscape", json.loads(cytoscape.dump(TINY).files[""])),
}  # fmt: skip
VALUES: list[Any] = [
    None,
    0,
    -1,
    1.5,
    True,
    "",
    "x",
    "a:b:c",
    [],
    {},
    [None],
    [[]],
    {"a": 1},
    "9" * 30,
    "\u202e",
    "a\nb",
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def is_read(name: str, text: str, format_: str) -> bool:
    """Whether it is read; refused with a problem is the other answer, any other error fails the test."""
    try:
        parse(Decoded(name, name, text.encode()), format_)
    except pg.InputError as error:
        return not error.problems
    return True


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_value_in_any_place_breaks_a_reader_of_json(name: str) -> None:
    format_, document = DOCUMENTS[name]
    some = list(places(document))
    chosen, outcomes = random.Random(14), set()
    for _ in range(300):
        changed = copy.deepcopy(document)
        *path, last = chosen.choice(some)
        holder = changed
        for key in path:
            holder = holder[key]
        if chosen.random() < 0.2:
            del holder[last]
        else:
            holder[last] = copy.deepcopy(chosen.choice(VALUES))
        outcomes.add(is_read("f.json", json.dumps(changed), format_))
    assert outcomes == {True, False}, "some is read, some refused"


def test_no_character_in_any_place_breaks_the_reader_of_mitab() -> None:
    cells = ["-"] * 46
    cells[:6] = ["uniprotkb:P31749", "uniprotkb:P49841", "-", "-", "uniprotkb:AKT1(gene name)", "-"]
    cells[11], cells[14] = 'psi-mi:"MI:0217"(phosphorylation reaction)', "intact-miscore:0.5|a:x"
    cells[16], cells[45] = 'psi-mi:"MI:2274"(regulator)', 'psi-mi:"MI:2241"(down-regulates activity)'
    row, chosen, outcomes = "\t".join(cells), random.Random(14), set()
    for _ in range(500):
        changed = list(row)
        for _ in range(chosen.randint(1, 6)):
            changed[chosen.randrange(len(changed))] = chosen.choice([*'"|:()\\-x\té', ""])
        outcomes.add(is_read("f.mitab", "".join(changed), "mitab"))
    assert outcomes == {True, False}, "some is read, some refused"
