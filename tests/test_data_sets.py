"""Data sets of a store: listed with where they came from, removed whole, and traced through what replaced what."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click import Context
from click.testing import CliRunner, Result

from networks import OTHER, TINY
from pathway_graph.cli import cli
from pathway_graph.errors import PathwayGraphError, StoreError, UnknownName, WrongArgument
from pathway_graph.identifiers.clashes import clashes, united
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.model.diff import compare
from pathway_graph.model.removal import removal
from pathway_graph.stores import history as history_module
from pathway_graph.stores import history_files
from pathway_graph.stores.changes import pack, parts_of, unpack
from pathway_graph.stores.embedded.generations import LOCK, POINTER, Generations
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.history import Change, History, Load, Origin, dump_load
from pathway_graph.stores.reading_reports import shortened
from test_embedded import load, python, read, result

ENDS = [Entity("prot:A", "Protein", "AAA"), Entity("prot:B", "Protein", "BBB")]


def data_set(name: str, relation: str, version: str = "", **fields: Any) -> Network:
    """Return a data set with one claim between two entities."""
    claim = Claim(f"{name}-1", "prot:A", relation, "prot:B")
    return build_network(Source(name, version=version), entities=ENDS, claims=[claim], **fields)


MINE = """\
format: pathway-graph/1
source: {{id: mine, title: My cascade, version: "{version}"}}
entities:
  - {{id: prot:A, kind: Protein, name: AAA}}
  - {{id: prot:B, kind: Protein, name: BBB}}
claims:
  - {{id: k1, subject: prot:A, relation: {relation}, object: prot:B, certainty: asserted}}
"""


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on a store of its own, in a folder of its own; standard output and error apart."""
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.setenv("PATHWAY_GRAPH_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        found = CliRunner().invoke(cli, list(arguments))
        if isinstance(found.exception, PathwayGraphError):
            return found
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return found

    return run


def rows(found: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.stdout)))


@pytest.mark.parametrize(("word", "meant"), [("log", "history"), ("datasets", "sources")])
def test_what_others_call_a_command_leads_to_it(ask: Any, word: str, meant: str) -> None:
    assert f"for {word!r} write {meant!r}" in ask(word).output


# What is listed ---------------------------------------------------------------------------------------


def test_a_data_set_is_listed_with_its_file_time_version_checksum_and_counts(ask: Any, tmp_path: Path) -> None:
    text = MINE.format(version="7", relation="activates")
    (tmp_path / "mine.yaml").write_text(text)
    ask("load", "mine.yaml")
    (row,) = rows(ask("sources", "--format", "csv"))
    assert row["source"] == "mine"
    assert row["version"] == "7"
    assert row["file"] == "mine.yaml"
    assert row["format"] == "native"
    assert row["checksum"] == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert (row["entities"], row["claims"], row["background"]) == ("2", "1", "0")
    assert row["loaded"].endswith("Z")
    assert len(row["loaded"]) == len("2026-11-27T08:00:00Z")


def test_an_imported_member_of_an_archive_is_listed_with_the_checksum_of_its_content(ask: Any, tmp_path: Path) -> None:
    import zipfile

    table = "source\ttarget\tsign\nAAA\tBBB\t1\n"
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("edges.tsv", table)
    ask("import", "all.zip")
    (row,) = rows(ask("sources", "--format", "csv"))
    assert (row["file"], row["format"]) == ("all.zip!edges.tsv", "edge-list")
    assert row["checksum"] == "sha256:" + hashlib.sha256(table.encode()).hexdigest()


