"""Errors carry what is wrong and the way out as attributes; nothing has to read their words."""

from __future__ import annotations

import ast
import builtins
import pickle
from pathlib import Path
from typing import Any

import pytest

import pathway_graph
from pathway_graph import errors
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
)
from pathway_graph.interop.frames import to_pandas, to_polars
from pathway_graph.interop.py2neo import to_subgraph
from pathway_graph.model import Network
from pathway_graph.stores.embedded import engine
from pathway_graph.stores.embedded.store import EmbeddedStore

PACKAGE = Path(pathway_graph.__file__).parent
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"/>'

EXAMPLES = [
    PathwayGraphError("it is so", hint="do this"),
    InputError([Problem("a.yaml", 3, "wrong", "right")]),
    UnknownName("entity", "BDFN", ["BDNF"]),
    AmbiguousName("PDK1", [("a", "A"), ("b", "B")]),
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


def test_a_hint_shows_no_password_either() -> None:
    assert "secret" not in str(EXAMPLES[-2]) + EXAMPLES[-2].message + EXAMPLES[-2].hint


def test_a_suggestion_is_the_hint_of_an_unknown_name() -> None:
    assert (EXAMPLES[2].message, EXAMPLES[2].hint) == ("no entity is called 'BDFN'", "did you mean 'BDNF'?")


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
