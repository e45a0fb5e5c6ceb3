"""Who is who: different human genes are never one, a number is a number only where a file says so."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from pathway_graph.errors import AmbiguousName
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.registry import read_all
from pathway_graph.formats.report import Report
from pathway_graph.identifiers.alignment import align, align_batch
from pathway_graph.identifiers.gene_forms import forms_of, gene_of, named_genes
from pathway_graph.identifiers.gene_table import TABLE, genes_sharing, human_gene
from pathway_graph.identifiers.lookup import lookup, resolve
from pathway_graph.identifiers.minting import mint_entity
from pathway_graph.model import Entity, Link, Network, Ortholog, Source, Xref
from pathway_graph.model.build import build_network, merge
from pathway_graph.regulators.changes import Measurement, place_changes

ROWS = [line.split("\t") for line in lzma.decompress(TABLE.read_bytes()).decode().splitlines()]
"""The packaged table, read without the code under test: hgnc, symbol, ncbigene, ensembl, uniprot, mgi, rgd."""


def network_of(entities: Iterable[Entity], name: str = "s") -> Network:
    return build_network(Source(name), entities=list(entities))


def imported(file: Path, namespace: str = "") -> tuple[Network, Report]:
    """Read the one data set of a file as the command does."""
    (item,) = read_all(file, namespace=namespace)
    assert not isinstance(item, Exception)
    return item


def ids(entities: Iterable[Entity]) -> list[str]:
    return [entity.id for entity in entities]


@pytest.fixture(scope="module")
def transcriptome() -> Network:
    """A network that holds every approved human gene, each as an import makes it."""
    return network_of(mint_entity("Protein", row[1], [f"hgnc:{row[0]}"], scope="s") for row in ROWS)


# Different human genes are never one -------------------------------------------------------------------


def test_no_two_human_genes_are_one_whatever_ortholog_they_share(transcriptome: Network) -> None:
    sizes = Counter(gene_of(transcriptome).values())
    assert len(transcriptome.entities) == len(ROWS) == len(sizes)
    assert max(sizes.values()) == 1


@pytest.mark.slow
def test_the_whole_human_transcriptome_is_measured_without_one_false_repeat(transcriptome: Network) -> None:
    placed = place_changes(transcriptome, [Measurement(row[1], 1, 1.0, n) for n, row in enumerate(ROWS)])
    assert (len(placed.changes), placed.unmatched, placed.ambiguous) == (len(ROWS), (), ())


@pytest.mark.slow
@pytest.mark.parametrize(("prefix", "column"), [("ncbigene", 2), ("ensembl", 3)])
def test_so_it_is_by_entrez_and_ensembl_numbers(transcriptome: Network, prefix: str, column: int) -> None:
    names = [f"{prefix}:{row[column]}" for row in ROWS if row[column]]
    placed = place_changes(transcriptome, [Measurement(name, 1, 1.0, n) for n, name in enumerate(names)])
    assert (len(placed.changes), placed.unmatched, placed.ambiguous) == (len(names), (), ())


@pytest.mark.slow
def test_an_ortholog_names_a_human_gene_only_where_it_is_one_to_one_both_ways() -> None:
    for prefix, column in (("mgi", 5), ("rgd", 6)):
        genes = defaultdict(list)
        for row in ROWS:
            for number in row[column].split():
                genes[number].append(row)
        assert len(genes) > 15000
        for number, rows in genes.items():
            alone = len(rows) == 1 and len(rows[0][column].split()) == 1
            found = human_gene(f"{prefix}:{number}")
            assert (found.symbol if found else "") == (rows[0][1] if alone else "")
            listed = {gene.symbol for gene in genes_sharing(f"{prefix}:{number}")}
            assert listed == (set() if alone else {row[1] for row in rows})


@pytest.mark.slow
def test_every_accession_that_genes_share_names_none_of_them_and_is_kept_with_that_note() -> None:
    shared = [one for one, count in Counter(x for row in ROWS for x in row[4].split()).items() if count > 1]
    assert len(shared) == 75
    for accession in shared:
        rows = [row for row in ROWS if accession in row[4].split()]
        made = [mint_entity("Protein", row[1], [f"hgnc:{row[0]}", f"uniprot:{accession}"], scope="s") for row in rows]
        assert len({entity.id for entity in made}) == len({entity.curie for entity in made}) == len(rows)
        assert all(Xref(f"uniprot:{accession}", "of several genes") in entity.xrefs for entity in made)
        network = network_of(made)
        assert len(set(gene_of(network).values())) == len(rows)
        with pytest.raises(AmbiguousName, match=rows[-1][1]):
            resolve(network, f"uniprot:{accession}")


def test_an_identifier_shared_by_genes_is_ambiguous_when_one_of_them_is_there() -> None:
    network = network_of([mint_entity("Protein", "CCL3", ["hgnc:10627"], scope="s")])
    with pytest.raises(AmbiguousName) as caught:
        resolve(network, "mgi:98260")
    assert caught.value.candidates == (
        ("hgnc:10616", "CCL18, not here"), ("prot:hgnc:10627", "CCL3"), ("hgnc:10628", "CCL3L1, not here"),
        ("hgnc:30554", "CCL3L3, not here"),
    )  # fmt: skip


@pytest.mark.parametrize(("name", "found"), [("CCL3", True), ("ccl3", True), ("Ccl3", False)])
def test_a_mouse_symbol_of_an_ambiguous_ortholog_is_reported_and_not_guessed(name: str, found: bool) -> None:
    network = network_of([mint_entity("Protein", "CCL3", ["hgnc:10627"], scope="s")])
    placed = place_changes(network, [Measurement(name, 1, 1.0)])
    assert (len(placed.changes), placed.ambiguous) == ((1, ()) if found else (0, (name,)))


def test_a_mouse_symbol_of_a_one_to_one_ortholog_finds_the_gene() -> None:
    network = network_of([mint_entity("Protein", "x", ["mgi:88145"], scope="s")])
    assert ids(resolve(network, "Bdnf")) == ["prot:hgnc:1033"]


CK2 = Entity("prot:CK2", "Protein", "CK2", xrefs=(Xref("hgnc:2457"), Xref("ncbigene:1459")))
"""A family as a user may write it: a protein with the numbers of CSNK2A1 and CSNK2A2."""


def test_a_protein_with_the_numbers_of_two_genes_is_neither_and_joins_neither() -> None:
    one, two = (mint_entity("Protein", "x", [number], scope="s") for number in ("hgnc:2457", "hgnc:2459"))
    network = network_of([one, two, CK2])
    assert sorted(gene_of(network).values()) == ["prot:CK2", "prot:hgnc:2457", "prot:hgnc:2459"]
    assert ids(resolve(network, "CSNK2A1")) == ["prot:hgnc:2457"]
    new = network_of([one, two], "new")
    assert align(new, network_of([CK2], "mine"))[1] == {}


def test_the_numbers_of_its_members_do_not_mean_a_family() -> None:
    family = Entity("fam:x", "ProteinFamily", "CK2 family", curie="fplx:CK2", xrefs=CK2.xrefs)
    for gathered in (CK2, family):
        network = network_of([gathered])
        for number in ("hgnc:2457", "hgnc:2459", "ncbigene:1459", "ncbigene:1457"):
            assert lookup(network, number) == ()
    assert ids(lookup(network_of([family]), "fplx:CK2")) == ["fam:x"]


@pytest.mark.slow
@pytest.mark.parametrize("with_genes", [False, True], ids=["guide", "guide and every gene"])
def test_the_whole_transcriptome_is_measured_on_the_guide_too(transcriptome: Network, with_genes: bool) -> None:
    """The guide's PDK1 is PDPK1 and its CA1 a region: the genes of these symbols are others."""
    network = align_batch([transcriptome], [], read_guide())[0] if with_genes else read_guide()
    network = merge([read_guide(), network]) if with_genes else network
    placed = place_changes(network, [Measurement(row[1], 1, 1.0, n) for n, row in enumerate(ROWS)])
    gene = {row[1]: f"hgnc:{row[0]}" for row in ROWS}
    wrong = [
        (change.name, change.entities)
        for change in placed.changes
        if not any(gene[change.name] in named_genes(network.entity[one]) for one in change.entities)
    ]
    assert wrong == []
    assert {"PDK1", "CA1"} <= (set() if with_genes else set(placed.ambiguous)) | {
        change.name for change in placed.changes
    }
    assert not with_genes or (len(placed.changes), placed.ambiguous, placed.unmatched) == (len(ROWS), (), ())


