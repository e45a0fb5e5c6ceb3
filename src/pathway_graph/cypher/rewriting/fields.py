"""Dates and times made of fields or of other times, where the embedded engine takes what Neo4j refuses."""

from __future__ import annotations

from typing import Final

from pathway_graph.cypher.syntax import FunctionCall, MapLiteral, Node

_DAY: Final = frozenset("year month day week dayOfWeek quarter dayOfQuarter ordinalDay date datetime".split())
_CLOCK: Final = frozenset("hour minute second millisecond microsecond nanosecond time datetime timezone".split())
_EPOCH: Final = frozenset({"epochSeconds", "epochMillis"})
_SUBSECOND: Final = frozenset({"millisecond", "microsecond", "nanosecond"})
_FIELDS: Final = {
    "date": _DAY - {"datetime"},
    "time": _CLOCK,
    "localtime": _CLOCK - {"timezone"},
    "datetime": _DAY | _CLOCK | _EPOCH,
    "localdatetime": (_DAY | _CLOCK | _EPOCH) - {"timezone"},
    "duration": frozenset(
        "years quarters months weeks days hours minutes seconds milliseconds microseconds nanoseconds".split()
    ),
}
_PARTS: Final = {"date": "d", "time": "t", "localtime": "t", "datetime": "dt", "localdatetime": "dt"}
"""What a time has: a day, a time of the day, or both."""
_NEEDS: Final = (
    (frozenset({"month"}), frozenset({"year"})),
    (frozenset({"week"}), frozenset({"year"})),
    (frozenset({"quarter"}), frozenset({"year"})),
    (frozenset({"ordinalDay"}), frozenset({"year"})),
    (frozenset({"day"}), frozenset({"month"})),
    (frozenset({"dayOfWeek"}), frozenset({"week"})),
    (frozenset({"dayOfQuarter"}), frozenset({"quarter"})),
    (frozenset({"minute"}), frozenset({"hour"})),
    (frozenset({"second"}), frozenset({"minute"})),
    (_SUBSECOND, frozenset({"second"})),
)
"""Fields, and what must stand beside them where nothing gives a whole day or time."""
_A_DAY: Final = frozenset({"day", "dayOfWeek", "dayOfQuarter", "ordinalDay"})
_WHOLE: Final = frozenset({"date", "time", "datetime"}) | _EPOCH


def wrong_time(call: FunctionCall, parent: Node, known: object) -> tuple[str, str] | None:
    """Say what is wrong with a time that is made, and the way out; None where nothing is seen."""
    name = call.name.value.lower()
    if name not in _FIELDS or len(call.arguments) != 1:
        return None
    first = call.arguments[0]
    if isinstance(first, MapLiteral):
        return _wrong_fields(name, frozenset(entry.key.value for entry in first.entries))
    if name == "duration" and isinstance(first, FunctionCall) and first.name.value.lower() == "duration":
        return "duration() takes a text or fields, and this is a duration", "leave the outer one out"
    given = _PARTS.get(first.name.value.lower().partition(".")[0]) if isinstance(first, FunctionCall) else None
    if given is not None and not set(_PARTS.get(name, "")) <= set(given):
        what = "a day" if given == "t" else "a time of the day"
        return f"{name}() of a value without {what}", f"name what there is, as in {name}({{date: d, hour: 12}})"
    return None


def _wrong_fields(name: str, fields: frozenset[str]) -> tuple[str, str] | None:
    allowed = _FIELDS[name]
    if not fields:
        return f"{name}() needs at least one field", f"these are {', '.join(sorted(allowed))}"
    if unknown := sorted(fields - allowed):
        return f"{name}() knows no field {unknown[0]!r}", f"these are {', '.join(sorted(allowed))}"
    if name == "duration" or fields & _WHOLE:
        return None
    for some, needed in _NEEDS:
        if some & fields and not needed & fields:
            return f"{name}(): {min(some & fields)} needs {min(needed)} beside it", "give the larger fields too"
    if name in ("time", "localtime") and "hour" not in fields:
        return f"{name}() needs the field 'hour'", "give the larger fields too"
    if "date" in name and "hour" in fields and not fields & _A_DAY:
        return f"{name}() needs a day beside 'hour'", "give the larger fields too"
    return None
