# ruff: noqa: E501 (a template stands in one line, so that it can be pasted)
"""Read queries made at random from a grammar of our own, over the packaged guide; the same seed gives the same queries.

What Cypher leaves open is kept out: LIMIT stands behind a complete order, lists are collected from sorted rows, and there
are no clocks, record ids or orders of keys. So whatever differs between two engines is a difference.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

LITERALS = {
    "int": ("0", "1", "-1", "2", "3", "-7", "12", "9223372036854775807", "-9223372036854775808"),
    "float": ("0.0", "1.5", "-2.5", "0.5", "2.0", "1e10", "0.1", "-0.75"),
    "str": ("''", "'abc'", "' a b '", "'12'", "'1.5'", "'true'", "'Éß'", "'a,b,,c'", "'BDNF'", "'🧠z'"),
    "bool": ("true", "false"),
    "ints": ("[]", "[1, 2, 3]", "[3, null, 1]", "[2, 2]", "range(1, 4)"),
    "strs": ("[]", "['b', 'a']", "['a', null]", "['abc', 'BDNF', '']"),
    "any": ("1", "1.5", "'a'", "true", "[1, 'a']", "[]", "null", "'1'", "-1", "[1]", "2.0", "[1, 2]", "false"),
    "map": ("{}", "{a: 1}", "{a: 1, b: null}", "{b: 'x', a: [1, 2]}"),
    "date": ("date('2024-02-29')", "date('2023-12-31')", "date({year: 2024, month: 5})"),
    "datetime": ("datetime('2024-05-17T10:22:33.5Z')", "datetime('2024-05-17T10:22:00+02:00')"),
    "localdatetime": ("localdatetime('2024-05-17T10:22:33')",),
    "time": ("time('10:20:30+01:00')", "time('10:20:00Z')"),
    "localtime": ("localtime('10:20:30')", "localtime('23:59:59.123456789')"),
    "duration": ("duration('P1Y2M3DT4H5M6.5S')", "duration('P14D')", "duration({hours: 25})"),
    "point": ("point({x: 1, y: 2})", "point({x: 4.0, y: 6.0})"),
    "vector": ("[1.0, 0.0]", "[0.6, 0.8]"),
    "node": ("a",),
    "rel": ("r",),
    "path": ("p",),
    "regex": ("'a.*'", "'(?i)bdnf.*'", "'.*[0-9]+'", "''", "'a|b'"),
    "unit": ("'month'", "'year'", "'week'", "'day'", "'quarter'"),
    "clock_unit": ("'hour'", "'minute'", "'second'"),
}  # fmt: skip

PROPERTIES = {
    "int": ("c.sign", "c.table", "c.row", "size(a.synonyms)"), "float": ("c.effect_percent", "c.duration_days"),
    "str": ("a.name", "a.id", "a.kind", "a.view", "a.note", "a.lines", "a.nothing", "c.regimen", "c.aspect"),
    "strs": ("a.synonyms", "a.sources", "a.terms"),
}  # fmt: skip

SIGNATURES = """
all? any? none? single? exists? isEmpty(str)bool isEmpty(ints)bool isEmpty(map)bool count* collect* avg* max* min* sum*
stDev* stDevP* percentileCont* percentileDisc* reduce? coalesce(int,int)int coalesce(str,str)str elementId- id-
endNode(rel)node startNode(rel)node head(ints)int last(strs)str length(path)int nullIf(int,int)int nullIf(str,str)str
properties(map)map randomUUID- size(str)int size(ints)int timestamp- type(rel)str valueType(any)str valueType(node)str
toBoolean(str)bool toBoolean(bool)bool toBooleanOrNull(any)bool toFloat(str)float toFloat(int)float
toFloatOrNull(any)float toInteger(str)int toInteger(float)int toIntegerOrNull(any)int toString(int)str
toString(float)str toString(bool)str toString(date)str toString(datetime)str toStringOrNull(any)str
toBooleanList(strs)any toFloatList(ints)any toIntegerList(strs)ints toStringList(ints)strs keys- labels(node)any
nodes(path)any relationships(path)any range(int,int)- reverse(str)str reverse(ints)ints tail(ints)ints abs(int)int
abs(float)float ceil(float)float floor(float)float isNaN(float)bool rand- round(float)float round(float,1)float
round(float,0)float sign(int)int sign(float)int e()float exp(float)float log(float)float log10(float)float
sqrt(float)float acos(float)float asin(float)float atan(float)float atan2(float,float)float cos(float)float cosh-
cot(float)float coth- degrees(float)float haversin(float)float pi()float radians(float)float sin(float)float sinh-
tan(float)float tanh- shortestPath? allShortestPaths? btrim(str)str btrim(str,'a')str left(str,2)str lower(str)str
lTrim(str)str normalize(str)str replace(str,'a','bb')str replace(str,str,'x')str right(str,1)str rTrim(str)str
split(str,',')strs substring(str,1)str substring(str,1,2)str toLower(str)str toUpper(str)str trim(str)str upper(str)str
trim('x',str)str char_length(str)int character_length(str)int date(datetime)date date.truncate(unit,date)date
datetime(localdatetime)datetime datetime.fromEpoch(1,2)datetime datetime.fromEpochMillis(12)datetime
datetime.truncate(unit,datetime)datetime localdatetime(datetime)localdatetime
localdatetime.truncate(unit,datetime)localdatetime localtime(time)localtime
localtime.truncate(clock_unit,localtime)localtime time(localtime)time time.truncate(clock_unit,time)time
duration('PT1.5H')duration duration.between(date,date)duration duration.inDays(date,datetime)duration
duration.inMonths(date,date)duration duration.inSeconds(datetime,datetime)duration point? point.distance(point,point)float
point.withinBBox(point,point,point)bool vector.similarity.cosine(vector,vector)float
vector.similarity.euclidean(vector,vector)float
date.realtime- date.statement- date.transaction- datetime.realtime- datetime.statement- datetime.transaction-
localdatetime.realtime- localdatetime.statement- localdatetime.transaction- localtime.realtime- localtime.statement-
localtime.transaction- time.realtime- time.statement- time.transaction-
"""
"""Every function that a query may use, with types of arguments and result.

