"""A gene is found under the numbers and symbols of its time and of its species, and only where it is one gene."""

from __future__ import annotations

import lzma
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.formats.gene_names import is_absent
from pathway_graph.identifiers.gene_table import TABLE, approved_symbols, gene_of_symbol, human_gene
from pathway_graph.identifiers.lookup import lookup, resolve
from pathway_graph.identifiers.minting import mint_entity, product_of
from pathway_graph.identifiers.packaged import columns_in
from pathway_graph.identifiers.rodents import FOLDER, PREFIXES, rodent_of, rodents
from pathway_graph.identifiers.symbols import mentioned, symbol
from pathway_graph.model import Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.curie import are_wellformed
from pathway_graph.model.validate import check_network


def rows(table: str) -> list[list[str]]:
    """Read a packaged table without the code under test."""
    text = lzma.decompress((FOLDER / f"{table}.tsv.xz").read_bytes()).decode()
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize(("table", "count"), [("human", 7), ("mouse", 5), ("rat", 5), ("symbols", 3)])
def test_columns_of_packaged_tables_are_those_of_their_rows(table: str, count: int) -> None:
    assert columns_in(FOLDER / f"{table}.tsv.xz", count) == list(zip(*rows(table), strict=True))


def test_a_packaged_table_of_which_a_cell_is_lost_is_refused(tmp_path: Path) -> None:
    """The cells behind it would all stand in the wrong columns."""
    lines = ["1\tA\tB", "2\tC", "3\tD\tE"]
    file = tmp_path / "lost.tsv.xz"
    file.write_bytes(lzma.compress("\n".join([*lines, ""]).encode()))
    with pytest.raises(ValueError, match=r"lost\.tsv\.xz is no table of 3 columns"):
        columns_in(file, 3)


def of_genes(**numbers: str) -> Network:
    """Return a network of proteins by HGNC number, as an import makes it."""
    made = [mint_entity("Protein", name, [f"hgnc:{number}"], scope="s") for name, number in numbers.items()]
    return build_network(Source("s"), entities=made)


NETWORK = of_genes(TP53="11998", BDNF="1033", CXCL8="6025", SEPTIN2="7729", MARCHF1="26077", BMAL1="701", IL6R="6019")


@pytest.mark.parametrize(
    ("name", "gene"),
    [
        ("Trp53", "TP53"), ("Tp53", "TP53"), ("ENSMUSG00000059552", "TP53"), ("ENSMUSG00000059552.14", "TP53"),
        ("ncbigene:22059", "TP53"), ("ncbigene:24842", "TP53"), ("mgi:98834", "TP53"), ("MGI:98834", "TP53"),
        ("ENSRNOG00000010756", "TP53"), ("P02340", "TP53"), ("uniprot:P02340-2", "TP53"), ("ENSG00000141510", "TP53"),
        ("rgd:3889", "TP53"), ("p53", "TP53"), ("P04637", "TP53"), ("ncbigene:7157", "TP53"),
        ("ncbigene:12064", "BDNF"), ("ncbigene:24225", "BDNF"), ("ENSMUSG00000048482", "BDNF"),
        ("IL8", "CXCL8"), ("IL-8", "CXCL8"), ("SEPT2", "SEPTIN2"), ("MARCH1", "MARCHF1"), ("ARNTL", "BMAL1"),
        ("Il6ra", "IL6R"),  # the mouse has no Il6r
    ],
)  # fmt: skip
def test_a_gene_is_found_by_its_numbers_and_symbols_in_man_mouse_and_rat(name: str, gene: str) -> None:
    assert [entity.name for entity in lookup(NETWORK, name)] == [gene]
    assert [entity.name for entity in resolve(NETWORK, name)] == [gene]


@pytest.mark.parametrize(
    ("name", "genes"),
    [
        ("CBP", ["OPN1LW", "CREBBP", "PAG1"]),  # colour blindness, protan; CREB binding protein; PAG1
        ("NET", ["ELK3", "SLC6A2"]),
        ("DEC1", ["DELEC1", "BHLHE40"]),
        ("PDK1", ["PDK1"]),  # approved, so not PDPK1
        ("AP1", []), ("NFKB", []), ("Gm12345", []), ("", []), ("|", []), ("a\tb", []),
    ],
)  # fmt: skip
def test_a_symbol_of_several_genes_means_each_of_them_and_an_approved_one_its_own(name: str, genes: list[str]) -> None:
    assert [gene.symbol for gene in symbol(name).genes] == genes
    assert mentioned(name) or not genes


