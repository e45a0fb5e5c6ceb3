"""Slow, many, long and odd requests: each gets an answer in words, and none keeps the owner's browser out."""

from __future__ import annotations

import http.client
import os
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from explorer_client import alert, load, pages_over, replaced, words
from explorer_process import Running, serving
from pathway_graph.explorer import server
from pathway_graph.explorer.pages import FILE, FORM
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Source
from pathway_graph.model.build import build_network
from patience import HUNG_S

STALLED = 300


@pytest.fixture(scope="module")
def pages() -> Iterator[TestClient]:
    with pages_over(read_guide()) as opened:
        yield opened


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    store = load(tmp_path_factory.mktemp("limits") / "store", build_network(Source("nothing")))
    with serving(store, "--no-browser") as process:
        yield process


@pytest.fixture(scope="module")
def unhurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give an explorer that closes no connection for its age alone while a test runs."""
    store = load(tmp_path_factory.mktemp("unhurried") / "store", build_network(Source("nothing")))
    first = f"from pathway_graph.explorer import server; server.HEAD_S = {10 * HUNG_S}"
    with serving(store, "--no-browser", first=first) as process:
        yield process


@pytest.fixture
def owner(running: Running) -> Iterator[httpx.Client]:
    with owner_of(running) as opened:
        yield opened


@contextmanager
def owner_of(running: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as opened:
        assert opened.get(running.address).status_code == 200
        yield opened


def address(running: Running) -> tuple[str, int]:
    parts = urlsplit(running.base)
    return str(parts.hostname), int(parts.port or 0)


def cookies(owner: httpx.Client) -> str:
    return "; ".join(f"{one.name}={one.value}" for one in owner.cookies.jar)


# Connections ------------------------------------------------------------------------------------------

_POST = b"POST /cypher HTTP/1.1\r\nHost: {host}\r\n"
STALLS = {
    "silent": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: ",
    "a body that does not come": _POST + b"Cookie: {cookie}\r\nContent-Length: 900\r\n\r\nx",
    "a stranger's body": _POST + b"Content-Length: 900\r\n\r\nx",
}


@pytest.mark.slow
@pytest.mark.parametrize("stall", STALLS.values(), ids=STALLS)
def test_the_owner_is_answered_while_300_others_stall(running: Running, owner: httpx.Client, stall: bytes) -> None:
    host = running.base.removeprefix("http://")
    sent = stall.replace(b"{host}", host.encode()).replace(b"{cookie}", cookies(owner).encode())
    others = []
    try:
        for _ in range(STALLED):
            others.append(socket.create_connection(address(running), timeout=HUNG_S))
            if sent:
                others[-1].sendall(sent)
        with httpx.Client(base_url=running.base, follow_redirects=True, timeout=HUNG_S) as fresh:
            assert fresh.get(running.address).status_code == 200
            assert "Explorer" in fresh.get("/").text
        assert owner.get("/suggest", params={"q": "x"}).json() == []
    finally:
        for one in others:
            one.close()
    assert running.process.poll() is None


@pytest.mark.slow
def test_idle_connections_beyond_a_number_are_closed_the_longest_idle_first(unhurried: Running) -> None:
    idle = [socket.create_connection(address(unhurried), timeout=HUNG_S) for _ in range(server.MOST_IDLE + 20)]
    try:
        with selectors.DefaultSelector() as ready:
            for place, one in enumerate(idle):
                ready.register(one, selectors.EVENT_READ, place)
            closed: set[int] = set()
            ends = time.monotonic() + HUNG_S
            while len(closed) < 20 and time.monotonic() < ends:
                for key, _ in ready.select(1):
                    closed.add(key.data)
                    ready.unregister(key.fileobj)
            assert closed == {*range(20)}
            with owner_of(unhurried):  # one more, and its request is answered: nothing else was to be closed
                pass
            assert {key.data for key, _ in ready.select(0)} <= {20}
    finally:
        for one in idle:
            one.close()


@pytest.mark.slow
def test_a_request_that_has_come_is_answered_though_many_connect(running: Running, owner: httpx.Client) -> None:
    """All of them come while the server has no time, so that it accepts 150 connections before it reads the first."""
    asking = http.client.HTTPConnection(*address(running), timeout=HUNG_S)
    silent: list[socket.socket] = []
    os.kill(running.process.pid, signal.SIGSTOP)
    try:
        asking.request("GET", "/suggest?q=x", headers={"Cookie": cookies(owner)})
        silent.extend(socket.create_connection(address(running), timeout=HUNG_S) for _ in range(server.MOST_IDLE + 50))
        os.kill(running.process.pid, signal.SIGCONT)
        assert asking.getresponse().status == 200
    finally:
        os.kill(running.process.pid, signal.SIGCONT)
        asking.close()
        for one in silent:
            one.close()


@pytest.mark.slow
def test_strangers_who_were_refused_do_not_push_out_the_owner(unhurried: Running) -> None:
    with owner_of(unhurried) as owner:
        cookie = cookies(owner)
    kept = http.client.HTTPConnection(*address(unhurried), timeout=HUNG_S)
    kept.request("GET", "/suggest?q=x", headers={"Cookie": cookie})
    assert kept.getresponse().read() == b"[]"
    used = kept.sock
    others = []
    try:
        for _ in range(server.MOST_IDLE + 50):
            others.append(http.client.HTTPConnection(*address(unhurried), timeout=HUNG_S))
            others[-1].request("GET", "/")
            assert others[-1].getresponse().status == 403
        kept.request("GET", "/suggest?q=x", headers={"Cookie": cookie})
        assert kept.getresponse().read() == b"[]"
        assert kept.sock is used
    finally:
        for one in (kept, *others):
            one.close()


# Bodies -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_form_of_any_size_gets_an_answer_in_words(running: Running, owner: httpx.Client) -> None:
    for path, most in (("/cypher", FORM), ("/regulators", FILE)):
        answer = owner.post(path, content=b"text=" + b"a" * most)
        assert answer.status_code == 413
        assert f"longer than {most / 1e6:g} MB" in answer.text
    assert owner.post("/cypher", content=b"text=RETURN+1" + b"+" * 100_000).status_code == 400
    assert owner.get("/").status_code == 200


@pytest.mark.parametrize("body", [
    b"&".join(b"a%d=1" % n for n in range(5000)), b"text=%FF%00%ZZ", b"=&&=&;", b"\xff\xfe\x00text=1", b"&" * 3_000_000,
], ids=["many fields", "odd percents", "no names", "no text", "only ampersands"])  # fmt: skip
def test_an_odd_form_gets_a_page_and_no_trace(pages: TestClient, body: bytes) -> None:
    for path in ("/cypher", "/regulators", "/network", "/check"):
        answer = pages.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code in (200, 400), (path, answer.status_code)
        assert "</html>" in answer.text
        assert "Traceback" not in answer.text
        assert "The page failed" not in answer.text


@pytest.mark.parametrize("body", [
    b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
    b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.csv\"\r\n\r\n\xff\xfe\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nno end",
    b"--x\r\n" * 5000,
], ids=["empty", "a mark", "no head", "no name", "a way up", "no end", "many parts"])  # fmt: skip
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_an_odd_upload_gets_a_page_and_no_trace(pages: TestClient, body: bytes, kind: str) -> None:
    for path in ("/regulators", "/check"):
        answer = pages.post(path, content=body, headers={"content-type": kind})
        assert answer.status_code in (200, 400), (path, answer.status_code)
        assert "The page failed" not in answer.text
        assert "/tmp" not in answer.text


def test_a_body_to_a_page_that_is_only_read_is_refused_in_words(pages: TestClient) -> None:
    answer = pages.post("/claims", data={"a": "1"})
    assert answer.status_code == 405
    assert answer.headers["allow"] in ("GET, HEAD", "HEAD, GET")
    assert "does not answer to POST" in alert(answer.text)
    assert pages.get("/reload").status_code == 405


# Addresses and methods --------------------------------------------------------------------------------


def test_head_answers_as_get_without_the_page(pages: TestClient) -> None:
    for path in ("/", "/claims", "/style.css", "/page.js", "/trace?name=BDNF", "/cypher"):
        answer = pages.head(path)
        assert (answer.status_code, answer.text) == (200, ""), path
    assert pages.head("/nothing").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_another_method_is_refused_in_words(pages: TestClient, method: str) -> None:
    answer = pages.request(method, "/claims")
    assert answer.status_code == 405
    assert f"does not answer to {method}" in alert(answer.text)


@pytest.mark.parametrize("path", [
    "//", "/%00", "/%2e%2e/%2e%2e/etc/passwd", "/claims/..", "/entity/", "/" + "a" * 5000, "/☃", "/claims%0d%0aX:1",
    "/find?name=%00", "/find?name=%ff%fe", "/entity?id=" + "a" * 5000, "/trace?name=" + "%F0%9F%92%8A" * 300,
    "/claims?" + "&".join(f"a{n}=1" for n in range(500)), "/trace?name=&name=BDNF", "/find?name=+++", "/find",
    "/claims?at_least=P9X", "/claims?dose=much", "/conflicts?name=" + "(" * 400, "/trace?max_steps=NaN&name=BDNF",
    "/trace?name=BDNF&without=nothing", "/trace?name=BDNF&cascade=nothing", "/trace?name=BDNF&source_set=nothing",
    "/trace?name=BDNF&species=martian", "/small", "/small?name=x", "/source?id=", "/claim", "/publication?id=%22",
    "/differences?against=yesterday", "/library?query=../../x", "/library?query=hubs&p_limit=x&run=1", "/diagram",
    "/regulators?list=../../etc/passwd", "/network?list=x&from=a", "/claims?sort=__class__&has=%25&page=99999999999999",
])  # fmt: skip
def test_an_odd_address_gets_a_page_and_no_trace(pages: TestClient, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code in (200, 400, 404), answer.status_code
    assert "The page failed" not in answer.text
    assert "<h1>" in answer.text
    if answer.status_code != 200:
        assert alert(answer.text) or "note" in answer.text, words(answer.text)


@pytest.mark.slow
def test_what_is_no_http_is_refused_and_the_server_lives(running: Running) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"x" * 200_000,
    ):
        with socket.create_connection(address(running), timeout=HUNG_S) as one:
            one.sendall(sent)
            one.shutdown(socket.SHUT_WR)
            try:
                said = one.recv(4096)
            except ConnectionResetError:
                said = b""
        assert said == b"" or said.startswith(b"HTTP/1.1 4"), said
    connection = http.client.HTTPConnection(*address(running), timeout=HUNG_S)
    connection.request("GET", "/", headers={"Host": running.base.removeprefix("http://")})
    assert connection.getresponse().status == 403
    connection.close()


def test_a_page_that_fails_says_so_and_the_next_one_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("a fault")

    replaced(monkeypatch, "/history", broken)  # type: ignore[arg-type]
    with pages_over(read_guide()) as opened:
        answer = opened.get("/history")
        assert (answer.status_code, "ZeroDivisionError" in alert(answer.text)) == (500, True)
        assert "a fault" not in answer.text
        assert opened.get("/sources").status_code == 200
    assert "ZeroDivisionError: a fault" in capsys.readouterr().err
