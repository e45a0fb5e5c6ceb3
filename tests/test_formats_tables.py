"""SIF, tables of edges, SIGNOR and OmniPath: what is kept, what is reported, and that disagreeing signs both stay."""

from __future__ import annotations

from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.formats import edge_list, omnipath, sif, signor
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import write_file
from pathway_graph.formats.report import Report
from pathway_graph.identifiers.alignment import align
from pathway_graph.model import Network


def raw(text: str, name: str = "mine.tsv") -> Decoded:
    return Decoded(name, name, text.encode())


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(claim.subject, claim.relation, claim.object) for claim in network.claims}


def losses(report: Report) -> dict[str, int]:
    return {f"{loss.what}: {loss.why}": loss.count for loss in (*report.left_out, *report.changed)}


# SIF --------------------------------------------------------------------------------------------------


def test_sif_reads_several_targets_curies_and_lone_nodes() -> None:
    network, report = sif.parse(raw("hgnc:2345\tactivates\thgnc:1033\tchebi:47499\nAKT\tbinds\tX\nalone\n", "a.sif"))
    assert said(network) == {
        ("prot:hgnc:2345", "activates", "prot:hgnc:1033"), ("prot:hgnc:2345", "activates", "chem:chebi:47499"),
        ("thing:a/AKT", "binds", "thing:a/X"),
    }  # fmt: skip
    assert "thing:a/alone" in network.entity
    assert (report.read["lines"], report.kept["edges"]) == (3, 3)


def test_names_are_identifiers_only_where_the_user_says_of_what() -> None:
    text = b"CREB1\tactivates\tBDNF\n"
    assert said(sif.parse(Decoded("a.sif", "a.sif", text))[0]) == {("thing:a/CREB1", "activates", "thing:a/BDNF")}
    told = Decoded("a.sif", "a.sif", text, namespace="hgnc.symbol")
    assert said(sif.parse(told)[0]) == {("prot:hgnc:2345", "activates", "prot:hgnc:1033")}


def test_sif_with_half_a_line_names_the_line() -> None:
    with pytest.raises(pg.InputError, match=r"a\.sif:2: 'B activates' has two words"):
        sif.parse(raw("A activates B\nB activates\n", "a.sif"))


def test_the_guide_as_sif_keeps_every_edge_and_its_sign(tmp_path: Path) -> None:
    guide = pg.read_guide()
    report = pg.write(guide, tmp_path / "guide.sif")
    assert losses(report)["claims: SIF holds edges, not who says so in which context"] == len(guide.claims)
    again = pg.read(tmp_path / "guide.sif")
    kept = {edge.id for edge in guide.edges if not edge.id.count("sys:HPA")}
    assert kept <= {edge.id for edge in again.edges}


# Edge lists -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_edge_list_keeps_sign_type_mechanism_and_literature() -> None:
    text = "Source,Target,sign,mechanism,pmid\nhgnc:2345,hgnc:1033,-1,repression,19530226;2\nhgnc:2345,hgnc:1033,1,,\n"
    network, report = edge_list.parse(raw(text, "mine.csv"))
    assert {claim.sign for claim in network.claims} == {1, -1}, "claims that disagree stay two"
    assert {publication.pmid for publication in network.publications} == {"19530226", "2"}
    assert {claim.mechanism for claim in network.claims} == {"repression", ""}
    assert report.read["rows"] == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", r"mine\.tsv:1: no column 'source'; columns are a, b"),
        ("source,target\nx,\n", r"mine\.tsv:2: the row has no target"),
        ("source,target\nx,y,z\n", r"mine\.tsv:2: the row has 3 cells, the header 2"),
        ("source,source\nx,y\n", r"mine\.tsv:1: column 'source' stands twice"),
        ('source,target\n"x,y\n', r"mine\.tsv:\d: not a table"),
    ],
)
def test_a_wrong_table_names_the_line(text: str, message: str) -> None:
    with pytest.raises(pg.InputError, match=message):
        edge_list.parse(raw(text))


@pytest.mark.parametrize("ending", ["tsv", "csv"])
def test_the_guide_as_a_table_keeps_signs_context_and_literature(tmp_path: Path, ending: str) -> None:
    guide = pg.read_guide()
    file = tmp_path / f"guide.{ending}"
    pg.write(guide, file)
    again, _ = align(pg.read(file), guide)
    wanted = {(c.subject, c.sign, c.object) for c in guide.claims if "sys:HPA" not in (c.subject, c.object)}
    assert wanted <= {(c.subject, c.sign, c.object) for c in again.claims}


def test_formula_cells_are_disarmed_on_request(tmp_path: Path) -> None:
    entity = pg.Entity("prot:A", "Protein", "=cmd|' /C calc'!A0")
    net = pg.build_network(pg.Source("x"), entities=[entity], claims=[pg.Claim("x/1", "prot:A", "inhibits", "prot:A")])
    write_file(net, tmp_path / "safe.csv", excel_safe=True)
    assert ",'=cmd" in (tmp_path / "safe.csv").read_text()
    assert ",-1," in (tmp_path / "safe.csv").read_text(), "a number stays a number"
    write_file(net, tmp_path / "plain.csv")
    assert ",=cmd" in (tmp_path / "plain.csv").read_text()


