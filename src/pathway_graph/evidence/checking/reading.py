"""Read one sentence: who acts on what, which way, in which circumstances; or why that cannot be said.

The sentence is written as one letter a word or name, and the few forms of sentence that are understood are patterns
over these letters. What fits none is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, Literal

from pathway_graph.evidence.checking import vocabulary as words
from pathway_graph.evidence.checking.mentions import Mention, mention_at
from pathway_graph.evidence.checking.vocabulary import Verb
from pathway_graph.model import Network
from pathway_graph.model.experiments import DOSE_UNITS
from pathway_graph.model.vocabulary import KINDS

Sense = Literal["raises", "lowers", "changes", "no effect", "does not raise", "does not lower", "relation"]
MOST_TOKENS: Final = 120
"""Of a sentence; a longer one says more than one thing."""

_TOKEN: Final = re.compile(r"[^\s,;:()\[\]\"“”«»!?…]+|[,;:()\[\]\"“”«»!?…]")
_TIME: Final = re.compile(r"(\d+(?:\.\d+)?)[\s-]?([a-z]+)")
_QUOTES: Final = frozenset('"“”«»')

_WHERE = r"I[GTMOC]*?[TM]"
_LIST = r"M(?:C+M)*"
_SUBJECT = rf"[GT]*(?:TO)?(?:S(?:O|W|t)[GT]*)?(?P<subject>{_LIST})S?"
_OBJECT = rf"[G]*(?:(?P<before>A)O)?G*(?P<object>{_LIST})(?P<behind>A?)"
_TAIL = r"(?:C?T)*(?>C?I[GTMOC]*[TM])*"
_HEAD = rf"(?:JC?)?(?:(?P<lead>{_WHERE})C?)?"
_AUX = r"[GXHh]*(?:Rt)?"
_FORMS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("active", rf"{_HEAD}{_SUBJECT}{_AUX}(?P<not>D)?[GHh]*(?P<verb>[VPK]){_OBJECT}(?P<tail>{_TAIL})"),
        ("cause", rf"{_HEAD}{_SUBJECT}{_AUX}(?P<not>D)?[GHh]*KG*(?P<verb>N)(?:I|O){_OBJECT}(?P<tail>{_TAIL})"),
        ("none", rf"{_HEAD}{_SUBJECT}E{_OBJECT}(?P<tail>{_TAIL})"),
        ("none", rf"{_HEAD}{_SUBJECT}L{_OBJECT}U(?P<tail>{_TAIL})"),
        ("none", rf"{_HEAD}{_OBJECT}X[GX]*UB{_SUBJECT}(?P<tail>{_TAIL})"),
        ("passive", rf"{_HEAD}{_OBJECT}[GXHh]*X[GXHh]*(?P<verb>P)B{_SUBJECT}(?P<tail>{_TAIL})"),
    )
)


@dataclass(frozen=True, slots=True)
class Item:
    """A word or name of a sentence: its letter, as it stands, and what it means."""

    tag: str
    text: str
    mention: Mention | None = None
    verb: Verb | None = None
    value: str | float = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence says.

    Attributes:
        subjects, objects: Who acts on what, each on each.
        sense: Which way.
        verb: The verb, where there is one.
        aspect: What of the objects changes, where the sentence says it.
        is_hedged: Whether it puts it forward without asserting it.
        places: Other entities: where, in whom, under what.
        times: Lengths of treatment in days.
        courses: Words such as chronic.
        doses: Amounts with their units.
        passed_over: Words that were left out to read it so.
    """

    subjects: tuple[Mention, ...]
    objects: tuple[Mention, ...]
    sense: Sense
    verb: Verb | None = None
    aspect: str = ""
    is_hedged: bool = False
    places: tuple[Mention, ...] = ()
    times: tuple[float, ...] = ()
    courses: tuple[str, ...] = ()
    doses: tuple[tuple[float, str], ...] = ()
    passed_over: tuple[str, ...] = field(default=())


def read_sentence(network: Network, text: str) -> Reading | str:
    """Return what a sentence says, citations taken out of it before; or why it cannot be read."""
    if text.rstrip().endswith("?"):
        return "it is a question"
    if sum(1 for _ in _TOKEN.finditer(text)) > MOST_TOKENS:
        return "it is too long to be one statement"
    items = items_of(network, text)
    unclear = [item.mention.text for item in items if item.mention and not item.mention.ids]
    if unclear:
        return f"{_quoted(unclear)} may mean several things here: give an identifier"
    found = _match(items)
    if found is not None:
        return found
    odd = [item.text for item in items if item.tag == "Z"]
    if odd:
        without = _match([item for item in items if item.tag != "Z"])
        if without is not None:
            return replace(without, passed_over=tuple(odd))
    return _why_not(items, odd)


