"""The snapshot of a database: the same network in a form that is read piece by piece, and what is worked out of it.

A command that asks about one gene reads the names that fit it, the arrays of causal edges, and the few claims that it
shows; the engine is not started. The snapshot stands under the stamp of the database. Where it is missing, damaged or
of another version of the program, the database is read, and the snapshot written again.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar
from unicodedata import unidata_version

import msgspec

from pathway_graph import evidence, identifiers, index, model, text
from pathway_graph.errors import InputError, StoreUnavailable
from pathway_graph.evidence import prepared, retractions, works
from pathway_graph.files.packed import Items, PackedFile, PackedWriter, Table, Unusable, write_packed
from pathway_graph.identifiers import gene_forms, gene_table, lookup, spellings
from pathway_graph.index.arrays import ARRAYS, Index
from pathway_graph.index.build import build_index, index_of
from pathway_graph.model import Network
from pathway_graph.model.border import DATA_ERRORS
from pathway_graph.model.caching import cached_on, gc_paused, keep_for
from pathway_graph.model.statistics import count_all
from pathway_graph.stores.embedded import sealing
from pathway_graph.stores.embedded.stamps import ItemSum
from pathway_graph.stores.packed_items import CLASSES, array_head, decoder, encode, packed_whole, tuple_of
from pathway_graph.stores.packed_items import Unfit as Unfit

T = TypeVar("T")

FORMAT: Final = 4
_STEP: Final = 10_000
_BY_ID: Final = ("entities", "claims", "edges")
"""The parts of which single items are asked for by their identifier."""
_IDENTIFIER: Final = attrgetter("id")

_decode: Final = msgspec.msgpack.Decoder().decode


def save_snapshot(
    network: Network, file: Path, stamp: str | ItemSum, *, before: Network | None = None, is_private: bool = False
) -> None:
    """Write the snapshot of *network*, whole or not at all.

    Args:
        network: What to write.
        file: Where to.
        stamp: Of which database; a sum of nothing yet, to which all items are added, says it in the end.
        before: A network from a snapshot: objects that *network* took over from it are taken over as they lie there.
        is_private: Let nobody but its owner read it.

    Raises:
        Unfit: The network does not come back from one as it is, for something is wrong with it.
        OSError: The disk refuses.
    """
    adding = None if isinstance(stamp, str) else stamp

    def whole_stamp() -> str:
        return _whole_stamp(stamp if isinstance(stamp, str) else stamp.stamp())

    def fill(writer: PackedWriter) -> None:
        _fill(writer, network, before, adding)

    try:
        with gc_paused():
            write_packed(file, whole_stamp, fill, is_private=is_private)
    except (InputError, msgspec.MsgspecError, *DATA_ERRORS) as error:
        raise Unfit from error


def open_snapshot(file: Path, stamp: str, *, thoroughly: bool = False) -> Network | None:
    """Return the network of a snapshot, which is read as far as it is used; None where it must be made anew.

    Args:
        file: Where it is.
        stamp: Of which database.
        thoroughly: Hash all of it first, even where by its times it did not change since that was done last.

    Raises:
        StoreUnavailable: Not here, but when a part is read whose bytes changed after the file was checked.
    """
    try:
        packed = PackedFile(file, _whole_stamp(stamp), _damaged)
        if thoroughly:
            packed.check()
        else:
            sealing.check_once(file, packed.check)
    except (Unusable, OSError):
        return None
    network = Network.of(_Content(packed))
    _keep_derived(network, packed)
    return network


def open_parts(file: Path, stamp: str) -> Network | None:
    """Return the network of a snapshot that another version of the program may have written; None if it is damaged.

    All of it is hashed first. What that version worked out of the network is not used.

    Args:
        file: Where it is.
        stamp: Of which database.
    """
    try:
        packed = PackedFile(file, _of_database(stamp), _damaged, of_any_version=True)
        packed.check()
    except (Unusable, OSError):
        return None
    return Network.of(_Content(packed))


def _whole_stamp(stamp: str) -> str:
    return f"{_of_database(stamp)}{_program()}"


def _of_database(stamp: str) -> str:
    return f"{FORMAT} {stamp} "


@cache
def _program() -> str:
    """Return what changes with the rules by which names are read, edges are counted and retracted claims are found.

    That is the version, source files and the table of genes, and which characters Python takes for the same letter.
    """
    folders = [Path(folder) for room in (evidence, identifiers, index, model, text) for folder in room.__path__]
    files = [file for folder in folders for file in sorted(folder.iterdir()) if file.is_file()]
    files.append(gene_table.TABLE)
    states = [(file.name, state.st_size, state.st_mtime_ns) for file in files if (state := file.stat())]
    whole = hashlib.blake2b(repr(states).encode(), digest_size=8).hexdigest()
    return f"{metadata.version('pathway-graph')} {unidata_version} {whole}"


# Writing ----------------------------------------------------------------------------------------------


def _fill(writer: PackedWriter, network: Network, before: Network | None, adding: ItemSum | None) -> None:
    there = None if before is None else vars(before).get("_content")
    for part in CLASSES:
        items = getattr(network, part)
        if before is not None and isinstance(there, _Content) and part in vars(before):
            _take_over(writer, part, items, getattr(before, part), there.packed)
        else:
            keys = map(_IDENTIFIER, items) if part in _BY_ID else None
            writer.add_items(part, _packed(part, items, adding), keys)
    for name, content in _derived(network).items():
        if isinstance(content, Mapping):
            rows = sorted(content.items())
            writer.add_items(name, map(encode, rows), [key for key, _ in rows])
        else:
            writer.add(name, [content])


def _take_over(
    writer: PackedWriter, part: str, items: Sequence[Any], before: Sequence[Any], packed: PackedFile
) -> None:
    """Write a part of which most objects were read from a packed file."""
    known = {id(item): place for place, item in enumerate(before)}
    places = [known.get(id(item)) for item in items]
    fresh = [item for item, place in zip(items, places, strict=True) if place is None]
    keys = map(_IDENTIFIER, fresh) if part in _BY_ID else None
    writer.add_changed(part, packed, places, _packed(part, fresh), keys)


def _packed(part: str, items: Sequence[Any], adding: ItemSum | None = None) -> Iterator[bytes]:
    """Pack items of a part, and make sure that each comes back as it is.

    Raises:
        Unfit: One does not: it is not of the model.
    """
    for start in range(0, len(items), _STEP):
        packed, found = packed_whole(CLASSES[part], items[start : start + _STEP])
        if adding is not None:
            adding.add_read(part, found)
        yield from packed


def _derived(network: Network) -> dict[str, Any]:
    """Return what is kept beside the parts, by section: a table, or bytes."""
    names = spellings.spellings_of(network)
    whole = index_of(network)
    tables: dict[str, Any] = {
        **{tier: {key: _hits(hits) for key, hits in getattr(names, tier).items()} for tier in spellings.TIERS},
        "symbols": {key: sorted(ids) for key, ids in names.symbols.items()},
        "fixed_case": names.fixed_case,
        "gene": gene_forms.gene_of(network),
        "gene_numbers": gene_forms.gene_numbers(network).tobytes(),
        "forms": cached_on(network, gene_forms.find_forms),
        "about": cached_on(network, prepared.places_by_entity),
        "links": cached_on(network, prepared.links_by_target),
        "depicted": cached_on(network, prepared.diagrams_by_depicted),
        "nulls": encode(list(cached_on(network, prepared.null_places))),
        "ids": encode(whole.ids),
        "background_only": encode(sorted(lookup.background_only(network))),
        "retracted": encode(sorted(works.retracted_claims(network))),
        "retracted_works": encode(sorted(retractions.retracted_works(network))),
        "statistics": encode(cached_on(network, count_all)),
    }
    return tables | {f"index/{name}": getattr(whole, name).tobytes() for name in ARRAYS}


def _hits(hits: spellings.Hits) -> tuple[list[str], list[str]]:
    return sorted(hits.entities), sorted(hits.whole_gene)


# Reading ----------------------------------------------------------------------------------------------


class _Content:
    """The parts of a network in a packed file, see `pathway_graph.model.network.Content`."""

    def __init__(self, packed: PackedFile) -> None:
        self.packed = packed
        self._items: dict[str, Items[Any]] = {}

    def part(self, name: str) -> tuple[Any, ...]:
        content = self.packed.section(name)
        with gc_paused():
            found: tuple[Any, ...] = tuple_of(CLASSES[name]).decode(array_head(len(self._of(name))) + content)
        return found

    def count(self, name: str) -> int:
        return len(self._of(name))

    def pick(self, name: str, places: Iterable[int]) -> list[Any]:
        items = self._of(name)
        return [items[place] for place in places]

    def by_id(self, name: str) -> Mapping[str, Any]:
        decode = decoder(CLASSES[name]).decode

        def keyed(content: bytes) -> tuple[str, Any]:
            item = decode(content)
            return item.id, item

        return Table(self.packed, name, keyed)

    def read_ahead(self, claims: Iterable[str]) -> None:
        """Nothing: here each is as near as all."""

    def _of(self, name: str) -> Items[Any]:
        if name not in self._items:
            self._items[name] = Items(self.packed, name, decoder(CLASSES[name]).decode)
        return self._items[name]


def _keep_derived(network: Network, packed: PackedFile) -> None:
    def table(name: str, value: Callable[[Any], T]) -> Table[T]:
        def decode(content: bytes) -> tuple[str, T]:
            key, stored = _decode(content)
            return key, value(stored)

        return Table(packed, name, decode)

    def names() -> spellings.Spellings:
        tiers: dict[str, Any] = {tier: table(tier, _read_hits) for tier in spellings.TIERS}
        return spellings.Spellings(**tiers, symbols=table("symbols", frozenset), fixed_case=table("fixed_case", str))

    def arrays() -> Index:
        ids = tuple(_decode(packed.section("ids")))
        return Index.of_bytes(ids, {name: packed.section(f"index/{name}") for name in ARRAYS})

    keep_for(network, spellings.find_spellings, names)
    keep_for(network, gene_forms.find_genes, lambda: table("gene", str))
    keep_for(network, gene_forms.find_gene_numbers, lambda: array("i", packed.section("gene_numbers")))
    keep_for(network, gene_forms.find_forms, lambda: table("forms", tuple))
    keep_for(network, prepared.places_by_entity, lambda: table("about", list))
    keep_for(network, prepared.links_by_target, lambda: table("links", _read_links))
    keep_for(network, prepared.diagrams_by_depicted, lambda: table("depicted", list))
    keep_for(network, prepared.null_places, lambda: _decode(packed.section("nulls")))
    keep_for(network, lookup.find_background_only, lambda: frozenset(_decode(packed.section("background_only"))))
    keep_for(network, works.find_retracted_claims, lambda: frozenset(_decode(packed.section("retracted"))))
    keep_for(network, retractions.find_retracted_works, lambda: frozenset(_decode(packed.section("retracted_works"))))
    keep_for(network, count_all, lambda: _decode(packed.section("statistics")))
    keep_for(network, build_index, arrays)


def _read_hits(stored: tuple[list[str], list[str]]) -> spellings.Hits:
    entities, whole_gene = stored
    return spellings.Hits(set(entities), set(whole_gene))


def _read_links(stored: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, stored))


def _damaged(file: Path) -> Exception:
    """Remove a snapshot whose bytes changed after it was checked, for the next command to make it anew.

    One that is all there is of a store stays: nothing can make it anew, and what is left of it may be worth saving.
    """
    what = f"{file} is damaged: its content is not what was written"
    if _is_all_there_is(file):
        return StoreUnavailable(
            what, hint=f"restore {file.parent.parent} from a copy, or delete it and run `pathway-graph load` again"
        )
    try:
        file.unlink(missing_ok=True)
        way_out = "ask again: it is made anew from the database"
    except OSError:
        way_out = "remove it: it is made anew from the database"
    return StoreUnavailable(what, hint=way_out)


def _is_all_there_is(file: Path) -> bool:
    """Whether a snapshot is that of an embedded store whose database is not built, see `sealing`."""
    try:
        return sealing.is_unbuilt(sealing.about(file.parent))
    except StoreUnavailable:  # that of a server, which keeps nothing beside it
        return False
