"""What an experiment says stands in fields of a claim: checked, stored, told, and the same in every file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence.subset import subnetwork
from pathway_graph.evidence.words import context
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.identifiers.alignment import _claim
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
