"""The parameters of a query as the fields of a form: found in its text, each with a type, read when it is run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from pathway_graph.cypher.lexer import Token, name_value, tokens
from pathway_graph.cypher.library import Query
from pathway_graph.cypher.mistakes import CypherError
from pathway_graph.errors import QueryError
from pathway_graph.explorer.given import Given
from pathway_graph.identifiers.lookup import resolve
from pathway_graph.model import Network
from pathway_graph.stores.records import KEY_LABELS, STATEMENT_LABELS

TYPES: Final = {
    "text": "text", "number": "number", "flag": "true or false", "entity": "entity", "entities": "entities; with ;",
    "list": "texts; with ;", "json": "JSON",
}  # fmt: skip
"""What a parameter may be, and how the form calls it."""
LONGEST: Final = 64_000
"""Most characters of a query, and of a value."""
_OTHERS: Final = frozenset([*KEY_LABELS, *STATEMENT_LABELS.values()]) - {"Entity"}
"""Labels of what is no entity, so that its identifier is taken as it is."""
_COMPARED: Final = frozenset(["<", ">", "<=", ">="])


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter in the form.

    Attributes:
        name: Without the dollar sign.
        type: One of `TYPES`.
        value: As it was typed; empty where none was.
        at: Where it first stands in the query; -1 where it does not.
    """

    name: str
    type: str
    value: str = ""
    at: int = -1


def fields_of(text: str, given: Given) -> list[Field]:
    """Return the parameters of a query in the order of the text, with what the form gives for them.

    >>> fields_of("MATCH (e {id: $id}) RETURN e LIMIT $n", Given({"p.n": "5"}))
    [Field(name='id', type='entity', value='', at=14), Field(name='n', type='number', value='5', at=35)]
    """
    try:
        found = tokens(text)
    except QueryError:  # a text that is not closed yet, say: what was typed is kept all the same
        names = [name.removeprefix("p.") for name in given.fields if name.startswith("p.")]
        return [_field(name, "text", given, -1) for name in names]
    made: dict[str, Field] = {}
    for number, token in enumerate(found):
        if token.kind == "parameter":
            name = name_value(token.text[1:])
            if name not in made:
                made[name] = _field(name, _meant(found, number), given, token.start)
    return list(made.values())


def _field(name: str, meant: str, given: Given, at: int) -> Field:
    wanted = given.text(f"t.{name}")
    return Field(name, wanted if wanted in TYPES else meant, given.text(f"p.{name}", LONGEST), at)


def _meant(found: Sequence[Token], number: int) -> str:
    """Return what a parameter most likely is, by what stands before it and behind."""
    before = [""] * 2 + [token.word or token.text for token in found[:number]]
    behind = found[number + 1].word
    if before[-1] in ("LIMIT", "SKIP") or before[-1] in _COMPARED or behind in _COMPARED:
        return "number"
    is_entity = before[-2].lower() == "id" and not _OTHERS & _labels(found, number - 2)
    if before[-1] == "IN":
        return "entities" if is_entity else "list"
    if before[-1] == "UNWIND":
        return "list"
    return "entity" if before[-1] in ("=", ":") and is_entity else "text"


def _labels(found: Sequence[Token], number: int) -> set[str]:
    """Return the labels of what the key at a place is of: of its pattern, or of the variable before its dot."""
    if number > 1 and found[number - 1].text == ".":
        name = found[number - 2].text
        starts = [at + 1 for at, token in enumerate(found[:-1]) if token.text == name and found[at + 1].text == ":"]
    else:
        opened = [at for at in range(number) if found[at].text in ("(", "[")]
        starts = opened[-1:]
    labels = set()
    for start in starts:
        for token in found[start + 1 : number]:
            if token.text in ("{", ")", "]", ","):
                break
            labels.add(token.text)
    return labels


