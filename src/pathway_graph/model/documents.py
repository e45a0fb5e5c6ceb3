"""Where claims come from: data sets, references, publications, protocols; and the diagrams that show them."""

from __future__ import annotations

from dataclasses import dataclass

from pathway_graph.model.vocabulary import Layer, View


@dataclass(frozen=True, slots=True)
class Source:
    """A data set that was loaded as one piece: a guide, a paper, an analyst's own cascade.

    Attributes:
        id: Short name, unique in a store, e.g. ``imipramine``.
        title: Its title.
        version: The version of the curated files, e.g. ``2026.11``.
        citation: How to cite what the claims were taken from.
        license: Licence of the curated files, as an SPDX identifier.
        note: What a reader must know before trusting it.
    """

    id: str
    title: str = ""
    version: str = ""
    citation: str = ""
    license: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one printed reference is worth for the claims that cite it.

    Attributes:
        claims: Claims it is cited for.
        verdict: Whether it supports them, in a few words.
        better: Printed references that fit better.
        publications: Publications the claims truly seem to rest on.
        reason: Why.
    """

    claims: tuple[str, ...]
    verdict: str
    better: tuple[int, ...] = ()
    publications: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a source's reference list, exactly as printed.

    Attributes:
        number: Its number in the list.
        text: The entry.
        domain: The web address it names.
        entry_kind: ``titled`` or ``bare domain``.
        cited_at: Lines of the source that cite it.
        verdicts: What it is worth, for each group of claims that cite it.
        note: What the entry is.
        source: Data set it belongs to.
    """

    number: int
    text: str
    domain: str = ""
    entry_kind: str = "titled"
    cited_at: str = ""
    verdicts: tuple[Verdict, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def id(self) -> str:
        """Key in a store: the data set and the printed number."""
        return f"{self.source}/{self.number}"


@dataclass(frozen=True, slots=True)
class Publication:
    """A study that a curator holds to stand behind claims, and how sure that is.

    Attributes:
        status: One of `vocabulary.SOURCE_STATUS`.
        claims: Claims it stands behind.
        verification: What was looked up, and where.
        fit: How well it fits the claims.
    """

    id: str
    title: str
    status: str
    authors: str = ""
    journal: str = ""
    year: int | None = None
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    claims: tuple[str, ...] = ()
    verification: str = ""
    fit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tension:
    """A contradiction or a strain inside a source that a curator has read out of it.

    Attributes:
        id: e.g. ``K01``.
        claims: Claims it is about; empty where it is about the source as a whole.
        what: What does not fit what.
        reading: How the source itself may be read.
        handling: What the data do with it.
        found_by: The general rule that finds it in any network, see `pathway_graph.evidence`; empty if none can.
        why_no_rule: Why no rule can, where none does.
        source: Data set it belongs to.
    """

    id: str
    what: str
    claims: tuple[str, ...] = ()
    reading: str = ""
    handling: str = ""
    found_by: str = ""
    why_no_rule: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a protocol.

    Attributes:
        number: Place in the protocol, from 1.
        name: Short name.
        action: What is done.
        materials: Materials as the text lists them, alternatives within one entry.
        uses: Entities (reagents, equipment, assays, techniques) that the materials name.
        parameters: Settings as given, e.g. ``overnight``, ``4 °C``.
        output: What the step yields.
        assay: CURIE of the assay it performs.
        gaps: What the text leaves out.
        lines: Lines of the source.
    """

    number: int
    name: str
    action: str = ""
    materials: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    output: str = ""
    assay: str = ""
    gaps: str = ""
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """A laboratory protocol: an objective and ordered steps.

    Attributes:
        assay: Entity that the protocol performs; what it measures hangs on that.
        assay_curie: CURIE of the assay.
    """

    id: str
    name: str
    objective: str = ""
    assay: str = ""
    assay_curie: str = ""
    lines: str = ""
    steps: tuple[Step, ...] = ()
    source: str = ""

    def step_id(self, step: Step) -> str:
        """Key of a step in a store and in diagrams, e.g. ``step:WB-pCREB/7``."""
        return f"step:{self.id}/{step.number}"


@dataclass(frozen=True, slots=True)
class DiagramNode:
    """An entity or step that a diagram shows, in which layer, as the guide's or as background."""

    entity: str
    layer: Layer = "core"
    view: View = "guide"


@dataclass(frozen=True, slots=True)
class DiagramEdge:
    """An edge that a diagram shows.

    Attributes:
        source, relation, target: The edge (source -> target).
        claims: Claims it rests on; empty for a structural link or a workflow's order.
        layer: ``core`` what the figure must show, ``chronic`` what chronic treatment does to it, ``detail`` more.
        view: ``guide`` or ``background``.
        hypothesis: Drawn dashed: no claim asserts it.
        lines: Lines of the source, where no claim stands behind it.
        note: What a reader should know.
    """

    source: str
    relation: str
    target: str
    claims: tuple[str, ...] = ()
    layer: Layer = "core"
    view: View = "guide"
    hypothesis: bool = False
    lines: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A pathway diagram or a workflow: which entities and edges it shows.

    Attributes:
        id: e.g. ``D1``.
        key: Short name for the command line, e.g. ``camp``.
        title: Title to print.
        caption: What the source says of its figure; empty where it has none.
        kind: ``cascade`` or ``workflow``.
        depicts: Entity (pathway or assay) it is a picture of.
    """

    id: str
    key: str
    title: str
    caption: str = ""
    kind: str = "cascade"
    depicts: str = ""
    nodes: tuple[DiagramNode, ...] = ()
    edges: tuple[DiagramEdge, ...] = ()
    note: str = ""
    source: str = ""
