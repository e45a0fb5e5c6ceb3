"""The words that a check understands: of raising, lowering and no effect, and what may stand between names.

What is not in these lists is not understood, and a sentence that holds it is not decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pathway_graph.model.vocabulary import REGIMENS, RELATIONS, Sign

Implied = Literal["amount", "activity", "any"]


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb says.

    Attributes:
        sign: +1 raises, -1 lowers, 0 acts on it without a direction, None of a relation that is not causal.
        implied: What of the object is meant where the sentence does not say it.
        relation: The relation that it is the very word of, where it says more than a direction.
    """

    sign: Sign | None
    implied: Implied = "any"
    relation: str = ""


_LEMMAS: Final = (
    (Verb(1, "amount"), "raise increase elevate augment boost upregulate up-regulate"),
    (Verb(1, "activity"), "activate stimulate potentiate"),
    (Verb(1), "enhance promote strengthen induce"),
    (Verb(-1, "amount"), "lower decrease reduce diminish downregulate down-regulate repress"),
    (Verb(-1, "activity"), "inhibit block antagonize antagonise deactivate inactivate"),
    (Verb(-1), "attenuate suppress weaken"),
    (Verb(0), "affect change alter modulate regulate influence"),
)
_NOUNS: Final[tuple[tuple[Verb, str], ...]] = (
    (Verb(1, "amount"), "increase rise elevation upregulation up-regulation"),
    (Verb(1, "activity"), "activation stimulation potentiation"),
    (Verb(1), "enhancement"),
    (Verb(-1, "amount"), "decrease reduction fall decline drop downregulation down-regulation"),
    (Verb(-1, "activity"), "inhibition"),
    (Verb(-1), "suppression attenuation"),
    (Verb(0), "change alteration"),
)


def _inflected(lemma: str) -> tuple[str, str]:
    """Return the third person and the past form of a regular verb.

    >>> _inflected("raise"), _inflected("block"), _inflected("suppress")
    (('raises', 'raised'), ('blocks', 'blocked'), ('suppresses', 'suppressed'))
    """
    third = f"{lemma}es" if lemma.endswith("s") else f"{lemma}s"
    return third, f"{lemma}d" if lemma.endswith("e") else f"{lemma}ed"


def _finite() -> Iterator[tuple[str, Verb]]:
    for verb, lemmas in _LEMMAS:
        for lemma in lemmas.split():
            yield lemma, verb
            yield _inflected(lemma)[0], verb
    known = {form for _, lemmas in _LEMMAS for lemma in lemmas.split() for form in (lemma, _inflected(lemma)[0])}
    for relation in RELATIONS.values():  # recruits, phosphorylates, binds: the relation and nothing else
        if " " not in relation.phrase and relation.phrase not in known and relation.name not in ("measures", "treats"):
            yield relation.phrase, Verb(relation.sign, "any", relation.name)


def _past() -> Iterator[tuple[str, Verb]]:
    for verb, lemmas in _LEMMAS:
        for lemma in lemmas.split():
            yield _inflected(lemma)[1], verb


FINITE: Final = dict(_finite())
"""Verbs in the present: raises, raise."""
PAST: Final = dict(_past())
"""The past, which is the participle too: raised."""
NOUNS: Final = {form: verb for verb, nouns in _NOUNS for noun in nouns.split() for form in (noun, f"{noun}s")}
"""Nouns of raising and lowering, after a verb such as causes."""
CAUSES: Final = frozenset({"causes", "cause", "caused", "leads to", "lead to", "led to", "results in", "resulted in",
                           "produces", "produced", "induces", "induced", "brings about"})  # fmt: skip
NO_EFFECT: Final = ("has no effect on", "have no effect on", "had no effect on", "shows no effect on",
                    "showed no effect on", "is without effect on", "was without effect on")  # fmt: skip
NOT: Final = ("does not", "do not", "did not", "doesn't", "don't", "didn't")
LEAVES: Final = frozenset({"leaves", "leave", "left"})
UNCHANGED: Final = frozenset({"unchanged", "unaffected", "unaltered"})

ASPECTS: Final = {
    "level": "amount", "levels": "amount", "amount": "amount", "amounts": "amount", "concentration": "amount",
    "concentrations": "amount", "content": "amount", "abundance": "amount", "expression": "expression",
    "transcription": "transcription", "phosphorylation": "phosphorylation", "activity": "activity",
    "function": "activity", "density": "density", "affinity": "affinity", "sensitivity": "sensitivity",
    "number": "number", "numbers": "number",
}  # fmt: skip
"""Words for what of a thing changes."""
FITS: Final[dict[str, frozenset[str]]] = {
    "amount": frozenset({"", "abundance", "expression", "density", "number", "binding sites", "histone mark",
                         "process"}),
    "expression": frozenset({"expression"}),
    "transcription": frozenset(),
    "phosphorylation": frozenset({"phosphorylation"}),
    "activity": frozenset({"", "activity", "process", "sensitivity"}),
    "density": frozenset({"density", "binding sites", "number"}),
    "affinity": frozenset({"affinity"}),
    "sensitivity": frozenset({"sensitivity"}),
    "number": frozenset({"number", "density", "binding sites"}),
}  # fmt: skip
"""By what a sentence says of the object: the aspects of a claim that say the same; of transcription a relation does."""

GLUE: Final = frozenset("the a an also again both".split())
"""Words that change neither who acts nor what happens; how much and how surely are none, a claim may not say them."""
OPENERS: Final = frozenset("however moreover furthermore thus therefore similarly accordingly overall".split())
AUXILIARIES: Final = frozenset("is are was were be been has have had".split())
HEDGES: Final = frozenset(
    ["may", "might", "could", "possibly", "perhaps", "is thought to", "are thought to", "is believed to",
     "is hypothesized to", "is hypothesised to", "is suggested to", "is proposed to"]
)  # fmt: skip
"""Words that put a sentence forward without asserting it."""
SOFTENERS: Final = frozenset(["can", "probably", "presumably", "appears to", "appear to", "seems to", "seem to"])
"""Words that say less than an assertion and more than a hypothesis: that it does happen, or is likely."""
REPORTED: Final = frozenset("found shown reported observed seen known".split())
TREATMENT: Final = frozenset("treatment treatments administration exposure therapy".split())
AGAINST: Final = frozenset("treatment treatments therapy".split())
"""Of these, what is done with a drug and against an illness: who has neither is not said to act."""
WHERE: Final = frozenset("in within at during after following under over for".split())
COURSES: Final = frozenset(REGIMENS)
NUMBERS: Final = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}  # fmt: skip
UNITS_OF_TIME: Final = {
    **dict.fromkeys("min mins minute minutes".split(), 1 / 1440),
    **dict.fromkeys("h hr hrs hour hours".split(), 1 / 24),
    **dict.fromkeys("d day days".split(), 1.0),
    **dict.fromkeys("wk wks week weeks".split(), 7.0),
    **dict.fromkeys("month months".split(), 30.4375),
}  # fmt: skip
IN_BRACKETS: Final = frozenset("see also and claim claims cf e.g i.e fig figs table tables ref refs".split())
"""What may stand in brackets beside the claims that they name."""
