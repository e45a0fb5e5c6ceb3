"""An answer about one entity is that of the whole network narrowed, and is found without reading the rest."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from networks import TINY
from pathway_graph.cli import cli
from pathway_graph.evidence import onwards as walking
from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.measured import measurements
from pathway_graph.evidence.onwards import MAX_STEPS, edges_out, nearest_measured, onwards
from pathway_graph.evidence.selection import ClaimFilter, select_claims
from pathway_graph.evidence.weight import weigh, weigh_edges
from pathway_graph.evidence.works import fallen_claims, require_works, retracted_claims
from pathway_graph.formats.native import read_guide
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Claim, Diagram, DiagramNode, Entity, Link, Network, Publication, Reference, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.caching import gc_paused
from pathway_graph.stores.snapshot import open_snapshot, save_snapshot

GUIDE = read_guide()


def scrambled(seed: int) -> Network:
    """A network with all that the rules of conflicts heed: forms of genes, kin, diagrams, lists, retracted works."""
    choice = random.Random(seed)
    entities = [Entity(name, "Protein", name) for name in "ABCDEF"]
    entities += [Entity("f", "ProteinFamily", "f"), Entity("G", "SmallMolecule", "G", role="drug")]
    entities += [Entity("H", "Condition", "H"), Entity("P", "Pathway", "P")]
    entities += [Entity("s", "ProteinState", "s", links=(Link("state_of", "A"),))]
    entities[1] = replace(entities[1], links=(Link("is_a", "f"),))
    entities[2] = replace(entities[2], links=(Link("is_a", "f"),))
    ids, claims = [entity.id for entity in entities], []
    for number in range(choice.randint(20, 40)):
        subject, target = choice.choice([*ids, *"GGGGHH"]), choice.choice(ids)
        if subject != target:
            claims.append(_claim(choice, f"c{number:02}", subject, target))
    some = [choice.sample([claim.id for claim in claims], 3) for _ in range(3)]
    return build_network(
        Source("s", title="Chronic"), entities=entities, claims=claims,
        references=[Reference(number, f"Entry number {number}") for number in (1, 2)],
        publications=[
            Publication(f"p{at}", f"A work of {at}", "verified", notice="retracted" if at == 0 else "",
                        claims=tuple(sorted(names)))
            for at, names in enumerate(some)
        ],
        diagrams=[Diagram("D", "d", "Diagram", depicts="P", nodes=tuple(DiagramNode(name) for name in "ABG"))],
    )  # fmt: skip


def _claim(choice: random.Random, name: str, subject: str, target: str) -> Claim:
    relation = choice.choice(["increases", "decreases", "activates", "inhibits", "modulates", "leaves_unchanged"])
    regimen = choice.choice(["acute", "chronic", ""])
    claim = Claim(
        name, subject, relation, target, regimen=regimen,
        duration={"acute": "PT4H", "chronic": "P21D"}.get(regimen, ""),
        certainty=choice.choice(["asserted", "asserted", "one_study", "hypothesis"]),
        citations=tuple(sorted(choice.sample((1, 2), choice.randint(0, 2)))), aspect=choice.choice(["", "expression"]),
    )  # fmt: skip
    if claim.certainty == "hypothesis":
        claim = replace(claim, kind="hypothesis")
    return replace(claim, view="background", reference="r", citations=()) if choice.random() < 0.2 else claim


@pytest.fixture(params=["as they are", "by the index"])
def _edges(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by the index":
        monkeypatch.setattr(walking, "_FEW", 0)


@pytest.mark.usefixtures("_edges")
def test_conflicts_of_one_entity_are_those_of_the_network_about_it() -> None:
    rules = set()
    for seed in range(12):
        network = scrambled(seed)
        for view, counted in product(("expanded", "guide"), (False, True)):
            every = find_conflicts(network, view=view, count_retracted=counted)  # type: ignore[arg-type]
            rules |= {finding.rule for finding in every.findings}
            for entity in network.entities:
                one = find_conflicts(network, entity.id, view=view, count_retracted=counted)  # type: ignore[arg-type]
                forms = {form.id for form in resolve(network, entity.id)}

                def about(claims: tuple[str, ...], forms: set[str] = forms, network: Network = network) -> bool:
                    return any(forms & {network.claim[c].subject, network.claim[c].object} for c in claims)

                assert one.findings == tuple(f for f in every.findings if about(f.claims)), (seed, entity.id)
                assert one.conflicts == tuple(c for c in every.conflicts if forms & {c.subject, c.object})
                assert one.retracted == tuple(name for name in every.retracted if about((name,)))
    assert rules >= {
        "related-objects", "pathway-against-parts", "acute-behind-chronic", "one-citation-both-signs",
        "acute-in-chronic-source", "route-against-measurement",
    }  # fmt: skip


def test_whole_frontiers_find_the_routes_that_a_walk_edge_by_edge_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "_FEW", 0)
    found, longest = 0, 0
    for seed in range(40):
        network = scrambled(seed)
        gone = retracted_claims(network)
        for subject, objects in measurements(network).items():
            for view, left in product(("expanded", "guide"), (frozenset[str](), gone)):
                by_index = {
                    (start, end): (sign, route())
                    for start, end, sign, route in nearest_measured(network, subject, objects, objects, view, left)
                }
                for start in objects:
                    for end, routes in onwards(network, start, subject, objects, view, gone=left).items():
                        if len(routes) == 1:
                            ((sign, route),) = routes.items()
                            assert by_index.pop((start, end)) == (sign, route), (seed, start, end)
                            found, longest = found + 1, max(longest, len(route))
                assert not by_index
    assert found > 100
    assert longest == MAX_STEPS


def test_claims_about_an_end_are_accounted_for_as_a_look_at_every_claim_does() -> None:
    for network in (GUIDE, TINY, scrambled(1)):
        objects = sorted({claim.object for claim in network.claims})[:12]
        subjects = sorted({claim.subject for claim in network.claims})[:6]
        for subject, end, view in product(["", *subjects], ["", *objects], ("guide", "expanded")):
            found = select_claims(network, ClaimFilter(subject=subject, object=end, view=view))  # type: ignore[arg-type]
            kept, left = _plainly_selected(network, subject, end, view)
            assert [claim.id for claim in found.kept] == kept
            assert found.left_out == left
            assert list(found.left_out) == [name for name in ("background", "subject", "object") if name in left]


def _plainly_selected(network: Network, subject: str, end: str, view: str) -> tuple[list[str], dict[str, int]]:
    known = {name: {e.id for e in resolve(network, given)} for name, given in (("subject", subject), ("object", end))
             if given}  # fmt: skip
    kept: list[str] = []
    left: dict[str, int] = {}
    for claim in network.claims:
        reasons = ["background"] if view == "guide" and claim.view == "background" else []
        reasons += [name for name, ids in known.items() if getattr(claim, name) not in ids]
        if reasons:
            left[reasons[0]] = left.get(reasons[0], 0) + 1
        else:
            kept.append(claim.id)
    return kept, left


@pytest.fixture
def stored(tmp_path: Path) -> Network:
    file = tmp_path / "snapshot.bin"
    save_snapshot(GUIDE, file, "stamp")
    network = open_snapshot(file, "stamp")
    assert network is not None
    return network


@pytest.mark.parametrize("entity", ["pCREB", "imipramine", "BDNF", "CREB1"])
def test_what_is_stored_is_read_no_further_than_an_entity_needs(
    stored: Network, entity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "_FEW", 0)
    monkeypatch.setattr("pathway_graph.model.network._FEW", 10_000)  # a part of the guide is never read whole
    assert repr(find_conflicts(stored, entity)) == repr(find_conflicts(GUIDE, entity))
    assert repr(weigh_edges(stored, entity, "pCREB")) == repr(weigh_edges(GUIDE, entity, "pCREB"))
    assert weigh(stored, ["P24"], without=["S05"]) == weigh(GUIDE, ["P24"], without=["S05"])
    one, other = (select_claims(network, ClaimFilter(object=entity)) for network in (stored, GUIDE))
    assert (one.kept, one.left_out) == (other.kept, other.left_out)
    assert not vars(stored).keys() & {"claims", "edges", "entities", "diagrams"}


def test_edges_out_of_what_is_stored_are_those_of_the_network(stored: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "_FEW", 0)
    for entity in GUIDE.entities:
        assert edges_out(stored, entity.id) == GUIDE.outgoing.get(entity.id, ())
    assert edges_out(stored, "prot:none") == ()


def test_a_work_that_only_a_claim_names_may_be_left_out() -> None:
    names = {claim.reference for claim in GUIDE.claims if claim.reference}
    assert require_works(GUIDE, names) == names
    (claim, *_) = (claim for claim in GUIDE.claims if claim.reference)
    assert claim.id in fallen_claims(GUIDE, [claim.reference])
    assert weigh(GUIDE, [claim.id], without=[claim.reference]).left_out == (claim.id,)


def test_the_search_for_cycles_is_as_it_was_after_a_command_and_after_a_pause() -> None:
    before = gc.get_threshold()
    kept = CliRunner().invoke(cli, ["stats", "--store", "/nowhere"])
    assert kept.exit_code
    with gc_paused():
        assert not gc.isenabled()
        made = [[] for _ in range(1000)]  # type: ignore[var-annotated]
    assert gc.isenabled()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
    assert gc.get_count()[0] < len(made)  # what was made meanwhile counts as old


class _Named:
    """Content that picks claims by their identifiers, as that of a server does which is not copied."""

    claims = (Claim("c1", "a", "activates", "b"), Claim("c2", "b", "leaves_unchanged", "a"))

    def part(self, name: str) -> tuple[Any, ...]:
        return self.claims if name == "claims" else ()

    def count(self, name: str) -> int:
        return sys.maxsize

    def pick(self, name: str, places: Iterable[Any]) -> list[Any]:
        return [one for one in self.claims if one.id in set(places)]

    def by_id(self, name: str) -> dict[str, Any]:
        return {one.id: one for one in self.part(name)}

    def read_ahead(self, claims: Iterable[str]) -> None:
        pass


def test_what_was_to_be_picked_by_name_still_is_after_all_was_read() -> None:
    """A question about all claims stood between two about one entity, in an explorer over a large server."""
    network = Network.of(_Named())
    places: list[Any] = ["c2"]
    assert [claim.id for claim in network.pick("claims", places)] == ["c2"]
    assert [claim.id for claim in network.claims] == ["c1", "c2"]
    assert [claim.id for claim in network.pick("claims", places)] == ["c2"]
