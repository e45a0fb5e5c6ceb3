"""Caching: what is worked out once and kept with its owner, and a pause of Python's search for cycles."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")

_CACHE = "_cached"
"""The attribute of an owner that holds everything that was worked out from it."""
_KEPT = "_kept"
"""The attribute that says where more of that is to be had."""


def cached_on(owner: object, make: Callable[..., Result], *key: Hashable) -> Result:
    """Return ``make(owner, *key)``, worked out on first use and kept with *owner*, which never changes.

    It is the one way in which other modules keep anything with a network or an index. What is kept is no part of the
    value: a network that is copied or pickled leaves it behind.

    Args:
        owner: A value that never changes.
        make: A function at the top of a module, or a class; it is part of the key.
        key: Further arguments of *make*, all hashable.

    >>> class Owner: pass
    >>> owner = Owner()
    >>> cached_on(owner, id) is cached_on(owner, id)
    True
    """
    results: dict[Hashable, Result] = owner.__dict__.setdefault(_CACHE, {})
    name = (make, *key)
    if name not in results:
        kept = owner.__dict__.get(_KEPT, {}).get(name)
        results[name] = make(owner, *key) if kept is None else kept()
    return results[name]


def keep_for(owner: object, make: Callable[..., Result], read: Callable[[], Result], *key: Hashable) -> None:
    """Say where ``make(owner, *key)`` is kept since it was last worked out: `cached_on` takes what *read* returns.

    >>> class Owner: pass
    >>> owner = Owner()
    >>> keep_for(owner, id, lambda: 7)
    >>> cached_on(owner, id)
    7
    """
    owner.__dict__.setdefault(_KEPT, {})[make, *key] = read


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the search for cycles: while half a million records are made it searches in vain, for a third of the time.

    Memory is freed as ever, since objects outside cycles go when nothing names them. Of threads that pause it at
    once, the first to end turns it on again. What was made meanwhile counts as old, so that the search does not go
    through all of it at once.

    >>> with gc_paused():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what others keep apart stays apart
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@contextmanager
def gc_seldom() -> Iterator[None]:
    """Search for cycles seldom: of a command that ends in seconds the search takes up to a third, and finds nothing.

    >>> with gc_seldom():
    ...     gc.get_threshold()[0]
    1000000
    """
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
