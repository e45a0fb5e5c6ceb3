"""Where claims come from: data sets, references, publications, protocols; and the diagrams that show them."""

from dataclasses import dataclass
from typing import Annotated

from pathway_graph.model.declaration import About, documented
from pathway_graph.model.vocabulary import (
    ENTRY_KINDS,
    FRAME_KINDS,
    LAYERS,
    NOTICES,
    OUTLINES,
    RELATIONS,
    RULES,
    SOURCE_STATUS,
    VERDICT_WORDS,
    VIEWS,
    Layer,
    View,
)


@documented
@dataclass(frozen=True, slots=True)
class Source:
    """A data set that was loaded as one piece: a guide, a paper, an analyst's own cascade."""

    id: Annotated[str, About("short name, unique in a store", "id", example="my-cascade")]
    title: Annotated[str, About("title")] = ""
    version: Annotated[str, About("version of the curated files", example="2026.11")] = ""
    citation: Annotated[str, About("how to cite what the claims are taken from")] = ""
    license: Annotated[str, About("licence of the files, an SPDX identifier", example="CC0-1.0")] = ""
    note: Annotated[str, About("what a reader must know before trusting it")] = ""


@documented
@dataclass(frozen=True, slots=True)
class Verdict:
    """What one printed reference is worth for the claims that cite it."""

    claims: Annotated[tuple[str, ...], About("claims it is cited for", "id", refers="claims")]
    verdict: Annotated[str, About("whether it supports them", words=VERDICT_WORDS)]
    better: Annotated[tuple[int, ...], About("printed references that fit better")] = ()
    publications: Annotated[
        tuple[str, ...], About("publications they truly seem to rest on", "id", refers="publications")
    ] = ()
    reason: Annotated[str, About("why")] = ""


@documented
@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a source's reference list, exactly as printed."""

    number: Annotated[int, About("number in the list", example="7")]
    text: Annotated[str, About("the entry")]
    domain: Annotated[str, About("web address it names")] = ""
    entry_kind: Annotated[str, About("titled work or bare domain", words=ENTRY_KINDS)] = "titled"
    cited_at: Annotated[str, About("lines of the source that cite it")] = ""
    verdicts: Annotated[tuple[Verdict, ...], About("what it is worth, a group of claims at a time", "verdicts")] = ()
    note: Annotated[str, About("what the entry is")] = ""
    source: Annotated[str, About("data set it belongs to", by_hand=False)] = ""

    @property
    def id(self) -> str:
        """Key in a store: the data set and the printed number."""
        return f"{self.source}/{self.number}"


@documented
@dataclass(frozen=True, slots=True)
class Publication:
    """A study that a curator holds to stand behind claims, and how sure that is."""

    id: Annotated[str, About("key", "id", example="S06")]
    title: Annotated[str, About("title")]
    status: Annotated[str, About("whether it is the study meant", words=SOURCE_STATUS)]
    authors: Annotated[str, About("authors")] = ""
    journal: Annotated[str, About("journal")] = ""
    year: Annotated[int | None, About("year")] = None
    pages: Annotated[str, About("volume and pages")] = ""
    doi: Annotated[str, About("DOI without prefix", example="10.1002/hipo.20718")] = ""
    pmid: Annotated[str, About("PubMed number", example="19921703")] = ""
    notice: Annotated[str, About("what its journal said of it afterwards", words=NOTICES)] = ""
    notice_date: Annotated[str, About("when, ISO 8601", example="2024-01-31")] = ""
    notice_doi: Annotated[str, About("DOI of that notice, without prefix", example="10.1002/hipo.23590")] = ""
    notice_reason: Annotated[str, About("why, as the notice or a list of them says")] = ""
    claims: Annotated[tuple[str, ...], About("claims it stands behind", "id", refers="claims")] = ()
    verification: Annotated[str, About("what was looked up, and where")] = ""
    fit: Annotated[str, About("how well it fits the claims")] = ""
    source: Annotated[str, About("data set it belongs to", by_hand=False)] = ""


@documented
@dataclass(frozen=True, slots=True)
class Tension:
    """A contradiction or a strain inside a source that a curator has read out of it."""

    id: Annotated[str, About("key", "id", example="K02")]
    what: Annotated[str, About("what does not fit what")]
    claims: Annotated[tuple[str, ...], About("claims it is about", "id", refers="claims")] = ()
    reading: Annotated[str, About("how the source itself may be read")] = ""
    handling: Annotated[str, About("what the data do with it")] = ""
    found_by: Annotated[str, About("the general rule that finds it", words=RULES)] = ""
    why_no_rule: Annotated[str, About("why no rule can, where none does")] = ""
    source: Annotated[str, About("data set it belongs to", by_hand=False)] = ""


@documented
@dataclass(frozen=True, slots=True)
class Step:
    """One step of a protocol."""

    number: Annotated[int, About("place in the protocol, from 1")]
    name: Annotated[str, About("short name", example="Blocking")]
    action: Annotated[str, About("what is done")] = ""
    materials: Annotated[tuple[str, ...], About("materials as the text lists them")] = ()
    uses: Annotated[
        tuple[str, ...], About("reagents, equipment, assays and techniques among the entities", "id", refers="entities")
    ] = ()
    parameters: Annotated[tuple[str, ...], About("settings", example="[overnight, 4 °C]")] = ()
    output: Annotated[str, About("what it yields")] = ""
    assay: Annotated[str, About("the assay it performs", "curie", example="obi:0000893")] = ""
    gaps: Annotated[str, About("what the text leaves out")] = ""
    lines: Annotated[str, About("lines of the source")] = ""


