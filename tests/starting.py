"""Start what a test needs, or skip the test with the reason; continuous integration refuses such skips."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import pytest

Running = TypeVar("Running")


@contextmanager
def started(starting: AbstractContextManager[Running], missing: type[Exception]) -> Iterator[Running]:
    """Give what runs, until the end; where *missing* is raised at the start, there is no test."""
    try:
        running = starting.__enter__()
    except missing as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    try:
        yield running
    finally:
        starting.__exit__(None, None, None)
