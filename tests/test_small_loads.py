"""Small loads: a change of a copy, made in place, ends where a load of everything would, and dies as harmlessly."""

from __future__ import annotations

import errno
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from edits import edits
from networks import OTHER, OTHER_REVISED, TINY
from pathway_graph.cypher.files import schema_statements
from pathway_graph.errors import StoreError
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network, merge, split
from pathway_graph.model.update import update, without
from pathway_graph.stores.embedded import bulk, engine, loading, patch, sealing
from pathway_graph.stores.embedded.stamps import stamp_of
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.embedded.survey import survey
from pathway_graph.stores.records import KEY_LABELS, to_records
from test_embedded import generations, load, python, read, result
from test_store_damage import generation, reseal

_SELECT = "SELECT @this AS e, @out.@type AS a, @out.id AS s, @in.@type AS b, @in.id AS t FROM "


def about(root: Path) -> dict[str, Any]:
    return sealing.check(generation(root), thoroughly=True)


def dump(root: Path) -> dict[str, list[str]]:
    """Return all that the engine holds: nodes, and links as types list them and as nodes at either end do."""
    reader = engine.acquire(generation(root) / sealing.GRAPH, 60)
    try:
        types = {row["name"]: row["type"] for row in reader.sql("SELECT name, type FROM schema:types")}
        nodes = [row["e"] for name in KEY_LABELS for row in reader.sql(f"SELECT @this AS e, id FROM `{name}`")]
        found = {"nodes": [repr((one["@type"], sorted(bulk.properties_of(one).items()))) for one in nodes]}
        froms = {
            "by type": [f"`{name}`" for name, kind in types.items() if kind == "edge"],
            "outgoing": [f"(SELECT expand(outE()) FROM `{name}`)" for name in KEY_LABELS],
            "incoming": [f"(SELECT expand(inE()) FROM `{name}`)" for name in KEY_LABELS],
        }
        for way, places in froms.items():
            found[way] = [_link(row) for place in places for row in reader.sql(_SELECT + place)]
        counts = {name: reader.sql(f"SELECT count(*) AS n FROM `{name}`")[0]["n"] for name in types}
        found["counts"] = [f"{name} {count}" for name, count in counts.items() if count]
        return {name: sorted(rows) for name, rows in found.items()}
    finally:
        engine.release(reader)


