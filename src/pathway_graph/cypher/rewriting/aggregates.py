"""Aggregates inside expressions, worked out in a WITH of their own.

The embedded engine (ArcadeDB 26.10) knows an aggregate as an argument, an operand of arithmetic or a value of a list or
map; inside AND, IN, IS NULL, ``.property`` and other places it takes one row for all, or none. Where every aggregate
stands alone it is right. So ``RETURN a.x, 1 IN collect(b) AS v`` becomes
``WITH a.x AS k0, collect(b) AS k1 RETURN k0 AS `a.x`, 1 IN k1 AS v``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from pathway_graph.cypher.mistakes import CypherRefused
from pathway_graph.cypher.printing import name
from pathway_graph.cypher.rewriting.edits import Edits
from pathway_graph.cypher.scopes import aggregates, is_aggregate, walk_with_bound
from pathway_graph.cypher.syntax import Expression, Node, Projection, Return, SortItem, Variable, With
from pathway_graph.cypher.walk import find

Items = tuple[tuple[Expression, str], ...]
"""What a clause gives: each expression with its column, as it is written behind AS."""


def part_aggregates(
    text: str, clause: With | Return, items: Items, edits: Edits, fresh: Callable[[], str]
) -> str | None:
    """Return a clause put in two where an aggregate in it stands inside an expression; None where none does.

    Args:
        text: The query.
        clause: Where to look; clauses inside of it are done already.
        items: What it gives, with what ``*`` stands for.
        edits: What was changed so far.
        fresh: Gives a name that the query does not use.

    Raises:
        CypherRefused: An aggregate stands beside a value of a row that is no column, of which Neo4j says that it is an
            implicit grouping key; or ORDER BY asks for what is gone.
    """
    projection = clause.projection
    inside = any(_has_inside(expression) for expression, _ in items)
    if inside or projection.is_distinct or any(is_aggregate(expression) for expression, _ in items):
        _check_order(text, projection, {expression for expression, _ in items})
    if not inside and not any(_has_inside(sort.expression) for sort in projection.order):
        return None
    return _Parting(text, clause, items, edits, fresh).run()


def _check_order(text: str, projection: Projection, columns: Set[Expression]) -> None:
    """Refuse to sort by what is gone when rows have been put together: Neo4j does, the engine takes one of the rows."""
    made = {item.alias.name for item in projection.items if item.alias is not None}
    for sort in projection.order:
        done: list[Node] = []
        for node, bound in walk_with_bound(sort.expression):
            if any(other.start <= node.start and node.end <= other.end for other in done):
                continue
            if node in columns:
                done.append(node)
            elif is_aggregate(node):
                raise CypherRefused(
                    text, node.start, f"{text[node.start:node.end]} stands in ORDER BY and is no column",
                    hint="make it a column, or sort in a WITH after it",
                )  # fmt: skip
            elif isinstance(node, Variable) and node.name not in bound | made:
                raise CypherRefused(
                    text, node.start, f"{node.name} is gone after DISTINCT or an aggregate: only columns are left",
                    hint="make what is meant a column",
                )  # fmt: skip


def _has_inside(expression: Expression) -> bool:
    return not is_aggregate(expression) and any(True for _ in aggregates(expression))


class _Parting:
    """One clause on its way to two."""

    def __init__(self, text: str, clause: With | Return, items: Items, edits: Edits, fresh: Callable[[], str]) -> None:
        self._text, self._clause, self._items, self._edits, self._fresh = text, clause, items, edits, fresh
        self._first: dict[str, str] = {}  # what the WITH before works out -> what it is called
        self._names: dict[Expression, str] = {}  # keys and aggregates -> what they are called from there on

    def run(self) -> str:
        """Return both clauses."""
        projection = self._clause.projection
        for expression, _ in self._items:
            if not any(True for _ in aggregates(expression)):
                self._define(expression)
        items = [self._item(*item) for item in self._items]
        order = [self._sort(sort) for sort in projection.order]
        where = self._clause.where if isinstance(self._clause, With) else None
        word = "WITH" if isinstance(self._clause, With) else "RETURN"
        first = ", ".join(made if made == name else f"{made} AS {name}" for made, name in self._first.items())
        pieces = [f"WITH {first}", f"{word} {', '.join(items)}"]  # every group is one row: DISTINCT does nothing
        pieces += [f"ORDER BY {', '.join(order)}"] if order else []
        for word, node in (("SKIP", projection.skip), ("LIMIT", projection.limit), ("WHERE", where)):
            pieces += [f"{word} {self._edits.of(node)}"] if node is not None else []
        return " ".join(pieces)

    def _define(self, expression: Expression) -> str:
        """Have the first WITH work out a value, and return what it is called."""
        is_variable = isinstance(expression, Variable)
        made = name(expression.name) if isinstance(expression, Variable) else self._edits.of(expression)
        if made not in self._first:
            self._first[made] = made if is_variable else self._fresh()
        self._names.setdefault(expression, self._first[made])
        return self._first[made]

    def _item(self, expression: Expression, column: str) -> str:
        value = self._over_names(expression, self._names)
        return column if value == column else f"{value} AS {column}"

    def _sort(self, sort: SortItem) -> str:
        made = frozenset(item.alias.name for item in self._clause.projection.items if item.alias is not None)
        value = self._over_names(sort.expression, self._names, made)
        return f"{value}{' DESC' * sort.is_descending}"

    def _over_names(
        self, expression: Expression, names: Mapping[Expression, str], made: frozenset[str] = frozenset()
    ) -> str:
        """Return an expression with the names of columns, keys and aggregates in their place."""
        places: dict[tuple[int, int], str] = {}
        for node, bound in walk_with_bound(expression):
            if any(start <= node.start and node.end <= end for start, end in places):
                continue
            if not isinstance(node, Expression):
                continue
            free = {variable.name for variable in find(node, Variable)}
            if node in names and bound.isdisjoint(free):
                places[node.start, node.end] = names[node]
            elif is_aggregate(node):
                places[node.start, node.end] = self._define(node)
            elif isinstance(node, Variable) and node.name not in bound | made:
                raise CypherRefused(
                    self._text, node.start,
                    f"{node.name} differs from row to row, and stands in an expression beside an aggregate",
                    hint="make what is meant a column of its own, here or in a WITH before",
                )  # fmt: skip
        return self._edits.with_names(expression, places)
