"""Any table of edges: columns, signs in words and numbers, one rule for names; two possible readings are an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import pathway_graph as pg
from pathway_graph.cli import cli
from pathway_graph.formats.gene_names import thing_called
from pathway_graph.formats.report import Report
from pathway_graph.formats.signor import EFFECTS
from pathway_graph.formats.weights import Weights, judge_weights
from pathway_graph.model import Network
from pathway_graph.model.vocabulary import RELATIONS

CX = Path(__file__).parents[2] / "shared" / "networks" / "ndex_Signal1.cx"


def read(folder: Path, text: str, name: str = "mine.tsv", **options: object) -> tuple[Network, Report]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return pg.read_file(file, **options)  # type: ignore[arg-type]


def said(network: Network) -> set[tuple[str, int | None, str]]:
    names = {entity.id: entity.name for entity in network.entities}
    return {(names[claim.subject], claim.sign, names[claim.object]) for claim in network.claims}


def kinds(network: Network) -> dict[str, str]:
    return {entity.name: entity.kind for entity in network.entities}


def told(report: Report) -> dict[str, tuple[str, ...]]:
    return {loss.why: loss.places for loss in (*report.changed, *report.left_out)}


# Signs --------------------------------------------------------------------------------------------------

WORDS = {
    "up-regulates quantity by expression": ("activates_transcription", 1),
    "up-regulates quantity by stabilization": ("increases", 1),
    "up-regulates activity": ("activates", 1),
    "up-regulates": ("promotes", 1),
    "down-regulates quantity by repression": ("represses", -1),
    "down-regulates quantity by destabilization": ("decreases", -1),
    "down-regulates": ("inhibits", -1),
    "form complex": ("part_of", None),
    "unknown": ("regulates", 0),
    "up": ("activates", 1),
    "down": ("inhibits", -1),
    "induces": ("activates", 1),
    "increase": ("increases", 1),
    "decrease": ("decreases", -1),
    "Repression": ("represses", -1),
    "-->": ("activates", 1),
    "--|": ("inhibits", -1),
    "−1": ("inhibits", -1),
    "-0,5": ("inhibits", -1),
    "0.9": ("activates", 1),
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("column", ["effect", "interaction"])
def test_a_word_for_an_effect_means_the_same_in_every_column_of_a_table(tmp_path: Path, word: str, column: str) -> None:
    if (word, column) == ("0.9", "interaction"):
        return  # may be a score: tests/test_edge_doubts.py
    (claim,) = read(tmp_path, f"source\ttarget\t{column}\nAA\tBB\t{word}\n")[0].claims
    assert (claim.relation, claim.sign) == WORDS[word]


@pytest.mark.parametrize("word", WORDS)
def test_the_same_words_are_read_in_sif_graphml_cytoscape_and_cx(tmp_path: Path, word: str) -> None:
    nodes = [{"data": {"id": "AA"}}, {"data": {"id": "BB"}}]
    edge = {"data": {"source": "AA", "target": "BB", "interaction": word}}
    cx = [{"nodes": [{"@id": 1, "n": "AA"}, {"@id": 2, "n": "BB"}]}, {"edges": [{"@id": 3, "s": 1, "t": 2, "i": word}]}]
    texts = {
        "a.sif": f"AA\t{word}\tBB\nBB\t-1\tAA\n",
        "a.cyjs": json.dumps({"elements": {"nodes": nodes, "edges": [edge]}}),
        "a.cx": json.dumps(cx),
    }
    for name, text in texts.items():
        network = read(tmp_path, text, name)[0]
        (claim,) = [claim for claim in network.claims if network.name(claim.subject) == "AA"]
        assert (claim.relation, claim.sign) == WORDS[word], name


def test_signor_reads_its_effects_by_the_words_that_all_readers_share() -> None:
    assert {effect: RELATIONS[relation].sign for effect, relation in EFFECTS.items()} == {
        "up-regulates": 1, "up-regulates activity": 1, "up-regulates quantity": 1,
        "up-regulates quantity by expression": 1, "up-regulates quantity by stabilization": 1, "down-regulates": -1,
        "down-regulates activity": -1, "down-regulates quantity": -1, "down-regulates quantity by repression": -1,
        "down-regulates quantity by destabilization": -1, "form complex": None, "unknown": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "relation"),
    [("inhibited by", "inhibits"), ("consumption-controlled-by", "modulates"), ("<-", "activates"), ("|-", "inhibits"),
     ("phosphorylated by", "phosphorylates"), ("expression regulated by", "regulates")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.sif", "a.tsv"])
def test_a_passive_word_is_read_from_the_second_end(tmp_path: Path, word: str, relation: str, name: str) -> None:
    text = f"AA\t{word}\tBB\n" if name == "a.sif" else f"source\trelation\ttarget\nAA\t{word}\tBB\n"
    network, report = read(tmp_path, text, name)
    (claim,) = network.claims
    assert (network.name(claim.subject), claim.relation, network.name(claim.object)) == ("BB", relation, "AA")
    assert "their relation is passive: read from the second end to the first" in told(report)


@pytest.mark.skipif(not CX.is_file(), reason="the shared networks are not here")
def test_the_six_consumptions_of_a_cx_run_from_enzyme_to_molecule() -> None:
    network, report = pg.read_file(CX)
    controlled = [claim for claim in network.claims if claim.direction == "controls-consumption-of"]
    assert len(controlled) == 6
    assert {network.entity[claim.object].kind for claim in controlled} == {"SmallMolecule"}
    assert not any("relation is not known" in why for why in told(report))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("1 -1", Weights.SIGNS), ("1.0 1", Weights.EITHER), ("0 1", Weights.EITHER),
        ("0.9 -0.75", Weights.SIGNS), ("0,9 -0,75", Weights.SIGNS),
        ("0.9 1", Weights.EITHER), ("3 17", Weights.EITHER), ("high low", Weights.NONE), ("NA nan", Weights.NONE),
    ],
)  # fmt: skip
def test_weights_are_judged_together(weights: str, expected: Weights) -> None:
    assert judge_weights(weights.split()) is expected


def test_a_negative_weight_makes_every_weight_of_a_file_a_sign(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "source,target,weight\nMYC,TERT,0.75\nTP53,MYC,-1.0\n", "a.csv")
    assert said(network) == {("MYC", 1, "TERT"), ("TP53", -1, "MYC")}
    assert sorted(dict(claim.attributes).get("weight", "") for claim in network.claims) == ["", "0.75"], (
        "its size stays"
    )
    xml = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="w" for="edge" attr.name="weight" '
        'attr.type="double"/><graph edgedefault="directed"><node id="A1"/><node id="B1"/><edge source="A1" target="B1">'
        '<data key="w">-1.0</data></edge><edge source="B1" target="A1"><data key="w">0.5</data></edge>'
        "</graph></graphml>"
    )
    assert {claim.sign for claim in read(tmp_path, xml, "a.graphml")[0].claims} == {1, -1}


def test_positive_weights_of_several_sizes_are_asked_for(tmp_path: Path) -> None:
    text = "source,target,weight\nMYC,TERT,0.4\nTP53,MYC,1\n"
    with pytest.raises(
        pg.InputError, match=r"0\.4, 1\) may be signs, .* or strengths; say --sign-column weight for signs"
    ):
        read(tmp_path, text, "a.csv")
    network, _ = read(tmp_path, text, "a.csv", columns={"sign": "weight"})
    assert {claim.sign for claim in network.claims} == {1}
    network, _ = read(tmp_path, text, "a.csv", columns={"sign": "none"})
    assert {(claim.relation, dict(claim.attributes)["weight"]) for claim in network.claims} == {
        ("linked_to", "0.4"), ("linked_to", "1"),
    }  # fmt: skip


def test_numbers_that_may_be_codes_are_no_signs_unless_the_user_says_so(tmp_path: Path) -> None:
    text = "source,target,effect\nMYC,TERT,1\nTP53,MYC,2\n"
    with pytest.raises(pg.InputError, match="the numbers 1, 2 in column 'effect' may be codes"):
        read(tmp_path, text, "a.csv")
    assert {claim.sign for claim in read(tmp_path, text, "a.csv", columns={"sign": "effect"})[0].claims} == {1}


@pytest.mark.parametrize(("up", "down"), [("pos", "neg"), ("promote", "suppress")])
def test_short_words_for_effects_have_their_sign_in_sif_too(tmp_path: Path, up: str, down: str) -> None:
    file = tmp_path / "a.sif"
    file.write_text(f"MYC {up} TERT\nTP53 {down} MYC\n")
    claims = pg.read(file).claims
    assert sorted((claim.subject.split("/")[-1], claim.sign) for claim in claims) == [("MYC", 1), ("TP53", -1)]


def test_codes_of_effects_beside_unknown_ones_are_no_relations_of_which_half_is_read(tmp_path: Path) -> None:
    """1 was read as activation there, 2 as no relation that is known: of two effects one alone had its sign."""
    text = "Source,Target,Type,Citation\nMYC,TERT,1,1\nTP53,MYC,2,2\nJUN,MYC,Unknown,3\n"
    with pytest.raises(pg.InputError, match="the numbers 1, 2 in column 'Type' may be codes"):
        read(tmp_path, text, "a.csv")
    words = text.replace(",1,1", ",activation,1").replace(",2,2", ",repression,2")
    assert said(read(tmp_path, words, "a.csv")[0]) >= {("MYC", 1, "TERT"), ("TP53", -1, "MYC")}


# Columns ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    ["from\tto\trelationship",
     "TF\tTarget Gene\tMode", "regulator\tgene\taction", "From\tTo\tMode.of.Regulation", "Kinase\tSubstrate\ttype",
     "Gene A\tGene B\tdirection"],
)  # fmt: skip
def test_usual_headers_are_known_however_they_are_joined(tmp_path: Path, head: str) -> None:
    network, _ = read(tmp_path, f"{head}\nMYC\tTERT\tactivation\nTP53\tMYC\trepression\n")
    assert said(network) == {("MYC", 1, "TERT"), ("TP53", -1, "MYC")}


def test_a_column_of_other_words_under_such_a_header_is_an_attribute(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "source\ttarget\tmode\nMYC\tTERT\tChIP\n")
    assert [(claim.relation, claim.attributes) for claim in network.claims] == [("linked_to", (("mode", "ChIP"),))]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "source\ttarget\tfrom\tto",
            "the ends may be 'source' -> 'target' or 'from' -> 'to'; say --source-column source",
        ),
        ("tf\ttarget\tmode\taction", "the signs may stand in column 'mode' or 'action'; choose one with --sign-column"),
    ],
)
def test_two_possible_readings_are_an_error_that_shows_both(tmp_path: Path, header: str, message: str) -> None:
    with pytest.raises(pg.InputError, match=message):
        read(tmp_path, f"{header}\nMYC\tTERT\t-1\t-1\n")


def test_the_database_of_a_row_is_not_its_source(tmp_path: Path) -> None:
    """NicheNet's networks have from, to, source (the resource) and database."""
    network, report = read(tmp_path, "from\tto\tsource\tdatabase\nMYC\tTERT\tomnipath\tx\n")
    assert said(network) == {("MYC", None, "TERT")}
    assert report.how.startswith("read as a table of edges: source from 'from', target from 'to'")


