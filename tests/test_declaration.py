"""The model is declared once: what one reader refuses every reader refuses, and a new field is one line."""

from dataclasses import dataclass, fields
from typing import Annotated

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats.plain_data import WrongData, from_data, to_data
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.model.declaration import About, declared, documented
from pathway_graph.model.fields import NESTED, SECTIONS, Section, json_schema, markdown_table
from pathway_graph.model.network import PARTS
from pathway_graph.stores.from_rows import from_records
from pathway_graph.stores.records import to_records

READERS = {"native": "a.yaml", "document": "a.json", "cx2": "a.cx2", "graphml": "a.graphml", "cytoscape": "a.cyjs"}

WRONG = {
    "regimen": ("prolonged", "forever"),
    "duration": ("P21D", "21 days"),
    "table": ("7777", "1.5"),
    "citations": ("8888", "1.5"),
    "effect_percent": ("-12.5", "true"),
    "certainty": ("one_study", "two_studies"),
    "kind": ("clinical", "magical"),
    "aspect": ("histone mark", "vibes"),
    "reference_status": ("from memory", "guessed"),
    "curie": ("uniprot:P16220", "nonsense"),
    "role": ("transcription factor", "wizard"),
    "compartment": ("extracellular", "attic"),
    "verdict": ("off-topic", "marvellous"),
    "status": ("candidate", "perhaps"),
    "entry_kind": ("bare domain", "poem"),
    "found_by": ("citation-drift", "no such rule"),
    "relation": ("leaves_unchanged", "actvates"),
    "layer": ("chronic", "middle"),
}
"""A field, a right value that stands nowhere else in the files, and a wrong one."""

NETWORK = pg.build_network(
    pg.Source("s", title="S"),
    entities=[
        pg.Entity("prot:A", "Protein", "A", curie="uniprot:P16220", role="transcription factor"),
        pg.Entity("prot:B", "Protein", "B", compartment="extracellular"),
    ],
    claims=[
        pg.Claim(
            "c1", "prot:A", "leaves_unchanged", "prot:B", kind="clinical", aspect="histone mark", regimen="prolonged",
            duration="P21D", table=7777, citations=(8888,), effect_percent=-12.5, certainty="one_study",
            reference="a book", reference_status="from memory",
        )
    ],
    references=[
        pg.Reference(8888, "A site.", entry_kind="bare domain", verdicts=(pg.Verdict(("c1",), "off-topic"),))
    ],
    publications=[pg.Publication("p1", "A study", "candidate", claims=("c1",))],
    diagrams=[
        pg.Diagram(
            "D1", "d", "A picture", nodes=(pg.DiagramNode("prot:A", layer="chronic"), pg.DiagramNode("prot:B")),
        )
    ],
    tensions=[pg.Tension("K1", "A strain", claims=("c1",), found_by="citation-drift")],
)  # fmt: skip


def written(reader: str) -> str:
    return str(next(iter(FORMATS[reader].module.dump(NETWORK).files.values())), "utf-8")


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_takes_the_network_that_the_wrong_values_are_put_into(reader: str) -> None:
    assert pg.check_network(NETWORK) == []
    network, _ = parse(Decoded(READERS[reader], READERS[reader], written(reader).encode()), reader)
    assert network == NETWORK


@pytest.mark.parametrize("field", WRONG)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_refuses_the_same_wrong_values_and_names_the_field(reader: str, field: str) -> None:
    right, wrong = WRONG[field]
    text = written(reader)
    assert right in text
    with pytest.raises(InputError, match=rf"\b{field}\b") as caught:
        parse(Decoded(READERS[reader], READERS[reader], text.replace(right, wrong).encode()), reader)
    assert wrong.lower() in str(caught.value).lower()


# One line for a field ---------------------------------------------------------------------------------


@documented
@dataclass(frozen=True, slots=True)
class Warmed(pg.Claim):
    """A claim with one more field."""

    warmth: Annotated[float | None, About("warmth of the bath, degrees Celsius", example="37")] = None


def test_a_new_field_of_a_claim_is_one_line() -> None:
    section = Section("claims", "", tuple(field for field in declared(Warmed) if field.by_hand), Warmed)
    assert "| warmth | number | warmth of the bath, degrees Celsius | `37` |" in markdown_table(section)
    assert "warmth: warmth of the bath" in (Warmed.__doc__ or "")
    warm = Warmed("c", "a", "activates", "b", warmth=37.5)
    assert to_data(warm)["warmth"] == 37.5
    assert from_data(Warmed, to_data(warm)) == warm
    with pytest.raises(WrongData, match="'warmth' is a number, not 'warm'"):
        from_data(Warmed, {**to_data(warm), "warmth": "warm"})


@pytest.mark.parametrize("part", PARTS)
def test_every_field_of_the_model_is_declared_with_a_meaning(part: str) -> None:
    sections = [SECTIONS["source" if part == "sources" else part]]
    sections += [NESTED[field.type] for field in sections[0].fields if field.type in NESTED]
    for section in sections:
        known = declared(section.item)
        assert [field.name for field in known] == [one.name for one in fields(section.item)]
        assert all(field.meaning for field in known)
        by_hand = [field.name for field in known if field.by_hand]
        assert [field.name for field in section.fields if field.name != "sign"] == by_hand


def test_the_schema_knows_every_section() -> None:
    assert list(json_schema()["properties"]) == ["format", *SECTIONS]


def test_a_network_comes_back_from_its_rows() -> None:
    assert from_records(to_records(NETWORK)) == NETWORK
