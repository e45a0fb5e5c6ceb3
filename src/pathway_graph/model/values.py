"""Check values as the file format's specification says, the same for every reader: texts, identifiers, words, numbers.

`pathway_graph.model.validate.check_network` asks here, so that no format lets in what another one refuses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, Final

from pathway_graph.errors import did_you_mean, nearest
from pathway_graph.model import Claim, Edge, Entity, Link, Network, Ortholog, Xref, duration_in_days
from pathway_graph.model.attributes import Attributes, texts_in, why_no_names, why_no_value
from pathway_graph.model.curie import are_wellformed, why_malformed
from pathway_graph.model.declaration import declared
from pathway_graph.model.edges import mistyped_edges
from pathway_graph.model.fields import CLAIMS, ENTITIES, NESTED, SECTIONS, Field, Section
from pathway_graph.model.network import PARTS
from pathway_graph.model.texts import CONTROL as CONTROL
from pathway_graph.model.texts import MAX_KEY as MAX_KEY
from pathway_graph.model.texts import MAX_TEXT as MAX_TEXT
from pathway_graph.model.texts import NOT_IN_ID, NOT_IN_NAME, Wrong
from pathway_graph.model.texts import brief as brief
from pathway_graph.model.texts import one_line as one_line
from pathway_graph.model.texts import why_no_text as why_no_text
from pathway_graph.model.texts import without_controls as without_controls
from pathway_graph.model.typed import are_typed, distinct_values, kind_of, python_types
from pathway_graph.model.vocabulary import NOT_SPECIFIED, RELATIONS, SPECIES_WORDS, STRUCTURAL

_SPACE: Final = re.compile(r"\s")
_NAMES: Final = {"name", "key", "terms", "synonyms", "exact_case", "members", "symbol"}


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A value that its field does not take.

    Attributes:
        section, identifier, field: Where it stands, as `pathway_graph.model.validate.SourceLocation` takes it.
        message: What is wrong.
        hint: The way out.
        mistyped: Whether it is not even of the type that the model says, so that nothing can be made of it.
    """

    section: str
    identifier: str
    field: str
    message: str
    hint: str
    mistyped: bool = False


OF_EACH: Final = ("id", "subject", "relation", "object")
"""What a claim says for itself, where many are made that say the rest alike."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What stands for all of a network that a reader put together, in which most parts are made alike.

    Attributes:
        claims: Claims as one of which each is but for `OF_EACH`; ids of the others are made as theirs are.
        ends: The subjects and objects of all claims.
        relations: Their relations.
        entities: The entities but for those made of the table of genes, which are right as that is.
    """

    claims: Sequence[Claim]
    ends: Set[str]
    relations: Set[str]
    entities: Sequence[Entity]


def wrong_values(network: Network, sample: Sample | None = None) -> Iterator[WrongValue]:
    """Yield every value of *network* that its field does not take, part by part.

    Args:
        network: The network.
        sample: What stands for all of it: where nothing is wrong with that, nothing is with the rest.

    >>> from pathway_graph.model.build import build_network
    >>> from pathway_graph.model import Entity, Source
    >>> bad = build_network(Source("s"), entities=[Entity("prot:A", "Protien", " ")])
    >>> [(one.field, one.message) for one in wrong_values(bad)]
    [('kind', "kind 'Protien' is unknown"), ('name', "'name' is empty")]
    """
    return _values(network, types_alone=False, sample=sample)


def mistyped_values(network: Network) -> Iterator[WrongValue]:
    """Yield those of the values of `wrong_values` that are not of the type that the model says."""
    return _values(network, types_alone=True)


def _values(network: Network, *, types_alone: bool, sample: Sample | None = None) -> Iterator[WrongValue]:
    mistyped = list(_mistyped_parts(network))
    if mistyped:
        yield from mistyped
        return
    for section in SECTIONS.values():
        items: Sequence[Any] = getattr(network, "sources" if section.name == "source" else section.name)
        if section.name == "claims" and sample is not None:
            yield from _of_claims(network.claims, sample)
            continue
        if section.name == "entities" and sample is not None:
            items = sample.entities
        yield from _of_items(section, section.name, items, items, types_alone=types_alone)
    entities = network.entities if sample is None else sample.entities
    owners = [entity for entity in entities if isinstance(entity.definitions, tuple)]
    definitions, own = _nested([entity.definitions for entity in owners], owners)
    yield from _of_items(ENTITIES, "entities", definitions, own, types_alone=types_alone)


