"""Say what the numbers of a column of changes are, from its header and its values, and bring them to log2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, inf, log, log2
from statistics import median
from typing import Final, Literal, get_args

from pathway_graph.regulators.columns import kind_of
from pathway_graph.text.counts import how_many

Scale = Literal["log2", "ln", "log10", "ratio", "signed-ratio", "sign"]
SCALES: tuple[Scale, ...] = get_args(Scale)

MEANINGS: dict[Scale, str] = {
    "log2": "log2 fold changes",
    "ln": "natural logarithms of fold changes, turned into log2",
    "log10": "decimal logarithms of fold changes, turned into log2",
    "ratio": "plain ratios (2 is twofold up, 0.5 twofold down), turned into log2",
    "signed-ratio": "signed fold changes (2 is twofold up, -2 twofold down), turned into log2",
    "sign": "signs alone, no sizes",
}
ASK = "say what it holds: --scale log2, ln, log10, ratio, signed-ratio or sign"
_FEW = 5
_TOO_LARGE = 30.0


@dataclass(frozen=True, slots=True)
class Understood:
    """What a column of changes holds.

    Attributes:
        scale: The scale; None where it cannot be told.
        why: Where that is known from, or why it cannot be told.
        warnings: What speaks against it.
    """

    scale: Scale | None
    why: str
    warnings: tuple[str, ...] = ()


def understand(values: Sequence[float], header: str, *, has_words: bool, asked: Scale | None) -> Understood:
    """Say what numbers are; a header of fold changes or ratios is never taken for one of logarithms.

    Args:
        values: The numbers, infinite ones among them, and words as -1, 0 and +1.
        header: Of their column; empty where there is none.
        has_words: Whether there are words (``up``, ``down``) among them.
        asked: The scale that the user says.

    >>> understand([1.05, 0.25, 2.5], "FC", has_words=False, asked=None).scale
    'ratio'
    >>> understand([-1.1, 1.05, -3.2], "Fold Change", has_words=False, asked=None).scale
    'signed-ratio'
    >>> understand([0.4, -2.0], "FC", has_words=False, asked=None).scale is None
    True
    """
    if asked is not None:
        return Understood(asked, "as --scale says", _doubts(values, asked, header) if asked == "log2" else ())
    kind = kind_of(header)
    if kind == "percent" and not has_words:
        return Understood(None, f"column {header!r} holds per cent by its header: make ratios of them (+50 % is 1.5)")
    if has_words or (kind != "ratio" and all(value in (-1.0, 0.0, 1.0) for value in values)):
        return Understood("sign", "by its values")
    if kind == "ratio":
        return _ratio(values, header)
    if kind in ("log2", "ln", "log10"):
        scale: Scale = kind
        return Understood(scale, "by its header", _doubts(values, scale, header))
    why = "assumed: the header gives no base" if kind == "log" else "assumed: the header does not say"
    return Understood(
        "log2", why, (*_doubts(values, "log2", header), *(_signed_doubt(values, header) if not kind else ()))
    )


def _ratio(values: Sequence[float], header: str) -> Understood:
    if all(value > 0 for value in values):
        down = any(value < 1 for value in values)
        doubt = f"no value of {header!r} is below 1, so that nothing is down; if they are logarithms, say --scale log2"
        return Understood("ratio", "by its header, and every value is above 0", () if down else (doubt,))
    between = sum(-1 < value < 1 for value in values)
    if not between and any(abs(value) > 1 for value in values):
        return Understood("signed-ratio", "by its header, and no value lies between -1 and 1")
    below = sum(value < 0 for value in values)
    return Understood(
        None,
        f"column {header!r} holds neither ratios nor signed fold changes: of {how_many(len(values), 'value')} "
        f"{how_many(below, 'is', 'are')} below 0 and {how_many(between, 'lies', 'lie')} between -1 and 1",
    )


def _doubts(values: Sequence[float], scale: Scale, header: str) -> tuple[str, ...]:
    """Return what makes it unlikely that numbers are logarithms."""
    finite = [value for value in values if abs(value) < _LARGEST]
    shown = f"column {header!r}" if header else "the column of changes"
    if not finite:
        return ()
    if len(finite) >= _FEW and min(finite) >= 0 and 0.5 <= median(finite) <= 2:
        return (f"{shown} holds no value below 0 and has a median of {median(finite):.3g}, as plain ratios have; "
                "if they are ratios, say --scale ratio",)  # fmt: skip
    if median(map(abs, finite)) * _PER[scale] > _TOO_LARGE:
        return (f"{shown} has values of about {median(map(abs, finite)):.4g}, too large for logarithms of fold changes;"
                " look whether it is the right column",)  # fmt: skip
    if not header or kind_of(header) == "":
        if len(finite) > 1 and min(finite) > 0:
            return (f"{shown} is taken as log2, but no value is below 0; if they are ratios, say --scale ratio",)
    return ()


def _signed_doubt(values: Sequence[float], header: str) -> tuple[str, ...]:
    if len(values) >= _FEW and min(values) < 0 < max(values) and not any(-1 < value < 1 for value in values):
        shown = f"column {header!r}" if header else "the column of changes"
        return (f"{shown} is taken as log2, but no value lies between -1 and 1, as in signed fold changes; if they are,"
                " say --scale signed-ratio",)  # fmt: skip
    return ()


_PER: dict[Scale, float] = {
    "log2": 1.0,
    "ln": 1 / log(2),
    "log10": log2(10),
    "ratio": 1.0,
    "signed-ratio": 1.0,
    "sign": 1.0,
}


def to_log2(value: float, scale: Scale) -> float | None:
    """Return a number as log2 fold change (for signs: -1, 0 or +1); None where it is no number of that scale.

    >>> [to_log2(*pair) for pair in ((8.0, "ratio"), (-4.0, "signed-ratio"), (0.5, "signed-ratio"), (-3.0, "sign"))]
    [3.0, -2.0, None, -1.0]
    """
    if scale == "sign":
        return copysign(1.0, value) if value else 0.0
    if scale == "ratio":
        return inf if value == inf else log2(value) if value > 0 else None
    if scale == "signed-ratio":
        size = abs(value)
        return None if size < 1 else copysign(inf if size == inf else log2(size), value)
    return copysign(inf, value) if abs(value) >= _LARGEST else value * _PER[scale]


_LARGEST: Final = 1e300
"""From here on a logarithm is infinite: cuffdiff 1 wrote the largest number that there is, 1.79769e+308."""

_CONTROL: Final = re.compile(
    r"(?i)(?:controls?|ctrl|ctl|vehicle|veh|saline|sham|wt|wild[ _-]?type|untreated|na[iï]ve|mock|dmso|placebo|"
    r"baseline|healthy|scrambled?)"
)
_OVER: Final = re.compile(r"(?i)\s*(?:/|(?<![a-z])(?:vs\.?|versus|over)(?![a-z]))\s*")


def control_comes_first(header: str) -> str:
    """Return the comparison that a header or contrast names with its control first; nothing where it names none so.

    >>> control_comes_first("log2FC (control/treated)"), control_comes_first("WT_vs_KO")
    ('control/treated', 'WT_vs_KO')
    >>> control_comes_first("log2(imipramine/vehicle)"), control_comes_first("log2FoldChange")
    ('', '')
    """
    for found in _OVER.finditer(header):
        first = re.split(r"[^\w -]", header[: found.start()].strip(" _."))[-1].strip(" _")
        second = re.split(r"[^\w -]", header[found.end() :].strip(" _."))[0].strip(" _")
        last, next_ = (re.split(r"[ _]", part)[at] for part, at in ((first, -1), (second, 0)))
        are_controls = [any(map(_CONTROL.fullmatch, words)) for words in ((first, last), (second, next_))]
        if are_controls == [True, False] and second:
            begin = header.rindex(first, 0, found.start())
            return header[begin : header.index(second, found.end()) + len(second)]
    return ""
