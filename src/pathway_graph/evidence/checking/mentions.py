"""Find the entities that a sentence names, by the names that the network has for them; longest names first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.evidence.checking import vocabulary as words
from pathway_graph.identifiers.lookup import readings
from pathway_graph.identifiers.spellings import names_of, spellings_of
from pathway_graph.model import Network
from pathway_graph.text.phospho import phospho_form
from pathway_graph.text.spelling import loose

MOST_WORDS: Final = 8
"""Of a name; the longest of the guide has seven."""
_NEVER: Final = (
    words.FINITE.keys() | words.PAST.keys() | words.CAUSES | words.GLUE | words.OPENERS | words.AUXILIARIES
    | words.HEDGES | words.SOFTENERS | words.LEAVES | words.UNCHANGED | words.WHERE | words.COURSES
    | words.ASPECTS.keys()
    | {"no", "not", "nor", "never", "neither", "cannot", "without", "lack", "absence", "of", "by", "to", "and", "or",
       "with", "does", "do", "did", "doesn't", "don't", "didn't", "on", "but", "than", "effect", "effects"}
)  # fmt: skip
"""Words that are no name by themselves, whatever an entity of a data set is called."""
_NOT_WITHIN: Final = words.FINITE.keys() | {"not", "no", "nor", "never", "neither", "cannot", "without"}
"""Words that no name is read over: a data set cannot hide a verb or a negation in a name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence.

    Attributes:
        text: As it stands there.
        ids: The entities that it means; empty where several different things are called so.
        others: Entities that are called so too.
        is_whole_gene: Whether it is the name of a gene, which stands for its forms.
    """

    text: str
    ids: frozenset[str]
    others: frozenset[str] = frozenset()
    is_whole_gene: bool = False


def mention_at(
    network: Network, text: str, tokens: Sequence[tuple[int, int]], place: int
) -> tuple[Mention, int] | None:
    """Return the longest name that begins with a token, and how many tokens it has; None where none does.

    Args:
        network: Where the names are.
        text: The sentence.
        tokens: Begin and end of each of its tokens.
        place: Number of the token.
    """
    begin = tokens[place][0]
    for count in range(min(MOST_WORDS, len(tokens) - place), 0, -1):
        found = _named(network, text[begin : tokens[place + count - 1][1]], is_first=place == 0)
        if found is not None:
            return found, count
    return None


def _named(network: Network, phrase: str, is_first: bool) -> Mention | None:
    single = phrase.casefold().split()
    if all(word in _NEVER for word in single) or not _NOT_WITHIN.isdisjoint(single) or len(phrase) < 2:
        return None
    if not _is_spelt(network, phrase):
        return None
    try:
        chosen, others = readings(network, phrase)
    except UnknownName:
        return None
    except AmbiguousName as error:
        return Mention(phrase, frozenset(), frozenset(identifier for identifier, _ in error.candidates))
    names = (name for one in chosen for name in names_of(one))
    is_lower = phrase.islower() or (is_first and phrase[1:].islower())
    if phrase.isalpha() and is_lower and not any(_is_word(name, phrase) for name in names):
        return None  # was, set, rest: words of English that are symbols in capitals
    ids = frozenset(entity.id for entity in chosen)
    return Mention(phrase, ids, frozenset(entity.id for entity in others), len(ids) > 1)


def _is_spelt(network: Network, phrase: str) -> bool:
    known = spellings_of(network)
    if phrase in known.exact or phrase.casefold() in known.folded or phrase.casefold() in known.short:
        return True
    if loose(phrase) in known.loose or phrase in network.entity:
        return True
    form = phospho_form(phrase)
    return form is not None and (form[0] in known.exact or form[0].casefold() in known.folded)


def _is_word(name: str, phrase: str) -> bool:
    return not name.isupper() and loose(name) == loose(phrase)
