"""The JSON of results is as docs/json.md says: every documented key is given, and no other."""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.evidence.audit import EntryAudit, Mark
from pathway_graph.evidence.checking import CheckedClaim
from pathway_graph.evidence.contexts import Context
from pathway_graph.evidence.contrast import ContrastRow
from pathway_graph.evidence.findings import Finding
from pathway_graph.evidence.opposites import Conflict, Pair
from pathway_graph.evidence.sides import Sides
from pathway_graph.evidence.weight import Study
from pathway_graph.evidence.words import CLAIM_COLUMNS, support
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.report import Loss
from pathway_graph.identifiers.name_column import NameColumn
from pathway_graph.look.find import Found, Match
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.model.diff import FieldChange, SignChange, compare
from pathway_graph.model.removal import Removal, removal
from pathway_graph.model.statistics import statistics
from pathway_graph.regulators import CausalEdge, CausalNode, Explained, RandomSigns, example_changes
from pathway_graph.regulators.changes import HowRead, RowCounts, Unfound
from pathway_graph.regulators.explain import RegulatorEvidence, Target
from pathway_graph.regulators.fragile import RegulatorLoss
from pathway_graph.regulators.result import Regulator
from pathway_graph.stores.answers import RowChange, compare_answers
from pathway_graph.stores.base import Node, Relationship
from pathway_graph.stores.base import Path as GraphPath
from pathway_graph.stores.history import History
from pathway_graph.stores.listing import DataSet, data_sets
from pathway_graph.trace import END_COLUMNS
from pathway_graph.trace.effects import SignEffect
from pathway_graph.trace.explanation import Contradiction, RouteEvidence
from pathway_graph.trace.fragility import SignLoss
from pathway_graph.trace.knock_out import KnockOut, knock_out

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
GUIDE = read_guide()
TYPES: dict[str, tuple[type, ...]] = {"text": (str,), "number": (int, float), "true or false": (bool,)}


def documented() -> dict[str, dict[str, str]]:
    """Return the keys of each kind of result, with the value that the page gives each."""
    found: dict[str, dict[str, str]] = {}
    for title, body in re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S):
        found[title] = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", body, re.M))
    return found


DOCUMENTED = documented()


def _network(relation: str) -> Any:
    ends = [Entity("a", "Protein", f"A {relation}"), Entity("b", "Protein", "B"), Entity(relation, "Protein", "C")]
    return build_network(
        Source("s"), entities=ends, claims=[Claim("c", "a", relation, "b"), Claim(relation, "a", "activates", relation)]
    )


_RETRACTED = replace(
    GUIDE,
    publications=tuple(replace(one, notice="retracted") if one.id == "S06" else one for one in GUIDE.publications),
)


def _fragile() -> pg.RegulatorFragility:
    whole = pg.regulator_fragility(GUIDE, example_changes(GUIDE), "imipramine", max_steps=1, max_runs=1)
    return replace(whole, losses=(RegulatorLoss(("S06",), 2, 0.01, ("chem:imipramine", 1)),))


_DRAFT = "Imipramine raises pCREB (P30). Imipramine raises neurogenesis (P76, P99). Imipramine raises BDNF."
_ANSWERS: tuple[Any, Any] = ({"ends": [{"id": "a", "studies": 1}]}, {"ends": [{"id": "a", "studies": 2}]})
_OTHER = _network("inhibits")
_SECOND = build_network(Source("s2"), entities=_OTHER.entities[:2], claims=[Claim("d", "a", "inhibits", "b")])
_BOTH = merge([_OTHER, _SECOND])


