"""Write places and sizes as Graphviz reads them: places in points with y upward, sizes in inches."""

from __future__ import annotations

from pathway_graph.model.plane import Box, Spot


def pos(spot: Spot) -> str:
    """Return a spot as the attribute ``pos`` or ``lp``.

    >>> pos((1, 2.5))
    '1.00,-2.50'
    """
    return f"{spot[0]:.2f},{-spot[1]:.2f}"


def bb(box: Box) -> str:
    """Return a box as the attribute ``bb`` of a cluster: its left lower corner and its right upper one."""
    return f"{box.left:.2f},{-box.bottom:.2f},{box.right:.2f},{-box.top:.2f}"


def sides(width: float, height: float) -> dict[str, str]:
    """Return the attributes that make a node so wide and high, in points.

    >>> sides(72, 36)
    {'width': '1.0000', 'height': '0.5000'}
    """
    return {"width": f"{width / 72:.4f}", "height": f"{height / 72:.4f}"}