# SIGNOR -----------------------------------------------------------------------------------------------

SIGNOR_ROWS = ";".join(signor.COLUMNS) + "\n" + "\n".join(
    [
        'RELA;protein;Q04206;UNIPROT;MET;protein;P08581;UNIPROT;"up-regulates quantity by expression";'
        '"transcriptional regulation";;;10090;BTO:0002895;;;;;;;;19530226;YES;;who;"A sentence.";0.5;SIGNOR-1',
        "AKT;proteinfamily;SIGNOR-PF24;SIGNOR;FOXO;complex;SIGNOR-C1;SIGNOR;down-regulates activity;phosphorylation;"
        "Ser256;;9606;;BTO:0000142;;;;;;;10548111;YES;;who;;0.7;SIGNOR-2",
        "UV;stimulus;SIGNOR-ST1;SIGNOR;Apoptosis;phenotype;SIGNOR-PH2;SIGNOR;up-regulates;;;;;;;;;;;;;1;NO;;;;;SIGNOR-3",
        "X;chemical;CID:5281;PUBCHEM;Y;smallmolecule;CHEBI:15422;ChEBI;unknown;;;;;;;;;;;;;Other;;;;;;SIGNOR-4",
    ]
)  # fmt: skip


def test_signor_keeps_effect_mechanism_residue_species_tissue_literature_and_score() -> None:
    network, report = signor.parse(raw(SIGNOR_ROWS, "signor.csv"))
    one, two, three, four = (network.claim[f"signor/SIGNOR-{number}"] for number in range(1, 5))
    assert [one.relation, two.relation, three.relation, four.relation] == [
        "activates_transcription", "inhibits", "promotes", "regulates",
    ]  # fmt: skip
    assert (one.sign, two.sign, three.sign, four.sign) == (1, -1, 1, 0)
    assert (two.mechanism, two.site, two.qualifier) == ("phosphorylation", "Ser256", "direct")
    assert network.entity[two.region].curie == "bto:0000142"
    assert network.entity[one.cell].curie == "bto:0002895"
    assert network.entity[one.species].name == "Mus musculus"
    assert ("score", "0.5") in one.attributes
    assert [network.entity[end].kind for end in (two.subject, two.object, three.subject, three.object)] == [
        "ProteinFamily", "Complex", "Stimulus", "Phenotype",
    ]  # fmt: skip
    assert {p.pmid for p in network.publications} == {"19530226", "10548111", "1"}
    assert losses(report)["sentences: the text of others is not copied"] == 1
    assert "A sentence" not in repr(network)


def test_signor_comes_back_equal_up_to_the_sentences() -> None:
    network, _ = signor.parse(raw(SIGNOR_ROWS, "signor.csv"))
    again, _ = signor.parse(Decoded("signor.csv", "signor.csv", signor.dump(network).files[""]))
    assert again.claims == network.claims
    assert again.entities == network.entities
    assert again.publications == network.publications


def test_the_guide_as_signor_keeps_signs_relations_and_references(tmp_path: Path) -> None:
    guide = pg.read_guide()
    report = pg.write(guide, tmp_path / "guide.signor.csv")
    again, _ = align(pg.read(tmp_path / "guide.signor.csv"), guide)
    known = {claim.id: claim for claim in again.claims}
    written = [c for c in guide.claims if c.sign is not None or c.relation in ("binds", "part_of")]
    assert report.kept["claims"] == len(written) == len(known)
    for claim in written:
        other = known[f"guide.signor/{claim.id}"]
        assert (other.relation, other.sign, other.certainty) == (claim.relation, claim.sign, claim.certainty)
        for end, same in ((claim.subject, other.subject), (claim.object, other.object)):
            assert same == end or end == "sys:HPA"
    pmids = {(p.pmid, c) for p in guide.publications if p.pmid for c in p.claims if f"guide.signor/{c}" in known}
    assert pmids <= {(p.pmid, c.partition("/")[2]) for p in again.publications for c in p.claims}
    assert losses(report)["claims: SIGNOR holds causal relations only"] == len(guide.claims) - len(written)


# OmniPath ---------------------------------------------------------------------------------------------

OMNIPATH = (
    "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\t"
    "consensus_direction\tconsensus_stimulation\tconsensus_inhibition\tsources\treferences\tcuration_effort\n"
    "P16220\tP23560\tCREB1\tBDNF\t1\t1\t0\t1\t1\t0\tSIGNOR\tSIGNOR:111;TRIP:222\t2\n"
    "P31749\tP16220\tAKT1\tCREB1\t1\t1\t1\t1\t1\t0\tSIGNOR;KEA\tKEA:333\t1\n"
    "COMPLEX:P19838_Q04206\tP23560\tCOMPLEX:NFKB1_RELA\tBDNF\tTrue\tFalse\tTrue\tTrue\tFalse\tTrue\tx\t\t0\n"
    "P16220\tP31749\tCREB1\tAKT1\t0\t0\t0\t0\t0\t0\tx\t\t0\n"
)


