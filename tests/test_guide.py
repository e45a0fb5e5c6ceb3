"""The packaged guide holds exactly what was curated: counts worked out by hand from the guide's text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pathway_graph.formats.native import read_guide
from pathway_graph.model.statistics import statistics
from pathway_graph.model.vocabulary import RELATIONS

GUIDE = read_guide()
SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "curation").is_dir(), reason="the curators' tables (../shared/curation) are not here"
)


def rows(name: str) -> list[dict[str, str]]:
    with open(SHARED / "curation" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def guide_claims() -> list:  # type: ignore[type-arg]
    return [claim for claim in GUIDE.claims if claim.view == "guide"]


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("entities", 216),
        ("claims", 119),
        ("background_statements", 87),
        ("claims_from_tables", 19),
        ("claims_without_citation", 37),
        ("table_rows", 16),
        ("references", 24),
        ("citation_marks", 53),
        ("publications", 24),
        ("protocols", 3),
        ("steps", 23),
        ("diagrams", 7),
    ],
)
def test_counts_are_those_of_the_guide(what: str, count: int) -> None:
    assert statistics(GUIDE)[what] == count


def test_certainties_are_104_asserted_5_one_study_10_hypotheses() -> None:
    assert statistics(GUIDE)["claims_by_certainty"] == {"asserted": 104, "hypothesis": 10, "one_study": 5}


def test_170_entities_are_the_guides_and_46_background() -> None:
    assert statistics(GUIDE)["entities_by_view"] == {"background": 46, "guide": 170}


def test_13_references_are_titled_and_11_bare() -> None:
    assert statistics(GUIDE)["references_by_kind"] == {"bare domain": 11, "titled": 13}


@pytest.mark.parametrize(
    ("diagram", "core", "guide_shown", "guide", "everything"),
    [
        ("D1", (12, 14), (11, 12), (17, 19), (25, 40)),
        ("D2", (10, 10), (10, 10), (10, 11), (34, 44)),
        ("D3", (7, 8), (7, 7), (7, 7), (19, 29)),
        ("D4", (6, 5), (6, 5), (7, 6), (14, 17)),
        ("D5", (10, 10), (10, 10), (10, 10), (10, 10)),
        ("D6", (5, 4), (5, 4), (5, 4), (5, 4)),
        ("D7", (8, 7), (8, 7), (8, 7), (8, 7)),
    ],
)
def test_diagrams_hold_the_curated_nodes_and_edges(
    diagram: str, core: object, guide_shown: object, guide: object, everything: object
) -> None:
    counts = statistics(GUIDE)["by_diagram"][diagram]
    found = [
        (counts[name]["nodes"], counts[name]["edges"]) for name in ("core", "guide_core_and_chronic", "guide", "all")
    ]
    assert found == [core, guide_shown, guide, everything]


def test_the_tables_make_18_claims_on_imipramine_9_up_9_down() -> None:
    claims = [c for c in guide_claims() if c.table and c.subject == "chem:imipramine"]
    assert Counter(claim.sign for claim in claims) == {1: 9, -1: 9}
    assert Counter(claim.species for claim in claims) == {"sp:rat": 15, "sp:mouse": 2, "sp:human": 1}
    assert sum(claim.duration == "not specified" for claim in claims) == 5
    assert [(claim.id, claim.effect_percent) for claim in claims if claim.effect_percent] == [("T1.5", -16.0)]


def test_a_reversal_is_two_claims_of_opposite_sign() -> None:
    treated, injured = GUIDE.claim["T2.2"], GUIDE.claim["T2.2b"]
    assert (treated.subject, treated.sign, treated.condition) == ("chem:imipramine", -1, "cond:injury")
    assert (injured.subject, injured.sign, treated.condition_effect) == ("cond:injury", 1, 1)


def test_every_claim_has_a_sentence_and_a_place() -> None:
    assert [c.id for c in guide_claims() if not c.statement or not c.lines] == []
    assert [c.id for c in guide_claims() if not c.section and not c.table] == []


def test_background_statements_name_what_they_rest_on() -> None:
    background = [c for c in GUIDE.claims if c.view == "background"]
    assert [c.id for c in background if not c.reference or not c.reference_status] == []


def test_crebs_serine_keeps_both_numberings() -> None:
    xrefs = {xref.curie: xref.note for xref in GUIDE.entity["state:CREB1_pS133"].xrefs}
    assert "Ser133" in xrefs["uniprot:P16220-1"]
    assert "Ser119" in xrefs["uniprot:P16220"]


SUCCESSORS = {"go:0019933": "go:0141156"}
"""Identifiers that are obsolete since the tables were made, and what their ontology names in their place."""


@needs_shared
def test_entities_agree_with_the_curators_table() -> None:
    for row in rows("entities.tsv"):
        entity = GUIDE.entity[row["entity_id"]]
        curie = SUCCESSORS.get(row["curie"], row["curie"])
        assert (entity.kind, entity.name, entity.curie, entity.view) == (
            row["node_type"], row["name"], curie, row["origin"],
        )  # fmt: skip
        parents = [text.strip() for text in row["parent"].split(";") if text.strip()]
        assert [f"{link.relation} {link.target}" for link in entity.links] == parents
        for species in ("rat", "mouse"):
            ids = re.findall(r"(?:rgd|mgi|uniprot):\w+", row[species])
            found = [o.curies for o in entity.orthologs if o.species == species]
            assert found == ([tuple(ids)] if row[species] else [])
    assert len(GUIDE.entities) == len(rows("entities.tsv"))


@needs_shared
def test_claims_agree_with_the_curators_table() -> None:
    table = rows("claims.tsv")
    assert len(table) == len(guide_claims())
    for row in table:
        claim = GUIDE.claim[row["claim_id"]]
        sign = "NA" if claim.sign is None else f"{claim.sign:+d}" if claim.sign else "0"
        found = (
            claim.subject, claim.relation, claim.object, sign, claim.kind, claim.species, claim.region, claim.cell,
            claim.duration, claim.regimen, claim.condition, claim.certainty, claim.qualifier, claim.lines,
            ",".join(map(str, claim.citations)), "; ".join(claim.co_treatment), ";".join(claim.restates),
            claim.direction, claim.bel,
        )  # fmt: skip
        expected = (
            row["subject"], row["relation"], row["object"], row["sign"], row["kind"], row["species"], row["region"],
            row["cell"], row["duration"].replace("Not specified", "not specified"), row["regimen"], row["condition"],
            row["certainty"], row["qualifier"], row["guide_line"], row["citations"], row["co_treatment"],
            row["restates"].replace("; ", ";"), row["direction_text"], row["bel"],
        )  # fmt: skip
        assert found == expected, claim.id


def as_stored(row: dict[str, str]) -> tuple[str, bool]:
    """Return relation and hypothesis of a curated edge as the data hold it.

    The table has phosphorylates as +1. Here that word has no sign, so the relation says the effect and the claim the
    mechanism. What the table infers from a hypothesis is one.
    """
    relation = row["relation_or_type"]
    if relation == "phosphorylates":
        relation = "increases" if row["target_or_label"].startswith("state:") else "activates"
    inferred = row["reference"].startswith("inferred from P39 (hypothesis)")
    return relation, inferred or row["note"].startswith("hypothesis")


@needs_shared
def test_diagrams_agree_with_the_curators_table() -> None:
    nodes, edges = set(), set()
    for row in rows("diagrams.tsv"):
        diagram = row["diagram"][:2]
        if row["kind"] == "node":
            nodes.add((diagram, row["source_or_node"], row["layer"], row["provenance"]))
        else:
            name, hypothesis = as_stored(row)
            edges.add((diagram, row["source_or_node"], name, row["target_or_label"], row["layer"],
                       row["provenance"], hypothesis))  # fmt: skip
            relation = RELATIONS[name]
            assert row["sign"] == ("NA" if relation.sign is None else f"{relation.sign:+d}" if relation.sign else "0")
    assert nodes == {(d.id, n.entity, n.layer, n.view) for d in GUIDE.diagrams for n in d.nodes}
    assert edges == {
        (d.id, e.source, e.relation, e.target, e.layer, e.view, e.hypothesis) for d in GUIDE.diagrams for e in d.edges
    }


@needs_shared
def test_no_sentence_of_the_guide_stands_in_the_data() -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", text.lower())

    guide = words((SHARED / "guide.txt").read_text(encoding="utf-8").split("\nReferences\n")[0])
    grams = {tuple(guide[i : i + 10]) for i in range(len(guide) - 10)}
    folder = Path(__file__).parents[1] / "src" / "pathway_graph" / "data"
    for file in sorted(folder.rglob("*.yaml")):
        if file.name == "references.yaml":
            continue  # titles of works, as printed
        title = GUIDE.entity["doc:guide"].name  # a title is a bibliographic fact
        text = words(re.sub(r"\s+", " ", file.read_text(encoding="utf-8")).replace(title, ""))
        repeated = [text[i : i + 10] for i in range(len(text) - 10) if tuple(text[i : i + 10]) in grams]
        assert repeated == [], file.name
