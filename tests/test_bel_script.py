"""BEL scripts: what is set when a statement comes, each form of a statement, and PyBEL as the other reader."""

from __future__ import annotations

import json
import tarfile
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import bel, bel_script
from pathway_graph.formats.bel_statements import statement_of
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Claim, Network
from test_cli import run

COVID = Path(__file__).parents[2] / "shared" / "networks" / "covid19kg.tar.xz"

HEAD = """\
SET DOCUMENT Name = "Small"
SET DOCUMENT Version = "1.0.0"
SET DOCUMENT Description = "A small script"
SET DOCUMENT Authors = "Nobody"
SET DOCUMENT ContactInfo = "nobody@example.org"
DEFINE NAMESPACE HGNC AS PATTERN ".*"
DEFINE NAMESPACE CHEBI AS PATTERN ".*"
DEFINE NAMESPACE GO AS PATTERN ".*"
DEFINE ANNOTATION Species AS PATTERN ".*"
DEFINE ANNOTATION Dose AS LIST {"low", "high"}
"""

SCRIPT = (
    HEAD
    + """\
# a comment
SET Citation = {"PubMed", "A journal", "123", "2001-02-03", "Doe J|Roe R", ""}
SET SupportingText = "A sentence that goes \\
over two lines"
SET Species = "9606"
p(HGNC:AKT1) -> p(HGNC:CREB1, pmod(Ph, Ser, 133))
SET Dose = {"low", "high"}
act(p(HGNC:AKT1), ma(kin)) =| act(p(HGNC:GSK3B)) // a comment behind it
UNSET Dose
a(CHEBI:imipramine) -> deg(p(HGNC:BDNF))
SET Citation = {"DOI", "10.1000/x"}
SET Evidence = "Another"
p(HGNC:BDNF) neg p(HGNC:IL6)
p(HGNC:BDNF) -- bp(GO:"cell death")
p(HGNC:BDNF) reg p(HGNC:NTRK2)
p(HGNC:BDNF) cnc p(HGNC:FOS)
g(HGNC:FOS) :> r(HGNC:FOS)
"""
)


def read(text: str) -> tuple[Network, Report]:
    return bel_script.parse(Decoded("small.bel", "small.bel", text.encode()))


def claims_of(network: Network) -> list[tuple[str, str, str]]:
    name = network.name
    stated = [one for one in network.claims if "bel_line" in dict(one.attributes)]
    ordered = sorted(stated, key=lambda one: int(str(dict(one.attributes)["bel_line"])))
    return [(name(one.subject), one.relation, name(one.object)) for one in ordered]


def test_statements_become_claims_with_their_sign() -> None:
    network, report = read(SCRIPT)
    assert claims_of(network) == [
        ("AKT1", "increases", "CREB1, pmod(Ph, Ser, 133)"),
        ("AKT1", "decreases", "GSK3B"),
        ("imipramine", "decreases", "BDNF"),  # it raises the degradation of BDNF
        ("BDNF", "anticorrelates_with", "IL6"),
        ("BDNF", "linked_to", "cell death"),
        ("BDNF", "regulates", "NTRK2"),
        ("BDNF", "leaves_unchanged", "FOS"),
        ("FOS", "transcribed_to", "FOS"),
    ]
    assert (report.read["statements"], report.kept["statements"]) == (8, 8)
    assert network.sources[0].title == "Small"


def test_a_statement_stands_in_what_is_set_when_it_comes() -> None:
    network, _ = read(SCRIPT)
    by_line = {dict(claim.attributes)["bel_line"]: claim for claim in network.claims}
    first, second, third, fourth = (by_line[line] for line in ("16", "18", "20", "23"))
    assert first.species == second.species == third.species == "sp:ncbitaxon:9606"
    assert fourth.species == "", "a new citation clears what was set before it"
    assert json.loads(str(dict(second.attributes)["bel_annotations"]))["Dose"] == ["high", "low"]
    assert "Dose" not in str(dict(third.attributes)["bel_annotations"])
    assert (second.aspect, second.direction) == ("activity", "directlyDecreases")
    cited = {one.pmid or one.doi: (len(one.claims), one.authors, one.year) for one in network.publications}
    assert cited == {"123": (3, "Doe J, Roe R", 2001), "10.1000/x": (5, "", None)}
    assert "sentence" not in repr(network)


