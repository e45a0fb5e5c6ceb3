"""KGX in words of the Biolink Model: predicates and qualifiers give the right sign, and what is written comes back."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import pathway_graph as pg
from networks import OTHER, TINY
from pathway_graph.formats import kgx, kgx_write
from pathway_graph.formats.kgx_words import (
    CATEGORIES,
    INVERSES,
    PREDICATES,
    bare,
    category_of,
    meaning_of,
    predicate_of,
)
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import detect, parse, read_all
from pathway_graph.formats.report import Report
from pathway_graph.model import Network
from pathway_graph.model.build import merge
from pathway_graph.model.vocabulary import KINDS, RELATIONS
from patience import HUNG_S

NODES = [
    {"id": "CHEBI:47499", "name": "imipramine", "category": ["biolink:ChemicalEntity", "biolink:SmallMolecule"]},
    {"id": "NCBIGene:6532", "name": "SLC6A4", "category": ["biolink:Gene"], "in_taxon": ["NCBITaxon:9606"]},
    {"id": "MONDO:0002050", "name": "depressive disorder", "category": ["biolink:Disease"]},
]
EDGE = {"id": "e1", "subject": "CHEBI:47499", "predicate": "biolink:affects", "object": "NCBIGene:6532"}
DOWN = {"qualified_predicate": "biolink:causes", "object_aspect_qualifier": "activity",
        "object_direction_qualifier": "decreased"}  # fmt: skip


def raw(value: Any, name: str = "g.json") -> Decoded:
    return Decoded(name, name, (value if isinstance(value, str) else json.dumps(value)).encode())


def read(*edges: dict[str, Any]) -> tuple[Network, Report]:
    return kgx.parse(raw({"nodes": NODES, "edges": list(edges)}))


def said(network: Network) -> list[tuple[str, str, str]]:
    return [(network.name(claim.subject), claim.relation, network.name(claim.object)) for claim in network.claims]


def losses(report: Report) -> dict[str, int]:
    return {f"{loss.what}: {loss.why}": loss.count for loss in (*report.left_out, *report.changed)}


def table(rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [["|".join(v) if isinstance(v := row.get(name, ""), list) else str(v) for name in columns] for row in rows]
    return "\n".join("\t".join(line) for line in [columns, *cells]) + "\n"


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


# Reading ----------------------------------------------------------------------------------------------


def test_an_edge_with_qualifiers_is_a_signed_claim_with_its_evidence() -> None:
    network, report = read({
        **EDGE, **DOWN, "category": ["biolink:ChemicalAffectsGeneAssociation"],
        "publications": ["PMID:1386738", "doi:10.1000/x"],
        "knowledge_level": "knowledge_assertion", "agent_type": "manual_agent",
        "primary_knowledge_source": "infores:ctd",
        "species_context_qualifier": "NCBITaxon:10116", "anatomical_context_qualifier": ["UBERON:0000955"],
        "causal_mechanism_qualifier": "inhibition", "supporting_text": ["A sentence."], "p_value": 0.5,
    })  # fmt: skip
    (claim,) = network.claims
    assert said(network) == [("imipramine", "inhibits", "SLC6A4")]
    assert (claim.id, claim.sign, claim.aspect) == ("g/e1", -1, "activity")
    assert (claim.subject, claim.object) == ("chem:chebi:47499", "gene:hgnc:11050")
    assert (network.entity[claim.species].curie, network.entity[claim.region].curie) == (
        "ncbitaxon:10116",
        "uberon:0000955",
    )
    stated = dict(claim.attributes)
    assert (stated["primary_knowledge_source"], stated["agent_type"], stated["p_value"]) == (
        "infores:ctd",
        "manual_agent",
        0.5,
    )
    assert {(one.pmid, one.doi) for one in network.publications} == {("1386738", ""), ("", "10.1000/x")}
    assert losses(report) == {"supporting texts: the text of others is not copied": 1}
    assert (report.read, report.kept["edges"]) == ({"nodes": 3, "edges": 1}, 1)


@pytest.mark.parametrize(
    ("predicate", "aspect", "direction", "relation", "sign"),
    [
        ("biolink:affects", "activity", "increased", "activates", 1),
        ("biolink:affects", "activity", "decreased", "inhibits", -1),
        ("biolink:affects", "abundance", "increased", "increases", 1),
        ("biolink:affects", "expression", "decreased", "decreases", -1),
        ("biolink:affects", "activity_or_abundance", "decreased", "inhibits", -1),
        ("biolink:affects", "synthesis", "increased", "increases", 1),
        ("biolink:affects", "degradation", "increased", "decreases", -1),
        ("biolink:affects", "degradation", "decreased", "increases", 1),
        ("biolink:affects", "localization", "increased", "modulates", 0),
        ("biolink:affects", "phosphorylation", "increased", "modulates", 0),
        ("biolink:affects", "", "", "regulates", 0),
        ("biolink:affects", "activity", "", "regulates", 0),
        ("biolink:affects", "activity", "sideways", "modulates", 0),
        ("biolink:regulates", "", "upregulated", "promotes", 1),
        ("biolink:regulates", "", "downregulated", "inhibits", -1),
        ("biolink:causes", "", "", "causes", 1),
        ("biolink:causes", "activity", "decreased", "inhibits", -1),
        ("biolink:positively_regulates", "", "", "promotes", 1),
        ("biolink:entity_negatively_regulates_entity", "", "", "inhibits", -1),
        ("biolink:negatively_regulates", "activity", "increased", "modulates", 0),
        ("biolink:increases_expression_of", "", "", "increases", 1),
        ("biolink:decreases_activity_of", "", "", "inhibits", -1),
        ("biolink:increases_degradation_of", "", "", "decreases", -1),
        ("biolink:affects_expression_of", "", "", "regulates", 0),
        ("biolink:physically_interacts_with", "", "", "binds", None),
        ("biolink:interacts_with", "", "", "linked_to", None),
        ("biolink:related_to", "activity", "increased", "linked_to", None),
        ("biolink:positively_correlated_with", "", "", "correlates_with", None),
        ("biolink:treats", "", "", "treats", None),
        ("biolink:subclass_of", "", "", "is_a", None),
        ("biolink:no_such_predicate", "", "", "linked_to", None),
        ("affects", "activity", "increased", "activates", 1),
    ],
)  # fmt: skip
def test_predicate_and_qualifiers_make_the_sign(
    predicate: str, aspect: str, direction: str, relation: str, sign: int | None
) -> None:
    edge = {**EDGE, "predicate": predicate, "object_aspect_qualifier": aspect, "object_direction_qualifier": direction}
    (claim,) = read(edge)[0].claims
    assert (claim.relation, claim.sign) == (relation, sign)


@pytest.mark.parametrize(
    ("more", "relation", "why"),
    [
        ({"subject_direction_qualifier": "decreased"}, "regulates", "a fall of the subject"),
        ({"qualified_predicate": "biolink:correlated_with"}, "regulates", "does not say who causes it"),
        ({"predicate": "biolink:affected_by"}, "regulates", "runs backwards"),
    ],
)  # fmt: skip
def test_where_it_is_not_clear_who_changes_what_there_is_no_sign(more: Any, relation: str, why: str) -> None:
    network, report = read({**EDGE, **DOWN, **more})
    assert [(claim.relation, claim.sign) for claim in network.claims] == [(relation, 0)]
    assert any(why in told for told in losses(report))


@pytest.mark.parametrize(
    ("predicate", "relation"),
    [
        ("regulated_by", "regulates"), ("negatively_regulated_by", "inhibits"), ("positively_regulated_by", "promotes"),
        ("entity_negatively_regulated_by_entity", "inhibits"), ("process_regulated_by_process", "regulates"),
    ],
)  # fmt: skip
def test_an_inverse_predicate_runs_the_other_way(predicate: str, relation: str) -> None:
    network, _ = read({**EDGE, "predicate": f"biolink:{predicate}"})
    assert said(network) == [("SLC6A4", relation, "imipramine")]


def test_what_is_negated_or_predicted_is_not_asserted() -> None:
    network, report = read(
        {**EDGE, **DOWN, "negated": True},
        {**EDGE, "id": "e2", "predicate": "biolink:treats", "object": "MONDO:0002050", "negated": "true"},
        {**EDGE, **DOWN, "id": "e3", "knowledge_level": "prediction"},
    )
    claims = {claim.id: (claim.relation, claim.certainty, claim.kind) for claim in network.claims}
    assert claims == {
        "g/e1": ("leaves_unchanged", "asserted", "fact"),
        "g/e3": ("inhibits", "hypothesis", "hypothesis"),
    }
    assert losses(report)["edges: negated: what is not causal is not claimed"] == 1


def test_qualifiers_in_a_list_are_understood() -> None:
    listed = [{"qualifier_type_id": f"biolink:{name}", "qualifier_value": value} for name, value in DOWN.items()]
    assert said(read({**EDGE, "qualifiers": listed})[0]) == [("imipramine", "inhibits", "SLC6A4")]


def test_all_forms_of_kgx_are_recognised_and_say_the_same(tmp_path: Path) -> None:
    edges = [{**EDGE, **DOWN, "publications": ["PMID:1", "PMID:2"]}]
    expected = kgx.parse(raw({"nodes": NODES, "edges": edges}))[0]
    for ending, form in (("tsv", table), ("jsonl", lines)):
        for name, rows in (("nodes", NODES), ("edges", edges)):
            (tmp_path / f"g_{name}.{ending}").write_text(form(rows), encoding="utf-8")
        for name in ("nodes", "edges"):  # of either file the other is found beside it
            network, report = pg.read_file(tmp_path / f"g_{name}.{ending}")
            assert (report.format, report.read) == ("kgx", {"nodes": 3, "edges": 1})
            assert (network.sources[0].id, network.claims, network.publications) == (
                "g",
                expected.claims,
                expected.publications,
            )
            assert {entity.id for entity in network.entities} == {entity.id for entity in expected.entities}
    (tmp_path / "one").mkdir()
    with tarfile.open(tmp_path / "one" / "g.tar.gz", "w:gz") as archive:
        for name in ("edges", "nodes"):
            archive.add(tmp_path / f"g_{name}.tsv", f"g_{name}.tsv")
    ((network, _),) = [one for one in read_all(tmp_path / "one") if not isinstance(one, Exception)]
    assert network.claims == expected.claims


def test_both_files_of_a_pair_in_one_import_are_one_data_set(tmp_path: Path) -> None:
    (tmp_path / "g_nodes.tsv").write_text(table(NODES), encoding="utf-8")
    (tmp_path / "g_edges.tsv.gz").write_bytes(gzip.compress(table([{**EDGE, **DOWN}]).encode()))
    files = [str(tmp_path / name) for name in ("g_nodes.tsv", "g_edges.tsv.gz")]
    command = [sys.executable, "-m", "pathway_graph", "import", "--report", "--store", str(tmp_path / "store"), *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HUNG_S, check=False)
    assert (done.returncode, [one["kept"]["claims"] for one in json.loads(done.stdout)["files"]]) == (0, [1]), (
        done.stderr
    )
    shutil.rmtree(tmp_path / "store")
    ((network, _),) = [one for one in read_all(tmp_path) if not isinstance(one, Exception) and one[0].claims]
    assert (network.sources[0].id, said(network)) == ("g", [("imipramine", "inhibits", "SLC6A4")])


def test_tables_of_nodes_and_edges_of_other_programs_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "g_nodes.tsv").write_text("id\tlabel\nA\tA\nB\tB\n", encoding="utf-8")
    (tmp_path / "g_edges.tsv").write_text("source\ttarget\trelation\nA\tB\tinhibits\n", encoding="utf-8")
    network, report = pg.read_file(tmp_path / "g_edges.tsv")
    assert (report.format, network.sources[0].id, len(network.claims)) == ("edge-list", "g_edges", 1)


def test_edges_alone_name_their_ends_by_id_and_say_so() -> None:
    network, report = parse(raw(table([{**EDGE, **DOWN}]), "x.tsv"))
    (claim,) = network.claims
    assert (claim.subject, claim.object, claim.sign) == ("chem:chebi:47499", "prot:hgnc:11050", -1)
    assert losses(report)["ends of edges: no node describes them: known by their id"] == 2


def test_a_lone_quote_in_a_table_is_a_letter() -> None:
    nodes = [{"id": "CHEBI:1", "name": '"odd', "category": ["biolink:SmallMolecule"]}, *NODES]
    network, _ = parse(raw(table(nodes), "x_nodes.tsv"))
    assert network.name("chem:chebi:1") == '"odd'
    assert len(network.entities) == 4


def test_every_wrong_row_is_told_with_its_line() -> None:
    with pytest.raises(pg.InputError) as caught:
        kgx.parse(raw("subject\tpredicate\tobject\nA\tbiolink:affects\tB\tC\nHGNC:1\tbiolink:affects", "x.tsv"))
    assert [(one.line, one.message) for one in caught.value.problems] == [
        (2, "the row has 4 cells, the header 3"),
        (3, "the last row has 2 of 3 cells and no end of line: it may be cut off"),
    ]  # fmt: skip
    with pytest.raises(pg.InputError) as caught:
        kgx.parse(raw(lines([EDGE]) + "{broken\n[1]\n", "x.jsonl"))
    assert [one.line for one in caught.value.problems] == [2, 3]
    with pytest.raises(pg.InputError) as caught:
        read({"subject": "CHEBI:47499"}, {**EDGE, "predicate": ""})
    assert sorted((one.path, one.message) for one in caught.value.problems) == [
        ("edges[0]", "the edge has no predicate and no object"), ("edges[1]", "the edge has no predicate"),
    ]  # fmt: skip
    with pytest.raises(pg.InputError, match="stands twice"):
        kgx.parse(raw({"nodes": [*NODES, {**NODES[0], "name": "another"}], "edges": []}))


@pytest.mark.parametrize(("ending", "tab"), [("tsv", "\t"), ("csv", ",")])
def test_cells_that_are_missing_at_the_end_of_a_row_are_empty_and_told(ending: str, tab: str) -> None:
    rows = [
        "subject|predicate|object|id|publications",
        "HGNC:1|biolink:affects|HGNC:2",
        "HGNC:1|biolink:affects|HGNC:3|e2||",
    ]
    text = "\n".join(rows) + "\n"
    network, report = kgx.parse(raw(text.replace("|", tab), f"x_edges.{ending}"))
    assert len(network.claims) == 2
    assert losses(report)["rows: cells are missing at their end: taken for empty"] == 1
    with pytest.raises(pg.InputError, match="the edge has no object"):
        kgx.parse(raw(f"subject{tab}predicate{tab}object\nHGNC:1{tab}biolink:affects\n", f"x.{ending}"))


def test_a_node_that_stands_twice_and_says_the_same_is_read_once_and_told() -> None:
    network, report = kgx.parse(raw({"nodes": [*NODES, {**NODES[0], "xref": []}], "edges": [EDGE]}))
    assert network == kgx.parse(raw({"nodes": NODES, "edges": [EDGE]}))[0]
    assert losses(report)["nodes: they stand twice and say the same: read once"] == 1
    with pytest.raises(pg.InputError, match="stands twice"):
        kgx.parse(raw({"nodes": [*NODES, {**NODES[0], "name": "another"}], "edges": []}))


@pytest.mark.timeout(10)
def test_a_table_of_too_many_columns_is_refused_at_once() -> None:
    head = "\t".join(["subject", "predicate", "object", *(f"c{number}" for number in range(200_000))])
    with pytest.raises(pg.InputError, match="the limit is 10,000"):
        kgx.parse(raw(f"{head}\n", "x.tsv"))


def test_a_table_without_a_word_of_biolink_is_no_kgx() -> None:
    assert detect(raw("subject\tpredicate\tobject\nA\tinhibits\tB\n", "a.tsv")).name == "edge-list"


# Writing ----------------------------------------------------------------------------------------------

ENDINGS = ["kgx.json", "kgx", "kgx-jsonl"]


def without_data_set(network: Network) -> list[Any]:
    """Claims without the name of their data set, which is the file's when they are read."""
    known = {claim.id: claim.id.rpartition("/")[2] for claim in network.claims}
    return sorted((replace(
        claim, id=known[claim.id], source="", restates=tuple(known[one] for one in claim.restates),
        inferred_from=tuple(known[one] for one in claim.inferred_from)) for claim in network.claims),
        key=lambda one: str(one.id))  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("network", [TINY, OTHER, pg.read_guide()], ids=["tiny", "other", "guide"])
