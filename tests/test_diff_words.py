"""What changed is told in the words of the file format, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli


def network(entity: dict[str, Any], claim: dict[str, Any]) -> pg.Network:
    ends = [pg.Entity("a", "Gene", "A", **entity), pg.Entity("b", "Gene", "B")]
    return pg.build_network(pg.Source("s"), entities=ends, claims=[pg.Claim("c", "a", "activates", "b", **claim)])


CHANGES: list[tuple[dict[str, Any], dict[str, Any], Any, str]] = [
    ({}, {"attributes": (("direct", "YES"), ("score", "0.5"))}, {"direct": "YES", "score": "0.5"},
     'attributes: nothing became direct=YES, score="0.5"'),
    ({}, {"attributes": (("codes", ("a", "b")), ("direct", True), ("score", 1.0))},
     {"codes": ["a", "b"], "direct": True, "score": 1.0},
     'attributes: nothing became codes=["a", "b"], direct=true, score=1.0'),
    ({}, {"note": "of version 2.0"}, "of version 2.0", "note: nothing became of version 2.0"),
    ({"xrefs": (pg.Xref("hgnc:1", "n"), pg.Xref("hgnc:2"))}, {}, ["hgnc:1 (n)", "hgnc:2"],
     "xrefs: nothing became hgnc:1 (n), hgnc:2"),
    ({"links": (pg.Link("is_a", "b"),)}, {}, ["is_a b"], "links: nothing became is_a b"),
    ({"orthologs": (pg.Ortholog("mouse"), pg.Ortholog("rat", "Bdnf", ("rgd:2202", "ncbigene:24225")))}, {},
     ["mouse", "rat: symbol Bdnf; ids rgd:2202, ncbigene:24225"],
     "orthologs: nothing became mouse, rat: symbol Bdnf; ids rgd:2202, ncbigene:24225"),
    ({}, {"citations": (1, 2)}, [1, 2], "citations: nothing became 1, 2"),
    ({}, {"effect_percent": -16.0}, -16.0, "effect_percent: nothing became -16"),
    ({}, {"note": 'say "x"'}, 'say "x"', 'note: nothing became say "x"'),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "claim", "plain", "said"), CHANGES)
def test_a_change_is_told_in_the_words_of_the_format(
    entity: dict[str, Any], claim: dict[str, Any], plain: Any, said: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    pg.write(network({}, {}), old)
    pg.write(network(entity, claim), new)
    told = json.loads(CliRunner().invoke(cli, ["diff", str(old), str(new), "--format", "json"]).stdout)
    (field,) = said.split(":")[:1]
    ((_, change),) = [(one["id"], one["fields"]) for one in told["entities_changed"] + told["claims_changed"]]
    assert change[field]["new"] == plain
    assert change[field]["old"] == {"attributes": {}, "effect_percent": None, "note": ""}.get(field, [])
    done = CliRunner().invoke(cli, ["diff", str(old), str(new), "--format", "csv"])
    assert said.replace('"', '""') in done.stdout
    assert "(direct" not in done.stdout
