"""Retracted works: lists read, claims that fall with them, what traces, weights and stores make of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.errors import InputError, UnknownName
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.contrast import contrast
from pathway_graph.evidence.retractions import notices_of
from pathway_graph.evidence.subset import subnetwork_of_sources
from pathway_graph.evidence.weight import weigh, weigh_edges
from pathway_graph.evidence.words import support
from pathway_graph.evidence.works import retracted_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.notices import read_notices
from pathway_graph.model import Claim, Diagram, DiagramNode, Entity, Network, Publication, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.model.statistics import statistics
from pathway_graph.stores.open import open_store
from pathway_graph.trace import Filters, downstream, paths, upstream
from pathway_graph.trace.effects import SignEffect, retraction_effects
from pathway_graph.trace.explanation import explain
from pathway_graph.trace.fragility import fragility
from pathway_graph.trace.narration import narrate

GUIDE = read_guide()
WATCH = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
    "Reason,Paywalled,Notes\n"
)


def record(number: int, doi: str, pmid: str, nature: str, date: str = "1/31/2024 0:00") -> str:
    return (
        f'{number},"A study, of something {number}",(BLS) Biology;,Inst,J Biol,Pub,US,Ann Author;Bob Other,,Research '
        f'Article;,{date},10.9/NOTICE,0,1/1/2010 0:00,{doi},{pmid},{nature},"+Error in Data;+Unreliable Results;",No,\n'
    )


def listed(folder: Path, text: str, name: str = "gone.txt") -> Network:
    (folder / name).write_text(text, encoding="utf-8")
    return read_notices(folder / name)


def test_a_plain_list_has_numbers_and_dois_in_any_dress(tmp_path: Path) -> None:
    text = "# mine\n19921703\nPMID: 123 # why\npubmed:0456\nhttps://pubmed.ncbi.nlm.nih.gov/789/\n\n10.1002/HIPO.1\n"
    text += "doi:10.5/x\nhttps://doi.org/10.7/(Y)%3Cz\nhttp://dx.doi.org/10.5/X\n"
    with pytest.raises(InputError):
        listed(tmp_path, text + "10.5/x\n")  # a registrant has four digits
    text = text.replace("10.5/", "10.5555/").replace("10.7/", "10.7777/")
    works = listed(tmp_path, text).publications
    assert {work.pmid for work in works} - {""} == {"19921703", "123", "456", "789"}
    assert {work.doi for work in works} - {""} == {"10.1002/hipo.1", "10.5555/x", "10.7777/(y)<z"}
    assert {work.notice for work in works} == {"retracted"}


def test_every_line_that_is_neither_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        listed(tmp_path, "PMC123\n19921703\nChen 2010\n")
    assert [problem.line for problem in caught.value.problems] == [1, 3]


def test_the_table_of_retraction_watch_tells_its_natures_apart(tmp_path: Path) -> None:
    text = WATCH + record(1, "10.1002/A", "0", "Retraction") + record(2, "unavailable", "77", "Expression of concern")
    text += record(3, "10.1002/c", "78", "Correction") + record(4, "Unavailable", "0", "Retraction")
    text += record(5, "10.1002/A", "0", "Reinstatement", "2/1/2025 0:00")
    works = listed(tmp_path, text, "rw.csv").publications
    assert [(w.id.rpartition("/")[2], w.notice, w.doi, w.pmid, w.notice_date) for w in works] == [
        ("1", "retracted", "10.1002/a", "", "2024-01-31"), ("2", "concern", "", "77", "2024-01-31"),
        ("3", "corrected", "10.1002/c", "78", "2024-01-31"), ("5", "reinstated", "10.1002/a", "", "2025-02-01"),
    ]  # fmt: skip
    assert works[0].notice_reason == "Error in Data; Unreliable Results"
    assert works[0].notice_doi == "10.9/notice"


@pytest.mark.parametrize(
    ("records", "word"),
    [
        ([("Retraction", "1/1/2020 0:00"), ("Reinstatement", "1/1/2021 0:00")], "reinstated"),
        ([("Retraction", "1/1/2022 0:00"), ("Reinstatement", "1/1/2021 0:00")], "retracted"),
        ([("Expression of concern", "1/1/2020 0:00"), ("Retraction", "1/1/2021 0:00")], "retracted"),
        ([("Correction", "1/1/2020 0:00"), ("Expression of concern", "1/1/2019 0:00")], "concern"),
        ([("Correction", "1/1/2020 0:00")], "corrected"),
    ],
    ids=["taken-back", "again", "concern-first", "concern", "corrected"],
)
def test_of_several_notices_the_one_that_stands_counts(
    tmp_path: Path, records: list[tuple[str, str]], word: str
) -> None:
    text = WATCH + "".join(record(n, "10.1002/HIPO.20718", "0", *one) for n, one in enumerate(records))
    both = merge([GUIDE, listed(tmp_path, text, "rw.csv")])
    assert notices_of(both)["S06"].word == word
    assert retracted_claims(both) == ({"P78", "P79", "T3.1", "T3.2"} if word == "retracted" else set())


@pytest.fixture(scope="module")
def without_s06(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """The guide and a list with S06 (Chen 2010), which alone carries P78, P79, T3.1, T3.2; P76 has S17 and S18 too."""
    return merge([GUIDE, listed(tmp_path_factory.mktemp("list"), "https://doi.org/10.1002/HIPO.20718\n")])


def test_claims_of_which_every_work_was_retracted_are_left_out_of_net_signs(without_s06: Network) -> None:
    found = paths(without_s06, "imipramine", "synapse number")
    assert (found.ends, found.left_out["retracted"]) == ((), 3)
    counted = paths(without_s06, "imipramine", "synapse number", filters=Filters(count_retracted=True))
    assert [end.net_sign for end in counted.ends] == ["+1"]
    assert [end.net_sign for end in paths(without_s06, "imipramine", "neurogenesis").ends] == ["+1"]  # P76 stays


def test_works_that_are_left_out_take_their_claims_along() -> None:
    trace = paths(GUIDE, "imipramine", "pCREB", filters=Filters(without=("S05",)))
    assert [end.net_sign for end in trace.ends] == ["-1"]
    assert [end.net_sign for end in paths(GUIDE, "imipramine", "pCREB").ends] == ["ambiguous"]
    with pytest.raises(UnknownName):
        paths(GUIDE, "imipramine", "pCREB", filters=Filters(without=("S99",)))


def test_retracted_works_have_no_weight_unless_they_are_counted(without_s06: Network) -> None:
    ((_, weight),) = weigh_edges(without_s06, "imipramine", "synapse number")
    assert (weight.score, weight.left_out) == (0, ("P79", "T3.2"))
    assert weigh(without_s06, ["P79"], count_retracted=True).score == 1
    assert [study.works for study in weigh(without_s06, ["P76"]).studies] == [("S17", "S18")]


def test_a_concern_is_a_mark_alone(tmp_path: Path) -> None:
    text = WATCH + record(1, "10.1002/hipo.20718", "19921703", "Expression of concern")
    both = merge([GUIDE, listed(tmp_path, text, "rw.csv")])
    assert [end.net_sign for end in paths(both, "imipramine", "synapse number").ends] == ["+1"]
    assert support(both, ["P79"])[0]["publications"] == ["S06 (verified, expression of concern)"]


def test_what_changes_is_told(without_s06: Network) -> None:
    found = retraction_effects(without_s06)
    changed = [(one.source, one.target, one.counted, one.left_out) for one in found.signs]
    assert changed == [
        ("chem:imipramine", end, "+1", None)
        for end in ("bp:synaptogenesis", "phen:neuron_number", "phen:synapse_number")
    ]  # fmt: skip
    assert len(found.edges_lost) == 3
    assert SignEffect("chem:imipramine", "phen:synapse_number", "+1", None) in found.signs


def test_a_sign_that_was_ambiguous_is_decided() -> None:
    works = tuple(replace(one, notice="retracted") if one.id == "S05" else one for one in GUIDE.publications)
    found = retraction_effects(replace(GUIDE, publications=works))
    assert SignEffect("chem:imipramine", "state:CREB1_pS133", "ambiguous", "-1") in found.signs


def test_a_background_reference_by_number_is_retracted_too(tmp_path: Path) -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    claim = Claim("c", "a", "activates", "b", view="background", reference="PMID:555 Somebody 1999")
    network = build_network(Source("s"), entities=ends, claims=[claim])
    assert retracted_claims(merge([network, listed(tmp_path, "555\n")])) == {"c"}


def test_a_part_of_a_network_keeps_the_notices_of_other_data_sets(without_s06: Network) -> None:
    part = subnetwork_of_sources(without_s06, ["imipramine"])
    assert retracted_claims(part) == retracted_claims(without_s06) != set()


@pytest.mark.slow
def test_a_list_holds_for_what_comes_later_and_goes_with_its_removal(tmp_path: Path, without_s06: Network) -> None:
    gone = listed(tmp_path, "10.1002/hipo.20718\n")
    store = open_store(str(tmp_path / "store"))
    store.write(gone)
    store.write(GUIDE)
    assert retracted_claims(store.read()) == retracted_claims(without_s06)
    store.write(GUIDE)
    store.close()
    again = open_store(str(tmp_path / "store"))
    assert retracted_claims(again.read()) == retracted_claims(without_s06)  # from the snapshot
    assert retracted_claims(again.remove("retractions-gone")) == set()
    again.close()


@pytest.mark.slow
def test_commands_say_what_they_leave_out(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_text("PMID:19921703\n", encoding="utf-8")
    store = str(tmp_path / "store")

    def run(*arguments: str) -> tuple[str, str]:
        result = CliRunner().invoke(cli, [*arguments, "--store", store], catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return result.stdout, result.stderr

    run("load", "imipramine", "--retracted", str(tmp_path / "gone.txt"))
    out, _ = run("retractions", "--format", "json")
    (row,) = json.loads(out)
    assert (row["publication"], row["claims_left_out"], row["claims_that_stay"]) == (
        "S06", ["P78", "P79", "T3.1", "T3.2"], ["P76"],
    )  # fmt: skip
    out, said = run("paths", "imipramine", "synapse number", "--format", "json")
    assert json.loads(out)["ends"] == []
    assert "4 claims left out, for every work behind them was retracted: P78, P79, T3.1, T3.2" in said
    out, said = run("upstream", "synapse number", "--format", "json", "--include-retracted")
    assert json.loads(out)["ends"][0]["net_sign"] == "+1"
    assert "counted all the same" in said
    out, said = run("retractions", "--effects", "--format", "json")
    assert len(json.loads(out)["net_signs"]) == 3
    assert "rankings of regulators, explanations and weights were not" in said
    assert "13 of 24 publications have neither PubMed number nor DOI" in said


def test_notices_come_back_from_a_file(tmp_path: Path, without_s06: Network) -> None:
    from pathway_graph.formats.registry import read_file, write_file

    write_file(subnetwork_of_sources(without_s06, ["imipramine"]), tmp_path / "part.yaml")
    network, _ = read_file(tmp_path / "part.yaml")
    assert retracted_claims(network) == retracted_claims(without_s06)


def test_two_works_of_one_title_are_not_taken_for_one_by_a_list(tmp_path: Path) -> None:
    """Editorials share titles; only a DOI or PubMed number says that a work is the one that was retracted."""
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    work = Publication("w", "A study, of something 1", "cited", claims=("c",))
    network = build_network(Source("s"), entities=ends, claims=[Claim("c", "a", "activates", "b")], publications=[work])
    assert (
        retracted_claims(merge([network, listed(tmp_path, WATCH + record(1, "10.1002/z", "0", "Retraction"))])) == set()
    )


def divided(*notices: str) -> Network:
    """Two claims that disagree, each on one work; the works named are retracted, and n is an entry of a list."""
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    claims = [
        Claim("up", "a", "activates", "b"),
        Claim("down", "a", "inhibits", "b"),
        Claim("too", "a", "activates", "b"),
    ]
    works = [
        Publication(f"w{name}", f"Of {name}", "cited", doi=f"10.1234/{name}", claims=(name,),
                    notice="retracted" if name in notices else "")
        for name in ("up", "down", "too")
    ]  # fmt: skip
    works.append(Publication("n", "A notice", "cited", doi="10.1234/n", notice="retracted"))
    return build_network(Source("s"), entities=ends, claims=claims, publications=works)


def test_a_conflict_rests_on_no_claim_whose_every_work_was_retracted() -> None:
    (whole,) = find_conflicts(divided()).conflicts
    assert (whole.raising, whole.lowering) == (("too", "up"), ("down",))
    found = find_conflicts(divided("down"))
    assert (found.conflicts, found.retracted, found.to_dict()["retracted"]) == ((), ("down",), ["down"])
    (counted,) = find_conflicts(divided("down"), count_retracted=True).conflicts
    assert (counted.lowering, counted.weight_lowering.score) == (("down",), 0.5)
    (part,) = find_conflicts(divided("up")).conflicts
    assert part.raising == ("too",)


def of_works(gone: str, *claims: Claim, kinds: dict[str, str] | None = None, **more: Any) -> Network:
    """Claims with a work each; those named are retracted. D is a drug."""
    kind = {"D": "SmallMolecule", **(kinds or {})}
    ends = sorted({end for claim in claims for end in (claim.subject, claim.object)})
    works = [
        Publication(f"w{one.id}", f"Of {one.id}", "cited", doi=f"10.1234/{one.id}", claims=(one.id,),
                    notice="retracted" if one.id in gone.split() else "")
        for one in claims
    ]  # fmt: skip
    entities = [Entity(end, kind.get(end, "Protein"), end, role="drug" if end == "D" else "") for end in ends]
    return build_network(Source("s"), entities=entities, claims=claims, publications=works, **more)


def findings(network: Network, rule: str, **options: Any) -> list[tuple[str, ...]]:
    return [one.claims for one in find_conflicts(network, **options).findings if one.rule == rule]


def test_a_finding_stands_on_the_claims_that_are_left() -> None:
    pathway = Diagram("p", "p", "P", depicts="path", nodes=(DiagramNode("path"), DiagramNode("A")))
    claims = [
        *(Claim(name, "D", "activates", "path", kind="causal") for name in ("x1", "x2")),
        *(Claim(name, "D", "decreases", "A") for name in ("y1", "y2")),
    ]
    kinds = {"path": "Pathway"}
    for gone, left in {"": ["x1", "x2", "y1", "y2"], "x1": ["x2", "y1", "y2"], "y1 x2": ["x1", "y2"]}.items():
        network = of_works(gone, *claims, kinds=kinds, diagrams=[pathway])
        assert findings(network, "pathway-against-parts") == [tuple(left)]
        assert findings(network, "pathway-against-parts", count_retracted=True) == [("x1", "x2", "y1", "y2")]
    assert not findings(of_works("y1 y2", *claims, kinds=kinds, diagrams=[pathway]), "pathway-against-parts")

    cited = [
        Claim("c", "D", "increases", "A", citations=(1,), regimen="chronic"),
        *(Claim(name, "D", "increases", "A", citations=(1,), regimen="acute") for name in ("a1", "a2")),
        *(Claim(name, "D", "decreases", "A", citations=(1,)) for name in ("d1", "d2")),
    ]
    network = of_works("a1 d1", *cited)
    assert findings(network, "acute-behind-chronic") == [("a2", "c")]
    assert findings(network, "one-citation-both-signs") == [("a2", "c", "d2")]
    assert findings(network, "one-citation-both-signs", count_retracted=True) == [("a1", "a2", "c", "d1", "d2")]


def test_a_route_passes_what_only_a_retracted_work_measured() -> None:
    claims = [
        Claim("m1", "D", "increases", "A"), Claim("m2", "D", "increases", "B"), Claim("m3", "D", "decreases", "C"),
        Claim("s1", "A", "activates", "B"), Claim("s2", "B", "activates", "C"),
    ]  # fmt: skip
    assert findings(of_works("", *claims), "route-against-measurement") == [("m2", "m3")]
    assert findings(of_works("m2", *claims), "route-against-measurement") == [("m1", "m3")]


def test_a_route_needs_more_than_the_hypothesis_that_is_left_of_an_edge() -> None:
    claims = [
        Claim("m1", "D", "increases", "A"), Claim("m3", "D", "decreases", "C"),
        Claim("s1", "A", "activates", "C"),
        Claim("s2", "A", "activates", "C", kind="hypothesis", certainty="hypothesis"),
    ]  # fmt: skip
    assert findings(of_works("", *claims), "route-against-measurement") == [("m1", "m3")]
    assert findings(of_works("s1", *claims), "route-against-measurement") == []


def test_a_contrast_counts_no_claim_whose_every_work_was_retracted() -> None:
    claims = [
        Claim("r", "D", "increases", "A", regimen="acute"), Claim("m", "D", "decreases", "A", regimen="chronic"),
        Claim("m2", "D", "increases", "A", regimen="chronic"),
    ]  # fmt: skip
    (whole,) = contrast(of_works("", *claims), "acute", "chronic").rows
    assert (whole.verdict, whole.second_claims) == ("divided", ("m", "m2"))
    network = of_works("m", *claims)
    found = contrast(network, "acute", "chronic")
    (row,) = found.rows
    assert (row.verdict, row.second_claims, found.retracted) == ("agree", ("m2",), ("m",))
    assert [claim.id for claim in found.second.claims] == ["m2"]
    assert found.to_dict()["retracted"] == ["m"]
    counted = contrast(network, "acute", "chronic", count_retracted=True)
    assert (counted.rows, counted.retracted) == ((whole,), ())


def test_a_null_result_of_a_retracted_work_qualifies_nothing() -> None:
    claims = [Claim("up", "D", "increases", "A"), Claim("null", "D", "leaves_unchanged", "A")]
    network = of_works("null", *claims)
    assert upstream(network, "A").null_results == downstream(network, "D").null_results == ()
    answer = explain(network, "D", "A")
    assert (answer.null_steps, answer.tested.unchanged) == ((), ())
    assert answer.to_dict()["routes"][0]["hops"][0]["unchanged"] == []
    assert answer.tested.said() == "raised in 1, lowered in 0, no effect in 0 studies"
    assert "no effect was found" not in "\n".join(narrate(answer))

    counted = upstream(network, "A", filters=Filters(count_retracted=True))
    assert [claim.id for claim in counted.null_results] == ["null"]
    answer = explain(network, "D", "A", count_retracted=True)
    assert ([claim.id for claim in answer.null_steps], answer.tested.unchanged) == (["null"], ("null",))
    assert "! no effect was found of this step: null" in "\n".join(narrate(answer))
    found = find_conflicts(network, count_retracted=True)
    assert (
        found.conflicts[0].said(network) == "raised in 1, lowered in 0, no effect in 1 study; no stated context differs"
    )
    assert found.conflicts[0].sides(network).unchanged == ("null",)


def test_explanations_and_weights_count_what_was_retracted_where_that_is_asked() -> None:
    network = divided("down")
    signs = [{item.route.sign for item in explain(network, "A", "B", count_retracted=counts).routes}
             for counts in (False, True)]  # fmt: skip
    assert signs == [{1}, {1, -1}]
    scores = [{edge.sign: weight.score for edge, weight in weigh_edges(network, "A", "B", count_retracted=counts)}
              for counts in (False, True)]  # fmt: skip
    assert scores == [{1: 1.0, -1: 0.0}, {1: 1.0, -1: 0.5}]


def test_a_trace_tells_the_claims_taken_from_an_edge_that_stays() -> None:
    found = paths(divided("too"), "A", "B").to_dict()
    assert found["claims_left_out"] == {"a activates b": ["too"]}
    assert paths(divided(), "A", "B").to_dict()["claims_left_out"] == {}


def test_entries_of_a_list_are_no_publications_in_the_statistics() -> None:
    counts = statistics(divided("too"))
    assert (counts["publications"], counts["publications_by_status"], counts["notices"]) == (3, {"cited": 3}, 1)


@pytest.mark.slow
def test_an_import_takes_a_list_along(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_text("PMID:19921703\n", encoding="utf-8")
    (tmp_path / "edges.sif").write_text("CREB1\tactivates\tBDNF\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_text("Chen 2010\n", encoding="utf-8")
    store = ["--store", str(tmp_path / "store")]

    def run(*arguments: str) -> int:
        return CliRunner().invoke(cli, [*arguments, *store]).exit_code

    assert run("import", str(tmp_path / "edges.sif"), "--retracted", str(tmp_path / "bad.txt")) == 3
    assert run("load") == 0
    assert run("import", str(tmp_path / "edges.sif"), "--retracted", str(tmp_path / "gone.txt")) == 0
    opened = open_store(str(tmp_path / "store"))
    assert retracted_claims(opened.read()) == {"P78", "P79", "T3.1", "T3.2"}
    opened.close()


def test_a_list_from_a_spreadsheet_may_have_a_head_and_quotes(tmp_path: Path) -> None:
    works = listed(tmp_path, 'PMID\r\n"19921703"\r\n"10.1002/HIPO.1",\r\n').publications
    assert {(work.pmid, work.doi) for work in works} == {("19921703", ""), ("", "10.1002/hipo.1")}
    with pytest.raises(InputError):
        listed(tmp_path, "19921703\npmid\n")


def test_a_work_left_out_takes_the_claim_whose_other_work_was_retracted() -> None:
    """A raises B on the studies S1 and S2; S2 was retracted. Without S1 nothing stands behind it."""
    made = build_network(
        Source("mine"),
        entities=[Entity("a", "Protein", "A"), Entity("b", "Protein", "B")],
        claims=[Claim("c", "a", "activates", "b")],
        publications=[
            Publication("S1", "The first study of two", "candidate", claims=("c",)),
            Publication("S2", "The second study of two", "candidate", claims=("c",), notice="retracted"),
        ],
    )
    assert [end.net_sign for end in upstream(made, "B").ends] == ["+1"]
    found = upstream(made, "B", filters=Filters(without=("S1",)))
    assert (found.ends, found.left_out) == ((), {"left out": 1})
    counted = upstream(made, "B", filters=Filters(without=("S1",), count_retracted=True))
    assert [end.net_sign for end in counted.ends] == ["+1"]
    # so the sign rests on S1 alone, where S2 counts on both
    assert [loss.works for loss in fragility(made, "A", "B").losses] == [("S1",)]
    both = fragility(made, "A", "B", filters=Filters(count_retracted=True))
    assert [loss.works for loss in both.losses] == [("S1", "S2")]
    # and of the retraction of S2 the sign is an effect where S1 is left out
    assert retraction_effects(made).signs == ()
    effects = retraction_effects(made, filters=Filters(without=("S1",)))
    assert (effects.edges_lost, effects.signs) == (("a activates b",), (SignEffect("a", "b", "+1", None),))
