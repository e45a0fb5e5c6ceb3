"""Results in a notebook: they show themselves, escaped, and turn into frames."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from hostile import HOSTILE
from pathway_graph.diagrams import select_diagram
from pathway_graph.errors import MissingPackage, WrongArgument
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.interop import frames, notebook
from pathway_graph.model import Claim, Entity, Network, Source, display
from pathway_graph.model.build import build_network
from pathway_graph.stores.base import Node, Table
from pathway_graph.trace import Filters, downstream, paths, upstream
from pathway_graph.trace.explanation import explain

GUIDE = read_guide()
EXPANDED = Filters(view="expanded")
RESULTS: dict[str, Any] = {
    "network": GUIDE,
    "trace": upstream(GUIDE, "BDNF"),
    "empty trace": downstream(GUIDE, "BDNF protein", max_steps=1),
    "answer": explain(GUIDE, "imipramine", "BDNF"),
    "selection": select_claims(GUIDE, ClaimFilter(species="rat", region="hippocampus")),
    "table": Table(("name", "n", "node"), (("a", 1, Node(("X",), {"id": "x"})), ("b", None, None))),
    "empty table": Table(("name", "n"), ()),
}


def html(value: Any) -> str:
    found = value._repr_html_()
    assert isinstance(found, str)
    ET.fromstring(found.replace("&nbsp;", " "))  # well formed
    return found


def test_paths_are_headed_as_paths_in_the_view_they_took() -> None:
    found = paths(GUIDE, "imipramine", "pCREB")
    assert "Paths from imipramine to pCREB (state:CREB1_pS133), at most 4 steps" in html(found)
    for trace, view in ((found, "guide view"), (paths(GUIDE, "cAMP", "pCREB", filters=EXPANDED), "expanded view")):
        assert f"{view}: " in (trace._repr_svg_() or "").replace("&#160;", " ")


def test_a_network_shows_its_counts_and_diagrams_and_a_picture_only_where_it_can_be_read() -> None:
    shown = html(GUIDE)
    assert "<td>216</td>" in shown
    assert "camp" in shown
    assert GUIDE._repr_svg_() is None
    assert "<svg" in html(small("A"))
    assert html(Network()).count("An empty network") == 1


def test_a_trace_shows_its_ends_with_net_signs_and_hypotheses_apart() -> None:
    shown = html(upstream(GUIDE, "BDNF"))
    asserted, apart = shown.split("rests on a hypothesis")
    assert "imipramine" in asserted
    assert "protein kinase A" in apart
    assert "<svg" in shown
    assert "Nothing by asserted routes" in html(upstream(GUIDE, "imipramine"))
    assert upstream(GUIDE, "imipramine")._repr_svg_() is None


def test_an_explanation_shows_its_routes_and_what_speaks_against_them() -> None:
    shown = html(explain(GUIDE, "imipramine", "pCREB"))
    assert "30 routes; net signs: asserted ambiguous" in shown
    assert "20 more" in shown
    assert "needed up, claimed down" in shown
    assert "No causal route" in html(explain(GUIDE, "FAK", "BDNF", view="guide"))


def test_a_drawing_shows_itself_as_a_picture_with_its_title() -> None:
    picture = select_diagram(GUIDE, "camp")._repr_svg_()
    assert picture is not None
    assert "cAMP/PKA/CREB signaling under imipramine" in "".join(ET.fromstring(picture).itertext())
    assert select_diagram(GUIDE, "camp")._repr_html_() is None


def small(name: str) -> Network:
    return build_network(
        Source("s", title=name),
        entities=[Entity("a", "Protein", name), Entity("b", "Gene", "B")],
        claims=[Claim("c", "a", "activates", "b", name)],
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE[::10])
def test_hostile_names_stay_text_in_a_notebook(name: str) -> None:
    printable = "".join(c for c in name if c.isprintable())
    network = small(printable)
    for value in (network, downstream(network, "a"), explain(network, "a", "b")):
        root = ET.fromstring(html(value))
        tags = {item.tag.split("}")[-1] for item in root.iter()}
        assert tags <= {
            "div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "svg", "g", "text", "path", "polygon",
            "polyline", "ellipse",
        }  # fmt: skip
        assert "".join(printable.split()) in "".join("".join(root.itertext()).split())


def test_without_a_registered_module_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_home", [])
    assert GUIDE._repr_html_() is None
    monkeypatch.undo()
    assert notebook.html_of(object()) is None
    assert notebook.svg_of(object()) is None


@pytest.mark.parametrize("name", RESULTS)
def test_both_kinds_of_frames_hold_the_same_rows(name: str) -> None:
    columns, rows = frames.records(RESULTS[name])
    pandas_frame, polars_frame = frames.to_pandas(RESULTS[name]), frames.to_polars(RESULTS[name])
    assert list(pandas_frame.columns) == polars_frame.columns == list(columns)
    assert len(pandas_frame) == polars_frame.height == len(rows)
    for column in columns:
        if all(isinstance(row[column], str | bool) for row in rows):
            assert pandas_frame[column].tolist() == polars_frame[column].to_list() == [row[column] for row in rows]


def test_frames_of_what_is_known_by_heart() -> None:
    frame = frames.to_pandas(upstream(GUIDE, "BDNF"))
    assert frame.loc[~frame["rests_on_hypothesis"], "name"].tolist() == ["imipramine"]
    edges = frames.to_polars(GUIDE)
    assert edges.height == len(GUIDE.edges)
    routes = frames.to_pandas(explain(GUIDE, "imipramine", "BDNF"))
    assert routes["kind"].value_counts()["asserted"] == 3
    claims = frames.to_pandas(RESULTS["selection"])
    assert set(claims["claim"][claims["not_stated"].str.len() == 0]) >= {"P24", "T2.1"}


def test_anything_with_rows_of_records_is_a_frame_and_nothing_else() -> None:
    class Row:
        def to_dict(self) -> dict[str, Any]:
            return {"id": "a", "z": None}

    class Ranking:
        rows = (Row(), Row())

    assert frames.to_pandas(Ranking()).shape == (2, 2)
    for value in (object(), select_diagram(GUIDE, "camp"), 3):
        with pytest.raises(WrongArgument, match="has no rows"):
            frames.to_pandas(value)


@pytest.mark.parametrize(("package", "make"), [("pandas", frames.to_pandas), ("polars", frames.to_polars)])
def test_a_missing_package_is_named_with_its_extra(package: str, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackage, match=rf"{package} is not installed; .*pathway-graph\[{package}\]"):
        make(GUIDE)
