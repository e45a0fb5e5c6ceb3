"""Every pair of export and import, through the commands: what a format holds comes back, what it loses is counted."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.formats.registry import FORMATS, format_for
from pathway_graph.identifiers.minting import GENE_PRODUCTS, mint_entity
from pathway_graph.model import Claim, Entity, Network
from test_cli import run
from test_formats_tables import SIGNOR_ROWS

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "shared" / "networks" / "signor_sample.csv"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the guide and an imported data set beside it."""
    folder = tmp_path_factory.mktemp("stored")
    (folder / "mine.signor.csv").write_text(SIGNOR_ROWS)
    assert run("load", store=folder / "store").returncode == 0
    done = run("import", str(folder / "mine.signor.csv"), store=folder / "store")
    assert done.returncode == 0, done.stderr
    return folder / "store"


def export(store: Path, file: Path, *arguments: str) -> Path:
    done = run("export", *arguments, str(file), store=store)
    assert done.returncode == 0, done.stderr
    return file


def import_(store: Path, *arguments: str | Path) -> str:
    done = run("import", *map(str, arguments), store=store)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_document_of_everything_comes_back_byte_for_byte(stored: Path, tmp_path: Path) -> None:
    whole = export(stored, tmp_path / "all.json")
    import_(tmp_path / "new", whole)
    assert export(tmp_path / "new", tmp_path / "again.json").read_bytes() == whole.read_bytes()


def test_a_yaml_file_and_a_document_come_back_beside_other_files(stored: Path, tmp_path: Path) -> None:
    guide = export(stored, tmp_path / "guide.yaml", "--source", "imipramine")
    other = export(stored, tmp_path / "other.json", "--source", "mine.signor")
    (tmp_path / "links.sif").write_text("hgnc:2345\tactivates\thgnc:1033\n")
    told = import_(tmp_path / "new", guide, other, tmp_path / "links.sif")
    assert {row["format"]: row["files"] for row in json.loads(told)} == {"document": 1, "native": 1, "sif": 1}
    again = pg.read(export(tmp_path / "new", tmp_path / "all.json"))
    parts = {part.sources[0].id: part for part in pg.split(again)}
    assert parts["imipramine"] == pg.read_guide()
    assert parts["mine.signor"] == pg.read(other)
    assert [(c.subject, c.object) for c in parts["links"].claims] == [("prot:CREB1", "prot:BDNF")]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_dry_run_of_our_own_formats_reads_and_stores_nothing(stored: Path, tmp_path: Path, ending: str) -> None:
    file = export(stored, tmp_path / f"guide.{ending}", "--source", "imipramine")
    told = json.loads(import_(tmp_path / "new", "--dry-run", file))
    assert [row["claims"] for row in told] == [len(pg.read_guide().claims)]
    assert not (tmp_path / "new").exists()


def test_a_document_brings_the_guide_to_what_was_imported_before(tmp_path: Path) -> None:
    """As `load` does: the protein that a file calls hgnc:2345 is the guide's CREB1, whichever comes first."""
    (tmp_path / "links.sif").write_text("hgnc:2345\tactivates\thgnc:1033\n")
    pg.write(pg.read_guide(), tmp_path / "guide.json")
    import_(tmp_path / "store", tmp_path / "links.sif")
    import_(tmp_path / "store", tmp_path / "guide.json")
    claims = pg.read(export(tmp_path / "store", tmp_path / "all.json")).claims
    assert [(c.subject, c.object) for c in claims if c.source == "links"] == [("prot:CREB1", "prot:BDNF")]


def test_a_document_of_imported_data_meets_the_guide_of_another_store(tmp_path: Path) -> None:
    (tmp_path / "links.sif").write_text("hgnc:2345\tactivates\thgnc:1033\n")
    import_(tmp_path / "one", tmp_path / "links.sif")
    assert run("load", store=tmp_path / "two").returncode == 0
    import_(tmp_path / "two", export(tmp_path / "one", tmp_path / "links.json"))
    claims = pg.read(export(tmp_path / "two", tmp_path / "all.json")).claims
    assert [(c.subject, c.object) for c in claims if c.source == "links"] == [("prot:CREB1", "prot:BDNF")]


