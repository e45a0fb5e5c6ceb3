"""The explorer over real HTTP: for this machine and its token alone, read-only, every page and export."""

from __future__ import annotations

import asyncio
import csv
import html
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import pytest

import pathway_graph as pg
from addresses import own_addresses
from attempts import REFUSED, SLOW
from explorer_client import load, replaced, signed_in
from explorer_process import Running, serving
from pathway_graph.cypher.library import library
from pathway_graph.explorer import child, pictures
from pathway_graph.explorer.app import Explorer, prepare
from pathway_graph.explorer.desk import Desk, Stored
from pathway_graph.explorer.guard import Guard
from pathway_graph.explorer.pages import PAGES
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.stopping import Stopped, go_on, stoppable
from pathway_graph.stores.history import History
from pathway_graph.trace import witness
from patience import HUNG_S, until
from test_cli import run

Result = TypeVar("Result")

GUIDE = read_guide()
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;</title></svg>--><!--]]>{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(
        load(tmp_path_factory.mktemp("explorer") / "store", GUIDE), "--no-browser", "--timeout", str(HUNG_S)
    ) as process:
        yield process


@pytest.fixture(scope="module")
def client(running: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as opened:
        assert opened.get(running.address).status_code == 200
        yield opened


def page(client: httpx.Client, address: str, **fields: str) -> str:
    answer = client.get(address, params=fields)
    assert answer.status_code == 200, answer.text
    return answer.text


# Who may come in --------------------------------------------------------------------------------------


def test_the_address_is_on_loopback_with_a_long_token(running: Running) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{40,}", running.address)


def test_the_token_moves_into_a_strict_cookie(running: Running) -> None:
    answer = httpx.get(running.address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong", "?token=%00", "?token=%C3%A9"])
def test_without_the_token_nothing_is_shown(running: Running, token: str) -> None:
    for path in ("/", "/entity", "/style.css", "/cypher", "/nothing"):
        answer = httpx.get(running.base + path + token)
        assert answer.status_code == 403
        assert "imipramine" not in answer.text


def test_a_cookie_of_another_start_is_refused(running: Running) -> None:
    port = running.base.rpartition(":")[2]
    answer = httpx.get(running.base, headers={"Cookie": f"pathway_graph_{port}=wrong"})
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "", "[::1]"])
def test_a_foreign_host_name_is_refused_even_with_the_token(running: Running, host: str) -> None:
    assert httpx.get(running.address, headers={"Host": host}).status_code in (400, 421)


@pytest.mark.slow
def test_a_foreign_page_cannot_post(client: httpx.Client) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
        answer = client.post("/cypher", data={"text": "RETURN 1 AS x"}, headers={"Origin": origin})
        assert answer.status_code == 403
    assert client.post("/reload", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.slow
def test_every_answer_allows_scripts_of_its_own_and_forbids_frames_and_other_sites(client: httpx.Client) -> None:
    for path in ("/", "/nothing", "/style.css", "/entity?id=rna:BDNF"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


def test_the_port_is_closed_to_other_addresses_of_the_machine(running: Running) -> None:
    port = int(running.base.rpartition(":")[2])
    for address in own_addresses():
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((address, port), timeout=2).close()


def test_a_body_that_is_too_long_is_refused(client: httpx.Client) -> None:
    assert client.post("/cypher", content=b"text=" + b"a" * 5_000_000).status_code == 413
    assert client.post("/cypher", content=iter([b"text=RETURN+1"])).status_code == 411


def test_a_guard_redirects_to_its_own_pages_only() -> None:
    answer = Guard(lambda *_: None, "t", 1).welcome("//evil.example/x", [])  # type: ignore[arg-type]
    assert answer.headers["location"] == "/evil.example/x"


# Pages ------------------------------------------------------------------------------------------------


def test_no_page_refers_to_another_site(client: httpx.Client) -> None:
    for path in ("/", "/entity?id=rna:BDNF", "/trace?name=BDNF", "/diagram?name=camp", "/cypher", "/style.css"):
        text = client.get(path).text.replace("http://www.w3.org/", "")
        tags = [tag for tag in re.findall(r"<[a-z][^>]*>", text) if 'rel="noreferrer noopener external"' not in tag]
        assert [tag for tag in tags if re.search(r"(?:src|href|action)=\"(?!/|#)", tag)] == []
        assert "url(" not in text
        assert re.findall(r"<script(?! src=\"/[a-z]+\.js\" defer></script>| type=\"application/json\")", text) == []
        assert re.findall(r"<[^>]* (?:style|on[a-z]+)=", text) == []


def test_the_overview_counts_and_lists(client: httpx.Client) -> None:
    text = page(client, "/")
    assert f"<dt>entities</dt><dd>{len(GUIDE.entities)}</dd>" in text
    assert '<dt>claims</dt><dd><a href="/claims">119</a></dd>' in text
    assert text.count('<img src="/small?name=') == 7
    assert "/diagram?name=camp" in text
    assert all(f"/library?query={name}" in page(client, "/queries", size="100") for name in library())


def test_a_name_leads_to_its_card(client: httpx.Client) -> None:
    answer = client.get("/find", params={"name": "pCREB"})
    assert answer.url.path == "/entity"
    text = answer.text
    for part in ("phospho-CREB (Ser133)", "state:CREB1_pS133", "T2.2", "Raising", "Lowering", "differ in"):
        assert part in text
    assert "<svg" in page(client, "/entity", id="state:CREB1_pS133", draw="1")


def test_a_gene_lists_its_forms_and_a_typo_gets_suggestions(client: httpx.Client) -> None:
    assert all(f"/entity?id={e}" in page(client, "/find", name="BDNF") for e in ("gene%3ABDNF", "rna%3ABDNF"))
    assert "Several things have this name" in page(client, "/find", name="TORC1")
    assert "these names contain it" in page(client, "/find", name="receptor")
    answer = client.get("/find", params={"name": "BDNFF"})
    assert answer.status_code == 404
    assert "did you mean" in answer.text


def test_a_trace_takes_filters(client: httpx.Client) -> None:
    text = page(client, "/trace", name="BDNF", direction="upstream", max_steps="3")
    assert "imipramine" in text
    assert "<svg" not in text
    assert "<svg" in page(client, "/trace", name="BDNF", direction="upstream", max_steps="3", draw="1")
    wide = page(client, "/trace", name="BDNF", direction="upstream", view="expanded", kind="Complex", max_steps="3")
    assert "cplx:PKA" in wide
    assert "Regulators: 1" in wide  # by the hypothesis P39 alone, also through the CRE (B16)
    assert "Nothing lies upstream" in page(client, "/trace", name="BDNF", species="human")
    assert client.get("/trace", params={"name": "nonsense"}).status_code == 404


def test_a_diagram_is_drawn(client: httpx.Client) -> None:
    assert "protein kinase A" in page(client, "/diagram", name="camp")
    assert client.get("/diagram", params={"name": "camo"}).status_code == 404


def words(svg_or_page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", svg_or_page)).replace("\xa0", " ").split())


@pytest.mark.parametrize(("view", "said"), [
    ("guide", "guide view: what the source says"), ("expanded", "expanded view: background in grey"),
])  # fmt: skip
def test_every_drawing_says_the_view_that_the_form_says(client: httpx.Client, view: str, said: str) -> None:
    for path, title in (
        ("/trace?name=BDNF&direction=upstream", "Upstream of BDNF"),
        ("/entity?id=cplx:PKA", "Around protein kinase A"),
        ("/diagram?name=camp", "cAMP/PKA/CREB signaling under imipramine"),
    ):
        shown = words(client.get(path, params={**dict(httpx.URL(path).params), "view": view, "as": "svg"}).text)
        plain = " ".join(re.sub("<[^>]*>", " ", shown).split())
        views = re.findall(r"(?:guide|expanded) view: ", plain)
        assert (said in plain, len(views)) == (True, 1), path
        assert title in plain


def test_a_drawing_in_the_explorer_shows_both_sides_of_a_pair(client: httpx.Client) -> None:
    for path in ("/diagram?name=camp", "/entity?id=state:CREB1_pS133", "/trace?name=pCREB&cascade=camp"):
        assert "T2.2: In injured mice" in words(client.get(path + "&as=svg").text), path


@pytest.mark.slow
def test_one_data_set_can_be_traced_and_drawn_alone(tmp_path: Path) -> None:
    mine = build_network(
        Source("mine", title="Mine"),
        entities=[Entity("drug:X", "SmallMolecule", "drug X"), Entity("prot:BDNF", "Protein", "our BDNF")],
        claims=[Claim("k1", "drug:X", "activates", "prot:BDNF")],
    )
    with serving(load(tmp_path / "store", GUIDE, mine), "--no-browser") as process:
        with httpx.Client(base_url=process.base, follow_redirects=True, timeout=HUNG_S) as client:
            assert '<a href="/source?id=mine">' in client.get(process.address).text
            assert '<a href="/diagram?name=mine">' in page(client, "/source", id="mine")
            drawn = words(page(client, "/diagram", name="mine", **{"as": "svg"}))
            traced = client.get("/trace", params={"name": "our BDNF", "source_set": "mine", "as": "json"}).json()
            shown = words(client.get("/trace", params={"name": "our BDNF", "source_set": "mine", "as": "svg"}).text)
    assert "imipramine" not in drawn
    assert [end["id"] for end in traced] == ["drug:X"]
    assert "Only what mine states" in shown
    assert "imipramine" not in shown


def test_a_library_query_runs_with_its_parameters(client: httpx.Client) -> None:
    form = page(client, "/library", query="upstream-regulators")
    assert "<label>targets" in form
    text = page(client, "/library", query="upstream-regulators", p_targets="GR", run="1")
    assert "Rows: " in text
    wrong = client.get("/library", params={"query": "hubs", "p_limit": "x", "run": "1"})
    assert wrong.status_code == 400
    assert "whole number" in wrong.text


def test_cypher_gives_a_table_and_a_drawing(client: httpx.Client) -> None:
    text = "MATCH (a:Entity)-[r:INCREASES]->(b) RETURN a, r, b LIMIT 5"
    answer = client.post("/cypher", data={"text": text, "draw": "1"})
    assert "Rows: 5" in answer.text
    assert "<svg" in answer.text
    given = client.post("/cypher", data={"text": "RETURN $x AS x", "parameters": '{"x": "seven"}'})
    assert ">seven</td>" in given.text
    assert client.post("/cypher", data={"text": "RETURN 1 AS x", "parameters": "[[["}).status_code == 400


def test_a_wrong_query_is_shown_with_its_place_and_a_slip_with_a_note(client: httpx.Client) -> None:
    wrong = client.post("/cypher", data={"text": "MATCH (e)\nRETURN f.name"})
    assert wrong.status_code == 400
    assert "line 2, column 8: the variable &#39;f&#39; is not defined here" in wrong.text
    assert '<pre class="excerpt" tabindex="0">RETURN f.name\n       ^</pre>' in wrong.text
    slip = client.post("/cypher", data={"text": "MATCH (e:protein) RETURN e"})
    assert "no label is called &#39;protein&#39;; write &#39;Protein&#39;, for letter case counts" in slip.text
    plan = client.post("/cypher", data={"text": "EXPLAIN MATCH (e:Protein) RETURN e.name"})
    assert "Rows: " in plan.text
    assert "PROJECT RETURN e.name" in plan.text


def test_a_cut_is_told(client: httpx.Client) -> None:
    answer = client.post("/cypher", data={"text": "UNWIND range(1, 5000) AS x RETURN x"})
    assert "only 1,000 are shown" in answer.text


@pytest.mark.slow
def test_what_is_shown_is_exported(client: httpx.Client) -> None:
    rows = client.get("/trace", params={"name": "BDNF", "as": "csv"})
    assert rows.headers["content-type"].startswith("text/csv")
    assert rows.headers["content-disposition"] == 'attachment; filename="Upstream-of-BDNF-Regulators.csv"'
    assert next(row["id"] for row in csv.DictReader(rows.text.splitlines())) == "chem:imipramine"
    assert client.get("/entity", params={"id": "rna:BDNF", "as": "json"}).json()[0]["claim"] == "M3"
    for path in ("/entity?id=rna:BDNF", "/trace?name=BDNF", "/diagram?name=camp"):
        picture = client.get(path + "&as=svg")
        assert picture.headers["content-type"] == "image/svg+xml"
        assert picture.text.startswith("<svg")
    data = {"text": "MATCH (e:Gene) RETURN e.id AS id ORDER BY id LIMIT 2", "as": "json"}
    assert len(client.post("/cypher", data=data).json()) == 2


def test_a_csv_holds_no_formulas(client: httpx.Client) -> None:
    answer = client.post("/cypher", data={"text": "RETURN '=1+1' AS x, '@a' AS y, -1 AS z", "as": "csv"})
    assert answer.text == "x,y,z\n'=1+1,'@a,-1\n"


def test_an_unknown_page_is_told(client: httpx.Client) -> None:
    assert client.get("/nothing").status_code == 404
    assert client.get("/entity", params={"id": "no:such"}).status_code == 404
    assert client.get("/entity/../../etc/passwd").status_code == 404
    assert client.put("/").status_code == 405


def test_every_field_has_a_label(client: httpx.Client) -> None:
    for path in ("/", "/entity?id=rna:BDNF", "/trace?name=BDNF", "/cypher", "/library?query=hubs"):
        text = client.get(path).text
        bare = re.sub(r"<label[^>]*>.*?</label>", "", text, flags=re.DOTALL)
        fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", bare)
        named = {f'id="{name}"' for name in re.findall(r'<label for="([^"]+)">', text)}
        assert 'id="find"' in named
        assert [field for field in fields if not re.search('type="hidden"|' + "|".join(named), field)] == []


# Hostile ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_hostile_query_is_refused_and_the_process_lives(client: httpx.Client, running: Running) -> None:
    for query in REFUSED:
        answer = client.post("/cypher", data={"text": query, "parameters": '{"x": 1}'})
        assert answer.status_code == 400, query
        assert 'role="alert"' in answer.text
    assert running.process.poll() is None
    assert ">119</a></dd>" in page(client, "/")


@pytest.mark.slow
def test_a_query_that_never_ends_is_ended(tmp_path: Path) -> None:
    with (
        serving(load(tmp_path / "store", GUIDE), "--no-browser", "--timeout", "3") as running,
        httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as client,
    ):
        client.get(running.address)
        answer = client.post("/cypher", data={"text": SLOW[3]})
        assert answer.status_code == 400
        assert "ran longer than 3 s" in answer.text
        assert running.process.poll() is None


@pytest.mark.slow
def test_hostile_fields_are_shown_as_text(client: httpx.Client) -> None:
    shown = html.escape(EVIL, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    for path, fields in (
        ("/find", {"name": EVIL}), ("/trace", {"name": EVIL}), ("/diagram", {"name": EVIL}), ("/entity", {"id": EVIL}),
        ("/library", {"query": EVIL}), ("/library", {"query": "hubs", "p_limit": EVIL, "run": "1"}),
        ("/trace", {"name": "BDNF", "species": EVIL}), ("/trace", {"name": "BDNF", "direction": EVIL, "kind": EVIL}),
    ):  # fmt: skip
        text = client.get(path, params=fields).text
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert "{{ 7 * 7 }}" in text or "{{" not in text
    answer = client.post("/cypher", data={"text": f"RETURN $x AS `{EVIL}`", "parameters": f'{{"x": {_json(EVIL)}}}'})
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert shown in answer.text.replace("&#34;", "&#34;")


def _json(text: str) -> str:
    import json

    return json.dumps(text)


@pytest.mark.slow
def test_hostile_labels_are_shown_as_text(tmp_path: Path) -> None:
    network = build_network(
        Source(EVIL, title=EVIL, version=EVIL),
        entities=[Entity("a", "Protein", EVIL, synonyms=(EVIL,), note=EVIL), Entity("b", "Protein", EVIL + "2")],
        claims=[Claim("c", "a", "activates", "b", statement=EVIL, site=EVIL), Claim("d", "a", "inhibits", "b")],
    )
    with (
        serving(load(tmp_path / "store", network), "--no-browser") as running,
        httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as client,
    ):
        client.get(running.address)
        for path in ("/", "/entity?id=a", "/trace?name=a&direction=downstream", "/find?name=script", "/diagram?name=x"):
            text = client.get(path).text
            assert "<script>" not in text
            assert "<img src=x" not in text
            assert text.count("<!--") == 0 or "alert" not in "".join(re.findall(r"<!--.*?-->", text, re.DOTALL))
        drawn = client.post(
            "/cypher", data={"text": "MATCH p = (a:Entity {id: 'a'})-[r]->(b) RETURN p, r", "draw": "1"}
        )
        assert "<svg" in drawn.text
        assert "<script>" not in drawn.text


# The command ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    with serving(load(tmp_path / "store", GUIDE), "--no-browser") as running:
        code, err = running.interrupt()
    assert code == 0
    assert err.splitlines() == ["serving this machine alone; Ctrl-C ends", "ended"]


@pytest.mark.slow
def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    store = load(tmp_path / "store", GUIDE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--no-browser", "--port", str(taken.getsockname()[1]), store=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be used" in done.stderr


@pytest.mark.slow
def test_in_a_container_it_listens_for_the_host_and_answers_under_its_own_name_and_key_alone(tmp_path: Path) -> None:
    store = load(tmp_path / "store", GUIDE)
    with serving(store, "--no-browser", "--listen", "0.0.0.0") as running:
        port = int(running.base.rpartition(":")[2])
        with socket.create_connection(("127.0.0.2", port)) as reached:  # not 127.0.0.1: it listens at every address
            reached.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.2\r\nConnection: close\r\n\r\n")
            assert b" 421 " in reached.makefile("rb").readline()
        assert httpx.get(running.base).status_code == 403
        assert httpx.get(running.address, follow_redirects=False).status_code == 303
        assert running.interrupt()[1].splitlines()[0] == "listening at 0.0.0.0, kept by the key alone; Ctrl-C ends"
    done = run("serve", "--bolt", "--listen", "0.0.0.0", store=store)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.slow
def test_no_store_is_told(tmp_path: Path) -> None:
    done = run("serve", "--no-browser", store=tmp_path / "nowhere")
    assert done.returncode == 4
    assert "pathway-graph load" in done.stderr


def test_a_missing_package_is_told() -> None:
    code = "import sys; sys.modules['uvicorn'] = None; from pathway_graph.cli import main; main(['serve'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HUNG_S)
    assert done.returncode == 1
    assert "the explorer needs the package uvicorn; pip install 'pathway-graph[serve]'" in done.stderr


@pytest.mark.slow
def test_reading_again_shows_what_was_loaded_meanwhile(tmp_path: Path) -> None:
    store = load(tmp_path / "store", GUIDE)
    with (
        serving(store, "--no-browser") as running,
        httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as client,
    ):
        client.get(running.address)
        load(store, build_network(Source("mine"), entities=[Entity("prot:NEW", "Protein", "NEWCOMER")]))
        assert client.get("/find", params={"name": "NEWCOMER"}).status_code == 404
        new = {"text": "MATCH (e:Entity {name: 'NEWCOMER'}) RETURN e.id AS id"}
        asked = words(client.post("/cypher", data=new).text)
        assert "Rows: 1" in asked
        assert "The store has changed since" in asked
        assert client.post("/reload").status_code == 200
        assert "NEWCOMER" in client.get("/find", params={"name": "NEWCOMER"}).text
        assert "The store has changed since" not in words(client.post("/cypher", data=new).text)


@pytest.mark.neo4j
def test_it_serves_a_server_as_well(neo4j_server: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathway_graph.stores.server.store import Neo4jStore

    remote = Neo4jStore(neo4j_server.uri, password=neo4j_server.password)  # type: ignore[attr-defined]
    remote.clear()
    remote.write(GUIDE)
    remote.close()
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)  # type: ignore[attr-defined]
    with (
        serving(neo4j_server.uri, "--no-browser") as running,  # type: ignore[attr-defined]
        httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as client,
    ):
        assert ">119</a></dd>" in client.get(running.address).text
        assert "Rows: 1" in client.post("/cypher", data={"text": "MATCH (n:Entity) RETURN count(n) AS n"}).text
        assert client.post("/cypher", data={"text": "MATCH (n) DETACH DELETE n"}).status_code == 400


def test_a_drawing_of_the_explorer_keeps_each_tooltip_once_and_no_link() -> None:
    drawn = pictures.svg(pictures.neighbourhood(GUIDE, "BDNF", steps=1, view="guide"))
    root = ET.fromstring(drawn)
    name = "{http://www.w3.org/2000/svg}"
    assert (root.get("role"), root.get("aria-label")) == ("img", "Drawing; the table beside it says the same")
    assert [element for element in root.iter() if element.tag == f"{name}a" or "href" in str(element.attrib)] == []
    kinds = [(element, (element.get("class") or "").split()) for element in root.iter()]
    things = [element for element, kind in kinds if kind[:1] in (["node"], ["edge"]) and "bare" not in kind]  # no words
    titles = [[child.text for child in thing if child.tag == f"{name}title"] for thing in things]
    assert things
    assert {len(found) for found in titles} == {1}
    assert ["Protein | prot:BDNF | uniprot:P23560"] in titles


# Size ------------------------------------------------------------------------------------------------


def test_a_long_table_is_shown_in_pages_and_exported_whole(tmp_path: Path) -> None:
    entities = [Entity("hub", "Protein", "Hub"), *(Entity(f"n{n:03}", "Protein", f"N {n:03}") for n in range(230))]
    claims = [Claim(f"c{n:03}", f"n{n:03}", "activates", "hub") for n in range(230)]
    store = load(tmp_path / "store", build_network(Source("star"), entities=entities, claims=claims))
    with signed_in(store) as browser:

        def shown(**fields: str) -> str:
            return browser.get("/trace", params={"name": "hub", "size": "100", **fields}).text

        first, last = shown(), shown(page="3")
        assert [first.count(f">N {n:03}</a>") for n in (0, 99, 100)] == [1, 1, 0]
        assert [last.count(f">N {n:03}</a>") for n in (199, 200, 229)] == [0, 1, 1]
        assert "page 1 of 3, 230 rows" in first
        assert 'rel="next" href="/trace?name=hub&amp;size=100&amp;page=2"' in first
        assert 'rel="prev"' not in first
        assert 'rel="next"' not in last
        assert "page 3 of 3" in shown(page="99")
        assert shown(**{"as": "csv", "page": "2"}).count("\n") == 231
        card = browser.get("/entity", params={"id": "hub", "size": "100", "page": "2"}).text
        assert "page 2 of 3, 230 rows" in card
        assert [f"/claim?id=c{n:03}" in card for n in (99, 100, 199, 200)] == [False, True, True, False]


def test_what_was_worked_out_of_the_store_is_not_shown_of_a_later_state_of_it() -> None:
    old, new = (Stored(build_network(Source(name)), History(), "12:00") for name in ("old", "new"))
    desk = Desk("no store", 60.0, stored=old)
    assert desk.kept(old, lambda: "of old", "key") == "of old"
    assert desk.kept(old, lambda: "again", "key") == "of old"
    desk.stored = new  # a page that began before goes on with what it saw
    assert desk.look_up(new, "other") is None
    assert desk.kept(old, lambda: "late", "late") == "late"
    assert desk.look_up(new, "late") is None


def in_a_thread(work: Coroutine[Any, Any, Result]) -> Result:
    """Return what a coroutine returns; this thread may have a loop already, that of the browser of other tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@pytest.mark.slow
def test_a_page_that_takes_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered, waited = threading.Event(), []

    def slow(_: object) -> None:
        waited.append(answered.wait(HUNG_S))

    replaced(monkeypatch, "/", slow)  # type: ignore[arg-type]
    explorer = prepare(str(load(tmp_path / "store", GUIDE)), timeout_s=0.3)
    explorer.listener.close()
    base, _, token = explorer.address.partition("/?token=")

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(explorer.app), base_url=base) as client:
            answer = await client.get("/", params={"token": token}, follow_redirects=True)
            answered.set()
            return answer

    answer = in_a_thread(get())
    assert answer.status_code == 503
    assert "longer than 0.3 s" in answer.text
    until(lambda: waited)
    assert waited == [True], "the answer came while the page went on"


@dataclass
class Endless:
    """A page that goes on until it is told to stop: whether it has begun, and when it ended."""

    begun: bool = False
    ended: list[float] = field(default_factory=list)

    def __call__(self, *_: object) -> Any:
        self.begun = True
        try:
            while True:
                go_on()
                time.sleep(0.01)
        finally:
            self.ended.append(time.monotonic())


@pytest.mark.slow
def test_a_page_whose_time_is_over_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Endless()
    replaced(monkeypatch, "/", page)
    explorer = prepare(str(load(tmp_path / "store", GUIDE)), timeout_s=3.0)
    explorer.listener.close()
    ask_and_leave(explorer, "/", once=lambda: page.ended)
    until(lambda: page.ended)
    assert len(page.ended) == 1


SLOW_QUERY = SLOW[0]


def ask_and_leave(
    explorer: Explorer, path: str, *, once: Callable[[], object], query: str = "", body: bytes | None = None
) -> None:
    """Ask for a page, leave once something is so, and wait until the explorer has done with it."""
    base, _, token = explorer.address.partition("/?token=")
    host = base.removeprefix("http://")
    headers = [(b"host", host.encode()), (b"cookie", f"pathway_graph_{host.rpartition(':')[2]}={token}".encode())]
    method = "GET" if body is None else "POST"
    given = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": headers}
    sent = [] if body is None else [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if sent:
            return sent.pop()
        while not once():
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(_: object) -> None:
        return None

    async def ask() -> None:
        await asyncio.wait_for(explorer.app(given, receive, send), HUNG_S)

    in_a_thread(ask())


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/library", "/cypher"])
def test_the_process_of_a_query_ends_when_the_browser_leaves(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    if path == "/library":
        monkeypatch.setattr(Desk, "ask", _ask_slowly)
    explorer = prepare(str(load(tmp_path / "store", GUIDE)), timeout_s=10 * HUNG_S)
    explorer.listener.close()
    body = urlencode({"text": SLOW_QUERY}).encode() if path == "/cypher" else None
    ask_and_leave(
        explorer, path, once=lambda: started, query="query=neighbourhood&run=1" if body is None else "", body=body
    )
    (process,) = started
    assert process.wait(HUNG_S) == -signal.SIGKILL
    until(lambda: child._slots._value == child.AT_ONCE)


def _ask_slowly(desk: Desk, *_: object) -> dict[str, Any]:
    return child.ask(desk.location, SLOW_QUERY, {}, timeout_s=desk.timeout_s, limit=10)


@pytest.mark.slow
@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_every_page_ends_when_its_browser_leaves(path: str, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Endless()
    replaced(monkeypatch, path, page)
    explorer = prepare(str(empty_store), timeout_s=10 * HUNG_S)
    explorer.listener.close()
    ask_and_leave(explorer, path, once=lambda: page.begun, body=b"" if path in ("/cypher", "/reload") else None)
    until(lambda: page.ended)
    assert len(page.ended) == 1


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(tmp_path_factory.mktemp("empty") / "store", build_network(Source("nothing")))


@pytest.mark.parametrize("max_routes", [20_000, 1], ids=["search", "witnesses"])
def test_a_trace_ends_where_nobody_waits_for_it(max_routes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def asked_to_stop(*given: Any, **named: Any) -> witness.Witnesses:
        stop.set()
        return witness.find_witnesses(*given, **named)

    if max_routes == 1:  # nothing asks to stop before the search is cut
        monkeypatch.setattr("pathway_graph.trace.search.find_witnesses", asked_to_stop)
    else:
        stop.set()
    with stoppable(stop), pytest.raises(Stopped):
        pg.upstream(GUIDE, "BDNF", max_steps=4, max_routes=max_routes, filters=pg.Filters(view="expanded"))
    assert pg.upstream(GUIDE, "BDNF", max_steps=1).ends
