"""Turn one item of a parsed file into typed values, as the specification says; note every problem with its line."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from pathway_graph.errors import Problem, did_you_mean, nearest
from pathway_graph.formats.yaml_tree import Mapping, Scalar, Sequence, Tree
from pathway_graph.model import Claim, Link, Ortholog, Xref, duration_in_days
from pathway_graph.model.attributes import (
    ATTRIBUTE,
    Attributes,
    AttributeValue,
    attribute_value,
    read_plain,
    texts_in,
    why_no_value,
)
from pathway_graph.model.curie import normalize, why_malformed
from pathway_graph.model.fields import NESTED, Field, Section
from pathway_graph.model.mechanisms import RELATIONS_OF_MECHANISM, mechanism_of
from pathway_graph.model.synonyms import way_out
from pathway_graph.model.values import brief, why_no_text
from pathway_graph.model.vocabulary import NOT_SPECIFIED, RELATIONS, SPECIES_WORDS, STRUCTURAL

_XREF = re.compile(r"(?P<curie>\S+)(?: \((?P<note>.*)\))?", re.DOTALL)
_NUMBER = re.compile(r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][+-]?[0-9]{1,4})?")
"""Whatever Python writes for a number, and some more."""
_NOT_SIMPLE = object()


class WrongText(Exception):
    """A text is not what its field takes: message and way out."""


def convert_item(
    section: Section, tree: Mapping, shown: str, problems: list[Problem], wrong: set[str]
) -> dict[str, Any]:
    """Return the values of one item by field; fields with problems are added to *wrong* and the problems noted.

    Lists of nested items come back as lists of `Mapping`, for the caller to convert in turn.
    """
    values: dict[str, Any] = {}
    for name, node in tree.values.items():
        line = tree.key_lines[name]
        field = section.field(name)
        if field is None:
            fields = [item.name for item in section.fields]
            hint = way_out("field", name, fields) or f"fields are {', '.join(fields)}"
            problems.append(Problem(shown, line, f"field {name!r} is unknown in {section.name!r}", hint))
            continue
        if isinstance(node, Scalar) and not node.text and not node.quoted:
            continue
        before = len(problems)
        _convert_field(field, node, shown, problems, values)
        if len(problems) > before:
            wrong.add(name)
    for field in section.fields:
        if field.required and field.name not in tree.values:
            hint = f"for instance {field.name}: {field.example}" if field.example else ""
            problems.append(Problem(shown, tree.line, f"{field.name!r} is missing in {section.name!r}", hint))
        elif field.required and field.name not in values and not _noted(problems, shown, tree, field):
            problems.append(Problem(shown, tree.key_lines[field.name], f"{field.name!r} is empty", "fill it in"))
    _check_sign(tree, values, shown, problems)
    values.pop("sign", None)
    return values


def _noted(problems: list[Problem], shown: str, tree: Mapping, field: Field) -> bool:
    first = tree.key_lines[field.name]
    node = tree.values[field.name]
    lines = {first, node.line, *(item.line for item in getattr(node, "items", []))}
    return any(problem.file == shown and problem.line in lines for problem in problems)


def _convert_field(field: Field, node: Tree, shown: str, problems: list[Problem], values: dict[str, Any]) -> None:
    if field.type == "map":
        values[field.name] = _map(field, node, shown, problems)
        return
    if field.type == "orthologs":
        values[field.name] = _orthologs(node, shown, problems)
        return
    if not field.many:
        value = _one(field, node, shown, problems)
        if value is not _NOT_SIMPLE:
            values[field.name] = value
        return
    items = node.items if isinstance(node, Sequence) else [node]
    if field.type in NESTED:
        good = [item for item in items if isinstance(item, Mapping)]
        for item in items:
            if not isinstance(item, Mapping):
                problems.append(
                    Problem(shown, item.line, f"an item of {field.name!r} must be a mapping", "write {field: value, …}")
                )
        values[field.name] = good
        return
    converted = [_one(field, item, shown, problems) for item in items]
    values[field.name] = tuple(value for value in converted if value is not _NOT_SIMPLE)


def _one(field: Field, node: Tree, shown: str, problems: list[Problem]) -> Any:
    if not isinstance(node, Scalar):
        kind = "list" if isinstance(node, Sequence) else "mapping"
        problems.append(Problem(shown, node.line, f"{field.name!r} is one value, not a {kind}", "write it in one line"))
        return _NOT_SIMPLE
    try:
        if field.type == "text" and not field.choices and node.verbatim:
            return node.text
        return convert_text(field, node.text)
    except WrongText as wrong:
        message, hint = wrong.args
        problems.append(Problem(shown, node.line, message, hint))
        return _NOT_SIMPLE


def convert_text(field: Field, text: str) -> Any:
    """Return the value of a field that a text writes.

    Raises:
        WrongText: The field takes no such value.

    >>> from pathway_graph.model.fields import CLAIMS
    >>> convert_text(CLAIMS.field("dose"), " 10 "), convert_text(CLAIMS.field("sex"), "male")
    (10.0, 'male')
    """
    text = text.strip()
    if field.choices:
        if text not in field.choices:
            how = mechanism_of(text) if field.choices == tuple(RELATIONS) else None
            if how is not None:
                beside = f" and mechanism: {how.name}" if how.relation == "modifies" and how.code else ""
                hint = f"it is a mechanism: write relation: {how.relation}{beside}"
            else:
                hint = way_out(field.name, text, field.choices) or f"it is one of {', '.join(field.choices)}"
            raise WrongText(f"{field.name} {text!r} is unknown", hint)
        return text
    if field.type == "id":
        if not text or any(character.isspace() for character in text):
            raise WrongText(
                f"{field.name} {text!r} is not an identifier", "use letters, digits and :._/- without spaces"
            )
        return text
    converter = _CONVERTERS.get(field.type)
    return converter(field.name, text) if converter else text


def _integer(name: str, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text) or abs(int(text)) >= 1 << 63:
        raise WrongText(f"{name} {text!r} is not a whole number", "write digits only, at most 64 bits")
    return int(text)


def _number(name: str, text: str) -> float:
    if not _NUMBER.fullmatch(text) or not isfinite(number := float(text)):
        raise WrongText(f"{name} {brief(text)} is not a number", "write digits, for instance -16, 2.5 or 1e-12")
    return number


def _flag(name: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise WrongText(f"{name} {text!r} is neither true nor false", "write true or false")
    return text == "true"


def _sign(name: str, text: str) -> int:
    if text not in ("+1", "1", "-1", "0"):
        raise WrongText(f"{name} {text!r} is not a sign", "write +1, -1 or 0")
    return int(text)


def _curie(name: str, text: str) -> str:
    wrong = why_malformed(text)
    if wrong:
        raise WrongText(f"{name}: {wrong[0]}", wrong[1])
    return normalize(text)


def _xref(name: str, text: str) -> Xref:
    match = _XREF.fullmatch(text)
    if match is None:
        raise WrongText(f"{name} {text!r} is not a CURIE with a note", "write prefix:identifier (difference)")
    return Xref(_curie(name, match["curie"]), match["note"] or "")


def _link(name: str, text: str) -> Link:
    relation, _, target = text.partition(" ")
    if relation not in STRUCTURAL or not target or " " in target:
        hint = way_out("link", relation, STRUCTURAL) or f"links are {', '.join(STRUCTURAL)}"
        raise WrongText(f"link {text!r} is not a relation and an entity", hint)
    return Link(relation, target)


def _duration(name: str, text: str) -> str:
    if text == NOT_SPECIFIED:
        return text
    try:
        duration_in_days(text)
    except ValueError:
        raise WrongText(
            f"{name} {text!r} is not an ISO 8601 duration",
            f"write P21D (21 days), P3W (3 weeks), PT4H (4 hours) or '{NOT_SPECIFIED}'",
        ) from None
    return text


_CONVERTERS: dict[str, Any] = {
    "integer": _integer,
    "number": _number,
    "flag": _flag,
    "sign": _sign,
    "curie": _curie,
    "xref": _xref,
    "link": _link,
    "duration": _duration,
}


def _map(field: Field, node: Tree, shown: str, problems: list[Problem]) -> Attributes:
    if not isinstance(node, Mapping):
        hint = f"write {field.name}: {field.example}"
        problems.append(Problem(shown, node.line, f"{field.name!r} must be a mapping", hint))
        return ()
    found: dict[str, AttributeValue] = {}
    for name, value in node.values.items():
        wrong = None
        if not ATTRIBUTE.fullmatch(name):
            wrong = f"{brief(name)} is no name", "begin with a letter; go on with letters, digits and ._-"
        try:
            found[name] = _attribute(name, value)
        except WrongText as error:
            wrong = wrong or error.args
        if wrong:
            problems.append(Problem(shown, node.key_lines[name], f"{field.name}: {wrong[0]}", wrong[1]))
    return tuple((name, found[name]) for name in sorted(found))


def _attribute(name: str, node: Tree) -> AttributeValue:
    """Return the value of an attribute: outside of quotation marks a number, a truth value or a list is what it is."""
    if isinstance(node, Mapping):
        raise WrongText(
            f"{brief(name)} is a mapping", "write a text, a number, true or false, or a list of one of these"
        )
    items = node.items if isinstance(node, Sequence) else [node]
    if not all(isinstance(item, Scalar) for item in items):
        raise WrongText(f"{brief(name)} holds a list or mapping", "write a list of texts, numbers or truth values")
    scalars = [_scalar(item) for item in items if isinstance(item, Scalar)]
    value: AttributeValue = attribute_value(scalars if isinstance(node, Sequence) else scalars[0])
    if value == "":
        raise WrongText(f"{name!r} is empty", "remove it")
    if why := why_no_value(value):
        hint = "put texts in quotation marks" if "several types" in why[0] else why[1]
        raise WrongText(f"{brief(name)} {why[0]}", hint)
    for text in texts_in(value):
        if wrong := why_no_text(text):
            raise WrongText(f"{name} {wrong[0]}", wrong[1])
    return value


def _scalar(node: Scalar) -> str | int | float | bool | None:
    if node.verbatim:
        return node.text
    return node.text.strip() if node.quoted else read_plain(node.text.strip())


def _orthologs(node: Tree, shown: str, problems: list[Problem]) -> tuple[Ortholog, ...]:
    if not isinstance(node, Mapping):
        problems.append(
            Problem(shown, node.line, "'orthologs' must be a mapping", "write rat: {symbol: Bdnf, ids: [rgd:2202]}")
        )
        return ()
    found = []
    for species, value in node.values.items():
        line = node.key_lines[species]
        if species not in SPECIES_WORDS:
            hint = way_out("species", species, SPECIES_WORDS) or f"species are {', '.join(SPECIES_WORDS)}"
            problems.append(Problem(shown, line, f"species {species!r} is unknown", hint))
        elif not isinstance(value, Mapping):
            problems.append(
                Problem(shown, line, f"ortholog {species!r} must be a mapping", "write {symbol: …, ids: […]}")
            )
        else:
            found.append(_ortholog(species, value, shown, problems))
    return tuple(sorted(found))


def _ortholog(species: str, tree: Mapping, shown: str, problems: list[Problem]) -> Ortholog:
    parts: dict[str, Any] = {"symbol": "", "ids": (), "note": ""}
    one = {"symbol": Field("symbol", "text", ""), "note": Field("note", "text", "")}
    ids = Field("ids", "curie", "", many=True)
    for name, node in tree.values.items():
        if name == "ids":
            _convert_field(ids, node, shown, problems, parts)
        elif name in one:
            _convert_field(one[name], node, shown, problems, parts)
        else:
            hint = did_you_mean(nearest(name, parts) or ["symbol", "ids", "note"])
            problems.append(Problem(shown, tree.key_lines[name], f"field {name!r} is unknown in 'orthologs'", hint))
    return Ortholog(species, parts["symbol"], parts["ids"], parts["note"])


def _check_sign(tree: Mapping, values: dict[str, Any], shown: str, problems: list[Problem]) -> None:
    if "sign" not in values or "relation" not in values:
        return
    stated, relation = values["sign"], RELATIONS[values["relation"]]
    if relation.sign == stated or (stated and relation.name in RELATIONS_OF_MECHANISM):
        return  # what a mechanism does to its target is seen when all entities are known: `check_mechanism`
    if relation.sign is None:
        hint = "it is not causal and has no sign: remove sign, or choose a causal relation"
    else:
        fitting = [r.name for r in RELATIONS.values() if r.sign == stated][:4]
        hint = f"write sign: {relation.sign:+d}, or a relation of sign {stated:+d} such as {', '.join(fitting)}"
    problems.append(
        Problem(shown, tree.key_lines["sign"], f"sign {stated:+d} contradicts relation {relation.name!r}", hint)
    )


def check_mechanism(stated: int, relation: str, claim: Claim) -> tuple[str, str] | None:
    """Return message and way out where a claim states a sign beside a mechanism that does not give it.

    Args:
        stated: The sign as written.
        relation: The relation as written, one that says how and not in which direction.
        claim: The claim in its network, in which a modification onto the modified form has its sign.
    """
    if claim.sign == stated:
        return None
    how = mechanism_of(relation)
    name = claim.mechanism or (how.name if how else relation)
    if claim.sign:
        hint = f"write sign: {claim.sign:+d} or leave it out"
        return f"sign {stated:+d} contradicts {relation!r} onto the modified form {claim.object!r}", hint
    words = "activates or increases" if stated > 0 else "inhibits or decreases"
    return (
        f"sign {stated:+d} beside relation {relation!r}, which says how and not in which direction",
        f"write relation: {words}, and mechanism: {name}; or leave the sign out",
    )