def test_entities_claims_and_studies_come_back_as_they_were(tmp_path: Path, network: Network, ending: str) -> None:
    pg.write(network, tmp_path / f"x.{ending}")
    again, report = pg.read_file(tmp_path / f"x.{ending}")
    assert again.sources[0].id == "x"
    assert without_data_set(again) == without_data_set(network)
    bare_of = [[replace(one, sources=(), definitions=()) for one in net.entities] for net in (again, network)]
    assert bare_of[0] == bare_of[1]
    assert {edge.id for edge in again.edges if edge.structural} == {
        edge.id for edge in network.edges if edge.structural
    }
    studies = {(one.pmid, claim.rpartition("/")[2]) for one in network.publications if one.pmid for claim in one.claims}
    assert studies == {
        (one.pmid, claim.rpartition("/")[2]) for one in again.publications if one.pmid for claim in one.claims
    }
    assert not report.left_out
    assert not report.changed


def test_writing_twice_gives_the_same_bytes_and_counts_what_has_no_place(tmp_path: Path) -> None:
    guide = pg.read_guide()
    report = pg.write(guide, tmp_path / "a.kgx.json")
    pg.write(guide, tmp_path / "b.kgx.json")
    assert (tmp_path / "a.kgx.json").read_bytes() == (tmp_path / "b.kgx.json").read_bytes()
    assert report.kept["claims"] == len(guide.claims)
    assert {"references", "protocols", "diagrams"} <= {loss.what for loss in report.left_out}


