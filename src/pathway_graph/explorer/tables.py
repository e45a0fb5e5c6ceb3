"""Tables of the explorer: sorted, narrowed and parted on the server, as cells, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pathway_graph.explorer.given import Given
from pathway_graph.files.delimited import write_rows
from pathway_graph.model.stopping import go_on
from pathway_graph.text.printable import cell, json_text

SIZES: Final = (50, 100, 250, 1000)
"""Rows on one page that may be asked for, the usual number first."""
_SIGNS: Final = ("+1", "-1")
_LOOK: Final = 5000
"""Rows after which is looked whether anybody still waits."""
Row = Mapping[str, Any]
Kind = Literal[
    "text",
    "entity",
    "entities",
    "claims",
    "works",
    "sign",
    "number",
    "rounded",
    "change",
    "long",
    "source",
    "link",
    "flag",
    "go",
    "things",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its key in the rows.
        label: What stands over it; by default its name in words.
        kind: How its cells are shown: ``entity`` leads to the card of the identifier in the row's key *of*; ``go``
            leads to an address of the explorer and is in no export; ``rounded`` and ``change`` are numbers of which
            three digits are shown, and all stand in an export; a ``change`` has its sign.
        of: See there.
    """

    name: str
    label: str = ""
    kind: Kind = "text"
    of: str = "id"

    @property
    def title(self) -> str:
        """What stands over it."""
        return self.label or self.name.replace("_", " ")


def columns_of(names: Iterable[str], **kinds: Kind) -> tuple[Column, ...]:
    """Return columns by name, some of a kind.

    >>> [column.kind for column in columns_of(("says", "claims"), claims="claims")]
    ['text', 'claims']
    """
    return tuple(Column(name, kind=kinds.get(name, "text")) for name in names)


@dataclass(frozen=True)
class Lazy:
    """Rows of a long table, of which only those are made that are shown.

    Attributes:
        items: What each row is made of.
        make: Makes rows.
        value: What a column of an item is sorted by.
        text: In what of an item is looked for words.
    """

    items: Sequence[Any]
    make: Callable[[Sequence[Any]], Sequence[Row]]
    value: Callable[[Any, str], Any]
    text: Callable[[Any], str]


def lazy(rows: Sequence[Row] | Lazy) -> Lazy:
    """Return rows that are there already as `Lazy` ones."""
    if isinstance(rows, Lazy):
        return rows
    return Lazy(
        rows, lambda some: some[:], lambda row, name: row.get(name), lambda row: " ".join(map(brief, row.values()))
    )


@dataclass(frozen=True)
class Table:
    """One page of a table, with what was asked of it.

    Attributes:
        caption: What it holds.
        columns: Its columns.
        given: The fields of the page.
        key: Tells the tables of a page apart; empty for its main one.
        found: All rows that fit, in order.
        of_all: How many there are, whether they fit or not.
        number, count, size: The page shown, how many there are, rows of each.
        sort, falls, has: The column sorted by, whether downwards, and the words looked for.
    """

    caption: str
    columns: tuple[Column, ...]
    given: Given = field(repr=False)
    key: str
    found: Lazy = field(repr=False)
    of_all: int
    number: int
    count: int
    size: int
    sort: str
    falls: bool
    has: str

    @property
    def total(self) -> int:
        """How many rows fit."""
        return len(self.found.items)

    @property
    def rows(self) -> Sequence[Row]:
        """Return the rows of the page shown."""
        start = (self.number - 1) * self.size
        return self.found.make(self.found.items[start : start + self.size])

    @property
    def every_row(self) -> Sequence[Row]:
        """Return all rows that fit."""
        return self.found.make(self.found.items)

    @property
    def is_long(self) -> bool:
        """Whether it is worth a field to narrow it."""
        return self.of_all > 10

    def field_name(self, name: str) -> str:
        """Return the name of a field of this table."""
        return f"{self.key}.{name}" if self.key else name

    def at(self, **more: object) -> str:
        """Return the address with *more* asked of this table, and this table in view."""
        place = f"#{self.anchor}" if self.key else ""
        return self.given.here(**{self.field_name(name): value for name, value in more.items()}) + place

    def sorted_by(self, column: Column) -> str:
        """Return the address with the table sorted by a column; the other way round where it is already."""
        falls = self.sort == column.name and not self.falls
        return self.at(sort=f"-{column.name}" if falls else column.name, page="")

    def export(self, form: str) -> str:
        """Return the address of all its rows as a file."""
        return self.given.here(**{"as": form, "table": self.key})

    @property
    def anchor(self) -> str:
        """Its place in the page."""
        return f"table-{self.key or 'main'}"

    @property
    def others(self) -> list[tuple[str, str]]:
        """Return the fields of the page that are not about what this table's form asks."""
        mine = {self.field_name(name) for name in ("has", "page")}
        return [(name, value) for name, value in self.given.fields.items() if name not in mine and value]

    def order(self, column: Column) -> str:
        """Return how a column is sorted, as a screen reader says it."""
        return ("descending" if self.falls else "ascending") if column.name == self.sort else "none"


