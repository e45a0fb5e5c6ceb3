"""What a picture says is so: both sides of a contradiction, one data set alone, its title and its legend."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pathway_graph.diagrams import (
    Drawing,
    DrawnEdge,
    DrawnNode,
    draw_around,
    draw_network,
    draw_trace,
    overlay,
    render,
    select_diagram,
    style,
    to_dot,
    to_html,
)
from pathway_graph.diagrams.legend import legend_entries
from pathway_graph.errors import UnknownName
from pathway_graph.evidence.opposition import edges_against
from pathway_graph.evidence.selection import ClaimFilter
from pathway_graph.evidence.subset import subnetwork_of_diagram, subnetwork_of_sources
from pathway_graph.formats.native import read, read_guide
from pathway_graph.model import Claim, Diagram, DiagramEdge, DiagramNode, Entity, Link, Network, Source
from pathway_graph.model.build import build_network, merge
from pathway_graph.model.vocabulary import LAYERS, RELATIONS
from pathway_graph.trace import Filters, paths, upstream
from test_cli import run

GUIDE = read_guide()
CASCADES = [diagram.id for diagram in GUIDE.diagrams if diagram.kind == "cascade"]
VIEWS: list[tuple[Any, Any]] = [
    (view, layers) for view in ("guide", "expanded") for layers in (LAYERS[:1], LAYERS[:2], LAYERS)
]
LOWERS_PCREB = "chem:imipramine decreases state:CREB1_pS133"


def key(edge: Any) -> str:
    return f"{edge.source} {edge.relation} {edge.target}"


# Opposite claims about a drawn pair ---------------------------------------------------------------------------

AGAINST = {"D1": {LOWERS_PCREB: ("T2.2",)}, "D2": {LOWERS_PCREB: ("T2.2",)}, "D3": {}, "D4": {}}
"""Every claim of the guide that takes another side than an arrow of its diagrams, read off claims and diagrams."""


@pytest.mark.parametrize("diagram", CASCADES)
@pytest.mark.parametrize(("view", "layers"), VIEWS)
def test_beside_the_listed_edges_stands_what_the_guide_says_against_them(diagram: str, view: Any, layers: Any) -> None:
    drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
    assert {key(edge): edge.claims for edge in drawing.edges if edge.against} == AGAINST[diagram]


@pytest.mark.parametrize("diagram", CASCADES)
@pytest.mark.parametrize(("view", "layers"), VIEWS)
def test_every_claim_that_takes_another_side_on_a_drawn_pair_is_drawn(diagram: str, view: Any, layers: Any) -> None:
    drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
    drawn = {claim for edge in drawing.edges for claim in edge.claims}
    signs = {(edge.source, edge.target): edge.sign for edge in drawing.edges if edge.sign and not edge.against}
    other = [
        claim.id
        for claim in GUIDE.claims
        if (claim.subject, claim.object) in signs
        and claim.sign is not None
        and claim.sign != signs[claim.subject, claim.object]
        and (view == "expanded" or claim.view == "guide")
    ]
    assert set(other) <= drawn


@pytest.mark.parametrize("diagram", ["camp", "bdnf"])
def test_the_other_side_is_told_apart_by_head_colour_and_circumstances_in_every_format(
    diagram: str, tmp_path: Path
) -> None:
    drawing = select_diagram(GUIDE, diagram)
    both = {edge.sign: edge.context for edge in drawing.edges if edge.target == "state:CREB1_pS133" and edge.context}
    assert both == {
        1: "short-term / long-term",
        -1: "dorsal horn of spinal cord, P21D, given injury (kind not stated)",
    }
    (line,) = [line for line in to_dot(drawing).splitlines() if "T2.2:" in line]
    assert "arrowhead=tee" in line
    assert f'color="{style.LOWERS}"' in line
    assert "P21D" in line
    svg = unescape(render(to_dot(drawing), "svg", tmp_path / "p.svg").read_text(encoding="utf-8"))
    assert "T2.2: In injured mice" in svg
    words = " ".join(re.sub("<[^>]*>", " ", svg).split())
    assert "Claims disagree, all sides are drawn: imipramine on phospho-CREB (Ser133)" in words
    page = to_html(drawing, GUIDE)
    assert "<td>decreases</td><td>phospho-CREB (Ser133)</td><td>lowers</td><td></td><td>T2.2</td>" in page
    (text,) = re.findall(r'<script type="application/json" class="pg-data">(.*?)</script>', page, re.DOTALL)
    data = json.loads(text)
    (edge,) = [edge for edge in data["edges"] if edge["claims"] == ["T2.2"]]
    assert (edge["sign"], edge["marks"]) == (-1, ["drawn since it speaks against another arrow"])
    assert data["claims"]["T2.2"]["publications"] == ["S04 (verified)"]


def small() -> Network:
    """A drug that one diagram says to raise P, and what else is claimed of the two."""

    def claim(name: str, relation: str, target: str = "prot:P", **more: Any) -> Claim:
        return Claim(name, "drug:D", relation, target, **more)

    return build_network(
        Source("small"),
        entities=[
            Entity("drug:D", "SmallMolecule", "D", role="drug"),
            Entity("prot:P", "Protein", "P", links=(Link("translated_from", "rna:P"),)),
            Entity("rna:P", "Transcript", "P mRNA"),
            Entity("prot:Q", "Protein", "Q"),
            Entity("sp:rat", "Species", "rat"),
        ],
        claims=[
            claim("up", "increases", species="sp:rat", duration="P1D"),
            claim("null", "leaves_unchanged", duration="P9D", species="sp:rat"),
            claim("unsigned", "modulates"),
            claim("form", "decreases", "rna:P", species="sp:rat"),
            claim("form-null", "leaves_unchanged", "rna:P"),
            claim("down-in-background", "inhibits", view="background", reference="pmid:1"),
            claim("elsewhere", "decreases", "prot:Q"),
        ],
        diagrams=[
            Diagram("S1", "s", "Small", nodes=(DiagramNode("drug:D"), DiagramNode("prot:P")),
                    edges=(DiagramEdge("drug:D", "increases", "prot:P", ("up",)),)),
        ],
    )  # fmt: skip


def against(drawing: Drawing) -> set[str]:
    return {claim for edge in drawing.edges if edge.against for claim in edge.claims}


def test_a_null_result_an_unsigned_claim_and_an_opposite_one_on_another_form_stand_against_an_arrow() -> None:
    assert against(select_diagram(small(), "S1")) == {"null", "unsigned", "form"}
    assert against(select_diagram(small(), "S1", view="expanded")) == {"null", "unsigned", "form", "down-in-background"}
    assert {node.id for node in select_diagram(small(), "S1").nodes} == {"drug:D", "prot:P", "rna:P"}


def test_what_stands_against_an_arrow_passes_the_filters_of_the_picture() -> None:
    network = small()
    (raises,) = [edge for edge in network.edges if edge.claims == ("up",)]
    rat = draw_network(network, [raises], title="rat", filters=Filters(species="rat"))
    assert against(rat) == {"null", "form"}
    mine = draw_network(network, [raises], title="sure", filters=Filters(certainties=("one_study",)))
    assert mine.edges == ()


def test_a_null_result_has_a_head_and_words_of_its_own() -> None:
    drawing = select_diagram(small(), "s")
    (null,) = [edge for edge in drawing.edges if edge.claims == ("null",)]
    assert (style.arrowhead_of(null), style.label_of(null)) == ("obox", "leaves unchanged: rat, P9D")
    assert "no change was found" in [words for words, _ in style.meaning_of(null)]
    assert drawing.notes == (
        "Claims disagree, all sides are drawn: D on P; D on P mRNA",
        "Other claims, without a direction, are drawn too: D on P",
    )


def test_arrows_that_disagree_are_labelled_and_so_drawn_apart_even_without_any_context(tmp_path: Path) -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    claims = [Claim("1", "a", "activates", "b"), Claim("2", "a", "inhibits", "b")]
    drawing = select_diagram(build_network(Source("bare"), entities=ends, claims=claims), "bare")
    assert [edge.context for edge in drawing.edges] == ["no context stated", "no context stated"]
    svg = render(to_dot(drawing), "svg", tmp_path / "p.svg").read_text(encoding="utf-8")
    tips = [
        float(points.split(",")[0])
        for points in re.findall(r'<polygon fill="#(?:0072B2|D55E00|0072b2|d55e00)"[^>]* points="([^"]+)"', svg)
    ]
    assert abs(tips[0] - tips[1]) > 8  # points, between the two arrowheads


def test_a_whole_data_set_shows_its_null_results_where_an_arrow_says_otherwise() -> None:
    drawn = {claim for edge in select_diagram(small(), "small").edges for claim in edge.claims}
    assert drawn == {"up", "null", "unsigned", "form", "form-null", "elsewhere"}


def test_nothing_stands_against_an_edge_by_itself_or_by_more_of_the_same_sign() -> None:
    guide = {edge.id: edge for edge in GUIDE.edges}
    assert edges_against(GUIDE, [guide["chem:imipramine increases prot:BDNF"]]) == ()
    both = [guide[LOWERS_PCREB], guide["chem:imipramine increases state:CREB1_pS133"]]
    assert edges_against(GUIDE, both) == ()
    assert [edge.id for edge in edges_against(GUIDE, both[:1])] == [both[1].id]


def test_a_part_of_the_store_that_a_diagram_shows_has_both_signs() -> None:
    part = subnetwork_of_diagram(GUIDE, "camp")
    assert {"P30", "P31", "T2.2"} <= part.claim.keys()
    assert "T2.3" not in part.claim  # of the drawn sign, and not among the claims that the diagram names


# One data set alone -----------------------------------------------------------------------------------------------

MINE = build_network(
    Source("mine", title="Mine", version="7"),
    entities=[
        Entity("chem:imipramine", "SmallMolecule", "our imipramine", role="drug", note="our own batch"),
        Entity("prot:BDNF", "Protein", "our BDNF"),
        Entity("state:CREB1_pS133", "ProteinState", "our pCREB"),
        Entity("prot:NTRK2", "Protein", "our TrkB"),
    ],
    claims=[
        Claim("k1", "chem:imipramine", "decreases", "state:CREB1_pS133", "Ours: it falls."),
        Claim("k2", "chem:imipramine", "decreases", "prot:BDNF"),
        Claim("k3", "prot:BDNF", "activates", "prot:NTRK2"),
    ],
)
BOTH = merge([GUIDE, MINE])


@pytest.mark.parametrize("view", ["guide", "expanded"])
def test_a_data_set_among_others_is_drawn_as_from_its_own_file(view: Any) -> None:
    alone = select_diagram(MINE, "mine", view=view)
    assert select_diagram(BOTH, "mine", view=view) == alone
    assert {node.name for node in alone.nodes} == {"our imipramine", "our BDNF", "our pCREB", "our TrkB"}
    assert [edge.claims for edge in alone.edges] == [("k2",), ("k1",), ("k3",)]
    assert alone.version == "mine 7"


@pytest.mark.slow
@pytest.mark.parametrize("diagram", [diagram.id for diagram in GUIDE.diagrams])
@pytest.mark.parametrize(("view", "layers"), VIEWS[1::2])
def test_a_diagram_is_the_same_whatever_else_is_loaded(diagram: str, view: Any, layers: Any) -> None:
    alone = select_diagram(GUIDE, diagram, view=view, layers=layers)
    assert select_diagram(BOTH, diagram, view=view, layers=layers) == alone
    assert to_html(alone, GUIDE) == to_html(alone, BOTH)


def test_another_data_set_stands_against_a_diagram_where_it_is_asked_for() -> None:
    drawing = select_diagram(BOTH, "camp", sources=["mine"])
    (other,) = [edge for edge in drawing.edges if edge.against]
    assert other.claims == ("T2.2", "k1")
    assert drawing.version == "imipramine 2026.11, mine 7"


def test_an_overlay_lays_the_data_sets_of_the_picture_over_it_and_says_which() -> None:
    alone = overlay(select_diagram(BOTH, "camp"), BOTH, ClaimFilter())
    assert "Measured changes in imipramine: any context" in alone.notes
    assert "k1" not in to_dot(alone)
    together = overlay(select_diagram(BOTH, "camp", sources=["mine"]), BOTH, ClaimFilter())
    assert "(k1)" in to_dot(together)
    assert together.version == "imipramine 2026.11, mine 7"


def test_the_part_of_a_data_set_holds_its_own_words_links_and_claims() -> None:
    assert subnetwork_of_sources(BOTH, ["MINE"]) == MINE
    assert subnetwork_of_sources(BOTH, ["imipramine"]) == GUIDE
    assert subnetwork_of_sources(BOTH, ["mine", "imipramine"]) == BOTH
    with pytest.raises(UnknownName, match="no data set is called 'mien'; did you mean 'mine'"):
        subnetwork_of_sources(BOTH, ["mien"])


def test_an_entity_that_a_data_set_names_and_another_defines_is_drawn_bare() -> None:
    ends = [Entity("drug:X", "SmallMolecule", "X")]
    named = build_network(Source("named"), entities=ends, claims=[Claim("n1", "drug:X", "activates", "prot:NTRK2")])
    drawing = select_diagram(merge([MINE, named]), "named")
    assert [(node.id, node.name) for node in drawing.nodes] == [("drug:X", "X"), ("prot:NTRK2", "our TrkB")]
    assert drawing.version == "named"


def test_a_picture_names_the_data_sets_in_it_and_no_others() -> None:
    link = [edge for edge in BOTH.edges if edge.id == "rna:BDNF translated_to prot:BDNF"]
    assert draw_network(BOTH, link, title="a link of the guide alone").version == "imipramine 2026.11"
    known = {edge.id: edge for edge in BOTH.edges}
    activates = known["prot:BDNF activates prot:NTRK2"]
    assert draw_network(BOTH, [activates], title="said by both").version == "imipramine 2026.11, mine 7"
    assert draw_trace(paths(BOTH, "TrkB", "synaptic plasticity")).version == "imipramine 2026.11"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the guide and the first example of the data format, as in the tutorial's step 6."""
    folder = tmp_path_factory.mktemp("drawn")
    text = (Path(__file__).parents[1] / "docs" / "data-format.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(format: pathway-graph/1\n\nsource:\n  id: mine\n.*?)```", text, re.DOTALL)
    (folder / "mine.yaml").write_text(example, encoding="utf-8")
    for files in ((), (str(folder / "mine.yaml"),)):
        assert run("load", *files, store=folder / "store").returncode == 0
    return folder


