"""Times as text, written the one way that Cypher's ``toString`` writes them on Neo4j, whatever a store hands out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

_TIME: Final = re.compile(
    r"(?P<day>-?\d{4,}-\d\d-\d\dT)?(?P<minute>\d\d:\d\d)(?P<second>:\d\d)?(?:\.(?P<fraction>\d{1,9}))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d(?::\d\d)?)?(?P<place>\[[\w/+-]+\])?"
)


def now() -> str:
    """Return the time of this machine's clock, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def plain_times(value: Any) -> Any:
    """Return a value with every text in it that is wholly a time written as Cypher writes it: with seconds, no more.

    >>> plain_times("2024-05-17T10:22Z"), plain_times(["10:22:00.100000000+00:00", "at 10:22"])
    ('2024-05-17T10:22:00Z', ['10:22:00.1Z', 'at 10:22'])
    """
    if isinstance(value, str):
        found = _TIME.fullmatch(value)
        return _written(found) if found else value
    if isinstance(value, list):
        return [plain_times(item) for item in value]
    if isinstance(value, dict):
        return {name: plain_times(item) for name, item in value.items()}
    return value


def _written(found: re.Match[str]) -> str:
    fraction = (found["fraction"] or "").rstrip("0")
    zone = "Z" if found["zone"] in ("+00:00", "-00:00") else found["zone"] or ""
    second = found["second"] or ":00"
    return "".join(
        [found["day"] or "", found["minute"], second, fraction and f".{fraction}", zone, found["place"] or ""]
    )
