"""Questions about one entity or a few claims look them up: they read no other claim, entity or edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pathway_graph.evidence.conflicts import find_conflicts
from pathway_graph.evidence.prepared import claims_about, links_to
from pathway_graph.evidence.weight import weigh, weigh_edges
from pathway_graph.explorer.content import card
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Network
from pathway_graph.trace.explanation import explain

GUIDE = read_guide()


class Unread(tuple[Any, ...]):
    """A part of a network of which items are looked up and that nothing may go through."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("went through all of it")


QUESTIONS: dict[str, Callable[[Network], object]] = {
    "weigh": lambda network: weigh(network, ["P24", "T2.1"], without=["imipramine"]),
    "weigh_edges": lambda network: weigh_edges(network, "imipramine", "pCREB"),
    "find_conflicts": lambda network: find_conflicts(network, "pCREB"),
    "explain": lambda network: explain(network, "imipramine", "pCREB"),
    "card": lambda network: card(network, "state:CREB1_pS133"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_once_maps_are_made_a_question_goes_through_no_part_of_the_network(question: str) -> None:
    network = read_guide()
    expected = QUESTIONS[question](network)
    for part in ("claims", "entities", "edges", "publications", "references"):
        object.__setattr__(network, part, Unread(getattr(network, part)))
    assert repr(QUESTIONS[question](network)) == repr(expected)


def test_claims_about_entities_are_those_that_a_scan_finds() -> None:
    for entity in GUIDE.entities:
        scanned = [claim for claim in GUIDE.claims if entity.id in (claim.subject, claim.object)]
        assert list(claims_about(GUIDE, [entity.id])) == scanned
    assert claims_about(GUIDE, [entity.id for entity in GUIDE.entities]) == GUIDE.claims
    assert claims_about(GUIDE, ["prot:none"]) == ()


def test_links_to_an_entity_are_those_that_a_scan_finds() -> None:
    for entity in GUIDE.entities:
        scanned = [(link.relation, e.id) for e in GUIDE.entities for link in e.links if link.target == entity.id]
        assert list(links_to(GUIDE, entity.id)) == scanned


@pytest.mark.parametrize("view", ["guide", "expanded"])
def test_what_strains_one_entity_is_what_strains_the_network_there(view: Any) -> None:
    whole = find_conflicts(GUIDE, view=view)
    for entity in GUIDE.entities:
        ends = {entity.id}
        here = find_conflicts(GUIDE, entity.id, view=view)
        claims = {claim.id for claim in GUIDE.claims if ends & {claim.subject, claim.object}}
        assert here.conflicts == tuple(c for c in whole.conflicts if ends & {c.subject, c.object})
        assert here.findings == tuple(f for f in whole.findings if claims & set(f.claims))
        assert here.tensions == tuple(t for t in whole.tensions if claims & set(t.claims))
