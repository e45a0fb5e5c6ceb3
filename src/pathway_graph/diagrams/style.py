"""The default style: what each kind, role, relation and sign looks like.

Colours are Okabe and Ito's, told apart by colour-blind readers. Lines keep a contrast of at least 3:1 against white;
a sign never shows by colour alone, the arrowhead says it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pathway_graph.diagrams.drawing import DrawnEdge, DrawnNode
from pathway_graph.evidence.opposition import NO_CHANGE
from pathway_graph.model.vocabulary import Sign

RAISES: Final = "#0072B2"
LOWERS: Final = "#D55E00"
NEUTRAL: Final = "#000000"
GREY: Final = "#767676"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a node looks: Graphviz shape, fill, what it stands for in the legend, and Graphviz style."""

    shape: str
    fill: str
    meaning: str
    style: str = "filled"


ROLE_SHAPES: Final[dict[str, Shape]] = {
    "drug": Shape("component", "#7FD1B9", "drug"),
    "receptor": Shape("invhouse", "#A9D8F5", "receptor or transporter"),
    "transporter": Shape("invhouse", "#A9D8F5", "receptor or transporter"),
    "kinase": Shape("hexagon", "#F6CF82", "kinase"),
    "transcription factor": Shape("box", "#E9C0D8", "transcription factor"),
    "enzyme": Shape("box", "#E6E6E6", "other enzyme", "filled,rounded"),
}
KIND_SHAPES: Final[dict[str, Shape]] = {
    "SmallMolecule": Shape("ellipse", "#F7F0A1", "small molecule"),
    "ChemicalClass": Shape("ellipse", "#F7F0A1", "small molecule"),
    "Combination": Shape("component", "#7FD1B9", "drug"),
    "Gene": Shape("cds", "#FFFFFF", "gene"),
    "RegulatoryRegion": Shape("tab", "#FFFFFF", "regulatory region"),
    "Transcript": Shape("note", "#FFFFFF", "transcript"),
    "GeneSet": Shape("folder", "#FFFFFF", "set of genes"),
    "BiologicalProcess": Shape("octagon", "#FFFFFF", "process or outcome"),
    "Pathway": Shape("octagon", "#FFFFFF", "process or outcome"),
    "Phenotype": Shape("octagon", "#FFFFFF", "process or outcome"),
    "Disease": Shape("octagon", "#FFFFFF", "process or outcome"),
    "Condition": Shape("diamond", "#FFFFFF", "condition"),
    "AnatomicalStructure": Shape("plaintext", "none", "place"),
    "Step": Shape("box", "#F4F4F4", "step"),
}
OTHER_SHAPE: Final = Shape("box", "#FFFFFF", "protein or complex")

COMPARTMENT_FILLS: Final[dict[str, tuple[str, str]]] = {
    "condition": ("Condition", "#FFFFFF"),
    "extracellular": ("Extracellular", "#FFFFFF"),
    "membrane": ("Plasma membrane", "#FFF6E0"),
    "cytosol": ("Cytosol", "#EEF5FB"),
    "nucleus": ("Nucleus", "#F5EEF8"),
}
"""What is imposed from outside, then compartments from the outside in: title and fill. What has none stands in none."""

BACKGROUND: Final = "background, not in the source"
CHANGES: Final = {
    "up": "claims: raised \N{BLACK UP-POINTING TRIANGLE}",
    "down": "claims: lowered \N{BLACK DOWN-POINTING TRIANGLE}",
    "both": "claims: both ways",
    "unchanged": "claims: no effect was found =",
}
"""What the border of a changed entity means."""

TRANSCRIPTION: Final = frozenset({"activates_transcription", "represses", "transcribed_to"})
CATALYSIS: Final = frozenset({"synthesizes", "degrades", "produces", "converted_to"})
PHOSPHORYLATION: Final = frozenset({"phosphorylates", "dephosphorylates", "phosphorylation", "dephosphorylation"})
"""Relations and mechanisms that are drawn with a dot before the arrowhead, whatever their sign."""
LABELLED: Final = frozenset(
    (
        "state_of",
        "part_of",
        "has_part",
        "is_a",
        "located_in",
        "hallmark_of",
        "compensates_for",
        "has_role",
        "chaperones",
        NO_CHANGE,
    )
)


def shape_of(node: DrawnNode) -> Shape:
    """Return how a node looks, by its role, else by its kind."""
    return ROLE_SHAPES.get(node.role) or KIND_SHAPES.get(node.kind, OTHER_SHAPE)


def border_of(node: DrawnNode) -> dict[str, str]:
    """Return the border: grey for background, thick and in the colour of the measured change where there is one."""
    measured = {"up": (RAISES, "1"), "down": (LOWERS, "1"), "both": (NEUTRAL, "2"),
                "unchanged": (NEUTRAL, "1")}  # fmt: skip
    if node.change in measured:
        colour, lines = measured[node.change]
        return {"color": colour, "penwidth": "2.6", "peripheries": lines}
    return {"color": GREY if node.view == "background" else "#333333"}