def dot_of(loaded: Path, *arguments: str) -> str:
    done = run(*arguments, store=loaded / "store")
    assert done.returncode == 0, done.stderr
    return done.stdout


def labels(dot: str) -> set[str]:
    lines = [line for line in dot.splitlines() if re.match(r"\s*n\d+ \[", line)]
    return {attributes(line)["label"] for line in lines}


def titles(dot: str) -> str:
    """Return the texts above a picture, each in one line."""
    found = [attributes(line) for line in dot.splitlines() if re.search(r"\bclass=(title|note)\b", line)]
    return "\n".join(" ".join(part["label"].replace("\\l", " ").split()) for part in found)


def attributes(line: str) -> dict[str, str]:
    """Return the attributes of a line of DOT."""
    return {name: value.strip('"') for name, value in re.findall(r'(\w+)=("[^"]*"|[^\s\]]+)', line)}


@pytest.mark.slow
def test_the_tutorials_own_cascade_is_drawn_alone(loaded: Path) -> None:
    dot = dot_of(loaded, "diagram", "mine", "-o", "-")
    assert labels(dot) == {"compound A", "receptor B", "kinase C", "D gene"}
    assert "imipramine" not in dot
    assert dot == to_dot(select_diagram(read(loaded / "mine.yaml"), "mine"))
    page = dot_of(loaded, "diagram", "mine", "--format", "html", "-o", "-")
    assert not re.search(r"imipramine|BDNF|GR gene|glucocorticoid", page)


