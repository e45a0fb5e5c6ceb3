"""Walk over the tokens of a text, and say what was expected where something else stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

from pathway_graph.cypher.lexer import Token, name_value, partners, tokens
from pathway_graph.cypher.mistakes import CypherSyntaxError
from pathway_graph.cypher.parsing.advice import advice
from pathway_graph.cypher.parsing.habits import habit
from pathway_graph.cypher.syntax import Expression, Name, Query, Variable

T = TypeVar("T")
NAMES: Final = frozenset({"word", "name"})


class Cursor:
    """The place in the text where reading has come to.

    Attributes:
        token: What stands there.
        partner: For the number of an opening bracket, that of the token that closes it.
        bar: Number of the ``|`` that ends the part being read, and belongs to no label expression.
    """

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        if len(self.tokens) > 1 and self.tokens[-2].word == ";":
            text = text[: self.tokens[-2].start].rstrip()
            self.tokens[-2:] = [Token("end", "", "", len(text), len(text))]
        self.text = text
        self.partner, self.wrong = partners(text, self.tokens)
        self.at = 0
        self.token = self.tokens[0]
        self.bar = -1

    # What later modules read, and earlier ones need.

    def expression(self) -> Expression:
        """Read one whole expression."""
        raise NotImplementedError

    def query(self) -> Query:
        """Read a query, up to the brace or the end that closes it."""
        raise NotImplementedError

    # Steps.

    def advance(self) -> Token:
        """Go on, and return the token that was there."""
        token = self.token
        self.at += 1
        self.token = self.tokens[self.at]
        return token

    def after(self, steps: int = 1) -> Token:
        """Return the token some steps ahead, or the end."""
        at = self.at + steps
        return self.tokens[at] if at < len(self.tokens) else self.tokens[-1]

    @property
    def end(self) -> int:
        """Where the token before ends."""
        return self.tokens[self.at - 1].end if self.at else 0

    def skip(self, *words: str) -> bool:
        """Go over these words, if all of them stand here."""
        if self.token.word != words[0]:
            return False
        if len(words) > 1 and any(self.after(step).word != word for step, word in enumerate(words)):
            return False
        self.at += len(words)
        self.token = self.tokens[self.at]
        return True

    def expect(self, word: str, where: str = "") -> Token:
        """Go over a word or sign that must stand here."""
        if self.token.word != word:
            self.fail(f"{word} is missing{where and ' ' + where}")
        return self.advance()

    def is_name(self) -> bool:
        """Whether a name stands here, quoted or not."""
        return self.token.kind in NAMES

    def name(self, what: str) -> Name:
        """Read a name; *what* says whose, for the error."""
        token = self.token
        if token.kind == "text":
            self.fail(f"the name of {what} stands bare or in backticks", hint=f"write `{token.text[1:-1]}`")
        if token.kind not in NAMES:
            self.fail(f"the name of {what} is missing")
        self.advance()
        return Name(token.start, token.end, name_value(token.text))

    def variable(self, what: str = "a variable") -> Variable:
        """Read a variable where it is made."""
        token = self.token
        if token.kind not in NAMES:
            self.fail(f"the name of {what} is missing")
        self.advance()
        return Variable(token.start, token.end, name_value(token.text))

    def dotted_name(self, what: str) -> Name:
        """Read ``a.b.c``."""
        first = self.name(what)
        value = first.value
        while self.token.word == ".":
            self.advance()
            value += "." + self.name(what).value
        return Name(first.start, self.end, value)

    def several(self, read: Callable[[], T]) -> tuple[T, ...]:
        """Read one or more things with commas between them."""
        found = [read()]
        while self.token.word == ",":
            self.advance()
            found.append(read())
        return tuple(found)

    def fail(self, what: str = "", *, hint: str = "", at: int | None = None) -> NoReturn:
        """Refuse what stands here; usual mistakes are told for what they are.

        Raises:
            CypherSyntaxError: Always.
        """
        known = advice(self.tokens, self.at) if not hint else habit(self.tokens, self.at)
        if known:
            raise CypherSyntaxError(self.text, self.tokens[known.at].start, known.what, hint=known.hint)
        found = f"{self.token.text[:40]!r}" if self.token.kind != "end" else "the end of the query"
        raise CypherSyntaxError(
            self.text,
            self.token.start if at is None else at,
            f"{what}, before {found}" if what else f"{found} cannot stand here",
            hint=hint,
        )
