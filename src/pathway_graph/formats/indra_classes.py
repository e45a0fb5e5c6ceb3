"""The classes of INDRA statements, and what each says of two things: subject, relation, object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pathway_graph.formats.builder import Collection
from pathway_graph.formats.indra_agents import add_agent, complex_of, place_of, site_of
from pathway_graph.formats.term_mapping import curie_in, relation_of
from pathway_graph.identifiers.minting import PREFIXES, slug
from pathway_graph.model import Entity, Link
from pathway_graph.model.mechanisms import mechanism_of

Statement = Mapping[str, Any]
Said = tuple[str, str, str, dict[str, Any]]
"""Subject, relation, object and what else a claim says."""
Reader = Callable[[Collection, Statement], list[Said]]


def _two(subject: str, object_: str, **fixed: Any) -> Reader:
    """Return the reader of a statement by one agent about another; its class is the word for its relation."""

    def read(collection: Collection, statement: Statement) -> list[Said]:
        if not statement.get(subject) or not statement.get(object_):
            return []
        type_ = str(statement["type"])
        word = _WORDS.get(type_, type_)
        relation, how = relation_of(word), mechanism_of(word)
        more: dict[str, Any] = {"direction": type_, **fixed}
        if how is not None or not relation:
            relation, more["mechanism"] = relation or "modifies", how.name if how else type_.lower()
            more["site"] = site_of(statement)
        activity = str(statement.get("obj_activity") or "")
        if activity not in ("", "activity"):
            more["attributes"] = {"obj_activity": activity}
        target = statement[object_] if object_ != "sub" else _substrate(collection, statement)
        return [(add_agent(collection, statement[subject]), relation, add_agent(collection, target), more)]

    return read


def _substrate(collection: Collection, statement: Statement) -> Mapping[str, Any]:
    """Return what a modification is put on: without a same one at no or at another place, which is a condition.

    What carries the modification is otherwise its product, of which it would make more.
    """
    agent: Mapping[str, Any] = statement["sub"]
    mods = agent.get("mods") or []
    same = [one for one in mods if str(one.get("mod_type")) == str(statement["type"]).lower()]
    if not same:
        return agent
    why = "a condition of the substrate that a claim cannot hold beside the modification itself"
    collection.tally.left_out("conditions of agents", why, place_of(collection), len(same))
    return {**agent, "mods": [one for one in mods if one not in same]}


def _self(collection: Collection, statement: Statement) -> list[Said]:
    """Read what acts on itself (autophosphorylation), or on what is bound to it (transphosphorylation)."""
    enzyme = statement.get("enz")
    if not enzyme:
        return []
    target = enzyme
    if statement["type"] == "Transphosphorylation":
        bound = [one["agent"] for one in enzyme.get("bound_conditions") or [] if one.get("agent")]
        if not bound:
            return []
        target, enzyme = bound[0], {**enzyme, "bound_conditions": []}
    ends = add_agent(collection, enzyme), add_agent(collection, target)
    more = {"direction": statement["type"], "mechanism": statement["type"].lower(), "site": site_of(statement)}
    return [(ends[0], "phosphorylates", ends[1], more)]


def _complex(collection: Collection, statement: Statement) -> list[Said]:
    members = [add_agent(collection, member) for member in statement.get("members") or [] if member]
    if len(members) == 2:
        return [(members[0], "binds", members[1], {"kind": "interaction"})]
    if len(members) < 2:
        return []
    different = sorted(set(members))
    whole = complex_of(collection, different)
    return [(member, "part_of", whole, {}) for member in different]


def _conversion(collection: Collection, statement: Statement) -> list[Said]:
    before = [add_agent(collection, one) for one in statement.get("obj_from") or []]
    after = [add_agent(collection, one) for one in statement.get("obj_to") or []]
    said: list[Said] = [(one, "converted_to", other, {}) for one in before for other in after]
    if statement.get("subj") and after:
        enzyme = add_agent(collection, statement["subj"])
        said += [(enzyme, "catalyzes", other, {"direction": "Conversion"}) for other in after]
    return said


def _translocation(collection: Collection, statement: Statement) -> list[Said]:
    if not statement.get("agent") or not statement.get("to_location"):
        return []
    name = str(statement["to_location"])
    curie = curie_in(name)
    there = collection.entity("CellularComponent", name, [curie] if curie else [])
    kept = {"from_location": str(statement.get("from_location") or "")}
    return [(add_agent(collection, statement["agent"]), "translocated_to", there, {"attributes": kept})]


def _activity(collection: Collection, agent: Mapping[str, Any], activity: Any) -> str:
    """Add an activity of an agent, apart from its amount; return its id."""
    bare = add_agent(collection, {**agent, "mods": [], "mutations": [], "bound_conditions": []})
    word = "" if activity in (None, "", "activity") else f"{activity} "
    own = f"{PREFIXES['MolecularActivity']}:indra/{slug(bare.partition(':')[2] + '-' + (word or 'any').strip())}"
    title = f"{collection.entities[bare].name} {word}activity"
    return collection.add(Entity(own, "MolecularActivity", title, links=(Link("activity_of", bare),)))


def _active_form(collection: Collection, statement: Statement) -> list[Said]:
    """Read that a form is active, which raises the activity, or inactive; a bare agent is no form."""
    agent = statement.get("agent")
    if not agent or not any(agent.get(name) for name in ("mods", "mutations", "bound_conditions")):
        return []
    relation = "inhibits" if statement.get("is_active") is False else "activates"
    activity = _activity(collection, agent, statement.get("activity"))
    return [(add_agent(collection, agent), relation, activity, {"direction": "ActiveForm", "aspect": "activity"})]


def _has_activity(collection: Collection, statement: Statement) -> list[Said]:
    agent = statement.get("agent")
    if not agent or statement.get("has_activity") is False:
        return []
    return [(_activity(collection, agent, statement.get("activity")), "activity_of", add_agent(collection, agent), {})]


def _concept(collection: Collection, event: Mapping[str, Any]) -> tuple[str, int | None]:
    """Return the concept of an event, and whether the event is its rise (1) or fall (-1)."""
    polarity = (event.get("delta") or {}).get("polarity")
    return add_agent(collection, event.get("concept") or event), polarity if polarity in (1, -1) else None


def _influence(collection: Collection, statement: Statement) -> list[Said]:
    """Read an influence: the direction of the effect must be stated, a cause without one counts as a rise."""
    if not statement.get("subj") or not statement.get("obj"):
        return []
    (cause, first), (effect, second) = (_concept(collection, statement[side]) for side in ("subj", "obj"))
    sign = 0 if second is None else second * (first or 1)
    relation = {1: "increases", -1: "decreases", 0: "regulates"}[sign]
    kept = {f"{side}_polarity": value for side, value in (("subj", first), ("obj", second)) if value is not None}
    return [(cause, relation, effect, {"direction": "Influence", "attributes": kept})]


def _association(collection: Collection, statement: Statement) -> list[Said]:
    events = [_concept(collection, one) for one in statement.get("members") or [] if one]
    if len(events) != 2:
        return []
    (one, first), (other, second) = events
    relation = "linked_to" if first is None or second is None else "correlates_with"
    if first is not None and second is not None and first != second:
        relation = "anticorrelates_with"
    return [(one, relation, other, {})]


_WORDS: Final = {
    "Gef": "guanine nucleotide exchange factor", "Gap": "GTPase activating protein", "GtpActivation": "activation",
    "Ribosylation": "ADP-ribosylation", "Deribosylation": "de-ADP-ribosylation", "AddModification": "modification",
    "RemoveModification": "modification", "RegulateActivity": "regulation", "RegulateAmount": "regulation",
}  # fmt: skip
"""Words for the classes that the table of words does not have."""
_GROUPS: Final = ("phosphoryl", "ubiquitin", "sumoyl", "hydroxyl", "acetyl", "glycosyl", "farnesyl", "geranylgeranyl",
                  "palmitoyl", "myristoyl", "ribosyl", "methyl")  # fmt: skip
READERS: Final[dict[str, Reader]] = {
    **{f"{before}{group}ation".capitalize(): _two("enz", "sub") for group in _GROUPS for before in ("", "de")},
    **dict.fromkeys(("Modification", "AddModification", "RemoveModification"), _two("enz", "sub")),
    **dict.fromkeys(("Autophosphorylation", "Transphosphorylation", "SelfModification"), _self),
    **dict.fromkeys(("Activation", "Inhibition", "GtpActivation", "RegulateActivity"),
                    _two("subj", "obj", aspect="activity")),
    **dict.fromkeys(("IncreaseAmount", "DecreaseAmount", "RegulateAmount"), _two("subj", "obj", aspect="abundance")),
    "Gef": _two("gef", "ras"), "Gap": _two("gap", "ras"), "Complex": _complex, "Conversion": _conversion,
    "Translocation": _translocation, "ActiveForm": _active_form, "HasActivity": _has_activity,
    "Influence": _influence, "Association": _association,
}  # fmt: skip
"""The reader of each class."""
WHY_NOT: Final = {
    "Event": "an event is about one thing: no claim", "Migration": "an event is about one thing: no claim",
    "Unresolved": "it stands for a statement that is not in the file",
}  # fmt: skip
"""Classes that state nothing about two things, and why."""