def test_no_chain_of_identifiers_or_links_unites_two_genes() -> None:
    """A~B by one identifier, B~C by another; an activity of two proteins; a rat gene beside a mouse gene."""
    one = Entity("a", "Protein", "CCL3", curie="hgnc:10627", orthologs=(Ortholog("mouse", "", ("mgi:98260",)),))
    two = Entity("c", "Protein", "CCL18", curie="ncbigene:6362", orthologs=(Ortholog("rat", "", ("rgd:99999999",)),))
    rodent = Entity("b", "Gene", "Ccl3", curie="mgi:98260", xrefs=(Xref("rgd:99999999"),))
    act = Entity("d", "MolecularActivity", "both", links=(Link("activity_of", "a"), Link("activity_of", "c")))
    state = Entity("e", "ProteinState", "p", links=(Link("state_of", "c"),))
    for order in ([one, two, rodent, act, state], [state, act, rodent, two, one]):
        network = network_of(order)
        assert gene_of(network) == {"a": "a", "b": "b", "c": "c", "d": "d", "e": "c"}
        assert forms_of(network, "e") == ("c", "e")


def test_forms_of_one_gene_still_meet_by_links_and_by_one_to_one_orthologs() -> None:
    human = Entity("a", "Protein", "BDNF", curie="hgnc:1033")
    mouse = Entity("b", "Gene", "Bdnf", curie="mgi:88145")
    rna = Entity("c", "Transcript", "Bdnf mRNA", links=(Link("transcribed_from", "b"),))
    xrefs = (Xref("hgnc:1033"), Xref("ncbigene:627"))
    told = Entity("d", "Gene", "BDNF gene", xrefs=xrefs, orthologs=(Ortholog("mouse", "", ("mgi:88145",)),))
    assert set(gene_of(network_of([human, mouse, rna, told])).values()) == {"a"}


