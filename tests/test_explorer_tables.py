"""Tables of the explorer: sorted, narrowed and parted over all their rows, every state an address, exports whole."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from explorer_client import pages_over, rows_of, words
from pathway_graph.explorer.given import Given
from pathway_graph.explorer.tables import Column, Lazy, table
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network

COUNT = 230
STAR = build_network(
    Source("star"),
    entities=[
        Entity("hub", "Protein", "Hub"),
        *(Entity(f"n{n:03}", "Protein", f"N {n:03}", note="=cmd()") for n in range(COUNT)),
        Entity("f", "Protein", "=1+1"),
    ],
    claims=[
        *(Claim(f"c{n:03}", f"n{n:03}", "inhibits" if n % 3 else "activates", "hub") for n in range(COUNT)),
        Claim("far", "f", "activates", "n000"),
    ],
)

WITH_01 = (1, *range(10, 20), 101, 201)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pages_over(STAR) as opened:
        yield opened


def trace(client: TestClient, **fields: str) -> str:
    answer = client.get("/trace", params={"name": "hub", **fields})
    assert answer.status_code == 200
    return answer.text


def test_a_sort_orders_all_rows_and_not_only_those_of_the_page(client: TestClient) -> None:
    assert rows_of(trace(client, sort="-name"))[0][0] == "N 229"
    assert rows_of(trace(client, sort="name", page="5"))[-1][0] == "N 229"
    assert rows_of(trace(client, sort="-steps"))[0][0] == "=1+1"


def test_a_heading_is_a_link_that_sorts_and_then_turns_the_order_round(client: TestClient) -> None:
    first = trace(client)
    assert 'href="/trace?name=hub&amp;sort=net_sign"' in first
    assert "aria-sort" not in first
    sorted_once = trace(client, sort="net_sign")
    assert 'aria-sort="ascending"' in sorted_once
    assert 'href="/trace?name=hub&amp;sort=-net_sign"' in sorted_once
    assert rows_of(sorted_once)[0][2] == "▼ lowers"


def test_rows_are_narrowed_by_words_and_the_rest_of_the_question_stays(client: TestClient) -> None:
    shown = trace(client, has="N 01", max_steps="1")
    assert [row[0] for row in rows_of(shown)] == [f"N {n:03}" for n in WITH_01]
    assert f"Regulators: {len(WITH_01)} of 230" in words(shown)
    assert '<input type="hidden" name="max_steps" value="1">' in shown
    none = trace(client, has="nothing of it")
    assert "No row has" in words(none)
    assert "Show all 231" in words(none)


def test_every_row_is_on_one_page_and_on_one_alone(client: TestClient) -> None:
    seen = [row[0] for number in range(1, 6) for row in rows_of(trace(client, page=str(number)))]
    assert sorted(seen) == sorted([f"N {n:03}" for n in range(COUNT)] + ["=1+1"])
    links = re.findall(r'rel="next" href="([^"]+)"', trace(client, sort="-name", has="N"))
    assert links == ["/trace?name=hub&amp;sort=-name&amp;has=N&amp;page=2"]


def test_what_is_no_column_page_or_size_changes_nothing(client: TestClient) -> None:
    usual = rows_of(trace(client))
    for odd in ({"sort": "nonsense"}, {"sort": "-"}, {"page": "-7"}, {"page": "x"}, {"size": "0x"}, {"page": "0"}):
        assert rows_of(trace(client, **odd)) == usual, odd
    assert len(rows_of(trace(client, size="99999"))) == 231


def test_an_export_holds_all_rows_that_fit_in_the_order_shown_and_no_formula(client: TestClient) -> None:
    text = trace(client, sort="-name", **{"as": "csv", "page": "3"})
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 231
    assert (rows[0]["name"], rows[0]["id"], rows[-1]["name"]) == ("N 229", "n229", "'=1+1")
    few = list(csv.DictReader(io.StringIO(trace(client, has="N 01", **{"as": "csv"}))))
    assert [row["id"] for row in few] == [f"n{n:03}" for n in WITH_01]


def test_tables_of_one_page_are_sorted_and_exported_each_by_itself(client: TestClient) -> None:
    fields = {"source": "n001", "target": "hub"}
    asked = {**fields, "e.sort": "-claim", "sort": "steps"}
    both = client.get("/paths", params=asked).text
    assert 'href="/paths?source=n001&amp;target=hub&amp;e.sort=claim&amp;sort=steps#table-e"' in both
    evidence = client.get("/paths", params={**fields, "as": "json", "table": "e"}).json()
    assert [row["claim"] for row in evidence] == ["c001"]
    routes = client.get("/paths", params={**fields, "as": "json", "table": ""}).json()
    assert [row["steps"] for row in routes] == [1]


def test_only_the_rows_of_the_page_shown_are_made() -> None:
    made: list[int] = []

    def make(items: object) -> list[dict[str, int]]:
        made.extend(items)  # type: ignore[arg-type]
        return [{"n": item} for item in items]  # type: ignore[attr-defined]

    rows = Lazy(range(100_000), make, lambda item, _: -item, str)
    shown = table(Given({"sort": "n", "page": "2"}, "/x"), "Numbers", (Column("n"),), rows)
    assert [row["n"] for row in shown.rows] == list(range(99_949, 99_899, -1))
    assert len(made) == 50