def test_a_modified_form_is_a_state_of_its_protein() -> None:
    network, _ = read(SCRIPT)
    state = next(entity for entity in network.entities if entity.kind == "ProteinState")
    assert [(link.relation, link.target) for link in state.links] == [("state_of", "prot:hgnc:2345")]


def test_a_list_may_run_over_several_lines() -> None:
    network, _ = read(HEAD + 'SET Citation = {"PubMed",\n  "A {title",\n  "77"}\np(HGNC:A) -> p(HGNC:B)')
    assert [one.pmid for one in network.publications] == ["77"]


def test_a_fragment_is_a_variant_of_its_protein() -> None:
    network, report = read(
        HEAD + 'p(HGNC:AKT1, frag("1_20")) -> p(HGNC:BDNF)\np(HGNC:AKT1, frag("1_20")) -> p(HGNC:IL6)'
    )
    assert [network.name(one.object) for one in network.claims if one.relation == "variant_of"] == ["AKT1"]
    assert report.kept["statements"] == 2


def said(statement: str) -> list[tuple[str, str, str]]:
    return claims_of(read(HEAD + 'SET Citation = {"PubMed", "1"}\nSET Evidence = "x"\n' + statement)[0])


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        ("p(HGNC:A) -> (p(HGNC:B) -| p(HGNC:C))", {("B", "decreases", "C"), ("A", "decreases", "C")}),
        ("p(HGNC:A) -| (p(HGNC:B) -| p(HGNC:C))", {("B", "decreases", "C"), ("A", "increases", "C")}),
        ("p(HGNC:A) -> (p(HGNC:B) -- p(HGNC:C))", {("B", "linked_to", "C"), ("A", "regulates", "C")}),
        ("complex(p(HGNC:A), p(HGNC:B))", {("A", "binds", "B")}),
        ("complex(p(HGNC:A), p(HGNC:B), p(HGNC:C))", {(one, "part_of", "A-B-C") for one in "ABC"}),
        ("p(HGNC:F) hasMembers list(p(HGNC:A), p(HGNC:B))", {("A", "is_a", "F"), ("B", "is_a", "F")}),
        ("complex(GO:F) hasComponents list(p(HGNC:A), p(HGNC:B))", {("A", "part_of", "F"), ("B", "part_of", "F")}),
        ("p(HGNC:A)->p(HGNC:B)", {("A", "increases", "B")}),
        ("p(HGNC:A)=|p(HGNC:B)", {("A", "decreases", "B")}),
        ("deg(p(HGNC:A)) -> p(HGNC:B)", {("A", "decreases", "B")}),
        ("deg(p(HGNC:A)) -> deg(p(HGNC:B))", {("A", "increases", "B")}),
        ("deg(p(HGNC:A)) reg p(HGNC:B)", {("A", "regulates", "B")}),
        ("kin(p(HGNC:A)) -> p(HGNC:B)", {("A", "increases", "B")}),
        ("p(HGNC:A, loc(GO:nucleus)) ⇒ tloc(p(HGNC:B), GO:cytosol, GO:nucleus)", {("A", "increases", "B")}),
        ('p(HGNC:391 ! AKT1) directlyIncreases p(HGNC:"B")', {("AKT1", "increases", "B")}),
    ],
)  # fmt: skip
def test_each_form_of_a_statement(statement: str, right: set[tuple[str, str, str]]) -> None:
    assert set(said(statement)) == right


def test_a_concept_of_number_and_name_is_known_by_its_number() -> None:
    network, _ = read(HEAD + "p(HGNC:391 ! AKT1) -> p(HGNC:BDNF)")
    assert "prot:hgnc:391" in network.entity


