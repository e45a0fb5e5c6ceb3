"""What columns of a table of edges may mean besides signs and ends is refused or said, never read as one of them."""

import json
from pathlib import Path

import pytest

import pathway_graph as pg


def read(folder: Path, text: str, name: str = "mine.csv") -> tuple[pg.Network, pg.Report]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return pg.read_file(path)


def said(network: pg.Network) -> set[tuple[str, int | None, str]]:
    names = {entity.id: entity.name for entity in network.entities}
    return {(names[claim.subject], claim.sign, names[claim.object]) for claim in network.claims}


@pytest.mark.parametrize("header", ["tf,target,source", "miRNA,target_gene,Source", "disease,gene,source"])
def test_a_database_called_source_is_not_the_first_end(tmp_path: Path, header: str) -> None:
    with pytest.raises(pg.InputError, match=r"column '[sS]ource' may be the first end, or the database of"):
        read(tmp_path, f"{header}\nTP53,MDM2,TRRUST\n")


def test_the_user_says_whether_source_is_the_first_end(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("tf,target,source,mode\nTP53,MDM2,TRRUST,Activation\n", encoding="utf-8")
    network, _ = pg.read_file(path, columns={"source": "tf", "target": "target"})
    assert said(network) == {("TP53", 1, "MDM2")}


@pytest.mark.parametrize("column", ["Label", "interaction", "type"])
@pytest.mark.parametrize("cells", [("1", "0"), ("1", "1"), ("0.9", "0.2")])
def test_marks_of_pairs_that_are_edges_are_no_activations(tmp_path: Path, column: str, cells: tuple[str, str]) -> None:
    """Tables for learning have Label 1 for an edge and 0 for a pair without one; tables of scores have 0.9."""
    with pytest.raises(pg.InputError, match="may say which pairs are edges, how sure that is, or all be activations"):
        read(tmp_path, f"Gene1,Gene2,{column}\nTP53,MDM2,{cells[0]}\nTP53,GAPDH,{cells[1]}\n")


def test_a_one_and_a_minus_one_in_a_column_of_relations_are_signs(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "source,target,interaction\nTP53,MDM2,1\nMYC,CDK4,-1\n")
    assert said(network) == {("TP53", 1, "MDM2"), ("MYC", -1, "CDK4")}


def test_weights_of_one_are_not_read_as_activations(tmp_path: Path) -> None:
    with pytest.raises(pg.InputError, match="--sign-column weight for signs, --sign-column none for strengths"):
        read(tmp_path, "source,target,weight\nTP53,MDM2,1\nMYC,CDK4,1.0\n")


def test_a_direction_of_one_and_zero_is_no_sign(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "source,target,direction\nTP53,MDM2,1\nMYC,CDK4,0\n")
    assert {claim.relation for claim in network.claims} == {"linked_to"}
    assert {dict(claim.attributes)["direction"] for claim in network.claims} == {"0", "1"}


@pytest.mark.parametrize("word", ["<-", "B-A", "reverse", "B to A", "<->", "both"])
def test_a_row_that_runs_backwards_is_not_read_forwards(tmp_path: Path, word: str) -> None:
    with pytest.raises(pg.InputError, match=r"mine.csv:3: column 'direction' says '.*': not every row runs from"):
        read(tmp_path, f"protein1,protein2,direction,effect\nMYC,CDK4,->,activation\nTP53,MDM2,{word},inhibition\n")


def test_a_direction_beside_no_relation_is_an_attribute(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "source,target,direction\nTP53,MDM2,forward\nMYC,CDK4,reverse\n")
    assert {claim.relation for claim in network.claims} == {"linked_to"}


def test_sizes_without_one_below_0_are_said_to_be_read_as_activations(tmp_path: Path) -> None:
    _, report = read(tmp_path, "source,target,effect\nTP53,MDM2,0.35\nMYC,CDK4,0.02\n")
    assert report.how.partition(";")[2].startswith(" no number there is below 0, so all above it are")


def test_a_sif_split_by_commas_is_not_read_as_nodes(tmp_path: Path) -> None:
    with pytest.raises(pg.InputError, match="is split by commas, which SIF is not"):
        read(tmp_path, "TP53,inhibition,MDM2\nMYC,pd,CDK4\n", "mine.sif")


def test_a_sif_of_ones_alone_states_no_activations(tmp_path: Path) -> None:
    """Interactomes without signs, as of the program proximity, have ``1 1 310``; Boolean models have -1 as well."""
    network, report = read(tmp_path, "1 1 310\n1 1 1026\n", "mine.sif")
    assert {claim.relation for claim in network.claims} == {"linked_to"}
    assert any("may mark no more than an edge" in loss.why for loss in report.changed)
    signed, _ = read(tmp_path, "A 1 B\nB -1 C\n", "other.sif")
    assert said(signed) == {("A", 1, "B"), ("B", -1, "C")}


def test_ones_between_names_of_a_sif_are_activations_and_told(tmp_path: Path) -> None:
    """As CARNIVAL and CellNOpt write a model that has no inhibition."""
    network, report = read(tmp_path, "EGF 1 EGFR\nEGFR 1 RAS\n", "mine.sif")
    assert said(network) == {("EGF", 1, "EGFR"), ("EGFR", 1, "RAS")}
    assert any("1 throughout, read as activation" in loss.why for loss in report.changed)
    scored, _ = read(tmp_path, "EGF 0.9 EGFR\nEGFR 1 RAS\n", "scored.sif")
    assert {claim.relation for claim in scored.claims} == {"linked_to"}


@pytest.mark.parametrize(
    ("header", "first"), [("interaction,regulation", "pd"), ("regulation,direction", "transcriptional")]
)
def test_a_sign_beside_a_relation_without_one_is_read(tmp_path: Path, header: str, first: str) -> None:
    text = f"source,target,{header}\nTP53,MDM2,{first},up\nMYC,CDK4,{first},negative\nMYC,TERT,{first},NA\n"
    network, report = read(tmp_path, text)
    assert {one for one in said(network) if one[1]} == {("TP53", 1, "MDM2"), ("MYC", -1, "CDK4")}
    assert f"sign from '{header.partition(',')[2]}'" in report.how


@pytest.mark.parametrize("header", ["is_directed", "directed", "consensus_direction"])
def test_an_undirected_edge_with_a_sign_is_told(tmp_path: Path, header: str) -> None:
    _, report = read(tmp_path, f"source,target,{header},sign\nTP53,MDM2,1,1\nMYC,CDK4,FALSE,-1\n")
    (told,) = [loss for loss in report.changed if "called undirected and have a sign" in loss.why]
    assert told.count == 1
    assert "line 3" in str(told)


@pytest.mark.parametrize("word", ["activation", "->", "phosphorylation"])
@pytest.mark.parametrize("column", ["effect", "interaction"])
def test_a_dash_beside_words_is_not_taken_for_an_inhibition(tmp_path: Path, column: str, word: str) -> None:
    with pytest.raises(pg.InputError, match=f"'-' in column '{column}' may be an inhibition, an empty cell"):
        read(tmp_path, f"source,target,{column}\nTP53,MDM2,{word}\nMYC,CDK4,-\n")


def test_a_dash_beside_a_plus_is_an_inhibition(tmp_path: Path) -> None:
    network, _ = read(tmp_path, "Gene1,Gene2,Type\nSOX9,AMH,+\nNR0B1,AMH,-\n")
    assert said(network) == {("SOX9", 1, "AMH"), ("NR0B1", -1, "AMH")}


def test_a_dash_beside_arrows_of_a_sif_is_linked_to(tmp_path: Path) -> None:
    network, report = read(tmp_path, "A\t->\tB\nA\t-\tC\nA\t-|\tD\n", "mine.sif")
    assert said(network) == {("A", 1, "B"), ("A", None, "C"), ("A", -1, "D")}
    assert any("a bare dash" in loss.why for loss in report.changed)


def test_classes_of_a_set_for_learning_are_no_effects(tmp_path: Path) -> None:
    with pytest.raises(pg.InputError, match="negative and positive in column 'Label' may be effects, or say which"):
        read(tmp_path, "Gene1,Gene2,Label\nTP53,MDM2,positive\nTP53,GAPDH,negative\n")


def test_a_second_column_that_says_the_opposite_is_told(tmp_path: Path) -> None:
    network, report = read(tmp_path, "source,target,type,regulation\nTP53,MDM2,activation,negative\n")
    assert said(network) == {("TP53", 1, "MDM2")}
    assert any("two signs are stated, which differ" in loss.why for loss in report.changed)


def test_a_sign_that_is_not_read_in_a_graph_is_told(tmp_path: Path) -> None:
    edge = {"data": {"source": "A", "target": "B", "interaction": "pd", "regulation": "negative"}}
    graph = {"elements": {"nodes": [{"data": {"id": "A"}}, {"data": {"id": "B"}}], "edges": [edge]}}
    network, report = read(tmp_path, json.dumps(graph), "mine.cyjs")
    assert {claim.relation for claim in network.claims} == {"regulates"}
    assert any("a sign stands in another column or attribute" in loss.why for loss in report.changed)


@pytest.mark.parametrize(("numbers", "is_told"), [(("1", "1"), True), (("1", "-1"), False)])
def test_a_graph_of_ones_alone_is_told(tmp_path: Path, numbers: tuple[str, str], *, is_told: bool) -> None:
    edges = [{"data": {"source": "A", "target": "B", "interaction": number}} for number in numbers]
    graph = {"elements": {"nodes": [{"data": {"id": "A"}}, {"data": {"id": "B"}}], "edges": edges}}
    _, report = read(tmp_path, json.dumps(graph), "mine.cyjs")
    assert any("which may mark no more than an edge" in loss.why for loss in report.changed) is is_told


@pytest.mark.parametrize("header", ["inverse", "is_reversed"])
def test_rows_that_a_column_turns_round_are_refused_with_their_line(tmp_path: Path, header: str) -> None:
    rows = "TP53,MDM2,activates,false\nMYC,CDK4,activates,{}\n"
    with pytest.raises(pg.InputError, match="not every row runs from first to second") as refused:
        read(tmp_path, f"source,target,type,{header}\n" + rows.format("true"))
    assert refused.value.problems[0].line == 3
    network, _ = read(tmp_path, f"source,target,type,{header}\n" + rows.format("false"))
    assert said(network) == {("TP53", 1, "MDM2"), ("MYC", 1, "CDK4")}
