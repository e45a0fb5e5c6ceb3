"""A list of names is recognised as a whole; what is no gene for sure is told with the likely reason, never guessed."""

from __future__ import annotations

import json
import lzma
import random
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from pathway_graph import identify
from pathway_graph.cli import cli
from pathway_graph.errors import WrongArgument
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers import gene_table
from pathway_graph.identifiers.excel_dates import days_meant, likely_genes
from pathway_graph.identifiers.gene_table import approved_symbols, human_gene

NUMBERS = {"TP53": "7157", "BDNF": "627", "CREB1": "1385", "NR3C1": "2908", "MYC": "4609", "JUN": "3725"}
"""NCBI Gene numbers, by hand."""


def meant(names: list[str], *, header: str = "", kind: str = "", species: str = "") -> dict[str, str]:
    """Return the symbol of each name, or the reason why there is none."""
    found = identify(names, header=header, kind=kind, species=species)
    return {one.name: one.symbol or one.reason for one in found.names}


@pytest.mark.parametrize(
    ("names", "taken_for"),
    [
        (["TP53", "MYC", "IL8", "SEPT2"], "human symbols"),
        (["Trp53", "Myc", "Il6ra"], "mouse symbols"),
        (["Tp53", "Myc", "RT1-Bb", "Il6r"], "rat symbols"),
        (["ENSG00000141510.18", "ENSG00000136997"], "human Ensembl genes"),
        (["ENSMUSG00000059552", "ENSMUSG00000048482.4", "n/a"], "mouse Ensembl genes"),
        (["P04637", "P23560-2", "sp|P01106|MYC_HUMAN"], "human UniProt accessions"),
        (["HGNC:11998", "hgnc:1033"], "HGNC numbers"), (["MGI:98834", "MGI:MGI:88145"], "MGI numbers"),
        (["RGD:3889"], "RGD numbers"), (["7157", "627"], "numbers of no known database"),
        (["B3GAT1", "P2RY13", "TP53"], "human symbols"),  # two of them have the form of an accession
        (["1007_s_at", "1053_at"], "probe of an arrays"), ([], "symbols"),
    ],
)  # fmt: skip
def test_a_column_is_recognised_as_a_whole(names: list[str], taken_for: str) -> None:
    assert identify(names).column.words() == taken_for


@pytest.mark.parametrize("known", [{"header": "Entrez ID"}, {"header": "GeneID"}, {"kind": "ncbigene"}])
def test_a_bare_number_is_a_number_of_the_database_that_header_or_caller_names(known: dict[str, str]) -> None:
    assert meant([*NUMBERS.values()], **known) == {number: symbol for symbol, number in NUMBERS.items()}


@pytest.mark.parametrize("name", ["P04637", "P04637-2", "uniprot:P04637", "sp|P04637|P53_HUMAN", "P02340", "P02340-2"])
def test_an_accession_means_the_gene_of_its_protein_isoforms_and_mouse_ones_too(name: str) -> None:
    assert meant([name]) == {name: "TP53"}


@pytest.mark.parametrize("name", ["LOC7157", "ncbigene:7157", "Entrez:7157", "GeneID:7157", "7157.0"])
def test_a_number_of_ncbi_gene_is_known_under_the_prefixes_in_use(name: str) -> None:
    assert meant([name], header="entrez") == {name: "TP53"}


def test_a_few_bare_numbers_without_a_header_are_no_genes() -> None:
    assert set(meant([*NUMBERS.values()]).values()) == {"number of no known database"}
    assert meant(["TP53", "MYC", "7157"])["7157"] == "bare number among symbols"


