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
    """How a node looks: its outline, fill, what it stands for in the legend, and the stripe of its role.

    Attributes:
        outline: One of `pathway_graph.diagrams.boxes.OUTLINES`; ``none`` for bare words.
        fill: Colour inside.
        meaning: Words of the legend.
        mark: The small picture in the stripe, one of `pathway_graph.diagrams.boxes.ICONS`; empty for no stripe.
        stripe: Colour of the stripe.
    """

    outline: str
    fill: str
    meaning: str
    mark: str = ""
    stripe: str = ""

    @property
    def shape(self) -> str:
        """Graphviz's shape; the outline is drawn when its picture is finished."""
        return "plaintext" if self.outline == "none" else "box"

    @property
    def style(self) -> str:
        """Graphviz's style; corners that are cut come close to what other readers of the DOT text have."""
        return {"none": "filled", "sharp": "filled", "cut": "filled,diagonals"}.get(self.outline, "filled,rounded")

    @property
    def classes(self) -> str:
        """What tells `pathway_graph.diagrams.boxes.ornamented` how to finish the node."""
        return f"look_{self.outline}" + (f" mark_{self.mark}" if self.mark else "")


_DNA: Final = "#D4D4D4"
ROLE_SHAPES: Final[dict[str, Shape]] = {
    "drug": Shape("round", "#E5F5F0", "drug", "drug", "#009E73"),
    "receptor": Shape("round", "#EAF6FD", "receptor", "receptor", "#56B4E9"),
    "transporter": Shape("round", "#EAF6FD", "transporter", "transporter", "#56B4E9"),
    "kinase": Shape("round", "#FDF3DF", "kinase", "kinase", "#E69F00"),
    "transcription factor": Shape("round", "#F9EEF4", "transcription factor", "factor", "#CC79A7"),
    "enzyme": Shape("round", "#F2F2F2", "other enzyme", "enzyme", "#B0B0B0"),
}
KIND_SHAPES: Final[dict[str, Shape]] = {
    "SmallMolecule": Shape("pill", "#FBF7CF", "small molecule"),
    "ChemicalClass": Shape("pill", "#FBF7CF", "small molecule"),
    "Combination": Shape("round", "#E5F5F0", "drug", "drug", "#009E73"),
    "Gene": Shape("foot", "#FFFFFF", "gene", "gene", _DNA),
    "RegulatoryRegion": Shape("foot", "#FFFFFF", "regulatory region", "region", _DNA),
    "Transcript": Shape("foot", "#FFFFFF", "transcript", "transcript", _DNA),
    "GeneSet": Shape("foot", "#FFFFFF", "set of genes", "set", _DNA),
    "BiologicalProcess": Shape("cut", "#FFFFFF", "process or outcome"),
    "Pathway": Shape("cut", "#FFFFFF", "process or outcome"),
    "Phenotype": Shape("cut", "#FFFFFF", "process or outcome"),
    "Disease": Shape("cut", "#FFFFFF", "process or outcome"),
    "Condition": Shape("waist", "#FFFFFF", "condition"),
    "AnatomicalStructure": Shape("none", "none", "place"),
    "Step": Shape("round", "#F6F6F6", "step"),
}
OTHER_SHAPE: Final = Shape("round", "#FFFFFF", "protein or complex")

STRIPE_COLOURS: Final = {
    shape.mark: shape.stripe for shape in (*ROLE_SHAPES.values(), *KIND_SHAPES.values()) if shape.mark
}
"""Colour of each stripe, by its small picture."""

STEP_STRIPE: Final = "#BFDFF2"
"""What the number of a step stands on."""
COMPARTMENT_FILLS: Final[dict[str, tuple[str, str]]] = {
    "condition": ("Condition", "#FFFFFF"),
    "extracellular": ("Extracellular", "#FFFFFF"),
    "membrane": ("Plasma membrane", "#FFF6E0"),
    "cytosol": ("Cytosol", "#EEF5FB"),
    "nucleus": ("Nucleus", "#F5EEF8"),
}
"""What is imposed from outside, then compartments from the outside in: title and fill. What has none stands in none."""

BACKGROUND: Final = "background, not in the source"
BACKGROUND_NODE: Final = "background"
PHOSPHORYLATED: Final = "(de)phosphorylation"
CATALYZED: Final = "catalysis"
RECEIVER: Final = "what was asked about"
CLAIMED_AGAINST: Final = "! claims speak against the route"
CHANGES: Final = {
    "up": "claims: raised \N{BLACK UP-POINTING TRIANGLE}",
    "down": "claims: lowered \N{BLACK DOWN-POINTING TRIANGLE}",
    "both": "claims: both ways",
    "unchanged": "claims: no effect was found =",
    "none": "not measured",
}
"""What fill and border of a node mean that something is laid over."""
MEASURED_CHANGES: Final = {
    "up": "measured up \N{BLACK UP-POINTING TRIANGLE}",
    "down": "measured down \N{BLACK DOWN-POINTING TRIANGLE}",
    "both": "rows disagree",
    "unchanged": "measured, unchanged =",
    "none": "not measured",
}
"""The same where a table of changes is laid over."""
RAISED: Final = "#A9D1EE"
LOWERED: Final = "#F7C6A3"
CHANGE_FILLS: Final = {"up": RAISED, "down": LOWERED, "both": LOWERED, "unchanged": "#E4E4E4", "none": "#FFFFFF"}
STRONG: Final = {"up": "#5BA3D6", "down": "#EE8E50"}
"""The ends of the scale of a measured change; black words keep a contrast of 7:1 on them."""

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


def classes_of(node: DrawnNode) -> str:
    """Return what tells the finishing of a node its outline, its stripe, and the colour of its other half."""
    halves = f" half_{RAISED[1:]}" if node.change == "both" else ""
    return shape_of(node).classes + halves


