"""All problems of an item are told at once, and nothing that only follows from one of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse

CLAIM = {"id": "c", "subject": "a", "relation": "activates", "object": "b"}
ENTITIES = [{"id": "a", "kind": "Gene", "name": "A"}, {"id": "b", "kind": "Gene", "name": "B"}]


def told(format_: str, **parts: Any) -> list[str]:
    """Return what a file of these parts is told; JSON is YAML."""
    whole = {"entities": ENTITIES, **parts}
    if format_ == "native":
        data: dict[str, Any] = {"format": "pathway-graph/1", "source": {"id": "s"}, **whole}
    else:
        owned = {
            part: [{"source": "s", **item} for item in items] for part, items in whole.items() if part != "entities"
        }
        owned["entities"] = [{"sources": ["s"], **item} for item in whole["entities"]]
        data = {"format": "pathway-graph-document/1", "sources": [{"id": "s"}], **owned}
    with pytest.raises(InputError) as caught:
        parse(Decoded("s", "s", json.dumps(data, indent=1).encode()), format_)
    return sorted(problem.message.partition(": ")[2] or problem.message for problem in caught.value.problems)


def contains(lines: list[str], *wanted: str) -> bool:
    return len(lines) == len(wanted) and all(any(one in line for line in lines) for one in wanted)


both = pytest.mark.parametrize("format_", ["native", "document"])


@both
def test_every_problem_of_a_claim_is_told_at_once(format_: str) -> None:
    wrong = {"sample_size": 1.5, "dose": -1, "row": 2, "species": "sp:nope", "statistic": "p-value", "sex": "mail"}
    lines = told(format_, claims=[{**CLAIM, **wrong}])
    assert contains(
        lines, "sample_size", "dose -1 is not positive", "a dose without a unit", "row without a table",
        "'sp:nope' is not among the entities", "statistic without statistic_value", "sex 'mail' is unknown",
    )  # fmt: skip


@both
def test_what_follows_from_another_problem_is_not_told(format_: str) -> None:
    wrong = {"dose": "much", "dose_unit": "mg/kg", "table": "x", "row": 1, "statistic": "p-value",
             "statistic_value": "low", "condition": ["c"], "condition_effect": 1}  # fmt: skip
    lines = told(format_, claims=[{**CLAIM, **wrong}])
    assert contains(lines, "dose", "table", "statistic_value", "condition")


@both
def test_a_claim_that_lacks_an_end_is_looked_at_all_the_same(format_: str) -> None:
    claim = {key: value for key, value in CLAIM.items() if key not in ("object", "relation")}
    diagram = {"id": "d", "key": "d", "title": "D", "nodes": [{"entity": "a"}, {"entity": "b"}],
               "edges": [{"source": "a", "relation": "activates", "target": "b", "claims": ["c"]}]}  # fmt: skip
    lines = told(format_, claims=[{**claim, "species": "sp:nope", "row": 2}], diagrams=[diagram])
    assert contains(
        lines, "'object' is missing", "'relation' is missing", "'sp:nope' is not among", "row without a table"
    )


@both
def test_problems_of_several_items_are_told_with_those_of_the_whole(format_: str) -> None:
    entities: list[dict[str, Any]] = [{**one} for one in ENTITIES]
    entities[0] |= {"role": 7, "curie": "hgcn:1"}
    entities[1] = {"id": "b", "name": "B", "links": ["is_a a"]}
    if format_ == "document":
        entities[1]["links"] = [{"relation": "is_a", "target": "a"}]
    diagram = {"id": "d", "key": "d", "title": "D", "nodes": [{"entity": "a"}, {"entity": "b"}],
               "edges": [{"source": "b", "relation": "is_a", "target": "a"}]}  # fmt: skip
    lines = told(format_, entities=entities, claims=[{**CLAIM, "object": "zz"}], diagrams=[diagram])
    assert contains(lines, "role", "prefix 'hgcn'", "'kind' is missing", "object 'zz' is not among the entities")


@both
def test_every_attribute_is_looked_at(format_: str) -> None:
    lines = told(format_, claims=[{**CLAIM, "attributes": {"a b": "1", "": "2", "x": [1, "a"], "ok": "3"}, "row": 1}])
    assert contains(lines, "'a b' is no name", "'' is no name", "'x' is a list of several types",
                    "row without a table")  # fmt: skip


@both
def test_every_item_of_a_list_is_looked_at(format_: str) -> None:
    lines = told(format_, claims=[{**CLAIM, "citations": ["x", 1, "y"], "zz": 1}])
    assert contains(lines, "'x'", "'y'", "'zz'")


def test_an_id_used_twice_is_told_beside_what_else_is_wrong_with_the_second() -> None:
    lines = told("native", claims=[CLAIM, {**CLAIM, "sample_size": "x"}])
    assert contains(lines, "is already used", "is not a whole number")


def test_a_sign_that_is_none_is_told_once() -> None:
    lines = told("native", claims=[{**CLAIM, "relation": "phosphorylates", "sign": "x"}])
    assert contains(lines, "sign 'x' is not a sign")


def test_a_sound_file_is_still_read() -> None:
    data = {"format": "pathway-graph/1", "source": {"id": "s"}, "entities": ENTITIES, "claims": [CLAIM]}
    network, _ = parse(Decoded("s", "s", json.dumps(data).encode()), "native")
    assert pg.check_network(network) == []
