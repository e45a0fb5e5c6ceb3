"""Large files: what is worked out once for many rows, or looked at all at once, is what each alone would give."""

from __future__ import annotations

import pickle
import random
import sys
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph import check_network
from pathway_graph.formats import edge_list, sif
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.raw import Decoded
from pathway_graph.formats.registry import parse
from pathway_graph.identifiers.alignment import align_batch
from pathway_graph.identifiers.minting import mint_entity
from pathway_graph.model import Claim, Entity, Source, Xref
from pathway_graph.model.border import require_storable
from pathway_graph.model.build import build_network, merge, network_later
from pathway_graph.model.curie import are_wellformed, why_malformed
from pathway_graph.model.network import OWNED
from pathway_graph.model.update import update

resource = pytest.importorskip("resource")
CELLS = {
    "source": ["BDNF", "hgnc:1033", "state:CREB1_pS133", "XYZ99", "7", "foo bar", "uniprot:P16220"],
    "target": ["CREB1", "chebi:47499", "state:CREB1_pS133", "prot:AKT1", "NOSUCH"],
    "relation": ["activates", "dephosphorylation", "odd", "", "-1", "binding"],
    "sign": ["", "1", "-1", "none", "what"],
    "target_name": ["", "CREB1", "a  b"],
    "target_kind": ["", "Protein", "dragon"],
    "pmid": ["", "PMID:1", "1;2"],
    "taxon": ["", "9606", "x"],
    "dose": ["", "10", "10 mg/kg"],
    "dose_unit": ["", "mg/kg"],
    "assay": ["", "assay:WB", "prot:AKT1", "western blot"],
    "certainty": ["asserted", "hypothesis", "x"],
    "note": ["", "n", "x" * 400],
}


def table(seed: int, rows: int = 150) -> str:
    chance = random.Random(seed)
    columns = ["source", "target", *chance.sample([*CELLS][2:], 6)]
    lines = ["\t".join(columns), *("\t".join(chance.choice(CELLS[name]) for name in columns) for _ in range(rows))]
    return "\n".join(lines) + "\n"


def as_sif(seed: int, rows: int = 150) -> str:
    chance = random.Random(seed)
    names, words = CELLS["source"] + CELLS["target"], [word for word in CELLS["relation"] if word]
    lines = (f"{chance.choice(names)}\t{chance.choice(words)}\t{chance.choice(names)}\n" for _ in range(rows))
    return "".join(lines)


