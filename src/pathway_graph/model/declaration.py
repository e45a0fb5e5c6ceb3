"""What a field of the model says of itself beside its Python type; readers, checks and documents are derived from it.

A field is declared once, as ``site: Annotated[str, About("residue the claim is limited to")] = ""``. The modules that
declare some do not postpone annotations (``from __future__``): reading them back from texts would cost every start.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, Final, TypeVar

_TYPES: Final[dict[type, str]] = {str: "text", int: "integer", float: "number", bool: "flag"}
Class = TypeVar("Class", bound=type)


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What the declaration of a field says.

    Attributes:
        meaning: What it says, a phrase.
        type: How it is written: ``text``, ``id``, ``integer``, ``number``, ``flag``, ``sign``, ``curie``, ``duration``,
            ``xref``, ``link``, ``orthologs``, ``map`` or the name of a nested section; empty for what the Python type
            says.
        words: The words allowed, if they are a closed set.
        refers: The section whose identifiers it uses: ``entities``, ``claims``, ``publications``.
        example: A value.
        required: Whether a file must give it, where that is not whether the class needs it.
        by_hand: Whether it stands in files written by hand; the rest follows from them.
        by_name: Whether a column or an attribute of that name, in a file of another program, means it.
        context: The part of a claim's context that it states; two claims are compared part by part.
    """

    meaning: str
    type: str = ""
    words: Iterable[str] = ()
    refers: str = ""
    example: str = ""
    required: bool | None = None
    by_hand: bool = True
    by_name: bool = False
    context: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an item.

    Attributes:
        name: As written in a file, and the attribute of the model.
        type: See `About`.
        meaning: What it says, a phrase.
        required: Whether an item must have it.
        many: Whether it is a list.
        choices: The words allowed, if they are a closed set.
        refers: The section whose identifiers it uses.
        example: A value.
        by_hand: Whether it stands in files written by hand.
        by_name: Whether a column or an attribute of that name, in a file of another program, means it.
        python: The Python type of one value; of a nested item its class.
        holds_many: Whether the model holds a tuple of them.
        default: What it is where nothing is said; `dataclasses.MISSING` if it must be given.
        context: The part of a claim's context that it states; empty if none.
    """

    name: str
    type: str
    meaning: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    example: str = ""
    by_hand: bool = True
    by_name: bool = False
    python: Any = str
    holds_many: bool = False
    default: Any = ""
    context: str = ""


@cache
def declared(cls: Any) -> tuple[Field, ...]:
    """Return the fields of a class of the model, in order.

    >>> from pathway_graph.model import Claim
    >>> next(field for field in declared(Claim) if field.name == "subject").refers
    'entities'
    """
    return tuple(_field(item.name, item.type, item.default, cls) for item in fields(cls))


@cache
def referring(cls: Any, section: str) -> tuple[Field, ...]:
    """Return the fields of a class that hold identifiers of a section.

    >>> from pathway_graph.model import Claim
    >>> [field.name for field in referring(Claim, "claims")]
    ['restates', 'inferred_from']
    """
    return tuple(field for field in declared(cls) if field.refers == section)


@cache
def context_parts(cls: Any) -> dict[str, tuple[str, ...]]:
    """Return the parts of the context that a class states, each with its fields, in order of declaration.

    >>> from pathway_graph.model import Claim
    >>> list(context_parts(Claim))
    ['assay', 'species', 'strain', 'sex', 'tissue', 'duration', 'dose', 'route', 'co-treatment', 'baseline']
    >>> context_parts(Claim)["tissue"]
    ('region', 'cell')
    """
    parts: dict[str, tuple[str, ...]] = {}
    for field in declared(cls):
        if field.context:
            parts[field.context] = (*parts.get(field.context, ()), field.name)
    return parts


def _field(name: str, annotation: Any, default: Any, cls: Any) -> Field:
    python, about = typing.get_args(annotation)[0], annotation.__metadata__[0]
    many = typing.get_origin(python) is tuple
    if many:
        python = typing.get_args(python)[0]
        python = cls if isinstance(python, str) else python  # an item of its own class
        python = tuple if typing.get_origin(python) is tuple else python  # a name and a value
    elif isinstance(python, types.UnionType) or typing.get_origin(python) is typing.Union:
        python = next(one for one in typing.get_args(python) if one is not types.NoneType)
    type_ = "map" if python is tuple else _TYPES.get(python, "")
    if typing.get_origin(python) is typing.Literal:
        python = type(typing.get_args(python)[0])
        type_ = "text" if python is str else "sign"
    return Field(
        name,
        about.type or type_ or python.__name__.lower(),
        about.meaning,
        required=default is MISSING if about.required is None else about.required,
        many=many and about.type != "orthologs" and python is not tuple,  # these are mappings in a file
        choices=tuple(about.words),
        refers=about.refers,
        example=about.example,
        by_hand=about.by_hand,
        by_name=about.by_name,
        python=python,
        holds_many=many,
        default=default,
        context=about.context,
    )


def documented(cls: Class) -> Class:
    """Add what the declarations of its fields say to the docstring of a class.

    >>> from pathway_graph.model import Tension
    >>> "id: key; for instance ``K02``" in Tension.__doc__
    True
    """
    if cls.__doc__:  # python -OO has none
        lines = [f"    {item.name}: {_told(item)}." for item in declared(cls)]
        cls.__doc__ = "\n".join([cls.__doc__.rstrip(), "", "Attributes:", *lines, ""])
    return cls


def _told(item: Field) -> str:
    about = [item.meaning]
    if 0 < len(item.choices) <= 7:
        about.append(f"one of {', '.join(item.choices)}")
    if item.example:
        about.append(f"for instance ``{item.example}``")
    return "; ".join(about)
