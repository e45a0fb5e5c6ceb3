"""Bad data leave no public function as a raw KeyError, ValueError or AttributeError: they are told, all at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pathway_graph as pg
from pathway_graph.errors import InputError, InternalError, PathwayGraphError, UnknownName, WrongArgument
from pathway_graph.formats import sif
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse
from pathway_graph.stores.embedded.store import EmbeddedStore

A, B, C = (pg.Entity(f"prot:{name}", "Protein", name) for name in "ABC")
CLAIM = pg.Claim("c1", "prot:A", "activates", "prot:B")
ONWARD = pg.Claim("c3", "prot:B", "activates", "prot:C", regimen="acute", sex="male")
PICTURE = pg.Diagram(
    "D1", "d", "A picture", nodes=(pg.DiagramNode("prot:A"), pg.DiagramNode("prot:B")),
    edges=(pg.DiagramEdge("prot:A", "activates", "prot:B", ("c1",)),),
)  # fmt: skip
SOUND = pg.build_network(pg.Source("s", title="S"), entities=[A, B, C], claims=[CLAIM, ONWARD], diagrams=[PICTURE])


def with_claim(**wrong: Any) -> Callable[[], pg.Network]:
    def made() -> pg.Network:
        return pg.build_network(
            pg.Source("s"), entities=[A, B, C],
            claims=[replace(CLAIM, **wrong), replace(CLAIM, id="c2"), ONWARD],
            diagrams=[PICTURE],
        )  # fmt: skip

    return made


def with_entity(**wrong: Any) -> Callable[[], pg.Network]:
    return lambda: pg.build_network(pg.Source("s"), entities=[replace(A, **wrong), B, C], claims=[CLAIM, ONWARD])


def with_diagram(**wrong: Any) -> Callable[[], pg.Network]:
    return lambda: pg.build_network(
        pg.Source("s"), entities=[A, B, C], claims=[CLAIM, ONWARD], diagrams=[replace(PICTURE, **wrong)]
    )


def united(**wrong: Any) -> pg.Network:
    both = pg.merge([SOUND, pg.build_network(pg.Source("t"), entities=[A])])
    return replace(both, entities=(replace(both.entities[0], **wrong), *both.entities[1:]))


BROKEN: dict[str, Callable[[], pg.Network]] = {
    "unknown relation": with_claim(relation="actvates"),
    "unknown kind of claim": with_claim(kind="wild"),
    "unknown certainty": with_claim(certainty="sure"),
    "unknown certainty of a ground": with_claim(certainty="sure", inferred_from=("c2",), reference_status="inferred"),
    "unknown aspect": with_claim(aspect="vibes"),
    "unknown view": with_claim(view="mine"),
    "unknown regimen": with_claim(regimen="forever"),
    "wrong duration": with_claim(duration="21 days"),
    "wrong sign of a condition": with_claim(condition="prot:B", condition_effect=7),
    "dangling subject": with_claim(subject="prot:Z"),
    "dangling object": with_claim(object="prot:Z"),
    "dangling species": with_claim(species="sp:unicorn"),
    "dangling ground": with_claim(inferred_from=("c9",), reference_status="inferred"),
    "text for a number": with_claim(table="one"),
    "number for a text": with_claim(statement=7),
    "number for an id": with_claim(id=7),
    "flag for a sign": with_claim(condition="prot:B", condition_effect=True),
    "flag for a number": with_claim(table=True),
    "number of the other kind": with_claim(table=1.0),
    "list for a tuple": with_claim(citations=[1, 2]),
    "text for a tuple": with_claim(restates="c2"),
    "co-treatment twice": with_claim(co_treatment=("prot:B", "prot:B")),
    "citation twice": with_claim(citations=(1, 1)),
    "none for a tuple": with_claim(co_treatment=None),
    "unknown kind": with_entity(kind="Protien"),
    "unknown role": with_entity(role="wizard"),
    "none for a name": with_entity(name=None),
    "unknown link": with_entity(links=(pg.Link("cousin_of", "prot:B"),)),
    "dangling link": with_entity(links=(pg.Link("is_a", "prot:Z"),)),
    "text for a link": with_entity(links=("is_a prot:B",)),
    "no data set": lambda: replace(SOUND, entities=(replace(SOUND.entities[0], sources=()), *SOUND.entities[1:])),
    "a definition too few": lambda: united(definitions=(replace(A, sources=("s",)),)),
    "no definitions": lambda: united(definitions=()),
    "definitions in another order": lambda: united(sources=("t", "s")),
    "a definition too many": lambda: replace(
        SOUND, entities=(replace(SOUND.entities[0], definitions=SOUND.entities[:1]), *SOUND.entities[1:])
    ),
    "a source twice": lambda: replace(SOUND, sources=(pg.Source("s"), pg.Source("s"))),
    "text for a dose": with_claim(dose="10", dose_unit="mg/kg"),
    "text for a statistic": with_claim(statistic="p-value", statistic_value="0.01"),
    "none for a relation": with_claim(relation=None),
    "text for verdicts": lambda: replace(SOUND, references=(pg.Reference(1, "t", verdicts="good", source="s"),)),  # type: ignore[arg-type]
    "none for claims of a publication": lambda: replace(
        SOUND,
        publications=(pg.Publication("p", "t", "found", claims=None, source="s"),),  # type: ignore[arg-type]
    ),
    "none for claims of a tension": lambda: replace(
        SOUND,
        tensions=(pg.Tension("K", "w", claims=None, source="s"),),  # type: ignore[arg-type]
    ),
    "two orthologs of a species": with_entity(
        orthologs=(pg.Ortholog("rat", curies=("rgd:2202",)), pg.Ortholog("rat", curies=("ncbigene:24225",)))
    ),
    "nonsense curie": with_entity(curie="nonsense"),
    "dangling node of a diagram": with_diagram(nodes=(pg.DiagramNode("prot:Z"), pg.DiagramNode("prot:A"))),
    "dangling end of a diagram": with_diagram(edges=(pg.DiagramEdge("prot:A", "activates", "prot:Z", ("c9",)),)),
    "unknown layer": with_diagram(nodes=(pg.DiagramNode("prot:A", layer="deep"), pg.DiagramNode("prot:B"))),  # type: ignore[arg-type]
    "duplicate entity": lambda: pg.build_network(
        pg.Source("s"), entities=[A, replace(A, name="Again"), B], claims=[CLAIM]
    ),
    "duplicate claim": lambda: pg.build_network(
        pg.Source("s"), entities=[A, B], claims=[CLAIM, replace(CLAIM, relation="inhibits")]
    ),
    "an entity that is a text": lambda: pg.build_network(pg.Source("s"), entities=["prot:A"]),  # type: ignore[list-item]
    "a list of claims": lambda: replace(SOUND, claims=[CLAIM]),  # type: ignore[arg-type]
    "an edge of an unknown relation": lambda: replace(SOUND, edges=(pg.Edge("prot:A", "actvates", "prot:B"),)),
    "an edge that ends nowhere": lambda: replace(SOUND, edges=(pg.Edge("prot:A", "activates", "prot:Z"),)),
}


def with_edge(**wrong: Any) -> Callable[[], pg.Network]:
    return lambda: replace(SOUND, edges=(replace(SOUND.edges[0], **wrong), *SOUND.edges[1:]))


WRONG_EDGES: dict[str, tuple[Callable[[], pg.Network], list[str]]] = {
    "relation against its claim": (with_edge(relation="inhibits"), [
        "edges 'prot:A activates prot:B': it is missing, though 'c1' states it",
        "edges 'prot:A inhibits prot:B': no claim, link or diagram states it",
    ]),
    "unknown relation": (with_edge(relation="actvates"), [
        "edges 'prot:A activates prot:B': it is missing, though 'c1' states it",
        "edges 'prot:A actvates prot:B': no claim, link or diagram states it",
        "edges 'prot:A actvates prot:B': relation 'actvates' is unknown; did you mean 'activates'?",
    ]),
    "end that is nowhere": (with_edge(target="prot:Z"), [
        "edges 'prot:A activates prot:B': it is missing, though 'c1' states it",
        "edges 'prot:A activates prot:Z': end 'prot:Z' is not among the entities",
        "edges 'prot:A activates prot:Z': no claim, link or diagram states it",
    ]),
    "certainty": (with_edge(certainty="wild"), [
        "edges 'prot:A activates prot:B': certainty is not as derived: 'wild', not 'asserted'",
    ]),
    "view": (with_edge(view="background"), [
        "edges 'prot:A activates prot:B': view is not as derived: 'background', not 'guide'",
    ]),
    "claims": (with_edge(claims=("c3",)), [
        "edges 'prot:A activates prot:B': claims is not as derived: without 'c1' and with 'c3'"
    ]),
    "unknown claim": (with_edge(claims=("c1", "c9")), [
        "edges 'prot:A activates prot:B': claims 'c9' is not among the claims",
        "edges 'prot:A activates prot:B': claims is not as derived: with 'c9'",
    ]),
    "diagrams": (with_edge(cascades=()), [
        "edges 'prot:A activates prot:B': cascades is not as derived: without 'D1'",
    ]),
    "twice": (lambda: replace(SOUND, edges=(SOUND.edges[0], *SOUND.edges)), [
        "edges 'prot:A activates prot:B': it stands there 2 times",
    ]),
    "one lacking": (lambda: replace(SOUND, edges=SOUND.edges[:1]), [
        "edges 'prot:B activates prot:C': it is missing, though 'c3' states it",
    ]),
    "none": (lambda: replace(SOUND, edges=()), [
        "edges 'prot:A activates prot:B': it is missing, like all of the 2 edges",
    ]),
    "order": (lambda: replace(SOUND, edges=SOUND.edges[::-1]), [
        "edges 'prot:B activates prot:C': the edges are not in order of source, relation and target",
    ]),
    "none for a text": (with_edge(site=None), ["edges 'prot:A activates prot:B': site None is not a text"]),
    "none for diagrams": (with_edge(cascades=None), [
        "edges 'prot:A activates prot:B': cascades None is not a tuple of texts",
    ]),
    "none for claims": (with_edge(claims=None), [
        "edges 'prot:A activates prot:B': claims None is not a tuple of texts",
    ]),
    "number of a claim": (with_edge(claims=(1,)), [
        "edges 'prot:A activates prot:B': claims (1,) is not a tuple of texts",
    ]),
    "list of claims": (with_edge(claims=["c1"]), [
        "edges 'prot:A activates prot:B': claims ['c1'] is not a tuple of texts",
    ]),
    "number for a flag": (with_edge(structural=0), ["edges 'prot:A activates prot:B': structural 0 is not a flag"]),
    "number for an end": (with_edge(source=7), ["edges '7 activates prot:B': source 7 is not a text"]),
}  # fmt: skip
BROKEN |= {f"an edge's {name}": made for name, (made, _) in WRONG_EDGES.items()}
"""Networks, each with one thing wrong; making some of them is refused already."""


def drawn(network: pg.Network) -> pg.Drawing:
    return pg.draw_network(network, network.edges, title="All")


def answered(network: pg.Network) -> pg.RouteExplanation:
    return pg.explain(network, "prot:A", "prot:C")


def behind(network: pg.Network) -> pg.CausalNetwork:
    changes = pg.place_changes(network, [pg.Measurement("prot:C", 1, 1.0)])
    return pg.causal_network(network, changes, ["prot:A"], permutations=0)


def ranked(network: pg.Network) -> pg.Regulators:
    return pg.rank_regulators(network, pg.place_changes(network, [pg.Measurement("prot:C", 1, 1.0)]))


def fragile(network: pg.Network) -> pg.RegulatorFragility:
    changes = pg.place_changes(network, [pg.Measurement("prot:C", 1, 1.0)])
    rows = ranked(network).rows
    return pg.regulator_fragility(network, changes, rows[0].id if rows else "prot:A", max_runs=2)


CALLS: dict[str, Callable[[pg.Network, Path], Any]] = {
    "align": lambda n, _: (pg.align(n, SOUND), pg.align(SOUND, n)),
    "audit": lambda n, _: pg.audit(n),
    "best_routes": lambda n, _: pg.best_routes(n, "prot:A", "prot:B"),
    "build_network": lambda n, _: pg.build_network(
        pg.Source("s"), entities=n.entities, claims=n.claims, diagrams=n.diagrams
    ),
    "check_network": lambda n, _: pg.check_network(n),
    "cite": lambda n, _: [write(pg.cite(n).works) for write in (pg.bibtex, pg.ris, pg.csl_json)],
    "compare": lambda n, _: (pg.compare(n, SOUND), pg.compare(SOUND, n)),
    "downstream": lambda n, _: pg.downstream(n, "prot:A"),
    "draw_answer": lambda n, _: pg.draw_answer(answered(n)),
    "draw_around": lambda n, _: pg.draw_around(n, "prot:B"),
    "draw_network": lambda n, _: drawn(n),
    "draw_trace": lambda n, _: pg.draw_trace(pg.upstream(n, "prot:B")),
    "explain": lambda n, _: pg.explain(n, "prot:A", "prot:B"),
    "contrast": lambda n, _: pg.contrast(n, "acute", "male"),
    "find": lambda n, _: pg.find(n, "A"),
    "find_conflicts": lambda n, _: pg.find_conflicts(n),
    "from_networkx": lambda n, _: pg.from_networkx(pg.to_networkx(n)),
    "identify": lambda n, _: pg.identify(["A", "Trp53"], network=n),
    "fragility": lambda n, _: pg.fragility(n, "prot:A", "prot:B"),
    "regulator_fragility": lambda n, _: fragile(n),
    "retraction_effects": lambda n, _: pg.retraction_effects(n),
    "retracted_claims": lambda n, _: pg.retracted_claims(n),
    "knock_out": lambda n, _: pg.knock_out(answered(n), "prot:B"),
    "mark_route": lambda n, _: pg.mark_route(drawn(n), answered(n)),
    "merge": lambda n, _: pg.merge([n, pg.build_network(pg.Source("t"), entities=[A])]),
    "narrowed": lambda n, _: pg.narrowed(drawn(n), n, without=["prot:C"]),
    "overlay": lambda n, _: pg.overlay(drawn(n), n, pg.ClaimFilter()),
    "overlay_changes": lambda n, _: pg.overlay_changes(
        drawn(n), n, pg.place_changes(n, [pg.Measurement("prot:A", 1, 1.0)])
    ),
    "paths": lambda n, _: pg.paths(n, "prot:A", "prot:B"),
    "resolve": lambda n, _: pg.resolve(n, "A"),
    "select_claims": lambda n, _: pg.select_claims(n, pg.ClaimFilter(at_least="P7D")),
    "select_diagram": lambda n, _: pg.select_diagram(n, "d"),
    "show": lambda n, _: (pg.show(n, "prot:A"), pg.show(n, "c1")),
    "split": lambda n, _: pg.split(n),
    "statistics": lambda n, _: pg.statistics(n),
    "to_dot": lambda n, _: pg.to_dot(drawn(n)),
    "to_html": lambda n, _: pg.to_html(drawn(n), n),
    "to_networkx": lambda n, _: pg.to_networkx(n),
    "upstream": lambda n, _: pg.upstream(n, "prot:B"),
    "verify": lambda n, _: pg.verify(n, "A raises B (c1)."),
    "weigh": lambda n, _: pg.weigh(n, ["c1"]),
    "weigh_edges": lambda n, _: pg.weigh_edges(n, "prot:A", "prot:B"),
    "write": lambda n, folder: pg.write(n, folder / "a.json"),
}
"""Every public function of a network, with arguments that make sense."""
RESULTS: dict[str, Callable[[pg.Network], Any]] = {
    "Audit": pg.audit,
    "Conflicts": pg.find_conflicts,
    "CausalNetwork": lambda n: behind(n),
    "Contrast": lambda n: pg.contrast(n, "acute", "male"),
    "RegulatorEvidence": lambda n: pg.explain_regulator(ranked(n), "prot:A"),
    "Regulators": lambda n: ranked(n),
    "RouteExplanation": answered,
    "Fragility": lambda n: pg.fragility(n, "prot:A", "prot:B"),
    "RegulatorFragility": lambda n: fragile(n),
    "Selection": lambda n: pg.select_claims(n, pg.ClaimFilter()),
    "Trace": lambda n: pg.downstream(n, "prot:A"),
    "Verification": lambda n: pg.verify(n, "A raises B (c1)."),
}
"""Makers of every result that holds its network."""
CALLS |= {
    f"to_dict of {name}": partial(lambda n, _, make: make(n).to_dict(), make=make) for name, make in RESULTS.items()
}
CALLS |= {
    "rows of a trace": lambda n, _: pg.downstream(n, "prot:A").end_rows(),
    "rows of a selection": lambda n, _: pg.select_claims(n, pg.ClaimFilter()).claim_rows(),
    "HTML of a network": lambda n, _: n._repr_html_(),
    "HTML of a trace": lambda n, _: pg.downstream(n, "prot:A")._repr_html_(),
    "frame of a trace": lambda n, _: pg.to_pandas(pg.downstream(n, "prot:A")),
}
ENDINGS = ("yaml", "sif", "tsv", "signor.csv", "bel.json", "graphml", "cyjs", "cx2", "sbgn", "neo4j")
CALLS |= {f"write {ending}": partial(lambda n, folder, to: pg.write(n, folder / f"a.{to}"), to=ending)
          for ending in ENDINGS}  # fmt: skip
ELSEWHERE = {
    "bars", "bibtex", "causal_network", "chart_bytes", "csl_json", "explain_regulator", "heat_map", "library",
    "open_store", "place_changes", "place_nodes", "rank_regulators", "read", "read_all", "read_changes", "read_file",
    "read_guide", "read_notices", "read_places", "render", "retitled", "ris", "save_chart", "save_picture",
    "target_bars", "to_pandas", "to_polars", "view", "volcano",
}  # fmt: skip
"""Functions of files, stores, measured changes, drawings and results, which take no network that a caller made."""


def test_every_public_function_is_walked() -> None:
    functions = {name for name in pg.__all__ if callable(getattr(pg, name)) and name[0].islower()}
    assert functions - ELSEWHERE == {name for name in CALLS if " " not in name}


def test_every_result_that_holds_its_network_is_walked() -> None:
    classes = {name: getattr(pg, name) for name in pg.__all__ if isinstance(getattr(pg, name), type)}
    holding = {name for name, cls in classes.items() if hasattr(cls, "to_dict")
               and {"network", "found"} & {field.name for field in fields(cls)}}  # fmt: skip
    assert holding == set(RESULTS) - {"RegulatorEvidence"}  # that is named in pathway_graph.regulators only


@pytest.mark.parametrize("call", CALLS)
def test_a_sound_network_passes_every_function(call: str, tmp_path: Path) -> None:
    CALLS[call](SOUND, tmp_path)


@pytest.mark.parametrize("broken", BROKEN)
def test_only_errors_of_the_package_leave_a_function_of_a_broken_network(broken: str, tmp_path: Path) -> None:
    try:
        network = BROKEN[broken]()
    except InputError:
        return  # refused where it is made
    assert pg.check_network(network), "what is broken is found"
    escaped = []
    for name, call in CALLS.items():
        try:
            call(network, tmp_path)
        except PathwayGraphError:
            continue
        except Exception as error:
            escaped.append(f"{name}: {type(error).__name__}: {error}")
    assert escaped == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(tmp_path_factory.mktemp("border") / "store")
    yield opened
    opened.close()


@pytest.mark.parametrize("broken", BROKEN)
def test_a_store_holds_a_broken_network_as_it_is_or_refuses_it_whole(broken: str, store: EmbeddedStore) -> None:
    try:
        network = BROKEN[broken]()
    except InputError:
        return
    store.write(SOUND)
    try:
        store.write(network)
    except InputError as error:
        refused = list(error.problems)
        assert store.read() == SOUND
        assert refused == pg.check_network(network)
    else:
        assert store.read() == network


@pytest.mark.parametrize("case", WRONG_EDGES)
def test_edges_are_held_against_claims_links_and_diagrams(case: str) -> None:
    made, expected = WRONG_EDGES[case]
    told = [str(problem) for problem in pg.check_network(made())]
    assert [text[: len(start)] for text, start in zip(told, expected, strict=True)] == expected


def test_making_a_network_of_a_text_says_so() -> None:
    with pytest.raises(InputError, match="'s' is no Source"):
        pg.build_network("s")  # type: ignore[arg-type]


def test_a_network_with_several_faults_tells_all_of_them() -> None:
    network = with_claim(object="prot:Z", regimen="forever", duration="21 days", species="sp:x")()
    with pytest.raises(InputError) as caught:
        drawn(network)
    told = {problem.message.split()[0] for problem in caught.value.problems}
    assert {"object", "regimen", "duration", "species"} <= told


def test_a_fault_of_a_reader_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(raw: Decoded) -> None:
        raise KeyError("slip")

    monkeypatch.setattr(sif, "parse", faulty)
    with pytest.raises(InternalError, match=r"reading a\.sif .* a fault of pathway-graph, not of your data") as caught:
        parse(Decoded("a.sif", "a.sif", b"A\tactivates\tB\n"))
    assert isinstance(caught.value.error, KeyError)
    assert not isinstance(caught.value, InputError)


MISSHAPEN: dict[str, tuple[str, Any, str]] = {
    "values of a CX2 node": ("a.cx2", [{"CXVersion": "2.0"}, {"nodes": [{"id": 1, "v": 7}]}], r"nodes\[0\]\.v: 7"),
    "id of a CX2 node": ("a.cx2", [{"CXVersion": "2.0"}, {"nodes": [{"id": [1], "v": {}}]}], r"nodes\[0\]\.id"),
    "declarations of CX2": (
        "a.cx2", [{"CXVersion": "2.0"}, {"attributeDeclarations": [{"nodes": [1]}]}, {"nodes": []}],
        r"attributeDeclarations\[0\]\.nodes",
    ),
    "citations of CX": (
        "a.cx", [{"nodes": [{"@id": 1, "n": "A"}]}, {"edgeCitations": [{"po": [1], "citations": 3}]}],
        r"edgeCitations\[0\]\.citations: 3 is not a list",
    ),
    "variants of BEL": (
        "a.bel.json", {"graph": {"document_metadata": {}}, "nodes": [{"function": "Protein", "variants": [3]}],
                       "links": []}, r"nodes\[0\]\.variants\[0\]: 3 is not an object",
    ),
    "claims of our own": (
        "a.cyjs", {"data": {"pathway_graph": "1", "claims": "[3]"}, "elements": {"nodes": [], "edges": []}},
        r"claims\[0\]: 3 is not an object",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MISSHAPEN)
def test_json_of_another_shape_is_told_with_its_path(case: str) -> None:
    name, document, where = MISSHAPEN[case]
    with pytest.raises(InputError, match=where):
        parse(Decoded(name, name, json.dumps(document).encode()))


FILTERS = pg.Filters(view="zz")  # type: ignore[arg-type]
NUMPY: dict[str, tuple[Any, Any]] = {
    "effect_percent": (np.float64(-16.5), -16.5), "dose": (np.float32(0.5), 0.5), "sample_size": (np.int64(8), 8),
    "note": (np.str_("said"), "said"), "citations": ((np.int64(1), 2), (1, 2)), "condition_effect": (np.int8(-1), -1),
    "attributes": ((("n", np.str_("7")),), (("n", "7"),)),
}  # fmt: skip
"""Fields of a claim, values as the cells of a data frame are, and those of Python."""
ASIDE: dict[str, dict[str, Any]] = {"dose": {"dose_unit": "mg/kg"}, "condition_effect": {"condition": "prot:B"}}


@pytest.mark.parametrize("field", NUMPY)
def test_a_network_is_built_of_values_of_numpy_as_of_those_of_python(field: str, tmp_path: Path) -> None:
    given, right = NUMPY[field]
    condition = replace(B, kind="Condition")
    built, expected = (
        pg.build_network(
            pg.Source("s"), entities=[A, condition],
            claims=[replace(CLAIM, **{field: value, **ASIDE.get(field, {})}), replace(CLAIM, id="c2")],
        )
        for value in (given, right)
    )  # fmt: skip
    assert repr(built) == repr(expected)
    assert pg.check_network(built) == []
    pg.write(built, tmp_path / "n.yaml")
    assert pg.read(tmp_path / "n.yaml") == expected


@pytest.mark.parametrize("field", NUMPY)
def test_a_network_made_by_hand_of_values_of_numpy_is_told(field: str) -> None:
    given, right = NUMPY[field]
    first, second = (replace(CLAIM, id=name, **ASIDE.get(field, {})) for name in ("c1", "c2"))
    both = (replace(first, **{field: right}), replace(second, **{field: given}))  # equal: a set holds one of them
    problems = pg.check_network(replace(SOUND, claims=(*both, ONWARD)))
    assert [(one.file, one.message.split()[0]) for one in problems] == [("claims 'c2'", field)]


@pytest.mark.parametrize("given", [np.float64(2.0), np.str_("x"), 1.5, None], ids=repr)
def test_an_entity_and_a_source_are_built_of_plain_values_or_refused(given: Any) -> None:
    made = pg.build_network(pg.Source("s", title=given), entities=[replace(A, xrefs=(pg.Xref("hgnc:1", given),))])
    told = {one.message.split()[0] for one in pg.check_network(made)}
    assert told == (set() if given == "x" else {"title", "xrefs"})
    assert type(made.sources[0].title) in (str, float, type(None))


WORDS: dict[str, tuple[Callable[[], Any], str]] = {
    "select_diagram, view": (lambda: pg.select_diagram(SOUND, "d", view="expand"), "view.*'expanded'"),  # type: ignore[arg-type]
    "select_diagram of a data set": (lambda: pg.select_diagram(SOUND, "s", view="zz"), "view.*'guide' or 'expanded'"),  # type: ignore[arg-type]
    "select_diagram, layers": (lambda: pg.select_diagram(SOUND, "d", layers=("zz",)), "layer.*'core' or 'chronic'"),  # type: ignore[arg-type]
    "select_diagram, layers in one text": (lambda: pg.select_diagram(SOUND, "d", layers="core"), "layer"),  # type: ignore[arg-type]
    "draw_network": (lambda: pg.draw_network(SOUND, SOUND.edges, title="t", view="zz"), "view"),  # type: ignore[arg-type]
    "draw_around": (lambda: pg.draw_around(SOUND, "A", filters=FILTERS), "view"),
    "explain": (lambda: pg.explain(SOUND, "A", "C", view="zz"), "view"),  # type: ignore[arg-type]
    "net_sign": (lambda: answered(SOUND).net_sign("zz"), "kind.*'asserted'"),
    "find_conflicts": (lambda: pg.find_conflicts(SOUND, view="zz"), "view"),  # type: ignore[arg-type]
    "select_claims": (lambda: pg.select_claims(SOUND, pg.ClaimFilter(view="zz")), "view"),  # type: ignore[arg-type]
    "overlay": (lambda: pg.overlay(drawn(SOUND), SOUND, pg.ClaimFilter(view="zz")), "view"),  # type: ignore[arg-type]
    "upstream": (lambda: pg.upstream(SOUND, "C", filters=FILTERS), "view"),
    "downstream": (lambda: pg.downstream(SOUND, "A", filters=FILTERS), "view"),
    "paths": (lambda: pg.paths(SOUND, "A", "C", filters=FILTERS), "view"),
    "best_routes": (lambda: pg.best_routes(SOUND, "A", "C", filters=FILTERS), "view"),
    "rank_regulators": (
        lambda: pg.rank_regulators(SOUND, pg.place_changes(SOUND, [pg.Measurement("C", 1, 1.0)]), filters=FILTERS),
        "view",
    ),
    "place_changes": (lambda: pg.place_changes(SOUND, [], keep="zz"), "keep.*'strongest'"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", WORDS)
def test_a_word_that_is_none_of_a_closed_list_is_taken_for_no_other(case: str) -> None:
    call, told = WORDS[case]
    with pytest.raises(WrongArgument, match=told):
        call()


UNKNOWN: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "weigh": (lambda: pg.weigh(SOUND, ["c1", "c31"]), UnknownName, "no claim is called 'c31'; did you mean 'c"),
    "draw_network, edge": (
        lambda: drawn_of(pg.Edge("prot:A", "activates", "prot:D")), UnknownName, "no edge is called 'prot:A activates p"
    ),
    "draw_network, claim": (
        lambda: drawn_of(replace(SOUND.edges[0], claims=("c9",))), UnknownName, "no claim of the edge .* is called 'c9'"
    ),
    "best_routes": (lambda: pg.best_routes(SOUND, "A", "C", sign=5), ValueError, "sign cannot be 5"),  # type: ignore[arg-type]
    "explain_regulator": (lambda: pg.explain_regulator(ranked(SOUND), "A", sign=5), ValueError, "sign cannot be 5"),
}  # fmt: skip


def drawn_of(edge: pg.Edge) -> pg.Drawing:
    return pg.draw_network(SOUND, [edge], title="One")


@pytest.mark.parametrize("case", UNKNOWN)
def test_an_argument_that_means_nothing_is_told_by_its_name(case: str) -> None:
    call, kind, told = UNKNOWN[case]
    with pytest.raises(kind, match=told):
        call()
