"""Fixtures that several test files share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from neo4j_server import Server, ServerMissing, running_server


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """A running Neo4j, one for the whole session: ``uri``, ``user``, ``password``.

    Where Java or Maven are missing the test is skipped, with the reason; under CI it fails.
    """
    server = running_server()
    try:
        running = server.__enter__()
    except ServerMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    try:
        yield running
    finally:
        server.__exit__(None, None, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs the server, so that ``-m 'not neo4j'`` leaves it out."""
    for item in items:
        if "neo4j_server" in getattr(item, "fixturenames", ()):
            item.add_marker("neo4j")
