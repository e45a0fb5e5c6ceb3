"""Links are handed to the engine one type after the other, and all of them arrive."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.formats.native import read_guide
from pathway_graph.stores.embedded import bulk, bulk_links, engine
from pathway_graph.stores.embedded.bulk_links import LinkWriter
from pathway_graph.stores.records import LinkRow, to_records
from test_embedded import load
from test_small_loads import dump


class Noted:
    """What stands in for the bulk API: links in windows, each ended by a flush."""

    def __init__(self) -> None:
        self.windows: list[list[tuple[Any, ...]]] = [[]]

    def new_edges(self, starts: list[str], type_: str, ends: list[str], properties: list[Any] | None) -> None:
        given = [{}] * len(starts) if properties is None else properties
        assert properties is None or any(properties)
        self.windows[-1] += zip([type_] * len(starts), starts, ends, given, strict=True)

    def flush(self) -> None:
        self.windows.append([])


def _row(link: LinkRow) -> tuple[Any, ...]:
    return link.type, "/".join(link.start), "/".join(link.end), link.properties


def test_every_link_is_written_once_and_many_of_a_type_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_links, "STEP", 20)
    guide = read_guide()
    records = to_records(guide)
    rids: dict[str, dict[str, str]] = {}
    for node in records.nodes:
        rids.setdefault(node.labels[0], {})[node.id] = f"{node.labels[0]}/{node.id}"
    noted, told = Noted(), list[tuple[str, int, int]]()
    LinkWriter(noted, rids, len(records.links), lambda *step: told.append(step)).write(guide)
    written = [link for window in noted.windows for link in window]
    assert sorted(map(repr, written)) == sorted(repr(_row(link)) for link in records.links)
    assert told[-1] == ("links", len(records.links), len(records.links))
    counts = Counter(link.type for link in records.links)
    assert sum(count >= 20 for count in counts.values()) > 5
    for window in noted.windows:
        types = {type_ for type_, *_ in window}
        assert len(types) <= 1 or all(counts[type_] < 20 for type_ in types)


def test_links_to_nothing_are_left_out() -> None:
    guide = read_guide()
    noted = Noted()
    without = {"Entity": {one.id: one.id for one in guide.entities[:50]}}
    LinkWriter(noted, without, 0).write(guide)
    written = [link for window in noted.windows for link in window]
    ends = without["Entity"].keys()
    expected = [
        _row(link) for link in to_records(guide).links
        if all(label == "Entity" and name in ends for label, name in (link.start, link.end))
    ]  # fmt: skip
    assert expected
    assert sorted((type_, f"Entity/{a}", f"Entity/{b}") for type_, a, b, _ in written) == sorted(
        row[:3] for row in expected
    )


def test_a_database_is_the_same_however_its_links_are_batched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path / "one", read_guide())
    monkeypatch.setattr(bulk_links, "STEP", 7)
    monkeypatch.setattr(bulk, "BATCH", 30)
    monkeypatch.setattr(bulk, "CACHED", 5)
    load(tmp_path / "other", read_guide())
    assert dump(tmp_path / "other") == dump(tmp_path / "one")


@pytest.mark.parametrize(("loads", "expected"), [(True, ["-Darcadedb.maxPageRAM=64"]), (False, [])])
def test_a_process_that_only_loads_keeps_few_pages(
    loads: bool, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine takes that from the environment when it starts; what stood there is there again afterwards."""
    monkeypatch.setattr(engine, "_only_loads", False)
    monkeypatch.setenv("ARCADEDB_NATIVE_ISOLATE_ARGS", "-Xmn99m")
    if loads:
        engine.only_loads()
    seen: list[str] = []

    class Engine:
        @staticmethod
        def database_exists(_place: str) -> None:
            seen.extend(os.environ["ARCADEDB_NATIVE_ISOLATE_ARGS"].split())

    engine._start_engine(Engine, 60.0)
    assert [one for one in seen if "PageRAM" in one] == expected
    assert os.environ["ARCADEDB_NATIVE_ISOLATE_ARGS"] == "-Xmn99m"
