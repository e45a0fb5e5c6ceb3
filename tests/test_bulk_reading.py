"""Large files: what is worked out once for many rows, or looked at all at once, is what each alone would give."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Hashable
from typing import Any

import pytest

import pathway_graph as pg
from pathway_graph import check_network
from pathway_graph.formats import edge_list, sif
from pathway_graph.formats.builder import Collection
from pathway_graph.formats.native import read_guide
from pathway_graph.formats.raw import Decoded
from pathway_graph.identifiers.alignment import align_batch
from pathway_graph.identifiers.minting import mint_entity
from pathway_graph.model import Claim, Entity, Source, Xref
from pathway_graph.model.border import require_storable
from pathway_graph.model.build import build_network, network_later, split_later
from pathway_graph.model.curie import are_wellformed, why_malformed

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


def table(seed: int, rows: int = 300) -> str:
    chance = random.Random(seed)
    columns = ["source", "target", *chance.sample([*CELLS][2:], 6)]
    lines = ["\t".join(columns), *("\t".join(chance.choice(CELLS[name]) for name in columns) for _ in range(rows))]
    return "\n".join(lines) + "\n"


def as_sif(seed: int, rows: int = 300) -> str:
    chance = random.Random(seed)
    names, words = CELLS["source"] + CELLS["target"], [word for word in CELLS["relation"] if word]
    lines = (f"{chance.choice(names)}\t{chance.choice(words)}\t{chance.choice(names)}\n" for _ in range(rows))
    return "".join(lines)


@pytest.mark.parametrize("namespace", ["", "hgnc.symbol"])
@pytest.mark.parametrize("seed", range(6))
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
    for part in split_later(guide):
        assert part.derives_edges
        copied = pickle.loads(pickle.dumps(part))
        assert part == guide == copied
        assert not part.derives_edges


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
