"""Each page of the explorer shows what the Python function behind it answers; what is wrong is told beside the form."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click import Context
from click.testing import CliRunner
from starlette.testclient import TestClient

import pathway_graph as pg
from explorer_client import alert, load, pages_over, rows_of, signed_in, words
from pathway_graph.cli import cli
from pathway_graph.evidence.sorts import summary_line
from pathway_graph.explorer.desk import Desk, Stored
from pathway_graph.explorer.examples import example_list, examples
from pathway_graph.explorer.given import Given
from pathway_graph.explorer.links import outside
from pathway_graph.explorer.menu import MENU
from pathway_graph.explorer.pages import PAGES, data_sets, tracing
from pathway_graph.explorer.visit import Visit
from pathway_graph.formats.native import read_guide
from pathway_graph.look import find
from pathway_graph.model import Claim, Diagram, DiagramNode, Entity, Publication, Source
from pathway_graph.model.build import build_network
from pathway_graph.regulators import describe_network, describe_placed, describe_ranking
from pathway_graph.stores.history import Change, History, Load, Origin
from pathway_graph.stores.reading_reports import Lost, shortened

GUIDE = read_guide()
FIRST = build_network(
    Source("mine", title="My cascade", version="1", license="CC0-1.0"),
    entities=[
        Entity("drug:X", "SmallMolecule", "drug X"), Entity("prot:Y", "Protein", "kinase Y", curie="uniprot:P31749"),
        Entity("prot:Z", "Protein", "factor Z"),
    ],
    claims=[
        Claim("k1", "drug:X", "activates", "prot:Y", reference="pubmed:19921703"),
        Claim("k2", "prot:Y", "inhibits", "prot:Z", species="", certainty="asserted"),
    ],
    publications=[Publication("W1", "A study", "verified", year=2001, doi="10.1002/hipo.20718", pmid="19921703",
                              notice="retracted", notice_date="2024-01-31", claims=("k1",))],
)  # fmt: skip
SECOND = build_network(
    Source("mine", title="My cascade", version="2", license="CC0-1.0"), entities=FIRST.entities,
    claims=[replace(FIRST.claims[0], source=""), Claim("k2", "prot:Y", "activates", "prot:Z")],
    publications=[replace(one, source="") for one in FIRST.publications],
)  # fmt: skip

BOTH = pg.merge([GUIDE, SECOND])


HISTORY = History(
    tuple(
        Load(number, f"2026-11-0{number}T08:00:00Z", "1.0", (Change(name, what, counts={"claims": 2}, before=before),))
        for number, name, what, before in (
            (1, "imipramine", "new", {}), (2, "mine", "new", {}), (3, "mine", "replaced", {"claims": 2}),
        )
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pages_over(BOTH, HISTORY) as opened:
        yield opened


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with signed_in(load(tmp_path_factory.mktemp("pages") / "store", GUIDE, FIRST, SECOND)) as opened:
        yield opened


def page(client: TestClient, path: str, status: int = 200, /, **fields: Any) -> str:
    answer = client.get(path, params=fields)
    assert answer.status_code == status, words(answer.text)[:500]
    return answer.text


def drawing_of(shown: str) -> str:
    """Return where a page has its drawing from."""
    return html.unescape(re.findall(r'data-drawing="([^"]+)"', shown)[0])


def test_the_menu_lists_pages_that_there_are() -> None:
    listed = {address for _, pages in MENU for address, _, _ in pages}
    known = {one.path for one in PAGES}
    assert listed <= known
    assert known - listed == {
        "/", "/find", "/suggest", "/reload", "/entity", "/claim", "/publication", "/diagram", "/small", "/source",
        "/library", "/cypher/check",
    }  # fmt: skip


@pytest.mark.parametrize("path", [address for _, pages in MENU for address, _, _ in pages])
def test_every_page_of_the_menu_opens_without_anything_asked(client: TestClient, path: str) -> None:
    shown = page(client, path)
    assert f'href="{path}" aria-current="page"' in shown
    assert alert(shown) == ""


def test_the_questions_of_the_first_page_are_about_what_is_stored_and_have_answers(client: TestClient) -> None:
    found = examples(BOTH)
    assert len(found) >= 7
    for one in found:
        answer = client.get(one.address)
        assert (answer.status_code, alert(answer.text)) == (200, ""), one
        assert "No causal route" not in answer.text
        assert "Nothing lies" not in answer.text


def test_the_questions_of_another_store_are_not_those_of_the_guide() -> None:
    with pages_over(SECOND) as other:
        home = words(other.get("/").text)
        listed = other.get("/queries", params={"size": "100"}).text
        form = other.get("/library", params={"query": "upstream-regulators"}).text
    assert "What acts on factor Z?" in home
    assert "Why would kinase Y change factor Z?" in home
    assert "drug X" not in home, "the one claim about it was retracted"
    assert "imipramine" not in home
    assert "BDNF" not in home
    assert ">table-1</a></td>" not in listed
    assert "Not listed, for they speak of the packaged guide" in listed
    assert 'name="p_targets" value="kinase Y"' in form or 'name="p_targets" value="factor Z"' in form


# Search -----------------------------------------------------------------------------------------------


def test_suggestions_begin_with_what_begins_so_and_say_by_which_name(client: TestClient) -> None:
    found = client.get("/suggest", params={"q": "trkb"}).json()
    assert [(one["id"], one["also"]) for one in found] == [("prot:NTRK2", "TrkB")]
    letters = client.get("/suggest", params={"q": "b"}).json()
    assert 1 < len(letters) <= 10
    assert client.get("/suggest", params={"q": "hgnc:8032"}).json()[0]["id"] == "prot:NTRK2"
    assert client.get("/suggest", params={"q": ""}).json() == []
    assert client.get("/suggest", params={"q": "x" * 5000}).json() == []


def test_what_is_found_by_a_name_comes_with_what_most_claims_speak_of_first(client: TestClient) -> None:
    rows = rows_of(page(client, "/find", name="BDNF"))
    counts = {
        entity.id: sum(entity.id in (claim.subject, claim.object) for claim in BOTH.claims)
        for entity in pg.resolve(BOTH, "BDNF")
    }
    assert {row[4]: int(row[2]) for row in rows} == counts
    assert [int(row[2]) for row in rows] == sorted(counts.values(), reverse=True)


def test_what_is_found_beside_entities_is_what_the_command_finds_and_leads_to_its_page(client: TestClient) -> None:
    shown = page(client, "/find", name="imipramine", all="1")
    named = {row[-1] for row in rows_of(shown, "Entities")}
    rows = client.get("/find", params={"name": "imipramine", "all": "1", "as": "json", "table": "o"}).json()
    found = [match.to_dict() for match in find(BOTH, "imipramine", limit=0).matches]
    assert rows == [match for match in found if match["id"] not in named]
    assert {"Diagram", "DataSet"} <= {row["kind"] for row in rows}
    links = [html.unescape(link) for link in re.findall(r'<td class="go"><a href="([^"]+)">open</a>', shown)]
    kinds = dict(zip((row["kind"] for row in rows), links, strict=False))
    assert all(client.get(link).status_code == 200 for link in kinds.values())


def test_a_suggestion_puts_into_a_field_what_means_that_entity(client: TestClient) -> None:
    for typed in ("bdnf", "creb", "torc", "glucocort", "imip"):
        for one in client.get("/suggest", params={"q": typed}).json():
            assert one["id"] in {entity.id for entity in pg.resolve(GUIDE, one["value"])}, one


def test_a_wrong_name_is_mended_by_a_link_that_keeps_the_rest_of_the_question(client: TestClient) -> None:
    shown = page(client, "/trace", 404, name="BDNFF", direction="downstream", max_steps="2")
    assert "did you mean" in alert(shown).lower()
    assert 'href="/trace?name=BDNF&amp;direction=downstream&amp;max_steps=2"' in shown
    assert 'name="name" value="BDNFF"' in shown
    far = page(client, "/trace", 404, name="imipxyz")
    assert "Did you mean imipramine" in alert(far)
    listed = client.post("/network", data={"text": LIST, "from": "imipramine:+, BDNFF:-"})
    assert "from=imipramine%3A%2B%2C+BDNF%3A-" in listed.text
    several = page(client, "/explain", 400, source="imipramine", target="TORC1")
    assert "fits" in alert(several)
    assert re.search(r'href="/explain\?source=imipramine&amp;target=[\w%]+"', several)


# Evidence ---------------------------------------------------------------------------------------------


def test_claims_are_selected_as_in_python(client: TestClient) -> None:
    found = pg.select_claims(BOTH, pg.ClaimFilter(object="BDNF", course="acute"))
    shown = page(client, "/claims", object="BDNF", course="acute")
    assert [row[0] for row in rows_of(shown)] == [claim.id for claim in found.kept]
    assert f"{found.left_out['course']:,} by course" in words(shown)
    assert "Unknown: they do not state all that was asked for" in shown
    of_mine = rows_of(page(client, "/claims", source_set="mine"))
    assert [row[0] for row in of_mine] == ["k1", "k2"]
    assert "no aspect is" in alert(page(client, "/claims", 400, aspect="colour")) or alert(
        page(client, "/claims", 400, aspect="colour")
    )


def test_a_claim_has_a_page_with_its_studies_and_where_to_read_them(client: TestClient) -> None:
    shown = page(client, "/claim", id="T2.2")
    assert "In injured mice" in words(shown)
    assert 'href="/entity?id=state%3ACREB1_pS133"' in shown
    others = {claim.id for claim in GUIDE.claims if (claim.subject, claim.object) == (
        GUIDE.claim["T2.2"].subject, GUIDE.claim["T2.2"].object)} - {"T2.2"}  # fmt: skip
    assert {row[0] for row in rows_of(shown)} >= others
    mine = page(client, "/claim", id="k1")
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/19921703/" rel="noreferrer noopener external"' in mine
    assert "did you mean" in alert(page(client, "/claim", 404, id="T2.22")).lower()


def test_a_publication_leads_to_pubmed_and_doi_and_says_that_it_was_retracted(client: TestClient) -> None:
    shown = page(client, "/publication", id="W1")
    assert 'href="https://doi.org/10.1002/hipo.20718"' in shown
    assert "retracted on 2024-01-31" in words(shown)
    assert [row[0] for row in rows_of(shown)] == ["k1"]
    listed = rows_of(page(client, "/publications", has="A study"))
    assert [row[0] for row in listed] == ["W1"]
    assert "PubMed 19921703" in listed[0][7]


@pytest.mark.parametrize(("curie", "address"), [
    ("uniprot:P31749", "https://www.uniprot.org/uniprotkb/P31749/entry"),
    ("hgnc:1033", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:1033"),
    ("pubmed:19921703", "https://pubmed.ncbi.nlm.nih.gov/19921703/"), ("chem:imipramine", ""), ("javascript:x", ""),
    ("doi:10.1000/x\"onclick=1", "https://doi.org/10.1000/x%22onclick%3D1"),
])  # fmt: skip
def test_an_identifier_leads_where_its_prefix_says(curie: str, address: str) -> None:
    assert outside(curie) == address


def test_weight_conflicts_and_contrast_are_those_of_python(client: TestClient) -> None:
    network = BOTH
    weights = pg.weigh_edges(network, "imipramine", "pCREB")
    shown = page(client, "/weight", source="imipramine", target="pCREB")
    assert [(row[0], row[2]) for row in rows_of(shown)] == [
        (edge.id, str(len(found.studies))) for edge, found in weights
    ]
    data = client.get("/weight", params={"source": "imipramine", "target": "pCREB", "as": "json"}).json()
    assert [row["studies"] for row in data] == [found.to_dict()["studies"] for _, found in weights]
    conflicts = pg.find_conflicts(network, "pCREB")
    told = page(client, "/conflicts", name="pCREB")
    assert [row[3] for row in rows_of(told)] == [one.said(network) for one in conflicts.conflicts]
    assert summary_line(conflicts.summary()) in words(told), "as the command says it"
    assert "1 opposite sign, " in words(told)
    pairs = [pair for one in conflicts.to_dict()["conflicts"] for pair in one["pairs"]]
    assert [row[0] for row in rows_of(told, "Each claim against each")] == [pair["raises"] for pair in pairs]
    assert len(rows_of(told, "What other rules found")) == len(conflicts.findings)
    contrast = pg.contrast(network, "acute", "chronic", about="BDNF")
    compared = rows_of(page(client, "/contrast", first="acute", second="chronic", about="BDNF"))
    assert [row[7] for row in compared] == [row.verdict for row in contrast.rows]


def test_the_audit_counts_what_python_counts(client: TestClient) -> None:
    summary = pg.audit(BOTH).summary()
    shown = page(client, "/audit")
    for name, count in summary.items():
        assert f"<dt>{name.replace('_', ' ')}</dt><dd>{count:,}</dd>" in shown
    assert len(rows_of(page(client, "/audit", **{"m.size": "250"}), "Citation marks")) == summary["marks"]


def test_a_retracted_work_takes_its_claim_and_the_pages_say_so(client: TestClient) -> None:
    listed = page(client, "/retractions", effects="1")
    assert {row[0]: row[2] for row in rows_of(listed)}["W1"] == "retracted"
    effects = pg.retraction_effects(BOTH)
    assert "k1" in effects.claims
    assert f"{len(effects.claims)} claims left out, {len(effects.edges_lost)} edges lost" in words(listed)
    assert ["edge lost"] == [row[0] for row in rows_of(listed, "What changes")][:1]
    left = page(client, "/trace", name="kinase Y", direction="upstream")
    assert "Nothing lies upstream" in left
    assert re.search(r"work behind them was retracted: .*, k1\.", words(left))
    counted = page(client, "/trace", name="kinase Y", direction="upstream", include_retracted="1")
    assert [row[0] for row in rows_of(counted)] == ["drug X"]


# Following --------------------------------------------------------------------------------------------


def test_paths_are_those_of_python(client: TestClient) -> None:
    found = pg.paths(BOTH, "imipramine", "BDNF", max_steps=3)
    shown = page(client, "/paths", source="imipramine", target="BDNF", max_steps="3")
    assert len(rows_of(shown)) == len(found.routes)
    as_json = client.get("/paths", params={"source": "imipramine", "target": "BDNF", "max_steps": "3", "as": "json"})
    assert [row["claims"] for row in as_json.json()] == [list(route.claims) for route in found.routes]
    assert "No causal route of up to 1 step " in page(
        client, "/paths", source="BDNF", target="imipramine", max_steps="1"
    )


def test_an_explanation_says_net_signs_what_was_tested_and_what_is_lost_without_an_entity(client: TestClient) -> None:
    found = pg.explain(BOTH, "imipramine", "pCREB", view="guide", max_steps=4)
    shown = page(client, "/explain", source="imipramine", target="pCREB", view="guide", max_steps="4", knock_out="PKA")
    assert "ambiguous by asserted routes" in words(shown)
    assert found.net_sign() == "ambiguous"
    assert f"Tested directly: {found.tested.said()}" in words(shown)
    lost = pg.knock_out(found, "PKA")
    assert f"Without PKA: {lost.routes_lost} routes are lost, {lost.routes_left} are left" in words(shown)
    assert len(rows_of(shown, "Routes, the best supported first")) == len(found.routes)
    assert "pg-viewer" in client.get(drawing_of(shown)).text


def test_fragility_says_the_sentence_of_python(client: TestClient) -> None:
    found = pg.fragility(BOTH, "imipramine", "BDNF")
    shown = page(client, "/fragile", source="imipramine", target="BDNF")
    assert found.sentence in words(shown)
    assert len(rows_of(shown)) == len(found.losses)


# Gene lists -------------------------------------------------------------------------------------------

LIST = "gene,log2FC,padj\nBdnf,2,0.001\nNR3C1,1.5,0.01\nDRD2,2,0.02\nPTK2,0.1,0.8\n"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


def test_an_uploaded_list_is_ranked_and_its_address_can_be_opened_again(
    client: TestClient, written: Callable[[str, bytes], Path]
) -> None:
    answer = client.post("/regulators", files={"file": ("my list.csv", LIST.encode(), "text/csv")},
                          data={"max_steps": "2"})  # fmt: skip
    assert answer.status_code == 200
    assert answer.url.path == "/regulators"
    again = client.get(str(answer.url))
    assert rows_of(again.text) == rows_of(answer.text)
    found = pg.rank_regulators(BOTH, pg.read_changes(BOTH, written("my list.csv", LIST.encode())))
    alone = [(one.name, "raised" if one.sign > 0 else "lowered") for one in found.rows if one.through is None]
    assert [tuple(row[:2]) for row in rows_of(answer.text)] == alone[:50]
    assert ("imipramine", "raised") in alone
    assert "Read is my list.csv" in words(answer.text)
    gone = client.get("/regulators", params={"list": "0" * 24})
    assert gone.status_code == 400
    assert "no longer kept" in alert(gone.text)


ODD = f"{LIST}NOSUCHGENE,2,0.01\nCREB1,2,0.01\nCREB1,-2,0.01\nGSK3B,,0.01\n"


def test_pages_of_a_list_say_all_that_the_commands_say_of_it(
    client: TestClient, written: Callable[[str, bytes], Path]
) -> None:
    """What names and rows play no part, and what the numbers rest on: without it a ranking looks better than it is."""
    changes = pg.read_changes(BOTH, written("odd.csv", ODD.encode()))
    ranked = words(client.post("/regulators", files={"file": ("odd.csv", ODD.encode())}).text)
    said = describe_ranking(pg.rank_regulators(BOTH, changes))
    assert any(sentence.startswith("1 name not in the network") for sentence in said)
    assert any(sentence.startswith("1 name with rows up and rows down") for sentence in said)
    assert [sentence for sentence in said if re.split(r": see 'through'| \(--keep", sentence)[0] not in ranked] == []
    assert "--" not in ranked[ranked.index("names from column") : ranked.index("Explain a regulator")]
    fields = {"from": "imipramine", "permutations": "0"}
    network = words(client.post("/network", files={"file": ("odd.csv", ODD.encode())}, data=fields).text)
    found = pg.causal_network(BOTH, changes, ["imipramine"], permutations=0)
    told = [*describe_placed(changes), *describe_network(found, ["imipramine"])]
    assert "no sign was given of imipramine: up was chosen; the other costs as much or more" in told
    assert [sentence for sentence in told if sentence.partition(" (--keep")[0] not in network] == []


def test_a_file_of_a_ranking_has_its_numbers_whole(client: TestClient, written: Callable[[str, bytes], Path]) -> None:
    answer = client.post("/regulators", data={"text": LIST})
    found = pg.rank_regulators(BOTH, pg.read_changes(BOTH, written("my list.csv", LIST.encode())))
    rows = client.get(f"{answer.url}&as=json&all=1").json()
    assert [row["combined_p"] for row in rows] == [row.combined_p for row in found.rows]
    targets = client.get(f"{answer.url}&as=json&regulator=imipramine").json()
    assert {row["target"]: (row["value"], row["measured"]) for row in targets} == {
        one.change.name: (one.change.value, one.change.sign)
        for one in pg.explain_regulator(found, "imipramine").targets
    }


def test_a_regulator_is_explained_drawn_and_its_place_is_told_to_rest_on_works(client: TestClient) -> None:
    ranked = client.post("/regulators", data={"text": LIST})
    shown = client.get(f"{ranked.url}&regulator=imipramine&fragile=1").text
    assert {row[1]: row[0] for row in rows_of(shown, "Changed targets")} == {
        "Bdnf": "for",
        "NR3C1": "for",
        "DRD2": "for",
    }
    assert "imipramine raised" in words(shown)
    assert "no regulator that is significant is called 'imipramine' (its rank is" in words(shown)
    assert "pg-viewer" in client.get(drawing_of(shown)).text


def test_each_ranked_hypothesis_leads_to_its_own_explanation(client: TestClient) -> None:
    ranked = client.post("/regulators", data={"text": LIST}).text
    links = [html.unescape(link) for link in re.findall(r'<td class="go"><a href="([^"]+)">explain</a>', ranked)]
    rows = rows_of(ranked)
    assert len(links) == len(rows) > 1
    for row, link in [*zip(rows, links, strict=True)][:8]:
        assert f"{row[0]} {row[1]}: what speaks for and against" in words(client.get(link).text)
    assert {"raised", "lowered"} == {row[1] for row in rows}


def test_the_smallest_network_behind_a_list_is_that_of_python(client: TestClient) -> None:
    answer = client.post("/network", data={"text": LIST, "from": "imipramine:+", "permutations": "0"})
    assert answer.status_code == 200, alert(answer.text)
    assert "3 edges, cost 0.6" in words(answer.text)
    assert {row[3] for row in rows_of(answer.text, "Edges:")} == {"▲ raises"}
    nothing = client.post("/network", data={"text": LIST})
    assert (nothing.status_code, "no regulator is named" in alert(nothing.text)) == (400, True)


def test_names_are_told_as_python_tells_them(client: TestClient) -> None:
    listed = ["BDNF", "Trkb", "hgnc:1033", "SEPT2", "1-Mar", "nonsense"]
    answer = client.post("/names", data={"text": "\n".join(listed)})
    found = pg.identify(listed, network=BOTH)
    assert [(row[0], row[1], row[2]) for row in rows_of(answer.text)] == [
        (one.name, one.symbol, one.gene) for one in found.names
    ]
    assert found.sentence() in words(answer.text)
    assert [row[0] for row in rows_of(client.get(f"{answer.url}&missing=1").text)] == [
        one.name for one in found.missing
    ]
    assert "kind cannot be 'symbl'" in alert(client.post("/names", data={"text": "BDNF", "kind": "symbl"}).text)


def test_names_in_quotes_are_names_as_a_spreadsheet_writes_them(client: TestClient) -> None:
    shown = client.post("/names", data={"text": '"BDNF"\n"NR3C1", DRD2'})
    assert [row[:2] for row in rows_of(shown.text)] == [[name, name] for name in ("BDNF", "NR3C1", "DRD2")]


@pytest.mark.parametrize("path", ["/regulators", "/names", "/check", "/network"])
def test_a_form_that_is_sent_empty_says_that_nothing_came(client: TestClient, path: str) -> None:
    answer = client.post(path, data={"text": " ", **({"from": "BDNF"} if path == "/network" else {})})
    assert answer.status_code == 400
    assert "nothing was pasted, and no file was chosen" in alert(answer.text)
    assert "<textarea" in answer.text or 'type="file"' in answer.text


def test_the_example_of_a_list_can_be_ranked_as_it_is(client: TestClient) -> None:
    answer = client.post("/regulators", data={"text": example_list(BOTH)})
    assert answer.status_code == 200, alert(answer.text)
    assert rows_of(answer.text)


SAME = {"/trace": "upstream", "/paths": "paths", "/explain": "explain", "/fragile": "fragile", "/network": "network",
        "/regulators": "regulators", "/retractions": "retractions"}  # fmt: skip


@pytest.mark.parametrize("path", SAME)
def test_a_form_begins_with_what_the_command_takes(client: TestClient, path: str) -> None:
    """Else the same question has two answers: `upstream` went 4 steps, and its page 3."""
    shown = page(client, path)
    numbers = dict(re.findall(r'<input type="number" name="(\w+)"[^>]* value="([^"]*)"', shown))
    command = cli.get_command(Context(cli), SAME[path])
    assert command is not None
    defaults: dict[Any, Any] = {option.name: option.default for option in command.params}
    if path == "/fragile":
        defaults["max_steps"] = 4  # as its help says; of a regulator it would be 2
    assert {name: float(value) for name, value in numbers.items() if name != "told" and value} == {
        name: float(str(defaults[name])) for name, value in numbers.items() if name != "told" and value
    }
    assert numbers


# What is stored ---------------------------------------------------------------------------------------


def test_data_sets_and_history_say_what_was_loaded(client: TestClient) -> None:
    listed = {row[0]: row for row in rows_of(page(client, "/sources"))}
    assert set(listed) == {"imipramine", "mine"}
    assert listed["mine"][2] == "2"
    one = page(client, "/source", id="mine", falls="1")
    assert "<dt>claims</dt><dd>2</dd>" in one
    assert rows_of(one, "What would fall")[0][:2] == ["claims", "2"]
    loads = rows_of(page(client, "/history"))
    assert [(row[0], row[2], row[3]) for row in loads] == [
        ("3", "mine", "replaced"), ("2", "mine", "new"), ("1", "imipramine", "new"),
    ]  # fmt: skip
    assert "no load is called" in alert(page(client, "/differences", 404, against="99"))


@pytest.mark.slow
def test_differences_are_those_between_the_stored_states(stored: TestClient) -> None:
    changed = page(stored, "/differences", against="2")
    found = pg.compare(pg.merge([GUIDE, FIRST]), BOTH).to_dict()
    assert len(rows_of(changed)) == sum(map(len, found.values()))
    assert "prot:Y -> prot:Z" in words(changed)


def test_the_page_of_a_data_set_shows_the_report_of_its_import_and_of_earlier_ones() -> None:
    reports = [
        shortened(said, {"rows": number}, {}, [Lost("rows", "no gene", 1, True, (f"line {number}",))])
        for number, said in ((3, "signs from 'Mode'"), (7, "signs from 'Effect'"))
    ]
    loads = [
        Load(number, f"2026-11-0{number}T08:00:00Z", "1.0", (Change("mine", what, origin=Origin(report=report)),))
        for number, what, report in zip((1, 2), ("new", "replaced"), reports, strict=True)
    ]
    with pages_over(BOTH, History(tuple(loads))) as browser:
        shown = page(browser, "/source", id="mine")
        assert rows_of(shown, "Report of its import (load 2, 2026-11-02 08:00)") == [
            ["read", "7", "rows", "", ""], ["left out", "1", "rows", "no gene", "line 7"]
        ]  # fmt: skip
        assert "Signs from &#39;Effect&#39;." in shown
        links = [html.unescape(link) for link in re.findall(r'href="(/source[^"]*load=[^"]*)"', shown)]
        assert [parse_qs(urlsplit(link).query)["load"] for link in links] == [["2"], ["1"]]
        assert rows_of(page(browser, "/source", id="mine", load=1), "Report of its import (load 1")[0][:3] == [
            "read",
            "3",
            "rows",
        ]
        assert "No report of its reading is kept" in page(browser, "/source", id="imipramine")


def test_a_checked_file_says_what_an_import_keeps_and_leaves_out(
    client: TestClient, written: Callable[[str, bytes], Path]
) -> None:
    sif = b"A\tactivates\tB\nB\tnonsense\tC\nC\n"
    answer = client.post("/check", files={"file": ("x.sif", sif)})
    assert answer.status_code == 200
    network, report = pg.read_file(written("x.sif", sif))
    assert [row[0] for row in rows_of(answer.text, "Data sets:")] == [source.id for source in network.sources]
    counts = [str(loss.count) for loss in (*report.changed, *report.left_out)]
    assert [row[3] for row in rows_of(answer.text, "Changed or left out")] == counts
    bad = client.post("/check", files={"file": ("../x.json", b"{broken")})
    assert "/tmp" not in bad.text
    assert alert(bad.text)


def test_diagrams_of_every_data_set_are_shown_small_and_each_by_itself(client: TestClient) -> None:
    shown = page(client, "/diagrams", has="imipramine")
    assert shown.count('<img src="/small?name=') == 7
    small = client.get("/small", params={"name": "camp"})
    assert small.headers["content-type"] == "image/svg+xml"
    assert small.text.startswith("<svg")
    assert "<a " not in small.text
    assert client.get("/small", params={"name": "nothing"}).status_code == 404
    edges = rows_of(page(client, "/diagram", name="camp"))
    assert len(edges) == len(pg.select_diagram(GUIDE, "camp").edges)


def test_diagrams_of_one_key_are_told_apart_by_their_identifiers() -> None:
    sets = [
        build_network(
            Source(name), entities=[Entity(f"{name}:a", "Protein", f"A of {name}")],
            diagrams=[Diagram(f"{name}-D", "same", f"Of {name}", nodes=(DiagramNode(f"{name}:a"),))],
        )
        for name in ("one", "two")
    ]  # fmt: skip
    with pages_over(pg.merge(sets)) as other:
        home = other.get("/").text
        assert "/diagram?name=one-D" in home
        assert "/diagram?name=two-D" in home
        assert "A of two" in other.get("/diagram", params={"name": "two-D"}).text


@pytest.mark.slow
def test_a_query_of_the_library_links_its_rows_to_cards(stored: TestClient) -> None:
    shown = page(stored, "/library", query="upstream-regulators", p_targets="GR", run="1")
    assert re.search(r'<a href="/entity\?id=[^"]+">', shown[shown.index("<tbody>") :])
    assert "did you mean" in alert(page(stored, "/library", 404, query="hubz")).lower()


def test_differences_are_told_in_the_words_of_the_command(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before, after = (
        build_network(Source("s"), entities=FIRST.entities,
                      claims=[Claim("c", "drug:X", "activates", "prot:Y", effect_percent=percent)])
        for percent in (-16.0, -17.5)
    )  # fmt: skip
    monkeypatch.setattr(data_sets, "open_store", lambda _: Earlier({2: before, 3: after}))
    rows = json.loads(page(client, "/differences", against="2", until="3", **{"as": "json"}))
    files = [tmp_path / "old.yaml", tmp_path / "new.yaml"]
    for network, file in zip((before, after), files, strict=True):
        pg.write(network, file)
    told = CliRunner().invoke(cli, ["diff", *map(str, files), "--format", "jsonl"]).stdout
    assert rows == [json.loads(line) for line in told.splitlines()]
    assert {"what": "claims changed", "id": "c", "change": "effect_percent: -16 became -17.5"} in rows


class Earlier:
    """A store of which nothing but its earlier states is asked."""

    def __init__(self, states: dict[int, pg.Network]) -> None:
        self.read_after = states.__getitem__

    def close(self) -> None:
        """Hold nothing open."""


def test_json_of_a_table_is_what_the_page_shows(client: TestClient) -> None:
    rows = json.loads(page(client, "/claims", object="BDNF", sort="-claim", **{"as": "json"}))
    assert [row["claim"] for row in rows] == sorted((row["claim"] for row in rows), key=str.casefold, reverse=True)
    assert {row["object_id"] for row in rows} <= {"gene:BDNF", "rna:BDNF", "prot:BDNF"}


# Nothing else in silence ------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "value", "taken"), [
    ("max_steps", "40", "12"), ("max_steps", "two", "4"), ("direction", "sideways", "upstream"),
    ("view", "expnded", "nothing"), ("certainty", "direct", "nothing"), ("kind", "Proten", "nothing"),
])  # fmt: skip
def test_a_field_that_cannot_be_taken_as_it_is_is_told_and_gives_no_file(
    client: TestClient, field: str, value: str, taken: str
) -> None:
    fields = {"name": "BDNF", field: value}
    told = f"{field.replace('_', ' ')}: “{value}” cannot be taken as it is; the page takes {taken} instead"
    assert alert(page(client, "/trace", **fields)) == told
    assert told in words(page(client, "/trace", 400, **fields, **{"as": "json"}))
    assert alert(page(client, "/trace", name="BDNF", **{field: "", "page": "99", "sort": "nonsense"})) == ""


@pytest.mark.parametrize(("path", "fields", "field"), [
    ("/trace", {"name": "BDNF"}, "steps"), ("/trace", {"name": "BDNF"}, "cascades"), ("/claims", {}, "subjects"),
    ("/explain", {"source": "imipramine", "target": "BDNF"}, "species"), ("/conflicts", {}, "about"),
    ("/fragile", {"source": "imipramine", "target": "BDNF"}, "steps"), ("/library", {"query": "hubs"}, "p_limits"),
    ("/source", {"id": "mine"}, "fall"), ("/contrast", {}, "name"), ("/history", {}, "against"),
])  # fmt: skip
def test_a_field_that_a_page_does_not_know_is_told(
    client: TestClient, path: str, fields: dict[str, str], field: str
) -> None:
    assert alert(page(client, path, **fields)) == ""
    told = alert(page(client, path, **fields, **{field: "9"}))
    assert told.startswith(f"the page does not know the field “{field}”, and does nothing with it; it knows ")


def test_no_file_is_made_of_an_address_with_a_field_that_the_page_does_not_know(client: TestClient) -> None:
    assert "it knows cascade, certainty" in words(page(client, "/trace", 400, name="BDNF", steps="9", **{"as": "csv"}))


def test_of_a_field_that_is_given_twice_the_first_is_taken_and_that_is_told(client: TestClient) -> None:
    told = alert(client.get("/trace?name=BDNF&kind=Protein&kind=Gene").text)
    assert told == "kind was given several times; the page takes the first, “Protein”"
    assert alert(client.get("/trace?name=BDNF&kind=Gene&kind=Gene").text) == ""


@pytest.mark.parametrize("path", ["/regulators", "/network", "/names"])
def test_a_sent_list_with_a_field_that_the_page_does_not_know_is_refused(client: TestClient, path: str) -> None:
    answer = client.post(path, data={"text": "BDNF,1\n", "minimum": "2"}, follow_redirects=False)
    assert answer.status_code == 400
    assert "does not know the field “minimum”" in words(answer.text)


def test_a_sent_list_keeps_a_long_field_whole(client: TestClient) -> None:
    names = ", ".join(f"GENE{number:03}" for number in range(150))
    answer = client.post("/network", data={"text": "BDNF,1\n", "from": names}, follow_redirects=False)
    assert parse_qs(urlsplit(answer.headers["location"]).query)["from"] == [names]


def test_pages_know_every_field_that_they_read_and_that_their_forms_and_links_have(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, known = Desk("no store", 60.0, stored=Stored(BOTH, HISTORY, "12:00")), {one.path: one.fields for one in PAGES}

    def unknown(path: str, names: Iterable[str]) -> list[str]:
        return Visit(desk, Given({}), known=known[path].split()).unknown(Given(dict.fromkeys(names, "1")))

    read: set[tuple[str, str]] = set()
    text = Given.text

    def noted(self: Given, name: str, *most: int) -> str:
        read.add((self.path, name))
        return text(self, name, *most)

    monkeypatch.setattr(Given, "text", noted)
    listed = client.post("/regulators", data={"text": "BDNF,1\nCREB1,1\n"}, follow_redirects=False).headers["location"]
    key = parse_qs(urlsplit(listed).query)["list"][0]
    pair = {"source": "imipramine", "target": "BDNF"}
    asked: list[tuple[str, dict[str, str]]] = [
        ("/", {}), ("/find", {"name": "CREB"}), ("/entity", {"id": "prot:BDNF"}), ("/claims", {"object": "BDNF"}),
        ("/claim", {"id": "T1.1"}), ("/trace", {"name": "BDNF"}), ("/paths", pair), ("/explain", pair),
        ("/fragile", pair), ("/weight", pair), ("/conflicts", {}), ("/contrast", {"first": "rat", "second": "mouse"}),
        ("/diagrams", {}), ("/diagram", {"name": "camp"}), ("/sources", {}), ("/source", {"id": "mine", "falls": "1"}),
        ("/history", {}), ("/differences", {}), ("/retractions", {"effects": "1"}), ("/names", {"list": key}),
        ("/regulators", {"list": key}), ("/network", {"list": key, "from": "CREB1"}), ("/queries", {}),
        ("/regulators", {"list": key, "regulator": "imipramine", "direction": "raised", "fragile": "1"}),
        ("/library", {"query": "hubs"}), ("/cypher", {}), ("/publications", {}), ("/audit", {}),
    ]  # fmt: skip
    missing: list[Any] = []
    for path, fields in asked:
        shown = client.get(path, params=fields).text
        for action, form in re.findall(r'<form action="([^"]+)"(?: method="get")?[^>]*>(.*?)</form>', shown, re.DOTALL):
            names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', form)) - {"text", "file"}
            missing += [(path, action, one) for one in unknown(action, names) if path != "/library"]
        for link in set(re.findall(r'(?:href|data-drawing)="(/[^"]*)"', shown)):
            place = urlsplit(html.unescape(link))
            if place.path in known and place.path != "/library":
                missing += [(path, link, one) for one in unknown(place.path, parse_qs(place.query))]
    unused = {("/fragile", "kind")}  # the filters of traces that these two have no use for
    unused |= {("/explain", one) for one in ("species", "unstated_species", "certainty", "cascade", "kind")}
    read -= unused | {("/explain", "count_hypotheses")} | {one for one in read if one[1][:2] == "p_"}
    missing += [(where, name) for where, name in read if where in known and unknown(where, [name])]
    assert not missing
    assert {("/trace", "cascade"), ("/explain", "bold"), ("/regulators", "direction")} <= read


def wide(middle: int, last: int) -> pg.Network:
    """S acts on so many, each of which acts on so many others."""
    first, then = [f"prot:M{n}" for n in range(middle)], [f"prot:L{n}" for n in range(last)]
    ends = [("prot:S", one) for one in first] + [(one, other) for one in first for other in then]
    return build_network(
        Source("wide"), entities=[Entity(name, "Protein", name[5:]) for name in ("prot:S", *first, *then)],
        claims=[Claim(f"c{n}", a, "activates", b) for n, (a, b) in enumerate(ends)],
    )  # fmt: skip


def test_every_name_that_contains_what_was_looked_for_is_found_the_most_spoken_of_first() -> None:
    names = [f"receptor {n:02}" for n in range(70)]
    network = build_network(
        Source("many"), entities=[Entity(f"prot:R{n:02}", "Protein", name) for n, name in enumerate(names)],
        claims=[Claim("c", "prot:R68", "activates", "prot:R69"), Claim("d", "prot:R00", "inhibits", "prot:R69")],
    )  # fmt: skip
    with pages_over(network) as client:
        shown = page(client, "/find", name="recept")
    assert "Entities: 70" in words(shown)
    assert rows_of(shown, "Entities: 70")[0][0] == "receptor 69"


def test_an_edge_that_costs_nothing_is_refused_and_not_taken_for_the_usual_cost(client: TestClient) -> None:
    listed = client.post("/network", data={"text": "BDNF,1\n", "from": "imipramine", "penalty": "0"})
    assert "penalty cannot be 0.0" in alert(listed.text)


def test_a_trace_counts_as_many_routes_as_python() -> None:
    with pages_over(wide(80, 65)) as client:
        fields = {"name": "S", "direction": "downstream", "max_steps": "2", "as": "json"}
        rows = client.get("/trace", params=fields).json()
    counts = {row["id"]: row["routes_positive"] for row in rows}
    assert counts == {f"prot:M{n}": 1 for n in range(80)} | {f"prot:L{n}": 80 for n in range(65)}
    assert "counts_of_routes" not in rows[0]


def test_a_trace_that_was_cut_says_in_table_and_files_that_its_counts_are_lower_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracing, "downstream", partial(pg.downstream, max_routes=30))
    monkeypatch.setattr(tracing, "find_paths", partial(pg.paths, max_routes=5))
    with pages_over(wide(8, 6)) as client:
        fields = {"name": "S", "direction": "downstream", "max_steps": "2"}
        shown = page(client, "/trace", **fields)
        assert "so that counts of routes are lower bounds" in words(shown)
        assert all("lower bounds" in row for row in rows_of(shown, "Targets"))
        rows = json.loads(page(client, "/trace", **fields, sort="-routes_positive", **{"as": "json"}))
        assert {row["counts_of_routes"] for row in rows} == {"lower bounds"}
        assert sum(row["routes_positive"] for row in rows) < 8 + 6 * 8
        lines = page(client, "/trace", **fields, **{"as": "csv"}).splitlines()
        assert ",routes_unsigned,counts_of_routes," in lines[0]
        assert all(",lower bounds," in line for line in lines[1:])
        routes = client.get("/paths", params={"source": "S", "target": "L0", "max_steps": "2", "as": "csv"})
        assert "search-cut" in routes.headers["content-disposition"]


def test_the_steps_of_a_protocol_which_have_no_card_are_no_links(client: TestClient) -> None:
    shown = page(client, "/diagram", name="western")
    assert rows_of(shown)
    assert "/entity?id=step" not in shown
    assert "/entity?id=" in page(client, "/diagram", name="camp")


def test_a_heading_calls_what_an_identifier_asks_for_by_its_name(client: TestClient) -> None:
    ends = {"source": "chem:imipramine", "target": "state:CREB1_pS133"}
    for path, fields, heading in (
        ("/weight", ends, "What stands behind imipramine on phospho-CREB (Ser133)"),
        ("/fragile", ends, "On which works does it rest that imipramine acts on phospho-CREB (Ser133)?"),
        ("/paths", ends, "Paths from imipramine to phospho-CREB (Ser133)"),
        ("/trace", {"name": "prot:BDNF"}, "Upstream of BDNF protein"),
        ("/conflicts", {"name": "state:CREB1_pS133"}, "Conflicts about phospho-CREB (Ser133)"),
    ):
        assert f"<h1>{heading}</h1>" in page(client, path, **fields)


def test_a_claim_without_a_sign_begins_with_what_acts(client: TestClient) -> None:
    shown = page(client, "/claim", id="P40")  # the BDNF gene has a CRE
    assert '<p><a href="/entity?id=gene' in shown
