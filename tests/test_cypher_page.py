"""The explorer's page for Cypher: an address runs nothing, parameters have types, rows are kept and lead on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from starlette.testclient import TestClient

from explorer_client import alert, pages_over, rows_of, words
from pathway_graph.explorer.desk import Desk
from pathway_graph.explorer.given import Given
from pathway_graph.explorer.rows import pieces
from pathway_graph.explorer.schema import schema
from pathway_graph.explorer.typed import fields_of
from pathway_graph.formats.native import read_guide

GUIDE = read_guide()
Asked = list[tuple[str, dict[str, Any]]]
BDNF = {"labels": ["Entity", "Transcript"], "properties": {"id": "rna:BDNF", "name": "BDNF mRNA"}}
CREB = {"labels": ["Entity", "ProteinState"], "properties": {"id": "state:CREB1_pS133", "name": "pCREB"}}
LINK = {"type": "INCREASES", "start": "state:CREB1_pS133", "end": "rna:BDNF", "properties": {"claims": ["T2.2"]}}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pages_over(GUIDE) as opened:
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Answer every query with the same rows, and note what was asked."""
    noted: Asked = []

    def ask(desk: Desk, text: str, parameters: dict[str, Any]) -> dict[str, Any]:
        noted.append((text, dict(parameters)))
        rows = [{"n": n, "a": BDNF, "r": LINK, "id": "rna:BDNF"} for n in (2, 10, 1)]
        return {"columns": ["n", "a", "r", "id"], "rows": rows, "notes": (), "is_cut": True}

    monkeypatch.setattr(Desk, "ask", ask)
    return noted


def result(page: str) -> str:
    return page[page.index('<section id="result"') : page.index("</section>", page.index('<section id="result"'))]


def key_of(page: str) -> str:
    found = re.search(r'data-key="(\w+)"', page)
    assert found
    return found[1]


def test_an_address_fills_the_form_and_runs_nothing(client: TestClient, asked: Asked) -> None:
    fields = {"text": "MATCH (e {id: $x})\nRETURN e", "p.x": "BDNF <mRNA>", "t.x": "entity"}
    page = client.get("/cypher", params=fields).text
    assert "\nMATCH (e {id: $x})\nRETURN e</textarea>" in page
    assert 'name="p.x" value="BDNF &lt;mRNA&gt;"' in page
    assert '<option value="entity" selected>' in page
    assert "<table" not in result(page)
    assert asked == []


def test_parameters_are_sent_in_their_types(client: TestClient, asked: Asked) -> None:
    text = "RETURN $e, $es, $t, $n, $d, $f, $l, $j"
    given = {
        "e": ("entity", "pCREB"), "es": ("entities", "BDNF; pCREB"), "t": ("text", "7"), "n": ("number", "7"),
        "d": ("number", "0.5"), "f": ("flag", "True"), "l": ("list", "a; b,c"), "j": ("json", '{"a": [1, ""]}'),
    }  # fmt: skip
    fields = {"text": text} | {f"t.{name}": kind for name, (kind, _) in given.items()}
    page = client.post("/cypher", data=fields | {f"p.{name}": value for name, (_, value) in given.items()}).text
    assert asked == [(text, {
        "e": "state:CREB1_pS133", "es": ["gene:BDNF", "prot:BDNF", "rna:BDNF", "state:CREB1_pS133"], "t": "7", "n": 7,
        "d": 0.5, "f": True, "l": ["a", "b,c"], "j": {"a": [1, ""]},
    })]  # fmt: skip
    assert '$e = "state:CREB1_pS133"' in html.unescape(page)  # how a name was read is said


@pytest.mark.parametrize(("kind", "value", "what"), [
    ("text", " ", "has no value"), ("number", "1_0", "is no number"), ("number", "inf", "is no number"),
    ("flag", "yes", "neither true nor false"), ("json", "[NaN]", "no JSON"), ("entity", "BDNF", "means 3: gene:BDNF"),
    ("entity", "BDNFF", "BDNFF"),
])  # fmt: skip
def test_a_value_of_another_type_is_refused_before_anything_runs(
    client: TestClient, asked: Asked, kind: str, value: str, what: str
) -> None:
    answer = client.post("/cypher", data={"text": "RETURN\n $x", "p.x": value, "t.x": kind})
    assert answer.status_code in (400, 404)
    assert what in alert(answer.text)
    assert asked == []


def test_a_parameter_without_a_value_is_told_at_its_place(client: TestClient, asked: Asked) -> None:
    answer = client.post("/cypher", data={"text": "MATCH (e)\r\nRETURN $x"})
    assert alert(answer.text).startswith("line 2, column 8: the parameter $x has no value")
    assert 'name="p.x"' in answer.text  # without scripts, this is how its field comes


def test_rows_are_kept_sorted_and_exported_without_asking_again(client: TestClient, asked: Asked) -> None:
    page = client.post("/cypher", data={"text": "MATCH (n) RETURN n"}).text
    key = key_of(page)
    falling = client.get("/cypher", params={"run": key, "sort": "-n"}).text
    assert [row[0] for row in rows_of(result(falling))] == ["10", "2", "1"]
    assert "\nMATCH (n) RETURN n</textarea>" in falling
    assert client.get("/cypher", params={"run": key, "sort": "n", "as": "csv"}).text.splitlines()[1].startswith("1,")
    assert [row["n"] for row in client.get("/cypher", params={"run": key, "as": "json"}).json()] == [2, 10, 1]
    assert len(asked) == 1