@pytest.mark.slow
def test_a_trace_of_one_data_set_follows_nothing_of_another(loaded: Path) -> None:
    found = json.loads(dot_of(loaded, "upstream", "D gene", "--source", "mine", "--format", "json"))
    assert [(end["id"], end["net_sign"]) for end in found["hypothetical"]] == [
        ("prot:C", "+1"), ("prot:B", "-1"), ("chem:A", "+1"),
    ]  # fmt: skip
    wrong = run("upstream", "BDNF", "--source", "mine", store=loaded / "store")
    assert wrong.returncode == 1
    assert "no entity is called 'BDNF'" in wrong.stderr
    unknown = run("upstream", "BDNF", "--source", "mien", store=loaded / "store")
    assert "no data set is called 'mien'; did you mean 'mine'?" in unknown.stderr


@pytest.mark.slow
def test_a_neighbourhood_and_an_explanation_of_one_data_set_say_so(loaded: Path, tmp_path: Path) -> None:
    around = dot_of(loaded, "diagram", "--around", "kinase C", "--steps", "3", "--source", "mine", "-o", "-")
    assert labels(around) == {"compound A", "receptor B", "kinase C", "D gene"}
    for words in ("Around kinase C", "Only what mine states", "mine - content"):
        assert words in unescape(around)
    dot_of(loaded, "explain", "compound A", "D gene", "--source", "mine", "--diagram", str(tmp_path / "why.dot"))
    why = unescape((tmp_path / "why.dot").read_text(encoding="utf-8"))
    assert "Only what mine states" in why
    assert "imipramine" not in why


