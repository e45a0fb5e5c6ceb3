"""What the embedded engine answers otherwise than Neo4j, as data: how to know it, an example, and what becomes of it.

A test runs each example on the engine itself: where a new version of it answers as Neo4j does, the entry may go.
"""

from __future__ import annotations

from dataclasses import dataclass

REWRITTEN, REFUSED, STAYS = "rewritten", "refused", "stays"
ENGINE = "26.11.1.dev2"
"""The version of `arcadedb` on which all entries were seen."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A construct that the embedded engine answers otherwise than Neo4j 5.

    Attributes:
        id: Its short name, for tests and messages.
        treatment: What becomes of it: ``rewritten`` before the engine sees it, ``refused`` with a way out, or
            ``stays``, and then `how` says why or what to write instead.
        construct: How it is recognised, in words.
        example: A query on the packaged guide.
        embedded: What the engine itself makes of the example: rows, or ``refused``.
        neo4j: What Neo4j 5.26 makes of it.
        how: The rewriting, the way out, or the reason.
        instead: A query that the engine answers as Neo4j answers the example; what a rewriting comes to.
        in_force: Whether the treatment is at work. Then no difference of this kind is excused any more.
        engine: The version of the engine on which it was seen.
    """

    id: str
    treatment: str
    construct: str
    example: str
    embedded: str
    neo4j: str
    how: str
    instead: str = ""
    in_force: bool = False
    engine: str = ENGINE