def test_the_order_of_variants_says_nothing() -> None:
    network, _ = read(HEAD + 'p(HGNC:A, var("x"), var("y")) -> p(HGNC:B)\np(HGNC:A, var("y"), var("x")) -> p(HGNC:B)')
    assert len({claim.subject for claim in network.claims if claim.relation == "increases"}) == 1


def test_two_fusions_are_two_things() -> None:
    text = "p(fus(HGNC:BCR, p.1_426, HGNC:ABL1, p.27_1130)) -> p(HGNC:B)\np(HGNC:TMPRSS2, fus(HGNC:ERG)) -> p(HGNC:B)"
    network, _ = read(HEAD + text)
    subjects = [network.entity[claim.subject] for claim in network.claims]
    assert sorted((one.kind, one.bel) for one in subjects) == [
        ("Variant", "p(fus(HGNC:BCR, p.1_426, HGNC:ABL1, p.27_1130))"),
        ("Variant", 'p(fus(HGNC:TMPRSS2, "?", HGNC:ERG, "?"))'),
    ]


def test_what_is_not_understood_is_left_out_with_its_line() -> None:
    network, report = read(HEAD + "p(HGNC:A) -> p(HGNC:B)\np(HGNC:A) ->\nwhat(HGNC:A) -> p(HGNC:B)\np(HGNC:C)")
    assert len(network.claims) == 1
    out = {(loss.what, loss.why): loss.places for loss in report.left_out}
    assert out["statements", "not understood: nothing stands behind '->'"] == ("line 12: p(HGNC:A) ->",)
    assert out["statements", "not understood: what(...) is no term that is known"][0].startswith("line 13")
    assert out["statements", "a term alone states no relation: its entity is there"][0].startswith("line 14")
    assert report.read["statements"] == report.kept["statements"] + 3


def test_everything_wrong_is_told_at_once() -> None:
    text = (
        HEAD + 'SET Evidence = "open\nSET Citation = {"PubMed"}\nSET Dose\np(HGNC:A) -> p(HGNC:B)\nDEFINE NAMESPACE X'
    )
    with pytest.raises(InputError) as caught:
        read(text)
    assert [problem.line for problem in caught.value.problems] == [11, 12, 13, 15]
    assert "a quote is not closed" in str(caught.value)


def test_the_groups_of_statements_are_kept() -> None:
    network, _ = read(
        HEAD + 'SET STATEMENT_GROUP = "G"\np(HGNC:A) -> p(HGNC:B)\nUNSET STATEMENT_GROUP\np(HGNC:C) -> p(HGNC:B)'
    )
    assert sorted("STATEMENT_GROUP" in str(claim.attributes) for claim in network.claims) == [False, True]


def test_statements_say_where_they_break() -> None:
    for text, why in [
        ("p(HGNC:A", "a bracket is not closed"),
        ("p(HGNC:A) -> p(HGNC:B) p(HGNC:C)", "stands behind the statement"),
        ("HGNC:A -> p(HGNC:B)", "stands where a term should"),
        ("p(HGNC:A) -> (p(HGNC:B))", "the statement in brackets is not whole"),
    ]:
        with pytest.raises(ValueError, match=why.replace("(", r"\(")):
            statement_of(text)


def key_of(claim: Claim, network: Network) -> tuple[str, ...]:
    told = dict(claim.attributes)
    ends = [(network.entity[claim.subject].bel, told.get("bel_subject", "")),
            (network.entity[claim.object].bel, told.get("bel_object", ""))]  # fmt: skip
    if claim.relation in ("linked_to", "correlates_with", "anticorrelates_with"):  # PyBEL states them both ways
        ends.sort()
    behind = sorted(one.pmid or one.doi for one in network.publications if claim.id in one.claims)
    rest = (
        claim.species,
        claim.cell,
        claim.region,
        claim.condition,
        claim.aspect,
        str(told.get("bel_annotations", "")),
    )
    return (claim.relation, *(str(part) for end in ends for part in end), *rest, *behind)


