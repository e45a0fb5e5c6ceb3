"""A resource is fetched whole or not at all, read with its origin, and what was kept before is never lost."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import ssl
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import resource_server as serve
from pathway_graph.errors import InputError, MissingPackage, NotFetched, WrongArgument
from pathway_graph.model import Network
from pathway_graph.resources import Kept, copy_to, fetch_to, fetched, find_kept, keep, list_kept, read_kept, resources
from pathway_graph.resources.address import VARIABLE, redirected
from pathway_graph.resources.catalogue import wanted
from pathway_graph.resources.content import completed
from pathway_graph.resources.download import Limits
from pathway_graph.resources.kept import check_kept, resources_folder
from patience import HUNG_S, soon
from test_gpml import END, NODES, OPEN, arrow

pytest.importorskip("pooch", reason="the extra get is not installed")

QUICK = Limits(total_s=HUNG_S, tries=1, wait_s=0.01, longest_wait_s=5)
SIGNOR_PAGE = "/signor.uniroma2.it/getData.php"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[serve.Server]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serve.running() as running:
        running.serve_all()
        monkeypatch.setenv(VARIABLE, running.url)
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATHWAY_GRAPH_CACHE", str(tmp_path / "cache"))
    place = resources_folder()
    assert place is not None
    place.mkdir(mode=0o700, parents=True)
    return place


def get(name: str, folder: Path, *, limits: Limits = QUICK, sha256: str = "", **what: str) -> Kept:
    """Fetch and keep a resource."""
    with fetched(wanted(name, **what), folder, limits=limits, sha256=sha256) as found:
        return keep(found, folder)


def networks(kept: Kept) -> list[Network]:
    read = list(read_kept(kept))
    assert not [one for one in read if isinstance(one, InputError)]
    return [one[0] for one in read if not isinstance(one, InputError)]


def said(network: Network) -> set[tuple[str, int | None, str]]:
    return {(network.name(one.subject), one.sign, network.name(one.object)) for one in network.claims}


def everything(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


# What comes is what the resource says, with its origin ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("omnipath", {("AKT1", -1, "GSK3B"), ("MAPK1", 1, "CREB1")}),
        ("collectri", {("FOS-JUN", 1, "IL6"), ("CREB1", 1, "BDNF")}),
        ("signor", {("AKT1", -1, "GSK3B"), ("PRKACA", 1, "CREB1")}),
    ],
)
def test_a_table_is_one_data_set_with_its_origin(
    server: serve.Server, folder: Path, name: str, claims: set[tuple[str, int | None, str]]
) -> None:
    kept = get(name, folder)
    (network,) = networks(kept)
    assert said(network) == claims
    (source,) = network.sources
    assert source.id == name
    assert (source.license, source.citation) == (resources()[name].license, resources()[name].citation)
    assert source.version == f"as of {time.strftime('%Y-%m-%d', time.gmtime())}"
    assert kept.address in source.note
    assert kept.address.startswith("https://")
    assert f"sha256 {hashlib.sha256(kept.path.read_bytes()).hexdigest()}" in source.note
    assert network.has_own_edges


def test_every_pathway_is_a_data_set_of_the_newest_release(server: serve.Server, folder: Path) -> None:
    kept = get("wikipathways", folder)
    read = {network.sources[0].id: network for network in networks(kept)}
    assert {name: [claim.sign for claim in one.claims] for name, one in read.items()} == {"WP8": [1], "WP9": [-1]}
    assert kept.release == "20261110"
    assert all("(release 20261110)" in one.sources[0].note for one in read.values())
    assert {one.sources[0].license for one in read.values()} == {"CC0-1.0"}


def test_a_newer_release_of_a_pathway_is_the_same_data_set(server: serve.Server, folder: Path) -> None:
    path = next(path for path in server.pages if path.endswith("Homo_sapiens.zip"))
    drawn = OPEN + NODES + arrow("creb", "bdnf", "mim-inhibition") + END
    named = {"Hs_Statin_pathway_WP430_20261110_gpml": drawn, "WP9_136222_gpml": drawn, "mine_gpml": drawn}
    server.pages[path] = serve.answer(serve.zipped(**named))
    assert {network.sources[0].id for network in networks(get("wikipathways", folder))} == {"WP430", "WP9", "mine"}


def test_functional_interactions_of_reactome_keep_direction_and_sign(server: serve.Server, folder: Path) -> None:
    kept = get("reactome", folder)
    assert kept.release == "04142025"
    (only,) = read_kept(kept)
    if isinstance(only, InputError):
        assert "reactome.txt.zip!FIsInGene_04142025_with_annotations.txt" in str(only)
        pytest.skip(f"the table is not read yet: {only}")
    assert said(only[0]) == {("ABL1", -1, "CRK"), ("APOBEC1", 0, "A1CF")}
    assert only[0].sources[0].id == "reactome"


def test_the_question_says_organism_and_use(server: serve.Server, folder: Path) -> None:
    get("omnipath", folder, organism="rat", use="commercial")
    question = server.asked[-1][0].partition("?")[2].split("&")
    assert {"organisms=10116", "license=commercial", "genesymbols=yes", "datasets=omnipath"} <= set(question)
    assert {kept.key for kept in list_kept(folder)} == {"omnipath-rat-commercial"}


def test_a_release_that_is_named_is_kept_beside_the_newest(server: serve.Server, folder: Path) -> None:
    path = "/data.wikipathways.org/20261010/gpml/wikipathways-20261010-gpml-Homo_sapiens.zip"
    server.pages[path] = serve.answer(serve.zipped(WP9_gpml=OPEN + NODES + END))
    old = get("wikipathways", folder, release="20261010")
    new = get("wikipathways", folder)
    assert [asked for asked, _ in server.asked].count("/data.wikipathways.org/current/gpml/") == 1
    assert find_kept(wanted("wikipathways", release="20261010"), folder) == old
    assert find_kept(wanted("wikipathways", release="20261110"), folder) == new
    assert find_kept(wanted("wikipathways"), folder) == new


@pytest.mark.parametrize(
    ("name", "what", "told"),
    [
        ("signor", {"use": "commercial"}, "CC-BY-NC-4.0"),
        ("signor", {"release": "3"}, "names no releases"),
        ("reactome", {"organism": "mouse"}, "there is human"),
        ("wikipathways", {"release": "../../etc"}, "as 20261110"),
        ("omnipath", {"use": "fun"}, "there is academic, commercial"),
    ],
)
def test_what_a_resource_does_not_have_is_told_before_anything_is_asked(
    name: str, what: dict[str, str], told: str
) -> None:
    with pytest.raises(WrongArgument, match=re.escape(told)):
        wanted(name, **what)


def test_what_is_free_may_be_used_for_anything() -> None:
    assert wanted("wikipathways", use="commercial").key == "wikipathways"


# SIGNOR's table without a header -----------------------------------------------------------------------


def swapped(text: str) -> str:
    """Return the table with the score before the identifier."""
    rows = [line.split("\t") for line in text.splitlines()]
    return "".join("\t".join([*row[:26], row[27], row[26], *row[28:]]) + "\n" for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        serve.SIGNOR,
        swapped(serve.SIGNOR),
        serve.SIGNOR.replace("\t0.9\n", "\t\n"),
        "\t".join([*resources()["signor"].header, "SIGNOR_ID", "SCORE"]) + "\n" + serve.SIGNOR,
        serve.SIGNOR.replace("\n", "\tsomething of 2027\n"),
    ],
    ids=["identifier first", "score first", "a score is missing", "with a header", "a column more"],
)
def test_the_columns_of_signor_are_known_by_what_stands_in_them(server: serve.Server, folder: Path, text: str) -> None:
    server.pages[SIGNOR_PAGE] = serve.answer(text)
    (network,) = networks(get("signor", folder))
    assert said(network) == {("AKT1", -1, "GSK3B"), ("PRKACA", 1, "CREB1")}
    assert {claim.id for claim in network.claims} == {"signor/SIGNOR-252492", "signor/SIGNOR-249984"}
    assert "0.7" in {dict(claim.attributes).get("score") for claim in network.claims}
    assert {claim.site for claim in network.claims} == {"Ser9", "Ser133"}


def test_shifted_columns_are_not_taken_for_others(server: serve.Server, folder: Path) -> None:
    rows = [line.split("\t") for line in serve.SIGNOR.splitlines()]
    server.pages[SIGNOR_PAGE] = serve.answer("".join("\t".join(["new", *row]) + "\n" for row in rows))
    with pytest.raises(NotFetched, match="column 9, which is EFFECT"):
        get("signor", folder)


def test_only_a_table_without_a_header_gets_one() -> None:
    data = serve.OMNIPATH.encode()
    assert completed(resources()["omnipath"], data) == data


# What goes wrong on the way ----------------------------------------------------------------------------

BOMB = gzip.compress(b"x" * 5_000_000)
WRONG: dict[str, tuple[Any, str]] = {
    "cut off": (serve.cut_off(serve.SIGNOR), "broke off after 40 of 416 bytes"),
    "cut off at once": (serve.cut_off(serve.SIGNOR, at=0), "broke off after 0 of 416 bytes"),
    "longer than said": (serve.answer(serve.SIGNOR, content_length=300), "is cut off: its last line has"),
    "shorter than said": (serve.cut_off(serve.SIGNOR, says=9_999, at=9_999), "broke off after 416 of 9,999 bytes"),
    "a chunk is missing": (serve.chunked(serve.SIGNOR, is_whole=False), "broke off"),
    "packed and cut off": (serve.packed(serve.SIGNOR, at=200), "is packed, and cut off"),
    "packed otherwise": (serve.answer(serve.SIGNOR, content_encoding="br"), "sends it packed as 'br'"),
    "not packed as said": (serve.answer(serve.SIGNOR, content_encoding="gzip"), "is not packed as the server says"),
    "unmeasured, ends in a row": (serve.unmeasured(serve.SIGNOR[:300]), "is cut off: its last line has"),
    "a page of errors with 200": (
        serve.answer("<!DOCTYPE html><html><title>Under maintenance</title></html>", content_type="text/html"),
        "sent a web page called 'Under maintenance'",
    ),
    "words with 200": (serve.answer("Something is not entirely good: unknown argument"), "not the table that is known"),
    "another table": (serve.answer("a\tb\n1\t2\n"), "not the table that is known"),
    "empty": (serve.answer(""), "sent an empty file"),
    "not there": (serve.answer("no", status=404), "answered 404, not found"),
    "forbidden": (serve.answer("no", status=403), "answered 403, forbidden"),
    "nothing new": (serve.answer("", status=204), "answered 204, no content"),
    "a fault of the server": (serve.answer("oh", status=500), "answered 500, internal server error"),
    "busy for long": (serve.answer("wait", status=503, retry_after="3600"), "unavailable, and asks to wait 3600 s"),
    "too large, as it says": (serve.cut_off("x", says=401_000_000, at=1), "has more than 400 MB"),
    "sent on to http": (serve.sent_on("http://example.org/signor"), "anyone on the way could read and change"),
    "sent on to a file": (serve.sent_on("file:///etc/passwd"), "is not an address of the web"),
    "sent on in a circle": (serve.sent_on(SIGNOR_PAGE), "sends on and on, 5 times"),
    "sent on with a user": (serve.sent_on("https://me:secret@example.org/"), "with a user in it"),
}  # fmt: skip


@pytest.mark.parametrize("page", WRONG)
def test_what_goes_wrong_is_told_and_what_was_kept_stays(server: serve.Server, folder: Path, page: str) -> None:
    old = get("signor", folder)
    before = everything(folder)
    server.pages[SIGNOR_PAGE], told = WRONG[page]
    with pytest.raises(NotFetched, match=re.escape(told)) as caught:
        get("signor", folder)
    assert caught.value.hint
    assert "secret" not in str(caught.value)
    assert everything(folder) == before
    assert find_kept(wanted("signor"), folder) == old


@pytest.mark.parametrize(
    ("page", "limits", "told"),
    [
        (serve.dripping(serve.SIGNOR), Limits(total_s=0.6, tries=1), "bytes in 1 s, and not yet all"),
        (serve.answer(BOMB, content_encoding="gzip"), Limits(most_bytes=1_000_000, tries=1), "has more than 1 MB"),
        (serve.unmeasured("x" * 2_000_000), Limits(most_bytes=1_000_000, tries=1), "has more than 1 MB"),
        (serve.answer("busy", status=429, retry_after="3"), Limits(total_s=2), "requests, and the time is up"),
    ],
    ids=["never ends", "unpacks to more", "goes on", "busy until the time is up"],
)  # fmt: skip
def test_time_and_size_have_an_end(
    server: serve.Server, folder: Path, page: serve.Serve, limits: Limits, told: str
) -> None:
    server.pages[SIGNOR_PAGE] = page
    with soon(5), pytest.raises(NotFetched, match=re.escape(told)):
        get("signor", folder, limits=limits)
    assert everything(folder) == {}


@pytest.mark.parametrize(
    "pages",
    [
        [serve.packed(serve.SIGNOR)],
        [serve.chunked(serve.SIGNOR)],
        [serve.unmeasured(serve.SIGNOR)],
        [serve.cut_off(serve.SIGNOR), serve.answer(serve.SIGNOR)],
        [serve.answer("busy", status=503, retry_after="0"), serve.answer(serve.SIGNOR)],
        [serve.answer("busy", status=429), serve.answer("busy", status=502), serve.answer(serve.SIGNOR)],
        [serve.sent_on(SIGNOR_PAGE + "?a", 301), serve.sent_on("getData.php?b", 307), serve.answer(serve.SIGNOR)],
        [serve.answer(serve.SIGNOR.removesuffix("\n"))],
    ],
    ids=["packed", "in chunks", "unmeasured", "cut off once", "busy once", "busy twice", "sent on",
         "no line end"],
)  # fmt: skip
def test_what_comes_in_the_end_is_whole(server: serve.Server, folder: Path, pages: list[serve.Serve]) -> None:
    server.pages[SIGNOR_PAGE] = pages
    kept = get("signor", folder, limits=Limits(wait_s=0.01))
    assert kept.path.read_text().rstrip("\n") == serve.SIGNOR.rstrip("\n")
    assert kept.is_measured is (pages[0] is not pages[-1] or "unmeasured" not in pages[0].__qualname__)
    assert len(networks(kept)[0].claims) == 2


@pytest.mark.slow
def test_a_silent_server_is_asked_again_and_then_told(server: serve.Server, folder: Path) -> None:
    server.pages[SIGNOR_PAGE] = [serve.silent, serve.answer(serve.SIGNOR)]
    kept = get("signor", folder, limits=Limits(silence_s=3, wait_s=0.01))
    server.pages[SIGNOR_PAGE] = serve.silent
    with pytest.raises(NotFetched, match="does not answer, 2 times over; try again later"):
        get("signor", folder, limits=Limits(silence_s=1, wait_s=0.01, tries=2))
    server.pages[SIGNOR_PAGE] = serve.falls_silent(serve.SIGNOR)
    with pytest.raises(NotFetched, match="sends nothing more, after 40 bytes"):
        get("signor", folder, limits=Limits(silence_s=1, tries=1))
    assert find_kept(wanted("signor"), folder) == kept


def test_a_server_that_asks_to_wait_is_waited_for_as_long_as_it_asks(
    server: serve.Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("pathway_graph.resources.download.time.sleep", waited.append)
    server.pages[SIGNOR_PAGE] = [
        serve.answer("busy", status=429, retry_after="7"), serve.answer("busy", status=503), serve.answer(serve.SIGNOR)
    ]  # fmt: skip
    get("signor", folder, limits=Limits(wait_s=2))
    assert waited == [7, 4]


def test_a_server_that_is_not_there_is_told(
    server: serve.Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:9")
    with pytest.raises(NotFetched, match=r"127\.0\.0\.1:9 cannot be reached: Connection refused") as caught:
        get("signor", folder)
    assert caught.value.hint == "try again later"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (serve.PATHWAYS[: len(serve.PATHWAYS) // 2], "is no whole archive"),
        (serve.PATHWAYS[:60] + b"\0\0\0\0" + serve.PATHWAYS[64:], "archive"),
        (serve.zipped(readme="nothing"), "holds no file .gpml"),
        (b"<html><title>Gone</title>", "sent a web page called 'Gone'"),
    ],
    ids=["half", "damaged", "of other files", "a web page"],
)
def test_an_archive_is_whole_and_of_pathways(server: serve.Server, folder: Path, data: bytes, told: str) -> None:
    path = next(path for path in server.pages if path.endswith("Homo_sapiens.zip"))
    server.pages[path] = serve.answer(data)
    with pytest.raises(NotFetched, match=told):
        get("wikipathways", folder)
    assert everything(folder) == {}


def test_a_listing_without_a_release_asks_for_one(server: serve.Server, folder: Path) -> None:
    server.pages["/data.wikipathways.org/current/gpml/"] = serve.answer("<html>moved</html>")
    with pytest.raises(NotFetched, match="names no release; name it with --release"):
        get("wikipathways", folder)


# Where it may be asked for -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mirror", ["http://mirror.example.org", "ftp://127.0.0.1", "https://me:secret@example.org", "127.0.0.1:80", "http://["]
)  # fmt: skip
def test_a_mirror_is_https_or_on_this_machine(folder: Path, monkeypatch: pytest.MonkeyPatch, mirror: str) -> None:
    monkeypatch.setenv(VARIABLE, mirror)
    with pytest.raises(NotFetched) as caught:
        get("signor", folder)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "there", ["http://omnipathdb.org/b", "https://127.0.0.1/b", "https://localhost:1/b", "//[", "data:x"]
)
def test_a_resource_sends_on_neither_to_http_nor_to_this_machine(there: str) -> None:
    with pytest.raises(NotFetched):
        redirected("https://omnipathdb.org/a", there)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
               "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]  # fmt: skip
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        pytest.skip(f"openssl makes no certificate here: {error}")
    (folder / "both.pem").write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return folder / "both.pem"


@pytest.fixture
def secure(certificate: Path, monkeypatch: pytest.MonkeyPatch, server: serve.Server) -> Iterator[serve.Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serve.running(context) as running:
        running.serve_all()
        monkeypatch.setenv(VARIABLE, running.url)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.with_name("cert.pem")))
        yield running


def test_https_is_asked_and_never_left(secure: serve.Server, server: serve.Server, folder: Path) -> None:
    kept = get("signor", folder)
    assert kept.answered.startswith("https://127.0.0.1")
    secure.pages[SIGNOR_PAGE] = serve.sent_on(f"{server.url}{SIGNOR_PAGE}")
    with pytest.raises(NotFetched, match="anyone on the way could read and change"):
        get("signor", folder)
    assert server.asked == []


def test_a_server_that_cannot_prove_who_it_is_gives_nothing(
    secure: serve.Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(NotFetched, match="cannot prove that it is") as caught:
        get("signor", folder)
    assert "REQUESTS_CA_BUNDLE" in caught.value.hint
    assert secure.asked == []


def test_a_proxy_of_the_environment_is_used(
    server: serve.Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv(VARIABLE, "http://localhost:9")
    whole = f"http://localhost:9{SIGNOR_PAGE}"
    server.pages[whole] = serve.answer(serve.SIGNOR)
    assert get("signor", folder).answered == f"{whole}?organism=9606"


def test_no_password_of_another_program_is_sent(
    server: serve.Server, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    get("signor", folder)
    _, headers = server.asked[-1]
    assert "Authorization" not in headers
    assert headers["User-Agent"].startswith("pathway-graph/")


# What is kept ------------------------------------------------------------------------------------------


def test_what_is_kept_is_the_users_alone_and_says_where_it_came_from(server: serve.Server, folder: Path) -> None:
    kept = get("signor", folder)
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    record = json.loads((folder / "signor.json").read_text())
    assert record["address"] == "https://signor.uniroma2.it/getData.php?organism=9606"
    assert record["sha256"] == hashlib.sha256(serve.SIGNOR.encode()).hexdigest() == kept.sha256
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["retrieved"])


def test_a_newer_file_takes_the_place_of_the_old_one(server: serve.Server, folder: Path) -> None:
    old = get("signor", folder)
    (folder / ".signor.json.killed.json").write_text((folder / "signor.json").read_text())
    (folder / "tmpkilled").write_text("half")
    for file in (old.path, folder / ".signor.json.killed.json", folder / "tmpkilled"):
        os.utime(file, (1, 1))
    server.pages[SIGNOR_PAGE] = serve.answer(serve.SIGNOR.partition("\n")[0] + "\n")
    new = get("signor", folder)
    assert find_kept(wanted("signor"), folder) == new
    assert list(everything(folder)) == [new.path.name, "signor.json"]


def test_a_file_with_another_checksum_is_refused(server: serve.Server, folder: Path) -> None:
    right = hashlib.sha256(serve.SIGNOR.encode()).hexdigest()
    assert get("signor", folder, sha256=right.upper()).sha256 == right
    before = everything(folder)
    with pytest.raises(NotFetched, match="is not the file with the checksum 0000"):
        get("signor", folder, sha256="0" * 64)
    assert everything(folder) == before


def test_a_damaged_file_is_not_used(server: serve.Server, folder: Path) -> None:
    kept = get("signor", folder)
    check_kept(kept)
    kept.path.write_text(serve.SIGNOR.replace("down-regulates", "up-regulates"))
    with pytest.raises(NotFetched, match="is not what was fetched on"):
        check_kept(kept)


@pytest.mark.skipif(os.name == "nt", reason="permissions of Unix")
def test_a_folder_that_others_can_write_is_not_believed(server: serve.Server, folder: Path) -> None:
    get("signor", folder)
    folder.chmod(0o777)
    assert list_kept(folder) == []


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{}",
        "[]",
        '{"format": "pathway-graph-resource/1"}',
        '{"format": "pathway-graph-resource/1", "file": "../x"}',
    ],
)
def test_a_record_that_is_none_is_passed_over(server: serve.Server, folder: Path, record: str) -> None:
    get("omnipath", folder)
    (folder / "signor.json").write_text(record)
    assert [kept.key for kept in list_kept(folder)] == ["omnipath"]


def test_two_at_once_both_end_well(server: serve.Server, folder: Path) -> None:
    pages = [serve.SIGNOR, serve.SIGNOR.partition("\n")[0] + "\n"]
    server.pages[SIGNOR_PAGE] = [serve.answer(pages[number % 2]) for number in range(40)]
    got: list[Kept] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(4):
                kept = get("signor", folder)
                check_kept(kept)
                got.append(kept)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(got) == 16
    last = find_kept(wanted("signor"), folder)
    assert last is not None
    check_kept(last)
    assert sorted(everything(folder)) == sorted({"signor.json", *(kept.path.name for kept in got)})


def test_a_file_that_is_named_is_replaced_as_a_whole(server: serve.Server, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "signor.tsv"
    target.write_text("old")
    fine = server.pages[SIGNOR_PAGE]
    server.pages[SIGNOR_PAGE] = serve.cut_off(serve.SIGNOR)
    with pytest.raises(NotFetched):
        fetch_to(wanted("signor"), target, limits=QUICK)
    assert target.read_text() == "old"
    server.pages[SIGNOR_PAGE] = fine
    kept = fetch_to(wanted("signor"), target, limits=QUICK)
    assert target.read_text() == serve.SIGNOR
    assert copy_to(kept, tmp_path / "again.tsv").path.read_text() == serve.SIGNOR
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.tsv", "cache", "signor.tsv"]
    assert list_kept(folder) == []


def test_without_the_extra_the_error_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, server: serve.Server
) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(MissingPackage, match=re.escape("pip install 'pathway-graph[get]'")):
        get("signor", folder)


def test_every_resource_says_all_that_a_user_must_know() -> None:
    for resource in resources().values():
        assert resource.address.startswith("https://"), resource.name
        assert resource.home.startswith("https://"), resource.name
        assert re.search(r"doi:10\.\d{4,}/\S+$", resource.citation), resource.name
        assert re.fullmatch(r"[A-Za-z0-9.-]+", resource.license), resource.name
        assert resource.terms, resource.name
        assert re.fullmatch(r"\d{4}-\d\d", resource.as_of), resource.name
        assert set(re.findall(r"\{(\w+)\}", resource.address)) <= {"organism", "use", "release"}, resource.name
