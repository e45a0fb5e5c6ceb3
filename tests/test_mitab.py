"""MITAB 2.5 to 2.8 and CausalTAB: signs where a causal statement gives one, and nowhere else."""

from __future__ import annotations

import pytest

import pathway_graph as pg
from pathway_graph.formats import mitab
from pathway_graph.formats.mitab_cells import COLUMNS, Item, items_of
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import detect, parse
from pathway_graph.formats.report import Report
from pathway_graph.model import Network

HEADER = "#" + "\t".join(("ID(s) interactor A", "ID(s) interactor B", *COLUMNS[2:]))
PAIR = {  # AKT1 and GSK3B
    "id_a": "uniprotkb:P31749", "id_b": "uniprotkb:P49841",
    "alias_a": "psi-mi:akt1_human(display_long)|uniprotkb:AKT1(gene name)",
    "alias_b": "uniprotkb:GSK3B(gene name)", "taxid_a": 'taxid:9606(human)|taxid:9606("Homo sapiens")',
    "taxid_b": "taxid:9606(human)", "type_a": 'psi-mi:"MI:0326"(protein)', "type_b": 'psi-mi:"MI:0326"(protein)',
    "publication": "pubmed:8524413|doi:10.1038/378785a0", "first_author": "Cross et al. (1995)",
    "interaction_id": "signor:SIGNOR-252442", "source_database": 'psi-mi:"MI:0923"(SIGNOR)',
}  # fmt: skip
DOWN = 'psi-mi:"MI:2241"(down-regulates activity)'


def row(width: int = 46, **cells: str) -> str:
    return "\t".join({**PAIR, **cells}.get(name, "-") for name in COLUMNS[:width])


def raw(*rows: str, name: str = "a.mitab") -> Decoded:
    return Decoded(name, name, ("\n".join(rows) + "\n").encode())


def said(network: Network) -> list[tuple[str, str, str]]:
    return [(network.name(claim.subject), claim.relation, network.name(claim.object)) for claim in network.claims]


def losses(report: Report) -> dict[str, int]:
    return {f"{loss.what}: {loss.why}": loss.count for loss in (*report.left_out, *report.changed)}


def test_a_causal_row_is_a_signed_claim_with_all_that_it_says() -> None:
    line = row(
        causal_statement=DOWN, biological_role_a='psi-mi:"MI:2274"(regulator)',
        biological_role_b='psi-mi:"MI:2275"(regulator target)',
        interaction_type='psi-mi:"MI:0217"(phosphorylation reaction)',
        effect_a='go:"GO:0004674"(protein serine/threonine kinase activity)',
        confidence="SIGNOR-score:0.8|author score:high",
        detection_method='psi-mi:"MI:0364"(inferred by curator)',
        interaction_annotation='comment:"A sentence | of a paper."',
        feature_b="phosphorylated residue:9-9(Ser9)", checksum_a="rogid:abc",
    )  # fmt: skip
    network, report = mitab.parse(raw(HEADER, line))
    (claim,) = network.claims
    assert said(network) == [("AKT1", "inhibits", "GSK3B")]
    assert (claim.id, claim.sign, claim.direction) == ("a/SIGNOR-252442", -1, "down-regulates activity")
    assert (claim.mechanism, network.entity[claim.species].curie) == ("phosphorylation", "ncbitaxon:9606")
    stated = dict(claim.attributes)
    assert (stated["SIGNOR-score"], stated["author_score"]) == (0.8, "high")
    assert stated["effect_a"] == "go:GO:0004674 (protein serine/threonine kinase activity)"
    assert (stated["detection_method"], stated["source_database"]) == ("inferred by curator", "SIGNOR")
    assert stated["feature_b"] == "phosphorylated residue:9-9 (Ser9)"
    (study,) = network.publications
    assert (study.pmid, study.authors, study.year, study.claims) == (
        "8524413",
        "Cross et al. (1995)",
        1995,
        (claim.id,),
    )
    assert losses(report) == {
        "annotations: the text of others is not copied": 1, "cells: column checksum a is not read": 1,
    }  # fmt: skip
    assert (report.read, report.kept["rows"]) == ({"rows": 1}, 1)


@pytest.mark.parametrize(
    ("statement", "relation", "sign"),
    [
        ('psi-mi:"MI:2235"(up-regulates)', "promotes", 1),
        ('psi-mi:"MI:2236"(up-regulates activity)', "activates", 1),
        ('psi-mi:"MI:2237"(up-regulates quantity)', "increases", 1),
        ('psi-mi:"MI:2238"(up-regulates quantity by expression)', "activates_transcription", 1),
        ('psi-mi:"MI:2239"(up-regulates quantity by stabilization)', "increases", 1),
        ('psi-mi:"MI:2240"(down-regulates)', "inhibits", -1),
        ('psi-mi:"MI:2241"(down-regulates activity)', "inhibits", -1),
        ('psi-mi:"MI:2242"(down-regulates quantity)', "decreases", -1),
        ('psi-mi:"MI:2243"(down-regulates quantity by repression)', "represses", -1),
        ('psi-mi:"MI:2244"(down-regulates quantity by destabilization)', "decreases", -1),
        ('psi-mi:"MI:2240"', "inhibits", -1),
        ("psi-mi:MI:2238", "activates_transcription", 1),
        ('psi-mi:"MI:2234"(causal statement)', "regulates", 0),
    ],
)
def test_each_causal_statement_has_its_sign_by_name_and_by_number(statement: str, relation: str, sign: int) -> None:
    (claim,) = mitab.parse(raw(row(causal_statement=statement)))[0].claims
    assert (claim.relation, claim.sign) == (relation, sign)