def test_every_column_can_be_named(tmp_path: Path) -> None:
    text = "A;B;Wirkung;Quelle;Art;sign\nTrp53;Mdm2;-0,5;12345678;mouse;x\nFos_Jun;Il6;1,0;PMID:23456789;mouse;y\n"
    columns = {"source": "A", "target": "B", "sign": "wirkung", "reference": "Quelle", "species": "Art"}
    network, report = read(tmp_path, text, "a.csv", columns=columns)
    assert said(network) == {("TP53", -1, "MDM2"), ("FOS-JUN", 1, "IL6")}
    assert {publication.pmid for publication in network.publications} == {"12345678", "23456789"}
    assert {network.entity[claim.species].name for claim in network.claims} == {"Mus musculus"}
    assert {dict(claim.attributes)["sign"] for claim in network.claims} == {"x", "y"}, "the other one is an attribute"
    assert "sign from 'Wirkung', references from 'Quelle'" in report.how


@pytest.mark.parametrize("head", ["", "source\ttarget\tsign\n"], ids=["without a header", "with one"])
def test_columns_without_a_header_are_counted(tmp_path: Path, head: str) -> None:
    text = f"{head}MYC\tTERT\t1\nTP53\tMYC\t-1\n"
    network, _ = read(tmp_path, text, columns={"source": "1", "target": "2", "sign": "3"})
    assert said(network) == {("MYC", 1, "TERT"), ("TP53", -1, "MYC")}


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("MYC\tTERT\nTP53\tMYC\n", {}, "the header is missing"),
        ("MYC\tTERT\t1\n", {}, "the header is missing: the first line is data, .* --source-column 1"),
        (
            "TF\tGene\nMYC\tTERT\n",
            {"source": "TFF", "target": "Gene"},
            "no column 'TFF' for --source-column; did you mean",
        ),
        (
            "a\tb\nMYC\tTERT\n",
            {},
            "no column 'source'; columns are a, b; name one of them source, or say --source-column",
        ),
        ("protein\tx\tprotein\tactivates\nMYC\tTERT\t1\t1\n", {}, "the header is missing"),
    ],
)
def test_a_column_that_is_missing_is_told_with_the_way_out(
    tmp_path: Path, text: str, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(pg.InputError, match=message):
        read(tmp_path, text, columns=columns)


@pytest.mark.parametrize(
    ("columns", "both"),
    [
        ({"source": "A", "target": "a"}, "column 'A' cannot be for both --source-column and --target-column"),
        ({"target": "B", "sign": "B"}, "column 'B' cannot be for both --target-column and --sign-column"),
        ({"relation": "E", "sign": "E"}, "column 'E' cannot be for both --relation-column and --sign-column"),
    ],
)
def test_a_column_that_is_to_be_two_things_is_refused(tmp_path: Path, columns: dict[str, str], both: str) -> None:
    with pytest.raises(pg.InputError, match=f"{both}.*columns are A, B, E"):
        read(tmp_path, "A\tB\tE\nMYC\tTERT\t-1\n", columns=columns)


def test_what_no_column_can_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(pg.WrongArgument, match="columns"):
        read(tmp_path, "source\ttarget\nMYC\tTERT\n", columns={"colour": "x"})


@pytest.mark.parametrize(
    "text",
    ["sep=;\nsource;target;sign\nMYC;TERT;-1\n", "# made by me\nsource\ttarget\tsign\nMYC\tTERT\t-1\n",
     "#source\ttarget\tsign\nMYC\tTERT\t-1\n", "source\ttarget\tsign\n1\tMYC\tTERT\t-1\n"],
    ids=["Excel's sep=", "a comment", "a header after #", "R's short header"],
)  # fmt: skip
def test_what_stands_above_or_beside_a_table_does_no_harm(tmp_path: Path, text: str) -> None:
    assert said(read(tmp_path, text, "a.csv")[0]) == {("MYC", -1, "TERT")}


@pytest.mark.parametrize(("middle", "sign"), [("1.0", 1), ("-1.0", -1), ("activates", 1), ("represses", -1)])
def test_a_table_of_source_interaction_target_takes_numbers_and_words(tmp_path: Path, middle: str, sign: int) -> None:
    network, _ = read(tmp_path, f"source\tinteraction\ttarget\nMYC\t{middle}\tFOS_JUN\nNA\t{middle}\tMYC\n")
    assert said(network) == {("MYC", sign, "FOS-JUN")}


def workbook(file: Path, sheets: dict[str, list[list[object]]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def test_the_table_of_edges_in_a_workbook_is_read_below_its_title(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Supplementary table 3. Edges"],
        [],
        ["TF", "Target", "Sign"],
        ["MYC", "TERT", 1.0],
        ["TP53", "NA", -1],
    ]
    file = workbook(tmp_path / "supplement.xlsx", {"about": [["made by us"]], "edges": rows})
    network, report = pg.read_file(file)
    assert said(network) == {("MYC", 1, "TERT")}
    assert network.sources[0].id == "supplement"
    assert told(report)["an end is NA or the like, which is no gene"] == ("line 5: TP53 - NA",)
    again, _ = pg.read_file(file, columns={"source": "TF", "target": "Target", "sign": "Sign"})
    assert said(again) == said(network)


def test_a_workbook_with_several_tables_of_edges_or_none_is_refused(tmp_path: Path) -> None:
    table: list[list[object]] = [["source", "target"], ["MYC", "TERT"]]
    with pytest.raises(pg.InputError, match="several sheets hold tables of edges: 'a', 'b'; save the one you mean"):
        pg.read_file(workbook(tmp_path / "two.xlsx", {"a": table, "b": table}))
    with pytest.raises(pg.InputError, match="no sheet holds a table of edges: 'a', 'b'"):
        pg.read_file(workbook(tmp_path / "none.xlsx", {"a": [["x"]], "b": [["y"]]}))


# Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "curie"),
    [
        ("BDNF", "Protein", "hgnc:1033"), ("SEPT2", "Protein", "hgnc:7729"), ("MARCH1", "Protein", "hgnc:26077"),
        ("IL8", "Protein", "hgnc:6025"), ("TRKB", "Protein", "hgnc:8032"), ("MIR21", "Transcript", "hgnc:31586"),
        ("MALAT1", "Transcript", "hgnc:29665"), ("hsa-miR-21-5p", "Transcript", ""), ("FOS_JUN", "Complex", ""),
        ("MAX::MYC", "Complex", ""), ("AP1", "Complex", ""), ("NFKB", "Complex", ""), ("AKT", "ProteinFamily", ""),
        ("PKC", "ProteinFamily", ""), ("STAT5", "ProteinFamily", ""), ("HDAC", "ProteinFamily", ""),
        ("GR", "Protein", "hgnc:7978"), ("GBA", "Protein", "hgnc:4177"),
        ("CBP", "Protein", ""), ("2-Sep", "Unspecified", ""), ("NA", "", ""), ("nan", "", ""), ("-", "", ""),
        ("P04637", "Protein", "hgnc:11998"), ("ENSG00000141510.18", "Protein", "hgnc:11998"),
        ("H2-Ab1", "Protein", "mgi:103070"), ("QQQ1", "Protein", "hgnc.symbol:QQQ1"), ("blue light", "Unspecified", ""),
    ],
)  # fmt: skip
def test_a_name_is_what_it_is(name: str, kind: str, curie: str) -> None:
    thing = thing_called(name)
    assert (thing.kind, next(iter(thing.curies), "")) == (kind, curie)


@pytest.mark.parametrize("name", ["a.tsv", "a.sif", "a.cyjs"])
def test_names_are_read_by_one_rule_in_tables_sif_and_graphs(tmp_path: Path, name: str) -> None:
    names = ["FOS_JUN", "SEPT2", "hsa-miR-21-5p", "NFKB", "MAX::MYC"]
    if name == "a.cyjs":
        nodes = [{"data": {"id": str(at), "name": one}} for at, one in enumerate([*names, "TP53"])]
        edges = [{"data": {"source": str(at), "target": "5", "interaction": "activates"}} for at in range(5)]
        text = json.dumps({"elements": {"nodes": nodes, "edges": edges}})
    elif name == "a.sif":
        text = "".join(f"{one}\tactivates\tTP53\n" for one in names)
    else:
        text = "source\ttarget\tsign\n" + "".join(f"{one}\tTP53\t1\n" for one in names)
    network, report = read(tmp_path, text, name, namespace="hgnc.symbol")
    assert kinds(network) == {
        "FOS-JUN": "Complex", "SEPTIN2": "Protein", "hsa-miR-21-5p": "Transcript", "NFKB": "Complex",
        "MAX-MYC": "Complex", "TP53": "Protein", "FOS": "Protein", "JUN": "Protein", "MAX": "Protein", "MYC": "Protein",
    }  # fmt: skip
    assert told(report)["previous symbols: read as the approved ones"] == ("SEPT2 = SEPTIN2",)


def test_the_same_complex_of_two_resources_is_one(tmp_path: Path) -> None:
    omnipath = (
        "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\n"
        "COMPLEX:P01100_P05412\tP14780\tFOS_JUN\tMMP9\t1\t1\t0\n"
    )
    first, _ = read(tmp_path, "source\ttarget\tsign\nJUN_FOS\tMMP9\t1\n")
    second, _ = read(tmp_path, omnipath, "o.tsv")
    assert {entity.id for entity in first.entities} == {entity.id for entity in second.entities}


@pytest.mark.parametrize(
    ("rows", "words", "ids"),
    [
        ("MYC\tTERT\nTP53\tMYC", "human symbols (3 of 3 official ones)", {"prot:hgnc:7553", "prot:hgnc:11730",
                                                                         "prot:hgnc:11998"}),
        ("Trp53\tMdm2", "mouse symbols (2 of 2 official ones)", {"prot:hgnc:11998", "prot:hgnc:6973"}),
        ("P04637\tQ00987", "UniProt accessions (2 of 2)", {"prot:hgnc:11998", "prot:hgnc:6973"}),
        ("ENSG00000141510\tENSG00000135679", "Ensembl genes (2 of 2)", {"prot:hgnc:11998", "prot:hgnc:6973"}),
        ("A\tB\nB\tC", "just names", {"thing:mine/A", "thing:mine/B", "thing:mine/C"}),
        ("TP53\tB\nB\tC", "just names, though 1 of 3 is a gene symbol: say --names-are hgnc.symbol if all are",
         {"thing:mine/TP53", "thing:mine/B", "thing:mine/C"}),
    ],
)  # fmt: skip
def test_a_column_of_names_is_recognised_as_a_whole(tmp_path: Path, rows: str, words: str, ids: set[str]) -> None:
    network, report = read(tmp_path, f"source\ttarget\n{rows}\n")
    assert report.how.endswith(f"names: {words}")
    assert {entity.id for entity in network.entities if entity.kind != "Species"} == ids


@pytest.mark.parametrize(("species", "kind"), [("human", "Protein"), ("9606", "Protein"), ("yeast", "Unspecified")])
def test_symbols_of_a_species_that_is_not_known_are_just_names(tmp_path: Path, species: str, kind: str) -> None:
    network, _ = read(tmp_path, f"source\ttarget\tspecies\nCDC42\tCDC28\t{species}\nCDC42\tMYC\t{species}\n")
    assert {entity.name: entity.kind for entity in network.entities}["CDC42"] == kind
    assert len({claim.species for claim in network.claims} - {""}) == 1


def test_a_row_whose_end_is_no_gene_is_left_out_and_told(tmp_path: Path) -> None:
    network, report = read(tmp_path, "source\ttarget\tsign\nMYC\tTERT\t1\nNA\tMYC\t1\nTP53\tnan\t-1\n")
    assert said(network) == {("MYC", 1, "TERT")}
    assert told(report)["an end is NA or the like, which is no gene"] == ("line 3: NA - MYC", "line 4: TP53 - nan")
    assert (report.read["rows"], report.kept["rows"]) == (3, 1)


# The command --------------------------------------------------------------------------------------------


def test_the_command_says_what_was_taken_for_what_and_takes_columns(tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    file.write_text("TF,Gene,Effect\nTP53,MDM2,0.8\nIL8,MYC,-1\n")
    options = ["--source-column", "TF", "--target-column", "Gene", "--sign-column", "Effect", "--report"]
    done = CliRunner().invoke(cli, ["import", *options, "--store", str(tmp_path / "store"), str(file)])
    assert done.exit_code == 0, done.output
    assert "read as a table of edges: source from 'TF', target from 'Gene', sign from 'Effect'" in done.stderr
    assert "1 name: previous symbols: read as the approved ones (IL8 = CXCL8)" in done.stderr
    assert json.loads(done.stdout)["files"][0]["how"].startswith("read as a table of edges")


# Headers, comments and quotes between the rows ----------------------------------------------------------

HEADER_AGAIN = "the header once more, as in files put one behind the other"
COMMENTS = "comments between the rows"


def test_files_put_one_behind_the_other_have_no_edge_between_their_headers(tmp_path: Path) -> None:
    part = "target\tsource\tweight\nMDM2\tTP53\t-1\nBAX\tTP53\t1\n"
    network, report = read(tmp_path, part + "\ufeff" + part.replace("BAX", "FAS"))
    assert said(network) == {("TP53", -1, "MDM2"), ("TP53", 1, "BAX"), ("TP53", 1, "FAS")}
    assert told(report)[HEADER_AGAIN] == ("line 4",)
    assert report.read["rows"] == 4


def test_a_signor_table_put_behind_another_has_no_claim_between_headers(tmp_path: Path) -> None:
    text = "ENTITYA;TYPEA;IDA;DATABASEA;ENTITYB;TYPEB;IDB;DATABASEB;EFFECT;MECHANISM\n"
    row = "CASP3;protein;P42574;UNIPROT;PARP1;protein;P09874;UNIPROT;down-regulates;\n"
    network, report = read(tmp_path, text + row + text + row.replace("down", "up"), "x.signor.csv")
    assert said(network) == {("CASP3", -1, "PARP1"), ("CASP3", 1, "PARP1")}
    assert told(report)[HEADER_AGAIN] == ("line 3",)


def test_a_row_that_is_commented_out_is_no_edge(tmp_path: Path) -> None:
    text = "#source,target,sign\nTP53,MDM2,1\n# checked until here\n#TP53,BAX,1\n#source,target,sign\nTP53,FAS,-1\n"
    network, report = read(tmp_path, text, "mine.csv")
    assert said(network) == {("TP53", 1, "MDM2"), ("TP53", -1, "FAS")}
    assert (told(report)[COMMENTS], told(report)[HEADER_AGAIN]) == (("line 3", "line 4"), ("line 5",))


def test_a_row_of_numbers_is_no_header_of_a_table_without_one(tmp_path: Path) -> None:
    columns = {"source": "1", "target": "2", "sign": "3"}
    network, _ = read(tmp_path, "1\t2\t3\n4\t5\t-1\n", columns=columns)
    assert {(one.sign, network.name(one.subject)) for one in network.claims} == {(1, "1"), (-1, "4")}


def test_headers_comments_and_quotes_of_sif_are_no_nodes(tmp_path: Path) -> None:
    header = "source\tinteraction\ttarget\n"
    text = f'# mine\n{header}"TP53"\t"activates"\t"MDM2"\n{header}"MDM2"\t-1\t"TP53"\n'
    network, report = read(tmp_path, text, "mine.sif")
    assert said(network) == {("TP53", 1, "MDM2"), ("MDM2", -1, "TP53")}
    assert told(report)["comments"] == ("line 1",)
    network, _ = read(tmp_path, '"PI3 kinase" "activates" "AKT1"\n"AKT1" "inhibits" "GSK3B"\n', "blanks.sif")
    assert said(network) == {("PI3 kinase", 1, "AKT1"), ("AKT1", -1, "GSK3B")}


# Species, certainty and citations as others write them --------------------------------------------------

NO_SPECIES = "their species is none that is known, or several: it stays an attribute, and the claim has none"


def species_of(network: Network) -> dict[str, str]:
    return {network.name(one.object): one.species.partition("ncbitaxon:")[2] for one in network.claims}


def test_species_are_understood_as_programs_write_them(tmp_path: Path) -> None:
    words = {"MDM2": "9606.0", "BAX": "H. sapiens", "FAS": "Homo sapiens (Human)", "BBC3": "hsa", "CDK1": "human;9606",
             "CDK2": "human; mouse", "CDK4": "", "CDK6": "NA", "CDK7": "10090.0"}  # fmt: skip
    text = "source\ttarget\tsign\torganism\n" + "".join(f"TP53\t{name}\t1\t{word}\n" for name, word in words.items())
    network, report = read(tmp_path, text)
    assert species_of(network) == {
        "MDM2": "9606", "BAX": "9606", "FAS": "9606", "BBC3": "9606", "CDK1": "9606", "CDK2": "", "CDK4": "",
        "CDK6": "", "CDK7": "10090",
    }  # fmt: skip
    assert kinds(network)["TP53"] == "Protein"
    assert told(report)[NO_SPECIES] == ("line 7: human; mouse",)


@pytest.mark.parametrize("column", ["species", "taxon", "ncbi_tax_id"])
def test_the_genes_of_a_species_that_is_not_known_are_not_human_genes(tmp_path: Path, column: str) -> None:
    network, report = read(
        tmp_path, f"source\ttarget\tsign\t{column}\nAKT1\tCDK1\t1\tunicorn\nCDK1\tAKT1\t-1\tunicorn\n"
    )
    assert kinds(network) == {"AKT1": "Unspecified", "CDK1": "Unspecified"}
    assert "species that is not known: 'unicorn'" in report.how
    assert told(report)[NO_SPECIES] == ("line 2: unicorn", "line 3: unicorn")
    assert {dict(one.attributes)[column] for one in network.claims} == {"unicorn"}


@pytest.mark.parametrize(
    ("columns", "cells", "certainty"),
    [
        ("certainty", "speculative", "hypothesis"), ("certainty", "Hypothesis", "hypothesis"),
        ("certainty", "one study", "one_study"), ("certainty", "validated", "asserted"),
        ("certainty", "8", "asserted"), ("certainty", "NA", "asserted"),
        ("speculative", "TRUE", "hypothesis"), ("is_predicted", "1", "hypothesis"), ("predicted", "0", "asserted"),
    ],
)  # fmt: skip
def test_what_a_file_only_supposes_is_a_hypothesis(tmp_path: Path, columns: str, cells: str, certainty: str) -> None:
    network, report = read(tmp_path, f"source\ttarget\tsign\t{columns}\nTP53\tMDM2\t1\t{cells}\n")
    (claim,) = network.claims
    assert (claim.certainty, claim.kind) == (certainty, "hypothesis" if certainty == "hypothesis" else "causal")
    is_told = any("certainty is not understood" in why for why in told(report))
    assert is_told == (cells == "8")


def test_one_work_is_one_publication_however_it_is_written_and_a_gap_is_none(tmp_path: Path) -> None:
    """19530226 in eight spellings is one work; of ``nan`` and the like none stands behind a claim."""
    same = ["19530226.0", "PMID: 19530226", "https://pubmed.ncbi.nlm.nih.gov/19530226/", "['19530226']",
            "019530226", "19530226", "http://www.ncbi.nlm.nih.gov/pubmed/19530226", "nan|19530226"]  # fmt: skip
    none = ["nan", "NA", "0", "-", "None", "#N/A", ""]
    objects = [f"CDK{number}" for number in range(1, len(same) + len(none) + 1)]
    rows = "".join(f"TP53\t{name}\t1\t{cell}\n" for name, cell in zip(objects, same + none, strict=True))
    network, _ = read(tmp_path, f"source\ttarget\tsign\tpmid\n{rows}")
    assert [(one.pmid, len(one.claims)) for one in network.publications] == [("19530226", len(same))]


@pytest.mark.parametrize("word", ["does not inhibit", "no effect", "unaffected"])
def test_an_effect_that_was_not_found_is_none_whatever_sign_stands_beside_it(tmp_path: Path, word: str) -> None:
    network, _ = read(tmp_path, f"source\ttarget\trelation\tsign\nTP53\tMDM2\t{word}\t-1\nTP53\tBAX\tactivates\t1\n")
    assert said(network) == {("TP53", None, "MDM2"), ("TP53", 1, "BAX")}
    (null,) = (one for one in network.claims if one.relation == "leaves_unchanged")
    assert dict(null.attributes) == {"negated_sign": "-1"}


def test_a_sign_that_says_no_effect_leaves_no_effect(tmp_path: Path) -> None:
    rows = "TP53\tMDM2\tactivates\tno effect\nTP53\tBAX\tbinds\tno effect\nTP53\tFAS\tactivates\t1\n"
    network, report = read(tmp_path, f"source\ttarget\trelation\teffect\n{rows}")
    assert said(network) == {("TP53", None, "MDM2"), ("TP53", 1, "FAS")}
    assert {one.relation for one in network.claims} == {"leaves_unchanged", "activates"}
    assert told(report)["negated: what is not causal is not claimed"] == ("line 3: binds",)


def test_the_header_of_ctd_among_its_comments_is_found(tmp_path: Path) -> None:
    """CTD writes the header as the last but one comment; its ``|`` join PubMed numbers and actions."""
    text = (
        "# Report created: today\n#\n# Fields:\n# ChemicalName,GeneSymbol,OrganismID,InteractionActions,PubMedIDs\n#\n"
        "Bisphenol A,ESR1,9606,increases^activity,18632605|19530226\n"
        "Bisphenol A,AR,9606,decreases^expression,18632605\n"
    )
    columns = {"source": "ChemicalName", "target": "GeneSymbol", "relation": "InteractionActions"}
    network, report = read(tmp_path, text, "CTD.csv", columns=columns)
    assert said(network) == {("Bisphenol A", 1, "ESR1"), ("Bisphenol A", -1, "AR")}
    assert {one.pmid: len(one.claims) for one in network.publications} == {"18632605": 2, "19530226": 1}
    assert told(report)["comments above the table"] == ("line 1", "line 2", "line 3")


def test_a_target_of_mirtarbase_that_is_not_functional_is_a_null_result(tmp_path: Path) -> None:
    text = (
        "miRTarBase ID,miRNA,Target Gene,Support Type,References (PMID)\n"
        "1,hsa-miR-20a-5p,HIF1A,Functional MTI,18632605\n"
        "2,hsa-miR-20a-5p,MYC,Non-Functional MTI,18632605\n"
    )
    columns = {"source": "miRNA", "target": "Target Gene", "relation": "Support Type"}
    network, _ = read(tmp_path, text, "mirtarbase.csv", columns=columns)
    assert {(one.relation, network.name(one.object)) for one in network.claims} == {
        ("regulates", "HIF1A"), ("leaves_unchanged", "MYC"),
    }  # fmt: skip
    assert [(one.pmid, len(one.claims)) for one in network.publications] == [("18632605", 2)]


@pytest.mark.parametrize("word", ["MI:2001(undirected)", "undirected", "Non-directional"])
def test_a_sign_without_a_direction_is_told(tmp_path: Path, word: str) -> None:
    _, report = read(tmp_path, f"source\ttarget\teffect\tdirection\nTP53\tMDM2\tup\t{word}\nTP53\tBAX\tup\tdirected\n")
    why = "they are called undirected and have a sign: read from the first end to the second"
    assert [loss.count for loss in report.changed if loss.why == why] == [1]


@pytest.mark.parametrize("error", ["#N/A", "#NAME?", "#REF!", "#VALUE!"])
@pytest.mark.parametrize("row", ["{}\tMDM2\t1", "MDM2\t{}\t1"])
def test_an_error_of_a_spreadsheet_is_no_gene_and_no_comment(tmp_path: Path, error: str, row: str) -> None:
    network, report = read(tmp_path, f"source\ttarget\tsign\nTP53\tMDM2\t-1\n{row.format(error)}\n")
    assert said(network) == {("TP53", -1, "MDM2")}
    assert [loss.count for loss in report.left_out if loss.why == "an end is NA or the like, which is no gene"] == [1]
    assert COMMENTS not in told(report)


@pytest.mark.parametrize("word", ["dual", "+-", "activation/repression", "both"])
def test_an_effect_either_way_is_causal_without_a_sign(tmp_path: Path, word: str) -> None:
    network, _ = read(tmp_path, f"tf\ttarget\tregulation\nCRP\tlacZ\t{word}\nCRP\taraB\t+\n")
    assert said(network) == {("CRP", 0, "lacZ"), ("CRP", 1, "araB")}


@pytest.mark.parametrize(
    ("header", "cells", "is_told"),
    [
        ("Effect_on_target", ("up", "down"), True), ("Sign (+/-)", ("+", "-"), True), ("beta", ("0.9", "-0.2"), True),
        ("note", ("up", "see text"), False), ("p", ("0.9", "0.2"), False), ("pair", ("A-B", "B-A"), False),
    ],
)  # fmt: skip
def test_a_column_that_may_hold_the_signs_is_named(
    tmp_path: Path, header: str, cells: tuple[str, str], is_told: bool
) -> None:
    text = f"source\ttarget\t{header}\nTP53\tMDM2\t{cells[0]}\nMDM2\tTP53\t{cells[1]}\n"
    _, report = read(tmp_path, text)
    named = f"no signs are read, but {header!r} may hold them: --sign-column {header!r} reads it"
    assert (named in report.how) == is_told
    if is_told:
        network, report = read(tmp_path, text, columns={"sign": header})
        assert said(network) == {("TP53", 1, "MDM2"), ("MDM2", -1, "TP53")}
        assert "no signs are read" not in report.how


def test_numbers_of_genes_that_pandas_wrote_are_numbers_of_genes(tmp_path: Path) -> None:
    """7157 is TP53, 4193 MDM2, 581 BAX in NCBI Gene."""
    text = "entrez_a\tentrez_b\teffect\n7157.0\t4193.0\tup\n4193.0\t7157.0\tdown\n581.0\t7157.0\tup\n"
    network, report = read(tmp_path, text)
    assert said(network) == {("TP53", 1, "MDM2"), ("MDM2", -1, "TP53"), ("BAX", 1, "TP53")}
    assert [loss.count for loss in report.changed if "as pandas writes them" in loss.why] == [3]
    whole = "entrez_a\tentrez_b\teffect\n7157\t4193\t1\n4193\t7157\t-1\n581\t7157\t1\n"
    network, _ = read(tmp_path, whole, "whole.tsv")
    assert said(network) == {("TP53", 1, "MDM2"), ("MDM2", -1, "TP53"), ("BAX", 1, "TP53")}


def test_a_name_with_a_version_keeps_it(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "source\ttarget\tsign\nclone\t12.0\t1\n12.0\tAC000111.1\t-1\n")
    assert {one.name for one in network.entities} == {"clone", "12.0", "AC000111.1"}


def test_signors_species_as_pandas_writes_it_is_the_species(tmp_path: Path) -> None:
    header = "ENTITYA;TYPEA;IDA;DATABASEA;ENTITYB;TYPEB;IDB;DATABASEB;EFFECT;MECHANISM;TAX_ID\n"
    row = "CASP3;protein;P42574;UNIPROT;PARP1;protein;P09874;UNIPROT;down-regulates;cleavage;{}\n"
    network, _ = read(tmp_path, header + row.format("10090.0") + row.format("-1.0"), "x.signor.csv")
    assert sorted(one.species for one in network.claims) == ["", "sp:ncbitaxon:10090"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("is_activator\tis_repressor", ("1\t0", "0\t1", "1\t1")), ("Activator\tInhibitor", ("x\t", "\tx", "x\tx")),
        ("up-regulates\tdown-regulates", ("T\tF", "F\tT", "T\tT")), ("up\tdown", ("y\tn", "n\ty", "y\ty")),
    ],
)  # fmt: skip
def test_two_columns_of_yes_and_no_are_the_signs(tmp_path: Path, header: str, rows: tuple[str, str, str]) -> None:
    ends = ("TP53\tMDM2", "MDM2\tTP53", "TP53\tBAX")
    lines = "".join(f"{end}\t{row}\n" for end, row in zip(ends, rows, strict=True))
    network, _ = read(tmp_path, f"source\ttarget\t{header}\n{lines}")
    assert said(network) == {("TP53", 1, "MDM2"), ("MDM2", -1, "TP53"), ("TP53", 0, "BAX")}


def test_rows_that_begin_with_a_colour_or_mostly_with_a_number_sign_are_no_comments(tmp_path: Path) -> None:
    text = "color\tsource\ttarget\tsign\n#ff0000\tTP53\tMDM2\t1\nred\tTP53\tBAX\t1\nred\tMDM2\tTP53\t-1\n"
    network, report = read(tmp_path, text)
    assert said(network) == {("TP53", 1, "MDM2"), ("TP53", 1, "BAX"), ("MDM2", -1, "TP53")}
    text = "pair\tsource\ttarget\tsign\n#one\tTP53\tMDM2\t1\n#two\tTP53\tBAX\t1\n#three\tMDM2\tTP53\t-1\n"
    network, report = read(tmp_path, text)
    assert said(network) == {("TP53", 1, "MDM2"), ("TP53", 1, "BAX"), ("MDM2", -1, "TP53")}
    assert not report.left_out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.tsv", "source\ttarget\tsign\nTP53\tMDM2\t1\n\tMDM2\t1\nMDM2\t\t-1\n"),
        ("kinds.tsv", "source\ttarget\tsource_kind\nTP53\tMDM2\t\n\tMDM2\tprotein\nMDM2\t\t\n"),
        ("o.tsv", "source\ttarget\tis_stimulation\tis_inhibition\nP04637\tQ00987\t1\t0\n"
         "\tQ00987\t1\t0\nQ00987\t\t0\t1\n"),
        ("s.signor.csv", "ENTITYA;TYPEA;IDA;DATABASEA;ENTITYB;TYPEB;IDB;DATABASEB;EFFECT;MECHANISM\n"
         "A;;;;B;;;;up-regulates;\n;;;;B;;;;up-regulates;\nA;;;;;;;;up-regulates;\n"),
    ],
)  # fmt: skip
def test_all_rows_without_an_end_are_told_at_once(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(pg.InputError) as caught:
        read(tmp_path, text, name)
    assert [problem.line for problem in caught.value.problems] == [3, 4]
    assert all(problem.message.startswith("the row has no ") for problem in caught.value.problems)
