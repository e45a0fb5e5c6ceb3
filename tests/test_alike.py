"""Claims made alike are claims as any other: to pickle, copy, hash and replace, and frozen."""

from __future__ import annotations

import copy
import pickle
import sys
from dataclasses import FrozenInstanceError, asdict, fields, replace
from typing import Any

import pytest

from pathway_graph.model import Claim, Entity, Network, Source
from pathway_graph.model.alike import Alike
from pathway_graph.model.validate import check_network
from pathway_graph.model.values import Sample

FIRST = Claim("c1", "a", "activates", "b", site="Ser133", citations=(1,), attributes=(("score", 1.0), ("n", 2)))
PLAIN = replace(FIRST, id="c2", relation="inhibits", object="d")
MADE = Alike(FIRST).claim("c2", "a", "inhibits", "d")


def test_a_claim_made_alike_is_a_claim_of_the_same_values_and_types() -> None:
    assert type(MADE) is Claim
    assert (MADE, hash(MADE), repr(MADE), asdict(MADE)) == (PLAIN, hash(PLAIN), repr(PLAIN), asdict(PLAIN))
    assert [type(getattr(MADE, field.name)) for field in fields(Claim)] == [
        type(getattr(PLAIN, field.name)) for field in fields(Claim)
    ]
    assert (MADE.sign, sys.getsizeof(MADE)) == (-1, sys.getsizeof(PLAIN))


def test_a_claim_made_alike_is_pickled_copied_and_replaced_as_any_other() -> None:
    assert pickle.dumps(MADE) == pickle.dumps(PLAIN)
    for again in (pickle.loads(pickle.dumps(MADE)), copy.copy(MADE), copy.deepcopy(MADE), replace(MADE)):
        assert type(again) is Claim
        assert again == PLAIN
    assert replace(MADE, relation="activates").sign == 1


def test_a_claim_made_alike_is_frozen_and_leaves_the_first_as_it_was() -> None:
    with pytest.raises(FrozenInstanceError):
        MADE.site = "Ser142"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del MADE.site
    assert (FIRST.id, FIRST.relation, FIRST.object) == ("c1", "activates", "b")


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration": "P21X"}, {"view": "background"}, {"species": "none"}, {"aspect": "size"}, {"table": 1.5},
        {"attributes": (("a\x1b", "b"),)}, {"certainty": "hypothesis"}, {"row": 2}, {"citations": ("1",)}, {},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_with_copies_is_told_of_each_whether_all_are_looked_at_or_one(wrong: dict[str, Any]) -> None:
    first = Claim("c1", "a", "activates", "b", source="s", **wrong)
    alike = Alike(first)
    copies = [
        alike.claim("c2", "b", "inhibits", "a"), alike.claim("c3", "a", "actvates", "b"),
        alike.claim("c4", "nowhere", "inhibits", "a"), alike.claim("c 5", "a", "inhibits", "b"),
        alike.claim("c6", "a", "inhibits", 3),  # type: ignore[arg-type]
    ]  # fmt: skip
    ends = tuple(Entity(name, "Protein", name, sources=("s",)) for name in "ab")
    for some in ([], copies[:1], copies[:4], copies):
        network = Network.deriving(
            {"sources": (Source("s"),), "entities": ends, "claims": (first, *some)}, lambda: ()
        )  # fmt: skip
        told = check_network(network)
        claims: list[Any] = [first, *some]
        named = {end for claim in claims for end in (claim.subject, claim.object)}
        sample = Sample([first], named, {claim.relation for claim in claims}, ends)
        assert check_network(network, sample=sample) == told
        assert bool(told) == bool(wrong or len(some) > 1)
