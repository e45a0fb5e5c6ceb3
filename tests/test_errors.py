"""Errors carry what is wrong and the way out as attributes; nothing has to read their words."""

from __future__ import annotations

import ast
import builtins
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pathway_graph
from pathway_graph import (
    ClaimFilter,
    ColumnOptions,
    Filters,
    draw_answer,
    errors,
    explain_regulator,
    place_changes,
    rank_regulators,
    select_diagram,
)
from pathway_graph.cli.reading import stored_before
from pathway_graph.diagrams.pdf import to_pdf
from pathway_graph.diagrams.raster import to_png
from pathway_graph.errors import (
    AmbiguousName,
    InputError,
    MissingPackage,
    PathwayGraphError,
    Problem,
    QueryError,
    RenderError,
    StoreEmpty,
    StoreUnavailable,
    UnknownName,
    WrongArgument,
)
from pathway_graph.index import index_of
from pathway_graph.index.reach import signed_reach
from pathway_graph.interop.frames import to_pandas, to_polars
from pathway_graph.interop.py2neo import to_subgraph
from pathway_graph.model import Network
from pathway_graph.regulators import example_changes
from pathway_graph.regulators.table import read_list
from pathway_graph.stores.embedded import engine
from pathway_graph.stores.embedded.store import EmbeddedStore

ANSWER = pathway_graph.explain(pathway_graph.read_guide(), "imipramine", "pCREB", view="guide")
CHANGES = example_changes(ANSWER.network)
PACKAGE = Path(pathway_graph.__file__).parent
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"/>'