@pytest.mark.slow
def test_imports_with_shared_identifiers_never_meet(transcriptome: Network) -> None:
    sharing = [row for row in ROWS if any(genes_sharing(f"mgi:{one}") for one in row[5].split()) or row[4] in H3]
    half = [mint_entity("Protein", row[1], [f"hgnc:{row[0]}"], scope="new") for row in sharing[::2]]
    rest = network_of([mint_entity("Protein", row[1], [f"hgnc:{row[0]}"], scope="s") for row in sharing[1::2]])
    assert len(half) > 600
    assert align(network_of(half, "new"), rest)[1] == {}
    united, met = align_batch([network_of(half, "new")], [], rest)
    assert (met, len(merge([united, rest]).entities)) == (0, len(sharing))


H3 = ("P68431",)


def test_the_ambiguous_ones_are_in_the_report_of_an_import(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("source,target,sign\nmgi:98260,uniprot:P68431,1\nmgi:88145,hgnc:1033,1\n")
    network, report = imported(file)
    why = "identifier of several human genes: kept apart from each of them"
    (told,) = [loss for loss in report.changed if loss.why == why]
    assert told.count == 2
    assert told.places == ("mgi:98260: CCL18, CCL3, CCL3L1, CCL3L3",
                           "uniprot:P68431: H3C1, H3C4, H3C3, H3C6, H3C11, H3C8 and 4 more")  # fmt: skip
    assert {"prot:mgi:98260", "prot:uniprot:P68431", "prot:hgnc:1033"} == {entity.id for entity in network.entities}


def test_the_findings_example_keeps_the_two_chemokines_apart(tmp_path: Path) -> None:
    from pathway_graph.trace import upstream

    file = tmp_path / "mini.csv"
    file.write_text("source,target,sign\nRELA,CCL3,1\nSTAT6,CCL18,1\nMYC,ODC1,1\n")
    network, _ = imported(file, namespace="hgnc.symbol")
    assert [end.entity for end in upstream(network, "CCL3").ends] == ["prot:hgnc:9955"]  # RELA, not STAT6


# A number is a number only where the file says so -------------------------------------------------------


def cytoscape(nodes: list[tuple[str, str]]) -> str:
    data = [{"data": {"id": number, "SUID": int(number), "name": name}} for number, name in nodes]
    edge = {"data": {"source": nodes[0][0], "target": nodes[1][0], "interaction": "activates"}}
    return json.dumps({"elements": {"nodes": data, "edges": [edge]}})


def graphml(nodes: list[tuple[str, str]]) -> str:
    rows = "".join(f'<node id="{number}"><data key="k">{name}</data></node>' for number, name in nodes)
    edge = f'<edge source="{nodes[0][0]}" target="{nodes[1][0]}"/>'
    key = '<key id="k" for="node" attr.name="name" attr.type="string"/>'
    return (
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{key}<graph edgedefault="directed">'
        f"{rows}{edge}</graph></graphml>"
    )


def cx2(nodes: list[tuple[str, str]]) -> str:
    data = [{"id": int(number), "v": {"name": name}} for number, name in nodes]
    edge = [{"id": 1, "s": int(nodes[0][0]), "t": int(nodes[1][0]), "v": {"interaction": "activates"}}]
    about = {"CXVersion": "2.0", "hasFragments": False}
    return json.dumps([about, {"nodes": data}, {"edges": edge}, {"status": [{"success": True}]}])


@pytest.mark.parametrize("namespace", ["hgnc.symbol", "HGNC", "hgnc"])
@pytest.mark.parametrize(
    ("suffix", "write"), [("cyjs", cytoscape), ("graphml", graphml), ("cx2", cx2)], ids=["cyjs", "graphml", "cx2"]
)
def test_a_nodes_name_comes_before_its_number(tmp_path: Path, suffix: str, write: object, namespace: str) -> None:
    """SUID 95 is not HGNC:95 (SLC33A1), 620 is not APP."""
    file = tmp_path / f"net.{suffix}"
    file.write_text(write([("95", "TP53"), ("620", "MYC")]))  # type: ignore[operator]
    network, _ = imported(file, namespace=namespace)
    assert {entity.id for entity in network.entities} == {"prot:hgnc:11998", "prot:hgnc:7553"}


@pytest.mark.parametrize("write", [cytoscape, graphml])
def test_the_number_of_a_named_node_is_no_entrez_number(tmp_path: Path, write: object) -> None:
    file = tmp_path / ("net.cyjs" if write is cytoscape else "net.graphml")
    file.write_text(write([("95", "TP53"), ("620", "4609")]))  # type: ignore[operator]
    network, report = imported(file, namespace="ncbigene")
    assert {entity.id for entity in network.entities} == {"thing:net/TP53", "prot:hgnc:7553"}  # MYC is Entrez 4609
    assert [loss.count for loss in report.changed if loss.why == "their names are no identifiers of ncbigene"] == [1]


@pytest.mark.parametrize("number", ["95", "620", "36951", "36951.0", "7157"])
@pytest.mark.parametrize("suffix", ["sif", "csv"])
def test_a_bare_number_is_no_gene_symbol(tmp_path: Path, number: str, suffix: str) -> None:
    file = tmp_path / f"net.{suffix}"
    file.write_text(f"{number}\tactivates\tTP53\n" if suffix == "sif" else f"source,target,sign\n{number},TP53,1\n")
    network, report = imported(file, namespace="hgnc.symbol")
    assert [entity.name for entity in network.entities if entity.curie] == ["TP53"]
    assert any(loss.why == "their names are no identifiers of hgnc.symbol" for loss in report.changed)


@pytest.mark.parametrize(("namespace", "gene"), [("ncbigene", "prot:hgnc:11998"), ("hgnc", "prot:hgnc:7157")])
def test_a_bare_number_is_one_where_the_user_says_which(tmp_path: Path, namespace: str, gene: str) -> None:
    file = tmp_path / "net.sif"
    file.write_text("7157\tactivates\t1\n")
    network, _ = imported(file, namespace=namespace)
    assert gene in network.entity


def test_names_that_are_no_approved_symbol_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "net.sif"
    file.write_text(
        "FOS_JUN\tactivates\tTP53\nNA\tactivates\tTP53\nSEPT2\tactivates\tMYC\n2-Sep\tactivates\tTP53\n"
        "Crebb1\tbinds\tMYC\n"
    )
    network, report = imported(file, namespace="hgnc.symbol")
    told = {
        re.sub(r"no approved human gene symbols \((.*)\): .*", r"\1", loss.why): loss.places
        for loss in (*report.changed, *report.left_out)
    }
    assert told["several genes joined: complexes of them"] == ("FOS_JUN",)
    assert told["previous symbols: read as the approved ones"] == ("SEPT2 = SEPTIN2",)
    assert told["dates that a spreadsheet made of symbols: none is taken"][0].startswith("2-Sep: SEPT2 (SEPTIN2)")
    assert told["not known"][0].startswith("Crebb1, perhaps CREB1")
    assert told["an end is NA or the like, which is no gene"][0].startswith("line 2: 'NA")
    assert {entity.name for entity in network.entities} == {
        "FOS-JUN", "FOS", "JUN", "TP53", "SEPTIN2", "MYC", "2-Sep", "Crebb1",
    }  # fmt: skip


@pytest.mark.slow
def test_a_prefix_makes_no_number_a_symbol() -> None:
    network = network_of([mint_entity("Protein", "x", ["hgnc:95"], scope="s")])
    assert lookup(network, "hgnc.symbol:95") == ()
    assert ids(lookup(network, "hgnc:95")) == ids(lookup(network, "hgnc.symbol:SLC33A1")) == ["prot:hgnc:95"]


# Identifiers that the packaged table knows ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ensembl:ENSG00000176697", ["gene:BDNF", "prot:BDNF", "rna:BDNF"]),
        ("ENSG00000176697", ["gene:BDNF", "prot:BDNF", "rna:BDNF"]),
        ("ENSG00000176697.20", ["gene:BDNF", "prot:BDNF", "rna:BDNF"]),
        ("ensembl:ENSG00000118260.15", ["prot:CREB1", "state:CREB1_pS133"]),
        ("hgnc.symbol:BDNF", ["gene:BDNF", "prot:BDNF", "rna:BDNF"]),
        ("P23560", ["prot:BDNF"]),
        ("DB00458", ["chem:imipramine"]),
    ],
)
def test_the_guide_is_found_by_identifiers_that_it_does_not_state(name: str, expected: list[str]) -> None:
    assert ids(lookup(read_guide(), name)) == expected


def test_a_bare_number_finds_no_gene_of_the_guide() -> None:
    assert lookup(read_guide(), "627") == lookup(read_guide(), "1033") == ()
