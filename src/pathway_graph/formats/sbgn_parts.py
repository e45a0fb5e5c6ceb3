"""The parts of an SBGN-ML map: glyphs with what stands in them, ports, and arcs with their ends."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, Final

from pathway_graph.formats.attribute_graph import unique_ids
from pathway_graph.formats.miriam import resources_in
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.ways import Course, joined, point
from pathway_graph.model.plane import Box, Spot
from pathway_graph.model.values import one_line

PROCESSES: Final = ("process", "omitted process", "uncertain process", "association", "dissociation")
LOGIC: Final = ("and", "or", "not", "delay")
SINKS: Final = ("source and sink", "empty set")
_INNER: Final = ("state variable", "unit of information")


@dataclass(slots=True)
class Glyph:
    """A glyph.

    Attributes:
        units: Texts of its units of information, ``mt:prot``, and the names of entities in them.
        states: State variables: value and place, ``("P", "S133")``.
        parts: Glyphs of things in it, as in a complex.
        resources: What its annotations say, by qualifier.
        box: Where it is drawn; None where that is not stated.
    """

    id: str
    cls: str
    label: str
    line: int
    compartment: str = ""
    units: list[str] = field(default_factory=list)
    states: list[tuple[str, str]] = field(default_factory=list)
    parts: list[Glyph] = field(default_factory=list)
    resources: dict[str, list[str]] = field(default_factory=dict)
    box: Box | None = None

    @property
    def is_thing(self) -> bool:
        """Whether it stands for something, and is no process, logic, tag or frame."""
        others = (*PROCESSES, *LOGIC, *SINKS, *_INNER, "compartment", "submap", "tag", "terminal", "annotation")
        return self.cls not in others


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc between two glyphs, by the ids of glyphs; *ports* are what its ends name, *course* where it runs."""

    id: str
    cls: str
    source: str
    target: str
    ports: tuple[str, str]
    line: int
    course: Course | None = None


@dataclass(slots=True)
class SbgnMap:
    """A map: its language (``activity flow`` ...), glyphs by id, and arcs."""

    language: str
    id: str
    glyphs: dict[str, Glyph] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)


def maps_of(raw: Decoded) -> list[SbgnMap]:
    """Read the maps of a file.

    Raises:
        InputError: It is not SBGN-ML; an id stands twice; an arc names what is not there.
    """
    root = raw.xml(limit=500_000)
    if not re.fullmatch(r"\{http://sbgn\.org/libsbgn/[^}]*\}sbgn", str(root.tag)):
        raise raw.wrong(root.sourceline or 1, f"the root is {root.tag!r}, not sbgn", "say another --format")
    named = [one for one in root.iter("{*}glyph", "{*}port") if not str(one.tag).startswith("{http://www.sbml")]
    unique_ids(raw, ((one.get("id") or "", one.sourceline or 0, "") for one in named), "glyph or port", needed=False)
    return [_map(raw, one) for one in root.findall("{*}map")]


def _map(raw: Decoded, element: Any) -> SbgnMap:
    version = re.search(r"sbgn\.(pd|af|er)", element.get("version") or "")
    named = {"pd": "process description", "af": "activity flow", "er": "entity relationship"}
    found = SbgnMap(element.get("language") or (named[version[1]] if version else ""), element.get("id") or "")
    owner: dict[str, str] = {}
    for child in element.iter("{*}glyph"):
        if _above(child) in ("map", "arc") or child.getparent().get("class") in ("submap", "compartment"):
            _keep(found, _glyph(child))
        if child.get("id"):
            owner[child.get("id")] = child.get("id")
        for port in child.findall("{*}port"):
            owner[port.get("id") or ""] = child.get("id") or ""
    problems = []
    for arc in element.iter("{*}arc"):
        ends = (arc.get("source") or "", arc.get("target") or "")
        problems += [raw.wrong(arc.sourceline or 0, f"arc {arc.get('id')!r} names {end!r}, which is not in the map",
                               "export the map again").problems[0] for end in ends if end not in owner]  # fmt: skip
        found.arcs.append(Arc(arc.get("id") or "", arc.get("class") or "", owner.get(ends[0], ""),
                              owner.get(ends[1], ""), ends, arc.sourceline or 0, _course(arc)))  # fmt: skip
    if problems:
        raise raw.errors(problems)
    return found


def _above(element: Any) -> str:
    return str(element.getparent().tag).rpartition("}")[2]


def _keep(found: SbgnMap, glyph: Glyph) -> None:
    found.glyphs[glyph.id or f"line {glyph.line}"] = glyph
    for part in glyph.parts:
        _keep(found, part)


def _course(arc: Any) -> Course | None:
    """Return where an arc runs, from ``start`` by each ``next`` to ``end``; None where one of these is no place.

    A ``next`` or ``end`` that has points in it is come to by a curve with these handles.
    """
    found: list[Spot] = []
    for tag in ("start", "next", "end"):
        for element in arc.findall(f"{{*}}{tag}"):
            spots = [point(one.get("x"), one.get("y")) for one in (*element.findall("{*}point"), element)]
            known = [spot for spot in spots if spot is not None]
            if len(known) < len(spots) or not (found or tag == "start"):
                return None
            if len(known) == 2:  # a quadratic curve: both handles two thirds of the way to its one
                (x, y), (begin_x, begin_y), (end_x, end_y) = known[0], found[-1], known[1]
                known[:1] = [((begin_x + 2 * x) / 3, (begin_y + 2 * y) / 3), ((end_x + 2 * x) / 3, (end_y + 2 * y) / 3)]
            piece = Course((found[-1], *known), is_curved=True).straight()[1:] if len(known) == 3 else tuple(known[-1:])
            found += piece
    return joined([Course(tuple(found))]) if len(found) > 1 and arc.find("{*}end") is not None else None


def _box(element: Any) -> Box | None:
    """Return the box of a glyph, whose ``bbox`` states its upper left corner and its size."""
    stated = element.find("{*}bbox")
    try:
        x, y, width, height = (float(stated.get(name)) for name in "xywh")
    except (AttributeError, TypeError, ValueError):
        return None
    if not all(map(math.isfinite, (x, y, width, height))) or width < 0 or height < 0:
        return None
    return Box(x + width / 2, y + height / 2, width, height)


def _glyph(element: Any) -> Glyph:
    label = element.find("{*}label")
    glyph = Glyph(
        element.get("id") or "", element.get("class") or "",
        one_line(label.get("text") or "") if label is not None else "", element.sourceline or 0,
        element.get("compartmentRef") or "", box=_box(element),
    )  # fmt: skip
    for child in element.findall("{*}glyph"):
        cls = child.get("class") or ""
        if cls == "state variable":
            state = child.find("{*}state")
            if state is not None:
                glyph.states.append((state.get("value") or "", state.get("variable") or ""))
        elif cls == "unit of information":
            texts = [
                one.get("text") or one.get("name") or ""
                for one in child.findall("{*}label") + child.findall("{*}entity")
            ]
            glyph.units += [text.strip() for text in texts if text.strip()]
        else:
            glyph.parts.append(_glyph(child))
    extension = element.find("{*}extension")
    if extension is not None:
        glyph.resources = resources_in(extension)
    return glyph
