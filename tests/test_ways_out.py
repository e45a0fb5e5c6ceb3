"""Each name that is not found comes with a way out, without Python in it; a wrong value names its option."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.cypher.library import find
from pathway_graph.errors import PathwayGraphError, UnknownName
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.explorer.content import card
from pathway_graph.formats.registry import FORMATS

GUIDE = pg.read_guide()
BARE = pg.build_network(pg.Source("s"), entities=[pg.Entity("a", "Gene", "A")])


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: pg.upstream(GUIDE, "NOPE"), "try a synonym, a gene symbol or a CURIE such as hgnc:1033"),
        (lambda: card(GUIDE, "NOPE"), "try a synonym, a gene symbol or a CURIE such as hgnc:1033"),
        (lambda: pg.select_diagram(GUIDE, "qqq"), "known are bdnf, camp, "),
        (lambda: pg.select_diagram(BARE, "qqq"), "the network holds no diagram: draw a data set, or what lies around"),
        (lambda: find("qqq"), "'pathway-graph query --list' shows all"),
        (lambda: select_claims(GUIDE, ClaimFilter(reference="x")), "known are 1, 2, 3, "),
        (lambda: select_claims(BARE, ClaimFilter(reference="x")), "no data set here has a list of references"),
        (lambda: pg.write(BARE, "x.foo"), "known are .yaml, .json, .sif, .tsv, .signor.csv, .bel.json, .graphml, "
                                          ".cyjs, .node-link.json, .kgx.json, .kgx, .kgx-jsonl and 6 more; or say --"),
        (lambda: pg.write(BARE, "x.json.gz"), "; leave .gz out and compress the file afterwards"),
        (lambda: pg.write(BARE, "x", "qqqq"), "known are native, document, sif, edge-list, signor, bel, graphml, "
                                              "cytoscape, node-link, kgx, kgx-tsv, kgx-jsonl and 6 more"),
        (lambda: pg.write(BARE, "x", "omnipath"), "(it is read only); known are native, document, "),
        (lambda: pg.write(BARE, "x", "grafml"), "did you mean 'graphml'?"),
    ],
)  # fmt: skip
def test_a_name_that_is_near_no_other_comes_with_a_way_out(ask: Callable[[], object], told: str) -> None:
    with pytest.raises(UnknownName) as caught:
        ask()
    assert told in str(caught.value)
    assert "[" not in str(caught.value)
    assert "did you mean" not in str(caught.value) or len(caught.value.suggestions) < 4


def test_a_hint_lists_twelve_names_and_counts_the_rest() -> None:
    assert (
        UnknownName("thing", "x", known=map(str, range(14))).hint
        == f"known are {', '.join(map(str, range(12)))} and 2 more"
    )
    assert UnknownName("thing", "x", ["y"], known=["z"]).hint == "did you mean 'y'?"


def test_no_format_that_is_only_read_is_offered_for_writing() -> None:
    read_only = [one.name for one in FORMATS.values() if not one.writes]
    with pytest.raises(UnknownName) as caught:
        pg.write(BARE, "x", "qqqq")
    assert read_only
    assert set(caught.value.hint.removeprefix("known are ").split(", ")).isdisjoint(read_only)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [("--at-least", "3weeks", "is not an ISO 8601 duration such as P21D"),
     ("--at-most", "x", "not an ISO 8601 duration"),
     ("--aspect", "expresion", "did you mean 'expression'?"), ("--certainty", "zz", "it is one of asserted, ")],
)  # fmt: skip
def test_a_wrong_value_of_an_option_is_wrong_use_and_names_it(
    option: str, value: str, told: str, tmp_path: Path
) -> None:
    done = CliRunner().invoke(cli, ["claims", option, value, "--store", str(tmp_path / "no")])
    assert done.exit_code == 2
    assert f"Invalid value for '{option}'" in done.output
    assert told in " ".join(done.output.split())


def test_several_data_sets_for_one_yaml_file_are_told_with_a_way_out_for_the_command(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    (tmp_path / "more.yaml").write_text(
        "format: pathway-graph/1\nsource: {id: s}\nentities:\n- {id: prot:x, kind: Protein, name: X}\n",
        encoding="utf-8",
    )
    run = CliRunner().invoke
    assert run(cli, ["load", str(tmp_path / "more.yaml"), "imipramine", "--store", store]).exit_code == 0
    done = run(cli, ["export", str(tmp_path / "all.yaml"), "--store", store])
    assert isinstance(done.exception, PathwayGraphError)
    assert done.exception.exit_code == 3
    assert "here are 2: imipramine, s; choose one (--source NAME" in str(done.exception)
    assert run(cli, ["export", str(tmp_path / "s.yaml"), "--source", "s", "--store", store]).exit_code == 0