# Titles, views, filters, limits -----------------------------------------------------------------------------------

WORDS = {"guide": "what the source says", True: "background in grey", False: "there is no background in it"}
TITLES = {
    ("upstream", "BDNF"): ("Upstream of BDNF", "Every causal route of up to 4 steps"),
    ("downstream", "TrkB"): ("Downstream of TrkB", "Every causal route of up to 4 steps"),
    ("paths", "imipramine", "pCREB"): ("Paths from imipramine to pCREB", "Every causal route of up to 4 steps"),
    ("explain", "imipramine", "pCREB"): ("Why? imipramine to pCREB", "causal routes of up to 8 steps"),
    ("diagram", "--around", "TrkB", "--steps", "2"): (
        "Around TrkB", "Every causal route of up to 2 steps to it or from it",
    ),
    ("diagram", "camp"): ("cAMP/PKA/CREB signaling under imipramine", "imipramine 2026.11 - content"),
    ("diagram", "imipramine"): (
        "Downstream cellular effects of chronic imipramine", "Every causal edge of the data set imipramine",
    ),
    ("regulators", "{}/changes.csv", "--explain", "imipramine"): (
        "imipramine raised: ", "A shortest route of each sign to every changed target, up to 1 step",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("view", ["guide", "expanded"])
@pytest.mark.parametrize("command", TITLES, ids=" ".join)
def test_every_command_titles_its_picture_by_what_it_drew_and_in_which_view(
    command: tuple[str, ...], view: str, loaded: Path, tmp_path: Path
) -> None:
    (tmp_path / "changes.csv").write_text("name,change\nBdnf,up\ncAMP,down\n", encoding="utf-8")
    out = tmp_path / "picture.dot"
    given = [part.replace("{}", str(tmp_path)) for part in command]
    done = run(*given, "--view", view, *(["-o", str(out)] if command[0] == "diagram" else ["--diagram", str(out)]),
               store=loaded / "store")  # fmt: skip
    assert done.returncode == 0, done.stderr
    dot = out.read_text(encoding="utf-8")
    shown = titles(dot)
    background = view == "expanded" and command[0] != "regulators"  # imipramine's own two edges are the guide's
    said = re.findall(r"(guide|expanded) view: ([^;\n]+)", shown)
    assert said == [(view, WORDS[view if view == "guide" else background])]
    assert ("background, not in the source" in dot) == background
    for words in (*TITLES[command], "imipramine 2026.11 - content"):
        assert words in shown or words.replace("routes", "route") in shown
    assert not re.search(r"\bmine\b", shown)  # it is in the store, and in none of these pictures


def test_filters_and_cuts_are_said_under_the_title() -> None:
    filters = Filters(cascades=("camp",), species="rat", unstated_species=True, count_hypotheses=True)
    found = upstream(GUIDE, "pCREB", max_steps=3, filters=filters)
    drawing = draw_trace(replace(found, is_cut=True))
    assert drawing.notes[:3] == (
        "Every causal route of up to 3 steps; only edges of diagram camp; "
        "only claims on rat or no stated species; hypotheses count as claims",
        "pCREB means phospho-CREB (Ser133)",
        "The search was cut at its cap: longer routes are missing",
    )
    cut = draw_around(GUIDE, "imipramine", steps=4, filters=Filters(view="expanded"), max_routes=5)
    assert "The search was cut at its cap: longer routes are missing" in cut.notes


def test_a_view_is_what_the_edges_make_it_unless_it_is_asked_for() -> None:
    background = [edge for edge in GUIDE.edges if edge.claims == ("B03",)]
    said = [edge for edge in GUIDE.edges if edge.claims == ("P42",)]
    assert draw_network(GUIDE, [*background, *said], title="both").view == "expanded"
    assert draw_network(GUIDE, said, title="said").view == "guide"
    narrowed = draw_network(GUIDE, [*background, *said], title="said", view="guide")
    assert [edge.claims for edge in narrowed.edges] == [("P42",)]
    unneeded = draw_network(GUIDE, said, title="said", view="expanded")
    assert "expanded view: there is no background in it" in to_dot(unneeded)


# The legend and the compartments ----------------------------------------------------------------------------------


DRAWN = [*product(CASCADES, VIEWS)]


def head_parts(edges: Iterable[DrawnEdge]) -> set[str]:
    """Return the parts of arrowheads: a bar with an open circle is a bar and an open circle."""
    return {
        part
        for edge in edges
        for part in re.findall("odiamond|onormal|normal|tee|vee|obox|odot|dot|none", style.arrowhead_of(edge))
    }


@pytest.mark.parametrize(("diagram", "asked"), DRAWN)
def test_a_legend_has_every_mark_that_is_drawn_and_no_other(diagram: str, asked: tuple[Any, Any]) -> None:
    drawing = select_diagram(GUIDE, diagram, view=asked[0], layers=asked[1])
    entries = legend_entries(drawing, style)
    assert len({entry.words for entry in entries}) == len(entries)
    boxes = [entry.sample for entry in entries if isinstance(entry.sample, DrawnNode) and entry.group == "nodes"]
    lines = [entry.sample for entry in entries if isinstance(entry.sample, DrawnEdge)]
    looks = {(node.outline, node.mark) for node in map(style.shape_of, drawing.nodes) if node.outline != "none"}
    assert {(style.shape_of(box).outline, style.shape_of(box).mark) for box in boxes} == looks
    assert {style.fill_of(box) for box in boxes} <= {style.fill_of(node) for node in drawing.nodes}
    said = {entry.words for entry in entries}
    assert (style.BACKGROUND_NODE in said) == any(node.view == "background" for node in drawing.nodes)
    assert (style.BACKGROUND in said) == any(e.view == "background" and e.sign is not None for e in drawing.edges)
    assert head_parts(lines) == head_parts(drawing.edges)
    assert {style.colour_of(line) for line in lines} <= {style.colour_of(edge) for edge in drawing.edges}
    assert {style.line_of(line) for line in lines} == {style.line_of(edge) for edge in drawing.edges}


def test_an_overlay_is_explained_in_the_legend() -> None:
    drawing = overlay(select_diagram(GUIDE, "camp"), GUIDE, ClaimFilter())
    marks = {entry.words: entry.sample for entry in legend_entries(drawing, style) if entry.group == "marks"}
    changes = {"claims: raised ▲", "claims: lowered ▼", "claims: both ways", "not measured"}
    assert set(marks) == changes | {"phosphate, at its site"}
    raised = marks["claims: raised ▲"]
    assert isinstance(raised, DrawnNode)
    assert style.border_of(raised)["color"] == style.RAISES
    assert style.fill_of(raised) == style.RAISED
    human = overlay(select_diagram(GUIDE, "fak"), GUIDE, ClaimFilter(species="human"))
    said = {entry.words for entry in legend_entries(human, style)}
    assert not [words for words in said if words.startswith("claims")]
    assert "not measured" in said


@pytest.mark.parametrize("relation", RELATIONS.values(), ids=lambda relation: str(relation.name))
def test_the_samples_of_a_relation_look_like_the_relation(relation: Any) -> None:
    for view in ("guide", "background"):
        edge = DrawnEdge("a", relation.name, "b", relation.sign, view=view)
        samples = [sample for _, sample in style.meaning_of(edge)]
        assert head_parts(samples) == head_parts([edge])
        assert {style.colour_of(sample) for sample in samples} == {style.colour_of(edge)}


def test_what_has_no_compartment_stands_in_no_box() -> None:
    ends = [Entity("a", "Protein", "EGFR"), Entity("b", "Protein", "TP53")]
    ends.append(Entity("c", "Gene", "C gene", compartment="nucleus"))
    claims = [Claim("1", "a", "activates", "b"), Claim("2", "b", "activates", "c")]
    dot = to_dot(select_diagram(build_network(Source("imported"), entities=ends, claims=claims), "imported"))
    assert "Processes and outcomes" not in dot
    boxes = re.findall(r"subgraph cluster_\d+ \{.*?\n\t+\}", dot, re.DOTALL)
    assert [labels(box) for box in boxes] == [{"C gene"}]
    assert labels(dot) == {"EGFR", "TP53", "C gene"}


def test_a_contradiction_between_forms_of_a_gene_is_told_though_both_arrows_were_asked_for() -> None:
    network = build_network(
        Source("s", title="S"),
        entities=[
            Entity("d", "SmallMolecule", "D"),
            Entity("r", "Transcript", "P mRNA"),
            Entity("p", "Protein", "P", links=(Link("translated_from", "r"),)),
        ],
        claims=[Claim("c1", "d", "increases", "r"), Claim("c2", "d", "decreases", "p")],
    )
    line = "Claims disagree, all sides are drawn: D on P; D on P mRNA"
    whole = select_diagram(network, "s")
    assert not any(edge.against for edge in whole.edges)
    assert line in whole.notes
    assert line in draw_network(network, [network.edge["d increases r"]], title="one of two").notes