def test_signs_are_right_without_what_only_we_understand(tmp_path: Path) -> None:
    """Another reader sees predicates and qualifiers alone; they must say what the claim says."""
    guide = pg.read_guide()
    pg.write(guide, tmp_path / "x.kgx.json")
    document = json.loads((tmp_path / "x.kgx.json").read_text(encoding="utf-8"))
    for one in (*document["nodes"], *document["edges"]):
        one.pop("pathway_graph")
        one.pop("original_predicate", None)
    again = kgx.parse(raw(document, "x.json"))[0]
    signs = {claim.id.rpartition("/")[2]: claim.sign for claim in again.claims}
    for claim in guide.claims:
        assert signs[claim.id.rpartition("/")[2]] in (claim.sign, None if claim.sign is None else claim.sign), claim


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_what_a_relation_is_written_as_has_its_sign(relation: str) -> None:
    written = predicate_of(relation)
    found = meaning_of(
        written["predicate"], written.get("object_aspect_qualifier", ""), written.get("object_direction_qualifier", "")
    )[0]
    if relation == "leaves_unchanged":
        assert RELATIONS[found].sign == 0  # and the edge is negated
    else:
        assert RELATIONS[found].sign == RELATIONS[relation].sign


def test_every_word_that_is_written_or_read_is_of_the_biolink_model() -> None:
    spec = importlib.util.find_spec("biolink_model")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("biolink-model, the standard for the words, is not installed")
    schema = Path(next(iter(spec.submodule_search_locations))) / "schema" / "biolink_model.yaml"
    model = yaml.load(schema.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    slots = {name.replace(" ", "_") for name in model["slots"]}
    classes = {"".join(word[:1].upper() + word[1:] for word in re.split("[ _]", name)) for name in model["classes"]}
    values = {name: set(one.get("permissible_values") or ()) for name, one in model["enums"].items()}
    written = [predicate_of(relation) for relation in RELATIONS]
    assert {one["predicate"].removeprefix("biolink:") for one in written} <= slots
    aspects = {one["object_aspect_qualifier"] for one in written if "object_aspect_qualifier" in one}
    assert aspects <= values["GeneOrGeneProductOrChemicalEntityAspectEnum"]
    assert kgx_write.MECHANISMS <= values["CausalMechanismQualifierEnum"]
    assert {category_of(kind).removeprefix("biolink:") for kind in KINDS} <= classes
    assert CATEGORIES.keys() <= classes
    older = {name for name in (*PREDICATES, *INVERSES) if re.search("regulates|regulated_by", name)}  # of older ones
    assert PREDICATES.keys() - older - {"affects_response_to"} <= slots
    assert (INVERSES.keys() | set(INVERSES.values())) - older <= slots


def test_a_remark_in_place_of_a_class_is_no_category() -> None:
    nodes = json.loads(kgx.dump(pg.read_guide()).files[""])["nodes"]
    assert {bool(re.fullmatch("biolink:[A-Z][A-Za-z]+", one)) for node in nodes for one in node["category"]} == {True}


def test_an_edge_that_another_program_changed_is_read_as_it_is_now() -> None:
    small = pg.build_network(
        pg.Source("s"), entities=[pg.Entity("prot:A", "Protein", "A"), pg.Entity("prot:B", "Protein", "B")],
        claims=[pg.Claim("s/1", "prot:A", "inhibits", "prot:B", note="n"),
                pg.Claim("s/2", "prot:A", "activates", "prot:B", restates=("s/1",))],
    )  # fmt: skip
    document = json.loads(kgx.dump(small).files[""])
    document["edges"][0]["object_direction_qualifier"] = "increased"
    network, report = kgx.parse(raw(document, "s.json"))
    assert [(claim.id, claim.relation, claim.note) for claim in network.claims] == [
        ("s/1", "activates", ""), ("s/2", "activates", ""),
    ]  # fmt: skip
    assert network.claim["s/2"].restates == ("s/1",)
    assert losses(report)["edges: changed by another program: read as they are now"] == 1
    del document["edges"][0]
    network, report = kgx.parse(raw(document, "s.json"))
    assert network.claim["s/2"].restates == ()
    assert losses(report)["references to claims: that claim is no edge any more"] == 1


def test_damaged_properties_of_ours_are_told() -> None:
    document = json.loads(kgx.dump(TINY).files[""])
    document["nodes"][0]["pathway_graph"] = '{"id": "drug:X", "kind": 5}'
    _, report = kgx.parse(raw(document, "s.json"))
    assert any("what was written of them is damaged" in why for why in losses(report))


def test_no_bar_stands_in_a_property_of_ours_and_no_cell_breaks_its_row() -> None:
    odd = pg.build_network(
        pg.Source("s"), entities=[pg.Entity("prot:A", "Protein", "A", note="a | b\n\tc", synonyms=("x|y",))]
    )
    nodes, _ = (kgx_write.as_tables(odd).files[f"{name}.tsv"].decode() for name in ("nodes", "edges"))
    assert nodes.count("\n") == 2
    assert len({line.count("\t") for line in nodes.strip().split("\n")}) == 1
    assert nodes.split("\n")[1].split("\t")[-1].count("|") == 0
    assert [replace(one, sources=()) for one in kgx.parse(raw(nodes, "s_nodes.tsv"))[0].entities] == [
        replace(one, sources=()) for one in odd.entities
    ]


def test_words_are_bare() -> None:
    assert bare("biolink:Positively Regulates") == "positively_regulates"
    assert merge([TINY, OTHER]).claims  # two data sets are written as one file, and their claims stay apart
    both = kgx.parse(raw(json.loads(kgx.dump(merge([TINY, OTHER])).files[""]), "x.json"))[0]
    assert len(both.claims) == len(TINY.claims) + len(OTHER.claims)