@documented
@dataclass(frozen=True, slots=True)
class Protocol:
    """A laboratory protocol: an objective and ordered steps."""

    id: Annotated[str, About("key", "id", example="WB-pCREB")]
    name: Annotated[str, About("name")]
    objective: Annotated[str, About("what it is for")] = ""
    assay: Annotated[
        str, About("assay it performs, among the entities", "id", refers="entities", example="assay:WB")
    ] = ""
    assay_curie: Annotated[str, About("identifier of the assay", "curie", example="obi:0000854")] = ""
    lines: Annotated[str, About("lines of the source")] = ""
    steps: Annotated[tuple[Step, ...], About("the steps", "steps", required=True)] = ()
    source: Annotated[str, About("data set it belongs to", by_hand=False)] = ""

    def step_id(self, step: Step) -> str:
        """Key of a step in a store and in diagrams, e.g. ``step:WB-pCREB/7``."""
        return f"step:{self.id}/{step.number}"


@documented
@dataclass(frozen=True, slots=True)
class DiagramNode:
    """An entity or step that a diagram shows, in which layer, as the guide's or as background."""

    entity: Annotated[str, About("entity or step", "id", refers="entities or steps")]
    layer: Annotated[Layer, About("core, chronic or detail (default core)", words=LAYERS)] = "core"
    view: Annotated[View, About("the source's or background here (default guide)", words=VIEWS)] = "guide"


@documented
@dataclass(frozen=True, slots=True)
class DiagramEdge:
    """An edge that a diagram shows."""

    source: Annotated[str, About("source of the edge", "id", refers="entities or steps")]
    relation: Annotated[str, About("relation", words=RELATIONS)]
    target: Annotated[str, About("target of the edge", "id", refers="entities or steps")]
    claims: Annotated[tuple[str, ...], About("claims it rests on", "id", refers="claims")] = ()
    layer: Annotated[Layer, About("core, chronic or detail (default core)", words=LAYERS)] = "core"
    view: Annotated[View, About("the source's or background (default guide)", words=VIEWS)] = "guide"
    hypothesis: Annotated[bool, About("no claim asserts it: drawn as such")] = False
    lines: Annotated[str, About("lines of the source, where no claim stands behind it")] = ""
    note: Annotated[str, About("what a reader should know")] = ""


@documented
@dataclass(frozen=True, slots=True)
class DiagramPlace:
    """Where the drawing that a diagram was taken from has a node: its middle and its size, in pixels of that drawing.

    A drawing may show one entity at several places.
    """

    node: Annotated[str, About("entity or step", "id", refers="entities or steps")]
    x: Annotated[float, About("its middle, from the left", example="132.5")]
    y: Annotated[float, About("its middle, from above", example="80")]
    width: Annotated[float, About("its width; 0 where the drawing states none")] = 0.0
    height: Annotated[float, About("its height; 0 where the drawing states none")] = 0.0


@documented
@dataclass(frozen=True, slots=True)
class DiagramFrame:
    """What a drawing has round or behind its nodes: a group, a compartment, a shape, words."""

    kind: Annotated[str, About("what it is", words=FRAME_KINDS)]
    x: Annotated[float, About("its middle, from the left")]
    y: Annotated[float, About("its middle, from above")]
    width: Annotated[float, About("its width")] = 0.0
    height: Annotated[float, About("its height")] = 0.0
    name: Annotated[str, About("what stands in it", example="Nucleus")] = ""
    outline: Annotated[str, About("how it looks (default rectangle)", words=OUTLINES)] = "rectangle"
    members: Annotated[
        tuple[str, ...], About("nodes that belong to it, where the drawing says so", "id", refers="entities or steps")
    ] = ()


@documented
@dataclass(frozen=True, slots=True)
class DiagramWay:
    """How that drawing leads a line, from its source to its target, in pixels of it.

    A line between groups is drawn once and stands for several arrows; one that is drawn twice has two ways.
    """

    claims: Annotated[tuple[str, ...], About("claims that the line is drawn for", "id", refers="claims")]
    points: Annotated[str, About("x,y of each of its corners in turn", required=True, example="130,80 130,200.5")]
    curved: Annotated[bool, About("the corners are the points of cubic curves: a start, then three for each piece")] = (
        False
    )


@documented
@dataclass(frozen=True, slots=True)
class Diagram:
    """A pathway diagram or a workflow: which entities and edges it shows."""

    id: Annotated[str, About("key", "id", example="D1")]
    key: Annotated[str, About("short name for the command line", "id", example="camp")]
    title: Annotated[str, About("title to print")]
    caption: Annotated[str, About("what the source says of its figure")] = ""
    kind: Annotated[str, About("cascade or workflow (default cascade)", words=("cascade", "workflow"))] = "cascade"
    depicts: Annotated[str, About("pathway or assay it is a picture of", "id", refers="entities")] = ""
    nodes: Annotated[tuple[DiagramNode, ...], About("what it shows", "nodes", required=True)] = ()
    edges: Annotated[tuple[DiagramEdge, ...], About("its arrows", "edges")] = ()
    places: Annotated[tuple[DiagramPlace, ...], About("where the original drawing has its nodes", "places")] = ()
    frames: Annotated[tuple[DiagramFrame, ...], About("groups, compartments and words of that drawing", "frames")] = ()
    ways: Annotated[tuple[DiagramWay, ...], About("where that drawing leads its lines", "ways")] = ()
    note: Annotated[str, About("what a reader should know")] = ""
    source: Annotated[str, About("data set it belongs to", by_hand=False)] = ""
