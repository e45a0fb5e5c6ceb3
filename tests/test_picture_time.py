"""A picture is made within its time, or a clear error says that it was not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pathway_graph.diagrams import Sheet, save_picture, select_diagram, sheet_of, to_html
from pathway_graph.diagrams.engine import draw, in_time
from pathway_graph.diagrams.layout import routes, ways
from pathway_graph.diagrams.layout.choose import lay_out
from pathway_graph.diagrams.layout.geometry import Link, Request, Size
from pathway_graph.errors import RenderError
from pathway_graph.formats.native import read_guide
from pathway_graph.model import stopping
from pathway_graph.model.stopping import TimeOver, go_on, lengthen, within

GUIDE = read_guide()
NAMES = "abcdefgh"
RING = tuple(Link(f"{one}{other}", one, other) for one, other in zip(NAMES, NAMES[1:] + "a", strict=True))
STAR = tuple(Link(f"a{other}", "a", other) for other in NAMES[1:])


class Clock:
    """A clock that stands still until it is put forward."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(stopping, "time", made)
    return made


def request(links: tuple[Link, ...], **more: Any) -> Request:
    return Request({name: Size(40.0, 20.0) for name in NAMES}, links, {}, **more)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("layered", request(RING)),
        ("force", request(RING)),
        ("fan", request(STAR)),
        ("given", request(RING, places={name: (60.0 * place, 0.0) for place, name in enumerate(NAMES)})),
    ],
)
def test_every_layout_ends_when_its_time_is_over(kind: str, asked: Request) -> None:
    assert set(lay_out(asked, kind).boxes) == set(NAMES)
    with pytest.raises(TimeOver), within(1e-9):
        lay_out(asked, kind)


@pytest.mark.parametrize(
    ("kind", "router", "step"), [("layered", routes.Router, "lead"), ("force", ways.Router, "met")]
)
def test_the_leading_of_lines_ends_when_its_time_is_over(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, kind: str, router: Any, step: str
) -> None:
    led, calls = getattr(router, step), []

    def late(*args: Any, **more: Any) -> Any:
        calls.append(1)
        clock.now = 100.0  # time is over from the first line on
        return led(*args, **more)

    monkeypatch.setattr(router, step, late)
    with pytest.raises(TimeOver), within(50.0):
        lay_out(request(RING), kind)
    assert 1 <= len(calls) <= 3


@pytest.mark.parametrize("form", ["svg", "html", "dot"])
def test_a_file_whose_time_is_over_is_not_written_and_the_error_says_how_long(form: str, tmp_path: Path) -> None:
    drawing = select_diagram(GUIDE, "D1")
    with pytest.raises(RenderError, match=r"^the layout took longer than 0\.001 s; draw less .* or allow more time$"):
        save_picture(drawing, GUIDE, tmp_path / f"D1.{form}", timeout_s=0.001)
    assert list(tmp_path.iterdir()) == []


def test_both_directions_that_are_tried_for_a_slide_share_one_limit(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, tried = select_diagram(GUIDE, "D4"), []

    def slow(*_: Any, direction: str, **__: Any) -> str:
        tried.append(direction)
        clock.now += 6.0
        go_on()
        return "digraph { a }"

    monkeypatch.setattr("pathway_graph.diagrams.saving.picture_dot", slow)
    with pytest.raises(RenderError, match="took longer than 10 s"):
        sheet_of(drawing, sheet=Sheet("slide"), timeout_s=10)
    assert tried == ["right", "down"]


def test_the_whole_limit_is_named_where_graphviz_is_what_was_too_slow(clock: Clock) -> None:
    def drawn_late() -> None:
        with in_time(7.0):
            clock.now = 8.0
            draw("digraph { a }", timeout_s=60)

    with pytest.raises(RenderError, match="took longer than 7 s"):
        drawn_late()


def test_an_inner_limit_is_no_longer_than_the_one_round_it_and_waiting_does_not_count(clock: Clock) -> None:
    with within(10.0):
        with within(60.0):
            clock.now = 9.0
            go_on()
            lengthen(5.0)  # of the inner one alone
            clock.now = 14.0
            go_on()
            clock.now = 15.0
            with pytest.raises(TimeOver):
                go_on()
        with pytest.raises(TimeOver):
            go_on()
    go_on()


def test_a_page_has_the_same_limit() -> None:
    with pytest.raises(RenderError, match=r"took longer than 0\.001 s"):
        to_html(select_diagram(GUIDE, "D1"), GUIDE, timeout_s=0.001)
