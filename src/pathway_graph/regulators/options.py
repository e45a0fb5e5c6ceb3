"""How a file of changes is to be read, where it does not say so itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pathway_graph.errors import WrongArgument
from pathway_graph.model.arguments import require_number, require_word
from pathway_graph.regulators.repeats import Keep
from pathway_graph.regulators.scales import SCALES, Scale

MAX_P = 0.05
Sites = Literal["states", "genes"]


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """How to read a file of changes.

    Attributes:
        name_column, change_column, p_column: Headers; found by the layout or their usual names where empty. A first
            column without a header is called ``row names``; *p_column* ``none`` takes no p-values.
        threshold: Smallest absolute log2 fold change that counts as one; None: any for signs, else 1 (twofold).
        max_p: Largest p-value that counts, where there is such a column.
        ratio: Short for *scale* ``ratio``.
        prefix: Put before each name with a colon, e.g. ``ncbigene``.
        keep: What to do where one gene has several rows: ``auto`` (the strongest, none where they contradict each
            other), ``error``, ``first`` or ``strongest``. Identical rows are one in any case.
        scale: What the changes are: ``log2``, ``ln``, ``log10``, ``ratio``, ``signed-ratio`` (-2 is twofold down) or
            ``sign``; ``auto`` goes by layout, header and values, and refuses where they do not say.
        contrast: Which contrast to read, where the file holds several.
        sheet: Which sheet of a workbook to read, where several hold a table.
        sites: What a row about a residue is about: the ``states`` of the protein with it modified, or its ``genes``.
        allow_unmatched: Go on where less than half of the names are in the network.
    """

    name_column: str = ""
    change_column: str = ""
    p_column: str = ""
    threshold: float | None = None
    max_p: float = MAX_P
    ratio: bool = False
    prefix: str = ""
    keep: Keep = "auto"
    scale: str = "auto"
    contrast: str = ""
    sheet: str = ""
    sites: Sites = "states"
    allow_unmatched: bool = False

    def asked_scale(self) -> Scale | None:
        """Return the scale that is asked for, None where file and layout must say; refuse what means nothing.

        Raises:
            WrongArgument: An option is none of its words or numbers, or two contradict each other.
        """
        require_word("scale", self.scale, ("auto", *SCALES))
        require_word("keep", self.keep, get_args(Keep))
        require_word("sites", self.sites, get_args(Sites))
        require_number("max_p", self.max_p, above=0, high=1)
        if self.threshold is not None and self.threshold != 0:
            require_number("threshold", self.threshold, above=0)
        if self.ratio and self.scale not in ("auto", "ratio"):
            message = f"ratio and scale {self.scale!r} contradict each other"
            raise WrongArgument("scale", self.scale, message=message, hint="give one of them")
        if self.ratio:
            return "ratio"
        return next((scale for scale in SCALES if scale == self.scale), None)
