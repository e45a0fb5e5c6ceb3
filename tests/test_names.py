"""Names find entities; the traps of gene nomenclature do not."""

from __future__ import annotations

import pytest

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.lookup import background_only, choice_of, lookup, resolve
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.model import Entity, Source
from pathway_graph.model.build import build_network
from pathway_graph.text.spelling import loose
from pathway_graph.trace import upstream

GUIDE = read_guide()
GR = ["gene:NR3C1", "prot:NR3C1", "rna:NR3C1"]
BDNF = ["gene:BDNF", "prot:BDNF", "rna:BDNF"]


def found(name: str, form: str | None = None) -> list[str]:
    return [entity.id for entity in resolve(GUIDE, name, form=form)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BDNF", BDNF),
        ("bdnf", BDNF),
        ("Bdnf", BDNF),
        ("brain derived neurotrophic factor", BDNF),
        ("hgnc:1033", BDNF),
        ("HGNC:1033", BDNF),
        ("rgd:2202", BDNF),
        ("mgi:88145", BDNF),
        ("MGI:MGI:88145", BDNF),
        ("ncbigene:627", BDNF),
        ("BDNF mRNA", ["rna:BDNF"]),
        ("BDNF protein", ["prot:BDNF"]),
        ("uniprot:P23560", ["prot:BDNF"]),
        ("prot:BDNF", ["prot:BDNF"]),
        ("GR", GR),
        ("gr", GR),
        ("NR3C1", GR),
        ("Nr3c1", GR),
        ("hgnc:7978", GR),
        ("GRs", GR),
        ("GR mRNA", ["rna:NR3C1"]),
        ("CREB", ["prot:CREB1", "state:CREB1_pS133"]),
        ("pCREB", ["state:CREB1_pS133"]),
        ("Nr2b", ["gene:GRIN2B", "prot:GRIN2B"]),
        ("Grin2b", ["gene:GRIN2B", "prot:GRIN2B"]),
        ("PYK2", ["prot:PTK2B", "state:PTK2B_pY402"]),
        ("hgnc:9611", ["prot:PTK2", "state:PTK2_pY397"]),
        ("imipramine", ["chem:imipramine"]),
        ("chebi:47499", ["chem:imipramine"]),
        ("CHEBI:47499", ["chem:imipramine"]),
        ("  imipramine ", ["chem:imipramine"]),
        ("beta-adrenergic receptor", ["fam:ADRB"]),
        ("β-adrenergic receptors", ["fam:ADRB"]),
        ("hippocampus", ["an:hippocampus"]),
        ("uberon:0002421", ["an:hippocampus"]),
    ],
)
def test_every_kind_of_name_finds_the_entity(name: str, expected: list[str]) -> None:
    assert found(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cAMP", "chem:camp"),  # not CAMP, cathelicidin
        ("NE", "chem:norepinephrine"),  # not ELANE
        ("HPA", "sys:HPA"),  # not HPSE
        ("NET", "prot:SLC6A2"),  # not ELK3
        ("CA1", "an:CA1"),  # not carbonic anhydrase 1
        ("ChIP", "assay:ChIPqPCR"),  # not STUB1
        ("AC", "fam:ADCY"),  # not ASAH1
        ("PDE", "fam:PDE"),  # not ALDH7A1
        ("ERK", "fam:ERK"),  # not EPHB2
        ("PDK1", "prot:PDPK1"),  # not pyruvate dehydrogenase kinase
        ("CBP", "prot:CREBBP"),  # not PAG1
        ("Akt", "path:AKT"),  # the kinase is background
        ("cortex", "an:cortex"),  # not the prefrontal cortex
    ],
)
def test_an_abbreviation_means_what_the_guide_means(name: str, expected: str) -> None:
    assert found(name) == [expected]


@pytest.mark.parametrize(
    "name", ["CAMP", "camp", "CHIP", "hgnc:1472", "BCL2A1", "ELANE", "HPSE", "STUB1", "ASAH1", "glutathione reductase"]
)
def test_another_genes_name_finds_nothing(name: str) -> None:
    with pytest.raises(UnknownName):
        resolve(GUIDE, name)


def test_a_name_in_the_wrong_case_says_which_case_is_right() -> None:
    with pytest.raises(UnknownName, match="did you mean 'cAMP'"):
        resolve(GUIDE, "CAMP")


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(UnknownName, match="did you mean 'imipramine'"):
        resolve(GUIDE, "imipramin")


@pytest.mark.parametrize("name", ["TORC1", "phosphorylation of CREB"])
def test_a_name_of_two_things_lists_both(name: str) -> None:
    with pytest.raises(AmbiguousName) as caught:
        resolve(GUIDE, name)
    assert len(caught.value.candidates) == 2


@pytest.mark.parametrize(
    ("form", "expected"), [("gene", "gene:BDNF"), ("transcript", "rna:BDNF"), ("protein", "prot:BDNF")]
)
def test_form_narrows_a_gene(form: str, expected: str) -> None:
    assert found("BDNF", form) == [expected]


