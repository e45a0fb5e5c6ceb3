"""Follow the variables from clause to clause: what each sees, makes and passes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pathway_graph.cypher import syntax as s
from pathway_graph.cypher.semantics.kinds import ANY, LIST, Kind, common, is_list, member
from pathway_graph.cypher.semantics.patterns import Made, PatternCheck
from pathway_graph.cypher.semantics.scope import Scope
from pathway_graph.cypher.walk import find

_BLOCKS: Final = {"EXISTS": "boolean", "COUNT": "number", "COLLECT": LIST}


class ClauseCheck(PatternCheck):
    """Goes through clauses."""

    def query(self, query: s.Query, scope: Scope, call: s.SubqueryCall | None = None) -> Made:
        """Check all parts of a query; return what it gives, with kinds.

        Args:
            query: The query.
            scope: What each part begins with; what is outside, where *call* has a WITH that takes variables in.
            call: The CALL it stands in.
        """
        given = [self._part(part, scope, call) for part in query.parts]
        for part, made in zip(query.parts[1:], given[1:], strict=True):
            if made.keys() != given[0].keys():
                self.fail(
                    part.clauses[-1],
                    "the parts of a UNION give columns of different names",
                    f"name them alike with AS: {', '.join(given[0])}",
                )
        return {name: common(made[name] for made in given) for name in given[0]}

    def _part(self, part: s.SingleQuery, scope: Scope, call: s.SubqueryCall | None) -> Made:
        clauses = part.clauses
        if call is not None and call.scope is None and not call.imports_all:
            scope = self._imported(clauses[0], scope, call)
        for clause in clauses:
            if isinstance(clause, s.Return):
                return self._returned(clause, scope)
            scope = self.clause(clause, scope)
        return {}

    def clause(self, clause: s.Clause, scope: Scope) -> Scope:
        """Check one clause; return the scope behind it."""
        check = _CLAUSES.get(clause.__class__)
        return scope if check is None else check(self, clause, scope)

    def _match(self, clause: s.Match, scope: Scope) -> Scope:
        after = self.matched(clause.patterns, scope, mode=clause.mode)
        for hint in clause.hints:
            for variable in hint.variables:
                self.variable(variable, after)
        if clause.where is not None:
            self.condition(clause.where, after)
        return after

    def _unwind(self, clause: s.Unwind, scope: Scope) -> Scope:
        kind = self.value(clause.source, scope)
        self.new(clause.variable, scope)
        return scope.plus({clause.variable.name: member(kind) if is_list(kind) else kind})

    def _load(self, clause: s.LoadCsv, scope: Scope) -> Scope:
        self.value(clause.source, scope)
        self.new(clause.variable, scope)
        return scope.plus({clause.variable.name: ANY})

    def _page(self, clause: s.Page, scope: Scope) -> Scope:
        self._paged(clause, scope, scope)
        return scope

    def _paged(self, page: s.Page | s.Projection, scope: Scope, before: Scope) -> None:
        for sort in page.order:
            self.has_aggregate = False
            self.value(sort.expression, scope)
            if self.has_aggregate:
                self.fail(
                    sort, "an aggregate in ORDER BY has to be a column too", "name it with AS and sort by the name"
                )
        for word, count in (("SKIP", page.skip), ("LIMIT", page.limit)):
            if count is None:
                continue
            for variable in find(count, s.Variable):
                if variable.name in before.kinds or variable.name in scope.kinds:
                    hint = "a number, or a parameter such as $n"
                    self.fail(variable, f"{word} takes no variable: it is worked out before there are rows", hint)
            self.value(count, Scope())

    # WITH and RETURN.

    def _with(self, clause: s.With, scope: Scope) -> Scope:
        made = self._projected(clause, clause.where, scope)
        return scope.after(made, clause)

    def _returned(self, clause: s.Return, scope: Scope) -> Made:
        made = self._projected(clause, None, scope)
        if clause.projection.has_star:
            if not made.keys() - scope.fixed.keys():
                self.fail(clause.projection, "* stands for all variables, and there is none", "name what to return")
            named = {self._name(item) for item in clause.projection.items}
            return {name: kind for name, kind in made.items() if name not in scope.fixed or name in named}
        return made

    def _projected(self, clause: s.With | s.Return, where: s.Expression | None, scope: Scope) -> Made:
        """Check what a WITH or RETURN gives and how it sorts; return what it gives."""
        projection = clause.projection
        outer, self.has_aggregate = self.has_aggregate, False
        made: Made = dict(scope.kinds) if projection.has_star else {}
        names: set[str] = set()
        for item in projection.items:
            kind, name = self.value(item.expression, scope), self._name(item)
            if name in names:
                self.fail(item, f"two columns are called {name!r}", "name one of them with AS")
            names.add(name)
            if name in scope.fixed and not (isinstance(item.expression, s.Variable) and item.expression.name == name):
                self.fail(item.alias or item, f"variable `{name}` is declared already outside", "give it another name")
            made[name] = kind
        is_narrow = projection.is_distinct or self.has_aggregate
        self.has_aggregate = outer
        if projection.order or where is not None or projection.skip or projection.limit:
            shown = scope.plus(made)
            if is_narrow:
                shown = scope.after(made, projection, tuple(item.expression for item in projection.items))
            self._paged(projection, shown, scope)
            if where is not None:
                self.condition(where, shown)
            self.has_aggregate = outer
        return made

    def _name(self, item: s.Item) -> str:
        if item.alias is not None:
            return item.alias.name
        if isinstance(item.expression, s.Variable):
            return item.expression.name
        if isinstance(item.expression, s.MapProjection):
            return item.expression.subject.name
        return self.text[item.start : item.end]

    # Subqueries and procedures.

    def subquery(self, node: s.SubqueryExpression, scope: Scope) -> Kind:
        """Check ``EXISTS { … }``, ``COUNT { … }`` and ``COLLECT { … }``, which see all that is around them."""
        outer = self.has_aggregate
        self.query(node.query, scope.inside())
        self.has_aggregate = outer
        return _BLOCKS[node.kind]

    def _called(self, clause: s.SubqueryCall, scope: Scope) -> Scope:
        if clause.imports_all:
            inner = scope.taken(scope.kinds, clause, is_fixed=True)
        elif clause.scope is not None:
            for variable in clause.scope:
                self.variable(variable, scope)
            inner = scope.taken([variable.name for variable in clause.scope], clause, is_fixed=True)
        else:
            inner = scope
        given = self.query(clause.query, inner, clause)
        for part in clause.query.parts:
            last = part.clauses[-1]
            if isinstance(last, s.Return):
                self._check_given(last, given, scope)
        return scope.plus(given)

    def _check_given(self, last: s.Return, given: Made, scope: Scope) -> None:
        for item in last.projection.items:
            if item.alias is None and not isinstance(item.expression, s.Variable | s.MapProjection):
                written = self.text[item.start : item.end][:40]
                self.fail(item, "a column of CALL { … } needs a name", f"write {written} AS …")
            if self._name(item) in scope.kinds:
                self._declared_outside(item.alias or item, self._name(item))
        for name in given:
            if name in scope.kinds:
                self._declared_outside(last, name)

    def _declared_outside(self, node: s.Node, name: str) -> None:
        self.fail(
            node,
            f"variable `{name}` is declared already outside of CALL {{ … }}",
            "give back what is new, or name it with AS",
        )

    def _imported(self, first: s.Clause, outer: Scope, call: s.SubqueryCall) -> Scope:
        """Return what a part of CALL without brackets begins with: what its first WITH names."""
        bare = outer.taken((), call, is_fixed=False)
        if not isinstance(first, s.With):
            return bare
        projection = first.projection
        names = [item.expression.name for item in projection.items if isinstance(item.expression, s.Variable)]
        if projection.has_star:
            names = list(outer.kinds)
        if not any(name in outer.kinds for name in names):
            return bare
        is_plain = not projection.items if projection.has_star else len(names) == len(projection.items)
        is_plain = is_plain and not any(item.alias for item in projection.items)
        does_more = projection.is_distinct or projection.order or projection.skip or projection.limit or first.where
        if not is_plain or does_more:
            self.fail(
                first,
                "the first WITH in CALL { … } takes variables in, and does nothing else",
                f"write CALL ({', '.join(names)}) {{ … }}, or a second WITH",
            )
        return outer.taken([name for name in names if name in outer.kinds], call, is_fixed=False)

    def _procedure(self, clause: s.ProcedureCall, scope: Scope) -> Scope:
        for argument in clause.arguments or ():
            self.value(argument, scope)
        made: Made = {}
        for item in clause.items or ():
            variable = item.alias or s.Variable(item.start, item.end, item.name.value)
            self.new(variable, scope, made)
            made[variable.name] = ANY
        after = scope.plus(made)
        if clause.where is not None:
            self.condition(clause.where, after)
        return after


_CLAUSES: Final[dict[type[s.Clause], Callable[[Any, Any, Scope], Scope]]] = {
    s.Match: ClauseCheck._match,
    s.Unwind: ClauseCheck._unwind,
    s.LoadCsv: ClauseCheck._load,
    s.Page: ClauseCheck._page,
    s.With: ClauseCheck._with,
    s.SubqueryCall: ClauseCheck._called,
    s.ProcedureCall: ClauseCheck._procedure,
}
