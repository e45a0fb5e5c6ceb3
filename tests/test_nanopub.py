"""Nanopublications of claims: what others read in them is what the claim says, and a candidate is no source."""

from __future__ import annotations

import warnings
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.evidence.subset import subnetwork
from pathway_graph.formats import nanopub
from pathway_graph.formats.nanopub import BASE, dump

GUIDE = pg.read_guide()
ASSOCIATION = f"{BASE}imipramine/%s#association"


def text_of(*claims: str) -> str:
    return dump(subnetwork(GUIDE, claims=claims)).files[""].decode()


def triples(text: str) -> set[tuple[str, str, str]]:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed (extra oracles)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read: Any = rdflib.Dataset()
        read.parse(data=text, format="trig")
        return {(str(s), str(p), str(o)) for s, p, o, _ in read.quads()}


def values(found: set[tuple[str, str, str]], claim: str, name: str) -> set[str]:
    return {o for s, p, o in found if s == ASSOCIATION % claim and p.endswith(name)}


def test_rdflib_reads_the_claim_with_its_ends_sign_and_context() -> None:
    found = triples(text_of("T2.2"))
    assert values(found, "T2.2", "#subject") == {"https://bioregistry.io/chebi:47499"}
    assert (values(found, "T2.2", "#sign"), values(found, "T2.2", "#duration")) == ({"-1"}, {"P21D"})
    assert values(found, "T2.2", "/object_direction_qualifier") == {"decreased"}
    assert len(values(found, "T2.2", "/anatomical_context_qualifier")) == 1
    assert len(values(found, "T2.2", "/species_context_qualifier")) == 1


def test_a_null_result_is_negated_and_has_no_sign() -> None:
    claim = pg.Claim("N", "chem:imipramine", "leaves_unchanged", "prot:BDNF", source="imipramine")
    found = triples(dump(replace(subnetwork(GUIDE, claims=["P38"]), claims=(claim,))).files[""].decode())
    assert (values(found, "N", "/negated"), values(found, "N", "#sign")) == ({"true"}, set())


def test_a_verified_work_is_the_source_and_a_candidate_is_not() -> None:
    found = triples(text_of("T3.1", "T2.4", "P38"))
    primary = {(s.rpartition("/")[2], o) for s, p, o in found if p.endswith("hadPrimarySource")}
    assert ("T3.1#assertion", "https://doi.org/10.1002/hipo.20718") in primary
    assert not {o for s, o in primary if s.startswith(("T2.4", "P38"))}
    assert {s.rpartition("/")[2] for s, p, _ in found if p.endswith("candidateSource")} >= {"T2.4#assertion"}


def test_texts_with_quotes_and_addresses_with_odd_letters_are_read_back() -> None:
    one = pg.Entity('odd:"<x> y', "Protein", 'a "b" \\ c\nd')
    claim = pg.Claim('1 <2>"', one.id, "activates", one.id, note="", statement='says "so" \\', source="s t")
    found = triples(dump(pg.Network(sources=(pg.Source("s t"),), entities=(one,), claims=(claim,))).files[""].decode())
    assert 'says "so" \\' in {o for _, p, o in found if p.endswith("label")}
    assert 'a "b" \\ c\nd' in {o for _, p, o in found if p.endswith("label")}


def test_every_field_of_a_claim_is_written_or_counted() -> None:
    elsewhere = {"id", "subject", "object", "kind", "statement", "source", "citations", "view", "inferred_from"}
    claim = pg.Claim(
        "F", "chem:imipramine", "increases", "prot:BDNF", condition="cond:stress", condition_effect=-1, table=2, row=3,
        note="n", attributes=(("score", 1.5),), restates=("P38",), bel="p(x)", source="imipramine",
        reference="r", reference_status="as cited", co_treatment=("chem:zinc",),
    )  # fmt: skip
    part = subnetwork(GUIDE, claims=["P38"])
    encoded = dump(replace(part, claims=(*part.claims, claim)))
    text = encoded.files[""].decode().partition("/F#association")[2]
    assert 'pg:conditionEffect "-1"^^xsd:integer' in text
    assert 'pg:standsIn "table 2, row 3"' in text
    counted = {loss.what: loss.count for loss in encoded.report.left_out}
    for what in ("notes of claims", "attributes of claims", "links to claims that are repeated"):
        assert counted[what] >= 1
    told = {*nanopub._CONTEXT, *nanopub._WORDS, *nanopub._NUMBERS, *nanopub._LEFT_OUT, "co_treatment", "relation",
            "certainty", "section", "table", "row", "lines", "reference"}  # fmt: skip
    assert told | elsewhere == {one.name for one in fields(pg.Claim)}


@pytest.mark.parametrize("claim", ["P38", "T2.2", "B01", "P40", "T1.1"])
def test_the_checker_of_nanopublications_takes_each(claim: str) -> None:
    checker = pytest.importorskip("nanopub", reason="nanopub is not installed (extra oracles)")
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed (extra oracles)")
    whole = text_of(claim)
    prefixes, *graphs = whole.split("\n\n<")
    own = "\n\n<".join([prefixes, *(graph for graph in graphs if graph.startswith(f"{BASE}imipramine/{claim}#"))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=own, format="trig")
        assert checker.Nanopub(rdf=graph).is_valid


def test_export_writes_the_same_bytes_and_says_what_is_left_out(tmp_path: Path) -> None:
    report = pg.write(GUIDE, tmp_path / "claims.trig")
    assert (tmp_path / "claims.trig").read_bytes() == dump(GUIDE).files[""]
    assert {loss.what for loss in report.left_out} >= {"publications", "printed citations", "diagrams"}
    assert (tmp_path / "claims.trig").read_text(encoding="utf-8").count("a np:Nanopublication") == len(GUIDE.claims)