def test_omnipath_keeps_both_signs_and_the_literature() -> None:
    network, report = omnipath.parse(raw(OMNIPATH, "op.tsv"))
    akt, creb, bdnf = "prot:hgnc:391", "prot:hgnc:2345", "prot:hgnc:1033"
    assert said(network) == {
        (creb, "activates", bdnf), (akt, "activates", creb), (akt, "inhibits", creb),
        ("cplx:omnipath/P19838_Q04206", "inhibits", bdnf), (creb, "binds", akt),
    }  # fmt: skip
    assert {p.pmid for p in network.publications} == {"111", "222", "333"}
    stated = {claim.relation: dict(claim.attributes) for claim in network.claims if claim.subject == akt}
    assert stated["activates"]["consensus"] == "yes"
    assert stated["inhibits"]["consensus"] == "no"
    assert losses(report)["rows: both signs have support: two claims"] == 1
    assert f"prot:hgnc:7794 part_of {'cplx:omnipath/P19838_Q04206'}" in network.edge


OMNIPATH_HEADER = "source\ttarget\tis_directed\tis_stimulation\tis_inhibition\tncbi_tax_id_source\tncbi_tax_id_target\n"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("1.0\t1.0\t0.0", [("activates", 1)]), ("True\tFalse\tTrue", [("inhibits", -1)]),
        ("1\t\tNA", [("regulates", 0)]), ("0.0\t0.0\t0.0", [("binds", None)]), ("0\t0\t1", [("inhibits", -1)]),
    ],
)  # fmt: skip
def test_omnipath_says_yes_and_no_as_programs_write_it(cells: str, expected: list[tuple[str, int | None]]) -> None:
    network, report = omnipath.parse(raw(f"{OMNIPATH_HEADER}P16220\tP23560\t{cells}\t9606.0\t9606.0\n", "op.tsv"))
    assert [(one.relation, one.sign) for one in network.claims] == expected
    assert [one.species for one in network.claims] == ["sp:ncbitaxon:9606"]
    assert any("called undirected" in loss.why for loss in report.changed) == (cells == "0\t0\t1")


def test_omnipath_that_says_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(pg.InputError, match=r"op\.tsv:2: is_stimulation 'maybe' says neither yes nor no; write 1 or 0"):
        omnipath.parse(raw(f"{OMNIPATH_HEADER}P16220\tP23560\t1\tmaybe\t0\t9606\t9606\n", "op.tsv"))


@pytest.mark.parametrize("taxa", ["9606\t", "\t9606", "9606\t9606"])
def test_a_row_of_omnipath_that_states_one_species_is_about_it(taxa: str) -> None:
    network, _ = omnipath.parse(raw(f"{OMNIPATH_HEADER}P16220\tP23560\t1\t1\t0\t{taxa}\n", "op.tsv"))
    assert [one.species for one in network.claims] == ["sp:ncbitaxon:9606"]


def test_a_row_of_omnipath_between_two_species_is_about_neither() -> None:
    network, report = omnipath.parse(raw(f"{OMNIPATH_HEADER}P16220\tP23560\t1\t1\t0\t9606\t10090\n", "op.tsv"))
    (claim,) = network.claims
    assert (claim.species, dict(claim.attributes)) == ("", {"source_species": "9606", "target_species": "10090"})
    assert any("two species" in loss.why for loss in report.changed)


def test_the_carnival_table_reads_by_approved_symbol() -> None:
    network, _ = omnipath.parse(raw("source\tinteraction\ttarget\nCREB1\t1\tBDNF\nAKT1\t-1\tCREB1\n", "c.tsv"))
    assert {(claim.sign, claim.object) for claim in network.claims} == {(1, "prot:hgnc:1033"), (-1, "prot:hgnc:2345")}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("s.csv", "signor"), ("o.tsv", "omnipath"), ("e.tsv", "edge-list"), ("x.sif", "sif"), ("g.gpml", "gpml"),
        ("n.json", "cytoscape"), ("b.json", "bel"), ("x.cx", "cx"), ("y.cx", "cx2"), ("p.xml", "graphml"),
    ],
)  # fmt: skip
def test_a_format_is_recognised_by_ending_and_content(file: str, expected: str) -> None:
    from pathway_graph.formats.registry import detect

    contents = {
        "s.csv": SIGNOR_ROWS, "o.tsv": OMNIPATH, "e.tsv": "source\ttarget\nA\tB\n", "x.sif": "A\tb\tC",
        "g.gpml": '<Pathway xmlns="http://pathvisio.org/GPML/2021"/>', "n.json": '{"elements": {}}',
        "b.json": '{"graph": {"annotation_url": {}}}', "x.cx": '[{"nodes": []}]', "y.cx": '[{"CXVersion": "2.0"}]',
        "p.xml": "<graphml/>",
    }  # fmt: skip
    assert detect(raw(contents[file], file)).name == expected