def fill_of(node: DrawnNode) -> str:
    """Return the fill: by what was measured where anything is laid over the picture, else by role or kind.

    >>> fill_of(DrawnNode("a", "a", "Protein", change="up", level=1.0)), fill_of(DrawnNode("a", "a", "Protein"))
    ('#5ba3d6', '#FFFFFF')
    """
    if node.change in ("up", "down") and node.level is not None:
        return _blend(STRONG[node.change], abs(node.level))
    if node.change in CHANGE_FILLS:
        return CHANGE_FILLS[node.change]
    return "#FFFFFF" if node.view == "background" else shape_of(node).fill


def _blend(colour: str, share: float) -> str:
    """Return so much of a colour on white; the least that can be told from white at all."""
    part = 0.12 + 0.88 * min(1.0, max(0.0, share))
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - part * (255 - channel)):02x}" for channel in channels)


def words_colour_of(node: DrawnNode) -> str:
    """Return the colour of a node's words: pale what is background, or was not measured."""
    return "#595959" if node.view == "background" or node.change == "none" else "#000000"


def border_of(node: DrawnNode) -> dict[str, str]:
    """Return the border: grey for background, thick and in the colour of the measured change where there is one."""
    wider = {"penwidth": "3.2"} if node.is_receiver else {}
    measured = {"up": (RAISES, "1"), "down": (LOWERS, "1"), "both": (NEUTRAL, "2"),
                "unchanged": (NEUTRAL, "1")}  # fmt: skip
    if node.change in measured:
        colour, lines = measured[node.change]
        return {"color": colour, "penwidth": "2.2", "peripheries": lines} | wider
    if node.is_receiver:
        return {"color": NEUTRAL, **wider}
    return {"color": GREY if node.view == "background" or node.change == "none" else "#333333"}


def colour_of(edge: DrawnEdge) -> str:
    """Return the line colour: by sign for what the source says, grey for background and structure."""
    if edge.view == "background" or (edge.sign is None and edge.relation != NO_CHANGE):
        return GREY
    return {1: RAISES, -1: LOWERS, 0: NEUTRAL, None: NEUTRAL}[edge.sign]


def arrowhead_of(edge: DrawnEdge) -> str:
    """Return the Graphviz arrowhead: it alone tells the sign; that of background is hollow where it can be."""
    plain = "onormal" if edge.view == "background" else "normal"
    head = {1: plain, -1: "tee", 0: "odiamond", None: "vee"}[edge.sign]
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
    return "0.9" if edge.view == "background" else "1.7"


def head_size_of(edge: DrawnEdge) -> str:
    """Return the size of the arrowhead: a bar is to be seen beside the border that it stands before."""
    return str((1.15 if edge.sign == -1 else 0.8) + (0.3 if edge.is_bold else 0.0))


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
    """Return what the legend must explain about an edge: words, and a plain sample of the mark as it is drawn.

    Marks add up: a bar with an open circle lowers by catalysis. So each is explained once, whatever it stands with.
    """
    own = edge.relation if edge.relation in ("binds", NO_CHANGE) or edge.sign is None else ""
    explained = [(_head_words(edge), _sample(edge, own))]
    if is_phosphorylation(edge):
        explained.append((PHOSPHORYLATED, _sample(edge, "phosphorylates")))
    elif edge.relation in CATALYSIS and edge.sign is not None:
        explained.append((CATALYZED, _sample(edge, "produces" if edge.sign != -1 else "degrades")))
    if edge.hypothesis:
        explained.append(("hypothesis", _sample(edge, hypothesis=True)))
    elif line_of(edge) == "dashed" and edge.sign is not None:
        explained.append(("indirect, or transcription", _sample(edge, indirect=True)))
    if edge.view == "background" and edge.sign is not None:
        explained.append((BACKGROUND, _sample(edge)))
    return explained


def marks_of(node: DrawnNode) -> list[tuple[str, DrawnNode]]:
    """Return what the legend must explain about a node beside its shape: words and a plain sample of the mark."""
    explained = []
    if node.view == "background":
        explained.append((BACKGROUND_NODE, DrawnNode("", "", "Protein", view="background")))
    if node.is_receiver:
        explained.append((RECEIVER, DrawnNode("", "", "Protein", is_receiver=True)))
    if node.change in CHANGES:
        words = CHANGES if node.level is None else MEASURED_CHANGES
        explained.append((words[node.change], DrawnNode("", "", "Protein", change=node.change)))
    return explained


def _head_words(edge: DrawnEdge) -> str:
    """Return the words for an arrowhead, the same for every edge that ends in one."""
    if edge.relation in CATALYSIS and edge.sign is None:
        return "is converted to"
    if edge.relation in ("binds", NO_CHANGE):
        return {"binds": "binds", NO_CHANGE: "no change was found"}[edge.relation]
    return {1: "raises", -1: "lowers", 0: "acts, direction not stated", None: "not causal"}[edge.sign]


_PLAIN: Final[dict[Sign | None, str]] = {1: "increases", -1: "decreases", 0: "modulates", None: "state_of"}


def _sample(edge: DrawnEdge, relation: str = "", *, hypothesis: bool = False, indirect: bool = False) -> DrawnEdge:
    """Return an edge that has only one mark of *edge*, in its sign and its view."""
    own = relation if relation in KEPT or (relation in CATALYSIS and edge.sign is None) else _PLAIN[edge.sign]
    return DrawnEdge("", own, "", edge.sign, view=edge.view, hypothesis=hypothesis, indirect=indirect)


KEPT: Final = frozenset({"binds", NO_CHANGE, "phosphorylates", "produces", "degrades"})
"""Relations whose sample has their own mark."""