``?`` is written by a rule of its own, ``*`` is an aggregate, ``-`` gives what no two runs agree on, or is not Neo4j's.
"""

_SIGNATURE = re.compile(r"([\w.]+)(?:\(([^)]*)\)([\w-]+)|([?*-]))")
FUNCTIONS = [match.groups() for match in _SIGNATURE.finditer(SIGNATURES)]

AGGREGATES = (
    "count(x)", "count(*)", "count(DISTINCT x)", "collect(x)", "sum(x)", "avg(x)", "min(x)", "max(x)", "stDev(x)",
    "percentileCont(x, 0.5)", "percentileDisc(x, 0.5)", "collect(DISTINCT x)", "stDevP(x)",
)  # fmt: skip

AROUND_NUMBER = (
    "N", "N + 1", "-N", "N * 2.0", "N > 1", "N > 1 AND N < 5", "NOT N > 1", "N IN [1, 2, 3]", "N IS NULL", "[N, 0]", "[N]",
    "{k: N}", "{k: N}.k", "CASE N WHEN 3 THEN 'a' ELSE 'b' END", "CASE WHEN N > 2 THEN N END", "toString(N) CONTAINS '1'",
    "coalesce(N, 0)", "N % 2 = 0", "N = 3 OR false", "N > 1 XOR true", "N IS NOT NULL AND true", "toFloat(N) / 2",
    "[y IN [1, 2, 3] WHERE y > N]", "any(y IN [1, 2] WHERE y < N)", "[1, 2, 3][..toInteger(N)]", "N + N", "1 < N < 9",
    "reduce(s = 0, y IN [1] | s + N)", "toString(N) =~ '[0-9].*'", "toString(N) STARTS WITH '1'", "N IS :: INTEGER",
    "EXISTS { (:Gene) } AND N > 1", "N > 1 AND EXISTS { (:Gene) }", "COUNT { (:Gene) } > N", "{k: {l: [N]}}.k.l[0]",
)  # fmt: skip
AROUND_LIST = (
    "L", "L[0]", "L[-1]", "L[..2]", "L[1..]", "size(L)", "head(L)", "last(L)", "reverse(L)", "L + L", "3 IN L", "NOT 3 IN L",
    "L = []", "L[0] IS NULL", "size(L) > 1 AND true", "[y IN L WHERE y > 1 | y + 1]", "all(y IN L WHERE y > 0)",
    "single(y IN L WHERE y = 1)", "[all(y IN L WHERE y > 0)]", "reduce(s = 0, y IN L | s + y)", "1 IN L AND 2 IN L",
    "CASE WHEN size(L) = 0 THEN 'none' ELSE 'some' END", "{k: L}.k[0]", "tail(L)", "isEmpty(L)", "L IS NULL", "[L, L]",
)  # fmt: skip
AGGREGATE_FRAMES = (
    "UNWIND V AS x RETURN F AS v", "UNWIND V AS x WITH F AS v RETURN v", "UNWIND V AS x RETURN x % 2 AS k, F AS v",
    "UNWIND V AS x WITH x % 2 AS k, F AS v RETURN k, v ORDER BY k", "UNWIND V AS x RETURN F AS v, x % 2 AS k, count(*) AS n",
    "UNWIND V AS x WITH x % 2 AS k, F AS v WHERE v IS NOT NULL RETURN k, v", "UNWIND V AS x RETURN DISTINCT F AS v",
    "CALL { UNWIND V AS x RETURN F AS v } RETURN v", "UNWIND [1, 2] AS z CALL (z) { UNWIND V AS x RETURN F AS v } RETURN z, v",
    "RETURN COLLECT { UNWIND V AS x RETURN F AS v } AS v", "UNWIND V AS x WITH F AS v ORDER BY v RETURN collect(v) AS w",
    "MATCH (c:Claim) WITH c.sign AS x, c.table AS k ORDER BY c.id RETURN k, F AS v",
    "MATCH (a:Gene) OPTIONAL MATCH (a)-[r]-(b) WITH a.id AS k, r.sign AS x ORDER BY k, b.id, x RETURN k, F AS v ORDER BY k",
    "UNWIND V AS x WITH x, x % 2 AS k RETURN k, F AS v ORDER BY v, k",
)  # fmt: skip

PREDICATES = (
    "EXISTS { (a)-[:INCREASES]->() }", "NOT EXISTS { (a)-[:INCREASES]->() }", "COUNT { (a)-[:INCREASES]->() } > 1",
    "COUNT { (a)--() } % 2 = 0", "(a)-[:INCREASES]->()", "NOT (a)<-[:INCREASES]-(:Protein)", "a:Protein", "a:Protein|Gene",
    "a.name STARTS WITH 'B'", "a.name =~ '.*[0-9].*'", "a.view = 'core'", "a.note IS NULL", "a.nothing = 1",
    "any(x IN a.synonyms WHERE x CONTAINS 'a')", "none(x IN a.synonyms WHERE size(x) > 9)", "a.name IN ['BDNF', 'cAMP']",
    "a.lines > 'b'", "size([(a)-[:INCREASES]->(b) | b]) > 1", "'a' <= a.name < 'm'", "a.id ENDS WITH 'F'",
    "size(COLLECT { MATCH (a)-->(b) RETURN b.id }) > 2", "toLower(a.name) CONTAINS 'bdnf'", "a.kind <> 'Protein'",
    "EXISTS { MATCH (a)-[r]->(b) WHERE r.sign = 1 AND b:Protein }", "single(x IN a.sources WHERE true)", "NOT a:Protein",
)  # fmt: skip
AROUND_PREDICATE = (
    "P", "NOT P", "P AND Q", "Q OR P", "P XOR Q", "NOT (P OR Q)", "NOT P AND Q", "(P) = (Q)", "coalesce(P, false)", "(P) IS NULL",
    "CASE WHEN P THEN true ELSE false END", "CASE WHEN Q THEN 1 WHEN P THEN 2 ELSE 3 END = 2", "all(z IN [1, 2] WHERE P)",
    "size([z IN [1, 2] WHERE P]) = 2", "[Q, P][1]", "{k: P}.k", "(P) IN [true]", "toString(P) = 'true'", "P OR Q AND P",
)  # fmt: skip
PREDICATE_FRAMES = (
    "MATCH (a:Entity) WHERE F RETURN a.id AS i", "MATCH (a:Entity) RETURN a.id AS i, F AS v", "MATCH (a:Entity) WITH a WHERE F RETURN count(a) AS n",
    "MATCH (a:Entity) RETURN F AS k, count(*) AS n", "MATCH (a:Entity) RETURN a.id AS i ORDER BY F, i LIMIT 12",
    "MATCH (a:Entity) WITH a, F AS v RETURN v, count(*) AS n ORDER BY v", "MATCH (a:Entity) RETURN sum(CASE WHEN F THEN 1 ELSE 0 END) AS v",
    "MATCH (a:Gene) OPTIONAL MATCH (a)-[:PRODUCT_OF]-(o) WHERE F RETURN a.id AS i, o.id AS j", "MATCH (a:Entity) RETURN DISTINCT F AS v",
    "MATCH (a:Entity) WITH a ORDER BY F DESC, a.id LIMIT 9 RETURN a.id AS i ORDER BY i", "MATCH (a:Gene) UNWIND [F] AS v RETURN a.id AS i, v",
    "MATCH (a:Gene) CALL (a) { RETURN F AS v } RETURN a.id AS i, v", "MATCH (a:Entity) WITH a ORDER BY a.id RETURN size([a IN collect(a) WHERE F]) AS n",
    "MATCH (a:Entity) RETURN [F] AS v, count(*) AS n", "MATCH (a:Gene) RETURN a {.id, k: F} AS m ORDER BY a.id",
)  # fmt: skip

START = "(a:Entity {id: 'chem:imipramine'})"
END = "(b:Entity {id: 'prot:BDNF'})"
PATHS = (
    f"{START}-[:INCREASES|DECREASES*1..K]->(b)", f"{START}-[*1..2]->(b)", f"{START}-[*0..1]-(b)", f"{START}-[*2]->(b:Protein)",
    f"{START}-[:INCREASES]->{{1,K}}(b)", f"{START} (()-[:INCREASES|DECREASES]->()){{1,K}} (b)", f"{START}-->()<--(b)",
    f"{START} ((x)-[y]->(z) WHERE y.sign = 1){{1,2}} (b)", f"(b)<-[:OBJECT]-(:Claim)-[:SUBJECT]->{START}",
    f"shortestPath({START}-[*..K]->{END})", f"allShortestPaths({START}-[*..K]->{END})", f"ALL SHORTEST {START}-[]->{{1,K}}{END}",
    f"shortestPath({START}-[q:INCREASES*..K]->{END})", f"SHORTEST 1 {START}-[:INCREASES]->+{END}", f"{START}-[:INCREASES]->?(b)",
    f"{START}-[q*1..2 {{sign: 1}}]->(b)", "(a:Gene)-[q]-(b)", "(a:Gene)--(b)--(d:Gene)", "(a:Gene&!Protein)-[:!PART_OF]-(b)",
)  # fmt: skip
PATH_CONDITIONS = (
    "", "WHERE length(p) > 1", "WHERE all(y IN relationships(p) WHERE y.sign = 1)", "WHERE none(n IN nodes(p) WHERE n:Gene)", "",
    "WHERE size(nodes(p)) < 4", "WHERE b.name CONTAINS 'a'", "WHERE NOT b:Protein", "WHERE (b)-->()", "",
)  # fmt: skip
PATH_RESULTS = (
    "RETURN p", "RETURN length(p) AS l, count(*) AS n ORDER BY l", "RETURN [n IN nodes(p) | n.id] AS v", "RETURN count(DISTINCT b) AS n",
    "RETURN [y IN relationships(p) | type(y)] AS v", "RETURN reduce(s = 1, y IN relationships(p) | s * y.sign) AS s, count(*) AS n",
    "RETURN a.id AS i, b.id AS j, length(p) AS l ORDER BY l, i, j", "RETURN nodes(p)[-1] = b AS v, count(*) AS n", "RETURN count(p) > 0 AS v",
    "WITH length(p) AS l, b ORDER BY b.id, l RETURN l, collect(b.id) AS v", "RETURN startNode(relationships(p)[0]).id AS v",
)  # fmt: skip

CLAUSES = (
    "RETURN 1 = 1.0 AS a, [1] = [1.0] AS b, 1 IN [1.0] AS c, {a: 1} = {a: 1.0} AS d, 1 < 1.0 AS e", "UNWIND [1, 1.0, 2] AS x RETURN DISTINCT x = 1 AS v, count(*) AS n",
    "UNWIND [{a: 1, b: 2}, {a: 2, b: 1}, {a: 1, b: 5}] AS m WITH m.a AS k, sum(m.b) AS s ORDER BY s LIMIT K RETURN k, s ORDER BY k",
    "UNWIND [1, 2, 2, 3] AS x WITH DISTINCT x AS x ORDER BY x SKIP 1 LIMIT K RETURN x", "UNWIND W AS x RETURN x ORDER BY x D",
    "UNWIND W AS x RETURN x, count(*) AS n", "UNWIND W AS x WITH x ORDER BY x D LIMIT K RETURN collect(x) AS l", "UNWIND W AS x RETURN DISTINCT x",
    "UNWIND W AS x UNWIND W AS y RETURN x < y AS a, x = y AS b, x <> y AS c, x >= y AS d", "UNWIND W AS x UNWIND W AS y RETURN x IN [y] AS v, [x] = [y] AS w",
    "UNWIND W AS x RETURN min(x) AS a, max(x) AS b", "RETURN E AS v UNION RETURN E AS v", "RETURN E AS v, 1 AS w UNION ALL RETURN 2 AS w, E AS v",
    "UNWIND [1, 2, 3] AS x CALL (x) { UNWIND range(1, x) AS y RETURN sum(y) AS s } RETURN x, s", "UNWIND [1, 2, 3] AS x CALL { WITH x RETURN x * 2 AS y } RETURN x, y",
    "UNWIND [1, 2, 3] AS x OPTIONAL CALL (x) { WITH x WHERE x > K RETURN x * 2 AS y } RETURN x, y", "CALL { RETURN E AS v UNION RETURN E AS v } RETURN v",
    "MATCH (a:Gene) OPTIONAL MATCH (a)-[r:INCREASES]-(b) RETURN a.id AS i, b.id AS j, r.sign AS s", "MATCH (a:Gene) OPTIONAL MATCH (a)--(b) RETURN a.id AS i, count(b) AS n",
    "MATCH (a:Gene) OPTIONAL MATCH (a)-[:NOTHING]->(b) RETURN a.id AS i, b, b.name AS n, b:Gene AS g, labels(b) AS l", "MATCH (a:Gene) RETURN a {.id, .name, k: E} AS m",
    "MATCH (a:Gene)-[r]-(b) WITH a, type(r) AS t, count(*) AS n ORDER BY a.id, t RETURN a.id AS i, collect({t: t, n: n}) AS l", "MATCH (a:Gene) RETURN a {.id, .name}",
    "MATCH (c:Claim)-[:OBJECT]->(e) WITH e, collect(c.sign) AS s RETURN e.id AS i, 1 IN s AND -1 IN s AS v", "MATCH (n) RETURN labels(n) AS l, count(*) AS n",
    "MATCH (c:Claim) RETURN c.regimen AS k, avg(c.effect_percent) AS m, max(c.duration_days) AS d ORDER BY k", "MATCH (a:Gene) RETURN [(a)-[r]-(b:Protein) | type(r)] = [] AS v",
    "MATCH (a:Gene) RETURN a.id AS i, COUNT { (a)--() } + K AS v, COUNT { MATCH (a)--(b) RETURN DISTINCT b } AS w", "MATCH (a:Entity) RETURN a.id AS i ORDER BY COUNT { (a)--() } DESC, i LIMIT K",
    "MATCH (a:Gene) RETURN a.id AS i, COLLECT { MATCH (a)--(b) RETURN b.id ORDER BY b.id LIMIT K } AS v", "MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n ORDER BY n DESC, t LIMIT K",
    "MATCH (a)-[r {sign: -1}]->(b:Protein) RETURN a.id AS i, b.id AS j, type(r) AS t", "WITH E AS x RETURN x AS y, x IS NULL AS z, [x] AS l, {k: x} AS m", "WITH 1 AS b, 2 AS a RETURN *",
    "WITH 'INCREASES' AS t MATCH (a:Gene)-[r:$(t)]-(b) RETURN a.id AS i, b.id AS j", "MATCH (a:$any(['Gene', 'Complex'])) RETURN a.id AS i ORDER BY i LIMIT K",
    "MATCH (a:Gene) WITH a {.id, k: E} RETURN a.k AS v, a.id AS i", "MATCH (a:Gene) RETURN *, a.id AS a", "RETURN date('2024-05-17').quarterDay + K AS v, round(-K - 0.5, 0) AS w",
    "MATCH (a:Entity) WHERE CASE WHEN any(x IN a.synonyms WHERE x CONTAINS 'a') THEN a.view = 'core' ELSE a:Gene END RETURN a.id AS i", "MATCH (a:Gene) RETURN a.id[0..K] AS v, a.synonyms[..K] AS w",
    "MATCH (c:Claim) WITH c.table AS t, count(*) AS n, collect(DISTINCT c.sign) AS s WHERE n > K RETURN t, n, size(s) AS z", "MATCH (a:Gene) WITH *, 1 AS k RETURN k, a.id AS i",
)  # fmt: skip


class Writer:
    """Writes queries; each method draws from the same source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.has_graph = True  # properties of nodes may stand in expressions
        self.calls: list[tuple[str, ...]] = [entry for entry in FUNCTIONS if entry[1] is not None and entry[2] != "-"]

    def queries(self, number: int) -> Iterator[str]:
        """Yield *number* queries, in turn of each kind; every function is met once in as many as there are."""
        kinds: list[Callable[[], str]] = [
            self.call, self.aggregate, self.predicate, self.clauses, self.comparison, self.path, self.nested, self.slip,
        ]  # fmt: skip
        turn = self.chance.sample(self.calls, len(self.calls))
        for place in range(number):
            if place % len(kinds) == 0 and turn:
                yield self.call(turn.pop())
            else:
                yield kinds[place % len(kinds)]()

    def pick(self, choices: tuple[str, ...]) -> str:
        return self.chance.choice(choices)

    def value(self, kind: str) -> str:
        """Return a literal of a type; now and then null, or a property of a node."""
        if kind not in LITERALS:
            return kind  # an argument that stands as it is
        if kind not in ("node", "rel", "path", "unit", "clock_unit", "vector") and self.chance.random() < 0.12:
            return "null"
        if self.has_graph and kind in PROPERTIES and self.chance.random() < 0.3:
            return self.pick(PROPERTIES[kind])
        return self.pick(LITERALS[kind])

    def expression(self, kind: str, depth: int = 2) -> str:
        """Return an expression of a type, of calls, operators and CASE."""
        if depth == 0 or self.chance.random() < 0.25:
            return self.value(kind)
        fitting = [entry for entry in self.calls if entry[2] == kind]
        draw = self.chance.random()
        if fitting and draw < 0.5:
            name, arguments, _, _ = self.chance.choice(fitting)
            return f"{name}({', '.join(self.expression(each, depth - 1) for each in arguments.split(',') if each)})"
        one, two = self.expression(kind, depth - 1), self.expression(kind, depth - 1)
        if draw < 0.6:
            return f"CASE WHEN {self.expression('bool', depth - 1)} THEN {one} ELSE {two} END"
        if kind in ("int", "float"):
            return f"({one} {self.pick(('+', '-', '*'))} {two})" if kind == "float" else f"({one} % 7 + {two} % 5)"
        if kind == "bool":
            return self.truth(depth - 1)
        return f"({one} + {two})" if kind in ("str", "strs", "ints") else one

    def truth(self, depth: int) -> str:
        kind = self.pick(("int", "float", "str", "any", "bool"))
        one, two = self.expression(kind, depth), self.expression(kind, depth)
        if kind == "bool":
            return f"({self.pick(('', 'NOT '))}{one} {self.pick(('AND', 'OR', 'XOR', '='))} {two})"
        if kind == "str" and self.chance.random() < 0.5:
            return f"{one} {self.pick(('STARTS WITH', 'ENDS WITH', 'CONTAINS'))} {two}"
        if self.chance.random() < 0.2:
            return f"({one}) IS {self.pick(('', 'NOT '))}NULL"
        return f"({one} {self.pick(('=', '<>', '<', '<=', '>', '>='))} {two})"

    def framed(self, expressions: list[str]) -> str:
        """Return a query that returns *expressions*, with the variables they need."""
        text = ", ".join(f"{expression} AS v{place}" for place, expression in enumerate(expressions))
        needs = {name for name in ("a", "c", "r", "p") if re.search(rf"(?<!['\w.]){name}(?=[.),]| IS| AS)", text)}
        match = ""
        if needs & {"a", "r", "p"}:
            match += "MATCH p = (a:Entity {id: 'gene:BDNF'})-[r]-(:Entity {id: 'prot:BDNF'}) "
        if "c" in needs:
            match += "MATCH (c:Claim) WHERE c.table = 2 "
        return f"{match}RETURN {text}"

    def call(self, entry: tuple[str, ...] | None = None) -> str:
        name, arguments, _, _ = entry or self.chance.choice(self.calls)
        return self.framed([f"{name}({', '.join(map(self.value, filter(None, arguments.split(','))))})"])

    def nested(self) -> str:
        kind = self.pick(("int", "float", "str", "bool", "ints", "strs", "date", "duration"))
        return self.framed([self.expression(kind, 3)])

    def comparison(self) -> str:
        if self.chance.random() < 0.4:
            kind = self.pick(("date", "datetime", "duration", "map", "time", "localtime"))
            one, two = self.value(kind), self.value(kind)
            return self.framed([f"{one} {self.pick(('=', '<>', '<', '>='))} {two}", f"{self.value('any')} = {one}"])
        precedence = [self.value("int") for _ in range(3)]
        signs = [self.pick(("+ 1 <", "= 2 OR 1 =", "* 2 - 3 >=", "IN [1, 2] =", "% 3 + 2 *", "<")) for _ in range(2)]
        one, two = f"{precedence[0]} {signs[0]} {precedence[1]}", f"NOT {precedence[2]} {signs[1]} 3"
        return self.framed([one, two, self.truth(1)])

    def aggregate(self) -> str:
        aggregate = self.pick(AGGREGATES)
        around = AROUND_LIST if aggregate.startswith("collect") else AROUND_NUMBER
        form = re.sub(r"\b[NL]\b", lambda _: aggregate, self.pick(around))
        frame = self.pick(AGGREGATE_FRAMES).replace(
            "V", self.pick(("[3, 1, 2]", "[3, 1, 2, 2]", "[]", "[null, 2]", "[5]"))
        )
        return re.sub(r"\bF\b", lambda _: form, frame)

    def predicate(self) -> str:
        names = {"P": self.pick(PREDICATES), "Q": self.pick(PREDICATES)}
        form = re.sub(r"\b[PQ]\b", lambda match: names[match[0]], self.pick(AROUND_PREDICATE))
        return re.sub(r"\bF\b", lambda _: form, self.pick(PREDICATE_FRAMES))

    def clauses(self) -> str:
        def fill(match: re.Match[str]) -> str:
            if match[0] == "W":
                return f"[{', '.join(self.value('any') for _ in range(self.chance.randint(2, 5)))}]"
            if match[0] == "E":
                return self.expression(self.pick(("int", "str", "bool", "ints")), 1)
            return self.pick(("", "DESC")) if match[0] == "D" else str(self.chance.randint(1, 3))

        self.has_graph = False
        text = re.sub(r"\b[WEDK]\b", fill, self.pick(CLAUSES))
        self.has_graph = True
        return text

    def slip(self) -> str:
        """Return a query with a misspelt variable, which Neo4j refuses."""
        query = self.pick((self.predicate(), self.clauses(), self.path()))
        places = [match.start() for match in re.finditer(r"(?<=[\s(\[])[abcmr]\.", query)]
        if not places:
            return query
        place = self.chance.choice(places)
        return f"{query[:place]}e{query[place:]}"

    def path(self) -> str:
        pattern = self.pick(PATHS).replace("K", str(self.chance.randint(1, 3)))
        return f"MATCH p = {pattern} {self.pick(PATH_CONDITIONS)} {self.pick(PATH_RESULTS)}"


def queries(seed: int, number: int) -> list[str]:
    """Return *number* different queries.

    >>> queries(1, 5) == queries(1, 5)
    True
    """
    return list(dict.fromkeys(Writer(seed).queries(number)))
