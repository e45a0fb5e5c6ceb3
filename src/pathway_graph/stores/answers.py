"""Answers as rows that can be compared: what came, what went, and in which rows sign, certainty or evidence changed.

An answer is the JSON document that a command prints. Its lists of rows are parts; what else it says is one row more.
The order of rows counts for nothing, numbers are compared to nine digits, and in answers of Cypher, whose lists come
in any order, a list within a row is a bag, unless it is part of a path.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Row = dict[str, Any]
Parts = dict[str, list[Row]]

REST: Final = "summary"
"""The part of what stands in no list."""
_KEYS: Final = (
    ("id",), ("claim",), ("edge",), ("subject", "object", "aspect"), ("source", "relation", "target"),
    ("source", "target"), ("nodes",), ("entity", "direction"), ("entity",), ("regulator",), ("name",), ("works",),
    ("source", "number"), ("source",),
)  # fmt: skip
"""What tells rows apart, the first that does."""
_KINDS: Final = (
    ("sign", ("sign", "effect", "raising", "lowering", "contradiction")),
    ("certainty", ("certainty", "certainties", "hypothesis", "is_explained", "verdict", "status")),
    ("evidence", ("claim", "citation", "publication", "stud", "evidence", "work", "weight", "score", "mention")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or changed.

    Attributes:
        part: The list of the answer in which it stands.
        key: What names it.
        what: ``added``, ``gone`` or ``changed``.
        fields: Of a changed row, each field that differs with what it was and is.
        kinds: What differs there: ``sign``, ``certainty``, ``evidence``, ``other``.
    """

    part: str
    key: str
    what: str
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        found: dict[str, Any] = {"part": self.part, "row": self.key, "what": self.what, "kinds": list(self.kinds)}
        return found | {"fields": {name: {"old": old, "new": new} for name, (old, new) in self.fields.items()}}


def parts_of(document: Any, *, is_cypher: bool = False) -> Parts:
    """Return an answer as parts of rows, in an order of their own.

    >>> parts_of({"ends": [{"id": "b"}, {"id": "a"}], "view": "guide"})
    {'ends': [{'id': 'a'}, {'id': 'b'}], 'summary': [{'view': 'guide'}]}
    """
    plain = _canonical(document, is_cypher)
    if isinstance(plain, list):
        return {"rows": _sorted(plain)}
    parts: Parts = {}
    rest: Row = {}
    for name, value in plain.items() if isinstance(plain, dict) else [("value", plain)]:
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            parts[name] = _sorted(value)
        elif value != []:
            rest[name] = value
    return parts | ({REST: [rest]} if rest else {})


def digest_of(parts: Parts) -> str:
    """Return what two answers share that say the same."""
    return hashlib.blake2b(_text(parts).encode(), digest_size=16).hexdigest()


def compare_answers(old: Parts, new: Parts) -> list[RowChange]:
    """Return how two answers differ, row by row.

    >>> [(one.what, one.key, one.kinds) for one in compare_answers(
    ...     {"rows": [{"id": "a", "sign": 1}, {"id": "b", "sign": 1}]}, {"rows": [{"id": "a", "sign": -1}]})]
    [('changed', 'a', ('sign',)), ('gone', 'b', ())]
    """
    found: list[RowChange] = []
    for part in sorted(old.keys() | new.keys()):
        found += _compare_part(part, old.get(part, []), new.get(part, []))
    return found


def _compare_part(part: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[RowChange]:
    key = () if part == REST else _key(old, new)
    if key is None:
        before, after = Counter(map(_text, old)), Counter(map(_text, new))
        yield from (RowChange(part, text, "added") for text in sorted((after - before).elements()))
        yield from (RowChange(part, text, "gone") for text in sorted((before - after).elements()))
        return
    was, now = ({_named(row, key): row for row in rows} for rows in (old, new))
    for name in sorted(was.keys() | now.keys()):
        if name not in was:
            yield RowChange(part, name, "added")
        elif name not in now:
            yield RowChange(part, name, "gone")
        elif was[name] != now[name]:
            names = sorted(
                one for one in was[name].keys() | now[name].keys() if was[name].get(one) != now[name].get(one)
            )
            fields = {one: (was[name].get(one), now[name].get(one)) for one in names}
            yield RowChange(part, name, "changed", fields, _kinds(fields))


def _key(old: Sequence[Row], new: Sequence[Row]) -> tuple[str, ...] | None:
    """Return the fields that tell rows apart in both; None where only all of a row does."""
    both = [*old, *new]
    columns = [name for name in (both[0] if both else ()) if all(isinstance(row.get(name), str | int) for row in both)]
    for key in (*_KEYS, *(tuple(columns[:count]) for count in range(1, len(columns) + 1))):
        if all(name in row for row in both for name in key) and all(
            len({_named(row, key) for row in rows}) == len(rows) for rows in (old, new)
        ):
            return key
    return None


def _named(row: Row, key: tuple[str, ...]) -> str:
    return " ".join(value if isinstance(value := row[name], str) else _text(value) for name in key)


def _kinds(fields: Mapping[str, tuple[Any, Any]]) -> tuple[str, ...]:
    kinds = set()
    for name, (old, new) in fields.items():
        before, after = Counter(_leaves(old, name)), Counter(_leaves(new, name))
        for path, _ in ((before - after) + (after - before)).elements():
            last = path.rpartition("/")[2]
            words_of = () if last.endswith("_p") else _KINDS  # a probability is neither, not even that of the signs
            kinds.add(next((kind for kind, words in words_of if any(word in last for word in words)), "other"))
    return tuple(kind for kind in (*(kind for kind, _ in _KINDS), "other") if kind in kinds) or ("other",)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, f"{path}/{name}")
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, path)
    else:
        yield path, _text(value)


def _canonical(value: Any, is_bag: bool) -> Any:
    if isinstance(value, float):
        return float(f"{value:.9g}") + 0.0
    if isinstance(value, dict):
        is_path = {"nodes", "relationships"} <= value.keys()
        return {name: _canonical(one, is_bag and not is_path) for name, one in value.items()}
    if isinstance(value, list):
        items = [_canonical(one, is_bag) for one in value]
        return sorted(items, key=_text) if is_bag else items
    return value


def _sorted(rows: Sequence[Any]) -> list[Row]:
    return sorted((row if isinstance(row, dict) else {"value": row} for row in rows), key=_text)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
