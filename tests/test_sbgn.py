"""SBGN-ML read: influences as they are drawn; of process description what is certain, and no sign beyond it."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError
from pathway_graph.formats import sbgn
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.report import Report
from pathway_graph.model import Network
from pathway_graph.model.validate import check_network

BOX = '<bbox x="0" y="0" w="10" h="10"/>'


def glyph(name: str, cls: str, inner: str = "", label: str | None = "") -> str:
    shown = f'<label text="{label or name}"/>' if label is not None else ""
    return f'<glyph id="{name}" class="{cls}">{shown}{BOX}{inner}</glyph>\n'


def unit(text: str) -> str:
    return f'<glyph id="u{text}" class="unit of information"><label text=""/><entity name="{text}"/>{BOX}</glyph>'


def arc(cls: str, source: str, target: str) -> str:
    name = f"{source}-{target}-{cls}".replace(" ", "_")
    ends = '<start x="0" y="0"/><end x="1" y="1"/>'
    return f'<arc id="{name}" class="{cls}" source="{source}" target="{target}">{ends}</arc>\n'


def read(*parts: str, language: str = "process description", namespace: str = "") -> tuple[Network, Report]:
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<sbgn xmlns="http://sbgn.org/libsbgn/0.3">'
    text += f'<map id="m" language="{language}">\n'
    return sbgn.parse(
        Decoded("m.sbgn", "m.sbgn", (text + "".join(parts) + "</map></sbgn>").encode(), namespace=namespace)
    )


def said(network: Network) -> set[tuple[str, str, str]]:
    return {(network.name(one.subject), one.relation, network.name(one.object)) for one in network.claims}


def process(cls: str = "process") -> str:
    ports = '<port id="pr.1" x="0" y="0"/><port id="pr.2" x="1" y="1"/>'
    return glyph("pr", cls, ports, None)


# Activity flow ----------------------------------------------------------------------------------------

ACTIVITIES = "".join(glyph(name, "biological activity") for name in "ABC")


@pytest.mark.parametrize(
    ("cls", "relation", "sign"),
    [
        ("positive influence", "activates", 1), ("negative influence", "inhibits", -1),
        ("unknown influence", "regulates", 0), ("necessary stimulation", "required_for", 1),
    ],
)  # fmt: skip
def test_an_influence_has_its_sign(cls: str, relation: str, sign: int) -> None:
    network, _ = read(ACTIVITIES, arc(cls, "A", "B"), language="activity flow")
    (claim,) = network.claims
    assert (claim.relation, claim.sign, claim.aspect) == (relation, sign, "activity")


@pytest.mark.parametrize(
    ("node", "cls", "right"),
    [
        ("and", "positive influence", {("A", "activates", "C"), ("B", "activates", "C")}),
        ("or", "negative influence", {("A", "inhibits", "C"), ("B", "inhibits", "C")}),
        ("not", "positive influence", {("A", "inhibits", "C"), ("B", "inhibits", "C")}),
        ("not", "negative influence", {("A", "activates", "C"), ("B", "activates", "C")}),
        ("not", "unknown influence", {("A", "regulates", "C"), ("B", "regulates", "C")}),
        ("or", "necessary stimulation", {("A", "promotes", "C"), ("B", "promotes", "C")}),
        ("and", "necessary stimulation", {("A", "required_for", "C"), ("B", "required_for", "C")}),
        ("delay", "positive influence", {("A", "activates", "C"), ("B", "activates", "C")}),
    ],
)
def test_a_logical_node_hands_on_what_leads_into_it(node: str, cls: str, right: set[tuple[str, str, str]]) -> None:
    parts = [ACTIVITIES, glyph("L", node, label=None), arc("logic arc", "A", "L"), arc("logic arc", "B", "L")]
    network, report = read(*parts, arc(cls, "L", "C"), language="activity flow")
    assert said(network) == right
    assert {dict(one.attributes)["logic"] for one in network.claims} == {node}
    assert report.read["arcs"] == report.kept["arcs"] == 1


def test_logical_nodes_in_a_circle_end(tmp_path: Path) -> None:
    parts = [ACTIVITIES, glyph("L", "and", label=None), glyph("M", "not", label=None)]
    arcs = [arc("logic arc", "L", "M"), arc("logic arc", "M", "L"), arc("logic arc", "A", "L")]
    network, _ = read(*parts, *arcs, arc("positive influence", "L", "C"), language="activity flow")
    assert said(network) == {("A", "activates", "C")}


def test_the_guide_comes_back_with_its_signs(tmp_path: Path) -> None:
    guide = pg.read_guide()
    pg.write(guide, tmp_path / "guide.sbgn")
    network, report = pg.read_file(tmp_path / "guide.sbgn")

    def signed(one: Network) -> set[tuple[Any, ...]]:
        return {(one.name(e.source), e.sign, one.name(e.target)) for e in one.edges if e.sign is not None}

    assert signed(network) == signed(guide)
    assert report.read["arcs"] == report.kept["arcs"]


# Process description ----------------------------------------------------------------------------------

THINGS = "".join(
    [
        glyph("S", "macromolecule"), glyph("P", "macromolecule"), glyph("E", "macromolecule"),
        glyph("X", "simple chemical"), glyph("none", "source and sink", label=None),
    ]
)  # fmt: skip
FLOW = arc("consumption", "S", "pr.1") + arc("production", "pr.2", "P")


@pytest.mark.parametrize(
    ("cls", "relation"),
    [
        ("catalysis", "catalyzes"), ("stimulation", "promotes"), ("inhibition", "inhibits"),
        ("modulation", "modulates"), ("necessary stimulation", "required_for"),
    ],
)  # fmt: skip
def test_what_acts_on_a_process_acts_on_its_product(cls: str, relation: str) -> None:
    network, report = read(THINGS, process(), FLOW, arc(cls, "E", "pr"))
    assert said(network) == {("S", "converted_to", "P"), ("E", relation, "P")}
    assert report.read["arcs"] == report.kept["arcs"] == 3


@pytest.mark.parametrize(
    ("cls", "relation"),
    [("catalysis", "degrades"), ("stimulation", "decreases"), ("inhibition", "increases"), ("modulation", "modulates")],
)
def test_what_acts_on_a_breakdown_acts_the_other_way_on_what_is_broken_down(cls: str, relation: str) -> None:
    network, _ = read(
        THINGS, process(), arc("consumption", "S", "pr.1"), arc("production", "pr.2", "none"), arc(cls, "E", "pr")
    )
    assert said(network) == {("E", relation, "S")}


def test_what_is_made_from_nothing_is_raised_and_comes_from_nothing_else() -> None:
    network, _ = read(
        THINGS,
        process(),
        arc("consumption", "none", "pr.1"),
        arc("production", "pr.2", "P"),
        arc("stimulation", "E", "pr"),
    )
    assert said(network) == {("E", "promotes", "P")}


def test_a_reversible_process_gives_no_sign() -> None:
    flow = arc("production", "pr.1", "S") + arc("production", "pr.2", "P")
    network, _ = read(THINGS, process(), flow, arc("catalysis", "E", "pr"))
    assert said(network) == {
        ("S", "converted_to", "P"),
        ("P", "converted_to", "S"),
        ("E", "modulates", "S"),
        ("E", "modulates", "P"),
    }


def test_an_association_binds_and_a_complex_has_its_parts() -> None:
    whole = glyph(
        "C", "complex", glyph("S2", "macromolecule", label="S") + glyph("X2", "simple chemical", label="X"), None
    )
    flow = arc("consumption", "S", "pr.1") + arc("consumption", "X", "pr.1") + arc("production", "pr.2", "C")
    network, _ = read(THINGS, whole, process("association"), flow)
    assert said(network) == {("S", "binds", "X"), ("S", "converted_to", "S-X"), ("X", "converted_to", "S-X")}
    complexes = [one for one in network.entities if one.kind == "Complex"]
    assert [(one.name, sorted(map(network.name, one.members))) for one in complexes] == [("S-X", ["S", "X"])]


def test_a_state_variable_makes_a_state_of_its_protein() -> None:
    state = f'<glyph id="v" class="state variable"><state value="P" variable="S133"/>{BOX}</glyph>'
    flow = arc("consumption", "S", "pr.1") + arc("production", "pr.2", "S1")
    network, _ = read(THINGS, glyph("S1", "macromolecule", state, "S"), process(), flow, arc("catalysis", "E", "pr"))
    assert said(network) == {("S", "converted_to", "S P S133"), ("E", "catalyzes", "S P S133")}
    (form,) = [one for one in network.entities if one.kind == "ProteinState"]
    assert [(link.relation, network.name(link.target)) for link in form.links] == [("state_of", "S")]


def test_an_uncertain_process_is_a_hypothesis() -> None:
    network, _ = read(THINGS, process("uncertain process"), FLOW)
    assert [one.certainty for one in network.claims] == ["hypothesis"]


def test_what_is_not_read_is_told_with_its_line() -> None:
    tag = glyph("T", "tag", label="t")
    network, report = read(
        THINGS, tag, process(), FLOW, arc("equivalence arc", "S", "T"), arc("stimulation", "T", "pr")
    )
    assert said(network) == {("S", "converted_to", "P")}
    out = {(loss.what, loss.why): loss.places for loss in report.left_out}
    assert out["arcs", "equivalence arc is not read"] == ("line 12: S-T-equivalence_arc",)
    assert out["arcs", "nothing leads into their source"] == ("line 13: T-pr-stimulation",)
    assert ("glyphs: tag", "they are no thing and no process") in out


def test_annotations_identify_a_thing() -> None:
    rdf = (
        '<extension><annotation><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:bqbiol="http://biomodels.net/biology-qualifiers/"><rdf:Description rdf:about="#S"><bqbiol:is><rdf:Bag>'
        '<rdf:li rdf:resource="https://identifiers.org/uniprot:P31749"/></rdf:Bag></bqbiol:is></rdf:Description>'
        "</rdf:RDF></annotation></extension>"
    )
    network, _ = read(glyph("S", "macromolecule", rdf, "anything"), glyph("P", "macromolecule"), process(), FLOW)
    assert {one.subject for one in network.claims} == {"prot:hgnc:391"}
    network, _ = read(
        glyph("S", "macromolecule", "", "AKT1"), glyph("P", "macromolecule"), process(), FLOW, namespace="hgnc.symbol"
    )
    assert {one.subject for one in network.claims} == {"prot:hgnc:391"}


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(InputError) as caught:
        read(THINGS, process(), arc("consumption", "S", "no"), arc("production", "nor", "P"))
    assert [(one.line, one.message.partition("names")[2]) for one in caught.value.problems] == [
        (9, " 'no', which is not in the map"), (10, " 'nor', which is not in the map"),
    ]  # fmt: skip
    with pytest.raises(InputError, match="glyph or port 'S' stands twice"):
        read(THINGS, glyph("S", "macromolecule"))
    with pytest.raises(InputError, match="SBGN of entity relationship is not read"):
        read(THINGS, language="entity relationship")


def test_libsbgnpy_sees_the_same_things_and_arcs(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        libsbgnpy = pytest.importorskip("libsbgnpy", reason="libsbgnpy, of the extra oracles, is not installed")
        path = tmp_path / "guide.sbgn"
        pg.write(pg.read_guide(), path)
        (theirs,) = libsbgnpy.read_sbgn_from_file(path).map
    report = pg.read_file(path)[1]
    assert (report.read["glyphs of things"], report.read["arcs"]) == (len(theirs.glyph), len(theirs.arc))


# Places ---------------------------------------------------------------------------------------------------


def placed(name: str, cls: str, box: str, inner: str = "", where: str = "") -> str:
    x, y, w, h = box.split()
    ref = f' compartmentRef="{where}"' if where else ""
    shown = f'<label text="{name}"/><bbox x="{x}" y="{y}" w="{w}" h="{h}"/>'
    return f'<glyph id="{name}" class="{cls}"{ref}>{shown}{inner}</glyph>\n'


def test_a_map_is_drawn_as_it_was() -> None:
    parts = placed("B", "macromolecule", "210 110 40 20") + placed("C", "macromolecule", "260 110 40 20")
    network, report = read(
        placed("Nucleus", "compartment", "0 0 400 300"),
        placed("A", "macromolecule", "10 20 60 30", where="Nucleus"),
        placed("BC", "complex", "200 100 110 50", parts, where="Nucleus"),
        placed("A2", "macromolecule", "10 220 60 30").replace('text="A2"', 'text="A"'),
        '<glyph id="pr" class="process"><bbox x="100" y="100" w="20" h="20"/></glyph>',
        arc("consumption", "A", "pr"), arc("production", "pr", "BC"),
    )  # fmt: skip
    (diagram,) = network.diagrams
    # a bbox states the upper left corner: 10 + 60 / 2 = 40, 20 + 30 / 2 = 35
    assert [(network.name(one.node), one.x, one.y, one.width, one.height) for one in diagram.places] == [
        ("BC", 255, 125, 110, 50), ("A", 40, 35, 60, 30), ("A", 40, 235, 60, 30),
        ("B", 230, 120, 40, 20), ("C", 280, 120, 40, 20),
    ]  # fmt: skip
    assert [
        (one.kind, one.name, one.x, one.y, one.width, one.height, [network.name(m) for m in one.members])
        for one in diagram.frames
    ] == [
        ("compartment", "Nucleus", 200, 150, 400, 300, ["BC", "A"]),
        ("complex", "BC", 255, 125, 110, 50, ["B", "C"]),
    ]
    assert (report.kept["places"], report.kept["frames"]) == (5, 2)
    drawing = pg.select_diagram(network, diagram.key, layout="original")
    assert len(drawing.places) == 5
    assert "Nucleus" in pg.to_dot(drawing)


def test_two_maps_lie_one_below_the_other_and_a_glyph_without_a_place_is_counted() -> None:
    second = '</map><map id="m2" language="process description">'
    bare = '<glyph id="Z" class="macromolecule"><label text="Z"/></glyph>'
    network, report = read(placed("A", "macromolecule", "0 0 40 20"), second, placed("B", "macromolecule", "0 0 40 20"),
                           bare)  # fmt: skip
    (diagram,) = network.diagrams
    # the first map ends at 20; the second begins 60 below it, so its middle is at 20 + 60 + 10
    assert {network.name(one.node): one.y for one in diagram.places} == {"A": 10, "B": 90}
    assert [loss.count for loss in report.left_out if "not stated" in loss.why and loss.what == "positions"] == [1]


def drawn(cls: str, source: str, target: str, *spots: str) -> str:
    start, *between, end = (spot.split(",") for spot in spots)
    ways = f'<start x="{start[0]}" y="{start[1]}"/>' + "".join(f'<next x="{x}" y="{y}"/>' for x, y in between)
    name = f"{source}-{target}".replace(" ", "_")
    ends = f'{ways}<end x="{end[0]}" y="{end[1]}"/>'
    return f'<arc id="{name}" class="{cls}" source="{source}" target="{target}">{ends}</arc>\n'


def ways(network: Network) -> dict[tuple[str, str, str], str]:
    (diagram,) = network.diagrams
    return {
        (network.name(claim.subject), claim.relation, network.name(claim.object)): way.points
        for way in diagram.ways
        for claim in network.claims
        if claim.id in way.claims
    }


def test_lines_run_by_the_arcs_of_a_process_and_end_at_what_our_arrow_acts_on() -> None:
    things = [placed(name, "macromolecule", f"{x} {y} 40 20") for name, x, y in
              (("A", 0, 100), ("B", 300, 100), ("E", 150, 0))]  # fmt: skip
    network, report = read(
        *things, '<glyph id="pr" class="process"><bbox x="160" y="100" w="20" h="20"/></glyph>',
        drawn("consumption", "A", "pr", "40,110", "100,110", "100,130", "160,110"),
        drawn("production", "pr", "B", "180,110", "300,110"), drawn("catalysis", "E", "pr", "170,20", "170,100"),
    )  # fmt: skip
    assert ways(network) == {
        ("A", "converted_to", "B"): "40,110 100,110 100,130 160,110 300,110",
        ("E", "catalyzes", "B"): "170,20 170,100 180,110 300,110",
    }
    assert report.kept["ways of lines"] == 2
    assert check_network(network) == []


def test_lines_run_through_logical_nodes_and_curves_are_short_pieces() -> None:
    things = [placed(name, "biological activity", f"0 {y} 40 20") for name, y in (("A", 0), ("B", 100), ("C", 200))]
    curve = '<start x="100" y="60"/><end x="20" y="200"><point x="100" y="200"/><point x="60" y="200"/></end>'
    network, _ = read(
        *things, '<glyph id="both" class="and"><bbox x="90" y="40" w="20" h="20"/></glyph>',
        drawn("logic arc", "A", "both", "40,10", "100,10", "100,40"),
        drawn("logic arc", "B", "both", "40,110", "90,50"),
        f'<arc id="i" class="positive influence" source="both" target="C">{curve}</arc>', language="activity flow",
    )  # fmt: skip
    found = ways(network)[("A", "activates", "C")]
    assert found.startswith("40,10 100,10 100,60 ")
    assert found.endswith(" 20,200")
    assert " 75,182.5 " in found  # its middle: (100 + 300 + 180 + 20) / 8, (60 + 600 + 600 + 200) / 8
    assert check_network(network) == []