@cache
def results() -> list[tuple[str, Any]]:
    """Return examples of every kind, that show each key at least once."""
    node = Node(("Entity",), {"id": "a"})
    link = Relationship("ACTIVATES", "a", "b", {"sign": 1})
    answer = pg.explain(GUIDE, "imipramine", "synaptic plasticity")
    ranking = pg.rank_regulators(GUIDE, example_changes(GUIDE), max_steps=1)
    explained = pg.explain_regulator(ranking, "imipramine")
    edges = [
        {"edge": edge.id, "sign": edge.sign, "claims": list(edge.claims), **weight.to_dict()}
        for edge, weight in pg.weigh_edges(GUIDE, "imipramine", "pCREB")
    ]
    return [
        ("Trace", pg.upstream(GUIDE, "BDNF").to_dict()),
        ("Trace", pg.downstream(GUIDE, "TrkB").to_dict()),
        ("Trace", pg.paths(GUIDE, "TrkB", "synaptic plasticity").to_dict()),
        ("RouteExplanation", {**answer.to_dict(), "knock_out": knock_out(answer, "TrkB").to_dict()}),
        ("RouteExplanation", pg.explain(GUIDE, "imipramine", "pCREB").to_dict()),
        *(("EdgeWeight", edge) for edge in edges),
        ("Fragility", pg.fragility(GUIDE, "imipramine", "BDNF").to_dict()),
        ("Fragility", pg.fragility(GUIDE, "imipramine", "serotonin").to_dict()),
        ("RegulatorFragility", _fragile().to_dict()),
        ("RetractionEffects", pg.retraction_effects(_RETRACTED).to_dict()),
        ("Verification", pg.verify(_RETRACTED, _DRAFT).to_dict()),
        ("Selection", pg.select_claims(GUIDE, pg.ClaimFilter(region="hippocampus")).to_dict()),
        ("Conflicts", pg.find_conflicts(GUIDE).to_dict()),
        ("Contrast", pg.contrast(GUIDE, "dorsal horn", "Jurkat", about="pCREB").to_dict()),
        ("Audit", pg.audit(GUIDE).to_dict()),
        ("Regulators", ranking.to_dict()),
        ("RegulatorExplanation", explained.to_dict()),
        ("CausalNetwork", pg.causal_network(GUIDE, example_changes(GUIDE), ["imipramine"], permutations=3).to_dict()),
        ("Difference", compare(_network("activates"), _network("inhibits")).to_dict()),
        ("DataSet", [one.to_dict() for one in data_sets(GUIDE, History())]),
        ("Removal", {"dry_run": True, **removal(_BOTH, "s2").to_dict()}),
        ("Report", pg.Report("a", "sif", {}, {}, (Loss("a", "b", 1),), (Loss("a", "b", 1, ("line 2",)),)).to_dict()),
        ("Names", pg.identify(["Trp53", "2-Sep"], network=GUIDE).to_dict()),
        ("Path", GraphPath((node, node), (link,)).to_dict()),
        ("Found", pg.find(GUIDE, "BDNF").to_dict()),
        ("RowChange", [one.to_dict() for one in compare_answers(*_ANSWERS)]),
    ]


def _read_from_a_file(folder: Path) -> tuple[str, Any]:
    file = folder / "changes.tsv"
    file.write_text("name\tlog2FC\tpadj\nBDNF\t1.5\t0.01\nCREB1\t-2\t0.01\n2-Sep\t1\t1\n", encoding="utf-8")
    return "Regulators", pg.rank_regulators(GUIDE, pg.read_changes(GUIDE, file)).to_dict()


def _walk(title: str, given: Any, seen: dict[str, set[str]], where: str) -> Iterable[str]:
    if isinstance(given, list):
        for item in given:
            yield from _walk(title, item, seen, where)
        return
    if given is None:
        return
    seen[title] |= given.keys()
    for key, value in given.items():
        if key not in DOCUMENTED[title]:
            yield f"{where}.{key}"
            continue
        says = DOCUMENTED[title][key].strip()
        nested = re.match(r"(?:list of )?`(\w+)`", says)
        if nested:
            assert isinstance(value, list) == says.startswith("list"), (where, key)
            yield from _walk(nested[1], value, seen, f"{where}.{key}")
        elif says.startswith("list"):
            of = {"texts": str, "numbers": int}[says.removeprefix("list of ")]
            assert isinstance(value, list), (where, key)
            assert all(isinstance(item, of) for item in value), (where, key, value)
        elif says.startswith("map"):
            assert isinstance(value, dict), (where, key)
        elif value is None:
            assert "null" in says, (where, key)
        else:
            word = "true or false" if says.startswith("true") else says.removesuffix(" or null")
            assert isinstance(value, TYPES[word]), (where, key, value)


def test_every_documented_key_is_given_and_no_other(tmp_path: Path) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    undocumented = {
        name for title, given in [*results(), _read_from_a_file(tmp_path)] for name in _walk(title, given, seen, title)
    }
    assert undocumented == set()
    assert {title: set(keys) for title, keys in DOCUMENTED.items()} == dict(seen)


