"""``get`` on the command line: stored with its origin, or nothing changed; on a full disk, interrupted, two at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

import resource_server as serve
from pathway_graph.cli import cli
from pathway_graph.resources import resources
from patience import HUNG_S
from test_full_disk import command, small  # noqa: F401
from test_gpml import END, NODES, OPEN, arrow

pytest.importorskip("pooch", reason="the extra get is not installed")

SIGNOR_PAGE = "/signor.uniroma2.it/getData.php"


@pytest.fixture
def server() -> Iterator[serve.Server]:
    with serve.running() as running:
        running.serve_all()
        yield running


class Desk:
    """A user's machine: a cache folder, a store, and a server in place of the resources' own."""

    def __init__(self, home: Path, server: serve.Server) -> None:
        self.cache, self.store = home / "cache", home / "store"
        self.kept = self.cache / "resources"
        self.environ = {
            **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
            "PATHWAY_GRAPH_CACHE": str(self.cache), "PATHWAY_GRAPH_STORE": str(self.store),
            "PATHWAY_GRAPH_MIRROR": server.url,
        }  # fmt: skip
        self.environ.pop("NEO4J_URI", None)

    def start(self, *arguments: object, **environ: str) -> subprocess.Popen[str]:
        program = [sys.executable, "-m", "pathway_graph", *map(str, arguments)]
        return subprocess.Popen(
            program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**self.environ, **environ}
        )

    def run(self, *arguments: object, **environ: str) -> tuple[int, str, str]:
        child = self.start(*arguments, **environ)
        out, said = child.communicate(timeout=HUNG_S)
        return child.returncode, out, said

    def files(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.kept.iterdir()} if self.kept.exists() else {}

    def ask(self, cypher: str) -> Any:
        code, out, said = self.run("query", "-e", cypher, "--format", "json")
        assert code == 0, said
        return json.loads(out)


@pytest.fixture
def desk(tmp_path: Path, server: serve.Server) -> Desk:
    return Desk(tmp_path, server)


@pytest.mark.slow
def test_what_is_fetched_is_stored_with_its_origin_and_used_again_offline(desk: Desk, server: serve.Server) -> None:
    code, out, said = desk.run("get", "signor")
    assert code == 0, said
    assert json.loads(out)[0]["claims"] == 2
    assert "licence CC-BY-NC-4.0: not for commercial use" in said
    assert "kept in" in said
    question = (
        "MATCH (s:Source {id: 'signor'}) RETURN s.license AS license, s.version AS version, s.note AS note, "
        "s.citation AS citation"
    )
    (source,) = desk.ask(question)
    record = json.loads((desk.kept / "signor.json").read_text())
    assert source["license"] == "CC-BY-NC-4.0"
    assert source["version"] == f"as of {record['retrieved'][:10]}"
    assert f"on {record['retrieved']}; {record['size']} bytes, sha256 {record['sha256']}. Terms: " in source["note"]
    assert "https://signor.uniroma2.it/getData.php?organism=9606" in source["note"]
    assert source["citation"].endswith("doi:10.1093/nar/gkac883")
    edges = "MATCH (a:Protein)-[r]->(b:Protein) RETURN a.name AS a, r.sign AS sign, b.name AS b ORDER BY a"
    assert desk.ask(edges) == [{"a": "AKT1", "sign": -1, "b": "GSK3B"}, {"a": "PRKACA", "sign": 1, "b": "CREB1"}]
    asked = len(server.asked)
    code, out, said = desk.run("get", "signor", "--offline")
    assert (code, json.loads(out)[0]["claims"]) == (0, 2), said
    assert (
        f"as it was fetched from https://signor.uniroma2.it/getData.php?organism=9606 on {record['retrieved']}" in said
    )
    assert desk.ask(question) == [source]
    assert len(server.asked) == asked


@pytest.mark.slow
def test_a_file_that_cannot_be_read_neither_replaces_what_is_kept_nor_is_stored(
    desk: Desk, server: serve.Server
) -> None:
    assert desk.run("get", "signor", "--dry-run")[0] == 0
    before = desk.files()
    server.pages[SIGNOR_PAGE] = serve.answer(
        serve.SIGNOR + serve.SIGNOR.replace("AKT1\tprotein\tP31749", "\tprotein\t")
    )
    code, _, said = desk.run("get", "signor", "--keep-going")
    assert code == 3
    assert "signor.signor.tsv:4: the row has no entity A" in said
    assert "nothing was kept or stored" in said
    assert desk.files() == before
    assert not desk.store.exists()


@pytest.mark.slow
def test_a_pathway_with_problems_stops_all_unless_told_to_keep_going(desk: Desk, server: serve.Server) -> None:
    path = next(path for path in server.pages if path.endswith("Homo_sapiens.zip"))
    good = OPEN + NODES + arrow("creb", "bdnf", "mim-inhibition") + END
    server.pages[path] = serve.answer(serve.zipped(WP9_gpml=good, WP7_gpml=good[:300]))
    code, _, said = desk.run("get", "wikipathways")
    assert code == 3
    assert "error: wikipathways.gpml.zip!WP7.gpml" in said
    assert desk.files() == {}
    code, out, said = desk.run("get", "wikipathways", "--keep-going")
    assert code == 3
    assert json.loads(out)[0]["claims"] == 1
    assert "1 data set stored, 1 file not" in said
    assert "wikipathways.json" in desk.files()


@pytest.mark.slow
def test_an_interrupt_leaves_what_was_kept(desk: Desk, server: serve.Server) -> None:
    assert desk.run("get", "signor", "--dry-run")[0] == 0
    before = desk.files()
    asked = len(server.asked)
    server.pages[SIGNOR_PAGE] = serve.dripping(serve.SIGNOR)
    child = desk.start("get", "signor")
    for _ in range(round(HUNG_S / 0.05)):
        if len(server.asked) > asked and len(desk.files()) > len(before):  # a draft is being filled
            break
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=HUNG_S)
    assert child.returncode == 130, said
    assert "Traceback" not in said
    assert desk.files() == before


@pytest.mark.slow
def test_two_commands_at_once_both_end_well(desk: Desk) -> None:
    children = [desk.start("get", "signor", "--dry-run") for _ in range(2)]
    for child in children:
        _, said = child.communicate(timeout=HUNG_S)
        assert child.returncode == 0, said
    assert len(desk.files()) == 2


@pytest.mark.slow
def test_on_a_full_disk_the_error_says_so_and_what_was_kept_stays(
    small: Path,  # noqa: F811
    server: serve.Server,
) -> None:
    desk = Desk(small, server)
    assert desk.run("get", "signor", "--dry-run")[0] == 0
    before = desk.files()
    rows = serve.SIGNOR + "".join(
        serve.SIGNOR.partition("\n")[0].replace("252492", f"{number}") + "\n" for number in range(60_000)
    )
    server.pages[SIGNOR_PAGE] = serve.answer(rows)
    assert len(rows) > 10_000_000
    for target in ([], ["--to", small / "out.tsv"]):
        (small / "out.tsv").write_text("old")
        code, _, said = desk.run("get", "signor", *target)
        assert code == 1
        assert "no space left on the device" in said
        assert "--offline uses what was fetched on" in said
        assert desk.files() == before
        assert (small / "out.tsv").read_text() == "old"
    assert sorted(path.name for path in small.iterdir()) == ["cache", "out.tsv"]
    assert desk.run("get", "signor", "--offline", "--dry-run")[0] == 0


@pytest.mark.slow
def test_a_limit_of_the_size_of_files_is_told(desk: Desk, server: serve.Server) -> None:
    server.pages[SIGNOR_PAGE] = serve.answer(serve.SIGNOR * 1000)
    cache, mirror = desk.environ["PATHWAY_GRAPH_CACHE"], desk.environ["PATHWAY_GRAPH_MIRROR"]
    code, said = command(
        "get", "signor", store=desk.store, max_bytes=100_000, PATHWAY_GRAPH_CACHE=cache, PATHWAY_GRAPH_MIRROR=mirror
    )
    assert code == 1
    assert "the file would be larger than" in said
    assert desk.files() == {}


@pytest.mark.slow
def test_nothing_is_kept_where_nothing_is_to_be_kept(desk: Desk) -> None:
    code, out, said = desk.run("get", "signor", "--dry-run", PATHWAY_GRAPH_CACHE="")
    assert (code, json.loads(out)[0]["claims"]) == (0, 2)
    assert "nothing is kept, as PATHWAY_GRAPH_CACHE is empty" in said
    code, _, said = desk.run("get", "signor", "--offline", PATHWAY_GRAPH_CACHE="")
    assert (code, "nothing is kept of signor; fetch it once" in said) == (1, True)


@pytest.mark.slow
def test_a_file_may_be_fetched_alone_and_imported_later(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "c.omnipath.tsv"
    code, out, said = desk.run("get", "collectri", "--to", target)
    assert code == 0, said
    row = json.loads(out)
    assert (row["file"], row["license"], row["size"]) == (str(target), "LicenseRef-CollecTRI", target.stat().st_size)
    assert target.read_text() == serve.COLLECTRI
    assert not desk.kept.exists()
    assert desk.run("import", "--dry-run", target)[0] == 0
    assert desk.run("get", "collectri", "--dry-run")[0] == 0
    again = tmp_path / "again.tsv"
    assert desk.run("get", "collectri", "--offline", "--to", again, "--sha256", row["sha256"])[0] == 0
    assert again.read_text() == serve.COLLECTRI


@pytest.mark.slow
def test_the_list_says_what_there_is_and_what_is_kept(desk: Desk, server: serve.Server) -> None:
    assert desk.run("get", "signor", "--dry-run")[0] == 0
    server.asked.clear()
    code, out, _ = desk.run("get", "--list")
    rows = {row["resource"]: row for row in json.loads(out)}
    assert (code, list(rows)) == (0, ["omnipath", "collectri", "signor", "wikipathways", "reactome"])
    assert (rows["signor"]["kept"], rows["omnipath"]["kept"]) == ("signor", "")
    assert rows["wikipathways"]["license"] == "CC0-1.0"
    assert "may not be passed on" in rows["reactome"]["terms"]
    assert server.asked == []
    code, out, _ = desk.run("get", "--list", "--format", "table")
    assert code == 0
    assert "CC-BY-NC-4.0" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name a resource: omnipath, collectri, signor, wikipathways, reactome"),
        (["signor", "--list"], "--list shows all of them"),
        (["signor", "--sha256", "12"], "the 64 digits of a checksum"),
        (["signor", "--to", "x", "--dry-run"], "leave --dry-run out"),
        (["signor", "--timeout", "0"], "--timeout"),
    ],
)
def test_options_that_mean_nothing_together_are_told(arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(cli, ["get", *arguments])
    assert done.exit_code == 2
    assert told in done.output


def test_the_shell_completes_the_names_of_resources() -> None:
    complete = ShellComplete(cli, {}, "pathway-graph", "_PATHWAY_GRAPH_COMPLETE")
    assert [one.value for one in complete.get_completions(["get"], "")] == list(resources())
    assert [one.value for one in complete.get_completions(["get"], "wi")] == ["wikipathways"]
    assert "--offline" in [one.value for one in complete.get_completions(["get", "signor"], "--o")]


def test_a_name_near_a_resource_is_suggested() -> None:
    done = CliRunner().invoke(cli, ["get", "omnipat"])
    assert str(done.exception) == "no resource is called 'omnipat'; did you mean 'omnipath'?"


@pytest.mark.slow
def test_only_fetching_loads_what_fetches(desk: Desk) -> None:
    """Listing and what is kept need neither the extra nor a network."""
    assert desk.run("get", "signor", "--dry-run")[0] == 0
    code = (
        "import sys; sys.modules.update(pooch=None, requests=None, urllib3=None)\n"
        "from pathway_graph.cli import main; main(sys.argv[1:])"
    )
    for arguments in (["--list"], ["signor", "--offline", "--dry-run"]):
        done = subprocess.run(
            [sys.executable, "-c", code, "get", *arguments],
            env=desk.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [sys.executable, "-c", code, "get", "signor"], env=desk.environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "pip install 'pathway-graph[get]'" in done.stderr) == (1, True)
