"""Data are printed while they are made: the same bytes as a document built whole, without its memory."""

from __future__ import annotations

import enum
import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pathway_graph.cli import cli
from pathway_graph.cli.output import emit_document, emit_rows
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.raw import json_bytes
from pathway_graph.text.json_pieces import json_pieces, whole
from pathway_graph.trace import paths, upstream
from pathway_graph.trace.explanation import explain

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=30
)


def late(value: Any) -> Any:
    """Return *value* with an iterator wherever one may stand for a list."""
    if isinstance(value, list):
        return (late(item) for item in value)
    return {key: late(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(VALUES, st.integers(0, 3))
def test_pieces_are_what_the_json_module_writes(value: Any, indent: int) -> None:
    expected = json.dumps(value, ensure_ascii=False, indent=indent)
    assert "".join(json_pieces(value, indent=indent)) == expected
    assert "".join(json_pieces(late(value), indent=indent)) == expected
    assert whole(late(value)) == value


class Word(str):
    __slots__ = ()


class Sign(enum.IntEnum):
    RAISES = 1


class Kind(enum.StrEnum):
    GENE = "gene"


ODD = st.sampled_from(
    [Word("a\n\u2028"), Sign.RAISES, Kind.GENE, (), (1, {"b": "\x7f\x1f"}), float("inf"), -0.0, 1e16, {}, []]
)
KEYS = st.sampled_from(["a", Word("b"), Kind.GENE, 3, True, None, 2.5])


@given(st.recursive(ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)))
def test_values_of_derived_types_are_written_as_the_json_module_writes_them(value: Any) -> None:
    assert "".join(json_pieces([{"in": value}])) == json.dumps([{"in": value}], ensure_ascii=False, indent=2)


def test_a_number_that_json_does_not_have_is_refused_in_files() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_bytes({"items": iter([1.0, float("nan")])})


GUIDE = read_guide()
DOCUMENTS = {
    "upstream BDNF": upstream(GUIDE, "BDNF").to_dict,
    "paths imipramine BDNF": paths(GUIDE, "imipramine", "BDNF").to_dict,
    "explain imipramine BDNF": explain(GUIDE, "imipramine", "BDNF").to_dict,
    "conflicts pCREB": find_conflicts(GUIDE, "pCREB").to_dict,
    "claims --course acute": select_claims(GUIDE, ClaimFilter(course="acute")).to_dict,
}


@pytest.mark.parametrize("command", DOCUMENTS)
def test_a_command_prints_the_document_of_its_function(command: str, tmp_path: Any) -> None:
    runner = CliRunner(env={"PATHWAY_GRAPH_STORE": str(tmp_path / "store"), "NEO4J_URI": ""})
    assert runner.invoke(cli, ["load"]).exit_code == 0
    printed = runner.invoke(cli, [*command.split(), "--format", "json"])
    assert printed.stdout == json.dumps(DOCUMENTS[command](), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv"])
def test_rows_are_printed_before_the_last_one_is_made(format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    printed: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(20_000):
            printed.append(len(out.getvalue()) if number % 5_000 == 4_999 else 0)
            yield {"number": number, "text": "a, b"}

    emit_rows(rows(), ("number", "text"), format_)
    at = [length for length in printed if length]
    assert len(at) == 4
    assert at == sorted(set(at))
    assert len(out.getvalue().splitlines()) >= 20_000


def test_a_document_is_printed_with_its_lists_unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)

    def items() -> Iterator[dict[str, str]]:
        for number in range(10):
            yield {"text": "x" * 70_000}
            assert out.getvalue().count("x" * 70_000) == number + 1

    emit_document({"a": {"items": items()}, "b": 1})
    assert json.loads(out.getvalue()) == {"a": {"items": [{"text": "x" * 70_000}] * 10}, "b": 1}