@pytest.mark.parametrize("namespace", ["", "hgnc.symbol"])
@pytest.mark.parametrize("seed", range(3))
def test_rows_that_say_the_same_are_worked_out_once_with_the_same_answer_and_report(
    seed: int, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[tuple[Any, Decoded]] = [
        (edge_list, Decoded("a.tsv", "a.tsv", table(seed).encode(), namespace=namespace)),
        (sif, Decoded("a.sif", "a.sif", as_sif(seed).encode(), namespace=namespace)),
    ]
    once = [module.parse(raw) for module, raw in files]

    def each_time(self: Collection, key: Hashable, make: Callable[[], Any]) -> Any:
        return make()

    monkeypatch.setattr(Collection, "once", each_time)
    assert [module.parse(raw) for module, raw in files] == once


def test_rows_met_before_say_what_each_says_alone() -> None:
    """Ends, signs, references and losses of rows that are looked up are those of the same rows, read one by one."""
    rows = [
        ("TP53", "MDM2", "1", "19530226"), ("MDM2", "TP53", "-1", ""), ("TP53", "MDM2", "1", "19530226, 17397959"),
        ("NA", "MDM2", "1", ""), ("TP53", "BAX", "none", ""), ("FOS_JUN", "MDM2", "?", "17397959"),
        ("TP53", "BAX", "1", ""), ("MDM2", "TP53", "-1", ""), ("SEPT2", "BAX", "-1", ""), ("FOS_JUN", "BAX", "?", ""),
    ]  # fmt: skip

    def read(some: Sequence[tuple[str, ...]]) -> tuple[pg.Network, pg.Report]:
        text = "\n".join("\t".join(row) for row in [("source", "target", "sign", "pmid"), *some]) + "\n"
        return parse(Decoded("a.tsv", "a.tsv", text.encode(), namespace="hgnc.symbol"))

    network, report = read(rows)
    alone = [read([row]) for row in rows if row[0] != "NA"]
    assert set(network.claims) == {claim for one, _ in alone for claim in one.claims}
    cited = {(one.pmid, claim) for other, _ in alone for one in other.publications for claim in one.claims}
    assert {(one.pmid, claim) for one in network.publications for claim in one.claims} == cited
    assert report.read == {"rows": 10}
    assert report.kept["rows"] == report.kept["edges"] == 9
    unread = "their stated sign is not understood and passed over"
    assert sum(loss.count for loss in report.changed if loss.why == unread) == 2
    assert [loss.count for loss in report.left_out if loss.what == "rows"] == [1]


def test_where_every_row_says_something_else_little_is_kept() -> None:
    collection = Collection(Decoded("a.tsv", "a.tsv", b""), "edge-list")
    for number in range(30_000):
        collection.once(number, str)
    assert len(collection._once) <= 10_000


@pytest.mark.parametrize(
    "curie",
    ["hgnc:1033", "HGNC:1033", "mgi:MGI:88145", "hgnc:1 2", "hgnc:1\n2", "hgnc:", "hgnc", "", "nodb:1", "doi:10.1000/x",
     "kegg.genes:kegg.genes:", "uniprot:P16220-2", "hgnc.symbol:12", "hgnc.symbol:A"],
)  # fmt: skip
@pytest.mark.parametrize("others", [[], ["hgnc:5"], ["hgnc:5", "hgnc:6", "doi:10.1000/y"]])
def test_curies_that_are_good_together_are_good_alone(curie: str, others: list[str]) -> None:
    for some in ([curie, *others], [*others, curie]):
        assert not (are_wellformed(some) and why_malformed(curie))
    if curie in ("hgnc:1033", "doi:10.1000/x", "uniprot:P16220-2", "hgnc.symbol:A"):
        assert are_wellformed([*others, curie])


def many(*odd: Claim, xref: Xref = Xref("hgnc:5")) -> list[str]:  # noqa: B008 - it never changes
    entities = [
        Entity("a", "Protein", "A", xrefs=(xref,)),
        Entity("b", "Protein", "B", xrefs=(Xref("hgnc:6", "near"),)),
    ]
    claims = [Claim(f"c{number}", "a", "activates", "b") for number in range(1000)]
    return [str(one) for one in check_network(build_network(Source("s"), entities=entities, claims=[*claims, *odd]))]


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (Claim("x", "a", "activates", "q"), "object 'q'"),
        (Claim("x", "q", "activates", "a"), "subject 'q'"),
        (Claim("x", "a", "activates", "b", species="q"), "species 'q'"),
        (Claim("x", "a", "activates", "b", species="a"), "is a Protein"),
        (Claim("x", "a", "activates", "b", restates=("c2000",)), "restates 'c2000'"),
        (Claim("x", "a", "activates", "b", co_treatment=("q",)), "co_treatment 'q'"),
        (Claim("x", "a", "activates", "b", view="background"), "needs a reference"),
        (Claim("x", "a", "activates", "b", certainty="hypothesis"), "do not agree"),
        (Claim("x", "a", "activates", "b", dose=1.0), "a dose without a unit"),
        (Claim("x", "a", "activates", "b", row=1), "row without a table"),
        (Claim("x", "a", "activates", "b", condition_effect=1), "without a condition"),
        (Claim("x", "a", "activates", "b", reference_status="inferred"), "what it follows from"),
        (Claim("x", "a", "activates", "b", reference_status="inferred", inferred_from=("x",)), "follow from itself"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_one_wrong_claim_among_a_thousand_is_told(odd: Claim, told: str) -> None:
    problems = many(odd)
    assert len(problems) == 1
    assert told in problems[0]


@pytest.mark.parametrize("xref", [Xref("hgnc:x"), Xref("hgnc:5 6"), Xref("hgnc:5", "a\x07"), Xref("x" * 3000)])
def test_a_wrong_cross_reference_beside_good_ones_is_told(xref: Xref) -> None:
    assert many() == []
    assert len(many(xref=xref)) == 1


def test_edges_that_are_derived_later_are_those_that_are_derived_at_once() -> None:
    guide = read_guide()
    parts = {name: getattr(guide, name) for name in ("entities", *OWNED)}
    later = network_later(guide.sources[0], **parts)
    assert later.derives_edges
    copied = pickle.loads(pickle.dumps(later))
    assert later == guide == copied
    assert not later.derives_edges


@pytest.mark.parametrize("derived_before", [False, True])
def test_edges_given_in_place_of_those_that_a_network_derives_are_compared(derived_before: bool) -> None:
    guide = read_guide()
    parts = {name: getattr(guide, name) for name in ("entities", *OWNED)}
    later = network_later(guide.sources[0], **parts)
    if derived_before:
        assert later.edges == guide.edges
    assert later.has_own_edges
    require_storable(later)
    assert pg.check_network(later) == []
    given = replace(later, edges=tuple(edge for edge in guide.edges if edge.target != "prot:BDNF"))
    assert not given.has_own_edges
    with pytest.raises(pg.InputError, match="it is missing, though"):
        require_storable(given)
    copied = pickle.loads(pickle.dumps(later))
    assert not copied.has_own_edges, "what comes from elsewhere is compared"


def test_the_edges_of_many_data_sets_are_not_derived_one_data_set_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [Entity("a", "Protein", "A"), Entity("b", "Protein", "B")]
    sets = [
        build_network(Source(name), entities=ends, claims=[Claim(name, "a", relation, "b")])
        for name, relation in (("one", "activates"), ("two", "activates"), ("three", "inhibits"))
    ]
    stored, incoming = sets[0], merge(sets[1:])
    whole = merge(sets)
    assert [edge.claims for edge in whole.edges] == [("one", "two"), ("three",)]

    def never(*_: object) -> None:
        raise AssertionError("the edges of one data set alone are derived")

    monkeypatch.setattr("pathway_graph.model.build.derive_edges", never)
    assert update(stored, incoming) == whole


def test_what_ends_nowhere_is_refused_before_edges_are_derived() -> None:
    later = network_later(
        Source("s"), entities=[Entity("a", "Protein", "A")], claims=[Claim("c", "a", "inhibits", "b")]
    )
    with pytest.raises(pg.InputError, match="object 'b' is not among the entities"):
        require_storable(later)


def test_claims_that_name_nothing_renamed_are_not_copied() -> None:
    entities = [mint_entity("Protein", "x", [curie], scope="s") for curie in ("ncbigene:1385", "hgnc:1", "hgnc:2")]
    creb, one, two = (entity.id for entity in entities)
    claims = [Claim("c1", one, "activates", two), Claim("c2", one, "activates", creb)]
    network = build_network(Source("s"), entities=entities, claims=claims)
    united, met = align_batch([network], [], read_guide())
    assert met == 1
    assert united.claim["c1"] is network.claim["c1"]
    assert united.claim["c2"].object == "prot:CREB1"
    assert pg.check_network(united) == []


# Without end ------------------------------------------------------------------------------------------

GPML = '<Pathway xmlns="http://pathvisio.org/GPML/2013a">'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "begin", "piece", "times", "end", "told"),
    [
        ("a.tsv", "source\ttarget", "\tc", 3_000_000, "\nA\tB\n", "3,000,002 columns; the limit is 10,000"),
        ("a.signor.csv", "ENTITYA,ENTITYB,EFFECT", ",c", 3_000_000, "\n", "columns; the limit is 10,000"),
        ("a.tsv", "source\ttarget\n", "A\n", 7_000_000, "", "7,000,000 rows; the limit is"),
        ("a.tsv", "source\ttarget\nA\tB", "\tC", 5_000_000, "\n", "the row has 5,000,002 cells, the header 2"),
        ("a.sif", "A\tactivates", "\tB", 5_000_000, "\n", "more than 3,000,000 entities and claims"),
        ("a.gpml", GPML, "<DataNode/>", 600_000, "</Pathway>", "600,001 elements; the limit is 500,000"),
        ("a.gpml", GPML, "<DataNode/>", 20_000_000, "</Pathway>", "20,000,001 elements; the limit is"),
        ("a.graphml", "<graphml><graph>", "<node/>", 20_000_000, "</graph></graphml>", "elements; the limit is"),
        ("a.cyjs", '{"elements":{"nodes":[', "{},", 20_000_000, "{}]}}", "lists and objects; the limit is 6,000,000"),
        ("a.cx", '[{"nodes":[', "[],", 20_000_000, "[]]}]", "lists and objects; the limit is 6,000,000"),
        ("a.cx2", '[{"CXVersion":"2.0"},{"nodes":[', "1,", 41_000_000, "1]}]", "values; the limit is 40,000,000"),
        ("a.json", '{"format": "pathway-graph-document/1","entities":[', "{},", 20_000_000, "{}]}", "lists and obj"),
        ("a.bel.json", '{"document_metadata":{},"nodes":[', "{},", 20_000_000, "{}]}", "lists and objects"),
    ],
    ids=lambda value: value[:14] if isinstance(value, str) else str(value),
)  # fmt: skip
def test_what_grows_without_bound_ends_early_with_a_reason_and_little_memory(
    name: str, begin: str, piece: str, times: int, end: str, told: str
) -> None:
    data = f"{begin}{piece * times}{end}".encode()
    before, began = peak_mb(), time.process_time()
    with pytest.raises(pg.InputError) as error:
        parse(Decoded(name, name, data))
    assert told in str(error.value)
    assert time.process_time() - began < 5
    assert peak_mb() - before < 300


def peak_mb() -> float:
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << (20 if sys.platform == "darwin" else 10))
