"""How a row of a known resource becomes claims: its relation, its direction, and what its own words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pathway_graph.formats.cell_talk import talk
from pathway_graph.formats.term_mapping import relation_of, turned
from pathway_graph.model.mechanisms import mechanism_of


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row states of its two ends.

    Attributes:
        data: Attributes of the edge, by their usual names.
        is_turned: Whether the second end acts on the first.
        is_undirected: Whether neither does; the same pair the other way round is the same statement.
    """

    data: Mapping[str, str]
    is_turned: bool = False
    is_undirected: bool = False


Rule = Callable[[dict[str, str], str], list[Statement]]
"""Takes the cells of a row by role, and the name of the file."""


def usual(row: dict[str, str], file: str) -> list[Statement]:
    """Return the row as it is."""
    return [Statement(row)]


def regulates(row: dict[str, str], file: str) -> list[Statement]:
    """Return a row that says which regulates which, and no more."""
    return [Statement({"relation": "regulates", **row})]


def signed(row: dict[str, str], file: str) -> list[Statement]:
    """Return a row whose weight says the sign; its references lose the resource that names them.

    >>> signed({"sign": "-0.5", "pmid": "ExTRI:123456;Pavlidis2021:234567"}, "")[0].data
    {'sign': '-0.5', 'pmid': '123456;234567'}
    """
    return [Statement(_without_resources(row))]


def _without_resources(row: dict[str, str]) -> dict[str, str]:
    """Return the cells, each PubMed number without the resource that names it."""
    if "pmid" not in row:
        return dict(row)
    return row | {"pmid": re.sub(r"[A-Za-z][\w .-]*:(?=\d{5,9}(?:[;,|]|$))", "", row["pmid"])}


# Reactome FI ------------------------------------------------------------------------------------------

_BINDING: Final = ("complex", "binding/association", "binding", "bind", "physical interaction")
_CATALYSIS: Final = ("catalyze", "catalyse", "catalyzes", "catalysis")


def reactome(row: dict[str, str], file: str) -> list[Statement]:
    """Return what a functional interaction of Reactome states: one statement for each arrowhead.

    >>> [(one.data["relation"], one.is_turned) for one in reactome({"annotation": "inhibited by", "arrow": "|-"}, "")]
    [('inhibits', True)]
    >>> [one.data["relation"] for one in reactome({"annotation": "catalyzed by; complex", "arrow": "<-"}, "")]
    ['acts_on']
    >>> [(one.data["relation"], one.is_turned) for one in reactome({"annotation": "activate; inhibited by",
    ...                                                            "arrow": "|->"}, "")]
    [('activates', False), ('inhibits', True)]
    """
    arrow, rest = row.get("arrow", "").strip(), {name: text for name, text in row.items() if name != "arrow"}
    words = [word.strip().lower() for word in re.split(r"[;,]", row.get("annotation", "")) if word.strip()]
    found = []
    if arrow.endswith((">", "|")) and len(arrow) > 1:
        found.append(Statement(rest | {"relation": _reactome(words, arrow[-1], is_turned=False)}))
    if arrow.startswith(("<", "|")) and len(arrow) > 1:
        found.append(Statement(rest | {"relation": _reactome(words, arrow[0], is_turned=True)}, is_turned=True))
    if not found:
        is_bound = any(word in _BINDING for word in words)
        found.append(Statement(rest | {"relation": "binds" if is_bound else "linked_to"}, is_undirected=True))
    return found


def _reactome(words: list[str], head: str, *, is_turned: bool) -> str:
    """Return the relation of one arrowhead, by the words that are said in that direction."""
    both = any(turned(word) for word in words) and not all(turned(word) for word in words)
    said = [turned(word) or word for word in words if bool(turned(word)) is is_turned or not both]
    relations = [relation_of(word) for word in said]
    if head == "|":
        return "represses" if "represses" in relations else "inhibits"
    if "activates" in relations or "activates_transcription" in relations:
        return "activates"
    mechanism = next((word for word in said if mechanism_of(word) and mechanism_of(word).code), "")  # type: ignore[union-attr]
    if mechanism:
        return mechanism
    return "acts_on" if any(word in _CATALYSIS for word in said) else "regulates"


# OmniPath, PhosphoSitePlus and BioGRID --------------------------------------------------------------------


