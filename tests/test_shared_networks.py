"""Real networks, where they stand beside the checkout (``../shared/networks``): every part of them is accounted for.

None of them is in this repository. Where the folder is absent the tests are skipped and say so.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import bel
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import Unrecognised, read_all
from pathway_graph.formats.report import Report, total
from pathway_graph.identifiers.alignment import align_batch
from pathway_graph.model import Network
from pathway_graph.model.build import merge

NETWORKS = Path(__file__).parents[2] / "shared" / "networks"
WIKIPATHWAYS = NETWORKS / "wikipathways_human_gpml.tar.xz"
COVID = NETWORKS / "covid19kg.tar.xz"

pytestmark = pytest.mark.skipif(not NETWORKS.is_dir(), reason=f"{NETWORKS} is absent: real networks are not tested")


def everything(path: Path) -> tuple[list[Network], list[Report]]:
    networks, reports = [], []
    for item in read_all(path):
        if isinstance(item, InputError):
            assert isinstance(item, Unrecognised), item
        else:
            networks.append(item[0])
            reports.append(item[1])
    return networks, reports


def counted(archive: Path, ending: str) -> Iterator[bytes]:
    with tarfile.open(archive) as file:
        for member in file:
            if member.name.endswith(ending):
                content = file.extractfile(member)
                assert content is not None
                yield content.read()


@pytest.fixture(scope="module")
def wikipathways() -> tuple[list[Network], list[Report]]:
    return everything(WIKIPATHWAYS)


@pytest.mark.slow
def test_every_interaction_of_wikipathways_is_accounted_for(wikipathways: tuple[list[Network], list[Report]]) -> None:
    networks, reports = wikipathways
    assert len(networks) == 1020
    whole = total(reports)
    kept = sum(count for what, count in whole.kept.items() if what.startswith("interactions"))
    out = [loss for loss in whole.left_out if loss.what == "interactions"]
    assert all(loss.why.startswith("unconnected: ") for loss in out)
    assert kept + sum(loss.count for loss in out) == whole.read["interactions"] == 53_926
    named = [
        place for report in reports for loss in report.left_out if loss.what == "interactions" for place in loss.places
    ]
    assert len(named) == sum(loss.count for loss in out), "each unconnected interaction is named with its line"
    assert all(place.startswith("line ") for place in named)


@pytest.mark.slow
def test_the_counts_of_wikipathways_are_those_of_its_text(wikipathways: tuple[list[Network], list[Report]]) -> None:
    tags = Counter[str]()
    for data in counted(WIKIPATHWAYS, ".gpml"):
        for tag in ("DataNode", "Interaction", "State", "Group"):
            tags[tag] += len(re.findall(rf"<{tag}[ >]".encode(), data))
    read = total(wikipathways[1]).read
    assert (read["nodes"], read["interactions"]) == (tags["DataNode"], tags["Interaction"])
    assert (read["states"], read["groups"]) == (tags["State"], tags["Group"])


@pytest.mark.slow
def test_wikipathways_stands_beside_the_guide(wikipathways: tuple[list[Network], list[Report]], tmp_path: Path) -> None:
    guide = pg.read_guide()
    some = [net for net in wikipathways[0] if {"prot:hgnc:2345", "prot:hgnc:1033"} & net.entity.keys()]
    united, met = align_batch(some, [], guide)
    assert met > 0
    store = pg.open_store(tmp_path / "store")
    store.write(merge([guide, united]))
    rows = store.run("MATCH (d:Diagram)-[:SHOWS]->(:Entity {id: 'prot:CREB1'}) RETURN DISTINCT d.source AS source").rows
    assert {name for (name,) in rows} == {
        "imipramine", *(net.sources[0].id for net in some if "prot:hgnc:2345" in net.entity),
    }  # fmt: skip
    upstream = store.run(
        "MATCH (:Entity {id: 'prot:BDNF'})<-[r]-(a:Entity) WHERE r.sign IS NOT NULL "
        "MATCH (c:Claim) WHERE c.id IN r.claims RETURN DISTINCT c.source AS source"
    ).rows
    assert {"imipramine", "WP3676"} <= {name for (name,) in upstream}
    store.close()


@pytest.mark.slow
def test_every_edge_citation_and_annotation_of_covid19kg_is_there() -> None:
    read = zip(*everything(COVID), strict=True)
    pairs = [(network, report) for network, report in read if report.format == "bel"]  # the scripts: test_bel_script
    networks, reports = [network for network, _ in pairs], [report for _, report in pairs]
    files: list[Any] = [json.loads(data) for data in counted(COVID, ".nodelink.json")]
    links = [link for file in files for link in file["links"]]
    wanted = {
        "nodes": sum(len(file["nodes"]) for file in files),
        "edges": len(links),
        "citations": sum("citation" in link for link in links),
        "annotations": sum(len(v) for link in links for v in (link.get("annotations") or {}).values()),
    }
    whole = total(reports)
    assert (len(networks), wanted["edges"]) == (147, 9_634)
    for what, count in wanted.items():
        assert whole.read[what] == whole.kept[what] == count, what
    assert sum(len(network.claims) for network in networks) == 9_634
    evidence = next(link["evidence"] for link in links if link.get("evidence"))
    assert evidence not in repr(networks)
    for network in networks:
        again, _ = bel.parse(Decoded("x", "x", bel.dump(network).files[""], source=network.sources[0].id))
        assert again.claims == network.claims


@pytest.mark.slow
def test_the_samples_of_signor_and_cx_are_there_in_full() -> None:
    network, report = pg.read_file(NETWORKS / "signor_sample.csv")
    assert report.read["rows"] == report.kept["rows"] == len(network.claims) == 20
    assert len({claim.sign for claim in network.claims}) == 3
    network, report = pg.read_file(NETWORKS / "ndex_Signal1.cx")
    assert (report.read["nodes"], report.read["edges"]) == (45, 215)
    assert (len(network.entities), len(network.claims)) == (45, 215)


@pytest.mark.slow
def test_the_carnival_table_of_omnipath_is_there_in_full() -> None:
    network, _ = pg.read_file(NETWORKS / "omnipath_carnival.tsv")
    lines = (NETWORKS / "omnipath_carnival.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(network.claims) == len(set(lines))
    assert Counter(claim.sign for claim in network.claims) == Counter(int(line.split("\t")[1]) for line in set(lines))
