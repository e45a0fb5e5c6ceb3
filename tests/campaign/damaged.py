"""Damage the files of a store: every question is answered as before, or refused with the place and the way out."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.trials import Bench, Trial, tried
from damages import Damage, answers, damages, done
from pathway_graph.formats.native import read_guide
from test_embedded import load
from test_store_damage import judge, settle


def trials(bench: Bench) -> Iterator[Trial]:
    """Do one damage after the other to a store of the packaged guide, each to a store that is whole again."""
    store = bench.where / "store"
    load(store, read_guide())
    settle(store)
    right = answers(store)

    def asked(damage: Damage) -> None:
        with done(damage, store):
            judge(damage, answers(store), right)

    for damage in damages(store, bench.count, bench.chance.randrange(2**31)):
        yield tried(str(damage), lambda damage=damage: asked(damage))  # type: ignore[misc]
