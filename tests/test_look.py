"""`find` and `show`: what words mean, in which order, and what is known of one thing, on a screen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.cli.cards import card_lines
from pathway_graph.look import ClaimCard, DataSetCard, DiagramCard, EntityCard, PublicationCard
from pathway_graph.model import Network

GUIDE = pg.read_guide()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


@pytest.mark.parametrize(
    ("words", "first", "way"),
    [
        ("Bdnf", "prot:BDNF", "means"), ("hgnc:1033", "prot:BDNF", "means"), ("P23560", "prot:BDNF", "means"),
        ("trkb", "prot:NTRK2", "means"), ("camp", "D1", "exact"), ("imipramin", "imipramine", "prefix"),
        ("glucocorticoid recep", "prot:NR3C1", "prefix"), ("imiprmaine", "chem:imipramine", "spelling"),
        ("P38", "P38", "means"), ("imipramine/P38", "P38", "means"),
        ("10.1002/hipo.20718", "S06", "exact"), ("19921703", "S06", "exact"),
    ],
)  # fmt: skip
def test_words_find_what_they_mean_first(words: str, first: str, way: str) -> None:
    found = pg.find(GUIDE, words)
    assert (first, way) in [(match.id, match.way) for match in found.matches[:2]]


def test_nearer_fits_come_first_and_of_equal_fits_the_one_of_which_most_is_said() -> None:
    ways = [match.way for match in pg.find(GUIDE, "CREB").matches]
    order = ["means", "exact", "prefix", "word", "part", "spelling"]
    assert ways == sorted(ways, key=order.index)
    claims = [match.claims for match in pg.find(GUIDE, "CREB").matches if match.way == "prefix"]
    assert claims == sorted(claims, reverse=True)


def test_what_is_stored_is_counted_as_the_network_has_it() -> None:
    (match,) = [one for one in pg.find(GUIDE, "imipramine", kinds=["SmallMolecule"]).matches if one.way == "means"]
    about = [claim for claim in GUIDE.claims if "chem:imipramine" in (claim.subject, claim.object)]
    causal = [edge for edge in GUIDE.edges if edge.sign is not None and "chem:imipramine" in (edge.source, edge.target)]
    assert (match.claims, match.edges, match.sources) == (len(about), len(causal), ("imipramine",))


def test_every_claim_about_a_thing_is_somewhere_on_its_card() -> None:
    again = pg.Claim("SELF", "prot:CREB1", "activates", "prot:CREB1", source="imipramine")
    network = replace(GUIDE, claims=(*GUIDE.claims, again))
    lists = ("raised_by", "lowered_by", "acted_on_by", "unchanged_by", "raises", "lowers", "acts_on",
             "leaves_unchanged")  # fmt: skip
    for name in ("CREB1", "BDNF", "imipramine", "NTRK2", "cAMP"):
        card = pg.show(network, name, what="entity")
        assert isinstance(card, EntityCard)
        with_others = sum(len(one.claims) for some in lists for one in getattr(card, some))
        assert with_others + len(card.on_itself) + card.other_claims + len(card.retracted) == card.claims
        assert ("SELF" in card.on_itself) == (name == "CREB1")
    assert any(line.startswith("on itself") and "SELF" in line for line in card_lines(pg.show(network, "CREB1")))


def test_a_work_in_several_data_sets_is_shown_with_the_claims_of_all() -> None:
    works = [
        pg.Publication(f"{source}/p", "A work", "cited", doi=doi, claims=(claim,), source=source)
        for source, doi, claim in (("one", "10.1/AB", "P38"), ("two", "10.1/ab", "T2.4"))
    ]
    network = replace(GUIDE, publications=tuple(works))
    card = pg.show(network, "10.1/ab")
    assert isinstance(card, PublicationCard)
    assert ([name for name, _ in card.claims], card.source) == (["P38", "T2.4"], "one, two")
    alone = pg.show(network, "two/p")
    assert isinstance(alone, PublicationCard)
    assert ([name for name, _ in alone.claims], alone.source) == (["T2.4"], "two")


def test_an_accession_is_not_found_inside_another_one() -> None:
    assert pg.find(GUIDE, "3560").total == 0


def test_a_limit_says_how_many_there_are() -> None:
    found = pg.find(GUIDE, "receptor", limit=3)
    assert len(found.matches) == 3
    assert found.total == len(pg.find(GUIDE, "receptor", limit=0).matches) > 3


def test_an_unknown_kind_is_an_error_that_names_the_word_to_write() -> None:
    with pytest.raises(pg.UnknownName, match="'SmallMolecule'"):
        pg.find(GUIDE, "imipramine", kinds=["drug"])
    with pytest.raises(pg.WrongArgument):
        pg.find(GUIDE, "  ")


def test_a_gene_shows_its_forms_and_both_directions() -> None:
    card = pg.show(GUIDE, "BDNF")
    assert isinstance(card, EntityCard)
    assert (card.name, [form.id for form in card.forms]) == ("BDNF", ["gene:BDNF", "prot:BDNF", "rna:BDNF"])
    assert next((one.id, one.claims) for one in card.raised_by) == ("chem:imipramine", ("P38", "T2.4"))
    assert ("state:CREB1_pS133", "hypothesis") in [(one.id, one.certainty) for one in card.raised_by]
    assert [one.id for one in card.raises] == ["prot:NTRK2"]
    assert {one.id for one in card.diagrams} == {"D1", "D2"}
    assert card.also == ("--as diagram",)
    about = {claim.id for claim in GUIDE.claims if {claim.subject, claim.object} & {form.id for form in card.forms}}
    assert card.claims == len(about)


def test_what_is_contradicted_is_marked_on_both_sides() -> None:
    card = pg.show(GUIDE, "pCREB")
    assert isinstance(card, EntityCard)
    up = next(one for one in card.raised_by if one.id == "chem:imipramine")
    down = next(one for one in card.lowered_by if one.id == "chem:imipramine")
    assert (up.claims, up.against) == (("P30", "P31", "T2.3"), 1)
    assert (down.claims, down.against) == (("T2.2",), 3)


def test_retracted_claims_raise_and_lower_nothing_and_are_named() -> None:
    works = tuple(replace(one, notice="retracted") if one.id == "S19" else one for one in GUIDE.publications)
    network: Network = replace(GUIDE, publications=works)
    card = pg.show(network, "imipramine")
    assert isinstance(card, EntityCard)
    assert set(card.retracted) == {"P24", "P25", "P26", "T2.1"}
    shown = {name for one in (*card.raises, *card.lowers, *card.acts_on) for name in one.claims}
    assert shown.isdisjoint(card.retracted)
    claim = pg.show(network, "T2.1")
    assert isinstance(claim, ClaimCard)
    assert claim.is_retracted
    assert "RETRACTED" in next(iter(card_lines(claim)))


def test_a_name_of_several_sorts_means_the_entity_and_says_so() -> None:
    assert isinstance(pg.show(GUIDE, "imipramine"), EntityCard)
    assert isinstance(pg.show(GUIDE, "imipramine", what="data-set"), DataSetCard)
    assert isinstance(pg.show(GUIDE, "bdnf"), EntityCard)
    assert isinstance(pg.show(GUIDE, "camp"), DiagramCard)
    assert isinstance(pg.show(GUIDE, "cAMP"), EntityCard)
    assert isinstance(pg.show(GUIDE, "doi:10.1002/HIPO.20718"), PublicationCard)
    assert isinstance(pg.show(GUIDE, "imipramine/10"), PublicationCard)
    with pytest.raises(pg.UnknownName, match="pathway-graph find zzz"):
        pg.show(GUIDE, "zzz")
    with pytest.raises(pg.UnknownName, match="it is the name of: entity"):
        pg.show(GUIDE, "TrkB", what="diagram")


def test_a_claim_shows_its_context_and_what_speaks_against_it() -> None:
    card = pg.show(GUIDE, "T2.2")
    assert isinstance(card, ClaimCard)
    assert (card.sign, card.certainty) == (-1, "asserted")
    assert set(card.against) == {"P30", "P31", "T2.3"}
    assert "P21D" in card.context


def test_a_claim_is_shown_with_its_data_set_before_it_and_not_with_another() -> None:
    assert pg.show(GUIDE, "imipramine/P38") == pg.show(GUIDE, "P38")
    with pytest.raises(pg.UnknownName):
        pg.show(GUIDE, "signor/P38")
    with pytest.raises(pg.UnknownName, match="did you mean 'P38'"):
        pg.show(GUIDE, "p38")


@pytest.mark.parametrize("name", ["BDNF", "imipramine", "pCREB", "P38", "camp", "S06", "imipramine/7"])
def test_a_card_fits_a_screen(name: str) -> None:
    lines = list(card_lines(pg.show(GUIDE, name)))
    assert len(lines) <= 24
    assert all(len(line) <= 100 for line in lines)


def test_both_commands_print_data_and_say_what_a_name_is_besides() -> None:
    found = json.loads(run("find", "BDNF", "--file", "imipramine", "--format", "json").stdout)
    assert found["matches"][0]["id"] == "prot:BDNF"
    shown = run("show", "BDNF", "--file", "imipramine", "--format", "table")
    assert shown.stdout.startswith("BDNF — gene, 12 claims")
    assert "show BDNF --as diagram" in shown.stderr
    card = json.loads(run("show", "P38", "--file", "imipramine", "--format", "json").stdout)
    assert (card["card"], card["says"]) == ("claim", "Chronic imipramine raises BDNF.")


def test_a_store_that_is_not_there_is_said_before_anything_else(tmp_path: Path) -> None:
    done = run("find", "BDNF", "--store", str(tmp_path / "none"))
    assert isinstance(done.exception, pg.StoreError)