def test_a_symbol_of_several_genes_is_refused_where_one_is_there_and_unknown_where_none_is() -> None:
    with pytest.raises(AmbiguousName) as caught:
        resolve(of_genes(CREBBP="2348"), "CBP")
    assert [label for _, label in caught.value.candidates] == ["OPN1LW, not here", "CREBBP", "PAG1, not here"]
    with pytest.raises(UnknownName):
        resolve(NETWORK, "CBP")


def test_a_former_symbol_of_a_gene_that_is_not_here_says_which_gene_it_is() -> None:
    with pytest.raises(UnknownName, match="previous symbol of the human gene RIGI, which is not here"):
        resolve(NETWORK, "DDX58")


def test_a_mouse_symbol_that_spells_another_human_gene_is_refused_and_not_taken_by_its_letters() -> None:
    network = of_genes(CRISP1="304", CRISP3="16904", TP53="11998")
    with pytest.raises(AmbiguousName, match=r"CRISP1.*CRISP3"):  # Crisp1 is the ortholog of CRISP3
        lookup(network, "Crisp1")
    assert [entity.name for entity in lookup(network, "CRISP1")] == ["CRISP1"]


def test_a_mouse_gene_of_a_file_meets_the_human_gene_and_a_mouse_protein_is_not_its_accession() -> None:
    for curie in ("ncbigene:22059", "ensembl:ENSMUSG00000059552", "uniprot:P02340", "ncbigene:24842"):
        made = mint_entity("Protein", "Trp53", [curie], scope="s")
        assert (made.id, made.curie) == ("prot:hgnc:11998", "uniprot:P04637")


def test_a_gene_with_several_human_orthologs_is_none_of_them() -> None:
    assert human_gene("ncbigene:20302") is human_gene("ensembl:ENSMUSG00000000982") is None  # Ccl3


@pytest.mark.parametrize("species", ["mouse", "rat"])
def test_no_number_symbol_or_accession_of_a_rodent_means_two_genes(species: str) -> None:
    table = rows(species)
    assert len({row[0] for row in table}) == len(table) > 18_000
    columns = {1: "", 2: "ncbigene:", 4: "uniprot:"}
    for column, prefix in columns.items():
        counted = Counter(one for row in table for one in row[column].split())
        for row in table:
            for one in row[column].split():
                number = rodents(species).symbols.get(one, "") if not prefix else rodent_of(prefix + one)
                wanted = f"{PREFIXES[species]}:{row[0]}" if prefix else row[0]
                assert number in ((wanted,) if counted[one] == 1 else ("",)), one


def test_no_number_of_ncbi_gene_is_of_two_species() -> None:
    of_species = [{row[2] for row in rows(table)} - {""} for table in ("human", "mouse", "rat")]
    assert len(set.union(*of_species)) == sum(map(len, of_species)) > 70_000


def test_every_approved_symbol_means_its_own_gene_whatever_else_was_called_so() -> None:
    names = [line.split("\t")[1] for line in lzma.decompress(TABLE.read_bytes()).decode().splitlines()]
    assert len(names) == 43_837
    assert sorted(names) == sorted(approved_symbols())
    assert all([gene.symbol for gene in symbol(name).genes] == [name] for name in names)


def test_products_made_of_the_table_of_genes_are_those_of_their_numbers_and_right_in_every_value() -> None:
    """Readers of tables do not look at them again: `pathway_graph.model.values.Sample` leaves them out."""
    genes = [human_gene(f"hgnc.symbol:{one}") for one in approved_symbols()[::20]]
    products = [product_of(kind, gene, scope="s") for gene in genes if gene for kind in ("Protein", "Transcript")]
    numbers = [(kind, gene.hgnc) for gene in genes if gene for kind in ("Protein", "Transcript")]
    assert products[::10] == [
        replace(mint_entity(kind, "x", [f"hgnc:{number}"], scope="s"), sources=("s",)) for kind, number in numbers[::10]
    ]
    assert check_network(build_network(Source("s"), entities=products)) == []


def test_every_approved_symbol_is_well_formed_and_stands_for_a_name() -> None:
    symbols = approved_symbols()
    assert are_wellformed([f"hgnc.symbol:{one}" for one in symbols])
    assert not any(is_absent(one) or one != one.strip() for one in symbols)
    assert gene_of_symbol(symbols[7]) is human_gene(f"hgnc.symbol:{symbols[7]}")
