"""The parts of a GPML drawing, 2008a to 2021: nodes, states, groups, lines with their ends and anchors, literature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

from pathway_graph.formats.attribute_graph import unique_ids
from pathway_graph.formats.builder import Cited
from pathway_graph.formats.gpml_boxes import Mark, box_of, mark_of, on_parent
from pathway_graph.formats.raw import Decoded
from pathway_graph.model.plane import Box
from pathway_graph.model.values import one_line


@dataclass(slots=True)
class Thing:
    """A data node, a state or a group.

    Attributes:
        tag: ``DataNode``, ``State`` or ``Group``.
        type: Type of a node, style of a group.
        xref: Database and identifier.
        group: Group it is in.
        parent: Node that a state sits on.
        comment: What a state's comment says of residue and modification.
        box: Where it is drawn; None where that is not stated.
    """

    tag: str
    id: str
    label: str
    type: str
    line: int
    xref: tuple[str, str] = ("", "")
    group: str = ""
    parent: str = ""
    comment: str = ""
    citations: list[str] = field(default_factory=list)
    box: Box | None = None


@dataclass(slots=True, eq=False)
class Line:
    """An interaction, or a line that is only drawn.

    Attributes:
        ends: What the first and the last point refer to; empty where they touch nothing.
        arrows: Arrowheads of the first and the last point; empty for none.
        points: The elements of its points.
    """

    id: str
    line: int
    is_interaction: bool
    ends: tuple[str, str]
    arrows: tuple[str, str]
    citations: list[str] = field(default_factory=list)
    points: list[Any] = field(default_factory=list)


_BY_LINE: Final = attrgetter("line")


@dataclass(slots=True)
class GpmlDrawing:
    """Everything that the builder needs of a GPML file; *shares* says where on its line an anchor is, from 0 to 1."""

    version: str
    title: str
    organism: str
    pathway: str
    release: str
    things: dict[str, Thing] = field(default_factory=dict)
    unnamed: list[Thing] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    anchors: dict[str, Line] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    decoration: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    literature: dict[str, Cited] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)

    @property
    def nodes(self) -> list[Thing]:
        """Data nodes, in order of the file."""
        found = [thing for thing in self.things.values() if thing.tag == "DataNode"] + self.unnamed
        return sorted(found, key=_BY_LINE)


MAX_DRAWN = 500_000
"""Most elements of a drawing: the largest of WikiPathways has some 10,000."""
_VERSIONS = ("2008a", "2010a", "2013a", "2021")
_REFERRED = frozenset(
    {"DataNode", "State", "Group", "Interaction", "GraphicalLine", "Line", "Anchor", "Label", "Shape"}
)
"""Elements whose ids the ends of lines refer to; no two may share one."""

_TAKEN = tuple(f"{{*}}{tag}" for tag in (*sorted(_REFERRED), "PublicationXref", "Citation"))
"""Elements that are read by themselves, and not with those around them: one in six."""


def parts_of(raw: Decoded) -> GpmlDrawing:
    """Read the parts of a GPML file.

    Raises:
        InputError: It is not well-formed, or not GPML of a version that is read.
    """
    root = raw.xml(limit=MAX_DRAWN)
    version = re.fullmatch(r"\{http://(?:pathvisio|genmapp)\.org/GPML/(\d+\w?)\}Pathway", str(root.tag))
    if version is None:
        raise raw.wrong(root.sourceline or 1, f"the root is {root.tag!r}, not a GPML Pathway", "say another --format")
    if version[1] not in _VERSIONS:
        raise raw.wrong(
            1, f"GPML {version[1]} is not read", "open it in PathVisio 3 and save it: it becomes GPML 2013a"
        )
    stated = root.get("Version") or root.get("version") or ""
    named = re.match(r"(WP\d+)(_r\d+)?", stated or raw.name)
    if named is None and version[1] < "2013":  # then the version was a date, and the file's name had the number
        named = re.search(r"(?<![A-Za-z])(WP\d+)(?![A-Za-z0-9])", raw.name.replace("_", " "))
    drawing = GpmlDrawing(
        version[1],
        root.get("Name") or root.get("title") or "",
        root.get("Organism") or root.get("organism") or "",
        named[1] if named else "",
        stated,
    )
    ids = []
    for element in root.iter(*_TAKEN):
        tag = _local(element)
        _take(drawing, element, tag)
        if tag in _REFERRED:
            ids.append((_id(element), element.sourceline or 0, ""))
    unique_ids(raw, ids, "GraphId or elementId", needed=False)
    drawing.pathway = _number(root, drawing.pathway)
    drawing.counts["Comment"] = int(root.xpath("count(.//*[local-name()='Comment' or local-name()='Description'])"))
    groups = [(one.get("GroupId"), one.sourceline or 0, "") for one in root.iter("{*}Group") if one.get("GroupId")]
    unique_ids(raw, groups, "GroupId")
    return drawing


def _number(root: Any, named: str) -> str:
    """Return the number of the pathway that the drawing itself states; what it is *named* where it states none."""
    stated = [
        (one.get("identifier") or one.get("ID") or "").partition("_")[0]
        for one in root.iterchildren("{*}Xref")
        if (one.get("dataSource") or one.get("Database") or "").lower() == "wikipathways"
    ]
    return stated[-1] if stated else named


def _take(drawing: GpmlDrawing, element: Any, tag: str) -> None:
    if tag in ("DataNode", "State", "Group"):
        _thing(drawing, element, tag)
    elif tag in ("Interaction", "GraphicalLine", "Line"):
        _line(drawing, element, tag)
    elif tag in ("Label", "Shape"):
        drawing.counts[tag] = drawing.counts.get(tag, 0) + 1
        if (mark := mark_of(element, tag)) is not None:
            drawing.marks.append(mark)
        if identifier := _id(element):
            drawing.decoration[identifier] = tag.lower()
    elif tag in ("PublicationXref", "Citation"):
        _citation(drawing, element)


def _thing(drawing: GpmlDrawing, element: Any, tag: str) -> None:
    children = [(_NAMES[child.tag], child) for child in element]
    xref = next((child for name, child in children if name == "Xref"), None)
    thing = Thing(
        tag,
        _id(element) or element.get("GroupId") or "",
        one_line(element.get("TextLabel") or element.get("textLabel") or ""),
        element.get("Type") or element.get("type") or element.get("Style") or "",
        element.sourceline or 0,
        group=element.get("GroupRef") or element.get("groupRef") or "",
        parent=element.get("GraphRef") or "",
        citations=_citations(element, children),
    )
    if xref is not None:
        thing.xref = (
            (xref.get("Database") or xref.get("dataSource") or "").strip(),
            (xref.get("ID") or xref.get("identifier") or "").strip(),
        )
    if tag == "State":
        above = element.getparent()
        if not thing.parent and _local(above) == "States":
            thing.parent = _id(above.getparent())
        sat_on = drawing.things.get(thing.parent)
        thing.box = on_parent(element, sat_on.box if sat_on else None)
        texts = [child.text or "" for name, child in children if name == "Comment"]
        thing.comment = " ".join(" ".join(texts).split())
    else:
        thing.box = box_of(element)
    if tag == "Group" and element.get("GroupId"):
        drawing.groups[element.get("GroupId")] = thing.id
    if thing.id and thing.id not in drawing.things:
        drawing.things[thing.id] = thing
        if tag == "Group":
            drawing.groups.setdefault(thing.id, thing.id)
    elif tag == "DataNode":
        drawing.unnamed.append(thing)


def _line(drawing: GpmlDrawing, element: Any, tag: str) -> None:
    points = list(element.iter("{*}Point"))
    ends = [_ref(points[0]), _ref(points[-1])] if points else ["", ""]
    arrows = [_arrow(points[0]), _arrow(points[-1])] if len(points) > 1 else ["", ""]
    line = Line(
        _id(element), element.sourceline or 0, tag != "GraphicalLine", (ends[0], ends[1]), (arrows[0], arrows[1]),
        _citations(element), points,
    )  # fmt: skip
    drawing.lines.append(line)
    for child in element.iter("{*}Anchor"):
        if _id(child):
            drawing.anchors[_id(child)] = line
            drawing.shares[_id(child)] = _share(child)
    if line.id:
        drawing.anchors.setdefault(line.id, line)


def _share(anchor: Any) -> float:
    try:
        found = float(anchor.get("Position") or anchor.get("position") or "")
    except ValueError:
        return 0.5
    return found if 0 <= found <= 1 else 0.5


def _citation(drawing: GpmlDrawing, element: Any) -> None:
    texts: dict[str, list[str]] = {}
    children = [(_NAMES[child.tag], child) for child in element]
    for name, child in children:
        if name and child.text and child.text.strip():
            texts.setdefault(name.upper(), []).append(" ".join(child.text.split()))

    def first(name: str) -> str:
        return texts.get(name, [""])[0]

    identifier = next((value for key, value in element.attrib.items() if key.endswith(("}id", "elementId"))), "")
    database, number = first("DB"), first("ID")
    xref = next((child for name, child in children if name == "Xref"), None)
    if xref is not None:
        database, number = xref.get("dataSource") or "", xref.get("identifier") or ""
    year = first("YEAR")
    drawing.literature[identifier] = Cited(
        pmid=number if database.lower() == "pubmed" and re.fullmatch(r"\d{1,9}", number) else "",
        doi=number if number.startswith("10.") and "/" in number else "",
        text="" if database.lower() == "pubmed" else number,
        title=first("TITLE"),
        authors=", ".join(texts.get("AUTHORS", [])),
        journal=first("SOURCE"),
        year=int(year) if re.fullmatch(r"\d{4}", year) else None,
    )


def _citations(element: Any, children: Sequence[tuple[str, Any]] | None = None) -> list[str]:
    if children is None:
        children = [(_NAMES[child.tag], child) for child in element]
    found = [element.get("BiopaxRef") or ""]
    below = [(_NAMES[inner.tag], inner) for name, child in children if name == "CitationRefs" for inner in child]
    for name, child in (*children, *below):
        if name in ("BiopaxRef", "CitationRef"):
            found.append((child.text or "").strip() or child.get("elementRef") or "")
    return [one for one in found if one]


def _local(element: Any) -> str:
    return _NAMES[element.tag]


class _Names(dict[Any, str]):
    """The name of an element by its tag, without the namespace; nothing for what is no element."""

    def __missing__(self, tag: Any) -> str:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(self) < _NAMES_KEPT:
            self[tag] = name
        return name


_NAMES_KEPT: Final = 1024
_NAMES: Final = _Names()


def _id(element: Any) -> str:
    return element.get("GraphId") or element.get("elementId") or ""


def _ref(point: Any) -> str:
    return point.get("GraphRef") or point.get("elementRef") or ""


def _arrow(point: Any) -> str:
    head = point.get("ArrowHead") or point.get("arrowHead") or point.get("Head") or ""
    return "" if head in ("Line", "Undirected") else head