def test_rows_that_are_no_longer_kept_are_told_and_never_run_again(client: TestClient, asked: Asked) -> None:
    answer = client.get("/cypher", params={"run": "0123"})
    assert (answer.status_code, "no longer kept" in alert(answer.text)) == (410, True)
    shared = client.get("/cypher", params={"text": "RETURN 1 AS x", "run": "0123"})
    assert (shared.status_code, alert(shared.text), asked) == (200, "", [])


def test_nodes_relationships_and_identifiers_lead_to_their_pages(client: TestClient, asked: Asked) -> None:
    page = result(client.post("/cypher", data={"text": "RETURN 1 AS x"}).text)
    assert rows_of(page)[0] == [
        "2", "BDNF mRNA (rna:BDNF)", "state:CREB1_pS133 -[INCREASES]-> rna:BDNF by T2.2", "rna:BDNF",
    ]  # fmt: skip
    assert page.count('href="/entity?id=rna%3ABDNF"') == 9
    assert page.count('href="/claim?id=T2.2"') == 3
    assert "only 1,000 are shown" in words(page)
    assert "Drawing" in page


def test_a_file_of_rows_of_which_there_are_more_says_so_in_its_name(client: TestClient, asked: Asked) -> None:
    answer = client.post("/cypher", data={"text": "RETURN 1 AS x", "as": "csv"})
    assert 'filename="Cypher-The-first-rows-of-more.csv"' in answer.headers["content-disposition"]


def test_a_path_reads_along_its_steps_whatever_their_direction() -> None:
    path = {"nodes": [BDNF, CREB], "relationships": [LINK]}
    assert "".join(said for said, _ in pieces(path)) == "BDNF mRNA (rna:BDNF) <-[INCREASES]- pCREB (state:CREB1_pS133)"
    assert pieces([path])[-1] == ("pCREB (state:CREB1_pS133)", "/entity?id=state%3ACREB1_pS133")
    assert pieces({"labels": ["Statement", "Claim"], "properties": {"id": "T1"}}) == [("T1", "/claim?id=T1")]
    has_step = {"type": "HAS_STEP", "start": "p", "end": "p/1", "properties": {}}
    assert [link for _, link in pieces(has_step) if link] == []


def test_what_is_typed_is_checked_without_running_it(client: TestClient, asked: Asked) -> None:
    def check(text: str) -> dict[str, Any]:
        found: dict[str, Any] = client.post("/cypher/check", data={"text": text}).json()
        return found

    assert check("MATCH (e)\nRETURN f")["wrong"].startswith("line 2, column 8: the variable 'f' is not defined")
    assert "may only read" in check("MATCH (n) DELETE n")["wrong"]
    slip = check("MATCH (e:Protien) RETURN e.nam")
    assert (slip["wrong"], [note.partition(":")[0] for note in slip["notes"]]) == (
        "", ["line 1, column 10", "line 1, column 28"]
    )  # fmt: skip
    assert check("") == {"wrong": "", "notes": [], "parameters": []}
    assert asked == []


@pytest.mark.parametrize(("text", "kinds"), [
    ("MATCH (a {id: $x}), (b:Gene {name: $y}) WHERE a.id IN $z RETURN a LIMIT $n", "entity text entities number"),
    ("MATCH (p:Publication {id: $x}) RETURN p", "text"),  # no entity is looked for by the name of a work
    ("MATCH (c:Claim)-[r]->(e) WHERE c.id = $x AND e.id = $y AND c.name IN $z RETURN c", "text entity list"),
    ("UNWIND $x AS one MATCH (e) WHERE e.year > $`my year` RETURN e, $x", "list number"),
])  # fmt: skip
def test_the_type_of_a_parameter_is_told_by_its_place(text: str, kinds: str) -> None:
    assert [field.type for field in fields_of(text, Given({}))] == kinds.split()


def test_the_schema_counts_what_is_stored() -> None:
    found = schema(GUIDE)
    counts = {one["name"]: one["count"] for one in found["labels"]}
    assert (counts["Publication"], counts["Entity"], counts["Statement"]) == (
        len(GUIDE.publications), len(GUIDE.entities), len(GUIDE.claims)
    )  # fmt: skip
    assert counts["Gene"] == sum(entity.kind == "Gene" for entity in GUIDE.entities)
    (cites,) = [one for one in found["types"] if one["name"] == "CITES"]
    assert cites["ends"] == ["Statement → Reference"]
    keys = next(one["keys"] for one in found["labels"] if one["name"] == "Claim")
    assert {"id", "statement", "sign"} <= set(keys)
    assert "pmid" not in keys


def test_every_query_of_the_library_fills_the_form_without_fault(client: TestClient, asked: Asked) -> None:
    page = client.get("/cypher").text
    links = [html.unescape(link) for link in re.findall(r'<li><a href="/cypher\?([^"]*)"', page)]
    assert len(links) > 30
    for link in links:
        fields = dict(parse_qsl(link, keep_blank_values=True))
        found = client.post("/cypher/check", content=urlencode(fields)).json()
        assert found["wrong"] == "", fields
        assert all(fields[f"p.{one['name']}"] for one in found["parameters"]), fields
    assert asked == []