def test_two_files_of_one_data_set_name_each_other(stored: Path, tmp_path: Path) -> None:
    one = export(stored, tmp_path / "all.json")
    two = export(stored, tmp_path / "guide.yaml", "--source", "imipramine")
    done = run("import", str(one), str(two), store=tmp_path / "new")
    assert done.returncode == 3
    assert "guide.yaml: another file of this import is data set 'imipramine' too; the first is" in done.stderr
    assert "all.json" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_file_whose_name_is_not_utf_8_is_imported(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"bad\xff.sif")
    file.write_bytes(b"hgnc:2345\tactivates\thgnc:1033\n")
    done = run("import", "--report", str(file), store=tmp_path / "store")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "bad\\xff.sif" in json.loads(done.stdout)["files"][0]["file"]


# Every pair -------------------------------------------------------------------------------------------

ENDS = {"subject", "object", "relation"}
CONTEXT = {"species", "region", "cell"}
STATED = {"mechanism", "site", "certainty", "kind", "aspect", "view", "reference"}
EVERY = {field.name for field in fields(Claim)} - {"id", "source"}
CLAIM_FIELDS = {
    "tsv": EVERY,
    "csv": EVERY,
    "signor.csv": ENDS | CONTEXT | STATED | {"direction", "qualifier", "note", "attributes"},
    "bel.json": ENDS | CONTEXT | STATED | {"condition", "direction", "qualifier", "note", "attributes"},
}
"""What docs/formats.md says that each format keeps of a claim."""
WHOLE = ("yaml", "json", "graphml", "cyjs", "cx2", "node-link.json")
"""Formats from which everything comes back equal."""
SIGNS = ("sbml", "bnet", "sbgn")
"""Formats that hold who raises or lowers what, and no more."""
KGX = ("kgx.json", "kgx", "kgx-jsonl")
"""Formats of the Biolink Model; what comes back is held in ``test_kgx.py``."""


def command(store: Path, *arguments: str) -> str:
    """Run a command in this process; return what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--store", str(store)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def returned(store: Path, folder: Path, name: str, ending: str) -> tuple[Network, dict[str, Any], dict[str, Any]]:
    """Export one data set, import it into an empty store; return what is there and both reports."""
    file = folder / f"{name}.{ending}"
    file.parent.mkdir(parents=True, exist_ok=True)
    wrote = json.loads(command(store, "export", "--source", name, str(file), "--report"))
    read = json.loads(command(folder / "new", "import", "--report", str(file)))["total"]
    command(folder / "new", "export", str(folder / "all.json"))
    return pg.read(folder / "all.json"), wrote, read


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Network]]:
    """The guide and imported data sets, each with its store and what it holds."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "mine.csv").write_text(SIGNOR_ROWS)
    found = {}
    for name, make in (("imipramine", ("load",)), ("mine", ("import", str(folder / "mine.csv"))),
                       ("signor_sample", ("import", str(SAMPLE)))):  # fmt: skip
        if name == "signor_sample" and not SAMPLE.exists():
            continue
        command(folder / name, *make)
        command(folder / name, "export", str(folder / f"{name}.json"))
        found[name] = (folder / name, pg.read(folder / f"{name}.json"))
    return found


