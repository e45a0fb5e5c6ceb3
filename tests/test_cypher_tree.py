"""Cypher is read as the manual of Neo4j 5 has it: ranks of operators, patterns, clauses; mistakes are told in place."""

from __future__ import annotations

import io
import os
import pickle
import random
import re
import sys
import time
import tokenize
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from attempts import HARMLESS, REFUSED, SLOW
from pathway_graph.cypher import syntax as s
from pathway_graph.cypher.allow_list import check_query
from pathway_graph.cypher.columns import columns_of
from pathway_graph.cypher.files import schema_statements
from pathway_graph.cypher.library import library
from pathway_graph.cypher.mistakes import CypherError, CypherSyntaxError
from pathway_graph.cypher.parse import parse
from pathway_graph.cypher.printing import to_text
from pathway_graph.cypher.walk import children, find, walk
from pathway_graph.errors import QueryError

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TCK = os.environ.get("PATHWAY_GRAPH_TCK", "")
"""The jar ``org.opencypher:tck`` of Maven Central; the test that reads it is skipped without."""


def expression(text: str) -> s.Expression:
    return next(find(parse(f"RETURN {text} AS x"), s.Item)).expression


def shape(node: s.Node | str | float | tuple[object, ...] | None) -> str:
    """Write a tree with all its brackets: operators first, as in (AND a (NOT b))."""
    match node:
        case s.Variable() | s.Parameter():
            return node.name
        case s.Integer() | s.Float() | s.Text() | s.Boolean():
            return repr(node.value)
        case s.Null():
            return "null"
        case s.CaseSubject():
            return "_"
        case s.Unary():
            return f"({node.operator} {shape(node.operand)})"
        case s.Logical():
            return f"({node.operator} {' '.join(map(shape, node.operands))})"
        case s.Comparison() | s.Arithmetic():
            return f"({' '.join(node.operators)} : {' '.join(map(shape, node.operands))})"
        case s.Test():
            return f"({node.operator} {shape(node.left)} {shape(node.right)})"
        case s.IsNull():
            return f"({'NOT ' * node.is_negated}NULL {shape(node.operand)})"
        case s.IsTyped():
            return f"({'NOT ' * node.is_negated}TYPED {shape(node.operand)} {to_text(node.type)})"
        case s.IsNormalized():
            return f"({'NOT ' * node.is_negated}{node.form} {shape(node.operand)})"
        case s.Property():
            return f"{shape(node.subject)}.{node.key.value}"
        case s.Index():
            return f"{shape(node.subject)}[{shape(node.index)}]"
        case s.Slice():
            return f"{shape(node.subject)}[{shape(node.first)}..{shape(node.last)}]"
        case s.HasLabels():
            return f"({shape(node.subject)} : {to_text(node.labels)})"
        case None:
            return ""
        case s.Node():
            inside = " ".join(shape(child) for child in children(node))
            return f"{type(node).__name__}({inside})"
    return str(node)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        # The ranks, from the loosest: the precedence chapter of the manual, and the openCypher TCK (Precedence1 to 4).
        ("a OR b XOR c", "(OR a (XOR b c))"),
        ("a XOR b AND c", "(XOR a (AND b c))"),
        ("a OR b AND c OR d", "(OR a (AND b c) d)"),
        ("NOT a AND b", "(AND (NOT a) b)"),
        ("NOT a = b", "(NOT (= : a b))"),
        ("NOT NOT a IN b", "(NOT (NOT (IN a b)))"),
        ("a = b IS NULL", "(= : a (NULL b))"),
        ("a = b IN c", "(= : a (IN b c))"),
        ("a < b <= c", "(< <= : a b c)"),
        ("a = b <> c", "(= <> : a b c)"),
        ("a + b = c - d", "(= : (+ : a b) (- : c d))"),
        ("a + b IN c + d", "(IN (+ : a b) (+ : c d))"),
        ("a - b - c", "(- - : a b c)"),
        ("a + b * c", "(+ : a (* : b c))"),
        ("a * b / c % d", "(* / % : a b c d)"),
        ("a * b ^ c", "(* : a (^ : b c))"),
        ("a ^ b ^ c", "(^ ^ : a b c)"),
        ("-a ^ b", "(^ : (- a) b)"),
        ("a ^ -b", "(^ : a (- b))"),
        ("-a.b", "(- a.b)"),
        ("a - -1", "(- : a (- 1))"),
        ("a || b + c", "(|| + : a b c)"),
        ("a STARTS WITH b + c", "(STARTS WITH a (+ : b c))"),
        ("a ENDS WITH b OR a CONTAINS c", "(OR (ENDS WITH a b) (CONTAINS a c))"),
        ("a =~ b AND c", "(AND (=~ a b) c)"),
        ("a.b.c[0].d", "a.b.c[0].d"),
        ("a[1..2][..3][4..][..]", "a[1..2][..3][4..][..]"),
        ("(a OR b) AND c", "(AND (OR a b) c)"),
        ("(a + b).c", "(+ : a b).c"),
        ("a IS NOT NULL = true", "(= : (NOT NULL a) True)"),
        ("NOT a IS NULL", "(NOT (NULL a))"),
        # Types, normal forms and labels
        ("a IS :: INTEGER", "(TYPED a INTEGER)"),
        ("a :: INTEGER | STRING NOT NULL", "(TYPED a INTEGER | STRING NOT NULL)"),
        ("a IS NOT TYPED LIST<FLOAT NOT NULL>", "(NOT TYPED a LIST<FLOAT NOT NULL>)"),
        ("a IS :: INTEGER LIST", "(TYPED a LIST<INTEGER>)"),
        ("a IS :: ANY<DATE | ZONED DATETIME>", "(TYPED a ANY<DATE | ZONED DATETIME>)"),
        ("a IS NORMALIZED", "(NFC a)"),
        ("a IS NOT NFKD NORMALIZED", "(NOT NFKD a)"),
        ("a:B:C|D", "(a : B&C|D)"),
        ("a:!(B|C)&%", "(a : !(B|C)&%)"),
        ("a IS B", "(a : B)"),
        ("a:$(b)|$any(c)", "(a : $all(b)|$any(c))"),
        ("a:B AND NOT a:C", "(AND (a : B) (NOT (a : C)))"),
        # Values
        ("1_000 + 0xff + 0o17 + 017", "(+ + + : 1000 255 15 15)"),
        ("[1.5, .5, 1e3, 1.5E-3, 2.]", None),
        ("[1.5, .5, 1e3, 1.5E-3]", "ListLiteral(1.5 0.5 1000.0 0.0015)"),
        ("[Infinity, -Inf]", "ListLiteral(inf (- inf))"),
        ("-9223372036854775808", "(- 9223372036854775808)"),
        (r"'a\'b\\c\n\u00e9'", repr("a'b\\c\né")),
        (r"'\ud83d\ude00'", repr("😀")),
        (r"'\d'", repr(r"\d")),
        ('"it\'s"', repr("it's")),
        ("$a + $1 + $`b c`", "(+ + : a 1 b c)"),
        ("{a: 1, `b c`: null}", None),
        # CASE
        ("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END", "Case(When(a 1) When(b 2) 3)"),
        ("CASE (a) WHEN (1) THEN (2) ELSE (3) END", "Case(a When(1 2) 3)"),
        ("CASE a WHEN 1, 2 THEN 3 END", "Case(a When(1 2 3))"),
        ("CASE a WHEN IS NULL THEN 1 WHEN > 3, <= 1 THEN 2 END",
         "Case(a When((NULL _) 1) When((> : _ 3) (<= : _ 1) 2))"),
        ("CASE a WHEN STARTS WITH 'x' THEN 1 WHEN :: INTEGER THEN 2 END",
         "Case(a When((STARTS WITH _ 'x') 1) When((TYPED _ INTEGER) 2))"),
        # Lists
        ("[x IN l]", "ListComprehension(x l)"),
        ("[x IN l WHERE x > 1 | x + 1]", "ListComprehension(x l (> : x 1) (+ : x 1))"),
        ("[x IN l WHERE x:A|B]", "ListComprehension(x l (x : A) B)"),
        ("[x IN l WHERE x:A|B | x.name]", "ListComprehension(x l (x : A|B) x.name)"),
        ("[x IN l, y]", "ListLiteral((IN x l) y)"),
        ("reduce(t = 0, x IN l | t + x)", "Reduce(t 0 x l (+ : t x))"),
        ("all(x IN l WHERE x)", "ListPredicate(x l x)"),
        ("trim(BOTH 'x' FROM a)", "Trim('x' a)"),
        ("trim(FROM a)", "Trim(a)"),
        ("normalize(a, NFD)", "Normalize(a)"),
        ("count(*) + count(DISTINCT a)", "(+ : CountStar() FunctionCall(Name() a))"),
        # Patterns as values, and what only looks like one
        ("(a)-->(b)", "PatternExpression(PathPattern(NodePattern(a) RelationshipPattern() NodePattern(b)))"),
        ("(a)--(b)", "PatternExpression(PathPattern(NodePattern(a) RelationshipPattern() NodePattern(b)))"),
        ("(a) - (b)", "(- : a b)"),
        ("(a) < -b", "(< : a (- b))"),
        ("(a)-[1][0]", "(- : a ListLiteral(1)[0])"),
        ("NOT (a)-->() AND b", None),
    ],
)  # fmt: skip
def test_an_expression_has_the_tree_of_the_manual(text: str, tree: str | None) -> None:
    if tree is None:  # only that it can, or cannot, be read
        if text.endswith("2.]"):
            with pytest.raises(CypherSyntaxError):
                expression(text)
        else:
            expression(text)
    else:
        assert shape(expression(text)) == tree