def test_what_a_program_wrote_without_an_origin_is_listed_without_a_file(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    store = EmbeddedStore(tmp_path)
    arrival = store.history().arrival("tiny")
    assert arrival is not None
    assert arrival[1].origin == Origin()


# What a load did --------------------------------------------------------------------------------------


def test_the_history_says_what_came_what_it_replaced_and_which_claims_differ(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    some = [Claim(f"c{n}", "prot:A", "activates", "prot:B") for n in range(30)]
    first = build_network(Source("mine", version="1"), entities=ENDS, claims=some)
    store.write(first, origins={"mine": Origin("a.yaml", checksum="sha256:1")})
    other = replace(some[0], relation="inhibits")
    new = Claim("new", "prot:B", "activates", "prot:A")
    second = build_network(Source("mine", version="2"), entities=ENDS, claims=[other, new, *some[1:5]])
    store.write(second, origins={"mine": Origin("b.yaml")})
    one, two = store.history().loads
    assert (one.number, one.changes[0].what, one.changes[0].counts["claims"]) == (1, "new", 30)
    change = two.changes[0]
    assert (change.what, change.version, change.origin.file) == ("replaced", "2", "b.yaml")
    assert change.replaced == Origin("a.yaml", checksum="sha256:1")
    assert (change.before["claims"], change.counts["claims"]) == (30, 6)
    assert change.added == history_module.Claims(1, ("new",))
    assert change.changed == history_module.Claims(1, ("c0",))
    assert change.removed.count == 25
    assert change.removed.ids == tuple(sorted(f"c{n}" for n in range(5, 30))[:20])


def test_loading_the_same_again_is_no_load_and_leaves_no_record(tmp_path: Path) -> None:
    for _ in range(2):
        load(tmp_path, TINY)
    assert [found.number for found in EmbeddedStore(tmp_path).history().loads] == [1]


def test_a_data_set_that_took_ids_of_another_is_recorded_as_aligned(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "edges.tsv").write_text("source\ttarget\tsign\nCREB1\tBDNF\t1\n")
    ask("import", "--names-are", "hgnc.symbol", "edges.tsv")
    ask("load")
    found = json.loads(ask("history", "--format", "json").stdout)
    assert [(row["load"], row["source"], row["what"]) for row in found] == [
        (2, "edges", "aligned"), (2, "imipramine", "new"), (1, "edges", "new"),
    ]  # fmt: skip
    listed = {row["source"]: row for row in rows(ask("sources", "--format", "csv"))}
    assert (listed["edges"]["load"], listed["edges"]["file"]) == ("1", "edges.tsv")


def test_a_load_says_what_it_replaced(ask: Any, tmp_path: Path) -> None:
    for version, relation in (("1", "activates"), ("2", "inhibits")):
        (tmp_path / f"v{version}.yaml").write_text(MINE.format(version=version, relation=relation))
    assert "mine: new, entities 2, claims 1 (load 1)" in ask("load", "v1.yaml").stderr
    assert "mine: replaced what came from v1.yaml; claims changed 1 (k1) (load 2)" in ask("load", "v2.yaml").stderr
    assert "nothing changed in mine (loaded " in ask("load", "v2.yaml").stderr


# Earlier states ---------------------------------------------------------------------------------------


def test_every_earlier_state_comes_back_as_it_was(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    states = []
    for network in (data_set("one", "activates"), data_set("two", "inhibits"), data_set("one", "binds", "2"), OTHER):
        store.write(network)
        states.append(store.read())
    store.remove("two")
    states.append(store.read())
    store.remove("one")
    store.remove("other")
    states += [OTHER, Network()]
    for number, state in enumerate(states, 1):
        assert store.read_after(number) == state, number
    store.close()


def test_a_state_reads_back_every_field_of_the_guide_and_of_other_formats() -> None:
    import pathway_graph as pg

    for network in (pg.read_guide(), TINY):
        name = network.sources[0].id
        assert unpack(pack(parts_of(network, [name])[name])) == network


def test_diff_against_a_number_or_a_date_compares_with_what_was_stored_then(ask: Any, tmp_path: Path) -> None:
    for version, relation in (("1", "activates"), ("2", "inhibits")):
        (tmp_path / "mine.yaml").write_text(MINE.format(version=version, relation=relation))
        ask("load", "mine.yaml")
    found = json.loads(ask("diff", "--against", "1", "--format", "json").stdout)
    assert found["sign_changes"] == [{"source": "prot:A", "target": "prot:B", "old": [1], "new": [-1]}]
    assert ask("diff", "--against", "2", "--exit-code").exit_code == 0
    assert json.loads(ask("diff", "--against", "2999-01-01", "--format", "json").stdout)["claims_changed"] == []
    (tmp_path / "old.yaml").write_text(MINE.format(version="1", relation="activates"))
    assert ask("diff", "--against", "1", "old.yaml", "--exit-code").exit_code == 0


@pytest.mark.parametrize(("text", "kind", "says"), [
    ("9", UnknownName, "recorded are loads 1"), ("2020-01-01", UnknownName, "the history begins later"),
    ("yesterday", WrongArgument, "a date like 2026-11-27"), ("2026-13-45", WrongArgument, "a date like 2026-11-27"),
    ("2027-02-29", WrongArgument, "a date like"), ("2026-11-27T25:00", WrongArgument, "a date like"),
])  # fmt: skip
def test_a_load_that_is_not_recorded_is_told_with_those_that_are(
    tmp_path: Path, text: str, kind: type[Exception], says: str
) -> None:
    load(tmp_path, TINY)
    with pytest.raises(kind, match=says):
        EmbeddedStore(tmp_path).history().load_at(text)


def test_what_is_pruned_is_said_to_be_gone_and_from_when_on_all_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_files, "MOST_STATES", 2)
    store = EmbeddedStore(tmp_path)
    for version in "12345":
        store.write(data_set("mine", "activates", version))
    assert len(store.history().kept) == 2
    assert store.read_after(3).sources[0].version == "3"
    with pytest.raises(
        StoreError, match=r"after load 2 is no longer kept whole: mine \(.*\); all is kept from load 3 on"
    ):
        store.read_after(2)
    store.close()


def test_old_records_go_but_for_those_in_which_something_came_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "MOST_LOADS", 3)
    history = History()
    for number, name in enumerate(("stays", "gone", "x", "x", "x", "x"), 1):
        history = history.with_load(Load(number, "", "", (Change(name, "new"),)), {"stays", "x"})
    assert [found.number for found in history.loads] == [1, 4, 5, 6]


def test_a_state_before_loads_whose_records_were_dropped_is_refused_and_not_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After load 1 there was x alone; the record that y came then is gone, and only what replaced it is known."""
    monkeypatch.setattr(history_module, "MOST_LOADS", 4)
    for name in ("x", "y"):
        load(tmp_path, data_set(name, "activates"))
    both = load(tmp_path, data_set("y", "inhibits"))
    store = EmbeddedStore(tmp_path)
    for _ in range(3):
        store.write(data_set("a", "activates"))
        store.remove("a")
    assert [found.number for found in store.history().loads] == [1, 3, 6, 7, 8, 9]
    for number in (1, 3):
        with pytest.raises(StoreError, match=r"records of some later loads were dropped.*from load 6 on"):
            store.read_after(number)
    assert {source.id for source in store.read_after(6).sources} == {"a", "x", "y"}
    assert store.read_after(7) == both
    store.close()


def test_a_damaged_history_is_told_and_costs_no_data(tmp_path: Path) -> None:
    load(tmp_path, TINY)
    file = Generations(tmp_path).current() / history_files.FOLDER / "loads.jsonl"
    file.write_text(file.read_text().replace("tiny", "tinx"))
    store = EmbeddedStore(tmp_path)
    assert "is damaged" in store.history().note
    assert store.read() == TINY
    store.write(OTHER)
    assert [found.changes[0].source for found in store.history().loads] == ["other"]
    store.close()


# Removal ----------------------------------------------------------------------------------------------


def test_what_falls_is_said_and_no_sign_rests_on_what_is_gone() -> None:
    one = data_set("one", "activates")
    two = build_network(
        Source("two"),
        entities=[*ENDS, Entity("prot:C", "Protein", "CCC")],
        claims=[Claim("two-1", "prot:A", "inhibits", "prot:B"), Claim("two-2", "prot:C", "activates", "prot:A"),
                Claim("two-3", "prot:A", "activates", "prot:B")],
    )  # fmt: skip
    found = removal(merge([one, two]), "two")
    assert found.claims == ("two-1", "two-2", "two-3")
    assert found.entities == ("prot:C",)
    assert found.entities_kept == ("prot:A", "prot:B")
    assert found.edges == ("prot:A inhibits prot:B", "prot:C activates prot:A")
    assert found.edges_kept == ("prot:A activates prot:B",)
    assert [(one.source, one.target, one.old, one.new) for one in found.sign_changes] == [
        ("prot:A", "prot:B", (-1, 1), (1,))
    ]
    assert found.signs_lost == ("prot:C -> prot:A",)
    assert found.left_hanging == ()


def test_a_sign_that_another_data_set_would_give_goes_with_it(tmp_path: Path) -> None:
    """A phosphorylation of a modified form has a sign by what its own data set says of the form."""
    state = Entity("state:B_p", "ProteinState", "B with something")
    mine = build_network(
        Source("mine"), entities=[ENDS[0], state], claims=[Claim("m", "prot:A", "phosphorylates", "state:B_p")]
    )
    theirs = build_network(Source("theirs"), entities=[replace(state, name="phospho-B (Ser9)")])
    store = EmbeddedStore(tmp_path)
    store.write(merge([mine, theirs]))
    assert store.remove("theirs") == mine == store.read()
    assert store.read().claims[0].sign == 0
    store.close()


def test_remove_takes_a_data_set_out_and_says_what_it_took(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MINE.format(version="1", relation="activates"))
    ask("load", "mine.yaml")
    ask("load")
    dry = ask("remove", "mine", "--dry-run", "--format", "csv")
    assert "nothing was removed" in dry.stderr
    assert len(rows(ask("sources", "--format", "csv"))) == 2
    done = ask("remove", "mine", "--format", "csv")
    assert rows(done) == rows(dry)
    assert {row["what"]: row["which"] for row in rows(done) if row["count"] == "1"}["claims"] == "k1"
    assert "left: imipramine" in done.stderr
    assert [row["source"] for row in rows(ask("sources", "--format", "csv"))] == ["imipramine"]
    import pathway_graph as pg

    assert read(tmp_path / "store") == pg.read_guide()
    again = json.loads(ask("remove", "imipramine", "--format", "json").stdout)
    assert (again["dry_run"], len(again["claims"]), again["left"]) == (False, 119, [])
    assert [row["what"] for row in json.loads(ask("history", "--format", "json").stdout)] == [
        "removed", "removed", "new", "new",
    ]  # fmt: skip


def test_an_unknown_data_set_is_told_with_the_nearest(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MINE.format(version="1", relation="activates"))
    ask("load", "mine.yaml")
    assert str(ask("remove", "mime").exception) == "no data set is called 'mime'; did you mean 'mine'?"
    assert "known are mine" in str(ask("remove", "something else").exception)
    assert "did you mean 'mine'?" in str(ask("history", "mime").exception)
    assert read(tmp_path / "store").sources[0].id == "mine"


STEPS = (
    "before the record", "after the record", "before the seal", "after the seal", "before the pointer",
    "after the pointer",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize("step", STEPS)
def test_a_removal_killed_at_any_step_leaves_both_or_one_and_the_history_agrees(tmp_path: Path, step: str) -> None:
    load(tmp_path, TINY)
    load(tmp_path, OTHER)
    code = """
        import os, signal, sys
        from pathway_graph.stores import history_files
        from pathway_graph.stores.embedded import sealing
        from pathway_graph.stores.embedded.store import EmbeddedStore
        when, _, name = sys.argv[2].replace(" the", "").partition(" ")
        owners = {"record": (history_files, "pass_on"), "seal": (sealing, "seal"), "pointer": (os, "replace")}
        owner, name = owners[name]
        real = getattr(owner, name)
        def deadly(*values, **named):
            mine = name != "replace" or str(values[1]).endswith("CURRENT")
            if mine and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            found = real(*values, **named)
            if mine:
                os.kill(os.getpid(), signal.SIGKILL)
            return found
        setattr(owner, name, deadly)
        EmbeddedStore(sys.argv[1]).remove("other")
    """
    killed, _, err = result(python(code, tmp_path, step))
    assert killed == -signal.SIGKILL, err
    store = EmbeddedStore(tmp_path)
    is_done = step == "after the pointer"
    assert store.read() == (TINY if is_done else merge([TINY, OTHER]))
    assert [found.changes[0].what for found in store.history().loads] == ["new", "new"] + ["removed"] * is_done
    if not is_done:
        assert store.remove("other") == TINY == store.read()
    assert [found.number for found in store.history().loads] == [1, 2, 3]
    assert store.read_after(2) == merge([TINY, OTHER])
    store.write(TINY)  # the next load removes the debris
    assert {name for name in os.listdir(tmp_path) if name not in (LOCK, POINTER)} == {
        Generations(tmp_path).current().name
    }
    store.close()


def _remove(path: Path, name: str) -> None:
    EmbeddedStore(path).remove(name)


@pytest.mark.slow
def test_two_removals_at_once_both_happen_and_both_are_recorded(tmp_path: Path) -> None:
    for network in (TINY, OTHER, data_set("mine", "activates")):
        load(tmp_path, network)
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_remove, args=(tmp_path, name)) for name in ("other", "mine")]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert [one.exitcode for one in both] == [0, 0]
    store = EmbeddedStore(tmp_path)
    assert store.read() == TINY
    last = store.history().loads[-2:]
    assert {found.changes[0].source for found in last} == {"other", "mine"}
    assert [found.number for found in last] == [4, 5]
    store.close()


@pytest.mark.slow
def test_readers_during_removals_see_the_one_or_the_other(tmp_path: Path) -> None:
    load(tmp_path, merge([TINY, OTHER]))
    allowed = [merge([TINY, OTHER]), TINY]
    wrong: list[object] = []
    done = threading.Event()

    def look() -> None:
        store = EmbeddedStore(tmp_path)
        while not done.is_set():
            network, loads = store.read(), store.history().loads
            if network not in allowed or not loads:
                wrong.append((network, loads))
        store.close()

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    writer = EmbeddedStore(tmp_path)
    for _ in range(6):
        writer.remove("other")
        writer.write(OTHER)
    done.set()
    for reader in readers:
        reader.join()
    writer.close()
    assert wrong == []


def test_a_full_disk_at_the_record_leaves_store_and_history_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, TINY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(history_files, "_write", full)
    store = EmbeddedStore(tmp_path)
    with pytest.raises(StoreError, match="is unchanged, the load failed: no space left on the device"):
        store.write(OTHER)
    assert store.read() == TINY
    assert len(store.history().loads) == 1
    store.close()


# Names that become ambiguous --------------------------------------------------------------------------


def region(name: str, identifier: str, curie: str = "") -> Network:
    entity = Entity(identifier, "AnatomicalStructure", "prefrontal cortex", curie=curie)
    return build_network(Source(name), entities=[entity])


def test_a_name_that_becomes_ambiguous_is_told_with_what_it_meant(ask: Any, tmp_path: Path) -> None:
    ask("load")
    own = MINE.format(version="1", relation="activates").replace("name: AAA", "name: prefrontal cortex")
    (tmp_path / "mine.yaml").write_text(own)
    said = ask("load", "mine.yaml").stderr
    assert (
        "warning: 'prefrontal cortex' is ambiguous now: prot:A here, an:PFC before; write an:PFC in your file" in said
    )
    assert "warning" in ask("load", "mine.yaml").stderr, "it is ambiguous still"


def test_align_unites_what_is_one_thing_by_identifier(ask: Any, tmp_path: Path) -> None:
    ask("load")
    entity = "  - {id: an:mine, kind: AnatomicalStructure, name: prefrontal cortex, curie: 'uberon:0000451'}"
    own = MINE.format(version="1", relation="activates").replace("claims:", f"{entity}\nclaims:")
    own = own.replace("certainty", "region: an:mine, certainty")
    (tmp_path / "mine.yaml").write_text(own)
    assert "by their identifiers an:mine is an:PFC: load it with --align" in ask("load", "mine.yaml").stderr
    done = ask("load", "--align", "mine.yaml").stderr
    assert "1 entity took the stored id: an:mine is now an:PFC" in done
    assert "warning" not in done
    network = read(tmp_path / "store")
    assert network.claim["k1"].region == "an:PFC"
    assert "an:mine" not in network.entity


def test_a_name_that_comes_to_mean_another_thing_in_silence_is_told() -> None:
    old, new = region("old", "an:PFC"), region("new", "an:pfc")
    new = replace(new, entities=(replace(new.entities[0], name="Prefrontal Cortex"),))
    (found,) = clashes(old, new, merge([old, new]))
    assert found.is_shifted
    assert str(found).startswith("'Prefrontal Cortex' now means an:pfc, and meant an:PFC before; write an:PFC")


def test_two_things_of_one_id_and_a_name_taken_from_another_are_told() -> None:
    aspirin = build_network(Source("old"), entities=[
        Entity("chem:A", "SmallMolecule", "aspirin"),
        Entity("chem:B", "SmallMolecule", "atropine", curie="chebi:16684"),
    ])  # fmt: skip
    other = build_network(Source("new"), entities=[Entity("chem:A", "SmallMolecule", "atropine")])
    (said,) = united(aspirin, other)
    assert said.startswith("chem:A is 'atropine' here and 'aspirin' in old, and one thing now")
    (found,) = clashes(aspirin, other, merge([aspirin, other]))
    assert (found.name, found.own, found.others) == ("atropine", ("chem:A",), ("chem:B",))
    same = build_network(Source("new"), entities=[
        Entity("chem:A", "SmallMolecule", "Aspirins"),
        Entity("chem:B", "SmallMolecule", "dl-hyoscyamine", curie="chebi:16684"),
    ])  # fmt: skip
    assert united(aspirin, same) == []  # another spelling, and one identifier


def test_names_that_are_shared_on_purpose_are_not_told() -> None:
    one = data_set("one", "activates")
    two = data_set("two", "inhibits")
    assert clashes(one, two, merge([one, two])) == []
    assert clashes(merge([one, two]), two, merge([one, two])) == []
    assert compare(one, one).to_dict()["claims_added"] == []


def test_no_table_of_the_commands_is_wider_than_a_terminal(
    ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_text(MINE.format(version="1", relation="activates"))
    ask("load", "mine.yaml")
    ask("load")
    monkeypatch.setenv("COLUMNS", "80")
    for command in (["sources"], ["history"], ["remove", "mine", "--dry-run"]):
        shown = ask(*command, "--format", "table").stdout
        assert max(map(len, shown.splitlines())) <= 80, command
        assert "mine" in shown or "k1" in shown


def test_two_files_of_one_data_set_are_refused_and_neither_counts_in_silence(ask: Any, tmp_path: Path) -> None:
    for name, relation in (("a", "activates"), ("b", "inhibits")):
        (tmp_path / f"{name}.yaml").write_text(MINE.format(version="1", relation=relation))
    for command in (["load", "a.yaml", "b.yaml"], ["claims", "--file", "a.yaml", "--file", "b.yaml"]):
        refused = str(ask(*command).exception)
        assert refused.startswith(
            "b.yaml: another of the files is data set 'mine' too; the first is a.yaml; rename one"
        )
    assert not (tmp_path / "store").exists()
    assert ask("load", "a.yaml", "a.yaml").exit_code == 0


def test_no_line_of_help_is_wider_than_a_terminal(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples too, which nothing wraps: a terminal would cut them in the middle of a word."""
    monkeypatch.setenv("COLUMNS", "80")
    wide = [
        f"{name}: {line}"
        for name in cli.list_commands(Context(cli))
        for line in ask(name, "--help").stdout.splitlines()
        if len(line) > 80
    ]
    assert wide == []


def test_a_data_set_that_kept_names_of_a_removed_one_is_told_and_imported_again_has_its_own(
    ask: Any, tmp_path: Path
) -> None:
    (tmp_path / "edges.tsv").write_text("source\ttarget\tsign\nCREB1\tBDNF\t1\n")
    ask("import", "edges.tsv")
    ask("export", "before.json")
    ask("load")
    done = ask("remove", "imipramine")
    assert "edges took identifiers and names of imipramine when it came, and kept them" in done.stderr
    ask("import", "edges.tsv")
    ask("export", "after.json")
    assert (tmp_path / "after.json").read_bytes() == (tmp_path / "before.json").read_bytes()


def test_a_data_set_that_came_and_went_leaves_nothing(ask: Any, tmp_path: Path) -> None:
    nodes = [{"data": {"id": "CREB1", "curie": "hgnc:2345"}, "position": {"x": 1, "y": 2}}, {"data": {"id": "Q"}}]
    edges = [{"data": {"source": "CREB1", "target": "Q", "interaction": "activates"}}]
    (tmp_path / "drawn.cyjs").write_text(json.dumps({"elements": {"nodes": nodes, "edges": edges}}))
    ask("load")
    ask("export", "before.json")
    ask("import", "drawn.cyjs")
    assert "kept them" not in ask("remove", "drawn").stderr
    ask("export", "after.json")
    assert (tmp_path / "after.json").read_bytes() == (tmp_path / "before.json").read_bytes()


SIF = "A\tactivates\tB\nB\tnonsense\tC\nC\n"


def said_of(document: dict[str, Any]) -> list[tuple[str, str, int, list[str]]]:
    """Return the losses that `import --report` prints of a file."""
    return sorted(
        (loss["what"], loss["why"], loss["count"], loss["places"])
        for word in ("changed", "left_out") for loss in document["files"][0][word]
    )  # fmt: skip


def kept_of(report: dict[str, Any]) -> list[tuple[str, str, int, list[str]]]:
    return sorted((one["what"], one["why"], one["count"], one["places"]) for one in report["losses"])


def test_what_an_import_reported_stays_with_its_load_and_with_the_load_that_replaced_it(
    ask: Any, tmp_path: Path
) -> None:
    file = tmp_path / "mine.sif"
    file.write_text(SIF)
    printed = json.loads(ask("import", "--report", "mine.sif").stdout)
    first = json.loads(ask("sources", "mine", "--format", "json").stdout)
    assert kept_of(first["report"]) == said_of(printed)
    assert {"read": first["report"]["read"], "kept": first["report"]["kept"]} == {
        word: printed["files"][0][word] for word in ("read", "kept")
    }
    table = rows(ask("sources", "mine", "--format", "csv"))
    assert {(row["what"], int(row["count"])) for row in table if row["became"] == "left out"} == {
        (loss["what"], loss["count"]) for loss in printed["files"][0]["left_out"]
    }
    file.write_text("A\tactivates\tB\n")
    printed = json.loads(ask("import", "--report", "mine.sif").stdout)
    second = json.loads(ask("sources", "mine", "--format", "json").stdout)
    assert kept_of(second["report"]) == said_of(printed) != kept_of(first["report"])
    old, new = (one["report"] for one in reversed(json.loads(ask("history", "mine", "--format", "json").stdout)))
    assert old == first["report"]
    assert kept_of(new) == said_of(printed)
    assert "report" not in rows(ask("history", "mine", "--format", "csv"))[0]


def test_a_data_set_without_a_report_says_so_and_an_unknown_one_names_the_nearest(ask: Any) -> None:
    ask("load")
    shown = ask("sources", "imipramine", "--format", "json")
    assert json.loads(shown.stdout)["report"] is None
    assert "no report of its reading is kept" in ask("sources", "imipramine").stderr
    assert "imipramine" in str(ask("sources", "imipramin").exception)


def test_of_what_was_replaced_the_oldest_reports_go_first_and_those_of_what_is_there_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = shortened("x" * 250, {}, {}, ())
    length = len(dump_load(Load(1, "", "", (Change("a", "new", origin=Origin(report=report)),)))) - len(
        dump_load(Load(1, "", "", (Change("a", "new"),)))
    )
    monkeypatch.setattr(history_module, "REPLACED_BYTES", 2 * (length + len("null")))
    found = History()
    for number in range(1, 6):
        own = Change("a", "new" if number == 1 else "replaced", origin=Origin(report=report))
        others = (Change("b", "new", origin=Origin(report=report)),) if number == 1 else ()
        found = found.with_load(Load(number, "2026-11-01T08:00:00Z", "", (own, *others)), {"a", "b"})
    there = {(load.number, one.source) for load in found.loads for one in load.changes if one.origin.report}
    assert there == {(1, "b"), (3, "a"), (4, "a"), (5, "a")}