# fmt: off
DIFFERENCES: tuple[Difference, ...] = (
    Difference("unknown-variable", REFUSED,
        "a variable that nothing defines: null beside CONTAINS, STARTS WITH, ENDS WITH, =~, IS ::, AND, OR, in "
        "UNWIND, a slice, a map projection", "MATCH (g:Gene {id: 'gene:BDNF'}) RETURN gen.name CONTAINS 'BDNF' AS v",
        "null", "refused", "refuse it as Neo4j does: variable `gen` is not defined, with the nearest that is"),
    Difference("map-projection-column", REWRITTEN, "a map projection in RETURN without AS: the name of its column",
        "MATCH (e:Entity {id: 'prot:BDNF'}) RETURN e {.id}", "e {.id}: {id: 'prot:BDNF'}", "{id: 'prot:BDNF'}",
        "name it: `RETURN e {.id} AS e`",
        instead="MATCH (e:Entity {id: 'prot:BDNF'}) RETURN e {.id} AS e"),
    Difference("labels-order", REWRITTEN,
        "`labels(n)`, whose order Neo4j keeps with the key label first, and the engine by the alphabet",
        "MATCH (e:Entity {id: 'assay:WB'}) RETURN labels(e) AS v", "['Assay', 'Entity']", "['Entity', 'Assay']",
        "`[l IN labels(n) WHERE l IN $keys] + [l IN labels(n) WHERE NOT l IN $keys]`, with the key labels",
        instead="MATCH (e:Entity {id: 'assay:WB'}) RETURN [l IN labels(e) WHERE l IN ['Entity', 'Statement']] + [l "
        "IN labels(e) WHERE NOT l IN ['Entity', 'Statement']] AS v"),
    Difference("aggregate-and-or", REWRITTEN, "an aggregate in an operand of AND, OR, XOR or NOT",
        "UNWIND [3, 1, 2] AS x RETURN count(x) > 1 AND max(x) > 2 AS v", "false; false; false", "true",
        "aggregate in a WITH before: `WITH count(x) AS a, max(x) AS b RETURN a > 1 AND b > 2 AS v`",
        instead="UNWIND [3, 1, 2] AS x WITH count(x) AS a, max(x) AS b RETURN a > 1 AND b > 2 AS v"),
    Difference("aggregate-not", REWRITTEN, "an aggregate behind NOT",
        "UNWIND [3, 1, 2] AS x RETURN NOT count(x) > 1 AS v", "true; true; true", "false",
        "aggregate in a WITH before",
        instead="UNWIND [3, 1, 2] AS x WITH count(x) AS a RETURN NOT a > 1 AS v"),
    Difference("aggregate-in-list", REWRITTEN, "an aggregate on either side of IN",
        "UNWIND [3, 1, 2] AS x RETURN 3 IN collect(x) AND true AS v", "null; null; null", "true",
        "aggregate in a WITH before",
        instead="UNWIND [3, 1, 2] AS x WITH collect(x) AS a RETURN 3 IN a AND true AS v"),
    Difference("aggregate-in-test", REWRITTEN, "an aggregate before IN",
        "UNWIND [3, 1, 2] AS x RETURN max(x) IN [3] AS v", "null; null; null", "true", "aggregate in a WITH before",
        instead="UNWIND [3, 1, 2] AS x WITH max(x) AS a RETURN a IN [3] AS v"),
    Difference("aggregate-null-test", REWRITTEN,
        "an aggregate before IS NULL, IS NOT NULL or IS ::, also in CASE WHEN",
        "UNWIND [3, 1, 2] AS x RETURN CASE WHEN max(x) IS NULL THEN 'none' ELSE 'some' END AS v",
        "'none'; 'none'; 'none'", "'some'", "aggregate in a WITH before",
        instead="UNWIND [3, 1, 2] AS x WITH max(x) AS a RETURN CASE WHEN a IS NULL THEN 'none' ELSE 'some' END AS v"),
    Difference("aggregate-text-test", REWRITTEN, "an aggregate before STARTS WITH, ENDS WITH, CONTAINS or =~",
        "UNWIND ['a', 'b'] AS x RETURN max(x) CONTAINS 'b' AS v", "null; null", "true", "aggregate in a WITH before",
        instead="UNWIND ['a', 'b'] AS x WITH max(x) AS a RETURN a CONTAINS 'b' AS v"),
    Difference("aggregate-property", REWRITTEN,
        "an aggregate before `.property`, also behind an index: the column is lost",
        "UNWIND [3, 1, 2] AS x RETURN collect({a: x})[0].a AS v", "no column", "3", "aggregate in a WITH before",
        instead="UNWIND [3, 1, 2] AS x WITH collect({a: x}) AS l RETURN l[0].a AS v"),
    Difference("aggregate-beside-block", REWRITTEN, "an aggregate beside EXISTS {…} or COUNT {…} in one expression",
        "UNWIND [3, 1, 2] AS x RETURN EXISTS { (:Gene) } AND count(x) > 2 AS v", "false; false; false", "true",
        "aggregate in a WITH before",
        instead="UNWIND [3, 1, 2] AS x WITH count(x) AS a RETURN EXISTS { (:Gene) } AND a > 2 AS v"),
    Difference("aggregate-order-by", REFUSED,
        "an aggregate in ORDER BY that RETURN does not hold, beside another aggregate",
        "UNWIND [1, 1, 2] AS x RETURN x, sum(x) AS v ORDER BY count(*) DESC, x", "1, 2; 2, 2", "refused",
        "name it in RETURN or WITH, then sort by the name"),
    Difference("aggregate-within-list-expression", REFUSED,
        "an aggregate inside a comprehension, a quantifier or reduce(), behind WHERE or the bar",
        "UNWIND [3, 1, 2] AS x RETURN [y IN [1, 2, 3] WHERE y > min(x)] AS v", "no column", "refused",
        "aggregate in a WITH before"),
    Difference("implicit-grouping", REWRITTEN,
        "what is no key and no aggregate beside an aggregate in one item: each engine takes other forms",
        "MATCH (g:Gene) RETURN g.view AS k, count(*) + size(g.view) AS v", "refused", "'guide', 10",
        "aggregate in a WITH before, with the keys; refuse what Neo4j refuses",
        instead="MATCH (g:Gene) WITH g.view AS k, count(*) AS n RETURN k, n + size(k) AS v"),
    Difference("block-precedence", REWRITTEN,
        "what follows COUNT {…} outside WHERE is taken for its right operand: `COUNT {…} > 1 AND p` is `COUNT {…} > "
        "(1 AND p)`, `% 2 = 0` and NOT before it likewise",
        "MATCH (e:Complex) RETURN COUNT { (e)--() } % 2 = 0 AS v, e.id AS i ORDER BY i LIMIT 3",
        "false, 'cplx:GRIN'; false, 'cplx:Gs'; false, 'cplx:PI3K'",
        "false, 'cplx:GRIN'; true, 'cplx:Gs'; false, 'cplx:PI3K'", "put it into brackets: `(COUNT {…}) % 2 = 0`",
        instead="MATCH (e:Complex) RETURN (COUNT { (e)--() }) % 2 = 0 AS v, e.id AS i ORDER BY i LIMIT 3"),
    Difference("block-not", REWRITTEN, "NOT before COUNT {…} and a comparison, outside WHERE",
        "MATCH (e:Gene) RETURN NOT COUNT { (e)--() } > 7 AS v ORDER BY v LIMIT 2", "false; false", "false; true",
        "put it into brackets: `NOT (COUNT {…}) > 7`",
        instead="MATCH (e:Gene) RETURN NOT (COUNT { (e)--() }) > 7 AS v ORDER BY v LIMIT 2"),
    Difference("single-quantifier-list", REWRITTEN,
        "a list literal of one all(), any(), none() or single(): the list is lost",
        "RETURN [any(x IN [1, 2] WHERE x > 1)] AS v", "true", "[true]", "put it into brackets: `[(any(…))]`",
        instead="RETURN [(any(x IN [1, 2] WHERE x > 1))] AS v"),
    Difference("block-list-index", REWRITTEN, "an index right behind a list literal of EXISTS {…}",
        "RETURN [EXISTS { (:Gene) }][0] AS v", "refused", "true", "put it into brackets: `[(EXISTS {…})][0]`",
        instead="RETURN [(EXISTS { (:Gene) })][0] AS v"),
    Difference("pattern-order-by", REWRITTEN, "a pattern as a predicate in ORDER BY",
        "MATCH (e:Gene) RETURN e.id AS v ORDER BY NOT (e)<-[:PRODUCT_OF]-(), v DESC LIMIT 2",
        "'gene:NR3C1'; 'gene:GRIN2B'", "'gene:GRIN2B'; 'gene:NR3C1'", "`EXISTS { pattern }`",
        instead="MATCH (e:Gene) RETURN e.id AS v ORDER BY NOT EXISTS { (e)<-[:PRODUCT_OF]-() }, v DESC LIMIT 2"),
    Difference("pattern-unwind", REWRITTEN, "a pattern as a predicate in the list of UNWIND",
        "MATCH (e:Gene {id: 'gene:BDNF'}) UNWIND [NOT (e)-->()] AS v RETURN v", "null", "false",
        "`EXISTS { pattern }`",
        instead="MATCH (e:Gene {id: 'gene:BDNF'}) UNWIND [NOT EXISTS { (e)-->() }] AS v RETURN v"),
    Difference("pattern-as-operand", REWRITTEN, "a pattern before =, IS NULL or IN, also in WHERE",
        "MATCH (e:Gene) WHERE (NOT (e)-[:INCREASES]->()) IS NULL RETURN count(e) AS v", "5", "0",
        "`EXISTS { pattern }`",
        instead="MATCH (e:Gene) WHERE (NOT EXISTS { (e)-[:INCREASES]->() }) IS NULL RETURN count(e) AS v"),
    Difference("pattern-as-value", REFUSED, "a pattern as a value, in a map or list in WHERE",
        "MATCH (e:Gene) WHERE {k: (e)-[:INCREASES]->()}.k RETURN count(e) AS v", "0", "refused",
        "`EXISTS { pattern }`"),
    Difference("pattern-projection", REWRITTEN, "a pattern as a predicate in RETURN or WITH",
        "MATCH (e:Gene {id: 'gene:BDNF'}) RETURN NOT (e)-->() AS v", "refused", "false", "`EXISTS { pattern }`",
        instead="MATCH (e:Gene {id: 'gene:BDNF'}) RETURN NOT EXISTS { (e)-->() } AS v"),
    Difference("wrong-regex", REFUSED, "a wrong regular expression finds nothing, without a word",
        "MATCH (e:Entity) WHERE e.name =~ '*BDNF*' RETURN e.name AS v", "no row", "refused",
        "refuse literals and parameters that do not compile"),
    Difference("regex-of-other-types", STAYS, "=~ with something that is no text",
        "UNWIND [{a: 1}] AS m RETURN m.a =~ '1' AS v", "true", "null",
        "the engine takes its text: toString() says so on both"),
    Difference("shortest-path-condition", REFUSED,
        "WHERE that asks for the length, nodes or relationships of a shortestPath(): Neo4j looks on for the next path "
        "that fits, the engine drops the first one",
        "MATCH p = shortestPath((:Entity {id: 'chem:imipramine'})-[*..6]->(:Entity {id: 'prot:BDNF'})) WHERE "
        "length(p) > 2 RETURN length(p) AS v", "no row", "3",
        "`MATCH p = (a)-[*..6]->(b) WHERE … RETURN p ORDER BY length(p) LIMIT 1`; a condition on all relationships or "
        "nodes can stand in the pattern",
        instead="MATCH p = (:Entity {id: 'chem:imipramine'})-[*..4]->(:Entity {id: 'prot:BDNF'}) WHERE length(p) > "
        "2 WITH p ORDER BY length(p) LIMIT 1 RETURN length(p) AS v"),
    Difference("shortest-path-variable", REWRITTEN, "the variable of the relationships inside shortestPath() is null",
        "MATCH p = shortestPath((:Entity {id: 'chem:imipramine'})-[r:INCREASES*..6]->(:Entity {id: 'prot:BDNF'})) "
        "RETURN size(r) AS v", "null", "1", "leave it out and take `relationships(p)`",
        instead="MATCH p = shortestPath((:Entity {id: 'chem:imipramine'})-[:INCREASES*..6]->(:Entity {id: "
        "'prot:BDNF'})) WITH *, relationships(p) AS r RETURN size(r) AS v"),
    Difference("shortest-path-minimum", REFUSED,
        "a least length other than 0 or 1 in shortestPath(): the engine finds nothing",
        "MATCH p = shortestPath((:Entity {id: 'chem:imipramine'})-[:INCREASES*2..6]->(:Entity {id: 'prot:BDNF'})) "
        "RETURN length(p) AS v", "no row", "refused", "Neo4j refuses it as well"),
    Difference("shortest-path-same-ends", REFUSED, "shortestPath() from a node to itself",
        "MATCH (a:Entity {id: 'prot:BDNF'}), (b:Entity {id: 'prot:BDNF'}) MATCH p = shortestPath((a)-[*..3]->(b)) "
        "RETURN length(p) AS v", "0", "refused",
        "`WHERE a <> b`; where both are known only when it runs, it stays: length 0"),
    Difference("shortest-k", REWRITTEN, "SHORTEST k, ALL SHORTEST, ANY, SHORTEST k GROUPS",
        "MATCH p = ALL SHORTEST (:Entity {id: 'chem:imipramine'})-[]->{1,4}(:Entity {id: 'prot:BDNF'}) RETURN "
        "length(p) AS v", "refused", "1",
        "`shortestPath()` for SHORTEST 1 and ANY, `allShortestPaths()` for ALL SHORTEST and SHORTEST 1 GROUP of one "
        "plain relationship; the others by CALL, ORDER BY length(p) and LIMIT, with bounded lengths",
        instead="MATCH p = allShortestPaths((:Entity {id: 'chem:imipramine'})-[*1..4]->(:Entity {id: "
        "'prot:BDNF'})) RETURN length(p) AS v"),
    Difference("relationship-twice", REFUSED, "one relationship variable twice in a MATCH",
        "MATCH (a:Gene)-[r]->(b), (a)-[r]->(c) RETURN count(*) > 0 AS v", "true", "false",
        "it can never match on Neo4j: say so"),
    Difference("dynamic-type", REWRITTEN, "`-[r:$(t)]->`: every type matches",
        "WITH 'INCREASES' AS t MATCH (:Entity {id: 'chem:imipramine'})-[r:$(t)]->() RETURN count(r) AS v", "58", "21",
        "`-[r]->` and `WHERE type(r) = t`",
        instead="WITH 'INCREASES' AS t MATCH (:Entity {id: 'chem:imipramine'})-[r]->() WHERE type(r) = t RETURN "
        "count(r) AS v"),
    Difference("dynamic-any-label", REWRITTEN, "`:$any(list)` finds nothing",
        "MATCH (e:$any(['Gene', 'Complex'])) RETURN count(e) AS v", "0", "10",
        "`WHERE any(l IN labels(e) WHERE l IN list)`",
        instead="MATCH (e) WHERE any(l IN labels(e) WHERE l IN ['Gene', 'Complex']) RETURN count(e) AS v"),
    Difference("dynamic-label-predicate", REFUSED, "`n:$(label)` in WHERE, where Neo4j has none",
        "MATCH (n:Gene) WHERE n:$('Gene') RETURN count(n) AS v", "5", "refused", "`WHERE label IN labels(n)`"),
    Difference("id-is-text", STAYS,
        "`id(n)` is a text on the engine, a number on Neo4j, and is neither lasting nor the same",
        "MATCH (n) WHERE id(n) >= 0 RETURN count(n) > 0 AS v", "false", "true",
        "compare `id(a) = id(b)` only; the lasting name of a node is its property `id`"),
    Difference("predicate-of-other-types", REFUSED, "a text, number or map where a truth value is due",
        "UNWIND [{a: 'x'}] AS m RETURN m.a AND true AS v", "true", "'x'",
        "compare: `x = 'x'`, `x > 0`, `x IS NOT NULL`; where only the value tells, it stays: a text is false in "
        "WHERE, true beside AND"),
    Difference("where-of-text", STAYS, "a property that is no truth value as WHERE",
        "MATCH (e:Gene) WHERE e.name RETURN count(e) AS v", "0", "refused",
        "it finds nothing, where Neo4j refuses; ask IS NOT NULL"),
    Difference("list-as-predicate", STAYS, "an empty list where a truth value is due",
        "UNWIND [{a: []}] AS m RETURN m.a OR false AS v", "true", "[]", "ask `NOT isEmpty(x)`"),
    Difference("in-no-list", STAYS, "IN with something that is no list",
        "MATCH (e:Gene {id: 'gene:BDNF'}) RETURN 'x' IN e.name AS v", "refused", "false",
        "the engine refuses, Neo4j takes a list of one: put it into [ ]"),
    Difference("temporal-text", REWRITTEN,
        "the text of times in a result: the engine leaves out seconds that are 0 and writes 3, 6 or 9 digits of a "
        "second", "RETURN datetime('2024-05-17T10:22:00Z') AS v", "'2024-05-17T10:22Z'",
        "'2024-05-17T10:22:00.000000000+00:00'",
        "write Neo4j's values as the engine does, in `stores.server.values`: the same text on both"),
    Difference("temporal-to-string", STAYS, "toString() of a time: seconds that are 0 are left out",
        "RETURN toString(datetime('2024-05-17T10:22:00Z')) AS v", "'2024-05-17T10:22Z'", "'2024-05-17T10:22:00Z'",
        "the same moment, written shorter; put together what you need from `.hour`, `.minute`, `.second`"),
    Difference("duration-comparison", REFUSED,
        "< and > between durations, which Neo4j leaves open (null): a month has no length",
        "RETURN duration('P1D') < duration('P2D') AS v", "true", "null",
        "compare numbers: `c.duration_days > 14`, `duration(…).days`"),
    Difference("duration-order", STAYS, "durations in ORDER BY, min() and max()",
        "UNWIND [duration('PT30H'), duration('P1D')] AS d RETURN max(d) AS v", "'P1D'", "'PT30H'",
        "the engine sorts months, then days, then seconds; Neo4j by their average length: sort by `.days` or "
        "`.seconds`"),
    Difference("duration-sum", STAYS, "sum() and avg() of durations",
        "UNWIND [duration('P1D')] AS d RETURN sum(d) AS v", "refused", "'P1D'",
        "refused with its reason; add up `.days`"),
    Difference("datetime-with-local", STAYS, "a datetime compared with a localdatetime",
        "RETURN datetime('2024-05-17T10:22:00Z') < localdatetime('2024-05-17T10:22:33') AS v", "true", "null",
        "null on Neo4j: make both of one kind"),
    Difference("quarter-day", REWRITTEN, "`.quarterDay` of a date", "RETURN date('2024-02-29').quarterDay AS v",
        "null", "60", "`.dayOfQuarter`",
        instead="RETURN date('2024-02-29').dayOfQuarter AS v"),
    Difference("unknown-part-of-time", STAYS, "a part that a date or duration does not have, such as `date().hour`",
        "WITH date('2024-02-29') AS d RETURN d.hour AS v", "null", "refused", "null, where Neo4j refuses"),
    Difference("unknown-field-of-time", REFUSED, "a field that date(), time() or duration() do not know, or no field",
        "RETURN duration({dayz: 1}) AS v", "'PT0S'", "refused", "name the fields of the manual"),
    Difference("date-as-datetime", REFUSED, "datetime() of a date, localdatetime() of a date or time",
        "RETURN toString(localdatetime(date('2024-02-29'))) AS v", "'2024-02-29T00:00'", "refused",
        "`localdatetime({date: d})`"),
    Difference("map-comparison", REFUSED, "< and > between maps", "WITH {a: 1} AS x RETURN x < {a: 2} AS v", "null",
        "true", "compare their values"),
    Difference("map-order", STAYS, "maps in ORDER BY, min(), max()", "UNWIND [{a: 1}, {a: 2}] AS x RETURN max(x) AS v",
        "{a: 1}", "{a: 2}", "the engine does not sort maps: sort by their values"),
    Difference("mixed-times-order", STAYS, "dates and datetimes in one ORDER BY",
        "UNWIND [date('2024-01-01'), datetime('2024-05-17T10:22:33Z')] AS x RETURN valueType(x) AS v ORDER BY x",
        "refused", "'ZONED DATETIME NOT NULL'; 'DATE NOT NULL'", "refused; sort by the text or by one kind"),
    Difference("to-integer-spaces", STAYS, "toInteger() of a text with spaces around the number",
        "RETURN toInteger(' 12 ') AS v", "12", "null", "12, where Neo4j gives null"),
    Difference("to-boolean-spaces", STAYS, "toBoolean() of a text with spaces around the word",
        "RETURN toBoolean(' true ') AS v", "null", "true", "null, where Neo4j gives true: `toBoolean(trim(s))`"),
    Difference("trim-arguments", REFUSED, "trim(a, b): the engine trims a by b, Neo4j 5 trims the spaces of b",
        "RETURN trim('xabx', 'x') AS v", "'ab'", "'x'",
        "`btrim(a, b)`, which is the same on both, or `trim(BOTH b FROM a)`"),
    Difference("trim-many-characters", REFUSED, "trim(BOTH s FROM t) with other than one character in s",
        "RETURN trim(BOTH '' FROM 'abc') AS v", "'abc'", "refused", "`btrim(t, s)`"),
    Difference("split-list", REWRITTEN, "split() by a list of texts", "RETURN split('a,b;c', [',', ';']) AS v",
        "refused", "['a', 'b', 'c']", "`reduce(s = text, d IN list | replace(s, d, first))`, then split by the first",
        instead="RETURN split(reduce(s = 'a,b;c', d IN [',', ';'] | replace(s, d, ',')), ',') AS v"),
    Difference("round-half", REWRITTEN, "round(x, 0) of a negative half", "RETURN round(-2.5, 0) AS v", "-3.0", "-2.0",
        "`round(x)`",
        instead="RETURN round(-2.5) AS v"),
    Difference("range-wrong-way", STAYS, "range() with a step that leads past the end at once",
        "RETURN range(1, 0, 2) AS v", "[]", "[1]", "[] on the engine, a list of the start on Neo4j"),
    Difference("list-index-overflow", STAYS, "an index beyond 32 bits", "RETURN [1, 2][9223372036854775807] AS v", "2",
        "null", "the last element, where Neo4j gives null"),
    Difference("slice-of-text", REFUSED, "a slice of a text", "UNWIND ['abc'] AS s RETURN s[0..1] AS v", "'a'",
        "refused", "`substring(s, 0, 1)`, `left(s, 1)`; of a value that turns out to be a text it stays"),
    Difference("open-slice", REFUSED, "a slice without any end, `l[..]`", "RETURN [1, 2][..] AS v", "[1, 2]",
        "refused", "leave it out"),
    Difference("percentile-type", REWRITTEN, "percentileCont() of whole numbers that meets one of them",
        "UNWIND [1, 2, 3] AS x RETURN percentileCont(x, 0.5) AS v", "2.0", "2",
        "a whole number on Neo4j, a float here: `percentileDisc` keeps the type; toInteger() in a WITH after it where "
        "it is whole",
        instead="UNWIND [1, 2, 3] AS x WITH percentileCont(x, 0.5) AS p RETURN CASE WHEN p = toInteger(p) THEN "
        "toInteger(p) ELSE p END AS v"),
    Difference("vector-cosine", REFUSED, "vector.similarity.cosine()",
        "RETURN vector.similarity.cosine([1.0, 0.0], [0.0, 1.0]) AS v", "0.0", "0.5",
        "the engine gives the cosine, Neo4j (1 + cosine) / 2"),
    Difference("vector-euclidean", REFUSED, "vector.similarity.euclidean()",
        "RETURN vector.similarity.euclidean([1.0, 2.0], [4.0, 1.0]) AS v", "0.240253071139", "0.0909090936184",
        "the engine gives 1 / (1 + d), Neo4j 1 / (1 + d²)"),
    Difference("value-type-list", STAYS, "valueType() of a list", "RETURN valueType([1, 2]) AS v",
        "'LIST<ANY> NOT NULL'", "'LIST<INTEGER NOT NULL> NOT NULL'",
        "the engine says LIST<ANY>: `IS :: LIST<INTEGER>` is the same on both"),
    Difference("point-value", STAYS, "points: the engine gives a map, and spells `crs` WGS-84",
        "RETURN point({x: 1, y: 2}) AS v", "{crs: 'cartesian', srid: 7203, x: 1.0, y: 2.0}",
        "'CartesianPoint(1.0, 2.0)'", "there are no points in the data"),
    Difference("sum-of-lists", REFUSED, "sum(), avg(), stDev() of a list or map", "RETURN sum([1, 2]) AS v", "3",
        "refused", "unwind it first, or `reduce()`"),
    Difference("size-of-map", REFUSED, "size() of a map", "RETURN size({a: 1}) AS v", "1", "refused",
        "`size(keys(m))`"),
    Difference("length-of-text", REFUSED, "length() of a text or list", "RETURN length('abc') AS v", "3", "refused",
        "`size()`"),
    Difference("text-functions-of-numbers", STAYS, "left(), right(), substring() of a number",
        "UNWIND [12] AS x RETURN left(x, 1) AS v", "'1'", "refused",
        "they take its text, where Neo4j refuses: toString()"),
    Difference("text-plus-map", STAYS, "a text + a map", "UNWIND [{a: 1}] AS m RETURN 'x' + m AS v", "'x{a=1}'",
        "refused", "the engine writes its own text, Neo4j refuses"),
    Difference("text-plus-boolean", REFUSED, "a text + a truth value", "RETURN 'a' + true AS v", "'atrue'", "refused",
        "`'a' + toString(true)`"),
    Difference("float-by-zero", REFUSED, "a float divided by the whole number 0",
        "UNWIND [{a: 1.5, b: 0}] AS m RETURN m.a / m.b AS v", "inf", "refused",
        "Infinity here, refused on Neo4j; by 0.0 both give Infinity"),
    Difference("index-of-no-list", STAYS, "an index behind a value that is no list, map, node or relationship",
        "UNWIND [{a: 1}] AS m RETURN m.a['x'] AS v", "null", "refused", "null, where Neo4j refuses"),
    Difference("unnamed-in-with", REFUSED, "an expression in WITH without AS",
        "MATCH (g:Gene {id: 'gene:BDNF'}) WITH g.id RETURN 1 AS v", "1", "refused", "name it with AS"),
    Difference("column-twice", REFUSED, "two columns of one name: the engine keeps one",
        "MATCH (g:Gene {id: 'gene:BDNF'}) RETURN g.id, g.id", "g.id: 'gene:BDNF'", "refused",
        "name one of them otherwise"),
    Difference("exists-property", REFUSED, "exists(n.property)",
        "MATCH (g:Gene) WHERE exists(g.name) RETURN count(g) AS v", "5", "refused", "`g.name IS NOT NULL`"),
    Difference("old-type-colon", REFUSED, "`[r:A|:B]` with a variable",
        "MATCH (a:Entity {id: 'chem:imipramine'})-[r:INCREASES|:DECREASES]->(b) RETURN count(b) AS v", "31", "refused",
        "`[r:A|B]`"),
    Difference("not-equal-sign", REFUSED, "`!=`", "RETURN 1 != 2 AS v", "true", "refused", "`<>`"),
    Difference("hyperbolic", REFUSED, "sinh(), cosh(), tanh(), coth(), which Neo4j 5 does not have",
        "RETURN sinh(0) AS v", "0.0", "refused", "`(exp(x) - exp(-x)) / 2`"),
    Difference("nan-literal", REWRITTEN, "the numbers NaN, Infinity, Inf", "RETURN isNaN(NaN) AS v", "refused", "true",
        "`(0.0 / 0.0)`, `(1.0 / 0.0)`",
        instead="RETURN isNaN((0.0 / 0.0)) AS v"),
    Difference("underscored-number", REWRITTEN, "a number with underscores", "RETURN 1_000 AS v", "refused", "1000",
        "`1000`",
        instead="RETURN 1000 AS v"),
    Difference("type-union", REWRITTEN, "IS :: with several types", "RETURN 1 IS :: INTEGER | STRING AS v", "refused",
        "true", "`(x IS :: A OR x IS :: B)`",
        instead="RETURN (1 IS :: INTEGER OR 1 IS :: STRING) AS v"),
    Difference("union-column-order", REWRITTEN, "UNION with the columns in another order",
        "RETURN 1 AS x, 2 AS y UNION RETURN 2 AS y, 1 AS x", "refused", "1, 2",
        "put them in the order of the first part",
        instead="RETURN 1 AS x, 2 AS y UNION RETURN 1 AS x, 2 AS y"),
    Difference("property-keys", REWRITTEN, "CALL db.propertyKeys()",
        "CALL db.propertyKeys() YIELD propertyKey RETURN count(*) > 0 AS v", "false", "true",
        "answer it from the schema, in the store"),
    Difference("negative-zero-sum", STAYS, "sum() of negative zero", "RETURN sum(-0.0) AS v", "-0.0", "0.0",
        "equal numbers"),
    Difference("smallest-integer", STAYS, "abs() of the smallest integer", "RETURN abs(-9223372036854775808) AS v",
        "refused", "-9223372036854775808", "refused, where Neo4j overflows"),
    Difference("negative-length", STAYS, "left(), right(), substring() of an empty text with a negative length",
        "UNWIND [{s: '', i: -1}] AS m RETURN left(m.s, m.i) AS v", "refused", "''", "refused, where Neo4j gives ''"),
    Difference("null-argument-first", STAYS, "null as the first argument and a wrong type as another",
        "UNWIND [{a: null, b: 1}] AS m RETURN split(m.a, m.b) AS v", "refused", "null",
        "refused, where Neo4j gives null"),
)
# fmt: on
