"""The documentation is true: generated parts are current, links lead somewhere, the README opens as promised."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.cypher.allow_list import check_query
from pathway_graph.errors import QueryError
from pathway_graph.formats.native import read_guide
from pathway_graph.regulators import describe_reading
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.stores.server.driver import OLDEST
from resource_server import Server, running
from test_gpml import END, NODES, OPEN, arrow
from test_layout import GPML2013

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs").glob("[!_]*/*.md")])


def regenerate() -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))  # as where the script is run
    spec = importlib.util.spec_from_file_location("regenerate", ROOT / "scripts" / "regenerate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text(encoding="utf-8")))
    if page.name != "CHANGELOG.md":  # which speaks of what was there once
        missing = {one for one in named if not any((at / one).is_file() for at in (ROOT, ROOT / "src/pathway_graph"))}
        assert missing == set()


@pytest.mark.slow
def test_generated_files_are_current() -> None:
    """Run ``python scripts/regenerate.py`` and read the diff where this fails."""
    assert regenerate().differences() == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_readme_opens_with_run_and_test_one_command_each() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[:2] == ["Run", "Test"]
    for heading in ("Run", "Test"):
        block = text.split(f"## {heading}\n")[1].split("```")[1]
        assert len(block.strip().splitlines()) == 2  # the language and one line


def commands(page: Path) -> list[str]:
    """Return the commands that a page shows, but those that start or need a server.

    They stand after a prompt in ``console`` blocks, and in the last column of tables.
    """
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line[2:].split("  #")[0].rstrip() for block in blocks for line in block.splitlines() if line[:2] == "$ "]
    lines += re.findall(r"^\|.*\| `(pathway-graph [^`]+)` \|$", text, re.MULTILINE)
    return [line for line in lines if "pathway-graph serve" not in line and "://" not in line]


def test_the_commands_of_a_table_are_tried_too() -> None:
    assert "pathway-graph fragile imipramine BDNF" in commands(ROOT / "README.md")


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_every_command_shown_works(page: Path, tmp_path: Path, store_with_guide: Path, resource_server: Server) -> None:
    store = tmp_path / "store"
    shutil.copytree(store_with_guide, store)
    example = re.search(r"^```yaml\n(.*?)^```", (ROOT / "docs" / "data-format.md").read_text(), re.M | re.S)
    assert example is not None
    (tmp_path / "mine.yaml").write_text(example[1])
    (tmp_path / "mine-revised.yaml").write_text(example[1].replace("duration: P14D", "duration: P21D"))
    sample_files(tmp_path)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("NEO4J_")}
    environ |= {
        "PATHWAY_GRAPH_STORE": str(store),
        "PATHWAY_GRAPH_MIRROR": resource_server.url,
        "PATHWAY_GRAPH_CACHE": str(tmp_path / "cache"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for command in commands(page):
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"


def sample_files(folder: Path) -> None:
    """Write the files that the documentation's examples name."""
    shutil.copy(ROOT / "src/pathway_graph/data/imipramine/changes.csv", folder)
    pg.write(pg.read_guide(), folder / "signor.csv", "signor")
    deseq2 = (
        ",baseMean,log2FoldChange,lfcSE,stat,pvalue,padj\nBDNF,100,2,0.2,10,1e-8,1e-6\nCREB1,90,-2,0.2,-9,1e-8,1e-6\n"
    )
    for name in ("deseq2_results.csv", "deseq2.csv", "6h.csv", "24h.csv"):
        (folder / name).write_text(deseq2)
    markers = (
        "p_val,avg_log2FC,pct.1,pct.2,p_val_adj,cluster,gene\n1e-9,2,1,0,1e-6,T cells,BDNF\n1,0,1,0,1,B cells,BDNF\n"
    )
    (folder / "markers.csv").write_text(markers)
    (folder / "genes.txt").write_text("BDNF\nIL8\n2-Sep\n")
    layout = re.search(r"^```yaml\n(# layout of D1.*?)^```", (ROOT / "docs/how-to/draw.md").read_text(), re.M | re.S)
    assert layout is not None
    (folder / "camp.layout.yaml").write_text(layout[1])
    (folder / "results.csv").write_text("gene_id,log2FC\nENSG00000176697,1\nENSG00000118260.15,-1\nnothing,1\n")
    (folder / "trrust_rawdata.human.tsv").write_text("AATF\tBAX\tRepression\t22909821\nNFKB1\tIL8\tActivation\t1;2\n")
    (folder / "edges.csv").write_text("TF,Gene,Effect\nTP53,MDM2,0.8\n")
    (folder / "retracted.txt").write_text("19921703\n10.1000/gone\n")
    (folder / "up.txt").write_text("BDNF\nNTRK2\n")
    (folder / "down.txt").write_text("CREB1\n")
    (folder / "WP4532.gpml").write_text(OPEN + NODES + arrow("creb", "bdnf") + END)
    (folder / "WP254.gpml").write_text(GPML2013)
    pg.write(pg.read_guide(), folder / "graph.bel.json", "bel")
    with tarfile.open(folder / "bel-graphs.tar.xz", "w:xz") as archive:
        archive.add(folder / "graph.bel.json", "graph.bel.json")


def shown_text(page: str, begins: str) -> str:
    """Return what a page shows as printed, in the block that begins so."""
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    (block,) = [one for one in re.findall(r"^```text\n(.*?)^```", text, re.M | re.S) if one.startswith(begins)]
    return str(block)


def test_pages_show_what_is_printed_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    said = describe_reading(pg.read_changes(pg.read_guide(), tmp_path / "deseq2.csv"))
    shown = shown_text("your-table-of-changes.md", "read as DESeq2")
    assert re.sub(r"\d+", "N", shown).splitlines() == [re.sub(r"\d+", "N", line) for line in said]
    done = CliRunner().invoke(cli, ["import", "--dry-run", "trrust_rawdata.human.tsv"])
    assert shown_text("your-table-of-edges.md", "trrust_rawdata") in done.stderr
    with pytest.raises(QueryError) as refused:
        check_query("MATCH (e:Entity) WHERE e.name LIKE '%BDNF%' RETURN e.id")
    assert f"error: {refused.value}\n" in shown_text("mend-a-query.md", "$ pathway-graph query")


@pytest.fixture(scope="module")
def resource_server() -> Iterator[Server]:
    """A server in place of those of the resources, which serves small files of the same form."""
    with running() as server:
        server.serve_all()
        yield server


@pytest.fixture(scope="module")
def store_with_guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("docs") / "store"
    store = EmbeddedStore(path)
    store.write(read_guide())
    store.close()
    return path


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_every_page_names_the_oldest_neo4j_that_the_program_takes(page: Path) -> None:
    said = re.findall(r"Neo4j[ |]+(\d+\.\d+) (?:or|and) (?:later|newer)", page.read_text(encoding="utf-8"))
    assert set(said) <= {".".join(map(str, OLDEST))}


def test_every_command_is_documented() -> None:
    from pathway_graph.cli import COMMANDS

    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"pathway-graph {name}" not in text] == []