def test_a_form_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownName, match="it is there as gene, protein, transcript"):
        resolve(GUIDE, "BDNF", form="state")


def test_every_own_name_of_every_entity_finds_it_or_is_ambiguous() -> None:
    lost = []
    for entity in GUIDE.entities:
        for name in (entity.id, entity.name, *entity.terms, *entity.synonyms):
            try:
                meant = found(name)
                if name.casefold() == "akt":  # the guide's pathway is meant, and what else bears the name is said
                    meant.append(choice_of(GUIDE, name).partition("; ")[2].partition(" ")[0])
            except AmbiguousName as error:
                meant = [identifier for identifier, _ in error.candidates]
            if entity.id not in meant:
                lost.append((entity.id, name))
    assert lost == []


def test_forms_without_links_meet_by_their_gene_identifier() -> None:
    network = build_network(
        Source("s"),
        entities=[
            Entity("g", "Gene", "A gene", synonyms=("A",), curie="hgnc:1"),
            Entity("p", "Protein", "A protein", synonyms=("A",), curie="uniprot:P12345"),
            Entity("q", "Transcript", "A mRNA", curie="hgnc:1"),
        ],
    )
    assert [e.id for e in resolve(network, "hgnc:1")] == ["g", "q"]
    with pytest.raises(AmbiguousName):
        resolve(network, "A")


# What a source states, and background --------------------------------------------------------------------


def background_names() -> list[tuple[str, str]]:
    return [(entity.id, name) for entity in GUIDE.entities if entity.id in background_only(GUIDE)
            for name in (entity.name, *names_of(entity)) if name]  # fmt: skip


@pytest.mark.slow
def test_no_name_of_the_background_hides_what_the_guide_states() -> None:
    """All 46 background entities and the Akt kinase, by every name, in every case, with or without the word pathway."""
    silent = background_only(GUIDE)
    assert len({entity for entity, _ in background_names()}) == 47
    stated = [(entity, name) for entity in GUIDE.entities if entity.id not in silent for name in names_of(entity)]
    hidden = []
    for _, name in background_names():
        for typed in (name, name.upper(), name.lower(), f"{name}s", name.removesuffix("s")):
            meant = {loose(typed), *(f"{loose(typed)}{word}" for word in ("pathway", "signaling", "signalingpathway"))}
            others = {entity.id for entity, known in stated if loose(known) in meant and known not in entity.exact_case}
            try:
                found = {entity.id for entity in resolve(GUIDE, typed)}
            except AmbiguousName as error:
                found = {identifier for identifier, _ in error.candidates}
            except UnknownName:
                found = set()
            if others and not others & found:
                hidden.append((typed, others, found))
    assert hidden == []


@pytest.mark.parametrize("name", ["Akt", "AKT", "akt"])
def test_akt_is_the_pathway_that_trkb_activates_and_the_kinase_is_named(name: str) -> None:
    found_upstream = upstream(GUIDE, name)
    assert found_upstream.ends[0].entity == "prot:NTRK2"
    assert [entity.id for entity in found_upstream.entities] == ["path:AKT"]
    choice = found_upstream.choice
    assert choice.startswith(f"{name!r} is read as path:AKT (Akt signalling); fam:AKT (AKT kinase family), known from")
    assert found_upstream.to_dict()["choice"] == choice


@pytest.mark.parametrize(
    ("name", "expected"), [("fam:AKT", "fam:AKT"), ("fplx:AKT", "fam:AKT"), ("PKB", "fam:AKT"), ("SRC", "prot:SRC")]
)
def test_background_is_found_by_what_is_its_own(name: str, expected: str) -> None:
    assert found(name) == [expected]
    assert choice_of(GUIDE, name) == ""


def test_what_was_measured_as_akt_is_what_is_called_so() -> None:
    assert [entity.id for entity in lookup(GUIDE, "Akt")] == ["fam:AKT"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("p-CREB", "state:CREB1_pS133"),
        ("Trk B", "prot:NTRK2"),
        ("5HT", "chem:serotonin"),
        ("beta adrenergic receptor", "fam:ADRB"),
        ("α2-adrenergic receptor", "fam:ADRA2"),
        ("cAMP signaling", "path:cAMP"),
        ("5-HT2 receptors", "fam:HTR2"),
    ],
)
def test_a_curated_name_is_found_in_the_spellings_of_others(name: str, expected: str) -> None:
    assert expected in found(name)


def test_a_hyphen_of_a_gene_symbol_counts() -> None:
    """The mouse's H2-Ab1 is no histone, and KRTAP11-1 is not KRTAP1-11."""
    network = build_network(
        Source("s"),
        entities=[Entity("a", "Protein", "H2AB1", curie="hgnc:22516"), Entity("b", "Protein", "KRTAP1-11")],
    )
    for name in ("H2-Ab1", "KRTAP11-1", "H2-AB1"):
        with pytest.raises(UnknownName):
            resolve(network, name)
