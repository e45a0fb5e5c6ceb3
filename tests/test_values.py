"""Values are checked the same behind every reader: what one format refuses, no other one lets in."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pathway_graph as pg
from networks import OTHER
from pathway_graph.errors import InputError
from pathway_graph.formats import builder, native, raw, table_rows
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import FORMATS, parse
from pathway_graph.formats.report import Report
from pathway_graph.model import Network
from pathway_graph.model.values import CONTROL, MAX_KEY, MAX_TEXT, one_line
from test_cli import run
from test_formats_tables import OMNIPATH, SIGNOR_ROWS

MARK = "?!"
"""Stands for the name that a test puts in."""


def document(name: str) -> str:
    data = json.loads(FORMATS["document"].module.dump(OTHER).files[""])
    data["entities"][1]["name"] = name
    return json.dumps(data)


def cyjs(name: str) -> str:
    nodes = [{"data": {"id": "1", "name": "A"}}, {"data": {"id": "2", "name": name}}]
    return json.dumps({"elements": {"nodes": nodes, "edges": [{"data": {"source": "1", "target": "2"}}]}})


def cx(name: str) -> str:
    nodes = [{"@id": 1, "n": "A"}, {"@id": 2, "n": name}]
    return json.dumps([{"nodes": nodes}, {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "inhibits"}]}])


def cx2(name: str) -> str:
    nodes = [{"id": 1, "v": {"name": "A"}}, {"id": 2, "v": {"name": name}}]
    return json.dumps([{"CXVersion": "2.0"}, {"nodes": nodes}, {"edges": [{"id": 0, "s": 1, "t": 2, "v": {}}]}])


def bel(name: str) -> str:
    nodes = [{"function": "Protein", "concept": {"namespace": "X", "name": one}} for one in ("A", name)]
    links = [{"source": 0, "target": 1, "relation": "increases"}]
    return json.dumps({"graph": {"document_metadata": {}}, "nodes": nodes, "links": links})


def yaml(name: str) -> str:
    quoted = json.dumps(name)  # a text in double quotes is the same in YAML
    start = "format: pathway-graph/1\nsource:\n  id: s\nentities:\n"
    return f"{start}- id: prot:A\n  kind: Protein\n  name: {quoted}\nclaims: []"


def escaped(name: str) -> str:
    return "".join(f"&#{ord(one)};" if ord(one) < 32 else one for one in name)


def graphml(name: str) -> str:
    return (
        '<graphml><key id="n" for="node" attr.name="name"/><graph>\n<node id="1"/>\n'
        f'<node id="2"><data key="n">{escaped(name)}</data></node>\n<edge source="1" target="2"/></graph></graphml>'
    )


def gpml(name: str) -> str:
    return (
        '<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="x">\n<DataNode GraphId="a" TextLabel="A"/>\n'
        f'<DataNode GraphId="b" TextLabel="{escaped(name)}"/></Pathway>'
    )


TEXTS: dict[str, tuple[Callable[[str], str], str]] = {
    "a.json": (document, r"a\.json: entities\[1\]: "),
    "a.cyjs": (cyjs, r"a\.cyjs: elements\.nodes\[1\]: "),
    "a.cx": (cx, r"a\.cx: nodes\[1\]: "),
    "a.cx2": (cx2, r"a\.cx2: nodes\[1\]: "),
    "a.bel.json": (bel, r"a\.bel\.json: nodes\[1\]: "),
    "a.yaml": (yaml, r"a\.yaml:7: "),
}
MARKUP: dict[str, tuple[Callable[[str], str], str]] = {
    "a.graphml": (graphml, r"a\.graphml:3: "),
    "a.gpml": (gpml, r"a\.gpml:3: "),
}
ROWS: dict[str, tuple[Callable[[str], str], str]] = {
    "a.sif": (lambda name: f"A\tactivates\tB\nA\tinhibits\t{name}\n", r"a\.sif:2: "),
    "a.tsv": (lambda name: f"source\ttarget\nA\tB\nA\t{name}\n", r"a\.tsv:3: target: "),
    "a.signor.csv": (lambda name: SIGNOR_ROWS.replace("RELA;", f"{name};", 1) + "\n", r"a\.signor\.csv:2: ENTITYA: "),
    "a.omnipath.tsv": (lambda name: OMNIPATH.replace("CREB1\tBDNF", f"{name}\tBDNF"), r":2: source_genesymbol: "),
}


def read(name: str, text: str) -> tuple[Network, Report]:
    return parse(Decoded(name, name, text.encode()))


BAD = ["\0", "\x1b", "\r", "\x07", "\x7f", "\x85", "\x9b", "\uffff"]
OWN = ["a.json", "a.yaml"]  # in files of other programs a line break in a label is a blank


@pytest.mark.parametrize(
    ("name", "bad"), [(name, bad) for name in TEXTS for bad in (*BAD, *("\n\t" if name in OWN else ""))], ids=ascii
)
def test_a_control_character_in_a_name_is_refused_with_its_place(name: str, bad: str) -> None:
    make, where = TEXTS[name]
    read(name, make("AKT1"))
    with pytest.raises(InputError, match=rf"(?m)^{where}name '.*' holds the .* U\+{ord(bad):04X}.*; remove it"):
        read(name, make(f"AK{bad}T1"))


@pytest.mark.parametrize("bad", ["\r", "\x7f", "\x85", "\x9b"], ids=ascii)
@pytest.mark.parametrize("name", MARKUP)
def test_markup_holds_no_control_character_either(name: str, bad: str) -> None:
    make, where = MARKUP[name]
    read(name, make("AKT1"))
    with pytest.raises(InputError, match=rf"^{where}name '.*' holds the control character U\+{ord(bad):04X}"):
        read(name, make(f"AK{bad}T1"))


@pytest.mark.parametrize("bad", ["\x10", "\x1b", "\x0b", "\x1c", "\x7f", "\x85", "\x9b"], ids=ascii)
@pytest.mark.parametrize("name", ROWS)
def test_a_row_with_a_control_character_is_refused_with_its_line(name: str, bad: str) -> None:
    make, where = ROWS[name]
    read(name, make("AKT1"))
    with pytest.raises(InputError, match=rf"{where}.*holds the control character U\+{ord(bad):04X}"):
        read(name, make(f"AK{bad}T1"))


@pytest.mark.slow
def test_a_lone_carriage_return_begins_no_row() -> None:
    with pytest.raises(InputError, match=r"a\.tsv:2: a carriage return \(CR\) without a line feed"):
        read("a.tsv", "source\ttarget\nA\tB\r=1\tC\n")
    with pytest.raises(InputError, match=r"a\.sif:1: .*U\+000D \(CR\)"):
        read("a.sif", "A\tactivates\tB\rC\tinhibits\tD\nE\n")
    for ends in ("\r", "\r\n", "\n"):
        network, _ = parse(Decoded("a.tsv", "a.tsv", f"source\ttarget{ends}A\tB{ends}".encode()))
        assert len(network.claims) == 1, "a file whose lines all end alike is read"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"], ids=ascii)
def test_a_line_separator_of_unicode_splits_no_line_of_a_sif_file(separator: str) -> None:
    text = f"A\tactivates\tB{separator}C\tinhibits\tD\n"
    if CONTROL.search(separator):
        with pytest.raises(InputError, match=r"a\.sif:1: "):
            read("a.sif", text)
    else:
        network, _ = parse(Decoded("a.sif", "a.sif", text.encode()))
        assert {claim.relation for claim in network.claims} == {"activates"}


@pytest.mark.parametrize("empty", ["", " ", "\u00a0"], ids=ascii)
def test_an_empty_name_is_refused_in_our_own_formats(empty: str) -> None:
    for name in OWN:
        make, where = TEXTS[name]
        with pytest.raises(InputError, match=rf"^{where}'?name'?.* is empty"):
            read(name, make(empty))


@pytest.mark.parametrize("name", [*TEXTS, *MARKUP, "a.sif", "a.tsv"])
def test_a_name_longer_than_an_index_holds_is_refused_before_the_store(name: str) -> None:
    make, where = {**TEXTS, **MARKUP, **ROWS}[name]
    where = where.removesuffix("target: ")
    read(name, make("x" * (MAX_KEY - 20)))
    with pytest.raises(InputError, match=rf"{where}.*'x{{50,60}}'… .* is longer than 2,000 characters") as caught:
        read(name, make("x" * 1_000_000))
    assert len(str(caught.value)) < 3_000


def test_a_note_may_be_long_but_not_without_end() -> None:
    entity = pg.Entity("prot:A", "Protein", "A", note="x" * MAX_TEXT)
    assert pg.check_network(pg.build_network(pg.Source("s"), entities=[entity])) == []
    entity = pg.Entity("prot:A", "Protein", "A", note="x" * (MAX_TEXT + 1))
    (problem,) = pg.check_network(pg.build_network(pg.Source("s"), entities=[entity]))
    assert "is longer than 1,000,000 characters" in problem.message


def test_all_wrong_values_of_a_file_are_told_at_once_up_to_a_number() -> None:
    data = json.loads(document("D"))
    for number in range(40):
        data["entities"].append({**data["entities"][0], "id": f"prot:{number:02}", "name": f"\x1b{number}"})
    with pytest.raises(InputError) as caught:
        read("a.json", json.dumps(data))
    assert len(caught.value.problems) == raw.MOST_PROBLEMS + 1
    assert caught.value.problems[-1].message == "20 more problems of these kinds"


def test_notes_and_literature_of_others_lose_control_characters_and_the_report_says_so() -> None:
    text = (
        '<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="x"><DataNode GraphId="a" TextLabel="A"/>'
        '<DataNode GraphId="b" TextLabel="B"/><Interaction GraphId="i"><BiopaxRef>r</BiopaxRef><Graphics>'
        '<Point GraphRef="a"/><Point GraphRef="b" ArrowHead="Arrow"/></Graphics></Interaction>'
        '<Biopax><PublicationXref xmlns:rdf="r" rdf:id="r"><ID>1</ID><DB>PubMed</DB><AUTHORS>L\x83\x82pez</AUTHORS>'
        "</PublicationXref></Biopax></Pathway>"
    )
    network, report = parse(Decoded("a.gpml", "a.gpml", text.encode()))
    assert [one.authors for one in network.publications] == ["Lpez"]
    assert ("publications", "control characters were removed", 1) in {(x.what, x.why, x.count) for x in report.changed}


def test_a_label_in_two_lines_is_one_name() -> None:
    network, _ = parse(Decoded("a.cyjs", "a.cyjs", cyjs("MAP\nkinase\r\n 1").encode()))
    assert "MAP kinase 1" in {entity.name for entity in network.entities}
    assert one_line("a\u2028b\u00a0c") == "a b c"


# Words, numbers, identifiers ---------------------------------------------------------------------------

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("claims", {"regimen": "forever"}, "regimen 'forever' is unknown"),
    ("claims", {"duration": "21 days"}, "duration '21 days' is not an ISO 8601 duration"),
    ("claims", {"table": 1.5}, "table"),
    ("claims", {"relation": "actvates"}, "relation 'actvates'"),
    ("claims", {"condition_effect": 3}, "condition_effect"),
    ("claims", {"kind": "guess"}, "kind 'guess'"),
    ("claims", {"reference_status": "perhaps"}, "reference_status 'perhaps' is unknown"),
    ("entities", {"curie": "nonsense"}, "curie: 'nonsense' is not a CURIE"),
    ("entities", {"role": "wizard"}, "role 'wizard' is unknown"),
    ("entities", {"compartment": "moon"}, "compartment 'moon' is unknown"),
    ("entities", {"kind": "Protien"}, "kind 'Protien'"),
    ("entities", {"id": "prot A"}, "id 'prot A' is not an identifier"),
    ("entities", {"xrefs": [{"curie": "up:P1"}]}, "prefix 'up' of 'up:P1' is unknown"),
    ("entities", {"orthologs": [{"species": "cat"}]}, "species 'cat' is unknown"),
    ("references", {"verdicts": [{"claims": ["o1"], "verdict": "marvellous"}]}, "verdict 'marvellous' is unknown"),
    ("publications", {"status": "rumour"}, "status 'rumour'"),
]


def item(section: str) -> dict[str, Any]:
    items: dict[str, dict[str, Any]] = {
        "claims": {"id": "n1", "subject": "prot:A", "relation": "inhibits", "object": "prot:D", "source": "other"},
        "entities": {"id": "prot:N", "kind": "Protein", "name": "N", "sources": ["other"]},
        "references": {"number": 1, "text": "A work", "source": "other"},
        "publications": {"id": "p1", "title": "A work", "status": "verified", "source": "other"},
    }
    return items[section]


@pytest.mark.parametrize(("section", "change", "message"), WRONG, ids=lambda value: ascii(value)[:40])
def test_a_document_is_refused_what_yaml_is_refused(section: str, change: dict[str, Any], message: str) -> None:
    for made, fits in ((item(section), True), (item(section) | change, False)):
        data = json.loads(document("D"))
        data.setdefault(section, []).append(made)
        at = len(data[section]) - 1
        if fits:
            read("a.json", json.dumps(data))
            continue
        with pytest.raises(InputError, match=rf"^a\.json: {section}\[{at}\]: ") as caught:
            read("a.json", json.dumps(data))
        assert message in str(caught.value)


@pytest.mark.parametrize(("section", "change", "message"), WRONG, ids=lambda value: ascii(value)[:40])
def test_yaml_is_refused_it_with_its_line(section: str, change: dict[str, Any], message: str) -> None:
    import yaml as writer

    fields = {key: value for key, value in (item(section) | change).items() if key not in ("source", "sources")}
    if "xrefs" in fields:
        fields["xrefs"] = ["up:P1"]
    if "orthologs" in fields:
        fields["orthologs"] = {"cat": {"symbol": "X"}}
    base = writer.safe_load(native.dump(OTHER).files[""].decode())
    base.setdefault(section, []).append(fields)
    with pytest.raises(InputError, match=r"a\.yaml:\d+: ") as caught:
        read("a.yaml", writer.safe_dump(base, sort_keys=False, allow_unicode=True))
    assert message.removeprefix("curie: ") in str(caught.value)


def test_a_network_built_in_python_is_checked_in_the_same_words() -> None:
    bad = pg.build_network(
        pg.Source("s"), entities=[pg.Entity("prot:A", "Protien", "A"), pg.Entity("prot:B", "Protein", "\x1b")],
        claims=[pg.Claim("c", "prot:A", "actvates", "prot:B", duration="21 days", certainty="sure")],  # type: ignore[arg-type]
    )  # fmt: skip
    found = {problem.message for problem in pg.check_network(bad)}
    assert {
        "kind 'Protien' is unknown", "name '\\x1b' holds the control character U+001B (ESC)",
        "relation 'actvates' is unknown", "duration '21 days' is not an ISO 8601 duration",
        "certainty 'sure' is unknown",
    } <= found  # fmt: skip


def test_what_belongs_to_no_data_set_or_has_the_id_of_another_is_told() -> None:
    data = json.loads(document("D"))
    data["claims"][0]["source"] = "nobody"
    with pytest.raises(InputError, match=r"claims\[0\]: data set 'nobody' is not among the sources"):
        read("a.json", json.dumps(data))


# Ids that stand twice ----------------------------------------------------------------------------------


def twice_document() -> str:
    data = json.loads(document("D"))
    data["entities"].append({**data["entities"][0], "name": "TP53"})
    return json.dumps(data)


TWICE = {
    "a.cx": (
        json.dumps([{"nodes": [{"@id": 1, "n": "AKT1"}, {"@id": 1, "n": "TP53"}, {"@id": 2, "n": "MYC"}]},
                    {"edges": [{"@id": 3, "s": 1, "t": 2, "i": "activates"}]}]),
        r"a\.cx: nodes\[1\]: node '1' stands twice; the first is nodes\[0\]",
    ),
    "b.cx": (
        json.dumps([{"nodes": [{"@id": 1, "n": "AKT1"}, {"@id": 2, "n": "MYC"}]},
                    {"edges": [{"@id": 3, "s": 1, "t": 2}, {"@id": 3, "s": 2, "t": 1}]}]),
        r"b\.cx: edges\[1\]: edge '3' stands twice; the first is edges\[0\]",
    ),
    "c.cx": (
        json.dumps([{"nodes": [{"n": "AKT1"}]}, {"edges": []}]), r"c\.cx: nodes\[0\]: the node has no id",
    ),
    "a.cx2": (
        json.dumps([{"CXVersion": "2.0"},
                    {"nodes": [{"id": 1, "v": {"name": "AKT1"}}, {"id": 1, "v": {"name": "TP53"}}]},
                    {"edges": [{"s": 1, "t": 1, "v": {"interaction": "activates"}}]}]),
        r"a\.cx2: nodes\[1\]: node '1' stands twice; the first is nodes\[0\]",
    ),
    "a.cyjs": (
        json.dumps({"elements": {"nodes": [{"data": {"id": "1"}}, {"data": {"id": "1"}}], "edges": []}}),
        r"a\.cyjs: elements\.nodes\[1\]: node '1' stands twice; the first is elements\.nodes\[0\]",
    ),
    "a.graphml": (
        '<graphml><graph>\n<node id="1"/>\n<node id="1"/></graph></graphml>',
        r"a\.graphml:3: node '1' stands twice; the first is in line 2",
    ),
    "a.gpml": (
        '<Pathway xmlns="http://pathvisio.org/GPML/2013a">\n<DataNode GraphId="a" TextLabel="AKT1"/>\n'
        '<DataNode GraphId="a" TextLabel="TP53"/></Pathway>',
        r"a\.gpml:3: GraphId or elementId 'a' stands twice; the first is in line 2",
    ),
    "b.gpml": (
        '<Pathway xmlns="http://pathvisio.org/GPML/2013a">\n<DataNode GraphId="a" TextLabel="AKT1"/>\n'
        '<Interaction><Graphics><Anchor GraphId="a"/></Graphics></Interaction></Pathway>',
        r"b\.gpml:3: GraphId or elementId 'a' stands twice; the first is in line 2",
    ),
    "c.gpml": (
        '<Pathway xmlns="http://pathvisio.org/GPML/2013a">\n<DataNode GraphId="a" TextLabel="AKT1"/>\n'
        '<Group GroupId="g"/>\n<Group GroupId="g"/></Pathway>',
        r"c\.gpml:4: GroupId 'g' stands twice; the first is in line 3",
    ),
    "a.bel.json": (
        json.dumps({"graph": {"document_metadata": {}}, "nodes": [
            {"id": "x", "function": "Protein", "concept": {"namespace": "HGNC", "name": name}}
            for name in ("AKT1", "TP53")
        ], "links": [{"source": "x", "target": "x", "relation": "increases"}]}),
        r"a\.bel\.json: nodes\[1\]: node 'x' stands twice; the first is nodes\[0\]",
    ),
    "a.json": (twice_document(), r"a\.json: entities\[2\]: id 'prot:A' is used twice; the first is entities\[0\]"),
}  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_an_id_that_stands_twice_is_refused_with_both_places(name: str) -> None:
    text, message = TWICE[name]
    with pytest.raises(InputError, match=message):
        read(name, text)


TWO_VALUES = {
    "a.graphml": (
        '<graphml><key id="i" for="edge" attr.name="interaction"/><graph>\n<node id="A"/><node id="B"/>\n'
        '<edge source="A" target="B"><data key="i">activates</data>\n<data key="i">inhibits</data></edge>'
        "</graph></graphml>",
        r"a\.graphml:4: 'interaction' stands twice in one edge; keep one",
    ),
    "a.cx": (
        json.dumps([{"nodes": [{"@id": 1, "n": "A"}, {"@id": 2, "n": "B"}]}, {"edges": [{"@id": 3, "s": 1, "t": 2}]},
                    {"edgeAttributes": [{"po": 3, "n": "interaction", "v": "activates"},
                                        {"po": 3, "n": "interaction", "v": "inhibits"}]}]),
        r"a\.cx: edgeAttributes\[1\]: attribute 'interaction' of '3' stands twice with two values; the first is edge",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TWO_VALUES)
def test_two_values_of_one_attribute_are_refused(name: str) -> None:
    text, message = TWO_VALUES[name]
    with pytest.raises(InputError, match=message):
        read(name, text)


GPML_BLANK = (
    '<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="x"><DataNode TextLabel=" " GraphId="1" Type="Protein"/>'
    '<DataNode TextLabel="" GraphId="2" Type="Protein"/><DataNode TextLabel="C" GraphId="c" Type="Protein"/>'
    '<Interaction><Graphics><Point GraphRef="1"/><Point GraphRef="c" ArrowHead="mim-stimulation"/></Graphics>'
    '</Interaction><Interaction><Graphics><Point GraphRef="2"/><Point GraphRef="c" ArrowHead="mim-inhibition"/>'
    "</Graphics></Interaction></Pathway>"
)
BLANK = {
    "a.cyjs": json.dumps({"elements": {
        "nodes": [{"data": {"id": "1", "name": " "}}, {"data": {"id": "2", "name": "\t"}}, {"data": {"id": "C"}}],
        "edges": [{"data": {"source": "1", "target": "C", "interaction": "activates"}},
                  {"data": {"source": "2", "target": "C", "interaction": "inhibits"}}]}}),
    "a.cx": json.dumps([
        {"nodes": [{"@id": 1, "n": " "}, {"@id": 2, "n": "\u00a0"}, {"@id": 3, "n": "C"}]},
        {"edges": [{"@id": 4, "s": 1, "t": 3, "i": "activates"}, {"@id": 5, "s": 2, "t": 3, "i": "inhibits"}]}]),
    "a.cx2": json.dumps([{"CXVersion": "2.0"},
        {"nodes": [{"id": 1, "v": {"name": " "}}, {"id": 2, "v": {"name": "  "}}, {"id": 3, "v": {"name": "C"}}]},
        {"edges": [{"id": 4, "s": 1, "t": 3, "v": {"interaction": "activates"}},
                   {"id": 5, "s": 2, "t": 3, "v": {"interaction": "inhibits"}}]}]),
    "a.graphml": '<graphml><key id="n" for="node" attr.name="name"/><key id="i" for="edge" attr.name="interaction"/>'
        '<graph><node id="1"><data key="n"> </data></node><node id="2"><data key="n">  </data></node><node id="C"/>'
        '<edge source="1" target="C"><data key="i">activates</data></edge>'
        '<edge source="2" target="C"><data key="i">inhibits</data></edge></graph></graphml>',
    "a.gpml": GPML_BLANK,
}  # fmt: skip


@pytest.mark.parametrize("name", BLANK)
def test_two_nodes_with_blanks_for_a_name_are_two(name: str) -> None:
    network, _ = read(name, BLANK[name])
    names = {entity.id: entity.name for entity in network.entities}
    said = {(names[claim.subject], claim.relation, names[claim.object]) for claim in network.claims}
    assert said == {("1", "activates", "C"), ("2", "inhibits", "C")}


def test_what_a_reader_does_not_take_as_stated_is_told() -> None:
    text = (
        '<graphml><graph edgedefault="undirected">\n<node id="A"><graph><node id="A1"/></graph></node><node id="B"/>\n'
        '<edge source="A" target="B"/>\n<edge source="B" target="A" directed="true"/></graph></graphml>'
    )
    _, report = read("a.graphml", text)
    assert [(loss.what, loss.count, loss.places) for loss in report.left_out] == [("graphs", 1, ("line 2",))]
    undirected = [loss for loss in report.changed if "undirected" in loss.why]
    assert [(loss.what, loss.count, loss.places) for loss in undirected] == [("edges", 1, ("line 3",))]
    lost = [{"nodes": [{"@id": 1, "n": "A"}]}, {"nodeAttributes": [{"po": 9, "n": "represents", "v": "hgnc:391"}]}]
    _, report = read("b.cx", json.dumps(lost))
    assert [(loss.what, loss.places) for loss in report.left_out] == [("attributes", ("nodeAttributes[0]",))]


# Bounded work ------------------------------------------------------------------------------------------


def peak_bytes(size: int, folder: Path) -> int:
    """Return the peak memory of a process that reads a graph of which one attribute has *size* characters."""
    file = folder / f"{size}.cyjs"
    image = "".join(["QUJD\\n"] * (size // 6))
    file.write_text('{"elements": {"nodes": [{"data": {"id": "1", "image": "' + image + '"}}], "edges": []}}')
    code = (
        "import resource, sys\nfrom pathway_graph.formats.registry import read_file\n"
        "network, report = read_file(sys.argv[1])\nassert report.left_out[0].why == 'longer than a note holds'\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "RUSAGE_SELF"), reason="memory is measured as Unix does")
def test_a_long_text_in_json_costs_a_few_times_its_size(tmp_path: Path) -> None:
    """116 bytes per byte before: an embedded picture of 10 MB took 1.2 GB."""
    size = 12_000_000
    more = peak_bytes(size, tmp_path) - peak_bytes(600, tmp_path)
    assert more < 10 * size


@pytest.mark.slow
def test_a_table_of_a_hundred_thousand_columns_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting each name among all took minutes; a hang is ended by the time limit of the test."""
    monkeypatch.setattr(table_rows, "MAX_COLUMNS", 1_000_000)
    header = "\t".join(["source", "target", *(f"c{number}" for number in range(100_000))])
    network, _ = parse(Decoded("a.tsv", "a.tsv", f"{header}\nA\tB\n".encode()))
    assert len(network.claims) == 1