def test_the_roles_say_who_regulates_whom() -> None:
    regulator, target = 'psi-mi:"MI:2274"(regulator)', 'psi-mi:"MI:2275"(regulator target)'
    turned = row(causal_statement=DOWN, biological_role_a=target, biological_role_b=regulator)
    assert said(mitab.parse(raw(turned))[0]) == [("GSK3B", "inhibits", "AKT1")]
    both = row(causal_statement=DOWN, biological_role_a=regulator, biological_role_b=regulator)
    network, report = mitab.parse(raw(both))
    assert (said(network), network.claims[0].sign) == ([("AKT1", "linked_to", "GSK3B")], None)
    assert any("who acts on whom is not clear" in why for why in losses(report))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"interaction_type": 'psi-mi:"MI:0915"(physical association)'}, ("AKT1", "binds", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0407"(direct interaction)'}, ("AKT1", "binds", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0914"(association)'}, ("AKT1", "linked_to", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0403"(colocalization)'}, ("AKT1", "linked_to", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0796"(suppression)'}, ("AKT1", "linked_to", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0624"(stimulation)'}, ("AKT1", "linked_to", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0217"(phosphorylation reaction)'}, ("AKT1", "linked_to", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:0217"(phosphorylation reaction)',
          "biological_role_a": 'psi-mi:"MI:0502"(enzyme target)', "biological_role_b": 'psi-mi:"MI:0501"(enzyme)'},
         ("GSK3B", "phosphorylates", "AKT1")),
        ({"interaction_type": 'psi-mi:"MI:0217"(phosphorylation reaction)',
          "biological_role_a": 'psi-mi:"MI:0501"(enzyme)', "biological_role_b": 'psi-mi:"MI:0501"(enzyme)'},
         ("AKT1", "linked_to", "GSK3B")),
        ({"interaction_type": 'psi-mi:"MI:2286"(functional association)',
          "biological_role_a": 'psi-mi:"MI:2275"(regulator target)',
          "biological_role_b": 'psi-mi:"MI:2274"(regulator)'},
         ("GSK3B", "regulates", "AKT1")),
    ],
)  # fmt: skip
def test_a_row_without_causal_statement_has_no_sign(cells: dict[str, str], expected: tuple[str, str, str]) -> None:
    network, _ = mitab.parse(raw(row(46, **cells)))
    assert said(network) == [expected]
    assert network.claims[0].sign in (None, 0)


def test_a_negative_row_never_states_the_effect() -> None:
    network, report = mitab.parse(raw(
        row(causal_statement=DOWN, negative="true"),
        row(interaction_type='psi-mi:"MI:0915"(physical association)', negative="true"),
        row(interaction_type='psi-mi:"MI:0915"(physical association)', negative="false"),
    ))  # fmt: skip
    assert sorted(claim.relation for claim in network.claims) == ["binds", "leaves_unchanged"]
    assert losses(report)["rows: negative: the interaction was looked for and not found"] == 1
    assert (report.read["rows"], report.kept["rows"]) == (3, 2)


def test_an_interactor_without_partner_is_left_out_with_its_line() -> None:
    _, report = mitab.parse(raw(HEADER, row(causal_statement=DOWN), row(id_b="-")))
    (loss,) = report.left_out
    assert (loss.what, loss.count, loss.places) == ("rows", 1, ("line 3",))


@pytest.mark.parametrize("width", [15, 36, 42, 46])
def test_each_version_is_read_with_and_without_header(width: int) -> None:
    line = row(width, interaction_type='psi-mi:"MI:0915"(physical association)')
    head = HEADER.split("\t")[:width]
    for rows in ([line], ["\t".join(head), line]):
        network, report = parse(raw(*rows, name="x.txt"))
        assert (report.format, said(network)) == ("mitab", [("AKT1", "binds", "GSK3B")])


def test_every_row_of_a_wrong_width_is_told() -> None:
    with pytest.raises(pg.InputError) as caught:
        mitab.parse(raw(HEADER, row(), row(20), row(45)))
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (3, "the row has 20 cells"), (4, "the row has 45 cells"),
    ]  # fmt: skip


def test_other_things_than_proteins_have_their_kind_and_identifier() -> None:
    network, report = mitab.parse(raw(row(
        id_a='chebi:"CHEBI:8499"', type_a='psi-mi:"MI:0328"(small molecule)',
        alias_a="psi-mi:quinacrine(display_short)",
        id_b="signor:SIGNOR-C1", type_b='psi-mi:"MI:0314"(complex)', alias_b="psi-mi:mTORC1(display_short)",
        causal_statement=DOWN,
    )))  # fmt: skip
    (claim,) = network.claims
    assert (claim.subject, claim.object) == ("chem:chebi:8499", "cplx:signor:SIGNOR-C1")
    assert (network.name(claim.subject), network.name(claim.object)) == ("quinacrine", "mTORC1")
    assert not report.changed


