"""The first of three fences around a query: only clauses, functions and procedures of a list are let through.

The other two are the read transaction and the engine's own read-only mode; both may have gaps, and neither stops a
statement that reads files, opens connections or only burns time. So what is not known to be harmless is refused,
before any engine sees it, and the same on every engine.

A clause can begin at the start of a statement or block, and where an expression has ended; a word there must be in a
list. Elsewhere a word is a name: ``n.set``, ``{delete: 1}``, ``(:Create)`` and ``AS load`` are no clauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from pathway_graph.cypher.allowed_words import (
    ASIDE,
    BLOCKS,
    CLAUSES,
    DANGEROUS,
    FUNCTIONS,
    INFIX,
    INSIDE,
    OPERAND_WORDS,
    POSTFIX,
    PROCEDURES,
    SECOND_WORDS,
    WRITING,
)
from pathway_graph.cypher.ranges import check_ranges
from pathway_graph.cypher.tokens import Token, require_plain, tokens
from pathway_graph.errors import QueryError, did_you_mean, nearest

MAX_TEXT: Final = 64_000
"""Longest query, in characters."""
MAX_TOKENS: Final = 10_000
MAX_DEPTH: Final = 50
"""Deepest nesting of brackets and CASE, and the longest run of signs before a value or of steps after it."""
MAX_OPERATORS: Final = 1_000
"""Most operators that follow one another at one depth: a longer chain ends in an engine by its stack, or not at all."""
_PREFIXES: Final = frozenset({"NOT", "-", "+"})
_OPERATORS: Final = frozenset({*"+-*/%^=<>", "AND", "OR", "XOR", "NOT"})


def check_query(query: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> str:
    """Refuse a statement that holds anything but what a query needs; return it without a final semicolon.

    Args:
        query: One Cypher statement.
        parameters: Its parameters, which may be the ends of a ``range()``.
        write: Let through the clauses that change nodes and relationships; no other fence falls.

    Raises:
        QueryError: In one line, what is refused and what to do instead.

    >>> check_query("MATCH (n:Entity) WHERE n.set = 'CREATE' RETURN {delete: n.name} AS load;")
    "MATCH (n:Entity) WHERE n.set = 'CREATE' RETURN {delete: n.name} AS load"
    >>> check_query("MATCH (n) DETACH DELETE n")
    Traceback (most recent call last):
        ...
    pathway_graph.errors.QueryError: a query may only read, and DETACH does not; ...
    """
    if len(query) > MAX_TEXT:
        raise QueryError(
            f"the query has {len(query)} characters, more than {MAX_TEXT}", hint="give long lists as parameters"
        )
    query_tokens = tokens(query)
    require_plain(query, query_tokens)
    if query_tokens and query_tokens[-1].text == ";":
        query = query[: query_tokens[-1].start].rstrip()
        del query_tokens[-1]
    if not query_tokens:
        raise QueryError("the query is empty", hint="write for instance MATCH (e:Entity) RETURN e.name")
    if len(query_tokens) > MAX_TOKENS:
        raise QueryError(f"the query has more than {MAX_TOKENS} words and signs", hint="give long lists as parameters")
    if any(token.text == ";" for token in query_tokens):
        raise QueryError("one statement at a time", hint="remove everything after the semicolon")
    _check_depth(query_tokens)
    _check_chains(query_tokens)
    _Reading(query_tokens, write).run()
    check_ranges(query_tokens, parameters or {})
    return query


def _check_depth(query_tokens: list[Token]) -> None:
    cases = 0
    for token in query_tokens:
        cases += token.is_word("CASE") - token.is_word("END")
        if token.depth + max(cases, 0) > MAX_DEPTH:
            raise QueryError(f"the query is nested more than {MAX_DEPTH} deep", hint="split it with WITH")


def _check_chains(query_tokens: list[Token]) -> None:
    """Refuse nesting without brackets: each operator of a chain, and each step of ``a.b.c``, is one more level."""
    prefixes = steps = 0
    before = ""
    operators = [0]  # of the expression that is being read, at each depth
    for token in query_tokens:
        word = token.text.upper() if token.kind in ("word", "other") else ""
        del operators[token.depth + 1 :]
        operators.extend(0 for _ in range(token.depth + 1 - len(operators)))
        operators[-1] = 0 if word in (",", "|") or word in CLAUSES else operators[-1] + (word in _OPERATORS)
        prefixes = prefixes + 1 if word in _PREFIXES else 0
        if token.text in (".", "["):  # goes on from the value before, as in ``a.b`` and ``a[0]``
            steps += 1
        elif token.kind != "close" and before not in (".", "["):
            steps = 0
        before = token.text
        if max(prefixes, steps) > MAX_DEPTH:
            raise QueryError(f"the query is nested more than {MAX_DEPTH} deep", hint="split it with WITH")
        if operators[-1] > MAX_OPERATORS:
            raise QueryError(
                f"more than {MAX_OPERATORS} operators follow one another",
                hint="give the values as one list parameter and ask with IN",
            )


class _Reading:
    """One pass over the tokens, which knows at each word whether a clause could begin there."""

    def __init__(self, query_tokens: list[Token], write: bool) -> None:
        self.tokens = query_tokens
        self.starts = CLAUSES | WRITING if write else CLAUSES
        self.write = write
        self.at_start = True  # of the statement or of a block
        self.ended = False  # an expression has just ended

    def run(self) -> None:
        for position, token in enumerate(self.tokens):
            if token.kind == "word" and not (token.text[0] == "$" or token.text[0].isdigit()):
                self.word(position, token)
            elif token.kind in ("text", "name", "word"):
                self.value(position)
            elif token.kind == "open":
                self.open(position, token)
            elif token.kind == "close":
                self.at_start, self.ended = False, True
            elif token.text == "|" and self.write and self.is_in_foreach(position):
                self.at_start = True
            else:  # a star is a value where an operand is due, else a sign like any other
                self.at_start, self.ended = False, token.text == "*" and not self.ended

    def before(self, position: int, steps: int = 1) -> str:
        return self.tokens[position - steps].text if position >= steps else ""

    def after(self, position: int) -> str:
        return self.tokens[position + 1].text if position + 1 < len(self.tokens) else ""

    def value(self, position: int) -> None:
        if self.tokens[position].kind == "name" and self.after(position) == "(":
            self.call(position)
        self.at_start, self.ended = False, True

    def open(self, position: int, token: Token) -> None:
        opener = self.tokens[position - 1] if position else token
        is_projection = self.ended and opener.kind in ("word", "name") and not opener.is_word(*BLOCKS)
        is_pattern = (
            token.text == "{" and self.ended and opener.text in (")", "]", ">") and not self.follows_call(position)
        )
        self.at_start = token.text == "{" and not is_projection and not is_pattern
        self.ended = False

    def follows_call(self, position: int) -> bool:
        """Whether the ``{`` at *place* follows ``CALL (…)``."""
        depth = self.tokens[position - 1].depth
        at = position - 1
        while at > 0 and not (self.tokens[at].kind == "open" and self.tokens[at].depth == depth):
            at -= 1
        return at > 0 and self.tokens[at - 1].is_word("CALL")

    def is_in_foreach(self, position: int) -> bool:
        """Whether the nearest bracket around *place* is that of a FOREACH."""
        depth = self.tokens[position].depth - 1
        at = position
        while at > 0 and not (self.tokens[at].kind == "open" and self.tokens[at].depth == depth):
            at -= 1
        return at > 0 and self.tokens[at - 1].is_word("FOREACH")

    def word(self, position: int, token: Token) -> None:
        word = token.text.upper()
        if self.is_name(position):
            if self.after(position) == "(" and self.before(position) == ".":
                self.call(position)
            self.at_start, self.ended = False, True
        elif self.at_start:
            self.begin(position, token, word)
        elif self.ended:
            if word not in self.starts and word not in INFIX and word not in POSTFIX:
                self.refuse(token, word)
            self.keyword(position, word)
        elif word in SECOND_WORDS.get(self.before(position).upper(), ()) and (self.write or word not in WRITING):
            self.keyword(position, word)
        else:
            self.operand(position, token, word)

    def is_name(self, position: int) -> bool:
        """Whether signs around a word make it a property, a label, a map key or a variable before its label."""
        before = self.before(position)
        if before == ".":
            return self.before(position, 2) != "." and not self.before(position, 2)[:1].isdigit()
        if self.after(position) == ":":
            return True
        return before in (":", "|", "&", "!") and not self.at_start

    def begin(self, position: int, token: Token, word: str) -> None:
        if word in self.starts:
            self.keyword(position, word)
        elif word in ("ALL", "DISTINCT") and self.before(position).upper() == "UNION":
            pass
        else:
            self.refuse(token, word)

    def operand(self, position: int, token: Token, word: str) -> None:
        before = self.tokens[position - 1]
        if word in INSIDE and before.kind == "word" and not before.is_word("AS"):
            self.refuse(token, word)
        if word in OPERAND_WORDS and not before.is_word("AS"):
            self.ended = False
            return
        if self.after(position) == "(":
            self.call(position)
        self.ended = True

    def keyword(self, position: int, word: str) -> None:
        """Take a word as the keyword it is here."""
        self.at_start, self.ended = word == "UNION", word in POSTFIX
        if word == "CALL":
            self.procedure(position)
        elif (
            word == "IN"
            and self.before(position) == "}"
            and self.after(position).upper() in ("TRANSACTIONS", "CONCURRENT")
        ):
            raise QueryError(
                "CALL { … } IN TRANSACTIONS is not let through: a query is one transaction",
                hint="remove IN TRANSACTIONS",
            )
        elif word == "CREATE" and self.before(position).upper() != "ON" and self.after(position)[:1].isalpha():
            if self.tokens[position + 2 : position + 3] and self.tokens[position + 2].text != "=":
                raise QueryError(
                    "changes of the schema and of users are not let through", hint="use the server's own tools"
                )

    def procedure(self, position: int) -> None:
        if self.after(position) in ("{", "("):
            return
        name = ""
        at = position + 1
        while at < len(self.tokens) and (self.tokens[at].kind in ("word", "name") or self.tokens[at].text == "."):
            if name and name[-1] != "." and self.tokens[at].text != ".":
                break
            name += _unquoted(self.tokens[at])
            at += 1
        if name.lower() not in PROCEDURES:
            raise QueryError(
                f"the procedure {name or self.after(position)!r} is not among those a query may call",
                hint=f"these are {', '.join(sorted(PROCEDURES.values()))}",
            )

    def call(self, position: int) -> None:
        """Check the function whose name ends at *place*."""
        if self.is_procedure(position):
            return
        name = _unquoted(self.tokens[position])
        at = position
        while at >= 1 and self.tokens[at - 1].text == ".":
            at -= 2
            name = (
                (_unquoted(self.tokens[at]) if at >= 0 and self.tokens[at].kind in ("word", "name") else "")
                + "."
                + name
            )
        if name.lower() not in FUNCTIONS:
            near = nearest(name, FUNCTIONS)
            raise QueryError(
                f"the function {name} is not among those a query may use",
                hint=did_you_mean(near) if near else "see docs/query-safety.md",
            )

    def is_procedure(self, position: int) -> bool:
        at = position
        while at >= 2 and self.tokens[at - 1].text == ".":
            at -= 2
        return at >= 1 and self.tokens[at - 1].is_word("CALL")  # `procedure` has checked it

    def refuse(self, token: Token, word: str) -> NoReturn:
        if word == "LOAD":
            raise QueryError(
                "LOAD CSV is off: a query may not read files or addresses", hint="use `pathway-graph load`"
            )
        if word in WRITING:
            raise QueryError(
                f"a query may only read, and {word} does not",
                hint="`pathway-graph load` changes a store, `query --write` a Neo4j server",
            )
        if word in DANGEROUS or word in ASIDE:
            why = ASIDE.get(word, "a query reads, it administers nothing")
            raise QueryError(
                f"{word} is not let through: {why}", hint="leave it out; docs/query-safety.md says what a query may"
            )
        near = nearest(word, self.starts)
        raise QueryError(
            f"{token.text[:40]!r} at position {token.start + 1} is no clause that a query may use",
            hint=did_you_mean(near) if near else f"a name goes in backticks, `{token.text[:40]}`",
        )


def _unquoted(token: Token) -> str:
    return token.text[1:-1].replace("``", "`") if token.kind == "name" else token.text
