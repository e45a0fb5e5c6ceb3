"""A network travels between processes, whatever was asked of it before: what was worked out stays behind."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence import support
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.model.diff import compare
from pathway_graph.regulators import example_changes

CALLS: dict[str, Callable[[Network, Path], Any]] = {
    "align": lambda network, _: pg.align(network, read_guide()),
    "audit": lambda network, _: pg.audit(network),
    "best_routes": lambda network, _: pg.best_routes(network, "imipramine", "pCREB"),
    "causal_network": lambda network, _: pg.causal_network(
        network, example_changes(network), ["imipramine"], permutations=2
    ).edge_rows(),
    "check_network": lambda network, _: pg.check_network(network),
    "cite": lambda network, _: pg.cite(network),
    "compare": lambda network, _: compare(network, read_guide()),
    "downstream": lambda network, _: pg.downstream(network, "TrkB"),
    "draw_around": lambda network, _: pg.draw_around(network, "BDNF"),
    "draw_network": lambda network, _: pg.draw_network(network, network.edges[:5], title="five"),
    "explain": lambda network, _: pg.knock_out(pg.explain(network, "imipramine", "synaptic plasticity"), "TrkB"),
    "contrast": lambda network, _: pg.contrast(network, "rat", "mouse"),
    "find": lambda network, _: pg.find(network, "BDNF"),
    "find_conflicts": lambda network, _: pg.find_conflicts(network),
    "narrowed": lambda network, _: pg.narrowed(pg.select_diagram(network, "D1"), network, without=["imipramine"]),
    "overlay": lambda network, _: pg.overlay(pg.select_diagram(network, "D1"), network, pg.ClaimFilter()),
    "overlay_changes": lambda network, _: pg.overlay_changes(
        pg.select_diagram(network, "D1"), network, example_changes(network)
    ),
    "paths": lambda network, _: pg.paths(network, "TrkB", "synaptic plasticity"),
    "place_changes": lambda network, _: pg.place_changes(network, []),
    "rank_regulators": lambda network, _: pg.rank_regulators(network, example_changes(network)).rows,
    "fragility": lambda network, _: pg.fragility(network, "imipramine", "BDNF"),
    "regulator_fragility": lambda network, _: pg.regulator_fragility(
        network, example_changes(network), "imipramine", max_steps=1, max_runs=2
    ),
    "retraction_effects": lambda network, _: pg.retraction_effects(network),
    "retracted_claims": lambda network, _: pg.retracted_claims(network),
    "read_changes": lambda network, folder: pg.read_changes(network, _table(folder)),
    "resolve": lambda network, _: pg.resolve(network, "BDNF"),
    "save_picture": lambda network, folder: pg.save_picture(
        pg.select_diagram(network, "D4"), network, folder / "picture.dot"
    ),
    "select_claims": lambda network, _: pg.select_claims(network, pg.ClaimFilter(region="hippocampus")),
    "show": lambda network, _: pg.show(network, "BDNF"),
    "verify": lambda network, _: pg.verify(network, "Chronic imipramine lowers GluN1 (T1.4)."),
    "select_diagram": lambda network, _: pg.select_diagram(network, "D7"),
    "split": lambda network, _: pg.split(network),
    "statistics": lambda network, _: pg.statistics(network),
    "to_html": lambda network, _: pg.to_html(pg.select_diagram(network, "D1"), network),
    "to_networkx": lambda network, _: pg.to_networkx(network),
    "upstream": lambda network, _: pg.upstream(network, "BDNF", filters=pg.Filters(view="expanded")),
    "weigh": lambda network, _: pg.weigh(network, ["P24"]),
    "weigh_edges": lambda network, _: pg.weigh_edges(network, "imipramine", "pCREB"),
    "write": lambda network, folder: pg.write(network, folder / "copy.json"),
}
"""Every public function that is given a network, by its name."""


def _table(folder: Path) -> Path:
    file = folder / "changes.tsv"
    file.write_text("name\tvalue\nBDNF\t1.5\nCREB1\t-2\n", encoding="utf-8")
    return file


def _takes_a_network(name: str) -> bool:
    function = getattr(pg, name)
    if not inspect.isfunction(function):
        return False
    first = next(iter(inspect.signature(function).parameters.values()), None)
    named = any("Network" == p.annotation for p in inspect.signature(function).parameters.values())
    return first is not None and named


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """The guide after everything was asked of it."""
    network = read_guide()
    for call in CALLS.values():
        call(network, tmp_path_factory.mktemp("used"))
    network._repr_html_()
    support(network, network.claim)
    return network


def test_every_public_function_of_a_network_is_called_here() -> None:
    assert {name for name in pg.__all__ if _takes_a_network(name)} == set(CALLS)


def test_a_used_network_is_pickled_without_what_was_worked_out(used: Network) -> None:
    assert used.__dict__.keys() > {part.name for part in fields(used)}
    again = pickle.loads(pickle.dumps(used))
    assert again == used
    assert again.__dict__.keys() == {part.name for part in fields(used)}
    assert len(pickle.dumps(used)) == len(pickle.dumps(read_guide()))


def test_a_copy_of_a_used_network_works_everything_out_for_itself(used: Network) -> None:
    again = copy.copy(used)
    assert again == used
    assert again.__dict__.keys() == {part.name for part in fields(used)}
    assert pg.weigh(again, ["P24"]) == pg.weigh(used, ["P24"])


ANSWERS = """
import json, pickle, sys
import pathway_graph as pg

