"""Questions to begin with, made of what is stored: each has an answer in this store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pathway_graph.evidence.works import retracted_claims
from pathway_graph.explorer.given import address
from pathway_graph.explorer.search import value_of
from pathway_graph.model import Edge, Network
from pathway_graph.model.caching import cached_on
from pathway_graph.model.stopping import go_on

_STEPS = {"upstream": 2, "downstream": 2, "explain": 3, "fragile": 3}
"""How far the examples of some commands look, so that they are quick on any network."""
_LISTED = 12
"""Genes of the invented list."""
_TRIED = 200
_LOOKED_AT = 50_000
_THINGS = frozenset({"Gene", "Transcript", "Protein", "ProteinState", "MolecularActivity", "ProteinFamily",
                     "Complex", "SmallMolecule", "Pathway"})  # fmt: skip
"""Kinds of which one asks what acts on them."""
_WORDS = {1: "up", -1: "down"}


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its answer's address.

    Attributes:
        question: As one would ask it.
        address: The page that answers it.
        command: What a terminal would be told.
    """

    question: str
    address: str
    command: str


@dataclass(frozen=True, slots=True)
class _Ends:
    """Entities that the questions are about: one acts, by way of another, on a third."""

    hub: str = ""
    source: str = ""
    middle: str = ""
    target: str = ""


def hub(network: Network) -> str:
    """Return a name of the entity on which most acts, or nothing where nothing acts.

    >>> from pathway_graph.formats.native import read_guide
    >>> hub(read_guide())
    'phospho-CREB (Ser133)'
    """
    ends = cached_on(network, _ends)
    return _value(network, ends.hub) if ends.hub else ""


def _ends(network: Network) -> _Ends:
    things = {entity.id for entity in network.entities if entity.kind in _THINGS}
    incoming = {name: _stated(network, edges) for name, edges in network.incoming.items() if name in things}
    go_on()
    reached = Counter({name: len({edge.source for edge in edges}) for name, edges in incoming.items() if edges})
    if not reached:
        return _Ends()
    best = min(reached, key=lambda name: (-reached[name], name))
    for target in sorted(reached, key=lambda name: (-reached[name], name))[:_TRIED]:
        for last in incoming[target]:
            for first in incoming.get(last.source, ()):
                if first.source in things and first.source not in (target, last.source):
                    return _Ends(best, first.source, last.source, target)
    edge = incoming[best][0]
    return _Ends(best, edge.source, "", best)


def _stated(network: Network, edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges that sources state and no retraction takes, those of a sign first."""
    fallen = retracted_claims(network)
    stand = (edge for edge in edges if edge.view != "background" and not fallen.issuperset(edge.claims))
    return sorted(stand, key=lambda edge: (not edge.sign, edge.id))


def _value(network: Network, identifier: str) -> str:
    entity = network.entity.get(identifier)
    return value_of(network, entity) if entity is not None else identifier


def examples(network: Network) -> tuple[Example, ...]:
    """Return questions that this network can answer, each with its page and its command.

    >>> from pathway_graph.formats.native import read_guide
    >>> examples(read_guide())[0].question
    'What acts on phospho-CREB (Ser133)?'
    """
    return tuple(_examples(network))


def _examples(network: Network) -> Iterator[Example]:
    ends = cached_on(network, _ends)
    if not ends.hub:
        return
    name = network.name
    top, source, target = (_value(network, one) for one in (ends.hub, ends.source, ends.target))
    of, to = name(ends.source), name(ends.target)
    yield _example(f"What acts on {name(ends.hub)}?", "upstream", "/trace", name=top, direction="upstream")
    yield _example(f"What does {of} act on?", "downstream", "/trace", name=source, direction="downstream")
    yield _example(f"Why would {of} change {to}?", "explain", "/explain", source=source, target=target)
    yield _example(f"Which works does it rest on that {of} acts on {to}?", "fragile", "/fragile",
                   source=source, target=target)  # fmt: skip
    some = (edge for edge in network.edges if edge.sign is not None)
    stated = _stated(network, islice(some, _LOOKED_AT))
    strong = max(stated, key=lambda edge: (len(edge.claims), edge.id), default=None)
    if strong is not None:
        one, other = _value(network, strong.source), _value(network, strong.target)
        question = f"What stands behind {name(strong.source)} acting on {name(strong.target)}?"
        yield _example(question, "weight", "/weight", source=one, target=other)
    go_on()
    if both := _in_conflict(network):
        yield _example(f"What contradicts what about {name(both)}?", "conflicts", "/conflicts",
                       name=_value(network, both))  # fmt: skip
    if pair := _contexts(network):
        first, second = pair
        yield _example(f"What holds in {first}, and what in {second}?", "contrast", "/contrast",
                       first=first, second=second)  # fmt: skip
    yield Example("Which regulators explain a list of changes?", "/regulators", "regulators changes.csv")


def _example(question: str, command: str, path: str, **fields: str) -> Example:
    steps = _STEPS.get(command, 0)
    words = [command, *(_quoted(value) for name, value in fields.items() if name != "direction")]
    more = {"max_steps": steps} if steps else {}
    return Example(question, address(path, **fields, **more), " ".join([*words, *([f"-k {steps}"] if steps else [])]))


def _quoted(name: str) -> str:
    return name if name.replace("-", "").replace(":", "").replace("_", "").isalnum() else f'"{name}"'


def _in_conflict(network: Network) -> str:
    """Return the entity on which most acts both ways."""
    signs: dict[tuple[str, str], set[int]] = {}
    for edge in network.edges:
        if edge.sign and edge.view != "background":
            signs.setdefault((edge.source, edge.target), set()).add(edge.sign)
    both = Counter(target for (_, target), found in signs.items() if len(found) == 2)
    return min(both, key=lambda name: (-both[name], name)) if both else ""


def _contexts(network: Network) -> tuple[str, str] | None:
    """Return the two commonest courses, regions or species that claims state, if there are two."""
    for field in ("regimen", "region", "species"):
        found = Counter(value for claim in network.claims if (value := getattr(claim, field)))
        known = [name for name, _ in found.most_common() if field != "regimen" or name in ("acute", "chronic")]
        if len(known) > 1:
            first, second = (_value(network, name) if name in network.entity else name for name in known[:2])
            return first, second
    return None


def example_list(network: Network) -> str:
    """Return an invented list of changes: what would be seen if what acts on most were raised.

    >>> from pathway_graph.formats.native import read_guide
    >>> example_list(read_guide()).splitlines()[0]
    'name,change'
    """
    return cached_on(network, _example_list)


def _example_list(network: Network) -> str:
    edges = {name: [edge for edge in _stated(network, some) if edge.sign] for name, some in network.outgoing.items()}
    if not any(edges.values()):
        return "name,change\n"
    best = min(edges, key=lambda name: (-min(len(edges[name]), _LISTED), -len(edges[name]), name))
    lines = {_value(network, edge.target): _WORDS[edge.sign or 0] for edge in edges[best]}
    few = [f"{_cell(name)},{word}" for name, word in list(lines.items())[:_LISTED]]
    return "\n".join(["name,change", *few, ""])


def _cell(name: str) -> str:
    return f'"{name}"' if "," in name else name