Returned = Callable[[str, str], tuple[Network, dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def back(sources: dict[str, tuple[Path, Network]], tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """Send a data set out in a format and take it back, once for all tests: the network and both reports."""

    @cache
    def once(name: str, ending: str) -> tuple[Network, dict[str, Any], dict[str, Any]]:
        return returned(sources[name][0], tmp_path_factory.mktemp("back"), name, ending)

    return once


def names_of_sources() -> list[Any]:
    absent = pytest.mark.skipif(not SAMPLE.exists(), reason=f"{SAMPLE} is absent: that network is not tested")
    return ["imipramine", "mine", pytest.param("signor_sample", marks=absent)]


def own_id(claim: Claim) -> str:
    """Return what the file of a claim calls it."""
    return claim.id.removeprefix(f"{claim.source}/")


def default(cls: Any, name: str) -> Any:
    value = next(field.default for field in fields(cls) if field.name == name)
    return value if value is not MISSING else ""


def made_anew(entity: Entity, ending: str) -> str:
    """Return the id that an entity comes back with: in tables and SIGNOR it is made from its CURIE."""
    by_curie = {"tsv": True, "csv": True, "signor.csv": entity.curie.startswith(SIGNOR_DATABASES)}.get(ending, False)
    return (
        mint_entity(entity.kind, entity.name, [entity.curie], scope="x").id if by_curie and entity.curie else entity.id
    )


SIGNOR_DATABASES = ("uniprot:", "chebi:", "pubchem.compound:", "signor:", "drugbank:", "mirbase:")


@pytest.mark.parametrize("name", names_of_sources())
@pytest.mark.parametrize("ending", WHOLE)
def test_a_format_of_everything_gives_everything_back(
    sources: dict[str, tuple[Path, Network]], back: Returned, name: str, ending: str
) -> None:
    network = sources[name][1]
    again, wrote, read = back(name, ending)
    assert again == network
    assert wrote["changed"] == wrote["left_out"] == read["left_out"] == []
    # that a mechanism gives no sign is said of every file that states one, and changes nothing here
    # and so is what stands for a place or a cell that has no name
    said = {"they state a mechanism without a direction: sign 0", "no name is known: called by their number"}
    assert {loss["why"] for loss in read["changed"]} <= said


@pytest.mark.parametrize("name", names_of_sources())
@pytest.mark.parametrize("ending", CLAIM_FIELDS)
def test_a_format_of_claims_keeps_the_fields_that_it_documents_and_counts_the_others(
    sources: dict[str, tuple[Path, Network]], back: Returned, name: str, ending: str
) -> None:
    network = sources[name][1]
    again, wrote, _ = back(name, ending)
    new = {entity.id: made_anew(entity, ending) for entity in network.entities}
    assert len(set(new.values())) == len(new), "no two entities become one"
    written = [
        claim for claim in network.claims
        if ending != "signor.csv" or claim.sign is not None or claim.relation in ("binds", "part_of")
    ]  # fmt: skip
    found = {own_id(claim): claim for claim in again.claims}
    assert found.keys() == set(map(own_id, written))
    joined = {end for edge in network.edges for end in (edge.source, edge.target)}
    lost: Counter[str] = Counter()
    for claim in written:
        other = found[own_id(claim)]
        for field in fields(Claim):
            if field.name in ("id", "source"):
                continue
            old, got = getattr(claim, field.name), getattr(other, field.name)
            wanted = new[old] if old in joined and field.name in {*ENDS, *CONTEXT, "condition", "assay"} else old
            if field.name == "co_treatment":
                wanted = tuple(new[one] if one in joined else one for one in old)
            elif field.name in ("restates", "inferred_from"):
                got = tuple(one.removeprefix(f"{other.source}/") for one in got)
            if ending == "signor.csv" and field.name in CONTEXT and old:
                assert network.entity[old].curie == again.entity[got].curie if network.entity[old].curie else got == ""
            elif field.name in CLAIM_FIELDS[ending] and got != wanted:
                assert field.name in ("note", "qualifier"), (claim.id, field.name, wanted, got)
                lost[f"{field.name}s"] += 1
            elif field.name not in CLAIM_FIELDS[ending]:
                assert got == default(Claim, field.name), (claim.id, field.name, got)
                lost[field.name] += old != got
    told = next((loss["why"] for loss in wrote["left_out"] if loss["what"] == "fields of claims"), "")
    counted = {name: int(count) for name, count in re.findall(r"(\w+) \((\d+)\)", told)}
    counted |= {loss["what"]: loss["count"] for loss in wrote["left_out"] if loss["what"] in ("notes", "qualifiers")}
    assert {name: count for name, count in lost.items() if count} == counted


@pytest.mark.parametrize("name", names_of_sources())
@pytest.mark.parametrize("ending", CLAIM_FIELDS)
def test_a_format_of_claims_keeps_ends_links_signs_and_studies(
    sources: dict[str, tuple[Path, Network]], back: Returned, name: str, ending: str
) -> None:
    network = sources[name][1]
    again, wrote, _ = back(name, ending)
    new = {entity.id: made_anew(entity, ending) for entity in network.entities}
    left_out = {loss["what"]: loss["count"] for loss in wrote["left_out"]}
    shown = {end for claim in again.claims for end in (claim.subject, claim.object)}
    for entity in network.entities:
        if new[entity.id] not in shown:
            continue
        other = again.entity[new[entity.id]]
        has_curie = entity.curie.startswith(SIGNOR_DATABASES) if ending == "signor.csv" else bool(entity.curie)
        assert (other.kind, bool(other.curie)) == (entity.kind, has_curie)
        if ending == "bel.json":
            assert {f.name: getattr(other, f.name) for f in fields(Entity) if f.name != "sources"} == {
                f.name: getattr(entity, f.name) for f in fields(Entity) if f.name != "sources"
            }
        elif not (entity.kind in GENE_PRODUCTS and entity.curie):
            assert other.name == entity.name
    # without diagrams, which are left out and counted, a claim is drawn between its own ends only
    stated = pg.build_network(network.sources[0], entities=network.entities, claims=network.claims).edges
    old = {
        (new[edge.source], edge.relation, new[edge.target], edge.sign)
        for edge in stated
        if edge.claims or ending != "signor.csv"
    }
    got = {(edge.source, edge.relation, edge.target, edge.sign) for edge in again.edges}
    if ending == "signor.csv":
        assert got <= old
        assert left_out.get("links", 0) == sum(len(entity.links) for entity in network.entities)
        assert {edge for edge in old if edge[3] is not None} == {edge for edge in got if edge[3] is not None}
    else:
        assert got == old
    written = set(map(own_id, again.claims))
    studies = {
        (one.pmid or one.doi.lower(), claim) for one in network.publications if one.pmid or one.doi
        for claim in (claim.removeprefix(f"{name}/") for claim in one.claims) if claim in written
    }  # fmt: skip
    assert studies == {
        (one.pmid or one.doi.lower(), claim.removeprefix(f"{one.source}/"))
        for one in again.publications
        for claim in one.claims
    }


@pytest.mark.parametrize("name", names_of_sources())
def test_sif_keeps_every_entity_and_edge_with_its_sign_and_nothing_else(
    sources: dict[str, tuple[Path, Network]], back: Returned, name: str
) -> None:
    network = sources[name][1]
    again, wrote, _ = back(name, "sif")
    assert again.entity.keys() == network.entity.keys()
    assert {(edge.id, edge.sign) for edge in again.edges} == {(edge.id, edge.sign) for edge in network.edges}
    assert {loss["what"] for loss in wrote["left_out"]} >= {"claims"}


@pytest.mark.parametrize("name", names_of_sources())
@pytest.mark.parametrize("ending", ["sbml", "bnet"])
def test_logical_models_keep_every_sign_that_nothing_opposes_and_every_id(
    sources: dict[str, tuple[Path, Network]], back: Returned, name: str, ending: str
) -> None:
    network = sources[name][1]
    again, wrote, _ = back(name, ending)
    signs: dict[tuple[str, str], set[int]] = {}
    for edge in network.edges:
        if edge.sign in (1, -1):
            signs.setdefault((edge.source, edge.target), set()).add(edge.sign)
    clear = {(*ends, *found) for ends, found in signs.items() if len(found) == 1}
    # an input of .bnet is written as a rule that names itself, so one that acts on itself alone is no regulation there
    clear -= {one for one in clear if ending == "bnet" and one[0] == one[1] and one[2] == 1}
    assert clear <= {(edge.source, edge.target, edge.sign) for edge in again.edges}
    assert {edge.sign for edge in again.edges} <= {1, -1}
    lost = sum(loss["count"] for loss in wrote["left_out"] if loss["what"] == "edges")
    assert wrote["kept"].get("edges", 0) + lost == len(network.edges)


@pytest.mark.parametrize("name", names_of_sources())
def test_sbgn_keeps_every_sign_by_name(sources: dict[str, tuple[Path, Network]], back: Returned, name: str) -> None:
    network = sources[name][1]
    again, _, _ = back(name, "sbgn")

    def named(one: Network) -> set[tuple[str, Any, str]]:
        found = {(one.name(edge.source), edge.sign, one.name(edge.target)) for edge in one.edges}
        return {edge for edge in found if edge[1] is not None and edge[0] != edge[2]}

    assert named(again) == named(network)


def test_a_sif_file_of_ids_made_from_identifiers_meets_the_guide(tmp_path: Path) -> None:
    (tmp_path / "one.sif").write_text("prot:hgnc:2345\tactivates\tprot:hgnc:1033\n")
    command(tmp_path / "store", "load")
    command(tmp_path / "store", "import", str(tmp_path / "one.sif"))
    command(tmp_path / "store", "export", "--source", "one", str(tmp_path / "one.json"))
    assert [(c.subject, c.object) for c in pg.read(tmp_path / "one.json").claims] == [("prot:CREB1", "prot:BDNF")]


def test_every_format_that_is_read_and_written_is_among_these_pairs() -> None:
    both = {name for name, one in FORMATS.items() if one.reads and one.writes}
    assert {format_for(Path(f"x.{ending}")).name for ending in (*WHOLE, *CLAIM_FIELDS, *SIGNS, *KGX, "sif")} == both


@pytest.mark.parametrize(("ending", "title"), [("neo4j", "neo4j-admin")])
def test_importing_what_is_written_only_says_so(stored: Path, tmp_path: Path, ending: str, title: str) -> None:
    file = export(stored, tmp_path / f"all.{ending}")
    done = run("import", str(file), store=tmp_path / "new")
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert title in done.stderr
    assert "written only" in done.stderr
    assert "export .json" in done.stderr


@pytest.mark.parametrize("packed", ["json.gz", "yaml.xz", "tsv.gz", "bel.json.xz", "graphml.gz"])
def test_what_is_exported_and_packed_is_imported(stored: Path, tmp_path: Path, packed: str) -> None:
    import gzip
    import lzma

    ending, _, how = packed.rpartition(".")
    file = export(stored, tmp_path / f"all.{ending}", "--source", "imipramine")
    whole = tmp_path / f"all.{packed}"
    whole.write_bytes({"gz": gzip.compress, "xz": lzma.compress}[how](file.read_bytes()))  # type: ignore[operator]
    told = json.loads(import_(tmp_path / "new", whole))
    assert [row["claims"] for row in told] == [len(pg.read_guide().claims)]


def test_a_diagram_comes_back_from_every_format_of_everything(stored: Path, tmp_path: Path) -> None:
    for ending in ("yaml", *WHOLE[1:]):
        file = export(stored, tmp_path / f"camp.{ending}", "--diagram", "camp")
        import_(tmp_path / ending, file)
        again = pg.read(export(tmp_path / ending, tmp_path / f"{ending}.json"))
        assert again == pg.read(file)
        assert [diagram.key for diagram in again.diagrams] == ["camp"]
