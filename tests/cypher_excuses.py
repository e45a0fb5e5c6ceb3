"""How each listed difference is known in a query and its two outcomes, until the treatment of its entry is in force.

What the embedded engine refuses in words is no wrong answer; such an entry still says which refusals are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cypher_outcomes import DIFFER, EMBEDDED_REFUSES, NEO4J_REFUSES, Pair, content
from pathway_graph.cypher.difference import STAYS, Difference
from pathway_graph.cypher.differences import DIFFERENCES
from pathway_graph.stores.base import Table

_AGGREGATE = r"(?:count|collect|sum|avg|min|max|stDevP?|percentile(?:Cont|Disc))\s*\((?:\*|DISTINCT|\w|\{)"
_TIMES = r"(?:date|localdate|local)?time(?:\.\w+)?\s*\(|datetime"
_PATTERN = r"\([^()]*\)\s*<?-(?:\[[^\]]*\])?->?\s*\([^()]*\)"
_SHORTEST = r"(?:shortestPath|allShortestPaths)\s*\("


@dataclass(frozen=True, slots=True)
class Excuse:
    """What an outcome must look like to be put down to one entry.

    Attributes:
        pattern: What the query holds.
        verdicts: The verdicts that are excused.
        says: What the refusing engine says.
        when: A further condition on both outcomes.
        ours: What the refusal says that its treatment asks for, where Neo4j answers.
    """

    pattern: str
    verdicts: tuple[str, ...] = (DIFFER,)
    says: str = ""
    when: Callable[[Pair], bool] = lambda pair: True
    ours: str = ""

    def covers(self, pair: Pair) -> bool:
        """Whether it accounts for *pair*."""
        refusal = pair.embedded.refusal or pair.neo4j.refusal
        return (
            pair.verdict in self.verdicts
            and re.search(self.pattern, pair.query, re.I | re.S) is not None
            and re.search(self.says, refusal) is not None
            and self.when(pair)
        )


def differs_in_columns_alone(pair: Pair) -> bool:
    """Whether the rows agree."""
    ours, theirs = pair.embedded.table, pair.neo4j.table
    if ours is None or theirs is None or len(ours.columns) != len(theirs.columns):
        return False
    return content(Table((), ours.rows), False) == content(Table((), theirs.rows), False)


def differs_in_text_of_times_alone(pair: Pair) -> bool:
    """Whether both results are the same once every time is written in one way."""
    return _with_plain_times(pair.embedded.table) == _with_plain_times(pair.neo4j.table)


_TIME = re.compile(r"(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?(?![\d:])")


def _with_plain_times(table: Table | None) -> str:
    def plain(match: re.Match[str]) -> str:
        zone = "Z" if match[4] == "+00:00" else match[4] or ""
        return f"{match[1]}:{match[2] or '00'}.{(match[3] or '').rstrip('0')}{zone}"

    return _TIME.sub(plain, repr(content(table, False))) if table else ""


def differs_in_whole_numbers_alone(pair: Pair) -> bool:
    """Whether both results are the same once 2.0 counts as 2."""
    texts = [repr(content(each.table, False)) if each.table else "" for each in (pair.embedded, pair.neo4j)]
    one, two = (re.sub(r"'(-?\d+)\.0 float'|(-?\d+)\.0 float", r"\1\2", text.replace('"', "'")) for text in texts)
    return sorted(re.findall(r"[\w.]+", one)) == sorted(re.findall(r"[\w.]+", two))


def differs_in_sign_of_zero_alone(pair: Pair) -> bool:
    """Whether both results are the same once a negative zero is none."""
    one, two = (repr(content(each.table, False)) if each.table else "" for each in (pair.embedded, pair.neo4j))
    return one.replace("-0.0 ", "0.0 ") == two.replace("-0.0 ", "0.0 ")


_BOTH = (DIFFER, NEO4J_REFUSES)
_WORSE = (DIFFER, NEO4J_REFUSES, EMBEDDED_REFUSES)
EXCUSES: dict[str, Excuse] = {
    "unknown-variable": Excuse("", (NEO4J_REFUSES,), "Variable `.*` not defined"),
    "map-projection-column": Excuse(r"RETURN [^{]*\w\s*\{[.\w]", when=differs_in_columns_alone),
    "labels-order": Excuse(r"\blabels\s*\("),
    "aggregate-and-or": Excuse(rf"{_AGGREGATE}.*\b(AND|OR|XOR)\b|\b(AND|OR|XOR)\b.*{_AGGREGATE}"),
    "aggregate-not": Excuse(rf"\bNOT\b.*{_AGGREGATE}"),
    "aggregate-in-list": Excuse(rf"\bIN {_AGGREGATE}"),
    "aggregate-in-test": Excuse(rf"{_AGGREGATE}[^()]*\)+ IN\b"),
    "aggregate-null-test": Excuse(rf"{_AGGREGATE}.*\bIS\b"),
    "aggregate-text-test": Excuse(rf"{_AGGREGATE}.*(STARTS WITH|ENDS WITH|CONTAINS|=~)"),
    "aggregate-property": Excuse(rf"{_AGGREGATE}.*[)\]}}]\.\w"),
    "aggregate-beside-block": Excuse(rf"(EXISTS|COUNT)\s*\{{.*{_AGGREGATE}|{_AGGREGATE}.*(EXISTS|COUNT)\s*\{{"),
    "aggregate-order-by": Excuse(rf"ORDER BY.*{_AGGREGATE}", (NEO4J_REFUSES,)),
    "aggregate-within-list-expression": Excuse(rf"(\bWHERE|\|).*{_AGGREGATE}", (NEO4J_REFUSES,), "aggregati"),
    "implicit-grouping": Excuse(_AGGREGATE, _WORSE, "implicit grouping|Ambiguous aggregation"),
    "relationship-list-property": Excuse(r"\*.*\.", (NEO4J_REFUSES,), "was List<Relationship>"),
    "variable-twice": Excuse("", (NEO4J_REFUSES,), "already declared"),
    "aggregate-misplaced": Excuse(_AGGREGATE, (NEO4J_REFUSES,), "aggregat|CountStar|Aggregat"),
    "condition-of-other-types": Excuse(r"\b(WHERE|WHEN)\b", (NEO4J_REFUSES,), "expected Boolean|Coercion"),
    "quantifier-in-condition": Excuse(r"\bWHERE\b.*\b(all|any|none|single)\s*\("),
    "list-in-where": Excuse(
        r"\bWHERE\b", when=lambda pair: re.search(r"WHERE (NOT )?\w+\.\w+ ", pair.query) is not None
    ),
    "type-conjunction": Excuse(r"\[\w*:\w+ ?:", (NEO4J_REFUSES,), "may not be combined"),
    "functions-of-other-elements": Excuse(r"(start|end)Node\s*\(", (NEO4J_REFUSES,), "expected Relationship"),
    "integer-text-too-large": Excuse(r"toInteger\w*\s*\(", (NEO4J_REFUSES,), "too large"),
    "block-precedence": Excuse(r"\bCOUNT\s*\{"),
    "block-not": Excuse(r"\bNOT\b.*\bCOUNT\s*\{"),
    "single-quantifier-list": Excuse(r"\[(all|any|none|single)\s*\("),
    "block-list-index": Excuse(r"\[(EXISTS|COUNT|COLLECT)\s*\{", (EMBEDDED_REFUSES,), "Cannot index"),
    "pattern-order-by": Excuse(rf"ORDER BY.*{_PATTERN}", _WORSE),
    "pattern-unwind": Excuse(rf"UNWIND \[.*{_PATTERN}", _WORSE),
    "pattern-as-operand": Excuse(rf"WHERE.*{_PATTERN}.*([)\]]|\bEND\b)", _BOTH),
    "pattern-as-value": Excuse(_PATTERN, (NEO4J_REFUSES,), "pattern expression should only"),
    "pattern-projection": Excuse(_PATTERN, (EMBEDDED_REFUSES,), "Pattern expressions are not allowed"),
    "wrong-regex": Excuse(r"=~", (NEO4J_REFUSES,), "Invalid Regex"),
    "regex-of-other-types": Excuse(r"=~", _BOTH, "|Expected|mismatch"),
    "shortest-path-condition": Excuse(rf"{_SHORTEST}.*WHERE", ours=r"of which WHERE asks something"),
    "shortest-path-variable": Excuse(rf"{_SHORTEST}.*-\[\w+\s*[:*]"),
    "shortest-path-properties": Excuse(_SHORTEST, (NEO4J_REFUSES,), "contains properties"),
    "star-and-columns": Excuse(r"(RETURN|WITH)( DISTINCT)? \*,", _WORSE),
    "shortest-path-minimum": Excuse(_SHORTEST, (NEO4J_REFUSES,), "minimal length"),
    "shortest-path-same-ends": Excuse(_SHORTEST, (NEO4J_REFUSES,), "start and end nodes are the same"),
    "shortest-path-ends-meet": Excuse(_SHORTEST, (NEO4J_REFUSES,), "start and end nodes are the same"),
    "shortest-k": Excuse(
        r"(SHORTEST|ANY)\b",
        (EMBEDDED_REFUSES,),
        "path search prefix",
        ours=r"with a selector|several shortest paths|path selector",
    ),
    "relationship-twice": Excuse(r"-\[(\w+)\b[^\]]*\]-.*-\[\1\b", ours=r"stands twice in one MATCH"),
    "dynamic-type": Excuse(r"\[\w*:\$", _WORSE, ours=r"made from values stand alone"),
    "dynamic-any-label": Excuse(r":\$(any|all)?\(", _WORSE, ours=r"made from values stand alone"),
    "dynamic-label-predicate": Excuse(r":\$\(", _WORSE),
    "id-is-text": Excuse(r"\bid\s*\("),
    "predicate-of-other-types": Excuse(r"\b(AND|OR|XOR|NOT)\b", _BOTH, "predicate|expected Boolean|Coercion|^$"),
    "predicate-of-unseen-types": Excuse(r"\b(AND|OR|XOR|NOT)\b", _BOTH, "predicate|expected Boolean|Coercion|^$"),
    "where-of-text": Excuse(r"\bWHERE\b", (NEO4J_REFUSES,), "predicate|expected Boolean|Coercion"),
    "list-as-predicate": Excuse(r"\b(AND|OR|XOR|NOT)\b", _BOTH, "Coercion|^$", lambda pair: "[" in pair.query),
    "in-no-list": Excuse(r"\bIN\b", (EMBEDDED_REFUSES,), "IN requires a list|Parallel scan failed"),
    "temporal-text": Excuse(_TIMES, when=differs_in_text_of_times_alone),
    "temporal-to-string": Excuse(rf"(toString\w*|size|char\w*)\s*\(.*(?:{_TIMES})"),
    "unseen-time-to-string": Excuse(rf"(toString\w*|size|char\w*)\s*\(.*(?:{_TIMES})"),
    "duration-comparison": Excuse(r"duration.*[<>]=?.*duration", ours=r"durations have no order"),
    "duration-order": Excuse(r"duration"),
    "duration-sum": Excuse(r"(sum|avg)\s*\(", (EMBEDDED_REFUSES,), "DURATION|Duration"),
    "datetime-with-local": Excuse(r"localdatetime.*[<>].*datetime|datetime.*[<>].*localdatetime"),
    "quarter-day": Excuse(r"\.quarterDay"),
    "null-field-of-time": Excuse(
        r"(date|time|duration)\s*\(\{", _WORSE, "NoValue|NullPointer|must be a number|cannot be null"
    ),
    "arguments-of-unseen-types": Excuse(r"\b(length|startNode|endNode|percentile\w+)\s*\(", (NEO4J_REFUSES,)),
    "unknown-part-of-time": Excuse(r"\.\w+", (NEO4J_REFUSES,), "Unsupported|No such field|not a"),
    "unknown-field-of-time": Excuse(r"(date|time|duration)\s*\(", (NEO4J_REFUSES,), "known field|No such field|unit"),
    "date-as-datetime": Excuse(r"time\s*\(", (NEO4J_REFUSES,), "Cannot (select|get)"),
    "node-comparison": Excuse(r"\b[a-z]\w* [<>]=? [a-z]\w*\b(?![.(])", ours=r"which have no order"),
    "map-comparison": Excuse(r"\}.*[<>]", ours=r"maps are ordered otherwise"),
    "map-order": Excuse(r"\{.*(ORDER BY|min|max)"),
    "mixed-times-order": Excuse(r"ORDER BY|min|max", (EMBEDDED_REFUSES,), "Cannot compare"),
    "to-integer-spaces": Excuse(r"toInteger\w*\s*\("),
    "to-boolean-spaces": Excuse(r"toBoolean\w*\s*\("),
    "trim-arguments": Excuse(r"\btrim\s*\(.*,", _WORSE, ours=r"trim\(\) of Neo4j 5 takes one text"),
    "trim-many-characters": Excuse(r"\btrim\s*\(", _BOTH, "length 1|^$"),
    "split-list": Excuse(r"\bsplit\s*\(", (EMBEDDED_REFUSES,), r"split\(\)"),
    "round-half": Excuse(r"\bround\s*\("),
    "range-wrong-way": Excuse(r"\brange\s*\(.*,.*,"),
    "list-index-overflow": Excuse(r"\[[^\]]*\d{10,}"),
    "slice-of-text": Excuse(r"\.\.", _WORSE),
    "slice-of-unseen-text": Excuse(r"\.\.", (NEO4J_REFUSES,), "String|List"),
    "slice-of-value": Excuse(r"\.\."),
    "open-slice": Excuse(r"\[\.\.\]", (NEO4J_REFUSES,)),
    "percentile-type": Excuse(r"percentileCont", when=differs_in_whole_numbers_alone),
    "percentile-distinct": Excuse(r"percentile\w+\s*\(DISTINCT", ours=r"takes each value as often"),
    "vector-cosine": Excuse(r"vector\.similarity\.cosine", ours=r"cosine gives other numbers"),
    "vector-euclidean": Excuse(r"vector\.similarity\.euclidean", ours=r"euclidean gives other numbers"),
    "average-last-digit": Excuse(r"toString\w*\s*\(.*\bavg\s*\(|\bavg\s*\(.*toString"),
    "value-type-list": Excuse(r"valueType\s*\("),
    "point-value": Excuse(r"\bpoint\s*\(", _WORSE),
    "sum-of-lists": Excuse(r"(sum|avg|stDevP?)\s*\(", (NEO4J_REFUSES,), "expected Float"),
    "size-of-map": Excuse(r"\bsize\s*\(", (NEO4J_REFUSES,), "expected String or List"),
    "length-of-text": Excuse(r"\blength\s*\(", (NEO4J_REFUSES,), "expected Path"),
    "text-functions-of-numbers": Excuse(r"(left|right|substring)\s*\(", (NEO4J_REFUSES,), "string|String"),
    "text-plus-map": Excuse(r"\+", (NEO4J_REFUSES,), "Cannot add|was (Map|Node|Relationship|Path)"),
    "text-plus-boolean": Excuse(r"\+", (NEO4J_REFUSES,), "was Boolean"),
    "float-by-zero": Excuse(r"/", (NEO4J_REFUSES,), "by zero"),
    "index-of-no-list": Excuse(r"\[", (NEO4J_REFUSES,), "not a collection"),
    "unnamed-in-with": Excuse(r"\bWITH\b", (NEO4J_REFUSES,), "must be aliased"),
    "column-twice": Excuse(r"\bRETURN\b", (NEO4J_REFUSES,), "same name"),
    "exists-property": Excuse(r"\bexists\s*\(", (NEO4J_REFUSES,), "no longer supported"),
    "old-type-colon": Excuse(r"\|:", (NEO4J_REFUSES,)),
    "not-equal-sign": Excuse(r"!=", (NEO4J_REFUSES,), "!="),
    "hyperbolic": Excuse(r"\b(sinh|cosh|tanh|coth)\b", (NEO4J_REFUSES,), "Unknown function"),
    "nan-literal": Excuse(r"\b(NaN|INF|Infinity)\b", (EMBEDDED_REFUSES,), "not defined"),
    "underscored-number": Excuse(r"\d_\d", (EMBEDDED_REFUSES,), "number literal"),
    "type-union": Excuse(r"IS ::.*\|", (EMBEDDED_REFUSES,), "union types"),
    "union-column-order": Excuse(r"\bUNION\b", (EMBEDDED_REFUSES,), "DifferentColumns"),
    "property-keys": Excuse(r"db\.propertyKeys", _WORSE),
    "sum-overflow": Excuse(r"\bsum\s*\(.*\d{18}|\d{18}.*\bsum\s*\("),
    "short-date": Excuse(r"(date|time)\w*\s*\(", (EMBEDDED_REFUSES,), "cannot parse"),
    "earth-distance": Excuse(r"point\.distance"),
    "round-negative-precision": Excuse(r"\bround\s*\(", (NEO4J_REFUSES,), "cannot be negative"),
    "split-by-nothing": Excuse(r"\b(split|replace)\s*\(.*''"),
    "negative-zero-sum": Excuse(r"\bsum\s*\(", when=differs_in_sign_of_zero_alone),
    "smallest-integer": Excuse(r"9223372036854775808", (EMBEDDED_REFUSES,), "overflow|beyond 64 bits"),
    "negative-length": Excuse(r"(left|right|substring)\s*\(", (EMBEDDED_REFUSES,), "negative"),
    "null-argument-first": Excuse(r"\(", (EMBEDDED_REFUSES,), "Type mismatch: "),
}


def is_open(entry: Difference) -> bool:
    """Whether a difference of this kind is still expected: its treatment is not in force, or it stays."""
    return entry.treatment == STAYS or not entry.in_force


def excuse(pair: Pair) -> str | None:
    """Name the entry of the list that accounts for *pair*, if there is one.

    Once its treatment is in force, an entry excuses nothing but the refusal that it asks for.
    """
    for entry in DIFFERENCES:
        known = EXCUSES[entry.id]
        if is_open(entry) and known.covers(pair):
            return entry.id
        asked_for = known.ours and entry.in_force and pair.verdict == EMBEDDED_REFUSES
        if asked_for and re.search(known.ours, pair.embedded.refusal):
            return entry.id
    return None