def colour_of(edge: DrawnEdge) -> str:
    """Return the line colour: by sign for what the source says, grey for background and structure."""
    if edge.view == "background" or (edge.sign is None and edge.relation != NO_CHANGE):
        return GREY
    return {1: RAISES, -1: LOWERS, 0: NEUTRAL, None: NEUTRAL}[edge.sign]


def arrowhead_of(edge: DrawnEdge) -> str:
    """Return the Graphviz arrowhead: it alone tells the sign."""
    head = {1: "normal", -1: "tee", 0: "odiamond", None: "vee"}[edge.sign]
    if edge.relation == "binds":
        return "none"
    if edge.relation == NO_CHANGE:
        return "obox"
    if is_phosphorylation(edge):
        return f"{head}dot"
    if edge.relation in CATALYSIS:
        return f"{head}odot"
    return head


def is_phosphorylation(edge: DrawnEdge) -> bool:
    """Tell whether an edge adds or removes a phosphate, by its relation or by the mechanism of all its claims."""
    return edge.relation in PHOSPHORYLATION or edge.mechanism in PHOSPHORYLATION


def line_of(edge: DrawnEdge) -> str:
    """Return the Graphviz line style: dotted a hypothesis, dashed what runs over steps that are not drawn."""
    if edge.hypothesis:
        return "dotted"
    if edge.indirect or edge.relation in TRANSCRIPTION or edge.relation == "loops_to":
        return "dashed"
    return "solid"


def width_of(edge: DrawnEdge) -> str:
    """Return the line width in points: what the source says stands out, and the route a picture is about."""
    if edge.is_bold:
        return "3.6"
    if edge.hypothesis:
        return "1.8"
    if edge.sign is None and edge.relation != NO_CHANGE:
        return "0.8"
    return "1.0" if edge.view == "background" else "1.6"


def label_of(edge: DrawnEdge) -> str:
    """Return the words beside an edge, if it needs any."""
    words = []
    if edge.hypothesis:
        words.append("hypothesis")
    if edge.relation in LABELLED:
        words.append(edge.relation.replace("_", " "))
    if edge.site and is_phosphorylation(edge):
        words.append(edge.site)
    if edge.context:
        words.append(edge.context)
    return ": ".join(words)


def meaning_of(edge: DrawnEdge) -> list[tuple[str, DrawnEdge]]:
    """Return what the legend must explain about an edge: words, and a plain sample of the mark as it is drawn."""
    explained = [(_head_words(edge), _sample(edge, edge.relation))]
    if edge.hypothesis:
        explained.append(("hypothesis of the source", _sample(edge, hypothesis=True)))
    elif line_of(edge) == "dashed" and edge.sign is not None:
        explained.append(("indirect, or by transcription", _sample(edge, indirect=True)))
    if edge.view == "background" and edge.sign is not None:
        explained.append((BACKGROUND, _sample(edge)))
    return explained


def marks_of(node: DrawnNode) -> list[tuple[str, DrawnNode]]:
    """Return what the legend must explain about a node beside its shape: words and a plain sample of the mark."""
    explained = []
    if node.view == "background":
        explained.append((BACKGROUND, DrawnNode("", "", "Protein", view="background")))
    if node.change in CHANGES:
        explained.append((CHANGES[node.change], DrawnNode("", "", "Protein", change=node.change)))
    return explained


def _head_words(edge: DrawnEdge) -> str:
    """Return the words for an arrowhead, the same for every edge that ends in one."""
    if is_phosphorylation(edge):
        by = "dephosphorylation" if "dephosphorylat" in edge.relation + edge.mechanism else "phosphorylation"
        return {1: f"raises, by {by}", -1: f"lowers, by {by}"}.get(edge.sign or 0, f"{by}, direction not stated")
    if edge.relation in CATALYSIS:
        return {1: "makes, by catalysis", -1: "breaks down, by catalysis"}.get(edge.sign or 0, "is converted to")
    if edge.relation in ("binds", NO_CHANGE):
        return {"binds": "binds", NO_CHANGE: "no change was found"}[edge.relation]
    return {1: "raises", -1: "lowers", 0: "acts on, direction not stated", None: "structure, not causal"}[edge.sign]


_PLAIN: Final[dict[Sign | None, str]] = {1: "increases", -1: "decreases", 0: "modulates", None: "state_of"}


def _sample(edge: DrawnEdge, relation: str = "", *, hypothesis: bool = False, indirect: bool = False) -> DrawnEdge:
    """Return an edge that has only one mark of *edge*, in its sign and its view."""
    if relation and is_phosphorylation(edge):
        own = "phosphorylates"
    else:
        own = relation if relation in CATALYSIS | {"binds", NO_CHANGE} else _PLAIN[edge.sign]
    return DrawnEdge("", own, "", edge.sign, view=edge.view, hypothesis=hypothesis, indirect=indirect)
