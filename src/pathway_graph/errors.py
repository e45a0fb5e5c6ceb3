"""Every error the package raises on purpose; each says where, what, and the way out.

::

    PathwayGraphError            exit code 1
    ├── InputError               3  a file cannot be used; holds every Problem found
    │   └── MergeConflict        3  two sources disagree about one identifier
    ├── UnknownName              1  no entity, query, diagram or style has that name
    ├── AmbiguousName            1  a name fits things that are not one gene
    ├── WrongArgument            1  a function was given a value that means nothing to it; a ValueError too
    ├── NotFetched               1  a resource could not be fetched, or what came is not it
    ├── MissingPackage           1  a function needs a package that is not installed
    │   ├── MissingRenderer      1  a picture needs it; a RenderError too
    │   └── MissingEngine        4  the embedded database is it; a StoreUnavailable too
    ├── RenderError              1  Graphviz is missing, failed or took too long
    ├── InternalError            1  a fault of this package, to be reported
    └── StoreError               1  a database refused something
        ├── QueryError           1  a Cypher text or its parameters are wrong
        ├── QueryTimeout         1  a query ran longer than it may
        └── StoreUnavailable     4  the database cannot be reached or opened
            └── StoreEmpty       4  nothing is loaded in it

A name that says what happened (``UnknownName``, ``StoreEmpty``) has no ``Error`` at its end: it reads as the reason.
Every error has a ``message`` and a ``hint``; nothing in the package decides by their words, but by class and attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pathway_graph.text.secrets import without_secrets
from pathway_graph.text.spelling import nearest as nearest


class PathwayGraphError(Exception):
    """The root: ``except PathwayGraphError`` catches all the package raises on purpose.

    Attributes:
        message: What is wrong, and where.
        hint: The way out; may be empty. ``str()`` says both.
        exit_code: What the command line ends with.

    >>> str(PathwayGraphError("the store is empty", hint="run `pathway-graph load`"))
    'the store is empty; run `pathway-graph load`'
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message, self.hint = message, hint
        super().__init__(f"{message}; {hint}" if hint else message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes with every attribute, whatever the arguments of the class are."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[PathwayGraphError], args: tuple[object, ...]) -> PathwayGraphError:
    return kind.__new__(kind, *args)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input file.

    Attributes:
        file: The file's name as the user gave it.
        line: Line number from 1; 0 where the problem is the file itself.
        message: What is wrong.
        hint: The likely fix; may be empty.
        path: Where in the file it is, if that has no lines to speak of: ``elements.nodes[3]``.

    >>> print(Problem("creb.yaml", 14, "relation 'actvates' is unknown", "did you mean 'activates'?"))
    creb.yaml:14: relation 'actvates' is unknown; did you mean 'activates'?
    """

    file: str
    line: int
    message: str
    hint: str = ""
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{where}: {self.path}" if self.path else where
        return f"{where}: {self.message}" + (f"; {self.hint}" if self.hint else "")


State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One check of the installation or the store.

    Attributes:
        name: What was looked at.
        state: ``ok``; ``warning`` where something does not work that you may not need; ``wrong``.
        found: What was found, in a few words; never a secret.
        remedy: What to do; empty if all is well.

    >>> print(Diagnosis("fonts", "wrong", "no letters are drawn", "install the package fonts-dejavu-core"))
    wrong    fonts: no letters are drawn; install the package fonts-dejavu-core
    """

    name: str
    state: State
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.state:8} {self.name}: {self.found}" + (f"; {self.remedy}" if self.remedy else "")


class InputError(PathwayGraphError):
    """An input cannot be used; ``problems`` lists every reason found, in file order, each with its way out.

    >>> InputError([Problem("a.yaml", 3, "relation 'x' is unknown", "did you mean 'y'?")]).hint
    "did you mean 'y'?"
    """

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if len(self.problems) == 1:
            only = self.problems[0]
            super().__init__(str(replace(only, hint="")), hint=only.hint)
        else:
            super().__init__("\n".join(map(str, self.problems)))


class MergeConflict(InputError):
    """Two sources say different things under one identifier."""