def path(text: str) -> s.PathPattern:
    return next(find(parse(f"MATCH {text} RETURN 1 AS x"), s.Match)).patterns[0]


@pytest.mark.parametrize(
    ("text", "direction", "types", "length", "quantifier"),
    [
        ("(a)-->(b)", "->", None, None, None),
        ("(a)<--(b)", "<-", None, None, None),
        ("(a)<-->(b)", "--", None, None, None),
        ("(a)-[r:A|B]-(b)", "--", "A|B", None, None),
        ("(a)-[r:A|:B*]->(b)", "->", "A|B", (1, None), None),
        ("(a)-[*2]->(b)", "->", None, (2, 2), None),
        ("(a)-[*..3]->(b)", "->", None, (1, 3), None),
        ("(a)-[*0..]->(b)", "->", None, (0, None), None),
        ("(a)-[:A]->+(b)", "->", "A", None, (1, None)),
        ("(a)-->*(b)", "->", None, None, (0, None)),
        ("(a)-[:A]->{2,}(b)", "->", "A", None, (2, None)),
        ("(a)-[:A]->{,3}(b)", "->", "A", None, (0, 3)),
        ("(a)<-[:!A&%]-{2}(b)", "<-", "!A&%", None, (2, 2)),
    ],
)
def test_a_relationship_is_read(
    text: str, direction: str, types: str | None, length: object, quantifier: object
) -> None:
    relationship = path(text).elements[1]
    assert isinstance(relationship, s.RelationshipPattern)
    assert relationship.direction == direction
    assert (relationship.types and to_text(relationship.types)) == types
    ends = [
        (repeat.at_least, repeat.at_most) if repeat else None
        for repeat in (relationship.length, relationship.quantifier)
    ]
    assert ends == [length, quantifier]


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("p = SHORTEST 1 (a)-->+(b)", "SHORTEST", 1),
        ("SHORTEST 3 PATHS (a)-->+(b)", "SHORTEST", 3),
        ("SHORTEST 2 PATH GROUPS (a)-->+(b)", "SHORTEST GROUPS", 2),
        ("SHORTEST GROUP (a)-->+(b)", "SHORTEST GROUPS", None),
        ("ALL SHORTEST (a)-->+(b)", "ALL SHORTEST", None),
        ("ANY SHORTEST PATH (a)-->+(b)", "ANY SHORTEST", None),
        ("ANY 2 PATHS (a)-->+(b)", "ANY", 2),
        ("ANY (a)-->+(b)", "ANY", None),
        ("ALL PATHS (a)-->+(b)", "ALL", None),
    ],
)
def test_a_selector_is_read(text: str, kind: str, count: int | None) -> None:
    selector = path(text).selector
    assert selector is not None
    assert (selector.kind, selector.count) == (kind, count)