def test_a_file_of_more_than_memory_holds_is_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MAX_THINGS", 100)
    monkeypatch.setattr(raw, "MAX_ELEMENTS", 100)
    targets = "\t".join(f"T{number}" for number in range(200))
    with pytest.raises(InputError, match=r"a\.sif:1: it holds more than 100 entities and claims.*; split it"):
        read("a.sif", f"A\tactivates\t{targets}\n")
    rows = "".join(f"A\tT{number}\n" for number in range(200))
    with pytest.raises(InputError, match=r"a\.tsv:\d+: it holds more than 100 entities and claims"):
        read("a.tsv", f"source\ttarget\n{rows}")
    with pytest.raises(InputError, match=r"a\.gpml: it has 201 elements; the limit is 100; split it"):
        read("a.gpml", '<Pathway xmlns="http://pathvisio.org/GPML/2013a">' + "<a/>" * 200 + "</Pathway>")


# Nothing, and half of something ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", OMNIPATH.split("\n")[0] + "\n", r"a\.tsv: nothing is in it .*cut off after its head"),
        ("a.tsv", "source\ttarget\n", r"a\.tsv: nothing is in it"),
        ("a.sif", "# a comment alone\n", r"a\.sif: nothing is in it"),
        ("a.cyjs", '{"elements": {"nodes": [], "edges": []}}', r"a\.cyjs: nothing is in it"),
        ("a.gpml", '<Pathway xmlns="http://pathvisio.org/GPML/2013a"><a/><a/></Pathway>', "the drawing is empty"),
        ("a.tsv", "source\ttarget\tsign\nA\tB\t1\nA\tC", r"a\.tsv:3: the last row has 2 cells, the header 3, and no"),
        ("a.sbgn", "<sbgn xmlns='http://sbgn.org/libsbgn/0.3'/>", "SBGN of no language is not read"),
    ],
)
def test_a_file_of_nothing_or_half_a_row_is_refused(name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(name, text)


@pytest.mark.parametrize("name", ["a.tsv", "a.sif"])
def test_a_last_line_without_an_end_and_short_rows_are_reported(name: str) -> None:
    text = {"a.tsv": "source\ttarget\tnote\nA\tB\nA\tC\tx", "a.sif": "A\tbinds\tB\nA\tbinds\tC"}[name]
    _, report = parse(Decoded(name, name, text.encode()))
    told = {(loss.what, loss.count, loss.places) for loss in report.changed}
    last = "line 3" if name == "a.tsv" else "line 2"
    assert ("lines", 1, (last,)) in told
    assert (("rows", 1, ("line 2",)) in told) == (name == "a.tsv")


@pytest.mark.slow
def test_the_command_says_that_no_claim_was_read(tmp_path: Path) -> None:
    (tmp_path / "alone.sif").write_text("hgnc:2345\n")
    done = run("import", "--dry-run", str(tmp_path / "alone.sif"))
    assert done.returncode == 0
    assert "no claim was read from 1 of 1 file: " in done.stderr


def test_a_name_of_a_megabyte_ends_with_code_3_and_its_line(tmp_path: Path) -> None:
    """It was read, and the load failed later with code 1 and words of the engine."""
    (tmp_path / "a.sif").write_text("A\tactivates\tB\nA\tactivates\t" + "x" * 1_000_000 + "\n")
    done = run("import", str(tmp_path / "a.sif"), store=tmp_path / "store")
    assert done.returncode == 3
    assert "a.sif:2: name 'xxx" in done.stderr
    assert "is longer than 2,000 characters" in done.stderr
    assert not (tmp_path / "store").exists()
