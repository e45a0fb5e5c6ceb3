"""What is printed: no name sends a terminal a command, no message holds a password, data stay what they are."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile import ATTACKS
from pathway_graph.errors import StoreError
from pathway_graph.explorer.tables import as_csv
from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.stores.embedded.store import EmbeddedStore
from pathway_graph.text.printable import json_text, printable
from pathway_graph.text.secrets import secrets_in, shown_place, without_secrets
from terminal import OBEYED, TERMINAL_ATTACKS, obeyed_in, on_a_terminal
from test_cli import run

NASTY = "\x1b]0;owned\x07\x9b31m\x7f\u202e\r[link=http://evil.example]x[/link]"


NAMES = [*TERMINAL_ATTACKS, *(name for name in ATTACKS if not any("\ud800" <= letter <= "\udfff" for letter in name))]


def hostile_network() -> Network:
    """Things with hostile names between a start and an end, whose claims, diagram and data set are hostile too."""
    names = [name for name in NAMES if "\x00" not in name]
    entities = [Entity("e0", "Protein", "start"), Entity("end", "Protein", NASTY)]
    entities += [Entity(f"e{n}", "Protein", name, synonyms=(f"syn {name}",)) for n, name in enumerate(names, 1)]
    claims = []
    for number, entity in enumerate(entities[2:]):
        says = {"statement": f"says {entity.name}", "note": entity.name, "measure": entity.name, "source": "hostile"}
        relation = "activates" if number % 2 else "inhibits"
        claims.append(Claim(f"c{number}{entity.name}", "e0", relation, entity.id, **says))  # type: ignore[arg-type]
        claims.append(Claim(f"d{number}", entity.id, "activates", "end", **says))  # type: ignore[arg-type]
    claims.append(Claim("opposite", "e0", "activates", "e1", source="hostile"))
    return build_network(Source("hostile", title=NASTY, note=NASTY), entities=entities, claims=claims)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("printed") / "store"
    opened = EmbeddedStore(place)
    opened.write(hostile_network())
    opened.close()
    return place


CYPHER = "MATCH (e:Entity) RETURN e.name AS `[link=http://evil.example]x[/link]\u202e\x9b[/]`, e ORDER BY e.id"
COMMANDS: dict[str, tuple[str, ...]] = {
    "stats": ("stats",),
    "query": ("query", "-e", "MATCH (e:Entity) RETURN e.name AS name, e, [e.name] AS list ORDER BY e.id"),
    "query of the library": ("query", "claims-about", "-P", "entity=e1"),
    "query with a hostile column": ("query", "-e", CYPHER),
    "query as json": ("query", "-e", "MATCH (e:Entity) RETURN e", "--format", "json"),
    "query as jsonl": ("query", "-e", "MATCH (e:Entity) RETURN e", "--format", "jsonl"),
    "query as csv": ("query", "-e", "MATCH (e:Entity) RETURN e.name, e", "--format", "csv"),
    "query as tsv": ("query", "-e", "MATCH (e:Entity) RETURN e.name, e", "--format", "tsv"),
    "query as md": ("query", "-e", "MATCH (e:Entity) RETURN e.name, e", "--format", "md"),
    "upstream": ("upstream", "end", "--evidence"),
    "upstream by name": ("upstream", NASTY),
    "downstream": ("downstream", "start", "--routes"),
    "paths": ("paths", "start", "end"),
    "paths as md": ("paths", "start", "end", "--format", "md"),
    "explain": ("explain", "start", NASTY, "--knock-out", TERMINAL_ATTACKS[0]),
    "claims": ("claims",),
    "claims as csv": ("claims", "--format", "csv"),
    "conflicts": ("conflicts",),
    "audit": ("audit",),
    "weight": ("weight", "start", "e1"),
    "diff": ("diff", "imipramine", "{store}"),
    "regulators": ("regulators", "{changes}", "--explain", "start"),
    "regulators as csv": ("regulators", "{changes}", "--format", "csv"),
    "diagram on the terminal": ("diagram", "--around", "start", "-o", "-"),
    "svg on the terminal": ("diagram", "--around", "e1", "-o", "-", "--format", "svg"),
    "export": ("export", "{folder}/x" + NASTY + ".sif", "--report"),
    "import": ("import", "{sif}", "--report", "--dry-run"),
    "doctor": ("doctor", "--store", "{folder}/no" + NASTY),
    "doctor as table": ("doctor", "--format", "table"),
    "no store": ("stats", "--store", "{folder}/no" + NASTY),
    "no such scheme": ("stats", "--store", "mongo" + NASTY + "://x"),
    "no such command": ("up" + NASTY,),
    "no such option": ("stats", "--x" + NASTY),
    "no such format": ("stats", "--format", NASTY),
    "no such file": ("load", "no" + NASTY + ".yaml"),
    "no such file to import": ("import", "no" + NASTY),
    "no such file of changes": ("regulators", "no" + NASTY + ".csv"),
    "no such query": ("query", "q" + NASTY),
    "no such name": ("upstream", "no" + NASTY),
    "too many arguments": ("stats", NASTY),
    "no such parameter": ("query", "table-1", "-P", NASTY),
    "wrong Cypher": ("query", "-e", "MATCH (n) RETURN '" + NASTY),
    "wrong yaml": ("load", "{yaml}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("which", COMMANDS)
def test_no_name_sends_a_control_sequence_to_the_terminal(store: Path, tmp_path: Path, which: str) -> None:
    """A dumb terminal, so that nothing of ours moves the cursor or changes a colour either."""
    places = {"store": store, "folder": tmp_path, "changes": tmp_path / f"c{NASTY}.csv".replace("/", "_")}
    places |= {"sif": tmp_path / "y\x1b[31m\x9b.sif", "yaml": tmp_path / "z\x9b.yaml"}
    rows = "".join(f'"{name}",{sign}\n'.replace("\r", "") for name, sign in (("e1", 2), ("end", -2), ("e2", 0.1)))
    places["changes"].write_text(f'gene,log2FC,"padj {NASTY}"\n'.replace("\r", "") + rows.replace("\n", ",0.001\n"))
    places["sif"].write_text(f"A{NASTY}\tx{NASTY}\tB\n".replace("\r", ""))
    places["yaml"].write_text(
        "format: pathway-graph/1\nsource: {id: x}\nentities: [{id: 'a\u202eb', kind: 'K\u202e'}]\n"
    )
    arguments = [part.format(**places) if "{" in part else part for part in COMMANDS[which]]
    arguments = [part.replace("\x1b\\", "\x1b") for part in arguments]
    code, sent = on_a_terminal(*arguments, PATHWAY_GRAPH_STORE=str(store))
    assert "Traceback" not in sent
    assert code in (0, 1, 2, 3, 4)
    assert sent.strip()
    assert obeyed_in(sent) == []


def test_a_progress_bar_moves_the_cursor_and_a_name_beside_it_does_not(tmp_path: Path) -> None:
    """On a terminal of today rich draws its own bar; no title, link or C1 is among what it sends."""
    files = [tmp_path / f"n{number}\x1b]0;owned\x07\x9b.sif" for number in range(3)]
    for file in files:
        file.write_text("A\tactivates\tB\n")
    code, sent = on_a_terminal("import", *map(str, files), "--report", "--dry-run", term="xterm-256color")
    assert code == 0
    assert "\\x1b]0;owned\\x07\\x9b.sif" in sent
    assert not [payload for payload in ("\x1b]", "\x9b", "\x07", "owned\x07") if payload in sent]


@pytest.mark.slow
def test_a_file_name_that_is_no_utf_8_is_spelled_out_and_crashes_nothing(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/bad\xff.sif"
    Path(os.fsdecode(name)).write_text("A\tactivates\tB\n")
    env = os.environ | {"PATHWAY_GRAPH_STORE": str(tmp_path / "store"), "PYTHONUTF8": "1"}
    for more in (["--report"], ["--dry-run"], []):
        command: list[str | bytes] = [sys.executable, "-m", "pathway_graph", "import", name, *more]
        done = subprocess.run(command, capture_output=True, env=env, check=False, timeout=120)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr.decode()
    missing = subprocess.run([*command[:4], name + b"x"], capture_output=True, env=env, check=False, timeout=120)
    assert missing.returncode == 3
    assert b"bad\\xff.sifx" in missing.stderr
    code, sent = on_a_terminal("import", name, "--report", "--dry-run")
    assert (code, obeyed_in(sent)) == (0, [])


def test_json_means_the_same_names_and_holds_nothing_that_a_terminal_obeys(store: Path) -> None:
    done = run("query", "-e", "MATCH (e:Entity) RETURN e.name AS name ORDER BY name", "--format", "json", store=store)
    assert not OBEYED.search(done.stdout)
    assert {row["name"] for row in json.loads(done.stdout)} == {entity.name for entity in hostile_network().entities}


def test_csv_in_a_pipe_is_data_and_comes_back_cell_for_cell(store: Path) -> None:
    text = "MATCH (e:Entity) RETURN e.name AS name"
    names = sorted(entity.name for entity in hostile_network().entities)
    done = subprocess.run(
        [sys.executable, "-m", "pathway_graph", "query", "-e", text, "--format", "csv", "--store", str(store)],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert rows[0] == ["name"]
    assert sorted(row[0] for row in rows[1:]) == names


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_query_gives_a_spreadsheet_no_formula(tmp_path: Path, format_: str) -> None:
    text = (
        "RETURN '\\r=1+1' AS a, '=cmd' AS `=b`, -1 AS c, '-2.5' AS d "
        "UNION RETURN 'x\\r\\n=2' AS a, ' @y' AS `=b`, 2 AS c, '' AS d"
    )
    opened = EmbeddedStore(tmp_path / "store")
    opened.write(build_network(Source("s"), entities=[Entity("a", "Protein", "A")]))
    opened.close()
    command = [sys.executable, "-m", "pathway_graph", "query", "-e", text, "--format", format_, "--excel-safe"]
    done = subprocess.run([*command, "--store", str(tmp_path / "store")], capture_output=True, check=True, timeout=120)
    delimiter = "," if format_ == "csv" else "\t"
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline=""), delimiter=delimiter))
    assert rows == [["a", "'=b", "c", "d"], ["'\r=1+1", "'=cmd", "-1", "-2.5"], ["x\r\n=2", "' @y", "2", ""]]


def test_letters_of_every_script_are_printed_as_they_are() -> None:
    text = "α β-arrestin, 日本語, עברית, é, \U0001f9ec, tab\t, line\n"
    assert printable(text) == text
    assert json.loads(json_text([text])) == [text]


PASSWORDS = ["s3cretpw", "p@ss/w0rd:x", "p%40ss%2Fw0rd", "with blank9", "quo'te\"99", "q?a=b#c99", "9<x>9&99"]


@pytest.mark.slow
@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("where", ["option", "before", "PATHWAY_GRAPH_STORE", "NEO4J_URI"])
def test_no_message_holds_the_password_of_an_address(tmp_path: Path, password: str, where: str) -> None:
    address = f"bolt://neo4j:{password}@127.0.0.1:9"
    environ = {where: address} if where.isupper() else {}
    before, after = (
        (["--store", address] if where == "before" else []),
        (["--store", address] if where == "option" else []),
    )
    every = (["stats"], ["load"], ["demo"], ["serve", "--no-browser"], ["upstream", "BDNF"], ["doctor"])
    for command in every if where == "option" else every[:2]:  # the place is read in one way, whoever asks for it
        done = run(*before, *command, *after, NEO4J_PASSWORD="other9secret", **environ)
        said = done.stdout + done.stderr
        assert "user or password stand in the address bolt://***@127.0.0.1:9" in said
        assert password not in said
        assert "other9secret" not in said
        assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "secret"),
    [
        (("stats", "bolt://u:geheim99@h"), "geheim99"),
        (("bolt://u:geheim99@h",), "geheim99"),
        (("stats", "--store", "mongodb://u:geheim99@h/x"), "geheim99"),
        (("stats", "--store", "neo4j:geheim99@h:7687"), "geheim99"),
        (("stats", "--store", "neo4j://127.0.0.1:9?token=geheim99"), "geheim99"),
        (("diff", "imipramine", "bolt://u:geheim99@h"), "geheim99"),
        (("load", "https://u:geheim99@h/x.yaml"), "geheim99"),
        (("upstream", "neo4j+s://u:geheim 99@h"), "geheim 99"),
    ],
)
def test_no_command_echoes_a_password_that_stands_in_an_argument(
    tmp_path: Path, arguments: tuple[str, ...], secret: str
) -> None:
    done = run(*arguments, store=tmp_path / "store", NEO4J_PASSWORD="other9secret")
    assert done.returncode in (1, 2, 3, 4)
    assert secret not in done.stdout + done.stderr
    assert "other9secret" not in done.stdout + done.stderr


def test_an_unforeseen_error_hides_passwords_and_escapes_in_its_traceback() -> None:
    code = (
        "import sys\nfrom pathway_graph.cli.output import guard_streams\n"
        "guard_streams(['--store', 'bolt://u:geheim 99@h'])\n"
        "import logging; logging.warning('lost bolt://u:geheim 99@h \x1b[31m')\n"
        "raise ValueError('cannot use bolt://u:geheim 99@h \x9b nor bolt://x:zweites@h')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.count("bolt://***@h") == 3
    assert "ValueError" in done.stderr
    assert not OBEYED.search(done.stderr)
    assert "zweites" not in done.stderr


def test_errors_of_a_store_hide_what_an_address_holds() -> None:
    assert str(StoreError("no server at bolt://u:a@b/c@h:1; start it")) == "no server at bolt://***@h:1; start it"
    assert shown_place("neo4j+s://u:p w@h") == "neo4j+s://***@h"
    assert without_secrets("see https://example.org/a@b and me@example.org") == "see https://***@b and me@example.org"
    assert secrets_in(["bolt://neo4j:neo4j@h"]) == ("neo4j:neo4j",)


def test_the_csv_of_the_explorer_gives_a_spreadsheet_no_formula() -> None:
    text = as_csv([{"a": "\r=1+1", "=b": -1}, {"a": "x\n@y", "=b": True}], ["a", "=b"])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "'=b"], ["'\r=1+1", "-1"], ["x\n@y", "true"]]