def test_quantified_paths_and_their_parts_are_read() -> None:
    found = path("p = (x:X) ((a:A {k: 1} WHERE a.v > 1)-[r:R WHERE r.w = 2]->(b) WHERE a.i < b.i){1,3} (y)")
    first, middle, last = found.elements
    assert isinstance(middle, s.ParenthesizedPath)
    assert isinstance(first, s.NodePattern)
    assert isinstance(last, s.NodePattern)
    assert (middle.quantifier and (middle.quantifier.at_least, middle.quantifier.at_most)) == (1, 3)
    assert to_text(middle) == "((a:A {k: 1} WHERE a.v > 1)-[r:R WHERE r.w = 2]->(b) WHERE a.i < b.i){1,3}"
    shortest = path("p = allShortestPaths((a)-[*]-(b))").elements[0]
    assert isinstance(shortest, s.ShortestPath)
    assert shortest.is_all


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("MATCH (a) OPTIONAL MATCH (b) WHERE a.x UNWIND [1] AS x WITH * RETURN *", "Match Match Unwind With Return"),
        ("MATCH (a) ORDER BY a.x SKIP 1 LIMIT 2 RETURN a", "Match Page Return"),
        ("CALL db.labels", "ProcedureCall"),
        ("CALL db.labels() YIELD label AS l WHERE l > 'a' RETURN l", "ProcedureCall Return"),
        ("MATCH (a) CALL (a) { RETURN 1 AS x } RETURN x", "Match SubqueryCall Return"),
        ("CALL { USE x MATCH (n) SET n.x = 1 } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS "
         "ON ERROR CONTINUE REPORT STATUS AS s RETURN s", "SubqueryCall Return"),
        ("MERGE (a:X) ON CREATE SET a.x = 1, a:Y ON MATCH SET a += {y: 1} REMOVE a.z, a:Z FINISH",
         "Merge Remove Finish"),
        ("MATCH (a) FOREACH (x IN [1] | SET a.x = x CREATE (:Y)) DETACH DELETE a", "Match Foreach Delete"),
        ("LOAD CSV WITH HEADERS FROM 'x' AS l FIELDTERMINATOR ';' INSERT (:X {a: l.a})", "LoadCsv Create"),
        ("USE graph.byName('x') MATCH (n) USING INDEX n:X(id, b) USING JOIN ON n RETURN n", "Use Match Return"),
        ("MATCH REPEATABLE ELEMENTS (a)-->(b) RETURN a", "Match Return"),
    ],
)  # fmt: skip
def test_clauses_are_read(query: str, kinds: str) -> None:
    body = parse(query).body
    assert isinstance(body, s.Query)
    assert " ".join(type(clause).__name__ for clause in body.parts[0].clauses) == kinds


