"""The file format: a broken file is told all its problems at once, each with its line; a good one reads back equal."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from pathway_graph.errors import InputError
from pathway_graph.formats.native import read, read_guide, write
from pathway_graph.model.fields import NESTED, SECTIONS, json_schema

HEAD = "format: pathway-graph/1\nsource: {id: mine}\n"
GOOD = (
    HEAD
    + """entities:
  - {id: drug, kind: SmallMolecule, name: Drug}
  - {id: kin, kind: Protein, name: Kinase}
claims:
  - {id: c1, subject: drug, relation: inhibits, object: kin}
"""
)


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    """Return the problems of a file, each as ``line: text``."""
    file = tmp_path / "mine.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read(file)
    assert all(problem.file == str(file) for problem in caught.value.problems)
    return [f"{problem.line}: {problem.message}; {problem.hint}" for problem in caught.value.problems]


def test_a_short_file_reads(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD)
    network = read(tmp_path / "mine.yaml")
    assert [(edge.id, edge.sign, edge.claims) for edge in network.edges] == [("drug inhibits kin", -1, ("c1",))]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("{id: c, subject: drug, relation: actvates, object: kin}",
         "7: relation 'actvates' is unknown; did you mean 'activates'"),
        ("{id: c, subject: drug, relation: inhibits, object: kim}",
         "7: object 'kim' is not among the entities; did you mean 'kin'?"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, sign: +1}",
         "7: sign +1 contradicts relation 'inhibits'; write sign: -1"),
        ("{id: c, subject: drug, relation: binds, object: kin, sign: 0}",
         "7: sign +0 contradicts relation 'binds'; it is not causal"),
        ("{id: c, subject: drug, relation: inhibits}", "7: 'object' is missing in 'claims'"),
        ("{id: c, subject: drug, relation: inhibits, object: }", "7: 'object' is empty"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, duratoin: P3D}",
         "7: field 'duratoin' is unknown in 'claims'; did you mean 'duration'"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, duration: 3 days}",
         "7: duration '3 days' is not an ISO 8601 duration; write P21D"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, species: kin}",
         "7: species 'kin' is a Protein, not a Species"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, aspect: amount}",
         "7: aspect 'amount' is unknown"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, citations: [seven]}",
         "7: citations 'seven' is not a whole number"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, certainty: hypothesis}",
         "7: kind 'causal' and certainty 'hypothesis' do not agree"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, view: background}",
         "7: a background statement needs a reference"),
        ("{id: c, subject: drug, relation: inhibits, object: kin, condition_effect: -1}",
         "7: condition_effect without a condition"),
        ("{id: c, subject: [drug, kin], relation: inhibits, object: kin}", "7: 'subject' is one value, not a list"),
        ("just words", "7: an item of 'claims' must be a mapping"),
        ("{id: c, subject: &a drug, relation: inhibits, object: kin}", "7: anchor &a is not allowed"),
        ("{id: c, subject: *a , relation: inhibits, object: kin}", "7: alias *a is not allowed"),
        ("{id: c, subject: !!str drug, relation: inhibits, object: kin}", "7: tag tag:yaml.org,2002:str is not"),
        ("{id: c, id: d, subject: drug, relation: inhibits, object: kin}", "7: key 'id' stands here a second time"),
        ("{id: c, subject: a drug, relation: inhibits, object: kin}", "7: subject 'a drug' is not an identifier"),
    ],
)  # fmt: skip
def test_a_wrong_claim_is_told_with_its_line_and_a_way_out(tmp_path: Path, claim: str, expected: str) -> None:
    entities = (
        HEAD + "entities:\n  - {id: drug, kind: SmallMolecule, name: Drug}\n  - {id: kin, kind: Protein, name: K}\n"
    )
    found = problems(tmp_path, f"{entities}claims:\n  - {claim}\n")
    assert any(problem.startswith(expected) for problem in found), found


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("{id: a, kind: Protien, name: A}", "4: kind 'Protien' is unknown; did you mean 'Protein'"),
        ("{id: a, kind: Gene, name: A, curie: hgcn:1}", "4: curie: prefix 'hgcn' of 'hgcn:1' is unknown; did you mean"),
        ("{id: a, kind: Gene, name: A, curie: chebi:CAMP}", "4: curie: 'chebi:CAMP' is malformed"),
        ("{id: a, kind: Gene, name: A, curie: BDNF}", "4: curie: 'BDNF' is not a CURIE"),
        ("{id: a, kind: Gene, name: A, orthologs: {rat: {ids: [mgi:88145]}}}",
         "4: 'mgi:88145' is the identifier of a mouse gene, not of a rat one"),
        ("{id: a, kind: Gene, name: A, curie: uniprot:P12345, orthologs: {rat: {ids: [uniprot:P12345]}}}",
         "4: 'uniprot:P12345' is the entity's own identifier"),
        ("{id: a, kind: Gene, name: A, orthologs: {dog: {symbol: A}}}", "4: species 'dog' is unknown"),
        ("{id: a, kind: Gene, name: A, links: [is_a b]}", "4: links 'b' is not among the entities"),
        ("{id: a, kind: Gene, name: A, links: [isa a]}", "4: link 'isa a' is not a relation and an entity"),
        ("{id: a, kind: Gene, name: A, links: [part_of a]}", "4: an entity cannot be its own parent"),
    ],
)  # fmt: skip
def test_a_wrong_entity_is_told_with_its_line(tmp_path: Path, entity: str, expected: str) -> None:
    found = problems(tmp_path, f"{HEAD}entities:\n  - {entity}\n")
    assert any(problem.startswith(expected) for problem in found), found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "0: the file is empty"),
        (b" \n\t\n", "0: the file is empty"),
        (b"entities: []\n", "1: the file does not say its format"),
        (b"format: pathway-graph/9\nsource: {id: m}\n", "1: format 'pathway-graph/9' is unknown"),
        (b"format: pathway-graph/1\n", "0: no file has a 'source' section"),
        (HEAD.encode() + b"claim: []\n", "3: section 'claim' is unknown; did you mean 'claims'"),
        (HEAD.encode() + b"claims: {a: b}\n", "3: section 'claims' must be a list"),
        (HEAD.encode() + b"entities:\n  - id: a\n   name: b\n", "5: not valid YAML"),
        (HEAD.encode() + b"entities:\n\t- id: a\n", "4: not valid YAML"),
        (b"- a\n- b\n", "1: a file is a mapping of sections"),
        (HEAD.encode() + b"---\nformat: x\n", "3: a second YAML document begins here"),
        (HEAD.encode("utf-16"), "1: byte 0xFF at offset 0 is not UTF-8"),
        (HEAD.encode() + b"# caf\xe9\n", "3: byte 0xE9 at offset 48 is not UTF-8"),
        (HEAD.encode() + b"\0\0", "3: the file holds a zero byte"),
        (HEAD.encode() + b"entities: " + b"[" * 30000, "3: nested deeper than 20 levels"),
    ],
    ids=["empty", "blank", "no-format", "other-format", "no-source", "section", "mapping", "indent", "tab", "list",
         "documents", "utf-16", "latin-1", "binary", "deep"],
)  # fmt: skip
def test_a_file_that_is_none_is_told(tmp_path: Path, text: bytes, expected: str) -> None:
    found = problems(tmp_path, text)
    assert any(problem.startswith(expected) for problem in found), found


def test_a_file_of_100_mb_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    with open(file, "wb") as handle:
        handle.truncate(100 * 1024 * 1024)
    with pytest.raises(InputError, match="the file has 105 MB; the limit is 34 MB"):
        read(file)


def test_all_problems_of_a_file_come_at_once_in_line_order(tmp_path: Path) -> None:
    text = HEAD + "\n".join(
        [
            "entities:",
            "  - {id: a, kind: Protien, name: A}",
            "  - {id: b, kind: Gene, name: B, curie: hgcn:1}",
            "  - {id: b, kind: Gene, name: B}",
            "claims:",
            "  - {id: c1, subject: a, relation: actvates, object: b}",
            "  - {id: c2, subject: a, relation: activates, object: z}",
            "  - {id: c2, subject: a, relation: activates, object: b}",
        ]
    )
    lines = [int(problem.split(":")[0]) for problem in problems(tmp_path, text)]
    assert lines == [4, 5, 6, 8, 9, 10]


def test_an_entity_with_a_problem_of_its_own_is_not_also_called_missing(tmp_path: Path) -> None:
    text = HEAD + "entities:\n  - {id: a, kind: Protien, name: A}\nclaims:\n"
    found = problems(tmp_path, text + "  - {id: c, subject: a, relation: activates, object: a}\n")
    assert len(found) == 1


def test_a_circle_of_parts_is_found(tmp_path: Path) -> None:
    text = HEAD + "entities:\n"
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        text += f"  - {{id: {name}, kind: AnatomicalStructure, name: {name}, links: [part_of {parent}]}}\n"
    (problem,) = problems(tmp_path, text)
    assert problem.startswith("4: is_a and part_of links run in a circle: a -> b -> c -> a")


def test_a_drawn_edge_needs_a_claim_that_says_so(tmp_path: Path) -> None:
    text = GOOD + (
        "diagrams:\n  - id: D\n    key: d\n    title: T\n    nodes: [{entity: drug}, {entity: kin}]\n    edges:\n"
        "      - {source: drug, relation: activates, target: kin, claims: [c1]}\n"
        "      - {source: kin, relation: activates, target: drug}\n"
    )
    found = problems(tmp_path, text)
    assert any("has sign +1, its claim c1 (inhibits) -1" in problem for problem in found)
    assert any("neither a claim nor a link stands behind it" in problem for problem in found)


def test_a_folder_is_one_data_set_and_duplicates_are_found_across_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yaml").write_text("format: pathway-graph/1\nentities:\n  - {id: kin, kind: Protein, name: K}\n")
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.line) == ("b.yaml", 3)
    assert problem.hint.endswith("a.yaml:5")


@pytest.mark.parametrize("name", ["nothing.yaml", "folder"])
def test_a_path_without_data_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"there is no such file|holds no \.yaml file"):
        read(tmp_path / name)


def test_words_that_yaml_takes_for_values_stay_words(tmp_path: Path) -> None:
    text = HEAD + "entities:\n  - {id: NO, kind: Gene, name: 1e3, synonyms: [yes, 0o7, null, 12:30, 1.0]}\n"
    (tmp_path / "m.yaml").write_text(text)
    (entity,) = read(tmp_path / "m.yaml").entities
    assert (entity.id, entity.name, entity.synonyms) == ("NO", "1e3", ("yes", "0o7", "null", "12:30", "1.0"))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert len(read(tmp_path / "m.yaml").claims) == 1


@pytest.mark.slow
def test_the_guide_written_and_read_again_is_equal(tmp_path: Path) -> None:
    write(read_guide(), tmp_path / "copy.yaml")
    assert read(tmp_path / "copy.yaml") == read_guide()
    first = (tmp_path / "copy.yaml").read_bytes()
    write(read(tmp_path / "copy.yaml"), tmp_path / "copy.yaml")
    assert (tmp_path / "copy.yaml").read_bytes() == first


def test_the_specification_names_every_field_of_the_model() -> None:
    derived = {"source", "sources", "definitions"}
    for name, section in {**SECTIONS, **NESTED}.items():
        model = {field.name for field in dataclasses.fields(section.item)}
        stated = {field.name for field in section.fields} - {"sign"}
        assert stated <= model, name
        assert model - stated <= derived, name


def test_the_json_schema_in_the_docs_is_the_specification() -> None:
    """Regenerate with ``python scripts/regenerate.py``."""
    file = Path(__file__).parents[1] / "docs" / "pathway-graph.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == json_schema()
