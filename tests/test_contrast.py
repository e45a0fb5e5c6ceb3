"""Two contexts side by side: what differs, the smallest difference that explains it, and what neither states."""

from __future__ import annotations

import json
from itertools import combinations
from random import Random

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.errors import AmbiguousName, UnknownName, WrongArgument
from pathway_graph.evidence.circumstances import differences
from pathway_graph.evidence.contexts import find_context
from pathway_graph.evidence.contrast import contrast
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Link, Network, Source
from pathway_graph.model.build import build_network

GUIDE = read_guide()
ENTITIES = [
    Entity("D", "SmallMolecule", "D", role="drug"), Entity("P", "Protein", "P"), Entity("Q", "Protein", "Q"),
    Entity("rat", "Species", "rat"), Entity("mouse", "Species", "mouse"),
    Entity("hip", "AnatomicalStructure", "hippocampus"),
    Entity("ca1", "AnatomicalStructure", "CA1", links=(Link("part_of", "hip"),)),
    Entity("ctx", "AnatomicalStructure", "frontal cortex"), Entity("occ", "AnatomicalStructure", "occipital cortex"),
    Entity("stress", "Condition", "restraint stress"),
]  # fmt: skip


def network(*claims: Claim) -> Network:
    return build_network(Source("s"), entities=ENTITIES, claims=claims)


def up(name: str, **context: object) -> Claim:
    return Claim(name, "D", "increases", "P", **context)  # type: ignore[arg-type]


def down(name: str, **context: object) -> Claim:
    return Claim(name, "D", "decreases", "P", **context)  # type: ignore[arg-type]


def test_the_dorsal_horn_and_jurkat_cells_disagree_on_phospho_creb() -> None:
    """T2.2: injured mice, dorsal horn, 21 days, lowered; T2.3: human Jurkat cells, 3 weeks, raised."""
    found = contrast(GUIDE, "dorsal horn", "Jurkat cells", about="pCREB")
    first, second = found.rows
    assert (first.subject, first.verdict, first.first, first.second) == (
        "chem:imipramine", "differ", ("lowered",), ("raised",),
    )  # fmt: skip
    assert (first.first_claims, first.second_claims) == (("T2.2",), ("T2.3",))
    assert first.explained_by == (("species",), ("tissue",), ("baseline",))
    assert (second.subject, second.verdict, second.first_claims) == ("cond:injury", "only in the first", ("T2.2b",))
    assert found.elsewhere == ("P30", "P31")
    assert found.stated_by_neither == ("assay", "strain", "sex", "dose", "route")


def test_the_smallest_difference_leaves_out_what_is_alike_or_ruled_out() -> None:
    made = network(
        down("1", species="rat", region="hip", duration="P7D"), up("2", species="mouse", region="ctx", duration="P7D"),
        down("3", species="mouse", region="hip"),  # agrees with 1 in another species: species alone explains nothing
    )  # fmt: skip
    (row,) = contrast(made, "hippocampus", "frontal cortex").rows
    assert (row.verdict, row.explained_by, row.ruled_out) == ("differ", (("tissue",),), ("species",))
    (row,) = contrast(made, "rat", "mouse").rows
    assert (row.verdict, row.first, row.second) == ("divided", ("lowered",), ("raised", "lowered"))
    assert (row.explained_by, row.ruled_out) == ((("tissue",),), ("species",))


def test_two_parts_together_explain_what_neither_does_alone() -> None:
    made = network(
        up("1", species="rat", sex="male"), up("2", species="rat", sex="female"),
        down("3", species="rat", sex="female", route="oral"), down("4", species="mouse", sex="male", route="oral"),
        up("5", region="hip", strain="Wistar", sex="male"), down("6", region="ctx", strain="Wistar", sex="male"),
    )  # fmt: skip
    (row,) = contrast(made, "hippocampus", "frontal cortex").rows
    assert row.explained_by == (("tissue",),)
    (row,) = contrast(made, "male", "oral").rows
    assert row.verdict == "divided"


def test_nothing_explains_claims_whose_contexts_differ_in_nothing_else() -> None:
    made = network(up("1", species="rat", region="hip"), down("2", species="rat", region="hip", route="oral"))
    (row,) = contrast(made, "rat", "oral").rows
    assert (row.verdict, row.explained_by) == ("divided", ())
    assert contrast(made, "rat", "oral").in_both == ("2",)


@pytest.mark.parametrize("seed", range(40))
def test_the_smallest_sets_are_those_of_brute_force(seed: int) -> None:
    choice = Random(seed)
    claims = [
        Claim(f"c{n}", "D", choice.choice(["increases", "decreases"]), "P", species=choice.choice(["rat", "mouse"]),
              region=choice.choice(["hip", "ctx", ""]), sex=choice.choice(["male", "female", ""]),
              route=choice.choice(["oral", "intraperitoneal", ""]), condition=choice.choice(["", "stress"]))
        for n in range(6)
    ]  # fmt: skip
    made = network(*claims)
    if {claim.species for claim in claims} != {"rat", "mouse"}:
        return
    (row,) = contrast(made, "rat", "mouse").rows
    pairs = [
        set(differences(a, b)[0]) - set(row.ruled_out)
        for a in claims if a.species == "rat" for b in claims if b.species == "mouse" and a.sign != b.sign
    ]  # fmt: skip
    parts = sorted(set().union(*pairs))
    hits = [set(some) for size in range(1, len(parts) + 1) for some in combinations(parts, size)
            if all(pair & set(some) for pair in pairs)]  # fmt: skip
    least = min(map(len, hits), default=0)
    expected = [some for some in hits if len(some) == least] if pairs else []
    assert sorted(map(sorted, row.explained_by)) == sorted(map(sorted, expected))