@pytest.mark.parametrize(("title", "given"), results(), ids=lambda part: part if isinstance(part, str) else "")
def test_a_result_is_json_as_it_is(title: str, given: Any) -> None:
    assert json.loads(json.dumps(given, allow_nan=False)) == given


CLASSES: dict[str, tuple[Any, ...]] = {
    "Trace": (pg.Trace,), "TraceEnd": (pg.TraceEnd,), "Route": (pg.Route,), "Hop": (pg.Edge,), "Weight": (pg.Weight,),
    "Study": (Study,), "RouteExplanation": (pg.RouteExplanation,), "AnswerRoute": (RouteEvidence, pg.Route),
    "Contradiction": (Contradiction,), "Bottleneck": (pg.Entity,), "KnockOut": (KnockOut,),
    "Selection": (pg.Selection,), "Conflicts": (pg.Conflicts,), "Conflict": (Conflict,), "Sides": (Sides,),
    "Pair": (Pair,), "Contrast": (pg.Contrast,), "ContrastRow": (ContrastRow,), "Context": (Context,),
    "Finding": (Finding,), "Tension": (pg.Tension,), "Audit": (pg.Audit,), "AuditEntry": (EntryAudit,),
    "CitedFor": (pg.Verdict,),
    "AuditMark": (Mark,), "Regulators": (pg.Regulators,), "RegulatorExplanation": (RegulatorEvidence,),
    "HowRead": (HowRead,), "RowCounts": (RowCounts,), "Unfound": (Unfound,), "Regulator": (Regulator,),
    "ChangedTarget": (Target,), "CausalNetwork": (pg.CausalNetwork,), "CausalNode": (CausalNode,),
    "CausalEdge": (CausalEdge,), "ExplainedGene": (Explained,), "RandomSigns": (RandomSigns,),
    "Difference": (pg.Difference,), "Change": (FieldChange,), "SignChange": (SignChange,), "Report": (pg.Report,),
    "Fragility": (pg.Fragility,), "SignLoss": (SignLoss,), "RegulatorFragility": (pg.RegulatorFragility,),
    "Verification": (pg.Verification,), "Checked": (pg.Checked,), "CheckedClaim": (CheckedClaim,),
    "RegulatorLoss": (RegulatorLoss,), "RetractionEffects": (pg.RetractionEffects,), "SignEffect": (SignEffect,),
    "DataSet": (DataSet,), "Removal": (Removal,),
    "Names": (pg.Names,), "NameColumn": (NameColumn,), "Identified": (pg.Identified,),
    "Found": (Found,), "Match": (Match,), "RowChange": (RowChange,),
    "Loss": (Loss,), "Node": (Node,), "Relationship": (Relationship,), "Path": (GraphPath,),
}  # fmt: skip
"""What each kind of JSON is made from."""


def test_a_key_is_an_attribute_of_the_result_or_documented_as_derived() -> None:
    page = PAGE.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    made_to_be_read = {title for title, body in sections.items() if "made to be read" in body.partition("|")[0]}
    assert made_to_be_read | CLASSES.keys() == DOCUMENTED.keys()
    assert not made_to_be_read & CLASSES.keys()
    marked = {(title, key) for title in CLASSES for key in re.findall(r"^\| `(\w+)` \|.* † \|$", sections[title], re.M)}
    derived = {
        (title, key) for title, classes in CLASSES.items() for key in DOCUMENTED[title]
        if not any(key in dir(one) or key in getattr(one, "__dataclass_fields__", ()) for one in classes)
    }  # fmt: skip
    assert derived == marked


def test_every_class_with_plain_data_is_among_them() -> None:
    package = Path(pg.__file__).parent
    having = {
        node.name
        for file in package.rglob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name != "_Plain"  # what cards share; the page tells of `show`
        and any(isinstance(one, ast.FunctionDef) and one.name == "to_dict" for one in node.body)
    }  # fmt: skip
    assert having == {one.__name__ for classes in CLASSES.values() for one in classes if hasattr(one, "to_dict")}


def test_a_sign_is_a_number_and_a_net_sign_a_text_in_every_result() -> None:
    def every(value: Any) -> Iterable[tuple[str, Any]]:
        if isinstance(value, list):
            for item in value:
                yield from every(item)
        elif isinstance(value, dict):
            for key, item in value.items():
                yield key, item
                yield from every(item)

    pairs = list(every([given for _, given in results()]))
    assert {value for key, value in pairs if key == "sign"} == {1, -1, 0, None}
    net = [value for key, value in pairs if key == "net_sign"]
    words = {word for value in net for word in (value.values() if isinstance(value, dict) else [value])}
    assert words <= {"+1", "-1", "0", "ambiguous", None}


