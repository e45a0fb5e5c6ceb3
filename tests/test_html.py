"""The interactive page as a file: self-contained, the same every time, and nothing in it but what was meant."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from pathway_graph.diagrams import PICTURES, draw_network, save_picture, select_diagram, to_html
from pathway_graph.diagrams.viewer import SCRIPTS
from pathway_graph.errors import RenderError, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.model.vocabulary import LAYERS
from test_cli import run

GUIDE = read_guide()
PAGE = files("pathway_graph.diagrams") / "page"


@pytest.mark.slow
@pytest.mark.parametrize("diagram", [diagram.id for diagram in GUIDE.diagrams])
def test_a_page_is_the_same_on_every_run_and_small(diagram: str) -> None:
    page = to_html(select_diagram(GUIDE, diagram), GUIDE)
    assert page == to_html(select_diagram(read_guide(), diagram), read_guide())
    assert len(page.encode()) < 160_000


def test_the_policy_allows_the_page_its_own_script_and_style_by_hash_and_nothing_else() -> None:
    page = to_html(select_diagram(GUIDE, "camp"), GUIDE)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for name, pattern in (("script-src", "<script>(.*?)</script>"), ("style-src", "<style>(.*?)</style>")):
        (text,) = re.findall(pattern, page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"


def test_a_page_names_no_address_and_reads_no_data_as_markup() -> None:
    page = to_html(select_diagram(GUIDE, "D1", view="expanded", layers=LAYERS), GUIDE)
    assert {*re.findall(r"https?://[^\s\"'<)]+", page)} == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(src|href)=\"(?!#)|url\(|@import|\sstyle=|\son\w+=", page)
    for script in (*SCRIPTS, "widget.js", "viewer.css"):
        text = (PAGE / script).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text)
        assert text.count("\n") <= 400


def test_the_data_hold_what_the_panel_needs() -> None:
    page = to_html(select_diagram(GUIDE, "camp"), GUIDE)
    (text,) = re.findall(r'<script type="application/json" class="pg-data">(.*?)</script>', page, re.DOTALL)
    assert not set(text) & set("<>&\u2028\u2029")
    data = json.loads(text)
    claim = data["claims"]["T1.1"]
    assert claim["where"].startswith("imipramine, table 1, row 1, lines ")
    assert {name for edge in data["edges"] for name in edge["claims"]} <= data["claims"].keys()


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_format_is_saved(picture: str, tmp_path: Path) -> None:
    path = save_picture(select_diagram(GUIDE, "D4"), GUIDE, tmp_path / f"d4.{picture}")
    assert path.stat().st_size > 500


def test_what_cannot_be_saved_says_why(tmp_path: Path) -> None:
    drawing = select_diagram(GUIDE, "D4")
    with pytest.raises(UnknownName, match="did you mean 'html'"):
        save_picture(drawing, GUIDE, tmp_path / "d4.htm")
    with pytest.raises(RenderError, match="there is no folder"):
        save_picture(drawing, GUIDE, tmp_path / "missing" / "d4.html")
    with pytest.raises(RenderError, match="longer than"):
        save_picture(draw_network(GUIDE, GUIDE.edges, title="All"), GUIDE, tmp_path / "all.html", timeout_s=0.01)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("diagram", "camp", "-o", "{}/p.html"),
        ("diagram", "camp", "--overlay", "species=rat", "-o", "{}/p.html"),
        ("upstream", "BDNF", "--diagram", "{}/p.html"),
        ("downstream", "TrkB", "--diagram", "{}/p.html"),
        ("paths", "imipramine", "pCREB", "--diagram", "{}/p.html"),
        ("explain", "imipramine", "BDNF", "--diagram", "{}/p.html"),
        ("regulators", "{}/changes.csv", "--explain", "imipramine", "--diagram", "{}/p.html"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_write_pages(loaded: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "changes.csv").write_text("name,change\nBdnf,up\ncAMP,down\n", encoding="utf-8")
    done = run(*(argument.replace("{}", str(tmp_path)) for argument in arguments), store=loaded)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "p.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.slow
def test_several_pages_go_into_a_folder(loaded: Path, tmp_path: Path) -> None:
    done = run("diagram", "--format", "html", "-o", str(tmp_path / "pages"), store=loaded)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "pages").glob("*.html"))) == len(GUIDE.diagrams)
    piped = run("diagram", "camp", "--format", "html", "-o", "-", store=loaded)
    assert piped.stdout == (tmp_path / "pages" / "camp.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("html") / "store"
    assert run("load", store=store).returncode == 0
    return store