EXAMPLES = [
    PathwayGraphError("it is so", hint="do this"),
    InputError([Problem("a.yaml", 3, "wrong", "right")]),
    UnknownName("entity", "BDFN", ["BDNF"]),
    AmbiguousName("PDK1", [("a", "A"), ("b", "B")]),
    WrongArgument("max_steps", -1, hint="give a whole number from 1 on"),
    MissingPackage("pandas", "pandas"),
    RenderError("no picture", hint="draw less"),
    QueryError("no query"),
    StoreUnavailable("bolt://me:secret@here is down", hint="ask bolt://me:secret@there"),
    StoreEmpty("nothing is there", hint="load"),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_says_its_message_then_its_hint_and_travels_whole(error: PathwayGraphError) -> None:
    assert str(error) == (f"{error.message}; {error.hint}" if error.hint else error.message)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_every_error_that_a_user_may_catch_is_a_public_name() -> None:
    ours = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert ours - set(pathway_graph.__all__) == set()


def test_a_hint_shows_no_password_either() -> None:
    assert "secret" not in str(EXAMPLES[-2]) + EXAMPLES[-2].message + EXAMPLES[-2].hint


def test_a_suggestion_is_the_hint_of_an_unknown_name() -> None:
    assert (EXAMPLES[2].message, EXAMPLES[2].hint) == ("no entity is called 'BDFN'", "did you mean 'BDNF'?")


GUIDE = pathway_graph.read_guide()
WRONG: dict[str, Callable[[], Any]] = {
    "max_steps -1": lambda: pathway_graph.upstream(GUIDE, "BDNF", max_steps=-1),
    "max_steps 2.5": lambda: pathway_graph.downstream(GUIDE, "BDNF", max_steps=2.5),  # type: ignore[arg-type]
    "max_steps None": lambda: pathway_graph.paths(GUIDE, "BDNF", "CREB1", max_steps=None),  # type: ignore[arg-type]
    "max_routes 0": lambda: pathway_graph.upstream(GUIDE, "BDNF", max_routes=0),
    "view 'wild'": lambda: pathway_graph.upstream(GUIDE, "BDNF", filters=Filters(view="wild")),  # type: ignore[arg-type]
    "name 3": lambda: pathway_graph.upstream(GUIDE, 3),  # type: ignore[arg-type]
    "count 0": lambda: pathway_graph.best_routes(GUIDE, "BDNF", "CREB1", count=0),
    "max_steps 101": lambda: pathway_graph.best_routes(GUIDE, "BDNF", "CREB1", max_steps=101),
    "max_work -1": lambda: pathway_graph.best_routes(GUIDE, "BDNF", "CREB1", max_work=-1),
    "sign '+1'": lambda: pathway_graph.best_routes(GUIDE, "BDNF", "CREB1", sign="+1"),  # type: ignore[arg-type]
    "max_steps 0": lambda: pathway_graph.explain(GUIDE, "imipramine", "BDNF", max_steps=0),
    "view 'all'": lambda: pathway_graph.explain(GUIDE, "imipramine", "BDNF", view="all"),  # type: ignore[arg-type]
    "view 'both'": lambda: pathway_graph.select_claims(GUIDE, ClaimFilter(view="both")),  # type: ignore[arg-type]
    "view 'expandet'": lambda: pathway_graph.select_diagram(GUIDE, "camp", view="expandet"),  # type: ignore[arg-type]
    "layers 'c'": lambda: pathway_graph.select_diagram(GUIDE, "camp", layers="core"),  # type: ignore[arg-type]
    "view 'x'": lambda: pathway_graph.draw_network(GUIDE, GUIDE.edges, title="", view="x"),  # type: ignore[arg-type]
    "steps 0": lambda: pathway_graph.draw_around(GUIDE, "BDNF", steps=0),
    "place 99": lambda: pathway_graph.draw_answer(ANSWER, place=99),
    "limit -1": lambda: pathway_graph.draw_answer(ANSWER, limit=-1),
    "dpi 0": lambda: pathway_graph.render("digraph {}", "png", "a.png", dpi=0),
    "timeout_s -1": lambda: pathway_graph.render("digraph {}", "svg", "a.svg", timeout_s=-1),
    "method 'x'": lambda: rank_regulators(GUIDE, CHANGES, method="x"),  # type: ignore[arg-type]
    "max_steps 'two'": lambda: rank_regulators(GUIDE, CHANGES, max_steps="two"),  # type: ignore[arg-type]
    "sign 5": lambda: explain_regulator(rank_regulators(GUIDE, CHANGES, max_steps=1), "imipramine", sign=5),
    "count -1": lambda: rank_regulators(GUIDE, CHANGES, max_steps=1).top(-1),
    "keep 'last'": lambda: place_changes(GUIDE, [], keep="last"),  # type: ignore[arg-type]
    "max_p 5": lambda: read_list("no.csv", ColumnOptions(max_p=5)),
    "threshold -1": lambda: read_list("no.csv", ColumnOptions(threshold=-1)),
    "scale 'ln'": lambda: read_list("no.csv", ColumnOptions(ratio=True, scale="ln")),
    "result 5": lambda: to_pandas(5),
    "max_steps 1000": lambda: signed_reach(index_of(GUIDE), [0], max_steps=1000),
}
"""What a public function is given that means nothing to it, by the argument and its value."""


@pytest.mark.parametrize("given", WRONG)
def test_a_wrong_argument_is_one_error_with_a_way_out(given: str) -> None:
    with pytest.raises(WrongArgument) as caught:
        WRONG[given]()
    assert f"{caught.value.argument} {caught.value.value!r}" == given
    assert caught.value.hint
    assert isinstance(caught.value, ValueError), "for those who caught that"


@pytest.mark.parametrize(
    "call", [draw_answer, lambda answer: pathway_graph.mark_route(select_diagram(GUIDE, "camp"), answer)]
)
def test_an_answer_without_routes_has_none_to_mark(call: Any) -> None:
    answer = pathway_graph.explain(GUIDE, "BDNF", "imipramine")
    assert answer.routes == ()
    with pytest.raises(WrongArgument, match=r"the answer has no route to draw or mark; look at answer\.routes first"):
        call(answer)


@pytest.mark.parametrize("place", [-1, 99])
def test_only_a_route_that_is_there_is_marked(place: int) -> None:
    with pytest.raises(WrongArgument, match=f"place cannot be {place}; give a whole number from 0 to "):
        pathway_graph.mark_route(select_diagram(GUIDE, "camp"), ANSWER, place)


def test_a_claim_that_is_not_there_is_an_unknown_name() -> None:
    with pytest.raises(UnknownName, match="no claim is called 'P377'; did you mean 'P37'"):
        pathway_graph.weigh(GUIDE, ["P377"])


def test_a_network_of_two_data_sets_is_no_yaml_file(tmp_path: Path) -> None:
    two = pathway_graph.merge([GUIDE, pathway_graph.build_network(pathway_graph.Source("t"))])
    with pytest.raises(WrongArgument, match=r"holds one data set, and here are 2: imipramine, t; choose one"):
        pathway_graph.write(two, tmp_path / "a.yaml")


def test_a_wrong_argument_is_told_as_such_where_the_data_are_wrong_too() -> None:
    bad = pathway_graph.Network(claims=(pathway_graph.Claim("c", "a", "activates", "b"),))
    with pytest.raises(WrongArgument):
        pathway_graph.upstream(bad, "a", max_steps=0)


@pytest.mark.parametrize(
    ("package", "extra", "call"),
    [
        ("pandas", "pandas", lambda: to_pandas([{"a": 1}])),
        ("polars", "polars", lambda: to_polars([{"a": 1}])),
        ("py2neo", "py2neo", lambda: to_subgraph(Network())),
        ("resvg_py", "", lambda: to_png(SVG, dpi=72)),
        ("reportlab", "", lambda: to_pdf(SVG)),
        ("arcadedb", "", engine.find),
    ],
)
def test_a_missing_package_is_one_error_with_package_extra_and_way_out(
    package: str, extra: str, call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.split(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return really(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingPackage) as caught:
        call()
    assert (caught.value.package.replace("-", "_"), caught.value.extra) == (package, extra)
    assert caught.value.hint


def test_a_new_store_is_empty_by_class_whatever_its_path_is_called(tmp_path: Path) -> None:
    with pytest.raises(StoreEmpty) as caught:
        EmbeddedStore(tmp_path / "new").read()
    assert caught.value.hint == "run `pathway-graph load` first"
    assert stored_before(EmbeddedStore(tmp_path / "new")) == Network()


def test_a_broken_store_whose_path_says_nothing_is_loaded_is_no_new_one(tmp_path: Path) -> None:
    place = tmp_path / "nothing is loaded"
    place.write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="is a file"):
        stored_before(EmbeddedStore(place))


def test_no_error_of_ours_is_raised_with_its_hint_in_its_message() -> None:
    """Of a text given alone, what follows its last semicolon would be the way out."""
    ours = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ours:
                texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
                if not any(keyword.arg == "hint" for keyword in node.keywords) and any("; " in text for text in texts):
                    found.append(f"{file.name}:{node.lineno}")
    assert found == []


def _without_way_out(call: ast.Call) -> bool:
    """Whether a call makes an error of ours, or a problem of a file, that says no way out."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if any(isinstance(one, ast.Starred) for one in call.args):
        return False
    if name in ("PathwayGraphError", "QueryError", "QueryTimeout", "RenderError", "StoreError", "StoreUnavailable"):
        return "hint" not in named
    if name == "UnknownName":
        return len(call.args) < 3 and not {"hint", "note", "suggestions"} & named.keys()
    if name == "wrong" and len(call.args) == 1:
        return False  # a page that shows an error, which says its own
    at = {"Problem": 3, "wrong": 2, "problem": 1}.get(name)
    hint = None if at is None else named.get("hint") or (call.args[at] if at < len(call.args) else ast.Constant(""))
    return isinstance(hint, ast.Constant) and hint.value == ""


def test_every_error_says_a_way_out() -> None:
    """Not looked at: what stores pass on of a database, and the line that counts further problems."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "stores" not in file.parts and _without_way_out(node):
                found.append(f"{file.relative_to(PACKAGE)}: {ast.unparse(node)}")
    assert found == ["files/delimited.py: Problem(listed[most].file, listed[most].line, more)"]


def test_an_error_of_one_problem_has_its_way_out() -> None:
    error = InputError([Problem("a.yaml", 3, "wrong", "write right")])
    assert (error.message, error.hint, str(error)) == ("a.yaml:3: wrong", "write right", "a.yaml:3: wrong; write right")
    both = InputError([*error.problems, Problem("a.yaml", 4, "bad")])
    assert (both.hint, str(both)) == ("", "a.yaml:3: wrong; write right\na.yaml:4: bad")


def test_no_decision_reads_the_words_of_an_error_of_ours() -> None:
    """Only what others raise without a class of its own is told apart by its text."""
    foreign = {"delimited.py", "engine.py"}
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = ast.unparse(node) if isinstance(node, ast.Compare | ast.Call) else ""
            compares = isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn | ast.Eq)
            splits = isinstance(node, ast.Call) and ".partition(" in text.replace("rpartition", "partition")
            if (compares or splits) and "str(error)" in text and file.name not in foreign:
                found.append(f"{file.name}: {text}")
    assert found == []