def test_pybel_reads_the_same_from_the_script() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pybel = pytest.importorskip("pybel", reason="pybel, of the extra oracles, is not installed")
        graph = pybel.BELGraph()
        pytest.importorskip("pybel.io.line_utils").parse_lines(
            graph, SCRIPT.splitlines(), manager=object(), use_tqdm=False
        )
        assert graph.warnings == []
        document: Any = json.loads(pybel.to_nodelink_jsons(graph))
    theirs, _ = bel.parse(Decoded("small", "small", json.dumps(document).encode()))
    network, _ = read(SCRIPT)
    ours = {key_of(claim, network) for claim in network.claims}
    assert len(ours) == 8
    stated = [
        claim for claim in theirs.claims if "bel_line" in dict(claim.attributes) or claim.relation == "transcribed_to"
    ]
    assert {(key[0], key[1], key[3]) for key in ours} == {
        (key[0], key[1], key[3].replace('go:"protein phosphorylation"', "Ph"))  # PyBEL's newer name for it
        for key in (key_of(claim, theirs) for claim in stated)
    }


@pytest.mark.slow
@pytest.mark.skipif(not COVID.is_file(), reason=f"{COVID} is absent")
def test_every_statement_of_covid19kg_is_read_as_pybel_read_it() -> None:
    same, statements, understood = Counter[bool](), 0, 0
    with tarfile.open(COVID) as archive:
        files = {Path(one.name).name: archive.extractfile(one).read() for one in archive if one.isfile()}  # type: ignore[union-attr]
    scripts = [name for name in files if name.endswith(".bel")]
    for name in scripts:
        network, report = bel_script.parse(Decoded(name, name, files[name]))
        statements, understood = statements + report.read["statements"], understood + report.kept["statements"]
        if f"{name}.nodelink.json" in files:
            theirs, _ = bel.parse(Decoded(name, name, files[f"{name}.nodelink.json"]))
            keys = {key_of(claim, network) for claim in network.claims}
            for claim in theirs.claims:
                if "bel_line" in dict(claim.attributes):
                    same[key_of(claim, theirs) in keys] += 1
    assert (len(scripts), statements, understood) == (163, 6301, 6301)
    # The rest: scripts that were changed after they were compiled (UNIPROT there, MESH or NCBIGENE here).
    assert same[False] / same.total() < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("names", [("a/small.bel", "b/small.bel.json"), ("b/small.bel", "a/small.bel.json")])
def test_of_a_script_and_its_graph_the_graph_is_imported_whichever_comes_first(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    network, _ = read(SCRIPT)
    for name, data in zip(names, (SCRIPT.encode(), bel.dump(network).files[""]), strict=True):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    done = run("import", str(tmp_path / "in"), store=tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert "1 BEL script left out" in done.stderr
    assert [(row["format"], row["files"]) for row in json.loads(done.stdout)] == [("bel", 1)]


def test_degradation_comes_back_with_its_sign_from_a_written_graph(tmp_path: Path) -> None:
    network, _ = read(HEAD + "a(CHEBI:x) -> deg(p(HGNC:A))\ndeg(p(HGNC:A)) -| p(HGNC:B)\np(HGNC:A) pos deg(p(HGNC:C))")
    written = bel.dump(network).files[""]
    links = json.loads(written)["links"]
    assert sorted(link["relation"] for link in links) == ["decreases", "increases", "positiveCorrelation"]
    again, _ = bel.parse(Decoded("small.bel.json", "small.bel.json", written))
    assert again.claims == network.claims
    assert sorted(claim.relation for claim in again.claims) == ["anticorrelates_with", "decreases", "increases"]
    path = tmp_path / "small.bel"
    path.write_text(SCRIPT)
    assert pg.read_file(path)[1].format == "bel-script"