def json_fields(text: str) -> dict[str, str]:
    """Return parameters that were sent as one JSON object as fields of the form.

    Raises:
        QueryError: It is none.

    >>> json_fields('{"x": "seven", "n": [1]}')
    {'p.x': 'seven', 't.x': 'text', 'p.n': '[1]', 't.n': 'json'}
    """
    hint = 'write for instance {"id": "prot:BDNF"}'
    values = _json(text, "the parameters are", hint) if text.strip() else {}
    if not isinstance(values, dict):
        raise QueryError("the parameters are no JSON object", hint=hint)
    fields: dict[str, str] = {}
    for name, value in values.items():
        is_text = isinstance(value, str) and value.strip() == value != ""
        fields |= {f"p.{name}": value if is_text else json.dumps(value), f"t.{name}": "text" if is_text else "json"}
    return fields


def values_of(network: Network, text: str, fields: Sequence[Field]) -> dict[str, Any]:
    """Return the values to run a query with.

    Raises:
        QueryError: One has no value, or none of its type.
        UnknownName, AmbiguousName: An entity is not found, or the name is that of several things.
    """
    for field in fields:
        if not field.value.strip():
            hint = 'give it one; an empty text is "" as JSON'
            raise _at(text, field, f"the parameter ${field.name} has no value", hint)
    return {field.name: _value(network, text, field) for field in fields}


def given_values(network: Network, text: str, fields: Sequence[Field]) -> dict[str, Any]:
    """Return the values that are there and can be read, and leave out the others."""
    values: dict[str, Any] = {}
    for field in fields:
        try:
            values |= values_of(network, text, [field])
        except QueryError:
            continue
    return values


def _value(network: Network, text: str, field: Field) -> Any:
    value = field.value
    if field.type == "text":
        return value
    if field.type == "json":
        return _json(value, f"the parameter ${field.name} is", 'a text stands in double quotes: "BDNF"')
    if field.type == "list":
        return [part.strip() for part in value.split(";") if part.strip()]
    if field.type == "entities":
        names = [part.strip() for part in value.split(";") if part.strip()]
        return sorted({entity.id for name in names for entity in resolve(network, name)})
    if field.type == "entity":
        found = resolve(network, value.strip())
        if len(found) > 1:
            listed = ", ".join(entity.id for entity in found[:12])
            what = f"the parameter ${field.name} is one entity, and {value.strip()!r} means {len(found)}: {listed}"
            raise _at(text, field, what, "give one of these identifiers, or choose entities and ask with IN")
        return found[0].id
    return _flag(text, field) if field.type == "flag" else _number(text, field)


def _flag(text: str, field: Field) -> bool:
    said = field.value.strip().lower()
    if said not in ("true", "false"):
        raise _at(text, field, f"the parameter ${field.name} is neither true nor false", "write true or false")
    return said == "true"


def _number(text: str, field: Field) -> int | float:
    said = field.value.strip()
    for kind in (int, float):
        try:
            value = kind(said)
        except ValueError:
            continue
        if abs(value) < 2**63 and "_" not in said:  # infinity and not a number are neither
            return value
    raise _at(text, field, f"the parameter ${field.name} is no number", "write for instance 5 or 0.05")


def _json(text: str, subject: str, hint: str) -> Any:
    def refuse(word: str) -> NoReturn:
        raise ValueError(word)

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{subject} no JSON", hint=hint) from error


def _at(text: str, field: Field, what: str, hint: str) -> QueryError:
    return CypherError(text, field.at, what, hint=hint) if field.at >= 0 else QueryError(what, hint=hint)


def library_fields(query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the form that ask a query of the library.

    >>> from pathway_graph.cypher.library import find
    >>> sorted(library_fields(find("hubs"), {"limit": "3", "view": "guide"}).items())[:2]
    [('p.limit', '3'), ('p.view', 'guide')]
    """
    fields = {"text": query.text}
    for parameter in query.parameters:
        kind = parameter.type if parameter.type in TYPES else "number"
        fields |= {f"p.{parameter.name}": values[parameter.name], f"t.{parameter.name}": kind}
    return fields