def table(given: Given, caption: str, columns: Sequence[Column], rows: Sequence[Row] | Lazy, *, key: str = "") -> Table:
    """Sort and narrow rows as the fields of a page ask.

    >>> rows = [{"n": n, "name": f"N{n % 7}"} for n in range(205)]
    >>> shown = table(Given({"sort": "-n", "page": "5"}, "/x"), "Numbers", columns_of(("n", "name")), rows)
    >>> shown.rows[0]["n"], shown.count, shown.total
    (4, 5, 205)
    >>> few = table(Given({"has": "n6", "page": "99"}, "/x"), "Numbers", columns_of(("n", "name")), rows)
    >>> few.number, few.total, few.of_all
    (1, 29, 205)
    """
    name = f"{key}." if key else ""
    has = given.text(f"{name}has", 200).strip()
    if not isinstance(rows, Lazy) and (has or given.text(f"{name}sort")):
        rows = rows[:]  # all at once, where they are made when they are looked at
    whole = lazy(rows)
    items: Sequence[Any] = whole.items
    if has:
        words = has.casefold().split()
        items = [item for item in _watched(items) if _fits(whole.text(item).casefold(), words)]
    wanted = given.text(f"{name}sort")
    sort, falls = wanted.removeprefix("-"), wanted.startswith("-")
    if sort in {column.name for column in columns}:
        items = sorted_items(items, lambda item: whole.value(item, sort), falls=falls)
    else:
        sort, falls = "", False
    size = given.number(f"{name}size", SIZES[0], 1, SIZES[-1])
    count = max(1, -(-len(items) // size))
    number = given.number(f"{name}page", 1, 1, count)
    found = Lazy(items, whole.make, whole.value, whole.text)
    return Table(
        caption, tuple(columns), given, key, found, len(whole.items), number, count, size, sort, falls, has
    )  # fmt: skip


def _fits(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _watched(items: Sequence[Any]) -> Iterable[Any]:
    for place, item in enumerate(items):
        if place % _LOOK == 0:
            go_on()
        yield item


def sorted_items(items: Sequence[Any], value: Callable[[Any], Any], *, falls: bool) -> list[Any]:
    """Return items in the order of a value each; what has none comes last both ways, and equals keep their order.

    >>> sorted_items([3, None, "b", 10, "A"], lambda item: item, falls=False)
    [3, 10, 'A', 'b', None]
    >>> sorted_items([3, None, "b", 10], lambda item: item, falls=True)
    ['b', 10, 3, None]
    """
    pairs = [(value(item), item) for item in _watched(items)]
    there = [pair for pair in pairs if pair[0] not in (None, "", [], ())]
    none = [item for found, item in pairs if found in (None, "", [], ())]
    go_on()
    there.sort(key=lambda pair: _place(pair[0]), reverse=falls)
    return [item for _, item in there] + none


def _place(value: Any) -> tuple[int, float, str]:
    if isinstance(value, int | float) or value in _SIGNS:
        return 0, float(value), ""
    return 1, 0.0, brief(value).casefold()


def brief(value: Any) -> str:
    """Return a value as `cell` does, but nodes, relationships and paths in few words.

    >>> brief({"labels": ["Entity", "Gene"], "properties": {"id": "gene:B", "name": "B"}})
    'B (gene:B)'
    >>> brief({"type": "ACTIVATES", "start": "a", "end": "b", "properties": {}})
    'a -[ACTIVATES]-> b'
    """
    if isinstance(value, Mapping):
        properties = value.get("properties")
        if value.keys() == {"labels", "properties"} and isinstance(properties, Mapping):
            name, identifier = (cell(properties.get(key)) for key in ("name", "id"))
            return f"{name} ({identifier})" if name else identifier or ":" + ":".join(map(cell, value["labels"]))
        if value.keys() == {"type", "start", "end", "properties"}:
            return f"{cell(value['start'])} -[{cell(value['type'])}]-> {cell(value['end'])}"
        if value.keys() == {"nodes", "relationships"}:
            return "; ".join(map(brief, value["relationships"] or value["nodes"]))
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        return "; ".join(map(brief, value))
    return cell(value)


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    r"""Return rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> as_csv([{"a": "=1+1", "b": -1}], ["a", "b"])
    "a,b\n'=1+1,-1\n"
    """
    lines = [columns, *([_cell(row.get(column)) for column in columns] for row in rows)]
    return write_rows(lines, ",", excel_safe=True)


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else cell(value)


def as_json(rows: Iterable[Row]) -> str:
    """Return rows as a JSON document."""
    return json_text([dict(row) for row in rows], indent=2) + "\n"
