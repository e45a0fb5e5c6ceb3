"""Compare two networks, or two versions of one: a change of biology must be visible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from pathway_graph.model import (
    Diagram,
    DiagramEdge,
    DiagramFrame,
    DiagramNode,
    DiagramPlace,
    DiagramWay,
    Link,
    Network,
    Ortholog,
    Protocol,
    Reference,
    Step,
    Verdict,
    Xref,
)
from pathway_graph.model.attributes import differs, plain_attributes, value_shown
from pathway_graph.model.border import refuses_bad_data

_DERIVED = frozenset({"definitions", "sources"})
_DOCUMENTS: Final = ("diagrams", "publications", "references", "protocols", "tensions", "sources")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """An entity, a claim or an edge that both networks hold, with the fields that differ: name, old, new."""

    id: str
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class SignChange:
    """Two entities between which one network has causal edges of one sign, and the other of another.

    Attributes:
        old, new: Signs of the edges from source to target, sorted.
    """

    source: str
    target: str
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one network to another; each part sorted by identifier.

    Publications and references are among it: what is retracted, found or judged otherwise changes weights and net
    signs though no claim changes.

    Attributes:
        sources_changed: Data sets with another title, version, licence or note.
        diagrams_changed: Of what they show and where, only what one of them has and the other has not.
        sign_changes: Pairs of entities that were and are causally linked, with other signs.
    """

    entities_added: tuple[str, ...]
    entities_removed: tuple[str, ...]
    entities_changed: tuple[FieldChange, ...]
    claims_added: tuple[str, ...]
    claims_removed: tuple[str, ...]
    claims_changed: tuple[FieldChange, ...]
    edges_added: tuple[str, ...]
    edges_removed: tuple[str, ...]
    edges_changed: tuple[FieldChange, ...]
    diagrams_added: tuple[str, ...]
    diagrams_removed: tuple[str, ...]
    diagrams_changed: tuple[FieldChange, ...]
    publications_added: tuple[str, ...]
    publications_removed: tuple[str, ...]
    publications_changed: tuple[FieldChange, ...]
    references_added: tuple[str, ...]
    references_removed: tuple[str, ...]
    references_changed: tuple[FieldChange, ...]
    protocols_added: tuple[str, ...]
    protocols_removed: tuple[str, ...]
    protocols_changed: tuple[FieldChange, ...]
    tensions_added: tuple[str, ...]
    tensions_removed: tuple[str, ...]
    tensions_changed: tuple[FieldChange, ...]
    sources_added: tuple[str, ...]
    sources_removed: tuple[str, ...]
    sources_changed: tuple[FieldChange, ...]
    sign_changes: tuple[SignChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, item.name) for item in fields(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data."""
        found: dict[str, Any] = {}
        for item in fields(self):
            found[item.name] = [_plain(entry) for entry in getattr(self, item.name)]
        return found


@refuses_bad_data
def compare(old: Network, new: Network) -> Difference:
    """Return what changed from *old* to *new*: every part, edges, and signs between two entities.

    >>> from pathway_graph.model.build import build_network
    >>> from pathway_graph.model import Claim, Entity, Source
    >>> ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    >>> one = build_network(Source("s"), entities=ends, claims=[Claim("c", "a", "activates", "b")])
    >>> two = build_network(Source("s"), entities=ends, claims=[Claim("c", "a", "inhibits", "b")])
    >>> compare(one, two).sign_changes
    (SignChange(source='a', target='b', old=(1,), new=(-1,)),)
    """
    parts: dict[str, tuple[Any, ...]] = {}
    pairs: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("entities", old.entity, new.entity),
        ("claims", old.claim, new.claim),
        ("edges", old.edge, new.edge),
        *((part, _by_id(old, part), _by_id(new, part)) for part in _DOCUMENTS),
    )
    for name, before, after in pairs:
        parts[f"{name}_added"] = tuple(sorted(after.keys() - before.keys()))
        parts[f"{name}_removed"] = tuple(sorted(before.keys() - after.keys()))
        both = ((key, _changed(before[key], after[key])) for key in sorted(before.keys() & after.keys()))
        parts[f"{name}_changed"] = tuple(FieldChange(key, found) for key, found in both if found)
    were, are = _signs(old), _signs(new)
    linked = sorted(were.keys() & are.keys())
    changed = tuple(SignChange(*pair, were[pair], are[pair]) for pair in linked if were[pair] != are[pair])
    return Difference(**parts, sign_changes=changed)


def _by_id(network: Network, part: str) -> Mapping[str, Any]:
    return {one.id: one for one in getattr(network, part)}


def _changed(old: Any, new: Any) -> tuple[tuple[str, Any, Any], ...]:
    if old == new:
        return ()
    if isinstance(old, (Diagram, Protocol, Reference)):
        return tuple(_drawn(item.name, getattr(old, item.name), getattr(new, item.name)) for item in fields(old)
                     if getattr(old, item.name) != getattr(new, item.name))  # fmt: skip
    pairs = ((item.name, getattr(old, item.name), getattr(new, item.name)) for item in fields(old))
    return tuple(pair for pair in pairs if differs(*pair) and pair[0] not in _DERIVED)


def _drawn(name: str, old: Any, new: Any) -> tuple[str, Any, Any]:
    """Return a field of a document that differs; of lists what only one of them has: a few of many may have moved."""
    if not isinstance(old, tuple) or set(old) == set(new):
        return name, old, new
    return name, tuple(one for one in old if one not in new), tuple(one for one in new if one not in old)


def _signs(network: Network) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], set[int]] = {}
    for edge in network.edges:
        if edge.sign is not None:
            found.setdefault((edge.source, edge.target), set()).add(edge.sign)
    return {pair: tuple(sorted(signs)) for pair, signs in found.items()}


def _plain(entry: Any) -> Any:
    if isinstance(entry, FieldChange):
        return {"id": entry.id, "fields": {n: {"old": _value(n, a), "new": _value(n, b)} for n, a, b in entry.fields}}
    if isinstance(entry, SignChange):
        return {"source": entry.source, "target": entry.target, "old": list(entry.old), "new": list(entry.new)}
    return entry


def _value(name: str, value: Any) -> Any:
    """Return the value of a field as plain data, as the file format writes it."""
    if name == "attributes":
        return plain_attributes(value)
    return [_item(one) for one in value] if isinstance(value, tuple) else value


def _item(one: Any) -> Any:
    match one:
        case Xref():
            return f"{one.curie} ({one.note})" if one.note else one.curie
        case Link():
            return f"{one.relation} {one.target}"
        case Ortholog():
            parts = ("symbol", one.symbol), ("ids", ", ".join(one.curies)), ("note", one.note)
            return f"{one.species}: {'; '.join(f'{what} {text}' for what, text in parts if text)}".removesuffix(": ")
        case DiagramNode():
            return one.entity
        case DiagramEdge():
            return f"{one.source} {one.relation} {one.target}"
        case DiagramPlace():
            return f"{one.node} at {one.x:g}, {one.y:g}"
        case DiagramFrame():
            return f"{one.kind} {one.name}".strip() + f" at {one.x:g}, {one.y:g}"
        case Step() | Verdict():
            stated = ((item.name, getattr(one, item.name)) for item in fields(one))
            return "; ".join(f"{name}: {_said(_value(name, value))}" for name, value in stated if value)
        case DiagramWay():
            return f"{' '.join(one.claims)} by {one.points}"
    return one


def rows_of(found: Difference) -> list[dict[str, str]]:
    """Return a row for each difference, as tables show it: ``what``, ``id`` and ``change``."""
    return [
        {"what": name.replace("_", " "), **_row(entry)} for name, part in found.to_dict().items() for entry in part
    ]  # fmt: skip


def _row(entry: Any) -> dict[str, str]:
    if isinstance(entry, str):
        return {"id": entry, "change": ""}
    if "source" in entry:
        return {"id": f"{entry['source']} -> {entry['target']}", "change": f"{entry['old']} became {entry['new']}"}
    changes = (f"{name}: {_said(found['old'])} became {_said(found['new'])}" for name, found in entry["fields"].items())
    return {"id": entry["id"], "change": "; ".join(changes)}


def _said(value: Any) -> str:
    """Return the value of a field as words."""
    if isinstance(value, dict):
        value = [f"{name}={value_shown(one)}" for name, one in sorted(value.items())]
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    return "nothing" if value in ("", None) else str(value)