def _why_not(items: Sequence[Item], odd: Sequence[str]) -> str:
    tags = "".join(item.tag for item in items)
    verbs = len(re.findall("[VPKNEL]", tags))
    if "M" not in tags:
        return "it names nothing that is in this network"
    if not verbs:
        return "it has no verb of raising, lowering or no effect that is understood"
    if tags.count("M") < 2:
        unknown = f"; not known here: {_quoted(odd)}" if odd else ""
        return f"it names one thing of this network, and not what acts on what{unknown}"
    if odd:
        return f"these words are not understood: {_quoted(odd)}"
    if verbs > 1:
        return "it says more than one thing; say each in a sentence of its own"
    return "its form is not understood; say who raises or lowers what"


def _quoted(texts: Iterable[str]) -> str:
    listed = list(dict.fromkeys(texts))
    return ", ".join(map(repr, listed[:6])) + (f" and {len(listed) - 6} more" if listed[6:] else "")


def items_of(network: Network, text: str) -> list[Item]:
    """Return the words and names of a sentence."""
    spans = [match.span() for match in _TOKEN.finditer(text.rstrip().rstrip(".!…"))]
    tokens = [text[begin:end] for begin, end in spans]
    items: list[Item] = []
    place = 0
    while place < len(spans):
        item, count = _unit(tokens, place) or (None, 0)
        if item is None:
            found = mention_at(network, text, spans, place)
            item, count = (Item("M", found[0].text, found[0]), found[1]) if found else (_word(tokens[place]), 1)
        if item.tag != " ":
            items.append(item)
        place += count
    return [_unread(item) if _says_otherwise(network, items, place) else item for place, item in enumerate(items)]


def _unread(item: Item) -> Item:
    return Item("Z", item.text)


def _says_otherwise(network: Network, items: Sequence[Item], place: int) -> bool:
    """Whether a word means another thing here than its letter says: rats of 14 days, the treatment of stress."""
    item, before = items[place], items[place - 1] if place else None
    if item.tag == "T" and before is not None:
        word, is_dose = before.text.casefold(), item.unit not in ("time", "course")
        return before.tag == "O" or word == "under" or (word == "over" and is_dose)  # an age; less, more than that
    if item.tag != "S":
        return False
    following = [one.tag for one in items[place + 1 : place + 2]]
    families = _families(network, takewhile(lambda one: one.tag in "OWtGTMC", items[place + 1 :]))
    if following == ["O"] and item.text.casefold() != "administration":
        return families != {"chemical"}  # the treatment of a thing is given to it, the treatment of a drug is the drug
    if following not in (["W"], ["t"]):
        run = list(takewhile(lambda one: one.tag in "GTMC", reversed(items[:place])))
        has_lead = "".join(one.tag for one in items[: place - len(run)]).endswith("I")  # in rat, drugine treatment ...
        families = _families(network, run[:1] if has_lead else run)
    return item.text.casefold() in words.AGAINST and not families <= {"chemical", "gene product"}


def _families(network: Network, items: Iterable[Item]) -> set[str]:
    ids = (identifier for item in items if item.mention for identifier in item.mention.ids)
    return {KINDS[network.entity[identifier].kind].family for identifier in ids}


def _unit(tokens: Sequence[str], place: int) -> tuple[Item, int] | None:
    """Return what several words say together, or a number with its unit."""
    low = [token.casefold() for token in tokens[place : place + 4]]
    for phrases, tag in (
        (words.NO_EFFECT, "E"),
        (words.HEDGES, "H"),
        (words.SOFTENERS, "h"),
        (words.CAUSES, "K"),
        (words.NOT, "D"),
    ):
        for count in (4, 3, 2):
            if " ".join(low[:count]) in phrases and len(low) >= count:
                return Item(tag, " ".join(low[:count])), count
    joined = " ".join(low[:2])
    if (match := _TIME.fullmatch(low[0])) and match[2] in words.UNITS_OF_TIME:
        return Item("T", low[0], value=float(match[1]) * words.UNITS_OF_TIME[match[2]], unit="time"), 1
    number = words.NUMBERS.get(low[0]) or (float(low[0]) if re.fullmatch(r"\d+(\.\d+)?", low[0]) else None)
    if number is None or len(low) < 2:
        return None
    if low[1] in words.UNITS_OF_TIME:
        return Item("T", joined, value=float(number) * words.UNITS_OF_TIME[low[1]], unit="time"), 2
    unit = next((unit for unit in DOSE_UNITS if unit == tokens[place + 1].replace("μ", "µ")), "")
    return (Item("T", joined, value=float(number), unit=unit), 2) if unit else None


