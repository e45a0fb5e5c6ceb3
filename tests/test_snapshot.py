"""The snapshot beside a database: the same network read piece by piece, never of other content, made anew from it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from networks import OTHER, TINY
from pathway_graph import evidence
from pathway_graph.errors import StoreUnavailable
from pathway_graph.evidence.prepared import claims_about, links_to
from pathway_graph.files import packed
from pathway_graph.files.packed import BLOCK, PackedFile, Table, Unusable, write_packed
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers import gene_table
from pathway_graph.identifiers.gene_forms import forms_of, gene_of
from pathway_graph.identifiers.lookup import background_only
from pathway_graph.identifiers.spellings import TIERS, find_spellings, spellings_of
from pathway_graph.index import index_of
from pathway_graph.index.arrays import ARRAYS
from pathway_graph.index.build import build_index
from pathway_graph.model import Network
from pathway_graph.model import network as network_module
from pathway_graph.model.network import PARTS
from pathway_graph.model.statistics import count_all
from pathway_graph.regulators import example_changes, rank_regulators
from pathway_graph.stores import snapshot
from pathway_graph.stores.embedded import bulk, engine, sealing
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.snapshot import Unfit, open_snapshot, save_snapshot
from test_embedded import load, read

GUIDE = read_guide()


@pytest.fixture(params=[TINY, OTHER, GUIDE, Network()], ids=["tiny", "other", "guide", "empty"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Network, Network]:
    """A network, and the same from its snapshot."""
    return request.param, stored(request.param, tmp_path)


def stored(network: Network, folder: Path) -> Network:
    save_snapshot(network, folder / "snapshot.bin", "one")
    found = open_snapshot(folder / "snapshot.bin", "one")
    assert found is not None
    return found


def generation(root: Path) -> Path:
    (found,) = root.glob("gen-*")
    return found


# The same network -------------------------------------------------------------------------------------


def test_what_comes_out_is_what_went_in(pair: tuple[Network, Network]) -> None:
    network, found = pair
    for part in (*PARTS, "edges"):
        assert getattr(found, part) == getattr(network, part)
    assert found == network
    assert hash(found) == hash(network)


def test_single_items_are_those_of_the_whole(pair: tuple[Network, Network]) -> None:
    network, found = pair
    for part, by_id in (("entities", found.entity), ("claims", found.claim), ("edges", found.edge)):
        items = getattr(network, part)
        assert [by_id[item.id] for item in items] == list(items)
        for place in range(0, len(items), 10):
            assert found.pick(part, [place]) == [items[place]]
        assert len(by_id) == len(items)
        assert "no such thing" not in by_id
        assert part not in vars(found), "nothing but the items asked for was read"
        assert dict(by_id) == {item.id: item for item in items}
        assert found.pick(part, range(len(items))) == list(items)


def test_who_picks_much_gets_the_whole_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_module, "_FEW", 5)
    found = stored(GUIDE, tmp_path)
    for place in range(4):
        found.pick("claims", [place])
    assert "claims" not in vars(found)
    assert found.pick("claims", range(len(GUIDE.claims))) == list(GUIDE.claims)
    assert "claims" in vars(found)


def test_the_best_regulators_are_named_without_reading_every_entity(tmp_path: Path) -> None:
    network = stored(GUIDE, tmp_path)
    best = rank_regulators(network, example_changes(network)).top(5)
    assert "entities" not in network.__dict__
    assert best == rank_regulators(GUIDE, example_changes(GUIDE)).top(5)


def test_what_is_kept_is_what_would_be_worked_out(pair: tuple[Network, Network]) -> None:
    network, found = pair
    names = find_spellings(network)
    for tier in (*TIERS, "symbols", "fixed_case"):
        assert dict(getattr(spellings_of(found), tier)) == getattr(names, tier)
    assert dict(gene_of(found)) == gene_of(network)
    assert background_only(found) == background_only(network)
    assert pg.statistics(found) == count_all(network)
    assert index_of(found).ids == build_index(network).ids
    for name in ARRAYS:
        assert getattr(index_of(found), name).tolist() == getattr(build_index(network), name).tolist()
    for entity in network.entity:
        assert forms_of(found, entity) == forms_of(network, entity)
        assert links_to(found, entity) == links_to(network, entity)
        assert claims_about(found, [entity]) == claims_about(network, [entity])


QUESTIONS: dict[str, Callable[[Network], Any]] = {
    "upstream": lambda network: pg.upstream(network, "BDNF", max_steps=3).to_dict(),
    "expanded": lambda network: pg.upstream(network, "BDNF", filters=pg.Filters(view="expanded")).to_dict(),
    "mouse": lambda network: pg.downstream(network, "imipramine", filters=pg.Filters(species="mouse")).to_dict(),
    "paths": lambda network: pg.paths(network, "imipramine", "pCREB").to_dict(),
    "explain": lambda network: pg.explain(network, "imipramine", "BDNF").to_dict(),
    "conflicts": lambda network: pg.find_conflicts(network).to_dict(),
    "audit": lambda network: pg.audit(network).to_dict(),
    "claims": lambda network: pg.select_claims(network, pg.ClaimFilter(object="BDNF")).to_dict(),
    "statistics": pg.statistics,
    "drawing": lambda network: pg.to_dot(pg.select_diagram(network, "camp")),
    "other name": lambda network: [entity.id for entity in pg.resolve(network, "Trkb")],
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_stored_network_answers_as_the_file(tmp_path: Path, name: str) -> None:
    ask = QUESTIONS[name]
    assert ask(stored(GUIDE, tmp_path)) == ask(GUIDE)


def test_a_misspelt_name_is_suggested_from_a_snapshot_too(tmp_path: Path) -> None:
    with pytest.raises(pg.UnknownName, match="imipramine"):
        pg.resolve(stored(GUIDE, tmp_path), "imipramin")


def test_copies_and_pickles_take_the_whole_network_along(tmp_path: Path) -> None:
    import copy
    import pickle

    found = stored(GUIDE, tmp_path)
    (tmp_path / "snapshot.bin").unlink()
    assert pickle.loads(pickle.dumps(found)) == GUIDE
    assert copy.deepcopy(stored(TINY, tmp_path)) == TINY


def test_an_attribute_that_there_is_not_is_none_of_a_stored_network(tmp_path: Path) -> None:
    with pytest.raises(AttributeError, match="claimz"):
        stored(TINY, tmp_path).claimz  # noqa: B018


def test_a_network_that_does_not_come_back_gets_no_snapshot(tmp_path: Path) -> None:
    from dataclasses import replace

    odd = replace(TINY, claims=(replace(TINY.claims[0], certainty="sure"), *TINY.claims[1:]))  # type: ignore[arg-type]
    with pytest.raises(Unfit):
        save_snapshot(odd, tmp_path / "snapshot.bin", "one")
    assert list(tmp_path.iterdir()) == []


# Beside the database ----------------------------------------------------------------------------------


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "acquire", lambda *_: pytest.fail("the engine was started"))


def test_a_load_leaves_a_snapshot_which_is_read_instead_of_the_engine(tmp_path: Path, no_engine: None) -> None:
    load(tmp_path, GUIDE)
    assert read(tmp_path) == GUIDE


@pytest.mark.parametrize("change", ["missing", "empty", "flipped", "cut", "of another program", "of another store"])
def test_a_snapshot_that_cannot_be_used_is_made_anew_from_the_database(
    tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path / "store", TINY)
    file = generation(tmp_path / "store") / sealing.SNAPSHOT
    right = file.read_bytes()
    if change == "missing":
        file.unlink()
    elif change == "of another program":
        monkeypatch.setattr(snapshot, "_program", lambda: "another")
    elif change == "of another store":
        load(tmp_path / "other", OTHER)
        shutil.copy(generation(tmp_path / "other") / sealing.SNAPSHOT, file)
    else:
        middle = len(right) // 2
        flipped = right[:middle] + bytes([right[middle] ^ 1]) + right[middle + 1 :]
        file.write_bytes({"empty": b"", "flipped": flipped, "cut": right[:middle]}[change])
    assert read(tmp_path / "store") == TINY
    assert (file.read_bytes() == right) == (change != "of another program")
    monkeypatch.setattr(bulk, "read", lambda _: pytest.fail("the database was read again"))
    assert read(tmp_path / "store") == TINY


def test_a_snapshot_of_another_table_of_genes_or_another_python_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(TINY, tmp_path)
    file, table = tmp_path / "snapshot.bin", tmp_path / "human.tsv.xz"
    table.write_bytes(b"another")
    for owner, name, value in ((gene_table, "TABLE", table), (snapshot, "unidata_version", "1.1.0")):
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, value)
            snapshot._program.cache_clear()
            assert open_snapshot(file, "one") is None
        snapshot._program.cache_clear()
        assert open_snapshot(file, "one") == TINY


def test_a_snapshot_from_other_rules_for_retracted_claims_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(TINY, tmp_path)
    rules = shutil.copytree(evidence.__path__[0], tmp_path / "evidence")
    with monkeypatch.context() as patched:
        patched.setattr(evidence, "__path__", [str(rules)])
        snapshot._program.cache_clear()
        assert open_snapshot(tmp_path / "snapshot.bin", "one") == TINY
        os.utime(rules / "basis.py", (1, 1))
        snapshot._program.cache_clear()
        assert open_snapshot(tmp_path / "snapshot.bin", "one") is None
    snapshot._program.cache_clear()


def test_no_flipped_byte_gives_another_network(tmp_path: Path) -> None:
    """Every seventh byte, with the times set back: what is read on demand is hashed on demand."""
    file = tmp_path / "snapshot.bin"
    save_snapshot(TINY, file, "one")
    right = file.read_bytes()
    for place in range(0, len(right), 7):
        file.write_bytes(right[:place] + bytes([right[place] ^ 0xFF]) + right[place + 1 :])
        assert open_snapshot(file, "one") is None


def test_damage_after_it_was_checked_is_an_error_and_the_next_command_makes_it_anew(tmp_path: Path) -> None:
    load(tmp_path, GUIDE)
    network = read(tmp_path)
    file = generation(tmp_path) / sealing.SNAPSHOT
    content = file.read_bytes()
    file.write_bytes(content[:16] + bytes(byte ^ 0xFF for byte in content[16:-2000]) + content[-2000:])
    with pytest.raises(StoreUnavailable, match="ask again: it is made anew"):
        assert network.claims
    assert read(tmp_path) == GUIDE


def test_a_folder_that_cannot_be_written_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, TINY)
    (generation(tmp_path) / sealing.SNAPSHOT).unlink()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(packed, "write_whole", refuse)
    assert read(tmp_path) == TINY


def test_a_damaged_database_is_made_anew_from_the_snapshot_by_the_next_load(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    for file in (generation(tmp_path) / "graph").glob("ACTIVATES_0*"):
        file.write_bytes(bytes(byte ^ 0xFF for byte in file.read_bytes()))
    assert read(tmp_path) == TINY
    load(tmp_path, TINY)
    store = EmbeddedStore(tmp_path)
    assert store.run("MATCH (:Entity)-[r:ACTIVATES]->() RETURN count(r)").rows == (
        (sum(edge.relation == "activates" for edge in TINY.edges),),
    )
    store.close()
    assert load(tmp_path, OTHER) == pg.merge([TINY, OTHER])


def test_a_network_outlives_its_generation(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    before = read(tmp_path)
    load(tmp_path, OTHER)
    assert before == TINY


def test_a_check_is_remembered_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, checks = tmp_path / "a.bin", []
    file.write_bytes(b"x")
    monkeypatch.setattr(sealing, "_verified", {})
    monkeypatch.setattr(sealing, "_SETTLED_NS", -(10**12))
    for _ in range(3):
        sealing.check_once(file, lambda: checks.append(1))
    os.utime(file, ns=(0, 0))
    sealing.check_once(file, lambda: checks.append(1))
    assert len(checks) == 2


# Packed files -----------------------------------------------------------------------------------------


def test_a_table_finds_every_key_and_no_other(tmp_path: Path) -> None:
    chance = random.Random(5)
    values = {f"key {number} {'ü' * chance.randrange(50)}": "v" * chance.randrange(3000) for number in range(400)}
    file = tmp_path / "a.bin"

    def fill(writer: packed.PackedWriter) -> None:
        writer.add("before", [b"x" * (BLOCK - 3)])
        items = (f"{key}\n{value}".encode() for key, value in values.items())
        writer.add_items("table", items, values)

    write_packed(file, "s", fill)
    content = PackedFile(file, "s")

    def decode(item: bytes) -> tuple[str, str]:
        key, _, value = item.decode().partition("\n")
        return key, value

    table = Table(content, "table", decode)
    assert {key: table[key] for key in values} == values
    assert [key for key in (f"key {number}" for number in range(400)) if key in table and key not in values] == []
    assert dict(table) == values
    assert content.section("before") == b"x" * (BLOCK - 3)
    content.close()


def test_keys_of_one_hash_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "hash_of", lambda key: 7)
    file = tmp_path / "a.bin"
    write_packed(file, "s", lambda writer: writer.add_items("t", [b"a1", b"b2", b"c3"], ["a", "b", "c"]))
    content = PackedFile(file, "s")
    table = Table(content, "t", lambda item: (item[:1].decode(), item[1:].decode()))
    assert [table.get(key) for key in "cabd"] == ["3", "1", "2", None]
    content.close()


def test_a_packed_file_of_another_stamp_or_machine_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.bin"
    write_packed(file, "one", lambda writer: writer.add("a", [b"a"]))
    with pytest.raises(Unusable, match="another version"):
        PackedFile(file, "two")
    monkeypatch.setattr(packed, "_NUMBERS", {"byteorder": "middle"})
    with pytest.raises(Unusable, match="another version"):
        PackedFile(file, "one")
    with pytest.raises(Unusable):
        PackedFile(tmp_path / "missing", "one")
