"""Compare what a sentence says with one claim: the same, the opposite, another thing, or not to be decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.evidence.checking import vocabulary as words
from pathway_graph.evidence.checking.mentions import Mention
from pathway_graph.evidence.checking.reading import Reading
from pathway_graph.evidence.measured import NULL
from pathway_graph.evidence.words import context
from pathway_graph.identifiers.gene_table import is_approved
from pathway_graph.identifiers.lookup import readings
from pathway_graph.identifiers.spellings import names_of
from pathway_graph.model import Claim, Entity, Network
from pathway_graph.model.vocabulary import KINDS, REGIMENS, RELATIONS
from pathway_graph.text.phospho import phospho_form

Outcome = Literal["carries", "opposite", "other", "not decided"]
_PLAIN: Final = frozenset({"Gene", "Transcript", "Protein"})
"""Forms of a gene that a sentence may mean by its symbol; a modified form or an activity it must name."""
_LIKE_PROTEINS: Final = _PLAIN | {"ProteinFamily", "Complex"}
"""Kinds of which the amount is one thing and the activity another."""
_TRANSCRIPTION: Final = frozenset({"activates_transcription", "represses"})
_IMPLIED: Final = {
    **dict.fromkeys(("activates", "inhibits", "stimulates", "coactivates"), "activity"),
    **dict.fromkeys(("increases", "decreases", "produces", "synthesizes", "degrades", "clears"), "abundance"),
    **dict.fromkeys(_TRANSCRIPTION, "expression"),
}
"""What of such a thing changes, as the relation of a claim says where the claim does not."""
_RAISE_OR_LOWER: Final = frozenset(
    {*_IMPLIED, "catalyzes", "causes", "enhances", "initiates", "promotes", "releases", "leaves_unchanged"}
)
"""Relations that are a raising or lowering by themselves: to be required for something, or to mediate it, is not."""
_ALL_OF_IT: Final[dict[str, frozenset[str]]] = {
    "ProteinState": frozenset({"phosphorylation", "abundance"}),
    "MolecularActivity": frozenset({"activity"}),
    "Transcript": frozenset({"expression", "abundance"}),
    "HistoneMark": frozenset({"histone mark"}),
    "SmallMolecule": frozenset({"abundance"}),
}
"""Aspects in which no change is no change at all; a protein whose expression stays may be phosphorylated."""
_PMOD: Final = re.compile(r"\bp(?:rotein)?mod(?:ification)?\((?:go:)?\"?Ph", re.IGNORECASE)
"""A phosphorylated residue as BEL writes it."""
_SAYS: Final = {"raises": 1, "lowers": -1, "does not raise": 1, "does not lower": -1}
_WORD: Final = {1: "raised", -1: "lowered"}


def compare(network: Network, reading: Reading, claim: Claim) -> tuple[Outcome, str]:
    """Return how a claim stands to a reading of a sentence with one subject and one object, and why.

    It carries the sentence only where subject, object and direction agree, what changes of the object does, and no
    circumstance that the sentence states is another than the claim's, or none of the claim's.
    """
    (subject,), (object_) = reading.subjects, reading.objects[0]
    ends = (_stands(network, subject, claim.subject), _stands(network, object_, claim.object, reading.aspect))
    if ends[0] == "no" or ends[1] == "no":
        return "other", _other(network, reading, claim, ends)
    outcome, why = _direction(reading, claim)
    doubts = [*_ends_in_doubt(network, (subject, object_), claim, ends), *([why] if outcome == "not decided" else [])]
    doubts += [*_aspects(network, reading, claim, object_), *_circumstances(network, reading, claim)]
    if outcome == "opposite":
        return ("not decided", "; ".join([*doubts, f"it says the opposite, {why}"])) if doubts else (outcome, why)
    given = [name for name in claim.co_treatment if all(name not in place.ids for place in reading.places)]
    if given:
        doubts.append(f"it is of what is given with {', '.join(map(network.name, given))}")
    if claim.certainty == "hypothesis" and not reading.is_hedged:
        doubts.append("it is a hypothesis, and the sentence asserts it")
    return ("not decided", "; ".join(doubts)) if doubts else ("carries", why)


def in_other_words(reading: Reading, claim: Claim) -> Iterator[str]:
    """Yield in what a claim that carries a sentence is surer than it, or says the same in a word of its own."""
    if reading.is_hedged and claim.certainty != "hypothesis":
        yield "asserted, where the sentence says only that it may be"
    for course in reading.courses:
        if claim.regimen != course:
            yield f"{claim.regimen}, where the sentence says {course}"


def _stands(network: Network, mention: Mention, end: str, aspect: str = "") -> Literal["yes", "no", "unsure"]:
    """Whether a mention means the end of a claim."""
    if end in mention.others:
        return "unsure"
    if end not in mention.ids:
        return "unsure" if _is_without_aspect(network, mention.text, end) else "no"
    form = _form(network.entity[end])
    is_gene = mention.is_whole_gene or (form is not None and is_approved(mention.text))
    if is_gene and network.entity[end].kind not in _PLAIN:
        return "yes" if form and form == aspect else "unsure"
    return "yes"


def _is_without_aspect(network: Network, text: str, end: str) -> bool:
    """Whether a name is that of an entity with a word of what of it changes: the process CREB phosphorylation."""
    name, _, aspect = text.rpartition(" ")
    if not name or aspect.casefold() not in words.ASPECTS:
        return False
    try:
        chosen, others = readings(network, name)
    except (AmbiguousName, UnknownName):
        return False
    return any(entity.id == end for entity in (*chosen, *others))


def _form(entity: Entity) -> str | None:
    """Return what of its gene a state or an activity is: phosphorylation, activity, or no word for it; else None.

    >>> _form(Entity("a", "ProteinState", "p-CREB")), _form(Entity("a", "ProteinState", "acetyl-p53"))
    ('phosphorylation', '')
    """
    if entity.kind != "ProteinState":
        return "activity" if entity.kind == "MolecularActivity" else None
    names = (*names_of(entity), entity.bel)
    is_phosphorylated = any(phospho_form(name) or "phospho" in name.casefold() or _PMOD.search(name) for name in names)
    return "phosphorylation" if is_phosphorylated else ""


def _other(network: Network, reading: Reading, claim: Claim, ends: tuple[str, str]) -> str:
    swapped = claim.subject in reading.objects[0].ids and claim.object in reading.subjects[0].ids
    about = f"it is about {network.name(claim.subject)} on {network.name(claim.object)}"
    if swapped:
        return f"subject and object are the other way round: {about}"
    which = [word for word, end in zip(("subject", "object"), ends, strict=True) if end == "no"]
    return f"another {' and another '.join(which)}: {about}"


def _ends_in_doubt(
    network: Network, mentions: tuple[Mention, Mention], claim: Claim, ends: tuple[str, str]
) -> Iterator[str]:
    for mention, end, stands in zip(mentions, (claim.subject, claim.object), ends, strict=True):
        if stands == "unsure":
            yield f"it is about {network.name(end)}, and the sentence names {mention.text!r}"


def _direction(reading: Reading, claim: Claim) -> tuple[Outcome, str]:
    """Compare directions alone."""
    sense, sign = reading.sense, claim.sign
    if sense == "relation":
        relation = reading.verb.relation if reading.verb else ""
        if claim.relation == relation:
            return "carries", f"it says {RELATIONS[relation].phrase}"
        return "not decided", f"it says {RELATIONS[claim.relation].phrase!r}, and the sentence another relation"
    if claim.relation == NULL:
        if sense in ("raises", "lowers", "changes"):
            return "opposite", "no effect was found"
        return "carries", "no effect was found"
    if sign is None:
        return "not decided", f"it is not causal: {RELATIONS[claim.relation].phrase}"
    if sign and claim.relation not in _RAISE_OR_LOWER:
        return "not decided", f"it says {RELATIONS[claim.relation].phrase!r}"
    if sense == "no effect":
        return "opposite", f"{_WORD[sign]}" if sign else "it is changed"
    if sense == "changes":
        return "carries", f"{_WORD[sign]}" if sign else "it is changed, direction not stated"
    if sign == 0:
        return "not decided", "it states no direction"
    if sense in ("raises", "lowers"):
        return ("carries" if sign == _SAYS[sense] else "opposite"), _WORD[sign]
    if sign == _SAYS[sense]:
        return "opposite", _WORD[sign]
    return "not decided", f"{_WORD[sign]}, and the sentence says only what it does not do"


def _aspects(network: Network, reading: Reading, claim: Claim, object_: Mention) -> Iterator[str]:
    """Yield what of the object changes, where the claim and the sentence speak of different things."""
    kind = network.entity[claim.object].kind
    if claim.relation == NULL:
        yield from _no_change_of_what(kind, reading, claim)
    is_like_protein = kind in _LIKE_PROTEINS
    implied = reading.verb.implied if reading.verb else "any"
    is_blocked = kind == "SmallMolecule" and implied == "activity"  # which is not lowered
    is_implied = is_like_protein or is_blocked or bool(reading.aspect)
    said = reading.aspect or (implied if is_implied else "any")
    if said == "any":
        return
    own = claim.aspect or (_IMPLIED.get(claim.relation, "") if is_implied else "")
    is_stated = own or not is_implied or claim.relation == NULL
    form = "expression" if kind == "Transcript" else _form(network.entity[claim.object])
    fits = (
        (is_stated and own in words.FITS[said])
        or form == said
        or (kind == "ProteinState" and said == "amount")
        or (said == "transcription" and claim.relation in _TRANSCRIPTION)
    )
    if not fits:
        yield f"it is about {own or 'no stated aspect'}, and the sentence about {said}"


def _no_change_of_what(kind: str, reading: Reading, claim: Claim) -> Iterator[str]:
    """Yield of what a claim found no change, where the sentence denies more."""
    all_of_it = _ALL_OF_IT.get(kind, frozenset({"process"} if KINDS[kind].family == "process" else ()))
    if reading.sense == "no effect" and not reading.aspect and claim.aspect and claim.aspect not in all_of_it:
        yield f"it found no change of {claim.aspect}, and the sentence says that nothing of it changes"
    if claim.site and kind != "ProteinState":
        yield f"it is about {claim.site} alone"


def _circumstances(network: Network, reading: Reading, claim: Claim) -> Iterator[str]:
    """Yield what the sentence states of place, time and dose, and the claim does not."""
    stated = {claim.species, claim.region, claim.cell, claim.condition, claim.assay, *claim.co_treatment} - {""}
    for place in reading.places:
        if place.ids.isdisjoint(stated):
            yield f"the sentence says {place.text!r}, the claim {context(network, claim) or 'states no context'}"
    for days in reading.times:
        if claim.duration_days is None or abs(claim.duration_days - days) > 1e-6:
            yield f"the sentence says {_length(days)}, the claim {claim.duration or 'no duration'}"
    for course in reading.courses:
        if claim.course != REGIMENS[course]:
            yield f"the sentence says {course!r}, the claim {claim.regimen or 'not'}"
    for dose in reading.doses:
        if (claim.dose, claim.dose_unit) != dose:
            yield f"the sentence says {dose[0]:g} {dose[1]}, the claim another dose or none"


def _length(days: float) -> str:
    """Return a duration in words.

    >>> _length(21), _length(1), _length(1 / 6), _length(1 / 24)
    ('21 days', '1 day', '4 hours', '1 hour')
    """
    if days < 1:
        hours = round(days * 24, 3)
        return f"{hours:.3g} {'hour' if hours == 1 else 'hours'}"
    return f"{days:.6g} {'day' if days == 1 else 'days'}"