_SETS: Final = (
    (words.GLUE, "G"), (words.OPENERS, "J"), (words.AUXILIARIES, "X"), (words.HEDGES, "H"), (words.SOFTENERS, "h"),
    (words.REPORTED, "R"),
    (words.TREATMENT, "S"), (words.WHERE, "I"), (words.LEAVES, "L"), (words.UNCHANGED, "U"), (words.ASPECTS, "A"),
    ({"and", ",", "as well as"}, "C"), ({"of"}, "O"), ({"by"}, "B"), ({"to"}, "t"), ({"with"}, "W"),
)  # fmt: skip


def _word(token: str) -> Item:
    low = token.casefold()
    if token in _QUOTES:
        return Item(" ", token)
    if low in words.CAUSES:
        return Item("K", token, verb=words.FINITE.get(low) or words.PAST.get(low))
    for tag, verbs in (("V", words.FINITE), ("P", words.PAST), ("N", words.NOUNS)):
        if low in verbs:
            return Item(tag, token, verb=verbs[low])
    if low in words.COURSES:
        return Item("T", token, value=low, unit="course")
    return Item(next((tag for some, tag in _SETS if low in some), "Z"), token)


def _match(items: Sequence[Item]) -> Reading | None:
    tags = "".join(item.tag for item in _with_nouns(items))
    for name, form in _FORMS:
        match = form.fullmatch(tags)
        if match is not None:
            return _reading(name, match, items)
    return None


def _with_nouns(items: Sequence[Item]) -> Iterable[Item]:
    """Take increase and decrease for nouns behind an article; they are verbs elsewhere."""
    for place, item in enumerate(items):
        low = item.text.casefold()
        before = items[place - 1] if place else None
        is_noun = before and (before.tag == "K" or before.text.casefold() in ("a", "an", "the"))
        if item.tag == "V" and low in words.NOUNS and is_noun:
            yield replace(item, tag="N")
        else:
            yield item


def _reading(form: str, match: re.Match[str], items: Sequence[Item]) -> Reading | None:
    def mentions(group: str) -> tuple[Mention, ...]:
        begin, end = match.span(group)
        return tuple(item.mention for item in items[begin:end] if item.mention)

    verb = items[match.start("verb")].verb if "verb" in match.re.groupindex else None
    if form in ("active", "cause", "passive") and verb is None:
        return None
    subjects, objects = mentions("subject"), mentions("object")
    if match.group("lead") and len(subjects if form != "passive" else objects) > 1:
        return None  # where the place ends and the list begins cannot be told
    if form == "cause" and items[match.end("verb")].text.casefold() not in ("in", "of"):
        return None  # an increase after it, an increase over it
    if _has_time_of_another(items, {*range(*match.span("subject")), *range(*match.span("object"))}):
        return None
    negated = bool(match.groupdict().get("not"))
    sense = _sense(form, verb, negated)
    if sense is None:
        return None
    used = {*range(*match.span("subject")), *range(*match.span("object"))}
    rest = [item for place, item in enumerate(items) if place not in used]
    said = [items[match.start(group)] for group in ("before", "behind") if match.group(group)]
    aspects = {words.ASPECTS[item.text.casefold()] for item in said}
    if len(aspects - {"amount"}) > 1:
        return None
    return Reading(
        subjects, objects, sense, verb, next(iter(sorted(aspects - {"amount"})), "amount" if aspects else ""),
        any(item.tag == "H" for item in items) and all(item.tag != "R" for item in items),
        tuple(item.mention for item in rest if item.mention),
        tuple(float(item.value) for item in rest if item.unit == "time"),
        tuple(str(item.value) for item in rest if item.unit == "course"),
        tuple((float(item.value), item.unit) for item in rest if item.unit not in ("", "time", "course")),
    )  # fmt: skip


def _has_time_of_another(items: Sequence[Item], ends: set[int]) -> bool:
    """Whether a length or course is that of a circumstance, not of the treatment: after 21 days of stress."""
    tags = "".join(item.tag for item in items)
    return any(match.end() - 1 not in ends for match in re.finditer(r"TG*(?:OG*)?M", tags))


def _sense(form: str, verb: Verb | None, negated: bool) -> Sense | None:
    if form == "none":
        return "no effect"
    if verb is None:
        return None
    if verb.relation:
        return None if negated else "relation"
    if verb.sign == 0:
        return "no effect" if negated else "changes"
    if negated:
        return "does not raise" if verb.sign == 1 else "does not lower"
    return "raises" if verb.sign == 1 else "lowers"
