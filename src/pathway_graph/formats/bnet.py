"""Boolean networks as BoolNet writes them: ``target, rule`` a line; signs from how a rule follows each name in it."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from pathway_graph.formats.attribute_values import MAX_ATTRIBUTE
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.logic import Direction, Rule, directions, polarities, rule_of
from pathway_graph.formats.logic_write import Logic, logic_of
from pathway_graph.formats.node_attributes import node_entity
from pathway_graph.formats.plain_data import WrongData, from_data
from pathway_graph.formats.raw import Decoded, Encoded
from pathway_graph.formats.report import Report, Tally
from pathway_graph.model import Entity, Network
from pathway_graph.model.claims import attributes_of
from pathway_graph.model.values import brief

RELATION_OF: Final[dict[Direction, str]] = {"+": "activates", "-": "inhibits", "both": "regulates"}
"""What a rule that follows a name so says of it."""
_MARK: Final = "# pathway-graph: "


def parse(raw: Decoded) -> tuple[Network, Report]:
    """Read the rules: a claim for each name that a rule follows; one that it follows both ways has no sign.

    Raises:
        InputError: A line is no rule, or two are of one target; all such lines at once.
    """
    collection = Collection(raw, "bnet")
    rules: dict[str, tuple[Rule, str, int]] = {}
    own: dict[str, Entity] = {}
    for number, line in enumerate(raw.text().split("\n"), 1):
        collection.here = (number, "")
        if line.startswith(_MARK):
            own |= _own(collection, line.removeprefix(_MARK))
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        if not text or re.fullmatch(r"(?i)targets\s*,\s*(factors|functions).*", text):
            continue
        collection.tally.read("rules")
        target, comma, factors = (part.strip() for part in text.partition(","))
        try:
            if not comma or not re.fullmatch(r"[^\s!~&|(),]+", target):
                raise ValueError("it is not 'target, rule'")
            if target in rules:
                raise ValueError(f"{target!r} has a rule in line {rules[target][2]} already")
            rules[target] = (rule_of(factors), factors, number)
        except ValueError as error:
            collection.problem(f"{brief(text)}: {error}", "write target, rule with !, & and |")
    ids: dict[str, str] = {}
    for name in dict.fromkeys([*rules, *(name for rule, _, _ in rules.values() for name in rule.names())]):
        line_number = rules[name][2] if name in rules else 0
        collection.here = (line_number, "")
        ids[name] = collection.add(own[name]) if name in own else node_entity(collection, name, line=line_number)
        if name not in rules:
            collection.tally.changed("names", "they stand in rules and have none of their own", name)
    for target, (rule, factors, number) in rules.items():
        collection.here = (number, "")
        _take(collection, ids, target, rule, factors)
    return collection.finish()


def _own(collection: Collection, text: str) -> dict[str, Entity]:
    """Return the entity that a comment of ours tells of a name."""
    try:
        told = json.loads(text)
        return {str(told.pop("as")): from_data(Entity, told)}
    except (ValueError, AttributeError, KeyError, WrongData):
        collection.tally.changed("comments", "what they tell of a name cannot be read: known by the name only",
                                 f"line {collection.here[0]}")  # fmt: skip
        return {}


def _take(collection: Collection, ids: dict[str, str], target: str, rule: Rule, factors: str) -> None:
    tally, line = collection.tally, collection.here[0]
    names = list(dict.fromkeys(rule.names()))
    if rule == Rule("name", name=target):
        tally.left_out("rules", "they hold their own value: an input", f"line {line}: {target}")
        return
    if not names:
        tally.left_out("rules", "they are constant: nothing acts on the target", f"line {line}: {target}")
        return
    tally.kept("rules")
    followed = directions(rule.value, dict.fromkeys(names, 1))
    if followed is None:
        followed = polarities(rule)
        tally.changed("rules", "too large to try each state: signs by the negations over each name", f"line {line}")
    for name in names:
        place = f"line {line}: {name} of {target}"
        direction = followed[name]
        if direction == "none":
            tally.left_out("inputs", "they make no difference to the rule that names them", place)
            continue
        if direction == "both":
            tally.changed("inputs", "the rule follows them both ways: read as regulates, without a sign", place)
        shown = factors if len(factors) <= MAX_ATTRIBUTE else ""
        tally.left_out("rules", "too long for an attribute", place, count=not shown)
        collection.claim("", ids[name], RELATION_OF[direction], ids[target], direction="", lines=str(line),
                         attributes=attributes_of({"rule": shown}))  # fmt: skip


def dump(network: Network) -> Encoded:
    """Write the signed edges as rules: one of the activators, and none of the inhibitors."""
    tally = Tally()
    logic = logic_of(network, tally, "a Boolean network")
    tally.left_out("publications", "a Boolean network has no place for them", count=len(network.publications))
    for one in logic.regulations.values():
        if not one.lowering and [edge.source for edge in one.raising] == [one.target]:
            tally.changed("edges", "a thing that raises itself alone is written as an input", one.target)
    lines = [f"{_MARK}{_told(logic, entity)}" for entity in logic.entities]
    lines.append("targets, factors")
    lines += [f"{logic.names[entity.id]}, {_factors(logic, entity.id)}" for entity in logic.entities]
    return Encoded({"": "".join(f"{line}\n" for line in lines).encode()}, tally.report("", "bnet"))


def _told(logic: Logic, entity: Entity) -> str:
    data: dict[str, Any] = {"as": logic.names[entity.id], "id": entity.id, "kind": entity.kind, "name": entity.name}
    return json.dumps(data | ({"curie": entity.curie} if entity.curie else {}), ensure_ascii=False)


def _factors(logic: Logic, identifier: str) -> str:
    regulation = logic.regulations.get(identifier)
    if regulation is None:
        return logic.names[identifier]  # an input holds its value
    raising, lowering = (
        " | ".join(sorted(logic.names[edge.source] for edge in side))
        for side in (regulation.raising, regulation.lowering)
    )
    if not lowering:
        return raising
    return f"({raising}) & !({lowering})" if raising else f"!({lowering})"
