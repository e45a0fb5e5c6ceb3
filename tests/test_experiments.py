"""What an experiment says stands in fields of a claim: checked, stored, told, and the same in every file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence.subset import subnetwork
from pathway_graph.evidence.words import context
from pathway_graph.formats import signor
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.identifiers.alignment import _claim
from pathway_graph.model.declaration import declared
from pathway_graph.stores.embedded.store import EmbeddedStore

ENTITIES = [
    pg.Entity("chem:imipramine", "SmallMolecule", "imipramine"),
    pg.Entity("prot:BDNF", "Protein", "BDNF"),
    pg.Entity("sp:rat", "Species", "rat"),
    pg.Entity("assay:WB", "Assay", "western blot"),
]
CLAIM = pg.Claim(
    "c1", "chem:imipramine", "increases", "prot:BDNF", species="sp:rat", strain="Sprague-Dawley", sex="male",
    dose=10.0, dose_unit="mg/kg/day", route="intraperitoneal", duration="P21D", sample_size=8, statistic="p-value",
    statistic_value=0.003, assay="assay:WB",
)  # fmt: skip


def network(**changed: Any) -> pg.Network:
    return pg.build_network(pg.Source("s"), entities=ENTITIES, claims=[replace(CLAIM, **changed)])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"dose_unit": ""}, ["a dose without a unit; add dose_unit: mg/kg or another one"]),
        ({"dose": None}, ["a unit without a dose; add dose:"]),
        ({"dose": -1.0}, ["dose -1 is not positive; write what was given, or leave it out"]),
        ({"dose": "10"}, ["dose '10' is not a number; give it that type"]),
        ({"dose_unit": "mg/kgs"}, ["dose_unit 'mg/kgs' is unknown; did you mean 'mg/kg'?"]),
        ({"route": "intraperitonal"}, ["route 'intraperitonal' is unknown; did you mean 'intraperitoneal'?"]),
        ({"sex": "mal"}, ["sex 'mal' is unknown; did you mean 'male'?"]),
        ({"sample_size": 0}, ["sample_size 0 is not positive; write the number in a group"]),
        ({"statistic_value": 1.5}, ["p-value 1.5 is not within 0 to 1"]),
        ({"statistic_value": None}, ["statistic without statistic_value; add statistic_value:"]),
        ({"statistic": ""}, ["statistic_value without statistic; add statistic:"]),
        ({"assay": "sp:rat"}, ["assay 'sp:rat' is a Species, not an Assay; put it in the field it belongs to"]),
        ({"assay": "assay:IF"}, ["assay 'assay:IF' is not among the entities; did you mean 'assay:WB'?"]),
    ],
    ids=str,
)
def test_the_checker_tells_what_no_experiment_says(changed: dict[str, Any], told: list[str]) -> None:
    found = [str(problem).removeprefix("claims 'c1': ") for problem in pg.check_network(network(**changed))]
    assert found == told


@pytest.mark.parametrize("format_", ["native", "document", "cx2", "graphml", "cytoscape"])
def test_an_experiment_comes_back_from_files(format_: str) -> None:
    name = f"s{FORMATS[format_].endings[0]}"
    data = next(iter(FORMATS[format_].module.dump(network()).files.values()))
    assert parse(Decoded(name, name, data), format_)[0] == network()


def from_table(text: str, name: str = "s.csv") -> tuple[pg.Claim, pg.Report]:
    back, report = parse(Decoded(name, name, text.encode()))
    return back.claims[0], report


@pytest.mark.parametrize("name", ["s.tsv", "s.csv"])
def test_every_field_of_a_claim_comes_back_from_a_table(name: str, tmp_path: Path) -> None:
    """Every field has a value, so that a new one which a table forgets makes this fail."""
    values: dict[str, Any] = {}
    for field in declared(pg.Claim):
        if field.name not in ("id", "subject", "relation", "object", "source"):
            one = (
                field.choices[-1] if field.choices else {"float": 0.1 + 0.2, "int": 7}.get(field.python.__name__, "x y")
            )
            values[field.name] = (one,) if field.holds_many else one
    values |= {
        "kind": "hypothesis", "certainty": "hypothesis", "view": "background", "reference_status": "inferred",
        "duration": "P21D", "statistic": "p-value", "condition_effect": 0, "species": "sp:rat", "assay": "assay:WB",
        "region": "an:hippocampus", "cell": "ct:neuron", "condition": "cond:stress",
        "co_treatment": ("chem:imipramine", "cond:stress"), "restates": ("s/ground",), "inferred_from": ("s/ground",),
        "citations": (3, 14), "table": 2, "row": 4,
        "attributes": (("Code1", "a\nb"), ("score", "0.61"), ("source_label", "x"), ("type", "z")),
    }  # fmt: skip
    assert {name for name in values if values[name] == CLAIM_DEFAULTS[name]} == set()
    more = [pg.Entity("an:hippocampus", "AnatomicalStructure", "hippocampus"),
            pg.Entity("ct:neuron", "CellType", "neuron"), pg.Entity("cond:stress", "Condition", "stress")]  # fmt: skip
    ground = pg.Claim(
        "s/ground", "chem:imipramine", "increases", "prot:BDNF", kind="hypothesis", certainty="hypothesis"
    )
    claims = [ground, replace(CLAIM, id="s/c1", **values)]
    whole = pg.build_network(pg.Source("s"), entities=[*ENTITIES, *more], claims=claims)
    assert pg.check_network(whole) == []
    report = pg.write(whole, tmp_path / name)
    assert [loss for loss in (*report.left_out, *report.changed) if "claims" in loss.what or loss.what == "texts"] == []
    assert pg.read(tmp_path / name).claims == whole.claims


CLAIM_DEFAULTS = {field.name: field.default for field in declared(pg.Claim)}


def test_an_attribute_of_a_claim_is_a_column_under_its_own_name(tmp_path: Path) -> None:
    pg.write(network(attributes=(("Note2", "x"), ("score", "0.61"), ("site", "y"))), tmp_path / "s.tsv")
    header, row = (line.split("\t") for line in (tmp_path / "s.tsv").read_text().splitlines())
    cells = dict(zip(header, row, strict=True))
    assert (cells["score"], cells["dose"], cells["dose_unit"], cells["sample_size"]) == ("0.61", "10", "mg/kg/day", "8")
    assert cells["attributes"] == '"{""Note2"": ""x"", ""site"": ""y""}"'
    assert "strain" in header
    assert "measure" not in header, "a field that no claim states has no column"


HEADERS = {
    "edge list": "source,target,sign,{}\nA,B,1,{}\n",
    "OmniPath": "source,target,is_stimulation,is_inhibition,{}\nP16220,P23560,1,0,{}\n",
    "SIGNOR": ",".join(signor.COLUMNS[:10]) + ",{}\nA,protein,,,B,protein,,,up-regulates,,{}\n",
}


@pytest.mark.parametrize("form", HEADERS)
def test_a_table_of_others_states_an_experiment_under_the_names_of_the_fields(form: str) -> None:
    """OmniPath and SIGNOR have no such columns; a table of theirs that somebody completed may."""
    names = "Dose,dose_unit,route,sample_size,statistic,statistic_value,strain,sex,assay"
    text = HEADERS[form].format(names, "10,mg/kg,oral,8,p-value,0.003,Wistar,male,western blot")
    claim, report = from_table(text)
    assert (claim.dose, claim.dose_unit, claim.route, claim.sample_size) == (10.0, "mg/kg", "oral", 8)
    assert (claim.statistic, claim.statistic_value, claim.strain, claim.sex) == ("p-value", 0.003, "Wistar", "male")
    back, _ = parse(Decoded("s.csv", "s.csv", text.encode()))
    assert (back.entity[claim.assay].kind, back.entity[claim.assay].name) == ("Assay", "western blot")
    assert dict(claim.attributes).keys() <= {"consensus"}
    assert not [loss for loss in report.changed if "attribute" in loss.why]


@pytest.mark.parametrize("form", HEADERS)
def test_what_no_field_takes_stays_an_attribute_and_is_counted(form: str) -> None:
    text = HEADERS[form].format("dose,statistic,sex,strain", "10 mg/kg,2.31,m,Wistar")
    claim, report = from_table(text)
    assert (claim.dose, claim.statistic, claim.sex, claim.strain) == (None, "", "", "Wistar")
    assert {("dose", "10 mg/kg"), ("statistic", "2.31"), ("sex", "m")} <= set(claim.attributes)
    told = {loss.why for loss in report.changed if "not understood" in loss.why}
    assert told == {f"their {name} is not understood: kept as an attribute" for name in ("dose", "statistic", "sex")}


def test_a_dose_without_its_unit_stays_an_attribute() -> None:
    claim, _ = from_table(HEADERS["edge list"].format("dose,statistic_value", "10,0.5"))
    assert (claim.dose, claim.statistic_value) == (None, None)
    assert claim.attributes == (("dose", "10"), ("statistic_value", "0.5"))


def test_a_wrong_dose_in_a_table_of_ours_is_told_with_its_line(tmp_path: Path) -> None:
    pg.write(network(), tmp_path / "s.csv")
    text = (tmp_path / "s.csv").read_text().replace(",10,", ",much,")
    with pytest.raises(pg.InputError, match=r"s\.csv:2: dose 'much' is not a number; write digits"):
        from_table(text)


@pytest.mark.parametrize("value", [1 / 3, 0.1 + 0.2, 1e-300, 1.5e22, 123456789012345680.0])
def test_a_number_that_is_written_in_yaml_is_read(value: float) -> None:
    whole = network(statistic="t", statistic_value=value)
    data = next(iter(FORMATS["native"].module.dump(whole).files.values()))
    assert parse(Decoded("s.yaml", "s.yaml", data))[0] == whole


def test_an_experiment_comes_back_from_a_store_and_its_assay_is_joined(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    store.write(network())
    assert store.read() == network()
    asked = store.run(
        "MATCH (c:Claim)-[:BY_ASSAY]->(a:Assay) WHERE c.dose >= 10 AND c.dose_unit = 'mg/kg/day' "
        "RETURN a.name AS assay, c.sample_size AS n"
    )
    assert asked.to_dicts() == [{"assay": "western blot", "n": 8}]
    store.close()


def test_the_context_of_a_claim_tells_the_experiment() -> None:
    said = context(network(), network().claims[0])
    assert said == (
        "rat; male Sprague-Dawley; 10 mg/kg/day intraperitoneal; P21D; n = 8; p-value 0.003; by western blot"
    )


def test_a_part_of_a_network_takes_the_assay_along() -> None:
    assert "assay:WB" in subnetwork(network(), claims=["c1"]).entity


def test_an_assay_that_meets_a_stored_one_is_renamed_in_the_claim() -> None:
    renamed = _claim(CLAIM, lambda identifier: {"assay:WB": "assay:blot"}.get(identifier, identifier))
    assert renamed == replace(CLAIM, assay="assay:blot")


def test_the_packaged_guide_gives_no_dose_it_does_not_state() -> None:
    assert all(claim.dose is None and not claim.assay for claim in pg.read_guide().claims)


def selected(asked: str, given: str, **of: Any) -> str:
    found = pg.select_claims(network(**of), pg.ClaimFilter(**{asked: given}))  # type: ignore[arg-type]
    return "kept" if found.kept else "unknown" if found.unknown else "left out"


@pytest.mark.parametrize("given", ["Sprague Dawley", "sprague_dawley", "SPRAGUE-DAWLEY", "Sprague\u2011Dawley"])
def test_a_strain_is_found_however_its_words_are_joined(given: str) -> None:
    assert selected("strain", given) == "kept"
    assert selected("strain", "Sprague-Dawley", strain=given) == "kept"


@pytest.mark.parametrize(
    ("stated", "given"),
    [
        ("Bdnf -/-", "Bdnf +/-"),
        ("Bdnf-/-", "Bdnf/"),
        ("C57BL/6J", "C57BL/6N"),
        ("line 1-2", "line 12"),
        ("FVB", "FV B"),
    ],
)
def test_strains_that_differ_are_told_apart(stated: str, given: str) -> None:
    assert selected("strain", given, strain=stated) == "left out"


@pytest.mark.parametrize(
    "given", ["1_0 mg/kg/day", "-10 mg/kg/day", "1__0 mg/kg/day", "nan mg/kg/day", "1e999 mg/kg/day"]
)
def test_an_amount_that_nobody_writes_is_no_dose(given: str) -> None:
    with pytest.raises(pg.QueryError, match="is no dose"):
        selected("dose", given)


@pytest.mark.parametrize(
    "given", ["10 mg/kg/day", "10. mg/kg/day", "1e1 mg/kg/day", "+10.0 mg/kg/day", "10000 µg/kg/day"]
)
def test_a_dose_is_found_however_its_amount_is_written(given: str) -> None:
    assert selected("dose", given) == "kept"
