"""Signed edges as logical rules: a thing is on if one of its activators is and none of its inhibitors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pathway_graph.formats.report import Tally
from pathway_graph.model import Edge, Entity, Network
from pathway_graph.model.network import SPOKEN_OF


@dataclass(frozen=True, slots=True)
class Regulation:
    """What acts on one thing: the edges that raise it and those that lower it, each from another source."""

    target: str
    raising: tuple[Edge, ...]
    lowering: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """The rules of a network: what is in them, under which name each, and what acts on each that anything acts on."""

    entities: tuple[Entity, ...]
    names: Mapping[str, str]
    regulations: Mapping[str, Regulation]


def logic_of(network: Network, tally: Tally, format_: str) -> Logic:
    """Return the rules that the signed edges of a network make; no sign is made up, and what has none is counted.

    Where edges of both signs join the same two, neither is in a rule.
    """
    signed = [edge for edge in network.edges if edge.sign in (1, -1)]
    signs: dict[tuple[str, str], set[int]] = {}
    for edge in signed:
        signs.setdefault((edge.source, edge.target), set()).add(edge.sign or 0)
    clear = [edge for edge in signed if len(signs[edge.source, edge.target]) == 1]
    tally.left_out("edges", "they state no sign: a rule needs one", count=len(network.edges) - len(signed))
    for edge in signed:
        if len(signs[edge.source, edge.target]) > 1:
            place = f"{edge.source} {edge.relation} {edge.target}"
            tally.left_out("edges", "another edge says the opposite: neither is in the rule", place)
    tally.changed("edges", "their relation is reduced to its sign", count=len(clear))
    hypotheses = sum(edge.certainty == "hypothesis" for edge in clear)
    tally.changed("edges", "hypotheses, which stand in rules like the rest", count=hypotheses)
    pairs = len({(edge.source, edge.target) for edge in clear})
    tally.changed("edges", "one input with another edge of the same ends", count=len(clear) - pairs)
    tally.kept("edges", len(clear))
    joined = {end for edge in clear for end in (edge.source, edge.target)}
    entities = tuple(entity for entity in network.entities if entity.id in joined)
    tally.kept("entities", len(entities))
    tally.left_out("entities", "no signed edge joins them", count=len(network.entities) - len(entities))
    tally.left_out("claims", f"who says so in which context: {format_} has no place for it", count=len(network.claims))
    for part in SPOKEN_OF:
        if part != "publications":
            tally.left_out(part, f"{format_} has no place for them", count=len(getattr(network, part)))
    return Logic(entities, _names(entities), {one.target: one for one in _regulations(clear)})


def _regulations(edges: Iterable[Edge]) -> list[Regulation]:
    """Put edges together by target; of several with the same ends there is one, with the claims of all."""
    by_target: dict[str, dict[int, dict[str, Edge]]] = {}
    for edge in edges:
        sides = by_target.setdefault(edge.target, {1: {}, -1: {}})[edge.sign or 0]
        there = sides.get(edge.source, edge)
        sides[edge.source] = replace(there, claims=tuple(sorted({*there.claims, *edge.claims})))
    return [Regulation(target, tuple(both[1].values()), tuple(both[-1].values())) for target, both in by_target.items()]


def _names(entities: Iterable[Entity]) -> dict[str, str]:
    """Give each thing a name of letters, digits and underscores: its own where no other has it, else of its id."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for entity in entities:
        own = _plain(entity.name)
        for name in (own, _plain(entity.id), *(f"{own}_{number}" for number in range(2, 10_000))):
            if name.lower() not in taken:
                names[entity.id] = name
                taken.add(name.lower())
                break
    return names


def _plain(text: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")[:60]
    if (
        not plain
        or not re.match(r"[A-Za-z]", plain)
        or plain.lower() in ("and", "or", "not", "true", "false", "targets")
    ):
        plain = f"x_{plain}"
    return plain
