"""An id without a kind in front (``rat``) is an id: a context keeps it in each format that holds ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse

CONTEXTS = {"species": "Species", "region": "AnatomicalStructure", "cell": "CellLine", "condition": "Disease"}


def network(*claims: pg.Claim, **contexts: str) -> pg.Network:
    """Return A and B, with an entity for each context by its id."""
    ends = [pg.Entity("a", "Gene", "A"), pg.Entity("b", "Gene", "B")]
    more = [pg.Entity(one, CONTEXTS[name.rstrip("2")], one.title()) for name, one in contexts.items()]
    made = pg.build_network(pg.Source("s"), entities=[*ends, *more], claims=claims)
    assert pg.check_network(made) == []
    return made


def written(network: pg.Network, format_: str) -> bytes:
    (data,) = FORMATS[format_].module.dump(network).files.values()
    return bytes(data)


def back(network: pg.Network, format_: str, name: str) -> tuple[pg.Network, pg.Report]:
    return parse(Decoded(name, name, written(network, format_)), format_)


FORMATS_WITH_IDS = [("edge-list", "s.tsv"), ("bel", "s.bel.json"), ("document", "s.json"), ("native", "s.yaml"),
                    ("graphml", "s.graphml"), ("cytoscape", "s.cyjs"), ("cx2", "s.cx2")]  # fmt: skip


@pytest.mark.parametrize(("format_", "name"), FORMATS_WITH_IDS)
@pytest.mark.parametrize("identifier", ["rat", "my:rat", "chem:rat", "ratte-ü"])
@pytest.mark.parametrize("field", list(CONTEXTS))
def test_a_context_comes_back_by_its_id(format_: str, name: str, identifier: str, field: str) -> None:
    more: dict[str, Any] = {field: identifier}
    made = network(pg.Claim("s/c", "a", "activates", "b", **more), **more)
    read, report = back(made, format_, name)
    assert getattr(read.claims[0], field) == identifier
    assert [loss for loss in report.left_out if loss.what == "contexts"] == []


def test_a_kind_that_the_id_does_not_say_is_told() -> None:
    made = network(pg.Claim("s/c", "a", "activates", "b", cell="pc12"), cell="pc12")
    read, report = back(made, "edge-list", "s.tsv")
    assert read.entity["pc12"].kind == "CellType"
    whys = [(loss.why, loss.places) for loss in report.changed if loss.what == "contexts"]
    assert whys == [("their id does not say their kind: read as CellType", ("pc12",))]


def test_claims_of_two_species_stay_explained_through_a_table() -> None:
    claims = [pg.Claim("s/c1", "a", "activates", "b", species="rat"),
              pg.Claim("s/c2", "a", "inhibits", "b", species="mouse")]  # fmt: skip
    made = network(*claims, species="rat", species2="mouse")
    read, _ = back(made, "edge-list", "s.tsv")
    assert [one.is_explained for one in find_conflicts(read).conflicts] == [True]


@pytest.mark.parametrize("format_", ["edge-list", "bel"])
def test_plain_ids_of_the_guides_making_are_written_and_read(format_: str, tmp_path: Path) -> None:
    """The whole way, through files."""
    path = tmp_path / ("q.tsv" if format_ == "edge-list" else "q.bel.json")
    pg.write(network(pg.Claim("s/c", "a", "activates", "b", species="rat"), species="rat"), path)
    assert pg.read(path).claims[0].species == "rat"


def test_entities_of_bel_keep_plain_ids_and_their_links() -> None:
    ends = [pg.Entity("a", "Gene", "A", links=(pg.Link("is_a", "b"),)), pg.Entity("b", "Gene", "B")]
    made = pg.build_network(pg.Source("s"), entities=ends, claims=[pg.Claim("s/c", "a", "activates", "b")])
    read, _ = back(made, "bel", "s.bel.json")
    assert [(one.id, one.links) for one in read.entities] == [("a", (pg.Link("is_a", "b"),)), ("b", ())]


def test_a_context_whose_node_was_taken_away_from_bel_is_counted() -> None:
    made = network(pg.Claim("s/c", "a", "activates", "b", species="rat", cell="pc12"), species="rat", cell="pc12")
    document = json.loads(written(made, "bel"))
    numbers = [at for at, node in enumerate(document["nodes"]) if node["pathway_graph"]["id"] != "rat"]
    assert numbers == [0, 1, 2]
    document["nodes"] = [document["nodes"][at] for at in numbers]
    read, report = parse(Decoded("s.bel.json", "s.bel.json", json.dumps(document).encode()), "bel")
    assert (read.claims[0].species, read.claims[0].cell) == ("", "pc12")
    losses = [(loss.why, loss.places) for loss in report.left_out if loss.what == "contexts"]
    assert losses == [("species is no node", ("links[0]: rat",))]
