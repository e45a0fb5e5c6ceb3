"""Boxes and lines in the plane: values worked out by hand, and one way of clipping against the other."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pathway_graph.diagrams.layout.clipping import meeting
from pathway_graph.model.plane import (
    Box,
    along,
    border,
    distance,
    distance_from,
    extent,
    length,
    on_curve,
    overlap,
    runs_through,
    straightened,
    towards,
    unit,
)

BOX = Box(0, 0, 20, 10)


def test_a_box_is_told_by_its_sides_moved_and_grown() -> None:
    assert Box.between(-10, -5, 10, 5) == BOX
    assert BOX.sides == (-10, -5, 10, 5)
    assert BOX.moved(3, -2).sides == (-7, -7, 13, 3)
    assert BOX.grown(2).sides == (-12, -7, 12, 7)
    assert extent([BOX, Box(30, 40)]) == (-10, -5, 30, 40)
    assert extent([]) == (0, 0, 0, 0)


def test_a_box_holds_what_is_on_its_border_or_within_a_rim() -> None:
    assert BOX.holds((10, 5))
    assert not BOX.holds((10.5, 5))
    assert BOX.holds((10.5, 5), 0.5)
    assert BOX.nearest((30, -2)) == (10, -2)


@pytest.mark.parametrize(("right", "rim", "meets"), [(19, 0, True), (20, 0, False), (19, 1, False), (21, -2, True)])
def test_boxes_overlap_by_more_than_a_rim_on_both_axes(right: float, rim: float, meets: bool) -> None:
    assert overlap(BOX, BOX.moved(right, 0), rim) is meets
    assert not overlap(BOX, BOX.moved(0, 12.5), rim)


def test_distances_are_those_of_the_nearest_spots() -> None:
    assert distance(BOX, BOX.moved(23, 14)) == 5.0  # 3 aside, 4 below
    assert distance(BOX, BOX.moved(5, 5)) == 0.0
    assert distance_from(((0, 0), (0, 0)), (3, 4)) == 5.0


def test_a_line_leaves_a_box_at_its_border() -> None:
    assert border(BOX, (0, 0), (20, 20)) == (5, 5)
    assert border(BOX, (0, 0), (4, 2)) == (4, 2)


@pytest.mark.parametrize(
    ("corners", "far", "found"),
    [
        ([(0, 0), (10, 0), (10, 30)], 40, (1, (10, 30))),
        ([(0, 0), (10, 0), (10, 30)], 99, (1, (10, 30))),
        ([(0, 0), (0, 0), (10, 0)], 0, (1, (0, 0))),
        ([(0, 0), (10, 0), (10, 0)], 10, (0, (10, 0))),
        ([(2, 3)], 5, (0, (2, 3))),
    ],
)
def test_a_spot_on_a_line_is_told_with_the_part_that_it_is_on(
    corners: list[tuple[float, float]], far: float, found: tuple[int, tuple[float, float]]
) -> None:
    assert along(corners, far) == found


def test_what_has_no_length_has_no_direction() -> None:
    assert unit((1, 1), (1, 1)) == (0, 0)
    assert towards((1, 1), (1, 1), 5) == (1, 1)
    assert towards((0, 0), (30, 40), 5) == (3, 4)


def test_a_curve_runs_from_its_first_spot_to_its_last() -> None:
    handles = [(0, 0), (0, 40), (80, 40), (80, 0)]
    assert on_curve(handles, 0.5) == (40, 30)  # (0 + 3 * 40 + 3 * 40 + 0) / 8
    corners = straightened([*handles, (80, -30), (80, -60), (80, -90)], 4)
    assert (len(corners), corners[2], corners[4], corners[-1]) == (9, (40, 30), (80, 0), (80, -90))
    assert length(corners[4:]) == pytest.approx(90)


def test_one_line_and_one_box_are_clipped_as_many_of_them_are() -> None:
    seed = random.Random(4)
    parts = [tuple((seed.uniform(-30, 30), seed.uniform(-30, 30)) for _ in range(2)) for _ in range(200)]
    parts += [((x, -30.0), (x, 30.0)) for x in (-9.0, 0.0, 11.0)]  # upright ones
    boxes = [BOX, BOX.moved(7, 9), Box(-12, 8, 3, 30)]
    ends = np.array(parts)
    found = meeting(ends[:, 0], ends[:, 1], np.array([box.sides for box in boxes]))
    assert found.tolist() == [[runs_through(box, (part[0], part[1])) for box in boxes] for part in parts]
    assert 50 < found.sum() < 550
    assert meeting(ends[:, 0], ends[:, 1], np.array([BOX.sides]), 4.0).sum() > found[:, 0].sum()