def enzymes(row: dict[str, str], file: str) -> list[Statement]:
    """Return what an enzyme does to its substrate, and where.

    >>> enzymes({"modification": "Phosphorylation", "residue_type": "S", "residue_offset": "133.0"}, "")[0].data
    {'relation': 'phosphorylation', 'site': 'S133'}
    >>> enzymes({"modification": "proteolytic cleavage", "pmid": "MEROPS:12345678;HPRD:12345678"}, "")[0].data
    {'pmid': '12345678;12345678', 'relation': 'cleavage'}
    """
    data = {name: text for name, text in _without_resources(row).items() if text}
    word = data.pop("modification", "").lower()
    cleaved = "cleavage" if "cleavage" in word else ""
    data["relation"] = cleaved or (word if mechanism_of(word) else "modifies")
    if word and data["relation"] == "modifies":
        data["modification"] = word
    place = data.pop("residue_offset", "").removesuffix(".0")  # as pandas writes a column with empty cells
    if site := f"{data.pop('residue_type', '')}{place}":
        data["site"] = site
    return [Statement(data)]


def phosphosite(row: dict[str, str], file: str) -> list[Statement]:
    """Return a kinase and its substrate; blanks stand for no experiment."""
    return [Statement({name: text.strip() for name, text in row.items() if text.strip()})]


def biogrid(row: dict[str, str], file: str) -> list[Statement]:
    """Return an interaction of BioGRID: a binding, a genetic interaction, or what an enzyme does to its substrate.

    >>> biogrid({"system": "Two-hybrid", "system_type": "physical", "modification": "-"}, "")[0].data["relation"]
    'binds'
    >>> biogrid({"system": "Biochemical Activity", "system_type": "physical", "modification": "Phosphorylation"},
    ...         "")[0].data["relation"]
    'phosphorylation'
    >>> biogrid({"system": "Synthetic Lethality", "system_type": "genetic"}, "")[0].data["relation"]
    'linked_to'
    """
    data = {name: text for name, text in row.items() if text.strip() not in ("-", "")}
    data["pmid"] = re.sub(r"(?i)^pubmed:", "", data.get("pmid", ""))
    how = mechanism_of(data.get("modification", ""))
    if row.get("system_type") == "genetic":
        data["relation"] = "linked_to"
    elif row.get("system") == "Biochemical Activity" and how is not None and how.relation != "binds":
        data["relation"] = data.pop("modification").lower()
    elif row.get("system") == "Biochemical Activity" and data.get("modification") == "Proteolytic Processing":
        data["relation"] = "cleavage"
    else:
        data["relation"] = "binds"
    return [Statement(data)]


# STRING -------------------------------------------------------------------------------------------------


def string(row: dict[str, str], file: str) -> list[Statement]:
    """Return an association of STRING, which has no direction; in a file of physical ones the two bind."""
    data = {name: text for name, text in row.items() if text not in ("", "0", "0.0")}
    relation = "binds" if "physical" in file.lower() else "linked_to"
    return [Statement(data | {"relation": relation}, is_undirected=True)]


_ACTED: Final = {"activation": "activates", "inhibition": "inhibits", "expression": "regulates",
                 "catalysis": "acts_on", "ptmod": "modifies"}  # fmt: skip


def actions(row: dict[str, str], file: str) -> list[Statement]:
    """Return an action of STRING, directed only where it says so and which end acts.

    >>> one = {"mode": "inhibition", "action": "inhibition", "is_directional": "t", "a_is_acting": "t"}
    >>> [(said.data["relation"], said.is_turned) for said in actions(one, "")]
    [('inhibits', False)]
    >>> [(said.data["relation"], said.is_undirected) for said in actions(one | {"is_directional": "f"}, "")]
    [('linked_to', True)]
    """
    mode, action = row.get("mode", ""), row.get("action", "")
    acting = row.get("a_is_acting", "").lower() in ("t", "1", "true")
    data = {name: text for name, text in row.items() if text and name not in ("a_is_acting", "is_directional")}
    is_directed = acting if "is_directional" not in row else row["is_directional"].lower() in ("t", "1", "true")
    relation = _ACTED.get(action) or _ACTED.get(mode, "")
    if is_directed and relation:
        return [Statement(data | {"relation": relation}, is_turned=not acting)]
    return [Statement(data | {"relation": "binds" if mode == "binding" else "linked_to"}, is_undirected=True)]


# Cells --------------------------------------------------------------------------------------------------


def cells(row: dict[str, str], file: str) -> list[Statement]:
    """Return what a ligand of one cell does to a receptor of another, see `pathway_graph.formats.cell_talk.talk`."""
    data, is_turned = talk(row)
    data["pmid"] = ";".join(re.findall(r"PMID:?\s*(\d{5,9})", data.get("evidence", "")))
    return [Statement(data, is_turned=is_turned)]


RULES: Final[Mapping[str, Rule]] = {
    "": usual, "regulates": regulates, "signed": signed, "reactome": reactome, "commons": usual,
    "enzymes": enzymes, "phosphosite": phosphosite, "biogrid": biogrid, "string": string, "actions": actions,
    "cells": cells, "cell-pairs": cells,
}  # fmt: skip
"""Rules by the name that a layout gives."""
