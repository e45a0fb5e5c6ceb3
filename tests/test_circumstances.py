"""Parts of the context in which two claims differ, as the model declares them."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence.circumstances import differences
from pathway_graph.model.declaration import About, context_parts, declared, documented
from pathway_graph.model.experiments import DOSE_UNITS, same_dose

STATED = pg.Claim(
    "a", "x", "increases", "y", species="sp:rat", strain="Wistar", sex="male", region="an:CA1", cell="ct:neuron",
    duration="P21D", regimen="chronic", dose=10.0, dose_unit="mg/kg", route="oral", assay="assay:WB",
    condition="cond:stress", co_treatment=("chem:zinc", "chem:ATP"),
)  # fmt: skip
SILENCE_SAYS_SOMETHING = ("baseline", "co-treatment")

OTHERWISE: dict[str, tuple[dict[str, Any], str]] = {
    "species": ({"species": "sp:mouse"}, "species"),
    "strain": ({"strain": "Fischer"}, "strain"),
    "sex": ({"sex": "female"}, "sex"),
    "region": ({"region": "an:DG"}, "tissue"),
    "cell in the same region": ({"cell": "ct:astrocyte"}, "tissue"),
    "course": ({"duration": "", "regimen": "acute"}, "duration"),
    "days": ({"duration": "P28D", "regimen": ""}, "duration"),
    "dose": ({"dose": 100.0}, "dose"),
    "unit of the same kind": ({"dose_unit": "g/kg"}, "dose"),
    "daily": ({"dose_unit": "mg/kg/day"}, "dose"),
    "route": ({"route": "intravenous"}, "route"),
    "assay": ({"assay": "assay:ELISA"}, "assay"),
    "condition": ({"condition": ""}, "baseline"),
    "co-treatment": ({"co_treatment": ("chem:zinc",)}, "co-treatment"),
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_each_part_of_the_context_that_both_state_otherwise_differs(case: str) -> None:
    wrong, part = OTHERWISE[case]
    one = replace(STATED, regimen="") if case == "days" else STATED
    other = replace(STATED, **wrong)
    assert differences(one, other) == differences(other, one) == ((part,), ())


def test_claims_that_state_the_same_differ_in_nothing() -> None:
    same = replace(STATED, id="b", dose=0.01, dose_unit="g/kg", co_treatment=("chem:ATP", "chem:zinc"))
    assert differences(STATED, same) == ((), ())


@pytest.mark.parametrize("part", sorted(set(context_parts(pg.Claim)) - set(SILENCE_SAYS_SOMETHING)))
def test_what_one_of_two_does_not_state_cannot_be_compared(part: str) -> None:
    defaults = {field.name: field.default for field in declared(pg.Claim) if field.context == part}
    assert differences(STATED, replace(STATED, **defaults)) == ((), (part,))


def test_what_stands_in_other_terms_cannot_be_compared() -> None:
    assert differences(replace(STATED, duration=""), replace(STATED, regimen="")) == ((), ("duration",))
    assert differences(STATED, replace(STATED, dose_unit="mg")) == ((), ("dose",))
    assert differences(STATED, replace(STATED, duration="not specified", regimen="")) == ((), ("duration",))


@pytest.mark.parametrize("unit", DOSE_UNITS)
def test_a_dose_in_any_unit_of_the_vocabulary_is_compared_with_itself(unit: str) -> None:
    assert same_dose((2.5, unit), (2.5, unit)) is True
    assert same_dose((2.5, unit), (2.0, unit)) is False


def test_opposite_claims_are_explained_by_sex_strain_dose_and_route() -> None:
    up = pg.Claim("up", "a", "activates", "b", sex="male", strain="Wistar", dose=1.0, dose_unit="mg/kg", route="oral")
    down = pg.Claim("down", "a", "inhibits", "b", sex="female", strain="Fischer", dose=100.0, dose_unit="mg/kg",
                    route="intraperitoneal")  # fmt: skip
    network = pg.build_network(
        pg.Source("s"), entities=[pg.Entity(name, "Gene", name) for name in "ab"], claims=[up, down]
    )
    (conflict,) = pg.find_conflicts(network).conflicts
    assert conflict.is_explained
    assert conflict.pairs[0].differs == ("strain", "sex", "dose", "route")
    assert conflict.pairs[0].not_stated == ("species", "tissue", "duration", "assay")


@documented
@dataclass(frozen=True, slots=True)
class Warmed(pg.Claim):
    """A claim with one more field of its context."""

    warmth: Annotated[float | None, About("warmth of the bath, degrees Celsius", context="warmth")] = None


def test_a_new_field_of_the_context_is_compared_as_its_declaration_says() -> None:
    warm = Warmed("c", "a", "activates", "b", warmth=37.0)
    assert differences(warm, replace(warm, warmth=20.0))[0] == ("warmth",)
    assert "warmth" in differences(warm, replace(warm, warmth=None))[1]
    assert "warmth" not in sum(differences(warm, replace(warm, warmth=37.0)), ())


def test_every_field_that_the_context_is_told_by_is_declared_as_context() -> None:
    told = {name for fields in context_parts(pg.Claim).values() for name in fields}
    assert told == {
        "species", "strain", "sex", "region", "cell", "duration", "regimen", "dose", "dose_unit", "route", "assay",
        "condition", "co_treatment",
    }  # fmt: skip
