"""A drawing that nothing can lay out is refused before it is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.diagrams.traced import MOST_EDGES, require_drawable
from pathway_graph.errors import RenderError
from pathway_graph.explorer import pictures
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.stores.embedded.store import EmbeddedStore


def fan(width: int, *, from_hub: int = 0) -> Network:
    """Return *width* proteins that activate a hub, which activates *from_hub* others."""
    names = [f"n{n:05}" for n in range(width + from_hub)]
    entities = [Entity("hub", "Protein", "Hub"), *(Entity(name, "Protein", name.upper()) for name in names)]
    ends = [(name, "hub") if number < width else ("hub", name) for number, name in enumerate(names)]
    claims = [Claim(f"c{n:05}", source, "activates", target) for n, (source, target) in enumerate(ends)]
    return build_network(Source("fan"), entities=entities, claims=claims)


def chosen(*_: object, **__: object) -> None:
    raise AssertionError("something was chosen to be drawn")


def test_a_trace_with_too_many_ends_is_refused_by_their_number() -> None:
    found = pg.upstream(fan(12), "Hub", max_steps=1)
    require_drawable(found, 12)
    with pytest.raises(RenderError, match=r"^12 ends are too many for one drawing \(at most 11\)"):
        require_drawable(found, 11)


def test_a_trace_with_few_ends_and_too_many_edges_is_refused_by_its_edges() -> None:
    network = fan(3, from_hub=1)
    found = pg.paths(network, "N00000", "N00003", max_steps=2)
    with pytest.raises(RenderError, match=r"^2 edges are too many"):
        require_drawable(found, 1)


def test_a_command_refuses_a_picture_that_is_too_large_and_writes_dot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = EmbeddedStore(tmp_path / "store")
    store.write(fan(MOST_EDGES + 1))
    store.close()
    asked = ["upstream", "Hub", "-k", "1", "--store", str(tmp_path / "store"), "--diagram"]
    written = CliRunner().invoke(cli, [*asked, str(tmp_path / "x.dot")])
    assert written.exit_code == 0
    assert (tmp_path / "x.dot").read_text(encoding="utf-8").count("->") > MOST_EDGES
    monkeypatch.setattr("pathway_graph.diagrams.draw_trace", chosen)
    refused = CliRunner().invoke(cli, [*asked, str(tmp_path / "x.svg")])
    assert isinstance(refused.exception, RenderError) or refused.exit_code not in (0, 1)
    assert f"{MOST_EDGES + 1:,} ends are too many for one drawing" in refused.stderr + str(refused.exception)
    assert not (tmp_path / "x.svg").exists()


def test_a_neighbourhood_is_refused_at_the_step_that_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    def noted(network: Network, name: str, *, max_steps: int, **given: object) -> object:
        steps.append(max_steps)
        return pg.upstream(network, name, max_steps=max_steps)

    monkeypatch.setattr(pictures, "upstream", noted)
    monkeypatch.setattr(pictures, "draw_around", chosen)
    with pytest.raises(RenderError, match=f"{pictures.MAX_EDGES + 1} ends"):
        pictures.neighbourhood(fan(pictures.MAX_EDGES + 1), "hub", steps=3, view="guide")
    assert steps == [1]


def test_a_trace_that_is_too_large_is_refused_before_anything_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "draw_trace", chosen)
    with pytest.raises(RenderError, match=f"{pictures.MAX_EDGES + 1} ends"):
        pictures.of_trace(pg.upstream(fan(pictures.MAX_EDGES + 1), "Hub", max_steps=1), [])


@pytest.mark.parametrize("form", ["svg", "png", "pdf", "html"])
def test_a_drawing_made_from_python_is_refused_as_a_picture_as_the_command_refuses_it(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = fan(12)
    drawing = pg.draw_trace(pg.upstream(network, "Hub", max_steps=1))
    monkeypatch.setattr("pathway_graph.diagrams.size.MOST_EDGES", 11)
    monkeypatch.setattr("pathway_graph.diagrams.engine.draw", chosen)
    with pytest.raises(RenderError, match=r"^12 edges are too many for one drawing \(at most 11\); .*\.dot"):
        pg.save_picture(drawing, network, tmp_path / f"x.{form}")
    assert not any(tmp_path.iterdir())
    written = pg.save_picture(drawing, network, tmp_path / "x.dot")
    text = written.read_text(encoding="utf-8")
    assert all(f"N{number:05}" in text for number in range(12))
