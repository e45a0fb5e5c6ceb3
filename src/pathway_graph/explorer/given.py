"""What an address or a form gives: its fields, each checked as it is read, and addresses that differ in some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from pathway_graph.errors import WrongArgument

LONGEST: Final = 500
"""Most characters of a field that is no text of its own."""
MOST_FIELDS: Final = 200
Taken = TypeVar("Taken")


def address(path: str, **fields: object) -> str:
    """Return an address with these fields.

    >>> address("/find", name="a b")
    '/find?name=a+b'
    """
    return f"{path}?{urlencode(fields)}" if fields else path


class Given:
    """The fields of an address or a form.

    Args:
        fields: What was given, the first value of each name.
        path: The page that they are of.

    Attributes:
        misread: The fields that could not be taken as they were given, each with what was taken instead.
        repeated: The fields that were given several times with different values, of which the first is taken.

    >>> given = Given({"steps": "9", "view": "expanded"}, "/trace")
    >>> given.number("steps", 3, 1, 6), given.one_of("view", ("guide", "expanded")), given.here(steps=2, view="")
    (6, 'expanded', '/trace?steps=2')
    >>> given.misread
    {'steps': '6'}
    """

    def __init__(self, fields: Mapping[str, str], path: str = "") -> None:
        self.fields = dict(fields)
        self.path = path
        self.misread: dict[str, str] = {}
        self.repeated: set[str] = set()

    @classmethod
    def of_text(cls, text: str, path: str = "") -> Given:
        r"""Read fields as an address or the body of a form has them.

        Raises:
            WrongArgument: There are more than any form has.

        >>> given = Given.of_text("a=1&a=2&b=%FF")
        >>> given.fields, given.repeated
        ({'a': '1', 'b': '\ufffd'}, {'a'})
        """
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError as error:
            hint = "send the form as the page has it"
            raise WrongArgument("form", "", message=f"more than {MOST_FIELDS} fields were sent", hint=hint) from error
        return cls.of_pairs(pairs, path)

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[str, str]], path: str = "") -> Given:
        """Take fields as they come; of several with one name, the first."""
        given = cls({}, path)
        for name, value in pairs:
            if given.fields.setdefault(name, value) != value:
                given.repeated.add(name)
        return given

    def text(self, name: str, longest: int = LONGEST) -> str:
        """Return a field as text, cut where it is longer than any sensible one; empty where it was not given."""
        whole = self.fields.get(name, "").replace("\0", "")
        if len(whole) > longest:
            self.misread[name] = f"its first {longest:,} characters"
        return whole[:longest]

    def name(self, name: str) -> str:
        """Return a field that holds a name, without blanks around it."""
        return self.text(name).strip()

    def names(self, name: str) -> tuple[str, ...]:
        """Return the names of a field that holds several, with commas between."""
        return tuple(part.strip() for part in self.text(name, 4 * LONGEST).split(",") if part.strip())

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number, brought into its range."""
        try:
            wanted = int(self.text(name))
        except ValueError:
            return self._instead(name, default)
        taken = min(max(wanted, least), most)
        return taken if taken == wanted else self._instead(name, taken)

    def decimal(self, name: str, default: Taken) -> float | Taken:
        """Return a number from 0 on."""
        try:
            value = float(self.text(name))
        except ValueError:
            return self._instead(name, default)
        return value if 0 <= value < 1e6 else self._instead(name, default)

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.text(name))

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        """Return a field that is one of several words, the first where it is none."""
        return self.text(name) if self.text(name) in choices else self._instead(name, choices[0])

    def choices(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return a field that is a known word, alone; nothing where it is none."""
        if self.text(name) in known:
            return (self.text(name),)
        self._instead(name, None)
        return ()

    def _instead(self, name: str, taken: Taken) -> Taken:
        """Return what is taken instead of a field, and note it unless the field was left empty."""
        if self.name(name):
            self.misread[name] = "nothing" if taken in (None, "") else str(taken)
        return taken

    def here(self, **more: object) -> str:
        """Return the address of this page with these fields and *more*; an empty one leaves its field out."""
        fields = {**self.fields, **{name: str(value) for name, value in more.items()}}
        return address(self.path, **{name: value for name, value in fields.items() if value})

    def address(self, path: str, **more: object) -> str:
        """Return the address of another page with the fields of this one and *more*."""
        return Given(self.fields, path).here(**more)