def test_what_goes_before_a_query_is_read() -> None:
    statement = parse("CYPHER 5 runtime=slotted EXPLAIN MATCH (n) RETURN n UNION ALL MATCH (n) RETURN n")
    assert statement.mode == "EXPLAIN"
    assert [(option.name, option.value) for option in statement.options] == [("", "5"), ("runtime", "slotted")]
    assert statement.text[statement.body.start :].startswith("MATCH")
    assert isinstance(statement.body, s.Query)
    assert statement.body.unions == ("ALL",)


def test_show_is_read() -> None:
    show = parse(
        "SHOW BUILT IN FUNCTIONS EXECUTABLE BY CURRENT USER YIELD name ORDER BY name WHERE name > 'a' RETURN name AS n"
    ).body
    assert isinstance(show, s.Show)
    assert (show.what, show.which, show.executable) == ("FUNCTIONS", "BUILT IN", "BY CURRENT USER")
    assert show.yields
    assert show.where
    assert show.returns
    assert isinstance(parse("SHOW USERS").body, s.Command)


def test_a_bare_pattern_in_a_subquery_is_a_match_without_its_word() -> None:
    short, long = (
        next(find(parse(f"RETURN COUNT {{ {text} }} AS x"), s.Match))
        for text in ("(a)-->(b) WHERE a.x", "MATCH (a)-->(b) WHERE a.x")
    )
    assert (short.patterns, short.where) == (long.patterns, long.where)
    assert (short.is_implied, long.is_implied) == (True, False)