def _link(row: dict[str, Any]) -> str:
    element = row["e"]
    return repr((element["@type"], row["a"], row["s"], row["b"], row["t"], sorted(bulk.properties_of(element).items())))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The databases that were built of all rows."""
    built: list[Path] = []
    build = bulk.build

    def noted(arcadedb: Any, folder: Path, *others: Any) -> None:
        built.append(folder)
        build(arcadedb, folder, *others)

    monkeypatch.setattr(bulk, "build", noted)
    return built


# The same as one load of everything --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_an_update_is_what_merging_everything_gives(seed: int) -> None:
    stored = Network()
    held: dict[str, Network] = {}
    for name, network in edits(seed, 25):
        before = stored
        if network is None:
            del held[name]
            stored = without(stored, name)
            assert stored == merge([part for part in split(before) if part.sources[0].id != name])
        else:
            held[name] = network
            stored = update(stored, network) if stored.sources else network
            assert stored == merge([before, network])
        assert {source.id for source in stored.sources} == held.keys()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))])
def test_small_loads_end_where_one_load_of_everything_does(tmp_path: Path, seed: int, built: list[Path]) -> None:
    root = tmp_path / "store"
    store = EmbeddedStore(root)
    for number, (name, network) in enumerate(edits(seed, 4 if seed == 0 else 12)):
        united = store.remove(name) if network is None else store.write(network)
        assert len(built) == (number == 0), "what is small was loaded as a whole"
        whole = tmp_path / f"whole {number}"
        load(whole, united)
        assert dump(root) == dump(whole)
        fresh = read(root)
        for part, by_id in (("entities", fresh.entity), ("claims", fresh.claim), ("edges", fresh.edge)):
            assert [by_id[item.id] for item in getattr(united, part)] == list(getattr(united, part))
        assert store.read() == fresh == united
        assert about(root)["stamp"] == about(whole)["stamp"] == stamp_of(united, schema_statements())
        assert about(root)["rows"] == about(whole)["rows"]
        built.clear()
    store.close()


def test_what_came_is_found_by_the_indexes_and_what_went_is_not(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    load(tmp_path, OTHER)
    load(tmp_path, OTHER_REVISED)
    store = EmbeddedStore(tmp_path)
    asked = "MATCH (e:Entity {%s: $x}) RETURN e.id"
    assert store.run(asked % "id", {"x": "prot:E"}).rows == (("prot:E",),)
    assert store.run(asked % "id", {"x": "prot:D"}).rows == ()
    assert store.run(asked % "name", {"x": "E"}).rows == (("prot:E",),)
    assert store.run(asked % "name", {"x": "Protein A"}).rows == (("prot:A",),)
    assert store.run(asked % "name", {"x": "A"}).rows == ()
    assert store.run(asked % "curie", {"x": "hgnc:1"}).rows == (("gene:B",),)
    united = merge([TINY, OTHER_REVISED])
    assert store.run("MATCH (e:Entity) RETURN count(*)").rows == ((len(united.entities),),)
    assert store.run("MATCH (s:Statement) RETURN count(*)").rows == ((len(united.claims),),)
    assert store.run("MATCH (:Entity)-[r:ACTIVATES]->(:Entity {id: 'prot:A'}) RETURN r.claims").rows == ((["o2"],),)
    store.close()


def test_nothing_is_touched_where_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, TINY)
    load(tmp_path, OTHER)
    before = _files(tmp_path)
    monkeypatch.setattr(engine, "start", lambda *_: pytest.fail("the engine was started"))
    assert load(tmp_path, OTHER) == load(tmp_path, TINY) == merge([TINY, OTHER])
    assert _files(tmp_path) == before


def _files(root: Path) -> list[tuple[Path, int]]:
    return sorted((file, file.stat().st_mtime_ns) for file in root.rglob("*") if not file.is_dir())


# Where everything is loaded ----------------------------------------------------------------------------


def _dangling() -> Network:
    bare = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    return build_network(Source("d"), entities=bare, claims=[Claim("d1", "a", "binds", "b", species="species:none")])


def _of_another_kind() -> Network:
    entities = [replace(one, kind="Gene") if one.id == "prot:D" else one for one in OTHER.entities]
    return build_network(OTHER.sources[0], entities=entities, claims=OTHER.claims)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(OTHER, _of_another_kind(), id="a kind changes"),
        pytest.param(_dangling(), OTHER, id="a link of the earlier load ended nowhere"),
        pytest.param(OTHER, _dangling(), id="a link of this load ends nowhere"),
    ],
)
def test_what_cannot_be_changed_in_place_is_loaded_as_a_whole(
    tmp_path: Path, first: Network, second: Network, built: list[Path]
) -> None:
    load(tmp_path / "store", first)
    load(tmp_path / "store", second)
    assert len(built) == 2
    load(tmp_path / "whole", merge([first, second]))
    assert dump(tmp_path / "store") == dump(tmp_path / "whole")
    assert about(tmp_path / "store")["stamp"] == about(tmp_path / "whole")["stamp"]


def test_a_link_finds_its_end_when_that_comes_later(tmp_path: Path) -> None:
    species = build_network(Source("s"), entities=[Entity("species:none", "Species", "none")])
    load(tmp_path / "store", _dangling())
    assert about(tmp_path / "store")["dropped"] == 1
    load(tmp_path / "store", species)
    assert about(tmp_path / "store")["dropped"] == 0
    load(tmp_path / "whole", merge([_dangling(), species]))
    assert dump(tmp_path / "store") == dump(tmp_path / "whole")


@pytest.mark.parametrize(
    "changes",
    [{"stamp": "00ff"}, {"engine": "20.1.0"}, {"rules": "of another version"}, {"dropped": 1}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_generation_of_another_version_is_not_built_on(
    tmp_path: Path, changes: dict[str, Any], built: list[Path]
) -> None:
    load(tmp_path, TINY)
    reseal(generation(tmp_path), **changes)
    load(tmp_path, OTHER)
    assert len(built) == 2
    assert read(tmp_path) == merge([TINY, OTHER])
    load(tmp_path, OTHER_REVISED)
    assert len(built) == 2


@pytest.mark.parametrize("change", ["another comes", "one goes"])
def test_edges_that_another_version_derived_are_derived_anew(
    tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = merge([TINY, OTHER])
    before = replace(both, edges=tuple(replace(edge, certainty="hypothesis") for edge in both.edges))
    monkeypatch.setattr("pathway_graph.stores.embedded.store.require_storable", lambda _: None)
    load(tmp_path, before)
    reseal(generation(tmp_path), rules="of another version")
    store = EmbeddedStore(tmp_path)
    found, expected = (
        (store.write(OTHER_REVISED), merge([TINY, OTHER_REVISED])) if change == "another comes"
        else (store.remove("other"), TINY)
    )  # fmt: skip
    store.close()
    assert found == read(tmp_path) == expected


def test_a_large_change_is_loaded_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[Path]
) -> None:
    load(tmp_path, TINY)
    monkeypatch.setattr(loading, "SMALL", 0)
    monkeypatch.setattr(loading, "SMALL_SHARE", 0.0)
    load(tmp_path, OTHER)
    assert len(built) == 2


def test_what_the_engine_does_not_do_as_told_is_loaded_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[Path]
) -> None:
    load(tmp_path, TINY)
    work = patch._Work
    monkeypatch.setattr(work, "_add_links", lambda *_: None)
    load(tmp_path, OTHER)
    assert len(built) == 2
    load(tmp_path / "whole", merge([TINY, OTHER]))
    (kept,) = [name for name in generations(tmp_path) if name != "whole"]
    assert about(tmp_path)["stamp"] == about(tmp_path / "whole")["stamp"]
    assert (tmp_path / kept / sealing.GRAPH).is_dir()


# What can go wrong -------------------------------------------------------------------------------------

KILLED = """
    import os, signal, sys
    from networks import OTHER
    from pathway_graph.stores.embedded import bulk, generations, loading, patch, sealing
    from test_embedded import load
    owner, name, when = {{
        "before the copy": (loading, "copy_folder", "before"),
        "after the copy": (loading, "copy_folder", "after"),
        "in the transaction": (patch._Work, "_add_links", "after"),
        "before the commit": (patch._Work, "run", "after"),
        "after the commit": (patch._Work, "require_counts", "before"),
        "before the snapshot": (loading, "keep_snapshot", "before"),
        "after the snapshot": (loading, "keep_snapshot", "after"),
        "before the seal": (sealing, "seal", "before"),
        "after the seal": (sealing, "seal", "after"),
        "before the pointer": (os, "replace", "pointer before"),
        "after the pointer": (os, "replace", "pointer after"),
    }}[sys.argv[2]]
    work = getattr(owner, name)
    bulk.build = None  # only what is changed in place comes so far
    def dying(*values, **named):
        counts = "pointer" not in when or str(values[1]).endswith("CURRENT")
        if counts and when.endswith("before"):
            {end}
        work(*values, **named)
        if counts and when.endswith("after"):
            {end}
    setattr(owner, name, dying)
    load(sys.argv[1], OTHER)
