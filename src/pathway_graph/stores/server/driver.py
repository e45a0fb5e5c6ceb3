"""The driver to a Neo4j server, and which servers it may speak to."""

from __future__ import annotations

import logging
import re
from typing import Final

import neo4j

from pathway_graph.errors import StoreUnavailable

OLDEST: Final = (5, 26)
"""The long-term line that the tests run on; ``CALL (a) { }``, as queries here are written, is known since 5.23."""
NEEDED: Final = f"pathway-graph needs Neo4j {OLDEST[0]}.{OLDEST[1]} or later"
_CONNECT_S, _ACQUIRE_S, _RETRY_S = 2.0, 4.0, 4.0
"""The driver waits 1, 2 and 4 s between its attempts, and looks at the limit after each: told within 10 s."""


def connect(uri: str, user: str, password: str) -> neo4j.Driver:
    """Open a driver; nothing is sent yet.

    What it logs of lost connections goes nowhere, unless the program that uses us listens: we say it in one sentence.
    """
    log = logging.getLogger("neo4j")
    if not log.handlers:  # else Python prints warnings that nobody handles to standard error
        log.addHandler(logging.NullHandler())
    return neo4j.GraphDatabase.driver(
        uri,
        auth=(user, password),
        connection_timeout=_CONNECT_S,
        connection_acquisition_timeout=_ACQUIRE_S,
        max_transaction_retry_time=_RETRY_S,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )


def require_version(uri: str, agent: str) -> None:
    """Refuse a server that is too old.

    Args:
        uri: Where it is, for the message.
        agent: What it calls itself; what does not follow Neo4j's scheme passes.

    Raises:
        StoreUnavailable: It is older than `OLDEST`.

    >>> require_version("bolt://there", "Neo4j/5.26.0")
    >>> require_version("bolt://there", "Neo4j/2025.10.1")
    >>> require_version("bolt://there", "Neo4j/5.25.1")
    Traceback (most recent call last):
    pathway_graph.errors.StoreUnavailable: bolt://there is Neo4j/5.25.1; pathway-graph needs Neo4j 5.26 or later
    """
    match = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if match and tuple(map(int, match.groups())) < OLDEST:
        raise StoreUnavailable(f"{uri} is {agent}", hint=NEEDED)