def test_the_rows_of_frames_pages_and_tables_have_the_columns_of_the_results() -> None:
    assert set(END_COLUMNS) - {"rests_on_hypothesis"} == set(DOCUMENTED["TraceEnd"]) - {"routes"}
    assert list(CLAIM_COLUMNS) == [key for key in DOCUMENTED["ClaimRow"] if key != "not_stated"]
    assert list(support(GUIDE, ["P24"])[0]) == list(CLAIM_COLUMNS)
    assert all(list(row) == list(END_COLUMNS) for row in pg.upstream(GUIDE, "BDNF").end_rows())


def test_no_result_has_a_method_to_json() -> None:
    for name in pg.__all__:
        assert not hasattr(getattr(pg, name), "to_json"), name


def test_tables_print_a_sign_alike(capsys: pytest.CaptureFixture[str]) -> None:
    from pathway_graph.cli.output import emit_rows

    rows: list[dict[str, Any]] = [{"sign": 1}, {"sign": -1}, {"sign": 0}, {"sign": None}, {"sign": "ambiguous"}]
    emit_rows(rows, ["sign"], "md")
    assert capsys.readouterr().out == "| sign |\n|---|\n| +1 |\n| -1 |\n| 0 |\n|  |\n| ambiguous |\n"
    emit_rows(rows, ["sign"], "csv")
    assert capsys.readouterr().out.split() == ["sign", "1", "-1", "0", '""', "ambiguous"]


def commands_documented() -> dict[str, dict[str, str]]:
    """Return the keys of the commands that print what is no result in Python."""
    body = PAGE.read_text(encoding="utf-8").partition("## Other commands")[2]
    return {
        title: dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", part, re.M))
        for title, part in re.findall(r"^### `([^`]+)`\n(.*?)(?=^### |\Z)", body, re.M | re.S)
    }


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (["load", "--dry-run"], "load"),
        (["doctor"], "doctor"),
        (["query", "--list"], "query --list"),
        (["get", "--list"], "get --list"),
    ],
)
def test_the_keys_of_other_commands_are_documented(command: list[str], title: str, tmp_path: Path) -> None:
    store = [] if "--list" in command else ["--store", str(tmp_path / "store")]
    rows = json.loads(CliRunner().invoke(cli, [*command, *store, "--format", "json"]).stdout)
    assert rows
    assert all(row.keys() == commands_documented()[title].keys() for row in rows)


def test_the_keys_of_the_history_are_documented(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "store")]
    CliRunner().invoke(cli, ["load", *store])
    (row,) = json.loads(CliRunner().invoke(cli, ["history", *store, "--format", "json"]).stdout)
    assert list(row) == list(commands_documented()["history"])


def test_the_keys_of_stats_are_documented() -> None:
    counts, documented = statistics(GUIDE), commands_documented()["stats"]
    assert list(counts) == list(documented)
    for key, value in counts.items():
        assert documented[key].startswith({int: "number", dict: "map", list: "list"}[type(value)])
    assert set(counts["claims_by_sign"]) <= {"+1", "-1", "0", "none"}


def test_every_command_that_gives_json_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    ctx = click.Context(cli)
    given = []
    for name in cli.list_commands(ctx):
        command = cli.get_command(ctx, name)
        choices = [option.type for option in command.params if "--format" in option.opts] if command else []
        given += [name for choice in choices if isinstance(choice, click.Choice) and "json" in choice.choices]
    assert {"upstream", "stats", "doctor"} <= set(given)
    assert [name for name in given if not re.search(rf"`{name}[`(\s]", text)] == []


def test_the_keys_of_publish_are_documented(tmp_path: Path) -> None:
    store, share = ["--store", str(tmp_path / "store")], str(tmp_path / "share")
    CliRunner().invoke(cli, ["load", *store])
    done = CliRunner().invoke(cli, ["publish", share, *store, "--format", "json"])
    assert list(json.loads(done.stdout)) == list(commands_documented()["publish"])


def test_keys_that_are_left_out_are_told_so() -> None:
    """Of keys that are in some maps only the meaning begins with Only."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| Only ", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(rows) == ["knock_out", "not_stated", "routes", "unchanged", "weight"]
