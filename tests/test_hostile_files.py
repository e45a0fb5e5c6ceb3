"""Hostile and broken files: a clear error with the file and the line or byte, exit code 3, nothing half-written."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

import pathway_graph as pg
from networks import OTHER
from pathway_graph.errors import InputError
from pathway_graph.formats import archives
from pathway_graph.formats.archives import opened
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from test_cli import run
from test_formats_graphs import BEL, CX1
from test_formats_tables import OMNIPATH, SIGNOR_ROWS
from test_gpml import END, GPML2021, NODES, OPEN, arrow

GOOD = b"hgnc:2345\tactivates\thgnc:1033\n"
GPML = b'<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="x">'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.gpml", b'<?xml version="1.0"?>\n' + LAUGHS + GPML + b"</Pathway>", r"a\.gpml:2: a DOCTYPE is not allowed"),
        ("a.graphml", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><graphml/>', r"a\.graphml:1: a DOCTYPE is not"),
        ("a.gpml", ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><Pathway/>').encode("utf-16"),
         r"DOCTYPE is not allowed"),
        ("a.gpml", GPML + b"<DataNode>" * 300 + b"</DataNode>" * 300 + b"</Pathway>", r"a\.gpml:1: not well-formed"),
        ("a.gpml", GPML + b"\n<DataNode", r"a\.gpml:2: not well-formed XML"),
        ("a.gpml", GPML + b"&x;</Pathway>", r"a\.gpml:1: not well-formed XML"),
        ("a.gpml", b'<?xml version="1.0" encoding="UTF-8"?>' + GPML + b"\n\xff</Pathway>", r"a\.gpml:2: not"),
        ("a.gpml", b'<Pathway xmlns="http://pathvisio.org/GPML/1999"/>', r"GPML 1999 is not read"),
        ("a.gpml", b"<html/>", r"a\.gpml: this is a web page"),
        ("a.gpml", b"", r"a\.gpml: the file is empty"),
        ("a.json", b"[" * 100_000 + b"]" * 100_000, r"a\.json: nested"),
        ("a.json", b'{"a":' * 300 + b"1" + b"}" * 300, r"a\.json: nested more than 200 deep"),
        ("a.cyjs", b'{"elements": {"nodes": NaN}}', r"a\.cyjs:1: NaN is not a number of JSON"),
        ("a.cyjs", b'{"elements":\n {"nodes": [1e999]}}', r"a\.cyjs:2: 1e999 is too large"),
        ("a.cyjs", b'{"elements": {},\n "elements": {}}', r"a\.cyjs:1: key 'elements' stands twice"),
        ("a.cyjs", b'{"elements": {"nodes":\n [{"data": {"id"', r"a\.cyjs:2: not valid JSON at column \d+.*cut off"),
        ("a.cyjs", b'{"elements": {"nodes": [{"data": {"id": "\\ud800"}}]}}', r"half a character"),
        ("a.cyjs", b'{"elements": {"edges": [{"data": {"source": "a", "target": "b"}}]}}', r"'a' is no node"),
        ("a.sif", b"A\tactivates\n\xff\xfe\tx", r"a\.sif:2: byte 0xFF at offset 12 is not UTF-8"),
        ("a.sif", "A\tactivates\tB".encode("utf-16"), r"a\.sif:1: the file is UTF-16"),
        ("a.sif", b"A\tactivates\tB\n\0", r"a\.sif:2: the file holds a zero byte"),
        ("a.sif", b"\n \n", r"a\.sif: the file is empty"),
        ("a.sif.gz", gzip.compress(GOOD, mtime=0)[:-6], r"a\.sif\.gz: cannot be unpacked"),
        ("a.sif.xz", lzma.compress(GOOD)[:-6], r"a\.sif\.xz: cannot be unpacked"),
        ("a.tsv.gz", b"no gzip", r"a\.tsv\.gz:1: no column 'source'"),
        ("a.docx", b"PK nothing", r"a\.docx: this is an archive \(zip\) that is cut off"),
        ("a.cx", b'[{"edges": [{"@id": 1, "s": 9, "t": 9}], "nodes": []}]', r"a\.cx: edges\[0\]: the edge's end '9'"),
        ("a.cx", b'[{"nodes": [{"@id": 1}]}, {"nodes": [1]}]', r"a\.cx: nodes\[1\]: 1 is not an object"),
        ("a.cx", b'[{"nodes": []}, 7]', r"a\.cx: \[1\]: 7 is not an object"),
        ("a.cx", b'[{"nodes": [{"@id": 1}]}, {"nodeAttributes": [{"po": 1, "n": "w", "v": "x", "d": "double"}]}]',
         r"a\.cx: nodeAttributes\[0\]: attribute 'w': 'x' is no double"),
        ("a.cx2", b'[{"CXVersion": "2.0"}, {"nodes": [{"id": 1}]}, {"edges": [{"id": 5, "s": 1, "t": 9}]}]',
         r"a\.cx2: edges\[0\]: an end of edge 5 is no node"),
        ("a.jgif", b'{"graph": {"nodes": {"a": {}}, "edges": [{"source": "a", "target": "b"}]}}',
         r"a\.jgif: graph\.edges\[0\]: the edge's end 'b' is no node"),
        ("a.bel.json", b'{"graph": {"annotation_url": {}}, "nodes": [], "links": [{"source": 1, "target": 2}]}',
         r"links\[0\]: source 1 is no node"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_where_and_what(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        pg.read(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_an_external_entity_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    text = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>\n'.encode() + GPML + b"<Comment>&e;</Comment></Pathway>"
    )
    (tmp_path / "x.gpml").write_bytes(text)
    with pytest.raises(InputError) as caught:
        pg.read(tmp_path / "x.gpml")
    assert "secret words" not in str(caught.value)


def what(path: Path) -> list[str]:
    """Return what opening gives: names of members, errors as text."""
    return [item.name if isinstance(item, Decoded | Path) else str(item) for item in opened(path)]


def make_tar(path: Path, members: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("bad", ["../../evil.sif", "/etc/evil.sif", "a/../../evil.sif", "C:\\evil.sif"])
@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_a_member_whose_name_leads_out_is_refused_and_the_others_are_read(tmp_path: Path, bad: str, kind: str) -> None:
    members = {"good.sif": GOOD, bad: GOOD}
    if kind == "tar":
        archive = make_tar(tmp_path / "a.tar.gz", members)
    else:
        archive = tmp_path / "a.zip"
        with zipfile.ZipFile(archive, "w") as file:
            for name, data in members.items():
                file.writestr(name, data)
    found = what(archive)
    assert "good.sif" in found
    assert sum("its name leads out of the archive" in one for one in found) == 1


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("link.sif")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert ["it is a link or a device" in one for one in what(tmp_path / "a.tar")] == [True]


@pytest.mark.slow
def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    zeros = b"\0" * (48 << 20)
    (tmp_path / "bomb.sif.gz").write_bytes(gzip.compress(zeros, mtime=0))
    (tmp_path / "bomb.sif.xz").write_bytes(lzma.compress(zeros))
    make_tar(tmp_path / "bomb.tar.gz", {"zeros.sif": zeros})
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros.sif", zeros)
    for name in ("bomb.sif.gz", "bomb.sif.xz", "bomb.tar.gz", "bomb.zip"):
        found = what(tmp_path / name)
        assert found
        assert all("it grows" in one for one in found), found


def test_a_large_member_is_stopped_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 10)
    (tmp_path / "a.sif").write_bytes(GOOD)
    assert "more than" in what(tmp_path / "a.sif")[0]
    assert "the limit is" in what(make_tar(tmp_path / "a.tar.gz", {"a.sif": GOOD}))[0]


def test_a_cut_archive_gives_what_came_before_the_cut(tmp_path: Path) -> None:
    whole = make_tar(tmp_path / "a.tar", {"one.sif": GOOD, "two.sif": GOOD * 2000}, "w")
    whole.write_bytes(whole.read_bytes()[:4000])
    found = what(whole)
    assert found[0] == "one.sif"
    assert "cut off or damaged" in found[-1]


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = make_tar(tmp_path / "in.tar.gz", {"a.sif": GOOD}).read_bytes()
    outer = make_tar(tmp_path / "out.tar.gz", {"in.tar.gz": inner, "b.sif.gz": gzip.compress(GOOD, mtime=0)})
    found = what(outer)
    assert "an archive within an archive is not opened" in found[0]
    assert found[1] == "b.sif.gz"


def test_a_circle_of_links_and_odd_paths_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.sif").symlink_to(tmp_path / "b.sif")
    (tmp_path / "b.sif").symlink_to(tmp_path / "a.sif")
    assert "there is no such file" in what(tmp_path / "a.sif")[0]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "loop").symlink_to(tmp_path / "folder")
    assert "holds no file" in what(tmp_path / "folder")[0]
    (tmp_path / "folder" / "x.sif").write_bytes(GOOD)
    assert what(tmp_path / "folder") == ["x.sif"]
    os.mkfifo(tmp_path / "pipe.sif")
    assert "neither a file nor a folder" in what(tmp_path / "pipe.sif")[0]
    assert "there is no such file" in what(tmp_path / "none.sif")[0]


@pytest.mark.slow
def test_nothing_is_left_behind_where_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "folder.sif"
    target.mkdir()
    (target / "x").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        pg.write(pg.read_guide(), target)
    with pytest.raises(InputError, match="cannot be written"):
        pg.write(pg.read_guide(), tmp_path / "no" / "such" / "x.sif")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.sif"]


SAMPLES = {
    "a.gpml": (OPEN + NODES + arrow("creb", "bdnf") + arrow("group", "i1-anchor", name="b") + END).encode(),
    "b.gpml": GPML2021.encode(), "s.csv": SIGNOR_ROWS.encode(), "o.tsv": OMNIPATH.encode(),
    "b.bel.json": json.dumps(BEL).encode(), "x.cx": json.dumps(CX1).encode(), "q.sif": GOOD,
    **{f"o{ending}": FORMATS[name].module.dump(OTHER).files[""] for name, ending in (
        ("graphml", ".graphml"), ("cytoscape", ".cyjs"), ("cx2", ".cx2"), ("document", ".json"))},
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_or_refused_but_never_crashes(name: str) -> None:
    chance = random.Random(name)
    for _ in range(150):
        data = bytearray(SAMPLES[name])
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            how = chance.random()
            if how < 0.4:
                data[at] = chance.randrange(256)
            elif how < 0.7:
                del data[at : at + chance.randrange(1, 30)]
            else:
                data[at:at] = chance.choice([b"null", b"[]", b"{}", b'"x"', b"1", b"<a/>", b"\n", b";"])
            data = data or bytearray(b"x")
        with contextlib.suppress(InputError):
            parse(Decoded(name, name, bytes(data)))


# The command line -------------------------------------------------------------------------------------


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    folder = tmp_path / "batch"
    folder.mkdir()
    (folder / "good.sif").write_bytes(GOOD)
    (folder / "bad.gpml").write_bytes(LAUGHS + GPML)
    (folder / "empty.sif").write_bytes(b"")
    (folder / "LICENSE").write_text("words")
    return folder


@pytest.mark.slow
def test_a_batch_with_bad_files_stores_nothing_and_names_them_all(tmp_path: Path, batch: Path) -> None:
    done = run("import", str(batch), store=tmp_path / "store")
    assert done.returncode == 3
    assert "bad.gpml:1: a DOCTYPE is not allowed" in done.stderr
    assert "empty.sif: the file is empty" in done.stderr
    assert "--keep-going" in done.stderr
    assert not (tmp_path / "store").exists()


@pytest.mark.slow
def test_keep_going_stores_the_good_files_and_still_fails(tmp_path: Path, batch: Path) -> None:
    done = run("import", "--keep-going", str(batch), store=tmp_path / "store")
    assert done.returncode == 3
    assert [row["files"] for row in json.loads(done.stdout)] == [1]
    asked = run("query", "-e", "MATCH (c:Claim) RETURN c.source AS source", store=tmp_path / "store")
    assert json.loads(asked.stdout) == [{"source": "good"}]


def test_a_file_that_is_no_file_ends_with_code_3(tmp_path: Path) -> None:
    done = run("import", str(tmp_path / "none.sif"), store=tmp_path / "store")
    assert (done.returncode, "there is no such file" in done.stderr) == (3, True)
