"""What a load did: the data sets of two networks compared, one by one, and what they held before packed to be kept."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata
from types import GenericAlias
from typing import Any, Final

import msgspec

from pathway_graph.model import Network
from pathway_graph.model.build import definition_in, network_later
from pathway_graph.model.caching import gc_paused
from pathway_graph.model.network import OWNED, PARTS
from pathway_graph.stores.history import STATES_BYTES, Change, Claims, History, Load, Origin
from pathway_graph.stores.times import now

Parts = dict[str, tuple[Any, ...]]
LARGE: Final = 250_000
"""A data set of more claims than these is not kept once it is replaced: packing it would take longer than the load."""


@dataclass(frozen=True, slots=True)
class News:
    """What is to be recorded of a load that is about to be published.

    Attributes:
        before: What the store held; None where that could not be read.
        after: What it is to hold.
        touched: The data sets that came or went; the others are as they were.
        origins: Where they came from, by name.
        found: The data sets that were there.
    """

    before: Network | None
    after: Network
    touched: Collection[str]
    origins: Mapping[str, Origin] = field(default_factory=dict)
    found: Collection[str] = ()

    def record(self, history: History) -> tuple[Load | None, dict[str, bytes]]:
        """Return the record of the load, None where it changes no data set, and the states to keep, by name."""
        states: dict[str, bytes] = {}
        with gc_paused():
            old = parts_of(self.before, self.touched) if self.before is not None else None
            new = parts_of(self.after, self.touched)
            changes = [self._change(name, old, new.get(name), history, states) for name in sorted(self.touched)]
        told = tuple(change for change in changes if change is not None)
        if not told:
            return None, {}
        number = history.loads[-1].number + 1 if history.loads else 1
        time = now()
        return Load(number, time, metadata.version("pathway-graph"), told), states

    def _change(
        self, name: str, old: dict[str, Parts] | None, new: Parts | None, history: History, states: dict[str, bytes]
    ) -> Change | None:
        was = old.get(name) if old is not None else None
        arrival = history.arrival(name)
        there = None if arrival is None else replace(arrival[1].origin, report=None)  # which stays in its own record
        if was == new and old is not None:
            return None
        origin = self.origins.get(name)
        if new is None:
            what = "removed"
        elif old is None:
            what = "replaced" if name in self.found else "new"
        else:
            what = "new" if was is None else "replaced" if origin is not None or not self.origins else "aligned"
        state, why_not = _kept(was, states) if was is not None else ("", "")
        if old is None and name in self.found:
            why_not = "what was there could not be read"
        before, now = _claims(was), _claims(new)
        return Change(
            source=name,
            what=what,
            version=new["sources"][0].version if new is not None else "",
            origin=(origin or Origin()) if what in ("new", "replaced") else there or Origin(),
            replaced=there if what == "replaced" else None,
            counts=counts_of(new),
            before=counts_of(was),
            added=Claims.of(now.keys() - before.keys()) if old is not None else Claims(),
            removed=Claims.of(before.keys() - now.keys()),
            changed=Claims.of({one for one in before.keys() & now.keys() if before[one] != now[one]}),
            state=state,
            why_not=why_not,
        )


def _claims(parts: Parts | None) -> dict[str, Any]:
    return {claim.id: claim for claim in parts["claims"]} if parts is not None else {}


def _kept(was: Parts, states: dict[str, bytes]) -> tuple[str, str]:
    if len(was["claims"]) > LARGE:
        return "", f"it had more than {LARGE:,} claims"
    packed = pack(was)
    if len(packed) > STATES_BYTES:
        return "", f"it takes more than {STATES_BYTES // 1_000_000} MB"
    name = hashlib.sha256(packed).hexdigest()[:32]
    states[name] = packed
    return name, ""


def parts_of(network: Network, names: Collection[str]) -> dict[str, Parts]:
    """Return what each of some data sets of a network holds, as it defines it, by the names of the parts.

    >>> from pathway_graph.model import Entity, Source
    >>> from pathway_graph.model.build import build_network, merge
    >>> one = build_network(Source("one"), entities=[Entity("a", "Gene", "A")])
    >>> both = merge([one, build_network(Source("two"), entities=[Entity("a", "Gene", "B")])])
    >>> parts_of(both, ["one"])["one"]["entities"] == one.entities
    True
    """
    wanted = {source.id for source in network.sources} & set(names)
    if not wanted:
        return {}
    found: dict[str, dict[str, list[Any]]] = {name: {part: [] for part in PARTS} for name in wanted}
    for source in network.sources:
        if source.id in wanted:
            found[source.id]["sources"].append(source)
    for entity in network.entities:
        for name in wanted.intersection(entity.sources):
            found[name]["entities"].append(definition_in(entity, name))
    for part in OWNED:
        for item in getattr(network, part):
            if item.source in wanted:
                found[item.source][part].append(item)
    return {name: {part: tuple(items) for part, items in parts.items()} for name, parts in found.items()}


def counts_of(parts: Parts | None) -> dict[str, int]:
    """Count what a data set holds, by kind; background claims by themselves."""
    if parts is None:
        return {}
    background = sum(claim.view == "background" for claim in parts["claims"])
    return {
        "entities": len(parts["entities"]), "claims": len(parts["claims"]) - background, "background": background,
        "publications": len(parts["publications"]), "diagrams": len(parts["diagrams"]),
    }  # fmt: skip


def pack(parts: Parts) -> bytes:
    """Pack what a data set holds, so that a later version of the program still reads it: fields go by their names.

    >>> from pathway_graph.model import Entity, Source
    >>> from pathway_graph.model.build import build_network
    >>> one = build_network(Source("one"), entities=[Entity("a", "Gene", "A")])
    >>> unpack(pack(parts_of(one, ["one"])["one"])) == one
    True
    """
    return zlib.compress(msgspec.msgpack.encode(parts), 6)


def unpack(packed: bytes) -> Network:
    """Return the network of a data set that was packed.

    Raises:
        ValueError: It is damaged.
    """
    try:
        content = msgspec.msgpack.decode(zlib.decompress(packed), type=dict[str, msgspec.Raw])
        parts: dict[str, tuple[Any, ...]] = {
            part: msgspec.msgpack.decode(content[part], type=GenericAlias(tuple, (cls, ...))) if part in content else ()
            for part, cls in PARTS.items()
        }
    except zlib.error as error:
        raise ValueError(str(error)) from error
    (source,) = parts.pop("sources")
    return network_later(source, **parts)
