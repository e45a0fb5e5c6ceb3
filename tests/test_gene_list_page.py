"""The explorer's page of a gene list: ranked as in Python, drawn, explained, exported; errors beside the form."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from explorer_process import serving
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.regulators import Measurements, rank_regulators, read_changes
from pathway_graph.stores.embedded.store import EmbeddedStore
from patience import HUNG_S

PASTED = "gene,log2FC,padj\r\nBdnf,2,0.001\r\nNR3C1,1.5,0.01\r\nDRD2,2,0.02\r\nPTK2,0.1,0.8\r\nnonsense1,3,0.001\r\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("gene-list") / "store"
    store = EmbeddedStore(folder)
    store.write(read_guide())
    store.close()
    with serving(folder, "--no-browser", "--timeout", str(HUNG_S)) as running:
        with httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as opened:
            assert opened.get(running.address).status_code == 200
            yield opened


def page(client: httpx.Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.slow
def test_a_pasted_gene_list_is_ranked_drawn_and_exported(client: httpx.Client) -> None:
    assert "Paste a table of changes" in page(client, "/regulators")
    shown = client.post("/regulators", data={"text": PASTED})
    assert shown.status_code == 200, shown.text
    for text in (
        "imipramine",
        "5 rows: 3 up, 0 down, 1 unchanged",
        "nonsense1",
        "Regulators that explain",
        "log2 fold",
    ):
        assert text in shown.text, text
    rows = client.post("/regulators", data={"text": PASTED, "as": "json"}).json()
    guide = read_guide()
    found = rank_regulators(guide, read_changes_of(PASTED, guide))
    assert [(row["id"], row["direction"] == "raised") for row in rows] == [(r.id, r.sign > 0) for r in found.rows]
    assert rows[0]["combined_p"] == pytest.approx(found.rows[0].combined_p, rel=0.01)


@pytest.mark.slow
def test_a_regulator_of_a_pasted_list_is_explained_target_by_target(client: httpx.Client) -> None:
    rows = client.post("/regulators", data={"text": PASTED, "regulator": "imipramine", "as": "json"}).json()
    assert {row["target"]: row["verdict"] for row in rows} == {"Bdnf": "for", "NR3C1": "for", "DRD2": "for"}
    assert all(row["why"].endswith(": counts for") for row in rows)
    shown = client.post("/regulators", data={"text": PASTED, "regulator": "imipramine"}).text
    assert "imipramine raised: what speaks for and against" in shown


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "regulator", "why"),
    [
        ("gene,log2FC\nBDNF,much\n", "", "what you pasted:2"),
        ("hello", "", "what you pasted"),
        (PASTED, "nobody1", "nobody1"),
        ("gene,log2FC\n<script>,1\nBDNF,x\n", "", "what you pasted:3"),
    ],
)
def test_what_cannot_be_ranked_says_why_beside_the_form(
    client: httpx.Client, text: str, regulator: str, why: str
) -> None:
    answer = client.post("/regulators", data={"text": text, "regulator": regulator})
    assert (answer.status_code, why in answer.text) == (404 if regulator else 400, True), answer.text
    assert "<textarea" in answer.text, "the form keeps what was pasted"
    assert "<script>" not in answer.text
    assert "/tmp" not in answer.text


def read_changes_of(text: str, network: Network) -> Measurements:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "changes.csv").write_text(text, newline="")
        return read_changes(network, Path(folder, "changes.csv"))
