"""Tables of edges as their resources write them, read without options: rows, direction, sign, identifiers, references.

Each small table has the layout of the resource's own download; the right values stand beside it, worked out by hand.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import pathway_graph as pg
from pathway_graph.formats.edge_layouts import LAYOUTS, markdown_layouts
from pathway_graph.formats.edge_recognise import recognise
from pathway_graph.formats.edge_rules import RULES, reactome
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import detect
from pathway_graph.formats.report import Report
from pathway_graph.model import Network

Said = tuple[str, str, str]
CASES = Path(__file__).parents[2] / "shared" / "cases" / "real-data"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases of real data are not here")


def read(folder: Path, name: str, text: str | bytes, **options: object) -> tuple[Network, Report]:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return pg.read_file(file, **options)  # type: ignore[arg-type]


def said(network: Network) -> set[Said]:
    """Return who does what to whom, by names."""
    names = {entity.id: entity.name for entity in network.entities}
    return {(names[claim.subject], claim.relation, names[claim.object]) for claim in network.claims}


def references(network: Network) -> dict[str, set[str]]:
    """Return the PubMed numbers behind the claims on each object."""
    found: dict[str, set[str]] = {}
    for publication in network.publications:
        for claim in publication.claims:
            found.setdefault(network.entity[network.claim[claim].object].name, set()).add(publication.pmid)
    return found


def curies(network: Network) -> dict[str, str]:
    return {entity.name: entity.curie for entity in network.entities if entity.kind != "Species"}


def losses(report: Report) -> dict[str, int]:
    return {f"{loss.what}: {loss.why}": loss.count for loss in (*report.left_out, *report.changed)}


# Transcription factors ----------------------------------------------------------------------------------

TRRUST = "AATF\tBAX\tRepression\t22909821\nNFKB1\tIL8\tActivation\t111111;22222\nE2F1\tTP73\tUnknown\t11034215\n"


def test_trrust_has_no_header_and_is_known_by_its_modes(tmp_path: Path) -> None:
    network, report = read(tmp_path, "trrust_rawdata.human.tsv", TRRUST)
    assert said(network) == {
        ("AATF", "represses", "BAX"), ("NFKB1", "activates", "CXCL8"), ("E2F1", "regulates", "TP73"),
    }  # fmt: skip
    assert references(network) == {"BAX": {"22909821"}, "CXCL8": {"111111", "22222"}, "TP73": {"11034215"}}
    assert {network.entity[claim.species].name for claim in network.claims} == {"Homo sapiens"}
    assert losses(report) == {"names: previous symbols: read as the approved ones": 1}
    assert report.how.startswith("read as TRRUST (trrust_rawdata.human.tsv")
    assert report.how.endswith("references from column 4; names: human symbols (5 of 6 official ones)")


def test_trrust_of_mouse_is_about_mouse_and_meets_the_human_genes(tmp_path: Path) -> None:
    text = "Trp53\tCdkn1a\tActivation\t1;2\nE2f1\tH2-Ab1\tRepression\t3\n"
    network, _ = read(tmp_path, "trrust_rawdata.mouse.tsv", text)
    assert said(network) == {("TP53", "activates", "CDKN1A"), ("E2F1", "represses", "H2-Ab1")}
    assert {network.entity[claim.species].curie for claim in network.claims} == {"ncbitaxon:10090"}
    assert curies(network)["H2-Ab1"] == "mgi:103070", "no one-to-one ortholog: known by its own number"


def test_regnetwork_regulates_without_a_sign_and_its_micrornas_are_transcripts(tmp_path: Path) -> None:
    text = "TP53\t7157\thsa-miR-21\tMI0000077\nhsa-let-7a\tMIMAT0000062\tHMGA2\t8091\nARNTL\t406\tPER1\t5187\n"
    network, report = read(tmp_path, "human.source", text)
    assert said(network) == {
        ("TP53", "regulates", "hsa-miR-21"), ("hsa-let-7a", "regulates", "HMGA2"), ("BMAL1", "regulates", "PER1"),
    }  # fmt: skip
    kinds = {entity.name: (entity.kind, entity.curie) for entity in network.entities}
    assert kinds["hsa-miR-21"] == ("Transcript", "mirbase:MI0000077")
    assert kinds["hsa-let-7a"] == ("Transcript", "mirbase.mature:MIMAT0000062")
    assert (report.read["rows"], {claim.sign for claim in network.claims}) == (3, {0})


def test_the_directions_of_regnetwork_are_signs(tmp_path: Path) -> None:
    text = "#TF ID Target ID Up or Down or Unknown\nAHR 196 CDKN1B 1027 -->\nBCL3 602 IL6 3569 --|\n"
    text += "CEBPA 1050 MYC 4609 -/-\n"
    network, report = read(tmp_path, "new_kegg.human.reg.direction.txt", text)
    assert said(network) == {
        ("AHR", "activates", "CDKN1B"), ("BCL3", "inhibits", "IL6"), ("CEBPA", "regulates", "MYC"),
    }  # fmt: skip
    assert losses(report) == {"lines: what stands above the table": 1}


def test_the_export_of_regnetwork_keeps_its_confidence(tmp_path: Path) -> None:
    text = (
        "regulator_symbol,regulator_id,target_symbol,target_id,database,evidence,confidence\n"
        "TP53,7157,MDM2,4193,kegg,Experimental,High\n"
    )
    network, _ = read(tmp_path, "export.csv", text)
    assert said(network) == {("TP53", "regulates", "MDM2")}
    assert network.claims[0].attributes == (("confidence", "High"), ("database", "kegg"), ("evidence", "Experimental"))


@pytest.mark.parametrize(
    "text",
    [
        "source,confidence,target,weight\nMYC,A,TERT,1.0\nTP53,C,BCL2,-0.333\n",
        "tf\tconfidence\ttarget\tmor\nMYC\tA\tTERT\t1\nTP53\tC\tBCL2\t-1\n",
        '"","tf","confidence","target","mor"\n"1","MYC","A","TERT",1\n"2","TP53","C","BCL2",-1\n',
        '"tf" "confidence" "target" "mor"\n"1" "MYC" "A" "TERT" 1\n"2" "TP53" "C" "BCL2" -1\n',
        "source;confidence;target;mor\nMYC;A;TERT;1,0\nTP53;C;BCL2;-0,333\n",
    ],
    ids=["decoupler", "dorothea", "R write.csv", "R write.table", "decimal comma"],
)
def test_dorothea_has_its_signs_however_it_was_written(tmp_path: Path, text: str) -> None:
    network, report = read(tmp_path, "dorothea.txt", text)
    assert said(network) == {("MYC", "activates", "TERT"), ("TP53", "inhibits", "BCL2")}
    assert {dict(claim.attributes)["confidence"] for claim in network.claims} == {"A", "C"}
    assert report.how.startswith("read as DoRothEA")


def test_a_weight_that_is_no_sign_alone_stays_an_attribute(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "d.csv", "source,confidence,target,weight\nMYC,A,TERT,1.0\nTP53,C,BCL2,-0.333\n")
    assert {dict(claim.attributes).get("weight") for claim in network.claims} == {None, "-0.333"}


def test_collectri_reads_references_of_every_form_and_its_complexes_are_no_proteins(tmp_path: Path) -> None:
    text = (
        "source,target,weight,resources,references,sign_decision\n"
        "MYC,TERT,1.0,DoRothEA-A;ExTRI,10022128;10491298,PMID\n"
        "NFKB,IL6,-1.0,x,ExTRI:12345678;Pavlidis2021:23456789,default activation\nMYC,NA,1.0,x,,\n"
    )
    network, report = read(tmp_path, "collectri.csv", text)
    assert said(network) == {("MYC", "activates", "TERT"), ("NFKB", "inhibits", "IL6")}
    assert references(network) == {"TERT": {"10022128", "10491298"}, "IL6": {"12345678", "23456789"}}
    assert {entity.name: entity.kind for entity in network.entities}["NFKB"] == "Complex"
    assert losses(report)["rows: an end is NA or the like, which is no gene"] == 1
    assert report.how.startswith("read as CollecTRI")


def test_the_table_of_omnipathr_keeps_the_level_of_dorothea(tmp_path: Path) -> None:
    text = (
        "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\t"
        "consensus_direction\tconsensus_stimulation\tconsensus_inhibition\tsources\treferences\tdorothea_level\n"
        "P04637\tP10415\tTP53\tBCL2\t1\t0\t1\t1\t0\t1\tDoRothEA\tDoRothEA:12345678\tA\n"
    )
    network, _ = read(tmp_path, "dorothea.tsv", text)
    assert said(network) == {("TP53", "inhibits", "BCL2")}
    assert dict(network.claims[0].attributes)["dorothea_level"] == "A"
    assert references(network) == {"BCL2": {"12345678"}}


# Pathways ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annotation", "arrow", "expected"),
    [
        ("catalyzed by; complex", "<-", [("acts_on", True)]),
        ("expression regulated by", "<-", [("regulates", True)]),
        ("expression regulates", "->", [("regulates", False)]),
        ("activate; catalyze", "->", [("activates", False)]),
        ("inhibit", "-|", [("inhibits", False)]),
        ("inhibited by", "|-", [("inhibits", True)]),
        ("repression", "-|", [("represses", False)]),
        ("inhibit; activated by", "<-|", [("inhibits", False), ("activates", True)]),
        ("activate; inhibited by", "|->", [("activates", False), ("inhibits", True)]),
        ("activate; activated by", "<->", [("activates", False), ("activates", True)]),
        ("ubiquitinate; expression regulated by", "<->", [("ubiquitinate", False), ("regulates", True)]),
        ("complex; input", "-", [("binds", False)]),
        ("input", "-", [("linked_to", False)]),
        ("predicted", "-", [("linked_to", False)]),
    ],
)
def test_each_arrow_of_reactome_says_who_acts(annotation: str, arrow: str, expected: list[tuple[str, bool]]) -> None:
    found = reactome({"annotation": annotation, "arrow": arrow, "score": "1.00"}, "")
    assert [(one.data["relation"], one.is_turned) for one in found] == expected


def test_reactome_counts_rows_and_makes_two_claims_of_two_arrows(tmp_path: Path) -> None:
    text = "Gene1\tGene2\tAnnotation\tDirection\tScore\nAKT1\tGSK3B\tinhibit; activated by\t<-|\t1.00\n"
    network, report = read(tmp_path, "FIsInGene_122921_with_annotations.txt", text)
    assert said(network) == {("AKT1", "inhibits", "GSK3B"), ("GSK3B", "activates", "AKT1")}
    assert (report.read["rows"], report.kept["claims"]) == (1, 2)


COMMONS = (
    "PARTICIPANT_A\tINTERACTION_TYPE\tPARTICIPANT_B\tINTERACTION_DATA_SOURCE\tINTERACTION_PUBMED_ID\tPATHWAY_NAMES\t"
    "MEDIATOR_IDS\nTP53\tcontrols-expression-of\tCDKN1A\tx\t12345;6789\tp\tm\n"
    "CHEBI:10033\tchemical-affects\tCYP2C9\ty\t\t\t\nCHEBI:15422\tconsumption-controlled-by\tPRKACA\ty\t\t\t\n"
    "CHEBI:15422\treacts-with\tCHEBI:10033\ty\t\t\t\nFOS\tin-complex-with\tJUN\ty\t\t\t\n\n"
    "PARTICIPANT\tPARTICIPANT_TYPE\tPARTICIPANT_NAME\tUNIFICATION_XREF\tRELATIONSHIP_XREF\n"
    "TP53\tProteinReference\tTP53\tuniprot:P04637\thgnc:11998\n"
    "CHEBI:15422\tSmallMoleculeReference\tATP\tchebi:CHEBI:15422\tkegg compound:C00002\n"
    "CHEBI:10033\tSmallMoleculeReference\twarfarin\tchebi:CHEBI:10033\t\n"
)


def test_pathway_commons_has_two_tables_and_the_second_names_the_molecules(tmp_path: Path) -> None:
    network, report = read(tmp_path, "PathwayCommons12.All.hgnc.txt", COMMONS)
    assert said(network) == {
        ("TP53", "regulates", "CDKN1A"), ("warfarin", "acts_on", "CYP2C9"), ("PRKACA", "modulates", "ATP"),
        ("ATP", "linked_to", "warfarin"), ("FOS", "binds", "JUN"),
    }  # fmt: skip
    assert curies(network)["ATP"] == "chebi:15422"
    assert references(network) == {"CDKN1A": {"12345", "6789"}}
    assert (report.read["rows"], report.read["participants"]) == (5, 3)
    assert losses(report)["edges: their relation is passive: read from the second end to the first"] == 1


# Kinases ------------------------------------------------------------------------------------------------

SITES = (
    "060313\nPhosphoSitePlus is licensed, D261\u2013D270.\n\n"
    "GENE\tKINASE\tKIN_ACC_ID\tKIN_ORGANISM\tSUBSTRATE\tSUB_GENE_ID\tSUB_ACC_ID\tSUB_GENE\tSUB_ORGANISM\tSUB_MOD_RSD\t"
    "SITE_GRP_ID\tSITE_+/-7_AA\tDOMAIN\tIN_VIVO_RXN\tIN_VITRO_RXN\tCST_CAT#\n"
    "EIF2AK1\tHRI\tQ9BQI3\thuman\teIF2-alpha\t1965\tP05198\tEIF2S1\thuman\tS52\t447635\tMILL\tS1\t \tX\t3597; 3398\n"
    "Pak2\tPAK2\tQ64303\trat\tMEK1\t170851\tQ01986\tMap2k1\trat\tS298\t448284\tRtPG\t\t \tX\t9128\n"
    "EIF2AK1\tHRI\tQ9BQI3\thuman\tCACNA1C\t100101555\tP15381\t\trabbit\tS1928\t455278\tASLG\t\t \tX\t\n"
    "PRKCD\tPKCD\tQ05655\thuman\tChAT iso3\t1103\tP28329-3\tCHAT\thuman\tS440\t449057\tVPTY\t\t \tX\t\n"
    "PRKCD\tPKCD\tQ05655\thuman\tVRK1\t22367\tQ80X41\tVrk1\tmouse\tS355\t483969\tSVKT\t\tX\tX\t\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_phosphosite_is_read_below_its_licence(tmp_path: Path, encoding: str) -> None:
    network, report = read(tmp_path, "Kinase_Substrate_Dataset", SITES.encode(encoding))
    claims = {(network.entity[claim.object].name, claim.site): claim for claim in network.claims}
    assert set(claims) == {
        ("EIF2S1", "S52"), ("MAP2K1", "S298"), ("CACNA1C", "S1928"), ("CHAT", "S440"), ("VRK1", "S355"),
    }  # fmt: skip
    assert {(claim.relation, claim.sign) for claim in network.claims} == {("phosphorylates", 0)}
    species = {name: claim.species.rpartition(":")[2] for (name, _), claim in claims.items()}
    assert species == {"EIF2S1": "9606", "MAP2K1": "10116", "CHAT": "9606", "CACNA1C": "", "VRK1": ""}
    assert dict(claims["VRK1", "S355"].attributes)["target_species"] == "mouse"
    assert curies(network)["CACNA1C"] == "uniprot:P15381"
    assert curies(network)["CHAT"] == "uniprot:P28329-3", "an isoform is kept apart"
    assert curies(network)["PAK2"] == "uniprot:Q13177", "a rat gene meets its human ortholog by its symbol"
    assert losses(report)["lines: what stands above the table"] == 2


def test_the_older_headers_of_phosphosite_are_read_too(tmp_path: Path) -> None:
    text = (
        "x\ny\n\nKINASE\tKIN_ACC_ID\tGENE_SYMB\tCHR_LOC_HUM\tKIN_ORG\tSUBSTRATE\tSUB_GENE_ID\tSUB_ACC_ID\tSUB_GENE_SYMB\t"
        "SUB_ORG\tSUB_CHR_LOC_HUM\tSUB_MOD_RSD\tSITE_GRP_ID\tMODSITE_SEQ\tIN_VIVO_RXN\tIN_VITRO_RXN\tCST_CAT#\n"
        "Pim2\tQ9P1W9\tPIM2\tXp11.23\thuman\tp21Cip1\t1026\tP38936\tCDKN1A\thuman\t6p21.2\tS146\t1\tGRk\t \tX\t\n"
    )
    network, _ = read(tmp_path, "Kinase_Substrate_Dataset", text)
    assert said(network) == {("PIM2", "phosphorylates", "CDKN1A")}


ENZYMES = (
    "enzyme\tenzyme_genesymbol\tsubstrate\tsubstrate_genesymbol\tisoforms\tresidue_type\tresidue_offset\tmodification\t"
    "sources\treferences\tcuration_effort\n"
    "P17612\tPRKACA\tP16220\tCREB1\t1\tS\t133\tphosphorylation\tPhosphoSite;SIGNOR\tPhosphoSite:15687224;SIGNOR:8336722\t2\n"
    "P62714\tPPP2CB\tP16220\tCREB1\t1\tS\t133\tdephosphorylation\tSIGNOR\tSIGNOR:8336722\t1\n"
    "Q05086\tUBE3A\tP04637\tTP53\t1\tK\t370\tubiquitination\tSIGNOR\t\t1\n"
    "P42574\tCASP3\tO00273\tDFFA\t1\tD\t224\tproteolytic cleavage\tMEROPS\t\t0\n"
    "Q9UQL6\tHDAC5\tP16220\tCREB1\t1\tK\t91\tcrotonylation\tX\t\t0\n"
)


@pytest.mark.parametrize("has_symbols", [True, False])
def test_enzymes_of_omnipath_modify_their_substrates_at_a_site(tmp_path: Path, has_symbols: bool) -> None:
    rows = [line.split("\t") for line in ENZYMES.splitlines()]
    kept = [at for at, name in enumerate(rows[0]) if has_symbols or not name.endswith("_genesymbol")]
    network, report = read(tmp_path, "enzsub.tsv", "".join("\t".join(row[at] for at in kept) + "\n" for row in rows))
    names = {entity.id: entity.name for entity in network.entities}
    claims = {(names[one.subject], one.relation, names[one.object], one.site, one.mechanism) for one in network.claims}
    assert claims == {
        ("PRKACA", "phosphorylates", "CREB1", "S133", ""), ("PPP2CB", "dephosphorylates", "CREB1", "S133", ""),
        ("UBE3A", "modifies", "TP53", "K370", "ubiquitination"), ("CASP3", "cleaves", "DFFA", "D224", ""),
        ("HDAC5", "modifies", "CREB1", "K91", ""),
    }  # fmt: skip
    assert {claim.sign for claim in network.claims} == {0}
    assert references(network) == {"CREB1": {"15687224", "8336722"}}
    assert dict(next(one for one in network.claims if one.site == "K91").attributes)["modification"] == "crotonylation"
    assert not any("relation is not known" in loss for loss in losses(report))


# Interactions -----------------------------------------------------------------------------------------

PAIR = "9606.ENSP00000269305 9606.ENSP00000258149"
BACK = "9606.ENSP00000258149 9606.ENSP00000269305"


@pytest.mark.parametrize(
    ("name", "relation"),
    [("9606.protein.links.v12.0.txt", "linked_to"), ("9606.protein.physical.links.v12.0.txt", "binds")],
)
def test_string_has_no_direction_no_sign_and_each_pair_once(tmp_path: Path, name: str, relation: str) -> None:
    text = f"protein1 protein2 combined_score\n{PAIR} 999\n{BACK} 999\n"
    network, report = read(tmp_path, name, text)
    (claim,) = network.claims
    assert (claim.relation, claim.sign, dict(claim.attributes)) == (relation, None, {"combined_score": "999"})
    assert (report.read["rows"], losses(report)["rows: the same pair once more, the other way round: kept once"]) == (
        2,
        1,
    )
    assert {network.entity[end].curie for end in (claim.subject, claim.object)} == {
        "ensembl:ENSP00000269305", "ensembl:ENSP00000258149",
    }  # fmt: skip
    assert any("no table here says of which gene" in why for why in losses(report)), "such names join nothing: told"


@pytest.mark.parametrize("packed", [False, True])
def test_the_names_beside_a_download_of_string_are_taken(tmp_path: Path, packed: bool) -> None:
    info = "#string_protein_id\tpreferred_name\tprotein_size\tannotation\n9606.ENSP00000269305\tTP53\t393\tx\n"
    info += "9606.ENSP00000258149\tMDM2\t491\tx\n"
    if packed:
        (tmp_path / "9606.protein.info.v12.0.txt.gz").write_bytes(gzip.compress(info.encode()))
    else:
        (tmp_path / "9606.protein.info.v12.0.txt").write_text(info)
    text = f"protein1 protein2 combined_score\n{PAIR} 999\n{BACK} 999\n9606.ENSP00000269305 9606.ENSP00000000233 400\n"
    network, report = read(tmp_path, "9606.protein.links.v12.0.txt", text)
    assert {frozenset((first, second)) for first, _, second in said(network)} == {
        frozenset(("TP53", "MDM2")), frozenset(("TP53", "ENSP00000000233")),
    }  # fmt: skip
    assert "source from '9606.protein.info.v12.0.txt" in report.how
    with pytest.raises(pg.InputError, match="it holds names of STRING's proteins, no edges; import the links"):
        pg.read_file(next(tmp_path.glob("9606.protein.info*")))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("#node1\tnode2\tnode1_string_id\tnode2_string_id\tcoexpression\tcombined_score",
         "Trp53\tMdm2\t10090.ENSMUSP00000104298\t10090.ENSMUSP00000020408\t0\t0.999"),
        ("stringId_A\tstringId_B\tpreferredName_A\tpreferredName_B\tncbiTaxonId\tscore",
         "10090.ENSMUSP00000104298\t10090.ENSMUSP00000020408\tTrp53\tMdm2\t10090\t0.999"),
    ],
    ids=["site", "API"],
)  # fmt: skip
def test_string_with_names_meets_the_genes_of_the_species(tmp_path: Path, head: str, row: str) -> None:
    network, _ = read(tmp_path, "string_interactions.tsv", f"{head}\n{row}\n")
    (claim,) = network.claims
    assert {network.entity[end].name for end in (claim.subject, claim.object)} == {"TP53", "MDM2"}
    assert (claim.relation, network.entity[claim.species].name) == ("linked_to", "Mus musculus")


def test_actions_of_string_are_directed_only_where_they_say_so(tmp_path: Path) -> None:
    a, b = PAIR.split()
    text = (
        "item_id_a\titem_id_b\tmode\taction\tis_directional\ta_is_acting\tscore\n"
        f"{a}\t{b}\tinhibition\tinhibition\tt\tt\t900\n{b}\t{a}\tinhibition\tinhibition\tt\tf\t900\n"
        f"{a}\t{b}\tactivation\tactivation\tf\tt\t150\n{a}\t{b}\tbinding\t\tf\tf\t800\n{b}\t{a}\tbinding\t\tf\tf\t800\n"
        f"{a}\t{b}\texpression\t\tt\tt\t700\n"
    )
    network, report = read(tmp_path, "9606.protein.actions.v11.0.txt", text)
    p53, mdm2 = "ENSP00000269305", "ENSP00000258149"
    assert said(network) == {
        (p53, "inhibits", mdm2), (mdm2, "linked_to", p53), (mdm2, "binds", p53), (p53, "regulates", mdm2),
    }  # fmt: skip
    assert report.read["rows"] == 6


GRID = [
    "#BioGRID Interaction ID", "Entrez Gene Interactor A", "Entrez Gene Interactor B", "BioGRID ID Interactor A",
    "BioGRID ID Interactor B", "Systematic Name Interactor A", "Systematic Name Interactor B",
    "Official Symbol Interactor A", "Official Symbol Interactor B", "Synonyms Interactor A", "Synonyms Interactor B",
    "Experimental System", "Experimental System Type", "Author", "Publication Source", "Organism ID Interactor A",
    "Organism ID Interactor B", "Throughput", "Score", "Modification",
]  # fmt: skip
OLD = {"Publication Source": "Pubmed ID", "Organism ID Interactor A": "Organism Interactor A",
       "Organism ID Interactor B": "Organism Interactor B"}  # fmt: skip


def grid(*, old: bool) -> str:
    pubmed = "" if old else "PUBMED:"
    rows = [
        f"103 6416 2318 1 2 - - MAP2K4 FLNC JNKK|MEK4 ABP Two-hybrid physical Marti {pubmed}9006895 9606 9606 Low - -",
        f"117 5604 5594 1 2 - - MAP2K1 MAPK1 - - Biochemical_Activity physical X {pubmed}123456 9606 9606 Low - "
        "Phosphorylation",
        f"200 22059 17246 1 2 - - Trp53 Mdm2 - - Synthetic_Lethality genetic X {pubmed}234567 10090 10090 High 0.5 -",
        f"300 850295 850296 1 2 YAL001C - TFC3 VPS8 - - Two-hybrid physical X {pubmed}345678 559292 559292 High - -",
    ]
    cells = [[cell.replace("_", " ") for cell in row.split(" ")] for row in rows]
    header = [OLD.get(name, name) if old else name for name in GRID]
    return "".join("\t".join(row) + "\n" for row in [header, *cells])


@pytest.mark.parametrize("old", [False, True], ids=["tab3", "tab2"])
def test_biogrid_binds_links_and_knows_an_enzyme_from_its_substrate(tmp_path: Path, old: bool) -> None:
    network, report = read(tmp_path, "BIOGRID-ALL.txt", grid(old=old))
    assert said(network) == {
        ("MAP2K4", "binds", "FLNC"), ("MAP2K1", "phosphorylates", "MAPK1"), ("TP53", "linked_to", "MDM2"),
        ("TFC3", "binds", "VPS8"),
    }  # fmt: skip
    assert {claim.sign for claim in network.claims} == {None, 0}
    assert references(network)["MAPK1"] == {"123456"}
    assert curies(network)["TFC3"] == "ncbigene:850295"
    species = {network.entity[claim.object].name: claim.species.rpartition(":")[2] for claim in network.claims}
    assert species == {"FLNC": "9606", "MAPK1": "9606", "MDM2": "10090", "VPS8": "559292"}
    assert dict(network.claims[0].attributes).keys() >= {"BioGRID_Interaction_ID", "Experimental_System"}
    assert report.how.startswith("read as BioGRID")


def test_signor_without_its_header_is_read_by_position(tmp_path: Path) -> None:
    ends = ["TP53", "protein", "P04637", "UNIPROT", "CDKN1A", "protein", "P38936", "UNIPROT"]
    rest = ["", "", "9606", *[""] * 8, "12345", "t", "", "x", "text", "0.5", "SIGNOR-1"]
    row = [*ends, "up-regulates quantity", "transcriptional regulation", *rest]
    network, report = read(tmp_path, "human.tsv", "\t".join(row) + "\n")
    (claim,) = network.claims
    assert (claim.id, claim.relation, claim.qualifier) == ("human/SIGNOR-1", "increases", "direct")
    assert (report.format, references(network)) == ("signor", {"CDKN1A": {"12345"}})


# All of them --------------------------------------------------------------------------------------------


def test_every_layout_has_a_rule_and_the_documentation_lists_it() -> None:
    assert {layout.rule for layout in LAYOUTS} <= RULES.keys()
    page = (Path(__file__).parents[1] / "docs" / "how-to" / "your-table-of-edges.md").read_text(encoding="utf-8")
    assert markdown_layouts() in page
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)


@pytest.mark.parametrize(
    "layout", [one for one in LAYOUTS if one.signature and not one.strengths], ids=lambda one: one.name
)
def test_a_layout_is_known_by_its_headers_in_any_case_whatever_splits_them(layout: object) -> None:
    headers = [part.partition("|")[0] for part in layout.signature]  # type: ignore[attr-defined]
    for text in ("\t".join(headers), ",".join(headers).upper(), ";".join(headers).lower()):
        found = recognise(f"{text}\n".encode())
        assert found is not None
        assert found.layout is layout
        assert detect(Decoded("a.txt", "a.txt", f"{text}\n".encode())).name == "edge-list"


@pytest.mark.parametrize(
    "text",
    ["source\ttarget\tsign\nA\tB\t1\n", "A B C D\n", "A\tB\tC\tD\n", "This is a text.\n", "", "1 2 3 4\nx y z q\n"],
)
def test_other_files_are_of_no_layout(text: str) -> None:
    assert recognise(text.encode()) is None


def test_a_table_written_here_is_no_layout_although_its_attributes_are_called_so(tmp_path: Path) -> None:
    text = "source,target,weight,resources,references,sign_decision\nMYC,TERT,1.0,x,10022128,PMID\n"
    network, _ = read(tmp_path, "collectri.csv", text)
    pg.write(network, tmp_path / "again.tsv")
    again, report = pg.read_file(tmp_path / "again.tsv")
    assert said(again) == said(network)
    assert "CollecTRI" not in report.how


@needs_cases
@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("13-float-weights.csv",
         {("MYC", "activates", "TERT"), ("TP53", "inhibits", "MYC"), ("SNAI1", "inhibits", "CDH1")}),
        ("16-trrust-mode.tsv",
         {("AATF", "represses", "BAX"), ("E2F1", "activates", "TP73"), ("AATF", "regulates", "CDKN1A")}),
        ("17-pathway-commons-extended-sif.txt",
         {("TP53", "regulates", "CDKN1A"), ("CHEBI:10033", "acts_on", "CYP2C9")}),
        ("18-reactome-fi.txt", {("APOBEC1", "acts_on", "A1CF"), ("ABL1", "inhibits", "CRK"), ("Y1", "inhibits", "X1"),
                                ("A1CF", "linked_to", "CELF2")}),
        ("19-signor-api-without-header.tsv", {("TP53", "promotes", "CDKN1A")}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("namespace", ["", "hgnc.symbol"])
def test_the_shared_cases_have_their_right_values(case: str, expected: set[Said], namespace: str) -> None:
    assert said(pg.read_file(CASES / case, namespace=namespace)[0]) == expected
