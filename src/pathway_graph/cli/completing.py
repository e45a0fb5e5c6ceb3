"""What a shell offers to complete: names, diagrams, queries, data sets, claims; read from the store's snapshot alone.

Nothing is ever printed beside it: where there is no store, it is a server, or its snapshot must be made anew, nothing
of it is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from pathway_graph.model import Network

_MOST: Final = 100
"""So many names are offered at most."""
Complete = Callable[[click.Context, str], list[CompletionItem]]


def _network(ctx: click.Context) -> Network | None:
    """Return what is stored, if that takes no more than opening a file."""
    from pathway_graph.stores.embedded.glance import glance
    from pathway_graph.stores.open import default_location

    given = ctx.params.get("store") or (ctx.parent.params.get("store") if ctx.parent else None)
    place = str(given or default_location())
    return None if "://" in place else glance(Path(place).expanduser())


def _quietly(offer: Callable[[click.Context, str], Iterable[tuple[str, str]]]) -> Complete:
    """Make a completion of pairs of a word and its help: each word once, and nothing where anything is wrong."""

    def complete(ctx: click.Context, begun: str) -> list[CompletionItem]:
        found: dict[str, str] = {}
        with suppress(Exception):  # a shell shows whatever is printed in the midst of what is typed
            for word, about in offer(ctx, begun):
                found.setdefault(word, about)
                if len(found) == _MOST:
                    break
        return [CompletionItem(word, help=" ".join(about.split())[:80] or None) for word, about in found.items()]

    return complete


def _starts(word: str, begun: str) -> bool:
    return word.casefold().startswith(begun.casefold())


def _entities(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    from pathway_graph.identifiers.spellings import names_of, spellings_of

    network = _network(ctx)
    if network is None or not begun:
        return
    names = spellings_of(network)
    for table, wanted in ((names.folded, begun.casefold()), (names.exact, begun)):
        for key in _beginning(table, wanted):
            entity = network.entity[min(table[key].entities)]
            called = [name for name in names_of(entity) if name.casefold() == key.casefold()] or [key]
            written = next((name for name in called if name.startswith(begun)), called[0])
            yield written, f"{entity.kind} {entity.id}"
    for curie in _beginning(names.curies, begun):
        yield curie, network.name(min(names.curies[curie].entities))
    if ":" in begun:
        yield from ((name, network.name(name)) for name in _beginning(network.entity, begun))


def _beginning(table: Any, begun: str) -> list[str]:
    """Return keys that begin so; of a stored table only these are read."""
    if hasattr(table, "beginning"):
        found: list[str] = table.beginning(begun, _MOST)
        return found
    return sorted(key for key in table if key.startswith(begun))[:_MOST]


def _diagrams(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    network = _network(ctx)
    for one in network.diagrams if network else ():
        yield from ((name, one.title) for name in (one.key, one.id) if _starts(name, begun))


def _data_sets(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    network = _network(ctx)
    yield from ((one.id, one.title) for one in (network.sources if network else ()) if _starts(one.id, begun))


def _queries(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    from pathway_graph.cypher.library import queries

    found = queries(ctx.params.get("queries"))
    yield from ((name, query.sentence) for name, query in found.items() if _starts(name, begun))


def _claims(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    network = _network(ctx)
    if network is None or not begun:
        return
    head, comma, last = begun.rpartition(",")
    for name in _beginning(network.claim, last):
        yield f"{head}{comma}{name}", ""


def _things(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    for offer in (_entities, _diagrams, _data_sets, _claims):
        yield from offer(ctx, begun)


def _pictures(ctx: click.Context, begun: str) -> Iterator[tuple[str, str]]:
    yield from _diagrams(ctx, begun)
    yield from _data_sets(ctx, begun)


_ENTITY, _DIAGRAM, _DATA_SET, _CLAIM = map(_quietly, (_entities, _diagrams, _data_sets, _claims))
_COMPLETED: Final[dict[str, dict[str, Complete]]] = {
    **{name: {"name": _ENTITY} for name in ("upstream", "downstream")},
    **{name: {"source": _ENTITY, "target": _ENTITY} for name in ("paths", "explain", "weight")},
    "find": {"words": _ENTITY}, "show": {"name": _quietly(_things)}, "conflicts": {"entity": _ENTITY},
    "cite": {"names": _ENTITY, "claims": _CLAIM, "diagram": _DIAGRAM, "data_set": _DATA_SET},
    "claims": {"subject": _ENTITY, "object_": _ENTITY, "region": _ENTITY, "cell": _ENTITY, "condition": _ENTITY,
               "assay": _ENTITY, "cascade": _DIAGRAM},
    "diagram": {"names": _quietly(_pictures), "around": _ENTITY}, "query": {"name": _quietly(_queries)},
    "network": {"sources": _ENTITY}, "history": {"source": _DATA_SET}, "remove": {"name": _DATA_SET},
    "contrast": {"about": _ENTITY}, "fragile": {"names": _ENTITY},
    "export": {"upstream": _ENTITY, "downstream": _ENTITY, "diagram": _DIAGRAM, "query": _quietly(_queries)},
}  # fmt: skip
_EVERYWHERE: Final[dict[str, Complete]] = {
    "cascades": _DIAGRAM, "species": _ENTITY, "regulator": _ENTITY, "knock_out": _ENTITY, "only_nodes": _ENTITY,
    "without_nodes": _ENTITY, "co_treatment": _ENTITY,
}  # fmt: skip
_A_FILE: Final = re.compile(r"FILE|ZIP|ARCHIVE|LIST|\bOLD\b")
_A_FOLDER: Final = re.compile("FOLDER|PLACE")
"""In the words that stand for what an argument or option takes."""


def _path(kind: str) -> Complete:
    """Leave it to the shell to complete a path."""
    return lambda _ctx, begun: [CompletionItem(begun, type=kind)]


def _path_of(parameter: click.Parameter) -> Complete | None:
    words = parameter.metavar or ""
    if not isinstance(parameter.type, click.types.StringParamType):
        return None  # click knows paths by their type
    if _A_FILE.search(words) or (parameter.name == "text" and not parameter.opts[0].startswith("-")):
        return _path("file")
    return _path("dir") if _A_FOLDER.search(words) else None


def add_completions(name: str, command: click.Command) -> None:
    """Say what the shell may offer for the arguments and options of a command."""
    own = _EVERYWHERE | _COMPLETED.get(name, {})
    for parameter in command.params:
        complete = own.get(str(parameter.name))
        if complete is None and "--source" in parameter.opts and name not in ("get", "import"):
            complete = _DATA_SET
        if complete is None:
            complete = _path_of(parameter)
        if complete is not None:
            parameter.shell_complete = complete  # type: ignore[assignment]
