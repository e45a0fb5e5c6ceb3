"""YAML takes the numbers and texts that other formats take; the writer says before what the reader would refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError, WrongArgument
from pathway_graph.formats import document, native
from pathway_graph.formats.raw import Decoded
from pathway_graph.model.build import merge

ENTITIES = [pg.Entity("a", "Gene", "A"), pg.Entity("b", "Gene", "B")]
CLAIM = pg.Claim("c", "a", "activates", "b")
TEXT = (
    "format: pathway-graph/1\nsource: {id: s}\nentities:\n- {id: a, kind: Gene, name: A}\n"
    "claims:\n- {id: c, subject: a, relation: activates, object: a, FIELD}\n"
)


def network(claim: pg.Claim = CLAIM, **parts: Any) -> pg.Network:
    made = pg.build_network(pg.Source("s"), **{"entities": ENTITIES, "claims": [claim], **parts})
    assert pg.check_network(made) == []
    return made


def by_hand(field: str) -> pg.Claim:
    return native.parse(Decoded("s.yaml", "s.yaml", TEXT.replace("FIELD", field).encode()))[0].claims[0]


def back(made: pg.Network) -> tuple[pg.Network, list[str]]:
    written = native.dump(made)
    read, _ = native.parse(Decoded("s.yaml", "s.yaml", written.files[""]))
    return read, [loss.why for loss in written.report.changed]


@pytest.mark.parametrize(
    "value", [0.1 + 0.2, 1e-120, 1e300, 5e-324, 1.7976931348623157e308, -0.5, 4611686018427387904.0]
)
def test_every_number_comes_back(value: float) -> None:
    made = network(pg.Claim("c", "a", "activates", "b", effect_percent=value, statistic="t", statistic_value=value))
    assert back(made) == (made, [])


@pytest.mark.parametrize("value", [2**62, 2**63 - 1, 1])
def test_every_whole_number_of_64_bits_comes_back(value: int) -> None:
    made = network(pg.Claim("c", "a", "activates", "b", sample_size=value))
    assert back(made) == (made, [])


@pytest.mark.parametrize(
    ("written", "value"),
    [("1e-120", 1e-120), (".5", 0.5), ("-.5", -0.5), ("5.", 5.0), ("+1.25E+3", 1250.0),
     ("0.30000000000000004", 0.1 + 0.2),
     ("00.50", 0.5), ("'2.5'", 2.5)],
)  # fmt: skip
def test_numbers_are_written_by_hand_as_anywhere(written: str, value: float) -> None:
    assert by_hand(f"effect_percent: {written}").effect_percent == value


@pytest.mark.parametrize("written", ["1e999", "nan", ".inf", "1_000", "0x10", "1,5", ".", "e5", "१", "1e", "--1"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="is not a number; write digits"):
        by_hand(f'effect_percent: "{written}"')


@pytest.mark.parametrize("written", [str(2**63), "1" * 40, "1.0", "1e3", "१"])
def test_what_is_no_whole_number_is_refused(written: str) -> None:
    with pytest.raises(InputError, match="is not a whole number; write digits only, at most 64 bits"):
        by_hand(f"sample_size: {written}")


@pytest.mark.parametrize(
    "text",
    [" x ", "a\nb\n", "\n\nx", "\tx\t", "x\n", " ", "\xa0x\u3000", "a  b\n  c", "\u2028", "'", '" ', ": ", "~", "- a"],
)
def test_every_text_comes_back(text: str) -> None:
    made = network(
        pg.Claim("c", "a", "activates", "b", statement=text, note=text, attributes=(("q", text),)),
        publications=[pg.Publication("p", text, "cited")],
        references=[pg.Reference(1, text)],
        entities=[pg.Entity("a", "Gene", " A "), *ENTITIES[1:]],
    )
    assert back(made) == (made, [])


def test_blocks_and_bare_texts_written_by_hand_end_with_their_last_word() -> None:
    text = TEXT.replace("{id: c, subject: a, relation: activates, object: a, FIELD}",
                        "id: c\n  subject: 'a '\n  relation: activates\n  object: a\n  note: |\n"
                        "    one\n    two\n\n")  # fmt: skip
    claim = native.parse(Decoded("s.yaml", "s.yaml", text.encode()))[0].claims[0]
    assert (claim.subject, claim.note) == ("a", "one\ntwo")
    assert by_hand("note:   x  ").note == "x"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"protocols": [pg.Protocol("p", "P")]}, ["protocols p: 'steps' is empty"]),
        ({"diagrams": [pg.Diagram("d", "d", "D")]}, ["diagrams d: 'nodes' is empty"]),
        ({"references": [pg.Reference(1, "x", verdicts=(pg.Verdict((), "supported"),))],
          "protocols": [pg.Protocol("p", "P")]},
         ["references 1: verdicts[0]: 'claims' is empty", "protocols p: 'steps' is empty"]),
    ],
)  # fmt: skip
def test_what_the_reader_would_refuse_the_writer_tells_and_writes_nothing(
    parts: dict[str, Any], told: list[str], tmp_path: Path
) -> None:
    made = network(**parts)
    with pytest.raises(InputError) as caught:
        pg.write(made, tmp_path / "s.yaml")
    assert [str(one).partition(",")[0] for one in caught.value.problems] == told
    assert not list(tmp_path.iterdir())
    assert document.parse(Decoded("s.json", "s.json", document.dump(made).files[""]))[0] == made


def test_a_network_that_is_not_sound_is_no_file(tmp_path: Path) -> None:
    made = pg.build_network(pg.Source("s"), entities=ENTITIES, claims=[pg.Claim("c", "a", "activates", "zz")])
    with pytest.raises(InputError, match="object 'zz' is not among the entities"):
        pg.write(made, tmp_path / "s.yaml")


def test_what_comes_back_in_another_form_is_reported() -> None:
    orthologs = (pg.Ortholog("rat", "A"), pg.Ortholog("mouse", "A"))
    made = network(entities=[pg.Entity("a", "Gene", "A", curie="HGNC:391", orthologs=orthologs), *ENTITIES[1:]])
    read, changed = back(made)
    assert read.entity["a"].orthologs == orthologs[::-1]
    assert read.entity["a"].curie == "hgnc:391"
    assert changed == ["reading gives curie, orthologs in the usual form (CURIEs in small letters, sorted orthologs)"]


def test_several_data_sets_are_no_yaml_file_and_the_way_out_is_told(tmp_path: Path) -> None:
    other = pg.build_network(pg.Source("t"), entities=ENTITIES)
    with pytest.raises(
        WrongArgument, match=r"holds one data set, and here are 2: s, t; choose one \(--source NAME"
    ) as caught:
        pg.write(merge([network(), other]), tmp_path / "all.yaml")
    assert "write .json" in str(caught.value)