class UnknownName(PathwayGraphError):
    """Nothing has that name; ``suggestions`` holds the nearest names.

    Where none is near, the hint lists the names that are known, up to twelve, and says what else may help.

    >>> print(UnknownName("style", "x", known=["plain", "poster"]))
    no style is called 'x'; known are plain, poster
    """

    def __init__(
        self,
        what: str,
        name: str,
        suggestions: Sequence[str] = (),
        note: str = "",
        *,
        known: Iterable[str] = (),
        hint: str = "",
    ) -> None:
        self.what, self.name, self.suggestions, self.note = what, name, tuple(suggestions), note
        message = f"no {what} is called {name!r}"
        if note:
            message += f" ({note})"
        listed = list(known)
        more = f" and {len(listed) - _MOST_LISTED} more" if len(listed) > _MOST_LISTED else ""
        all_known = f"known are {', '.join(listed[:_MOST_LISTED])}{more}" if listed else ""
        way_out = "; ".join(filter(None, (all_known, hint)))
        super().__init__(message, hint=did_you_mean(suggestions) if suggestions else way_out)


_MOST_LISTED = 12
"""Most names that a hint lists."""


class AmbiguousName(PathwayGraphError):
    """A name fits several different things; ``candidates`` holds their identifiers."""

    def __init__(self, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        self.name, self.candidates = name, tuple(candidates)
        listed = "; ".join(f"{identifier} ({label})" for identifier, label in candidates)
        super().__init__(
            f"{name!r} fits {len(candidates)} different things: {listed}", hint="give one of these identifiers"
        )


class WrongArgument(PathwayGraphError, ValueError):
    """A function was given a value that means nothing to it: a number out of range, a word of no choice.

    Attributes:
        argument: Name of the argument.
        value: What was given.

    >>> print(WrongArgument("max_steps", -1, hint="give a whole number from 1 on"))
    max_steps cannot be -1; give a whole number from 1 on
    """

    def __init__(self, argument: str, value: object, *, message: str = "", hint: str) -> None:
        self.argument, self.value = argument, value
        super().__init__(message or f"{argument} cannot be {value!r}", hint=hint)


class NotFetched(PathwayGraphError):
    """A public resource could not be fetched, or what its server sent is not what was asked for.

    Attributes:
        address: What was asked; empty where it did not come to that.
        status: What the server answered, as HTTP counts; 0 where it did not answer.

    >>> print(NotFetched("signor.uniroma2.it answered 404, not found", hint="see its page", status=404))
    signor.uniroma2.it answered 404, not found; see its page
    """

    def __init__(self, message: str, *, hint: str = "", address: str = "", status: int = 0) -> None:
        self.address, self.status = without_secrets(address), status
        super().__init__(without_secrets(message), hint=without_secrets(hint))


class MissingPackage(PathwayGraphError):
    """A package that is not always there is not installed.

    Attributes:
        package: Its name.
        extra: The extra that brings it; empty where it is none of an extra.

    >>> print(MissingPackage("pandas", "pandas"))
    pandas is not installed; pip install 'pathway-graph[pandas]'
    """

    def __init__(self, package: str, extra: str = "", *, message: str = "", hint: str = "") -> None:
        self.package, self.extra = package, extra
        way_out = f"pip install 'pathway-graph[{extra}]'" if extra else f"pip install {package}"
        super().__init__(message or f"{package} is not installed", hint=hint or way_out)


class RenderError(PathwayGraphError):
    """A picture could not be drawn."""


class MissingRenderer(MissingPackage, RenderError):
    """A picture of this format could not be drawn for want of a package."""


class InternalError(PathwayGraphError):
    """A fault of this package and not of what it was given; please report it."""

    def __init__(self, doing: str, error: Exception) -> None:
        self.doing, self.error = doing, error
        super().__init__(
            f"{doing} failed by a fault of pathway-graph, not of your data ({type(error).__name__}: {error})",
            hint="please report it with this message and, if you can, the file",
        )


class RenderWarning(UserWarning):
    """A picture does not show all of its text, or shows it smaller than it can be printed."""


class StoreError(PathwayGraphError):
    """A database refused something; no password or token of an address stands in the message."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(without_secrets(message), hint=without_secrets(hint))


class QueryError(StoreError):
    """A Cypher text or its parameters are wrong.

    Attributes:
        excerpt: The line of the text where it is wrong, and a caret below the place; empty where no place is known.
    """

    excerpt: str = ""


class QueryTimeout(StoreError):
    """A query ran longer than its limit."""


class StoreUnavailable(StoreError):
    """The database cannot be reached or opened."""

    exit_code = 4


class StoreEmpty(StoreUnavailable):
    """Nothing is loaded in the store."""


class MissingEngine(MissingPackage, StoreUnavailable):
    """The embedded engine is not installed, or there is none for this machine; no folder can be opened without it."""

    exit_code = 4


def did_you_mean(names: Sequence[str]) -> str:
    """Say the nearest names as a question.

    >>> did_you_mean(["activates", "inactivates"])
    "did you mean 'activates' or 'inactivates'?"
    """
    return "did you mean " + " or ".join(map(repr, names)) + "?"