def test_many_bare_numbers_tell_their_database_themselves() -> None:
    genes = [gene for name in approved_symbols() if (gene := human_gene(f"hgnc.symbol:{name}")) and gene.uniprot]
    some = random.Random(3).sample([gene for gene in genes if gene.ncbigene], 300)
    entrez, hgnc = identify([gene.ncbigene for gene in some]), identify([gene.hgnc for gene in some])
    assert (entrez.column.words(), hgnc.column.words()) == ("human NCBI Gene numbers", "HGNC numbers")
    for found in (entrez, hgnc):
        assert [one.symbol for one in found.names] == [gene.symbol for gene in some]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2-Sep", [(9, 2)]), ("02-Sep", [(9, 2)]), ("1-Mar", [(3, 1)]), ("Mar-01", [(3, 1)]), ("2-Sep-21", [(9, 2)]),
        ("2021-09-02", [(9, 2)]), ("2021-09-02 00:00:00", [(9, 2)]), ("2. Sep", [(9, 2)]), ("01. Mrz", [(3, 1)]),
        ("1-Dez", [(12, 1)]), ("09/02/2021", [(2, 9), (9, 2)]), ("44257", [(3, 2)]), ("44441.0", [(9, 2)]),
        ("SEPT2", []), ("MARCH1", []), ("OCT-4", []), ("Sep15", []), ("NKX2-1", []), ("99999", []), ("1-Foo", []),
        ("32-Mar", []),
    ],
)  # fmt: skip
def test_a_date_is_known_as_spreadsheets_write_it(cell: str, days: list[tuple[int, int]]) -> None:
    assert list(days_meant(cell, serial=True)) == days


def test_a_date_is_told_with_the_genes_that_it_may_have_been_and_taken_for_none() -> None:
    found = identify(["TP53", "MYC", "2-Sep", "44256", "1-Dec"]).by_name
    assert [found[name].gene for name in ("2-Sep", "44256", "1-Dec")] == ["", "", ""]
    assert found["2-Sep"].candidates[0] == "SEPT2 (SEPTIN2)"
    assert found["44256"].candidates == ("MARCH1 (MARCHF1)", "MARC1 (MTARC1)")
    assert found["1-Dec"].candidates == ("DEC1 (DELEC1)", "DEC1 (BHLHE40)")
    assert likely_genes(((9, 15),)) == ("SEP15 (SELENOF)",)
    assert meant(["44256", *(str(1000 + n) for n in range(30))], kind="ncbigene")["44256"].startswith("number of NCBI")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("CBP", "of several genes"), ("ENST00000269305", "transcript, not a gene"),
        ("NM_001709.5", "sequence of RefSeq, not a gene"), ("ILMN_1343291", "probe of an array"),
        ("ENSDARG00000035559", "gene of another species"), ("FBgn0000014", "gene of another species"),
        ("ENSMUSG00000999999", "mouse gene without a one-to-one human ortholog"), ("hsa-miR-21-5p", "microRNA"),
        ("FOS_JUN", "several genes joined: a complex or a pair"), ("FOS;JUN", "several names in one cell"),
        ("RP11-34P13.7", "clone"), ("Gm12345", "predicted gene or clone without a human ortholog here"),
        ("nan", "missing"), ("ERCC-00002", "spike-in"), ("__no_feature", "count of reads"), ("zzzz", "not known"),
        ("P53_HUMAN", "entry name of UniProt, not an accession"), ("A1S9P", "not known"),
        ("hgnc:99999999", "number of HGNC that stands in no table here"),
    ],
)  # fmt: skip
def test_what_is_no_gene_is_told_with_its_likely_reason(name: str, reason: str) -> None:
    assert meant(["TP53", "MYC", "JUN", name])[name] == reason


def test_a_symbol_of_mouse_is_read_by_the_species_of_the_column() -> None:
    mouse = ["Trp53", "Il6ra", "Crisp1"]
    assert meant(mouse)["Crisp1"] == "CRISP3"
    assert meant(["TP53", "IL6R", "CRISP1"])["CRISP1"] == "CRISP1"
    assert meant(["Met", "Rho"], species="mouse") == {"Met": "MET", "Rho": "RHO"}
    assert meant(["H2-Ab1", *mouse])["H2-Ab1"] == "of several genes"