"""
STEPS = (
    "before the copy", "after the copy", "in the transaction", "before the commit", "after the commit",
    "before the snapshot", "after the snapshot", "before the seal", "after the seal", "before the pointer",
    "after the pointer",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGKILL)", "raise KeyboardInterrupt"], ids=["9", "INT"])
def test_a_small_load_that_dies_at_any_step_leaves_the_old_or_the_new_content(
    tmp_path: Path, step: str, end: str
) -> None:
    load(tmp_path, TINY)
    code, _, err = result(python(KILLED.format(end=end), tmp_path, step))
    assert code == (-9 if "SIGKILL" in end else -2), err
    assert read(tmp_path) == (merge([TINY, OTHER]) if step == "after the pointer" else TINY)
    if "raise" in end:
        assert len(generations(tmp_path)) == 1, "debris of an interrupted load is left"
    assert load(tmp_path, OTHER) == read(tmp_path) == merge([TINY, OTHER])
    assert len(generations(tmp_path)) == 1
    load(tmp_path / "whole", merge([TINY, OTHER]))
    (tmp_path / "whole").rename(tmp_path.parent / f"{tmp_path.name} whole")
    assert dump(tmp_path) == dump(tmp_path.parent / f"{tmp_path.name} whole")


def _full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("owner", "name"),
    [(loading, "copy_folder"), (loading, "patch"), (loading, "keep_snapshot"), (sealing, "seal")],
    ids=["copy", "patch", "snapshot", "seal"],
)
def test_a_full_disk_leaves_the_old_content_and_no_debris(
    tmp_path: Path, owner: Any, name: str, monkeypatch: pytest.MonkeyPatch, built: list[Path]
) -> None:
    load(tmp_path, TINY)
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, _full)
        with pytest.raises(StoreError, match=r"is unchanged, the load failed: no space left on the device; free"):
            load(tmp_path, OTHER)
    assert len(built) == 1
    assert read(tmp_path) == TINY
    assert len(generations(tmp_path)) == 1
    assert load(tmp_path, OTHER) == merge([TINY, OTHER])


def test_ctrl_c_in_the_transaction_leaves_the_old_content(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    store = EmbeddedStore(tmp_path)
    assert store.run("MATCH (e:Entity) RETURN count(*)").rows == ((len(TINY.entities),),)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        store.write(OTHER, progress=interrupt)
    assert store.run("MATCH (e:Entity) RETURN count(*)").rows == ((len(TINY.entities),),)
    assert store.write(OTHER) == merge([TINY, OTHER])
    assert len(generations(tmp_path)) == 1
    store.close()


@pytest.mark.slow
def test_a_reader_of_the_old_generation_goes_on_while_the_copy_is_changed(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    reader = engine.acquire(generation(tmp_path) / sealing.GRAPH, 60)
    try:
        for network in (OTHER, OTHER_REVISED, OTHER):
            load(tmp_path, network)
            (count,) = reader.sql("SELECT count(*) AS n FROM Entity")
            assert count["n"] == len(TINY.entities)
    finally:
        engine.release(reader)
    assert read(tmp_path) == merge([TINY, OTHER])


@pytest.mark.slow
def test_many_small_loads_let_the_files_grow_no_more_than_their_content(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    load(tmp_path, OTHER)
    sizes = []
    for number in range(30):
        load(tmp_path, OTHER if number % 2 else OTHER_REVISED)
        sizes.append(sum(file.stat().st_size for file in (generation(tmp_path) / sealing.GRAPH).iterdir()))
    assert sizes[-1] <= 1.1 * sizes[0]


def test_the_stamp_is_one_of_items_and_not_of_their_order() -> None:
    turned = replace(TINY, entities=TINY.entities[::-1], claims=TINY.claims[::-1])
    assert stamp_of(TINY, ()) == stamp_of(turned, ()) != stamp_of(TINY, ("CREATE INDEX",))
    other = replace(TINY, claims=(replace(TINY.claims[0], note="another"), *TINY.claims[1:]))
    assert stamp_of(other, ()) != stamp_of(TINY, ())
    assert json.dumps(stamp_of(TINY, ())).startswith('"items:')


def test_a_decimal_number_given_as_a_whole_one_makes_the_same_stamp() -> None:
    whole, decimal = (
        replace(TINY, claims=(replace(TINY.claims[0], effect_percent=percent), *TINY.claims[1:]))
        for percent in (-40, -40.0)
    )
    assert whole == decimal
    assert stamp_of(whole, ()) == stamp_of(decimal, ()) != stamp_of(TINY, ())


def test_what_is_not_of_the_model_has_a_stamp_too() -> None:
    odd = [
        replace(TINY, claims=(replace(TINY.claims[0], note=note), *TINY.claims[1:])) for note in ("\ud800", "\ud801")
    ]
    assert stamp_of(odd[0], ()) == stamp_of(odd[0], ()) != stamp_of(odd[1], ())


@pytest.mark.parametrize("which", ["tiny", "other", "guide", "ends missing"])
def test_rows_are_counted_as_they_are_made(which: str) -> None:
    bare = replace(TINY, entities=TINY.entities[1:], claims=(*TINY.claims, replace(TINY.claims[0], id="tiny/more")))
    network = {"tiny": TINY, "other": OTHER, "guide": read_guide(), "ends missing": bare}[which]
    rows, counted = to_records(network), survey(network)
    assert (counted.nodes, counted.links, counted.dropped) == (len(rows.nodes), len(rows.links), rows.dropped)
    assert counted.labels == {row.labels for row in rows.nodes}
    assert counted.types == {row.type for row in rows.links}
    assert bool(counted.dropped) == (which == "ends missing")


def test_a_store_of_a_version_with_another_stamp_is_read_and_written_anew_by_the_next_load(
    tmp_path: Path, built: list[Path]
) -> None:
    load(tmp_path, TINY)
    before = dump(tmp_path)
    old = generation(tmp_path)
    known = about(tmp_path)
    reseal(old, stamp="sum:" + "0" * 64)
    assert read(tmp_path) == TINY
    built.clear()
    load(tmp_path, TINY)
    assert len(built) == 1
    assert about(tmp_path)["stamp"] == known["stamp"]
    assert dump(tmp_path) == before