def test_biogrid_and_intact_spellings_name_the_same_proteins() -> None:
    biogrid = row(
        15, id_a="entrez gene/locuslink:207", id_b="entrez gene/locuslink:2932", alias_a="-", alias_b="-",
        alt_a="biogrid:106710|entrez gene/locuslink:AKT1|uniprot/swiss-prot:P31749", interaction_id="biogrid:1",
        interaction_type='psi-mi:"MI:0407"(direct interaction)',
    )  # fmt: skip
    intact = row(interaction_type='psi-mi:"MI:0407"(direct interaction)', interaction_id="intact:EBI-1")
    ends = {(claim.subject, claim.object) for claim in mitab.parse(raw(biogrid, intact))[0].claims}
    assert ends == {("prot:hgnc:391", "prot:hgnc:4617")}


def test_rows_that_were_put_together_and_aliases_without_a_word_are_understood() -> None:
    """As IntAct's clusters are: several types of interaction, accessions as alternatives, aliases by database alone."""
    network, report = mitab.parse(raw(row(
        15, id_a="intact:EBI-1124579", alt_a="uniprotkb:P16525", alias_a="psi-mi:tus_ecoli|psi-mi:tus|uniprotkb:tau",
        id_b="intact:EBI-548978", alt_b="uniprotkb:P0ACB0", alias_b="psi-mi:dnab_ecoli|psi-mi:dnaB",
        interaction_type='psi-mi:"MI:0914"(association)|psi-mi:"MI:0407"(direct interaction)',
        publication="pubmed:11493686|mint:MINT-5214363",
    )))  # fmt: skip
    assert said(network) == [("tus", "binds", "dnaB")]
    assert {entity.id for entity in network.entities} >= {"prot:uniprot:P16525", "prot:uniprot:P0ACB0"}
    assert [one.pmid for one in network.publications] == ["11493686"]
    assert not report.left_out


def test_a_chain_is_not_the_protein_that_it_is_cut_from() -> None:
    network, report = mitab.parse(raw(row(
        id_a="uniprotkb:P05067-PRO_0000000092", alt_a="uniprotkb:P05067", alias_a="psi-mi:abeta42(display_short)",
        causal_statement=DOWN,
    )))  # fmt: skip
    assert network.entity[network.claims[0].subject].curie == ""
    assert losses(report)["nodes: no identifier: known within this data set only"] == 1


def test_pairs_of_an_expanded_complex_and_unknown_statements_are_counted() -> None:
    _, report = mitab.parse(raw(
        row(expansion='psi-mi:"MI:1060"(spoke expansion)', interaction_type='psi-mi:"MI:0915"(physical association)'),
        row(causal_statement='psi-mi:"MI:9999"(does something)', interaction_id="x:2"),
    ))  # fmt: skip
    assert losses(report) == {
        "rows: a pair made of a larger complex, not seen as a pair": 1,
        "rows: their causal statement is not known: read as regulates": 1,
    }


def test_species_that_differ_are_no_species_of_the_claim() -> None:
    (claim,) = mitab.parse(raw(row(taxid_b="taxid:10090(mouse)", causal_statement=DOWN)))[0].claims
    assert (claim.species, dict(claim.attributes)["taxa"]) == ("", "10090 9606")
    (claim,) = mitab.parse(raw(row(taxid_a="taxid:-2(chemical synthesis)", taxid_b="taxid:-2", causal_statement=DOWN)))[
        0
    ].claims
    assert claim.species == ""


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("-", []),
        (
            "taxid:9606(human)|taxid:9606(Homo sapiens)",
            [Item("taxid", "9606", "human"), Item("taxid", "9606", "Homo sapiens")],
        ),
        ('psi-mi:"MI:0018"("two hybrid (2H)")', [Item("psi-mi", "MI:0018", "two hybrid (2H)")]),
        ('psi-mi:"MI:0018"(two hybrid (2H))', [Item("psi-mi", "MI:0018", "two hybrid (2H)")]),
        ('comment:"a|b: \\"c\\""|x:y', [Item("comment", 'a|b: "c"'), Item("x", "y")]),
        ("P31749", [Item("", "P31749")]),
        ('comment:"never closed', [Item("comment", '"never closed')]),
    ],
)
def test_cells_are_taken_apart(cell: str, items: list[Item]) -> None:
    assert list(items_of(cell)) == items


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "cell", ["x" + '\\"' * 100_000, '"\\' * 100_000, '"a|' * 100_001], ids=["escaped", "open", "bars"]
)
def test_a_cell_of_many_quotes_takes_no_longer_than_its_length(cell: str) -> None:
    assert items_of(cell)


def test_a_table_of_other_columns_is_no_mitab() -> None:
    assert detect(raw("source\ttarget\teffect", "A\tB\tup", name="a.tsv")).name == "edge-list"