def test_a_claim_without_an_aspect_is_of_the_one_that_is_stated() -> None:
    made = network(up("1", species="rat", aspect="expression"), down("2", species="mouse"))
    (row,) = contrast(made, "rat", "mouse").rows
    assert (row.aspect, row.verdict) == ("expression", "differ")


def test_no_effect_is_a_third_word() -> None:
    made = network(up("1", species="rat"), Claim("2", "D", "leaves_unchanged", "P", species="mouse"))
    (row,) = contrast(made, "rat", "mouse").rows
    assert (row.first, row.second, row.verdict, row.explained_by) == (
        ("raised",), ("no effect",), "differ", (("species",),),
    )  # fmt: skip


# Names ------------------------------------------------------------------------------------------------

NAMED = network(
    up("1", species="rat", region="ca1", duration="P21D", dose=10.0, dose_unit="mg/kg", sex="male", strain="Wistar"),
    up("2", species="mouse", region="ctx", regimen="acute", route="oral", condition="stress"),
    up("3", region="occ", duration="P3W", dose=0.01, dose_unit="g/kg"),
    up("4", region="hip", view="background", reference="r"),
)


@pytest.mark.parametrize(
    ("name", "claims"),
    [("rat", ["1"]), ("hippocampus", ["1"]), ("CA1", ["1"]), ("restraint", ["2"]), ("frontal", ["2"]),
     ("acute", ["2"]), ("Oral", ["2"]), ("male", ["1"]), ("wistar", ["1"]), ("P21D", ["1", "3"]), ("p3w", ["1", "3"]),
     ("10 mg/kg", ["1", "3"]), ("10mg/kg", ["1", "3"]), ("rat, male", ["1"]), ("mouse, male", [])],
)  # fmt: skip
def test_a_context_is_found_by_any_value_of_it(name: str, claims: list[str]) -> None:
    assert [claim.id for claim in find_context(NAMED, name).claims] == claims


def test_parts_that_count_are_named() -> None:
    assert find_context(NAMED, "hippocampus").parts == ("ca1",)
    assert find_context(NAMED, "CA1").parts == ()


def test_an_unknown_context_lists_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"no context is called 'liver'; known are .*CA1.*frontal cortex"):
        find_context(NAMED, "liver")
    with pytest.raises(UnknownName, match="did you mean 'CA1'"):
        find_context(NAMED, "CA3")
    with pytest.raises(AmbiguousName, match=r"frontal cortex.*occipital cortex"):
        find_context(NAMED, "cortex")


def test_one_context_by_two_names_is_refused() -> None:
    with pytest.raises(WrongArgument, match="are one context"):
        contrast(GUIDE, "rat", "Rattus norvegicus")


# The command ------------------------------------------------------------------------------------------


def run(*words: str) -> tuple[str, str]:
    done = CliRunner(env={"COLUMNS": "80"}).invoke(cli, ["contrast", *words, "--file", "imipramine"])
    assert done.exit_code == 0, done.stderr
    return done.stdout, done.stderr


def test_the_table_fits_80_columns_and_the_rest_is_said() -> None:
    shown, said = run("dorsal horn", "Jurkat", "--about", "pCREB", "--format", "table")
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.startswith("1 is dorsal horn, 2 is Jurkat, about pCREB\n")
    assert "stated in neither: assay, strain, sex, dose, route" in said
    assert "of these effects, but stating neither context: P30, P31" in said
    assert "region: dorsal horn of spinal cord; 2 claims" in said
    assert "with its parts CA1 field of hippocampus" in run("hippocampus", "cortex", "--format", "table")[1]


def test_json_and_csv_give_the_same_rows() -> None:
    document = json.loads(run("dorsal horn", "Jurkat", "--about", "pCREB", "--format", "json")[0])
    assert document["rows"][0]["explained_by"] == ["species", "tissue", "baseline"]
    lines = run("dorsal horn", "Jurkat", "--about", "pCREB", "--format", "csv")[0].splitlines()
    assert len(lines) == 1 + len(document["rows"])
    assert "lowered,raised,T2.2,T2.3,species or tissue or baseline" in lines[1]


def test_a_context_that_background_alone_states_is_none() -> None:
    made = build_network(
        Source("s"),
        entities=[
            Entity("A", "Protein", "A"),
            Entity("B", "Protein", "B"),
            Entity("an:h", "AnatomicalStructure", "hippocampus"),
            Entity("an:l", "AnatomicalStructure", "liver"),
        ],
        claims=[
            Claim("c1", "A", "activates", "B", region="an:l"),
            Claim("c2", "A", "inhibits", "B", region="an:h", view="background", reference="pmid:1"),
        ],
    )
    with pytest.raises(UnknownName, match="no context is called 'hippocampus'; known are liver"):
        contrast(made, "liver", "hippocampus")
