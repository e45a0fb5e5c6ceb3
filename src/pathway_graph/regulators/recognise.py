"""Recognise whose table it is by its headers, and the contrasts it holds, in columns side by side or row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pathway_graph.regulators.columns import is_beside_change, p_kind
from pathway_graph.regulators.layouts import LAYOUTS, SEVERAL, Layout, PColumn


@dataclass(frozen=True, slots=True)
class Contrast:
    """One contrast of a table: its name (empty where there is but one), and where its changes, p and names stand."""

    name: str
    change: int
    p: int | None = None
    p_column: PColumn | None = None
    names: int | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout, the contrasts side by side in it, and the columns that tell more of them apart row by row."""

    layout: Layout
    contrasts: tuple[Contrast, ...]
    groups: tuple[int, ...] = ()


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return what a header of a template looks like; blanks, points and underscores are one, as R makes them."""
    text = ""
    pieces = re.findall(r"[^\W_]+|\*", template)
    for number, piece in enumerate(pieces):
        if piece == "*":
            first, last = number == 0, number == len(pieces) - 1
            text += _first(template) if first else r"(?:[\W_]+(.+?))?" if last else r"[\W_]+(.+?)[\W_]+"
        else:
            text += (r"[\W_]*" if number and pieces[number - 1] != "*" else "") + re.escape(piece.casefold())
    sign = r"[-−]\s*" if template.startswith("-") else ""
    return re.compile(rf"\W*{sign}{text}[\W_]*" if not pieces[0] == "*" else rf"{text}[\W_]*", re.IGNORECASE)


def _first(template: str) -> str:
    """Return what a contrast in front looks like: it may be missing unless an underscore follows it."""
    return r"(.+?)[\W_]+" if template.startswith("*_") else r"(?:(.+?)[\W_]+)?"


def contrast_in(header: str, template: str) -> str | None:
    """Return the name of the contrast in a header; None where the header is not of the template.

    >>> contrast_in("log2FC_drug_vs_control", "log2FC*"), contrast_in("log2FC", "log2FC*")
    ('drug_vs_control', '')
    >>> contrast_in("CTRL_avg_log2FC", "*avg_log2FC"), contrast_in("log2FC", "padj*") is None
    ('CTRL', True)
    """
    found = _pattern(template).fullmatch(header.strip())
    if found is None:
        return None
    name = " ".join(part for part in found.groups() if part)
    return name if name.count("(") == name.count(")") else re.sub("[()]", "", name)


def _literal(template: str) -> int:
    return sum(character.isalnum() for character in template)


def recognise(header: Sequence[str]) -> Recognised | None:
    """Return the layout whose signature stands among the headers, that of the longest one; None where none does.

    >>> found = recognise(["", "baseMean", "log2FoldChange", "lfcSE", "stat", "pvalue", "padj"])
    >>> found.layout.name, found.contrasts[0].change, found.contrasts[0].p
    ('DESeq2', 2, 6)
    """
    texts = [re.sub(r"^[TNCEM]: ", "", text) for text in header]
    fitting = [layout for layout in LAYOUTS if all(_has(texts, part) for part in layout.signature)]
    for layout in sorted(fitting, key=lambda layout: -sum(map(_literal, layout.signature))):
        contrasts = contrasts_of(texts, layout)
        if contrasts or layout.missing:
            groups = tuple(place for part in layout.groups for place in _places(texts, part))
            return Recognised(layout, contrasts, groups)
    return None


def several(header: Sequence[str]) -> tuple[Contrast, ...]:
    """Return the contrasts side by side in a table whose layout is not known; nothing where they do not differ."""
    found = contrasts_of(["" if is_beside_change(text) and not p_kind(text) else text for text in header], SEVERAL)
    return found if len(found) > 1 and len({contrast.name for contrast in found}) == len(found) else ()


def contrasts_of(header: Sequence[str], layout: Layout) -> tuple[Contrast, ...]:
    """Return the contrasts of a layout, in the order of their columns, each with the p-values of its name."""
    roles = (*layout.change, *(column.header for column in layout.p), *layout.names, *layout.others)
    best = [_best(text, roles) for text in header]
    changes: dict[str, int] = {}
    for template in layout.change:
        for place, text in enumerate(header):
            name = contrast_in(text, template) if best[place] == template else None
            if name is not None and (name not in changes or layout.scale is None):
                changes[name if name not in changes else text] = place
    found = []
    for name, place in changes.items():
        p, column = _of(header, best, layout, name)
        names = _names_of(header, layout, name) if any("*" in text for text in layout.names) else None
        found.append(Contrast(name or (header[place] if len(changes) > 1 else ""), place, p, column, names))
    return tuple(sorted(found, key=lambda contrast: contrast.change))


def _of(header: Sequence[str], best: Sequence[str], layout: Layout, name: str) -> tuple[int | None, PColumn | None]:
    """Return the p-values of a contrast, or those of all together; adjusted ones first."""
    for wanted in dict.fromkeys((name.casefold(), "")):
        for column in layout.p:
            for place, text in enumerate(header):
                if best[place] == column.header and (contrast_in(text, column.header) or "").casefold() == wanted:
                    return place, column
    return None, None


def _names_of(header: Sequence[str], layout: Layout, name: str) -> int | None:
    for template in layout.names:
        for place, text in enumerate(header):
            if contrast_in(text, template) == name:
                return place
    return None


def _best(header: str, templates: Sequence[str]) -> str:
    fitting = [template for template in templates if contrast_in(header, template) is not None]
    return max(fitting, key=_literal, default="")


def _has(header: Sequence[str], template: str) -> bool:
    return any(contrast_in(text, template) is not None for text in header)


def _places(header: Sequence[str], template: str) -> list[int]:
    return [place for place, text in enumerate(header) if contrast_in(text, template) is not None][:1]
