"""Where an SBGN map has its things, as places; its compartments and complexes as frames, its arcs as ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pathway_graph.formats.boxes import frame_of, in_order, places_of
from pathway_graph.formats.drawn import Drawn
from pathway_graph.formats.report import Tally
from pathway_graph.formats.sbgn_parts import LOGIC, PROCESSES, SINKS, Arc, Glyph, SbgnMap
from pathway_graph.formats.ways import Course, joined, ways_of
from pathway_graph.model import DiagramFrame
from pathway_graph.model.plane import Box

Leg = tuple[Arc, bool]
"""An arc as part of the line of a claim, and whether that runs from its end to its start."""


class MapPlaces:
    """The boxes of what the maps of a file show.

    Several maps of a file lie one below the other.
    """

    def __init__(self) -> None:
        self.boxes: list[tuple[str, Box | None]] = []
        self.framed: list[DiagramFrame] = []
        self.courses: list[tuple[list[str], Course]] = []
        self.below = 0.0

    def add(self, drawing: SbgnMap, ids: Mapping[str, str], led: Iterable[tuple[str, Sequence[Leg]]]) -> None:
        """Take over where a map has its things and leads its lines.

        Args:
            drawing: The map.
            ids: The entity of each glyph, by the id of the glyph.
            led: Claims with the arcs that make up their lines, one after the other.
        """
        start = min((one.box.top for one in drawing.glyphs.values() if one.box), default=0.0)
        shift = self.below - start if self.below else 0.0
        inside: dict[str, list[str]] = {}
        for key, glyph in drawing.glyphs.items():
            if glyph.compartment and key in ids:
                inside.setdefault(glyph.compartment, []).append(ids[key])
        for key, glyph in drawing.glyphs.items():
            box = glyph.box.moved(0.0, shift) if glyph.box else None
            if key in ids:
                self.boxes.append((ids[key], box))
            if box is not None:
                self._frame(glyph, box, inside.get(key, []), _parts(glyph, drawing, ids))
                self.below = max(self.below, box.bottom + _APART)

        for claim, legs in led:
            courses = [(arc.course.back() if is_back else arc.course) for arc, is_back in legs if arc.course]
            if courses and len(courses) == len(legs):
                self.courses.append(([claim], joined(courses).moved(shift)))

    def _frame(self, glyph: Glyph, box: Box, inside: Iterable[str], parts: Iterable[str]) -> None:
        if glyph.cls == "compartment":
            self.framed.append(frame_of("compartment", box, glyph.label, "rounded", list(inside)))
        elif glyph.cls.removesuffix(" multimer") == "complex" and glyph.parts:
            self.framed.append(frame_of("complex", box, glyph.label, "rounded", list(parts)))

    def drawn(self) -> Drawn:
        """Return the places of entities, compartments and complexes, the largest first, and the ways of lines."""
        return Drawn(places_of(self.boxes), in_order(self.framed), ways_of(self.courses))

    def report(self, tally: Tally, maps: Iterable[SbgnMap]) -> None:
        """Count what is kept of the layout, and what is left out."""
        drawn = self.drawn()
        tally.kept("places", len(drawn.places))
        tally.kept("frames", len(drawn.frames))
        tally.kept("ways of lines", len(drawn.ways))
        tally.left_out("positions", "glyphs whose place is not stated", count=sum(box is None for _, box in self.boxes))
        marks = [one for drawing in maps for one in drawing.glyphs.values() if one.cls in _MARKS and one.box]
        tally.left_out("positions", "of processes and logical nodes: an arrow has none", count=len(marks))


_MARKS = (*PROCESSES, *LOGIC, *SINKS)
_APART = 60.0


def _parts(glyph: Glyph, drawing: SbgnMap, ids: Mapping[str, str]) -> list[str]:
    return [ids[one.id] for one in glyph.parts if one.id in ids and one.id in drawing.glyphs]