network = pickle.load(sys.stdin.buffer)
answers = [
    [(end.entity, end.net_sign) for end in pg.upstream(network, "BDNF").ends],
    [conflict.pairs for conflict in pg.find_conflicts(network).conflicts],
    [item.score for item in pg.explain(network, "imipramine", "pCREB").routes],
    pg.statistics(network),
]
print(json.dumps(answers, default=repr, sort_keys=True))
"""


def test_another_process_gets_the_same_answers_from_it(used: Network) -> None:
    given = pickle.dumps(used)
    done = subprocess.run([sys.executable, "-c", ANSWERS], input=given, capture_output=True, check=True)
    expected = [
        [(end.entity, end.net_sign) for end in pg.upstream(used, "BDNF").ends],
        [conflict.pairs for conflict in pg.find_conflicts(used).conflicts],
        [item.score for item in pg.explain(used, "imipramine", "pCREB").routes],
        pg.statistics(used),
    ]
    assert json.loads(done.stdout) == json.loads(json.dumps(expected, default=repr, sort_keys=True))


RESULTS: dict[str, Callable[[Network], Any]] = {
    "Audit": pg.audit,
    "BestRoutes": lambda network: pg.best_routes(network, "imipramine", "pCREB"),
    "CausalNetwork": lambda network: pg.causal_network(
        network, example_changes(network), ["imipramine"], permutations=2
    ),
    "Conflicts": pg.find_conflicts,
    "Contrast": lambda network: pg.contrast(network, "rat", "mouse"),
    "Difference": lambda network: compare(network, Network()),
    "Drawing": lambda network: pg.select_diagram(network, "D1"),
    "Measurements": example_changes,
    "RegulatorEvidence": lambda network: pg.explain_regulator(
        pg.rank_regulators(network, example_changes(network)), "imipramine"
    ),
    "Regulators": lambda network: pg.rank_regulators(network, example_changes(network)),
    "RouteExplanation": lambda network: pg.explain(network, "imipramine", "BDNF"),
    "Selection": lambda network: pg.select_claims(network, pg.ClaimFilter(region="hippocampus")),
    "Trace": lambda network: pg.upstream(network, "BDNF"),
    "Weight": lambda network: pg.weigh(network, ["P24"]),
}


@pytest.mark.parametrize("name", RESULTS)
def test_the_same_question_has_the_same_answer_and_so_has_a_copy(name: str) -> None:
    one, again = RESULTS[name](read_guide()), RESULTS[name](read_guide())
    copied = pickle.loads(pickle.dumps(one))
    assert one == again == copied
    assert len({one, again, copied}) == 1


def test_rankings_of_other_questions_are_not_equal() -> None:
    guide = read_guide()
    changes = example_changes(guide)
    found = pg.rank_regulators(guide, changes)
    assert found != "a ranking"
    for other in (
        pg.rank_regulators(guide, changes, max_steps=1),
        pg.rank_regulators(guide, changes, method="quaternary"),
        pg.rank_regulators(guide, changes, background="targets"),
        pg.rank_regulators(guide, changes, predict_itself=False),
        pg.rank_regulators(guide, changes, every_entity=True),
        pg.rank_regulators(guide, changes, filters=pg.Filters(view="expanded")),
        pg.rank_regulators(guide, changes, filters=pg.Filters(kinds=("Protein",))),
        pg.rank_regulators(guide, pg.place_changes(guide, [pg.Measurement("BDNF", 1, 1.0)])),
    ):
        assert found != other
