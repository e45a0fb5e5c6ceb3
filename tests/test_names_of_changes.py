"""The names of a table of changes are taken as a column: mouse and rat, bare numbers, former symbols, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathway_graph.errors import InputError
from pathway_graph.identifiers.minting import mint_entity
from pathway_graph.identifiers.outdated import updated, why_not_approved
from pathway_graph.model import Claim, Network, Source
from pathway_graph.model.build import build_network
from pathway_graph.regulators import ColumnOptions, rank_regulators, read_changes, read_list, read_lists
from pathway_graph.regulators.matching import place_list

GENES = {
    "MYC": 7553, "TP53": 11998, "CREB1": 2345, "GAPDH": 4141, "CRISP1": 304, "CRISP3": 16904, "SEPTIN2": 7729,
    "CXCL8": 6025, "BDNF": 1033, "FOS": 3796, "JUN": 6204, "IL6R": 6019,
}  # fmt: skip
"""Symbols and HGNC numbers, from genenames.org."""


@pytest.fixture(scope="module")
def network() -> Network:
    entities = [mint_entity("Protein", symbol, [f"hgnc:{number}"], scope="n") for symbol, number in GENES.items()]
    claims = [Claim(f"n/{e.id}", entities[0].id, "activates", e.id) for e in entities[1:]]
    return build_network(Source("n"), entities=entities, claims=claims)


def signs(network: Network, tmp_path: Path, text: str, **options: object) -> dict[str, int]:
    (tmp_path / "c.tsv").write_text(text)
    found = read_changes(network, tmp_path / "c.tsv", ColumnOptions(**options))  # type: ignore[arg-type]
    return {network.name(change.entities[0]): change.sign for change in found.changes}


@pytest.mark.parametrize(
    ("header", "rows", "right"),
    [
        # mouse: Crisp1 is the ortholog of CRISP3, Gapdh and Myc have copies and relatives
        ("gene", {"Trp53": 2, "Crisp1": -2, "Gapdh": 2, "Myc": -2, "Il6ra": 2},
         {"TP53": 1, "CRISP3": -1, "GAPDH": 1, "MYC": -1, "IL6R": 1}),
        ("gene_id", {"ENSMUSG00000059552.14": 2, "ENSMUSG00000022346.15": -2}, {"TP53": 1, "MYC": -1}),
        ("gene", {"ENSRNOG00000010756": 2}, {"TP53": 1}),
        ("gene_id", {"ENSG00000141510.18": 2, "ENSG00000136997": -2}, {"TP53": 1, "MYC": -1}),
        ("Entrez ID", {"7157": 2, "4609": -2}, {"TP53": 1, "MYC": -1}),
        ("mgi_id", {"MGI:98834": 2, "MGI:97250": -2}, {"TP53": 1, "MYC": -1}),
        ("protein", {"P04637-2": 2, "P01106": -2}, {"TP53": 1, "MYC": -1}),
        ("symbol", {"SEPT2": 2, "IL8": -2}, {"SEPTIN2": 1, "CXCL8": -1}),
        ("hgnc_id", {"HGNC:11998": 2, "7553": -2}, {"TP53": 1, "MYC": -1}),
    ],
    ids=["mouse", "mouse Ensembl", "rat Ensembl", "Ensembl", "Entrez", "MGI", "UniProt", "previous symbols", "HGNC"],
)  # fmt: skip
def test_names_mean_their_genes_without_an_option(
    network: Network, tmp_path: Path, header: str, rows: dict[str, int], right: dict[str, int]
) -> None:
    text = f"{header}\tlog2FC\n" + "".join(f"{name}\t{value}\n" for name, value in rows.items())
    assert signs(network, tmp_path, text) == right


def test_a_column_of_mouse_takes_no_human_gene_that_is_spelt_alike(network: Network, tmp_path: Path) -> None:
    few = build_network(Source("n"), entities=[e for e in network.entities if e.name in ("CRISP1", "TP53", "FOS")])
    assert signs(few, tmp_path, "gene\tlog2FC\nTrp53\t2\nFos\t2\nCrisp1\t2\n") == {"TP53": 1, "FOS": 1}


def test_what_is_not_found_has_its_reason_and_what_it_may_be(network: Network, tmp_path: Path) -> None:
    names = ["MYC", "TP53", "FOS", "JUN", "CREB1", "BDNF", "2-Sep", "Crebb1", "NM_001709.5", "ABCA1", "CBP"]
    (tmp_path / "up.txt").write_text("\n".join(names))
    found = place_list(network, read_lists(tmp_path / "up.txt", None))
    why = {one.name: (one.reason, one.candidates[:1]) for one in found.unfound}
    assert why == {
        "2-Sep": ("date made by a spreadsheet", ("SEPT2 (SEPTIN2)",)),
        "Crebb1": ("not known", ("CREB1",)),
        "NM_001709.5": ("sequence of RefSeq, not a gene", ()),
        "ABCA1": ("human gene that the network does not hold", ("ABCA1",)),
        "CBP": ("of several genes", ("OPN1LW",)),
    }


def test_bare_numbers_that_may_be_of_several_databases_are_refused_with_the_option(
    network: Network, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="number of no known database") as caught:
        signs(network, tmp_path, "gene\tlog2FC\n7157\t2\n4609\t-2\n")
    assert "--prefix ncbigene" in caught.value.hint


@pytest.mark.slow
def test_a_list_of_which_most_is_unknown_is_refused_and_other_genes_are_no_reason(
    network: Network, tmp_path: Path
) -> None:
    def placed(names: str, *, allow: bool = False) -> tuple[int, tuple[str, ...]]:
        (tmp_path / "up.txt").write_text(names)
        found = place_list(network, read_lists(tmp_path / "up.txt", None, ColumnOptions(allow_unmatched=allow)))
        assert found.how is not None
        return len(found.changes), found.how.warnings

    with pytest.raises(InputError, match="3 of 4 names are not in the network"):
        placed("MYC\nfoo1\nfoo2\nfoo3\n")
    assert placed("MYC\nfoo1\nfoo2\nfoo3\n", allow=True)[0] == 1
    count, warnings = placed("MYC\nABCA1\nABCA2\nABCA3\n")
    assert (count, warnings) == (1, ("3 of 4 names are not in the network; 3 of them are human genes",))
    count, _ = placed("Myc\nXkr4\nGm1992\nGm37180\n")  # mouse genes without a human one are known all the same
    assert count == 1


@pytest.mark.slow
def test_a_background_of_which_most_is_unknown_is_refused(network: Network, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("gene,log2FC\nTP53,2\nFOS,-2\n")
    changes = place_list(network, read_list(tmp_path / "c.csv"))
    background = ["TP53", "FOS", "JUN", "foo1", "foo2", "foo3", "foo4"]
    with pytest.raises(InputError, match="4 of 7 names of the background are not known"):
        rank_regulators(network, changes, background=background)
    ranking = rank_regulators(network, changes, background=background, allow_unmatched=True)
    assert ranking.universe.size == 3
    assert ranking.summary()["warning"] == "4 of 7 names of the background are not in the network"
    mouse = rank_regulators(network, changes, background=["Trp53", "Fos", "Jun", "Crebb1"])
    assert mouse.universe.size == 3


@pytest.mark.parametrize(
    ("symbol", "now", "reason"),
    [
        ("SEPT2", "hgnc:7729", "previous symbol"), ("IL8", "hgnc:6025", "previous symbol"),
        ("SARG", "hgnc.symbol:SARG", "alias"), ("FOS_JUN", "hgnc.symbol:FOS_JUN", "several genes joined"),
        ("2-Sep", "hgnc.symbol:2-Sep", "date"),
    ],
)  # fmt: skip
def test_a_previous_symbol_is_its_gene_and_others_say_why_they_are_not(symbol: str, now: str, reason: str) -> None:
    assert updated([f"hgnc.symbol:{symbol}"])[0] == [now]
    assert why_not_approved(symbol, near=False)[0].startswith(reason)
