"""Collect where a GPML drawing has what is read of it: entities at their places, groups, shapes and words as frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from pathway_graph.formats.boxes import frame_of, in_order, places_of, round_boxes
from pathway_graph.formats.gpml_boxes import frames_of
from pathway_graph.formats.gpml_parts import GpmlDrawing, Thing
from pathway_graph.formats.gpml_ways import DrawnWays
from pathway_graph.formats.report import Tally
from pathway_graph.model import DiagramFrame, DiagramPlace, DiagramWay
from pathway_graph.model.plane import Box


class DrawnPlaces:
    """The boxes of the entities of a drawing.

    Args:
        drawing: The drawing.
        members: What is in each group, by its id; it may be filled later.
    """

    def __init__(self, drawing: GpmlDrawing, members: Mapping[str, Sequence[Thing]]) -> None:
        self.drawing, self.members = drawing, members
        self.boxes: list[tuple[str, Box | None]] = []
        self._rounds: dict[str, Box | None] = {}
        self.kept = (0, 0, 0)
        self.ways = DrawnWays(drawing)

    def add(self, entity: str, thing: Thing) -> None:
        """Note that an entity is drawn as *thing*; it may be drawn several times."""
        self.boxes.append((entity, thing.box))

    def of(
        self, shown: set[str], ids: Mapping[str, str], flat: Callable[[str], Sequence[str]]
    ) -> tuple[tuple[DiagramPlace, ...], tuple[DiagramFrame, ...], tuple[DiagramWay, ...]]:
        """Return the places of what is *shown*, the frames, and the ways of lines.

        Args:
            shown: Entities that the diagram has.
            ids: The entity of each thing that is one, by the thing's id.
            flat: Gives the entities in a group.
        """
        frames, _ = frames_of(self.drawing.marks)
        boxes = list(self.boxes)
        for thing in self.drawing.things.values():
            box = self.box_of(thing.id) if thing.tag == "Group" else None
            if box is None:
                continue
            boxes.append((ids.get(thing.id, ""), box))
            kind = "complex" if thing.type.lower() == "complex" else "group"
            name = "" if thing.label.lower() == "new group" else thing.label
            frames.append(frame_of(kind, box, name, "rounded", [one for one in flat(thing.id) if one in shown]))
        places, drawn = places_of((one, box) for one, box in boxes if one in shown), in_order(frames)
        ways = self.ways.ways(self.box_of)
        self.kept = (len(places), len(drawn), len(ways))
        return places, drawn, ways

    def box_of(self, name: str) -> Box | None:
        """Return where a thing is drawn; a group that does not say so is drawn round its members."""
        thing = self.drawing.things.get(name)
        if thing is None or thing.box is not None or thing.tag != "Group":
            return thing.box if thing else None
        if name not in self._rounds:
            self._rounds[name] = round_boxes(self._inside(name))
        return self._rounds[name]

    def _inside(self, group: str, seen: frozenset[str] = frozenset()) -> list[Box]:
        """Return the boxes of what is in a group, those of groups within it included."""
        found: list[Box] = []
        for thing in self.members.get(group, ()):
            if thing.tag == "Group" and thing.id not in seen:
                found += [thing.box] if thing.box else self._inside(thing.id, seen | {group})
            elif thing.tag == "DataNode" and thing.box is not None:
                found.append(thing.box)
        return found

    def report(self, tally: Tally) -> None:
        """Count what is kept of the layout, and what is left out."""
        tally.kept("places", self.kept[0])
        tally.kept("frames", self.kept[1])
        tally.kept("ways of lines", self.kept[2])
        _, left = frames_of(self.drawing.marks)
        unplaced = Counter(self.drawing.counts) - Counter(mark.tag for mark in self.drawing.marks)
        for tag, why in (("Label", "labels without words or place"), ("Shape", "arcs, braces and other marks")):
            tally.left_out(f"{tag.lower()}s", why, count=left[tag] + unplaced[tag])
        without = sum(box is None for _, box in self.boxes)
        tally.left_out("positions", "nodes whose place is not stated", count=without)
