"""Check the variables of patterns: those they make, those they meet, and what stands inside of them."""

from __future__ import annotations

from collections.abc import Iterable

from pathway_graph.cypher import syntax as s
from pathway_graph.cypher.semantics.expressions import ExpressionCheck
from pathway_graph.cypher.semantics.kinds import ANY, LIST, Kind, is_list, said
from pathway_graph.cypher.semantics.scope import Scope

Made = dict[str, Kind]


class PatternCheck(ExpressionCheck):
    """Goes through patterns."""

    def matched(self, patterns: Iterable[s.PathPattern], scope: Scope, *, mode: str = "") -> Scope:
        """Check the patterns of one MATCH; return the scope behind it.

        All of them may use what each makes, wherever it stands.
        """
        made: Made = {}
        used: set[str] = set()
        for pattern in patterns:
            self._declare(pattern, scope, made, used if not mode.startswith("REPEATABLE") else None)
        after = scope.plus(made)
        for pattern in patterns:
            self.inside(pattern, after)
        return after

    def _declare(self, pattern: s.PathPattern, scope: Scope, made: Made, used: set[str] | None) -> None:
        if pattern.variable is not None:
            self.new(pattern.variable, scope, made)
            made[pattern.variable.name] = "path"
        for element in pattern.elements:
            if isinstance(element, s.NodePattern):
                self.meet(element.variable, "node", scope, made)
            elif isinstance(element, s.RelationshipPattern):
                self._relationship(element, scope, made, used)
            elif isinstance(element, s.ParenthesizedPath) and element.quantifier is not None:
                self._quantified(element.pattern, scope, made, used)
            elif isinstance(element, s.ParenthesizedPath | s.ShortestPath):
                self._declare(element.pattern, scope, made, used)

    def _relationship(self, element: s.RelationshipPattern, scope: Scope, made: Made, used: set[str] | None) -> None:
        variable = element.variable
        if variable is None:
            return
        if element.quantifier is not None:
            self._is_of_repeats(variable, scope, made)
        self.meet(variable, _kind(element), scope, made)
        if used is None:
            return
        if variable.name in used:
            self.refuse(
                variable,
                f"relationship `{variable.name}` stands twice in one MATCH, which no path fits: "
                "a relationship is passed once",
                "give one of them another name",
            )
        used.add(variable.name)

    def _quantified(self, pattern: s.PathPattern, scope: Scope, made: Made, used: set[str] | None) -> None:
        """Declare what a repeated pattern makes: one of each inside, lists outside."""
        inner: Made = {}
        for variable in _variables(pattern):
            self._is_of_repeats(variable, scope, made)
        self._declare(pattern, Scope(), inner, used)
        made |= {name: f"[{kind}]" for name, kind in inner.items()}

    def _is_of_repeats(self, variable: s.Variable, scope: Scope, made: Made) -> None:
        if variable.name in scope.kinds or variable.name in made:
            self.fail(
                variable,
                f"variable `{variable.name}` stands inside and outside of a pattern that repeats",
                "give it another name inside",
            )

    def new(self, variable: s.Variable, scope: Scope, made: Made | None = None) -> None:
        """Refuse to make a variable that is there already."""
        if variable.name in scope.kinds or (made and variable.name in made):
            self.fail(variable, f"variable `{variable.name}` is declared already", "give it another name")

    def meet(self, variable: s.Variable | None, kind: Kind, scope: Scope, made: Made) -> None:
        """Make a variable of a pattern, or make sure that the one that is there is of its kind."""
        if variable is None:
            return
        name = variable.name
        known = made.get(name) or scope.kinds.get(name)
        if known is None:
            made[name] = kind
        elif known not in (kind, ANY) and not (known == LIST and is_list(kind)):
            self.fail(
                variable,
                f"type mismatch: variable `{name}` is {said(known)}, and cannot be {said(kind)} here",
                "give one of them another name",
            )

    # What stands inside.

    def inside(self, pattern: s.PathPattern, scope: Scope) -> None:
        """Check properties, labels and conditions in a pattern, whose variables are there."""
        for element in pattern.elements:
            if isinstance(element, s.NodePattern):
                self._filled(element.labels, element, scope)
            elif isinstance(element, s.RelationshipPattern):
                one = {} if element.quantifier is None or element.variable is None else {
                    element.variable.name: "relationship"
                }  # fmt: skip
                self._filled(element.types, element, scope.plus(one))
            elif isinstance(element, s.ShortestPath):
                self.inside(element.pattern, scope)
            else:
                self._parenthesized(element, scope)

    def _filled(
        self, labels: s.LabelExpression | None, element: s.NodePattern | s.RelationshipPattern, scope: Scope
    ) -> None:
        if labels is not None:
            self.value(labels, scope)
        if element.properties is not None:
            self.value(element.properties, scope)
        if element.where is not None:
            self.condition(element.where, scope)

    def _parenthesized(self, element: s.ParenthesizedPath, scope: Scope) -> None:
        if element.quantifier is not None:
            singles: Made = {}
            self._declare(element.pattern, Scope(), singles, None)
            scope = scope.plus(singles)
        self.inside(element.pattern, scope)
        if element.where is not None:
            self.condition(element.where, scope)

    # Patterns in expressions.

    def pattern_value(self, node: s.PatternExpression, scope: Scope) -> Kind:
        """Check a pattern that stands as a value, which makes no variables."""
        for variable in _variables(node.pattern):
            if variable.name not in scope.kinds and variable.name not in scope.gone:
                if isinstance(node.pattern.elements[0], s.ShortestPath):
                    self.undefined(variable, scope)
                written = self.text[node.start : node.end][:60]
                self.fail(
                    variable,
                    f"the variable {variable.name!r} is not defined here, and a pattern makes none",
                    f"leave it out, or write EXISTS {{ {written} }}",
                )
        self._declare(node.pattern, scope, {}, None)
        self.inside(node.pattern, scope)
        return ANY

    def pattern_comprehension(self, node: s.PatternComprehension, scope: Scope) -> Kind:
        """Check ``[(a)-->(b) WHERE … | …]``."""
        made: Made = {}
        path = node.pattern.variable
        self._declare(_without_variable(node.pattern), scope, made, set())
        if path is not None:
            if path.name in made:
                self.new(path, scope, made)
            made[path.name] = "path"
        inner = scope.plus(made)
        self.inside(node.pattern, inner)
        if node.where is not None:
            self.condition(node.where, inner)
        return f"[{self.value(node.result, inner)}]"


def _kind(element: s.RelationshipPattern) -> Kind:
    return "relationship" if element.length is None and element.quantifier is None else "[relationship]"


def _without_variable(pattern: s.PathPattern) -> s.PathPattern:
    return s.PathPattern(pattern.start, pattern.end, None, pattern.selector, pattern.elements)


def _variables(pattern: s.PathPattern) -> list[s.Variable]:
    """Return the variables that stand as names in a pattern, those of paths left out."""
    found = []
    for element in pattern.elements:
        if isinstance(element, s.NodePattern | s.RelationshipPattern):
            found += [element.variable] if element.variable is not None else []
        else:
            found += _variables(element.pattern)
    return found
