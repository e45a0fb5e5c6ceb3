"""Make bad files of good ones: as bytes, as lines and cells, as a tree of JSON, as a tree of XML; and from nothing."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 10**40, 1e308, "", " ", "\u0000", "\u202e", "\ud83d\ude00", "=1+1", "a" * 3000, [], {},
    [[]], [None], {"": None}, "NaN", "1e999", "\n", "\t", "<!--", "&amp;", "]]>", "file:///etc/passwd", "__proto__",
)  # fmt: skip
BITS = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n\n", b"\t", b'"', b"'", b"<", b">", b"&", b"{",
    b"}", b"[", b"]", b"null", b"NaN", b"-", b"1e999", b"99999999999999999999", b";", b",", b"<a/>",
    b"<!DOCTYPE x>", b"&lt;", b"\x1b[31m", b"\xe2\x80\xae", b"\x0b", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\xed\xa0\x80", b"#", b"\\", b"\\u0000", b"*", b"(",
)  # fmt: skip


def as_bytes(data: bytes, chance: random.Random) -> bytes:
    """Change, remove, double or put in some bytes; or cut the end off."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not found:
            break
        at, width = chance.randrange(len(found)), chance.choice((1, 1, 8, 100))
        way = chance.randrange(6)
        if way == 0:
            found[at] = chance.randrange(256)
        elif way == 1:
            del found[at : at + width]
        elif way == 2:
            found[at:at] = chance.choice(BITS) * chance.choice((1, 1, 3, 500))
        elif way == 3:
            found[at:at] = found[at : at + width] * chance.choice((1, 50))
        elif way == 4:
            del found[at:]
        else:
            other = chance.randrange(len(found))
            found[at : at + width], found[other : other + width] = found[other : other + width], found[at : at + width]
    return bytes(found)


def as_lines(data: bytes, chance: random.Random) -> bytes:
    """Remove, double, exchange or empty lines and cells, or encode the whole in another way."""
    text = data.decode("utf-8", "replace")
    if chance.random() < 0.1:
        return text.encode(chance.choice(("utf-16", "utf-32", "cp1252", "utf-8-sig", "utf-7")), "replace")
    mark = max("\t;,", key=text.count)
    rows = [line.split(mark) for line in text.split("\n")]
    for _ in range(chance.choice((1, 2, 10))):
        row = rows[chance.randrange(len(rows))]
        cell = chance.randrange(len(row))
        way = chance.randrange(6)
        if way == 0:
            del row[cell]
        elif way == 1:
            row[cell] = str(chance.choice(ODD))
        elif way == 2:
            row.insert(cell, row[cell])
        elif way == 3:
            rows.insert(chance.randrange(len(rows)), list(row))
        elif way == 4:
            row[:] = row[::-1]
        else:
            row[cell] = chance.choice(chance.choice(rows) or [""])
        row[:] = row or [""]
    return "\n".join(mark.join(row) for row in rows).encode("utf-8", "surrogatepass")


def as_json(data: bytes, chance: random.Random) -> bytes:
    """Replace, remove, double or move values of the tree, or name them twice; bytes where it is no JSON."""
    try:
        tree = json.loads(data)
    except ValueError:
        return as_bytes(data, chance)
    places: list[tuple[Any, Any]] = []
    _places(tree, places)
    for _ in range(chance.choice((1, 1, 2, 6))):
        if not places:
            break
        holder, key = chance.choice(places)
        if (isinstance(holder, list) and key >= len(holder)) or (isinstance(holder, dict) and key not in holder):
            continue
        way = chance.randrange(5)
        if way == 0:
            holder[key] = chance.choice(ODD)
        elif way == 1:
            del holder[key]
        elif way == 2:
            source, other = chance.choice(places)
            try:
                holder[key] = json.loads(json.dumps(source[other]))
            except (LookupError, ValueError, RecursionError):
                continue
        elif way == 3 and isinstance(holder, list):
            holder.append(holder[key])
        elif isinstance(holder, dict):
            holder[str(chance.choice(ODD))[:40]] = holder.pop(key)
    text = json.dumps(tree, indent=chance.choice((None, 1)))
    if chance.random() < 0.1:
        text = re.sub(r'("\w+": )', r"\1" * 1 + r"null, \1", text, count=1)
    return text.encode()


def _places(tree: Any, found: list[tuple[Any, Any]]) -> None:
    for key, value in list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)):
        found.append((tree, key))
        if isinstance(value, dict | list):
            _places(value, found)


_TAG = re.compile(rb"<[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')


def as_xml(data: bytes, chance: random.Random) -> bytes:
    """Remove, double, exchange and nest tags, and change attributes."""
    for _ in range(chance.choice((1, 1, 2, 6))):
        found = list((_TAG if chance.random() < 0.5 else _ATTRIBUTE).finditer(data))
        if not found:
            return as_bytes(data, chance)
        one, other = chance.choice(found), chance.choice(found)
        way = chance.randrange(5)
        odd = str(chance.choice(ODD)).encode("utf-8", "surrogatepass")
        new = (
            b"", one[0] * 2, other[0],
            one[1] + b'="' + odd.replace(b"<", b"&lt;") + b'"' if one.re is _ATTRIBUTE else one[0] + odd,
            one[0] * 300 if one.re is _TAG else one[1] + b'="' + (other[2] if other.re is _ATTRIBUTE else b"") + b'"',
        )[way]  # fmt: skip
        data = data[: one.start()] + new + data[one.end() :]
    return data


def ways(data: bytes) -> list[Callable[[bytes, random.Random], bytes]]:
    """Return the ways that fit a content: as bytes and as lines always, as a tree where it is one."""
    start = data.lstrip()[:1]
    return [
        as_bytes,
        as_lines,
        *([as_json] * 3 if start in (b"{", b"[") else [as_xml] * 3 if start == b"<" else [as_lines]),
    ]


def words(contents: list[bytes]) -> list[str]:
    """Return the words that the good files of a format are made of: keys, tags, values."""
    found = {
        one.decode("utf-8", "replace") for data in contents for one in re.findall(rb"[\w:.#@-]{1,40}", data[:20_000])
    }
    return sorted(found) or ["x"]


def generated(contents: list[bytes], count: int, number: int) -> list[bytes]:
    """Return files of Hypothesis's making, out of a format's own words, in the shape of its good files."""
    word = st.sampled_from(words(contents)) | st.text(max_size=6)
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | word
    tree = st.recursive(leaf, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(word, inner, max_size=4))
    row = st.lists(word, max_size=8)
    start = contents[0].lstrip()[:1]
    shapes: dict[bytes, st.SearchStrategy[bytes]] = {
        b"{": tree.map(lambda one: json.dumps(one).encode()),
        b"[": st.lists(st.dictionaries(word, tree, max_size=3), max_size=4).map(lambda one: json.dumps(one).encode()),
        b"<": st.recursive(
            word.map(str), lambda inner: st.tuples(word, word, st.lists(inner, max_size=4)).map(_element)
        ).map(lambda one: one.encode("utf-8", "replace")),
    }
    marks = st.sampled_from("\t;, ")
    table = st.tuples(marks, st.lists(row, max_size=6)).map(
        lambda one: "\n".join(one[0].join(cells) for cells in one[1]).encode("utf-8", "replace")
    )
    made: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(shapes.get(start, table) | table | st.binary(max_size=60))
    def make(data: bytes) -> None:
        made.append(data)

    make()
    return made[:count]


def _element(parts: tuple[str, str, list[str]]) -> str:
    name, value, inner = parts
    return f'<{name} {name}="{value}">{"".join(inner)}</{name}>'