def _nested(lists: Sequence[tuple[Any, ...]], owners: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return what stands in the list of each owner, one after the other, and the owner of each."""
    return list(chain.from_iterable(lists)), list(chain.from_iterable(map(repeat, owners, map(len, lists))))


def _name(item: Any) -> str:
    return str(item.number if hasattr(item, "number") else item.id)


def _mistyped_parts(network: Network) -> Iterator[WrongValue]:
    """Yield the parts that are no tuples and the items that are not of their part's class."""
    has_edges = not network.derives_edges  # those that are derived later are of the types that the others are of
    for part, cls in {**PARTS, **({"edges": Edge} if has_edges else {})}.items():
        items = getattr(network, part)
        if not isinstance(items, tuple):
            message, hint = f"the part {part} is {brief(items)}, not a tuple", "build the network with build_network"
            yield WrongValue(part, "", part, message, hint, mistyped=True)
            continue
        for item in items if not set(map(type, items)) <= {cls} else ():
            if not isinstance(item, cls):
                yield WrongValue(part, brief(item), "id", f"{brief(item)} is no {cls.__name__}", "", mistyped=True)
    if has_edges and isinstance(network.edges, tuple):
        for edge, name, message, hint in mistyped_edges([edge for edge in network.edges if isinstance(edge, Edge)]):
            yield WrongValue("edges", edge.id, name, message, hint, mistyped=True)


def _of_claims(claims: Sequence[Claim], sample: Sample) -> Iterator[WrongValue]:
    """Look at the sample, and at what claims say for themselves; at all claims only where something is wrong."""
    if any(_of_items(CLAIMS, "claims", sample.claims, sample.claims, types_alone=False)):
        yield from _of_items(CLAIMS, "claims", claims, claims, types_alone=False)
        return
    ends = [field for field in declared(Claim) if field.name in ("subject", "object")]
    if not (sample.relations <= RELATIONS.keys() and all(_are_plain(field, sample.ends) for field in ends)):
        yield from _of_items(CLAIMS, "claims", claims, claims, types_alone=False, names=OF_EACH)


def _of_items(
    section: Section,
    part: str,
    items: Sequence[Any],
    owners: Sequence[Any],
    *,
    types_alone: bool,
    names: Sequence[str] | None = None,
) -> Iterator[WrongValue]:
    """Look at one field of all items at once: most fields hold the same few values in all of them."""
    if not items:
        return
    fields = [field for field in declared(section.item) if names is None or field.name in names]
    asked = [field.name for field in fields]
    unwanted = [one.name for one in fields if types_alone or not one.by_hand or one.type in ("map", *NESTED)]
    columns = distinct_values(items, asked, types_alone=unwanted)
    for field, (distinct, kinds) in zip(fields, columns, strict=True):
        take = attrgetter(field.name)
        if not (are_typed(field, list(map(take, items))) if field.holds_many else kinds <= python_types(field)):
            for item, owner in zip(items, owners, strict=True):
                if not are_typed(field, [value := take(item)]):
                    message, hint = f"{field.name} {brief(value)} is not {kind_of(field)}", "give it that type"
                    yield WrongValue(part, _name(owner), field.name, message, hint, mistyped=True)
            continue
        if not field.by_hand:
            continue
        if field.type == "map":
            yield from _of_maps(field, part, list(map(take, items)), owners, types_alone=types_alone)
            continue
        if field.type in NESTED:
            nested, own = _nested(list(map(take, items)), owners)
            yield from _of_items(NESTED[field.type], part, nested, own, types_alone=types_alone)
            continue
        if types_alone:
            continue
        if not field.choices and (_are_plain_lists if field.many else _are_plain)(field, distinct):
            continue
        if field.type in ("curie", "xref", "orthologs") and not field.choices and _are_good_curies(field, distinct):
            continue
        wrong = {value: why for value in distinct if (why := _why_wrong(field, value))}
        for item, owner in zip(items, owners, strict=True) if wrong else ():
            if (value := take(item)) in wrong:
                yield WrongValue(part, _name(owner), field.name, *wrong[value])


def _of_maps(
    field: Field, part: str, maps: Sequence[Attributes], owners: Sequence[Any], *, types_alone: bool
) -> Iterator[WrongValue]:
    """Look at names and values; one that is of no type that a value has is mistyped, for no store holds it."""
    are_texts = {type(value) for pairs in maps for _, value in pairs} <= {str}
    known: dict[Attributes, Wrong | None] = {(): None}  # of equal ones in other types the same is wrong
    for pairs, owner in zip(maps, owners, strict=True):
        if not are_texts and (mistyped := _wrong_type(field.name, pairs)):
            yield WrongValue(part, _name(owner), field.name, *mistyped, mistyped=True)
        elif not types_alone:
            wrong = known[pairs] = known[pairs] if pairs in known else _map(field.name, pairs)
            if wrong:
                yield WrongValue(part, _name(owner), field.name, *wrong)


def _wrong_type(name: str, pairs: Attributes) -> Wrong | None:
    found = ((key, why_no_value(value)) for key, value in pairs if type(value) is not str)
    return next(((f"{name} {brief(key)} {why[0]}", why[1]) for key, why in found if why), None)


def _are_plain(field: Field, values: Set[Any]) -> bool:
    """Look at identifiers or texts all at once, in one text: where all are good, none need be looked at alone."""
    is_key = field.type == "id" or field.name in _NAMES
    if field.type not in ("id", "text") or (field.required and "" in values):
        return False
    if not all(isinstance(value, str) for value in values) or (is_key and not all(map(str.strip, values - {""}))):
        return False
    refused = NOT_IN_ID if field.type == "id" else NOT_IN_NAME if is_key else CONTROL
    return max(map(len, values), default=0) <= (MAX_KEY if is_key else MAX_TEXT) and not refused.search("".join(values))


def _are_plain_lists(field: Field, values: set[Any]) -> bool:
    """Look at the items of all lists at once, as `_are_plain` does."""
    items = set(chain.from_iterable(values))
    is_repeated = field.refers and any(len(set(value)) < len(value) for value in values)
    return "" not in items and not is_repeated and _are_plain(field, items)


def _are_good_curies(field: Field, values: set[Any]) -> bool:
    """Look at CURIEs all at once, as `_are_plain` does; where it is False, each is looked at alone."""
    inner: list[Any] = [] if field.type == "curie" else list(chain.from_iterable(values))
    notes = set(map(attrgetter("note"), inner))
    if field.type == "curie":
        if field.required or not all(isinstance(value, str) for value in values):
            return False
        curies: list[str] = list(filter(None, values))
    elif field.type == "xref":
        curies = list(map(attrgetter("curie"), inner))
    else:
        species = set(map(attrgetter("species"), inner))
        if any(map(repeated_species, values)) or not species <= {*SPECIES_WORDS} or any(one.symbol for one in inner):
            return False
        curies = list(chain.from_iterable(map(attrgetter("curies"), inner)))
    if CONTROL.search("".join(notes)) or max(map(len, notes), default=0) > MAX_TEXT:
        return False
    if max(map(len, curies), default=0) > MAX_KEY or NOT_IN_ID.search("".join(curies)):
        return False
    return are_wellformed(curies)


def _why_wrong(field: Field, value: Any) -> Wrong | None:
    if not isinstance(value, tuple):
        return _why_wrong_one(field, value)
    if field.type == "orthologs" and (twice := repeated_species(value)):
        return f"{field.name} name {brief(twice)} twice", "put all identifiers of a species into one"
    if (field.refers or field.type == "integer") and len(set(value)) < len(value):
        twice = next(one for one in value if value.count(one) > 1)
        return f"{field.name} holds {brief(twice)} twice", "write it once"
    for item in value:
        if why := _why_wrong_one(field, item, in_list=True):
            return why
    return None


def _why_wrong_one(field: Field, value: Any, *, in_list: bool = False) -> Wrong | None:
    if value == "" or value is None:
        if in_list:
            return f"an item of {field.name!r} is empty", "remove it or fill it in"
        return (f"{field.name!r} is empty", "fill it in") if field.required else None
    if field.choices:
        return why_no_word(field.name, value, field.choices)
    return _RULES[field.type](field.name, value)


def why_no_word(name: str, value: Any, words: Iterable[str]) -> Wrong | None:
    """Return why *value* is no word of a closed vocabulary, or None where it is one.

    >>> why_no_word("kind", "Protien", ["Gene", "Protein"])
    ("kind 'Protien' is unknown", "did you mean 'Protein'?")
    """
    if value in words:
        return None
    near = nearest(str(value), words)
    return f"{name} {brief(value)} is unknown", did_you_mean(near) if near else f"it is one of {', '.join(words)}"


def _readable(name: str, value: str, *, is_key: bool = False) -> Wrong | None:
    why = why_no_text(value, limit=MAX_KEY, breaks=False) if is_key else why_no_text(value)
    return (f"{name} {why[0]}", why[1]) if why else None


def _text(name: str, value: Any) -> Wrong | None:
    if not isinstance(value, str):
        return f"{name} {brief(value)} is not a text", "write a text"
    if name not in _NAMES:
        return _readable(name, value)
    if not value.strip():
        return f"{name!r} is empty", "fill it in"
    return _readable(name, value, is_key=True)


def _id(name: str, value: Any) -> Wrong | None:
    if not isinstance(value, str) or _SPACE.search(value, 0, MAX_KEY + 1):
        return f"{name} {brief(value)} is not an identifier", "use letters, digits and :._/- without spaces"
    return _readable(name, value, is_key=True)


def _integer(name: str, value: Any) -> Wrong | None:
    if type(value) is not int or abs(value) >= 1 << 63:
        return f"{name} {brief(value)} is not a whole number", "write digits only"
    return None


def _number(name: str, value: Any) -> Wrong | None:
    huge = isinstance(value, int) and abs(value) >= 1 << 63
    if isinstance(value, bool) or not isinstance(value, int | float) or huge or not math.isfinite(value):
        return f"{name} {brief(value)} is not a number", "write digits, for instance -16 or 2.5"
    return None


def _flag(name: str, value: Any) -> Wrong | None:
    return None if isinstance(value, bool) else (f"{name} {brief(value)} is neither true nor false", "write one")


def _sign(name: str, value: Any) -> Wrong | None:
    return None if value in (-1, 0, 1) else (f"{name} {brief(value)} is not a sign", "write +1, -1 or 0")


def _curie(name: str, value: Any) -> Wrong | None:
    if not isinstance(value, str) or len(value) > MAX_KEY or NOT_IN_ID.search(value):
        return _id(name, value) or (f"{name} {brief(value)} is not a CURIE", "write prefix:identifier")
    wrong = why_malformed(value)
    return (f"{name}: {wrong[0]}", wrong[1]) if wrong else None


def _duration(name: str, value: Any) -> Wrong | None:
    if value == NOT_SPECIFIED:
        return None
    try:
        duration_in_days(value)
    except (TypeError, ValueError):
        hint = f"write P21D (21 days), P3W (3 weeks), PT4H (4 hours) or '{NOT_SPECIFIED}'"
        return f"{name} {brief(value)} is not an ISO 8601 duration", hint
    return None


def _xref(name: str, value: Xref) -> Wrong | None:
    return _curie(name, value.curie) or (_readable(f"note of {name}", value.note) if value.note else None)


def _link(name: str, value: Link) -> Wrong | None:
    return why_no_word("link", value.relation, STRUCTURAL) or _id(name, value.target)


def _map(name: str, pairs: Attributes) -> Wrong | None:
    if why := why_no_names(pairs):
        return f"{name}{why[0]}", why[1]
    wrong = (_readable(f"{name}: {key}", text) for key, value in pairs for text in texts_in(value))
    return next(filter(None, wrong), None)


def _ortholog(name: str, value: Ortholog) -> Wrong | None:
    named = _text("symbol", value.symbol) if value.symbol else None
    wrong = why_no_word("species", value.species, SPECIES_WORDS) or named or _readable(f"note of {name}", value.note)
    return wrong or next(filter(None, (_curie(name, curie) for curie in value.curies)), None)


def repeated_species(orthologs: Sequence[Ortholog]) -> str:
    """Return the first species that an entity has two orthologs of; a file and a store hold one of each.

    >>> repeated_species([Ortholog("rat"), Ortholog("mouse"), Ortholog("rat")])
    'rat'
    """
    seen = [one.species for one in orthologs]
    return "" if len(set(seen)) == len(seen) else next(one for one in seen if seen.count(one) > 1)


_RULES: Final[dict[str, Callable[[str, Any], Wrong | None]]] = {
    "text": _text, "id": _id, "integer": _integer, "number": _number, "flag": _flag, "sign": _sign, "curie": _curie,
    "duration": _duration, "xref": _xref, "link": _link, "orthologs": _ortholog,
}  # fmt: skip
"""The rule of each type of field."""