def test_several_names_of_one_gene_in_a_cell_are_that_gene() -> None:
    assert meant(["TP53|7157", "MYC", "CREB1; CREB1", "P04637;P04637-2"])["CREB1; CREB1"] == "CREB1"
    assert meant(["P04637;P04637-2", "P23560"])["P04637;P04637-2"] == "TP53"


def test_in_a_network_what_is_no_gene_is_found_too_and_a_number_never_is() -> None:
    found = identify(["Bdnf", "pCREB", "imipramine", "IL8", "2-Sep", "627"], network=read_guide()).by_name
    assert found["Bdnf"].entities == ("gene:BDNF", "prot:BDNF", "rna:BDNF")
    assert found["pCREB"].entities == ("state:CREB1_pS133",)
    assert (found["pCREB"].gene, found["pCREB"].reason) == ("", "")
    assert found["imipramine"].entities == ("chem:imipramine",)
    assert (found["IL8"].symbol, found["IL8"].entities) == ("CXCL8", ())
    assert (found["2-Sep"].entities, found["627"].entities) == ((), ())


def test_an_unknown_name_gets_the_nearest_symbols() -> None:
    assert identify(["CREBB1", "MYC"]).by_name["CREBB1"].candidates[0] == "CREB1"
    assert identify(["CREBB1"], suggest=0).by_name["CREBB1"].candidates == ()


def test_a_kind_or_species_that_is_none_is_refused() -> None:
    with pytest.raises(WrongArgument, match="give one of symbol"):
        identify(["TP53"], kind="affy")
    with pytest.raises(WrongArgument, match="human, mouse, rat"):
        identify(["TP53"], species="fly")


def test_the_command_lists_every_name_and_says_what_they_were_taken_for(tmp_path: Path) -> None:
    table = tmp_path / "changes.csv"
    table.write_text("row,gene_id,log2FC\n1,ENSMUSG00000059552.14,2\n2,ENSMUSG00000000982,1\n3,2-Sep,1\n")
    run = CliRunner().invoke(cli, ["names", str(table), "--column", "gene_id", "--format", "json"])
    assert run.exit_code == 3  # less than half are found
    rows = json.loads(run.stdout)["names"]
    assert [(row["symbol"], row["reason"]) for row in rows] == [
        ("TP53", ""), ("", "of several genes"), ("", "date made by a spreadsheet"),
    ]  # fmt: skip
    assert "names taken for mouse Ensembl genes: 1 of 3 found" in run.stderr
    missing = CliRunner().invoke(cli, ["names", "-", "--missing", "--format", "csv"], input="Symbol\nTP53\nCBP\n")
    assert missing.stdout.splitlines()[1:] == ['CBP,,,,of several genes,"OPN1LW, CREBBP, PAG1"']
    assert CliRunner().invoke(cli, ["names", str(table), "--column", "gene"]).exception is not None


@pytest.mark.slow
def test_each_identifier_of_the_table_of_genes_names_its_gene_or_several() -> None:
    """Worked out cell by cell, of every four-hundredth gene: what stands in one row alone names that gene."""
    rows = [line.split("\t") for line in lzma.decompress(gene_table.TABLE.read_bytes()).decode().splitlines()]
    holders: list[dict[str, list[str]]] = [defaultdict(list) for _ in range(7)]
    for row in rows:
        for place, cell in enumerate(row):
            for identifier in cell.split():
                holders[place][identifier].append(row[0])
    for row in rows[::400]:
        for place, prefix in enumerate(gene_table.PREFIXES):
            cells = row[place].split()
            for identifier in cells:
                held = holders[place][identifier]
                is_one = held == [row[0]] and (len(cells) == 1 or prefix == "uniprot")
                gene = gene_table.human_gene(f"{prefix}:{identifier}")
                sharing = {one.hgnc for one in gene_table.genes_sharing(f"{prefix}:{identifier}")}
                assert (gene is not None and gene.hgnc == row[0]) == is_one, (prefix, identifier)
                assert sharing == (set() if is_one else set(held))
    assert gene_table.human_gene("hgnc.symbol:") is None
