"""What a store held after an earlier load: what it holds now, with what later loads changed taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pathway_graph.errors import StoreError
from pathway_graph.model import Network
from pathway_graph.model.build import merge, split_later
from pathway_graph.stores.history import MOST_LOADS, MOST_STATES, STATES_BYTES, Change, History

RULE: Final = f"of what loads replaced, the last {MOST_STATES} data sets and {STATES_BYTES // 1_000_000} MB stay"


def network_after(
    number: int, now: Network, history: History, state: Callable[[str], Network], *, rule: str = RULE
) -> Network:
    """Return what was stored after a load.

    Args:
        number: Number of the load.
        now: What is stored.
        history: What is recorded.
        state: Gives a data set as it was before a change, by the name of the state.
        rule: What is kept for how long, where.

    Raises:
        StoreError: A data set that a later load changed is no longer kept as it was, or the record of a later load
            is no longer kept.
    """
    if number < _first_of_all(history) - 1:
        raise StoreError(
            f"what was stored after load {number} is no longer known: the records of some later loads were dropped, as "
            f"the last {MOST_LOADS} stay",
            hint=_since(history),
        )
    later = history.before(number)
    gone = [change for change in later.values() if change.before and change.state not in history.kept]
    if gone:
        told = ", ".join(_why(change, rule) for change in gone)
        raise StoreError(
            f"what was stored after load {number} is no longer kept whole: {told}",
            hint=_since(history),
        )
    unknown = sorted(change.source for change in later.values() if change.what == "replaced" and not change.before)
    if unknown:
        raise StoreError(f"what {', '.join(unknown)} held after load {number} could not be read when it was replaced",
                         hint=_since(history))  # fmt: skip
    parts = [part for part in split_later(now) if part.sources[0].id not in later]
    parts += [state(change.state) for change in later.values() if change.state]
    return merge(parts) if parts else Network()


def _why(change: Change, rule: str) -> str:
    return f"{change.source} ({change.why_not or rule})"


def _first_of_all(history: History) -> int:
    """Return the first load from which on the record of every load is kept; before it, only some are."""
    first = 0
    for load in reversed(history.loads):
        if first and load.number != first - 1:
            break
        first = load.number
    return first


def _since(history: History) -> str:
    """Say from which load on all is kept."""
    first = _first_of_all(history)
    for load in history.loads:
        if any(change.before and change.state not in history.kept for change in load.changes):
            first = load.number
    known = [load for load in history.loads if load.number >= first]
    if not known:
        return "compare with a file of your own: `pathway-graph diff FILE STORE`"
    return f"all is kept from load {known[0].number} on ({known[0].time})"