def test_every_node_stands_where_it_was_written() -> None:
    text = "MATCH (a:A)-[r:R*1..2]->(b) WHERE (a.x + 1) * 2 > 3 AND a:B|C RETURN a.x AS y, [z IN b.l | z.w] ORDER BY y"
    written = [text[node.start : node.end] for node in walk(parse(text).body)]
    for piece in (
        "(a:A)",
        "-[r:R*1..2]->",
        "a.x + 1",
        "(a.x + 1) * 2",
        "(a.x + 1) * 2 > 3",
        "a:B|C",
        "a.x AS y",
        "[z IN b.l | z.w]",
        "z.w",
    ):
        assert piece in written


# Mistakes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("MATCH (n) WHERE n.name = \nRETURN n", 1, 24, "something is missing after = and before RETURN"),
        ("MATCH (n) WHERE n.a = 1 AND\nRETURN n", 1, 25, "something is missing after AND"),
        ("MATCH (n)\nRETURN n.a,", 2, 11, "something is missing after ,"),
        ("MATCH (n)\nWHERE n.name LIKE 'a%'\nRETURN n", 2, 14, "Cypher has no LIKE; use CONTAINS"),
        ("SELECT * FROM Entity", 1, 1, "Cypher has no SELECT"),
        ("MATCH (n) RETURN n.kind, count(*)\nGROUP BY n.kind", 2, 1, "Cypher has no GROUP BY; leave it out"),
        ("MATCH (n) RETURN n HAVING n.x > 1", 1, 20, "Cypher has no HAVING"),
        ("MATCH (n) WHERE n.x == 1 RETURN n", 1, 21, "compare with ="),
        ("MATCH (n) WHERE n.x != 1 RETURN n", 1, 21, "compare with <>"),
        ("MATCH (n\nRETURN n", 1, 7, "the ( is not closed"),
        ("RETURN [1, 2) AS x", 1, 13, "the ) does not close the ["),
        ("RETURN 1) AS x", 1, 9, "the ) closes nothing"),
        ("MATCH (n)\nWHERE n.name = 'abc\nRETURN n", 2, 16, "the ' is not closed"),
        ("RETURN 1 /* a", 1, 10, "a comment /* is not closed"),
        ("MATCH (n)\n  RETRUN n", 2, 3, "did you mean 'RETURN'?"),
        ("MATC (n) RETURN n", 1, 1, "did you mean 'MATCH'?"),
        ("MATCH (n) RETURN n LIMT 5", 1, 20, "did you mean 'LIMIT'?"),
        ("MATCH (n) RETURN n ORDERBY n.x", 1, 20, "write ORDER BY"),
        ('MATCH (n) RETURN n."name"', 1, 20, "write `name`"),
        ('RETURN 1 AS "a b"', 1, 13, "write `a b`"),
        ("MATCH (n) RETURN n WHERE n.x = 1", 1, 20, "WHERE stands right behind MATCH or WITH"),
        ("RETURN 1 AS x LIMIT 5 ORDER BY x", 1, 23, "the order is ORDER BY, SKIP, LIMIT"),
        ("MATCH (n) RETURN n\nMATCH (m) RETURN m", 2, 1, "MATCH cannot follow RETURN"),
        ("MATCH (n)\nWHERE n.x = 1", 1, 1, "the query ends with MATCH and returns nothing"),
        ("MATCH (n) WITH n.x RETURN 1 AS x", 1, 16, "an expression in WITH needs a name; write n.x AS"),
        ("MATCH n RETURN n", 1, 7, "write (n)"),
        ("MATCH (a)-[r](b) RETURN a", 1, 14, "a relationship is not complete"),
        ("MATCH (a {name = 'x'}) RETURN a", 1, 16, "a colon is missing behind the key name"),
        ("RETURN ['a' 'b'] AS x", 1, 13, "something is missing between 'a' and 'b'"),
        ("RETURN CASE WHEN 1 = 1 THEN 2 AS x", 1, 31, "END is missing"),
        ("RETURN 12abc AS x", 1, 8, "'12abc' is no number"),
        ("RETURN 9223372036854775808 AS x", 1, 8, "is too large"),
        ("RETURN 1e999 AS x", 1, 8, "is too large"),
        ("RETURN “a” AS x", 1, 8, "'“' is no part of Cypher"),
        ("RETURN toUpperCase('a') AS x", 1, 8, "write toUpper(text)"),
        ("RETURN 1 AS x;\nRETURN 2 AS x", 1, 14, "one statement at a time"),
        ("MATCH (n)\nSET n.x = 1", 2, 1, "a query may only read, and SET does not"),
        ("MATCH (n)\nRETURN n,\n  siez(n) AS x", 3, 3, "did you mean 'size'?"),
        ("CALL apoc.help('x')", 1, 6, "the procedure 'apoc.help' is not among those"),
        ("RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a", 1, 34, "UNION and UNION ALL"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_its_place(query: str, line: int, column: int, says: str) -> None:
    with pytest.raises(CypherError) as caught:
        check_query(query)
    place = caught.value.place
    assert (place.line, place.column) == (line, column)
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")
    assert place.text == query.split("\n")[line - 1]
    assert place.caret == " " * (column - 1) + "^"


def test_nothing_but_a_query_error_comes_out_of_broken_texts() -> None:
    """Queries with a piece cut out, doubled or exchanged are read, or refused; nothing else happens."""
    chance = random.Random(13)
    texts = [query.text for query in library().values()] + HARMLESS + [text for text in REFUSED if len(text) < 5000]
    pieces = [piece for text in texts for piece in re.findall(r"\w+|\S", text)]
    refused = 0
    for _ in range(3000):
        text = chance.choice(texts)[:600]
        at, length = chance.randrange(len(text) + 1), chance.randrange(12)
        broken = (
            text[:at]
            + chance.choice([" ", "", chance.choice(pieces), text[at : at + length] * 2])
            + text[at + length :]
        )
        try:
            parse(broken)
        except QueryError:
            refused += 1
    assert 500 < refused < 3000


def test_no_depth_that_passes_the_limits_exhausts_the_stack() -> None:
    deepest = "(" * 49 + "1" + ")" * 49
    assert shape(expression(deepest)) == "1"
    mixed = "EXISTS { MATCH (n) WHERE n.a OR NOT n.b XOR n.c AND n.d = -n.e + n.f * " * 40 + "1" + " }" * 40
    with pytest.raises(QueryError) if sys.getrecursionlimit() < 700 else _either():
        parse(f"MATCH (n) WHERE {mixed} RETURN n")
    for text in (
        "[" * 5000,
        "NOT " * 5000 + "1",
        "a:" + "!" * 5000 + "A",
        "1" + "+1" * 20000,
        "a IS :: " + "LIST<" * 3000,
    ):
        with pytest.raises(QueryError):
            parse("RETURN " + text)


class _either:
    """Let a query error pass, and nothing else."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, QueryError)


# Many queries -------------------------------------------------------------------------------------


def queries_of_files() -> list[str]:
    texts = [query.text for query in library().values()]
    texts += [
        block
        for page in (ROOT / "docs").glob("*cypher*.md")
        for block in re.findall(r"```cypher\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    ]
    return texts


@pytest.mark.parametrize("query", queries_of_files(), ids=lambda text: " ".join(text.split())[:50])
def test_queries_of_the_library_and_the_cookbook_are_read(query: str) -> None:
    for text in query.split(";\n"):
        if text.strip():
            check_query(text)


def test_the_statements_of_the_schema_are_commands() -> None:
    texts = schema_statements()
    assert len(texts) > 1
    assert all(isinstance(parse(text).body, s.Command) for text in texts)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the findings are not beside this checkout")
def test_the_aggregates_of_the_findings_are_read() -> None:
    forms = (SHARED / "cases" / "cypher-aggregates.txt").read_text(encoding="utf-8").splitlines()
    forms = [form for form in forms if form.strip() and not form.startswith("#")]
    assert len(forms) > 50
    for form in forms:
        check_query(f"UNWIND [3, 1, 2] AS x RETURN {form} AS v", {"p": 1})


@pytest.mark.skipif(not SHARED.is_dir(), reason="the findings are not beside this checkout")
def test_the_queries_of_the_findings_pass_the_fence() -> None:
    said = (SHARED / "findings" / "cypher.md").read_text(encoding="utf-8")
    begun = r"((?:MATCH|RETURN|UNWIND|WITH|CALL)\b"
    queries = re.findall(rf'"{begun}[^"]*)"', said) + re.findall(rf"^    {begun}.*?)(?:   |$)", said, re.M)
    assert len(queries) > 10
    for query in queries:
        check_query(query)


def test_an_error_of_a_query_travels_between_processes() -> None:
    with pytest.raises(CypherError) as caught:
        check_query("RETURN 1 +")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.place) == (str(caught.value), caught.value.place)


@pytest.mark.skipif(not TCK, reason="PATHWAY_GRAPH_TCK does not name the jar of the openCypher TCK")
def test_the_queries_of_the_opencypher_tck_are_read_and_written_back() -> None:
    with zipfile.ZipFile(TCK) as jar:
        features = [jar.read(name).decode() for name in jar.namelist() if name.endswith(".feature")]
    scenarios = [part for text in features for part in re.split(r"\n\s*Scenario(?: Outline)?:", text)[1:]]
    queries = [
        query
        for part in scenarios
        if "SyntaxError should be raised" not in part and "Examples:" not in part
        for query in re.findall(r'executing (?:control )?query:\s*"""\n(.*?)"""', part, re.S)
    ]
    queries = [query for query in queries if query.count("CREATE") < 500]  # one is longer than a query may be
    assert len(queries) > 700
    for query in queries:
        written_back(query)


def written_back(query: str) -> None:
    tree = parse(query)
    for item in find(tree, s.Item):
        if not any(find(item, s.SubqueryExpression)):
            assert expression(to_text(item.expression)) == item.expression


@pytest.mark.parametrize(
    "query", [*queries_of_files(), *HARMLESS, *SLOW], ids=lambda text: " ".join(ascii(text).split())[:50]
)
def test_what_was_read_can_be_written_and_read_again(query: str) -> None:
    for text in query.split(";\n"):
        if text.strip():
            written_back(text)


def test_random_trees_are_written_and_read_again() -> None:
    for seed in range(400):
        tree = Grower(seed).expression(4)
        assert expression(to_text(tree)) == tree, to_text(tree)


class Grower:
    """Makes random trees of expressions."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def expression(self, depth: int) -> s.Expression:
        if depth == 0:
            return self.chance.choice(
                [s.Integer(0, 0, self.chance.randrange(99)), s.Float(0, 0, 1.5), s.Text(0, 0, "it's \\ é\n"),
                 s.Null(0, 0), s.Boolean(0, 0, True), s.Variable(0, 0, "a b"), s.Variable(0, 0, "limit"),
                 s.Parameter(0, 0, "p"), s.CountStar(0, 0)]
            )  # fmt: skip
        return self.chance.choice([self.operator, self.collection, self.step, self.call])(depth - 1)

    def two(self, depth: int) -> tuple[s.Expression, ...]:
        return tuple(self.expression(self.chance.randint(0, depth)) for _ in range(self.chance.randint(2, 3)))

    def operator(self, depth: int) -> s.Expression:
        operands = self.two(depth)
        one = operands[0]
        signs = self.chance.choice([("+", "-", "||"), ("*", "/", "%"), ("^",)])
        operators = tuple(self.chance.choice(signs) for _ in operands[1:])
        compared = tuple(self.chance.choice(["=", "<>", "<", "<=", ">", ">="]) for _ in operands[1:])
        typed = s.Type(
            0,
            0,
            (
                s.TypeName(0, 0, "INTEGER", None, True),
                s.TypeName(0, 0, "LIST", s.Type(0, 0, (s.TypeName(0, 0, "STRING"),))),
            ),
        )
        return self.chance.choice(
            [
                s.Logical(0, 0, self.chance.choice(["OR", "XOR", "AND"]), operands),
                s.Arithmetic(0, 0, operands, operators),
                s.Comparison(0, 0, operands, compared),
                s.Unary(0, 0, self.chance.choice(["NOT", "-", "+"]), one),
                s.Test(
                    0, 0, self.chance.choice(["IN", "STARTS WITH", "ENDS WITH", "CONTAINS", "=~"]), one, operands[1]
                ),
                s.IsNull(0, 0, one, self.chance.random() < 0.5),
                s.IsTyped(0, 0, one, typed, self.chance.random() < 0.5),
                s.IsNormalized(0, 0, one, "NFKC", self.chance.random() < 0.5),
                s.HasLabels(0, 0, one, self.labels(2)),
            ]
        )

    def labels(self, depth: int) -> s.LabelExpression:
        if depth == 0:
            return self.chance.choice(
                [
                    s.Label(0, 0, "A"),
                    s.Label(0, 0, "b c"),
                    s.AnyLabel(0, 0),
                    s.DynamicLabel(0, 0, "any", s.Variable(0, 0, "x")),
                ]
            )
        two = (self.labels(depth - 1), self.labels(0))
        kind = self.chance.choice([s.NotLabel, s.AllLabels, s.OneLabel])
        return s.NotLabel(0, 0, two[0]) if kind is s.NotLabel else _flat(kind, two)

    def collection(self, depth: int) -> s.Expression:
        items = self.two(depth)
        x = s.Variable(0, 0, "x")
        entries = tuple(
            s.MapEntry(0, 0, s.Name(0, 0, key), item) for key, item in zip(["a", "b c", "end"], items, strict=False)
        )
        where = None if self.chance.random() < 0.5 else s.Comparison(0, 0, (x, items[0]), ("=",))
        return self.chance.choice(
            [
                s.ListLiteral(0, 0, items),
                s.MapLiteral(0, 0, entries),
                s.MapProjection(
                    0, 0, x, (*entries, s.AllProperties(0, 0), s.PropertySelector(0, 0, s.Name(0, 0, "k")), x)
                ),
                s.ListComprehension(0, 0, x, items[0], where, self.chance.choice([None, items[1]])),
                s.Reduce(0, 0, s.Variable(0, 0, "t"), items[0], x, items[1], items[-1]),
                s.ListPredicate(0, 0, self.chance.choice(["all", "any", "none", "single"]), x, items[0], where),
            ]
        )

    def step(self, depth: int) -> s.Expression:
        one, two = self.two(depth)[:2]
        first = self.chance.choice([None, two])
        return self.chance.choice(
            [
                s.Property(0, 0, one, s.Name(0, 0, "k l")),
                s.Index(0, 0, one, two),
                s.Slice(0, 0, one, first, two),
                s.Slice(0, 0, one, two, first),
            ]
        )

    def call(self, depth: int) -> s.Expression:
        items = self.two(depth)
        case = s.When(0, 0, (s.IsNull(0, 0, s.CaseSubject(0, 0), False), items[1]), items[0])
        branch = s.When(0, 0, (items[1],), items[0])
        return self.chance.choice(
            [
                s.FunctionCall(0, 0, s.Name(0, 0, "duration.between"), items, self.chance.random() < 0.3),
                s.Case(0, 0, items[0], (case,), items[-1]),
                s.Case(0, 0, None, (branch, branch), None),
                s.Trim(0, 0, "LEADING", items[0], items[1]),
                s.Normalize(0, 0, items[0], "NFD"),
            ]
        )


def _flat(kind: type[s.AllLabels | s.OneLabel], two: tuple[s.LabelExpression, ...]) -> s.LabelExpression:
    """Join label expressions as the parser does: the same operator side by side is one node."""
    operands = tuple(inner for label in two for inner in (label.operands if isinstance(label, kind) else (label,)))
    return kind(0, 0, operands)


@pytest.mark.slow  # coverage, which the quick run may measure, makes Python several times as slow
def test_a_usual_query_is_read_and_fenced_in_a_few_times_what_tokens_of_it_take() -> None:
    """0.3 ms at the median; Python's own tokenizer, of the same kind of code, takes 0.15 ms for the same texts."""

    def least(work: Callable[[], object]) -> float:
        turns = []
        for _ in range(5):
            parse.cache_clear()
            begun = time.process_time_ns()
            for _ in range(4):
                parse.cache_clear()
                work()
            turns.append(time.process_time_ns() - begun)
        return min(turns)

    ratios = []
    for query in library().values():
        text = query.text

        def fenced(text: str = text) -> None:
            check_query(text)
            columns_of(parse(text))

        def cut(text: str = text) -> None:
            list(tokenize.generate_tokens(io.StringIO(re.sub(r"['`$]", " ", f"({text})")).readline))

        ratios.append(least(fenced) / least(cut))
    assert sorted(ratios)[len(ratios) // 2] < 8
